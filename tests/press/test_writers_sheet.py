"""The writer's sheet, and the commands that measure, show and approve, as a person uses them."""

import csv
import datetime
import io
import re
import shutil
import stat
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from generator.letter import pdf, stationery
from generator.models.campaign import Argument, Campaign, Position
from generator.models.recipient import Recipient
from generator.press import writers_sheet
from generator.press.writers_sheet import SheetTooLongError, print_sheets
from generator.supporters.types import Hold, Mailpiece, Supporter
from tests.conftest import Verapdf
from tests.support.campaigns import DAY, ROOT, SOURCE, argument, campaign, press
from tests.support.pages import text_of
from tests.support.people import representative, senator
from tests.support.projects import DATE, copy_project, letters

pytestmark = [pytest.mark.slow, pytest.mark.clock]

ESCOBAR = representative(
    committees=[
        ("Rules", "member"),
        ("Appropriations", "member"),
        ("Budget", "chair"),
        ("Ethics", "member"),
    ]
)
CRUZ = senator(id="C001098", last="Cruz", full="Ted Cruz")
POSITION = Position.model_validate(
    {
        "member": "E000299",
        "recommendation": "fund",
        "position": "voted yes",
        "date": "2025-03-01",
        "source": "congress.gov",
        "thanks": "it",
    }
)


def cited(name: str, *findings: str, weight: int) -> Argument:
    made = argument(name, weight=weight)
    return replace(made, header=made.header.model_copy(update={"cites": findings}))


def wells() -> Campaign:
    """A campaign with an argument that cites two findings, and one that cites another."""
    findings = tuple(
        one.model_copy(update={"figure": None}) if one.id == "sick" else one
        for one in SOURCE.findings
    )
    source = SOURCE.model_copy(update={"findings": findings})
    made = campaign(
        cited("strong", "sick", "wells", weight=90),
        cited("weak", "dry", weight=10),
        concerns="Appropriations",
        source=source,
    )
    return replace(made, positions={"E000299": (POSITION,)})


def supporter(
    name: str = "Ana Ruiz", *, identity: str = "s1", picks: tuple[str, ...] = ()
) -> Supporter:
    return Supporter(identity, name, "1 Main St", "El Paso", "TX", "79901", picks=picks)


def pieces(*people: Supporter, to: Sequence[Recipient] = (ESCOBAR, CRUZ)) -> list[Mailpiece]:
    return [
        Mailpiece("wells", "1", person, recipient)
        for person in people or (supporter(),)
        for recipient in to
    ]


def made_of(
    made: Campaign, *people: Supporter, to: Sequence[Recipient] = (ESCOBAR, CRUZ)
) -> list[writers_sheet.WritersSheet]:
    return list(writers_sheet.sheets(pieces(*people, to=to), press=press(made)))


def printer() -> stationery.Printer:
    return stationery.Printer(pdf.Engine(), DAY)


# ---------------------------------------------------------------- what stands on it


def test_a_sheet_for_each_supporter_says_who_represents_them_and_what_these_did() -> None:
    one, other = made_of(wells(), supporter(), supporter("Li Wei", identity="s2"))
    assert (one.supporter, other.supporter, other.name) == ("s1", "s2", "Li Wei")
    assert [(member.name, member.role) for member in one.members] == [
        ("Veronica Escobar", "Representative for Texas, district 16"),
        ("Ted Cruz", "Senator for Texas"),
    ]  # fmt: skip
    assert one.members[0].committees == (
        "Committee on Appropriations",
        "Committee on the Budget (chair)",
        "Committee on Rules",
    )
    assert one.members[0].deeds == (
        "Voted for fund on March 1, 2025 (congress.gov).",
        "Sponsored H.R. 2662.",
    )
    assert one.members[1].deeds == ()
    assert one.salutation == "Dear Representative Escobar:"
    assert one.ask == "End the pumping."
    # Of both the same is asked, but one of them has earned thanks.
    assert one.asks == (
        ("Veronica Escobar", "it", "End the pumping."),
        ("Ted Cruz", "", "End the pumping."),
    )


def test_what_is_asked_fits_what_the_member_has_done() -> None:
    (sheet,) = made_of(campaign(argument("one"), asks=["back", "end"]))
    # The sponsor of the bill is thanked for it, and asked for the next thing.
    assert sheet.asks == (
        (
            "Veronica Escobar",
            "introducing the Clean Wells Act (H.R. 2662) in the 116th Congress",
            "End the pumping.",
        ),
        ("Ted Cruz", "", "Back the Clean Wells Act."),
    )
    (alike,) = made_of(campaign(argument("one"), asks=["end"]), to=(CRUZ,))
    assert alike.asks == (("", "", "End the pumping."),)


