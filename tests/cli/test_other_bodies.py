"""Letters to a governor, an agency, a council: no field says what is true of Congress alone."""

import csv
import datetime
import io
import shutil
from pathlib import Path

import pytest
import yaml

from generator.press import job
from generator.press.build_options import BuildOptions
from generator.project import load
from tests.support.pages import text_of
from tests.support.projects import ROOT, Run, installed, letters

pytestmark = pytest.mark.slow

BODIES = Path(__file__).parents[1] / "data" / "other_bodies" / "bodies.yaml"
STATE_REPRESENTATIVE = "ocd-person/0b0f5a3e-1111-4222-8333-444444444444"
FILES = {
    STATE_REPRESENTATIVE: "texas-house-of-representatives-district-30-lauderdale",
    "tx-governor": "office-of-the-governor-of-texas-abbey",
    "ferry-landing/mayor": "city-of-ferry-landing-gonzalez",
    "ela-director": "example-library-agency-de-la-pena",
    "ferry-landing/council": "ferry-landing-city-council",
    "ocd-person/0b0f5a3e-1111-4222-8333-555555555555": "texas-senate-district-27-example-ruiz",
}
ASKS = {
    "state-grants": "Fund evening hours in the state library program.",
    "open-one-evening": "Keep one branch open in the evening.",
    "publish-the-count": "Publish a yearly count of library hours.",
}
ASKED = dict(
    zip(
        FILES,
        (
            "state-grants",
            "state-grants",
            "open-one-evening",
            "publish-the-count",
            "open-one-evening",
            "state-grants",
        ),
        strict=True,
    )
)
OF_CONGRESS = ("Congress", "{{", "None", "Committee", "United States Senate", "your district")
DATE = ("--date", "2026-12-01")
MAILED = "2026-12-01"
"""The day on which letters are mailed: their members are in office."""


def new_project(folder: Path) -> Path:
    """Makes a project with the sample campaign of `letters new`, which asks Congress alone."""
    shutil.copytree(ROOT / "templates", folder / "templates")
    for name in ("letters", "recipients"):
        (folder / name).mkdir()
    shutil.copy(BODIES, folder / "recipients")
    shutil.copy(ROOT / "recipients" / "ports-of-entry.yaml", folder / "recipients")
    assert letters("new", "evening-hours", project=folder, day=MAILED).code == 0
    change(folder / "sender.yaml", ("sample: true", "# "))
    return folder


def change(path: Path, *edits: tuple[str, str]) -> None:
    """Changes a file of the campaign, which is in its folder of the project."""
    file = path.parent / "letters" / "evening-hours" / path.name
    text = file.read_text("utf-8")
    for old, new in edits:
        assert old in text
        text = text.replace(old, new, 1)
    file.write_text(text, encoding="utf-8")


OWN_ASK = """\
  - id: {}
    own: true
    recommendation: fund-evening-hours
    bodies: [{}]
    text: {}
"""
RECOMMENDATION = """\
  - id: publish-the-count
    ask: Publish a yearly count of library hours.
    bodies: Example Library Agency
    instrument: delegation
    horizon: now
    section: recommendations
"""


def ask_other_bodies(project: Path) -> None:
    """Adds two asks of the sender's own, and one that the document makes of an agency."""
    of_the_state = (
        "Texas House of Representatives, texas senate, the Office of the Governor of Texas"
    )
    of_the_town = "City of Ferry Landing, Ferry Landing City Council"
    asks = (
        OWN_ASK.format("state-grants", of_the_state, ASKS["state-grants"]),
        OWN_ASK.format("open-one-evening", of_the_town, ASKS["open-one-evening"]),
        "  - recommendation: publish-the-count\n",
    )
    place = "  # What the document does not ask,"
    change(project / "campaign.yaml", (place, f"{''.join(asks)}{place}"))
    place = "  - id: count-the-hours"
    change(project / "source.yaml", (place, f"{RECOMMENDATION}{place}"))
    argument = project / "letters" / "evening-hours" / "arguments" / "working-people.md"
    text = argument.read_text("utf-8")
    argument.write_text(
        text.replace("count-the-hours]", "count-the-hours, publish-the-count]", 1), encoding="utf-8"
    )


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Run]:
    """A campaign that asks Congress and six recipients of other bodies, printed."""
    project = new_project(tmp_path_factory.mktemp("bodies"))
    ask_other_bodies(project)
    return project, installed("build", "evening-hours", *DATE, project=project)


def test_each_gets_the_letter_of_their_own_body(built: tuple[Path, Run]) -> None:
    project, run = built
    assert (run.code, run.said.splitlines()[0].partition(":")[0]) == (0, "18 printed")
    folder = project / "out" / "evening-hours"
    people = yaml.safe_load(BODIES.read_text("utf-8"))["recipients"]
    for person in people:
        own_id = person["id"]
        text = text_of(folder / f"{FILES[own_id]}.pdf")
        assert " ".join(person["address_lines"]) in text
        assert person["salutation"] in text
        for ask, words in ASKS.items():
            assert (words in text) == (ask == ASKED[own_id]), own_id
        assert not [word for word in OF_CONGRESS if word in text], own_id
        assert ("In Texas the doors" in text) == ("state" in person)


