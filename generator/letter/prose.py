"""Text in Jinja2 and Markdown: what it may say, and the Markdown that it becomes.

A campaign may come from a stranger. Its texts therefore have only a small part of Jinja2:
`{{ … }}`, `{% if %}` and `{% for %}`, calls of FUNCTIONS by their names, and the filters of
_FILTERS. The rest is refused when the text is read, with its line; the sandbox
(`generator.letter.sandbox`) stands behind that as a second wall.
"""

import datetime
import functools
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from jinja2 import (
    StrictUndefined,
    TemplateError,
    TemplateSyntaxError,
    Undefined,
    nodes,
)
from jinja2.environment import Template

from generator.errors import FilesAreWrongError, LettersError, Problem
from generator.letter.sandbox import (
    NestedTooDeeplyError,
    ReadingEnvironment,
    Sandbox,
    check_length,
    line_of_error,
    not_numbers,
    prose_sandbox,
)
from generator.models.campaign import Prose
from generator.text import hint, listed, quoted

FUNCTIONS = frozenset(
    {"figure", "date", "reported", "cite", "counted_by", "place", "distance", "nearest_office"}
)
"""What a text may call, each with the id of a finding or place (optional for nearest_office)."""

MAX_SOURCE_CHARACTERS = 100_000
"""Of one text. A page holds about 4,000; Jinja2 parses this many in well under a second.

`generator.letter.sandbox` bounds the length that a text grows to when it is rendered.
"""
_FILE = "text of a letter"

# The four blocks of ASCII punctuation: “*”, “_”, “[”, “~” and all others, no letter and no digit.
_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")


# A type and not a flag: a value carries with it whether it is escaped, through filters as well.
class RawMarkdown(str):
    """Markdown that is inserted without escaping; every other text is escaped."""

    __slots__ = ()


class MissingDatumError(LettersError):
    """A figure or distance that the text needs is not known of this recipient."""

    def __init__(self, reason: str) -> None:
        self.text: Prose | None = None
        """The text that needs it; `render` sets it, and the line of its file."""
        self.line = 0
        super().__init__(reason)


class NotWordsError(LettersError):
    """A value that is not words stands in `{{ … }}`."""


NOTHING_TO_PRINT = "there is nothing to print here for this letter; ask first: {% if … %}"
NOT_WORDS = (
    "a list or a whole record cannot be printed; name one part of it, "
    'or join it: {{ … | join(", ") }}'
)


class AtLineError(Exception):
    """A text cannot be read; names the line of the text and the mistake."""

    def __init__(self, line: int, message: str, *, code: str) -> None:
        self.line = line
        self.message = message
        self.code = code
        super().__init__(message)


def missing_datum(reason: str) -> Undefined:
    """Returns the value of a figure that is not known.

    `is defined` and `default` accept it; every other use raises MissingDatumError.
    """
    return StrictUndefined(hint=reason, exc=MissingDatumError)  # type: ignore[arg-type]  # any exception that takes a sentence


def escaped(text: str) -> str:
    """Returns Markdown that reads as exactly these words, on one line.

    CommonMark 0.31, section 2.4: a backslash may escape any ASCII punctuation.
    """
    # Line feeds become spaces: a name of two lines could otherwise begin a list or a heading.
    return _PUNCTUATION.sub(r"\\\1", re.sub(r"\s+", " ", text))


# ---------------------------------------------------------------- from a text to Markdown


def render(prose: Prose, values: Mapping[str, object]) -> str:
    """Returns the text as Markdown, with the values inserted.

    Raises FilesAreWrongError, with file and line, for every mistake in the text, and
    MissingDatumError where it needs a figure that is not known.
    """
    try:
        return _sandbox().render(template(prose.text), values)
    except FilesAreWrongError:
        raise
    except AtLineError as error:
        raise FilesAreWrongError([at_line(prose, error)]) from None
    except Exception as error:  # a template can raise anything, and each is a mistake in the text
        _, line = line_of_error(error, {_FILE}) or (_FILE, 1)
        if isinstance(error, MissingDatumError):
            error.text, error.line = prose, line_of(prose, line)
            raise
        message = f"cannot be printed: {error} ({type(error).__name__})"
        if isinstance(error, LettersError | TemplateError):
            message = str(error)
        problem = problem_at(prose, line, message=message, code="text-cannot-be-printed")
        raise FilesAreWrongError([problem]) from error


