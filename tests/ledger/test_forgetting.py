"""One person is forgotten, by identity.

The family at the same street, and all who are called almost the same, keep what is theirs.
"""

import csv
import datetime
import hashlib
import io
import json
from pathlib import Path

import pytest
import weasyprint

from generator.ledger.batches import (
    Batch,
    batches,
    next_names,
    record_batches,
    rename_messages,
    unmarked,
)
from generator.ledger.book import Ledger, open_ledger
from generator.ledger.counting import status
from generator.ledger.find_person import Person
from generator.ledger.forgetting import ForgetReport, forget
from generator.ledger.history import export_history
from generator.ledger.marking import Selector, mark
from generator.mailroom.email.eml_folder import FolderTransport
from generator.mailroom.email.message import Attachment, Parcel, compose
from generator.mailroom.email.note import MessageBody
from generator.mailroom.email.transport import SmtpMessage
from generator.supporters.mailboxes import Mailbox
from generator.supporters.types import Contact, Mailpiece, Supporter
from tests.support.drives import CAMPAIGN, PEOPLE, out_of, people, run, table, write_rows
from tests.support.ledger_runs import NOW, supporter
from tests.support.people import representative, senator

pytestmark = pytest.mark.slow

LATER = datetime.date(2026, 12, 1)
OAK = "12 Oak Street"
FAMILY = (
    supporter(1, name="John Smith", street=OAK, email="smith@example.org"),
    supporter(2, name="John Smith Jr.", street=OAK, email="john-smith@example.org"),
    supporter(3, name="Jane Smith", street="12 Oak St", email="jane@example.org"),
    supporter(4, name="Ann Lee", street="5 Elm Rd", email="ann@lee.example"),
    supporter(5, name="Joann Leeds", street="15 Elm Rd", email="joann@lee.example"),
    supporter(6, name="Mary Ann Lee", street="112 Oak Street", email="mary.ann@lee.example"),
    supporter(
        7, name="Li Ann Lee-Jones", street="12 Oak Street, Apt 4", email="ann@lee.example.net"
    ),
)
JOHN, JUNIOR, JANE, ANN, JOANN, MARY, LI = FAMILY
SHARED = "both"
"""The message to an office with the letters of several people."""


def pieces_of(who: Supporter) -> tuple[Mailpiece, ...]:
    return tuple(Mailpiece("wells", "v1", who, whom) for whom in (representative(), senator()))


def pdf(*texts: str) -> bytes:
    pages = "".join(f'<p style="break-after:page">{text}</p>' for text in texts)
    return bytes(
        weasyprint.HTML(string=f"<title>Letter</title>{pages}").write_pdf(pdf_variant="pdf/ua-1")
    )


def write_message(folder: Path, about: str, pieces: list[Mailpiece], *, to: Mailbox) -> str:
    """Writes a message with these letters as the program does; returns its name."""
    names = ", ".join(piece.supporter.name for piece in pieces)
    parcel = Parcel(
        about=about,
        keys=tuple(piece.key for piece in pieces),
        sender=Mailbox("letters@example.org"),
        to=to,
        subject="Letters",
        note=MessageBody(*2 * (f"Dear {to.name}, here they are: {names}\n",)),
        attachments=tuple(
            Attachment(f"{piece.recipient.id}.pdf", letter_of(folder, piece)) for piece in pieces
        ),
        on=datetime.datetime(2026, 11, 24, 12, tzinfo=datetime.UTC),
    )
    transport = FolderTransport(folder / "outbox")
    transport.ready()
    transport.send(
        SmtpMessage(about, parcel.message_id, parcel.sender, to, compose(parcel).as_bytes())
    )
    return f"outbox/{transport.written[parcel.message_id].name}"


