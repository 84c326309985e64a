"""Letter + design -> HTML: strict, escaped, sandboxed.

A design is a folder of templates/ with a page and its style sheet. Letters have `letter.html`;
envelopes, labels and cover sheets are designs too (`generator.letter.stationery`).
"""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from jinja2 import FunctionLoader, TemplateError, TemplateSyntaxError, nodes
from markupsafe import Markup
from pydantic import Field

from generator import dates
from generator.errors import FilesAreWrongError, Problem
from generator.files import yaml
from generator.files.text import read_text
from generator.letter import citations, typography
from generator.letter.sandbox import Filters, Sandbox, design_sandbox, line_of_error
from generator.models.fields import FileModel, SourcesIn
from generator.models.letter import Block, Letter, TextRun

LETTER = "letter"
"""The page of a design of letters: letter.html, with letter.css."""
SETTINGS = "design.yaml"
COMMON = "common"
# Matches the end of “January 2020.” and “(in 2019)”, where the mark of a note comes next.
_FIGURE_END = re.compile(r"\d\W*$")
# Matches “https://example.org” and “mailto:ana@example.org”, not “javascript:…”, “file:…” or an
# address with a space: what does not match is printed as words.
_LINK = re.compile(r"(?:https?://|mailto:)\S+$")


class DesignFile(FileModel):
    """design.yaml: what a design decides apart from its looks."""

    title: str = Field(default="", description="What people call the design.")
    dates: Literal["text", "notes"] = Field(
        default="text",
        description="Where a figure's date stands: in the text, or only in its note.",
    )
    # Absent in designs of version 0.1, whose letters may be approved and built: their words stay.
    citations: SourcesIn | None = Field(
        default=None,
        description="Where sources are named: in footnotes, in one line at the foot, or nowhere. "
        "Absent: in footnotes, and own words apart, as version 0.1 set them.",
    )
    fold_mark: bool = Field(
        default=True, description="A hairline at the left edge where the sheet is folded first."
    )
    envelope: str | None = Field(
        default="number-10-single-window",
        description="The window envelope, of envelopes.yaml, it is made for.",
    )


@dataclass(frozen=True)
class Source:
    """One template of a design."""

    name: str
    """For `extends` and `import`."""
    place: str
    """The file as the user types it."""
    text: str


@dataclass(frozen=True)
class Design:
    """A design, read whole; only the files that its style sheet names are read later."""

    page: str
    """The name of its page and its style sheet, without the suffix."""
    folder: Path
    common: Path
    settings: DesignFile
    sources: tuple[Source, ...]
    digest: str
    """Of every file in its folder and the common one. Designs of one digest look the same."""

    @property
    def name(self) -> str:
        """The name of its folder."""
        return self.folder.name

    @property
    def folders(self) -> tuple[Path, Path]:
        """Its own folder and the common one."""
        return self.folder, self.common

    @property
    def style(self) -> Path:
        """The style sheet."""
        return self.folder / f"{self.page}.css"

    @property
    def dates(self) -> Literal["text", "notes"]:
        """Where a figure's date stands."""
        return self.settings.dates

    def problem(self, key: str, message: str, *, code: str = "") -> Problem:
        """Returns a problem at that key of design.yaml."""
        path = self.folder / SETTINGS
        return yaml.read(path, shown_as=_place(path)).problem((key,), message, code=code)

    @property
    def prints_signers(self) -> bool:
        """Whether the design's own templates name those who sign with the sender."""
        own = (one for one in self.sources if not one.name.startswith(f"{COMMON}/"))
        return any("letter.signers" in one.text for one in own)

    @cached_property
    def environment(self) -> Sandbox:
        """The sandbox that renders this design, made once a process."""
        return _environment(self.sources)

    def html(self, values: Mapping[str, object]) -> str:
        """Returns the page with the values, every word escaped.

        Raises FilesAreWrongError with the file and line of the template that fails.
        """
        environment, page = self.environment, f"{self.page}.html"
        try:
            return environment.render(environment.get_template(page), values)
        except Exception as error:  # a template can raise anything; each is a mistake in the design
            raise FilesAreWrongError([_problem(error, self)]) from error

    def __getstate__(self) -> dict[str, Any]:
        """Returns all but the environment, so that a design can be sent to another process."""
        # Compiled templates cannot be pickled; the other process compiles them once from the
        # sources.
        return {name: value for name, value in self.__dict__.items() if name != "environment"}


