"""The print run: all letters in one PDF, each on its own sheet, in the order in which they go into envelopes."""

import hashlib
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pikepdf

from generator.errors import FilesAreWrongError, Problem
from generator.files.csv import csv_text
from generator.files.staging import Stage, staged
from generator.letter.pdf_merge import LETTER_SIZE, Binder, BindingError
from generator.mailroom.paper import pieces as pieces_module
from generator.mailroom.paper.pieces import Grouping, Order, Packet, Piece

SHEETS_A_PART = 2000
"""Four reams: what a print shop loads at a time, and as much as stays small in memory."""
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
_ROUNDING = 0.5


@dataclass(frozen=True)
class Placed:
    """Where one letter is in the run; pages count from 1 and include the empty back of the last sheet."""

    piece: Piece
    packet: Packet
    file: str
    page_from: int
    page_to: int
    sheets: int


@dataclass(frozen=True)
class Run:
    """A print run: its files, and where in them each letter is."""

    folder: Path
    files: tuple[Path, ...]
    packets: tuple[Packet, ...]
    placed: tuple[Placed, ...]
    duplex: bool

    @property
    def sheets(self) -> int:
        """Sheets of paper it takes."""
        return sum(placed.sheets for placed in self.placed)

    @property
    def postage(self) -> dict[str, int]:
        """How many envelopes of each weight class, the lightest first."""
        by_weight = sorted(self.packets, key=lambda packet: packet.ounces)
        classes = [packet.postage for packet in by_weight]
        return {name: classes.count(name) for name in dict.fromkeys(classes)}


def assemble(
    pieces: Iterable[Piece],
    *,
    folder: Path,
    order: Order = "zip",
    grouping: Grouping = "piece",
    duplex: bool = True,
    sheets_a_part: int = SHEETS_A_PART,
    first: int = 1,
    told: Callable[[], object] = lambda: None,
) -> Run:
    """The run in the folder: run-001.pdf and so on from the `first` number, and index.csv. The same letters give the same bytes.

    `told` is called for each letter that was looked at. Raises FilesAreWrongError, before anything is written, with every letter that
    cannot be mailed, is missing, or is not the one that was printed; CannotWriteError when the disk is full.
    """
    ordered = pieces_module.in_order(pieces, order)
    pieces_module.check(ordered)
    packets = pieces_module.packed(ordered, grouping=grouping, duplex=duplex)
    problems: list[Problem] = []
    placed: list[Placed] = []
    with staged(folder, replaces="run-*.pdf") as stage:
        divided = list(parts(packets, sheets_a_part))
        for number, part in enumerate(divided, 1):
            binding = _Part(part_name(first + number - 1), duplex=duplex)
            problems += binding.bind(part, told=told)
            placed += binding.placed
            if not problems:
                binding.write(stage, of=len(divided), number=number)
        if problems:
            raise FilesAreWrongError(problems)
        stage.write(INDEX, csv_text([COLUMNS, *map(_row, placed)]).encode())
    files = tuple(folder / name for name in dict.fromkeys(place.file for place in placed))
    return Run(folder, files, packets, tuple(placed), duplex)


def part_name(number: int) -> str:
    """What the file of a part is called."""
    return f"run-{number:03d}.pdf"


def parts(packets: Sequence[Packet], most: int) -> Iterator[tuple[Packet, ...]]:
    """The packets in parts of at most so many sheets; one envelope's letters stay together."""
    part: list[Packet] = []
    sheets = 0
    for packet in packets:
        if part and sheets + packet.sheets > most:
            yield tuple(part)
            part, sheets = [], 0
        part.append(packet)
        sheets += packet.sheets
    if part:
        yield tuple(part)


class _Part:
    """One file of the run."""

    def __init__(self, file: str, *, duplex: bool) -> None:
        self._file = file
        self._duplex = duplex
        self._binder = Binder()
        self.placed: list[Placed] = []

    def bind(self, packets: Iterable[Packet], *, told: Callable[[], object]) -> Iterator[Problem]:
        """Binds every letter in, and gives a problem for each that cannot be."""
        for packet in packets:
            for piece in packet.pieces:
                if problem := self._bound(piece, packet):
                    yield problem
                told()

    def write(self, stage: Stage, *, number: int, of: int) -> None:
        """Keeps the file ready."""
        title = f"Print run, part {number} of {of}" if of > 1 else "Print run"
        stage.write(self._file, self._binder.pdf(title=title, duplex=self._duplex))

    def _bound(self, piece: Piece, packet: Packet) -> Problem | None:
        before = self._binder.pages
        try:
            data = piece.path.read_bytes()
            if trouble := _trouble(data, piece):
                return piece.problem("", trouble)
            with pikepdf.open(io.BytesIO(data)) as letter:
                if trouble := _shape_trouble(letter, piece):
                    return piece.problem("", trouble)
                self._binder.add(letter)
        except OSError as error:
            return piece.problem("", f"cannot be read: {error.strerror}; build the campaign again")
        except (pikepdf.PdfError, BindingError) as error:
            return piece.problem("", f"is no whole PDF ({error}); build the campaign again")
        if self._duplex and piece.pages % 2:
            self._binder.add_blank()
        sheets = piece.sheets if self._duplex else piece.pages
        self.placed.append(Placed(piece, packet, self._file, before + 1, self._binder.pages, sheets))
        return None


def _trouble(data: bytes, piece: Piece) -> str | None:
    """What is wrong with the file before it is opened."""
    if hashlib.sha256(data).hexdigest() == piece.sha256:
        return None
    return "is not the file that was printed: somebody changed it; build the campaign again"


def _shape_trouble(letter: pikepdf.Pdf, piece: Piece) -> str | None:
    """What is wrong with its pages."""
    if len(letter.pages) != piece.pages:
        return f"has {len(letter.pages)} pages instead of {piece.pages}; build the campaign again"
    for page in letter.pages:
        left, bottom, right, top = (float(side) for side in page.mediabox)
        if abs(right - left - LETTER_SIZE[0]) > _ROUNDING or abs(top - bottom - LETTER_SIZE[1]) > _ROUNDING:
            return "has a page that is not 8.5 x 11 inches: set @page { size: 8.5in 11in } in its design"
    return None


def _row(placed: Placed) -> tuple[str, ...]:
    piece = placed.piece
    numbers = (placed.page_from, placed.page_to, placed.sheets, placed.packet.number)
    where = (placed.packet.postage, piece.key, piece.supporter, piece.recipient.id, piece.recipient.seat, piece.place, piece.sha256)
    return placed.file, *map(str, numbers), *where
