"""Citations of law in running text: statutes, regulations, bills, public laws, cases and dockets."""

import re
from collections.abc import Iterator

from generator.figures.types import Citation, apart

SUBSECTIONS = r"(?:\([A-Za-z0-9]{1,5}\))*"
NUMBER = rf"\d+[a-z]?(?:-\d+[a-z]?)?(?:\.\d+)?{SUBSECTIONS}"
SIGN = r"(?:§§?|[Ss]ec(?:tions?|s?\.))"
CHAMBERS = r"H\.\s?R\.|HR|S\.|H\.\s?Res\.|S\.\s?Res\.|H\.\s?J\.\s?Res\.|S\.\s?J\.\s?Res\.|H\.\s?Con\.\s?Res\.|S\.\s?Con\.\s?Res\."
REPORTERS = (
    r"Fed\.\s?Reg\.|F\.R\.|Stat\.|F\.\s?[23]d|F\.\s?4th|F\.\s?Supp\.(?:\s?[23]d)?|S\.\s?Ct\.|U\.\s?S\.|I\.\s?&\s?N\.\s?Dec\.|U\.N\.T\.S\."
)

CODE = re.compile(rf"\b(?P<title>\d+)\s+(?P<law>U\.?\s?S\.?\s?C\.?(?:\s?A\.)?|C\.?\s?F\.?\s?R\.?)\s*(?:{SIGN}\s*)?(?P<provision>{NUMBER})")
REPORTER = re.compile(rf"\b(?P<title>\d+)\s+(?P<law>{REPORTERS})\s+(?P<provision>\d+(?:,\d{{3}})*)")
PUBLIC_LAW = re.compile(r"\b(?:Pub(?:lic|\.)\s+L(?:aw|\.)|P\.\s?L\.)\s*(?:No\.\s*)?(?P<provision>\d+[-–]\d+)")
BILL = re.compile(rf"(?<![\w.])(?P<law>{CHAMBERS})\s*(?P<provision>\d+)\b")
SECTION = re.compile(rf"(?<!\w){SIGN}\s*(?P<provision>{NUMBER})")
PART = re.compile(r"\b(?P<law>Title|Article|Chapter|Part|Protocol No\.)\s+(?P<provision>\d+[A-Z]?|[IVXLC]+)\b")
DOCKET = re.compile(
    r"(?<!\w)(?:Case\s+)?No\.\s*(?P<provision>(?:\d:)?\d{2,4}[-–](?:cv[-–])?\d{2,6}(?:[-–]\w+)*)|\b(?P<bare>\d:\d{2}[-–](?:cv|cr)[-–]\d+)"
)


def citations(text: str) -> tuple[Citation, ...]:
    """The citations of a text in order, none overlapping another."""
    return tuple(apart(_every(text)))


def _every(text: str) -> Iterator[Citation]:
    """The citations of each kind; they may overlap."""
    for pattern in (CODE, REPORTER):
        for found in pattern.finditer(text):
            yield _citation(found, law=found["law"], provision=f"{found['title']}/{found['provision']}")
    for pattern in (BILL, PART):
        for found in pattern.finditer(text):
            yield _citation(found, law=found["law"], provision=found["provision"])
    for found in PUBLIC_LAW.finditer(text):
        yield _citation(found, law="public law", provision=found["provision"])
    for found in SECTION.finditer(text):
        yield _citation(found, law="section", provision=found["provision"])
    for found in DOCKET.finditer(text):
        yield _citation(found, law="docket", provision=found["provision"] or found["bare"])


def _citation(found: re.Match[str], *, law: str, provision: str) -> Citation:
    """A citation in one writing: no points, no spaces, plain hyphens."""
    name = re.sub(r"[.\s]", "", law).lower()
    return Citation(found.start(), found.end(), found.group(), name, provision.replace("–", "-").replace(",", ""))
