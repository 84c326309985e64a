"""Batches: what was put together, and what left."""

from pathlib import Path

import pytest

from generator.ledger.batches import (
    Batch,
    batches,
    leave_batches,
    next_names,
    record_batches,
    unmarked,
)
from generator.ledger.book import Ledger
from generator.ledger.counting import status
from generator.ledger.errors import NoSuchPieceError
from generator.ledger.marking import Selector, mark
from tests.support.ledger_runs import NOW
from tests.support.ledger_steps import LATER, OTHER, PIECE, history, printed


def test_a_batch_is_in_the_house_until_it_is_said_to_be_mailed(ledger: Ledger) -> None:
    printed(ledger, PIECE.key, OTHER.key)
    first = Batch("run-001", frozenset({(PIECE.key, "5" * 64), (OTHER.key, "5" * 64)}))
    second = Batch("run-002", frozenset({(OTHER.key, "6" * 64)}))
    record_batches(ledger, [first, second], at=LATER)
    assert batches(ledger) == (first, second)
    assert first.keys == {PIECE.key, OTHER.key}
    assert unmarked(ledger) == {"run-001": 2, "run-002": 1}
    assert status(ledger).stages == {"composed": 2, "printed": 2}
    mark(ledger, Selector("batch", "run-002"), what="mailed", when=LATER)
    assert unmarked(ledger) == {"run-001": 1}
    mark(ledger, Selector("batch", "run-001"), what="mailed", when=LATER)
    assert unmarked(ledger) == {}


def test_a_batch_is_recorded_whole_or_not_at_all(ledger: Ledger) -> None:
    with pytest.raises(NoSuchPieceError):
        record_batches(
            ledger, [Batch("run-001", frozenset({(PIECE.key, "5"), ("zzz", "5")}))], at=LATER
        )
    assert batches(ledger) == ()


@pytest.fixture
def written(ledger: Ledger, tmp_path: Path) -> Ledger:
    """A batch of two letters, each in a message of its own."""
    printed(ledger, PIECE.key, OTHER.key)
    (tmp_path / "outbox").mkdir()
    messages = {PIECE.key: "outbox/a.eml", OTHER.key: "outbox/b.eml"}
    for file in messages.values():
        (tmp_path / file).write_text("a message")
    letters = frozenset({(PIECE.key, "5" * 64), (OTHER.key, "5" * 64)})
    record_batches(ledger, [Batch("outbox-001", letters, messages)], at=NOW)
    return ledger


def test_a_letter_whose_message_was_removed_leaves_its_batch(written: Ledger) -> None:
    assert leave_batches(written, {"outbox/a.eml"}, at=LATER) == {"outbox-001": 1}
    assert leave_batches(written, {"outbox/a.eml"}, at=LATER) == {}
    assert unmarked(written) == {"outbox-001": 1}
    assert [(row["step"], row["at"]) for row in history(written) if row["key"] == PIECE.key][
        -2:
    ] == [
        ("assembled", "2026-11-24"),
        ("left batch", "2026-12-01"),
    ]
    assert mark(written, Selector("batch", "outbox-001"), what="sent", when=LATER).done == (
        OTHER.key,
    )
    assert status(written).stages == {"composed": 2, "printed": 1, "e-mailed": 1}
    # What was sent stays sent, whatever becomes of the file.
    assert leave_batches(written, {"outbox/b.eml"}, at=LATER) == {}


def test_a_batch_that_all_letters_left_keeps_its_name(written: Ledger) -> None:
    leave_batches(written, {"outbox/a.eml", "outbox/b.eml"}, at=LATER)
    (empty,) = batches(written)
    assert (empty.name, empty.letters) == ("outbox-001", frozenset())
    (again,), is_new = next_names([empty], [frozenset({(PIECE.key, "5" * 64)})], kind="outbox")
    assert (again.name, is_new) == ("outbox-002", True)
    with pytest.raises(NoSuchPieceError):
        mark(written, Selector("batch", "outbox-001"), what="sent", when=LATER)


def test_a_message_that_the_user_deleted_is_not_counted_as_sent(
    written: Ledger, tmp_path: Path
) -> None:
    (tmp_path / "outbox/a.eml").unlink()
    marked = mark(written, Selector("batch", "outbox-001"), what="sent", when=LATER)
    assert (marked.done, list(marked.refused)) == ((OTHER.key,), [PIECE.key])
    assert "its message is not there any more (outbox/a.eml)" in marked.refused[PIECE.key]
    # The user knows better.
    assert mark(written, Selector("key", PIECE.key), what="sent", when=LATER).done == (PIECE.key,)
