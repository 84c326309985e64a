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
THANKED = {
    "TX-16-escobar": "introducing",
    "AZ-sen-gallego": "cosponsoring",
    "CA-52-vargas": "cosponsoring",
    "TX-34-gonzalez": "cosponsoring",
}
"""Those of H.R. 2662 of the 116th Congress, as introduced, who are among the shipped recipients."""

OPPOSED = {"house": {"H.R. 273", "H.R. 551"}, "senate": {"S. 112"}}
OVERSIGHT = {"Judiciary", "Homeland Security", "Homeland Security and Governmental Affairs"}

SENTENCES = re.compile(r"(?<=[a-z\d)][.?!])([”’)]* ?\d{0,2}) (?=[A-Z•])")
"""The ends of sentences, with the number of a note; “U.S.” and “H.R.” end none."""

every_letter = pytest.mark.parametrize("stem", FORMS)


def read_yaml(name: str) -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load((CAMPAIGN / name).read_text("utf-8"))
    return data


SUBJECT = read_yaml("campaign.yaml")["subject"]
WORKS: Mapping[str, Mapping[str, Any]] = {
    work["id"]: work for work in read_yaml("source.yaml")["bibliography"]
}


def findings() -> Mapping[str, Mapping[str, Any]]:
    return {finding["id"]: finding for finding in read_yaml("source.yaml")["findings"]}


def single_quoted(words: str) -> str:
    """Returns the words as they stand within other quotation marks."""
    return words.replace("“", "‘").replace("”", "’")


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
    first_words = "|".join(
        re.escape(work["title"] + ", " if work["type"] == "bill" else work["author"] + ", “")
        for work in WORKS.values()
    )
    body, *numbered = re.split(rf" (\d+)\. (?={first_words})", text)
    assert numbered, "the letter has no notes"
    return body, {
        int(number): words for number, words in zip(numbered[::2], numbered[1::2], strict=True)
    }


def asked(shipped: Shipped, stem: str) -> dict[str, Mapping[str, Any]]:
    """Returns the asks of campaign.yaml that the letter makes in the form of a list, by id."""
    body, _ = parts(shipped, stem)
    made = {}
    for ask in read_yaml("campaign.yaml")["asks"]:
        words = re.split(r"{{.*?}}", ask["text"])
        if re.search("• " + ".{0,30}?".join(map(re.escape, words)), body):
            made[ask.get("id") or ask["recommendation"]] = ask
    return made


def recipient(shipped: Shipped, stem: str) -> Mapping[str, Any]:
    return next(one for one in recipients() if one["id"] == rows(shipped)[stem]["recipient"])


# ---------------------------------------------------------------- the run


def test_every_shipped_recipient_has_a_letter_and_nothing_else_is_in_the_folder(
    shipped: Shipped,
) -> None:
    assert shipped.run.code == 0, shipped.run.warned
    assert shipped.run.said.startswith(f"{len(FORMS)} printed: {shipped.folder}\n")
    assert len(recipients()) == len(FORMS)
    assert sorted(path.name for path in shipped.folder.iterdir()) == sorted(
        [*(f"{stem}.pdf" for stem in FORMS), "README.txt", "built.json", "index.csv"]
    )


def test_the_run_says_how_many_texts_there_are_and_why_an_argument_is_in_no_letter(
    shipped: Shipped,
) -> None:
    _, summary, *unused = shipped.run.said.splitlines()
    counted = re.fullmatch(
        r"(\d+) letters, (\d+) different texts apart from names and addresses; "
        r"(\d+) of (\d+) arguments in no letter\.",
        summary,
    )
    assert counted
    number, texts, left_out, arguments = map(int, counted.groups())
    used = {name for row in rows(shipped).values() for name in row["arguments"].split()}
    written = {path.stem for path in (CAMPAIGN / "arguments").glob("*.md")}
    assert (number, arguments) == (len(FORMS), len(written))
    assert len(used) < texts <= number
    assert left_out == len(written - used)
    named = [
        name
        for line in unused
        for name in line.removeprefix("in no letter: ").partition(": ")[0].split(", ")
    ]
    assert sorted(named) == sorted(written - used)


def test_the_run_says_that_the_sender_is_a_sample(shipped: Shipped) -> None:
    assert shipped.run.warned.splitlines()[0] == (
        "The sender is still the sample “Your Organization”: put yourself into sender.yaml; "
        "until then `letters print` and `letters send` refuse these letters."
    )


