"""The docs name only what there is: commands and their options, files, targets of make, links."""

import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import click
import pytest

from generator.cli.root import letters
from generator.models.campaign import (
    ArgumentHeader,
    Ask,
    CampaignFile,
    Position,
    PositionsFile,
    StatusReview,
    When,
)
from generator.models.fields import FileModel
from generator.models.sender import SenderFile, Signatory
from generator.models.source import Bill, Finding, Place, Recommendation, Reference, Section

ROOT = Path(__file__).parents[1]
TOOL = ROOT / "tools" / "command_reference.py"
PAGES = [*sorted((ROOT / "docs").glob("*.md")), ROOT / "README.md", ROOT / "CONTRIBUTING.md"]

CODE = re.compile(r"^```\w*\n(.*?)^```|(?<!`)`([^`]+)`(?!`)", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ +(.+)$", re.MULTILINE)
WORD = re.compile(r"\w+")
MAKE = re.compile(r"\bmake ([a-z][a-z-]*)")

SHIPPED = (
    *(".ci/", "bench/", "docs/", "generator/", "templates/", "tests/", "tools/"),
    *("letters/remain-in-mexico", "recipients/committees", "recipients/ports"),
)
"""How the paths of our own files begin; others, as `letters/clean-water`, a user makes."""

FOR_WRITERS = tuple(
    ROOT / "docs" / name for name in ("write-a-campaign.md", "mailings.md", "audit.md")
)
"""The pages that say what the keys of a campaign's files do."""
RECORDS: tuple[type[FileModel], ...] = (
    *(ArgumentHeader, Ask, CampaignFile, Position, PositionsFile, StatusReview, When),
    *(SenderFile, Signatory, Bill, Finding, Place, Recommendation, Reference, Section),
)
# A licence is a remark for those who keep the file, and prints nothing.
NOT_FOR_WRITERS = frozenset({"license"})


def code_of(page: Path) -> Iterator[str]:
    """Yields every line of code that the page shows, in blocks and within its sentences."""
    for block, span in CODE.findall(page.read_text(encoding="utf-8")):
        yield from block.splitlines() or [span.replace("\n", " ")]


def commands_in(page: Path) -> Iterator[list[str]]:
    """Yields the words behind `letters` of every command that the page shows."""
    for line in code_of(page):
        if re.match(r"(\.venv/bin/)?letters +[a-z-]", line):
            yield shlex.split(line, comments=True)[1:]


def paths_in(page: Path) -> Iterator[str]:
    """Yields every path of the project's own files that the page shows in code."""
    packages = (f"{path.name}/" for path in (ROOT / "generator").iterdir() if path.is_dir())
    beginnings = (*SHIPPED, *packages)
    for line in code_of(page):
        for word in re.findall(r"[\w.*/-]+", line):
            if word.startswith(beginnings) or word.endswith(".py"):
                yield word


def exists(path: str) -> bool:
    """Says whether the path, which may hold `*`, is in the project, the program or the tests."""
    return any(any(folder.glob(path)) for folder in (ROOT, ROOT / "generator", ROOT / "tests"))


def missing_from(command: click.Command, words: list[str]) -> str:
    """Returns the first word that is neither a command nor an option; "" where all are."""
    context = click.Context(command)
    if isinstance(command, click.Group) and words and not words[0].startswith(("-", "[")):
        below = command.get_command(context, words[0])
        return words[0] if below is None else missing_from(below, words[1:])
    parameters = command.get_params(context)
    known = set(chain.from_iterable(each.opts + each.secondary_opts for each in parameters))
    options = [word.partition("=")[0] for word in words if word.startswith("--")]
    return next((option for option in options if option not in known), "")


def anchors_of(page: Path) -> set[str]:
    """Returns what links can name on the page: its headings, as GitHub writes them in addresses."""
    headings = HEADING.findall(page.read_text(encoding="utf-8"))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def run_tool(tool: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(tool), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_and_option_in_the_docs_exists(page: Path) -> None:
    shown = [(words, missing_from(letters, words)) for words in commands_in(page)]
    assert [f"{' '.join(words)}: {missing}" for words, missing in shown if missing] == []


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.__name__)
def test_every_key_that_a_writer_may_use_is_in_the_docs(record: type[FileModel]) -> None:
    shown = {word for page in FOR_WRITERS for line in code_of(page) for word in WORD.findall(line)}
    assert {*record.model_fields} - shown - NOT_FOR_WRITERS == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_file_in_the_docs_exists(page: Path) -> None:
    assert sorted({path for path in paths_in(page) if not exists(path)}) == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_in_the_docs_leads_somewhere(page: Path) -> None:
    broken = []
    for link in LINK.findall(page.read_text(encoding="utf-8")):
        target, _, anchor = link.partition("#")
        file = page.parent / target if target else page
        if ":" not in link and not (file.exists() and (not anchor or anchor in anchors_of(file))):
            broken.append(link)
    assert broken == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_target_of_make_in_the_docs_exists(page: Path) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    assert {name for line in code_of(page) for name in MAKE.findall(line)} - targets == set()


def test_the_pages_are_reached_from_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    linked = {link.partition("#")[0] for link in LINK.findall(readme)}
    assert {str(page.relative_to(ROOT)) for page in PAGES} - linked == {"README.md"}


def test_the_reference_of_commands_is_what_the_commands_say() -> None:
    assert run_tool(TOOL, "--check").stderr == ""


def test_a_reference_that_is_old_is_refused_until_it_is_written_again(tmp_path: Path) -> None:
    tool = tmp_path / "tools" / TOOL.name
    tool.parent.mkdir()
    shutil.copy(TOOL, tool)
    page = tmp_path / "docs" / "commands.md"
    page.parent.mkdir()
    page.write_text("# The commands\n", encoding="utf-8")
    refused = run_tool(tool, "--check")
    assert refused.returncode == 1
    assert "run .venv/bin/python tools/command_reference.py" in refused.stderr
    assert page.read_text(encoding="utf-8") == "# The commands\n"
    assert run_tool(tool).returncode == 0
    assert run_tool(tool, "--check").returncode == 0
    assert page.read_bytes() == (ROOT / "docs" / "commands.md").read_bytes()
