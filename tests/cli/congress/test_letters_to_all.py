"""Letters to all of Congress: salutations, ended terms, and arguments by place."""

import csv
import datetime
import io
import re
from pathlib import Path

import pytest
import yaml

from generator.congress import forms_of_address, zip_codes
from generator.letter import selection
from generator.models.recipient import Recipient
from generator.press import build, job
from generator.press.build_options import BuildOptions
from generator.project import load
from tests.cli.congress.members import (
    ALL,
    CAMPAIGN,
    CONGRESS,
    DATE,
    needs_data,
    run,
)
from tests.conftest import Verapdf
from tests.support.pages import text_of
from tests.support.projects import ROOT, copy_project, letters

pytestmark = pytest.mark.slow

PORTS = {
    "CA-52": "local-san-ysidro",
    "CA-25": "local-calexico",
    "AZ-07": "local-nogales-tucson",
    "TX-16": "local-el-paso",
    "TX-23": "local-eagle-pass",
    "TX-28": "local-laredo",
    "TX-34": "local-brownsville",
}


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


def salutation(person: Recipient) -> str:
    """Returns the salutation by the roles that the campaign concerns, found in a simpler way."""
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
        "AK-AL-begich",
        "CA-01-gallagher",
        "DC-AL-norton",
        "DE-sen-blunt-rochester",
        "PR-AL-hernandez",
        "TX-16-escobar",
    ]
    assert set(verapdf(printed).values()) == {()}
    assert "Dear Resident Commissioner Hernández:" in text_of(tmp_path / "PR-AL-hernandez.pdf")


@needs_data
def test_the_member_of_a_port_gets_its_argument_and_no_file_of_the_campaign_knows_a_district(
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
def test_members_at_the_border_are_asked_to_go_there_and_one_near_it_reads_the_distance(
    congress: Path,
) -> None:
    on = datetime.date.fromisoformat(DATE)
    ready = build.prepare_letters(
        load.open_project(congress), BuildOptions(CAMPAIGN, on, (), (congress / CONGRESS,))
    )
    # The others of the ports sit on committees that can do more: bar funds, or hold hearings.
    assert {
        order.recipient.seat for order in ready.orders if "send-delegations" in order.letter.asks
    } == {"AZ-07", "AZ-sen", "CA-25", "CA-52", "TX-34"}
    near = [order for order in ready.orders if "local-tent-camp" in order.letter.arguments]
    assert [order.recipient.seat for order in near] == ["TX-15"]
    said = " ".join(
        block.text for block in near[0].letter.statement if block.part == "argument:local-tent-camp"
    )
    for words in ("your office in McAllen", "about 50 miles to", "Matamoros", "over 1,500"):
        assert words in said.replace("\N{NO-BREAK SPACE}", " ")


@needs_data
def test_sponsors_leaders_and_delegates_are_each_asked_for_what_they_can_do(
    everyone: tuple[load.Project, load.ProjectFiles],
) -> None:
    place, loaded = everyone
    press = job.open_press(
        place, loaded.campaign, options=BuildOptions(CAMPAIGN, datetime.date.fromisoformat(DATE))
    )
    bills: dict[str, set[str]] = {}
    again: set[str] = set()
    floor: set[str] = set()
    speak: set[str] = set()
    for person in loaded.recipients:
        chosen = selection.choose(press.campaign, person, ground=press.ground)
        letter = press.composer.letter(person, selection=chosen)
        made = [choice for choice in chosen.asks if choice.included]
        again |= {person.id for choice in made if choice.again}
        (about_bills,) = [one.id for one in made if one.id.startswith(("oppose-", "reconsider-"))]
        bills.setdefault(about_bills, set()).add(person.id)
        items = [
            "".join(run.text for run in item) for block in letter.statement for item in block.items
        ]
        (words,) = [item for item in items if "would make" in item or "Reconsider" in item]
        if "the floor" in words:
            floor.add(f"{person.chamber} {person.leadership}")
        if words.startswith("Speak against"):
            speak.add(person.seat)
    file = place.folder / "letters" / CAMPAIGN / "positions.yaml"
    positions = yaml.safe_load(file.read_text("utf-8"))["positions"]
    assert again == {each["member"] for each in positions}
    assert len(again) == 15
    assert bills.pop("reconsider-hr-273") == {"G000603"}
    assert bills.pop("reconsider-hr-551") == {"W000816"}
    assert bills.pop("reconsider-s-112") == {"B001243"}
    assert set(bills) == {"oppose-bills", "oppose-senate-bill"}
    assert len(bills["oppose-senate-bill"]) == 99
    assert floor == {
        *("house Speaker of the House", "house Majority Leader", "house Majority Whip"),
        *("senate Majority Leader", "senate Majority Whip"),
    }
    assert speak == {f"{each}-AL" for each in ("AS", "DC", "GU", "MP", "PR", "VI")}


@needs_data
def test_explain_proves_it_by_the_table(congress: Path) -> None:
    shown = run(
        "explain", CAMPAIGN, "TX-34", *ALL[:1], congress / CONGRESS, "--date", DATE, place=congress
    )
    assert shown.code == 0
    words = " ".join(shown.said.split())
    assert "Representative Vicente Gonzalez, TX-34" in words
    assert "Goes to: 1201 Longworth House Office Building" in words
    reason = (
        "Brownsville, ZIP 78520, lies in TX-34 only, by the district table of the 119th "
        "Congress, as of 2024-11-12"
    )
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
        "---\nsupports: end-program\nwhen: {within: 100 miles of matamoros-camp}\n"
        "weight: 99\n---\n\n"
        'The camp stood {{ distance("matamoros-camp") }} from your office '
        "in {{ nearest_office().city }}.\n",
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
def test_an_argument_that_is_for_others_stops_no_letter(rule: str, words: str, small: Path) -> None:
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
        # Lays out all letters twice; the others prove the same mechanism.
        pytest.param(("similarity",), marks=pytest.mark.long),
    ],
)
def test_a_table_of_another_congress_is_doubted_and_the_states_with_new_lines_are_named(
    congress: Path, command: tuple[str, ...]
) -> None:
    name, *rest = command
    late = ("--recipients", congress / CONGRESS, "--date", "2027-01-10", "--allow-ended")
    done = run(name, CAMPAIGN, *rest, *late, place=congress)
    assert done.code == 0, done.warned
    doubts = [line for line in done.warned.splitlines() if "districts.sqlite" in line]
    # Not of Nogales and Tucson: Arizona drew no new lines.
    assert [line.partition("represents ")[2] for line in doubts] == [
        "Calexico and San Ysidro",
        "Brownsville, Eagle Pass, El Paso and Laredo",
    ]
    assert "New lines, as known on June 9, 2026: CA. Import a table of the 120th" in doubts[0]
    if name == "explain":
        shown = " ".join(done.said.split())
        assert "as of 2024-11-12 does not hold on January 10, 2027" in shown


AT_LARGE = ROOT.parent / "shared" / "cases" / "congress" / "at-large-supporters.csv"


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
    assert letters == [
        *("1/TX-sen", "1/TX-sen"),
        *("2/AK-AL-", "2/AK-sen", "2/AK-sen"),
        *("3/TX-28-", "3/TX-sen", "3/TX-sen"),
        *("4/VT-AL-", "4/VT-sen", "4/VT-sen"),
        "5/DC-AL-",
    ]
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
