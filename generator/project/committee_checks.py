"""Checks the committees that campaigns and recipients' files name.

Like `cross_checks`, it reads the content of the files and not the models, so that a file that is
wrong in one place is still checked in all others.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import get_args

from generator.congress.committees import (
    CHAMBER_OF_LETTER,
    MISSPELT,
    NAMES,
    SeatHolder,
    chambers_meant,
    codes_of_seat,
    committee_problem,
    meant,
    namesakes,
    overlap,
    subcommittee_problem,
)
from generator.errors import Problem
from generator.files.yaml import Node, YamlDocument
from generator.models.fields import Chamber
from generator.models.recipient import CommitteeSeat, SubcommitteeSeat
from generator.text import closest, did_you_mean, listed, quoted


def seats_held(documents: Iterable[YamlDocument]) -> tuple[SeatHolder, ...]:
    """Returns the committees and subcommittees of the files, each as the seat of a member.

    A name is looked up among these 50 committees as among the members, who have 2,000 seats.
    """
    found: dict[tuple[str, str, str], dict[tuple[str, str], None]] = {}
    for document in documents:
        for person in document.root["recipients"].entries:
            chamber = person["chamber"].text or ""
            for seat in person["committees"].entries:
                inner = found.setdefault((chamber, *_code_and_name(seat)), {})
                inner.update(dict.fromkeys(map(_code_and_name, seat["subcommittees"].entries)))
    return tuple(
        SeatHolder(chamber, (_seat(code, name, inner=inner),))
        for (chamber, code, name), inner in found.items()
    )


def _code_and_name(seat: Node) -> tuple[str, str]:
    return seat["code"].text or "", seat["name"].text or ""


def _seat(code: str, name: str, *, inner: Iterable[tuple[str, str]]) -> CommitteeSeat:
    """Returns a seat without checking it: a wrong value is the model's to report."""
    return CommitteeSeat.model_construct(
        name=name,
        code=code or None,
        joint=_is_joint(code),
        subcommittees=tuple(
            SubcommitteeSeat.model_construct(name=below, code=own or None) for own, below in inner
        ),
    )


def _is_joint(code: str) -> bool:
    return CHAMBER_OF_LETTER.get(code[:1].upper()) == "joint"


# ---------------------------------------------------------------- campaigns


def problems_of_names(
    nodes: Iterable[Node], held: Sequence[SeatHolder], *, kind: str = "committee"
) -> Iterator[Problem]:
    """Yields each name of no committee, and of the other chamber's where it names a chamber."""
    for node in nodes:
        words = node.text or ""
        if kind == "subcommittee":
            message, is_near = subcommittee_problem(words, held), True
        else:
            message = committee_problem(words, held)
            is_near = not meant(words).is_subcommittee or bool(subcommittee_problem(words, held))
        if not message or not words:
            continue
        # Recipients' files may lack subcommittees, which alone say whether there is one.
        if is_near:
            code = f"unknown-{kind}"
            yield node.problem(message, code)
        else:
            message = f"no member in these files sits on {quoted(words)}: correct it, or sync them"
            yield node.warning(message, "unknown-subcommittee")


def problems_of_reach(
    names: Node, held: Sequence[SeatHolder], *, chambers: Collection[str], must_reach: bool
) -> Iterator[Problem]:
    """Yields a warning where the names reach fewer chambers than they are for.

    A single name may be one of those that both chambers use, and of which the fuller is the other
    chamber's: “Homeland Security”. With `must_reach`, the names together must reach each chamber.
    """
    both = {*get_args(Chamber)}
    # A wrong chamber is the model's to report.
    wanted = both.intersection(chambers) if chambers else both
    words = [node.text for node in names.entries if node.text]
    reached = [chambers_meant(name, held) for name in words]
    # A name that is unknown is reported as that.
    if not words or not all(reached):
        return
    named = frozenset[str]().union(*(meant(name).codes for name in words))
    for node in names.entries:
        for code in sorted(namesakes(node.text or "") - named):
            chamber = CHAMBER_OF_LETTER[code[0]]
            if chamber in wanted:
                own = listed(sorted(chambers_meant(node.text or "", held)))
                yield node.warning(
                    f"{quoted(node.text or '')} is a committee of the {own.title()}: for the "
                    f"{chamber.title()} name {quoted(NAMES[code][0])} too, or write "
                    f"{quoted(f'{own.title()} {node.text}')} for the {own.title()} alone",
                    "committee-of-one-chamber",
                )
                return
    missing = wanted.difference(*reached)
    if missing and (must_reach or missing == wanted):
        chamber = listed(sorted(missing), last="and").title()
        yield names.warning(
            f"is for the {chamber} too, and no committee named here is of the {chamber}: name one, "
            f"or leave the {chamber} out of the chambers",
            "committee-of-one-chamber",
        )


# ---------------------------------------------------------------- recipients


def problems_of_seats(person: Node, named: Collection[str]) -> Iterator[Problem]:
    """Yields a member's misspelt committees, codes of another one, and warnings of unknown ones.

    `named` are the committees that campaigns name: a new one is known by them.
    """
    chamber = person["chamber"].text or ""
    # Other bodies have committees of their own; a wrong chamber is the model's to report.
    if chamber not in get_args(Chamber):
        return
    known = set(named)
    for code, names in NAMES.items():
        if CHAMBER_OF_LETTER[code[0]] in {chamber, "joint"}:
            known.add(names[0])
    for seat in person["committees"].entries:
        name, code = seat["name"].text, (seat["code"].text or "").upper()
        if name is None:
            continue
        codes = codes_of_seat((None, name, _is_joint(code)), chamber=chamber)
        # The code decides who is meant, so that a wrong one would give the member's letter the
        # arguments of another committee.
        if codes and code in NAMES and code not in codes:
            owner = f"{NAMES[code][0]} ({CHAMBER_OF_LETTER[code[0]].title()})"
            yield seat["code"].problem(
                f"{code} is the code of {owner}, and the name is {quoted(name)}: correct one of "
                "the two",
                "wrong-committee-code",
            )
        elif codes or any(overlap(name, other) for other in named):
            continue
        # An error if it is a slip of the pen: the rule for that committee would miss the member
        # without a word. Otherwise it may be a new committee.
        elif near := closest(name, known, cutoff=MISSPELT):
            yield seat["name"].problem(
                f"there is no committee {quoted(name)}; did you mean {quoted(near)}?",
                "unknown-committee",
            )
        # A committee that has a new name keeps its code.
        elif code not in NAMES:
            yield seat["name"].warning(
                f"no committee {quoted(name)} is known: "
                f"correct it, or leave it where it is new{did_you_mean(name, known)}",
                "unknown-committee",
            )
