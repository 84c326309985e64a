"""`letters print`, as a person runs it: whole commands on real letters."""

import csv
import io
import re
import subprocess
from collections import Counter
from itertools import groupby, pairwise
from pathlib import Path
from xml.etree import ElementTree

import pikepdf
import pytest

from generator.congress import postal_form
from generator.letter import envelopes
from generator.mailroom.paper import window_proof
from tests.cli.edits import change, refused
from tests.cli.mailings import GO, PRINT, SEND, history, needs_zccd, writers_of
from tests.support.crowd import HEADER, WORDING
from tests.support.drives import (
    BUILD,
    CAMPAIGN,
    DATE,
    PEOPLE,
    ZCCD,
    digests,
    make_drive,
    out_of,
    people,
    run,
    table,
    write_rows,
)
from tests.support.pages import pages_of, text_of
from tests.support.projects import copy_project

pytestmark = pytest.mark.slow


@pytest.mark.long
@needs_zccd
def test_a_crowd_over_real_zip_codes_is_built_named_and_printed_in_one_order(
    tmp_path: Path,
) -> None:
    crowd = make_drive(tmp_path / "place", count=40, seed=7, table=ZCCD)
    project = tmp_path / "place"
    done = run(project, *BUILD)
    assert done.code == 0, done.warned

    held = table(out_of(project) / "held.csv")
    verdicts = {row["id"]: row["what"] for row in held}
    fates = {person.row[0]: person.fate for person in crowd}
    assert {name for name, fate in fates.items() if fate == "refused"} == {
        name for name, said in verdicts.items() if said == "refused"
    }
    assert {name for name, fate in fates.items() if fate == "merged"} == {
        name for name, said in verdicts.items() if said == "merged"
    }
    assert all(row["reason"] for row in held)

    done = run(project, *PRINT, "--envelopes")
    assert done.code == 0, done.warned
    folder = out_of(project) / "print"
    index, manifest = table(folder / "index.csv"), table(folder / "manifest.csv")
    built = table(out_of(project) / "index.csv")
    assert len(index) == len(manifest) == len(built) > 60
    assert [row["piece_id"] for row in index] == [row["piece_id"] for row in manifest]
    assert [row["address_zip"] for row in manifest] == sorted(
        row["address_zip"] for row in manifest
    )
    assert all(
        int(after["page_from"]) == int(before["page_to"]) + 1 for before, after in pairwise(index)
    )
    assert all(int(row["page_from"]) % 2 for row in index)
    faces, letters = pages_of(folder / "envelopes.pdf"), pages_of(folder / "run-001.pdf")
    assert len(faces) == len(index)
    assert len(letters) == int(index[-1]["page_to"])
    for number, row in enumerate(manifest, 1):
        face, letter = faces[number - 1], letters[int(row["page_from"]) - 1]
        assert postal_form.lines_for_post([row["name"]])[0] in face
        assert row["name"] in letter
        writer = people(project)[index[number - 1]["supporter"]]
        assert postal_form.for_post(writer["street"]) in face
    assert {row["sha256"] for row in index} == {row["sha256"] for row in built}
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}
    assert folder.stat().st_mode & 0o777 == 0o700


def test_the_proof_shows_every_address_in_its_window_at_every_slide(place: Path) -> None:
    done = run(place, *PRINT, "--proof")
    assert done.code == 0, done.warned
    envelope = envelopes.load(place / "templates" / "envelopes.yaml")["number-10-single-window"]
    window = envelope.window
    assert window is not None
    top = envelope.face.height - window.bottom - window.height
    index = table(out_of(place) / "print" / "index.csv")
    manifest = {row["piece_id"]: row for row in table(out_of(place) / "print" / "manifest.csv")}
    assert len(index) > 30
    for row in index:
        boxes = _address_words(
            out_of(place) / "letters" / row["letter"], first=manifest[row["piece_id"]]["name"]
        )
        assert len(boxes) > 6
        for slide in window_proof.slides(envelope):
            for left, upper, right, lower in boxes:
                assert window.left + 0.125 <= left + slide.right
                assert right + slide.right <= window.left + window.width - 0.125
                assert top <= upper + slide.down
                assert lower + slide.down <= top + window.height
    shown = text_of(out_of(place) / "print" / "proof.pdf")
    assert str(len(index)) in shown


