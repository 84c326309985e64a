"""`letters send`, as a person runs it: whole commands on real letters and a mail server."""

import re
import stat
from collections import Counter
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from tests.cli.edits import change, refused
from tests.cli.mailings import (
    FIRST_OF_TEXAS,
    GO,
    PRINT,
    SEND,
    new_authority,
    payload_of,
    server_options,
    writers_of,
)
from tests.support.drives import (
    BUILD,
    CAMPAIGN,
    DATE,
    PEOPLE,
    SENDER,
    out_of,
    people,
    run,
    table,
    write_rows,
)
from tests.support.mail_server import LOSE_AFTER_DOT, OK, TAKE_AND_HANG_UP, Handler, mail_server
from tests.support.projects import copy_project

pytestmark = pytest.mark.slow


@pytest.mark.slow
def test_each_message_arrives_once_or_is_reported(place: Path, tmp_path: Path) -> None:
    writers = [row["email"] for row in writers_of(place)]
    plans = {
        writers[0]: ["550 5.1.1 no such mailbox"],
        writers[3]: ["451 4.7.1 come back later", OK],
        writers[5]: [TAKE_AND_HANG_UP],
        writers[7]: [LOSE_AFTER_DOT],
        writers[9]: ["dot 452 4.3.1 no room", OK],
    }

    def plan(to: str, attempt: int) -> str:
        acts = plans.get(to, [OK])
        return acts[min(attempt, len(acts)) - 1]

    handler = Handler(plan)
    with mail_server(handler, authority=new_authority(tmp_path)) as port:
        done = run(
            place, *SEND, *GO, *server_options(port, tmp_path), "--rate", "0", "--pause", "0.05"
        )
    assert done.code == 1
    assert {f"{len(writers) - 3} sent", "1 refused", "2 uncertain"} == set(
        done.said.lower().partition(":")[0].split(", ")
    )
    ids = {row["email"]: row["id"] for row in writers_of(place)}
    reported = set(re.findall(r"^(?:refused|uncertain|failed): (\w+): ", done.warned, re.MULTILINE))
    assert reported == {ids[writers[0]], ids[writers[5]], ids[writers[7]]}
    assert handler.times() == Counter(dict.fromkeys(set(writers) - {writers[0], writers[7]}, 1))
    assert not any(mark in done.warned + done.said for mark in ("@mail.example", "Anytown"))
    # An uncertain message is named again, a line each, until a person looks into it.
    again = run(place, *SEND, "--all")
    assert again.code == 1
    assert (
        len(
            re.findall(
                r"^uncertain: [123] letters \(--supporter \w+\) .*"
                "it is not known whether they arrived",
                again.warned,
                re.MULTILINE,
            )
        )
        == 2
    )


def test_nothing_is_sent_before_it_was_said_and_then_the_first_alone(place: Path) -> None:
    outbox = out_of(place) / "outbox"
    writers = writers_of(place)
    done = run(place, *SEND)
    assert done.code == 0
    assert (
        done.said == f"Dry run: 1 to write, {len(writers) - 1} left for later, to {outbox}. "
        "Nothing was sent; --no-dry-run sends.\n"
    )
    assert f"Dry run: {len(writers)} to write, to" in run(place, *SEND, "--all").said
    assert not outbox.exists()

    done = run(place, *SEND, "--no-dry-run")
    assert "1 written, " in done.said
    assert "--all sends the others" in done.said
    assert len(list(outbox.iterdir())) == 1
    done = run(place, *SEND, *GO)
    assert done.said.splitlines()[0] == f"{len(writers)} written: {outbox}"
    assert len(list(outbox.iterdir())) == len(writers)
    assert {stat.S_IMODE(path.stat().st_mode) for path in outbox.iterdir()} == {0o600}
    message = message_from_bytes(
        next(outbox.glob(f"{writers[0]['id']}-*.eml")).read_bytes(), policy=default
    )
    assert writers[0]["email"] in message["to"]
    assert "Border" in message["from"] or SENDER in message["from"]
    files = list(message.iter_attachments())
    attached = [payload_of(part) for part in files if part.get_content_subtype() == "pdf"]
    texts = {
        str(part.get_filename()): part for part in files if part.get_content_subtype() == "plain"
    }
    assert sorted(texts) == sorted(
        f"{path.stem}.txt" for path in (out_of(place) / "letters" / writers[0]["id"]).iterdir()
    )
    for part in texts.values():
        assert re.match(r"Subject: .*\nTo: .*\nFrom: .*\nDate: .*\nLength: ", part.get_content())
    printed = [
        path.read_bytes()
        for path in sorted((out_of(place) / "letters" / writers[0]["id"]).iterdir())
    ]
    assert sorted(attached) == sorted(printed)
    # Files in a folder are not sent yet.
    assert "e-mailed" not in run(place, "status", CAMPAIGN).said


