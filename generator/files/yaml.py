"""Reads YAML: every value as text, the line of every key, and every mistake as a Problem.

YAML's own types are a trap (`zip: 02134` is the number 1116, `state: NO` is false), so the reader
uses no such type: the models decide what a text means. It refuses anchors, aliases, tags and keys
that are given twice. It takes the events of the parser one by one, so that no file, however deep or
large, can exhaust the program.
"""

import itertools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from generator.errors import Problem
from generator.files import yaml_typos
from generator.files.text import MAX_PROBLEMS, odd_character, read_text
from generator.files.validation import KeyPath, sentences
from generator.models.campaign import Prose
from generator.text import quoted

MAX_DEPTH = 32
"""Chosen by hand: our deepest file nests 6 values, and Python's own stack ends near 1,000."""
MAX_VALUES = 500_000
"""Chosen by hand: a list of 20,000 supporters holds about 200,000 values."""

Model = TypeVar("Model", bound=BaseModel)
Value = str | list["Value"] | dict[str, "Value"]
"""The content of a file: texts, lists and mappings."""


# ---------------------------------------------------------------- the content of a file


@dataclass(frozen=True)
class YamlDocument:
    """The content of a file, the line of each key and list entry, and its problems."""

    file: str
    value: Mapping[str, Value] | None
    """None where the file cannot be read."""
    lines: Mapping[KeyPath, int] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    empty: frozenset[KeyPath] = frozenset()
    """Keys without a value."""
    refused: frozenset[KeyPath] = frozenset()
    """Keys and entries whose value is left out; a problem says why."""

    def line(self, path: KeyPath) -> int:
        """Returns the line of the value or of its nearest parent; 0 in an unread file."""
        for length in range(len(path), -1, -1):
            if path[:length] in self.lines:
                return self.lines[path[:length]]
        return 0

    def problem(self, path: KeyPath, message: str, *, code: str = "") -> Problem:
        """Returns a problem at the value of that path."""
        return Problem(self.file, self.line(path), self.named(path), message, code=code)

    def named(self, path: KeyPath) -> str:
        """Returns the path as people read it: `recipients[E000299].addresses.district[2].zip`.

        Entries of lists are called by their id, or counted from 1.
        """
        words = ""
        here: object = self.value
        for step in path:
            here = _at(here, step)
            if isinstance(step, str):
                words += f".{step}" if words else step
            else:
                own_id = str(_at(here, "id") or "")
                # An id is itself what a user wrote: a long or odd one would spoil the line, and the
                # count stands.
                short = re.fullmatch(r"\w[\w.:/-]{0,99}", own_id, re.ASCII)
                words += f"[{own_id if short else step + 1}]"
        return words

    @property
    def root(self) -> "Node":
        """Returns the outermost value of the file."""
        return Node(self, (), self.value if self.value is not None else {})


@dataclass(frozen=True)
class Node:
    """A value in a file and its path.

    Checks can ask it for anything: where the file is wrong, the answer is an empty node, no error.
    """

    document: YamlDocument
    path: KeyPath
    value: object

    @property
    def text(self) -> str | None:
        """Returns the value if it is a text that is not blank, else None."""
        return self.value.strip() or None if isinstance(self.value, str) else None

    @property
    def line(self) -> int:
        """Returns its line."""
        return self.document.line(self.path)

    def __getitem__(self, key: str) -> "Node":
        """Returns the value of a key; a node without a value if the key is missing."""
        inner = self.value.get(key) if isinstance(self.value, Mapping) else None
        return Node(self.document, (*self.path, key), inner)

    @property
    def entries(self) -> "tuple[Node, ...]":
        """Returns the entries of a list; a single value counts as a list of one."""
        if isinstance(self.value, list):
            return tuple(
                Node(self.document, (*self.path, index), entry)
                for index, entry in enumerate(self.value)
            )
        # `chambers: house` means the list of one, as the models take it.
        return () if self.value is None else (self,)

    @property
    def keys(self) -> tuple[str, ...]:
        """Returns the keys of a mapping, in order."""
        return tuple(self.value) if isinstance(self.value, Mapping) else ()

    def problem(self, message: str, code: str = "") -> Problem:
        """Returns a problem at this value."""
        return self.document.problem(self.path, message, code=code)

    def warning(self, message: str, code: str = "") -> Problem:
        """Returns a warning at this value."""
        return replace(self.problem(message, code), severity="warning")

    def every_text(self) -> "Iterator[Node]":
        """Yields every text in it."""
        if isinstance(self.value, str):
            yield self
        elif isinstance(self.value, list):
            for entry in self.entries:
                yield from entry.every_text()
        for key in self.keys:
            yield from self[key].every_text()


