"""A job of letters: everything that must be known and right before the first of them is printed."""

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from generator import alphabet, attestation, audience, caution, dates, envelopes, offices, project, protocol, rehearsal, tailor, typeset
from generator.audit.letters import LetterAuditor
from generator.build_options import BuildOptions
from generator.districts.database import NoDistrictTableError
from generator.districts.table import DistrictTable
from generator.errors import FilesAreWrongError, LettersError, NoSuchNameError, Problem
from generator.models import Argument, Campaign, Choice, Letter, Recipient
from generator.press import Order, Press
from generator.prose import MissingDatumError
from generator.report import Outcome
from generator.spelling import hint, quoted


class NobodyLeftError(LettersError):
    """Everyone who was meant has left office."""

    def __init__(self, on: datetime.date, left_out: Sequence[Outcome]) -> None:
        names = "; ".join(outcome.message for outcome in left_out)
        super().__init__(f"nobody is left to write to on {on}: {names}. Write to them all the same with --allow-ended, or change --date.")


class NothingAskedError(LettersError):
    """Of nobody who was meant anything is asked."""

    def __init__(self, recipients: Sequence[Recipient]) -> None:
        super().__init__(f"nothing is asked of {protocol.named(recipients)}, so that no letter is printed; `letters explain` says why")


@dataclass(frozen=True)
class Job:
    """Letters ready to be printed, and those that will not be."""

    options: BuildOptions
    campaign: Campaign
    press: Press
    envelope: envelopes.Envelope | None
    orders: Sequence[Order]
    """What is to be printed; those of a drive are composed as they are asked for, however many there are."""
    left_out: tuple[Outcome, ...]
    warnings: tuple[Problem, ...] = ()


def prepare(place: project.Project, options: BuildOptions) -> Job:
    """The job that the user asked for, every word of it composed and every file checked.

    Raises FilesAreWrongError with all problems of all files, NobodyMeantError for a filter that nobody meets,
    NobodyLeftError where every term has ended, and NothingAskedError where nobody can do any of what is asked.
    """
    files = options.recipient_files or None
    loaded = project.load(
        place, options.campaign, on=options.letter_date, sender=options.sender, recipient_files=files, signs=alphabet.trouble
    )
    meant = audience.select(loaded.recipients, options.filters)
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
    unprintable = _unprintable(place, press, everyone=loaded.everyone, orders=orders, sender=options.sender)
    doubts = refuse_errors((*audit_all(press, orders, everyone=loaded.recipients), *unprintable))
    warnings = (*loaded.warnings, *doubts, *_cautions(place, press, everyone=loaded.everyone, orders=orders))
    return Job(options, press.campaign, press, envelope(place, press.design), orders, left_out, warnings)


def check(place: project.Project, each: Sequence[BuildOptions]) -> tuple[Problem, ...]:
    """Every problem of the files that the options name, and of every letter that can be composed from those that are right."""
    found: set[Problem] = set()
    for options in each:
        checked = project.check_files(
            place,
            [options.campaign],
            on=options.letter_date,
            sender=options.sender,
            recipient_files=options.recipient_files or None,
            signs=alphabet.trouble,
        )
        found.update(checked.problems)
        for campaign in checked.campaigns:
            found.update(_letter_problems(place, campaign, everyone=checked.everyone, options=options))
    return tuple(sorted(found))


def _letter_problems(
    place: project.Project, campaign: Campaign, *, everyone: project.LoadedRecipients, options: BuildOptions
) -> set[Problem]:
    """What is wrong with the letters themselves, and whose term is over."""
    found = {
        Problem(*everyone.places[person.id], "term_end", f"{_over(person)}: no letter is written on {options.letter_date}", "warning")
        for person in everyone.recipients
        if project.ended(person, options.letter_date) and not options.allow_ended
    }
    try:
        press = open_press(place, campaign, options=options)
        recipients = in_office_on(everyone.recipients, options)
        orders = compose_all(press, recipients)
        found.update(audit_all(press, orders, everyone=everyone.recipients))
        unprintable = _unprintable(place, press, everyone=everyone, orders=orders, sender=options.sender)
        found.update(unprintable)
        found.update(_cautions(place, press, everyone=everyone, orders=orders))
        if everyone.whole:
            found.update(caution.impossible_rules(_settings_file(place, campaign), campaign, recipients=recipients, ground=press.ground))
            for path in sorted(campaign.folder.glob("positions.*")):
                found.update(caution.strangers(place.shown(path), campaign, recipients=everyone.recipients))
        if not unprintable:
            found.update(_misfits(press, orders, file=_settings_file(place, campaign)))
        envelope(place, press.design)
    except FilesAreWrongError as error:
        found.update(error.problems)
    return found


