import base64
import hashlib
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pikepdf
import pypdf
import pytest

from generator.errors import DesignIsWrongError, TooManyPagesError, TypesettingError
from generator.letter import pdf, weasyprint_patches
from generator.letter.design import Design, DesignFile, load_design, to_html
from generator.letter.envelopes import fits, load
from generator.letter.ocr import text_layer
from generator.letter.weasyprint_patches import PATCHES
from generator.models.letter import Block, Footnote, Letter, TextRun
from generator.models.sender import Sender
from tests.conftest import Golden, Verapdf
from tests.support import letters_for_tests as letters

pytestmark = pytest.mark.slow

TEMPLATES = Path(__file__).parents[2] / "templates"
DESIGNS = ("organization", "constituent")
WINDOWS = ("organization-window", "constituent-window")
SHIPPED = (*DESIGNS, *WINDOWS, "coalition", "handwritten-slot")
LETTERS: dict[str, Letter] = {
    "full": letters.FULL,
    "short": letters.SHORT,
    "two pages": letters.TWO_PAGES,
    "notes overleaf": letters.NOTES_OVERLEAF,
    "pictures": letters.PICTURES,
    "personal": letters.PERSONAL,
    "long sender": letters.LONG_SENDER,
    **{f"name {key}": letters.to(name) for key, name in letters.ODD_NAMES.items()},
}


@pytest.fixture(scope="module")
def engine() -> pdf.Engine:
    return pdf.Engine()


@pytest.fixture(scope="module", params=DESIGNS)
def design(request: pytest.FixtureRequest) -> Design:
    return load_design(TEMPLATES / request.param)


@pytest.fixture(scope="module", params=WINDOWS)
def windowed(request: pytest.FixtureRequest) -> Design:
    """A design for window envelopes."""
    return load_design(TEMPLATES / request.param)


def text_of(data: bytes) -> str:
    """The words of the PDF as another program reads them."""
    return "\f".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(data)).pages)


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def printed(engine: pdf.Engine, design: Design, letter: Letter) -> bytes:
    return engine.lay_out(to_html(letter, design), design).write()


# -------------------- the same as WeasyPrint, and always the same


@pytest.mark.parametrize("letter", LETTERS.values(), ids=LETTERS.keys())
def test_what_makes_the_engine_fast_changes_no_byte_of_what_weasyprint_makes(
    engine: pdf.Engine, design: Design, letter: Letter
) -> None:
    html = to_html(letter, design)
    # This patch alone mends what WeasyPrint does: a note overleaf of its call.
    mending = tuple(one for one in PATCHES if one.name == "notes stay with their calls")
    plain = pdf.Engine(patches=mending).lay_out(html, design).write()
    assert engine.lay_out(html, design).write() == plain


@pytest.mark.slow
def test_a_letter_is_the_same_before_and_after_others_and_in_another_process(
    engine: pdf.Engine, design: Design, tmp_path: Path
) -> None:
    first = printed(engine, design, letters.FULL)
    for letter in LETTERS.values():
        engine.lay_out(to_html(letter, design), design)
    assert printed(engine, design, letters.FULL) == first
    copied = tmp_path / "elsewhere" / "templates"
    shutil.copytree(TEMPLATES, copied)
    script = (
        "import sys, hashlib; from pathlib import Path; from generator.letter import design, pdf\n"
        "from tests.support import letters_for_tests as letters\n"
        "folder = design.load_design(Path(sys.argv[1])); engine = pdf.Engine()\n"
        "data = engine.lay_out(design.to_html(letters.FULL, folder), folder).write()\n"
        "print(hashlib.sha256(data).hexdigest())"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, copied / design.name],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    assert done.stdout.strip() == hashlib.sha256(first).hexdigest()


def test_a_layout_is_counted_without_being_written_and_can_be_written_twice(
    engine: pdf.Engine, design: Design
) -> None:
    layout = engine.lay_out(to_html(letters.TWO_PAGES, design), design)
    assert layout.pages == 2
    assert layout.write() == layout.write()


