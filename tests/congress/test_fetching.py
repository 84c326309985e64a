"""Everything that can go wrong while the files are fetched."""

from pathlib import Path

import pytest

from generator.congress import sync as congress_sync
from generator.congress.errors import CannotReadMembersError
from generator.files.http import UnusableProxyError
from tests.congress.sync_makers import NOW, load, sync
from tests.support import capitol
from tests.support.capitol import Answer, Server

pytestmark = pytest.mark.slow


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


def test_a_file_of_unknown_length_is_not_taken_for_whole(web: Server, tmp_path: Path) -> None:
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
    assert len(sync(web.url, tmp_path / "congress.yaml").read.recipients) == 541


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
def test_a_wrong_proxy_is_refused(proxy: str, tmp_path: Path) -> None:
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
    assert not sync(f"{web.url}/", tmp_path / "congress.yaml").is_written


def test_a_missing_file_is_named_by_its_published_name(web: Server, tmp_path: Path) -> None:
    with pytest.raises(
        CannotReadMembersError,
        match=r"/data/legislators-current\.yaml: there is no such file there",
    ):
        sync(f"{web.url}/data/", tmp_path / "congress.yaml")
    assert web.asked == ["/data/legislators-current.yaml", "/data/legislators-current.json"]


def test_a_folder_that_does_not_exist_is_refused(tmp_path: Path) -> None:
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
def test_an_unreadable_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "legislators-current.yaml").symlink_to("/proc/self/mem")
    with pytest.raises(CannotReadMembersError, match=r"cannot be read \(Input/output error\)"):
        sync(str(tmp_path), tmp_path / "congress.yaml")


def test_a_server_that_tells_no_date_gives_data_of_today(web: Server, tmp_path: Path) -> None:
    files = capitol.full_house().files("json")
    web.answers.update({f"/{name}": capitol.plainly(body) for name, body in files.items()})
    sync(web.url, tmp_path / "congress.yaml", cache=tmp_path / "cache")
    assert load(tmp_path / "congress.yaml").as_of == NOW.date()
    assert not (tmp_path / "cache").exists()
