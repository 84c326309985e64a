"""The filters of recipients: which members the words of a filter mean, and why others mean none.

`filter_grammar` reads the words; `criteria` judges the keys of `when`, so that a filter and a rule
of a campaign mean the same.
"""

import datetime
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from generator import text
from generator.congress.committees import NAMES, committee_problem, meant
from generator.congress.criteria import verdicts
from generator.congress.districts import representation
from generator.congress.districts.distances import DistanceVerdict
from generator.congress.districts.representation import NoTableToFindInError
from generator.congress.districts.table import DistrictTable
from generator.congress.filter_grammar import (
    LIST,
    FilterReader,
    FilterTerm,
    FilterWordsError,
    written,
)
from generator.congress.seats import NoSuchSeatError, listed, state_name
from generator.errors import LettersError, Problem
from generator.models.recipient import Recipient
from generator.models.source import Place
from generator.text import quoted


@dataclass(frozen=True)
class FilterContext:
    """Facts that filters ask besides the recipients."""

    on: datetime.date
    places: Mapping[str, Place] = field(default_factory=dict)
    """The places of the campaign by id; those of all campaigns for a command without one."""
    find_table: Callable[[], DistrictTable | None] = lambda: None
    """Asked for a ZIP code or `district_of`: to read a table takes most of a second."""
    acts: Callable[[str], Collection[str]] | None = None
    """What a member did about the asks of the campaign, by id; None without a campaign."""

    @cached_property
    def table(self) -> DistrictTable | None:
        """The district lines; None without any."""
        return self.find_table()


@dataclass(frozen=True)
class FilterResult:
    """The recipients that filters mean, and what the user must know about them."""

    recipients: tuple[Recipient, ...]
    notes: tuple[Problem, ...] = ()
    """A warning for each ZIP code whose House seat stays open."""


class NoMatchingRecipientError(LettersError):
    """Filters that match no recipient, or that cannot be read: a sentence for each."""

    def __init__(self, reasons: Mapping[str, str]) -> None:
        self.reasons = reasons
        """Why, by the filter."""
        super().__init__(
            "\n".join(
                f"no recipient is meant by {sought!r}; {why}" for sought, why in reasons.items()
            )
        )


def select(
    recipients: Sequence[Recipient], filters: Sequence[str], *, context: FilterContext
) -> FilterResult:
    """Returns the recipients that a filter means, in their order; all of them without a filter.

    Filters that only exclude (`!TX`) narrow what the others mean, or all recipients without others.
    Raises NoMatchingRecipientError with every filter that is wrong or matches no recipient.
    """
    judge = _Judge(recipients, context)
    chosen: set[str] = set()
    kept = {person.id for person in recipients}
    wrong: dict[str, str] = {}
    only_excludes = True
    for sought in filters:
        # A filter without a match stops the build: a typing error would otherwise be a letter too
        # few, which a user who gets fifty others may not notice.
        try:
            terms = judge.reader.read(sought)
            found = judge.meant(terms)
            if not found:
                wrong[sought] = judge.why_empty(terms, sought)
        except (FilterWordsError, NoSuchSeatError, NoTableToFindInError) as error:
            wrong[sought] = str(error)
            continue
        # Two filters may match one member, who gets one letter, at the place of the recipients
        # file.
        if all(term.excludes for term in terms):
            kept &= found
        else:
            only_excludes = False
            chosen |= found
    if wrong:
        raise NoMatchingRecipientError(wrong)
    ids = kept if only_excludes else chosen & kept
    if filters and not ids:
        why = "together they leave no recipient: one of them excludes what the others mean"
        raise NoMatchingRecipientError({" ".join(filters): why})
    selected = tuple(person for person in recipients if person.id in ids)
    return FilterResult(selected, tuple(judge.notes))


