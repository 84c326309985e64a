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


def test_all_mistakes_of_a_list_of_people_are_shown_at_once(
    write: Callable[[str, str], Path],
) -> None:
    file = write(
        "people.csv",
        (
            "id,street,city,state,zip\na,1 X "
            "St,,,\na,,,Texas,2134\n,,,,78520\nb,,,,78520,,\nb,,,,78520\nb,,,,78521\n"
        ),
    )
    problems = problems_of(lambda: read_people(file))
    assert {problem.file for problem in problems} == {str(file)}
    assert [(problem.line, problem.field) for problem in problems] == [
        (2, "zip"),
        (3, "state"),
        (4, "id"),
        (5, ""),
        (7, "id"),
    ]
    empty, state, no_id, uneven, repeated = problems
    assert (empty.code, state.code) == ("missing-zip", "no-such-state")
    assert (no_id.code, repeated.code) == ("missing-id", "repeated-id")
    assert "has 7 cells; the header names 5 columns" in uneven.message
    assert "line 6" in repeated.message
    (problem,) = problems_of(lambda: read_people(write("gone", "zip").with_name("gone.csv")))
    assert "no such file" in problem.message
    (problem,) = problems_of(lambda: read_people(write("names.csv", "name,city\nBo,Brownsville\n")))
    assert (problem.code, problem.line) == ("unknown-columns", 1)
