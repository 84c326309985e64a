"""Text in Jinja2 and Markdown: whether it may say what it says, and the Markdown that it becomes.

A text comes from whoever wrote the campaign, and a campaign may come from a stranger. So only a small part of Jinja2 is
there: `{{ … }}`, `{% if %}` and `{% for %}`, calls of the FUNCTIONS by their names, and the filters of FILTERS. The rest is
refused when the text is read, with its line; Jinja2's own sandbox stands behind that as the second wall.
"""

import datetime
import functools
import re
from collections.abc import Callable, Iterable, Mapping

from jinja2 import Environment, StrictUndefined, TemplateError, TemplateSyntaxError, Undefined, nodes
from jinja2.environment import Template

from generator.errors import FilesAreWrongError, LettersError, Problem
from generator.letter.sandbox import Sandbox, check_length, line_of_error, not_numbers, prose_sandbox
from generator.models import Prose
from generator.text import hint, listed, quoted

FUNCTIONS = frozenset({"figure", "date", "cite", "counted_by", "place", "distance", "nearest_office"})
"""What a text may call, each with the id of a finding or place (nearest_office takes nothing)."""

LONGEST_SOURCE = 100_000
"""Of one text as it is written; what it may grow to, `generator.letter.sandbox` bounds."""
_FILE = "text of a letter"

_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")


class Ready(str):
    """Markdown that is inserted as it is; every other text is escaped."""

    __slots__ = ()


class NothingToPrintError(LettersError):
    """A value that is empty for this letter stands in `{{ … }}`."""

    def __init__(self) -> None:
        super().__init__("there is nothing to print here for this letter; ask first: {% if … %}")


class MissingDatumError(LettersError):
    """A figure or distance that the text needs is not known of this recipient; `text` is the text that needs it."""

    def __init__(self, reason: str) -> None:
        self.text: Prose | None = None
        self.line = 0
        super().__init__(reason)


class NotWordsError(LettersError):
    """A list or a record stands in `{{ … }}`."""

    def __init__(self) -> None:
        super().__init__('a list or a whole record cannot be printed; name one part of it, or join it: {{ … | join(", ") }}')


def missing_datum(reason: str) -> Undefined:
    """What stands for a figure that is not known: `is defined` and `default` see that, everything else raises MissingDatumError."""
    return StrictUndefined(hint=reason, exc=MissingDatumError)  # type: ignore[arg-type]  # any exception that takes a sentence


def escaped(text: str) -> str:
    """The text as Markdown that reads as exactly these words: punctuation behind backslashes, all on one line.

    CommonMark 0.31, section 2.4: any ASCII punctuation may be escaped.
    """
    return _PUNCTUATION.sub(r"\\\1", " ".join(text.split()) if not text.isspace() else " ")


# ---------------------------------------------------------------- from a text to Markdown


def render(prose: Prose, values: Mapping[str, object]) -> str:
    """The text as Markdown, with the values in their places.

    Raises FilesAreWrongError, with file and line, for whatever the text cannot say, and MissingDatumError where it needs a
    figure that is not known.
    """
    try:
        compiled = template(prose.text)
    except AtLineError as error:
        raise FilesAreWrongError([problem_at(prose, error.line, message=error.message)]) from None
    try:
        return _sandbox().render(compiled, values)
    except FilesAreWrongError:
        raise
    except Exception as error:  # whatever a template does wrong is a mistake in the text, and has a line
        _, line = line_of_error(error, {_FILE}) or (_FILE, 1)
        if isinstance(error, MissingDatumError):
            error.text, error.line = prose, line_of(prose, line)
            raise
        raise FilesAreWrongError([problem_at(prose, line, message=_sentence(error))]) from error


def _sentence(error: Exception) -> str:
    if isinstance(error, LettersError | TemplateError):
        return str(error)
    return f"cannot be printed: {error} ({type(error).__name__})"


def line_of(prose: Prose, line: int) -> int:
    """The line of the file that holds this line of the text."""
    return prose.first_line + max(line, 1) - 1


def problem_at(prose: Prose, line: int, *, message: str) -> Problem:
    """A problem in this line of the text."""
    return Problem(prose.file, line_of(prose, line), "", message)


# ---------------------------------------------------------------- the part of Jinja2 that is there

_PLAIN_NODES = (
    nodes.Output, nodes.TemplateData, nodes.If, nodes.CondExpr, nodes.Name, nodes.Getattr, nodes.Const, nodes.Compare, nodes.Operand,
    nodes.And, nodes.Or, nodes.Not, nodes.Neg, nodes.Pos, nodes.Test, nodes.Concat, nodes.Keyword,
)  # fmt: skip

