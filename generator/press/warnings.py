"""Warnings before letters are printed: old facts, slow mail, rules that hold for no recipient.

Each is a Problem of severity "warning": the letters can go, but a careful person would look first.
`cautions` yields those that every job shows; `check` adds those about unused rules and positions.
"""

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from generator import dates
from generator.congress import forms_of_address, offices
from generator.congress.districts.distances import DistanceVerdict
from generator.congress.districts.lines import is_at_large
from generator.congress.seats import has_one_seat, seat_of
from generator.errors import Problem
from generator.figures.moments import FISCAL
from generator.files import yaml
from generator.letter import positions
from generator.letter.selection import (
    SelectionContext,
    argument_verdict,
    bills_of,
    bodies_asked,
    chambers_of,
    fallen_away,
    left_behind,
    recommendation_of,
)
from generator.models.bills import SYNCED_POSITIONS
from generator.models.campaign import ArgumentHeader, Ask, Campaign, PublishedPosition, When
from generator.models.fields import Chamber
from generator.models.recipient import Recipient
from generator.models.source import Bill, Place
from generator.press import matter_status
from generator.press.letter import LetterPrinter, Order
from generator.press.old_facts import old_facts, synced_files
from generator.project.load import Project, RecipientList
from generator.supporters.types import Mailpiece
from generator.text import did_you_mean, listed, quoted

SCREENING = datetime.timedelta(days=30)
"""Mail to Washington is irradiated, opened and tested on the way. Offices have spoken of days, of
three weeks, and of “a full month”; the present delay is not published. So the longest is taken."""


def cautions(
    project: Project, press: LetterPrinter, *, orders: Sequence[Order], everyone: RecipientList
) -> Iterator[Problem]:
    """Yields the warnings about a campaign whose files and letters have no errors."""
    campaign, ground = press.campaign, press.ground
    file = project.shown(campaign.folder / "campaign.yaml")
    # Counted by file: one warning for each file, and not one for each of its 537 members.
    rooms: Counter[str] = Counter()
    for person in everyone.recipients:
        if person.addresses.washington.room and not offices.rooms_hold(person.as_of, ground.on):
            rooms[everyone.places[person.id][0]] += 1
    synced = synced_files(project, everyone)
    for origin in everyone.files:
        yield from old_facts(
            origin,
            on=ground.on,
            rooms=rooms[origin.file],
            is_synced=origin.file in synced,
        )
    yield from unprinted_signers(file, press)
    yield from slow_mail(file, press, orders=orders)
    yield from matter_status.old_review(file, campaign, on=ground.on)
    yield from matter_status.silent_letters(file, campaign, orders=orders, on=ground.on)
    source = project.shown(campaign.folder / "source.yaml")
    people = [member for order in orders for member in (order.recipient, *order.others)]
    yield from unknown_places(source, campaign, recipients=people, ground=ground)
    yield from old_lines(project.shown(project.district_table), campaign, ground=ground)
    yield from idle_or_short(file, campaign, orders=orders)
    yield from fallen_asks(file, campaign, ground=ground)
    yield from asks_left_behind(file, campaign, on=ground.on)
    yield from past_fiscal_years(file, campaign, on=ground.on)
    yield from other_sponsors(file, campaign)
    yield from sponsors_without_words(file, campaign, orders=orders, on=ground.on)
    shown = project.shown(campaign.folder / SYNCED_POSITIONS)
    yield from matter_status.old_bills(shown, campaign, on=ground.on)


