"""`letters bills sync`, and the letters after it: thanks, asks that stop, and what is kept."""

import os
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
import yaml

from tests.support import capitol
from tests.support.bills import InventedBill, house_vote, senate_vote, write
from tests.support.golden_mistakes import LIBRARY, make_project
from tests.support.pages import text_of
from tests.support.projects import Run, letters

pytestmark = pytest.mark.slow

DATE = "2026-11-30"
SYNCED = LIBRARY / "positions-synced.yaml"
SPONSOR, COSPONSOR, WITHDRAWN, OTHER = "S000001", "C000001", "W000001", "O000001"
SENATOR = "C001035"
BILL = "    bill: {congress: 119, number: H.R. 1234, title: Evening Hours Act}\n"


def member(key: str, district: int) -> dict[str, object]:
    name = {"first": "Ann", "last": f"Last{key}", "full": f"Ann Last{key}"}
    seat = {"chamber": "house", "state": "TX", "district": district}
    return {"id": key, "name": name, **seat, "title": "representative", "term_end": "2027-01-03"}


def edit(path: Path, *edits: tuple[str, str]) -> None:
    text = path.read_text("utf-8")
    for old, new in edits:
        assert old in text, old
        text = text.replace(old, new, 1)
    path.write_text(text, "utf-8")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The library, which backs H.R. 1234, and four members of the House of whom three acted."""
    folder = make_project(tmp_path / "project")
    edit(folder / LIBRARY / "source.yaml", ("  - id: count\n", f"  - id: count\n{BILL}"))
    edit(folder / LIBRARY / "letter.md", ("{{ arguments }}", "{{ thanks }}\n\n{{ arguments }}"))
    # Everyone is asked for something else, too, so that thanks stand in a letter.
    edit(folder / LIBRARY / "source.yaml", ("    committees: Appropriations\n", ""))
    (folder / LIBRARY / "audited.yaml").unlink(missing_ok=True)
    people = [member(key, n) for n, key in enumerate((SPONSOR, COSPONSOR, WITHDRAWN, OTHER), 1)]
    file = folder / "recipients" / "members.yaml"
    text = yaml.safe_dump(people, sort_keys=False)
    file.write_text(
        file.read_text("utf-8") + "".join(f"  {line}\n" for line in text.splitlines()), "utf-8"
    )
    return folder


def bill(**changes: object) -> InventedBill:
    """H.R. 1234 with a cosponsor, one who withdrew, and one who is no recipient."""
    cosponsors = [
        (COSPONSOR, "2025-03-04", ""),
        (WITHDRAWN, "2025-03-04", "2026-10-01"),
        ("X000009", "2025-04-01", ""),
    ]
    return InventedBill(**{"cosponsors": cosponsors, **changes})  # type: ignore[arg-type]


def sync(project: Path, origin: Path | str, *options: str) -> Run:
    return letters("bills", "sync", "library", "--from", origin, *options, project=project)


def synced(project: Path, files: Mapping[str, bytes], tmp_path: Path, *options: str) -> Run:
    """Syncs from a folder with these files, as of November 30, 2026."""
    folder = write(tmp_path / "bulk", files)
    done = sync(project, folder, "--as-of", DATE, *options)
    assert done.code == 0, done.warned
    return done


def explained(project: Path, who: str) -> str:
    done = letters("explain", "library", who, "--date", DATE, project=project)
    assert done.code == 0, done.warned
    return " ".join(done.said.split())


def check(project: Path) -> str:
    return letters("check", "library", "--date", DATE, project=project).warned


@pytest.fixture
def web() -> Iterator[capitol.Server]:
    with capitol.server() as server:
        yield server


# ---------------------------------------------------------------- thanks

AS_OF = "(GovInfo BILLSTATUS, as of November 30, 2026)"


@pytest.mark.parametrize("form", ["new_form", "old_form"])
def test_cosponsors_are_thanked_and_not_asked(
    project: Path, web: capitol.Server, tmp_path: Path, form: str
) -> None:
    web.publish({bill().path(): getattr(bill(), form)()})
    done = sync(project, web.url, "--as-of", DATE)
    assert done.code == 0, done.warned
    assert "H.R. 1234 (119th Congress): as of November 30, 2026, its sponsor, 2 cos" in done.said
    thanked = f"H.R. 1234: cosponsor since March 4, 2025 {AS_OF}: thanked, not asked"
    assert thanked in explained(project, "TX-02")
    thanked = f"H.R. 1234: sponsor since February 11, 2025 {AS_OF}: thanked, not asked"
    assert thanked in explained(project, "TX-01")
    pages = built(project, tmp_path)
    thanks = "Thank you for cosponsoring the Evening Hours Act (H.R. 1234) in 2025."
    assert thanks in pages["TX-02"]
    assert "Count the hours" not in pages["TX-02"]
    assert "Thank you for introducing the Evening Hours Act" in pages["TX-01"]
    for seat in ("TX-03", "TX-04"):
        assert "Thank you for cosponsoring" not in pages[seat]
        assert "Count the hours" in pages[seat]


def built(project: Path, tmp_path: Path) -> dict[str, str]:
    """Returns the words of each letter by seat."""
    out = tmp_path / "out"
    done = letters("build", "library", "--date", DATE, "--out", out, project=project)
    assert done.code == 0, done.warned
    return {path.stem[:5]: text_of(path) for path in out.glob("*.pdf")}


def test_who_withdrew_is_asked_like_all_others(project: Path, tmp_path: Path) -> None:
    synced(project, {bill().name: bill().new_form()}, tmp_path)
    said = explained(project, "TX-03")
    withdrew = f"H.R. 1234: cosponsor since March 4, 2025, withdrew on October 1, 2026 {AS_OF}"
    assert f"every member can act on it; {withdrew}: not thanked" in said
    # On a day between the two the member was a cosponsor.
    early = letters("explain", "library", "TX-03", "--date", "2026-09-15", project=project)
    assert "thanked, not asked" in early.said


def test_no_report_says_that_somebody_is_no_cosponsor(project: Path, tmp_path: Path) -> None:
    done = synced(project, {bill().name: bill().new_form()}, tmp_path)
    said = explained(project, "TX-04")
    assert "cosponsor" not in said
    assert "count" in said
    assert "not a cosponsor" not in (project / SYNCED).read_text("utf-8") + done.said


def test_entries_of_a_person_stand_over_synced_ones(project: Path, tmp_path: Path) -> None:
    synced(project, {bill().name: bill().new_form()}, tmp_path)
    (project / LIBRARY / "positions.yaml").write_text(
        "source: a call with the office\npositions:\n"
        f"  - {{member: {WITHDRAWN}, bill: H.R. 1234, position: cosponsor, date: 2026-09-20}}\n"
        f"  - {{member: {COSPONSOR}, recommendation: count, position: voted no, "
        "date: 2025-03-01}\n",
        "utf-8",
    )
    said = explained(project, "TX-03")
    assert "cosponsored H.R. 1234 on September 20, 2026 (positions.yaml: a call with the" in said
    assert "withdrew" not in said
    assert "voted against H.R. 1234 on March 1, 2025 (positions.yaml" in explained(project, "TX-02")
    assert "sponsor since" in explained(project, "TX-01")


def test_members_who_are_no_recipients_are_kept_and_no_error(project: Path, tmp_path: Path) -> None:
    synced(project, {bill().name: bill().new_form()}, tmp_path)
    assert "X000009" in (project / SYNCED).read_text("utf-8")
    warned = check(project)
    assert "X000009" not in warned
    assert "no file says who acted" not in warned


OPPOSED = BILL.replace("}", ", stance: oppose}")
RECONSIDER = """\
  - recommendation: count
    text: Reconsider your support for H.R. 1234.
    when: {position: [sponsor, cosponsor]}
