"""`make bench`: this program beside a plain loop, in one run; writes bench/results.md."""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
NUMBERS = (100, 537)
SUPPORTERS = 100
"""Of the drive that is measured each time; `python -m bench --drive 3000` measures a whole one."""
LOOKUPS = 10_000
ROUNDS = 3
"""Each way is measured this often, in turn, and the median is told: shared machines are slow now and then."""


@dataclass(frozen=True)
class Way:
    """One way of printing letters."""

    name: str
    arguments: tuple[str, ...]


WAYS = (
    Way("a plain loop", ("loop",)),
    Way("letters, one job", ("letters", "1")),
    Way(f"letters, {os.cpu_count()} jobs", ("letters", str(os.cpu_count()))),
)


@dataclass(frozen=True)
class Measured:
    """What one way took for so many letters."""

    seconds: float
    mebibytes: float
    """Peak of the largest process."""
    letters: int = 0
    megabytes: float = 0.0
    """Of what was written, where that is told."""
    auditing: float = 0.0
    """Seconds that auditing the words of the letters took, where that is told."""
    reading: float = 0.0
    """Seconds of reading first, where that is told: a letter back from its PDF, or the district table."""

    @property
    def pace(self) -> float:
        """Letters a second."""
        return self.letters / self.seconds


def main() -> None:
    """Measures, prints and writes the results; of a drive alone, where one is asked for, only prints them."""
    parser = argparse.ArgumentParser(prog="python -m bench")
    parser.add_argument("--drive", type=int, metavar="SUPPORTERS", help="measure a drive of so many supporters, and nothing else")
    parser.add_argument("--audit", action="store_true", help="measure the audit, and nothing else")
    asked = parser.parse_args()
    if asked.audit:
        sys.stdout.write("\n".join(_audit()) + "\n")
        return
    if asked.drive:
        sys.stdout.write("\n".join(_drive(asked.drive)) + "\n")
        return
    tables = (line for number in NUMBERS for line in _table(number))
    lines = [*_title(), *tables, *_composing(), *_looking_up(), *_drive(SUPPORTERS), *_audit(), *_start()]
    text = "\n".join(lines) + "\n"
    (ROOT / "bench" / "results.md").write_text(text, "utf-8")
    sys.stdout.write(text)


def _title() -> list[str]:
    return [
        "# What it costs",
        "",
        "Written by `make bench`. The plain loop is what a person would write: for each letter a fresh",
        "`HTML(string=…).write_pdf(stylesheets=[CSS(…)])` with the same page and style sheet, PDF/UA-1 as well; choosing,",
        "composing and fitting to the page are done for it beforehand and not counted. Ours is the whole program, from the",
        f"files of the campaign to the index. Medians of {ROUNDS} runs taken in turn; ratios are the loop's time divided by ours.",
        "",
        f"{platform.machine()}, {os.cpu_count()} processors, Python {platform.python_version()}.",
    ]


