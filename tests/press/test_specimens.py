"""Sign-off by specimen: variants, their changes, and the one PDF that shows them."""

import datetime
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.errors import FilesAreWrongError
from generator.letter import stationery
from generator.letter.pdf_merge import MergePart, joined
from generator.models.campaign import Campaign, DataSheet
from generator.models.recipient import Recipient
from generator.models.sender import Sender
from generator.models.source import Reference
from generator.press.build_options import BuildOptions
from generator.press.letter import LetterPrinter, Order, Signer
from generator.press.specimens import approvals, printing
from generator.press.specimens.approvals import (
    Approval,
    NothingSeenError,
    UnapprovedError,
    approve,
    read_approved,
    write_seen,
)
from generator.press.specimens.differences import differences, words
from generator.press.specimens.printing import difference_groups, printed
from generator.press.specimens.variants import Namer, Specimen, VariantParagraph, specimens
from tests.conftest import Verapdf
from tests.support.campaigns import DAY, ROOT, argument, campaign, press
from tests.support.letters_for_tests import PERSON
from tests.support.pages import text_of
from tests.support.people import office, representative, senator

pytestmark = pytest.mark.slow

ESCOBAR = representative()
CUELLAR = representative(id="C001063", district=28, last="Cuellar", full="Henry Cuellar")
CORNYN = senator(id="C001056", last="Cornyn", full="John Cornyn")
KELLY = senator(id="K000377", state="AZ", last="Kelly", full="Mark Kelly")
LETTER = """Your constituents in {{ recipient.state }}, {{ recipient.name }}, write to you.

{{ arguments }}

{{ asks }}
"""
LATER = datetime.date(2026, 12, 1)


def wells(words: str = "The wells are dry.", *, letter: str = LETTER) -> Campaign:
    """A campaign of two arguments, the second for the Senate."""
    return campaign(
        argument("dry", words),
        argument("senate", when={"chamber": "senate"}),
        letter=letter,
        asks=("end",),
    )


def unapproved(
    letters: Sequence[Order], approvals: Sequence[Approval], *, press: LetterPrinter
) -> list[Order]:
    known = {approval.variant.digest for approval in approvals}
    return [order for order in letters if Namer(press).variant(order).digest not in known]


def orders(made: Campaign, *recipients: Recipient) -> list[Order]:
    shop = press(made)
    return [shop.order(recipient) for recipient in recipients or (ESCOBAR, CUELLAR, CORNYN, KELLY)]


def found(made: Campaign, *recipients: Recipient) -> tuple[Specimen, ...]:
    return specimens(orders(made, *recipients), press=press(made))


def approved(made: Campaign, by: str = "Ana Ruiz", on: datetime.date = DAY) -> tuple[Approval, ...]:
    return tuple(Approval(specimen.variant, by, on) for specimen in found(made))


def of_supporters(
    made: Campaign, *people: dict[str, object], picks: Sequence[str] = ()
) -> list[Order]:
    """The letters of these supporters to one member."""
    shop = press(made, design="constituent")
    writers = [Sender(PERSON.model_copy(update=changes)) for changes in people]
    return [
        shop.order(ESCOBAR, signer=Signer(f"key-{number}", writer, tuple(picks)))
        for number, writer in enumerate(writers)
    ]


# ---------------------------------------------------------------- variants


def test_letters_that_differ_only_in_names_are_one_variant_and_another_office_is_another() -> None:
    house, senate = found(wells())
    assert (house.variant.kind.office, house.letters, house.variant.kind.arguments) == (
        "Representative, House",
        2,
        ("dry",),
    )
    assert (senate.variant.kind.office, senate.letters, senate.variant.kind.arguments) == (
        "Senator, Senate",
        2,
        ("dry", "senate"),
    )
    assert (
        VariantParagraph("letter", "Your constituents in [state], [name], write to you.")
        in senate.variant.paragraphs
    )
    assert {paragraph.part for paragraph in house.variant.paragraphs} >= {
        "salutation",
        "subject",
        "letter",
        "argument:dry",
        "asks",
        "closing",
    }


