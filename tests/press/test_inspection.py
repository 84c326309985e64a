from collections.abc import Sequence

from generator.models.campaign import Argument
from generator.press.inspection import audit_all
from tests.support.campaigns import LETTER, argument, campaign, press
from tests.support.people import representative

ESCOBAR = representative()
WRONG = "I know of 77 dry wells.\n\n{{ arguments }}\n\n{{ asks }}\n"


def audited(*arguments: Argument, person_letter: str = LETTER) -> Sequence[tuple[str, str, int]]:
    """The problems of a campaign that an organization signs: code, file and line."""
    printer = press(campaign(argument("one"), *arguments, person_letter=person_letter))
    found = audit_all(printer, [printer.order(ESCOBAR)])
    return [(one.code, one.file, one.line) for one in found if one.code == "untraced"]


def test_a_letter_that_no_one_signs_yet_is_audited() -> None:
    assert audited(person_letter=WRONG) == [("untraced", "letter-person.md", 1)]


def test_an_argument_for_persons_is_audited_though_an_organization_signs() -> None:
    wrong = argument("two", "I know of 78 dry wells, said {{ sender.name }}.", voice="person")
    assert audited(wrong) == [("untraced", "arguments/two.md", 4)]


def test_an_argument_for_persons_is_tried_in_a_letter_of_a_person() -> None:
    words = "{% if sender.organization %}We know of 79 wells.{% else %}I know.{% endif %}"
    assert audited(argument("two", words, voice="person")) == []
