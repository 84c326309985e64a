"""What is measured of the audit: what it catches, what it takes for false, and its time."""

import io
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import yaml

from generator import scanner
from generator.audit import Ground, audit_source, ground_of
from generator.audit.verdicts import Result
from generator.documents import Document, read_document
from generator.models import SourceFile
from generator.readback import read_back
from tests import makes
from tests.drafts import drafted
from tests.mutations import DRAFTS, Truths, mutations
from tests.mutations import SHIPPED as TRUTHS
from tests.paraphrases import paraphrases

ROOT = Path(__file__).parents[1]
SHIPPED = "remain-in-mexico"
SHARED = ROOT.parent / "shared" / "source" / "remain-in-mexico-qa.md"
"""The document of the shipped campaign, which is not part of the project."""
PAGES = 500
MEMBERS, READ = 537, 48
"""Of a build for all of Congress, so many letters are printed and read back, taken evenly."""


@dataclass(frozen=True)
class Caught:
    """How many false statements were made of a source file, by kind, how many were errors, and how many only told to be looked at."""

    document: str
    made: Counter[str]
    found: Counter[str]
    told: Counter[str]

    def row(self, kind: str) -> str:
        """`223 of 226 (3 to look at)`."""
        looks = f" ({self.told[kind]} to look at)" if self.told[kind] else ""
        return f"{self.found[kind]} of {self.made[kind]}{looks}"


def caught() -> Iterator[Caught]:
    """The count for the shipped campaign, where its document is on this machine, and for the documents that the tests write."""
    if SHARED.exists():
        yield _count("the shipped campaign", ground_of(_shipped(), _document()), source=_shipped(), truths=TRUTHS)
    for name, data in makes.documents().items():
        document, draft = drafted(name, data)
        yield _count(name, ground_of(draft, document), source=draft, truths=DRAFTS)


def _count(name: str, ground: Ground, *, source: SourceFile, truths: Truths) -> Caught:
    """How many of the mutations are caught."""
    told = Caught(name, Counter(), Counter(), Counter())
    for one in mutations(source, ground.index, truths=truths):
        results = _results(one.source, ground, only=one.id)
        told.made[one.kind] += 1
        told.found[one.kind] += "failed" in results
        told.told[one.kind] += "look" in results and "failed" not in results
    return told


def false_alarms() -> tuple[int, int] | None:
    """How many true paraphrases of the shipped campaign's figures there are, and how many of them are taken for false."""
    if not SHARED.exists():
        return None
    ground, told = ground_of(_shipped(), _document()), list(paraphrases(_shipped()))
    return len(told), sum("failed" in _results(source, ground, only=name) for name, _, source in told)


def _results(source: SourceFile, ground: Ground, *, only: str) -> set[Result]:
    """What is found of one finding or recommendation."""
    return {verdict.result for verdict in audit_source(source, ground.document, where=lambda _: 0, ground=ground, only={only})}


def _document() -> Document:
    """The document of the shipped campaign."""
    return read_document(SHARED.read_bytes(), SHARED.name)


def _shipped() -> SourceFile:
    """The source file of the shipped campaign."""
    text = (ROOT / "letters" / SHIPPED / "source.yaml").read_text("utf-8")
    return SourceFile.model_validate(yaml.load(text, yaml.BaseLoader))  # noqa: S506 - makes texts only


def command() -> float:
    """Asks the installed command to audit the shipped campaign, or a draft where its document is not here. Gives the seconds."""
    with tempfile.TemporaryDirectory() as folder:
        for name in ("letters", "templates", "recipients"):
            shutil.copytree(ROOT / name, Path(folder) / name)
        source = SHARED
        if not SHARED.exists():
            source = Path(folder) / "wells.pdf"
            source.write_bytes(makes.report_pdf())
        letters = Path(sys.executable).parent / "letters"
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([letters, "audit", SHIPPED, "--source", source], cwd=folder, capture_output=True, check=SHARED.exists())
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def long_document() -> float:
    """Reads a PDF of 500 pages of justified text, in one and two columns, and audits a draft against it. Gives the seconds."""
    _, draft = drafted("wells.pdf", makes.report_pdf())
    data = _long(makes.report_pdf(), makes.columns_pdf())
    begin = time.process_time()
    document = read_document(data, "long.pdf")
    audit_source(draft, document, where=lambda _: 0)
    return time.process_time() - begin


def _long(*parts: bytes) -> bytes:
    """The parts again and again, until it has 500 pages."""
    long = pikepdf.new()
    while len(long.pages) < PAGES:
        for part in parts:
            long.pages.extend(pikepdf.open(io.BytesIO(part)).pages)
    out = io.BytesIO()
    long.save(out)
    return out.getvalue()


def share_of_reading() -> dict[str, float]:
    """The seconds that laying out and writing so many letters takes in one process, and those that reading them takes.

    The words of all members' letters are audited at once, as a build does, and their PDFs read back one by one.
    """
    from bench import letters_to_print
    from generator import job

    with tempfile.TemporaryDirectory() as folder:
        people = letters_to_print.recipients_file(MEMBERS, root=ROOT, folder=Path(folder))
        ready = job.prepare(letters_to_print.place(ROOT), letters_to_print.options(people))
    ready.press.lay_out(ready.orders[0]).layout.write()
    begin = time.process_time()
    job.audit_all(ready.press, ready.orders)
    auditing = (time.process_time() - begin) * READ / MEMBERS
    printing = reading = 0.0
    for order in ready.orders[:: MEMBERS // READ][:READ]:
        begin = time.process_time()
        printed = ready.press.lay_out(order)
        data = printed.layout.write()
        middle = time.process_time()
        if lost := read_back(scanner.text_layer(data), printed.letter):
            raise SystemExit("; ".join(lost))
        printing += middle - begin
        reading += time.process_time() - middle
    return {"seconds": printing, "auditing": auditing, "reading": reading, "letters": READ}
