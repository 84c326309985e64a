import csv
import datetime
import hashlib
from pathlib import Path

import pytest

from generator.errors import CannotWriteError
from generator.files.whole import guarantee_folder
from generator.ledger import index_csv
from generator.ledger.outcomes import Outcome
from generator.press import output_folder
from generator.press.build_options import BuildOptions
from generator.press.job import Job
from tests.support.campaigns import DAY, argument, campaign, press
from tests.support.people import representative, senator

ESCOBAR, CORNYN = representative(), senator()
OPTIONS = BuildOptions("wells", DAY)


def put_away(folder: Path, *outcomes: Outcome, options: BuildOptions = OPTIONS) -> tuple[str, ...]:
    """The letters of earlier runs that are in the folder after one with these outcomes."""
    made = campaign(argument("one"))
    shop = press(made)
    job = Job(options, shop, None, ())
    for outcome in outcomes:
        if outcome.status == "printed":
            (folder / f"{outcome.stem}.pdf").write_bytes(outcome.stem.encode())
    output_folder.put_away(folder, job=job, outcomes=outcomes)
    return output_folder.earlier(index_csv.read(folder), outcomes)


def printed(
    stem: str,
    *,
    recipient: str = "E000299",
    arguments: tuple[str, ...] = (),
    dropped: tuple[str, ...] = (),
    findings: tuple[str, ...] = (),
    fingerprint: str = "f1",
    date: str = str(DAY),
    design: str = "organization",
) -> Outcome:
    sha256 = hashlib.sha256(stem.encode()).hexdigest()
    return Outcome(
        recipient,
        stem,
        "printed",
        1,
        arguments,
        findings,
        sha256,
        fingerprint,
        dropped,
        date=date,
        design=design,
    )


