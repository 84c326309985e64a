"""The build that the tests of the shipped campaign share."""

from pathlib import Path

from tests.support.projects import DATE

CAMPAIGN = "remain-in-mexico"


DATED = ("build", CAMPAIGN, "--date", DATE)


def printed(folder: Path) -> list[str]:
    """The letters in the folder."""
    return sorted(path.stem for path in folder.glob("*.pdf"))