def test_messages_in_a_folder_count_as_sent_only_when_marked(place: Path) -> None:
    count = len(table(out_of(place) / "index.csv"))
    for _ in range(2):
        assert run(place, *SEND, *GO).said.endswith(
            f"When they have been sent: letters mark sent {CAMPAIGN} --batch outbox-001\n"
        )
    assert (
        run(place, "status", CAMPAIGN).said == f"{count} letters: {count} printed.\n"
        f"outbox-001: {count} letters are not marked as sent\n"
    )
    done = run(place, *PRINT)
    assert (
        f"{count} of these letters stand in outbox-001 too: if that one went, `letters mark sent"
        in done.warned
    )
    assert (
        run(place, "mark", "sent", CAMPAIGN, "--batch", "outbox-001").said
        == f"{count} letters marked sent.\n"
    )
    assert (
        run(place, "mark", "sent", CAMPAIGN, "--batch", "outbox-001").said
        == f"0 letters marked sent, {count} were before.\n"
    )
    assert run(place, "status", CAMPAIGN).said == f"{count} letters: {count} e-mailed.\n"
    refused(run(place, *PRINT), "there is nothing to do")
    refused(run(place, *SEND), "there is nothing to do")


def test_letters_of_a_print_run_are_named_before_they_are_sent(place: Path, tmp_path: Path) -> None:
    assert run(place, *PRINT).code == 0
    count = len(table(out_of(place) / "index.csv"))
    handler = Handler()
    with mail_server(handler, authority=new_authority(tmp_path)) as port:
        for way in (
            (),
            server_options(port, tmp_path),
            ("--no-dry-run", *server_options(port, tmp_path)),
            ("--no-dry-run", "--all"),
        ):
            number = count if "--all" not in way else count - len(handler.messages()) * 3
            done = run(place, *SEND, *way)
            assert re.search(
                rf"^{number} of these letters stand in run-001 too: if that one went, .*send again",
                done.warned,
                re.MULTILINE,
            )


def test_messages_of_those_who_want_none_any_more_are_taken_out_of_the_outbox(
    place: Path, tmp_path: Path
) -> None:
    outbox = out_of(place) / "outbox"
    assert (
        run(place, *SEND, *GO).code
        == run(place, *SEND, *GO, "--to-folder", tmp_path / "other").code
        == 0
    )
    first, second, third, *_ = writers_of(place)
    (place / "letters" / CAMPAIGN / "unsubscribed.csv").write_text(
        f"{first['email']}\n", encoding="utf-8"
    )
    rows = people(place)
    rows[second["id"]]["withdrawn"] = "2026-11-20"
    write_rows(place / PEOPLE, rows.values())
    done = run(place, *SEND, *GO)
    assert "2 messages of earlier runs were removed" in done.said
    assert "outbox-001 holds 3 letters that may not go any more, of " + second["id"] in done.warned
    assert {path.name.partition("-")[0] for path in outbox.iterdir()} == {
        row["id"] for row in writers_of(place)
    } - {
        first["id"],
        second["id"],
    }
    assert len(list((tmp_path / "other").iterdir())) == len(writers_of(place))
    assert run(place, *SEND, "--no-dry-run").code == 0
    assert any(path.name.startswith(f"{third['id']}-") for path in outbox.iterdir())


