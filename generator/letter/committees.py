"""The committee that lets an argument or ask into a letter, and the words for it.

`{{ your_committee }}` prints it with the member's role, `{{ committee }}` alone. The bare words
“your committee” name no committee: a member sits on two to five, and takes the one they lead.
"""

import functools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from generator.congress.committees import meant, overlap, seats_meant
from generator.congress.forms_of_address import committee_title
from generator.errors import Problem
from generator.models.campaign import Ask, Campaign, Prose, When
from generator.models.fields import Chamber, CommitteeRole
from generator.models.letter import Choice
from generator.models.recipient import CommitteeSeat, Recipient, SubcommitteeSeat
from generator.models.source import Recommendation
from generator.text import quoted

ROLES: dict[CommitteeRole, str] = {
    "chair": "which you chair",
    "ranking member": "where you are the ranking member",
    "vice chair": "where you are the vice chair",
    "member": "on which you serve",
    "ex officio": "on which you serve ex officio",
}
"""The words for each role, behind the name of the committee; the most powerful role first."""

LEADERS = ("chair", "ranking member")
"""The roles in which a member leads a committee."""

OPEN_CLAUSE = "\ue012"
"""Stands behind a clause that needs a comma where the sentence goes on; private use area."""

# No comma before a mark that closes the clause itself, or at the end of the paragraph. The note
# marks of `footnotes` (U+E000 …) are looked through: a note stands behind the comma.
_CLOSED = re.compile(rf"{OPEN_CLAUSE}(?=(?:\ue000\w+\ue001)*\s*(?:[\\]?[.,;:?!()—–]|\Z|\n\s*\n))")


@dataclass(frozen=True)
class CommitteeRule:
    """The committees and roles of which one lets a member in; empty: any."""

    names: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()

    def seats(self, recipient: Recipient) -> tuple[CommitteeSeat, ...]:
        """Returns the member's seats that the rule holds for.

        The most powerful role comes first, then the order of the rule's names. A subcommittee
        has its committee in its name.
        """
        found: list[CommitteeSeat] = [] if self.names else [*recipient.committees]
        for name in self.names:
            for seat in seats_meant(recipient, name):
                # A rule of one name, which is most rules, compares no seats.
                if len(self.names) == 1 or seat not in found:
                    found.append(_with_its_committee(seat, recipient))
        kept = [seat for seat in found if not self.roles or seat.role in self.roles]
        return tuple(sorted(kept, key=lambda seat: [*ROLES].index(seat.role)))


def _with_its_committee(seat: CommitteeSeat | SubcommitteeSeat, of: Recipient) -> CommitteeSeat:
    """Returns a subcommittee as `Subcommittee on Defense of the Committee on Appropriations`."""
    if isinstance(seat, CommitteeSeat):
        return seat
    above = next(one for one in of.committees if seat in one.subcommittees)
    own = seat.name if "subcommittee" in seat.name.lower() else f"Subcommittee on {seat.name}"
    name = f"{own} of the {committee_title(above.name)}"
    return CommitteeSeat(name=name, role=seat.role, code=seat.code, joint=above.joint)


NO_RULE = CommitteeRule()


def rule_of_argument(when: When) -> CommitteeRule:
    """Returns the committees and roles of the rule of an argument."""
    return CommitteeRule(when.committee, when.role)


def rule_of_names(
    names: Sequence[str], roles: Sequence[str], *, power: Sequence[str] = ()
) -> CommitteeRule:
    """Returns the rule of the names and roles of a `when`; of an ask, `power` can act on it."""
    # A committee of `when` that cannot act on the recommendation is not the one that is asked.
    own = [name for name in names if any(overlap(name, other) for other in power)]
    return CommitteeRule(tuple(own or power or names), tuple(roles))


def rule_of_ask(ask: Ask, recommendation: Recommendation | None) -> CommitteeRule:
    """Returns the committees that give the power to act on the ask, narrowed by its own rule."""
    when = ask.when
    power = recommendation.committees if recommendation else ()
    return rule_of_names(when.committee, when.role, power=power)


def rule_of_choice(campaign: Campaign, choice: Choice) -> CommitteeRule:
    """Returns the rule of the ask that was chosen: that of the entry whose words it has."""
    recommendations = {one.id: one for one in campaign.source.recommendations}
    ask = ask_of_choice(campaign, choice)
    return rule_of_ask(ask, recommendations.get(ask.recommendation)) if ask else NO_RULE


