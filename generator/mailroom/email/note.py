"""The words around the letters: Jinja2 and Markdown like the letters themselves, as plain text and as HTML."""

import textwrap
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from markupsafe import escape

from generator.dates import in_words
from generator.errors import FilesAreWrongError, Problem
from generator.letter.markdown import Reader
from generator.letter.prose import Ready, render
from generator.letter.references import problems_of_names, uses
from generator.models import Block, CampaignFile, Prose, Run, SenderFile

WIDTH = 72
VARIABLES = frozenset({"supporter", "letters", "campaign", "sender", "way_out"})
"""What a note may name."""


@dataclass(frozen=True)
class Enclosed:
    """One of the letters, as a note speaks of it: `{% for letter in letters %}`."""

    recipient: str
    """`Senator Maria Cantwell`"""
    address: str
    """Where it is posted to, on one line."""
    file: str
    """What the attachment is called."""


@dataclass(frozen=True)
class Note:
    """The same words twice: for readers of plain text and of HTML."""

    plain: str
    html: str


TO_SUPPORTER = Prose(
    "the program's own note to supporters",
    1,
    """\
Dear {{ supporter.name }},

{% if letters | length == 1 %}
Thank you for writing to Congress. Your letter is attached. It goes in your name, so three things are left to you:
{% else %}
Thank you for writing to Congress. Your {{ letters | length }} letters are attached. They go in your name, so three things are left
to you:
{% endif %}

1. Read {% if letters | length == 1 %}it{% else %}each of them{% endif %}. If it does not say what you want to say, do not send it; tell us.
2. Print on plain white paper, and sign with a pen above your name.
3. Post each in an envelope of its own, with a stamp:

{% for letter in letters %}
- {{ letter.recipient }}, {{ letter.address }} ({{ letter.file }})
{% endfor %}

{% if campaign.act_by %}
It should be there before {{ campaign.act_by }}. Mail to Washington is screened, which takes weeks: please post it soon.
{% endif %}

You get this message because you agreed to write.
{% if way_out %}If you want no more of these, tell us: {{ way_out }}{% endif %}

{{ sender.name }}
{% if sender.organization %}

{{ sender.organization }}
{% endif %}

{{ sender.street }}, {{ sender.city }}, {{ sender.state }} {{ sender.zip }}
""",
)
"""“Here is your letter, sign and post it”; a campaign may have its own."""

TO_OFFICE = Prose(
    "the program's own note to offices",
    1,
    """\
{% for letter in letters %}
A letter to {{ letter.recipient }} is attached ({{ letter.file }}). It concerns: {{ campaign.subject }}.
{% endfor %}

Please let us know at this address that it has come, and who in the office works on this.

{% if way_out %}If we should write elsewhere, tell us: {{ way_out }}{% endif %}

{{ sender.name }}
{% if sender.organization %}

{{ sender.organization }}
{% endif %}

{{ sender.street }}, {{ sender.city }}, {{ sender.state }} {{ sender.zip }}
""",
)
"""With a letter that goes straight to the office it is written to."""


@dataclass(frozen=True)
class _Named:
    name: str


@dataclass(frozen=True)
class _Occasion:
    title: str
    subject: str
    act_by: str


def values(
    name: str, *, enclosed: Iterable[Enclosed], campaign: CampaignFile, sender: SenderFile, way_out: str = ""
) -> Mapping[str, object]:
    """What a note to the person of this name may say; `way_out` is the https: or mailto: address to unsubscribe at."""
    act_by = in_words(campaign.act_by) if campaign.act_by else ""
    return {
        "supporter": _Named(name),
        "letters": tuple(enclosed),
        "campaign": _Occasion(campaign.title, campaign.subject, act_by),
        "sender": sender,
        "way_out": Ready(f"<{way_out}>") if way_out else "",
    }


def note_problems(prose: Prose) -> tuple[Problem, ...]:
    """What is wrong with a campaign's own note, before there is anybody to send it to."""
    used = uses(prose)
    return (*used.problems, *problems_of_names(prose, used, variables=VARIABLES))


def write_note(prose: Prose, values: Mapping[str, object]) -> Note:
    """The note with the values in their places, everything escaped that is not the campaign's own Markdown.

    Raises FilesAreWrongError for what the text cannot say.
    """
    if problems := note_problems(prose):
        raise FilesAreWrongError(problems)
    markdown = render(prose, values)
    blocks = Reader().blocks(markdown, part="note", file=prose.file, first_line=prose.first_line)
    return Note(plain_text(blocks), html_page(blocks))


# ---------------------------------------------------------------- for readers of plain text


def plain_text(blocks: Iterable[Block]) -> str:
    """The blocks as plain text, lines of at most WIDTH characters where words allow it."""
    return "\n\n".join(_plain_block(block) for block in blocks) + "\n"


def _plain_block(block: Block) -> str:
    if block.kind == "quote":
        return "\n>\n".join(_wrapped(item, first="> ", rest="> ") for item in block.items)
    if block.kind == "paragraph":
        return "\n\n".join(_wrapped(item) for item in block.items)
    marks = (f"{number}. " if block.kind == "numbers" else "- " for number in range(1, len(block.items) + 1))
    return "\n".join(_wrapped(item, first=mark, rest=" " * len(mark)) for item, mark in zip(block.items, marks, strict=True))


def _wrapped(runs: Iterable[Run], *, first: str = "", rest: str = "") -> str:
    lines = "".join(_plain_run(run) for run in runs).split("\n")
    return "\n".join(_filled(line, first=rest if number else first, rest=rest) for number, line in enumerate(lines))


def _filled(line: str, *, first: str, rest: str) -> str:
    return textwrap.fill(line, WIDTH, initial_indent=first, subsequent_indent=rest, break_long_words=False, break_on_hyphens=False)


def _plain_run(run: Run) -> str:
    if run.link and run.text not in {run.link, run.link.removeprefix("mailto:")}:
        return f"{run.text} <{run.link}>"
    return run.text


# ---------------------------------------------------------------- for readers of HTML

_PAGE = (
    '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title></title></head>\n'
    '<body style="font: 16px/1.5 sans-serif; max-width: 40em">\n{}\n</body></html>\n'
)
_TAGS = {"plain": "{}", "em": "<em>{}</em>", "strong": "<strong>{}</strong>"}


def html_page(blocks: Iterable[Block]) -> str:
    """The blocks as a page that loads nothing from anywhere."""
    return _PAGE.format("\n".join("\n".join(_html_block(block)) for block in blocks))


def _html_block(block: Block) -> Iterator[str]:
    items = ["".join(_html_run(run) for run in item) for item in block.items]
    if block.kind == "paragraph":
        yield from (f"<p>{item}</p>" for item in items)
        return
    outer, inner = {"bullets": ("ul", "li"), "numbers": ("ol", "li"), "quote": ("blockquote", "p")}[block.kind]
    yield f"<{outer}>"
    yield from (f"<{inner}>{item}</{inner}>" for item in items)
    yield f"</{outer}>"


def _html_run(run: Run) -> str:
    words = _TAGS[run.emphasis].format(escape(run.text)).replace("\n", "<br>")
    return f'<a href="{escape(run.link)}">{words}</a>' if run.link else words