def fallen_asks(file: str, campaign: Campaign, *, ground: SelectionContext) -> Iterator[Problem]:
    """Yields a warning for each bill that takes asks with it; `file` is the campaign.yaml.

    Several wordings of one ask get one warning. And for the bill of the Re: line if it became law,
    because every letter names that bill.
    """
    # One for each reason and not for each ask: in January all asks of a campaign may fall away.
    fallen: dict[str, list[int]] = defaultdict(list)
    asks = campaign.settings.asks
    for index, ask in enumerate(asks):
        if over := fallen_away(campaign, ask, on=ground.on):
            fallen[over].append(index)
    for over, indexes in fallen.items():
        # Two wordings of one ask have one name.
        fallen_names = dict.fromkeys(asks[index].name for index in indexes)
        names = listed(fallen_names, last="and")
        lines = [campaign.lines.get(("asks", index), 0) for index in indexes]
        verb = over if len(fallen_names) == 1 else over.replace("falls away", "fall away", 1)
        further = listed(map(str, lines[1:]), last="and")
        more = f" (also line{'s' if lines[2:] else ''} {further})" if further else ""
        them = "them" if lines[1:] else "it"
        message = f"{names} {verb}: take {them} out, or name a bill of the present Congress{more}"
        field = f"asks[{indexes[0] + 1}]"
        yield Problem(file, lines[0], field, message, "warning", code="ask-fell-away")
    bill = campaign.settings.bill
    if bill and not bill.past and (law := positions.became_law(campaign, bill, on=ground.on)):
        line = campaign.lines.get(("bill",), 0)
        message = f"{law}, and the Re: line still names it: take it out, or write “past: true”"
        yield Problem(file, line, "bill", message, "warning", code="bill-became-law")


def past_fiscal_years(file: str, campaign: Campaign, *, on: datetime.date) -> Iterator[Problem]:
    """Yields a warning for each ask about a fiscal year that is over; `file` is the campaign.yaml.

    An ask lives as long as its bill, but appropriations bills are often asked about by their year
    alone. Only asks of Congress are judged: fiscal years of states and cities end on other days.
    """
    seen: set[tuple[str, int]] = set()
    for index, ask in enumerate(campaign.settings.asks):
        recommendation = recommendation_of(campaign, ask)
        if not chambers_of(ask, recommendation):
            continue
        for found in FISCAL.finditer(ask.text or recommendation.ask):
            year = int(found["year"])
            # The federal fiscal year has the number of the year it ends in (31 U.S.C. 1102).
            end = datetime.date(year, 9, 30)
            if end >= on or (ask.name, year) in seen:
                continue
            seen.add((ask.name, year))
            message = (
                f"{ask.name} asks about fiscal year {year}, which ended on {dates.in_words(end)}: "
                "name the year that Congress decides on now"
            )
            line = campaign.lines.get(("asks", index), 0)
            field = f"asks[{index + 1}].text"
            yield Problem(file, line, field, message, "warning", code="fiscal-year-over")


def asks_left_behind(file: str, campaign: Campaign, *, on: datetime.date) -> Iterator[Problem]:
    """Yields a warning for each ask and chamber that is done with the bill, or nearly.

    After the report of its committee a bill needs no hearing, and `left_behind` stops such asks;
    what another ask of a committee is for, only its words say. `file` is the campaign.yaml.
    """
    seen: set[str] = set()
    for index, ask in enumerate(campaign.settings.asks):
        recommendation = recommendation_of(campaign, ask)
        to_committee = ask.when.committee or (recommendation.committees and not ask.own)
        for chamber in chambers_of(ask, recommendation):
            code, message = "ask-left-behind", left_behind(campaign, ask, chamber=chamber, on=on)
            if not message and to_committee:
                code, message = (
                    "bill-was-reported",
                    _reported(campaign, ask, chamber=chamber, on=on),
                )
            message = f"{ask.name}: {message}" if message else ""
            # Two wordings of one ask get one warning.
            if message and message not in seen:
                seen.add(message)
                line = campaign.lines.get(("asks", index), 0)
                yield Problem(file, line, f"asks[{index + 1}]", message, "warning", code=code)


def other_sponsors(file: str, campaign: Campaign) -> Iterator[Problem]:
    """Yields a warning for each bill whose key `sponsor` names another member than is published.

    “Reconsider your bill” would go to the wrong office. `file` is the campaign.yaml.
    """
    every = (bill for bills in positions.bills_by_ask(campaign).values() for bill in bills)
    for bill in dict.fromkeys(every):
        record = positions.record_of(campaign, bill)
        acts = record.positions if record else ()
        published = {act.member for act in acts if act.position == "sponsor"}
        if bill.sponsor and published and bill.sponsor not in published:
            message = (
                f"the sponsor of {bill.number} is {listed(sorted(published))} by positions-synced."
                f"yaml, and {quoted(bill.sponsor)} by the key sponsor: correct it or take it out"
            )
            yield Problem(file, 0, "bill.sponsor", message, "warning", code="another-sponsor")


