"""Words as a typesetter writes them: curly quotes, dashes, and what a line must not break."""

import re
from functools import lru_cache

NO_BREAK = "\u00a0"
"""A space that no line breaks at. In the letters' serif faces it is the same glyph as the plain space, so that the text layer
of the PDF has plain spaces, and a search for “H.R. 2662” finds it."""

WORD_JOINER = "\u2060"
"""No line breaks at it, and nothing shows: behind a hyphen it keeps “mid-January” on one line."""

LONGEST_TOGETHER = 48
"""More characters than this in one unbreakable piece would tear a hole into the line before it."""

TEXTS_REMEMBERED = 4096
"""Most paragraphs of a campaign stand in many letters, and read alike in all of them."""

_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_BILLS = r"H\.R\.|S\.|H\.J\. ?Res\.|S\.J\. ?Res\.|H\.Con\. ?Res\.|S\.Con\. ?Res\.|H\. ?Res\.|S\. ?Res\."
_COUNTED = "section|article|title|chapter|part|page|figure|note|room|suite|box|level|category"
_TITLES = "Dr|Mr|Mrs|Ms|Mx|Rev|Prof|Gen|Sen|Rep|Gov|Hon|Lt|Col|Capt|St"
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
            r"\b\d[\d,.]* (?:percent|million|billion|trillion|miles|years|months|days)\b",  # 4 percent
            r"[\w’-]+,? (?:Jr\.|Sr\.|III|II|IV)(?!\w)",  # Cuellar, Jr.
            r"(?<![\w.])[A-Z]\.(?: [A-Z]\.)* [A-Z][\w’-]+",  # K. Wong
            r"\b(?:El|Los|Las|San|Santa|New|Fort|Ciudad|Nuevo|Eagle) [A-Z][\w’-]+",  # El Paso
            r"\b[A-Z]{2} \d{5}(?:-\d{4})?\b",  # TX 79901
        )
    )
)
_PREFIX = re.compile(r"\b(mid|pre|post|non|co|anti|ex|self|then)-(?=\w)", re.IGNORECASE)
_SHORT_END = re.compile(r"\S+ \S{1,7}$")
_MACHINE_WORD = re.compile(r"(\S*(?:://|www\.|@)\S*)")
_OPENS_AFTER = " \u00a0\n\t([{—–-/“‘"
_CLIPPED = re.compile(r"'(?=\d\ds?\b|(?i:tis|twas|til|em|n)\b)")
_NARROW_SPACES = "\u2007\u2008\u2009\u200a\u202f"
_WIDE_SPACES = "\u2002\u2003\u2004\u2005\u2006\u3000"
_HYPHENS = "\u2010\u2011"
REPLACED = _NARROW_SPACES + _WIDE_SPACES + _HYPHENS
"""Characters that polish() replaces, because the typefaces have no glyph for them."""
_PLAIN = str.maketrans(dict.fromkeys(_NARROW_SPACES, NO_BREAK) | dict.fromkeys(_WIDE_SPACES, " ") | dict.fromkeys(_HYPHENS, "-"))


@lru_cache(TEXTS_REMEMBERED)
def polish(text: str, *, before: str = "") -> str:
    """The text with curly quotes and apostrophes, real dashes and ellipses, and only spaces that every typeface has.

    `before` is the character that stands before the text, which decides whether a quote opens. Web and e-mail addresses stay
    as they are, and so does what is already typographic: polishing twice changes nothing.
    """
    result = ""
    for index, part in enumerate(_MACHINE_WORD.split(text)):
        is_address = index % 2
        result += part if is_address else _polished(part, before=result[-1:] or before)
    return result


def _polished(text: str, *, before: str) -> str:
    text = text.translate(_PLAIN)
    text = re.sub(r"(?<!\.)\.\.\.(?!\.)", "…", text)
    text = re.sub(r"(?<=\d)--(?=\d)", "–", text)
    text = re.sub(r"(?<!-) ?---? ?(?!-)", "—", text)
    text = _CLIPPED.sub("’", text)
    return _quoted(text, before=before)


def _quoted(text: str, *, before: str) -> str:
    """Straight quotes turned the way they face: opening after a space or an opening mark, closing elsewhere."""
    result: list[str] = []
    for character in text:
        opens = not before or before in _OPENS_AFTER
        before = {'"': "“" if opens else "”", "'": "‘" if opens else "’"}.get(character, character)
        result.append(before)
    return "".join(result)


@lru_cache(TEXTS_REMEMBERED)
def kept_together(text: str, *, ends: bool = False) -> str:
    """The text with no-break spaces where a line must not break: inside names, numbers of bills, sums, dates, citations.

    Where the text `ends` a paragraph, a short last word takes the one before it along, so that no line holds it alone.
    """
    spans = [match.span() for match in _TOGETHER.finditer(text)]
    if ends and (end := _SHORT_END.search(text)):
        spans.append(end.span())
    result: list[str] = []
    at = 0
    for start, stop in _merged(spans):
        kept = text[start:stop]
        result += (text[at:start], kept.replace(" ", NO_BREAK) if len(kept) <= LONGEST_TOGETHER else kept)
        at = stop
    return _PREFIX.sub(rf"\1-{WORD_JOINER}", "".join((*result, text[at:])))


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans in order, those that overlap made one."""
    merged: list[tuple[int, int]] = []
    for start, stop in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(stop, merged[-1][1]))
        else:
            merged.append((start, stop))
    return merged
