"""E-mail addresses and names as the headers of a message hold them.

No name can become a header of its own, even with line breaks in it.
"""

import base64
import re
import textwrap
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from generator.files.text import odd_character

LONGEST_ADDRESS = 254
LONGEST_LOCAL = 64
"""Octets of an address and of the part before its @ (RFC 5321, section 4.5.3.1, erratum 1690)."""
# A list may have a whole letter in the column of the name.
LONGEST_NAME = 300
"""Characters of a name: longer than any name that we know, chosen by hand."""
# A multiple of 3, so that base64 needs no padding: 39 bytes are 52 characters, 64 with `=?utf-8?b?`
# and `?=`.
WORD_BYTES = 39
"""Bytes of text in one encoded word: with the longest header's name in front, its line stays under
76 characters (RFC 2047, section 2)."""
# Leaves room for the header's name in the 78 characters that RFC 5322, section 2.1.1 asks for.
LINE = 66
"""Characters of plain words on one line of a header."""

# “ana.ruiz+news”, “o'brien”, “josé”; not “ana..ruiz”, “.ana”, “ana ruiz” or the quoted form `"ana
# ruiz"`, which RFC 5321, 4.1.2 tells hosts to avoid.
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~\x80-\U0010ffff-]+"
_LOCAL = re.compile(rf"{_ATOM}(\.{_ATOM})*")
"""A dot-atom (RFC 5322, section 3.2.3, RFC 6532, section 3.2)."""
# “example”, “xn--bcher-kva”; not “-example”, and at most 63 characters.
_LABEL = re.compile(r"[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?")
"""A part of a domain (RFC 1123, section 2.1)."""


@dataclass(frozen=True)
class Mailbox:
    """An address and the name of its owner. Use it only if it has no `problem`."""

    address: str
    name: str = ""

    @property
    def problem(self) -> tuple[str, str] | None:
        """The part that is wrong, and what to do, without personal data; None if all is well."""
        if wrong := _address_problem(self.address):
            return "email", wrong
        # The address first: without one there is no message.
        wrong = header_problem(self.name)
        if not wrong and len(self.name) > LONGEST_NAME:
            wrong = f"is longer than {LONGEST_NAME} characters: shorten it"
        return ("name", wrong) if wrong else None

    @property
    def local(self) -> str:
        """The part before the @."""
        return self.address.rpartition("@")[0]

    @property
    def domain(self) -> str:
        """The domain as the network knows it: `xn--bcher-kva.example`."""
        # “” for an invalid domain: `problem` has said so, and a mailbox with a problem is not used.
        return _ascii_domain(self.address.rpartition("@")[2]) or ""

    @property
    def wire(self) -> str:
        """The address as a server gets it."""
        return f"{self.local}@{self.domain}"

    @property
    def key(self) -> str:
        """A key that is the same for every spelling of one address: servers ignore capitals."""
        # RFC 5321, 2.4 lets a server tell capitals apart before the @ and discourages it. A key
        # decides who is the same person, where a second message is the worse mistake.
        return unicodedata.normalize("NFKC", self.wire).casefold()

    @property
    def needs_utf8(self) -> bool:
        """Whether only a server with SMTPUTF8 accepts it (RFC 6531)."""
        return not self.local.isascii()

    @property
    def header(self) -> str:
        """The mailbox as a header holds it."""
        if not self.name:
            return f"<{self.wire}>"
        # The address on a line of its own: no name, however long, can push it over the limit of a
        # line.
        return f"{phrase(self.name)}\r\n <{self.wire}>"


def _address_problem(address: str) -> str:
    local, at, domain = address.rpartition("@")
    if not at:
        return "has no @: correct it"
    # isprintable: the atoms allow all of Unicode above ASCII, which has separators and marks of
    # direction.
    if not _LOCAL.fullmatch(local) or not local.isprintable():
        return "has a character or a dot before its @ that no address has: correct it"
    if _ascii_domain(domain) is None:
        return "has no domain behind its @: correct it"
    if len(local.encode()) > LONGEST_LOCAL or len(address.encode()) > LONGEST_ADDRESS:
        return "is longer than any address can be: correct it"
    return ""


def _ascii_domain(domain: str) -> str | None:
    """Returns the domain as the network knows it; None for an invalid one.

    Python has IDNA of 2003, which makes another domain of a few (`faß.de`): those must be written
    as xn--.
    """
    plain = domain
    if not domain.isascii():
        try:
            plain = domain.encode("idna").decode()
            # Back and forth: IDNA of 2003 makes “fass.de” of “faß.de”, which is another's domain.
            if plain.encode().decode("idna") != unicodedata.normalize("NFC", domain).lower():
                return None
        # An empty label, or one over 63 characters.
        except UnicodeError:
            return None
    labels = plain.split(".")
    # At least two labels: “ana@gmail” lacks its “.com”.
    is_valid = len(labels) > 1 and all(map(_LABEL.fullmatch, labels))
    return plain.lower() if is_valid else None


# ---------------------------------------------------------------- words in headers


def header_problem(text: str) -> str:
    """Returns why the text cannot be in a header and what to do; "" if it can."""
    if "\t" in text or "\n" in text:
        return "is broken over lines or holds a tab: write it on one line"
    return odd_character(text) or ""


def phrase(name: str) -> str:
    """Returns the name for a header: in quotes if short and plain, else encoded (RFC 2047)."""
    # “=?” could be taken for an encoded word when it is read.
    if name.isascii() and "=?" not in name and len(name) <= LINE:
        # Always in quotes: a comma, a dot or a parenthesis has a meaning outside of them (RFC 5322,
        # section 3.2.4). The backslash first, or those of the quotes would be doubled.
        return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return encoded(name)


def unstructured(text: str) -> str:
    """Returns the text for a header like Subject: folded if plain, else encoded (RFC 2047)."""
    words = text.split()
    if text.isascii() and "=?" not in text and all(len(word) <= LINE for word in words):
        lines = textwrap.wrap(" ".join(words), LINE, break_long_words=False, break_on_hyphens=False)
        return "\r\n ".join(lines)
    return encoded(" ".join(words))


def encoded(text: str) -> str:
    """Returns the text in encoded words, a line each; every one has whole characters."""
    # Base64 and not Q: the length of a word depends on the number of its bytes alone. Mail programs
    # drop the space between two encoded words (RFC 2047, section 6.2).
    return "\r\n ".join(f"=?utf-8?b?{base64.b64encode(part).decode()}?=" for part in _parts(text))


def _parts(text: str) -> Iterator[bytes]:
    part = b""
    # By characters and not by bytes: RFC 2047, section 5 forbids to split one over two words.
    for letter in text:
        octets = letter.encode()
        if len(part) + len(octets) > WORD_BYTES:
            yield part
            part = b""
        part += octets
    yield part
