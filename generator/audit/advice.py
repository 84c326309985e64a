"""Finds what a document recommends, and whether it asks Congress or another body."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from generator.audit.boilerplate import is_furniture
from generator.audit.documents.types import Document, DocumentSection, Paragraph
from generator.audit.index import Index, Sentence, plain

# Rules and not a parser find what a document asks: both were compared on 31 documents
# (docs/decisions.md). The rules found as much, without 30 more packages.
CONGRESS = "Congress"
MODAL = re.compile(r"\b(?:should|must|ought\s+to|needs?\s+to|shall)\b")
# Matches “We urge Congress to”, “the Alliance calls on”, “recommends that”, “is urged”; not “the
# most urgent need” and not “it was asked”.
URGING = re.compile(
    r"\b(?:(?:I|[Ww]e|[A-Z]\w+)\s+(?:\w+\s+)?(?:recommends?|urges?|calls?\s+(?:on|upon|for)|"
    r"asks?)|(?:recommends?|urges?)\s+that|"
    r"is\s+(?:urged|recommended|called\s+on))\b(?:\s+that)?"
)
WISH = re.compile(r"\b(?:should|ought\s+to)\b")
"""The modals that state no fact: “must” and “need to” also say what people suffer."""
# Matches “Congress”, “House and Senate”, “appropriators”; not “White House”. A state's own
# legislature is sorted out by OF_A_STATE, because a letter to Congress cannot ask it.
LAWMAKERS = re.compile(
    r"\b(?:U\.?S\.?\s+)?(?:Congress(?:ional)?|Senate|(?<!White )House|[Ll]awmakers|[Ll]egislators|"
    r"[Mm]embers\s+of\s+Congress|"
    r"Representatives|[Ss]enators|(?:[Ss]ub)?[Cc]ommittees?|[Aa]ppropriators|"
    r"[Ll]egislative\s+branch(?:es)?|executive\s+and\s+legislative\s+branches)\b"
)
OF_A_STATE = re.compile(
    r"\b[Ss]tate\s+(?:and\s+local\s+)?(?:legislat\w+|lawmakers|senat\w+|house)\b"
)
# Matches “reports to Congress” and “funded by Congress”.
TOLD_TO = re.compile(r"\b(?:to|by)\s+(?:the\s+)?(?:U\.?S\.?\s+)?Congress\b")
"""Congress where it hears or did something, and is not asked to act."""
# Who may be asked, and the verbs of asks: written by hand on 24 November 2026, from the
# recommendations in the documents of the tests; the abbreviations are those of the federal
# departments and agencies that such papers name most.
OTHERS = re.compile(
    r"\b(?:[Dd]epartments?|[Aa]genc(?:y|ies)|[Aa]dministration|[Bb]ureau|[Cc]ommission(?:er)?|"
    r"[Ss]ecretary|[Pp]resident|White\s+House|"
    r"[Gg]overnors?|[Bb]oard|[Oo]ffice|[Cc]ourts?|Attorney\s+General|[Ss]ervice|[Ss]tates?|"
    r"[Cc]it(?:y|ies)|[Cc]ount(?:y|ies)|"
    r"[Mm]unicipalit\w+|[Ll]ocal\s+\w+|[Tt]rib(?:es|al)|[Cc]ompan(?:y|ies)|[Ee]mployers?|"
    r"[Ll]andlords?|[Hh]ospitals?|[Ss]chools?|"
    r"[Uu]niversit\w+|[Ff]oundations?|[Ff]unders|[Dd]onors|[Gg]overnments?|[Mm]ayors?|[Pp]olice|"
    r"[Oo]fficials|[Pp]roviders|[Ii]nsurers|"
    r"[Uu]tilit\w+|DHS|HHS|HUD|FEMA|EPA|USDA|DOJ|DOL|DOE|DOT|DOD|VA|CBP|ICE|USCIS|CMS|FDA|CDC|SSA|"
    r"IRS|FCC|FTC|SEC|FERC|OSHA|BLM|BIA|"
    r"IHS|ORR|EOIR|USPS|GAO|OMB|CFPB|FHFA|NLRB|EEOC|UN|UNHCR)\b"
)
# Matches a heading that is the name of a body: “Department of Labor”, “State governments”. OTHERS
# would find a body anywhere in it: “Help for schools” is about schools and not addressed to them.
INSTITUTION = re.compile(
    r"(?:the\s+)?(?:U\.?S\.?\s+)?(?:Department|Secretary|Governor|President|Administration|Bureau|"
    r"Office|Board|Commission|Agency|"
    r"(?:State|Local|City|County|Tribal)(?:\s+and\s+\w+)?\s+(?:governments?|agencies|officials|"
    r"lawmakers|legislatures?)|States|Cities|Counties)\b",
    re.IGNORECASE,
)
# Matches headings such as “Recommendations”, “What Congress must do”, “Next steps”; not “Findings”.
ADVISING = re.compile(
    r"\brecommend|\bwhat\b.{0,40}\b(?:should|must|can)\b|\bcalls?\s+to\s+action\b|"
    r"\bnext\s+steps\b|\bpolicy\s+options\b|\bour\s+asks?\b|"
    r"\basks\b|\bwe\s+(?:ask|urge|request|call)\b|\bactions?\s+(?:items|needed)\b",
    re.IGNORECASE,
)
# Matches “To Congress:”, “For state agencies”, “Recommendations to the State of Texas”. `lead` is
# the colon: with it the words before a list item address the item and are no part of it.
TO_SOMEBODY = re.compile(
    (
        r"(?:(?:policy\s+)?recommendations?\s+)?(?:to|"
        r"for)\s+(?P<who>(?:the\s+)?[^:.]{2,60})(?P<lead>:)?"
    ),
    re.IGNORECASE,
)
# Matches “What Congress should do” and “What the Department can do”; not “What we found”.
WHAT_SOMEBODY = re.compile(
    r"what\s+(?:should|must|can)?\s*(?P<who>.+?)\s+(?:should|can|must|do)\b", re.IGNORECASE
)
# Matches “Recommendation 3: Fund the clinics” and “Ask #2 – …”: such a heading is itself the
# advice.
NUMBERED = re.compile(
    r"(?:recommendation|ask)\s*(?:#|No\.\s*)?\d+\s*[:.–—-]\s*(?=\S)", re.IGNORECASE
)
# Matches “3. ”, “B) ” and “IV. ” before a heading.
NUMBER = re.compile(r"(?:\d+|[A-Z]|[IVX]+)[.)]\s+")
# The subject of “should” stands in the clause of the verb: in “Wells are dry, and the state says
# that Congress should act” only the last words before it count.
CLAUSE_BEGINS = re.compile(r"[;:,–—()]|\b(?:but|so|that|because|although|while|if|when)\b")
ASKED = re.compile(r"\b(?:you|this\s+body)\b")
OBJECT_ENDS = re.compile(r"\b(?:to|should|must)\b|[,;:.]")
# Matches “ be repealed” and “ also be withdrawn” behind “should”: the subject is then acted on.
# “Congress must be ready” is not matched, because “ready” is no participle.
PASSIVE = re.compile(
    r"\s+(?:(?:not|also|never|therefore|immediately|promptly|\w+ly)\s+)*be\s+\w+(?:ed|en|wn|ut|lt|"
    r"nt|de|id)\b"
)
BY_SOMEBODY = re.compile(r"\bby\s+(?P<who>(?:the\s+)?[A-Z]\w+(?:\s+[A-Z]\w+)*)")
# Under a heading that advises, a sentence that begins with such a verb is an ask without “should”.
# A list of verbs, because the form of an English imperative is that of a noun: “Fund balances fell”
# is a hazard that is accepted under such headings only.
IMPERATIVE = re.compile(
    r"^(?:(?:immediately|also|finally|first|second|third|promptly|fully|publicly)\s+)?"
    r"(?:end|stop|pass|enact|fund|defund|repeal|hold|conduct|require|ensure|prohibit|bar|ban|"
    r"restore|increase|reduce|provide|create|establish|protect|"
    r"investigate|direct|expand|extend|support|oppose|adopt|amend|appropriate|authorize|limit|"
    r"mandate|publish|release|report|review|send|obtain|request|"
    r"terminate|withdraw|halt|cut|invest|strengthen|guarantee|oversee|monitor|issue|make|give|"
    r"allow|permit|reject|rescind|codify|close|freeze|raise|"
    r"pay|reopen|double|renew|set|improve|build|keep|remove|hire|train|lower|grant|open|use|add|"
    r"replace|modernize|streamline|simplify|waive|forgive)\b",
    re.IGNORECASE,
)
LISTED = "listed under recommendations"
# Words, chosen by hand: a heading that only names a body is short, and a longer one that mentions
# Congress says something about it.
SHORT_HEADING = 8
# Words, chosen by hand: “Congress should act” asks for something; “Congress should” is a heading or
# the rest of a sentence that the layout cut.
FEWEST_WORDS = 3


@dataclass(frozen=True)
class CandidateRecommendation:
    """A sentence or list item that may become a recommendation."""

    section: str
    place: str
    text: str
    why: str
    """`asks Congress`, `listed under recommendations` or `advises`."""
    to: str
    """The body that it asks: `Congress`, or another by name; empty if it does not say."""

    @property
    def is_for_congress(self) -> bool:
        """Whether it may be asked of Congress."""
        return self.to in ("", CONGRESS)


@dataclass(frozen=True)
class HeadingContext:
    """Whether the headings above a section, or the words above a list, advise, and which body."""

    advises: bool = False
    to: str = ""


def recommendations(index: Index) -> Iterator[tuple[CandidateRecommendation, Sentence | None]]:
    """Yields everything that the document advises, in order, each with its sentence.

    These are asks of Congress, and what is listed under such a heading or after “should:”. What a
    heading advises has no sentence.
    """
    for number, (section, standing) in enumerate(
        zip(index.document.sections, _standings(index.document), strict=True)
    ):
        above = _Above(standing)
        if found := NUMBERED.match(section.heading):
            text = section.heading[found.end() :]
            yield (
                CandidateRecommendation(
                    section.heading, place_of(section), text, LISTED, _to(text) or standing.to
                ),
                None,
            )
        for paragraph, words in enumerate(section.paragraphs):
            if not is_furniture(words, section=section):
                yield from _of_paragraph(
                    index.sentences_of(number, paragraph), words, section=section, above=above
                )


def place_of(section: DocumentSection) -> str:
    """Returns the line of a heading, with its page in a PDF."""
    return (
        f"line {section.line}"
        if section.page is None
        else f"page {section.page}, line {section.line}"
    )


class _Above:
    """The last words above a paragraph that say how to read it.

    Its section's heading, or an opening such as “To Congress:”.
    """

    def __init__(self, section: HeadingContext) -> None:
        self.section = self.here = section
        self.lists = section.advises

    def open(self, text: str) -> None:
        """Keeps the words that open a list, because they name the body that its items are for.

        Without a name the items are for the body that the section is for.
        """
        self.here = HeadingContext(advises=True, to=_lead(text) or self.section.to)
        self.lists = True


def _of_paragraph(
    sentences: tuple[Sentence, ...],
    paragraph: Paragraph,
    *,
    section: DocumentSection,
    above: _Above,
) -> Iterator[tuple[CandidateRecommendation, Sentence]]:
    """Yields the recommendations of one paragraph, without a sentence that only opens a list."""
    # A document asks in its text: a footnote cites what others advise, and a row of a table counts.
    if paragraph.kind in ("note", "row"):
        return
    if _opens(paragraph.text, above=above):
        above.open(paragraph.text)
        return
    is_item = paragraph.kind == "item"
    # A list that “should:” opened ends with its last item; the section's heading holds to its end.
    above.lists = above.section.advises or (above.lists and is_item)
    for sentence in sentences:
        lead = TO_SOMEBODY.match(sentence.text)
        own = _name(lead["who"]) if lead and lead["lead"] else ""
        text = sentence.text[lead.end() :].strip() if lead and own else sentence.text
        # Of a list item only the first sentence is the advice: “Pay first rental aid. It would
        # reach 30,000 people.” has its reason behind it.
        first = sentence is sentences[0]
        to = own or _to(text)
        if why := _why(
            text,
            to=to,
            above=above,
            listed=above.lists and first and (is_item or bool(IMPERATIVE.match(text))),
        ):
            yield (
                CandidateRecommendation(
                    section.heading, paragraph.place, text, why, to or above.here.to
                ),
                sentence,
            )


def _why(text: str, *, to: str, above: _Above, listed: bool) -> str:
    """Returns the way in which a sentence advises; empty if it does not."""
    advises = asked_from(text) is not None
    if advises and to == CONGRESS and len(text.split()) >= FEWEST_WORDS:
        return "asks Congress"
    if listed:
        return LISTED
    return "advises" if advises and above.section.advises else ""


def _opens(text: str, *, above: _Above) -> bool:
    """Whether a paragraph opens a list of what is advised."""
    if not text.rstrip().endswith(":"):
        return False
    names = bool(_lead(text)) and len(text.split()) <= SHORT_HEADING
    return asked_from(text) is not None or (
        names and (above.section.advises or bool(TO_SOMEBODY.match(text)))
    )


def _lead(text: str) -> str:
    """Returns the body that the words above a list name; empty if they name no body."""
    bare = text.strip().rstrip(":").strip()
    found = TO_SOMEBODY.fullmatch(bare)
    if found:
        return _name(found["who"])
    return _to(text) or (
        _name(bare) if len(bare.split()) <= SHORT_HEADING and asked_from(text) is None else ""
    )


def _name(who: str) -> str:
    """Returns `Congress` for lawmakers, else the name of a body that can act, or nothing."""
    who = who.strip()
    if LAWMAKERS.search(who) and not OF_A_STATE.search(who) and not TOLD_TO.search(who):
        return CONGRESS
    return who if OTHERS.search(who) else ""


def _to(text: str) -> str:
    """Returns the body that a sentence asks: the subject of “should” or the object of “urge”.

    Congress goes before all others that it asks, because a draft takes up what Congress is asked.
    Returns nothing if the sentence does not say.
    """
    named = [_subject(text, modal) for modal in MODAL.finditer(text)]
    if found := URGING.search(text):
        rest = text[found.end() :]
        end = OBJECT_ENDS.search(rest, 1)
        asked = rest[: end.start()] if end else rest
        # “You” and “this body” are Congress: so testimony speaks to its committee. The object of
        # “urge” goes first, because in “We urge the board to see that states must pay” the board is
        # asked.
        named.insert(0, CONGRESS if ASKED.search(asked) else _name(asked))
    return CONGRESS if CONGRESS in named else next(filter(None, named), "")


def _subject(text: str, modal: re.Match[str]) -> str:
    """Returns the body that is to act by the verb, and not the one that is acted on."""
    if PASSIVE.match(text, modal.end()):
        by = BY_SOMEBODY.search(text, modal.end())
        return _name(by["who"]) if by else ""
    clauses = CLAUSE_BEGINS.split(text[: modal.start()])
    # The last clause names the subject, if it has words.
    # “Congress, in its next session, should”: the subject stands before what is put in between.
    return _name(clauses[-1] if clauses[-1].strip() else clauses[0])


def asked_from(text: str) -> int | None:
    """Returns the place in a sentence at which its request begins; None if it has no request."""
    found = [match.start() for pattern in (URGING, MODAL) if (match := pattern.search(text))]
    return min(found, default=None)


def wished_from(text: str) -> int | None:
    """Returns the place at which a sentence stops stating facts and asks; None if it never asks."""
    found = [match.start() for pattern in (URGING, WISH) if (match := pattern.search(text))]
    return min(found, default=None)


# ---------------------------------------------------------------- what headings say


def _standings(document: Document) -> Iterator[HeadingContext]:
    """Yields for each section what its own heading and those above it say of it.

    The title of the whole document says nothing.
    """
    open_ones: list[tuple[int, HeadingContext]] = []
    for section in document.sections:
        # The headings above a section are those with a smaller level that no equal or smaller one
        # closed.
        while open_ones and open_ones[-1][0] >= section.level:
            open_ones.pop()
        above = open_ones[-1][1] if open_ones else HeadingContext()
        # “Recommendations for a Better Basin” as the title of a whole report would make every
        # sentence in it an ask.
        is_title = plain(section.heading) == plain(document.title) and len(document.sections) > 1
        own = above if is_title else _of_heading(section.heading, above=above)
        open_ones.append((section.level, own))
        yield own


def _of_heading(heading: str, *, above: HeadingContext) -> HeadingContext:
    """Returns what one heading says below another."""
    bare = NUMBER.sub("", heading, count=1) if NUMBER.match(heading) else heading
    to_somebody, what = TO_SOMEBODY.fullmatch(bare.rstrip(":")), WHAT_SOMEBODY.match(bare)
    named = _name(to_somebody["who"]) if to_somebody else _name(what["who"]) if what else ""
    advises = above.advises or bool(ADVISING.search(bare)) or bool(to_somebody and named)
    if not named and advises and len(bare.split()) <= SHORT_HEADING:
        named = (
            CONGRESS
            if LAWMAKERS.search(bare)
            else bare.rstrip(":")
            if INSTITUTION.match(bare)
            else ""
        )
    return HeadingContext(advises, named or above.to)
