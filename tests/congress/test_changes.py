"""What is new since the last sync."""

from generator.congress import changes as congress_changes
from generator.models.recipient import (
    Addresses,
    CommitteeSeat,
    DistrictOffice,
    Name,
    SubcommitteeSeat,
    WashingtonOffice,
)
from tests.congress.sync_makers import file_of, member


def test_each_change_has_its_line() -> None:
    home = DistrictOffice(
        street="1 Main St.", suite="Suite 2", city="El Paso", state="TX", zip="79901"
    )
    stays = member(
        committees=(
            CommitteeSeat(name="Budget"),
            CommitteeSeat(name="Ethics"),
            CommitteeSeat(name="Rules", role="chair"),
        ),
        addresses=Addresses(
            washington=WashingtonOffice(room="1", building="Cannon House Office Building"),
            district=(home,),
        ),
        leadership="Majority Whip",
    )
    moved = member(
        district=15,
        committees=(
            CommitteeSeat(name="Judiciary"),
            CommitteeSeat(name="Ethics", role="chair"),
            CommitteeSeat(name="Library", role="chair"),
        ),
        addresses=Addresses(
            district=(home.model_copy(update={"street": "9 Oak St.", "suite": None}),)
        ),
    )
    gone, new = (
        member(id="G1", district=1, name=Name(last="Gone", full="Al Gone")),
        member(id="N1", district=2, name=Name(last="New", full="Bo New")),
    )
    found = congress_changes.changes(file_of(stays, gone), file_of(moved, new))
    assert found
    assert [*map(str, found)] == [
        "came: TX-02 Bo New: representative",
        "left: TX-01 Al Gone: representative",
        "seat: TX-15 Veronica Escobar: was TX-16",
        "office: TX-15 Veronica Escobar: closed 1 Main St., Suite 2, El Paso TX 79901",
        (
            "office: TX-15 Veronica Escobar: in Washington now without an office, before 1 Cannon "
            "House Office Building"
        ),
        "office: TX-15 Veronica Escobar: opened 9 Oak St., El Paso TX 79901",
        "committee: TX-15 Veronica Escobar: chair of Ethics, before member",
        "committee: TX-15 Veronica Escobar: joined Judiciary",
        "committee: TX-15 Veronica Escobar: joined Library as chair",
        "committee: TX-15 Veronica Escobar: left Budget",
        "committee: TX-15 Veronica Escobar: left Rules",
        "committee: TX-15 Veronica Escobar: no leader, before Majority Whip",
    ]
    assert not congress_changes.changes(file_of(stays), file_of(stays))


def test_a_new_name_is_one_change_and_none_of_a_member() -> None:
    def seats(name: str, below: str, role: str) -> tuple[CommitteeSeat, ...]:
        inner = SubcommitteeSeat(code="HSGO24", name=below)
        return (
            CommitteeSeat.model_validate(
                {"code": "HSGO", "name": name, "role": role, "subcommittees": (inner,)}
            ),
        )

    before = [member(id=key, committees=seats("Oversight", "Census", "member")) for key in "AB"]
    after = [
        member(id="A", committees=seats("Efficiency", "Counting", "chair")),
        member(id="B", committees=seats("Efficiency", "Counting", "member")),
    ]
    assert [*map(str, congress_changes.changes(file_of(*before), file_of(*after)))] == [
        "renamed: HSGO Oversight: is now Efficiency",
        "renamed: HSGO24 Census: is now Counting",
        "committee: TX-16 Veronica Escobar: chair of Efficiency, before member",
    ]
