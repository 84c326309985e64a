import hashlib
from pathlib import Path

from generator.ledger import index_csv
from generator.ledger.outcomes import Outcome, Report

PRINTED = Outcome(
    "E000299",
    "TX-16-escobar",
    "printed",
    pages=1,
    arguments=("a", "b"),
    findings=("x",),
    sha256="0",
    fingerprint="f",
    dropped=("c",),
    date="2026-11-24",
    design="organization",
)


def test_a_failure_decides_the_exit_code() -> None:
    report = Report([PRINTED])
    assert report.exit_code == 0
    report.add(Outcome("X", "AK-AL-x", "left out", message="term ended"))
    assert report.exit_code == 0
    report.add(Outcome("Y", "AZ-01-y", "failed", message="too long"))
    assert report.exit_code == 1
    assert report.summary == "1 printed, 1 left out, 1 failed"
    assert [outcome.stem for outcome in report.outcomes] == ["AK-AL-x", "AZ-01-y", "TX-16-escobar"]


def test_a_run_with_nothing_to_do_says_so() -> None:
    assert Report().summary == "nothing to print"


def test_the_index_reads_back_what_it_wrote(tmp_path: Path) -> None:
    (tmp_path / "TX-16-escobar.pdf").write_bytes(b"%PDF")
    index_csv.write(tmp_path, [PRINTED])
    read = index_csv.read(tmp_path)["TX-16-escobar"]
    assert (read.recipient, read.pages, read.arguments, read.dropped, read.findings) == ("E000299", 1, ("a", "b"), ("c",), ("x",))


def test_the_index_forgets_letters_that_are_gone_and_names_that_leave_the_folder(tmp_path: Path) -> None:
    outside = Outcome("E000299", "../outside", "printed")
    index_csv.write(tmp_path, [PRINTED, outside])
    (tmp_path.parent / "outside.pdf").write_bytes(b"%PDF")
    assert index_csv.read(tmp_path) == {}


def test_an_index_of_another_form_counts_as_none(tmp_path: Path) -> None:
    (tmp_path / "index.csv").write_text("a,b\n1,2\n")
    assert index_csv.read(tmp_path) == {}
    (tmp_path / "index.csv").write_bytes(b"\xff\xfe\x00")
    assert index_csv.read(tmp_path) == {}


def test_a_letter_is_unchanged_only_if_words_and_file_both_are(tmp_path: Path) -> None:
    known = Outcome("E", "TX-16-escobar", "unchanged", sha256=hashlib.sha256(b"%PDF").hexdigest(), fingerprint="f")
    assert not index_csv.is_unchanged(tmp_path, known, fingerprint="f")
    (tmp_path / "TX-16-escobar.pdf").write_bytes(b"%PDF")
    assert index_csv.is_unchanged(tmp_path, known, fingerprint="f")
    assert not index_csv.is_unchanged(tmp_path, known, fingerprint="g")
    assert not index_csv.is_unchanged(tmp_path, None, fingerprint="f")
    (tmp_path / "TX-16-escobar.pdf").write_bytes(b"%PDF changed")
    assert not index_csv.is_unchanged(tmp_path, known, fingerprint="f")
