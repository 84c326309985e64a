"""`letters build`: filters, dry runs, what is printed and what is left out."""

import json
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.edits import change, refused
from tests.cli.shipped.builds import CAMPAIGN, DATED, printed
from tests.support.pages import text_of
from tests.support.projects import (
    COMMAND,
    DATE,
    Shipped,
    environment,
    letters,
)

pytestmark = pytest.mark.slow

PERSON = """\
name: Daniel O'Hara Jr.
street: 77 Mesa Hills Drive, Apt. 4
city: El Paso
state: TX
zip: 79912
district: TX-16
message: |
  I taught third grade on Alameda Avenue.

  Ask me what I saw.
"""


def test_one_letter_goes_to_the_four_leaders_of_the_judiciary_committees(place: Path) -> None:
    folder = place / "letters" / CAMPAIGN
    change(folder / "campaign.yaml", "max_pages: 1", "addressees: together\nmax_pages: 1")
    rows = [f"Group N{number:02d},Tucson,AZ" for number in range(30)]
    signers = "\n".join(["organization,city,state", *rows])
    (folder / "signers.csv").write_text(f"{signers}\n", encoding="utf-8")
    leaders = [f"--to={one}" for one in ("J000289", "R000606", "G000386", "D000563")]
    done = letters(*DATED, "--design", "coalition", *leaders, project=place)
    assert done.code == 0, done.warned
    (path,) = (place / "out").rglob("*.pdf")
    text = text_of(path)
    assert (
        "Dear Chair Jordan, Ranking Member Raskin, Chair Grassley, and Ranking Member Durbin:"
    ) in text
    assert "The 30 undersigned organizations ask you" in text
    assert "the House and Senate Committees on the Judiciary" in text
    assert "your committee" not in text.lower()
    assert text.index("(signatories follow)") < text.index("Group N00")


@pytest.mark.parametrize(
    ("filters", "stems"),
    [
        (["TX-16"], ["TX-16-escobar"]),
        (
            ["TX"],
            ["TX-16-escobar", "TX-28-cuellar", "TX-34-gonzalez", "TX-sen-cornyn", "TX-sen-cruz"],
        ),
        (["Cuellar", "AZ-7"], ["AZ-07-grijalva", "TX-28-cuellar"]),
        (
            ["committee:Appropriations"],
            [
                "CT-03-delauro",
                "IL-sen-durbin",
                "ME-sen-collins",
                "MI-sen-peters",
                "OK-04-cole",
                "TX-16-escobar",
                "TX-28-cuellar",
                "WA-sen-murray",
            ],
        ),
    ],
)
def test_filters_say_to_whom(filters: list[str], stems: list[str], shipped: Shipped) -> None:
    run = letters(
        *DATED,
        *(word for sought in filters for word in ("--to", sought)),
        "--dry-run",
        project=shipped.project,
    )
    assert run.code == 0
    assert re.findall(r"^(\S+)\.pdf  \S+", run.said, re.MULTILINE) == stems
    assert run.said.endswith(
        f"Dry run: {len(stems)} to print; all were laid out. Nothing was written.\n"
    )


@pytest.mark.parametrize(
    ("sought", "number"), [("senate", 12), ("house", 12), ("committee:Judiciary", 8)]
)
def test_filters_say_to_whom_by_chamber_and_committee(
    sought: str, number: int, shipped: Shipped
) -> None:
    run = letters(*DATED, "--to", sought, "--dry-run", project=shipped.project)
    stems = re.findall(r"^(\S+)\.pdf", run.said, re.MULTILINE)
    assert len(stems) == number
    if sought in {"senate", "house"}:
        assert all(("-sen-" in stem) is (sought == "senate") for stem in stems)


def test_only_the_letters_asked_for_are_printed_and_others_join_them_later(place: Path) -> None:
    folder = place / "out" / CAMPAIGN
    first = letters(*DATED, "--to", "TX-16", project=place)
    assert (first.code, first.said) == (0, f"1 printed: {folder}\n")
    assert printed(folder) == ["TX-16-escobar"]
    second = letters(*DATED, "--to", "TX", "--jobs", "1", project=place)
    assert second.said == f"4 printed, 1 unchanged: {folder}\n"
    assert len(printed(folder)) == 5
    assert (folder / "index.csv").read_text("utf-8").count("\n") == 6


def test_a_dry_run_writes_nothing(place: Path) -> None:
    before = sorted(place.rglob("*"))
    run = letters(*DATED, "--dry-run", project=place)
    assert run.code == 0
    assert run.said.count(".pdf") == 24
    assert sorted(place.rglob("*")) == before


