"""A letter drive: supporters who agreed write to their own members of Congress, each in their own name.

Printed letters go to `letters/<supporter>/` below the campaign's folder. The ledger there knows what became of each
mailpiece, held.csv who was held back and why.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import overload

from generator.congress import forms_of_address
from generator.errors import FilesAreWrongError, LettersError, Problem
from generator.files.images import read_picture
from generator.ledger.register import Register
from generator.letter import pdf
from generator.models.sender import Sender as Writer
from generator.models.sender import SenderFile
from generator.press import job
from generator.press.build_options import BuildOptions
from generator.press.job import Job
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
"""The design of supporters' letters where none is wished for."""

HELD = "held.csv"
HELD_AGAIN = "held-again.csv"


class NoLetterAllowedError(LettersError):
    """No letter of any supporter may go."""

    def __init__(self, supporters: Path, counts: Mapping[HeldKind, int]) -> None:
        told = ", ".join(f"{number} {kind}" for kind, number in counts.items())
        super().__init__(
            f"no letter of {supporters} may go: {told or 'it holds nobody'}; `letters build … --dry-run` says why"
        )


@dataclass(frozen=True)
class SupporterOrders(Sequence[Order]):
    """The finished words of each supporter's letter, composed as they are asked for: all at once would fill the memory."""

    press: LetterPrinter
    pieces: tuple[Mailpiece, ...]
    folder: Path
    """Where pictures of signatures lie."""

    def __len__(self) -> int:
        return len(self.pieces)

    def __iter__(self) -> Iterator[Order]:
        return map(
            self.compose, self.pieces
        )  # a Sequence's own would take an IndexError of ours for the end

    @overload
    def __getitem__(self, index: int) -> Order: ...
    @overload
    def __getitem__(self, index: slice) -> "SupporterOrders": ...
    def __getitem__(self, index: int | slice) -> "Order | SupporterOrders":
        if isinstance(index, slice):
            return replace(self, pieces=self.pieces[index])
        return self.compose(self.pieces[index])

    def compose(self, piece: Mailpiece) -> Order:
        """The finished words of one letter. Raises FilesAreWrongError."""
        signer = Signer(piece.key, writer(piece, folder=self.folder), piece.supporter.picks)
        return self.press.order(piece.recipient, stem=_stem(piece), signer=signer)


@dataclass(frozen=True, kw_only=True)
class Drive(Job):
    """The letters of the supporters, ready to be printed, and what is held back."""

    orders: SupporterOrders
    held: tuple[Hold, ...]
    """The letters that wait of supporters who write to others."""
    leftovers: HoldList
    """The supporters of whom nothing goes."""
    refused: frozenset[str]
    """Those of them for whom letters were composed before, by id."""

    @property
    def pieces(self) -> tuple[Mailpiece, ...]:
        """Who writes to whom, in the order of the letters."""
        return self.orders.pieces

    @property
    def supporters(self) -> Path:
        """Their file."""
        assert self.options.supporters  # noqa: S101 - `prepare` was given it
        return self.options.supporters

    @property
    def counts(self) -> Counter[HeldKind]:
        """How many are held back, by what became of them."""
        return self.leftovers.counts + Counter(one.kind for one in self.held)

    def refuse_nobody(self) -> None:
        """Returns where there is a letter that may go. Raises NobodyMayWriteError otherwise."""
        if not self.pieces:
            raise NoLetterAllowedError(self.supporters, self.counts)


def _stem(piece: Mailpiece) -> str:
    """The path of the letter in the campaign's folder, without `.pdf`."""
    return f"letters/{piece.supporter.id}/{forms_of_address.file_stem(piece.recipient)}"


def prepare(
    place: load.Project,
    options: BuildOptions,
    *,
    supporters: Path,
    register: Register,
    leftovers: HoldList | None = None,
) -> Drive:
    """The drive that the user asked for: everybody in the file looked at, and every kind of letter composed once.

    `register` says who is known to the ledger, and `leftovers` takes those of whom nothing goes. Raises FilesAreWrongError with all
    problems of all files.
    """
    options = replace(
        options, design=DESIGN if options.design is None else options.design, supporters=supporters
    )
    files = options.recipient_files or place.recipient_files()
    loaded = load.load(
        place,
        options.campaign,
        on=options.letter_date,
        sender=options.sender,
        recipient_files=files,
    )
    press = job.open_press(place, loaded.campaign, options=options)
    consent = loaded.campaign.settings.consent
    terms = EligibilityRules(
        options.letter_date,
        pdf.missing_glyphs,
        wording=consent.version if consent else None,
        mapping=dict(options.mapping),
    )
    rows = stream_supporters(supporters, terms=terms, shown_as=place.shown(supporters))
    people = _parted(rows, register=register, leftovers=leftovers or HoldList())
    answers = tuple(
        mailpieces(
            people.going,
            recipients=loaded.recipients,
            table=press.ground.table,
            on=options.letter_date,
            campaign=options.campaign,
            version=loaded.campaign.settings.version,
        )
    )
    pieces = tuple(answer for answer in answers if isinstance(answer, Mailpiece))
    held = tuple(answer for answer in answers if isinstance(answer, Hold))
    warnings = (
        *loaded.warnings,
        *people.warnings,
        *_unknown_picks(press, people.going),
        *_unusable_addresses(people.going),
        *old_lines(place.shown(place.district_table), press.campaign, ground=press.ground),
    )
    orders = SupporterOrders(press, pieces, supporters.parent)
    return Drive(
        options,
        press.campaign,
        press,
        job.envelope(place, press.design),
        left_out=(),
        warnings=(*warnings, *_doubts(orders)),
        orders=orders,
        held=held,
        leftovers=people.leftovers,
        refused=people.refused,
    )


