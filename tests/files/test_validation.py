"""Pydantic's errors become sentences with codes."""

import re
import typing
from typing import Annotated

import pytest
from pydantic import BaseModel, StringConstraints, TypeAdapter, ValidationError

from generator.files import validation
from generator.files.validation import sentences
from generator.models.campaign import ArgumentHeader, CampaignFile
from generator.models.fields import (
    BillNumber,
    Chamber,
    Day,
    PartialDate,
    SeatCode,
    State,
    Text,
    Zip,
)
from generator.models.recipient import Name, RecipientsFile
from generator.models.sender import SenderFile
from generator.models.source import SourceFile
from tests.conftest import Golden


def refusal(annotation: object, given: object) -> tuple[str, str]:
    """Returns the sentence about a value of a wrong kind, and its code."""

    class Model(BaseModel):
        value: annotation  # type: ignore[valid-type]

    with pytest.raises(ValidationError) as caught:
        Model.model_validate({"value": given})
    ((path, sentence, code),) = sentences(caught.value, Model)
    assert path == ("value",)
    return sentence, code


WRONG_VALUES = [
    (Zip, "2134", "wrong-form"),
    (Zip, "501-1234", "wrong-form"),
    (Zip, "205154316", "wrong-form"),
    (Zip, "ABCDE", "wrong-form"),
    (BillNumber, "HR 1234", "wrong-form"),
    (BillNumber, "s567", "wrong-form"),
    (BillNumber, "the bill", "wrong-form"),
    (SeatCode, "TX16", "wrong-form"),
    (State, "NO", "unknown-state"),
    (State, "Texas", "unknown-state"),
    (State, "tx", "unknown-state"),
    (PartialDate, "2019-02-30", "unknown-day"),
    (PartialDate, "May 2019", "wrong-form"),
    (Day, "0", "not-a-day"),
    (Day, ["2026-09-01"], "not-a-day"),
    (Chamber, "Senat", "wrong-choice"),
    (Name, "x", "not-keys"),
    (Text, {"a": "b"}, "not-a-text"),
    (tuple[str, ...], "x", "not-a-list"),
    (int, "1.5", "not-a-whole-number"),
    (int, "9" * 5000, "number-too-large"),
    (float, "x", "not-a-number"),
    (bool, "x", "not-true-or-false"),
    (bool, None, "not-true-or-false"),
]


@pytest.mark.parametrize(("annotation", "given", "code"), WRONG_VALUES)
def test_a_wrong_value_has_its_code(annotation: object, given: object, code: str) -> None:
    assert refusal(annotation, given)[1] == code


def test_the_sentences_about_wrong_values_are_the_golden_ones(golden: Golden) -> None:
    lines = []
    for annotation, given, _ in WRONG_VALUES:
        sentence, _ = refusal(annotation, given)
        lines.append(f"{str(given)[:60]}\t{sentence}\n")
    golden("value-problems.txt", "".join(lines))


def every_pattern(annotation: object) -> set[str]:
    """The patterns of all texts in an annotation and in the models that it holds."""
    found: set[str] = set()
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        for inner in typing.get_type_hints(annotation, include_extras=True).values():
            found |= every_pattern(inner)
    if typing.get_origin(annotation) is Annotated:
        found |= {
            str(item.pattern)
            for item in typing.get_args(annotation)[1:]
            if isinstance(item, StringConstraints) and item.pattern
        }
    for inner in typing.get_args(annotation):
        found |= every_pattern(inner)
    return found


def test_there_are_words_for_every_pattern_of_the_files() -> None:
    files = [SourceFile, CampaignFile, ArgumentHeader, SenderFile, RecipientsFile]
    patterns = set().union(*(every_pattern(file) for file in files))
    assert len(patterns) >= 7
    assert patterns <= set(validation.FORMS)


def test_days_are_read_with_or_without_their_zeros() -> None:
    day = TypeAdapter(Day)
    assert day.validate_python("2027-1-3") == day.validate_python("2027-01-03")


def test_a_misspelt_key_is_not_called_missing_as_well() -> None:
    with pytest.raises(ValidationError) as caught:
        Name.model_validate({"lst": "B"})
    assert sorted(words for _, words, _ in sentences(caught.value, Name)) == [
        "is missing: add “full: …” (The whole name as the member writes it)",
        'there is no such key here; did you mean "last"?',
    ]


def test_an_odd_name_of_a_place_is_explained() -> None:
    with pytest.raises(ValidationError) as caught:
        SourceFile.model_validate(
            {
                "bibliography": [],
                "sections": [],
                "recommendations": [],
                "places": {"El Paso": {"name": "x"}},
            }
        )
    found = {path: words for path, words, _ in sentences(caught.value, SourceFile)}
    assert re.match("must be a short name", found["places", "El Paso"])
