import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.congress.filters import NoMatchingRecipientError, meets, select
from generator.models.recipient import Recipient
from tests.support.people import person, representative, senator

PEOPLE = (
    representative(committees=(("Judiciary", "member"),)),
    representative(id="G000002", district=34, last="Gonzalez", full="Vicente González"),
    senator(),
    person(
        id="B000003",
        chamber="house",
        state="AK",
        district=0,
        title="representative",
        last="Begich",
        full="Nicholas J. Begich III",
    ),
    person(
        id="H000004",
        chamber="house",
        state="PR",
        district=0,
        title="resident commissioner",
        last="Hernández",
        full="Pablo José Hernández",
    ),
    senator(
        id="W000005",
        state="AZ",
        last="Wasserman Schultz",
        full="Debbie Wasserman Schultz",
        committees=(("Homeland Security and Governmental Affairs", "chair"),),
    ),
)


def meant(*filters: str) -> list[str]:
    return [found.id for found in select(PEOPLE, filters)]


@pytest.mark.parametrize(
    ("sought", "ids"),
    [
        ("TX-16", ["E000299"]),
        ("tx16", ["E000299"]),
        ("TX 34", ["G000002"]),
        ("TX", ["E000299", "G000002", "C000001"]),
        ("Texas", ["E000299", "G000002", "C000001"]),
        ("TX-sen", ["C000001"]),
        ("AK-AL", ["B000003"]),
        ("AK-0", ["B000003"]),
        ("TX-016", ["E000299"]),
        ("senator", ["C000001", "W000005"]),
        ("senate", ["C000001", "W000005"]),
        ("House", ["E000299", "G000002", "B000003", "H000004"]),
        ("committee:Judiciary", ["E000299"]),
        ("committee:committee on the judiciary", ["E000299"]),
        ("committee:Homeland Security and Governmental Affairs", ["W000005"]),
        ("gonzalez", ["G000002"]),
        ("Pablo Hernandez", ["H000004"]),
        ("cortez masto", ["C000001"]),
        ("begich", ["B000003"]),
        ("E000299", ["E000299"]),
        ("Veronica Escobar", ["E000299"]),
        ("TX-16-escobar", ["E000299"]),
        ("TX-sen-cortez-masto", ["C000001"]),
    ],
)
def test_filters_read_as_people_write(sought: str, ids: list[str]) -> None:
    assert meant(sought) == ids


def test_several_filters_mean_everyone_that_one_of_them_means_in_the_order_of_the_recipients() -> (
    None
):
    assert meant("AZ", "TX-34", "begich") == ["G000002", "B000003", "W000005"]


def test_no_filter_means_everyone() -> None:
    assert meant() == [found.id for found in PEOPLE]


def test_a_filter_without_a_match_is_an_error_with_a_hint() -> None:
    with pytest.raises(NoMatchingRecipientError, match="Escobar"):
        meant("TX", "escobra")
    with pytest.raises(NoMatchingRecipientError, match="other filters are TX-16, TX, senate"):
        meant("the whole world")


@pytest.mark.parametrize(
    ("sought", "words"),
    [
        (
            "ME",
            (
                "no recipient is meant by 'ME'; no member from Maine is in these files "
                "(`letters list recipients` shows who is)"
            ),
        ),
        ("new york", "no member from New York is in these files"),
        ("TX-16,Cortez Masto", 'name each by itself: --to TX-16 --to "Cortez Masto"'),
        (
            "Krishnamoorthi",
            "no member in these files has that name (`letters list recipients` shows who is)",
        ),
    ],
)
def test_a_missing_member_is_not_replaced_by_another(sought: str, words: str) -> None:
    with pytest.raises(NoMatchingRecipientError) as caught:
        meant(sought)
    assert words in str(caught.value)


def test_a_committee_with_a_mistake_in_it_is_offered_as_it_is_written() -> None:
    with pytest.raises(NoMatchingRecipientError, match='did you mean "Judiciary"'):
        meant("committee:Judicary")
    with pytest.raises(NoMatchingRecipientError, match="did you mean committee:Judiciary"):
        meant("comittee:Judiciary")


def test_a_vacant_seat_is_not_taken_for_the_next_one() -> None:
    with pytest.raises(
        NoMatchingRecipientError, match="holds that seat: it is vacant, or its holder is missing"
    ) as found:
        meant("TX-23")
    assert "TX-34" not in str(found.value)


@pytest.mark.parametrize(
    ("sought", "says"),
    [
        ("TX-99", "TX has no district 99: its districts are 1 to 38"),
        ("AK-2", "it has one seat, AK-AL"),
        ("XX-1", "there is no state 'XX'"),
    ],
)
def test_a_seat_that_cannot_be_is_not_called_vacant(sought: str, says: str) -> None:
    with pytest.raises(NoMatchingRecipientError, match=re.escape(says)) as found:
        meant(sought)
    assert "vacant" not in str(found.value)


@pytest.mark.slow
@given(st.text(max_size=40))
def test_no_filter_breaks_the_program(sought: str) -> None:
    for recipient in PEOPLE:
        assert meets(recipient, sought) in (True, False)


@given(st.sampled_from(PEOPLE))
def test_everyone_is_meant_by_their_own_full_name_and_seat(recipient: Recipient) -> None:
    assert recipient.id in meant(recipient.name.full)
    assert recipient.id in meant(recipient.seat)
