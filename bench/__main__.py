"""`make bench`: compares the program with a plain loop and writes bench/results.md.

Each measurement runs in a process of its own, so that it cannot profit from the caches of another.
"""

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
"""Letters: a middling campaign, and one to every member of Congress."""
SUPPORTERS = 100
"""Size of the drive that each run measures; `python -m bench --drive 3000` measures a large one."""
LOOKUPS = 10_000
"""Enough that the time of one lookup is more than the clock's own error."""
ROUNDS = 3
"""Each way runs this often, in turn, and the median counts: a shared machine is slow at times."""


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
class Measurement:
    """The time and the memory that one way took for a number of letters."""

    seconds: float
    mebibytes: float
    """Peak memory of the largest process, in MiB."""
    letters: int = 0
    megabytes: float = 0.0
    """Size of the files written, where a measurement gives it."""
    auditing: float = 0.0
    """Seconds for auditing the words of the letters, where a measurement gives them."""
    reading: float = 0.0
    """Seconds for reading letters back from PDF or opening the district table, where given."""

    @property
    def pace(self) -> float:
        """Returns the letters per second."""
        return self.letters / self.seconds


def main() -> None:
    """Measures all and writes bench/results.md; with an option, measures one part and prints it."""
    parser = argparse.ArgumentParser(prog="python -m bench")
    parser.add_argument(
        "--drive",
        type=int,
        metavar="SUPPORTERS",
        help="measure only a drive of this many supporters, and write no file",
    )
    parser.add_argument(
        "--audit", action="store_true", help="measure only the audit, and write no file"
    )
    options = parser.parse_args()
    if options.audit:
        sys.stdout.write("\n".join(_audit()) + "\n")
        return
    if options.drive:
        sys.stdout.write("\n".join(_drive(options.drive)) + "\n")
        return
    tables = (line for number in NUMBERS for line in _table(number))
    lines = [
        *_title(),
        *tables,
        *_composing(),
        *_looking_up(),
        *_drive(SUPPORTERS),
        *_audit(),
        *_start(),
    ]
    text = "\n".join(lines) + "\n"
    (ROOT / "bench" / "results.md").write_text(text, "utf-8")
    sys.stdout.write(text)


def _title() -> list[str]:
    return [
        "# What it costs",
        "",
        "Written by `make bench`. The plain loop is what a person would write: for each letter, a",
        "new `HTML(string=…).write_pdf(stylesheets=[CSS(…)])` with the same page, style sheet and",
        "PDF/UA-1. Its letters are chosen, composed and fitted to their page beforehand, and that",
        "time does not count. The time of Letters covers everything, from reading the campaign's",
        f"files to writing the index. Each number is the median of {ROUNDS} runs taken in turn; a",
        "ratio is the loop's time divided by that of Letters.",
        "",
        f"{platform.machine()}, {os.cpu_count()} processors, Python {platform.python_version()}.",
    ]