def ask_of_choice(campaign: Campaign, choice: Choice) -> Ask | None:
    """Returns the entry of campaign.yaml whose words the choice has; None where it has no words."""
    for ask, words in zip(campaign.settings.asks, campaign.asks, strict=True):
        # By their place: the words of a joint letter may be those of two entries.
        if choice.words and (words.file, words.first_line) == (
            choice.words.file,
            choice.words.first_line,
        ):
            return ask
    return None


# ---------------------------------------------------------------- words


def words_for(rule: CommitteeRule, addressees: Sequence[Recipient]) -> dict[str, str]:
    """Returns the words of `{{ committee }}` and `{{ your_committee }}`; empty without a committee.

    In a letter to several both name the committees of all of them, in the third person.
    """
    found = []
    for one in addressees:
        seats = rule.seats(one)
        # The role of an ask's `when` may be that on another committee: then the power decides.
        if not seats and rule.names:
            seats = CommitteeRule(rule.names).seats(one)
        if seats and rule != NO_RULE:
            found.append((one.chamber, seats[0]))
    if not found:
        return {}
    if len(addressees) > 1:
        every = joint_title(found)
        return {"committee": every, "your_committee": every}
    seat = found[0][1]
    title = f"the {committee_title(seat.name)}"
    return {"committee": title, "your_committee": f"{title}, {ROLES[seat.role]}{OPEN_CLAUSE}"}


def joint_title(seats: Sequence[tuple[Chamber, CommitteeSeat]]) -> str:
    """Returns `the House and Senate Committees on the Judiciary`, for the seats of several members.

    Each committee is named once, with its chamber; a joint committee of Congress has no chamber.
    """
    chambers: dict[str, set[str]] = {}
    for chamber, seat in seats:
        title = committee_title(seat.name)
        named = chambers.setdefault(title, set())
        # A commission or caucus has members of both chambers, as a joint committee has.
        if not seat.joint and _OF_A_CHAMBER.match(title):
            named.add(chamber.title())
    titles = []
    for title, of in chambers.items():
        if len(of) > 1 and title.startswith("Committee on "):
            titles.append(f"the House and Senate {title.replace('Committee', 'Committees', 1)}")
        else:
            titles += [f"the {chamber} {title}" for chamber in sorted(of)] or [f"the {title}"]
    # A comma before the last of several: the names have an “and” of their own.
    *before, last = titles
    comma = "," if len(before) > 1 else ""
    return f"{', '.join(before)}{comma} and {last}" if before else last


def with_commas(text: str) -> str:
    """Returns the text with the comma behind each clause after which its sentence goes on."""
    return _CLOSED.sub("", text).replace(OPEN_CLAUSE, ",")


# ---------------------------------------------------------------- bare words

# “Your committee”, “your own subcommittee’s”, “the panel you lead”, “the committee on which you
# sit”; not “your Committee on the Judiciary” and not “your committees”, which claim no single one.
_COMMITTEE = r"(?:sub)?(?:committee|panel)"
_BARE = re.compile(
    rf"\byour\s+(?:own\s+)?{_COMMITTEE}\b(?!\s+on\s+(?:the\s+)?(?-i:[A-Z]))"
    rf"|\bthe\s+{_COMMITTEE}\s+(?:(?:that|which)\s+)?you\s+(?:now\s+)?(?:chair|lead|serve|sit)\b"
    rf"|\bthe\s+{_COMMITTEE}\s+(?:on|of)\s+which\s+you\b",
    re.IGNORECASE,
)
# “As chair, you …”, “the panel you lead”; not “as chair of the Committee on …”, nor “as Chair
# Powell said”.
_BARE_ROLE = re.compile(
    r"\bas\s+(?:the\s+|its\s+)?(?P<role>chair|ranking\s+member|vice\s+chair)"
    r"(?:man|woman|person)?\b(?=\s*[,.;]|\s+you\b)"
    rf"|\bthe\s+{_COMMITTEE}\s+(?:(?:that|which)\s+)?you\s+(?:now\s+)?(?P<leads>chair|lead)\b",
    re.IGNORECASE,
)
_OF_A_CHAMBER = re.compile(r"(?:(?:permanent|special|select) )*(?:sub)?committee", re.IGNORECASE)
_REMARK = re.compile(r"\{#.*?#\}", re.DOTALL)


