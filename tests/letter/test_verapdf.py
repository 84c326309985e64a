"""The gate itself: it lets a right file through, and it catches a wrong one."""

import subprocess
import sys
from pathlib import Path

import pytest
from weasyprint import HTML

from tests.conftest import Verapdf

pytestmark = pytest.mark.slow

RIGHT = "<html lang=en><title>A letter</title><h1>A letter</h1><p>Dear Senator Cortez Masto:</p>"


def printed(html: str, path: Path) -> Path:
    HTML(string=html).write_pdf(path, pdf_variant="pdf/ua-1")
    return path


def test_a_conforming_file_breaks_no_rule_and_others_are_named_with_theirs(
    tmp_path: Path, verapdf: Verapdf
) -> None:
    right = printed(RIGHT, tmp_path / "right ’ file.pdf")
    untitled = printed(RIGHT.replace("<title>A letter</title>", ""), tmp_path / "untitled.pdf")
    torn = tmp_path / "torn.pdf"
    torn.write_bytes(right.read_bytes()[:500])

    failures = verapdf([right, untitled, torn])

    assert failures[right] == ()
    assert any(failure.startswith("7.1-9 ") for failure in failures[untitled])
    assert failures[torn]


def test_a_file_that_is_not_there_is_a_failure(tmp_path: Path, verapdf: Verapdf) -> None:
    missing = tmp_path / "missing.pdf"

    assert "unreadable" in verapdf([missing])[missing][0]


@pytest.mark.parametrize(
    ("flags", "verdict"), [([], "1 skipped"), (["--require-verapdf"], "1 error")]
)
def test_without_java_a_test_is_skipped_unless_the_gate_is_required(
    flags: list[str], verdict: str
) -> None:
    one_test = f"{__file__}::test_a_file_that_is_not_there_is_a_failure"
    command = [sys.executable, "-m", "pytest", "-rs", "-p", "no:cacheprovider", *flags, one_test]

    run = subprocess.run(
        command,
        env={"PATH": ""},
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parents[2],
    )

    assert verdict in run.stdout
    assert "there is no Java here" in run.stdout
