"""True paraphrases of figures, dates, names and claims of the shipped campaign.

The audit must reject none of them.
"""

from collections.abc import Iterator

from generator.models.source import SourceFile
from tests.support import audit_data

PARAPHRASES = audit_data.load("paraphrases.yaml")


def paraphrases(source: SourceFile) -> Iterator[tuple[str, str, SourceFile]]:
    """Yields the id of a finding, its paraphrase, and the source file with the paraphrase."""
    for key, by_finding in PARAPHRASES.items():
        for name, others in by_finding.items():
            for other in others:
                findings = tuple(
                    one.model_copy(update={key: other}) if one.id == name else one
                    for one in source.findings
                )
                assert findings != source.findings, (
                    f"{name} has the {key} {other} already, or is gone"
                )
                yield name, f"{key}: {other}", source.model_copy(update={"findings": findings})
