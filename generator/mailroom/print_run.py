"""The mailroom: the letters that were built become one print run, with envelopes or labels, manifest, proof and kit in its order.

Everything is made aside, and put in its place when all of it is whole and every address fits: what lies in print/ belongs together.
"""

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal, TypeVar

from generator.errors import FilesAreWrongError, Problem
from generator.files.whole import guarantee_folder, remove_unfinished, temporary_folder
from generator.ledger.batches import RUN, Batch, batches, next_names, record_batches, standing_in
from generator.ledger.book import Ledger
from generator.letter.envelopes import Envelope
from generator.letter.stationery import Printer
from generator.mailroom.paper import assembly, window_proof
from generator.mailroom.paper import window_proof as mailing_windows
from generator.mailroom.paper.assembly import Run, assemble
from generator.mailroom.paper.delivery_kit import delivery_kit
from generator.mailroom.paper.envelopes_and_labels import Nudge, envelopes, labels
from generator.mailroom.paper.manifest import Format, manifest
from generator.mailroom.paper.pieces import Grouping, Order, Packet, Piece, in_order, packed
from generator.mailroom.stock import Stock, enter

FOLDER = "print"
Face = Literal["window", "envelopes", "labels"]
"""Where the post reads the address: through the window of the envelope, on its printed face, or on a label."""
_OURS = ("run-*.pdf", "envelopes.pdf", "labels.pdf", "proof.pdf", "kit.pdf", "manifest.csv", "index.csv")

Made = TypeVar("Made")


class NoWindowError(FilesAreWrongError):
    """The letters are in a design whose envelope has no window."""

    def __init__(self, design: str) -> None:
        message = "is for an envelope without a window: print --envelopes or --labels"
        super().__init__([Problem(f"templates/{design}/design.yaml", 0, "envelope", message)])


@dataclass(frozen=True)
class Wanted:
    """What is to be made of the letters."""

    order: Order = "zip"
    grouping: Grouping = "piece"
    duplex: bool = True
    sheets_a_part: int = assembly.SHEETS_A_PART
    face: Face = "window"
    stock: str = "5160"
    skip: int = 0
    nudge: Nudge = field(default_factory=Nudge)
    layout: Format = "own"
    proof: bool = False
    kit: bool = False


@dataclass(frozen=True)
class Printout:
    """What lies in print/ now."""

    folder: Path
    run: Run
    files: tuple[str, ...]
    batches: tuple[Batch, ...]
    elsewhere: Mapping[str, int]
    """How many of the letters stand in an earlier batch too, of which nobody has told that it went."""
    left_out: tuple[Problem, ...] = ()
    """What is wrong with letters that were left out."""
    warnings: tuple[Problem, ...] = ()


def print_run(
    stock: Stock, wanted: Wanted, *, folder: Path, templates: Path, ledger: Ledger, at: datetime.date, keep_going: bool = False
) -> Printout:
    """The print run of the letters, in the folder `print` of the campaign's folder, and in the ledger as batches.

    Raises FilesAreWrongError with every address that does not fit and every letter that cannot be mailed, and nothing is written
    then; with `keep_going` the others are printed without them. CannotWriteError when the disk is full.
    """
    remove_unfinished(folder)
    pieces, left_out = tuple(stock.pieces), set[Problem]()
    while True:
        try:
            made = _made(stock, pieces, wanted=wanted, folder=folder, templates=templates, ledger=ledger, at=at)
        except FilesAreWrongError as error:
            wrong = {problem.file for problem in error.problems}
            rest = tuple(piece for piece in pieces if piece.place not in wrong)
            if not keep_going or not rest or len(rest) == len(pieces):
                raise
            left_out.update(error.problems)
            pieces = rest
        else:
            return replace(made, left_out=tuple(sorted(left_out)))


def _made(
    stock: Stock, pieces: Sequence[Piece], *, wanted: Wanted, folder: Path, templates: Path, ledger: Ledger, at: datetime.date
) -> Printout:
    """The run of exactly these letters."""
    workshop = _Workshop(stock, pieces, wanted=wanted, templates=templates)
    before = batches(ledger)
    made, is_new = next_names(before, tuple(map(_letters, workshop.parts)), kind=RUN)
    with temporary_folder(folder) as aside:
        run = workshop.run(aside, first=int(made[0].name.rpartition("-")[2]))
        if is_new:
            enter(stock, pieces, ledger=ledger, folder=folder, at=at)
            record_batches(ledger, made, at=at)
        files = _put_in_place(aside, folder / FOLDER)
    elsewhere = standing_in(before, {piece.key for piece in pieces}, but=made)
    return Printout(folder / FOLDER, run, files, made, elsewhere, warnings=tuple(workshop.warnings))


