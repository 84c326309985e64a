"""What one file says of another, and of the world: names that must exist, seats that must be, bills that must be alive.

The checks look at the files as they were written (`Node`), not at the models: a file that is wrong in one place is still
checked in all others, and every problem knows its line.
"""

import datetime
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from generator import dates
from generator.congress import forms_of_address, member_checks
from generator.errors import Problem
from generator.files.yaml import Node, YamlDocument
from generator.letter.prose import FUNCTIONS
from generator.letter.records import MAY_BE_UNSAID, RECORDS
from generator.letter.references import (
    LETTER_ONLY,
    VARIABLES,
    Uses,
    problems_of_names,
    problems_of_parts,
    problems_of_places,
    uses,
)
from generator.models.campaign import Prose
from generator.models.fields import ID_PATTERN
from generator.models.source import Bill
from generator.project.field_checks import (
    as_number,
    coordinate_problems,
    one_line_problems,
    zip_problems,
)
from generator.states import STATES
from generator.text import hint, quoted

FINDING_FUNCTIONS = frozenset({"figure", "date", "cite", "counted_by"})
"""What prose calls with the id of a finding; the other functions take the id of a place, or of a finding that has one."""

TODO = "TODO"
"""What a draft writes where a person's own words belong."""

MOST_IDS = 6
"""So many names of a campaign's own a message lists; whoever has more looks into the file."""

OWN_WORDS = frozenset({"claim", "ask"})
"""The keys whose text nobody can take from the document."""

PROSE = frozenset({("asks", "text"), ("recommendations", "ask")})
"""The values that are texts in Jinja2 and Markdown, by their keys."""

FILES = frozenset({"logo", "signature"})
"""The keys of a sender whose values are not printed."""

KINDS = {
    "bibliography": "work",
    "sections": "section",
    "recommendations": "recommendation",
    "findings": "finding",
}
"""The lists of source.yaml whose entries have an id, and what one entry is called."""


Signs = Callable[[str], str | None]
"""What is wrong with the characters of a text that is to be printed, or None."""


@dataclass(frozen=True)
class ArgumentText:
    """One argument as it was read."""

    id: str
    header: YamlDocument
    prose: Prose | None


@dataclass(frozen=True)
class CampaignFiles:
    """The files of one campaign as they were read."""

    source: YamlDocument
    settings: YamlDocument
    sender: YamlDocument
    letter: Prose | None
    arguments: tuple[ArgumentText, ...]

    @property
    def documents(self) -> tuple[YamlDocument, ...]:
        """All of its files of data."""
        return (
            self.source,
            self.settings,
            self.sender,
            *(argument.header for argument in self.arguments),
        )


@dataclass(frozen=True)
class NameIndex:
    """The names that exist; None where the file that holds them could not be read."""

    committees: frozenset[str]
    designs: frozenset[str]
    recipient_files: frozenset[str]
    on: datetime.date | None = None
    signs: Signs | None = None


def campaign_problems(draft: CampaignFiles, known: NameIndex) -> Iterator[Problem]:
    """Everything in a campaign's files that fits nothing else."""
    names = _names(draft)
    for document in draft.documents:
        yield from one_line_problems(document)
        yield from _unwritten(document)
        yield from _variable_problems(document)
    if known.signs is not None:
        yield from _sign_problems(draft, known.signs)
    yield from _source_problems(draft.source.root, names, known=known)
    yield from _settings_problems(draft.settings.root, names, known=known)
    yield from _sender_problems(draft.sender.root)
    if draft.letter is not None:
        yield from _letter_problems(draft.letter, names)
    for argument in draft.arguments:
        yield from _argument_problems(argument, names, known=known)


def _unwritten(document: YamlDocument) -> Iterator[Problem]:
    """A problem for each text that a draft left to be written."""
    for node in document.root.every_text():
        if (node.text or "").strip().startswith(TODO):
            how = (
                "say it in your own words, or take the entry out"
                if node.path[-1] in OWN_WORDS
                else "the document does not say it"
            )
            yield node.problem(f"is still to be written: {how}")


def _variable_problems(document: YamlDocument) -> Iterator[Problem]:
    """A problem for each value that names a variable where none is filled in."""
    for node in document.root.every_text():
        if re.search(r"\{[{%]|[%}]\}", str(node.value)) and node.path[0::2] not in PROSE:
            yield node.problem(
                "would be printed as it stands: variables are filled in in letter.md, in arguments and in asks only"
            )


