"""What became of each letter, and the one place that decides how a run ends."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Status = Literal["printed", "unchanged", "to print", "left out", "failed"]


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
    """What a careful person would want to know of this letter, such as an address that the window cuts."""
    misread: str = ""
    """What a scan of its sheets does not show as the letter has it."""
    message: str = ""
    """Why it failed or was left out."""
    stops: bool = False
    """Whether all letters after it would fail alike: the disk is full."""
    date: str = ""
    """The letter's own, like 2026-12-01."""
    design: str = ""

    @property
    def is_there(self) -> bool:
        """Whether the letter lies whole in the folder."""
        return self.status in ("printed", "unchanged")


class Report:
    """Counts outcomes as they arrive and decides the exit code."""

    def __init__(self, outcomes: Iterable[Outcome] = ()) -> None:
        self._outcomes: list[Outcome] = list(outcomes)

    def add(self, outcome: Outcome) -> None:
        """Takes one more outcome into account."""
        self._outcomes.append(outcome)

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """All outcomes, by the name of their file."""
        return tuple(sorted(self._outcomes, key=lambda outcome: outcome.stem))

    def having(self, status: Status) -> tuple[Outcome, ...]:
        """The outcomes of one status, by the name of their file."""
        return tuple(outcome for outcome in self.outcomes if outcome.status == status)

    @property
    def is_cut_short(self) -> bool:
        """Whether the run stopped at a letter because all others would have failed alike."""
        return any(outcome.stops for outcome in self._outcomes)

    @property
    def exit_code(self) -> int:
        """0 when every letter is done or was rightly left out, 1 when some failed; wrong files, 2, never get this far."""
        return 1 if self.having("failed") else 0

    @property
    def summary(self) -> str:
        """One line: how many of each."""
        counts = ((status, len(self.having(status))) for status in ("printed", "to print", "unchanged", "left out", "failed"))
        told = [f"{number} {status}" for status, number in counts if number]
        return ", ".join(told) if told else "nothing to print"
