"""The folder of finished letters: its index, its README and the options it was built with."""

import shlex
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from generator import __version__, dates
from generator.errors import LettersError
from generator.files.whole import remove_unfinished, write_whole
from generator.ledger import index_csv
from generator.ledger.outcomes import Outcome
from generator.letter import pdf
from generator.models.fields import LetterFormat
from generator.press.build_options import BuildOptions
from generator.press.job import Job
from generator.project import audit_record
from generator.text import listed

MAX_NAMED = 50
"""Letters of earlier runs that README.txt lists. Chosen by hand to fit a screen: index.csv lists
all."""
BUILT = "built.json"
"""The file with the options of the last build, by which `letters print` and `letters send` find its
letters."""


class NothingBuiltError(LettersError):
    """The folder holds no record of a build."""

    def __init__(self, folder: Path, campaign: str) -> None:
        super().__init__(f"nothing was built in {folder} yet: `letters build {campaign}` first")


@contextmanager
def recorded(folder: Path, *, job: Job) -> Iterator[Callable[[Outcome], None]]:
    """Yields a function that records an outcome at once; writes the index at the end of the run.

    A run that is stopped writes the index too. After a kill, the next run finds the outcomes in the
    notes of the killed one. Removes the unfinished files of a killed run first. Raises
    CannotWriteError.
    """
    remove_unfinished(folder)
    outcomes: list[Outcome] = []
    with index_csv.noted(folder) as note:

        def record(outcome: Outcome) -> None:
            # Unchanged letters are in the index already.
            if outcome.status == "printed":
                note(outcome)
            outcomes.append(outcome)

        try:
            yield record
        finally:
            put_away(folder, job=job, outcomes=outcomes)


def put_away(folder: Path, *, job: Job, outcomes: Collection[Outcome]) -> None:
    """Writes index.csv and README.txt, which list all letters of the folder, and the options."""
    letters = index_csv.read(folder)
    for outcome in outcomes:
        if outcome.is_there and outcome.sha256:
            letters[outcome.stem] = outcome
    index_csv.write(folder, letters.values())
    readme = _readme(job, letters=letters.values(), earlier=earlier(letters, outcomes))
    write_whole(folder / "README.txt", readme.encode())
    # From letters/CAMPAIGN to the project’s folder.
    project = job.campaign.folder.parents[1]
    write_whole(folder / BUILT, job.options.to_json(root=project).encode())


def earlier(stems: Iterable[str], outcomes: Iterable[Outcome]) -> tuple[str, ...]:
    """Returns the stems of the letters that a run with these outcomes did not make, sorted."""
    return tuple(sorted(set(stems) - {outcome.stem for outcome in outcomes if outcome.is_there}))


def last_options(folder: Path, *, campaign: str, root: Path) -> BuildOptions:
    """Returns the options of the last build in the folder; `root` is the project's folder.

    Raises NothingBuiltError.
    """
    try:
        return BuildOptions.from_json((folder / BUILT).read_text("utf-8"), root=root)
    # A damaged record is like a missing one: the next build writes it, and loses nothing.
    except (OSError, ValueError):
        raise NothingBuiltError(folder, campaign) from None


def _readme(job: Job, *, letters: Collection[Outcome], earlier: Sequence[str]) -> str:
    """Returns the text of README.txt, the same on every machine that makes the same letters.

    So it has no path and no time of day: a person who prints the letters again can compare folders.
    """
    settings = job.campaign.settings
    references = "\n".join(
        f"  {reference.author}, {reference.title}, {dates.in_words(reference.issued)}"
        for reference in job.campaign.source.bibliography
    )
    number = "1 letter" if len(letters) == 1 else f"{len(letters)} letters"
    return f"""{settings.title}

{number} of the campaign “{job.campaign.id}”{_made(letters)}.
Made by letters {__version__} with {pdf.ENGINE_VERSION}.

index.csv has a row for each letter: the recipient's id, the file, its date, design and
pages, the arguments in their order, the arguments left out to keep it to its pages, the findings
it cites, and the SHA-256 of the PDF.{_texts(job.options.formats)}
{_for_the_post(job)}
Sources:
{references}

{audit_record.sentence(job.campaign.folder)}
{_left_over(earlier)}
The same files and the same date give the same letters, byte for byte:
  {shlex.join(job.options.command_line())}
"""


def _for_the_post(job: Job) -> str:
    """Returns how letters without a window are mailed; empty for those with one."""
    if job.envelope is None or job.envelope.window:
        return ""
    return f"""
The letters are for envelopes without a window, which are printed along with them:
  letters print {job.campaign.id} --envelopes
"""


def _made(letters: Collection[Outcome]) -> str:
    """Returns the date and design of the letters, or a line for each pair of them."""
    kinds = sorted(Counter((letter.date, letter.design) for letter in letters).items())
    lines: list[str] = []
    for (date, design), number in kinds:
        words = f"dated {dates.in_words(date)}, in the design “{design}”"
        if len(kinds) == 1:
            return f", {words}"
        lines.append(f"\n  {number} {words}")
    return ":" * bool(lines) + ";".join(lines)


def _texts(formats: Collection[LetterFormat]) -> str:
    """Returns the lines about the files next to the PDFs, if the build makes them."""
    named = {"txt": ".txt for the form on an office's website", "html": ".html to read on a screen"}
    kinds = listed((named[one] for one in formats if one in named), last="and")
    return f" The same words stand next to it:\n{kinds}." * bool(kinds)


def _left_over(earlier: Sequence[str]) -> str:
    """Returns a line for each letter that the command does not make, at most MAX_NAMED."""
    if not earlier:
        return ""
    lines = ["\nOf earlier runs, and not made by the command below:\n"]
    lines += [f"  {stem}.pdf\n" for stem in earlier[:MAX_NAMED]]
    if len(earlier) > MAX_NAMED:
        lines.append(f"  and {len(earlier) - MAX_NAMED} more: index.csv has the date of each\n")
    return "".join(lines)
