"""Counts the letters of a campaign: by argument, ask and state, and those with nothing local."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from generator.models.letter import Choice, Selection
from generator.models.recipient import Recipient
from generator.press.letter import LetterPrinter, Order
from generator.press.specimens.variants import Namer
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

    @property
    def commonest_reason(self) -> str:
        """Why most of the other letters leave it out, with their number; empty if all have it."""
        return next((f"{why} ({number:,})" for why, number in self.left_out.items()), "")


@dataclass(frozen=True)
class StateCount:
    """The letters to the members of one state, or to a body outside Congress."""

    state: str
    """The code of the state, or the name of the body."""
    letters: int = 0
    local: int = 0
    """The letters with an argument of the member's own state, district or neighbourhood."""

    def __str__(self) -> str:
        name = STATES.get(self.state, self.state)
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
    """Every state and territory by its code, also those without a letter to Congress."""
    other_bodies: Mapping[str, StateCount] = field(default_factory=dict)
    """The bodies outside Congress by their names, in the order of their letters."""
    bodies: int = 0
    """The number of different letters, apart from names, addresses, salutations and Re: lines."""

    @property
    def local(self) -> int:
        """The number of letters with a local argument."""
        return self.letters - len(self.without_local)

    @property
    def unused(self) -> tuple[str, ...]:
        """Ids of arguments and asks that no letter has: their rules may be impossible."""
        return tuple(use.id for use in (*self.arguments, *self.asks) if not use.recipients)

    @property
    def idle_arguments(self) -> Mapping[str, tuple[str, ...]]:
        """Ids of arguments that no letter has, by the reason most often given, with its number."""
        idle: defaultdict[str, list[str]] = defaultdict(list)
        for use in self.arguments:
            if not use.recipients:
                idle[use.commonest_reason].append(use.id)
        return {reason: tuple(ids) for reason, ids in idle.items()}


def of_orders(orders: Iterable[Order], *, press: LetterPrinter) -> Coverage:
    """Returns the coverage of composed letters, with the number of different ones."""
    namer = Namer(press)
    listed = tuple(orders)
    pairs = ((order.recipient, order.selection) for order in listed)
    bodies = {namer.body(order) for order in listed}
    return replace(count(pairs), bodies=len(bodies))


def count(letters: Iterable[tuple[Recipient, Selection]]) -> Coverage:
    """Returns the coverage of these letters, as far as recipients and selections show it."""
    pairs = tuple(letters)
    return Coverage(
        letters=len(pairs),
        arguments=_uses((recipient.id, selection.arguments) for recipient, selection in pairs),
        asks=_uses((recipient.id, selection.each_ask) for recipient, selection in pairs),
        without_local=tuple(
            recipient for recipient, selection in pairs if not has_local(selection)
        ),
        states=_by_state([pair for pair in pairs if not pair[0].body]),
        other_bodies=_by_body(pairs),
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
    counts = _counted((recipient.state or "", selection) for recipient, selection in pairs)
    return {state: counts.get(state, StateCount(state)) for state in STATES}


def _by_body(pairs: Iterable[tuple[Recipient, Selection]]) -> Mapping[str, StateCount]:
    """Returns the numbers of letters and of local letters for every body outside Congress."""
    return _counted((one.body, selection) for one, selection in pairs if one.body)


def _counted(pairs: Iterable[tuple[str, Selection]]) -> Mapping[str, StateCount]:
    """Returns the numbers of letters and of local letters by the names of the pairs."""
    letters: Counter[str] = Counter()
    local: Counter[str] = Counter()
    for name, selection in pairs:
        letters[name] += 1
        local[name] += has_local(selection)
    return {name: StateCount(name, letters[name], local[name]) for name in letters}
