"""Runs for tests to kill: `python -m tests.support.ledger_runs print|send FOLDER PEOPLE`.

A run works through all mailpieces; it says on standard output when it begins, so that a test knows
when to kill it.
"""

import datetime
import hashlib
import os
import sys
from pathlib import Path

from generator.ledger.book import open_ledger
from generator.ledger.types import Claim, FinishedStep, UncertainClaim
from generator.supporters.types import Consent, Mailpiece, Supporter
from tests.support.people import representative, senator

NOW = datetime.date(2026, 11, 24)
ARRIVED = "arrived.log"
"""The keys that the server got, one per line, each on the disk before the next one is sent."""


def supporter(number: int, **changes: object) -> Supporter:
    """Returns an invented supporter with consent."""
    consent = Consent("2026-10", datetime.date(2026, 10, 5), "web form")
    known = {
        "name": f"Person{number} Sample",
        "street": f"{number} Invented Road",
        "email": f"person{number}@example.org",
        "city": "El Paso",
        "state": "TX",
        "zip": "79901",
        "consent": consent,
    }
    return Supporter(id=f"s{number}", **{**known, **changes})  # type: ignore[arg-type]


def pieces(people: int) -> tuple[Mailpiece, ...]:
    """Returns two letters for each of this many people."""
    recipients = (representative(), senator())
    return tuple(
        Mailpiece("wells", "v1", supporter(number), recipient)
        for number in range(people)
        for recipient in recipients
    )


def say(word: str) -> None:
    """Writes a word to the test that waits to kill this process."""
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


def words_of(piece: Mailpiece) -> bytes:
    """Returns the letter, the same in every run."""
    return f"A letter, {piece.key}.".encode() * 40


def print_all(folder: Path, *, people: int) -> None:
    """Prints every letter that is not printed yet."""
    with open_ledger(folder) as ledger:
        say("open")
        ledger.compose(pieces(people), at=NOW)
        for piece in pieces(people):
            claim = ledger.claim(piece.key, "printed", at=NOW, fingerprint="same words")
            if isinstance(claim, Claim):
                (folder / f"{piece.key}.pdf").write_bytes(words_of(piece))
                ledger.settle(
                    claim,
                    at=NOW,
                    file=f"{piece.key}.pdf",
                    sha256=hashlib.sha256(words_of(piece)).hexdigest(),
                )
    say("done")


def send_all(folder: Path, *, people: int) -> None:
    """Sends every letter that was not sent; skips those that are uncertain."""
    with open_ledger(folder) as ledger:
        say("open")
        ledger.compose(pieces(people), at=NOW)
        server = os.open(folder / ARRIVED, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        for piece in pieces(people):
            match ledger.claim(piece.key, "e-mailed", at=NOW):
                case Claim() as claim:
                    os.write(server, f"{piece.key}\n".encode())
                    ledger.settle(claim, at=NOW)
                case UncertainClaim() | FinishedStep():
                    pass
    say("done")


if __name__ == "__main__":
    _, what, where, how_many = sys.argv
    say("begun")
    {"print": print_all, "send": send_all}[what](Path(where), people=int(how_many))
