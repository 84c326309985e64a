"""Short documents of different kinds, and what is true and what is false of each in other words.

The documents and the claims about them are files in tests/data/audit/reports/.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from generator.models.source import SourceFile

FOLDER = Path(__file__).parents[1] / "data" / "audit" / "reports"


def as_data(
    text: str,
    issued: str,
    *,
    sections: Mapping[str, str],
    findings: Sequence[object] = (),
    ask: str = "Act",
) -> SourceFile:
    """Returns a document as data."""
    first = next(iter(sections))
    return SourceFile.model_validate(
        {
            "bibliography": [
                {
                    "id": "report",
                    "author": "A",
                    "title": text.splitlines()[0].strip("# "),
                    "issued": issued,
                }
            ],
            "sections": [{"id": name, "heading": heading} for name, heading in sections.items()],
            "recommendations": [
                {
                    "id": "asked",
                    "ask": ask,
                    "chambers": ["house"],
                    "instrument": "hearing",
                    "horizon": "now",
                    "section": first,
                }
            ],
            "findings": findings,
        }
    )


@dataclass(frozen=True)
class Report:
    """A document as a campaign cites it, with what is true and false of it."""

    text: str
    issued: str
    sections: Mapping[str, str]
    true: tuple[Mapping[str, str], ...]
    false: tuple[Mapping[str, str], ...]

    def sources(
        self, findings: tuple[Mapping[str, str], ...]
    ) -> Iterator[tuple[Mapping[str, str], SourceFile]]:
        """Yields each of these findings as `f`, among the true ones of other claims."""
        for one in findings:
            yield (
                one,
                self._source(
                    one, *(other for other in self.true if other["claim"] != one["claim"])
                ),
            )

    def _source(self, *findings: Mapping[str, str]) -> SourceFile:
        base = {"as_of": self.issued, "section": next(iter(self.sections))}
        numbered = [
            {**base, "id": f"f{number or ''}", **one} for number, one in enumerate(findings)
        ]
        return as_data(self.text, self.issued, sections=self.sections, findings=numbered)


def _report(name: str) -> str:
    """Returns the text of a document."""
    return (FOLDER / f"{name}.md").read_text("utf-8")


CLAIMS = yaml.load((FOLDER / "claims.yaml").read_text("utf-8"), yaml.BaseLoader)  # noqa: S506 - BaseLoader makes texts only
REPORTS = {
    about["name"]: Report(
        _report(name),
        about["issued"],
        about["sections"],
        tuple(about["right"]),
        tuple(about["wrong"]),
    )
    for name, about in CLAIMS.items()
}
ASKED: tuple[tuple[str, str, tuple[str, ...], tuple[str, ...]], ...] = tuple(
    (
        _report(name),
        about["asks"]["heading"],
        tuple(about["asks"]["right"]),
        tuple(about["asks"]["wrong"]),
    )
    for name, about in CLAIMS.items()
    if "asks" in about
)
"""A document, the heading of its asks, and what it asks in other words and does not ask."""
