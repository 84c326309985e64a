"""YAML with every value as text, the line of every key, and every mistake as a Problem."""

import re
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as some

from generator.files.yaml import MAX_DEPTH, YamlDocument, parse, read, read_front_matter, validate
from generator.models.campaign import When
from generator.models.recipient import Name, RecipientsFile


def said(text: str) -> list[str]:
    return [str(problem) for problem in parse(text, shown_as="f.yaml").problems]


# ---------------------------------------------------------------- what is read


def test_every_value_is_text() -> None:
    document = parse(
        "zip: 02134\nstate: NO\nday: 2026-09-01\nnumber: 1_000\nnothing: null\nyes: on\noctal: 0o17\n",
        shown_as="f.yaml",
    )
    assert document.value == {
        "zip": "02134", "state": "NO", "day": "2026-09-01", "number": "1_000", "nothing": "null", "yes": "on", "octal": "0o17",
    }  # fmt: skip
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
    ("text", "words"),
    [
        ("The text.\n", "must begin with a line “---”"),
        ("---\nsupports: x\n", "is never answered"),
        ("", "must begin"),
    ],
)
def test_front_matter_that_is_none(text: str, words: str, tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(text, encoding="utf-8")
    document, prose = read_front_matter(path, shown_as="a.md")
    assert prose is None
    assert document.value is None
    assert words in document.problems[0].message


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
def test_whatever_people_write_is_read_as_they_wrote_it(value: dict[str, object]) -> None:
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

ANCHOR = "uses a YAML anchor or alias (& or *)"
UNCLOSED = "the quotation mark opened here is never closed: close it where the value ends"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a: 1\nb: 2\na: 3\n", 'f.yaml:3: "a" is given twice, first in line 1: keep one of them'),
        ("a: &x 1\n", f"f.yaml:1: {ANCHOR}: write the values out, or quote them"),
        ("a: *x\n", f"f.yaml:1: {ANCHOR}: write the values out, or quote them"),
        (
            "a: !!int 1\n",
            'f.yaml:1: gives a value a type ("tag:yaml.org,2002:int"): take it out, types are known from the keys',
        ),
        ("a: 1\n---\nb: 1\n", "f.yaml:2: a second document begins here (---): a file holds one"),
        ("? [a]\n: 1\n", "f.yaml:1: a key must be plain text before a colon"),
        (
            "a: " + "[" * 100_000,
            f"f.yaml:1: nests values more than {MAX_DEPTH} deep; no file of ours does",
        ),
        ("# nothing\n", "f.yaml: is empty: write its keys, each “key: value”"),
        ("- a\n", "f.yaml:1: must hold keys, each “key: value” in a line of its own"),
        ("a\n", "f.yaml:1: must hold keys, each “key: value” in a line of its own"),
        (
            'a: "\\u0007"\n',
            "f.yaml:1: holds an invisible character, U+0007 (A control character): delete it",
        ),
        ("a:\n\tb: 1\n", "f.yaml:2: a tab stands where YAML wants spaces: indent with spaces"),
        (
            "a: b: c\n",
            "f.yaml:1: a colon too many, or a line indented too far: put a value that holds “: ” in quotes",
        ),
        (
            "a: - b\n",
            "f.yaml:1: a list begins on a line of its own: put the “- ” on the next line, indented",
        ),
        ("a: 1\nb: 'x\nc: 2\n", f"f.yaml:2: {UNCLOSED}"),
        ("a: 'x\n---\nb: 1\n", f"f.yaml:1: {UNCLOSED}"),
        ("'x\n---\n", f"f.yaml:1: {UNCLOSED}"),
        (
            "a:\n  -b\n  -c\n",
            "f.yaml:2: a space is missing behind the hyphen: an entry of a list begins with “- ”",
        ),
        (
            'a: "\\q"\n',
            "f.yaml:1: a backslash in double quotes begins a special character: use single quotes",
        ),
        ("a: [1, 2\nb: 3\n", "f.yaml:2: the list opened by [ in line 1 needs a comma, or its ]"),
        ("a: {b: 1\n", "f.yaml:2: the { opened in line 1 needs a comma, or its }"),
        (
            "a: [1,\n",
            "f.yaml:2: a value is missing here, or a bracket that was opened before is never closed",
        ),
        ("a: @x\n", "f.yaml:1: a value that begins with @ stands in quotes"),
        ("a: *\n", "f.yaml:1: a value that begins with * or & stands in quotes"),
        (
            "- a\nb: 1\n",
            "f.yaml:2: the list that begins in line 1 has a line without “- ”: indent it like its neighbours",
        ),
        (
            "a:\n  - b\n c: d\n",
            "f.yaml:3: does not stand under its neighbours: the keys that begin in line 1 have one and the same indentation",
        ),
        ("a: 1\nb\nc: 1\n", "f.yaml:2: a colon is missing: a line reads “key: value”"),
        (
            "%YAML 3.0\n---\na: b\n",
            "f.yaml:1: cannot be read as YAML (found incompatible YAML document)",
        ),
    ],
)
def test_what_is_wrong_is_said_with_its_line(text: str, line: str) -> None:
    assert said(text) == [line]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a: b\n", ""),
        ("a:\n\tb: 1\n", "f.yaml:2: a tab stands where YAML wants spaces: indent with spaces"),
        ("a: 'x\n---\n", f"f.yaml:1: {UNCLOSED}"),
        (
            "a: b: c\n",
            "f.yaml:1: a colon too many, or a line indented too far: put a value that holds “: ” in quotes",
        ),
        ("a: @x\n", "f.yaml:1: a value that begins with @ stands in quotes"),
        ("a: [1, 2\nb: 3\n", "f.yaml:2: the list opened by [ in line 1 needs a comma, or its ]"),
        (
            "a: " + "[" * 100_000,
            f"f.yaml:1: nests values more than {MAX_DEPTH} deep; no file of ours does",
        ),
        (
            "a: \ufeff1\n",
            "f.yaml:1: holds an invisible character, U+FEFF (Zero width no-break space): delete it",
        ),
    ],
)
def test_without_libyaml_the_lines_are_the_same(
    text: str, line: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_libyaml = said(text)
    monkeypatch.setattr(yaml, "__with_libyaml__", False)
    assert said(text) == with_libyaml == ([line] if line else [])


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (
            "# me\n\nname:Ann\ntitle: x\n",
            "f.yaml:3: a space is missing after the colon: write “name: …”",
        ),
        (
            "name: Ann\n- title:x\n",
            "f.yaml:2: a space is missing after the colon: write “title: …”",
        ),
        (
            "name: Ann\ntitle\uff1ax\nzip: 1\n",
            "f.yaml:2: has a wide colon (\uff1a) behind “title”: type a plain one and a space",
        ),
        (
            "name:\u00a0Ann\nzip: 1\n",
            "f.yaml:1: holds a space that is none to YAML, U+00A0 (No-break space): type a plain space",
        ),
        (
            "a:\n\u3000b: c\n d: e\n",
            "f.yaml:2: holds a space that is none to YAML, U+3000 (Ideographic space): type a plain space",
        ),
        ('a:\n  - b: "x\n    c: "over 5"\n    d: 1\n  - b: "y"\n', f"f.yaml:2: {UNCLOSED}"),
        ('a: "x\nb: y"\nc: d\n', f"f.yaml:1: {UNCLOSED}"),
        (
            'a: "DHS" made it\nb: c\n',
            'f.yaml:1: words stand behind the closing ": put the whole value in quotes of the other kind',
        ),
        (
            "a:\n  - 'It's time'\n",
            "f.yaml:2: words stand behind the closing ': put the whole value in quotes of the other kind",
        ),
        (
            "a: [DHS] made it\nb: c\n",
            "f.yaml:1: words stand behind the closing ]: put the whole value in quotes",
        ),
        (
            "a: {{ we }} ask\n",
            "f.yaml:1: a value that begins with {{ or {% stands in quotes: '{{ … }} …'",
        ),
        (
            "a: {% if x %}y\n",
            "f.yaml:1: a value that begins with {{ or {% stands in quotes: '{{ … }} …'",
        ),
        (
            "a: > x\nb: c\n",
            "f.yaml:1: behind > or | a value begins in the next line, further in: move it there, or take the sign out",
        ),
    ],
)
def test_slips_are_found_in_the_line_in_which_they_were_made(text: str, line: str) -> None:
    assert said(text) == [line]


