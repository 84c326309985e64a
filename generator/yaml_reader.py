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

from generator import slips
from generator.errors import Problem
from generator.mistakes import KeyPath, sentences
from generator.models import Prose
from generator.spelling import quoted
from generator.textfile import MOST_PROBLEMS, odd_character, read_text

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


def read(path: Path, *, shown_as: str) -> Document:
    """What a YAML file says; nothing is raised: what is wrong stands in its problems."""
    text, problems = read_text(path, shown_as=shown_as)
    return parse(text, shown_as=shown_as) if text is not None else Document(shown_as, None, problems=problems)


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


def parse(text: str, *, shown_as: str, first_line: int = 1) -> Document:
    """What a text of YAML says."""
    builder = _Builder(shown_as, first_line, text=text)
    loader = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
    try:
        for event in yaml.parse(text, Loader=loader):
            builder.take(event)
    except _StopError as error:
        builder.cannot_read(*(slips.first(text, until=error.line) or (error.line, error.message)))
    except yaml.MarkedYAMLError as error:
        builder.cannot_read(*_explained(error, text, first_line=first_line))
    except yaml.YAMLError as error:
        builder.cannot_read(0, f"cannot be read: {error}")
    return builder.document()


_REMARK = re.compile(r"\s#[^\s#]")
"""The beginning of a remark that may have been meant as part of a value: “100 Main Street #4”."""


_NO_ENTRY = re.compile(r"-[A-Za-z]")
"""What an entry of a list looks like to YAML when the space behind its hyphen is missing: a plain text."""


class _StopError(Exception):
    """Reading further makes no sense, for what is wrong in that line, counted from 0."""

    def __init__(self, line: int, message: str) -> None:
        self.line = line
        self.message = message
        super().__init__(message)


@dataclass
class _Open:
    """A mapping or list whose end has not been read yet."""

    path: KeyPath
    holder: dict[str, Value] | list[Value]
    key: str | None = None
    seen: dict[str, int] = field(default_factory=dict)
    repeated: bool = False