def _misfits(press: Press, orders: Iterable[Order], *, file: str) -> tuple[Problem, ...]:
    """What is wrong in the design, or which of the longest letters cannot be printed."""
    failed: dict[str, list[str]] = {}
    try:
        tried = rehearsal.rehearse(press, [order for order in orders if order.selection.ask_ids])
    except FilesAreWrongError as error:
        return error.problems
    for outcome in tried.failed:
        failed.setdefault(outcome.message, []).append(outcome.stem)
    return tuple(Problem(file, 0, "", f"{', '.join(stems)}: {message}") for message, stems in failed.items())


def _cautions(place: project.Project, press: Press, *, everyone: project.LoadedRecipients, orders: Sequence[Order]) -> Iterator[Problem]:
    """What a careful person would want to know of files and letters that are right."""
    on, file = press.ground.on, _settings_file(place, press.campaign)
    with_room = (person for person in everyone.recipients if person.addresses.washington.room)
    rooms = Counter(everyone.places[person.id][0] for person in with_room if not offices.rooms_hold(person.as_of, on))
    for origin in everyone.files:
        yield from caution.old_facts(origin.file, origin.line, as_of=origin.as_of, on=on, rooms=rooms[origin.file])
    yield from caution.slow_mail(file, act_by=press.campaign.settings.act_by, on=on, letters=[order.letter for order in orders])
    people = [member for order in orders for member in (order.recipient, *order.others)]
    yield from caution.unknown_places(
        place.shown(press.campaign.folder / "source.yaml"), press.campaign, recipients=people, ground=press.ground
    )
    yield from caution.old_lines(place.shown(place.district_table), press.campaign, ground=press.ground)
    chosen = [(order.recipient, order.selection) for order in orders]
    yield from caution.nothing_asked(file, chosen)
    yield from caution.few_arguments(file, press.campaign, selections=chosen)


def _unprintable(
    place: project.Project, press: Press, *, everyone: project.LoadedRecipients, orders: Sequence[Order], sender: Path | None
) -> tuple[Problem, ...]:
    """Every line of the campaign's and the recipients' files that no typeface of the letters can print."""
    folder = press.campaign.folder
    written = {path for path in folder.rglob("*") if path.suffix in (".yaml", ".yml", ".md", ".csv") and path.is_file()}
    listed = sorted({everyone.places[member.id][0] for order in orders for member in (order.recipient, *order.others)})
    files = {place.shown(path): path for path in sorted(written | ({sender} if sender else set()))}
    files |= {shown: place.folder / shown for shown in listed}
    return tuple(alphabet.unprintable(files.items(), (order.letter for order in orders)))


def _settings_file(place: project.Project, campaign: Campaign) -> str:
    return place.shown(campaign.folder / "campaign.yaml")


def in_office_on(recipients: Iterable[Recipient], options: BuildOptions) -> list[Recipient]:
    """Those whose term is not over on the letter's date, or all of them where that was wished for."""
    return [person for person in recipients if options.allow_ended or not project.ended(person, options.letter_date)]


def open_press(place: project.Project, campaign: Campaign, *, options: BuildOptions) -> Press:
    """The press for the campaign in the design that was wished for, or its own, with the lines of the districts where there are any.

    Raises NoSuchNameError for a design that is not there, NotADistrictTableError for a table that is none.
    """
    name = campaign.settings.design if options.design is None else options.design
    designs = place.designs()
    if name not in designs:
        raise NoSuchNameError("design", name, known=designs)
    table = district_table(place, on=options.letter_date)
    design = typeset.load_design(place.folder / "templates" / name)
    return Press(_with_day(campaign, options.act_by), design=design, ground=tailor.Ground(options.letter_date, table), via=options.via)


def district_table(place: project.Project, *, on: datetime.date) -> DistrictTable | None:
    """The district lines of the project for that day, or the newest there are; None where none were loaded.

    Raises NotADistrictTableError.
    """
    try:
        return DistrictTable.open(place.district_table, on=on)
    except NoDistrictTableError:
        return None


