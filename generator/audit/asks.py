"""What is asked of Congress, against the section that asks it: the verb, the words, the names, the numbers, the bill."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from generator.audit.agreement import dates, is_turn_of_phrase, numbers, supports
from generator.audit.ground import Ground
from generator.audit.index import Sentence, plain
from generator.audit.matches import Reason, Reasons, shortened
from generator.audit.quotations import TEMPLATE, unquoted
from generator.audit.sentences import EMPTY_WORDS, WORD, stem, stems
from generator.errors import Problem
from generator.figures import read_figures
from generator.models import Campaign, Prose, Recommendation

FEWEST_WORDS = 0.33
"""An ask stands where at least this much of its words does, by rarity."""
HARDLY_ANY = 0.15
"""One of which so little stands there is surely not asked."""
FEWEST_OBJECTS = 0.2
"""Beside its verb an ask has at least this much of its other words."""
ELSEWHERE = 0.5
"""What a word of a campaign's ask counts that stands in the document and not in the section."""
CLEARLY_LESS = 0.85
"""A section that bears an ask out less than this, beside the best in the document, is the wrong one."""

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
    return max(within, key=lambda sentence: _share(ask, _held(sentence.text, ground=ground), ground=ground), default=None)


def of_recommendation(recommendation: Recommendation, sentence: Sentence, *, ground: Ground, within: Sequence[Sentence]) -> Reasons:
    """What speaks against a recommendation whose section asks it, if anywhere, in this sentence."""
    texts = [one.text for one in within]
    text = " ".join(texts)
    yield from _elsewhere(recommendation.ask, sentence, ground=ground)
    yield from _unasked(recommendation.ask, texts, ground=ground, elsewhere=0.0)
    theirs = read_figures(text)
    for figure in numbers(read_figures(recommendation.ask)):
        if not is_turn_of_phrase(figure) and not any(supports(other, figure) for other in theirs):
            yield Reason("ask", f"“{figure.text}” does not stand in the section")
    known = [end.partial or "" for moment in dates(theirs) for end in (moment, moment.until or moment)]
    for moment in dates(read_figures(recommendation.ask)):
        if moment.partial and not any(partial.startswith(moment.partial) for partial in known):
            yield Reason("ask", f"“{moment.text}” does not stand in the section")
    if recommendation.bill and recommendation.bill.title and plain(recommendation.bill.title) not in plain(text):
        yield Reason("bill.title", f"the section does not name the “{recommendation.bill.title}”")
    for quote in ground.unheld(recommendation.ask):
        yield Reason("ask", f"“{quote}” is in quotation marks and not in the document")


def audit_asks(campaign: Campaign, *, ground: Ground) -> Iterator[Problem]:
    """A problem for each ask of a campaign whose own words ask for something else than its recommendation, or name somebody else."""
    source = campaign.source
    recommendations = {one.id: one for one in source.recommendations}
    headings = {section.id: section.heading for section in source.sections}
    for number, (ask, prose) in enumerate(zip(campaign.settings.asks, campaign.asks, strict=True), start=1):
        recommendation = recommendations.get(ask.recommendation)
        section = ground.index.section(headings.get(recommendation.section, "")) if recommendation else None
        if ask.text and recommendation and section is not None:
            for reason in of_campaign(prose.text, recommendation, ground=ground, within=ground.index.within(section)):
                yield _as_problem(reason, prose, field=f"asks[{number}].text", name=recommendation.id)


def _as_problem(reason: Reason, prose: Prose, *, field: str, name: str) -> Problem:
    """What is told of the words of a campaign."""
    told = reason.words if reason.sure else f"look whether it is so: {reason.words}"
    return Problem(prose.file, prose.first_line, field, f"{name}: {told}", "error" if reason.sure else "warning")


def of_campaign(text: str, recommendation: Recommendation, *, ground: Ground, within: Sequence[Sentence]) -> Reasons:
    """What speaks against the words of a campaign for a recommendation: they ask for something else, or name somebody else."""
    bill = recommendation.bill
    named = (bill.title or "", bill.number or "") if bill else ()
    chambers = " ".join((*named, *recommendation.committees, "House Senate Congress"))
    texts = (recommendation.ask, chambers, *(one.text for one in within))
    yield from _unasked(TEMPLATE.sub(" ", text), texts, ground=ground, elsewhere=ELSEWHERE)


