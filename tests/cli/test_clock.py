"""The commands of the README on the machine's own day, whatever day that is.

No command here has --date. `make test-clock` runs them before and after a change of Congress, when
the terms of the shipped recipients are over.
"""

import datetime
import re
import shlex
from pathlib import Path

import pytest

from generator.cli.options import today
from generator.congress.seats import has_one_seat
from generator.dates import congress_on
from generator.states import JURISDICTIONS, SEATS
from tests.cli.edits import change
from tests.support import makes, own_words
from tests.support.capitol import full_house, in_office_on, seated, shipped_recipients
from tests.support.projects import ROOT, Run, copy_project, installed, letters

# Long for `make test`; `make test-clock` and CI run it.
pytestmark = [pytest.mark.slow, pytest.mark.long, pytest.mark.clock]

SHIPPED = "remain-in-mexico"
TODAY = today()
SYNC = "run `letters recipients sync`"
LAST_LOOK = re.compile(r"\nstatus:\n  checked: (\S+)")

PATIENCE = 600
"""Seconds for a command that composes the letters to a whole Congress, on a busy machine."""
PRINT = "letters print clean-water --envelopes"
APPROVE = "letters approve clean-water --by 'Ana Ruiz'"

PERSON = "id,name,street,city,state,zip,district,consent"
ANA = f"s1,Ana Ruiz,12 Elm St,El Paso,TX,79901,TX-16,{TODAY}"