def test_a_fact_has_the_sentence_that_a_supporter_can_use() -> None:
    say = "More than 1,200 wells were counted here by December 2023, and mine was one of them."
    made = wells()
    findings = [
        one.model_copy(update={"say": say}) if one.id == "wells" else one
        for one in made.source.findings
    ]
    source = made.source.model_copy(update={"findings": tuple(findings)})
    (sheet,) = made_of(replace(made, source=source))
    assert [fact.say for fact in sheet.facts][:2] == [say, ""]
    assert sheet.facts[0].finding == "wells"


def test_its_facts_are_one_of_each_argument_first_with_figures_dates_and_sources() -> None:
    (sheet,) = made_of(wells())
    assert [fact.claim for fact in sheet.facts][:2] == ["Wells that were counted", "Wells gone dry"]
    assert (sheet.facts[0].figure, sheet.facts[0].dated) == ("over 1,200", "December 2023")
    assert (
        sheet.facts[0].source
        == "Rivers Watch, “What ‘Clean’ Means,” under “How many wells” (State Survey)."
    )
    assert len(sheet.facts) == 3
    assert any(
        work.startswith("Rivers Watch, “What ‘Clean’ Means: Wells of the Valley,”")
        for work in sheet.works
    )


def test_the_facts_of_the_arguments_that_they_picked_come_first() -> None:
    (sheet,) = made_of(wells(), supporter(picks=("weak",)))
    assert sheet.facts[0].claim == "Wells gone dry"


def test_the_sheet_shows_the_subject_for_a_member_without_an_ask() -> None:
    (sheet,) = made_of(
        replace(wells(), letter=replace(wells().letter, text="Dear reader.\n\n{{ arguments }}\n")),
        to=(CRUZ,),
    )
    assert sheet.ask == "Wells of the valley: end the pumping"
    assert sheet.members[0].name == "Ted Cruz"


# ---------------------------------------------------------------- on paper


def test_each_sheet_is_one_page_of_its_own_and_all_stand_in_one_file(
    tmp_path: Path, verapdf: Verapdf
) -> None:
    made = wells()
    people = [supporter(f"Person {number}", identity=f"s{number}") for number in range(3)]
    paths = list(
        print_sheets(
            made_of(made, *people),
            campaign=made,
            folder=tmp_path,
            templates=ROOT / "templates",
            printer=printer(),
            together=True,
        )
    )
    assert [path.relative_to(tmp_path).as_posix() for path in paths] == [
        "sheets/s0.pdf",
        "sheets/s1.pdf",
        "sheets/s2.pdf",
        "sheets.pdf",
    ]
    assert all(
        f"Person {number}" in text_of(tmp_path / "sheets.pdf", page=number + 1)
        for number in range(3)
    )
    assert all(stat.S_IMODE(path.stat().st_mode) == 0o600 for path in paths)
    text = text_of(paths[0])
    for words in (
        "Your letter, in your words",
        "Who represents you",
        "over 1,200 (December 2023)",
        "End the pumping.",
        "Sheet s0.",
    ):
        assert words in text
    for prompt in (
        "Why do you care?",
        "Whom does it touch where you live?",
        "What good would a change do?",
        "What happens if nothing changes?",
    ):
        assert prompt in text
    assert verapdf([paths[0], paths[-1]]) == {paths[0]: (), paths[-1]: ()}


def test_a_sheet_with_more_to_say_has_fewer_lines_and_one_with_too_much_is_refused(
    tmp_path: Path,
) -> None:
    made = wells()
    (sheet,) = made_of(made)
    full = replace(
        sheet,
        facts=tuple(replace(fact, claim=fact.claim + " and so on" * 9) for fact in sheet.facts),
    )
    (path,) = print_sheets(
        [full], campaign=made, folder=tmp_path, templates=ROOT / "templates", printer=printer()
    )
    assert "Sheet s1." in text_of(path)
    endless = replace(
        sheet, facts=tuple(replace(fact, claim="word " * 900) for fact in sheet.facts)
    )
    with pytest.raises(SheetTooLongError, match="the sheet of s1 takes more than a page"):
        list(
            print_sheets(
                [endless],
                campaign=made,
                folder=tmp_path,
                templates=ROOT / "templates",
                printer=printer(),
            )
        )


