"""Finds the author and the date of a document in its head.

Reads bylines, testimony, and a line of name and date; guesses nothing that is not said.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from generator.audit.agreement import dates
from generator.audit.documents.types import Document
from generator.figures.reading import read_figures, without

# Sections and paragraphs, chosen by hand: a title page with subtitle, author, date and address has
# fewer; further down, a date is that of an event.
LINES = 8
# Characters, chosen by hand: a line of author and date is shorter, and a longer one is text.
LONGEST_LINE = 160
# Matches “HARLAN, May 4, 2022 — ” and “Published ”; not “In March 2019 the board counted”, which
# gives the date of what was counted.
DATELINE = re.compile(
    (
        r"^\(?[A-Z][A-Za-z., ]{2,30},?\s*(?:\(|[A-Z][a-z]+ \d{1,2}, \d{4}\)?\s*[–—-])|"
        r"^(?:Published|Released|Date|For immediate release)\b"
    ),
    re.IGNORECASE,
)
# Matches “ - ”, “ | ”, “ • ” and wide gaps between the parts of a line; not the hyphen of a
# compound, which has no spaces around it.
SEPARATOR = re.compile(r"\s+[-–—|·•/]\s+|\s*[|·•;]\s*|\s{2,}")
# Matches “TESTIMONY OF JORDAN ELLIS before the Committee” and gives the name alone, without what
# follows it.
TESTIMONY = re.compile(
    r"\b(?:testimony|statement)\s+(?:for\s+the\s+record\s+)?(?:of|by|from)\s+(?P<who>.+?)"
    r"(?=\s*(?:,|\(|$)|\s+(?:before|submitted|on\s+behalf|regarding|for\s+the|to\s+the|executive|"
    r"director|president|chair|professor)\b)",
    re.IGNORECASE,
)
# Matches “By Ana Whitfield”, “Prepared by the Center for Rural Water”, “Authors: …”. “By the
# numbers: 2019 was dry” matches too, and _name refuses it for its small letters.
BYLINE = re.compile(
    (
        r"^(?:(?:prepared|written|submitted|published|a\s+report)\s+)?by:?\s+(?P<who>.+)$|"
        r"^authors?:\s*(?P<authors>.+)$"
    ),
    re.IGNORECASE,
)
WORD_OF_NAME = r"(?:[A-Z][\w.’'-]*|&|of|for|the|and|on|in|at|to|de|la|van|von)"
NAME = re.compile(rf"{WORD_OF_NAME}(?:,?\s+{WORD_OF_NAME}){{1,9}}")
# Words in the names of organizations: written by hand on 25 November 2026, from the heads of the
# documents of the tests.
BODY = re.compile(
    r"\b(?:Institute|Cent(?:er|re)|Council|Coalition|Project|Watch|Lab|Laboratory|League|"
    r"Association|Foundation|Alliance|University|College|"
    r"Department|Office|Society|Union|Network|Fund|Trust|Group|Federation|Commission|Bureau|"
    r"Agency|Service|Campaign|Initiative|Committee|"
    r"Partnership|Collaborative|Clinic|School|Law|Rights|Forum|Board|Authority|Action|Research|"
    r"International|Press|Times|News)\b"
)
# Matches “Policy Brief” and “Annual Report 2” whole: they name neither author nor date.
KIND_OF_PAPER = re.compile(
    r"(?:policy|issue|research|data|white|working|fact|news|press|annual|special|technical|"
    r"background|media|for immediate)?\s*"
    r"(?:brief(?:ing)?|report|paper|sheet|release|statement|note|memo(?:randum)?|testimony|update|"
    r"review)s?(?:\s+(?:no\.?\s*)?\d+)?",
    re.IGNORECASE,
)
# “Harlan Housing Rights Survey” has words of an organization and is the name of a paper.
ENDS_AS_PAPER = re.compile(
    r"\b(?:brief|report|paper|sheet|release|statement|memorandum|testimony|review|survey)$",
    re.IGNORECASE,
)
MINOR = frozenset("of for the and on in at to de la van von".split())


@dataclass(frozen=True)
class BylineStatement:
    """Something that a document says of itself, and where it says it."""

    text: str
    where: str


def author_of(document: Document) -> BylineStatement | None:
    """Returns who wrote or published it; None if neither the file nor its head says so."""
    # The file's own description is surest; then a byline; then the publisher; a line that only
    # looks like an organization is last, because it may be a partner or a sponsor.
    data = document.metadata
    if data.author:
        return BylineStatement(data.author, "from the file's own description")
    lines = tuple(_head(document))
    found = next(
        (name for line in (document.title, *lines) if (name := _witness(line) or _byline(line))),
        None,
    )
    if found:
        return BylineStatement(found, "from the head of the document")
    if data.publisher:
        return BylineStatement(data.publisher, "from the file's own description")
    found = next((name for line in lines if (name := _body(line))), None)
    return BylineStatement(found, "from the head of the document") if found else None


def issued_of(document: Document, *, until: str) -> BylineStatement | None:
    """Returns when the document was published, at the latest `until`.

    Returns None if neither the file nor its head says so: what is not said is not guessed.
    """
    if document.metadata.issued and document.metadata.issued <= until:
        return BylineStatement(document.metadata.issued, "from the file's own description")
    days = (
        day
        for line in (document.title, *_head(document, with_text=True))
        if (day := _day(line)) and day <= until
    )
    return next((BylineStatement(day, "from the head of the document") for day in days), None)


def _head(document: Document, *, with_text: bool = False) -> Iterator[str]:
    """Yields the first lines of a document below its title.

    These are short lines alone unless the text is wanted too; a heading behind text is not one.
    """
    # The head ends with the first long paragraph: a heading behind it belongs to a chapter.
    is_open = True
    for section in islice(document.sections, LINES):
        if is_open and section.heading and section.heading != document.title:
            yield section.heading
        for paragraph in section.paragraphs[:LINES]:
            is_open = is_open and len(paragraph.text) <= LONGEST_LINE
            if with_text or len(paragraph.text) <= LONGEST_LINE:
                yield paragraph.text
        if not is_open:
            return


def _day(line: str) -> str | None:
    """Returns the date of a line that is its date, has it between separators, or opens with it.

    A report from a place opens with place and date.
    """
    if len(line) > LONGEST_LINE:
        opening = line[:LONGEST_LINE]
        return (
            next((day for day in _dates(opening) if len(day) > len("2020-01")), None)
            if DATELINE.match(opening)
            else None
        )
    alone = (day for part in SEPARATOR.split(line) for day in _dates(part) if _rest(part) == "")
    # A month alone is in many titles (“January 2020 in the camps”): without a name next to it, only
    # a whole day is taken for the day of publication.
    named = (day for day in _dates(line) if len(day) > len("2020-01") or _body(line))
    return next(alone, None) or next(named, None)


def _dates(text: str) -> Iterator[str]:
    """Yields the days, months and years of a text; no span of them is one."""
    return (
        moment.partial
        for moment in dates(read_figures(text))
        if moment.partial and moment.until is None
    )


def _rest(text: str) -> str:
    """Returns the text without its dates and the marks around them."""
    text = without(text, dates(read_figures(text)), filler="")
    return re.sub(
        r"^(?:published|released|updated|issued|date)\b:?",
        "",
        text.strip(" ,.;:()-–—|·•"),
        flags=re.IGNORECASE,
    ).strip(" ,:")


def _witness(line: str) -> str | None:
    """Returns who testifies, by a title such as `TESTIMONY OF JORDAN ELLIS`."""
    found = TESTIMONY.search(line)
    return _name(found["who"]) if found else None


def _byline(line: str) -> str | None:
    """Returns who wrote it, by a line such as `By Ana Whitfield`."""
    found = BYLINE.match(line)
    return _name(SEPARATOR.split(_rest(found["who"] or found["authors"]))[0]) if found else None


def _body(line: str) -> str | None:
    """Returns the organization that a line names.

    Nothing else may stand there but a date and the kind of paper.
    """
    parts = [
        rest
        for part in SEPARATOR.split(line)
        if (rest := _rest(part)) and not KIND_OF_PAPER.fullmatch(rest)
    ]
    return next(
        (
            name
            for part in parts
            if BODY.search(part) and not ENDS_AS_PAPER.search(part) and (name := _name(part))
        ),
        None,
    )


def _name(text: str) -> str | None:
    """Returns the text if it can be a name: all its words have capitals.

    A name in capital letters only is written as others are.
    """
    bare = re.sub(r"^the\s+", "", " ".join(text.split()).strip(" ,.;:"), flags=re.IGNORECASE)
    if bare.isupper():
        bare = " ".join(
            word.lower() if word.lower() in MINOR else word.capitalize() for word in bare.split()
        )
    return (
        bare
        # Half a line, chosen by hand: what is longer is a sentence in capitals and no name.
        if NAME.fullmatch(bare) and bare[0].isupper() and len(bare) < LONGEST_LINE // 2
        else None
    )
