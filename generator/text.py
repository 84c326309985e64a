"""Words of the user in our messages: shown safely and shortly, and what was probably meant."""

import difflib
from collections.abc import Iterable

SHOWN = 60
"""Characters of a user's text that a message repeats."""

LISTED = 18
"""Names that a message lists at most."""


def quoted(text: str) -> str:
    """The text in quotes, at most SHOWN characters of it, invisible and control characters spelt out.

    A terminal obeys control characters, and some turn the order of what is read around: neither may reach it.
    """
    short = text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"
    return '"' + "".join(letter if letter.isprintable() else f"\\u{ord(letter):04x}" for letter in short) + '"'


def listed(names: Iterable[str], *, last: str = "or") -> str:
    """`a, b or c`."""
    every = list(names)
    return f" {last} ".join([", ".join(every[:-1]), every[-1]] if len(every) > 1 else every)


def closest(given: str, known: Iterable[str], *, cutoff: float = 0.6) -> str | None:
    """The known name that was probably meant, if one is near; capitals do not count."""
    names = {name.casefold(): name for name in sorted(known, reverse=True)}
    near = difflib.get_close_matches(given[:SHOWN].casefold(), names, n=1, cutoff=cutoff)
    return names[near[0]] if near else None


def did_you_mean(given: str, known: Iterable[str]) -> str:
    """`; did you mean "title"?`, or nothing where no known name is near."""
    near = closest(given, known)
    return f'; did you mean "{near}"?' if near is not None and near != given else ""


def hint(given: str, known: Iterable[str], *, most: int = LISTED) -> str:
    """`; did you mean "title"?`, or all that there is to choose from where it is not more than that, and so too much to read."""
    names = sorted(known)
    choice = f"; there are {listed(names, last='and')}" if 1 < len(names) <= most else f"; there is {names[0]}" if len(names) == 1 else ""
    return did_you_mean(given, names) or choice