def _at(value: object, step: str | int) -> object:
    if isinstance(value, dict):
        return value.get(step)
    if isinstance(value, list) and isinstance(step, int) and step < len(value):
        return value[step]
    return None


# ---------------------------------------------------------------- typed


def validate(
    document: YamlDocument, model: type[Model]
) -> tuple[Model | None, tuple[Problem, ...]]:
    """Returns the content as a model, or None, and every problem of reading and of meaning.

    A key without a value is a problem: a person who left one, or turned all lines below it into
    comments, meant something by it, and a default would hide that.
    """
    if document.value is None:
        return None, document.problems
    content = None
    # A set, because a check may find the same mistake at the same place twice.
    found = set(document.problems)
    empty = set(document.empty)
    try:
        # Also where the reading had problems: what is whole is checked, so that a user sees all
        # mistakes at once.
        content = model.model_validate(document.value)
    except ValidationError as error:
        for path, sentence, code in sentences(error, model):
            # The value was left out by the reader, which has said why; “is missing” would be a
            # second message.
            if path not in document.refused:
                found.add(_at_written_key(document, path, sentence=sentence, code=code))
                empty.discard(path)
    found.update(
        document.problem(
            path, "says nothing: write a value, or take the line out", code="empty-key"
        )
        for path in empty
    )
    return content, tuple(sorted(found))


def _at_written_key(document: YamlDocument, path: KeyPath, *, sentence: str, code: str) -> Problem:
    """Returns the problem, at the key that the user wrote."""
    parent: object = document.value
    for depth, step in enumerate(path):
        if not isinstance(parent, list if isinstance(step, int) else dict):
            # A single value stands where a list may stand: the user wrote no index.
            return document.problem(path[:depth], sentence, code=code)
        parent = _at(parent, step)
    # The key is there, with a line, and has nothing behind it.
    if code == "missing-key" and path in document.lines:
        sentence = sentence.replace("is missing: add", "says nothing: write", 1)
        code = "empty-key"
    return document.problem(path, sentence, code=code)


# ---------------------------------------------------------------- reading


def read(path: Path, *, shown_as: str, list_key: str | None = None) -> YamlDocument:
    """Returns a YAML file as `parse` does; raises nothing: its problems say what is wrong."""
    text, problems = read_text(path, shown_as=shown_as)
    if text is None:
        return YamlDocument(shown_as, None, problems=problems)
    return parse(text, shown_as=shown_as, list_key=list_key)


def read_front_matter(path: Path, *, shown_as: str) -> tuple[YamlDocument, Prose | None]:
    """Returns the YAML between the two `---` at the head of a file, and the text below them."""
    text, problems = read_text(path, shown_as=shown_as)
    lines = (text or "").split("\n")
    # `rstrip`, because a space behind the hyphens cannot be seen.
    fences = [number for number, line in enumerate(lines) if line.rstrip() == "---"]
    if text is not None and fences[:1] != [0]:
        message = (
            "must begin with a line “---”, then supports: and cites:, then a line “---” again, "
            "then the text"
        )
        problems = (Problem(shown_as, 1, "", message, code="no-front-matter"),)
    elif text is not None and len(fences) == 1:
        message = (
            "the “---” of line 1 is never answered: put a line “---” between supports:, cites: … "
            "and the text"
        )
        problems = (Problem(shown_as, 1, "", message, code="no-front-matter"),)
    if problems:
        return YamlDocument(shown_as, None, problems=problems), None
    # Only the first two count: `---` in the text below is a line of Markdown.
    document = parse("\n".join(lines[1 : fences[1]]), shown_as=shown_as, first_line=2)
    start = fences[1] + 1
    while start < len(lines) and not lines[start].strip():
        start += 1
    return document, Prose(shown_as, start + 1, "\n".join(lines[start:]))


# ---------------------------------------------------------------- YAML


