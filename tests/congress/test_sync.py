"""The sync against a real web server on this machine, with everything that can go wrong on the way and in the data."""

import datetime
import json
import os
import resource
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from generator.congress import changes as congress_changes
from generator.congress import forms_of_address
from generator.congress import sync as congress_sync
from generator.congress.changes import Changes
from generator.congress.errors import (
    AgeError,
    CannotReadMembersError,
    FarFewerError,
    NotOurFileError,
)
from generator.congress.fetching import NAMES, PublishedFile
from generator.congress.members import MembersReport, read_members, short_name
from generator.congress.published_files import plain
from generator.congress.recipients_file import to_yaml
from generator.congress.sync import SyncReport
from generator.errors import CannotWriteError
from generator.files.http import FetchLimits, UnusableProxyError
from generator.models.recipient import (
    Addresses,
    CommitteeSeat,
    DistrictOffice,
    Name,
    Recipient,
    RecipientsFile,
    WashingtonOffice,
)
from tests.support import capitol
from tests.support.capitol import Answer, Capitol, Server

pytestmark = pytest.mark.slow

DATA = Path(__file__).parents[3] / "shared" / "data"
RECIPIENTS = Path(__file__).parents[2] / "recipients"
NOW = datetime.datetime(2026, 11, 24, 9, 30)  # noqa: DTZ001  (a letter's day has no zone)
HASTY = FetchLimits(seconds=5.0, backoff_seconds=0.0)
needs_data = pytest.mark.skipif(
    not (DATA / "legislators-current.yaml").is_file(), reason="needs ../shared/data"
)


@pytest.fixture
def web() -> Iterator[Server]:
    with capitol.server() as server:
        yield server


def sync(origin: str, target: Path, *, cache: Path | None = None) -> SyncReport:
    return congress_sync.sync(origin=origin, target=target, cache=cache, now=NOW, limits=HASTY)


def put(folder: Path, files: dict[str, bytes]) -> str:
    folder.mkdir(exist_ok=True)
    for name, body in files.items():
        (folder / name).write_bytes(body)
    return str(folder)


def documents(files: dict[str, bytes]) -> list[PublishedFile]:
    return [PublishedFile(Path(name).stem, name, body) for name, body in files.items()]


def read(house: Capitol) -> MembersReport:
    return read_members(documents(house.files("json")), on=NOW.date())


def one(house: Capitol, key: str) -> Recipient:
    return next(recipient for recipient in read(house).recipients if recipient.id == key)


def said(house: Capitol, who: str) -> list[str]:
    return [oddity.what for oddity in read(house).oddities if oddity.who == who]


def load(path: Path) -> RecipientsFile:
    return RecipientsFile.model_validate(yaml.load(path.read_text("utf-8"), yaml.CBaseLoader))  # noqa: S506  (BaseLoader makes only text)


# ---------------------------------------------------------------- from start to finish


def test_a_sync_writes_every_member_by_state_and_seat(web: Server, tmp_path: Path) -> None:
    web.publish(capitol.full_house().files())
    report = sync(web.url, tmp_path / "recipients" / "congress.yaml")
    assert report.counts == {
        "senator": 100,
        "representative": 435,
        "delegate": 5,
        "resident commissioner": 1,
    }
    assert (report.members, report.vacant, report.oddities, report.changes, report.written) == (
        541,
        (),
        (),
        None,
        True,
    )
    file = load(report.target)
    assert len(file.recipients) == 541
    assert [recipient.seat for recipient in file.recipients] == sorted(
        recipient.seat for recipient in file.recipients
    )
    assert file.as_of == datetime.date(2026, 6, 15)
    text = report.target.read_text("utf-8")
    assert text.startswith(
        "# yaml-language-server: $schema=../docs/schemas/recipients.schema.json\n"
    )
    assert text.count("sha256 ") == 4
    assert (
        "541 members: 100 senators, 435 representatives, 5 delegates, 1 resident commissioner."
        in text
    )


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
    assert not report.written
    assert report.changes == Changes()
    assert not report.changes
    assert ["If-None-Match" in asked for asked in web.headers] == [False] * 4 + [True] * 4
    house.term("H000001")["office"] = "999 Cannon House Office Building"
    web.publish(house.files())
    report = sync(web.url, target, cache=cache)
    assert report.written
    assert report.changes is not None
    assert report.changes.lines == (
        "office: AL-01 Ann MemberH000001: in Washington now 999 Cannon House Office Building, before 101 Rayburn House Office Building",
    )


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
    assert sync(web.url, tmp_path / "congress.yaml", cache=tmp_path / "cache").members == 541


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
def test_the_age_of_the_data_is_that_of_its_files_as_far_as_the_data_bears_it_out(
    day: str, as_of: str, tmp_path: Path
) -> None:
    house = capitol.full_house()
    house.term("H000001")["start"] = "2026-06-10"
    house.term("S000001")["end"] = "2026-11-03"
    report = sync(aged(house, tmp_path / "data", day), tmp_path / "congress.yaml")
    assert (
        load(tmp_path / "congress.yaml").as_of == report.as_of == datetime.date.fromisoformat(as_of)
    )
    assert not report.told


