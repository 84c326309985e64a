import csv
import datetime
import hashlib
import re
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from statistics import median
from typing import Any

import pikepdf
import pypdfium2
import pytest
import yaml

from generator.dates import in_words
from generator.mailroom.paper import ink
from generator.press import build
from generator.press.build_options import BuildOptions
from generator.project import load
from tests.conftest import Golden, Verapdf
from tests.support.pages import text_of
from tests.support.projects import DATE, ROOT, Shipped, copy_project, letters

pytestmark = pytest.mark.slow

CAMPAIGN = ROOT / "letters" / "remain-in-mexico"

FORMS = {
    "AZ-07-grijalva": ("The Honorable Adelita S. Grijalva", "Dear Representative Grijalva:"),
    "AZ-sen-gallego": ("The Honorable Ruben Gallego", "Dear Senator Gallego:"),
    "AZ-sen-kelly": ("The Honorable Mark Kelly", "Dear Senator Kelly:"),
    "CA-25-ruiz": ("The Honorable Raul Ruiz", "Dear Representative Ruiz:"),
    "CA-52-vargas": ("The Honorable Juan Vargas", "Dear Representative Vargas:"),
    "CA-sen-padilla": ("The Honorable Alex Padilla", "Dear Senator Padilla:"),
    "CA-sen-schiff": ("The Honorable Adam B. Schiff", "Dear Senator Schiff:"),
    "CT-03-delauro": (
        "The Honorable Rosa L. DeLauro Ranking Member, Committee on Appropriations",
        "Dear Ranking Member DeLauro:",
    ),
    "IA-sen-grassley": (
        "The Honorable Chuck Grassley Chair, Committee on the Judiciary",
        "Dear Chair Grassley:",
    ),
    "IL-sen-durbin": (
        "The Honorable Richard J. Durbin Ranking Member, Committee on the Judiciary",
        "Dear Ranking Member Durbin:",
    ),
    "KY-sen-paul": (
        (
            "The Honorable Rand Paul "
            "Chair, Senate Committee on Homeland Security and Governmental Affairs"
        ),
        "Dear Chair Paul:",
    ),
    "MD-08-raskin": (
        "The Honorable Jamie Raskin Ranking Member, Committee on the Judiciary",
        "Dear Ranking Member Raskin:",
    ),
    "ME-sen-collins": (
        "The Honorable Susan M. Collins Chair, Committee on Appropriations",
        "Dear Chair Collins:",
    ),
    "MI-sen-peters": (
        (
            "The Honorable Gary C. Peters "
            "Ranking Member, Senate Committee on Homeland Security and Governmental Affairs"
        ),
        "Dear Ranking Member Peters:",
    ),
    "MS-02-thompson": (
        "The Honorable Bennie G. Thompson Ranking Member, Committee on Homeland Security",
        "Dear Ranking Member Thompson:",
    ),
    "NY-02-garbarino": (
        "The Honorable Andrew R. Garbarino Chair, Committee on Homeland Security",
        "Dear Chair Garbarino:",
    ),
    "OH-04-jordan": (
        "The Honorable Jim Jordan Chair, Committee on the Judiciary",
        "Dear Chair Jordan:",
    ),
    "OK-04-cole": ("The Honorable Tom Cole Chair, Committee on Appropriations", "Dear Chair Cole:"),
    "TX-16-escobar": ("The Honorable Veronica Escobar", "Dear Representative Escobar:"),
    "TX-28-cuellar": ("The Honorable Henry Cuellar", "Dear Representative Cuellar:"),
    "TX-34-gonzalez": ("The Honorable Vicente Gonzalez", "Dear Representative Gonzalez:"),
    "TX-sen-cornyn": ("The Honorable John Cornyn", "Dear Senator Cornyn:"),
    "TX-sen-cruz": ("The Honorable Ted Cruz", "Dear Senator Cruz:"),
    "WA-sen-murray": (
        "The Honorable Patty Murray Ranking Member, Committee on Appropriations",
        "Dear Ranking Member Murray:",
    ),
}
"""The inside address's name and the salutation of each shipped recipient.

Written by hand after the models of the Department of State and of the International Trade
Administration, so that the program is not compared with itself.
"""

