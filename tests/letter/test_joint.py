"""Coalition letters: many signers in columns, one letter to several, room to write by hand."""

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from pypdf import PdfReader

from generator.congress import forms_of_address
from generator.errors import FilesAreWrongError
from generator.letter import joint, pdf
from generator.letter.design import load_design, to_html
from generator.letter.joint import TooManyAddresseesError
from generator.models.campaign import Campaign
from generator.models.letter import Letter
from generator.models.recipient import Recipient
from generator.models.sender import Signatory
from generator.press import warnings
from generator.press.inspection import audit_all
from generator.press.letter import Order
from generator.project import load
from tests.conftest import Verapdf
from tests.support import letters_for_tests as letters
from tests.support.campaigns import GROUND, ROOT, argument, campaign, press
from tests.support.golden_mistakes import LIBRARY, make_project
from tests.support.letters_for_tests import ORGANIZATION
from tests.support.pages import text_of
from tests.support.people import representative, senator

pytestmark = pytest.mark.slow

THUNE = senator(
    id="T000250", state="SD", last="Thune", full="John Thune", leadership="Majority Leader"
)
COLLINS = senator(
    id="C001035",
    state="ME",
    last="Collins",
    full="Susan M. Collins",
    committees=[("Appropriations", "chair")],
)
MURRAY = senator(
    id="M001111",
    state="WA",
    last="Murray",
    full="Patty Murray",
    committees=[("Appropriations", "ranking member")],
)
JEFFRIES = representative(
    id="J000294",
    state="NY",
    district=8,
    last="Jeffries",
    full="Hakeem Jeffries",
    leadership="Minority Leader",
)
SEVERAL = (THUNE, COLLINS, MURRAY, JEFFRIES)
NAMES = (
    "Border Aid and Welcome Center,Casa,Legal Services of the "
    "Southwest and the Rio Grande Valley,Nurses for Families"
).split(",")


def signatories(number: int, *, people: bool = False) -> tuple[Signatory, ...]:
    """So many who sign, each with a number in their name."""
    if people:
        return tuple(
            Signatory(name=f"Ana Ruiz N{one:03d}", title="Professor", city="Laredo", state="TX")
            for one in range(number)
        )
    return tuple(
        Signatory(organization=f"{NAMES[one % 4]} N{one:03d}", city="Tucson", state="AZ")
        for one in range(number)
    )


def printed(
    letter: Letter, folder: Path, *, design: str = "coalition", overleaf: bool = False
) -> tuple[Path, int]:
    """The letter as a PDF in the folder, and its pages."""
    made = load_design(ROOT / "templates" / design)
    layout = pdf.Engine().lay_out(to_html(letter, made, signers_overleaf=overleaf), made)
    path = folder / f"{design}{'-overleaf' * overleaf}.pdf"
    path.write_bytes(layout.write())
    return path, layout.pages


def together(*arguments: str, **changes: object) -> Campaign:
    """A campaign whose one letter goes to all of them."""
    made = campaign(
        *(argument(name) for name in arguments or ("one",)),
        asks=("end", "fund", "pass"),
        concerns="Appropriations",
    )
    return replace(
        made, settings=made.settings.model_copy(update={"addressees": "together", **changes})
    )


# ---------------------------------------------------------------- who signs


@pytest.mark.parametrize(("number", "people"), [(3, False), (130, False), (90, True)])
def test_all_who_sign_are_printed_whole_and_in_order_over_as_many_pages_as_it_takes(
    number: int, *, people: bool, tmp_path: Path
) -> None:
    path, pages = printed(
        replace(letters.FULL, signers=signatories(number, people=people)), tmp_path
    )
    assert (pages == 1) is (number == 3)
    of_pages = [" ".join(page.extract_text().split()) for page in PdfReader(path).pages]
    assert re.findall(r"N\d{3}", " ".join(of_pages)) == [f"N{one:03d}" for one in range(number)]
    end = "Laredo, TX" if people else "Tucson, AZ"
    for text in of_pages:
        signed = re.findall(r"N\d{3}", text)
        assert text.count(end) == len(signed), "a signer is split between two pages"


def test_the_closing_is_never_left_behind_by_those_who_sign(tmp_path: Path) -> None:
    for lines in range(0, 9, 2):
        filler = tuple(letters.paragraph("One more line.") for _ in range(lines))
        letter = replace(
            letters.FULL, statement=(*letters.STATEMENT, *filler), signers=signatories(12)
        )
        path, pages = printed(letter, tmp_path)
        of_closing = next(
            page for page in range(1, pages + 1) if "Sincerely," in text_of(path, page=page)
        )
        assert "N000" in text_of(path, page=of_closing).partition("Sincerely,")[2]


