"""Letters with and without the patches of WeasyPrint: run it when a new WeasyPrint comes."""

import datetime
import re
import shutil
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from generator.errors import DesignIsWrongError, TooManyPagesError
from generator.letter.design import Design, load_design, to_html
from generator.letter.pdf import Engine
from generator.letter.weasyprint_patches import NOTES_STAY, PAGE_LIMIT, PATCHES, Patch
from generator.models.letter import Footnote
from generator.press import build
from generator.press.build_options import BuildOptions
from generator.project import load
from tests.support import letters_for_tests as letters
from tests.support.campaigns import ROOT
from tests.support.projects import DATE

pytestmark = pytest.mark.slow

STEMS = ("AZ-07-grijalva", "KY-sen-paul", "ME-sen-collins", "TX-28-cuellar", "WA-sen-murray")
WITHOUT_ONE = [tuple(patch for patch in PATCHES if patch is not left_out) for left_out in PATCHES]


@pytest.fixture(scope="module")
def design() -> Design:
    return load_design(ROOT / "templates" / "organization")


@pytest.fixture(scope="module")
def pages(design: Design) -> dict[str, str]:
    """The pages, as HTML: some shipped letters, one to several members, one with many notes."""
    options = BuildOptions("remain-in-mexico", datetime.date.fromisoformat(DATE))
    ready = build.prepare_letters(load.open_project(ROOT), options)
    press = ready.press
    found = {order.letter.stem: order for order in ready.orders}
    fitted = [press.fitted(found[stem]) for stem in STEMS]
    joint = press.fitted(press.joint_order([order.recipient for order in fitted[:3]]))
    notes = tuple(
        Footnote(number, letters.runs(f"Note {number}: " + "a source, " * 12), ())
        for number in range(1, 31)
    )
    calls = tuple(letters.paragraph(f"Sentence {note.number} ends.", note.number) for note in notes)
    many_notes = to_html(replace(letters.FULL, statement=calls, notes=notes), design)
    return {order.letter.stem: order.html for order in (*fitted, joint)} | {
        "many notes": many_notes
    }


def text_of(data: bytes) -> str:
    return "\f".join(page.extract_text() for page in PdfReader(BytesIO(data)).pages)


def printed(pages: dict[str, str], design: Design, patches: tuple[Patch, ...]) -> dict[str, str]:
    """The text of each letter, its pages apart."""
    engine = Engine(patches)
    return {name: text_of(engine.lay_out(html, design).write()) for name, html in pages.items()}


@pytest.fixture(scope="module")
def patched(pages: dict[str, str], design: Design) -> dict[str, str]:
    assert len(pages) == len(STEMS) + 2
    return printed(pages, design, PATCHES)


@pytest.mark.parametrize(
    "patches", [(), *WITHOUT_ONE], ids=["no patch", *(f"without {patch.name}" for patch in PATCHES)]
)
def test_letters_say_the_same_on_the_same_pages_without_patches(
    pages: dict[str, str], design: Design, patched: dict[str, str], patches: tuple[Patch, ...]
) -> None:
    assert printed(pages, design, patches) == patched


def test_without_its_patch_a_note_leaves_the_page_that_calls_it(design: Design) -> None:
    """When this fails, WeasyPrint keeps the notes itself, and the patch can go."""
    notes = tuple(
        Footnote(
            number, letters.runs(f"Note {number}: " + "a long source, " * (number % 4 + 1)), ()
        )
        for number in range(1, 15)
    )
    words = "and so it is said in many words, all of which take some room, as words do. " * 4
    calls = [
        letters.paragraph(f"Sentence {note.number} ends. ", note.number, f" {words}")
        for note in notes
    ]
    for patches in (PATCHES, tuple(patch for patch in PATCHES if patch is not NOTES_STAY)):
        engine, apart = Engine(patches), 0
        for filler in (20, 60, 90, 110):
            statement = (letters.paragraph("word " * filler), *calls)
            html = to_html(replace(letters.FULL, statement=statement, notes=notes), design)
            for page in text_of(engine.lay_out(html, design).write()).split("\f"):
                apart += re.findall(r"Sentence (\d+) ends", page) != re.findall(
                    r"Note (\d+):", page
                )
        assert (apart == 0) is (NOTES_STAY in patches)


@pytest.mark.parametrize("patches", [(), PATCHES], ids=["no patch", "patched"])
def test_a_letter_that_goes_on_too_far_is_refused_either_way(
    design: Design, patches: tuple[Patch, ...]
) -> None:
    with pytest.raises(TooManyPagesError, match="more pages than 1"):
        Engine(patches).lay_out(to_html(letters.TWO_PAGES, design), design, most=1)


def test_each_patch_says_why_it_is_there() -> None:
    assert PAGE_LIMIT in PATCHES
    for patch in PATCHES:
        assert patch.name, patch.reason
        assert "issue" in patch.issue or "pull request" in patch.issue
        assert all(callable(getattr(owner, patch.attribute)) for owner in patch.owners)


def test_a_mistake_in_a_style_sheet_is_found_in_a_letter_that_is_too_long(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "templates", tmp_path / "templates")
    folder = tmp_path / "templates" / "organization"
    with (folder / "letter.css").open("a", encoding="utf-8") as file:
        file.write("body { colr: red }\n")
    design = load_design(folder)
    with pytest.raises(DesignIsWrongError, match="`colr: red` is not understood"):
        Engine().lay_out(to_html(letters.TWO_PAGES, design), design, most=1)
