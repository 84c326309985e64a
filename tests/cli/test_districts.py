"""All of Congress, as a person tries it: the real members from a web server, the real district table, whole commands.

The data lies beside the project and is never part of it; where it is missing, the tests that need it say so and are skipped.
"""

import csv
import datetime
import io
import re
import shutil
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

import pytest
import yaml
from click.testing import CliRunner

from generator.cli.root import letters as command
from generator.congress import forms_of_address, zip_codes
from generator.letter import selection
from generator.models.recipient import Recipient
from generator.press import build, job
from generator.press.build_options import BuildOptions
from generator.project import load
from tests.conftest import Verapdf
from tests.support import capitol
from tests.support.golden_mistakes import make_project
from tests.support.pages import text_of
from tests.support.projects import Run, copy_project, letters

pytestmark = pytest.mark.slow

DATA = Path(__file__).parents[3] / "shared" / "data"
FILES = (
    "legislators-current.yaml",
    "legislators-district-offices.yaml",
    "committees-current.yaml",
    "committee-membership-current.yaml",
)
NEEDED = [DATA / name for name in (*FILES, "zccd.csv")]
needs_data = pytest.mark.skipif(
    not all(path.is_file() for path in NEEDED), reason="needs the public data in ../shared/data"
)

CAMPAIGN = "remain-in-mexico"
DATE = "2026-09-01"
CONGRESS = Path("recipients/congress.yaml")
ALL = ("--recipients", str(CONGRESS), "--date", DATE)
PORTS = {
    "CA-52": "local-san-ysidro",
    "CA-25": "local-calexico",
    "AZ-07": "local-nogales-tucson",
    "TX-16": "local-el-paso",
    "TX-23": "local-eagle-pass",
    "TX-28": "local-laredo",
    "TX-34": "local-brownsville",
}
PEOPLE = """\
id,name,street,city,state,zip
a,Ada,1 Elm St,Adamsville,AL,35005
b,Ben,2 Oak St,Brownsville,TX,78520
c,Cay,3 Ash St,Adamsville,AL,35005
"""
NEW_MEMBER = """\
as_of: 2026-08-01
source: a file for tests, because the seat was vacant in June 2026
recipients:
  - id: X000023
    name: {first: Ana, last: Placeholder, full: Ana Placeholder}
    chamber: house
    state: TX
    district: 23
    title: representative
    term_end: 2027-01-03
"""


def run(*arguments: str | Path, place: Path) -> Run:
    """What became of a command, in this process; for what needs no process of its own."""
    result = CliRunner().invoke(
        command, ["--project", str(place), *map(str, arguments)], prog_name="letters"
    )
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return Run(result.exit_code, result.stdout, result.stderr)


def published() -> dict[str, bytes]:
    return {name: (DATA / name).read_bytes() for name in FILES}


