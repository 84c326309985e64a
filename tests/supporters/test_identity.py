"""Who is who from one list to the next.

Nobody gets a letter twice, nobody is taken for another, and who was forgotten stays forgotten.
"""

import datetime
import re
import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from generator.ledger.book import open_ledger, read_ledger, register_of
from generator.ledger.counting import status
from generator.ledger.errors import IdConflictError
from generator.ledger.forgetting import forget
from generator.ledger.register import Register
from generator.supporters.identity import supporter_id
from generator.supporters.types import Consent, Contact, Hold, Mailpiece, Supporter
from tests.support.crowd import HEADER
from tests.support.drives import BUILD, CAMPAIGN, PEOPLE, out_of, people, run, table, write_rows
from tests.support.ledger_runs import supporter
from tests.support.pages import text_of
from tests.support.people import representative

pytestmark = pytest.mark.slow

AT = datetime.date(2026, 11, 24)
PRINT = ("print", CAMPAIGN, "--unapproved")
ANA = replace(
    supporter(7, name="Ana Ruíz", street="12 Elm Street", email="ana@mail.example"), id="7"
)


def printed(project: Path) -> list[Path]:
    return sorted((out_of(project) / "letters").rglob("*.pdf"))


def build(project: Path, file: Path | str) -> str:
    """Builds with that list, and gives all that was said."""
    done = run(project, *BUILD[:3], file, *BUILD[4:])
    assert done.code == 0, done.warned
    return done.said + done.warned


# ---------------------------------------------------------------- in the register


def register(*known: Supporter) -> Register:
    return Register(((one.id, contact) for one in known for contact in one.contacts), at=AT)


def of_a_list(**changes: str) -> Supporter:
    """Ana as a list without ids has her, with whatever is changed."""
    ana = replace(ANA, **changes)  # type: ignore[arg-type]
    return (
        ana
        if "id" in changes
        else replace(ana, id=supporter_id(ana.name, street=ana.street, zip_code=ana.zip))
    )


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"name": "ANA RUIZ", "street": "12 ELM ST."},
        {"street": "5 New Road", "zip": "79902"},
        {"email": "new@mail.example", "name": "Ms. Ana Ruiz"},
        {"id": "7", "street": "5 New Road", "email": ""},
        {"id": "7", "name": "Anna Ruiz"},
        {"id": "7", "name": "Anna Ruiz", "street": "5 New Road"},
        {"id": "900", "email": ""},
    ],
)
def test_a_person_keeps_the_id_of_their_first_letter(changes: dict[str, str]) -> None:
    now = of_a_list(**changes)
    answer = register(ANA).answer(now)
    assert isinstance(answer, Supporter)
    assert answer.id == "7"
    assert (answer.name, answer.street, answer.email) == (now.name, now.street, now.email)
    assert now.contacts[0] in answer.contacts


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        (
            {"id": "7", "name": "Ben Okafor", "street": "9 Oak Ave", "email": ""},
            "id: is that of a person of an earlier list",
        ),
        (
            {"street": "13 Elm Street", "email": ""},
            "a person of this name in the same street or ZIP code (7)",
        ),
        ({"zip": "79902", "email": ""}, "a person of this name in the same street or ZIP code (7)"),
    ],
)
def test_who_may_be_somebody_known_is_held(changes: dict[str, str], reason: str) -> None:
    answer = register(ANA).answer(of_a_list(**changes))
    assert isinstance(answer, Hold)
    assert reason in answer.reason
    assert not re.search("Ana|Elm|Oak|mail", answer.reason.replace("e-mail", ""))


@pytest.mark.parametrize(
    "changes",
    [
        {"name": "Ben Ruiz"},
        {"street": "13 Elm Street", "email": "other@mail.example"},
        {"id": "8", "street": "13 Elm Street", "email": ""},
        {"street": "5 New Road", "zip": "10001", "email": ""},
    ],
)
def test_who_has_less_in_common_is_another(changes: dict[str, str]) -> None:
    now = of_a_list(**changes)
    assert register(ANA).answer(now) == now


def test_who_is_two_people_of_earlier_lists_is_held_until_the_list_says_which() -> None:
    moved = replace(ANA, id="9", street="5 New Road", email="second@mail.example")
    both = of_a_list(email="second@mail.example")
    answer = register(ANA, moved).answer(both)
    assert isinstance(answer, Hold)
    assert answer.reason.startswith("is 7 and 9 of earlier lists")
    chosen = register(ANA, moved).answer(replace(both, id="9"))
    assert isinstance(chosen, Supporter)
    assert chosen.id == "9"


