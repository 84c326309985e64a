"""Files of YAML and text, read with care: every value as text, the line of every key, and every mistake as a Problem.

YAML's own types are a trap (`zip: 02134` is the number 1116, `state: NO` is false), so none of them is used: the models
decide what a text means. Anchors, aliases and tags are refused, keys are given once, and the events of the parser are
taken one by one, so that no file, however deep or large, can exhaust the program.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from generator.errors import Problem
from generator.files import yaml_typos
from generator.files.text import MOST_PROBLEMS, odd_character, read_text
from generator.files.validation import KeyPath, sentences
from generator.models import Prose
from generator.text import quoted

DEEPEST = 32
MOST_VALUES = 500_000
"""Bounds of one file: values inside values, and values."""

EMPTY = "says nothing: write a value, or take the line out"
"""Of a key without a value. Whoever left one, or made a remark of all that stood below it, meant something by it."""

Model = TypeVar("Model", bound=BaseModel)
Value = str | list["Value"] | dict[str, "Value"]
"""What a file says: texts, lists and mappings."""


# ---------------------------------------------------------------- what a file says


@dataclass(frozen=True)
class Document:
    """What a file says, the line of each key and list entry, and what is wrong with it; `value` is None where it cannot be read."""

    file: str
    value: Mapping[str, Value] | None
    lines: Mapping[KeyPath, int] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    empty: frozenset[KeyPath] = frozenset()
    """Keys that have no value."""
    refused: frozenset[KeyPath] = frozenset()
    """Keys and entries whose value was left out, which is among the problems."""

    def line(self, path: KeyPath) -> int:
        """The line of the value at the path, or of what holds it; 0 where nothing is known."""
        for length in range(len(path), -1, -1):
            if path[:length] in self.lines:
                return self.lines[path[:length]]
        return 0

    def problem(self, path: KeyPath, message: str) -> Problem:
        """A problem at the value of that path."""
        return Problem(self.file, self.line(path), self.named(path), message)

    def named(self, path: KeyPath) -> str:
        """The path as people read it: `recipients[E000299].addresses.district[2].zip`, entries by their id or counted from 1."""
        words = ""
        here: object = self.value
        for step in path:
            here = _at(here, step)
            if isinstance(step, str):
                words += f".{step}" if words else step
            else:
                own_id = here.get("id") if isinstance(here, dict) else None
                words += f"[{own_id if _is_short_id(own_id) else step + 1}]"
        return words

    @property
    def root(self) -> "Node":
        """The whole of the file, to look around in."""
        return Node(self, (), self.value if self.value is not None else {})


@dataclass(frozen=True)
class Node:
    """A place in a file: it answers with what is well-formed there, and with nothing where the file is wrong."""

    document: Document
    path: KeyPath
    value: object

    @property
    def text(self) -> str | None:
        """The value, where it is a text that says something."""
        return self.value.strip() or None if isinstance(self.value, str) else None

    @property
    def line(self) -> int:
        """The line it stands in."""
        return self.document.line(self.path)

    def __getitem__(self, key: str) -> "Node":
        """The value of a key; a node without value where there is none."""
        inner = self.value.get(key) if isinstance(self.value, Mapping) else None
        return Node(self.document, (*self.path, key), inner)

    @property
    def entries(self) -> "tuple[Node, ...]":
        """The entries of a list; a single value counts as a list of one."""
        if isinstance(self.value, list):
            return tuple(Node(self.document, (*self.path, index), entry) for index, entry in enumerate(self.value))
        return () if self.value is None else (self,)

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of a mapping, in order."""
        return tuple(self.value) if isinstance(self.value, Mapping) else ()

    def problem(self, message: str) -> Problem:
        """A problem at this place."""
        return self.document.problem(self.path, message)

    def warning(self, message: str) -> Problem:
        """A warning at this place."""
        return replace(self.problem(message), severity="warning")

    def every_text(self) -> "Iterator[Node]":
        """Every text in it."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            if isinstance(node.value, str):
                yield node
            elif isinstance(node.value, list):
                waiting.extend(node.entries)
            else:
                waiting.extend(node[key] for key in node.keys)


def _at(value: object, step: str | int) -> object:
    if isinstance(value, dict):
        return value.get(step)
    return value[step] if isinstance(value, list) and isinstance(step, int) and step < len(value) else None


def _is_short_id(own_id: object) -> bool:
    return isinstance(own_id, str) and re.fullmatch(r"[\w.-]{1,64}", own_id, re.ASCII) is not None


# ---------------------------------------------------------------- typed


def validate(document: Document, model: type[Model]) -> tuple[Model | None, tuple[Problem, ...]]:
    """What the document says as a model, or None; and every problem of the document, of reading and of meaning, by line."""
    if document.value is None:
        return None, document.problems
    meant, wrong = None, []
    try:
        meant = model.model_validate(document.value)
    except ValidationError as error:
        wrong = [(path, sentence) for path, sentence in sentences(error, model) if path not in document.refused]
    found = {_meant(document, path, sentence=sentence) for path, sentence in wrong}
    found.update(document.problem(path, EMPTY) for path in document.empty.difference(path for path, _ in wrong))
    return meant, tuple(sorted({*document.problems, *found}))


def _meant(document: Document, path: KeyPath, *, sentence: str) -> Problem:
    """The problem, at the key that the user wrote."""
    parent: object = document.value
    real = 0
    for real, step in enumerate(path):
        if not isinstance(parent, list if isinstance(step, int) else dict):
            return document.problem(path[:real], sentence)  # one value where a list may stand: the user wrote no index
        parent = _at(parent, step)
    if sentence.startswith("is missing") and path in document.lines:
        sentence = sentence.replace("is missing: add", "says nothing: write", 1)
    return document.problem(path, sentence)


# ---------------------------------------------------------------- reading


def read(path: Path, *, shown_as: str, list_key: str | None = None) -> Document:
    """Reads a YAML file as `parse` does; nothing is raised: what is wrong stands in its problems."""
    text, problems = read_text(path, shown_as=shown_as)
    return Document(shown_as, None, problems=problems) if text is None else parse(text, shown_as=shown_as, list_key=list_key)


def read_front_matter(path: Path, *, shown_as: str) -> tuple[Document, Prose | None]:
    """What stands between the two `---` at the head of a file, and the text below them."""
    text, problems = read_text(path, shown_as=shown_as)
    if text is None:
        return Document(shown_as, None, problems=problems), None
    head, body, first_line = _split(text)
    if head is None:
        return Document(shown_as, None, problems=(Problem(shown_as, 1, "", body),)), None
    document = parse(head, shown_as=shown_as, first_line=2)
    return document, Prose(shown_as, first_line, body)


def _split(text: str) -> tuple[str | None, str, int]:
    """Front matter, text and the line the text begins in; or None and the sentence that says what is wrong."""
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        return None, "must begin with a line “---”, then supports: and cites:, then a line “---” again, then the text", 0
    end = next((number for number, line in enumerate(lines) if number and line.rstrip() == "---"), None)
    if end is None:
        return None, "the “---” of line 1 is never answered: put a line “---” between supports:, cites: … and the text", 0
    body = lines[end + 1 :]
    blank = next((number for number, line in enumerate(body) if line.strip()), len(body))
    return "\n".join(lines[1:end]), "\n".join(body[blank:]), end + blank + 2


# ---------------------------------------------------------------- YAML


def parse(text: str, *, shown_as: str, first_line: int = 1, list_key: str | None = None) -> Document:
    """Reads a text of YAML whose outermost value is a mapping, and checks it for slips of the pen.

    A bare list is read as well where `list_key` names the key that it stands for.
    """
    reading = _Reading(text, first_line, list_key, by_hand=True)
    value = reading.value()
    if value is not None and not isinstance(value, dict):
        reading.tell(0, "must hold keys, each “key: value” in a line of its own")
        value = None
    lines = {**reading.lines, (): first_line}
    empty, refused = frozenset(reading.empty), frozenset(reading.refused)
    return Document(shown_as, value, lines, reading.problems(shown_as), empty, refused)


def parse_published(text: str, *, shown_as: str) -> tuple[Value | None, tuple[Problem, ...]]:
    """Reads a text of YAML that a program wrote: its value, or None, and the problems.

    Slips of the pen are not looked for: what a program wrote is meant as it stands.
    """
    reading = _Reading(text, first_line=1)
    value = reading.value()
    problems = reading.problems(shown_as)
    return (None if problems else value), problems


_REMARK = re.compile(r"\s+(#[^\s#]\S*)")
"""A remark that may have been meant as part of the value before it: “100 Main Street #4”."""

