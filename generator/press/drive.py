"""A letter drive: supporters who agreed write to their own members of Congress in their own names.

Printed letters go to `letters/<supporter>/` below the campaign's folder. The ledger there records
the state of each mailpiece, and held.csv lists the supporters who were held back, with the reason.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from generator.congress import filters, forms_of_address
from generator.congress.roster import has_ended
from generator.errors import FilesAreWrongError, Problem
from generator.files.images import read_picture
from generator.ledger.register import Register
from generator.letter import pdf
from generator.letter.selection import SelectionContext
from generator.models.campaign import Campaign
from generator.models.sender import Sender, SenderFile
from generator.press import job
from generator.press.build_options import BuildOptions
from generator.press.filter_context import filter_context
from generator.press.inspection import audit_all, refuse_errors
from generator.press.letter import LetterPrinter, Order, Signer
from generator.press.matter_status import old_review
from generator.press.out_of_office import OutOfOffice, notice_of
from generator.press.warnings import lines_of_another_congress, old_lines, without_supporters
from generator.project import load
from generator.supporters.assignment import mailpieces
from generator.supporters.eligibility import EligibilityRules
from generator.supporters.held_back import HoldList
from generator.supporters.mailboxes import Mailbox
from generator.supporters.reading import Answer, stream_supporters
from generator.supporters.types import HeldKind, Hold, Mailpiece, Supporter

DESIGN = "constituent"
"""The design of supporters' letters unless the options name one; for a campaign of window envelopes
it is that with a window."""

HELD = "held.csv"
HELD_AGAIN = "held-again.csv"
"""The name of held.csv when the list that was read is itself the held.csv of an earlier build."""


@dataclass(frozen=True)
class SupporterOrders(Sequence[Order]):
    """The orders of all supporters' letters, each composed when it is iterated over.

    A hundred thousand letters composed at once would fill the memory.
    """

    press: LetterPrinter
    pieces: tuple[Mailpiece, ...]
    folder: Path
    """The folder of the pictures of signatures."""

    def __len__(self) -> int:
        return len(self.pieces)

    def __iter__(self) -> Iterator[Order]:
        # Sequence.__iter__ would mistake an IndexError of our own for the end.
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
    """Letters that wait, such as one to a vacant seat; other letters of the same supporter go."""
    leftovers: HoldList
    """The supporters who get no letter at all."""
    refused: frozenset[str]
    """Ids of supporters who withdrew after letters were composed for them."""

    @property
    def pieces(self) -> tuple[Mailpiece, ...]:
        """The supporter and the recipient of each letter, in the order of the letters."""
        return self.orders.pieces

    @property
    def counts(self) -> Counter[HeldKind]:
        """How many letters and supporters are held back, by kind."""
        return self.leftovers.counts + Counter(one.kind for one in self.held)

    def refuse_nobody(self) -> None:
        """Raises NoLetterError if no supporter's letter may be printed."""
        if not self.pieces:
            kinds = ", ".join(f"{number} {kind}" for kind, number in self.counts.items())
            message = (
                f"no letter of {self.supporters} may be printed: "
                f"{kinds or 'it lists no supporter'}; "
                "`letters build … --dry-run` says why"
            )
            raise job.NoLetterError(message)


