"""What a screen reader finds in a letter: the order, the notes, the links."""

import io
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary

from generator.letter import pdf
from generator.letter.design import load_design, to_html
from generator.letter.pdf_merge import PdfMerger
from generator.models.letter import Footnote, Letter, TextRun
from tests.conftest import Golden, Verapdf
from tests.support import letters_for_tests as letters
from tests.support.tag_walk import marked_words, spoken

pytestmark = pytest.mark.slow

TEMPLATES = Path(__file__).parents[2] / "templates"
URL = "https://www.example.org/reports/2020/01/29/" + "a-long-name-of-a-report-" * 5 + "end"
CITED = replace(
    letters.FULL,
    notes=(
        Footnote(
            1,
            (
                TextRun("Example, "),
                TextRun(URL.removeprefix("https://www."), link=URL),
                TextRun(", and "),
                TextRun("its data", link="https://data.example/1"),
                TextRun("."),
            ),
            (),
        ),
        *letters.NOTES[1:],
    ),
)


@pytest.fixture(scope="module")
def engine() -> pdf.Engine:
    return pdf.Engine()


def printed(engine: pdf.Engine, letter: Letter, *, design: str = "organization") -> bytes:
    loaded = load_design(TEMPLATES / design)
    return engine.lay_out(to_html(letter, loaded), loaded).write()


@pytest.mark.parametrize(
    ("name", "letter", "design"),
    [
        ("organization", CITED, "organization"),
        ("constituent", letters.PERSONAL, "constituent"),
        ("overleaf", letters.NOTES_OVERLEAF, "organization"),
        ("pictures", letters.PICTURES, "organization"),
    ],
)
def test_a_letter_read_aloud(
    engine: pdf.Engine, golden: Golden, name: str, letter: Letter, design: str
) -> None:
    golden(f"spoken/{name}.txt", spoken(printed(engine, letter, design=design)))


def elements(element: Any) -> Iterator[Any]:  # noqa: ANN401
    """Yields an element and those below it."""
    yield element
    for child in _items(element.get("/K", Array())):
        if isinstance(child, Dictionary) and "/S" in child:
            yield from elements(child)


def _items(children: Any) -> list[Any]:  # noqa: ANN401
    return list(children) if isinstance(children, Array) else [children]


def merged(*parts: bytes) -> bytes:
    merger = PdfMerger()
    for part in parts:
        with pikepdf.open(io.BytesIO(part)) as source:
            merger.add(source)
        merger.add_blank()
    return merger.pdf(title="Print run")


@pytest.fixture(scope="module")
def files(engine: pdf.Engine) -> dict[str, bytes]:
    """A letter of one page, one of two, and both merged with a third."""
    short, long = printed(engine, CITED), printed(engine, letters.NOTES_OVERLEAF)
    return {"short": short, "long": long, "merged": merged(short, long, short)}