APPROPRIATORS = frozenset(
    {
        "CT-03-delauro",
        "IL-sen-durbin",
        "ME-sen-collins",
        "MI-sen-peters",
        "OK-04-cole",
        "TX-16-escobar",
        "TX-28-cuellar",
        "WA-sen-murray",
    }
)
BODIES = {
    "senate": "United States Senate Washington, DC 20510",
    "house": "U.S. House of Representatives Washington, DC 20515",
}
BAR_FUNDS = re.compile(r"bar the use of any funds", re.IGNORECASE)
HEARING = re.compile(r"(Hold|Press for) investigative hearings")

every_letter = pytest.mark.parametrize("stem", FORMS)


def source() -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load((CAMPAIGN / "source.yaml").read_text("utf-8"))
    return data


def findings() -> Mapping[str, Mapping[str, Any]]:
    return {finding["id"]: finding for finding in source()["findings"]}


def recipients() -> list[Mapping[str, Any]]:
    files = sorted((ROOT / "recipients").glob("*.yaml"))
    assert files
    return [
        person for file in files for person in yaml.safe_load(file.read_text("utf-8"))["recipients"]
    ]


def rows(shipped: Shipped) -> dict[str, dict[str, str]]:
    with (shipped.folder / "index.csv").open(encoding="utf-8", newline="") as file:
        return {row["file"].removesuffix(".pdf"): row for row in csv.DictReader(file)}


def parts(shipped: Shipped, stem: str) -> tuple[str, dict[int, str]]:
    """Returns the text above the notes and the notes by number, each in one line."""
    text = text_of(shipped.folder / f"{stem}.pdf")
    body, separator, notes = text.partition(" 1. Human Rights Watch, ")
    assert separator, "the letter has no notes"
    numbered = re.split(
        r" (\d+)\. (?=Human Rights Watch, |Under “)", f" 1. Human Rights Watch, {notes}"
    )[1:]
    return body, {
        int(number): words for number, words in zip(numbered[::2], numbered[1::2], strict=True)
    }


# ---------------------------------------------------------------- the run


def test_every_shipped_recipient_has_a_letter_and_nothing_else_is_in_the_folder(
    shipped: Shipped,
) -> None:
    assert shipped.run.code == 0, shipped.run.warned
    assert shipped.run.said.splitlines()[0] == f"{len(FORMS)} printed: {shipped.folder}"
    assert len(recipients()) == len(FORMS)
    assert sorted(path.name for path in shipped.folder.iterdir()) == sorted(
        [*(f"{stem}.pdf" for stem in FORMS), "README.txt", "built.json", "index.csv"]
    )


def test_the_run_says_that_the_sender_is_a_sample(shipped: Shipped) -> None:
    assert shipped.run.warned.splitlines()[0] == (
        "The sender is still the sample “Your Organization”: put yourself into sender.yaml; "
        "until then `letters print` and `letters send` refuse these letters."
    )


def test_a_second_run_prints_nothing_again(shipped: Shipped) -> None:
    before = {path: path.stat().st_mtime_ns for path in shipped.letters}
    run = letters("build", "remain-in-mexico", "--date", DATE, project=shipped.project)
    assert run.code == 0
    assert run.said.splitlines()[0] == f"{len(FORMS)} unchanged: {shipped.folder}"
    assert {path: path.stat().st_mtime_ns for path in shipped.letters} == before


def test_the_index_knows_every_letter(shipped: Shipped) -> None:
    people = {person["id"]: person for person in recipients()}
    known = findings()
    arguments = {path.stem for path in (CAMPAIGN / "arguments").glob("*.md")}
    assert sorted(rows(shipped)) == sorted(FORMS)
    for stem, row in rows(shipped).items():
        assert people[row["recipient"]]["name"]["full"] in FORMS[stem][0]
        assert row["pages"] == "1"
        assert 1 <= len(row["arguments"].split()) <= 3
        assert set(row["arguments"].split()) <= arguments
        assert set(row["findings"].split()) <= set(known)
        assert (
            row["sha256"] == hashlib.sha256((shipped.folder / row["file"]).read_bytes()).hexdigest()
        )


def test_the_note_says_how_the_letters_were_made(shipped: Shipped) -> None:
    note = (shipped.folder / "README.txt").read_text("utf-8")
    assert (
        "24 letters of the campaign “remain-in-mexico”, dated November 24, 2026, "
        "in the design “organization”.\nMade by letters 0." in note
    )
    assert (
        "  Human Rights Watch, Q&A: Trump Administration’s “Remain in Mexico” Program, "
        "January 29, 2020\n" in note
    )
    assert note.endswith("\n  letters build remain-in-mexico --date 2026-11-24\n")


