"""The letters of the shipped campaign to all of Congress are letters that a director would sign.

What is measured here is true of any words of the campaign, and names no sentence of it.
"""

import csv
import datetime
import re
import shutil
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import combinations
from pathlib import Path
from statistics import median
from typing import Any

import pytest
import yaml

from generator.dates import in_words
from generator.letter import plain_text
from generator.models.letter import Block, Letter
from generator.models.recipient import Recipient
from generator.press import build, job
from generator.press.build_options import BuildOptions
from generator.press.letter import Order
from generator.project import load
from tests.cli.congress.members import CAMPAIGN, CONGRESS, DATA, needs_data
from tests.conftest import Verapdf
from tests.support.pages import text_of
from tests.support.projects import ROOT, Run, Shipped, copy_project, letters

pytestmark = pytest.mark.slow

DAY = datetime.date(2026, 11, 30)
BILL = "H.R. 2662"
INTRODUCED = "2019-05-10"
NAMED = (
    *("Escobar TX", "Espaillat NY", "Norton DC", "Garcia TX", "Omar MN", "Gallego AZ", "Tlaib MI"),
    *("Gonzalez TX", "Velázquez NY", "Bonamici OR", "Torres CA", "Davis CA", "Grijalva AZ"),
    *("Dean PA", "Lee CA", "Vela TX", "Luján NM", "Vargas CA", "Speier CA", "Scanlon PA"),
    "Mucarsel-Powell FL",
)
"""The sponsor and the cosponsors of H.R. 2662 of the 116th Congress as introduced, and their states
of that day; copied by hand from the bill (govinfo, BILLS-116hr2662ih)."""
JUDICIARY = ("OH-04", "MD-08", "Grassley", "Durbin")
SEATTLE = ("Seattle", "WA", "98101")
EL_PASO = ("El Paso", "TX", "79901")
STORY = "I taught third grade for twenty-six years.\n\nThe tents were cold."


def plain(name: str) -> str:
    """Returns the name without accents and capitals."""
    letters_of = unicodedata.normalize("NFD", name)
    return "".join(sign for sign in letters_of if not unicodedata.combining(sign)).casefold()


def asks_of(letter: Letter, *, kinds: Sequence[str] = ("bullets", "numbers")) -> str:
    """Returns the words of the list of asks, or of the paragraphs that ask."""
    asked = (one for one in letter.statement if one.part == "asks" and one.kind in kinds)
    return "\n".join(block.text for block in asked)


def argued(letter: Letter) -> str:
    """Returns the words without subject and asks."""
    return "\n".join(block.text for block in letter.statement if block.part != "asks")


def front_matter(path: Path) -> Mapping[str, Any]:
    header: Mapping[str, Any] = yaml.safe_load(path.read_text("utf-8").split("---")[1])
    return header


@cache
def source() -> Mapping[str, Any]:
    file = ROOT / "letters" / CAMPAIGN / "source.yaml"
    data: Mapping[str, Any] = yaml.safe_load(file.read_text("utf-8"))
    return data


@pytest.fixture(scope="module")
def everyone(congress: Path) -> job.Job:
    """Returns the letters to all of Congress, composed and not laid out."""
    options = BuildOptions(CAMPAIGN, DAY, recipient_files=(congress / CONGRESS,))
    return build.prepare_letters(load.open_project(congress), options)


def drive(
    congress: Path, folder: Path, *, people: int, home: Sequence[str], story: str = ""
) -> list[Letter]:
    """Returns the letters of that many neighbors, as they are printed."""
    city, state, code = home
    with (folder / "people.csv").open("w", encoding="utf-8", newline="") as file:
        sheet = csv.writer(file)
        sheet.writerow("id name street city state zip consent story".split())
        for number in range(1, people + 1):
            street = f"{number} Pine Street"
            row = (f"p{number}", "Pat Walker", street, city, state, code, "2026-11-01", story)
            sheet.writerow(row)
    options = BuildOptions(
        CAMPAIGN,
        DAY,
        recipient_files=(congress / CONGRESS,),
        supporters=folder / "people.csv",
    )
    ready = build.prepare(load.open_project(congress), options, folder=folder / "out", today=DAY)
    return [ready.press.lay_out(order).letter for order in ready.orders]


# ---------------------------------------------------------------- who acted before


