"""What the PDF engine logs of a design, as a person reads it: the file and the line, what is wrong, and what to do."""

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from urllib.parse import unquote, urlsplit

from generator.errors import Problem
from generator.letter import accessibility
from generator.text import listed, quoted

_LONG_DATA = re.compile(r"data:[^\s\"']{40,}")
_POSITION = re.compile(r" at (\d+):\d+")
_UNREACHED = re.compile(r"Failed to load (?:image|stylesheet) at '?(?P<address>\S+?)'? ?: (?P<reason>.*)", re.DOTALL)
_KNOWN = (
    (r"Ignored `([^:`]+)(.*?)\s*` at \d+:\d+, (.+)\.", r"`\1\2` is not understood (\3): correct it, or take it out", r"\1"),
    (r"Invalid or unsupported selector,? '(.+?)\s*'.*", r"the selector `\1` is not understood: correct it, or take it out", r"\1"),
    (r"Parse error at \d+:\d+: (.+?)\.?", r"cannot be read as CSS (\1): look at this line and those before it", ""),
    (r"Font-face '(.*)' cannot be loaded", r"the typeface \1 cannot be loaded: look at the src of its @font-face", r"\1"),
)
"""What the engine says, what we say, and the words of the design that it is about."""
_FONT = re.compile(r"(?<![-\w])font(?:-family)?\s*:([^;}]*)")
_NO_TYPEFACE = ("inherit", "unset")


def problems(messages: Iterable[str], folders: Sequence[Path]) -> Iterator[Problem]:
    """What the engine logged, as mistakes in the files of a design; the folders are its own and the common one."""
    for message in dict.fromkeys(_LONG_DATA.sub("data:…", message) for message in messages):
        sentence, sought = _told(message, folders)
        position = _POSITION.search(message)
        yield problem(sentence, folders, sought=sought, line=int(position.group(1)) if position else None)


def problem(sentence: str, folders: Sequence[Path], *, sought: str, line: int | None = None) -> Problem:
    """The mistake in the first file of the design that has the words sought, on that line of a style sheet where it is known."""
    having = [(path, number) for path, number, text in _lines(folders) if sought in text]
    exact = [(path, number) for path, number in having if path.suffix == ".css" and number == line]
    for path, number in exact or (having if sought else []):
        return Problem(_shown(path, folders), number, "", sentence)
    return Problem(_shown(folders[0], folders), 0, "", sentence)


def unknown_typeface(families: Iterable[str], folders: Sequence[Path]) -> Problem:
    """The mistake of a design that asks for a typeface which it does not bring along."""
    known = sorted(families)
    ours = listed((f'"{name}"' for name in known), last="and")
    sentence = f"asks for a typeface that the design does not bring along; it has {ours}: use one of them, or declare it"
    for path, number, text in _lines(folders):
        if any(not any(name in asked for name in (*known, *_NO_TYPEFACE)) for asked in _FONT.findall(text)):
            return Problem(_shown(path, folders), number, "", sentence)
    return Problem(_shown(folders[0], folders), 0, "", sentence)


def faint(folders: Sequence[Path]) -> Iterator[Problem]:
    """The mistakes of style sheets that make words faint."""
    for folder in folders:
        for path in sorted(folder.glob("*.css")):
            for line in accessibility.in_style(_text(path)):
                yield Problem(_shown(path, folders), line, "", accessibility.FAINT)


def _told(message: str, folders: Sequence[Path]) -> tuple[str, str]:
    """The message in the words of this program, as far as it knows it, and the words of the design that it is about."""
    if unreached := _UNREACHED.match(message):
        reason = re.sub(r"^\w+Error: ", "", unreached["reason"]).strip() or "it is damaged, or no picture"
        why = "is not there: put it there, or take it out here" if "No such file" in reason else f"cannot be used: {reason}"
        return f"{_named(unreached['address'], folders)} {why}", _file_name(unreached["address"])
    for pattern, sentence, sought in _KNOWN:
        if known := re.fullmatch(pattern, message, re.DOTALL):
            return known.expand(sentence), known.expand(sought)
    return _POSITION.sub("", message).rstrip("."), ""


def _named(address: str, folders: Sequence[Path]) -> str:
    """A file of the project as the user types it, any other address as it is."""
    parts = urlsplit(address)
    return _shown(Path(unquote(parts.path)), folders) if parts.scheme == "file" else quoted(address)


def _file_name(address: str) -> str:
    return Path(unquote(urlsplit(address).path)).name


def _lines(folders: Sequence[Path]) -> Iterator[tuple[Path, int, str]]:
    """Every line of the design, its own before the common ones: file, number, text."""
    for folder in folders:
        for path in sorted((*folder.glob("*.css"), *folder.glob("*.html"))):
            for number, line in enumerate(_text(path).splitlines(), 1):
                yield path, number, line


def _text(path: Path) -> str:
    """The text of a file of a design, whatever it holds."""
    return path.read_text(encoding="utf-8-sig", errors="replace")


def _shown(path: Path, folders: Sequence[Path]) -> str:
    """The path from the project's folder, where it lies in it."""
    root = folders[0].parents[1]
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)
