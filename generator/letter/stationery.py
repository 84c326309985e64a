"""What is printed next to the letters: envelopes, labels, cover sheets, proofs.

Their templates are rendered in the sandbox of the letters, as strictly.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from jinja2 import FunctionLoader

from generator import dates
from generator.errors import FilesAreWrongError, Problem
from generator.letter import design, pdf, pdf_merge, typography
from generator.letter.sandbox import Filters, Sandbox, design_sandbox

COMMON = "common"
"""The folder of templates/ with the typefaces and styles that all designs share."""


@dataclass(frozen=True)
class Stationery:
    """A folder of templates/ with a page and its style sheet, both of the folder's name.

    Example: envelope/envelope.html and envelope/envelope.css.
    """

    folder: Path

    @property
    def common(self) -> Path:
        """The folder that all designs share."""
        return self.folder.parent / COMMON

    @property
    def style(self) -> Path:
        """The style sheet."""
        return self.folder / f"{self.folder.name}.css"

    @property
    def template(self) -> str:
        """The name of the page."""
        return f"{self.folder.name}.html"

    @cached_property
    def environment(self) -> Sandbox:
        """The sandbox that renders the page."""
        filters: Filters = {
            "words": design.words,
            "typographic": typography.polish,
            "in_words": dates.in_words,
        }
        return design_sandbox(filters, loader=FunctionLoader(self._text))

    def html(self, values: Mapping[str, object]) -> str:
        """Returns the page with its values, every word of them escaped.

        Raises FilesAreWrongError with file and line if the template cannot be rendered.
        """
        try:
            return self.environment.render(self.environment.get_template(self.template), values)
        except Exception as error:
            # A template can raise any exception: it calls filters and methods of its values. Each
            # is a mistake in the template.
            file = f"{self.folder.parent.name}/{self.folder.name}/{self.template}"
            line = getattr(error, "lineno", 0)
            message = f"cannot be printed: {str(error).rstrip('.')}"
            problem = Problem(file, line, "", message, code="template-cannot-be-rendered")
            raise FilesAreWrongError([problem]) from error

    def _text(self, name: str) -> str | None:
        path = self.folder / name
        return path.read_text(encoding="utf-8-sig") if path.is_file() else None


def load(templates: Path, name: str) -> Stationery:
    """Returns the stationery of that name.

    Raises FilesAreWrongError for each of its files that is missing.
    """
    stationery = Stationery(templates.resolve() / name)
    missing = []
    for file in (stationery.template, stationery.style.name):
        if not (stationery.folder / file).is_file():
            shown_as = f"{templates.name}/{name}/{file}"
            message = "is missing; put it back"
            missing.append(Problem(shown_as, 0, "", message, code="template-missing"))
    if missing:
        raise FilesAreWrongError(missing)
    return stationery


@dataclass(frozen=True)
class Printer:
    """Prints stationery; its engine keeps the typefaces, so that one printer does all of it."""

    engine: pdf.Engine
    on: datetime.date

    def printed(self, stationery: Stationery, values: Mapping[str, object]) -> bytes:
        """Returns the PDF/UA-1 of a template. Raises TypesettingError if it cannot be set."""
        html = stationery.html({**values, "on": self.on})
        return pdf_merge.at_its_size(self.engine.lay_out(html, stationery).write())