def members_of_2019() -> dict[str, str]:
    """Returns the ids of those named in the bill who are in today's data, by their names there."""
    file = DATA / "legislators-current.yaml"
    found: dict[str, str] = {}
    for member in yaml.load(file.read_text("utf-8"), yaml.CSafeLoader):
        for term in member["terms"]:
            name = f"{member['name']['last']} {term['state']}"
            sat = term["type"] == "rep" and term["start"] <= INTRODUCED < term["end"]
            match = next((one for one in NAMED if plain(one) == plain(name)), None)
            if sat and match:
                found[match] = member["id"]["bioguide"]
    return found


@needs_data
def test_the_positions_are_those_of_the_bill(congress: Path) -> None:
    file = congress / "letters" / CAMPAIGN / "positions.yaml"
    rows = [
        row for row in yaml.safe_load(file.read_text("utf-8"))["positions"] if row["bill"] == BILL
    ]
    acted = members_of_2019()
    assert len(acted) == 15
    assert {row["member"] for row in rows} == set(acted.values())
    sponsors = [row["member"] for row in rows if row["position"] == "sponsor"]
    assert sponsors == [acted[NAMED[0]]]
    assert {row["position"] for row in rows} == {"sponsor", "cosponsor"}


@needs_data
def test_who_backed_the_bill_is_thanked_and_asked_again_in_one_paragraph(everyone: job.Job) -> None:
    acted = set(members_of_2019().values())
    for order in everyone.orders:
        again = asks_of(order.letter, kinds=["paragraph"])
        if order.recipient.id not in acted:
            assert again == "", order.letter.stem
            continue
        assert again.startswith("Thank you"), order.letter.stem
        assert "\n" not in again
        assert BILL in again
        assert "ask you to" in again
        assert re.search(r"\bintroduce\b|\breintroduce\b|\bjoin\b", again)
        assert BILL not in asks_of(order.letter)
    assert acted <= {order.recipient.id for order in everyone.orders}


@needs_data
def test_a_surname_makes_no_cosponsor(everyone: job.Job) -> None:
    acted = set(members_of_2019().values())
    surnames = {plain(name.rsplit(" ", 1)[0]) for name in NAMED}
    namesakes = [
        order
        for order in everyone.orders
        if order.recipient.id not in acted
        and surnames.intersection(plain(order.recipient.name.last).split())
    ]
    assert {"AZ-07-grijalva", "NY-15-torres", "CA-42-garcia"} <= {
        order.letter.stem for order in namesakes
    }
    assert len(namesakes) >= 10
    for order in namesakes:
        assert "Thank you for" not in "\n".join(block.text for block in order.letter.statement[:2])


# ---------------------------------------------------------------- the opening


def newest_status() -> Mapping[str, Any]:
    """Returns the newest finding: of several works, the one that says where the matter stands."""
    found: Mapping[str, Any] = max(source()["findings"], key=lambda one: str(one.get("as_of", "")))
    return found


def check_opening(letter: Letter) -> None:
    """Asserts that the first paragraph says who asks for what, and where the matter stands."""
    first, status = letter.statement[0], newest_status()
    day = status.get("as_of_text") or in_words(str(status["as_of"]))
    assert re.search(r"\bask(s|ing)? you to\b|\byou to\b", first.text), first.text
    assert (letter.sender.details.organization or "As your constituent in ") in first.text
    assert str(day) in first.text
    called = {run.note for item in first.items for run in item if run.note}
    proofs = {name for note in letter.notes if note.number in called for name in note.findings}
    assert status["id"] in proofs
    if letter.sources_in == "line":
        work = next(one for one in source()["bibliography"] if one["id"] == status["reference"])
        publisher = str(work.get("author") or work["publisher"])
        assert publisher in "".join(run.text for run in letter.sources)


@needs_data
def test_every_letter_opens_with_who_writes_what_is_asked_and_where_it_stands(
    everyone: job.Job,
) -> None:
    assert len(everyone.orders) == 535
    assert len(everyone.left_out) == 2
    for order in everyone.orders:
        check_opening(order.letter)