def test_the_same_files_in_another_folder_give_the_same_bytes_with_one_process(
    shipped: Shipped, tmp_path: Path
) -> None:
    elsewhere = copy_project(tmp_path / "elsewhere")
    run = letters(
        "build",
        "remain-in-mexico",
        "--date",
        DATE,
        "--jobs",
        "1",
        "--out",
        tmp_path / "letters",
        project=elsewhere,
    )
    assert run.code == 0, run.warned
    ours = {path.name: path.read_bytes() for path in shipped.folder.iterdir()}
    assert len(ours) == len(FORMS) + len(("index.csv", "README.txt", "built.json"))
    assert {path.name: path.read_bytes() for path in (tmp_path / "letters").iterdir()} == ours


@pytest.mark.parametrize(
    "design",
    ["organization-window", "constituent", "constituent-window", "coalition", "handwritten-slot"],
)
def test_every_design_of_the_house_has_room_for_every_letter(design: str, shipped: Shipped) -> None:
    options = BuildOptions("remain-in-mexico", datetime.date.fromisoformat(DATE), design=design)
    ready = build.prepare_letters(load.open_project(shipped.project), options)
    assert len(ready.orders) == len(FORMS)
    assert [
        order.letter.stem for order in ready.orders if ready.press.lay_out(order).layout.pages > 1
    ] == []


# ---------------------------------------------------------------- the page


def test_the_lines_of_every_letter_are_short_enough_to_follow(shipped: Shipped) -> None:
    medians = []
    for path in sorted(shipped.folder.glob("*.pdf")):
        with closing(pypdfium2.PdfDocument(path)) as document, closing(document[0]) as page:
            lines = ink.read_lines(page)
        subject = next(line for line in lines if line.text.startswith("Re:"))
        assert subject.box.y < 0.27 * 11, path.name
        body = [line for line in lines if line.box.y > subject.box.bottom and line.size > 10]
        assert all(10.75 <= round(line.size, 2) <= 11 for line in body), path.name
        edge = max(line.box.right for line in body) - 0.5
        # The last line of a paragraph says nothing about how many characters a line holds.
        medians.append(median(len(line.text.strip()) for line in body if line.box.right > edge))
    assert max(medians) <= 92, "characters on a full line"


@pytest.mark.parametrize("flavour", ["ua1", "2a"])
def test_every_letter_breaks_no_rule_of_pdf_ua_and_pdf_a(
    shipped: Shipped, verapdf: Verapdf, flavour: str
) -> None:
    assert len(shipped.letters) == len(FORMS)
    broken = verapdf(shipped.letters, flavour=flavour)
    assert {path.name: rules for path, rules in broken.items() if rules} == {}


@every_letter
def test_a_letter_is_one_page_and_says_what_it_is(stem: str, shipped: Shipped) -> None:
    with pikepdf.open(shipped.folder / f"{stem}.pdf") as letter:
        assert len(letter.pages) == 1
        assert [float(side) for side in letter.pages[0].mediabox] == [0, 0, 612, 792]
        said = {
            key: str(letter.docinfo[key])
            for key in ("/Title", "/Author", "/Subject", "/CreationDate")
        }
        assert letter.Root.Lang == "en-US"
    name, _ = FORMS[stem]
    full = name.removeprefix("The Honorable ").split(" Chair")[0].split(" Ranking Member")[0]
    title = "Senator" if "-sen-" in stem else "Representative"
    subject = "Migrant Protection Protocols: end the program and bar its funding"
    assert said == {
        "/Title": f"Letter to {title} {full}: {subject}",
        "/Author": "Your Organization",
        "/Subject": subject,
        "/CreationDate": "D:20261124120000Z",
    }


@every_letter
def test_the_form_of_address_is_that_of_the_models(stem: str, shipped: Shipped) -> None:
    text = text_of(shipped.folder / f"{stem}.pdf")
    name, salutation = FORMS[stem]
    body = (
        "Washington, DC 20510"
        if "Senate Committee" in name
        else BODIES["senate" if "-sen-" in stem else "house"]
    )
    block = f"November 24, 2026 {name} {body} "
    assert block in text
    assert (
        f" Re: Migrant Protection Protocols: end the program and bar its funding {salutation} "
        in text
    )
    assert text.index(block) < text.index(salutation) < text.index("Sincerely,")


