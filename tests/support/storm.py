"""A document about another matter than the other tests' documents, and claims about it.

A person wrote the claims in their own words: none repeats a sentence of the document.
"""

from collections.abc import Sequence

from generator.models.source import SourceFile
from tests.support import audit_data

TEXT = audit_data.read("storm.md")
CLAIMS = audit_data.load("storm.yaml")
OTHER_ASKS: list[str] = CLAIMS["other_asks"]
"""Asks that the document does not make."""
ISSUED = "2024-02-01"
HEADINGS = {
    "happened": "What happened",
    "money": "Money",
    "schools": "Schools and work",
    "asks": "Recommendations",
}


def storm(asks: Sequence[str] = CLAIMS["asks"]) -> SourceFile:
    """Returns the document as data, with these asks and every finding."""
    work = {"id": "storm", "author": "A", "title": TEXT.splitlines()[0].strip("# ")}
    ask = {"chambers": ["house"], "instrument": "legislation", "horizon": "now", "section": "asks"}
    return SourceFile.model_validate(
        {
            "bibliography": [{**work, "issued": ISSUED}],
            "sections": [{"id": name, "heading": heading} for name, heading in HEADINGS.items()],
            "recommendations": [
                {"id": f"a{number}", "ask": text, **ask} for number, text in enumerate(asks)
            ],
            "findings": [
                {"id": f"f{number}", "as_of": ISSUED, **one}
                for number, one in enumerate(CLAIMS["findings"])
            ],
        }
    )
