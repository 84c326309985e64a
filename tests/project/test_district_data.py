"""Figures by district and state: their sheets, and their use in a letter."""

import datetime
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.congress.districts.lines import LineRecord, LineStatement
from generator.errors import FilesAreWrongError, Problem
from generator.ledger.outcomes import Outcome
from generator.models.campaign import DataSheet, SheetKind
from generator.models.letter import Letter
from generator.press import build, job
from generator.press.build_options import BuildOptions
from generator.press.coverage import count
from generator.project import district_data, load
from tests.conftest import Golden
from tests.support.golden_mistakes import LIBRARY, ON, make_project
from tests.support.sources import SOURCE

HEADER = "# source: Example Survey\n# title: Loans by district\n# as_of: 2026-05\n# url: https://survey.example/loans\n"
ROWS = 'district,loans,visitors\nTX-16,"12,431",\nTX-4,n/a,7\n'


def read(
    text: str, folder: Path, kind: SheetKind = "district"
) -> tuple[DataSheet | None, tuple[Problem, ...]]:
    path = folder / "sheet.csv"
    path.write_text(text, encoding="utf-8", newline="")
    sheet, problems = district_data.read_sheet(
        path, shown_as="sheet.csv", kind=kind, bibliography=SOURCE.bibliography
    )
    return sheet, problems


# ---------------------------------------------------------------- reading


def test_figures_are_kept_as_written_by_seat_and_an_empty_one_is_not_there(tmp_path: Path) -> None:
    sheet, problems = read(HEADER + ROWS, tmp_path)
    assert problems == ()
    assert sheet is not None
    assert sheet.rows == {"TX-16": {"loans": "12,431"}, "TX-04": {"visitors": "7"}}
    assert sheet.columns == ("loans", "visitors")
    assert (sheet.reference.author, sheet.reference.title, sheet.reference.issued) == (
        "Example Survey",
        "Loans by district",
        "2026-05",
    )
    assert (sheet.reference.type, sheet.reference.url) == (
        "dataset",
        "https://survey.example/loans",
    )


def test_states_go_by_their_postal_codes(tmp_path: Path) -> None:
    sheet, problems = read(
        "# source: Example Survey\n# as_of: 2026\nstate,loans\ntx,5\nPR,6\n", tmp_path, "state"
    )
    assert problems == ()
    assert sheet is not None
    assert sheet.rows == {"TX": {"loans": "5"}, "PR": {"loans": "6"}}
    assert sheet.reference.title == "Data by state"


def test_a_source_of_the_bibliography_is_cited_as_it_stands_there(tmp_path: Path) -> None:
    sheet, _ = read(
        f"# source: {SOURCE.bibliography[1].id}\n# as_of: 2026\ndistrict,loans\nAK-AL,5\n", tmp_path
    )
    assert sheet is not None
    assert sheet.reference is SOURCE.bibliography[1]
    assert sheet.as_of == "2026"
    assert list(sheet.rows) == ["AK-AL"]


NOTHING = (
    "-",
    "--",
    "–",
    "−",
    ".",
    "?",
    "…",
    "*",
    "\u200b",
    "\u2060",
    "\u00ad",
    "- \u200b",
    "N. A.",
    "n.a.",
    "N / A",
    "no data",
    "T.B.D.",
)
FAILED = (
    "#N/A",
    "#REF!",
    "#VALUE!",
    "#DIV/0!",
    "#NUM!",
    "#NULL!",
    "#NAME?",
    "#SPILL!",
    "#GETTING_DATA",
)


@pytest.mark.parametrize("cell", [*sorted(district_data.NO_FIGURE), *NOTHING, *FAILED])
def test_what_people_write_for_nothing_is_no_figure(cell: str, tmp_path: Path) -> None:
    sheet, problems = read(f"{HEADER}district,loans,visitors\nTX-16,{cell.upper()},3\n", tmp_path)
    assert problems == ()
    assert sheet is not None
    assert sheet.rows == {"TX-16": {"visitors": "3"}}


def test_a_zero_and_a_loss_are_figures(tmp_path: Path) -> None:
    sheet, problems = read(f"{HEADER}district,loans,change\nTX-16,0,-3.5\n", tmp_path)
    assert problems == ()
    assert sheet is not None
    assert sheet.rows["TX-16"] == {"loans": "0", "change": "-3.5"}