class _Judge:
    """Judges the terms of filters for these recipients."""

    def __init__(self, recipients: Sequence[Recipient], context: FilterContext) -> None:
        self.recipients = recipients
        self.context = context
        self.reader = FilterReader(recipients, context.places)
        self.notes: dict[Problem, None] = {}
        """Warnings, each once and in order."""

    def meant(self, terms: Sequence[FilterTerm]) -> set[str]:
        """Returns the ids of the recipients that meet every term."""
        ids = {person.id for person in self.recipients}
        for term in terms:
            found = self._matches(term)
            ids = ids - found if term.excludes else ids & found
        return ids

    def _matches(self, term: FilterTerm) -> set[str]:
        """Returns the ids of the recipients that the term means, whether or not it excludes."""
        if term.zip_code:
            return self._of_zip(term)
        return {
            person.id
            for person in self.recipients
            if (term.name and self.reader.is_named(person, term.name)) or self._meets(person, term)
        }

    def _meets(self, person: Recipient, term: FilterTerm) -> bool:
        """Returns whether the recipient meets the conditions of the term; false without any."""
        return term.when is not None and all(
            verdict.holds for verdict in self._verdicts(person, term)
        )

    def _verdicts(self, person: Recipient, term: FilterTerm) -> list[DistanceVerdict]:
        ground, when = self.context, term.when
        assert when is not None  # noqa: S101 - the callers have asked
        table = ground.table if when.district_of else None
        found = [*verdicts(when, person, places=ground.places, table=table, on=ground.on)]
        if when.position:
            found.append(self._position_verdict(person, when.position))
        return found

    def _position_verdict(self, person: Recipient, choices: Sequence[str]) -> DistanceVerdict:
        if self.context.acts is None:
            reason = (
                "position: is what a member did about the asks of a campaign: "
                "use it where a command takes a CAMPAIGN"
            )
            raise FilterWordsError(reason)
        acts = set(self.context.acts(person.id)) or {"none"}
        reason = f"no member is known to have done this ({' or '.join(choices)})"
        return DistanceVerdict(bool(acts.intersection(choices)), reason)

    def _of_zip(self, term: FilterTerm) -> set[str]:
        """Returns the ids of the members who certainly represent the ZIP code.

        Adds a note where its House seat is open. Raises NoTableToFindInError.
        """
        found = representation.find(
            term.zip_code,
            recipients=self.recipients,
            table=self.context.table,
            on=self.context.on,
        )
        members = [*found.senators] if found.senators_certain else []
        if found.settled:
            members += found.representatives
        else:
            holders = {member.seat: member.name.full for member in found.representatives}
            seats = [f"{seat} ({holders.get(str(seat), 'no member')})" for seat in found.seats]
            between = f"It may be {text.listed(seats)}: name a seat to write to its member. "
            message = f"{between if seats else ''}{' '.join(found.notes)}"
            note = Problem(term.words, 0, "", message, "warning", code="open-house-seat")
            self.notes[note] = None
        return {member.id for member in members}

    # ------------------------------------------------------------ why a filter means no recipient

    def why_empty(self, terms: Sequence[FilterTerm], sought: str) -> str:
        """Returns why no recipient meets all the terms, and what to do.

        No seat is suggested for another: the member of the next district is another person.
        """
        # Before its term alone: people want to know that the committee is the other chamber's.
        if problem := self._of_the_other_chamber(terms):
            return problem
        for term in terms:
            if not term.excludes and not self._matches(term):
                return self._why_no_match(term)
        if "," in sought and ":" not in sought:
            parts = filter(None, map(str.strip, sought.split(",")))
            return f"name each by itself: {' '.join(f'--to {written(part)}' for part in parts)}"
        if all(term.excludes for term in terms):
            return "it excludes every recipient"
        if self.notes:
            return " ".join(note.message for note in self.notes)
        every = listed(f"“{'!' * term.excludes}{term.words}”" for term in terms)
        return (
            f"no member in these files is all of {every}: words of one filter must all hold; "
            "for members of each, repeat the filter with one of them at a time"
        )

    def _of_the_other_chamber(self, terms: Sequence[FilterTerm]) -> str | None:
        """Returns that a committee of the terms is none of their chamber; None if it is one."""
        keys = {
            key: value
            for term in terms
            if not term.excludes
            for key, value in term.conditions.items()
        }
        if not {"chamber", "committee"} <= keys.keys():
            return None
        (chamber, *_), (name, *_) = keys["chamber"], keys["committee"]
        sought = meant(name)
        if sought.chamber in {chamber, "joint"}:
            return None
        if not sought.chamber:
            return committee_problem(f"{chamber} {name}", self.recipients)
        # “Senate Judiciary” and SSJU, of the House.
        words = NAMES.get(min(sought.codes, default=""), (name,))[0]
        return committee_problem(f"{chamber} {words}", self.recipients) or (
            f"{quoted(name)} is of the {sought.chamber.title()}; "
            f"committee:{words} means the committee of that name in each chamber"
        )

    def _why_no_match(self, term: FilterTerm) -> str:
        """Returns why the term alone matches no recipient."""
        keys = term.conditions
        if term.zip_code:
            return " ".join(note.message for note in self.notes if note.file == term.words) or (
                f"no member in these files represents ZIP {term.zip_code} ({LIST})"
            )
        if "district" in keys or {"state", "chamber"} <= keys.keys():
            return (
                "no member in these files holds that seat: "
                f"it is vacant, or its holder is missing ({LIST})"
            )
        if "state" in keys:
            names = listed(map(state_name, keys["state"]))
            return f"no member from {names} is in these files ({LIST})"
        if "committee" in keys or "subcommittee" in keys:
            role = f" as {' or '.join(keys['role'])}" if "role" in keys else ""
            return f"no member in these files sits on that committee{role} ({LIST} on which)"
        reasons = [
            verdict
            for person in self.recipients
            for verdict in self._verdicts(person, term)
            if not verdict.holds
        ]
        # The nearest miss is the most useful one.
        nearest = min(reasons, key=lambda verdict: verdict.miles).reason if reasons else ""
        if "within" in keys or "district_of" in keys:
            return nearest
        return f"no member in these files is “{term.words}” ({LIST})"