def line_of(prose: Prose, line: int) -> int:
    """Returns the line of the file that holds this line of the text."""
    return prose.first_line + max(line, 1) - 1


def problem_at(prose: Prose, line: int, *, message: str, code: str) -> Problem:
    """Returns a problem in this line of the text."""
    return Problem(prose.file, line_of(prose, line), "", message, code=code)


def at_line(prose: Prose, error: AtLineError) -> Problem:
    """Returns the problem of a text that cannot be read."""
    return problem_at(prose, error.line, message=error.message, code=error.code)


# ---------------------------------------------------------------- the part of Jinja2 that is there

_PLAIN_NODES = (
    nodes.Output, nodes.TemplateData, nodes.If, nodes.CondExpr, nodes.Name, nodes.Getattr,
    nodes.Getitem, nodes.Const, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not,
    nodes.Neg, nodes.Pos, nodes.Test, nodes.Concat, nodes.Keyword, nodes.Call, nodes.List,
    nodes.Tuple, nodes.For, nodes.Filter, nodes.Add, nodes.Sub, nodes.Mul, nodes.Div,
    nodes.FloorDiv, nodes.Mod,
)  # fmt: skip
"""Everything else is refused, so that what a later Jinja2 adds is refused too."""

_TAGS = {
    "Assign": "{% set %}", "AssignBlock": "{% set %}", "Macro": "{% macro %}",
    "CallBlock": "{% call %}", "FilterBlock": "{% filter %}", "With": "{% with %}",
    "Block": "{% block %}", "Include": "{% include %}", "Import": "{% import %}",
    "FromImport": "{% from %}", "Extends": "{% extends %}", "Scope": "{% autoescape %}",
    "Pow": "**", "Dict": "{…}", "Slice": "[a:b]",
}  # fmt: skip

_TESTS = frozenset("defined undefined none eq ne lt le gt ge in even odd string number".split())


def refusals(tree: nodes.Template) -> list[AtLineError]:
    """Returns what the text has of Jinja2 that letters do not have, by line.

    Of a piece that is refused, the pieces inside are not looked at.
    """
    found: dict[tuple[int, str], AtLineError] = {}
    # A list of its own and no recursion: the depth of a text is a stranger's choice.
    waiting: list[nodes.Node] = [*tree.iter_child_nodes()]
    while waiting:
        node = waiting.pop()
        message = _refusal(node)
        if message is None:
            waiting.extend(node.iter_child_nodes())
        else:
            line = _first_line(node)
            found[line, message] = AtLineError(line, message, code="jinja-not-in-letters")
    return [found[key] for key in sorted(found)]


def _first_line(node: nodes.Node) -> int:
    """Returns the line of the node, or of the first node in it that has one."""
    inner = (each.lineno for each in node.find_all(nodes.Node) if each.lineno)
    return node.lineno or next(inner, 1)


def _refusal(node: nodes.Node) -> str | None:
    """Returns why letters do not have this piece of Jinja2; None for the pieces that they have."""
    if not isinstance(node, _PLAIN_NODES):
        tag = _TAGS.get(type(node).__name__, type(node).__name__)
        return (
            f"{tag} is not there in letters: a text has {{{{ … }}}}, {{% if %}} and {{% for %}}, "
            "and reads no other files"
        )
    for kind, is_refused, sentence in _RULES:
        if isinstance(node, kind) and is_refused(node):
            return sentence(node)
    return None


def _is_constant(node: nodes.Node, kinds: type | tuple[type, ...] = object) -> bool:
    return isinstance(node, nodes.Const) and isinstance(node.value, kinds)


