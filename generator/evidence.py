"""The document that a campaign rests on: read from a file or an address, remembered by its hash, and audited against."""

import hashlib
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator import audit, yaml_reader
from generator.congress.fetching import Patience, fetch, presentable
from generator.congress.troubles import CannotReadMembersError, NoSuchDocumentError
from generator.documents import Document, read_document
from generator.documents.reading import LARGEST
from generator.errors import LettersError, Problem
from generator.files import guarantee_folder, write_whole
from generator.models import Campaign
from generator.project import Project

REMEMBERED = "documents.json"
"""Below .letters/: for each campaign where its document was read, and its SHA-256 then."""


class NoDocumentError(LettersError):
    """Nobody said which document the campaign rests on."""

    def __init__(self, campaign: str) -> None:
        super().__init__(f"which document does {campaign} rest on? Say it once: letters audit {campaign} --source FILE|URL")


class CannotReadDocumentError(LettersError):
    """The document is not where it was said to be."""

    def __init__(self, where: str, reason: str) -> None:
        super().__init__(f"{where}: cannot be read: {reason}; name the document with --source FILE|URL")


@dataclass(frozen=True)
class Evidence:
    """A document as it was read."""

    origin: str
    """The path or address."""
    sha256: str
    document: Document
    changed: bool = False
    """Whether it was another when it was last audited against."""


@dataclass(frozen=True)
class Audited:
    """What an audit found: a verdict for each statement of source.yaml, and every problem."""

    verdicts: tuple[audit.Verdict, ...]
    problems: tuple[Problem, ...]


def read(origin: str, *, proxy: Callable[[str], str | None]) -> Evidence:
    """The document at a path or an http(s) address; `proxy` tells which one to ask for an address.

    Raises CannotReadDocumentError or a DocumentError.
    """
    data = _fetched(origin, proxy=proxy(origin)) if re.match(r"https?://", origin) else _bytes_of(Path(origin))
    return Evidence(presentable(origin), hashlib.sha256(data).hexdigest(), read_document(data, origin))


def recall(place: Project, campaign: str, *, proxy: Callable[[str], str | None]) -> Evidence:
    """The document that the campaign was last audited against, read again, and whether it has changed since.

    Raises NoDocumentError where none is remembered, and what `read` raises.
    """
    known = _remembered(place).get(campaign)
    if known is None:
        raise NoDocumentError(campaign)
    found = read(known["origin"], proxy=proxy)
    return Evidence(found.origin, found.sha256, found.document, changed=found.sha256 != known["sha256"])


def remember(place: Project, campaign: str, *, evidence: Evidence) -> None:
    """Keeps where the campaign's document was read, and its hash; the document itself is not kept."""
    origin = evidence.origin if "://" in evidence.origin else str(Path(evidence.origin).absolute())
    known = {**_remembered(place), campaign: {"origin": origin, "sha256": evidence.sha256}}
    guarantee_folder(_file(place).parent)
    write_whole(_file(place), (json.dumps(known, indent=1, sort_keys=True, ensure_ascii=False) + "\n").encode())


def audit_against(place: Project, campaign: Campaign, *, evidence: Evidence) -> Audited:
    """Every statement of source.yaml and every quotation of the texts, checked against the document."""
    path = campaign.folder / "source.yaml"
    shown = place.shown(path)
    written = yaml_reader.read(path, shown_as=shown)
    verdicts = audit.audit_source(campaign.source, evidence.document, where=lambda field: written.line(_key_path(field)))
    texts = (campaign.letter, *(argument.prose for argument in campaign.arguments))
    quoted = [problem for text in texts for problem in audit.audit_prose(text, evidence.document, source=campaign.source)]
    problems = {*audit.as_problems(verdicts, file=shown, document=evidence.document), *quoted}
    return Audited(tuple(verdicts), tuple(sorted(problems)))


def summary(verdicts: Sequence[audit.Verdict]) -> str:
    """`84 findings, 7 recommendations and 8 sections: all borne out`, or how many are not."""
    failed = sum(not verdict.ok for verdict in verdicts)
    counts = [f"{sum(verdict.subject == kind for verdict in verdicts)} {kind}s" for kind in ("finding", "recommendation", "section")]
    elsewhere = sum(verdict.result == "another work" for verdict in verdicts)
    rest = f" ({elsewhere} of another work, not checked)" if elsewhere else ""
    return f"{counts[0]}, {counts[1]} and {counts[2]}: {f'{failed} not borne out' if failed else 'all borne out'}{rest}"


def _fetched(url: str, *, proxy: str | None) -> bytes:
    """What stands at the address."""
    try:
        return fetch(url, patience=Patience(largest=LARGEST), proxy=proxy).body
    except NoSuchDocumentError as error:
        raise CannotReadDocumentError(error.where, "there is nothing at that address") from error
    except CannotReadMembersError as error:
        raise CannotReadDocumentError(error.where, error.reason) from error


def _bytes_of(path: Path) -> bytes:
    """What stands in the file, and no more of it than is enough to refuse it."""
    try:
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except OSError as error:
        raise CannotReadDocumentError(str(path), error.strerror or str(error)) from error


def _file(place: Project) -> Path:
    return place.district_table.parent / REMEMBERED


def _remembered(place: Project) -> dict[str, dict[str, str]]:
    """What is remembered; nothing where the file is not there or not ours."""
    try:
        known = json.loads(_file(place).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return {name: entry for name, entry in known.items() if {"origin", "sha256"} <= set(entry)} if isinstance(known, dict) else {}


def _key_path(field: str) -> tuple[str | int, ...]:
    """`findings[3].figure` as the keys that lead there."""
    return tuple(int(step) if step.isdigit() else step for step in re.findall(r"[^.\[\]]+", field))
