"""Who a sentence says counted, said or did it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from generator.audit.index import Sentence
from generator.audit.names import defined

Span = tuple[int, int]
Answer = Literal["yes", "no", "open"]

BETWEEN_WORDS = r"[“”\"‘’']*\s+[“”\"‘’']*"
ARTICLE = re.compile(r"^(?:the|a|an)\s+", re.IGNORECASE)
HOME = re.compile(r"^(?:US|U\.S\.|United States|American)\s+")
TAIL = re.compile(r"\s*(?:,|\(|\s[–—-]\s|\bat (?:the )?(?=[A-Z])|\bof the University\b).*$")
DEPARTMENT = re.compile(
    r"^(?P<home>(?:US |U\.S\. )?)(?:Department of (?:the )?(?P<of>[A-Z]\w+(?: [A-Z]\w+)*)|(?P<before>[A-Z]\w+(?: [A-Z]\w+)*) Department)$"
)
NO_INITIAL = frozenset({"of", "for", "the", "and", "at", "in", "on", "a", "an", "de", "sans", "us", "u.s."})
FEWEST_INITIALS = 3

# Works, verbs of saying, roles and titles: written by hand on 24 and 25 November 2026, from the 30 attributions of the shipped
# campaign, the five drafts and the ten short reports. A name before a verb that is not here is a doubt and no error.
WORK = (
    r"(?:data|reports?|stud(?:y|ies)|surveys?|figures?|statistics|analys[ie]s|counts?|tall(?:y|ies)|estimates?|numbers|research|records|testimony|"
    r"letters?|memos?|lawsuits?|complaints?|petitions?|articles?|interviews?|statements?|findings?|reviews?|documents?|briefings?|papers?|investigations?|lists?|advisor(?:y|ies)|"
    r"database|index|audit|poll|census|registry)"
)
SAID = (
    r"(?:said|says?|found|finds?|told|tells?|wrote|writes?|shows?|showed|warns?|notes?|adds?|puts|"
    r"(?:argue|announce|attribute|calculate|conclude|confirm|declare|describe|disclose|estimate|note|observe|release|state|acknowledge|allege|issue|analyze|"
    r"examine|measure|propose|revise|advise|raise|propose|cite)[sd]?|"
    r"(?:add|ask|assert|count|document|explain|inspect|interview|list|publish|record|reject|report|request|respond|review|reveal|suggest|survey|"
    r"testif|tall|test|track|urge|warn|maintain|contend|poll|indicate|exempt|recommend|sampl)(?:s|es|ied|ies|ed|d)?)"
)
"""What those do whose word or count it is."""
DOES = rf"(?:(?:(?:has|have|had|also|recently|later|then|just|now|even|\w+ly)\s+)*{SAID}\b(?!\s+(?:by|of|from)\b))"
ROLE = (
    r"(?:\s+(?:officials?|memos?|researchers?|spokes\w+|agents?|officers?|lawyers?|staff|leaders?|data|reports?|study|surveys?|judges?|teams?|figures|"
    r"statistics|records))?"
)
NAME = r"[A-Z][\w’'&.-]*(?:\s+(?:(?:of|for|the|and|de|sans)\s+)*[A-Z][\w’'&.-]*)*"
INSTITUTION = re.compile(r"(?:University|College|Institute|School)$")
TAIL_OF = re.compile(r"\b(?:University|College|Institute|School|State|City|County|Government)\s+of\s+(?:the\s+)?$")
LONGER = re.compile(rf"\s+{NAME}")
"""Behind a name that is only the beginning of another: “US Immigration Policy Center” is not the US, and a part of a university is its."""
QUOTED_BEFORE, QUOTED_BEHIND = re.compile(r"[“\"‘]$"), re.compile(r"[”\"’](?!s\b)")
TITLES = (
    r"(?:Secretary|Judge|Justice|Representative|Rep\.|Senator|Sen\.|Mr\.|Ms\.|Mrs\.|Dr\.|Professor|Director|President|Commissioner|Chief)"
)
BY = re.compile(
    rf"(?:\b(?:according\s+to|per|quoting|citing|in\s+the\s+(?:view|words|opinion|judgment)\s+of)|\b{WORK},?\s+(?:\w+\s+)?(?:of|from|by)|"
    rf"\b{WORK}(?:\s+[^\s,;:.()]+){{1,8}}?\s+by|"
    rf"[,.!?][”\"’]?\s+{SAID}(?:\s+(?-i:{TITLES}))?|"
    r"\b(?:published|reported|counted|documented|recorded|compiled|collected|released|estimated|gathered|obtained|polled|surveyed|asked|"
    r"interviewed)\s+by)\s+(?-i:[a-z][^\s,;:.()]*\s+){0,4}$",
    re.IGNORECASE,
)
STAFF = re.compile(r"\b[A-Za-z][a-z]+s\s+(?:at|from|of|with)\s+(?:the\s+)?$")
"""Before those for whom the ones work who say something: “researchers at the University found”."""
NOT_SUBJECT = re.compile(
    r"(?:\b(?:to|from|for|against|of|with|amid|at|on|between|among|by|urging|asking|ordered|asked|urged|pressured|into|about|over|under|through|in)"
    rf"|\b(?:in|at|from|of|near)\s+(?-i:{NAME}),?\s+and|\b(?!(?:According|said)\b)\w+(?:ing|ed))\s+(?:\d+(?:,\d{3})*\s+)?"
    r"(?:(?:the|a|an|its|their|this|that|then|an internal|senior|individual|federal|internal|former|acting|US|U\.S\.)\s+)*[“”\"‘’']*$",
    re.IGNORECASE,
)
ACTS = re.compile(
    rf"^[”\"’]*{ROLE}\s*(?:\([^)]*\)\s*)?(?:,[^,;.]{{0,90}},\s*|\bat\s+(?:the\s+)?{NAME},?\s*)?"
    rf"(?:(?:,\s*)?(?:and|or)\s+(?:the\s+|its\s+)?(?:{NAME}|[a-z]+(?:\s+[a-z]+)?)\s+)?(?:,\s*)?(?:(?:which|who)\s+)?{DOES}"
    rf"|^(?:\s+[^\s,;:.]+){{1,15}}?\s+(?:has|have|had)\s+(?:also\s+)?{SAID}\b"
)
"""What makes the one who is named there the one who says or counts."""
SAYS = re.compile(rf"\s+{DOES}")
OWNS = re.compile(rf"^[’'](?:s\b|(?=\s))(?:\s+[^\s,;:.]+){{0,4}}?\s+(?i:{WORK})\b|^\s+(?i:{WORK})\b")
"""Whose list, data or report it is."""
APPOSED = re.compile(r",\s+(?:the\s+)?")
"""Between two names of one: “The sheriff, Bob Hale, said”."""
OPENS = re.compile(r"(?:^|[.:;]\s+)(?:[Tt]he\s+)?[“\"‘]*$")
SAYING = re.compile(r"[^;.]{1,160}?,\s+(?:saying|noting|warning|adding|arguing|writing|estimating|reporting|finding|stating|explaining)\b")
"""Behind the subject that opens a sentence: “The State Department has placed it on a list, saying that …”."""
SHORT_FORM = re.compile(rf"{NAME}\s+\($")
"""Before the short form of a name, in parentheses behind it."""
FAR = 300
"""So many letters around a name show whether something is its word."""
MAY_SAY = re.compile(r"(?:[’']s?)?\s+(?!(?:and|or|of|in|at|on|to|for|from|is|are|was|were|law)\b)[a-z]")
"""Behind a name that may be a subject: “The Red Cross put the number at 12,000”."""
NOBODY = frozenset(
    "the this that these those it they he she we i in on as of at by for and a an according when while after before since its their our "
    "his her january february march april may june july august september october november december".split()
)
ONE_OF_THEM = re.compile(r"\b(?:a|an|one|some|another)\s+(?:\w+\s+)?$", re.IGNORECASE)
MEMBER = re.compile(r"^\s+(?:memos?|officials?|officers?|agents?|employees?|lawyers?|staffers?|members?|insiders?|workers?)\b")
"""“A DHS official” is not DHS."""
LINKED = re.compile(
    rf"^(?:(?:Upon|In|By)\s+(?:\w+\s+){{0,3}})?(?:The|This|That|These|Those|Its|Their|the|its|their)\s+(?:(?!of\b)\w+\s+){{0,2}}?"
    rf"(?:{WORK}|group|organi[sz]ation|center|agency|researchers?|authors?|council|board|committee|coalition|office)\b|^(?:It|They|He|She|Researchers)\b"
)
"""How a sentence begins that goes on with whose word the one before it gave."""
POINTS_BACK = re.compile(rf"^(?:That|This|These|Those|The\s+(?:{WORK}|number))\s+(?:\w+\s+){{0,2}}$", re.IGNORECASE)
"""How a sentence begins that says whose count the one before it was."""
ACRONYM = re.compile(r"[A-Z]{3,8}")
FULL_NAME = re.compile(NAME)
MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
NAMED = re.compile(rf"\b(?!(?:{MONTHS})\b){NAME}(?:\s+\([A-Z][A-Za-z]+\))?")
"""A name with its short form behind it."""
PERSON = re.compile(rf"(?:{TITLES}\s+)*(?P<first>[A-Z][\w’'-]+)(?:\s+[A-Z]\.?)?\s+(?P<last>[A-Z][\w’'-]+)")
GOVERNMENT = re.compile(r"(?:government\s+of\s+(?:the\s+)?(?P<of>[A-Z]\w+)|(?P<whose>[A-Z]\w+?)[’']s?\s+government)$")


class Bodies:
    """Everybody to whom something is attributed, as the document may name them."""

    def __init__(self, text: str) -> None:
        self._shorts = {short: ARTICLE.sub("", name) for short, name in defined(text)}
        self._initials: dict[str, set[str]] = {}
        for name in (found.rstrip(".") for found in FULL_NAME.findall(text)):
            self._initials.setdefault(_initials(HOME.sub("", name)), set()).add(name)
        self._known: dict[str, re.Pattern[str]] = {}
        self._sources: dict[str, tuple[Span, ...]] = {}

    def pattern(self, body: str) -> re.Pattern[str]:
        """What finds a body in a text, in whichever of its names; initials alone (“NPR”) mean the names of the document that have them."""
        if body not in self._known:
            names = {*_names(body, self._shorts)}
            if ACRONYM.fullmatch(body):
                names |= {_written(name) for name in self._initials.get(body, ())}
            self._known[body] = re.compile("|".join(sorted(names, key=lambda name: (-len(name), name))))
        return self._known[body]

    def sources(self, text: str, body: str) -> tuple[Span, ...]:
        """Where the text names somebody whose word or count it gives, in order: this body, and whoever has a name."""
        own = (span for span in mentions(self.pattern(body), text) if is_source(text, span))
        return tuple(sorted({*self.named(text), *own}))

    def shared(self, text: str, other: str) -> bool:
        """Whether a sentence gives the word or count of somebody whom another names too."""
        return any(text[slice(*span)] in other for span in self.named(text))

    def named(self, text: str) -> tuple[Span, ...]:
        """Where the text names somebody, by a name, whose word or count it gives."""
        if text not in self._sources:
            self._sources[text] = tuple(found.span() for found in NAMED.finditer(text) if is_source(text, found.span()))
        return self._sources[text]


def attributed(
    body: str, sentence: Sentence, *, bodies: Bodies, before: Sequence[Sentence], after: Sequence[Sentence], anchor: int | None
) -> Answer:
    """Whether the document gives as this body's word or count what the sentence says at `anchor` (all of it, where there is none).

    Whose it is, the sentence names: before the figure and nearest to it, or else behind it. Where it names nobody and goes
    on with a work or person of a sentence before it (“The study found …”), that one does; or the next, where it points back
    (“That is according to …”). It is open where the sentence names the body, nobody else whose word it is, and not in a way
    that shows whether it is theirs: “The Red Cross put the number at 12,000”.
    """
    sources = bodies.sources(sentence.text, body)
    if governing := _governing(sources, sentence.text, anchor=anchor):
        return "yes" if _among(body, governing, bodies=bodies, text=sentence.text) else "no"
    if not sources and LINKED.match(sentence.text):
        for other in reversed(before):
            if named := bodies.sources(other.text, body):
                return "yes" if _among(body, named, bodies=bodies, text=other.text) else "no"
    if any(_points_back(body, other.text, bodies=bodies) for other in after[:1]):
        return "yes"
    named_here = mentions(bodies.pattern(body), sentence.text)
    return "open" if any(not is_no_source(sentence.text, span) for span in named_here) else "no"


def _among(body: str, spans: Sequence[Span], *, bodies: Bodies, text: str) -> bool:
    """Whether one of these places names the body as whose word it is."""
    return any(_overlap(own, span) for own in mentions(bodies.pattern(body), text) if is_source(text, own) for span in spans)


def _points_back(body: str, text: str, *, bodies: Bodies) -> bool:
    """Whether a sentence says that what stands before it is this body's."""
    return any(
        POINTS_BACK.match(BY.sub("", text[: span[0]])) for span in mentions(bodies.pattern(body), text) if BY.search(text[: span[0]])
    )