def letter_of(folder: Path, piece: Mailpiece) -> Path:
    return folder / "letters" / piece.supporter.id / f"{piece.recipient.id}.pdf"


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """Two letters of each: to the member in the print run, to the senator in messages.

    One message has the letters of three people.
    """
    with open_ledger(tmp_path) as ledger:
        paper, mail = set[tuple[str, str]](), set[tuple[str, str]]()
        files = dict[str, str]()
        rows = [("file", "piece_id", "supporter", "letter")]
        for who in FAMILY:
            (tmp_path / "letters" / who.id).mkdir(parents=True)
            ledger.compose(pieces_of(who), at=NOW)
            for piece in pieces_of(who):
                path = letter_of(tmp_path, piece)
                path.write_bytes(
                    pdf(
                        f"{who.name}<br>{who.street}<br>{who.email}",
                        f"{piece.recipient.id}: Sincerely, {who.name}",
                    )
                )
                sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
                claim = ledger.claim(piece.key, "printed", at=NOW, fingerprint="same")
                ledger.settle(
                    claim,  # type: ignore[arg-type]
                    at=NOW,
                    file=path.relative_to(tmp_path).as_posix(),
                    sha256=sha256,
                )
                (paper if piece.recipient.chamber == "house" else mail).add((piece.key, sha256))
                part = "run-001.pdf" if who in {JOHN, JANE} else "run-002.pdf"
                rows.append(
                    (part, piece.key, who.id, path.relative_to(tmp_path / "letters").as_posix())
                )
        office = [pieces_of(who)[1] for who in (JOHN, JUNIOR, ANN)]
        files |= dict.fromkeys(
            (piece.key for piece in office),
            write_message(tmp_path, SHARED, office, to=Mailbox("o@senate.example")),
        )
        for who in (JANE, JOANN, MARY, LI):
            piece = pieces_of(who)[1]
            files[piece.key] = write_message(
                tmp_path, who.id, [piece], to=Mailbox(who.email, who.name)
            )
        record_batches(
            ledger,
            [Batch("run-001", frozenset(paper)), Batch("outbox-001", frozenset(mail), files)],
            at=NOW,
        )
    (tmp_path / "print").mkdir()
    for part, members in {
        "run-001.pdf": (JOHN, JANE),
        "run-002.pdf": (JUNIOR, ANN, JOANN, MARY, LI),
    }.items():
        (tmp_path / "print" / part).write_bytes(
            pdf(*(f"{who.name}<br>{who.street}" for who in members))
        )
    write_csv(tmp_path / "print" / "manifest.csv", *rows)
    (tmp_path / "specimens.pdf").write_bytes(
        pdf(f"{JUNIOR.name}<br>{OAK}", f"{JOANN.name}, {MARY.name}<br>{MARY.street}")
    )
    write_csv(
        tmp_path / "held.csv",
        ("id", "name", "street", "zip", "email", "reason"),
        ("h1", "John Smith III", OAK, "79901", "smith@example.org.uk", "split ZIP"),
        ("h2", "Joann Leeds", "112 Oak Street", "79901", "", "split ZIP"),
        ("h3", "Jack Smith", OAK, "79901", "smith@example.org", "12/1/2026"),
    )
    return tmp_path


def write_csv(path: Path, *rows: tuple[str, ...]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)


def forgotten(folder: Path, who: Supporter, **given: object) -> ForgetReport:
    with open_ledger(folder) as ledger:
        return forget(who.id, ledger=ledger, folder=folder, at=LATER, **given)  # type: ignore[arg-type]


