"""Tables of data.census.gov, from the download to the letter, as a user brings them in."""

import os
import zipfile
from pathlib import Path

import pytest

from tests.support.golden_mistakes import make_project
from tests.support.projects import Run, letters

NAME = "ACSST1Y2025.S9901-Data.csv"
TABLE = """\
GEO_ID,NAME,S9901_C01_001E,S9901_C01_001M,S9901_C02_001E,S9901_C02_001M,S9901_C03_001E,S9901_C03_001M,
Geography,Geographic Area Name,Estimate!!Readers,Margin of Error!!Readers,Estimate!!Percent readers,Margin of Error!!Percent readers,Estimate!!Median fine (dollars),Margin of Error!!Median fine (dollars),
0100000US,United States,99000000,20000,31.5,0.1,1200,10,
5001900US4816,"Congressional District 16 (119th Congress), Texas",141230,3456,23.4,1.2,1234,88,
5001900US4834,"Congressional District 34 (119th Congress), Texas",-888888888,-888888888,9.9,9.1,"2,500+",***,
5001900US0200,"Congressional District (at Large) (119th Congress), Alaska",9012,*****,(X),(X),999,120,
5001900US48ZZ,"Congressional Districts not defined, Texas",5,5,5,5,5,5,
"""  # noqa: E501 - a line of the file


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return make_project(tmp_path / "project")


def bring(project: Path, *options: str, name: str = NAME, text: str = TABLE) -> Run:
    (project / name).write_text(text, encoding="utf-8-sig")
    return letters("data", "import", name, *options, project=project)


def sheet(project: Path, name: str = "districts.csv") -> list[str]:
    (path,) = project.glob(f"letters/*/{name}")
    return path.read_text("utf-8").splitlines()


def test_a_table_becomes_a_sheet_with_thousands_units_and_margins(project: Path) -> None:
    run = bring(
        project,
        "--column", "readers=S9901_C01_001E",
        "--column", "share=s9901_c02_001e",
        "--column", "fine=S9901_C03_001E",
    )  # fmt: skip
    assert run.code == 0, run.warned
    assert sheet(project) == [
        "# source: U.S. Census Bureau",
        "# title: American Community Survey, 2025, table S9901",
        "# as_of: 2025",
        "# congress: 119",
        "# url: https://data.census.gov/table/ACSST1Y2025.S9901",
        "# license: work of the US government, in the public domain",
        "district,readers,readers_margin,share,share_margin,fine,fine_margin",
        'AK-AL,"9,012",,,,$999,120',
        'TX-16,"141,230","3,456",23.4 percent,1.2,"$1,234",88',
        "TX-34,,,9.9 percent,9.1,,",
    ]
    # What is not available is named with its line, and never printed.
    assert [line.partition(": warning: ")[0] for line in run.warned.splitlines()] == [
        f"{NAME}:5",
        f"{NAME}:6",
        f"{NAME}:5",
    ]
    assert "{{ district.readers }}" in run.said


def test_without_columns_the_codes_are_shown_and_nothing_is_written(project: Path) -> None:
    run = bring(project)
    assert run.code == 0
    assert "S9901_C02_001E" in run.said
    assert "Estimate, Percent readers" in run.said
    assert not [*project.glob("letters/*/districts.csv")]


def test_a_second_import_of_the_same_table_adds_its_columns(project: Path) -> None:
    bring(project, "--column", "readers=S9901_C01_001E")
    assert bring(project, "--column", "share=S9901_C02_001E").code == 0
    assert "district,readers,readers_margin,share,share_margin" in sheet(project)


def test_figures_of_another_source_are_never_overwritten(project: Path) -> None:
    bring(project, "--column", "readers=S9901_C01_001E")
    before = sheet(project)
    run = bring(project, "--column", "readers=S9901_C01_001E", name="ACSST5Y2025.S9901-Data.csv")
    assert run.code == 2
    assert "another source or year" in run.warned
    assert sheet(project) == before


