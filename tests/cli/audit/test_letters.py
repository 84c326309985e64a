"""`letters check` and `build`: what a letter needs a finding for, and scans."""

import re
import shutil
from pathlib import Path

import pytest

from tests.cli.audit.audits import SHIPPED, inside, make
from tests.cli.edits import change
from tests.support import own_words
from tests.support.projects import DATE, ROOT, letters

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    "file", sorted(path.name for path in (ROOT / "letters" / SHIPPED / "arguments").glob("*.md"))
)
def test_a_stray_number_in_any_argument_is_found_with_its_line(file: str, place: Path) -> None:
    """Done-line 3 of the audit, by `check`, which looks at every letter."""
    path = place / "letters" / SHIPPED / "arguments" / file
    path.write_text(path.read_text("utf-8").rstrip() + " There were 57,000.\n", encoding="utf-8")
    line = path.read_text("utf-8").count("\n")
    run = inside("check", SHIPPED, "--date", DATE, project=place)
    assert run.code == 2
    expected = [
        one
        for one in run.warned.splitlines()
        if one.startswith(f"letters/{SHIPPED}/arguments/{file}:") and ": warning: " not in one
    ]
    assert [one.split(": ", 1)[0] for one in expected] == [
        f"letters/{SHIPPED}/arguments/{file}:{line}"
    ], run.warned
    assert "57,000 comes from no finding that is cited here" in expected[0]


def test_a_stray_number_stops_build_before_anything_is_written(place: Path) -> None:
    """Done-line 3 of the audit, by the installed command."""
    path = place / "letters" / SHIPPED / "arguments" / "children.md"
    path.write_text(path.read_text("utf-8") + "\nThere were 57,000.\n", encoding="utf-8")
    line = path.read_text("utf-8").count("\n")
    run = letters("build", SHIPPED, "--date", DATE, project=place)
    assert (run.code, run.said) == (2, "")
    assert run.warned.splitlines()[0].startswith(
        f"letters/{SHIPPED}/arguments/children.md:{line}: 57,000 comes from no finding"
    )
    assert not (place / "out").exists()


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            'subject: "Migrant',
            'subject: "57,000 Migrant',
            "subject: 57,000 has no footnote here: say it in letter.md with",
        ),
        (
            "max_arguments: 3",
            "enclosures: [Q&A, 57_000 signatures]\nmax_arguments: 3",
            "enclosures[2]: 57_000 has no footnote here",
        ),
        (
            "max_arguments: 3",
            "copies: The Hundred of El Paso\nmax_arguments: 3",
            "copies[1]: Hundred has no footnote here",
        ),
    ],
)
def test_what_campaign_yaml_prints_outside_the_statement_is_audited(
    old: str, new: str, expected: str, place: Path
) -> None:
    settings = place / "letters" / SHIPPED / "campaign.yaml"
    change(settings, old, new)
    line = next(
        at
        for at, words in enumerate(settings.read_text("utf-8").splitlines(), 1)
        if words == new.partition("\n")[0] or words.startswith(new)
    )
    run = inside("build", SHIPPED, "--date", DATE, project=place)
    assert (run.code, run.said) == (2, "")
    assert f"letters/{SHIPPED}/campaign.yaml:{line}: {expected}" in run.warned
    assert not (place / "out").exists()


def test_an_ask_that_no_argument_supports_is_named_with_its_line(place: Path) -> None:
    folder = place / "letters" / SHIPPED
    for path in (folder / "arguments").glob("*.md"):
        path.write_text(
            path.read_text("utf-8").replace("enact-legislation, ", ""), encoding="utf-8"
        )
    lines = (folder / "campaign.yaml").read_text("utf-8").splitlines()
    line = next(
        number
        for number, words in enumerate(lines, 1)
        if "recommendation: enact-legislation" in words
    )
    run = inside("check", SHIPPED, "--date", DATE, project=place)
    expected = (
        f"letters/{SHIPPED}/campaign.yaml:{line}: warning: asks: enact-legislation: no argument "
        "supports it"
    )
    assert run.code == 0
    assert [
        one.startswith(expected) for one in run.warned.splitlines() if "supports it" in one
    ] == [True]


def test_the_figure_of_a_finding_without_one_is_refused_at_its_line(place: Path) -> None:
    path = place / "letters" / SHIPPED / "arguments" / "health-and-disability.md"
    change(path, '{{ cite("inaccessible-shelter") }}', '{{ figure("inaccessible-shelter") }}')
    line = next(
        at
        for at, words in enumerate(path.read_text("utf-8").splitlines(), 1)
        if 'figure("inaccessible-shelter")' in words
    )
    run = inside("check", SHIPPED, "--date", DATE, project=place)
    assert run.code == 2
    expected = (
        f"letters/{SHIPPED}/arguments/health-and-disability.md:{line}: figure: "
        '"inaccessible-shelter" has no figure in source.yaml: '
        "say it in your own words, "
    )
    assert f'{expected}with {{{{ cite("inaccessible-shelter") }}}} behind them' in run.warned
    change(path, '{{ figure("inaccessible-shelter") }}', "")
    run = inside("check", SHIPPED, "--date", DATE, project=place)
    assert (
        'the text does not use "inaccessible-shelter": '
        'write {{ cite("inaccessible-shelter") }} in it, or take it out of cites'
    ) in run.warned


