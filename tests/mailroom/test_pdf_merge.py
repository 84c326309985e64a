"""Pages of many PDFs in one: typefaces and pictures are there once."""

import io
from collections.abc import Sequence
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.letter import pdf, pdf_fonts, pdf_merge, pdf_tags
from generator.letter.design import load_design, to_html
from generator.mailroom.paper.pieces import PostalPiece
from tests.mailroom.postal_pieces import (
    TEMPLATES,
)
from tests.support import letters_for_tests as letters
from tests.support.pages import text_of

pytestmark = pytest.mark.slow


def test_subsets_of_one_face_become_one_and_a_glyph_drawn_otherwise_does_not(
    pieces: Sequence[PostalPiece],
) -> None:
    with pikepdf.open(pieces[0].path) as one, pikepdf.open(pieces[3].path) as other:
        first, second = (_serif(document) for document in (one, other))
    only = set(second.glyphs) - set(first.glyphs)
    assert only, "the letters must need different glyphs"

    pool = pdf_fonts.Pool(first)
    assert pool.takes(second)
    pool.add(second)
    union = pdf_fonts.read(pool.font(), spaces=first.glyphs.keys() | second.glyphs.keys())
    assert _unpadded(union) == _unpadded(first) | _unpadded(second)

    glyph = next(iter(first.glyphs))
    forged = pdf_fonts.Subset(
        second.font, {**second.glyphs, glyph: pdf_fonts.GlyphOutline(b"\0" * 12, (0, 0))}
    )
    assert not pool.takes(forged)


def _unpadded(subset: pdf_fonts.Subset) -> dict[int, tuple[bytes, tuple[int, int]]]:
    """The glyphs without the zeros that fill them up."""
    return {
        glyph: (outline.drawing.rstrip(b"\0"), outline.metric)
        for glyph, outline in subset.glyphs.items()
    }


def _serif(document: pikepdf.Pdf) -> pdf_fonts.Subset:
    fonts = document.pages[0].resources.Font.as_dict().values()
    font = next(font for font in fonts if str(font.BaseFont).endswith("Serif"))
    return pdf_fonts.read(font.DescendantFonts[0].FontDescriptor.FontFile2.read_bytes())


@given(st.binary(max_size=200))
def test_what_is_no_truetype_is_refused(data: bytes) -> None:
    for font in (data, b"\x00\x01\x00\x00" + data):
        with pytest.raises(pdf_fonts.NotTrueTypeError):
            pdf_fonts.read(font)


def test_a_logo_that_all_letters_show_is_there_once(engine: pdf.Engine, tmp_path: Path) -> None:
    design = load_design(TEMPLATES / "organization-window")
    data = engine.lay_out(to_html(letters.PICTURES, design), design).write()
    binder = pdf_merge.PdfMerger()
    for _ in range(3):
        with pikepdf.open(io.BytesIO(data)) as letter:
            binder.add(letter)
    path = tmp_path / "run.pdf"
    path.write_bytes(binder.pdf(title="x"))

    with pikepdf.open(path) as bound:
        images = [
            thing
            for thing in bound.objects
            if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") == "/Image"
        ]
        assert 2 <= len(images) <= 4  # two pictures, each with its mask
    assert path.stat().st_size < 1.5 * len(data)


def test_a_page_of_another_maker_is_bound_as_it_is(tmp_path: Path) -> None:
    source = pikepdf.Pdf.new()
    source.add_blank_page(page_size=(612, 792))
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
    )
    page = source.pages[0].obj
    page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=source.make_indirect(font)))
    page.Contents = pikepdf.Array(
        [source.make_stream(b"BT /F1 12 Tf 72 700 Td"), source.make_stream(b"(Dear Senator) Tj ET")]
    )
    page.Rotate = 90
    binder = pdf_merge.PdfMerger()
    binder.add(source)
    path = tmp_path / "bound.pdf"
    path.write_bytes(binder.pdf(title="x"))

    assert text_of(path) == "Dear Senator"
    with pikepdf.open(path) as bound:
        assert bound.pages[0].obj.Rotate == 90


def test_a_page_that_refers_to_itself_is_refused() -> None:
    source = pikepdf.Pdf.new()
    source.add_blank_page(page_size=(612, 792))
    loop = source.make_indirect(pikepdf.Dictionary())
    loop.Again = loop
    source.pages[0].obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(X=loop))

    with pytest.raises(pdf_tags.PdfMergeError):
        pdf_merge.PdfMerger().add(source)


def test_widths_and_words_are_read_in_all_their_forms() -> None:
    cid = pikepdf.Dictionary(W=pikepdf.Array([1, pikepdf.Array([500, 600]), 10, 12, 250]))

    assert pdf_merge.widths_of(cid) == {1: 500, 2: 600, 10: 250, 11: 250, 12: 250}
    assert dict(
        pdf_merge.mapped(
            b"beginbfchar\n<0001> <0041>\nendbfchar beginbfrange\n<0002> <0003> <0042>\nendbfrange"
        )
    ) == {
        b"0001": b"0041",
        b"0002": b"0042",
        b"0003": b"0043",
    }
