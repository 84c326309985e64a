"""A job of letters: everything that must be known and right before the first of them is printed.

`prepare` makes the job of the campaign's own letters, `drive.prepare` that of supporters' letters;
`check` looks for every mistake of both without printing.
"""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from generator import dates
from generator.congress import filters, forms_of_address
from generator.congress.districts.database import NoDistrictTableError
from generator.congress.districts.table import DistrictTable
from generator.errors import FilesAreWrongError, LettersError, NoSuchNameError, Problem
from generator.ledger.outcomes import Outcome
from generator.letter import envelopes, glyph_coverage, selection
from generator.letter.design import Design, load_design
from generator.models.campaign import Campaign
from generator.models.recipient import Recipient
from generator.press import warnings
from generator.press.build_options import BuildOptions
from generator.press.inspection import audit_all, misfits, refuse_errors, unprintable
from generator.press.letter import LetterPrinter, Order
from generator.project import load
from generator.text import hint, quoted


class NoLetterError(LettersError):
    """No letter is left to print; the message says why and what would change it."""


@dataclass(frozen=True)
class Job:
    """Letters ready to be printed, and those that will not be."""

    options: BuildOptions
    press: LetterPrinter
    envelope: envelopes.Envelope | None
    orders: Sequence[Order]
    """The letters to print. A drive composes each when it is asked for, however many there are."""
    left_out: tuple[Outcome, ...] = ()
    warnings: tuple[Problem, ...] = ()

    @property
    def campaign(self) -> Campaign:
        """The campaign, with the day to act by that the options give."""
        return self.press.campaign


def prepare(project: load.Project, options: BuildOptions) -> Job:
    """Returns the job of the campaign's own letters: every file checked, every word composed.

    Raises FilesAreWrongError with all problems of all files, NoMatchingRecipientError for a filter
    that no recipient meets, and NoLetterError if every term has ended or nothing is asked.
    """
    files = load.load(
        project,
        options.campaign,
        on=options.letter_date,
        sender=options.sender,
        recipient_files=options.recipient_files or None,
        signs=glyph_coverage.trouble,
    )
    selected = filters.select(files.recipients, options.filters)
    in_office = in_office_on(selected, options)
    left_out = _ended(selected, files.everyone, options=options)
    if not in_office:
        names = "; ".join(outcome.message for outcome in left_out)
        message = (
            f"nobody is left to write to on {options.letter_date}: {names}. Write to them all the "
            "same with --allow-ended, or change --date."
        )
        raise NoLetterError(message)
    press = open_press(project, files.campaign, options=options)
    composed = compose_all(press, in_office)
    orders = tuple(order for order in composed if order.selection.ask_ids)
    left_out += tuple(_idle(order) for order in composed if not order.selection.ask_ids)
    if not orders:
        name = forms_of_address.named([order.recipient for order in composed])
        message = (
            f"nothing is asked of {name}, so that no letter is printed; `letters explain` says why"
        )
        raise NoLetterError(message)
    doubts = refuse_errors(
        (
            *audit_all(press, orders, everyone=files.recipients),
            *unprintable(
                project, press, orders=orders, everyone=files.everyone, sender=options.sender
            ),
        )
    )
    cautions = warnings.cautions(project, press, orders=orders, everyone=files.everyone)
    return Job(
        options,
        press,
        envelope(project, press.design),
        orders,
        left_out,
        (*files.warnings, *doubts, *cautions),
    )


def check(project: load.Project, each: Sequence[BuildOptions]) -> tuple[Problem, ...]:
    """Returns every problem of the files that the options name, and of their letters, sorted.

    The letters of a campaign are composed if its own files are right.
    """
    found: set[Problem] = set()
    for options in each:
        checked = load.check_files(
            project,
            [options.campaign],
            on=options.letter_date,
            sender=options.sender,
            recipient_files=options.recipient_files or None,
            signs=glyph_coverage.trouble,
        )
        found.update(checked.problems)
        for campaign in checked.campaigns:
            found |= _letter_problems(project, campaign, everyone=checked.everyone, options=options)
    return tuple(sorted(found))


