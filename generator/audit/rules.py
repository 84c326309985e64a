"""The rules of the audit: each yields what speaks against a statement at one place.

This file holds the whole list, in the order in which reasons are shown. `make bench` leaves out one
rule after the other and prints what each earns alone; README.md has the table. A new rule is a
function here and a line in FINDING_RULES or ASK_RULES.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar, TypeVar

from generator.audit import asks, binding, negation
from generator.audit.agreement import counts_its_list, ends, is_turn_of_phrase, numbers, supports
from generator.audit.attribution import attributed
from generator.audit.ground import AuditBasis
from generator.audit.index import Sentence, plain
from generator.audit.names import places_named
from generator.audit.passages import Match, Reason, Reasons, all_words, shortened
from generator.audit.quotations import unquoted
from generator.audit.rivalry import Rivalry
from generator.audit.sentences import EMPTY_WORDS, stem, stems
from generator.audit.timing import DateCheck
from generator.figures.reading import read_figures
from generator.figures.types import Citation, Figure, Moment
from generator.models.source import Bill, Finding, Place

# These four were chosen by hand on 24 and 25 November 2026: with them the audit refuses and doubts
# no claim of the shipped campaign and no one of its 210 paraphrases
# (tests/support/paraphrases.py).
CLEARLY_LESS = 0.85
"""A section that scores less than this part of the best score in the document is the wrong one."""
FAR_LESS = 0.75
"""Below this part it is surely wrong. Between the two the document may say one thing twice, in more
words and in fewer."""
CLEARLY_LESS_ATTRIBUTED = 0.5
"""Used instead of CLEARLY_LESS for a finding with a figure and a counter: a document may give one
figure twice."""
FEWEST_WORDS = 0.3
"""A fact without a figure, or an ask, stands where at least this part of its words stands.