def test_a_dry_run_and_a_check_find_what_only_the_page_can_tell(place: Path) -> None:
    style = place / "templates" / "organization" / "letter.css"
    style.write_text(f"{style.read_text('utf-8')}body {{ colr: red }}\n", encoding="utf-8")
    line = style.read_text("utf-8").count("\n")
    expected = (
        f"templates/organization/letter.css:{line}: `colr: red` is not understood (unknown "
        "property): correct it, or take it out\n"
    )
    for command in ((*DATED, "--dry-run"), ("check", CAMPAIGN, "--date", DATE)):
        run = letters(*command, project=place)
        assert run.code == 2
        assert expected in run.warned
        assert "failed" not in run.warned
    explained = letters("explain", CAMPAIGN, "TX-16", "--date", DATE, project=place)
    assert (explained.code, explained.warned.endswith(expected)) == (2, True), explained.warned
    built = letters(*DATED, project=place)
    failed = [line for line in built.warned.splitlines() if line.startswith("failed: ")]
    assert (built.code, len(failed)) == (1, 11)
    assert built.said.startswith("24 failed: ")
    assert failed[-1] == f"failed: 14 more letters: {expected.rstrip()}"


def test_a_dry_run_and_a_check_find_the_letters_that_are_too_long(place: Path) -> None:
    cruz = (
        '{% if recipient.last == "Cruz" %}' + "Long words. " * 300 + "{% endif %}\n\n{{ thanks }}"
    )
    change(place / "letters" / CAMPAIGN / "letter.md", "{{ thanks }}", cruz)
    run = letters(*DATED, "--dry-run", project=place)
    assert run.code == 1
    assert re.search(
        r"^failed: TX-sen-cruz: 2 pages even with 1 argument, 1 allowed: shorten",
        run.warned,
        re.MULTILINE,
    )
    assert run.said.endswith(
        "Dry run: 23 to print, 1 failed; the 9 longest were laid out. Nothing was written.\n"
    )
    assert not (place / "out").exists()
    checked = letters("check", CAMPAIGN, "--date", DATE, project=place)
    assert checked.code == 2
    assert (
        f"letters/{CAMPAIGN}/campaign.yaml: TX-sen-cruz: 2 pages even with 1 argument"
        in checked.warned
    )


@pytest.mark.skipif(sys.platform != "linux", reason="hides the library as Linux finds it")
def test_a_build_without_harfbuzz_says_why_it_is_slow(place: Path, tmp_path: Path) -> None:
    (tmp_path / "libharfbuzz-subset.so.0").write_text("no library", encoding="utf-8")
    command = [str(COMMAND), *DATED, "--dry-run", "--to", "TX-16"]
    slow = environment() | {"LD_LIBRARY_PATH": str(tmp_path)}
    done = subprocess.run(
        command, cwd=place, env=slow, capture_output=True, text=True, check=True, timeout=120
    )
    assert (
        "Letters take more than twice as long to print here as they could: HarfBuzz's library"
        in done.stderr
    )
    assert "HarfBuzz" not in letters(*DATED, "--dry-run", "--to", "TX-16", project=place).warned


def test_the_letters_go_where_they_are_wanted(place: Path, tmp_path: Path) -> None:
    run = letters(*DATED, "--to", "Cruz", "--out", tmp_path / "finished" / "letters", project=place)
    assert run.code == 0
    assert printed(tmp_path / "finished" / "letters") == ["TX-sen-cruz"]
    assert not (place / "out").exists()


def test_a_person_writes_as_a_constituent_to_those_who_represent_them_and_only_to_them(
    place: Path, tmp_path: Path
) -> None:
    (tmp_path / "me.yaml").write_text(PERSON, encoding="utf-8")
    run = letters(
        *DATED, "--design", "constituent", "--sender", tmp_path / "me.yaml",
        "--to", "TX-16", "--to", "TX-34", "--to", "Cruz", "--to", "Gallego", project=place,
    )  # fmt: skip
    assert run.code == 0, run.warned
    assert "sample" not in run.warned
    texts = {
        stem: text_of(place / "out" / CAMPAIGN / f"{stem}.pdf")
        for stem in printed(place / "out" / CAMPAIGN)
    }
    assert set(texts) == {"TX-16-escobar", "TX-34-gonzalez", "TX-sen-cruz", "AZ-sen-gallego"}
    for stem, text in texts.items():
        assert ("As your constituent in El Paso, I ask you" in text) is (
            stem in {"TX-16-escobar", "TX-sen-cruz"}
        )
        assert "77 Mesa Hills Drive, Apt. 4" in text
        assert "I taught third grade on Alameda Avenue. Ask me what I saw." in text
        assert text.index("Ask me what I saw.") < text.index("take these steps:")
        assert text.rpartition("Sincerely, ")[2].startswith("Daniel O’Hara Jr.")
        assert not re.search(
            r"\b[Ww]e\b|\bour\b(?! government| immigration)", text.partition("Dear ")[2]
        )
    readme = (place / "out" / CAMPAIGN / "README.txt").read_text("utf-8")
    assert f"--design constituent --sender {tmp_path / 'me.yaml'}\n" in readme