def _governing(sources: Sequence[Span], text: str, *, anchor: int | None) -> tuple[Span, ...]:
    """Whose word it may be at the anchor: those nearest before it, or the first behind it in its clause; and whom it ends with."""
    if anchor is None:
        return tuple(sources)
    earlier = [source for source in sources if source[0] < anchor]
    last = [source for source in sources if source[0] > anchor and BY.search(text[: source[0]])]
    if not earlier:
        return tuple(source for source in sources[:1] if ";" not in text[anchor : source[0]] or source in last)
    nearest = max(earlier)
    beside = (source for source in earlier if _overlap(source, nearest) or APPOSED.fullmatch(text, source[1], nearest[0]))
    return (*beside, *last)


def _overlap(one: Span, other: Span) -> bool:
    """Whether two spans share a letter."""
    return one[0] < other[1] and other[0] < one[1]


def mentions(pattern: re.Pattern[str], text: str) -> tuple[Span, ...]:
    """Where a body is named in a text."""
    return tuple(found.span() for found in pattern.finditer(text))


def is_source(text: str, span: Span) -> bool:
    """Whether it is the word or count of whoever is named there, and they are not spoken to or about, nor only act."""
    before, name, after = text[max(0, span[0] - FAR) : span[0]], text[slice(*span)], text[span[1] : span[1] + FAR]
    if name.lower() in NOBODY or TAIL_OF.search(before) or (QUOTED_BEFORE.search(before) and QUOTED_BEHIND.match(after)):
        return False
    if found := SHORT_FORM.search(before):
        before, after = before[: found.start()], after.removeprefix(")")
    if MEMBER.match(after) and ONE_OF_THEM.search(before):
        return False
    if more := LONGER.match(after):
        if not INSTITUTION.search(name):
            return False
        after = after[more.end() :]
    if BY.search(before) or OWNS.match(after) or (OPENS.search(before) and SAYING.match(after)):
        return True
    if STAFF.search(before) and SAYS.match(after):
        return True
    return not NOT_SUBJECT.search(before) and bool(ACTS.match(after))


