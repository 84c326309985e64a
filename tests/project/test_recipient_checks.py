"""The checks of recipients' files; the golden mistakes hold the other cases."""

import pytest

from generator.errors import Problem
from generator.files.yaml import parse
from generator.project.recipient_checks import RecipientReferences, roster_problems

NAMED = RecipientReferences(
    frozenset({"Select Committee on Bridges"}),
    frozenset({"el-paso", "san-ysidro"}),
    lambda: frozenset({"austin"}),
)


def problems_of(*texts: str) -> list[Problem]:
    documents = [
        parse(text, shown_as=f"{number}.yaml") for number, text in enumerate(texts, start=1)
    ]
    assert not any(document.problems for document in documents)
    return list(roster_problems(documents, NAMED))


def codes_of(*texts: str) -> list[tuple[str, str, int]]:
    return [(problem.code, problem.file, problem.line) for problem in problems_of(*texts)]


def problems_of_member(line: str, *, head: str = "") -> list[Problem]:
    """Returns the problems of one member of the House with this line."""
    return problems_of(
        f"{head}recipients:\n- id: R000599\n  chamber: house\n"
        f"  name: {{last: Ruiz, full: Raul Ruiz}}\n  {line}\n"
    )


def test_missing_keys_are_left_to_the_model() -> None:
    people = (
        "- {id: A000001}\n- {chamber: house, state: XX}\n- x\n"
        "- {state: TX, chamber: senate, title: senator}\n"
    )
    assert codes_of(f"recipients:\n{people}") == []


def test_two_senators_of_a_state_are_no_mistake_and_one_person_twice_is_one() -> None:
    first, second = (
        f"- {{id: A00000{number}, chamber: senate, state: TX, title: senator}}\n"
        for number in (1, 2)
    )
    assert codes_of(f"recipients:\n{first}{second}") == []
    (problem,) = problems_of(f"recipients:\n{first}", f"recipients:\n{first}")
    assert (problem.code, problem.file, problem.line) == ("duplicate-recipient", "2.yaml", 2)
    assert "A000001 stands in 1.yaml:2 already" in problem.message


def test_a_territory_elects_no_senators() -> None:
    (problem,) = problems_of(
        "recipients:\n- {id: A000001, state: PR, chamber: senate, title: senator}\n"
    )
    assert problem.code == "impossible-district"
    assert problem.field == "recipients[A000001].chamber"


@pytest.mark.parametrize(
    ("line", "severity", "code", "field", "words"),
    [
        (
            "committees: [{name: Apropriations}]",
            "error",
            "unknown-committee",
            "committees[1].name",
            'did you mean "Appropriations"?',
        ),
        (
            "committees: [{name: Committee on Space Travel}]",
            "warning",
            "unknown-committee",
            "committees[1].name",
            '"Committee on Space Travel"',
        ),
        # The catalogue has it, and not for the House.
        (
            "committees: [{name: Finance}]",
            "warning",
            "unknown-committee",
            "committees[1].name",
            '"Finance"',
        ),
        (
            "committees: [{name: Judiciary, code: SSJU}]",
            "error",
            "wrong-committee-code",
            "committees[1].code",
            "SSJU is the code of Judiciary (Senate)",
        ),
        (
            "committees: [{name: Budget, code: HSJU}]",
            "error",
            "wrong-committee-code",
            "committees[1].code",
            "HSJU is the code of Judiciary (House)",
        ),
        (
            "represents: [el-paso, elpaso]",
            "error",
            "unknown-place",
            "represents[2]",
            'did you mean "el-paso"?',
        ),
        ("represents: reno", "warning", "unknown-place", "represents", '"reno"'),
        (
            "leadership: Big Boss",
            "error",
            "unknown-leadership-office",
            "leadership",
            "Speaker of the House, Speaker pro tempore, Majority Leader",
        ),
        (
            "addresses: {washington: {room: '1', building: Hart Senate Office Building}}",
            "error",
            "building-of-the-other-chamber",
            "addresses.washington.building",
            "of the Senate",
        ),
    ],
)
def test_impossible_values_and_unknown_names(
    line: str, severity: str, code: str, field: str, words: str
) -> None:
    (problem,) = problems_of_member(line)
    assert (problem.severity, problem.code) == (severity, code)
    assert problem.field == f"recipients[R000599].{field}"
    assert words in problem.message


@pytest.mark.parametrize(
    "line",
    [
        "committees: [{name: House Committee on the Judiciary}, {name: veterans affairs}]",
        "committees: [{name: Select Committee on Bridges}]",
        # A new name, an earlier name, a joint committee without its mark, a new committee.
        "committees: [{name: Government Efficiency, code: HSGO}]",
        "committees: [{name: Oversight and Reform, code: HSGO}]",
        "committees: [{name: Joint Economic Committee, code: JSEC}, {name: Taxation}]",
        "represents: [el-paso, austin]",
        "leadership: the Speaker",
        "leadership: Majority Whip of the House",
        "leadership: House Minority Leader",
        "addresses: {washington: {building: O’Neill House Office Building}}",
        "addresses: {washington: {building: The Capitol}}",
    ],
)
def test_names_are_known_in_their_common_forms(line: str) -> None:
    assert problems_of_member(line) == []