def sponsors_without_words(
    file: str, campaign: Campaign, *, orders: Sequence[Order], on: datetime.date
) -> Iterator[Problem]:
    """Yields a warning for each opposed bill of which the letters to its sponsors say nothing.

    Sponsors and cosponsors are not asked to oppose their own bill. Without words of their own they
    are asked only for what the ask serves: “Support legislation that ends the program” argues with
    their signature, and does not say so. `file` is the campaign.yaml.
    """
    # Two asks may write one bill in two ways, with a title and without.
    opposed: dict[tuple[int, str | None], Bill] = {}
    asks: defaultdict[tuple[int, str | None], list[str]] = defaultdict(list)
    for name, bills in positions.bills_by_ask(campaign).items():
        for bill in bills:
            if bill.stance == "oppose" and not positions.is_over(bill, on):
                key = bill.congress, bill.number or bill.title
                opposed[key] = bill
                asks[key].append(name)
    people = [(one, order) for order in orders for one in (order.recipient, *order.others)]
    for key, bill in opposed.items():
        names = asks[key]
        silent = [
            member
            for member, order in people
            if not any(name in order.letter.asks for name in names)
            and _backs(campaign, member, bill=bill, asks=names, on=on)
        ]
        if silent:
            first = f"{forms_of_address.titled(silent[0])} ({silent[0].seat})"
            others = f" and {len(silent) - 1} more" if len(silent) > 1 else ""
            message = (
                f"the letters oppose {bill.number or bill.title}, and those to {first}{others}, "
                "who sponsored or cosponsored it, do not mention it: word an ask for them "
                "(“Reconsider …”) with “when: {position: [sponsor, cosponsor]}”"
            )
            index = next(i for i, ask in enumerate(campaign.settings.asks) if ask.name in names)
            line = campaign.lines.get(("asks", index), 0)
            field = f"asks[{index + 1}]"
            yield Problem(file, line, field, message, "warning", code="sponsors-without-words")


def _backs(
    campaign: Campaign, member: Recipient, *, bill: Bill, asks: Sequence[str], on: datetime.date
) -> bool:
    """Returns whether the member is a sponsor or cosponsor of a bill still before their chamber."""
    chamber = member.chamber
    if chamber is None or positions.left_chamber(campaign, bill, chamber=chamber, on=on):
        return False
    acts = (positions.deed(campaign, member.id, ask=name, bills=(bill,)) for name in asks)
    return any(
        act.position in ("sponsor", "cosponsor") and not act.withdrawn for act in acts if act
    )


def _reported(campaign: Campaign, ask: Ask, *, chamber: Chamber, on: datetime.date) -> str:
    """Returns that a bill was reported, and the question about the words of the ask, or nothing."""
    for bill in bills_of(ask, recommendation_of(campaign, ask)):
        if bill.past:
            continue
        if reported := positions.left_committee(campaign, bill, chamber=chamber, on=on):
            return f"{reported}: look whether its committee can still do what this asks"
    return ""


def without_positions(file: str, campaign: Campaign) -> Iterator[Problem]:
    """Yields a warning for each ask for a bill of which no position is known.

    Its cosponsors would be asked to back their own bill. Of a bill that the letter opposes the
    sponsor is enough: before a vote no member can have done what is asked. `file` is the
    campaign.yaml.
    """
    every = [one for each in campaign.positions.values() for one in each]
    bills = positions.bills_by_ask(campaign)
    reported: set[str] = set()
    for index, ask in enumerate(campaign.settings.asks):
        named = {one.recommendation for one in every}
        if ask.name in named or ask.name in reported:
            continue
        for bill in bills[ask.name]:
            known = any(positions.is_about(one, bill) for one in every)
            if known or not bill.number or (bill.stance == "oppose" and bill.sponsor):
                continue
            reported.add(ask.name)
            who = "sponsor (sponsor: with the bill)" if bill.stance == "oppose" else "cosponsors"
            message = (
                f"{ask.name} names {bill.number}, and no file says who acted on it: its {who} "
                f"would be asked like all others: run `letters bills sync {campaign.id}`, or write "
                "those that congress.gov lists into positions.yaml"
            )
            line = campaign.lines.get(("asks", index), 0)
            field = f"asks[{index + 1}]"
            yield Problem(file, line, field, message, "warning", code="no-positions")
            break


