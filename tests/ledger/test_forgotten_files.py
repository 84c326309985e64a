"""A person is erased in every file of a campaign."""

import base64
import csv
import dataclasses
import datetime
import email.message
import hashlib
import io
import re
import sqlite3
import zlib
from contextlib import closing
from pathlib import Path

import pypdf
import pytest
import weasyprint
from hypothesis import given
from hypothesis import strategies as st

from generator.errors import CannotWriteError
from generator.ledger.book import open_ledger
from generator.ledger.counting import status
from generator.ledger.errors import LedgerBusyError, NoConsentError, NoSuchPieceError
from generator.ledger.find_person import Person
from generator.ledger.forgetting import forget
from generator.ledger.marking import Selector, mark
from generator.ledger.person_rows import clean
from generator.supporters.types import Consent, Contact, Mailpiece, Supporter
from tests.support.ledger_runs import NOW, pieces, supporter
from tests.support.ledger_steps import LATER, claimed, history
from tests.support.people import representative

pytestmark = pytest.mark.slow

ANA = supporter(
    1, name="Ana Quetzalcoatl-Ríos", street="4471 Marigold Terrace", email="ana.q@example.net"
)
BEN = supporter(2, name="Ben Overhill", street="12 Cooper Street", email="ben@example.net")
CAT = supporter(3, name="Cat Overhill", street="12 Cooper Street", email="cat@example.net")
SOUGHT = ("Quetzalcoatl", "Ríos", "4471 Marigold", "Marigold Terrace", "ana.q@example.net")


def pdf(*texts: str) -> bytes:
    """A PDF as the program makes them.

    Compressed, with type cut down to the letters used, a page a text.
    """
    pages = "".join(f'<p style="break-after:page">{text}</p>' for text in texts)
    author = texts[0].split(",", maxsplit=1)[0]
    return bytes(
        weasyprint.HTML(
            string=f'<title>Letter</title><meta name="author" content="{author}">{pages}'
        ).write_pdf(pdf_variant="pdf/ua-1")
    )


def table(path: Path, *rows: tuple[str, ...]) -> None:
    with path.open(
        "w", newline="", encoding="utf-8-sig" if path.name == "held.csv" else "utf-8"
    ) as file:
        csv.writer(file).writerows(rows)


def mail(path: Path, who: Supporter, *, to: str, attached: bytes) -> None:
    message = email.message.EmailMessage()
    message["To"] = f"{who.name} <{to}>" if to == who.email else to
    message["Subject"] = "Your letter"
    message.set_content(f"Dear {who.name.split()[0]},\nhere is your letter, sign and post it.\n")
    message.add_attachment(attached, maintype="application", subtype="pdf", filename="letter.pdf")
    path.write_bytes(message.as_bytes())