def readme() -> tuple[str, ...]:
    """Returns the commands that a user needs first, as the README has them."""
    text = (ROOT / "README.md").read_text("utf-8")
    section = text.partition("\n## The commands you need first\n")[2].partition("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("letters ")]
    return tuple(line.partition("#")[0].strip() for line in lines)


def make_letters() -> str:
    """Returns the command behind `make letters`."""
    found = re.search(
        r"^letters:.*\n\t@\.venv/bin/(letters .*)$",
        (ROOT / "Makefile").read_text("utf-8"),
        re.MULTILINE,
    )
    assert found
    return found[1]


def is_over(term_end: object) -> bool:
    return datetime.date.fromisoformat(str(term_end)) <= TODAY


def publish(folder: Path) -> Path:
    """Writes the published files of a Congress of today in which the shipped recipients sit."""
    folder.mkdir()
    capitol = in_office_on(TODAY, seated(full_house(), shipped_recipients(ROOT)))
    for name, body in capitol.files("json").items():
        (folder / name).write_bytes(body)
    return folder


def one_zip_code_of_each_state() -> str:
    """Returns the smallest table of districts that `letters districts fetch` takes for a whole."""
    codes = {state: has.zip_codes[:3] + "01" for state, has in JURISDICTIONS.items()}
    districts = {state: 0 if has_one_seat(state) else 1 for state in SEATS}
    codes["TX"], districts["TX"] = "78520", 34
    rows = [f"{state},{codes[state]},{district}\n" for state, district in districts.items()]
    return "state_abbr,zcta,cd\n" + "".join(rows)


def printed(project: Path, campaign: str) -> int:
    return len([*(project / "out" / campaign).rglob("*.pdf")])


# ---------------------------------------------------------------- make letters


def test_make_letters_prints_the_whole_campaign_or_says_first_what_to_run(tmp_path: Path) -> None:
    project = copy_project(tmp_path / "project")
    people = shipped_recipients(project)
    over = [person for person in people if is_over(person["term_end"])]
    run = installed(*shlex.split(make_letters())[1:], project=project)
    first = run.warned.splitlines()[0]
    if over:
        assert f"{len(over)} of {len(people)} recipients' terms ended " in first
        assert SYNC in first
    assert run.code == (2 if len(over) == len(people) else 0), run.warned
    assert printed(project, SHIPPED) == len(people) - len(over)
    # And after that command:
    synced = letters("recipients", "sync", "--from", publish(tmp_path / "new"), project=project)
    assert synced.code == 0, synced.warned
    run = letters("build", SHIPPED, project=project, timeout=PATIENCE)
    assert run.code == 0, run.warned
    assert run.warned.startswith("The sender is still the sample")
    assert " terms ended " not in run.warned
    assert SYNC not in run.warned
    assert printed(project, SHIPPED) == len(people)


def test_letters_are_not_mailed_long_after_the_shipped_last_look(tmp_path: Path) -> None:
    project = copy_project(tmp_path / "project", sample=False)
    found = LAST_LOOK.search((project / "letters" / SHIPPED / "campaign.yaml").read_text("utf-8"))
    assert found
    age = (TODAY - datetime.date.fromisoformat(found[1])).days
    ever = ("--allow-ended", "--design", "organization-window")
    built = letters("build", SHIPPED, "--to", "TX-16", *ever, project=project)
    assert built.code == 0, built.warned
    run = letters("print", SHIPPED, "--unapproved", project=project)
    assert run.code == (2 if age > 45 else 0), run.warned
    assert (f"is {age} days ago: look where the matter stands" in run.warned) == (age > 45)


# ---------------------------------------------------------------- the commands you need first


def before_the_sync() -> dict[str, tuple[int, str]]:
    """Returns the exit codes and first lines, which depend on whose terms are over."""
    everyone = shipped_recipients(ROOT)
    check = r"2 campaigns checked: nothing to correct"
    if any(is_over(one["term_end"]) for one in everyone):
        check = rf"\Arecipients/\S+: warning: term_end: .*{SYNC}"
    texans = [one for one in everyone if one["state"] == "TX"]
    over = [one for one in texans if is_over(one["term_end"])]
    build = (0, rf"{len(texans)} printed: ")
    if over:
        first = rf"\A(letters: )?.*{len(over)} of {len(texans)} recipients' terms ended .*{SYNC}"
        build = (2 if over == texans else 0, first)
    explain = (0, "TX-16: |Representative ")
    if any(one["district"] == "16" for one in over if one["chamber"] == "house"):
        explain = (2, rf"\Aletters: the term of Veronica Escobar \(TX-16\) ended .*{SYNC}")
    return {
        "letters check": (0, check),
        "letters audit clean-water --source report.pdf": (
            0,
            r"\d+ findings, \d+ recommendations and \d+ sections: ",
        ),
        "letters build clean-water --to TX": build,
        "letters explain clean-water TX-16": explain,
    }


READY = r"letters: 3 letter\(s\) have words that are not approved .*`letters specimens clean-water "
EXPECTED = {
    "letters new clean-water --from report.pdf": (0, r".*/letters/clean-water is drafted\. "),
    **before_the_sync(),
    "letters recipients sync": (0, r"541 members: 100 senators, 435 representatives, "),
    "letters bills sync clean-water": (0, r"clean-water names no bill "),
    "letters districts fetch": (0, ""),
    "letters find 78520": (0, r".*TX-34"),
    "letters turnover clean-water": (0, ""),
    "letters build clean-water --supporters people.csv": (0, r"3 letters of 1 supporters; 0 held"),
    "letters specimens clean-water": (0, r"\d+ variants of 541 letters, "),
    PRINT: (2, READY),
    "letters send clean-water": (2, READY),
    "letters status clean-water": (0, r"3 letters: 3 printed\."),
}
"""The exit code of each command of the README, and how a line of its output begins.

After \\A it is the first line of the warnings.
"""


def test_each_command_of_the_readme_ends_as_a_user_must_see_it(tmp_path: Path) -> None:
    project = copy_project(tmp_path / "project")
    campaign = project / "letters" / "clean-water"
    (project / "report.pdf").write_bytes(makes.documents()["wells.pdf"])
    (project / "people.csv").write_text(f"{PERSON}\n{ANA}\n", encoding="utf-8")
    table = tmp_path / "zips.csv"
    table.write_text(one_zip_code_of_each_state(), encoding="utf-8")
    done: dict[str, Run] = {}
    for command in readme():
        words = shlex.split(command)[1:]
        if words[:2] == ["recipients", "sync"]:
            words += ["--from", str(publish(tmp_path / "published"))]
        if words[:2] == ["districts", "fetch"]:
            words += ["--from", str(table), "--congress", str(congress_on(TODAY))]
        done[command] = letters(*words, project=project, timeout=PATIENCE)
        if words[0] == "new":
            # What a user writes after the first command.
            own_words.write(campaign / "source.yaml", "wells.pdf")
            change(campaign / "sender.yaml", "\nsample: true", "")
    assert list(done) == list(EXPECTED)
    wrong = [
        f"{command} [{run.code}]\n{run.said}{run.warned}"
        for command, run in done.items()
        if run.code != EXPECTED[command][0]
        or not re.search(f"^{EXPECTED[command][1]}", f"{run.warned}{run.said}", re.MULTILINE)
    ]
    assert not wrong, "\n".join(wrong)
    # The command that `print` names, and the one that this one names.
    found = re.search("`(letters specimens .*?)` shows", done[PRINT].warned)
    assert found
    for words in (shlex.split(found[1]), shlex.split(APPROVE), shlex.split(PRINT)):
        run = letters(*words[1:], project=project, timeout=PATIENCE)
        assert run.code == 0, run.warned