Measured on 30 November 2026: each of 71 true claims without a figure has a third or more, and
each of 102 invented ones a fifth or less.
"""
HARDLY_ANY = 0.15
"""Below this part of its words, the document surely does not say it."""
ONCE_A = re.compile(r"an?\s+\w+", re.IGNORECASE)
"""“A year”, which in a claim is a rate as often as a number."""
# Matches “ earlier”, “ ago” behind “four years”; not “ in prison”, behind which the time is a fact.
RECKONED = re.compile(r"\s+(?:earlier|later|before|after|ago|since)\b", re.IGNORECASE)
"""Behind a time that a person computes from two dates: “four years earlier”."""
# One word is enough: the items of a list are told apart by one name each.
NAME = re.compile(r"\b[A-Z][^\W\d_]+")
FEWEST_LISTED = 2
"""A list has two items or more."""


@dataclass(frozen=True)
class Case:
    """A statement in our words, and the sentence of the document that may say it."""

    words: str
    """The claim or the ask."""
    key: str
    """Its key in source.yaml: `claim` or `ask`."""
    match: Match
    within: Sequence[Sentence]
    """The section in which it is looked for."""
    ground: AuditBasis

    scope: ClassVar[str] = "paragraph"
    """Where its names and numbers must stand."""

    @property
    def near(self) -> tuple[Sentence, ...]:
        """The sentences in which its names and numbers must stand.

        Of a claim the paragraph, of an ask the section.
        """
        return self.ground.index.paragraph(self.match.sentence)

    @property
    def figures(self) -> Iterator[Figure]:
        """The figures that the statement may give."""
        return (figure for sentence in self.near for figure in sentence.figures)

    @property
    def named(self) -> tuple[str, ...]:
        """The texts in which its names must stand."""
        return self.ground.around(self.match.sentence)

    @property
    def moments(self) -> Iterator[Moment]:
        """The dates that it may give, both ends of each span."""
        dated = (
            moment for sentence in self.near for moment in self.ground.moments[sentence.number]
        )
        return (end for moment in dated for end in ends(moment))


@dataclass(frozen=True)
class FindingCase(Case):
    """A finding, and a sentence that may support it."""

    finding: Finding
    rivalry: Rivalry
    timing: DateCheck
    places: Mapping[str, Place]
    rules: "Mapping[str, FindingRule]"

    @property
    def figures(self) -> Iterator[Figure]:
        """Its own figure, and those of the paragraph."""
        yield from read_figures(self.finding.figure or "")
        yield from super().figures

    def could_be(self, match: Match) -> bool:
        """Whether date and counter of the finding would be right there too."""
        other = replace(self, match=match)
        found = (
            reason
            # Only the rules that say of which count a figure is; a benchmark may have left them
            # out.
            for name in ("date", "attribution")
            if name in self.rules
            for reason in self.rules[name](other)
        )
        return not any(reason.sure for reason in found)


@dataclass(frozen=True)
class AskCase(Case):
    """What is asked of Congress, and the sentence that asks it most nearly."""

    scope = "section"
    bill: Bill | None = None
    also: tuple[str, ...] = ()
    """More texts that may hold its names."""
    elsewhere: float = 0.0
    """The weight of a word that stands only in the rest of the document, from 0 to 1."""

    @property
    def near(self) -> tuple[Sentence, ...]:
        """The whole section."""
        return tuple(self.within)

    @property
    def named(self) -> tuple[str, ...]:
        """The texts in which its names must stand."""
        return (*self.also, *(sentence.text for sentence in self.within))

    @property
    def share(self) -> float:
        """The part of its words that stands there, from 0 to 1."""
        held = asks.words_held(" ".join(self.named), ground=self.ground)
        return asks.share_held(self.words, held, ground=self.ground, elsewhere=self.elsewhere)


FindingRule = Callable[[FindingCase], Reasons]
AskRule = Callable[[AskCase], Reasons]
Statement = TypeVar("Statement", bound=Case)


def reasons_of(
    case: Statement, rules: Mapping[str, Callable[[Statement], Reasons]]
) -> tuple[Reason, ...]:
    """Returns all that the rules find against a statement, in their order."""
    return tuple(reason for rule in rules.values() for reason in rule(case))


# ---------------------------------------------------------------- findings


def another_section(case: FindingCase) -> Reasons:
    """Yields a reason if another section supports the claim clearly better."""
    words = all_words(case.finding)
    index = case.ground.index
    searched = {one.section for one in case.within}
    others = (
        one
        for one in index.sentences
        # Only sentences with the figure: without it, they are no place for the finding.
        if one.section not in searched and case.rivalry.places(case.finding, one)
    )
    best = max(others, key=lambda sentence: index.score(words, sentence), default=None)
    limit = (
        # The counter of a figure is checked too, so less depends on the words.
        CLEARLY_LESS_ATTRIBUTED if case.finding.figure and case.finding.counted_by else CLEARLY_LESS
    )
    own = index.score(words, case.match.sentence)
    if best is not None and own < limit * index.score(words, best):
        message = (
            f"what it says stands under “{case.ground.heading(best)}”: “{shortened(best.text)}”"
        )
        yield Reason("section", message, own < FAR_LESS * index.score(words, best))


def few_words(case: FindingCase) -> Reasons:
    """Yields a reason if too few words of a claim without a figure stand there.

    The score of the section weighs words by rarity and leaves out those that the document never
    uses, because a claim is in words of its own. The part of the words that stand in the paragraph
    counts these too; without it a claim would pass if the document has one of its words.
    """
    if case.finding.figure:
        return
    # The paragraph and not the sentence: half of a claim often stands in the next sentence.
    words, paragraph = stems(case.words), frozenset[str]().union(*(one.stems for one in case.near))
    counted = len(words & paragraph) / len(words) if words else 1.0
    own = min(counted, case.ground.index.score(all_words(case.finding), case.match.sentence))
    if own < FEWEST_WORDS:
        message = (
            "its words do not stand in the section: use more of the document's own nouns, or name "
            "another section"
        )
        yield Reason("claim", message, own < HARDLY_ANY)


def another_kind(case: FindingCase) -> Reasons:
    """Yields a reason if the claim asks for another kind of figure: for a share, or for a count."""
    if own := case.rivalry.own(case.finding, case.match):
        asked = binding.kinds_asked(case.words)
        # A figure whose kind its words do not show fits any claim.
        if own.kind and own.kind not in asked:
            kinds = " or ".join(name for kind, name in binding.KIND_NAMES.items() if kind in asked)
            message = (
                f"“{case.finding.figure}” is {binding.KIND_NAMES[own.kind]}, and the claim speaks "
                f"of {kinds}"
            )
            yield Reason("figure", message, not binding.is_bare(own))


def another_figure(case: FindingCase) -> Reasons:
    """Yields a reason if another figure of the section fits the claim better."""
    # `could_be` is handed in, because the rivalry of figures knows neither dates nor counters.
    if found := case.rivalry.rival(
        case.finding, case.match, within=case.within, could_be=case.could_be
    ):
        rival, sure = found
        message = (
            f"the words of the claim stand around “{rival.text}” rather than around "
            f"“{case.finding.figure}”"
        )
        yield Reason("figure", message, sure)


def another_sentence(case: FindingCase) -> Reasons:
    """Yields a doubt if another sentence than that of the figure says what the claim says."""
    if other := case.rivalry.other_sentence(case.finding, case.match, within=case.within):
        yield Reason(
            "claim",
            f"its words stand in another sentence than the figure: “{shortened(other.text)}”",
            sure=False,
        )


def other_people(case: FindingCase) -> Reasons:
    """Yields a doubt if the document counts other people there."""
    own = case.rivalry.own(case.finding, case.match)
    if own and (
        counted := binding.miscounted(case.words, own, known=frozenset(case.ground.index.rarity))
    ):
        yield Reason("claim", f"the document counts “{counted}” there", sure=False)


def date(case: FindingCase) -> Reasons:
    """Yields a reason if the document gives the figure another date."""
    yield from case.timing.reasons(case.finding, case.match)


def attribution(case: FindingCase) -> Reasons:
    """Yields a reason if the document does not attribute it to the body that the finding names."""
    body, sentence, bodies = case.finding.counted_by, case.match.sentence, case.ground.bodies
    if not body:
        return
    anchor = case.match.spans[0][0] if case.match.spans else None
    before, after = case.ground.before(sentence), case.ground.after(sentence)
    answer = attributed(body, sentence, bodies=bodies, before=before, after=after, anchor=anchor)
    if answer != "yes":
        # A body that is in the section as something else needs another remedy than one that is not
        # there.
        stands = any(
            bodies.mentions(body, one.text) for one in case.ground.index.within(sentence.section)
        )
        how = (
            "stands in the section, but not as who counted or said this"
            if stands
            else "does not stand in the section"
        )
        yield Reason("counted_by", f"“{body}” {how}", answer == "no")


def denial(case: FindingCase) -> Reasons:
    """Yields a doubt if the claim or the sentence denies what the other says."""
    sentence = case.match.sentence
    # A negation in the sentence before or after may be the one that the claim repeats.
    around = " ".join(one.text for one in case.near if abs(one.number - sentence.number) <= 1)
    if denied := negation.contradicts(case.words, sentence.text, around=around):
        yield Reason("claim", f"one of the two denies what the other says: “{denied}”", sure=False)


def place(case: FindingCase) -> Reasons:
    """Yields a reason if it is about another place.

    Of the claim, the sentence, those before it and the heading, the first that names a place
    decides.
    """
    finding, known, sentence = case.finding, case.places, case.match.sentence
    if finding.place is None or finding.place not in known:
        return
    # The claim comes first, because it says which of several places of a sentence is meant.
    before = (one.text for one in reversed(case.ground.before(sentence)))
    texts = (finding.claim, sentence.text, *before, case.ground.heading(sentence))
    named = next(filter(None, (places_named(text, known) for text in texts)), frozenset[str]())
    if finding.place not in named:
        others = " and ".join(f"“{known[name].name}”" for name in known if name in named)
        yield Reason(
            "place",
            f"it is not about “{known[finding.place].name}”"
            + (f" but about {others}" if others else ""),
        )


def list_item(case: FindingCase) -> Reasons:
    """Yields a reason if the figure stands next to another name of a list than the claim's.

    An example of a list is “21 from Honduras; 15 from Guatemala”.
    """
    sentence, spans = case.match.sentence, case.match.spans
    items = _listed(sentence)
    mine = next((item for item in items if spans and item[0] <= spans[0][0] < item[1]), None)
    # A figure of two numbers may lie in two items, which proves nothing.
    if len(items) < FEWEST_LISTED or len(spans) != 1 or mine is None:
        return
    # From the second letter of the claim, because any claim begins with a capital.
    own, sought = _names(sentence, mine), {stem(word) for word in NAME.findall(case.words[1:])}
    other = next((item for item in items if sought & _names(sentence, item)), None)
    if own and other is not None and not sought & own:
        found, sought_item = (sentence.text[slice(*item)].strip() for item in (mine, other))
        yield Reason(
            "figure",
            f"in that list “{case.finding.figure}” is “{found}”, and not “{sought_item}”",
        )


def _listed(sentence: Sentence) -> list[tuple[int, int]]:
    """Returns the parts of a sentence between its marks that hold one number each."""
    held = numbers(sentence.figures)
    # Matches “21 from Honduras” and “1,200 from Guatemala”: a comma between digits ends no part.
    parts = [part.span() for part in re.finditer(r"[^;,:]+(?:,\d[^;,:]*)*", sentence.text)]
    return [
        part for part in parts if sum(part[0] <= figure.start < part[1] for figure in held) == 1
    ]


def _names(sentence: Sentence, part: tuple[int, int]) -> set[str]:
    """Returns the stems of the names in a part of a sentence, without the months."""
    dated = [one for one in sentence.figures if isinstance(one, Moment)]
    found = (word for word in NAME.finditer(sentence.text, *part))
    return {
        stem(word.group())
        for word in found
        if not any(moment.start <= word.start() < moment.end for moment in dated)
    }


# ---------------------------------------------------------------- findings and asks


def names(case: Case) -> Reasons:
    """Yields a reason for each name in our words that does not stand there."""
    # An ask may quote from all of the document, and the rule of quotations checks that; a claim is
    # of one paragraph.
    words = unquoted(case.words) if isinstance(case, AskCase) else case.words
    for name in case.ground.names.missing(words, case.named):
        yield Reason(case.key, f"its own “{name}” is not named in the {case.scope}")


def own_numbers(case: Case) -> Reasons:
    """Yields a reason for each number in our words that is not its figure and not there."""
    known = tuple(case.figures)
    for figure in numbers(read_figures(case.words)):
        if (
            # Words of number that count nothing, and what the document gives in any rounding.
            is_turn_of_phrase(figure)
            or ONCE_A.fullmatch(figure.text)
            or any(supports(theirs, figure) for theirs in known)
        ):
            continue
        if not isinstance(figure, Citation) and counts_its_list(figure, case.words):
            continue
        message = f"its own “{figure.text}” does not stand in the {case.scope}"
        yield Reason(case.key, message, not RECKONED.match(case.words, figure.end))


def own_dates(case: Case) -> Reasons:
    """Yields a reason for each date in our words that does not stand there."""
    # The document's own date may be said of anything that is in it.
    known = (case.ground.issued, *(moment.partial or "" for moment in case.moments))
    for figure in read_figures(case.words):
        if (
            isinstance(figure, Moment)
            and figure.partial
            # Ours may be less precise: “2019” for December 2019.
            and not any(one.startswith(figure.partial) for one in known)
        ):
            yield Reason(case.key, f"its own “{figure.text}” does not stand in the {case.scope}")


def quotation(case: Case) -> Reasons:
    """Yields a reason for each quotation in our words that the document lacks word for word."""
    # Quotations are of the whole document, because a claim may quote the name of a program from its
    # first page.
    for quote in case.ground.unheld(case.words):
        yield Reason(case.key, f"“{quote}” is in quotation marks and not in the document")


# ---------------------------------------------------------------- asks


def asked_elsewhere(case: AskCase) -> Reasons:
    """Yields a reason if a sentence of another section asks for it in clearly more of its words."""
    words, ground = stems(case.words), case.ground
    others = (one for one in ground.advice if one.section != case.match.sentence.section)
    if most := max(others, key=lambda one: ground.index.score(words, one), default=None):
        held = (asks.words_held(one.text, ground=ground) for one in (case.match.sentence, most))
        own, other = (asks.share_held(case.words, words, ground=ground) for words in held)
        if own < CLEARLY_LESS * other:
            yield Reason(
                "section",
                f"what it says stands under “{ground.heading(most)}”: “{shortened(most.text)}”",
            )


def verb(case: AskCase) -> Reasons:
    """Yields a reason if the section does not ask for it with that verb or one like it.

    The verb must stand in a sentence that holds words of the ask too.
    """
    word = asks.verb_of(case.words)
    # “Hold a hearing” and “take action” get their sense from the noun, which the rule of the words
    # checks.
    if not word or word.lower() in EMPTY_WORDS or stem(word) in asks.NEUTRAL:
        return
    if not asks.is_asked(case.words, case.named, verb=stem(word), ground=case.ground):
        message = (
            f"the document does not ask to “{word.lower()}” that: use its own verb, if it asks "
            f"for this"
        )
        # Another verb may be a paraphrase that SYNONYMS lacks, so it is an error only if the rest
        # differs too or the sense is the opposite.
        sure = case.share < FEWEST_WORDS or asks.is_opposed(
            case.words, case.named, verb=stem(word), ground=case.ground
        )
        yield Reason("ask", message, sure)


def asked_words(case: AskCase) -> Reasons:
    """Yields a reason if too few of its words stand in the section.

    If its verb does not stand there either, only the rule of the verb yields a reason.
    """
    # Two messages for one mistake would send the user to look for two.
    if case.share < FEWEST_WORDS and not any(verb(case)):
        yield Reason(
            "ask",
            "its words do not stand in the section: use more of the document's own",
            case.share < HARDLY_ANY,
        )


def bill(case: AskCase) -> Reasons:
    """Yields a reason if the section does not name the bill."""
    title = case.bill.title if case.bill else None
    # Compared without quotation marks and capitals, which house styles change.
    if title and plain(title) not in plain(" ".join(case.named)):
        yield Reason("bill.title", f"the section does not name the “{title}”")


FINDING_RULES: Mapping[str, FindingRule] = {
    "another section": another_section,
    "few words": few_words,
    "another kind": another_kind,
    "another figure": another_figure,
    "another sentence": another_sentence,
    "other people": other_people,
    "date": date,
    "attribution": attribution,
    "names": names,
    "denial": denial,
    "place": place,
    "own numbers": own_numbers,
    "own dates": own_dates,
    "list item": list_item,
    "quotation": quotation,
}
ASK_RULES: Mapping[str, AskRule] = {
    "asked elsewhere": asked_elsewhere,
    "verb": verb,
    "asked words": asked_words,
    "names": names,
    "own numbers": own_numbers,
    "own dates": own_dates,
    "bill": bill,
    "quotation": quotation,
}
WORDING_RULES: Mapping[str, AskRule] = {
    name: ASK_RULES[name] for name in ("verb", "asked words", "names")
}
"""The rules for the words of an ask in campaign.yaml; `letters` checks its numbers in the finished
letter."""
