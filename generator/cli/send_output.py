"""What `letters send` shows: what would be sent, what became of each message, a summary."""

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path

import click

from generator.cli import build_output
from generator.cli.options import LOCAL, CampaignFolder, today
from generator.cli.output import capitalized, first_few, warn
from generator.cli.print_run_output import show_others, warn_of_earlier
from generator.cli.root import INTERRUPTED
from generator.errors import LettersError
from generator.files.whole import remove_unfinished
from generator.ledger.batches import (
    OUTBOX,
    Batch,
    batches,
    leave_batches,
    next_names,
    record_batches,
    rename_messages,
    standing_in,
)
from generator.ledger.book import Ledger, is_begun, open_ledger, read_ledger
from generator.mailroom import email_run
from generator.mailroom.email import outbox, retry
from generator.mailroom.email.eml_folder import FolderTransport
from generator.mailroom.email.message import Parcel
from generator.mailroom.email.passwords import password_from_keyring
from generator.mailroom.email.smtp import Security, Server, SmtpTransport
from generator.mailroom.email.transport import Delivery, Transport
from generator.mailroom.email.unsubscribed import UnsubscribeList, read_unsubscribed
from generator.mailroom.overtaken import asks_fallen_since
from generator.mailroom.stock import (
    LetterStock,
    enter,
    prepare,
    refuse_old_status,
    refuse_sample,
    take_stock,
)

TLS_PORT = 465
"""The port on which mail servers expect TLS from the first byte (RFC 8314, 3.3)."""
FOLDER = "outbox"
"""The folder of messages below that of the letters. Only here does the program remove old ones."""


class NoAddresseeError(LettersError):
    """The letters are the campaign's own, and no list of offices says where they go."""

    def __init__(self) -> None:
        super().__init__(
            "these letters are the campaign's own: say with --to-staff FILE to which offices, "
            "or build with --supporters"
        )


@dataclass(frozen=True)
class SendOptions:
    """Which letters are sent, to which people and how."""

    home: CampaignFolder
    server: Server | None
    folder: Path
    """Where the messages are written if there is no server."""
    supporters: Path | None
    staff: Path | None
    unsubscribed: Path | None
    page: str
    rate: float
    """Messages a minute."""
    pause: float
    """Seconds."""
    everyone: bool
    any_words: bool
    status_old_ok: bool
    keep_going: bool

    @property
    def goal(self) -> str:
        """Where the messages go, for a summary."""
        return self.server.where if self.server else str(self.folder)

    @property
    def limit(self) -> int | None:
        """At most this many messages."""
        return None if self.everyone else 1

    def counted(self, deliveries: Iterable[Delivery]) -> str:
        """Returns `488 sent, 12 refused`.

        A message in a folder is called written, because only the user can send it.
        """
        words = {} if self.server else {"sent": "written", "to send": "to write"}
        numbers = Counter(one.status for one in deliveries)
        return ", ".join(
            f"{number} {words.get(status, status)}" for status, number in numbers.items()
        )

    def transport(self) -> AbstractContextManager[Transport]:
        """Returns the way out; entering it raises CannotSendError if the server is not there."""
        return (
            SmtpTransport(self.server) if self.server else nullcontext(FolderTransport(self.folder))
        )


def server(
    host: str,
    port: int,
    *,
    user: str,
    security: Security | None,
    ca_file: Path | None,
    password: str,
) -> Server:
    """Returns the mail server that was named, with its password. Raises NoPasswordError."""
    if security is None:
        # Never plain to another machine unless the user says so: letters and password could be read
        # on the way. Port 587 and all others begin in plain text and change to TLS (RFC 3207).
        security = "plain" if host in LOCAL and not user else "starttls"
        if port == TLS_PORT:
            security = "tls"
    if user and not password:
        password = password_from_keyring(user, host=host)
    return Server(host, port, security, user, password, ca_file)


# ---------------------------------------------------------------- before anything is sent


