"""Reads the qualifier of a number from the words around it: “over”, “at least”, “or more”."""

import re

from generator.figures.types import Qualifier

# “Well over” and “just over” claim more than “over”: the first far more, the second little more. An
# audit that took them for “over” would let a letter sharpen its source.
FAR = r"(?:well|far|much|way|vastly|considerably|significantly|substantially|many)"
BARELY = r"(?:just|slightly|a little|little|a bit|barely|hardly|scarcely)"
WORDINGS: dict[Qualifier, str] = {
    "just over": rf"{BARELY} (?:over|more than|above)",
    "far more than": rf"{FAR} (?:over|above|beyond|in excess of|exceeding|(?:more|greater|higher|"
    "larger|longer|older) than)",
    "far less than": rf"{FAR} (?:under|below|short of|(?:less|fewer|lower|smaller|shorter|younger) "
    "than)",
    "at least": r"at least|(?:no|not) (?:fewer|less|younger|shorter) than|a minimum of",
    "at most": r"at most|(?:no|not) (?:more|older|longer|greater|higher) than|up to|as (?:many|"
    "much|long|high) as|a maximum of",
    "nearly": r"nearly|almost|virtually|practically|close to|just under|just short of|slightly "
    "(?:less|fewer) than|approaching",
    "more than": r"over|(?:more|greater|higher|larger|longer|older) than|in excess of|upwards? of|"
    "exceed(?:s|ed|ing)?|above",
    "less than": r"(?:less|fewer|lower|smaller|shorter|younger) than|under|below",
    "about": r"about|around|approximately|approx\.|roughly|some|circa|ca\.|an estimated|estimated|"
    "in the region of|~|≈",
}
"""The wordings of each qualifier before a number. The longer come first: “just over” holds
“over”."""
# A group's name must be an identifier, and a qualifier has spaces.
KEYS: dict[str, Qualifier] = {f"q{number}": name for number, name in enumerate(WORDINGS)}
# One of the wordings right before the number, with a word such as “some” or “the” between: “over an
# estimated 5,000”. It begins a word (“rover 5” is none); \ue000 begins the marks that a letter is
# set with (`letter.footnotes.MARK`).
BEFORE = re.compile(
    rf"(?:^|(?<=[\s(\[“‘\"'—–\ue000]))"
    rf"(?:{'|'.join(f'(?P<{key}>{WORDINGS[name]})' for key, name in KEYS.items())})"
    r"(?: (?:an? estimated|some|the|these|those|its|their))?\s*$".replace(" ", r"\s+"),
    re.IGNORECASE,
)
LAST_WORD = re.compile(
    r"(?:over|above|beyond|of|than|exceed(?:s|ed|ing)?|below|under|to|least|most|as|nearly|almost|"
    r"virtually|practically|approaching|about|"
    r"around|approximately|approx\.|roughly|some|circa|ca\.|estimated|the|these|those|its|their|"
    r"[~≈])\s*$",
    re.IGNORECASE,
)
"""The words with which a wording can end: a quick test that most numbers fail."""
# “Or more” and “or less” must not begin a comparison: “5 or more than 5”. “20-ish” and “20-odd”
# stick to the number.
AFTER: dict[Qualifier, re.Pattern[str]] = {
    "at least": re.compile(
        r"\s*\+(?!\d)|\s+or\s+more\b(?!\s+than\b)|[\s-]+plus\b|\s+or\s+(?:above|over|older|longer)"
        r"\b",
        re.IGNORECASE,
    ),
    "at most": re.compile(
        r"\s+or\s+(?:fewer|less|under|younger|shorter)\b(?!\s+than\b)", re.IGNORECASE
    ),
    "about": re.compile(r"\s+or\s+so\b|[\s-]+odd\b|-?ish\b", re.IGNORECASE),
}
"""The wordings behind a number."""
REACH = 40
"""How many characters before a number may hold its qualifier: the longest wording has 36."""


def before(text: str, start: int, *, floor: int = 0) -> tuple[int, Qualifier]:
    """Returns where the qualifier before a number begins, and which it is.

    It does not begin before `floor`, where the number before ends.
    """
    # The qualifier of “over 5 to 10” belongs to the 5, and must not be read again before the 10.
    head = max(floor, start - REACH)
    words = text[head:start]
    found = BEFORE.search(words) if LAST_WORD.search(words) else None
    return (head + found.start(), KEYS[str(found.lastgroup)]) if found else (start, "exactly")


def after(text: str, end: int) -> tuple[int, Qualifier]:
    """Returns where the qualifier behind a number ends, and which it is."""
    for qualifier, pattern in AFTER.items():
        if found := pattern.match(text, end):
            return found.end(), qualifier
    return end, "exactly"
