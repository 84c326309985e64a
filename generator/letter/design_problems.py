"""What the PDF engine logs of a design, as problems: the file, the line, and what to do.

WeasyPrint's sentences have a line of the style sheet at most and name no file, so that the file is
found by the words that a sentence is about.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from urllib.parse import unquote, urlsplit

from generator.errors import Problem
from generator.letter import accessibility
from generator.text import listed, quoted

# A picture within the page: “data:image/png;base64,iVBOR…” may have a megabyte, and is not a
# sentence.
_LONG_DATA = re.compile(r"data:[^\s\"']{40,}")
# “ at 12:5”: line and column of the style sheet.
_POSITION = re.compile(r" at (\d+):\d+")
# “Failed to load image at 'file:///…/logo.png': No such file …”, with or without the quotes.
_UNREACHED = re.compile(
    r"Failed to load (?:image|stylesheet) at '?(?P<address>\S+?)'? ?: (?P<reason>.*)", re.DOTALL
)
# The sentences of WeasyPrint 70 and tinycss2 that a mistake in a design leads to. Others are shown
# as they are, so that a new version loses advice and no problem.
_KNOWN = (
    (
        r"Ignored `([^:`]+)(.*?)\s*` at \d+:\d+, (.+)\.",
        r"`\1\2` is not understood (\3): correct it, or take it out",
        r"\1",
    ),
    (
        r"Invalid or unsupported selector,? '(.+?)\s*'.*",
        r"the selector `\1` is not understood: correct it, or take it out",
        r"\1",
    ),
    (
        r"Parse error at \d+:\d+: (.+?)\.?",
        r"cannot be read as CSS (\1): look at this line and those before it",
        "",
    ),
    (
        r"Font-face '(.*)' cannot be loaded",
        r"the typeface \1 cannot be loaded: look at the src of its @font-face",
        r"\1",
    ),
)
"""The engine's sentence, ours, and the words of the design that it is about."""
# Matches “font-family: Arial” and “font: 10pt Arial”, not “font-size: 10pt”.
_FONT = re.compile(r"(?<![-\w])font(?:-family)?\s*:([^;}]*)")
_NO_TYPEFACE = ("inherit", "unset")
"""Values of font-family that name no typeface."""


def problems(messages: Iterable[str], folders: Sequence[Path]) -> Iterator[Problem]:
    """Yields what the engine logged, as problems in the files of a design.

    The folders are the design's own and the common one.
    """
    # Each once: WeasyPrint logs the same for every page.
    for message in dict.fromkeys(_LONG_DATA.sub("data:…", message) for message in messages):
        sentence, sought = _explained(message, folders)
        position = _POSITION.search(message)
        line = int(position[1]) if position else None
        yield problem_in_design(sentence, folders, sought=sought, line=line)


def problem_in_design(
    sentence: str, folders: Sequence[Path], *, sought: str, line: int | None = None
) -> Problem:
    """Returns the problem at the first line of the design that has the words sought.

    `line` is the line of a style sheet, where the engine says it.
    """
    found = [(path, number) for path, number, text in _lines(folders) if sought in text]
    # The line that the engine names may be of either style sheet, so that the words must be there
    # too.
    exact = [(path, number) for path, number in found if path.suffix == ".css" and number == line]
    path, number = [*exact, *(found if sought else ()), (folders[0], 0)][0]
    return Problem(_shown(path, folders), number, "", sentence, code="design-not-understood")


def unknown_typeface(families: Iterable[str], folders: Sequence[Path]) -> Problem:
    """Returns the problem of a design that asks for a typeface which it does not bring along."""
    known = sorted(families)
    ours = listed((f'"{name}"' for name in known), last="and")
    sentence = (
        f"asks for a typeface that the design does not bring along; it has {ours}: "
        "use one of them, or declare it; in an SVG picture, convert text to paths"
    )
    place = folders[0], 0
    for path, number, text in _lines(folders):
        for asked in _FONT.findall(text):
            if place[1] == 0 and not any(name in asked for name in (*known, *_NO_TYPEFACE)):
                place = path, number
    shown = _shown(place[0], folders)
    return Problem(shown, place[1], "", sentence, code="unknown-typeface")


def faint(folders: Sequence[Path]) -> Iterator[Problem]:
    """Yields a problem for each line of the style sheets that makes words faint."""
    for folder in folders:
        for path in sorted(folder.glob("*.css")):
            for line in accessibility.in_style(_text(path)):
                shown = _shown(path, folders)
                yield Problem(shown, line, "", accessibility.FAINT, code="faint-words")


def _explained(message: str, folders: Sequence[Path]) -> tuple[str, str]:
    """Returns the message in our words if it is known, and the words of the design it is about."""
    if unreached := _UNREACHED.match(message):
        reason = re.sub(r"^\w+Error: ", "", unreached["reason"]).strip()
        why = f"cannot be used: {reason or 'it is damaged, or no picture'}"
        if "No such file" in reason:
            why = "is not there: put it there, or take it out here"
        address = urlsplit(unreached["address"])
        path, named = Path(unquote(address.path)), quoted(unreached["address"])
        if address.scheme == "file":
            named = _shown(path, folders)
        return f"{named} {why}", path.name
    for pattern, sentence, sought in _KNOWN:
        if known := re.fullmatch(pattern, message, re.DOTALL):
            return known.expand(sentence), known.expand(sought)
    return _POSITION.sub("", message).rstrip("."), ""


def _lines(folders: Sequence[Path]) -> Iterator[tuple[Path, int, str]]:
    """Returns every line of the design, its own before the common ones: file, number, text."""
    for folder in folders:
        for path in sorted((*folder.glob("*.css"), *folder.glob("*.html"))):
            for number, line in enumerate(_text(path).splitlines(), 1):
                yield path, number, line


def _text(path: Path) -> str:
    """Returns the text of a file of a design, in any encoding."""
    return path.read_text(encoding="utf-8-sig", errors="replace")


def _shown(path: Path, folders: Sequence[Path]) -> str:
    """Returns the path from the project's folder, where it lies in it."""
    # templates/<design> lies two folders below the project's.
    root = folders[0].parents[1]
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)
