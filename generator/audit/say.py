"""Checks the sentences that supporters are given (`say:`) against the findings they stand at."""

from collections.abc import Iterator

from generator.audit.support import given, is_harmless, numerals
from generator.models.source import Finding, SourceFile


def foreign_numbers(source: SourceFile) -> Iterator[tuple[int, str]]:
    """Yields the position of a finding and a sentence for each number its `say` may not have.

    The sentence goes into letters that no one audits, so that each number in it must be of this
    finding: its figure, its date, or a number of its claim.
    """
    for number, finding in enumerate(source.findings):
        for text in _foreign(finding):
            message = (
                f"{text} is not of this finding: a sentence for supporters has the figure, the "
                "date and the numbers of its own claim alone"
            )
            yield number, message


def _foreign(finding: Finding) -> Iterator[str]:
    support, say = given(finding), finding.say or ""
    for numeral in numerals(say):
        if not (support.supports(numeral) or is_harmless(numeral, say)):
            yield numeral.text
