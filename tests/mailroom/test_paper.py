"""The mailroom, on real letters: everything that is claimed is measured on the finished files."""

import csv
import datetime
import hashlib
import io
import os
import stat
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops

from generator.errors import CannotWriteError, FilesAreWrongError, Problem
from generator.letter import envelopes as windows_module
from generator.letter import pdf, pdf_fonts, pdf_merge, stationery
from generator.letter.design import load_design, to_html
from generator.letter.envelopes import Envelope, Rectangle
from generator.mailroom.paper import assembly, envelopes_and_labels, ink, window_proof
from generator.mailroom.paper.assembly import assemble
from generator.mailroom.paper.delivery_kit import ROOM_UNKNOWN, Town, delivery_kit, stops
from generator.mailroom.paper.envelopes_and_labels import STOCKS, Nudge, envelopes, labels
from generator.mailroom.paper.manifest import columns_of, manifest
from generator.mailroom.paper.pieces import Packet, PostalPiece, check, in_order, packed
from generator.mailroom.paper.window_proof import proof
from generator.models.recipient import Addresses, Recipient
from tests.conftest import Verapdf
from tests.support import letters_for_tests as letters
from tests.support.pages import picture_of, text_of
from tests.support.people import representative, senator

pytestmark = pytest.mark.slow

TEMPLATES = Path(__file__).parents[2] / "templates"
DAY = datetime.date(2026, 9, 1)
ORGANIZATION = (
    "Rio Grande Legal Welcome Center",
    "1420 North Stanton Street, Suite 310",
    "El Paso, TX 79902",
)
HOME = ("77 Mesa Hills Drive, Apt. 4", "El Paso, TX 79912")
NAMES = (
    "Ada Abbott",
    "José Bañuelos",
    "Mei Huang",
    "Łukasz Zoë-O’Brien Jr.",
    "Kwame Fitzgerald",
    "Olga Ivanova",
    "Paul Quigley",
)


def office(room: str, building: str) -> Addresses:
    return Addresses.model_validate(
        {"washington": {"room": room, "building": f"{building} Office Building"}}
    )


@pytest.fixture(scope="module")
def engine() -> pdf.Engine:
    return pdf.Engine()


@pytest.fixture(scope="module")
def printer(engine: pdf.Engine) -> stationery.Printer:
    return stationery.Printer(engine, DAY)


@pytest.fixture(scope="module")
def single() -> Envelope:
    return windows_module.load(TEMPLATES / "envelopes.yaml")["number-10-single-window"]


Make = Callable[..., PostalPiece]


@pytest.fixture(scope="module")
def make(engine: pdf.Engine, tmp_path_factory: pytest.TempPathFactory) -> Make:
    """`make(recipient, …)`: a letter printed for the test, and the piece of it."""
    folder = tmp_path_factory.mktemp("letters")
    designs = {name: load_design(TEMPLATES / name) for name in ("organization", "constituent")}
    printed: dict[tuple[object, ...], bytes] = {}

    def piece(
        recipient: Recipient,
        *,
        address: Sequence[str],
        design: str = "organization",
        long: bool = False,
        **changes: object,
    ) -> PostalPiece:
        key = (tuple(address), design, long)
        if key not in printed:
            letter = (
                letters.TWO_PAGES
                if long
                else letters.PERSONAL
                if design == "constituent"
                else letters.FULL
            )
            html = to_html(
                replace(letter, inside_address=tuple(address), salutation="Dear Friend:"),
                designs[design],
            )
            printed[key] = engine.lay_out(html, designs[design]).write()
        path = folder / f"{hashlib.sha256(repr(key).encode()).hexdigest()[:8]}.pdf"
        path.write_bytes(printed[key])
        with pikepdf.open(path) as document:
            pages = len(document.pages)
        plain = PostalPiece(
            key=f"{recipient.id}-{path.stem}",
            recipient=recipient,
            address=tuple(address),
            sender=ORGANIZATION,
            path=path,
            pages=pages,
            sha256=hashlib.sha256(printed[key]).hexdigest(),
            design=design,
        )
        return replace(plain, **changes)  # type: ignore[arg-type]  # the fields of a piece, by name

    return piece


def to_senate(name: str) -> tuple[str, ...]:
    return f"The Honorable {name}", "United States Senate", "Washington, DC 20510"


def to_house(name: str) -> tuple[str, ...]:
    return (
        f"The Honorable {name}",
        "2448 Rayburn House Office Building",
        "U.S. House of Representatives",
        "Washington, DC 20515-4316",
    )


@pytest.fixture(scope="module")
def pieces(make: Make) -> tuple[PostalPiece, ...]:
    """Letters of one and two pages in two designs, to both chambers."""
    house = [
        make(representative(id=f"H{number}", full=name), address=to_house(name))
        for number, name in enumerate(NAMES)
    ]
    senate = [
        make(
            senator(id=f"S{number}", full=name),
            address=to_senate(name),
            design="constituent",
            long=number == 1,
        )
        for number, name in enumerate(NAMES[:4])
    ]
    return (*house, *senate)


def problems_of(call: Callable[[], object]) -> tuple[Problem, ...]:
    with pytest.raises(FilesAreWrongError) as caught:
        call()
    return caught.value.problems


def rows_of(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text("utf-8"), newline="")))


def lines_of(path: Path) -> list[tuple[ink.InkLine, ...]]:
    reader = ink.InkReader()
    with pikepdf.open(path) as document:
        return [reader.lines(page) for page in document.pages]


def words_of(path: Path, *, page: int) -> str:
    """The words of a page itself, without those of a letter that it shows."""
    return " ".join(line.text for line in lines_of(path)[page - 1])


