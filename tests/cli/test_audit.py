"""`letters audit`, `source`, `sources` and `new --from` as a person tries them, on documents of every make and in every bad state."""

import http.server
import io
import json
import re
import shutil
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pikepdf
import pytest
import yaml
from click.testing import CliRunner
from PIL import Image

from generator.cli.root import letters as command
from tests.conftest import Golden
from tests.support import makes, own_words
from tests.support.projects import DATE, ROOT, Run, copy_project, letters

pytestmark = pytest.mark.slow

SHIPPED = "remain-in-mexico"
SHARED = ROOT.parent / "shared" / "source" / "remain-in-mexico-qa.md"
NAMES = ("wells.pdf", "clinics.html", "testimony.txt", "broadband.md", "evictions.pdf")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the shipped project in which nothing is changed."""
    return copy_project(tmp_path_factory.mktemp("audit") / "project")


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A copy of the shipped project."""
    return copy_project(tmp_path / "project")


@pytest.fixture(scope="module")
def document() -> Path:
    """The document that the shipped campaign is made from."""
    if not SHARED.exists():
        pytest.skip(
            f"the document that the shipped campaign is made from is not on this machine ({SHARED.name})"
        )
    return SHARED


def inside(*arguments: str | Path, project: Path, columns: int = 120) -> Run:
    """What became of `letters ARGUMENTS` in this process; an exception that the program does not know is ours."""
    runner = CliRunner(env={"COLUMNS": str(columns)})
    done = runner.invoke(
        command, ["--project", str(project), *map(str, arguments)], catch_exceptions=False
    )
    return Run(done.exit_code, done.stdout, done.stderr)


def change(path: Path, old: str, new: str) -> None:
    """Edits a file as a user would; the words must be there."""
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def line_of(path: Path, words: str) -> int:
    """The line in which the words stand first."""
    return path.read_text("utf-8").split(words)[0].count("\n") + 1


def make(name: str, folder: Path) -> Path:
    """One of the documents of different make, as a file."""
    path = folder / name
    path.write_bytes(makes.documents()[name])
    return path


# ---------------------------------------------------------------- the shipped campaign against its document


def test_the_shipped_campaign_passes_and_remembers_its_document(
    place: Path, document: Path
) -> None:
    run = letters("audit", SHIPPED, "--source", document, project=place)
    assert (run.code, run.warned) == (0, "")
    assert (
        run.said.splitlines()[-1]
        == f"84 findings, 7 recommendations and 8 sections: all supported by {document}"
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
    ("old", "new", "field", "told"),
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
    place: Path, document: Path, old: str, new: str, field: str, told: str
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
    assert told in run.warned
    assert "Nearest: " in run.warned
    assert re.search(r"^ ?NO +returned-november", run.said, re.MULTILINE)
    assert "1 not supported by" in run.said


def test_what_a_person_is_to_look_at_is_told_and_no_error(place: Path, document: Path) -> None:
    source = place / "letters" / SHIPPED / "source.yaml"
    old = "Before it widened the program, DHS published no assessment of the pilot."
    change(source, old, "Before it widened the program, DHS published an assessment of the pilot.")
    run = inside("audit", SHIPPED, "--source", document, project=place)
    assert run.code == 0
    line = line_of(source, "DHS published an assessment")
    assert re.match(
        rf"letters/{SHIPPED}/source\.yaml:{line}: warning: findings\[\d+\]\.claim: no-evaluation: look whether it is so: "
        "one of the two denies what the other says: “not ",
        run.warned,
    )
    assert re.search(r"^\? +no-evaluation", run.said, re.MULTILINE)
    assert "all supported, 1 to look at by" in run.said.splitlines()[-1]
    assert "findings: 84" in (source.parent / "audited.yaml").read_text("utf-8")


def test_other_words_for_an_ask_must_ask_for_the_same(place: Path, document: Path) -> None:
    settings = place / "letters" / SHIPPED / "campaign.yaml"
    old = "End the Migrant Protection Protocols by law, and provide no money for them."
    change(settings, old, "Build a wall along the whole border.")
    run = inside("audit", SHIPPED, "--source", document, project=place)
    line = line_of(settings, "Build a wall")
    assert run.code == 2
    assert run.warned == (
        f"letters/{SHIPPED}/campaign.yaml:{line}: asks[1].text: end-program: the document does not ask to “build” that: "
        "use its own verb, if it asks for this\n"
    )


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
        ("campaign.yaml", "    text: Join a", "    text: Join “a grand” a", "asks[3].text: "),
        ("campaign.yaml", "max_pages: 1 ", "copies: [“The Grand Jury”]\nmax_pages: 1 ", "copies: "),
        ("sender.yaml", "title: Executive Director", "title: “Director of Everything”", "title: "),
        ("arguments/children.md", "Whatever one thinks", "\n\n> Whatever one fails", ""),
        ("letter.md", "Please write", "&ldquo;Never mind.&rdquo; Please write", ""),
    ],
)
def test_what_is_quoted_anywhere_must_stand_in_the_document(
    file: str, old: str, new: str, field: str, place: Path, document: Path
) -> None:
    change(place / "letters" / SHIPPED / file, old, new)
    run = inside("audit", SHIPPED, "--source", document, project=place)
    assert run.code == 2
    (told,) = run.warned.splitlines()
    assert re.match(rf"letters/{SHIPPED}/{file}:\d+: {re.escape(field)}“", told), told
    assert "is in quotation marks and does not stand in the document word for word" in told