def _address_words(path: Path, *, first: str) -> list[tuple[float, float, float, float]]:
    """Returns the words of the inside address in inches, as poppler measures them."""
    command = ["pdftotext", "-bbox", "-l", "1", str(path), "-"]
    page = subprocess.run(command, capture_output=True, check=True).stdout
    tree = ElementTree.fromstring(page)  # noqa: S314 - made by poppler
    words = [element for element in tree.iter() if element.tag.endswith("word")]
    texts = [word.text or "" for word in words]
    begin = next(
        at for at in range(len(texts)) if texts[at : at + len(first.split())] == first.split()
    )
    end = next(at for at in range(begin, len(texts)) if re.fullmatch(r"\d{5}(-\d{4})?", texts[at]))
    sides = ("xMin", "yMin", "xMax", "yMax")
    return [
        tuple(float(word.attrib[side]) / 72 for side in sides)  # type: ignore[misc]
        for word in words[begin : end + 1]
    ]


def test_an_address_that_its_window_would_cut_is_an_error_and_nothing_is_written(
    place: Path,
) -> None:
    change(
        place / "templates" / "envelopes.yaml",
        "width: 4.5, height: 1.125",
        "width: 2.5, height: 1.125",
    )
    run(place, *BUILD)
    before = digests(out_of(place))
    done = run(place, *PRINT)
    refused(done, "too far right", "print the envelope")
    assert done.warned.count("too far right") == len(table(out_of(place) / "index.csv"))
    assert digests(out_of(place)) == before
    done = run(place, *PRINT, "--envelopes", "--proof")
    assert done.code == 0
    assert done.warned.count("warning: address: ") > 20


def test_what_is_missing_or_changed_is_to_be_built_first_and_nothing_is_written(
    place: Path,
) -> None:
    letters = sorted((out_of(place) / "letters").rglob("*.pdf"))
    letters[0].unlink()
    letters[1].write_bytes(letters[1].read_bytes() + b"%")
    refused(run(place, *PRINT), "1 not built yet", "1 changed since", f"letters build {CAMPAIGN}")
    assert not (out_of(place) / "print").exists()

    done = run(place, *PRINT, "--keep-going")
    assert done.code == 1
    assert len(re.findall(r"^left out: letters/", done.warned, re.MULTILINE)) == 2
    assert len(table(out_of(place) / "print" / "index.csv")) == len(letters) - 2
    assert run(place, *BUILD).code == 0
    assert run(place, *PRINT).code == 0


def test_words_that_changed_since_are_not_printed(place: Path) -> None:
    path = place / "letters" / CAMPAIGN / "campaign.yaml"
    change(path, "Support laws that secure", "Support every law that secures")
    done = run(place, *PRINT)
    refused(done, "changed since")


def test_consent_that_was_withdrawn_since_takes_the_letters_out_of_the_run(place: Path) -> None:
    someone = writers_of(place)[0]
    rows = [list(row.values()) for row in table(place / PEOPLE)]
    at = HEADER.index("withdrawn")
    text = io.StringIO(newline="")
    csv.writer(text).writerows(
        [
            HEADER,
            *(
                [*row[:at], "2026-11-20", *row[at + 1 :]] if row[0] == someone["id"] else row
                for row in rows
            ),
        ]
    )
    (place / PEOPLE).write_text(text.getvalue(), encoding="utf-8")
    assert run(place, *PRINT).code == 0
    assert someone["id"] not in {
        row["supporter"] for row in table(out_of(place) / "print" / "index.csv")
    }