def test_a_layout_ends_with_the_pages_that_it_may_have_and_no_other_letter_suffers(
    engine: pdf.Engine, design: Design
) -> None:
    html = to_html(letters.TWO_PAGES, design)
    data = engine.lay_out(html, design, most=2).write()
    with pytest.raises(TooManyPagesError, match="more pages than 1"):
        engine.lay_out(html, design, most=1)
    assert engine.lay_out(html, design).write() == data


# ---------------------------------------------------------------- what a reader finds in it


@pytest.mark.long
@pytest.mark.parametrize("name", DESIGNS)
def test_every_letter_is_accessible_and_archival(
    verapdf: Verapdf, engine: pdf.Engine, tmp_path: Path, name: str
) -> None:
    design = load_design(TEMPLATES / name)
    paths = []
    for key, letter in LETTERS.items():
        paths.append(tmp_path / f"{key}.pdf")
        paths[-1].write_bytes(printed(engine, design, letter))
    for flavour in ("ua1", "2a"):
        assert verapdf(paths, flavour=flavour) == dict.fromkeys(paths, ())


def test_the_metadata_name_title_author_subject_language_and_the_letter_s_own_date(
    engine: pdf.Engine, design: Design
) -> None:
    with pikepdf.open(BytesIO(printed(engine, design, letters.FULL))) as document:
        info = {key: str(value) for key, value in document.docinfo.items()}
        assert str(document.Root.Lang) == "en-US"
    assert info["/Title"] == letters.FULL.title
    assert info["/Author"] == letters.ORGANIZATION.organization
    assert info["/Subject"] == letters.FULL.subject
    assert info["/CreationDate"] == info["/ModDate"] == "D:20200129120000Z"


def test_only_the_letters_own_typefaces_are_used_and_their_text_has_plain_spaces(
    engine: pdf.Engine, design: Design
) -> None:
    letter = replace(
        letters.FULL,
        statement=(
            letters.paragraph(TextRun("El Paso Times", "em"), TextRun("H.R. 2662 S. 5", "strong")),
            *letters.STATEMENT,
        ),
    )
    with pikepdf.open(BytesIO(printed(engine, design, letter))) as document:
        fonts = [font for page in document.pages for font in page.Resources.Font.as_dict().values()]
        assert len(fonts) >= 3
        for font in fonts:
            assert re.match(r"/[A-Z]{6}\+Letters-(Serif|Sans)", str(font.BaseFont))
            assert b"<00a0>" not in font.ToUnicode.read_bytes().lower()


def test_the_mark_of_a_note_never_touches_a_figure(engine: pdf.Engine, design: Design) -> None:
    text = text_of(printed(engine, design, letters.FULL))
    assert re.search(r"January 2020, ?\s3", text)
    for number in range(1, len(letters.NOTES) + 1):
        assert not re.search(rf"\d[.,;]?{number}(?= (?:and|In|Section))", text)
    assert re.search(r"way,\s1", text)
    assert re.search(r"lawyer\.\s4", text)


def test_the_text_layer_says_every_word_in_reading_order(
    engine: pdf.Engine, design: Design
) -> None:
    text = squeezed(text_of(printed(engine, design, letters.PERSONAL)))
    said = [
        letters.ADDRESS[0],
        letters.ADDRESS[-1],
        "Re:",
        letters.FULL.salutation,
        "We write on behalf",
        "I taught third grade",
        "You could.",
        "Waiting is not safe.",
    ]
    places = [text.index(squeezed(words)) for words in (*said, "Sincerely,")]
    assert places == sorted(places)


def test_the_text_of_the_letters(engine: pdf.Engine, golden: Golden) -> None:
    for name in DESIGNS:
        design = load_design(TEMPLATES / name)
        for key, letter in {"full": letters.FULL, "personal": letters.PERSONAL}.items():
            # Lines end with a space, which a golden file had better not.
            lines = text_of(printed(engine, design, letter)).split("\n")
            golden(f"designs/{name}-{key}.txt", "\n".join(line.rstrip() for line in lines))


