"""Characters that no letter can print, by the lines of the files that they come from."""

import dataclasses
from collections.abc import Iterable, Iterator
from pathlib import Path

from pydantic import BaseModel

from generator.errors import Problem
from generator.letter import pdf
from generator.models.letter import Letter

NOT_PRINTED = ("recipient", "stem", "works", "notice")
"""Fields of a letter that stand on no page; works are printed as notes, which are looked at."""


def trouble(text: str) -> str | None:
    """Returns what to do about characters that the typefaces lack; None where they lack none."""
    missing = "" if text.isascii() else pdf.missing_glyphs(text)
    return pdf.unprintable(missing) if missing else None


def unprintable(files: Iterable[tuple[str, Path]], letters: Iterable[Letter]) -> Iterator[Problem]:
    """Yields a problem for each line of the files that has such a character of a letter.

    A remark in a file may have any character, so only those in one of the letters count. The files
    are looked at first: they are few, and nearly always have no such character.
    """
    # Bytes that are no UTF-8 are named when the file is read for the campaign; here they are
    # skipped.
    texts = [(shown, path.read_text("utf-8-sig", errors="ignore")) for shown, path in files]
    suspects = set(pdf.missing_glyphs("".join(text for _, text in texts if not text.isascii())))
    if not suspects:
        return
    # Letters are looked at only now: to go through their words takes longer than through the files.
    printed = {character for letter in letters for words in _words(letter) for character in words}
    missing = suspects & printed
    for shown, text in texts:
        for number, line in enumerate(text.split("\n"), 1):
            if found := "".join(one for one in dict.fromkeys(line) if one in missing):
                message = pdf.unprintable(found)
                yield Problem(shown, number, "", message, code="unprintable-character")


def _words(part: object) -> Iterator[str]:
    """Returns every text in the part of a letter."""
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