def test_a_coalition_without_signers_is_signed_by_its_sender(tmp_path: Path) -> None:
    path, _ = printed(letters.FULL, tmp_path)
    assert "Sincerely, Marisol Tejada Whitcomb Executive Director" in text_of(path)


def test_with_signers_the_letterhead_says_whom_to_answer(tmp_path: Path) -> None:
    path, _ = printed(replace(letters.FULL, signers=signatories(3)), tmp_path)
    assert "Reply to: Marisol Tejada Whitcomb, Executive Director" in text_of(path)


def test_coalition_letters_are_accessible(verapdf: Verapdf, tmp_path: Path) -> None:
    several = replace(
        letters.FULL, other_addresses=(letters.ADDRESS, letters.ADDRESS), signers=signatories(60)
    )
    path, _ = printed(several, tmp_path)
    by_hand, _ = printed(letters.BY_HAND, tmp_path, design="handwritten-slot")
    behind, _ = printed(several, tmp_path, overleaf=True)
    assert verapdf([path, by_hand, behind]) == {path: (), by_hand: (), behind: ()}


LONG = "The wells of the valley have gone dry, and nobody has counted them in years. " * 10


@pytest.mark.parametrize(
    ("number", "pages", "below"),
    [(3, 1, True), (6, 1, True), (12, 1, True), (48, 2, False), (120, 4, False)],
)
def test_all_who_sign_stand_on_one_page_below_the_letter_or_overleaf(
    number: int, pages: int, *, below: bool, tmp_path: Path
) -> None:
    made = campaign(argument("one"), signers=signatories(number))
    shop = press(made, design="coalition")
    outcome = shop.print_letter(shop.order(COLLINS), folder=tmp_path)
    first, *others = (
        " ".join(page.extract_text().split())
        for page in PdfReader(tmp_path / f"{outcome.stem}.pdf").pages
    )
    assert (outcome.status, outcome.pages, outcome.dropped) == ("printed", pages, ())
    assert ("Sincerely, (signatories follow)" in first) is not below
    assert (f"N{number - 1:03d}" in first) is below
    assert ("N000" in first) is below
    assert re.findall(r"N\d{3}", " ".join([first, *others])) == [
        f"N{one:03d}" for one in range(number)
    ]


@pytest.mark.parametrize(("number", "pages", "dropped"), [(6, 1, True), (30, 2, False)])
def test_arguments_give_way_for_a_few_signers_and_not_for_many(
    number: int, pages: int, *, dropped: bool, tmp_path: Path
) -> None:
    texts = [argument(f"a{one}", LONG) for one in range(3)]
    shop = press(campaign(*texts, signers=signatories(number)), design="coalition")
    outcome = shop.print_letter(shop.order(COLLINS), folder=tmp_path)
    assert (outcome.status, outcome.pages, bool(outcome.dropped)) == ("printed", pages, dropped)


def test_pages_of_signers_leave_no_room_for_more_text(tmp_path: Path) -> None:
    shop = press(campaign(argument("one", LONG * 6), signers=signatories(30)), design="coalition")
    outcome = shop.print_letter(shop.order(COLLINS), folder=tmp_path)
    assert outcome.status == "failed"
    assert "2 pages even with 1 argument, 1 allowed" in outcome.message


PERSON = Signatory(name="Ana Ruiz")


@pytest.mark.parametrize(
    ("signers", "words"),
    [
        (signatories(30), "The 30 undersigned organizations write."),
        (signatories(3), "The three undersigned organizations write."),
        (signatories(1), "The undersigned organization write."),
        (
            (*signatories(12), *[PERSON] * 5),
            "The 12 undersigned organizations and five individuals write.",
        ),
        ((*signatories(1), PERSON), "The undersigned organization and one individual write."),
        ((PERSON,) * 11, "The 11 undersigned individuals write."),
        # Two people who sign for one organization are one organization.
        (
            (
                Signatory(name="Ana Ruiz", organization="Casa"),
                Signatory(name="Jo Li", organization="casa"),
                Signatory(organization="Border Aid"),
            ),
            "The two undersigned organizations write.",
        ),
    ],
)
def test_the_undersigned_are_counted_and_the_audit_knows_their_number(
    signers: Sequence[Signatory], words: str
) -> None:
    made = campaign(argument("one", "{{ Undersigned }} write."), signers=signers)
    shop = press(made, design="coalition")
    order = shop.order(COLLINS)
    assert words in [block.text for block in order.letter.statement]
    assert [one for one in audit_all(shop, [order]) if one.severity == "error"] == []