def test_further_pages_name_addressee_date_page_and_sender(
    engine: pdf.Engine, design: Design
) -> None:
    first, second = text_of(printed(engine, design, letters.TWO_PAGES)).split("\f")
    assert "Page" not in first
    for words in (
        letters.ADDRESS[0],
        "January 29, 2020",
        "Page 2 of 2",
        "Rio Grande Legal Welcome Center",
        "1420 North Stanton Street",
        "TX 79902",
    ):
        assert squeezed(words) in squeezed(second)
        assert words.startswith("Page") or squeezed(words) in squeezed(first)


@pytest.mark.parametrize("name", DESIGNS)
def test_a_list_is_not_split_by_the_end_of_a_page_and_stands_with_the_line_before_it(
    engine: pdf.Engine, name: str
) -> None:
    design = load_design(TEMPLATES / name)
    starts = set()
    for filler in range(400, 580, 30):
        statement = (letters.paragraph("word " * filler), *letters.STATEMENT[3:])
        pages = text_of(
            printed(engine, design, replace(letters.FULL, statement=statement, notes=()))
        ).split("\f")
        listed = [
            all(words in page for words in ("respectfully ask you to:", "cosponsor", "with us."))
            for page in pages
        ]
        assert sum(listed) == 1
        starts.add(listed.index(True))
    assert starts == {0, 1}


@pytest.mark.parametrize("words", range(20, 180, 10))
def test_nothing_is_lost_where_the_first_page_ends(engine: pdf.Engine, words: int) -> None:
    letter = replace(letters.FULL, message=letters.MESSAGE)
    filler = letters.paragraph(" ".join(f"w{number:03d}" for number in range(words)))
    letter = replace(letter, statement=(letter.statement[0], filler, *letter.statement[1:]))
    for name in DESIGNS:
        design = load_design(TEMPLATES / name)
        text = squeezed(text_of(printed(engine, design, letter)))
        for block in (*letter.statement, *letter.message):
            for run in (run for item in block.items for run in item):
                assert squeezed(run.text) in text or _is_split(run.text, text)
        for last in (
            "Sincerely,",
            letters.ORGANIZATION.name,
            "Executive Director",
            "Enclosure:",
            "cc: Hon. Joaquin Castro",
        ):
            assert squeezed(last) in text
        for note in letters.NOTES:
            assert squeezed(note.runs[0].text) in text


@pytest.mark.parametrize("name", SHIPPED)
def test_a_word_longer_than_its_line_is_broken_and_stays_on_the_sheet(
    engine: pdf.Engine, name: str
) -> None:
    word, address = "W" * 300, f"https://example.org/{'s' * 160}"
    letter = replace(
        letters.to(f"The Honorable {word}"),
        sender=Sender(
            letters.ORGANIZATION.model_copy(
                update={"name": word, "organization": word, "street": word}
            )
        ),
        subject=word,
        statement=(
            letters.paragraph(f"See {word} at {address}."),
            Block("bullets", (letters.runs(word),), "asks"),
            *letters.STATEMENT,
        ),
        message=(letters.paragraph(word),),
        notes=(
            replace(letters.NOTES[0], runs=letters.runs(f"A {word}, {address}.")),
            *letters.NOTES[1:],
        ),
        enclosures=(word,),
    )
    design = load_design(TEMPLATES / name)
    read = text_layer(printed(engine, design, letter))
    assert squeezed(read).count(address) == 2
    assert squeezed(read).count(word) >= 8


def _is_split(run: str, text: str) -> bool:
    """Whether every word of the run is there: a paragraph may go on overleaf."""
    return all(word in text for word in run.split())


# ---------------------------------------------------------------- where things stand