def slow_mail(file: str, press: LetterPrinter, *, orders: Sequence[Order]) -> Iterator[Problem]:
    """Yields a warning if letters may arrive too late; `file` is the campaign.yaml."""
    act_by, on = press.campaign.settings.act_by, press.ground.on
    if act_by is None:
        return
    day = dates.in_words(act_by)
    if act_by <= on:
        message = f"{day} is over on the letters' date: correct one of the two"
        yield Problem(file, 0, "act_by", message, "warning", code="act-by-over")
    elif act_by - on < SCREENING:
        slow = 0
        for order in orders:
            addresses = (order.letter.inside_address, *order.letter.other_addresses)
            slow += any(map(offices.is_screened, addresses))
        if slow:
            instead = ", or to offices at home (--via district)" if slow == len(orders) else ""
            message = (
                f"{day} is {(act_by - on).days} days after the letters' date, and {slow} of "
                f"{len(orders)} letters go to Washington, where mail is screened for days or "
                f"weeks: send sooner{instead}"
            )
            yield Problem(file, 0, "act_by", message, "warning", code="slow-mail")


def unprinted_signers(file: str, press: LetterPrinter) -> Iterator[Problem]:
    """Yields a warning if the design prints signers and there are none, or the reverse.

    `file` is the campaign.yaml.
    """
    campaign, design = press.campaign, press.design
    line = campaign.lines.get(("design",), 0)
    if design.prints_signers and not campaign.signers:
        message = (
            f"{design.name} is a design for several signers, and there are none: list them in "
            "signers.yaml, next to campaign.yaml, or choose another design"
        )
        yield Problem(file, line, "design", message, "warning", code="no-signers")
    elif campaign.signers and not design.prints_signers:
        number = len(campaign.signers)
        signers = "1 signer" if number == 1 else f"{number} signers"
        message = (
            f"{design.name} does not print the {signers} of signers.yaml: choose the design "
            "coalition, or move that file away"
        )
        yield Problem(file, line, "design", message, "warning", code="signers-not-printed")


def rules(file: str, campaign: Campaign) -> Iterator[tuple[str, int, str, ArgumentHeader]]:
    """Yields every `when` of arguments and asks and what it is for, with file, line and field.

    `file` is the campaign.yaml, which holds the asks.
    """
    for argument in campaign.arguments:
        yield argument.prose.file, argument.when_line, "when", argument.header
    for index, ask in enumerate(campaign.settings.asks):
        line = campaign.lines.get(("asks", index, "when"), 0)
        # A rule with the asks that it is about, as arguments have it.
        header = ArgumentHeader(supports=(ask.name,), when=ask.when)
        yield file, line, f"asks[{index + 1}].when", header


def impossible_rules(
    file: str, campaign: Campaign, *, recipients: Sequence[Recipient], ground: SelectionContext
) -> Iterator[Problem]:
    """Yields a warning for each `when` that holds for no recipient; `file` is campaign.yaml."""
    for where, line, field, header in rules(file, campaign):
        # The few who lead, cannot vote or have acted are missing from most lists, and rightly so.
        common = header.when.model_copy(update={"leader": (), "title": (), "position": ()})
        # An empty rule holds for everyone; without recipients it would be reported.
        if common == When():
            continue
        common_header = header.model_copy(update={"when": common})
        reason = _missed(campaign, recipients, header=common_header, ground=ground)
        if reason is not None:
            message = f"holds for no recipient (of {len(recipients)}; {reason})"
            yield Problem(
                where, line, field, message, "warning", code="rule-holds-for-no-recipient"
            )


