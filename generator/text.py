"""Shows words of the user in messages, safely and shortly, and finds the probable ones."""

import difflib
from collections.abc import Iterable

MAX_SHOWN_CHARACTERS = 60
"""Characters of a user's text that a message repeats; chosen by hand to fit a terminal line."""

MAX_LISTED_NAMES = 18
"""Chosen by hand: the longest list of keys of one model has 18."""


def quoted(text: str) -> str:
    """Returns at most MAX_SHOWN_CHARACTERS of the text, in quotes.

    It spells invisible characters out: a terminal obeys control characters, and some change the
    reading order; neither may reach it.
    """
    short = text if len(text) <= MAX_SHOWN_CHARACTERS else text[: MAX_SHOWN_CHARACTERS - 1] + "…"
    # `isprintable` is false for control and format characters, among them the escapes of a terminal
    # (U+001B) and U+202E, which turns the reading order around.
    plain = (letter if letter.isprintable() else f"\\u{ord(letter):04x}" for letter in short)
    return f'"{"".join(plain)}"'


def listed(names: Iterable[str], *, last: str = "or") -> str:
    """Returns the names as `a, b or c`."""
    every = list(names)
    return f" {last} ".join([", ".join(every[:-1]), every[-1]] if len(every) > 1 else every)


def first_of(names: Iterable[str], most: int, *, between: str = ", ") -> str:
    """Returns the first names, at most `most`, and the number of the others: `a, b and 3 more`."""
    every = list(names)
    more = len(every) - most
    # A semicolon stands before “and” too: it alone parts names with commas.
    last = f"{between.rstrip(', ')} and {more} more" if more > 0 else ""
    return f"{between.join(every[:most])}{last}"


def closest(given: str, known: Iterable[str], *, cutoff: float = 0.6) -> str | None:
    """Returns the known name that is nearest, or None; compares without regard to capitals."""
    # The last of two names that differ only in capitals stays, so in reverse order it is always the
    # same one: the first by the alphabet.
    names = {name.casefold(): name for name in sorted(known, reverse=True)}
    # The work of difflib grows with the square of the length, and a user's text may be a whole
    # paragraph by mistake: its beginning is enough. 0.6 is the default of difflib.
    near = difflib.get_close_matches(
        given[:MAX_SHOWN_CHARACTERS].casefold(), names, n=1, cutoff=cutoff
    )
    return names[near[0]] if near else None


def did_you_mean(given: str, known: Iterable[str]) -> str:
    """Returns `; did you mean "title"?`, or nothing if no known name is near."""
    near = closest(given, known)
    # An equal name is known and refused for another reason: to suggest it again would help no one.
    return f'; did you mean "{near}"?' if near is not None and near != given else ""


def hint(given: str, known: Iterable[str], *, most: int = MAX_LISTED_NAMES) -> str:
    """Returns `; did you mean "title"?`, or the list of all names if it has at most `most`."""
    names = sorted(known)
    if near := did_you_mean(given, names):
        return near
    if not names or len(names) > most:
        return ""
    return f"; there {'is' if len(names) == 1 else 'are'} {listed(names, last='and')}"
