"""A letter drive: supporters who agreed write to their own members of Congress in their own names.

Printed letters go to `letters/<supporter>/` below the campaign's folder. The ledger there knows
what became of each mailpiece, and held.csv who was held back and why.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from generator.congress import forms_of_address
from generator.errors import FilesAreWrongError, Problem
from generator.files.images import read_picture
from generator.ledger.register import Register
from generator.letter import pdf
from generator.models.sender import Sender, SenderFile
from generator.press import job
from generator.press.build_options import BuildOptions
from generator.press.inspection import audit_all, refuse_errors
from generator.press.letter import LetterPrinter, Order, Signer
from generator.press.warnings import old_lines
from generator.project import load
from generator.supporters.assignment import mailpieces
from generator.supporters.eligibility import EligibilityRules
from generator.supporters.held_back import HoldList
from generator.supporters.mailboxes import Mailbox
from generator.supporters.reading import Answer, stream_supporters
from generator.supporters.types import HeldKind, Hold, Mailpiece, Supporter

DESIGN = "constituent"
"""The design of supporters' letters unless the options name one."""

HELD = "held.csv"
HELD_AGAIN = "held-again.csv"
"""The name of held.csv when the list that was read is itself the held.csv of an earlier build."""


@dataclass(frozen=True)
class SupporterOrders(Sequence[Order]):
    """The finished words of each supporter's letter, composed when they are asked for.

    A hundred thousand letters composed at once would fill the memory.
    """

    press: LetterPrinter
    pieces: tuple[Mailpiece, ...]
    folder: Path
    """Where pictures of signatures lie."""

    def __len__(self) -> int:
        return len(self.pieces)

    def __iter__(self) -> Iterator[Order]:
        # A Sequence's own __iter__ would take an IndexError of ours for the end.
        return map(self.compose, self.pieces)

    def __getitem__(self, index: Any) -> Any:  # noqa: ANN401 - no caller takes a slice
        return self.compose(self.pieces[index])

    def compose(self, piece: Mailpiece) -> Order:
        """Returns the finished words of one letter. Raises FilesAreWrongError."""
        signer = Signer(piece.key, writer(piece, folder=self.folder), piece.supporter.picks)
        return self.press.order(piece.recipient, stem=_stem(piece), signer=signer)


@dataclass(frozen=True, kw_only=True)
class Drive(job.Job):
    """The letters of the supporters, ready to be printed, and what is held back."""

    orders: SupporterOrders
    supporters: Path
    """Their file."""
    held: tuple[Hold, ...]
    """The letters that wait of supporters who write to others."""
    leftovers: HoldList
    """The supporters of whom nothing goes."""
    refused: frozenset[str]
    """Ids of supporters who refuse and for whom letters were composed before."""

    @property
    def pieces(self) -> tuple[Mailpiece, ...]:
        """Who writes to whom, in the order of the letters."""
        return self.orders.pieces

    @property
    def counts(self) -> Counter[HeldKind]:
        """How many letters and supporters are held back, by kind."""
        return self.leftovers.counts + Counter(one.kind for one in self.held)

    def refuse_nobody(self) -> None:
        """Raises NoLetterError if no letter of any supporter may go."""
        if not self.pieces:
            kinds = ", ".join(f"{number} {kind}" for kind, number in self.counts.items())
            message = (
                f"no letter of {self.supporters} may go: {kinds or 'it holds nobody'}; "
                "`letters build … --dry-run` says why"
            )
            raise job.NoLetterError(message)


def _stem(piece: Mailpiece) -> str:
    """Returns the path of the letter in the campaign's folder, without `.pdf`."""
    return f"letters/{piece.supporter.id}/{forms_of_address.file_stem(piece.recipient)}"


def prepare(
    project: load.Project,
    options: BuildOptions,
    *,
    supporters: Path,
    register: Register,
    leftovers: HoldList,
) -> Drive:
    """Returns the drive: every supporter judged, and one letter of each kind composed and audited.

    `register` holds the supporters that the ledger knows; `leftovers` takes those of whom nothing
    goes. Raises FilesAreWrongError with all problems of all files.
    """
    if options.design is None:
        options = replace(options, design=DESIGN)
    files = load.load(
        project,
        options.campaign,
        on=options.letter_date,
        sender=options.sender,
        recipient_files=options.recipient_files or project.recipient_files(),
    )
    press = job.open_press(project, files.campaign, options=options)
    settings, ground = files.campaign.settings, press.ground
    rules = EligibilityRules(
        options.letter_date,
        pdf.missing_glyphs,
        wording=settings.consent.version if settings.consent else None,
        mapping=dict(options.mapping),
    )
    rows = stream_supporters(supporters, terms=rules, shown_as=project.shown(supporters))
    people = _judged(rows, register=register, leftovers=leftovers)
    pieces: list[Mailpiece] = []
    held: list[Hold] = []
    for answer in mailpieces(
        people.going,
        recipients=files.recipients,
        table=ground.table,
        on=options.letter_date,
        campaign=options.campaign,
        version=settings.version,
    ):
        if isinstance(answer, Hold):
            held.append(answer)
        else:
            pieces.append(answer)
    orders = SupporterOrders(press, tuple(pieces), supporters.parent)
    return Drive(
        options=options,
        press=press,
        envelope=job.envelope(project, press.design),
        orders=orders,
        warnings=(
            *files.warnings,
            *people.warnings,
            *_cautions(press, people.going),
            *old_lines(project.shown(project.district_table), press.campaign, ground=ground),
            *_doubts(orders),
        ),
        supporters=supporters,
        held=tuple(held),
        leftovers=leftovers,
        refused=frozenset(people.refused),
    )