# Looked at in this order. That only names can be called keeps methods of values out of reach, and
# with constant keys and no leading underscore no expression can name Python's internals.
_RULES: tuple[tuple[type[nodes.Node], Callable[[Any], bool], Callable[[Any], str]], ...] = (
    (
        nodes.Call,
        lambda call: not isinstance(call.node, nodes.Name),
        lambda _: (
            f"only {listed(sorted(FUNCTIONS), last='and')} can be called; "
            "take the brackets out, or use a filter: {{ … | upper }}"
        ),
    ),
    (
        nodes.Call,
        lambda call: call.dyn_args is not None or call.dyn_kwargs is not None,
        lambda _: "a call names its id: no * and no **",
    ),
    (
        nodes.Getattr,
        lambda part: part.attr.startswith("_"),
        lambda part: (
            f"{quoted(part.attr)} cannot be read: names that begin with _ are the program's own"
        ),
    ),
    (
        nodes.Getitem,
        lambda item: not _is_constant(item.arg) or str(item.arg.value).startswith("_"),
        lambda _: "what stands in [ ] is a number or a plain name in quotes",
    ),
    (
        nodes.Expr,
        lambda items: (
            isinstance(items, nodes.List | nodes.Tuple) and not all(map(_is_constant, items.items))
        ),
        lambda _: 'a list holds words and numbers only: ["TX", "AZ"]',
    ),
    (
        nodes.For,
        lambda loop: loop.recursive or not isinstance(loop.target, nodes.Name),
        lambda _: "a loop has one name and does not call itself: {% for office in … %}",
    ),
    (
        nodes.Filter,
        lambda call: call.name not in _FILTERS,
        lambda call: f"there is no filter {quoted(call.name)}{hint(call.name, _FILTERS)}",
    ),
    (
        nodes.Test,
        lambda test: test.name not in _TESTS,
        lambda test: f"there is no test {quoted(test.name)}{hint(test.name, _TESTS)}",
    ),
    (
        nodes.BinExpr,
        lambda sum_: (
            sum_.operator not in ("and", "or")
            and any(
                _is_constant(side) and not _is_constant(side, (int, float))
                for side in (sum_.left, sum_.right)
            )
        ),
        lambda sum_: not_numbers(sum_.operator),
    ),
)
"""A kind of node, when it is refused, and why."""


# ---------------------------------------------------------------- the guarded environment


@functools.cache
def _sandbox() -> Sandbox:
    """Returns the sandbox of all texts: it keeps no state between them, and is slow to make."""
    return prose_sandbox(_FILTERS, tests=_TESTS, finalize=_final)


def parsed(text: str) -> nodes.Template:
    """Returns the text as a tree. Raises AtLineError."""
    if len(text) > MAX_SOURCE_CHARACTERS:
        message = f"is longer than {MAX_SOURCE_CHARACTERS:,} characters; a letter has a page"
        raise AtLineError(1, message, code="text-too-long")
    try:
        return _reading_environment().parse(text)
    except NestedTooDeeplyError as error:
        raise AtLineError(error.lineno, error.message or "", code="nested-too-deeply") from None
    except TemplateSyntaxError as error:
        raise AtLineError(error.lineno, _syntax(error), code="jinja-syntax") from None
    # Python converts at most 4,300 digits to a number (sys.set_int_max_str_digits).
    except ValueError:
        message = "holds a number with thousands of digits"
        raise AtLineError(1, message, code="number-too-long") from None


@functools.cache
def _reading_environment() -> ReadingEnvironment:
    """Returns the environment that parses.

    It knows every filter and test of Jinja2, so that a message can name ours when one is refused.
    """
    return ReadingEnvironment(autoescape=False)