_NO_ENTRY = re.compile(r"-[A-Za-z]")
"""An entry of a list without the space behind its hyphen, which YAML takes for a plain text."""

_TOO_DEEP = f"nests values more than {DEEPEST} deep; no file of ours does"


class _StopError(Exception):
    """Reading further makes no sense, for what is wrong in that line, counted from 0."""

    def __init__(self, line: int, message: str) -> None:
        self.line = line
        self.message = message
        super().__init__(message)


@dataclass
class _Reading:
    """A text of YAML while it is read, and what is wrong with it.

    The parser's events are read, not the nodes of `yaml.compose`: these say nothing of anchors, so that `firm: &Partners LLC`
    would be printed as “LLC”; a file that ends in a mistake has no nodes at all, and its other mistakes would stay untold; and
    20,000 supporters took 2.3 seconds to compose (libyaml, PyYAML 6.0.4), which are read here in half of that.
    """

    text: str
    first_line: int
    list_key: str | None = None
    by_hand: bool = False
    """Whether slips of the pen are looked for."""
    lines: dict[KeyPath, int] = field(default_factory=dict)
    empty: set[KeyPath] = field(default_factory=set)
    refused: set[KeyPath] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Opens the text; the loader of libyaml is ten times as fast, and not on every machine."""
        loader = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
        self._events: Iterator[yaml.Event] = iter(yaml.parse(self.text, Loader=loader))
        self._text = self.text.split("\n")
        self._mistakes: set[tuple[int, str]] = set()
        self._anchors: list[int] = []
        self._values = 0

    def tell(self, line: int, message: str) -> None:
        """Adds what is wrong in a line, counted from 0."""
        self._mistakes.add((line + self.first_line, message))

    def problems(self, file: str) -> tuple[Problem, ...]:
        """The first MOST_PROBLEMS of what is wrong, by line."""
        if self._anchors:
            self.tell(self._anchors[0], _about_anchors(self._anchors, first_line=self.first_line))
        return tuple(Problem(file, line, "", message) for line, message in sorted(self._mistakes)[:MOST_PROBLEMS])

    def value(self) -> Value | None:
        """What the text says; None where it cannot be read to its end, or is empty."""
        try:
            return self._document()
        except _StopError as error:
            self.tell(*(yaml_typos.first(self.text, until=error.line) or (error.line, error.message)))
        except yaml.MarkedYAMLError as error:
            self.tell(*_explained(error, self.text, first_line=self.first_line))
        except yaml.YAMLError as error:
            self.tell(0, f"cannot be read: {error}")
        return None

    def _document(self) -> Value | None:
        found: list[Value] = []
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent) and found:
                raise _StopError(_line(event), "a second document begins here (---): a file holds one")
            if not isinstance(event, yaml.NodeEvent):
                continue
            bare = self.list_key if isinstance(event, yaml.SequenceStartEvent) else None
            found.append(self._value(event, ()) if bare is None else {bare: self._value(event, (bare,))})
        if not found:
            self.tell(-self.first_line, "is empty: write its keys, each “key: value”")
        return found[0] if found else None

    def _value(self, event: yaml.Event, path: KeyPath) -> Value:
        """The value that begins with the event."""
        self._check(event)
        self.lines.setdefault(path, _line(event) + self.first_line)
        if isinstance(event, yaml.ScalarEvent):
            return event.value
        if isinstance(event, yaml.AliasEvent):
            self.refused.add(path)
            return ""
        if len(path) == DEEPEST:
            raise _StopError(_line(event), _TOO_DEEP)
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(path)
        return [self._value(entry, (*path, place)) for place, entry in enumerate(self._inside())]

    def _mapping(self, path: KeyPath) -> dict[str, Value]:
        mapping: dict[str, Value] = {}
        seen: dict[str, int] = {}
        for key in self._inside():
            self._check(key)
            if not isinstance(key, yaml.ScalarEvent):
                raise _StopError(_line(key), "a key must be plain text before a colon")
            line = _line(key) + self.first_line
            here = (*path, key.value)
            if key.value in seen:
                self.tell(_line(key), f"{quoted(key.value)} is given twice, first in line {seen[key.value]}: keep one of them")
            self.lines.setdefault(here, line)
            event = next(self._events)
            value = self._value(event, here)
            if isinstance(event, yaml.ScalarEvent) and not event.style and value in ("", "~"):
                self.empty.add(here)
            elif here not in self.refused and key.value not in seen:
                mapping[key.value] = value
            seen.setdefault(key.value, line)
        return mapping

    def _inside(self) -> Iterator[yaml.Event]:
        """The events that begin the parts of the mapping or list just begun, whose own parts are taken before the next is asked for."""
        for event in self._events:
            if isinstance(event, yaml.CollectionEndEvent):
                return
            yield event

    def _check(self, event: yaml.Event) -> None:
        """Tells of an anchor, an alias, a tag or a slip of the pen; counts the value."""
        line = _line(event)
        if getattr(event, "anchor", None) is not None:
            self._anchors.append(line)
        tag = getattr(event, "tag", None)
        if tag is not None:
            self.tell(line, f"gives a value a type ({quoted(tag)}): take it out, types are known from the keys")
        self._values += 1
        if self._values > MOST_VALUES:
            raise _StopError(line, f"holds more than {MOST_VALUES:,} values. Is it the right file?")
        if self.by_hand and isinstance(event, yaml.ScalarEvent):
            self._check_scalar(event, line)

    def _check_scalar(self, event: yaml.ScalarEvent, line: int) -> None:
        """Tells of characters and signs that were hardly meant.

        These are words behind the value that YAML takes for a remark, and a quotation mark that is closed too late.
        """
        end, column = (event.end_mark.line, event.end_mark.column) if event.end_mark else (line, 0)
        if odd := odd_character(event.value):
            self.tell(line, odd)
        if not event.style and _NO_ENTRY.match(event.value):
            self.tell(line, "a space is missing behind the hyphen: an entry of a list begins with “- ”")
        # Behind the last line end libyaml counts one line more than there is.
        if remark := _REMARK.match("".join(self._text[end : end + 1]), column):
            self.tell(end, f"{quoted(remark[1])} begins a remark, which is not read: put the whole value in quotes, or a space behind #")
        if event.style in ("'", '"') and end > line and yaml_typos.runs_over(self._text, line, end=end):
            self.tell(line, yaml_typos.NEVER_CLOSED)


def _line(event: yaml.Event) -> int:
    return event.start_mark.line if event.start_mark else 0


# ---------------------------------------------------------------- what the parser complains of

_COMPLAINTS: Sequence[tuple[str, str]] = (
    ("maximum nesting depth", _TOO_DEEP),
    ("mapping values are not allowed", "a colon too many, or a line indented too far: put a value that holds “: ” in quotes"),
    ("entries are not allowed", "a list begins on a line of its own: put the “- ” on the next line, indented"),
    ("could not find expected ':'", "a colon is missing: a line reads “key: value”"),
    ("unexpected end of stream", yaml_typos.NEVER_CLOSED),
    ("document separator", yaml_typos.NEVER_CLOSED),
    ("document indicator", yaml_typos.NEVER_CLOSED),
    ("unknown escape", "a backslash in double quotes begins a special character: use single quotes"),
    ("escape", "a backslash in double quotes begins a special character: use single quotes"),
    ("expected ',' or ']'", "the list opened by [ in line {begin} needs a comma, or its ]"),
    ("expected ',' or '}'", "the { opened in line {begin} needs a comma, or its }"),
    ("expected node content", "a value is missing here, or a bracket that was opened before is never closed"),
    ("expected the node content", "a value is missing here, or a bracket that was opened before is never closed"),
    ("expected '-' indicator", "the list that begins in line {begin} has a line without “- ”: indent it like its neighbours"),
    ("expected key", "does not stand under its neighbours: the keys that begin in line {begin} have one and the same indentation"),
    ("expected <block end>", "does not stand under its neighbours: what begins in line {begin} has one and the same indentation"),
    ("alphabetic or numeric", "a value that begins with * or & stands in quotes"),
)


def _explained(error: yaml.MarkedYAMLError, text: str, *, first_line: int) -> tuple[int, str]:
    """The line, counted from 0, and what is wrong there in words of our own."""
    mark = error.problem_mark or error.context_mark
    line = mark.line if mark else 0
    if slip := yaml_typos.first(text, until=line):
        return slip
    complaint = str(error.problem or "")
    if tab := _tab_near(text, line):
        return tab - 1, "a tab stands where YAML wants spaces: indent with spaces"
    begin = error.context_mark.line if error.context_mark else line
    if any(part in complaint for part in ("unexpected end", "unexpected document", "expected ':'")):
        line = begin
    if "cannot start any token" in complaint:
        # libyaml counts line ends that `split` does not, such as U+2028.
        letter = "".join(text.split("\n")[line : line + 1])[mark.column : mark.column + 1] if mark else ""
        return line, f"a value that begins with {letter} stands in quotes"
    for part, sentence in _COMPLAINTS:
        if part in complaint:
            return line, sentence.replace("{begin}", str(begin + first_line))
    return line, f"cannot be read as YAML ({complaint})"


def _tab_near(text: str, line: int) -> int:
    """The number of the line, at the complaint or next to it, that is indented with a tab; 0 where none is."""
    lines = text.split("\n")
    near = [number for number in (line, line - 1, line + 1) if 0 <= number < len(lines)]
    return next((number + 1 for number in near if re.match(r"[ ]*\t\s*\S", lines[number])), 0)


def _about_anchors(lines: Sequence[int], *, first_line: int) -> str:
    """What to do about the anchors and aliases in these lines."""
    often = f", {len(lines)} times down to line {lines[-1] + first_line}" if len(lines) > 1 else ""
    return f"uses a YAML anchor or alias (& or *){often}: write the values out, or quote them"