def test_an_archive_is_read_without_unpacking_it(project: Path) -> None:
    with zipfile.ZipFile(project / "ACSDT5Y2025.B99_2026-12-11T101010.zip", "w") as archive:
        archive.writestr("ACSDT5Y2025.B99-Data.csv", TABLE)
        archive.writestr("ACSDT5Y2025.B99-Column-Metadata.csv", "Column Name,Label\n")
    run = letters(
        "data", "import", "ACSDT5Y2025.B99_2026-12-11T101010.zip",
        "--column", "readers=S9901_C01_001E", project=project,
    )  # fmt: skip
    assert run.code == 0, run.warned
    # Five years, and not the last alone.
    assert "# title: American Community Survey, 2021–2025, table B99" in sheet(project)


def test_a_table_by_states_goes_to_states_csv(project: Path) -> None:
    text = TABLE[: TABLE.index("5001900US")] + "0400000US48,Texas,7141230,3456,23.4,1.2,1234,88,\n"
    assert bring(project, "--column", "readers=S9901_C01_001E", text=text).code == 0
    assert sheet(project, "states.csv")[-1] == 'TX,"7,141,230","3,456"'


MISTAKES = {
    "unknown vintage": ("poverty.csv", TABLE, "does not say which survey"),
    "the table as it is shown": (NAME, "Label (Grouping),Texas!!Estimate\nReaders,5\n", "GEO_ID"),
    "counties": (NAME, TABLE.replace("5001900US", "0500000US"), "no row of a congressional"),
    "two Congresses": (NAME, TABLE.replace("1900US0200", "1800US0200"), "several Congresses"),
    "a district too many": (NAME, TABLE.replace("US4834", "US4839"), "TX has no district 39"),
    "cut": (NAME, TABLE[:-40], "quotation marks do not match"),
}


@pytest.mark.parametrize("case", MISTAKES)
def test_what_is_no_such_table_is_refused_in_a_sentence(project: Path, case: str) -> None:
    name, text, sentence = MISTAKES[case]
    run = bring(project, "--column", "readers=S9901_C01_001E", name=name, text=text)
    assert run.code == 2
    assert sentence in run.warned
    assert "Traceback" not in run.warned
    assert not [*project.glob("letters/*/districts.csv")]


def test_a_pipe_is_not_waited_for(project: Path) -> None:
    os.mkfifo(project / NAME)
    run = letters("data", "import", NAME, project=project)
    assert (run.code, run.warned) == (2, f"{NAME}: is not a plain file\n")


@pytest.mark.parametrize(
    ("option", "sentence"),
    [
        ("readers=S9901_C09_001E", "has no estimate"),
        ("Readers=S9901_C01_001E", "small letters"),
        ("x_margin=S9901_C01_001E", "small letters"),
    ],
)
def test_a_wrong_column_is_refused(project: Path, option: str, sentence: str) -> None:
    run = bring(project, "--column", option)
    assert run.code == 2
    assert sentence in run.warned


def test_a_letter_says_about_and_leaves_out_what_the_survey_does_not_know(project: Path) -> None:
    bring(project, "--column", "readers=S9901_C01_001E", "--column", "share=S9901_C02_001E")
    (folder,) = project.glob("letters/*/arguments")
    (folder / "readers.md").write_text(
        "---\nsupports: count\nweight: 99\n---\n\n"
        "In your district, {{ district.readers }} people held a card in 2025.\n",
        encoding="utf-8",
    )
    name = folder.parent.name
    run = letters(
        "build", name, "--to", "TX-16", "--date", "2026-11-24", "--format", "pdf,txt",
        project=project,
    )  # fmt: skip
    assert run.code == 0, run.warned
    (letter,) = project.glob("out/*/TX-16*.txt")
    assert "In your district, about 141,000 people held a card in 2025." in " ".join(
        letter.read_text("utf-8").split()
    )
    # A third of the figure is margin: more than the limit, which the file may set.
    path = folder.parent / "districts.csv"
    path.write_text(path.read_text("utf-8").replace("3,456", "43,456"), encoding="utf-8")
    explain = ("explain", name, "TX-16", "--date", "2026-11-24")
    run = letters(*explain, project=project)
    assert "has a margin of error of 43,456, more than 30 % of it" in " ".join(run.said.split())
    path.write_text("# margin_limit: 40\n" + path.read_text("utf-8"), encoding="utf-8")
    run = letters(*explain, project=project)
    assert "a margin of error" not in " ".join(run.said.split())