def _table(number: int) -> list[str]:
    """The rows of one number of letters."""
    taken: dict[Way, list[Measured]] = {way: [] for way in WAYS}
    for _ in range(ROUNDS):
        for way in WAYS:
            taken[way].append(_measured(*way.arguments, str(number)))
    medians = {way: sorted(runs, key=lambda run: run.seconds)[len(runs) // 2] for way, runs in taken.items()}
    loop = medians[WAYS[0]].seconds
    rows = [
        f"| {way.name} | {run.seconds / number * 1000:.0f} | {number / run.seconds:.1f} | {run.mebibytes:.0f} | {loop / run.seconds:.2f} |"
        for way, run in medians.items()
    ]
    return [
        "",
        f"## {number} letters",
        "",
        "| | ms a letter | letters a second | peak MiB of one process | ratio |",
        "|---|---|---|---|---|",
        *rows,
    ]


def _composing() -> list[str]:
    """How long choosing and composing take without printing."""
    run = _measured("compose", str(NUMBERS[-1]))
    return [
        "",
        "## Choosing and composing alone",
        "",
        f"{NUMBERS[-1]} letters in {run.seconds:.2f} s, {run.seconds / NUMBERS[-1] * 1000:.1f} ms a letter.",
    ]


def _looking_up() -> list[str]:
    """How long the district table takes to answer."""
    run = _measured("lookups", str(LOOKUPS))
    return [
        "",
        "## ZIP codes looked up",
        "",
        f"{LOOKUPS:,} in {run.seconds * 1000:.0f} ms, once the table is open, which takes {run.reading:.2f} s.",
    ]


def _drive(supporters: int) -> list[str]:
    """A drive from the people's file to the print run, each step in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        steps = {
            "compose": _measured("drive-compose", str(supporters), folder),
            f"build, {os.cpu_count()} jobs": _measured("drive-build", str(supporters), folder),
            "assemble, with manifest": _measured("drive-assemble", str(supporters), folder),
            "the same with envelopes": _measured("drive-envelopes", str(supporters), folder),
            "the ledger alone": _measured("drive-ledger", str(supporters), folder),
        }
    _, build, assemble, _, ledger = steps.values()
    share = f"The ledger takes {ledger.seconds / build.seconds:.1%} of the build."
    sizes = f"The print run has {assemble.megabytes:.1f} MB, its letters one by one {build.megabytes:.1f} MB."
    rows = [f"| {name} | {step.letters} | {step.seconds:.1f} | {step.pace:.0f} | {step.mebibytes:.0f} |" for name, step in steps.items()]
    return [
        "",
        f"## A drive of {supporters:,} supporters",
        "",
        "| | letters | seconds | letters a second | peak MiB of one process |",
        "|---|---|---|---|---|",
        *rows,
        "",
        f"{share} {sizes}",
    ]


def _audit() -> list[str]:
    """What the audit catches, what it takes for false, and what it costs."""
    from bench import audit_rules, claims

    every = audit_rules.measured()
    here = (
        "" if audit_rules.SHARED.exists() else f" The document of the shipped campaign is not on this machine ({audit_rules.SHARED.name})."
    )
    command, long, back = (_median(name) for name in ("audit", "long-document", "read-back"))
    words, pages = back.auditing / back.letters * 1000, back.reading / back.letters * 1000
    share = (back.auditing + back.reading) / back.seconds
    return [
        "",
        "## The audit",
        "",
        "One thing of a true source file is made false at a time. The audit must take each for an error, or say that it is to be looked",
        "at; of claims and names exchanged it tells a share, for meaning cannot be proved. (Of the shipped campaign's dates a few stay",
        "undecided, because the document is: tests/mutations.py names them.) Times are of the processor, whatever else the machine does.",
        "",
        *audit_rules.caught(every),
        "",
        "What each rule earns alone, with all others switched on: falsehoods that pass without it and those that are only doubts then,",
        f"as a share of all; truths that are refused, and doubted, by it alone.{here}",
        "",
        *audit_rules.table(every),
        "",
        f"`letters audit {audit_rules.CAMPAIGN}`, from start to end: {command.seconds:.2f} s.",
        f"A PDF of {claims.PAGES} pages, read and audited: {long.seconds:.0f} s.",
        f"Reading one of {claims.MEMBERS} letters: {words:.1f} ms to audit its words, {pages:.1f} ms to read it back from its PDF;",
        f"together {share:.1%} of the time of laying it out and writing it.",
    ]


def _median(name: str) -> Measured:
    """The median of three measurements."""
    return sorted((_measured(name) for _ in range(ROUNDS)), key=lambda run: run.seconds)[ROUNDS // 2]


def _start() -> list[str]:
    """How long `letters --help` takes to answer."""
    runs = sorted(_measured("help").seconds for _ in range(5))
    return ["", "## `letters --help`", "", f"{runs[2] * 1000:.0f} ms (median of 5)."]


def _measured(*arguments: str) -> Measured:
    """One measurement in a process of its own."""
    command = [sys.executable, "-m", "bench.measure", *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, start_new_session=True)
    return Measured(**json.loads(done.stdout.splitlines()[-1]))


if __name__ == "__main__":
    main()