"""


def test_who_backs_an_opposed_bill_is_neither_thanked_nor_asked_to_oppose_it(
    project: Path, tmp_path: Path
) -> None:
    edit(project / LIBRARY / "source.yaml", (BILL, OPPOSED))
    files = {
        bill().name: bill(roll_calls=[("House", 1, 62)]).new_form(),
        "roll062.xml": house_vote(62, {OTHER: "Nay", WITHDRAWN: "Yea"}),
    }
    synced(project, files, tmp_path)
    for seat in ("TX-01", "TX-02"):
        assert f"{AS_OF}: not asked to oppose it" in explained(project, seat)
    assert (
        "voted no on March 4, 2025 (House roll call 62 of 2025, as of November 30, 2026): th"
        in (explained(project, "TX-04"))
    )
    pages = built(project, tmp_path)
    assert "Thank you for voting against the Evening Hours Act" in pages["TX-04"]
    assert "Evening Hours Act" not in pages["TX-01"] + pages["TX-02"]


def test_a_letter_that_opposes_a_bill_says_so_to_its_cosponsors(
    project: Path, tmp_path: Path
) -> None:
    edit(project / LIBRARY / "source.yaml", (BILL, OPPOSED))
    synced(project, {bill().name: bill().new_form()}, tmp_path)
    # Without words for them their letters would argue with their signature in silence.
    without = "(TX-01) and 1 more, who sponsored or cosponsored it, do not mention it: word an ask"
    assert (
        f"the letters oppose H.R. 1234, and those to Representative Ann LastS000001 {without}"
        in (" ".join(check(project).split()))
    )
    edit(
        project / LIBRARY / "campaign.yaml",
        (
            "  - recommendation: count\n",
            f"{RECONSIDER}  - recommendation: count\n",
        ),
    )
    assert "do not mention it" not in check(project)
    pages = built(project, tmp_path)
    for seat, reconsiders in (("TX-01", True), ("TX-02", True), ("TX-03", False), ("TX-04", False)):
        assert ("Reconsider your support for H.R. 1234." in pages[seat]) is reconsiders
        assert ("Count the hours" in pages[seat]) is not reconsiders


# ---------------------------------------------------------------- votes


def test_the_last_vote_on_passage_counts_and_others_are_counted(
    project: Path, tmp_path: Path
) -> None:
    calls = [("House", 1, number) for number in (60, 61, 62, 63, 64)] + [("House", 2, 5)]
    files = {
        bill().name: bill(roll_calls=calls).new_form(),
        "roll060.xml": house_vote(60, {OTHER: "No"}, question="On Motion to Recommit"),
        "evs/2025/roll061.xml": house_vote(61, {OTHER: "No"}, bill="H RES 7"),
        "roll062.xml": house_vote(62, {OTHER: "Yea", WITHDRAWN: "Nay", "X000009": "Aye"}),
        "roll063.xml": house_vote(
            63, {OTHER: "No"}, question="On Agreeing to the Amendment", day="5-Mar-2025"
        ),
        "roll064.xml": house_vote(64, {OTHER: "Present", COSPONSOR: "Not Voting"}),
        "evs/2026/roll005.xml": house_vote(
            5,
            {OTHER: "Nay"},
            session="2nd",
            day="6-Feb-2026",
            question="Passage, Objections of the President To The Contrary Not Withstanding",
        ),
    }
    done = synced(project, files, tmp_path)
    assert "3 votes in 3 roll calls on passage, 3 other roll calls ignored" in done.said
    said = explained(project, "TX-04")
    assert "H.R. 1234: voted no on February 6, 2026 (House roll call 5 of 2026, as of" in said
    assert "thanked, not asked" not in said
    # A cosponsor who withdrew in June had voted no in March: the last act counts.
    assert "withdrew" in explained(project, "TX-03")
    assert "cosponsor since" in explained(project, "TX-02")


def test_senators_are_found_by_surname_and_state(project: Path, tmp_path: Path) -> None:
    edit(project / LIBRARY / "source.yaml", ("H.R. 1234", "S. 112"))
    senate = InventedBill(kind="S", number="112", roll_calls=[("Senate", 1, 325)])
    votes = [("Collins", "ME", "Yea"), ("Collins", "OH", "Yea"), ("Gone", "TX", "Nay")]
    files = {senate.name: senate.old_form(), "vote_119_1_00325.xml": senate_vote(325, votes)}
    done = synced(project, files, tmp_path)
    assert (
        "Senate roll call 325 of 2025: 2 who voted are in no file of recipients, and are left out "
        "(`letters recipients sync` brings those in office): Collins, Ann (OH); Gone, Ann (TX)"
        in done.warned
    )
    assert "S. 112: voted yes on August 7, 2025 (Senate roll call 325 of 2025" in (
        explained(project, "Collins")
    )


# ---------------------------------------------------------------- where the bill stands

LAW = ("2026-07-04", "E40000", "Became Public Law No: 119-45.")
PASSED = ("2026-03-05", "8000", "Passed/agreed to in House: On passage Passed by voice vote.")
REPORTED = ("2025-12-01", "5000", "Reported by the Committee on the Judiciary. H. Rept. 119-7.")


def test_an_ask_falls_away_when_its_bill_is_law(project: Path, tmp_path: Path) -> None:
    files = {bill().name: bill(actions=[LAW, PASSED], laws=["119-45"]).new_form()}
    synced(project, files, tmp_path)
    law = f"falls away: H.R. 1234 became Public Law 119-45 on July 4, 2026 {AS_OF}"
    assert law in explained(project, "TX-04")
    assert law in explained(project, "Collins")
    assert "thanked, not asked" in explained(project, "TX-02")
    assert f"campaign.yaml:5: warning: asks[2]: count {law}" in check(project)
    assert "Count the hours" not in built(project, tmp_path)["TX-04"]
    # Before that day it was no law.
    early = letters("explain", "library", "TX-04", "--date", "2026-06-20", project=project)
    assert early.code == 0, early.warned
    assert "falls away" not in early.said


def test_a_chamber_that_passed_the_bill_is_not_asked_any_more(
    project: Path, tmp_path: Path
) -> None:
    synced(project, {bill().name: bill(actions=[PASSED]).new_form()}, tmp_path)
    passed = f"the House passed H.R. 1234 on March 5, 2026 {AS_OF}: its members are not asked"
    assert passed in explained(project, "TX-04")
    assert "every member can act on it" in explained(project, "Collins")
    assert f"warning: asks[2]: count: {passed}" in check(project)


@pytest.mark.parametrize(
    "reported", [{"actions": [REPORTED]}, {"reported": "2025-12-02T01:02:03Z"}]
)
def test_a_reported_bill_needs_no_hearing(
    project: Path, tmp_path: Path, reported: dict[str, object]
) -> None:
    edit(project / LIBRARY / "source.yaml", ("instrument: legislation", "instrument: hearing"))
    synced(project, {bill().name: bill(**reported).new_form()}, tmp_path)
    says = f"falls away: H.R. 1234 was reported to the House on December 1, 2025 {AS_OF}, so that"
    assert says in explained(project, "TX-04")
    assert says in check(project)
    assert says not in explained(project, "Collins")


@pytest.mark.parametrize(
    ("instrument", "actions", "stops"),
    [
        ("briefing", [LAW, PASSED, REPORTED], ""),
        ("delegation", [LAW, PASSED, REPORTED], ""),
        ("appropriation", [REPORTED], ""),
        ("appropriation", [PASSED], "not asked for it any more"),
        ("legislation", [REPORTED], ""),
        ("hearing", [LAW], "falls away: H.R. 1234 became"),
    ],
)
def test_what_ends_with_the_bill(
    project: Path,
    tmp_path: Path,
    instrument: str,
    actions: list[tuple[str, str, str]],
    stops: str,
) -> None:
    edit(
        project / LIBRARY / "source.yaml", ("instrument: legislation", f"instrument: {instrument}")
    )
    synced(project, {bill().name: bill(actions=actions).new_form()}, tmp_path)
    said = explained(project, "TX-04")
    assert stops in said
    if not stops:
        assert "falls away" not in said
        assert "any more" not in said


def test_a_committee_ask_of_a_reported_bill_is_doubted(project: Path, tmp_path: Path) -> None:
    edit(
        project / LIBRARY / "campaign.yaml",
        ("recommendation: count\n", "recommendation: count\n    when: {committee: Judiciary}\n"),
    )
    synced(project, {bill().name: bill(actions=[REPORTED]).new_form()}, tmp_path)
    warned = check(project)
    assert f"was reported to the House on December 1, 2025 {AS_OF}: look whether" in warned


def test_the_bill_of_the_re_line_that_became_law_is_doubted(project: Path, tmp_path: Path) -> None:
    path = project / LIBRARY / "campaign.yaml"
    path.write_text(
        f"bill: {{congress: 119, number: H.R. 1234}}\n{path.read_text('utf-8')}", "utf-8"
    )
    synced(project, {bill().name: bill(actions=[LAW]).new_form()}, tmp_path)
    assert "campaign.yaml:1: warning: bill: H.R. 1234 became Public Law 119-45" in check(project)


# ---------------------------------------------------------------- age


def test_old_data_is_doubted_and_the_letters_are_printed(project: Path, tmp_path: Path) -> None:
    folder = write(tmp_path / "bulk", {bill().name: bill().new_form()})
    day = time.mktime((2026, 10, 1, 12, 0, 0, 0, 0, -1))
    os.utime(folder / bill().name, (day, day))
    assert sync(project, folder).code == 0
    assert (
        "letters/library/positions-synced.yaml: warning: bills: H.R. 1234: as of October 1, 2026, "
        "60 days before the letters' date: run `letters bills sync library`"
    ) in check(project)
    assert "Count the hours" in built(project, tmp_path)["TX-04"]


def test_a_file_is_never_older_than_its_last_change(project: Path, tmp_path: Path) -> None:
    folder = write(tmp_path / "bulk", {bill().name: bill().new_form()})
    os.utime(folder / bill().name, (0, 0))
    assert "as of June 1, 2025" in sync(project, folder).said


def test_the_same_data_gives_the_same_bytes(project: Path, tmp_path: Path) -> None:
    files = {bill().name: bill().new_form()}
    synced(project, files, tmp_path)
    before = (project / SYNCED).read_bytes()
    assert "not a byte is changed" in synced(project, files, tmp_path).said
    assert (project / SYNCED).read_bytes() == before
    assert yaml.safe_load(before)["bills"][0]["number"] == "H.R. 1234"


# ---------------------------------------------------------------- files that are wrong

CUT = bill().new_form()[:900]
BOMB = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbb">]><billStatus>&b;</billStatus>'


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (CUT, "is not well-formed XML, or is cut short"),
        (b"", "is not well-formed XML, or is cut short"),
        (b"<!DOCTYPE html><html><body>Log in</body></html>", "is a web page, not data"),
        (b"<feed/>", "is no BILLSTATUS file: its root is <feed>"),
        (b"<billStatus/>", "is no BILLSTATUS file"),
        (house_vote(62, {}), "is no BILLSTATUS file: its root is <rollcall-vote>"),
        (InventedBill(number="999").new_form(), 'is about another bill: "119 hr 999"'),
        (InventedBill(congress=118).old_form(), 'is about another bill: "118 hr 1234"'),
        (InventedBill(kind="HRES").new_form(), 'is about another bill: "119 hres 1234"'),
        (BOMB, "defines entities or is not UTF-8"),
        ("<billStatus/>".encode("utf-16"), "defines entities or is not UTF-8"),
        (b"{}", "is not well-formed XML"),
    ],
)
def test_a_wrong_file_stops_only_its_own_bill(
    project: Path, web: capitol.Server, body: bytes, says: str
) -> None:
    edit(
        project / LIBRARY / "source.yaml",
        (
            "    instrument: appropriation\n",
            "    instrument: appropriation\n    bill: {congress: 119, number: S. 112}\n",
        ),
    )
    other = InventedBill(kind="S", number="112")
    web.publish({bill().path(): bill().new_form(), other.path(): other.new_form()})
    assert sync(project, web.url, "--as-of", "2026-11-01").code == 0
    other.cosponsors.append(("N000001", "2026-11-05", ""))
    web.publish({bill().path(): body, other.path(): other.new_form()})
    done = sync(project, web.url, "--as-of", DATE)
    assert done.code == 1
    assert says in done.warned
    assert "H.R. 1234 (119th Congress): what an earlier sync read is kept." in done.warned
    kept = {one["number"]: one for one in yaml.safe_load((project / SYNCED).read_bytes())["bills"]}
    assert str(kept["H.R. 1234"]["as_of"]) == "2026-11-01"
    assert len(kept["H.R. 1234"]["positions"]) == 4
    assert str(kept["S. 112"]["as_of"]) == DATE
    assert len(kept["S. 112"]["positions"]) == 2
    assert not list((project / LIBRARY).glob(".*.part"))


def test_missing_bills_are_named_at_once_and_nothing_is_written(
    project: Path, web: capitol.Server
) -> None:
    done = sync(project, web.url)
    assert done.code == 1
    assert "/119/hr/BILLSTATUS-119hr1234.xml: there is no such file there; check Con" in done.warned
    assert "is not changed: no bill of library could be read" in done.said
    assert not (project / SYNCED).exists()


@pytest.mark.parametrize("body", [None, house_vote(63, {}), b"<html></html>", CUT])
def test_without_one_roll_call_the_votes_of_its_chamber_are_left_out(
    project: Path, tmp_path: Path, body: bytes | None
) -> None:
    calls = [("House", 1, 62), ("House", 1, 70)]
    files = {
        bill().name: bill(roll_calls=calls).new_form(),
        "roll062.xml": house_vote(62, {OTHER: "Yea"}),
    }
    if body is not None:
        files["roll070.xml"] = body
    done = sync(project, write(tmp_path / "bulk", files), "--as-of", DATE)
    assert done.code == 1
    assert "roll070.xml" in done.warned
    # The missing one may be the vote that stands for the other.
    assert "voted yes" not in explained(project, "TX-04")
    assert "cosponsor since" in explained(project, "TX-02")


def test_a_file_that_a_person_made_is_left_alone(project: Path, tmp_path: Path) -> None:
    (project / SYNCED).write_text("bills: []\n", "utf-8")
    folder = write(tmp_path / "bulk", {bill().name: bill().new_form()})
    done = sync(project, folder)
    assert done.code == 2
    assert "was not written by `letters bills sync`, so it is left alone" in done.warned
    assert (project / SYNCED).read_text("utf-8") == "bills: []\n"


def test_a_damaged_file_is_an_error_until_the_next_sync(project: Path, tmp_path: Path) -> None:
    files = {bill().name: bill().new_form()}
    synced(project, files, tmp_path)
    edit(project / SYNCED, ("position: cosponsor", "position: cospnsor"))
    assert "positions-synced.yaml:" in check(project)
    synced(project, files, tmp_path)
    assert "positions-synced.yaml" not in check(project)


@pytest.mark.parametrize(
    ("origin", "says"),
    [
        ("nowhere", "nowhere is no folder; --from takes a folder that holds"),
        ("ftp://x/a", "is no address to read from"),
        ("http://127.0.0.1/?x=1", "is no address of a folder"),
    ],
)
def test_only_folders_and_web_addresses_are_read(project: Path, origin: str, says: str) -> None:
    done = sync(project, origin)
    assert done.code == 2
    assert says in done.warned


def test_bills_before_the_first_files_are_skipped(project: Path, tmp_path: Path) -> None:
    edit(project / LIBRARY / "source.yaml", ("congress: 119", "past: true, congress: 107"))
    done = sync(project, tmp_path)
    assert done.code == 0
    assert "H.R. 1234 (107th Congress): GovInfo has no such file" in done.warned
    assert "there is nothing to write" in done.said


def test_odd_people_are_left_out_by_name(project: Path, tmp_path: Path) -> None:
    odd = bill(sponsor="nobody", cosponsors=[("", "2025-03-04", ""), (OTHER, "soon", "")])
    done = synced(project, {odd.name: odd.new_form()}, tmp_path)
    assert "the sponsor LASTnobody, ANN has no Bioguide id, and is left out" in done.warned
    assert "the cosponsor Lasto000001, Ann has no day of joining" in done.warned
    assert "no sponsor, 0 cosponsors" in done.said


def test_a_passed_bill_can_be_asked_of_the_other_chamber(project: Path, tmp_path: Path) -> None:
    ask = (
        "  - {recommendation: count, own: true, id: pass, text: Pass H.R. 1234., chambers: senate, "
        "bill: {congress: 119, number: H.R. 1234}}\n"
    )
    edit(project / LIBRARY / "campaign.yaml", ("  - recommendation: count\n", ask))
    synced(project, {bill().name: bill(actions=[PASSED]).new_form()}, tmp_path)
    assert "the sender's own, for count; every member can act" in explained(project, "Collins")
    assert "only the Senate can act on it" in explained(project, "TX-04")


def test_another_sponsor_than_the_published_one_is_doubted(project: Path, tmp_path: Path) -> None:
    named = BILL.replace("}", f", sponsor: {OTHER}}}")
    edit(project / LIBRARY / "source.yaml", (BILL, named))
    synced(project, {bill().name: bill().new_form()}, tmp_path)
    assert f'is {SPONSOR} by positions-synced.yaml, and "{OTHER}" by the key' in check(project)


def test_words_for_sponsors_and_for_those_without_an_act(project: Path, tmp_path: Path) -> None:
    edit(project / LIBRARY / "source.yaml", (BILL, OPPOSED))
    ask = (
        "  - {recommendation: count, text: Withdraw from H.R. 1234., "
        "when: {position: [sponsor, cosponsor]}}\n"
        "  - {recommendation: count, text: Stay away from H.R. 1234., when: {position: none}}\n"
    )
    edit(project / LIBRARY / "campaign.yaml", ("  - recommendation: count\n", ask))
    synced(project, {bill().name: bill().new_form()}, tmp_path)
    pages = built(project, tmp_path)
    assert "Withdraw from H.R. 1234" in pages["TX-01"]
    assert "Withdraw from H.R. 1234" in pages["TX-02"]
    assert "Stay away from H.R. 1234" in pages["TX-03"]
    assert "Stay away from H.R. 1234" in pages["TX-04"]


@pytest.mark.parametrize(
    ("entry", "line"),
    [
        (
            "position: sponsor, date: 2025-03-04, withdrawn: 2025-04-01",
            "only a cosponsor withdraws",
        ),
        ("position: cosponsor, date: 2025-03-04, withdrawn: 2025-03-01", "before the day of joini"),
        ("position: cosponsor, date: 2025-03-04, withdrawn: 2026-12-24", "after the letters' date"),
        ("position: cosponsor, date: 2025-03-04, withdrawn: soon", "must be a day like 2026-09-01"),
    ],
)
def test_a_withdrawal_by_hand_is_checked(project: Path, entry: str, line: str) -> None:
    (project / LIBRARY / "positions.yaml").write_text(
        f"source: x\npositions:\n  - {{member: {OTHER}, bill: H.R. 1234, {entry}}}\n", "utf-8"
    )
    warned = check(project)
    assert line in warned
    assert "letters/library/positions.yaml:3: positions[1].withdrawn: " in warned


def test_a_withdrawal_by_hand_ends_thanks(project: Path) -> None:
    (project / LIBRARY / "positions.csv").write_text(
        "member,bill,position,date,withdrawn,source\n"
        f"{OTHER},H.R. 1234,cosponsor,2025-03-04,2025-04-01,congress.gov\n",
        "utf-8",
    )
    assert (
        "every member can act on it; cosponsored H.R. 1234 on March 4, 2025, withdrew on April 1, "
        "2025 (positions.csv: congress.gov): not thanked" in explained(project, "TX-04")
    )


def test_a_roster_without_senators_names_a_few(project: Path, tmp_path: Path) -> None:
    edit(project / LIBRARY / "source.yaml", ("H.R. 1234", "S. 112"))
    senate = InventedBill(kind="S", number="112", roll_calls=[("Senate", 1, 325)])
    votes = [(f"Senator{number}", "OH", "Yea") for number in range(98)]
    files = {senate.name: senate.new_form(), "vote_119_1_00325.xml": senate_vote(325, votes)}
    warned = synced(project, files, tmp_path).warned
    assert warned.rstrip().endswith("Senator9, Ann (OH); and 88 more")
    assert len(warned.splitlines()) == 1


def test_votes_are_read_from_the_address_that_has_the_bills(
    project: Path, web: capitol.Server
) -> None:
    house = bill(roll_calls=[("House", 1, 62), ("Senate", 1, 7)])
    web.publish(
        {
            house.path(): house.old_form(),
            "evs/2025/roll062.xml": house_vote(62, {OTHER: "Yea"}),
            "vote1191/vote_119_1_00007.xml": senate_vote(
                7, [("Collins", "ME", "Yea")], bill="H.R. 1234"
            ),
        }
    )
    done = sync(project, f"{web.url}/")
    assert done.code == 0, done.warned
    assert "2 votes in 2 roll calls on passage" in done.said
    assert len(web.asked) == 3
    assert "voted yes on August 7, 2025" in explained(project, "Collins")


def test_a_sync_says_who_joined_withdrew_or_is_missing(project: Path, tmp_path: Path) -> None:
    assert "joined" not in synced(project, {bill().name: bill().new_form()}, tmp_path).said
    later = bill(cosponsors=[(COSPONSOR, "2025-03-04", "2026-11-01"), (OTHER, "2026-11-02", "")])
    said = synced(project, {later.name: later.new_form()}, tmp_path).said
    assert "H.R. 1234: 1 joined: Lasto000001, Ann\n" in said
    assert "H.R. 1234: 1 withdrew: Lastc000001, Ann\n" in said
    assert "H.R. 1234: 2 missing, and in the file of the last sync: sync again later: Lastw" in said
