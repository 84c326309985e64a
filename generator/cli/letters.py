"""The letters that commands look into: composed from the files, as they fit their pages."""

from collections.abc import Iterator

from generator.cli.options import today
from generator.mailroom import stock
from generator.press import build
from generator.press.build_options import BuildOptions
from generator.press.drive import Drive
from generator.press.job import Job
from generator.press.letter import Order
from generator.project.load import Project


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
