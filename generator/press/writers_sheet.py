"""The writer's sheet: a page that helps a supporter to write a letter of their own.

It shows the members who represent them and what these did, three facts in sentences to use with
their sources, what to ask of whom, four questions, and lines to write on.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, groupby, islice, zip_longest
from pathlib import Path

from generator.congress import forms_of_address
from generator.congress.committees import seats_meant
from generator.errors import LettersError
from generator.files.whole import guarantee_folder, write_whole
from generator.letter import citations, positions, stationery
from generator.letter.pdf_merge import MergePart, at_its_size, joined
from generator.models.campaign import Campaign
from generator.models.letter import Letter, TextRun
from generator.models.recipient import CommitteeSeat, Recipient
from generator.models.source import Finding
from generator.press.letter import LetterPrinter, Signer
from generator.states import STATES
from generator.supporters.types import Hold, Mailpiece
from generator.text import listed

MAX_FACTS = 3
"""As many facts as a person can use on a page of their own. Chosen by hand."""
MAX_COMMITTEES = 3
"""Members sit on up to eight committees, and the questions need the room of the page."""
LINES = (6, 5, 4, 3, 2)
"""The numbers of lines below each question that are tried, until the sheet fits its page."""
FOLDER = "sheets"
TOGETHER = "sheets.pdf"


class SheetTooLongError(LettersError):
    """A sheet needs more than its page."""

    def __init__(self, supporter: str) -> None:
        super().__init__(
            f"the sheet of {supporter} takes more than a page: shorten the asks or the claims of "
            "source.yaml"
        )


@dataclass(frozen=True)
class SheetMember:
    """A member who represents the supporter, and what they did."""

    name: str
    role: str
    """`Senator for Texas`, `Representative for Texas, district 16`."""
    committees: tuple[str, ...]
    deeds: tuple[str, ...]
    phone: str
    thanks: str
    """The deed to thank for: “introducing the Clean Wells Act”; empty without one."""
    ask: str
    """The first ask of the letter to this member, who is asked for what they have not done."""


@dataclass(frozen=True)
class Fact:
    """One fact, its figure and date, and where it can be read."""

    finding: str
    """Its id in source.yaml."""
    say: str
    """A sentence to use as it stands; empty where the finding has none."""
    claim: str
    figure: str
    dated: str
    source: str


@dataclass(frozen=True)
class WritersSheet:
    """The content of one supporter's sheet."""

    supporter: str
    name: str
    members: tuple[SheetMember, ...]
    unknown: tuple[str, ...]
    """The seats of members who are not known: `TX-15 or TX-34` if the ZIP code is split, `TX-34` if
    the seat is vacant."""
    facts: tuple[Fact, ...]
    works: tuple[str, ...]
    """The works that the facts are cited from, in full."""
    salutation: str

    @property
    def ask(self) -> str:
        """Returns what is asked of the first member; sheets of version 0.1 show it."""
        return self.members[0].ask

    @property
    def asks(self) -> tuple[tuple[str, str, str], ...]:
        """Returns names of members, a deed to thank them for, and what to ask of them.

        Members who are asked the same share an entry; the names are empty where that is all.
        """
        groups: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        for member in self.members:
            groups[member.thanks, member.ask].append(member.name)
        if len(groups) == 1:
            return tuple(("", *key) for key in groups)
        return tuple((listed(names, last="and"), *key) for key, names in groups.items())


# ---------------------------------------------------------------- its content


def sheets(
    pieces: Iterable[Mailpiece], *, press: LetterPrinter, waiting: Iterable[Hold] = ()
) -> Iterator[WritersSheet]:
    """Yields the sheet of each supporter, in the order of their mailpieces.

    `waiting` holds the letters that cannot be printed yet. Raises FilesAreWrongError for words that
    do not render.
    """
    letters: defaultdict[str, list[str]] = defaultdict(list)
    for held in waiting:
        letters[held.supporter.id].append(held.letter)
    for supporter, group in groupby(pieces, key=lambda piece: piece.supporter.id):
        # groupby suffices: the pieces of a supporter follow each other.
        yield _sheet(tuple(group), press=press, unknown=tuple(letters[supporter]))


def _sheet(
    pieces: Sequence[Mailpiece], *, press: LetterPrinter, unknown: tuple[str, ...]
) -> WritersSheet:
    """Returns the sheet of one supporter; its facts are those of their first letter."""
    supporter, campaign = pieces[0].supporter, press.campaign
    letters = [_letter(piece, press=press) for piece in pieces]
    findings = tuple(_strongest(letters[0], campaign))
    home = campaign.source.bibliography[0].id
    cited = {finding.reference or home for finding in findings}
    works = (reference for reference in campaign.source.bibliography if reference.id in cited)
    return WritersSheet(
        supporter=supporter.id,
        name=supporter.name,
        members=tuple(
            _member(piece.recipient, campaign, letter=letter)
            for piece, letter in zip(pieces, letters, strict=True)
        ),
        unknown=unknown,
        facts=tuple(_fact(finding, campaign) for finding in findings),
        works=tuple(_plain(citations.full(work)).rstrip(",") for work in works),
        salutation=letters[0].salutation,
    )


