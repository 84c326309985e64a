"""Blocks as plain text: a letter for the web form of an office, and the body of an e-mail.

Most offices are written to through a form on their website, which takes a subject and plain text.
The text is Unicode as the page has it, with curly quotes and dashes: forms of today take it, and
other words than the page's would have to be audited apart.
"""

import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import replace

from generator import dates
from generator.congress import forms_of_address
from generator.letter.citations import readable_url
from generator.letter.typography import NO_BREAK, polish
from generator.models.letter import Block, Letter, TextRun
from generator.models.sender import Signatory


def reading_order(letter: Letter) -> tuple[Block, ...]:
    """Returns the blocks of a letter as text and web page have them, with the calls of its notes.

    A person's own words come second where the letter has no place for them: offices read the first
    lines, and weigh these words the most.
    """
    blocks = (*letter.statement[:1], *letter.message, *letter.statement[1:])
    if letter.sources_in == "notes":
        return blocks
    # The notes are there for the audit, and no call of one is printed.
    return tuple(replace(block, items=tuple(map(_without_calls, block.items))) for block in blocks)


def _without_calls(runs: Iterable[TextRun]) -> tuple[TextRun, ...]:
    return tuple(run for run in runs if run.note is None)


def form_text(letter: Letter) -> str:
    """Returns the text for a web form, after the lines that go into other fields of the form.

    The length is that of the text below the head: forms have a limit, each its own.
    """
    body = letter_text(letter)
    details = letter.sender.details
    town = f"{details.city}, {details.state} {details.zip}"
    writer = (details.name, details.organization)
    contact = (*writer, details.street, town, details.phone, details.email)
    head = [
        f"Subject: {polish(letter.subject)}",
        *(
            f"To: {forms_of_address.in_one_line(lines)}"
            for lines in (letter.inside_address, *letter.other_addresses)
        ),
        f"From: {', '.join(filter(None, contact))}",
        f"Date: {dates.in_words(letter.date)}",
        f"Length: {len(body):,} characters, {len(body.split()):,} words",
    ]
    return "\n".join((*head, "", body, ""))


def letter_text(letter: Letter, *, width: int | None = None) -> str:
    """Returns the letter from its salutation to its sources, without a line end behind the last.

    Lines have at most `width` characters if words allow it; without one a paragraph is a line,
    because forms wrap it themselves.
    """
    parts = [
        polish(letter.salutation),
        *(blocks_text([block], width=width) for block in reading_order(letter)),
        "\n".join((polish(letter.closing), "", *signature_lines(letter))),
    ]
    if letter.enclosures:
        parts.append(f"{enclosures_label(letter)}: {polish('; '.join(letter.enclosures))}")
    if letter.copies:
        parts.append(f"cc: {polish('; '.join(letter.copies))}")
    if letter.sources_in == "notes" and letter.notes:
        notes = [
            _filled(note.runs, width=width, first=f"[{note.number}] ") for note in letter.notes
        ]
        parts.append("\n".join(("Sources:", *notes)))
    elif letter.sources:
        parts.append(_filled(letter.sources, width=width))
    return "\n\n".join(parts)


def signature_lines(letter: Letter) -> tuple[str, ...]:
    """Returns the lines below the closing: the sender, or all signatories in the sender's place."""
    if letter.signers:
        return tuple(polish(_signatory(one)) for one in letter.signers)
    details = letter.sender.details
    role = ", ".join(filter(None, (details.title, details.organization)))
    return tuple(map(polish, filter(None, (details.name, role))))


def enclosures_label(letter: Letter) -> str:
    """Returns the word before the list of enclosures."""
    return "Enclosure" if len(letter.enclosures) == 1 else "Enclosures"


def _signatory(one: Signatory) -> str:
    parts = (one.name, one.title if one.name else None, one.organization, one.city, one.state)
    return ", ".join(filter(None, parts))


# ---------------------------------------------------------------- blocks


def blocks_text(blocks: Iterable[Block], *, width: int | None = None) -> str:
    """Returns the blocks with an empty line between them, in lines of at most `width` characters.

    Asks are numbered, so that an answer can name one.
    """
    return "\n\n".join(_block(block, width=width) for block in blocks)


def _block(block: Block, *, width: int | None) -> str:
    if block.kind == "quote":
        # A line with the mark alone keeps two paragraphs of a quotation apart and in one quotation.
        return "\n>\n".join(
            _filled(item, width=width, first="> ", rest="> ") for item in block.items
        )
    if block.kind == "paragraph":
        return "\n\n".join(_filled(item, width=width) for item in block.items)
    lines = []
    for number, item in enumerate(block.items, 1):
        mark = f"{number}. " if is_numbered(block) else "- "
        lines.append(_filled(item, width=width, first=mark))
    return "\n".join(lines)


def is_numbered(block: Block) -> bool:
    """Returns whether the items of a list have numbers."""
    is_list_of_asks = block.kind == "bullets" and block.part == "asks"
    return block.kind == "numbers" or (is_list_of_asks and len(block.items) > 1)


def _filled(
    runs: Iterable[TextRun], *, width: int | None, first: str = "", rest: str | None = None
) -> str:
    lines = "".join(_words(runs)).split("\n")
    indent = " " * len(first) if rest is None else rest
    if width is None:
        # Forms keep no indent, and a copied line would carry it along.
        return "\n".join((first + lines[0], *lines[1:]))
    filled = []
    for number, line in enumerate(lines):
        wrapper = textwrap.TextWrapper(
            width,
            initial_indent=indent if number else first,
            subsequent_indent=indent,
            # An address that is broken over two lines cannot be clicked, nor one that is broken at
            # a hyphen.
            break_long_words=False,
            break_on_hyphens=False,
        )
        filled.append(wrapper.fill(line))
    return "\n".join(filled)


def _words(runs: Iterable[TextRun]) -> Iterator[str]:
    before = ""
    for run in runs:
        if run.note is not None:
            # In brackets, so that no reader takes the number for a part of a figure before it.
            yield f"[{run.note}]"
            continue
        words = polish(run.text, before=before).replace(NO_BREAK, " ")
        before = words[-1:] or before
        yield words
        # Plain text has no links, so that the address follows the words, except where they are it.
        if run.link and run.text not in {
            run.link,
            run.link.removeprefix("mailto:"),
            readable_url(run.link),
        }:
            yield f" <{run.link}>"