_TAGS = {
    "Assign": "{% set %}", "AssignBlock": "{% set %}", "Macro": "{% macro %}", "CallBlock": "{% call %}", "FilterBlock": "{% filter %}",
    "With": "{% with %}", "Block": "{% block %}", "Include": "{% include %}", "Import": "{% import %}", "FromImport": "{% from %}",
    "Extends": "{% extends %}", "Scope": "{% autoescape %}", "Pow": "**", "Dict": "{…}", "Slice": "[a:b]",
}  # fmt: skip

_KEPT_TESTS = frozenset({"defined", "undefined", "none", "eq", "ne", "lt", "le", "gt", "ge", "in", "even", "odd", "string", "number"})


def refusals(tree: nodes.Template) -> list[tuple[int, str]]:
    """Line and sentence for each piece of Jinja2 that letters do not use."""
    found = []
    waiting: list[nodes.Node] = [tree]
    while waiting:
        node = waiting.pop()
        message = None if node is tree else _refusal(node)
        if message is None:
            waiting.extend(node.iter_child_nodes())
        else:
            found.append((_first_line(node), message))
    return sorted(set(found))


def _first_line(node: nodes.Node) -> int:
    """The line of the node, or of the first in it that has one: some only hold others together."""
    return node.lineno or next((inner.lineno for inner in node.find_all(nodes.Node) if inner.lineno), 1)


def _refusal(node: nodes.Node) -> str | None:
    """Why letters do not use this piece of Jinja2; None for the pieces that they do."""
    check = _CHECKS.get(type(node))
    if check is not None:
        return check(node)
    if isinstance(node, _PLAIN_NODES):
        return None
    said = _TAGS.get(type(node).__name__, type(node).__name__)
    return f"{said} is not there in letters: a text has {{{{ … }}}}, {{% if %}} and {{% for %}}, and reads no other files"


def _refused_call(node: nodes.Call) -> str | None:
    if not isinstance(node.node, nodes.Name):
        return f"only {listed(sorted(FUNCTIONS), last='and')} can be called; take the brackets out, or use a filter: {{{{ … | upper }}}}"
    if node.dyn_args is not None or node.dyn_kwargs is not None:
        return "a call names its id: no * and no **"
    return None


def _refused_attribute(node: nodes.Getattr) -> str | None:
    return f"{quoted(node.attr)} cannot be read: names that begin with _ are the program's own" if node.attr.startswith("_") else None


def _refused_item(node: nodes.Getitem) -> str | None:
    if isinstance(node.arg, nodes.Const) and not str(node.arg.value).startswith("_"):
        return None
    return "what stands in [ ] is a number or a plain name in quotes"


def _refused_list(node: nodes.List | nodes.Tuple) -> str | None:
    constant = all(isinstance(item, nodes.Const) for item in node.items)
    return None if constant else 'a list holds words and numbers only: ["TX", "AZ"]'


def _refused_loop(node: nodes.For) -> str | None:
    if node.recursive or not isinstance(node.target, nodes.Name):
        return "a loop has one name and does not call itself: {% for office in … %}"
    return None


def _refused_filter(node: nodes.Filter) -> str | None:
    if node.name in _FILTERS:
        return None
    return f"there is no filter {quoted(node.name)}{hint(node.name, _FILTERS)}"


def _refused_sum(node: nodes.BinExpr) -> str | None:
    words = [side for side in (node.left, node.right) if isinstance(side, nodes.Const) and not isinstance(side.value, int | float)]
    return not_numbers(node.operator) if words else None


def _refused_test(node: nodes.Test) -> str | None:
    return None if node.name in _KEPT_TESTS else f"there is no test {quoted(node.name)}{hint(node.name, _KEPT_TESTS)}"


_CHECKS: Mapping[type[nodes.Node], Callable[..., str | None]] = {
    nodes.Call: _refused_call,
    nodes.Getattr: _refused_attribute,
    nodes.Getitem: _refused_item,
    **dict.fromkeys((nodes.List, nodes.Tuple), _refused_list),
    nodes.For: _refused_loop,
    nodes.Filter: _refused_filter,
    nodes.Test: _refused_test,
    **dict.fromkeys((nodes.Add, nodes.Sub, nodes.Mul, nodes.Div, nodes.FloorDiv, nodes.Mod), _refused_sum),
}


# ---------------------------------------------------------------- the guarded environment


class AtLineError(Exception):
    """A text that cannot be read, and where."""

    def __init__(self, line: int, message: str) -> None:
        self.line = line
        self.message = message
        super().__init__(message)


@functools.cache
def _sandbox() -> Sandbox:
    """Return the sandbox of all texts: it keeps no state between them, and is slow to make."""
    return prose_sandbox(_FILTERS, tests=_KEPT_TESTS, finalize=_final)


