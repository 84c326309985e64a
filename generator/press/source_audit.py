"""Audits a campaign against its documents, which are read from files or web addresses.

The project remembers where each document was read, and its SHA-256: a person names a document once,
and a later audit notices that it changed.
"""

import datetime
import hashlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import TypeAdapter

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
"""The file below .letters/ that holds, for each work of each campaign, where its document was read
and its SHA-256. It is no part of the project's own files: paths differ from machine to machine."""
HOME = ""
"""The key of the first work of the bibliography, the document that the campaign rests on."""
Proxy = Callable[[str], str | None]
"""Returns the proxy for an address, or None. It is an argument because only cli reads the
environment, where proxies are named."""


class NoDocumentError(LettersError):
    """No command has named the document that the campaign rests on."""

    def __init__(self, campaign: str) -> None:
        super().__init__(
            f"which document does {campaign} rest on? Name it once: "
            f"letters audit {campaign} --source FILE|URL"
        )


class CannotReadDocumentError(LettersError):
    """A document cannot be read from its file or address."""

    def __init__(self, where: str, reason: str) -> None:
        super().__init__(
            f"{where}: cannot be read: {reason}; name the document with --source FILE|URL"
        )


@dataclass(frozen=True)
class Evidence:
    """A document of a campaign, with its origin."""

    origin: str
    """The path or address."""
    sha256: str
    document: Document
    changed: bool = False
    """Whether its bytes differ from those of the last audit."""


@dataclass(frozen=True)
class RememberedDocument:
    """Where an earlier audit read a document, and its hash."""

    origin: str
    """The absolute path or the address."""
    sha256: str


_MEMORY = TypeAdapter(dict[str, dict[str, RememberedDocument]])


@dataclass(frozen=True)
class AuditResult:
    """The result of an audit: a verdict for each statement of source.yaml, and every problem."""

    verdicts: tuple[Verdict, ...]
    problems: tuple[Problem, ...]

    @property
    def passed(self) -> bool:
        """Whether the documents contain and do not contradict every statement."""
        return not any(problem.severity == "error" for problem in self.problems)


def read(origin: str, *, proxy: Proxy) -> Evidence:
    """Returns the document at a path or an http(s) address.

    Raises CannotReadDocumentError or a DocumentError.
    """
    # Matches `https://example.org/report.pdf`, and not `report.pdf` or `C:/report.pdf`, in which
    # urlsplit would see a scheme. ftp:// is refused as a path that does not exist.
    if re.match(r"https?://", origin):
        shown, data = _fetched(origin, proxy=proxy(origin))
    else:
        shown, data = str(Path(origin)), _bytes_of(Path(origin))
    return Evidence(shown, hashlib.sha256(data).hexdigest(), read_document(data, origin))


def gather(
    project: Project, campaign: Campaign, *, named: Sequence[str], proxy: Proxy
) -> dict[str, Evidence]:
    """Returns the documents of a campaign, by the ids of their works; HOME for the first.

    Reads the documents `named` now (FILE, URL, WORK=FILE), and for other works those of the last
    audit. Raises NoDocumentError if the first work is not among them, NoSuchNameError for a work
    that the bibliography does not list, and the errors of `read`.
    """
    origins = dict(_work_of(name, campaign) for name in named)
    cited = {HOME, *(reference.id for reference in campaign.source.bibliography[1:])}
    known = _remembered(project).get(campaign.id, {})
    # Remembered works that the bibliography no longer lists are left out.
    works = origins.keys() | (known.keys() & cited)
    if HOME not in works:
        raise NoDocumentError(campaign.id)
    found: dict[str, Evidence] = {}
    for work in sorted(works):
        if work in origins:
            found[work] = read(origins[work], proxy=proxy)
        else:
            held = read(known[work].origin, proxy=proxy)
            found[work] = replace(held, changed=held.sha256 != known[work].sha256)
    return found


