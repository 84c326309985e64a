"""Checks how the house is built: few rooms, few arrows, no circles, each class name once.

    python tools/house.py            as `make lint` runs it: exits with 1 if a limit is broken
    python tools/house.py --nodes    also counts the nodes of the syntax tree

A room is a module or package directly below `generator`; an arrow leads from a room to each other
room that it imports from. The limits are chosen by hand, a little above today's numbers: a reader
can keep eighteen rooms in mind, but not the 77 flat modules and 427 arrows that came before. The
number of nodes measures the size of the program; lines do not, since a formatter sets them.
"""

import argparse
import ast
import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

import grimp

ROOT = Path(__file__).parents[1]
PACKAGE = "generator"
MAX_ROOMS = 18
MAX_ARROWS = 100
NOUNS = frozenset({"Binding", "Building", "Finding", "Heading", "Reading", "Setting", "Wording"})
"""Words that end like participles and are nouns of the trade."""
IRREGULAR_PARTICIPLES = frozenset(
    {"Begun", "Built", "Done", "Found", "Given", "Held", "Kept", "Known", "Left", "Made", "Meant"}
    | {"Read", "Said", "Sent", "Seen", "Taken", "Told", "Written"}
)


def main() -> int:
    """Prints the measures and the problems; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--nodes", action="store_true", help="count the nodes of the syntax tree")
    options = parser.parse_args()
    trees = {
        path: ast.parse(path.read_text("utf-8")) for path in sorted((ROOT / PACKAGE).rglob("*.py"))
    }
    graph = grimp.build_graph(PACKAGE, cache_dir=None)
    imports = {name: graph.find_modules_directly_imported_by(name) for name in graph.modules}
    rooms = {room_of(name) for name in graph.modules} - {""}
    arrows = arrows_between(imports)
    print(f"{len(rooms)} rooms, {len(arrows)} arrows between them")
    if options.nodes:
        print(f"{sum(1 for tree in trees.values() for _ in nodes(tree))} nodes")
    problems = [
        *too_many(rooms, arrows),
        *circles(imports),
        *names_used_twice(trees),
        *participles(trees),
    ]
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


def room_of(module: str) -> str:
    """Returns the room of a module: `letter` for `generator.letter.pdf`, "" for `generator`."""
    return module.removeprefix(PACKAGE).lstrip(".").partition(".")[0]


def arrows_between(imports: Mapping[str, set[str]]) -> set[tuple[str, str]]:
    """Returns the pairs of rooms of which the first imports from the second."""
    pairs = {
        (room_of(name), room_of(other)) for name, others in imports.items() for other in others
    }
    return {(start, end) for start, end in pairs if start and end and start != end}


def too_many(rooms: set[str], arrows: set[tuple[str, str]]) -> Iterator[str]:
    """Yields a line for each limit that is broken."""
    if len(rooms) > MAX_ROOMS:
        yield f"{len(rooms)} rooms at the top of {PACKAGE}/, {MAX_ROOMS} at most"
    if len(arrows) > MAX_ARROWS:
        yield f"{len(arrows)} arrows between the rooms, {MAX_ARROWS} at most"


def circles(imports: Mapping[str, set[str]]) -> Iterator[str]:
    """Yields a line for each module that imports itself by way of others."""
    for name in sorted(imports):
        reached: set[str] = set()
        ahead = list(imports[name])
        while ahead:
            module = ahead.pop()
            if module not in reached:
                reached.add(module)
                ahead.extend(imports[module])
        if name in reached:
            yield f"{name} imports itself by way of other modules"


def classes(trees: Mapping[Path, ast.Module]) -> Iterator[tuple[str, Path, int]]:
    """Yields the name, file and line of every class of the program."""
    for path, tree in trees.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                yield node.name, path.relative_to(ROOT), node.lineno


def names_used_twice(trees: Mapping[Path, ast.Module]) -> Iterator[str]:
    """Yields a line for each class name that is defined twice, with or without an underscore."""
    places = defaultdict(list)
    for name, path, line in classes(trees):
        places[name.lstrip("_")].append(f"{path}:{line}")
    for name, found in sorted(places.items()):
        if len(found) > 1:
            yield f"class {name} is defined {len(found)} times: {', '.join(found)}"


def participles(trees: Mapping[Path, ast.Module]) -> Iterator[str]:
    """Yields a line for each class named by a participle: a class is a thing, so a noun names it.

    Errors are named by what went wrong (`NotClaimedError`), as Python's own are.
    """
    for name, path, line in classes(trees):
        words = re.findall(r"[A-Z][a-z]*", name)
        last = words[-1] if words else ""
        ends_like_one = last.endswith(("ed", "ing")) and last not in NOUNS
        if ends_like_one or last in IRREGULAR_PARTICIPLES:
            yield f"{path}:{line}: class {name} is named by a participle: name the thing"


def nodes(tree: ast.AST) -> Iterator[ast.AST]:
    """Yields the nodes of a syntax tree without annotations and docstrings.

    Those help a reader, so the measure must not punish them.
    """
    yield tree
    for field, value in ast.iter_fields(tree):
        if field in ("annotation", "returns"):
            continue
        for child in value if isinstance(value, list) else [value]:
            is_text = isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant)
            if is_text and isinstance(child.value.value, str):
                continue
            if isinstance(child, ast.AST):
                yield from nodes(child)


if __name__ == "__main__":
    sys.exit(main())