def test_the_record_of_an_audit_is_told_where_it_is_missing_or_old(
    place: Path, document: Path
) -> None:
    source, record = (
        place / "letters" / SHIPPED / "source.yaml",
        place / "letters" / SHIPPED / "audited.yaml",
    )
    build = ("build", SHIPPED, "--to", "TX-16", "--date", DATE, "--jobs", "1")
    note = place / "out" / SHIPPED / "README.txt"
    assert "audited" not in inside(*build, project=place).warned
    assert "source.yaml was audited on " in note.read_text("utf-8")
    change(source, "# What it found.", "# What it found!")
    told = f"letters/{SHIPPED}/source.yaml: warning: has changed since it was audited on "
    assert inside("check", SHIPPED, "--date", DATE, project=place).warned.count(told) == 1
    assert inside(*build, project=place).warned.count(told) == 1
    assert "source.yaml has changed since it was audited on " in note.read_text("utf-8")
    assert inside("audit", SHIPPED, "--source", document, project=place).code == 0
    assert "audited" not in inside(*build, project=place).warned
    kept = yaml.safe_load(record.read_text("utf-8"))
    assert (kept["findings"], kept["recommendations"], kept["sections"]) == (84, 7, 8)
    assert [(one["work"], one["name"]) for one in kept["documents"]] == [
        ("hrw-2020", document.name)
    ]
    change(source, "figure: over 56,000", "figure: over 57,000")
    before = record.read_bytes()
    assert inside("audit", SHIPPED, project=place).code == 2
    assert record.read_bytes() == before
    record.unlink()
    told = f"letters/{SHIPPED}/source.yaml: warning: was never audited against its document: letters audit {SHIPPED} --source FILE|URL"
    assert told in inside("check", SHIPPED, "--date", DATE, project=place).warned


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
        f"15 findings, 3 recommendations and 3 sections: all supported by {tmp_path / 'wells.pdf'}, {brief}"
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


def test_a_changed_document_is_told(place: Path, document: Path, tmp_path: Path) -> None:
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
        f"letters: {mine}: cannot be read: No such file or directory; name the document with --source FILE|URL\n",
    )


