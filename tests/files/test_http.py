"""Files from a real web server on this machine, with everything that can go wrong on the way."""

import gzip
import ssl
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
import trustme

from generator.files.http import CannotFetchError, FetchLimits, fetch
from tests.support import capitol
from tests.support.capitol import Answer, Server

pytestmark = pytest.mark.slow

HASTY = FetchLimits(seconds=5.0, backoff_seconds=0.0)


@pytest.fixture
def web() -> Iterator[Server]:
    with capitol.server() as server:
        yield server


BODY = b"- id: {bioguide: A000001}\n"


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(capitol.whole(BODY), id="at once"),
        pytest.param(capitol.packed(BODY), id="gzipped"),
        pytest.param(
            capitol.in_turn(capitol.status(503), capitol.status(429), capitol.whole(BODY)),
            id="at the third attempt",
        ),
        pytest.param(capitol.in_turn(capitol.cut(BODY), capitol.whole(BODY)), id="after a cut"),
        pytest.param(
            capitol.in_turn(
                capitol.plainly(b"\x1f\x8bxx", Content_Encoding="gzip"), capitol.packed(BODY)
            ),
            id="after a garbled one",
        ),
    ],
)
def test_a_file_arrives(web: Server, answer: Answer) -> None:
    web.answers["/a.yaml"] = answer
    assert fetch(f"{web.url}/a.yaml", limits=HASTY).body == BODY


def test_a_redirect_is_followed_and_a_relative_one_too(web: Server) -> None:
    web.answers |= {
        "/a.yaml": capitol.status(302, Location="/b.yaml"),
        "/b.yaml": capitol.status(307, Location=f"{web.url}/c.yaml"),
        "/c.yaml": capitol.whole(BODY),
    }
    assert fetch(f"{web.url}/a.yaml", limits=HASTY).body == BODY


BOMB = gzip.compress(bytes(40 << 20))


@pytest.mark.parametrize(
    ("answer", "says", "asked"),
    [
        pytest.param(
            capitol.cut(BODY), r"could not be fetched \(.*IncompleteRead", 4, id="cut short"
        ),
        pytest.param(
            capitol.cut(gzip.compress(BODY), Content_Encoding="gzip"),
            "could not be fetched",
            4,
            id="gzip cut short",
        ),
        pytest.param(
            capitol.plainly(gzip.compress(BODY)[:-6], Content_Encoding="gzip"),
            "has no end",
            4,
            id="gzip without an end",
        ),
        pytest.param(
            capitol.plainly(BODY, Content_Encoding="gzip"),
            "incorrect header check",
            4,
            id="no gzip",
        ),
        pytest.param(
            capitol.plainly(BODY, Content_Encoding="br"), r"not asked for \(br\)", 1, id="brotli"
        ),
        pytest.param(
            capitol.plainly(BOMB, Content_Encoding="gzip"), "is larger than 8 MiB", 1, id="zip bomb"
        ),
        pytest.param(capitol.plainly(bytes(9 << 20)), "is larger than 8 MiB", 1, id="9 MiB"),
        pytest.param(capitol.status(500), "the server answered 500", 4, id="500"),
        pytest.param(capitol.status(403), "the server answered 403", 1, id="403"),
        pytest.param(
            capitol.status(304), "the server answered 304", 1, id="304 without a question"
        ),
        pytest.param(capitol.status(404), "there is no such file there", 1, id="404"),
        pytest.param(capitol.status(302), "the server answered 302", 1, id="redirect to nowhere"),
        pytest.param(
            capitol.status(302, Location="file:///etc/passwd"),
            "redirected to an address that is not followed",
            1,
            id="to a file",
        ),
        pytest.param(
            capitol.status(302, Location="/a.yaml"),
            "was redirected more than 5 times",
            6,
            id="in a circle",
        ),
        pytest.param(
            lambda handler: handler.connection.close(), "could not be fetched", 4, id="hangs up"
        ),
        pytest.param(
            capitol.status(302, Location="http://[::1"),
            "not followed \\(Invalid IPv6 URL",
            1,
            id="to nonsense",
        ),
    ],
)
def test_a_file_that_does_not_arrive_is_said(
    web: Server, *, answer: Answer, says: str, asked: int
) -> None:
    web.answers["/a.yaml"] = answer
    with pytest.raises(CannotFetchError, match=says) as caught:
        fetch(f"{web.url}/a.yaml", limits=HASTY)
    assert str(caught.value).startswith(f"{web.url}/a.yaml: ")
    assert len(web.asked) == asked


