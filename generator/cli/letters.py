"""The letters that commands look into: composed from the files, as they fit their pages."""

from collections.abc import Iterator, Sequence

from generator.cli import output
from generator.cli.options import today
from generator.congress.filters import select
from generator.mailroom import stock
from generator.press import build
from generator.press.build_options import BuildOptions
from generator.press.drive import Drive
from generator.press.filter_context import filter_context
from generator.press.job import Job
from generator.press.letter import LetterLayout, Order
from generator.project.load import Project
from generator.supporters.types import Mailpiece


def compose(project: Project, options: BuildOptions) -> tuple[Job, Iterator[Order]]:
    """Returns the job and its letters as they are or would be printed.

    Supporters who asked to be forgotten get no letter. A letter that was built is not laid out
    again, so that this is quick after a build. Raises what a build raises, and LetterTooLongError.
    """
    folder = project.folder / "out" / options.campaign
    job = build.prepare(project, options, folder=folder, today=today())
    if isinstance(job, Drive):
        job.refuse_nobody()
    return job, stock.fitted(job.orders, press=job.press, folder=folder)


def to_recipients(
    project: Project, options: BuildOptions, *, filters: Sequence[str]
) -> tuple[Job, Iterator[tuple[Mailpiece, LetterLayout]]]:
    """Returns the drive, and its letters to the recipients that the filters name, laid out.

    Each is laid out when it is iterated over. Raises what a build raises, NoMatchingRecipientError
    if no letter goes to one of them, and LetterTooLongError.
    """
    folder = project.folder / "out" / options.campaign
    job = build.prepare(project, options, folder=folder, today=today())
    assert isinstance(job, Drive)  # noqa: S101 - the options name supporters
    job.refuse_nobody()
    members = {piece.recipient.id: piece.recipient for piece in job.pieces}
    context = filter_context(job.campaign, ground=job.press.ground)
    selected = select(tuple(members.values()), filters, context=context)
    output.warn(*selected.notes)
    chosen = {member.id for member in selected.recipients}
    pieces = (piece for piece in job.pieces if piece.recipient.id in chosen)
    return job, ((piece, job.press.lay_out(job.orders.compose(piece))) for piece in pieces)
