"""Letter + design -> HTML: strict, escaped, sandboxed."""

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from jinja2 import FunctionLoader, TemplateError, TemplateSyntaxError, nodes
from markupsafe import Markup, escape
from pydantic import Field

from generator import dates
from generator.errors import FilesAreWrongError, Problem
from generator.files import yaml
from generator.files.text import read_text
from generator.letter import citations, typography
from generator.letter.sandbox import Filters, Sandbox, design_sandbox, line_of_error
from generator.models import Letter, Run, Typed

LETTER = "letter.html"
STYLE = "letter.css"
SETTINGS = "design.yaml"
COMMON = "common"
_LINK = re.compile(r"(?:https?://|mailto:)\S+$")


class DesignFile(Typed):
    """design.yaml: what a design decides beside its looks."""

    title: str = Field(default="", description="What people call the design.")
    dates: Literal["text", "notes"] = Field(default="text", description="Where a figure's date stands: in the text, or only in its note.")
    fold_mark: bool = Field(default=True, description="A hairline at the left edge where the sheet is folded first.")
    envelope: str | None = Field(default="number-10-single-window", description="The window envelope, of envelopes.yaml, it is made for.")


@dataclass(frozen=True)
class Source:
    """One file of a design: its name for `extends` and `import`, its place as the user types it, and its text."""

    name: str
    place: str
    text: str


@dataclass(frozen=True)
class Design:
    """A design, read whole: nothing is read from its folder again but what its style sheet names."""

    name: str
    folder: Path
    common: Path
    settings: DesignFile
    sources: tuple[Source, ...]
    digest: str
    """Of every file in its folder and the common one: the same digest, the same looks."""

    @property
    def style(self) -> Path:
        """The style sheet."""
        return self.folder / STYLE

    @property
    def dates(self) -> Literal["text", "notes"]:
        """Where a figure's date stands."""
        return self.settings.dates

    def problem(self, key: str, message: str) -> Problem:
        """A problem at that key of design.yaml."""
        path = self.folder / SETTINGS
        return yaml.read(path, shown_as=_place(path)).problem((key,), message)

    @cached_property
    def environment(self) -> Sandbox:
        """The sandbox that renders this design, made once a process."""
        return _environment(self.sources)

    def __getstate__(self) -> dict[str, Any]:
        """Everything but the environment, so that a design can be sent to another process."""
        return {name: value for name, value in self.__dict__.items() if name != "environment"}


# ---------------------------------------------------------------- from a folder to a Design


def load_design(folder: Path) -> Design:
    """The design in the folder, its templates read and compiled.

    Raises FilesAreWrongError with every file that is missing, unreadable or written wrong.
    """
    folder = folder.resolve()
    common = folder.parent / COMMON
    sources, unreadable = _sources((("", folder), (f"{COMMON}/", common)))
    settings, ill = _settings(folder / SETTINGS)
    design = Design(folder.name, folder, common, settings, sources, _digest(folder, common))
    problems = [*unreadable, *ill, *_missing(folder), *_syntax_problems(design)]
    if problems:
        raise FilesAreWrongError(problems)
    return design


def _place(path: Path) -> str:
    """The file as the user types it: `templates/organization/letter.html`."""
    return "/".join(path.parts[-3:])


def _sources(folders: Sequence[tuple[str, Path]]) -> tuple[tuple[Source, ...], list[Problem]]:
    """The templates of the folders, each with its prefix; and a problem for each that cannot be read."""
    sources: list[Source] = []
    problems: list[Problem] = []
    for prefix, path in ((prefix, path) for prefix, folder in folders for path in sorted(folder.glob("*.html"))):
        if not path.resolve().is_relative_to(path.parent):
            problems.append(Problem(_place(path), 0, "", "points out of its folder: put the file itself here"))
            continue
        text, unreadable = read_text(path, shown_as=_place(path))
        problems += unreadable
        if text is not None:
            sources.append(Source(prefix + path.name, _place(path), text))
    return tuple(sources), problems


def _settings(path: Path) -> tuple[DesignFile, tuple[Problem, ...]]:
    """design.yaml, or the defaults where there is none; and what is wrong in it."""
    if not path.is_file():
        return DesignFile(), ()
    settings, problems = yaml.validate(yaml.read(path, shown_as=_place(path)), DesignFile)
    return settings or DesignFile(), problems


def _missing(folder: Path) -> Iterator[Problem]:
    """A problem for each file that a design must have."""
    for name in (LETTER, STYLE):
        path = folder / name
        if not path.is_file():
            yield Problem(_place(path), 0, "", f"is missing: a design has {LETTER} and {STYLE}; copy those of another design")
        elif name == LETTER and not path.read_bytes().strip():
            yield Problem(_place(path), 0, "", "is empty: copy that of another design")


def _digest(*folders: Path) -> str:
    """Of the names and contents of every file below the folders."""
    digest = hashlib.sha256()
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                digest.update(f"{path.relative_to(folder).as_posix()}\0{path.stat().st_size}\0".encode() + path.read_bytes())
    return digest.hexdigest()


