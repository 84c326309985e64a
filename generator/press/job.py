"""A job of letters: everything that must be known and right before the first of them is printed."""

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from generator import dates
from generator.audit.letters import LetterAuditor
from generator.congress import filters, forms_of_address, offices
from generator.congress.districts.database import NoDistrictTableError
from generator.congress.districts.table import DistrictTable
from generator.errors import FilesAreWrongError, LettersError, NoSuchNameError, Problem
from generator.ledger.outcomes import Outcome
from generator.letter import envelopes, glyph_coverage, selection
from generator.letter.design import Design, load_design
from generator.letter.prose import MissingDatumError
from generator.models.campaign import Argument, Campaign
from generator.models.letter import Choice, Letter
from generator.models.recipient import Recipient
from generator.press import trial_run
from generator.press.build_options import BuildOptions
from generator.press.letter import LetterPrinter, Order
from generator.press.warnings import (
    few_arguments,
    impossible_rules,
    nothing_asked,
    old_facts,
    old_lines,
    slow_mail,
    strangers,
    unknown_places,
)
from generator.project import audit_record, load
from generator.text import hint, quoted


class NobodyLeftError(LettersError):
    """Everyone who was meant has left office."""

    def __init__(self, on: datetime.date, left_out: Sequence[Outcome]) -> None:
        names = "; ".join(outcome.message for outcome in left_out)
        super().__init__(
            f"nobody is left to write to on {on}: {names}. Write to them all the same with --allow-ended, or change --date."
        )


class NothingAskedError(LettersError):
    """Of nobody who was meant anything is asked."""

    def __init__(self, recipients: Sequence[Recipient]) -> None:
        super().__init__(
            f"nothing is asked of {forms_of_address.named(recipients)}, so that no letter is printed; `letters explain` says why"
        )


@dataclass(frozen=True)
class Job:
    """Letters ready to be printed, and those that will not be."""

    options: BuildOptions
    campaign: Campaign
    press: LetterPrinter
    envelope: envelopes.Envelope | None
    orders: Sequence[Order]
    """What is to be printed; those of a drive are composed as they are asked for, however many there are."""
    left_out: tuple[Outcome, ...]
    warnings: tuple[Problem, ...] = ()


def prepare(place: load.Project, options: BuildOptions) -> Job:
    """The job that the user asked for, every word of it composed and every file checked.

    Raises FilesAreWrongError with all problems of all files, NobodyMeantError for a filter that nobody meets,
    NobodyLeftError where every term has ended, and NothingAskedError where nobody can do any of what is asked.
    """
    files = options.recipient_files or None
    loaded = load.load(
        place,
        options.campaign,
        on=options.letter_date,
        sender=options.sender,
        recipient_files=files,
        signs=glyph_coverage.trouble,
    )
    meant = filters.select(loaded.recipients, options.filters)
    in_office = in_office_on(meant, options)
    there = {person.id for person in in_office}
    left_out = tuple(_left(person, loaded.everyone) for person in meant if person.id not in there)
    if not in_office:
        raise NobodyLeftError(options.letter_date, left_out)
    press = open_press(place, loaded.campaign, options=options)
    composed = compose_all(press, in_office)
    orders = tuple(order for order in composed if order.selection.ask_ids)
    left_out += tuple(_idle(order) for order in composed if not order.selection.ask_ids)
    if not orders:
        raise NothingAskedError([order.recipient for order in composed])
    unprintable = _unprintable(
        place, press, everyone=loaded.everyone, orders=orders, sender=options.sender
    )
    doubts = refuse_errors((*audit_all(press, orders, everyone=loaded.recipients), *unprintable))
    warnings = (
        *loaded.warnings,
        *doubts,
        *_cautions(place, press, everyone=loaded.everyone, orders=orders),
    )
    return Job(
        options, press.campaign, press, envelope(place, press.design), orders, left_out, warnings
    )


def check(place: load.Project, each: Sequence[BuildOptions]) -> tuple[Problem, ...]:
    """Every problem of the files that the options name, and of every letter that can be composed from those that are right."""
    found: set[Problem] = set()
    for options in each:
        checked = load.check_files(
            place,
            [options.campaign],
            on=options.letter_date,
            sender=options.sender,
            recipient_files=options.recipient_files or None,
            signs=glyph_coverage.trouble,
        )
        found.update(checked.problems)
        for campaign in checked.campaigns:
            found.update(
                _letter_problems(place, campaign, everyone=checked.everyone, options=options)
            )
    return tuple(sorted(found))


