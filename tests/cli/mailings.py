"""Commands and files that the tests of mailings share."""

import csv
import io
from email.message import Message
from pathlib import Path

import pytest
import trustme

from tests.support.crowd import senator_id
from tests.support.drives import (
    CAMPAIGN,
    ZCCD,
    out_of,
    people,
    run,
)

FIRST_OF_TEXAS = senator_id("TX", 1)
PRINT = ("print", CAMPAIGN, "--unapproved")
SEND = ("send", CAMPAIGN, "--unapproved")
GO = ("--no-dry-run", "--all")
needs_zccd = pytest.mark.skipif(
    not ZCCD.is_file(), reason=f"the table for tests is not there: {ZCCD}"
)


def history(project: Path) -> list[dict[str, str]]:
    """The history without a file of its own."""
    return list(csv.DictReader(io.StringIO(run(project, "export", CAMPAIGN).said)))


def writers_of(place: Path) -> list[dict[str, str]]:
    """The supporters whose letters were built."""
    known = people(place)
    return [known[folder.name] for folder in sorted((out_of(place) / "letters").iterdir())]


def new_authority(folder: Path) -> trustme.CA:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(folder / "authority.pem")
    return authority


def server_options(port: int, folder: Path) -> tuple[str, ...]:
    return (
        "--smtp",
        f"localhost:{port}",
        "--security",
        "starttls",
        "--ca-file",
        str(folder / "authority.pem"),
    )


def payload_of(part: Message) -> bytes:
    data = part.get_payload(decode=True)
    assert isinstance(data, bytes)
    return data