@pytest.fixture
def campaign(tmp_path: Path) -> Path:
    """A campaign's folder with everything in it.

    Letters, tables, a print run, messages, and what a dead run left.
    """
    for name in ("print", "outbox", *(f"letters/{who.id}" for who in (ANA, BEN, CAT))):
        (tmp_path / name).mkdir(parents=True)
    run_rows: list[tuple[str, ...]] = []
    with open_ledger(tmp_path) as ledger:
        for who in (ANA, BEN, CAT):
            piece = Mailpiece("wells", "v1", who, representative())
            ledger.compose([piece], at=NOW)
            data = pdf(f"{who.name}, {who.street}, {who.email}")
            file = f"letters/{who.id}/TX-16-escobar.pdf"
            (tmp_path / file).write_bytes(data)
            for step in ("printed", "handed over"):
                claim = claimed(ledger, piece.key, step=step)
                ledger.settle(
                    claim, at=NOW, file=file, sha256=hashlib.sha256(data).hexdigest(), batch="run"
                )
            run = "run-001.pdf" if who is not CAT else "run-002.pdf"
            run_rows.append((run, piece.key, who.id, who.name, who.street, file))
            mail(tmp_path / "outbox" / f"{who.id}.eml", who, to=who.email, attached=data)
            mail(
                tmp_path / "outbox" / f"{who.id}-office.eml",
                BEN,
                to="office@example.gov",
                attached=data,
            )
        mark(ledger, Selector("supporter", ANA.id), what="answered", when=LATER)
    (tmp_path / "print/run-001.pdf").write_bytes(
        pdf(*(f"{who.name}, {who.street}" for who in (BEN, ANA)))
    )
    (tmp_path / "print/run-002.pdf").write_bytes(pdf(f"{CAT.name}, {CAT.street}"))
    (tmp_path / "print/envelopes.pdf").write_bytes(pdf("Hon. V. Escobar", "a window"))
    (tmp_path / "specimens.pdf").write_bytes(pdf(f"One of each: {ANA.name}"))
    (tmp_path / "approved.pdf").write_bytes(pdf("One of each, and nobody's name"))
    table(
        tmp_path / "print/manifest.csv",
        ("file", "piece_id", "supporter", "name", "address_line1", "letter"),
        *run_rows,
    )
    table(
        tmp_path / "index.csv",
        ("supporter", "file", "pages"),
        *((row[2], row[5], "1") for row in run_rows),
    )
    table(
        tmp_path / "held.csv",
        ("id", "First Name", "Last Name", "Street", "Unit", "Story", "held because"),
        (
            "s1",
            "Ana",
            "Quetzalcoatl-Ríos",
            "4471 Marigold Terrace",
            "",
            "My well\nran dry,\r\n=twice",
            "split ZIP",
        ),
        ("77", "ANA", "QUETZALCOATL-RÍOS", "4471 Marigold  Terrace", "", "", "merged"),
        ("s3", "Cat", "Overhill", "12 Cooper Street", "", 'a "story",\nof two lines', "split ZIP"),
    )
    (tmp_path / "letters/s1/.tmp1.part").write_bytes(b"half a letter")
    (tmp_path / ".tmp2.part").write_text(f"half a table: {ANA.name}")
    (tmp_path / "print/.tmp3.part").mkdir()
    (tmp_path / "print/.tmp3.part/run-001.pdf").write_text(ANA.street)
    return tmp_path


def found(folder: Path, sought: tuple[str, ...]) -> set[str]:
    """Every file with one of the words in it.

    In its bytes, its unpacked streams, its pages, or its unpacked attachments.
    """
    return {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and _has(path.read_bytes(), sought)
    }


def _has(data: bytes, sought: tuple[str, ...]) -> bool:
    parts = [data]
    for packed in re.findall(rb"stream\r?\n(.*?)endstream", data, re.DOTALL):
        with_zlib = zlib.decompressobj()
        try:
            parts.append(with_zlib.decompress(packed))
        except zlib.error:
            continue
    if data.startswith(b"%PDF"):
        reader = pypdf.PdfReader(io.BytesIO(data))
        parts += [" ".join(page.extract_text().split()).encode() for page in reader.pages]
        parts.append(str(reader.metadata).encode())
    for block in re.findall(rb"(?:[A-Za-z0-9+/]{40,}={0,2}\r?\n)+[A-Za-z0-9+/=]*", data):
        unpacked = base64.b64decode(block + b"==")
        if unpacked.startswith(b"%PDF") and _has(unpacked, sought):
            return True
    return any(
        word.encode(code) in part
        for word in sought
        for code in ("utf-8", "utf-16-be", "utf-16-le")
        for part in parts
    )


def test_nothing_is_left_of_who_is_forgotten(campaign: Path) -> None:
    assert found(campaign, SOUGHT) >= {
        "ledger.sqlite", "held.csv", "letters/s1/TX-16-escobar.pdf", "print/run-001.pdf",
        "print/manifest.csv", "specimens.pdf",
        "outbox/s1.eml", "outbox/s1-office.eml",
    }  # fmt: skip
    with open_ledger(campaign) as ledger:
        key = next(row["key"] for row in history(ledger) if row["supporter"] == "s1")
        report = forget("s1", ledger=ledger, folder=campaign, at=LATER)
        assert found(campaign, SOUGHT) == set()
    assert found(campaign, (*SOUGHT, key)) == set()
    assert report.left == ()
    assert report.pieces == 1
    assert report.removed == (
        "letters/s1/", "outbox/s1-office.eml", "outbox/s1.eml", "print/envelopes.pdf",
        "print/run-001.pdf", "specimens.pdf",
    )  # fmt: skip
    assert report.again == ("print/envelopes.pdf", "print/run-001.pdf", "specimens.pdf")
    assert report.rewritten == (("held.csv", 2), ("index.csv", 1), ("print/manifest.csv", 1))
    assert (
        "print/run-001.pdf: removed, because it held them among others: make it again (`letters "
        "print`)" in report.lines
    )


