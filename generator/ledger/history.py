"""The whole history as a table: who agreed to which words, and what became of each mailpiece."""

from generator.files.csv import csv_text
from generator.ledger.book import Ledger

COLUMNS = (
    "key", "campaign", "version", "supporter", "recipient", "seat", "state", "step", "at", "batch", "answer", "note", "file", "sha256",
    "consent_wording", "consent_given", "consent_how",
)  # fmt: skip

_ALL = """
SELECT key, campaign, version, supporter, recipient, seat, state, step, at, batch, answer, note, history.file, history.sha256,
       wording, given, how
FROM history JOIN pieces USING (key) ORDER BY campaign, version, supporter, recipient, number
"""


def export_history(ledger: Ledger) -> str:
    """A row for each step of each mailpiece, in the order in which they came, as CSV that no spreadsheet runs.

    `sha256` is that of the PDF at that step. Raises BrokenLedgerError.
    """
    return csv_text([COLUMNS, *([str(cell) for cell in row] for row in ledger.database.read(_ALL))])
