"""`letters audit`: the shipped campaign and others against their documents."""

import json
import re
from pathlib import Path

import pytest
import yaml

from tests.cli.audit.audits import FINDINGS, OF_OTHERS, SHIPPED, inside, make
from tests.cli.edits import change, line_of
from tests.conftest import Golden
from tests.support import own_words
from tests.support.projects import DATE, letters

pytestmark = pytest.mark.slow


def test_the_shipped_campaign_passes_and_remembers_its_document(
    place: Path, document: Path
) -> None:
    run = letters("audit", SHIPPED, "--source", document, project=place)
    assert (run.code, run.warned) == (0, "")
    assert run.said.splitlines()[-1] == (
        f"{FINDINGS} findings, 7 recommendations and 8 sections: all supported "
        f"({OF_OTHERS} of another work, not checked) by {document}"
    )
    again = inside("audit", SHIPPED, project=place)
    assert (again.code, again.said.splitlines()[-1], again.warned) == (
        0,
        run.said.splitlines()[-1],
        "",
    )
    kept = json.loads((place / ".letters" / "documents.json").read_text("utf-8"))
    assert kept[SHIPPED][""]["origin"] == str(document)
    assert re.fullmatch(r"[0-9a-f]{64}", kept[SHIPPED][""]["sha256"])
    assert {path.name for path in (place / ".letters").iterdir()} == {"documents.json"}


@pytest.mark.parametrize(
    ("old", "new", "field", "expected"),
    [
        (
            "figure: over 56,000",
            "figure: over 57,000",
            "figure",
            "“over 57,000” does not stand in the section",
        ),
        ("figure: over 56,000", "figure: at least 56,000", "figure", "“at least 56,000”"),
        ("as_of: 2019-11\n", "as_of: 2019-10\n", "as_of", "the document dates it November 2019"),
    ],
)
def test_a_false_statement_is_an_error_with_its_line(
    place: Path, document: Path, old: str, new: str, field: str, expected: str
) -> None:
    source = place / "letters" / SHIPPED / "source.yaml"
    change(source, old, new)
    run = inside("audit", SHIPPED, "--source", document, project=place)
    assert run.code == 2
    first = run.warned.splitlines()[0]
    assert re.match(rf"letters/{SHIPPED}/source\.yaml:\d+: findings\[\d+\]\.{field}: ", first), (
        run.warned
    )
    assert int(first.split(":")[1]) == line_of(source, new.strip())
    assert expected in run.warned
    assert "Nearest: " in run.warned
    assert re.search(r"^ ?NO +returned-november", run.said, re.MULTILINE)
    assert ": 1 not supported (" in run.said


def test_a_doubt_is_a_warning_and_no_error(place: Path, document: Path) -> None:
    source = place / "letters" / SHIPPED / "source.yaml"
    old = "Before it widened the program, DHS published no assessment of the pilot."
    change(source, old, "Before it widened the program, DHS published an assessment of the pilot.")
    run = inside("audit", SHIPPED, "--source", document, project=place)
    assert run.code == 0
    line = line_of(source, "DHS published an assessment")
    assert re.match(
        rf"letters/{SHIPPED}/source\.yaml:{line}: warning: findings\[\d+\]\.claim: "
        rf"no-evaluation: look whether it is so: "
        "one of the two denies what the other says: “not ",
        run.warned,
    )
    assert re.search(r"^\? +no-evaluation", run.said, re.MULTILINE)
    assert "all supported, 1 to look at (" in run.said.splitlines()[-1]
    assert f"findings: {FINDINGS - OF_OTHERS}" in (source.parent / "audited.yaml").read_text(
        "utf-8"
    )


def test_other_words_for_an_ask_must_ask_for_the_same(place: Path, document: Path) -> None:
    settings = place / "letters" / SHIPPED / "campaign.yaml"
    old = "Support legislation that ends the program and gives it no money."
    change(settings, old, "Build a wall along the whole border.")
    run = inside("audit", SHIPPED, "--source", document, project=place)
    line = line_of(settings, "Build a wall")
    assert run.code == 2
    assert re.fullmatch(
        rf"letters/{SHIPPED}/campaign\.yaml:{line}: asks\[\d+\]\.text: end-program: the document "
        "does not ask to “build” that: "
        "use its own verb, if it asks for this\n",
        run.warned,
    )


def test_an_ask_of_the_senders_own_is_compared_with_no_document(
    place: Path, document: Path
) -> None:
    settings = place / "letters" / SHIPPED / "campaign.yaml"
    own = """asks:
  - recommendation: end-program
    own: true
    id: build
    bill: {congress: 119, number: H.R. 2, stance: oppose, sponsor: B000001}
    text: Build no wall along the border.
"""
    change(settings, "asks:\n", own)
    run = inside("audit", SHIPPED, "--source", document, project=place)
    assert (run.code, run.warned) == (0, "")
    # Its quotations are those of the document, like all others.
    change(settings, "Build no wall", "Build no “great and beautiful wall”")
    run = inside("audit", SHIPPED, "--source", document, project=place)
    assert run.code == 2
    assert "asks[1].text: " in run.warned