def test_an_audit_without_a_document_asks_for_it(project: Path) -> None:
    run = inside("audit", SHIPPED, project=project)
    assert (run.code, run.said) == (2, "")
    assert run.warned == (
        f"letters: which document does {SHIPPED} rest on? Name it once: letters audit {SHIPPED} --source FILE|URL\n"
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
        assert "Say it once" in inside("audit", SHIPPED, project=place).warned


# ---------------------------------------------------------------- the screen and the page


@pytest.fixture
def wells(place: Path, tmp_path: Path) -> Path:
    """A campaign that was drafted from a report, its claims written, one of its figures wrong and one claim to be looked at."""
    assert inside("new", "wells", "--from", make("wells.pdf", tmp_path), project=place).code == 0
    source = place / "letters" / "wells" / "source.yaml"
    assert own_words.write(source, "wells.pdf") > 10
    change(source, 'figure: "more than 4,300"', 'figure: "more than 4,800"')
    change(
        source,
        "Public water systems under the first emergency order.",
        "How long the first emergency order lasted.",
    )
    data = yaml.safe_load(source.read_text("utf-8"))
    data["bibliography"].append(
        {"id": "other", "author": "[A & B]", "title": "Another <b>work</b>", "issued": "2024"}
    )
    cited = next(one for one in data["findings"] if one["id"] == "cost-average")
    data["findings"] = [
        *data["findings"][:5],
        cited,
        {**data["findings"][0], "id": "elsewhere", "reference": "other"},
    ]
    source.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return place


@pytest.mark.parametrize("columns", [80, 200])
def test_the_screen_is_as_it_was(wells: Path, tmp_path: Path, golden: Golden, columns: int) -> None:
    run = inside("audit", "wells", project=wells, columns=columns)
    assert run.code == 2
    text = f"{run.said}\n--- stderr ---\n{run.warned}".replace(str(tmp_path), "…")
    assert max(map(len, run.said.splitlines()[:-1])) <= columns
    golden(f"audit-{columns}.txt", "\n".join(line.rstrip() for line in text.splitlines()) + "\n")


def test_the_page_is_written_beside_the_screen(wells: Path, tmp_path: Path) -> None:
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


def test_the_outline_of_a_document(project: Path, tmp_path: Path, golden: Golden) -> None:
    run = inside("source", "outline", make("broadband.md", tmp_path), project=project, columns=100)
    assert (run.code, run.warned) == (0, "")
    golden("outline-100.txt", "\n".join(line.rstrip() for line in run.said.splitlines()) + "\n")


def test_an_outline_of_very_much_shows_the_best_and_says_how_much_there_is(
    project: Path, tmp_path: Path
) -> None:
    path = tmp_path / "long.md"
    part = "## Ward {0}\n\nIn 2023, the board of ward {0} counted {1} wells in it.\n\nCongress should fund ward {0}.\n\n[more](https://x.example/{0})\n\n"
    path.write_text(
        "# Wells\n\n"
        + "".join(part.format(n, n + 200) for n in range(400))
        + "It cost $5 million in 2023.\n",
        encoding="utf-8",
    )
    short = inside("source", "outline", path, project=project)
    assert len(short.said.splitlines()) < 600
    assert "Candidate findings: the best 30 of 801" in short.said
    assert "Sections: the first 30 of 401" in short.said
    assert "$5 million" in short.said
    counted = "401 sections, 801 candidate findings, 400 candidate recommendations and 400 links"
    assert short.said.splitlines()[-1] == f"{counted}; --all shows every one"
    whole = inside("source", "outline", path, "--all", project=project)
    assert whole.said.splitlines()[-1] == counted
    assert whole.said.count("https://x.example/") == 400


def test_what_could_only_be_guessed_is_told_by_every_command_that_reads(
    place: Path, tmp_path: Path
) -> None:
    path = tmp_path / "old.txt"
    path.write_bytes(
        "WELLS – A BRIEF\n\nIn 2023, 4,300 wells went dry in “Harlan”.\n".encode("cp1252")
    )
    for arguments in (("source", "outline", path), ("new", "wells", "--from", path)):
        run = inside(*arguments, project=place)
        assert (run.code, run.warned.count("warning: ")) == (0, 1)
        assert "read as Windows-1252" in run.warned


@pytest.mark.parametrize("name", NAMES)
def test_an_outline_of_every_make(name: str, project: Path, tmp_path: Path) -> None:
    run = inside("source", "outline", make(name, tmp_path), project=project)
    assert run.code == 0
    for title in ("Sections", "Candidate findings", "Candidate recommendations"):
        assert title in run.said


def test_the_list_of_works(wells: Path) -> None:
    run = inside("sources", "wells", project=wells)
    assert run.said.splitlines() == [
        "Basin Policy Institute, Wells Without Water: The Harlan Basin after the Drought (March 14, 2024).",
        "[A & B], “Another <b>work</b>,” 2024.",
    ]
    settings = wells / "letters" / "wells" / "campaign.yaml"
    settings.write_text(settings.read_text("utf-8") + "citations: bluebook\n", encoding="utf-8")
    run = inside("sources", "wells", project=wells)
    assert run.said.splitlines()[1] == "[A & B], Another <b>work</b> (2024)."
    assert inside("sources", "nowhere", project=wells).code == 2


# ---------------------------------------------------------------- a campaign from any document


@pytest.mark.parametrize("name", NAMES)
def test_a_campaign_from_any_document_builds_once_its_claims_are_written(
    name: str, place: Path, tmp_path: Path
) -> None:
    """Done-line 4 of the audit: `check` refuses until then, and names every place."""
    path = make(name, tmp_path)
    run = inside("new", "trial", "--from", path, project=place)
    assert (run.code, run.warned) == (0, "")
    assert "this names every place:\n  letters check trial\n" in run.said
    source = place / "letters" / "trial" / "source.yaml"
    todos = [
        number
        for number, line in enumerate(source.read_text("utf-8").splitlines(), 1)
        if line.strip().endswith(": TODO")
    ]
    assert len(todos) >= 5
    run = inside("check", "trial", "--date", DATE, project=place)
    assert run.code == 2
    named = re.findall(
        r"^letters/trial/source\.yaml:(\d+): (?:findings|recommendations)\[\S+: is still to be written",
        run.warned,
        re.MULTILINE,
    )
    assert [int(line) for line in named] == todos
    refused = inside("build", "trial", "--to", "TX-16", "--date", DATE, project=place)
    assert refused.code == 2
    assert not (place / "out").exists()
    assert own_words.write(source, name) == len(todos)
    run = inside("check", "trial", "--date", DATE, project=place)
    assert (run.code, [line for line in run.warned.splitlines() if "warning" not in line]) == (
        0,
        [],
    )
    run = inside("build", "trial", "--to", "TX-16", "--date", DATE, "--jobs", "1", project=place)
    assert (run.code, run.said) == (0, f"1 printed: {place / 'out' / 'trial'}\n")
    assert (place / "out" / "trial" / "TX-16-escobar.pdf").stat().st_size > 10_000
    run = inside("audit", "trial", project=place)
    assert (run.code, run.warned) == (0, ""), "what was drafted from a document is borne out by it"


def test_a_campaign_from_a_document_that_does_not_name_itself_waits_for_its_name(
    place: Path, tmp_path: Path
) -> None:
    """Author, title and date that the document does not give are never printed as if it did."""
    path = tmp_path / "waiting.txt"
    path.write_text(
        "The wait was long, as they say.\n\nIn 2021 it cost $500 a day to wait.\n\nCongress should act.\n",
        encoding="utf-8",
    )
    assert inside("new", "trial", "--from", path, project=place).code == 0
    source = place / "letters" / "trial" / "source.yaml"
    for key, words in (("ask", "Act"), ("claim", "The price of a day")):
        change(source, f"{key}: TODO", f"{key}: {words}")
    run = inside("check", "trial", "--date", DATE, project=place)
    told = [
        re.sub(r"^\S+:\d+: ", "", line) for line in run.warned.splitlines() if "warning" not in line
    ]
    assert told == [
        "title: is still to be written: the document does not say it",
        "subject: is still to be written: the document does not say it",
        "bibliography[waiting].author: is still to be written: the document does not say it",
        "bibliography[waiting].title: is still to be written: the document does not say it",
        "bibliography[waiting].issued: is still to be written: the document does not say it",
    ]
    assert inside("build", "trial", "--to", "TX-16", "--date", DATE, project=place).code == 2
    for key, words in (("author", "Harlan League"), ("title", "The Wait"), ("issued", "2024-05")):
        change(source, f"{key}: TODO", f"{key}: {words}")
    settings = place / "letters" / "trial" / "campaign.yaml"
    settings.write_text(settings.read_text("utf-8").replace('"TODO"', "The wait"), encoding="utf-8")
    assert (
        inside("build", "trial", "--to", "TX-16", "--date", DATE, "--jobs", "1", project=place).code
        == 0
    )
    assert inside("audit", "trial", project=place).code == 0


def test_what_is_taken_out_of_a_draft_is_told_once_in_each_file_and_shortly(
    place: Path, tmp_path: Path
) -> None:
    assert inside("new", "wells", "--from", make("wells.pdf", tmp_path), project=place).code == 0
    source = place / "letters" / "wells" / "source.yaml"
    own_words.write(source, "wells.pdf")
    data = yaml.safe_load(source.read_text("utf-8"))
    data["findings"] = [one for one in data["findings"] if one["id"] != "cost-average"]
    data["recommendations"] = data["recommendations"][1:]
    source.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), encoding="utf-8")
    run = inside("check", "wells", "--date", DATE, project=place)
    told = [line for line in run.warned.splitlines() if "warning" not in line]
    assert [line.split(":")[0] for line in told] == [
        *["letters/wells/arguments/first.md"] * 3,
        "letters/wells/campaign.yaml",
    ]
    assert max(map(len, told)) < 240


