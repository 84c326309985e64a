"""The recipients' files; the golden mistakes hold the other cases."""

import pytest

from generator.files.yaml import parse
from generator.project.recipient_checks import Named, committees_held, roster_problems

NAMED = Named(frozenset({"Select Committee on Bridges"}), frozenset({"el-paso", "san-ysidro"}), lambda: frozenset({"austin"}))


def people(*texts: str) -> list[str]:
    documents = [parse(text, shown_as=f"{number}.yaml") for number, text in enumerate(texts, start=1)]
    return [str(problem) for problem in roster_problems(documents, NAMED)]


def test_whatever_a_person_lacks_is_no_concern_of_theirs() -> None:
    assert (
        people("recipients:\n- {id: A000001}\n- {chamber: house, state: XX}\n- x\n- {state: TX, chamber: senate, title: senator}\n") == []
    )


def test_two_senators_of_a_state_are_no_mistake_and_one_person_twice_is_one() -> None:
    senator = "{{id: {}, chamber: senate, state: TX, title: senator}}"
    assert people(f"recipients:\n- {senator.format('A000001')}\n- {senator.format('A000002')}\n") == []
    assert people(f"recipients:\n- {senator.format('A000001')}\n", f"recipients:\n- {senator.format('A000001')}\n") == [
        "2.yaml:2: recipients[A000001].id: A000001 stands in 1.yaml:2 already: keep one of the two"
    ]


def test_a_territory_elects_no_senators() -> None:
    assert people("recipients:\n- {id: A000001, state: PR, chamber: senate, title: senator}\n") == [
        "1.yaml:2: recipients[A000001].chamber: Puerto Rico elects no senators: chamber must be house"
    ]


def test_committees_that_someone_sits_on_are_known() -> None:
    document = parse("recipients:\n- committees: [{name: Select Committee on Bridges}]\n- {}\n", shown_as="f.yaml")
    assert committees_held([document]) == {"Select Committee on Bridges"}


def told(line: str, *, head: str = "") -> list[str]:
    """What is said of one member of the House, in the lines of a file."""
    text = f"{head}recipients:\n- id: R000599\n  chamber: house\n  name: {{last: Ruiz, full: Raul Ruiz}}\n  {line}\n"
    document = parse(text, shown_as="recipients/members.yaml")
    assert document.problems == ()
    return [f"{problem.severity}: {problem.field}: {problem.message}" for problem in roster_problems([document], NAMED)]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (
            "committees: [{name: Apropriations}]",
            'error: recipients[R000599].committees[1].name: there is no committee "Apropriations"; did you mean "Appropriations"?',
        ),
        (
            "committees: [{name: Committee on Space Travel}]",
            (
                'warning: recipients[R000599].committees[1].name: no committee "Committee on Space Travel" is known: '
                "correct it, or leave it where it is new"
            ),
        ),
        (
            "represents: [el-paso, elpaso]",
            'error: recipients[R000599].represents[2]: no campaign has a place "elpaso" in its source.yaml; did you mean "el-paso"?',
        ),
        (
            "represents: reno",
            'warning: recipients[R000599].represents: no campaign has a place "reno" in its source.yaml: correct it, or take it out',
        ),
        (
            "leadership: Big Boss",
            (
                "error: recipients[R000599].leadership: the House has no such office: write Speaker of the House, Speaker pro tempore, "
                "Majority Leader, Minority Leader, Majority Whip, Minority Whip, or what the address shall say in full under address_lines"
            ),
        ),
        (
            "addresses: {washington: {room: '1', building: Hart Senate Office Building}}",
            (
                "error: recipients[R000599].addresses.washington.building: has the offices of the Senate: correct it, "
                "or take room and building out (the chamber's own address always arrives)"
            ),
        ),
    ],
)
def test_what_nobody_can_be_or_nobody_knows(line: str, message: str) -> None:
    assert told(line) == [message]


@pytest.mark.parametrize(
    "line",
    [
        "committees: [{name: House Committee on the Judiciary}, {name: Select Committee on Bridges}, {name: veterans affairs}]",
        "represents: [el-paso, austin]",
        "leadership: the Speaker",
        "leadership: Majority Whip of the House",
        "leadership: House Minority Leader",
        "addresses: {washington: {building: O’Neill House Office Building}}",
        "addresses: {washington: {building: The Capitol}}",
    ],
)
def test_what_is_known_however_it_is_said(line: str) -> None:
    assert told(line) == []


@pytest.mark.parametrize("line", ["leadership: President pro tempore", "leadership: Senate Majority Leader"])
def test_the_house_has_no_office_of_the_senate(line: str) -> None:
    (message,) = told(line)
    assert message.startswith("error: recipients[R000599].leadership: the House has no such office")


def test_committees_of_published_data_are_known() -> None:
    assert told("committees: [{name: Committee on Space Travel}]", head="synced: true\n") == []


@pytest.mark.parametrize(("own_id", "hint"), [("ruiz", ""), ("r599", '; did you mean "R000599"?'), ("R0005999", "")])
def test_an_id_is_that_of_the_biographical_directory(own_id: str, hint: str) -> None:
    sentence = f'must be a Bioguide id like E000299 (bioguide.congress.gov has everyone\'s), not "{own_id}"{hint}'
    assert people(f"recipients:\n- {{id: {own_id}}}\n") == [f"1.yaml:2: recipients[{own_id}].id: {sentence}"]


@pytest.mark.parametrize(
    ("last", "full", "is_told"),
    [("Smith", "Raul Ruiz", True), ("Ruiz", "Raul Ruiz", False), ("Garcia", "Jesús G. García", False), ("O'Rourke", "Beto O’Rourke", False),
     ("Cortez Masto", "Catherine Cortez Masto", False), ("王", "王小明", False), ("Cor", "Catherine Cortez", True)],
)  # fmt: skip
def test_a_surname_stands_in_the_full_name(last: str, full: str, *, is_told: bool) -> None:
    found = people(f'recipients:\n- name: {{last: "{last}", full: "{full}"}}\n')
    sentence = "is it the surname by which the letter shall greet them?"
    assert found == ([f'1.yaml:2: warning: recipients[1].name.last: "{last}" does not stand in "{full}": {sentence}'] if is_told else [])


def test_a_state_has_two_senators() -> None:
    lines = "".join(f"- {{id: A00000{number}, chamber: senate, state: CA, title: senator}}\n" for number in (1, 2, 3))
    assert people(f"recipients:\n{lines}", f"recipients:\n{lines}".replace("CA", "TX").replace("A0", "B0")[: -len(lines) // 3]) == [
        (
            "1.yaml:4: recipients[A000003].state: California has two senators, A000001 (1.yaml:2) and A000002 (1.yaml:3): "
            "take out who is none any more"
        )
    ]