def test_a_row_that_was_merged_is_known_again_without_the_row_that_it_was_merged_with() -> None:
    whole = replace(
        ANA, also=(Contact("p9", "ANA RUIZ", "5 New Road", "79902", "second@mail.example"),)
    )
    answer = register(whole).answer(
        replace(ANA, id="p9", name="Ana Ruiz", street="5 New Rd", zip="79902", email="")
    )
    assert isinstance(answer, Supporter)
    assert answer.id == "7"


def test_no_letter_is_composed_under_a_second_id(tmp_path: Path) -> None:
    piece = Mailpiece("wells", "v1", ANA, representative())
    with open_ledger(tmp_path) as ledger:
        ledger.compose([piece], at=AT)
        with pytest.raises(IdConflictError, match=r"^s99 is 7 of an earlier list"):
            ledger.compose([replace(piece, supporter=replace(ANA, id="s99"))], at=AT)
        assert status(ledger).total == 1


def test_a_ledger_of_the_first_version_knows_its_people(tmp_path: Path) -> None:
    with open_ledger(tmp_path) as ledger:
        ledger.compose([Mailpiece("wells", "v1", ANA, representative())], at=AT)
    with closing(sqlite3.connect(tmp_path / "ledger.sqlite")) as connection:
        connection.executescript("""
            CREATE TABLE contacts(supporter, name, street, email);
            INSERT INTO contacts SELECT supporter, name, street, email FROM people;
            DROP TABLE people; DROP TABLE refused; DROP TABLE forgotten;
            CREATE TABLE forgotten(digest TEXT PRIMARY KEY, at TEXT NOT NULL);
            INSERT INTO forgotten VALUES ('d', '2026-11-01'); PRAGMA user_version = 1;
        """)
    with read_ledger(tmp_path) as ledger:
        assert (status(ledger).total, status(ledger).forgotten) == (1, 1)
    answer = register_of(tmp_path, at=AT).answer(of_a_list(street="5 New Road"))
    assert isinstance(answer, Supporter)
    assert answer.id == "7"


@pytest.mark.parametrize(
    ("consent", "reason"),
    [
        (Consent("2026-10", datetime.date(2026, 9, 14), withdrawn=datetime.date(2026, 9, 1)), ""),
        (Consent("2026-10", datetime.date(2026, 9, 14), withdrawn=datetime.date(2026, 12, 1)), ""),
        (
            Consent("2026-10", datetime.date(2026, 9, 14), withdrawn=datetime.date(2026, 9, 14)),
            "the consent was withdrawn on 2026-09-14",
        ),
        (None, "there is no consent"),
    ],
)
def test_a_withdrawal_counts_from_its_day_until_they_agree_again(
    consent: Consent | None, reason: str
) -> None:
    answer = register().answer(replace(ANA, consent=consent))
    assert (answer.reason if isinstance(answer, Hold) else "") == reason


# ---------------------------------------------------------------- from list to list


@pytest.mark.slow
def test_people_who_were_written_for_are_known_in_another_list(driven: Path) -> None:
    assert run(driven, *PRINT).code == 0
    assert run(driven, "mark", "mailed", CAMPAIGN, "--batch", "run-001").code == 0
    before, rows = printed(driven), list(people(driven).values())
    without = write_rows(driven / "without-ids.csv", rows, columns=HEADER[1:])
    louder = write_rows(
        driven / "louder.csv",
        [{**row, "id": row["id"].upper(), "name": row["name"].upper()} for row in rows],
    )
    moved = write_rows(
        driven / "moved.csv",
        [{**row, "id": "", "street": f"5 New Road {row['id']}"} for row in rows],
    )
    for other in (without, louder, moved):
        said = build(driven, other)
        assert not re.search(r"\d printed", said), said
        done = run(driven, *PRINT, "--supporters", other)
        assert (done.code, "there is nothing to do" in done.warned) == (2, True)
        assert printed(driven) == before


@pytest.mark.slow
def test_a_corrected_list_without_ids_and_e_mails_is_asked_about(
    driven: Path,
) -> None:
    rows = [
        row for row in people(driven).values() if (out_of(driven) / "letters" / row["id"]).is_dir()
    ]
    other = write_rows(
        driven / "other.csv",
        [{**row, "id": "", "email": "", "street": f"{row['street']} Rear"} for row in rows[:2]],
    )
    done = run(driven, *BUILD[:3], other, *BUILD[4:])
    assert done.code == 2
    assert done.warned.count(f"in the same street or ZIP code ({rows[0]['id']})") == 1
    assert "no letter of " in done.warned
    held = table(out_of(driven) / "held.csv")
    assert [row["what"] for row in held] == ["held", "held"]
    chosen = write_rows(
        driven / "chosen.csv",
        [{**row, "id": known["id"]} for row, known in zip(held, rows, strict=False)],
        columns=list(held[0]),
    )
    assert not re.search(r"[1-9]\d* held", build(driven, chosen))


