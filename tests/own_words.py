"""What a person writes for each TODO of a draft from the five documents: claims and asks in words of their own."""

import json
import re
from pathlib import Path

import yaml

from generator.consistency import TODO

CLAIMS: dict[str, dict[str, str]] = {
    "wells.pdf": {
        "more than 4,300": "Household wells in the basin that ran dry.",
        "an estimated 11,750": "People who had to haul their drinking water from public taps.",
        "fewer than 9 percent": "Affected homes that an inspector of the state ever saw.",
        "at least 212": "Cases of illness that came from the water.",
        "38": "Public water systems under the first emergency order.",
        "96": "All public water systems of the basin.",
        "two-thirds": "Farmworkers in the survey whose running water was gone for a month or more.",
        "1,508": "Farmworkers who answered the survey.",
        "about a quarter": "Those of them who went into debt to buy water in bottles.",
        "640": "Wells that the health center tested.",
        "one in five": "Tested wells with more arsenic than federal law allows.",
        "$18,500": "The average cost to repair a single well.",
        "$12,000": "What repairing one well used to cost.",
        "$6.4 million": "The money left in the relief fund.",
    },
    "clinics.html": {
        "thirty-one": "Clinics in rural places that shut their doors in those months.",
        "twelve months": "The time in which so many rural clinics closed.",
        "six": "Rural clinics that opened in that time.",
        "some 96,000": "People who live far from any doctor.",
        "more than 40 miles": "How far from a doctor people live now.",
        "70,500": "People who lived that far from a doctor some years before.",
        "17": "Clinics that closed in the earlier year.",
        "24": "Clinics that closed in the later year.",
    },
    "testimony.txt": {
        "nearly seven thousand": "Veterans whom the league serves.",
        "14,206": "Claims at the regional office that had waited too long.",
        "older than 125 days": "The age from which a claim counts as part of the backlog.",
        "6,118": "Such claims before the backlog grew.",
        "37 percent": "Decisions with an error in them.",
        "over half": "Veterans among our members who waited for years.",
        "412": "Veterans whom the league asked.",
        "more than two years": "How long the claims of most of our members had been waiting.",
    },
    "broadband.md": {
        "one in three": "Tribal households without any broadband.",
        "8 percent": "The same gap in the counties next to them.",
        "up to $48,000": "The cost to lay a mile of fiber in the mountains.",
        "$183 million": "What the program had paid so far.",
        "$980 million": "All the money that the program has to pay out.",
    },
    "evictions.pdf": {
        "3,947": "Filings for eviction that the courts of the district received in the summer.",
        "52 percent": "How much filings for eviction had grown since the same month before the pandemic.",
        "nearly four out of five": "Decided cases that landlords won.",
        "less than 3 percent": "Cases in which tenants had a lawyer.",
        "about $1,350": "The cost of representing one tenant.",
        "$42,000": "What shelter for one family costs a county.",
    },
}
"""By the figure that the draft gives."""

ASKS: dict[str, tuple[str, ...]] = {
    "wells.pdf": (
        "Set aside $250 million for emergency wells in the next farm bill.",
        "Hold hearings on how the relief fund is run.",
        "Have the Secretary of Agriculture report every year how many households have no running water.",
    ),
    "clinics.html": (
        "Renew the grants for rural clinics, and raise them by at least 15 percent.",
        "Confirm a director for the National Office of Rural Medicine.",
    ),
    "testimony.txt": ("Fund 300 more examiners of claims.", "Hold a hearing on the rate of errors."),
    "broadband.md": ("Give section 905(c) two more years before its deadline.", "Hold briefings on how fast payments are made."),
    "evictions.pdf": ("Fund lawyers and other counsel for tenants.", "Restore the $500,000 that was taken from the pilot."),
}
"""In the order of the draft."""


def write(source: Path, name: str) -> int:
    """Writes every TODO of a claim or an ask in words of one's own; gives how many there were."""
    data = yaml.load(source.read_text("utf-8"), yaml.BaseLoader)  # noqa: S506 - makes texts only
    asks = iter(ASKS[name])
    told = [*(next(asks) for _ in data["recommendations"]), *(CLAIMS[name][finding["figure"]] for finding in data["findings"])]
    words = iter(told)
    text = re.sub(
        rf"(?m)^( +(?:- )?(?:claim|ask)): {TODO}$", lambda key: f"{key.group(1)}: {json.dumps(next(words))}", source.read_text("utf-8")
    )
    source.write_text(text, encoding="utf-8")
    assert next(words, None) is None
    return len(told)
