"""Sentences, and the words in them that carry meaning."""

import re
from collections.abc import Iterator
from functools import lru_cache

from generator.letter.footnotes import ABBREVIATIONS, SENTENCE_END

# Chosen by hand on 24 November 2026. Five letters join some words that differ (“concern”,
# “concert”); this makes two texts look more alike than they are, so that a claim passes more
# easily.
STEM = 5
"""Words are compared by their first letters: return, returned and returning are one."""
LONGEST_SENTENCE = 2000
"""A longer text is a list or a table without full stops; chosen by hand."""
# Characters before a full stop that are read; chosen by hand, more than any abbreviation has.
LONGEST_ABBREVIATION = 20
# Of “...” and “?!” only the first mark is tried, so that each end is found once.
END = re.compile(rf"(?<![.!?…]){SENTENCE_END.pattern}")
WORDS = re.compile(r"\S")
# Matches the blank in “towns lost”; not in “5 million” or “May 4”, where a cut would make another
# figure.
GAP = re.compile(r"(?<=[^\s\d])\s(?=[^\W\d])")
"""A space at which no figure can be cut."""
# Matches “U.S”, “J” and “D.C” before a full stop.
INITIALS = re.compile(r"(?:[A-Z]\.)*[A-Z]")
OF_LAW = frozenset("Fed Reg Stat Pub Cir Supp Ct Cong Const Cl amend".split())
"""Words of citations: the full stop behind them ends no sentence."""
OPENING = re.compile(r"(?:The|This|That|These|In|It|He|She|They|We|A|An)\b")
# Letters and one apostrophe (“don’t”, “basin’s”): digits are figures, and those are compared by
# value.
WORD = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)?")
# Written by hand on 24 November 2026: the articles, pronouns, prepositions and auxiliaries of
# English, and verbs of saying and giving, which stand in most sentences of the documents of the
# tests.
EMPTY_WORDS = frozenset(
    (
        "a about above after again against all also although am among an and another any are as "
        "at be became because been before "
        "began being both but by came can could did do does doing done during each either even "
        "ever every few for from further get "
        "given gives got had has have having he her here hers him his how however i if in into is "
        "it its itself just last like made "
        "make makes many may me more most much must my near neither no nor not now of off on once "
        "one only or other others our out "
        "over own per said same say says she should since so some still such than that the their "
        "them then there these they this "
        "those though through to too under until up upon us very was way we well were what when "
        "where which while who whom whose why "
        "will with within without would yet you your among including include whether namely "
        "people person thing things whole told "
        "gave went put took see saw known new two three "
    ).split()
)

# Written by hand on 25 November 2026, from the 109 paraphrased claims
# (tests/support/paraphrases.py), the recommendations of the shipped campaign and of the five
# drafts, and the short reports: a line for each word that a document says otherwise. No standard
# list of synonyms was taken over.
SYNONYMS = """
    end ended stop stopped terminate halt | cease abolish discontinue suspend shut close cancel \
    scrap repeal rescind revoke dismantle
    prohibit ban bar forbid | block prevent deny
    reduce reduced cut decrease lower | defund slash shrink strip withhold
    fund funding money budget appropriation | appropriate finance dollars spend \
    spending pay paying provide invest
    raise raised increase increased | double triple boost enlarge lift
    expand expanded expansion extend extended widen | broaden renew lengthen
    law statute legislation | enact pass adopt approve legislate bill codify cosponsor \
    introduce vote sponsor support back
    | protect safeguard defend shield guarantee ensure preserve
    | investigate investigatory investigative investigation probe inquiry examine oversee \
    oversight hearing hearings review expose
    | require mandate order direct oblige compel
    | release publish disclose report unseal
    | build construct erect install
    | restore reinstate reverse
    | admit allow permit let accept
    | reject oppose refuse vote
    begin began begun start started launch launched | create establish found open
    | hire employ staff appoint confirm nominate
    | visit tour delegation delegations travel
    | brief briefing briefings inform
    | amend change reform revise correct
    | forgive cancel relieve waive
    | monitor track watch supervise
    infant baby babies newborn toddler birthday age aged old older oldest young younger youngest
    child children kid minor boy girl
    lawyer attorney counsel
    sick ill illness disease ailment
    home house household dwelling housing
    worker laborer employee
    wait waiting waited await awaiting
    danger dangerous peril risk hazard
    camp encampment tent
    woman women female
    kidnap kidnapping kidnapped abduct abduction
    die died dead death killed
    study survey research
    review evaluation evaluate assessment assess
    town city municipality
    country nation national
    mistake error
    price cost
    disabled disability
    filthy unsanitary dirty
    help aid assistance assist
    suit lawsuit
    pregnant expectant
    makeshift temporary
    outside outdoors outdoor
""".strip().splitlines()
"""A line for each group of words: in every text those before the bar are one word.

In an ask the whole line is one word, because any verb may ask for the same. Of a word on two lines
the first line counts.
"""
LIKE = {
    word: words[0][:STEM]
    for words in (line.partition("|")[0].split() for line in SYNONYMS)
    for word in words
}


