"""`letters new`: a campaign that prints at once."""

import datetime
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli.root import letters
from generator.errors import CannotWriteError, LettersError
from generator.models.draft import CampaignDraft
from generator.press import build, job
from generator.press.build_options import BuildOptions
from generator.project import load, new_campaign
from tests.support.golden_mistakes import make_project

ON = datetime.date(2026, 9, 1)


def test_a_new_campaign_is_without_mistakes_and_composes_its_letters(tmp_path: Path) -> None:
    place = load.open_project(make_project(tmp_path))
    folder = new_campaign.new_campaign(tmp_path / "letters", "clean-water", today=ON)
    written = sorted(
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()
    )
    assert written == [
        *("arguments/cost.md", "arguments/texas.md"),
        *("arguments/working-people-in-person.md", "arguments/working-people.md"),
        *("campaign.yaml", "letter-person.md", "letter.md", "sender.yaml", "source.yaml"),
    ]
    found = job.check(place, [BuildOptions("clean-water", ON)])
    assert [(problem.code, Path(problem.file).name) for problem in found] == [
        ("sample-sender", "sender.yaml"),
        ("not-audited", "source.yaml"),
    ]
    ready = build.prepare_letters(place, BuildOptions("clean-water", ON))
    assert [order.letter.arguments for order in ready.orders] == [
        ("cost", "working-people"),
        ("texas", "working-people"),
    ]
    assert all(order.letter.sender.details.sample for order in ready.orders)


def test_a_new_campaign_shows_what_a_letter_says(tmp_path: Path) -> None:
    """Who writes, what is asked, where the matter stands, and by which day an answer is hoped."""
    project = load.open_project(make_project(tmp_path))
    new_campaign.new_campaign(tmp_path / "letters", "clean-water", today=ON)
    (*_, escobar) = build.prepare_letters(project, BuildOptions("clean-water", ON)).orders
    texts = [block.text for block in escobar.letter.statement]
    assert texts[0].startswith(
        "On behalf of Your Organization, a citizens' group for public libraries in Your City, we "
        "write to ask for your help in keeping public libraries open after working hours. On "
        "June 2, 2026, the Example Library Agency announced "
    )
    assert "Please let us know by October 31, 2026, what you will do." in texts[-1]
    assert escobar.letter.requests == (
        "Introduce or cosponsor in the House a bill that requires a public count of library hours.",
    )


def test_who_writes_for_themself_takes_two_keys_out_and_signs_the_letter_of_a_person(
    tmp_path: Path,
) -> None:
    project = load.open_project(make_project(tmp_path))
    folder = new_campaign.new_campaign(tmp_path / "letters", "clean-water", today=ON)
    sender = (folder / "sender.yaml").read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in sender if not line.startswith(("organization:", "about:"))]
    (folder / "sender.yaml").write_text("".join(kept), encoding="utf-8")
    found = job.check(project, [BuildOptions("clean-water", ON)])
    assert {problem.code for problem in found} == {"sample-sender", "not-audited"}
    ready = build.prepare_letters(project, BuildOptions("clean-water", ON))
    assert [order.letter.arguments for order in ready.orders] == [
        ("cost", "working-people-in-person"),
        ("texas", "working-people-in-person"),
    ]
    opening = ready.orders[0].letter.statement[0].text
    assert opening.startswith("I write to ask you to help keep public libraries open")


def test_the_days_of_a_new_campaign_are_counted_from_its_first(tmp_path: Path) -> None:
    project = load.open_project(make_project(tmp_path))
    new_campaign.new_campaign(tmp_path / "letters", "clean-water", today=ON)
    later = ON + datetime.timedelta(days=40)
    found = job.check(project, [BuildOptions("clean-water", later)])
    new = {problem.code for problem in found if problem.file.endswith("campaign.yaml")}
    assert new == {"old-status", "slow-mail"}


def test_its_remarks_name_the_campaign(tmp_path: Path) -> None:
    folder = new_campaign.new_campaign(tmp_path, "clean-water", today=ON)
    assert "letters build clean-water --to TX" in (folder / "campaign.yaml").read_text(
        encoding="utf-8"
    )
    texts = [path.read_text(encoding="utf-8") for path in folder.rglob("*.*")]
    assert len(texts) == 9
    assert not any(word in text for word in new_campaign.PLACEHOLDERS for text in texts)


def test_nothing_is_written_over(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "link").symlink_to("nowhere")
    for name in ("mine", "link"):
        with pytest.raises(LettersError, match="is there already, and nothing in it was changed"):
            new_campaign.new_campaign(tmp_path, name, today=ON)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["link", "mine"]
    assert list((tmp_path / "mine").iterdir()) == []


@pytest.mark.parametrize("name", ["../../etc", "", ".", "a b", "-x", "a/b", "x" * 65, "é", "a\n"])
def test_a_name_that_no_folder_should_have(name: str, tmp_path: Path) -> None:
    with pytest.raises(LettersError, match="a campaign cannot be called"):
        new_campaign.new_campaign(tmp_path, name, today=ON)
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_takes_no_folder(tmp_path: Path) -> None:
    (tmp_path / "letters").write_text("a file", encoding="utf-8")
    with pytest.raises(CannotWriteError):
        new_campaign.new_campaign(tmp_path / "letters", "clean-water", today=ON)


def test_the_command_says_how_to_go_on_and_refuses_in_one_line(tmp_path: Path) -> None:
    make_project(tmp_path)
    said = CliRunner().invoke(letters, ["--project", str(tmp_path), "new", "clean-water"])
    assert said.exit_code == 0
    assert "letters build clean-water" in said.stdout
    again = CliRunner().invoke(letters, ["--project", str(tmp_path), "new", "clean-water"])
    assert (again.exit_code, len(again.stderr.splitlines())) == (2, 1)
    shutil.rmtree(tmp_path / "letters" / "clean-water")
    odd = CliRunner().invoke(letters, ["--project", str(tmp_path), "new", "../../etc"])
    assert (odd.exit_code, len(odd.stderr.splitlines())) == (2, 1)


@pytest.mark.parametrize(
    ("cites_date", "words"),
    [
        (True, 'As of {{ date("deaths") }}, {{ counted_by("deaths") }} gave this figure:\n'),
        (False, '{{ reported("deaths") }} this figure: '),
    ],
)
def test_a_draft_says_the_date_of_its_finding_or_the_month_of_its_document(
    tmp_path: Path, words: str, *, cites_date: bool
) -> None:
    draft = CampaignDraft("", "Wells", ("end",), "deaths", cites_figure=True, cites_date=cites_date)
    folder = new_campaign.new_campaign(tmp_path / "letters", "wells", today=ON, draft=draft)
    argument = (folder / "arguments" / "first.md").read_text("utf-8")
    assert argument.endswith(f'{words}{{{{ figure("deaths") }}}}.\n')
