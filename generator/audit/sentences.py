"""Sentences, and the words in them that carry meaning."""

import re

from generator.footnotes import ABBREVIATIONS, SENTENCE_END

STEM = 5
"""Words are compared by their first letters: return, returned and returning are one."""
WORD = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)?")
EMPTY_WORDS = frozenset(
    (
        "a about above after again against all also although am among an and another any are as at be became because been before "
        "began being both but by came can could did do does doing done during each either even ever every few for from further get "
        "given gives got had has have having he her here hers him his how however i if in into is it its itself just last like made "
        "make makes many may me more most much must my near neither no nor not now of off on once one only or other others our out "
        "over own per said same say says she should since so some still such than that the their them then there these they this "
        "those though through to too under until up upon us very was way we well were what when where which while who whom whose why "
        "will with within without would yet you your among including include whether namely people person thing things whole told "
        "gave went put took see saw known new two three "
    ).split()
)


def sentence_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Where each sentence of a paragraph begins and ends."""
    spans: list[tuple[int, int]] = []
    start = 0
    for found in SENTENCE_END.finditer(text):
        if not _ends(text, found):
            continue
        if text[start : found.end()].strip():
            spans.append((start + _margin(text[start:]), found.end()))
        start = found.end()
    if text[start:].strip():
        spans.append((start + _margin(text[start:]), len(text.rstrip())))
    return tuple(spans)


def _margin(text: str) -> int:
    """How much space stands before the words."""
    return len(text) - len(text.lstrip())


def _ends(text: str, found: re.Match[str]) -> bool:
    """Whether this punctuation ends a sentence, and is no abbreviation, initial or ellipsis within one."""
    after = text[found.end() :].lstrip()
    if after[:1].islower():
        return False
    if found.group(0)[0] != ".":
        return True
    word = re.split(r"[\s(“‘\"'—–]", text[: found.start()])[-1]
    if re.fullmatch(r"[A-Z]", word) or word in ABBREVIATIONS:
        # “in the U.S. The” ends one, “the U.S. Senate” does not: only an article or pronoun tells.
        return (
            word.endswith(("S", "C", "Inc"))
            and bool(re.match(r"(?:The|This|That|These|In|It|He|She|They|We|A|An)\b", after))
            and "." in word
        )
    return True


def stem(word: str) -> str:
    """The word without case, possessive, ending."""
    bare = re.sub(r"[’']s?$", "", word.lower())
    if len(bare) > 3 and bare.endswith("s") and not bare.endswith("ss"):  # noqa: PLR2004 -- “gas” and “bus” are no plurals
        bare = bare[:-1]
    return bare[:STEM]


def stems(text: str) -> frozenset[str]:
    """The stems of the words that carry meaning."""
    return frozenset(stem(word) for word in WORD.findall(text) if word.lower() not in EMPTY_WORDS and len(word) > 1)
