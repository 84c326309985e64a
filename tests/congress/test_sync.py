"""The sync against a real web server on this machine."""

import datetime
import os
import resource
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.congress import sync as congress_sync
from generator.congress.completeness import FewerKind
from generator.congress.errors import CannotSyncError
from generator.errors import CannotWriteError
from tests.congress.sync_makers import HASTY, NOW, load, put, sync
from tests.support import capitol
from tests.support.capitol import Capitol, Server

pytestmark = pytest.mark.slow


def test_a_sync_writes_every_member_by_state_and_seat(web: Server, tmp_path: Path) -> None:
    web.publish(capitol.full_house().files())
    target = tmp_path / "recipients" / "congress.yaml"
    report = sync(web.url, target)
    assert report.read.counts == {
        "senator": 100,
        "representative": 435,
        "delegate": 5,
        "resident commissioner": 1,
    }
    assert len(report.read.recipients) == 541
    assert (report.read.vacant, report.read.oddities, report.changes) == ((), (), None)
    assert report.is_written
    file = load(target)
    assert len(file.recipients) == 541
    assert [recipient.seat for recipient in file.recipients] == sorted(
        recipient.seat for recipient in file.recipients
    )
    assert file.as_of == datetime.date(2026, 6, 15)
    text = target.read_text("utf-8")
    assert text.startswith(
        "# yaml-language-server: $schema=../docs/schemas/recipients.schema.json\n"
    )
    assert text.count("sha256 ") == 4
    assert (
        "541 members: 100 senators, 435 representatives, 5 delegates, 1 resident commissioner."
        in text
    )


@pytest.mark.slow
def test_a_second_sync_asks_only_for_what_changed_and_gives_the_same_bytes(
    web: Server, tmp_path: Path
) -> None:
    house = capitol.full_house()
    web.publish(house.files())
    target, cache = tmp_path / "congress.yaml", tmp_path / "cache"
    sync(web.url, target, cache=cache)
    first = target.read_bytes()
    report = congress_sync.sync(
        origin=web.url,
        target=target,
        cache=cache,
        now=NOW + datetime.timedelta(days=9),
        limits=HASTY,
    )
    assert target.read_bytes() == first
    assert not report.is_written
    assert report.changes == ()
    assert ["If-None-Match" in asked for asked in web.headers] == [False] * 4 + [True] * 4
    house.term("H000001")["office"] = "999 Cannon House Office Building"
    web.publish(house.files())
    report = sync(web.url, target, cache=cache)
    assert report.is_written
    assert report.changes is not None
    assert [*map(str, report.changes)] == [
        (
            "office: AL-01 Ann MemberH000001: in Washington now 999 Cannon House Office Building, "
            "before 101 Rayburn House Office Building"
        ),
    ]


def test_a_cache_that_was_tampered_with_is_not_believed(web: Server, tmp_path: Path) -> None:
    web.publish(capitol.full_house().files())
    cache = tmp_path / "cache"
    sync(web.url, tmp_path / "congress.yaml", cache=cache)
    kept = sorted(cache.iterdir())
    assert len(kept) == 4
    kept[0].write_bytes(kept[0].read_bytes() + b"- id: evil\n")
    kept[1].write_bytes(b"[]\n")
    kept[2].write_bytes(b"{")
    kept[3].unlink()
    sync(web.url, tmp_path / "congress.yaml", cache=cache)
    assert not any("If-None-Match" in asked for asked in web.headers)


def test_a_cache_that_cannot_be_written_is_done_without(web: Server, tmp_path: Path) -> None:
    web.publish(capitol.full_house().files())
    (tmp_path / "cache").write_text("a file")
    report = sync(web.url, tmp_path / "congress.yaml", cache=tmp_path / "cache")
    assert len(report.read.recipients) == 541


def test_json_and_a_folder_give_the_same_members(web: Server, tmp_path: Path) -> None:
    house = capitol.full_house()
    web.publish(house.files("json"))
    sync(web.url, tmp_path / "net.yaml")
    sync(put(tmp_path / "data", house.files()), tmp_path / "folder.yaml")
    net, folder = load(tmp_path / "net.yaml"), load(tmp_path / "folder.yaml")
    assert net.recipients == folder.recipients
    assert len(net.recipients) == 541
    assert "/legislators-current.json" in web.asked


def aged(house: Capitol, folder: Path, day: str) -> str:
    """The folder with the files, last changed on that day."""
    origin = put(folder, house.files())
    seconds = datetime.datetime.fromisoformat(f"{day}T12:00:00Z").timestamp()
    for path in folder.iterdir():
        os.utime(path, (seconds, seconds))
    return origin


@pytest.mark.parametrize(
    ("day", "as_of"),
    [
        ("2026-09-01", "2026-09-01"),
        ("1999-01-01", "2026-06-10"),  # when the newest term began
        (
            "2026-11-20",
            "2026-11-02",
        ),  # whoever left on the third is still there: the copy is new, and not the data
        ("2030-01-01", "2026-11-02"),
    ],
)
def test_the_age_of_the_data_is_that_of_its_files_within_its_terms(
    day: str, as_of: str, tmp_path: Path
) -> None:
    house = capitol.full_house()
    house.term("H000001")["start"] = "2026-06-10"
    house.term("S000001")["end"] = "2026-11-03"
    report = sync(aged(house, tmp_path / "data", day), tmp_path / "congress.yaml")
    assert (
        load(tmp_path / "congress.yaml").as_of == report.as_of == datetime.date.fromisoformat(as_of)
    )
    assert not report.is_day_given