def test_the_number_of_signers_is_free_for_them_alone() -> None:
    said = "{{ signers.count }} of us write of {{ undersigned }}, and of 30 attacks."
    shop = press(campaign(argument("one", said), signers=signatories(30)), design="coalition")
    order = shop.order(COLLINS)
    problems = [one for one in audit_all(shop, [order]) if one.code == "untraced"]
    assert len(problems) == 1
    assert "30 of us write of the 30 undersigned organizations" in order.letter.statement[1].text


@pytest.mark.parametrize(
    ("design", "words"),
    [("coalition", "The two undersigned organizations"), ("organization", "We")],
)
def test_only_a_letter_that_prints_its_signers_speaks_of_them(design: str, words: str) -> None:
    said = "{% if undersigned %}{{ Undersigned }}{% else %}{{ We }}{% endif %} write."
    made = campaign(argument("one", said), signers=signatories(2))
    letter = press(made, design=design).order(COLLINS).letter
    assert f"{words} write." in [block.text for block in letter.statement]


def test_several_who_sign_are_we() -> None:
    alone = ORGANIZATION.model_copy(update={"organization": None})
    made = campaign(argument("one", "{{ We }} write."), sender=alone, signers=signatories(2))
    letter = press(made, design="coalition").order(COLLINS).letter
    assert "We write." in [block.text for block in letter.statement]


@pytest.mark.parametrize(
    ("design", "number", "code"),
    [
        ("coalition", 0, "no-signers"),
        ("organization", 2, "signers-not-printed"),
        ("coalition", 2, None),
        ("organization", 0, None),
    ],
)
def test_a_design_that_prints_no_signers_or_lacks_them_is_a_warning(
    design: str, number: int, code: str | None
) -> None:
    shop = press(campaign(argument("one"), signers=signatories(number)), design=design)
    found = list(warnings.unprinted_signers("campaign.yaml", shop))
    assert [(one.code, one.severity) for one in found] == ([(code, "warning")] if code else [])


# ---------------------------------------------------------------- signers.yaml


def loaded(folder: Path, **files: str) -> Campaign:
    """The library's campaign with such files beside it: `signers_csv="…"`."""
    place = make_project(folder)
    for name, text in files.items():
        (place / LIBRARY / name.replace("_", ".")).write_text(text, encoding="utf-8")
    return load.load_campaign(load.open_project(place), LIBRARY.name)


def test_signers_are_read_from_yaml_and_from_a_sheet_alike(tmp_path: Path) -> None:
    as_yaml = (
        "signers:\n- organization: Casa\n  city: Tucson\n  state: AZ\n- "
        "{name: Ana Ruiz, title: Professor}\n"
    )
    as_csv = "Organization,city,state,name,title\nCasa,Tucson,AZ,,\n,,,Ana  Ruiz,Professor\n"
    one, other = (
        loaded(tmp_path / "one", signers_yaml=as_yaml),
        loaded(tmp_path / "other", signers_csv=as_csv),
    )
    assert (
        one.signers
        == other.signers
        == (
            Signatory(organization="Casa", city="Tucson", state="AZ"),
            Signatory(name="Ana Ruiz", title="Professor"),
        )
    )


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        (
            "signers.yaml",
            "signers:\n- city: Tucson\n",
            [
                (
                    "signers.yaml:2: signers[1]: signs without a name: write name:, "
                    "organization:, or both"
                )
            ],
        ),
        (
            "signers.csv",
            "name,organization\nAna,Casa\nAna,casa\n",
            ["signers.csv:3", "“Ana of casa” signs in line 2 already"],
        ),
        (
            "signers.yaml",
            "signers:\n- {name: Ana, state: Texas}\n",
            ["signers.yaml:2", "did you mean TX?"],
        ),
        ("signers.csv", "name\nAna,Casa\n", ["signers.csv:2", "has 2 cells"]),
        ("signers.csv", "", ["signers.csv:1", "is empty"]),
        ("signers.csv", 'name\n"Ana\n', ["signers.csv"]),
        ("signers.yaml", "signers: []\n", ["signers"]),
    ],
)
def test_mistakes_in_who_signs_have_their_line(
    name: str, text: str, said: Sequence[str], tmp_path: Path
) -> None:
    with pytest.raises(FilesAreWrongError) as caught:
        loaded(tmp_path, **{name.replace(".", "_"): text})
    told = "\n".join(str(problem) for problem in caught.value.problems)
    for words in said:
        assert words.replace("“", '"').replace("”", '"') in told.replace("“", '"').replace("”", '"')