def _sign_problems(draft: CampaignFiles, signs: Signs) -> Iterator[Problem]:
    """A problem for each line of the texts and each value of the sender that no typeface has all the signs for."""
    texts = (
        text
        for text in (draft.letter, *(argument.prose for argument in draft.arguments))
        if text is not None
    )
    written = [(text.file, words.line, words.name) for text in texts for words in uses(text).words]
    written += [
        (draft.sender.file, node.line, str(node.value))
        for node in draft.sender.root.every_text()
        if node.path[-1] not in FILES
    ]
    for file, line, words in written:
        if message := signs(words):
            yield Problem(file, line, "", message)


def _unwritten_prose(prose: Prose) -> Iterator[Problem]:
    """A problem for each line of a text that a draft left to be written."""
    for number, line in enumerate(prose.text.splitlines()):
        if re.search(rf"\b{TODO}\b", line):
            yield Problem(
                prose.file,
                prose.first_line + number,
                "",
                f"{TODO}: this is still to be written, in your own words",
            )


# ---------------------------------------------------------------- names


@dataclass(frozen=True)
class _SourceIds:
    """The ids of a source file by kind; empty kinds of a file that could not be read say nothing."""

    readable: bool
    references: Mapping[str, Node]
    sections: Mapping[str, Node]
    recommendations: Mapping[str, Node]
    findings: Mapping[str, Node]
    places: Mapping[str, Node]
    unsaid: Mapping[tuple[str, str], str]
    """The parts of records that say nothing in this campaign, and the file that could say it."""

    @property
    def placed(self) -> frozenset[str]:
        """The places, and the findings that have one."""
        return frozenset(self.places) | {
            key for key, finding in self.findings.items() if finding["place"].text
        }


def _names(draft: CampaignFiles) -> _SourceIds:
    source, root = draft.source, draft.source.root
    references, sections, recommendations, findings = (
        {node["id"].text or "": node for node in root[key].entries} for key in KINDS
    )
    places = {key: root["places"][key] for key in root["places"].keys}
    return _SourceIds(
        source.value is not None,
        references,
        sections,
        recommendations,
        findings,
        places,
        dict(_unsaid(draft)),
    )


def _unsaid(draft: CampaignFiles) -> Iterator[tuple[tuple[str, str], str]]:
    """What `{{ sender.… }}` and `{{ campaign.bill }}` cannot say, and the file that could; the day to act by may come with the command."""
    sender, bill = draft.sender, draft.settings.root["bill"]
    if sender.value is not None:
        yield from (
            (("sender", key), Path(sender.file).name)
            for key in MAY_BE_UNSAID
            if sender.root[key].text is None
        )
    if (
        draft.settings.value is not None
        and bill["number"].text is None
        and bill["title"].text is None
    ):
        yield ("campaign", "bill"), Path(draft.settings.file).name


def _must_exist(node: Node, known: Collection[str], *, kind: str) -> Iterator[Problem]:
    """A problem for each entry that is not among the known names; what cannot be a name at all is the model's business."""
    for entry in node.entries:
        if (
            entry.text is not None
            and entry.text not in known
            and re.fullmatch(ID_PATTERN, entry.text)
        ):
            yield entry.problem(
                f"there is no {kind} {quoted(entry.text)}{hint(entry.text, known, most=MOST_IDS)}"
            )


def _must_differ(entries: Iterable[Node], key: str, *, kind: str) -> Iterator[Problem]:
    """A problem for each name that is given to two entries."""
    first: dict[str, int] = {}
    for entry in entries:
        name = entry[key].text
        if name is not None and name in first:
            yield entry[key].problem(
                f"another {kind} is called {quoted(name)}, in line {first[name]}: give each its own name"
            )
        elif name is not None:
            first[name] = entry[key].line


def _committees_must_exist(node: Node, known: NameIndex) -> Iterator[Problem]:
    for entry in node.entries:
        if entry.text is not None and not any(
            forms_of_address.same_committee(entry.text, name) for name in known.committees
        ):
            yield entry.problem(
                f"there is no committee {quoted(entry.text)}{hint(entry.text, known.committees)}"
            )


# ---------------------------------------------------------------- source.yaml


