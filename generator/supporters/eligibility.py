"""Decides whose letters may go: by consent, address, signature, and glyphs for each character."""

import datetime
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from generator.congress.zip_codes import zip_problem
from generator.files.images import UnusablePictureError, read_picture
from generator.supporters.cells import MILITARY
from generator.supporters.rows import SupporterRow, same_wording
from generator.supporters.types import Consent, Hold, Supporter
from generator.text import first_of, quoted

MAX_SIGNS = 5
"""Characters listed by number and name: enough to find the word, chosen by hand."""
MILITARY_CITIES = frozenset({"APO", "FPO", "DPO"})
"""The cities of military and diplomatic addresses (USPS Publication 28, 225)."""
# The fields that stand on the page and that a supporter writes; state and ZIP code have been read
# and are ASCII.
PRINTED = ("name", "street", "city", "story")


@dataclass(frozen=True)
class EligibilityRules:
    """The rules for supporters: the letters' date, the campaign's wording and typefaces."""

    on: datetime.date
    missing_glyphs: Callable[[str], str]
    """The characters of a text that the letters cannot print (`pdf.missing_glyphs`)."""
    wording: str | None = None
    """The version of the words that supporters must have agreed to, if the campaign names one."""
    mapping: Mapping[str, str] = field(default_factory=dict)
    """Columns by field, where a file has names of its own: `{"story": "Why I care"}`."""


def checked(draft: SupporterRow, terms: EligibilityRules, *, folder: Path) -> Supporter | Hold:
    """Returns the supporter if their letters may go, or held with every reason against it.

    `folder` has the pictures of signatures.
    """
    supporter = draft.supporter
    # Refused: without consent no correction of the row helps, and the ledger keeps letters that are
    # printed already from going. Held: something is to be corrected. All reasons at once, each
    # once.
    refused = [draft.stopped, *draft.refused, *_consent(supporter.consent, terms)]
    held = [*_place(supporter), *_type(supporter, terms), *_signature(supporter, folder)]
    reasons = dict.fromkeys(filter(None, (*refused, *draft.held, *held)))
    if not reasons:
        return supporter
    # Refused wins: the person must be asked before an address is worth correcting.
    return Hold("refused" if any(refused) else "held", "; ".join(reasons), supporter)


def _consent(consent: Consent | None, terms: EligibilityRules) -> Iterator[str]:
    """Yields why no consent covers the date of the letters and the words of the campaign."""
    if consent is None:
        yield "consent: they did not agree: write the day on which they did"
        return
    if consent.is_withdrawn(on=terms.on):
        yield f"withdrawn: they took their consent back on {consent.withdrawn}"
    if consent.given is None:
        yield "consent: the day on which they agreed is not known: write it, like 2026-03-01"
    # A consent of a later day covers nothing that is written today; mostly one of the two dates has
    # a typing error.
    elif consent.given > terms.on:
        yield (
            f"consent: they agreed on {consent.given}, after the date of the letters ({terms.on}): "
            "correct the one that is wrong"
        )
    if terms.wording is not None and not same_wording(consent.wording, terms.wording):
        agreed = "it is not known to which words they agreed"
        if consent.wording:
            agreed = f"they agreed to {quoted(consent.wording)}"
        yield f"wording: {agreed}, and the campaign has {quoted(terms.wording)}: ask them again"


def _place(supporter: Supporter) -> Iterator[str]:
    """Yields why the address has no member of Congress.

    A military or diplomatic address is in no district: people there vote at their last home in a
    state (52 U.S.C. 20302), and are represented from there.
    """
    # Where one is missing, the row has been held for that already.
    is_known = supporter.zip and supporter.state
    problem = zip_problem(supporter.state, supporter.zip) if is_known else ""
    if supporter.state in MILITARY or supporter.city.upper() in MILITARY_CITIES:
        yield (
            "address: APO, FPO and DPO lie in no district; "
            "write the address at home where they are registered to vote"
        )
    elif problem:
        yield f"zip: {problem}"


def _type(supporter: Supporter, terms: EligibilityRules) -> Iterator[str]:
    """Yields the characters that the typefaces lack: held, and not printed as empty boxes."""
    for name in PRINTED:
        text = getattr(supporter, name)
        # Every typeface has ASCII, and most cells hold nothing else.
        if not text.isascii() and (missing := terms.missing_glyphs(text)):
            yield (
                f"{name}: the letters' typefaces have no sign for {_named(missing)}; "
                "write it in Latin letters, if they agree"
            )


def _named(characters: str) -> str:
    """Returns the first of the characters by number and name: no personal data."""
    signs = (
        f"U+{ord(sign):04X} ({unicodedata.name(sign, 'without a name').capitalize()})"
        for sign in characters
    )
    return first_of(signs, MAX_SIGNS)


def _signature(supporter: Supporter, folder: Path) -> Iterator[str]:
    """Yields why the picture of the signature cannot be printed."""
    if not supporter.signature:
        return
    try:
        read_picture(folder, supporter.signature)
    except UnusablePictureError as error:
        # The reader of pictures begins with the name of the file, which is often that of the
        # person.
        yield f"signature: the file {str(error).removeprefix(quoted(supporter.signature)).strip()}"
