"""What a letter asks for, as lists and messages of other places name it."""

from dataclasses import replace

from generator.models.letter import Block
from tests.support.letters_for_tests import FULL, paragraph, runs


def test_requests_are_the_asks_and_those_that_stand_behind_thanks() -> None:
    again = paragraph(
        "Thank you for introducing the Clean Wells Act (H.R. 2662) in 2019. We ask you to "
        "reintroduce it. We ask you to visit us. Thank you for voting for it.",
        part="asks",
    )
    asks = Block("bullets", (runs("End the pumping."), runs("Fund new wells.")), "asks")
    letter = replace(FULL, statement=(paragraph("Hello."), again, asks))
    assert letter.requests == (
        "Reintroduce it.",
        "Visit us.",
        "End the pumping.",
        "Fund new wells.",
    )
    assert replace(FULL, statement=(paragraph("Hello."),)).requests == ()
