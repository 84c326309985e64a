"""Texts in the small part of Jinja2 that letters use."""

import contextlib
import datetime
import re
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as some
from markdown_it import MarkdownIt

from generator.errors import FilesAreWrongError, NoSuchNameError
from generator.letter import prose, references
from generator.models.campaign import Prose


@dataclass(frozen=True)
class Person:
    name: str
    committees: tuple[str, ...] = ()
    district: str | None = None

    def shout(self) -> str:
        return self.name.upper()


def rendered(text: str, **values: object) -> str:
    return prose.render(Prose("a.md", 10, text), values)


def refused(text: str, **values: object) -> str:
    with pytest.raises(FilesAreWrongError) as caught:
        rendered(text, **values)
    (problem,) = caught.value.problems
    return str(problem)


def figure(name: str) -> prose.RawMarkdown:
    return prose.RawMarkdown(f"**{name}**")


# ---------------------------------------------------------------- what is printed


@given(some.text(alphabet=some.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=60))
def test_a_value_reads_in_markdown_as_exactly_its_words(words: str) -> None:
    tokens = MarkdownIt("commonmark").parse("x" + rendered("{{ name }}", name=words) + "x")
    inline = tokens[1]
    assert [child.type for child in inline.children or ()].count("text") >= 1
    assert "".join(child.content for child in inline.children or ()) == f"x{words}x"


@pytest.mark.parametrize(
    "words",
    [
        "1. a",
        "# a",
        "- a",
        "> a",
        "    a",
        "<script>alert(1)</script>",
        "a\n\nb",
        "&amp;",
        "[a](b)",
        "![a](b)",
        "***",
    ],
)
def test_no_value_begins_a_list_a_heading_or_a_link(words: str) -> None:
    tokens = MarkdownIt("commonmark").parse(rendered("{{ name }}", name=words))
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    assert {child.type for child in tokens[1].children or ()} <= {"text", "text_special"}


def test_what_is_ready_is_left_alone_also_when_put_together_with_other_words() -> None:
    assert rendered('{{ figure("a") }}', figure=figure) == "**a**"
    assert (
        rendered('{{ "about * " ~ figure("a") ~ " (" ~ 3 ~ ")" ~ "  " ~ "" }}', figure=figure)
        == "about \\* **a** \\(3\\) "
    )


def test_conditions_and_loops() -> None:
    person = Person("Ana", ("Judiciary", "Budget"))
    text = (
        "{% for one in person.committees %}{{ loop.index }}{{ one }}{% if "
        "not loop.last %} {% endif %}{% endfor %}"
    )
    assert (
        rendered(text + '{% if "x" in ["x"] %}!{% endif %}', person=person) == "1Judiciary 2Budget!"
    )


def test_numbers_days_and_single_items() -> None:
    words = rendered(
        "{{ day }} {{ number * 2 - 1 }} {{ names[0] }} {{ -number }}",
        day=datetime.date(2026, 9, 1),
        number=7,
        names=("Ana",),
    )
    assert words == "2026\\-09\\-01 13 Ana \\-7"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{{ "aB"|upper }}{{ "aB"|lower }}{{ "a b"|title }}{{ "ab c"|capitalize }}', "ABabA BAb c"),
        ('{{ " a "|trim }}{{ "aba"|replace("b", "c") }}', "aaca"),
        (
            (
                '{{ ["a", "b"]|join(", ") }}{{ ["a", "b"]|first }}{{ ["a", '
                '"b"]|last }}{{ ["a", "b"]|count }}'
            ),
            "a\\, bab2",
        ),
        (
            (
                '{{ missing|default("x") }}{{ ""|default("y", true) }}{{ '
                '""|default("z") }}{{ person.district|default("none") }}'
            ),
            "xynone",
        ),
        ('{{ "abc"|length }}{{ []|first }}{{ []|last }}', "3"),
        ("{{ person.committees|count }}{{ loops|count }}", "03"),
    ],
)
def test_filters(text: str, words: str) -> None:
    assert rendered(text, person=Person("Ana"), loops=iter("abc")) == words