def test_the_age_of_the_data_is_what_one_says_where_that_can_be(tmp_path: Path) -> None:
    house = capitol.full_house()
    house.term("H000001")["start"] = "2026-06-10"
    origin, target = aged(house, tmp_path / "data", "2026-09-01"), tmp_path / "congress.yaml"
    report = congress_sync.sync(
        origin=origin, target=target, cache=None, now=NOW, as_of=datetime.date(2026, 6, 15)
    )
    assert (load(target).as_of, report.told) == (datetime.date(2026, 6, 15), True)
    for day in (datetime.date(2026, 6, 9), datetime.date(2099, 1, 1)):
        with pytest.raises(
            AgeError, match="has a term that began on 2026-06-10, and today is 2026-11-24"
        ):
            congress_sync.sync(origin=origin, target=target, cache=None, now=NOW, as_of=day)


# ---------------------------------------------------------------- less than before


def cut_of_offices(house: Capitol, share: float) -> None:
    house.offices = house.offices[: int(len(house.offices) * share)]


def second_offices(house: Capitol, number: int) -> None:
    for entry in house.members[:number]:
        key = str(entry["id"]["bioguide"])  # type: ignore[index]  # as full_house made it
        house.home(key).append({**house.home(key)[0], "city": "Shelbyville"})


def second_seats(house: Capitol, number: int) -> None:
    house.membership["JSLC"] = [{"bioguide": f"H{each:06d}"} for each in range(1, number)]


@pytest.mark.parametrize(
    ("more", "says"),
    [
        (second_offices, "have 741 offices at home, before 841"),
        (second_seats, "have 741 seats on committees, before 841"),
    ],
)
def test_data_that_was_cut_at_a_line_is_told_by_what_it_had_before(
    more: Callable[[Capitol, int], None], says: str, tmp_path: Path
) -> None:
    whole, half, target = capitol.full_house(), capitol.full_house(), tmp_path / "congress.yaml"
    more(whole, 300)
    sync(put(tmp_path / "whole", whole.files()), target)
    before = target.read_bytes()
    more(half, 200)
    origin = put(tmp_path / "half", half.files())
    with pytest.raises(FarFewerError, match=says):
        sync(origin, target)
    assert target.read_bytes() == before
    report = congress_sync.sync(origin=origin, target=target, cache=None, now=NOW, allow_fewer=True)
    assert report.written
    assert report.changes


def test_members_who_left_take_their_offices_along_and_that_is_no_loss(tmp_path: Path) -> None:
    house, target = capitol.full_house(), tmp_path / "congress.yaml"
    sync(put(tmp_path / "data", house.files()), target)
    gone = [{"bioguide": f"H{number:06d}"} for number in range(1, 41)]
    house.members = [entry for entry in house.members if entry["id"] not in gone]
    house.offices = [entry for entry in house.offices if entry["id"] not in gone]
    house.membership["HSJU"] = house.membership["HSJU"][40:]
    report = sync(put(tmp_path / "data", house.files()), target)
    assert report.changes is not None
    assert len(report.changes.left) == 40


def test_at_first_data_speaks_of_nearly_all_members_and_of_fewer_where_one_says_so(
    tmp_path: Path,
) -> None:
    house = capitol.full_house()
    cut_of_offices(house, 0.9)
    origin = put(tmp_path / "data", house.files())
    with pytest.raises(
        CannotReadMembersError, match=r"speaks of 486 of 541 members: .* say so with --allow-fewer"
    ):
        sync(origin, tmp_path / "congress.yaml")
    report = congress_sync.sync(
        origin=origin, target=tmp_path / "congress.yaml", cache=None, now=NOW, allow_fewer=True
    )
    assert report.members == 541


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
    assert report.members == 541


# ---------------------------------------------------------------- the file that is there already


def test_a_file_made_by_hand_is_left_alone(web: Server, tmp_path: Path) -> None:
    target = tmp_path / "congress.yaml"
    target.write_text("as_of: 2026-06-15\n")
    with pytest.raises(
        NotOurFileError, match=r"congress\.yaml was not written by `letters recipients sync`"
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


def test_a_target_that_is_no_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(CannotWriteError, match="cannot write"):
        sync(str(tmp_path), tmp_path)


# ---------------------------------------------------------------- what can happen on the way


def test_a_server_that_dies_half_way_leaves_the_old_file(web: Server, tmp_path: Path) -> None:
    house = capitol.full_house()
    target = tmp_path / "congress.yaml"
    web.publish(house.files())
    sync(web.url, target)
    before = target.read_bytes()

    def die(handler: capitol.Handler) -> None:
        capitol.cut(b"x" * 10_000)(handler)
        handler.close_connection = True
        web.stop()

    house.term("H000001")["office"] = "999 Cannon House Office Building"
    web.publish(house.files())
    web.answers["/committees-current.yaml"] = die
    with pytest.raises(CannotReadMembersError, match="Nothing has been changed"):
        sync(web.url, target)
    assert target.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["congress.yaml"]


def endless(body: bytes) -> Answer:
    """The body without a word on its length, so that it ends where the connection does."""

    def answer(handler: capitol.Handler) -> None:
        handler.send_response(200)
        handler.end_headers()
        handler.wfile.write(body)

    return answer


def test_a_file_whose_end_nobody_announced_is_not_believed_to_be_whole(
    web: Server, tmp_path: Path
) -> None:
    files = capitol.full_house().files()
    web.publish(files)
    web.answers["/legislators-district-offices.yaml"] = endless(
        files["legislators-district-offices.yaml"]
    )
    with pytest.raises(
        CannotReadMembersError,
        match=r"offices\.yaml: came without its length, so that it may be truncated",
    ):
        sync(web.url, tmp_path / "congress.yaml")
    web.answers["/legislators-district-offices.yaml"] = capitol.packed(
        files["legislators-district-offices.yaml"]
    )
    assert sync(web.url, tmp_path / "congress.yaml").members == 541


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("ftp://x/a", "is no address to read from"),
        ("file:///etc/passwd", "is no address to read from"),
        ("https:///a", "is no address to read from"),
        ("javascript://x", "is no address to read from"),
        ("http://[::1", "is no address to read from"),
        ("http://x:port/", "is no address to read from"),
        ("http://127.0.0.1?x=1", r"is no address of a folder: it has a \?"),
        ("http://127.0.0.1/#x", "is no address of a folder: it has a #"),
        ("x" * 5000, "is no folder"),
        ("a\0b", "is no folder"),
    ],
)
def test_only_web_addresses_and_folders_are_read(url: str, says: str, tmp_path: Path) -> None:
    with pytest.raises(CannotReadMembersError, match=says):
        sync(url, tmp_path / "congress.yaml")


