"""Counts the letters of a campaign: by argument, ask and state, and those with nothing local."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from generator.models.letter import Choice, Selection
from generator.models.recipient import Recipient
from generator.states import STATES


@dataclass(frozen=True)
class ArgumentUse:
    """One argument or ask: the letters that have it, and why the others do not."""

    id: str
    recipients: tuple[str, ...]
    """Ids of the recipients of letters with it, in the order of the letters."""
    local: int
    """The number of these letters in which it is a local argument."""
    left_out: Mapping[str, int]
    """Why the other letters leave it out, and how often; the commonest reason first."""
    serves: str = ""
    """For an ask of the sender's own: the recommendation that it serves."""

    @property
    def letters(self) -> int:
        """The number of letters that have it."""
        return len(self.recipients)


@dataclass(frozen=True)
class StateCount:
    """The letters to the members of one state."""

    state: str
    letters: int = 0
    local: int = 0
    """The letters with an argument of the member's own state, district or neighbourhood."""

    def __str__(self) -> str:
        name = STATES[self.state]
        if not self.letters:
            return f"{name}: no letters"
        noun = "letter" if self.letters == 1 else "letters"
        return f"{name}: {self.local or 'none'} of {self.letters} {noun} with a local argument"


@dataclass(frozen=True)
class Coverage:
    """How often the letters of one campaign use each argument and ask."""

    letters: int
    arguments: tuple[ArgumentUse, ...]
    """Every argument, the commonest first, and last the unused ones."""
    asks: tuple[ArgumentUse, ...]
    without_local: tuple[Recipient, ...]
    """Members who get no local argument, in the order of the letters."""
    states: Mapping[str, StateCount]
    """Every state and territory by its code, also those without a letter."""

    @property
    def local(self) -> int:
        """The number of letters with a local argument."""
        return self.letters - len(self.without_local)

    @property
    def unused(self) -> tuple[str, ...]:
        """Ids of arguments and asks that no letter has: their rules may be impossible."""
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
    """Returns whether the letter has a local argument."""
    return any(choice.included and choice.rank == "local" for choice in selection.arguments)


def _uses(choices: Iterable[tuple[str, tuple[Choice, ...]]]) -> tuple[ArgumentUse, ...]:
    """Returns each choice, the commonest first and equals by id."""
    stands_in: defaultdict[str, list[str]] = defaultdict(list)
    local: Counter[str] = Counter()
    reasons: defaultdict[str, Counter[str]] = defaultdict(Counter)
    serves: dict[str, str] = {}
    for recipient, chosen in choices:
        for choice in chosen:
            # Looked up also for choices that are left out: an unused argument is listed with 0.
            holders, why_not = stands_in[choice.id], reasons[choice.id]
            serves[choice.id] = choice.serves
            if choice.included:
                holders.append(recipient)
                local[choice.id] += choice.rank == "local"
            else:
                why_not[choice.reason] += 1
    uses = (
        ArgumentUse(
            name, tuple(holders), local[name], dict(reasons[name].most_common()), serves[name]
        )
        for name, holders in stands_in.items()
    )
    # Equals by id, so that the same letters give the same table.
    return tuple(sorted(uses, key=lambda use: (-use.letters, use.id)))


def _by_state(pairs: Iterable[tuple[Recipient, Selection]]) -> Mapping[str, StateCount]:
    """Returns the numbers of letters and of local letters for every state, 0 included."""
    letters: Counter[str] = Counter()
    local: Counter[str] = Counter()
    for recipient, selection in pairs:
        letters[recipient.state] += 1
        local[recipient.state] += has_local(selection)
    return {state: StateCount(state, letters[state], local[state]) for state in STATES}
