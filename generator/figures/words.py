"""Reads numbers in words: `fifty-six thousand` as 56000."""

import re
from collections.abc import Sequence

# By hand and not by a library such as word2number: it takes the words out of the text, and here
# each number needs its place, and where one number ends and the next begins.
SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
).split()
# The first two are empty, so that the index times ten is the value.
TENS = ("", "", *"twenty thirty forty fifty sixty seventy eighty ninety".split())
# The short scale of American English; a trillion is the largest in use for money or people.
SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
# Named, because several modules compare with them.
HUNDRED = 100
DOZEN = 12

# The words that stand for a number below a hundred.
VALUES = {word: number for number, word in enumerate(SMALL)} | {
    word: 10 * number for number, word in enumerate(TENS) if word
}
STARTERS = frozenset({"a", "an"})
"""These words mean one before a hundred, a thousand, a million, a dozen."""

# “A” is no number word: it counts at the beginning of a run only, before a hundred or a scale.
WORD = rf"(?:{'|'.join([*SMALL, *TENS[2:], 'hundred', 'dozen', *SCALES])})"
# “Fifty-six thousand”, “a hundred and five”, “one two three”; not “and five”, nor “a ten”.
RUN = re.compile(
    rf"\b(?:an?[\s-]+(?=(?:hundred|dozen|{'|'.join(SCALES)})\b))?{WORD}\b(?:(?:[\s-]+and[\s-]+|"
    rf"[\s-]+){WORD}\b)*",
    re.IGNORECASE,
)
"""A run of words of numbers; it may hold more than one number."""
TOKEN = re.compile(r"[a-z]+", re.IGNORECASE)


def take(tokens: Sequence[str]) -> tuple[int, int]:
    """Returns the largest number that the first words make, and how many words it takes.

    That is 0 words if they begin with no number.
    """
    # The limit is more than a trillion, the largest scale. Each scale must be smaller than the
    # last: after a thousand no million continues the number.
    total, position, limit = 0, 0, 10**15
    while position < len(tokens):
        group, used = _group(tokens[position:], opening=position == 0)
        if not used:
            break
        scale = SCALES.get(tokens[position + used]) if position + used < len(tokens) else None
        if scale is not None and scale < limit:
            total, limit = total + group * scale, scale
            position += used + 1
            continue
        # A rest without a scale must fit below the last scale; `group` is below a thousand, unless
        # it counts dozens.
        if group < limit:
            total, position = total + group, position + used
        break
    return total, position


def _group(tokens: Sequence[str], *, opening: bool) -> tuple[int, int]:
    """Returns a number below a thousand that the first words make, and how many words it takes.

    An “and” may precede it, unless it opens the whole number.
    """
    skipped = 0 if opening or not tokens or tokens[0] != "and" else 1
    rest = tokens[skipped:]
    is_size = len(rest) > 1 and (rest[1] in SCALES or rest[1] in ("hundred", "dozen"))
    lead, used = (1, 1) if opening and is_size and rest[0] in STARTERS else _tens(rest)
    if not used:
        return 0, 0
    # A dozen ends its group: “two dozen five” is two numbers.
    if rest[used : used + 1] == ["dozen"]:
        return lead * DOZEN, skipped + used + 1
    if rest[used : used + 1] == ["hundred"]:
        lead, used = lead * HUNDRED, used + 1
        more = used + (1 if rest[used : used + 1] == ["and"] else 0)
        tail, count = _tens(rest[more:])
        if count:
            lead, used = lead + tail, more + count
    return lead, skipped + used


def _tens(tokens: Sequence[str]) -> tuple[int, int]:
    """Returns a number below a hundred that the first words make, and how many words it takes."""
    if not tokens or tokens[0] not in VALUES:
        return 0, 0
    first = VALUES[tokens[0]]
    second = VALUES.get(tokens[1]) if len(tokens) > 1 else None
    # Only twenty and more take a digit behind: “ten five” is two numbers.
    if first >= len(SMALL) and second is not None and 0 < second < 10:  # noqa: PLR2004
        return first + second, 2
    return first, 1
