"""The words around the letters: Jinja2 and Markdown like the letters, as plain text and as HTML."""

import textwrap
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from markupsafe import escape

from generator.dates import in_words
from generator.errors import FilesAreWrongError, Problem
from generator.letter.markdown import MarkdownReader
from generator.letter.prose import RawMarkdown, render
from generator.letter.references import problems_of_names, uses
from generator.models.campaign import CampaignFile, Prose
from generator.models.letter import Block, TextRun
from generator.models.sender import SenderFile

WIDTH = 72
"""Characters of a line of plain text, so that a quoted one is under 78 (RFC 5322, 2.1.1)."""
VARIABLES = frozenset({"supporter", "letters", "campaign", "sender", "way_out"})
"""The names that a note may use."""


@dataclass(frozen=True)
class Enclosure:
    """One of the letters in a note: `{% for letter in letters %}`."""

    recipient: str
    """`Senator Maria Cantwell`"""
    address: str
    """The address that it is posted to, on one line."""
    file: str
    """The file name of the attachment."""


@dataclass(frozen=True)
class MessageBody:
    """The same words twice: for readers of plain text and of HTML."""

    plain: str
    html: str


# The three steps are what is left to the person. Who writes, why, and how to end it stand below
# them: a person should see first what to do.
TO_SUPPORTER = Prose(
    "the program's own note to supporters",
    1,
    """\
Dear {{ supporter.name }},

{% if letters | length == 1 %}
Thank you for writing to Congress. Your letter is attached. It goes in your name, so three things
are left to you:
{% else %}
Thank you for writing to Congress. Your {{ letters | length }} letters are attached. They go in
your name, so three things are left to you:
{% endif %}

1. Read {% if letters | length == 1 %}it{% else %}each of them{% endif %}. If it does not say what
   you want to say, do not send it; tell us.
2. Print on plain white paper, and sign with a pen above your name.
3. Post each in an envelope of its own, with a stamp:

{% for letter in letters %}
- {{ letter.recipient }}, {{ letter.address }} ({{ letter.file }})
{% endfor %}

{% if campaign.act_by %}
It should be there before {{ campaign.act_by }}. Mail to Washington is screened, which takes weeks:
please post it soon.
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
A letter to {{ letter.recipient }} is attached ({{ letter.file }}). It concerns:
{{ campaign.subject }}.
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


def values(
    name: str,
    *,
    enclosed: Iterable[Enclosure],
    campaign: CampaignFile,
    sender: SenderFile,
    way_out: str = "",
) -> Mapping[str, object]:
    """Returns the values of a note to the person of this name, by the names in VARIABLES.

    `way_out` is the https: or mailto: address to unsubscribe at.
    """
    act_by = in_words(campaign.act_by) if campaign.act_by else ""
    return {
        "supporter": {"name": name},
        "letters": tuple(enclosed),
        "campaign": {"title": campaign.title, "subject": campaign.subject, "act_by": act_by},
        "sender": sender,
        # An autolink (CommonMark 0.31, section 6.5): HTML gets a link, plain text the bare address.
        "way_out": RawMarkdown(f"<{way_out}>") if way_out else "",
    }


def note_problems(prose: Prose) -> tuple[Problem, ...]:
    """Returns what is wrong with a campaign's own note, before it is sent to anyone."""
    used = uses(prose)
    return (*used.problems, *problems_of_names(prose, used, variables=VARIABLES))


def write_note(prose: Prose, values: Mapping[str, object]) -> MessageBody:
    """Returns the note with its values; all but the campaign's own Markdown is escaped.

    Raises FilesAreWrongError for names and syntax that the note may not use.
    """
    if problems := note_problems(prose):
        raise FilesAreWrongError(problems)
    markdown = render(prose, values)
    blocks = MarkdownReader().blocks(
        markdown, part="note", file=prose.file, first_line=prose.first_line
    )
    return MessageBody(plain_text(blocks), html_page(blocks))


# ---------------------------------------------------------------- for readers of plain text


def plain_text(blocks: Iterable[Block]) -> str:
    """Returns the blocks as plain text, in lines of at most WIDTH characters if words allow it."""
    return "\n\n".join(_plain_block(block) for block in blocks) + "\n"


def _plain_block(block: Block) -> str:
    if block.kind == "quote":
        # A line with the mark alone keeps two paragraphs of a quotation apart and in one quotation.
        return "\n>\n".join(_wrapped(item, first="> ", rest="> ") for item in block.items)
    if block.kind == "paragraph":
        return "\n\n".join(_wrapped(item) for item in block.items)
    lines = []
    for number, item in enumerate(block.items, 1):
        mark = f"{number}. " if block.kind == "numbers" else "- "
        lines.append(_wrapped(item, first=mark, rest=" " * len(mark)))
    return "\n".join(lines)


def _wrapped(runs: Iterable[TextRun], *, first: str = "", rest: str = "") -> str:
    lines = "".join(_plain_run(run) for run in runs).split("\n")
    filled = []
    for number, line in enumerate(lines):
        wrapper = textwrap.TextWrapper(
            WIDTH,
            initial_indent=rest if number else first,
            subsequent_indent=rest,
            # An address that is broken over two lines cannot be clicked, nor one that is broken at
            # a hyphen.
            break_long_words=False,
            break_on_hyphens=False,
        )
        filled.append(wrapper.fill(line))
    return "\n".join(filled)


def _plain_run(run: TextRun) -> str:
    # Plain text has no links, so that the address follows the words; an autolink is its own
    # address.
    if run.link and run.text not in {run.link, run.link.removeprefix("mailto:")}:
        return f"{run.text} <{run.link}>"
    return run.text


# ---------------------------------------------------------------- for readers of HTML

# The title is required and empty: a mail program shows the subject. The style stands at its
# element, since some mail programs drop style sheets; 40em keep a line readable (by hand).
_PAGE = (
    '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title></title></head>\n'
    '<body style="font: 16px/1.5 sans-serif; max-width: 40em">\n{}\n</body></html>\n'
)
_BLOCK_TAGS = {
    "paragraph": ("", "p"),
    "bullets": ("ul", "li"),
    "numbers": ("ol", "li"),
    "quote": ("blockquote", "p"),
}
_TAGS = {"plain": "{}", "em": "<em>{}</em>", "strong": "<strong>{}</strong>"}


def html_page(blocks: Iterable[Block]) -> str:
    """Returns the blocks as a page that loads nothing from the network."""
    return _PAGE.format("\n".join("\n".join(_html_block(block)) for block in blocks))


def _html_block(block: Block) -> Iterator[str]:
    outer, inner = _BLOCK_TAGS[block.kind]
    if outer:
        yield f"<{outer}>"
    for item in block.items:
        yield f"<{inner}>{''.join(map(_html_run, item))}</{inner}>"
    if outer:
        yield f"</{outer}>"


def _html_run(run: TextRun) -> str:
    words = _TAGS[run.emphasis].format(escape(run.text)).replace("\n", "<br>")
    return f'<a href="{escape(run.link)}">{words}</a>' if run.link else words