def test_the_address_stands_in_the_window_of_the_envelope_the_design_names(
    engine: pdf.Engine, windowed: Design
) -> None:
    assert windowed.settings.envelope is not None
    envelope = load(TEMPLATES / "envelopes.yaml")[windowed.settings.envelope]
    for letter in (letters.FULL, letters.SHORT, letters.PICTURES, letters.PERSONAL):
        box = engine.lay_out(to_html(letter, windowed), windowed).address_box
        assert (round(box.x, 3), round(box.y, 3)) == (1.0, 2.625)
        assert round(box.height, 3) == round(len(letter.inside_address) * 11 / 72, 3)
        assert 1.5 < box.width < 3.25
        assert fits(box, envelope).fits
    for letter in (
        letters.to(letters.LONG_NAME),
        letters.LONG_SENDER,
        replace(letters.FULL, inside_address=(*letters.ADDRESS, "A fifth line", "A sixth line")),
    ):
        assert (
            not fits(engine.lay_out(to_html(letter, windowed), windowed).address_box, envelope).fits
            or windowed.name == "constituent-window"
        )


@pytest.mark.parametrize(
    "address",
    [
        (*letters.ADDRESS, "USA"),
        (
            letters.ADDRESS[0],
            "Ranking Member, Committee on Homeland Security",
            *letters.ADDRESS[-2:],
        ),
        ("The Honorable Aumua Amata Coleman Radewagen", *letters.ADDRESS[1:]),
        (
            letters.ADDRESS[0],
            "Ranking Member",
            "Committee on Homeland Security and Governmental Affairs",
            *letters.ADDRESS[-2:],
        ),
    ],
)
def test_five_lines_or_a_long_one_are_set_smaller_and_fit(
    address: tuple[str, ...], engine: pdf.Engine, windowed: Design
) -> None:
    envelope = load(TEMPLATES / "envelopes.yaml")["number-10-single-window"]
    page = to_html(replace(letters.FULL, inside_address=address), windowed)
    assert fits(engine.lay_out(page, windowed).address_box, envelope).fits
    assert not fits(
        engine.lay_out(
            re.sub('"inside-address small[a-z]*"', '"inside-address"', page), windowed
        ).address_box,
        envelope,
    ).fits


def test_a_sixth_line_does_not_fit(engine: pdf.Engine, windowed: Design) -> None:
    envelope = load(TEMPLATES / "envelopes.yaml")["number-10-single-window"]
    layout = engine.lay_out(
        to_html(replace(letters.FULL, inside_address=(*letters.ADDRESS, "USA", "Earth")), windowed),
        windowed,
    )
    assert fits(layout.address_box, envelope).advice.startswith(
        "the address stands 0.12 in too low"
    )


def test_a_page_without_address_has_an_empty_box(engine: pdf.Engine, design: Design) -> None:
    box = engine.lay_out("<html lang=en><title>x</title><h1>x</h1>", design).address_box
    assert (box.width, box.height) == (0, 0)


@pytest.mark.parametrize("letter", [letters.FULL, letters.TWO_PAGES, letters.PERSONAL])
def test_the_call_of_a_note_does_not_push_its_line_away_from_its_neighbours(
    engine: pdf.Engine, windowed: Design, letter: Letter
) -> None:
    lines: set[float] = set()

    def visit(text: str, _page: object, matrix: list[float], _font: object, size: float) -> None:
        """Notes the baseline in points of body type below the address, from WeasyPrint's pixels."""
        if text.strip() and size * 0.75 > 10 and matrix[5] / 96 > 3.7:
            lines.add(round(matrix[5] * 0.75, 1))

    pypdf.PdfReader(BytesIO(printed(engine, windowed, letter))).pages[0].extract_text(
        visitor_text=visit
    )
    gaps = [round(below - above, 1) for above, below in pairwise(sorted(lines))]
    assert gaps.count(12.6) > 8
    assert min(gaps) == 12.6
    assert {gap for gap in gaps if gap < 17} <= {12.6, 13.6, 14.6}


# ---------------------------------------------------------------- what is refused


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """A design of one's own: the organization's, in a project in tmp_path."""
    shutil.copytree(TEMPLATES, tmp_path / "templates")
    (tmp_path / "secret.png").write_bytes(b"secret")
    return tmp_path / "templates" / "organization"


def page(body: str) -> str:
    return f"<html lang=en><title>x</title><h1>x</h1>{body}"


