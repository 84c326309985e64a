"""A campaign to begin with: small, about an invented document, printed at once, with remarks that teach."""

import json
import re
import shutil
from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path

from generator.errors import CannotWriteError, LettersError
from generator.files.whole import temporary_folder
from generator.models import ID_PATTERN
from generator.text import quoted

STANDS_FOR_NAME = "CAMPAIGN"
"""The word of the skeleton that becomes the campaign's name."""


class BadNameError(LettersError):
    """A campaign cannot be called that."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"a campaign cannot be called {quoted(name)}: folders and letters are called after it, "
            "so it has at most 64 letters, digits, - and _, like clean-water"
        )


class AlreadyThereError(LettersError):
    """A campaign of that name is there, and is not written over."""

    def __init__(self, folder: Path) -> None:
        super().__init__(f"{folder} is there already, and nothing in it was changed; choose another name")


@dataclass(frozen=True)
class Draft:
    """What a campaign begins with that is drafted from a document."""

    source: str
    """Its source.yaml."""
    title: str
    """What the document is called, or a TODO."""
    asks: tuple[str, ...]
    """The recommendations that the campaign asks at first."""
    cites: str | None
    """The finding that its first argument cites, where there is one."""
    cites_figure: bool
    """Whether that has a figure."""


def new_campaign(letters: Path, name: str, *, draft: Draft | None = None) -> Path:
    """The folder of a new campaign among the others in `letters`, whole or not at all.

    With a draft it is about the document that this is from; without one it is about an invented one.

    Raises BadNameError, AlreadyThereError where something of that name is there, and CannotWriteError.
    """
    if re.fullmatch(ID_PATTERN, name) is None:
        raise BadNameError(name)
    folder = letters / name
    if folder.exists() or folder.is_symlink():
        raise AlreadyThereError(folder)
    try:
        letters.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotWriteError(str(folder), error) from error
    with temporary_folder(letters, target=folder) as place:
        _fill(place / name, name)
        if draft is not None:
            _write(place / name, name, draft=draft)
        (place / name).rename(folder)
    return folder


def _fill(folder: Path, name: str) -> None:
    """Writes the files of the skeleton into the folder, with the campaign's name in them."""
    with as_file(files("generator.project") / "skeleton") as skeleton:
        for path in sorted(skeleton.rglob("*.*")):
            target = folder / path.relative_to(skeleton)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(path.read_text(encoding="utf-8").replace(STANDS_FOR_NAME, name), encoding="utf-8")


def _write(folder: Path, name: str, *, draft: Draft) -> None:
    """Puts what is drafted in the place of the invented document."""
    shutil.rmtree(folder / "arguments")
    (folder / "arguments").mkdir()
    said = NO_FINDING if draft.cites is None else (FIGURE if draft.cites_figure else NO_FIGURE).format(id=draft.cites)
    texts = {
        "source.yaml": draft.source,
        "campaign.yaml": CAMPAIGN.format(
            name=name, title=_quoted(draft.title), asks="\n".join(f"  - recommendation: {ask}" for ask in draft.asks)
        ),
        "letter.md": LETTER,
        "arguments/first.md": ARGUMENT.format(supports=", ".join(draft.asks), cites=draft.cites or "", said=said),
    }
    for path, text in texts.items():
        (folder / path).write_text(text, encoding="utf-8")


def _quoted(text: str) -> str:
    """The text as a quoted YAML value."""
    return json.dumps(text, ensure_ascii=False)


CAMPAIGN = """\
# yaml-language-server: $schema=../../docs/schemas/campaign.schema.json
#
# Drafted from the document. `letters check {name}` says what is still to be written.

title: {title}
subject: {title}      # the Re: line: say topic and ask in a few words, as offices file them

# What you ask, in order; leave out what the campaign does not ask. source.yaml may have more to ask.
asks:
{asks}

design: organization        # a folder in templates/; “constituent” is the letter of a private person
max_arguments: 3
min_arguments: 1
max_pages: 1                # offices ask for one page
"""

LETTER = """\
{#- Opening, ask and close. Write plainly; an empty line begins a paragraph. The remarks in such signs are never printed. -#}
{% if sender.is_constituent %}As your constituent in {{ sender.city }}, {{ we }} write{% else %}{{ We }} write{% endif %} to ask
for your help.

{{ arguments }}

{{ We }} therefore ask you:

{{ asks }}

Please write to tell {{ us }} what you will do. {{ We }} thank you for your attention.
"""

ARGUMENT = """\
---
# One argument a file; the file's name is the argument's name. What it argues for, and every finding it uses:
supports: [{supports}]
cites: [{cites}]
weight: 50
---

{said}
"""

FIGURE = """\
{{#- Say in your own words what this means for the people you write for, and why it matters to Congress. -#}}
As of {{{{ date("{id}") }}}}, {{{{ counted_by("{id}") }}}} gave this figure: {{{{ figure("{id}") }}}}."""

NO_FIGURE = """\
TODO{{{{ cite("{id}") }}}}"""

NO_FINDING = "TODO"