SLIPS = (
    '{0}{1}: "{2}',
    "{0}{1}:{2}",
    "{0}{1}\uff1a{2}",
    '{0}{1}: "{2}" x',
    "{0}{1}: [{2}] x",
    "{0}{1}: {{{{ {2} }}}} x",
    "{0}{1}: > {2}",
)
ENTRY = re.compile(r"( *(?:- +)*)([a-z_]+): (\w[^#]*\w)(?: +#.*)?")


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_in_any_line_of_a_whole_file_is_found_in_that_line(slip: str) -> None:
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
        text = "\n".join((*lines[:number], slip.format(*found.groups()), *lines[number + 1 :]))
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
def test_what_only_looks_like_a_slip_is_none(text: str) -> None:
    line = text.count("\n") + 1
    colon = "a colon too many, or a line indented too far: put a value that holds “: ” in quotes"
    assert said(text) == []
    assert said(f"{text}k: c: d\n") == [f"f.yaml:{line}: {colon}"]


def test_words_that_yaml_takes_for_a_remark_are_told() -> None:
    remark = (
        "begins a remark, which is not read: put the whole value in quotes, or a space behind #"
    )
    text = 'street: 100 Main Street #4\nsuite: #5\ncity: "X" #6\nids: [a, b #7\n  ]\n# a remark\nzip: 1  # another\nurl: x#y\n#z\n'
    assert said(text) == [f'f.yaml:{line}: "#{line + 3}" {remark}' for line in (1, 2, 3, 4)]


