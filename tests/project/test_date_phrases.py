"""A date that does not fit the word before it."""

import pytest

from generator.models.campaign import Prose
from generator.project.date_phrases import date_problems

DATES = {
    "day": "January 29, 2020",
    "month": "January 2020",
    "year": "2019",
    "span": "June 2018 to July 2019",
    "days": "January 29 and 30, 2020",
    "pair": "August and September 2019",
    "late": "late November and early December 2019",
    "fiscal": "2018–2019",
    "phrase": "between June and July 2019",
}


def problems(text: str) -> list[tuple[int, str, str]]:
    found = date_problems(Prose("arguments/wells.md", 5, text), DATES)
    assert all(problem.code == "date-after-word" for problem in found)
    found = date_problems(Prose("arguments/wells.md", 5, text), DATES)
    return [(problem.line, problem.severity, problem.message) for problem in found]


MESSAGES = {
    'By {{ date("span") }}, they were dry.': (
        "“By June 2018 to July 2019” is no English: write “from June 2018 to July 2019”, or name "
        "one date"
    ),
    'on {{date("month")}}': "“on January 2020” is no English: write “in January 2020”",
    "in {{ date('day') }}": ("“in January 29, 2020” is no English: write “on January 29, 2020”"),
    'As of {{ date("pair") }}': (
        "“As of August and September 2019” is no English: write “in August and September 2019”"
    ),
    'in {{ date("phrase") }}': (
        "“in between June and July 2019” is no English: write “between June and July 2019” without "
        "a word before it"
    ),
}


@pytest.mark.parametrize(("text", "message"), MESSAGES.items())
def test_the_message_says_what_is_wrong_and_what_to_write(text: str, message: str) -> None:
    assert problems(text) == [(5, "error", message)]


@pytest.mark.parametrize(
    "text",
    [
        'since {{ date("span") }}',
        'Until {{ date("pair") }}',
        'by the end of {{ date("span") }}',
        'through {{ date("fiscal") }}',
        'between {{ date("span") }}',
        'on {{ date("year") }}',
        'on {{ date("pair") }}',
        'in {{ date("span") }}',
        'after {{ date("span") | lower }}',
        "since June 2018 to July 2019",
        "by January 2024 to June 2026",
        "as of June to July",
        "between June 2018 to July 2019",
        "in January 29, 2020",
        "by mid-June to late July 2019",
    ],
)
def test_siblings_are_errors(text: str) -> None:
    [(line, level, _)] = problems(text)
    assert (line, level) == (5, "error")


@pytest.mark.parametrize(
    "text",
    [
        'By {{ date("month") }}',
        'by {{ date("day") }}',
        'on {{ date("day") }}',
        'on {{ date("days") }}',
        'in {{ date("pair") }}',
        'in {{ date("year") }}',
        'From {{ date("span") }}',
        'from {{ date("pair") }}',
        'between {{ date("month") }} and {{ date("day") }}',
        'By {{ date("unknown") }}',
        'the count ({{ date("span") }})',
        'baby {{ date("span") }}',
        "By January 2020, to the surprise of many, they were dry.",
        "The state moved by June 2019 to close them.",
        "from 3 in March 2019 to 59,000 in December 2019",
        "They put off the hearing in June 2018 to July 2019.",
        "They moved it on June 5 to July 9.",
        "On June 5, 2018, and in August and September 2019",
        "on January 29, 2020",
        "from June 2018 to July 2019; in May 2019; since March",
    ],
)
def test_right_dates_stay(text: str) -> None:
    assert problems(text) == []


def test_the_line_is_that_of_the_text_and_a_line_may_end_before_the_date() -> None:
    text = 'One.\n\nTwo, and by\n{{ date("span") }} three.\n\nSince {{ date("pair") }}.\n'
    assert [line for line, _, _ in problems(text)] == [7, 10]


def test_a_month_after_on_in_the_text_itself_is_a_doubt_because_a_report_may_be_on_a_month() -> (
    None
):
    assert [level for _, level, _ in problems("a report on January 2020")] == ["warning"]


@pytest.mark.parametrize(
    "text",
    [
        'They rely on {{ date("month") }} data.',
        'The plan rests on {{ date("span") }} figures.',
        'In {{ date("day") }} testimony, she said so.',
    ],
)
def test_a_date_that_describes_a_noun_is_a_warning_alone(text: str) -> None:
    ((_, severity, message),) = problems(text)
    assert severity == "warning"
    assert "is no English as the time of something" in message