@pytest.mark.parametrize("proxy", ["nonsense", "socks5://127.0.0.1:1", "http://[::1"])
def test_a_proxy_that_is_none_is_said(proxy: str, tmp_path: Path) -> None:
    with pytest.raises(
        UnusableProxyError,
        match="cannot be used: http_proxy and https_proxy must name one as http://host:port",
    ):
        congress_sync.sync(
            origin="http://members.invalid/",
            target=tmp_path / "congress.yaml",
            cache=None,
            now=NOW,
            proxy=proxy,
        )


def test_an_address_with_and_without_its_last_slash_is_one(web: Server, tmp_path: Path) -> None:
    web.publish(capitol.full_house().files())
    sync(web.url, tmp_path / "congress.yaml")
    assert not sync(f"{web.url}/", tmp_path / "congress.yaml").written


def test_a_server_without_the_files_is_said_by_their_published_name(
    web: Server, tmp_path: Path
) -> None:
    with pytest.raises(
        CannotReadMembersError,
        match=r"/data/legislators-current\.yaml: there is no such file there",
    ):
        sync(f"{web.url}/data/", tmp_path / "congress.yaml")
    assert web.asked == ["/data/legislators-current.yaml", "/data/legislators-current.json"]


# ---------------------------------------------------------------- what can lie in the folder


def test_a_folder_that_is_none_is_said(tmp_path: Path) -> None:
    target = tmp_path / "congress.yaml"
    (tmp_path / "bomb.zip").write_bytes(b"PK\x03\x04")
    for origin in ("nowhere", "bomb.zip"):
        with pytest.raises(CannotReadMembersError, match="is no folder"):
            sync(str(tmp_path / origin), target)
    with pytest.raises(
        CannotReadMembersError, match=r"legislators-current\.yaml: there is no such file"
    ):
        sync(str(tmp_path), target)
    with (tmp_path / "legislators-current.yaml").open("wb") as file:
        file.truncate(9 << 20)
    with pytest.raises(CannotReadMembersError, match="is larger than 8 MiB"):
        sync(str(tmp_path), target)
    assert not target.exists()


@pytest.mark.skipif(
    not Path("/proc/self/mem").exists(), reason="needs a file that opens and does not read"
)
def test_a_file_that_does_not_read_is_said(tmp_path: Path) -> None:
    (tmp_path / "legislators-current.yaml").symlink_to("/proc/self/mem")
    with pytest.raises(CannotReadMembersError, match=r"cannot be read \(Input/output error\)"):
        sync(str(tmp_path), tmp_path / "congress.yaml")


def test_a_server_that_tells_no_date_gives_data_of_today(web: Server, tmp_path: Path) -> None:
    files = capitol.full_house().files("json")
    web.answers.update({f"/{name}": capitol.plainly(body) for name, body in files.items()})
    sync(web.url, tmp_path / "congress.yaml", cache=tmp_path / "cache")
    assert load(tmp_path / "congress.yaml").as_of == NOW.date()
    assert not (tmp_path / "cache").exists()


