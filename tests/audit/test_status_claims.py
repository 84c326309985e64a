"""Claims of how a matter stands, without a number: each needs a finding in its sentence."""

from dataclasses import replace

import pytest

from generator.audit.letters import LetterAuditor
from generator.audit.status_claims import status_claims
from generator.letter.compose import Composer
from generator.letter.selection import choose
from generator.models.campaign import Campaign
from generator.models.source import SourceFile
from tests.support.campaigns import DAY, GROUND, SOURCE, argument, campaign
from tests.support.people import representative

CLAIMS = {
    "The program is in force again.": "is in force",
    "It was resumed.": "was resumed",
    "The ban has ended, and nothing took its place.": "has ended",
    "Their right to a hearing is suspended.": "is suspended",
    "The order remains in effect.": "remains in effect",
    "The order remains, for now, in effect.": "now",
    "The program has since been reinstated.": "has since been reinstated",
    "The rule was never formally rescinded.": "was never formally rescinded",
    "The Department currently returns families.": "currently",
    "Today the pumps run day and night.": "Today",
    "The wells now serve no one.": "now",
    "The government still refuses to say.": "still",
    "The agency has the wells guarded to this day.": "to this day",
    "The agency can still return them.": "still",
    "The agency continues to return families today.": "today",
    "It told us that the wells are on hold.": "are on hold",
}
NO_CLAIMS = [
    "The pumping must be ended.",
    "We ask that it not be resumed.",
    "Until the program is ended, no child is safe.",
    "Ask whether the order is in effect.",
    "The court suspended it in 2019.",
    "They were still waiting months later.",
    "Then-Secretary Lee was sworn in.",
    "The now-closed camp had no water.",
    "We now ask for your help.",
    "I still hope to hear from you.",
    "Today, the 30 undersigned organizations ask you to act.",
    "Now is the time to end the pumping.",
    "The time to act is now.",
    "There is still time to stop it.",
    "It is now up to Congress.",
    "You can still change this.",
    "We ask you to stop the pumps now.",
    "Congress has the power to end this today.",
    "Today’s families were not asked.",
    "The end of the program would save money.",
]


@pytest.mark.parametrize("sentence", CLAIMS)
def test_a_claim_of_how_things_stand_is_found(sentence: str) -> None:
    (claim,) = status_claims(f"Water is needed. {sentence} Wells are deep.")
    assert claim.words == CLAIMS[sentence]


@pytest.mark.parametrize("sentence", NO_CLAIMS)
def test_what_claims_nothing_of_today_passes(sentence: str) -> None:
    assert list(status_claims(sentence)) == []


def test_an_imperative_claims_nothing_and_what_it_names_may() -> None:
    assert list(status_claims("End the pumping now.", in_ask=True)) == []
    assert list(status_claims("See that the pumping is ended.", in_ask=True)) == []
    (claim,) = status_claims("Repeal the order that is still in force.", in_ask=True)
    assert claim.words == "still"


# ---------------------------------------------------------------- in finished letters

NOW = {
    "id": "now",
    "claim": "The pumping began again.",
    "as_of": "2023-05",
    "reference": "survey",
}


def saying(words: str, *, cites: tuple[str, ...] = (), ask: str = "End the pumping") -> Campaign:
    findings = [*(one.model_dump() for one in SOURCE.findings), NOW]
    return campaign(
        argument("wells", words, cites=cites),
        source=SourceFile.model_validate({**SOURCE.model_dump(), "findings": findings}),
        asks=[{"recommendation": "end", "text": ask}],
    )


def found(made: Campaign) -> list[tuple[str, str, str]]:
    """Returns the severity, the place and the quoted words of each uncited claim."""
    who = representative()
    letter = Composer(made, on=DAY).letter(who, selection=choose(made, who, ground=GROUND))
    return [
        (one.severity, f"{one.file}:{one.line}", one.message.partition("”")[0].lstrip("“"))
        for one in LetterAuditor(made).problems(letter, recipient=who)
        if one.code == "uncited"
    ]


def test_a_claim_needs_a_finding_in_its_own_sentence() -> None:
    cite, other = '{{ cite("now") }}', "Water is needed"
    assert found(saying(f"{other}.\nThe pumping has resumed.")) == [
        ("warning", "arguments/wells.md:5", "has resumed")
    ]
    for words in (
        f"{other}.\nThe pumping has resumed.\n{other}{cite}.",
        f"{other}{cite}.\nThe pumping has resumed.",
    ):
        assert found(saying(words, cites=("now",))) == [
            ("warning", "arguments/wells.md:5", "has resumed")
        ]
    cited = f"{other}. The pumping has\nresumed{cite}. {other}."
    assert found(saying(cited, cites=("now",))) == []


def test_a_dated_claim_is_traced_by_its_date() -> None:
    dated = 'By {{ date("now") }}, the pumping was resumed. Water is needed{{ cite("now") }}.'
    assert found(saying(dated, cites=("now",))) == []


def test_asks_and_the_letter_itself_are_read_too() -> None:
    assert found(saying("Water.", ask="Repeal the order that is still in force")) == [
        ("warning", "campaign.yaml:10", "still")
    ]
    made = saying("Water.")
    text = made.letter.text.replace("We write", "The pumping is suspended. We write")
    assert found(replace(made, letter=replace(made.letter, text=text))) == [
        ("warning", "letter.md:1", "is suspended")
    ]


def test_a_campaign_may_make_it_an_error() -> None:
    made = saying("The pumping is suspended.")
    settings = made.settings.model_copy(update={"audit": {"uncited": "error"}})
    assert [severity for severity, *_ in found(replace(made, settings=settings))] == ["error"]
