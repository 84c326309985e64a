import contextlib
import datetime
import re
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.congress.filters import FilterContext, NoMatchingRecipientError, select
from generator.models.recipient import Name, Recipient
from generator.models.source import Place
from tests.support.people import office, person, representative, senator

DAY = datetime.date(2026, 9, 1)
EL_PASO = Place(name="El Paso", state="TX", latitude=31.76, longitude=-106.49)
PLACES = {
    "el-paso": EL_PASO,
    "reynosa": Place(name="Reynosa", latitude=26.09, longitude=-98.28),
}
CONTEXT = FilterContext(DAY, PLACES)
GOVERNMENT = "Homeland Security and Governmental Affairs"

PEOPLE = (
    representative(
        committees=(("Judiciary", "member"), ("Armed Services", "chair")),
        represents=("el-paso",),
        addresses=office(),
    ),
    representative(id="G000002", district=34, last="Gonzalez", full="Vicente González"),
    senator(committees=(("Judiciary", "ranking member"),)),
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
        committees=((GOVERNMENT, "chair"), ("Budget", "member")),
    ),
    person(
        id="N000006",
        chamber="house",
        state="DC",
        district=0,
        title="delegate",
        last="Norton",
        full="Eleanor Holmes Norton",
    ),
    senator(
        id="S000007",
        state="NY",
        last="Scott",
        full="Charles E. Scott",
        leadership="Minority Leader",
    ).model_copy(
        update={
            "name": Name(first="Charles", nickname="Chuck", last="Scott", full="Charles E. Scott")
        }
    ),
    representative(id="P000008", state="CA", district=50, last="Peters", full="Scott H. Peters"),
    representative(id="S000009", state="VA", district=3, last="Scott", full='Robert C. "Bo" Scott'),
    representative(id="F000010", state="NC", district=5, last="Foxx", full="Virginia Foxx"),
)


def meant(*filters: str, context: FilterContext = CONTEXT) -> list[str]:
    return [found.id for found in select(PEOPLE, filters, context=context).recipients]


def refused(*filters: str, context: FilterContext = CONTEXT) -> Mapping[str, str]:
    with pytest.raises(NoMatchingRecipientError) as caught:
        meant(*filters, context=context)
    return caught.value.reasons


@pytest.mark.parametrize(
    ("sought", "ids"),
    [
        # Seats, states and chambers.
        ("TX-16", "E000299"),
        ("tx16", "E000299"),
        ("TX 34", "G000002"),
        ("TX", "E000299 G000002 C000001"),
        ("Texas", "E000299 G000002 C000001"),
        ("TX-sen", "C000001"),
        ("AK-AL", "B000003"),
        ("AK-0", "B000003"),
        ("TX-016", "E000299"),
        ("senator", "C000001 W000005 S000007"),
        ("Senators", "C000001 W000005 S000007"),
        ("chamber:senate", "C000001 W000005 S000007"),
        ("state:TX,AK", "E000299 G000002 C000001 B000003"),
        ("state:New York", "S000007"),
        ("district:tx-34", "G000002"),
        # Committees and roles, each alone and together.
        ("committee:Judiciary", "E000299 C000001"),
        ("committee:committee on the judiciary", "E000299 C000001"),
        (f"committee:{GOVERNMENT}", "W000005"),
        ("committee:Senate Judiciary", "C000001"),
        ("role:chair", "E000299 W000005"),
        ("chairs", "E000299 W000005"),
        ("role:chair,ranking member", "E000299 C000001 W000005"),
        ("committee:Judiciary role:ranking member", "C000001"),
        ("role:chair committee:Armed Services", "E000299"),
        ("committee:Armed Services role:chair committee:Judiciary", "E000299"),
        (f"role:chair committee:{GOVERNMENT} committee:Budget role:member", "W000005"),
        # Offices and titles.
        ("leadership", "S000007"),
        ("leader:minority leader", "S000007"),
        ("leader:none senate", "C000001 W000005"),
        ("title:delegate", "N000006"),
        ("delegates", "N000006"),
        ("resident commissioner", "H000004"),
        # Places.
        ("district_of:el-paso", "E000299 C000001"),
        ("el-paso", "E000299 C000001"),
        ("El Paso house", "E000299"),
        ("within:100 miles of el-paso", "E000299"),
        ("within:1 mile of El Paso", "E000299"),
        # Words inside one filter mean and.
        ("TX house role:chair", "E000299"),
        ("senate committee:Judiciary", "C000001"),
        ("committee:Judiciary senate", "C000001"),
        (f"committee:{GOVERNMENT} AZ senate", "W000005"),
        ("New York senate", "S000007"),
        ("Virginia house", "S000009 F000010"),
        ("within:100 miles of el-paso committee:Judiciary TX", "E000299"),
        # Exclusions.
        ("house !TX", "B000003 H000004 N000006 P000008 S000009 F000010"),
        ("senate !committee:Judiciary", "W000005 S000007"),
        ("TX !role:chair", "G000002 C000001"),
        ("!house", "C000001 W000005 S000007"),
        ("! house !TX", "W000005 S000007"),
        ("TX !Veronica Escobar !G000002", "C000001"),
        # Names, with titles, nicknames and what the news puts behind them.
        ("gonzalez", "G000002"),
        ("Pablo Hernandez", "H000004"),
        ("cortez masto", "C000001"),
        ("Masto", "C000001"),
        ("Nicholas J. Begich", "B000003"),
        ("Begich, Nicholas", "B000003"),
        ("E000299", "E000299"),
        ("Veronica Escobar", "E000299"),
        ("Hon. Veronica Escobar", "E000299"),
        ("Rep. Escobar", "E000299"),
        ("Rep. Veronica Escobar (D-TX-16)", "E000299"),
        ("Sen. Cortez Masto (TX)", "C000001"),
        ("Delegate Norton", "N000006"),
        ("Congresswoman Norton", "N000006"),
        ("Leader Scott", "S000007"),
        ("Chuck Scott", "S000007"),
        ("Senator Scott", "S000007"),
        ("Rep. Scott", "S000009"),
        ("Scott", "S000007 S000009"),
        ("Scott Peters", "P000008"),
        ("Virginia Foxx", "F000010"),
        ("Virginia", "S000009 F000010"),
        # Letters.
        ("TX-16-escobar", "E000299"),
        ("TX-sen-cortez-masto.pdf", "C000001"),
        ("out/clean-water/TX-16-escobar.pdf", "E000299"),
    ],
)
def test_filters_read_as_people_write(sought: str, ids: str) -> None:
    assert meant(sought) == ids.split()