def _source_problems(source: Node, names: _SourceIds, *, known: NameIndex) -> Iterator[Problem]:
    for key, kind in KINDS.items():
        yield from _must_differ(source[key].entries, "id", kind=kind)
    for entry in (*source["recommendations"].entries, *source["findings"].entries):
        yield from _must_exist(entry["section"], names.sections, kind="section")
    for work in source["bibliography"].entries:
        yield from _issued_problems(work, on=known.on)
    for finding in source["findings"].entries:
        yield from _date_problems(finding, names)
        yield from _must_exist(finding["place"], names.places, kind="place")
        yield from _must_exist(finding["reference"], names.references, kind="work")
    for recommendation in source["recommendations"].entries:
        yield from _committees_must_exist(recommendation["committees"], known)
        yield from _bill_problems(recommendation["bill"], on=known.on)
        yield from _ask_problems(recommendation["ask"], names)
        yield from _chamber_problems(recommendation)
    for key in source["places"].keys:
        yield from _place_problems(source["places"][key])


def _issued_problems(work: Node, *, on: datetime.date | None) -> Iterator[Problem]:
    """A work that is not published yet on the letters' date can vouch for nothing in them."""
    first = _first_day(work["issued"])
    if on is not None and first is not None and first > on:
        told = f"{dates.in_words(work['issued'].text or '')} is after the letters' date, {dates.in_words(on)}"
        yield work["issued"].problem(f"{told}: correct one of the two (the letters' with --date)")


def _date_problems(finding: Node, names: _SourceIds) -> Iterator[Problem]:
    """No work knows what happened after it was published."""
    work = names.references.get(finding["reference"].text or next(iter(names.references), ""))
    first, issued = _first_day(finding["as_of"]), work["issued"].text if work else None
    if work is None or first is None or issued is None or _first_day(work["issued"]) is None:
        return
    if first > dates.last_day(issued):
        told = f"{dates.in_words(finding['as_of'].text or '')} is after {dates.in_words(issued)}, when {work['id'].text} was published"
        yield finding["as_of"].problem(f"{told}: correct one of the two")


def _first_day(partial: Node) -> datetime.date | None:
    """The first day of a day, month or year; None where the calendar has no such thing."""
    if partial.text is None or re.fullmatch(r"[0-9]{4}(-[0-9]{2}){0,2}", partial.text) is None:
        return None
    try:
        return dates.first_day(partial.text)
    except ValueError:
        return None


def _chamber_problems(recommendation: Node) -> Iterator[Problem]:
    """A bill is acted on first by the chamber it was introduced in."""
    number = recommendation["bill"]["number"]
    chambers = [entry.text for entry in recommendation["chambers"].entries]
    if number.text is None or not set(chambers) <= {"house", "senate"} or not chambers:
        return
    home = "house" if number.text.startswith("H.") else "senate"
    if home not in chambers:
        yield number.problem(
            f"{number.text} is before the {home.title()}, which chambers leaves out: correct one of them"
        )


def _place_problems(place: Node) -> Iterator[Problem]:
    yield from zip_problems(place)
    yield from coordinate_problems(place)


# ---------------------------------------------------------------- bills


def bill_problem(bill: Bill, on: datetime.date) -> str | None:
    """What is wrong with a bill in a letter of that date, and what to do; None where it is alive, or spoken of as past.

    A Congress ends at noon on 3 January of every odd year (20th Amendment, section 1), and its bills with it.
    """
    name = (
        f"{bill.number or bill.title or 'the bill'} of the {dates.ordinal(bill.congress)} Congress"
    )
    if on < dates.congress_begins(bill.congress):
        return f"{name} cannot be: that Congress begins on {dates.in_words(dates.congress_begins(bill.congress))}"
    if bill.past or on < dates.congress_ends(bill.congress):
        return None
    ended = dates.in_words(dates.congress_ends(bill.congress))
    return f"{name} died when that Congress ended on {ended}: write “past: true” and speak of it as past, or name the bill of this Congress"


def _bill_problems(node: Node, *, on: datetime.date | None) -> Iterator[Problem]:
    congress = as_number(node["congress"])
    if on is None or congress is None or not 1 <= congress <= 200:  # noqa: PLR2004 - as the model has it
        return
    past = (node["past"].text or "").lower() in ("true", "yes", "on", "1")
    bill = Bill.model_construct(
        congress=int(congress), number=node["number"].text, title=node["title"].text, past=past
    )
    if message := bill_problem(bill, on):
        yield node["congress"].problem(message)


