"""The documents that a campaign rests on: read from a file or an address, remembered by their hash, and audited against."""

import datetime
import hashlib
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from generator.audit.documents.reading import LARGEST, read_document
from generator.audit.documents.types import Document
from generator.audit.quotations import quotation_problems, titles, wording
from generator.audit.source import audit_asks, audit_source, ground_of
from generator.audit.verdicts import Verdict, as_problems
from generator.errors import LettersError, NoSuchNameError, Problem
from generator.files import yaml
from generator.files.whole import guarantee_folder, write_whole
from generator.models.campaign import Campaign, Prose
from generator.models.fields import ID_PATTERN
from generator.project import audit_record
from generator.project.audit_record import AuditDocument, AuditRecord
from generator.project.load import Project

REMEMBERED = "documents.json"
"""Below .letters/: for each work of each campaign where its document was read, and its SHA-256 then."""
HOME = ""
"""Stands for the first work of the bibliography, which is the document itself."""
Proxy = Callable[[str], str | None]
"""Tells which proxy to ask for an address."""


class NoDocumentError(LettersError):
    """Nobody said which document the campaign rests on."""

    def __init__(self, campaign: str) -> None:
        super().__init__(
            f"which document does {campaign} rest on? Say it once: letters audit {campaign} --source FILE|URL"
        )


class CannotReadDocumentError(LettersError):
    """The document is not where it was said to be."""

    def __init__(self, where: str, reason: str) -> None:
        super().__init__(
            f"{where}: cannot be read: {reason}; name the document with --source FILE|URL"
        )


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
class AuditResult:
    """What an audit found: a verdict for each statement of source.yaml, and every problem."""

    verdicts: tuple[Verdict, ...]
    problems: tuple[Problem, ...]

    @property
    def passed(self) -> bool:
        """Whether everything that was looked at is borne out."""
        return not any(problem.severity == "error" for problem in self.problems)


def read(origin: str, *, proxy: Proxy) -> Evidence:
    """The document at a path or an http(s) address.

    Raises CannotReadDocumentError or a DocumentError.
    """
    if re.match(r"https?://", origin):
        shown, data = _fetched(origin, proxy=proxy(origin))
    else:
        shown, data = str(Path(origin)), _bytes_of(Path(origin))
    return Evidence(shown, hashlib.sha256(data).hexdigest(), read_document(data, origin))


def gather(
    place: Project, campaign: Campaign, *, named: Sequence[str], proxy: Proxy
) -> dict[str, Evidence]:
    """The documents of a campaign by the works that they are: those named now (FILE, URL, WORK=FILE), and those of the last audit.

    Raises NoDocumentError where the first work is not among them, NoSuchNameError for a work that the bibliography has not,
    and what `read` raises.
    """
    origins = dict(_work_of(name, campaign) for name in named)
    known = {
        work: entry
        for work, entry in _remembered(place).get(campaign.id, {}).items()
        if _is_cited(work, campaign)
    }
    if HOME not in origins and HOME not in known:
        raise NoDocumentError(campaign.id)
    found: dict[str, Evidence] = {}
    for work in sorted(known.keys() | origins.keys()):
        found[work] = read(origins[work] if work in origins else known[work]["origin"], proxy=proxy)
        if work not in origins:
            found[work] = replace(found[work], changed=found[work].sha256 != known[work]["sha256"])
    return found


def _work_of(name: str, campaign: Campaign) -> tuple[str, str]:
    """The work that a document is given for, and where it is; an equals sign in the name of a file or in an address is none of ours."""
    work, equals, origin = name.partition("=")
    ids = [reference.id for reference in campaign.source.bibliography]
    if (
        not equals
        or re.fullmatch(ID_PATTERN, work) is None
        or (work not in ids and Path(name).exists())
    ):
        return HOME, name
    if work not in ids:
        raise NoSuchNameError("work", work, known=ids)
    return HOME if work == ids[0] else work, origin


def _is_cited(work: str, campaign: Campaign) -> bool:
    """Whether the bibliography has the work still."""
    return work == HOME or work in [reference.id for reference in campaign.source.bibliography[1:]]


def remember(place: Project, campaign: str, *, evidence: Evidence, work: str = HOME) -> None:
    """Keeps where the document of a campaign's work was read, and its hash; the document itself is not kept."""
    origin = evidence.origin if "://" in evidence.origin else str(Path(evidence.origin).absolute())
    known = _remembered(place)
    known.setdefault(campaign, {})[work] = {"origin": origin, "sha256": evidence.sha256}
    guarantee_folder(_file(place).parent)
    write_whole(
        _file(place),
        (json.dumps(known, indent=1, sort_keys=True, ensure_ascii=False) + "\n").encode(),
    )