@dataclass(frozen=True)
class _JudgedRows:
    """What became of the rows of a supporters' file, except those that went to the hold list."""

    going: tuple[Supporter, ...]
    warnings: list[Problem]
    refused: set[str]


def _judged(rows: Iterable[Answer], *, register: Register, leftovers: HoldList) -> _JudgedRows:
    """Returns the supporters whose letters may go, by the ids that their letters have.

    The others go to `leftovers`.
    """
    going: dict[str, Supporter] = {}
    warnings: list[Problem] = []
    refused: set[str] = set()
    for row in rows:
        if isinstance(row, Problem):
            warnings.append(row)
            continue
        answer = register.answer(row)
        if isinstance(answer, Supporter):
            first = going.setdefault(answer.id.casefold(), answer)
            if first is answer:
                continue
            reason = (
                f"is the supporter of {first.file}:{first.line} again, as an earlier list has it: "
                "written for once; if they are two people, give each an id that no list has had"
            )
            answer = Hold("merged", reason, answer)
        leftovers.take(answer)
        if answer.kind == "refused":
            refused.update(register.known(answer.supporter))
    return _JudgedRows(tuple(going.values()), warnings, refused)


def _cautions(press: LetterPrinter, supporters: Iterable[Supporter]) -> Iterator[Problem]:
    """Yields a warning for each pick that is no argument, and each address that takes no e-mail.

    Such an address is printed on the letters, and no answer reaches it.
    """
    known = {argument.id for argument in press.campaign.arguments}
    for one in supporters:
        if unknown := [name for name in one.picks if name not in known]:
            names = ", ".join(unknown)
            message = f"the campaign has no argument {names}; `letters list arguments` names them"
            yield Problem(one.file, one.line, "picks", message, "warning", code="unknown-argument")
        if one.email and (problem := Mailbox(one.email).problem):
            yield Problem(one.file, one.line, *problem, "warning", code="unusable-email")


def _doubts(orders: SupporterOrders) -> tuple[Problem, ...]:
    """Returns what is doubtful in the letters; one letter of each kind is composed and audited.

    A kind is a recipient, with or without a story, and a set of picks: nothing else changes what
    the campaign says. Raises FilesAreWrongError with everything that is wrong in them.
    """
    kinds = {
        (piece.recipient.id, bool(piece.supporter.story), piece.supporter.picks): piece
        for piece in orders.pieces
    }
    composed: list[Order] = []
    problems: set[Problem] = set()
    for piece in kinds.values():
        try:
            composed.append(orders.compose(piece))
        except FilesAreWrongError as error:
            problems.update(error.problems)
    return refuse_errors((*problems, *audit_all(orders.press, composed)))


def writer(piece: Mailpiece, *, folder: Path) -> Sender:
    """Returns the supporter as the sender of a letter; `folder` has pictures of signatures."""
    person = piece.supporter
    # Web forms and their users part paragraphs by one line end as well as by two.
    message = "\n\n".join(filter(None, person.story.split("\n")))
    details = SenderFile(
        name=person.name,
        street=person.street,
        city=person.city,
        state=person.state,
        zip=person.zip,
        email=person.email or None,
        district=piece.recipient.seat if piece.recipient.chamber == "house" else None,
        message=message or None,
    )
    return Sender(
        details, signature=read_picture(folder, person.signature) if person.signature else None
    )


def held_file(drive: Drive, folder: Path) -> Path:
    """Returns the file for those who are held back; it is never the list that was read."""
    usual = folder / HELD
    return folder / HELD_AGAIN if usual.resolve() == drive.supporters.resolve() else usual


def write_leftovers(drive: Drive, folder: Path, *, failures: Mapping[str, str]) -> None:
    """Writes the rows of those who are held back, and of those whose letters wait or failed.

    `failures` says why letters could not be printed, by stem.
    """
    failed = [
        Hold("failed", failures[_stem(piece)], piece.supporter, piece.recipient.seat)
        for piece in (drive.pieces if failures else ())
        if _stem(piece) in failures
    ]
    drive.leftovers.write(held_file(drive, folder), more=(*drive.held, *failed))