@pytest.mark.slow
def test_leftovers_with_a_column_more_bring_no_merged_row_back(driven: Path) -> None:
    known = next(
        row for row in people(driven).values() if (out_of(driven) / "letters" / row["id"]).is_dir()
    )
    rows = [
        *people(driven).values(),
        {**known, "id": "twin", "name": known["name"].upper(), "email": "second@mail.example"},
    ]
    build(driven, write_rows(driven / PEOPLE, rows).name)
    before = printed(driven)
    held = table(out_of(driven) / "held.csv")
    assert {"merged"} <= {row["what"] for row in held}
    for columns in (
        [*held[0], "remark"],
        [name for name in held[0] if name not in {"letter", "what", "reason"}],
    ):
        again = write_rows(driven / "again.csv", held, columns=columns)
        run(driven, *BUILD[:3], again, *BUILD[4:])
        assert not (out_of(driven) / "letters" / "twin").exists()
        assert printed(driven) == before


def test_where_nobody_may_write_it_is_said_why(driven: Path) -> None:
    shutil.rmtree(out_of(driven))
    write_rows(
        driven / PEOPLE, [{**row, "consent": ""} for row in list(people(driven).values())[:3]]
    )
    dry = run(driven, *BUILD, "--dry-run")
    assert dry.code == 2
    assert dry.warned.count("refused: people.csv:") == 3
    assert not out_of(driven).exists()
    done = run(driven, *BUILD)
    assert (done.code, done.warned.count("refused: people.csv:")) == (2, 3)
    assert len(table(out_of(driven) / "held.csv")) == 3
    write_rows(driven / PEOPLE, [])
    assert "it lists no supporter" in run(driven, *BUILD).warned


def test_a_story_has_the_paragraphs_that_its_lines_have(driven: Path) -> None:
    someone = writers(driven)[0]
    rows = people(driven)
    rows[someone["id"]] |= {
        "story": "I came here alone.\nMy brother waits.\n\nI have not slept.",
        "email": "no address",
    }
    said = build(driven, write_rows(driven / PEOPLE, rows.values()).name)
    assert (
        f"{PEOPLE}:{list(rows).index(someone['id']) + 2}: warning: email: has no @: correct it"
        in said
    )
    lines = text_of(
        next((out_of(driven) / "letters" / someone["id"]).iterdir()), layout=True
    ).splitlines()
    assert {"I came here alone.", "My brother waits.", "I have not slept."} <= {
        line.strip() for line in lines
    }


@pytest.mark.slow
def test_who_agreed_again_writes_and_the_dry_run_says_as_much_as_the_build(driven: Path) -> None:
    rows = people(driven)
    someone, other = writers(driven)[:2]
    rows[someone["id"]] |= {"withdrawn": "2026-09-01", "consent": "2026-09-14"}
    rows[other["id"]] |= {"withdrawn": "2027-03-01"}
    write_rows(driven / PEOPLE, rows.values())
    dry, done = run(driven, *BUILD, "--dry-run"), run(driven, *BUILD)
    assert dry.said.splitlines()[0] == done.said.splitlines()[0]
    assert not {someone["id"], other["id"]} & {
        row["id"] for row in table(out_of(driven) / "held.csv")
    }


# ---------------------------------------------------------------- forgotten


def writers(project: Path) -> list[dict[str, str]]:
    """The supporters whose letters were built."""
    return [
        row
        for row in people(project).values()
        if (out_of(project) / "letters" / row["id"]).is_dir()
    ]


@pytest.fixture
def twins(driven: Path) -> Path:
    """The drive with somebody in the list twice.

    The second time under another id and e-mail, in capitals, without accents.
    """
    known = writers(driven)[0] | {"name": "Siobhán Quetzál-Peña"}
    twin = {
        **known,
        "id": "twin",
        "name": "SIOBHAN QUETZAL PENA",
        "street": known["street"].upper(),
        "email": "second@mail.example",
    }
    build(
        driven,
        write_rows(
            driven / PEOPLE, [*({**people(driven), known["id"]: known}).values(), twin]
        ).name,
    )
    assert "merged" in {
        row["what"] for row in table(out_of(driven) / "held.csv") if row["id"] == "twin"
    }
    return driven


