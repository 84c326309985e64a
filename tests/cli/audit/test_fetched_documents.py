"""Documents that are given by their address, from a server on this machine."""

import http.server
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.cli.audit.audits import inside
from tests.cli.edits import change
from tests.support import makes, own_words

pytestmark = pytest.mark.slow


@contextmanager
def published(answers: Mapping[str, tuple[int, Mapping[str, str], bytes]]) -> Iterator[str]:
    """A web server on this machine that gives these answers."""

    class Answering(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, headers, body = answers.get(
                self.path, (404, {}, b"<html><body><h1>Not found</h1></body></html>")
            )
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def test_a_document_is_read_from_its_address(place: Path) -> None:
    pages = {
        "/clinics": (200, {"Content-Type": "text/plain"}, makes.RELEASE.encode()),
        "/moved": (302, {"Location": "/clinics"}, b""),
    }
    with published(pages) as address:
        run = inside(
            "new",
            "clinics",
            "--from",
            f"{address.replace('//', '//me:secret@')}/moved",
            project=place,
        )
        assert (run.code, run.warned) == (0, "")
        assert "secret" not in (place / ".letters" / "documents.json").read_text("utf-8")
        source = place / "letters" / "clinics" / "source.yaml"
        assert "https://clinics.example/news/close" in source.read_text("utf-8")
        own_words.write(source, "clinics.html")
        run = inside("audit", "clinics", project=place)
        assert (run.code, run.warned) == (0, "")
        assert run.said.splitlines()[-1].endswith(f"all supported by {address}/moved")
        change(source, 'figure: "', 'figure: "1')
        assert inside("audit", "clinics", "--source", f"{address}/clinics", project=place).code == 2


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (
            (404, {}, b"gone"),
            (
                "cannot be read: there is no such file there; check the address; name the "
                "document with --source FILE|URL"
            ),
        ),
        ((403, {}, b"no"), "cannot be read: the server answered 403"),
        (
            (200, {"Content-Length": "999999"}, b"# A brief\n\nIt begins"),
            "cannot be read: could not be fetched (Connection broken: IncompleteRead",
        ),
        (
            (200, {"Content-Encoding": "gzip"}, b"\x1f\x8bnonsense"),
            "cannot be read: could not be fetched (Error -3",
        ),
        ((200, {}, b""), "holds no text"),
        ((200, {}, b"PK\x03\x04" + bytes(range(256)) * 8), "which is not read here"),
        (
            (302, {"Location": "ftp://elsewhere.example/x"}, b""),
            "to an address that is not followed",
        ),
    ],
)
def test_what_the_net_may_answer(
    answer: tuple[int, Mapping[str, str], bytes],
    expected: str,
    project: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("urllib3.util.retry.time.sleep", lambda _: None)
    with published({"/x": answer}) as address:
        run = inside("source", "outline", f"{address}/x", project=project)
    assert (run.code, run.said) == (2, "")
    assert expected in run.warned
    assert run.warned.startswith(f"letters: {address}/x")


def test_a_document_without_an_end_is_not_read_to_it(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("generator.press.source_audit.LARGEST", 1 << 20)
    with published({"/x": (200, {}, b"a long word " * 200_000)}) as address:
        run = inside("source", "outline", f"{address}/x", project=project)
    assert (run.code, run.warned) == (
        2,
        (
            f"letters: {address}/x: cannot be read: is larger than 1 MiB, and no more is read; "
            "name the document with --source FILE|URL\n"
        ),
    )
    monkeypatch.undo()
    (tmp_path / "endless.txt").symlink_to("/dev/zero")
    run = inside("source", "outline", tmp_path / "endless.txt", project=project)
    assert run.code == 2
    assert "read: give the document itself" in run.warned


def test_an_address_without_a_server(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("urllib3.util.retry.time.sleep", lambda _: None)
    run = inside("source", "outline", "http://127.0.0.1:9/report.pdf", project=project)
    assert run.code == 2
    assert run.warned.startswith(
        "letters: http://127.0.0.1:9/report.pdf: cannot be read: could not be fetched "
        "(Failed to establish"
    )