# ---------------------------------------------------------------- order, packets, postage


def test_the_run_is_sorted_by_zip_and_recipient_by_supporter_or_along_the_way(make: Make) -> None:
    rayburn = make(
        representative(id="H1", addresses=office("2448", "Rayburn House")),
        address=to_house("A"),
        supporter="s2",
    )
    cannon = make(
        representative(id="H2", addresses=office("326", "Cannon House")),
        address=to_house("B"),
        supporter="s1",
    )
    upstairs = make(
        representative(id="H3", addresses=office("502", "Cannon House")),
        address=to_house("C"),
        supporter="s3",
    )
    hart = make(
        senator(id="S1", addresses=office("709", "Hart Senate")),
        address=to_senate("D"),
        supporter="s1",
    )
    nowhere = make(representative(id="H4"), address=to_house("E"), supporter="s0")
    unsorted = (nowhere, rayburn, upstairs, cannon, hart)

    assert [piece.recipient.id for piece in in_order(unsorted, "zip")] == [
        "S1",
        "H1",
        "H2",
        "H3",
        "H4",
    ]
    assert [piece.supporter for piece in in_order(unsorted, "supporter")] == [
        "s0",
        "s1",
        "s1",
        "s2",
        "s3",
    ]
    assert [piece.recipient.id for piece in in_order(unsorted, "route")] == [
        "S1",
        "H2",
        "H3",
        "H1",
        "H4",
    ]


@given(st.permutations(range(7)))
def test_the_order_does_not_depend_on_the_order_of_the_input(order: list[int]) -> None:
    unsorted = [
        bare(key=f"k{number}", supporter=f"s{number % 3}", household="h" if number % 2 else "")
        for number in range(7)
    ]
    shuffled = [unsorted[number] for number in order]

    for kind in ("zip", "supporter", "route"):
        assert in_order(shuffled, kind) == in_order(unsorted, kind)


def bare(**changes: object) -> PostalPiece:
    """A piece without its letter."""
    plain = PostalPiece(
        "k",
        representative(),
        to_house("Ada Abbott"),
        ORGANIZATION,
        Path("letters/s1/TX-16.pdf"),
        pages=1,
        sha256="",
    )
    return replace(plain, **changes)  # type: ignore[arg-type]  # the fields of a piece, by name


def test_a_household_shares_an_envelope_for_one_office_and_no_other() -> None:
    anna = bare(key="Anna", sender=("Anna Ortiz", *HOME), household="h1", supporter="Anna")
    ben = replace(
        anna, key="Ben", sender=("Ben Ortiz", HOME[0].upper(), *HOME[1:]), supporter="Ben"
    )
    elsewhere = replace(anna, key="e", recipient=senator(), address=to_senate("Someone"))
    stranger = bare(key="s", sender=("Cy Stranger", *HOME))

    packets = packed(in_order((anna, stranger, elsewhere, ben), "supporter"), grouping="household")

    shared = next(packet for packet in packets if len(packet.pieces) == 2)
    assert shared.sender == (
        "ANNA ORTIZ",
        "BEN ORTIZ",
        "77 MESA HILLS DR APT 4",
        "EL PASO TX 79912",
    )
    assert len(packets) == 3
    assert [packet.number for packet in packets] == [1, 2, 3]
    assert len(packed((anna, ben), grouping="piece")) == 2


@pytest.mark.parametrize(
    ("sheets", "postage"),
    [
        (1, "letter, 1 oz"),
        (4, "letter, 1 oz"),
        (5, "letter, 2 oz"),
        (6, "letter, 2 oz"),
        (7, "large envelope, 2 oz"),
        (30, "large envelope, 6 oz"),
    ],
)
def test_the_weight_class_is_that_of_twenty_pound_paper(sheets: int, postage: str) -> None:
    assert Packet(1, (bare(pages=2 * sheets),)).postage == postage
    assert Packet(1, (bare(pages=sheets),), duplex=False).postage == postage


# ---------------------------------------------------------------- addresses


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"address": ("A", "B", "Washington, DC 2051")}, "address", "must end with a line like"),
        ({"address": ("A", "B", "Washington DC 20515")}, "address", "must end with a line like"),
        ({"address": ()}, "address", "must end with a line like"),
        ({"address": ("A", "B", "El Paso, TX 20515")}, "address", "lies in District of Columbia"),
        (
            {"address": ("A", "B", "Washington, DC 20510")},
            "address",
            "mail for the House goes to 20515",
        ),
        ({"address": ("A", "B", "C", "D", "E", "F", "Washington, DC 20515")}, "address", "7 lines"),
        ({"address": ("Ἀλέξανδρος 王", "Washington, DC 20515")}, "address", "no sign for"),
        ({"sender": ()}, "sender", "no return address"),
        ({"sender": ("王小明", *HOME)}, "sender", "no sign for"),
    ],
)
def test_what_a_post_office_would_stumble_over_is_named_by_letter(
    changes: Mapping[str, object], field: str, said: str
) -> None:
    problems = problems_of(lambda: check([bare(**changes)]))

    assert [problem.field for problem in problems] == [field]
    assert problems[0].file == "s1/TX-16.pdf"
    assert said in problems[0].message


def test_a_good_address_has_no_problem_and_a_letter_in_twice_has_one() -> None:
    check(
        [
            bare(),
            bare(
                key="other",
                address=("The Honorable A", "221 N. Kansas St., Suite 1500", "El Paso, TX 79901"),
            ),
        ]
    )

    problems = problems_of(lambda: check([bare(), bare()]))

    assert len(problems) == 1
    assert "twice" in problems[0].message


# ---------------------------------------------------------------- the print run