@pytest.fixture(scope="module")
def congress(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped project with all of Congress, synced from a web server, and the lines of the 119th."""
    place = copy_project(tmp_path_factory.mktemp("congress"))
    with capitol.server() as server:
        server.publish(published())
        synced = letters("recipients", "sync", "--from", server.url, project=place)
    assert synced.code == 0, synced.warned
    imported = letters(
        "districts",
        "import",
        DATA / "zccd.csv",
        "--congress",
        "119",
        "--as-of",
        "2024-11-12",
        project=place,
    )
    assert imported.code == 0, imported.warned
    return place


@pytest.fixture
def place(congress: Path, tmp_path: Path) -> Path:
    """A copy of it for a test that changes something."""
    return Path(shutil.copytree(congress, tmp_path / "project"))


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A small project that needs no data."""
    return make_project(tmp_path)


# ---------------------------------------------------------------- 1: the members


@needs_data
def test_a_sync_writes_537_members_and_twice_the_same_bytes(tmp_path: Path) -> None:
    place = copy_project(tmp_path)
    with capitol.server() as server:
        server.publish(published())
        first = letters("recipients", "sync", "--from", server.url, project=place)
        written = (place / CONGRESS).read_bytes()
        second = letters("recipients", "sync", "--from", server.url, project=place)
    assert (first.code, second.code) == (0, 0)
    assert (
        "537 members: 100 senators, 431 representatives, 5 delegates, 1 resident commissioner."
        in first.said
    )
    assert "Vacant: CA-14, FL-20, GA-13, TX-23." in first.said
    assert first.said.endswith("recipients/congress.yaml is written.\n")
    assert second.said.endswith(
        "recipients/congress.yaml was right already: not a byte is changed.\n"
    )
    assert (place / CONGRESS).read_bytes() == written
    titles = Counter(entry["title"] for entry in yaml.load(written, yaml.CBaseLoader)["recipients"])  # noqa: S506 - makes only text
    assert titles == {
        "senator": 100,
        "representative": 431,
        "delegate": 5,
        "resident commissioner": 1,
    }


@needs_data
def test_a_server_that_dies_half_way_leaves_the_old_file(place: Path) -> None:
    before = (place / CONGRESS).read_bytes()
    with capitol.server() as server:
        server.publish(published())
        server.answers[f"/{FILES[2]}"] = capitol.cut(published()[FILES[2]])
        died = letters("recipients", "sync", "--from", server.url, project=place)
    assert died.code == 2
    assert "was cut short" in died.warned
    assert "Nothing has been changed." in died.warned
    assert (place / CONGRESS).read_bytes() == before


@needs_data
def test_a_sync_says_who_came_left_and_moved(place: Path) -> None:
    changed = (
        (place / CONGRESS)
        .read_text("utf-8")
        .replace("id: E000299", "id: E999999")
        .replace('room: "1201"', 'room: "9"')
    )
    (place / CONGRESS).write_text(changed, "utf-8")
    again = run("recipients", "sync", "--from", DATA, place=place)
    assert again.code == 0
    lines = again.said.splitlines()
    assert "came: TX-16 Veronica Escobar: representative" in lines
    assert "left: TX-16 Veronica Escobar: representative" in lines
    assert any(
        line.startswith("office: TX-34 Vicente Gonzalez: in Washington now 1201") for line in lines
    )


# ---------------------------------------------------------------- 2: all letters


@pytest.fixture(scope="module")
def everyone(congress: Path) -> tuple[load.Project, load.ProjectFiles]:
    place = load.open_project(congress)
    on = datetime.date.fromisoformat(DATE)
    return place, load.load(place, CAMPAIGN, on=on, recipient_files=[congress / CONGRESS])


def salutation(person: Recipient) -> str:
    """What a letter to them begins with, by the roles that the campaign concerns; worked out here once more, and simply."""
    if person.leadership == "Speaker of the House":
        return f"Dear Speaker {person.name.last}:"
    concerned = {
        "Judiciary",
        "Homeland Security",
        "Homeland Security and Governmental Affairs",
        "Appropriations",
    }
    roles = [seat.role for seat in person.committees if seat.name in concerned]
    if "chair" in roles or "ranking member" in roles:
        return f"Dear {'Chair' if 'chair' in roles else 'Ranking Member'} {person.name.last}:"
    if person.leadership in {
        "Majority Leader",
        "Minority Leader",
        "Majority Whip",
        "Minority Whip",
    }:
        return f"Dear {person.leadership} {person.name.last}:"
    return f"Dear {forms_of_address.title_words(person)} {person.name.last}:"


@needs_data
def test_all_537_are_chosen_and_composed_each_with_a_right_salutation(
    everyone: tuple[load.Project, load.ProjectFiles],
) -> None:
    place, loaded = everyone
    press = job.open_press(
        place, loaded.campaign, options=BuildOptions(CAMPAIGN, datetime.date.fromisoformat(DATE))
    )
    found = [
        press.composer.letter(
            person, selection=selection.choose(press.campaign, person, ground=press.ground)
        )
        for person in loaded.recipients
    ]
    assert len(found) == 537
    for letter, person in zip(found, loaded.recipients, strict=True):
        assert letter.salutation == salutation(person).replace("'", "’")
        assert letter.inside_address[0] == forms_of_address.honorable(person.name)
        assert letter.inside_address[-1].startswith(
            f"Washington, DC {zip_codes.CHAMBER_ZIPS[person.chamber]}"
        )
        assert letter.arguments
        assert letter.asks


@needs_data
def test_the_two_whose_terms_ended_are_left_out_and_named(congress: Path) -> None:
    after = ("--recipients", congress / CONGRESS, "--date", "2026-11-24")
    rehearsed = run("build", CAMPAIGN, *after, "--dry-run", place=congress)
    assert rehearsed.code == 0
    assert rehearsed.said.endswith(
        "Dry run: 535 to print, 2 left out; the 8 longest were laid out. Nothing was written.\n"
    )
    named = [line for line in rehearsed.warned.splitlines() if line.startswith("not written to: ")]
    assert len(named) == 2
    assert "Senator Ashley Moody (FL-sen) ended on November 3, 2026" in named[0]
    assert "Senator Jon Husted (OH-sen) ended on November 3, 2026" in named[1]
    allowed = run(
        "build", CAMPAIGN, *after, "--allow-ended", "--to", "FL", "--dry-run", place=congress
    )
    assert "FL-sen-moody.pdf" in allowed.said


@needs_data
def test_odd_members_are_printed_as_pdf_ua(
    congress: Path, tmp_path: Path, verapdf: Verapdf
) -> None:
    odd = ("CA-01", "TX-16", "PR", "DC", "Blunt Rochester", "AK-AL")
    filters = [part for name in odd for part in ("--to", name)]
    made = letters("build", CAMPAIGN, *ALL, *filters, "--out", tmp_path, project=congress)
    assert made.code == 0, made.warned
    printed = sorted(tmp_path.glob("*.pdf"))
    assert [path.stem for path in printed] == [
        "AK-AL-begich", "CA-01-gallagher", "DC-AL-norton", "DE-sen-blunt-rochester", "PR-AL-hernandez", "TX-16-escobar",
    ]  # fmt: skip
    assert set(verapdf(printed).values()) == {()}
    assert "Dear Resident Commissioner Hernández:" in text_of(tmp_path / "PR-AL-hernandez.pdf")


# ---------------------------------------------------------------- 3: places, not district numbers


@needs_data
def test_whoever_holds_a_port_gets_its_argument_and_no_file_of_the_campaign_knows_a_district(
    place: Path,
) -> None:
    texts = [path.read_text("utf-8") for path in (place / "letters" / CAMPAIGN).rglob("*.*")]
    assert len(texts) > 20
    rules = [
        line for text in texts for line in text.splitlines() if re.match(r"\s*district:", line)
    ]
    assert rules == []
    (place / "recipients" / "tx-23.yaml").write_text(NEW_MEMBER, "utf-8")
    files = [place / CONGRESS, place / "recipients" / "tx-23.yaml"]
    on = datetime.date.fromisoformat(DATE)
    ready = build.prepare_letters(
        load.open_project(place), BuildOptions(CAMPAIGN, on, tuple(PORTS), tuple(files))
    )
    assert {order.recipient.seat: order.letter.arguments[0] for order in ready.orders} == PORTS
    assert len({order.recipient.represents for order in ready.orders}) == 1


@needs_data
def test_whoever_is_near_the_border_is_asked_to_go_there_and_told_how_near(congress: Path) -> None:
    on = datetime.date.fromisoformat(DATE)
    ready = build.prepare_letters(
        load.open_project(congress), BuildOptions(CAMPAIGN, on, (), (congress / CONGRESS,))
    )
    asked = {
        order.recipient.seat: [
            run.text
            for block in order.letter.statement
            if block.part == "asks"
            for (run,) in block.items
        ]
        for order in ready.orders
    }
    going = {
        seat: next((text.split()[0] for text in texts if "delegation" in text), "")
        for seat, texts in asked.items()
    }
    assert {seat for seat, verb in going.items() if verb == "Lead"} == {
        *PORTS,
        "AZ-sen",
        "CA-sen",
        "TX-sen",
    } - {"TX-23"}
    joining = {seat for seat, verb in going.items() if verb == "Join"}
    assert {"NM-02", "TX-15", "CA-48", "AZ-06", "NM-sen"} <= joining
    assert not any(seat.startswith(("ME", "TX-13", "CA-12")) for seat in joining)
    near = [order for order in ready.orders if "local-tent-camp" in order.letter.arguments]
    assert [order.recipient.seat for order in near] == ["TX-15"]
    told = " ".join(
        block.text for block in near[0].letter.statement if block.part == "argument:local-tent-camp"
    )
    assert told.startswith("In Matamoros, about 50 miles from your office in McAllen, over 1,500")


@needs_data
def test_explain_proves_it_by_the_table(congress: Path) -> None:
    shown = run(
        "explain", CAMPAIGN, "TX-34", *ALL[:1], congress / CONGRESS, "--date", DATE, place=congress
    )
    assert shown.code == 0
    words = " ".join(shown.said.split())
    assert "Representative Vicente Gonzalez, TX-34" in words
    assert "Goes to: 1201 Longworth House Office Building" in words
    reason = "Brownsville, ZIP 78520, lies in TX-34 only, by the district table of the 119th Congress, as of 2024-11-12"
    assert f"in 1 local-brownsville local 80 {reason}" in words
    assert "El Paso, ZIP 79901, lies in TX-16 only" in words
    assert "out bar-funds does not sit on Appropriations" in words


@needs_data
@pytest.mark.parametrize("columns", ["80", "120"])
def test_explain_keeps_to_the_width(
    congress: Path, columns: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    shown = run(
        "explain",
        CAMPAIGN,
        "TX-34",
        "--recipients",
        congress / CONGRESS,
        "--date",
        DATE,
        place=congress,
    )
    lines = shown.said.splitlines()
    assert len(lines) > 30
    assert max(map(len, lines)) <= int(columns)
    assert any(line.lstrip().startswith("in 1") and "local-brownsville" in line for line in lines)


@needs_data
def test_nearest_office_and_distance_are_those_of_the_real_offices(place: Path) -> None:
    argument = place / "letters" / CAMPAIGN / "arguments" / "local-camp.md"
    argument.write_text(
        "---\nsupports: end-program\nwhen: {within: 100 miles of matamoros-camp}\nweight: 99\n---\n\n"
        'The camp stood {{ distance("matamoros-camp") }} from your office in {{ nearest_office().city }}.\n',
        "utf-8",
    )
    options = BuildOptions(
        CAMPAIGN, datetime.date.fromisoformat(DATE), ("TX-15", "TX-34", "ME"), (place / CONGRESS,)
    )
    said = {}
    for order in build.prepare_letters(load.open_project(place), options).orders:
        said[order.recipient.seat] = [
            block.text for block in order.letter.statement if block.part == "argument:local-camp"
        ]
        notes = "".join(run.text for note in order.letter.notes for run in note.runs)
        assert ("in a straight line." in notes) is bool(said[order.recipient.seat])
    assert said["TX-15"] == ["The camp stood about 50 miles from your office in McAllen."]
    assert said["TX-34"] == ["The camp stood less than a mile from your office in Brownsville."]
    assert said["ME-01"] == []


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (
            "within: 100 miles of austin",
            'It is {{ distance("austin") }} from your office in {{ nearest_office().city }}.',
        ),
        ("committee: Budget", "You sit on {{ recipient.committees[1] }}."),
    ],
)
def test_an_argument_that_is_for_others_stops_nobodys_letter(
    rule: str, words: str, small: Path
) -> None:
    text = f"---\nsupports: count\nwhen: {{{rule}}}\n---\n\n{words}\n"
    (small / "letters" / "library" / "arguments" / "elsewhere.md").write_text(text, "utf-8")
    for name, *rest in (("build", "--dry-run"), ("explain", "TX-16"), ("coverage",), ("check",)):
        done = run(name, "library", *rest, "--date", DATE, place=small)
        assert (
            done.code,
            "elsewhere.md:3: warning: when: holds for no recipient" in done.warned,
        ) == (
            0,
            name == "check",
        ), done.warned


