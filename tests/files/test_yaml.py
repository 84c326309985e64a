"""YAML with every value as text, the line of every key, and every mistake as a Problem."""

import re
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as some

from generator.errors import Problem
from generator.files.yaml import YamlDocument, parse, read, read_front_matter, validate
from generator.models.campaign import When
from generator.models.recipient import Name, RecipientsFile
from tests.conftest import Golden


def found(text: str) -> list[tuple[str, int]]:
    """Returns the code and the line of each problem."""
    return [(problem.code, problem.line) for problem in parse(text, shown_as="f.yaml").problems]


# ---------------------------------------------------------------- what is read


def test_every_value_is_text() -> None:
    values = {
        "zip": "02134",
        "state": "NO",
        "day": "2026-09-01",
        "number": "1_000",
        "nothing": "null",
        "yes": "on",
        "octal": "0o17",
    }
    text = "".join(f"{key}: {value}\n" for key, value in values.items())
    document = parse(text, shown_as="f.yaml")
    assert document.value == values
    assert document.problems == ()


def test_a_key_without_a_value_is_absent_and_keeps_its_line() -> None:
    document = parse("a:\nb: ~\nc: ''\nd: {e: }\nf:\n  - \n", shown_as="f.yaml")
    assert document.value == {"c": "", "d": {}, "f": [""]}
    assert document.line(("b",)) == 2


def test_lines_are_those_of_keys_and_entries() -> None:
    document = parse("a: 1\nb:\n  - c: 2\n    d: 3\n  - e\n", shown_as="f.yaml")
    paths: list[tuple[str | int, ...]] = [
        ("a",),
        ("b",),
        ("b", 0),
        ("b", 0, "d"),
        ("b", 1),
        ("b", 0, "missing"),
        (),
    ]
    assert [document.line(path) for path in paths] == [1, 2, 3, 4, 5, 3, 1]


def test_lines_of_front_matter_are_those_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(
        "---\r\nsupports: x\r\ncites: y\r\n---\r\n\r\n\r\nThe text.\r\nIts end.\r\n".encode(
            "utf-8-sig"
        )
    )
    document, prose = read_front_matter(path, shown_as="a.md")
    assert document.value == {"supports": "x", "cites": "y"}
    assert document.line(("cites",)) == 3
    assert prose is not None
    assert (prose.first_line, prose.text) == (7, "The text.\nIts end.\n")