def _syntax_problems(design: Design) -> Iterator[Problem]:
    """A problem for each template that does not compile or names another that is not there."""
    names = {source.name for source in design.sources}
    for source in design.sources:
        try:
            tree = design.environment.parse(source.text, source.name, source.place)
            design.environment.compile(tree, source.name, source.place)
        except TemplateSyntaxError as error:
            message = (error.message or "cannot be read").rstrip(".")
            yield Problem(source.place, error.lineno, "", f"{message}: look at this line and the tags before it")
        else:
            yield from _unknown_names(tree, source, known=names)


def _unknown_names(tree: nodes.Template, source: Source, *, known: set[str]) -> Iterator[Problem]:
    """A problem for each template that this one extends, imports or includes and that the design does not have."""
    for node in tree.find_all((nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)):
        name = node.template.value if isinstance(node.template, nodes.Const) else None  # type: ignore[attr-defined]  # all four have it
        if name not in known:
            listed = ", ".join(sorted(known))
            yield Problem(source.place, node.lineno, "", f"a design reads its own templates and the common ones, no other file: {listed}")


# ---------------------------------------------------------------- from a Letter to HTML


def to_html(letter: Letter, design: Design, *, pages_hint: int | None = None) -> str:
    """The letter as one HTML page in the design; every word of it escaped.

    Raises FilesAreWrongError with the file and line of the design that cannot say it.
    """
    environment = design.environment
    values = {
        "letter": letter,
        "sender": letter.sender.details,
        "notes": {note.number: note for note in letter.notes},
        "design": design.settings,
        "longest": max(map(len, letter.inside_address), default=0),
        "pages": pages_hint,
    }
    try:
        return environment.render(environment.get_template(LETTER), values)
    except Exception as error:  # whatever a template does wrong is a mistake in the design, and has a line
        raise FilesAreWrongError([_problem(error, design)]) from error


def _problem(error: Exception, design: Design) -> Problem:
    """Return what went wrong, at the last line of a template that the error came through."""
    letter = _place(design.folder / LETTER), 0
    place, line = line_of_error(error, {source.place for source in design.sources}) or letter
    said = str(error).rstrip(".") if isinstance(error, TemplateError) else f"{error} ({type(error).__name__})"
    return Problem(place, line, "", f"the design cannot say this: {said}")


# ---------------------------------------------------------------- filters of the designs


@dataclass(frozen=True)
class Set:
    """A run of a paragraph, ready to be printed: its markup, or the number of the note whose call stands here."""

    markup: Markup
    note: int | None = None


def _environment(sources: Sequence[Source]) -> Sandbox:
    texts = {source.name: (source.text, source.place, lambda: True) for source in sources}
    filters: Filters = {
        "words": words,
        "typographic": typography.polish,
        "runs": set_runs,
        "in_words": dates.in_words,
        "cited": lambda reference, style: citations.full(reference, style=style),
        "cited_again": lambda reference, style: citations.short(reference, style=style),
    }
    return design_sandbox(filters, loader=FunctionLoader(texts.get))


def words(text: str, *, before: str = "", ends: bool = False) -> Markup:
    """The text as markup: typographic, escaped, and what must not break on one line kept together."""
    return _lines(typography.kept_together(typography.polish(text, before=before), ends=ends))


def _lines(text: str) -> Markup:
    return Markup("<br>").join(_breakable(line) for line in text.split("\n"))


def _breakable(text: str) -> Markup:
    """The escaped text, with the chance of a break where `” (` meets, which Unicode 14 would not break (UAX 14, LB15)."""
    return Markup("” <wbr>(").join(escape(part) for part in text.split("” ("))


def set_runs(runs: Sequence[Run]) -> Iterator[Set]:
    """The runs of one paragraph, ready to be printed; a note's call stands close behind the words it belongs to."""
    before = ""
    for index, run in enumerate(runs):
        rest = runs[index + 1 :]
        if run.note is not None:
            yield Set(Markup(), run.note)
            continue
        text = run.text.rstrip() if rest and rest[0].note is not None else run.text
        ends = all(following.note is not None for following in rest)
        yield Set(_styled(run, text, before=before, ends=ends))
        before = text[-1:] or before


def _styled(run: Run, text: str, *, before: str, ends: bool) -> Markup:
    """The words in their emphasis and, where they are an address of the web or of e-mail, a link.

    Slanted words keep their plain spaces: where a no-break space came first in a face, the PDF's text layer would have it throughout.
    """
    if run.emphasis == "em":
        styled = Markup("<em>{}</em>").format(_lines(typography.polish(text, before=before)))
    else:
        styled = words(text, before=before, ends=ends)
        styled = Markup("<strong>{}</strong>").format(styled) if run.emphasis == "strong" else styled
    return Markup('<a href="{}">{}</a>').format(run.link, styled) if run.link and _LINK.match(run.link) else styled
