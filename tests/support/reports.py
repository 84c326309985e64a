"""Short documents of different kinds, with true and false claims about each.

The documents and the claims about them are files in tests/data/audit/reports/.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.models.source import SourceFile
from tests.support import audit_data


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
    """A document as a campaign cites it, with true and false findings."""

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
    return audit_data.read(f"reports/{name}.md")


CLAIMS = audit_data.load("reports/claims.yaml")
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
"""A document, the heading of its asks, asks that it makes in other words, asks that it does not."""
