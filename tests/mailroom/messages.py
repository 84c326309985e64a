"""Clock, pace and counts that the tests of e-mail share."""

import email.policy
from collections import Counter
from collections.abc import Callable, Iterable
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path

from generator.mailroom.email.retry import Pace
from generator.mailroom.email.smtp import Timeouts
from generator.mailroom.email.transport import Delivery

ROOT = Path(__file__).parents[2]
WRONG = "wr0ng"
FAST = Timeouts(connect=5, answer=5, block=5, taken=5)
HASTE = Timeouts(connect=0.3, answer=0.3, block=0.3, taken=0.3)
WITHOUT_WAITING = Pace(a_minute=0, sleep=lambda _: None)


Post = Callable[..., list[Delivery]]


class Clock:
    """Time that passes when somebody sleeps."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.naps: list[float] = []

    def read(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.naps.append(seconds)
        self.now += seconds


def statuses(deliveries: Iterable[Delivery]) -> Counter[str]:
    return Counter(delivery.status for delivery in deliveries)


def to(number: int) -> str:
    return f"person{number}@example.net"


def reread(content: bytes) -> EmailMessage:
    message = BytesParser(policy=email.policy.default).parsebytes(content)
    assert isinstance(message, EmailMessage)
    return message
