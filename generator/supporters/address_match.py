"""When two addresses, or two names, are one and the same, however they are written."""

import hashlib
import re
from collections.abc import Mapping

from generator.congress.postal_form import DIRECTIONS, SUFFIXES, UNITS, lines_for_post
from generator.supporters.types import Supporter

_SHORT: Mapping[str, str] = {
    **SUFFIXES, **DIRECTIONS, **UNITS, "SAINT": "ST",
    # What only says that a unit follows says nothing.
    "APARTMENT": "", "APT": "", "UNIT": "", "SUITE": "", "STE": "", "NUMBER": "", "NO": "",
    # Numbers that are names of streets.
    "FIRST": "1ST", "SECOND": "2ND", "THIRD": "3RD", "FOURTH": "4TH", "FIFTH": "5TH", "SIXTH": "6TH", "SEVENTH": "7TH",
    "EIGHTH": "8TH", "NINTH": "9TH", "TENTH": "10TH",
}  # fmt: skip
_TITLES = frozenset({"MR", "MRS", "MS", "MX", "MISS", "DR", "PROF", "REV"})
_POST_OFFICE_BOX = re.compile(r"^(?:P ?O|POST OFC) BOX |^BOX (?=\d)")
_RURAL_ROUTE = re.compile(r"^(?:R ?R|RFD|RD|RURAL RTE|RTE) (?=\d+ BOX )")
_STOREY = re.compile(r"\b(\d+)(?:ST|ND|RD|TH) FL\b")
_JOINED = re.compile(r"(?<=\d) (?=[A-Z]$)")
_ORDINAL = re.compile(r"(?<=\d) (?=(?:ST|ND|RD|TH)\b)")


def address_key(street: str, zip_code: str) -> str:
    """The same for every way to write one address: by street and five digits, the city is in the ZIP code.

    After the abbreviations of USPS Publication 28; “Apt 4B”, “#4-B” and a bare “4B” behind the street are one.
    """
    line = " ".join(short_words(street))
    line = _RURAL_ROUTE.sub("RR ", _POST_OFFICE_BOX.sub("PO BOX ", line))
    line = _STOREY.sub(r"FL \1", _ORDINAL.sub("", line))
    return f"{_JOINED.sub('', line)}|{zip_code[:5]}"


def name_key(name: str) -> str:
    """The same for every way to write one name: without capitals, accents, punctuation and titles; Jr. and Sr. are two people."""
    found = words(name)
    while len(found) > 1 and found[0] in _TITLES:
        found = found[1:]
    return " ".join(found)


def household(supporter: Supporter) -> str:
    """A key that all who live at one address share; a digest, so that it names nobody in files and manifests."""
    return digest("household", address_key(supporter.street, supporter.zip))


def digest(*parts: str) -> str:
    """Sixteen hexadecimal digits (64 bits) of the SHA-256 of the parts."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


def short_words(text: str) -> list[str]:
    """The words as `words` has them, those of addresses in their short form; what only says that a unit follows is left out."""
    return [short for word in words(text) if (short := _SHORT.get(word, word))]


def words(text: str) -> list[str]:
    """The words in capitals, without accents and signs; letters of other scripts stay as they are."""
    plain = (
        text.upper()
        if text.isascii()
        else " ".join(lines_for_post((text.replace("-", " "),))).upper()
    )
    return re.sub(r"[^\w\s]|_", " ", plain.replace(".", "").replace("'", "")).split()
