"""Makers of what the tests of this package share."""

import datetime
from pathlib import Path

import yaml

from generator.congress import sync as congress_sync
from generator.congress.fetching import PublishedFile
from generator.congress.members import MembersReport, read_members
from generator.congress.sync import SyncReport
from generator.files.http import FetchLimits
from generator.models.recipient import Name, Recipient, RecipientsFile
from tests.support.capitol import Capitol

NOW = datetime.datetime(2026, 11, 24, 9, 30)  # noqa: DTZ001  (a letter's day has no zone)


HASTY = FetchLimits(seconds=5.0, backoff_seconds=0.0)


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


def load(path: Path) -> RecipientsFile:
    return RecipientsFile.model_validate(yaml.load(path.read_text("utf-8"), yaml.CBaseLoader))  # noqa: S506  (BaseLoader makes only text)


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
