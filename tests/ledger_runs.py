"""Runs that are killed: `python -m tests.ledger_runs print|send FOLDER` works through all mailpieces, and says when it begins."""

import datetime
import hashlib
import os
import sys
from pathlib import Path

from generator.ledger.book import open_ledger
from generator.ledger.types import AlreadyDone, Claim, Uncertain
from generator.supporters.types import Consent, Mailpiece, Supporter
from tests.people import representative, senator

NOW = datetime.date(2026, 11, 24)
ARRIVED = "arrived.log"
"""What the server got: a key a line, on the disk before the next one is sent."""


def supporter(number: int, **changes: object) -> Supporter:
    """A made-up person who agreed."""
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
    """Two letters for each of so many people."""
    whom = (representative(), senator())
    return tuple(Mailpiece("wells", "v1", supporter(number), recipient) for number in range(people) for recipient in whom)


def say(word: str) -> None:
    """Tells whoever waits to kill us."""
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


def words_of(piece: Mailpiece) -> bytes:
    """The letter: the same in every run."""
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
                ledger.settle(claim, at=NOW, file=f"{piece.key}.pdf", sha256=hashlib.sha256(words_of(piece)).hexdigest())
    say("done")


def send_all(folder: Path, *, people: int) -> None:
    """Sends every letter that was not sent, and tells what is uncertain."""
    with open_ledger(folder) as ledger:
        say("open")
        ledger.compose(pieces(people), at=NOW)
        server = os.open(folder / ARRIVED, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        for piece in pieces(people):
            match ledger.claim(piece.key, "e-mailed", at=NOW):
                case Claim() as claim:
                    os.write(server, f"{piece.key}\n".encode())
                    ledger.settle(claim, at=NOW)
                case Uncertain() | AlreadyDone():
                    pass
    say("done")


if __name__ == "__main__":
    _, what, where, how_many = sys.argv
    say("begun")
    {"print": print_all, "send": send_all}[what](Path(where), people=int(how_many))