@pytest.mark.parametrize(
    "text",
    ["The text.\n", "---\nsupports: x\n", ""],
    ids=["no front matter", "not closed", "empty"],
)
def test_a_file_without_front_matter_is_a_problem(text: str, tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(text, encoding="utf-8")
    document, prose = read_front_matter(path, shown_as="a.md")
    assert prose is None
    assert document.value is None
    assert [problem.code for problem in document.problems] == ["no-front-matter"]


def test_front_matter_of_a_file_that_is_not_there(tmp_path: Path) -> None:
    document, prose = read_front_matter(tmp_path / "no.md", shown_as="no.md")
    assert (document.value, prose, len(document.problems)) == (None, None, 1)


Plain = some.text(
    alphabet=some.characters(categories=["L", "M", "N", "P", "S", "Zs"]), min_size=1, max_size=20
)


Nested = some.recursive(
    Plain, lambda inner: some.lists(inner, min_size=1, max_size=4), max_leaves=8
)


@given(some.dictionaries(Plain, Nested, min_size=1, max_size=6))
def test_what_people_write_is_read_unchanged(value: dict[str, object]) -> None:
    document = parse(
        yaml.safe_dump(value, allow_unicode=True, default_style='"'), shown_as="f.yaml"
    )
    assert document.problems == ()
    assert document.value == value


@given(some.text(alphabet=some.sampled_from("ab:-[]{}&*!|>'\"%@`#?,~ \n\t\\<"), max_size=60))
@settings(max_examples=400)
def test_no_text_is_a_traceback(text: str) -> None:
    document = parse(text, shown_as="f.yaml")
    assert document.value is not None or document.problems
    assert all(0 <= problem.line <= text.count("\n") + 2 for problem in document.problems)


# ---------------------------------------------------------------- what is refused

REFUSED = [
    ("a: 1\nb: 2\na: 3\n", "duplicate-key", 3),
    ("a: &x 1\n", "yaml-anchor", 1),
    ("a: *x\n", "yaml-anchor", 1),
    ("a: !!int 1\n", "yaml-tag", 1),
    ("a: 1\n---\nb: 1\n", "second-document", 2),
    ("? [a]\n: 1\n", "yaml-syntax", 1),
    ("a: " + "[" * 100_000, "too-deep", 1),
    ("# nothing\n", "empty-file", 0),
    ("- a\n", "not-keys", 1),
    ("a\n", "not-keys", 1),
    ('a: "\\u0007"\n', "invisible-character", 1),
    ("a:\n\tb: 1\n", "yaml-syntax", 2),
    ("a: b: c\n", "yaml-syntax", 1),
    ("a: - b\n", "yaml-syntax", 1),
    ("a: 1\nb: 'x\nc: 2\n", "yaml-syntax", 2),
    ("a: 'x\n---\nb: 1\n", "yaml-syntax", 1),
    ("'x\n---\n", "yaml-syntax", 1),
    ("a:\n  -b\n  -c\n", "yaml-syntax", 2),
    ('a: "\\q"\n', "yaml-syntax", 1),
    ("a: [1, 2\nb: 3\n", "yaml-syntax", 2),
    ("a: {b: 1\n", "yaml-syntax", 2),
    ("a: [1,\n", "yaml-syntax", 2),
    ("a: @x\n", "yaml-syntax", 1),
    ("a: *\n", "yaml-syntax", 1),
    ("- a\nb: 1\n", "yaml-syntax", 2),
    ("a:\n  - b\n c: d\n", "yaml-syntax", 3),
    ("a: 1\nb\nc: 1\n", "yaml-syntax", 2),
    ("%YAML 3.0\n---\na: b\n", "yaml-syntax", 1),
]


@pytest.mark.parametrize(("text", "code", "line"), REFUSED)
def test_a_mistake_has_its_code_and_its_line(text: str, code: str, line: int) -> None:
    assert found(text) == [(code, line)]


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("a: b\n", "", 0),
        ("a:\n\tb: 1\n", "yaml-syntax", 2),
        ("a: 'x\n---\n", "yaml-syntax", 1),
        ("a: b: c\n", "yaml-syntax", 1),
        ("a: @x\n", "yaml-syntax", 1),
        ("a: [1, 2\nb: 3\n", "yaml-syntax", 2),
        ("a: " + "[" * 100_000, "too-deep", 1),
        ("a: \ufeff1\n", "invisible-character", 1),
    ],
)
def test_without_libyaml_the_lines_are_the_same(
    text: str, code: str, line: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_libyaml = parse(text, shown_as="f.yaml").problems
    monkeypatch.setattr(yaml, "__with_libyaml__", False)
    assert parse(text, shown_as="f.yaml").problems == with_libyaml
    assert found(text) == ([(code, line)] if code else [])


TYPING_MISTAKES = [
    ("# me\n\nname:Ann\ntitle: x\n", "yaml-syntax", 3),
    ("name: Ann\n- title:x\n", "yaml-syntax", 2),
    ("name: Ann\ntitle\uff1ax\nzip: 1\n", "yaml-syntax", 2),
    ("name:\u00a0Ann\nzip: 1\n", "yaml-syntax", 1),
    ("a:\n\u3000b: c\n d: e\n", "yaml-syntax", 2),
    ('a:\n  - b: "x\n    c: "over 5"\n    d: 1\n  - b: "y"\n', "yaml-syntax", 2),
    ('a: "x\nb: y"\nc: d\n', "yaml-syntax", 1),
    ('a: "DHS" made it\nb: c\n', "yaml-syntax", 1),
    ("a:\n  - 'It's time'\n", "yaml-syntax", 2),
    ("a: [DHS] made it\nb: c\n", "yaml-syntax", 1),
    ("a: {{ we }} ask\n", "yaml-syntax", 1),
    ("a: {% if x %}y\n", "yaml-syntax", 1),
    ("a: > x\nb: c\n", "yaml-syntax", 1),
]


@pytest.mark.parametrize(("text", "code", "line"), TYPING_MISTAKES)
def test_a_typing_mistake_is_found_in_its_own_line(text: str, code: str, line: int) -> None:
    assert found(text) == [(code, line)]


def test_the_sentences_about_mistakes_are_the_golden_ones(golden: Golden) -> None:
    lines = []
    for text, *_ in (*REFUSED, *TYPING_MISTAKES):
        (problem,) = parse(text, shown_as="f.yaml").problems
        lines.append(f"{text[:60]!r}\t{problem}\n")
    golden("yaml-problems.txt", "".join(lines))


TYPING_MISTAKE_FORMS = (
    '{0}{1}: "{2}',
    "{0}{1}:{2}",
    "{0}{1}\uff1a{2}",
    '{0}{1}: "{2}" x',
    "{0}{1}: [{2}] x",
    "{0}{1}: {{{{ {2} }}}} x",
    "{0}{1}: > {2}",
)
ENTRY = re.compile(r"( *(?:- +)*)([a-z_]+): (\w[^#]*\w)(?: +#.*)?")


@pytest.mark.parametrize("form", TYPING_MISTAKE_FORMS)
def test_a_typing_mistake_in_any_line_of_a_whole_file_is_found_in_that_line(form: str) -> None:
    lines = (
        (files("generator.project") / "skeleton" / "source.yaml")
        .read_text(encoding="utf-8")
        .split("\n")
    )
    entries = [
        (number, found) for number, line in enumerate(lines) if (found := ENTRY.fullmatch(line))
    ]
    assert len(entries) > 40
    for number, found in entries:
        text = "\n".join((*lines[:number], form.format(*found.groups()), *lines[number + 1 :]))
        assert [problem.line for problem in parse(text, shown_as="f.yaml").problems][:1] == [
            number + 1
        ], text.split("\n")[number]


@pytest.mark.parametrize(
    "text",
    [
        'a: >\n  name:x\n  "y" z\n\n  k: {{ v\n',
        'a: "x\n  y: z"\n',
        "a: 'x\n  it''s y'\n",
        "a: http://x.org/y\n",
        'a: "x"  # "y" z\n',
        "c:\n- |\n  b:c\n",
        "a: x\n  “y” b\n",
    ],
)
def test_what_only_looks_like_a_typing_mistake_is_read(text: str) -> None:
    line = text.count("\n") + 1
    assert found(text) == []
    assert found(f"{text}k: c: d\n") == [("yaml-syntax", line)]


def test_words_that_yaml_takes_for_a_comment_are_a_problem() -> None:
    text = """street: 100 Main Street #4
suite: #5
city: "X" #6
ids: [a, b #7
  ]
# a comment
zip: 1  # another
url: x#y
#z
"""
    problems = parse(text, shown_as="f.yaml").problems
    assert found(text) == [("yaml-comment", line) for line in (1, 2, 3, 4)]
    assert all(f'"#{problem.line + 3}"' in problem.message for problem in problems)


def test_lines_in_front_matter_are_those_of_the_file_in_the_sentence_too(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("---\nsupports: x\ncites: [a,\n  b\nwhen: y\n---\n\nText.\n", encoding="utf-8")
    document, _ = read_front_matter(path, shown_as="a.md")
    (problem,) = document.problems
    assert (problem.code, problem.line) == ("yaml-syntax", 5)
    assert "in line 3" in problem.message


def test_an_alias_bomb_is_not_unfolded() -> None:
    bomb = "a: &a [x, x, x, x, x, x, x, x, x]\n"
    for old, new in pairwise("abcdefghi"):
        bomb += f"{new}: &{new} [{', '.join([f'*{old}'] * 9)}]\n"
    document = parse(bomb, shown_as="f.yaml")
    (problem,) = document.problems
    assert (problem.code, problem.line) == ("yaml-anchor", 1)
    assert "81 times down to line 9" in problem.message
    assert document.value is not None
    assert document.value["i"] == [""] * 9


def test_a_file_that_ends_in_a_mistake_shows_its_other_mistakes_too() -> None:
    lines = [
        problem.line
        for problem in parse("a: &x 1\nb: !y 2\na: 3\nc: [1\nd: 2\n", shown_as="f.yaml").problems
    ]
    assert lines == [1, 2, 3, 5]


def test_a_bare_list_stands_under_its_key() -> None:
    document = parse(
        "# people\n---\n  - name: A\n  - name: B\n", shown_as="f.yaml", list_key="supporters"
    )
    assert document.value == {"supporters": [{"name": "A"}, {"name": "B"}]}
    assert [entry.line for entry in document.root["supporters"].entries] == [3, 4]
    assert document.problems == ()


def test_repeated_mappings_keep_the_first_and_their_keys_are_not_called_repeated() -> None:
    document = parse("name: {first: A}\nname: {first: B, last: C}\n", shown_as="f.yaml")
    assert document.value == {"name": {"first": "A"}}
    assert [problem.line for problem in document.problems] == [2]


def test_a_file_of_endless_values_is_left_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.files.yaml.MAX_VALUES", 10)
    assert found("a: [" + "x, " * 50 + "]\n") == [("too-large", 1)]


# ---------------------------------------------------------------- typed


PEOPLE = """as_of: 2026-06-15
source: a test
recipients:
- id: E000299
  name: {first: V, last: Escobar, full: V Escobar}
  chamber: house
  state: TX
  district: 16
  title: representative
  term_end: 2027-01-03
"""


def problems_of(text: str) -> tuple[Problem, ...]:
    return validate(parse(text, shown_as="f.yaml"), RecipientsFile)[1]


def test_a_good_file_is_a_model() -> None:
    model, problems = validate(parse(PEOPLE, shown_as="f.yaml"), RecipientsFile)
    assert problems == ()
    assert model is not None
    assert model.recipients[0].seat == "TX-16"


@pytest.mark.parametrize(
    ("old", "new", "code", "line", "field"),
    [
        ("chamber: house", "chamber: [house]", "wrong-choice", 6, "recipients[E000299].chamber"),
        ("  title: representative\n", "  title:\n", "empty-key", 9, "recipients[E000299].title"),
        (
            "  district: 16\n",
            "  district: [16]\n",
            "not-a-whole-number",
            8,
            "recipients[E000299].district",
        ),
        ("2027-01-03", "2027", "not-a-day", 10, "recipients[E000299].term_end"),
        (
            "  title:",
            "  represents: El Paso\n  title:",
            "wrong-form",
            9,
            "recipients[E000299].represents",
        ),
        ("last: Escobar", "last: ''", "empty-text", 5, "recipients[E000299].name.last"),
        ("id: E000299", "id: ''", "wrong-form", 4, "recipients[1].id"),
    ],
)
def test_what_a_model_refuses_has_its_code_and_its_place(
    old: str, new: str, *, code: str, line: int, field: str
) -> None:
    (problem,) = problems_of(PEOPLE.replace(old, new))
    assert (problem.code, problem.line, problem.field) == (code, line, field)


def test_a_key_without_a_value_says_nothing() -> None:
    _, problems = validate(parse("first:\nlast: B\nfull:\n", shown_as="f.yaml"), Name)
    assert [(problem.code, problem.line, problem.field) for problem in problems] == [
        ("empty-key", 1, "first"),
        ("empty-key", 3, "full"),
    ]


def test_a_refused_value_is_not_called_missing_as_well() -> None:
    _, problems = validate(parse("last: *x\nfull: *y\n", shown_as="f.yaml"), Name)
    assert [problem.line for problem in problems] == [1]


def test_a_list_whose_entries_are_all_wrong_is_not_called_empty() -> None:
    (problem,) = problems_of(PEOPLE.replace("state: TX", "state: XX"))
    assert problem.field == "recipients[E000299].state"
    (problem,) = problems_of("as_of: 2026-06-15\nsource: x\nrecipients: []\n")
    assert (problem.line, problem.field) == (3, "recipients")


def test_one_value_where_a_list_may_stand_is_named_without_a_number() -> None:
    _, problems = validate(parse("chamber: huose\nstate: [TX, XX]\n", shown_as="f.yaml"), When)
    assert [problem.field for problem in problems] == ["chamber", "state[2]"]


def test_problems_of_reading_and_of_meaning_come_together_by_line() -> None:
    _, problems = validate(
        parse("first: A\nfirst: B\nfull: A B\nlst: B\n", shown_as="f.yaml"), Name
    )
    assert [(problem.code, problem.line) for problem in problems] == [
        ("duplicate-key", 2),
        ("unknown-key", 4),
    ]
    assert 'did you mean "last"?' in problems[1].message


def test_a_file_that_cannot_be_read_has_its_own_problems_only(tmp_path: Path) -> None:
    document = read(tmp_path / "no.yaml", shown_as="no.yaml")
    assert validate(document, Name) == (None, document.problems)
    assert len(document.problems) == 1


# ---------------------------------------------------------------- looking around


def test_a_node_answers_with_nothing_where_the_file_is_wrong() -> None:
    root = parse("a: {b: ' x ', c: ''}\nd: [1, {e: 2}]\n", shown_as="f.yaml").root
    assert root["a"]["b"].text == "x"
    assert root["a"]["c"].text is None
    assert root["d"].text is None
    assert root["no"]["way"]["b"].text is None
    assert [entry.text for entry in root["d"].entries] == ["1", None]
    assert [entry.text for entry in root["a"]["b"].entries] == ["x"]
    assert root["no"].entries == ()
    assert (root["a"].keys, root["d"].keys) == (("b", "c"), ())
    assert sorted(str(node.value) for node in root.every_text()) == ["", " x ", "1", "2"]
    assert root["d"].entries[1]["e"].problem("m").field == "d[2].e"
    assert YamlDocument("f.yaml", None).root["a"].line == 0