def test_two_files_of_signers_are_one_too_many(tmp_path: Path) -> None:
    with pytest.raises(FilesAreWrongError) as caught:
        loaded(tmp_path, signers_yaml="signers:\n- name: Ana\n", signers_csv="name\nAna\n")
    assert "lies next to signers.yaml: keep one of the two" in str(caught.value.problems[0])


# ---------------------------------------------------------------- one letter to several


def joint_order(made: Campaign, recipients: Sequence[Recipient] = SEVERAL) -> Order:
    return press(made, design="coalition").joint_order(recipients)


def test_one_letter_names_all_of_them_each_in_their_role(tmp_path: Path) -> None:
    order = joint_order(together())
    letter = order.letter
    assert letter.salutation == (
        "Dear Majority Leader Thune, Chair Collins, Ranking Member Murray, "
        "and Minority Leader Jeffries:"
    )
    assert [address[0] for address in (letter.inside_address, *letter.other_addresses)] == [
        "The Honorable John Thune",
        "The Honorable Susan M. Collins",
        "The Honorable Patty Murray",
        "The Honorable Hakeem Jeffries",
    ]
    assert letter.stem == "SD-sen-thune-and-3-more"
    assert order.others == SEVERAL[1:]
    path, _ = printed(letter, tmp_path)
    text = text_of(path)
    assert all(f"The Honorable {one.name.full}" in text for one in SEVERAL)
    assert "Ranking Member, Committee on Appropriations" in text


@pytest.mark.parametrize(
    ("recipients", "said"),
    [
        ((THUNE,), "Dear Majority Leader Thune:"),
        ((THUNE, COLLINS), "Dear Majority Leader Thune and Senator Collins:"),
        (
            (COLLINS, representative(salutation="Dear Mr. Speaker:")),
            "Dear Senator Collins and Mr. Speaker:",
        ),
    ],
)
def test_the_joint_salutation_is_that_of_the_single_letters(
    recipients: Sequence[Recipient], said: str
) -> None:
    assert forms_of_address.joint_salutation(recipients) == said


def test_it_asks_what_any_of_them_can_act_on_and_argues_what_holds_for_all() -> None:
    made = campaign(
        argument("all"),
        argument("senate", when={"chamber": "senate"}),
        argument("money", supports="fund", when={"committee": "Appropriations"}),
        argument("unasked", supports="hear"),
        asks=("end", "fund", "pass", "hear"),
    )
    selection = joint.choose(made, SEVERAL, ground=GROUND)
    assert selection.ask_ids == ("end", "fund", "pass")
    assert selection.argument_ids == ("all",)
    reasons = {choice.id: choice.reason for choice in (*selection.arguments, *selection.asks)}
    assert reasons["fund"] == "Susan M. Collins: chair of the Committee on Appropriations"
    assert reasons["senate"].startswith("Hakeem Jeffries serves in the House")
    assert reasons["money"].startswith("John Thune does not sit on")
    assert "does not ask" in reasons["unasked"]


def test_words_for_those_who_acted_are_for_a_letter_to_such_members_alone() -> None:
    bill = {"congress": 119, "number": "S. 112", "stance": "oppose", "sponsor": "T000250"}
    own = {"recommendation": "end", "own": "true", "bill": bill}
    made = campaign(
        argument("one"),
        asks=[
            {**own, "id": "own", "text": "Drop your bill", "when": {"position": "sponsor"}},
            "end",
        ],
    )
    several = joint.choose(made, [COLLINS, THUNE], ground=GROUND)
    alone = joint.choose(made, [THUNE], ground=GROUND)
    assert [choice.id for choice in several.asks if choice.included] == ["end"]
    assert [choice.id for choice in alone.asks if choice.included] == ["own"]
    reason = next(choice.reason for choice in several.asks if choice.id == "own")
    assert reason.startswith("Susan M. Collins ")


def test_an_ask_for_one_of_them_by_its_rule_is_not_made_of_all() -> None:
    of_leaders = {"recommendation": "end", "text": "Call it up.", "when": {"leader": True}}
    of_all = {"recommendation": "end", "text": "Vote for it."}
    of_senators = {"recommendation": "back", "text": "Back it.", "when": {"chamber": "senate"}}
    made = campaign(argument("all"), asks=(of_leaders, of_all, of_senators, "pass"))
    selection = joint.choose(made, SEVERAL, ground=GROUND)
    asked = [one.words.text for one in selection.asks if one.included and one.words]
    assert asked == ["Vote for it.", "Back it.", "Pass it in the House"]
    (reason,) = (one.reason for one in selection.asks if not one.included)
    assert reason.startswith("Susan M. Collins holds no office in the leadership")
    leaders = joint.choose(made, (THUNE, SEVERAL[-1]), ground=GROUND)
    assert next(one.words.text for one in leaders.asks if one.words) == "Call it up."


