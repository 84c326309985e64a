"""The page as a reader sees it: where things stand, how large and how long the lines are."""

import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest

from generator.letter import pdf
from generator.letter.design import Design, load_design, to_html
from generator.mailroom.paper import ink
from generator.mailroom.paper.ink import InkLine
from generator.models.letter import Letter
from generator.models.sender import Sender
from tests.support import letters_for_tests as letters

pytestmark = pytest.mark.slow

TEMPLATES = Path(__file__).parents[2] / "templates"
HEIGHT = 11.0
ABOUT = "a legal aid organization that represents asylum seekers in El Paso"


@pytest.fixture(scope="module")
def engine() -> Iterator[pdf.Engine]:
    engine = pdf.Engine()
    yield engine
    engine.close()


def introduced(letter: Letter) -> Letter:
    """Returns the letter of an organization that says what it is."""
    details = letter.sender.details.model_copy(update={"about": ABOUT})
    return replace(letter, sender=Sender(details, letter.sender.logo, letter.sender.signature))


FULL = introduced(letters.FULL)
LETTERS = {
    "full": FULL,
    "pictures": introduced(letters.PICTURES),
    "five lines": replace(FULL, inside_address=("The Honorable Aumua Radewagen", *letters.ADDRESS)),
    "two pages": introduced(letters.TWO_PAGES),
}


def lines_of(engine: pdf.Engine, design: Design, letter: Letter, *, page: int = 0) -> list[InkLine]:
    data = engine.lay_out(to_html(letter, design), design).write()
    with closing(pypdfium2.PdfDocument(data)) as document, closing(document[page]) as sheet:
        return list(ink.read_lines(sheet))


def line(lines: list[InkLine], words: str) -> InkLine:
    """Returns the one line that begins with the words."""
    (found,) = [one for one in lines if one.text.startswith(words)]
    return found


@pytest.mark.parametrize("letter", LETTERS.values(), ids=LETTERS)
def test_a_page_without_a_window_begins_high_and_in_larger_type(
    engine: pdf.Engine, letter: Letter
) -> None:
    lines = lines_of(engine, load_design(TEMPLATES / "organization"), letter)
    assert line(lines, "Re:").box.y < 0.27 * HEIGHT
    body = [one for one in lines if one.box.y > line(lines, "Dear").box.y and one.size > 10]
    assert {round(one.size, 2) for one in body} <= {10.75}


@pytest.mark.parametrize("name", ["organization", "organization-window"])
def test_a_letterhead_says_who_writes_on_lines_that_break_evenly(
    engine: pdf.Engine, name: str
) -> None:
    design = load_design(TEMPLATES / name)
    lines = lines_of(engine, design, FULL)
    assert line(lines, "A legal aid organization").size == pytest.approx(10, abs=0.1)
    contact = [one.text for one in lines if "·" in one.text]
    assert [text.count("·") for text in contact] == [1, 2]
    bare = FULL.sender.details.model_copy(update={"phone": None, "email": None, "website": None})
    (only,) = [
        one
        for one in lines_of(engine, design, replace(FULL, sender=Sender(bare)))
        if "·" in one.text
    ]
    assert re.sub(r"\s+", " ", only.text).strip() == (
        "1420 North Stanton Street, Suite 310 · El Paso, TX 79902"
    )


def test_a_line_of_space_stands_above_the_salutation(engine: pdf.Engine) -> None:
    for name in ("organization", "organization-window", "constituent", "constituent-window"):
        lines = lines_of(engine, load_design(TEMPLATES / name), FULL)
        gap = line(lines, "Dear").box.y - line(lines, "Re:").box.bottom
        assert gap * 72 > 10


def test_the_mark_of_a_note_stands_a_hair_behind_a_word_and_a_space_behind_a_figure(
    engine: pdf.Engine,
) -> None:
    design = load_design(TEMPLATES / "organization")
    block = letters.paragraph("They left in 2019.", 1, " No one counted.", 2)
    data = engine.lay_out(to_html(replace(FULL, statement=(block,)), design), design).write()
    with closing(pypdfium2.PdfDocument(data)) as document, closing(document[0]) as page:
        text = page.get_textpage().get_text_range()
        gaps = []
        for words in ("2019. 1", "counted. 2"):
            at = text.index(words) + len(words) - 1
            layer = page.get_textpage()
            gaps.append(layer.get_charbox(at)[0] - layer.get_charbox(at - 2)[2])
    assert gaps[0] > 2.3
    assert 0.5 < gaps[1] < 1.8