def _elsewhere(ask: str, sentence: Sentence, *, ground: Ground) -> Reasons:
    """Whether another section, in which the document asks for something, asks for it clearly more."""
    words, index = stems(ask), ground.index
    others = (one for one in ground.advice if one.section != sentence.section)
    most = max(others, key=lambda one: index.score(words, one), default=None)
    if most is None:
        return
    own, other = (_share(ask, _held(one.text, ground=ground), ground=ground) for one in (sentence, most))
    if own < CLEARLY_LESS * other:
        yield Reason("section", f"what it says stands under “{ground.heading(most)}”: “{shortened(most.text)}”")


def _unasked(ask: str, texts: Sequence[str], *, ground: Ground, elsewhere: float) -> Reasons:
    """What shows that the texts do not ask for this: its verb, or one like it, with its objects; its words; those it names.

    `elsewhere` is what a word counts that only the rest of the document has.
    """
    verb, share = _verb(ask), _share(ask, _held(" ".join(texts), ground=ground), ground=ground, elsewhere=elsewhere)
    if verb and verb.lower() not in EMPTY_WORDS and stem(verb) not in NEUTRAL and not _is_asked(ask, texts, verb=stem(verb), ground=ground):
        told = f"the document does not ask to “{verb.lower()}” that: use its own verb, if it asks for this"
        yield Reason("ask", told, share < FEWEST_WORDS or _is_opposed(ask, texts, verb=stem(verb), ground=ground))
    elif share < FEWEST_WORDS:
        yield Reason("ask", "its words do not stand in the section: use more of the document's own", share < HARDLY_ANY)
    for name in ground.names.missing(unquoted(ask), texts):
        yield Reason("ask", f"its own “{name}” is not named in the section")


def _is_asked(ask: str, texts: Sequence[str], *, verb: str, ground: Ground) -> bool:
    """Whether one of the texts has the verb, or one like it, beside some of the other words, and not many fewer than another text."""
    held = [_held(text, ground=ground) for text in texts]
    shares = [_share(ask, one, ground=ground, but=verb) for one in held]
    least = max(FEWEST_OBJECTS, max(shares, default=0.0) / 3)
    return any(share >= least for share, one in zip(shares, held, strict=True) if verb in one)


def _is_opposed(ask: str, texts: Sequence[str], *, verb: str, ground: Ground) -> bool:
    """Whether an ask wants more of what every text that speaks of it wants less of, or the other way round."""
    objects = stems(ask) - NEUTRAL - {verb}
    shares = [_share(ask, _held(text, ground=ground), ground=ground, but=verb) for text in texts]
    least = max(FEWEST_OBJECTS, max(shares, default=0.0) / 3)
    wanted = {_wants(text, objects) for text, share in zip(texts, shares, strict=True) if share >= least}
    return verb in SENSES and SENSES[verb] not in wanted and ("less" if SENSES[verb] == "more" else "more") in wanted


def _wants(text: str, objects: frozenset[str]) -> Sense | None:
    """Whether a text wants more or less of something, by the last verb before its first mention that shows it."""
    sense: Sense | None = None
    for word in (stem(found) for found in WORD.findall(text)):
        if word in objects and sense:
            return sense
        sense = SENSES.get(word, sense)
    return sense


def _verb(ask: str) -> str:
    """The verb that an ask begins with."""
    found = WORD.match(ADVERBS.sub("", OPENING.sub("", ask.strip())))
    return found.group() if found else ""


def _held(text: str, *, ground: Ground) -> frozenset[str]:
    """The words of a text, those like them, and the long names of what it gives in short."""
    words = stems(text) | stems(ground.names.spelled_out(text))
    return words.union(*(group for group in ALIKE if group & words))


def _share(ask: str, held: frozenset[str], *, ground: Ground, but: str = "", elsewhere: float = 0.0) -> float:
    """How much of the words of an ask is held, by rarity; one that the document nowhere has is as rare as can be."""
    rarity = ground.index.rarity
    most = max(rarity.values(), default=1.0)
    worth = {word: rarity.get(word, most) for word in stems(ask) - NEUTRAL - {but}}
    got = sum(value if word in held else value * elsewhere if word in rarity else 0.0 for word, value in worth.items())
    return got / sum(worth.values()) if worth else 1.0
