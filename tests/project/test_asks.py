"""What `check` says of a campaign's own asks, of `again`, and of bills without positions."""

import datetime
from pathlib import Path

import pytest

from generator.press import job
from generator.press.build_options import BuildOptions
from generator.project import load
from tests.support.golden_mistakes import LIBRARY, ON, make_project

BILL = "{congress: 119, number: H.R. 273, title: Dark Evenings Act, stance: oppose}"
OWN = f"own: true, id: oppose, bill: {BILL}, text: Oppose H.R. 273."
AGAIN = "again: Reintroduce it."


def project(folder: Path, *, ask: str = "", **changes: tuple[str, str]) -> load.Project:
    """Returns the library with one more ask that serves `count`, and with changes of its files."""
    make_project(folder)
    if ask:
        changes["campaign_yaml"] = (
            "concerns:",
            f"  - {{recommendation: count, {ask}}}\nconcerns:",
        )
    for name, (old, new) in changes.items():
        path = folder / LIBRARY / name.replace("__", "/").replace("_", ".")
        text = path.read_text("utf-8") if path.exists() else ""
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return load.open_project(folder)


def found(place: load.Project, on: datetime.date = ON) -> list[tuple[str, str, int, str]]:
    """Returns severity, file, line and code of each problem."""
    return [
        (problem.severity, Path(problem.file).name, problem.line, problem.code)
        for problem in job.check(place, [BuildOptions("library", on)])
    ]


@pytest.mark.parametrize(
    ("ask", "code"),
    [
        (OWN.replace("id: oppose, ", ""), "incomplete-own-ask"),
        (OWN.replace(", text: Oppose H.R. 273.", ""), "incomplete-own-ask"),
        (OWN.replace(f"bill: {BILL}, ", ""), "incomplete-own-ask"),
        (OWN.replace(BILL, "{congress: 119}"), "incomplete-own-ask"),
        (OWN.replace(BILL, f"[{BILL}, {{congress: 120, number: S. 2}}]"), "bill-to-come"),
        (OWN.replace("id: oppose", "id: fund"), "duplicate-id"),
        (OWN.replace("own: true, ", ""), "key-of-own-ask"),
        (AGAIN, "again-without-thanks"),
        (AGAIN, "again-without-bill"),
        ("again: {cosponser: Bring it back.}", "wrong-choice"),
        ("when: {leader: spaeker}", "wrong-choice"),
        ("when: {position: for}", "wrong-choice"),
    ],
)
def test_what_is_wrong_with_an_ask_is_an_error_at_its_line(
    ask: str, code: str, tmp_path: Path
) -> None:
    problems = found(project(tmp_path, ask=ask))
    assert ("error", "campaign.yaml", 6, code) in problems


def test_the_letter_of_a_person_needs_the_thanks_too(tmp_path: Path) -> None:
    thankful = project(
        tmp_path, ask=AGAIN, letter_md=("{{ arguments }}", "{{ thanks }}\n\n{{ arguments }}")
    )
    error = ("error", "campaign.yaml", 6, "again-without-thanks")
    assert error not in found(thankful)
    person = tmp_path / LIBRARY / "letter-person.md"
    person.write_text("I write.\n\n{{ arguments }}\n\n{{ asks }}\n", "utf-8")
    assert error in found(thankful)


def test_the_names_in_its_texts_are_checked(tmp_path: Path) -> None:
    wrong = project(
        tmp_path,
        ask="again: 'Bring {{ itt }} back.', text: 'In {{ hoem }}.'",
        letter_md=("{{ arguments }}", "{{ thanks }}\n\n{{ arguments }}"),
    )
    unknown = ("error", "campaign.yaml", 6, "unknown-variable")
    assert found(wrong).count(unknown) == 2


@pytest.mark.parametrize(("name", "codes"), [("oppose", []), ("opose", ["unknown-ask"])])
def test_a_text_may_ask_whether_the_letter_makes_an_ask(
    name: str, codes: list[str], tmp_path: Path
) -> None:
    words = f'{{% if "{name}" in letter.asks %}}See H.R. 273.{{% endif %}}\n\n'
    asking = project(
        tmp_path, ask=OWN, letter_md=("{{ arguments }}", f"{words}{{{{ arguments }}}}")
    )
    assert [code for severity, *_, code in found(asking) if severity == "error"] == codes


def test_arguments_may_support_an_own_ask(tmp_path: Path) -> None:
    place = project(
        tmp_path, ask=OWN, arguments__texas_md=("supports: fund", "supports: [fund, oppose]")
    )
    assert [code for severity, *_, code in found(place) if severity == "error"] == []