def _letter_problems(
    project: load.Project,
    campaign: Campaign,
    *,
    everyone: load.RecipientList,
    options: BuildOptions,
) -> set[Problem]:
    """Returns what is wrong with the letters themselves, and which terms have ended."""
    file = project.shown(campaign.folder / "campaign.yaml")
    found: set[Problem] = set()
    for person in everyone.recipients:
        if _is_over(person, options):
            message = f"{_over(person)}: no letter is written on {options.letter_date}"
            place = everyone.places[person.id]
            found.add(Problem(*place, "term_end", message, "warning", code="term-ended"))
    try:
        press = open_press(project, campaign, options=options)
        recipients = in_office_on(everyone.recipients, options)
        orders = compose_all(press, recipients)
        signs = unprintable(project, press, orders=orders, everyone=everyone, sender=options.sender)
        found.update(signs)
        found.update(audit_all(press, orders, everyone=everyone.recipients))
        found.update(warnings.cautions(project, press, orders=orders, everyone=everyone))
        if everyone.whole:
            rules = warnings.impossible_rules(
                file, campaign, recipients=recipients, ground=press.ground
            )
            found.update(rules)
            for path in sorted(campaign.folder.glob("positions.*")):
                shown = project.shown(path)
                found.update(warnings.strangers(shown, campaign, recipients=everyone.recipients))
        if not signs:  # a letter without its signs cannot be read back, which would be said again
            found.update(misfits(press, orders, file=file))
        envelope(project, press.design)
    except FilesAreWrongError as error:
        found.update(error.problems)
    return found


def _is_over(recipient: Recipient, options: BuildOptions) -> bool:
    return not options.allow_ended and load.ended(recipient, options.letter_date)


def in_office_on(recipients: Iterable[Recipient], options: BuildOptions) -> list[Recipient]:
    """Returns those in office on the letter's date, or all of them with --allow-ended."""
    return [person for person in recipients if not _is_over(person, options)]


def open_press(
    project: load.Project, campaign: Campaign, *, options: BuildOptions
) -> LetterPrinter:
    """Returns the printer of the campaign's letters in the design of the options, or its own.

    Raises NoSuchNameError for a design that is not there, NotADistrictTableError for a file that
    is no district table.
    """
    name = campaign.settings.design if options.design is None else options.design
    designs = project.designs()
    if name not in designs:
        raise NoSuchNameError("design", name, known=designs)
    if options.act_by:
        settings = campaign.settings.model_copy(update={"act_by": options.act_by})
        campaign = replace(campaign, settings=settings)
    table = district_table(project, on=options.letter_date)
    return LetterPrinter(
        campaign,
        design=load_design(project.folder / "templates" / name),
        ground=selection.SelectionContext(options.letter_date, table),
        via=options.via,
    )


def district_table(project: load.Project, *, on: datetime.date) -> DistrictTable | None:
    """Returns the project's district lines for that day, else the newest; None without a table.

    Raises NotADistrictTableError.
    """
    try:
        return DistrictTable.open(project.district_table, on=on)
    except NoDistrictTableError:
        return None


def compose_all(press: LetterPrinter, recipients: Sequence[Recipient]) -> tuple[Order, ...]:
    """Returns the order for every recipient, sorted by the name of its file.

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


def envelope(project: load.Project, design: Design) -> envelopes.Envelope | None:
    """Returns the envelope that the design is made for, None if it names none.

    Raises FilesAreWrongError for a name that is not in envelopes.yaml, and for every mistake there.
    """
    name = design.settings.envelope
    if name is None:
        return None
    known = envelopes.load(project.folder / "templates" / "envelopes.yaml")
    if name not in known:
        message = f"there is no envelope {quoted(name)} in envelopes.yaml{hint(name, known)}"
        problem = replace(design.problem("envelope", message), code="unknown-envelope")
        raise FilesAreWrongError([problem])
    return known[name]


def _ended(
    recipients: Iterable[Recipient], everyone: load.RecipientList, *, options: BuildOptions
) -> tuple[Outcome, ...]:
    """Returns an outcome for each member whose term is over, with the file and line that say so."""
    outcomes: list[Outcome] = []
    for person in recipients:
        if _is_over(person, options):
            file, line = everyone.places[person.id]
            stem = forms_of_address.file_stem(person)
            message = f"{file}:{line}: {_over(person)}"
            outcomes.append(Outcome(person.id, stem, "left out", message=message))
    return tuple(outcomes)


def _idle(order: Order) -> Outcome:
    """Returns the outcome for a member of whom nothing is asked."""
    name = forms_of_address.named([order.recipient])
    message = f"nothing is asked of {name}; `letters explain` says why"
    return Outcome(order.recipient.id, order.letter.stem, "left out", message=message)


def _over(recipient: Recipient) -> str:
    """Says that the term of a member is over."""
    title = forms_of_address.title_words(recipient)
    ended = dates.in_words(recipient.term_end)
    return f"the term of {title} {recipient.name.full} ({recipient.seat}) ended on {ended}"
