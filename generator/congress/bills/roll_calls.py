"""A roll call of the House (clerk.house.gov) or of the Senate (senate.gov): who voted how.

Only votes on passage of the bill itself count: on a motion, an amendment or the rule, members vote
for many reasons.
"""

import datetime
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from generator.congress.bills.status import RollCallNumber, published_root
from generator.congress.errors import CannotReadBillError
from generator.models.bills import MemberAct
from generator.models.fields import BIOGUIDE_PATTERN, Taken
from generator.models.recipient import Recipient
from generator.text import quoted

PASSAGE = frozenset(
    {
        # The House; resolutions are agreed to.
        "on passage",
        "on motion to suspend the rules and pass",
        "on motion to suspend the rules and agree",
        "on agreeing to the resolution",
        "passage, objections of the president notwithstanding",
        "passage, objections of the president to the contrary notwithstanding",
        # The Senate.
        "on passage of the bill",
        "on the joint resolution",
        "on the concurrent resolution",
        "on the resolution",
        "on overriding the veto",
    }
)
"""The questions of votes on passage, as the two chambers write them, without “as amended”."""

_VOTES: Mapping[str, Taken] = {
    "yea": "voted yes", "aye": "voted yes", "nay": "voted no", "no": "voted no",
}  # fmt: skip
"""How members vote; the House says Aye and No where a vote is a recorded one by its rules."""


@dataclass(frozen=True)
class RollCall:
    """The votes of one roll call on the passage of a bill."""

    date: datetime.date
    acts: tuple[MemberAct, ...]
    left_out: tuple[str, ...]
    """The members without a known id who voted yes or no, by name."""


@dataclass(frozen=True)
class SenatorIndex:
    """The Bioguide ids of senators, which the roll calls of the Senate do not have.

    A senator is found by the Senate's own id, which `letters recipients sync` keeps, or else by
    state and surname: older files of recipients and the sponsors of bills have no id of the
    Senate's. Surnames are unique among the senators of a state; where they are not, both are left
    out.
    """

    _ids: Mapping[tuple[str, str], frozenset[str]] = field(default_factory=dict)
    """By state and surname."""
    _by_lis: Mapping[str, str] = field(default_factory=dict)
    """By the Senate's own id, S275."""

    @classmethod
    def of(
        cls, roster: Iterable[Recipient], sponsors: Mapping[tuple[str, str], str]
    ) -> "SenatorIndex":
        """Returns the index of the senators of a roster, and of those who sponsor a bill."""
        ids: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
        by_lis: dict[str, str] = {}
        for one in roster:
            if one.chamber == "senate" and one.state:
                ids[one.state, _plain(one.name.last)].add(one.id)
                by_lis |= {one.lis: one.id} if one.lis else {}
        for (state, surname), member in sponsors.items():
            ids[state, _plain(surname)].add(member)
        return cls({key: frozenset(found) for key, found in ids.items()}, by_lis)

    def find(self, state: str, surname: str, *, lis: str = "") -> str | None:
        """Returns the id of the senator with the Senate's id `lis`, or of that surname and state.

        Returns None for no senator or several.
        """
        if lis in self._by_lis:
            return self._by_lis[lis]
        found = self._ids.get((state, _plain(surname)), frozenset())
        if lis:
            # Who is known under another id is another senator of that name, such as a successor.
            found -= frozenset(self._by_lis.values())
        return next(iter(found)) if len(found) == 1 else None


def read_roll_call(
    body: bytes,
    known_as: RollCallNumber,
    *,
    bill: str,
    senators: SenatorIndex,
    where: str,
) -> RollCall | None:
    """Returns the votes of a roll call; None unless it is about the passage of the bill.

    `bill` is the number of the bill as we write it: H.R. 273.
    Raises CannotReadBillError for a file of another kind or of another roll call, and for one that
    is cut short.
    """
    root = published_root(body, where=where)
    read = {"rollcall-vote": _house, "roll_call_vote": _senate}.get(root.tag)
    if read is None:
        reason = f"is no roll call: its root is <{root.tag[:40]}>"
        raise CannotReadBillError(where, reason, code="no-roll-call")
    return read(root, known_as, bill=bill, senators=senators, where=where)


