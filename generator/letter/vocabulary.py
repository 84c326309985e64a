"""The variables and functions of a campaign's texts, for one letter to one recipient."""

import datetime
from collections.abc import Callable, Mapping, Sequence
from functools import partial

from generator import dates
from generator.congress.criteria import CommitteeRule
from generator.congress.districts import distances
from generator.congress.forms_of_address import chamber_of
from generator.errors import LettersError, NoSuchNameError
from generator.letter import citations, committees, prose
from generator.letter.footnotes import Remark, mark
from generator.letter.records import (
    CampaignWords,
    LetterWords,
    SignersWords,
    counted,
    recipient_words,
    sender_words,
    undersigned,
)
from generator.models.campaign import Campaign, DataSheet, SheetKind
from generator.models.recipient import Recipient
from generator.models.source import Finding, Place, SheetRow, SourceFile

ARGUMENTS = "\ue010arguments\ue011"
ASKS = "\ue010asks\ue011"
THANKS = "\ue010thanks\ue011"
OWN_WORDS = "\ue010own_words\ue011"
"""Stand for the places of the other texts in letter.md until they are filled; private use area."""

OUR_WORDS = ("we", "We", "us", "our", "Our")
"""The words that differ between an organization and one person who writes."""

NO_OFFICE = "no district office with coordinates to measure from"
"""Why a distance is not known. It names no recipient: one text goes to many."""


# In “in your district” and “bring it to the floor of the House” stands a fact of Congress: a text
# with such words is left out of letters to other bodies, like one whose figure is not known.
OTHER_BODY = "has no meaning for a recipient outside Congress"
"""Why `chamber` and `home` are not known of a recipient."""


class NoFigureError(LettersError):
    """A text calls `figure` with a finding that has no figure."""

    def __init__(self, finding: str) -> None:
        super().__init__(
            f"{finding} has no figure in source.yaml: say it in your own words, "
            f'with {{{{ cite("{finding}") }}}} behind them'
        )


class Figures:
    """The figures of one district or state, one per column: `{{ district.pending_cases }}`."""

    __slots__ = ("_figure",)

    def __init__(self, figure: Callable[[str], object]) -> None:
        self._figure = figure

    # Columns are the user's: they are looked up when a text names one, and only then become
    # findings.
    def __getattr__(self, column: str) -> object:
        if column.startswith("_"):
            raise AttributeError(column)
        return self._figure(column)