def test_a_campaign_is_not_begun_over_another_or_from_nothing(place: Path, tmp_path: Path) -> None:
    before = sorted(place.rglob("*"))
    for arguments, told in (
        (("new", SHIPPED, "--from", make("broadband.md", tmp_path)), "is there already"),
        (("new", "trial", "--from", tmp_path / "none.pdf"), "cannot be read: No such file"),
        (("new", "../trial", "--from", make("broadband.md", tmp_path)), "cannot be called"),
    ):
        run = inside(*arguments, project=place)
        assert run.code == 2
        assert told in run.warned
    assert sorted(place.rglob("*")) == before


# ---------------------------------------------------------------- what a letter may not say


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
    told = [
        one
        for one in run.warned.splitlines()
        if one.startswith(f"letters/{SHIPPED}/arguments/{file}:")
    ]
    assert [one.split(": ", 1)[0] for one in told] == [
        f"letters/{SHIPPED}/arguments/{file}:{line}"
    ], run.warned
    assert "57,000 comes from no finding that is cited here" in told[0]


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
    ("old", "new", "told"),
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
def test_what_campaign_yaml_prints_beside_the_statement_is_audited(
    old: str, new: str, told: str, place: Path
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
    assert f"letters/{SHIPPED}/campaign.yaml:{line}: {told}" in run.warned
    assert not (place / "out").exists()


def test_an_ask_that_no_argument_supports_is_told_at_its_line(place: Path) -> None:
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
    told = f"letters/{SHIPPED}/campaign.yaml:{line}: warning: asks: enact-legislation: no argument supports it"
    assert run.code == 0
    assert [one.startswith(told) for one in run.warned.splitlines() if "supports it" in one] == [
        True
    ]


def test_the_figure_of_a_finding_without_one_is_refused_at_its_line(place: Path) -> None:
    path = place / "letters" / SHIPPED / "arguments" / "children.md"
    change(path, '{{ cite("dangers") }}', '{{ figure("dangers") }}')
    line = next(
        at
        for at, words in enumerate(path.read_text("utf-8").splitlines(), 1)
        if 'figure("dangers")' in words
    )
    run = inside("check", SHIPPED, "--date", DATE, project=place)
    assert run.code == 2
    told = f'letters/{SHIPPED}/arguments/children.md:{line}: figure: "dangers" has no figure in source.yaml: say it in your own words, '
    assert f'{told}with {{{{ cite("dangers") }}}} behind them' in run.warned
    change(path, '{{ figure("dangers") }}', "")
    run = inside("check", SHIPPED, "--date", DATE, project=place)
    assert (
        'the text does not use "dangers": write {{ cite("dangers") }} in it, or take it out of cites'
        in run.warned
    )


ALTERED = {
    "a figure before its footnote": (
        "It was $18,500 in all.\n\n{told}",
        "stands before the footnote of cost-average",
    ),
    "an old figure as of today": (
        'Today a well costs {{{{ figure("cost-average") }}}}.',
        "as of today",
    ),
    "more than the finding": (
        "{told} They were at least 4,400.",
        "at least 4,400 comes from no finding that is cited here",
    ),
    "a finding that is not cited": (
        '{told} And {{{{ figure("affected-homes") }}}}.',
        "affected-homes",
    ),
}


@pytest.mark.parametrize("how", ALTERED)
def test_a_letter_altered_by_hand_is_told_what_is_wrong(
    how: str, place: Path, tmp_path: Path
) -> None:
    """Of each kind one, by `check`; the rules themselves are tried in test_audit_letters."""
    words, told = ALTERED[how]
    assert inside("new", "wells", "--from", make("wells.pdf", tmp_path), project=place).code == 0
    own_words.write(place / "letters" / "wells" / "source.yaml", "wells.pdf")
    (place / "templates" / "organization" / "design.yaml").write_text(
        "dates: notes\n", encoding="utf-8"
    )
    assert inside("check", "wells", "--date", DATE, project=place).code == 0
    argument = place / "letters" / "wells" / "arguments" / "first.md"
    head, body = argument.read_text("utf-8").rsplit("---\n", 1)
    told_before = body.rpartition("#}")[2].strip()
    argument.write_text(f"{head}---\n\n{words.format(told=told_before)}\n", encoding="utf-8")
    run = inside("check", "wells", "--date", DATE, project=place)
    assert run.code == 2
    assert told in run.warned
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


# ---------------------------------------------------------------- documents from the net


@contextmanager
def published(answers: Mapping[str, tuple[int, Mapping[str, str], bytes]]) -> Iterator[str]:
    """A web server on this machine that gives these answers."""

    class Answering(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, headers, body = answers.get(
                self.path, (404, {}, b"<html><body><h1>Not found</h1></body></html>")
            )
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def test_a_document_is_read_from_its_address(place: Path) -> None:
    pages = {
        "/clinics": (200, {"Content-Type": "text/plain"}, makes.RELEASE.encode()),
        "/moved": (302, {"Location": "/clinics"}, b""),
    }
    with published(pages) as address:
        run = inside(
            "new",
            "clinics",
            "--from",
            f"{address.replace('//', '//me:secret@')}/moved",
            project=place,
        )
        assert (run.code, run.warned) == (0, "")
        assert "secret" not in (place / ".letters" / "documents.json").read_text("utf-8")
        source = place / "letters" / "clinics" / "source.yaml"
        assert "https://clinics.example/news/close" in source.read_text("utf-8")
        own_words.write(source, "clinics.html")
        run = inside("audit", "clinics", project=place)
        assert (run.code, run.warned) == (0, "")
        assert run.said.splitlines()[-1].endswith(f"all supported by {address}/moved")
        change(source, 'figure: "', 'figure: "1')
        assert inside("audit", "clinics", "--source", f"{address}/clinics", project=place).code == 2


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (
            (404, {}, b"gone"),
            "cannot be read: there is no such file there; check the address; name the document with --source FILE|URL",
        ),
        ((403, {}, b"no"), "cannot be read: the server answered 403"),
        (
            (200, {"Content-Length": "999999"}, b"# A brief\n\nIt begins"),
            "cannot be read: could not be fetched (Connection broken: IncompleteRead",
        ),
        (
            (200, {"Content-Encoding": "gzip"}, b"\x1f\x8bnonsense"),
            "cannot be read: could not be fetched (Error -3",
        ),
        ((200, {}, b""), "holds no text"),
        ((200, {}, b"PK\x03\x04" + bytes(range(256)) * 8), "which is not read here"),
        (
            (302, {"Location": "ftp://elsewhere.example/x"}, b""),
            "to an address that is not followed",
        ),
    ],
)
def test_what_the_net_may_answer(
    answer: tuple[int, Mapping[str, str], bytes],
    told: str,
    project: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("urllib3.util.retry.time.sleep", lambda _: None)
    with published({"/x": answer}) as address:
        run = inside("source", "outline", f"{address}/x", project=project)
    assert (run.code, run.said) == (2, "")
    assert told in run.warned
    assert run.warned.startswith(f"letters: {address}/x")


def test_a_document_without_an_end_is_not_read_to_it(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("generator.press.source_audit.LARGEST", 1 << 20)
    with published({"/x": (200, {}, b"a long word " * 200_000)}) as address:
        run = inside("source", "outline", f"{address}/x", project=project)
    assert (run.code, run.warned) == (
        2,
        f"letters: {address}/x: cannot be read: is larger than 1 MiB, and no more is read; name the document with --source FILE|URL\n",
    )
    monkeypatch.undo()
    (tmp_path / "endless.txt").symlink_to("/dev/zero")
    run = inside("source", "outline", tmp_path / "endless.txt", project=project)
    assert run.code == 2
    assert "read: give the document itself" in run.warned


def test_an_address_that_nobody_answers_at(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("urllib3.util.retry.time.sleep", lambda _: None)
    run = inside("source", "outline", "http://127.0.0.1:9/report.pdf", project=project)
    assert run.code == 2
    assert run.warned.startswith(
        "letters: http://127.0.0.1:9/report.pdf: cannot be read: could not be fetched (Failed to establish"
    )


# ---------------------------------------------------------------- documents in a bad state


def pdf_of(*pages: str) -> bytes:
    """A PDF whose pages say these lines, as an old program writes it: one face, WinAnsi, no tags."""
    document = pikepdf.new()
    face = document.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Font,
            Subtype=pikepdf.Name.Type1,
            BaseFont=pikepdf.Name.Helvetica,
            Encoding=pikepdf.Name.WinAnsiEncoding,
        )
    )
    for lines in pages:
        page = document.add_blank_page(page_size=(612, 792))
        drawn = [b"BT /F 11 Tf 72 720 Td 14 TL"]
        for line in lines.split("\n"):
            escaped = re.sub(rb"([()\\])", rb"\\\1", line.encode("cp1252"))
            drawn.append(b"(" + escaped + b") Tj T*")
        page.Contents = document.make_stream(b"\n".join([*drawn, b"ET"]))
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=face))
    return saved(document)