@pytest.mark.parametrize(
    ("file", "old", "new", "field"),
    [
        (
            "campaign.yaml",
            "title: End “Remain in Mexico”",
            "title: End “Remain in Monaco”",
            "title: ",
        ),
        ("campaign.yaml", 'subject: "Migrant', 'subject: "‘Stay in Mexico’: Migrant', "subject: "),
        ("campaign.yaml", "    text: Lead a", "    text: Lead “a grand” a", r"asks\[\d+\].text: "),
        ("campaign.yaml", "max_pages: 1 ", "copies: [“The Grand Jury”]\nmax_pages: 1 ", "copies: "),
        ("sender.yaml", "title: Executive Director", "title: “Director of Everything”", "title: "),
        ("arguments/children.md", "weight: 95\n---\n", "weight: 95\n---\n\n> Fail better.\n", ""),
        ("letter.md", "Please let", "&ldquo;Never mind.&rdquo; Please let", ""),
    ],
)
def test_what_is_quoted_anywhere_must_stand_in_the_document(
    file: str, old: str, new: str, field: str, place: Path, document: Path
) -> None:
    change(place / "letters" / SHIPPED / file, old, new)
    run = inside("audit", SHIPPED, "--source", document, project=place)
    assert run.code == 2
    (expected,) = run.warned.splitlines()
    assert re.match(rf"letters/{SHIPPED}/{file}:\d+: {field}“", expected), expected
    assert "is in quotation marks and does not stand in the document word for word" in expected


def test_a_missing_or_old_record_of_an_audit_is_warned_of(place: Path, document: Path) -> None:
    source, record = (
        place / "letters" / SHIPPED / "source.yaml",
        place / "letters" / SHIPPED / "audited.yaml",
    )
    build = ("build", SHIPPED, "--to", "TX-16", "--date", DATE, "--jobs", "1")
    note = place / "out" / SHIPPED / "README.txt"
    assert "audited" not in inside(*build, project=place).warned
    assert "source.yaml was audited on " in note.read_text("utf-8")
    change(source, "# What it found.", "# What it found!")
    expected = f"letters/{SHIPPED}/source.yaml: warning: has changed since it was audited on "
    assert inside("check", SHIPPED, "--date", DATE, project=place).warned.count(expected) == 1
    assert inside(*build, project=place).warned.count(expected) == 1
    assert "source.yaml has changed since it was audited on " in note.read_text("utf-8")
    assert inside("audit", SHIPPED, "--source", document, project=place).code == 0
    assert "audited" not in inside(*build, project=place).warned
    kept = yaml.safe_load(record.read_text("utf-8"))
    assert (kept["findings"], kept["recommendations"], kept["sections"]) == (
        FINDINGS - OF_OTHERS,
        7,
        8,
    )
    assert [(one["work"], one["name"]) for one in kept["documents"]] == [
        ("hrw-2020", document.name)
    ]
    change(source, "figure: over 56,000", "figure: over 57,000")
    before = record.read_bytes()
    assert inside("audit", SHIPPED, project=place).code == 2
    assert record.read_bytes() == before
    record.unlink()
    expected = (
        f"letters/{SHIPPED}/source.yaml: warning: was never audited against its document: "
        f"letters audit {SHIPPED} --source FILE|URL"
    )
    assert expected in inside("check", SHIPPED, "--date", DATE, project=place).warned


def test_the_findings_of_another_work_are_looked_for_in_its_document(
    place: Path, tmp_path: Path
) -> None:
    assert inside("new", "wells", "--from", make("wells.pdf", tmp_path), project=place).code == 0
    source = place / "letters" / "wells" / "source.yaml"
    own_words.write(source, "wells.pdf")
    data = yaml.safe_load(source.read_text("utf-8"))
    data["bibliography"].append(
        {
            "id": "broadband",
            "author": "Open Lines Project",
            "title": "Broadband",
            "issued": "2021-06-30",
        }
    )
    other = {
        **data["findings"][0],
        "id": "elsewhere",
        "reference": "broadband",
        "figure": "8 percent",
        "as_of": "2021-06-30",
    }
    other = {key: value for key, value in other.items() if key != "as_of_text"} | {
        "claim": "Homes without broadband next door."
    }
    data["findings"].append(other)
    source.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), encoding="utf-8")
    run = inside("audit", "wells", project=place)
    assert (run.code, run.warned) == (0, "")
    assert "(1 of another work, not checked)" in run.said
    assert "not_checked: 1" in (place / "letters" / "wells" / "audited.yaml").read_text("utf-8")
    brief = make("broadband.md", tmp_path)
    run = inside("audit", "wells", "--source", f"broadband={brief}", project=place)
    assert (run.code, run.warned) == (0, "")
    assert run.said.splitlines()[-1] == (
        "15 findings, 3 recommendations and 3 sections: all supported by "
        f"{tmp_path / 'wells.pdf'}, {brief}"
    )
    change(source, "8 percent", "9 percent")
    run = inside("audit", "wells", project=place)
    assert run.code == 2
    assert "elsewhere: “9 percent” does not stand in the section" in run.warned
    assert "Broadband on Tribal Lands: A Brief, line 9: " in run.warned
    run = inside("audit", "wells", "--source", f"poll={brief}", project=place)
    assert (run.code, run.warned) == (
        2,
        "letters: no work 'poll'; there are: basin-policy-institute, broadband\n",
    )


