"""What a careful person would want to know before letters are printed: old facts, slow mail, rules that hold for nobody."""

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from generator import dates, offices, protocol, tailor
from generator.errors import Problem
from generator.models import Campaign, Recipient, Selection, When

OLDEST = datetime.timedelta(days=90)
"""Members come and go, and move offices, a few every month: older facts are looked up again."""

SCREENING = datetime.timedelta(days=30)
"""Mail to Washington is irradiated, opened and tested on the way. Offices have told people of days, of three weeks, and of “a
full month”; nobody publishes how long it takes now."""

SYNC = "run `letters recipients sync`, or look them up and write the new date there"


def old_facts(file: str, line: int, *, as_of: datetime.date, on: datetime.date, rooms: int) -> Iterator[Problem]:
    """A warning, one a file, where its facts are old or yet to come, or its room numbers are of a Congress that is over and so left out."""
    if rooms:
        began = dates.in_words(dates.congress_begins(dates.congress_on(on)))
        what = "room number is" if rooms == 1 else "room numbers are"
        message = f"{rooms} {what} from before {began}, when offices were drawn anew, and left out: {SYNC}"
        yield Problem(file, line, "as_of", message, "warning")
    elif as_of > on:
        message = f"{dates.in_words(as_of)} is after the letters' date, {dates.in_words(on)}: correct one of the two"
        yield Problem(file, line, "as_of", message, "warning")
    elif on - as_of > OLDEST:
        yield Problem(file, line, "as_of", f"these facts are {(on - as_of).days} days older than the letters: {SYNC}", "warning")


def slow_mail(file: str, *, act_by: datetime.date | None, on: datetime.date, via: offices.Via) -> Iterator[Problem]:
    """A warning where letters may come too late for what they ask."""
    if act_by is None:
        return
    day = dates.in_words(act_by)
    if act_by <= on:
        yield Problem(file, 0, "act_by", f"{day} is over on the letters' date: correct one of the two", "warning")
    elif via == "washington" and act_by - on < SCREENING:
        told = f"{day} is {(act_by - on).days} days after the letters' date"
        message = f"{told}, and mail to Washington is screened for days or weeks: send to offices at home (--via district), or sooner"
        yield Problem(file, 0, "act_by", message, "warning")


def impossible_rules(file: str, campaign: Campaign, *, recipients: Sequence[Recipient], ground: tailor.Ground) -> Iterator[Problem]:
    """A warning for each `when` of an argument or ask that holds for none of the recipients; `file` is its campaign.yaml."""
    rules = [(argument.prose.file, argument.when_line, argument.header.when, "when") for argument in campaign.arguments]
    for index, ask in enumerate(campaign.settings.asks):
        rules.append((file, campaign.lines.get(("asks", index, "when"), 0), ask.when, f"asks[{index + 1}].when"))
    for where, line, when, field in rules:
        missed = _missed(campaign, recipients, when=when, ground=ground) if when != When() else None
        if missed is not None:
            message = f"holds for none of the {len(recipients)} recipients (most often: {missed})"
            yield Problem(where, line, field, message, "warning")


def _missed(campaign: Campaign, recipients: Iterable[Recipient], *, when: When, ground: tailor.Ground) -> str | None:
    """Why a rule mostly does not hold; None where it holds for somebody."""
    reasons: Counter[str] = Counter()
    for recipient in recipients:
        verdict = tailor.meets(when, recipient, places=campaign.source.places, ground=ground)
        if verdict.holds:
            return None
        reasons[verdict.reason] += 1
    return next((reason for reason, _ in reasons.most_common(1)), None)


def nothing_asked(file: str, selections: Iterable[tuple[Recipient, Selection]]) -> Iterator[Problem]:
    """A warning where nothing is asked of recipients, because they have done it all or can do none of it: no letter goes to them."""
    idle = [recipient for recipient, selection in selections if not selection.ask_ids]
    if idle:
        message = f"nothing is asked of {protocol.named(idle)}, so that they get no letter: ask something else (`letters explain` says why)"
        yield Problem(file, 0, "asks", message, "warning")


def few_arguments(file: str, campaign: Campaign, *, selections: Iterable[tuple[Recipient, Selection]]) -> Iterator[Problem]:
    """A warning where letters hold fewer arguments than the campaign wants in each."""
    fewest = campaign.settings.min_arguments
    poor = [recipient for recipient, selection in selections if selection.ask_ids and len(selection.argument_ids) < fewest]
    if poor:
        what = "no argument holds" if fewest == 1 else f"fewer than {fewest} arguments hold"
        message = f"{what} for {protocol.named(poor)}: write one that stands in any letter (without `when`), or lower min_arguments"
        yield Problem(file, campaign.lines.get(("min_arguments",), 0), "min_arguments", message, "warning")