@needs_data
def test_the_letter_of_the_day_on_which_a_congress_ends_still_stands(congress: Path) -> None:
    options = BuildOptions(
        CAMPAIGN,
        datetime.date(2027, 1, 3),
        filters=("TX-16", "OH-04", "WA-sen", "SD-sen", "DC"),
        recipient_files=(congress / CONGRESS,),
        allow_ended=True,
    )
    ready = build.prepare_letters(load.open_project(congress), options)
    assert len(ready.orders) == 7
    settings = ready.campaign.settings
    own = {one.name for one in settings.asks if one.own}
    assert own
    for order in ready.orders:
        letter = ready.press.lay_out(order).letter
        check_opening(letter)
        assert letter.asks
        assert own.isdisjoint(letter.asks)
        assert settings.act_by
        assert in_words(settings.act_by) not in plain_text.form_text(letter)
        assert len(letter.arguments) >= 2
        assert heaviest(order) in letter.arguments


# ---------------------------------------------------------------- words that no letter has


def misworded(text: str) -> bool:
    """Whether a text has a bare committee, or the day of a web page as the day of a fact."""
    text = re.sub(r"\s+", " ", text).casefold()
    return "your committee" in text or "as of january 29, 2020" in text


@needs_data
def test_no_letter_says_your_committee_or_dates_a_fact_by_its_document(everyone: job.Job) -> None:
    assert misworded("Your\nCommittee")
    for order in everyone.orders:
        assert not misworded(plain_text.form_text(order.letter)), order.letter.stem
        assert not misworded(order.html)
        for committee, clause in committees_in(argued(order.letter)):
            assert holds(order.recipient, committee, clause), order.letter.stem


OWN_COMMITTEE = re.compile(
    r"Committee on ([^,.]+(?:, [^,.]+)*), "
    r"(on which you serve|which you chair|where you are the [a-z ]+)"
)


def committees_in(text: str) -> Iterator[tuple[str, str]]:
    """Yields each committee that a text calls the member's own, and their role there."""
    for found in OWN_COMMITTEE.finditer(text):
        yield found[1], found[2]


def holds(recipient: Recipient, committee: str, clause: str) -> bool:
    roles = [
        seat.role
        for seat in recipient.committees
        if seat.name.removeprefix("the ") == committee.removeprefix("the ")
    ]
    said = {"on which you serve": "member", "which you chair": "chair"}
    return roles == [said.get(clause, clause.removeprefix("where you are the "))]


def test_the_leaders_of_both_judiciary_committees_get_one_letter(tmp_path: Path) -> None:
    project = copy_project(tmp_path)
    settings = project / "letters" / CAMPAIGN / "campaign.yaml"
    text = settings.read_text("utf-8")
    settings.write_text(f"{text}\naddressees: together\n", encoding="utf-8")
    chosen = (part for name in JUDICIARY for part in ("--to", name))
    formats = ("--format", "pdf,txt,html")
    done = letters("build", CAMPAIGN, *chosen, "--date", str(DAY), *formats, project=project)
    assert done.code == 0, done.warned
    assert done.said.startswith("1 printed: ")
    (page,) = (project / "out" / CAMPAIGN).glob("*.pdf")
    printed = text_of(page)
    for name in ("Jim Jordan", "Jamie Raskin", "Chuck Grassley", "Richard J. Durbin"):
        assert printed.count(f"The Honorable {name}") == 1
    assert printed.count("Ranking Member, Committee on the Judiciary") == 2
    assert "the House and Senate Committees on the Judiciary" in printed
    for text in (printed, *(page.with_suffix(end).read_text("utf-8") for end in (".txt", ".html"))):
        assert not misworded(text)
        # What only the whip among them could do is not asked of all.
        assert "to the floor" not in text
    ready = build.prepare_letters(
        load.open_project(project), BuildOptions(CAMPAIGN, DAY, filters=JUDICIARY)
    )
    check_opening(ready.orders[0].letter)


# ---------------------------------------------------------------- variety


@cache
def arguments_for(voice: str) -> list[tuple[str, Mapping[str, Any]]]:
    """Returns the arguments of a voice, the heaviest first."""
    files = (ROOT / "letters" / CAMPAIGN / "arguments").glob("*.md")
    every = [(path.stem, front_matter(path)) for path in files]
    said = [one for one in every if one[1].get("voice", voice) == voice]
    return sorted(said, key=lambda one: (-one[1]["weight"], one[0]))


