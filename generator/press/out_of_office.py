"""Recipients who are not in office on the letters' date, and the command that brings who is."""

import datetime
import shlex
from collections.abc import Sequence
from dataclasses import dataclass

from generator import dates
from generator.congress.forms_of_address import file_stem, title_words
from generator.congress.roster import has_begun, has_ended, takes_seat
from generator.ledger.outcomes import Outcome
from generator.models.recipient import Recipient
from generator.project.load import RecipientList
from generator.text import first_of

SYNC = "letters recipients sync"

FEW = 10
"""Members who get a line each; of more, one line has the names."""
MAX_NAMED = 30
"""Members who are named one by one; the whole House would fill a screen. index.csv has each."""


@dataclass(frozen=True)
class OutOfOffice:
    """The selected recipients whose terms do not cover the letters' date."""

    outcomes: tuple[Outcome, ...] = ()
    notice: str = ""
    """One sentence: how many they are, and the command to run; "" if all are in office."""
    details: tuple[str, ...] = ()
    """Who they are, and who follows them, a line each."""


def out_of_office(
    absent: Sequence[Recipient],
    everyone: RecipientList,
    *,
    total: int,
    on: datetime.date,
    command: str,
) -> OutOfOffice:
    """Returns what to say of recipients whose term has ended or is still to begin.

    `total` counts all recipients that were selected. `command` builds the letters of the synced
    members, and takes `--to`.
    """
    over = [person for person in absent if has_ended(person, on)]
    early = [person for person in absent if not has_begun(person, on)]
    outcomes = [
        Outcome(
            person.id,
            file_stem(person),
            "left out",
            message=f"{_place(person, everyone)}{why_absent(person, everyone, on=on)}",
        )
        for person in (*over, *early)
    ]
    details = [f"not written to: {outcome.message}" for outcome in outcomes]
    # One line of names instead: a line each of a whole House would hide all else.
    if len(details) > FEW:
        details = [f"not written to: {_listed([*over, *early], everyone, on=on)}"]
    if follow := [everyone.successors[one.id] for one in over if one.id in everyone.successors]:
        details.append(f"to write to those who followed: {_for(follow, command=command, on=on)}")
    notice = notice_of(over, everyone, total=total, on=on)
    return OutOfOffice(tuple(outcomes), notice, tuple(details))


def _listed(absent: Sequence[Recipient], everyone: RecipientList, *, on: datetime.date) -> str:
    """Returns `Raul Ruiz (CA-25, now Jane Doe), Ann Poe (MS-02, from January 3, 2027)`."""
    words: list[str] = []
    for person in absent:
        more = ""
        if person.term_start and not has_begun(person, on):
            more = f", from {dates.in_words(person.term_start)}"
        elif follows := everyone.successors.get(person.id):
            more = f", now {follows.name.full}"
        words.append(f"{person.name.full} ({person.seat}{more})")
    return first_of(words, MAX_NAMED)


def notice_of(
    over: Sequence[Recipient], everyone: RecipientList, *, total: int, on: datetime.date
) -> str:
    """Returns `16 of 24 recipients' terms ended on January 3, 2027`, and the command to run.

    Returns "" if no term ended.
    """
    if not over:
        return ""
    days = {person.term_end for person in over if person.term_end}
    when = f"ended on {dates.in_words(min(days))}"
    if len(days) > 1:
        when = f"ended by {dates.in_words(on)}"
    count = f"{len(over)} of {total} recipients' terms {when}"
    if total == 1:
        count = f"the term of {names_of(over)} {when}"
    if all(one.id in everyone.successors for one in over):
        return f"{count}, and others have their seats"
    left = [one for one in over if not one.body and one.id not in everyone.successors]
    if not left:
        # No public data has them.
        others = [one for one in over if one.body]
        return f"{count}: write those who followed {names_of(others)} into your own files"
    if everyone.is_current:
        return f"{count}: `{SYNC}` brings who follows {names_of(left)}, as soon as it is published"
    # From that day on: before it, the published files name those who serve until then. Of several
    # days the last is over already where the letter's date is not in the future.
    since = "" if len(days) > 1 else " from that day on"
    return f"{count}: run `{SYNC}`{since}"


def _for(follow: Sequence[Recipient], *, command: str, on: datetime.date) -> str:
    """Returns the command that writes to these members, and what to do instead."""
    # Senators by id, because TX-sen is the seat of both.
    words = [one.seat if one.chamber == "house" else one.id for one in follow if has_begun(one, on)]
    filters = " ".join(f"--to {shlex.quote(word)}" for word in words[:MAX_NAMED])
    own = "add them to your files of recipients"
    return f"{command} {filters}; or {own}" if words else f"{own} when they are in office"


def names_of(people: Sequence[Recipient]) -> str:
    """Returns the names with their seats, the first MAX_NAMED of them."""
    return first_of((f"{one.name.full} ({one.seat})" for one in people), MAX_NAMED)


def _place(person: Recipient, everyone: RecipientList) -> str:
    file, line = everyone.places[person.id]
    return f"{file}:{line}: "


def why_absent(person: Recipient, everyone: RecipientList, *, on: datetime.date) -> str:
    """Returns why the recipient gets no letter, and who has the seat."""
    if not has_begun(person, on):
        return takes_seat(person)
    who = f"{title_words(person)} {person.name.full} ({person.seat})"
    left = f"the term of {who} ended on {dates.in_words(person.term_end or on)}"
    follows = everyone.successors.get(person.id)
    if follows is None:
        return left
    if not has_begun(follows, on):
        return f"{left}; {takes_seat(follows)}"
    return f"{left}; the seat is now held by {follows.name.full}"