def _letter_problems(
    place: load.Project, campaign: Campaign, *, everyone: load.RecipientList, options: BuildOptions
) -> set[Problem]:
    """What is wrong with the letters themselves, and whose term is over."""
    found = {
        Problem(
            *everyone.places[person.id],
            "term_end",
            f"{_over(person)}: no letter is written on {options.letter_date}",
            "warning",
        )
        for person in everyone.recipients
        if load.ended(person, options.letter_date) and not options.allow_ended
    }
    try:
        press = open_press(place, campaign, options=options)
        recipients = in_office_on(everyone.recipients, options)
        orders = compose_all(press, recipients)
        found.update(audit_all(press, orders, everyone=everyone.recipients))
        unprintable = _unprintable(
            place, press, everyone=everyone, orders=orders, sender=options.sender
        )
        found.update(unprintable)
        found.update(_cautions(place, press, everyone=everyone, orders=orders))
        if everyone.whole:
            found.update(
                impossible_rules(
                    _settings_file(place, campaign),
                    campaign,
                    recipients=recipients,
                    ground=press.ground,
                )
            )
            for path in sorted(campaign.folder.glob("positions.*")):
                found.update(strangers(place.shown(path), campaign, recipients=everyone.recipients))
        if not unprintable:
            found.update(_misfits(press, orders, file=_settings_file(place, campaign)))
        envelope(place, press.design)
    except FilesAreWrongError as error:
        found.update(error.problems)
    return found


def _misfits(press: LetterPrinter, orders: Iterable[Order], *, file: str) -> tuple[Problem, ...]:
    """What is wrong in the design, or which of the longest letters cannot be printed."""
    failed: dict[str, list[str]] = {}
    try:
        tried = trial_run.rehearse(press, [order for order in orders if order.selection.ask_ids])
    except FilesAreWrongError as error:
        return error.problems
    for outcome in tried.failed:
        failed.setdefault(outcome.message, []).append(outcome.stem)
    return tuple(
        Problem(file, 0, "", f"{', '.join(stems)}: {message}") for message, stems in failed.items()
    )


def _cautions(
    place: load.Project,
    press: LetterPrinter,
    *,
    everyone: load.RecipientList,
    orders: Sequence[Order],
) -> Iterator[Problem]:
    """What a careful person would want to know of files and letters that are right."""
    on, file = press.ground.on, _settings_file(place, press.campaign)
    with_room = (person for person in everyone.recipients if person.addresses.washington.room)
    rooms = Counter(
        everyone.places[person.id][0]
        for person in with_room
        if not offices.rooms_hold(person.as_of, on)
    )
    for origin in everyone.files:
        yield from old_facts(
            origin.file, origin.line, as_of=origin.as_of, on=on, rooms=rooms[origin.file]
        )
    yield from slow_mail(
        file,
        act_by=press.campaign.settings.act_by,
        on=on,
        letters=[order.letter for order in orders],
    )
    people = [member for order in orders for member in (order.recipient, *order.others)]
    yield from unknown_places(
        place.shown(press.campaign.folder / "source.yaml"),
        press.campaign,
        recipients=people,
        ground=press.ground,
    )
    yield from old_lines(place.shown(place.district_table), press.campaign, ground=press.ground)
    chosen = [(order.recipient, order.selection) for order in orders]
    yield from nothing_asked(file, chosen)
    yield from few_arguments(file, press.campaign, selections=chosen)


def _unprintable(
    place: load.Project,
    press: LetterPrinter,
    *,
    everyone: load.RecipientList,
    orders: Sequence[Order],
    sender: Path | None,
) -> tuple[Problem, ...]:
    """Every line of the campaign's and the recipients' files that no typeface of the letters can print."""
    folder = press.campaign.folder
    written = {
        path
        for path in folder.rglob("*")
        if path.suffix in (".yaml", ".yml", ".md", ".csv") and path.is_file()
    }
    listed = sorted(
        {
            everyone.places[member.id][0]
            for order in orders
            for member in (order.recipient, *order.others)
        }
    )
    files = {place.shown(path): path for path in sorted(written | ({sender} if sender else set()))}
    files |= {shown: place.folder / shown for shown in listed}
    return tuple(glyph_coverage.unprintable(files.items(), (order.letter for order in orders)))


def _settings_file(place: load.Project, campaign: Campaign) -> str:
    return place.shown(campaign.folder / "campaign.yaml")


def in_office_on(recipients: Iterable[Recipient], options: BuildOptions) -> list[Recipient]:
    """Those whose term is not over on the letter's date, or all of them where that was wished for."""
    return [
        person
        for person in recipients
        if options.allow_ended or not load.ended(person, options.letter_date)
    ]


def open_press(place: load.Project, campaign: Campaign, *, options: BuildOptions) -> LetterPrinter:
    """The press for the campaign in the design that was wished for, or its own, with the lines of the districts where there are any.

    Raises NoSuchNameError for a design that is not there, NotADistrictTableError for a table that is none.
    """
    name = campaign.settings.design if options.design is None else options.design
    designs = place.designs()
    if name not in designs:
        raise NoSuchNameError("design", name, known=designs)
    table = district_table(place, on=options.letter_date)
    design = load_design(place.folder / "templates" / name)
    return LetterPrinter(
        _with_day(campaign, options.act_by),
        design=design,
        ground=selection.SelectionContext(options.letter_date, table),
        via=options.via,
    )


def district_table(place: load.Project, *, on: datetime.date) -> DistrictTable | None:
    """The district lines of the project for that day, or the newest there are; None where none were loaded.

    Raises NotADistrictTableError.
    """
    try:
        return DistrictTable.open(place.district_table, on=on)
    except NoDistrictTableError:
        return None


