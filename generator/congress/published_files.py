"""Plain data from the bytes of a published file: YAML or JSON, every value as text, nothing that can do harm."""

import json

from generator.congress.errors import CannotReadMembersError
from generator.congress.fetching import PublishedFile
from generator.files.yaml import parse_published

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
    value, problems = parse_published(text, shown_as=document.where)
    for problem in problems:
        line = f" (line {problem.line}: {problem.message})" if problem.line else f": {problem.message}"
        raise CannotReadMembersError(document.where, f"is not YAML, or was cut short{line}")
    return value


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