# ---------------------------------------------------------------- what can be in a file


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"", "is empty"),
        (b" \n", "is empty"),
        (b"# nothing\n", "is empty"),
        (b"\n<!DOCTYPE html><title>Sign in</title>", "is a web page, not data"),
        (b"PK\x03\x04rest", "is an archive"),
        (b"\x1f\x8brest", "is an archive"),
        ("- id: 1\n".encode("utf-16"), "is not UTF-8"),
        (b"- a: caf\xe9\n", r"is not UTF-8 text \(at byte 8\)"),
        (b"- a: \x00\n", "is not YAML"),
        (b"- id: A\n- name: 'Esc", "its last line has no end"),
        (b"- id: A\n- name: 'Esc\n", r"is not YAML, or was cut short \(line \d+: "),
        (b"a: 1\n\tb: 2\n", r"\(line 2: "),
        (b"a: 1\na: 2\n", "given twice, first in line 1"),
        (b"? [a]\n: 1\n", r"\(line 1: a key must be plain text"),
        (b"a: &a [1]\nb: *a\n", r"uses a YAML anchor or alias \(& or \*\), 2 times down to line 2"),
        (b"a: 1\n---\nb: 2\n", r"\(line 2: a second document begins here"),
        (b"- " * 100_000 + b"\n", "nests values more than 32 deep"),
        (b"a: " + b"[" * 100_000 + b"\n", "nests values more than 32 deep"),
        (b"[" * 100_000, "is nested too deeply"),
        (b'[{"id": 1}, {"id"', r"is not JSON, or was cut short \(line 1: "),
        (b'[{"id": 1, "id": 2}]', "holds a key twice, one of id"),
        (b"- a\n" * (1 << 20), "holds more than 500,000 values"),
    ],
)
def test_a_body_that_is_not_the_data_is_said(body: bytes, says: str) -> None:
    with pytest.raises(CannotReadMembersError, match=says):
        plain(PublishedFile("a", "a.yaml", body))


@given(st.binary(max_size=200))
@example(b"%YAML 9.9\n---\na\n")
@example(b"\xef\xbb\xbf[]")
@example(b"- !!python/object/apply:os.system [true]\n")
def test_any_bytes_are_data_or_said(body: bytes) -> None:
    try:
        found = plain(PublishedFile("a", "a.yaml", body))
    except CannotReadMembersError:
        return
    assert found is None or isinstance(found, str | list | dict | bool)


def test_numbers_and_dates_stay_text_and_a_bom_is_passed_over() -> None:
    assert plain(
        PublishedFile("a", "a", b"\xef\xbb\xbf- {zip: 02134, state: NO, on: 2026-01-01}\n")
    ) == [{"zip": "02134", "state": "NO", "on": "2026-01-01"}]
    assert plain(
        PublishedFile("a", "a", b'[{"zip": "02134", "district": 16, "lat": 1.50, "nothing": null}]')
    ) == [{"zip": "02134", "district": "16", "lat": "1.50", "nothing": None}]


def bent(bend: Callable[[Capitol], object]) -> Capitol:
    house = capitol.full_house()
    bend(house)
    return house


@pytest.mark.parametrize(
    ("bend", "says"),
    [
        pytest.param(
            lambda h: h.members.clear(),
            r"legislators-current\.json: holds 0 members",
            id="no members",
        ),
        pytest.param(
            lambda h: h.members.__delitem__(slice(499, None)),
            "holds 499 members, and Congress has about 541",
            id="cut at a member",
        ),
        pytest.param(
            lambda h: h.members.append(dict(h.members[0])), "holds 542 members", id="too many"
        ),
        pytest.param(
            lambda h: h.members.__setitem__(1, h.members[0]), "holds H000001 twice", id="one twice"
        ),
        pytest.param(
            lambda h: h.offices.__delitem__(slice(200, None)),
            "speaks of 200 of 541 members",
            id="offices cut",
        ),
        pytest.param(
            lambda h: h.membership.pop("HSJU"), "speaks of 100 of 541 members", id="membership cut"
        ),
        pytest.param(
            lambda h: h.committees.clear(),
            r"committees-current\.json: holds no committee",
            id="no committees",
        ),
        pytest.param(
            lambda h: h.committees.__delitem__(slice(2, None)),
            r"committees-current\.json: has no committee JSLC, which committee-membership-current names: one of the two was cut short",
            id="committees cut",
        ),
        pytest.param(
            lambda h: h.term("H000001").update(district=2),
            r"gives AL-02 to Ann MemberH000001 \(H000001\) and Ann MemberH000002 \(H000002\), and it has 1 to give",
            id="two of one seat",
        ),
        pytest.param(
            lambda h: h.term("S000001").update(state="TX"),
            r"gives TX-sen to .* and .* and .*, and it has 2 to give",
            id="three senators",
        ),
        pytest.param(
            lambda h: h.offices.extend([[]] * 5000),
            r"offices\.json: has 5,541 entries, and the real one",
            id="too long a list",
        ),
        pytest.param(
            lambda h: h.membership.pop("SLIN"),
            r"speaks of 3 of 4 committees: .* --allow-fewer",
            id="membership cut at a committee",
        ),
        pytest.param(
            lambda h: h.committees.extend([[]] * 1900),
            r"\(4: Input should be a valid dictionary",
            id="a list of nothing",
        ),
        pytest.param(
            lambda h: h.member("H000007").pop("name"),
            r"does not know \(6.name: Field required\)",
            id="no name",
        ),
        pytest.param(
            lambda h: h.member("H000007")["name"].pop("last"),
            r"\(6.name.last: Field required\)",
            id="no surname",
        ),
        pytest.param(
            lambda h: h.member("H000007").update(terms=[]),
            r"\(6.terms: List should have at least 1",
            id="no terms",
        ),
        pytest.param(
            lambda h: h.member("H000007").update(terms="x"),
            r"\(6.terms: Input should be a valid list",
            id="text for terms",
        ),
        pytest.param(
            lambda h: h.term("H000007").pop("end"),
            r"\(H000007.terms\[-1\].end: Field required\)",
            id="no end",
        ),
        pytest.param(
            lambda h: h.term("H000007").update(type="prez"),
            r"\(H000007.terms\[-1\].type: ",
            id="a president",
        ),
        pytest.param(
            lambda h: h.term("H000007").update(end="soon"),
            r"\(H000007.terms\[-1\].end: ",
            id="no date",
        ),
        pytest.param(
            lambda h: h.term("H000007").update(state="ZZ"),
            'H000007: there is no state "ZZ"',
            id="no such state",
        ),
        pytest.param(
            lambda h: h.term("H000007").update(district=9),
            "H000007: Alabama has no district 9",
            id="no such district",
        ),
        pytest.param(
            lambda h: h.term("H000007").pop("district"),
            "H000007: a member of the House needs one",
            id="no district",
        ),
        pytest.param(
            lambda h: h.term("S000001").update(state="DC"),
            "S000001: District of Columbia elects no senators",
            id="a senator for DC",
        ),
        pytest.param(
            lambda h: h.members[0].update(id={"bioguide": "../../etc"}),
            "../../etc: id: String should match",
            id="a path for an id",
        ),
        pytest.param(
            lambda h: setattr(h, "members", h.membership),
            r"\(the whole: Input should be a valid list\)",
            id="another file",
        ),
    ],
)
def test_a_shape_that_is_not_known_is_said(bend: Callable[[Capitol], object], says: str) -> None:
    house = bent(bend)
    with pytest.raises(CannotReadMembersError, match=says):
        read(house)


