"""What is printed beside the letters (envelopes, labels, cover sheets): its templates, rendered as strictly as those of letters."""

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


@dataclass(frozen=True)
class Stationery:
    """A folder of templates/ with one page and its style sheet: envelope/envelope.html and envelope/envelope.css."""

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
        filters: Filters = {"words": design.words, "typographic": typography.polish, "in_words": dates.in_words}
        return design_sandbox(filters, loader=FunctionLoader(self._text))

    def html(self, values: Mapping[str, object]) -> str:
        """The page with the values in their places, every word escaped.

        Raises FilesAreWrongError where the template cannot say it.
        """
        try:
            return self.environment.render(self.environment.get_template(self.template), values)
        except Exception as error:  # whatever a template does wrong is a mistake in it, and has a line
            place = f"{self.folder.parent.name}/{self.folder.name}/{self.template}"
            line = getattr(error, "lineno", 0)
            raise FilesAreWrongError([Problem(place, line, "", f"cannot be printed: {str(error).rstrip('.')}")]) from error

    def _text(self, name: str) -> str | None:
        path = self.folder / name
        return path.read_text(encoding="utf-8-sig") if path.is_file() else None


def load(templates: Path, name: str) -> Stationery:
    """The stationery of that name. Raises FilesAreWrongError for each of its files that is missing."""
    stationery = Stationery(templates.resolve() / name)
    missing = [path for path in (stationery.folder / stationery.template, stationery.style) if not path.is_file()]
    if missing:
        raise FilesAreWrongError(Problem(f"{templates.name}/{name}/{path.name}", 0, "", "is missing; put it back") for path in missing)
    return stationery


@dataclass(frozen=True)
class Printer:
    """Prints stationery; one engine for all of it."""

    engine: pdf.Engine
    on: datetime.date

    def printed(self, stationery: Stationery, values: Mapping[str, object]) -> bytes:
        """The PDF/UA-1 of one page template. Raises TypesettingError where it cannot be set."""
        html = stationery.html({**values, "on": self.on})
        return pdf_merge.at_its_size(self.engine.lay_out(html, stationery).write())