def test_what_is_the_districts_own_is_no_difference() -> None:
    work = Reference.model_validate(
        {"id": "courts", "author": "Courts", "title": "Cases", "issued": "2024"}
    )
    rows = {"TX-16": {"cases": "1,204"}, "TX-28": {"cases": "77"}}
    sheet = DataSheet("districts.csv", "district", "2024", work, ("cases",), rows)
    made = replace(
        wells(
            "{{ district.cases }} cases wait, {{ distance('el-paso') }} from {{ "
            "nearest_office('el-paso').city }}."
        ),
        sheets={"district": sheet},
    )
    one, other = (
        person.model_copy(update={"addresses": office(city)})
        for person, city in ((ESCOBAR, "Socorro"), (CUELLAR, "Laredo"))
    )
    (specimen,) = found(
        made, one, other.model_copy(update={"addresses": office("Laredo", latitude=27.5)})
    )
    assert specimen.letters == 2
    said = next(
        paragraph.text
        for paragraph in specimen.variant.paragraphs
        if paragraph.part == "argument:dry"
    )
    assert said.startswith("[district.cases] cases wait, [distance] from [office]")


def test_a_surname_that_is_a_word_hides_no_change_of_words() -> None:
    case = representative(id="C001055", last="Case", full="Ed Case", state="HI", district=1)
    before, after = (
        found(wells(text), case)[0].variant
        for text in ("In this Case the court ruled.", "In that Case the court ruled.")
    )
    assert before.digest != after.digest


@pytest.mark.parametrize(
    "change",
    [
        {"words": "The wells are dry, all of them."},
        {"letter": LETTER.replace("write to you", "wrote to you")},
    ],
)
def test_any_change_of_words_is_another_variant(change: dict[str, str]) -> None:
    before, after = found(wells()), found(wells(**change))
    assert not {one.variant.digest for one in before} & {one.variant.digest for one in after}
    assert [one.variant.kind for one in before] == [one.variant.kind for one in after]


def test_the_subject_the_closing_and_the_notes_are_words_too() -> None:
    made = wells("Over many {{ figure('wells') }} wells.")
    (one, *_), (other, *_) = (
        found(made),
        found(replace(made, settings=made.settings.model_copy(update={"subject": "Other wells"}))),
    )
    assert one.variant.digest != other.variant.digest
    assert any(
        paragraph.part == "note" and "Rivers Watch" in paragraph.text
        for paragraph in one.variant.paragraphs
    )


def test_supporters_with_other_names_towns_and_stories_are_one_variant() -> None:
    made = wells(
        letter="I am {{ sender.name }} of {{ sender.city }}.\n\n{{ arguments }}\n\n{{ asks }}\n"
    )
    letters = of_supporters(
        made,
        {"name": "Ana Ruiz", "city": "Socorro"},
        {"message": "My well went dry.", "name": "Li Wei"},
        {},
    )
    (specimen,) = specimens(letters, press=press(made, design="constituent"))
    assert specimen.letters == 3
    assert specimen.variant.kind.writer == "supporter"
    assert VariantParagraph("letter", "I am [supporter] of [town].") in specimen.variant.paragraphs
    assert not any("well went dry" in paragraph.text for paragraph in specimen.variant.paragraphs)
    assert specimen.order.letter.message == ()


def test_a_town_or_name_that_is_a_word_of_the_campaign_hides_nothing() -> None:
    made = wells(
        letter=(
            "{{ sender.name }} of {{ sender.city }} asks: remain in Mexico.\n\n{{ "
            "arguments }}\n\n{{ asks }}\n"
        )
    )
    people: tuple[dict[str, object], ...] = (
        {"city": "Mexico"},
        {"name": "A"},
        {"name": "in", "street": "remain"},
        {},
    )
    (specimen,) = specimens(of_supporters(made, *people), press=press(made, design="constituent"))
    assert (
        VariantParagraph("letter", "[supporter] of [town] asks: remain in Mexico.")
        in specimen.variant.paragraphs
    )


def test_arguments_that_a_supporter_picked_make_a_variant() -> None:
    made = campaign(argument("one", weight=90), argument("two", weight=10))
    letters = [*of_supporters(made, {}), *of_supporters(made, {}, picks=("two",))]
    assert [
        one.variant.kind.arguments
        for one in specimens(letters, press=press(made, design="constituent"))
    ] == [
        ("one", "two"),
        ("two", "one"),
    ]


# ---------------------------------------------------------------- differences