def test_quotes_and_line_breaks_in_a_cell_are_one_line(tmp_path: Path) -> None:
    sheet, problems = read(
        f'{HEADER}district,loans\r\nTX-16,"about ""12""\r\nthousand"\r\n', tmp_path
    )
    assert problems == ()
    assert sheet is not None
    assert sheet.rows["TX-16"]["loans"] == 'about "12" thousand'


WRONG_SHEETS = [
    ("district,loans\nTX-16,5\n", "missing-key", 1),
    ("# source: x\ndistrict,loans\nTX-16,5\n", "missing-key", 1),
    ("# source: x\n# as_of: soon\ndistrict,loans\nTX-16,5\n", "wrong-form", 2),
    ("# source: x\n# source: y\n# as_of: 2026\ndistrict,loans\nTX-16,5\n", "duplicate-key", 2),
    ("# source: x\n# asof: 2026\n# as_of: 2026\ndistrict,loans\nTX-16,5\n", "unknown-key", 2),
    (HEADER + "seat,loans\nTX-16,5\n", "wrong-column", 5),
    (HEADER + "district,Pending Cases\nTX-16,5\n", "wrong-column", 5),
    (HEADER + "district,loans,loans\nTX-16,5,6\n", "wrong-header", 5),
    (HEADER + "district,loans\nTX-99,5\n", "unknown-district", 6),
    (HEADER + "district,loans\nTexas 16,5\n", "unknown-district", 6),
    (HEADER + "district,loans\nTX-16,5\nTX-016,6\n", "unknown-district", 7),
    (HEADER + "district,loans\nTX-4,5\nTX-04,6\n", "duplicate-row", 7),
    (HEADER + "district,loans\nTX-16,5,6\n", "uneven-row", 6),
    (HEADER + 'district,loans\nTX-16,"=HYPERLINK(1)"\n', "not-a-figure", 6),
    (HEADER + f"district,loans\nTX-16,{'9' * 200}\n", "not-a-figure", 6),
    (HEADER + 'district,loans\nTX-16,"5\n', "broken-quotes", 6),
    (HEADER + "district,loans\nTX-16,5\nTX-17,withheld\n", "not-a-figure", 7),
    (HEADER + "district;loans\nTX-16;5\n", "wrong-header", 5),
    (HEADER + "district\tloans\nTX-16\t5\n", "wrong-header", 5),
    ("PK\x03\x04\x00", "other-format", 0),
    ("\n<html><table>", "other-format", 0),
    (HEADER + "district,loans\n", "no-rows", 0),
    (HEADER, "no-rows", 0),
    (HEADER + "district,loans\nTX-16,5\u202e\n", "invisible-character", 6),
]


@pytest.mark.parametrize(("text", "code", "line"), WRONG_SHEETS)
def test_a_mistake_has_its_code_and_its_line(
    text: str, code: str, line: int, tmp_path: Path
) -> None:
    sheet, problems = read(text, tmp_path)
    assert sheet is None
    assert (code, line) in [(problem.code, problem.line) for problem in problems]


def test_the_sentences_about_sheets_are_the_golden_ones(tmp_path: Path, golden: Golden) -> None:
    lines = []
    for text, *_ in WRONG_SHEETS:
        _, problems = read(text, tmp_path)
        lines += [f"{text.removeprefix(HEADER)[:80]!r}\t{problem}\n" for problem in problems]
    golden("sheet-problems.txt", "".join(lines))


def test_a_column_of_words_is_one_of_words(tmp_path: Path) -> None:
    rows = "TX-16,Main,dozens\nTX-17,Branch 7,5\nTX-18,River,about half\n"
    sheet, problems = read(f"{HEADER}district,branch,loans\n{rows}", tmp_path)
    assert problems == ()
    assert sheet is not None
    assert sheet.rows["TX-16"] == {"branch": "Main", "loans": "dozens"}


def of_date(
    header: str, on: str, folder: Path, kind: SheetKind = "district"
) -> tuple[Problem, ...]:
    """Returns the problems of a sheet with that header in letters of that date."""
    path = folder / "sheet.csv"
    path.write_text(
        f"# source: x\n{header}\n{kind},loans\nTX{'-16' if kind == 'district' else ''},5\n",
        encoding="utf-8",
    )
    day = datetime.date.fromisoformat(on)
    _, problems = district_data.read_sheet(
        path, shown_as="sheet.csv", kind=kind, bibliography=SOURCE.bibliography, on=day
    )
    return problems


