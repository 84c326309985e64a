"""Finds the body to which a sentence attributes what it says or counts."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from generator.audit.index import Sentence
from generator.audit.names import defined
from generator.audit.occurrences import Span, overlap

# No library does this: a recognizer of names says that “FEMA” is a body, and not whether FEMA
# counted or was only spoken of. The rules read the words around a name, and answer “open” where
# these do not show it, so that no true attribution is refused.
Answer = Literal["yes", "no", "open"]

BETWEEN_WORDS = r"[“”\"‘’']*\s+[“”\"‘’']*"
ARTICLE = re.compile(r"^(?:the|a|an)\s+", re.IGNORECASE)
# A document may write “US Department of Justice” once and “Department of Justice” afterwards.
HOME = re.compile(r"^(?:US|U\.S\.|United States|American)\s+")
# Matches what a source file adds to a name: “, a nurse”, “ (GAO)”, “ – Texas”, “at Alder
# University”.
TAIL = re.compile(r"\s*(?:,|\(|\s[–—-]\s|\bat (?:the )?(?=[A-Z])|\bof the University\b).*$")
# Matches “US Department of State” and “State Department”, which mean one body; not “Fire
# Departments”.
DEPARTMENT = re.compile(
    r"^(?P<home>(?:US |U\.S\. )?)(?:Department of (?:the )?(?P<of>[A-Z]\w+(?: [A-Z]\w+)*)|"
    r"(?P<before>[A-Z]\w+(?: [A-Z]\w+)*) Department)$"
)
# Words of a name that give no letter to its initials: GAO, FBI; “Sans” does (MSF: Médecins Sans
# Frontières).
NO_INITIAL = frozenset(
    {"of", "for", "the", "and", "at", "in", "on", "a", "an", "de", "sans", "us", "u.s."}
)
# Two letters are initials of too much: “WC” is the Water Center, the Wells Council and more.
FEWEST_INITIALS = 3

# Works, verbs of saying, roles and titles: written by hand on 24 and 25 November 2026, from the 30
# attributions of the shipped campaign, the five drafts and the ten short reports. A name before a
# verb that is not here is a doubt and no error.
WORK = (
    r"(?:data|reports?|stud(?:y|ies)|surveys?|figures?|statistics|analys[ie]s|counts?|tall(?:y|"
    r"ies)|estimates?|numbers|research|records|testimony|"
    r"letters?|memos?|lawsuits?|complaints?|petitions?|articles?|interviews?|statements?|"
    r"findings?|reviews?|documents?|briefings?|papers?|investigations?|lists?|advisor(?:y|ies)|"
    r"database|index|audit|poll|census|registry)"
)
SAID = (
    r"(?:said|says?|found|finds?|told|tells?|wrote|writes?|shows?|showed|warns?|notes?|adds?|puts|"
    r"(?:argue|announce|attribute|calculate|conclude|confirm|declare|describe|disclose|estimate|"
    r"note|observe|release|state|acknowledge|allege|issue|analyze|"
    r"examine|measure|propose|revise|advise|raise|propose|cite)[sd]?|"
    r"(?:add|ask|assert|count|document|explain|inspect|interview|list|publish|record|reject|"
    r"report|request|respond|review|reveal|suggest|survey|"
    r"testif|tall|test|track|urge|warn|maintain|contend|poll|indicate|exempt|recommend|sampl)(?:s|"
    r"es|ied|ies|ed|d)?)"
)
"""What the source of a statement or count does."""
# “Said” and “has also found”, but not “reported by”, which makes the body the object.
DOES = (
    r"(?:(?:(?:has|have|had|also|recently|later|then|just|now|even|\w+ly)\s+)*"
    rf"{SAID}\b(?!\s+(?:by|of|from)\b))"
)
ROLE = (
    r"(?:\s+(?:officials?|memos?|researchers?|spokes\w+|agents?|officers?|lawyers?|staff|leaders?|"
    r"data|reports?|study|surveys?|judges?|teams?|figures|"
    r"statistics|records))?"
)
# Matches “Center for Gender and Refugee Studies” and “Médecins Sans Frontières”; the small words
# count within a name only, never at its end.
NAME = r"[A-Z][\w’'&.-]*(?:\s+(?:(?:of|for|the|and|de|sans)\s+)*[A-Z][\w’'&.-]*)*"
INSTITUTION = re.compile(r"(?:University|College|Institute|School)$")
TAIL_OF = re.compile(
    r"\b(?:University|College|Institute|School|State|City|County|Government)\s+of\s+(?:the\s+)?$"
)
LONGER = re.compile(rf"\s+{NAME}")
"""Behind a name that is only the beginning of another: “US Immigration Policy Center” is not the
US, and a part of a university is its."""
# A name within quotation marks is the title of a list or work: the State Department's “Stay Away”
# list. The apostrophe of a possessive is no closing mark.
QUOTED_BEFORE, QUOTED_BEHIND = re.compile(r"[“\"‘]$"), re.compile(r"[”\"’](?!s\b)")
TITLES = (
    r"(?:Secretary|Judge|Justice|Representative|Rep\.|Senator|Sen\.|Mr\.|Ms\.|Mrs\.|Dr\.|Professor|"
    r"Director|President|Commissioner|Chief)"
)
# Matches what ends directly before a source: “according to ”, “a study by the ”, “data obtained by
# ”, “, said ”. The `(?-i:…)` keep capitals strict, so that no name is taken for a small word. The
# counts in braces bound the search.
BY = re.compile(
    rf"(?:\b(?:according\s+to|per|quoting|citing|in\s+the\s+(?:view|words|opinion|judgment)\s+of)|"
    rf"\b{WORK},?\s+(?:\w+\s+)?(?:of|from|by)|"
    rf"\b{WORK}(?:\s+[^\s,;:.()]+){{1,8}}?\s+by|"
    rf"[,.!?][”\"’]?\s+{SAID}(?:\s+(?-i:{TITLES}))?|"
    r"\b(?:published|reported|counted|documented|recorded|compiled|collected|released|estimated|"
    r"gathered|obtained|polled|surveyed|asked|"
    r"interviewed)\s+by)\s+(?-i:[a-z][^\s,;:.()]*\s+){0,4}$",
    re.IGNORECASE,
)
STAFF = re.compile(r"\b[A-Za-z][a-z]+s\s+(?:at|from|of|with)\s+(?:the\s+)?$")
"""Before the body that employs the speakers: “researchers at the University found”."""
# Matches before a name that is spoken to or about: “asked the ”, “in Texas and ”, “urging ”; not
# “told the ”, behind which ACTS finds no verb of the name's own: “The Sierra Club told the Red
# Cross that 12 towns are dry” gives the word of the first alone.
NOT_SUBJECT = re.compile(
    r"(?:\b(?:to|from|for|against|of|with|amid|at|on|between|among|by|urging|asking|ordered|asked|"
    r"urged|pressured|into|about|over|under|through|in)"
    rf"|\b(?:in|at|from|of|near)\s+(?-i:{NAME}),?\s+and|\b(?!(?:According|said)\b)\w+(?:ing|"
    rf"ed))\s+(?:\d+(?:,\d{3})*\s+)?"
    r"(?:(?:the|a|an|its|their|this|that|then|an internal|senior|individual|federal|internal|"
    r"former|acting|US|U\.S\.)\s+)*[“”\"‘’']*$",
    re.IGNORECASE,
)
# Matches “ (GAO) found”, “, a nurse, said”, “ officials, in a memo, have said”; not “ approved”,
# because a body that approved money did not count it. The second branch allows words between
# subject and verb.
ACTS = re.compile(
    rf"^[”\"’]*{ROLE}\s*(?:\([^)]*\)\s*)?(?:,[^,;.]{{0,90}},\s*|\bat\s+(?:the\s+)?{NAME},?\s*)?"
    rf"(?:(?:,\s*)?(?:and|or)\s+(?:the\s+|its\s+)?(?:{NAME}|"
    rf"[a-z]+(?:\s+[a-z]+)?)\s+)?(?:,\s*)?(?:(?:which|who)\s+)?{DOES}"
    rf"|^(?:\s+[^\s,;:.]+){{1,15}}?\s+(?:has|have|had)\s+(?:also\s+)?{SAID}\b"
)
"""What makes the body that is named there the one that says or counts."""
SAYS = re.compile(rf"\s+{DOES}")
OWNS = re.compile(
    rf"^[’'](?:s\b|(?=\s))(?:\s+[^\s,;:.]+){{0,4}}?\s+(?i:{WORK})\b|^\s+(?i:{WORK})\b"
)
"""Behind the body that owns a list, data or a report."""
APPOSED = re.compile(r",\s+(?:the\s+)?")
"""Between two names of one: “The sheriff, Bob Hale, said”."""
# Matches the start of a sentence or what follows a colon, semicolon or full stop, with “The”.
OPENS = re.compile(r"(?:^|[.:;]\s+)(?:[Tt]he\s+)?[“\"‘]*$")
SAYING = re.compile(
    r"[^;.]{1,160}?,\s+(?:saying|noting|warning|adding|arguing|writing|estimating|reporting|"
    r"finding|stating|explaining)\b"
)
"""Behind the subject that opens a sentence: “The State Department has placed it on a list, saying
that …”."""
SHORT_FORM = re.compile(rf"{NAME}\s+\($")
"""Before the short form of a name, in parentheses behind it."""
FAR = 300
"""So many letters around a name show whether the body is a source; chosen by hand."""
MAY_SAY = re.compile(
    r"(?:[’']s?)?\s+(?!(?:and|or|of|in|at|on|to|for|from|is|are|was|were|law)\b)[a-z]"
)
"""Behind a name that may be a subject: “The Red Cross put the number at 12,000”."""
# Words with a capital at the head of a sentence, and the months, that NAMED takes for names.
NOT_A_SOURCE = frozenset(
    "the this that these those it they he she we i in on as of at by for and a an according when "
    "while after before since its their our "
    "his her january february march april may june july august september october november "
    "december".split()
)
ONE_OF_THEM = re.compile(r"\b(?:a|an|one|some|another)\s+(?:\w+\s+)?$", re.IGNORECASE)
MEMBER = re.compile(
    r"^\s+(?:memos?|officials?|officers?|agents?|employees?|lawyers?|staffers?|members?|insiders?|"
    r"workers?)\b"
)
"""“A DHS official” is not DHS."""
# Matches “The study”, “Its researchers”, “They”; not “The number of reports”, whose head is a
# number.
LINKED = re.compile(
    rf"^(?:(?:Upon|In|By)\s+(?:\w+\s+){{0,3}})?(?:The|This|That|These|Those|Its|Their|the|its|"
    rf"their)\s+(?:(?!of\b)\w+\s+){{0,2}}?"
    rf"(?:{WORK}|group|organi[sz]ation|center|agency|researchers?|authors?|council|board|"
    rf"committee|coalition|office)\b|^(?:It|They|He|She|Researchers)\b"
)
"""How a sentence begins that goes on with the source of the one before it."""
POINTS_BACK = re.compile(
    rf"^(?:That|This|These|Those|The\s+(?:{WORK}|number))\s+(?:\w+\s+){{0,2}}$", re.IGNORECASE
)
"""How a sentence begins that names the source of the one before it."""
# Chosen by hand: two letters are too common (“US”, “TX”), and more than eight are a word in
# capitals.
ACRONYM = re.compile(r"[A-Z]{3,8}")
FULL_NAME = re.compile(NAME)
MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
# A month has a capital and is no name: “In May” names no source.
NAMED = re.compile(rf"\b(?!(?:{MONTHS})\b){NAME}(?:\s+\([A-Z][A-Za-z]+\))?")
"""A name with its short form behind it."""
# Matches “Tom K. Wong”, “Rep. Maria Delgado”, with first and last name. A document that introduced
# the person may go on with a title and the last name.
PERSON = re.compile(
    rf"(?:{TITLES}\s+)*(?P<first>[A-Z][\w’'-]+)(?:\s+[A-Z]\.?)?\s+(?P<last>[A-Z][\w’'-]+)"
)
# Matches “government of Mexico” and “Mexico’s government”.
GOVERNMENT = re.compile(
    r"(?:government\s+of\s+(?:the\s+)?(?P<of>[A-Z]\w+)|(?P<whose>[A-Z]\w+?)[’']s?\s+government)$"
)


class Bodies:
    """All bodies to which something is attributed, in the names that the document gives them."""

    def __init__(self, text: str) -> None:
        self._shorts = {short: ARTICLE.sub("", name) for short, name in defined(text)}
        self._initials: dict[str, set[str]] = {}
        for name in (found.rstrip(".") for found in FULL_NAME.findall(text)):
            self._initials.setdefault(_initials(HOME.sub("", name)), set()).add(name)
        # The audit of one source file asks for the same bodies and sentences many times.
        self._known: dict[str, re.Pattern[str]] = {}
        self._sources: dict[str, tuple[Span, ...]] = {}

    def pattern(self, body: str) -> re.Pattern[str]:
        """Returns the pattern that finds a body in a text, in any of its names.

        Initials alone (“NPR”) mean the names of the document that have them.
        """
        if body not in self._known:
            names = {*_names(body, self._shorts)}
            if ACRONYM.fullmatch(body):
                names |= {_written(name) for name in self._initials.get(body, ())}
            self._known[body] = re.compile(
                # The longest name first: an alternative takes the first that fits, and “US” would
                # cut “US Water Center”. Then by letters, so that one document always gives one
                # pattern.
                "|".join(sorted(names, key=lambda name: (-len(name), name)))
            )
        return self._known[body]

    def mentions(self, body: str, text: str) -> tuple[Span, ...]:
        """Returns where a text names a body."""
        return tuple(found.span() for found in self.pattern(body).finditer(text))

    def sources(self, text: str, body: str) -> tuple[Span, ...]:
        """Returns where a text names its sources, in order: this body, and all that have a name."""
        own = (span for span in self.mentions(body, text) if is_source(text, span))
        return tuple(sorted({*self.named(text), *own}))

    def named(self, text: str) -> tuple[Span, ...]:
        """Returns where a text names a source of what it says or counts."""
        if text not in self._sources:
            spans = (found.span() for found in NAMED.finditer(text))
            self._sources[text] = tuple(span for span in spans if is_source(text, span))
        return self._sources[text]

    def shared(self, text: str, other: str) -> bool:
        """Whether another sentence names a source of this one too."""
        return any(text[slice(*span)] in other for span in self.named(text))


def attributed(
    body: str,
    sentence: Sentence,
    *,
    bodies: Bodies,
    before: Sequence[Sentence],
    after: Sequence[Sentence],
    anchor: int | None,
) -> Answer:
    """Whether the document gives as this body's word or count what a sentence says at `anchor`.

    Without an anchor this is the whole sentence. It names its source before the figure and nearest
    to it, or else behind it. If it names no source and goes on with a work or person of a sentence
    before it (“The study found …”), it has the source of that one; or of the next, if that points
    back (“That is according to …”). The answer is open if the sentence names the body and no other
    source, but does not show that the body is one: “The Red Cross put the number at 12,000”.
    """
    text = sentence.text

    def names_it(spans: Sequence[Span], text: str) -> Answer:
        own = [span for span in bodies.mentions(body, text) if is_source(text, span)]
        return "yes" if any(overlap(one, other) for one in own for other in spans) else "no"

    sources = bodies.sources(text, body)
    if governing := _governing(sources, text, anchor=anchor):
        return names_it(governing, text)
    if not sources and LINKED.match(text):
        for other in reversed(before):
            if named := bodies.sources(other.text, body):
                return names_it(named, other.text)
    # Only the next sentence may point back, and it must begin with the pointing words: “Wells are
    # dry in 12 towns. According to the Alliance, 7 people left.” does not give the 12 to the
    # Alliance.
    for other in after[:1]:
        for start, _ in bodies.mentions(body, other.text):
            opening, pointing = other.text[:start], BY.search(other.text[:start])
            if pointing and POINTS_BACK.match(opening[: pointing.start()]):
                return "yes"
    return "open" if any(may_say(text, span) for span in bodies.mentions(body, text)) else "no"


def _governing(sources: Sequence[Span], text: str, *, anchor: int | None) -> Sequence[Span]:
    """Returns the sources of what stands at the anchor.

    They are those nearest before it, or the first behind it in its clause; and those with which
    the sentence ends (“…, according to the board”).
    """
    if anchor is None:
        return sources
    earlier = [source for source in sources if source[0] < anchor]
    # “…, according to the board” at the end of a sentence speaks for all of it, also behind another
    # source.
    last = [source for source in sources if source[0] > anchor and BY.search(text[: source[0]])]
    if not earlier:
        first = sources[:1]
        # A semicolon begins what another body may say.
        return [one for one in first if one in last or ";" not in text[anchor : one[0]]]
    nearest = max(earlier)
    apposed = (
        one
        for one in earlier
        if overlap(one, nearest) or APPOSED.fullmatch(text, one[1], nearest[0])
    )
    return (*apposed, *last)


def is_source(text: str, span: Span) -> bool:
    """Whether a text gives the word or count of the body named there.

    It does not if the body is spoken to or about, or only acts.
    """
    around = _around(text, span)
    if around is None:
        return False
    before, after = around
    # “US Immigration Policy Center” is not the US; but what a part of a university found, the
    # university found too.
    if more := LONGER.match(after):
        if not INSTITUTION.search(text[slice(*span)]):
            return False
        after = after[more.end() :]
    if BY.search(before) or OWNS.match(after) or (OPENS.search(before) and SAYING.match(after)):
        return True
    if STAFF.search(before) and SAYS.match(after):
        return True
    return not NOT_SUBJECT.search(before) and bool(ACTS.match(after))


def may_say(text: str, span: Span) -> bool:
    """Whether the body named there may be the subject of a verb that says or counts."""
    around = _around(text, span)
    return bool(around and MAY_SAY.match(around[1]) and not NOT_SUBJECT.search(around[0]))


def _around(text: str, span: Span) -> tuple[str, str] | None:
    """Returns the words before and behind a name, a short form taken with its long one.

    Returns None for what is surely no source: pronouns and months, part of a longer name, a name
    within a quotation, and “an official of” the body.
    """
    start, end = span
    before, after = text[max(0, start - FAR) : start], text[end : end + FAR]
    is_quoted = QUOTED_BEFORE.search(before) and QUOTED_BEHIND.match(after)
    # “University of Alder”: Alder is the end of a name.
    if is_quoted or TAIL_OF.search(before) or text[start:end].lower() in NOT_A_SOURCE:
        return None
    if found := SHORT_FORM.search(before):
        before, after = before[: found.start()], after.removeprefix(")")
    if MEMBER.match(after) and ONE_OF_THEM.search(before):
        return None
    return before, after


def _names(body: str, shorts: Mapping[str, str]) -> Iterator[str]:
    """Yields the names of a body as patterns.

    They are its full name, without its tail, its initials, and the short form that the document
    defines.
    """
    bare = ARTICLE.sub("", re.sub(r"[“”\"]", "", body).strip())
    inside = re.findall(r"\(([^)]+)\)", bare)
    head = TAIL.sub("", bare).strip()
    for name in filter(None, (re.sub(r"\s*\([^)]*\)", "", bare), head, *inside)):
        yield _written(name)
        initials = _initials(name)
        for short in filter(None, (initials, _initials(HOME.sub("", name)))):
            yield rf"\b{short}\b"
        for short, long in shorts.items():
            is_long = short == name or _same_name(long, name)
            if is_long or short == initials:
                yield rf"\b{re.escape(short)}\b"
            if is_long:
                yield _written(long)
    if found := DEPARTMENT.match(head):
        of, before = found["of"], found["before"]
        yield _written(f"{of} Department" if of else f"Department of {before}")
    # A document that named “the National Water board” goes on with “the board”.
    last = head.split()[-1]
    if last.islower() and " " in head:
        yield rf"\b[Tt]he\s+{re.escape(last)}\b"
    elif ACRONYM.fullmatch(last):
        yield rf"\b{last}\b"
    yield from _of_person(head)
    if found := GOVERNMENT.fullmatch(head):
        country = found["of"] or found["whose"]
        # “Mexican government” from Mexico, “Guatemalan” from Guatemala: the word for the people has
        # the country's letters without its last vowels.
        people = country.rstrip("aeiou")
        yield (
            rf"\b{people}\w{{0,4}}[’']?s?\s+government\b|"
            rf"\bgovernment\s+of\s+(?:the\s+)?{country}\b"
        )


def _of_person(name: str) -> Iterator[str]:
    """Yields the patterns of a person's name: behind a title, and with or without a middle name."""
    if found := PERSON.fullmatch(name):
        first, last = re.escape(found["first"]), re.escape(found["last"])
        yield rf"\b{TITLES}\s+{last}\b"
        yield rf"\b{first}(?:\s+[A-Z][\w’'.-]*)?\s+{last}\b"