@pytest.mark.parametrize("name", ["short", "long", "merged"])
def test_every_mark_and_every_link_finds_its_element_and_every_element_is_named_once(
    files: dict[str, bytes], name: str
) -> None:
    with pikepdf.open(io.BytesIO(files[name])) as file:
        root = file.Root.StructTreeRoot
        flat: list[Any] = list(root.ParentTree.Nums)
        assert flat[::2] == list(range(len(flat) // 2))
        owners = dict(zip(flat[::2], flat[1::2], strict=True))
        for page in file.pages:
            if "/StructParents" not in page.obj:
                continue  # the empty back of a sheet
            owned = list(owners.pop(int(page.obj.StructParents)))
            for number in marked_words(page):
                kids = [
                    kid.MCID if isinstance(kid, Dictionary) and "/MCID" in kid else kid
                    for kid in _items(owned[number].K)
                ]
                assert number in kids
            for link in page.obj.get("/Annots", Array()):
                owner = owners.pop(int(link.StructParent))
                assert owner.S == "/Link"
                assert link.objgen in [kid.Obj.objgen for kid in owner.K if _is_link(kid)]
                assert str(link.Contents)
        assert not owners
        everything = list(elements(root.K[0]))
        assert not [element.S for element in everything if not len(_items(element.K))]
        assert not {str(element.S) for element in everything} & {"/NonStruct", "/Span", "/Div"}
        ids = {str(element.ID): element.objgen for element in everything if "/ID" in element}
        names = list(root.IDTree.Names)
        assert [str(one) for one in names[::2]] == sorted(ids)
        assert [one.objgen for one in names[1::2]] == [ids[name] for name in sorted(ids)]
        assert len(ids) == sum(element.S == "/Note" for element in everything)


def _is_link(kid: Any) -> bool:  # noqa: ANN401
    return isinstance(kid, Dictionary) and "/Obj" in kid


def test_the_links_of_a_merged_letter_lead_to_its_own_pages(files: dict[str, bytes]) -> None:
    with pikepdf.open(io.BytesIO(files["merged"])) as file:
        numbers = {page.obj.objgen: number for number, page in enumerate(file.pages)}
        letters_of_pages = []
        for number, page in enumerate(file.pages):
            for link in page.obj.get("/Annots", Array()):
                if "/Dest" in link:
                    assert numbers[link.Dest[0].objgen] == number
                    letters_of_pages.append(number)
        assert sorted(set(letters_of_pages)) == [0, 3, 5]


def test_a_merged_file_says_each_letter_as_it_was(files: dict[str, bytes]) -> None:
    alone = spoken(files["short"]).splitlines()[1:]
    together = re.sub(r"\[Note \d{5}-", "[Note ", spoken(files["merged"])).splitlines()
    assert together[0] == "[Document]"
    parts = [number for number, line in enumerate(together) if line.strip() == "[Part]"]
    assert [line.removeprefix("  ") for line in together[parts[2] + 1 :]] == alone


def test_a_merged_file_is_accessible(
    files: dict[str, bytes], tmp_path: Path, verapdf: Verapdf
) -> None:
    path = tmp_path / "run.pdf"
    path.write_bytes(files["merged"])
    assert verapdf([path]) == {path: ()}
    assert files["merged"] == merged(files["short"], files["long"], files["short"])


def test_a_file_with_a_page_without_tags_does_not_say_that_it_is_accessible(
    files: dict[str, bytes],
) -> None:
    plain = pikepdf.Pdf.new()
    plain.add_blank_page(page_size=(612, 792))
    out = io.BytesIO()
    plain.save(out)
    with pikepdf.open(io.BytesIO(merged(files["short"], out.getvalue()))) as file:
        assert "/StructTreeRoot" not in file.Root
        assert "/Metadata" not in file.Root


def test_lines_end_with_a_space_but_inside_a_web_address(engine: pdf.Engine) -> None:
    with pikepdf.open(io.BytesIO(printed(engine, CITED))) as file:
        lines = list(marked_words(file.pages[0]).values())
    address = URL.removeprefix("https://www.")
    pieces = [line for line in lines if len(line) > 9 and line in address]
    assert len(pieces) >= 2
    assert "".join(pieces) == address
    assert "".join(lines).split().count("bridges") == 1


TABLE = """\
[Document]
  [H1] Head
  [P] Words in a div
  [P] and a paragraph.
  [Table]
    [TBody]
      [TR]
        [TH head-0] A
        [TH head-1] B
      [TR]
        [TD] 1
        [TD]
  [P] [Link (Up → page 1) Up ]
"""


def test_a_table_and_a_link_within_the_page_stay_what_they_are(
    tmp_path: Path, verapdf: Verapdf
) -> None:
    shutil.copytree(TEMPLATES / "common", tmp_path / "common")
    shutil.copytree(TEMPLATES / "organization", tmp_path / "mine")
    design = load_design(tmp_path / "mine")
    html = (
        '<!DOCTYPE html><html lang="en"><head><title>x</title></head><body><h1 id="top">Head</h1>'
        "<div>Words <em>in</em> a div<p>and a paragraph.</p></div>"
        "<table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td></td></tr></table>"
        '<p><a href="#top">Up</a></p></body></html>'
    )
    data = pdf.Engine().lay_out(html, design).write()
    twice = merged(data, data)
    paths = [tmp_path / "one.pdf", tmp_path / "two.pdf"]
    for path, written in zip(paths, (data, twice), strict=True):
        path.write_bytes(written)
    assert verapdf(paths) == dict.fromkeys(paths, ())
    assert re.sub(r"\d+-0-", "head-", spoken(data)) == TABLE
    with pikepdf.open(io.BytesIO(twice)) as file:
        names = [str(name) for name in list(file.Root.StructTreeRoot.IDTree.Names)[::2]]
        assert len(names) == len(set(names)) == 4