def _work_of(name: str, campaign: Campaign) -> tuple[str, str]:
    """Returns the work for which a document is named, and the document's path or address.

    `WORK=FILE` names a work only if WORK can be an id, because file names and addresses may contain
    an equals sign too.
    """
    work, equals, origin = name.partition("=")
    ids = [reference.id for reference in campaign.source.bibliography]
    # `state-survey=survey.pdf` names a work; `https://x.org/?id=7` and `My Report=v2.pdf` do not. A
    # file that exists under the whole name wins over a work that does not.
    can_be_id = equals and re.fullmatch(ID_PATTERN, work)
    if not can_be_id or (work not in ids and Path(name).exists()):
        return HOME, name
    if work not in ids:
        raise NoSuchNameError("work", work, known=ids)
    return HOME if work == ids[0] else work, origin


def remember(project: Project, campaign: str, *, evidence: Evidence, work: str = HOME) -> None:
    """Stores where the document of a campaign's work was read, and its hash, but not its words."""
    # Absolute, because the next audit may run in another folder.
    origin = evidence.origin if "://" in evidence.origin else str(Path(evidence.origin).absolute())
    known = _remembered(project)
    known.setdefault(campaign, {})[work] = RememberedDocument(origin, evidence.sha256)
    file = _file(project)
    guarantee_folder(file.parent)
    write_whole(file, _MEMORY.dump_json(known, indent=1) + b"\n")


def audit_against(
    project: Project, campaign: Campaign, *, evidence: Mapping[str, Evidence]
) -> AuditResult:
    """Returns the result of checking every statement of source.yaml, every ask and every quotation.

    Reads source.yaml again for its lines, because a verdict names its statement by key.
    """
    path = campaign.folder / "source.yaml"
    shown = project.shown(path)
    written = yaml.read(path, shown_as=shown)
    others = {work: held.document for work, held in evidence.items() if work != HOME}
    ground = ground_of(campaign.source, evidence[HOME].document)
    grounds = {campaign.source.home: ground}
    for work, document in others.items():
        grounds[work] = ground_of(campaign.source, document, work=work)
    verdicts = audit_source(
        campaign.source,
        ground.document,
        where=lambda key: written.line(_key_path(key)),
        others=others,
        ground=ground,
    )
    known = wording((ground.document, *others.values()), titles=titles(campaign.source))
    problems = {*as_problems(verdicts, file=shown), *audit_asks(campaign, grounds=grounds)}
    for text, key in _texts(project, campaign):
        problems.update(quotation_problems(text, known, field=key))
    return AuditResult(tuple(verdicts), tuple(sorted(problems)))


def _texts(project: Project, campaign: Campaign) -> Iterator[tuple[Prose, str]]:
    """Yields every text that a letter may print, with its key if it is in a YAML file.

    The sender's own details come last. Supporters' stories are not audited: they are the writers'
    own experience, of which no document speaks.
    """
    for letter in campaign.letters:
        yield letter, ""
    for argument in campaign.arguments:
        yield argument.prose, ""
    settings, details = campaign.settings, campaign.sender.details
    for number, (ask, text) in enumerate(zip(settings.asks, campaign.asks, strict=True), start=1):
        if ask.text:
            yield text, f"asks[{number}].text"
    for (index, _), text in campaign.again.items():
        yield text, f"asks[{index + 1}].again"
    values = (
        ("campaign.yaml", "title", [settings.title]),
        ("campaign.yaml", "subject", [settings.subject]),
        ("campaign.yaml", "enclosures", settings.enclosures),
        ("campaign.yaml", "copies", settings.copies),
        ("sender.yaml", "title", [details.title or ""]),
        ("sender.yaml", "organization", [details.organization or ""]),
        ("sender.yaml", "about", [details.about or ""]),
    )
    for file, key, texts in values:
        path = campaign.folder / file
        written = yaml.read(path, shown_as=project.shown(path))
        for value in texts:
            yield Prose(written.file, written.line((key,)), value), key


