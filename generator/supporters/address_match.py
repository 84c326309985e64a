"""When two addresses, or two names, are the same in different spellings."""

import hashlib
import re
from collections.abc import Mapping

from generator.congress.postal_form import DIRECTIONS, SUFFIXES, UNITS, lines_for_post
from generator.supporters.types import Supporter

# Applied to every word, also where it is the name of the street (“North Avenue”): the result is a
# key that is compared and never printed, and both spellings get the same one. No library of
# addresses: usaddress brings a parser of 4.9 MB that labels the parts of free text; a comparison
# needs no labels, and a wrong one would make two households of one.
_SHORT: Mapping[str, str] = {
    **SUFFIXES, **DIRECTIONS, **UNITS, "SAINT": "ST",
    # Words that only announce a unit are left out.
    "APARTMENT": "", "APT": "", "UNIT": "", "SUITE": "", "STE": "", "NUMBER": "", "NO": "",
    # Numbers that are names of streets.
    "FIRST": "1ST", "SECOND": "2ND", "THIRD": "3RD", "FOURTH": "4TH", "FIFTH": "5TH",
    "SIXTH": "6TH", "SEVENTH": "7TH", "EIGHTH": "8TH", "NINTH": "9TH", "TENTH": "10TH",
}  # fmt: skip
# Without periods, as `words` gives them; longer titles stay a part of the name.
_TITLES = frozenset({"MR", "MRS", "MS", "MX", "MISS", "DR", "PROF", "REV"})
# After the words were shortened: “P O BOX 9”, “PO BOX 9”, “POST OFC BOX 9” and “BOX 9”; not “BOX
# ELDER LN”, because a number must follow.
_POST_OFFICE_BOX = re.compile(r"^(?:P ?O|POST OFC) BOX |^BOX (?=\d)")
# “RR 2 BOX 7”, “RFD 2 BOX 7”, “RURAL RTE 2 BOX 7” (Publication 28, 24); not “RD 5” without a box,
# which may be the name of a road.
_RURAL_ROUTE = re.compile(r"^(?:R ?R|RFD|RD|RURAL RTE|RTE) (?=\d+ BOX )")
# “2ND FL” and “FL 2” are one floor (Publication 28, appendix C2); not “2ND ST”.
_STOREY = re.compile(r"\b(\d+)(?:ST|ND|RD|TH) FL\b")
# “4 B” at the end, which “4-B” has become: “4B”. Not “12 N MAIN ST”, whose letter is a direction.
_JOINED = re.compile(r"(?<=\d) (?=[A-Z]$)")
# “5 TH AVE” is “5TH AVE”; not “5 THE CIRCLE”.
_ORDINAL = re.compile(r"(?<=\d) (?=(?:ST|ND|RD|TH)\b)")


def address_key(street: str, zip_code: str) -> str:
    """Returns a key that is the same for every spelling of one address.

    By street and five digits of the ZIP code, which has the city. With the abbreviations of USPS
    Publication 28; “Apt 4B”, “#4-B” and a bare “4B” after the street are one.
    """
    line = " ".join(short_words(street))
    line = _RURAL_ROUTE.sub("RR ", _POST_OFFICE_BOX.sub("PO BOX ", line))
    # The ordinal first: “2 ND FL” must become “2ND FL” before the floor is looked for.
    line = _STOREY.sub(r"FL \1", _ORDINAL.sub("", line))
    return f"{_JOINED.sub('', line)}|{zip_code[:5]}"


def name_key(name: str) -> str:
    """Returns a key that is the same for every spelling of one name.

    Without capitals, accents, punctuation and titles; Jr. and Sr. stay: they are two people.
    """
    found = words(name)
    # “Rev. Dr.” has two titles; a name that is a title alone, such as “Dr”, stays.
    while len(found) > 1 and found[0] in _TITLES:
        found = found[1:]
    return " ".join(found)


def household(supporter: Supporter) -> str:
    """Returns the key of an address; a digest, so that manifests have no personal data."""
    return digest("household", address_key(supporter.street, supporter.zip))


def digest(*parts: str) -> str:
    """Returns sixteen hexadecimal digits (64 bits) of the SHA-256 of the parts."""
    # A zero byte between the parts, because no part has one: (“ab”, “c”) and (“a”, “bc”) differ. 64
    # bits: among a million people two share a digest with a chance of about 1 in 37 million.
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


def short_words(text: str) -> list[str]:
    """Returns the words in the short form of addresses, without “Apt”, “Unit” and “No”."""
    return [short for word in words(text) if (short := _SHORT.get(word, word))]


def words(text: str) -> list[str]:
    """Returns the words in capitals, without accents and signs; keeps letters of other scripts."""
    # Most names are ASCII, and the long way folds accents and looks at each sign. The hyphen first:
    # `lines_for_post` keeps it between digits.
    plain = text if text.isascii() else " ".join(lines_for_post((text.replace("-", " "),)))
    return re.sub(r"[^\w\s]|_", " ", plain.upper().replace(".", "").replace("'", "")).split()
