"""The mailroom: the letters that were built become one print run, with all that goes with it.

Everything is printed aside, and put in place when all of it is whole and every address fits: the
files in print/ belong together, and to one order of the letters.
"""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from generator.errors import FilesAreWrongError, Problem
from generator.files.whole import guarantee_folder, remove_unfinished, temporary_folder, write_whole
from generator.ledger.batches import RUN, Batch, batches, next_names, record_batches, standing_in
from generator.ledger.book import Ledger
from generator.letter.stationery import Printer
from generator.mailroom.paper import assembly, window_proof
from generator.mailroom.paper.assembly import PrintRun, assemble
from generator.mailroom.paper.delivery_kit import kit_pdf
from generator.mailroom.paper.envelopes_and_labels import Nudge, envelopes_pdf, labels_pdf
from generator.mailroom.paper.manifest import Format, manifest_csv
from generator.mailroom.paper.pieces import Grouping, Order, PostalPiece, in_order, packed
from generator.mailroom.stock import LetterStock, enter

FOLDER = "print"
Face = Literal["window", "envelopes", "labels"]
"""Where the post reads the address: in a window, on a printed envelope, or on a label."""
# Removed before a run is put in place; other files that a person keeps in print/ stay.
_OURS = (
    "run-*.pdf",
    "envelopes.pdf",
    "labels.pdf",
    "proof.pdf",
    "kit.pdf",
    "manifest.csv",
    "index.csv",
)


@dataclass(frozen=True)
class PrintOptions:
    """What is printed of the letters, and in which order."""

    order: Order
    grouping: Grouping
    duplex: bool
    sheets_a_part: int
    face: Face
    stock: str
    skip: int
    nudge: Nudge
    layout: Format
    proof: bool
    kit: bool


@dataclass(frozen=True)
class Printout:
    """The files in print/, and what was left out of them."""

    folder: Path
    run: PrintRun
    files: tuple[str, ...]
    batches: tuple[Batch, ...]
    elsewhere: Mapping[str, int]
    """How many of the letters stand in each earlier batch that is not marked as mailed or sent."""
    left_out: tuple[Problem, ...] = ()
    """The problems of letters that were left out."""
    warnings: tuple[Problem, ...] = ()


def print_run(
    stock: LetterStock,
    wanted: PrintOptions,
    *,
    folder: Path,
    templates: Path,
    ledger: Ledger,
    at: datetime.date,
    keep_going: bool = False,
) -> Printout:
    """Prints the letters into the folder `print` of the campaign's folder.

    The ledger then has the letters of each part as a batch. Raises FilesAreWrongError with every
    address that does not fit and every letter that cannot be mailed, and nothing is written then;
    with `keep_going` the others are printed without them. CannotWriteError when the disk is full.
    """
    remove_unfinished(folder)
    # A set, since rounds find some problems again.
    pieces, left_out = tuple(stock.pieces), set[Problem]()
    # A round for each group of letters that cannot be mailed: to leave some out can change which
    # packets there are. Each round has fewer letters, so that it ends.
    while True:
        printer = _RunPrinter(stock, pieces, options=wanted, templates=templates)
        try:
            made = _print(printer, folder=folder, ledger=ledger, at=at)
        except FilesAreWrongError as error:
            wrong = {problem.file for problem in error.problems}
            rest = tuple(piece for piece in pieces if piece.place not in wrong)
            # No letter left over: nothing to print. None left out: the problem is not one of a
            # letter.
            if not keep_going or not rest or len(rest) == len(pieces):
                raise
            left_out.update(error.problems)
            pieces = rest
        else:
            return replace(made, left_out=tuple(sorted(left_out)))


def _print(printer: "_RunPrinter", *, folder: Path, ledger: Ledger, at: datetime.date) -> Printout:
    """Prints the run aside, records its batches, and puts the files in place."""
    before = batches(ledger)
    letters = [
        frozenset((piece.key, piece.sha256) for packet in part for piece in packet.pieces)
        for part in printer.parts
    ]
    # The same letters again keep their name, and need no second entry in the ledger.
    made, is_new = next_names(before, letters, kind=RUN)
    with temporary_folder(folder) as aside:
        run = printer.write(aside, first=int(made[0].name.rpartition("-")[2]))
        # Recorded before the files are in place: if the machine stops in between, the next run of
        # the same letters has the same name, and no printed run lacks its record.
        if is_new:
            enter(printer.stock, printer.pieces, ledger=ledger, folder=folder, at=at)
            record_batches(ledger, made, at=at)
        files = _put_in_place(aside, folder / FOLDER)
    elsewhere = standing_in(before, {piece.key for piece in printer.pieces}, but=made)
    warnings = tuple(printer.warnings)
    return Printout(folder / FOLDER, run, files, made, elsewhere, warnings=warnings)