def rehearse(options: SendOptions) -> int:
    """Says what would be sent, and returns the exit code."""
    folder = options.home.path
    # A rehearsal changes nothing, so that it makes no ledger where there is none.
    with read_ledger(folder) if is_begun(folder) else nullcontext() as ledger:
        stock = _stock(options, ledger=ledger)
        found = tuple(
            outbox.plan(
                _parcels(options, stock=stock, on=_noon(stock)),
                book=ledger or outbox.NullLedger(),
                unsubscribed=_unsubscribed(options),
                limit=options.limit,
            )
        )
        _show_stock(stock, options)
        if ledger:
            _warn_of_earlier(options, stock, before=batches(ledger))
    _show_trouble(*found)
    click.echo(
        f"Dry run: {options.counted(found) or 'no message'}, to {options.goal}. "
        "Nothing was sent; --no-dry-run sends."
    )
    return _exit_code(stock, found)


def _warn_of_earlier(
    options: SendOptions, stock: LetterStock, *, before: Iterable[Batch], but: Iterable[Batch] = ()
) -> None:
    """Says in which earlier batches, not marked as sent, the letters stand too."""
    keys = {piece.key for piece in stock.pieces}
    earlier = standing_in(before, keys, but=but)
    warn_of_earlier(earlier, campaign=options.home.campaign, again="send")


def _exit_code(stock: LetterStock, found: Iterable[Delivery]) -> int:
    """Returns 1 if a person has to look at something."""
    return 1 if stock.lines or stock.uncertain or any(one.is_trouble for one in found) else 0


def _stock(options: SendOptions, *, ledger: Ledger | None) -> LetterStock:
    """Returns the letters that are there. Raises what keeps them from being sent."""
    home = options.home
    ready = prepare(
        home.project,
        home.path,
        campaign=home.campaign,
        at=today(),
        supporters=options.supporters,
    )
    build_output.announce(ready)
    warn(*asks_fallen_since(home.project, ready, on=today()))
    if ready.options.supporters is None and options.staff is None:
        raise NoAddresseeError
    stock = take_stock(
        home.project,
        ready,
        folder=home.path,
        ledger=ledger,
        at=today(),
        any_words=options.any_words,
    )
    if not options.keep_going:
        stock.refuse_unfit()
    stock.refuse_nothing()
    return stock


def _parcels(
    options: SendOptions, *, stock: LetterStock, on: datetime.datetime
) -> Iterator[Parcel]:
    """Returns the messages, each of which is made when its turn comes."""
    campaign = stock.ready.campaign
    shown_as = options.home.project.shown(campaign.folder / "sender.yaml")
    sender = email_run.sender_of(campaign, shown_as=shown_as)
    note = email_run.TO_OFFICES if options.staff else email_run.TO_SUPPORTERS
    occasion = email_run.Occasion(
        stock,
        email_run.read_wording(campaign, note),
        sender,
        email_run.way_out(sender, page=options.page, to_offices=options.staff is not None),
        on,
    )
    if options.staff is None:
        return email_run.to_supporters(occasion)
    staff = email_run.read_staff(options.staff, stock=stock)
    if staff.strangers:
        warn(
            f"{len(staff.strangers)} rows of the list are skipped: "
            f"no letter of this build goes to {first_few(staff.strangers)}"
        )
    return email_run.to_offices(occasion, staff)


def _noon(stock: LetterStock) -> datetime.datetime:
    """Returns noon of the letters' day: so files in a folder are the same on every day."""
    day = stock.ready.press.ground.on
    return datetime.datetime.combine(day, datetime.time(12), tzinfo=datetime.UTC)


def _unsubscribed(options: SendOptions) -> UnsubscribeList | None:
    """Returns the list that was named, or the campaign's own if there is one."""
    file = options.unsubscribed or options.home.unsubscribed
    if options.unsubscribed is None and not file.is_file():
        return None
    return read_unsubscribed(file, shown_as=options.home.project.shown(file))


# ---------------------------------------------------------------- sending


