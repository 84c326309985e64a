"""What a person writes for each TODO of a draft from the five documents.

Claims and asks in words of their own.
"""

import json
import re
from pathlib import Path

import yaml

from generator.project.cross_checks import TODO

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
        "52 percent": (
            "How much filings for eviction had grown since the same month before the pandemic."
        ),
        "nearly four out of five": "Decided cases that landlords won.",
        "less than 3 percent": "Cases in which tenants had a lawyer.",
        "about $1,350": "The cost of representing one tenant.",
        "$42,000": "What shelter for one family costs a county.",
    },
}
"""By the figure that the draft gives."""
OTHER_CLAIMS: dict[str, dict[str, str]] = {
    "wells.pdf": {
        "more than 4,300": "Wells of private homes that ran dry.",
        "an estimated 11,750": "Residents who had to fetch water from public taps.",
        "fewer than 9 percent": "The share of the homes concerned that the state looked at.",
        "at least 212": "Known cases of illness from bad water.",
        "38": "Water systems that the order reached.",
        "96": "Public water systems in the basin.",
        "two-thirds": (
            "The share of farmworkers who went without running water for a month or more."
        ),
        "1,508": "Farmworkers who answered the survey.",
        "about a quarter": "The share who had to borrow to pay for bottled water.",
        "640": "Wells that the university tested.",
        "one in five": "The share of those wells with too much arsenic.",
        "$18,500": "What it costs to repair a well.",
        "$12,000": "What repairing a well had cost before.",
        "$6.4 million": "The money in the relief fund.",
    },
    "clinics.html": {
        "thirty-one": "Rural clinics that shut their doors.",
        "twelve months": "The time in which they closed.",
        "six": "New clinics that opened.",
        "some 96,000": "Public water systems in the basin.",
        "more than 40 miles": "How far these people have to travel.",
        "70,500": "People that far from a doctor some years before.",
    },
    "testimony.txt": {
        "nearly seven thousand": "Veterans whom the League serves.",
        "14,206": "Old claims on which the office had not decided.",
        "older than 125 days": "How long these claims had been lying there at least.",
        "6,118": "Such claims before the backlog grew.",
        "37 percent": "The share of decisions with a mistake in them.",
        "over half": "The share of our members who had waited for years.",
        "412": "Veterans who were asked.",
        "more than two years": "How long they had waited.",
    },
    "broadband.md": {
        "one in three": "Counties that make up the basin.",
        "8 percent": "The same share in the counties next door.",
        "up to $48,000": "The price of a mile of fiber in the mountains.",
        "$183 million": "What the program had paid out.",
        "$980 million": "All the money that the program has.",
    },
    "evictions.pdf": {
        "3,947": "Eviction cases that landlords filed.",
        "52 percent": "The rise in filings since 2019.",
        "nearly four out of five": "The share of decided cases that went to the landlord.",
        "less than 3 percent": "The share of cases in which the tenant had a lawyer.",
        "about $1,350": "What it costs to represent one tenant.",
        "$42,000": "What a family’s shelter costs the county in a year.",
    },
}
"""The same, as somebody else wrote it."""

ASKS: dict[str, tuple[str, ...]] = {
    "wells.pdf": (
        "Set aside $250 million for emergency wells in the next farm bill.",
        "Hold hearings on how the relief fund is run.",
        (
            "Have the Secretary of Agriculture report every year how many households have no "
            "running water."
        ),
    ),
    "clinics.html": (
        "Renew the grants for rural clinics, and raise them by at least 15 percent.",
        "Confirm a director for the National Office of Rural Medicine.",
    ),
    "testimony.txt": (
        "Fund 300 more examiners of claims.",
        "Hold a hearing on the rate of errors.",
    ),
    "broadband.md": (
        "Give section 905(c) two more years before its deadline.",
        "Hold briefings on how fast payments are made.",
    ),
    "evictions.pdf": (
        "Fund lawyers and other counsel for tenants.",
        "Restore the $500,000 that was taken from the pilot.",
    ),
}
"""In the order of the draft."""


def write(source: Path, name: str) -> int:
    """Writes every TODO of a claim or an ask in words of one's own; gives how many there were."""
    data = yaml.load(source.read_text("utf-8"), yaml.BaseLoader)  # noqa: S506 - makes texts only
    asks = iter(ASKS[name])
    told = [
        *(next(asks) for _ in data["recommendations"]),
        *(CLAIMS[name][finding["figure"]] for finding in data["findings"]),
    ]
    words = iter(told)
    text = re.sub(
        rf"(?m)^( +(?:- )?(?:claim|ask)): {TODO}$",
        lambda key: f"{key.group(1)}: {json.dumps(next(words))}",
        source.read_text("utf-8"),
    )
    source.write_text(text, encoding="utf-8")
    assert next(words, None) is None
    return len(told)
