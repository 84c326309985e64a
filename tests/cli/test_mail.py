"""Letters on their way, as a person sends them: print, mark, status, send, export and forget, whole commands on real letters."""

import csv
import io
import re
import shutil
import stat
import subprocess
import tempfile
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from email import message_from_bytes
from email.message import Message
from email.policy import default
from functools import partial
from itertools import groupby, pairwise
from pathlib import Path
from xml.etree import ElementTree

import pikepdf
import pytest
import trustme

from generator.congress import forms_of_address, postal_form
from generator.ledger.book import open_ledger
from generator.letter import envelopes
from generator.mailroom.paper import window_proof
from tests.support.crowd import HEADER, WORDING, senator_id
from tests.support.drives import (
    BUILD,
    CAMPAIGN,
    DATE,
    PEOPLE,
    SENDER,
    ZCCD,
    digests,
    kill_often,
    killed,
    make_drive,
    out_of,
    people,
    run,
    table,
    write_rows,
)
from tests.support.mail_server import LOSE_AFTER_DOT, OK, TAKE_AND_HANG_UP, Handler, mail_server
from tests.support.pages import pages_of, text_of
from tests.support.projects import COMMAND, Run, copy_project, environment

pytestmark = pytest.mark.slow

FIRST_OF_TEXAS = senator_id("TX", 1)
PRINT = ("print", CAMPAIGN, "--unapproved")
SEND = ("send", CAMPAIGN, "--unapproved")
GO = ("--no-dry-run", "--all")

needs_zccd = pytest.mark.skipif(
    not ZCCD.is_file(), reason=f"the table for tests is not there: {ZCCD}"
)


