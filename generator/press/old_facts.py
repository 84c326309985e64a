"""Warnings of recipients whose facts are old, or of another Congress than the letters."""

import datetime
from collections.abc import Iterator

from generator import dates
from generator.errors import Problem
from generator.press.out_of_office import SYNC
from generator.project.load import Project, RecipientList
from generator.project.rosters import RecipientsOrigin

MAX_AGE = datetime.timedelta(days=90)
"""After this age the user is asked to look the facts up again: every month a few members come, go
or move their offices. The limit is chosen by hand."""

LOOK_UP = "look them up and write the new date there"


def synced_files(project: Project, everyone: RecipientList) -> frozenset[str]:
    """Returns the files of recipients whose facts `letters recipients sync` renews."""
    # The public data has the members of Congress alone.
    files = {everyone.places[one.id][0] for one in everyone.recipients if not one.body}
    if project.synced_recipients.is_file():
        # Synced already: another sync changes nothing in the files that a user wrote.
        files &= {project.shown(project.synced_recipients)}
    return frozenset(files)


def old_facts(
    origin: RecipientsOrigin, *, on: datetime.date, rooms: int = 0, is_synced: bool = True
) -> Iterator[Problem]:
    """Yields one warning for a recipients file whose facts are old or dated after the letters.

    `is_synced` says whether a sync would renew its facts. `rooms` counts its room numbers of an
    earlier Congress, which are left out of addresses: at the beginning of each Congress offices are
    drawn by lot. One warning is enough, because one act, a new look-up, answers all three.
    """
    as_of = origin.as_of
    advice = f"run `{SYNC}`, or {LOOK_UP}" if is_synced else LOOK_UP
    if rooms:
        began = dates.in_words(dates.congress_begins(dates.congress_on(on)))
        noun = "room number is" if rooms == 1 else "room numbers are"
        code = "room-of-earlier-congress"
        drawn = f"from before {began}, when offices were drawn by lot, and left out"
        message = f"{rooms} {noun} {drawn}: {advice}"
    elif as_of > on:
        code = "facts-after-letter-date"
        days = f"{dates.in_words(as_of)} is after the letters' date, {dates.in_words(on)}"
        message = f"{days}: correct one of them"
    elif on - as_of > MAX_AGE:
        code = "old-facts"
        message = f"these facts are {(on - as_of).days} days older than the letters: {advice}"
    else:
        return
    yield Problem(origin.file, origin.line, "as_of", message, "warning", code=code)
