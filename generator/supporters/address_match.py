"""When two addresses, or two names, are the same in different spellings."""

import hashlib
import re
from collections.abc import Mapping

from generator.congress.postal_form import DIRECTIONS, SUFFIXES, UNITS, lines_for_post
from generator.supporters.types import Supporter

_SHORT: Mapping[str, str] = {
    **SUFFIXES, **DIRECTIONS, **UNITS, "SAINT": "ST",
    # Words that only announce a unit are left out.
    "APARTMENT": "", "APT": "", "UNIT": "", "SUITE": "", "STE": "", "NUMBER": "", "NO": "",
    # Numbers that are names of streets.
    "FIRST": "1ST", "SECOND": "2ND", "THIRD": "3RD", "FOURTH": "4TH", "FIFTH": "5TH",
    "SIXTH": "6TH", "SEVENTH": "7TH", "EIGHTH": "8TH", "NINTH": "9TH", "TENTH": "10TH",
}  # fmt: skip
_TITLES = frozenset({"MR", "MRS", "MS", "MX", "MISS", "DR", "PROF", "REV"})
_POST_OFFICE_BOX = re.compile(r"^(?:P ?O|POST OFC) BOX |^BOX (?=\d)")
_RURAL_ROUTE = re.compile(r"^(?:R ?R|RFD|RD|RURAL RTE|RTE) (?=\d+ BOX )")
_STOREY = re.compile(r"\b(\d+)(?:ST|ND|RD|TH) FL\b")
_JOINED = re.compile(r"(?<=\d) (?=[A-Z]$)")
_ORDINAL = re.compile(r"(?<=\d) (?=(?:ST|ND|RD|TH)\b)")


def address_key(street: str, zip_code: str) -> str:
    """Returns a key that is the same for every spelling of one address.

    By street and five digits of the ZIP code, which has the city. With the abbreviations of USPS
    Publication 28; “Apt 4B”, “#4-B” and a bare “4B” after the street are one.
    """
    line = " ".join(short_words(street))
    line = _RURAL_ROUTE.sub("RR ", _POST_OFFICE_BOX.sub("PO BOX ", line))
    line = _STOREY.sub(r"FL \1", _ORDINAL.sub("", line))
    return f"{_JOINED.sub('', line)}|{zip_code[:5]}"


def name_key(name: str) -> str:
    """Returns a key that is the same for every spelling of one name.

    Without capitals, accents, punctuation and titles; Jr. and Sr. stay: they are two people.
    """
    found = words(name)
    while len(found) > 1 and found[0] in _TITLES:
        found = found[1:]
    return " ".join(found)


def household(supporter: Supporter) -> str:
    """Returns the key of an address; a digest, so that manifests have no personal data."""
    return digest("household", address_key(supporter.street, supporter.zip))


def digest(*parts: str) -> str:
    """Returns sixteen hexadecimal digits (64 bits) of the SHA-256 of the parts."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


def short_words(text: str) -> list[str]:
    """Returns the words in the short form of addresses, without “Apt”, “Unit” and “No”."""
    return [short for word in words(text) if (short := _SHORT.get(word, word))]


def words(text: str) -> list[str]:
    """Returns the words in capitals, without accents and signs; keeps letters of other scripts."""
    plain = text if text.isascii() else " ".join(lines_for_post((text.replace("-", " "),)))
    return re.sub(r"[^\w\s]|_", " ", plain.upper().replace(".", "").replace("'", "")).split()
