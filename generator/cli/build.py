"""`letters build`: prints the letters of a campaign."""

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli.options import (
    CAMPAIGN,
    FILTERS,
    LETTER_FORMATS,
    ROUTED,
    SHARED,
    build_options,
    out_option,
    pass_project,
    signed,
    today,
)
from generator.cli.output import FEW

if TYPE_CHECKING:
    from generator.letter.ocr import Scanner
    from generator.press.build_options import BuildOptions
    from generator.project.load import Project

_RUN = (
    out_option("Where the PDFs go. [default: out/CAMPAIGN]"),
    click.option(
        "--jobs",
        # show_default: --help and its copy in docs are the same on every machine. os.cpu_count
        # returns None where the system does not say.
        type=click.IntRange(1, 64),
        default=lambda: os.cpu_count() or 1,
        show_default="all processors",
        help="Letters printed at a time.",
    ),
    click.option(
        "--format",
        "formats",
        type=LETTER_FORMATS,
        default=("pdf",),
        show_default="pdf",
        help="Next to the PDF also the text for a web form (txt) and a web page (html).",
    ),
)
_SIGNED = signed(
    "A letter from each of these people (CSV, XLSX or YAML) to each of their own members."
)


@click.command(short_help="Print the letters of a campaign.")
@build_options(CAMPAIGN, FILTERS, SHARED, ROUTED, _RUN, _SIGNED)
@click.option(
    "--ocr",
    is_flag=True,
    help="Also read a scan of every letter, 200 dots an inch, with tesseract; "
    "prints all of them again.",
)
@click.option(
    "--dry-run", is_flag=True, help="Check everything and say what would be printed; write nothing."
)
@pass_project
def build(
    project: "Project",
    options: "BuildOptions",
    out: Path | None,
    jobs: int,
    ocr: bool,
    dry_run: bool,
) -> int:
    """Print the letters of CAMPAIGN as PDF, one for each recipient.

    Letters already printed and unchanged are not printed again. Ctrl-C leaves whole letters only;
    the same command goes on.

    \b
    letters build remain-in-mexico
    letters build remain-in-mexico --to TX --to "senate committee:Judiciary"
    letters build remain-in-mexico --date 2026-12-01 --design constituent
    letters build remain-in-mexico --supporters people.csv
    letters build remain-in-mexico --format pdf,txt,html
    letters build remain-in-mexico --ocr
    """
    # Heavy imports stand inside the commands, so that --help answers at once. These two are light.
    from generator.files import processes
    from generator.ledger import index_csv

    folder = out or project.folder / "out" / options.campaign
    # A folder with an index was built before: most of its letters are unchanged, and with filters
    # few are printed. Then one process is enough, and the server would start for nothing.
    if jobs > 1 and not (dry_run or options.filters or (folder / index_csv.NAME).exists()):
        # The printing processes load their libraries while this one loads and reads the files.
        processes.make_ready()

    from generator.cli import build_output
    from generator.press import build as story
    from generator.press.drive import Drive
    from generator.supporters.held_back import HoldList

    reader = _reader() if ocr else None
    # Of a million supporters only those that are shown stay in memory; the others go to the file.
    kept = build_output.MANY if dry_run else FEW
    with HoldList(kept=kept, written=not dry_run) as leftovers:
        job = story.prepare(project, options, folder=folder, today=today(), leftovers=leftovers)
        build_output.announce(job)
        if isinstance(job, Drive):
            build_output.show_held(job, dry_run=dry_run)
        if dry_run:
            return build_output.rehearse(job)
        return build_output.run(job, folder=folder, jobs=jobs, today=today(), reader=reader)


def _reader() -> "Scanner":
    """Returns what reads scans with this machine's tesseract. Raises NoScannerError without it."""
    from generator.letter.ocr import NoScannerError, Scanner

    # Looked up here, because below the command line nothing reads the environment.
    program = shutil.which("tesseract")
    if program is None:
        raise NoScannerError
    return Scanner(program, dict(os.environ))