def test_no_list_calls_them_members_of_congress(built: tuple[Path, Run]) -> None:
    project, _ = built
    rows = csv_of(project / "out" / "evening-hours" / "index.csv")
    assert {row["recipient"]: row["file"] for row in rows}.items() >= {
        own_id: f"{stem}.pdf" for own_id, stem in FILES.items()
    }.items()
    counted = letters("coverage", "evening-hours", *DATE, "--csv", project=project)
    counts = list(csv.DictReader(io.StringIO(counted.said)))
    states = {row["id"]: row["letters"] for row in counts if row["kind"] == "state"}
    assert (states["TX"], sum(map(int, states.values()))) == ("5", 12)
    bodies = {row["name"]: row["letters"] for row in counts if row["kind"] == "body"}
    assert bodies["Ferry Landing City Council"] == "1"
    assert len(bodies) == 6
    said = letters("explain", "evening-hours", "tx-governor", *DATE, project=project).said
    assert "Governor Grace Abbey, Office of the Governor of Texas" in said
    assert "Sits on" not in said
    assert "only the House and Senate can act on it" in said
    found = letters("find", "TX-16", project=project).said
    assert "Escobar" in found
    assert "Abbey" not in found


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        ("body:the Texas senate", ["ocd-person/0b0f5a3e-1111-4222-8333-555555555555"]),
        ("Texas House of Representatives", [STATE_REPRESENTATIVE]),
        ("ferry-landing/council", ["ferry-landing/council"]),
        ("ferry-landing/mayor", ["ferry-landing/mayor"]),
        (STATE_REPRESENTATIVE, [STATE_REPRESENTATIVE]),
        ("elsewhere/council", []),
        ("Abbey", ["tx-governor"]),
        ("Governor Abbey", ["tx-governor"]),
        ("title:governor", ["tx-governor"]),
    ],
)
def test_filters_know_bodies(built: tuple[Path, Run], words: str, ids: list[str]) -> None:
    said = letters("list", "recipients", words, project=built[0]).said
    assert [own_id for own_id in FILES if own_id in said] == ids


def test_the_sync_is_no_remedy_for_the_term_of_another_body(built: tuple[Path, Run]) -> None:
    words = ("body:Texas House of Representatives", "--date", "2027-02-01")
    run = letters("list", "recipients", *words, project=built[0])
    assert run.warned.startswith("The term of R.J. Lauderdale (Texas House of Representatives, ")
    assert "write those who followed R.J. Lauderdale" in run.warned
    assert "recipients sync` from" not in run.warned.splitlines()[0]


def test_turnover_is_of_congress_alone(built: tuple[Path, Run]) -> None:
    run = letters("turnover", "--date", "2027-01-03", project=built[0])
    assert "the terms of 7 of 12 recipients end" in run.said
    assert "the 12 of your own files are compared" in run.said


@pytest.mark.parametrize("words", ["senate", "house", "body:congress"])
def test_words_for_congress_mean_congress(built: tuple[Path, Run], words: str) -> None:
    said = letters("list", "recipients", words, project=built[0]).said
    assert [own_id for own_id in FILES if own_id in said] == []


def test_envelopes_manifest_and_ledger_say_who_they_are(
    built: tuple[Path, Run], tmp_path: Path
) -> None:
    project = tmp_path / "project"
    shutil.copytree(built[0], project)
    run = letters(
        "print", "evening-hours", "--envelopes", "--unapproved", project=project, day=MAILED
    )
    assert run.code == 0
    folder = project / "out" / "evening-hours" / "print"
    rows = {row["recipient"]: row for row in csv_of(folder / "manifest.csv")}
    assert {rows[own_id]["bioguide"] for own_id in FILES} == {""}
    assert {rows[own_id]["via"] for own_id in FILES} == {"other"}
    assert rows["E000299"]["bioguide"] == "E000299"
    envelopes = text_of(folder / "envelopes.pdf")
    assert "THE HONORABLE GRACE ABBEY GOVERNOR OF TEXAS PO BOX 12428 AUSTIN TX 78711" in envelopes
    assert "FERRY LANDING CITY COUNCIL CITY HALL 1 EXAMPLE ST WESLACO TX 78596" in envelopes
    batch = ("--batch", "run-001")
    assert letters("mark", "mailed", "evening-hours", *batch, project=project).code == 0
    one = ("--recipient", "ferry-landing/council", "--answer", "acknowledgement")
    answered = letters("mark", "answered", "evening-hours", *one, project=project)
    assert "1 letters marked answered" in answered.said
    kit = letters(
        "print", "evening-hours", "--kit", "delivery", "--unapproved", project=built[0], day=MAILED
    )
    assert "ferry-landing-city-council.pdf: address: goes to a body outside Congress" in kit.warned


