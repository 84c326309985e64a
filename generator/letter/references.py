"""What a text names: variables and their parts, functions and what they are called with, and the braces that are left over.

All of it is known from the text alone, in branches too that no letter has taken yet.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial

from jinja2 import nodes

from generator.errors import Problem
from generator.letter.prose import FUNCTIONS, AtLineError, line_of, parsed, problem_at, refusals, template
from generator.models import Prose
from generator.text import closest, hint, quoted

ASKING_NOTHING = frozenset({"nearest_office"})
"""Functions that are called without an id."""

SHEETS = frozenset({"district", "state"})
"""Records whose parts are the columns of districts.csv and states.csv."""

LETTER_ONLY = frozenset({"arguments", "asks", "thanks"})
"""What only letter.md may name: the places of the other texts."""

VARIABLES = SHEETS | LETTER_ONLY | {"recipient", "sender", "campaign", "letter", "home", "we", "We", "us", "our", "Our"}
"""What a text may name."""

_BRACES = re.compile(r".{0,24}[{}].{0,24}")
_TAG = re.compile(r"\{#.*?#\}|\{%.*?%\}", re.DOTALL)
_OTHERWISE = re.compile(r"\{%-? *(?:else|elif)\b")


@dataclass(frozen=True)
class Mention:
    """A name in a text: a variable, or a call of a function with an id; and the line of the file it stands in."""

    name: str
    line: int
    argument: str | None = None


@dataclass(frozen=True)
class Uses:
    """Everything that a text names, in order, or the problems that keep it from being read."""

    variables: tuple[Mention, ...] = ()
    calls: tuple[Mention, ...] = ()
    parts: tuple[Mention, ...] = ()
    """Parts of records, and of what functions give: `recipient.state` is a mention of recipient with the argument state."""
    unasked: tuple[Mention, ...] = ()
    """The parts that are printed whether they say something or not: no `if` around them asks."""
    words: tuple[Mention, ...] = ()
    """What is printed as it stands, by lines."""
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class _Spot:
    """A piece of a text, the names of the loops around it, and the parts that the conditions around it ask for."""

    node: nodes.Node
    bound: frozenset[str] = frozenset()
    asked: frozenset[tuple[str, str]] = field(default_factory=frozenset)


def uses(prose: Prose) -> Uses:
    """Everything that the text names; where it cannot be read, why."""
    try:
        tree = parsed(prose.text)
        refused = refusals(tree)
        if not refused:
            template(prose.text)
    except AtLineError as error:
        return Uses(problems=(problem_at(prose, error.line, message=error.message),))
    spots = list(_spots(tree))
    in_order = partial(_in_order, prose)
    problems = (problem_at(prose, line, message=message) for line, message in refused)
    return Uses(
        variables=in_order(_variables(spots)),
        calls=in_order(_calls(tree)),
        parts=in_order(filter(None, map(_part, spots))),
        unasked=in_order(_unasked(spots)),
        words=tuple(Mention(words, line_of(prose, number)) for number, words in _plain(tree)),
        problems=(*problems, *_left_over(prose, tree)),
    )


# ---------------------------------------------------------------- one by one


def _spots(tree: nodes.Template) -> Iterator[_Spot]:
    """Every piece of the text."""
    waiting = [_Spot(tree)]
    while waiting:
        spot = waiting.pop()
        yield spot
        waiting.extend(_inside(spot))


def _inside(spot: _Spot) -> Iterator[_Spot]:
    """The pieces of a piece."""
    node = spot.node
    if isinstance(node, nodes.For):
        yield replace(spot, node=node.iter)
        inner = replace(spot, bound=spot.bound | {"loop", getattr(node.target, "name", "loop")})
        yield from (replace(inner, node=child) for child in node.iter_child_nodes(exclude=["target", "iter"]))
        return
    if isinstance(node, nodes.If | nodes.CondExpr):
        asked = (_of_record(part) for part in (node.test, *node.test.find_all((nodes.Getattr, nodes.Getitem))))
        spot = replace(spot, asked=spot.asked.union(filter(None, asked)))
    yield from (replace(spot, node=child) for child in node.iter_child_nodes())


def _of_record(node: nodes.Node) -> tuple[str, str] | None:
    """The record, or the function that gives it, and the part of it that the node names; None where it names none."""
    if isinstance(node, nodes.Getattr):
        name = node.attr
    elif isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Const) and isinstance(node.arg.value, str):
        name = node.arg.value
    else:
        return None
    owner = node.node.node if isinstance(node.node, nodes.Call) else node.node
    if name.startswith("_"):
        return None
    if (inner := _of_record(owner)) is not None:
        return ".".join(inner), name
    return (owner.name, name) if isinstance(owner, nodes.Name) else None


def _part(spot: _Spot) -> Mention | None:
    """The part of a record that the node names, unless the record is the name of a loop."""
    named = _of_record(spot.node)
    if named is None or named[0].partition(".")[0] in spot.bound:
        return None
    return Mention(named[0], spot.node.lineno, named[1])


def _variables(spots: Iterable[_Spot]) -> Iterator[Mention]:
    """The names that are neither called nor those of a loop around them."""
    called: set[int] = set()
    for spot in spots:
        if isinstance(spot.node, nodes.Call):
            called.add(id(spot.node.node))
        elif isinstance(spot.node, nodes.Name) and spot.node.name not in spot.bound and id(spot.node) not in called:
            yield Mention(spot.node.name, spot.node.lineno)


def _calls(tree: nodes.Template) -> Iterator[Mention]:
    """The functions that are called and their ids; the id is None where it is not written out."""
    for call in tree.find_all(nodes.Call):
        if isinstance(call.node, nodes.Name):
            first = call.args[0] if call.args else None
            argument = first.value if isinstance(first, nodes.Const) and isinstance(first.value, str) else None
            yield Mention(call.node.name, call.lineno, argument)


def _unasked(spots: Iterable[_Spot]) -> Iterator[Mention]:
    """The parts that stand in `{{ … }}` where nothing asked for them."""
    for spot in spots:
        for node in _printed(spot.node) if isinstance(spot.node, nodes.Output) else ():
            part = _part(replace(spot, node=node))
            if part is not None and (part.name, part.argument) not in spot.asked:
                yield part


def _printed(node: nodes.Node) -> Iterator[nodes.Node]:
    """The parts of an expression that are printed whatever they are: not those that `or` and `default` stand in for."""
    if isinstance(node, nodes.Getattr | nodes.Getitem):
        yield node
    elif isinstance(node, nodes.Filter) and node.node is not None and node.name != "default":
        yield from _printed(node.node)
    elif isinstance(node, nodes.Output | nodes.Concat):
        for inner in node.nodes:
            yield from _printed(inner)


def _in_order(prose: Prose, mentions: Iterable[Mention]) -> tuple[Mention, ...]:
    """The mentions by the lines of the file, each once."""
    found = {replace(mention, line=line_of(prose, mention.line)) for mention in mentions}
    return tuple(sorted(found, key=lambda mention: (mention.line, mention.name, mention.argument or "")))


def _left_over(prose: Prose, tree: nodes.Template) -> Iterator[Problem]:
    """A problem for each line that would be printed with braces in it."""
    for number, words in _plain(tree):
        if braces := _BRACES.search(words):
            told = f"{quoted(braces.group().strip())} would be printed as it stands: variables and calls stand in {{{{ }}}}"
            yield problem_at(prose, number, message=f"{told}, conditions in {{% %}}")


def _plain(tree: nodes.Template) -> Iterator[tuple[int, str]]:
    """The lines of the text that are printed as they stand, and the parts of lines."""
    for data in tree.find_all(nodes.TemplateData):
        yield from enumerate(data.data.split("\n"), start=data.lineno)


# ---------------------------------------------------------------- what is wrong with it


def problems_of_names(prose: Prose, used: Uses, *, variables: Iterable[str] = VARIABLES) -> Iterator[Problem]:
    """A problem for each variable or function that there is none of, and for each call without its id."""
    known = frozenset(variables)
    for mention in used.variables:
        if mention.name not in known:
            yield Problem(prose.file, mention.line, "", _no_variable(mention.name, known))
    for call in used.calls:
        if call.name not in FUNCTIONS:
            yield Problem(prose.file, call.line, "", f"there is no function {quoted(call.name)}{hint(call.name, FUNCTIONS)}")
        elif call.argument is None and call.name not in ASKING_NOTHING:
            yield Problem(prose.file, call.line, "", _no_id(call.name))


def problems_of_parts(prose: Prose, used: Uses, *, records: Mapping[str, Collection[str]]) -> Iterator[Problem]:
    """A problem for each part that its record has not, and for each part of something that has none."""
    for part in used.parts:
        known = records.get(part.name, ())
        if part.name.partition(".")[0] in (VARIABLES | FUNCTIONS) - SHEETS and part.argument not in known:
            message = f"there is no {quoted(str(part.argument))} in {part.name}{hint(str(part.argument), known)}"
            yield Problem(prose.file, part.line, "", message)


def _no_id(function: str) -> str:
    return f'{function} is called with an id in quotes: {{{{ {function}("…") }}}}'


def _no_variable(name: str, known: frozenset[str]) -> str:
    if name in FUNCTIONS:
        return _no_id(name)
    if name in LETTER_ONLY:
        return f"{{{{ {name} }}}} stands in letter.md only; take it out here"
    near = closest(name, known | FUNCTIONS)
    if near in FUNCTIONS:
        return f'there is no variable {quoted(name)}; did you mean {{{{ {near}("…") }}}}?'
    return f"there is no variable {quoted(name)}{hint(name, known)}"


# ---------------------------------------------------------------- the places of the other texts


def problems_of_places(prose: Prose) -> Iterator[Problem]:
    """A problem for each place of another text that does not stand alone in its paragraph, or is given a second time."""
    tree = parsed(prose.text)
    bare = {id(node) for output in tree.find_all(nodes.Output) for node in output.nodes}
    alone = _alone(prose.text)
    for name in sorted(LETTER_ONLY):
        found = [node for node in tree.find_all(nodes.Name) if node.name == name]
        for node in found:
            if id(node) not in bare or node.lineno not in alone:
                message = f"{{{{ {name} }}}} stands by itself between two empty lines, with no other word and no filter"
                yield problem_at(prose, node.lineno, message=message)
        if _most(tree, name) > 1:
            yield problem_at(prose, found[-1].lineno, message=f"{{{{ {name} }}}} would be printed twice: take one out")


def _alone(text: str) -> frozenset[int]:
    """The lines, counted from 1, that hold a `{{ … }}` and nothing else, with an empty line before and behind them.

    A line of tags alone leaves nothing in the text, and does not count; what stands behind `{% else %}` stands beside nothing before it.
    """
    words = _TAG.sub(lambda tag: "\n" * tag.group().count("\n"), text).split("\n")
    lines = enumerate(zip(text.split("\n"), words, strict=True), start=1)
    kept = ((number, said.strip()) for number, (line, said) in lines if said.strip() or not line.strip() or _OTHERWISE.search(line))
    left = [(0, ""), *kept, (0, "")]
    return frozenset(
        number
        for (_, before), (number, said), (_, behind) in zip(left, left[1:], left[2:], strict=False)
        if re.fullmatch(r"\{\{ *\w+ *\}\}", said) and not before and not behind
    )


def _most(node: nodes.Node, name: str) -> int:
    """How often the name stands in the text at most, whichever way its conditions turn out."""
    if isinstance(node, nodes.Name):
        return int(node.name == name)
    if isinstance(node, nodes.If):
        return max(sum(_most(child, name) for child in way) for way in (node.body, node.elif_, node.else_))
    rounds = 2 if isinstance(node, nodes.For) else 1
    return rounds * sum(_most(child, name) for child in node.iter_child_nodes())
