"""What a person sees of letters that go by e-mail: what would be sent, what became of each message, a summary."""

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import click

from generator.cli import build_output
from generator.cli.options import LOCAL, today
from generator.cli.print_run_output import FEW, Home, house, tell_elsewhere
from generator.cli.root import INTERRUPTED
from generator.errors import LettersError
from generator.files.whole import remove_unfinished
from generator.ledger.batches import OUTBOX, Batch, batches, leave_batches, next_names, record_batches, rename_messages, standing_in
from generator.ledger.book import Ledger, is_begun, open_ledger, read_ledger
from generator.mailroom import email_run
from generator.mailroom.email import outbox
from generator.mailroom.email.attempts import Delivery, Transport
from generator.mailroom.email.eml_folder import FolderTransport
from generator.mailroom.email.message import Parcel
from generator.mailroom.email.passwords import password_from_keyring
from generator.mailroom.email.smtp import Security, Server, SmtpTransport
from generator.mailroom.email.unsubscribed import Unsubscribed, read_unsubscribed
from generator.mailroom.stock import Stock, enter, prepare, refuse_sample, take_stock

TLS = 465
UNSUBSCRIBED = "unsubscribed.csv"
FOLDER = "outbox"


class NobodyToSendToError(LettersError):
    """The letters are the campaign's own, and nobody said where they go."""

    def __init__(self) -> None:
        super().__init__("these letters are the campaign's own: say with --to-staff FILE to which offices, or build with --supporters")


@dataclass(frozen=True)
class Letters:
    """Which letters are meant, and to whom."""

    supporters: Path | None
    staff: Path | None
    any_words: bool
    keep_going: bool


@dataclass(frozen=True)
class Way:
    """How the messages go."""

    server: Server | None
    folder: Path
    rate: float
    pause: float
    page: str
    unsubscribed: Path | None

    @property
    def named(self) -> str:
        """Where they go, as a summary says it."""
        return self.server.where if self.server else str(self.folder)

    def counted(self, deliveries: Iterable[Delivery]) -> str:
        """`488 sent, 12 refused`. What lies in a folder is written, and nobody has sent it yet."""
        words = {} if self.server else {"sent": "written", "to send": "to write"}
        return ", ".join(f"{number} {words.get(status, status)}" for status, number in Counter(one.status for one in deliveries).items())

    @contextmanager
    def transport(self) -> Iterator[Transport]:
        """The way out, open. Raises CannotSendError."""
        if self.server is None:
            yield FolderTransport(self.folder)
            return
        with SmtpTransport(self.server) as transport:
            yield transport


def server(host: str, port: int, *, user: str, security: Security | None, ca_file: Path | None, password: str) -> Server:
    """The mail server that was named, with its password. Raises NoPasswordError."""
    plain: Security = "plain" if host in LOCAL and not user else "starttls"
    kind: Security = security or ("tls" if port == TLS else plain)
    if user and not password:
        password = password_from_keyring(user, host=host)
    return Server(host, port, kind, user, password, ca_file)


# ---------------------------------------------------------------- before anything is sent


def rehearse(home: Home, letters: Letters, *, way: Way, everyone: bool) -> int:
    """Says what would be sent; gives the exit code."""
    with _looked_into(home) as ledger:
        stock = _stock(home, letters, ledger=ledger)
        book: outbox.Book = ledger or outbox.Unrecorded()
        parcels = _parcels(home, letters, stock=stock, way=way, on=_noon(stock))
        found = tuple(outbox.plan(parcels, book=book, unsubscribed=_unsubscribed(home, way), limit=None if everyone else 1))
        _tell_stock(stock, letters)
        if ledger:
            _tell_elsewhere(home, stock, before=batches(ledger))
    _tell_each(one for one in found if one.is_trouble)
    click.echo(f"Dry run: {way.counted(found) or 'no message'}, to {way.named}. Nothing was sent; --no-dry-run sends.")
    return _code(stock, found)


def _tell_elsewhere(home: Home, stock: Stock, *, before: Iterable[Batch], but: Iterable[Batch] = ()) -> None:
    """Says in which batches that nobody has told of the letters stand."""
    tell_elsewhere(standing_in(before, {piece.key for piece in stock.pieces}, but=but), campaign=home.campaign, again="send")


def _code(stock: Stock, found: Iterable[Delivery]) -> int:
    """The exit code: 1 where somebody has to look at something."""
    return 1 if stock.lines or stock.uncertain or any(one.is_trouble for one in found) else 0


@contextmanager
def _looked_into(home: Home) -> Iterator[Ledger | None]:
    """The ledger, to look into; None where there is none yet."""
    if not is_begun(home.folder):
        yield None
        return
    with read_ledger(home.folder) as ledger:
        yield ledger


def _stock(home: Home, letters: Letters, *, ledger: Ledger | None) -> Stock:
    """The letters that are there. Raises what keeps them from being sent."""
    ready = prepare(home.place, home.folder, campaign=home.campaign, at=today(), supporters=letters.supporters)
    build_output.announce(ready)
    if ready.options.supporters is None and letters.staff is None:
        raise NobodyToSendToError
    stock = take_stock(ready, folder=home.folder, ledger=ledger, any_words=letters.any_words)
    if not letters.keep_going:
        stock.refuse_unbuilt()
    stock.refuse_nothing()
    return stock