def test_letters_of_those_who_took_their_consent_back_are_named_wherever_they_still_lie(
    place: Path,
) -> None:
    assert run(place, *PRINT).code == 0
    someone = writers_of(place)[0]
    rows = people(place)
    rows[someone["id"]]["withdrawn"] = "2026-11-20"
    write_rows(place / PEOPLE, rows.values())
    expected = (
        f"run-001 holds 3 letters that may not go any more, of {someone['id']}: take them out\n"
    )
    assert expected in run(place, *PRINT).warned
    assert expected in run(place, "status", CAMPAIGN).warned
    assert f"neither printed nor sent: {someone['id']}\n" in run(place, *BUILD, "--dry-run").warned
    assert run(place, "mark", "mailed", CAMPAIGN, "--batch", "run-001").code == 0
    assert expected not in run(place, "status", CAMPAIGN).warned


def test_letters_of_another_list_that_are_still_in_the_house_are_counted(place: Path) -> None:
    rows = people(place)
    late = {
        **writers_of(place)[0],
        "id": "late",
        "name": "Late Comer",
        "street": "999 Elm St",
        "email": "late@mail.example",
    }
    write_rows(place / "late.csv", [late])
    count = len(table(out_of(place) / "index.csv"))
    assert run(place, *BUILD[:3], "late.csv", *BUILD[4:]).code == 0
    expected = (
        f"{count} other letters are printed and not among these: --supporters names another list."
    )
    for step in (PRINT, SEND, (*SEND, *GO)):
        assert expected in run(place, *step).warned
    assert (
        run(place, *PRINT, "--supporters", PEOPLE).warned.count(
            "3 other letters are printed and not among these"
        )
        == 1
    )
    assert len(rows) == len(people(place))


@pytest.mark.slow
def test_letters_without_approval_are_neither_printed_nor_sent(place: Path) -> None:
    refused(
        run(place, "print", CAMPAIGN),
        "are not approved",
        f"letters specimens {CAMPAIGN}",
        "--unapproved",
    )
    refused(run(place, "send", CAMPAIGN), "are not approved")
    assert not (out_of(place) / "print").exists()
    shown = run(place, "specimens", CAMPAIGN, *BUILD[2:])
    assert shown.code == 0, shown.warned
    assert run(place, "approve", CAMPAIGN, "--by", "Ana Ruiz").code == 0
    assert run(place, "print", CAMPAIGN).code == 0
    assert run(place, "send", CAMPAIGN).code == 0


def test_the_same_letters_give_the_same_run_and_the_same_batch(place: Path) -> None:
    assert run(place, *PRINT, "--envelopes").code == 0
    first = digests(out_of(place))
    second = run(place, *PRINT, "--envelopes")
    assert "--batch run-001" in second.said
    assert "stand in" not in second.warned
    assert digests(out_of(place)) == first
    assert {row["batch"] for row in history(place) if row["step"] == "assembled"} == {"run-001"}
    steps = Counter(row["step"] for row in history(place))
    assert steps["assembled"] == steps["printed"] == steps["composed"]


@pytest.mark.slow
def test_a_run_of_other_letters_is_another_batch_until_the_first_is_mailed(place: Path) -> None:
    assert run(place, *PRINT).code == 0
    everyone = people(place)
    newcomer = (*writers_of(place)[0].values(),)
    row = {
        **dict(zip(HEADER, newcomer, strict=True)),
        "id": "late",
        "name": "Late Comer",
        "street": "999 Elm St",
        "email": "",
    }
    with (place / PEOPLE).open("a", encoding="utf-8", newline="") as file:
        csv.writer(file).writerow(row.values())
    assert len(people(place)) == len(everyone) + 1
    assert run(place, *BUILD).code == 0

    done = run(place, *PRINT)
    count = len(table(out_of(place) / "index.csv"))
    assert "--batch run-002" in done.said
    assert re.search(
        rf"^{count - 3} of these letters stand in run-001 too: .*mark mailed",
        done.warned,
        re.MULTILINE,
    )
    assert not (out_of(place) / "print" / "run-001.pdf").exists()

    assert run(place, "mark", "mailed", CAMPAIGN, "--batch", "run-001").code == 0
    done = run(place, *PRINT)
    assert f"{count - 3} letters were mailed or sent before" in done.said
    assert {row["supporter"] for row in table(out_of(place) / "print" / "index.csv")} == {"late"}
    assert "--batch run-003" in done.said
    assert run(place, "mark", "mailed", CAMPAIGN, "--batch", "run-003").code == 0
    refused(run(place, *PRINT), "nothing to do", f"{count} letters were mailed or sent before")


