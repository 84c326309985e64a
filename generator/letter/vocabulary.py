"""What the prose of a campaign may say: the variables and functions of one letter to one recipient."""

import datetime
from collections.abc import Callable, Mapping, Sequence
from functools import partial

from generator import dates
from generator.congress.districts import distances
from generator.errors import LettersError, NoSuchNameError
from generator.letter import prose
from generator.letter.citations import dated
from generator.letter.footnotes import Remark, mark
from generator.letter.records import CampaignWords, LetterWords, recipient_words, sender_words
from generator.models.campaign import Campaign, DataSheet, SheetKind
from generator.models.recipient import Recipient
from generator.models.source import Finding, Place, Section, SourceFile

ARGUMENTS = "\ue010arguments\ue011"
ASKS = "\ue010asks\ue011"
THANKS = "\ue010thanks\ue011"
"""The places that letter.md gives to the other texts, until they are filled."""


OUR_WORDS = ("we", "We", "us", "our", "Our")
"""The words that follow who writes: an organization, or one person."""

NO_OFFICE = "no district office with coordinates to measure from"
"""Why a distance is not known. It names nobody: one text says it to many."""


class NoFigureError(LettersError):
    """The figure was asked for of a finding that has none."""

    def __init__(self, finding: str) -> None:
        super().__init__(
            f'{finding} has no figure in source.yaml: say it in your own words, with {{{{ cite("{finding}") }}}} behind them'
        )


class Figures:
    """The figures of one district or state, each a part by the name of its column: `{{ district.pending_cases }}`."""

    __slots__ = ("_say",)

    def __init__(self, say: Callable[[str], object]) -> None:
        self._say = say

    def __getattr__(self, column: str) -> object:
        if column.startswith("_"):
            raise AttributeError(column)
        return self._say(column)


