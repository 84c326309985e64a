"""The retry of an e-mail: how often a message is tried, how long it waits, and how fast all go.

`generator.mailroom.email.outbox` obeys these settings.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class RetryPlan:
    """How often a message is tried, and how long to wait before each further attempt."""

    # RFC 5321, section 4.5.4.1, asks a relay to try every 30 minutes, for days. This is no relay
    # but a command that a person watches: what is not accepted in a quarter of an hour is reported
    # as failed, keeps no claim, and goes with the next run.
    attempts: int = 6
    pause: float = 30.0
    """Seconds before the second attempt; each further one waits twice as long. In all 15 minutes:
    greylisting asks for 5."""
    # Chosen by hand, for plans with more attempts: a person waits no longer without a sign of life.
    max_pause: float = 900.0

    def before(self, attempt: int) -> float:
        """Returns the seconds to wait before this attempt."""
        return min(self.pause * 2.0 ** (attempt - 2), self.max_pause)


@dataclass(frozen=True)
class Pace:
    """How fast messages go, and by which clock."""

    # Chosen by hand: 500 messages take a quarter of an hour, and no server is flooded.
    a_minute: float = 30.0
    """Messages tried in a minute, evenly; 0: as fast as the server takes them."""
    # Monotonic: no message waits an hour longer because the system's clock was set back.
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], object] = time.sleep