def dripping(handler: capitol.Handler) -> Iterator[bytes]:
    """Yields the answer byte by byte, so that the server is never silent.

    It ends by itself long after every client has given up.
    """
    for number in range(1000):
        yield b"x" if number < 999 else b"\n"
        handler.wfile.flush()
        time.sleep(0.01)


def drip_body(handler: capitol.Handler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    drip(handler)


def drip_headers(handler: capitol.Handler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nX: ")
    drip(handler)


def drip(handler: capitol.Handler) -> None:
    with suppress(OSError):
        for part in dripping(handler):
            handler.wfile.write(part)


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(drip_body, id="a body"),
        pytest.param(drip_headers, id="headers"),
        pytest.param(lambda handler: handler.rfile.read(1), id="nothing"),
    ],
)
def test_a_server_that_drips_or_says_nothing_is_given_up(web: Server, answer: Answer) -> None:
    web.answers["/a.yaml"] = answer
    hurried = FetchLimits(seconds=0.3)
    with pytest.raises(
        CannotFetchError, match=r"\(it took longer than 0\.3 seconds\); try again later"
    ):
        fetch(f"{web.url}/a.yaml", limits=hurried)
    assert len(web.asked) == 1


def test_nobody_listening_is_said(web: Server) -> None:
    web.stop()
    with pytest.raises(
        CannotFetchError, match=r"could not be fetched \(Failed to establish .*refused"
    ):
        fetch(f"{web.url}/a.yaml", limits=HASTY)


def test_between_attempts_it_waits_longer_and_longer(web: Server) -> None:
    web.answers["/a.yaml"] = capitol.status(503)
    began = time.monotonic()
    with pytest.raises(CannotFetchError):
        fetch(f"{web.url}/a.yaml", limits=FetchLimits(retries=2, backoff_seconds=0.1))
    assert time.monotonic() - began >= 0.2


def test_a_server_says_how_long_to_wait(web: Server) -> None:
    web.answers["/a.yaml"] = capitol.in_turn(
        capitol.status(503, Retry_After="1"), capitol.whole(BODY)
    )
    began = time.monotonic()
    assert fetch(f"{web.url}/a.yaml", limits=HASTY).body == BODY
    assert time.monotonic() - began >= 1


def test_a_server_that_asks_for_an_hour_is_not_waited_for(web: Server) -> None:
    web.answers["/a.yaml"] = capitol.status(503, Retry_After="3600")
    with pytest.raises(
        CannotFetchError,
        match=r"\(the server answered 503 and asks to wait 3,600 seconds\); try again later",
    ):
        fetch(f"{web.url}/a.yaml", limits=HASTY)
    assert web.asked == ["/a.yaml"]


def pour(handler: capitol.Handler, code: int, **headers: str) -> None:
    """A body without an end, as fast as it is taken."""
    handler.send_response(code)
    for name, value in headers.items():
        handler.send_header(name, value)
    handler.end_headers()
    with suppress(OSError):
        while True:
            handler.wfile.write(bytes(1 << 16))


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        pytest.param(lambda handler: pour(handler, 200), "is larger than 8 MiB", id="a file"),
        pytest.param(lambda handler: pour(handler, 503), "the server answered 503", id="an error"),
        pytest.param(
            lambda handler: pour(handler, 302, Location="/b"),
            "there is no such file",
            id="a redirect",
        ),
    ],
)
def test_a_body_that_never_ends_is_given_up(web: Server, answer: Answer, says: str) -> None:
    web.answers["/a.yaml"] = answer
    with pytest.raises(CannotFetchError, match=says):
        fetch(f"{web.url}/a.yaml", limits=HASTY)


def test_a_page_behind_tls_may_not_lead_out_of_it(
    web: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    with capitol.server(context) as secure:
        secure.answers["/here"] = capitol.whole(BODY)
        secure.answers["/out"] = capitol.status(302, Location=f"{web.url}/a.yaml")
        assert fetch(f"{secure.url}/here", limits=HASTY).body == BODY
        with pytest.raises(
            CannotFetchError,
            match=r"/out: was redirected to an address that is not followed \(.* http",
        ):
            fetch(f"{secure.url}/out", limits=HASTY)
    assert web.asked == []
