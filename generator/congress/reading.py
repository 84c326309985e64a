"""Plain data from the bytes of a published file: YAML or JSON, every value as text, nothing that can do harm."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import yaml

from generator.congress.fetching import PublishedFile
from generator.congress.troubles import CannotReadMembersError

DEEPEST = 30
"""Levels of nesting; the real files have seven."""

MOST_PARTS = 500_000
"""Values, lists and mappings of one file; the largest real one has 90,000. A few bytes of YAML make a hundred of memory."""

ARCHIVES = (b"PK\x03\x04", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"7z\xbc\xaf", b"\x28\xb5\x2f\xfd")


def plain(document: PublishedFile) -> object:
    """The document as lists, mappings and text. Raises CannotReadMembersError for what is not YAML or JSON, or not whole."""
    text = _text(document)
    start = text.lstrip()[:1]
    if not start:
        raise CannotReadMembersError(document.where, "is empty")
    if start == "<":
        raise CannotReadMembersError(document.where, "is a web page, not data: check the address, or whether a login stands before it")
    if start in "[{":
        return _from_json(document, text)
    if not text.endswith("\n"):
        raise CannotReadMembersError(document.where, "was cut short: its last line has no end")
    return _from_yaml(document, text)


def _text(document: PublishedFile) -> str:
    if document.body.startswith(ARCHIVES):
        raise CannotReadMembersError(document.where, "is an archive: unpack it, and give the folder to --from")
    try:
        return document.body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CannotReadMembersError(document.where, f"is not UTF-8 text (at byte {error.start})") from error


# ---------------------------------------------------------------- JSON


def _from_json(document: PublishedFile, text: str) -> object:
    def without_repeats(pairs: list[tuple[str, object]]) -> dict[str, object]:
        mapping = dict(pairs)
        if len(mapping) < len(pairs):
            raise CannotReadMembersError(document.where, f"holds a key twice, one of {', '.join(sorted(mapping))}")
        return mapping

    try:
        return json.loads(text, parse_int=str, parse_float=str, parse_constant=str, object_pairs_hook=without_repeats)
    except json.JSONDecodeError as error:
        raise CannotReadMembersError(document.where, f"is not JSON, or was cut short (line {error.lineno}: {error.msg})") from error
    except RecursionError as error:
        raise CannotReadMembersError(document.where, "is nested too deeply") from error


# ---------------------------------------------------------------- YAML


@dataclass
class _Open:
    """A list or mapping that has begun and not ended."""

    mapping: bool
    line: int
    items: list[object] = field(default_factory=list)


def _from_yaml(document: PublishedFile, text: str) -> object:
    """The one YAML document in the text, built from libyaml's events.

    The loaders of PyYAML recurse in C, so that a few thousand nested brackets end the process; from events the depth can be
    bounded, aliases (and so bombs) refused, and it takes a third of the time.
    """
    try:
        return _built(document, yaml.parse(text, Loader=yaml.CBaseLoader))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise CannotReadMembersError(document.where, f"is not YAML, or was cut short (line {line}: {error.problem})") from error
    except yaml.YAMLError as error:
        raise CannotReadMembersError(document.where, f"is not YAML ({' '.join(str(error).split())})") from error


def _built(document: PublishedFile, events: Iterable[yaml.Event]) -> object:
    outermost = _Open(mapping=False, line=0)
    stack = [outermost]
    for number, event in enumerate(events):
        if number > MOST_PARTS:
            raise CannotReadMembersError(document.where, f"has more than {MOST_PARTS:,} values, which no list of members has")
        if isinstance(event, yaml.ScalarEvent):
            stack[-1].items.append(event.value)
        elif isinstance(event, yaml.CollectionStartEvent):
            if len(stack) > DEEPEST:
                raise CannotReadMembersError(document.where, f"is nested too deeply (line {_line(event)})")
            stack.append(_Open(isinstance(event, yaml.MappingStartEvent), _line(event)))
        elif isinstance(event, yaml.CollectionEndEvent):
            done = stack.pop()
            stack[-1].items.append(_mapping(document, done) if done.mapping else done.items)
        elif isinstance(event, yaml.AliasEvent):
            raise CannotReadMembersError(document.where, f"uses a YAML alias, which the members' data has not (line {_line(event)})")
    if len(outermost.items) != 1:
        raise CannotReadMembersError(document.where, "is empty" if not outermost.items else "holds more than one YAML document")
    return outermost.items[0]


def _mapping(document: PublishedFile, done: _Open) -> dict[object, object]:
    keys: Sequence[object] = done.items[::2]
    if not all(isinstance(key, str) for key in keys):
        raise CannotReadMembersError(document.where, f"has a key that is no text (line {done.line})")
    mapping = dict(zip(keys, done.items[1::2], strict=True))
    if len(mapping) < len(keys):
        raise CannotReadMembersError(document.where, f"holds a key twice (in the mapping at line {done.line})")
    return mapping


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 0