def test_lines_in_front_matter_are_those_of_the_file_in_the_sentence_too(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("---\nsupports: x\ncites: [a,\n  b\nwhen: y\n---\n\nText.\n", encoding="utf-8")
    document, _ = read_front_matter(path, shown_as="a.md")
    assert [str(problem) for problem in document.problems] == [
        "a.md:5: the list opened by [ in line 3 needs a comma, or its ]"
    ]


def test_an_alias_bomb_is_not_unfolded() -> None:
    bomb = "a: &a [x, x, x, x, x, x, x, x, x]\n"
    for old, new in pairwise("abcdefghi"):
        bomb += f"{new}: &{new} [{', '.join([f'*{old}'] * 9)}]\n"
    document = parse(bomb, shown_as="f.yaml")
    assert [str(problem) for problem in document.problems] == [
        f"f.yaml:1: {ANCHOR}, 81 times down to line 9: write the values out, or quote them"
    ]
    assert document.value is not None
    assert document.value["i"] == [""] * 9


def test_a_file_that_ends_in_a_mistake_has_its_other_mistakes_told() -> None:
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
    assert said("a: [" + "x, " * 50 + "]\n") == [
        "f.yaml:1: holds more than 10 values. Is it the right file?"
    ]


# ---------------------------------------------------------------- typed


ID = "must be a short name of letters, digits, - and _ (files are called after it)"
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


def problems_of(text: str) -> list[str]:
    return [str(problem) for problem in validate(parse(text, shown_as="f.yaml"), RecipientsFile)[1]]


def test_a_good_file_is_a_model() -> None:
    model, problems = validate(parse(PEOPLE, shown_as="f.yaml"), RecipientsFile)
    assert problems == ()
    assert model is not None
    assert model.recipients[0].seat == "TX-16"


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        (
            "chamber: house",
            "chamber: [house]",
            "f.yaml:6: recipients[E000299].chamber: must be house or senate, not a list",
        ),
        (
            "  title: representative\n",
            "  title:\n",
            "f.yaml:9: recipients[E000299].title: says nothing: write “title: …”",
        ),
        (
            "  district: 16\n",
            "  district: [16]\n",
            "f.yaml:8: recipients[E000299].district: must be a whole number, not a list",
        ),
        (
            "2027-01-03",
            "2027",
            'f.yaml:10: recipients[E000299].term_end: must be a day like 2026-09-01, not "2027"',
        ),
        (
            "  title:",
            "  represents: El Paso\n  title:",
            f'f.yaml:9: recipients[E000299].represents: {ID}, not "El Paso"',
        ),
        ("last: Escobar", "last: ''", "f.yaml:5: recipients[E000299].name.last: must not be empty"),
        ("id: E000299", "id: ''", f'f.yaml:4: recipients[1].id: {ID}, not ""'),
    ],
)
def test_what_a_model_finds_wrong_is_a_sentence_at_its_line(old: str, new: str, line: str) -> None:
    assert problems_of(PEOPLE.replace(old, new)) == [line]


def test_a_key_without_a_value_says_nothing() -> None:
    _, problems = validate(parse("first:\nlast: B\nfull:\n", shown_as="f.yaml"), Name)
    assert [str(problem) for problem in problems] == [
        "f.yaml:1: first: says nothing: write a value, or take the line out",
        "f.yaml:3: full: says nothing: write “full: …” (The whole name as the member writes it)",
    ]


def test_a_refused_value_is_not_called_missing_as_well() -> None:
    _, problems = validate(parse("last: *x\nfull: *y\n", shown_as="f.yaml"), Name)
    assert [problem.line for problem in problems] == [1]


def test_a_list_whose_entries_are_all_wrong_is_not_called_empty() -> None:
    assert [
        line.split(": ")[1] for line in problems_of(PEOPLE.replace("state: TX", "state: XX"))
    ] == ["recipients[E000299].state"]
    assert problems_of("as_of: 2026-06-15\nsource: x\nrecipients: []\n") == [
        "f.yaml:3: recipients: must have at least one entry"
    ]


def test_one_value_where_a_list_may_stand_is_named_without_a_number() -> None:
    _, problems = validate(parse("chamber: huose\nstate: [TX, XX]\n", shown_as="f.yaml"), When)
    assert [problem.field for problem in problems] == ["chamber", "state[2]"]


def test_problems_of_reading_and_of_meaning_come_together_by_line() -> None:
    _, problems = validate(
        parse("first: A\nfirst: B\nfull: A B\nlst: B\n", shown_as="f.yaml"), Name
    )
    assert [str(problem) for problem in problems] == [
        'f.yaml:2: "first" is given twice, first in line 1: keep one of them',
        'f.yaml:4: lst: there is no such key here; did you mean "last"?',
    ]


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
