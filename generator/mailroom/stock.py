"""The letters that were built and not sent yet: those that can be printed or e-mailed now.

A letter is taken only if a build would make the same one now: its words have the fingerprint of
index.csv, and its file the digest. A letter that was sent is not taken again, and one that may have
been sent is left to the user.
"""

import datetime
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from generator import dates
from generator.errors import FilesAreWrongError, LettersError
from generator.files import yaml
from generator.ledger import index_csv
from generator.ledger.batches import refused_in
from generator.ledger.book import Ledger
from generator.ledger.counting import printed as printed_keys
from generator.ledger.errors import NoSuchPieceError
from generator.ledger.outcomes import Outcome
from generator.ledger.types import Claim, FinishedStep, UncertainClaim
from generator.mailroom.overtaken import overtaken
from generator.mailroom.paper.pieces import PostalPiece
from generator.models.campaign import CampaignFile
from generator.models.letter import Letter
from generator.models.recipient import Recipient
from generator.models.sender import SenderFile
from generator.press import build, output_folder
from generator.press.drive import Drive
from generator.press.job import Job
from generator.press.letter import LetterPrinter, Order
from generator.press.matter_status import MAX_REVIEW_AGE
from generator.press.specimens.approvals import UnapprovedError, read_approved
from generator.press.specimens.variants import Namer, approval_of
from generator.project.load import Project
from generator.supporters.types import OWN, Consent, Mailpiece, Supporter

MAX_EXAMPLES = 3
"""Letters that an error names: enough to look at (chosen by hand)."""


MAX_REASONS = 10
"""Reasons that an error names, one for each member who left (chosen by hand)."""


class BuildFirstError(LettersError):
    """Letters are missing, or are not as they would be built now."""

    def __init__(self, campaign: str, *, missing: Sequence[str], changed: Sequence[str]) -> None:
        reasons = [f"{len(missing)} not built yet ({_some(missing)})"] if missing else []
        reasons += [f"{len(changed)} changed since ({_some(changed)})"] if changed else []
        super().__init__(
            f"{' and '.join(reasons)}: run `letters build {campaign} …` first, "
            "or go on without them with --keep-going"
        )


class OvertakenError(LettersError):
    """Letters were right on their date, and would go to a wrong member today."""

    def __init__(self, campaign: str, letters: Mapping[str, str]) -> None:
        first: dict[str, str] = {}
        for stem, reason in letters.items():
            first.setdefault(reason, stem)
        counts = Counter(letters.values())
        lines = [f"{reason}: {counts[reason]} ({stem})" for reason, stem in first.items()]
        more = [f"{len(lines) - MAX_REASONS} more"] if len(lines) > MAX_REASONS else []
        verb = "letter was" if len(letters) == 1 else "letters were"
        super().__init__(
            f"{len(letters)} {verb} right on the date of the letters, and not today: "
            f"{'; '.join([*lines[:MAX_REASONS], *more])}. Run `letters build {campaign} …` "
            "with today's date first, or go on without them with --keep-going"
        )


class NothingLeftError(LettersError):
    """Every letter was sent, or may have been."""

    def __init__(self, gone: int, uncertain: int) -> None:
        doubt = f", {uncertain} are uncertain (`letters status`)" if uncertain else ""
        super().__init__(
            f"there is nothing to do: {gone} letters were mailed or sent before{doubt}"
        )