def attest(
    campaign: Campaign, result: AuditResult, *, evidence: Mapping[str, Evidence], on: datetime.date
) -> None:
    """Records next to source.yaml that the audit passed on that day, and with which documents.

    Does nothing if the audit failed: the record of the last one that passed stays, and no longer
    fits source.yaml once that changes.
    """
    if not result.passed:
        return
    # “look” counts as checked: the document has the words, and only a person can judge the rest.
    subjects = [one.subject for one in result.verdicts if one.result in ("ok", "look")]
    home = campaign.source.bibliography[0].id
    documents: list[AuditDocument] = []
    for work, held in sorted(evidence.items()):
        # A path would publish the folders of the auditor's machine, such as their login name.
        name = held.origin if "://" in held.origin else Path(held.origin).name
        documents.append(AuditDocument(work=work or home, name=name, sha256=held.sha256))
    audit_record.keep(
        campaign.folder,
        AuditRecord(
            source=audit_record.digest(campaign.folder),
            date=on,
            findings=subjects.count("finding"),
            recommendations=subjects.count("recommendation"),
            sections=subjects.count("section"),
            not_checked=len(result.verdicts) - len(subjects),
            documents=tuple(documents),
        ),
    )


def summary(verdicts: Sequence[Verdict]) -> str:
    """Returns `84 findings, 7 recommendations and 8 sections: all supported`, or how many are not.

    Counts the statements that a person should look at, and those of works without a document, too.
    """
    subjects = [verdict.subject for verdict in verdicts]
    results = [verdict.result for verdict in verdicts]
    counts: list[str] = []
    for noun in ("finding", "recommendation", "section"):
        number = subjects.count(noun)
        counts.append(f"{number} {noun}" if number == 1 else f"{number} {noun}s")
    failed, doubtful = results.count("failed"), results.count("look")
    words = f"{failed} not supported" if failed else "all supported"
    if doubtful:
        words += f", {doubtful} to look at"
    if elsewhere := results.count("another work"):
        words += f" ({elsewhere} of another work, not checked)"
    return f"{counts[0]}, {counts[1]} and {counts[2]}: {words}"


def _fetched(url: str, *, proxy: str | None) -> tuple[str, bytes]:
    """Returns the address, without a password in it, and the content.

    Raises CannotReadDocumentError.
    """
    from generator.files import http  # noqa: PLC0415 - a document in a file needs no urllib3

    try:
        file = http.fetch(url, limits=http.FetchLimits(max_bytes=LARGEST), proxy=proxy)
    except http.CannotFetchError as error:
        raise CannotReadDocumentError(error.url, error.reason) from error
    return file.url, file.body


def _bytes_of(path: Path) -> bytes:
    """Returns the content of the file, cut one byte after LARGEST, which the reader then refuses.

    So a file of any size costs no more memory. Raises CannotReadDocumentError.
    """
    try:
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except OSError as error:
        raise CannotReadDocumentError(str(path), error.strerror or str(error)) from error


def _file(project: Project) -> Path:
    return project.district_table.parent / REMEMBERED


def _remembered(project: Project) -> dict[str, dict[str, RememberedDocument]]:
    """Returns the remembered documents by campaign and work; empty without a readable file.

    A damaged file costs only a question: the next audit asks for the documents again.
    """
    try:
        return _MEMORY.validate_json(_file(project).read_bytes())
    except (OSError, ValueError):
        return {}


def _key_path(field: str) -> tuple[str | int, ...]:
    """Returns the keys of a dotted path: `("findings", 3, "figure")` of `findings[3].figure`."""
    # `[^.\[\]]+` matches `findings`, `3` and `figure`, and never a dot or bracket.
    return tuple(int(step) if step.isdigit() else step for step in re.findall(r"[^.\[\]]+", field))
