"""Committees in campaigns: names that reach too few chambers, unknown ones, and renamed ones."""

from pathlib import Path

import pytest

from generator.congress.committees import SeatHolder
from generator.errors import Problem
from generator.files.yaml import YamlDocument, parse
from generator.project import committee_checks, load
from tests.support.golden_mistakes import LIBRARY, make_project

MEMBERS = """
recipients:
- chamber: house
  committees:
  - {code: HSAP, name: Appropriations, subcommittees: [{code: HSAP15, name: Homeland Security}]}
  - {name: Select Committee on Bridges}
- chamber: senate
  committees:
  - {code: SSAP, subcommittees: [{name: Department of Homeland Security}, {code: SSAP02}]}
  - x
- {}
"""


def held() -> tuple[SeatHolder, ...]:
    return committee_checks.seats_held([parse(MEMBERS, shown_as="members.yaml")])


def node_of(names: str) -> YamlDocument:
    return parse(f"committees: {names}", shown_as="source.yaml")


def reach(names: str, *chambers: str, must_reach: bool = True) -> list[Problem]:
    node = node_of(names).root["committees"]
    return [
        *committee_checks.problems_of_reach(node, held(), chambers=chambers, must_reach=must_reach)
    ]


@pytest.mark.parametrize(
    ("names", "chambers", "words"),
    [
        ("[Homeland Security]", "house senate", '"Homeland Security and Governmental Affairs" too'),
        ("[Judiciary, Homeland Security]", "house senate", '"House Homeland Security" for the'),
        ("Agriculture", "house senate", '"Agriculture, Nutrition, and Forestry" too'),
        ("[Rules]", "", '"Rules and Administration" too'),
        ("[Ways and Means]", "house senate", "no committee named here is of the Senate"),
        ("[HELP, SSFI]", "house senate", "no committee named here is of the House"),
        ("[HSJU]", "senate", "no committee named here is of the Senate"),
        ("[Select Committee on Bridges]", "house senate", "no committee named here is of the Sen"),
        ("[HSAP15]", "house senate", "no committee named here is of the Senate"),
    ],
)
def test_a_warning_where_names_reach_too_few_chambers(
    names: str, chambers: str, words: str
) -> None:
    (problem,) = reach(names, *chambers.split())
    assert (problem.severity, problem.code) == ("warning", "committee-of-one-chamber")
    assert (problem.file, problem.line) == ("source.yaml", 1)
    assert words in problem.message


@pytest.mark.parametrize(
    ("names", "chambers"),
    [
        ("[Judiciary]", "house senate"),
        ("[Judiciary]", "house"),
        ("[Homeland Security]", "house"),
        ("[House Homeland Security, HSGAC]", "house senate"),
        ("[Homeland Security, HSGAC]", "house senate"),
        ("[Homeland Security, Homeland Security and Governmental Affairs]", "house senate"),
        ("[Ways and Means, Finance]", "house senate"),
        ("[JEC]", "house senate"),
        ("[HSAP15, SSAP14]", "house"),
        ("Homeland Security Subcommittee", "house senate"),
        ("[]", "house senate"),
        # The names are reported as unknown, and the chamber as wrong.
        ("[Libraries]", "house senate"),
        ("[Ways and Means]", "Huose"),
    ],
)
def test_no_warning_where_each_chamber_is_reached(names: str, chambers: str) -> None:
    assert reach(names, *chambers.split()) == []


def test_a_rule_may_be_for_one_chamber_but_not_for_the_other_one_alone() -> None:
    assert reach("[HELP]", must_reach=False) == []
    assert len(reach("[HELP]", "house", must_reach=False)) == 1


@pytest.mark.parametrize(
    ("names", "kind", "severity", "code"),
    [
        ("House HELP", "committee", "error", "unknown-committee"),
        ("Judicary", "committee", "error", "unknown-committee"),
        ("HSXX", "committee", "error", "unknown-committee"),
        ("Subcommittee on Homeland Securty", "committee", "error", "unknown-committee"),
        ("HSAP99", "committee", "warning", "unknown-subcommittee"),
        ("Subcommittee on Fisheries", "committee", "warning", "unknown-subcommittee"),
        ("Homeland Securty", "subcommittee", "error", "unknown-subcommittee"),
    ],
)
def test_names_of_no_committee(names: str, kind: str, severity: str, code: str) -> None:
    nodes = node_of(names).root["committees"].entries
    (problem,) = committee_checks.problems_of_names(nodes, held(), kind=kind)
    assert (problem.severity, problem.code, problem.line) == (severity, code, 1)


def test_a_committee_of_the_other_chamber_stops_a_campaign(tmp_path: Path) -> None:
    project = load.Project(make_project(tmp_path))
    path = project.folder / LIBRARY / "source.yaml"
    text = path.read_text("utf-8")
    path.write_text(text.replace("committees: Appropriations", "committees: House HELP"), "utf-8")
    (problem,) = load.check_files(project, ["library"]).problems
    assert (problem.code, problem.line) == ("unknown-committee", 13)
    assert problem.file == f"{LIBRARY}/source.yaml"
    assert "no committee of the House" in problem.message


def test_a_subcommittee_is_no_concern_of_an_address(tmp_path: Path) -> None:
    project = load.Project(make_project(tmp_path))
    path = project.folder / LIBRARY / "campaign.yaml"
    text = path.read_text("utf-8")
    name = "Appropriations Subcommittee on Defense"
    path.write_text(text.replace("concerns: Appropriations", f"concerns: {name}"), "utf-8")
    found = {problem.code: problem for problem in load.check_files(project, ["library"]).problems}
    assert found["subcommittee-in-concerns"].severity == "warning"
    assert found["subcommittee-in-concerns"].field == "concerns"


def test_the_places_of_an_old_name_are_known(tmp_path: Path) -> None:
    project = load.Project(make_project(tmp_path))

    def places(name: str, code: str) -> tuple[str, ...]:
        return load.places_of_committee(project, name, code=code)

    source = f"{LIBRARY}/source.yaml:13"
    assert source in places("Appropriations", "HSAP")
    assert source in places("Committee on Appropriations", "SSAP")
    assert places("Oversight", "HSGO") == ()
    assert places("Appropriations", "HSAP15") == ()