def test_every_letter_begins_on_a_front_and_the_index_says_where(
    pieces: Sequence[PostalPiece], tmp_path: Path
) -> None:
    run = assemble(pieces, folder=tmp_path / "print")

    rows = rows_of(tmp_path / "print" / "index.csv")
    assert len(rows) == len(pieces) == len(run.placed)
    assert {int(row["page_from"]) % 2 for row in rows} == {1}
    assert [(int(row["page_from"]), int(row["page_to"])) for row in rows] == [
        (place.page_from, place.page_to) for place in run.placed
    ]
    assert sum(int(row["sheets"]) for row in rows) == run.sheets == len(pieces)
    for place in run.placed:
        first = text_of(run.files[0], page=place.page_from)
        assert first == text_of(place.piece.path, page=1)
        assert text_of(run.files[0], page=place.page_to) == (
            text_of(place.piece.path, page=2) if place.piece.pages == 2 else ""
        )


def test_for_a_printer_of_one_side_there_are_no_empty_pages(
    pieces: Sequence[PostalPiece], tmp_path: Path
) -> None:
    run = assemble(pieces, folder=tmp_path, duplex=False)

    with pikepdf.open(run.files[0]) as bound:
        assert len(bound.pages) == sum(piece.pages for piece in pieces) == run.sheets
        assert "/Duplex" not in bound.Root.ViewerPreferences


def test_the_run_looks_like_its_letters_and_shares_their_typefaces(
    pieces: Sequence[PostalPiece], tmp_path: Path
) -> None:
    run = assemble(pieces, folder=tmp_path)

    for place in run.placed[::3]:
        in_run, alone = (
            picture_of(run.files[0], page=place.page_from),
            picture_of(place.piece.path, page=1),
        )
        assert ImageChops.difference(in_run, alone).getbbox() is None
    with pikepdf.open(run.files[0]) as bound:
        fonts = {
            font.objgen
            for page in bound.pages
            for font in page.resources.get("/Font", pikepdf.Dictionary()).as_dict().values()
        }
        assert 3 <= len(fonts) <= 4
        assert bound.Root.ViewerPreferences.PrintScaling == "/None"
        assert "/StructTreeRoot" not in bound.Root
    assert run.files[0].stat().st_size < sum(piece.path.stat().st_size for piece in pieces) / 2


def test_the_same_letters_give_the_same_bytes_for_their_owner_only(
    pieces: Sequence[PostalPiece], tmp_path: Path
) -> None:
    one = assemble(pieces, folder=tmp_path / "one")
    other = assemble(reversed(pieces), folder=tmp_path / "other")

    assert one.files[0].read_bytes() == other.files[0].read_bytes()
    assert (one.folder / "index.csv").read_bytes() == (other.folder / "index.csv").read_bytes()
    assert stat.S_IMODE(one.files[0].stat().st_mode) == 0o600
    assert stat.S_IMODE(one.folder.stat().st_mode) == 0o700


def test_a_long_run_comes_in_parts_that_never_part_an_envelope(make: Make, tmp_path: Path) -> None:
    home = [
        make(
            senator(id="S1"),
            address=to_senate("A"),
            key=f"h{number}",
            household="h",
            sender=(f"N{number}", *HOME),
        )
        for number in range(3)
    ]
    alone = [
        make(senator(id="S2"), address=to_senate("B"), key=f"a{number}") for number in range(4)
    ]
    (tmp_path / "run-009.pdf").write_text("of an older, longer run")

    run = assemble(
        [*home, *alone], folder=tmp_path, order="supporter", grouping="household", sheets_a_part=4
    )

    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "index.csv",
        "run-001.pdf",
        "run-002.pdf",
    ]
    assert [place.file for place in run.placed] == ["run-001.pdf"] * 4 + ["run-002.pdf"] * 3
    assert [place.packet.number for place in run.placed] == [1, 2, 3, 4, 5, 5, 5]
    assert run.placed[4].page_from == 1
    assert run.postage == {"letter, 1 oz": 5}


def test_an_empty_run_has_no_files(tmp_path: Path) -> None:
    run = assemble([], folder=tmp_path)

    assert run.files == ()
    assert run.sheets == 0


def test_letters_that_are_not_the_printed_ones_are_named_and_nothing_is_written(
    pieces: Sequence[PostalPiece], tmp_path: Path
) -> None:
    broken, small = tmp_path / "broken.pdf", tmp_path / "small.pdf"
    broken.write_bytes(b"%PDF-1.7 torn")
    binder = pdf_merge.PdfMerger()
    binder.add_blank((400, 400))
    small.write_bytes(binder.pdf(title="small"))
    sound = pieces[0]

    def other(key: str, path: Path, **changes: object) -> PostalPiece:
        sha256 = hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else ""
        return replace(sound, **{"key": key, "path": path, "sha256": sha256, **changes})  # type: ignore[arg-type]

    wrong = [
        other("gone", tmp_path / "gone.pdf"),
        other("broken", broken),
        other("small", small),
        other("more", sound.path, pages=3),
        replace(sound, key="changed", sha256="0" * 64),
    ]

    problems = problems_of(lambda: assemble([*pieces, *wrong], folder=tmp_path / "print"))

    said = " ".join(problem.message for problem in problems)
    assert len(problems) == len(wrong)
    for words in (
        "cannot be read",
        "is no whole PDF",
        "not 8.5 x 11 inches",
        "pages instead of 3",
        "not the file that was printed",
    ):
        assert words in said
    assert list((tmp_path / "print").iterdir()) == []