@needs_data
@pytest.mark.parametrize(
    "command",
    [
        ("build", "--to", "TX", "--dry-run"),
        ("check",),
        ("explain", "TX-34"),
        ("coverage",),
        ("similarity",),
    ],
)
def test_a_table_of_another_congress_is_doubted_and_the_states_with_new_lines_are_named(
    congress: Path, command: tuple[str, ...]
) -> None:
    name, *rest = command
    late = ("--recipients", congress / CONGRESS, "--date", "2027-01-10", "--allow-ended")
    done = run(name, CAMPAIGN, *rest, *late, place=congress)
    assert done.code == 0, done.warned
    assert ".letters/districts.sqlite: warning: is of the 119th Congress" in done.warned
    assert "AL, CA, FL, LA, MO, NC, OH, TN, TX, UT. Import a table of the 120th" in done.warned
    if name == "explain":
        shown = " ".join(done.said.split())
        assert "as of 2024-11-12 does not hold on January 10, 2027" in shown


AT_LARGE = Path(__file__).parents[3] / "shared" / "cases" / "congress" / "at-large-supporters.csv"
LIST = """\
id,name,street,city,state,zip,district,consent
1,Al Texas,2 Main St,Brownsville,TX,78520,,2026-11-01
2,Bo Alaska,2 Main St,Anchorage,AK,99501,,2026-11-01
3,Cy Stated,3 Main St,Brownsville,TX,78520,TX-28,2026-11-01
4,Di Vermont,4 Main St,Burlington,VT,05401,,2026-11-01
5,Ed Dc,5 K St NW,Washington,DC,20001,,2026-11-01
6,Fy Gone,6 Main St,Brownsville,TX,78520,TX-39,2026-11-01
"""


