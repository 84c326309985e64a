"""Words as a typesetter sets them: curly quotes, dashes, and words that stay on one line.

Words are set before they are escaped, and by the same functions in notes, addresses and a person's
own words.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

NO_BREAK = "\u00a0"
"""A space that no line breaks at.

In the letters' serif faces it is the same glyph as the plain space, so that the text layer of the
PDF has plain spaces, and a search for “H.R. 2662” finds it.
"""

WORD_JOINER = "\u2060"
"""Invisible, and no line breaks at it: after a hyphen it keeps “mid-January” on one line."""

MAX_CHARACTERS_TOGETHER = 48
"""Half a line: a longer unbreakable piece would tear a hole into the line before it."""

MIN_LAST_LINE = 12
"""Characters of a paragraph's last line: fewer look like a leftover. Chosen by hand."""

SEPARATOR = 5
"""Characters between the parts of a contact line."""

TEXTS_REMEMBERED = 4096
"""Most paragraphs of a campaign stand in many letters, and are set alike in all of them."""

# Chosen by hand from the letters of the shipped campaign and from what letters to Congress name; a
# word that is missing here may only break at a line's end.
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_BILLS = (
    r"H\.R\.|S\.|H\.J\. ?Res\.|S\.J\. ?Res\.|H\.Con\. ?Res\.|S\.Con\. ?Res\.|H\. ?Res\.|S\. ?Res\."
)
_COUNTED = "section|article|title|chapter|part|page|figure|note|room|suite|box|level|category"
_TITLES = "Dr|Mr|Mrs|Ms|Mx|Rev|Prof|Gen|Sen|Rep|Gov|Hon|Lt|Col|Capt|St"
_UNITS = "percent|million|billion|trillion|miles|years|months|days"
_TOWNS = "El|Los|Las|San|Santa|New|Fort|Ciudad|Nuevo|Eagle"
_TAIL = r"[\w(][\w().,–-]{0,24}"

_TOGETHER = re.compile(
    "|".join(
        (
            rf"(?:\b\d{{1,3}} )?(?<![\w.])(?:{_BILLS}) \d+",  # 119 H.R. 2662
            r"\$\d[\d,.]* (?:thousand|million|billion|trillion)\b",  # $5 million
            rf"\b\d+ (?:U\.S\.C\.|C\.F\.R\.)(?: §+)? {_TAIL}",  # 8 U.S.C. § 1225(b)
            rf"(?:\b(?:INA|U\.S\.C\.|C\.F\.R\.) )?§+ ?{_TAIL}",  # § 1225
            rf"\b(?i:{_COUNTED})s? §? ?\d[\w().–-]{{0,24}}",  # section 235(b)(2)(C)
            r"(?<!\w)(?:[Nn]os?|pp?|vol|Stat|Pub\. L)\. \d[\d.,–-]*",  # No. 12, p. 5
            rf"\b(?:{_TITLES})\. [A-Z][\w’-]*",  # Dr. Wong
            rf"\b(?:{_MONTHS}) \d{{1,2}}\b,?",  # January 29,
            r"\b\d+(?:st|nd|rd|th) (?:Congress|Session)\b",  # 119th Congress
            rf"\b\d[\d,.]* (?:{_UNITS})\b",  # 4 percent
            r"[\w’-]+,? (?:Jr\.|Sr\.|III|II|IV)(?!\w)",  # Cuellar, Jr.
            r"(?<![\w.])[A-Z]\.(?: [A-Z]\.)* [A-Z][\w’-]+",  # K. Wong
            rf"\b(?:{_TOWNS}) [A-Z][\w’-]+",  # El Paso
            r"\b[A-Z]{2} \d{5}(?:-\d{4})?\b",  # TX 79901
            r"\(\d{3}\) \d{3}-\d{4}\b",  # (202) 555-0100
        )
    )
)
# Matches “mid-” in “mid-January”, not in “mid- and late January”, where no word follows.
_PREFIX = re.compile(r"\b(mid|pre|post|non|co|anti|ex|self|then)-(?=\w)", re.IGNORECASE)
# In a group, so that `split` gives the addresses back, at the odd places.
_MACHINE_WORD = re.compile(r"(\S*(?:://|www\.|@)\S*)")
# Matches “TX-16-escobar.pdf” and “example.org/a-b”, not “a.m.” and “U.S.”: they are copied.
_DOTTED_NAME = re.compile(r"[a-z0-9]\.[a-z]{2}")
_OPENS_AFTER = " \u00a0\n\t([{—–-/“‘"
# The apostrophe of “the '20s”, “'tis” and “'em”, which would open a quotation otherwise.
_CLIPPED = re.compile(r"'(?=\d\ds?\b|(?i:tis|twas|til|em|n)\b)")
_NARROW_SPACES = "\u2007\u2008\u2009\u200a\u202f"
_WIDE_SPACES = "\u2002\u2003\u2004\u2005\u2006\u3000"
_HYPHENS = "\u2010\u2011"
REPLACED = _NARROW_SPACES + _WIDE_SPACES + _HYPHENS
"""Characters that polish() replaces, because the typefaces have no glyph for them."""
_PLAIN = str.maketrans(
    dict.fromkeys(_NARROW_SPACES, NO_BREAK)
    | dict.fromkeys(_WIDE_SPACES, " ")
    | dict.fromkeys(_HYPHENS, "-")
)


