"""`letters new --from`: a campaign is drafted from any document."""

import re
from pathlib import Path

import pytest
import yaml

from tests.cli.audit.audits import NAMES, SHIPPED, inside, make
from tests.cli.edits import change
from tests.support import own_words
from tests.support.projects import DATE

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("name", NAMES)
def test_a_campaign_from_any_document_builds_once_its_claims_are_written(
    name: str, place: Path, tmp_path: Path
) -> None:
    """Done-line 4 of the audit: `check` refuses until then, and names every place."""
    path = make(name, tmp_path)
    run = inside("new", "trial", "--from", path, project=place)
    assert (run.code, run.warned) == (0, "")
    assert "this names every place:\n  letters check trial\n" in run.said
    source = place / "letters" / "trial" / "source.yaml"
    todos = [
        number
        for number, line in enumerate(source.read_text("utf-8").splitlines(), 1)
        if line.strip().endswith(": TODO")
    ]
    assert len(todos) >= 5
    run = inside("check", "trial", "--date", DATE, project=place)
    assert run.code == 2
    named = re.findall(
        (
            r"^letters/trial/source\.yaml:(\d+): (?:findings|recommendations)\[\S+: is still to "
            r"be written"
        ),
        run.warned,
        re.MULTILINE,
    )
    assert [int(line) for line in named] == todos
    refused = inside("build", "trial", "--to", "TX-16", "--date", DATE, project=place)
    assert refused.code == 2
    assert not (place / "out").exists()
    assert own_words.write(source, name) == len(todos)
    run = inside("check", "trial", "--date", DATE, project=place)
    assert (run.code, [line for line in run.warned.splitlines() if "warning" not in line]) == (
        0,
        [],
    )
    run = inside("build", "trial", "--to", "TX-16", "--date", DATE, "--jobs", "1", project=place)
    assert (run.code, run.said) == (0, f"1 printed: {place / 'out' / 'trial'}\n")
    assert (place / "out" / "trial" / "TX-16-escobar.pdf").stat().st_size > 10_000
    run = inside("audit", "trial", project=place)
    assert (run.code, run.warned) == (0, ""), "what was drafted from a document is supported by it"


def test_a_campaign_from_a_document_that_does_not_name_itself_waits_for_its_name(
    place: Path, tmp_path: Path
) -> None:
    """Author, title and date that the document does not give are never printed as if it did."""
    path = tmp_path / "waiting.txt"
    path.write_text(
        (
            "The wait was long, as they say.\n\nIn 2021 it cost $500 a day to wait.\n\nCongress "
            "should act.\n"
        ),
        encoding="utf-8",
    )
    assert inside("new", "trial", "--from", path, project=place).code == 0
    source = place / "letters" / "trial" / "source.yaml"
    for key, words in (("ask", "Act"), ("claim", "The price of a day")):
        change(source, f"{key}: TODO", f"{key}: {words}")
    run = inside("check", "trial", "--date", DATE, project=place)
    expected = [
        re.sub(r"^\S+:\d+: ", "", line) for line in run.warned.splitlines() if "warning" not in line
    ]
    assert expected == [
        "title: is still to be written: the document does not say it",
        "subject: is still to be written: the document does not say it",
        "bibliography[waiting].author: is still to be written: the document does not say it",
        "bibliography[waiting].title: is still to be written: the document does not say it",
        "bibliography[waiting].issued: is still to be written: the document does not say it",
    ]
    assert inside("build", "trial", "--to", "TX-16", "--date", DATE, project=place).code == 2
    for key, words in (("author", "Harlan League"), ("title", "The Wait"), ("issued", "2024-05")):
        change(source, f"{key}: TODO", f"{key}: {words}")
    settings = place / "letters" / "trial" / "campaign.yaml"
    settings.write_text(settings.read_text("utf-8").replace('"TODO"', "The wait"), encoding="utf-8")
    assert (
        inside("build", "trial", "--to", "TX-16", "--date", DATE, "--jobs", "1", project=place).code
        == 0
    )
    assert inside("audit", "trial", project=place).code == 0


def test_each_file_of_a_draft_names_a_removed_finding_once_and_shortly(
    place: Path, tmp_path: Path
) -> None:
    assert inside("new", "wells", "--from", make("wells.pdf", tmp_path), project=place).code == 0
    source = place / "letters" / "wells" / "source.yaml"
    own_words.write(source, "wells.pdf")
    data = yaml.safe_load(source.read_text("utf-8"))
    data["findings"] = [one for one in data["findings"] if one["id"] != "cost-average"]
    data["recommendations"] = data["recommendations"][1:]
    source.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), encoding="utf-8")
    run = inside("check", "wells", "--date", DATE, project=place)
    expected = [line for line in run.warned.splitlines() if "warning" not in line]
    assert [line.split(":")[0] for line in expected] == [
        *["letters/wells/arguments/first.md"] * 3,
        "letters/wells/campaign.yaml",
    ]
    assert max(map(len, expected)) < 240


def test_a_campaign_is_not_begun_over_another_or_from_nothing(place: Path, tmp_path: Path) -> None:
    before = sorted(place.rglob("*"))
    for arguments, expected in (
        (("new", SHIPPED, "--from", make("broadband.md", tmp_path)), "is there already"),
        (("new", "trial", "--from", tmp_path / "none.pdf"), "cannot be read: No such file"),
        (("new", "../trial", "--from", make("broadband.md", tmp_path)), "cannot be called"),
    ):
        run = inside(*arguments, project=place)
        assert run.code == 2
        assert expected in run.warned
    assert sorted(place.rglob("*")) == before
