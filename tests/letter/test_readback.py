import io
import os
import shutil
from dataclasses import replace
from pathlib import Path

import pypdf
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from generator.letter import ocr
from generator.letter.design import load_design
from generator.letter.readback import read_back
from generator.models.letter import Block, Letter, TextRun
from generator.models.sender import Sender
from generator.press.letter import LetterPrinter, Order
from tests.support import campaigns
from tests.support.campaigns import GROUND, ROOT, argument, campaign
from tests.support.letters_for_tests import PERSON
from tests.support.people import representative

pytestmark = pytest.mark.slow

JUDGE = representative(id="A000001", committees=(("Judiciary", "member"),))
WORDS = (
    'By {{ date("wells") }}, the survey had counted {{ figure("wells") }} wells. '
    'As of May 2024, {{ figure("dry") }} were dry, and {{ '
    'figure("other") }} more stood in the data.'
)


def press(design: str = "organization", **settings: object) -> LetterPrinter:
    of_wells = campaign(
        argument("wells", WORDS),
        asks=["end", "back"],
        **settings,  # type: ignore[arg-type]
    )
    return campaigns.press(of_wells, design=design)


@pytest.fixture(scope="module")
def printed() -> tuple[Letter, bytes]:
    """A letter, and its PDF."""
    shop = press()
    laid = shop.lay_out(shop.order(JUDGE))
    return laid.letter, laid.layout.write()


@pytest.fixture(scope="module")
def page(printed: tuple[Letter, bytes]) -> tuple[Letter, str]:
    """A letter, and the text of its PDF."""
    made, data = printed
    return made, ocr.text_layer(data)


# ---------------------------------------------------------------- what was read against the letter


def test_a_printed_letter_reads_back_whole_whoever_reads(
    printed: tuple[Letter, bytes], page: tuple[Letter, str]
) -> None:
    made, text = page
    assert "over 1,200" in text
    assert read_back(text, made) == ()
    pages = pypdf.PdfReader(io.BytesIO(printed[1])).pages
    assert read_back("\f".join(one.extract_text() for one in pages), made) == ()


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (
            "over 1,200",
            "over 1,2001",
            "1,200 stands 1 time(s) in the letter and 0 on its pages: it reads “1,2001”",
        ),
        ("over 1,200", "over 1,200.1", "it reads “1,200.1”"),
        ("over 1,200", "over 1, 200", "it reads “1, 200”"),
        ("over 1,200", "over", "it is not there"),
        ("over 1,200", "over 1,208", "1,200 stands 1 time(s)"),
        ("45 percent", "percent", "45 stands 1 time(s) in the letter and 0"),
        ("May 2024, 45", "May 20241, 45", "2024 stands 3 time(s) in the letter and 2 on its pages"),
        ("May 1, 2024", "May 1, 202", "2024 stands 3 time(s) in the letter and 2 on its pages"),
        (
            "1420 North Stanton",
            "1420 N Stanton",
            "the sender's street is not on its pages word for word",
        ),
        ("TX 79902", "TX 79", "the sender's ZIP code"),
        ("Marisol Tejada Whitcomb", "M. Whitcomb", "the sender's name"),
        ("Re:", "About:", "the Re: line"),
        (
            "Back the Clean",
            "Back Clean",
            "the ask is not on its pages word for word: “Back the Clean Wells Act.”",
        ),
    ],
)
def test_what_a_page_lost_is_told(
    page: tuple[Letter, str], before: str, after: str, told: str
) -> None:
    made, text = page
    assert before in text
    found = read_back(text.replace(before, after, 1), made)
    assert any(told in one for one in found), found


def test_no_complaint_names_who_signs(page: tuple[Letter, str]) -> None:
    made, _ = page
    told = " ".join(read_back("nothing but this", made))
    assert "the sender's name is not on its pages word for word" in told
    assert not any(own in told for own in ("Marisol", "Whitcomb", "1420 North", "Stanton"))


def test_numbers_of_a_persons_own_words_have_no_marks_to_be_glued_to(tmp_path: Path) -> None:
    shop = press(
        "constituent",
        sender=PERSON.model_copy(update={"message": "We came in 2019.¹ ² Nobody asked 10² times."}),
    )
    assert shop.print_letter(shop.order(JUDGE), folder=tmp_path).message == ""


def test_lines_pages_ligatures_and_hyphens_do_not_hide_words(page: tuple[Letter, str]) -> None:
    made, text = page
    over_page = text.replace(
        "Back the Clean Wells",
        "Back the\nMarisol Tejada Whitcomb · page 1\f1420 North Stanton Street\nClean Wells",
    )
    assert over_page != text
    assert read_back(over_page, made) == ()
    assert (
        read_back(text.replace("fi", "\ufb01").replace("-", "\u2010").replace("’", "'"), made) == ()
    )


