"""How the campaign stands: counts by stage, by recipient and by state, and what is uncertain."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from generator.ledger.book import Ledger, is_at_work
from generator.ledger.types import ANSWERS, STAGES, Answer, Stage, UncertainClaim
from generator.supporters.types import OWN

# Forgotten people are in `tallies` alone: without these the counts of a campaign would shrink with
# each person who asks to be forgotten.
_COUNTS = """
SELECT recipient, state, stage, COUNT(*) FROM pieces GROUP BY recipient, state, stage
UNION ALL
SELECT recipient, state, stage, SUM(number) FROM tallies GROUP BY recipient, state, stage
"""
# SQLite takes the other columns of MAX() from the row that has the maximum (lang_select, “bare
# columns in an aggregate query”): so `answer` is that of the last report.
_ANSWERS = """
SELECT answer, COUNT(*) FROM (
    SELECT answer, MAX(number) FROM history WHERE answer <> '' GROUP BY key
) GROUP BY answer
UNION ALL SELECT answer, number FROM tallies WHERE answer <> ''
"""
_UNCERTAIN = """
SELECT key, step, claims.at, supporter, recipient FROM claims JOIN pieces USING (key)
ORDER BY claims.at, key, step
"""
# Letters of the campaign's own sender have no supporter and are not for the outbox; people in
# `refused` have withdrawn since their letters were printed.
_PRINTED = """
SELECT key FROM pieces WHERE stage = 'printed' AND version = ? AND supporter <> ?
AND supporter NOT IN (SELECT supporter FROM refused)
"""


@dataclass(frozen=True)
class StageCount:
    """The mailpieces of one recipient or state, each counted once, at the stage it has reached."""

    name: str
    """The id of a recipient, or a postal code."""
    counts: Mapping[Stage, int]

    @property
    def total(self) -> int:
        """How many mailpieces there are."""
        return sum(self.counts.values())


@dataclass(frozen=True)
class Status:
    """How the campaign stands; people who were forgotten are counted and not known otherwise."""

    stages: Mapping[Stage, int]
    answers: Mapping[Answer, int]
    """How many mailpieces got each answer, by the last report of each."""
    recipients: tuple[StageCount, ...]
    states: tuple[StageCount, ...]
    uncertain: tuple[UncertainClaim, ...]
    """Empty while a run is at work: what it has claimed it is just doing."""
    forgotten: int
    """Supporters who asked to be forgotten."""
    at_work: bool

    @property
    def total(self) -> int:
        """How many mailpieces there are."""
        return sum(self.stages.values())


def status(ledger: Ledger) -> Status:
    """Returns how the campaign stands now. Raises BrokenLedgerError."""
    read = ledger.database.read
    stages, answers = Counter[Stage](), Counter[Answer]()
    recipients: defaultdict[str, Counter[Stage]] = defaultdict(Counter)
    states: defaultdict[str, Counter[Stage]] = defaultdict(Counter)
    for recipient, state, stage, number in read(_COUNTS):
        for counter in (stages, recipients[recipient], states[state]):
            counter[stage] += number
    for answer, number in read(_ANSWERS):
        # Added, not set: each half of the UNION has a row for the same answer.
        answers[answer] += number
    # Before and after the claims are read: the run that claimed may end, or begin, in between.
    at_work = _others_at_work(ledger)
    claimed = uncertain(ledger)
    at_work = at_work or _others_at_work(ledger)
    return Status(
        stages=_in_order(stages),
        answers={answer: answers[answer] for answer in ANSWERS if answers[answer]},
        recipients=_lines(recipients),
        states=_lines(states),
        uncertain=() if at_work else claimed,
        forgotten=read("SELECT COUNT(DISTINCT person) FROM forgotten")[0][0],
        at_work=at_work,
    )


def printed(ledger: Ledger, *, version: str) -> frozenset[str]:
    """Returns the keys of supporters' letters that are printed, not gone, and may go.

    Only those of one version of the campaign's text: letters with older words stay where they are.
    """
    return frozenset(key for (key,) in ledger.database.read(_PRINTED, version, OWN))


def uncertain(ledger: Ledger) -> tuple[UncertainClaim, ...]:
    """Returns the steps that were begun and never settled, the oldest first."""
    return tuple(UncertainClaim(*row) for row in ledger.database.read(_UNCERTAIN))


def _others_at_work(ledger: Ledger) -> bool:
    """Returns whether the claims may be those of another run, which is alive."""
    # A run that asks about itself would find its own lock.
    return not ledger.is_ours and is_at_work(ledger.folder)


def _in_order(counter: Counter[Stage]) -> Mapping[Stage, int]:
    """Returns how many are at each stage, in the order of the stages."""
    return {stage: counter[stage] for stage in STAGES if counter[stage]}


def _lines(counters: Mapping[str, Counter[Stage]]) -> tuple[StageCount, ...]:
    """Returns a line for each name, sorted by name."""
    return tuple(StageCount(name, _in_order(found)) for name, found in sorted(counters.items()))


@dataclass(frozen=True)
class SupporterLetter:
    """A letter in the ledger, by the ids of its two people."""

    recipient: str
    supporter: str
    stage: Stage


def letters_to(ledger: Ledger, holders: Collection[tuple[str, str]]) -> tuple[SupporterLetter, ...]:
    """Returns the letters to these holders, each a recipient's id and seat, sorted by supporter."""
    query = "SELECT recipient, seat, supporter, stage FROM pieces ORDER BY supporter, recipient"
    return tuple(
        SupporterLetter(recipient, supporter, stage)
        for recipient, seat, supporter, stage in ledger.database.read(query)
        if (recipient, seat) in holders
    )
