"""What the user reports of mailpieces."""

import pytest

from generator.ledger.book import Ledger
from generator.ledger.counting import status
from generator.ledger.errors import NoSuchPieceError
from generator.ledger.marking import Selector, mark
from generator.ledger.types import Claim, FinishedStep
from tests.support.ledger_runs import NOW, pieces
from tests.support.ledger_steps import LATER, OTHER, PIECE, claimed, history, printed


def test_a_batch_is_marked_mailed_once(ledger: Ledger) -> None:
    printed(ledger, PIECE.key, OTHER.key, batch="run-001")
    told = mark(ledger, Selector("batch", "run-001"), what="mailed", when=LATER)
    assert sorted(told.done) == sorted((PIECE.key, OTHER.key))
    assert (
        mark(ledger, Selector("batch", "run-001"), what="mailed", when=LATER).already == told.done
    )
    assert [
        (row["batch"], row["at"]) for row in history(ledger) if row["step"] == "handed over"
    ] == [("run-001", "2026-12-01")] * 2


@pytest.mark.parametrize(
    ("selector", "number"),
    [
        (Selector("recipient", "E000299"), 2),
        (Selector("supporter", "s0"), 2),
        (Selector("key", PIECE.key), 1),
        (Selector("file", f"letters/s0/{PIECE.key}.pdf"), 1),
    ],
)
def test_each_selector_finds_its_mailpieces(
    ledger: Ledger, selector: Selector, number: int
) -> None:
    printed(ledger, *(piece.key for piece in pieces(2)))
    assert len(mark(ledger, selector, what="mailed", when=LATER).done) == number


def test_what_cannot_be_true_is_refused(ledger: Ledger) -> None:
    one = Selector("key", PIECE.key)
    assert mark(ledger, one, what="mailed", when=LATER).refused == {
        PIECE.key: "it has not been printed: build the campaign first"
    }
    assert mark(ledger, one, what="returned", when=LATER).refused == {
        PIECE.key: "it was neither handed over nor e-mailed: mark it mailed first"
    }
    assert mark(ledger, one, what="answered", when=LATER).refused.keys() == {PIECE.key}
    assert mark(ledger, one, what="sent", when=LATER).refused == {
        PIECE.key: "it has not been printed: build the campaign first"
    }
    assert mark(ledger, one, what="not-sent", when=LATER).refused.keys() == {PIECE.key}
    assert len(history(ledger)) == 4
    with pytest.raises(NoSuchPieceError, match="no mailpiece with batch 'run-009'"):
        mark(ledger, Selector("batch", "run-009"), what="mailed", when=LATER)


def test_what_is_uncertain_is_settled_by_the_user(ledger: Ledger) -> None:
    for piece in (PIECE, OTHER):
        claimed(ledger, piece.key)
    assert [(each.key, each.supporter) for each in status(ledger).uncertain] == [
        (key, "s0") for key in sorted((PIECE.key, OTHER.key))
    ]
    mark(
        ledger, Selector("key", PIECE.key), what="sent", when=LATER, note="it is in the sent folder"
    )
    mark(ledger, Selector("key", OTHER.key), what="not-sent", when=LATER)
    assert status(ledger).uncertain == ()
    assert isinstance(ledger.claim(PIECE.key, "e-mailed", at=LATER), FinishedStep)
    assert isinstance(ledger.claim(OTHER.key, "e-mailed", at=LATER), Claim)


def test_an_answer_that_is_none_moves_nothing(ledger: Ledger) -> None:
    for piece in (PIECE, OTHER):
        ledger.settle(claimed(ledger, piece.key), at=NOW)
    mark(ledger, Selector("key", PIECE.key), what="answered", when=LATER, answer="no")
    mark(ledger, Selector("key", OTHER.key), what="answered", when=LATER, answer="no")
    mark(
        ledger,
        Selector("key", OTHER.key),
        what="answered",
        when=LATER,
        answer="acknowledgement",
        note="a form letter",
    )
    now = status(ledger)
    assert now.stages == {"composed": 2, "e-mailed": 1, "answered": 1}
    assert now.answers == {"acknowledgement": 1, "no": 1}