def test_the_folder_may_be_another(place: Path, tmp_path: Path) -> None:
    assert run(place, *SEND, *GO, "--to-folder", tmp_path / "elsewhere").code == 0
    assert len(list((tmp_path / "elsewhere").glob("*.eml"))) == len(writers_of(place))


def test_who_wants_no_more_gets_no_more_and_the_words_may_be_the_campaigns(
    place: Path, tmp_path: Path
) -> None:
    first, second, *_ = writers_of(place)
    (place / "letters" / CAMPAIGN / "unsubscribed.csv").write_text(
        f"{first['email'].upper()},2026-10-01\n", encoding="utf-8"
    )
    note = (
        "---\nsubject: Please sign\n---\n\n"
        "Hello {{ supporter.name }}, {{ letters | length }} letters.\n\n{{ way_out }}\n"
    )
    (place / "letters" / CAMPAIGN / "note.md").write_text(note, encoding="utf-8")
    handler = Handler()
    with mail_server(handler, authority=new_authority(tmp_path)) as port:
        done = run(
            place,
            *SEND,
            *GO,
            *server_options(port, tmp_path),
            "--rate",
            "0",
            "--unsubscribe-page",
            "https://example.org/no",
        )
        assert done.code == 0, done.warned
        assert "1 unsubscribed" in done.said
        assert handler.times() == Counter({row["email"]: 1 for row in writers_of(place)[1:]})
        message = next(one for one in handler.messages() if second["email"] in one["to"])
        assert message["subject"] == "Please sign"
        body = message.get_body(("plain",))
        assert body is not None
        assert body.get_content().startswith(f"Hello {second['name'].strip()}, ")
        assert "<https://example.org/no>" in message["list-unsubscribe"]
        # Letters that were sent by e-mail are neither sent nor printed again.
        again = run(place, *SEND, *GO, *server_options(port, tmp_path), "--rate", "0")
        assert "letters were mailed or sent before" in again.said
        assert "1 unsubscribed: " in again.said.lower()
    assert len(handler.taken) == len(writers_of(place)) - 1
    assert run(place, *PRINT).code == 0
    assert {row["supporter"] for row in table(out_of(place) / "print" / "index.csv")} == {
        first["id"]
    }
    (place / "letters" / CAMPAIGN / "note.md").write_text("Dear {{ nobody }}", encoding="utf-8")
    refused(run(place, *SEND), "note.md:1")


