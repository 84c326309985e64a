"""A small document as data, invented, for the tests of what is made from one."""

from generator.models.source import Finding, SourceFile

DOCUMENT = {
    "bibliography": [
        {
            "id": "report",
            "author": "Rivers Watch",
            "title": "What “Clean” Means: Wells of the Valley",
            "short_title": "What “Clean” Means",
            "issued": "2024-05-01",
            "url": "https://www.rivers.example/reports/wells/",
        },
        {
            "id": "survey",
            "type": "dataset",
            "author": "State Survey",
            "title": "Wells",
            "number": "No. 7",
            "issued": "2023",
            "container_title": "Open Data",
        },
    ],
    "sections": [
        {"id": "wells", "heading": "How many wells are there?", "short": "How many wells"},
        {"id": "health", "heading": "What does it do to health?"},
    ],
    "recommendations": [
        {
            "id": "fund",
            "ask": "Fund new wells",
            "chambers": ["house", "senate"],
            "instrument": "appropriation",
            "horizon": "now",
            "section": "wells",
        }
    ],
    "findings": [
        {
            "id": "wells",
            "claim": "Wells that were counted.",
            "figure": "over 1,200",
            "as_of": "2023-12",
            "section": "wells",
            "counted_by": "State Survey",
        },
        {
            "id": "dry",
            "claim": "Wells gone dry.",
            "figure": "45 percent",
            "as_of": "2024-05-01",
            "section": "wells",
        },
        {
            "id": "sick",
            "claim": "People made ill.",
            "figure": "at least 13",
            "as_of": "2022-06",
            "as_of_text": "June 2022 to July 2023",
            "section": "health",
        },
        {
            "id": "other",
            "claim": "Wells in the data.",
            "figure": "1,180",
            "as_of": "2023",
            "section": "wells",
            "reference": "survey",
        },
    ],
}

SOURCE = SourceFile.model_validate(DOCUMENT)


def finding(name: str) -> Finding:
    """The finding of that id."""
    return next(one for one in SOURCE.findings if one.id == name)


def number(name: str) -> int:
    """The number by which marks refer to a finding."""
    return [one.id for one in SOURCE.findings].index(name)