# ---------------------------------------------------------------- what is odd, and what is done about it


def test_a_member_without_an_address_gets_the_chambers() -> None:
    house = capitol.full_house()
    for key in ("office", "address", "phone"):
        del house.term("H000001")[key]
    assert one(house, "H000001").addresses.washington == WashingtonOffice()
    assert said(house, "H000001") == [
        "no office in Washington is listed; the chamber's own address is used"
    ]


@pytest.mark.parametrize(
    ("term", "office", "odd"),
    [
        (
            {"address": "2448 Rayburn House Office Building Washington DC 20515-4316"},
            ("2448", "Rayburn House Office Building", "20515-4316"),
            0,
        ),
        (
            {"address": "H-232 The Capitol, Washington, D.C. 20515"},
            ("H-232", "The Capitol", None),
            0,
        ),
        (
            {"office": "G12 Dirksen Senate Office Building", "address": "x 20515"},
            ("G12", "Dirksen Senate Office Building", None),
            0,
        ),
        (
            {"office": "479a Russell Senate Office Building", "address": "x 20515"},
            ("479A", "Russell Senate Office Building", None),
            0,
        ),
        (
            {"office": "12 Cannon House Office Building", "address": "x 20510"},
            ("12", "Cannon House Office Building", None),
            1,
        ),
        (
            {"office": "12 Cannon House Office Building", "address": "x 205"},
            ("12", "Cannon House Office Building", None),
            1,
        ),
        ({"address": "Somewhere"}, (None, None, None), 1),
    ],
)
def test_room_building_and_zip_are_taken_apart(
    *, term: dict[str, str], office: tuple[str | None, ...], odd: int
) -> None:
    house = capitol.full_house()
    for key in ("office", "address"):
        del house.term("H000001")[key]
    house.term("H000001").update(term)
    found = one(house, "H000001").addresses.washington
    assert (found.room, found.building, found.zip) == office
    assert len(said(house, "H000001")) == odd


@pytest.mark.parametrize(
    ("name", "expected", "odd"),
    [
        (
            {"first": "Analilia", "last": "Mejia"},
            ("Analilia", "Mejia", None, "Analilia Mejia"),
            "no official full name",
        ),
        (
            {"first": "Tom", "last": "Kean", "suffix": "Jr."},
            ("Tom", "Kean", "Jr.", "Tom Kean, Jr."),
            "no official full name",
        ),
        (
            {"first": "Nick", "last": "Begich", "suffix": "III"},
            ("Nick", "Begich", "III", "Nick Begich III"),
            "no official full name",
        ),
        ({"last": "Null"}, (None, "Null", None, "Null"), "no official full name"),
        (
            {
                "first": "Pablo José",
                "last": "Hernández Rivera",
                "official_full": "Pablo José Hernández",
            },
            ("Pablo José", "Hernández", None, "Pablo José Hernández"),
            "surname “Hernández”",
        ),
        (
            {"first": "Ann", "last": "Lee", "official_full": "Ann O'Leery"},
            ("Ann", "Lee", None, "Ann O'Leery"),
            "surname “Lee” does not stand in “Ann O'Leery”",
        ),
        (
            {
                "first": "Catherine",
                "last": "Cortez Masto",
                "official_full": "Catherine Cortez Masto",
            },
            ("Catherine", "Cortez Masto", None, "Catherine Cortez Masto"),
            None,
        ),
        (
            {
                "first": "Alejandro",
                "nickname": "Alex",
                "last": "Padilla",
                "official_full": "Alex Padilla",
            },
            ("Alex", "Padilla", None, "Alex Padilla"),
            None,
        ),
        (
            {"first": "James (Jim)", "last": "Moylan", "official_full": "James C. Moylan"},
            ("James", "Moylan", None, "James C. Moylan"),
            None,
        ),
        (
            {
                "first": "Henry",
                "last": "Johnson",
                "suffix": "Jr.",
                "official_full": 'Henry C. "Hank" Johnson, Jr.',
            },
            ("Henry", "Johnson", "Jr.", 'Henry C. "Hank" Johnson, Jr.'),
            None,
        ),
        (
            {"first": "Mike", "last": "Collins", "suffix": "Jr.", "official_full": "Mike Collins"},
            ("Mike", "Collins", None, "Mike Collins"),
            None,
        ),
        (
            {"first": "Ana\u0301", "last": "X\ny\x07", "official_full": " Aná  X y "},
            ("Aná", "X y", None, "Aná X y"),
            None,
        ),
    ],
)
def test_a_name_is_as_its_bearer_writes_it(
    *, name: dict[str, str], expected: tuple[str | None, ...], odd: str | None
) -> None:
    house = capitol.full_house()
    house.member("H000001")["name"] = name
    found = one(house, "H000001").name
    assert (found.first, found.last, found.suffix, found.full) == expected
    assert [what.startswith(odd or "-") for what in said(house, "H000001")] == (
        [True] if odd else []
    )


