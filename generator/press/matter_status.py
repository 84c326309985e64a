"""Whether letters say where the matter stands today, and when a person last looked.

A document ends with its own day. A letter that asks for something now, and tells only of years ago,
asks an office to look up what happened since: courts, orders and laws may have settled it.
"""

import datetime
from collections.abc import Iterator, Sequence

from generator import dates
from generator.errors import Problem
from generator.models.campaign import Campaign
from generator.models.letter import Letter
from generator.press.letter import Order

# Both limits are chosen by hand. Two weeks: courts and agencies act within days, and a look costs
# minutes. Six weeks and a half: a run that is printed, signed and mailed takes about a month.
REVIEW_AFTER = datetime.timedelta(days=14)
"""After this age of the last look at the matter, a check or build asks for another one."""
MAX_REVIEW_AGE = datetime.timedelta(days=45)
"""After this age nothing is printed for the post or sent, unless an option allows it."""


def old_review(file: str, campaign: Campaign, *, on: datetime.date) -> Iterator[Problem]:
    """Yields a warning if the last look is old on the letters' date; `file` is the campaign.yaml.

    A campaign without a day of its last look gets none here: `silent_letters` asks for it.
    """
    checked = campaign.settings.status.checked
    if checked and on - checked > REVIEW_AFTER:
        message = (
            f"{dates.in_words(checked)} is {(on - checked).days} days before the letters' date: "
            "look again where the matter stands, correct the texts, and write the new day here"
        )
        line = campaign.lines.get(("status", "checked"), 0)
        yield Problem(file, line, "status.checked", message, "warning", code="old-status")


def old_bills(file: str, campaign: Campaign, *, on: datetime.date) -> Iterator[Problem]:
    """Yields one warning if the data of bills is old; `file` is positions-synced.yaml.

    The limit is that of the last look at the matter: members join a bill and leave it within days.
    Bills of an ended Congress do not change.
    """
    old = [
        record
        for record in campaign.bills.values()
        if on - record.as_of > REVIEW_AFTER and record.congress == dates.congress_on(on)
    ]
    if not old:
        return
    oldest = min(old, key=lambda record: record.as_of)
    others = f" and {len(old) - 1} more" if len(old) > 1 else ""
    message = (
        f"{oldest.number}{others}: as of {dates.in_words(oldest.as_of)}, "
        f"{(on - oldest.as_of).days} days before the letters' date: "
        f"run `letters bills sync {campaign.id}`"
    )
    yield Problem(file, 0, "bills", message, "warning", code="old-bills")


def silent_letters(
    file: str, campaign: Campaign, *, orders: Sequence[Order], on: datetime.date
) -> Iterator[Problem]:
    """Yields one warning if letters say nothing of today; `file` is the campaign.yaml."""
    review = campaign.settings.status
    since = dates.years_before(on, review.stale_years)
    old = sum(tells_only_the_past(order.letter, campaign, since=since) for order in orders)
    if not old:
        return
    message = (
        f"{old} of {len(orders)} letters cite nothing younger than {dates.in_words(since)}: "
        "say where the matter stands today, with a finding of a newer work"
    )
    if review.checked is None:
        message += ", and write the day on which you looked: `status: {checked: YYYY-MM-DD}`"
    line = campaign.lines.get(("status",), 0)
    yield Problem(file, line, "status", message, "warning", code="no-status")


def tells_only_the_past(letter: Letter, campaign: Campaign, *, since: datetime.date) -> bool:
    """Returns whether a letter asks for something and cites findings, all from before that day.

    Asks are imperatives, so that each speaks of today. A finding whose date says nothing, such as
    the number of a section of law, does not count.
    """
    cited = frozenset(letter.findings)
    days = [
        dates.last_day(finding.as_of)
        for finding in (*campaign.source.findings, *letter.data)
        if finding.id in cited and finding.dated
    ]
    return bool(letter.asks and days) and max(days) < since
