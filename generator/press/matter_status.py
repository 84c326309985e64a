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