def test_a_second_run_prints_nothing_again(shipped: Shipped) -> None:
    before = {path: path.stat().st_mtime_ns for path in shipped.letters}
    run = letters("build", "remain-in-mexico", "--date", DATE, project=shipped.project)
    assert run.code == 0
    assert run.said.startswith(f"{len(FORMS)} unchanged: {shipped.folder}\n")
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
    assert said == {
        "/Title": f"Letter to {title} {full}: {SUBJECT}",
        "/Author": "Your Organization",
        "/Subject": SUBJECT,
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
    assert f" Re: {SUBJECT} {salutation} " in text
    assert text.index(block) < text.index(salutation) < text.index("Sincerely,")


@every_letter
def test_the_sender_stands_on_the_page(stem: str, shipped: Shipped) -> None:
    text = text_of(shipped.folder / f"{stem}.pdf", page=1)
    assert "Your Organization" in text
    assert re.search(r"100 Main Street\s+·\s+Your City, DC 20001", text)
    assert re.search(r"Sincerely, Your Name Executive Director, Your Organization", text)


# ---------------------------------------------------------------- figures and notes


def dated(finding: Mapping[str, Any]) -> str:
    """Returns the date that a figure has in a letter: its own, or the month of its work."""
    work = WORKS[finding.get("reference", "hrw-2020")]
    if finding["as_of"] == work["issued"] and "as_of_text" not in finding:
        return in_words(str(finding["as_of"])[:7])
    return str(finding.get("as_of_text") or in_words(str(finding["as_of"])))


def cited(shipped: Shipped, stem: str) -> dict[str, Mapping[str, Any]]:
    known = findings()
    return {name: known[name] for name in rows(shipped)[stem]["findings"].split()}


def place_in_work(finding: Mapping[str, Any]) -> str:
    """Returns how a note says where in its work the finding is: its heading, or the work's."""
    work = WORKS[finding.get("reference", "hrw-2020")]
    headings = {one["id"]: one["heading"] for one in read_yaml("source.yaml")["sections"]}
    heading = headings.get(finding.get("section", ""), work["title"])
    return str(work.get("short_title", work["title"]) if heading == work["title"] else heading)


@every_letter
def test_a_letter_has_three_figures_with_their_dates_and_a_note_behind_each(
    stem: str, shipped: Shipped
) -> None:
    body, notes = parts(shipped, stem)
    # Each sentence, and what stands behind its full stop.
    split = SENTENCES.split(body)
    sentences = list(zip(split[::2], split[1::2], strict=False))
    seen = set()
    for finding in cited(shipped, stem).values():
        figure = str(finding.get("figure", ""))
        said = [place for place, (words, _) in enumerate(sentences) if figure and figure in words]
        if not said:
            continue
        note = re.search(r"\d+", sentences[said[0]][1])
        assert note, f"no note behind {figure}"
        assert single_quoted(place_in_work(finding)) in notes[int(note.group())]
        if finding.get("dated") is not False:
            # In its own sentence, or in the one that leads to it.
            near = sentences[max(said[0] - 1, 0) : said[0] + 1]
            assert any(dated(finding) in words for words, _ in near)
        seen.add(figure)
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
def test_each_work_is_named_in_full_once_and_in_short_after_that(
    stem: str, shipped: Shipped
) -> None:
    _, notes = parts(shipped, stem)
    every = " ".join(notes.values())
    used = {one.get("reference", "hrw-2020") for one in cited(shipped, stem).values()}
    assert {"hrw-2020", "dhs-2025", "metnews-2025"} < used
    for name, work in WORKS.items():
        site = work["url"].split("/")[2].removeprefix("www.")
        title = single_quoted(work["title"])
        full = f"{work['author']}, “{title},” {in_words(str(work['issued']))}, {site}"
        if work["type"] == "bill":
            full = f"{title}, {work['number']}, 119th Cong. ({str(work['issued'])[:4]}), {site}"
        assert every.count(full) == (name in used)
        assert work["type"] == "bill" or every.count(title) == 1
    assert set(re.findall(r"Human Rights Watch, “(.*?),?”", every.partition(", hrw.org")[2])) <= {
        WORKS["hrw-2020"]["short_title"] + ".",
        WORKS["hrw-2020"]["short_title"],
    }
    assert all(words.endswith((".", ".”", "?”")) for words in notes.values())


@every_letter
def test_a_letter_says_where_the_matter_stands_before_what_the_program_did(
    stem: str, shipped: Shipped
) -> None:
    body, notes = parts(shipped, stem)
    known = findings()
    opening = body.index("Dear ")
    days = [body.index(dated(known[f"status-{what}"])) for what in ("announced", "resumed")]
    assert opening < days[0] < days[1] < body.index(dated(known["returned-total"]))
    assert WORKS["dhs-2025"]["author"] in notes[1]
    assert WORKS["metnews-2025"]["author"] in notes[1]


# ---------------------------------------------------------------- who is asked what


@every_letter
def test_each_is_asked_for_what_they_have_the_power_to_do(stem: str, shipped: Shipped) -> None:
    person = recipient(shipped, stem)
    committees = {committee["name"] for committee in person["committees"]}
    made = asked(shipped, stem)
    bills, *others = made
    assert bills == ("oppose-senate-bill" if "-sen-" in stem else "oppose-bills")
    assert ("enact-legislation" in others) is (stem not in THANKED)
    if "Appropriations" in committees:
        expected = "bar-funds"
    elif committees & OVERSIGHT:
        expected = "hold-hearings"
    else:
        expected = "send-delegations"
    assert [one for one in others if one != "enact-legislation"] == [expected]
    assert parts(shipped, stem)[0].count("•") == len(made)


def test_the_lists_of_who_is_asked_are_not_empty(shipped: Shipped) -> None:
    made = {stem: asked(shipped, stem) for stem in FORMS}
    assert {stem for stem, asks in made.items() if "bar-funds" in asks} == APPROPRIATORS
    assert {"OH-04-jordan", "MD-08-raskin", "IA-sen-grassley"} <= {
        stem for stem, asks in made.items() if "hold-hearings" in asks
    }
    assert {stem for stem, asks in made.items() if "send-delegations" in asks} == {
        *("AZ-07-grijalva", "AZ-sen-kelly", "CA-25-ruiz", "CA-52-vargas", "TX-34-gonzalez")
    }


@every_letter
def test_a_chair_is_asked_to_hold_hearings_and_others_to_ask_for_them(
    stem: str, shipped: Shipped
) -> None:
    ask = asked(shipped, stem).get("hold-hearings")
    if ask:
        of_oversight = (
            "Chair, Committee on the Judiciary",
            "Chair, Committee on Homeland",
            "Chair, Senate Committee on Homeland",
        )
        chairs = any(form in FORMS[stem][0] for form in of_oversight)
        assert (ask.get("when", {}).get("role") == "chair") is chairs
        assert ask["text"].startswith("Hold" if chairs else "Ask for")


@every_letter
def test_only_those_who_write_the_appropriations_bill_are_asked_to_write_into_it(
    stem: str, shipped: Shipped
) -> None:
    ask = asked(shipped, stem).get("bar-funds")
    if ask:
        panels = {
            panel["name"]
            for committee in recipient(shipped, stem)["committees"]
            if committee["name"] == "Appropriations"
            for panel in committee.get("subcommittees", ())
        }
        writes = bool(panels & {"Homeland Security", "Department of Homeland Security"})
        assert ("subcommittee" in ask.get("when", {})) is writes


@every_letter
def test_a_letter_opposes_the_bills_of_the_recipients_own_chamber_alone(
    stem: str, shipped: Shipped
) -> None:
    body, _ = parts(shipped, stem)
    ours, theirs = ("senate", "house") if "-sen-" in stem else ("house", "senate")
    assert all(f"{bill} " in body or f"{bill}," in body for bill in OPPOSED[ours])
    assert not any(bill in body for bill in OPPOSED[theirs])
    assert "H.R. 2662" in body


def test_the_asks_about_bills_fall_away_with_their_congress(shipped: Shipped) -> None:
    ready = build.prepare_letters(
        load.open_project(shipped.project),
        BuildOptions("remain-in-mexico", datetime.date(2027, 1, 15), allow_ended=True),
    )
    assert len(ready.orders) == len(FORMS)
    for order in ready.orders:
        html = " ".join(ready.press.lay_out(order).html.split())
        assert not re.search(r"H\.R\.\s273|H\.R\.\s551|S\.\s112", html), order.letter.stem
        assert "• " in html or "<li" in html


@every_letter
def test_no_letter_speaks_of_a_committee_without_its_name(stem: str, shipped: Shipped) -> None:
    person = recipient(shipped, stem)
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
def test_no_letter_says_again_and_again_what_congress_can_do(stem: str, shipped: Shipped) -> None:
    body, _ = parts(shipped, stem)
    assert len(re.findall(r"Congress (can|should|need|answers|made|could)", body)) <= 1


def test_those_of_the_bill_of_2019_are_thanked_and_asked_again_and_no_others(
    shipped: Shipped,
) -> None:
    again = {
        ask["when"]["chamber"]: ask["again"]
        for ask in read_yaml("campaign.yaml")["asks"]
        if "again" in ask
    }
    roles = {"introducing": "sponsor", "cosponsoring": "cosponsor"}
    thanked = {}
    for stem in FORMS:
        body, _ = parts(shipped, stem)
        thanks = re.search(
            r"Thank you for (introducing|cosponsoring) the ([^.]+\(H\.R\. 2662\))", body
        )
        if thanks:
            thanked[stem] = thanks.group(1)
            assert thanks.group(2) == "Asylum Seeker Protection Act (H.R. 2662)"
            words = again["senate" if "-sen-" in stem else "house"][roles[thanks.group(1)]]
            said = f"in 2019. We ask you to {words}. "
            assert body[thanks.end() :].startswith(f" {said}")
            assert "We also ask you" in body[thanks.end() :]
        else:
            assert "Thank you" not in body
            assert "We also ask" not in body
    assert thanked == THANKED


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