# ---------------------------------------------------------------- from a folder to a Design


def load_design(folder: Path, *, page: str = LETTER) -> Design:
    """Returns the design in the folder, its templates read and compiled.

    Raises FilesAreWrongError with every file that is missing, unreadable or wrong.
    """
    # Links are followed once and here: the test of what lies inside compares real paths.
    folder = folder.resolve()
    common = folder.parent / COMMON
    templates = [*_templates("", folder), *_templates(f"{COMMON}/", common)]
    sources = tuple(one for one in templates if isinstance(one, Source))
    problems = [one for one in templates if isinstance(one, Problem)]
    problems += _missing(folder, page)
    path, settings = folder / SETTINGS, DesignFile()
    if path.is_file():
        read, wrong = yaml.validate(yaml.read(path, shown_as=_place(path)), DesignFile)
        settings = read or settings
        problems += wrong
    design = Design(page, folder, common, settings, sources, _digest(folder, common))
    problems += _syntax_problems(design)
    if problems:
        raise FilesAreWrongError(problems)
    return design


def _place(path: Path) -> str:
    """Returns the file as the user types it: `templates/organization/letter.html`."""
    return "/".join(path.parts[-3:])


def _templates(prefix: str, folder: Path) -> Iterator[Source | Problem]:
    """Returns the templates of the folder, and a problem for each that cannot be read."""
    for path in sorted(folder.glob("*.html")):
        place = _place(path)
        # A design may come from a stranger: a link in it could print any file of the user's.
        if not path.resolve().is_relative_to(folder):
            message = "points out of its folder: put the file itself here"
            yield Problem(place, 0, "", message, code="link-out-of-folder")
            continue
        text, unreadable = read_text(path, shown_as=place)
        yield from unreadable
        if text is not None:
            yield Source(prefix + path.name, place, text)


def _missing(folder: Path, page: str) -> Iterator[Problem]:
    """Returns a problem for each file that a design must have."""
    html, css = folder / f"{page}.html", folder / f"{page}.css"
    for path in (html, css):
        if not path.is_file():
            message = (
                f"is missing: a design has {html.name} and {css.name}; copy those of another design"
            )
            yield Problem(_place(path), 0, "", message, code="missing-file")
        elif path == html and not path.read_bytes().strip():
            message = "is empty: copy that of another design"
            yield Problem(_place(path), 0, "", message, code="empty-file")


def _digest(*folders: Path) -> str:
    """Returns a digest of the names and contents of every file below the folders."""
    digest = hashlib.sha256()
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                # Name and size before the content: otherwise two files could trade a piece at their
                # border, and have the same digest.
                digest.update(
                    f"{path.relative_to(folder).as_posix()}\0{path.stat().st_size}\0".encode()
                    + path.read_bytes()
                )
    return digest.hexdigest()


def _syntax_problems(design: Design) -> Iterator[Problem]:
    """Returns a problem for each template that does not compile or names a missing one."""
    names = {source.name for source in design.sources}
    for source in design.sources:
        try:
            tree = design.environment.parse(source.text, source.name, source.place)
            design.environment.compile(tree, source.name, source.place)
        except TemplateSyntaxError as error:
            reason = (error.message or "cannot be read").rstrip(".")
            message = f"{reason}: look at this line and the tags before it"
            yield Problem(source.place, error.lineno, "", message, code="jinja-syntax")
        else:
            yield from _unknown_names(tree, source, known=names)


def _unknown_names(tree: nodes.Template, source: Source, *, known: set[str]) -> Iterator[Problem]:
    """Returns a problem for each template that this one names and that the design does not have."""
    for node in tree.find_all((nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)):
        name = node.template.value if isinstance(node.template, nodes.Const) else None  # type: ignore[attr-defined]  # all four have it
        # A name that is computed when the page is rendered is refused too: it cannot be checked
        # here.
        if name not in known:
            message = (
                "a design reads its own templates and the common ones, no other file: "
                + ", ".join(sorted(known))
            )
            yield Problem(source.place, node.lineno, "", message, code="unknown-template")


def _problem(error: Exception, design: Design) -> Problem:
    """Returns the mistake, at the last line of a template that the error came through."""
    page = _place(design.folder / f"{design.page}.html"), 0
    place, line = line_of_error(error, {source.place for source in design.sources}) or page
    reason = f"{error} ({type(error).__name__})"
    if isinstance(error, TemplateError):
        reason = str(error).rstrip(".")
    message = f"the design cannot say this: {reason}"
    return Problem(place, line, "", message, code="design-cannot-be-printed")


