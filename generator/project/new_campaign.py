"""Starts a new campaign: a small one about an invented document, with comments that teach."""

import datetime
import json
import re
import shutil
from importlib.resources import as_file, files
from pathlib import Path

from generator.errors import CannotWriteError, LettersError
from generator.files.whole import temporary_folder
from generator.models.draft import CampaignDraft
from generator.models.fields import ID_PATTERN
from generator.text import quoted

PLACEHOLDERS = ("CAMPAIGN", "TODAY", "ACT_BY")
"""Words of the skeleton, for the campaign's name, the day it begins, and the day of the answer."""

# Twice the month that mail to Washington may take, so that a new campaign prints without a warning.
TIME_TO_ANSWER = datetime.timedelta(days=60)


def new_campaign(
    letters: Path, name: str, *, today: datetime.date, draft: CampaignDraft | None = None
) -> Path:
    """Writes a new campaign into the folder `letters`, whole or not at all, and returns its folder.

    With a draft the campaign is about its document, else about an invented one.

    Raises LettersError if the name is unfit or taken, and CannotWriteError.
    """
    if re.fullmatch(ID_PATTERN, name) is None:
        message = (
            f"a campaign cannot be called {quoted(name)}: folders and letters are called after it, "
            "so it has at most 64 letters, digits, - and _, like clean-water"
        )
        raise LettersError(message)
    folder = letters / name
    # exists() is false for a link that leads nowhere, and rename would replace it.
    if folder.exists() or folder.is_symlink():
        message = f"{folder} is there already, and nothing in it was changed; choose another name"
        raise LettersError(message)
    try:
        letters.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotWriteError(str(folder), error) from error
    # On the same file system as its target, so that the rename is one step (POSIX, rename): a
    # campaign is there whole or not at all.
    with temporary_folder(letters, target=folder) as staging:
        _fill(staging / name, name, today=today)
        if draft is not None:
            _write(staging / name, name, today=today, draft=draft)
        (staging / name).rename(folder)
    return folder


def _fill(folder: Path, name: str, *, today: datetime.date) -> None:
    """Writes the files of the skeleton into the folder, with the campaign's own name and days."""
    values = (name, today.isoformat(), (today + TIME_TO_ANSWER).isoformat())
    # importlib.resources, because a package may be installed as a zip file.
    with as_file(files("generator.project") / "skeleton") as skeleton:
        # Names with a dot: all files of the skeleton have a suffix and its folders have none.
        for path in sorted(skeleton.rglob("*.*")):
            target = folder / path.relative_to(skeleton)
            target.parent.mkdir(parents=True, exist_ok=True)
            text = path.read_text(encoding="utf-8")
            # str.replace: the skeleton is full of braces, which str.format would read.
            for word, value in zip(PLACEHOLDERS, values, strict=True):
                text = text.replace(word, value)
            target.write_text(text, encoding="utf-8")


def _write(folder: Path, name: str, *, today: datetime.date, draft: CampaignDraft) -> None:
    """Replaces the invented document with the draft."""
    # The arguments of the skeleton are about the invented document.
    shutil.rmtree(folder / "arguments")
    (folder / "arguments").mkdir()
    words = "TODO"
    if draft.cites is not None:
        figure = FIGURE if draft.cites_date else REPORTED_FIGURE
        words = (figure if draft.cites_figure else NO_FIGURE).format(id=draft.cites)
    texts = {
        "source.yaml": draft.source,
        "campaign.yaml": CAMPAIGN.format(
            name=name,
            today=today.isoformat(),
            act_by=(today + TIME_TO_ANSWER).isoformat(),
            # A JSON string is a quoted YAML value.
            title=json.dumps(draft.title, ensure_ascii=False),
            asks="\n".join(f"  - recommendation: {ask}" for ask in draft.asks),
        ),
        "letter.md": LETTER,
        "letter-person.md": LETTER_OF_PERSON,
        "arguments/first.md": ARGUMENT.format(
            supports=", ".join(draft.asks), cites=draft.cites or "", words=words
        ),
    }
    for path, text in texts.items():
        (folder / path).write_text(text, encoding="utf-8")


# These texts stand here and not in the skeleton, because they have gaps to fill. In those that go
# through str.format a brace of Jinja2 is doubled.
CAMPAIGN = """\
# yaml-language-server: $schema=../../docs/schemas/campaign.schema.json
#
# Drafted from the document. `letters check {name}` says what is still to be written.

title: {title}
# The Re: line: say topic and ask in a few words, as offices file them.
subject: {title}

# A document says nothing of what came after it. Look where the matter stands today, add a newer
# work and a finding status-… to source.yaml, say it in the opening of both letters, and write here
# on which day you looked (take away the #). After 45 days the program asks you to look again.
# status: {{checked: {today}}}

# The day by which you hope for an answer. Mail to Washington takes up to a month.
act_by: {act_by}

# Your requests, in order; leave out those of other campaigns. source.yaml may have more. `text:`
# below one words it as something that an office can do: a bill, a vote, a line of the budget.
asks:
{asks}

design: organization        # a folder in templates/; `constituent` is for a person, and for
                            # window envelopes organization-window or constituent-window
max_arguments: 3
min_arguments: 1
max_pages: 1                # offices ask for one page
"""

LETTER = """\
{#- The letter of an organization: say in the first lines what you ask. An empty line begins a
    paragraph. Comments in such signs are never printed. -#}
On behalf of {{ sender.organization }}, {{ sender.about }}, {{ we }} write to ask for your help.
{#- Where the matter stands today, in one sentence from a newer work than the document:
    On {{ date("status-…") }}, … announced that …{{ cite("status-…") }}. #}

{{ thanks }}

{{ arguments }}

{{ We }} {% if thanked %}also {% endif %}ask you to:

{{ asks }}

Please let {{ us }} know{% if campaign.act_by %} by {{ campaign.act_by }},{% endif %} what you will
do.{% if sender.phone %} Your staff can reach {{ us }} at {{ sender.phone }}.{% endif %}
"""

LETTER_OF_PERSON = """\
{#- The letter of a person: of each supporter, and your own if sender.yaml has no organization. The
    person's own words stand second. -#}
{% if sender.is_constituent %}As your constituent in {{ sender.city }}, I write{% else %}I write
{% endif %} to ask for your help.
{#- Where the matter stands today: the same sentence as in letter.md, in plain words. #}

{{ own_words }}

{{ thanks }}

{{ arguments }}

I {% if thanked %}also {% endif %}ask you to:

{{ asks }}

Please write back and tell me what you decide{% if campaign.act_by %}, if you can by
{{ campaign.act_by }}{% endif %}. Thank you for reading this.
"""

ARGUMENT = """\
---
# One argument a file; the file's name is the argument's name. The recommendations that it argues
# for, and every finding that it uses:
supports: [{supports}]
cites: [{cites}]
# voice: person             # keeps it to letters of persons; organization to those of organizations
weight: 50
---

{words}
"""

REMARK = """\
{{#- Say in your own words what this means for the people you write for, and why it matters to
     Congress. -#}}
"""

FIGURE = (
    REMARK
    + """\
As of {{{{ date("{id}") }}}}, {{{{ counted_by("{id}") }}}} gave this figure:
{{{{ figure("{id}") }}}}."""
)

REPORTED_FIGURE = REMARK + """{{{{ reported("{id}") }}}} this figure: {{{{ figure("{id}") }}}}."""

NO_FIGURE = """\
TODO{{{{ cite("{id}") }}}}"""
