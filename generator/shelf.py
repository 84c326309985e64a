"""The folder of finished letters: made private to its owner, with an index and a note on how the letters were made."""

import datetime
import json
import shlex
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from itertools import chain
from pathlib import Path
from typing import Literal

from generator import __version__, attestation, dates, index, pdf
from generator.errors import LettersError
from generator.files import write_whole
from generator.job import Job, Wishes
from generator.report import Outcome

NAMED = 50
BUILT = "built.json"
"""What was asked for when the letters were built, so that they can be put together and sent as they were built."""


class NothingBuiltError(LettersError):
    """There is no record of a build in the folder."""

    def __init__(self, folder: Path, campaign: str) -> None:
        super().__init__(f"nothing was built in {folder} yet: `letters build {campaign}` first")


def put_away(folder: Path, *, job: Job, outcomes: Iterable[Outcome]) -> tuple[str, ...]:
    """The letters of earlier runs that are still there and that this one did not make; index.csv and README.txt tell of all.

    What was asked for is written as well.
    """
    done = [outcome for outcome in outcomes if outcome.status in ("printed", "unchanged")]
    letters = index.read(folder)
    letters.update({outcome.stem: outcome for outcome in done if outcome.sha256})
    earlier = tuple(sorted(letters.keys() - {outcome.stem for outcome in done}))
    write_whole(folder / index.NAME, index.text(letters.values()).encode())
    index.forget_notes(folder)
    write_whole(folder / "README.txt", _readme(job, letters=letters.values(), earlier=earlier).encode())
    write_whole(folder / BUILT, _built(job.wishes, root=_root(job)).encode())
    return earlier


def last_wishes(folder: Path, *, campaign: str, root: Path) -> Wishes:
    """What was asked for when the letters in the folder were built last; `root` is the project's folder.

    Raises NothingBuiltError where nothing was built there.
    """
    try:
        told = json.loads((folder / BUILT).read_text("utf-8"))
        return Wishes(
            campaign=told["campaign"],
            on=datetime.date.fromisoformat(told["date"]),
            filters=tuple(told["to"]),
            recipient_files=tuple(root / file for file in told["recipients"]),
            design=told["design"],
            sender=root / told["sender"] if told["sender"] else None,
            allow_ended=told["allow_ended"],
            via=told["via"],
            act_by=datetime.date.fromisoformat(told["act_by"]) if told["act_by"] else None,
            mapping=tuple((field, column) for field, column in told["map"]),
            supporters=root / told["supporters"] if told["supporters"] else None,
        )
    except (OSError, ValueError, KeyError, TypeError):
        raise NothingBuiltError(folder, campaign) from None


def _root(job: Job) -> Path:
    """The project's folder."""
    return job.campaign.folder.parents[1]


def _built(wishes: Wishes, *, root: Path) -> str:
    """built.json: the wishes, with paths from the project's folder where they lie inside, so that it may be moved."""
    told = {
        "campaign": wishes.campaign,
        "date": str(wishes.on),
        "to": wishes.filters,
        "recipients": [_from(file, root) for file in wishes.recipient_files],
        "design": wishes.design,
        "sender": _from(wishes.sender, root) if wishes.sender else None,
        "allow_ended": wishes.allow_ended,
        "via": wishes.via,
        "act_by": str(wishes.act_by) if wishes.act_by else None,
        "map": wishes.mapping,
        "supporters": _from(wishes.supporters, root) if wishes.supporters else None,
    }
    return json.dumps(told, indent=2, ensure_ascii=False) + "\n"


def _from(path: Path, root: Path) -> str:
    whole = path.absolute()
    return whole.relative_to(root.absolute()).as_posix() if whole.is_relative_to(root.absolute()) else str(whole)


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

{attestation.sentence(job.campaign.folder)}
{_left_over(earlier)}
The same files and the same date give the same letters, byte for byte:
  {command(job.wishes)}
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


def command(wishes: Wishes, name: Literal["build", "specimens"] = "build") -> str:
    """The command that makes the same letters, or their specimens, on any day."""
    options = (
        *(("--to", sought) for sought in wishes.filters if name == "build"),
        *(("--recipients", str(file)) for file in wishes.recipient_files),
        ("--date", str(wishes.on)),
        *((("--design", wishes.design),) if wishes.design else ()),
        *((("--sender", str(wishes.sender)),) if wishes.sender else ()),
        *((("--allow-ended",),) if wishes.allow_ended else ()),
        *((("--via", wishes.via),) if wishes.via != "washington" else ()),
        *((("--act-by", str(wishes.act_by)),) if wishes.act_by else ()),
        *((("--supporters", str(wishes.supporters)),) if wishes.supporters else ()),
        *(("--map", f"{field}={column}") for field, column in wishes.mapping),
    )
    return shlex.join(("letters", name, wishes.campaign, *chain.from_iterable(options)))
