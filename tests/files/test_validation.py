"""What pydantic finds wrong, in sentences."""

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


def sentence(annotation: object, given: object) -> str:
    class Wanted(BaseModel):
        value: annotation  # type: ignore[valid-type]

    with pytest.raises(ValidationError) as caught:
        Wanted.model_validate({"value": given})
    ((path, words, _),) = sentences(caught.value, Wanted)
    assert path == ("value",)
    return words


@pytest.mark.parametrize(
    ("annotation", "given", "words"),
    [
        (
            Zip,
            "2134",
            'must be five digits, not "2134"; did you mean "02134"? (a spreadsheet drops the zero in front)',
        ),
        (
            Zip,
            "501-1234",
            'must be five digits, not "501-1234"; did you mean "00501-1234"? (a spreadsheet drops the zero in front)',
        ),
        (Zip, "205154316", 'must be five digits, not "205154316"; did you mean "20515-4316"?'),
        (Zip, "ABCDE", 'must be five digits, not "ABCDE"'),
        (
            BillNumber,
            "HR 1234",
            'must be a number like H.R. 1234 or S. 567, not "HR 1234"; did you mean "H.R. 1234"?',
        ),
        (
            BillNumber,
            "s567",
            'must be a number like H.R. 1234 or S. 567, not "s567"; did you mean "S. 567"?',
        ),
        (BillNumber, "the bill", 'must be a number like H.R. 1234 or S. 567, not "the bill"'),
        (
            SeatCode,
            "TX16",
            'must be a seat like TX-16, or AK-AL where the state has one, not "TX16"',
        ),
        (State, "NO", 'there is no state "NO"; write its postal code: TX, PR, DC'),
        (State, "Texas", 'there is no state "Texas"; did you mean TX?'),
        (State, "tx", 'there is no state "tx"; did you mean TX?'),
        (PartialDate, "2019-02-30", "the calendar has no 2019-02-30"),
        (
            PartialDate,
            "May 2019",
            'must be a day, a month or a year like 2019-12-31, 2019-12 or 2019, not "May 2019"',
        ),
        (Day, "0", 'must be a day like 2026-09-01, not "0"'),
        (Day, ["2026-09-01"], "must be a day like 2026-09-01, not a list"),
        (Chamber, "Senat", 'must be house or senate, not "Senat"; did you mean "senate"?'),
        (Name, "x", 'must have keys of its own in the lines below it, not "x"'),
        (Text, {"a": "b"}, "must be a single text, not keys and values"),
        (tuple[str, ...], "x", 'must be a list, each entry a line that begins with “- ”, not "x"'),
        (int, "1.5", 'must be a whole number, not "1.5"'),
        (int, "9" * 5000, "must be a whole number of moderate size"),
        (float, "x", 'must be a number like 31.76, not "x"'),
        (bool, "x", 'must be true or false, not "x"'),
        (bool, None, 'must be true or false, not "None"'),
    ],
)
def test_a_wrong_value_is_explained(annotation: object, given: object, words: str) -> None:
    assert sentence(annotation, given) == words


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
