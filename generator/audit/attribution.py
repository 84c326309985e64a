"""Who a sentence says counted, said or did it."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from generator.audit.index import Sentence

Span = tuple[int, int]

BETWEEN_WORDS = r"[“”\"‘’']*\s+[“”\"‘’']*"
ARTICLE = re.compile(r"^(?:the|a|an)\s+", re.IGNORECASE)
HOME = re.compile(r"^(?:US|U\.S\.|United States)\s+")
TAIL = re.compile(r"\s*(?:,|\(|\s[–—-]\s|\bat (?:the )?(?=[A-Z])|\bof the University\b).*$")
DEPARTMENT = re.compile(
    r"^(?P<home>(?:US |U\.S\. )?)(?:Department of (?:the )?(?P<of>[A-Z]\w+(?: [A-Z]\w+)*)|(?P<before>[A-Z]\w+(?: [A-Z]\w+)*) Department)$"
)
NO_INITIAL = frozenset({"of", "for", "the", "and", "at", "in", "on", "a", "an", "de", "sans", "us", "u.s."})
FEWEST_INITIALS = 3

WORKS = (
    "data|report|study|survey|figures?|statistics|analysis|analyses|count|tally|estimates?|numbers|research|records|testimony|letter|memo|article|"
    "interviews?|statement|findings?|review|document|briefing|paper|investigation"
)
BY = re.compile(
    rf"(?:\b(?:according\s+to|by|per|quoting|citing)|\b(?:{WORKS})\s+(?:published\s+)?(?:of|from))\s+(?:[^\s,;:.()]+\s+){{0,4}}$",
    re.IGNORECASE,
)
NOT_BY = re.compile(
    r"(?:\b(?:to|from|for|against|of|with|amid|at|on|between|among|urging|asking|ordered|asked|told|urged|pressured|accessing|into|about|over|under|through|in)"
    r"|\b\w+(?:ing|ed))\s+"
    r"(?:(?:the|a|an|its|their|this|that|then|an internal|senior|individual|federal|internal|former|acting|US|U\.S\.)\s+)*[“”\"‘’']*$",
    re.IGNORECASE,
)
VERB = (
    r"(?:\w{2,}ed|said|says|found|finds|told|tells|wrote|writes|stated|states|gave|gives|made|makes|put|puts|saw|sees|held|holds|set|sets|began|begins|"
    r"took|takes|spoke|speaks|heard|hears|sent|sends|brought|brings|let|lets|ran|runs|kept|keeps|led|leads|showed|shows|shown|met|meets)"
)
PASSIVE = re.compile(r"^\W*(?:\([^)]*\)\s*)?(?:is|are|was|were|been|being|be|has been|have been|had been)\s+\w+ed\b")
POSSESSIVE = re.compile(r"^[’'](?:s\b|(?=\s))")
ACTS_NEXT = re.compile(rf"^[”\"’]*\s+(?:(?:recently|also|later|then|now|just|even|\w+ly)\s+)?(?:\w{{3,}}s|{VERB})\b(?!\s+seekers)")
ACTS = re.compile(
    rf"^[”\"’]*\s*(?:\([^)]*\)\s*)?(?:,[^,;.]{{0,90}},\s*)?(?:[^\s,;:.]+\s+){{0,6}}?(?:(?:has|have|had|having|also|already)\s+)*{VERB}\b"
)
NAME = r"[A-Z][\w’'&.-]*(?:\s+(?:(?:of|for|the|and|de|sans)\s+)*[A-Z][\w’'&.-]*)*"
ROLE = r"(?:\s+(?:officials?|memos?|researchers?|spokes\w+|agents?|officers?|lawyers?|staff|leaders?|data|report|study|judges?))?"
SAID = (
    r"(?:said|says|found|told|wrote|states|reports|estimates|\w{3,}(?:ported|mented|ounted|ecorded|imated|tated|rgued|estified|lished|cluded|dered|ssued|"
    r"ested|posed|arned|aimed|vealed|irmed|leged|nounced|served|serted|veyed|viewed|cated))"
)
MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
ANYONE = re.compile(
    rf"\b(?:[Aa]ccording\s+to|by)\s+(?:(?:the|a|an|its)\s+)?(?:[a-z]+\s+){{0,3}}?(?P<by>{NAME})|"
    rf"\b(?!(?:The|This|That|These|Those|It|They|He|She|We|Its|Their|An?|In|On|As|When|Some|Many|Most|All|Such|One|Once|Both|{MONTHS})\b)(?P<who>{NAME}){ROLE}\s*(?:\([A-Z]+\)\s*)?(?:,[^,;.]{{0,90}},|,)?\s+(?:(?:has|have|had|also|recently)\s+)*{SAID}\b"
)
TITLES = (
    r"(?:Secretary|Judge|Justice|Representative|Rep\.|Senator|Sen\.|Mr\.|Ms\.|Mrs\.|Dr\.|Professor|Director|President|Commissioner|Chief)"
)
ACRONYM = re.compile(r"[A-Z]{3,8}")
FULL_NAME = re.compile(NAME)
DEFINED = re.compile(rf"(?P<name>{NAME})\s+\((?P<short>[A-Z][A-Za-z]{{1,9}})\)")


class Bodies:
    """Everybody to whom the source file attributes something, as the document may name them."""

    def __init__(self, named: Iterable[str], text: str) -> None:
        self._shorts = {found["short"]: ARTICLE.sub("", found["name"]) for found in DEFINED.finditer(text)}
        self._initials: dict[str, set[str]] = {}
        for name in FULL_NAME.findall(text):
            self._initials.setdefault(_initials(HOME.sub("", name)), set()).add(name)
        self._known: dict[str, re.Pattern[str]] = {}
        for body in named:
            self._known[body] = self._made(body)

    def pattern(self, body: str) -> re.Pattern[str]:
        """What finds a body in a text, in whichever of its names."""
        return self._known.get(body) or self._made(body)

    def _made(self, body: str) -> re.Pattern[str]:
        """The pattern of a body; initials alone (“NPR”) mean the names of the document that have them."""
        names = {*_names(body, self._shorts)}
        if ACRONYM.fullmatch(body):
            names |= {_written(name) for name in self._initials.get(body, ())}
        return re.compile("|".join(sorted(names, key=lambda name: (-len(name), name))))

    def agents(self, text: str) -> tuple[Span, ...]:
        """Where the text names somebody who counted, said or did something, in order."""
        spans = {span for pattern in self._known.values() for span in mentions(pattern, text) if is_agent(text, span)}
        spans |= {found.span("by") for found in ANYONE.finditer(text) if found["by"]}
        spans |= {found.span("who") for found in ANYONE.finditer(text) if found["who"] and not NOT_BY.search(text[: found.start("who")])}
        return tuple(sorted(spans))


def attributed(
    body: str, sentence: Sentence, *, bodies: Bodies, before: Sequence[Sentence], after: Sequence[Sentence], anchor: int | None
) -> bool:
    """Whether the document attributes to this body what the sentence says at `anchor` (all of it, where there is none).

    The one who counted is named in the sentence: before the figure and nearest to it, or else behind it. Where the
    sentence names nobody, the nearest before it does, and failing that the next one, where it says whose count this is
    (“That is according to …”).
    """
    pattern = bodies.pattern(body)
    own = mentions(pattern, sentence.text)
    agents = bodies.agents(sentence.text)
    if agents:
        return any(_overlap(span, agent) for agent in _governing(agents, anchor) for span in own if agent in agents)
    if own:
        return True
    for other in reversed(before):
        named = bodies.agents(other.text)
        if own := mentions(pattern, other.text):
            return not named or any(_overlap(span, agent) for agent in named for span in own)
        if named:
            return False
    return any(BY.search(other.text[: span[0]]) for other in after[:1] for span in mentions(pattern, other.text))


def _governing(agents: tuple[Span, ...], anchor: int | None) -> tuple[Span, ...]:
    """The agents that may govern what stands at the anchor: those nearest before it, or else the first behind it."""
    if anchor is None:
        return agents
    earlier = [agent for agent in agents if agent[0] < anchor]
    if not earlier:
        return agents[:1]
    nearest = max(earlier)
    return tuple(agent for agent in earlier if _overlap(agent, nearest))


def _overlap(one: Span, other: Span) -> bool:
    """Whether two spans share a letter."""
    return one[0] < other[1] and other[0] < one[1]


def mentions(pattern: re.Pattern[str], text: str) -> tuple[Span, ...]:
    """Where a body is named in a text."""
    return tuple(found.span() for found in pattern.finditer(text))


def is_agent(text: str, span: Span) -> bool:
    """Whether whoever is named there counted, said or did something, and is not spoken to or about."""
    before, after = text[: span[0]], text[span[1] :]
    if BY.search(before):
        return True
    if NOT_BY.search(before) or PASSIVE.match(after):
        return False
    return bool(POSSESSIVE.match(after) or ACTS_NEXT.match(after) or ACTS.match(after))


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
    if re.fullmatch(r"[A-Z][\w’'-]+(?:\s+[A-Z]\.)?\s+[A-Z][\w’'-]+", head):
        yield rf"\b{TITLES}\s+{re.escape(last)}\b"


def _same_name(long: str, name: str) -> bool:
    """Whether the document's long form is this name, with or without what stands before it."""
    one, other = (ARTICLE.sub("", HOME.sub("", ARTICLE.sub("", value))).lower() for value in (long, name))
    return one == other or one.endswith(f" {other}") or other.endswith(f" {one}")


def _written(name: str) -> str:
    """A name as a pattern: any space and quotation marks between its words, with or without its country."""
    bare = HOME.sub("", name)
    words = [f"(?i:{re.escape(word)})" if word.islower() else re.escape(word) for word in bare.split()]
    first = rf"(?:{words[0]}|{re.escape(bare.split()[0][:1].upper() + bare.split()[0][1:])})"
    country = r"(?:(?:US|U\.S\.|United\s+States)\s+)?" if bare != name or name[:1].isupper() else ""
    return rf"\b{country}{BETWEEN_WORDS.join([first, *words[1:]])}\b"


def _initials(name: str) -> str:
    """The initials of a name of three capitalised words or more; else nothing."""
    words = [word for word in re.findall(r"[^\W\d_][\w’'.-]*", name) if word.lower() not in NO_INITIAL or word == "Sans"]
    if len(words) < FEWEST_INITIALS or not all(word[0].isupper() for word in words):
        return ""
    return "".join(word[0] for word in words)
