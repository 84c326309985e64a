"""A job of letters, the steps that prepare it, and the check of a project without printing.

`build.prepare_letters` makes the job of the campaign's own letters of these steps, and
`drive.prepare` that of supporters' letters.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from generator.congress import forms_of_address
from generator.congress.roster import has_begun, has_ended
from generator.errors import FilesAreWrongError, LettersError, NoSuchNameError, Problem
from generator.ledger.outcomes import Outcome
from generator.letter import envelopes, glyph_coverage, selection
from generator.letter.design import Design, load_design
from generator.models.campaign import Campaign
from generator.models.recipient import Recipient
from generator.press import warnings
from generator.press.build_options import BuildOptions
from generator.press.filter_context import district_table
from generator.press.inspection import audit_all, misfits, unprintable
from generator.press.letter import LetterPrinter, Order
from generator.press.out_of_office import OutOfOffice, names_of, notice_of, out_of_office
from generator.project import load
from generator.text import hint, listed, quoted

SYNCED = "recipients/congress.yaml"
"""The file of `letters recipients sync`, as a user names it."""

WINDOW = "-window"
"""The end of a design's name that is for window envelopes: `organization-window`."""


class NoLetterError(LettersError):
    """No letter is left to print; the message says why, and what to change."""


@dataclass(frozen=True)
class Job:
    """Letters ready to be printed, and the recipients who get no letter."""

    options: BuildOptions
    press: LetterPrinter
    envelope: envelopes.Envelope | None
    orders: Sequence[Order]
    """The letters to print. A drive composes each when it is iterated over: all letters of a large
    drive would fill the memory."""
    left_out: tuple[Outcome, ...] = ()
    warnings: tuple[Problem, ...] = ()
    absent: OutOfOffice = field(default_factory=OutOfOffice)
    """The recipients who are not in office on the letters' date; they are in `left_out`, too."""

    @property
    def campaign(self) -> Campaign:
        """The campaign, with the day to act by that the options give."""
        return self.press.campaign


def check(project: load.Project, each: Sequence[BuildOptions]) -> tuple[Problem, ...]:
    """Returns every problem of the files that the options name, and of their letters, sorted.

    The letters of a campaign are composed only if its own files are right: composed from wrong
    files, they would show each mistake a second time.
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
    """Returns the problems of the composed letters, and a warning for each term that has ended."""
    file = project.shown(campaign.folder / "campaign.yaml")
    found = set(warnings.sample_sender(project, campaign, sender=options.sender))
    found.update(_ended_terms(everyone, options=options))
    try:
        press = open_press(project, campaign, options=options)
        asked = load.asked_by(campaign, everyone.recipients)
        recipients = in_office_on(asked, options)
        orders = compose_all(press, recipients)
        signs = unprintable(project, press, orders=orders, everyone=everyone, sender=options.sender)
        found.update(signs)
        found.update(audit_all(press, orders, everyone=everyone.recipients))
        found.update(warnings.cautions(project, press, orders=orders, everyone=everyone))
        found.update(warnings.without_positions(file, press.campaign))
        # With a part of Congress a rule or position may rightly fit no recipient.
        if everyone.whole:
            rules = warnings.impossible_rules(
                file, campaign, recipients=recipients, ground=press.ground
            )
            found.update(rules)
            for path in sorted(campaign.folder.glob("positions.*")):
                shown = project.shown(path)
                found.update(
                    warnings.strangers(
                        shown, campaign, recipients=everyone.recipients, on=options.letter_date
                    )
                )
        # A letter with a missing character cannot be read back, which would be reported twice.
        if not signs:
            found.update(misfits(press, orders, file=file))
        # Only for its problems: a check puts no letter into an envelope.
        envelope(project, press.design)
    except FilesAreWrongError as error:
        found.update(error.problems)
    return found


def _ended_terms(everyone: load.RecipientList, *, options: BuildOptions) -> Iterator[Problem]:
    """Yields a warning for each file of which terms have ended: one, however many they are."""
    by_file: defaultdict[str, list[Recipient]] = defaultdict(list)
    for person in everyone.recipients:
        by_file[everyone.places[person.id][0]].append(person)
    for file, people in by_file.items():
        over = [one for one in people if not _is_written_to(one, options)]
        if over:
            notice = notice_of(over, everyone, total=len(people), on=options.letter_date)
            line = min(everyone.places[one.id][1] for one in over)
            message = f"{notice}; no letter is written to {names_of(over)}"
            # Those who serve another term are no entries of this file any more.
            if everyone.is_current:
                message = f"no longer in office, and not written to: {names_of(over)}"
            yield Problem(file, line, "term_end", message, "warning", code="term-ended")


def _is_written_to(recipient: Recipient, options: BuildOptions) -> bool:
    is_over = has_ended(recipient, options.letter_date) and not options.allow_ended
    return not is_over and has_begun(recipient, options.letter_date)


def in_office_on(recipients: Iterable[Recipient], options: BuildOptions) -> list[Recipient]:
    """Returns the recipients in office on the letter's date; with --allow-ended former ones too."""
    return [person for person in recipients if _is_written_to(person, options)]