@lru_cache(TEXTS_REMEMBERED)
def polish(text: str, *, before: str = "") -> str:
    """Returns the text with curly quotes, real dashes and ellipses, and spaces of every typeface.

    `before` is the character before the text, which decides whether a quote opens. Web and e-mail
    addresses stay unchanged, and so does typographic text: polishing twice changes nothing.
    """
    result = ""
    for index, part in enumerate(_MACHINE_WORD.split(text)):
        is_address = index % 2
        result += part if is_address else _polished(part, before=result[-1:] or before)
    return result


def _polished(text: str, *, before: str) -> str:
    text = text.translate(_PLAIN)
    # Three points exactly: four may be an ellipsis and a full stop, and stay.
    text = re.sub(r"(?<!\.)\.\.\.(?!\.)", "…", text)
    # Before the longer dash: “2019--20” is a span, “the end -- at last” a break.
    text = re.sub(r"(?<=\d)--(?=\d)", "–", text)
    text = re.sub(r"(?<!-) ?---? ?(?!-)", "—", text)
    text = _CLIPPED.sub("’", text)
    return _quoted(text, before=before)


def _quoted(text: str, *, before: str) -> str:
    """Returns the text with curly quotes: opening after a space or an opening mark."""
    result: list[str] = []
    for character in text:
        opens = not before or before in _OPENS_AFTER
        before = {'"': "“" if opens else "”", "'": "‘" if opens else "’"}.get(character, character)
        result.append(before)
    return "".join(result)


@lru_cache(TEXTS_REMEMBERED)
def kept_together(text: str, *, ends: bool = False) -> str:
    """Returns the text with no-break spaces inside names, numbers of bills, sums, dates, citations.

    Where the text `ends` a paragraph, its last words stay on one line, so that none is alone there.
    """
    text = _TOGETHER.sub(_unbroken, text)
    if ends:
        text = _with_last_line(text)
    # A line may end between the brackets of “235(b)(2)(C)” (UAX 14, LB30 keeps only letters).
    text = text.replace(")(", f"){WORD_JOINER}(")
    return _PREFIX.sub(rf"\1-{WORD_JOINER}", text)


def _with_last_line(text: str) -> str:
    """Returns the text with two words or more, of MIN_LAST_LINE characters, for its last line.

    WeasyPrint 70 has no `text-wrap: pretty`, and `widows` counts lines, not words.
    """
    *rest, tail = re.split("([ \n])", text)
    while len(rest) > 1 and (NO_BREAK not in tail or len(tail) < MIN_LAST_LINE):
        longer = f"{rest[-2]}{NO_BREAK}{tail}"
        # A line feed was put there on purpose. No piece grows beyond half a line.
        if rest[-1] == "\n" or len(longer) > MAX_CHARACTERS_TOGETHER:
            break
        tail = longer
        del rest[-2:]
    # “asylum-seeking” may break too, and leave half of itself; an address breaks where it must.
    if not (_MACHINE_WORD.search(tail) or _DOTTED_NAME.search(tail)):
        tail = re.sub(r"(?<=\w)-(?=\w)", f"-{WORD_JOINER}", tail)
    return "".join((*rest, tail))


def _unbroken(found: re.Match[str]) -> str:
    is_short = len(found[0]) <= MAX_CHARACTERS_TOGETHER
    return found[0].replace(" ", NO_BREAK) if is_short else found[0]


def balanced(parts: Iterable[str], most: int) -> list[list[str]]:
    """Returns the parts on one line, or on two lines of nearly the same length.

    `most` is the number of characters that fit a line. A line that breaks where it is full would
    leave its last part alone on the second.
    """
    one_line = list(parts)
    lengths = [len(part) + SEPARATOR for part in one_line]
    if sum(lengths) - SEPARATOR <= most:
        return [one_line] if one_line else []

    def unevenness(first: int) -> int:
        return abs(sum(lengths[:first]) - sum(lengths[first:]))

    # One part alone cannot break; the page wraps it.
    first = min(range(1, len(one_line)), key=unevenness, default=0)
    return [line for line in (one_line[:first], one_line[first:]) if line]
