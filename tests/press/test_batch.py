import hashlib
import multiprocessing
import os
import signal
import string
from collections.abc import Sequence
from pathlib import Path

import pytest

from generator.ledger import index_csv
from generator.ledger.outcomes import Outcome
from generator.models.campaign import Campaign
from generator.press import batch
from generator.press.letter import LetterPrinter, Order
from tests.support.campaigns import argument, campaign, press
from tests.support.people import representative

pytestmark = pytest.mark.slow

MANY = 16
"""Enough for a pool."""
PEOPLE = tuple(
    representative(
        id=f"P{number:06}", district=number, last=f"Member{letter}", full=f"Ann Member{letter}"
    )
    for number, letter in zip(range(1, MANY + 1), string.ascii_uppercase, strict=False)
)
CAMPAIGN = campaign(argument("one", 'There were {{ figure("wells") }} wells.'))


def orders_of(shop: LetterPrinter, number: int = MANY) -> list[Order]:
    return [shop.order(person) for person in PEOPLE[:number]]


def printed(
    folder: Path, *, made: Campaign = CAMPAIGN, number: int = MANY, jobs: int = 1
) -> list[Outcome]:
    """The outcomes of a whole run, its index left in the folder."""
    shop = press(made)
    folder.mkdir(exist_ok=True)
    outcomes = list(
        batch.print_all(orders_of(shop, number), batch.PrintContext(shop, folder), jobs=jobs)
    )
    index_csv.write(folder, outcomes)
    return outcomes


def statuses(outcomes: Sequence[Outcome]) -> dict[str, int]:
    return {
        status: sum(outcome.status == status for outcome in outcomes)
        for status in {outcome.status for outcome in outcomes}
    }