def _renewed(congress: Path, folder: Path) -> Path:
    """The list of members, each with a term that goes on for two years."""
    text = (
        (congress / CONGRESS)
        .read_text("utf-8")
        .replace("term_end: 2027-01-03", "term_end: 2029-01-03")
    )
    (folder / "renewed.yaml").write_text(text, "utf-8")
    return folder / "renewed.yaml"


@needs_data
def test_supporters_of_certain_seats_write_by_an_old_table_and_the_others_wait(
    congress: Path, tmp_path: Path
) -> None:
    people, out = tmp_path / "people.csv", tmp_path / "out"
    people.write_text(LIST, "utf-8")
    late = ("--recipients", _renewed(congress, tmp_path), "--date", "2027-01-05")
    signed = ("--supporters", people)
    done = run("build", CAMPAIGN, *late, *signed, "--out", out, "--jobs", "1", place=congress)
    assert done.code == 0, done.warned
    letters = sorted(
        path.relative_to(out / "letters").as_posix()[:8] for path in out.glob("letters/*/*.pdf")
    )
    assert letters == ["1/TX-sen", "1/TX-sen", "2/AK-AL-", "2/AK-sen", "2/AK-sen", "3/TX-28-", "3/TX-sen", "3/TX-sen",
                       "4/VT-AL-", "4/VT-sen", "4/VT-sen", "5/DC-AL-"]  # fmt: skip
    held = {
        row["id"]: row
        for row in csv.DictReader(io.StringIO((out / "held.csv").read_text("utf-8-sig")))
    }
    assert {key: row["letter"] for key, row in held.items()} == {"1": "TX-House", "6": ""}
    assert "goes to the 120th: districts may have moved" in held["1"]["reason"]
    assert "TX has no district 39" in held["6"]["reason"]
    for name in ("sheet", "similarity"):
        more = ("--out", out) if name == "sheet" else ()
        assert run(name, CAMPAIGN, *late, *signed, *more, place=congress).code == 0


@needs_data
@pytest.mark.skipif(not AT_LARGE.is_file(), reason="needs the cases from the field")
def test_at_large_supporters_write_to_all_their_members_or_each_letter_waits_by_name(
    congress: Path, tmp_path: Path
) -> None:
    asked = (
        "build",
        CAMPAIGN,
        "--supporters",
        AT_LARGE,
        "--date",
        "2027-01-05",
        "--dry-run",
        "--recipients",
    )
    renewed = run(*asked, _renewed(congress, tmp_path), place=congress)
    assert renewed.said.startswith("7 letters of 3 supporters; 0 held back"), renewed.warned
    as_they_stand = run(*asked, congress / CONGRESS, place=congress)
    assert (as_they_stand.code, as_they_stand.warned.count("ended on January 3, 2027")) == (0, 4)
    assert as_they_stand.said.startswith("3 letters of 2 supporters; 4 held back")


@needs_data
def test_without_a_table_hand_made_files_go_on_as_before(tmp_path: Path) -> None:
    place = copy_project(tmp_path)
    shown = run("explain", CAMPAIGN, "TX-34", "--date", DATE, place=place)
    assert shown.code == 0
    assert "the recipients file says that TX-34 holds Brownsville" in " ".join(shown.said.split())


# ---------------------------------------------------------------- 4: finding one's members


@needs_data
def test_a_split_zip_names_both_districts_and_what_would_settle_it(congress: Path) -> None:
    found = run("find", "35005", "--date", DATE, place=congress)
    assert found.code == 0
    rows = [line.split() for line in found.said.splitlines() if line.startswith(" AL-")]
    assert [(row[0], row[-1]) for row in rows] == [
        ("AL-06", "2"),
        ("AL-07", "2"),
        ("AL-sen", "certain"),
        ("AL-sen", "certain"),
    ]
    assert "ZIP 35005 is split between AL-06 and AL-07" in found.said
    assert "letters districts geocode-out" in found.said
    assert "The senators of Alabama are certain; the House seat is held open." in found.said


@needs_data
@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("78520", ["TX-34", "Vicente Gonzalez", "certain"]),
        ("tx34", ["TX-34", "Vicente Gonzalez", "John Cornyn", "Ted Cruz"]),
        (
            "00601",
            ["PR-AL", "Resident Commissioner Pablo José Hernández", "Puerto Rico has no senators."],
        ),
        ("TX-23", ["TX-23", "vacant, or not on the list", "Vacant: TX-23."]),
        ("99999", ["ZIP 99999 is not in the district table of the 119th Congress"]),
    ],
)
def test_a_zip_or_a_seat_finds_its_members(query: str, words: list[str], congress: Path) -> None:
    found = run("find", query, "--recipients", congress / CONGRESS, "--date", DATE, place=congress)
    assert found.code == 0
    assert [word for word in words if word not in found.said] == []


