"""The change of Congress: the shipped campaign, members-elect, two rosters, and `turnover`.

The published files are those of an invented Congress in which the shipped recipients hold their
seats; three of them are not elected again.
"""

import copy
import datetime
import shutil
import subprocess
from pathlib import Path

import pytest

from generator.congress import sync as congress_sync
from tests.support.capitol import (
    Capitol,
    full_house,
    last_term,
    seated,
    shipped_recipients,
)
from tests.support.projects import COMMAND, Run, copy_project, environment, environment_on, letters

pytestmark = pytest.mark.slow

CAMPAIGN = "remain-in-mexico"
ROSTER = "recipients/congress.yaml"
NEW = {
    "R000599": ("X000901", "Jane Doe"),
    "C001056": ("X000902", "John Roe"),
    "T000193": ("X000903", "Ann Poe"),
}
"""Who follows: Ruiz (CA-25), Cornyn (a senator of Texas) and Thompson (MS-02)."""
DECEMBER = datetime.datetime(2026, 12, 15, 12)  # noqa: DTZ001 - a letter's day has no zone
FEBRUARY = datetime.datetime(2027, 2, 1, 12)  # noqa: DTZ001


def elected(capitol: Capitol, *, sworn_in: bool) -> Capitol:
    """Adds the terms that begin on January 3, 2027; once sworn in, former members are gone."""
    for member in list(capitol.members):
        term = last_term(member)
        if term["end"] != "2027-01-03":
            continue
        end = "2029-01-03" if term["type"] == "rep" else "2033-01-03"
        later = copy.deepcopy(term) | {"start": "2027-01-03", "end": end}
        key = member["id"]["bioguide"]  # type: ignore[index]
        if key not in NEW:
            member["terms"].append(later)  # type: ignore[attr-defined]
            continue
        new, name = NEW[key]
        for fact in ("office", "address", "phone"):
            del later[fact]
        capitol.members.append(
            {
                "id": {"bioguide": new},
                "name": {"last": name.split()[1], "official_full": name},
                "terms": [later],
            }
        )
        if sworn_in:
            capitol.members.remove(member)
            capitol.offices = [one for one in capitol.offices if one["id"] != member["id"]]
            for code, seats in capitol.membership.items():
                capitol.membership[code] = [one for one in seats if one["bioguide"] != key]
    return capitol


def sync(project: Path, *, now: datetime.datetime, is_elected: bool = True) -> None:
    """Writes the roster of that day, as `letters recipients sync` does."""
    capitol = seated(full_house(), shipped_recipients(project))
    if is_elected:
        capitol = elected(capitol, sworn_in=now >= FEBRUARY)
    published = project / "published"
    published.mkdir(exist_ok=True)
    for name, body in capitol.files("json").items():
        (published / name).write_bytes(body)
    congress_sync.sync(
        origin=str(published),
        target=project / ROSTER,
        cache=None,
        now=now,
        as_of=now.date(),
    )


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped project, never synced."""
    return copy_project(tmp_path_factory.mktemp("old") / "project")


@pytest.fixture(scope="module")
def december(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped project with the roster of December 15, 2026, members-elect among them."""
    project = copy_project(tmp_path_factory.mktemp("december") / "project")
    sync(project, now=DECEMBER)
    return project


@pytest.fixture(scope="module")
def february(tmp_path_factory: pytest.TempPathFactory, december: Path) -> Path:
    """The same project after a sync on February 1, 2027."""
    project = tmp_path_factory.mktemp("february") / "project"
    shutil.copytree(december, project)
    sync(project, now=FEBRUARY)
    return project


def dry_run(*arguments: str, project: Path) -> Run:
    return letters("build", CAMPAIGN, *arguments, "--dry-run", project=project)


# ---------------------------------------------------------------- what is shipped


@pytest.mark.parametrize(
    ("day", "first", "last"),
    [
        ("2027-01-02", "The sender is still the sample", "Dry run: 24 to print;"),
        (
            "2027-01-03",
            "16 of 24 recipients' terms ended on January 3, 2027: run `letters recipients sync` ",
            "Dry run: 8 to print, 16 left out;",
        ),
        (
            "2027-02-01",
            "16 of 24 recipients' terms ended on January 3, 2027: run `letters recipients sync` ",
            "Dry run: 8 to print, 16 left out;",
        ),
        (
            "2029-01-04",
            "21 of 24 recipients' terms ended by January 4, 2029: run `letters recipients sync`.\n",
            "Dry run: 3 to print, 21 left out;",
        ),
    ],
)
def test_the_first_line_is_the_command_that_brings_the_recipients_up_to_date(
    old: Path, day: str, first: str, last: str
) -> None:
    run = dry_run("--date", day, project=old)
    assert run.code == 0
    assert run.warned.startswith(first)
    assert run.said.splitlines()[-1].startswith(last)
    # A line for each of the three bills, and not for each of the eight asks that fell with them.
    fallen = [line for line in run.warned.splitlines() if "the 119th Congress ended" in line]
    assert len(fallen) == (3 if day >= "2027-01-03" else 0)
    assert ("reconsider-hr-273 and oppose-bills fall away: " in run.warned) is bool(fallen)
    named = [line for line in run.warned.splitlines() if line.startswith("not written to: ")]
    assert len(named) == (day != "2027-01-02")
    assert all("Raul Ruiz (CA-25), " in line for line in named)