def _house(
    root: Element, known_as: RollCallNumber, *, bill: str, senators: SenatorIndex, where: str
) -> RollCall | None:
    del senators  # the House has Bioguide ids
    numbers = [
        _text(root, f"vote-metadata/{key}") for key in ("congress", "session", "rollcall-num")
    ]
    day = _day(_text(root, "vote-metadata/action-date"), "%d-%b-%Y")
    _check(("house", *numbers), known_as, day=day, where=where)
    asked = _text(root, "vote-metadata/legis-num"), _text(root, "vote-metadata/vote-question")
    if day is None or not _is_passage(*asked, bill=bill):
        return None
    voters = (
        (
            vote.find("legislator"),
            _text(vote, "vote"),
        )
        for vote in root.findall("vote-data/recorded-vote")
    )
    acts, left_out = [], []
    for legislator, cast in voters:
        position = _VOTES.get(cast.lower())
        if position is None:
            continue
        member = "" if legislator is None else legislator.get("name-id", "")
        name = "" if legislator is None else (legislator.text or "").strip()
        if re.fullmatch(BIOGUIDE_PATTERN, member):
            acts.append(_act(member, name, position=position, day=day, known_as=known_as))
        else:
            left_out.append(name or "without a name")
    return RollCall(day, tuple(acts), tuple(left_out))


def _senate(
    root: Element, known_as: RollCallNumber, *, bill: str, senators: SenatorIndex, where: str
) -> RollCall | None:
    numbers = [_text(root, key) for key in ("congress", "session", "vote_number")]
    day = _day(",".join(_text(root, "vote_date").split(",")[:2]), "%B %d, %Y")
    _check(("senate", *numbers), known_as, day=day, where=where)
    document = root.find("document")
    name = "" if document is None else _text(document, "document_name")
    if day is None or not _is_passage(name, _text(root, "question"), bill=bill):
        return None
    acts, left_out = [], []
    for one in root.findall("members/member"):
        position = _VOTES.get(_text(one, "vote_cast").lower())
        if position is None:
            continue
        surname, state = _text(one, "last_name"), _text(one, "state")
        name = ", ".join(filter(None, (surname, _text(one, "first_name"))))
        if member := senators.find(state, surname, lis=_text(one, "lis_member_id")):
            acts.append(_act(member, name, position=position, day=day, known_as=known_as))
        else:
            left_out.append(f"{name or 'without a name'} ({state})")
    return RollCall(day, tuple(acts), tuple(left_out))


def _act(
    member: str, name: str, *, position: Taken, day: datetime.date, known_as: RollCallNumber
) -> MemberAct:
    return MemberAct(
        member=member, name=name or None, position=position, date=day, source=str(known_as)
    )


def _check(
    numbers: tuple[str, ...], known_as: RollCallNumber, *, day: datetime.date | None, where: str
) -> None:
    """Raises CannotReadBillError for another roll call, and for one without a day."""
    chamber, *written = numbers
    # The House writes “1st” and “2nd”, the Senate 1 and 2.
    found = [int(digits[0]) for text in written if (digits := re.findall(r"^\d+", text))]
    if (chamber, *found) != (
        known_as.chamber,
        known_as.congress,
        known_as.session,
        known_as.number,
    ):
        theirs = " ".join(written).strip() or "without numbers"
        reason = f"is another roll call ({chamber}: {quoted(theirs)}), and not {known_as}"
        raise CannotReadBillError(where, reason, code="another-roll-call")
    if day is None:
        raise CannotReadBillError(where, "has no day of the vote", code="no-roll-call")


def _is_passage(document: str, question: str, *, bill: str) -> bool:
    """Returns whether the question is the passage of this bill, and of no other document."""
    # “On Motion to Suspend the Rules and Pass, as Amended” and “Not Withstanding” of the House.
    plain = question.lower().replace("not withstanding", "notwithstanding")
    plain = re.sub(r",? as amended$", "", plain.strip())
    return plain in PASSAGE and _letters(document) == _letters(bill)


def _letters(number: str) -> str:
    """Returns `hr1` for “H R 1” of the House and “H.R. 1” of the Senate."""
    return re.sub(r"[^a-z0-9]", "", number.lower())


def _plain(name: str) -> str:
    """Returns a surname without accents and capitals: the Senate writes Lujan for Luján."""
    return re.sub(r"[^a-z]", "", unicodedata.normalize("NFKD", name).casefold())


def _text(node: Element, path: str) -> str:
    return " ".join((node.findtext(path) or "").split())


def _day(text: str, form: str) -> datetime.date | None:
    """Returns the day that is written in this form; None for another text."""
    try:
        return datetime.datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no time zone
    except ValueError:
        return None


def last_votes(calls: Iterable[RollCall]) -> Iterator[MemberAct]:
    """Yields the last vote of each member: a later one, as on a veto, stands for the earlier."""
    last: dict[str, MemberAct] = {}
    # sorted() is stable: of two roll calls of one day the later in the list counts.
    for call in sorted(calls, key=lambda one: one.date):
        last |= {act.member: act for act in call.acts}
    yield from last.values()
