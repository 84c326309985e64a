"""Drives for whole runs: the shipped campaign, an invented Congress, a crowd of supporters."""

import contextlib
import csv
import hashlib
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from pathlib import Path

import time_machine
import yaml
from click.testing import CliRunner

from generator.cli.root import letters as command
from tests.support.crowd import HEADER, WORDING, Homes, Person, as_csv, congress, crowd, homes
from tests.support.districts import import_table
from tests.support.projects import COMMAND, Run, copy_project, environment_on

ZCCD = Path(__file__).parents[3] / "shared" / "data" / "zccd.csv"
CAMPAIGN = "remain-in-mexico"
DATE = "2026-11-24"
TODAY = "2026-12-01"
"""The day on which drives are built, printed and sent: after the last look of the campaign."""
VACANT = "TX-18"
PEOPLE = "people.csv"
SENDER = "letters@border-witness.example"
BUILD = (
    "build",
    CAMPAIGN,
    "--supporters",
    PEOPLE,
    "--recipients",
    "recipients/everyone.yaml",
    "--date",
    DATE,
)
OWN_HOMES = Homes(
    [("79901", "TX"), ("85701", "AZ"), ("92101", "CA"), ("10001", "NY"), ("99501", "AK")],
    [("78520", "TX")],
)
"""ZIP codes for a machine without the real table; the districts are invented."""
OWN_TABLE = """\
state_fips,state_abbr,zcta,cd
48,TX,79901,16
04,AZ,85701,7
06,CA,92101,50
36,NY,10001,12
02,AK,99501,0
48,TX,78520,34
48,TX,78520,15
"""


def make_drive(
    project: Path, *, count: int, seed: int = 4, table: Path | None = None
) -> tuple[Person, ...]:
    """Makes a project that is ready to be built for `count` supporters; returns them."""
    copy_project(project)
    _edit(
        project / "letters" / CAMPAIGN / "campaign.yaml",
        "",
        f'\nconsent: {{ version: "{WORDING}", text: It goes in my name. }}\n',
    )
    # Tests of print runs measure addresses in windows.
    _edit(
        project / "letters" / CAMPAIGN / "campaign.yaml",
        "\ndesign: organization",
        "\ndesign: organization-window",
    )
    sender = project / "letters" / CAMPAIGN / "sender.yaml"
    _edit(sender, "\nsample: true", "")
    _edit(sender, "email: you@example.org", f"email: {SENDER}")
    people = tuple(crowd(homes(table) if table else OWN_HOMES, count=count, seed=seed))
    write_people(project, people)
    _write_recipients(project, {person.row[HEADER.index("state")] for person in people})
    source = table or _own_table(project)
    (project / ".letters").mkdir()
    import_table(source, target=project / ".letters" / "districts.sqlite", congress=119)
    return people


def write_people(project: Path, people: Sequence[Person]) -> None:
    """Replaces people.csv."""
    (project / PEOPLE).write_text(
        as_csv([HEADER, *(person.row for person in people)]), encoding="utf-8"
    )


def _write_recipients(project: Path, states: Collection[str]) -> None:
    members = [
        member.model_dump(mode="json", exclude_defaults=True)
        for member in congress(vacant=(VACANT,))
        if member.state in states
    ]
    text = yaml.dump(
        {"as_of": "2026-08-01", "source": "invented", "recipients": members},
        Dumper=yaml.CSafeDumper,
    )
    (project / "recipients" / "everyone.yaml").write_text(text, encoding="utf-8")


def _own_table(project: Path) -> Path:
    path = project / "zips.csv"
    path.write_text(OWN_TABLE, encoding="utf-8")
    return path


def _edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1) if old else text + new, encoding="utf-8")


def table(path: Path) -> list[dict[str, str]]:
    """Returns the rows of a CSV file."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def write_rows(
    path: Path, rows: Iterable[Mapping[str, str]], *, columns: Sequence[str] = HEADER
) -> Path:
    """Writes a list with these rows and columns; returns its path."""
    path.write_text(
        as_csv([columns, *([row.get(name, "") for name in columns] for row in rows)]),
        encoding="utf-8",
    )
    return path


def people(project: Path) -> dict[str, dict[str, str]]:
    """Returns the rows of people.csv by their ids."""
    return {row["id"]: row for row in table(project / PEOPLE)}


def out_of(project: Path) -> Path:
    """Returns the folder of the letters."""
    return project / "out" / CAMPAIGN


def run(project: Path, *arguments: str | Path) -> Run:
    """Runs `letters ARGUMENTS` in this process, on TODAY.

    Letters of a drive are printed and sent in the Congress they were built for: on the machine's
    own day they may be for former members, which another test is about.
    """
    with contextlib.chdir(project), time_machine.travel(f"{TODAY}T12:00:00+00:00"):
        done = CliRunner().invoke(
            command, ["--project", str(project), *map(str, arguments)], catch_exceptions=False
        )
    return Run(done.exit_code, done.stdout, done.stderr)


# ---------------------------------------------------------------- runs that are killed


def killed(project: Path, *arguments: str | Path, once: Callable[[], bool]) -> bool:
    """Kills the command as soon as `once` holds; returns whether it was still at work."""
    with subprocess.Popen(
        [str(COMMAND), *map(str, arguments)],
        cwd=project,
        env=environment_on(TODAY),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        while process.poll() is None and not once():
            time.sleep(0.002)
        was_at_work = process.poll() is None
        process.kill()
    return was_at_work


def kill_often(project: Path, *arguments: str | Path, times: int, files: int, seed: int) -> int:
    """Kills the command that often, each time after a random number of files up to `files`.

    Returns how often it was still at work.
    """
    dice = random.Random(seed)  # noqa: S311 - the same numbers each time
    return sum(
        killed(project, *arguments, once=_makes_files(out_of(project), dice.randint(1, files)))
        for _ in range(times)
    )


def _makes_files(folder: Path, number: int) -> Callable[[], bool]:
    """Returns whether that many files were made since, also if they are gone again."""
    before, seen = _names(folder), set[Path]()

    def made() -> bool:
        seen.update(_names(folder) - before)
        return len(seen) >= number

    return made


def _names(folder: Path) -> set[Path]:
    return {Path(parent, name) for parent, _, names in os.walk(folder) for name in names}


def digests(folder: Path) -> Mapping[str, str]:
    """Returns the digest of every file but the ledger's own: two runs must have the same ones."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.startswith(("ledger.sqlite", ".ledger"))
    }


if (
    __name__ == "__main__"
):  # python -m tests.support.drives FOLDER COUNT: a drive to try things with
    make_drive(Path(sys.argv[1]), count=int(sys.argv[2]), table=ZCCD if ZCCD.is_file() else None)