def test_own_words_that_fill_the_page_take_a_second_and_the_run_says_so(
    place: Path, tmp_path: Path
) -> None:
    story = (
        "I taught third grade on Alameda Avenue, and what I saw there I have not forgotten. " * 20
    )
    (tmp_path / "me.yaml").write_text(
        PERSON.replace("  Ask me what I saw.\n", f"  {story}\n"), encoding="utf-8"
    )
    command = (*DATED, "--design", "constituent", "--sender", tmp_path / "me.yaml", "--to", "TX-16")
    run = letters(*command, project=place)
    assert run.code == 0, run.warned
    expected = re.findall(r"^TX-16-escobar: .*", run.warned, re.MULTILINE)
    assert expected == [
        (
            "TX-16-escobar: your own words fill the page: it has 2, with funding-and-results, "
            "children-in-person left out"
        )
    ]
    text = text_of(place / "out" / CAMPAIGN / "TX-16-escobar.pdf")
    assert text.count("have not forgotten") == 20
    again = letters(*command, project=place)
    assert again.said.startswith("1 unchanged: ")
    assert expected[0] in again.warned


def test_an_organizations_letter_never_speaks_as_a_constituent(shipped: Shipped) -> None:
    assert len(shipped.letters) == 24
    for path in shipped.letters:
        assert "As your constituent" not in text_of(path)


def test_the_date_is_that_of_the_letters(place: Path) -> None:
    assert (
        letters("build", CAMPAIGN, "--date", "2026-12-01", "--to", "TX-16", project=place).code == 0
    )
    assert "December 1, 2026 The Honorable Veronica Escobar" in text_of(
        place / "out" / CAMPAIGN / "TX-16-escobar.pdf"
    )


def test_a_member_who_leaves_before_the_date_gets_a_letter_only_with_allow_ended(
    place: Path,
) -> None:
    dated = ("build", CAMPAIGN, "--date", "2027-02-01", "--dry-run")
    run = letters(*dated, "--to", "TX-16", "--to", "Cruz", project=place)
    assert run.code == 0
    assert re.search(
        (
            r"not written to: recipients/ports-of-entry\.yaml:\d+: the term of .* Veronica "
            r"Escobar \(TX-16\) ended on January 3, 2027"
        ),
        run.warned,
    )
    assert run.said.endswith(
        "Dry run: 1 to print, 1 left out; all were laid out. Nothing was written.\n"
    )
    nobody = letters(*dated, "--to", "TX-16", project=place)
    refused(
        nobody,
        "letters: the term of Veronica Escobar (TX-16) ended on January 3, 2027: "
        "run `letters recipients sync` from that day on. No recipient is in office on 2027-02-01: ",
        "--allow-ended, or change --date",
    )
    assert letters(*dated, "--to", "TX-16", "--allow-ended", project=place).said.endswith(
        "Dry run: 1 to print; all were laid out. Nothing was written.\n"
    )


def test_other_recipients_can_be_named(place: Path) -> None:
    run = letters(*DATED, "--recipients", "recipients/committees.yaml", "--dry-run", project=place)
    assert run.said.endswith(
        "Dry run: 12 to print; the 8 longest were laid out. Nothing was written.\n"
    )
    refused(letters(*DATED, "--recipients", "nobody.yaml", project=place), "nobody.yaml: ")