def test_the_title_comes_from_the_seat() -> None:
    by_seat = {recipient.seat: recipient for recipient in read(capitol.full_house()).recipients}
    assert [
        by_seat[seat].title for seat in ("AK-AL", "DC-AL", "GU-AL", "PR-AL", "TX-16", "TX-sen")
    ] == [
        "representative",
        "delegate",
        "delegate",
        "resident commissioner",
        "representative",
        "senator",
    ]
    assert by_seat["AK-AL"].district == 0
    assert by_seat["TX-sen"].district is None


def test_a_term_that_is_over_is_kept_and_said_and_a_party_is_not_asked() -> None:
    house = capitol.full_house()
    house.term("S000001").update(
        end="2026-11-03", how="appointment", party="Independent", caucus="Democrat"
    )
    assert one(house, "S000001").term_end == datetime.date(2026, 11, 3)
    assert said(house, "S000001") == [
        "the term ended on 2026-11-03; kept, and left out of letters dated later"
    ]


def test_whoevers_term_is_over_gives_way_to_who_came_after() -> None:
    house = capitol.full_house()
    house.term("H000001").update(end="2026-11-03", district=2)
    assert [
        recipient.id for recipient in read(house).recipients if recipient.seat in {"AL-01", "AL-02"}
    ] == ["H000002"]
    assert said(house, "H000001") == [
        "the term ended on 2026-11-03; and another has the seat; left out"
    ]
    assert read(house).vacant == ("AL-01",)


def test_what_is_odd_of_members_names_them_and_of_strangers_says_so() -> None:
    house = capitol.full_house()
    del house.term("H000001")["office"], house.term("H000001")["address"]
    house.offices.append({"id": {"bioguide": "X000001"}, "offices": []})
    house.membership["HSJU"].append({"bioguide": "X000002"})
    assert [str(oddity) for oddity in read(house).oddities] == [
        "H000001 Ann MemberH000001 (AL-01): no office in Washington is listed; the chamber's own address is used",
        "X000001: left out of legislators-district-offices: there is no such member",
        "X000002: left out of committee-membership-current: there is no such member",
    ]


def test_only_the_last_term_counts() -> None:
    house = capitol.full_house()
    terms = house.member("H000001")["terms"]
    assert isinstance(terms, list)
    terms.insert(0, {"type": "prez", "start": "1999"})
    assert one(house, "H000001").chamber == "house"


def test_seats_that_nobody_holds_are_named() -> None:
    house = capitol.full_house()
    gone = {"H000001", "S000001"} | {f"H{number:06d}" for number in (8,)}
    house.members = [
        entry for entry in house.members if entry["id"] not in [{"bioguide": key} for key in gone]
    ]
    assert read(house).vacant == ("AK-AL", "AL-01", "AL-sen")


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"address": ""}, "office in Springfield left out: it has no street"),
        ({"address": "", "zip": ""}, "office in Springfield left out: it has no street and no ZIP"),
        ({"zip": None}, "office in Springfield left out: it has no ZIP"),
        ({"city": ""}, "office in an unnamed place left out: it has no city"),
        ({"state": "ZZ"}, 'office in Springfield left out: there is no state "ZZ"'),
        (
            {"zip": "3500"},
            'office in Springfield left out: must be five digits, or nine as in 20515-4316, not "3500"',
        ),
        (
            {"zip": "78520"},
            "office in Springfield left out: 78520 lies in Texas, but the address says Alabama (AL): correct",
        ),
    ],
)
def test_an_office_that_no_mail_reaches_is_left_out(
    change: dict[str, str | None], problem: str
) -> None:
    house = capitol.full_house()
    house.home("H000001")[0].update(change)
    assert one(house, "H000001").addresses.district == ()
    first, second = said(house, "H000001")
    assert (first, second.startswith(problem)) == (
        "no office at home is listed; letters go to Washington",
        True,
    )