def _with_day(campaign: Campaign, act_by: datetime.date | None) -> Campaign:
    """The campaign with the day by which members must have acted, where another was wished for."""
    return (
        replace(campaign, settings=campaign.settings.model_copy(update={"act_by": act_by}))
        if act_by
        else campaign
    )


def compose_all(press: LetterPrinter, recipients: Sequence[Recipient]) -> tuple[Order, ...]:
    """The order for every recipient, by the name of its file.

    Raises FilesAreWrongError with the problems of all letters together.
    """
    if press.campaign.settings.addressees == "together":
        return (press.joint_order(recipients),)
    stems = forms_of_address.file_stems(recipients)
    orders: list[Order] = []
    problems: set[Problem] = set()
    for recipient in recipients:
        try:
            orders.append(press.order(recipient, stem=stems[recipient.id]))
        except FilesAreWrongError as error:
            problems.update(error.problems)
    if problems:
        raise FilesAreWrongError(problems)
    return tuple(sorted(orders, key=lambda order: order.letter.stem))


def audit_all(
    press: LetterPrinter, orders: Sequence[Order], *, everyone: Sequence[Recipient] = ()
) -> tuple[Problem, ...]:
    """Everything that no finding bears out, wrong or doubtful: in the letters, and in the arguments that stand in none of them yet.

    Those are tried on `everyone` of the files. Every ask that no argument supports is told too, and whether the findings themselves
    were borne out.
    """
    auditor = LetterAuditor(press.campaign)
    source = str(PurePosixPath(press.campaign.letter.file).with_name("source.yaml"))
    found = {
        *auditor.campaign_problems(),
        *filter(None, [audit_record.doubt(press.campaign.folder, shown_as=source)]),
    }
    for order in orders:
        found.update(
            auditor.problems(order.letter, recipient=None if order.others else order.recipient)
        )
    for argument, trial in _trials(press, orders, everyone=everyone):
        told = auditor.problems(trial)
        found.update(problem for problem in told if problem.file == argument.prose.file)
    return tuple(sorted(found))


def _trials(
    press: LetterPrinter, orders: Sequence[Order], *, everyone: Sequence[Recipient]
) -> Iterator[tuple[Argument, Letter]]:
    """A letter for each argument that stands in none, to the first whom it is meant for.

    An argument that cannot be said to them, for want of a figure of their district, is not tried; nor is one that is meant for
    nobody, where it cannot be said to another.
    """
    used = {name for order in orders for name in order.letter.arguments}
    people = [*(order.recipient for order in orders), *everyone]
    for argument in press.campaign.arguments if orders else ():
        if argument.id in used:
            continue
        meant = next(
            (person for person in people if _is_meant(argument, person, press=press)), None
        )
        alone = replace(
            orders[0].selection, arguments=(Choice(argument.id, included=True, reason="on trial"),)
        )
        with suppress(
            *((MissingDatumError,) if meant else (MissingDatumError, FilesAreWrongError))
        ):
            yield argument, press.composer.letter(meant or people[0], selection=alone)


def _is_meant(argument: Argument, recipient: Recipient, *, press: LetterPrinter) -> bool:
    """Whether the argument may stand in this recipient's letters."""
    return selection.meets(
        argument.header.when, recipient, places=press.campaign.source.places, ground=press.ground
    ).holds


def refuse_errors(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The problems, where all of them are warnings.

    Raises FilesAreWrongError with all of them where one is an error.
    """
    told = tuple(problems)
    if any(problem.severity == "error" for problem in told):
        raise FilesAreWrongError(told)
    return told


def envelope(place: load.Project, design: Design) -> envelopes.Envelope | None:
    """The envelope that the design is made for; None where it names none.

    Raises FilesAreWrongError for a name that is not in envelopes.yaml, and for everything that is wrong there.
    """
    name = design.settings.envelope
    if name is None:
        return None
    known = envelopes.load(place.folder / "templates" / "envelopes.yaml")
    if name not in known:
        raise FilesAreWrongError(
            [
                design.problem(
                    "envelope",
                    f"there is no envelope {quoted(name)} in envelopes.yaml{hint(name, known)}",
                )
            ]
        )
    return known[name]


def _left(recipient: Recipient, everyone: load.RecipientList) -> Outcome:
    """The outcome for a member whose term is over, with the place that says so."""
    file, line = everyone.places[recipient.id]
    return Outcome(
        recipient.id,
        forms_of_address.file_stem(recipient),
        "left out",
        message=f"{file}:{line}: {_over(recipient)}",
    )


def _idle(order: Order) -> Outcome:
    """The outcome for a member of whom nothing is asked."""
    message = f"nothing is asked of {forms_of_address.named([order.recipient])}; `letters explain` says why"
    return Outcome(order.recipient.id, order.letter.stem, "left out", message=message)


def _over(recipient: Recipient) -> str:
    title = forms_of_address.title_words(recipient)
    return f"the term of {title} {recipient.name.full} ({recipient.seat}) ended on {dates.in_words(recipient.term_end)}"