def parse(
    text: str, *, shown_as: str, first_line: int = 1, list_key: str | None = None
) -> YamlDocument:
    """Reads a text of YAML whose outermost value is a mapping, and checks it for slips of the pen.

    If `list_key` is given, a bare list is read as the value of that key.
    """
    reading = _Reading(text, first_line, list_key, by_hand=True)
    value = reading.value()
    if value is not None and not isinstance(value, dict):
        reading.add(0, "must hold keys, each “key: value” in a line of its own", code="not-keys")
        value = None
    # A problem with the whole value, such as a missing key, stands in the first line: of front
    # matter that is line 2. A file that cannot be read has no lines, and its problem stands at 0.
    lines = {**reading.lines, (): first_line}
    empty, refused = frozenset(reading.empty), frozenset(reading.refused)
    return YamlDocument(shown_as, value, lines, reading.problems(shown_as), empty, refused)


def parse_published(text: str, *, shown_as: str) -> tuple[Value | None, tuple[Problem, ...]]:
    """Reads a text of YAML that a program wrote: returns its value, or None, and the problems.

    It looks for no slips of the pen: a program means what it writes.
    """
    reading = _Reading(text, first_line=1)
    value = reading.value()
    problems = reading.problems(shown_as)
    return (None if problems else value), problems


_COMMENT = re.compile(r"\s+(#[^\s#]\S*)")
"""A comment that may have been meant as part of the value before it: “100 Main Street #4”."""

_NO_ENTRY = re.compile(r"-[A-Za-z]")
"""An entry of a list without the space behind its hyphen, which YAML takes for a plain text."""

_TOO_DEEP = f"nests values more than {MAX_DEPTH} deep; no file of ours does"


class _StopError(Exception):
    """Reading further makes no sense: what is wrong, and in which line, counted from 0."""

    def __init__(self, line: int, message: str, *, code: str = "yaml-syntax") -> None:
        self.line, self.message, self.code = line, message, code
        super().__init__(message)


