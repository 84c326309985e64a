"""`letters status`, `mark` and `export` on real letters."""

import re
import stat
from pathlib import Path

from tests.cli.edits import refused
from tests.cli.mailings import PRINT, writers_of
from tests.support.drives import (
    CAMPAIGN,
    out_of,
    run,
    table,
)


def test_marks_are_counted_and_marks_that_cannot_be_true_are_refused(place: Path) -> None:
    count = len(table(out_of(place) / "index.csv"))
    assert run(place, "status", CAMPAIGN).said == f"{count} letters: {count} printed.\n"
    done = run(place, "mark", "returned", CAMPAIGN, "--supporter", writers_of(place)[0]["id"])
    assert done.code == 1
    assert "not marked: " in done.warned
    assert "mark it mailed first" in done.warned
    assert "0 letters marked returned, " in done.said

    assert run(place, *PRINT).code == 0
    assert (
        f"run-001: {count} letters are not marked as mailed" in run(place, "status", CAMPAIGN).said
    )
    done = run(place, "mark", "mailed", CAMPAIGN, "--batch", "run-001", "--date", "2026-12-01")
    assert (done.code, done.said) == (0, f"{count} letters marked mailed.\n")
    again = run(place, "mark", "mailed", CAMPAIGN, "--batch", "run-001", "--date", "2026-12-01")
    assert again.said == f"0 letters marked mailed, {count} were before.\n"
    file = table(out_of(place) / "index.csv")[0]["file"]
    assert run(place, "mark", "answered", CAMPAIGN, "--file", file, "--answer", "no").code == 0
    said = run(place, "status", CAMPAIGN, "--by", "state").said
    assert "1: they did not answer\n" in said
    assert "not marked as mailed" not in said
    assert re.search(r"^ *TX +\d+ +\d+", said, re.MULTILINE)
    refused(run(place, "mark", "mailed", CAMPAIGN), "name the letters")
    refused(run(place, "mark", "mailed", CAMPAIGN, "--batch", "run-009"), "'run-009'")


def test_many_refusals_are_counted(place: Path) -> None:
    run(place, *PRINT)
    done = run(place, "mark", "returned", CAMPAIGN, "--batch", "run-001")
    assert done.code == 1
    assert len(done.warned.splitlines()) == 1
    assert re.match(r"not marked: \d\d letters: ", done.warned)


def test_the_history_says_who_agreed_to_what_by_id_alone(place: Path) -> None:
    run(place, *PRINT)
    done = run(place, "export", CAMPAIGN, place / "history.csv")
    assert (done.code, done.said) == (0, "")
    assert stat.S_IMODE((place / "history.csv").stat().st_mode) == 0o600
    rows = table(place / "history.csv")
    assert {row["consent_wording"] for row in rows} == {"2026-08"}
    assert {row["step"] for row in rows} == {"composed", "printed", "assembled"}
    text = (place / "history.csv").read_text("utf-8")
    assert not any(row["street"] in text or row["email"] in text for row in writers_of(place))
