import hashlib
import os
import pickle
import resource
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from generator.errors import CannotWriteError, FilesAreWrongError, LetterTooLongError
from generator.files.whole import write_whole
from generator.ledger.outcomes import Report
from generator.letter import envelopes
from generator.letter.design import load_design
from generator.models.campaign import Campaign
from generator.press import batch
from generator.press.letter import LetterPrinter
from tests.support.campaigns import GROUND, LETTER, ROOT, argument, campaign, press
from tests.support.letters_for_tests import PERSON
from tests.support.pages import text_of
from tests.support.people import representative, senator

pytestmark = pytest.mark.slow

ESCOBAR = representative()
LONG = (
    "The wells of the valley have gone dry, one after another, and nobody has "
    "counted them in years. "
) * 9
"""A sixth of a page or so."""


def arguments_that_fill(number: int, *, times: int = 1) -> Campaign:
    """A campaign of so many long arguments, the first the weightiest, `times` as long."""
    many = [
        argument(f"argument-{index}", f"Argument {index}. {LONG * times}", weight=90 - index)
        for index in range(number)
    ]
    return campaign(*many, max_arguments=number)


@pytest.fixture(scope="module")
def crowded() -> LetterPrinter:
    """A press whose letters have more arguments than fit a page."""
    return press(arguments_that_fill(7))


# ---------------------------------------------------------------- a page


def test_a_letter_that_fits_is_printed_as_it_was_ordered(tmp_path: Path) -> None:
    shop = press(campaign(argument("one")))
    order = shop.order(ESCOBAR)
    outcome = shop.print_letter(order, folder=tmp_path)

    data = (tmp_path / "TX-16-escobar.pdf").read_bytes()
    assert (outcome.recipient, outcome.stem, outcome.status, outcome.pages) == (
        "E000299",
        "TX-16-escobar",
        "printed",
        1,
    )
    assert (outcome.arguments, outcome.dropped, outcome.message, outcome.notice) == (
        ("one",),
        (),
        "",
        "",
    )
    assert outcome.sha256 == hashlib.sha256(data).hexdigest()
    assert outcome.fingerprint == order.fingerprint
    assert "This is the argument called one." in text_of(tmp_path / "TX-16-escobar.pdf")


def test_a_letter_keeps_to_its_page_by_leaving_out_the_lowest_arguments_and_says_which(
    crowded: LetterPrinter, tmp_path: Path
) -> None:
    order = crowded.order(ESCOBAR)
    assert len(order.selection.argument_ids) == 7
    outcome = crowded.print_letter(order, folder=tmp_path)

    assert outcome.status == "printed"
    assert outcome.pages == 1
    assert outcome.dropped
    assert (*outcome.arguments, *outcome.dropped) == order.selection.argument_ids
    text = text_of(tmp_path / f"{outcome.stem}.pdf")
    for name in order.selection.argument_ids:
        assert (f"Argument {name[-1]}." in text) is (name in outcome.arguments)


def test_no_argument_is_left_out_that_would_have_fitted(crowded: LetterPrinter) -> None:
    printed = crowded.lay_out(crowded.order(ESCOBAR))
    kept = len(printed.selection.argument_ids)
    settings = crowded.campaign.settings.model_copy(update={"min_arguments": kept + 1})
    stubborn = LetterPrinter(
        replace(crowded.campaign, settings=settings), design=crowded.design, ground=crowded.ground
    )
    with pytest.raises(
        LetterTooLongError,
        match=f"TX-16 Veronica Escobar: 2 pages even with {kept + 1} arguments, 1 allowed: shorten",
    ):
        stubborn.lay_out(stubborn.order(ESCOBAR))


def test_the_reasons_of_the_printed_letter_say_what_the_page_had_no_room_for(
    crowded: LetterPrinter,
) -> None:
    printed = crowded.lay_out(crowded.order(ESCOBAR))
    out = {
        choice.id: choice.reason for choice in printed.selection.arguments if not choice.included
    }
    assert tuple(out) == printed.dropped
    assert set(out.values()) == {"for everyone; but the page is full and it ranks last"}


def test_a_letter_that_is_too_long_with_the_fewest_arguments_fails_and_leaves_no_file(
    tmp_path: Path,
) -> None:
    shop = press(arguments_that_fill(2, times=5))
    outcome = shop.print_letter(shop.order(ESCOBAR), folder=tmp_path)
    assert outcome.status == "failed"
    assert outcome.message == (
        "2 pages even with 1 argument, 1 allowed: "
        "shorten letter.md or an argument, or in campaign.yaml lower min_arguments or "
        "raise max_pages"
    )
    none = press(campaign(argument("one"), letter="Long words. " * 400 + LETTER, min_arguments=0))
    assert none.print_letter(none.order(ESCOBAR), folder=tmp_path).message == (
        "2 pages even without arguments, 1 allowed: shorten letter.md, or raise "
        "max_pages in campaign.yaml"
    )
    assert list(tmp_path.iterdir()) == []