def _missed(
    campaign: Campaign,
    recipients: Iterable[Recipient],
    *,
    header: ArgumentHeader,
    ground: SelectionContext,
) -> str | None:
    """Returns why a rule holds for no recipient; None if it holds for one.

    Where distance decides, that is the nearest miss, from which the user sees the distance to
    write; elsewhere the commonest reason.
    """
    reasons: Counter[str] = Counter()
    # A verdict without a distance is infinitely far, so that any measured one is nearer.
    nearest = DistanceVerdict(holds=False, reason="")
    for recipient in recipients:
        verdict = argument_verdict(header, recipient, campaign=campaign, ground=ground)
        if verdict.holds:
            return None
        reasons[verdict.reason] += 1
        nearest = min(nearest, verdict, key=lambda each: each.miles)
    if nearest.reason:
        return f"the nearest miss: {nearest.reason}"
    return f"most often: {reasons.most_common(1)[0][0]}" if reasons else None


def unknown_places(
    file: str, campaign: Campaign, *, recipients: Sequence[Recipient], ground: SelectionContext
) -> Iterator[Problem]:
    """Yields a warning for each place of which no file says who represents it in the House.

    Without the warning, an argument with `district_of` would silently be in no letter. `file` is
    the campaign's source.yaml.
    """
    places: dict[str, Place] = {}
    for *_, header in rules(file, campaign):
        for name in header.when.district_of:
            place = campaign.source.places[name]
            if _is_open(place, name, recipients=recipients):
                places[name] = place
    table = ground.table
    if table is None:
        if places:
            names = listed((places[name].name for name in sorted(places)), last="and")
            message = (
                f"the files do not say who represents {names} in the House: load a district table "
                "with `letters districts import FILE`"
            )
            yield Problem(file, 0, "places", message, "warning", code="no-district-table")
        return
    for name, place in sorted(places.items()):
        loss = f"so the program cannot know who represents {place.name} in the House"
        field = f"places.{name}"
        if place.zip is None:
            message = f"has no ZIP code, {loss}: write zip:"
            yield Problem(file, 0, field, message, "warning", code="place-without-zip")
        elif not table.districts_of(place.zip):
            message = f"{place.zip} is not in {table}, {loss}: write another"
            yield Problem(file, 0, f"{field}.zip", message, "warning", code="zip-not-in-table")


def _is_open(place: Place, name: str, *, recipients: Iterable[Recipient]) -> bool:
    """Returns whether recipients may represent the place, and no recipients file says who does.

    Only members of the House count, from states with more than one seat: elsewhere the state
    already says it. A list of places is taken as complete: only a member without one may have this
    place too.
    """
    near = [
        one
        for one in recipients
        if one.chamber == "house"
        and place.state in (None, one.state)
        and not has_one_seat(one.state or "")
    ]
    is_named = any(name in one.represents for one in near)
    return not is_named and not all(one.represents for one in near)


def without_supporters(file: str, campaign: Campaign) -> Iterator[Problem]:
    """Yields a warning if the campaign asks bodies outside Congress, to which no supporter writes.

    Which supporters live in a mayor's city or a state's district 30 no table says, and a letter
    from elsewhere is one to a stranger. `file` is the campaign.yaml.
    """
    others = [name for name in bodies_asked(campaign) if name != forms_of_address.CONGRESS]
    if others:
        names = listed(others, last="and")
        message = f"supporters write to their members of Congress alone: no letter goes to {names}"
        line = campaign.lines.get(("asks",), 0)
        yield Problem(file, line, "asks", message, "warning", code="bodies-without-supporters")


def old_lines(file: str, campaign: Campaign, *, ground: SelectionContext) -> Iterator[Problem]:
    """Yields a warning for places that a rule names, and whose district lines are out of date.

    Of several places with the same reason the names are in one warning. `file` is the table.
    """
    table, doubts = ground.table, defaultdict[str, set[str]](set)
    if table is None:
        return
    for *_, header in rules(file, campaign):
        for place in (campaign.source.places[name] for name in header.when.district_of):
            if reason := place.zip and table.doubt(place.zip, ground.on, state=place.state):
                doubts[reason].add(place.name)
    for reason, names in sorted(doubts.items()):
        places = listed(sorted(names), last="and")
        until = f"until then, only a recipients file can say who represents {places}"
        yield Problem(file, 0, "", f"{reason}; {until}", "warning", code="old-district-lines")


