"""Whose letters may go: consent, address, and type that has every letter of a name."""

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
from generator.text import quoted

MOST_SIGNS = 5
MILITARY_CITIES = frozenset({"APO", "FPO", "DPO"})

PRINTED = ("name", "street", "city", "story")


@dataclass(frozen=True)
class EligibilityRules:
    """What supporters are held against: the letters' date, the campaign's consent wording and its typefaces."""

    on: datetime.date
    missing_glyphs: Callable[[str], str]
    """The characters of a text that the letters cannot print (`pdf.missing_glyphs`)."""
    wording: str | None = None
    """The version of the words that supporters must have agreed to; None where the campaign names none."""
    mapping: Mapping[str, str] = field(default_factory=dict)
    """Columns by field, where a file calls them by names of its own: `{"story": "Why I care"}`."""


def checked(draft: SupporterRow, terms: EligibilityRules, *, folder: Path) -> Supporter | Hold:
    """The supporter whose letters may go, or everything that stands against it; signatures lie in the folder."""
    refused = [
        *filter(None, [draft.stopped]),
        *draft.refused,
        *_consent(draft.supporter.consent, terms),
    ]
    held = [
        *draft.held,
        *_place(draft.supporter),
        *_type(draft.supporter, terms),
        *_signature(draft.supporter, folder),
    ]
    if refused or held:
        return Hold(
            "refused" if refused else "held",
            "; ".join(dict.fromkeys((*refused, *held))),
            draft.supporter,
        )
    return draft.supporter


def _consent(consent: Consent | None, terms: EligibilityRules) -> Iterator[str]:
    """Why there is no consent that holds on the date of the letters and to the words of the campaign."""
    if consent is None:
        yield "consent: they did not agree: write the day on which they did"
        return
    if consent.is_withdrawn(on=terms.on):
        yield f"withdrawn: they took their consent back on {consent.withdrawn}"
    if consent.given is None:
        yield "consent: the day on which they agreed is not known: write it, like 2026-03-01"
    elif consent.given > terms.on:
        yield f"consent: they agreed on {consent.given}, after the date of the letters ({terms.on}): correct the one that is wrong"
    if terms.wording is not None and not same_wording(consent.wording, terms.wording):
        agreed = (
            f"they agreed to {quoted(consent.wording)}"
            if consent.wording
            else "it is not known to which words they agreed"
        )
        yield f"wording: {agreed}, and the campaign has {quoted(terms.wording)}: ask them again"


def _place(supporter: Supporter) -> Iterator[str]:
    """What keeps the address from naming a member of Congress.

    A military or diplomatic address lies in no district: who lives there votes at the last home in a state
    (52 U.S.C. 20302), and is represented from there.
    """
    if supporter.state in MILITARY or supporter.city.upper() in MILITARY_CITIES:
        yield "address: APO, FPO and DPO lie in no district; write the address at home where they are registered to vote"
    elif (
        supporter.zip
        and supporter.state
        and (problem := zip_problem(supporter.state, supporter.zip))
    ):
        yield f"zip: {problem}"


def _type(supporter: Supporter, terms: EligibilityRules) -> Iterator[str]:
    """What the typefaces have no sign for; better held than printed with empty boxes."""
    for name in PRINTED:
        text = getattr(supporter, name)
        if not text.isascii() and (missing := terms.missing_glyphs(text)):
            yield f"{name}: the letters' typefaces have no sign for {_named(missing)}; write it in Latin letters, if they agree"


def _named(characters: str) -> str:
    """The first of the characters by number and name, which say no more of a person than that."""
    signs = [
        f"U+{ord(sign):04X} ({unicodedata.name(sign, 'without a name').capitalize()})"
        for sign in characters[:MOST_SIGNS]
    ]
    return ", ".join(signs) + (
        f" and {len(characters) - MOST_SIGNS} more" if len(characters) > MOST_SIGNS else ""
    )


def _signature(supporter: Supporter, folder: Path) -> Iterator[str]:
    """What keeps the picture of the signature from being printed."""
    if not supporter.signature:
        return
    try:
        read_picture(folder, supporter.signature)
    except UnusablePictureError as error:
        yield f"signature: the file {str(error).removeprefix(quoted(supporter.signature)).strip()}"