def _letter(piece: Mailpiece, *, press: LetterPrinter) -> Letter:
    signer = Signer(piece.key, press.campaign.sender, piece.supporter.picks)
    return press.order(piece.recipient, signer=signer).letter


def _strongest(letter: Letter, campaign: Campaign) -> Iterator[Finding]:
    """Yields three findings: one of each argument of the letter in turn, then its further ones.

    Of an argument, findings with a figure come first: a figure is easier to retell.
    """
    known = {finding.id: finding for finding in campaign.source.findings}
    cites = {argument.id: argument.header.cites for argument in campaign.arguments}
    of_arguments = [
        sorted(cites[name], key=lambda cited: known[cited].figure is None)
        for name in letter.arguments
    ]
    # One of each argument in turn; zip_longest puts None where one has no more, which is no id.
    in_turn = chain.from_iterable(zip_longest(*of_arguments))
    chosen = dict.fromkeys(name for name in (*in_turn, *letter.findings) if name in known)
    return (known[name] for name in islice(chosen, MAX_FACTS))


def _fact(finding: Finding, campaign: Campaign) -> Fact:
    """Returns the finding with its date, which its source then leaves out."""
    works = {reference.id: reference for reference in campaign.source.bibliography}
    issued = works[finding.reference or campaign.source.bibliography[0].id].issued
    undated = finding.model_copy(update={"as_of": issued, "as_of_text": None})
    source = _plain(citations.note((undated,), campaign.source, cited_before=frozenset(works)))
    return Fact(
        finding=finding.id,
        say=finding.say or "",
        claim=finding.claim.rstrip("."),
        figure=finding.figure or "",
        dated=citations.time_of(finding, campaign.source),
        source=source,
    )


def _member(recipient: Recipient, campaign: Campaign, *, letter: Letter) -> SheetMember:
    found = (
        positions.deed(campaign, recipient.id, ask=name)
        for name in positions.bills_by_ask(campaign)
    )
    deeds = [deed for deed in found if deed]
    # One deed may stand behind several recommendations; it is named once, in their order.
    done = dict.fromkeys(deed.reason for deed in deeds)
    district = f", district {recipient.district}" if recipient.district else ""
    title = forms_of_address.title_words(recipient)
    seats = _by_weight(recipient, campaign)
    return SheetMember(
        name=recipient.name.full,
        role=f"{title} for {STATES[recipient.state]}{district}",
        committees=tuple(_committee(seat) for seat in seats[:MAX_COMMITTEES]),
        deeds=tuple(_without_file(f"{reason[:1].upper()}{reason[1:]}.") for reason in done),
        phone=recipient.addresses.washington.phone or "",
        thanks=next((deed.thanks.rstrip(".") for deed in deeds if deed.thanks), ""),
        ask=next(iter(letter.requests), campaign.settings.subject),
    )


def _without_file(reason: str) -> str:
    """Returns what a member did without the campaign's file that says so; its source stays."""
    # “(source.yaml)” and “(positions.yaml: congress.gov)”, which tell a supporter nothing.
    bare = re.sub(r" \([\w.-]+\.(?:yaml|csv)\)", "", reason)
    return re.sub(r"\([\w.-]+\.(?:yaml|csv): ", "(", bare)


def _committee(seat: CommitteeSeat) -> str:
    name = forms_of_address.committee_title(seat.name)
    return name if seat.role == "member" else f"{name} ({seat.role})"


def _by_weight(recipient: Recipient, campaign: Campaign) -> list[CommitteeSeat]:
    """Returns the committees of the campaign's concern first, then those with a role."""
    names = campaign.settings.concerns
    concerned = [seat for name in names for seat in seats_meant(recipient, name)]
    return sorted(
        recipient.committees, key=lambda seat: (seat not in concerned, seat.role == "member")
    )


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
    """Prints each sheet to sheets/<supporter>.pdf in the folder, and yields its path.

    With `together` all of them go to sheets.pdf too, whose path comes last. Raises
    SheetTooLongError, TypesettingError and CannotWriteError.
    """
    template = stationery.load(templates, "sheet")
    guarantee_folder(folder / FOLDER)
    parts: list[MergePart] = []
    for sheet in made:
        data = _printed(sheet, campaign=campaign, template=template, printer=printer)
        path = folder / FOLDER / f"{sheet.supporter}.pdf"
        write_whole(path, data, lasting=False)
        if together:
            parts.append(MergePart(data, sheet.supporter))
        yield path
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
    """Returns the PDF of the sheet, with as many lines to write on as fit its one page.

    Raises SheetTooLongError.
    """
    for lines in LINES:
        values = {
            "sheet": sheet,
            "campaign": campaign.settings,
            "sender": campaign.sender.details,
            "lines": lines,
            "on": printer.on,
        }
        layout = printer.engine.lay_out(template.html(values), template)
        # Most lines first: the room to write in is what the page is for.
        if layout.pages == 1:
            return at_its_size(layout.write())
    raise SheetTooLongError(sheet.supporter)