def lines_of_another_congress(
    file: str, pieces: Iterable[Mailpiece], *, ground: SelectionContext
) -> Iterator[Problem]:
    """Yields a warning if House letters go by lines of another Congress, where these did not move.

    The list of new lines has a day, and a state may have drawn new ones since. `file` is the table.
    """
    table, letter = ground.table, dates.congress_on(ground.on)
    states: defaultdict[int, Counter[str]] = defaultdict(Counter)
    for piece in pieces:
        seat = seat_of(piece.recipient)
        # A settled seat goes by no table, and an only seat by no lines.
        if table and seat and not piece.supporter.seat and not is_at_large(seat.state, ground.on):
            congress = table.lines_of(piece.supporter.zip).get(seat, letter)
            if congress != letter:
                states[congress][seat.state] += 1
    for congress, counts in sorted(states.items()):
        number, old = counts.total(), dates.ordinal(congress)
        known = table.record.evidence(counts, (congress, letter)) if table else ""
        message = (
            f"{number} House {'letter goes' if number == 1 else 'letters go'} by the lines of the "
            f"{old} Congress, which hold in the {dates.ordinal(letter)} too in "
            f"{', '.join(sorted(counts))}, {known}. If one of these states has drawn new lines: "
            f"`letters districts redrawn STATE --congress {max(letter, congress)} --source TEXT`"
        )
        yield Problem(file, 0, "", message, "warning", code="lines-of-another-congress")


def strangers(
    file: str, campaign: Campaign, *, recipients: Iterable[Recipient], on: datetime.date
) -> Iterator[Problem]:
    """Yields a warning if positions of the present Congress name members who are no recipients.

    Only those that a person wrote: a sync reads the acts of all members. Such a member is not
    thanked, most often because of a mistyped id. Members who acted in an earlier Congress may have
    left since, and a list of its cosponsors is kept whole. `file` is the file of positions.
    """
    known = {recipient.id for recipient in recipients}
    unknown = [
        name
        for name, acts in campaign.positions.items()
        if name not in known
        and not isinstance(acts[0], PublishedPosition)
        and dates.congress_on(acts[-1].date) == dates.congress_on(on)
    ]
    if unknown:
        name, others = unknown[0], f" and {len(unknown) - 1} more" if len(unknown) > 1 else ""
        message = f"no recipient (of {len(known)}) has the id {quoted(name)}{others}"
        message += did_you_mean(name, known)
        yield Problem(file, 0, "positions", message, "warning", code="unknown-recipient")


def sample_sender(
    project: Project, campaign: Campaign, *, sender: Path | None
) -> Iterator[Problem]:
    """Yields a warning if the sender is the sample that comes with the program."""
    if not campaign.sender.details.sample:
        return
    path = sender or campaign.folder / "sender.yaml"
    document = yaml.read(path, shown_as=project.shown(path))
    message = "this is the sample: put yourself in, say in about: who you are, and delete this line"
    problem = document.problem(("sample",), message, code="sample-sender")
    yield replace(problem, severity="warning")


def idle_or_short(file: str, campaign: Campaign, *, orders: Iterable[Order]) -> Iterator[Problem]:
    """Yields a warning if no ask fits some recipients, and one if letters hold few arguments.

    Recipients without an ask have done everything already, or can do none of it, and get no
    letter; the letters of the second warning hold fewer arguments than `min_arguments`. `file` is
    the campaign.yaml.
    """
    fewest = campaign.settings.min_arguments
    idle: list[Recipient] = []
    short: list[Recipient] = []
    for order in orders:
        if not order.selection.ask_ids:
            idle.append(order.recipient)
        elif len(order.selection.argument_ids) < fewest:
            short.append(order.recipient)
    if idle:
        message = (
            f"nothing is asked of {forms_of_address.named(idle)}, so that they get no letter: "
            "ask something else (`letters explain` says why)"
        )
        yield Problem(file, 0, "asks", message, "warning", code="nothing-asked")
    if short:
        what = "no argument holds" if fewest == 1 else f"fewer than {fewest} arguments hold"
        message = (
            f"{what} for {forms_of_address.named(short)}: write one that stands in any letter "
            "(without `when` and `voice`), or lower min_arguments"
        )
        line = campaign.lines.get(("min_arguments",), 0)
        yield Problem(file, line, "min_arguments", message, "warning", code="too-few-arguments")
