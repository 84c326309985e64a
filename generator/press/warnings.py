"""What a careful person would want to know before letters are printed: old facts, slow mail, rules that hold for nobody."""

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from generator import dates
from generator.congress import forms_of_address, offices
from generator.congress.districts.distances import Verdict
from generator.congress.districts.lines import doubt
from generator.congress.seats import has_one_seat, listed
from generator.errors import Problem
from generator.letter.selection import Ground, meets
from generator.models import Campaign, Letter, Place, Recipient, Selection, When
from generator.text import did_you_mean, quoted

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


def slow_mail(file: str, *, act_by: datetime.date | None, on: datetime.date, letters: Sequence[Letter]) -> Iterator[Problem]:
    """A warning where letters may come too late for what they ask."""
    if act_by is None:
        return
    day = dates.in_words(act_by)
    slow = sum(any(map(offices.is_screened, (letter.inside_address, *letter.other_addresses))) for letter in letters)
    if act_by <= on:
        yield Problem(file, 0, "act_by", f"{day} is over on the letters' date: correct one of the two", "warning")
    elif slow and act_by - on < SCREENING:
        go = f"{slow} of {len(letters)} letters go to Washington, where mail is screened for days or weeks"
        instead = ", or to offices at home (--via district)" if slow == len(letters) else ""
        message = f"{day} is {(act_by - on).days} days after the letters' date, and {go}: send sooner{instead}"
        yield Problem(file, 0, "act_by", message, "warning")


def rules(file: str, campaign: Campaign) -> Iterator[tuple[str, int, str, When]]:
    """Every `when` of the arguments and asks, with its file, line and field; `file` is the campaign.yaml."""
    yield from ((argument.prose.file, argument.when_line, "when", argument.header.when) for argument in campaign.arguments)
    for index, ask in enumerate(campaign.settings.asks):
        yield file, campaign.lines.get(("asks", index, "when"), 0), f"asks[{index + 1}].when", ask.when


def impossible_rules(file: str, campaign: Campaign, *, recipients: Sequence[Recipient], ground: Ground) -> Iterator[Problem]:
    """A warning for each `when` of an argument or ask that holds for none of the recipients; `file` is its campaign.yaml."""
    for where, line, field, when in rules(file, campaign):
        missed = _missed(campaign, recipients, when=when, ground=ground) if when != When() else None
        if missed is not None:
            yield Problem(where, line, field, f"holds for none of the {len(recipients)} recipients ({missed})", "warning")


def _missed(campaign: Campaign, recipients: Iterable[Recipient], *, when: When, ground: Ground) -> str | None:
    """Why a rule does not hold: the nearest miss where nearness decides, else the commonest; None where it holds for somebody."""
    reasons: Counter[str] = Counter()
    nearest = Verdict(holds=False, reason="")
    for recipient in recipients:
        verdict = meets(when, recipient, places=campaign.source.places, ground=ground)
        if verdict.holds:
            return None
        reasons[verdict.reason] += 1
        nearest = min(nearest, verdict, key=lambda each: each.miles)
    if nearest.reason:
        return f"the nearest miss: {nearest.reason}"
    return next((f"most often: {reason}" for reason, _ in reasons.most_common(1)), None)


def unknown_places(file: str, campaign: Campaign, *, recipients: Sequence[Recipient], ground: Ground) -> Iterator[Problem]:
    """A warning where nobody can tell who of the recipients represents a place in the House, so that its argument is lost in silence.

    `file` is the campaign's source.yaml.
    """
    named = sorted({name for *_, when in rules(file, campaign) for name in when.district_of})
    places = {name: campaign.source.places[name] for name in named if _is_open(campaign.source.places[name], name, recipients=recipients)}
    table = ground.table
    if table is None:
        if places:
            who = f"who represents {listed(place.name for place in places.values())} in the House"
            message = f"{who} is known by a district table alone: load one with `letters districts import FILE`"
            yield Problem(file, 0, "places", message, "warning")
        return
    for name, place in places.items():
        who = f"so that nobody knows who represents {place.name} in the House"
        if place.zip is None:
            yield Problem(file, 0, f"places.{name}", f"has no ZIP code, {who}: write zip:", "warning")
        elif not table.districts_of(place.zip):
            yield Problem(file, 0, f"places.{name}.zip", f"{place.zip} is not in {table}, {who}: write another", "warning")


def _is_open(place: Place, name: str, *, recipients: Iterable[Recipient]) -> bool:
    """Whether a member of the House among the recipients may represent the place, and no recipients file says who does."""
    near = [one for one in recipients if one.chamber == "house" and place.state in (None, one.state) and not has_one_seat(one.state)]
    return not all(one.represents for one in near) and not any(name in one.represents for one in near)


def old_lines(file: str, campaign: Campaign, *, ground: Ground) -> Iterator[Problem]:
    """A warning where the lines of the district table do not hold, and a rule asks who represents a place.

    `file` is the table.
    """
    why = doubt(ground.table.congress, ground.on) if ground.table else ""
    if why and any(when.district_of for *_, when in rules(file, campaign)):
        until = "until then a place belongs only to the members whose recipients file lists it"
        yield Problem(file, 0, "", f"{why}; {until}", "warning")


def strangers(file: str, campaign: Campaign, *, recipients: Iterable[Recipient]) -> Iterator[Problem]:
    """A warning where positions are of members who are none of the recipients: nobody is thanked for them. `file` is theirs."""
    known = {recipient.id for recipient in recipients}
    unknown = [name for name in campaign.positions if name not in known]
    if unknown:
        others = f" and {len(unknown) - 1} more" if len(unknown) > 1 else ""
        message = f"none of the {len(known)} recipients has the id {quoted(unknown[0])}{others}{did_you_mean(unknown[0], known)}"
        yield Problem(file, 0, "positions", message, "warning")


def nothing_asked(file: str, selections: Iterable[tuple[Recipient, Selection]]) -> Iterator[Problem]:
    """A warning where nothing is asked of recipients, because they have done it all or can do none of it: no letter goes to them."""
    idle = [recipient for recipient, selection in selections if not selection.ask_ids]
    if idle:
        message = f"nothing is asked of {forms_of_address.named(idle)}, so that they get no letter: ask something else (`letters explain` says why)"
        yield Problem(file, 0, "asks", message, "warning")


def few_arguments(file: str, campaign: Campaign, *, selections: Iterable[tuple[Recipient, Selection]]) -> Iterator[Problem]:
    """A warning where letters hold fewer arguments than the campaign wants in each."""
    fewest = campaign.settings.min_arguments
    poor = [recipient for recipient, selection in selections if selection.ask_ids and len(selection.argument_ids) < fewest]
    if poor:
        what = "no argument holds" if fewest == 1 else f"fewer than {fewest} arguments hold"
        message = f"{what} for {forms_of_address.named(poor)}: write one that stands in any letter (without `when`), or lower min_arguments"
        yield Problem(file, campaign.lines.get(("min_arguments",), 0), "min_arguments", message, "warning")