@needs_data
def test_addresses_are_settled_by_way_of_the_geocoder_and_nobody_elses_leaves(place: Path) -> None:
    people = place / "people.csv"
    people.write_text(PEOPLE)
    asked = run("districts", "geocode-out", people, "--date", DATE, place=place)
    assert asked.code == 0
    assert "2 of 3 addresses are needed." in asked.said
    assert (
        place / "people-geocoder.csv"
    ).read_text() == "2,1 Elm St,Adamsville,AL,35005\n4,3 Ash St,Adamsville,AL,35005\n"
    answer, blocks, seats = place / "answer.csv", place / "NationalCD119.txt", place / "seats.csv"
    tail = '"-86.9,33.6",1,L,01,073,012305,1000'
    answer.write_text(
        f'"2","1 Elm St","Match","Exact","1 ELM ST",{tail}\n"4","3 Ash St","No_Match"\n'
    )
    blocks.write_text("GEOID,CDFP\n010730123051000,07\n")
    asking = ("districts", "geocode-in", answer, "--people", people, "--date", DATE)
    assert "no blocks of the 119th Congress are there" in run(*asking, place=place).warned
    named = run(*asking, "--blocks", blocks, place=place)
    loaded = run("districts", "import", blocks, place=place)
    assert (
        loaded.said
        == "1 blocks in 1 states and territories; 119th Congress: .letters/districts.sqlite\n"
    )
    settled = run(*asking, "--out", seats, place=place)
    assert (settled.code, named.said) == (0, "id,seat,congress\na,AL-07,119\n")
    assert seats.read_text() == "id,seat,congress\na,AL-07,119\n"
    assert "the geocoder does not know the address (No_Match)" in settled.warned
    found = run("find", "--address-file", people, "--settled", seats, "--date", DATE, place=place)
    rows = {row["id"]: row for row in csv.DictReader(io.StringIO(found.said))}
    assert {key: (row["settled"], row["seats"]) for key, row in rows.items()} == {
        "a": ("yes", "AL-07"), "b": ("yes", "TX-34"), "c": ("no", "AL-06; AL-07"),
    }  # fmt: skip
    assert rows["a"]["representatives"] == "Terri A. Sewell"
    assert "2 of 3 settled" in found.warned
    late = run(
        "find", "--address-file", people, "--settled", seats, "--date", "2027-02-01", place=place
    )
    assert late.code == 0
    assert [row["settled"] for row in csv.DictReader(io.StringIO(late.said))] == ["no", "no", "no"]
    assert (
        "seats.csv is of the 119th Congress, and a letter dated February 1, 2027 goes to the 120th"
        in late.warned
    )
    assert (
        "Settle the addresses again: letters districts geocode-in, with blocks of the 120th; until then it is not used"
        in late.warned
    )


def test_without_a_table_a_zip_is_told_how_to_get_one_and_all_addresses_are_written(
    small: Path,
) -> None:
    refused = run("find", "78520", "--date", DATE, place=small)
    assert refused.code == 2
    assert "load a table first: `letters districts import FILE`" in refused.warned
    assert run("find", "TX-16", "--date", DATE, place=small).code == 0
    people, out = small / "people.csv", small / "out.csv"
    people.write_text("id,street,city,state,zip\na,1 Elm St,Adamsville,AL,35005\n")
    asked = run("districts", "geocode-out", people, "--out", out, "--date", DATE, place=small)
    assert "1 of 1 addresses are needed." in asked.said
    assert out.read_text() == "2,1 Elm St,Adamsville,AL,35005\n"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "give a ZIP code or a seat, or --address-file FILE, one of the two"),
        (
            ("78520", "--address-file", "people.csv"),
            "give a ZIP code or a seat, or --address-file FILE, one of the two",
        ),
        (("78520", "--settled", "seats.csv"), "--settled and --out go with --address-file"),
        (("2134",), "did you mean 02134?"),
    ],
)
def test_find_wants_one_thing_to_find(arguments: tuple[str, ...], words: str, small: Path) -> None:
    refused = run("find", *arguments, "--date", DATE, place=small)
    assert refused.code == 2
    assert words in refused.warned


