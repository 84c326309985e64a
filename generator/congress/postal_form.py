"""Addresses in the form that sorting machines read best (USPS Publication 28): `PO BOX 12`, `FL 2`.

Suffixes, directions, units, boxes and routes get their standard form. A word whose part in the
line is not certain stays as it is.
"""

import re
from collections.abc import Mapping, Sequence

from generator.congress.forms_of_address import clean, folded

# Tables and not `usaddress`, a statistical parser for addresses in one text: ours come in lines
# whose part is known, and a guess would be printed on an envelope.
SUFFIXES: Mapping[str, str] = {
    "ALLEY": "ALY", "AV": "AVE", "AVENUE": "AVE", "AVEN": "AVE", "BOULEVARD": "BLVD",
    "BOUL": "BLVD", "BRIDGE": "BRG", "BROOK": "BRK", "CAUSEWAY": "CSWY", "CENTER": "CTR",
    "CENTRE": "CTR", "CIRCLE": "CIR", "CIRC": "CIR", "CLIFF": "CLF", "CORNER": "COR", "COURT": "CT",
    "COURTS": "CTS", "COVE": "CV", "CREEK": "CRK", "CRESCENT": "CRES", "CROSSING": "XING",
    "DRIVE": "DR", "DRV": "DR", "ESTATES": "ESTS", "EXPRESSWAY": "EXPY", "EXTENSION": "EXT",
    "FORT": "FT", "FREEWAY": "FWY", "GARDEN": "GDN", "GARDENS": "GDNS", "GLEN": "GLN",
    "GREEN": "GRN", "GROVE": "GRV", "HARBOR": "HBR", "HEIGHTS": "HTS", "HIGHWAY": "HWY",
    "HIWAY": "HWY", "HILL": "HL", "HILLS": "HLS", "HOLLOW": "HOLW", "ISLAND": "IS",
    "JUNCTION": "JCT", "LAKE": "LK", "LANDING": "LNDG", "LANE": "LN", "LODGE": "LDG",
    "MANOR": "MNR", "MEADOW": "MDW", "MEADOWS": "MDWS", "MOUNT": "MT", "MOUNTAIN": "MTN",
    "PARKWAY": "PKWY", "PKY": "PKWY", "PLACE": "PL", "PLAIN": "PLN", "PLAZA": "PLZ", "POINT": "PT",
    "RANCH": "RNCH", "RIDGE": "RDG", "RIVER": "RIV", "ROAD": "RD", "ROUTE": "RTE", "SHORE": "SHR",
    "SPRING": "SPG", "SPRINGS": "SPGS", "SQUARE": "SQ", "STATION": "STA", "STR": "ST",
    "STREET": "ST", "SUMMIT": "SMT", "TERRACE": "TER", "TERR": "TER", "TRACE": "TRCE",
    "TRAIL": "TRL", "TURNPIKE": "TPKE", "VALLEY": "VLY", "VIEW": "VW", "VILLAGE": "VLG",
    "VISTA": "VIS",
}  # fmt: skip
"""The commonest street suffixes of Publication 28, appendix C1."""
DIRECTIONS: Mapping[str, str] = {
    "NORTH": "N", "SOUTH": "S", "EAST": "E", "WEST": "W", "NORTHEAST": "NE", "NORTHWEST": "NW",
    # Publication 28, section 233.
    "SOUTHEAST": "SE", "SOUTHWEST": "SW",
}  # fmt: skip
UNITS: Mapping[str, str] = {
    "APARTMENT": "APT", "BUILDING": "BLDG", "DEPARTMENT": "DEPT", "FLOOR": "FL", "HANGAR": "HNGR",
    "OFFICE": "OFC", "PENTHOUSE": "PH", "ROOM": "RM", "SPACE": "SPC", "SUITE": "STE",
    "TRAILER": "TRLR",
    # Short forms count as units too, so that a line in standard form stays as it is.
    **{short: short for short in (
        "APT", "BLDG", "DEPT", "FL", "HNGR", "LOT", "OFC", "PH", "RM", "SLIP", "SPC", "STE",
        "TRLR", "UNIT",
    )},
}  # fmt: skip
"""Appendix C2."""