def _design(project: load.Project, campaign: Campaign) -> str:
    """Returns the design of supporters' letters, for the envelopes of the campaign's own."""
    with_window = f"{DESIGN}{job.WINDOW}"
    is_window = job.campaign_design(project, campaign).endswith(job.WINDOW)
    return with_window if is_window and with_window in project.designs() else DESIGN


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
    """Returns the drive, after a check of every supporter and the audit of a letter of each kind.

    The steps are those of `build.prepare_letters`, except that supporters are read as a stream and
    their letters composed one at a time. `register` holds the supporters that the ledger knows;
    `leftovers` takes those who get no letter. Filters choose among the letters; what is held back
    does not depend on them. Raises FilesAreWrongError with all problems of all files, and
    NoMatchingRecipientError.
    """
    files = load.load(
        project,
        options.campaign,
        on=options.letter_date,
        sender=options.sender,
        recipient_files=options.recipient_files or project.recipient_files(),
    )
    if options.design is None:
        options = replace(options, design=_design(project, files.campaign))
    press = job.open_press(project, files.campaign, options=options)
    settings, ground = files.campaign.settings, press.ground
    rules = EligibilityRules(
        options.letter_date,
        # A name that the typefaces lack is found per row, before a letter is composed with it.
        pdf.missing_glyphs,
        wording=settings.consent.version if settings.consent else None,
        mapping=dict(options.mapping),
    )
    rows = stream_supporters(supporters, terms=rules, shown_as=project.shown(supporters))
    people = _judged(rows, register=register, leftovers=leftovers)
    context = filter_context(press.campaign, ground=ground)
    selected = filters.select(files.recipients, options.filters, context=context)
    chosen = {member.id for member in selected.recipients}
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
        elif answer.recipient.id in chosen:
            pieces.append(answer)
    orders = SupporterOrders(press, tuple(pieces), supporters.parent)
    file = project.shown(press.campaign.folder / "campaign.yaml")
    table = project.shown(project.district_table)
    return Drive(
        options=options,
        press=press,
        envelope=job.envelope(project, press.design),
        orders=orders,
        warnings=(
            *files.warnings,
            *selected.notes,
            *people.warnings,
            *_cautions(press, people.going),
            *old_review(file, press.campaign, on=ground.on),
            *without_supporters(file, press.campaign),
            *old_lines(table, press.campaign, ground=ground),
            *lines_of_another_congress(table, pieces, ground=ground),
            *_no_table(table, held, ground=ground),
            *_doubts(orders),
        ),
        supporters=supporters,
        held=tuple(held),
        leftovers=leftovers,
        refused=frozenset(people.refused),
        absent=_ended(files.everyone, options=options),
    )


def _ended(everyone: load.RecipientList, *, options: BuildOptions) -> OutOfOffice:
    """Returns how many terms ended, if the files have no members of the letters' Congress.

    Otherwise the letters that wait say which seat is open; ended entries concern no supporter.
    """
    if everyone.is_current:
        return OutOfOffice()
    every = everyone.recipients
    over = [person for person in every if has_ended(person, options.letter_date)]
    return OutOfOffice(notice=notice_of(over, everyone, total=len(every), on=options.letter_date))


@dataclass(frozen=True)
class _JudgedRows:
    """The rows of a supporters' file, without those that went to the hold list."""

    going: tuple[Supporter, ...]
    warnings: list[Problem]
    refused: set[str]