@dataclass(frozen=True)
class BareWords:
    """Words that mean a committee without its name, and their line in the file."""

    words: str
    line: int
    role: str = ""
    """The role that they claim: chair, ranking member, vice chair."""


@functools.lru_cache(maxsize=512)
def bare_words(prose: Prose) -> tuple[BareWords, ...]:
    """Returns the words of the text that mean a committee without naming it, in order."""
    # Remarks are not printed. Their line feeds stay, for the numbers of the lines.
    text = _REMARK.sub(lambda remark: "\n" * remark.group().count("\n"), prose.text)
    found: dict[int, BareWords] = {}
    for pattern in (_BARE, _BARE_ROLE):
        for match in pattern.finditer(text):
            line = prose.first_line + text.count("\n", 0, match.start())
            named = match.groupdict()
            role = " ".join((named.get("role") or "").lower().split())
            if (named.get("leads") or "").lower() == "chair":
                role = "chair"
            found[match.start()] = BareWords(" ".join(match.group().split()), line, role)
    return tuple(found[start] for start in sorted(found))


def ambiguous_words(prose: Prose, rule: CommitteeRule | None) -> Iterator[Problem]:
    """Yields a problem for each of the bare words that may mean two committees, or none.

    They may stand only where the rule of the text names exactly one committee. `rule` is None for
    letter.md, which goes to members of any committee.
    """
    for bare in bare_words(prose):
        if doubt := _doubt(bare, rule):
            yield _problem(prose, bare, reason=doubt, writable=rule not in (None, NO_RULE))


def _doubt(bare: BareWords, rule: CommitteeRule | None) -> str:
    """Returns why the words may mean another committee than the writer's; empty if they cannot."""
    if rule is None:
        return "letter.md goes to members of any committee"
    if not rule.names:
        return "no committee lets this text in" if not rule.roles else "its rule names no committee"
    if len(rule.names) > 1:
        return f"its rule names {len(rule.names)} committees"
    if "subcommittee" in bare.words.lower() and not meant(rule.names[0]).is_subcommittee:
        return "its rule names no subcommittee"
    if bare.role and any(role != bare.role for role in rule.roles or ROLES):
        return f"its rule does not say `role: {bare.role}`"
    return ""


TextWithRule = tuple[Prose, CommitteeRule]
"""A text, and the committees that let it in."""


def misleading_words(
    letters: Iterable[tuple[Sequence[TextWithRule], Sequence[Recipient]]],
) -> Iterator[Problem]:
    """Yields one problem for bare words that an addressee of these letters would take otherwise.

    That is a member who leads another committee, or any of several addressees. Each letter is given
    by its texts and its addressees.
    """
    misled: dict[tuple[Prose, BareWords], list[str]] = {}
    for texts, addressees in letters:
        for prose, rule in texts:
            for bare in bare_words(prose):
                if reason := _leads_another(rule, addressees):
                    misled.setdefault((prose, bare), []).append(reason)
    for (prose, bare), (first, *others) in misled.items():
        # One problem for a line, as for all members one change is enough.
        more = f", and {len(others)} more" if others else ""
        yield _problem(prose, bare, reason=f"{first}{more}")


def _leads_another(rule: CommitteeRule, addressees: Sequence[Recipient]) -> str:
    """Returns which other committee the words may mean for the addressees, or nothing."""
    if len(addressees) > 1:
        return "this letter goes to several members"
    (recipient,) = addressees
    named = CommitteeRule(rule.names).seats(recipient) if rule.names else ()
    for seat in CommitteeRule(roles=LEADERS).seats(recipient):
        if seat not in named:
            return f"{recipient.name.full} is {seat.role} of the {committee_title(seat.name)}"
    return ""


def _problem(prose: Prose, bare: BareWords, *, reason: str, writable: bool = True) -> Problem:
    advice = "write {{ your_committee }}, which prints its name" if writable else "name it"
    message = f"{quoted(bare.words)} may mean another committee ({reason}): {advice}"
    return Problem(prose.file, bare.line, "", message, code="ambiguous-committee")
