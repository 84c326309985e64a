"""The whole history as a table: who agreed to which words, and each step of each mailpiece."""

from generator.files.csv import csv_text
from generator.ledger.book import Ledger

# Ids and keys, no names: the table may be handed on, and a person who is forgotten is not in it.
COLUMNS = (
    "key", "campaign", "version", "supporter", "recipient", "seat", "state",
    "step", "at", "batch", "answer", "note", "file", "sha256",
    "consent_wording", "consent_given", "consent_how",
)  # fmt: skip

# `number` last: the steps of a mailpiece in the order in which they were recorded, which the days
# that a user reports may not follow.
_ALL = """
SELECT key, campaign, version, supporter, recipient, seat, state, step, at, batch, answer, note,
       history.file, history.sha256, wording, given, how
FROM history JOIN pieces USING (key) ORDER BY campaign, version, supporter, recipient, number
"""


def export_history(ledger: Ledger) -> str:
    """Returns CSV with a row for each step of each mailpiece, in the order of the steps.

    No cell can run in a spreadsheet. `sha256` is that of the PDF at that step.
    Raises BrokenLedgerError.
    """
    return csv_text([COLUMNS, *ledger.database.read(_ALL)])