class Vocabulary:
    """What the texts of one letter may name and call, and the findings and remarks of its notes.

    Figures by district or state that the letter uses become findings, after those of the source.
    """

    def __init__(
        self,
        campaign: Campaign,
        recipient: Recipient,
        *,
        on: datetime.date,
        addressees: Sequence[Recipient] = (),
        asks: tuple[str, ...] = (),
        thanked: bool = False,
    ) -> None:
        """`asks` are the ids of what the letter asks; `thanked` says whether it has thanks."""
        self.campaign = campaign
        self.recipient = recipient
        self.on = on
        self.asks = asks
        self.thanked = thanked
        self.addressees = tuple(addressees) or (recipient,)
        """All who get the letter; several of a joint letter, the recipient among them."""
        self.remarks: list[Remark] = []
        self.findings: list[Finding] = list(campaign.source.findings)
        self._data: dict[str, tuple[DataSheet, SheetRow]] = {}
        self._index = {finding.id: index for index, finding in enumerate(self.findings)}

    def values(self) -> dict[str, object]:
        """Returns everything that a text may name or call, by name."""
        campaign, settings, recipient = self.campaign, self.campaign.settings, self.recipient
        act_by = settings.act_by
        # `we` for an organization or several signers, `I` for a person who writes for themself.
        alone = campaign.sender.details.organization is None and len(campaign.signers) <= 1
        voice = ("I", "I", "me", "my", "My") if alone else OUR_WORDS
        all_sign = undersigned(campaign.signers)
        return {
            "recipient": recipient_words(recipient),
            "sender": sender_words(campaign.sender, self.addressees),
            "campaign": CampaignWords(
                title=settings.title,
                subject=settings.subject,
                # A letter asks for nothing by a day that is over.
                act_by=dates.in_words(act_by) if act_by and act_by > self.on else None,
                bill=(settings.bill.number or settings.bill.title) if settings.bill else None,
            ),
            "signers": SignersWords(count=counted(len(campaign.signers)) if all_sign else None),
            "undersigned": all_sign,
            "Undersigned": all_sign and all_sign[:1].upper() + all_sign[1:],
            "letter": LetterWords(date=dates.in_words(self.on), asks=self.asks),
            "thanked": self.thanked,
            "chamber": self._chamber(),
            "home": self._home(),
            "district": Figures(partial(self._datum, kind="district")),
            "state": Figures(partial(self._datum, kind="state")),
            **dict(zip(OUR_WORDS, voice, strict=True)),
            "arguments": prose.RawMarkdown(ARGUMENTS),
            "asks": prose.RawMarkdown(ASKS),
            "thanks": prose.RawMarkdown(THANKS),
            "own_words": prose.RawMarkdown(OWN_WORDS),
            **{name: getattr(self, name) for name in prose.FUNCTIONS},
        }

    def values_about(
        self, places: Sequence[str], *, values: Mapping[str, object]
    ) -> dict[str, object]:
        """Returns the values for a text about these places.

        Its `nearest_office()` is the nearest to one of them.
        """
        return {**values, "nearest_office": partial(self.nearest_office, about=tuple(places))}

    def committee_words(self, rule: CommitteeRule) -> dict[str, object]:
        """Returns the values of COMMITTEE_WORDS for a text that this rule lets in."""
        return {**committees.words_for(rule, self.addressees)}

    def _home(self) -> object:
        """Returns `your state` or `your district`, in the plural for several addressees."""
        if any(one.body for one in self.addressees):
            return prose.missing_datum(f"{{{{ home }}}} {OTHER_BODY}")
        # A seat that covers its whole state, or a territory, has no number to call a district.
        homes = {
            "state" if one.chamber == "senate" or not one.district else "district"
            for one in self.addressees
        }
        plural = "s" if len(self.addressees) > 1 else ""
        return f"your {' and '.join(f'{home}{plural}' for home in sorted(homes, reverse=True))}"

    def _chamber(self) -> object:
        """Returns `the House`, `the Senate`, or `both chambers` in a joint letter to both."""
        if any(one.body for one in self.addressees):
            return prose.missing_datum(f"{{{{ chamber }}}} {OTHER_BODY}")
        chambers = {chamber_of(one) for one in self.addressees}
        return "both chambers" if len(chambers) > 1 else f"the {chambers.pop().title()}"

    @property
    def source(self) -> SourceFile:
        """The campaign's source, with the works of the figures by district or state."""
        source = self.campaign.source
        if not self._data:
            return source
        works = {reference.id: reference for reference in source.bibliography}
        works |= {sheet.reference.id: sheet.reference for sheet, _ in self._data.values()}
        sections = (*source.sections, *(section for _, section in self._data.values()))
        return source.model_copy(
            update={"bibliography": tuple(works.values()), "sections": sections}
        )

    @property
    def data(self) -> tuple[Finding, ...]:
        """The figures by district or state that the letter uses, as findings."""
        return tuple(self.findings[len(self.campaign.source.findings) :])

    def figure(self, name: str) -> prose.RawMarkdown:
        """Returns the figure of a finding exactly as the document has it, and its note mark."""
        finding = self._finding(name)
        if finding.figure is None:
            raise NoFigureError(name)
        return self._marked(finding.figure, name, kind="f")

    def date(self, name: str) -> prose.RawMarkdown:
        """Returns the date of a finding in words, and the mark that the text has it."""
        return self._marked(citations.dated(self._finding(name)), name, kind="d")

    def reported(self, name: str) -> prose.RawMarkdown:
        """Returns “Human Rights Watch reported in January 2020”, of the work of a finding.

        Behind it stands the mark of a note, and that the paragraph dates this publication.
        """
        words = citations.reported(self._finding(name), self.source)
        return self._marked(words, name, kind="p")

    def cite(self, name: str) -> prose.RawMarkdown:
        """Returns the mark of a note alone."""
        # For its error alone: an id with a slip in it must not leave a note without a work.
        self._finding(name)
        return self._marked("", name, kind="n")

    def _marked(self, words: str, name: str, *, kind: str) -> prose.RawMarkdown:
        """Returns the finding's words, escaped, with a mark of this kind (`footnotes.MARK`)."""
        return prose.RawMarkdown(prose.escaped(words) + mark(kind, self._index[name]))

    def counted_by(self, name: str) -> str:
        """Returns who counted; the author of its work where the finding names no one."""
        finding = self._finding(name)
        return finding.counted_by or self.campaign.source.reference_of(finding).author

    def place(self, name: str) -> str:
        """Returns the name of a place, or of the place that a finding is about."""
        return self._place(name).name

    def distance(self, name: str) -> object:
        """Returns how far the nearest district office is from a place, in round words.

        The mark behind them is that of a note which says how the distance was measured.
        """
        place, near = self._place(name), self._near(name)
        if near is None:
            return prose.missing_datum(NO_OFFICE)
        far = distances.as_people_say(near.miles)
        words = (
            f"Distance from {place.name} to the district office in {near.office.city} "
            "in a straight line."
        )
        self.remarks.append(Remark(words, far))
        return prose.RawMarkdown(prose.escaped(far) + mark("r", len(self.remarks) - 1))

    def nearest_office(self, name: str = "", *, about: tuple[str, ...] = ()) -> object:
        """Returns the district office nearest to a place.

        Without a name, the nearest to the places that the text is about: that whose distance it
        says, those that the rule of its argument names, or those of the findings that it cites;
        else to any place of the campaign.
        """
        near = self._near(name, *about)
        return near.office if near else prose.missing_datum(NO_OFFICE)

    def _near(self, *names: str) -> distances.NearOffice | None:
        """Returns the office nearest to one of the places, or to any of the campaign's."""
        places = self.campaign.source.places
        named = [self._place(name) for name in filter(None, names)]
        return distances.nearest_office(self.recipient, *(named or places.values()))

    def _datum(self, column: str, *, kind: SheetKind) -> object:
        """Returns a figure of the recipient's district or state, with the mark of its note."""
        state = self.recipient.state or ""
        key = self.recipient.seat if kind == "district" else state
        sheet = self.campaign.sheets.get(kind)
        cell = sheet.rows.get(key, {}).get(column) if sheet else None
        if sheet is None or cell is None:
            unsure = sheet.unsure.get(key, {}).get(column) if sheet else None
            absent = f"no {column} for {key or self.recipient.seat} in {kind}s.csv"
            return prose.missing_datum(unsure or absent)
        name = f"{kind}--{column}"
        if name not in self._index:
            words = column.replace("_", " ")
            section = SheetRow(id=name, heading=key, column=words, work=sheet.reference.id)
            self._data[name] = sheet, section
            self._index[name] = len(self.findings)
            # A finding, so that the figure is dated, cited and audited like those of the source.
            finding = Finding(
                id=name,
                claim=f"{sheet.reference.title}: {words}, {key}",
                figure=cell,
                as_of=sheet.as_of,
                section=name,
                reference=sheet.reference.id,
            )
            self.findings.append(finding)
        return self._marked(cell, name, kind="f")

    def _finding(self, name: str) -> Finding:
        if name not in self._index:
            raise NoSuchNameError("finding", name, known=self._index)
        return self.findings[self._index[name]]

    def _place(self, name: str) -> Place:
        places = self.campaign.source.places
        key = name
        if name not in places and name in self._index:
            key = self._finding(name).place or ""
        if key not in places:
            raise NoSuchNameError("place", name, known=places)
        return places[key]
