"""The writer's sheet: a page that helps a supporter to write a letter of their own.

Who represents them and what these members did, three facts with their sources, the ask, four questions, and lines to write on.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, zip_longest
from pathlib import Path

from generator.congress import forms_of_address
from generator.errors import LettersError
from generator.files.whole import guarantee_folder, write_whole
from generator.letter import citations, positions, stationery
from generator.letter.pdf_merge import at_its_size
from generator.letter.pdf_tags import TaggedPart, joined
from generator.models.campaign import Campaign
from generator.models.letter import Letter, TextRun
from generator.models.recipient import CommitteeSeat, Recipient
from generator.models.source import Finding
from generator.press.letter import LetterPrinter, Signer
from generator.states import STATES
from generator.supporters.types import Hold, Mailpiece

FACTS = 3
MOST_COMMITTEES = 3
LINES = (6, 5, 4, 3, 2)
"""Lines below each question: as many as the page has room for."""
FOLDER = "sheets"
TOGETHER = "sheets.pdf"


class SheetTooLongError(LettersError):
    """A sheet that takes more than its page."""

    def __init__(self, supporter: str) -> None:
        super().__init__(
            f"the sheet of {supporter} takes more than a page: shorten the asks or the claims of source.yaml"
        )


@dataclass(frozen=True)
class SheetMember:
    """Who represents the supporter, and what they did."""

    name: str
    role: str
    """`Representative for Texas, district 16`."""
    committees: tuple[str, ...]
    deeds: tuple[str, ...]
    phone: str


@dataclass(frozen=True)
class Fact:
    """One fact, its figure and date, and where it can be read."""

    claim: str
    figure: str
    dated: str
    source: str


@dataclass(frozen=True)
class WritersSheet:
    """All that stands on one supporter's sheet."""

    supporter: str
    name: str
    members: tuple[SheetMember, ...]
    unknown: tuple[str, ...]
    """Who else represents them, as far as that is known: `TX-15 or TX-34` of a ZIP code that is split, `TX-34` of a vacant seat."""
    facts: tuple[Fact, ...]
    works: tuple[str, ...]
    """The works that the facts are cited from, in full."""
    ask: str
    salutation: str


# ---------------------------------------------------------------- what stands on it


def sheets(
    pieces: Iterable[Mailpiece], *, press: LetterPrinter, waiting: Iterable[Hold] = ()
) -> Iterator[WritersSheet]:
    """The sheet of each supporter, in the order of their mailpieces; `waiting` are those of their letters that cannot go yet.

    Raises FilesAreWrongError for words that do not render.
    """
    letters: defaultdict[str, list[str]] = defaultdict(list)
    for held in waiting:
        letters[held.supporter.id].append(held.letter)
    for supporter, group in groupby(pieces, key=lambda piece: piece.supporter.id):
        yield _sheet(tuple(group), press=press, unknown=tuple(letters[supporter]))


def _sheet(
    pieces: Sequence[Mailpiece], *, press: LetterPrinter, unknown: tuple[str, ...]
) -> WritersSheet:
    """The sheet of one supporter: its facts and ask are those of the letter to the first of their members."""
    supporter, campaign = pieces[0].supporter, press.campaign
    signer = Signer(pieces[0].key, campaign.sender, supporter.picks)
    letter = press.order(pieces[0].recipient, signer=signer).letter
    findings = tuple(_strongest(letter, campaign))
    home = campaign.source.bibliography[0].id
    cited = {finding.reference or home for finding in findings}
    works = (reference for reference in campaign.source.bibliography if reference.id in cited)
    return WritersSheet(
        supporter=supporter.id,
        name=supporter.name,
        members=tuple(_member(piece.recipient, campaign) for piece in pieces),
        unknown=unknown,
        facts=tuple(_fact(finding, campaign) for finding in findings),
        works=tuple(_plain(citations.full(work)).rstrip(",") for work in works),
        ask=next(
            (block.text.split("\n")[0] for block in letter.statement if block.part == "asks"),
            campaign.settings.subject,
        ),
        salutation=letter.salutation,
    )


