"""Supporters in YAML."""

import datetime

import pytest

from generator.supporters.types import Consent
from tests.support.supporter_lists import (
    Write,
    problems,
    read_file,
)

YAML = """\
# The supporters of the summer.
- name: Ana Ruiz
  street: 12 Elm St
  city: Boston
  state: MA
  zip: 02134
  consent: {date: 2026-08-02, wording: 2026-08, how: web form}
  picks: [asylum, border]
- name: Ben Okafor
  street: 99 Oak Ave
  city: Boston
  state: MA
  zip: 02134
  consent: 2026-08-03
"""


@pytest.mark.parametrize("head", ["", "---\n", "supporters:\n"])
def test_yaml_is_a_list_of_people_bare_or_under_its_key(write: Write, head: str) -> None:
    found = read_file(
        write(
            "people.yaml",
            head + YAML.replace("  consent: 2026-08-03", "  consent date: 2026-08-03"),
        )
    )
    assert [one.name for one in found.going] == ["Ana Ruiz", "Ben Okafor"]
    first = found.going[0]
    assert (first.zip, first.picks, first.line) == (
        "02134",
        ("asylum", "border"),
        2 + head.count("\n"),
    )
    assert first.consent == Consent("2026-08", datetime.date(2026, 8, 2), "web form")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("supporters: []\n", "holds no people"),
        ("supporters:\n  - Ana\n", "people.yaml:2: supporters[1]: must have keys"),
        ("people:\n  - name: Ana\n", "people.yaml:1: people: there is no such key"),
        ("- name: A\n  name: B\n", "people.yaml:2: "),
        ("- name: 'A\n", "people.yaml:"),
        ("- name: &a A\n", "people.yaml:1: "),
        ("", "is empty"),
        ("# nothing\n", "is empty"),
        ("- note: x\n", "names no column that we know"),
        ("- name: {}\n", "holds no people"),
        ("- [Ana]\n", "must have keys"),
        ("\x00", "people.yaml"),
    ],
)
def test_mistakes_in_yaml_are_told_with_their_line(write: Write, text: str, words: str) -> None:
    assert words in " ".join(problems(write("people.yaml", text)))
