"""The words around the letters: Jinja2 and Markdown like the letters, as plain text and as HTML."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from generator.dates import in_words
from generator.errors import FilesAreWrongError, Problem
from generator.letter.markdown import MarkdownReader
from generator.letter.plain_text import blocks_text, letter_text
from generator.letter.prose import RawMarkdown, render
from generator.letter.references import problems_of_names, uses
from generator.letter.web_page import block_markup, letter_markup
from generator.models.campaign import CampaignFile, Prose
from generator.models.letter import Letter
from generator.models.sender import SenderFile

WIDTH = 72
"""Characters of a line of plain text, so that a quoted one is under 78 (RFC 5322, 2.1.1)."""
# The style stands at its element, since some mail programs drop style sheets; 40em keep a line
# readable (by hand).
_PAGE = Markup(
    '<!DOCTYPE html>\n<html lang="en-US"><head><meta charset="utf-8"><title>{}</title></head>\n'
    '<body style="font: 16px/1.5 sans-serif; max-width: 40em">\n{}\n</body></html>\n'
)
RULE = "-" * WIDTH
"""The line between the note and the letter; three hyphens alone would be cut as a signature."""
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
    short: str = ""
    """As a letter greets the member: `Senator Cantwell`."""
    asks: tuple[str, ...] = ()
    """Its asks, a sentence each."""


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

If you cannot post a letter, use the form on the website of its office: each letter is attached as
text (.txt) as well. Its first lines have the subject and the length; paste what stands below them,
from “Dear” on.

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

# Staff sort mail by member and request: both stand in the first two sentences, and a person and a
# phone at the end. The letter's own words follow, because attachments of strangers are not opened.
TO_OFFICE = Prose(
    "the program's own note to offices",
    1,
    """\
{% for letter in letters %}
{% if supporter.name %}
Dear {{ supporter.name }},
{% else %}
Dear colleagues in the office of {{ letter.short }},
{% endif %}

{% if sender.organization %}Our{% else %}My{% endif %} letter to {{ letter.short }} is attached as a
PDF ({{ letter.file }}), and its text is below. {% if letter.asks %}Its first request:
{{ letter.asks[0] }}{% endif %}

{% endfor %}
Please let us know at this address{% if sender.phone %} or at {{ sender.phone }}{% endif %} who in
the office works on this.

{% if way_out %}If we should write elsewhere, tell us: {{ way_out }}{% endif %}

{{ sender.name }}
{% if sender.title %}

{{ sender.title }}
{% endif %}
{% if sender.organization %}

{{ sender.organization }}
{% endif %}

{{ sender.street }}, {{ sender.city }}, {{ sender.state }} {{ sender.zip }}
{% if sender.phone %}

{{ sender.phone }}
{% endif %}
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


def write_note(
    prose: Prose, values: Mapping[str, object], *, subject: str = "", letter: Letter | None = None
) -> MessageBody:
    """Returns the note with its values; all but the campaign's own Markdown is escaped.

    The text of a `letter` stands below it. `subject` is the title of the HTML page.

    Raises FilesAreWrongError for names and syntax that the note may not use.
    """
    if problems := note_problems(prose):
        raise FilesAreWrongError(problems)
    markdown = render(prose, values)
    blocks = MarkdownReader().blocks(
        markdown, part="note", file=prose.file, first_line=prose.first_line
    )
    plain, markup = blocks_text(blocks, width=WIDTH), list(map(block_markup, blocks))
    if letter:
        plain += f"\n\n{RULE}\n\n{letter_text(letter, width=WIDTH)}"
        markup += [Markup("<hr>"), *letter_markup(letter)]
    page = _PAGE.format(subject, Markup("\n").join(markup))
    return MessageBody(f"{plain}\n", page)
