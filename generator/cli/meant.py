"""The letters that a command is about: the sender's own, or those of supporters."""

from collections.abc import Iterator

from generator import build, built
from generator.build_options import BuildOptions
from generator.cli.options import today
from generator.drive import Drive
from generator.job import Job
from generator.press import Order
from generator.project import Project


def meant(project: Project, options: BuildOptions) -> tuple[Job, Iterator[Order]]:
    """Returns the job, and its letters as they are or would be printed, but of those who asked to be forgotten.

    What was built is not laid out again, so that this is quick after a build. Raises what a build raises, and LetterTooLongError.
    """
    folder = project.folder / "out" / options.campaign
    job = build.prepare(project, options, folder=folder, today=today())
    if isinstance(job, Drive):
        job.refuse_nobody()
    return job, built.fitted(job.orders, press=job.press, folder=folder)