def test_the_password_comes_from_the_environment_and_a_wrong_one_is_refused(
    place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    handler = Handler()
    with mail_server(handler, authority=new_authority(tmp_path), password="right") as port:  # noqa: S106 - for this server alone
        send = (*SEND, "--no-dry-run", *server_options(port, tmp_path), "--user", "me")
        monkeypatch.setenv("LETTERS_SMTP_PASSWORD", "wrong")
        done = run(place, *send)
        assert done.code == 2
        assert "check user and password" in done.warned
        assert "wrong" not in done.warned
        monkeypatch.setenv("LETTERS_SMTP_PASSWORD", "right")
        assert run(place, *send).code == 0
    assert len(handler.taken) == 1


def test_the_campaigns_own_letters_go_to_offices(tmp_path: Path) -> None:
    project = copy_project(tmp_path / "project")
    assert (
        run(
            project,
            "build",
            CAMPAIGN,
            "--date",
            DATE,
            "--to",
            "TX-16",
            "--to",
            "Cruz",
            "--jobs",
            "1",
        ).code
        == 0
    )
    refused(run(project, *SEND), "--to-staff")
    staff = tmp_path / "staff.csv"
    staff.write_text(
        "recipient,email,name\nE000299,aide@mail.example,Aide One\nX9,other@mail.example,\n",
        encoding="utf-8",
    )
    change(project / "letters" / CAMPAIGN / "sender.yaml", "email: you@example.org\n", "")
    run(project, "build", CAMPAIGN, "--date", DATE, "--to", "TX-16", "--to", "Cruz", "--jobs", "1")
    refused(run(project, *SEND, "--to-staff", staff), "sender.yaml", "email")
    change(project / "letters" / CAMPAIGN / "sender.yaml", "sample: true", "email: nobody")
    run(project, "build", CAMPAIGN, "--date", DATE, "--to", "TX-16", "--to", "Cruz", "--jobs", "1")
    refused(run(project, *SEND, "--to-staff", staff), "sender.yaml", "no @")
    change(project / "letters" / CAMPAIGN / "sender.yaml", "email: nobody", f"email: {SENDER}")
    run(project, "build", CAMPAIGN, "--date", DATE, "--to", "TX-16", "--to", "Cruz", "--jobs", "1")
    dry = run(project, *SEND, "--to-staff", staff)
    assert dry.said.startswith("Dry run: 1 to write, to")
    assert "1 rows of the list are skipped: no letter of this build goes to X9" in dry.warned
    assert not (out_of(project) / "ledger.sqlite").exists()
    handler = Handler()
    with mail_server(handler, authority=new_authority(tmp_path)) as port:
        send = (
            *SEND,
            *GO,
            "--to-staff",
            str(staff),
            *server_options(port, tmp_path),
            "--rate",
            "0",
        )
        assert run(project, *send).code == 0
        refused(run(project, *send), "1 letters were mailed or sent before")
    assert handler.times() == Counter({"aide@mail.example": 1})
    (message,) = handler.messages()
    assert [part.get_filename() for part in message.iter_attachments()] == ["TX-16-escobar.pdf"]
    # Nothing that an office's mail program would answer the sender with.
    assert message["List-Unsubscribe"] is None
    body = message.get_body(("plain",))
    assert body is not None
    words = body.get_content().replace("\r\n", "\n")
    assert words.startswith("Dear Aide One,\n\nOur letter to Representative Escobar is attached")
    assert "Its first request:" in words
    assert "\nDear Representative Escobar:\n" in words
    assert "mailto:" not in words
    assert run(project, "status", CAMPAIGN).said.startswith("2 letters: 1 printed, 1 e-mailed.")


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("id,mail\n1,2\n", "needs the columns recipient"),
        (
            f"recipient,email\n{FIRST_OF_TEXAS},a@b.example\n{FIRST_OF_TEXAS},c@d.example\n",
            "stands twice",
        ),
        (f"recipient,email\n{FIRST_OF_TEXAS},nobody\n", "no @"),
        ("recipient,email\nX1,a@b.example\n", "names no member"),
    ],
)
def test_a_list_of_offices_that_cannot_be_used_is_refused(
    text: str, hint: str, place: Path
) -> None:
    (place / "staff.csv").write_text(text, encoding="utf-8")
    refused(run(place, *SEND, "--to-staff", "staff.csv"), hint)


def test_a_server_is_named_as_host_and_port(place: Path) -> None:
    refused(run(place, *SEND, "--smtp", "a b"), "is not a server")
    refused(run(place, *SEND, "--smtp", "host:port"), "is not a server")
    refused(run(place, *SEND, "--smtp", "host", "--to-folder", "x"), "choose one")
    done = run(place, *SEND, "--smtp", "[::1]:2525")
    assert "to ::1:2525" in done.said
    assert "to mail.example.org:465" in run(place, *SEND, "--smtp", "mail.example.org:465").said


def test_what_was_not_built_is_not_sent(place: Path) -> None:
    letters = sorted((out_of(place) / "letters").rglob("*.pdf"))
    letters[0].unlink()
    refused(run(place, *SEND), "1 not built yet")
    done = run(place, *SEND, "--keep-going", *GO)
    assert done.code == 1
    assert "left out: letters/" in done.warned


def test_supporters_without_an_address_are_named_by_id(place: Path) -> None:
    someone = writers_of(place)[0]
    change(place / PEOPLE, someone["email"], "")
    assert run(place, *BUILD).code == 0
    done = run(place, *SEND)
    assert (
        f"1 supporters gave no e-mail address; print their letters: {someone['id']}" in done.warned
    )


def test_help_shows_examples(place: Path) -> None:
    for name in ("print", "send", "status", "export", "forget", "mark"):
        said = run(place, name, "--help").said
        assert f"letters {name} " in said
