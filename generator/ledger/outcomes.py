"""What became of each letter of a run, the summary of a run, and its exit code."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, get_args

Status = Literal["printed", "to print", "unchanged", "left out", "failed"]
"""In the order in which a summary counts them."""


@dataclass(frozen=True)
class Outcome:
    """What became of the letter to one recipient."""

    recipient: str
    stem: str
    status: Status
    pages: int = 0
    arguments: tuple[str, ...] = ()
    findings: tuple[str, ...] = ()
    sha256: str = ""
    fingerprint: str = ""
    """Digest of all that the PDF depends on; the same fingerprint means the same bytes."""
    dropped: tuple[str, ...] = ()
    """Arguments left out so that the letter keeps to its pages."""
    notice: str = ""
    """A warning about this letter, such as an address that the envelope window cuts off."""
    misread: str = ""
    """The words that a scan of its sheets shows differently from the letter."""
    message: str = ""
    """Why it failed or was left out."""
    stops: bool = False
    """Whether all letters after it would fail for the same reason: the disk is full."""
    date: str = ""
    """The letter's own date, like 2026-12-01."""
    design: str = ""

    @property
    def is_there(self) -> bool:
        """Whether the finished letter is in the folder."""
        return self.status in ("printed", "unchanged")


class Report:
    """Counts outcomes as they arrive and decides the exit code."""

    def __init__(self, outcomes: Iterable[Outcome] = ()) -> None:
        self._outcomes = list(outcomes)

    def add(self, outcome: Outcome) -> None:
        """Adds the outcome."""
        self._outcomes.append(outcome)

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """All outcomes, by the name of their file."""
        # Processes finish in any order; reports and tests need one.
        return tuple(sorted(self._outcomes, key=lambda outcome: outcome.stem))

    def having(self, status: Status) -> tuple[Outcome, ...]:
        """The outcomes of one status, by the name of their file."""
        return tuple(outcome for outcome in self.outcomes if outcome.status == status)

    @property
    def is_cut_short(self) -> bool:
        """Whether the run stopped at a letter because all others would have failed too."""
        return any(outcome.stops for outcome in self._outcomes)

    @property
    def exit_code(self) -> int:
        """0 if every letter is done or was left out on purpose, 1 if some failed.

        With wrong files, exit code 2, a run does not begin.
        """
        # What was left out on purpose is no failure: a script would stop for nothing.
        return 1 if self.having("failed") else 0

    @property
    def summary(self) -> str:
        """One line: how many of each."""
        counts = Counter(outcome.status for outcome in self._outcomes)
        parts = [f"{counts[status]} {status}" for status in get_args(Status) if counts[status]]
        return ", ".join(parts) or "nothing to print"