ALTERED = {
    "a figure before its footnote": (
        "It was $18,500 in all.\n\n{expected}",
        "stands before the footnote of cost-average",
    ),
    "an old figure as of today": (
        'Today a well costs {{{{ figure("cost-average") }}}}.',
        "as of today",
    ),
    "more than the finding": (
        "{expected} They were at least 4,400.",
        "at least 4,400 comes from no finding that is cited here",
    ),
    "a finding that is not cited": (
        '{expected} And {{{{ figure("affected-homes") }}}}.',
        "affected-homes",
    ),
}


@pytest.mark.parametrize("how", ALTERED)
def test_a_letter_altered_by_hand_is_refused_with_the_mistake(
    how: str, place: Path, tmp_path: Path
) -> None:
    """Of each kind one, by `check`; the rules themselves are tried in test_audit_letters."""
    words, expected = ALTERED[how]
    assert inside("new", "wells", "--from", make("wells.pdf", tmp_path), project=place).code == 0
    own_words.write(place / "letters" / "wells" / "source.yaml", "wells.pdf")
    (place / "templates" / "organization" / "design.yaml").write_text(
        "dates: notes\n", encoding="utf-8"
    )
    assert inside("check", "wells", "--date", DATE, project=place).code == 0
    argument = place / "letters" / "wells" / "arguments" / "first.md"
    head, body = argument.read_text("utf-8").rsplit("---\n", 1)
    before_it = body.rpartition("#}")[2].strip()
    argument.write_text(f"{head}---\n\n{words.format(expected=before_it)}\n", encoding="utf-8")
    run = inside("check", "wells", "--date", DATE, project=place)
    assert run.code == 2
    assert expected in run.warned
    assert re.search(r"^letters/wells/arguments/first\.md:\d+: ", run.warned, re.MULTILINE)


def test_the_campaign_says_what_is_an_error(place: Path) -> None:
    settings = place / "letters" / SHIPPED / "campaign.yaml"
    letter = place / "letters" / SHIPPED / "letter.md"
    letter.write_text(
        letter.read_text("utf-8") + "\nForty-one members have signed.\n", encoding="utf-8"
    )
    run = inside("check", SHIPPED, "--date", DATE, project=place)
    assert run.code == 2
    assert "Forty-one comes from no finding" in run.warned
    settings.write_text(
        settings.read_text("utf-8") + "\naudit:\n  untraced: warning\n", encoding="utf-8"
    )
    run = inside("check", SHIPPED, "--date", DATE, project=place)
    assert run.code == 0
    assert "warning: Forty-one comes from no finding" in run.warned
    change(settings, "untraced: warning", "untraced: ignore")
    assert "Forty-one" not in inside("check", SHIPPED, "--date", DATE, project=place).warned


ONE = ("build", SHIPPED, "--date", DATE, "--to", "TX-16", "--jobs", "1")


def test_a_scan_of_every_letter_is_read_where_it_is_asked_for(place: Path) -> None:
    if shutil.which("tesseract") is None:
        pytest.skip("tesseract is not on this machine: apt install tesseract-ocr")
    assert inside(*ONE, project=place).said == f"1 printed: {place / 'out' / SHIPPED}\n"
    run = inside(*ONE, "--ocr", project=place)
    assert (run.code, run.said) == (0, f"1 printed: {place / 'out' / SHIPPED}\n"), (
        "what was printed before is printed again, and read"
    )
    assert "scan: " not in run.warned
    style = place / "templates" / "organization" / "letter.css"
    style.write_text(style.read_text("utf-8") + "\nh1 { color: #f6f6f6 }\n", encoding="utf-8")
    run = inside(*ONE, "--ocr", project=place)
    assert run.code == 0
    assert (
        "TX-16-escobar: scan: the Re: line is not on its pages word for word: “Re: " in run.warned
    )


def test_a_scan_without_tesseract_is_refused_before_anything_is_written(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(place))
    run = inside(*ONE, "--ocr", project=place)
    assert (run.code, run.said) == (2, "")
    assert run.warned.startswith(
        "letters: scans are read by the program tesseract, which is not on this machine: "
        "`apt install"
    )
    assert not (place / "out").exists()