def test_its_numbers_are_those_of_the_campaign() -> None:
    selection = joint.choose(
        together("one", "two", "three", max_arguments=2, max_asks=1), SEVERAL, ground=GROUND
    )
    assert len(selection.argument_ids) == 2
    assert selection.ask_ids == ("end",)
    assert "the letter has its one ask" in selection.asks[1].reason


def test_words_that_would_not_be_the_same_for_all_are_a_mistake_with_its_line() -> None:
    made = together()
    prose = replace(
        made.letter, text="Dear people of {{ recipient.state }}.\n\n{{ arguments }}\n\n{{ asks }}\n"
    )
    with pytest.raises(FilesAreWrongError) as caught:
        joint_order(replace(made, letter=prose))
    assert str(caught.value.problems[0]).startswith(
        'letter.md:1: says "Dear people of South Dakota." to one and'
    )


def test_a_paragraph_for_one_of_them_only_is_a_mistake() -> None:
    made = together()
    text = (
        '{% if recipient.chamber == "house" %}Only you.{% endif %}\n\n{{ '
        "arguments }}\n\n{{ asks }}\n"
    )
    with pytest.raises(FilesAreWrongError) as caught:
        joint_order(replace(made, letter=replace(made.letter, text=text)))
    assert "stands in the letter to one of them and not to another" in str(caught.value.problems[0])


def test_figures_of_one_district_are_a_mistake_in_it() -> None:
    made = together()
    words = replace(made.arguments[0].prose, text="Your district has {{ district.cases }}.")
    with pytest.raises(FilesAreWrongError) as caught:
        joint_order(replace(made, arguments=(replace(made.arguments[0], prose=words),)))
    assert "names no figure of one's district" in str(caught.value.problems[0])


def test_a_letter_to_a_crowd_is_refused() -> None:
    with pytest.raises(TooManyAddresseesError, match="12 members at most, and these are 13"):
        joint_order(together(), [senator(id=f"X{number:06d}") for number in range(13)])


def test_a_joint_letter_is_shortened_as_others_are_and_no_window_is_promised(
    tmp_path: Path,
) -> None:
    long = (
        "The wells of the valley have gone dry, one after another, and "
        "nobody has counted them in years. "
    ) * 9
    made = campaign(*(argument(f"a{number}", long) for number in range(6)), max_arguments=6)
    shop = press(made, design="coalition")
    outcome = shop.print_letter(shop.joint_order(SEVERAL), folder=tmp_path)
    assert (outcome.status, outcome.pages, outcome.notice) == ("printed", 1, "")
    assert outcome.dropped
    assert "Ranking Member" not in outcome.stem
    assert "Hakeem Jeffries" in text_of(tmp_path / f"{outcome.stem}.pdf")


# ---------------------------------------------------------------- by hand


RULE = '<div class="rule"></div>'


def test_the_slot_has_lines_alone_behind_the_opening(tmp_path: Path) -> None:
    design = load_design(ROOT / "templates" / "handwritten-slot")
    html = to_html(letters.BY_HAND, design)
    assert html.count(RULE) == 4
    assert "that practice, which Congress never" in html.partition(RULE)[0]
    assert "Waiting is not safe." in html.rpartition(RULE)[2]
    path, pages = printed(letters.BY_HAND, tmp_path, design="handwritten-slot")
    assert pages == 1
    # What helps a person to write is on the writer's sheet, and goes to no office.
    assert "Why do I care?" not in text_of(path)


def test_words_that_are_there_and_organizations_get_no_lines() -> None:
    design = load_design(ROOT / "templates" / "handwritten-slot")
    html = to_html(letters.PERSONAL, design)
    assert "I taught third grade" in html
    assert RULE not in html
    assert RULE not in to_html(letters.FULL, design)


def test_a_letter_with_the_slot_keeps_to_its_page_by_leaving_out_arguments(tmp_path: Path) -> None:
    many = [
        argument(
            f"a{number}", "The wells of the valley have gone dry, and nobody has counted them. " * 6
        )
        for number in range(5)
    ]
    shop = press(campaign(*many, max_arguments=5), design="handwritten-slot")
    outcome = shop.print_letter(shop.order(representative()), folder=tmp_path)
    assert outcome.pages == 1
    assert outcome.dropped
