"""CSV files that no spreadsheet runs."""

import csv
import io
from collections.abc import Iterable, Sequence

from generator.districts.sheets import harmless


def csv_text(columns: Sequence[str], rows: Iterable[Sequence[str]], *, quoted: bool = False) -> str:
    """The rows below their header as CSV (RFC 4180), every cell harmless; `quoted` puts every cell in quotation marks."""
    sheet = io.StringIO(newline="")
    writer = csv.writer(sheet, lineterminator="\r\n", quoting=csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL)
    writer.writerow(columns)
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return sheet.getvalue()