@dataclass
class LetterStock:
    """The letters of a campaign, sorted by what can be done with them."""

    ready: Job
    pieces: list[PostalPiece] = field(default_factory=list)
    """Letters that are as they would be built now, in the order of the build."""
    mailpieces: dict[str, Mailpiece] = field(default_factory=dict)
    """The supporter and the recipient of each of the pieces, by key."""
    fingerprints: dict[str, str] = field(default_factory=dict)
    composers: dict[str, Callable[[], Letter]] = field(default_factory=dict)
    """Functions that compose the letters as they are printed, by key: no letter is kept."""
    missing: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    overtaken: dict[str, str] = field(default_factory=dict)
    """Why a letter that was right on its date may not go today, by its file without `.pdf`."""
    recipients: set[str] = field(default_factory=set)
    """The ids of all recipients of the build, also of letters that went."""
    gone: int = 0
    """Letters that were mailed or sent."""
    uncertain: list[UncertainClaim] = field(default_factory=list)
    absent: int = 0
    """Letters of supporters that are printed and not sent, and not among those of this list."""
    refused: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    """For each batch that is not marked as sent, how many letters it has of each supporter in whose
    name no letter may go now."""

    @property
    def lines(self) -> list[str]:
        """Lines that name the letters that are left out, by their files."""
        lines = [f"{stem}: was not built yet: build the campaign" for stem in self.missing]
        changed = "is not what would be built now: build the campaign again"
        lines += [f"{stem}: {changed}" for stem in self.changed]
        return lines + [f"{stem}: {reason}" for stem, reason in self.overtaken.items()]

    def refuse_unfit(self) -> None:
        """Raises OvertakenError or BuildFirstError if a letter is not one to mail today."""
        if self.overtaken:
            raise OvertakenError(self.ready.options.campaign, self.overtaken)
        if self.missing or self.changed:
            raise BuildFirstError(
                self.ready.options.campaign, missing=self.missing, changed=self.changed
            )

    def refuse_nothing(self) -> None:
        """Raises NothingLeftError if no letter can be printed or sent."""
        if not self.pieces:
            raise NothingLeftError(self.gone, len(self.uncertain))


def refuse_sample(project: Project, folder: Path, *, campaign: str) -> None:
    """Returns if the sender of the last build, as the file is now, is no sample.

    A build only notes the sample, so that a campaign can be tried as it ships; mail in its name
    would reach an office. Supporters' letters are refused too, because the message to each of them
    and the delivery kit name the campaign's sender. Letters that still carry a sample that was
    replaced since are found by their fingerprint, which covers the sender on the page.

    Raises FilesAreWrongError with the file and line of the sample, and NothingBuiltError.
    """
    options = output_folder.last_options(folder, campaign=campaign, root=project.folder)
    file = options.sender or project.folder / "letters" / campaign / "sender.yaml"
    # Only this file is read, and its other mistakes are left to the build: the refusal needs one
    # key.
    document = yaml.read(file, shown_as=project.shown(file))
    sender, _ = yaml.validate(document, SenderFile)
    if sender and sender.sample:
        name = sender.organization or sender.name
        message = (
            f"says that “{name}” is a sample, and nothing is mailed in its name: put yourself "
            f"into this file, delete this line, and run `letters build {campaign} …` again"
        )
        raise FilesAreWrongError([document.problem(("sample",), message, code="sample-sender")])


def refuse_old_status(project: Project, *, campaign: str, on: datetime.date) -> None:
    """Returns if a person looked lately where the matter of the campaign stands.

    Letters that lay for weeks may ask for what was done or undone since, and nothing in them shows
    it. A campaign that never names the day of a look is only warned, by its check and build.

    Raises FilesAreWrongError with the line of that day.
    """
    file = project.folder / "letters" / campaign / "campaign.yaml"
    # As for the sample: other mistakes are left to the build.
    document = yaml.read(file, shown_as=project.shown(file))
    settings, _ = yaml.validate(document, CampaignFile)
    checked = settings.status.checked if settings else None
    path = ("status", "checked")
    if checked and checked > on:
        # A year too late by a slip, and the look would stay new for as long.
        message = (
            f"{dates.in_words(checked)} is still to come: write the "
            "day on which you last looked where the matter stands"
        )
        raise FilesAreWrongError([document.problem(path, message, code="status-still-to-come")])
    if checked and on - checked > MAX_REVIEW_AGE:
        message = (
            f"{dates.in_words(checked)} is {(on - checked).days} days ago: look where the matter "
            f"stands, correct the texts, write the new day here and run `letters build {campaign} "
            "…` again, or go on with --status-old-ok"
        )
        raise FilesAreWrongError([document.problem(path, message, code="old-status")])


def prepare(
    project: Project,
    folder: Path,
    *,
    campaign: str,
    at: datetime.date,
    supporters: Path | None = None,
) -> Job:
    """Returns the letters of the last build in the folder, composed from the files as they are now.

    `supporters` replaces the file that the build was given. Raises NothingBuiltError,
    NoLetterAllowedError, and what a build raises.
    """
    options = output_folder.last_options(folder, campaign=campaign, root=project.folder)
    if supporters:
        options = replace(options, supporters=supporters)
    ready = build.prepare(project, options, folder=folder, today=at)
    if isinstance(ready, Drive):
        ready.refuse_nobody()
    return ready