def files_in(folder: Path) -> dict[str, bytes]:
    """Every file but the ledger, by name."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and "ledger" not in path.name
    }


def told(ledger: Ledger) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(export_history(ledger), newline="")))


def names_of(*people: Supporter, folder: Path) -> set[str]:
    """The files that are theirs alone."""
    outbox = {path.relative_to(folder).as_posix() for path in (folder / "outbox").iterdir()}
    ids = {who.id for who in people}
    own = {f"letters/{who}/{whom.id}.pdf" for who in ids for whom in (representative(), senator())}
    return own | {name for name in outbox if name.removeprefix("outbox/").partition("-")[0] in ids}


@pytest.mark.parametrize("who", FAMILY, ids=lambda who: who.name.replace(" ", "-"))
def test_of_a_family_only_the_one_who_asked_is_forgotten(house: Path, who: Supporter) -> None:
    before = files_in(house)
    with open_ledger(house) as ledger:
        rows = told(ledger)
    forgotten(house, who)
    after = files_in(house)
    is_shared = who in {JOHN, JUNIOR, ANN}
    part = "run-001.pdf" if who in {JOHN, JANE} else "run-002.pdf"
    gone = names_of(who, folder=house) | {
        f"print/{part}",
        *(name for name in before if name.startswith(f"outbox/{who.id}-")),
    }
    gone |= (
        {name for name in before if name.startswith(f"outbox/{SHARED}-")} if is_shared else set()
    )
    gone |= {"specimens.pdf"} if who in {JUNIOR, JOANN, MARY} else set()
    assert before.keys() - after.keys() == gone
    # All that is left is as it was, byte for byte, but for the rows of the table.
    assert {name for name, data in after.items() if data != before[name]} == {"print/manifest.csv"}
    assert (
        len(after["print/manifest.csv"].splitlines())
        == len(before["print/manifest.csv"].splitlines()) - 2
    )
    with open_ledger(house) as ledger:
        kept = [row for row in told(ledger) if row["step"] != "left batch"]
        assert kept == [row for row in rows if row["supporter"] != who.id]
        left = {row["supporter"] for row in told(ledger) if row["step"] == "left batch"}
        assert left == ({JOHN.id, JUNIOR.id, ANN.id} - {who.id} if is_shared else set())


@pytest.mark.parametrize("who", FAMILY, ids=lambda who: who.name.replace(" ", "-"))
def test_what_the_program_wrote_says_nothing_more_of_them(house: Path, who: Supporter) -> None:
    """The ledger with its log, and every table and message, as bytes."""
    forgotten(house, who)
    others = [other for other in FAMILY if other is not who]
    for sought in (who.name, who.street, who.email):
        taken = sum(sought in (other.name, other.street, other.email) for other in others)
        longer = [
            text
            for other in others
            for text in (other.name, other.street, other.email)
            if sought in text
        ]
        longer += [
            "John Smith III",
            "smith@example.org.uk",
            OAK,
            "112 Oak Street",
            "Joann Leeds",
            "smith@example.org",
        ]
        for path in house.rglob("*"):
            if path.is_file() and path.suffix != ".pdf" and not taken:
                text = path.read_bytes().decode("utf-8", "replace")
                for other in sorted(longer, key=len, reverse=True):
                    text = text.replace(other, "") if sought in other else text
                assert sought not in text, path
    assert not any(path.name.endswith("-wal") and path.stat().st_size for path in house.iterdir())


def test_the_batch_counts_exactly_the_messages_that_exist(house: Path) -> None:
    report = forgotten(house, JOHN)
    assert report.batches == {"outbox-001": 2}
    assert (
        "outbox-001: 2 letter(s) of others left it with their messages: send them again"
        in report.lines
    )
    shared = next(name for name in report.removed if name.startswith("outbox/"))
    assert (
        f"{shared}: removed, because it held them among others: make it again (`letters send`)"
        in report.lines
    )
    with open_ledger(house) as ledger:
        assert unmarked(ledger) == {"outbox-001": 4, "run-001": 6}
        marked = mark(ledger, Selector("batch", "outbox-001"), what="sent", when=LATER)
        assert (len(marked.done), marked.refused) == (len(list((house / "outbox").iterdir())), {})
        assert set(marked.done) == {pieces_of(who)[1].key for who in (JANE, JOANN, MARY, LI)}
        assert status(ledger).stages == {"printed": 10, "e-mailed": 4}
        # What was removed is in the house, and gets a batch of its own.
        again = frozenset((pieces_of(who)[1].key, "") for who in (JUNIOR, ANN))
        made, is_new = next_names(batches(ledger), (again,), kind="outbox")
        assert (made[0].name, is_new) == ("outbox-002", True)


def test_a_letter_that_was_sent_stays_sent_when_its_message_is_removed(house: Path) -> None:
    with open_ledger(house) as ledger:
        mark(ledger, Selector("batch", "outbox-001"), what="sent", when=NOW)
    assert forgotten(house, JOHN).batches == {}
    with open_ledger(house) as ledger:
        assert status(ledger).stages == {"printed": 7, "e-mailed": 7}


def test_messages_of_ledgers_that_do_not_say_where_they_are_leave_by_their_letters(
    house: Path,
) -> None:
    with open_ledger(house) as ledger:
        keys = [piece.key for who in FAMILY for piece in pieces_of(who)]
        rename_messages(ledger, Batch("outbox-001", frozenset(), dict.fromkeys(keys, "")))
    assert forgotten(house, JOHN).batches == {"outbox-001": 2}


def test_what_cannot_be_decided_is_listed_with_the_words_around_it(house: Path) -> None:
    write_message(house, "odd", [pieces_of(JANE)[0]], to=Mailbox("o@senate.example"))
    (house / "notes.txt").write_text(
        "Call JOHN  Smith of the Oak Street block,\nand John Smith Jr., and ann@lee.example.net"
    )
    (house / "scan.pdf").write_bytes(pdf("A petition, signed by John Smith"))
    odd = next((house / "outbox").glob("odd-*.eml"))
    odd.write_bytes(odd.read_bytes().replace(b"Dear ", b"John Smith asks"))
    held = (house / "held.csv").read_bytes()
    report = forgotten(house, JOHN)
    # Jack has John's e-mail and another name: two people, or one who corrected it.
    assert report.left == ("held.csv", "notes.txt", "scan.pdf")
    assert (house / "held.csv").read_bytes() == held
    assert report.passages["notes.txt"] == ("call [s1] of the oak street block, and john smith",)
    assert "notes.txt: … call [s1] of the oak street block, and john smith …" in report.lines
    assert odd.is_file()  # it carries a letter of Jane's alone
    assert forgotten(house, ANN).left == ()


def test_a_message_without_a_letter_is_theirs_by_its_address_alone(house: Path) -> None:
    for name, to, words in (
        ("theirs", ANN.email, "Hello"),
        ("mentions", JANE.email, "Ann Lee asks"),
        ("longer", LI.email, "Hello"),
    ):
        (house / "outbox" / f"{name}.eml").write_text(
            f"To: Somebody <{to}>\nSubject: x\n\n{words}\n"
        )
    report = forgotten(house, ANN)
    assert {path.stem for path in (house / "outbox").iterdir()} >= {"mentions", "longer"}
    assert not (house / "outbox" / "theirs.eml").exists()
    assert report.left == ("outbox/mentions.eml",)


def test_rows_are_theirs_by_identity_alone(house: Path) -> None:
    rows = [
        ("a", "JOHN SMITH", "12 Oak St", "79901", "", ""),  # the same, written otherwise
        ("b", "John Smith", "4 Far Lane", "79902", "SMITH@example.org", ""),  # name and e-mail
        ("c", "John Smith", OAK, "10001", "", ""),  # another town
        ("d", "Johnny Smith", OAK, "79901", "", "1/s1/2026"),
        ("e", "John Smith", "112 Oak Street", "79901", "", "s1/2 Oak"),
    ]
    write_csv(house / "held.csv", ("id", "name", "street", "zip", "email", "note"), *rows)
    report = forgotten(house, JOHN)
    assert [row["id"] for row in table(house / "held.csv")] == ["c", "d", "e"]
    assert dict(report.rewritten)["held.csv"] == 2
    assert report.left == ("held.csv",)


def test_the_users_own_lists_are_named_with_their_lines_and_left(
    house: Path, tmp_path: Path
) -> None:
    rows = [(who.id, who.name, who.street, "79901", who.email, "yes") for who in FAMILY]
    lists = {
        "people.csv": tmp_path / "people.csv",
        "unsubscribed.csv": tmp_path / "unsubscribed.csv",
    }
    write_csv(
        lists["people.csv"],
        ("id", "name", "street", "zip", "email", "consent"),
        *rows,
        ("", "JOHN SMITH", "12 OAK ST", "79901", "", ""),
    )
    lists["unsubscribed.csv"].write_text(
        "john-smith@example.org\nSmith@example.org, asked on Monday\n"
    )
    before = {path: path.read_bytes() for path in lists.values()}
    report = forgotten(house, JOHN, lists=lists)
    assert report.lists == {"people.csv": (2, 9), "unsubscribed.csv": (2,)}
    assert "people.csv: holds them on line 2, 9: take that out yourself" in report.lines
    assert {path: path.read_bytes() for path in before} == before


def named_in(text: str) -> bool:
    """Whether the text names John Smith of 12 Oak Street; a Big John Smith is known, too."""
    other = Contact("9", "Big John Smith", "9 Far Lane")
    person = Person(
        "1",
        (Contact("1", "John Smith", OAK, email="smith@example.org"),),
        strangers=frozenset({other}),
    )
    return any(person.passages(text))


@pytest.mark.parametrize(
    "text",
    [
        "Dear John Smith,", "JOHN\n  SMITH", "John Smith's well", "JohnSmith",
        "12 Oak\nStreet, Apt 2", "<smith@example.org>.",
        "John Smith, at 12 Main Street",
    ],
)  # fmt: skip
def test_a_person_is_found_however_the_name_is_written(text: str) -> None:
    assert named_in(text)


@pytest.mark.parametrize(
    "text",
    [
        "John Smith, Jr.", "John Smith III", "John Smith-Jones", "John Smithson", "Mary-John Smith",
        "Uncle Big John Smith",
        "112 Oak Street", "1-12 Oak Street", "12 Oak Streetcar Lane",
        "john.smith@example.org", "john.smith.x@example.org", "smith@example.org.uk",
        "smith@example.organic",
    ],
)  # fmt: skip
def test_a_name_in_a_longer_one_is_not_theirs(text: str) -> None:
    assert not named_in(text)


# ---------------------------------------------------------------- whole commands


@pytest.fixture
def family(driven: Path) -> Path:
    """The drive with a son of the first writer: almost the same name, and the same address."""
    rows = people(driven)
    first = next(row for row in rows.values() if (out_of(driven) / "letters" / row["id"]).is_dir())
    first |= {"name": "John Smith", "email": "smith@mail.example"}
    junior = {**first, "id": "junior", "name": "John Smith Jr.", "email": "john-smith@mail.example"}
    write_rows(driven / PEOPLE, [*rows.values(), junior])
    built = json.loads((out_of(driven) / "built.json").read_text())
    done = run(
        driven,
        "build",
        CAMPAIGN,
        "--supporters",
        PEOPLE,
        "--recipients",
        built["recipients"][0],
        "--date",
        built["date"],
    )
    assert done.code in {0, 1}, done.warned
    return driven


@pytest.mark.slow
def test_a_father_is_forgotten_and_his_sons_letters_are_sent_once(family: Path) -> None:
    folder = out_of(family)
    father = next(row["id"] for row in people(family).values() if row["name"] == "John Smith")
    send = ("send", CAMPAIGN, "--unapproved", "--no-dry-run", "--all")
    assert run(family, "print", CAMPAIGN, "--unapproved", "--envelopes").code == 0
    assert run(family, *send).code == 0
    share(folder, father, "junior")
    before = {
        name: data
        for name, data in files_in(folder).items()
        if name.startswith(("letters/", "outbox/"))
    }
    count = len(table(folder / "index.csv"))
    done = run(family, "forget", CAMPAIGN, father, "--yes")
    assert done.code == 0
    assert f"{PEOPLE}: holds them on line" in done.said
    after = files_in(folder)
    gone = {name for name in before if name.startswith((f"letters/{father}/", "outbox/both-"))}
    assert {name for name in before if after.get(name) != before[name]} == gone
    theirs, sons = 3, 3
    assert (
        f"outbox-001: {count - theirs - sons} letters are not marked as sent"
        in run(family, "status", CAMPAIGN).said
    )
    said = run(family, "mark", "sent", CAMPAIGN, "--batch", "outbox-001").said
    assert said == f"{count - theirs - sons} letters marked sent.\n"
    done = run(family, *send)
    assert "1 written" in done.said
    assert f"letters mark sent {CAMPAIGN} --batch outbox-002" in done.said
    assert [path.name.partition("-")[0] for path in (folder / "outbox").iterdir()] == ["junior"]
    assert (
        run(family, "mark", "sent", CAMPAIGN, "--batch", "outbox-002").said
        == f"{sons} letters marked sent.\n"
    )
    assert run(family, *send).code == 2


def share(folder: Path, *people: str) -> None:
    """Puts the letters of these people into one message to an office."""
    outbox = folder / "outbox"
    with open_ledger(folder) as ledger:
        rows = {
            row["key"]: row
            for row in told(ledger)
            if row["supporter"] in people and row["step"] == "assembled"
        }
        parcel = Parcel(
            "both", tuple(rows), Mailbox("letters@example.org"), Mailbox("office@senate.example"),
            "Letters", MessageBody("Here", "Here"),
            tuple(Attachment(row["key"] + ".pdf", folder / row["file"]) for row in rows.values()),
            datetime.datetime(2026, 11, 24, 12, tzinfo=datetime.UTC),
        )  # fmt: skip
        transport = FolderTransport(outbox)
        transport.send(
            SmtpMessage(
                "both", parcel.message_id, parcel.sender, parcel.to, compose(parcel).as_bytes()
            )
        )
        name = f"outbox/{transport.written[parcel.message_id].name}"
        rename_messages(ledger, Batch("outbox-001", frozenset(), dict.fromkeys(rows, name)))
    for path in (path for who in people for path in outbox.glob(f"{who}-*.eml")):
        path.unlink()
