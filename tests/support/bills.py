"""BILLSTATUS files and roll calls of invented bills, in the forms in which they are published."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from xml.sax.saxutils import escape

XML = '<?xml version="1.0" encoding="utf-8" standalone="no"?>\n'
HOUSE_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<!DOCTYPE rollcall-vote PUBLIC "-//US Congress//DTDs/vote v1.0 20031119 //EN" '
    '"http://clerk.house.gov/evs/vote.dtd">\n'
)


@dataclass
class InventedBill:
    """The facts of an invented bill, which a test changes before it writes the file."""

    congress: int = 119
    kind: str = "HR"
    number: str = "1234"
    introduced: str = "2025-02-11"
    sponsor: str = "S000001"
    cosponsors: list[tuple[str, str, str]] = field(default_factory=list)
    """Bioguide id, day of joining, and day of withdrawal or nothing."""
    actions: list[tuple[str, str, str]] = field(default_factory=list)
    """Day, code and text; the last one first."""
    laws: list[str] = field(default_factory=list)
    roll_calls: list[tuple[str, int, int]] = field(default_factory=list)
    """Chamber, session and number."""
    committees: list[tuple[str, str, str]] = field(
        default_factory=lambda: [("hsju00", "Judiciary Committee", "House")]
    )
    """Code, name and chamber."""
    reported: str = ""
    """The time at which the committees reported it, if the file has that alone."""

    @property
    def name(self) -> str:
        return f"BILLSTATUS-{self.congress}{self.kind.lower()}{self.number}.xml"

    def path(self) -> str:
        """Returns the published path of its file."""
        return f"{self.congress}/{self.kind.lower()}/{self.name}"

    def new_form(self) -> bytes:
        """Returns the file in the form since 2022, version 3.0.0."""
        facts = f"<number>{self.number}</number><type>{self.kind}</type>"
        committees = f"<committees>{self._committees()}</committees>"
        return self._file("<version>3.0.0</version>", facts + committees, in_actions=True)

    def old_form(self) -> bytes:
        """Returns the file in the form before, version 1.0.0."""
        facts = f"<billNumber>{self.number}</billNumber><billType>{self.kind}</billType>"
        committees = (
            f"<committees><billCommittees>{self._committees()}</billCommittees></committees>"
        )
        votes = f"<recordedVotes>{self._votes()}</recordedVotes><version>1.0.0</version>"
        return self._file("", facts + committees + votes, in_actions=False)

    def _file(self, head: str, facts: str, *, in_actions: bool) -> bytes:
        latest = self.actions[0] if self.actions else (self.introduced, "", "Introduced in House")
        text = f"""{XML}<billStatus>{head}<bill>{facts}