ADDRESSES: dict[str, Callable[[Path], str]] = {
    "the web": lambda _folder: "http://127.0.0.1:9/x.png",
    "a file of the system": lambda _folder: "file:///etc/passwd",
    "another project's file": lambda folder: (folder.parents[1] / "secret.png").as_uri(),
    "up and out": lambda _folder: "../../secret.png",
    "up and out, encoded": lambda _folder: "%2e%2e/%2e%2e/secret.png",
    "a link that leads out": lambda _folder: "link.png",
    "a file that is not there": lambda _folder: "nothing.png",
    "a typeface that is not there": lambda _folder: "font:Comic",
    "another protocol": lambda _folder: "gopher://x/y",
    "what is no picture": lambda _folder: "letter.css",
}


@pytest.mark.parametrize("address", ADDRESSES.values(), ids=ADDRESSES.keys())
def test_a_picture_from_elsewhere_or_from_nowhere_is_a_failure(
    mine: Path, address: Callable[[Path], str]
) -> None:
    (mine / "link.png").symlink_to(mine.parents[1] / "secret.png")
    with pytest.raises(TypesettingError):
        pdf.Engine().lay_out(page(f'<img alt=x src="{address(mine)}">'), load_design(mine)).write()


def test_pictures_of_the_design_of_the_common_folder_and_of_the_page_are_printed(
    mine: Path,
) -> None:
    data = letters.picture(80, 80)
    assert images(load_design(mine), page(f'<img alt=x src="{data}">')) == 1
    for place in (mine / "seal.png", mine.parent / "common" / "seal.png"):
        place.write_bytes(base64.b64decode(data.partition(",")[2]))
    assert (
        images(
            load_design(mine),
            page('<img alt=x src="seal.png"> <img alt=y src="../common/seal.png">'),
        )
        == 2
    )


def images(design: Design, html: str) -> int:
    """How many pictures the page has in its structure."""
    with pikepdf.open(BytesIO(pdf.Engine().lay_out(html, design).write())) as document:
        return sum(
            1
            for thing in document.objects
            if isinstance(thing, pikepdf.Dictionary) and thing.get("/S") == "/Figure"
        )


@pytest.mark.parametrize(
    "style",
    [
        "p { colour: red }",
        '@import "nothing.css";',
        '@import "http://127.0.0.1:9/x.css";',
        '@font-face { font-family: X; src: url("font:Comic") }',
    ],
)
def test_a_style_sheet_that_says_what_is_not_understood_is_a_failure(
    mine: Path, style: str
) -> None:
    (mine / "letter.css").write_text(style, encoding="utf-8")
    with pytest.raises(TypesettingError):
        pdf.Engine().lay_out(page("<p>x</p>"), load_design(mine))


@pytest.mark.parametrize(
    ("body", "style"),
    [
        ('<img alt=x src="nothing.png">', ""),
        ("<p>x</p>", 'body { background: url("nothing.png") }'),
        ("<p>x</p>", "p { colour: red }"),
        ("<p>x</p>", '@import "nothing.css";'),
    ],
)
def test_what_a_design_lacks_fails_every_letter_of_a_process_and_not_its_first_alone(
    mine: Path, body: str, style: str
) -> None:
    (mine / "letter.css").write_text(style, encoding="utf-8")
    engine, design = pdf.Engine(), load_design(mine)
    for _ in range(3):
        with pytest.raises(TypesettingError, match=r"nothing\.|colour"):
            engine.lay_out(page(body), design)


def test_a_picture_without_alternative_text_is_a_failure(
    engine: pdf.Engine, design: Design
) -> None:
    for alt in ("", 'alt=""', 'alt=" "'):
        with pytest.raises(DesignIsWrongError, match="has no alt"):
            engine.lay_out(page(f'<img {alt} src="{letters.picture(80, 80)}">'), design)


