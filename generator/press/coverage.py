"""Counts the letters of a campaign: by argument, ask and state, and those with nothing local."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from generator.models.letter import Choice, Selection
from generator.models.recipient import Recipient
from generator.states import STATES


@dataclass(frozen=True)
class ArgumentUse:
    """One argument or ask: the letters that it is in, and why it is in no other."""

    id: str
    recipients: tuple[str, ...]
    """Ids of those whose letter holds it, in the order of the letters."""
    local: int
    """The number of them in which it is a local argument."""
    left_out: Mapping[str, int]
    """Why it was left out of the others, and how often; the commonest reason first."""

    @property
    def letters(self) -> int:
        """The number of letters that it is in."""
        return len(self.recipients)


@dataclass(frozen=True)
class StateCount:
    """The letters to the members of one state."""

    state: str
    letters: int = 0
    local: int = 0
    """Those with an argument of the member's own state, district or neighbourhood."""

    def __str__(self) -> str:
        name = STATES[self.state]
        if not self.letters:
            return f"{name}: no letters"
        noun = "letter" if self.letters == 1 else "letters"
        return f"{name}: {self.local or 'none'} of {self.letters} {noun} with a local argument"


@dataclass(frozen=True)
class Coverage:
    """What the letters of one campaign say, over all its recipients."""

    letters: int
    arguments: tuple[ArgumentUse, ...]
    """Every argument, the commonest first; those that stand in no letter too."""
    asks: tuple[ArgumentUse, ...]
    without_local: tuple[Recipient, ...]
    """Members whose letter has no local argument, in the order of the letters."""
    states: Mapping[str, StateCount]
    """Every state and territory by its code, also those without a letter."""

    @property
    def local(self) -> int:
        """How many letters have a local argument."""
        return self.letters - len(self.without_local)

    @property
    def unused(self) -> tuple[str, ...]:
        """Arguments and asks that stand in no letter: their rules may be impossible."""
        return tuple(use.id for use in (*self.arguments, *self.asks) if not use.recipients)


def count(letters: Iterable[tuple[Recipient, Selection]]) -> Coverage:
    """Returns the coverage of these letters, which depends on recipients and selections alone."""
    pairs = tuple(letters)
    return Coverage(
        letters=len(pairs),
        arguments=_uses((recipient.id, selection.arguments) for recipient, selection in pairs),
        asks=_uses((recipient.id, selection.each_ask) for recipient, selection in pairs),
        without_local=tuple(
            recipient for recipient, selection in pairs if not has_local(selection)
        ),
        states=_by_state(pairs),
    )


def has_local(selection: Selection) -> bool:
    """Whether the letter has a local argument."""
    return any(choice.included and choice.rank == "local" for choice in selection.arguments)


def _uses(choices: Iterable[tuple[str, tuple[Choice, ...]]]) -> tuple[ArgumentUse, ...]:
    """Returns each choice, the commonest first and equals by id."""
    stands_in: defaultdict[str, list[str]] = defaultdict(list)
    local: Counter[str] = Counter()
    reasons: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for recipient, chosen in choices:
        for choice in chosen:
            holders, why_not = stands_in[choice.id], reasons[choice.id]
            if choice.included:
                holders.append(recipient)
                local[choice.id] += choice.rank == "local"
            else:
                why_not[choice.reason] += 1
    uses = (
        ArgumentUse(name, tuple(holders), local[name], dict(reasons[name].most_common()))
        for name, holders in stands_in.items()
    )
    return tuple(sorted(uses, key=lambda use: (-use.letters, use.id)))


def _by_state(pairs: Iterable[tuple[Recipient, Selection]]) -> Mapping[str, StateCount]:
    """Returns the letters of each state, and those of them with a local argument."""
    letters: Counter[str] = Counter()
    local: Counter[str] = Counter()
    for recipient, selection in pairs:
        letters[recipient.state] += 1
        local[recipient.state] += has_local(selection)
    return {state: StateCount(state, letters[state], local[state]) for state in STATES}