@pytest.mark.parametrize(
    "arguments",
    [
        ("districts", "geocode-out", "people.csv", "--out", "./people.csv"),
        ("districts", "geocode-in", "answer.csv", "--people", "people.csv", "--out", "people.csv"),
        (
            "districts",
            "geocode-in",
            "people.csv",
            "--people",
            "other.csv",
            "--blocks",
            "blocks.txt",
            "--out",
            "people.csv",
        ),
        ("find", "--address-file", "people.csv", "--out", "people.csv"),
        ("find", "--address-file", "other.csv", "--settled", "people.csv", "--out", "people.csv"),
        ("coverage", "library", "--recipients", "people.csv", "--svg", "people.csv"),
    ],
)
def test_no_file_is_written_over_what_it_is_made_from(
    arguments: tuple[str, ...], small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(small)
    text = "id,street,city,state,zip\na,1 Elm St,Adamsville,AL,35005\n"
    for name in ("people.csv", "other.csv"):
        (small / name).write_text(text)
    refused = run(*arguments, place=small)
    assert refused.code == 2
    assert "people.csv would be written over what it is made from" in refused.warned
    assert (small / "people.csv").read_text() == text


def test_find_tells_old_lists_and_terms_that_are_over_from_vacancies(small: Path) -> None:
    found = run("find", "TX-16", "--date", "2027-02-01", place=small)
    assert (
        "recipients/members.yaml:1: warning: as_of: these facts are 231 days older" in found.warned
    )
    assert "The term of Veronica Escobar (TX-16) ended on January 3, 2027" in found.said
    assert not re.search(r"TX-16 .*certain", found.said)
    assert "warning" not in run("find", "TX-16", "--date", DATE, place=small).warned


@pytest.mark.parametrize("command_of", [("explain", "library", "TX-16"), ("coverage", "library")])
def test_what_is_doubtful_is_told_by_explain_and_coverage_too(
    command_of: tuple[str, ...], small: Path
) -> None:
    shown = run(*command_of, "--date", "2026-11-24", "--via", "district", place=small)
    assert shown.code == 0
    assert (
        "recipients/members.yaml:1: warning: as_of: these facts are 162 days older" in shown.warned
    )
    assert (
        "TX-16-escobar: address: no office at home in the recipients file: goes to Washington"
        in shown.warned
    )
    told = "Washington, DC 20515 (no office at home in the recipients file: goes to Washington)"
    assert (told in " ".join(shown.said.split())) is (command_of[0] == "explain")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("id,seat\na,TX-16\n", "must have the columns id, seat, congress"),
        ("id,seat,congress\na,TX-99,119\n", "TX has no district 99"),
        ("id,seat,congress\na,sixteen,119\n", "must be a seat such as TX-34"),
        (
            "id,seat,congress\na,TX-16,119\nb,TX-16,120\n",
            "must be one and the same number, not 119, 120",
        ),
        ("id,seat,congress\na,TX-16,now\n", "must be one and the same number, not now"),
        (
            "id,seat,congress\na,TX-16,119\na,TX-17,119\n",
            "seats.csv:3: id: 'a' stands on line 2 too: keep one of the two",
        ),
    ],
)
def test_a_file_of_seats_that_is_wrong_is_refused(text: str, words: str, small: Path) -> None:
    people, seats = small / "people.csv", small / "seats.csv"
    people.write_text("id,zip\na,35005\n")
    seats.write_text(text)
    refused = run("find", "--address-file", people, "--settled", seats, place=small)
    assert refused.code == 2
    assert words in refused.warned


# ---------------------------------------------------------------- 5: coverage


