"""Compares an ask of Congress with the section that asks it: its verb and its words."""

import re
from collections.abc import Mapping, Sequence
from typing import Literal

from generator.audit.ground import AuditBasis
from generator.audit.index import Sentence
from generator.audit.sentences import SYNONYMS, WORD, stem, stems

# Chosen by hand on 25 November 2026, with the asks about the short reports
# (tests/support/reports.py).
FEWEST_OBJECTS = 0.2
"""A text is about an ask if it has at least this much of its words without the verb."""
ALIKE = tuple(
    frozenset(stem(word) for word in line.replace("|", " ").split())
    for line in SYNONYMS
    if "|" in line
)
"""Words that ask for one thing."""
# Written by hand on 25 November 2026, from the recommendations of the shipped campaign, of the five
# drafts and of the short reports.
NEUTRAL = frozenset(
    stem(word)
    for word in (
        "hold send obtain take make lead join see give get press work act help urge ask use bring "
        "put do keep set call speak write tell stand go request seek demand insist consider commit "
        "pledge please immediately conduct convene schedule carry undertake organize arrange offer "
        "show"
    ).split()
)
"""Verbs that get their sense from what follows them."""
Sense = Literal["more", "less"]
FEWER = frozenset(stem(word) for word in "end prohibit defund reject".split())
# In reverse, so that a word on two lines of SYNONYMS has the sense of the first: a later entry of a
# dict replaces an earlier one.
SENSES: Mapping[str, Sense] = {
    **dict.fromkeys(NEUTRAL, "more"),
    **{word: "less" if group & FEWER else "more" for group in reversed(ALIKE) for word in group},
}
"""Whether a verb wants more of its object or less."""
# Matches “In its next budget, ” and “By March, ” before the verb of an ask; not “Increase aid”,
# because a space must follow the preposition.
OPENING = re.compile(
    r"^(?:In|By|During|After|Before|At|Through|With|For|On|Within)\s[^,]*,\s*", re.IGNORECASE
)
# Matches “please immediately ” and “to fully ”. An adverb on -ly is no verb of an ask.
ADVERBS = re.compile(
    r"^(?:(?:please|also|immediately|finally|now|fully|publicly|promptly|to|\w+ly)\s+)+",
    re.IGNORECASE,
)


def best(ask: str, within: Sequence[Sentence], *, ground: AuditBasis) -> Sentence | None:
    """Returns the sentence that asks for this most nearly; None if there is no sentence."""
    return max(
        within,
        key=lambda one: share_held(ask, words_held(one.text, ground=ground), ground=ground),
        default=None,
    )


def _about_it(ask: str, texts: Sequence[str], *, verb: str, ground: AuditBasis) -> list[str]:
    """Returns the texts that have some of an ask's words without its verb.

    A text may not have many fewer of them than another.
    """
    shares = {
        text: share_held(ask, words_held(text, ground=ground), ground=ground, but=verb)
        for text in texts
    }
    # A third, chosen by hand: a text with fewer of the words than that of the best one only
    # mentions the subject, and its verb is not about it.
    least = max(FEWEST_OBJECTS, max(shares.values(), default=0.0) / 3)
    return [text for text, share in shares.items() if share >= least]


def is_asked(ask: str, texts: Sequence[str], *, verb: str, ground: AuditBasis) -> bool:
    """Whether one of the texts has the verb, or one like it, next to the other words."""
    return any(
        verb in words_held(text, ground=ground)
        for text in _about_it(ask, texts, verb=verb, ground=ground)
    )


def is_opposed(ask: str, texts: Sequence[str], *, verb: str, ground: AuditBasis) -> bool:
    """Whether an ask wants more of what every text about it wants less of, or the reverse."""
    objects = stems(ask) - NEUTRAL - {verb}
    senses = {_wants(text, objects) for text in _about_it(ask, texts, verb=verb, ground=ground)}
    ours = SENSES.get(verb)
    # An unknown verb on either side proves no opposition, because a true paraphrase must not be
    # refused.
    return ours is not None and ours not in senses and bool(senses - {None})


def _wants(text: str, objects: frozenset[str]) -> Sense | None:
    """Returns what a text wants of something, by the last verb before its first mention."""
    sense: Sense | None = None
    for word in (stem(found) for found in WORD.findall(text)):
        # “End the program and fund the clinics” wants more of the clinics: the last verb before the
        # first mention of the object decides, and what follows it is about something else.
        if word in objects and sense:
            break
        sense = SENSES.get(word, sense)
    return sense


def verb_of(ask: str) -> str:
    """Returns the verb that an ask begins with."""
    found = WORD.match(ADVERBS.sub("", OPENING.sub("", ask.strip())))
    return found.group() if found else ""


def words_held(text: str, *, ground: AuditBasis) -> frozenset[str]:
    """Returns the words of a text, those like them, and the long names of its short forms."""
    words = stems(text) | stems(ground.names.spelled_out(text))
    return words.union(*(group for group in ALIKE if group & words))


def share_held(
    ask: str, held: frozenset[str], *, ground: AuditBasis, but: str = "", elsewhere: float = 0.0
) -> float:
    """Returns the part of an ask's words that is held, from 0 to 1; a rarer word counts more.

    A word that the document lacks has the greatest rarity; one that stands elsewhere in it has the
    weight `elsewhere`.
    """
    rarity = ground.index.rarity
    most, total, got = max(rarity.values(), default=1.0), 0.0, 0.0
    # Sorted: the order of a set changes from run to run, and sums of floats change with their
    # order.
    for word in sorted(stems(ask) - NEUTRAL - {but}):
        worth = rarity.get(word, most)
        total += worth
        if word in held or word in rarity:
            got += worth if word in held else worth * elsewhere
    return got / total if total else 1.0
