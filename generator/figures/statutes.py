"""Finds the citations of law in a running text: statutes, regulations, bills, cases, dockets."""

import re
from collections.abc import Iterator

from generator.figures.types import Citation, apart

# “(b)(2)(C)”; five letters hold a Roman numeral such as xviii.
SUBSECTIONS = r"(?:\([A-Za-z0-9]{1,5}\))*"
# “1225”, “1182a”, “1396a-1”, “208.31(c)”; not “1225.”, the end of a sentence.
NUMBER = rf"\d+[a-z]?(?:-\d+[a-z]?)?(?:\.\d+)?{SUBSECTIONS}"
# “§”, “§§”, “section”, “Sec.”, “Secs.”.
SIGN = r"(?:§§?|[Ss]ec(?:tions?|s?\.))"
# Bills and resolutions of both chambers, as the Government Publishing Office abbreviates them.
CHAMBERS = (
    r"H\.\s?R\.|HR|S\.|H\.\s?Res\.|S\.\s?Res\.|H\.\s?J\.\s?Res\.|S\.\s?J\.\s?Res\.|"
    r"H\.\s?Con\.\s?Res\.|S\.\s?Con\.\s?Res\."
)
# The federal reporters and registers in use in such documents (Bluebook, table T1), and the United
# Nations Treaty Series. State reporters are left out: their citations are found as numbers, so they
# are still checked.
REPORTERS = (
    r"Fed\.\s?Reg\.|F\.R\.|Stat\.|F\.\s?[23]d|F\.\s?4th|F\.\s?Supp\.(?:\s?[23]d)?|S\.\s?Ct\.|"
    r"U\.\s?S\.|I\.\s?&\s?N\.\s?Dec\.|U\.N\.T\.S\."
)

# “8 U.S.C. § 1225(b)”, “8 USC 1225”, “8 C.F.R. § 208.31”.
CODE = re.compile(
    rf"\b(?P<title>\d+)\s+(?P<law>U\.?\s?S\.?\s?C\.?(?:\s?A\.)?|C\.?\s?F\.?\s?R\.?)\s*(?:{SIGN}\s*)"
    rf"?(?P<provision>{NUMBER})"
)
# “84 Fed. Reg. 33,829”, “594 U.S. 523”; the number before is the volume.
REPORTER = re.compile(rf"\b(?P<title>\d+)\s+(?P<law>{REPORTERS})\s+(?P<provision>\d+(?:,\d{{3}})*)")
# “Pub. L. No. 104-208”, “Public Law 104–208”.
PUBLIC_LAW = re.compile(
    r"\b(?:Pub(?:lic|\.)\s+L(?:aw|\.)|P\.\s?L\.)\s*(?:No\.\s*)?(?P<provision>\d+[-–]\d+)"
)
# “H.R. 2662”, “S. 5”; not the “S. 5” of “U.S. 5”, hence the look behind.
BILL = re.compile(rf"(?<![\w.])(?P<law>{CHAMBERS})\s*(?P<provision>\d+)\b")
# “section 235(b)(2)(C)”, “§ 1225”.
SECTION = re.compile(rf"(?<!\w){SIGN}\s*(?P<provision>{NUMBER})")
# “Title VI”, “Article 33”, with a capital: “part 2” is a part of anything.
PART = re.compile(
    r"\b(?P<law>Title|Article|Chapter|Part|Protocol No\.)\s+(?P<provision>\d+[A-Z]?|[IVXLC]+)\b"
)
# “No. 19-1212”, “Case No. 3:19-cv-00807”, “3:19-cv-00807”; not “No. 7”, a number.
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