def test_a_run_is_cut_into_files_of_so_many_sheets(place: Path) -> None:
    done = run(place, *PRINT, "--sheets", "20", "--simplex", "--order", "supporter")
    assert done.code == 0
    files = sorted(path.name for path in (out_of(place) / "print").glob("run-*.pdf"))
    assert files[:2] == ["run-001.pdf", "run-002.pdf"]
    index = table(out_of(place) / "print" / "index.csv")
    together = [supporter for supporter, _ in groupby(row["supporter"] for row in index)]
    assert len(together) == len(set(together)) > 5
    for file in files:
        assert f"--batch {file.removesuffix('.pdf')}" in done.said
        assert sum(int(row["sheets"]) for row in index if row["file"] == file) <= 20
    batches = {row["batch"] for row in history(place) if row["step"] == "assembled"}
    assert batches == {file.removesuffix(".pdf") for file in files}


def test_labels_begin_where_the_sheet_is_free_and_take_the_place_of_envelopes(place: Path) -> None:
    assert run(place, *PRINT, "--envelopes").code == 0
    assert run(place, *PRINT, "--labels", "5160", "--skip", "12", "--nudge", "0.5,-0.5").code == 0
    names = {path.name for path in (out_of(place) / "print").iterdir()}
    assert names == {"run-001.pdf", "labels.pdf", "manifest.csv", "index.csv"}
    count = len(table(out_of(place) / "index.csv"))
    with pikepdf.open(out_of(place) / "print" / "labels.pdf") as labels:
        assert len(labels.pages) == (count + 12 + 29) // 30


def test_other_files_next_to_the_run_stay(place: Path) -> None:
    assert run(place, *PRINT).code == 0
    (out_of(place) / "print" / "for the shop.txt").write_text("matt paper")
    assert run(place, *PRINT, "--envelopes").code == 0
    assert (out_of(place) / "print" / "for the shop.txt").exists()


def test_a_household_shares_an_envelope(place: Path) -> None:
    writer = writers_of(place)[0]
    row = {**writer, "id": "kin", "name": "Kin Person", "email": "kin@mail.example"}
    with (place / PEOPLE).open("a", encoding="utf-8", newline="") as file:
        csv.writer(file).writerow(row.values())
    assert run(place, *BUILD).code == 0
    assert run(place, *PRINT, "--envelopes", "--group-by", "household").code == 0
    index = table(out_of(place) / "print" / "index.csv")
    together = Counter(row["envelope"] for row in index)
    shared = {envelope for envelope, number in together.items() if number == 2}
    assert len(shared) == len([row for row in index if row["supporter"] == "kin"]) > 1
    for one in shared:
        assert {row["supporter"] for row in index if row["envelope"] == one} == {
            "kin",
            writer["id"],
        }
        assert len({row["recipient"] for row in index if row["envelope"] == one}) == 1


def test_the_manifest_is_in_the_columns_of_a_mail_service(place: Path) -> None:
    assert run(place, *PRINT, "--format", "lob").code == 0
    rows = table(out_of(place) / "print" / "manifest.csv")
    assert list(rows[0])[:5] == [
        "name",
        "company",
        "address_line1",
        "address_line2",
        "address_city",
    ]


def test_the_kit_leads_through_the_buildings(place: Path) -> None:
    done = run(place, *PRINT, "--kit", "delivery")
    assert done.code == 0, done.warned
    text = text_of(out_of(place) / "print" / "kit.pdf")
    assert "Border" in text or "Your Organization" in text
    assert (out_of(place) / "print" / "run-001.pdf").exists()


