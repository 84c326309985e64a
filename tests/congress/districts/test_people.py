"""Lists of people."""

from collections.abc import Callable
from pathlib import Path

from generator.congress.districts.people import PersonAddress, read_people
from tests.congress.districts.makers import PEOPLE, problems_of


def test_people_are_read_by_their_header(write: Callable[[str, str], Path]) -> None:
    people = read_people(write("people.csv", PEOPLE))
    assert [person.id for person in people] == ["a", "b", "c", "d"]
    assert people[0] == PersonAddress(
        "a", "=cmd|calc!A1", "1 Main St Apt 2", "Adamsville", "AL", "35005", line=2
    )
    assert people[1].line == 4
    assert [person.id for person in read_people(write("zips.csv", "ZIP\n78520\n79901\n"))] == [
        "1",
        "2",
    ]


def test_everything_wrong_with_a_list_of_people_is_told_at_once(
    write: Callable[[str, str], Path],
) -> None:
    file = write(
        "people.csv",
        "id,street,city,state,zip\na,1 X St,,,\na,,,Texas,2134\n,,,,78520\nb,,,,78520,,\nb,,,,78520\nb,,,,78521\n",
    )
    assert [
        str(problem).removeprefix(f"{file}:") for problem in problems_of(lambda: read_people(file))
    ] == [
        "2: zip: is empty, and there is no street, city and state to find the district by",
        "3: state: must be a two-letter postal code such as TX, not 'Texas'",
        "4: id: is empty: give each person an id, or leave the column out",
        "5: has 7 cells; the header names 5 columns",
        "7: id: 'b' stands on line 6 too: give each person one of their own",
    ]
    (problem,) = problems_of(lambda: read_people(write("gone", "zip").with_name("gone.csv")))
    assert "no such file" in problem.message
    (problem,) = problems_of(lambda: read_people(write("names.csv", "name,city\nBo,Brownsville\n")))
    assert "needed: zip" in problem.message
