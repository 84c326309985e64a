"""Jinja2 that can do no harm: no files, no network, no Python internals, no endless work.

One class with two profiles: `prose_sandbox` for the words of letters, which become Markdown, and
`design_sandbox` for pages, which are HTML and always escaped. The bounds are the same for both.
"""

import traceback
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any

from jinja2 import (
    BaseLoader,
    Environment,
    StrictUndefined,
    Template,
    TemplateSyntaxError,
    nodes,
    pass_environment,
)
from jinja2.exceptions import SecurityError
from jinja2.filters import FILTERS
from jinja2.runtime import Context, Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Namespace, missing
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, escape

from generator.text import hint, quoted

MAX_CHARACTERS = 2_000_000
"""Of a text that a template makes, and of all that it writes: some 500 pages."""
MAX_RANGE = 1_000
"""Numbers in a range: a page of labels counts to 30."""
MAX_STEPS = 100_000
"""Rounds of loops and calls together, while one text or page is rendered: under a second."""
MAX_DEPTH = 50
"""Levels of expressions and blocks. The shipped designs have about fifteen; Jinja2's compiler takes
some four calls a level, and Python ends them at a thousand."""
MAX_NUMBER = 1_000_000_000
"""Far above any figure that a letter computes with."""

_TOO_MANY_STEPS = f"takes more than {MAX_STEPS:,} steps: take out the loop within a loop"
_TOO_LONG = f"makes a text of more than {MAX_CHARACTERS:,} characters: a letter needs less"
_TOO_FAR = f"counts to more than {MAX_RANGE:,}: a letter needs less"
_NO_RECURSION = "a loop does not call itself here: write one loop inside another"
_ALWAYS_ESCAPED = "what a letter says is always escaped: take the autoescape tag out"

Filters = Mapping[str, Callable[..., object]]

DESIGN_FILTERS = (
    "capitalize", "count", "d", "default", "e", "escape", "first", "int", "items", "last", "length",
    "list", "lower", "map", "reject", "rejectattr", "reverse", "round", "select", "selectattr",
    "sort", "string", "title", "trim", "unique", "upper",
)  # fmt: skip
"""The filters of Jinja2 that can neither make much of little nor switch escaping off."""

TEXT_METHODS = frozenset({
    "capitalize", "count", "endswith", "find", "isalpha", "isdigit", "islower", "isupper", "lower",
    "lstrip", "removeprefix", "removesuffix", "rsplit", "rstrip", "split", "splitlines",
    "startswith", "strip", "title", "upper",
})  # fmt: skip
"""Methods of a text that return no longer text."""


class UndefinedName(StrictUndefined):
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
    """Returns the parts of a record that a template may name."""
    if isinstance(value, str | tuple | list):
        return
    kind = type(value)
    yield from (
        key
        for key in dir(value)
        if not key.startswith(("_", "model_")) and not callable(getattr(kind, key, None))
    )


def not_numbers(operator: str) -> str:
    """Returns the sentence that says what the operator takes."""
    return f"{operator} takes moderate numbers; words are put together with ~"


class NestedTooDeeplyError(TemplateSyntaxError):
    """Brackets, parts (`a.b.c`) or blocks are nested more deeply than a letter needs."""

    def __init__(self, line: int) -> None:
        super().__init__("is too deeply nested: take some brackets, parts or blocks out", line)


class ReadingEnvironment(Environment):
    """An environment whose parser refuses what is nested too deeply.

    Jinja2's parser and compiler recurse, and end in a RecursionError without a line.
    """

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:  # noqa: PLR0917 - Jinja2's signature
        """Returns the tree. Raises NestedTooDeeplyError at the first line beyond MAX_DEPTH."""
        depth = 0
        for line, kind, text in self.lex(source, name, filename):
            # Brackets are counted in the tokens, before the parser recurses into them.
            if kind == "operator":
                depth += (text in "([{") - (text in ")]}")
            if depth > MAX_DEPTH:
                raise NestedTooDeeplyError(line)
        try:
            tree = super()._parse(source, name, filename)
        except RecursionError:
            raise NestedTooDeeplyError(1) from None
        # Level by level, without recursion; what is left after MAX_DEPTH levels is too deep.
        level: list[nodes.Node] = [tree]
        for _ in range(MAX_DEPTH):
            level = [child for node in level for child in node.iter_child_nodes()]
        if level:
            raise NestedTooDeeplyError(level[0].lineno)
        return tree