def _table(number: int) -> list[str]:
    """Returns the section about one number of letters."""
    taken: dict[Way, list[Measurement]] = {way: [] for way in WAYS}
    for _ in range(ROUNDS):
        for way in WAYS:
            taken[way].append(_measure(*way.arguments, str(number)))
    medians = {
        way: sorted(runs, key=lambda run: run.seconds)[len(runs) // 2]
        for way, runs in taken.items()
    }
    loop = medians[WAYS[0]].seconds
    rows = [
        f"| {way.name} | {run.seconds / number * 1000:.0f} | {number / run.seconds:.1f} "
        f"| {run.mebibytes:.0f} | {loop / run.seconds:.2f} |"
        for way, run in medians.items()
    ]
    return [
        "",
        f"## {number} letters",
        "",
        "| | ms per letter | letters per second | peak MiB of one process | ratio |",
        "|---|---|---|---|---|",
        *rows,
    ]


def _composing() -> list[str]:
    """Returns the section about choosing and composing letters without printing them."""
    number = NUMBERS[-1]
    run = _measure("compose", str(number))
    return [
        "",
        "## Choosing and composing only",
        "",
        f"{number} letters in {run.seconds:.2f} s; {1000 * run.seconds / number:.1f} ms each.",
    ]


def _looking_up() -> list[str]:
    """Returns the section about the district table."""
    run = _measure("lookups", str(LOOKUPS))
    return [
        "",
        "## Looking up ZIP codes",
        "",
        f"{LOOKUPS:,} ZIP codes in {run.seconds * 1000:.0f} ms.",
        f"Opening the table takes {run.reading:.2f} s.",
    ]


def _drive(supporters: int) -> list[str]:
    """Returns the section about a drive, from the list of supporters to the print run."""
    with tempfile.TemporaryDirectory() as folder:
        steps = {
            "compose": _measure("drive-compose", str(supporters), folder),
            f"build, {os.cpu_count()} jobs": _measure("drive-build", str(supporters), folder),
            "print run, with manifest": _measure("drive-assemble", str(supporters), folder),
            "print run, with envelopes": _measure("drive-envelopes", str(supporters), folder),
            "ledger only": _measure("drive-ledger", str(supporters), folder),
        }
    _, build, assemble, _, ledger = steps.values()
    share = f"The ledger takes {ledger.seconds / build.seconds:.1%} of the build."
    sizes = (
        f"The print run has {assemble.megabytes:.1f} MB; "
        f"its letters as single files have {build.megabytes:.1f} MB."
    )
    rows = [
        f"| {name} | {step.letters} | {step.seconds:.1f} | {step.pace:.0f} | {step.mebibytes:.0f} |"
        for name, step in steps.items()
    ]
    return [
        "",
        f"## A drive of {supporters:,} supporters",
        "",
        "| | letters | seconds | letters per second | peak MiB of one process |",
        "|---|---|---|---|---|",
        *rows,
        "",
        f"{share} {sizes}",
    ]


def _audit() -> list[str]:
    """Returns the section about the audit: its hits, its false alarms, its time."""
    from bench import audit_rules, claims

    every = audit_rules.audit_all()
    missing = (
        ""
        if audit_rules.SHARED.exists()
        else f"The shipped campaign's document is not on this machine ({audit_rules.SHARED.name})."
    )
    command, long, back = (_median(name) for name in ("audit", "long-document", "read-back"))
    words, pages = back.auditing / back.letters * 1000, back.reading / back.letters * 1000
    share = (back.auditing + back.reading) / back.seconds
    return [
        "",
        "## The audit",
        "",
        "The benchmark makes one fact of a true source file false at a time. The audit must report",
        "each as an error or as a doubt (“to look at”). It finds only a share of the exchanged",
        "claims and names, because a program cannot prove meaning. A few of the shipped campaign's",
        "dates stay undecided, because the document itself is: tests/support/mutations.py lists",
        "them. Times are processor time, so that other programs on the machine do not count.",
        "",
        *audit_rules.hit_table(every),
        "",
        "The effect of each rule: the number of falsehoods that pass if only this rule is off (and",
        "their share of all), those that become doubts then, and the true statements that only it",
        f"refuses or doubts. {missing}".rstrip(),
        "",
        *audit_rules.effect_table(every),
        "",
        f"`letters audit {audit_rules.CAMPAIGN}` takes {command.seconds:.2f} s.",
        f"Reading and auditing a PDF of {claims.PAGES} pages takes {long.seconds:.0f} s.",
        f"Auditing the words of a letter takes {words:.1f} ms (of {claims.MEMBERS} at once), and",
        f"reading it back from its PDF {pages:.1f} ms: together {share:.1%} of the time for laying",
        "it out and writing it.",
    ]


def _median(name: str) -> Measurement:
    """Returns the median of ROUNDS measurements."""
    return sorted((_measure(name) for _ in range(ROUNDS)), key=lambda run: run.seconds)[ROUNDS // 2]


def _start() -> list[str]:
    """Returns the section about the start of the program."""
    runs = sorted(_measure("help").seconds for _ in range(5))
    return ["", "## `letters --help`", "", f"{runs[2] * 1000:.0f} ms (median of 5 runs)."]


def _measure(*arguments: str) -> Measurement:
    """Returns one measurement, made in a process and a session of its own."""
    command = [sys.executable, "-m", "bench.measure", *arguments]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=True, start_new_session=True
    )
    return Measurement(**json.loads(done.stdout.splitlines()[-1]))


if __name__ == "__main__":
    main()
