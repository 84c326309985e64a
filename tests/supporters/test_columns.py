"""Columns are found under the names that campaign programs give them."""

from dataclasses import replace

import pytest

from generator.errors import FilesAreWrongError
from generator.supporters.columns import NAMES, plain
from tests.support.crowd import as_csv
from tests.support.supporter_lists import (
    ANA,
    BEN,
    TERMS,
    Write,
    only,
    problems,
    read_file,
    sheet,
)

EXPORTS = {
    "Action Network": "uuid,first_name,last_name,email,can2_user_address,can2_user_city,"
    "can2_user_state,zip_code,can2_subscription_status",
    "EveryAction": "VANID,FirstName,MiddleName,LastName,Suffix,Address Line 1,"
    "Address Line 2,City,State,Zip,Email Address",
    "VoteBuilder": "Voter File VANID,FirstName,LastName,vAddress,City,State,Zip5",
    "NationBuilder": (
        "nationbuilder_id,first_name,last_name,email,primary_address1,primary_address2,primary_city,primary_state,primary_zip,is_deceased"
    ),
    "CiviCRM": (
        "Contact ID,Display Name,Sort Name,First Name,Last Name,Street Address,Supplemental "
        "Address 1,City,Postal Code,State,Country,Email"
    ),
}  # fmt: skip


@pytest.mark.parametrize("program", EXPORTS)
def test_the_exports_of_the_usual_programs_are_read_as_they_are(write: Write, program: str) -> None:
    values = {
        "uuid": "a1b2-c3", "vanid": "101", "voterfilevanid": "101", "nationbuilderid": "101",
        "contactid": "101",
        "firstname": "Ana", "middlename": "María", "lastname": "Ruiz", "suffix": "Jr.",
        "displayname": "Ms. Ana Ruiz", "sortname": "Ruiz, Ana",
        "city": "Boston", "can2usercity": "Boston", "primarycity": "Boston",
        "country": "United States", "isdeceased": "false",
    }  # fmt: skip
    row = {}
    for column in EXPORTS[program].split(","):
        name = plain(column)
        guess = (
            "12 Elm St"
            if name in NAMES["street"]
            else "Apt 4"
            if name in NAMES["street2"]
            else None
        )
        guess = guess or (
            "Massachusetts"
            if name in NAMES["state"]
            else "02134-1000"
            if name in NAMES["zip"]
            else None
        )
        row[column] = guess or values.get(name, "ana@mail.example" if "email" in name else "")
    found = only(read_file(write("export.csv", sheet([{**row, "consent": "8/2/2026"}]))))
    assert found.name in {"Ana Ruiz", "Ana María Ruiz Jr."}
    assert found.street.startswith("12 Elm St")
    assert (found.city, found.state, found.zip) == ("Boston", "MA", "02134-1000")
    assert found.id in {"101", "a1b2-c3"}
    assert ("Apt 4" in found.street) == ("Apt 4" in row.values())


def test_a_missing_column_is_one_problem_with_what_was_found_and_what_to_write(
    write: Write,
) -> None:
    rows = [
        {
            "Id": "1",
            "Full Name": "Ana Ruiz",
            "Street": "12 Elm St",
            "City": "Boston",
            "Where": "MA",
            "When": "2026-08-02",
        }
    ] * 9
    (problem,) = problems(write("people.csv", sheet(rows)))
    assert problem == (
        "people.csv:1: has no column for state, zip and consent; it has Id, Full Name, Street, "
        "City, Where, When. "
        'If one goes by another name, say so: --map state="Home state"'
    )


def test_a_consent_wording_is_asked_for_only_where_the_campaign_has_one(write: Write) -> None:
    path = write(
        "people.csv", sheet([{key: value for key, value in ANA.items() if key != "wording"}])
    )
    assert only(read_file(path)).name == "Ana Ruiz"
    assert "no column for wording" in problems(path, terms=replace(TERMS, wording="2026-08"))[0]


def test_a_file_without_a_header_repeats_nobody(write: Write) -> None:
    (problem,) = problems(write("people.csv", as_csv([list(ANA.values()), list(BEN.values())])))
    assert "names no column that we know" in problem
    assert "Ana" not in problem


def test_many_columns_are_named_in_part(write: Write) -> None:
    (problem,) = problems(
        write("people.csv", sheet([{**{f"c{number}": "" for number in range(80)}, "name": "Ana"}]))
    )
    assert "c59 and 21 more" in problem


def test_columns_of_other_names_are_read_by_map(write: Write) -> None:
    row = {
        **{f"My {key}": value for key, value in ANA.items()},
        "Why I care": "I wait.",
        "story": "not this",
    }
    mapping = {key: f"my {key}" for key in ANA} | {"story": "why i CARE"}
    assert (
        only(
            read_file(write("people.csv", sheet([row])), terms=replace(TERMS, mapping=mapping))
        ).story
        == "I wait."
    )


@pytest.mark.parametrize(
    ("row", "mapping", "expected"),
    [
        ({"name": "Ana"}, {}, [("missing-column", "")]),
        (ANA, {"strete": "street"}, [("unknown-field", "--map strete")]),
        (ANA, {"street": "Lane"}, [("unknown-column", "--map street")]),
        ({**ANA, "E-mail": ""}, {}, [("column-twice", "email")]),
    ],
)
def test_each_mistake_about_columns_has_a_code(
    write: Write, row: dict[str, str], mapping: dict[str, str], expected: list[tuple[str, str]]
) -> None:
    with pytest.raises(FilesAreWrongError) as caught:
        read_file(write("people.csv", sheet([row])), terms=replace(TERMS, mapping=mapping))
    found = caught.value.problems
    assert [(problem.code, problem.field) for problem in found] == expected
    assert {(problem.file, problem.line) for problem in found} == {("people.csv", 1)}


def test_a_wrong_map_is_told(write: Write) -> None:
    path = write("people.csv", sheet([ANA]))
    words = problems(
        path, terms=replace(TERMS, mapping={"zipp": "zip", "story": "Storey", "city": ""})
    )
    assert "there is no such field; there are id, name" in words[2]
    assert 'there is no column "Storey"' in words[1]
    assert 'there is no column ""' in words[0]


def test_a_column_that_counts_and_stands_twice_is_told_another_is_not(write: Write) -> None:
    twice = as_csv([[*ANA, "note", "note"], [*ANA.values(), "a", "b"]])
    found = read_file(write("people.csv", twice))
    assert only(found).row[-2:] == (("note", "a"), ("note", "b"))
    assert (
        "people.csv:1: Email: stands twice"
        in problems(
            write(
                "people.csv",
                as_csv([[*ANA, "E-Mail"], [*ANA.values(), ""]]).replace("email", "Email", 1),
            )
        )[0]
    )


def test_a_mapped_column_is_not_read_for_something_else(write: Write) -> None:
    row = {
        **{key: value for key, value in ANA.items() if key != "name"},
        "display name": "Ana Ruiz",
        "unit": "my story",
    }
    found = only(
        read_file(
            write("people.csv", sheet([row])), terms=replace(TERMS, mapping={"story": "unit"})
        )
    )
    assert (found.street, found.story) == ("12 Elm St", "my story")
