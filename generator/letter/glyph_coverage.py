"""Characters that no letter can print, by the lines of the files that they come from."""

import dataclasses
from collections.abc import Iterable, Iterator
from pathlib import Path

from pydantic import BaseModel

from generator.errors import Problem
from generator.letter import pdf
from generator.models import Letter

NOT_PRINTED = ("recipient", "stem", "works", "notice")


def trouble(text: str) -> str | None:
    """What to do about the characters of the text for which the typefaces have no sign; None where they have one for each."""
    missing = "" if text.isascii() else pdf.missing_glyphs(text)
    return pdf.unprintable(missing) if missing else None


def unprintable(files: Iterable[tuple[str, Path]], letters: Iterable[Letter]) -> Iterator[Problem]:
    """A problem for each line of the files that puts a character into a letter for which the typefaces have no sign.

    A remark in a file may hold what it likes, so only characters that stand in one of the letters count. The files are
    looked at first: they are few, and nearly always hold none.
    """
    texts = [(shown, path.read_text("utf-8-sig", errors="ignore")) for shown, path in files]
    suspects = set(pdf.missing_glyphs("".join(text for _, text in texts if not text.isascii())))
    if not suspects:
        return
    printed = {character for letter in letters for words in _words(letter) for character in words}
    for shown, text in texts:
        for number, line in enumerate(text.split("\n"), 1):
            if missing := "".join(dict.fromkeys(character for character in line if character in suspects & printed)):
                yield Problem(shown, number, "", pdf.unprintable(missing))


def _words(part: object) -> Iterator[str]:
    """Every text in the part of a letter."""
    match part:
        case str():
            yield part
        case tuple() | list():
            for one in part:
                yield from _words(one)
        case BaseModel():
            for _, value in part:
                yield from _words(value)
        case _ if dataclasses.is_dataclass(part):
            for field in dataclasses.fields(part):
                if field.name not in NOT_PRINTED:
                    yield from _words(getattr(part, field.name))
