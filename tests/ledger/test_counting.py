"""How the campaign stands, and its history."""

import re

import pytest

from generator.errors import CannotWriteError
from generator.ledger.book import Ledger, read_ledger
from generator.ledger.counting import status
from generator.ledger.history import export_history
from generator.ledger.marking import Selector, mark
from tests.support.ledger_runs import NOW, pieces
from tests.support.ledger_steps import LATER, PIECE, claimed, history, printed


def test_the_status_counts_each_mailpiece_once(ledger: Ledger) -> None:
    printed(ledger)
    mark(ledger, Selector("key", PIECE.key), what="mailed", when=LATER)
    mark(ledger, Selector("key", PIECE.key), what="returned", when=LATER)
    now = status(ledger)
    assert now.stages == {"composed": 3, "returned": 1}
    assert {line.name: (dict(line.counts), line.total) for line in now.recipients} == {
        "C000001": ({"composed": 2}, 2),
        "E000299": ({"composed": 1, "returned": 1}, 2),
    }
    assert [(line.name, line.total) for line in now.states] == [("TX", 4)]
    assert (now.total, now.forgotten, now.at_work) == (4, 0, False)


def test_a_reader_neither_waits_nor_worries_while_a_run_is_at_work(ledger: Ledger) -> None:
    claimed(ledger)
    with read_ledger(ledger.folder) as reader:
        now = status(reader)
        with pytest.raises(CannotWriteError, match="may not be written to"):
            reader.compose(pieces(3), at=NOW)
    assert (now.at_work, now.uncertain, now.total) == (True, (), 4)
    ledger.close()
    with read_ledger(ledger.folder) as reader:
        assert [each.key for each in status(reader).uncertain] == [PIECE.key]


def test_the_history_names_nobody_and_runs_in_no_spreadsheet(ledger: Ledger) -> None:
    ledger.settle(claimed(ledger), at=NOW, note="=HYPERLINK(1)")
    table = export_history(ledger)
    assert "'=HYPERLINK(1)" in table
    assert not re.search("Sample|Invented|example", table)
    assert {(row["supporter"], row["seat"], row["state"]) for row in history(ledger)} == {
        (who, seat, "TX") for who in ("s0", "s1") for seat in ("TX-16", "TX-sen")
    }
