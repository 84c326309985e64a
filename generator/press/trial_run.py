"""Some letters printed into nowhere before a run, to see whether the design works and the longest letters fit their pages."""

from collections.abc import Sequence
from dataclasses import dataclass

from generator.errors import DesignIsWrongError, FilesAreWrongError, LettersError
from generator.ledger.outcomes import Outcome
from generator.press.letter import LetterPrinter, Order, failed

TRIED = 8
"""Letters in succession that must be good before the others, which are shorter, are taken on trust: half a second's work."""
MOST = 10
"""Letters that fail before the rehearsal is given up."""


@dataclass(frozen=True)
class Rehearsal:
    """How many letters were tried, the longest first, and what became of those that cannot be printed."""

    tried: int
    failed: tuple[Outcome, ...]


def rehearse(press: LetterPrinter, orders: Sequence[Order]) -> Rehearsal:
    """The longest letters laid out, written and read back as for printing, and thrown away.

    Raises FilesAreWrongError for what is wrong in the design.
    """
    fewest = press.campaign.settings.min_arguments
    tried, good = 0, 0
    bad: list[Outcome] = []
    for order in sorted(orders, key=lambda order: -_length(order, fewest=fewest)):
        if good == TRIED or len(bad) == MOST:
            break
        tried, good = tried + 1, good + 1
        try:
            press.proof(order)
        except DesignIsWrongError as error:
            raise FilesAreWrongError(error.problems) from error
        except LettersError as error:
            bad.append(failed(order, error))
            good = 0
    return Rehearsal(tried, tuple(bad))


def _length(order: Order, *, fewest: int) -> int:
    """Characters of the letter with the fewest arguments: what no page can do without."""
    kept = {f"argument:{name}" for name in order.selection.argument_ids[:fewest]}
    blocks = (
        block
        for block in order.letter.statement
        if block.part in kept or not block.part.startswith("argument:")
    )
    return sum(len(run.text) for block in blocks for item in block.items for run in item)