def test_a_changed_paragraph_shows_the_words_that_went_and_came() -> None:
    before = (
        VariantParagraph("letter", "Hello."),
        VariantParagraph("argument:dry", "The wells are dry."),
        VariantParagraph("asks", "End it."),
    )
    after = (
        VariantParagraph("letter", "Hello."),
        VariantParagraph("argument:dry", "The old wells ran dry."),
        VariantParagraph("asks", "End it."),
    )
    (difference,) = differences(before, after)
    assert (difference.part, difference.removed, difference.added) == ("argument:dry", 1, 2)
    assert [(stretch.change, stretch.text) for stretch in difference.stretches] == [
        ("same", "The "), ("added", "old "), ("same", "wells "),
        ("removed", "are "), ("added", "ran "), ("same", "dry."),
    ]  # fmt: skip


def test_paragraphs_that_came_or_went_are_differences_of_their_own() -> None:
    before = (
        VariantParagraph("argument:dry", "Dry."),
        VariantParagraph("argument:old", "Old words."),
    )
    after = (
        VariantParagraph("argument:new", "Three new words."),
        VariantParagraph("argument:dry", "Dry."),
    )
    assert [(one.part, one.removed, one.added) for one in differences(before, after)] == [
        ("argument:new", 0, 3),
        ("argument:old", 2, 0),
    ]
    assert differences(before, before) == ()


TEXT = st.lists(
    st.sampled_from("the wells of valley are dry, old new. ‘so’".split()), max_size=12
).map(" ".join)


@given(TEXT, TEXT)
def test_without_what_came_it_is_the_old_text_and_without_what_went_the_new(
    before: str, after: str
) -> None:
    stretches = words(before, after)
    assert "".join(one.text for one in stretches if one.change != "added").split() == before.split()
    assert (
        "".join(one.text for one in stretches if one.change != "removed").split() == after.split()
    )


# ---------------------------------------------------------------- approved.yaml


def sign_off(
    made: Campaign, folder: Path, *, by: str = "Ana Ruiz", on: datetime.date = DAY
) -> tuple[Approval, ...]:
    """The specimens of the campaign printed, seen and approved."""
    write_seen(folder / "specimens", found(made), pdf=b"pages")
    (folder / "wells").mkdir(exist_ok=True)
    return approve(folder / "specimens", folder / "wells", by=by, on=on, shown_as="letters/wells")


def test_what_is_approved_is_known_again_and_nothing_else(tmp_path: Path) -> None:
    assert read_approved(tmp_path / "wells", shown_as="letters/wells") == ()
    made = wells()
    assert unapproved(orders(made), (), press=press(made)) == orders(made)
    assert len(sign_off(made, tmp_path)) == 2
    known = read_approved(tmp_path / "wells", shown_as="letters/wells")
    assert {(one.by, one.on) for one in known} == {("Ana Ruiz", DAY)}
    assert unapproved(orders(made), known, press=press(made)) == []
    changed = wells("The wells are wet.")
    assert len(unapproved(orders(changed), known, press=press(changed))) == 4
    assert len(unapproved(orders(made), known, press=press(made, design="constituent"))) == 4


def test_the_file_is_the_same_for_the_same_approvals_and_people_can_read_it(tmp_path: Path) -> None:
    sign_off(wells(), tmp_path)
    text = (tmp_path / "wells" / "approved.yaml").read_text("utf-8")
    sign_off(wells(), tmp_path)
    assert (tmp_path / "wells" / "approved.yaml").read_text("utf-8") == text
    assert (
        "  approved_by: Ana Ruiz\n  approved_on: 2026-11-24\n  office: Representative, House\n"
        in text
    )
    assert "    text: Your constituents in [state], [name], write to you.\n" in text
    assert text.startswith("# The words that were approved, who approved them and when.")


def test_a_later_approval_stands_for_the_kinds_that_it_saw_and_leaves_the_others(
    tmp_path: Path,
) -> None:
    sign_off(wells(), tmp_path)
    changed = wells("The wells are wet.")
    write_seen(tmp_path / "specimens", found(changed, CORNYN), pdf=b"pages")
    approve(
        tmp_path / "specimens", tmp_path / "wells", by="Li Wei", on=LATER, shown_as="letters/wells"
    )
    known = read_approved(tmp_path / "wells", shown_as="letters/wells")
    assert [(one.variant.kind.office, one.by, one.on) for one in known] == [
        ("Representative, House", "Ana Ruiz", DAY), ("Senator, Senate", "Li Wei", LATER),
    ]  # fmt: skip
    found_ones = unapproved(orders(wells()), known, press=press(wells()))
    assert [order.letter.stem for order in found_ones] == [
        "TX-sen-cornyn", "AZ-sen-kelly",
    ]  # fmt: skip


