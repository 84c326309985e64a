"""The text and the web page next to a PDF: written with it, missed, renewed and removed."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from generator.ledger import index_csv
from generator.ledger.outcomes import Outcome
from generator.models.campaign import Campaign
from generator.models.fields import LetterFormat
from generator.press import batch, text_formats
from generator.press.text_formats import TextLosesWordsError
from tests.support.campaigns import argument, campaign, press
from tests.support.people import representative, senator

pytestmark = pytest.mark.slow

ALL: tuple[LetterFormat, ...] = ("pdf", "txt", "html")
WELLS = 'By {{ date("wells") }}, the survey had counted {{ figure("wells") }} wells.'
CAMPAIGN = campaign(argument("one", WELLS), argument("two"), asks=["end", "back"])


def built(
    folder: Path, formats: tuple[LetterFormat, ...] = ALL, *, made: Campaign = CAMPAIGN
) -> dict[str, str]:
    """Prints two letters into the folder and its index; returns the status of each."""
    shop = press(made)
    context = batch.PrintContext(shop, folder, formats=formats)
    orders = [shop.order(person) for person in (representative(), senator())]
    outcomes = list(batch.print_all(orders, context, jobs=1))
    index_csv.write(folder, outcomes)
    return {outcome.stem: outcome.status for outcome in outcomes}


def files(folder: Path) -> Mapping[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.suffix != ".csv"}


def test_a_build_writes_three_files_of_a_letter_for_its_owner_alone(tmp_path: Path) -> None:
    stems = built(tmp_path)
    assert set(stems.values()) == {"printed"}
    assert set(files(tmp_path)) == {f"{stem}.{ending}" for stem in stems for ending in ALL}
    assert {path.stat().st_mode & 0o777 for path in tmp_path.iterdir()} == {0o600}
    text = (tmp_path / "TX-16-escobar.txt").read_text("utf-8")
    assert text.startswith("Subject: Wells of the valley: end the pumping\nTo: The Honorable ")
    assert "the survey had counted" in (tmp_path / "TX-16-escobar.html").read_text("utf-8")


def test_a_second_build_changes_nothing_and_a_missing_or_changed_file_is_written_again(
    tmp_path: Path,
) -> None:
    [stem, other] = built(tmp_path)
    before = files(tmp_path)
    assert built(tmp_path) == {stem: "unchanged", other: "unchanged"}
    (tmp_path / f"{stem}.txt").unlink()
    assert built(tmp_path) == {stem: "printed", other: "unchanged"}
    (tmp_path / f"{other}.html").write_text("<p>another</p>")
    assert built(tmp_path) == {stem: "unchanged", other: "printed"}
    assert files(tmp_path) == before


def test_letters_printed_before_get_a_text_without_being_printed_again(tmp_path: Path) -> None:
    [stem, _] = built(tmp_path, ("pdf",))
    at = (tmp_path / f"{stem}.pdf").stat().st_mtime_ns
    assert set(built(tmp_path, ("pdf", "txt")).values()) == {"printed"}
    assert (tmp_path / f"{stem}.txt").exists()
    assert (tmp_path / f"{stem}.pdf").stat().st_mtime_ns == at


def test_a_text_has_the_arguments_that_its_page_had_room_for(tmp_path: Path) -> None:
    many = [
        argument(f"argument-{index}", f"Argument {index}. " + "The wells went dry. " * 35)
        for index in range(7)
    ]
    made = campaign(*many, max_arguments=7)
    built(tmp_path, made=made)
    whole = files(tmp_path)
    outcome: Outcome = index_csv.read(tmp_path)["TX-16-escobar"]
    assert outcome.dropped
    for name in (*outcome.arguments, *outcome.dropped):
        stands = f"Argument {name[-1]}." in whole["TX-16-escobar.txt"].decode()
        assert stands is (name in outcome.arguments)
    assert set(built(tmp_path, made=made).values()) == {"unchanged"}


def test_a_letter_printed_with_other_words_leaves_no_old_text_next_to_it(tmp_path: Path) -> None:
    built(tmp_path)
    changed = campaign(argument("one", "Quite different sentences."), asks=["end"])
    assert set(built(tmp_path, ("pdf", "html"), made=changed).values()) == {"printed"}
    assert {path.suffix for path in tmp_path.iterdir()} == {".csv", ".pdf", ".html"}
    assert "Quite different" in (tmp_path / "TX-16-escobar.html").read_text("utf-8")


def test_a_text_that_loses_words_is_not_written_and_the_letter_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As a mistake in the program would: an ask is left out.
    forms = dict(text_formats._FORMS)  # noqa: SLF001 - there is no right letter whose text fails
    make, read, label = forms["txt"]
    forms["txt"] = (lambda letter: make(letter).replace("End the pumping.", ""), read, label)
    monkeypatch.setattr(text_formats, "_FORMS", forms)
    with pytest.raises(TextLosesWordsError, match=r"the ask is not .*: “End the pumping\.”"):
        text_formats.texts(press(CAMPAIGN).order(representative()).letter, ALL)
    assert set(built(tmp_path).values()) == {"failed"}
    assert list(files(tmp_path)) == []