@pytest.mark.parametrize(
    ("latitude", "longitude", "position"),
    [
        (32.5, -86.30000000001, (32.5, -86.3)),
        ("32.5", "-86.3", (32.5, -86.3)),
        ("13.47", "144.75", None),
        ("32.5", "86.3", None),
        (None, None, None),
        (441.5, -90.5, None),
        (-86.3, 32.5, None),
        ("nan", "nan", None),
        ("north", "-86", None),
        ("inf", "-86", None),
        ("32.5", None, None),
    ],
)
def test_coordinates_lie_in_the_offices_state_or_are_left_out(
    *, latitude: object, longitude: object, position: tuple[float, float] | None
) -> None:
    house = capitol.full_house()
    house.home("H000001")[0].update({"latitude": latitude, "longitude": longitude})
    (office,) = one(house, "H000001").addresses.district
    assert (office.latitude, office.longitude) == (position or (None, None))
    assert len(said(house, "H000001")) == (1 if position is None and latitude is not None else 0)


@pytest.mark.parametrize(
    ("title", "role"),
    [
        ("Chair", "chair"),
        ("Chairman", "chair"),
        ("Chairwoman", "chair"),
        ("Ranking Member", "ranking member"),
        ("Vice Chairman", "vice chair"),
        ("Vice Chairwoman", "vice chair"),
        ("Cochairman", "vice chair"),
        ("Ex Officio", "ex officio"),
        (None, "member"),
        ("Grand Vizier", "member"),
    ],
)
def test_roles_have_one_name_each(title: str | None, role: str) -> None:
    house = capitol.full_house()
    house.membership["HSJU"][0]["title"] = title
    assert one(house, "H000001").committees == (
        CommitteeSeat(name="Judiciary", role=role, code="HSJU"),  # type: ignore[arg-type]
    )
    assert len(said(house, "H000001")) == (title == "Grand Vizier")


def test_only_full_committees_stand_there_and_joint_ones_are_marked() -> None:
    house = capitol.full_house()
    seat: dict[str, object] = {"bioguide": "S000001"}
    house.membership |= {"JSLC": [seat], "SSJU04": [seat], "SLIN": [seat]}
    assert [(found.name, found.joint) for found in one(house, "S000001").committees] == [
        ("Joint Committee on the Library", True),
        ("Select Committee on Intelligence", False),
        ("Judiciary", False),
    ]
    assert read(house).oddities == ()


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("House Committee on the Judiciary", "Judiciary"),
        ("House Committee on House Administration", "House Administration"),
        ("Senate Committee on Veterans' Affairs", "Veterans' Affairs"),
        (
            "House Permanent Select Committee on Intelligence",
            "Permanent Select Committee on Intelligence",
        ),
        (
            "United States Senate Caucus on International Narcotics Control",
            "Caucus on International Narcotics Control",
        ),
        ("Joint Economic Committee", "Joint Economic Committee"),
    ],
)
def test_a_committee_is_called_as_people_call_it(name: str, short: str) -> None:
    assert short_name(name) == short


@pytest.mark.parametrize(
    ("role", "leadership"),
    [
        (
            {"title": "Speaker of the House", "chamber": "house", "start": "2025-01-03"},
            "Speaker of the House",
        ),
        ({"title": "Senate Majority Leader", "chamber": "house"}, None),
        ({"title": "Senate Majority Leader"}, None),
        ({"title": "House Majority Whip", "chamber": "house"}, "Majority Whip"),
        ({"title": "House Majority Whip", "chamber": "house", "end": "2026-11-24"}, None),
        (
            {"title": "House Majority Whip", "chamber": "house", "end": "2027-01-03"},
            "Majority Whip",
        ),
        ({"title": "Senate Majority Leader", "chamber": "senate"}, None),
        ({"title": "House Democratic Caucus Chair", "chamber": "house"}, None),
    ],
)
def test_only_offices_of_the_chamber_that_are_held_today_count(
    role: dict[str, str], leadership: str | None
) -> None:
    house = capitol.full_house()
    house.member("H000001")["leadership_roles"] = [role]
    assert one(house, "H000001").leadership == leadership


# ---------------------------------------------------------------- the file


def member(**changes: object) -> Recipient:
    values: dict[str, object] = {
        "id": "E000299",
        "name": Name(first="Veronica", last="Escobar", full="Veronica Escobar"),
        "chamber": "house",
        "state": "TX",
        "district": 16,
        "title": "representative",
        "term_end": datetime.date(2027, 1, 3),
    }
    return Recipient.model_validate(values | changes)


def file_of(*recipients: Recipient) -> RecipientsFile:
    return RecipientsFile(
        as_of=datetime.date(2026, 6, 15), source="here: and #there", recipients=recipients
    )


