"""The letters that a command is about: the sender's own, or those of supporters."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from generator import built, drive, job
from generator.cli.options import today
from generator.job import Job, Wishes
from generator.ledger import register_of
from generator.press import Order
from generator.project import Project


@dataclass(frozen=True)
class Meant:
    """The letters of a job or of a drive, composed as they are or would be printed."""

    job: Job
    orders: Iterable[Order]


def meant(place: Project, wishes: Wishes, *, supporters: Path | None) -> Meant:
    """The letters that were wished for, but of those who asked to be forgotten. Raises what a build raises, and LetterTooLongError.

    What was built is not laid out again, so that this is quick after a build.
    """
    folder = place.folder / "out" / wishes.campaign
    if supporters is None:
        ready = job.prepare(place, wishes)
        return Meant(ready, built.fitted(ready.orders, press=ready.press, folder=folder))
    driven = drive.prepare(place, wishes, supporters=supporters, register=register_of(folder, at=today()))
    driven.refuse_nobody()
    return Meant(driven.job, built.fitted(driven.orders(), press=driven.job.press, folder=folder))
