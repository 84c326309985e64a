"""Makes one measurement and prints it as JSON: `python -m bench.measure loop 100`.

A measurement returns seconds, or a mapping with the fields of `bench.__main__.Measurement`.
"""

import gc
import json
import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Self

ROOT = Path(__file__).parents[1]

ZIP_CODES = 42_000
"""The number of rows of the table of the 119th Congress."""

Fields = dict[str, float]
"""Seconds, and other fields of a measurement, by name."""


def loop(number: str) -> float:
    """Returns the seconds of a plain loop over this many pages, which are made beforehand."""
    from weasyprint import CSS, HTML

    from bench import letters_to_print

    pages = list(letters_to_print.fitted_pages(int(number), root=ROOT))
    with tempfile.TemporaryDirectory() as folder:
        style = Path(folder) / "letter.css"
        style.write_text(letters_to_print.plain_style(ROOT), "utf-8")
        begin = time.perf_counter()
        for index, page in enumerate(pages):
            target = Path(folder) / f"{index}.pdf"
            HTML(string=page, base_url=str(ROOT / "templates" / "organization")).write_pdf(
                target, stylesheets=[CSS(style)], pdf_variant="pdf/ua-1"
            )
        return time.perf_counter() - begin


def letters(jobs: str, number: str) -> float:
    """Returns the seconds that Letters takes, from reading the campaign to writing the index."""
    from bench import letters_to_print
    from generator.cli.root import COLLECTED_OBJECTS
    from generator.files import processes
    from generator.ledger.outcomes import Report
    from generator.press import build

    gc.set_threshold(COLLECTED_OBJECTS)
    with tempfile.TemporaryDirectory() as folder:
        people = letters_to_print.recipients_file(int(number), root=ROOT, folder=Path(folder))
        begin = time.perf_counter()
        if int(jobs) > 1:
            processes.make_ready()
        ready = build.prepare_letters(
            letters_to_print.open_root(ROOT), letters_to_print.options(people)
        )
        report = Report(
            build.build(ready, folder=Path(folder), today=letters_to_print.ON, jobs=int(jobs))
        )
        if len(report.having("printed")) != int(number):
            raise SystemExit(report.summary)
        return time.perf_counter() - begin


def compose(number: str) -> float:
    """Returns the seconds for choosing and composing this many letters without printing."""
    from bench import letters_to_print
    from generator.letter import selection
    from generator.project import load

    with tempfile.TemporaryDirectory() as folder:
        file = letters_to_print.recipients_file(int(number), root=ROOT, folder=Path(folder))
        people = load.load_recipients(letters_to_print.open_root(ROOT), files=[file]).recipients
    press = letters_to_print.press(ROOT)
    begin = time.perf_counter()
    for person in people:
        press.composer.letter(
            person, selection=selection.choose(press.campaign, person, ground=press.ground)
        )
    return time.perf_counter() - begin


def drive_compose(supporters: str, folder: str) -> Fields:
    """Measures composing every letter of a drive, from the list of supporters, without printing."""
    from bench import drives

    begin = time.perf_counter()
    ready = drives.ready(int(supporters), folder=Path(folder))
    letters = sum(1 for _ in ready.orders)
    return {"seconds": time.perf_counter() - begin, "letters": letters}


def drive_build(supporters: str, folder: str) -> Fields:
    """Measures the build of a drive, from the list of supporters to the index."""
    from bench import drives
    from generator.press.build import build

    begin = time.perf_counter()
    ready = drives.ready(int(supporters), folder=Path(folder))
    built = drives.built(folder)
    outcomes = [
        outcome.status
        for outcome in build(ready, folder=built, jobs=os.cpu_count() or 1, today=drives.AT)
    ]
    seconds = time.perf_counter() - begin
    if set(outcomes) != {"printed"}:
        raise SystemExit(str(set(outcomes)))
    return {
        "seconds": seconds,
        "letters": len(outcomes),
        "megabytes": drives.megabytes(built.glob("letters/*/*.pdf")),
    }


def drive_assemble(supporters: str, folder: str, *, envelopes: bool = False) -> Fields:
    """Measures the print run of the letters that `drive_build` printed.

    Taking stock, which composes each letter again to prove that its file is right, does not count.
    """
    from bench import drives

    del supporters
    letters, assemble = drives.assembling(Path(folder), envelopes=envelopes)
    begin = time.perf_counter()
    files = assemble()
    return {
        "seconds": time.perf_counter() - begin,
        "letters": letters,
        "megabytes": drives.megabytes(files),
    }


def drive_envelopes(supporters: str, folder: str) -> Fields:
    """Measures the print run with an envelope for each letter."""
    return drive_assemble(supporters, folder, envelopes=True)


