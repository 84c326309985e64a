"""A source file about the document `wells-of-the-valley.md`, and its audit."""

from collections.abc import Mapping

from generator.audit.documents.types import Document
from generator.audit.source import audit_source
from generator.audit.verdicts import Verdict
from generator.models.source import SourceFile

WELLS = {
    "claim": "Wells that went dry.",
    "figure": "over 1,200",
    "as_of": "2021-11",
    "section": "intro",
}
FARMS = {
    "claim": "Farms that lost a well.",
    "figure": "45 percent",
    "as_of": "2021-07",
    "as_of_text": "June 2020 to July 2021",
    "counted_by": "Valley Growers Alliance",
}


def line_of(field: str) -> int:
    """Returns a line that shows for which key it was asked."""
    return 1000 + len(field)


def audited(source: SourceFile, document: Document, **changes: object) -> list[Verdict]:
    return audit_source(source, document, where=line_of, **changes)  # type: ignore[arg-type]


def source(
    *findings: Mapping[str, object], asks: tuple[Mapping[str, object], ...] = ()
) -> SourceFile:
    base = {"as_of": "2022-01-10", "section": "who", "claim": "Something."}
    ask = {
        "id": "fund",
        "ask": "Fund new wells",
        "chambers": ["house"],
        "instrument": "appropriation",
        "horizon": "now",
        "section": "do",
    }
    return SourceFile.model_validate(
        {
            "bibliography": [
                {
                    "id": "doc",
                    "author": "Water Watch",
                    "title": "Wells of the Valley",
                    "issued": "2022-01-10",
                },
                {"id": "other", "author": "Somebody", "title": "Else", "issued": "2020"},
            ],
            "sections": [
                {"id": "intro", "heading": "Wells of the valley"},
                {"id": "who", "heading": "Who counted?"},
                {"id": "means", "heading": "What it means"},
                {"id": "do", "heading": "What Congress should do"},
            ],
            "recommendations": [ask, *({**ask, **one} for one in asks)],
            "findings": [
                {"id": f"f{number}", **base, **one} for number, one in enumerate(findings)
            ],
        }
    )