NOT_THERE = "is not there: put it there, or take it out here"
ONLY_ITS_OWN = "a design reads only files of its own folder and of the common one"
CORRECT_IT = "correct it, or take it out"
FAINT = (
    "opacity takes words out of what can be read aloud (PDF/UA): give them a paler color instead"
)
LEVELS = "headings begin with <h1> and go down one level at a time"
WRONG: dict[str, tuple[str, str, str]] = {
    "picture": (
        '<p>x</p>\n<img alt="x" src="seal.png">',
        "",
        f"letter.html:2: templates/organization/seal.png {NOT_THERE}",
    ),
    "background": (
        "",
        "\n\nbody { background: url(pictures/seal.png) }",
        f"letter.css:3: templates/organization/pictures/seal.png {NOT_THERE}",
    ),
    "no picture": (
        '<img alt="x" src="letter.css">',
        "",
        (
            "letter.html:1: templates/organization/letter.css cannot be used: "
            "it is damaged, or no picture"
        ),
    ),
    "outside": (
        "",
        "body { background: url(../../secret.png) }",
        f"letter.css:1: secret.png cannot be used: {ONLY_ITS_OWN}",
    ),
    "the web": (
        "",
        "body { background: url(http://127.0.0.1:9/x.png) }",
        f'letter.css:1: "http://127.0.0.1:9/x.png" cannot be used: {ONLY_ITS_OWN}',
    ),
    "sheet": (
        "",
        '@import "nothing.css";',
        f"letter.css:1: templates/organization/nothing.css {NOT_THERE}",
    ),
    "property": (
        "",
        "p { margin: 0;\n    colour: red }",
        f"letter.css:2: `colour: red` is not understood (unknown property): {CORRECT_IT}",
    ),
    "value": (
        "",
        "p { color: rde }",
        f"letter.css:1: `color: rde` is not understood (invalid value): {CORRECT_IT}",
    ),
    "selector": (
        "",
        "\np:foo(bar) { color: red }",
        f"letter.css:2: the selector `p:foo(bar)` is not understood: {CORRECT_IT}",
    ),
    "braces": (
        "",
        "p { color: red } }",
        (
            "letter.css:1: cannot be read as CSS (EOF reached before {} block "
            "for a qualified rule): look at this line and those before it"
        ),
    ),
    "typeface": (
        "",
        '\n@font-face { font-family: X; src: url("font:Comic") }',
        "letter.css:2: the typeface X cannot be loaded: look at the src of its @font-face",
    ),
    "no alt": (
        '<img src="letter.png">',
        "",
        'letter.html:1: a picture has no alt="…": say in it what it shows, or make it a background',
    ),
    "drawing": (
        '\n<svg width="9" height="9"><title> </title><rect width="5" height="5"/></svg>',
        "",
        "letter.html:2: an <svg> has no <title>: say in it what it shows, or make it a background",
    ),
    "heading": ("<h2>x</h2><h4>x</h4>", "", f"letter.html:1: <h4> comes next after <h2>: {LEVELS}"),
    "faint": (
        "",
        "/* opacity: 0 is\n   what some do */ p { opacity: 0.5 }",
        f"letter.css:2: {FAINT}",
    ),
    "faint here": (
        '<p style="opacity: 50%">x</p>',
        "",
        f"letter.html:1: {FAINT}",
    ),
}


@pytest.mark.parametrize(("body", "style", "told"), WRONG.values(), ids=WRONG.keys())
def test_what_is_wrong_in_a_design_is_told_with_its_file_and_line(
    mine: Path, body: str, style: str, told: str
) -> None:
    (mine / "letter.css").write_text(style, encoding="utf-8")
    (mine / "letter.html").write_text(body, encoding="utf-8")
    # Without its page a design does not load.
    wordless = Design("letter", mine, mine.parent / "common", DesignFile(), (), "")
    with pytest.raises(DesignIsWrongError) as caught:
        pdf.Engine().lay_out(page(body), load_design(mine) if body else wordless)
    assert str(caught.value.problems[0]) == f"templates/organization/{told}"


def test_what_is_wrong_in_a_design_is_told_also_where_the_first_letter_has_a_page_too_many(
    mine: Path,
) -> None:
    style = mine / "letter.css"
    style.write_text(f"{style.read_text('utf-8')}p {{ colr: red }}\n", encoding="utf-8")
    design = load_design(mine)
    with pytest.raises(DesignIsWrongError, match="`colr: red` is not understood"):
        pdf.Engine().lay_out(to_html(letters.TWO_PAGES, design), design, most=1)


