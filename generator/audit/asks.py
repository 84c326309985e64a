"""What is asked of Congress, against the section that asks it: the verb, the words, the names, the numbers, the bill."""

import re
from collections.abc import Mapping, Sequence
from typing import Literal

from generator.audit.ground import Ground
from generator.audit.index import Sentence
from generator.audit.sentences import WORD, stem, stems

# Chosen by hand on 25 November 2026, with the asks about the short reports (`tests/reports.py`, `ASKED`).
FEWEST_OBJECTS = 0.2
"""Beside its verb an ask has at least this much of its other words."""
# Both lists were written by hand on 25 November 2026, from the recommendations of the shipped campaign, of the five drafts
# and of the short reports. No standard list of synonyms was taken over.
ALIKE = tuple(
    frozenset(stem(word) for word in group.split())
    for group in (
        "end stop terminate halt cease abolish discontinue suspend shut close cancel scrap repeal rescind revoke dismantle",
        "prohibit bar ban forbid block prevent deny",
        "defund cut slash reduce lower shrink strip withhold",
        "fund funding money budget appropriation appropriate finance dollars spend spending pay paying provide invest",
        "increase raise double triple boost enlarge lift",
        "expand extend widen broaden renew lengthen",
        "enact pass adopt approve legislate legislation law statute bill codify cosponsor introduce vote sponsor support back",
        "protect safeguard defend shield guarantee ensure preserve",
        "investigate investigatory investigative investigation probe inquiry examine oversee oversight hearing hearings review expose",
        "require mandate order direct oblige compel",
        "release publish disclose report unseal",
        "build construct erect install",
        "restore reinstate reverse",
        "admit allow permit let accept",
        "reject oppose refuse vote",
        "create establish found launch open start begin",
        "hire employ staff appoint confirm nominate",
        "visit tour delegation delegations travel",
        "brief briefing briefings inform",
        "amend change reform revise correct",
        "forgive cancel relieve waive",
        "monitor track watch supervise",
    )
)
"""Words that ask for one thing."""
NEUTRAL = frozenset(
    stem(word)
    for word in (
        "hold send obtain take make lead join see give get press work act help urge ask use bring put do keep set call speak write "
        "tell stand go request seek demand insist consider commit pledge please immediately conduct convene schedule carry undertake "
        "organize arrange offer show"
    ).split()
)
"""Verbs that get their sense from what follows them."""
Sense = Literal["more", "less"]
FEWER = frozenset(stem(word) for word in "end prohibit defund reject".split())
SENSES: Mapping[str, Sense] = {
    **dict.fromkeys(NEUTRAL, "more"),
    **{word: "less" if group & FEWER else "more" for group in reversed(ALIKE) for word in group},
}
"""Whether a verb wants more of its object or less."""
OPENING = re.compile(r"^(?:In|By|During|After|Before|At|Through|With|For|On|Within)\s[^,]*,\s*", re.IGNORECASE)
ADVERBS = re.compile(r"^(?:(?:please|also|immediately|finally|now|fully|publicly|promptly|to|\w+ly)\s+)+", re.IGNORECASE)


def best(ask: str, within: Sequence[Sentence], *, ground: Ground) -> Sentence | None:
    """The sentence that asks for this most nearly; nothing where there is none."""
    return max(within, key=lambda sentence: share_held(ask, words_held(sentence.text, ground=ground), ground=ground), default=None)


def _about_it(ask: str, texts: Sequence[str], *, verb: str, ground: Ground) -> list[str]:
    """The texts that have some of the other words of an ask than its verb, and not many fewer than another text."""
    shares = [share_held(ask, words_held(text, ground=ground), ground=ground, but=verb) for text in texts]
    least = max(FEWEST_OBJECTS, max(shares, default=0.0) / 3)
    return [text for text, share in zip(texts, shares, strict=True) if share >= least]


def is_asked(ask: str, texts: Sequence[str], *, verb: str, ground: Ground) -> bool:
    """Whether one of the texts has the verb, or one like it, next to the other words."""
    return any(verb in words_held(text, ground=ground) for text in _about_it(ask, texts, verb=verb, ground=ground))


def is_opposed(ask: str, texts: Sequence[str], *, verb: str, ground: Ground) -> bool:
    """Whether an ask wants more of what every text that speaks of it wants less of, or the other way round."""
    objects = stems(ask) - NEUTRAL - {verb}
    wanted = {_wants(text, objects) for text in _about_it(ask, texts, verb=verb, ground=ground)}
    return verb in SENSES and SENSES[verb] not in wanted and ("less" if SENSES[verb] == "more" else "more") in wanted


def _wants(text: str, objects: frozenset[str]) -> Sense | None:
    """Whether a text wants more or less of something, by the last verb before its first mention that shows it."""
    sense: Sense | None = None
    for word in (stem(found) for found in WORD.findall(text)):
        if word in objects and sense:
            return sense
        sense = SENSES.get(word, sense)
    return sense


def verb_of(ask: str) -> str:
    """The verb that an ask begins with."""
    found = WORD.match(ADVERBS.sub("", OPENING.sub("", ask.strip())))
    return found.group() if found else ""


def words_held(text: str, *, ground: Ground) -> frozenset[str]:
    """The words of a text, those like them, and the long names of what it gives in short."""
    words = stems(text) | stems(ground.names.spelled_out(text))
    return words.union(*(group for group in ALIKE if group & words))


def share_held(ask: str, held: frozenset[str], *, ground: Ground, but: str = "", elsewhere: float = 0.0) -> float:
    """How much of the words of an ask is held, by rarity; one that the document nowhere has is as rare as can be."""
    rarity = ground.index.rarity
    most = max(rarity.values(), default=1.0)
    worth = {word: rarity.get(word, most) for word in stems(ask) - NEUTRAL - {but}}
    got = sum(value if word in held else value * elsewhere if word in rarity else 0.0 for word, value in worth.items())
    return got / sum(worth.values()) if worth else 1.0