@pytest.mark.parametrize(
    ("header", "on", "found"),
    [
        ("# as_of: 2026-09", "2026-09-01", []),
        ("# as_of: 2025", "2026-09-01", []),
        ("# as_of: 2020\n# congress: 119", "2026-09-01", []),
        ("# as_of: 2027-08", "2026-09-01", [("date-to-come", 2)]),
        ("# as_of: 2026-05", "2027-02-01", [("districts-of-another-congress", 2)]),
        ("# as_of: 2026-05\n# congress: 119", "2027-02-01", [("districts-of-another-congress", 3)]),
    ],
)
def test_figures_are_of_the_districts_that_letters_go_to(
    header: str, on: str, found: list[tuple[str, int]], tmp_path: Path
) -> None:
    problems = of_date(header, on, tmp_path)
    assert [(problem.code, problem.line) for problem in problems] == found


def test_figures_serve_the_next_congress_where_no_lines_moved(tmp_path: Path) -> None:
    path = tmp_path / "sheet.csv"
    rows = "district,loans\nTX-16,5\nGA-05,6\nAK-AL,7\n"
    path.write_text(f"# source: x\n# as_of: 2026-05\n{rows}", encoding="utf-8")
    sheet, (warning,) = district_data.read_sheet(
        path, shown_as="sheet.csv", kind="district", bibliography=(), on=datetime.date(2027, 2, 1)
    )
    assert sheet is not None
    # Texas drew new lines for the 120th Congress; Georgia did not, and Alaska has one seat.
    assert sheet.rows == {"GA-05": {"loans": "6"}, "AK-AL": {"loans": "7"}}
    assert "Texas may have drawn new lines" in sheet.unsure["TX-16"]["loans"]
    assert (warning.code, warning.severity) == ("districts-of-another-congress", "warning")
    assert "1 of 3 districts are left out, because lines may have moved (TX)" in warning.message
    # What the user knows counts more than the list.
    stated = LineRecord(
        (LineStatement(120, "TX", moved=False, as_of=datetime.date(2027, 1, 4), source="x"),)
    )
    sheet, problems = district_data.read_sheet(
        path,
        shown_as="sheet.csv",
        kind="district",
        bibliography=(),
        on=datetime.date(2027, 2, 1),
        record=stated,
    )
    assert problems == ()
    assert sheet is not None
    assert sheet.unsure == {}


def test_states_stay_what_they_are(tmp_path: Path) -> None:
    assert of_date("# as_of: 2020", "2027-02-01", tmp_path, "state") == ()


def test_a_sheet_of_states_knows_its_states(tmp_path: Path) -> None:
    sheet, problems = read("# source: x\n# as_of: 2026\nstate,loans\nTexas,5\n", tmp_path, "state")
    assert sheet is None
    (problem,) = problems
    assert (problem.code, problem.line, problem.field) == ("unknown-state", 4, "state")


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=60))
def test_no_cell_makes_a_figure_that_is_not_in_it(
    tmp_path_factory: pytest.TempPathFactory, cell: str
) -> None:
    quoted = cell.replace('"', '""')
    sheet, problems = read(
        f'{HEADER}district,loans\nTX-16,"{quoted}"\n', tmp_path_factory.getbasetemp()
    )
    assert sheet is None or problems == ()
    if sheet is not None and "loans" in sheet.rows["TX-16"]:
        figure = sheet.rows["TX-16"]["loans"]
        visible = "".join(
            sign
            for sign in cell.replace("\r\n", "\n").replace("\r", "\n")
            if unicodedata.category(sign) != "Cf"
        )
        assert figure == " ".join(visible.split())
        assert figure.strip()


# ---------------------------------------------------------------- in a letter

LOCAL = """\
---
supports: count
weight: 90
---

In your district, {{ district.loans }} books were lent.
"""


def library(folder: Path, *, argument: str = LOCAL, **files: str) -> load.Project:
    make_project(folder)
    (folder / LIBRARY / "arguments" / "loans.md").write_text(argument, encoding="utf-8")
    for name, text in files.items():
        (folder / LIBRARY / name.replace("_", ".")).write_text(text, encoding="utf-8")
    return load.open_project(folder)