def test_a_folder_that_cannot_be_written_is_said(
    pieces: Sequence[PostalPiece], tmp_path: Path
) -> None:
    (tmp_path / "print").write_text("a file, no folder")

    with pytest.raises(CannotWriteError):
        assemble(pieces, folder=tmp_path / "print")


def test_a_run_is_on_the_disk_before_it_is_put_in_its_place(
    pieces: Sequence[PostalPiece], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[str] = []
    put = Path.replace

    def replaced(path: Path, target: Path) -> Path:
        steps.append("place")
        return put(path, target)

    monkeypatch.setattr(os, "fsync", lambda _: steps.append("disk"))
    monkeypatch.setattr(Path, "replace", replaced)
    assemble(pieces, folder=tmp_path)
    assert steps == ["disk", "disk", "place", "place"]


def test_progress_is_told_letter_by_letter(pieces: Sequence[PostalPiece], tmp_path: Path) -> None:
    heard: list[int] = []

    assemble(pieces, folder=tmp_path, told=lambda: heard.append(1))

    assert len(heard) == len(pieces)


# ---------------------------------------------------------------- pooled typefaces


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
        second.tables, {**second.glyphs, glyph: pdf_fonts.GlyphOutline(b"\0" * 12, b"\0" * 4)}
    )
    assert not pool.takes(forged)


def _unpadded(subset: pdf_fonts.Subset) -> dict[int, tuple[bytes, bytes]]:
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
    design = load_design(TEMPLATES / "organization")
    data = engine.lay_out(to_html(letters.PICTURES, design), design).write()
    binder = pdf_merge.PdfMerger()
    for _ in range(3):
        with pikepdf.open(io.BytesIO(data)) as letter:
            binder.add(letter)
    path = tmp_path / "run.pdf"
    path.write_bytes(binder.pdf(title="x", outline=(("First", 0),)))

    with pikepdf.open(path) as bound:
        images = [
            thing
            for thing in bound.objects
            if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") == "/Image"
        ]
        assert 2 <= len(images) <= 4  # two pictures, each with its mask
        with bound.open_outline() as outline:
            assert [item.title for item in outline.root] == ["First"]
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

    with pytest.raises(pdf_merge.PdfMergeError):
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


# ---------------------------------------------------------------- measuring


def test_the_ink_is_where_a_camera_sees_it(pieces: Sequence[PostalPiece]) -> None:
    for piece in pieces[::4]:
        found = ink.find(piece.address, lines_of(piece.path)[0])
        assert found is not None

        seen = _ink(picture_of(piece.path, page=1, resolution=200), found.box, resolution=200)

        for measured, photographed in zip(_sides(found.box), _sides(seen), strict=True):
            assert measured == pytest.approx(photographed, abs=0.012)


def _sides(box: Rectangle) -> tuple[float, ...]:
    return box.x, box.y, box.right, box.bottom


def _ink(image: Image.Image, around: Rectangle, *, resolution: int) -> Rectangle:
    """What is dark in the picture about the box, a tenth of an inch around it and no further."""
    left, top = around.x - 0.06, around.y - 0.03
    left, top, right, bottom = (
        round(side * resolution) for side in (left, top, around.right + 0.06, around.bottom + 0.03)
    )
    dark = (
        image.convert("L").crop((left, top, right, bottom)).point([255] * 140 + [0] * 116).getbbox()
    )
    assert dark is not None
    x, y = left + dark[0], top + dark[1]
    return Rectangle(
        x / resolution,
        y / resolution,
        (dark[2] - dark[0]) / resolution,
        (dark[3] - dark[1]) / resolution,
    )


def test_an_address_is_found_whole_or_not_at_all(pieces: Sequence[PostalPiece]) -> None:
    lines = lines_of(pieces[0].path)[0]

    assert ink.find(pieces[0].address, lines) is not None
    assert ink.find(pieces[0].address[:2], lines) is not None
    assert ink.find((pieces[0].address[0], pieces[0].address[2]), lines) is None
    assert ink.find((), lines) is None


# ---------------------------------------------------------------- envelopes


def test_envelopes_come_in_the_order_of_the_run_and_inside_the_areas_of_the_post(
    pieces: Sequence[PostalPiece], printer: stationery.Printer, tmp_path: Path
) -> None:
    run = assemble(pieces, folder=tmp_path)

    path = envelopes(run.packets, folder=tmp_path, templates=TEMPLATES, printer=printer)

    pages = lines_of(path)
    assert len(pages) == len(run.packets)
    for packet, lines in zip(run.packets, pages, strict=True):
        texts = tuple(line.text for line in lines)
        assert tuple(map(ink.bare, texts)) == tuple(
            map(ink.bare, (*packet.sender, *packet.address))
        )
        for line in lines[len(packet.sender) :]:
            assert line.size > 7.99
            assert line.box.x >= 0.5
            assert line.box.right <= 9.0
            assert line.box.y >= 4.125 - 2.75
            assert line.box.bottom <= 4.125 - 0.625
        for line in lines[: len(packet.sender)]:
            assert line.size > 7.99
            assert line.box.bottom < 4.125 - 2.75
            assert (line.box.x, lines[0].box.y) == pytest.approx((0.5, 0.4), abs=0.06)
    with pikepdf.open(path) as document:
        assert [float(side) for side in document.pages[0].mediabox] == [0, 0, 684, 297]