class Sandbox(ReadingEnvironment, ImmutableSandboxedEnvironment):
    """An environment that reads only the files it was given and ends after so many steps.

    Jinja2's own sandbox guards attributes and calls, but bounds neither time nor memory (its
    documentation, "Security Considerations"): the steps and the lengths are counted here.
    """

    intercepted_binops = frozenset({"+", "-", "*", "/", "//", "%", "**"})

    def __init__(self, filters: Filters, *, numbers_only: bool, **options: Any) -> None:  # noqa: ANN401 - Jinja2's own options
        super().__init__(undefined=UndefinedName, **options)
        self.filters = {**filters, _LOOP: _counted, _BOUND: _bounded}
        # Jinja2's own globals have `lipsum` and `cycler`, which no letter needs and which lead to
        # Python.
        self.globals = {}
        self.numbers_only = numbers_only
        self.steps_left = MAX_STEPS

    def render(self, template: Template, values: Mapping[str, object]) -> str:
        """Returns what the template writes. Raises SecurityError as soon as that takes too long."""
        self.steps_left = MAX_STEPS
        parts: list[str] = []
        length = 0
        # In chunks, so that a text that grows without end is ended before it is whole.
        for chunk in template.generate(values):
            length += len(chunk)
            check_length(length)
            parts.append(chunk)
        return "".join(parts)

    def step(self) -> None:
        """Counts one step. Raises SecurityError when there were too many."""
        self.steps_left -= 1
        if self.steps_left < 0:
            raise SecurityError(_TOO_MANY_STEPS)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:  # noqa: ANN401, PLR0917 - Jinja2's signature
        """Returns whether a template may read the attribute: of a text only TEXT_METHODS."""
        if isinstance(obj, str):
            return attr in TEXT_METHODS
        return super().is_safe_attribute(obj, attr, value)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:  # noqa: ANN401, PLR0917 - Jinja2's signature
        """Returns `left operator right`.

        Raises SecurityError before a small expression makes a huge value (`'a' * 10**9`).
        """
        sides = (left, right)
        for side in sides:
            if isinstance(side, Undefined):
                str(side)  # raises the error that says what is undefined
        numbers = [side for side in sides if isinstance(side, int | float)]
        texts = [len(side) for side in sides if isinstance(side, str | list | tuple)]
        grows = bool(texts) and not self.numbers_only and operator in "+*"
        too_large = operator == "**" or any(abs(number) > MAX_NUMBER for number in numbers)
        if too_large or (len(numbers) < len(sides) and not grows):
            raise SecurityError(not_numbers(operator))
        check_length(sum(texts) * max([1, *numbers]))
        return super().call_binop(context, operator, left, right)

    def call(self, context: Context, obj: Any, /, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - Jinja2's signature
        """Returns what the call returns, and count it as a step."""
        self.step()
        return _bounded(super().call(context, obj, *args, **kwargs))

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:  # noqa: PLR0917 - Jinja2's signature
        """Returns the guarded tree; Jinja2 adds the file to the error of a refused tag."""
        tree: nodes.Template = _DesignGuards().visit(super()._parse(source, name, filename))
        tree.set_environment(self)
        return tree


def prose_sandbox(
    filters: Filters, *, tests: Collection[str], finalize: Callable[[object], str]
) -> Sandbox:
    """Returns the sandbox of prose: only these filters and tests, and operators of numbers."""
    sandbox = Sandbox(filters, numbers_only=True, finalize=finalize, autoescape=False)
    sandbox.tests = {name: sandbox.tests[name] for name in tests}
    return sandbox


def design_sandbox(filters: Filters, *, loader: BaseLoader) -> Sandbox:
    """Returns the sandbox of pages: always escaped, with the filters and DESIGN_FILTERS."""
    own = {name: FILTERS[name] for name in DESIGN_FILTERS}
    sandbox = Sandbox(
        {**own, "join": _joined, **filters},
        numbers_only=False,
        loader=loader,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    sandbox.globals = {"range": _short_range, "namespace": Namespace}
    return sandbox


def line_of_error(error: Exception, files: Collection[str]) -> tuple[str, int] | None:
    """Returns the file and line of the last of these templates that the error came through."""
    found = None
    # Compiled templates carry their file name, and Jinja2 rewrites the lines of its tracebacks.
    for frame, line in traceback.walk_tb(error.__traceback__):
        if frame.f_code.co_filename in files:
            found = frame.f_code.co_filename, line
    return found


# ---------------------------------------------------------------- guards put into the template

# A name with a space: no template can call or replace this filter itself.
_LOOP = "each counted"
_BOUND = "bounded"


class _DesignGuards(NodeTransformer):
    """Counts every loop, bounds every text that is built, and refuses what ends escaping."""

    def visit_For(self, node: nodes.For) -> nodes.Node:  # noqa: N802 - Jinja2 calls it so
        """Returns the loop, each round counted."""
        self.generic_visit(node)
        if node.recursive:
            raise TemplateSyntaxError(_NO_RECURSION, node.lineno)
        node.iter = _filtered(node.iter, _LOOP, at=node)
        return node

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:  # noqa: N802 - Jinja2 calls it so
        """Returns the parts joined by the profile's own filter, which bounds and escapes them."""
        self.generic_visit(node)
        return _filtered(nodes.List(node.nodes, lineno=node.lineno), "join", at=node)

    def visit_AssignBlock(self, node: nodes.AssignBlock) -> nodes.Node:  # noqa: N802 - Jinja2 calls it so
        """Returns the block of text, bounded."""
        self.generic_visit(node)
        node.filter = _filtered(node.filter, _BOUND, at=node)
        return node

    def visit_ScopedEvalContextModifier(self, node: nodes.Node) -> nodes.Node:  # noqa: N802 - Jinja2 calls it so
        """Refuses the tag: what a letter says is always escaped."""
        raise TemplateSyntaxError(_ALWAYS_ESCAPED, node.lineno)


def _filtered(value: nodes.Node | None, name: str, *, at: nodes.Node) -> nodes.Filter:
    return nodes.Filter(value, name, [], [], None, None, lineno=at.lineno)


@pass_environment
def _counted(environment: Sandbox, values: Iterable[Any]) -> Iterator[Any]:
    """Yields the same values, each a step."""
    for value in values:
        environment.step()
        yield value


def check_length(characters: float) -> None:
    """Raises SecurityError for a length that no letter has."""
    if characters > MAX_CHARACTERS:
        raise SecurityError(_TOO_LONG)


def _bounded(value: Any) -> Any:  # noqa: ANN401 - any value of a template
    """Returns the value itself. Raises SecurityError for a text or list that is too long."""
    if isinstance(value, str | list | tuple):
        check_length(len(value))
    return value


def _joined(values: Iterable[Any], between: str = "") -> str:
    """Returns the values with `between` in between: markup where one of them is markup."""
    parts = [value if isinstance(value, str) else str(value) for value in values]
    check_length(sum(map(len, parts)) + len(between) * len(parts))
    marked = any(isinstance(part, Markup) for part in (*parts, between))
    return (escape(between) if marked else between).join(parts)  # Markup.join escapes the parts


def _short_range(*bounds: int) -> range:
    """Returns a range that is no longer than a letter needs."""
    values = range(*bounds)
    if len(values) > MAX_RANGE:
        raise SecurityError(_TOO_FAR)
    return values