def test_the_same_text_with_other_values_is_another_text() -> None:
    assert [rendered("{{ name }}", name=name) for name in ("a", "b", "a")] == ["a", "b", "a"]


WHERE_THINGS_STAND = "variables and calls stand in {{ }}, conditions in {% if … %}, ids in quotes"


# ---------------------------------------------------------------- mistakes, each with its line


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a\n\n{{ nme }}", 'a.md:12: there is no variable "nme"'),
        ("{{ person.nme }}", 'a.md:10: there is no "nme" in it; did you mean "name"?'),
        (
            "{{ person.zzz }}",
            'a.md:10: there is no "zzz" in it; there are committees, district and name',
        ),
        ("{{ person.committees.zzz }}", 'a.md:10: there is no "zzz" in it'),
        (
            "\n{{ person.district }}",
            "a.md:11: there is nothing to print here for this letter; ask first: {% if … %}",
        ),
        ("{{ person.committees }}", f"a.md:10: {prose.NOT_WORDS}"),
        ("{{ person }}", f"a.md:10: {prose.NOT_WORDS}"),
        ("{{ 1 / 0 }}", "a.md:10: cannot be printed: division by zero (ZeroDivisionError)"),
        (
            "{{ person.name + 1 }}",
            "a.md:10: + takes moderate numbers; words are put together with ~",
        ),
        ("{{ nme + 1 }}", 'a.md:10: there is no variable "nme"'),
        ('a\n{{ figure("x") }}', "a.md:11: no finding 'x'; there are no others yet"),
        (
            "{{ 1000000000 * 1000000000 * 10 }}",
            "a.md:10: * takes moderate numbers; words are put together with ~",
        ),
        ("a\n{{ name ", "a.md:11: {{ or {% is never closed: write }} or %} where it ends"),
        ("{% if name %}\na", "a.md:10: {% if %} is never closed: write {% endif %} where it ends"),
        (
            "{{ }}",
            f"a.md:10: Expected an expression, got 'end of print statement': {WHERE_THINGS_STAND}",
        ),
        ("{{ " + "9" * 5000 + " }}", "a.md:10: holds a number with thousands of digits"),
        (
            "{{ " + "(" * 5000,
            "a.md:10: is too deeply nested: take some brackets, parts or blocks out",
        ),
        (
            "{% for a in 'a' %}" * 25 + "{% endfor %}" * 25,
            "a.md:10: is too deeply nested: take some loops and conditions out",
        ),
        (
            "x" * (prose.MAX_SOURCE_CHARACTERS + 1),
            "a.md:10: is longer than 100,000 characters; a letter has a page",
        ),
    ],
)
def test_a_mistake_is_told_with_its_line(text: str, line: str) -> None:
    def no_figure(name: str) -> str:
        raise NoSuchNameError("finding", name, known=())

    assert refused(text, person=Person("Ana"), figure=no_figure) == line


def test_problems_of_what_a_text_calls_pass_through() -> None:
    def broken(_name: str) -> str:
        raise FilesAreWrongError([])

    with pytest.raises(FilesAreWrongError) as caught:
        rendered('{{ figure("x") }}', figure=broken)
    assert caught.value.problems == ()


# ---------------------------------------------------------------- walls