@pytest.mark.parametrize(
    ("html", "told"),
    [
        (
            "<html><title>x</title><h1>x</h1>",
            'page.html:6: the page does not say its language: begin it with <html lang="en-US">',
        ),
        (
            "<html lang=en><title> </title><h1>x</h1>",
            "page.html:7: the page has no <title>, which is read out first: give it one",
        ),
        (
            "<html lang=en><title>x</title><h2>x</h2>",
            f"page.html:50: <h2> comes before any <h1>: {LEVELS}",
        ),
    ],
)
def test_what_the_frame_of_a_page_lacks_is_told(mine: Path, html: str, told: str) -> None:
    with pytest.raises(DesignIsWrongError) as caught:
        pdf.Engine().lay_out(html, load_design(mine))
    assert str(caught.value) == f"templates/common/{told}"


def test_what_can_be_read_aloud_is_no_mistake(mine: Path) -> None:
    style = (
        "/* opacity: 0 */ p { opacity: 1; color: rgba(0, 0, 0, 0.5); "
        "text-decoration: underline } q { opacity: 100% }"
    )
    (mine / "letter.css").write_text(style, encoding="utf-8")
    body = (
        '<svg width="9" height="9"><title>A square</title><svg><rect '
        'fill-opacity="0.5" width="5" height="5"/></svg></svg>'
    )
    html = page(f"{body}<h2>x</h2><h3>x</h3><h2>x</h2><!-- x --><p>x</p>")
    assert pdf.Engine().lay_out(html, load_design(mine)).pages == 1


def test_a_typeface_that_the_design_does_not_bring_along_is_told_by_its_line(mine: Path) -> None:
    with (mine / "letter.css").open("a", encoding="utf-8") as style:
        style.write("\nh1 { font: inherit }\nh1 { font-family: Georgia, serif }\n")
    line = (mine / "letter.css").read_text("utf-8").count("\n")
    layout = pdf.Engine().lay_out(page("<p>x</p>"), load_design(mine))
    with pytest.raises(DesignIsWrongError) as caught:
        layout.write()
    assert str(caught.value) == (
        f"templates/organization/letter.css:{line}: asks for a typeface "
        "that the design does not bring along; "
        'it has "Letters Sans" and "Letters Serif": use one of them, or declare it; '
        "in an SVG picture, convert text to paths"
    )


def test_a_page_that_weasyprint_breaks_on_is_a_failure_and_the_next_one_is_printed(
    mine: Path,
) -> None:
    (mine / "letter.css").write_text('li::marker { content: "x" }', encoding="utf-8")
    engine, design = pdf.Engine(), load_design(mine)
    with pytest.raises(TypesettingError, match="WeasyPrint failed"):
        engine.lay_out(page("<ul><li>x</ul>"), design)
    assert engine.lay_out(page("<p>x</p>"), design).pages == 1


# ---------------------------------------------------------------- characters


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("Zoë Muñoz-Łukasz O’Brien, Nguyễn — “½ § … · •”", ""),
        ("e\u0301 \u00a0\u00ad\u2009\u202f\u2011\n\t", ""),
        ("Party 🎉, שלום, 中文, party 🎉", "🎉שלום中文"),
        ("evil \u202eeman \u2066x\u2069", "\u202e\u2066\u2069"),
        ("\x07", "\x07"),
    ],
)
def test_the_characters_that_no_letter_can_print(text: str, missing: str) -> None:
    assert pdf.missing_glyphs(text) == missing


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Party 🎉", "U\\+1F389 PARTY POPPER"),
        ("שלום", "U\\+05DC HEBREW LETTER LAMED"),
        ("中", "U\\+4E2D"),
    ],
)
def test_a_character_that_another_typeface_would_have_to_lend_is_a_failure(
    engine: pdf.Engine, design: Design, name: str, told: str
) -> None:
    layout = engine.lay_out(to_html(letters.to(f"The Honorable {name}"), design), design)
    with pytest.raises(TypesettingError, match=told):
        layout.write()


