"""The retry of an e-mail: how often a message is tried, how long it waits, and how fast all go.

`generator.mailroom.email.outbox` obeys these settings.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class RetryPlan:
    """How often a message is tried, and how long to wait before each further attempt."""

    attempts: int = 6
    pause: float = 30.0
    """Seconds before the second attempt; each further one waits twice as long. In all 15 minutes:
    greylisting asks for 5."""
    max_pause: float = 900.0

    def before(self, attempt: int) -> float:
        """Returns the seconds to wait before this attempt."""
        return min(self.pause * 2.0 ** (attempt - 2), self.max_pause)


@dataclass(frozen=True)
class Pace:
    """How fast messages go, and by which clock."""

    a_minute: float = 30.0
    """Messages tried in a minute, evenly; 0: as fast as the server takes them."""
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], object] = time.sleep
