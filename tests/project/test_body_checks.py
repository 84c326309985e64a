"""The checks of which keys a recipient needs and may have, in Congress and outside it."""

from pathlib import Path

import pytest

from generator.errors import Problem
from generator.files.yaml import parse, read, validate
from generator.models.recipient import RecipientsFile
from generator.project.body_checks import body_problems
from tests.conftest import SHARED

BODIES = Path(__file__).parents[1] / "data" / "other_bodies" / "bodies.yaml"
MEMBER = "id: E000299, chamber: house, state: TX, title: representative, term_end: 2027-01-03"
COUNCIL = (
    'id: x/1, body: Ferry Council, salutation: "Dear Members:", address_lines: [A, "B, TX 78596"]'
)


def problems_of(entry: str) -> list[Problem]:
    document = parse(f"recipients:\n- {{{entry}}}\n", shown_as="f.yaml")
    return list(body_problems([document]))


def test_recipients_of_other_bodies_need_nothing_of_congress() -> None:
    document = read(BODIES, shown_as="bodies.yaml")
    file, problems = validate(document, RecipientsFile)
    assert problems == ()
    assert list(body_problems([document])) == []
    assert file is not None
    seats = {one.id: one.seat for one in file.recipients}
    assert seats["ocd-person/0b0f5a3e-1111-4222-8333-444444444444"] == (
        "Texas House of Representatives, District 30"
    )
    council = next(one for one in file.recipients if one.is_body)
    assert (council.name.full, council.term_end, council.chamber) == (
        "Ferry Landing City Council",
        None,
        None,
    )


def test_right_entries_have_no_problem() -> None:
    assert problems_of(MEMBER) == []
    assert problems_of(COUNCIL) == []


@pytest.mark.parametrize(
    ("entry", "field", "code", "words"),
    [
        # The lies that were needed before: each message leads to `body`.
        (
            MEMBER.replace("house", "lower").replace("title: rep", "title: state rep"),
            "chamber",
            "not-a-chamber-of-congress",
            "“body: …”",
        ),
        (MEMBER.replace("title: representative", "title: mayor"), "title", "wrong-choice", "body"),
        (MEMBER.replace("chamber: house, ", ""), "chamber", "missing-key", "“body: …”"),
        (
            MEMBER + ", salutation: 'Dear Mayor Vega:'",
            "salutation",
            "office-outside-congress",
            "Ma",
        ),
        (
            MEMBER + ", address_lines: [Vega, Governor of Texas, 'Austin, TX 78711']",
            "address_lines[2]",
            "office-outside-congress",
            "Governor of Texas",
        ),
        (MEMBER + ", seat: District 30", "seat", "key-of-another-body", "outside Congress"),
        (MEMBER.replace("state: TX, ", ""), "state", "missing-key", "“state: …”"),
        (MEMBER.replace(", term_end: 2027-01-03", ""), "term_end", "missing-key", "the present"),
        # Outside Congress.
        (COUNCIL + ", chamber: senate", "chamber", "key-of-congress", "body: names the body"),
        (COUNCIL + ", district: 30", "district", "key-of-congress", "seat: District 30"),
        (COUNCIL + ", committees: [{name: Rules}]", "committees", "key-of-congress", "Congress"),
        (COUNCIL.replace('salutation: "Dear Members:", ', ""), "salutation", "missing-key", "gues"),
        (COUNCIL.partition(", address")[0], "address_lines", "missing-key", "a line each"),
        (COUNCIL + ", title: senator", "title", "title-of-congress", "“state senator”"),
        (
            COUNCIL.replace("Ferry Council", "the U.S. Senate"),
            "body",
            "body-is-congress",
            "chamber",
        ),
        (COUNCIL.replace("Ferry Council", "Congress"), "body", "body-is-congress", "chamber"),
    ],
)
def test_each_wrong_entry_is_led_to_the_right_form(
    entry: str, field: str, code: str, words: str
) -> None:
    (problem,) = problems_of(entry)
    key = "x/1" if entry.startswith("id: x") else "E000299"
    assert (problem.code, problem.file, problem.line) == (code, "f.yaml", 2)
    assert problem.field == f"recipients[{key}].{field}"
    assert words in problem.message


@pytest.mark.parametrize(
    "entry",
    [
        MEMBER.replace("chamber", "chmber"),
        MEMBER.replace("term_end", "term_ends"),
        COUNCIL.replace("salutation", "salutaton"),
        MEMBER.replace("house", "huose"),
    ],
)
def test_a_slip_of_the_pen_is_left_to_the_model(entry: str) -> None:
    assert problems_of(entry) == []


@pytest.mark.parametrize(
    "line", ["1 Mayor Plaza", "200 Governor Street", "Federal Building", "U.S. Senate"]
)
def test_streets_and_chambers_are_no_office_outside_congress(line: str) -> None:
    assert problems_of(f"{MEMBER}, address_lines: ['{line}']") == []


def test_an_address_outside_congress_is_an_error_and_a_greeting_a_warning() -> None:
    # A senator may wish to be greeted as the governor they were, and has no governor's address.
    (address,) = problems_of(f"{MEMBER}, address_lines: [Vega, Governor of Texas]")
    (greeting,) = problems_of(f"{MEMBER}, salutation: 'Dear Governor Vega:'")
    assert (address.severity, greeting.severity) == ("error", "warning")


def test_the_lies_of_the_case_file_are_named() -> None:
    path = SHARED / "cases" / "congress" / "state-recipients.yaml"
    if not path.exists():
        pytest.skip("the cases from the field are not in ../shared")
    found = list(body_problems([read(path, shown_as="f.yaml")]))
    assert [(one.line, one.code) for one in found] == [
        (6, "not-a-chamber-of-congress"),
        (19, "office-outside-congress"),
        (23, "not-a-chamber-of-congress"),
    ]
