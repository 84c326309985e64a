"""E-mail addresses, and words in the headers of a message: nothing that a person is called can become a header of its own."""

import base64
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from generator.files.text import odd_character

LONGEST_ADDRESS = 254
LONGEST_LOCAL = 64
"""Octets of an address and of what stands before its @ (RFC 5321, section 4.5.3.1, and its erratum 1690)."""
LONGEST_NAME = 300
"""Characters of a name; what is longer is no name."""
WORD_BYTES = 39
"""Of text in one encoded word: with the longest header's name in front, its line stays under 76 (RFC 2047, section 2)."""
LINE = 66
"""Characters of plain words on one line of a header."""

_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~\x80-\U0010ffff-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~\x80-\U0010ffff-]+)*")
"""A dot-atom (RFC 5322, section 3.2.3, RFC 6532, section 3.2)."""
_LABEL = re.compile(r"[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?")
"""A part of a domain (RFC 1123, section 2.1)."""


@dataclass(frozen=True)
class Mailbox:
    """An address and whose it is. Use it only where it has no `problem`."""

    address: str
    name: str = ""

    @property
    def problem(self) -> tuple[str, str] | None:
        """Which part is wrong, and what to do about it without the words themselves; None where all is well."""
        if wrong := _address_problem(self.address):
            return "email", wrong
        if wrong := _name_problem(self.name):
            return "name", wrong
        return None

    @property
    def local(self) -> str:
        """What stands before the @."""
        return self.address.rpartition("@")[0]

    @property
    def domain(self) -> str:
        """The domain as the network knows it: `xn--bcher-kva.example`."""
        return _ascii_domain(self.address.rpartition("@")[2]) or ""

    @property
    def wire(self) -> str:
        """The address as it is given to a server."""
        return f"{self.local}@{self.domain}"

    @property
    def key(self) -> str:
        """The same for two ways of writing one address: capitals count nowhere in practice."""
        return unicodedata.normalize("NFKC", self.wire).casefold()

    @property
    def needs_utf8(self) -> bool:
        """Whether only a server with SMTPUTF8 takes it (RFC 6531)."""
        return not self.local.isascii()

    @property
    def header(self) -> str:
        """The mailbox as a header holds it."""
        if not self.name:
            return f"<{self.wire}>"
        return f"{phrase(self.name)}\r\n <{self.wire}>"


def _address_problem(address: str) -> str:
    local, at, domain = address.rpartition("@")
    if not at:
        return "has no @: correct it"
    if not _LOCAL.fullmatch(local) or any(not _is_seen(letter) for letter in local):
        return "has a character or a dot before its @ that no address has: correct it"
    if _ascii_domain(domain) is None:
        return "has no domain behind its @: correct it"
    if len(local.encode()) > LONGEST_LOCAL or len(address.encode()) > LONGEST_ADDRESS:
        return "is longer than any address can be: correct it"
    return ""


def _name_problem(name: str) -> str:
    if odd := _odd(name):
        return odd
    return "" if len(name) <= LONGEST_NAME else f"is longer than {LONGEST_NAME} characters: shorten it"


def _odd(text: str) -> str:
    """What to do about the first character that no header may hold; empty where there is none."""
    if any(letter in text for letter in "\t\n"):
        return "is broken over lines or holds a tab: write it on one line"
    return odd_character(text) or ""


def _is_seen(letter: str) -> bool:
    return letter.isprintable() and not letter.isspace()


def _ascii_domain(domain: str) -> str | None:
    """The domain as the network knows it, or None where it is none.

    Python knows IDNA of 2003, which makes another domain of a few (`faß.de`); those are to be written as xn--.
    """
    try:
        plain = domain.encode("idna").decode() if not domain.isascii() else domain
        if not domain.isascii() and plain.encode().decode("idna") != unicodedata.normalize("NFC", domain).lower():
            return None
    except UnicodeError:
        return None
    labels = plain.split(".")
    return plain.lower() if len(labels) > 1 and all(_LABEL.fullmatch(label) for label in labels) else None


# ---------------------------------------------------------------- words in headers


def header_problem(text: str) -> str:
    """Why the text cannot stand in a header and what to do; empty where it can."""
    return _odd(text)


def phrase(name: str) -> str:
    """The name as a header holds it: between quotes where it is short and plain, else in encoded words (RFC 2047)."""
    if name.isascii() and "=?" not in name and len(name) <= LINE:
        return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return encoded(name)


def unstructured(text: str) -> str:
    """The text as a header like Subject holds it: folded where it is plain, else in encoded words (RFC 2047)."""
    words = text.split()
    if text.isascii() and "=?" not in text and all(len(word) <= LINE for word in words):
        return "\r\n ".join(_lines(words))
    return encoded(" ".join(words))


def encoded(text: str) -> str:
    """The text in encoded words, a line each; every one holds whole characters."""
    return "\r\n ".join(f"=?utf-8?b?{base64.b64encode(part).decode()}?=" for part in _parts(text))


def _parts(text: str) -> Iterator[bytes]:
    part = b""
    for letter in text:
        octets = letter.encode()
        if len(part) + len(octets) > WORD_BYTES:
            yield part
            part = b""
        part += octets
    yield part


def _lines(words: list[str]) -> Iterator[str]:
    line = ""
    for word in words:
        if line and len(line) + 1 + len(word) > LINE:
            yield line
            line = ""
        line = f"{line} {word}" if line else word
    yield line