def drive_ledger(supporters: str, folder: str) -> Fields:
    """Measures only the entries that a build makes in the ledger."""
    from bench import drives
    from generator.ledger.book import open_ledger
    from generator.ledger.types import Claim

    ready = drives.ready(int(supporters), folder=Path(folder))
    with tempfile.TemporaryDirectory(dir=folder) as alone:
        begin = time.perf_counter()
        with open_ledger(Path(alone)) as ledger:
            ledger.compose(ready.pieces, at=drives.AT)
            for piece in ready.pieces:
                claim = ledger.claim(piece.key, "printed", at=drives.AT, fingerprint=piece.key)
                if isinstance(claim, Claim):
                    ledger.settle(
                        claim,
                        at=drives.AT,
                        file=f"letters/{piece.supporter.id}/letter.pdf",
                        sha256=piece.key,
                    )
        return {"seconds": time.perf_counter() - begin, "letters": len(ready.pieces)}


def lookups(number: str) -> Fields:
    """Measures this many lookups in a district table as large as the country's."""
    from generator.congress.districts.imports import import_files
    from generator.congress.districts.table import DistrictTable
    from generator.congress.districts.table_import import TableFacts

    with tempfile.TemporaryDirectory() as folder:
        rows = (f"48,TX,{code:05d},{code % 38 + 1}" for code in range(ZIP_CODES))
        (Path(folder) / "zips.csv").write_text(
            "\n".join(("state_fips,state_abbr,zcta,cd", *rows)), "utf-8"
        )
        target = Path(folder) / "districts.sqlite"
        import_files([Path(folder) / "zips.csv"], target=target, facts=TableFacts(119))
        begin = time.perf_counter()
        table = DistrictTable.open(target)
        opened = time.perf_counter()
        found = [table.districts_of(f"{code:05d}") for code in range(int(number))]
        seconds = time.perf_counter() - opened
    if not all(found):
        raise SystemExit(str(found))
    return {"seconds": seconds, "reading": opened - begin, "letters": int(number)}


def audit() -> float:
    """Returns the seconds of the installed command for auditing the shipped campaign."""
    from bench import claims

    return claims.command()


def long_document() -> float:
    """Returns the seconds for reading a PDF of 500 pages and auditing a draft against it."""
    from bench import claims

    return claims.long_document()


def read_back() -> Fields:
    """Measures printing letters, auditing their words and reading them back."""
    from bench import claims

    return claims.share_of_reading()


def help_() -> float:
    """Returns the seconds of `letters --help` by the installed command."""
    begin = time.perf_counter()
    subprocess.run(
        [Path(sys.executable).parent / "letters", "--help"], check=True, capture_output=True
    )
    return time.perf_counter() - begin


MEASURES: dict[str, Callable[..., float | Fields]] = {
    "loop": loop,
    "letters": letters,
    "compose": compose,
    "help": help_,
    "lookups": lookups,
    "audit": audit,
    "long-document": long_document,
    "read-back": read_back,
    "drive-compose": drive_compose,
    "drive-build": drive_build,
    "drive-assemble": drive_assemble,
    "drive-envelopes": drive_envelopes,
    "drive-ledger": drive_ledger,
}


class Peak:
    """The most memory that one process of this session held.

    /proc on Linux knows all processes; elsewhere only the memory of this process counts.
    """

    def __init__(self) -> None:
        self._session = os.getsid(0)
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self.mebibytes = 0.0

    def __enter__(self) -> Self:
        if Path("/proc/self/status").exists():
            self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        self.mebibytes = max(
            self.mebibytes, own / (1024 if sys.platform != "darwin" else 1024 * 1024)
        )

    def _watch(self) -> None:
        while not self._over.wait(0.05):
            self.mebibytes = max(
                self.mebibytes, *(_peak(process) for process in self._processes()), 0.0
            )

    def _processes(self) -> Iterator[Path]:
        for folder in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                if os.getsid(int(folder.name)) == self._session:
                    yield folder


def _peak(process: Path) -> float:
    """Returns the most memory that the process has held so far, in MiB; 0 if it is gone."""
    with suppress(OSError):
        for line in (process / "status").read_text("ascii", "replace").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    return 0.0


def main() -> None:
    """Makes the measurement that the first argument names, and prints it."""
    with Peak() as peak:
        result = MEASURES[sys.argv[1]](*sys.argv[2:])
    fields = result if isinstance(result, dict) else {"seconds": result}
    sys.stdout.write(json.dumps({**fields, "mebibytes": peak.mebibytes}) + "\n")


if __name__ == "__main__":
    main()