ESCAPES = [
    '{{ "".__class__.__mro__[1].__subclasses__() }}',
    "{{ figure.__globals__ }}",
    "{{ figure.__call__.__self__ }}",
    "{{ person['__dict__'] }}",
    '{{ person[name ~ "s__"] }}',
    '{{ ""|attr("__class__") }}',
    '{{ "%s"|format(person) }}',
    '{{ "{0.__class__}".format(person) }}',
    "{{ person.shout() }}",
    "{{ cycler.__init__.__globals__.os }}",
    "{{ self.__init__ }}",
    "{{ range(10) }}",
    "{{ lipsum(n=1) }}",
    "{{ namespace(a=1) }}",
    "{% include '/etc/passwd' %}",
    "{% import '/etc/passwd' as x %}",
    "{% from '/etc/passwd' import x %}",
    "{% extends '/etc/passwd' %}",
    "{% block a %}{% endblock %}",
    "{% set x = 1 %}",
    "{% macro m() %}{% endmacro %}",
    "{% call figure('a') %}{% endcall %}",
    "{% filter upper %}{% endfilter %}",
    "{% with a = 1 %}{% endwith %}",
    "{% autoescape true %}{% endautoescape %}",
    "{% for a, b in person %}{% endfor %}",
    "{% for a in name recursive %}{% endfor %}",
    "{{ figure(*name) }}",
    "{{ figure(**person) }}",
    "{{ [person, person] }}",
    "{{ {'a': person} }}",
    "{{ name[0:1] }}",
    "{{ 2 ** 3 }}",
    "{{ 'a' * 3 }}",
    "{{ 3 * 'a' }}",
    "{{ 'a %d' % 3 }}",
    "{{ name is sameas(name) }}",
    "{{ name|map('upper')|join }}",
    "{{ name|nonsense }}",
    "{{ name is nonsense }}",
    "{% debug %}",
    "{% do name %}",
]


@pytest.mark.parametrize("text", ESCAPES)
def test_nothing_but_letters_can_be_said_and_reading_it_says_so(text: str) -> None:
    line = refused("a\n" + text, person=Person("Ana"), name="__dict", figure=figure)
    assert line.startswith("a.md:11: ")
    used = references.uses(Prose("a.md", 10, "a\n" + text))
    found = [
        *used.problems,
        *references.problems_of_names(
            Prose("a.md", 10, ""), used, variables={"person", "name", "figure"}
        ),
    ]
    assert found
    assert all(problem.line == 11 for problem in found)


GROWING = [
    "{% for a in long %}{% for b in long %}{% endfor %}{% endfor %}",
    "{% for a in long %}{{ long }}{% endfor %}",
    "{{ " + " ~ ".join(["long"] * 30) + " }}",
    "{{ long|replace('x', long) }}",
    "{{ [long, long]|join(long) }}".replace("[long, long]", "longs"),
]


@pytest.mark.parametrize("text", GROWING)
def test_no_text_grows_without_end(text: str) -> None:
    line = refused(text, long="x" * 80_000, longs=("x" * 80_000,) * 30)
    assert re.fullmatch(
        (
            r"a.md:10: (makes a text of more than 2,000,000 characters|takes "
            r"more than 100,000 steps): .*"
        ),
        line,
    )


@given(some.text(alphabet=some.sampled_from("ab{}%#()[].|~*'\" \n"), max_size=40))
def test_no_text_is_a_traceback(text: str) -> None:
    used = references.uses(Prose("a.md", 1, text))
    with contextlib.suppress(FilesAreWrongError):
        rendered(text, a="x", b="y")
        assert all("would be printed as it stands" in problem.message for problem in used.problems)


@pytest.mark.parametrize(
    "text",
    [
        "{{ person" + ".a" * 600 + " }}",
        "{{ " + "(" * 100 + "1" + ")" * 100 + " }}",
        "{{ " + "[" * 100 + "1" + "]" * 100 + " }}",
        "{{ 1" + " + 1" * 600 + " }}",
        "{{ name" + "|upper" * 600 + " }}",
        "{% if name %}" * 100 + "{% endif %}" * 100,
    ],
)
def test_text_that_nests_too_deeply_is_refused_with_its_line(text: str) -> None:
    with pytest.raises(FilesAreWrongError) as caught:
        rendered("a\n" + text, person=Person("Ana"), name="Ana")
    (problem,) = caught.value.problems
    assert (problem.code, problem.file, problem.line) == ("nested-too-deeply", "a.md", 11)
    (found,) = references.uses(Prose("a.md", 10, "a\n" + text)).problems
    assert found == problem