# ---------------------------------------------------------------- from a Letter to HTML


def to_html(letter: Letter, design: Design, *, signers_overleaf: bool = False) -> str:
    """Returns the letter as one HTML page in the design; every word of it escaped.

    `signers_overleaf` asks a design that prints signers to begin a page with them.
    Raises FilesAreWrongError with the file and line of the design that fails.
    """
    if letter.sources_in != "notes":
        # The calls are for the audit alone; a design that prints notes would find them.
        letter = replace(letter, statement=tuple(map(_without_calls, letter.statement)), notes=())
    values = {
        "letter": letter,
        "sender": letter.sender.details,
        "notes": {note.number: note for note in letter.notes},
        "design": design.settings,
        # The page sets long addresses smaller, so that they stay in the window.
        "longest": max(map(len, letter.inside_address), default=0),
        "signers_overleaf": signers_overleaf,
    }
    return design.html(values)


def _without_calls(block: Block) -> Block:
    """Returns the block without the calls of its notes."""
    items = (tuple(run for run in item if run.note is None) for item in block.items)
    return replace(block, items=tuple(items))


# ---------------------------------------------------------------- filters of the designs


@dataclass(frozen=True)
class RunMarkup:
    """A run of a paragraph: its markup, or the number of the note that is called here."""

    markup: Markup
    note: int | None = None
    after_figure: bool = False
    """Whether the note is called behind a figure: glued to it, “2019.” would read “2019.1”."""


def _environment(sources: Sequence[Source]) -> Sandbox:
    # The function says that the text is up to date: a design is read once, and does not change
    # while letters are printed.
    texts = {source.name: (source.text, source.place, lambda: True) for source in sources}
    filters: Filters = {
        "words": words,
        "typographic": typography.polish,
        "runs": set_runs,
        "in_words": dates.in_words,
        "balanced": typography.balanced,
        "cited": lambda reference, style: citations.full(reference, style=style),
        "cited_again": lambda reference, style: citations.short(reference, style=style),
    }
    return design_sandbox(filters, loader=FunctionLoader(texts.get))


def words(text: str, *, before: str = "", ends: bool = False) -> Markup:
    """Returns the text as markup: typographic, escaped, words that belong together on one line.

    `before` and `ends` are those of `typography.polish` and `typography.kept_together`.
    """
    return _lines(typography.kept_together(typography.polish(text, before=before), ends=ends))


def _lines(text: str) -> Markup:
    return Markup("<br>").join(_breakable(line) for line in text.split("\n"))


def _breakable(text: str) -> Markup:
    """Returns the escaped text, with a chance of a break in `” (`.

    Unicode 14 would not break there (UAX 14, LB15).
    """
    return Markup("” <wbr>(").join(text.split("” ("))  # join escapes the parts


def set_runs(runs: Sequence[TextRun]) -> Iterator[RunMarkup]:
    """Yields the runs of one paragraph as markup; note calls stand close behind their words."""
    before = ""
    for index, run in enumerate(runs):
        if run.note is not None:
            yield RunMarkup(Markup(), run.note, bool(_FIGURE_END.search(before)))
            continue
        rest = [following.note for following in runs[index + 1 :]]
        # A space before the mark of a note could break the line between both.
        text = run.text.rstrip() if rest and rest[0] is not None else run.text
        yield RunMarkup(_styled(run, text, before=before[-1:], ends=None not in rest))
        before = text or before


def _styled(run: TextRun, text: str, *, before: str, ends: bool) -> Markup:
    """Returns the words in their emphasis, as a link if they are a web or e-mail address.

    Slanted words keep their plain spaces: where a no-break space comes first in a face, the text
    layer of the PDF has it throughout.
    """
    if run.emphasis == "em":
        styled = Markup("<em>{}</em>").format(_lines(typography.polish(text, before=before)))
    else:
        styled = words(text, before=before, ends=ends)
    if run.emphasis == "strong":
        styled = Markup("<strong>{}</strong>").format(styled)
    if run.link and _LINK.match(run.link):
        title = Markup(' title="{}"').format(run.title) if run.title else ""
        return Markup('<a href="{}"{}>{}</a>').format(run.link, title, styled)
    return styled
