"""Steps of mailpieces in a ledger of four, for tests."""

import csv
import datetime
import io

from generator.ledger.book import Ledger
from generator.ledger.history import export_history
from generator.ledger.types import Claim
from tests.support.ledger_runs import NOW, pieces

LATER = datetime.date(2026, 12, 1)
PIECE, OTHER = pieces(1)


def claimed(ledger: Ledger, key: str = PIECE.key, **given: object) -> Claim:
    claim = ledger.claim(key, **{"step": "e-mailed", "at": NOW, **given})  # type: ignore[arg-type]
    assert isinstance(claim, Claim)
    return claim


def printed(ledger: Ledger, *keys: str, batch: str = "") -> None:
    for key in keys or (PIECE.key,):
        claim = claimed(ledger, key, step="printed")
        ledger.settle(claim, at=NOW, file=f"letters/s0/{key}.pdf", sha256="5" * 64, batch=batch)


def history(ledger: Ledger) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(export_history(ledger), newline="")))