def is_no_source(text: str, span: Span) -> bool:
    """Whether who is named there is surely not the one who says it: spoken to or about, one of them, or no subject of anything."""
    before, name, after = text[max(0, span[0] - FAR) : span[0]], text[slice(*span)], text[span[1] : span[1] + FAR]
    quoted = QUOTED_BEFORE.search(before) and QUOTED_BEHIND.match(after)
    member = MEMBER.match(after) and ONE_OF_THEM.search(before)
    return bool(name.lower() in NOBODY or quoted or member or not MAY_SAY.match(after) or NOT_SUBJECT.search(before))


def _names(body: str, shorts: Mapping[str, str]) -> Iterator[str]:
    """The names of a body as patterns: in full, without tail, by initials, by the short form that the document defines."""
    bare = ARTICLE.sub("", re.sub(r"[“”\"]", "", body).strip())
    inside = re.findall(r"\(([^)]+)\)", bare)
    head = TAIL.sub("", bare).strip()
    for name in dict.fromkeys(filter(None, (re.sub(r"\s*\([^)]*\)", "", bare), head, *inside))):
        yield _written(name)
        initials = _initials(name)
        for short in filter(None, (initials, _initials(HOME.sub("", name)))):
            yield rf"\b{short}\b"
        for short, long in shorts.items():
            if _same_name(long, name) or short in (name, initials):
                yield rf"\b{re.escape(short)}\b"
                yield _written(long) if _same_name(long, name) or short == name else rf"\b{re.escape(short)}\b"
    if found := DEPARTMENT.match(head):
        yield _written(f"{found['of']} Department") if found["of"] else _written(f"Department of {found['before']}")
    last = head.split()[-1]
    if last.islower() and len(head.split()) > 1:
        yield rf"\b[Tt]he\s+{re.escape(last)}\b"
    elif re.fullmatch(r"[A-Z]{3,}", last):
        yield rf"\b{last}\b"
    if found := PERSON.fullmatch(head):
        yield rf"\b{TITLES}\s+{re.escape(found['last'])}\b"
        yield rf"\b{re.escape(found['first'])}(?:\s+[A-Z][\w’'.-]*)?\s+{re.escape(found['last'])}\b"
    if found := GOVERNMENT.fullmatch(head):
        country = found["of"] or found["whose"]
        yield rf"\b{country.rstrip('aeiou')}\w{{0,4}}[’']?s?\s+government\b|\bgovernment\s+of\s+(?:the\s+)?{country}\b"


