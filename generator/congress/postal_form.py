"""A delivery line as machines read it best: suffixes, directions, units, boxes and routes in their standard form (USPS Publication 28)."""

import re
from collections.abc import Mapping, Sequence

from generator.congress.forms_of_address import lines_for_post

SUFFIXES: Mapping[str, str] = {
    "ALLEY": "ALY", "AV": "AVE", "AVENUE": "AVE", "AVEN": "AVE", "BOULEVARD": "BLVD", "BOUL": "BLVD", "BRIDGE": "BRG", "BROOK": "BRK",
    "CAUSEWAY": "CSWY", "CENTER": "CTR", "CENTRE": "CTR", "CIRCLE": "CIR", "CIRC": "CIR", "CLIFF": "CLF", "CORNER": "COR",
    "COURT": "CT", "COURTS": "CTS", "COVE": "CV", "CREEK": "CRK", "CRESCENT": "CRES", "CROSSING": "XING", "DRIVE": "DR", "DRV": "DR",
    "ESTATES": "ESTS", "EXPRESSWAY": "EXPY", "EXTENSION": "EXT", "FORT": "FT", "FREEWAY": "FWY", "GARDEN": "GDN", "GARDENS": "GDNS",
    "GLEN": "GLN", "GREEN": "GRN", "GROVE": "GRV", "HARBOR": "HBR", "HEIGHTS": "HTS", "HIGHWAY": "HWY", "HIWAY": "HWY", "HILL": "HL",
    "HILLS": "HLS", "HOLLOW": "HOLW", "ISLAND": "IS", "JUNCTION": "JCT", "LAKE": "LK", "LANDING": "LNDG", "LANE": "LN", "LODGE": "LDG",
    "MANOR": "MNR", "MEADOW": "MDW", "MEADOWS": "MDWS", "MOUNT": "MT", "MOUNTAIN": "MTN", "PARKWAY": "PKWY", "PKY": "PKWY",
    "PLACE": "PL", "PLAIN": "PLN", "PLAZA": "PLZ", "POINT": "PT", "RANCH": "RNCH", "RIDGE": "RDG", "RIVER": "RIV", "ROAD": "RD",
    "ROUTE": "RTE", "SHORE": "SHR", "SPRING": "SPG", "SPRINGS": "SPGS", "SQUARE": "SQ", "STATION": "STA", "STR": "ST",
    "STREET": "ST", "SUMMIT": "SMT", "TERRACE": "TER", "TERR": "TER", "TRACE": "TRCE", "TRAIL": "TRL", "TURNPIKE": "TPKE",
    "VALLEY": "VLY", "VIEW": "VW", "VILLAGE": "VLG", "VISTA": "VIS",
}  # fmt: skip
"""The commonest of appendix C1."""
DIRECTIONS: Mapping[str, str] = {
    "NORTH": "N", "SOUTH": "S", "EAST": "E", "WEST": "W", "NORTHEAST": "NE", "NORTHWEST": "NW", "SOUTHEAST": "SE", "SOUTHWEST": "SW",
}  # fmt: skip
UNITS: Mapping[str, str] = {
    "APARTMENT": "APT", "BUILDING": "BLDG", "DEPARTMENT": "DEPT", "FLOOR": "FL", "HANGAR": "HNGR", "OFFICE": "OFC", "PENTHOUSE": "PH",
    "ROOM": "RM", "SPACE": "SPC", "SUITE": "STE", "TRAILER": "TRLR",
    **{short: short for short in ("APT", "BLDG", "DEPT", "FL", "HNGR", "LOT", "OFC", "PH", "RM", "SLIP", "SPC", "STE", "TRLR", "UNIT")},
}  # fmt: skip
"""Appendix C2."""

_BOX = re.compile(r"^(?:(?:P ?O|POST OFFICE) (?:BOX|DRAWER)|BOX(?= \d))(?= )")
_RURAL_ROUTE = re.compile(r"^(?:RURAL (?:ROUTE|RTE)|R ?R|RFD|RD) (?=\d+ BOX )")
_CONTRACT_ROUTE = re.compile(r"^(?:HIGHWAY CONTRACT(?: ROUTE)?|STAR ROUTE|H ?C) (?=\d+ BOX )")
_STOREY = re.compile(r"\b(\d+)(?:ST|ND|RD|TH) (?:FLOOR|FL)\b")
_UNIT = re.compile(rf"(?<= )({'|'.join(UNITS)}) (?:(?:NUMBER|NO|#) ?)?#?(?=\w*\d|[A-Z]\b)|(?<= )(#) ?(?=\w)")
_LEADING_UNIT = re.compile(rf"^({'|'.join(UNITS)}) (?:(?:NUMBER|NO|#) ?)?#?(?=\w*\d|[A-Z]$)")


def for_post(street: str) -> str:
    """The line in capitals, its parts in their standard form: `130 AUSTINE DR FL 2`, `PO BOX 12`, `RR 2 BOX 18`."""
    line = " ".join(lines_for_post((street,)))
    line = _CONTRACT_ROUTE.sub("HC ", _RURAL_ROUTE.sub("RR ", _BOX.sub("PO BOX", line)))
    line = _LEADING_UNIT.sub(_short_unit, _UNIT.sub(_short_unit, _STOREY.sub(r"FL \1", line)))
    words = line.split()
    end = next((at for at, word in enumerate(words) if at > 1 and word in {*UNITS.values(), "#"}), len(words))
    return " ".join((*_short_street(words[:end]), *words[end:]))


def address_for_post(lines: Sequence[str]) -> tuple[str, ...]:
    """An address as machines read it best: the lines between the name and the town in standard form."""
    if len(lines) < 3:  # noqa: PLR2004 - a name, a street and a town
        return lines_for_post(lines)
    first, *between, last = lines
    return (*lines_for_post((first,)), *filter(None, map(for_post, between)), *lines_for_post((last,)))


def _short_unit(match: re.Match[str]) -> str:
    return f"{UNITS.get(match[1], '#')} "


def _short_street(words: Sequence[str]) -> Sequence[str]:
    """The number and street with suffix and directions in short; a word that is the name itself, as in NORTH AVENUE, stays whole."""
    if len(words) < 3 or not words[0][0].isdigit():  # noqa: PLR2004 - a number, a name and a suffix
        return words
    short = list(words)
    last = len(short) - 1
    if short[last] in DIRECTIONS and short[last - 1] in {*SUFFIXES, *SUFFIXES.values()}:
        short[last] = DIRECTIONS[short[last]]
        last -= 1
    begin = 2 if "/" in short[1] else 1
    if short[last] in SUFFIXES and last > begin and short[last - 1] != "THE":
        short[last] = SUFFIXES[short[last]]
    if short[begin] in DIRECTIONS and begin + 1 < len(short) and not (begin + 1 == last and short[last] in SUFFIXES.values()):
        short[begin] = DIRECTIONS[short[begin]]
    return short