def test_nothing_is_approved_that_was_not_printed_to_be_seen(tmp_path: Path) -> None:
    with pytest.raises(NothingSeenError, match="no specimens"):
        approve(
            tmp_path / "specimens", tmp_path / "wells", by="Ana", on=DAY, shown_as="letters/wells"
        )
    write_seen(tmp_path / "specimens", found(wells()), pdf=b"pages")
    (tmp_path / "specimens" / "specimens.pdf").write_bytes(b"other pages")
    with pytest.raises(NothingSeenError, match="not the one that was printed last"):
        approve(
            tmp_path / "specimens", tmp_path / "wells", by="Ana", on=DAY, shown_as="letters/wells"
        )
    assert not (tmp_path / "wells").exists()


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "The wells are dry.",
            "The wells are wet.",
            "letters/wells/approved.yaml:5: variants[1]: was edited after its approval",
        ),
        ("approved_on: 2026-11-24", "approved_on: soon", "must be a day"),
        ("paragraphs:", "paragraphs: {}\nother:", "other"),
    ],
)
def test_a_file_that_was_edited_approves_nothing(
    old: str, new: str, message: str, tmp_path: Path
) -> None:
    sign_off(wells(), tmp_path)
    path = tmp_path / "wells" / "approved.yaml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(FilesAreWrongError) as caught:
        read_approved(tmp_path / "wells", shown_as="letters/wells")
    assert message in "\n".join(str(problem) for problem in caught.value.problems)


def test_unapproved_letters_are_named_with_the_commands_to_run() -> None:
    people = Path("people.csv")
    said = str(
        UnapprovedError(
            BuildOptions("wells", DAY, filters=("TX",), design="constituent", supporters=people),
            orders(wells()),
        )
    )
    assert said.startswith(
        "4 letter(s) have words that are not approved "
        "(TX-16-escobar, TX-28-cuellar, TX-sen-cornyn …)"
    )
    assert (
        f"`letters specimens wells --date {DAY} --design constituent --supporters "
        f"people.csv` shows them"
    ) in said
    assert "--unapproved" in said


# ---------------------------------------------------------------- the PDF


@pytest.fixture(scope="module")
def shop() -> LetterPrinter:
    """A press whose engine prints all of these."""
    return press(wells("The wells are old."))


def show(
    made: Campaign,
    known: Sequence[Approval],
    path: Path,
    *,
    shop: LetterPrinter,
    letters: Sequence[Order] = (),
) -> Path:
    """The specimens of the campaign in the file."""
    here = LetterPrinter(made, design=shop.design, ground=shop.ground)
    here.engine = shop.engine
    seen = specimens(letters or orders(made), press=here)
    printer = stationery.Printer(shop.engine, DAY)
    path.write_bytes(
        printed(seen, press=here, approved=known, templates=ROOT / "templates", printer=printer)
    )
    return path


def test_its_first_page_lists_the_variants_and_what_has_changed_and_a_letter_of_each_follows(
    shop: LetterPrinter, tmp_path: Path
) -> None:
    path = show(
        wells("The wells ran dry."),
        approved(wells("The wells are dry.")),
        tmp_path / "one.pdf",
        shop=shop,
    )
    first = text_of(path, page=1)
    assert "2 variants of 4 letters, November 24, 2026" in first
    assert "2 changed" in first
    assert "argument dry in Nos. 1–2: 1 word removed, 1 added The wells are ran dry." in first
    assert "Dear Representative" in text_of(path, page=2)
    assert "The wells ran dry." in text_of(path, page=3)
    with pikepdf.open(path) as pdf, pdf.open_outline() as outline:
        assert [item.title for item in outline.root][-2:] == [
            "1. Representative, House",
            "2. Senator, Senate",
        ]


