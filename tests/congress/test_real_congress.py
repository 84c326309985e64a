"""The real data, where it is there."""

import json
from pathlib import Path

import pytest
import yaml

from generator.congress import forms_of_address, member_checks
from generator.congress.fetching import NAMES
from generator.congress.sync import SyncReport
from generator.models.recipient import RecipientsFile
from tests.congress.sync_makers import load, put, sync
from tests.support import capitol

DATA = Path(__file__).parents[3] / "shared" / "data"


RECIPIENTS = Path(__file__).parents[2] / "recipients"


needs_data = pytest.mark.skipif(
    not (DATA / "legislators-current.yaml").is_file(), reason="needs ../shared/data"
)


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> tuple[SyncReport, RecipientsFile]:
    with capitol.server() as server:
        server.publish({f"{name}.yaml": (DATA / f"{name}.yaml").read_bytes() for name in NAMES})
        target = tmp_path_factory.mktemp("real") / "congress.yaml"
        return sync(server.url, target), load(target)


@pytest.mark.slow
@needs_data
def test_the_real_congress_is_whole(real: tuple[SyncReport, RecipientsFile]) -> None:
    report, file = real
    assert report.read.counts == {
        "senator": 100,
        "representative": 431,
        "delegate": 5,
        "resident commissioner": 1,
    }
    assert len(file.recipients) == len(report.read.recipients) == 537
    assert report.read.vacant == ("CA-14", "FL-20", "GA-13", "TX-23")
    assert [
        (oddity.id, oddity.what.partition(";")[0].partition(":")[0])
        for oddity in report.read.oddities
        if oddity.kind != "no seat on a committee is listed"
    ] == [
        ("C001131", "office in San Antonio left out"),
        ("G000607", "no office at home is listed"),
        ("G000607", "no office in Washington is listed"),
        ("G000607", "no official full name"),
        ("H001103", "surname “Hernández”, as in “Pablo José Hernández”"),
        ("H001104", "the term ended on 2026-11-03"),
        ("J000305", "no office at home is listed"),
        ("J000305", "office in San Diego left out"),
        ("M001222", "no office at home is listed"),
        ("M001222", "office in Medina left out"),
        ("M001222", "office in Parma left out"),
        ("M001244", "the term ended on 2026-11-03"),
        ("M001246", "no official full name"),
        ("S001196", "office in Herkimer left out"),
        ("S001225", "office in Rock Island"),
        ("S001231", "no office at home is listed"),
        ("S001231", "office in Oakland left out"),
    ]
    seatless = [odd for odd in report.read.oddities if odd.kind.startswith("no seat on")]
    # The leaders of the House, and members who came in the last weeks.
    assert len(seatless) == 9


@needs_data
def test_every_real_member_can_be_written_to(real: tuple[SyncReport, RecipientsFile]) -> None:
    _, file = real
    by_seat = {recipient.seat: recipient for recipient in file.recipients}
    assert forms_of_address.salutation(by_seat["PR-AL"]) == "Dear Resident Commissioner Hernández:"
    assert forms_of_address.salutation(by_seat["DC-AL"]) == "Dear Delegate Norton:"
    assert forms_of_address.salutation(by_seat["LA-04"]) == "Dear Speaker Johnson:"
    assert forms_of_address.inside_address(by_seat["TX-16"]) == (
        "The Honorable Veronica Escobar",
        "2448 Rayburn House Office Building",
        "U.S. House of Representatives",
        "Washington, DC 20515-4316",
    )
    stems = forms_of_address.file_stems(file.recipients)
    assert len(set(stems.values())) == 537
    for recipient in file.recipients:
        assert recipient.name.last in recipient.name.full
        assert (
            member_checks.district_problem(
                str(recipient.state),
                recipient.district,
                chamber=forms_of_address.chamber_of(recipient),
            )
            is None
        )
        assert (
            member_checks.title_problem(
                str(recipient.title),
                state=str(recipient.state),
                chamber=forms_of_address.chamber_of(recipient),
            )
            is None
        )
        for office in recipient.addresses.district:
            assert len(forms_of_address.district_address(recipient, office)) in range(4, 7)


@pytest.mark.slow
@needs_data
def test_the_real_data_as_json_gives_the_same(
    real: tuple[SyncReport, RecipientsFile], tmp_path: Path
) -> None:
    _, file = real
    loaded = {
        name: yaml.load((DATA / f"{name}.yaml").read_text("utf-8"), yaml.CSafeLoader)
        for name in NAMES
    }
    origin = put(
        tmp_path / "json",
        {f"{name}.json": json.dumps(value, default=str).encode() for name, value in loaded.items()},
    )
    sync(origin, tmp_path / "congress.yaml")
    assert load(tmp_path / "congress.yaml").recipients == file.recipients


@needs_data
@pytest.mark.parametrize("name", ["ports-of-entry", "committees"])
def test_the_files_made_by_hand_agree_with_the_real_data(
    real: tuple[SyncReport, RecipientsFile], name: str
) -> None:
    _, file = real
    by_id = {recipient.id: recipient for recipient in file.recipients}
    by_hand = load(RECIPIENTS / f"{name}.yaml").recipients
    assert len(by_hand) == 12
    for recipient in by_hand:
        at_home = {
            office.model_copy(update={"phone": None})
            for office in by_id[recipient.id].addresses.district
        }
        assert set(recipient.addresses.district) <= at_home
        # What only a sync keeps: nicknames, ids of the Senate, and the first day of the term.
        names = by_id[recipient.id].name.model_copy(update={"nickname": None})
        own = {
            "addresses": recipient.addresses,
            "represents": recipient.represents,
            "name": names,
            "lis": None,
            "term_start": None,
        }
        truth = by_id[recipient.id].model_copy(update=own)
        same = recipient.model_copy(
            update={
                "committees": tuple(sorted(recipient.committees, key=lambda seat: str(seat.code)))
            }
        )
        assert same == truth


def test_a_member_stands_in_one_file_by_hand_only() -> None:
    ids = [
        recipient.id
        for path in sorted(RECIPIENTS.glob("*.yaml"))
        if path.stem != "congress"
        for recipient in load(path).recipients
    ]
    assert len(ids) >= 24
    assert len(set(ids)) == len(ids)