def rows(folder: Path) -> list[dict[str, str]]:
    with (folder / "index.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_new_folder_is_private_and_an_old_one_stays_as_it_was(tmp_path: Path) -> None:
    guarantee_folder(tmp_path / "out" / "wells")
    assert (tmp_path / "out" / "wells").stat().st_mode & 0o777 == 0o700
    (tmp_path / "shared").mkdir(mode=0o755)
    guarantee_folder(tmp_path / "shared")
    assert (tmp_path / "shared").stat().st_mode & 0o777 == 0o755


def test_reports_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    with pytest.raises(CannotWriteError, match=r"cannot write .*out: File exists"):
        guarantee_folder(tmp_path / "out")
    with pytest.raises(CannotWriteError, match="File exists"):
        guarantee_folder(tmp_path / "out" / "wells")


@pytest.mark.skipif(
    not Path("/proc/self").exists(),
    reason="needs a folder in which not even the superuser may make a file",
)
def test_reports_a_read_only_folder_before_the_first_letter() -> None:
    with pytest.raises(CannotWriteError, match="cannot write /proc/self: "):
        guarantee_folder(Path("/proc/self"))


def test_the_index_has_a_row_for_each_letter_that_is_there(tmp_path: Path) -> None:
    put_away(
        tmp_path,
        printed("TX-16-escobar", arguments=("a", "b"), dropped=("c",), findings=("wells", "dry")),
        printed("AZ-sen-kelly", recipient="K000377"),
        Outcome("X", "TX-34-gonzalez", "failed", message="no room"),
        Outcome("Y", "TX-28-cuellar", "left out"),
    )
    assert [row["file"] for row in rows(tmp_path)] == ["AZ-sen-kelly.pdf", "TX-16-escobar.pdf"]
    assert rows(tmp_path)[1] == {
        "recipient": "E000299",
        "file": "TX-16-escobar.pdf",
        "date": "2026-11-24",
        "design": "organization",
        "pages": "1",
        "arguments": "a b",
        "dropped": "c",
        "findings": "wells dry",
        "sha256": hashlib.sha256(b"TX-16-escobar").hexdigest(),
        "fingerprint": "f1",
    }


def test_letters_of_earlier_runs_stay_in_the_index_while_they_are_there(tmp_path: Path) -> None:
    put_away(tmp_path, printed("TX-16-escobar"), printed("TX-34-gonzalez"))
    (tmp_path / "TX-34-gonzalez.pdf").unlink()
    put_away(tmp_path, printed("AZ-sen-kelly"))
    assert [row["file"] for row in rows(tmp_path)] == ["AZ-sen-kelly.pdf", "TX-16-escobar.pdf"]
    assert "2 letters of the campaign “wells”" in (tmp_path / "README.txt").read_text("utf-8")


def test_a_letter_that_is_printed_again_takes_the_place_of_its_row(tmp_path: Path) -> None:
    put_away(tmp_path, printed("TX-16-escobar"))
    put_away(tmp_path, printed("TX-16-escobar", fingerprint="f2"))
    assert [row["fingerprint"] for row in rows(tmp_path)] == ["f2"]


def test_what_the_index_says_is_read_back(tmp_path: Path) -> None:
    put_away(
        tmp_path,
        printed("TX-16-escobar", arguments=("a", "b"), dropped=("c",), findings=("wells",)),
    )
    before = index_csv.read(tmp_path)["TX-16-escobar"]
    assert (before.status, before.arguments, before.dropped, before.findings, before.pages) == (
        "unchanged",
        ("a", "b"),
        ("c",),
        ("wells",),
        1,
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "recipient,file\nE000299,TX-16-escobar.pdf\n",
        ",".join(index_csv.COLUMNS) + "\nE000299,TX-16-escobar.pdf\n",
        ",".join(index_csv.COLUMNS)
        + "\nE000299,TX-16-escobar.pdf,2026-11-24,d,1,a,,,x,f,one too many\n",
        ",".join(index_csv.COLUMNS) + "\nE000299,TX-16-escobar.pdf,11/24/2026,d,1,a,,,x,f\n",
        ",".join(index_csv.COLUMNS) + "\nE000299,../TX-16-escobar.pdf,2026-11-24,d,1,a,,,x,f\n",
        ",".join(index_csv.COLUMNS) + "\nE000299,..\\TX-16-escobar.pdf,2026-11-24,d,1,a,,,x,f\n",
        ",".join(index_csv.COLUMNS) + "\nE000299,.hidden.pdf,2026-11-24,d,1,a,,,x,f\n",
        ",".join(index_csv.COLUMNS) + "\nE000299,gone.pdf,2026-11-24,d,1,a,,,x,f\n",
    ],
)
def test_an_index_that_somebody_broke_is_no_index(text: str, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    for name in ("TX-16-escobar.pdf", ".hidden.pdf"):
        (folder / name).write_bytes(b"x")
        (tmp_path / name).write_bytes(b"x")
    (folder / "index.csv").write_text(text, encoding="utf-8")
    assert index_csv.read(folder) == {}


def test_an_index_that_is_not_text_is_no_index(tmp_path: Path) -> None:
    (tmp_path / "index.csv").write_bytes(b"\xff\xfe\x00")
    assert index_csv.read(tmp_path) == {}


def test_a_page_count_that_is_no_number_is_ignored(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"x")
    (tmp_path / "index.csv").write_text(
        ",".join(index_csv.COLUMNS) + "\nE000299,a.pdf,2026-11-24,d,many,a,,,x,f\n",
        encoding="utf-8",
    )
    assert index_csv.read(tmp_path)["a"].pages == 0


def test_a_letter_is_unchanged_while_its_words_and_its_file_are(tmp_path: Path) -> None:
    put_away(tmp_path, printed("TX-16-escobar"))
    known = index_csv.read(tmp_path)["TX-16-escobar"]
    assert index_csv.is_unchanged(tmp_path, known, fingerprint="f1")
    assert not index_csv.is_unchanged(tmp_path, known, fingerprint="f2")
    assert not index_csv.is_unchanged(tmp_path, None, fingerprint="f1")
    (tmp_path / "TX-16-escobar.pdf").write_bytes(b"other")
    assert not index_csv.is_unchanged(tmp_path, known, fingerprint="f1")
    (tmp_path / "TX-16-escobar.pdf").unlink()
    assert not index_csv.is_unchanged(tmp_path, known, fingerprint="f1")


def test_the_note_says_how_the_letters_were_made_and_with_which_command(tmp_path: Path) -> None:
    options = BuildOptions(
        "wells",
        DAY,
        ("TX", "Cortez Masto"),
        (Path("recipients/border.yaml"),),
        design="constituent",
        sender=Path("my sender.yaml"),
        allow_ended=True,
        via="district",
        act_by=datetime.date(2026, 12, 18),
    )
    put_away(tmp_path, printed("TX-16-escobar"), options=options)
    note = (tmp_path / "README.txt").read_text("utf-8")
    assert note.startswith(
        "Wells\n\n1 letter of the campaign “wells”, dated November 24, 2026, in the "
        "design “organization”.\nMade by letters "
    )
    assert (
        "  Rivers Watch, What “Clean” Means: Wells of the Valley, May 1, 2024\n  State "
        "Survey, Wells, 2023\n"
    ) in note
    assert note.endswith(
        "\n  letters build wells --to TX --to 'Cortez Masto' --recipients "
        "recipients/border.yaml --date 2026-11-24 --design constituent "
        "--sender 'my sender.yaml' --allow-ended --via district --act-by 2026-12-18\n"
    )


def test_the_note_has_the_date_and_design_of_every_letter_and_names_what_its_command_does_not_make(
    tmp_path: Path,
) -> None:
    assert (
        put_away(
            tmp_path,
            printed("TX-16-escobar", date="2026-12-01", design="constituent"),
            printed("AZ-sen-kelly"),
        )
        == ()
    )
    earlier = put_away(
        tmp_path,
        printed("TX-34-gonzalez"),
        Outcome("X", "TX-16-escobar", "failed", message="no room"),
    )
    assert earlier == ("AZ-sen-kelly", "TX-16-escobar")
    note = (tmp_path / "README.txt").read_text("utf-8")
    assert (
        "3 letters of the campaign “wells”:\n"
        "  2 dated November 24, 2026, in the design “organization”;\n"
        "  1 dated December 1, 2026, in the design “constituent”.\n"
    ) in note
    assert (
        "\nOf earlier runs, and not made by the command below:\n  AZ-sen-kelly.pdf\n  "
        "TX-16-escobar.pdf\n"
    ) in note
    many = [printed(f"TX-{number:02}") for number in range(60)]
    put_away(tmp_path, *many)
    put_away(tmp_path, printed("AZ-sen-kelly"))
    assert "  and 12 more: index.csv has the date of each\n" in (tmp_path / "README.txt").read_text(
        "utf-8"
    )


def test_the_command_of_a_plain_run_is_plain(tmp_path: Path) -> None:
    put_away(tmp_path, options=BuildOptions("wells", datetime.date(2026, 12, 1)))
    assert (
        (tmp_path / "README.txt")
        .read_text("utf-8")
        .endswith("\n  letters build wells --date 2026-12-01\n")
    )


def test_what_a_killed_run_noted_counts_and_a_torn_row_does_not(tmp_path: Path) -> None:
    put_away(tmp_path, printed("TX-16-escobar", fingerprint="old"))
    (tmp_path / "AZ-sen-kelly.pdf").write_bytes(b"AZ-sen-kelly")
    with index_csv.noted(tmp_path) as note:
        note(printed("TX-16-escobar", fingerprint="new"))
        note(printed("AZ-sen-kelly"))
        note(printed("gone"))
    notes = tmp_path / index_csv.SO_FAR
    assert notes.stat().st_mode & 0o777 == 0o600
    notes.write_bytes(notes.read_bytes()[:-30])
    assert {stem: known.fingerprint for stem, known in index_csv.read(tmp_path).items()} == {
        "TX-16-escobar": "new",
        "AZ-sen-kelly": "f1",
    }
    put_away(tmp_path)
    assert not notes.exists()
    assert [row["fingerprint"] for row in rows(tmp_path)] == ["f1", "new"]
    with pytest.raises(CannotWriteError), index_csv.noted(tmp_path / "nowhere"):
        pass


def test_the_last_build_is_known_by_what_was_asked_for(tmp_path: Path) -> None:
    options = BuildOptions(
        "wells",
        DAY,
        filters=("TX", "AZ"),
        recipient_files=(Path("recipients/a.yaml").absolute(), Path("/elsewhere/b.yaml")),
        design="constituent",
        sender=Path("me.yaml").absolute(),
        allow_ended=True,
        via="district",
        act_by=DAY,
        mapping=(("story", "Why I care"),),
        supporters=Path("people.csv").absolute(),
    )
    put_away(tmp_path, options=options)
    assert str(Path().absolute()) not in (tmp_path / "built.json").read_text("utf-8")
    assert output_folder.last_options(tmp_path, campaign="wells", root=Path().absolute()) == options
    (tmp_path / "built.json").write_text('{"campaign": "wells"}')
    with pytest.raises(output_folder.NothingBuiltError, match="letters build wells"):
        output_folder.last_options(tmp_path, campaign="wells", root=tmp_path)