class _RunPrinter:
    """Prints the files of one run of exactly these letters."""

    def __init__(
        self,
        stock: LetterStock,
        pieces: Sequence[PostalPiece],
        *,
        options: PrintOptions,
        templates: Path,
    ) -> None:
        self.stock = stock
        self.pieces = in_order(pieces, "route" if options.kit else options.order)
        packets = packed(self.pieces, grouping=options.grouping, duplex=options.duplex)
        self.parts = tuple(assembly.parts(packets, options.sheets_a_part))
        self.warnings: list[Problem] = []
        self._options = options
        self._templates = templates
        press = stock.ready.press
        self._printer = Printer(press.engine, press.ground.on)

    def write(self, folder: Path, *, first: int) -> PrintRun:
        """Returns the run, written into the folder with all that goes with it.

        Raises FilesAreWrongError with every problem of every file.
        """
        options = self._options
        problems: set[Problem] = set()
        with _collected(problems):
            run = assemble(self.parts, folder=folder, duplex=options.duplex, first=first)
            write_whole(folder / "manifest.csv", manifest_csv(run, layout=options.layout))
        with _collected(problems):
            self._write_addresses(folder)
        if options.face == "window" or options.proof:
            with _collected(problems):
                self._check_window(folder)
        if options.kit:
            with _collected(problems):
                self._write_kit(folder)
        if problems:
            raise FilesAreWrongError(problems)
        return run

    def _write_addresses(self, folder: Path) -> None:
        """Writes the envelopes or labels, in the order of the run."""
        options, templates, printer = self._options, self._templates, self._printer
        packets = [packet for part in self.parts for packet in part]
        if options.face == "envelopes":
            data = envelopes_pdf(packets, templates=templates, printer=printer)
            write_whole(folder / "envelopes.pdf", data)
        if options.face == "labels":
            data = labels_pdf(
                packets,
                templates=templates,
                printer=printer,
                stock=options.stock,
                skip=options.skip,
                nudge=options.nudge,
            )
            write_whole(folder / "labels.pdf", data)

    def _check_window(self, folder: Path) -> None:
        """Measures every address on its letter, and writes the proof if it is asked for.

        Raises FilesAreWrongError for addresses that the window may not show whole; these are only
        warnings if the letters go into printed envelopes.
        """
        job = self.stock.ready
        designs = {folder.name for folder in self._templates.iterdir()}
        window = window_proof.window_of(job.press.design.name, job.envelope, designs=designs)
        measured = window_proof.measure(self.pieces, window)
        if self._options.proof:
            data = window_proof.proof_pdf(
                measured, window, templates=self._templates, printer=self._printer
            )
            write_whole(folder / "proof.pdf", data)
        found = window_proof.problems_of(measured)
        if self._options.face != "window":
            # The proof was asked for; the post reads the address on the envelope.
            self.warnings += [replace(problem, severity="warning") for problem in found]
        elif found:
            raise FilesAreWrongError(found)

    def _write_kit(self, folder: Path) -> None:
        campaign = self.stock.ready.campaign
        details = campaign.sender.details
        data = kit_pdf(
            self.pieces,
            templates=self._templates,
            printer=self._printer,
            subject=campaign.settings.subject,
            sender=details.organization or details.name,
        )
        write_whole(folder / "kit.pdf", data)


@contextmanager
def _collected(problems: set[Problem]) -> Iterator[None]:
    """Adds what is wrong in the block to the problems, so that all files' are shown at once."""
    try:
        yield
    except FilesAreWrongError as error:
        problems.update(error.problems)


def _put_in_place(aside: Path, folder: Path) -> tuple[str, ...]:
    """Returns the names of the files, moved into the folder.

    Those of an earlier run go first: after a crash no file is better than two that do not agree.
    """
    guarantee_folder(folder)
    for old in [path for pattern in _OURS for path in folder.glob(pattern)]:
        old.unlink()
    names = tuple(sorted(path.name for path in aside.iterdir()))
    for name in names:
        (aside / name).replace(folder / name)
    return names


def totals(run: PrintRun) -> Iterator[str]:
    """Returns a line for each file of the run that says how large it is."""
    for file in run.files:
        inside = [position for position in run.positions if position.file == file.name]
        sheets = sum(position.sheets for position in inside)
        yield f"{file.name}: {len(inside)} letters, {inside[-1].page_to} pages, {sheets} sheets"