def _judged(rows: Iterable[Answer], *, register: Register, leftovers: HoldList) -> _JudgedRows:
    """Returns the supporters with letters that may be printed, under the ids that the ledger knows.

    Adds the others to `leftovers`, with the reason.
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
            # Ids name folders, and the file systems of macOS and Windows do not tell s17 from S17.
            first = going.setdefault(answer.id.casefold(), answer)
            if first is answer:
                continue
            reason = (
                f"is the supporter of {first.file}:{first.line} again, according to an earlier "
                "list, and gets one set of letters; if they are two people, give each an id that "
                "no list has had"
            )
            answer = Hold("merged", reason, answer)
        leftovers.take(answer)
        if answer.kind == "refused":
            refused.update(register.known(answer.supporter))
    return _JudgedRows(tuple(going.values()), warnings, refused)


def _cautions(press: LetterPrinter, supporters: Iterable[Supporter]) -> Iterator[Problem]:
    """Yields a warning for each pick that no letter can have, and each unusable e-mail address.

    The letters print such an address, and an office that answers would not reach the supporter.
    """
    known = {argument.id: argument.header.voice for argument in press.campaign.arguments}
    for one in supporters:
        if unknown := [name for name in one.picks if name not in known]:
            names = ", ".join(unknown)
            message = f"the campaign has no argument {names}; `letters list arguments` names them"
            yield Problem(one.file, one.line, "picks", message, "warning", code="unknown-argument")
        # A supporter signs as a person, also where a form asked for more.
        if unfit := [name for name in one.picks if known.get(name) == "organization"]:
            names = ", ".join(unfit)
            message = f"written for an organization, so that no supporter's letter has it: {names}"
            yield Problem(
                one.file, one.line, "picks", message, "warning", code="pick-of-other-voice"
            )
        if one.email and (problem := Mailbox(one.email).problem):
            yield Problem(one.file, one.line, *problem, "warning", code="unusable-email")


def _no_table(file: str, held: Iterable[Hold], *, ground: SelectionContext) -> Iterator[Problem]:
    """Yields a warning if letters wait because the project has no district table, `file`."""
    waiting = sum(one.letter.endswith("-House") for one in held)
    if ground.table is None and waiting:
        message = (
            f"is not there, so that House letters wait ({waiting}): "
            "load it with `letters districts import FILE`"
        )
        yield Problem(file, 0, "", message, "warning", code="no-district-table")


def _doubts(orders: SupporterOrders) -> tuple[Problem, ...]:
    """Returns the warnings about the letters, of which `_samples` are composed and audited.

    Raises FilesAreWrongError with all problems if one is an error.
    """
    # A set: one wrong text fails in the same words for every recipient.
    composed: list[Order] = []
    problems: set[Problem] = set()
    for piece in _samples(orders):
        try:
            composed.append(orders.compose(piece))
        except FilesAreWrongError as error:
            problems.update(error.problems)
    return refuse_errors((*problems, *audit_all(orders.press, composed)))


def _samples(orders: SupporterOrders) -> Iterator[Mailpiece]:
    """Yields mailpieces whose letters have everything that an audit can find in all of them.

    That is each recipient with and without a story and with each set of picks, each argument in a
    letter to each recipient who gets it, and each set of arguments once: nothing else changes the
    words of the campaign. Each set to each recipient would be thousands of letters.
    """
    seen: set[object] = set()
    for piece in orders.pieces:
        member, supporter = piece.recipient, piece.supporter
        selection = orders.press.select(
            member, key=piece.key, picks=supporter.picks, voice="person"
        )
        arguments = selection.argument_ids
        kinds = {
            (member.id, bool(supporter.story), supporter.picks),
            arguments,
            *((member.id, name) for name in arguments),
        }
        if not kinds <= seen:
            seen |= kinds
            yield piece


def writer(piece: Mailpiece, *, folder: Path) -> Sender:
    """Returns the supporter as the sender of a letter; `folder` has pictures of signatures."""
    person = piece.supporter
    # Web forms and their users end a paragraph with one line end as well as with two.
    message = "\n\n".join(filter(None, person.story.split("\n")))
    details = SenderFile(
        name=person.name,
        street=person.street,
        city=person.city,
        state=person.state,
        zip=person.zip,
        email=person.email or None,
        # Only a member of the House shows the district: senators represent the whole state.
        district=piece.recipient.seat if piece.recipient.chamber == "house" else None,
        message=message or None,
    )
    return Sender(
        details, signature=read_picture(folder, person.signature) if person.signature else None
    )


def held_file(drive: Drive, folder: Path) -> Path:
    """Returns the path of the list of held-back supporters; never that of the list that was read.

    A user corrects held.csv and builds from it: overwriting it would lose the corrections.
    """
    # Resolved: the user may have named the list by a link or another path.
    usual = folder / HELD
    return folder / HELD_AGAIN if usual.resolve() == drive.supporters.resolve() else usual


def write_leftovers(drive: Drive, folder: Path, *, failures: Mapping[str, str]) -> None:
    """Writes a row for each supporter who is held back and each letter that waits or failed.

    `failures` holds the reason of each letter that could not be printed, by stem.
    """
    failed = [
        Hold("failed", failures[_stem(piece)], piece.supporter, piece.recipient.seat)
        for piece in (drive.pieces if failures else ())
        if _stem(piece) in failures
    ]
    drive.leftovers.write(held_file(drive, folder), more=(*drive.held, *failed))