def test_a_long_name_is_set_smaller_and_one_too_long_is_a_problem_and_not_cut(
    printer: stationery.Printer, tmp_path: Path
) -> None:
    long = bare(
        key="long",
        address=to_house("Aumua Amata Bartholomea Coleman Radewagen de la Cruz y Montenegro"),
    )
    endless = [
        bare(key=f"e{number}", address=to_house("Maximiliana " * (9 + number)))
        for number in range(2)
    ]
    crowd = bare(key="crowd", sender=(*(f"Name {number}" for number in range(9)), *HOME))

    envelopes(
        packed([long], grouping="piece"), folder=tmp_path, templates=TEMPLATES, printer=printer
    )
    sizes = {line.size for line in lines_of(tmp_path / "envelopes.pdf")[0]}
    before = (tmp_path / "envelopes.pdf").read_bytes()
    packets = packed([long, *endless, crowd], grouping="piece")
    problems = problems_of(
        lambda: envelopes(packets, folder=tmp_path, templates=TEMPLATES, printer=printer)
    )

    assert min(sizes) > 7.99
    assert {problem.field for problem in problems} == {"address", "sender"}
    assert any("too far to the right" in problem.message for problem in problems)
    assert any("too far below" in problem.message for problem in problems)
    assert (tmp_path / "envelopes.pdf").read_bytes() == before