@pytest.mark.parametrize(
    "line", ["leadership: President pro tempore", "leadership: Senate Majority Leader"]
)
def test_the_house_has_no_office_of_the_senate(line: str) -> None:
    (problem,) = problems_of_member(line)
    assert problem.code == "unknown-leadership-office"


def test_committees_of_published_data_are_known() -> None:
    line = "committees: [{name: Committee on Space Travel}]"
    assert problems_of_member(line, head="synced: true\n") == []


@pytest.mark.parametrize(("own_id", "hint"), [("ruiz", ""), ("r599", "R000599"), ("R0005999", "")])
def test_an_id_is_that_of_the_biographical_directory(own_id: str, hint: str) -> None:
    (problem,) = problems_of(f"recipients:\n- {{id: {own_id}}}\n")
    assert (problem.code, problem.field) == ("wrong-form", f"recipients[{own_id}].id")
    assert own_id in problem.message
    assert problem.message.endswith(f'did you mean "{hint}"?') == bool(hint)


@pytest.mark.parametrize(
    ("last", "full", "is_doubtful"),
    [
        ("Smith", "Raul Ruiz", True),
        ("Ruiz", "Raul Ruiz", False),
        ("Garcia", "Jesús G. García", False),
        ("O'Rourke", "Beto O’Rourke", False),
        ("Cortez Masto", "Catherine Cortez Masto", False),
        ("王", "王小明", False),
        ("Cor", "Catherine Cortez", True),
    ],
)
def test_a_surname_stands_in_the_full_name(last: str, full: str, *, is_doubtful: bool) -> None:
    found = problems_of(f'recipients:\n- name: {{last: "{last}", full: "{full}"}}\n')
    assert [problem.code for problem in found] == ["surname-not-in-full-name"] * is_doubtful
    assert all(problem.severity == "warning" for problem in found)


def test_a_state_has_two_senators() -> None:
    lines = "".join(
        f"- {{id: A00000{number}, chamber: senate, state: CA, title: senator}}\n"
        for number in (1, 2, 3)
    )
    others = f"recipients:\n{lines}".replace("CA", "TX").replace("A0", "B0")
    (problem,) = problems_of(f"recipients:\n{lines}", others[: -len(lines) // 3])
    assert (problem.code, problem.file, problem.line) == ("third-senator", "1.yaml", 4)
    assert "A000001 (1.yaml:2) and A000002 (1.yaml:3)" in problem.message


def senator(number: int, term: str) -> str:
    return f"- {{id: A00000{number}, chamber: senate, state: TX, title: senator, {term}}}\n"


def holder(number: int, term: str) -> str:
    return (
        f"- {{id: B00000{number}, chamber: house, state: TX, district: 16, "
        f"title: representative, {term}}}\n"
    )


@pytest.mark.parametrize(
    ("people", "codes"),
    [
        # A member and their successor, in either order.
        ([holder(1, "term_end: 2027-01-03"), holder(2, "term_start: 2027-01-03")], []),
        ([holder(2, "term_start: 2027-01-03"), holder(1, "term_end: 2027-01-03")], []),
        # Two terms of one member.
        ([holder(1, "term_end: 2027-01-03"), holder(1, "term_start: 2027-01-03")], []),
        # A day in common is one holder too many.
        (
            [holder(1, "term_end: 2027-01-03"), holder(2, "term_start: 2027-01-02")],
            [("duplicate-seat", "1.yaml", 3)],
        ),
        (
            [holder(1, "term_end: 2027-01-03"), holder(2, "term_end: 2029-01-03")],
            [("duplicate-seat", "1.yaml", 3)],
        ),
        (
            [holder(1, "term_end: 2027-01-03"), holder(1, "term_end: 2029-01-03")],
            [("duplicate-recipient", "1.yaml", 3)],
        ),
        # Of three senators two serve on each day.
        (
            [
                senator(1, "term_end: 2029-01-03"),
                senator(2, "term_end: 2027-01-03"),
                senator(3, "term_start: 2027-01-03"),
            ],
            [],
        ),
        (
            [
                senator(1, "term_end: 2029-01-03"),
                senator(2, "term_end: 2027-01-03"),
                senator(3, "term_start: 2026-12-01"),
            ],
            [("third-senator", "1.yaml", 4)],
        ),
        # Four, of whom two follow two.
        (
            [
                senator(1, "term_end: 2027-01-03"),
                senator(2, "term_end: 2027-01-03"),
                senator(3, "term_start: 2027-01-03"),
                senator(4, "term_start: 2027-01-03"),
            ],
            [],
        ),
    ],
)
def test_terms_without_a_common_day_stand_next_to_each_other(
    people: list[str], codes: list[tuple[str, str, int]]
) -> None:
    assert codes_of(f"recipients:\n{''.join(people)}") == codes


def test_a_hand_made_entry_does_not_collide_with_the_roster_of_a_later_congress() -> None:
    synced = f"synced: true\nrecipients:\n{holder(2, 'term_start: 2027-01-03')}"
    assert codes_of(f"recipients:\n{holder(1, 'term_end: 2027-01-03')}", synced) == []
    both = f"{synced}elect:\n{holder(3, 'term_start: 2027-01-03')}"
    assert [code for code, *_ in codes_of(both)] == ["duplicate-seat"]