def test_a_letter_to_a_former_recipient_is_named(place: Path) -> None:
    assert letters(*DATED, "--to", "TX-16", project=place).code == 0
    some = letters(*DATED, "--to", "TX-34", project=place)
    assert "of an earlier run" not in some.warned
    (place / "recipients" / "ports-of-entry.yaml").unlink()
    change(
        place / "letters" / CAMPAIGN / "campaign.yaml",
        "recipients: [ports-of-entry.yaml, committees.yaml]",
        "recipients: [committees.yaml]",
    )
    run = letters(*DATED, project=place)
    assert run.said.startswith("12 printed: ")
    assert (
        "of an earlier run, and not made by this one: TX-16-escobar.pdf, TX-34-gonzalez.pdf\n"
        in run.warned
    )


def test_a_letter_that_fails_is_one_line_and_the_others_are_printed(place: Path) -> None:
    change(
        place / "letters" / CAMPAIGN / "letter.md",
        "{{ thanks }}",
        '{% if recipient.last == "Cruz" %}' + "Long words. " * 300 + "{% endif %}\n\n{{ thanks }}",
    )
    run = letters(*DATED, "--to", "TX", project=place)
    assert run.code == 1
    assert [line for line in run.warned.splitlines() if line.startswith("failed")] == [
        (
            "failed: TX-sen-cruz: 2 pages even with 1 argument, 1 allowed: "
            "shorten letter.md or an argument, or in campaign.yaml lower min_arguments or "
            "raise max_pages"
        )
    ]
    assert run.said.startswith("4 printed, 1 failed: ")
    assert "TX-sen-cruz" not in (place / "out" / CAMPAIGN / "index.csv").read_text("utf-8")


def test_arguments_without_room_are_named_one_by_one_or_counted(place: Path) -> None:
    change(place / "letters" / CAMPAIGN / "campaign.yaml", "max_arguments: 3", "max_arguments: 9")
    few = letters(*DATED, "--to", "TX-16", project=place)
    assert re.search(
        r"^TX-16-escobar: kept to its pages by leaving out: [a-z-]+(, [a-z-]+)+$",
        few.warned,
        re.MULTILINE,
    )
    many = letters(*DATED, "--to", "senate", project=place)
    assert re.search(
        r"^\d+ letters? \(such as \S+\): kept to its pages by leaving out: ",
        many.warned,
        re.MULTILINE,
    )
    # Fewer lines than letters: those that leave out the same are counted.
    assert len(re.findall(r"kept to its pages", many.warned)) < 13


def test_a_folder_that_cannot_be_written_to_is_refused_with_the_way_on(place: Path) -> None:
    (place / "out").write_text("a file where the folder should be")
    refused(
        letters(*DATED, "--to", "TX-16", project=place),
        "letters: cannot write ",
        "choose another folder, with --out",
    )


def test_text_and_web_page_stand_next_to_the_pdf_and_the_record_says_so(place: Path) -> None:
    run = letters(*DATED, "--to", "TX-16", "--format", "TXT, html", "--jobs", "1", project=place)
    assert run.code == 0, run.warned
    out = place / "out" / CAMPAIGN
    assert sorted(path.name for path in out.glob("TX-16*")) == [
        "TX-16-escobar.html",
        "TX-16-escobar.pdf",
        "TX-16-escobar.txt",
    ]
    assert json.loads((out / "built.json").read_text())["format"] == ["pdf", "txt", "html"]
    readme = (out / "README.txt").read_text()
    assert readme.endswith("--format pdf,txt,html\n")
    assert ".txt for the form on an office's website and .html" in readme
    text = (out / "TX-16-escobar.txt").read_text()
    assert text.startswith("Subject: ")
    (out / "TX-16-escobar.txt").unlink()
    again = letters(*DATED, "--to", "TX-16", "--format", "pdf,txt", "--jobs", "1", project=place)
    assert again.said.startswith("1 printed: ")
    assert (out / "TX-16-escobar.txt").read_text() == text
    refused(
        letters(*DATED, "--format", "docx", project=place),
        "a list of pdf, txt and html with commas between",
    )


def test_a_person_at_a_terminal_sees_a_bar(place: Path) -> None:
    ours, theirs = pty.openpty()
    run = subprocess.Popen(
        [COMMAND, *DATED, "--to", "TX", "--jobs", "1"],
        cwd=place,
        env={**environment(), "TERM": "xterm"},
        stdout=subprocess.DEVNULL,
        stderr=theirs,
    )
    os.close(theirs)
    seen = b""
    try:
        while chunk := os.read(ours, 1024):
            seen += chunk
    except OSError:  # Linux ends a terminal so
        pass
    os.close(ours)
    assert run.wait(timeout=60) == 0
    assert b"printing" in seen
    assert b"5/5" in seen