class Vocabulary:
    """The words of one letter: what prose may name and call, and the findings and remarks that its notes make.

    Figures by district or state that the letter uses become findings of their own behind those of the source.
    """

    def __init__(self, campaign: Campaign, recipient: Recipient, *, on: datetime.date) -> None:
        self.campaign = campaign
        self.recipient = recipient
        self.on = on
        self.remarks: list[Remark] = []
        self.findings: list[Finding] = list(campaign.source.findings)
        self._data: dict[str, tuple[int, DataSheet, Section]] = {}
        self._findings = {
            finding.id: (index, finding) for index, finding in enumerate(campaign.source.findings)
        }

    def values(self) -> dict[str, object]:
        """Everything that prose may name or call, by name."""
        return {**self._facts(), **self._voice(), **self._places(), **self._functions()}

    def values_about(
        self, places: Sequence[str], *, values: Mapping[str, object]
    ) -> dict[str, object]:
        """The values for a text that is about these places: `nearest_office()` is the nearest to one of them."""
        return {**values, "nearest_office": partial(self.nearest_office, about=tuple(places))}

    @property
    def source(self) -> SourceFile:
        """The campaign's source, and where the figures by district or state that were used were read."""
        source = self.campaign.source
        if not self._data:
            return source
        works = {reference.id: reference for reference in source.bibliography}
        works |= {sheet.reference.id: sheet.reference for _, sheet, _ in self._data.values()}
        sections = (*source.sections, *(section for _, _, section in self._data.values()))
        return source.model_copy(
            update={"bibliography": tuple(works.values()), "sections": sections}
        )

    @property
    def data(self) -> tuple[Finding, ...]:
        """The figures by district or state that were used, which are findings of their own."""
        return tuple(self.findings[len(self.campaign.source.findings) :])

    def _facts(self) -> dict[str, object]:
        """Who writes to whom, about what and when."""
        settings = self.campaign.settings
        return {
            "recipient": recipient_words(self.recipient),
            "sender": sender_words(self.campaign.sender, self.recipient),
            "campaign": CampaignWords(
                title=settings.title,
                subject=settings.subject,
                act_by=dates.in_words(settings.act_by) if settings.act_by else None,
                bill=(settings.bill.number or settings.bill.title) if settings.bill else None,
            ),
            "letter": LetterWords(date=dates.in_words(self.on)),
            "home": "your state"
            if self.recipient.chamber == "senate" or not self.recipient.district
            else "your district",
            "district": Figures(partial(self._datum, kind="district")),
            "state": Figures(partial(self._datum, kind="state")),
        }

    def _voice(self) -> dict[str, object]:
        """`we` for an organisation, `I` for a person who writes for themself."""
        alone = self.campaign.sender.details.organization is None
        words = ("I", "I", "me", "my", "My") if alone else OUR_WORDS
        return dict(zip(OUR_WORDS, words, strict=True))

    def _places(self) -> dict[str, object]:
        """The places of the other texts in letter.md."""
        return {
            "arguments": prose.RawMarkdown(ARGUMENTS),
            "asks": prose.RawMarkdown(ASKS),
            "thanks": prose.RawMarkdown(THANKS),
        }

    def _functions(self) -> dict[str, object]:
        """What prose may call with the id of a finding or place."""
        return {name: getattr(self, name) for name in prose.FUNCTIONS}

    def figure(self, name: str) -> prose.RawMarkdown:
        """The figure of a finding exactly as the document gives it, and the mark of its note."""
        index, finding = self._finding(name)
        if finding.figure is None:
            raise NoFigureError(name)
        return prose.RawMarkdown(prose.escaped(finding.figure) + mark("f", index))

    def date(self, name: str) -> prose.RawMarkdown:
        """The date of a finding in words, and the mark that it has been said."""
        index, finding = self._finding(name)
        return prose.RawMarkdown(prose.escaped(dated(finding)) + mark("d", index))

    def cite(self, name: str) -> prose.RawMarkdown:
        """Nothing but the mark of a note."""
        return prose.RawMarkdown(mark("n", self._finding(name)[0]))

    def counted_by(self, name: str) -> str:
        """Who counted; the document's author where the finding names nobody."""
        return self._finding(name)[1].counted_by or self.campaign.source.bibliography[0].author

    def place(self, name: str) -> str:
        """The name of a place, or of the place that a finding is about."""
        return self._place(name).name

    def distance(self, name: str) -> object:
        """How far the nearest district office is from a place, in round words, and the mark of a note that says how it was measured."""
        place, near = self._place(name), self._near(name)
        if near is None:
            return prose.missing_datum(NO_OFFICE)
        far = distances.as_people_say(near.miles)
        self.remarks.append(
            Remark(
                f"Distance from {place.name} to the district office in {near.office.city} in a straight line.",
                far,
            )
        )
        return prose.RawMarkdown(prose.escaped(far) + mark("r", len(self.remarks) - 1))

    def nearest_office(self, name: str = "", *, about: tuple[str, ...] = ()) -> object:
        """The district office nearest to a place.

        Where none is named, nearest to the place that the text is about: the one whose distance it says, or that the rule of
        its argument names, or the findings that it cites; else to any place of the campaign.
        """
        near = self._near(name, *about)
        return near.office if near else prose.missing_datum(NO_OFFICE)

    def _near(self, *names: str) -> distances.NearOffice | None:
        """The office nearest to one of the places; to any place of the campaign where none is named."""
        places = self.campaign.source.places
        named = [self._place(name) for name in filter(None, names)]
        return distances.nearest_office(self.recipient, *(named or places.values()))

    def _datum(self, column: str, *, kind: SheetKind) -> object:
        """A figure of the recipient's district or state, with the mark of its note."""
        key = self.recipient.seat if kind == "district" else self.recipient.state
        sheet = self.campaign.sheets.get(kind)
        cell = sheet.rows.get(key, {}).get(column) if sheet else None
        if sheet is None or cell is None:
            return prose.missing_datum(f"no {column} for {key} in {kind}s.csv")
        name = f"{kind}--{column}"
        if name not in self._data:
            self._data[name] = (
                len(self.findings),
                sheet,
                Section(id=name, heading=f"{column.replace('_', ' ')}, {key}"),
            )
            self.findings.append(
                _as_finding(name, cell, sheet=sheet, heading=self._data[name][2].heading)
            )
        return prose.RawMarkdown(prose.escaped(cell) + mark("f", self._data[name][0]))

    def _finding(self, name: str) -> tuple[int, Finding]:
        if name not in self._findings:
            raise NoSuchNameError("finding", name, known=self._findings)
        return self._findings[name]

    def _place(self, name: str) -> Place:
        places = self.campaign.source.places
        key = (
            name if name in places or name not in self._findings else self._findings[name][1].place
        )
        if key is None or key not in places:
            raise NoSuchNameError("place", name, known=places)
        return places[key]


def _as_finding(name: str, cell: str, *, sheet: DataSheet, heading: str) -> Finding:
    """A figure of a sheet as a finding, so that it is dated, cited and audited like those of the source."""
    claim = f"{sheet.reference.title}: {heading}"
    return Finding(
        id=name,
        claim=claim,
        figure=cell,
        as_of=sheet.as_of,
        section=name,
        reference=sheet.reference.id,
    )
