"""Letters that were right on their date, and not on the day on which they are mailed.

A build chooses members for the letters' date. Letters that lie until a new Congress has begun would
reach the successor's office, or a member who does not represent the writer any more.
"""

import datetime
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from generator import dates
from generator.congress.forms_of_address import title_words
from generator.congress.roster import has_ended, is_in_office
from generator.errors import Problem
from generator.letter.selection import SelectionContext
from generator.models.recipient import Recipient
from generator.press import filter_context, job
from generator.press.drive import Drive
from generator.press.out_of_office import why_absent
from generator.press.warnings import fallen_asks
from generator.project import load
from generator.supporters.assignment import mailpieces
from generator.supporters.types import Mailpiece


def overtaken(
    project: load.Project, ready: job.Job, *, pieces: Iterable[Mailpiece], on: datetime.date
) -> Mapping[str, str]:
    """Returns why a letter may not be mailed on that day any more, by the key of its mailpiece.

    Letters that the build was allowed to write to former members are not in it. Raises
    FilesAreWrongError.
    """
    written = ready.options.letter_date
    # One whose term was over on the letter's date was allowed by the build (`--allow-ended`).
    pieces = [piece for piece in pieces if not has_ended(piece.recipient, written)]
    is_other_congress = dates.congress_on(written) < dates.congress_on(on)
    # Within one Congress the roster was asked already, so that only a term can have ended since.
    if not is_other_congress and not any(has_ended(piece.recipient, on) for piece in pieces):
        return {}
    everyone = load.load_recipients(project, files=_files(project, ready), on=on)
    present = {one.id: one for one in everyone.recipients}
    found = {
        piece.key: reason
        for piece in pieces
        if (reason := _why_not(piece.recipient, present, everyone=everyone, on=on))
    }
    if isinstance(ready, Drive) and is_other_congress:
        rest = [piece for piece in pieces if piece.key not in found]
        found |= dict(_other_seats(project, ready, pieces=rest, everyone=everyone, on=on))
    return found


def asks_fallen_since(
    project: load.Project, ready: job.Job, *, on: datetime.date
) -> Iterator[Problem]:
    """Yields a warning for each ask that the letters make, and letters of that day would not."""
    file = project.shown(ready.campaign.folder / "campaign.yaml")
    ground = ready.press.ground
    known = set(fallen_asks(file, ready.campaign, ground=ground))
    for problem in fallen_asks(file, ready.campaign, ground=SelectionContext(on)):
        if problem not in known:
            yield problem


def _files(project: load.Project, ready: job.Job) -> list[Path] | None:
    """Returns the files of recipients that the build read; None for all."""
    if ready.options.recipient_files or isinstance(ready, Drive):
        return [*ready.options.recipient_files] or None
    names = ready.campaign.settings.recipients
    return [project.folder / "recipients" / name for name in names] or None


def _why_not(
    recipient: Recipient,
    present: Mapping[str, Recipient],
    *,
    everyone: load.RecipientList,
    on: datetime.date,
) -> str:
    """Returns why the recipient does not hold the seat of the letter; empty if they do."""
    now = present.get(recipient.id)
    if now is None and not has_ended(recipient, on):
        # In a list of all members a missing one has left, as by resigning.
        is_gone = everyone.is_current and not recipient.body
        return f"{_who(recipient)} is not in office any more" if is_gone else ""
    if now is None or not is_in_office(now, on):
        return why_absent(recipient, everyone, on=on)
    return "" if now.seat == recipient.seat else f"{_who(recipient)} holds the seat {now.seat} now"


def _other_seats(
    project: load.Project,
    drive: Drive,
    *,
    pieces: Iterable[Mailpiece],
    everyone: load.RecipientList,
    on: datetime.date,
) -> Iterator[tuple[str, str]]:
    """Yields the letters whose writers' House seat is not certain on that day, or is another."""
    house = [piece for piece in pieces if piece.recipient.chamber == "house"]
    still: set[tuple[str, str]] = set()
    waits: dict[str, str] = {}
    answers = mailpieces(
        (piece.supporter for piece in house),
        recipients=everyone.recipients,
        table=filter_context.district_table(project, on=on),
        on=on,
        campaign=drive.options.campaign,
        version=drive.campaign.settings.version,
    )
    for answer in answers:
        if isinstance(answer, Mailpiece):
            still.add((answer.key, answer.recipient.seat))
        elif not answer.letter.endswith("-sen"):
            waits[answer.supporter.id] = answer.reason
    for piece in house:
        if (piece.key, piece.recipient.seat) not in still:
            other = f"{_who(piece.recipient)} does not represent the writer any more"
            yield piece.key, waits.get(piece.supporter.id, other)


def _who(recipient: Recipient) -> str:
    return f"{title_words(recipient)} {recipient.name.full} ({recipient.seat})"
