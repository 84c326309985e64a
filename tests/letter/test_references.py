"""What a text names, known from the text alone."""

import pytest

from generator.letter import references
from generator.letter.records import RECORDS
from generator.models.campaign import Prose


def test_uses_are_found_with_their_lines_in_order() -> None:
    text = '{{ home }}\n{% if sender.city %}{{ figure("a") }}{% endif %}\n'
    text += "{% for one in recipient.committees %}{{ one }}{{ loop.index }}{% endfor %}{{ one }}"
    used = references.uses(Prose("a.md", 10, text))
    assert [(mention.name, mention.line) for mention in used.variables] == [
        ("home", 10),
        ("sender", 11),
        ("one", 12),
        ("recipient", 12),
    ]
    assert [(call.name, call.argument, call.line) for call in used.calls] == [("figure", "a", 11)]
    assert used.problems == ()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{{ hme }}", 'there is no variable "hme"; did you mean "home"?'),
        ("{{ figre }}", 'there is no variable "figre"; did you mean {{ figure("…") }}?'),
        ("{{ figure }}", 'figure is called with an id in quotes: {{ figure("…") }}'),
        ("{{ figure() }}", 'figure is called with an id in quotes: {{ figure("…") }}'),
        ("{{ figure(home) }}", 'figure is called with an id in quotes: {{ figure("…") }}'),
        ('{{ figur("a") }}', 'there is no function "figur"; did you mean "figure"?'),
        ("{{ asks }}", "{{ asks }} stands in letter.md only; take it out here"),
    ],
)
def test_names_that_there_are_not(text: str, words: str) -> None:
    text_ = Prose("a.md", 1, text)
    known = references.VARIABLES - references.LETTER_ONLY
    assert [
        problem.message
        for problem in references.problems_of_names(text_, references.uses(text_), variables=known)
    ] == [words]


def test_the_nearest_office_needs_no_id() -> None:
    text = Prose("a.md", 1, "{{ nearest_office().city }}")
    assert list(references.problems_of_names(text, references.uses(text))) == []


# ---------------------------------------------------------------- parts of records


def parts(text: str) -> list[str]:
    prose = Prose("a.md", 1, text)
    return [
        str(problem)
        for problem in references.problems_of_parts(prose, references.uses(prose), records=RECORDS)
    ]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (
            "{{ recipient.staet }}",
            'a.md:1: there is no "staet" in recipient; did you mean "state"?',
        ),
        (
            "\n{% if sender.is_constituent %}\n{{ sender.citi }}{% endif %}",
            'a.md:3: there is no "citi" in sender; did you mean "city"?',
        ),
        ("{{ recipient.name.last }}", 'a.md:1: there is no "last" in recipient.name'),
        (
            '{{ recipient["sate"] }}',
            'a.md:1: there is no "sate" in recipient; did you mean "state"?',
        ),
        (
            "{% if letter.dat %}x{% endif %}",
            'a.md:1: there is no "dat" in letter; did you mean "date"?',
        ),
        ("{{ nearest_office().town }}", 'a.md:1: there is no "town" in nearest_office'),
        ("{{ home.state }}", 'a.md:1: there is no "state" in home'),
        ('{{ figure("x").value }}', 'a.md:1: there is no "value" in figure'),
        (
            "{{ campaign.titel | upper }}",
            'a.md:1: there is no "titel" in campaign; did you mean "title"?',
        ),
    ],
)
def test_a_part_that_a_record_has_not_is_known_from_the_text_alone(text: str, line: str) -> None:
    (told,) = parts(text)
    assert told.startswith(line)


@pytest.mark.parametrize(
    "text",
    [
        '{{ recipient.state }}{{ recipient["state"] }}{{ nearest_office("x").city }}',
        "{% for recipient in recipient.committees %}{{ recipient.anything }}{% endfor %}",
        "{{ district.any_column }}{{ state.any_column }}{{ nobody.knows }}",
        "{{ recipient.committees[0] }}{{ (recipient.committees | first).x }}",
    ],
)
def test_parts_that_are_there_or_that_only_the_letter_can_tell(text: str) -> None:
    assert parts(text) == []


