"""The numbers of sentences that supporters are given."""

import pytest

from generator.audit.say import foreign_numbers
from generator.models.source import SourceFile
from tests.support.sources import SOURCE


def with_say(say: str) -> SourceFile:
    findings = tuple(
        one.model_copy(update={"say": say}) if one.id == "wells" else one for one in SOURCE.findings
    )
    return SOURCE.model_copy(update={"findings": findings})


@pytest.mark.parametrize(
    "say",
    [
        "By December 2023, over 1,200 wells had been counted in our valley.",
        "Someone counted over 1,200 wells, and the first was mine.",
        "I think of the wells every day.",
    ],
)
def test_the_figure_and_date_of_the_finding_may_be_said(say: str) -> None:
    assert tuple(foreign_numbers(with_say(say))) == ()


@pytest.mark.parametrize(
    ("say", "text"),
    [
        ("By December 2023, 1,300 wells had been counted.", "1,300"),
        ("By May 2024, over 1,200 wells had been counted.", "May 2024"),
        ("Over 1,200 wells, last year.", "last year"),
        ("Half of over 1,200 wells are dry.", "Half"),
    ],
)
def test_no_other_number_may_be_said(say: str, text: str) -> None:
    [(number, message)] = foreign_numbers(with_say(say))
    assert SOURCE.findings[number].id == "wells"
    assert message.startswith(f"{text} is not of this finding: ")