def test_a_document_altered_by_hand_fails_the_findings_it_no_longer_bears_out(
    place: Path, document: Path, tmp_path: Path
) -> None:
    altered = tmp_path / "altered.md"
    text = document.read_text("utf-8")
    assert "59,000" in text
    altered.write_text(text.replace("59,000", "58,000"), encoding="utf-8")
    assert inside("audit", SHIPPED, "--source", document, project=place).code == 0
    run = inside("audit", SHIPPED, "--source", altered, project=place)
    assert run.code == 2
    assert "returned-total: “over 59,000” does not stand in the section" in run.warned


def test_a_changed_document_is_warned_of(place: Path, document: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine.md"
    mine.write_bytes(document.read_bytes())
    assert inside("audit", SHIPPED, "--source", mine, project=place).code == 0
    mine.write_bytes(document.read_bytes() + b"\n\nOne more line.\n")
    run = inside("audit", SHIPPED, project=place)
    assert (run.code, run.warned) == (
        0,
        f"{mine} is not the document that it was at the last audit.\n",
    )
    assert inside("audit", SHIPPED, project=place).warned == ""
    mine.unlink()
    run = inside("audit", SHIPPED, project=place)
    assert (run.code, run.warned) == (
        2,
        (
            f"letters: {mine}: cannot be read: No such file or directory; name the document with "
            "--source FILE|URL\n"
        ),
    )


def test_an_audit_without_a_document_asks_for_it(project: Path) -> None:
    run = inside("audit", SHIPPED, project=project)
    assert (run.code, run.said) == (2, "")
    assert run.warned == (
        f"letters: which document does {SHIPPED} rest on? Name it once: letters audit "
        f"{SHIPPED} --source FILE|URL\n"
    )


def test_what_is_remembered_may_be_spoiled(place: Path) -> None:
    for spoiled in (
        "{",
        "[]",
        '{"remain-in-mexico": {"origin": "x"}}',
        '{"remain-in-mexico": {"": {"origin": "x"}}}',
    ):
        (place / ".letters").mkdir(exist_ok=True)
        (place / ".letters" / "documents.json").write_text(spoiled, encoding="utf-8")
        assert "Name it once" in inside("audit", SHIPPED, project=place).warned


@pytest.mark.parametrize("columns", [80, 200])
def test_the_screen_is_as_it_was(wells: Path, tmp_path: Path, golden: Golden, columns: int) -> None:
    run = inside("audit", "wells", project=wells, columns=columns)
    assert run.code == 2
    text = f"{run.said}\n--- stderr ---\n{run.warned}".replace(str(tmp_path), "…")
    assert max(map(len, run.said.splitlines()[:-1])) <= columns
    golden(f"audit-{columns}.txt", "\n".join(line.rstrip() for line in text.splitlines()) + "\n")


def test_the_page_is_written_as_well(wells: Path, tmp_path: Path) -> None:
    page = tmp_path / "audit.html"
    run = inside("audit", "wells", "--html", page, project=wells)
    assert f"{page} is written.\n" in run.said
    html = page.read_text("utf-8")
    assert html.startswith("<!DOCTYPE html>")
    assert "✗ failed" in html
    assert "? look at this" in html
    assert "Look whether it is so" in html
    assert "more than 4,300" in html
    assert "Household wells in the basin that ran dry." in html, (
        "the claim stands beside its passage"
    )
    assert "The difficulty of certifying" not in html, "of the document nothing but the passages"
    assert "<mark" in html
    assert not re.search(r"""(?:src|href)=["'](?!#)""", html), "the page needs no other file"
    run = inside(
        "audit", "wells", "--html", tmp_path / "no" / "such" / "folder.html", project=wells
    )
    assert run.code == 2
    assert "cannot write" in run.warned