# ---------------------------------------------------------------- campaign.yaml


def _settings_problems(settings: Node, names: _SourceIds, *, known: NameIndex) -> Iterator[Problem]:
    for ask in settings["asks"].entries:
        if names.readable:
            yield from _must_exist(
                ask["recommendation"], names.recommendations, kind="recommendation in source.yaml"
            )
        yield from _when_problems(ask["when"], names, known=known)
        yield from _ask_problems(ask["text"], names)
    yield from _committees_must_exist(settings["concerns"], known)
    yield from _must_exist(settings["design"], known.designs, kind="design")
    yield from _bill_problems(settings["bill"], on=known.on)
    for file in settings["recipients"].entries:
        if file.text is not None and file.text not in known.recipient_files:
            yield file.problem(
                f"there is no file {quoted(file.text)} in recipients/{hint(file.text, known.recipient_files)}"
            )
    fewest, most = as_number(settings["min_arguments"]), as_number(settings["max_arguments"])
    if fewest is not None and most is not None and fewest > most:
        yield settings["min_arguments"].problem(
            f"is {fewest:g}, more than max_arguments, {most:g}: no letter could be printed"
        )


def _when_problems(when: Node, names: _SourceIds, *, known: NameIndex) -> Iterator[Problem]:
    for key in when.keys:
        if when[key].value == []:
            yield when[key].problem(
                "is empty, and would hold for everyone: name one, or take the line out"
            )
    yield from _committees_must_exist(when["committee"], known)
    for seat in when["district"].entries:
        yield from _seat_code_problems(seat)
    if names.readable:
        yield from _must_exist(when["district_of"], names.places, kind="place in source.yaml")
        yield from _within_problems(when["within"], names)


def _within_problems(within: Node, names: _SourceIds) -> Iterator[Problem]:
    for rule in within.entries:
        told = re.fullmatch(r"\d+ miles? of (.+)", rule.text or "")
        if told and told[1] not in names.places:
            yield rule.problem(
                f"there is no place in source.yaml {quoted(told[1])}{hint(told[1], names.places)}"
            )


def _seat_code_problems(seat: Node) -> Iterator[Problem]:
    """A problem for a seat like TX-99 or XX-1."""
    state, hyphen, number = (seat.text or "").partition("-")
    if not hyphen or not re.fullmatch(r"[0-9]{1,2}|AL", number):
        return
    if state not in STATES:
        yield seat.problem(
            f"there is no state {quoted(state)}: write its postal code and the district, TX-16"
        )
    elif message := member_checks.district_problem(
        state, 0 if number == "AL" else int(number), chamber="house"
    ):
        yield seat.problem(message)


# ---------------------------------------------------------------- sender.yaml


def _sender_problems(sender: Node) -> Iterator[Problem]:
    yield from _place_problems(sender)
    yield from _seat_code_problems(sender["district"])
    state, home = sender["state"].text or "", (sender["district"].text or "").partition("-")[0]
    if state in STATES and home in STATES and state != home:
        message = f"lies in {STATES[home]}, but the address says {STATES[state]} ({state}): correct the one that is wrong"
        yield sender["district"].problem(f"{sender['district'].text} {message}")


# ---------------------------------------------------------------- letter.md and arguments/*.md


def _letter_problems(letter: Prose, names: _SourceIds) -> Iterator[Problem]:
    yield from _unwritten_prose(letter)
    used = uses(letter)
    yield from _wording_problems(letter, used, names=names, variables=VARIABLES)
    if used.problems:
        return
    yield from problems_of_places(letter)
    for name in ("arguments", "asks"):
        if name not in {mention.name for mention in used.variables}:
            yield Problem(
                letter.file,
                0,
                "",
                f"holds no {{{{ {name} }}}}: write it in a paragraph of its own, where the {name} belong",
            )


def _ask_problems(node: Node, names: _SourceIds) -> Iterator[Problem]:
    """What is wrong with the words of an ask, which are prose as the arguments are."""
    if node.text is not None:
        ask = Prose(node.document.file, node.line, node.text)
        yield from _wording_problems(ask, uses(ask), names=names, variables=VARIABLES - LETTER_ONLY)


