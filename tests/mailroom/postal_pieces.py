"""Pieces, packets and files of the mailroom, as its tests need them."""

import csv
import datetime
import io
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest

from generator.errors import FilesAreWrongError, Problem
from generator.letter import stationery
from generator.letter.envelopes import Envelope
from generator.mailroom.paper import assembly, ink, window_proof
from generator.mailroom.paper.assembly import PrintRun, assemble
from generator.mailroom.paper.delivery_kit import kit_pdf
from generator.mailroom.paper.envelopes_and_labels import Nudge, envelopes_pdf, labels_pdf
from generator.mailroom.paper.manifest import Format, manifest_csv
from generator.mailroom.paper.pieces import Grouping, Order, Packet, PostalPiece, in_order, packed
from generator.models.recipient import Addresses
from tests.support.people import representative

TEMPLATES = Path(__file__).parents[2] / "templates"
DAY = datetime.date(2026, 9, 1)
ORGANIZATION = (
    "Rio Grande Legal Welcome Center",
    "1420 North Stanton Street, Suite 310",
    "El Paso, TX 79902",
)
HOME = ("77 Mesa Hills Drive, Apt. 4", "El Paso, TX 79912")
NAMES = (
    "Ada Abbott",
    "José Bañuelos",
    "Mei Huang",
    "Łukasz Zoë-O’Brien Jr.",
    "Kwame Fitzgerald",
    "Olga Ivanova",
    "Paul Quigley",
)


def office(room: str | None, building: str) -> Addresses:
    return Addresses.model_validate(
        {"washington": {"room": room, "building": f"{building} Office Building"}}
    )


NO_NUDGE = Nudge()
Make = Callable[..., PostalPiece]


def to_senate(name: str) -> tuple[str, ...]:
    return f"The Honorable {name}", "United States Senate", "Washington, DC 20510"


def to_house(name: str) -> tuple[str, ...]:
    return (
        f"The Honorable {name}",
        "2448 Rayburn House Office Building",
        "U.S. House of Representatives",
        "Washington, DC 20515-4316",
    )


def bare(**changes: object) -> PostalPiece:
    """A piece without its letter."""
    plain = PostalPiece(
        "k",
        representative(),
        to_house("Ada Abbott"),
        ORGANIZATION,
        Path("letters/s1/TX-16.pdf"),
        pages=1,
        sha256="",
    )
    return replace(plain, **changes)  # type: ignore[arg-type]  # the fields of a piece, by name


def problems_of(call: Callable[[], object]) -> tuple[Problem, ...]:
    with pytest.raises(FilesAreWrongError) as caught:
        call()
    return caught.value.problems


def rows_of(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text("utf-8"), newline="")))


def lines_of(path: Path) -> list[tuple[ink.InkLine, ...]]:
    """Returns the lines of each page."""
    with closing(pypdfium2.PdfDocument(path)) as document:
        return [ink.read_lines(page) for page in document]


def words_of(path: Path, *, page: int) -> str:
    """Returns the words of a page."""
    return " ".join(line.text for line in lines_of(path)[page - 1])


def assemble_pieces(
    pieces: Iterable[PostalPiece],
    *,
    folder: Path,
    order: Order = "zip",
    grouping: Grouping = "piece",
    duplex: bool = True,
    sheets_a_part: int = 2000,
    first: int = 1,
) -> PrintRun:
    """Puts the pieces in order and into envelopes, and assembles them."""
    packets = packed(in_order(pieces, order), grouping=grouping, duplex=duplex)
    parts = tuple(assembly.parts(packets, sheets_a_part))
    return assemble(parts, folder=folder, duplex=duplex, first=first)


def write_envelopes(
    packets: Sequence[Packet], *, folder: Path, printer: stationery.Printer
) -> Path:
    """Writes envelopes.pdf."""
    data = envelopes_pdf(packets, templates=TEMPLATES, printer=printer)
    return _written(folder / "envelopes.pdf", data)


def write_labels(
    packets: Sequence[Packet],
    *,
    folder: Path,
    printer: stationery.Printer,
    stock: str = "5160",
    skip: int = 0,
    nudge: Nudge = NO_NUDGE,
) -> Path:
    """Writes labels.pdf."""
    data = labels_pdf(
        packets, templates=TEMPLATES, printer=printer, stock=stock, skip=skip, nudge=nudge
    )
    return _written(folder / "labels.pdf", data)


def write_kit(pieces: Iterable[PostalPiece], *, folder: Path, printer: stationery.Printer) -> Path:
    """Writes kit.pdf."""
    data = kit_pdf(
        pieces,
        templates=TEMPLATES,
        printer=printer,
        subject="End the returns",
        sender="Welcome Center",
    )
    return _written(folder / "kit.pdf", data)


def write_manifest(run: PrintRun, *, folder: Path, layout: Format = "own") -> Path:
    """Writes manifest.csv."""
    return _written(folder / "manifest.csv", manifest_csv(run, layout=layout))


def write_proof(
    pieces: Iterable[PostalPiece],
    envelope: Envelope,
    *,
    folder: Path,
    printer: stationery.Printer,
) -> tuple[Path, tuple[window_proof.WindowMeasurement, ...]]:
    """Writes proof.pdf, and returns it with what was measured."""
    window = window_proof.window_of("organization-window", envelope)
    measured = window_proof.measure(pieces, window)
    data = window_proof.proof_pdf(measured, window, templates=TEMPLATES, printer=printer)
    return _written(folder / "proof.pdf", data), measured


def _written(path: Path, data: bytes) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data)
    return path
