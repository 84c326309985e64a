"""Whether a published file is whole, or was cut: each of the four is judged by its own kind.

The limits come from the published history of unitedstates/congress-legislators, 1,120 days between
November 2012 and June 2026; docs/decisions.md lists what was met there. A file that is only behind
is taken, and the sync names what is missing in it. A file that looks cut, or like another file, is
refused with the option that takes it all the same.
"""

import datetime
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Literal

from generator import dates
from generator.models.fields import Chamber

FewerKind = Literal["members", "offices", "committees"]
"""What `--allow-fewer` can name."""

MIN_MEMBERS, MAX_MEMBERS = 520, 541
"""Members in a whole file: 100 senators and 441 in the House, less the seats that may be vacant.

The history has 528 and more, except on three days of 2012 with 508.
"""
MIN_WITH_OFFICE = 0.5
"""The share of the members that must have an office at home. The history has 0.70 and more: from
2021 to September 2024 the offices of new members were not entered."""
MAX_TAIL_GAP = 0.25
"""How much rarer offices may be among the last tenth of the members by id than among the others.

The file is sorted by id, except for its newest entries, so that a cut takes the last ids. The
history has 0.06 and less.
"""
MIN_SEATED = 0.9
"""The share of each chamber's members that must sit on a committee, except in a new Congress.

The history has 0.966 and more: leaders and new members have no seat.
"""
MAX_EMPTY_COMMITTEES = 5
"""Committees without a member, except in a new Congress: select committees that ended. The history
has 4 and less."""
NEW_CONGRESS_DAYS = (-14, 100)
"""The first and the last day, counted from January 3, on which committees are still being filled.

In 2022 and 2024 the file was emptied on December 25 and 28, in 2021 the House had its seats on
March 7.
"""


def allow(kind: FewerKind) -> str:
    """Returns the words that say with which option the data is taken all the same."""
    return f"if you know that it is right, take it with --allow-fewer {kind}"


def is_new_congress(on: datetime.date) -> bool:
    """Returns whether committees are still being filled on that day."""
    before, after = NEW_CONGRESS_DAYS
    number = dates.congress_on(on - datetime.timedelta(days=before))
    return on < dates.congress_begins(number) + datetime.timedelta(days=after)


def members_problem(listed: int, serving: int) -> str | None:
    """Returns why so many members are no whole Congress, or None.

    `listed` counts members-elect, too: in December the file has them already, and many of those
    who leave no longer.
    """
    if listed >= MIN_MEMBERS and serving <= MAX_MEMBERS:
        return None
    count = listed if listed < MIN_MEMBERS else serving
    return (
        f"holds {count} members, and Congress has about {MAX_MEMBERS}: "
        "it was cut short, or is another file"
    )


def offices_problem(members: Iterable[str], with_office: Collection[str]) -> str | None:
    """Returns why the offices at home are those of a cut file, or None."""
    ids = sorted(members)
    if _share(ids, with_office) < MIN_WITH_OFFICE:
        count = sum(each in with_office for each in ids)
        return (
            f"has an office of {count} of {len(ids)} members: it was cut short, or is another file"
        )
    tail = len(ids) - len(ids) // 10
    if _share(ids[tail:], with_office) < _share(ids[:tail], with_office) - MAX_TAIL_GAP:
        last = max(each for each in ids if each in with_office)
        return (
            f"has few offices of the last members by id, and none behind {last}: it was cut short"
        )
    return None


def seats_problem(
    chambers: Mapping[Chamber, Sequence[str]],
    *,
    seated: Collection[str],
    empty_committees: int,
) -> str | None:
    """Returns why the seats on committees are those of a cut file, or None.

    `chambers` has the ids of the members by chamber. Not for a new Congress.
    """
    for chamber, ids in chambers.items():
        if _share(ids, seated) < MIN_SEATED:
            count = sum(each in seated for each in ids)
            return (
                f"has a seat of {count} of {len(ids)} members of the {chamber.title()}: "
                "it was cut short, or is another file"
            )
    if empty_committees > MAX_EMPTY_COMMITTEES:
        return f"has no member of {empty_committees} committees: it was cut short"
    return None


def _share(ids: Sequence[str], among: Collection[str]) -> float:
    return sum(each in among for each in ids) / len(ids) if ids else 1.0