def test_the_bill_of_the_re_line_must_be_there() -> None:
    bill = {"congress": 119, "number": "H.R. 1234", "stance": "support"}
    made = press(bill=bill).order(JUDGE).letter
    assert made.subject.startswith("119 H.R. 1234, support")
    assert "the bill is not on its pages word for word: “H.R. 1234”" in read_back(
        "nothing but this", made
    )


def test_numbers_of_addresses_may_break_and_do_not_stand_for_others(
    page: tuple[Letter, str],
) -> None:
    made, text = page
    told = Block(
        "paragraph",
        (
            (
                TextRun("See "),
                TextRun("example.org/2031/7", link="https://example.org/2031/7"),
                TextRun(" of 2031."),
            ),
        ),
        "letter",
    )
    letter = replace(made, statement=(*made.statement, told))
    assert read_back(f"{text}\nSee example.org/20\n31/7 of 2031.", letter) == ()
    (lost,) = read_back(f"{text}\nSee example.org/2031/7 of it.", letter)
    assert lost.startswith("2031 stands 1 time(s) in the letter and 0 on its pages")


NAMES = st.text(st.sampled_from("abcdefé áçñ’'-ABCDÉ"), min_size=3, max_size=24).filter(
    lambda text: len(text.split()) and text == text.strip()
)


@example(name="A --")
@given(NAMES)
def test_every_name_that_stands_there_is_found(page: tuple[Letter, str], name: str) -> None:
    """However a line breaks it."""
    made = replace(page[0], sender=Sender(PERSON.model_copy(update={"name": name})))
    lost = [
        one
        for one in read_back(name.replace(" ", "\n").replace("'", "’"), made)
        if "the sender's name" in one
    ]
    assert lost == []


# ---------------------------------------------------------------- a whole letter


def test_a_design_that_loses_something_prints_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "templates"
    shutil.copytree(ROOT / "templates", folder)
    style = folder / "organization" / "letter.css"
    style.write_text(
        style.read_text("utf-8") + "\nh1 { display: none } li { text-transform: uppercase }\n",
        "utf-8",
    )
    good = press()
    shop = LetterPrinter(good.campaign, design=load_design(folder / "organization"), ground=GROUND)
    outcome = shop.print_letter(shop.order(JUDGE), folder=tmp_path / "out")
    assert outcome.status == "failed"
    assert outcome.message.startswith(
        "read back from the finished PDF: the Re: line is not on its pages "
        "word for word: “Re: Wells of the valley"
    )
    assert "the ask is not on its pages word for word: “End the pumping.”" in outcome.message
    assert outcome.message.endswith("The design loses it: look at its letter.html and letter.css")
    assert list((tmp_path / "out").rglob("*.pdf")) == []


def test_a_note_mark_that_sticks_to_a_figure_prints_nothing(tmp_path: Path) -> None:
    shop = press()
    order = shop.order(JUDGE)
    glued = replace(
        order,
        html=order.html.replace("over 1,200", 'over 1,200<span style="font-size: 60%">1</span>'),
    )
    assert glued.html != order.html
    outcome = shop.print_letter(glued, folder=tmp_path)
    assert outcome.status == "failed"
    assert (
        "1,200 stands 1 time(s) in the letter and 0 on its pages: it reads “1,2001”"
        in outcome.message
    )


AWAY = {
    "beside the sheet": "position: absolute; left: 9in",
    "above the sheet": "position: fixed; top: -2in",
    "cut off by its box": (
        "display: inline-block; width: 20px; overflow: hidden; white-space: nowrap"
    ),
    "in a box without height": "display: inline-block; height: 0; overflow: hidden",
    "cut off where it was moved to": (
        "display: inline-block; width: 9px; overflow: hidden; white-space: "
        "pre; transform: translateX(9px)"
    ),
}


@pytest.mark.parametrize("how", AWAY)
def test_what_stands_in_the_file_and_not_on_the_sheet_is_lost(how: str, tmp_path: Path) -> None:
    shop = press()
    order = shop.order(JUDGE)
    away = replace(
        order,
        html=order.html.replace(
            "over 1,200", f'<span style="{AWAY[how]}">over a long line of 1,200</span>'
        ),
    )
    assert away.html != order.html
    outcome = shop.print_letter(away, folder=tmp_path)
    assert outcome.status == "failed"
    assert "1,200 stands 1 time(s) in the letter and 0 on its pages" in outcome.message
    assert list(tmp_path.rglob("*.pdf")) == []


