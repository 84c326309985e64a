"""Whole runs, as a person tries the program: the installed command in a copy of the shipped project."""

import os
import pty
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import click
import pytest
import yaml
from click.testing import CliRunner

from generator.cli import root
from generator.cli.root import Commands, nearest_project
from generator.errors import LettersError
from generator.project import audit_record
from tests.support.golden_mistakes import make_project
from tests.support.pages import text_of
from tests.support.projects import COMMAND, DATE, Run, Shipped, copy_project, environment, letters

pytestmark = pytest.mark.slow

CAMPAIGN = "remain-in-mexico"
DATED = ("build", CAMPAIGN, "--date", DATE)
PERSON = """\
name: Daniel O'Hara Jr.
street: 77 Mesa Hills Drive, Apt. 4
city: El Paso
state: TX
zip: 79912
district: TX-16
message: |
  I taught third grade on Alameda Avenue.

  Ask me what I saw.
"""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A copy of the shipped project."""
    return copy_project(tmp_path / "project")


def printed(folder: Path) -> list[str]:
    """The letters in the folder."""
    return sorted(path.stem for path in folder.glob("*.pdf"))


def change(path: Path, old: str, new: str) -> None:
    """Edits a file as a user would; the words must be there."""
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def refused(run: Run, *hints: str) -> None:
    """The run ended as a mistake of the user does: a sentence on stderr, nothing on stdout, no traceback."""
    assert run.code == 2
    assert run.said == ""
    assert "Traceback" not in run.warned
    for hint in hints:
        assert hint in run.warned


# ---------------------------------------------------------------- build


@pytest.mark.parametrize(
    ("filters", "stems"),
    [
        (["TX-16"], ["TX-16-escobar"]),
        (
            ["TX"],
            ["TX-16-escobar", "TX-28-cuellar", "TX-34-gonzalez", "TX-sen-cornyn", "TX-sen-cruz"],
        ),
        (["Cuellar", "AZ-7"], ["AZ-07-grijalva", "TX-28-cuellar"]),
        (
            ["committee:Appropriations"],
            [
                "CT-03-delauro",
                "IL-sen-durbin",
                "ME-sen-collins",
                "MI-sen-peters",
                "OK-04-cole",
                "TX-16-escobar",
                "TX-28-cuellar",
                "WA-sen-murray",
            ],
        ),
    ],
)
def test_filters_say_to_whom(filters: list[str], stems: list[str], shipped: Shipped) -> None:
    run = letters(
        *DATED,
        *(word for sought in filters for word in ("--to", sought)),
        "--dry-run",
        project=shipped.project,
    )
    assert run.code == 0
    assert re.findall(r"^(\S+)\.pdf  \S+", run.said, re.MULTILINE) == stems
    assert run.said.endswith(
        f"Dry run: {len(stems)} to print; all were laid out. Nothing was written.\n"
    )


@pytest.mark.parametrize(
    ("sought", "number"), [("senate", 12), ("house", 12), ("committee:Judiciary", 8)]
)
def test_filters_say_to_whom_by_chamber_and_committee(
    sought: str, number: int, shipped: Shipped
) -> None:
    run = letters(*DATED, "--to", sought, "--dry-run", project=shipped.project)
    stems = re.findall(r"^(\S+)\.pdf", run.said, re.MULTILINE)
    assert len(stems) == number
    if sought in {"senate", "house"}:
        assert all(("-sen-" in stem) is (sought == "senate") for stem in stems)


def test_only_the_letters_asked_for_are_printed_and_others_join_them_later(place: Path) -> None:
    folder = place / "out" / CAMPAIGN
    first = letters(*DATED, "--to", "TX-16", project=place)
    assert (first.code, first.said) == (0, f"1 printed: {folder}\n")
    assert printed(folder) == ["TX-16-escobar"]
    second = letters(*DATED, "--to", "TX", "--jobs", "1", project=place)
    assert second.said == f"4 printed, 1 unchanged: {folder}\n"
    assert len(printed(folder)) == 5
    assert (folder / "index.csv").read_text("utf-8").count("\n") == 6


def test_a_dry_run_writes_nothing(place: Path) -> None:
    before = sorted(place.rglob("*"))
    run = letters(*DATED, "--dry-run", project=place)
    assert run.code == 0
    assert run.said.count(".pdf") == 24
    assert sorted(place.rglob("*")) == before


def test_a_dry_run_and_a_check_find_what_only_the_page_can_tell(place: Path) -> None:
    style = place / "templates" / "organization" / "letter.css"
    style.write_text(f"{style.read_text('utf-8')}body {{ colr: red }}\n", encoding="utf-8")
    line = style.read_text("utf-8").count("\n")
    told = f"templates/organization/letter.css:{line}: `colr: red` is not understood (unknown property): correct it, or take it out\n"
    for command in ((*DATED, "--dry-run"), ("check", CAMPAIGN, "--date", DATE)):
        run = letters(*command, project=place)
        assert run.code == 2
        assert told in run.warned
        assert "failed" not in run.warned
    explained = letters("explain", CAMPAIGN, "TX-16", "--date", DATE, project=place)
    assert (explained.code, explained.warned.endswith(told)) == (2, True), explained.warned
    built = letters(*DATED, project=place)
    failed = [line for line in built.warned.splitlines() if line.startswith("failed: ")]
    assert (built.code, len(failed)) == (1, 11)
    assert built.said.startswith("24 failed: ")
    assert failed[-1] == f"failed: 14 more letters: {told.rstrip()}"


def test_a_dry_run_and_a_check_find_the_letters_that_are_too_long(place: Path) -> None:
    cruz = (
        '{% if recipient.last == "Cruz" %}' + "Long words. " * 300 + "{% endif %}\n\n{{ thanks }}"
    )
    change(place / "letters" / CAMPAIGN / "letter.md", "{{ thanks }}", cruz)
    run = letters(*DATED, "--dry-run", project=place)
    assert run.code == 1
    assert re.search(
        r"^failed: TX-sen-cruz: 2 pages even with 1 argument, 1 allowed: shorten",
        run.warned,
        re.MULTILINE,
    )
    assert run.said.endswith(
        "Dry run: 23 to print, 1 failed; the 9 longest were laid out. Nothing was written.\n"
    )
    assert not (place / "out").exists()
    checked = letters("check", CAMPAIGN, "--date", DATE, project=place)
    assert checked.code == 2
    assert (
        f"letters/{CAMPAIGN}/campaign.yaml: TX-sen-cruz: 2 pages even with 1 argument"
        in checked.warned
    )


@pytest.mark.skipif(sys.platform != "linux", reason="hides the library as Linux finds it")
def test_a_machine_without_harfbuzz_is_told_why_it_is_slow(place: Path, tmp_path: Path) -> None:
    (tmp_path / "libharfbuzz-subset.so.0").write_text("no library", encoding="utf-8")
    command = [str(COMMAND), *DATED, "--dry-run", "--to", "TX-16"]
    slow = environment() | {"LD_LIBRARY_PATH": str(tmp_path)}
    done = subprocess.run(
        command, cwd=place, env=slow, capture_output=True, text=True, check=True, timeout=120
    )
    assert (
        "Letters take more than twice as long to print here as they could: HarfBuzz's library"
        in done.stderr
    )
    assert "HarfBuzz" not in letters(*DATED, "--dry-run", "--to", "TX-16", project=place).warned


def test_the_letters_go_where_they_are_wanted(place: Path, tmp_path: Path) -> None:
    run = letters(*DATED, "--to", "Cruz", "--out", tmp_path / "finished" / "letters", project=place)
    assert run.code == 0
    assert printed(tmp_path / "finished" / "letters") == ["TX-sen-cruz"]
    assert not (place / "out").exists()


def test_a_person_writes_as_a_constituent_to_those_who_represent_them_and_only_to_them(
    place: Path, tmp_path: Path
) -> None:
    (tmp_path / "me.yaml").write_text(PERSON, encoding="utf-8")
    run = letters(
        *DATED, "--design", "constituent", "--sender", tmp_path / "me.yaml",
        "--to", "TX-16", "--to", "TX-34", "--to", "Cruz", "--to", "Gallego", project=place,
    )  # fmt: skip
    assert run.code == 0, run.warned
    assert "sample" not in run.warned
    texts = {
        stem: text_of(place / "out" / CAMPAIGN / f"{stem}.pdf")
        for stem in printed(place / "out" / CAMPAIGN)
    }
    assert set(texts) == {"TX-16-escobar", "TX-34-gonzalez", "TX-sen-cruz", "AZ-sen-gallego"}
    for stem, text in texts.items():
        assert ("As your constituent in El Paso, I ask you" in text) is (
            stem in {"TX-16-escobar", "TX-sen-cruz"}
        )
        assert "77 Mesa Hills Drive, Apt. 4" in text
        assert "I taught third grade on Alameda Avenue. Ask me what I saw." in text
        assert text.index("Ask me what I saw.") > text.index("take these steps:")
        assert text.rpartition("Sincerely, ")[2].startswith("Daniel O’Hara Jr.")
        assert not re.search(
            r"\b[Ww]e\b|\bour\b", text.partition("Dear ")[2].partition("In my own words")[0]
        )
    readme = (place / "out" / CAMPAIGN / "README.txt").read_text("utf-8")
    assert f"--design constituent --sender {tmp_path / 'me.yaml'}\n" in readme


def test_a_person_whose_own_words_fill_the_page_is_told_of_the_second(
    place: Path, tmp_path: Path
) -> None:
    story = (
        "I taught third grade on Alameda Avenue, and what I saw there I have not forgotten. " * 20
    )
    (tmp_path / "me.yaml").write_text(
        PERSON.replace("  Ask me what I saw.\n", f"  {story}\n"), encoding="utf-8"
    )
    command = (*DATED, "--design", "constituent", "--sender", tmp_path / "me.yaml", "--to", "TX-16")
    run = letters(*command, project=place)
    assert run.code == 0, run.warned
    told = re.findall(r"^TX-16-escobar: .*", run.warned, re.MULTILINE)
    assert told == [
        "TX-16-escobar: your own words fill the page: it has 2, with funding-and-results, children left out"
    ]
    text = text_of(place / "out" / CAMPAIGN / "TX-16-escobar.pdf")
    assert text.count("have not forgotten") == 20
    again = letters(*command, project=place)
    assert again.said.startswith("1 unchanged: ")
    assert told[0] in again.warned


def test_an_organizations_letter_never_speaks_as_a_constituent(shipped: Shipped) -> None:
    assert len(shipped.letters) == 24
    for path in shipped.letters:
        assert "As your constituent" not in text_of(path)


def test_the_date_is_that_of_the_letters(place: Path) -> None:
    assert (
        letters("build", CAMPAIGN, "--date", "2026-12-01", "--to", "TX-16", project=place).code == 0
    )
    assert "December 1, 2026 The Honorable Veronica Escobar" in text_of(
        place / "out" / CAMPAIGN / "TX-16-escobar.pdf"
    )


def test_whoever_leaves_office_before_the_date_is_not_written_to_unless_that_is_wished(
    place: Path,
) -> None:
    dated = ("build", CAMPAIGN, "--date", "2027-02-01", "--dry-run")
    run = letters(*dated, "--to", "TX-16", "--to", "Cruz", project=place)
    assert run.code == 0
    assert re.search(
        r"not written to: recipients/ports-of-entry\.yaml:\d+: the term of .* Veronica Escobar \(TX-16\) ended on January 3, 2027",
        run.warned,
    )
    assert run.said.endswith(
        "Dry run: 1 to print, 1 left out; all were laid out. Nothing was written.\n"
    )
    nobody = letters(*dated, "--to", "TX-16", project=place)
    refused(
        nobody,
        "letters: no recipient is in office on 2027-02-01: ",
        "--allow-ended, or change --date",
    )
    assert letters(*dated, "--to", "TX-16", "--allow-ended", project=place).said.endswith(
        "Dry run: 1 to print; all were laid out. Nothing was written.\n"
    )


def test_other_recipients_can_be_named(place: Path) -> None:
    run = letters(*DATED, "--recipients", "recipients/committees.yaml", "--dry-run", project=place)
    assert run.said.endswith(
        "Dry run: 12 to print; the 8 longest were laid out. Nothing was written.\n"
    )
    refused(letters(*DATED, "--recipients", "nobody.yaml", project=place), "nobody.yaml: ")


def test_a_letter_to_somebody_who_is_a_recipient_no_longer_is_told(place: Path) -> None:
    assert letters(*DATED, "--to", "TX-16", project=place).code == 0
    some = letters(*DATED, "--to", "TX-34", project=place)
    assert "of an earlier run" not in some.warned
    (place / "recipients" / "ports-of-entry.yaml").unlink()
    change(
        place / "letters" / CAMPAIGN / "campaign.yaml",
        "recipients: [ports-of-entry.yaml, committees.yaml]",
        "recipients: [committees.yaml]",
    )
    run = letters(*DATED, project=place)
    assert run.said.startswith("12 printed: ")
    assert (
        "of an earlier run, and not made by this one: TX-16-escobar.pdf, TX-34-gonzalez.pdf\n"
        in run.warned
    )


def test_a_letter_that_fails_is_one_line_and_the_others_are_printed(place: Path) -> None:
    change(
        place / "letters" / CAMPAIGN / "letter.md",
        "{{ thanks }}",
        '{% if recipient.last == "Cruz" %}' + "Long words. " * 300 + "{% endif %}\n\n{{ thanks }}",
    )
    run = letters(*DATED, "--to", "TX", project=place)
    assert run.code == 1
    assert [line for line in run.warned.splitlines() if line.startswith("failed")] == [
        (
            "failed: TX-sen-cruz: 2 pages even with 1 argument, 1 allowed: "
            "shorten letter.md or an argument, or in campaign.yaml lower min_arguments or raise max_pages"
        )
    ]
    assert run.said.startswith("4 printed, 1 failed: ")
    assert "TX-sen-cruz" not in (place / "out" / CAMPAIGN / "index.csv").read_text("utf-8")


def test_what_the_page_had_no_room_for_is_told_one_by_one_or_counted(place: Path) -> None:
    change(place / "letters" / CAMPAIGN / "campaign.yaml", "max_arguments: 3", "max_arguments: 9")
    few = letters(*DATED, "--to", "TX-16", project=place)
    assert re.search(
        r"^TX-16-escobar: kept to its pages by leaving out: [a-z-]+(, [a-z-]+)+$",
        few.warned,
        re.MULTILINE,
    )
    many = letters(*DATED, "--to", "senate", project=place)
    assert re.search(
        r"^\d+ letters? \(such as \S+\): kept to its pages by leaving out: ",
        many.warned,
        re.MULTILINE,
    )
    assert not re.search(r"^TX-sen-cruz: kept", many.warned, re.MULTILINE)


def test_a_folder_that_cannot_be_written_to_is_told_with_the_way_on(place: Path) -> None:
    (place / "out").write_text("a file where the folder should be")
    refused(
        letters(*DATED, "--to", "TX-16", project=place),
        "letters: cannot write ",
        "choose another folder, with --out",
    )


def test_a_list_for_another_program_breaks_no_cell(place: Path) -> None:
    arguments = ["--project", str(place), "list", "findings", CAMPAIGN]
    lines = CliRunner(env={"COLUMNS": "40"}).invoke(root.letters, arguments).stdout.splitlines()
    (line,) = [line for line in lines if line.split()[:1] == ["officers-out-of-reach"]]
    assert line.rstrip().endswith(
        "kept people who feared return to Mexico from reaching an asylum officer."
    )


def test_a_person_at_a_terminal_sees_a_bar(place: Path) -> None:
    ours, theirs = pty.openpty()
    run = subprocess.Popen(
        [COMMAND, *DATED, "--to", "TX", "--jobs", "1"],
        cwd=place,
        env={**environment(), "TERM": "xterm"},
        stdout=subprocess.DEVNULL,
        stderr=theirs,
    )
    os.close(theirs)
    seen = b""
    try:
        while chunk := os.read(ours, 1024):
            seen += chunk
    except OSError:  # Linux ends a terminal so
        pass
    os.close(ours)
    assert run.wait(timeout=60) == 0
    assert b"printing" in seen
    assert b"5/5" in seen


# ---------------------------------------------------------------- Ctrl-C


def interrupted(place: Path, *, jobs: int, by: signal.Signals = signal.SIGINT) -> tuple[int, str]:
    """The exit code and the warnings of a run that is stopped when its first letters are there.

    Terminals send Ctrl-C to all its processes; whoever else ends a run does so with the one that they started.
    """
    folder = place / "out" / CAMPAIGN
    run = subprocess.Popen(
        [COMMAND, *DATED, "--jobs", str(jobs)],
        cwd=place,
        env=environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    _wait_for(lambda: len(printed(folder)) > 1 or run.poll() is not None)
    (os.killpg if by == signal.SIGINT else os.kill)(run.pid, by)
    _, warned = run.communicate(timeout=60)
    return run.returncode, warned


def _wait_for(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.005)


def test_a_run_that_is_told_to_end_ends_as_after_ctrl_c(place: Path) -> None:
    code, warned = interrupted(place, jobs=2, by=signal.SIGTERM)
    assert code == 143
    assert "letters are there, each of them whole; run the same command to go on." in warned
    assert "resource_tracker" not in warned
    assert "Traceback" not in warned


@pytest.mark.parametrize("jobs", [1, 2])
def test_ctrl_c_leaves_whole_letters_only_and_the_same_command_goes_on(
    jobs: int, place: Path, shipped: Shipped
) -> None:
    folder = place / "out" / CAMPAIGN
    code, warned = interrupted(place, jobs=jobs)
    assert code == 130, warned
    assert "Traceback" not in warned
    told = re.search(
        r"^Stopped: (\d+) of 24 letters are there, each of them whole; run the same command to go on\.$",
        warned,
        re.MULTILINE,
    )
    assert told
    stopped = printed(folder)
    assert 1 < len(stopped) < 24
    assert len(stopped) - int(told.group(1)) in {
        0,
        1,
    }  # one may have come into its place in the moment of Ctrl-C
    whole = {path.stem: path.read_bytes() for path in shipped.letters}
    assert {stem: (folder / f"{stem}.pdf").read_bytes() for stem in stopped} == {
        stem: whole[stem] for stem in stopped
    }
    assert sorted(path.name for path in folder.iterdir()) == sorted(
        [*(f"{stem}.pdf" for stem in stopped), "README.txt", "built.json", "index.csv"]
    )

    on = letters(*DATED, project=place)
    assert on.code == 0
    assert re.match(r"\d+ printed, \d+ unchanged: ", on.said)
    assert {path.stem: path.read_bytes() for path in folder.glob("*.pdf")} == whole


def test_ctrl_c_before_anything_is_printed_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    @click.command(cls=Hurried)
    def group() -> None:
        """Stands for `letters`."""

    with pytest.raises(SystemExit) as ended:
        group.main(["build"])
    assert ended.value.code == 130
    assert capsys.readouterr().err == "Stopped; nothing was written.\n"


class Hurried(Commands):
    """The commands, with one that is stopped by Ctrl-C."""

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command:
        del ctx

        def stopped() -> None:
            raise KeyboardInterrupt

        return click.Command(cmd_name, callback=stopped)


# ---------------------------------------------------------------- explain, list, check


def included(run: Run) -> list[str]:
    """The ids that `explain` says are in, in order."""
    return re.findall(r"^ ?in \d+ +(\S+)", run.said, re.MULTILINE)


def test_neighbours_are_told_of_their_own_port(shipped: Shipped) -> None:
    el_paso = letters("explain", CAMPAIGN, "TX-16", "--date", DATE, project=shipped.project)
    brownsville = letters("explain", CAMPAIGN, "TX-34", "--date", DATE, project=shipped.project)
    assert (el_paso.code, brownsville.code) == (0, 0)
    assert included(el_paso)[0] == "local-el-paso"
    assert included(brownsville)[0] == "local-brownsville"
    assert "Representative Veronica Escobar, TX-16" in el_paso.said
    assert re.search(
        r"out +local-brownsville +local +\d+ +the recipients file does not list Brownsville for TX-16",
        el_paso.said,
    )


def test_every_argument_and_every_ask_is_explained(shipped: Shipped) -> None:
    run = letters("explain", CAMPAIGN, "Jordan", "--date", DATE, project=shipped.project)
    folder = shipped.project / "letters" / CAMPAIGN
    arguments = [path.stem for path in (folder / "arguments").glob("*.md")]
    asks = {
        entry["recommendation"]
        for entry in yaml.safe_load((folder / "campaign.yaml").read_text("utf-8"))["asks"]
    }
    assert arguments
    assert asks
    for name in [*arguments, *asks]:
        assert re.search(rf"^ ?(in \d+|out) +{name} +\S", run.said, re.MULTILINE), name
    assert "chair of the Committee on the Judiciary" in run.said


def test_what_the_page_had_no_room_for_is_explained(place: Path) -> None:
    change(place / "letters" / CAMPAIGN / "campaign.yaml", "max_arguments: 3", "max_arguments: 9")
    assert (
        "but the page is full and it ranks last"
        in letters("explain", CAMPAIGN, "TX-16", "--date", DATE, project=place).said
    )


@pytest.mark.parametrize(
    ("what", "header", "row"),
    [
        (
            ["recipients"],
            "seat +name +id +committees +term ends",
            "TX-16 +Veronica Escobar +E000299 .* 2027-01-03",
        ),
        (["recipients", "AZ", "Cruz"], "seat +name", "AZ-sen +Mark Kelly"),
        (
            ["arguments", CAMPAIGN],
            "id +weight +supports +when +cites",
            "local-el-paso +75 .*district_of: el-paso",
        ),
        (
            ["findings", CAMPAIGN],
            "id +figure +as of +claim +counted by",
            "returned-total +over 59,000 +December 2019",
        ),
        (
            ["asks", CAMPAIGN],
            "id +ask +who can act +instrument +horizon",
            "1 +end-program .*house and senate +legislation +now",
        ),
    ],
)
def test_there_are_lists_of_everything(
    what: list[str], header: str, row: str, shipped: Shipped
) -> None:
    run = letters("list", *what, project=shipped.project)
    assert run.code == 0
    assert re.search(header, run.said)
    assert re.search(row, run.said)
    if what == ["recipients", "AZ", "Cruz"]:
        assert len(re.findall(r"20\d\d-01-03", run.said)) == 4


def test_a_right_campaign_has_nothing_to_correct(shipped: Shipped) -> None:
    run = letters("check", "--date", DATE, project=shipped.project)
    assert run.code == 0
    assert run.said == "1 campaign checked: nothing to correct\n"
    assert [line for line in run.warned.splitlines() if "warning: " not in line] == []


def test_every_mistake_of_every_file_is_told_at_once_and_nothing_is_written(place: Path) -> None:
    folder = place / "letters" / CAMPAIGN
    change(folder / "campaign.yaml", "max_arguments:", "max_argument:")
    change(folder / "letter.md", "{{ thanks }}", "{{ thank }}")
    change(folder / "sender.yaml", "zip: 20001", "zip: 2001")
    change(place / "recipients" / "ports-of-entry.yaml", "state: CA", "state: KA")
    for command in (("check", "--date", DATE), DATED):
        run = letters(*command, project=place)
        assert run.code == 2
        files = [
            line.partition(":")[0] for line in run.warned.splitlines() if "warning: " not in line
        ]
        assert set(files) == {
            f"letters/{CAMPAIGN}/campaign.yaml",
            f"letters/{CAMPAIGN}/letter.md",
            f"letters/{CAMPAIGN}/sender.yaml",
            "recipients/ports-of-entry.yaml",
        }
        assert all(re.match(r"\S+:\d+: \S", line) for line in run.warned.splitlines())
    assert not (place / "out").exists()


# ---------------------------------------------------------------- what there is not


@pytest.mark.parametrize(
    ("arguments", "hints"),
    [
        (["build", "remain"], ["letters: no campaign 'remain'; there are: remain-in-mexico"]),
        (["check", "remain"], ["letters: no campaign 'remain'; there are: remain-in-mexico"]),
        (
            ["list", "asks", "remain"],
            ["letters: no campaign 'remain'; there are: remain-in-mexico"],
        ),
        (
            [*DATED, "--design", "organisation"],
            ["letters: no design 'organisation'; did you mean organization?\n"],
        ),
        (
            [*DATED, "--design", ""],
            ["letters: no design ''; there are: ", "constituent, ", "organization\n"],
        ),
        (
            ["build", f"letters/{CAMPAIGN}"],
            [f"letters: no campaign 'letters/{CAMPAIGN}'; did you mean {CAMPAIGN}?"],
        ),
        (["check", f"letters/{CAMPAIGN}/"], [f"; did you mean {CAMPAIGN}?"]),
        (
            ["explain", "remain-in-mexic", "TX-16"],
            [f"letters: no campaign 'remain-in-mexic'; did you mean {CAMPAIGN}?"],
        ),
        (
            [*DATED, "--to", "TX-17"],
            ["letters: no recipient is meant by 'TX-17'; nobody in these files holds that seat"],
        ),
        ([*DATED, "--to", "Escobra"], ["did you mean Escobar"]),
        (
            ["explain", CAMPAIGN, "committee:Rivers"],
            ["nobody in these files sits on that committee"],
        ),
        (
            ["build", CAMPAIGN, "--date", "24.11.2026"],
            ["'24.11.2026' is not a day; write it as 2026-11-24"],
        ),
        (["build", CAMPAIGN, "--jobs", "0"], ["0 is not in the range 1<=x<=64"]),
        (["publish"], ['there is no command "publish"']),
        (["chek"], ['there is no command "chek"; did you mean "check"?']),
        (["new", "../mine"], ['a campaign cannot be called "../mine"', "like clean-water"]),
        (["new", CAMPAIGN], ["is there already, and nothing in it was changed"]),
    ],
)
def test_what_there_is_not_is_a_sentence_with_a_hint(
    arguments: list[str], hints: list[str], shipped: Shipped
) -> None:
    refused(letters(*arguments, project=shipped.project), *hints)


def test_a_folder_that_is_no_project_is_told_with_the_way_there(tmp_path: Path) -> None:
    refused(
        letters("check", project=tmp_path),
        f"{tmp_path} is not a Letters project",
        "name it with --project",
    )


def test_the_project_is_found_from_below_and_by_name(place: Path, tmp_path: Path) -> None:
    below = place / "letters" / CAMPAIGN / "arguments"
    assert nearest_project(below) == place
    assert nearest_project(tmp_path) == tmp_path
    for run in (
        letters(*DATED, "--dry-run", project=below),
        letters("--project", place, *DATED, "--dry-run", project=tmp_path),
    ):
        assert run.code == 0
        assert "24 to print" in run.said


def test_a_reader_who_has_seen_enough_is_no_mistake(shipped: Shipped) -> None:
    run = subprocess.Popen(
        [COMMAND, "list", "findings", CAMPAIGN],
        cwd=shipped.project,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert run.stdout is not None
    assert run.stderr is not None
    run.stdout.close()
    assert run.stderr.read() == ""
    run.stderr.close()
    assert run.wait(timeout=60) in {0, 1}


# ---------------------------------------------------------------- new, schema, help


def test_a_new_campaign_prints_as_it_is(place: Path) -> None:
    new = letters("new", "clean-water", project=place)
    assert new.code == 0
    assert "letters build clean-water" in new.said
    assert letters("check", "clean-water", "--date", DATE, project=place).said.endswith(
        "nothing to correct\n"
    )
    run = letters(
        "build", "clean-water", "--date", DATE, "--to", "TX-16", "--to", "Kelly", project=place
    )
    assert run.code == 0, run.warned
    assert run.said == f"2 printed: {place / 'out' / 'clean-water'}\n"
    assert "The Honorable Veronica Escobar" in text_of(
        place / "out" / "clean-water" / "TX-16-escobar.pdf"
    )
    assert "The sender is still the sample" in run.warned


def test_the_shipped_files_name_schemas_that_are_written(place: Path, tmp_path: Path) -> None:
    run = letters("schema", project=place)
    assert run.code == 0
    written = {Path(line).name for line in run.said.splitlines()}
    assert written == {path.name for path in (place / "docs" / "schemas").iterdir()}
    folders = (f"letters/{CAMPAIGN}", "recipients", "templates")
    every = (path for folder in folders for path in sorted((place / folder).rglob("*.yaml")))
    shipped = [path for path in every if path.name != audit_record.NAME]
    assert len(shipped) >= 10
    for path in shipped:
        named = re.match(r"# yaml-language-server: \$schema=(\S+)\n", path.read_text("utf-8"))
        assert named, path
        assert (path.parent / named.group(1)).resolve().is_file()
    assert letters("schema", "--out", tmp_path / "elsewhere", project=place).code == 0
    assert written == {path.name for path in (tmp_path / "elsewhere").iterdir()}


COMMANDS = (
    "build",
    "check",
    "explain",
    "list",
    "list recipients",
    "list arguments",
    "list findings",
    "list asks",
    "new",
    "schema",
)


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_every_command_explains_itself_with_an_example(command: str, shipped: Shipped) -> None:
    run = letters(*command.split(), "--help", project=shipped.project)
    assert run.code == 0
    assert re.search(
        rf"^ +.*letters {command or 'build'}\b", run.said.partition("\n")[2], re.MULTILINE
    )


def test_help_lists_every_command(shipped: Shipped) -> None:
    said = letters("--help", project=shipped.project).said
    listed = re.findall(r"^  ([a-z]+)  +\S", said.partition("Commands:")[2], re.MULTILINE)
    assert {command.partition(" ")[0] for command in COMMANDS} <= set(listed)


def test_help_answers_before_anything_heavy_is_imported(shipped: Shipped) -> None:
    command = [sys.executable, "-X", "importtime", "-m", "generator", "--help"]
    run = subprocess.run(
        command, cwd=shipped.project, env=environment(), capture_output=True, text=True, check=True
    )
    imported = {
        line.rpartition("|")[2].strip()
        for line in run.stderr.splitlines()
        if line.startswith("import time:")
    }
    assert {"click", "generator.cli.root"} <= imported
    assert imported.isdisjoint(
        {
            "weasyprint",
            "pydantic",
            "yaml",
            "jinja2",
            "rich",
            "markdown_it",
            "generator.models",
            "generator.letter.pdf",
        }
    )


def test_the_command_is_the_installed_one() -> None:
    assert COMMAND.is_file()
    assert shutil.which(str(COMMAND))


def test_every_mistake_that_stops_the_work_is_told_in_one_sentence() -> None:
    assert issubclass(LettersError, Exception)
    assert not issubclass(LettersError, ValueError)


def test_a_package_that_is_not_installed_yet_is_told_without_a_traceback(tmp_path: Path) -> None:
    script = "import sys; sys.modules['yaml'] = None; sys.argv = ['letters', 'check']; from generator.cli.root import main; main()"
    run = subprocess.run(
        [sys.executable, "-c", script],
        env={**environment(), "PYTHONPATH": str(Path(__file__).parents[2])},
        cwd=make_project(tmp_path),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (
        run.stderr
        == "letters: yaml, which this version needs, is not installed: run `make letters`, which installs it\n"
    )
    assert run.returncode == 2


@pytest.mark.parametrize(
    "command",
    [
        ("explain", CAMPAIGN, "TX-16"),
        ("list", "findings", CAMPAIGN),
        ("coverage", CAMPAIGN, "--csv"),
    ],
)
def test_an_output_that_knows_few_characters_shows_the_others_as_question_marks(
    command: tuple[str, ...], place: Path
) -> None:
    arguments = [str(COMMAND), *command, *(() if command[0] == "list" else ("--date", DATE))]
    done = subprocess.run(
        arguments,
        cwd=place,
        env={**environment(), "PYTHONIOENCODING": "ascii"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout.isascii()