def of_loans(letter: Letter) -> list[str]:
    """Returns the paragraphs of the argument that needs the figure."""
    return [block.text for block in letter.statement if block.part == "argument:loans"]


def prepared(project: load.Project) -> job.Job:
    return build.prepare_letters(project, BuildOptions("library", ON))


@pytest.mark.parametrize("figure", ["1", "12", "31", "0", "2019"])
def test_a_small_figure_next_to_its_month_is_not_taken_for_a_day(
    figure: str, tmp_path: Path
) -> None:
    ready = prepared(library(tmp_path, districts_csv=f"{HEADER}district,loans\nTX-16,{figure}\n"))
    texts = [text for order in ready.orders for text in of_loans(order.letter)]
    assert any(f"{figure} books" in text for text in texts)


def test_a_figure_stands_in_the_text_dated_and_cited(tmp_path: Path) -> None:
    ready = prepared(library(tmp_path, districts_csv=HEADER + ROWS))
    order = next(order for order in ready.orders if order.recipient.seat == "TX-16")
    assert "loans" in order.letter.arguments
    assert of_loans(order.letter) == ["In your district, 12,431 books were lent (May 2026)."]
    note = next(
        note for note in order.letter.notes if "Survey" in "".join(run.text for run in note.runs)
    )
    assert "".join(run.text for run in note.runs) == (
        "Example Survey, “Loans by district,” May 2026, survey.example/loans, under TX-16 (loans)."
    )
    assert note.findings == ("district--loans",)


def test_figures_of_one_district_share_a_note_that_quotes_no_heading(tmp_path: Path) -> None:
    # Columns are named by the sender: in quotation marks they would be headings of the survey.
    rows = "district,loans,late_visits\nTX-16,431,98\n"
    words = "{{ district.loans }} books, {{ district.late_visits }} late visits."
    ready = prepared(library(tmp_path, argument=f"{LOCAL}\n{words}\n", districts_csv=HEADER + rows))
    order = next(order for order in ready.orders if order.recipient.seat == "TX-16")
    notes = ["".join(run.text for run in note.runs) for note in order.letter.notes]
    assert "Example Survey, “Loans by district,” under TX-16 (loans, late visits)." in notes


@pytest.mark.parametrize(
    "words",
    ["12,431 children", "{{ district.loans }} books, and 12,432", "12,431 books of May 2025"],
)
def test_a_figure_of_the_district_is_no_number_for_anything_else(
    words: str, tmp_path: Path
) -> None:
    project = library(
        tmp_path, argument=f"{LOCAL}\nThat was {words} in all.\n", districts_csv=HEADER + ROWS
    )
    with pytest.raises(FilesAreWrongError) as caught:
        prepared(project)
    places = {
        (Path(problem.file).name, problem.line)
        for problem in caught.value.problems
        if "comes from no" in problem.message
    }
    assert places == {("loans.md", 8)}


def test_a_figure_of_ones_own_district_is_local(tmp_path: Path) -> None:
    ready = prepared(library(tmp_path, districts_csv=HEADER + ROWS))
    order = next(order for order in ready.orders if order.recipient.seat == "TX-16")
    assert {choice.id: choice.rank for choice in order.selection.arguments}["loans"] == "local"
    assert (
        count((order.recipient, order.selection) for order in ready.orders).states["TX"].local == 1
    )


def test_without_the_figure_the_next_argument_is_chosen_and_the_reason_is_kept(
    tmp_path: Path,
) -> None:
    project = library(tmp_path, districts_csv=HEADER + "district,loans\nTX-17,5\n")
    ready = prepared(project)
    for order in ready.orders:
        assert "loans" not in order.letter.arguments
        reason = next(choice.reason for choice in order.selection.arguments if choice.id == "loans")
        assert reason == f"for everyone; but no loans for {order.recipient.seat} in districts.csv"
    assert all("evenings" in order.letter.arguments for order in ready.orders)