@dataclass(frozen=True)
class _People:
    """Everybody in a list, parted."""

    going: tuple[Supporter, ...]
    leftovers: HoldList
    warnings: tuple[Problem, ...]
    refused: frozenset[str]


def _parted(rows: Iterable[Answer], *, register: Register, leftovers: HoldList) -> _People:
    """Those whose letters may go, under the ids that their letters have, and the others."""
    going: dict[str, Supporter] = {}
    warnings: list[Problem] = []
    refused: set[str] = set()
    for row in rows:
        if isinstance(row, Problem):
            warnings.append(row)
            continue
        answer = register.answer(row)
        if (
            isinstance(answer, Supporter)
            and (twin := going.setdefault(answer.id.casefold(), answer)) is not answer
        ):
            answer = Hold("merged", _as_known(twin), answer)
        if isinstance(answer, Hold):
            leftovers.take(answer)
            refused.update(register.known(answer.supporter) if answer.kind == "refused" else ())
    return _People(tuple(going.values()), leftovers, tuple(warnings), frozenset(refused))


def _as_known(twin: Supporter) -> str:
    """That a row is a person again whom an earlier list knew by both."""
    return (
        f"is the supporter of {twin.file}:{twin.line} again, as an earlier list has it: written for once; if they are two people, give "
        "each an id that no list has had"
    )


def _unknown_picks(press: LetterPrinter, supporters: tuple[Supporter, ...]) -> Iterator[Problem]:
    """A warning for each supporter who wants an argument that the campaign does not have."""
    known = {argument.id for argument in press.campaign.arguments}
    for supporter in supporters:
        if unknown := [name for name in supporter.picks if name not in known]:
            message = f"the campaign has no argument {', '.join(unknown)}; `letters list arguments` names them"
            yield Problem(supporter.file, supporter.line, "picks", message, "warning")


def _unusable_addresses(supporters: tuple[Supporter, ...]) -> Iterator[Problem]:
    """A warning for each e-mail address that is none: it is printed on the letters, and no mail reaches it."""
    for supporter in supporters:
        if supporter.email and (problem := Mailbox(supporter.email).problem):
            yield Problem(supporter.file, supporter.line, *problem, "warning")


def _doubts(orders: SupporterOrders) -> tuple[Problem, ...]:
    """What is doubtful in the letters, one of each kind composed: to each member, with and without a story, with each set of picks.

    Raises FilesAreWrongError with everything that is wrong in them.
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
    return job.refuse_errors((*problems, *job.audit_all(orders.press, composed)))


def writer(piece: Mailpiece, *, folder: Path) -> Writer:
    """The supporter as the sender of a letter; pictures of signatures lie in the folder."""
    person = piece.supporter
    details = SenderFile(
        name=person.name,
        street=person.street,
        city=person.city,
        state=person.state,
        zip=person.zip,
        email=person.email or None,
        district=piece.recipient.seat if piece.recipient.chamber == "house" else None,
        message=_paragraphs(person.story) or None,
    )
    return Writer(
        details, signature=read_picture(folder, person.signature) if person.signature else None
    )


def _paragraphs(story: str) -> str:
    """The story with each line a paragraph: web forms and their users part paragraphs by one line end as well as by two."""
    return "\n\n".join(filter(None, story.split("\n")))


def held_file(drive: Drive, folder: Path) -> Path:
    """Where the rows of those who are held back go; never in the place of the list that was read."""
    usual = folder / HELD
    return folder / HELD_AGAIN if usual.resolve() == drive.supporters.resolve() else usual


def write_leftovers(drive: Drive, folder: Path, *, failed: Iterable[Hold] = ()) -> None:
    """Writes the rows of those who are held back, and of those whose letters wait or failed."""
    drive.leftovers.write(held_file(drive, folder), more=(*drive.held, *failed))


def held_for_failure(drive: Drive, failures: Mapping[str, str]) -> Iterator[Hold]:
    """The letters that could not be printed, as the leftovers name them; `failures` says why, by stem."""
    for piece in drive.pieces if failures else ():
        if message := failures.get(_stem(piece)):
            yield Hold("failed", message, piece.supporter, piece.recipient.seat)