def test_every_address_that_does_not_fit_is_named_at_once_and_the_others_go_on_if_wanted(
    place: Path,
) -> None:
    path = place / "recipients" / "everyone.yaml"
    text = path.read_text("utf-8")
    seats = sorted(
        {
            row["recipient"]
            for row in table(out_of(place) / "index.csv")
            if row["recipient"].startswith("S")
        }
    )[:2]
    lines = (
        "  address_lines: [The Honorable A, Suite 1, Suite 2, Suite 3, Suite 4, Suite 5, "
        "'Washington, DC 20510']\n"
    )
    for seat in seats:
        assert f"  id: {seat}\n" in text
        text = text.replace(f"  id: {seat}\n", f"  id: {seat}\n{lines}")
    path.write_text(text, encoding="utf-8")
    assert run(place, *BUILD).code in {0, 1}
    count = len([row for row in table(out_of(place) / "index.csv") if row["recipient"] in seats])
    assert count >= 2
    done = run(place, *PRINT, "--envelopes")
    refused(done, "has 7 lines, and an envelope takes 6")
    assert done.warned.count("has 7 lines") == count
    assert not (out_of(place) / "print").exists()
    done = run(place, *PRINT, "--envelopes", "--keep-going")
    assert done.code == 1
    assert done.warned.count("left out: ") >= count
    kept = {row["recipient"] for row in table(out_of(place) / "print" / "index.csv")}
    assert kept
    assert kept.isdisjoint(seats)


def test_the_campaigns_own_letters_are_printed_and_recorded_too(tmp_path: Path) -> None:
    project = copy_project(tmp_path / "project", sample=False)
    assert run(project, "build", CAMPAIGN, "--date", DATE, "--to", "TX", "--jobs", "1").code == 0
    done = run(project, *PRINT, "--envelopes")
    assert done.code == 0, done.warned
    index = table(out_of(project) / "print" / "index.csv")
    assert {row["supporter"] for row in index} == {""}
    assert len(index) == 5
    face = text_of(out_of(project) / "print" / "envelopes.pdf", page=1)
    assert "YOUR ORGANIZATION" in face
    assert (
        run(project, "mark", "mailed", CAMPAIGN, "--batch", "run-001").said
        == "5 letters marked mailed.\n"
    )
    assert (
        run(
            project,
            "mark",
            "answered",
            CAMPAIGN,
            "--recipient",
            "E000299",
            "--answer",
            "acknowledgement",
        ).code
        == 0
    )
    said = run(project, "status", CAMPAIGN, "--by", "recipient").said
    assert said.startswith("5 letters: 4 handed over, 1 answered.\n")
    assert "E000299" in said


def test_nothing_is_printed_before_it_was_built_or_in_a_campaign_that_is_not_there(
    tmp_path: Path,
) -> None:
    project = copy_project(tmp_path / "project")
    refused(run(project, *PRINT), "nothing was built", f"letters build {CAMPAIGN}")
    refused(run(project, "print", "elsewhere"), "no campaign 'elsewhere'")
    refused(run(project, "status", CAMPAIGN), "there is no", "ledger.sqlite")
    refused(run(project, "mark", "mailed", CAMPAIGN, "--batch", "run-001"), "ledger.sqlite")
    refused(run(project, *PRINT, "--envelopes", "--labels", "5160"), "choose one")
    refused(run(project, *PRINT, "--nudge", "much"), "two numbers of millimetres")


def test_a_ledger_that_is_gone_is_not_made_anew(place: Path) -> None:
    for path in out_of(place).glob("ledger.sqlite*"):
        path.unlink()
    before = digests(out_of(place))
    for step in (BUILD, (*BUILD, "--dry-run"), PRINT, SEND, (*SEND, *GO), ("status", CAMPAIGN)):
        refused(
            run(place, *step),
            "there is no",
            "ledger.sqlite, though letters were printed",
            "put back a copy",
        )
    assert digests(out_of(place)) == before


