"""`letters coverage`: the map of local arguments, and the same figures as CSV."""

import csv
import io
import re
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.cli.congress.members import (
    CAMPAIGN,
    CONGRESS,
    DATE,
    needs_data,
    run,
)

pytestmark = pytest.mark.slow


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
    assert lines[0] == "137 of 537 letters have a local argument"
    assert re.search(r"^ +11/11 +5/5 ", shown.said, re.MULTILINE)
    assert re.search(r"^ +3 +local-brownsville", shown.said, re.MULTILINE)
    assert re.search(r"^ +0 +local-eagle-pass", shown.said, re.MULTILINE)
    assert "Without a local argument: 400 members" in shown.said
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
    assert kinds["without a local argument"] == 400
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
