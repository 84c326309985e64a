"""The print run: all letters in one PDF, each on its own sheet, in the order of the envelopes."""

import hashlib
import io
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pikepdf

from generator.errors import FilesAreWrongError, Problem
from generator.files.csv import csv_text
from generator.files.staging import staged
from generator.letter.pdf_merge import LETTER_SIZE, PdfMerger
from generator.letter.pdf_tags import PdfMergeError
from generator.mailroom.paper import pieces as pieces_module
from generator.mailroom.paper.pieces import Packet, PostalPiece

INDEX = "index.csv"
COLUMNS = (
    "file",
    "page_from",
    "page_to",
    "sheets",
    "envelope",
    "postage",
    "piece_id",
    "supporter",
    "recipient",
    "seat",
    "letter",
    "sha256",
)
MAX_ROUNDING_POINTS = 0.5
"""Of a page's sides: PDF writers round inches to points in different ways."""


@dataclass(frozen=True)
class RunPosition:
    """Where one letter is in the run.

    Pages count from 1 and include the empty back of the last sheet.
    """

    piece: PostalPiece
    packet: Packet
    file: str
    page_from: int
    page_to: int
    sheets: int


@dataclass(frozen=True)
class PrintRun:
    """A print run: its files, and where in them each letter is."""

    files: tuple[Path, ...]
    packets: tuple[Packet, ...]
    positions: tuple[RunPosition, ...]

    @property
    def sheets(self) -> int:
        """Sheets of paper it takes."""
        return sum(position.sheets for position in self.positions)

    @property
    def postage(self) -> dict[str, int]:
        """How many envelopes of each weight class, the lightest first."""
        by_weight = sorted(self.packets, key=lambda packet: packet.ounces)
        return dict(Counter(packet.postage for packet in by_weight))


def assemble(
    parts: Sequence[Sequence[Packet]], *, folder: Path, duplex: bool, first: int
) -> PrintRun:
    """Returns the run, written into the folder: a PDF for each part, and index.csv.

    The PDFs are numbered from `first`: run-001.pdf. The same letters give the same bytes. Raises
    FilesAreWrongError, before anything is written, with every letter that cannot be mailed, is
    missing, or is not the one that was printed; CannotWriteError when the disk is full.
    """
    packets = tuple(packet for part in parts for packet in part)
    pieces_module.check([piece for packet in packets for piece in packet.pieces])
    problems: list[Problem] = []
    positions: list[RunPosition] = []
    files = [f"run-{number:03d}.pdf" for number in range(first, first + len(parts))]
    # The staged files replace those of an earlier run together: a longer run may have left
    # run-003.pdf.
    with staged(folder, replaces="run-*.pdf") as stage:
        for number, (file, part) in enumerate(zip(files, parts, strict=True), 1):
            merger = PdfMerger()
            for packet in part:
                for piece in packet.pieces:
                    begin = merger.pages + 1
                    # Goes on after a problem, so that the user sees those of all letters at once.
                    if problem := _add(merger, piece, duplex=duplex):
                        problems.append(problem)
                    sheets = piece.sheets if duplex else piece.pages
                    place = RunPosition(piece, packet, file, begin, merger.pages, sheets)
                    positions.append(place)
            # To write a part takes time, which is saved once a letter is wrong.
            if not problems:
                title = f"Print run, part {number} of {len(parts)}" if parts[1:] else "Print run"
                stage.write(file, merger.pdf(title=title, duplex=duplex))
        if problems:
            raise FilesAreWrongError(problems)
        stage.write(INDEX, csv_text([COLUMNS, *map(_row, positions)]).encode())
    return PrintRun(tuple(folder / file for file in files), packets, tuple(positions))


def parts(packets: Sequence[Packet], max_sheets: int) -> Iterator[tuple[Packet, ...]]:
    """Returns the packets in parts of at most `max_sheets`; an envelope's letters stay together."""
    part: list[Packet] = []
    sheets = 0
    for packet in packets:
        # `part and`: an envelope that has more sheets than a part becomes a part of its own.
        if part and sheets + packet.sheets > max_sheets:
            yield tuple(part)
            part, sheets = [], 0
        part.append(packet)
        sheets += packet.sheets
    if part:
        yield tuple(part)


def _add(merger: PdfMerger, piece: PostalPiece, *, duplex: bool) -> Problem | None:
    """Adds a letter, and an empty back if its last sheet has none; returns what is wrong with it.

    The letter must be the one that was printed, byte by byte: its words were checked then.
    """
    try:
        data = piece.path.read_bytes()
        # Before the file is parsed: a changed file is not opened at all.
        if hashlib.sha256(data).hexdigest() != piece.sha256:
            message = "is not the file that was printed; build the campaign again"
            return piece.problem("", message, code="letter-changed")
        with pikepdf.open(io.BytesIO(data)) as letter:
            if problem := _shape_problem(letter, piece):
                return problem
            merger.add(letter)
    except OSError as error:
        message = f"cannot be read: {error.strerror}; build the campaign again"
        return piece.problem("", message, code="letter-unreadable")
    except (pikepdf.PdfError, PdfMergeError) as error:
        message = f"is no whole PDF ({error}); build the campaign again"
        return piece.problem("", message, code="letter-damaged")
    # Otherwise the next letter would begin on the back of this one.
    if duplex and piece.pages % 2:
        merger.add_blank()
    return None


def _shape_problem(letter: pikepdf.Pdf, piece: PostalPiece) -> Problem | None:
    """Returns what is wrong with the letter's pages."""
    if len(letter.pages) != piece.pages:
        message = (
            f"has {len(letter.pages)} pages instead of {piece.pages}; build the campaign again"
        )
        return piece.problem("", message, code="page-count-changed")
    for page in letter.pages:
        left, bottom, right, top = (float(side) for side in page.mediabox)
        # Print services refuse other sizes (Lob), and a window is measured for this one.
        width, height = LETTER_SIZE
        off = max(abs(right - left - width), abs(top - bottom - height))
        if off > MAX_ROUNDING_POINTS:
            message = (
                "has a page that is not 8.5 x 11 inches: "
                "set @page { size: 8.5in 11in } in its design"
            )
            return piece.problem("", message, code="page-not-letter-size")
    return None


def _row(position: RunPosition) -> tuple[str, ...]:
    """Returns the row of index.csv, as COLUMNS names its cells."""
    piece = position.piece
    pages = (position.page_from, position.page_to, position.sheets, position.packet.number)
    return (
        position.file,
        *map(str, pages),
        position.packet.postage,
        piece.key,
        piece.supporter,
        piece.recipient.id,
        piece.recipient.seat,
        piece.place,
        piece.sha256,
    )
