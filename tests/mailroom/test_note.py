"""The words around the letters, as plain text and as HTML."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from generator.errors import FilesAreWrongError
from generator.letter.plain_text import reading_order
from generator.letter.readback import lost_paragraphs
from generator.letter.web_page import page_text
from generator.mailroom.email.note import (
    TO_OFFICE,
    TO_SUPPORTER,
    Enclosure,
    note_problems,
    values,
    write_note,
)
from generator.models.campaign import CampaignFile, Prose
from generator.models.sender import SenderFile
from tests.support.letters_for_tests import FULL

# ---------------------------------------------------------------- words


SENDER_FILE = SenderFile(
    name="Ana Díaz",
    organization="Letters for Asylum",
    street="1 Plaza",
    city="El Paso",
    state="TX",
    zip="79901",
)
CAMPAIGN = CampaignFile.model_validate(
    {
        "title": "Asylum",
        "subject": "H.R. 1 & *hope*",
        "asks": [{"recommendation": "end"}],
        "act_by": "2026-12-18",
    }
)
LETTERS = (
    Enclosure(
        "Representative Veronica Escobar",
        "U.S. House of Representatives, Washington, DC 20515",
        "TX-16-escobar.pdf",
    ),
    Enclosure(
        "Senator Ted O'Hara", "United States Senate, Washington, DC 20510", "TX-sen-ohara.pdf"
    ),
)


def test_the_note_to_supporters(golden: Callable[[str, str], None]) -> None:
    words = values(
        "María <b>*López*</b>",
        enclosed=LETTERS,
        campaign=CAMPAIGN,
        sender=SENDER_FILE,
        way_out="https://example.org/stop?a=1&b=2",
    )
    note = write_note(TO_SUPPORTER, words)
    golden("note-to-supporter.txt", note.plain)
    golden("note-to-supporter.html", note.html)
    assert note.plain.startswith("Dear María <b>*López*</b>,\n")
    assert "María\u00a0&lt;b&gt;*López*&lt;/b&gt;" in note.html
    assert max(map(len, note.plain.splitlines())) <= 72


def test_the_note_with_one_letter_and_no_date() -> None:
    campaign = CAMPAIGN.model_copy(update={"act_by": None})
    sender = SENDER_FILE.model_copy(update={"organization": None})
    note = write_note(
        TO_SUPPORTER, values("María", enclosed=LETTERS[:1], campaign=campaign, sender=sender)
    )
    assert "Your letter is attached." in note.plain
    assert "Washington is screened" not in note.plain
    assert "tell us:" not in note.plain
    assert note.plain.endswith("Ana Díaz\n\n1 Plaza, El Paso, TX 79901\n")


def test_the_note_to_offices(golden: Callable[[str, str], None]) -> None:
    enclosed = replace(
        LETTERS[0], short="Representative Escobar", asks=("End *it* by law.", "Fund no more of it.")
    )
    sender = SENDER_FILE.model_copy(update={"phone": "(915) 555-0142", "title": "Director"})
    words = values("", enclosed=[enclosed], campaign=CAMPAIGN, sender=sender)
    note = write_note(TO_OFFICE, words, subject="H.R. 1 & hope", letter=FULL)
    golden("note-to-office.txt", note.plain)
    assert note.plain.startswith("Dear colleagues in the office of Representative Escobar,\n\nOur ")
    assert "request: End *it* by law." in " ".join(note.plain.split())
    assert max(map(len, note.plain.splitlines())) <= 72
    assert "<title>H.R. 1 &amp; hope</title>" in note.html
    _, _, below = note.html.partition("<hr>")
    assert lost_paragraphs(page_text(below), FULL, order=reading_order(FULL)) == ()


def test_staff_whose_name_is_known_are_greeted_by_name_and_a_person_writes_as_one() -> None:
    sender = SENDER_FILE.model_copy(update={"organization": None})
    words = values("Li Chen", enclosed=LETTERS[:1], campaign=CAMPAIGN, sender=sender)
    note = write_note(TO_OFFICE, words)
    assert note.plain.startswith("Dear Li Chen,\n\nMy letter to ")
    assert "at this address who in" in " ".join(note.plain.split())


def test_a_campaigns_own_note() -> None:
    text = (
        "Hello **{{ supporter.name }}**, *read* [this](https://example.org/a)  \nnow:\n\n"
        "> quoted\n\n1. one\n2. two\n"
    )
    own = Prose("letters/x/email.md", 1, text)
    note = write_note(own, values("Li", enclosed=LETTERS, campaign=CAMPAIGN, sender=SENDER_FILE))
    assert (
        note.plain
        == "Hello Li, read this <https://example.org/a>\nnow:\n\n> quoted\n\n1. one\n2. two\n"
    )
    assert (
        '<p>Hello <strong>Li</strong>, <em>read</em> <a href="https://example.org/a">this</a><br>now:</p>'
        in note.html
    )
    assert "<blockquote>\n<p>quoted</p>\n</blockquote>\n<ol>\n<li>one</li>" in note.html


def test_mistakes_in_a_campaigns_own_note_have_their_lines() -> None:
    own = Prose(
        "letters/x/email.md", 1, "Hello {{ suporter.name }},\n\nsee {{ cite('x') }} {{ nothing }}\n"
    )
    [first, *_] = note_problems(own)
    assert str(first).startswith(
        'letters/x/email.md:1: there is no variable "suporter"; did you mean'
    )
    with pytest.raises(FilesAreWrongError):
        write_note(own, values("Li", enclosed=LETTERS, campaign=CAMPAIGN, sender=SENDER_FILE))