def test_several_filters_mean_everyone_that_one_of_them_means_in_the_order_of_the_recipients() -> (
    None
):
    assert meant("AZ", "TX-34", "begich") == ["G000002", "B000003", "W000005"]


def test_filters_that_only_exclude_narrow_the_others_and_all_hold() -> None:
    assert meant("!TX", "!house") == ["W000005", "S000007"]
    assert meant("TX", "!role:chair", "AZ") == ["G000002", "C000001"]
    assert "together they leave no recipient" in str(refused("TX", "!TX"))


def test_no_filter_means_everyone() -> None:
    assert meant() == [found.id for found in PEOPLE]


def test_positions_are_those_of_the_campaign() -> None:
    acts = {"E000299": {"cosponsor"}, "C000001": {"sponsor"}}
    known = FilterContext(DAY, acts=lambda member: acts.get(member, set()))
    assert meant("position:cosponsor", context=known) == ["E000299"]
    assert meant("position:sponsor,cosponsor", context=known) == ["E000299", "C000001"]
    assert meant("position:none TX", context=known) == ["G000002"]
    assert "use it where a command takes a CAMPAIGN" in refused("position:none")["position:none"]


@pytest.mark.parametrize(
    ("sought", "words"),
    [
        ("ME", "no member from Maine is in these files (`letters list recipients` shows who is)"),
        ("new jersey", "no member from New Jersey is in these files"),
        ("TX-16,Cortez Masto", 'name each by itself: --to TX-16 --to "Cortez Masto"'),
        ("TX,AZ", "name each by itself: --to TX --to AZ"),
        ("TX AZ", "no member in these files is all of “TX” and “AZ”"),
        ("Krishnamoorthi", "no member in these files has that name"),
        ("the whole world", "other filters are TX-16, TX, senate and committee:Judiciary"),
        # What is near is of the same kind.
        ("escobra", "did you mean Escobar?"),
        ("Veronica Escobra", "did you mean Veronica Escobar?"),
        ("Arizonna", "did you mean Arizona?"),
        ("el-pasa", "did you mean el-paso?"),
        ("senatr", "did you mean senator or senate?"),
        ("committee:Judicary", 'did you mean "Judiciary"?'),
        ("comittee:Judiciary", "did you mean committee:Judiciary?"),
        ("rolle:ranking member", 'did you mean "role:ranking member"?'),
        ("state:Texs", "did you mean state:TX?"),
        ("district_of:el-pasa", 'did you mean "el-paso"?'),
        ("within:10 miles of renosa", 'did you mean "reynosa"?'),
        ("role:chiar", 'did you mean "chair"?'),
        ("title:governor", 'title: has no value "governor"; there are delegate, representative'),
        ("within:100 km of el-paso", 'write "within:100 miles of el-paso"'),
        ("district:16", "write district:TX-16"),
        ("planet:Earth", "planet: is no key; the keys are body, chamber, state, district"),
        ("committee:", "committee: needs a value"),
        ("Judiciary", "did you mean committee:Judiciary?"),
        ("Homland Security", 'did you mean "committee:Homeland Security"?'),
        ("House HELP", "is no committee of the House: there is Health, Education, Labor,"),
        (" ", "it is empty: write TX-16"),
        ("!", "it is empty: write TX-16"),
        # What is known and fits no member.
        ("committee:Rivers", 'there is no committee "Rivers"'),
        ("committee:Ethics", "no member in these files sits on that committee"),
        ("committee:Judiciary role:chair", "sits on that committee as chair"),
        ("house committee:Senate Judiciary", "committee:Judiciary means the committee of that"),
        ("senate committee:Ways and Means", "the Senate has Finance"),
        ("within:5 miles of reynosa", "in El Paso, is 632.1 miles from Reynosa: not within 5"),
        ("leader:speaker", "no member in these files is “leader:speaker”"),
        ("!house !senate", "it excludes every recipient"),
        ("TX-23", "holds that seat: it is vacant, or its holder is missing"),
        ("TX-99", "TX has no district 99: its districts are 1 to 38"),
        ("AK-2", "it has one seat, AK-AL"),
        ("XX-1", "there is no state 'XX'"),
    ],
)
def test_a_filter_without_a_match_says_what_to_write(sought: str, words: str) -> None:
    reason = refused(sought)[sought]
    assert words in reason
    # A seat that is vacant or cannot be is not taken for the next one.
    assert "TX-34" not in reason or "AK" in reason
    assert ("vacant" in reason) == (sought == "TX-23")