def traces(project: Path, *sought: str) -> dict[str, list[str]]:
    """The tables and the ledger's own bytes that have one of the words, in capitals or not.

    With accents or without.
    """
    found: dict[str, list[str]] = {}
    for path in (
        path for path in out_of(project).rglob("*") if path.is_file() and path.suffix != ".pdf"
    ):
        text = path.read_bytes().decode("utf-8", "replace").casefold()
        for word in sought:
            if word.casefold() in text:
                found.setdefault(word, []).append(path.name)
    return found


@pytest.mark.parametrize("called", ["twin", "TWIN", "their own"])
@pytest.mark.slow
def test_a_person_whose_rows_were_merged_is_forgotten_by_each_of_their_ids(
    twins: Path, called: str
) -> None:
    twin = people(twins)["twin"]
    known = next(row for row in writers(twins) if row["street"].upper() == twin["street"])
    sought = (twin["name"], known["name"], known["street"], known["email"], "second@mail.example")
    assert set(traces(twins, *sought)) == set(sought)
    done = run(twins, "forget", CAMPAIGN, known["id"] if called == "their own" else called, "--yes")
    assert done.code == 0
    assert "still names them" not in done.said
    assert traces(twins, *sought) == {}
    assert not (out_of(twins) / "letters" / known["id"]).exists()
    assert run(twins, "status", CAMPAIGN).said.count("1 supporters asked to be forgotten") == 1


def test_rows_of_one_who_was_only_held_back_are_all_forgotten(driven: Path) -> None:
    held = {
        **people(driven)["p0"],
        "id": "h1",
        "name": "Zoë Quill",
        "street": "7 Far Lane",
        "consent": "",
        "email": "z@mail.example",
    }
    rows = [
        *people(driven).values(),
        held,
        {**held, "id": "h2", "name": "ZOE QUILL", "street": "8 Near Lane"},
    ]
    build(driven, write_rows(driven / PEOPLE, rows).name)
    assert run(driven, "forget", CAMPAIGN, "h2", "--yes").code == 0
    assert traces(driven, "quill", "far lane", "near lane", "z@mail.example") == {}


@pytest.mark.slow
def test_who_was_forgotten_comes_back_by_no_list_and_in_no_file(twins: Path) -> None:
    twin = people(twins)["twin"]
    known = next(row for row in writers(twins) if row["street"].upper() == twin["street"])
    sought = (twin["name"], known["name"], known["street"], known["email"], "second@mail.example")
    assert run(twins, "forget", CAMPAIGN, known["id"], "--yes").code == 0
    rows = list(people(twins).values())
    without = write_rows(twins / "without-ids.csv", rows, columns=HEADER[1:])
    louder = write_rows(twins / "louder.csv", [{**row, "id": row["id"].upper()} for row in rows])
    for other in (PEOPLE, without, louder):
        said = build(twins, other)
        assert not re.search(r"[1-9]\d* printed", said), said
        assert traces(twins, *sought) == {}
        held = table(out_of(twins) / "held.csv")
        (row, again) = (row for row in held if row["what"] == "forgotten")
        assert {name for name, cell in row.items() if cell} == {"id", "what", "reason"}
        assert again["reason"] == row["reason"]
        assert run(twins, "sheet", CAMPAIGN, "--supporters", other, *BUILD[4:]).code == 0
        assert {path.stem.casefold() for path in (out_of(twins) / "sheets").iterdir()} == {
            each["id"] for each in writers(twins)
        }
        alike = run(twins, "similarity", CAMPAIGN, "--supporters", other, *BUILD[4:], "--csv")
        assert alike.code == 0
        assert known["id"] not in alike.said.casefold()


def test_of_a_forgotten_persons_namesake_nothing_is_kept_back(tmp_path: Path) -> None:
    with open_ledger(tmp_path) as ledger:
        ledger.compose([Mailpiece("wells", "v1", ANA, representative())], at=AT)
        forget("7", ledger=ledger, folder=tmp_path, at=AT)
        for stays in (
            ANA,
            replace(ANA, id="x", street="5 New Road"),
            replace(ANA, id="x", email=""),
        ):
            answer = ledger.register(at=AT).answer(stays)
            assert isinstance(answer, Hold)
            assert answer.kind == "forgotten"
        goes = replace(ANA, id="x", street="5 New Road", email="other@mail.example")
        assert ledger.register(at=AT).answer(goes) == goes
