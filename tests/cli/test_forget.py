"""`letters forget`: a person leaves no trace in any file."""

import re
import unicodedata
from collections.abc import Iterator
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pikepdf

from tests.cli.edits import refused
from tests.cli.mailings import GO, PRINT, SEND, history, payload_of, writers_of
from tests.support.drives import (
    BUILD,
    CAMPAIGN,
    out_of,
    run,
    table,
)
from tests.support.pages import text_of


def test_who_is_forgotten_leaves_no_trace_in_any_file(place: Path) -> None:
    folder = out_of(place)
    assert run(place, *PRINT, "--envelopes", "--proof").code == 0
    assert run(place, *SEND, *GO).code == 0
    gone = next(row for row in writers_of(place) if row["story"])
    traces = (gone["name"], gone["street"], gone["email"], gone["story"].split("\n")[0])
    assert set(_holding(folder, *traces)) == set(traces)
    before = len(list((folder / "letters").iterdir()))

    done = run(place, "forget", CAMPAIGN, gone["id"], "--yes")
    assert done.code == 0
    assert f"{gone['id']} is forgotten" in done.said
    assert len(list((folder / "letters").iterdir())) == before - 1
    others = {row["story"].split("\n")[0] for row in writers_of(place)}
    assert _holding(folder, *traces[:3]) == {}
    assert traces[3] in others or _holding(folder, traces[3]) == {}
    assert gone["id"] not in {row["supporter"] for row in history(place)}
    assert "1 supporters asked to be forgotten" in run(place, "status", CAMPAIGN).said

    # The same file does not bring them back, and the others are printed without them.
    assert run(place, *BUILD).code == 0
    done = run(place, *PRINT, "--envelopes")
    assert done.code == 0, done.warned
    assert gone["id"] not in {row["supporter"] for row in table(folder / "print" / "index.csv")}
    assert _holding(folder, *traces[:3]) == {}


def _holding(folder: Path, *traces: str) -> dict[str, list[Path]]:
    """Returns the files with each of the words, in bytes, streams, pages or mail."""
    found: dict[str, list[Path]] = {}
    for path in (path for path in sorted(folder.rglob("*")) if path.is_file()):
        texts = [_squeezed(text) for text in _all_texts(path)]
        for trace in traces:
            if any(_squeezed(trace) in text for text in texts):
                found.setdefault(trace, []).append(path)
    return found


def _squeezed(text: str) -> str:
    """The letters and digits alone, so that capitals, accents and line breaks hide nobody."""
    return re.sub(r"[^\w@.]+|[\u0300-\u036f]", "", unicodedata.normalize("NFKD", text)).casefold()


def _all_texts(path: Path) -> Iterator[str]:
    data = path.read_bytes()
    yield data.decode("utf-8", "replace")
    yield data.decode("utf-16-le", "replace")
    if data.startswith(b"%PDF"):
        yield text_of(path)
        with pikepdf.open(path) as document:
            yield str(dict(document.docinfo))
            for stream in (one for one in document.objects if isinstance(one, pikepdf.Stream)):
                with_filters = (
                    stream.read_bytes() if "/Filter" in stream else stream.read_raw_bytes()
                )
                yield with_filters.decode("utf-8", "replace")
    if path.suffix == ".eml":
        message = message_from_bytes(data, policy=default)
        yield str(list(message.values()))
        yield from (
            payload_of(part).decode("utf-8", "replace")
            for part in message.walk()
            if not part.is_multipart()
        )


def test_a_person_who_was_only_held_back_can_be_forgotten(place: Path) -> None:
    held = table(out_of(place) / "held.csv")[0]
    assert run(place, "forget", CAMPAIGN, held["id"], "--yes").code == 0
    assert held["id"] not in {row["id"] for row in table(out_of(place) / "held.csv")}
    assert _holding(out_of(place), held["street"]) == {}
    refused(run(place, "forget", CAMPAIGN, "nobody", "--yes"), "'nobody'")


def test_no_person_is_forgotten_by_mistake(place: Path) -> None:
    done = run(place, "forget", CAMPAIGN, writers_of(place)[0]["id"])
    assert done.code == 1
    assert "cannot be undone" in done.warned
    assert len(writers_of(place)) > 5