@dataclass
class _Reading:
    """A text of YAML during its reading, and the mistakes found so far.

    It reads the parser's events and not the nodes of `yaml.compose`. Nodes say nothing of anchors,
    so that `firm: &Partners LLC` would be printed as “LLC”; a file that ends in a mistake has no
    nodes at all, which would hide its other mistakes; and 20,000 supporters took 2.3 seconds to
    compose (libyaml, PyYAML 6.0.4) and half of that to read here.
    """

    text: str
    first_line: int
    list_key: str | None = None
    by_hand: bool = False
    """Whether to look for slips of the pen."""
    lines: dict[KeyPath, int] = field(default_factory=dict)
    empty: set[KeyPath] = field(default_factory=set)
    refused: set[KeyPath] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Opens the text; the loader of libyaml is ten times as fast, and not on every machine."""
        loader = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
        self._events: Iterator[yaml.Event] = iter(yaml.parse(self.text, Loader=loader))
        self._text = self.text.split("\n")
        self._mistakes: set[tuple[int, str, str]] = set()
        self._anchors: list[int] = []
        self._values = 0

    def add(self, line: int, message: str, *, code: str = "yaml-syntax") -> None:
        """Adds a mistake in a line, counted from 0."""
        self._mistakes.add((line + self.first_line, message, code))

    def problems(self, file: str) -> tuple[Problem, ...]:
        """Returns the first MAX_PROBLEMS mistakes, by line."""
        if self._anchors:
            # One problem for all of them: a file that another program wrote may have thousands.
            last = self._anchors[-1] + self.first_line
            times = len(self._anchors)
            often = f", {times} times down to line {last}" if times > 1 else ""
            self.add(
                self._anchors[0],
                f"uses a YAML anchor or alias (& or *){often}: write the values out, or quote them",
                code="yaml-anchor",
            )
        return tuple(
            Problem(file, line, "", message, code=code)
            for line, message, code in sorted(self._mistakes)[:MAX_PROBLEMS]
        )

    def value(self) -> Value | None:
        """Returns the value of the text; None if it is empty or cannot be read to its end."""
        try:
            return self._document()
        except _StopError as error:
            # A slip further up explains most of what stops the reading.
            if slip := yaml_typos.first(self.text, until=error.line):
                self.add(*slip)
            else:
                self.add(error.line, error.message, code=error.code)
        # What was found before the parser gave up stays, and is shown with its complaint.
        except yaml.MarkedYAMLError as error:
            line, message = _explained(error, self.text, first_line=self.first_line)
            # libyaml has a limit of its own, so that a deep file may end here and not in _value.
            self.add(line, message, code="too-deep" if message == _TOO_DEEP else "yaml-syntax")
        # Errors of the reader (a character that YAML forbids) have no mark.
        except yaml.YAMLError as error:
            self.add(0, f"cannot be read: {error}")
        return None

    def _document(self) -> Value | None:
        first = next((event for event in self._events if isinstance(event, yaml.NodeEvent)), None)
        if first is None:
            # Line 0 after `add`: the file as a whole.
            self.add(
                -self.first_line, "is empty: write its keys, each “key: value”", code="empty-file"
            )
            return None
        if self.list_key is not None and isinstance(first, yaml.SequenceStartEvent):
            value: Value = {self.list_key: self._value(first, (self.list_key,))}
        else:
            value = self._value(first, ())
        # The parser is run to its end: a mistake behind the first value counts too.
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                raise _StopError(
                    _line(event),
                    "a second document begins here (---): a file holds one",
                    code="second-document",
                )
        return value

    def _value(self, event: yaml.Event, path: KeyPath) -> Value:
        """Returns the value that begins with the event."""
        self._check(event)
        # The line of the key, where there is one, came first and stays.
        self.lines.setdefault(path, _line(event) + self.first_line)
        if isinstance(event, yaml.ScalarEvent):
            return event.value
        # Never followed: nine lines of aliases to aliases unfold to a billion values.
        if isinstance(event, yaml.AliasEvent):
            self.refused.add(path)
            return ""
        if len(path) == MAX_DEPTH:
            raise _StopError(_line(event), _TOO_DEEP, code="too-deep")
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(path)
        return [self._value(entry, (*path, place)) for place, entry in enumerate(self._inside())]

    def _mapping(self, path: KeyPath) -> dict[str, Value]:
        mapping: dict[str, Value] = {}
        seen: dict[str, int] = {}
        for key in self._inside():
            self._check(key)
            # `[a, b]: c` and `? {a: b}` are legal YAML and have no meaning in any file of ours.
            if not isinstance(key, yaml.ScalarEvent):
                raise _StopError(_line(key), "a key must be plain text before a colon")
            line = _line(key) + self.first_line
            here = (*path, key.value)
            # YAML calls equal keys an error, and PyYAML takes the last of them in silence.
            if key.value in seen:
                first = seen[key.value]
                self.add(
                    _line(key),
                    f"{quoted(key.value)} is given twice, first in line {first}: keep one of them",
                    code="duplicate-key",
                )
            self.lines.setdefault(here, line)
            event = next(self._events)
            value = self._value(event, here)
            # `phone:` and `phone: ~`; not `phone: ""`, which a person wrote on purpose.
            if isinstance(event, yaml.ScalarEvent) and not event.style and value in ("", "~"):
                self.empty.add(here)
            # The first of two equal keys is kept, because the message names its line.
            elif here not in self.refused and key.value not in seen:
                mapping[key.value] = value
            seen.setdefault(key.value, line)
        return mapping

    def _inside(self) -> Iterator[yaml.Event]:
        """Returns the events that begin the parts of the mapping or list that has just begun.

        The caller takes the parts of a part before it asks for the next.
        """
        # Lazy, so that a list of any length is read event by event; `takewhile` also consumes the
        # event of the end.
        return itertools.takewhile(
            lambda event: not isinstance(event, yaml.CollectionEndEvent), self._events
        )

    def _check(self, event: yaml.Event) -> None:
        """Adds an anchor, an alias, a tag or a slip of the pen; counts the value."""
        line = _line(event)
        # Events of ends have neither anchor nor tag.
        if getattr(event, "anchor", None) is not None:
            self._anchors.append(line)
        if (tag := getattr(event, "tag", None)) is not None:
            self.add(
                line,
                f"gives a value a type ({quoted(tag)}): take it out, types are known from the keys",
                code="yaml-tag",
            )
        # Counted as they come, so that a file of endless values is left at the limit.
        self._values += 1
        if self._values > MAX_VALUES:
            raise _StopError(
                line,
                f"holds more than {MAX_VALUES:,} values. Is it the right file?",
                code="too-large",
            )
        if self.by_hand and isinstance(event, yaml.ScalarEvent):
            self._check_scalar(event, line)

    def _check_scalar(self, event: yaml.ScalarEvent, line: int) -> None:
        """Adds characters and signs that were hardly meant.

        These are words behind the value that YAML takes for a comment, and a quotation mark that is
        closed too late.
        """
        end, column = (event.end_mark.line, event.end_mark.column) if event.end_mark else (line, 0)
        if odd := odd_character(event.value):
            self.add(line, odd, code="invisible-character")
        # A plain text that begins so: in quotes it was meant.
        if not event.style and _NO_ENTRY.match(event.value):
            self.add(
                line, "a space is missing behind the hyphen: an entry of a list begins with “- ”"
            )
        # Behind the last line end libyaml counts one line more than there is.
        if comment := _COMMENT.match("".join(self._text[end : end + 1]), column):
            self.add(
                end,
                f"{quoted(comment[1])} begins a remark, which is not read: "
                "put the whole value in quotes, or a space behind #",
                code="yaml-comment",
            )
        # The quotation mark of a later line closed the one that was left open here.
        is_quoted = event.style in ("'", '"')
        if is_quoted and end > line and yaml_typos.runs_over(self._text, line, end=end):
            self.add(line, yaml_typos.NEVER_CLOSED)


def _line(event: yaml.Event) -> int:
    return event.start_mark.line if event.start_mark else 0


# ---------------------------------------------------------------- what the parser complains of

# Parts, because libyaml and the parser in Python word the same complaint differently.
_COMPLAINTS: Mapping[str, str] = {
    "maximum nesting depth": _TOO_DEEP,
    "mapping values are not allowed": (
        "a colon too many, or a line indented too far: put a value that holds “: ” in quotes"
    ),
    "entries are not allowed": (
        "a list begins on a line of its own: put the “- ” on the next line, indented"
    ),
    "could not find expected ':'": "a colon is missing: a line reads “key: value”",
    "unexpected end": yaml_typos.NEVER_CLOSED,
    "unexpected document": yaml_typos.NEVER_CLOSED,
    "escape": "a backslash in double quotes begins a special character: use single quotes",
    "expected ',' or ']'": "the list opened by [ in line {begin} needs a comma, or its ]",
    "expected ',' or '}'": "the { opened in line {begin} needs a comma, or its }",
    "node content": "a value is missing here, or a bracket that was opened before is never closed",
    "expected '-' indicator": (
        "the list that begins in line {begin} has a line without “- ”: "
        "indent it like its neighbours"
    ),
    "expected key": (
        "does not stand under its neighbours: "
        "the keys that begin in line {begin} have one and the same indentation"
    ),
    "expected <block end>": (
        "does not stand under its neighbours: "
        "what begins in line {begin} has one and the same indentation"
    ),
    "alphabetic or numeric": "a value that begins with * or & stands in quotes",
}
"""Sentences by parts of what libyaml and PyYAML say, the more special ones first."""


def _explained(error: yaml.MarkedYAMLError, text: str, *, first_line: int) -> tuple[int, str]:
    """Returns the line, counted from 0, and a sentence of ours about the parser's complaint."""
    mark = error.problem_mark or error.context_mark
    line = mark.line if mark else 0
    # First the slips that have one certain sign, because the parser's line may be far behind them.
    if slip := yaml_typos.first(text, until=line):
        return slip
    complaint = str(error.problem or "")
    lines = text.split("\n")
    # libyaml names the line of a tab, the one before or the one after it, depending on what stands
    # there.
    for number in (line, line - 1, line + 1):
        if 0 <= number < len(lines) and re.match(r"[ ]*\t\s*\S", lines[number]):
            return number, "a tab stands where YAML wants spaces: indent with spaces"
    begin = error.context_mark.line if error.context_mark else line
    if "cannot start any token" in complaint:
        # libyaml counts line ends that `split` does not, such as U+2028.
        column = mark.column if mark else 0
        letter = "".join(lines[line : line + 1])[column : column + 1]
        return line, f"a value that begins with {letter} stands in quotes"
    # These are found at the end of the file or of a key; where it began is what helps.
    if any(part in complaint for part in ("unexpected end", "unexpected document", "expected ':'")):
        line = begin
    for part, sentence in _COMPLAINTS.items():
        if part in complaint:
            return line, sentence.replace("{begin}", str(begin + first_line))
    return line, f"cannot be read as YAML ({complaint})"