# ---------------------------------------------------------------- the commands

PEOPLE = (ROOT / "tests" / "data" / "press" / "people.csv").read_text("utf-8")
CAMPAIGN = "remain-in-mexico"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the shipped project, and a file of supporters in it."""
    folder = copy_project(tmp_path_factory.mktemp("writers") / "project", sample=False)
    (folder / "people.csv").write_text(PEOPLE, encoding="utf-8")
    return folder


def test_similarity_measures_supporters_letters_to_each_office_and_gives_advice(
    place: Path,
) -> None:
    run = letters(
        "similarity", CAMPAIGN, "--supporters", "people.csv", "--date", DATE, project=place
    )
    assert run.code == 0, run.warned
    assert "TX-sen-cruz" in run.said
    assert "8 of 9 letters share 70% or more" in run.said
    assert "petition" in run.said
    assert "Tejada" not in run.said + run.warned
    table = letters(
        "similarity", CAMPAIGN, "--supporters", "people.csv", "--date", DATE, "--csv", project=place
    )
    rows = list(csv.DictReader(io.StringIO(table.said)))
    assert len(rows) == 9
    assert {row["letter"] for row in rows} == {"s1", "s2", "s3"}
    assert (
        next(
            row["nearest"]
            for row in rows
            if (row["office"], row["letter"]) == ("TX-16-escobar", "s1")
        )
        == "s2"
    )


def test_explain_shows_supporters_letters_to_one_office_and_why_they_do_not_vary(
    place: Path,
) -> None:
    given = ("--supporters", "people.csv", "--date", DATE)
    run = letters("explain", CAMPAIGN, "TX-16", *given, project=place)
    assert run.code == 0, run.warned
    assert "Veronica Escobar, TX-16, signed by s1" in run.said
    assert "Not varied between supporters: Veronica Escobar is thanked" in run.said
    assert "Tejada" not in run.said + run.warned
    stranger = letters("explain", CAMPAIGN, "WY-sen", *given, project=place)
    assert (stranger.code, "no recipient is meant by 'WY-sen'" in stranger.warned) == (2, True)


def test_similarity_without_supporters_says_that_each_office_gets_one_letter(place: Path) -> None:
    run = letters("similarity", CAMPAIGN, "--date", DATE, project=place)
    assert run.code == 0
    assert "Each office gets one letter of this campaign" in run.said
    assert "form letter" not in run.said


def test_a_sheet_names_the_seats_of_a_split_zip_code() -> None:
    made = wells()
    supporter = Supporter("s1", "Ana Ruiz", "1 Elm St", "Brownsville", "TX", "78520")
    waiting = [
        Hold("held", "ZIP 78520 is split", supporter, "TX-15 or TX-34"),
        Hold("held", "of another", replace(supporter, id="s2"), "AZ-02"),
    ]
    (sheet,) = writers_sheet.sheets(
        [Mailpiece("wells", "v1", supporter, CRUZ)], press=press(made), waiting=waiting
    )
    assert ([member.name for member in sheet.members], sheet.unknown) == (
        ["Ted Cruz"],
        ("TX-15 or TX-34",),
    )
    html = stationery.load(ROOT / "templates", "sheet").html(
        {
            "sheet": sheet,
            "campaign": made.settings,
            "sender": made.sender.details,
            "lines": 3,
            "on": DAY,
        }
    )
    assert "TX-15 or TX-34" in html
    assert "does not tell which district" in html
    assert "AZ-02" not in html


def test_sheets_are_printed_for_supporters_with_printable_letters(place: Path) -> None:
    run = letters(
        "sheet", CAMPAIGN, "--supporters", "people.csv", "--date", DATE, "--together", project=place
    )
    assert run.code == 0, run.warned
    assert run.said.startswith("3 sheets, 1 held back or merged")
    assert sorted(path.name for path in (place / "out" / CAMPAIGN / "sheets").iterdir()) == [
        "s1.pdf",
        "s2.pdf",
        "s3.pdf",
    ]
    assert "Ana Nuñez" in text_of(place / "out" / CAMPAIGN / "sheets.pdf")


def test_specimens_are_printed_then_approved_and_then_known(place: Path) -> None:
    early = letters("approve", CAMPAIGN, "--by", "Ana Ruiz", project=place)
    assert (early.code, "there are no specimens" in early.warned) == (2, True)
    first = letters("specimens", CAMPAIGN, "--date", DATE, project=place)
    assert first.code == 0, first.warned
    found = re.match(r"(\d+) variants of 24 letters, (\d+) of them not approved yet", first.said)
    assert found
    count, new = map(int, found.groups())
    assert 1 < count == new <= 24
    done = letters("approve", CAMPAIGN, "--by", "Ana Ruiz", project=place)
    today = datetime.datetime.now().astimezone().date()
    assert (
        done.said
        == f"{count} variants approved by Ana Ruiz on {today}: letters/{CAMPAIGN}/approved.yaml\n"
    )
    again = letters("specimens", CAMPAIGN, "--date", DATE, project=place)
    assert f"{count} variants of 24 letters, 0 of them not approved yet" in again.said
    assert letters("check", CAMPAIGN, "--date", DATE, project=place).code == 0
    unknown = letters("approve", "no-such", "--by", "Ana", project=place)
    assert (unknown.code, "no campaign 'no-such'" in unknown.warned) == (2, True)


@pytest.mark.long
def test_specimens_and_similarity_show_what_fits_the_page(place: Path, tmp_path: Path) -> None:
    project = Path(shutil.copytree(place, tmp_path / "project"))
    settings = project / "letters" / CAMPAIGN / "campaign.yaml"
    text = settings.read_text("utf-8")
    # More than fit a page, so that some are dropped.
    settings.write_text(re.sub("max_arguments: [0-9]+", "max_arguments: 8", text), "utf-8")
    of_people = ("--supporters", "people.csv", "--date", DATE)
    first = letters("specimens", CAMPAIGN, *of_people, project=project)
    assert first.code == 0, first.warned
    alike = letters("similarity", CAMPAIGN, *of_people, "--csv", project=project).said
    assert letters("build", CAMPAIGN, *of_people, "--jobs", "1", project=project).code == 0
    index = list(
        csv.DictReader(io.StringIO((project / "out" / CAMPAIGN / "index.csv").read_text("utf-8")))
    )
    assert any(row["dropped"] for row in index)
    seen = yaml.safe_load(
        (project / "out" / CAMPAIGN / "specimens" / "specimens.yaml").read_text("utf-8")
    )["variants"]
    assert {tuple(one["arguments"]) for one in seen} == {
        tuple(row["arguments"].split()) for row in index
    }
    # What was built is not laid out again, and is the same.
    assert letters("specimens", CAMPAIGN, *of_people, project=project).said == first.said
    assert letters("similarity", CAMPAIGN, *of_people, "--csv", project=project).said == alike
    assert letters("approve", CAMPAIGN, "--by", "Ana Ruiz", project=project).code == 0
    # Printed before the members leave and the last look at the matter is old.
    assert letters("print", CAMPAIGN, "--envelopes", project=project, day="2026-12-01").code == 0


def test_a_coalitions_one_letter_is_built_checked_and_explained(tmp_path: Path) -> None:
    folder = copy_project(tmp_path / "project")
    own = folder / "letters" / CAMPAIGN
    settings = (
        (own / "campaign.yaml")
        .read_text("utf-8")
        .replace("max_pages: 1", "max_pages: 3\naddressees: together")
    )
    settings = re.sub(r"(?m)^design: \S+", "design: coalition", settings)
    (own / "campaign.yaml").write_text(settings, encoding="utf-8")
    words = (own / "letter.md").read_text("utf-8").replace("{{ arguments }}\n\n", "")
    # Eight addresses leave page 1 room for the opening and the asks; the facts follow.
    facts = re.search(r"(?ms)^The program grew.*?\n\n", words)
    assert facts
    words = words.replace(facts[0], "").replace(
        "{{ asks }}", f"{{{{ asks }}}}\n\n{facts[0]}{{{{ arguments }}}}"
    )
    (own / "letter.md").write_text(words, encoding="utf-8")
    rows = "".join(f"Organization {number},Tucson,AZ\n" for number in range(60))
    (own / "signers.csv").write_text(f"organization,city,state\n{rows}", encoding="utf-8")
    run = letters(
        "build", CAMPAIGN, "--date", DATE, "--to", "committee:Appropriations", project=folder
    )
    assert run.code == 0, run.warned
    assert run.said.startswith("1 printed")
    (path,) = (folder / "out" / CAMPAIGN).glob("*.pdf")
    assert path.stem.endswith("-and-7-more")
    text = text_of(path)
    assert "Dear Representative" in text
    assert "Organization 59" in text
    refused = letters("build", CAMPAIGN, "--date", DATE, project=folder)
    assert refused.code == 2
    assert "one letter goes to 12 members at most" in refused.warned