def _same_name(long: str, name: str) -> bool:
    """Whether the document's long form is this name, with or without its first words."""
    bare = (ARTICLE.sub("", HOME.sub("", ARTICLE.sub("", one))).lower() for one in (long, name))
    one, other = (f" {words}" for words in bare)
    return one.endswith(other) or other.endswith(one)


def _written(name: str) -> str:
    """Returns a name as a pattern.

    Any space and quotation marks may stand between its words; its country may be left out, and its
    first word may have a capital.
    """
    bare = HOME.sub("", name)
    words = [
        f"(?i:{re.escape(word)})" if word.islower() else re.escape(word) for word in bare.split()
    ]
    words[0] = rf"(?:{words[0]}|{re.escape(bare[:1].upper() + bare.split()[0][1:])})"
    has_country = bare != name or name[:1].isupper()
    country = r"(?:(?:US|U\.S\.|United\s+States|American)\s+)?" if has_country else ""
    return rf"\b{country}{BETWEEN_WORDS.join(words)}\b"


def _initials(name: str) -> str:
    """Returns the initials of a name of three capitalised words or more; else nothing."""
    # A letter first, so that a number in a name gives no initial.
    found = re.findall(r"[^\W\d_][\w’'.-]*", name)
    words = [word for word in found if word.lower() not in NO_INITIAL or word == "Sans"]
    initials = "".join(word[0] for word in words)
    return initials if len(words) >= FEWEST_INITIALS and initials.isupper() else ""
