"""What was built and is still in the house: the letters that may be put together for the post, or sent by e-mail, as they are.

A letter is taken only where it is the one that a build would make now: its words have the fingerprint of index.csv, and its file
the digest. What has left the house is not taken again, and what is uncertain is left to the user.
"""

import datetime
import functools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from generator.errors import FilesAreWrongError, LettersError
from generator.files import yaml
from generator.ledger import index_csv
from generator.ledger.batches import refused_in
from generator.ledger.book import Ledger
from generator.ledger.counting import printed
from generator.ledger.errors import NoSuchPieceError
from generator.ledger.outcomes import Outcome
from generator.ledger.types import Claim, FinishedStep, UncertainClaim
from generator.mailroom.paper.pieces import PostalPiece
from generator.models.letter import Letter
from generator.models.recipient import Recipient
from generator.models.sender import SenderFile
from generator.press import build, output_folder
from generator.press.drive import Drive
from generator.press.job import Job
from generator.press.letter import LetterPrinter, Order
from generator.press.specimens.approvals import UnapprovedError, read_approved, unapproved
from generator.project.load import Project
from generator.supporters.types import OWN, Consent, Mailpiece, Supporter

NAMED = 3


class BuildFirstError(LettersError):
    """Letters are missing, or are not as they would be built now."""

    def __init__(self, campaign: str, *, missing: Sequence[str], changed: Sequence[str]) -> None:
        told = [f"{len(missing)} not built yet ({_some(missing)})"] if missing else []
        told += [f"{len(changed)} changed since ({_some(changed)})"] if changed else []
        super().__init__(
            f"{' and '.join(told)}: run `letters build {campaign} …` first, or go on without them with --keep-going"
        )


class NothingLeftError(LettersError):
    """Every letter has left the house, or is held back."""

    def __init__(self, gone: int, uncertain: int) -> None:
        doubt = f", {uncertain} are uncertain (`letters status`)" if uncertain else ""
        super().__init__(f"there is nothing to do: {gone} letters have left the house{doubt}")


@dataclass
class LetterStock:
    """The letters of a campaign by what can be done with them."""

    ready: Job
    pieces: list[PostalPiece] = field(default_factory=list)
    """Those that are as they would be built now, in the order of the build."""
    mailpieces: dict[str, Mailpiece] = field(default_factory=dict)
    """Who writes to whom, of those, by key."""
    fingerprints: dict[str, str] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    recipients: set[str] = field(default_factory=set)
    """All to whom a letter of the build goes or went, by Bioguide id."""
    gone: int = 0
    uncertain: list[UncertainClaim] = field(default_factory=list)
    absent: int = 0
    """Supporters' letters that are printed and in the house, and not among those of this list."""
    refused: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    """How many letters of each supporter in whose name none may go now are in each batch of which nobody has told that it went."""

    @property
    def lines(self) -> tuple[str, ...]:
        """The letters that are left out, a line each, by the names of their files."""
        return (
            *(f"{stem}: was not built yet: build the campaign" for stem in self.missing),
            *(
                f"{stem}: is not what would be built now: build the campaign again"
                for stem in self.changed
            ),
        )

    def refuse_unbuilt(self) -> None:
        """Returns where every letter is there as it should be. Raises BuildFirstError otherwise."""
        if self.missing or self.changed:
            raise BuildFirstError(
                self.ready.options.campaign, missing=self.missing, changed=self.changed
            )

    def refuse_nothing(self) -> None:
        """Returns where there is a letter to do something with. Raises NothingLeftError otherwise."""
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
    document = yaml.read(file, shown_as=project.shown(file))
    sender, _ = yaml.validate(document, SenderFile)
    if sender and sender.sample:
        name = sender.organization or sender.name
        message = (
            f"says that “{name}” is a sample, and nothing is mailed in its name: put yourself "
            f"into this file, delete this line, and run `letters build {campaign} …` again"
        )
        raise FilesAreWrongError([document.problem(("sample",), message)])


def prepare(
    place: Project,
    folder: Path,
    *,
    campaign: str,
    at: datetime.date,
    supporters: Path | None = None,
) -> Job:
    """The letters of the last build in the folder, composed anew from the files as they are now.

    `supporters` takes the place of the file that the build was given. Raises NothingBuiltError, NobodyMayWriteError, and what a
    build raises.
    """
    options = output_folder.last_options(folder, campaign=campaign, root=place.folder)
    if supporters:
        options = replace(options, supporters=supporters)
    ready = build.prepare(place, options, folder=folder, today=at)
    if isinstance(ready, Drive):
        ready.refuse_nobody()
    return ready


# ---------------------------------------------------------------- taking stock


def take_stock(
    ready: Job, *, folder: Path, ledger: Ledger | None, any_words: bool = False
) -> LetterStock:
    """Every letter looked at: in the ledger whether it is in the house, in the folder whether it is there and the right one.

    Raises UnapprovedError for letters in words that nobody has approved, unless `any_words` will do.
    """
    stock = LetterStock(ready)
    printed = _printed(ready, stock=stock, folder=folder, ledger=ledger)
    if any_words:
        for _ in printed:
            pass
    elif found := _nobody_approved(stock.ready, printed):
        raise UnapprovedError(stock.ready.options, found)
    if ledger:
        _look_around(ready, stock=stock, ledger=ledger)
    return stock