def _with_day(campaign: Campaign, act_by: datetime.date | None) -> Campaign:
    """The campaign with the day by which members must have acted, where another was wished for."""
    return replace(campaign, settings=campaign.settings.model_copy(update={"act_by": act_by})) if act_by else campaign


def compose_all(press: Press, recipients: Sequence[Recipient]) -> tuple[Order, ...]:
    """The order for every recipient, by the name of its file.

    Raises FilesAreWrongError with the problems of all letters together.
    """
    if press.campaign.settings.addressees == "together":
        return (press.joint_order(recipients),)
    stems = protocol.file_stems(recipients)
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


def audit_all(press: Press, orders: Sequence[Order], *, everyone: Sequence[Recipient] = ()) -> tuple[Problem, ...]:
    """Everything that no finding bears out, wrong or doubtful: in the letters, and in the arguments that stand in none of them yet.

    Those are tried on `everyone` of the files. Every ask that no argument supports is told too, and whether the findings themselves
    were borne out.
    """
    auditor = LetterAuditor(press.campaign)
    source = str(PurePosixPath(press.campaign.letter.file).with_name("source.yaml"))
    found = {*auditor.campaign_problems(), *filter(None, [attestation.doubt(press.campaign.folder, shown_as=source)])}
    for order in orders:
        found.update(auditor.problems(order.letter, recipient=None if order.others else order.recipient))
    for argument, trial in _trials(press, orders, everyone=everyone):
        told = auditor.problems(trial)
        found.update(problem for problem in told if problem.file == argument.prose.file)
    return tuple(sorted(found))


def _trials(press: Press, orders: Sequence[Order], *, everyone: Sequence[Recipient]) -> Iterator[tuple[Argument, Letter]]:
    """A letter for each argument that stands in none, to the first whom it is meant for.

    An argument that cannot be said to them, for want of a figure of their district, is not tried; nor is one that is meant for
    nobody, where it cannot be said to another.
    """
    used = {name for order in orders for name in order.letter.arguments}
    people = [*(order.recipient for order in orders), *everyone]
    for argument in press.campaign.arguments if orders else ():
        if argument.id in used:
            continue
        meant = next((person for person in people if _is_meant(argument, person, press=press)), None)
        alone = replace(orders[0].selection, arguments=(Choice(argument.id, included=True, reason="on trial"),))
        with suppress(*((MissingDatumError,) if meant else (MissingDatumError, FilesAreWrongError))):
            yield argument, press.composer.letter(meant or people[0], selection=alone)


def _is_meant(argument: Argument, recipient: Recipient, *, press: Press) -> bool:
    """Whether the argument may stand in this recipient's letters."""
    return tailor.meets(argument.header.when, recipient, places=press.campaign.source.places, ground=press.ground).holds


def refuse_errors(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The problems, where all of them are warnings.

    Raises FilesAreWrongError with all of them where one is an error.
    """
    told = tuple(problems)
    if any(problem.severity == "error" for problem in told):
        raise FilesAreWrongError(told)
    return told


def envelope(place: project.Project, design: typeset.Design) -> envelopes.Envelope | None:
    """The envelope that the design is made for; None where it names none.

    Raises FilesAreWrongError for a name that is not in envelopes.yaml, and for everything that is wrong there.
    """
    name = design.settings.envelope
    if name is None:
        return None
    known = envelopes.load(place.folder / "templates" / "envelopes.yaml")
    if name not in known:
        raise FilesAreWrongError([design.problem("envelope", f"there is no envelope {quoted(name)} in envelopes.yaml{hint(name, known)}")])
    return known[name]


def _left(recipient: Recipient, everyone: project.LoadedRecipients) -> Outcome:
    """The outcome for a member whose term is over, with the place that says so."""
    file, line = everyone.places[recipient.id]
    return Outcome(recipient.id, protocol.file_stem(recipient), "left out", message=f"{file}:{line}: {_over(recipient)}")


def _idle(order: Order) -> Outcome:
    """The outcome for a member of whom nothing is asked."""
    message = f"nothing is asked of {protocol.named([order.recipient])}; `letters explain` says why"
    return Outcome(order.recipient.id, order.letter.stem, "left out", message=message)


def _over(recipient: Recipient) -> str:
    title = protocol.title_words(recipient)
    return f"the term of {title} {recipient.name.full} ({recipient.seat}) ended on {dates.in_words(recipient.term_end)}"