@pytest.mark.parametrize(
    ("text", "unasked"),
    [
        ("Call {{ sender.phone }}.", ["phone"]),
        ("Call {{ sender['phone'] }}.", ["phone"]),
        ("{{ sender.phone | trim }} {{ 'Call ' ~ sender.email }}", ["email", "phone"]),
        ("{% if sender.email %}{{ sender.phone }}{% endif %}", ["phone"]),
        ("{% if sender.is_constituent %}{{ sender.phone }}{% endif %}", ["phone"]),
        ("{% if sender.phone %}Call {{ sender.phone }}{% endif %}", []),
        (
            (
                "{% if sender.phone and sender.email %}{{ sender.phone }} {{ "
                "sender.email }}{% endif %}"
            ),
            [],
        ),
        (
            (
                "{% if not sender.phone %}x{% elif sender.email %}{{ sender.email "
                "}}{% else %}{{ sender.phone }}{% endif %}"
            ),
            [],
        ),
        ("{{ sender.phone or sender.email or 'x' }}{{ sender.phone | default('x') }}", []),
        ("{{ 'Call ' ~ sender.phone if sender.phone else 'Write' }}", []),
        ("{% for sender in recipient.committees %}{{ sender.phone }}{% endfor %}", []),
    ],
)
def test_what_is_printed_without_being_asked_for(text: str, unasked: list[str]) -> None:
    assert [part.argument for part in references.uses(Prose("a.md", 1, text)).unasked] == unasked


# ---------------------------------------------------------------- braces and places


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ('a\nby { date("infants") }\nb', [(2, 'by { date("infants") }')]),
        ("date }} x", [(1, "date }} x")]),
        ("{{ we }} {\n{#- { -#}\n\n%}", [(1, "{"), (4, "%}")]),
        ("{% raw %}\n{{ we }}{% endraw %}", [(2, "{{ we }}")]),
        ("{% if we -%}\n\n  {y}\n{%- endif %}", [(3, "{y}")]),
        ("{{ we }}{% if we %}{{ '{' }}{% endif %}{# { #}", []),
    ],
)
def test_braces_that_would_be_printed_are_left_over(
    text: str, lines: list[tuple[int, str]]
) -> None:
    told = references.uses(Prose("a.md", 1, text)).problems
    assert [problem.line for problem in told] == [line for line, _ in lines]
    for problem, (_, words) in zip(told, lines, strict=True):
        assert problem.message.startswith(f'"{words}" would be printed as it stands')


ALONE = "stands by itself between two empty lines, with no other word and no filter"


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("{{ arguments }}\n\n{{ asks }}\n", []),
        ("a\n\n{% if we %}\n{{ arguments }}\n{% else %}\n{{ arguments }}\n{% endif %}\n\nb", []),
        ("{# a\nremark #}\n{{ thanks }}\n{# b #}\n\na", []),
        ("See {{ arguments }} here", [f"a.md:1: {{{{ arguments }}}} {ALONE}"]),
        ("a\n{{ asks }}\n\nb", [f"a.md:2: {{{{ asks }}}} {ALONE}"]),
        ("{{ asks }}\nb", [f"a.md:1: {{{{ asks }}}} {ALONE}"]),
        ("a\n{% if we %}\n{{ asks }}\n{% endif %}", [f"a.md:3: {{{{ asks }}}} {ALONE}"]),
        ("a\n\n{{- asks -}}\n\nb", [f"a.md:3: {{{{ asks }}}} {ALONE}"]),
        # What a tag with a hyphen removes is no empty line.
        ("a\n{# b -#}\n\n{{ thanks }}\n\nc", [f"a.md:4: {{{{ thanks }}}} {ALONE}"]),
        ("a\n\n{{ asks }}\n\n{%- if we %}b{% endif %}", [f"a.md:3: {{{{ asks }}}} {ALONE}"]),
        ("{#- b -#}\n\n{{ asks }}\n\n{#- c -#}", []),
        ("{{ arguments | upper }}", [f"a.md:1: {{{{ arguments }}}} {ALONE}"]),
        ("- {{ asks }}", [f"a.md:1: {{{{ asks }}}} {ALONE}"]),
        ("{{ asks }}\n\n{{ asks }}", ["a.md:3: {{ asks }} would be printed twice: take one out"]),
        (
            "{% for a in 'xy' %}\n\n{{ thanks }}\n\n{% endfor %}",
            ["a.md:3: {{ thanks }} would be printed twice: take one out"],
        ),
    ],
)
def test_the_places_of_other_texts_stand_alone_and_once(text: str, lines: list[str]) -> None:
    assert [
        str(problem) for problem in references.problems_of_places(Prose("a.md", 1, text))
    ] == lines