def test_each_command_says_once_that_terms_are_over(old: Path) -> None:
    day = ("--date", "2027-02-01")
    over = "16 of 24 recipients' terms ended on January 3, 2027: run `letters recipients sync`"
    assert letters("list", "recipients", *day, project=old).warned.startswith(over)
    assert letters("coverage", CAMPAIGN, *day, project=old).warned.startswith(over)
    checked = letters("check", CAMPAIGN, *day, project=old)
    assert checked.code == 0
    lines = [line for line in checked.warned.splitlines() if "term_end" in line]
    assert [line.split(" recipients'")[0] for line in lines] == [
        "recipients/committees.yaml:19: warning: term_end: 9 of 12",
        "recipients/ports-of-entry.yaml:25: warning: term_end: 7 of 12",
    ]
    assert checked.warned.splitlines()[:2] == lines
    assert letters("specimens", CAMPAIGN, *day, project=old).warned.startswith(over)
    explained = letters("explain", CAMPAIGN, "TX-16", *day, project=old)
    assert explained.code == 2
    assert explained.warned.startswith(
        "letters: the term of Veronica Escobar (TX-16) ended on January 3, 2027: "
        "run `letters recipients sync` from that day on."
    )


def test_a_machine_whose_clock_is_in_2027_says_the_same(old: Path) -> None:
    faketime = shutil.which("faketime")
    if faketime is None:
        pytest.skip("needs the command faketime, of libfaketime, for another date than today's")
    done = subprocess.run(
        [faketime, "2027-02-01 12:00:00", str(COMMAND), "build", CAMPAIGN, "--dry-run"],
        cwd=old,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0
    assert done.stderr.startswith("16 of 24 recipients' terms ended on January 3, 2027: ")


# ---------------------------------------------------------------- after the sync


def test_after_the_sync_the_campaign_is_whole_and_names_who_followed(february: Path) -> None:
    run = dry_run("--date", "2027-02-01", project=february)
    assert run.code == 0
    assert run.warned.startswith(
        "3 of 24 recipients' terms ended on January 3, 2027, and others have their seats.\n"
    )
    assert "Dry run: 21 to print, 3 left out;" in run.said
    assert (
        "not written to: recipients/ports-of-entry.yaml:44: the term of Representative Raul Ruiz "
        "(CA-25) ended on January 3, 2027; the seat is now held by Jane Doe\n"
    ) in run.warned
    command = (
        "letters build remain-in-mexico --recipients recipients/congress.yaml "
        "--to CA-25 --to X000902 --to MS-02"
    )
    assert f"to write to those who followed: {command}; or add them" in run.warned
    followed = letters(*command.split()[1:], "--date", "2027-02-01", "--dry-run", project=february)
    assert {line.split(".")[0] for line in followed.said.splitlines() if ".pdf" in line} == {
        "CA-25-doe",
        "MS-02-poe",
        "TX-sen-roe",
    }


def test_an_entry_made_by_hand_gives_way_when_its_term_is_over(february: Path) -> None:
    run = dry_run("--date", "2027-02-01", "--to", "TX-16", project=february)
    (line,) = [one for one in run.warned.splitlines() if "ports-of-entry.yaml:25: " in one]
    assert "the terms of 5 of its recipients ended, and they serve another" in line
    assert "recipients/congress.yaml is used for Juan Vargas (CA-52), " in line
    # Texas and California drew new lines, so that `represents` of the entry may not hold.
    assert "local-el-paso" not in run.said
    run = dry_run("--date", "2027-02-01", "--to", "AZ-07", project=february)
    assert "local-nogales-tucson" in run.said


def test_the_letters_date_decides_which_roster_is_asked(february: Path) -> None:
    to = ("--recipients", ROSTER, "--to", "CA-25")
    for day, stem in (("2026-12-20", "CA-25-ruiz"), ("2027-02-01", "CA-25-doe")):
        run = dry_run(*to, "--date", day, project=february)
        assert run.code == 0
        assert [line.split(".")[0] for line in run.said.splitlines() if ".pdf" in line] == [stem]
    both = letters("list", "recipients", "CA-25", "--date", "2027-02-01", project=february)
    assert both.code == 0, both.warned
    assert "Jane Doe" in both.said


def test_two_rosters_and_old_files_are_no_mistake(february: Path, tmp_path: Path) -> None:
    project = tmp_path / "project"
    shutil.copytree(february, project)
    campaign = project / "letters" / CAMPAIGN / "campaign.yaml"
    text = campaign.read_text("utf-8")
    # Without the key a campaign writes to all files.
    campaign.write_text(text.replace("\nrecipients: [", "\n# recipients: ["), encoding="utf-8")
    for day in ("2026-12-20", "2027-02-01"):
        found = letters("check", "--date", day, project=project)
        codes = [
            line for line in found.warned.splitlines() if "already" in line or "two sen" in line
        ]
        assert codes == []
        assert found.code == 0


def test_the_roster_of_the_congress_before_is_kept(december: Path, february: Path) -> None:
    kept = february / "recipients" / "congress-119.yaml"
    assert kept.read_bytes() == (december / ROSTER).read_bytes()
    assert "synced: true" in kept.read_text("utf-8")
    assert not (december / "recipients" / "congress-119.yaml").exists()
    # A second sync of the same Congress keeps nothing.
    before = kept.stat().st_mtime_ns
    sync(february, now=FEBRUARY + datetime.timedelta(days=1))
    assert kept.stat().st_mtime_ns == before


# ---------------------------------------------------------------- members-elect


def test_a_member_elect_is_named_and_not_written_to_before_their_first_day(december: Path) -> None:
    found = letters("find", "CA-25", "--date", "2026-12-20", project=december)
    assert "Raul Ruiz" in found.said
    assert "Jane Doe takes the seat CA-25 on January 3, 2027." in found.said
    again = letters("find", "TX-16", "--date", "2026-12-20", project=december)
    assert "Escobar takes the seat" not in again.said
    later = letters("find", "CA-25", "--date", "2027-01-05", project=december)
    assert "Jane Doe" in later.said
    to = ("--recipients", ROSTER, "--date", "2026-12-20", "--to")
    run = dry_run(*to, "X000901", project=december)
    assert run.code == 2
    assert "Jane Doe takes the seat CA-25 on January 3, 2027" in run.warned
    assert "Dry run: 1 to print" in dry_run(*to, "TX-16", project=december).said


def test_a_roster_of_december_is_good_for_letters_of_january(december: Path) -> None:
    run = dry_run("--date", "2027-01-05", project=december)
    assert run.code == 0
    assert "Dry run: 21 to print, 3 left out;" in run.said
    assert "the seat is now held by Jane Doe" in run.warned


# ---------------------------------------------------------------- turnover


def test_turnover_says_who_left_and_which_bills_and_asks_ended(february: Path) -> None:
    run = letters("turnover", "--date", "2027-02-01", project=february)
    assert run.code == 0
    assert "Asked: recipients/congress-119.yaml, of December 15, 2026.\n" in run.said
    assert "Left: 3 of 541.\n" in run.said
    assert "  CA-25: Raul Ruiz left; Jane Doe has the seat from January 3, 2027\n" in run.said
    assert "  TX-sen: John Cornyn left; John Roe has the seat from January 3, 2027\n" in run.said
    assert "3 of its 24 recipients left:" in run.said
    assert "Bills that ended with their Congress: H.R. 273, H.R. 551, S. 112.\n" in run.said
    assert "oppose-bills" in run.said
    assert "Positions about a bill that ended: " in run.said


def test_turnover_says_which_roster_is_missing(old: Path, february: Path, tmp_path: Path) -> None:
    run = letters("turnover", "--date", "2027-01-03", project=old)
    assert run.code == 0
    assert "The files have no members of the 120th Congress: the terms of 16 of 24 " in run.said
    assert "There is no roster of the 119th Congress" in run.said
    project = tmp_path / "project"
    shutil.copytree(february, project)
    (project / "recipients" / "congress-119.yaml").unlink()
    run = letters("turnover", "--date", "2027-02-01", project=project)
    assert "There is no roster of the 119th Congress" in run.said
    assert "  CA-25: Raul Ruiz left; Jane Doe has the seat from January 3, 2027\n" in run.said


def test_turnover_names_supporters_and_letters_that_it_concerns(
    february: Path, tmp_path: Path
) -> None:
    project = tmp_path / "project"
    shutil.copytree(february, project)
    people = project / "people.csv"
    people.write_text(
        "id,name,street,city,state,zip,district,consent\n"
        "s1,Ana Ruiz,12 Elm St,Calexico,CA,92231,CA-25,2026-11-01\n"
        "s2,Ben Okafor,99 Oak Ave,El Paso,TX,79901,TX-16,2026-11-01\n"
        "s3,Cy Lee,1 Pine Rd,Phoenix,AZ,85001,AZ-03,2026-11-01\n",
        encoding="utf-8",
    )
    drive = ("build", CAMPAIGN, "--supporters", people, "--date", "2026-12-20")
    built = letters(*drive, project=project)
    assert built.code == 0, built.warned
    run = letters(
        "turnover", CAMPAIGN, "--supporters", people, "--date", "2027-02-01", project=project
    )
    assert run.code == 0, run.warned
    assert "Supporters: 2 of 3 have another member." in run.said
    assert "had Raul Ruiz (CA-25), now Jane Doe (CA-25): 1 supporter (s1)\n" in run.said
    assert "had John Cornyn (TX-sen), now John Roe (TX-sen): 1 supporter (s2)" in run.said
    assert "with a letter to a member who left: 2 (s1, s2)" in run.said
    assert "Made and not sent, of 2 supporters: s1, s2. Do not mail these" in run.said


# ---------------------------------------------------------------- letters that lay too long


def on_day(day: str, *arguments: str | Path, project: Path) -> Run:
    """Runs the installed command on another day than today."""
    done = subprocess.run(
        [str(COMMAND), *map(str, arguments)],
        cwd=project,
        env=environment_on(day),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    return Run(done.returncode, done.stdout, done.stderr)


@pytest.fixture
def waiting(february: Path, tmp_path: Path) -> Path:
    """A drive built in December and not sent; s2's other members are in office in February."""
    project = tmp_path / "project"
    shutil.copytree(february, project)
    sender = project / "letters" / CAMPAIGN / "sender.yaml"
    sender.write_text(sender.read_text("utf-8").replace("\nsample: true", ""), encoding="utf-8")
    (project / "people.csv").write_text(
        "id,name,street,city,state,zip,email,district,consent\n"
        "s1,Ana Ruiz,12 Elm St,Calexico,CA,92231,ana@example.org,CA-25,2026-11-01\n"
        "s2,Ben Okafor,99 Oak Ave,El Paso,TX,79901,ben@example.org,TX-16,2026-11-01\n",
        encoding="utf-8",
    )
    built = on_day("2026-12-20", "build", CAMPAIGN, "--supporters", "people.csv", project=project)
    assert (built.code, "6 printed: " in built.said) == (0, True), built.said
    return project


@pytest.mark.parametrize(
    "command",
    [
        ("print", CAMPAIGN, "--envelopes"),
        ("send", CAMPAIGN, "--no-dry-run", "--all"),
        ("send", CAMPAIGN),
    ],
    ids=["print", "send", "rehearsal"],
)
def test_no_letter_of_december_goes_to_a_former_member(
    waiting: Path, command: tuple[str, ...]
) -> None:
    options = ("--unapproved", "--status-old-ok")
    refused = on_day("2027-02-01", *command, *options, project=waiting)
    out = waiting / "out" / CAMPAIGN
    assert refused.code == 2
    assert "2 letters were right on the date of the letters, and not today: " in refused.warned
    ended = "the term of Representative Raul Ruiz (CA-25) ended on January 3, 2027; the seat is now"
    assert f"{ended} held by Jane Doe: 1 (letters/s1/CA-25-ruiz)" in refused.warned
    assert "is now held by John Roe: 1 (letters/s2/TX-sen-cornyn)" in refused.warned
    assert "fall away: the 119th Congress ended" in refused.warned
    assert not (out / "print").exists()
    assert not (out / "outbox").exists()


def test_the_other_letters_of_december_can_go_without_them(waiting: Path) -> None:
    options = ("--unapproved", "--status-old-ok", "--envelopes")
    run = on_day("2027-02-01", "print", CAMPAIGN, *options, "--keep-going", project=waiting)
    assert run.code == 1
    assert "left out: letters/s2/TX-sen-cornyn: the term of Senator John Cornyn" in run.warned
    assert "4 letters in 4 envelopes" in run.said
    assert "cornyn" not in (waiting / "out" / CAMPAIGN / "print" / "index.csv").read_text("utf-8")
    # The advice of the refusal: a build of the day makes the letters of those who followed.
    built = on_day("2027-02-01", "build", CAMPAIGN, "--supporters", "people.csv", project=waiting)
    assert built.code == 0, built.warned
    run = on_day("2027-02-01", "print", CAMPAIGN, *options, project=waiting)
    assert (run.code, "6 letters in 6 envelopes" in run.said) == (0, True), run.warned
    index = (waiting / "out" / CAMPAIGN / "print" / "index.csv").read_text("utf-8")
    assert "X000901" in index
    assert "X000902" in index