def of_two_pages(made: Campaign, **settings: object) -> Campaign:
    """The campaign with letters of two pages."""
    two = made.settings.model_copy(update={"max_pages": 2, **settings})
    return replace(made, settings=two)


def test_a_campaign_that_asks_first_may_have_more_pages_and_leaves_less_out(tmp_path: Path) -> None:
    made = of_two_pages(arguments_that_fill(7))
    first, _, rest = LETTER.partition("{{ arguments }}\n\n")
    asks, _, last = rest.partition("Thank you")
    text = f"{first}{asks}{{{{ arguments }}}}\n\nThank you{last}"
    shop = press(replace(made, letter=replace(made.letter, text=text)))
    outcome = shop.print_letter(shop.order(ESCOBAR), folder=tmp_path)
    assert (outcome.status, outcome.pages, outcome.dropped) == ("printed", 2, ())


def test_a_letter_of_two_pages_leaves_out_what_pushes_its_asks_from_the_first(
    tmp_path: Path,
) -> None:
    shop = press(of_two_pages(arguments_that_fill(7)))
    outcome = shop.print_letter(shop.order(ESCOBAR), folder=tmp_path)
    assert outcome.status == "printed"
    assert (*outcome.arguments, *outcome.dropped) == shop.order(ESCOBAR).selection.argument_ids
    assert "End the pumping." in text_of(tmp_path / "TX-16-escobar.pdf").partition("\f")[0]
    kept = len(outcome.arguments)
    stubborn = press(of_two_pages(arguments_that_fill(7), min_arguments=kept + 1))
    (tmp_path / "TX-16-escobar.pdf").unlink()
    refused = stubborn.print_letter(stubborn.order(ESCOBAR), folder=tmp_path)
    assert refused.status == "failed"
    assert refused.message.startswith("page 1 does not say what is asked for (“End the pumping.”)")
    assert "in letter.md put {{ asks }} before {{ arguments }}" in refused.message
    assert list(tmp_path.iterdir()) == []


def test_a_page_that_cannot_be_typeset_is_a_failure_of_that_letter_alone(tmp_path: Path) -> None:
    shop = press(campaign(argument("one", "Wells \N{SLICE OF PIZZA}.")))
    outcome = shop.print_letter(shop.order(ESCOBAR), folder=tmp_path)
    assert outcome.status == "failed"
    assert "SLICE OF PIZZA" in outcome.message
    assert list(tmp_path.iterdir()) == []


def test_words_that_do_not_render_stop_the_order() -> None:
    with pytest.raises(FilesAreWrongError):
        press(campaign(argument("one", "{{ wells }}"))).order(ESCOBAR)


def test_reports_an_address_that_the_window_would_cut(tmp_path: Path) -> None:
    shop = press(campaign(argument("one")), design="organization-window")
    window = envelopes.load(ROOT / "templates" / "envelopes.yaml")["number-10-single-window"]
    order = shop.order(ESCOBAR)
    assert shop.print_letter(order, folder=tmp_path, envelope=window).notice == ""
    wide = shop.order(
        representative(
            address_lines=(
                "The Honorable Veronica Escobar",
                "Ranking Member of a Committee whose Name does not End Soon Enough",
            )
        )
    )
    assert "print the envelope" in shop.print_letter(wide, folder=tmp_path, envelope=window).notice
    plain = window.model_copy(update={"window": None})
    assert shop.print_letter(wide, folder=tmp_path, envelope=plain).notice == ""


# ---------------------------------------------------------------- fingerprints


def test_the_fingerprint_is_that_of_the_words_the_design_and_the_room() -> None:
    made = campaign(argument("one"))
    mark = press(made).order(ESCOBAR).fingerprint
    assert press(campaign(argument("one"))).order(ESCOBAR).fingerprint == mark
    others = (
        press(campaign(argument("one", "Other words."))).order(ESCOBAR),
        press(made).order(senator()),
        press(made, design="constituent").order(ESCOBAR),
        press(campaign(argument("one"), max_pages=2)).order(ESCOBAR),
        press(campaign(argument("one"), min_arguments=0)).order(ESCOBAR),
    )
    assert len({mark, *(order.fingerprint for order in others)}) == len(others) + 1


def test_a_press_goes_to_another_process_without_what_it_has_made() -> None:
    shop = press(campaign(argument("one")))
    printed = shop.lay_out(shop.order(ESCOBAR)).layout.write()
    sent: LetterPrinter = pickle.loads(pickle.dumps(shop.fresh()))  # noqa: S301 - our own bytes
    assert sent.lay_out(sent.order(ESCOBAR)).layout.write() == printed


# ---------------------------------------------------------------- files, whole or not at all


def test_a_file_is_written_whole_and_in_place_of_the_old_one(tmp_path: Path) -> None:
    path = tmp_path / "letter.pdf"
    path.write_bytes(b"old")
    write_whole(path, b"new")
    assert path.read_bytes() == b"new"
    assert path.stat().st_mode & 0o077 == 0
    assert list(tmp_path.iterdir()) == [path]