def _argument_problems(
    argument: ArgumentText, names: _SourceIds, *, known: NameIndex
) -> Iterator[Problem]:
    header = argument.header.root
    if names.readable:
        yield from _must_exist(
            header["supports"], names.recommendations, kind="recommendation in source.yaml"
        )
        yield from _must_exist(header["cites"], names.findings, kind="finding in source.yaml")
    yield from _when_problems(header["when"], names, known=known)
    text = argument.prose
    if text is None:
        return
    if not text.text.strip():
        yield Problem(
            text.file,
            0,
            "",
            "has no text below the second “---”: write the argument there, a paragraph",
        )
        return
    yield from _unwritten_prose(text)
    used = uses(text)
    yield from _wording_problems(text, used, names=names, variables=VARIABLES - LETTER_ONLY)
    if not used.problems and argument.header.value is not None:
        yield from _citing_problems(header, used, names=names)


def _wording_problems(
    text: Prose, used: Uses, *, names: _SourceIds, variables: Collection[str]
) -> Iterator[Problem]:
    """Everything that is wrong with what a text names."""
    yield from used.problems
    yield from problems_of_names(text, used, variables=variables)
    yield from problems_of_parts(text, used, records=RECORDS)
    yield from _id_problems(text, used, names=names)
    for part in used.unasked:
        if file := names.unsaid.get((part.name, part.argument or "")):
            said = f"{part.name}.{part.argument}"
            message = f"{file} does not say {said}: write {{% if {said} %}} … {{% endif %}} around it, or say it there"
            yield Problem(text.file, part.line, "", message)


def _id_problems(text: Prose, used: Uses, *, names: _SourceIds) -> Iterator[Problem]:
    """A problem for each id that there is none of, at the first call with it, and for each figure of a finding that has none."""
    if not names.readable:
        return
    told: set[tuple[str, str]] = set()
    for call in used.calls:
        if call.argument is None or call.name not in FUNCTIONS:
            continue
        kind, known = (
            ("finding", frozenset(names.findings))
            if call.name in FINDING_FUNCTIONS
            else ("place", names.placed)
        )
        if call.argument not in known and (kind, call.argument) not in told:
            told.add((kind, call.argument))
            message = f"there is no {kind} in source.yaml {quoted(call.argument)}{hint(call.argument, known, most=MOST_IDS)}"
            yield Problem(text.file, call.line, call.name, message)
        elif (
            call.argument in known
            and call.name == "figure"
            and names.findings[call.argument]["figure"].value is None
        ):
            cite = f'{{{{ cite("{call.argument}") }}}}'
            message = f"{quoted(call.argument)} has no figure in source.yaml: say it in your own words, with {cite} behind them"
            yield Problem(text.file, call.line, call.name, message)


def _citing_problems(header: Node, used: Uses, *, names: _SourceIds) -> Iterator[Problem]:
    """The findings that the text cites and those that the front matter names are the same."""
    named = {entry.text: entry for entry in header["cites"].entries if entry.text is not None}
    called = {
        call.argument: call for call in reversed(used.calls) if call.argument in names.findings
    }
    for finding, call in called.items():
        if finding not in named:
            message = f"{quoted(str(finding))} is missing in the front matter: add it to cites"
            yield Problem(header.document.file, call.line, call.name, message)
    for finding, entry in named.items():
        if (
            finding in names.findings
            and finding not in called
            and re.fullmatch(ID_PATTERN, finding)
        ):
            function = "figure" if names.findings[finding]["figure"].text else "cite"
            call_of_it = f'{{{{ {function}("{finding}") }}}}'
            yield entry.problem(
                f"the text does not use {quoted(finding)}: write {call_of_it} in it, or take it out of cites"
            )


# ---------------------------------------------------------------- what a campaign names of the recipients


def committees_named(draft: CampaignFiles) -> frozenset[str]:
    """The committees that the campaign names, rightly or wrongly."""
    settings, source = draft.settings.root, draft.source.root
    rules = [ask["when"] for ask in settings["asks"].entries] + [
        argument.header.root["when"] for argument in draft.arguments
    ]
    lists = [settings["concerns"], *(rule["committee"] for rule in rules)]
    lists += [recommendation["committees"] for recommendation in source["recommendations"].entries]
    return frozenset(
        entry.text for committees in lists for entry in committees.entries if entry.text
    )