def test_a_file_reads_like_one_made_by_hand() -> None:
    everything = member(
        committees=(
            CommitteeSeat(name="Judiciary", role="chair", code="HSJU"),
            CommitteeSeat(name="A, B", joint=True),
        ),
        leadership="Speaker of the House",
        addresses=Addresses(
            washington=WashingtonOffice(
                room="2448", building="Rayburn House Office Building", zip="20515-4316"
            ),
            district=(
                DistrictOffice(
                    street="221 N. Kansas St.",
                    suite="1500",
                    city="El Paso",
                    state="TX",
                    zip="79901",
                    latitude=31.7,
                    longitude=-106.0,
                ),
            ),
        ),
        represents=("el-paso",),
        as_of=datetime.date(2026, 6, 1),
        source="a call",
        address_lines=("The Hon. V. Escobar",),
        salutation="Dear Madam Speaker:",
    )
    senator = member(
        id="X1",
        chamber="senate",
        district=None,
        title="senator",
        name=Name(last="No", suffix="III", full="No"),
    )
    assert to_yaml(file_of(everything, senator), header=("Head.", "")).splitlines() == [
        "# yaml-language-server: $schema=../docs/schemas/recipients.schema.json",
        "#",
        "# Head.",
        "#",
        "",
        "as_of: 2026-06-15",
        'source: "here: and #there"',
        "",
        "recipients:",
        "",
        "  # ---- Texas",
        "",
        "  - id: E000299",
        "    name: {first: Veronica, last: Escobar, full: Veronica Escobar}",
        "    chamber: house",
        "    state: TX",
        "    district: 16",
        "    title: representative",
        "    committees:",
        "      - {name: Judiciary, code: HSJU, role: chair}",
        '      - {name: "A, B", joint: true}',
        "    leadership: Speaker of the House",
        "    addresses:",
        '      washington: {room: "2448", building: Rayburn House Office Building, zip: 20515-4316}',
        "      district:",
        '        - {street: 221 N. Kansas St., suite: "1500", city: El Paso, state: TX, zip: "79901", latitude: 31.7, longitude: -106.0}',
        "    term_end: 2027-01-03",
        "    represents:",
        "      - el-paso",
        "    as_of: 2026-06-01",
        "    source: a call",
        "    address_lines:",
        "      - The Hon. V. Escobar",
        '    salutation: "Dear Madam Speaker:"',
        "",
        "  - id: X1",
        '    name: {last: "No", suffix: III, full: "No"}',
        "    chamber: senate",
        "    state: TX",
        "    title: senator",
        "    term_end: 2027-01-03",
    ]


words = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30).filter(
    lambda text: text.strip() != ""
)


@given(last=words, street=words, position=st.floats(-90, 90))
@example(last="null", street="1e3", position=0.0)
@example(last="02134", street="12:30", position=-0.0)
@example(last="*a", street="a: b #c\n- d", position=1e-7)
@example(last="\u2028\u0085\x7f\ufeff😀", street="'\"\\", position=90.0)
def test_a_file_reads_back_as_it_was(last: str, *, street: str, position: float) -> None:
    office = DistrictOffice(
        street=street,
        city="El Paso",
        state="TX",
        zip="79901",
        latitude=position,
        longitude=position,
    )
    file = file_of(member(name=Name(last=last, full=last), addresses=Addresses(district=(office,))))
    text = to_yaml(file)
    assert RecipientsFile.model_validate(plain(PublishedFile("", "", text.encode()))) == file
    # A parser that guesses types, as editors have, sees texts too.
    guessed = yaml.load(text, yaml.CSafeLoader)["recipients"][0]
    assert isinstance(guessed["name"]["last"], str)
    assert isinstance(guessed["addresses"]["district"][0]["street"], str)


# ---------------------------------------------------------------- what is new


def test_changes_are_told_one_by_one() -> None:
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
    assert found.lines == (
        "came: TX-02 Bo New: representative",
        "left: TX-01 Al Gone: representative",
        "seat: TX-15 Veronica Escobar: was TX-16",
        "office: TX-15 Veronica Escobar: closed 1 Main St., Suite 2, El Paso TX 79901",
        "office: TX-15 Veronica Escobar: in Washington now without an office, before 1 Cannon House Office Building",
        "office: TX-15 Veronica Escobar: opened 9 Oak St., El Paso TX 79901",
        "committee: TX-15 Veronica Escobar: chair of Ethics, before member",
        "committee: TX-15 Veronica Escobar: joined Judiciary",
        "committee: TX-15 Veronica Escobar: joined Library as chair",
        "committee: TX-15 Veronica Escobar: left Budget",
        "committee: TX-15 Veronica Escobar: left Rules",
        "committee: TX-15 Veronica Escobar: no leader, before Majority Whip",
    )
    assert not congress_changes.changes(file_of(stays), file_of(stays))


# ---------------------------------------------------------------- the real data


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> tuple[SyncReport, RecipientsFile]:
    with capitol.server() as server:
        server.publish({f"{name}.yaml": (DATA / f"{name}.yaml").read_bytes() for name in NAMES})
        report = sync(server.url, tmp_path_factory.mktemp("real") / "congress.yaml")
    return report, load(report.target)


@needs_data
def test_the_real_congress_is_whole(real: tuple[SyncReport, RecipientsFile]) -> None:
    report, file = real
    assert report.counts == {
        "senator": 100,
        "representative": 431,
        "delegate": 5,
        "resident commissioner": 1,
    }
    assert len(file.recipients) == report.members == 537
    assert report.vacant == ("CA-14", "FL-20", "GA-13", "TX-23")
    assert [
        (oddity.who, oddity.what.partition(";")[0].partition(":")[0]) for oddity in report.oddities
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
            forms_of_address.district_problem(
                recipient.state, recipient.district, chamber=recipient.chamber
            )
            is None
        )
        assert (
            forms_of_address.title_problem(
                recipient.title, state=recipient.state, chamber=recipient.chamber
            )
            is None
        )
        for office in recipient.addresses.district:
            assert len(forms_of_address.district_address(recipient, office)) in range(4, 7)


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
        own = {"addresses": recipient.addresses, "represents": recipient.represents}
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
