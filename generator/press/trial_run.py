"""Prints some letters before a run without keeping them, to find a broken design or a full page."""

from collections.abc import Sequence
from dataclasses import dataclass

from generator.errors import DesignIsWrongError, FilesAreWrongError, LettersError
from generator.ledger.outcomes import Outcome
from generator.models.letter import OWN_WORDS_PART
from generator.press.letter import LetterPrinter, Order, failed

TRIED = 8
"""The trial ends after so many good letters in succession: the others are shorter, so they fit too.

Chosen by hand: they take half a second.
"""
MOST = 10
"""The trial ends after so many failures, because more would show the same cause."""


@dataclass(frozen=True)
class Rehearsal:
    """The number of letters tried, the longest first, and the outcomes of the failed ones."""

    tried: int
    failed: tuple[Outcome, ...]


def rehearse(press: LetterPrinter, orders: Sequence[Order]) -> Rehearsal:
    """Lays out and reads back the longest letters, without writing a file; returns the failures.

    Raises FilesAreWrongError with the problems of the design.
    """
    fewest = press.campaign.settings.min_arguments
    tried = good = 0
    bad: list[Outcome] = []
    for order in sorted(orders, key=lambda order: -_length(order, fewest=fewest)):
        if good == TRIED or len(bad) == MOST:
            break
        tried += 1
        good += 1
        try:
            press.proof(order)
        except DesignIsWrongError as error:
            raise FilesAreWrongError(error.problems) from error
        except LettersError as error:
            bad.append(failed(order, error))
            # Begun again: the letters after a failure are about as long, and may fail too.
            good = 0
    return Rehearsal(tried, tuple(bad))


def _length(order: Order, *, fewest: int) -> int:
    """Returns the characters of the letter with the fewest arguments, which must fit its pages."""
    # A letter drops its further arguments by itself, so that they can make no letter too long.
    kept = {f"argument:{name}" for name in order.selection.argument_ids[:fewest]}
    return sum(
        len(block.text)
        for block in order.letter.statement
        # Own words make no letter too long either: with them it may take more pages.
        if block.part in kept or not block.part.startswith(("argument:", OWN_WORDS_PART))
    )