def saved(document: pikepdf.Pdf, *, lock: pikepdf.Encryption | None = None) -> bytes:
    """The bytes of a PDF."""
    out = io.BytesIO()
    document.save(out, encryption=lock)
    return out.getvalue()


def scan() -> bytes:
    """A PDF that is a picture of a page."""
    out = io.BytesIO()
    Image.new("L", (850, 1100), 255).save(out, "PDF")
    return out.getvalue()


def locked() -> bytes:
    """A PDF that opens with a password only."""
    return saved(
        pikepdf.open(io.BytesIO(pdf_of("In 2023, 4,300 wells went dry."))),
        lock=pikepdf.Encryption(owner="o", user="u"),
    )


BAD: dict[str, tuple[bytes, str]] = {
    "empty.md": (b"", "holds no text"),
    "blank.txt": (b" \n\t\n", "holds no text"),
    "empty.pdf": (saved(pikepdf.new()), "holds no text"),
    "picture.md": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4, "which is not read here"),
    "archive.docx": (b"PK\x03\x04" + bytes(range(256)) * 4, "which is not read here"),
    "locked.pdf": (locked(), "is locked with a password"),
    "scan.pdf": (scan(), "1 page(s) and no text: it is a scan"),
    "cut.pdf": (pdf_of("In 2023, 4,300 wells went dry.")[:300], "is a damaged PDF"),
    "script.html": (b"<html><body><script>draw()</script></body></html>", "holds no text"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_document_that_cannot_be_read_is_refused_in_a_sentence(
    name: str, place: Path, tmp_path: Path
) -> None:
    """By every command that reads one, and nothing is written."""
    data, told = BAD[name]
    path = tmp_path / name
    path.write_bytes(data)
    before = sorted(place.rglob("*"))
    for arguments in (
        ("source", "outline", path),
        ("audit", SHIPPED, "--source", path),
        ("new", "trial", "--from", path),
    ):
        run = inside(*arguments, project=place)
        assert (run.code, run.said) == (2, "")
        assert run.warned.startswith("letters: ")
        assert told in run.warned
        assert name in run.warned
        assert run.warned.count("\n") == 1
    assert sorted(place.rglob("*")) == before


READABLE: dict[str, bytes] = {
    "legacy.txt": "WELLS – A BRIEF\n\nIn 2023, 4,300 wells went dry in “Harlan”, the Board’s count shows.\n".encode("cp1252"),
    "utf-16.txt": "WELLS\n\nIn 2023, 4,300 wells went dry in Harlan, the count shows.\n".encode("utf-16"),
    "soft.html": b"<html><body><h1>Wells</h1><p>In 2023, 4,300 wells went dry in Har&shy;lan, the count shows.</p></body></html>",
    "soft.md": "# Wells\n\nIn 2023, 4,3\u00ad00 wells went dry in Har\u00adlan, the count shows.\n".encode(),
    "ligatures.md": "# Wells\n\nIn 2023, 4,300 wells went dry in Harlan, the of\ufb01cial count shows.\n".encode(),
    "glued.txt": b"WELLS\n\nIn 2023,1 4,300 wells2 went dry in Harlan,3 the count shows.4\n",
    "glued.html": b"<html><body><h1>Wells</h1><p>In 2023, 4,300<sup>1</sup> wells went dry in Harlan, the count shows.<sup>2</sup></p>",
    "lines.txt": b"WELLS\n\nIn 2023, 4,300\nwells went dry in\nHarlan, the count shows.\n",
    "lines.pdf": pdf_of("WELLS\n \nIn 2023, 4,300\nwells went dry in\nHarlan, the count shows."),
    "pages.pdf": pdf_of("WELLS\n \nThe count shows that in 2023, a long and dry year, 4,300", "wells went dry in Harlan, the count shows."),
    "500-pages.pdf": pdf_of(*(f"Here stands sentence {page}." for page in range(499)), "In 2023, 4,300 wells went dry in Harlan."),
}  # fmt: skip


ARGUMENT = """---
supports: act
cites: right
---
As of {{ date("right") }}, {{ figure("right") }} wells had gone dry.
"""


@pytest.mark.parametrize("name", READABLE)
def test_a_document_in_an_odd_state_bears_out_what_it_says_and_no_more(
    name: str, place: Path, tmp_path: Path
) -> None:
    """Neither a false alarm nor a false “ok”: 4,300 stands there, 4,301, 43,001 and 4,3 do not."""
    path = tmp_path / name
    path.write_bytes(READABLE[name])
    run = inside("new", "trial", "--from", path, project=place)
    assert run.code == 0, run.warned
    folder = place / "letters" / "trial"
    (folder / "arguments" / "first.md").write_text(ARGUMENT, encoding="utf-8")
    data = yaml.safe_load((folder / "source.yaml").read_text("utf-8"))
    data["bibliography"][0] |= {"author": "Harlan Board", "title": "Wells", "issued": "2024"}
    data["recommendations"] = [{**data["recommendations"][0], "id": "act", "ask": "Act"}]
    told = {
        "claim": "Wells went dry in Harlan",
        "as_of": "2023",
        "section": data["findings"][-1]["section"],
    }
    figures = {
        "right": "4,300",
        "digit": "4,301",
        "more": "43,001",
        "tail": "300",
        "head": "4,3",
        "mark": "4,3001",
    }
    data["findings"] = [{"id": name, "figure": figure, **told} for name, figure in figures.items()]
    (folder / "source.yaml").write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    (folder / "campaign.yaml").write_text(
        "title: T\nsubject: S\nasks:\n  - recommendation: act\n", encoding="utf-8"
    )
    run = inside("audit", "trial", project=place)
    assert run.code == 2
    failed = set(re.findall(r"findings\[\d+\]\.figure: (\w+): ", run.warned))
    assert failed == set(figures) - {"right"}, run.warned
    assert re.search(r"^ ?ok +right", run.said, re.MULTILINE)


# ---------------------------------------------------------------- as the office's scanner reads it

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
        "letters: scans are read by the program tesseract, which is not on this machine: `apt install"
    )
    assert not (place / "out").exists()