def fits(rule: Mapping[str, Any], recipient: Recipient) -> bool:
    """Whether a rule by state or committee fits the member; no other rule is read here."""
    if set(rule) - {"state", "committee"}:
        return False
    states, names = rule.get("state", recipient.state), rule.get("committee")
    names = [names] if isinstance(names, str) else names
    return recipient.state in states and (
        names is None or any(seat.name in names for seat in recipient.committees)
    )


def asked_of(order: Order) -> set[str]:
    """Returns the ids of the asks made, and of the recommendations that they serve."""
    made = [one for one in order.selection.asks if one.included]
    return {name for one in made for name in (one.id, one.serves) if name}


def heaviest(order: Order, *, voice: str = "organization") -> str:
    """Returns the heaviest argument that the member is entitled to, by the files alone."""
    asked = asked_of(order)
    return next(
        name
        for name, header in arguments_for(voice)
        if asked.intersection(header["supports"]) and fits(header.get("when", {}), order.recipient)
    )


@needs_data
def test_arguments_change_between_offices_for_a_named_reason_alone(everyone: job.Job) -> None:
    headers = dict(arguments_for("organization"))
    for order in everyone.orders:
        general = [name for name in order.letter.arguments if "when" not in headers[name]]
        for choice in order.selection.arguments:
            if choice.included and choice.id not in general:
                # “sits on the Committee on …”, “represents TX”, “El Paso, ZIP 79901, lies in …”
                assert choice.reason != "for everyone"
        asked = asked_of(order)
        able = [
            name
            for name, header in headers.items()
            if "when" not in header and asked.intersection(header["supports"])
        ]
        assert general == able[: len(general)], order.letter.stem


@needs_data
def test_printed_letters_differ_and_have_the_heaviest_argument(everyone: job.Job) -> None:
    # One of those that have the same words before they are laid out stands for all of them.
    kinds = {words_of(order.letter): order for order in everyone.orders}
    printed = {stem(order): everyone.press.lay_out(order).letter for order in kinds.values()}
    assert len({words_of(letter) for letter in printed.values()}) >= 40
    for order in kinds.values():
        assert heaviest(order) in printed[stem(order)].arguments, stem(order)
        assert printed[stem(order)].arguments[0] == order.letter.arguments[0]


def stem(order: Order) -> str:
    return order.letter.stem


def words_of(letter: Letter) -> str:
    """Returns all words between salutation and closing."""
    return "\n".join(block.text for block in letter.statement)


def runs_of(text: str) -> frozenset[tuple[str, ...]]:
    """Returns every run of five words."""
    words = re.findall(r"\w+(?:[’'.,-]\w+)*", text.casefold())
    return frozenset(tuple(words[at : at + 5]) for at in range(len(words) - 4))


@needs_data
def test_thirty_neighbors_do_not_send_one_senator_one_text(congress: Path, tmp_path: Path) -> None:
    found = drive(congress, tmp_path, people=30, home=SEATTLE)
    bodies = [argued(letter) for letter in found if "cantwell" in letter.stem]
    assert len(bodies) == 30
    assert max(Counter(bodies).values()) <= 10
    pairs = combinations(map(runs_of, bodies), 2)
    assert median(len(one & other) / min(len(one), len(other)) for one, other in pairs) < 0.7
    strongest = next(name for name, header in arguments_for("person") if not header.get("when"))
    for letter in found:
        check_opening(letter)
        assert not misworded(plain_text.form_text(letter))
        assert strongest in letter.arguments


@needs_data
def test_a_letter_from_el_paso_has_own_words_second_and_reads_like_a_person(
    congress: Path, tmp_path: Path
) -> None:
    found = drive(congress, tmp_path, people=1, home=EL_PASO, story=STORY)
    assert len(found) == 3
    for letter in found:
        check_opening(letter)
        assert [block.part == "message" for block in letter.statement[:4]] == [
            *(False, True, True, False)
        ]
        said = plain_text.form_text(letter)
        assert not re.search(r"\bsection \d|§|\bU\.S\.C\.|\bINA\b", said, re.IGNORECASE)
        assert letter.sources_in == "line"
        assert said.count("Sources:") == 1
        assert not re.search(r"\[\d", said)


# ---------------------------------------------------------------- the page