@functools.lru_cache(maxsize=512)
def template(text: str) -> Template:
    """Returns the text, compiled. Raises AtLineError for the first piece that letters do not have.

    The same text is rendered for every recipient, and compiling takes longer than rendering.
    """
    for refusal in refusals(parsed(text)):
        raise refusal
    environment = _sandbox()
    try:
        # Compiled under a name of our own, by which `line_of_error` finds the line in a traceback.
        code = environment.compile(text, _FILE, _FILE)
    except (RecursionError, SyntaxError, MemoryError):  # Python allows twenty nested loops
        message = "is too deeply nested: take some loops and conditions out"
        raise AtLineError(1, message, code="nested-too-deeply") from None
    return Template.from_code(environment, code, {})


def _syntax(error: TemplateSyntaxError) -> str:
    """Returns what Jinja2 says of a text that it cannot read, and what to do."""
    message = (error.message or "cannot be read").rstrip(".")
    block = re.search(r"innermost block that needs to be closed is '(\w+)'", message)
    if block is not None:
        return f"{{% {block[1]} %}} is never closed: write {{% end{block[1]} %}} where it ends"
    if "unexpected end of template" in message:
        return "{{ or {% is never closed: write }} or %} where it ends"
    if (odd := re.match(r"unexpected char '(.)'", message)) is not None:
        straight = ': type a straight one, figure("…")' if odd[1] in "“”„‘’" else ""
        return f"{odd[1]} has no place between {{{{ and }}}}{straight}"
    return (
        f"{message}: variables and calls stand in {{{{ }}}}, conditions in {{% if … %}}, "
        "ids in quotes"
    )


# ---------------------------------------------------------------- filters, each bounded


def _words(value: object) -> str:
    """Returns the value as words. Raises NotWordsError for all but words, numbers and days."""
    if isinstance(value, RawMarkdown):
        return value
    if value is None:
        raise NotWordsError(NOTHING_TO_PRINT)
    # `str()` of an undefined value raises the error that says what is missing.
    if isinstance(value, Undefined | str | int | float | datetime.date):
        return str(value)
    raise NotWordsError(NOT_WORDS)


def _markdown(words: str) -> str:
    return words if isinstance(words, RawMarkdown) else escaped(words)


def _final(value: object) -> str:
    """Returns what `{{ … }}` leaves in the Markdown."""
    return str(_markdown(_words(value)))


def _joined(values: Iterable[object], between: str = "") -> str:
    """Returns the words joined; where one is Markdown already, the others are escaped."""
    words = [_words(value) for value in values]
    separator = _words(between)
    # Before the text is made: some joins of a text with itself would fill the memory.
    check_length(sum(map(len, words)) + len(separator) * len(words))
    if any(isinstance(word, RawMarkdown) for word in words):
        return RawMarkdown(escaped(separator).join(map(_markdown, words)))
    return separator.join(words)


def _replaced(value: object, old: str, new: str) -> str:  # noqa: PLR0917 - as Jinja2 has it
    words = _words(value)
    check_length(len(words) + words.count(old) * len(new))
    return words.replace(old, new)


def _default(value: object, instead: object = "", also_empty: object = False) -> object:  # noqa: FBT002, PLR0917 - as Jinja2 has it
    missing = isinstance(value, Undefined) or value is None or (bool(also_empty) and not value)
    return instead if missing else value


def _sentence_case(value: object) -> str:
    words = _words(value)
    # Not Python's capitalize, which makes “DHS” into “Dhs”.
    return words[:1].upper() + words[1:]


_FILTERS: Mapping[str, Callable[..., object]] = {
    "capitalize": _sentence_case,
    "count": lambda value: len([*value]),
    "default": _default,
    "first": lambda value: next(iter(value), ""),
    "join": _joined,
    "last": lambda value: ([*value] or [""])[-1],
    "length": lambda value: len([*value]),
    "lower": lambda value: _words(value).lower(),
    "replace": _replaced,
    "title": lambda value: _words(value).title(),
    "trim": lambda value: _words(value).strip(),
    "upper": lambda value: _words(value).upper(),
}
"""Ours instead of Jinja2's: these bound their results and never switch escaping off."""