def test_a_senator_has_the_figure_of_the_state(tmp_path: Path) -> None:
    states = "# source: Example Survey\n# as_of: 2026\nstate,loans\nME,99\nTX,5\n"
    ready = prepared(
        library(tmp_path, argument=LOCAL.replace("district.", "state."), states_csv=states)
    )
    texts = {
        order.recipient.seat: [
            block.text for block in order.letter.statement if block.part == "argument:loans"
        ]
        for order in ready.orders
    }
    assert texts == {
        "ME-sen": ["In your district, 99 books were lent (2026)."],
        "TX-16": ["In your district, 5 books were lent (2026)."],
    }


def test_a_text_can_ask_first(tmp_path: Path) -> None:
    text = LOCAL.replace(
        "{{ district.loans }} books",
        "{% if district.loans is defined %}{{ district.loans }}{% else %}many{% endif %} books",
    )
    ready = prepared(library(tmp_path, argument=text, districts_csv=HEADER + ROWS))
    texts = {
        order.recipient.seat: [
            block.text for block in order.letter.statement if block.part == "argument:loans"
        ]
        for order in ready.orders
    }
    assert texts == {
        "ME-sen": ["In your district, many books were lent."],
        "TX-16": ["In your district, 12,431 books were lent (May 2026)."],
    }


def test_an_ask_that_needs_the_figure_is_left_out_too(tmp_path: Path) -> None:
    project = library(tmp_path, districts_csv=HEADER + ROWS)
    settings = tmp_path / LIBRARY / "campaign.yaml"
    settings.write_text(
        settings.read_text("utf-8").replace(
            "- recommendation: count",
            "- recommendation: count\n    text: Count all {{ district.loans }} loans.",
        ),
        "utf-8",
    )
    asks = {
        order.recipient.seat: {choice.id: choice for choice in order.selection.asks}
        for order in prepared(project).orders
    }
    assert asks["TX-16"]["count"].included
    assert not asks["ME-sen"]["count"].included
    assert asks["ME-sen"]["count"].reason.endswith("but no loans for ME-sen in districts.csv")


def test_in_letter_md_a_missing_figure_is_a_mistake(tmp_path: Path) -> None:
    project = library(tmp_path, districts_csv=HEADER + ROWS)
    with (tmp_path / LIBRARY / "letter.md").open("a", encoding="utf-8") as file:
        file.write("\nYou lend {{ district.loans }}.\n")
    problems = job.check(project, [BuildOptions("library", ON)])
    (error,) = [problem for problem in problems if problem.severity == "error"]
    assert (error.code, error.file, error.line) == (
        "figure-not-known",
        "letters/library/letter.md",
        9,
    )
    assert "no loans for ME-sen in districts.csv" in error.message


@pytest.mark.parametrize(
    ("argument", "sheet", "code", "place", "words"),
    [
        (LOCAL, "", "unknown-column", "loans.md:6", "districts.csv"),
        (
            LOCAL.replace("district.loans", "district.loan"),
            HEADER + ROWS,
            "unknown-column",
            "loans.md:6",
            'did you mean "loans"?',
        ),
        (
            LOCAL.replace("district.loans", "district"),
            HEADER + ROWS,
            "text-cannot-be-printed",
            "loans.md:6",
            "cannot be printed",
        ),
        (
            LOCAL,
            HEADER + "district,loans\nTX-99,5\n",
            "unknown-district",
            "districts.csv:6",
            "TX has no district 99",
        ),
    ],
)
def test_a_text_that_names_an_unknown_figure_is_a_problem(
    argument: str, sheet: str, tmp_path: Path, *, code: str, place: str, words: str
) -> None:
    project = library(tmp_path, argument=argument, **({"districts_csv": sheet} if sheet else {}))
    problems = job.check(project, [BuildOptions("library", ON)])
    found = [
        (problem.code, f"{Path(problem.file).name}:{problem.line}")
        for problem in problems
        if words in problem.message
    ]
    assert (code, place) in found, problems


def test_the_letters_with_figures_are_printed(tmp_path: Path) -> None:
    ready = prepared(library(tmp_path, districts_csv=HEADER + ROWS))
    (tmp_path / "out").mkdir()
    order = next(order for order in ready.orders if order.recipient.seat == "TX-16")
    outcome: Outcome = ready.press.print_letter(order, folder=tmp_path / "out")
    assert (outcome.status, outcome.message) == ("printed", "")
    assert "district--loans" in outcome.findings