def test_what_is_not_missing_is_printed(engine: pdf.Engine, design: Design) -> None:
    name = "Zoë Muñoz-Łukasz O’Brien Nguyễn"
    assert squeezed(name) in squeezed(text_of(printed(engine, design, letters.to(name))))


@pytest.mark.parametrize("policy", ["line", "auto"])
def test_notes_stand_on_the_page_that_calls_them_wherever_it_ends(
    engine: pdf.Engine, mine: Path, policy: str
) -> None:
    with (mine / "letter.css").open("a", encoding="utf-8") as style:
        style.write(f"\n.note {{ footnote-policy: {policy} }}\n")
    design = load_design(mine)
    notes = tuple(
        Footnote(
            number, letters.runs(f"Note {number}: " + "a long source, " * (number % 4 + 1)), ()
        )
        for number in range(1, 15)
    )
    words = "and so it is said in many words, all of which take some room, as words do. "
    calls = [
        letters.paragraph(f"Sentence {note.number} ends. ", note.number, f" {words * 4}")
        for note in notes
    ]
    ends = set()
    for filler in (20, 40, 60, 110):
        statement = (letters.paragraph("word " * filler), *calls)
        pages = text_of(
            printed(engine, design, replace(letters.FULL, statement=statement, notes=notes))
        ).split("\f")
        called = [re.findall(r"Sentence (\d+) ends", page) for page in pages]
        assert [re.findall(r"Note (\d+):", page) for page in pages] == called
        ends.add(called[0][-1])
    assert len(ends) > 1


def test_notes_with_room_around_them_are_left_to_weasyprint(mine: Path) -> None:
    (mine / "letter.css").write_text(
        '@import "../common/base.css"; .note { margin-top: 3pt; margin-bottom: 2pt }',
        encoding="utf-8",
    )
    design = load_design(mine)
    html = to_html(letters.FULL, design)
    plain = pdf.Engine(patches=()).lay_out(html, design).write()
    assert pdf.Engine().lay_out(html, design).write() == plain


def test_lines_that_were_set_before_are_set_alike_in_whatever_style(mine: Path) -> None:
    (mine / "letter.css").write_text(
        '@import "../common/base.css"; p { text-decoration: underline '
        "line-through; hyphens: auto; text-align: justify; width: 2in }"
        "p + p { letter-spacing: 1px; word-spacing: 3px; font-variant: "
        "small-caps; overflow-wrap: anywhere }",
        encoding="utf-8",
    )
    design = load_design(mine)
    html = to_html(letters.SHORT, design)
    plain = pdf.Engine(patches=()).lay_out(html, design).write()
    engine = pdf.Engine()
    assert engine.lay_out(html, design).write() == engine.lay_out(html, design).write() == plain


@pytest.mark.slow
def test_many_notes_are_set_over_two_pages_as_weasyprint_sets_them(
    engine: pdf.Engine, design: Design
) -> None:
    notes = tuple(
        Footnote(number, letters.runs(f"Note {number}: " + "a long source, " * 12), ())
        for number in range(1, 31)
    )
    calls = tuple(
        letters.paragraph(f"Sentence {note.number} of the letter.", note.number) for note in notes
    )
    html = to_html(replace(letters.FULL, statement=calls, notes=notes), design)
    layout = engine.lay_out(html, design)
    assert layout.pages >= 2
    plain = pdf.Engine(patches=()).lay_out(html, design).write()
    data = layout.write()
    assert data == plain
    text = squeezed(text_of(data))
    assert all(f"Note{note.number}:" in text for note in notes)


def test_the_engine_names_what_its_bytes_depend_on() -> None:
    versions = r"WeasyPrint [\d.]+, pydyf [\d.]+, Pango \d+\.\d+\.\d+, tags \d+"
    assert re.fullmatch(versions, pdf.ENGINE_VERSION)
    assert weasyprint_patches.subsets_natively() in (True, False)
