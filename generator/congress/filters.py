"""The filters of recipients: `TX-16`, `TX`, `senate`, `committee:Judiciary`, a name, an id."""

import difflib
import re
from collections.abc import Sequence

from generator.congress.committees import committee_problem, seats_meant
from generator.congress.forms_of_address import file_stem, folded
from generator.congress.seats import NoSuchSeatError, read_seat
from generator.errors import LettersError
from generator.models.recipient import Recipient
from generator.states import STATES, code_of
from generator.text import closest, listed

# Zeros in front are skipped, because tables write AK-00 and TX-016; TX-123 and TEX-1 are no seats.
SEAT = re.compile(r"^([A-Za-z]{2})[- ]?0*(\d{1,2}|AL|sen)$", re.IGNORECASE)
"""A seat as people write it: `TX-16`, `tx16`, `AK AL`, `TX-sen`."""
LIST = "`letters list recipients` shows who is"
CHAMBERS = {
    "house": "house", "representative": "house", "representatives": "house",
    "senate": "senate", "senator": "senate", "senators": "senate",
}  # fmt: skip


class NoMatchingRecipientError(LettersError):
    """A filter that matches no recipient."""

    def __init__(self, sought: str, recipients: Sequence[Recipient]) -> None:
        super().__init__(
            f"no recipient is meant by {sought!r}; {_hint(sought.strip(), recipients)}"
        )


def _hint(sought: str, recipients: Sequence[Recipient]) -> str:
    """Returns what the user probably meant, or what filters there are.

    No seat is suggested for another: the member of the next district is another person.
    """
    kind, colon, value = sought.partition(":")
    # In this order because each test is narrower than the next: words that look like a seat are
    # never searched among the names, where TX-61 would be “near” TX-16.
    if SEAT.match(sought):
        return _no_holder(sought)
    if code := code_of(sought):
        return f"no member from {STATES[code]} is in these files ({LIST})"
    if "," in sought:
        parts = filter(None, map(str.strip, sought.split(",")))
        options = (f'--to "{part}"' if " " in part else f"--to {part}" for part in parts)
        return f"name each by itself: {' '.join(options)}"
    if colon and kind.lower() == "committee":
        return committee_problem(value, recipients) or (
            f"no member in these files sits on that committee ({LIST} on which)"
        )
    if colon and closest(kind, ["committee"]):
        return f"did you mean committee:{value}?"
    names = {
        plain(name): name
        for person in recipients
        for name in (person.name.full, person.name.last, person.seat)
    }
    # Three, because a surname may be that of several members.
    near = [names[match] for match in difflib.get_close_matches(plain(sought), names, n=3)]
    unknown = (
        f"no member in these files has that name ({LIST}); "
        "other filters are TX-16, TX, senate and committee:Judiciary"
    )
    return f"did you mean {listed(near)}?" if near else unknown


def _no_holder(seat: str) -> str:
    """Returns why no recipient holds the seat: it does not exist, or it is vacant."""
    try:
        read_seat(seat)
    except NoSuchSeatError as error:
        return str(error)
    return (
        f"no member in these files holds that seat: it is vacant, or its holder is missing ({LIST})"
    )


def select(recipients: Sequence[Recipient], filters: Sequence[str]) -> tuple[Recipient, ...]:
    """Returns the recipients that match a filter, in their order; all of them without a filter.

    Raises NoMatchingRecipientError for a filter that matches no recipient.
    """
    if not filters:
        return tuple(recipients)
    # Two filters may match one member, who gets one letter, at the place of the recipients file.
    ids: set[str] = set()
    for sought in filters:
        found = {person.id for person in recipients if meets(person, sought)}
        # A filter without a match stops the build: a typing error would otherwise be a letter too
        # few, which a user who gets fifty others may not notice.
        if not found:
            raise NoMatchingRecipientError(sought, recipients)
        ids |= found
    return tuple(person for person in recipients if person.id in ids)


def meets(recipient: Recipient, sought: str) -> bool:
    """Returns whether the filter matches the recipient."""
    words = sought.strip()
    kind, colon, value = words.partition(":")
    if colon and kind.lower() == "committee":
        return bool(seats_meant(recipient, value))
    if chamber := CHAMBERS.get(words.lower()):
        return recipient.chamber == chamber
    if seat := SEAT.match(words):
        number = seat[2].upper()
        if number.isdecimal():
            # 0 and AL both mean the only seat of a state.
            number = f"{int(number):02d}" if int(number) else "AL"
        return recipient.seat.upper() == f"{seat[1].upper()}-{number}"
    # By code only. The name of a state is compared last, with the names of members, so that
    # `Virginia` finds the state's members as well as Virginia Foxx.
    if words.upper() in STATES:
        return recipient.state == words.upper()
    return _is_named(recipient, plain(words))


def plain(text: str) -> str:
    """Returns the text in small letters without accents, as people type names."""
    return " ".join(folded(text).casefold().split())


def _is_named(recipient: Recipient, words: str) -> bool:
    """Returns whether the words are a name of the recipient, or whole words of the full name.

    Names are the id, the state, the surname and the file name of the letter.
    """
    name = recipient.name
    known = (recipient.id, STATES[recipient.state], name.last, file_stem(recipient))
    if words in map(plain, known):
        return True
    full = plain(name.full).split()
    # Whole words: `King` must not select Kingston.
    return bool(words) and all(word in full for word in words.split())
