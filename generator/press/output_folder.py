"""The folder of finished letters: made private to its owner, with an index and a README."""

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
from generator.press.build_options import BuildOptions
from generator.press.job import Job
from generator.project import audit_record

MAX_NAMED = 50
"""Letters of earlier runs that README.txt names one by one; index.csv has all."""
BUILT = "built.json"
"""The options of the last build, with which its letters are put together and sent."""


class NothingBuiltError(LettersError):
    """There is no record of a build in the folder."""

    def __init__(self, folder: Path, campaign: str) -> None:
        super().__init__(f"nothing was built in {folder} yet: `letters build {campaign}` first")


@contextmanager
def recorded(folder: Path, *, job: Job) -> Iterator[Callable[[Outcome], None]]:
    """Yields a function that records an outcome at once; writes the index at the end of the run.

    A run that is stopped writes it too. Files that a killed run left unfinished are removed first.
    Raises CannotWriteError.
    """
    remove_unfinished(folder)
    outcomes: list[Outcome] = []
    with index_csv.noted(folder) as note:

        def record(outcome: Outcome) -> None:
            if outcome.status == "printed":
                note(outcome)
            outcomes.append(outcome)

        try:
            yield record
        finally:
            put_away(folder, job=job, outcomes=outcomes)


def put_away(folder: Path, *, job: Job, outcomes: Collection[Outcome]) -> None:
    """Writes index.csv and README.txt, which list all letters that are there, and the options."""
    letters = index_csv.read(folder)
    for outcome in outcomes:
        if outcome.is_there and outcome.sha256:
            letters[outcome.stem] = outcome
    index_csv.write(folder, letters.values())
    readme = _readme(job, letters=letters.values(), earlier=earlier(letters, outcomes))
    write_whole(folder / "README.txt", readme.encode())
    project = job.campaign.folder.parents[1]
    write_whole(folder / BUILT, job.options.to_json(root=project).encode())


def earlier(stems: Iterable[str], outcomes: Iterable[Outcome]) -> tuple[str, ...]:
    """Returns the letters that a run with these outcomes did not make, sorted."""
    return tuple(sorted(set(stems) - {outcome.stem for outcome in outcomes if outcome.is_there}))


def last_options(folder: Path, *, campaign: str, root: Path) -> BuildOptions:
    """Returns the options of the last build in the folder; `root` is the project's folder.

    Raises NothingBuiltError.
    """
    try:
        return BuildOptions.from_json((folder / BUILT).read_text("utf-8"), root=root)
    except (OSError, ValueError):
        raise NothingBuiltError(folder, campaign) from None


def _readme(job: Job, *, letters: Collection[Outcome], earlier: Sequence[str]) -> str:
    """Returns how the letters were made, the same on every machine that makes the same letters."""
    settings = job.campaign.settings
    references = "\n".join(
        f"  {reference.author}, {reference.title}, {dates.in_words(reference.issued)}"
        for reference in job.campaign.source.bibliography
    )
    number = "1 letter" if len(letters) == 1 else f"{len(letters)} letters"
    return f"""{settings.title}

{number} of the campaign “{job.campaign.id}”{_made(letters)}.
Made by letters {__version__} with {pdf.ENGINE_VERSION}.

index.csv has a row for each letter: the recipient's Bioguide id, the file, its date, design and pages, the arguments it
makes in their order, those left out to keep it to its pages, the findings it cites, and the SHA-256 of the PDF.

Sources:
{references}

{audit_record.sentence(job.campaign.folder)}
{_left_over(earlier)}
The same files and the same date give the same letters, byte for byte:
  {shlex.join(job.options.command_line())}
"""  # noqa: E501 - lines of the file


def _made(letters: Collection[Outcome]) -> str:
    """Returns the date and the design of the letters; if they have several, how many have which."""
    kinds = sorted(Counter((letter.date, letter.design) for letter in letters).items())
    lines: list[str] = []
    for (date, design), number in kinds:
        words = f"dated {dates.in_words(date)}, in the design “{design}”"
        if len(kinds) == 1:
            return f", {words}"
        lines.append(f"\n  {number} {words}")
    return ":" * bool(lines) + ";".join(lines)


def _left_over(earlier: Sequence[str]) -> str:
    """Returns the letters that the command does not make, a line each; of many only the first."""
    if not earlier:
        return ""
    lines = ["\nOf earlier runs, and not made by the command below:\n"]
    lines += [f"  {stem}.pdf\n" for stem in earlier[:MAX_NAMED]]
    if len(earlier) > MAX_NAMED:
        lines.append(f"  and {len(earlier) - MAX_NAMED} more: index.csv has the date of each\n")
    return "".join(lines)