def test_offices_get_their_letters_by_mail(built: tuple[Path, Run], tmp_path: Path) -> None:
    project = tmp_path / "project"
    shutil.copytree(built[0], project)
    (project / "staff.csv").write_text(f"recipient,email\n{STATE_REPRESENTATIVE},a@mail.example\n")
    options = ("--to-staff", "staff.csv", "--unapproved", "--no-dry-run", "--all")
    assert letters("send", "evening-hours", *options, project=project, day=MAILED).code == 0
    (message,) = (project / "out" / "evening-hours" / "outbox").glob("ocd-person-*.eml")
    assert "office of State Representative Lauderdale" in message.read_text("utf-8")


def test_supporters_write_to_their_members_alone(built: tuple[Path, Run], tmp_path: Path) -> None:
    project = tmp_path / "project"
    shutil.copytree(built[0], project)
    (project / "supporters.csv").write_text(
        "id,name,street,city,state,zip,district,consent_date,consent_how\n"
        "s1,Ana Vega,1 Main Street,El Paso,TX,79901,TX-16,2026-11-01,web form\n",
        encoding="utf-8",
    )
    command = ("build", "evening-hours", *DATE, "--supporters", "supporters.csv")
    run = letters(*command, project=project)
    files = {path.stem for path in (project / "out" / "evening-hours" / "letters").rglob("*.pdf")}
    assert "\n3 printed" in run.said
    assert files == {"TX-16-escobar", "TX-sen-cornyn", "TX-sen-cruz"}
    assert "write to their members of Congress alone: no letter goes to Texas House" in run.warned


def test_a_joint_letter_asks_no_one_for_what_they_cannot_do(
    built: tuple[Path, Run], tmp_path: Path
) -> None:
    project = tmp_path / "project"
    shutil.copytree(built[0], project)
    change(project / "campaign.yaml", ("asks:\n", "addressees: together\nasks:\n"))
    command = ("build", "evening-hours", *DATE, "--design", "coalition")
    both = ("--to", "tx-governor", "--to", "Texas Senate")
    run = letters(*command, *both, "--out", "both", project=project)
    assert run.code == 0, run.warned
    (letter,) = (project / "both").glob("*.pdf")
    text = text_of(letter)
    assert "Dear Governor Abbey and Senator Example-Ruiz:" in text
    assert ASKS["state-grants"] in text
    mixed = ("--to", "tx-governor", "--to", "ferry-landing/council", "--to", "TX-16")
    run = letters(*command, *mixed, "--out", "mixed", project=project)
    assert (run.code, "nothing is asked of" in run.warned) == (2, True)


def test_a_campaign_for_congress_passes_other_bodies_over(tmp_path: Path) -> None:
    project = new_project(tmp_path)
    run = letters("build", "evening-hours", *DATE, project=project)
    assert run.said.startswith("12 printed")
    assert "Abbey" not in run.said + run.warned
    asked = letters("build", "evening-hours", *DATE, "--to", "tx-governor", project=project)
    assert (asked.code, "nothing is asked of Grace Abbey" in asked.warned) == (2, True)
    (project / "recipients" / "ports-of-entry.yaml").unlink()
    idle = letters("check", "evening-hours", *DATE, project=project)
    assert "asks: no ask is for a body of the recipients (Texas House" in idle.said + idle.warned


@pytest.mark.parametrize(
    ("file", "edit", "code", "words"),
    [
        ("campaign.yaml", ("texas senate", "Texas Senat"), "unknown-body", "Texas Senate"),
        ("campaign.yaml", ("texas senate", "Congress"), "body-is-congress", "chambers"),
        ("source.yaml", ("bodies: Example Lib", "# bodies: E"), "missing-key", "“bodies: …”"),
        ("campaign.yaml", ("own: true\n    recomm", "recomm"), "key-of-own-ask", "own: true"),
        (
            "letter.md",
            ("\n\n{{ arguments }}", "\n\n{{ home }}\n\n{{ arguments }}"),
            "figure-not-known",
            "Congress",
        ),
    ],
)
def test_wrong_bodies_are_problems(
    built: tuple[Path, Run], tmp_path: Path, file: str, edit: tuple[str, str], code: str, words: str
) -> None:
    project = tmp_path / "project"
    shutil.copytree(built[0], project)
    change(project / file, edit)
    options = BuildOptions("evening-hours", letter_date=datetime.date(2026, 12, 1))
    problems = job.check(load.open_project(project), [options])
    (problem, *_) = (one for one in problems if one.code == code)
    assert (problem.severity, problem.file.endswith(file)) == ("error", True)
    assert problem.line > 0
    assert words in problem.message


def csv_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
