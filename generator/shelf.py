"""The folder of finished letters: made private to its owner, with an index and a note on how the letters were made."""

import datetime
import json
import shlex
from collections.abc import Iterable
from itertools import chain
from pathlib import Path

from generator import __version__, dates, index, pdf
from generator.errors import LettersError
from generator.files import write_whole
from generator.job import Job, Wishes
from generator.report import Outcome

BUILT = "built.json"
"""What was asked for when the letters were built, so that they can be put together and sent as they were built."""


class NothingBuiltError(LettersError):
    """There is no record of a build in the folder."""

    def __init__(self, folder: Path, campaign: str) -> None:
        super().__init__(f"nothing was built in {folder} yet: `letters build {campaign}` first")


def put_away(folder: Path, *, job: Job, outcomes: Iterable[Outcome]) -> None:
    """Writes index.csv, with what earlier runs left there, README.txt, and what was asked for."""
    letters = index.read(folder)
    letters.update({outcome.stem: outcome for outcome in outcomes if outcome.status in ("printed", "unchanged") and outcome.sha256})
    write_whole(folder / index.NAME, index.text(letters.values()).encode())
    index.forget_notes(folder)
    write_whole(folder / "README.txt", _readme(job, letters=len(letters)).encode())
    write_whole(folder / BUILT, _built(job.wishes, root=_root(job)).encode())


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


def _readme(job: Job, *, letters: int) -> str:
    """How the letters were made, with nothing in it that differs between two machines that made the same."""
    settings = job.campaign.settings
    references = "\n".join(
        f"  {reference.author}, {reference.title}, {dates.in_words(reference.issued)}" for reference in job.campaign.source.bibliography
    )
    many = "1 letter" if letters == 1 else f"{letters} letters"
    return f"""{settings.title}

{many} of the campaign “{job.campaign.id}”, dated {dates.in_words(job.press.ground.on)}, in the design “{job.press.design.name}”.
Made by letters {__version__} with {pdf.ENGINE_VERSION}.

index.csv has a row for each letter: the recipient's Bioguide id, the file, its pages, the arguments it makes in their
order, those left out to keep it to its pages, the findings it cites, and the SHA-256 of the PDF.

Sources:
{references}

The same files and the same date give the same letters, byte for byte:
  {_command(job.wishes)}
"""


def _command(wishes: Wishes) -> str:
    """The command that makes the letters again on any day."""
    options = (
        *(("--to", sought) for sought in wishes.filters),
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
    return shlex.join(("letters", "build", wishes.campaign, *chain.from_iterable(options)))
