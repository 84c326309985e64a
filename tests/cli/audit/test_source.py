"""`letters source outline` and `letters sources`: a document, and the works cited."""

from pathlib import Path

import pytest

from tests.cli.audit.audits import NAMES, inside, make
from tests.conftest import Golden

pytestmark = pytest.mark.slow


def test_the_outline_of_a_document(project: Path, tmp_path: Path, golden: Golden) -> None:
    run = inside("source", "outline", make("broadband.md", tmp_path), project=project, columns=100)
    assert (run.code, run.warned) == (0, "")
    golden("outline-100.txt", "\n".join(line.rstrip() for line in run.said.splitlines()) + "\n")


def test_an_outline_of_very_much_shows_the_best_and_says_how_much_there_is(
    project: Path, tmp_path: Path
) -> None:
    path = tmp_path / "long.md"
    part = (
        "## Ward {0}\n\nIn 2023, the board of ward {0} counted {1} wells in it.\n\nCongress "
        "should fund ward {0}.\n\n[more](https://x.example/{0})\n\n"
    )
    path.write_text(
        "# Wells\n\n"
        + "".join(part.format(n, n + 200) for n in range(400))
        + "It cost $5 million in 2023.\n",
        encoding="utf-8",
    )
    short = inside("source", "outline", path, project=project)
    assert len(short.said.splitlines()) < 600
    assert "Candidate findings: the best 30 of 801" in short.said
    assert "Sections: the first 30 of 401" in short.said
    assert "$5 million" in short.said
    counted = "401 sections, 801 candidate findings, 400 candidate recommendations and 400 links"
    assert short.said.splitlines()[-1] == f"{counted}; --all shows every one"
    whole = inside("source", "outline", path, "--all", project=project)
    assert whole.said.splitlines()[-1] == counted
    assert whole.said.count("https://x.example/") == 400


def test_every_command_that_reads_warns_of_a_guess(place: Path, tmp_path: Path) -> None:
    path = tmp_path / "old.txt"
    path.write_bytes(
        "WELLS – A BRIEF\n\nIn 2023, 4,300 wells went dry in “Harlan”.\n".encode("cp1252")
    )
    for arguments in (("source", "outline", path), ("new", "wells", "--from", path)):
        run = inside(*arguments, project=place)
        assert (run.code, run.warned.count("warning: ")) == (0, 1)
        assert "read as Windows-1252" in run.warned


@pytest.mark.parametrize("name", NAMES)
def test_an_outline_of_every_make(name: str, project: Path, tmp_path: Path) -> None:
    run = inside("source", "outline", make(name, tmp_path), project=project)
    assert run.code == 0
    for title in ("Sections", "Candidate findings", "Candidate recommendations"):
        assert title in run.said


def test_the_list_of_works(wells: Path) -> None:
    run = inside("sources", "wells", project=wells)
    assert run.said.splitlines() == [
        (
            "Basin Policy Institute, Wells Without Water: The Harlan Basin after the Drought "
            "(March 14, 2024)."
        ),
        "[A & B], “Another <b>work</b>,” 2024.",
    ]
    settings = wells / "letters" / "wells" / "campaign.yaml"
    settings.write_text(settings.read_text("utf-8") + "citations: bluebook\n", encoding="utf-8")
    run = inside("sources", "wells", project=wells)
    assert run.said.splitlines()[1] == "[A & B], Another <b>work</b> (2024)."
    assert inside("sources", "nowhere", project=wells).code == 2
