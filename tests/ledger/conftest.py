"""A ledger of four mailpieces."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.ledger.book import Ledger, open_ledger
from tests.support.ledger_runs import NOW, pieces


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """A ledger of four mailpieces of two people."""
    with open_ledger(tmp_path) as opened:
        opened.compose(pieces(2), at=NOW)
        yield opened