def test_one_page_holds_who_writes_status_two_arguments_the_asks_and_the_contact_line(
    shipped: Shipped,
) -> None:
    day = datetime.date.fromisoformat("2026-11-24")
    ready = build.prepare_letters(load.open_project(shipped.project), BuildOptions(CAMPAIGN, day))
    with (shipped.folder / "index.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["file"].removesuffix(".pdf"): row for row in csv.DictReader(file)}
    whole = 0
    for order in ready.orders:
        row = rows[order.letter.stem]
        printed = row["arguments"].split()
        # The argument that ranks first is never the one without room.
        assert printed[0] == order.letter.arguments[0]
        assert heaviest(order) in printed
        first = text_of(shipped.folder / row["file"], page=1)
        sender = order.letter.sender.details
        closing = order.letter.statement[-1].text
        wanted = [
            str(sender.organization),
            *(first_words(block) for block in order.letter.statement if block.part == "asks"),
            first_words(order.letter.statement[0]),
            closing.split(".")[0][-20:],
            *filter(None, (sender.phone, sender.email)),
        ]
        assert all(words in first for words in wanted), order.letter.stem
        whole += row["pages"] == "1" and len(printed) >= 2
    assert whole >= 20


def first_words(block: Block) -> str:
    return " ".join(block.text.split()[:4])


# ---------------------------------------------------------------- PDF/UA and PDF/A


def broken(verapdf: Verapdf, paths: Iterable[Path], flavour: str) -> dict[str, tuple[str, ...]]:
    """Returns the rules that files break; a hundred at a time, which one Java reads in a minute."""
    every, found = sorted(paths), dict[str, tuple[str, ...]]()
    for start in range(0, len(every), 100):
        batch = verapdf(every[start : start + 100], flavour=flavour)
        found.update((path.name, rules) for path, rules in batch.items() if rules)
    return found


@dataclass(frozen=True)
class PrintRun:
    """A build of the campaign's own letters and its merged run for the post."""

    project: Path
    built: Run
    run: Run

    @cached_property
    def letters(self) -> tuple[Path, ...]:
        return tuple((self.project / "out" / CAMPAIGN).glob("*.pdf"))

    @cached_property
    def merged(self) -> tuple[Path, ...]:
        return tuple((self.project / "out" / CAMPAIGN / "print").glob("*.pdf"))


def print_run(congress: Path, folder: Path, *filters: str) -> PrintRun:
    """Prints the letters to these members, or to all, by the command."""
    project = copy_project(folder, sample=False)
    (project / CONGRESS).write_bytes((congress / CONGRESS).read_bytes())
    shutil.copytree(congress / ".letters", project / ".letters")
    chosen = [part for name in filters for part in ("--to", name)]
    options = ("--recipients", str(CONGRESS), "--date", str(DAY), *chosen)
    built = letters("build", CAMPAIGN, *options, project=project, timeout=1800)
    assert built.code == 0, built.warned
    # On a day on which the members are in office.
    words = ("print", CAMPAIGN, "--envelopes", "--unapproved")
    run = letters(*words, project=project, timeout=600, day="2026-12-01")
    assert run.code == 0, run.warned
    return PrintRun(project, built, run)


def check_print_run(done: PrintRun, verapdf: Verapdf, *, count: int) -> None:
    assert len(done.letters) == count
    for flavour in ("ua1", "2a"):
        assert broken(verapdf, done.letters, flavour) == {}
    assert {path.name for path in done.merged} >= {"run-001.pdf", "envelopes.pdf"}
    assert broken(verapdf, done.merged, "ua1") == {}


@needs_data
def test_letters_of_every_kind_and_their_run_conform(
    congress: Path, tmp_path: Path, verapdf: Verapdf
) -> None:
    kinds = ("TX-16", "WA-sen", "OH-04", "LA-04", "PR", "FL-26", "Blunt Rochester", "Murkowski")
    check_print_run(print_run(congress, tmp_path, *kinds), verapdf, count=9)


@pytest.mark.long
@needs_data
def test_all_of_congress_and_its_run_conform(
    congress: Path, tmp_path: Path, verapdf: Verapdf
) -> None:
    done = print_run(congress, tmp_path)
    different = re.search(r"(\d+) different texts", done.built.said + done.built.warned)
    assert different
    assert int(different[1]) >= 40
    check_print_run(done, verapdf, count=535)
