"""Finds the errors and doubts in composed letters before one is printed."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path, PurePosixPath

from generator.audit.letters import LetterAuditor
from generator.errors import FilesAreWrongError, Problem
from generator.letter import glyph_coverage
from generator.letter.prose import MissingDatumError
from generator.letter.selection import argument_verdict, choose
from generator.models.campaign import Prose
from generator.models.fields import Voice
from generator.models.letter import Choice, Letter
from generator.models.recipient import Recipient
from generator.press.letter import LetterPrinter, Order
from generator.press.trial_run import rehearse
from generator.project import audit_record
from generator.project.load import Project, RecipientList

VOICES: tuple[Voice, ...] = ("organization", "person")

TEXT_SUFFIXES = (".yaml", ".yml", ".md", ".csv")
"""The suffixes of files with words that can reach a letter."""


def audit_all(
    press: LetterPrinter, orders: Sequence[Order], *, everyone: Sequence[Recipient] = ()
) -> tuple[Problem, ...]:
    """Returns a problem for every claim of the letters that no finding supports, sorted.

    Arguments that no letter has are tried on `everyone` of the files, and a letter-person.md that
    none has on the first of them, so that a wrong figure is found before the text has its first
    recipient. Reports asks that no argument supports, and a
    source file that changed since its last audit, too.
    """
    auditor = LetterAuditor(press.campaign)
    source = str(PurePosixPath(press.campaign.letter.file).with_name("source.yaml"))
    found = set(auditor.campaign_problems())
    if doubt := audit_record.doubt(press.campaign.folder, shown_as=source):
        found.add(doubt)
    for order in orders:
        # A letter to several names no figure of one district, so that it has no recipient’s data.
        recipient = None if order.others else order.recipient
        found.update(auditor.problems(order.letter, recipient=recipient))
    for text, trial in _trials(press, orders, everyone=everyone):
        # Only those of its own file: the rest of a trial letter was audited in real letters.
        found.update(problem for problem in auditor.problems(trial) if problem.file == text.file)
    return tuple(sorted(found))


def _trials(
    press: LetterPrinter, orders: Sequence[Order], *, everyone: Sequence[Recipient]
) -> Iterator[tuple[Prose, Letter]]:
    """Yields each text that no order has, and a letter with it to the first recipient it fits.

    The letter is signed by a stand-in where the sender has not the voice of the text. Skips an
    argument if the recipient's district lacks a figure that it needs. An argument that fits no
    recipient is tried on the first, and skipped if it cannot be rendered for them.
    """
    if not orders:
        return
    used = {name for order in orders for name in order.letter.arguments}
    written = {press.campaign.letter_in(order.letter.sender.voice) for order in orders}
    people = [*(order.recipient for order in orders), *everyone]
    campaign, ground = press.campaign, press.ground
    for argument in press.campaign.arguments:
        if argument.id in used:
            continue
        fitting = (
            one
            for one in people
            if argument_verdict(argument.header, one, campaign=campaign, ground=ground).holds
        )
        recipient = next(fitting, None)
        choice = Choice(argument.id, included=True, reason="on trial")
        alone = replace(orders[0].selection, arguments=(choice,))
        # For a recipient that it does not fit, a text may fail rightly.
        skipped = (MissingDatumError,) if recipient else (MissingDatumError, FilesAreWrongError)
        signer = press.campaign.sender.speaking_as(argument.header.voice)
        with suppress(*skipped):
            yield (
                argument.prose,
                press.composer.letter(recipient or people[0], selection=alone, sender=signer),
            )
    for voice in VOICES:
        text = press.campaign.letter_in(voice)
        if text not in written:
            selection = choose(press.campaign, people[0], ground=ground, voice=voice)
            signer = press.campaign.sender.speaking_as(voice)
            with suppress(MissingDatumError):
                yield text, press.composer.letter(people[0], selection=selection, sender=signer)


def unprintable(
    project: Project,
    press: LetterPrinter,
    *,
    orders: Sequence[Order],
    everyone: RecipientList,
    sender: Path | None,
) -> tuple[Problem, ...]:
    """Returns a problem for each line with a character that the letters need and no typeface has.

    Searches the campaign's files, the `sender` file, and the files of the recipients.
    """
    written = [
        path
        for path in press.campaign.folder.rglob("*")
        if path.suffix in TEXT_SUFFIXES and path.is_file()
    ]
    files = {project.shown(path): path for path in sorted([*written, *filter(None, [sender])])}
    members = (member for order in orders for member in (order.recipient, *order.others))
    for shown in sorted({everyone.places[member.id][0] for member in members}):
        files[shown] = project.folder / shown
    return tuple(glyph_coverage.unprintable(files.items(), (order.letter for order in orders)))


def misfits(press: LetterPrinter, orders: Iterable[Order], *, file: str) -> Iterator[Problem]:
    """Yields the problems of the design, or else the longest letters that cannot be printed.

    `file` is the campaign.yaml.
    """
    try:
        trial = rehearse(press, [order for order in orders if order.selection.ask_ids])
    except FilesAreWrongError as error:
        yield from error.problems
        return
    # By message: letters that fail for one cause are one problem to correct.
    failed: dict[str, list[str]] = {}
    for outcome in trial.failed:
        failed.setdefault(outcome.message, []).append(outcome.stem)
    for message, stems in failed.items():
        yield Problem(file, 0, "", f"{', '.join(stems)}: {message}", code="unprintable-letter")


def refuse_errors(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Returns the problems if all of them are warnings.

    Raises FilesAreWrongError with all of them if one is an error.
    """
    found = tuple(problems)
    if any(problem.severity == "error" for problem in found):
        raise FilesAreWrongError(found)
    return found