def sentence_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Returns where each sentence of a paragraph begins and ends.

    A sentence longer than LONGEST_SENTENCE is cut between two words. Takes time in proportion to
    the text: each sentence is read once, and later work on one is bounded by that length.
    """
    spans: list[tuple[int, int]] = []
    start = 0
    for end in (*(found.end() for found in END.finditer(text) if _ends(text, found)), len(text)):
        spans += _parts(text, start=start, end=end)
        start = end
    return tuple(spans)


def _parts(text: str, *, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yields the words between two places, in as many parts as they are too long for one."""
    while words := WORDS.search(text, start, end):
        start = words.start()
        # The last blank that cuts no figure, else the last blank, else the limit: a text without
        # blanks is cut in a word.
        limit = min(end, start + LONGEST_SENTENCE)
        if limit < end:
            gaps = (gap.start() for gap in GAP.finditer(text, start + 1, limit))
            limit = max(gaps, default=max(text.rfind(" ", start + 1, limit), 0) or limit)
        yield start, start + len(text[start:limit].rstrip())
        start = limit


def _ends(text: str, found: re.Match[str]) -> bool:
    """Whether this punctuation ends a sentence.

    That of an abbreviation, initial or ellipsis within a sentence does not.
    """
    after = WORDS.search(text, found.end())
    # What goes on in small letters is the same sentence: “Jan. to March”, “(No. 4) is”.
    if after is not None and text[after.start()].islower():
        return False
    if found.group(0)[0] != ".":
        return True
    word = re.split(
        r"[\s(“‘\"'—–]", text[max(0, found.start() - LONGEST_ABBREVIATION) : found.start()]
    )[-1]
    if INITIALS.fullmatch(word) or word in ABBREVIATIONS or word in OF_LAW:
        # “in the U.S. The” ends one, “the U.S. Senate” does not: an article or pronoun shows it.
        opens = after is not None and bool(OPENING.match(text, after.start()))
        return opens and "." in word and word.endswith(("S", "C"))
    return True


# Each word of document and claims is asked for many times; the bound keeps the memory of a long
# document small.
@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """Returns the word without its case, possessive and ending."""
    # The possessive goes first, so that “families’” and “family’s” lose it before their ending.
    bare = re.sub(r"[’']s?$", "", word.lower())
    # Not in words of three letters: “gas” and “bus” are no plurals; nor is “loss”.
    if len(bare) > 3 and bare.endswith("s") and not bare.endswith("ss"):  # noqa: PLR2004
        bare = bare[:-1]
    # Synonyms are looked up by the whole word: by their stems, “terminate” would bring “terminal”
    # with it.
    return LIKE.get(bare) or bare[:STEM]


def stems(text: str) -> frozenset[str]:
    """Returns the stems of the words that carry meaning."""
    return frozenset(
        stem(word)
        for word in WORD.findall(text)
        if word.lower() not in EMPTY_WORDS and len(word) > 1
    )
