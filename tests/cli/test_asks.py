"""A bill of an earlier Congress and an own ask, in printed letters on both sides of January 3."""

from pathlib import Path

import pytest

from tests.support.golden_mistakes import LIBRARY, make_project
from tests.support.pages import text_of
from tests.support.projects import letters

pytestmark = pytest.mark.slow

ASKS = """asks:
  - recommendation: count
    own: true
    id: oppose
    bill:
      - {congress: 119, number: H.R. 273, stance: oppose, sponsor: B000001}
      - {congress: 119, number: H.R. 551, stance: oppose, sponsor: B000001}
    text: Oppose H.R. 273 and H.R. 551 of the 119th Congress.
  - recommendation: count
    own: true
    id: oppose
    bill: {congress: 119, number: S. 112, stance: oppose, sponsor: B000002}
    text: Oppose S. 112 of the 119th Congress.
  - recommendation: count
    text: Back a bill like the Evening Hours Act (H.R. 2662, 116th Congress).
    again: {sponsor: Reintroduce it., cosponsor: "Help reintroduce it, or join it again."}
"""
BILL = "    bill: {congress: 116, number: H.R. 2662, title: Evening Hours Act, past: true}\n"
POSITIONS = """source: govinfo.gov, BILLS-116hr2662ih
positions:
  - {member: E000299, bill: H.R. 2662, position: sponsor, date: 2019-05-10}
  - {member: V000132, bill: H.R. 2662, position: cosponsor, date: 2019-05-10}
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The library, with a bill of 2019, its sponsor, one who left, and bills to oppose."""
    make_project(tmp_path)
    folder = tmp_path / LIBRARY
    edits = {
        "campaign.yaml": ("asks:\n", ASKS),
        "source.yaml": ("  - id: count\n", f"  - id: count\n{BILL}"),
        "letter.md": ("{{ arguments }}", "{{ thanks }}\n\n{{ arguments }}"),
    }
    for name, (old, new) in edits.items():
        path = folder / name
        path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")
    (folder / "positions.yaml").write_text(POSITIONS, "utf-8")
    (folder / "audited.yaml").unlink(missing_ok=True)
    return tmp_path


THANKS = (
    "Thank you for introducing the Evening Hours Act (H.R. 2662) in 2019. "
    "We ask you to reintroduce it."
)


@pytest.mark.parametrize(("day", "alive"), [("2027-01-02", True), ("2027-01-03", False)])
def test_the_letter_stands_when_the_bills_to_oppose_have_died(
    day: str, *, alive: bool, project: Path
) -> None:
    run = letters("build", "library", "--date", day, "--allow-ended", project=project)
    assert run.code == 0, run.warned
    over = "warning: asks[1]: oppose falls away: the 119th Congress ended on January 3, 2027"
    assert (over in run.warned) is not alive
    pages = {
        path.stem: " ".join(text_of(path).split())
        for path in (project / "out" / "library").glob("*.pdf")
    }
    escobar, collins = pages["TX-16-escobar"], pages["ME-sen-collins"]
    assert THANKS in escobar
    assert "Thank you for introducing" not in collins
    # The sponsor is not asked to back her own bill, and each is asked about the bills of her house.
    assert "Back a bill like" not in escobar
    # Its own ask stands for the recommendation that it serves, until it falls away.
    back = "Back a bill like the Evening Hours Act (H.R. 2662, 116th Congress)."
    assert (back in collins) is not alive
    assert ("Oppose H.R. 273 and H.R. 551" in escobar) is alive
    assert ("Oppose S. 112" in collins) is alive
    assert "S. 112" not in escobar
    assert "H.R. 273" not in collins


def test_explain_and_coverage_tell_the_senders_own_ask_from_the_documents(project: Path) -> None:
    explained = letters("explain", "library", "TX-16", "--date", "2026-12-01", project=project).said
    assert (
        "sponsored H.R. 2662 on May 10, 2019 (positions.yaml: govinfo.gov, BILLS-116hr2662ih): "
        "thanked, and asked again"
    ) in explained
    assert "the sender's own, for count; every member can act on it" in explained
    covered = letters("coverage", "library", "--date", "2026-12-01", project=project).said
    assert "oppose (the sender's own)" in covered
    table = letters("coverage", "library", "--csv", "--date", "2026-12-01", project=project).said
    assert "own ask,oppose,,2," in table
    assert "ask,count,,1," in table