@every_letter
def test_the_sender_stands_on_the_page(stem: str, shipped: Shipped) -> None:
    text = text_of(shipped.folder / f"{stem}.pdf", page=1)
    assert "Your Organization" in text
    assert re.search(r"100 Main Street\s+·\s+Your City, DC 20001", text)
    assert re.search(r"Sincerely, Your Name Executive Director, Your Organization", text)


# ---------------------------------------------------------------- figures and notes


def dated(finding: Mapping[str, Any]) -> str:
    return str(finding.get("as_of_text") or in_words(str(finding["as_of"])))


def cited(shipped: Shipped, stem: str) -> dict[str, Mapping[str, Any]]:
    known = findings()
    return {name: known[name] for name in rows(shipped)[stem]["findings"].split()}


@every_letter
def test_a_letter_has_three_figures_with_their_dates_and_a_note_behind_each(
    stem: str, shipped: Shipped
) -> None:
    body, notes = parts(shipped, stem)
    headings = {
        section["id"]: section.get("short") or section["heading"]
        for section in source()["sections"]
    }
    seen = set()
    for finding in cited(shipped, stem).values():
        figure = finding.get("figure")
        if not figure or str(figure) not in body:
            continue
        sentence = re.search(rf"[^.]*{re.escape(str(figure))}.*?[.?!][”’)]* ?(\d+)(?= |$)", body)
        assert sentence, f"no note behind {figure}"
        heading = headings[finding["section"]].replace("“", "‘").replace("”", "’")
        assert heading in notes[int(sentence.group(1))]
        if finding.get("dated") is False:
            continue
        assert dated(finding) in body
        seen.add(str(figure))
    assert len(seen) >= 3


@every_letter
def test_the_notes_are_called_once_each_in_order_and_never_behind_a_digit(
    stem: str, shipped: Shipped
) -> None:
    body, notes = parts(shipped, stem)
    assert list(notes) == list(range(1, len(notes) + 1))
    assert notes
    assert re.findall(r"[.?!][”’)]* ?(\d{1,2})(?= |$)", body) == [str(number) for number in notes]
    for finding in cited(shipped, stem).values():
        if finding.get("figure"):
            assert not re.search(rf"{re.escape(str(finding['figure']))} ?\d", body)


@every_letter
def test_the_first_note_names_the_one_work_and_the_others_its_sections(
    stem: str, shipped: Shipped
) -> None:
    _, notes = parts(shipped, stem)
    title = "“Q&A: Trump Administration’s ‘Remain in Mexico’ Program,”"
    first = f"Human Rights Watch, {title} January 29, 2020, hrw.org/news/2020/01/29/"
    # A line may end behind a stroke of the address.
    assert notes[1].replace("/ ", "/").startswith(first)
    assert all(words.startswith("Under “") for number, words in notes.items() if number > 1)
    assert all(words.endswith((".", ".”", "?”")) for words in notes.values())


# ---------------------------------------------------------------- who is asked what


@every_letter
def test_appropriators_are_asked_for_the_bar_and_the_committees_of_oversight_for_the_hearing(
    stem: str, shipped: Shipped
) -> None:
    person = next(one for one in recipients() if one["id"] == rows(shipped)[stem]["recipient"])
    committees = {committee["name"] for committee in person["committees"]}
    text = text_of(shipped.folder / f"{stem}.pdf")
    assert (BAR_FUNDS.search(text) is not None) is ("Appropriations" in committees)
    oversight = committees & {
        "Judiciary",
        "Homeland Security",
        "Homeland Security and Governmental Affairs",
    }
    assert (HEARING.search(text) is not None) is bool(oversight)
    assert "End the Migrant Protection Protocols" in text


def test_the_lists_of_who_is_asked_are_not_empty(shipped: Shipped) -> None:
    texts = {stem: text_of(shipped.folder / f"{stem}.pdf") for stem in FORMS}
    assert {stem for stem, text in texts.items() if BAR_FUNDS.search(text)} == APPROPRIATORS
    assert {"OH-04-jordan", "MD-08-raskin", "IA-sen-grassley"} <= {
        stem for stem, text in texts.items() if HEARING.search(text)
    }