# ---------------------------------------------------------------- taking stock


def take_stock(
    project: Project,
    ready: Job,
    *,
    folder: Path,
    ledger: Ledger | None,
    at: datetime.date,
    any_words: bool = False,
) -> LetterStock:
    """Returns the letters sorted into ready, missing, changed, overtaken, sent and uncertain.

    The ledger says what was sent, the files on disk what was printed. Raises UnapprovedError for
    letters in words that are not approved, unless `any_words`. Letters are composed one by one and
    not kept: a drive has thousands.
    """
    stock = LetterStock(ready)
    known = index_csv.read(folder)
    is_approved = None if any_words else _approval_check(ready)
    unapproved: list[Order] = []
    over = overtaken(project, ready, pieces=(piece for piece, _ in _mailpieces(ready)), on=at)
    for mailpiece, compose in _mailpieces(ready):
        stock.recipients.add(mailpiece.recipient.id)
        # The ledger is asked first: to compose a letter takes longer, and most may be gone.
        if ledger and not _is_here(mailpiece, stock=stock, ledger=ledger):
            continue
        order = compose()
        if reason := _overtaken(order, mailpiece, ready=ready, over=over):
            stock.overtaken[order.letter.stem] = reason
            continue
        printed = known.get(order.letter.stem)
        if printed is None:
            stock.missing.append(order.letter.stem)
        elif not index_csv.is_unchanged(folder, printed, fingerprint=order.fingerprint):
            stock.changed.append(order.letter.stem)
        else:
            stock.pieces.append(_piece(mailpiece, order, printed=printed, folder=folder))
            stock.mailpieces[mailpiece.key] = mailpiece
            stock.fingerprints[mailpiece.key] = order.fingerprint
            stock.composers[mailpiece.key] = partial(
                _as_printed, ready.press, compose, dropped=len(printed.dropped)
            )
            if is_approved:
                # Approval is of the words on the page: with the arguments that the page had room
                # for.
                shown = ready.press.fitted(order, dropped=len(printed.dropped))
                unapproved += [] if is_approved(shown) else [shown]
    if unapproved:
        raise UnapprovedError(ready.options, unapproved)
    if ledger:
        _count_others(stock, ledger=ledger)
    return stock


def _count_others(stock: LetterStock, *, ledger: Ledger) -> None:
    """Counts the letters that the ledger has, and this list has not or may not send."""
    ready = stock.ready
    if isinstance(ready, Drive):
        if ledger.is_ours:
            ledger.refuse(ready.refused)
        of_this_list = {piece.key for piece in ready.pieces}
        version = ready.campaign.settings.version
        stock.absent = len(printed_keys(ledger, version=version) - of_this_list)
    stock.refused = refused_in(ledger)


def _approval_check(ready: Job) -> Callable[[Order], bool]:
    """Returns a function that says whether the words of a letter as printed are approved."""
    folder = ready.campaign.folder
    approvals = read_approved(folder, shown_as=f"letters/{folder.name}")
    is_approved = approval_of(approval.variant for approval in approvals)
    namer = Namer(ready.press)
    return lambda order: is_approved(namer.variant(order))


def _mailpieces(ready: Job) -> Iterator[tuple[Mailpiece, Callable[[], Order]]]:
    """Returns every mailpiece with a function that composes its letter.

    A letter of the campaign's own to several members is a mailpiece for each of them.
    """
    if isinstance(ready, Drive):
        for piece in ready.pieces:
            yield piece, partial(ready.orders.compose, piece)
        return
    for order in ready.orders:
        for recipient in (order.recipient, *order.others):
            # `partial` binds this round's order: a bare lambda would see the last one of the loop.
            yield _own(ready, recipient), partial(lambda order: order, order)


def _own(ready: Job, recipient: Recipient) -> Mailpiece:
    """Returns a letter that the campaign's sender signs as a mailpiece.

    Its consent is the sender's own: to sign a letter is to agree to it.
    """
    details, options = ready.campaign.sender.details, ready.options
    consent = Consent(
        "their own letter", given=options.letter_date, how="the sender of the campaign"
    )
    name = details.organization or details.name
    sender = Supporter(
        OWN,
        name,
        details.street,
        details.city,
        details.state,
        details.zip,
        details.email or "",
        consent,
    )
    return Mailpiece(options.campaign, ready.campaign.settings.version, sender, recipient)