def asked_of(campaign: Campaign, selected: Sequence[Recipient]) -> tuple[Recipient, ...]:
    """Returns the selected recipients of whose bodies the campaign asks something.

    Raises NoLetterError without any.
    """
    asked = load.asked_by(campaign, selected)
    if not asked:
        bodies = listed(selection.bodies_asked(campaign), last="and")
        message = (
            f"nothing is asked of {forms_of_address.named(selected)}: the asks of {campaign.id} "
            f"are for {bodies} (see bodies: in docs/write-a-campaign.md)"
        )
        raise NoLetterError(message)
    return asked


def open_press(
    project: load.Project, campaign: Campaign, *, options: BuildOptions
) -> LetterPrinter:
    """Returns the printer of the campaign's letters, in the design and with the day of the options.

    The campaign's own design and day to act by stand in where the options name none. Raises
    NoSuchNameError for an unknown design, NotADistrictTableError for a file that is no district
    table.
    """
    name = campaign_design(project, campaign) if options.design is None else options.design
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


def campaign_design(project: load.Project, campaign: Campaign) -> str:
    """Returns the name of the campaign's design.

    A campaign that never chose has a window. In a project with the templates of version 0.1 the
    design of that kind is `organization`.
    """
    settings = campaign.settings
    is_chosen = "design" in settings.model_fields_set
    if not is_chosen and settings.design not in project.designs():
        return settings.design.removesuffix(WINDOW)
    return settings.design


def compose_all(press: LetterPrinter, recipients: Sequence[Recipient]) -> tuple[Order, ...]:
    """Returns the order for every recipient, sorted by the name of its file.

    Recipients who are addressed together get one order. Raises FilesAreWrongError with the problems
    of all letters together.
    """
    if press.campaign.settings.addressees == "together":
        return (press.joint_order(recipients),)
    # Names of all files at once: namesakes of one state need different ones.
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
    # Sorted, so that a run prints and reports in the order of the folder.
    return tuple(sorted(orders, key=lambda order: order.letter.stem))


def asking(
    composed: Sequence[Order], *, needed: bool = True
) -> tuple[tuple[Order, ...], list[Outcome]]:
    """Returns the letters that ask something, and an outcome for each of the others.

    Raises NoLetterError if no letter asks anything and one is needed.
    """
    orders: list[Order] = []
    idle: list[Outcome] = []
    for order in composed:
        if order.selection.ask_ids:
            orders.append(order)
            continue
        idle.append(
            Outcome(
                order.recipient.id,
                order.letter.stem,
                "left out",
                message=(
                    f"nothing is asked of {forms_of_address.named([order.recipient])}; "
                    "`letters explain` says why"
                ),
            )
        )
    if needed and not orders:
        name = forms_of_address.named([order.recipient for order in composed])
        message = (
            f"nothing is asked of {name}, so that no letter is printed; `letters explain` says why"
        )
        raise NoLetterError(message)
    return tuple(orders), idle


def envelope(project: load.Project, design: Design) -> envelopes.Envelope | None:
    """Returns the window envelope that the design is made for, None if it names none.

    Raises FilesAreWrongError for a name that envelopes.yaml does not have, and for every mistake of
    that file.
    """
    name = design.settings.envelope
    if name is None:
        return None
    known = envelopes.load(project.folder / "templates" / "envelopes.yaml")
    if name not in known:
        message = f"there is no envelope {quoted(name)} in envelopes.yaml{hint(name, known)}"
        raise FilesAreWrongError([design.problem("envelope", message, code="unknown-envelope")])
    return known[name]


def leave_out(
    selected: Sequence[Recipient], everyone: load.RecipientList, *, options: BuildOptions
) -> OutOfOffice:
    """Returns the selected members who are not in office on the letter's date, and what to do.

    Raises NoLetterError if that is every selected member.
    """
    # Left out and reported, and no error: members leave in every Congress, and the others must get
    # their letters. If no member is left, the user named the wrong day, or the files are old.
    absent = [person for person in selected if not _is_written_to(person, options)]
    found = out_of_office(
        absent,
        everyone,
        total=len(selected),
        on=options.letter_date,
        command=f"letters build {options.campaign} --recipients {SYNCED}",
    )
    if len(absent) == len(selected):
        details = "; ".join(found.details)
        lead = f"{found.notice}. " if found.notice else ""
        message = (
            f"{lead}No recipient is in office on {options.letter_date}: {details}. Write to former "
            "members all the same with --allow-ended, or change --date."
        )
        raise NoLetterError(message)
    return found