class _Builder:
    """Builds what a file says from the parser's events, one by one."""

    def __init__(self, file: str, first_line: int, *, text: str) -> None:
        self._file = file
        self._first_line = first_line
        self._text = text.split("\n")
        self._remarks = frozenset(number for number, line in enumerate(self._text) if _REMARK.search(line)) if "#" in text else frozenset()
        self._open: list[_Open] = []
        self._root: Value | None = None
        self._lines: dict[KeyPath, int] = {}
        self._problems: dict[tuple[int, str], Problem] = {}
        self._empty: set[KeyPath] = set()
        self._refused: set[KeyPath] = set()
        self._named: list[int] = []
        self._documents = 0
        self._values = 0
        self._readable = True

    def take(self, event: yaml.Event) -> None:
        """Takes the next event in."""
        line = event.start_mark.line if event.start_mark else 0
        match event:
            case yaml.DocumentStartEvent():
                self._begin_document(line)
            case yaml.AliasEvent():
                self._named.append(line)
                self._place_nothing(line, told=True)
            case yaml.ScalarEvent():
                self._check_plain(event, line)
                self._scalar(event, line)
            case yaml.SequenceStartEvent():
                self._check_plain(event, line)
                self._begin([], line)
            case yaml.MappingStartEvent():
                self._check_plain(event, line)
                self._begin({}, line)
            case yaml.CollectionEndEvent():
                self._open.pop()

    def cannot_read(self, line: int, message: str) -> None:
        """What has been read is not the whole, and is not used."""
        self._readable = False
        self._tell(line, message)

    def document(self) -> Document:
        """What the file says, as far as it could be read."""
        value = self._root if isinstance(self._root, dict) and self._readable else None
        if self._readable and self._root is None:
            self._tell(-self._first_line, "is empty: write its keys, each “key: value”")
        elif self._readable and value is None:
            self._tell(0, "must hold keys, each “key: value” in a line of its own")
        if self._named:
            self._tell(self._named[0], _names_told(self._named, first_line=self._first_line))
        problems = tuple(sorted(self._problems.values())[:MOST_PROBLEMS])
        lines = {**self._lines, (): self._first_line}
        return Document(self._file, value, lines, problems, frozenset(self._empty), frozenset(self._refused))

    def _tell(self, line: int, message: str) -> None:
        problem = Problem(self._file, line + self._first_line, "", message)
        self._problems.setdefault((problem.line, message), problem)

    def _begin_document(self, line: int) -> None:
        self._documents += 1
        if self._documents > 1:
            raise _StopError(line, "a second document begins here (---): a file holds one")

    def _check_plain(self, event: yaml.NodeEvent, line: int) -> None:
        """Tells of an anchor or a tag; counts the value."""
        if event.anchor is not None:
            self._named.append(line)
        tag = getattr(event, "tag", None)
        if tag is not None:
            self._tell(line, f"gives a value a type ({quoted(tag)}): take it out, types are known from the keys")
        self._values += 1
        if self._values > MOST_VALUES:
            raise _StopError(line, f"holds more than {MOST_VALUES:,} values. Is it the right file?")

    def _scalar(self, event: yaml.ScalarEvent, line: int) -> None:
        top = self._open[-1] if self._open else None
        if odd := odd_character(event.value):
            self._tell(line, odd)
        self._check_end(event, line)
        if not event.style and _NO_ENTRY.match(event.value):
            self._tell(line, "a space is missing behind the hyphen: an entry of a list begins with “- ”")
        if top is not None and isinstance(top.holder, dict) and top.key is None:
            self._key(top, event.value, line=line)
        elif not event.style and event.value in ("", "~"):
            self._place_nothing(line)
        else:
            self._place(event.value, line)

    def _check_end(self, event: yaml.ScalarEvent, line: int) -> None:
        """Tells of words behind the value that are taken for a remark, and of a quotation mark that is closed too late."""
        end, column = (event.end_mark.line, event.end_mark.column) if event.end_mark else (line, 0)
        if end in self._remarks and (remark := re.match(r"\s+(#[^\s#]\S*)", self._text[end][column:])):
            self._tell(end, f"{quoted(remark[1])} begins a remark that nobody reads: put the whole value in quotes, or a space behind #")
        if event.style in ("'", '"') and end > line and slips.runs_over(self._text, line, end=end):
            self._tell(line, slips.NEVER_CLOSED)

    def _key(self, top: _Open, key: str, *, line: int) -> None:
        top.key = key
        self._lines.setdefault((*top.path, key), line + self._first_line)
        top.repeated = key in top.seen
        first = top.seen.setdefault(key, line + self._first_line)
        if top.repeated:
            self._tell(line, f"{quoted(key)} is given twice, first in line {first}: keep one of them")

    def _place_nothing(self, line: int, *, told: bool = False) -> None:
        """A key without a value, or with one that is refused, which is `told`; an entry without one is a mistake that the model finds."""
        top = self._open[-1] if self._open else None
        if top is None:
            return
        if isinstance(top.holder, list):
            path = self._place("", line)
        else:
            path = (*top.path, str(top.key))
            top.key = None
        if told:
            self._refused.add(path)
        elif isinstance(path[-1], str):
            self._empty.add(path)

    def _place(self, value: Value, line: int) -> KeyPath:
        """Puts the value where it belongs; its path."""
        if not self._open:
            self._root = value
            return ()
        top = self._open[-1]
        if isinstance(top.holder, list):
            path = (*top.path, len(top.holder))
            top.holder.append(value)
            self._lines.setdefault(path, line + self._first_line)
            return path
        if top.key is None:
            raise _StopError(line, "a key must be plain text before a colon")
        path = (*top.path, str(top.key))
        if not top.repeated:
            top.holder[str(top.key)] = value
        top.key = None
        return path

    def _begin(self, holder: dict[str, Value] | list[Value], line: int) -> None:
        if len(self._open) == DEEPEST:
            raise _StopError(line, f"nests values more than {DEEPEST} deep; no file of ours does")
        path = self._place(holder, line)
        self._open.append(_Open(path, holder))


# ---------------------------------------------------------------- what the parser complains of

_COMPLAINTS: Sequence[tuple[str, str]] = (
    ("mapping values are not allowed", "a colon too many, or a line indented too far: put a value that holds “: ” in quotes"),
    ("entries are not allowed", "a list begins on a line of its own: put the “- ” on the next line, indented"),
    ("could not find expected ':'", "a colon is missing: a line reads “key: value”"),
    ("unexpected end of stream", slips.NEVER_CLOSED),
    ("document separator", slips.NEVER_CLOSED),
    ("document indicator", slips.NEVER_CLOSED),
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
    if slip := slips.first(text, until=line):
        return slip
    complaint = str(error.problem or "")
    if tab := _tab_near(text, line):
        return tab - 1, "a tab stands where YAML wants spaces: indent with spaces"
    begin = error.context_mark.line if error.context_mark else line
    if any(part in complaint for part in ("unexpected end", "unexpected document", "expected ':'")):
        line = begin
    if "cannot start any token" in complaint:
        letter = text.split("\n")[line][mark.column : mark.column + 1] if mark else ""
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


def _names_told(lines: Sequence[int], *, first_line: int) -> str:
    """What to do about values that are named for repetition, or repeat others, in these lines."""
    more = len(lines) - 1
    others = f" ({more} more, down to line {lines[-1] + first_line})" if more else ""
    return f"names a value or repeats one by its name, as & and * do in YAML{others}: write every value out, or in quotes"
