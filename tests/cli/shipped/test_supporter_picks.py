"""Arguments that supporters pick and no letter of theirs can have are named."""

from pathlib import Path

from tests.support.drives import CAMPAIGN, DATE, run
from tests.support.projects import copy_project


def test_a_pick_for_the_voice_of_an_organization_is_a_warning(tmp_path: Path) -> None:
    project = copy_project(tmp_path / "project")
    (project / "people.csv").write_text(
        "id,name,street,city,state,zip,consent,district,picks\n"
        "1,Ana Ruiz,1 Main St,El Paso,TX,79901,2026-09-14,TX-16,children; tents\n",
        encoding="utf-8",
    )
    done = run(
        project, "build", CAMPAIGN, "--supporters", "people.csv", "--date", DATE, "--dry-run"
    )
    assert done.code == 0
    assert [line for line in done.warned.splitlines() if line.startswith("people.csv")] == [
        (
            "people.csv:2: warning: picks: the campaign has no argument tents; "
            "`letters list arguments` names them"
        ),
        (
            "people.csv:2: warning: picks: written for an organization, so that no supporter's "
            "letter has it: children"
        ),
    ]