def test_a_box_that_cuts_nothing_off_loses_nothing(tmp_path: Path) -> None:
    shop = press()
    order = shop.order(JUDGE)
    boxed = replace(
        order,
        html=order.html.replace(
            "over 1,200", '<span style="display: inline-block; overflow: hidden">over 1,200</span>'
        ),
    )
    assert boxed.html != order.html
    assert shop.print_letter(boxed, folder=tmp_path).message == ""


def test_a_long_letter_of_many_pages_reads_back(tmp_path: Path) -> None:
    """Asks go over the foot of a page; words of a person have every kind of quote and dash."""
    message = "\n\n".join(
        (
            f'In 20{year:02d} my cousin -- the one with the "old" well -- drove '
            f"4{year} miles for long-promised water…"
        )
        for year in range(10, 90)
    )
    shop = press("constituent", sender=PERSON.model_copy(update={"message": message}))
    outcome = shop.print_letter(shop.order(JUDGE), folder=tmp_path)
    assert outcome.message == ""
    assert outcome.pages > 2


# ---------------------------------------------------------------- a hyphen where a line ends

COMPOUNDS = {
    "asylum-seeking": "asylum-\nseeking",
    "U.S.-Mexico": "U.S.-\nMexico",
    "20-year": "20-\nyear",
}
"""Words with a hyphen, and how a line breaks them."""
WHERE = ("ask", "subject", "body", "own words", "name", "street", "note")


def with_words(where: str, words: str) -> LetterPrinter:
    """A press for a letter in which the words stand there."""
    match where:
        case "ask":
            return campaigns.press(
                campaign(argument("wells"), asks=[{"recommendation": "end", "text": words}])
            )
        case "subject":
            return campaigns.press(campaign(argument("wells"), subject=words))
        case "body":
            return campaigns.press(campaign(argument("wells", words)))
        case "note":
            report, survey = campaigns.SOURCE.bibliography
            works = (report.model_copy(update={"title": words}), survey)
            return press(source=campaigns.SOURCE.model_copy(update={"bibliography": works}))
        case "own words":
            return press("constituent", sender=PERSON.model_copy(update={"message": words}))
        case _:
            return press("constituent", sender=PERSON.model_copy(update={where: words}))


@pytest.mark.parametrize("where", WHERE)
@pytest.mark.parametrize("compound", COMPOUNDS)
def test_a_hyphen_where_a_line_ends_is_read_as_the_letter_has_it(
    compound: str, where: str, tmp_path: Path
) -> None:
    """The compound recurs, with words of many lengths between, until a line ends at its hyphen."""
    for lead in range(20):
        words = " ".join(f"{'w' * ((lead + 3 * index) % 11 + 1)} {compound}" for index in range(9))
        shop = with_words(where, words)
        outcome = shop.print_letter(shop.order(JUDGE), folder=tmp_path / str(lead))
        assert outcome.message == ""
        (path,) = (tmp_path / str(lead)).rglob("*.pdf")
        if COMPOUNDS[compound] in ocr.text_layer(path.read_bytes()).replace("\r", ""):
            return
    pytest.fail("no line ended at the hyphen")


@pytest.mark.parametrize(
    ("said", "there", "is_found"),
    [
        ("asylum-seeking", "asylum-\nseeking", True),
        ("asylumseeking", "asylum\u2010\nseeking", True),  # as a design that hyphenates breaks it
        ("asylum-seeking", "asylumseeking", False),
        ("asylumseeking", "asylum-seeking", False),
        ("asylum-seeking", "asylum-", False),
        ("asylum-seeking", "asylum\nseeking", False),
        ("asylum-seeking", "asylum-\f1420 North Stanton\nseeking", True),
        ("the 2019-20 plan", "the 2019-\n20 plan", True),
        ("the 201920 plan", "the 2019-\n20 plan", False),
        ("the 2019-20 plan", "the 2019\n20 plan", False),
        ("co-op re-form reform", "co-\nop re-\nform re-\nform", True),
        ("U.S.-Mexico", "U.S.-\nMexico", True),
        ("U.S.Mexico", "U.S.-\nMexico", False),
    ],
)
def test_a_hyphen_at_a_lines_end_hides_no_lost_word(
    page: tuple[Letter, str],
    said: str,
    there: str,
    is_found: bool,  # noqa: FBT001
) -> None:
    made = replace(page[0], subject=f"Wells of {said} here")
    lost = [one for one in read_back(f"Re: Wells of {there} here", made) if "the Re: line" in one]
    assert not lost if is_found else lost


# ---------------------------------------------------------------- the readers