def _look_around(ready: Job, *, stock: LetterStock, ledger: Ledger) -> None:
    """Notes in the stock what is beside it: letters of other lists, and letters in batches that may not go any more."""
    if isinstance(ready, Drive):
        if ledger.is_ours:
            ledger.refuse(ready.refused)
        here = {piece.key for piece in ready.pieces}
        stock.absent = len(printed(ledger, version=stock.ready.campaign.settings.version) - here)
    stock.refused = refused_in(ledger)


def _nobody_approved(ready: Job, printed: Iterable[tuple[Order, Outcome]]) -> Sequence[Order]:
    """The letters whose words, as they are printed, nobody has approved."""
    campaign = ready.campaign
    approved = read_approved(campaign.folder, shown_as=f"letters/{campaign.id}")
    orders = (ready.press.fitted(order, dropped=len(outcome.dropped)) for order, outcome in printed)
    return unapproved(orders, approved, press=ready.press)


def fitted(orders: Iterable[Order], *, press: LetterPrinter, folder: Path) -> Iterator[Order]:
    """The orders with what stands on their pages: what the folder's index does not know yet is laid out for that."""
    known = index_csv.read(folder)
    for order in orders:
        before = known.get(order.letter.stem)
        is_printed = before is not None and before.fingerprint == order.fingerprint
        yield press.fitted(order, dropped=len(before.dropped) if before and is_printed else None)


def _printed(
    ready: Job, *, stock: LetterStock, folder: Path, ledger: Ledger | None
) -> Iterator[tuple[Order, Outcome]]:
    """The letters that are in the house as they would be built now, each as soon as it is put in its place of the stock."""
    known = index_csv.read(folder)
    for mailpiece, make in _candidates(ready):
        stock.recipients.add(mailpiece.recipient.id)
        if not _is_here(mailpiece, stock=stock, ledger=ledger):
            continue
        order = make()
        before = known.get(order.letter.stem)
        if before is None:
            stock.missing.append(order.letter.stem)
        elif not index_csv.is_unchanged(folder, before, fingerprint=order.fingerprint):
            stock.changed.append(order.letter.stem)
        else:
            stock.pieces.append(
                _piece(
                    mailpiece,
                    order,
                    printed=before,
                    folder=folder,
                    design=stock.ready.press.design.name,
                )
            )
            stock.mailpieces[mailpiece.key] = mailpiece
            stock.fingerprints[mailpiece.key] = order.fingerprint
            yield order, before


def _candidates(ready: Job) -> Iterator[tuple[Mailpiece, Callable[[], Order]]]:
    """Every mailpiece, and what composes its letter."""
    if isinstance(ready, Drive):
        for piece in ready.pieces:
            yield piece, functools.partial(ready.orders.compose, piece)
        return
    for order in ready.orders:
        for recipient in (order.recipient, *order.others):
            yield _own(ready, recipient), functools.partial(_same, order)


def _same(order: Order) -> Order:
    return order


def _own(ready: Job, recipient: Recipient) -> Mailpiece:
    """A letter that the campaign's sender signs, as a mailpiece: whoever writes in their own name agrees to it."""
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


def _is_here(mailpiece: Mailpiece, *, stock: LetterStock, ledger: Ledger | None) -> bool:
    """Whether the letter is in the house, as far as the ledger knows; the stock counts it otherwise."""
    if ledger is None:
        return True
    try:
        done = ledger.look(mailpiece.key, "printed")
        begun = ledger.look(mailpiece.key, "e-mailed")
    except NoSuchPieceError:
        return True
    if isinstance(begun, UncertainClaim):
        stock.uncertain.append(
            UncertainClaim(
                begun.key, begun.step, begun.since, mailpiece.supporter.id, mailpiece.recipient.id
            )
        )
        return False
    if isinstance(done, FinishedStep) and done.step != "printed":
        stock.gone += 1
        return False
    return True


def enter(
    stock: LetterStock,
    pieces: Iterable[PostalPiece],
    *,
    ledger: Ledger,
    folder: Path,
    at: datetime.date,
) -> None:
    """Guarantees that the ledger knows these letters as printed; a build of supporters' letters has entered them already."""
    chosen = tuple(pieces)
    ledger.compose((stock.mailpieces[piece.key] for piece in chosen), at=at)
    for piece in chosen:
        claim = ledger.claim(piece.key, "printed", at=at, fingerprint=stock.fingerprints[piece.key])
        if isinstance(claim, Claim):
            ledger.settle(
                claim, at=at, file=piece.path.relative_to(folder).as_posix(), sha256=piece.sha256
            )
    ledger.flush()


# ---------------------------------------------------------------- a letter as the mailroom knows it


def _piece(
    mailpiece: Mailpiece, order: Order, *, printed: Outcome, folder: Path, design: str
) -> PostalPiece:
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
        asks=_asks(letter),
        supporter="" if own else mailpiece.supporter.id,
        household=mailpiece.household,
        design=design,
    )


def _address(order: Order, recipient: Recipient) -> tuple[str, ...]:
    """The address of this one among all to whom the letter goes."""
    people = (order.recipient, *order.others)
    addresses = (order.letter.inside_address, *order.letter.other_addresses)
    return next(
        lines for person, lines in zip(people, addresses, strict=True) if person.id == recipient.id
    )


def _asks(letter: Letter) -> tuple[str, ...]:
    """What the letter asks for, a sentence each."""
    return tuple(
        "".join(run.text for run in item)
        for block in letter.statement
        if block.part == "asks"
        for item in block.items
    )


def _some(stems: Sequence[str]) -> str:
    """The first few of the names."""
    return ", ".join(stems[:NAMED]) + (" …" if len(stems) > NAMED else "")