def test_the_others_keep_what_is_theirs(campaign: Path) -> None:
    held = (campaign / "held.csv").read_bytes()
    with open_ledger(campaign) as ledger:
        forget("s1", ledger=ledger, folder=campaign, at=LATER)
        now = status(ledger)
    assert (now.total, now.forgotten) == (3, 1)
    assert now.stages == {"handed over": 2, "answered": 1}
    assert now.answers == {"yes": 1}
    assert [line.total for line in now.recipients] == [3]
    header, rest = held.split(b"\r\n", 1)
    assert (campaign / "held.csv").read_bytes() == header + b"\r\n" + rest[rest.index(b"s3") :]
    kept = {
        path.relative_to(campaign).as_posix() for path in campaign.rglob("*.*") if path.is_file()
    }
    assert kept == {
        ".ledger.lock", "ledger.sqlite", "held.csv", "index.csv", "print/manifest.csv",
        "print/run-002.pdf", "approved.pdf",
        "letters/s2/TX-16-escobar.pdf", "letters/s3/TX-16-escobar.pdf",
        "outbox/s2.eml", "outbox/s3.eml", "outbox/s2-office.eml", "outbox/s3-office.eml",
    }  # fmt: skip


def test_one_of_a_household_is_forgotten_and_the_other_is_not(campaign: Path) -> None:
    with open_ledger(campaign) as ledger:
        report = forget("s3", ledger=ledger, folder=campaign, at=LATER)
    assert found(campaign, ("Cat Overhill", "cat@example.net")) == set()
    assert report.rewritten == (("held.csv", 1), ("index.csv", 1), ("print/manifest.csv", 1))
    assert (campaign / "letters/s2/TX-16-escobar.pdf").exists()
    assert (campaign / "outbox/s2.eml").exists()
    assert (campaign / "print/run-001.pdf").exists()


def test_who_is_forgotten_comes_back_by_agreeing_anew_only(campaign: Path) -> None:
    piece = Mailpiece("wells", "v1", ANA, representative())
    with open_ledger(campaign) as ledger:
        forget("s1", ledger=ledger, folder=campaign, at=LATER)
        with pytest.raises(
            NoConsentError,
            match=r"s1: they asked on 2026-12-01 to be forgotten, and have not agreed again since",
        ):
            ledger.compose([piece], at=LATER)
        again = dataclasses.replace(
            ANA, consent=Consent("2026-12", datetime.date(2026, 12, 2), "web form")
        )
        assert ledger.compose([dataclasses.replace(piece, supporter=again)], at=LATER) == 1


def test_forgetting_that_was_broken_off_is_finished(campaign: Path) -> None:
    with open_ledger(campaign) as ledger:
        forget("s1", ledger=ledger, folder=campaign, at=LATER)
        again = forget("s1", ledger=ledger, folder=campaign, at=LATER)
        assert (again.pieces, again.removed, again.rewritten) == (0, (), ())
        assert status(ledger).total == 3


def test_what_cannot_be_changed_is_told(campaign: Path) -> None:
    (campaign / "notes.txt").write_text("Ask ANA  Quetzalcoatl-Ríos\nabout her well")
    (campaign / "sheet.csv").write_bytes("name;street\nana quetzalcoatl ríos;\n".encode("utf-16"))
    (campaign / "broken.csv").write_text('name\n"Ana Quetzalcoatl-Ríos')
    (campaign / "kept.csv").write_text("name\nnobody\n")
    with open_ledger(campaign) as ledger:
        report = forget("s1", ledger=ledger, folder=campaign, at=LATER)
    assert report.left == ("broken.csv", "notes.txt", "sheet.csv")
    assert "notes.txt: still names them; look into it and erase it by hand" in report.lines
    assert not any(re.search("quetzal|marigold", line, re.IGNORECASE) for line in report.lines)