def audit_against(
    place: Project, campaign: Campaign, *, evidence: Mapping[str, Evidence]
) -> AuditResult:
    """Every statement of source.yaml, every ask and every quotation of the campaign, checked against its documents."""
    path = campaign.folder / "source.yaml"
    shown = place.shown(path)
    written = yaml.read(path, shown_as=shown)
    others = {work: held.document for work, held in evidence.items() if work != HOME}
    ground = ground_of(campaign.source, evidence[HOME].document)
    verdicts = audit_source(
        campaign.source,
        ground.document,
        where=lambda key: written.line(_key_path(key)),
        others=others,
        ground=ground,
    )
    known = wording((ground.document, *others.values()), titles=titles(campaign.source))
    quoted = (
        problem
        for text, key in _texts(place, campaign)
        for problem in quotation_problems(text, known, field=key)
    )
    problems = {*as_problems(verdicts, file=shown), *audit_asks(campaign, ground=ground), *quoted}
    return AuditResult(tuple(verdicts), tuple(sorted(problems)))


def _texts(place: Project, campaign: Campaign) -> Iterator[tuple[Prose, str]]:
    """Every text of the campaign that a letter may print, with its key where it stands in a YAML file; what the sender says is theirs."""
    yield from (
        (text, "")
        for text in (campaign.letter, *(argument.prose for argument in campaign.arguments))
    )
    asked = zip(campaign.settings.asks, campaign.asks, strict=True)
    yield from (
        (text, f"asks[{number}].text")
        for number, (ask, text) in enumerate(asked, start=1)
        if ask.text
    )
    settings, details = campaign.settings, campaign.sender.details
    lists = {"enclosures": settings.enclosures, "copies": settings.copies}
    for file, told in (
        ("campaign.yaml", {"title": (settings.title,), "subject": (settings.subject,), **lists}),
        (
            "sender.yaml",
            {"title": (details.title or "",), "organization": (details.organization or "",)},
        ),
    ):
        written = yaml.read(campaign.folder / file, shown_as=place.shown(campaign.folder / file))
        for key, values in told.items():
            yield from ((Prose(written.file, written.line((key,)), value), key) for value in values)


def attest(
    campaign: Campaign, result: AuditResult, *, evidence: Mapping[str, Evidence], on: datetime.date
) -> None:
    """Keeps beside source.yaml that it was borne out that day, and by which documents; nothing where it was not."""
    if not result.passed:
        return
    borne = [verdict for verdict in result.verdicts if verdict.result in ("ok", "look")]
    home = campaign.source.bibliography[0].id
    audit_record.keep(
        campaign.folder,
        AuditRecord(
            source=audit_record.digest(campaign.folder),
            date=on,
            findings=sum(verdict.subject == "finding" for verdict in borne),
            recommendations=sum(verdict.subject == "recommendation" for verdict in borne),
            sections=sum(verdict.subject == "section" for verdict in borne),
            not_checked=len(result.verdicts) - len(borne),
            documents=tuple(
                AuditDocument(work=work or home, name=_name(held), sha256=held.sha256)
                for work, held in sorted(evidence.items())
            ),
        ),
    )


def _name(evidence: Evidence) -> str:
    """The name of a file without the folders above it, which are nobody's business; an address whole."""
    return evidence.origin if "://" in evidence.origin else Path(evidence.origin).name


def summary(verdicts: Sequence[Verdict]) -> str:
    """`84 findings, 7 recommendations and 8 sections: all supported`, or how many are not, and how many to look at."""
    failed, doubtful = (
        sum(verdict.result == result for verdict in verdicts) for result in ("failed", "look")
    )
    counts = [
        _many(sum(verdict.subject == kind for verdict in verdicts), kind)
        for kind in ("finding", "recommendation", "section")
    ]
    elsewhere = sum(verdict.result == "another work" for verdict in verdicts)
    rest = f" ({elsewhere} of another work, not checked)" if elsewhere else ""
    told = (f"{failed} not supported" if failed else "all supported") + (
        f", {doubtful} to look at" if doubtful else ""
    )
    return f"{counts[0]}, {counts[1]} and {counts[2]}: {told}{rest}"


def _many(number: int, noun: str) -> str:
    """`1 section`, `8 sections`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _fetched(url: str, *, proxy: str | None) -> tuple[str, bytes]:
    """The address as it may be shown, and what stands there."""
    from generator.files import http  # noqa: PLC0415 - a document in a file needs no urllib3

    try:
        file = http.fetch(url, limits=http.FetchLimits(max_bytes=LARGEST), proxy=proxy)
    except http.CannotFetchError as error:
        raise CannotReadDocumentError(error.url, error.reason) from error
    return file.url, file.body


def _bytes_of(path: Path) -> bytes:
    """What stands in the file, and no more of it than is enough to refuse it."""
    try:
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except OSError as error:
        raise CannotReadDocumentError(str(path), error.strerror or str(error)) from error


def _file(place: Project) -> Path:
    return place.district_table.parent / REMEMBERED


def _remembered(place: Project) -> dict[str, dict[str, dict[str, str]]]:
    """What is remembered; nothing where the file is not there or not ours."""
    try:
        known = json.loads(_file(place).read_text("utf-8"))
        return {
            campaign: {
                work: {"origin": str(entry["origin"]), "sha256": str(entry["sha256"])}
                for work, entry in works.items()
            }
            for campaign, works in known.items()
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def _key_path(field: str) -> tuple[str | int, ...]:
    """`findings[3].figure` as the keys that lead there."""
    return tuple(int(step) if step.isdigit() else step for step in re.findall(r"[^.\[\]]+", field))