def test_all_wrong_filters_are_named_at_once() -> None:
    reasons = refused("TX", "escobra", "TX-99", "committee:Judicary")
    assert [*reasons] == ["escobra", "TX-99", "committee:Judicary"]


@pytest.mark.parametrize(
    "sought", ["party:R", "Republicans", "senate democrats", "democrat", "GOP", "!party:D"]
)
def test_party_is_no_filter(sought: str) -> None:
    assert re.match("party is no filter.*hold no party$", refused(sought)[sought])


def test_a_city_of_an_office_leads_to_find() -> None:
    elsewhere = FilterContext(DAY)
    reason = refused("El Paso", context=elsewhere)["El Paso"]
    assert '`letters find "El Paso"` shows who has an office there' in reason


def test_a_place_needs_a_campaign() -> None:
    reason = refused("district_of:el-paso", context=FilterContext(DAY))["district_of:el-paso"]
    assert "places are those of a campaign's source.yaml" in reason


def test_a_zip_code_needs_a_table() -> None:
    assert "letters districts import FILE" in refused("79901")["79901"]
    # A state with one seat needs none.
    assert meant("99501") == ["B000003"]


PARTS = ("TX", "!TX", "house", "senate", "committee:", "role:chair", "Escobar", "!", "within:1",
         "miles of el-paso", "Virginia", "79901", "Rep.", "leader:", "(R-TX)", "of")  # fmt: skip


@pytest.mark.slow
@given(st.one_of(st.text(max_size=40), st.lists(st.sampled_from(PARTS)).map(" ".join)))
def test_no_filter_breaks_the_program(sought: str) -> None:
    with contextlib.suppress(NoMatchingRecipientError):
        assert meant(sought)


KEYS = st.sampled_from(
    ["TX", "house", "senate", "committee:Judiciary", "role:chair", f"committee:{GOVERNMENT}",
     "leadership", "el-paso", "Scott", "title:delegate", "within:50 miles of el-paso"]
)  # fmt: skip


@given(KEYS, KEYS)
def test_a_filter_and_its_exclusion_share_everyone_among_them(one: str, other: str) -> None:
    def found(sought: str) -> set[str]:
        try:
            return set(meant(sought))
        except NoMatchingRecipientError:
            return set()

    assert found(one).isdisjoint(found(f"!{one}"))
    assert found(one) | found(f"!{one}") == {person.id for person in PEOPLE}
    # A role is that on the committee next to it; a name that is written twice is another name.
    if one != other and not {one[:4], other[:4]} <= {"comm", "role"}:
        assert found(f"{one} {other}") == found(one) & found(other)


@given(st.sampled_from(PEOPLE))
def test_everyone_is_meant_by_their_own_full_name_and_seat(recipient: Recipient) -> None:
    assert recipient.id in meant(recipient.name.full)
    assert recipient.id in meant(recipient.seat)