def test_what_is_no_pdf_is_said_to_be_unreadable() -> None:
    with pytest.raises(ocr.UnreadableLetterError, match="the finished PDF cannot be read back: "):
        ocr.text_layer(b"%PDF-1.7 nothing")
    with pytest.raises(ocr.UnreadableLetterError):
        ocr.Scanner("/nowhere/tesseract", {}).read(b"%PDF-1.7 nothing")


def test_a_scanner_that_is_not_there_fails_the_letter_and_not_the_run(tmp_path: Path) -> None:
    shop = press()
    outcome = shop.print_letter(
        shop.order(JUDGE), folder=tmp_path, reader=ocr.Scanner("/nowhere/tesseract", {})
    )
    assert (outcome.status, outcome.message[:37]) == (
        "failed",
        "the finished PDF cannot be read back:",
    )


def test_a_sheet_of_which_a_scan_shows_nothing_is_not_kept(tmp_path: Path) -> None:
    program = tmp_path / "tesseract"
    program.write_text("#!/bin/sh\ncat > /dev/null\necho Rio Grande\n", encoding="utf-8")
    program.chmod(0o755)
    shop = press()
    outcome = shop.print_letter(
        shop.order(JUDGE),
        folder=tmp_path / "out",
        reader=ocr.Scanner(str(program), {"PATH": os.defpath}),
    )
    assert outcome.status == "failed"
    assert (
        "read back from the finished PDF: a scan of sheet 1 shows next to nothing of it"
        in outcome.message
    )
    assert list((tmp_path / "out").rglob("*.pdf")) == []


def test_white_words_on_a_white_sheet_are_not_kept(tmp_path: Path) -> None:
    program = shutil.which("tesseract")
    if program is None:
        pytest.skip("tesseract is not on this machine: apt install tesseract-ocr")
    shop = press()
    order = shop.order(JUDGE)
    white = replace(
        order,
        html=order.html.replace("</head>", "<style>* { color: white !important }</style></head>"),
    )
    assert white.html != order.html
    assert shop.print_letter(white, folder=tmp_path).status == "printed", (
        "its text can be searched and copied"
    )
    outcome = shop.print_letter(white, folder=tmp_path / "out", reader=ocr.Scanner(program, {}))
    assert outcome.status == "failed"
    assert "a scan of sheet 1 shows next to nothing of it" in outcome.message
    assert list((tmp_path / "out").rglob("*.pdf")) == []


@pytest.mark.slow
def test_a_scan_of_the_sheet_reads_as_the_letter_does(tmp_path: Path) -> None:
    program = shutil.which("tesseract")
    if program is None:
        pytest.skip("tesseract is not on this machine: apt install tesseract-ocr")
    shop = press()
    order: Order = shop.order(JUDGE)
    reader = ocr.Scanner(program, {})
    outcome = shop.print_letter(order, folder=tmp_path, reader=reader)
    assert (outcome.status, outcome.misread) == ("printed", "")
    faint = replace(
        order,
        html=order.html.replace("over 1,200", 'over <span style="color: #f4f4f4">1,200</span>'),
    )
    assert faint.html != order.html
    outcome = shop.print_letter(faint, folder=tmp_path, reader=reader)
    assert outcome.status == "printed"
    assert (
        outcome.misread
        == "1,200 stands 1 time(s) in the letter and 0 on its pages: it is not there"
    )


def test_accents_count_in_the_text_layer_and_not_in_a_scan(page: tuple[Letter, str]) -> None:
    made, text = page
    details = made.sender.details.model_copy(update={"name": "Zoë Muñoz-Łukasz"})
    named = replace(made, sender=replace(made.sender, details=details))
    scan = text.replace(made.sender.details.name, "Zoe Munoz-Lukasz")
    assert read_back(scan, named, is_scan=True) == ()
    assert read_back(scan, named) == ("the sender's name is not on its pages word for word",)
    wrong = text.replace(made.sender.details.name, "Zoe Nunoz-Lukasz")
    assert read_back(wrong, named, is_scan=True)


def test_what_was_read_stands_next_to_what_was_expected(page: tuple[Letter, str]) -> None:
    made, text = page
    expected = "the ask is not on its pages word for word: “End the pumping.”"
    misread = text.replace("End the pumping.", "End tbe pumping.")
    assert read_back(misread, made, is_scan=True) == (f"{expected}; it reads “End tbe pumping.”",)
    # Words that look like no others on the page: only what was expected is shown.
    other = replace(made, subject="Zyx vw: qqq jjj kkk")
    assert read_back(text, other) == (
        "the Re: line is not on its pages word for word: “Re: Zyx vw: qqq jjj kkk”",
    )