def test_a_copy_among_the_letters_of_another_is_listed(campaign: Path) -> None:
    folder = campaign / "letters" / "s2"
    (folder / "copy.html").write_text(f"<p>{ANA.name}</p>", encoding="utf-8")
    with open_ledger(campaign) as ledger:
        report = forget("s1", ledger=ledger, folder=campaign, at=LATER)
    assert report.left == ("letters/s2/copy.html",)
    assert (folder / "copy.html").is_file()


def test_nobody_is_forgotten_by_a_wrong_id(campaign: Path) -> None:
    before = found(campaign, SOUGHT)
    with open_ledger(campaign) as ledger:
        for wrong in ("s9", "", "..", "../.."):
            with pytest.raises(NoSuchPieceError, match="no mailpiece with supporter"):
                forget(wrong, ledger=ledger, folder=campaign, at=LATER)
    assert found(campaign, SOUGHT) == before


def test_an_id_that_is_a_path_reaches_nothing_outside_its_folder(tmp_path: Path) -> None:
    (tmp_path / "letters/s1").mkdir(parents=True)
    (tmp_path / "letters/s1/a.pdf").write_bytes(pdf("A letter of somebody else"))
    with open_ledger(tmp_path) as ledger:
        odd = dataclasses.replace(supporter(4), id="..")
        ledger.compose([Mailpiece("wells", "v1", odd, representative()), *pieces(2)], at=NOW)
        forget("..", ledger=ledger, folder=tmp_path, at=NOW)
        assert status(ledger).total == 5
    assert (tmp_path / "letters/s1/a.pdf").exists()


def test_while_somebody_reads_the_last_bytes_wait(campaign: Path) -> None:
    with (
        open_ledger(campaign) as ledger,
        closing(sqlite3.connect(campaign / "ledger.sqlite", isolation_level=None)) as reader,
    ):
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM pieces").fetchone()
        ledger.database._connection.execute("PRAGMA busy_timeout = 100")  # noqa: SLF001 - not to wait ten seconds here
        with pytest.raises(
            LedgerBusyError, match="wait until it is done, and run the same command again"
        ):
            forget("s1", ledger=ledger, folder=campaign, at=LATER)
        reader.execute("ROLLBACK")
        forget("s1", ledger=ledger, folder=campaign, at=LATER)
        assert found(campaign, SOUGHT) == set()


def test_a_folder_that_cannot_be_swept_is_said(campaign: Path) -> None:
    (campaign / "odd.csv").symlink_to("odd.csv")
    (campaign / "letters/s1").rename(campaign / "aside")
    (campaign / "letters/s1").symlink_to(campaign / "aside")
    with open_ledger(campaign) as ledger:
        with pytest.raises(CannotWriteError):
            forget("s1", ledger=ledger, folder=campaign, at=LATER)
        assert status(ledger).total == 3


NAMES = st.text(
    st.characters(codec="utf-8", categories=("L", "Nd"), include_characters=" -'."),
    min_size=3,
    max_size=30,
).filter(lambda name: any(letter.isalnum() for letter in name))


@given(
    name=NAMES,
    other=NAMES,
    note=st.text(st.characters(codec="utf-8", exclude_characters="\r\n\0"), max_size=20),
)
def test_a_row_is_found_however_it_is_written_and_no_other_is(
    tmp_path_factory: pytest.TempPathFactory, name: str, other: str, note: str
) -> None:
    path = tmp_path_factory.mktemp("tables") / "held.csv"
    person = Person(
        "s1",
        (Contact("s1", name, "9 Cooper Street", email="a@example.org"),),
        others=frozenset({"s2"}),
    )
    theirs = [
        ("s1", other, ""),
        ("77", name.upper() if name.upper().lower() == name else name, "9  COOPER street"),
        ("", "", "A@Example.org"),
    ]
    others = [("s2", name, "9 Cooper Street"), ("78", note, "10 Main Street")]
    table(path, ("id", "name", "rest"), *theirs, *others)
    removed, _ = clean(path, person, mapping={})
    assert len(removed) == 3
    with path.open(newline="", encoding="utf-8-sig") as file:
        assert list(csv.reader(file))[1:] == [list(row) for row in others]
