"""What is printed next to the letters: envelopes, labels, cover sheets, proofs.

Their templates are rendered in the sandbox of the letters, as strictly.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from generator.letter import pdf, pdf_merge
from generator.letter.design import Design, load_design

Stationery = Design
"""A folder of templates/ whose page has its name: envelope/envelope.html and envelope.css."""


def load(templates: Path, name: str) -> Stationery:
    """Returns the stationery of that name. Raises FilesAreWrongError for its mistakes."""
    return load_design(templates / name, page=name)


@dataclass(frozen=True)
class Printer:
    """Prints stationery with one engine."""

    engine: pdf.Engine
    on: datetime.date
    """The letters' date."""

    def printed(self, stationery: Stationery, values: Mapping[str, object]) -> bytes:
        """Returns the PDF/UA-1 of a template. Raises TypesettingError if it cannot be set."""
        html = stationery.html({**values, "on": self.on})
        # Labels and envelopes are measured in inches, so that no viewer may scale them.
        return pdf_merge.at_its_size(self.engine.lay_out(html, stationery).write())