def test_reports_a_missing_folder(tmp_path: Path) -> None:
    with pytest.raises(
        CannotWriteError,
        match=(
            r"cannot write .*letter\.pdf: No such file or directory: choose another folder, "
            r"with --out"
        ),
    ):
        write_whole(tmp_path / "nowhere" / "letter.pdf", b"words")


def test_reports_a_folder_in_the_place_of_the_file_and_leaves_nothing_behind(
    tmp_path: Path,
) -> None:
    (tmp_path / "letter.pdf").mkdir()
    with pytest.raises(CannotWriteError, match="Is a directory"):
        write_whole(tmp_path / "letter.pdf", b"words")
    assert [path.name for path in tmp_path.iterdir()] == ["letter.pdf"]


def test_a_file_that_breaks_off_leaves_the_old_one_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "letter.pdf"
    path.write_bytes(b"old")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, hard))
    try:
        with pytest.raises(CannotWriteError, match="File too large"):
            write_whole(path, b"x" * 200_000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def mounted(folder: Path, options: str) -> Iterator[Path]:
    """A disk of its own in the folder; skips where none can be mounted."""
    folder.mkdir(exist_ok=True)
    command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
    if (
        os.geteuid() != 0
        or not shutil.which("mount")
        or subprocess.run(command, check=False, capture_output=True).returncode
    ):
        pytest.skip("no disk can be mounted here (that takes root)")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)  # noqa: S607


@pytest.fixture
def full_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk with room for a small letter only."""
    yield from mounted(tmp_path / "disk", "size=8k")


@pytest.fixture
def read_only(tmp_path: Path) -> Iterator[Path]:
    """A folder that nobody may write to, root included."""
    yield from mounted(tmp_path / "disk", "ro")


def test_a_full_disk_fails_the_letter_and_keeps_what_was_there(full_disk: Path) -> None:
    (full_disk / "TX-16-escobar.pdf").write_bytes(b"old")
    shop = press(campaign(argument("one")))
    outcome = shop.print_letter(shop.order(ESCOBAR), folder=full_disk)
    assert outcome.status == "failed"
    assert outcome.message.endswith(
        "TX-16-escobar.pdf: No space left on device: make room on the disk, and run "
        "the same command to go on; "
        "what was finished before is whole"
    )
    assert outcome.stops
    assert [path.name for path in full_disk.iterdir()] == ["TX-16-escobar.pdf"]
    assert (full_disk / "TX-16-escobar.pdf").read_bytes() == b"old"


def test_a_full_disk_stops_the_run_at_the_first_letter(full_disk: Path) -> None:
    shop = batch.PrintContext(press(campaign(argument("one"))), full_disk)
    orders = [shop.press.order(ESCOBAR, stem=stem) for stem in ("a", "b", "c")]
    outcomes = list(batch.print_all(orders, shop, jobs=1))
    assert [(outcome.stem, outcome.status) for outcome in outcomes] == [("a", "failed")]
    assert Report(outcomes).is_cut_short


def test_a_read_only_folder_fails_the_letter(read_only: Path) -> None:
    shop = press(campaign(argument("one")))
    outcome = shop.print_letter(shop.order(ESCOBAR), folder=read_only)
    assert outcome.status == "failed"
    assert "Read-only file system" in outcome.message


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_reports_a_read_only_folder(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(CannotWriteError, match="Permission denied"):
        write_whole(tmp_path / "letter.pdf", b"words")


# ---------------------------------------------------------------- sources in one line


def test_a_letter_with_its_sources_in_one_line_calls_no_notes(tmp_path: Path) -> None:
    words = "Of {{ figure('wells') }} wells {{ figure('dry') }} were dry."
    made = campaign(argument("one", words), sender=PERSON)
    for design, notes in (("constituent", 0), ("organization", 1)):
        shop = press(made, design=design)
        order = shop.order(representative())
        assert order.html.count('class="note') == notes
        assert shop.print_letter(order, folder=tmp_path).status == "printed"
        text = " ".join(text_of(tmp_path / f"{order.letter.stem}.pdf").split())
        assert "were dry (over 1,200: December 2023; 45 percent: reported in May 2024). " in text
        source = text.partition("Sincerely,")[2].partition("Source: ")[2]
        assert bool(source) is not bool(notes)
        assert "May 1, 2024, rivers.example/reports/wells" in (source or text)


def test_a_design_that_loses_its_line_of_sources_is_found(tmp_path: Path) -> None:
    made = campaign(argument("one", "Of {{ figure('dry') }} wells."), sender=PERSON)
    shutil.copytree(ROOT / "templates" / "constituent", tmp_path / "bare")
    shutil.copytree(ROOT / "templates" / "common", tmp_path / "common")
    page = tmp_path / "common" / "page.html"
    page.write_text(page.read_text("utf-8").replace("letter.sources", "letter.copies"), "utf-8")
    shop = LetterPrinter(made, design=load_design(tmp_path / "bare"), ground=GROUND)
    outcome = shop.print_letter(shop.order(representative()), folder=tmp_path)
    assert outcome.status == "failed"
    assert "May 1" in outcome.message or "2024 stands" in outcome.message
