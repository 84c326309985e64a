"""The names in a text: variables and their parts, functions and their ids, braces left over.

All of it is known from the text alone, also for branches that no letter has taken yet.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from jinja2 import nodes

from generator.errors import Problem
from generator.letter.prose import (
    FUNCTIONS,
    AtLineError,
    at_line,
    line_of,
    parsed,
    problem_at,
    refusals,
    template,
)
from generator.models.campaign import Prose
from generator.text import closest, hint, quoted

ASKING_NOTHING = frozenset({"nearest_office"})
"""Functions that are called without an id."""

SHEETS = frozenset({"district", "state"})
"""Records whose parts are the columns of districts.csv and states.csv."""

LETTER_ONLY = frozenset({"arguments", "asks", "thanks", "own_words"})
"""Variables of letter.md alone: the places of the other texts."""

COMMITTEE_WORDS = frozenset({"committee", "your_committee"})
"""Variables of texts that a committee lets in."""

VARIABLES = (
    SHEETS
    | LETTER_ONLY
    | COMMITTEE_WORDS
    | {"recipient", "sender", "signers", "campaign", "letter", "home", "chamber", "thanked"}
    | {"undersigned", "Undersigned", "we", "We", "us", "our", "Our"}
)
"""Variables of a text."""

# A brace and a few words around it, for the message: 24 characters show which one is meant.
_BRACES = re.compile(r".{0,24}[{}].{0,24}")
# Matches “{# a remark #}” and “{% if x %}”, over lines too; not “{{ name }}”, which prints.
_TAG = re.compile(r"\{#.*?#\}|\{%.*?%\}", re.DOTALL)
# Matches the space that “-#}” or “-%}” removes behind it, and “{%-” before it: an empty line there
# separates nothing.
_TRIMMED = re.compile(r"(?<=-[#%}]\})\s+|\s+(?=\{[{#%]-)")
# Matches “{{ arguments }}”, not “{{ arguments | upper }}” or “{{ a }} {{ b }}”.
_PLACE = re.compile(r"\{\{ *\w+ *\}\}")
# Matches “{% else %}”, “{%- elif x %}”, not “{% elsewhere %}”.
_OTHERWISE = re.compile(r"\{%-? *(?:else|elif)\b")


@dataclass(frozen=True)
class Mention:
    """A variable, or a call of a function with an id, and its line in the file."""

    name: str
    line: int
    argument: str | None = None


@dataclass(frozen=True)
class Uses:
    """Everything that a text names, in order, or why it cannot be read."""

    variables: tuple[Mention, ...] = ()
    calls: tuple[Mention, ...] = ()
    parts: tuple[Mention, ...] = ()
    """Parts of records, also of those that functions give.

    `recipient.state` is a mention of recipient with the argument state.
    """
    unasked: tuple[Mention, ...] = ()
    """The parts that are printed even when they are empty: no `if` around them asks."""
    asks: tuple[Mention, ...] = ()
    """The ids that the text looks for in `letter.asks`: `{% if "ask-id" in letter.asks %}`."""
    words: tuple[Mention, ...] = ()
    """Words that are printed unchanged, by lines."""
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class _Spot:
    """A piece of a text, with what stands around it."""

    node: nodes.Node
    bound: frozenset[str] = frozenset()
    """The names of the loops around it."""
    asked: frozenset[tuple[str, str]] = frozenset()
    """The parts of records that the conditions around it ask for."""


def uses(prose: Prose) -> Uses:
    """Returns everything that the text names; where it cannot be read, the reason."""
    try:
        tree = parsed(prose.text)
        refused = refusals(tree)
        # Compiled as well, since Python's compiler refuses some texts that Jinja2's parser reads.
        if not refused:
            template(prose.text)
    except AtLineError as error:
        return Uses(problems=(at_line(prose, error),))
    spots = list(_spots(tree))
    return Uses(
        variables=_in_order(prose, _variables(spots)),
        calls=_in_order(prose, _calls(tree)),
        parts=_in_order(prose, filter(None, map(_part, spots))),
        unasked=_in_order(prose, _unasked(spots)),
        asks=_in_order(prose, _asks(tree)),
        words=tuple(Mention(words, line_of(prose, number)) for number, words in _plain(tree)),
        problems=(
            *(at_line(prose, error) for error in refused),
            *_left_over(prose, tree),
        ),
    )


# ---------------------------------------------------------------- one by one


def _spots(tree: nodes.Template) -> Iterator[_Spot]:
    """Returns every piece of the text."""
    waiting = [_Spot(tree)]
    while waiting:
        spot = waiting.pop()
        yield spot
        waiting.extend(_inside(spot))


def _inside(spot: _Spot) -> Iterator[_Spot]:
    """Returns the pieces of a piece."""
    node = spot.node
    if isinstance(node, nodes.For):
        # What a loop goes through does not know the loop's own name yet.
        yield replace(spot, node=node.iter)
        bound = spot.bound | {"loop", getattr(node.target, "name", "loop")}
        for child in node.iter_child_nodes(exclude=["target", "iter"]):
            yield replace(spot, node=child, bound=bound)
        return
    if isinstance(node, nodes.If | nodes.CondExpr):
        tested = (node.test, *node.test.find_all((nodes.Getattr, nodes.Getitem)))
        spot = replace(spot, asked=spot.asked.union(filter(None, map(_of_record, tested))))
    for child in node.iter_child_nodes():
        yield replace(spot, node=child)


def _of_record(node: nodes.Node) -> tuple[str, str] | None:
    """Returns the record (or the function that gives it) and its part that the node names."""
    if isinstance(node, nodes.Getattr):
        name: object = node.attr
    elif isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Const):
        name = node.arg.value
    else:
        return None
    # `prose` refuses a name that begins with _: one problem is enough.
    if not isinstance(name, str) or name.startswith("_"):
        return None
    owner = node.node.node if isinstance(node.node, nodes.Call) else node.node
    if (inner := _of_record(owner)) is not None:
        return ".".join(inner), name
    return (owner.name, name) if isinstance(owner, nodes.Name) else None


def _part(spot: _Spot) -> Mention | None:
    """Returns the part of a record that the node names, unless the record is the name of a loop."""
    named = _of_record(spot.node)
    if named is None or named[0].partition(".")[0] in spot.bound:
        return None
    return Mention(named[0], spot.node.lineno, named[1])


def _variables(spots: Iterable[_Spot]) -> Iterator[Mention]:
    """Returns the names that are neither called nor those of a loop around them."""
    called: set[int] = set()
    for spot in spots:
        node = spot.node
        if isinstance(node, nodes.Call):
            called.add(id(node.node))  # Jinja2's nodes are equal by value
        elif (
            isinstance(node, nodes.Name) and node.name not in spot.bound and id(node) not in called
        ):
            yield Mention(node.name, node.lineno)


def _calls(tree: nodes.Template) -> Iterator[Mention]:
    """Returns the functions that are called and their ids; None where the id is not written out."""
    for call in tree.find_all(nodes.Call):
        if isinstance(call.node, nodes.Name):
            first = call.args[0] if call.args else None
            value = first.value if isinstance(first, nodes.Const) else None
            argument = value if isinstance(value, str) else None
            yield Mention(call.node.name, call.lineno, argument)


def _asks(tree: nodes.Template) -> Iterator[Mention]:
    """Yields the ids that are looked for among the asks of the letter."""
    for compared in tree.find_all(nodes.Compare):
        among = any(_of_record(one.expr) == ("letter", "asks") for one in compared.ops)
        if among and isinstance(compared.expr, nodes.Const):
            yield Mention(str(compared.expr.value), compared.lineno)


def _unasked(spots: Iterable[_Spot]) -> Iterator[Mention]:
    """Returns the parts in `{{ … }}` without a condition around them that asks for them."""
    for spot in spots:
        for node in _printed(spot.node) if isinstance(spot.node, nodes.Output) else ():
            part = _part(replace(spot, node=node))
            if part is not None and (part.name, part.argument) not in spot.asked:
                yield part


def _printed(node: nodes.Node) -> Iterator[nodes.Node]:
    """Returns the parts of an expression that are always printed.

    Those that `or` and `default` replace when they are empty are not.
    """
    if isinstance(node, nodes.Getattr | nodes.Getitem):
        yield node
    elif isinstance(node, nodes.Filter) and node.node is not None and node.name != "default":
        yield from _printed(node.node)
    elif isinstance(node, nodes.Output | nodes.Concat):
        for inner in node.nodes:
            yield from _printed(inner)


def _in_order(prose: Prose, mentions: Iterable[Mention]) -> tuple[Mention, ...]:
    """Returns the mentions by the lines of the file, each once."""
    found = {replace(mention, line=line_of(prose, mention.line)) for mention in mentions}
    return tuple(
        sorted(found, key=lambda mention: (mention.line, mention.name, mention.argument or ""))
    )


def _left_over(prose: Prose, tree: nodes.Template) -> Iterator[Problem]:
    """Returns a problem for each line that would be printed with braces in it."""
    for number, words in _plain(tree):
        if braces := _BRACES.search(words):
            message = (
                f"{quoted(braces.group().strip())} would be printed as it stands: "
                "variables and calls stand in {{ }}, conditions in {% %}"
            )
            yield problem_at(prose, number, message=message, code="braces-left-over")


def _plain(tree: nodes.Template) -> Iterator[tuple[int, str]]:
    """Returns the lines of the text that are printed unchanged, and the parts of lines."""
    for data in tree.find_all(nodes.TemplateData):
        yield from enumerate(data.data.split("\n"), start=data.lineno)


# ---------------------------------------------------------------- unknown names


def problems_of_names(
    prose: Prose, used: Uses, *, variables: Iterable[str] = VARIABLES
) -> Iterator[Problem]:
    """Yields a problem for each unknown variable or function, and for each call without its id."""
    known = frozenset(variables)
    for mention in used.variables:
        if mention.name in COMMITTEE_WORDS - known:
            message = (
                f"no committee lets this text in, so that {{{{ {mention.name} }}}} has none to "
                "print: it stands in an argument whose `when` names a committee or role, or in an "
                "ask that a committee can act on"
            )
            yield Problem(prose.file, mention.line, "", message, code="no-committee-to-name")
        elif mention.name not in known:
            message = _no_variable(mention.name, known)
            yield Problem(prose.file, mention.line, "", message, code="unknown-variable")
    for call in used.calls:
        if call.name not in FUNCTIONS:
            message = f"there is no function {quoted(call.name)}{hint(call.name, FUNCTIONS)}"
            yield Problem(prose.file, call.line, "", message, code="unknown-function")
        elif call.argument is None and call.name not in ASKING_NOTHING:
            yield Problem(prose.file, call.line, "", _no_id(call.name), code="call-without-id")


def problems_of_parts(
    prose: Prose, used: Uses, *, records: Mapping[str, Collection[str]]
) -> Iterator[Problem]:
    """Yields a problem for each part that its record does not have."""
    for part in used.parts:
        owner, known = part.name.partition(".")[0], records.get(part.name, ())
        if owner in (VARIABLES | FUNCTIONS) - SHEETS and part.argument not in known:
            name = str(part.argument)
            message = f"there is no {quoted(name)} in {part.name}{hint(name, known)}"
            yield Problem(prose.file, part.line, "", message, code="unknown-part")


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
    """Yields a problem for each place of another text that shares its paragraph, or is repeated."""
    tree = parsed(prose.text)
    bare = {id(node) for output in tree.find_all(nodes.Output) for node in output.nodes}
    alone = _alone(prose.text)
    for name in sorted(LETTER_ONLY):
        last = 0
        for node in tree.find_all(nodes.Name):
            if node.name != name:
                continue
            last = node.lineno
            if last not in alone or id(node) not in bare:
                message = (
                    f"{{{{ {name} }}}} stands by itself between two empty lines, "
                    "with no other word and no filter"
                )
                yield problem_at(prose, last, message=message, code="place-not-alone")
        if _most(tree, name) > 1:
            message = f"{{{{ {name} }}}} would be printed twice: take one out"
            yield problem_at(prose, last, message=message, code="place-repeated")


def _alone(text: str) -> frozenset[int]:
    """Returns the lines, from 1, that hold a `{{ … }}` alone, with an empty line before and after.

    A line of tags alone leaves nothing in the text, and does not count; what follows `{% else %}`
    does not follow the lines before it.
    """
    # No text holds NUL: the reading of files refuses it.
    kept = _TRIMMED.sub(lambda space: space.group().replace("\n", "\n\0"), text).split("\n")
    plain = _TAG.sub(lambda tag: "\n" * tag.group().count("\n"), text).split("\n")
    left = [(0, "")]
    for number, (line, words) in enumerate(zip(kept, plain, strict=True), start=1):
        if words.strip() or not line.strip() or _OTHERWISE.search(line):
            left.append((number, words.strip()))
    left.append((0, ""))
    return frozenset(
        number
        for (_, before), (number, words), (_, after) in zip(left, left[1:], left[2:], strict=False)
        if _PLACE.fullmatch(words) and not before and not after
    )


def _most(node: nodes.Node, name: str) -> int:
    """Returns how often the text prints the name at most, over all outcomes of its conditions."""
    if isinstance(node, nodes.Name):
        return int(node.name == name)
    if isinstance(node, nodes.If):
        return max(
            sum(_most(child, name) for child in way) for way in (node.body, node.elif_, node.else_)
        )
    # A loop may have any number of rounds: two are enough to say “twice”.
    rounds = 2 if isinstance(node, nodes.For) else 1
    return rounds * sum(_most(child, name) for child in node.iter_child_nodes())