def send(options: SendOptions) -> int:
    """Sends the messages and returns the exit code.

    Everything is read and checked before the ledger is changed or a server is asked. Messages in a
    folder are not settled in the ledger, because only the user knows when they went: they become a
    batch that the user marks. Raises FilesAreWrongError for a sample sender, and for an old look
    at the matter unless the options allow it.
    """
    home, server = options.home, options.server
    refuse_sample(home.project, home.path, campaign=home.campaign)
    if not options.status_old_ok:
        refuse_old_status(home.project, campaign=home.campaign, on=today())
    with open_ledger(home.path) as ledger:
        # After the ledger is locked: the unfinished files can only be those of a killed run.
        remove_unfinished(home.path)
        stock = _stock(options, ledger=ledger)
        # A server gets the true moment (RFC 5322, 3.6.1); a file is the same when written again.
        on = datetime.datetime.now().astimezone() if server else _noon(stock)
        parcels = _parcels(options, stock=stock, on=on)
        unsubscribed = _unsubscribed(options)
        enter(stock, stock.pieces, ledger=ledger, folder=home.path, at=today())
        _show_stock(stock, options)
        if server:
            _warn_of_earlier(options, stock, before=batches(ledger))
        with options.transport() as transport:
            deliveries = outbox.send_all(
                parcels,
                transport=transport,
                book=ledger if server else outbox.NullLedger(),
                at=today(),
                unsubscribed=unsubscribed,
                limit=options.limit,
                # A folder has no limit on messages a minute.
                pace=retry.Pace(options.rate if server else 0),
                patience=retry.RetryPlan(pause=options.pause),
            )
            found, is_whole = _follow(deliveries, options=options)
        if not is_whole:
            return INTERRUPTED
        # With the first message alone the folder is not yet the batch, and earlier messages of a
        # whole run must stay.
        if options.everyone and isinstance(transport, FolderTransport):
            if transport.folder == home.path / FOLDER:
                _remove_others(transport, ledger=ledger)
            _record_batch(options, stock, found, ledger=ledger, transport=transport)
        return _exit_code(stock, found)


def _follow(deliveries: Iterable[Delivery], *, options: SendOptions) -> tuple[list[Delivery], bool]:
    """Shows each message that a person has to look at, and the counts.

    Returns what became of all messages, and whether the run came to its end.
    """
    found: list[Delivery] = []
    try:
        for delivery in deliveries:
            found.append(delivery)
            _show_trouble(delivery)
    except KeyboardInterrupt:
        counted = options.counted(found) or "nothing sent"
        warn(f"Stopped: {counted}; run the same command to go on.")
        return found, False
    click.echo(f"{capitalized(options.counted(found))}: {options.goal}")
    if any(one.status == "left for later" for one in found):
        click.echo("Look at the first one; --all sends the others.")
    return found, True


def _remove_others(transport: FolderTransport, *, ledger: Ledger) -> None:
    """Removes messages of earlier runs that do not go any more, from the folder and its batches."""
    others = transport.remove_others()
    if not others:
        return
    click.echo(
        f"{len(others)} messages of earlier runs were removed: they are not to be sent any more."
    )
    left = leave_batches(ledger, {f"{FOLDER}/{path.name}" for path in others}, at=today())
    for name, number in left.items():
        click.echo(f"{name}: {number} letters left it with their messages.")


def _record_batch(
    options: SendOptions,
    stock: LetterStock,
    found: Iterable[Delivery],
    *,
    ledger: Ledger,
    transport: FolderTransport,
) -> None:
    """Records which letters lie in the folder now as a batch, and says how to mark it."""
    messages: dict[str, str] = {}
    for one in found:
        if one.status == "sent":
            name = transport.written[one.message_id].name
            messages.update(dict.fromkeys(one.keys, f"{FOLDER}/{name}"))
    # With the digest: a letter that was built again with other words makes another batch.
    letters = frozenset(
        (piece.key, piece.sha256) for piece in stock.pieces if piece.key in messages
    )
    if not letters:
        return
    before = batches(ledger)
    (batch,), is_new = next_names(before, (letters,), kind=OUTBOX)
    # A folder of the user's own is not watched: messages may be moved or deleted there at any time.
    is_ours = transport.folder == options.home.path / FOLDER
    batch = replace(batch, messages=messages if is_ours else {})
    if is_new:
        record_batches(ledger, (batch,), at=today())
    else:
        rename_messages(ledger, batch)
    _warn_of_earlier(options, stock, before=before, but=(batch,))
    campaign = options.home.campaign
    click.echo(f"When they have been sent: letters mark sent {campaign} --batch {batch.name}")


def _show_stock(stock: LetterStock, options: SendOptions) -> None:
    """Says which letters are not sent, and why."""
    warn(*(f"left out: {line}" for line in stock.lines))
    show_others(stock)
    if options.staff is None and (names := email_run.without_address(stock)):
        warn(
            f"{len(names)} supporters gave no e-mail address; "
            f"print their letters: {first_few(names)}"
        )


def _show_trouble(*deliveries: Delivery) -> None:
    for one in deliveries:
        if one.is_trouble:
            warn(f"{one.status}: {one.about}: {one.reason}")
