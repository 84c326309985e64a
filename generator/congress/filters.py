"""Which recipients a filter means: `TX-16`, `TX`, `senate`, `committee:Judiciary`, a name, an id, the name of a letter."""

import difflib
import re
import unicodedata
from collections.abc import Sequence

from generator.congress import forms_of_address
from generator.congress.seats import NoSuchSeatError, read_seat
from generator.errors import LettersError
from generator.models import Recipient
from generator.states import STATES, code_of
from generator.text import closest, hint, listed

SEAT = re.compile(r"^([A-Za-z]{2})[- ]?0*(\d{1,2}|AL|sen)$", re.IGNORECASE)
LIST = "`letters list recipients` shows who is"
USUAL = f"nobody in these files is called that ({LIST}); other filters are TX-16, TX, senate and committee:Judiciary"
CHAMBERS = {
    "house": "house", "representative": "house", "representatives": "house",
    "senate": "senate", "senator": "senate", "senators": "senate",
}  # fmt: skip


class NobodyMeantError(LettersError):
    """A filter that no recipient meets."""

    def __init__(self, sought: str, recipients: Sequence[Recipient]) -> None:
        super().__init__(f"no recipient is meant by {sought!r}; {_hint(sought.strip(), recipients)}")


def _hint(sought: str, recipients: Sequence[Recipient]) -> str:
    """What was probably meant. A seat is never taken for its neighbour: whoever is in the next district is another person."""
    kind, colon, value = sought.partition(":")
    if SEAT.match(sought):
        return _no_holder(sought)
    if code := code_of(sought):
        return f"nobody of {STATES[code]} is in these files ({LIST})"
    if "," in sought:
        return f"name each by itself: {' '.join(f'--to {_quoted(part.strip())}' for part in sought.split(',') if part.strip())}"
    if colon and kind.lower() == "committee":
        known = {seat.name for person in recipients for seat in person.committees}
        return hint(value, known).removeprefix("; ") or f"nobody in these files sits on that committee ({LIST} on which)"
    if colon and (kind_meant := closest(kind, ["committee"])):
        return f"did you mean {kind_meant}:{value}?"
    names = {plain(name): name for person in recipients for name in (person.name.full, person.name.last, person.seat)}
    close = difflib.get_close_matches(plain(sought), names, n=3)
    return f"did you mean {listed(names[match] for match in close)}?" if close else USUAL


def _quoted(word: str) -> str:
    """The word as a shell takes it."""
    return f'"{word}"' if " " in word else word


def _no_holder(seat: str) -> str:
    """Why nobody holds the seat: there is no such seat, or it is vacant."""
    try:
        read_seat(seat)
    except NoSuchSeatError as error:
        return str(error)
    return f"nobody in these files holds that seat: it is vacant, or its holder is not listed ({LIST})"


def select(recipients: Sequence[Recipient], filters: Sequence[str]) -> tuple[Recipient, ...]:
    """The recipients that meet at least one of the filters, in their own order; all of them where there is no filter.

    Raises NobodyMeantError for a filter that nobody meets.
    """
    if not filters:
        return tuple(recipients)
    meant = {sought: {person.id for person in recipients if meets(person, sought)} for sought in filters}
    for sought, found in meant.items():
        if not found:
            raise NobodyMeantError(sought, recipients)
    wanted = frozenset().union(*meant.values())
    return tuple(person for person in recipients if person.id in wanted)


def meets(recipient: Recipient, sought: str) -> bool:
    """Whether one filter means this recipient."""
    wanted = sought.strip()
    kind, colon, value = wanted.partition(":")
    if colon and kind.lower() == "committee":
        return any(forms_of_address.same_committee(seat.name, value) for seat in recipient.committees)
    if wanted.lower() in CHAMBERS:
        return recipient.chamber == CHAMBERS[wanted.lower()]
    if seat := SEAT.match(wanted):
        return _holds(recipient, state=seat.group(1).upper(), number=seat.group(2).upper())
    if wanted.upper() in STATES:
        return recipient.state == wanted.upper()
    return _named(recipient, plain(wanted))


def plain(text: str) -> str:
    """The text in lower case without accents, as people type names."""
    folded = unicodedata.normalize("NFKD", text).casefold()
    return " ".join("".join(letter for letter in folded if not unicodedata.combining(letter)).split())


def _holds(recipient: Recipient, *, state: str, number: str) -> bool:
    """Whether the recipient holds the seat; `AL` and `0` mean the only one of a state."""
    if recipient.state != state:
        return False
    if number == "SEN":
        return recipient.chamber == "senate"
    return recipient.chamber == "house" and (recipient.district or 0) == (0 if number == "AL" else int(number))


def _named(recipient: Recipient, wanted: str) -> bool:
    """Whether the words are the recipient's id, state, surname, the name of their letter, or whole words of the full name."""
    full = plain(recipient.name.full).split()
    known = (recipient.id, STATES[recipient.state], recipient.name.last, forms_of_address.file_stem(recipient))
    if wanted in map(plain, known):
        return True
    return bool(wanted) and all(word in full for word in wanted.split())