@needs_data
def test_coverage_shows_a_map_in_80_columns_and_draws_it(
    congress: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    svg = tmp_path / "map.svg"
    shown = run(
        "coverage",
        CAMPAIGN,
        "--recipients",
        congress / CONGRESS,
        "--date",
        DATE,
        "--svg",
        svg,
        place=congress,
    )
    assert shown.code == 0
    lines = shown.said.splitlines()
    assert max(map(len, lines)) <= 80
    assert lines[0] == "13 of 537 letters have a local argument"
    assert re.search(r"^ +3/11 +0/5 ", shown.said, re.MULTILINE)
    assert re.search(r"^ +3 +local-brownsville", shown.said, re.MULTILINE)
    assert re.search(r"^ +0 +local-eagle-pass", shown.said, re.MULTILINE)
    assert "Without a local argument: 524 members" in shown.said
    assert len(ElementTree.parse(svg).getroot().findall(".//{http://www.w3.org/2000/svg}g")) >= 56  # noqa: S314 - a file of our own


@needs_data
def test_coverage_as_csv_names_every_member_without_a_local_argument(congress: Path) -> None:
    shown = run(
        "coverage",
        CAMPAIGN,
        "--recipients",
        congress / CONGRESS,
        "--date",
        DATE,
        "--csv",
        place=congress,
    )
    rows = list(csv.DictReader(io.StringIO(shown.said)))
    kinds = Counter(row["kind"] for row in rows)
    assert kinds["without a local argument"] == 524
    assert kinds["state"] == 56
    brownsville = next(row for row in rows if row["id"] == "local-brownsville")
    assert (brownsville["letters"], brownsville["local"]) == ("3", "3")


def test_a_terminal_too_narrow_for_the_map_tells_the_states(
    small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "50")
    lines = run("coverage", "library", "--date", DATE, place=small).said.splitlines()
    assert "Texas: none of 1 letter with a local argument" in lines
    assert "Maine: none of 1 letter with a local argument" in lines
    assert max(map(len, lines[:8])) <= 50


def test_a_small_campaign_names_those_without_a_local_argument(small: Path) -> None:
    shown = run("coverage", "library", "--date", DATE, place=small)
    assert shown.code == 0
    assert (
        "Without a local argument: Susan M. Collins (ME-sen), Veronica Escobar (TX-16)."
        in shown.said
    )


# ---------------------------------------------------------------- dates


def test_recipients_older_than_ninety_days_are_warned_of_once_a_file(small: Path) -> None:
    for date, warned in (("2026-09-13", False), ("2026-09-14", True)):
        said = run("build", "library", "--date", date, "--dry-run", place=small).warned
        assert (
            "recipients/members.yaml:1: warning: as_of: these facts are 91 days older than the letters"
            in said
        ) is warned
        assert said.count("as_of:") == warned


def test_from_the_third_of_january_room_numbers_are_left_out_until_a_sync(small: Path) -> None:
    file = small / "recipients" / "members.yaml"
    room = "    addresses: {washington: {room: '2448', building: Rayburn House Office Building}}\n    term_end: 2029-01-03\n"
    text = file.read_text("utf-8").replace("    term_end: 2027-01-03\n", room, 1)
    file.write_text(text, "utf-8")
    options = BuildOptions("library", datetime.date(2027, 1, 3), ("TX-16",))
    ready = build.prepare_letters(load.open_project(small), options)
    assert ready.orders[0].letter.inside_address[1:] == (
        "U.S. House of Representatives",
        "Washington, DC 20515",
    )
    warning = (
        "1 room number is from before January 3, 2027, when offices were drawn by lot, and left out"
    )
    assert [warning in str(problem) for problem in ready.warnings] == [True]
    file.write_text(text.replace("as_of: 2026-06-15", "as_of: 2027-01-03"), "utf-8")
    ready = build.prepare_letters(load.open_project(small), options)
    assert "2448 Rayburn House Office Building" in ready.orders[0].letter.inside_address
    assert ready.warnings == ()


# ---------------------------------------------------------------- which office


def test_letters_go_to_offices_at_home_and_whoever_has_none_is_named(small: Path) -> None:
    rehearsed = run(
        "build", "library", "--date", DATE, "--via", "district", "--dry-run", place=small
    )
    assert rehearsed.code == 0
    assert (
        "TX-16-escobar: address: no office at home in the recipients file: goes to Washington"
        in rehearsed.warned
    )
    shown = run("explain", "library", "ME", "--date", DATE, "--via", "district", place=small)
    assert (
        "Chair, Senate Committee on Appropriations, 68 Sewall Street, Augusta, ME 04330"
        in " ".join(shown.said.split())
    )
    readme = letters(
        "build",
        "library",
        "--date",
        DATE,
        "--via",
        "district",
        "--act-by",
        "2026-12-01",
        project=small,
    )
    assert readme.code == 0, readme.warned
    assert "--via district --act-by 2026-12-01" in (
        small / "out" / "library" / "README.txt"
    ).read_text("utf-8")


@needs_data
def test_many_without_an_office_at_home_are_counted(congress: Path) -> None:
    text = (congress / CONGRESS).read_text("utf-8")
    bare = congress / "recipients" / "bare.yaml"
    bare.write_text(re.sub(r"(?m)^      district:\n(?:        - .*\n)+", "", text), "utf-8")
    rehearsed = run(
        "build",
        CAMPAIGN,
        "--recipients",
        bare,
        "--to",
        "TX",
        "--date",
        DATE,
        "--via",
        "nearest",
        "--dry-run",
        place=congress,
    )
    assert rehearsed.code == 0
    assert re.search(
        r"39 letters \(such as TX-\S+\): address: no office at home in the recipients file",
        rehearsed.warned,
    )


@needs_data
def test_the_nearest_office_is_the_one_at_the_port(congress: Path) -> None:
    options = BuildOptions(
        CAMPAIGN,
        datetime.date.fromisoformat(DATE),
        ("TX-28", "AZ-07"),
        (congress / CONGRESS,),
        via="nearest",
    )
    cities = {
        order.recipient.seat: order.letter.inside_address[-1]
        for order in build.prepare_letters(load.open_project(congress), options).orders
    }
    assert cities["TX-28"].startswith("Laredo, TX 780")
    assert cities["AZ-07"].startswith(("Nogales", "Tucson"))


@pytest.mark.parametrize(
    ("act_by", "via", "words"),
    [
        (
            "2026-09-20",
            "washington",
            "September 20, 2026 is 19 days after the letters' date, and 2 of 2 letters go to Washington, where",
        ),
        ("2026-10-01", "washington", ""),
        (
            "2026-09-20",
            "district",
            "and 1 of 2 letters go to Washington, where mail is screened for days or weeks: send sooner\n",
        ),
        ("2026-09-01", "district", "September 1, 2026 is over on the letters' date"),
    ],
)
def test_letters_that_may_come_too_late_are_warned_of(
    act_by: str, via: str, words: str, small: Path
) -> None:
    said = run(
        "build",
        "library",
        "--date",
        DATE,
        "--act-by",
        act_by,
        "--via",
        via,
        "--dry-run",
        place=small,
    ).warned
    assert said.count("letters/library/campaign.yaml: warning: act_by: ") == bool(words)
    assert words in said


def test_whoever_has_an_office_at_home_is_reached_in_time(small: Path) -> None:
    options = ("--to", "ME", "--act-by", "2026-09-20", "--via", "district", "--dry-run")
    assert "act_by" not in run("build", "library", "--date", DATE, *options, place=small).warned


def test_the_day_that_was_wished_for_stands_in_the_letter(small: Path) -> None:
    with (small / "letters" / "library" / "letter.md").open("a", encoding="utf-8") as file:
        file.write("\nAct by {{ campaign.act_by }}.\n")
    options = BuildOptions(
        "library", datetime.date.fromisoformat(DATE), act_by=datetime.date(2026, 12, 1)
    )
    assert (
        build.prepare_letters(load.open_project(small), options).orders[0].letter.statement[-1].text
        == "Act by December 1, 2026."
    )


# ---------------------------------------------------------------- rules that hold for nobody


def test_a_rule_that_holds_for_nobody_is_a_warning_of_check(small: Path) -> None:
    argument = small / "letters" / "library" / "arguments" / "texas.md"
    argument.write_text(
        argument.read_text("utf-8").replace("  state: TX", "  state: TX\n  chamber: senate"),
        "utf-8",
    )
    settings = small / "letters" / "library" / "campaign.yaml"
    rule = "- recommendation: count\n    when: {state: [ME, TX], chamber: senate}"
    settings.write_text(
        settings.read_text("utf-8").replace("- recommendation: count", rule), "utf-8"
    )
    checked = run("check", "library", "--date", DATE, place=small)
    assert checked.code == 0
    warnings = [line for line in checked.warned.splitlines() if "holds for no recipient" in line]
    assert len(warnings) == 1
    assert warnings[0].startswith(
        "letters/library/arguments/texas.md:4: warning: when: holds for no recipient (of 2; most often: "
    )


def test_a_file_of_recipients_that_is_wrong_says_nothing_of_rules(small: Path) -> None:
    members = small / "recipients" / "members.yaml"
    members.write_text(members.read_text("utf-8").replace("district: 16", "district: 61"), "utf-8")
    checked = run("check", "library", "--date", DATE, place=small)
    assert [line.partition(":")[0] for line in checked.warned.splitlines()] == [
        "recipients/members.yaml"
    ]


def test_whoever_is_asked_nothing_gets_no_letter(small: Path) -> None:
    settings = small / "letters" / "library" / "campaign.yaml"
    settings.write_text(settings.read_text("utf-8").replace("  - recommendation: count\n", ""))
    told = run("build", "library", "--date", DATE, "--dry-run", place=small)
    assert (
        "not written to: nothing is asked of Veronica Escobar (TX-16); `letters explain` says why"
        in told.warned
    )
    assert "1 to print, 1 left out" in told.said
    alone = run("build", "library", "--date", DATE, "--to", "TX", "--dry-run", place=small)
    assert alone.code == 2
    assert alone.warned.startswith(
        "letters: nothing is asked of Veronica Escobar (TX-16), so that no letter is printed"
    )
    checked = run("check", "library", "--date", DATE, place=small)
    assert (
        "warning: asks: nothing is asked of Veronica Escobar (TX-16), so that they get no letter"
        in checked.warned
    )


def test_whoever_gets_too_few_arguments_is_named(small: Path) -> None:
    settings = small / "letters" / "library" / "campaign.yaml"
    settings.write_text(settings.read_text("utf-8") + "min_arguments: 2\n", "utf-8")
    warned = run("check", "library", "--date", DATE, place=small).warned
    assert (
        "campaign.yaml:9: warning: min_arguments: fewer than 2 arguments hold for Susan M. Collins (ME-sen) and 1 more: write one"
        in warned
    )


def test_facts_of_a_day_to_come_are_told(small: Path) -> None:
    members = small / "recipients" / "members.yaml"
    members.write_text(
        members.read_text("utf-8").replace("as_of: 2026-06-15", "as_of: 2036-06-15"), "utf-8"
    )
    assert (
        "members.yaml:1: warning: as_of: June 15, 2036 is after the letters' date"
        in run("check", "library", "--date", DATE, place=small).warned
    )


# ---------------------------------------------------------------- bad input


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("t.csv", "a,b\n1,2\n", "known are: a CSV with the columns state_abbr"),
        ("t.csv", "state_abbr,zcta,cd\nMA,2134,7\n", "has lost its leading zero"),
        ("t.csv", "state_abbr,zcta,cd\nTX,78520,99\n", "TX has no district 99"),
        ("cd118.csv", "state_abbr,zcta,cd\nTX,78520,34\n", "mixes Congresses"),
    ],
)
def test_a_bad_table_is_refused_and_nothing_is_kept(
    name: str, text: str, words: str, small: Path
) -> None:
    file = small / name
    file.write_text(text)
    refused = run("districts", "import", file, "--congress", "119", place=small)
    assert refused.code == 2
    assert words in refused.warned
    assert not (small / ".letters").exists()