def letters_in(folder: Path) -> dict[str, bytes]:
    return {
        path.name: path.read_bytes()
        for path in sorted(folder.iterdir())
        if path.name != index_csv.NAME
    }


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of letters printed one after the other."""
    folder = tmp_path_factory.mktemp("finished")
    assert statuses(printed(folder)) == {"printed": MANY}
    return folder


def test_several_processes_print_the_same_bytes_as_one(finished: Path, tmp_path: Path) -> None:
    outcomes = printed(tmp_path, jobs=2)
    assert statuses(outcomes) == {"printed": MANY}
    assert letters_in(tmp_path) == letters_in(finished)
    for outcome in outcomes:
        assert (
            hashlib.sha256((tmp_path / f"{outcome.stem}.pdf").read_bytes()).hexdigest()
            == outcome.sha256
        )


def test_the_letters_are_the_same_for_any_number_of_letters_and_processes(
    finished: Path, tmp_path: Path
) -> None:
    assert letters_in(finished).items() >= letters_in_run(tmp_path, number=3, jobs=4).items()


def letters_in_run(folder: Path, *, number: int, jobs: int) -> dict[str, bytes]:
    assert statuses(printed(folder, number=number, jobs=jobs)) == {"printed": number}
    return letters_in(folder)


# ---------------------------------------------------------------- nothing is printed twice


def test_what_is_printed_and_unchanged_is_not_printed_again(finished: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in finished.glob("*.pdf")}
    assert len(before) == MANY
    outcomes = printed(finished)
    assert statuses(outcomes) == {"unchanged": MANY}
    assert {path: path.stat().st_mtime_ns for path in finished.glob("*.pdf")} == before
    assert all(
        outcome.arguments == ("one",) and outcome.findings == ("wells",) and outcome.pages == 1
        for outcome in outcomes
    )


def test_a_letter_that_is_gone_or_was_changed_is_printed_again(tmp_path: Path) -> None:
    printed(tmp_path, number=3)
    good = letters_in(tmp_path)
    first, second, _ = sorted(tmp_path.glob("*.pdf"))
    first.unlink()
    second.write_bytes(second.read_bytes()[:1000])
    outcomes = printed(tmp_path, number=3)
    assert statuses(outcomes) == {"printed": 2, "unchanged": 1}
    assert letters_in(tmp_path) == good


def test_a_word_that_changed_prints_the_letters_that_say_it_again(tmp_path: Path) -> None:
    printed(tmp_path, number=3)
    changed = campaign(
        argument(
            "one",
            (
                '{% if recipient.district == "2" %}Indeed there{% else %}There{% endif %} were '
                '{{ figure("wells") }} wells.'
            ),
        )
    )
    outcomes = printed(tmp_path, made=changed, number=3)
    assert [outcome.stem for outcome in outcomes if outcome.status == "printed"] == [
        "TX-02-memberb"
    ]


def test_an_index_of_nonsense_prints_everything_again(tmp_path: Path) -> None:
    printed(tmp_path, number=2)
    (tmp_path / index_csv.NAME).write_text(
        "recipient,file\nP000001,../../etc/passwd\n", encoding="utf-8"
    )
    assert statuses(printed(tmp_path, number=2)) == {"printed": 2}


# ---------------------------------------------------------------- failures


def test_a_letter_that_fails_does_not_keep_the_others_from_being_printed(tmp_path: Path) -> None:
    made = campaign(
        argument("one", '{% if recipient.district == "2" %}\N{SLICE OF PIZZA}{% endif %} Wells.')
    )
    outcomes = printed(tmp_path, made=made, number=3)
    assert statuses(outcomes) == {"printed": 2, "failed": 1}
    assert len(list(tmp_path.glob("*.pdf"))) == 2


@pytest.mark.slow
def test_a_killed_process_fails_its_letters_and_loses_no_letter(
    finished: Path, tmp_path: Path
) -> None:
    shop = press(CAMPAIGN)
    run = batch.print_all(orders_of(shop), batch.PrintContext(shop, tmp_path), jobs=2)
    outcomes = [next(run)]
    workers = multiprocessing.active_children()
    assert workers
    for worker in workers:
        assert worker.pid is not None
        os.kill(worker.pid, signal.SIGKILL)
    outcomes += run

    assert sorted(outcome.stem for outcome in outcomes) == sorted(
        order.letter.stem for order in orders_of(shop)
    )
    failed = [outcome for outcome in outcomes if outcome.status == "failed"]
    assert failed
    assert all("run the same command to go on" in outcome.message for outcome in failed)
    assert {outcome.recipient for outcome in failed} <= {person.id for person in PEOPLE}
    whole = letters_in(finished)
    for outcome in outcomes:
        if outcome.status == "printed":
            assert (tmp_path / f"{outcome.stem}.pdf").read_bytes() == whole[f"{outcome.stem}.pdf"]
    for path in tmp_path.glob("*.pdf"):
        assert path.read_bytes() == whole[path.name]

    index_csv.write(tmp_path, (one for one in outcomes if one.status == "printed"))
    assert set(statuses(printed(tmp_path))) == {"printed", "unchanged"}
    assert {
        name: data for name, data in letters_in(tmp_path).items() if name.endswith(".pdf")
    } == whole


def test_ctrl_c_is_not_heard_by_the_processes_that_print(tmp_path: Path) -> None:
    shop = press(CAMPAIGN)
    run = batch.print_all(orders_of(shop), batch.PrintContext(shop, tmp_path), jobs=2)
    outcomes = [next(run)]
    workers = multiprocessing.active_children()
    assert workers
    for worker in workers:
        assert worker.pid is not None
        os.kill(worker.pid, signal.SIGINT)
    outcomes += run
    assert statuses(outcomes) == {"printed": MANY}


def test_a_caller_that_stops_iterating_stops_the_processes(tmp_path: Path) -> None:
    shop = press(CAMPAIGN)
    run = batch.print_all(orders_of(shop), batch.PrintContext(shop, tmp_path), jobs=2)
    next(run)
    run.close()  # type: ignore[attr-defined]  # a generator, as print_all is written
    assert multiprocessing.active_children() == []
    assert len(list(tmp_path.glob("*.pdf"))) < MANY