def _same_name(long: str, name: str) -> bool:
    """Whether the document's long form is this name, with or without what stands before it."""
    one, other = (ARTICLE.sub("", HOME.sub("", ARTICLE.sub("", value))).lower() for value in (long, name))
    return one == other or one.endswith(f" {other}") or other.endswith(f" {one}")


def _written(name: str) -> str:
    """A name as a pattern: any space and quotation marks between its words, with or without its country."""
    bare = HOME.sub("", name)
    words = [f"(?i:{re.escape(word)})" if word.islower() else re.escape(word) for word in bare.split()]
    first = rf"(?:{words[0]}|{re.escape(bare.split()[0][:1].upper() + bare.split()[0][1:])})"
    country = r"(?:(?:US|U\.S\.|United\s+States|American)\s+)?" if bare != name or name[:1].isupper() else ""
    return rf"\b{country}{BETWEEN_WORDS.join([first, *words[1:]])}\b"


def _initials(name: str) -> str:
    """The initials of a name of three capitalised words or more; else nothing."""
    words = [word for word in re.findall(r"[^\W\d_][\w’'.-]*", name) if word.lower() not in NO_INITIAL or word == "Sans"]
    if len(words) < FEWEST_INITIALS or not all(word[0].isupper() for word in words):
        return ""
    return "".join(word[0] for word in words)