def test_the_delegation_is_asked_of_those_at_the_border_alone(shipped: Shipped) -> None:
    asked = {
        stem
        for stem in FORMS
        if "congressional delegation" in text_of(shipped.folder / f"{stem}.pdf")
    }
    assert asked == {stem for stem in FORMS if stem[:2] in {"AZ", "CA", "TX"}}


@every_letter
def test_a_chair_is_asked_to_hold_hearings_and_others_to_press_for_them(
    stem: str, shipped: Shipped
) -> None:
    asked = HEARING.search(text_of(shipped.folder / f"{stem}.pdf"))
    if asked:
        of_oversight = (
            "Chair, Committee on the Judiciary",
            "Chair, Committee on Homeland",
            "Chair, Senate Committee on Homeland",
        )
        chairs = any(form in FORMS[stem][0] for form in of_oversight)
        assert asked.group(1) == ("Hold" if chairs else "Press for")


@every_letter
def test_no_letter_speaks_of_a_committee_without_its_name(stem: str, shipped: Shipped) -> None:
    person = next(one for one in recipients() if one["id"] == rows(shipped)[stem]["recipient"])
    text = text_of(shipped.folder / f"{stem}.pdf")
    assert "your committee" not in text.lower()
    words = {"which you chair": "chair", "where you are the ranking member": "ranking member"}
    for committee, clause in re.findall(
        r"[Tt]he (Committee on [^,]+), (which you chair|where you are the ranking member)", text
    ):
        held = {
            seat["name"]: seat.get("role", "member")
            for seat in person["committees"]
            if committee.endswith(seat["name"])
        }
        assert words[clause] in held.values()


@every_letter
def test_no_letter_ends_its_arguments_all_on_the_same_word(stem: str, shipped: Shipped) -> None:
    body, _ = parts(shipped, stem)
    arguments = body[body.index("immigration courts") : body.index("therefore ask you")]
    assert len(re.findall(r"Congress (can|should|need|answers|made|could)", arguments)) <= 1


def test_the_sponsor_is_thanked_and_all_others_are_not(shipped: Shipped) -> None:
    thanked = {
        stem
        for stem in FORMS
        if "Thank you for introducing" in text_of(shipped.folder / f"{stem}.pdf")
    }
    assert thanked == {"TX-16-escobar"}


def test_each_port_of_entry_has_its_own_argument(shipped: Shipped) -> None:
    local = {
        stem: next((name for name in row["arguments"].split() if name.startswith("local-")), None)
        for stem, row in rows(shipped).items()
    }
    assert {stem: name for stem, name in local.items() if "-sen-" not in stem and name} == {
        "AZ-07-grijalva": "local-nogales-tucson",
        "CA-25-ruiz": "local-calexico",
        "CA-52-vargas": "local-san-ysidro",
        "TX-16-escobar": "local-el-paso",
        "TX-28-cuellar": "local-laredo",
        "TX-34-gonzalez": "local-brownsville",
    }
    assert all(local[stem] for stem in FORMS if stem[:6] in {"AZ-sen", "CA-sen", "TX-sen"})


# ---------------------------------------------------------------- golden letters

GOLDEN = ("OH-04-jordan", "TX-16-escobar", "TX-sen-cornyn")


@pytest.mark.parametrize("stem", GOLDEN)
def test_a_golden_letter_reads_as_it_did(stem: str, shipped: Shipped, golden: Golden) -> None:
    laid_out = text_of(shipped.folder / f"{stem}.pdf", layout=True)
    lines = (
        " ".join(line.split()) for line in laid_out.splitlines()
    )  # how wide a gap is, each poppler sees for itself
    golden(f"shipped/{stem}.txt", re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n") + "\n")


@pytest.mark.parametrize("stem", GOLDEN)
def test_a_golden_letter_is_the_page_it_was(stem: str, shipped: Shipped, golden: Golden) -> None:
    ready = build.prepare_letters(
        load.open_project(shipped.project),
        BuildOptions("remain-in-mexico", datetime.date.fromisoformat(DATE)),
    )
    order = next(one for one in ready.orders if one.letter.stem == stem)
    golden(f"shipped/{stem}.html", ready.press.lay_out(order).html)
