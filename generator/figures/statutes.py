"""Finds the citations of law in a running text: statutes, regulations, bills, cases, dockets."""

import re
from collections.abc import Iterator

from generator.figures.types import Citation, apart

SUBSECTIONS = r"(?:\([A-Za-z0-9]{1,5}\))*"
NUMBER = rf"\d+[a-z]?(?:-\d+[a-z]?)?(?:\.\d+)?{SUBSECTIONS}"
SIGN = r"(?:§§?|[Ss]ec(?:tions?|s?\.))"
CHAMBERS = (
    r"H\.\s?R\.|HR|S\.|H\.\s?Res\.|S\.\s?Res\.|H\.\s?J\.\s?Res\.|S\.\s?J\.\s?Res\.|"
    r"H\.\s?Con\.\s?Res\.|S\.\s?Con\.\s?Res\."
)
REPORTERS = (
    r"Fed\.\s?Reg\.|F\.R\.|Stat\.|F\.\s?[23]d|F\.\s?4th|F\.\s?Supp\.(?:\s?[23]d)?|S\.\s?Ct\.|"
    r"U\.\s?S\.|I\.\s?&\s?N\.\s?Dec\.|U\.N\.T\.S\."
)

CODE = re.compile(
    rf"\b(?P<title>\d+)\s+(?P<law>U\.?\s?S\.?\s?C\.?(?:\s?A\.)?|C\.?\s?F\.?\s?R\.?)\s*(?:{SIGN}\s*)"
    rf"?(?P<provision>{NUMBER})"
)
REPORTER = re.compile(rf"\b(?P<title>\d+)\s+(?P<law>{REPORTERS})\s+(?P<provision>\d+(?:,\d{{3}})*)")
PUBLIC_LAW = re.compile(
    r"\b(?:Pub(?:lic|\.)\s+L(?:aw|\.)|P\.\s?L\.)\s*(?:No\.\s*)?(?P<provision>\d+[-–]\d+)"
)
BILL = re.compile(rf"(?<![\w.])(?P<law>{CHAMBERS})\s*(?P<provision>\d+)\b")
SECTION = re.compile(rf"(?<!\w){SIGN}\s*(?P<provision>{NUMBER})")
PART = re.compile(
    r"\b(?P<law>Title|Article|Chapter|Part|Protocol No\.)\s+(?P<provision>\d+[A-Z]?|[IVXLC]+)\b"
)
DOCKET = re.compile(
    r"(?<!\w)(?:Case\s+)?No\.\s*(?P<provision>(?:\d:)?\d{2,4}[-–](?:cv[-–])?\d{2,6}(?:[-–]\w+)*)"
    r"|\b(?P<bare>\d:\d{2}[-–](?:cv|cr)[-–]\d+)"
)


KINDS = {
    CODE: "",
    REPORTER: "",
    BILL: "",
    PART: "",
    PUBLIC_LAW: "public law",
    SECTION: "section",
    DOCKET: "docket",
}
"""Each pattern, with the name of the law for texts that give no name."""


def citations(text: str) -> tuple[Citation, ...]:
    """Returns the citations of a text in order, without overlaps."""
    return tuple(apart(_every(text)))


def _every(text: str) -> Iterator[Citation]:
    """Yields the citations of each kind, which may overlap, in one spelling.

    That spelling has no points, no spaces and plain hyphens, so that `8 U.S.C. § 1225` and
    `8 USC 1225` are equal.
    """
    for pattern, kind in KINDS.items():
        for found in pattern.finditer(text):
            groups = found.groupdict()
            law = re.sub(r"[.\s]", "", groups.get("law") or kind).lower()
            provision = groups["provision"] or groups["bare"]
            if "title" in groups:
                provision = f"{groups['title']}/{provision}"
            provision = provision.replace("–", "-").replace(",", "")
            yield Citation(*found.span(), found.group(), law, provision)
