"""Measures the time of the audit; `bench.audit_rules` measures its hits."""

import io
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pikepdf

from bench.audit_rules import CAMPAIGN, ROOT, SHARED
from generator.audit.documents.reading import read_document
from generator.audit.source import audit_source
from generator.letter import ocr
from generator.letter.readback import read_back
from tests.support import makes
from tests.support.drafts import drafted

PAGES = 500
MEMBERS, READ = 537, 48
"""Letters to all of Congress, and how many of them, evenly spread, are printed and read back."""


def command() -> float:
    """Returns the processor seconds of `letters audit` for the shipped campaign.

    Where the campaign's document is not on this machine, the audit reads an invented one, which
    takes as long but ends with errors.
    """
    with tempfile.TemporaryDirectory() as folder:
        for name in ("letters", "templates", "recipients"):
            shutil.copytree(ROOT / name, Path(folder) / name)
        source = SHARED
        if not SHARED.exists():
            source = Path(folder) / "wells.pdf"
            source.write_bytes(makes.report_pdf())
        letters = Path(sys.executable).parent / "letters"
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(
            [letters, "audit", CAMPAIGN, "--source", source],
            cwd=folder,
            capture_output=True,
            check=SHARED.exists(),
        )
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def long_document() -> float:
    """Returns the processor seconds for reading a PDF of 500 pages and auditing a draft against it.

    Its pages are justified text in one and in two columns, which take a reader the longest.
    """
    _, draft = drafted("wells.pdf", makes.report_pdf())
    data = _long(makes.report_pdf(), makes.columns_pdf())
    begin = time.process_time()
    document = read_document(data, "long.pdf")
    audit_source(draft, document, where=lambda _: 0)
    return time.process_time() - begin


def _long(*parts: bytes) -> bytes:
    """Returns the parts, repeated until they make PAGES pages."""
    long = pikepdf.new()
    while len(long.pages) < PAGES:
        for part in parts:
            long.pages.extend(pikepdf.open(io.BytesIO(part)).pages)
    out = io.BytesIO()
    long.save(out)
    return out.getvalue()


def share_of_reading() -> dict[str, float]:
    """Returns the processor seconds for printing READ letters, auditing them and reading them back.

    The words of all members' letters are audited at once, as a build does; each PDF is read back
    by itself.
    """
    from bench import letters_to_print
    from generator.press import build, inspection

    with tempfile.TemporaryDirectory() as folder:
        people = letters_to_print.recipients_file(MEMBERS, root=ROOT, folder=Path(folder))
        ready = build.prepare_letters(
            letters_to_print.open_root(ROOT), letters_to_print.options(people)
        )
    ready.press.lay_out(ready.orders[0]).layout.write()
    begin = time.process_time()
    inspection.audit_all(ready.press, ready.orders)
    auditing = (time.process_time() - begin) * READ / MEMBERS
    printing = reading = 0.0
    for order in ready.orders[:: MEMBERS // READ][:READ]:
        begin = time.process_time()
        printed = ready.press.lay_out(order)
        data = printed.layout.write()
        middle = time.process_time()
        if lost := read_back(ocr.text_layer(data), printed.letter):
            raise SystemExit("; ".join(lost))
        printing += middle - begin
        reading += time.process_time() - middle
    return {"seconds": printing, "auditing": auditing, "reading": reading, "letters": READ}