<updateDate>2025-06-01T04:05:06Z</updateDate>
<originChamber>{"House" if self.kind.startswith("H") else "Senate"}</originChamber>
<introducedDate>{self.introduced}</introducedDate><congress>{self.congress}</congress>
<actions>{self._actions(votes=self._votes() if in_actions else "")}</actions>
<sponsors>{_person(self.sponsor)}</sponsors>
<cosponsors>{"".join(_cosponsor(*one) for one in self.cosponsors)}</cosponsors>
<laws>{"".join(_law(number) for number in self.laws)}</laws>
<amendments><amendment><number>7</number>
<sponsors>{_person("A000001")}</sponsors>
<cosponsors>{_cosponsor("A000002", "2025-03-01", "")}</cosponsors>
<actions><actions><item><recordedVotes>{_vote("House", self.congress, 1, 999)}</recordedVotes>
</item></actions></actions></amendment></amendments>
<latestAction><actionDate>{latest[0]}</actionDate><text>{escape(latest[2])}</text></latestAction>
</bill><dublinCore/></billStatus>
"""
        return text.encode()

    def _actions(self, *, votes: str) -> str:
        items = "".join(
            f"<item><actionDate>{day}</actionDate><text>{escape(text)}</text>"
            f"<actionCode>{code}</actionCode></item>"
            for day, code, text in self.actions
        )
        # The Library of Congress and the chamber each have an item for one vote.
        item = f"<item><recordedVotes>{votes}</recordedVotes></item>" if votes else ""
        return items + item + item

    def _votes(self) -> str:
        return "".join(_vote(one[0], self.congress, *one[1:]) for one in self.roll_calls)

    def _committees(self) -> str:
        activity = (
            f"<item><name>Reported by</name><date>{self.reported}</date></item>"
            if self.reported
            else ""
        )
        return "".join(
            f"<item><systemCode>{code}</systemCode><name>{name}</name><chamber>{chamber}</chamber>"
            f"<type>Standing</type><activities>{activity}"
            "<item><name>Referred to</name><date>2025-02-11T15:00:15Z</date></item></activities>"
            "</item>"
            for code, name, chamber in self.committees
        )


def _person(member: str) -> str:
    """Returns a member; the key is the name, and members with S00… are senators."""
    title = "Sen." if member.startswith("Z") else "Rep."
    return (
        f"<item><bioguideId>{member}</bioguideId><fullName>{title} Last{member}, Ann [I-TX]"
        f"</fullName><firstName>ANN</firstName><lastName>LAST{member}</lastName><party>I</party>"
        f"<state>TX</state></item>"
    )


def _cosponsor(member: str, joined: str, withdrawn: str) -> str:
    rest = (
        f"<sponsorshipDate>{joined}</sponsorshipDate><isOriginalCosponsor>False"
        f"</isOriginalCosponsor><sponsorshipWithdrawnDate>{withdrawn}</sponsorshipWithdrawnDate>"
        "</item>"
    )
    return _person(member).removesuffix("</item>") + rest


def _law(number: str) -> str:
    return f"<item><type>Public Law</type><number>{number}</number></item>"


def _vote(chamber: str, congress: int, session: int, number: int, /) -> str:
    return (
        f"<recordedVote><rollNumber>{number}</rollNumber>"
        f"<url>https://elsewhere.invalid/{number}.xml</url><chamber>{chamber}</chamber>"
        f"<congress>{congress}</congress><date>2025-03-04T04:05:36Z</date>"
        f"<sessionNumber>{session}</sessionNumber></recordedVote>"
    )


def house_vote(
    number: int,
    votes: Mapping[str, str],
    *,
    bill: str = "H R 1234",
    question: str = "On Passage",
    day: str = "4-Mar-2025",
    session: str = "1st",
) -> bytes:
    """Returns a roll call of the House; `votes` has Yea, Aye, No, Nay, Present by Bioguide id."""
    people = "".join(
        f'<recorded-vote><legislator name-id="{member}" state="TX" party="I" role="legislator">'
        f"Last{member}</legislator><vote>{vote}</vote></recorded-vote>"
        for member, vote in votes.items()
    )
    return f"""{HOUSE_HEAD}<rollcall-vote><vote-metadata><majority>I</majority>
<congress>119</congress><session>{session}</session>
<chamber>U.S. House of Representatives</chamber><rollcall-num>{number}</rollcall-num>
<legis-num>{bill}</legis-num><vote-question>{question}</vote-question>
<vote-result>Passed</vote-result><action-date>{day}</action-date></vote-metadata>
<vote-data>{people}</vote-data></rollcall-vote>
""".encode()


def senate_vote(
    number: int,
    votes: Iterable[tuple[str, str, str]],
    *,
    lis: str = "S001",
    bill: str = "S. 112",
    question: str = "On Passage of the Bill",
    day: str = "August 7, 2025,  03:04 PM",
) -> bytes:
    """Returns a roll call of the Senate; `votes` has surname, state and vote.

    `lis` is the id that the Senate gives its senators.
    """
    people = "".join(
        f"<member><member_full>{name} (I-{state})</member_full><last_name>{name}</last_name>"
        f"<first_name>Ann</first_name><party>I</party><state>{state}</state>"
        f"<vote_cast>{vote}</vote_cast><lis_member_id>{lis}</lis_member_id></member>"
        for name, state, vote in votes
    )
    return f"""{XML}<roll_call_vote><congress>119</congress><session>1</session>
<congress_year>2025</congress_year><vote_number>{number}</vote_number><vote_date>{day}</vote_date>
<question>{question}</question><document><document_congress>119</document_congress>
<document_name>{bill}</document_name></document><members>{people}</members></roll_call_vote>
""".encode()


def write(folder: Path, files: Mapping[str, bytes]) -> Path:
    """Writes the files below the folder; returns the folder."""
    for name, body in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(body)
    return folder
