"""Whether letters say where the matter stands, and when a person last looked."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest

from generator.dates import years_before
from generator.models.campaign import Argument, Campaign, StatusReview
from generator.models.recipient import Recipient
from generator.models.source import SourceFile
from generator.press import job
from generator.press.matter_status import old_review, silent_letters
from tests.support.campaigns import DAY, SOURCE, argument, campaign, press
from tests.support.people import representative, senator

OLD = argument("wells", 'The survey counted {{ figure("wells") }} wells.', cites=["wells"])
PLAIN = argument("plain", "Water is needed.")
EVERYONE = (representative(), senator())


def reviewed(made: Campaign, **status: object) -> Campaign:
    """Returns the campaign with this last look, in the second line of its campaign.yaml."""
    review = StatusReview.model_validate(status)
    settings = made.settings.model_copy(update={"status": review})
    return replace(made, settings=settings, lines={("status",): 2, ("status", "checked"): 2})


def with_status(**finding: object) -> SourceFile:
    """Returns the source with one more finding, of a second work."""
    status = {"id": "now", "claim": "The pumping began again.", "reference": "survey", **finding}
    return SourceFile.model_validate(
        {
            **SOURCE.model_dump(),
            "findings": [*(one.model_dump() for one in SOURCE.findings), status],
        }
    )


def silent(
    *arguments: Argument,
    people: Sequence[Recipient] = EVERYONE,
    status: Mapping[str, object] | None = None,
    source: SourceFile = SOURCE,
) -> list[str]:
    made = reviewed(campaign(*arguments, source=source), **(status or {}))
    orders = job.compose_all(press(made), people)
    found = silent_letters("campaign.yaml", made, orders=orders, on=DAY)
    return [f"{one.code} {one.severity} {one}" for one in found]


def test_letters_that_tell_of_years_ago_alone_are_counted_in_one_warning() -> None:
    (found,) = silent(OLD)
    assert found == (
        "no-status warning campaign.yaml:2: warning: status: 2 of 2 letters cite nothing younger "
        "than November 24, 2024: say where the matter stands today, with a finding of a newer "
        "work, and write the day on which you looked: `status: {checked: YYYY-MM-DD}`"
    )
    house = argument("house", OLD.prose.text, cites=["wells"], when={"chamber": "house"})
    (found,) = silent(house, PLAIN, status={"checked": "2026-11-20"})
    assert found.endswith(
        "1 of 2 letters cite nothing younger than November 24, 2024: say where "
        "the matter stands today, with a finding of a newer work"
    )


def test_a_letter_without_findings_claims_nothing_that_grows_old() -> None:
    assert silent(PLAIN) == []


@pytest.mark.parametrize(
    ("finding", "warned"),
    [
        ({"as_of": "2024-11-24"}, False),  # two years to the day
        ({"as_of": "2024-11-23"}, True),
        ({"as_of": "2024-11"}, False),  # a month may be its last day
        ({"as_of": "2026-10-01", "dated": False}, True),  # a date that says nothing
    ],
)
def test_one_newer_finding_says_where_the_matter_stands(
    finding: Mapping[str, object], *, warned: bool
) -> None:
    now = argument("now", '{{ cite("now") }}The pumping began again.', cites=["now"], weight=90)
    assert bool(silent(OLD, now, source=with_status(**finding))) == warned


def test_the_years_can_be_set() -> None:
    assert silent(OLD, status={"stale_years": 3}) == []


@pytest.mark.parametrize("checked", ["2026-11-10", "2026-12-24", None])
def test_a_new_look_or_none_gives_no_warning(checked: str | None) -> None:
    made = reviewed(campaign(PLAIN), **({"checked": checked} if checked else {}))
    assert list(old_review("campaign.yaml", made, on=DAY)) == []


def test_a_look_is_old_after_two_weeks() -> None:
    made = reviewed(campaign(PLAIN), checked="2026-11-09")
    (found,) = old_review("campaign.yaml", made, on=DAY)
    assert (found.code, found.severity, found.line) == ("old-status", "warning", 2)
    assert found.message == (
        "November 9, 2026 is 15 days before the letters' date: look again where the matter "
        "stands, correct the texts, and write the new day here"
    )


def test_the_same_day_of_an_earlier_year() -> None:
    assert years_before(datetime.date(2028, 2, 29), 2) == datetime.date(2026, 2, 28)
    assert years_before(datetime.date(2028, 2, 29), 4) == datetime.date(2024, 2, 29)
