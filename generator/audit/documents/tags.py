"""HTML to a stream of tags and words, in time linear in its length, however it is broken.

The parser of the standard library takes minutes for a megabyte of unclosed comments or tags
(CVE-2025-6069), and a tree builder's stack overflows on deep nesting. selectolax 1.0 (Lexbor) was
measured: 50,000 nested <div>, 250 kB, take it 13.5 seconds, and this 0.8, four times as many four
times as long; and it does not give the line of a word.
"""

import html
import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

NAME = re.compile(r"<(/?)([A-Za-z][^\s/>]{0,60})")
REST = re.compile(r"""(?:[^>"'=]++|=\s*+"[^"]*+"|=\s*+'[^']*+'|=|["'])*+>""")
ATTRIBUTE = re.compile(
    r"""([^\s"'>/=]{1,60})\s*+(?:=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s"'>]++)))?"""
)
"""The name, the rest and the attributes of a tag. Possessive (`++`, `*+`) and bounded, so that no
input takes more than linear time."""
VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
"""Elements without an end tag (HTML, 13.1.2), so that they hide nothing."""
# Words that the author withdrew (HTML, 4.5.5 and 4.7.2, and the obsolete `strike`): a figure in
# them is no claim of the document.
STRUCK = frozenset({"del", "s", "strike"})
UNSEEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
"""Styles by which a page hides words; a style sheet can too, and is not read."""
RAW = {
    name: re.compile(rf"</{name}[\s/>]", re.IGNORECASE)
    for name in ("script", "style", "textarea", "xmp", "iframe", "noframes")
}
"""Elements with content that is no HTML, and the pattern of their end."""


@dataclass(frozen=True)
class Tag:
    """A start or end tag."""

    name: str
    is_end: bool
    line: int
    attributes: Mapping[str, str] = field(default_factory=dict)

    @property
    def hides(self) -> bool:
        """Whether it begins words that a reader does not see, or sees struck out."""
        style = UNSEEN.search(self.attributes.get("style", ""))
        is_unseen = self.name in STRUCK or "hidden" in self.attributes or style is not None
        return is_unseen and not self.is_end and self.name not in VOID


@dataclass(frozen=True)
class HtmlText:
    """Words between tags; `of` is the element if its content is no HTML, such as `script`."""

    text: str
    line: int
    of: str = ""


def tags_and_words(text: str) -> Iterator[Tag | HtmlText]:
    """Yields the tags and words of an HTML text in order, without comments and declarations.

    An unclosed comment goes to the end.
    """
    # The place of each line break once, and a binary search for each tag: to count the breaks
    # before every tag would take quadratic time.
    breaks = [index for index, letter in enumerate(text) if letter == "\n"]

    # Lines count from 1.
    def line(position: int) -> int:
        return bisect_right(breaks, position - 1) + 1

    position = start = 0
    while (position := text.find("<", position)) >= 0:
        if not (end := _end(text, position)):
            position += 1
            continue
        if start < position:
            yield HtmlText(html.unescape(text[start:position]), line(start))
        if found := NAME.match(text, position):
            is_end, name = bool(found.group(1)), found.group(2).lower()
            attributes = {} if is_end else _attributes(text[found.end() : end - 1])
            yield Tag(name, is_end, line(position), attributes)
            if name in RAW and not is_end:
                closing = RAW[name].search(text, end)
                begin, end = end, closing.start() if closing else len(text)
                yield HtmlText(text[begin:end], line(begin), of=name)
        position = start = end
    if text[start:].strip():
        yield HtmlText(html.unescape(text[start:]), line(start))


def _end(text: str, position: int) -> int:
    """Returns where the tag, comment or declaration that begins here ends; 0 for a plain “<”.

    An unclosed one ends with the text.
    """
    if text.startswith("<!--", position):
        end = text.find("-->", position + 4)
        return end + 3 if end >= 0 else len(text)
    if text.startswith(("<!", "<?"), position):
        return text.find(">", position) + 1 or len(text)
    if found := NAME.match(text, position):
        rest = REST.match(text, found.end())
        return rest.end() if rest else len(text)
    return 0


def _attributes(written: str) -> dict[str, str]:
    """Returns the attributes of a tag; the first of a name counts, as in browsers."""
    found: dict[str, str] = {}
    # Bounded: a picture inside an attribute has megabytes, and no attribute that is used stands
    # behind it.
    for match in ATTRIBUTE.finditer(written[:20000]):
        name, *values = match.groups()
        value = next((value for value in values if value is not None), "")
        found.setdefault(name.lower(), html.unescape(value))
    return found