def test_it_shows_new_words_and_who_approved_the_others(
    shop: LetterPrinter, tmp_path: Path
) -> None:
    fresh = show(wells(), (), tmp_path / "new.pdf", shop=shop)
    assert "Nothing was approved before: every word is new." in text_of(fresh, page=1)
    again = show(wells(), approved(wells()), tmp_path / "same.pdf", shop=shop)
    assert "approved by Ana Ruiz, November 24, 2026" in text_of(again, page=1)
    assert "Nothing: these are the words that were approved." in text_of(again, page=1)


def test_a_new_kind_is_compared_with_the_approved_one_that_comes_nearest() -> None:
    made = campaign(argument("dry", "The wells are dry."), argument("more"), asks=("end",))
    known = approved(replace(made, arguments=made.arguments[:1]))
    specimen = found(made, ESCOBAR)[0]
    base = printing.base(specimen.variant, known)
    assert base is not None
    assert base.variant.kind.office == "Representative, House"
    row = printing.VariantRow(1, specimen, printed=None, approval=None, base=base, page=2)  # type: ignore[arg-type]
    assert row.state == "new"
    assert [(one.difference.part, one.where) for one in difference_groups([row])] == [
        ("argument:more", "No. 1")
    ]


def test_each_letter_stands_on_the_page_that_the_list_says_however_long_it_is(
    shop: LetterPrinter, tmp_path: Path
) -> None:
    rules = [
        argument(f"local-{number}", f"Words of {number}.", when={"district": f"TX-{number}"})
        for number in range(1, 31)
    ]
    made = campaign(*rules, argument("all"), asks=("end",))
    letters = orders(
        made,
        *(
            representative(id=f"X{number:06d}", district=number, last=f"Name{number}")
            for number in range(1, 31)
        ),
    )
    path = show(made, (), tmp_path / "many.pdf", shop=shop, letters=letters)
    with pikepdf.open(path) as pdf:
        first = len(pdf.pages) - 30
    assert first > 1
    rows = re.findall(
        r"^ *(\d+) +(\d+) +Representative", "\n".join(text_of_lines(path, first)), re.MULTILINE
    )
    assert rows == [(str(number), str(first + number)) for number in range(1, 31)]


def text_of_lines(path: Path, pages: int) -> list[str]:
    """The lines of the first pages as they are laid out."""
    return [
        line
        for page in range(1, pages + 1)
        for line in text_of(path, page=page, layout=True).splitlines()
    ]


def test_supporters_are_not_named_in_it(tmp_path: Path) -> None:
    made = wells(letter="I live in {{ sender.city }}.\n\n{{ arguments }}\n\n{{ asks }}\n")
    letters = of_supporters(
        made,
        {
            "name": "Ana Ruiz",
            "city": "Socorro",
            "message": "My well went dry.",
            "email": "ana@mail.example",
        },
    )
    shop = press(made, design="constituent")
    path = show(made, (), tmp_path / "supporters.pdf", shop=shop, letters=letters)
    text = text_of(path)
    assert not any(
        own in text for own in ("Ana Ruiz", "Socorro", "went dry", "ana@mail", PERSON.street)
    )
    assert "The Supporter’s Name" in text
    assert "The supporter’s own words stand here" in text
    assert "The wells are dry." in text


def test_specimens_are_accessible_and_the_same_for_the_same_letters(
    shop: LetterPrinter, tmp_path: Path, verapdf: Verapdf
) -> None:
    made, known = wells("The wells ran dry."), approved(wells())
    one, other = (
        show(made, known, tmp_path / name, shop=shop) for name in ("one.pdf", "other.pdf")
    )
    assert one.read_bytes() == other.read_bytes()
    assert verapdf([one]) == {one: ()}


def test_joined_files_keep_every_tag_in_one_document(shop: LetterPrinter, tmp_path: Path) -> None:
    parts = [shop.lay_out(order).layout.write() for order in orders(wells(), ESCOBAR, CORNYN)]
    path = tmp_path / "joined.pdf"
    path.write_bytes(joined(parts[0], [MergePart(parts[1], "Second"), MergePart(parts[1])]))
    with pikepdf.open(path) as pdf:
        tree = pdf.Root.StructTreeRoot
        keys = [int(key) for key in list(tree.ParentTree.Nums)[::2]]
        assert [int(page.obj.StructParents) for page in pdf.pages] == keys == [0, 1, 2]
        assert len(tree.K) == 1
        assert [str(element.S) for element in list(tree.K[0].K)[-2:]] == ["/Part", "/Part"]
    assert approvals.PDF == "specimens.pdf"
