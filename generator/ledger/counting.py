"""How the campaign stands: counts by stage, by recipient and by state, and what is uncertain."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from generator.ledger.book import Ledger, is_at_work
from generator.ledger.types import ANSWERS, NEVER_TWICE, STAGES, Answer, Stage, Uncertain
from generator.supporters.types import OWN

_COUNTS = """
SELECT recipient, state, stage, COUNT(*) FROM pieces GROUP BY recipient, state, stage
UNION ALL SELECT recipient, state, stage, SUM(number) FROM tallies GROUP BY recipient, state, stage
"""


@dataclass(frozen=True)
class Line:
    """The mailpieces of one recipient or state, each counted once, at the stage that it has reached."""

    name: str
    """Bioguide id or postal code."""
    counts: Mapping[Stage, int]

    @property
    def total(self) -> int:
        """How many they are."""
        return sum(self.counts.values())


@dataclass(frozen=True)
class Status:
    """How the campaign stands; those forgotten are counted, and nothing else is known of them."""

    stages: Mapping[Stage, int]
    answers: Mapping[Answer, int]
    """How many mailpieces got each answer, by the last that was told of each."""
    recipients: tuple[Line, ...]
    states: tuple[Line, ...]
    uncertain: tuple[Uncertain, ...]
    """Empty while a run is at work: what it has claimed it is just doing."""
    forgotten: int
    """Supporters who asked to be forgotten."""
    at_work: bool

    @property
    def total(self) -> int:
        """How many mailpieces there are."""
        return sum(self.stages.values())


def status(ledger: Ledger) -> Status:
    """How the campaign stands now. Raises BrokenLedgerError."""
    rows = [(str(recipient), str(state), stage, int(number or 0)) for recipient, state, stage, number in ledger.database.read(_COUNTS)]
    before = _others_at_work(ledger)
    claimed = uncertain(ledger)
    at_work = before or _others_at_work(ledger)
    return Status(
        stages=_counts((str(stage), number) for _, _, stage, number in rows),
        answers=_answers(ledger),
        recipients=_lines((recipient, str(stage), number) for recipient, _, stage, number in rows),
        states=_lines((state, str(stage), number) for _, state, stage, number in rows),
        uncertain=() if at_work else claimed,
        forgotten=int(ledger.database.read("SELECT COUNT(DISTINCT person) FROM forgotten")[0][0] or 0),
        at_work=at_work,
    )


def printed(ledger: Ledger, *, version: str) -> frozenset[str]:
    """The keys of the letters of supporters that are printed, in the house, and may go, in that version of the campaign's text."""
    rows = ledger.database.read(
        "SELECT key FROM pieces WHERE stage = 'printed' AND version = ? AND supporter <> ? "
        "AND supporter NOT IN (SELECT supporter FROM refused)",
        version,
        OWN,
    )
    return frozenset(str(key) for (key,) in rows)


def uncertain(ledger: Ledger) -> tuple[Uncertain, ...]:
    """The steps that were begun and never settled, the oldest first."""
    rows = ledger.database.read(
        "SELECT key, step, claims.at, supporter, recipient FROM claims JOIN pieces USING (key) ORDER BY claims.at, key, step"
    )
    return tuple(
        Uncertain(str(key), name, str(at), str(supporter), str(recipient))
        for key, step, at, supporter, recipient in rows
        for name in NEVER_TWICE
        if name == step
    )


def _others_at_work(ledger: Ledger) -> bool:
    """Whether claims may be those of another run, which is alive."""
    return not ledger.is_ours and is_at_work(ledger.folder)


def _answers(ledger: Ledger) -> Mapping[Answer, int]:
    """How many mailpieces got each answer."""
    told = Counter[str]()
    for answer, number in ledger.database.read(
        "SELECT answer, COUNT(*) FROM (SELECT answer, MAX(number) FROM history WHERE answer <> '' GROUP BY key) GROUP BY answer "
        "UNION ALL SELECT answer, number FROM tallies WHERE answer <> ''"
    ):
        told[str(answer)] += int(number or 0)
    return {answer: told[answer] for answer in ANSWERS if told[answer]}


def _counts(rows: Iterable[tuple[str, int]]) -> Mapping[Stage, int]:
    """How many are at each stage, in the order of the stages."""
    counter = Counter[str]()
    for stage, number in rows:
        counter[stage] += number
    return {stage: counter[stage] for stage in STAGES if counter[stage]}


def _lines(rows: Iterable[tuple[str, str, int]]) -> tuple[Line, ...]:
    """A line for each name, in their order."""
    by_name: dict[str, list[tuple[str, int]]] = {}
    for name, stage, number in rows:
        by_name.setdefault(name, []).append((stage, number))
    return tuple(Line(name, _counts(counts)) for name, counts in sorted(by_name.items()))
