"""The folder of finished letters: made private to its owner, with an index and a note on how the letters were made."""

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

NAMED = 50
BUILT = "built.json"
"""What was asked for when the letters were built, so that they can be put together and sent as they were built."""


class NothingBuiltError(LettersError):
    """There is no record of a build in the folder."""

    def __init__(self, folder: Path, campaign: str) -> None:
        super().__init__(f"nothing was built in {folder} yet: `letters build {campaign}` first")


@contextmanager
def recorded(folder: Path, *, job: Job) -> Iterator[Callable[[Outcome], None]]:
    """Gives a function that records what became of a letter, at once; at the end, or when the run is stopped, puts all away.

    What runs that were killed left half written is removed first. Raises CannotWriteError.
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
    """Writes index.csv and README.txt, which tell of all letters that are there, and what was asked for."""
    letters = index_csv.read(folder)
    letters.update({outcome.stem: outcome for outcome in outcomes if outcome.is_there and outcome.sha256})
    index_csv.write(folder, letters.values())
    write_whole(folder / "README.txt", _readme(job, letters=letters.values(), earlier=earlier(letters, outcomes)).encode())
    write_whole(folder / BUILT, job.options.to_json(root=_root(job)).encode())


def earlier(stems: Iterable[str], outcomes: Iterable[Outcome]) -> tuple[str, ...]:
    """Those of the letters that a run with these outcomes did not make, sorted."""
    return tuple(sorted(set(stems) - {outcome.stem for outcome in outcomes if outcome.is_there}))


def last_options(folder: Path, *, campaign: str, root: Path) -> BuildOptions:
    """What was asked for when the letters in the folder were built last; `root` is the project's folder.

    Raises NothingBuiltError where nothing was built there.
    """
    try:
        return BuildOptions.from_json((folder / BUILT).read_text("utf-8"), root=root)
    except (OSError, ValueError):
        raise NothingBuiltError(folder, campaign) from None


def _root(job: Job) -> Path:
    """The project's folder."""
    return job.campaign.folder.parents[1]


def _readme(job: Job, *, letters: Collection[Outcome], earlier: Sequence[str]) -> str:
    """How the letters were made, with nothing in it that differs between two machines that made the same."""
    settings = job.campaign.settings
    references = "\n".join(
        f"  {reference.author}, {reference.title}, {dates.in_words(reference.issued)}" for reference in job.campaign.source.bibliography
    )
    return f"""{settings.title}

{_many(letters)} of the campaign “{job.campaign.id}”{_made(letters)}.
Made by letters {__version__} with {pdf.ENGINE_VERSION}.

index.csv has a row for each letter: the recipient's Bioguide id, the file, its date, design and pages, the arguments it
makes in their order, those left out to keep it to its pages, the findings it cites, and the SHA-256 of the PDF.

Sources:
{references}

{audit_record.sentence(job.campaign.folder)}
{_left_over(earlier)}
The same files and the same date give the same letters, byte for byte:
  {shlex.join(job.options.command_line())}
"""


def _many(letters: Collection[Outcome]) -> str:
    return "1 letter" if len(letters) == 1 else f"{len(letters)} letters"


def _made(letters: Collection[Outcome]) -> str:
    """The date and the design of the letters; where they have several, how many have which."""
    kinds = sorted(Counter((letter.date, letter.design) for letter in letters).items())
    told = [(number, f"dated {dates.in_words(date)}, in the design “{design}”") for (date, design), number in kinds]
    if len(told) == 1:
        return f", {told[0][1]}"
    return ":" * bool(told) + ";".join(f"\n  {number} {made}" for number, made in told)


def _left_over(earlier: Sequence[str]) -> str:
    """The letters that the command does not make, a line each; of very many the first."""
    files = "".join(f"  {stem}.pdf\n" for stem in earlier[:NAMED])
    more = f"  and {len(earlier) - NAMED} more: index.csv has the date of each\n" if len(earlier) > NAMED else ""
    return f"\nOf earlier runs, and not made by the command below:\n{files}{more}" if earlier else ""
