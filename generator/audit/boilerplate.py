"""Finds what stands around a document: menus, notices of cookies, lists of other pages."""

import re

from generator.audit.documents.types import DocumentSection, Paragraph

# Written by hand on 24 November 2026, from the saved pages of organizations among the documents of
# the tests.
# The whole heading must match: “Related stories” and “Contact” are furniture, “Contacts between
# agencies” is a section of the document.
HEADING = re.compile(
    r"^(?:more reading|most (?:viewed|read|popular)|related(?: \w+)?|read more|share(?: this)?|"
    r"donate.*|newsletter.*|subscribe.*|follow us|"
    r"(?:media )?contacts?|about us|comments?|tags?|topics?|see also|notes?|endnotes|footnotes|"
    r"references|bibliography|"
    r"table of contents|contents|cookies?.*|privacy.*)$",
    re.IGNORECASE,
)
# Anywhere in a paragraph, because such a notice has no form of its own: “© 2024 Basin Watch. All
# rights reserved.”
NOTICE = re.compile(
    r"\bcookies\b|\bprivacy\s+(?:policy|notice)\b|\ball\s+rights\s+reserved\b|©|"
    r"\bcopyright\s+\d{4}\b|\btax[\s-]deductible\b|"
    r"\bsign\s+up\s+for\b|\bsubscribe\s+(?:to|now)\b|\benable\s+javascript\b|\bmedia\s+contact\b",
    re.IGNORECASE,
)


def is_furniture(paragraph: Paragraph, *, section: DocumentSection) -> bool:
    """Whether a paragraph is no part of what the document says."""
    return bool(HEADING.match(section.heading) or NOTICE.search(paragraph.text))