@pytest.fixture
def place(driven: Path) -> Path:
    """A drive of two dozen supporters, built, to be changed."""
    return driven


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A drive of a few supporters, not built yet."""
    make_drive(tmp_path / "small", count=6)
    return tmp_path / "small"


def history(project: Path) -> list[dict[str, str]]:
    """The history without a file of its own."""
    return list(csv.DictReader(io.StringIO(run(project, "export", CAMPAIGN).said)))


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def refused(done: Run, *hints: str) -> None:
    """The run ended as a mistake of the user does: a sentence on stderr, nothing on stdout, no traceback."""
    assert done.code == 2, done
    assert done.said == ""
    assert "Traceback" not in done.warned
    for hint in hints:
        assert hint in done.warned


# ---------------------------------------------------------------- done, 1: a crowd over real ZIP codes


@needs_zccd
def test_a_crowd_over_real_zip_codes_is_built_named_and_printed_in_one_order(
    tmp_path: Path,
) -> None:
    crowd = make_drive(tmp_path / "place", count=40, seed=7, table=ZCCD)
    project = tmp_path / "place"
    done = run(project, *BUILD)
    assert done.code == 0, done.warned

    held = table(out_of(project) / "held.csv")
    verdicts = {row["id"]: row["what"] for row in held}
    fates = {person.row[0]: person.fate for person in crowd}
    assert {name for name, fate in fates.items() if fate == "refused"} == {
        name for name, said in verdicts.items() if said == "refused"
    }
    assert {name for name, fate in fates.items() if fate == "merged"} == {
        name for name, said in verdicts.items() if said == "merged"
    }
    assert all(row["reason"] for row in held)

    done = run(project, *PRINT, "--envelopes")
    assert done.code == 0, done.warned
    folder = out_of(project) / "print"
    index, manifest = table(folder / "index.csv"), table(folder / "manifest.csv")
    built = table(out_of(project) / "index.csv")
    assert len(index) == len(manifest) == len(built) > 60
    assert [row["piece_id"] for row in index] == [row["piece_id"] for row in manifest]
    assert [row["address_zip"] for row in manifest] == sorted(
        row["address_zip"] for row in manifest
    )
    assert all(
        int(after["page_from"]) == int(before["page_to"]) + 1 for before, after in pairwise(index)
    )
    assert all(int(row["page_from"]) % 2 for row in index)
    faces, letters = pages_of(folder / "envelopes.pdf"), pages_of(folder / "run-001.pdf")
    assert len(faces) == len(index)
    assert len(letters) == int(index[-1]["page_to"])
    for number, row in enumerate(manifest, 1):
        face, letter = faces[number - 1], letters[int(row["page_from"]) - 1]
        assert forms_of_address.lines_for_post([row["name"]])[0] in face
        assert row["name"] in letter
        writer = people(project)[index[number - 1]["supporter"]]
        assert postal_form.for_post(writer["street"]) in face
    assert {row["sha256"] for row in index} == {row["sha256"] for row in built}
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}
    assert folder.stat().st_mode & 0o777 == 0o700


# ---------------------------------------------------------------- done, 2: killed and begun again


@pytest.mark.long
def test_a_drive_that_is_killed_again_and_again_ends_as_one_that_never_was(
    small: Path, tmp_path: Path
) -> None:
    other = Path(shutil.copytree(small, tmp_path / "killed"))
    steps = ((*BUILD, "--jobs", "2"), (*PRINT, "--envelopes"), (*SEND, *GO))
    for number, step in enumerate(steps):
        assert run(small, *step).code == 0
        hit = kill_often(other, *step, times=7, files=(5, 4, 3)[number], seed=number)
        assert hit >= 4, "the runs were over before they were killed"
        (out_of(other) / ".half.part").mkdir()
        (out_of(other) / ".half.part" / "run-001.pdf").write_bytes(b"half")
        done = run(other, *step)
        assert done.code == 0, done.warned
    assert len(digests(out_of(small))) > 15
    assert digests(out_of(other)) == digests(out_of(small))
    assert history(other) == history(small)


@pytest.mark.long
def test_nothing_is_sent_twice_however_often_the_run_is_killed(place: Path, tmp_path: Path) -> None:
    authority = _authority(tmp_path)
    handler = Handler(delay=0.05)
    with mail_server(handler, authority=authority) as port:
        send = (*SEND, *GO, *_server(port, tmp_path), "--rate", "0")
        for number in range(1, 7):
            assert killed(place, *send, once=partial(_has_taken, handler, number)), (
                "the run was over before it was killed"
            )
        done = run(place, *send)
        assert max(handler.times().values()) == 1
        _settle(place, handler)
        assert run(place, *send).code in {0, 2}
    assert handler.times() == Counter({row["email"]: 1 for row in _writers(place)})
    assert "Traceback" not in done.warned
    sent = Counter(row["key"] for row in history(place) if row["step"] == "e-mailed")
    assert set(sent) == {row["piece_id"] for row in _keys(place)}
    assert set(sent.values()) == {1}


def _has_taken(handler: Handler, number: int) -> bool:
    return len(handler.taken) >= number


def _settle(place: Path, handler: Handler) -> None:
    """Tells of everything uncertain what the server knows: the user looks there."""
    for line in run(place, "status", CAMPAIGN).warned.splitlines():
        (supporter,) = re.findall(r"^uncertain: \d letters \(--supporter (\w+)\)", line)
        arrived = people(place)[supporter]["email"] in handler.times()
        assert (
            run(
                place, "mark", "sent" if arrived else "not-sent", CAMPAIGN, "--supporter", supporter
            ).code
            == 0
        )


def _keys(place: Path) -> list[dict[str, str]]:
    """The letters of the drive, as its history names them."""
    return [{"piece_id": row["key"]} for row in history(place) if row["step"] == "composed"]


def _writers(place: Path) -> list[dict[str, str]]:
    """The supporters whose letters were built."""
    known = people(place)
    return [known[folder.name] for folder in sorted((out_of(place) / "letters").iterdir())]


def _authority(folder: Path) -> trustme.CA:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(folder / "authority.pem")
    return authority


def _server(port: int, folder: Path) -> tuple[str, ...]:
    return (
        "--smtp",
        f"localhost:{port}",
        "--security",
        "starttls",
        "--ca-file",
        str(folder / "authority.pem"),
    )


# ---------------------------------------------------------------- done, 3: every address in its window


def test_the_proof_shows_every_address_in_its_window_at_every_slide(place: Path) -> None:
    done = run(place, *PRINT, "--proof")
    assert done.code == 0, done.warned
    envelope = envelopes.load(place / "templates" / "envelopes.yaml")["number-10-single-window"]
    window = envelope.window
    assert window is not None
    top = envelope.face.height - window.bottom - window.height
    index = table(out_of(place) / "print" / "index.csv")
    manifest = {row["piece_id"]: row for row in table(out_of(place) / "print" / "manifest.csv")}
    assert len(index) > 30
    for row in index:
        boxes = _address_words(
            out_of(place) / "letters" / row["letter"], first=manifest[row["piece_id"]]["name"]
        )
        assert len(boxes) > 6
        for slide in window_proof.slides(envelope):
            for left, upper, right, lower in boxes:
                assert window.left + 0.125 <= left + slide.right
                assert right + slide.right <= window.left + window.width - 0.125
                assert top <= upper + slide.down
                assert lower + slide.down <= top + window.height
    shown = text_of(out_of(place) / "print" / "proof.pdf")
    assert str(len(index)) in shown


def _address_words(path: Path, *, first: str) -> list[tuple[float, float, float, float]]:
    """The words of the inside address in inches, as poppler, which is not our own measure, sees them on the page."""
    command = ["pdftotext", "-bbox", "-l", "1", str(path), "-"]
    page = subprocess.run(command, capture_output=True, check=True).stdout
    tree = ElementTree.fromstring(page)  # noqa: S314 - made by poppler
    words = [element for element in tree.iter() if element.tag.endswith("word")]
    texts = [word.text or "" for word in words]
    begin = next(
        at for at in range(len(texts)) if texts[at : at + len(first.split())] == first.split()
    )
    end = next(at for at in range(begin, len(texts)) if re.fullmatch(r"\d{5}(-\d{4})?", texts[at]))
    sides = ("xMin", "yMin", "xMax", "yMax")
    return [
        tuple(float(word.attrib[side]) / 72 for side in sides)  # type: ignore[misc]
        for word in words[begin : end + 1]
    ]


def test_an_address_that_its_window_would_cut_is_an_error_and_nothing_is_written(
    place: Path,
) -> None:
    change(
        place / "templates" / "envelopes.yaml",
        "width: 4.5, height: 1.125",
        "width: 2.5, height: 1.125",
    )
    run(place, *BUILD)
    before = digests(out_of(place))
    done = run(place, *PRINT)
    refused(done, "too far right", "print the envelope")
    assert done.warned.count("too far right") == len(table(out_of(place) / "index.csv"))
    assert digests(out_of(place)) == before
    done = run(place, *PRINT, "--envelopes", "--proof")
    assert done.code == 0
    assert done.warned.count("warning: address: ") > 20


# ---------------------------------------------------------------- done, 4: five hundred messages, one in ten failing


def test_each_message_arrives_once_or_is_reported(place: Path, tmp_path: Path) -> None:
    writers = [row["email"] for row in _writers(place)]
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
    with mail_server(handler, authority=_authority(tmp_path)) as port:
        done = run(place, *SEND, *GO, *_server(port, tmp_path), "--rate", "0", "--pause", "0.05")
    assert done.code == 1
    assert {f"{len(writers) - 3} sent", "1 refused", "2 uncertain"} == set(
        done.said.lower().partition(":")[0].split(", ")
    )
    ids = {row["email"]: row["id"] for row in _writers(place)}
    reported = set(re.findall(r"^(?:refused|uncertain|failed): (\w+): ", done.warned, re.MULTILINE))
    assert reported == {ids[writers[0]], ids[writers[5]], ids[writers[7]]}
    assert handler.times() == Counter(dict.fromkeys(set(writers) - {writers[0], writers[7]}, 1))
    assert not any(mark in done.warned + done.said for mark in ("@mail.example", "Anytown"))
    # What nobody knows of is told again, a line for each message, until somebody looks.
    again = run(place, *SEND, "--all")
    assert again.code == 1
    assert (
        len(
            re.findall(
                r"^uncertain: [123] letters \(--supporter \w+\) .*nobody knows whether they arrived",
                again.warned,
                re.MULTILINE,
            )
        )
        == 2
    )


# ---------------------------------------------------------------- done, 5: forgotten


def test_who_is_forgotten_leaves_no_trace_in_any_file(place: Path) -> None:
    folder = out_of(place)
    assert run(place, *PRINT, "--envelopes", "--proof").code == 0
    assert run(place, *SEND, *GO).code == 0
    gone = next(row for row in _writers(place) if row["story"])
    traces = (gone["name"], gone["street"], gone["email"], gone["story"].split("\n")[0])
    assert set(_holding(folder, *traces)) == set(traces)
    before = len(list((folder / "letters").iterdir()))

    done = run(place, "forget", CAMPAIGN, gone["id"], "--yes")
    assert done.code == 0
    assert f"{gone['id']} is forgotten" in done.said
    assert len(list((folder / "letters").iterdir())) == before - 1
    others = {row["story"].split("\n")[0] for row in _writers(place)}
    assert _holding(folder, *traces[:3]) == {}
    assert traces[3] in others or _holding(folder, traces[3]) == {}
    assert gone["id"] not in {row["supporter"] for row in history(place)}
    assert "1 supporters asked to be forgotten" in run(place, "status", CAMPAIGN).said

    # The same file does not bring them back, and the others are printed without them.
    assert run(place, *BUILD).code == 0
    done = run(place, *PRINT, "--envelopes")
    assert done.code == 0, done.warned
    assert gone["id"] not in {row["supporter"] for row in table(folder / "print" / "index.csv")}
    assert _holding(folder, *traces[:3]) == {}


def _holding(folder: Path, *traces: str) -> dict[str, list[Path]]:
    """The files that hold each of the words, however packed: in their bytes, their streams, their pages or their mail."""
    found: dict[str, list[Path]] = {}
    for path in (path for path in sorted(folder.rglob("*")) if path.is_file()):
        texts = [_squeezed(text) for text in _all_texts(path)]
        for trace in traces:
            if any(_squeezed(trace) in text for text in texts):
                found.setdefault(trace, []).append(path)
    return found


def _squeezed(text: str) -> str:
    """The letters and digits alone, so that capitals, accents and line breaks hide nobody."""
    return re.sub(r"[^\w@.]+|[\u0300-\u036f]", "", unicodedata.normalize("NFKD", text)).casefold()


def _all_texts(path: Path) -> Iterator[str]:
    data = path.read_bytes()
    yield data.decode("utf-8", "replace")
    yield data.decode("utf-16-le", "replace")
    if data.startswith(b"%PDF"):
        yield text_of(path)
        with pikepdf.open(path) as document:
            yield str(dict(document.docinfo))
            for stream in (one for one in document.objects if isinstance(one, pikepdf.Stream)):
                with_filters = (
                    stream.read_bytes() if "/Filter" in stream else stream.read_raw_bytes()
                )
                yield with_filters.decode("utf-8", "replace")
    if path.suffix == ".eml":
        message = message_from_bytes(data, policy=default)
        yield str(list(message.values()))
        yield from (
            _payload(part).decode("utf-8", "replace")
            for part in message.walk()
            if not part.is_multipart()
        )


def _payload(part: Message) -> bytes:
    data = part.get_payload(decode=True)
    assert isinstance(data, bytes)
    return data


def test_a_person_who_was_only_held_back_can_be_forgotten(place: Path) -> None:
    held = table(out_of(place) / "held.csv")[0]
    assert run(place, "forget", CAMPAIGN, held["id"], "--yes").code == 0
    assert held["id"] not in {row["id"] for row in table(out_of(place) / "held.csv")}
    assert _holding(out_of(place), held["street"]) == {}
    refused(run(place, "forget", CAMPAIGN, "nobody", "--yes"), "'nobody'")


def test_nobody_is_forgotten_by_mistake(place: Path) -> None:
    done = run(place, "forget", CAMPAIGN, _writers(place)[0]["id"])
    assert done.code == 1
    assert "cannot be undone" in done.warned
    assert len(_writers(place)) > 5


# ---------------------------------------------------------------- print


def test_what_is_missing_or_changed_is_to_be_built_first_and_nothing_is_written(
    place: Path,
) -> None:
    letters = sorted((out_of(place) / "letters").rglob("*.pdf"))
    letters[0].unlink()
    letters[1].write_bytes(letters[1].read_bytes() + b"%")
    refused(run(place, *PRINT), "1 not built yet", "1 changed since", f"letters build {CAMPAIGN}")
    assert not (out_of(place) / "print").exists()

    done = run(place, *PRINT, "--keep-going")
    assert done.code == 1
    assert len(re.findall(r"^left out: letters/", done.warned, re.MULTILINE)) == 2
    assert len(table(out_of(place) / "print" / "index.csv")) == len(letters) - 2
    assert run(place, *BUILD).code == 0
    assert run(place, *PRINT).code == 0


def test_words_that_changed_since_are_not_printed(place: Path) -> None:
    path = place / "letters" / CAMPAIGN / "campaign.yaml"
    change(path, "End the Migrant Protection Protocols by law", "End the program by law")
    done = run(place, *PRINT)
    refused(done, "changed since")


def test_consent_that_was_withdrawn_since_takes_the_letters_out_of_the_run(place: Path) -> None:
    someone = _writers(place)[0]
    rows = [list(row.values()) for row in table(place / PEOPLE)]
    at = HEADER.index("withdrawn")
    text = io.StringIO(newline="")
    csv.writer(text).writerows(
        [
            HEADER,
            *(
                [*row[:at], "2026-11-20", *row[at + 1 :]] if row[0] == someone["id"] else row
                for row in rows
            ),
        ]
    )
    (place / PEOPLE).write_text(text.getvalue(), encoding="utf-8")
    assert run(place, *PRINT).code == 0
    assert someone["id"] not in {
        row["supporter"] for row in table(out_of(place) / "print" / "index.csv")
    }


def test_letters_of_those_who_took_their_consent_back_are_named_wherever_they_still_lie(
    place: Path,
) -> None:
    assert run(place, *PRINT).code == 0
    someone = _writers(place)[0]
    rows = people(place)
    rows[someone["id"]]["withdrawn"] = "2026-11-20"
    write_rows(place / PEOPLE, rows.values())
    told = f"run-001 holds 3 letters that may not go any more, of {someone['id']}: take them out\n"
    assert told in run(place, *PRINT).warned
    assert told in run(place, "status", CAMPAIGN).warned
    assert (
        f"neither put together nor sent: {someone['id']}\n"
        in run(place, *BUILD, "--dry-run").warned
    )
    assert run(place, "mark", "mailed", CAMPAIGN, "--batch", "run-001").code == 0
    assert told not in run(place, "status", CAMPAIGN).warned


def test_letters_of_another_list_that_are_still_in_the_house_are_counted(place: Path) -> None:
    rows = people(place)
    late = {
        **_writers(place)[0],
        "id": "late",
        "name": "Late Comer",
        "street": "999 Elm St",
        "email": "late@mail.example",
    }
    write_rows(place / "late.csv", [late])
    count = len(table(out_of(place) / "index.csv"))
    assert run(place, *BUILD[:3], "late.csv", *BUILD[4:]).code == 0
    told = (
        f"{count} other letters are printed and not among these: --supporters names another list."
    )
    for step in (PRINT, SEND, (*SEND, *GO)):
        assert told in run(place, *step).warned
    assert (
        run(place, *PRINT, "--supporters", PEOPLE).warned.count(
            "3 other letters are printed and not among these"
        )
        == 1
    )
    assert len(rows) == len(people(place))


def test_nothing_is_printed_or_sent_that_nobody_has_approved(place: Path) -> None:
    refused(
        run(place, "print", CAMPAIGN),
        "nobody has approved",
        f"letters specimens {CAMPAIGN}",
        "--unapproved",
    )
    refused(run(place, "send", CAMPAIGN), "nobody has approved")
    assert not (out_of(place) / "print").exists()
    shown = run(place, "specimens", CAMPAIGN, *BUILD[2:])
    assert shown.code == 0, shown.warned
    assert run(place, "approve", CAMPAIGN, "--by", "Ana Ruiz").code == 0
    assert run(place, "print", CAMPAIGN).code == 0
    assert run(place, "send", CAMPAIGN).code == 0


def test_the_same_letters_give_the_same_run_and_the_same_batch(place: Path) -> None:
    assert run(place, *PRINT, "--envelopes").code == 0
    first = digests(out_of(place))
    second = run(place, *PRINT, "--envelopes")
    assert "--batch run-001" in second.said
    assert "stand in" not in second.warned
    assert digests(out_of(place)) == first
    assert {row["batch"] for row in history(place) if row["step"] == "assembled"} == {"run-001"}
    steps = Counter(row["step"] for row in history(place))
    assert steps["assembled"] == steps["printed"] == steps["composed"]


def test_a_run_of_other_letters_is_another_batch_until_the_first_is_mailed(place: Path) -> None:
    assert run(place, *PRINT).code == 0
    everyone = people(place)
    newcomer = (*_writers(place)[0].values(),)
    row = {
        **dict(zip(HEADER, newcomer, strict=True)),
        "id": "late",
        "name": "Late Comer",
        "street": "999 Elm St",
        "email": "",
    }
    with (place / PEOPLE).open("a", encoding="utf-8", newline="") as file:
        csv.writer(file).writerow(row.values())
    assert len(people(place)) == len(everyone) + 1
    assert run(place, *BUILD).code == 0

    done = run(place, *PRINT)
    count = len(table(out_of(place) / "index.csv"))
    assert "--batch run-002" in done.said
    assert re.search(
        rf"^{count - 3} of these letters stand in run-001 too: .*mark mailed",
        done.warned,
        re.MULTILINE,
    )
    assert not (out_of(place) / "print" / "run-001.pdf").exists()

    assert run(place, "mark", "mailed", CAMPAIGN, "--batch", "run-001").code == 0
    done = run(place, *PRINT)
    assert f"{count - 3} letters have left the house before" in done.said
    assert {row["supporter"] for row in table(out_of(place) / "print" / "index.csv")} == {"late"}
    assert "--batch run-003" in done.said
    assert run(place, "mark", "mailed", CAMPAIGN, "--batch", "run-003").code == 0
    refused(run(place, *PRINT), "nothing to do", f"{count} letters have left the house")


def test_a_run_is_cut_into_files_of_so_many_sheets(place: Path) -> None:
    done = run(place, *PRINT, "--sheets", "20", "--simplex", "--order", "supporter")
    assert done.code == 0
    files = sorted(path.name for path in (out_of(place) / "print").glob("run-*.pdf"))
    assert files[:2] == ["run-001.pdf", "run-002.pdf"]
    index = table(out_of(place) / "print" / "index.csv")
    together = [supporter for supporter, _ in groupby(row["supporter"] for row in index)]
    assert len(together) == len(set(together)) > 5
    for file in files:
        assert f"--batch {file.removesuffix('.pdf')}" in done.said
        assert sum(int(row["sheets"]) for row in index if row["file"] == file) <= 20
    batches = {row["batch"] for row in history(place) if row["step"] == "assembled"}
    assert batches == {file.removesuffix(".pdf") for file in files}


def test_labels_begin_where_the_sheet_is_free_and_take_the_place_of_envelopes(place: Path) -> None:
    assert run(place, *PRINT, "--envelopes").code == 0
    assert run(place, *PRINT, "--labels", "5160", "--skip", "12", "--nudge", "0.5,-0.5").code == 0
    names = {path.name for path in (out_of(place) / "print").iterdir()}
    assert names == {"run-001.pdf", "labels.pdf", "manifest.csv", "index.csv"}
    count = len(table(out_of(place) / "index.csv"))
    with pikepdf.open(out_of(place) / "print" / "labels.pdf") as labels:
        assert len(labels.pages) == (count + 12 + 29) // 30


def test_what_lies_beside_the_run_stays(place: Path) -> None:
    assert run(place, *PRINT).code == 0
    (out_of(place) / "print" / "for the shop.txt").write_text("matt paper")
    assert run(place, *PRINT, "--envelopes").code == 0
    assert (out_of(place) / "print" / "for the shop.txt").exists()


def test_a_household_shares_an_envelope(place: Path) -> None:
    writer = _writers(place)[0]
    row = {**writer, "id": "kin", "name": "Kin Person", "email": "kin@mail.example"}
    with (place / PEOPLE).open("a", encoding="utf-8", newline="") as file:
        csv.writer(file).writerow(row.values())
    assert run(place, *BUILD).code == 0
    assert run(place, *PRINT, "--envelopes", "--group-by", "household").code == 0
    index = table(out_of(place) / "print" / "index.csv")
    together = Counter(row["envelope"] for row in index)
    shared = {envelope for envelope, number in together.items() if number == 2}
    assert len(shared) == len([row for row in index if row["supporter"] == "kin"]) > 1
    for one in shared:
        assert {row["supporter"] for row in index if row["envelope"] == one} == {
            "kin",
            writer["id"],
        }
        assert len({row["recipient"] for row in index if row["envelope"] == one}) == 1


def test_the_manifest_is_in_the_columns_of_a_mail_service(place: Path) -> None:
    assert run(place, *PRINT, "--format", "lob").code == 0
    rows = table(out_of(place) / "print" / "manifest.csv")
    assert list(rows[0])[:5] == [
        "name",
        "company",
        "address_line1",
        "address_line2",
        "address_city",
    ]


def test_the_kit_leads_through_the_buildings(place: Path) -> None:
    done = run(place, *PRINT, "--kit", "delivery")
    assert done.code == 0, done.warned
    text = text_of(out_of(place) / "print" / "kit.pdf")
    assert "Border" in text or "Your Organization" in text
    assert (out_of(place) / "print" / "run-001.pdf").exists()


def test_every_address_that_does_not_fit_is_named_at_once_and_the_others_go_on_if_wanted(
    place: Path,
) -> None:
    path = place / "recipients" / "everyone.yaml"
    text = path.read_text("utf-8")
    seats = sorted(
        {
            row["recipient"]
            for row in table(out_of(place) / "index.csv")
            if row["recipient"].startswith("S")
        }
    )[:2]
    lines = "  address_lines: [The Honorable A, Suite 1, Suite 2, Suite 3, Suite 4, Suite 5, 'Washington, DC 20510']\n"
    for seat in seats:
        assert f"  id: {seat}\n" in text
        text = text.replace(f"  id: {seat}\n", f"  id: {seat}\n{lines}")
    path.write_text(text, encoding="utf-8")
    assert run(place, *BUILD).code in {0, 1}
    count = len([row for row in table(out_of(place) / "index.csv") if row["recipient"] in seats])
    assert count >= 2
    done = run(place, *PRINT, "--envelopes")
    refused(done, "has 7 lines, and an envelope takes 6")
    assert done.warned.count("has 7 lines") == count
    assert not (out_of(place) / "print").exists()
    done = run(place, *PRINT, "--envelopes", "--keep-going")
    assert done.code == 1
    assert done.warned.count("left out: ") >= count
    kept = {row["recipient"] for row in table(out_of(place) / "print" / "index.csv")}
    assert kept
    assert kept.isdisjoint(seats)


def test_the_campaigns_own_letters_are_printed_and_recorded_too(tmp_path: Path) -> None:
    project = copy_project(tmp_path / "project", sample=False)
    assert run(project, "build", CAMPAIGN, "--date", DATE, "--to", "TX", "--jobs", "1").code == 0
    done = run(project, *PRINT, "--envelopes")
    assert done.code == 0, done.warned
    index = table(out_of(project) / "print" / "index.csv")
    assert {row["supporter"] for row in index} == {""}
    assert len(index) == 5
    face = text_of(out_of(project) / "print" / "envelopes.pdf", page=1)
    assert "YOUR ORGANIZATION" in face
    assert (
        run(project, "mark", "mailed", CAMPAIGN, "--batch", "run-001").said
        == "5 letters marked mailed.\n"
    )
    assert (
        run(
            project,
            "mark",
            "answered",
            CAMPAIGN,
            "--recipient",
            "E000299",
            "--answer",
            "acknowledgement",
        ).code
        == 0
    )
    said = run(project, "status", CAMPAIGN, "--by", "recipient").said
    assert said.startswith("5 letters: 4 handed over, 1 answered.\n")
    assert "E000299" in said


@pytest.fixture
def sampled(tmp_path: Path) -> Path:
    """A project with a letter built in the name of the sample sender."""
    project = copy_project(tmp_path / "project")
    assert run(project, *SAMPLE_BUILD).code == 0
    (project / "staff.csv").write_text(
        "recipient,email\nE000299,aide@mail.example\n", encoding="utf-8"
    )
    return project


SAMPLE_BUILD = ("build", CAMPAIGN, "--date", DATE, "--to", "TX-16", "--jobs", "1")
TO_STAFF = (*SEND, "--to-staff", "staff.csv")


@pytest.mark.parametrize(
    "command",
    [PRINT, (*PRINT, "--envelopes"), (*PRINT, "--labels", "5160"), (*PRINT, "--proof", "--kit", "delivery"),
     (*PRINT, "--keep-going"), (*TO_STAFF, *GO), (*TO_STAFF, *GO, "--smtp", "localhost:1", "--all")],
)  # fmt: skip
def test_nothing_is_mailed_in_the_name_of_the_sample_sender(
    sampled: Path, command: tuple[str, ...]
) -> None:
    before = digests(sampled)
    lines = (sampled / "letters" / CAMPAIGN / "sender.yaml").read_text("utf-8").splitlines()
    done = run(sampled, *command)
    line = lines.index("sample: true") + 1
    refused(
        done,
        f"sender.yaml:{line}: sample: says that “Your Organization” is a sample",
        f"`letters build {CAMPAIGN} …` again",
    )
    assert (done.code, digests(sampled)) == (2, before)
    assert not list(sampled.rglob("ledger.sqlite"))


def test_a_sample_sender_of_another_file_is_refused_by_its_name(sampled: Path) -> None:
    own = sampled / "letters" / CAMPAIGN / "sender.yaml"
    (sampled / "mine.yaml").write_text(own.read_text("utf-8"), encoding="utf-8")
    change(own, "\nsample: true", "")
    assert (
        "put yourself into mine.yaml" in run(sampled, *SAMPLE_BUILD, "--sender", "mine.yaml").warned
    )
    refused(run(sampled, *PRINT), "mine.yaml:", "is a sample")
    assert run(sampled, *SAMPLE_BUILD).code == 0
    assert run(sampled, *PRINT).code == 0


@pytest.mark.parametrize("more", [(), ("--keep-going",)])
def test_letters_that_carry_the_sample_are_not_mailed_after_the_sender_was_put_in(
    sampled: Path, more: tuple[str, ...]
) -> None:
    sender = sampled / "letters" / CAMPAIGN / "sender.yaml"
    change(sender, "sample: true", f"email: {SENDER}")
    change(sender, "organization: Your Organization", "organization: Border Witness")
    for command in (PRINT, (*TO_STAFF, *GO)):
        done = run(sampled, *command, *more)
        assert done.code != 0
        assert (
            "nothing to do" in done.warned
            if more
            else "1 changed since (TX-16-escobar)" in done.warned
        )
    assert not [*sampled.rglob("run-*.pdf"), *sampled.rglob("*.eml")]
    assert run(sampled, *SAMPLE_BUILD).code == 0
    assert run(sampled, *PRINT, "--envelopes").code == 0
    assert "BORDER WITNESS" in text_of(out_of(sampled) / "print" / "envelopes.pdf", page=1)


def test_supporters_letters_are_not_sent_in_the_name_of_a_sample(place: Path) -> None:
    change(
        place / "letters" / CAMPAIGN / "sender.yaml",
        f"email: {SENDER}",
        f"email: {SENDER}\nsample: true",
    )
    dry = run(place, *SEND)
    assert dry.code == 0
    assert (
        "put yourself into sender.yaml; until then `letters print` and `letters send` refuse these letters"
        in dry.warned
    )
    for command in ((*SEND, *GO), PRINT):
        refused(run(place, *command), "sender.yaml:", "is a sample")
    assert not [*out_of(place).rglob("run-*.pdf"), *out_of(place).rglob("*.eml")]


def test_nothing_is_printed_before_it_was_built_or_in_a_campaign_that_is_not_there(
    tmp_path: Path,
) -> None:
    project = copy_project(tmp_path / "project")
    refused(run(project, *PRINT), "nothing was built", f"letters build {CAMPAIGN}")
    refused(run(project, "print", "elsewhere"), "no campaign 'elsewhere'")
    refused(run(project, "status", CAMPAIGN), "there is no", "ledger.sqlite")
    refused(run(project, "mark", "mailed", CAMPAIGN, "--batch", "run-001"), "ledger.sqlite")
    refused(run(project, *PRINT, "--envelopes", "--labels", "5160"), "choose one")
    refused(run(project, *PRINT, "--nudge", "much"), "two numbers of millimetres")


def test_a_ledger_that_is_gone_is_not_made_anew(place: Path) -> None:
    for path in out_of(place).glob("ledger.sqlite*"):
        path.unlink()
    before = digests(out_of(place))
    for step in (BUILD, (*BUILD, "--dry-run"), PRINT, SEND, (*SEND, *GO), ("status", CAMPAIGN)):
        refused(
            run(place, *step),
            "there is no",
            "ledger.sqlite, though letters were printed",
            "put back a copy",
        )
    assert digests(out_of(place)) == before


def test_two_runs_do_not_work_on_the_same_letters(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "generator.ledger.book.open_ledger.__kwdefaults__", {"patience": 0.1}, raising=False
    )
    with open_ledger(out_of(place)):
        refused(run(place, *PRINT), "another run of letters")
        assert run(place, "status", CAMPAIGN).code == 0


# ---------------------------------------------------------------- status, mark, export


def test_marks_are_counted_and_what_cannot_be_true_is_told(place: Path) -> None:
    count = len(table(out_of(place) / "index.csv"))
    assert run(place, "status", CAMPAIGN).said == f"{count} letters: {count} printed.\n"
    done = run(place, "mark", "returned", CAMPAIGN, "--supporter", _writers(place)[0]["id"])
    assert done.code == 1
    assert "not marked: " in done.warned
    assert "mark it mailed first" in done.warned
    assert "0 letters marked returned, " in done.said

    assert run(place, *PRINT).code == 0
    assert (
        f"run-001: {count} letters are not marked as mailed" in run(place, "status", CAMPAIGN).said
    )
    done = run(place, "mark", "mailed", CAMPAIGN, "--batch", "run-001", "--date", "2026-12-01")
    assert (done.code, done.said) == (0, f"{count} letters marked mailed.\n")
    again = run(place, "mark", "mailed", CAMPAIGN, "--batch", "run-001", "--date", "2026-12-01")
    assert again.said == f"0 letters marked mailed, {count} were before.\n"
    file = table(out_of(place) / "index.csv")[0]["file"]
    assert run(place, "mark", "answered", CAMPAIGN, "--file", file, "--answer", "no").code == 0
    said = run(place, "status", CAMPAIGN, "--by", "state").said
    assert "1: they did not answer\n" in said
    assert "not marked as mailed" not in said
    assert re.search(r"^ *TX +\d+ +\d+", said, re.MULTILINE)
    refused(run(place, "mark", "mailed", CAMPAIGN), "say of which letters")
    refused(run(place, "mark", "mailed", CAMPAIGN, "--batch", "run-009"), "'run-009'")


def test_many_refusals_are_counted(place: Path) -> None:
    run(place, *PRINT)
    done = run(place, "mark", "returned", CAMPAIGN, "--batch", "run-001")
    assert done.code == 1
    assert len(done.warned.splitlines()) == 1
    assert re.match(r"not marked: \d\d letters: ", done.warned)


def test_the_history_says_who_agreed_to_what_and_names_nobody(place: Path) -> None:
    run(place, *PRINT)
    done = run(place, "export", CAMPAIGN, place / "history.csv")
    assert (done.code, done.said) == (0, "")
    assert stat.S_IMODE((place / "history.csv").stat().st_mode) == 0o600
    rows = table(place / "history.csv")
    assert {row["consent_wording"] for row in rows} == {"2026-08"}
    assert {row["step"] for row in rows} == {"composed", "printed", "assembled"}
    text = (place / "history.csv").read_text("utf-8")
    assert not any(row["street"] in text or row["email"] in text for row in _writers(place))


# ---------------------------------------------------------------- send


def test_nothing_is_sent_before_it_was_said_and_then_the_first_alone(place: Path) -> None:
    outbox = out_of(place) / "outbox"
    writers = _writers(place)
    done = run(place, *SEND)
    assert done.code == 0
    assert (
        done.said
        == f"Dry run: 1 to write, {len(writers) - 1} left for later, to {outbox}. Nothing was sent; --no-dry-run sends.\n"
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
    attached = [_payload(part) for part in message.iter_attachments()]
    printed = [
        path.read_bytes()
        for path in sorted((out_of(place) / "letters" / writers[0]["id"]).iterdir())
    ]
    assert sorted(attached) == sorted(printed)
    # Files in a folder are nobody's message yet.
    assert "e-mailed" not in run(place, "status", CAMPAIGN).said


def test_messages_in_a_folder_are_in_the_house_until_they_are_told_to_be_sent(place: Path) -> None:
    count = len(table(out_of(place) / "index.csv"))
    for _ in range(2):
        assert run(place, *SEND, *GO).said.endswith(
            f"When they have been sent: letters mark sent {CAMPAIGN} --batch outbox-001\n"
        )
    assert (
        run(place, "status", CAMPAIGN).said
        == f"{count} letters: {count} printed.\noutbox-001: {count} letters are not marked as sent\n"
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


def test_letters_that_stand_in_a_run_are_told_of_before_they_are_sent(
    place: Path, tmp_path: Path
) -> None:
    assert run(place, *PRINT).code == 0
    count = len(table(out_of(place) / "index.csv"))
    handler = Handler()
    with mail_server(handler, authority=_authority(tmp_path)) as port:
        for way in (
            (),
            _server(port, tmp_path),
            ("--no-dry-run", *_server(port, tmp_path)),
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
    first, second, third, *_ = _writers(place)
    (place / "letters" / CAMPAIGN / "unsubscribed.csv").write_text(
        f"{first['email']}\n", encoding="utf-8"
    )
    rows = people(place)
    rows[second["id"]]["withdrawn"] = "2026-11-20"
    write_rows(place / PEOPLE, rows.values())
    done = run(place, *SEND, *GO)
    assert "2 messages of earlier sendings were removed" in done.said
    assert "outbox-001 holds 3 letters that may not go any more, of " + second["id"] in done.warned
    assert {path.name.partition("-")[0] for path in outbox.iterdir()} == {
        row["id"] for row in _writers(place)
    } - {
        first["id"],
        second["id"],
    }
    assert len(list((tmp_path / "other").iterdir())) == len(_writers(place))
    assert run(place, *SEND, "--no-dry-run").code == 0
    assert any(path.name.startswith(f"{third['id']}-") for path in outbox.iterdir())


def test_the_folder_may_be_another(place: Path, tmp_path: Path) -> None:
    assert run(place, *SEND, *GO, "--to-folder", tmp_path / "elsewhere").code == 0
    assert len(list((tmp_path / "elsewhere").glob("*.eml"))) == len(_writers(place))


def test_who_wants_no_more_gets_no_more_and_the_words_may_be_the_campaigns(
    place: Path, tmp_path: Path
) -> None:
    first, second, *_ = _writers(place)
    (place / "letters" / CAMPAIGN / "unsubscribed.csv").write_text(
        f"{first['email'].upper()},2026-10-01\n", encoding="utf-8"
    )
    note = "---\nsubject: Please sign\n---\n\nHello {{ supporter.name }}, {{ letters | length }} letters.\n\n{{ way_out }}\n"
    (place / "letters" / CAMPAIGN / "note.md").write_text(note, encoding="utf-8")
    handler = Handler()
    with mail_server(handler, authority=_authority(tmp_path)) as port:
        done = run(
            place,
            *SEND,
            *GO,
            *_server(port, tmp_path),
            "--rate",
            "0",
            "--unsubscribe-page",
            "https://example.org/no",
        )
        assert done.code == 0, done.warned
        assert "1 unsubscribed" in done.said
        assert handler.times() == Counter({row["email"]: 1 for row in _writers(place)[1:]})
        message = next(one for one in handler.messages() if second["email"] in one["to"])
        assert message["subject"] == "Please sign"
        body = message.get_body(("plain",))
        assert body is not None
        assert body.get_content().startswith(f"Hello {second['name'].strip()}, ")
        assert "<https://example.org/no>" in message["list-unsubscribe"]
        # What went by e-mail has left the house: it is neither sent nor printed again.
        again = run(place, *SEND, *GO, *_server(port, tmp_path), "--rate", "0")
        assert "letters have left the house before" in again.said
        assert "1 unsubscribed: " in again.said.lower()
    assert len(handler.taken) == len(_writers(place)) - 1
    assert run(place, *PRINT).code == 0
    assert {row["supporter"] for row in table(out_of(place) / "print" / "index.csv")} == {
        first["id"]
    }
    (place / "letters" / CAMPAIGN / "note.md").write_text("Dear {{ nobody }}", encoding="utf-8")
    refused(run(place, *SEND), "note.md:1")


def test_the_password_comes_from_the_environment_and_a_wrong_one_is_told(
    place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    handler = Handler()
    with mail_server(handler, authority=_authority(tmp_path), password="right") as port:  # noqa: S106 - for this server alone
        send = (*SEND, "--no-dry-run", *_server(port, tmp_path), "--user", "me")
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
    refused(run(project, *SEND, "--to-staff", staff), "sender.yaml", "email")
    change(project / "letters" / CAMPAIGN / "sender.yaml", "sample: true", "email: nobody")
    run(project, "build", CAMPAIGN, "--date", DATE, "--to", "TX-16", "--to", "Cruz", "--jobs", "1")
    refused(run(project, *SEND, "--to-staff", staff), "sender.yaml", "no @")
    change(project / "letters" / CAMPAIGN / "sender.yaml", "email: nobody", f"email: {SENDER}")
    run(project, "build", CAMPAIGN, "--date", DATE, "--to", "TX-16", "--to", "Cruz", "--jobs", "1")
    dry = run(project, *SEND, "--to-staff", staff)
    assert dry.said.startswith("Dry run: 1 to write, to")
    assert "1 rows of the list are passed over: no letter of this build goes to X9" in dry.warned
    assert not (out_of(project) / "ledger.sqlite").exists()
    handler = Handler()
    with mail_server(handler, authority=_authority(tmp_path)) as port:
        send = (*SEND, *GO, "--to-staff", str(staff), *_server(port, tmp_path), "--rate", "0")
        assert run(project, *send).code == 0
        refused(run(project, *send), "1 letters have left the house before")
    assert handler.times() == Counter({"aide@mail.example": 1})
    (message,) = handler.messages()
    assert [part.get_filename() for part in message.iter_attachments()] == ["TX-16-escobar.pdf"]
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
def test_a_list_of_offices_that_cannot_be_used_is_told(text: str, hint: str, place: Path) -> None:
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


def test_who_gave_no_address_is_told_by_id(place: Path) -> None:
    someone = _writers(place)[0]
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


def test_a_dry_run_lays_out_the_longest_letters_of_a_drive(place: Path) -> None:
    before = digests(out_of(place))
    rehearsed = run(place, *BUILD, "--dry-run")
    letters = len(list(out_of(place).glob("letters/*/*.pdf")))
    assert len(re.findall(r"^letters/\S+/\S+\.pdf  \S", rehearsed.said, re.MULTILINE)) == letters
    last = f"Dry run: {letters} to print; the 8 longest were laid out. Nothing was written."
    assert (rehearsed.code, rehearsed.said.splitlines()[-1]) == (0, last)
    with (place / "templates" / "constituent" / "letter.css").open("a", encoding="utf-8") as style:
        style.write("p { colr: red }\n")
    refused = run(place, *BUILD, "--dry-run")
    assert refused.code == 2
    assert "templates/constituent/letter.css:9: `colr: red` is not understood" in refused.warned
    assert digests(out_of(place)) == before


def test_leftovers_that_are_corrected_and_fed_back_are_not_written_over(place: Path) -> None:
    held = out_of(place) / "held.csv"
    rows = table(held)
    wrong = next(row for row in rows if row["what"] == "refused")
    assert len(rows) > 1
    wrong.update(consent="2026-08-02", wording=WORDING, withdrawn="")
    text = io.StringIO(newline="")
    csv.writer(text).writerows([list(wrong), *(row.values() for row in rows)])
    held.write_text(text.getvalue(), encoding="utf-8")
    before = held.read_bytes()

    done = run(place, "build", CAMPAIGN, "--supporters", held, *BUILD[4:])
    assert done.code == 0, done.warned
    assert (out_of(place) / "letters" / wrong["id"]).is_dir()
    assert held.read_bytes() == before
    assert len(table(out_of(place) / "held-again.csv")) == len(rows) - 1
    assert run(place, *PRINT).code == 0
    printed = {row["supporter"] for row in table(out_of(place) / "print" / "index.csv")}
    assert wrong["id"] in printed
    assert printed <= {row["id"] for row in rows}


def test_one_letter_to_several_is_an_envelope_for_each_of_them(tmp_path: Path) -> None:
    project = copy_project(tmp_path / "project", sample=False)
    settings = project / "letters" / CAMPAIGN / "campaign.yaml"
    settings.write_text(settings.read_text("utf-8") + "\naddressees: together\n", encoding="utf-8")
    done = run(
        project, "build", CAMPAIGN, "--date", DATE, "--to", "Cruz", "--to", "Cornyn", "--jobs", "1"
    )
    assert done.code == 0, done.warned
    done = run(project, *PRINT, "--envelopes")
    assert done.code == 0, done.warned
    index = table(out_of(project) / "print" / "index.csv")
    assert len({row["recipient"] for row in index}) == len({row["piece_id"] for row in index}) == 2
    assert len({row["letter"] for row in index}) == 1
    faces = pages_of(out_of(project) / "print" / "envelopes.pdf")
    assert ["CRUZ" in faces[0], "CORNYN" in faces[0]] == ["CORNYN" in faces[1], "CRUZ" in faces[1]]


def test_a_design_without_a_window_wants_envelopes(tmp_path: Path) -> None:
    project = copy_project(tmp_path / "project", sample=False)
    change(
        project / "templates" / "organization" / "design.yaml",
        "number-10-single-window",
        "number-10",
    )
    assert run(project, "build", CAMPAIGN, "--date", DATE, "--to", "TX-16", "--jobs", "1").code == 0
    refused(run(project, *PRINT), "templates/organization/design.yaml", "--envelopes or --labels")
    assert run(project, *PRINT, "--envelopes").code == 0


@pytest.mark.skipif(
    not Path("/proc/self/stat").exists(), reason="looks into /proc, which this system does not have"
)
def test_processes_that_print_end_with_the_one_that_started_them(place: Path) -> None:
    shutil.rmtree(out_of(place))
    command = [str(COMMAND), *BUILD, "--jobs", "2"]
    with subprocess.Popen(
        command,
        cwd=place,
        env=environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        _await(lambda: len(list(out_of(place).glob("letters/*/*.pdf"))) > 2)
        assert len(_alive(process.pid)) > 2
        process.kill()
    _await(lambda: not _alive(process.pid))


@pytest.mark.parametrize("name", ["short", "too-long-for-the-path-of-a-socket" * 3])
def test_nothing_is_left_in_the_folder_for_temporary_files(name: str, place: Path) -> None:
    shutil.rmtree(out_of(place))
    with tempfile.TemporaryDirectory() as folder:
        outside = Path(folder) / name
        outside.mkdir()
        command, variables = (
            [str(COMMAND), *BUILD, "--jobs", "2"],
            {**environment(), "TMPDIR": str(outside)},
        )
        subprocess.run(command, cwd=place, env=variables, check=True, capture_output=True)
        assert list(outside.iterdir()) == []


def _await(true: Callable[[], bool]) -> None:
    until = time.monotonic() + 60
    while not true():
        assert time.monotonic() < until
        time.sleep(0.05)


def _alive(group: int) -> list[str]:
    """The processes of the group that are not dead."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, its_group = (
                path.read_text("utf-8", errors="replace").rpartition(")")[2].split()[:3]
            )
        except OSError:
            continue
        if int(its_group) == group and state != "Z":
            found.append(path.parent.name)
    return found