def test_a_long_run_of_envelopes_is_bound_of_several_documents(
    printer: stationery.Printer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(envelopes_and_labels, "AT_ONCE", 3)
    packets = packed(
        [bare(key=f"k{number}", address=to_house(f"Number {number}")) for number in range(7)],
        grouping="piece",
    )

    path = envelopes(packets, folder=tmp_path, templates=TEMPLATES, printer=printer)

    assert [f"NUMBER {number}" in text_of(path, page=number + 1) for number in range(7)] == [
        True
    ] * 7


# ---------------------------------------------------------------- labels


@pytest.mark.parametrize("stock", list(STOCKS))
@pytest.mark.parametrize(("skip", "nudge"), [(0, None), (4, Nudge(right=1.5, down=-1.0))])
def test_every_label_holds_its_address_after_the_used_ones(
    stock: str, skip: int, nudge: Nudge | None, printer: stationery.Printer, tmp_path: Path
) -> None:
    kind = STOCKS[stock]
    number = kind.a_sheet + 1
    packets = packed(
        [bare(key=f"k{index:02}", address=to_house(f"Ada {index:02}")) for index in range(number)],
        grouping="piece",
    )

    path = labels(
        packets,
        folder=tmp_path,
        templates=TEMPLATES,
        printer=printer,
        stock=stock,
        skip=skip,
        nudge=nudge,
    )

    sheets = lines_of(path)
    assert len(sheets) == 2
    for index, packet in enumerate(packets):
        sheet, position = divmod(index + skip, kind.a_sheet)
        found = ink.find(packet.address, sheets[sheet])
        assert found is not None
        x, y = (
            found.box.x - (nudge.right / 25.4 if nudge else 0),
            found.box.y - (nudge.down / 25.4 if nudge else 0),
        )
        cell = kind.cell(position)
        assert cell.x + 0.0625 < x < x + found.box.width < cell.right - 0.0625
        assert cell.y + 0.0625 < y < y + found.box.height < cell.bottom - 0.0625
        assert y - cell.y == pytest.approx(cell.bottom - y - found.box.height, abs=0.05)
        assert found.size > 7.99


def test_the_sheets_lie_on_letter_paper_and_their_labels_apart() -> None:
    for stock in STOCKS.values():
        cells = [stock.cell(position) for position in range(stock.a_sheet)]
        assert max(cell.right for cell in cells) < 8.5
        assert max(cell.bottom for cell in cells) < 11
        for one, other in pairwise(cells):
            assert other.x >= one.right or other.y >= one.bottom - 1e-6


@pytest.mark.parametrize(
    ("options", "field"),
    [
        ({"stock": "9999"}, "stock"),
        ({"skip": 30}, "skip"),
        ({"skip": -1}, "skip"),
        ({"nudge": Nudge(right=11)}, "nudge"),
        ({"nudge": Nudge(down=float("nan"))}, "nudge"),
    ],
)
def test_sheets_that_cannot_be_are_problems(
    options: Mapping[str, object], field: str, printer: stationery.Printer, tmp_path: Path
) -> None:
    packets = packed([bare()], grouping="piece")

    problems = problems_of(
        lambda: labels(packets, folder=tmp_path, templates=TEMPLATES, printer=printer, **options)  # type: ignore[arg-type]
    )

    assert [problem.field for problem in problems] == [field]
    assert list(tmp_path.iterdir()) == []


def test_an_address_too_wide_for_its_label_is_a_problem(
    printer: stationery.Printer, tmp_path: Path
) -> None:
    packets = packed(
        [bare(address=to_house("Aumua Amata Coleman Radewagen Montenegro"))], grouping="piece"
    )

    problems = problems_of(
        lambda: labels(packets, folder=tmp_path, templates=TEMPLATES, printer=printer)
    )

    assert "does not fit its label at 8 points" in problems[0].message
    labels(packets, folder=tmp_path, templates=TEMPLATES, printer=printer, stock="5161")


# ---------------------------------------------------------------- manifest


def test_the_manifest_has_the_rows_of_the_run(
    pieces: Sequence[PostalPiece], tmp_path: Path
) -> None:
    run = assemble(pieces, folder=tmp_path)

    rows = rows_of(manifest(run, folder=tmp_path))

    assert ",".join(rows[0]) == (
        "piece_id,bioguide,name,company,address_line1,address_line2,address_city,address_state,address_zip,"
        "country,via,file,page_from,page_to,sheets,sha256"
    )
    assert [row["piece_id"] for row in rows] == [place.piece.key for place in run.placed]
    house = rows[-1]
    assert house["address_line1"] == "2448 Rayburn House Office Building"
    assert house["company"] == "U.S. House of Representatives"
    assert (house["address_city"], house["address_state"], house["address_zip"]) == (
        "Washington",
        "DC",
        "20515-4316",
    )
    assert (house["via"], house["country"], house["sheets"]) == ("washington", "US", "1")


@pytest.mark.parametrize(
    ("address", "columns"),
    [
        (("N", "United States Senate", "Washington, DC 20510"), ("N", "", "United States Senate", "")),
        (("N", "Chair, Committee on X", "Senate", "Washington, DC 20510"), ("N", "Chair, Committee on X", "Senate", "")),
        (("N", "Whip", "709 Hart Office Building", "Senate", "W, DC 20510"), ("N", "Senate", "709 Hart Office Building", "Whip")),
        (
            ("N", "Ranking Member, Committee on the Judiciary", "Senate", "W, DC 20510"),
            ("N", "", "Senate", "Ranking Member, Committee on the Judiciary"),
        ),
        (("N", "House", "221 N. Kansas St., Suite 1500", "El Paso, TX 79901"), ("N", "House", "221 N. Kansas St., Suite 1500", "")),
        (("N", "House", "Suite 1500", "221 N. Kansas St.", "El Paso, TX 79901"), ("N", "House", "221 N. Kansas St.", "Suite 1500")),
        (("N", "P.O. Box 12", "El Paso, TX 79901"), ("N", "", "P.O. Box 12", "")),
        (("N", "El Paso, TX 79901"), ("N", "", "", "")),
    ],
)  # fmt: skip
def test_the_lines_of_an_address_find_their_columns(
    address: tuple[str, ...], columns: tuple[str, ...]
) -> None:
    row = columns_of(address)

    assert (row.name, row.company, row.line1, row.line2) == columns


def test_each_service_has_its_columns_and_its_limits(make: Make, tmp_path: Path) -> None:
    wide = make(
        representative(id="H1"), address=to_house("Aumua Amata Bartholomea Coleman Radewagen")
    )
    wider = make(
        representative(id="H2"),
        address=to_house("Aumua Amata Bartholomea Coleman Radewagen Montenegro Cruz"),
    )
    run = assemble([wide, wider], folder=tmp_path)
    thick = replace(run, placed=tuple(replace(place, sheets=7) for place in run.placed))

    assert manifest(run, folder=tmp_path).is_file()
    kept = (tmp_path / "manifest.csv").read_bytes()
    assert [
        problem.field
        for problem in problems_of(lambda: manifest(run, folder=tmp_path, layout="lob"))
    ] == ["name", "name"]
    assert [
        problem.field
        for problem in problems_of(lambda: manifest(thick, folder=tmp_path, layout="lob"))
    ].count("sheets") == 2
    assert [
        problem.field
        for problem in problems_of(lambda: manifest(run, folder=tmp_path, layout="letterstream"))
    ] == [
        "Name",
        "Name",
    ]
    assert (tmp_path / "manifest.csv").read_bytes() == kept

    short = assemble([make(senator(), address=to_senate("Ada Abbott"))], folder=tmp_path)
    headers = {}
    for layout in ("lob", "letterstream", "click2mail"):
        headers[layout] = (
            manifest(short, folder=tmp_path, layout=layout).read_text("utf-8").splitlines()[0]
        )
    assert headers["lob"].startswith(
        "name,company,address_line1,address_line2,address_city,address_state,address_zip,address_country"
    )
    assert headers["letterstream"].startswith(
        '"Name","Address1","City","State","Zip","Name2","Company","Address2"'
    )
    assert headers["click2mail"].startswith(
        "Reference,Name,Organization,Address1,Address2,City,State,Zip"
    )


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_no_cell_is_run_by_a_spreadsheet(start: str, make: Make, tmp_path: Path) -> None:
    piece = make(senator(), address=to_senate("Ada Abbott"), supporter=f"{start}1+1")
    run = assemble([piece], folder=tmp_path)

    assert rows_of(tmp_path / "index.csv")[0]["supporter"] == f"'{start}1+1"
    assert run.placed[0].piece.supporter == f"{start}1+1"


# ---------------------------------------------------------------- proof


def test_each_address_of_both_designs_shows_at_every_slide(
    pieces: Sequence[PostalPiece], single: Envelope, printer: stationery.Printer, tmp_path: Path
) -> None:
    both = dict.fromkeys(("organization", "constituent"), single)

    made = proof(pieces, folder=tmp_path, templates=TEMPLATES, printer=printer, windows=both)

    assert len(made.measured) == len(pieces)
    assert made.problems == ()
    assert single.window is not None
    left, top = single.window.left, single.face.height - single.window.bottom - single.window.height
    for one in made.measured:
        for step in range(11):
            for right, down in (
                (step / 10 * single.across, 0.0),
                (0.0, step / 10 * single.down),
                (single.across, step / 10 * single.down),
            ):
                x, y = one.address.x + right, one.address.y + down
                assert left + 0.123 <= x
                assert x + one.address.width <= left + single.window.width - 0.123
                assert top + 0.123 <= y
                assert y + one.address.height <= top + single.window.height - 0.123
    assert len(lines_of(made.path)) == 4
    assert "These 7 addresses show whole" in words_of(made.path, page=3)


def test_the_picture_shows_the_letter_where_the_window_has_it(
    pieces: Sequence[PostalPiece], single: Envelope, printer: stationery.Printer, tmp_path: Path
) -> None:
    made = proof(
        pieces[:1],
        folder=tmp_path,
        templates=TEMPLATES,
        printer=printer,
        windows={"organization": single},
    )

    with pikepdf.open(made.path) as document:
        assert [float(side) for side in document.pages[0].mediabox] == [0, 0, 612, 792]
        assert len(document.pages[1].resources.XObject) == 1
    panel = picture_of(made.path, page=1, resolution=100).convert("L")
    letter = picture_of(pieces[0].path, page=1, resolution=100).convert("L")
    letterhead = (50, 50, 800, 150)
    assert _is_inked(letter.crop(letterhead))
    assert ImageChops.difference(panel.crop(letterhead), letter.crop(letterhead)).getbbox() is None
    for face in range(4):
        window = (150, 135 + 235 * face + 55, 600, 135 + 235 * face + 160)
        assert _is_inked(picture_of(made.path, page=2, resolution=100).convert("L").crop(window))


def _is_inked(image: Image.Image) -> bool:
    """Whether something black stands in the picture, and not only coloured lines."""
    return sum(image.histogram()[:60]) > 100


def test_an_address_that_may_be_cut_is_named_and_has_pages_of_its_own(
    make: Make, single: Envelope, printer: stationery.Printer, tmp_path: Path
) -> None:
    sure = make(senator(id="S1"), address=to_senate("Ada Abbott"))
    cut = make(
        senator(id="S2"),
        address=(
            "The Honorable Gary C. Peters",
            "Ranking Member",
            "Committee on Homeland Security and Governmental Affairs",
            "724 Hart Senate Office Building",
            *to_senate("")[1:],
        ),
    )

    made = proof(
        [cut, sure],
        folder=tmp_path,
        templates=TEMPLATES,
        printer=printer,
        windows={"organization": single},
    )

    assert [problem.file for problem in made.problems] == [cut.place]
    assert "print the envelope" in made.problems[0].message
    assert "This address shows whole" in words_of(made.path, page=1)
    assert "This address may not show whole" in words_of(made.path, page=3)


@pytest.mark.parametrize("design", ["organization", "constituent"])
def test_nothing_but_the_address_shows_in_the_window(
    make: Make, single: Envelope, design: str
) -> None:
    letters = [
        make(senator(), address=to_senate("Ada Abbott"), design=design),
        make(representative(), address=to_house("Bo"), design=design),
    ]
    assert [one.others for one in window_proof.measure(letters, windows={design: single})] == [
        (),
        (),
    ]


def test_what_else_the_window_can_show_is_said(make: Make, single: Envelope) -> None:
    assert single.window
    lower = single.model_copy(
        update={"window": single.window.model_copy(update={"bottom": 0.3, "height": 1.325})}
    )
    measured = window_proof.measure(
        [make(senator(), address=to_senate("Ada Abbott"))], windows={"organization": lower}
    )

    assert any(text.startswith("Re:") for text in measured[0].others)


def test_letters_that_cannot_be_proved_are_named(
    make: Make, single: Envelope, tmp_path: Path
) -> None:
    torn = tmp_path / "torn.pdf"
    torn.write_bytes(b"%PDF-1.7")
    sound = make(senator(), address=to_senate("Ada Abbott"))
    printed = windows_module.load(TEMPLATES / "envelopes.yaml")["number-10"]
    wrong = [
        replace(sound, path=torn),
        replace(sound, path=tmp_path / "gone.pdf"),
        replace(sound, address=to_senate("Somebody Else")),
        replace(sound, design="unknown"),
        replace(sound, design="printed"),
    ]

    problems = problems_of(
        lambda: window_proof.measure(
            [sound, *wrong], windows={"organization": single, "printed": printed}
        )
    )

    said = sorted(problem.message.split(";")[0].split(":")[0] for problem in problems)
    assert len(said) == 4  # the two of one file and reason are one
    assert not window_proof.shows(Rectangle(1, 2.7, 1, 0.4), printed)


@given(st.floats(0, 8), st.floats(0, 5), st.floats(0.1, 4), st.floats(0.1, 1))
def test_the_limits_of_the_slide_say_what_the_safe_box_says(
    x: float, y: float, width: float, height: float
) -> None:
    box = Rectangle(x, y, width, height)
    for envelope in windows_module.load(TEMPLATES / "envelopes.yaml").values():
        if envelope.window is not None:
            assert window_proof.shows(box, envelope) is windows_module.fits(box, envelope).fits


# ---------------------------------------------------------------- the kit


@pytest.fixture(scope="module")
def delivered() -> tuple[PostalPiece, ...]:
    offices = [
        (
            senator(id="S1", full="Mark Kelly", addresses=office("516", "Hart Senate")),
            to_senate("Mark Kelly"),
        ),
        (
            representative(
                id="H1", full="Veronica Escobar", addresses=office("2448", "Rayburn House")
            ),
            to_house("Veronica Escobar"),
        ),
        (representative(id="H2", full="Zoë Muñoz", district=2), to_house("Zoë Muñoz")),
    ]
    towns = ("El Paso", "Socorro", "El Paso", "")
    return tuple(
        bare(
            key=f"{recipient.id}-{number}",
            recipient=recipient,
            address=address,
            town=town,
            asks=("End the program.", f"Ask {number % 2}."),
        )
        for recipient, address in offices
        for number, town in enumerate(towns)
    )


def test_the_kit_goes_by_building_and_room_and_counts_what_it_leaves(
    delivered: Sequence[PostalPiece],
) -> None:
    route = stops(reversed(delivered))

    assert [(stop.building, stop.room) for stop in route] == [
        ("Hart Senate Office Building", "516"),
        ("Rayburn House Office Building", "2448"),
        (ROOM_UNKNOWN, ""),
    ]
    assert [stop.number for stop in route] == [1, 2, 3]
    assert route[0].letters == 4
    assert route[0].towns == (Town("El Paso", 2), Town("Socorro", 1))
    assert route[0].asks == ("End the program.", "Ask 0.", "Ask 1.")
    assert route[0].name_within == "the Honorable Mark Kelly"


def test_the_kit_is_a_route_list_and_a_cover_sheet_with_a_receipt_for_each_office(
    delivered: Sequence[PostalPiece], printer: stationery.Printer, tmp_path: Path
) -> None:
    path = delivery_kit(
        delivered,
        folder=tmp_path,
        templates=TEMPLATES,
        printer=printer,
        subject="End the returns",
        sender="Welcome Center",
    )

    listed, first = text_of(path, page=1), text_of(path, page=2)
    assert "12 letters for 3 offices, September 1, 2026" in listed
    assert (
        listed.index("Mark Kelly")
        < listed.index("Veronica Escobar")
        < listed.index(ROOM_UNKNOWN)
        < listed.index("Zoë Muñoz")
    )
    for words in (
        "516 Hart Senate Office Building",
        "4 letters",
        "From El Paso (2) and Socorro.",
        "End the program.",
        "Receipt",
        "Received by",
    ):
        assert words in first
    assert len(lines_of(path)) == 1 + 3


def test_a_hundred_towns_stay_on_their_sheet(
    delivered: Sequence[PostalPiece], printer: stationery.Printer, tmp_path: Path
) -> None:
    crowd = [
        replace(delivered[0], key=f"k{number}", town=f"Town of the Long Name {number}")
        for number in range(101)
    ]

    path = delivery_kit(
        crowd, folder=tmp_path, templates=TEMPLATES, printer=printer, subject="End", sender="Center"
    )

    sheet = lines_of(path)
    receipt = next(line for line in sheet[1] if line.text == "Receipt")
    assert len(sheet) == 2
    assert "and 61 other towns." in text_of(path, page=2)
    assert all(line.box.bottom < receipt.box.y for line in sheet[1] if line.text.startswith("Town"))


def test_letters_to_offices_at_home_are_not_carried_to_the_capitol(
    delivered: Sequence[PostalPiece],
) -> None:
    home = replace(
        delivered[0], address=("The Honorable A", "221 N. Kansas St.", "El Paso, TX 79901")
    )

    assert "at home" in problems_of(lambda: stops([*delivered, home]))[0].message


# ---------------------------------------------------------------- stationery


@pytest.mark.slow
def test_what_is_one_document_is_accessible(
    delivered: Sequence[PostalPiece], printer: stationery.Printer, tmp_path: Path, verapdf: Verapdf
) -> None:
    packets = packed(delivered, grouping="piece")
    files = [
        envelopes(packets, folder=tmp_path, templates=TEMPLATES, printer=printer),
        labels(packets, folder=tmp_path, templates=TEMPLATES, printer=printer),
        delivery_kit(
            delivered,
            folder=tmp_path,
            templates=TEMPLATES,
            printer=printer,
            subject="End",
            sender="Center",
        ),
    ]

    assert verapdf(files) == dict.fromkeys(files, ())


def test_all_that_is_printed_is_the_same_each_time(
    delivered: Sequence[PostalPiece], printer: stationery.Printer, tmp_path: Path
) -> None:
    packets = packed(delivered, grouping="piece")

    def printed(folder: Path) -> tuple[bytes, ...]:
        paths = (
            envelopes(packets, folder=folder, templates=TEMPLATES, printer=printer),
            labels(packets, folder=folder, templates=TEMPLATES, printer=printer),
            delivery_kit(
                delivered,
                folder=folder,
                templates=TEMPLATES,
                printer=printer,
                subject="End",
                sender="Center",
            ),
        )
        return tuple(path.read_bytes() for path in paths)

    assert printed(tmp_path / "one") == printed(tmp_path / "other")


def test_templates_that_are_missing_or_wrong_are_problems(
    printer: stationery.Printer, tmp_path: Path
) -> None:
    folder = tmp_path / "templates" / "envelope"
    folder.mkdir(parents=True)

    assert [
        problem.file
        for problem in problems_of(lambda: stationery.load(tmp_path / "templates", "envelope"))
    ] == [
        "templates/envelope/envelope.css",
        "templates/envelope/envelope.html",
    ]
    (folder / "envelope.css").write_text("")
    (folder / "envelope.html").write_text("<p>{{ nobody }}</p>")
    wrong = problems_of(
        lambda: printer.printed(stationery.load(tmp_path / "templates", "envelope"), {})
    )
    assert "nobody" in wrong[0].message
    (folder / "envelope.html").write_text("{% include 'elsewhere.html' %}")
    assert problems_of(
        lambda: printer.printed(stationery.load(tmp_path / "templates", "envelope"), {})
    )


def test_markup_in_a_name_is_words(printer: stationery.Printer, tmp_path: Path) -> None:
    packets = packed([bare(sender=("<script>alert('x')</script> & Sons", *HOME))], grouping="piece")

    path = envelopes(packets, folder=tmp_path, templates=TEMPLATES, printer=printer)

    assert "SCRIPTALERTX SCRIPT & SONS" in text_of(path)


def test_parts_are_of_whole_envelopes() -> None:
    packets = packed([bare(key=f"k{number}", pages=4) for number in range(5)], grouping="piece")

    assert [len(part) for part in assembly.parts(packets, 5)] == [2, 2, 1]
    assert [len(part) for part in assembly.parts(packets, 1)] == [1, 1, 1, 1, 1]


def test_the_files_of_a_run_are_numbered_from_where_they_are_told(
    pieces: tuple[PostalPiece, ...], tmp_path: Path
) -> None:
    run = assemble(pieces[:2], folder=tmp_path, first=7)
    assert [file.name for file in run.files] == ["run-007.pdf"]
    assert {placed.file for placed in run.placed} == {"run-007.pdf"}
