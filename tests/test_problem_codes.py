"""Every mistake of a user's file has a stable name, its code, that programs can rely on."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

GENERATOR = Path(__file__).parents[1] / "generator"
MAKERS = frozenset({"Problem", "refusal", "problem", "warning"})
"""Functions and methods that make a problem; those of Node take the code as the last of two."""


def name_of(function: ast.expr) -> str:
    return getattr(function, "id", getattr(function, "attr", ""))


def is_code(argument: ast.expr) -> bool:
    """Returns whether an argument is a code by its form, or a variable of that name."""
    if isinstance(argument, ast.Constant):
        return re.fullmatch(r"[a-z]+(-[a-z0-9]+)*", str(argument.value)) is not None
    return name_of(argument) == "code"


def calls_without_code(module: Path) -> Iterator[str]:
    """Yields the file and line of each call that makes a problem without a code."""
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and name_of(node.func) in MAKERS:
            by_name = any(word.arg == "code" for word in node.keywords)
            if not by_name and not any(map(is_code, node.args[1:2])):
                yield f"{module.relative_to(GENERATOR)}:{node.lineno}"


def test_every_problem_has_a_code() -> None:
    modules = sorted(GENERATOR.rglob("*.py"))
    assert len(modules) > 200
    assert [line for module in modules for line in calls_without_code(module)] == []
