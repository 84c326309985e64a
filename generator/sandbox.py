"""Jinja2 for designs that can do no harm: no files, no network, no Python internals, no endless work, no raw HTML."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from jinja2 import StrictUndefined, TemplateSyntaxError, nodes, pass_environment
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import missing
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, escape

from generator.spelling import hint, quoted

LONGEST_TEXT = 1_000_000
LONGEST_RANGE = 1_000
MOST_STEPS = 100_000
MOST_BITS = 256
"""Bounds of one page: characters of a text, numbers of a range, rounds of loops and calls together, bits of a number."""

_TOO_MANY_STEPS = f"takes more than {MOST_STEPS:,} steps: take out the loop within a loop"
_TOO_LONG = f"makes a text or list of more than {LONGEST_TEXT:,} parts: a letter needs less"
_TOO_FAR = f"counts to more than {LONGEST_RANGE:,}: a letter needs less"
_TOO_LARGE = "calculates with numbers larger than a letter needs"
_NO_FORMATS = "formats text with %: write the parts one after the other"
_NO_RECURSION = "a loop does not call itself here: write one loop inside another"
_ALWAYS_ESCAPED = "what a letter says is always escaped: take the autoescape tag out"

FILTERS = (
    "capitalize", "count", "d", "default", "e", "escape", "first", "int", "items", "last", "length", "list", "lower",
    "map", "reject", "rejectattr", "reverse", "round", "select", "selectattr", "sort", "string", "title", "trim", "unique", "upper",
)  # fmt: skip
"""The filters of Jinja2 that can neither make much of little nor switch escaping off."""

TEXT_METHODS = frozenset({
    "capitalize", "count", "endswith", "find", "isalpha", "isdigit", "islower", "isupper", "lower", "lstrip", "removeprefix",
    "removesuffix", "rsplit", "rstrip", "split", "splitlines", "startswith", "strip", "title", "upper",
})  # fmt: skip
"""The methods of a text that make no longer text of it."""


class Missing(StrictUndefined):
    """An undefined name whose error says what was probably meant."""

    __slots__ = ()

    @property
    def _undefined_message(self) -> str:
        name = str(self._undefined_name)
        owner = self._undefined_obj
        if owner is missing:
            return f"there is no variable {quoted(name)}"
        return f"there is no {quoted(name)} in it{hint(name, _parts(owner))}"


def _parts(value: object) -> Iterator[str]:
    """The parts of a record that a template may name."""
    if isinstance(value, str | tuple | list):
        return
    kind = type(value)
    yield from (key for key in dir(value) if not key.startswith(("_", "model_")) and not callable(getattr(kind, key, None)))


class Sandbox(ImmutableSandboxedEnvironment):
    """An environment that escapes everything, knows no file but those it was given, and ends after so many steps."""

    intercepted_binops = frozenset({"+", "*", "**", "%"})

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 - Jinja2's own options, whatever they are
        super().__init__(undefined=Missing, autoescape=True, **options)
        self.filters = {name: self.filters[name] for name in FILTERS} | {"join": _joined, _LOOP: _counted, _BOUND: _bounded}
        self.globals = {"range": _short_range, "namespace": self.globals["namespace"]}
        self.steps_left = MOST_STEPS

    def start(self) -> None:
        """Gives the next page all its steps."""
        self.steps_left = MOST_STEPS

    def step(self) -> None:
        """Counts one step; raises SecurityError when there were too many."""
        self.steps_left -= 1
        if self.steps_left < 0:
            raise SecurityError(_TOO_MANY_STEPS)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:  # noqa: ANN401, PLR0917 - Jinja2's signature
        """Text has only the methods that make no longer text of it; for the rest Jinja2's own rule holds."""
        if isinstance(obj, str):
            return attr in TEXT_METHODS
        return super().is_safe_attribute(obj, attr, value)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:  # noqa: ANN401, PLR0917 - Jinja2's signature
        """The result of `left operator right`, where it is small enough."""
        _check_growth(left, right, operator=operator)
        return _bounded(super().call_binop(context, operator, left, right))

    def call(self, context: Context, obj: Any, /, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - Jinja2's signature
        """What the call returns, counted as a step."""
        self.step()
        return _bounded(super().call(context, obj, *args, **kwargs))

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:  # noqa: PLR0917 - Jinja2's signature
        """The template's tree with its guards; Jinja2 turns the TemplateSyntaxError of a refused tag into one with its file."""
        tree: nodes.Template = _Guards().visit(super()._parse(source, name, filename))
        tree.set_environment(self)
        return tree


# ---------------------------------------------------------------- guards put into the template

_LOOP = "each counted"
_BOUND = "bounded"


class _Guards(NodeTransformer):
    """Puts a counter on every loop and a bound on every text that a template builds; refuses what switches escaping off."""

    def visit_For(self, node: nodes.For) -> nodes.Node:  # noqa: N802 - Jinja2 calls it so
        """The loop, each round counted."""
        self.generic_visit(node)
        if node.recursive:
            raise TemplateSyntaxError(_NO_RECURSION, node.lineno)
        node.iter = nodes.Filter(node.iter, _LOOP, [], [], None, None, lineno=node.lineno)
        return node

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:  # noqa: N802 - Jinja2 calls it so
        """The parts put together, bounded."""
        self.generic_visit(node)
        return nodes.Filter(node, _BOUND, [], [], None, None, lineno=node.lineno)

    def visit_AssignBlock(self, node: nodes.AssignBlock) -> nodes.Node:  # noqa: N802 - Jinja2 calls it so
        """The block of text, bounded."""
        self.generic_visit(node)
        node.filter = nodes.Filter(node.filter, _BOUND, [], [], None, None, lineno=node.lineno)
        return node

    def visit_ScopedEvalContextModifier(self, node: nodes.Node) -> nodes.Node:  # noqa: N802 - Jinja2 calls it so
        """Never: what a letter says is always escaped."""
        raise TemplateSyntaxError(_ALWAYS_ESCAPED, node.lineno)


@pass_environment
def _counted(environment: Sandbox, values: Iterable[Any]) -> Iterator[Any]:
    """The same values, each a step."""
    for value in values:
        environment.step()
        yield value


def _bounded(value: Any) -> Any:  # noqa: ANN401 - whatever a template makes
    """The value itself. Raises SecurityError where it is a text or list of a length that no letter has."""
    if isinstance(value, str | list | tuple) and len(value) > LONGEST_TEXT:
        raise SecurityError(_TOO_LONG)
    return value


def _joined(values: Iterable[Any], between: str = "") -> str:
    """The values with another between them: markup where one of them is markup, and plain words else."""
    parts = list(islice(values, LONGEST_RANGE))
    if any(isinstance(part, Markup) for part in (*parts, between)):
        parts, between = [escape(part) for part in parts], escape(between)
    texts = [str(part) if not isinstance(part, Markup) else part for part in parts]
    if sum(map(len, texts)) + len(between) * len(texts) > LONGEST_TEXT:
        raise SecurityError(_TOO_LONG)
    return between.join(texts)


def _check_growth(left: object, right: object, *, operator: str) -> None:
    """Raises SecurityError before a small expression makes a huge value (`'a' * 10**9`)."""
    if operator == "%" and isinstance(left, str):
        raise SecurityError(_NO_FORMATS)
    for value, times in ((left, right), (right, left)):
        if operator == "*" and isinstance(value, str | list | tuple) and isinstance(times, int) and len(value) * times > LONGEST_TEXT:
            raise SecurityError(_TOO_LONG)
    if isinstance(left, int) and isinstance(right, int):
        bits = left.bit_length() * right if operator == "**" else left.bit_length() + right.bit_length()
        if bits > MOST_BITS:
            raise SecurityError(_TOO_LARGE)


def _short_range(*bounds: int) -> range:
    """A range that is no longer than a letter needs."""
    values = range(*bounds)
    if len(values) > LONGEST_RANGE:
        raise SecurityError(_TOO_FAR)
    return values