def _parcels(home: Home, letters: Letters, *, stock: Stock, way: Way, on: datetime.datetime) -> Iterator[Parcel]:
    """The messages, each made when its turn comes."""
    campaign = stock.ready.campaign
    sender = email_run.sender_of(campaign, shown_as=home.place.shown(campaign.folder / "sender.yaml"))
    wording = email_run.read_wording(campaign, email_run.TO_OFFICES if letters.staff else email_run.TO_SUPPORTERS)
    occasion = email_run.Occasion(stock, wording, sender, email_run.way_out(sender, page=way.page), on)
    if letters.staff:
        staff = email_run.read_staff(letters.staff, stock=stock)
        _tell_strangers(staff.strangers)
        return email_run.to_offices(occasion, staff)
    return email_run.to_supporters(occasion)


def _tell_strangers(strangers: Sequence[str]) -> None:
    """Says which rows of the offices' list have no letter."""
    if strangers:
        some = ", ".join(strangers[:FEW]) + (" …" if len(strangers) > FEW else "")
        click.echo(f"{len(strangers)} rows of the list are passed over: no letter of this build goes to {some}", err=True)


def _noon(stock: Stock) -> datetime.datetime:
    """The day of the letters: files in a folder are the same whenever they are written."""
    return datetime.datetime.combine(stock.ready.press.ground.on, datetime.time(12), tzinfo=datetime.UTC)


def _unsubscribed(home: Home, way: Way) -> Unsubscribed | None:
    usual = home.place.folder / "letters" / home.campaign / UNSUBSCRIBED
    file = way.unsubscribed or (usual if usual.is_file() else None)
    return read_unsubscribed(file, shown_as=home.place.shown(file)) if file else None


# ---------------------------------------------------------------- sending


def send(home: Home, letters: Letters, *, way: Way, everyone: bool) -> int:
    """Sends the messages and gives the exit code. Raises FilesAreWrongError for a sample sender."""
    refuse_sample(home.place, home.folder, campaign=home.campaign)
    with open_ledger(home.folder) as ledger:
        remove_unfinished(home.folder)
        stock = _stock(home, letters, ledger=ledger)
        on = datetime.datetime.now().astimezone() if way.server else _noon(stock)
        parcels = _parcels(home, letters, stock=stock, way=way, on=on)
        unsubscribed = _unsubscribed(home, way)
        enter(stock, stock.pieces, ledger=ledger, folder=home.folder, at=today())
        _tell_stock(stock, letters)
        if way.server:
            _tell_elsewhere(home, stock, before=batches(ledger))
        with way.transport() as transport:
            deliveries = outbox.send_all(
                parcels,
                transport=transport,
                book=ledger if way.server else outbox.Unrecorded(),
                at=today(),
                unsubscribed=unsubscribed,
                limit=None if everyone else 1,
                pace=outbox.Pace(way.rate if way.server else 0),
                patience=outbox.Patience(pause=way.pause),
            )
            found, is_whole = _followed(deliveries, way=way)
        if is_whole and everyone and isinstance(transport, FolderTransport):
            _written(home, stock, found, ledger=ledger, transport=transport)
        return _code(stock, found) if is_whole else INTERRUPTED


def _followed(deliveries: Iterable[Delivery], *, way: Way) -> tuple[list[Delivery], bool]:
    """Shows what becomes of each message that somebody has to look at, and the counts; gives them all, and whether nobody stopped it."""
    found: list[Delivery] = []
    try:
        for delivery in deliveries:
            found.append(delivery)
            _tell_each([delivery] if delivery.is_trouble else ())
    except KeyboardInterrupt:
        click.echo(f"Stopped: {way.counted(found) or 'nothing sent'}; run the same command to go on.", err=True)
        return found, False
    counted = way.counted(found)
    click.echo(f"{counted[:1].upper()}{counted[1:]}: {way.named}")
    if any(one.status == "left for later" for one in found):
        click.echo("Look at the first one; --all sends the others.")
    return found, True


def _written(home: Home, stock: Stock, found: Iterable[Delivery], *, ledger: Ledger, transport: FolderTransport) -> None:
    """Records which letters lie in the folder now, and takes those away that no sending wants there any more."""
    is_ours = transport.folder == home.folder / FOLDER
    if is_ours and (others := transport.remove_others()):
        click.echo(f"{len(others)} messages of earlier sendings were removed: nobody is to get them now.")
        left = leave_batches(ledger, {f"{FOLDER}/{path.name}" for path in others}, at=today())
        for name, number in left.items():
            click.echo(f"{name}: {number} letters left it with their messages.")
    files = {key: transport.written[one.message_id].name for one in found if one.status == "sent" for key in one.keys}
    if letters := frozenset((piece.key, piece.sha256) for piece in stock.pieces if piece.key in files):
        before = batches(ledger)
        made, is_new = next_names(before, (letters,), kind=OUTBOX)
        # What lies in a folder of the user's own is not watched: it may be moved or deleted at any time.
        messages = {key: f"{FOLDER}/{name}" for key, name in files.items()} if is_ours else {}
        made = tuple(replace(batch, messages=messages) for batch in made)
        if is_new:
            record_batches(ledger, made, at=today())
        else:
            rename_messages(ledger, made[0])
        _tell_elsewhere(home, stock, before=before, but=made)
        click.echo(f"When they have been sent: letters mark sent {home.campaign} --batch {made[0].name}")


def _tell_stock(stock: Stock, letters: Letters) -> None:
    """Which letters are not sent, and why."""
    for line in stock.lines:
        click.echo(f"left out: {line}", err=True)
    house(stock)
    if letters.staff is None and (names := email_run.without_address(stock)):
        some = ", ".join(names[:FEW]) + (" …" if len(names) > FEW else "")
        click.echo(f"{len(names)} supporters gave no e-mail address; print their letters: {some}", err=True)


def _tell_each(deliveries: Iterable[Delivery]) -> None:
    for one in deliveries:
        click.echo(f"{one.status}: {one.about}: {one.reason}", err=True)