def parsed(text: str) -> nodes.Template:
    """The text as a tree. Raises AtLineError."""
    if len(text) > LONGEST_SOURCE:
        raise AtLineError(1, f"is longer than {LONGEST_SOURCE:,} characters; a letter has a page")
    try:
        return _reading_environment().parse(text)
    except TemplateSyntaxError as error:
        raise AtLineError(error.lineno, _syntax(error)) from None
    except RecursionError:
        raise AtLineError(1, "is too deeply nested: take some brackets out") from None
    except ValueError:
        raise AtLineError(1, "holds a number with thousands of digits") from None


@functools.cache
def _reading_environment() -> Environment:
    """The environment that reads: it knows every filter and test of Jinja2, so that ours can be named when one is refused."""
    return Environment(autoescape=False)  # noqa: S701 - it reads and never renders


@functools.lru_cache(maxsize=512)
def template(text: str) -> Template:
    """The text, compiled: the same text is rendered for every recipient, and compiling takes longer than rendering."""
    tree = parsed(text)
    for line, message in refusals(tree):
        raise AtLineError(line, message)
    environment = _sandbox()
    try:
        code = environment.compile(text, _FILE, _FILE)
    except (RecursionError, SyntaxError, MemoryError):  # Python's own bound: twenty loops in each other
        raise AtLineError(1, "is too deeply nested: take some loops and conditions apart") from None
    return Template.from_code(environment, code, {})


def _syntax(error: TemplateSyntaxError) -> str:
    """What Jinja2 says of a text it cannot read, and what to do."""
    message = (error.message or "cannot be read").rstrip(".")
    block = re.search(r"innermost block that needs to be closed is '(\w+)'", message)
    if block is not None:
        return f"{{% {block.group(1)} %}} is never closed: write {{% end{block.group(1)} %}} where it ends"
    if "unexpected end of template" in message:
        return "{{ or {% is never closed: write }} or %} where it ends"
    if (odd := re.match(r"unexpected char '(.)'", message)) is not None:
        straight = ': type a straight one, figure("…")' if odd.group(1) in "“”„‘’" else ""
        return f"{odd.group(1)} has no place between {{{{ and }}}}{straight}"
    return f"{message}: variables and calls stand in {{{{ }}}}, conditions in {{% if … %}}, ids in quotes"


# ---------------------------------------------------------------- filters, each bounded


def _words(value: object) -> str:
    """The value as words. Raises NothingToPrintError or NotWordsError for what is not words, a number or a day."""
    if isinstance(value, Undefined | str):
        return str(value) if not isinstance(value, Ready) else value
    if value is None:
        raise NothingToPrintError
    if isinstance(value, int | float | datetime.date):
        return str(value)
    raise NotWordsError


def _final(value: object) -> str:
    """What `{{ … }}` leaves in the Markdown."""
    words = _words(value)
    return str(words) if isinstance(words, Ready) else escaped(words)


def _joined(values: Iterable[object], between: str = "") -> str:
    """The words put together; where one is Markdown already, the others are escaped and the whole is Markdown."""
    words = [_words(value) for value in values]
    separator = _words(between)
    check_length(sum(map(len, words)) + len(separator) * len(words))
    if any(isinstance(word, Ready) for word in words):
        return Ready(escaped(separator).join(word if isinstance(word, Ready) else _escaped_in_place(word) for word in words))
    return separator.join(words)


def _escaped_in_place(words: str) -> str:
    """Escaped, with the spaces at its ends kept: it stands in the middle of a sentence."""
    inner = words.strip()
    if not inner:
        return " " if words else ""
    return (" " if words[0].isspace() else "") + escaped(inner) + (" " if words[-1].isspace() else "")


def _replaced(value: object, old: str, new: str) -> str:  # noqa: PLR0917 - as Jinja2 has it
    words = _words(value)
    check_length(len(words) + words.count(old) * len(new))
    return words.replace(old, new)


def _default(value: object, instead: object = "", also_empty: object = False) -> object:  # noqa: FBT002, PLR0917 - as Jinja2 has it
    missing = isinstance(value, Undefined) or value is None or (bool(also_empty) and not value)
    return instead if missing else value


def _count(value: Iterable[object]) -> int:
    return len(value) if isinstance(value, str | list | tuple | Mapping) else len(list(value))


def _first(value: Iterable[object]) -> object:
    return next(iter(value), "")


def _last(value: Iterable[object]) -> object:
    return ([*value] or [""])[-1]


def _sentence_case(value: object) -> str:
    words = _words(value)
    return words[:1].upper() + words[1:]


_FILTERS: Mapping[str, Callable[..., object]] = {
    "capitalize": _sentence_case,
    "count": _count,
    "default": _default,
    "first": _first,
    "join": _joined,
    "last": _last,
    "length": _count,
    "lower": lambda value: _words(value).lower(),
    "replace": _replaced,
    "title": lambda value: _words(value).title(),
    "trim": lambda value: _words(value).strip(),
    "upper": lambda value: _words(value).upper(),
}