def _letters(part: Sequence[Packet]) -> frozenset[tuple[str, str]]:
    """The letters of a part, as a batch has them."""
    return frozenset((piece.key, piece.sha256) for packet in part for piece in packet.pieces)


# ---------------------------------------------------------------- making it


class _Workshop:
    """Makes the files of one run; what is wrong with any of them is told together."""

    def __init__(self, stock: Stock, pieces: Sequence[Piece], *, wanted: Wanted, templates: Path) -> None:
        self._stock = stock
        self._wanted = wanted
        self._templates = templates
        self._order: Order = "route" if wanted.kit else wanted.order
        self._pieces = in_order(pieces, self._order)
        self._packets = packed(self._pieces, grouping=wanted.grouping, duplex=wanted.duplex)
        self.parts = tuple(assembly.parts(self._packets, wanted.sheets_a_part))
        self.warnings: list[Problem] = []
        self._problems: set[Problem] = set()

    def run(self, folder: Path, *, first: int) -> Run:
        """The run and all that goes with it, in the folder.

        Raises FilesAreWrongError with every problem of every file.
        """
        run = self._tried(lambda: self._assembled(folder, first=first))
        if run is not None:
            self._tried(lambda: manifest(run, folder=folder, layout=self._wanted.layout))
        self._tried(lambda: self._addressed(folder))
        if self._wanted.kit:
            self._tried(lambda: self._kit(folder))
        if run is None or self._problems:
            raise FilesAreWrongError(self._problems)
        return run

    def _tried(self, step: Callable[[], Made]) -> Made | None:
        try:
            return step()
        except FilesAreWrongError as error:
            self._problems.update(error.problems)
            return None

    def _assembled(self, folder: Path, *, first: int) -> Run:
        return assemble(
            self._pieces,
            folder=folder,
            order=self._order,
            grouping=self._wanted.grouping,
            duplex=self._wanted.duplex,
            sheets_a_part=self._wanted.sheets_a_part,
            first=first,
        )

    def _addressed(self, folder: Path) -> None:
        """The faces, in the order of the run; or, where the address shows through a window, the proof that it does."""
        wanted = self._wanted
        if wanted.face == "envelopes":
            envelopes(self._packets, folder=folder, templates=self._templates, printer=self._printer)
        if wanted.face == "labels":
            labels(
                self._packets,
                folder=folder,
                templates=self._templates,
                printer=self._printer,
                stock=wanted.stock,
                skip=wanted.skip,
                nudge=wanted.nudge,
            )
        if wanted.face == "window" or wanted.proof:
            found = self._shown_in_windows(folder)
            if wanted.face == "window":
                self._problems.update(found)
            else:
                self.warnings += (replace(problem, severity="warning") for problem in found)

    def _shown_in_windows(self, folder: Path) -> tuple[Problem, ...]:
        """The addresses that their window may not show whole, measured on the letters."""
        known = self._windows()
        if self._wanted.proof:
            made = mailing_windows.proof(self._pieces, folder=folder, templates=self._templates, printer=self._printer, windows=known)
            return made.problems
        return tuple(window_proof.problems_of(window_proof.measure(self._pieces, windows=known), windows=known))

    def _windows(self) -> Mapping[str, Envelope]:
        ready = self._stock.ready
        if ready.envelope is None or ready.envelope.window is None:
            raise NoWindowError(ready.press.design.name)
        return {ready.press.design.name: ready.envelope}

    def _kit(self, folder: Path) -> Path:
        campaign = self._stock.ready.campaign
        details = campaign.sender.details
        return delivery_kit(
            self._pieces,
            folder=folder,
            templates=self._templates,
            printer=self._printer,
            subject=campaign.settings.subject,
            sender=details.organization or details.name,
        )

    @property
    def _printer(self) -> Printer:
        press = self._stock.ready.press
        return Printer(press.engine, press.ground.on)


def _put_in_place(aside: Path, folder: Path) -> tuple[str, ...]:
    """The names of the files, which lie in the folder now. Those of an earlier run go first: better none than two that do not agree."""
    guarantee_folder(folder)
    for old in (path for pattern in _OURS for path in folder.glob(pattern)):
        old.unlink()
    names = tuple(sorted(path.name for path in aside.iterdir()))
    for name in names:
        (aside / name).replace(folder / name)
    return names


def totals(run: Run) -> Iterable[str]:
    """How large each file of the run is, a line each."""
    for file in run.files:
        placed = [one for one in run.placed if one.file == file.name]
        sheets = sum(one.sheets for one in placed)
        yield f"{file.name}: {len(placed)} letters, {placed[-1].page_to} pages, {sheets} sheets"
