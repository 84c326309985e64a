"""Edits of files as a user makes them, and mistakes as a user sees them."""

from pathlib import Path

from tests.support.projects import Run


def change(path: Path, old: str, new: str) -> int:
    """Replaces words that must be in the file; returns the line in which they stood."""
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text.partition(old)[0].count("\n") + 1


def line_of(path: Path, words: str) -> int:
    """Returns the first line with the words."""
    return path.read_text("utf-8").partition(words)[0].count("\n") + 1


def refused(done: Run, *hints: str) -> None:
    """Asserts that the run ended as a user's mistake: a sentence on stderr, and no traceback."""
    assert done.code == 2, done
    assert done.said == ""
    assert "Traceback" not in done.warned
    for hint in hints:
        assert hint in done.warned