def test_the_age_of_the_data_can_be_given_within_its_terms(tmp_path: Path) -> None:
    house = capitol.full_house()
    house.term("H000001")["start"] = "2026-06-10"
    origin, target = aged(house, tmp_path / "data", "2026-09-01"), tmp_path / "congress.yaml"
    report = congress_sync.sync(
        origin=origin, target=target, cache=None, now=NOW, as_of=datetime.date(2026, 6, 15)
    )
    assert (load(target).as_of, report.is_day_given) == (datetime.date(2026, 6, 15), True)
    for day in (datetime.date(2026, 6, 9), datetime.date(2099, 1, 1)):
        with pytest.raises(
            CannotSyncError, match="has a term that began on 2026-06-10, and today is 2026-11-24"
        ):
            congress_sync.sync(origin=origin, target=target, cache=None, now=NOW, as_of=day)


def second_offices(house: Capitol, number: int) -> None:
    for entry in house.members[:number]:
        key = str(entry["id"]["bioguide"])  # type: ignore[index]  # as full_house made it
        house.home(key).append({**house.home(key)[0], "city": "Shelbyville"})


def second_seats(house: Capitol, number: int) -> None:
    house.membership["JSLC"] = [{"bioguide": f"H{each:06d}"} for each in range(1, number)]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("more", "kind", "says"),
    [
        (second_offices, "offices", "have 741 offices at home, before 841"),
        (second_seats, "committees", "have 741 seats on committees, before 841"),
    ],
)
def test_data_that_was_cut_at_a_line_is_recognised_by_its_losses(
    *, more: Callable[[Capitol, int], None], kind: FewerKind, says: str, tmp_path: Path
) -> None:
    whole, half, target = capitol.full_house(), capitol.full_house(), tmp_path / "congress.yaml"
    more(whole, 300)
    sync(put(tmp_path / "whole", whole.files()), target)
    before = target.read_bytes()
    more(half, 200)
    origin = put(tmp_path / "half", half.files())
    with pytest.raises(CannotSyncError, match=f"{says}.* take it with --allow-fewer {kind}. "):
        sync(origin, target)
    assert target.read_bytes() == before
    report = congress_sync.sync(
        origin=origin, target=target, cache=None, now=NOW, allow_fewer=(kind,)
    )
    assert report.is_written
    assert report.changes


def test_members_who_left_take_their_offices_along_and_that_is_no_loss(tmp_path: Path) -> None:
    house, target = capitol.full_house(), tmp_path / "congress.yaml"
    sync(put(tmp_path / "data", house.files()), target)
    gone = [{"bioguide": f"H{number:06d}"} for number in range(1, 21)]
    house.members = [entry for entry in house.members if entry["id"] not in gone]
    house.offices = [entry for entry in house.offices if entry["id"] not in gone]
    house.membership["HSJU"] = house.membership["HSJU"][20:]
    report = sync(put(tmp_path / "data", house.files()), target)
    assert report.changes is not None
    assert len([change for change in report.changes if change.kind == "left"]) == 20


def test_a_password_in_the_address_is_not_written_down(web: Server, tmp_path: Path) -> None:
    web.publish(capitol.full_house().files())
    sync(web.url.replace("//", "//ann:secret@"), tmp_path / "congress.yaml")
    text = (tmp_path / "congress.yaml").read_text("utf-8")
    assert "secret" not in text
    assert web.url in text


def test_a_proxy_is_asked_instead(web: Server, tmp_path: Path) -> None:
    files = capitol.full_house().files()
    web.answers.update(
        {f"http://members.invalid/{name}": capitol.whole(body) for name, body in files.items()}
    )
    report = congress_sync.sync(
        origin="http://members.invalid/",
        target=tmp_path / "congress.yaml",
        cache=None,
        now=NOW,
        limits=HASTY,
        proxy=web.url,
    )
    assert len(report.read.recipients) == 541


def test_a_file_made_by_hand_is_left_alone(web: Server, tmp_path: Path) -> None:
    target = tmp_path / "congress.yaml"
    target.write_text("as_of: 2026-06-15\n")
    with pytest.raises(
        CannotSyncError, match=r"congress\.yaml was not written by `letters recipients sync`"
    ):
        sync(web.url, target)
    assert target.read_text() == "as_of: 2026-06-15\n"
    assert web.asked == []


@pytest.mark.parametrize("rest", ["as_of: [", "as_of: 2026-06-15\n"])
def test_a_file_of_ours_that_does_not_read_any_more_is_replaced(tmp_path: Path, rest: str) -> None:
    target = tmp_path / "congress.yaml"
    target.write_text(f"# Written by `letters recipients sync`\n{rest}")
    report = sync(put(tmp_path / "data", capitol.full_house().files()), target)
    assert report.changes is None
    assert len(load(target).recipients) == 541


def test_a_full_disk_leaves_the_old_file(tmp_path: Path) -> None:
    house = capitol.full_house()
    target = tmp_path / "congress.yaml"
    sync(put(tmp_path / "data", house.files()), target)
    before = target.read_bytes()
    house.term("H000001")["office"] = "999 Cannon House Office Building"
    origin = put(tmp_path / "data", house.files())
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    old_signal = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, hard))
    try:
        with pytest.raises(CannotWriteError, match="cannot write"):
            sync(origin, target)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, old_signal)
    assert target.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["congress.yaml", "data"]


def test_a_target_that_is_no_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CannotWriteError, match="cannot write"):
        sync(str(tmp_path), tmp_path)