def test_a_misspelt_subcommittee_is_an_error_and_an_unknown_one_is_not(tmp_path: Path) -> None:
    place = project(tmp_path, ask="when: {subcommittee: [Homeland Security, Libraries]}")
    members = tmp_path / "recipients" / "members.yaml"
    seat = "{name: Appropriations, role: chair, subcommittees: [{name: Homeland Security}]}"
    members.write_text(
        members.read_text("utf-8").replace("{name: Appropriations, role: chair}", seat), "utf-8"
    )
    assert ("error", "campaign.yaml", 6, "unknown-subcommittee") not in found(place)
    text = (tmp_path / LIBRARY / "campaign.yaml").read_text("utf-8")
    slip = text.replace("Homeland Security", "Homeland Securty")
    (tmp_path / LIBRARY / "campaign.yaml").write_text(slip, "utf-8")
    assert found(place) == [("error", "campaign.yaml", 6, "unknown-subcommittee")]


# ---------------------------------------------------------------- positions

ACT = "{member: E000299, bill: H.R. 273, position: cosponsor, date: 2026-05-01"


@pytest.mark.parametrize(
    ("bill", "acts", "warned"),
    [
        (BILL, "", True),
        (BILL.replace("}", ", sponsor: S000001}"), "", False),
        (BILL, f"source: congress.gov\npositions: [{ACT}}}]\n", False),
        (BILL.replace("oppose", "support, sponsor: S000001"), "", True),
        (BILL.replace("number: H.R. 273, ", ""), "", False),
    ],
)
def test_check_warns_of_a_bill_of_which_no_position_is_known(
    bill: str, acts: str, *, warned: bool, tmp_path: Path
) -> None:
    changes = {"positions_yaml": ("", acts)} if acts else {}
    place = project(tmp_path, ask=OWN.replace(BILL, bill), **changes)
    warning = ("warning", "campaign.yaml", 6, "no-positions")
    assert (warning in found(place)) == warned


def test_a_position_without_a_source_is_an_error(tmp_path: Path) -> None:
    place = project(tmp_path, ask=OWN, positions_yaml=("", f"positions:\n  - {ACT}}}\n"))
    assert ("error", "positions.yaml", 2, "missing-key") in found(place)


def test_members_who_left_may_stand_in_the_list_of_an_earlier_congress(tmp_path: Path) -> None:
    old = ACT.replace("E000299", "V000132").replace("2026-05-01", "2019-05-10")
    bill = BILL.replace("119", "116").replace("}", ", past: true}")
    place = project(
        tmp_path,
        ask=OWN.replace(BILL, bill),
        positions_yaml=("", f"source: congress.gov\npositions:\n  - {old}}}\n"),
    )
    assert "unknown-recipient" not in [code for *_, code in found(place)]


# ---------------------------------------------------------------- a bill that has died


@pytest.mark.parametrize(("day", "falls"), [("2027-01-02", False), ("2027-01-03", True)])
def test_an_ask_whose_bill_has_died_falls_away_with_a_warning(
    day: str, *, falls: bool, tmp_path: Path
) -> None:
    on = datetime.date.fromisoformat(day)
    place = project(
        tmp_path,
        ask=OWN,
        source_yaml=("  - id: count\n", "  - id: count\n    bill: {congress: 119, number: S. 5}\n"),
    )
    problems = [one for one in found(place, on) if one[3] in ("ask-fell-away", "dead-bill")]
    own = ("warning", "campaign.yaml", 6, "ask-fell-away")
    documents = ("warning", "campaign.yaml", 5, "ask-fell-away")
    assert problems == ([documents, own] if falls else [])


@pytest.mark.parametrize(
    ("words", "day", "is_over"),
    [
        ("for fiscal year 2027", "2027-09-30", False),
        ("for fiscal year 2027", "2027-10-01", True),
        ("in the FY 2026 bill", "2026-12-01", True),
        ("in the bill of 2026", "2026-12-01", False),
    ],
)
def test_an_ask_about_a_fiscal_year_that_is_over_is_a_warning(
    words: str, day: str, *, is_over: bool, tmp_path: Path
) -> None:
    place = project(tmp_path, ask=f"text: Fund evenings {words}.")
    codes = [one for one in found(place, datetime.date.fromisoformat(day)) if "fiscal" in one[3]]
    assert codes == ([("warning", "campaign.yaml", 6, "fiscal-year-over")] if is_over else [])