def _is_here(mailpiece: Mailpiece, *, stock: LetterStock, ledger: Ledger) -> bool:
    """Whether the ledger lets the letter go; otherwise the stock counts it as sent or uncertain."""
    try:
        done = ledger.look(mailpiece.key, "printed")
        begun = ledger.look(mailpiece.key, "e-mailed")
    # A letter of the campaign's own is entered when it is first printed or sent (`enter`).
    except NoSuchPieceError:
        return True
    # Before the other test: an e-mail may have gone although the letter only counts as printed.
    if isinstance(begun, UncertainClaim):
        people = (mailpiece.supporter.id, mailpiece.recipient.id)
        stock.uncertain.append(UncertainClaim(begun.key, begun.step, begun.since, *people))
        return False
    if isinstance(done, FinishedStep) and done.step != "printed":
        stock.gone += 1
        return False
    return True


def _overtaken(order: Order, mailpiece: Mailpiece, *, ready: Job, over: Mapping[str, str]) -> str:
    """Returns why the letter may not go today; empty if it may.

    A letter of the campaign's own to several members names them all.
    """
    keys = [mailpiece.key]
    if over and not isinstance(ready, Drive):
        keys += [_own(ready, other).key for other in (order.recipient, *order.others)]
    return next((over[key] for key in keys if key in over), "")


def fitted(orders: Iterable[Order], *, press: LetterPrinter, folder: Path) -> Iterator[Order]:
    """Returns the orders with the arguments that are printed on their pages.

    A letter that is not in the folder's index as it is now is laid out to find that out.
    """
    known = index_csv.read(folder)
    for order in orders:
        before = known.get(order.letter.stem)
        is_printed = before is not None and before.fingerprint == order.fingerprint
        yield press.fitted(order, dropped=len(before.dropped) if before and is_printed else None)


def enter(
    stock: LetterStock,
    pieces: Sequence[PostalPiece],
    *,
    ledger: Ledger,
    folder: Path,
    at: datetime.date,
) -> None:
    """Guarantees that the ledger has these letters as printed.

    A build of supporters' letters has entered them already; one of the campaign's own has not.
    """
    ledger.compose((stock.mailpieces[piece.key] for piece in pieces), at=at)
    for piece in pieces:
        claim = ledger.claim(piece.key, "printed", at=at, fingerprint=stock.fingerprints[piece.key])
        if isinstance(claim, Claim):
            ledger.settle(
                claim, at=at, file=piece.path.relative_to(folder).as_posix(), sha256=piece.sha256
            )
    # On the disk before the caller writes the batch that names these letters.
    ledger.flush()


# ---------------------------------------------------------------- one letter


def _piece(mailpiece: Mailpiece, order: Order, *, printed: Outcome, folder: Path) -> PostalPiece:
    # OWN names no person of a supporters' file: the index of a print run leaves the cell empty.
    letter, own = order.letter, mailpiece.supporter.id == OWN
    details = letter.sender.details
    return PostalPiece(
        key=mailpiece.key,
        recipient=mailpiece.recipient,
        address=_address(order, mailpiece.recipient),
        sender=(
            details.organization or details.name,
            details.street,
            f"{details.city}, {details.state} {details.zip}",
        ),
        path=folder / f"{letter.stem}.pdf",
        pages=printed.pages,
        sha256=printed.sha256,
        town=f"{details.city}, {details.state}",
        asks=letter.requests,
        supporter="" if own else mailpiece.supporter.id,
        household=mailpiece.household,
    )


def _as_printed(press: LetterPrinter, compose: Callable[[], Order], *, dropped: int) -> Letter:
    """Returns the words of the letter, without the arguments that its pages have no room for."""
    return press.fitted(compose(), dropped=dropped).letter


def _address(order: Order, recipient: Recipient) -> tuple[str, ...]:
    """Returns the inside address of this recipient among all who get the letter."""
    people = (order.recipient, *order.others)
    addresses = (order.letter.inside_address, *order.letter.other_addresses)
    return addresses[[person.id for person in people].index(recipient.id)]


def _some(stems: Sequence[str]) -> str:
    """Returns the first few of the names."""
    return ", ".join(stems[:MAX_EXAMPLES]) + (" …" if len(stems) > MAX_EXAMPLES else "")