def _strongest(letter: Letter, campaign: Campaign) -> Iterator[Finding]:
    """Three findings: one of each argument of the letter from the first on, those with figures before others; then its further ones."""
    known = {finding.id: finding for finding in campaign.source.findings}
    cites = {argument.id: argument.header.cites for argument in campaign.arguments}
    of_arguments = (
        sorted(cites[name], key=lambda cited: known[cited].figure is None)
        for name in letter.arguments
    )
    in_turn = [cited for turn in zip_longest(*of_arguments) for cited in turn if cited]
    chosen = dict.fromkeys(name for name in (*in_turn, *letter.findings) if name in known)
    return (known[name] for name in list(chosen)[:FACTS])


def _fact(finding: Finding, campaign: Campaign) -> Fact:
    """The finding as people can use it: its date stands with it, and so not in its source."""
    works = {reference.id: reference for reference in campaign.source.bibliography}
    issued = works[finding.reference or campaign.source.bibliography[0].id].issued
    undated = finding.model_copy(update={"as_of": issued, "as_of_text": None})
    source = _plain(citations.note((undated,), campaign.source, cited_before=frozenset(works)))
    return Fact(finding.claim.rstrip("."), finding.figure or "", citations.dated(finding), source)


def _member(recipient: Recipient, campaign: Campaign) -> SheetMember:
    deeds = (
        positions.deed(campaign, recipient.id, recommendation=one)
        for one in campaign.source.recommendations
    )
    done = dict.fromkeys(deed.reason for deed in deeds if deed)
    return SheetMember(
        name=recipient.name.full,
        role=_role(recipient),
        committees=tuple(
            map(
                _committee,
                sorted(recipient.committees, key=lambda seat: _weight(seat, campaign))[
                    :MOST_COMMITTEES
                ],
            )
        ),
        deeds=tuple(f"{reason[:1].upper()}{reason[1:]}." for reason in done),
        phone=recipient.addresses.washington.phone or "",
    )


def _role(recipient: Recipient) -> str:
    """`Senator for Texas`, `Representative for Texas, district 16`."""
    district = f", district {recipient.district}" if recipient.district else ""
    return f"{forms_of_address.title_words(recipient)} for {STATES[recipient.state]}{district}"


def _committee(seat: CommitteeSeat) -> str:
    name = forms_of_address.committee_title(seat.name)
    return name if seat.role == "member" else f"{name} ({seat.role})"


def _weight(seat: CommitteeSeat, campaign: Campaign) -> tuple[bool, bool]:
    """Committees that the letter concerns come first, then those that the member leads."""
    concerns = any(
        forms_of_address.same_committee(seat.name, concern)
        for concern in campaign.settings.concerns
    )
    return not concerns, seat.role == "member"


def _plain(runs: Iterable[TextRun]) -> str:
    return "".join(run.text for run in runs)


# ---------------------------------------------------------------- on paper


def print_sheets(
    made: Iterable[WritersSheet],
    *,
    campaign: Campaign,
    folder: Path,
    templates: Path,
    printer: stationery.Printer,
    together: bool = False,
) -> Iterator[Path]:
    """The path of each sheet as it is printed: sheets/<supporter>.pdf in the folder, and with `together` all of them in sheets.pdf.

    Raises SheetTooLongError, TypesettingError and CannotWriteError.
    """
    template = stationery.load(templates, "sheet")
    guarantee_folder(folder / FOLDER)
    parts: list[TaggedPart] = []
    for sheet in made:
        data = _printed(sheet, campaign=campaign, template=template, printer=printer)
        write_whole(folder / FOLDER / f"{sheet.supporter}.pdf", data, lasting=False)
        if together:
            parts.append(TaggedPart(data, sheet.supporter))
        yield folder / FOLDER / f"{sheet.supporter}.pdf"
    if parts:
        write_whole(folder / TOGETHER, joined(parts[0].data, parts[1:]))
        yield folder / TOGETHER


def _printed(
    sheet: WritersSheet,
    *,
    campaign: Campaign,
    template: stationery.Stationery,
    printer: stationery.Printer,
) -> bytes:
    """The sheet on its one page, with as many lines to write on as there is room for."""
    for lines in LINES:
        values = {
            "sheet": sheet,
            "campaign": campaign.settings,
            "sender": campaign.sender.details,
            "lines": lines,
            "on": printer.on,
        }
        layout = printer.engine.lay_out(template.html(values), template)
        if layout.pages == 1:
            return at_its_size(layout.write())
    raise SheetTooLongError(sheet.supporter)
