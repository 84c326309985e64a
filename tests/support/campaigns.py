"""Campaigns for the tests, made in memory from the invented document, and their press."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TypedDict, Unpack

from generator.letter.design import load_design
from generator.letter.selection import SelectionContext
from generator.models.campaign import Argument, ArgumentHeader, Campaign, CampaignFile, Prose
from generator.models.sender import Sender, SenderFile
from generator.models.source import SourceFile
from generator.press.letter import LetterPrinter
from tests.support.letters_for_tests import ORGANIZATION
from tests.support.sources import DOCUMENT

ROOT = Path(__file__).parents[2]
DAY = datetime.date(2026, 11, 24)
GROUND = SelectionContext(DAY)

BILL = {
    "congress": 116,
    "number": "H.R. 2662",
    "title": "Clean Wells Act",
    "sponsor": "E000299",
    "past": True,
}
RECOMMENDATIONS = (
    {
        "id": "end",
        "ask": "End the pumping",
        "chambers": ["house", "senate"],
        "instrument": "legislation",
    },
    {
        "id": "fund",
        "ask": "Fund new wells",
        "chambers": ["house", "senate"],
        "committees": "Appropriations",
        "instrument": "appropriation",
    },
    {
        "id": "hear",
        "ask": "Hold a hearing",
        "chambers": ["house", "senate"],
        "committees": ["Judiciary", "Budget"],
        "instrument": "hearing",
    },
    {
        "id": "back",
        "ask": "Back the Clean Wells Act",
        "chambers": ["house", "senate"],
        "instrument": "legislation",
        "bill": BILL,
    },
    {"id": "pass", "ask": "Pass it in the House", "chambers": "house", "instrument": "legislation"},
)
PLACES = {
    "el-paso": {
        "name": "El Paso",
        "state": "TX",
        "latitude": 31.76,
        "longitude": -106.49,
        "zip": "79901",
    },
    "nogales": {"name": "Nogales", "state": "AZ", "latitude": 31.34, "longitude": -110.94},
    "juarez": {"name": "Ciudad Juárez", "latitude": 31.69, "longitude": -106.42},
}
SOURCE = SourceFile.model_validate(
    {
        **DOCUMENT,
        "recommendations": [
            {"horizon": "now", "section": "wells", **one} for one in RECOMMENDATIONS
        ],
        "places": PLACES,
    }
)
LETTER = """We write about the wells of the valley.

{{ thanks }}

{{ arguments }}

We ask you to:

{{ asks }}

Thank you for reading this.
"""


def argument(
    name: str,
    words: str = "",
    *,
    supports: str | list[str] = "end",
    cites: Sequence[str] = (),
    when: Mapping[str, object] | None = None,
    weight: int = 50,
    voice: str | None = None,
) -> Argument:
    """Returns an argument; without words, its text is made from its name."""
    header = ArgumentHeader.model_validate(
        {
            "supports": supports,
            "cites": cites,
            "when": when or {},
            "weight": weight,
            "voice": voice,
        }
    )
    return Argument(
        name,
        header,
        Prose(f"arguments/{name}.md", 4, words or f"This is the argument called {name}."),
    )


class Settings(TypedDict, total=False):
    """A campaign's other files, and keys of campaign.yaml, as a test may give them."""

    asks: Iterable[Mapping[str, object] | str]
    letter: str
    person_letter: str
    sender: SenderFile
    source: SourceFile
    subject: str
    bill: Mapping[str, object] | None
    act_by: str
    concerns: str
    enclosures: Sequence[str]
    copies: Sequence[str]
    max_arguments: int
    min_arguments: int
    max_local: int
    max_asks: int
    max_pages: int


def campaign(*arguments: Argument, **settings: Unpack[Settings]) -> Campaign:
    """Returns a campaign; an ask is a recommendation's id or an entry of campaign.yaml."""
    source = settings.pop("source", SOURCE)
    letter = Prose("letter.md", 1, settings.pop("letter", LETTER))
    person_letter = settings.pop("person_letter", None)
    sender = Sender(settings.pop("sender", ORGANIZATION))
    asks = [
        {"recommendation": ask} if isinstance(ask, str) else ask
        for ask in settings.pop("asks", ("end",))
    ]
    file = CampaignFile.model_validate(
        {
            "title": "Wells",
            "subject": "Wells of the valley: end the pumping",
            **settings,
            "asks": asks,
        }
    )
    spoken = {recommendation.id: recommendation.ask for recommendation in source.recommendations}
    words = tuple(
        Prose("campaign.yaml", 10 + index, ask.text or spoken[ask.recommendation])
        for index, ask in enumerate(file.asks)
    )
    again: dict[tuple[int, str], Prose] = {
        (index, act): Prose("campaign.yaml", 10 + index, text)
        for index, ask in enumerate(file.asks)
        for act, text in (ask.again or {}).items()
    }
    return Campaign(
        "wells",
        Path("letters/wells"),
        file,
        source,
        letter,
        arguments,
        sender,
        words,
        again=again,
        person_letter=Prose("letter-person.md", 1, person_letter) if person_letter else None,
    )


def press(printed: Campaign, *, design: str = "organization") -> LetterPrinter:
    """Returns a printer for the campaign in a shipped design."""
    return LetterPrinter(printed, design=load_design(ROOT / "templates" / design), ground=GROUND)