# Each pattern ends before what follows the part that is rewritten: the number of a box or route.
# `POST OFFICE BOX 12`, `P O DRAWER 7` and `BOX 12`; not `BOX ELDER LN`. A box has one form (section
# 28).
_BOX = re.compile(r"^(?:(?:P ?O|POST OFFICE) (?:BOX|DRAWER)|BOX(?= \d))(?= )")
# `RURAL ROUTE 2 BOX 18` and `RFD 2 BOX 18`; not `RD 12`, which may be a road (section 24).
_RURAL_ROUTE = re.compile(r"^(?:RURAL (?:ROUTE|RTE)|R ?R|RFD|RD) (?=\d+ BOX )")
# `STAR ROUTE 5 BOX 3` is `HC 5 BOX 3` today (section 25).
_CONTRACT_ROUTE = re.compile(r"^(?:HIGHWAY CONTRACT(?: ROUTE)?|STAR ROUTE|H ?C) (?=\d+ BOX )")
# `2ND FLOOR` is `FL 2`; `2ND AVE` stays.
_STOREY = re.compile(r"\b(\d+)(?:ST|ND|RD|TH) (?:FLOOR|FL)\b")
# `SUITE #200`, `APARTMENT NO 4B`, `BLDG C` and `# 4` after the street; not `ROOM` in a word of
# several letters that follows it, as in `SPACE CENTER BLVD`.
_UNIT = re.compile(
    rf"(?<= )({'|'.join(UNITS)}) (?:(?:NUMBER|NO|#) ?)?#?(?=\w*\d|[A-Z]\b)|(?<= )(#) ?(?=\w)"
)
# The same at the beginning of a line, where a letter alone has to end it: `SUITE C`, and not the
# first two words of `LOT A MAIN ST`.
_LEADING_UNIT = re.compile(rf"^({'|'.join(UNITS)}) (?:(?:NUMBER|NO|#) ?)?#?(?=\w*\d|[A-Z]$)")


def lines_for_post(lines: Sequence[str]) -> tuple[str, ...]:
    """Returns the lines in capitals, without accents and without punctuation except in numbers.

    Empty lines are left out (Publication 28, sections 21 and 22).
    """
    return tuple(filter(None, map(_post_line, lines)))


def _post_line(line: str) -> str:
    """Keeps hyphens, periods and slashes between digits: 20515-4316, 39.2 RD, 123 1/2 MAIN ST."""
    # `123½` is 123 and a half; without the space NFKD would make 1231/2 of it.
    apart = re.sub(r"(?<=\d)(?=[¼½¾⅐-⅞])", " ", clean(line))
    # A dash between numbers (`100–104`) is the hyphen that the post knows, and ½ holds a slash of
    # its own.
    capitals = re.sub("[–—]", "-", folded(apart).upper().replace("\N{FRACTION SLASH}", "/"))
    # A space for a hyphen between letters (DIAZ BALART), and nothing for a period (PO, US).
    spaced = re.sub(r"(?<!\d)[-/]|[-/](?!\d)|_", " ", capitals)
    bare = re.sub(r"(?<!\d)\.|\.(?!\d)|[^\w\s&#./-]", "", spaced)
    return " ".join(bare.split())


def for_post(street: str) -> str:
    """Returns the delivery line in standard form: `130 AUSTINE DR FL 2`, `RR 2 BOX 18`."""
    line = _post_line(street)
    # Storeys before units, which then find `FL 2` as one. The result changes no more when it is put
    # in again, which a test tries with any text.
    line = _CONTRACT_ROUTE.sub("HC ", _RURAL_ROUTE.sub("RR ", _BOX.sub("PO BOX", line)))
    line = _LEADING_UNIT.sub(_short_unit, _UNIT.sub(_short_unit, _STOREY.sub(r"FL \1", line)))
    words = line.split()
    end = len(words)
    # A unit ends the street; the first two words are a number and a name, never a unit.
    for at, word in enumerate(words[2:], start=2):
        if word in {*UNITS.values(), "#"}:
            end = at
            break
    return " ".join((*_short_street(words[:end]), *words[end:]))


def address_for_post(lines: Sequence[str]) -> tuple[str, ...]:
    """Returns the address in standard form; the first line is a name and the last a town."""
    return (
        # A name and a town have no suffix to shorten: AVENUE COURT and LAKE DRIVE may be both.
        *lines_for_post(lines[:1]),
        *filter(None, map(for_post, lines[1:-1])),
        *lines_for_post(lines[1:][-1:]),
    )


def _short_unit(match: re.Match[str]) -> str:
    return f"{UNITS.get(match[1], '#')} "


def _short_street(words: Sequence[str]) -> Sequence[str]:
    """Returns number and street with suffix and directions in short.

    A word that is the name of the street stays whole, as in NORTH AVENUE and THE CIRCLE.
    """
    if len(words) < 3 or not words[0][0].isdigit():  # noqa: PLR2004 - a number, a name and a suffix
        return words
    short = list(words)
    last = len(short) - 1
    # A direction at the end counts only behind a suffix: MAIN STREET NORTHWEST, but not 12 OLD
    # WEST.
    if short[last] in DIRECTIONS and short[last - 1] in {*SUFFIXES, *SUFFIXES.values()}:
        short[last] = DIRECTIONS[short[last]]
        last -= 1
    # The number may have a fraction: 12 1/2 WEST OAK LANE.
    begin = 2 if "/" in short[1] else 1
    # Only the last of two suffixes is one: 40 COURT STREET is on Court Street.
    if short[last] in SUFFIXES and last > begin and short[last - 1] != "THE":
        short[last] = SUFFIXES[short[last]]
    # With nothing between it and the suffix, the direction is the street's name: 40 NORTH AVE.
    is_name = begin + 1 == last and short[last] in SUFFIXES.values()
    if short[begin] in DIRECTIONS and begin + 1 < len(short) and not is_name:
        short[begin] = DIRECTIONS[short[begin]]
    return short
