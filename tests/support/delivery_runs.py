"""Runs for tests to kill: `python -m tests.support.delivery_runs FOLDER PORT AUTHORITY PEOPLE`.

A run sends a letter for each of PEOPLE supporters to the mail server on PORT.
"""

import datetime
import sys
from collections.abc import Iterator
from pathlib import Path

from generator.ledger.book import open_ledger
from generator.mailroom.email.message import Attachment, Parcel
from generator.mailroom.email.note import MessageBody
from generator.mailroom.email.outbox import send_all
from generator.mailroom.email.retry import Pace
from generator.mailroom.email.smtp import Server, SmtpTransport
from generator.supporters.mailboxes import Mailbox
from generator.supporters.types import Consent, Mailpiece, Supporter
from tests.support.people import representative

NOW = datetime.datetime(2026, 11, 24, 9, 30, tzinfo=datetime.UTC)
SENDER = Mailbox("letters@example.org", "Letters for Asylum")
LETTER = b"%PDF-1.7\n" + b"Not much of a letter.\n" * 500


def piece(number: int) -> Mailpiece:
    """Returns a letter of an invented supporter with consent."""
    consent = Consent("2026-10", datetime.date(2026, 10, 5), "web form")
    who = Supporter(
        f"s{number}",
        f"Person{number} Sample",
        "1 Road",
        "El Paso",
        "TX",
        "79901",
        f"person{number}@example.net",
        consent,
    )
    return Mailpiece("wells", "v1", who, representative())


def parcel(number: int, folder: Path) -> Parcel:
    """Returns the message with that letter."""
    letter = piece(number)
    path = folder / "letter.pdf"
    if not path.exists():
        path.write_bytes(LETTER)
    return Parcel(
        about=letter.supporter.id,
        keys=(letter.key,),
        sender=SENDER,
        to=Mailbox(letter.supporter.email, letter.supporter.name),
        subject="Your letter to Congress",
        note=MessageBody("Here it is.\n", "<p>Here it is.</p>\n"),
        attachments=(Attachment("TX-16-escobar.pdf", path),),
        on=NOW,
    )


def parcels(people: int, folder: Path) -> Iterator[Parcel]:
    """One message a person, made when its turn comes."""
    return (parcel(number, folder) for number in range(people))


def main(folder: Path, port: int, authority: Path, people: int) -> None:
    """Sends what is not sent yet, as fast as the server takes it."""
    server = Server("localhost", port, ca_file=authority)
    with open_ledger(folder) as ledger, SmtpTransport(server) as transport:
        ledger.compose((piece(number) for number in range(people)), at=NOW)
        for _ in send_all(
            parcels(people, folder),
            transport=transport,
            book=ledger,
            at=NOW,
            limit=None,
            pace=Pace(a_minute=0),
        ):
            pass


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4]))