@pytest.mark.slow
def test_a_dry_run_lays_out_the_longest_letters_of_a_drive(place: Path) -> None:
    before = digests(out_of(place))
    rehearsed = run(place, *BUILD, "--dry-run")
    letters = len(list(out_of(place).glob("letters/*/*.pdf")))
    assert len(re.findall(r"^letters/\S+/\S+\.pdf  \S", rehearsed.said, re.MULTILINE)) == letters
    last = f"Dry run: {letters} to print; the 8 longest were laid out. Nothing was written."
    assert (rehearsed.code, rehearsed.said.splitlines()[-1]) == (0, last)
    with (place / "templates" / "constituent-window" / "letter.css").open(
        "a", encoding="utf-8"
    ) as style:
        style.write("p { colr: red }\n")
    refused = run(place, *BUILD, "--dry-run")
    assert refused.code == 2
    assert (
        "templates/constituent-window/letter.css:5: `colr: red` is not understood" in refused.warned
    )
    assert digests(out_of(place)) == before


def test_leftovers_that_are_corrected_and_fed_back_are_not_written_over(place: Path) -> None:
    held = out_of(place) / "held.csv"
    rows = table(held)
    wrong = next(row for row in rows if row["what"] == "refused")
    assert len(rows) > 1
    wrong.update(consent="2026-08-02", wording=WORDING, withdrawn="")
    text = io.StringIO(newline="")
    csv.writer(text).writerows([list(wrong), *(row.values() for row in rows)])
    held.write_text(text.getvalue(), encoding="utf-8")
    before = held.read_bytes()

    done = run(place, "build", CAMPAIGN, "--supporters", held, *BUILD[4:])
    assert done.code == 0, done.warned
    assert (out_of(place) / "letters" / wrong["id"]).is_dir()
    assert held.read_bytes() == before
    assert len(table(out_of(place) / "held-again.csv")) == len(rows) - 1
    assert run(place, *PRINT).code == 0
    printed = {row["supporter"] for row in table(out_of(place) / "print" / "index.csv")}
    assert wrong["id"] in printed
    assert printed <= {row["id"] for row in rows}


def test_one_letter_to_several_is_an_envelope_for_each_of_them(tmp_path: Path) -> None:
    project = copy_project(tmp_path / "project", sample=False)
    settings = project / "letters" / CAMPAIGN / "campaign.yaml"
    settings.write_text(settings.read_text("utf-8") + "\naddressees: together\n", encoding="utf-8")
    done = run(
        project, "build", CAMPAIGN, "--date", DATE, "--to", "Cruz", "--to", "Cornyn", "--jobs", "1"
    )
    assert done.code == 0, done.warned
    done = run(project, *PRINT, "--envelopes")
    assert done.code == 0, done.warned
    index = table(out_of(project) / "print" / "index.csv")
    assert len({row["recipient"] for row in index}) == len({row["piece_id"] for row in index}) == 2
    assert len({row["letter"] for row in index}) == 1
    faces = pages_of(out_of(project) / "print" / "envelopes.pdf")
    assert ["CRUZ" in faces[0], "CORNYN" in faces[0]] == ["CORNYN" in faces[1], "CRUZ" in faces[1]]


def test_a_design_without_a_window_wants_envelopes(tmp_path: Path) -> None:
    project = copy_project(tmp_path / "project", sample=False)
    build = ("build", CAMPAIGN, "--date", DATE, "--to", "TX-16", "--jobs", "1")
    built = run(project, *build)
    assert (built.code, "window" in built.warned) == (0, False)
    offered = f"letters print {CAMPAIGN} --envelopes\n"
    assert offered in (out_of(project) / "README.txt").read_text("utf-8")
    for options in ((), ("--envelopes", "--proof")):
        refused(
            run(project, *PRINT, *options),
            "templates/organization/design.yaml",
            "--envelopes or --labels, without --proof",
            "`--design organization-window`",
        )
    assert run(project, *PRINT, "--envelopes").code == 0
    assert run(project, *build, "--design", "organization-window").code == 0
    assert run(project, *PRINT, "--proof").code == 0
    assert offered not in (out_of(project) / "README.txt").read_text("utf-8")