def test_a_good_table_says_what_it_holds_and_what_nobody_said(small: Path) -> None:
    file = small / "t.csv"
    file.write_text("state_abbr,zcta,cd\nTX,78520,34\nTX,79901,16\nTX,79901,23\nTX,79999,ZZ\n")
    done = run(
        "districts", "import", file, "--congress", "119", "--license", "public domain", place=small
    )
    assert done.code == 0
    assert done.said.startswith(
        "3 rows, 2 ZIP codes in 1 states and territories, 1 of them (50 %) in more than one district; 119th"
    )
    assert "add --as-of" in done.warned.lower()
    assert "licence" not in done.warned
    assert "1 rows passed over: no district holds the area (ZZ)" in done.warned


def test_what_is_no_table_is_told_apart(small: Path) -> None:
    (small / ".letters").mkdir()
    (small / ".letters" / "districts.sqlite").write_text(
        "not a database, but long enough to be taken for one by its size alone" * 9
    )
    refused = run("build", "library", "--date", DATE, "--dry-run", place=small)
    assert refused.code == 2
    assert "is not a district table" in refused.warned


def test_a_sync_from_nowhere_says_so(small: Path) -> None:
    refused = run("recipients", "sync", "--from", small / "nowhere", place=small)
    assert refused.code == 2
    assert "is no folder" in refused.warned


def test_a_hand_made_file_is_not_written_over(small: Path) -> None:
    before = (small / "recipients" / "members.yaml").read_bytes()
    refused = run(
        "recipients",
        "sync",
        "--from",
        small,
        "--to",
        small / "recipients" / "members.yaml",
        place=small,
    )
    assert refused.code == 2
    assert "was not written by `letters recipients sync`" in refused.warned
    assert (small / "recipients" / "members.yaml").read_bytes() == before


COMMANDS = (
    "coverage",
    "find",
    "recipients",
    "recipients sync",
    "districts",
    "districts import",
    "districts geocode-out",
)


@pytest.mark.parametrize("name", [*COMMANDS, "districts geocode-in"])
def test_every_command_explains_itself_with_an_example(name: str, small: Path) -> None:
    shown = run(*name.split(), "--help", place=small)
    assert shown.code == 0
    assert (
        f"letters {name.split(maxsplit=1)[0]}"
        in shown.said.partition("Options:")[0].partition("\n\n")[2]
    )
