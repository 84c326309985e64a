"""Checks what one file of a campaign says of another, and of the world.

Names must exist, seats and states must agree, bills must be alive. The checks read the content of
the files (`Node`), not the models: a file that is wrong in one place is still checked in all
others, and every problem knows its line.
"""

import datetime
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import get_args

from generator import dates
from generator.congress import member_checks
from generator.congress.committees import SeatHolder, meant
from generator.errors import Problem, Severity
from generator.files.yaml import Node, YamlDocument
from generator.letter.citations import REPORTS
from generator.letter.committees import NO_RULE, CommitteeRule, ambiguous_words, rule_of_names
from generator.letter.footnotes import ABBREVIATIONS
from generator.letter.prose import FUNCTIONS
from generator.letter.records import MAY_BE_UNSAID, RECORDS
from generator.letter.references import (
    COMMITTEE_WORDS,
    LETTER_ONLY,
    VARIABLES,
    Mention,
    Uses,
    problems_of_names,
    problems_of_parts,
    problems_of_places,
    uses,
)
from generator.models.campaign import Prose
from generator.models.fields import ID_PATTERN, PARTIAL_DATE_PATTERN, WITHIN_PATTERN, Acted
from generator.models.source import chamber_of_bill
from generator.project import committee_checks
from generator.project.date_phrases import date_problems
from generator.project.field_checks import as_number, one_line_problems, place_problems
from generator.states import STATES
from generator.text import hint, quoted

FINDING_FUNCTIONS = frozenset({"figure", "date", "reported", "cite", "counted_by"})
"""Functions of prose that take the id of a finding; the others take the id of a place."""

TODO = "TODO"
"""A draft writes it in the places of a person's own words."""

MAX_LISTED_IDS = 6
"""Chosen by hand: a campaign has dozens of ids, and the user finds more of them in the file."""

OWN_WORDS = frozenset({"claim", "ask"})
"""Keys whose text is the user's own and stands in no document."""

# `again` may hold a text for each act below it, whose path has the same first keys.
PROSE = frozenset({("asks", "text"), ("asks", "again"), ("recommendations", "ask")})
"""The keys of the values that are prose in Jinja2 and Markdown."""

ORGANIZATION_PARTS = frozenset({("sender", "organization"), ("sender", "about")})
"""Parts of the sender that a supporter's letter lacks."""

PICTURES = frozenset({"logo", "signature"})
"""Keys of a sender whose values are names of files, and not printed."""

# The checks read lists by these names, so that a list added to source.yaml needs one line.
KINDS = {
    "bibliography": "work",
    "sections": "section",
    "recommendations": "recommendation",
    "findings": "finding",
}
"""The lists of source.yaml whose entries have an id, and the word for one entry."""

REFERENCES = (
    ("recommendations", "section", "sections"),
    ("findings", "section", "sections"),
    ("findings", "place", "places"),
    ("findings", "reference", "bibliography"),
    ("sections", "work", "bibliography"),
)
"""Lists of source.yaml, keys of their entries, and the lists that must hold the values."""


ABOUT_EXAMPLE = "a legal aid organization that represents asylum seekers in El Paso"

_CAPITAL = re.compile(r"[“‘\"']?[A-Z]")
# Matches “El Paso’s oldest shelter” and “USCCB’s partner”, which begin with a name; not “A shelter”
# or “Texas nonprofit”, which lacks its article.
_NAME_FIRST = re.compile(r"(?!(?:An?|The|Our) )(?:[A-Z]\S* )*?[A-Z]\S*[’'](?:s\b|(?= ))")

# A function of the caller's: files are checked without typefaces where nothing is printed.
Signs = Callable[[str], str | None]
"""Returns what is wrong with the characters of a text that is to be printed, or None."""


@dataclass(frozen=True)
class ArgumentText:
    """The content of one argument's file."""

    id: str
    header: YamlDocument
    prose: Prose | None


@dataclass(frozen=True)
class CampaignFiles:
    """The content of one campaign's files, and the problems of the files as such."""

    folder: Path
    sender_folder: Path
    source: YamlDocument
    settings: YamlDocument
    sender: YamlDocument
    letter: Prose | None
    arguments: tuple[ArgumentText, ...]
    problems: frozenset[Problem]
    person_letter: Prose | None = None
    """letter-person.md, where there is one."""

    @property
    def letters(self) -> tuple[Prose, ...]:
        """Returns letter.md and letter-person.md, as far as they are there and can be read."""
        return tuple(filter(None, (self.letter, self.person_letter)))

    @property
    def documents(self) -> tuple[YamlDocument, ...]:
        """Returns all of its files of data."""
        headers = (argument.header for argument in self.arguments)
        return self.source, self.settings, self.sender, *headers

    @property
    def texts(self) -> tuple[Prose, ...]:
        """Returns the texts of the letters and the arguments, as far as they could be read."""
        arguments = (argument.prose for argument in self.arguments)
        return (*self.letters, *filter(None, arguments))

    @property
    def asks(self) -> tuple[Prose, ...]:
        """Returns the words of each ask in order: the campaign's own, or the recommendation's."""
        entries = self.source.root["recommendations"].entries
        words = {entry["id"].text: entry["ask"] for entry in entries}
        asks: list[Node] = []
        for ask in self.settings.root["asks"].entries:
            own, given = ask["text"], words.get(ask["recommendation"].text)
            # Where neither has words, the recommendation is missing or unknown, and is reported as
            # that.
            asks += filter(None, [own if own.text else given])
        return tuple(map(_prose_of, asks))

    @property
    def again(self) -> Mapping[tuple[int, str], Prose]:
        """Returns the words of `again`, by the number of the ask and by what the member did."""
        found: dict[tuple[int, str], Prose] = {}
        for index, ask in enumerate(self.settings.root["asks"].entries):
            again = ask["again"]
            for act in get_args(Acted):
                node = again if again.text else again[act]
                if node.text:
                    found[index, act] = _prose_of(node)
        return found

    @property
    def rules(self) -> tuple[Node, ...]:
        """Returns the `when` of every ask and argument."""
        owners = (
            *self.settings.root["asks"].entries,
            *(argument.header.root for argument in self.arguments),
        )
        return tuple(owner["when"] for owner in owners)

    @property
    def places(self) -> frozenset[str]:
        """Returns the ids of the places of source.yaml."""
        return frozenset(self.source.root["places"].keys)

    @property
    def ask_ids(self) -> frozenset[str]:
        """Returns the ids of the recommendations, and of the sender's own asks."""
        entries = (
            *self.source.root["recommendations"].entries,
            *self.settings.root["asks"].entries,
        )
        return frozenset(entry["id"].text for entry in entries if entry["id"].text)

    @property
    def committees(self) -> Iterator[Node]:
        """Yields every committee that the campaign names."""
        yield from self.settings.root["concerns"].entries
        for rule in self.rules:
            yield from rule["committee"].entries
        for recommendation in self.source.root["recommendations"].entries:
            yield from recommendation["committees"].entries

    @property
    def subcommittees(self) -> Iterator[Node]:
        """Yields every subcommittee that a rule names."""
        for rule in self.rules:
            yield from rule["subcommittee"].entries


@dataclass(frozen=True)
class NameIndex:
    """The names that a campaign may use, and the day and the characters of its letters."""

    seats: tuple[SeatHolder, ...]
    """The committees and subcommittees on which the recipients sit, as `seats_held` gives them."""
    designs: frozenset[str]
    recipient_files: frozenset[str]
    letter_date: datetime.date | None
    signs: Signs | None


def _prose_of(node: Node) -> Prose:
    return Prose(node.document.file, node.line, node.text or "")


Ids = Mapping[str, Mapping[str, Node]]
"""The nodes of source.yaml by list and id."""


def campaign_problems(draft: CampaignFiles, known: NameIndex) -> Iterator[Problem]:
    """Yields everything in a campaign's files that contradicts something else."""
    root = draft.source.root
    # Entries without an id share “”: the model reports that an id is missing, and no name is empty.
    ids: dict[str, Mapping[str, Node]] = {
        key: {node["id"].text or "": node for node in root[key].entries} for key in KINDS
    }
    ids["places"] = {key: root["places"][key] for key in root["places"].keys}
    for document in draft.documents:
        yield from one_line_problems(document)
        yield from _text_problems(document)
    for text in draft.texts:
        yield from _unwritten_lines(text)
    # None where nothing is printed: typefaces take time to load.
    if known.signs is not None:
        yield from _sign_problems(draft, known.signs)
    yield from _committee_problems(draft, known.seats)
    yield from _source_problems(root, ids, letter_date=known.letter_date)
    yield from _settings_problems(draft.settings.root, known)
    yield from _rule_problems(draft)
    yield from _sender_problems(draft.sender.root)
    # If source.yaml cannot be read, every name would be unknown: one mistake with a hundred
    # messages.
    if draft.source.value is not None:
        yield from _id_problems(draft, ids)
        yield from _ask_problems(draft, ids, letter_date=known.letter_date)
    yield from _prose_problems(draft, ids)


# ---------------------------------------------------------------- texts


def _text_problems(document: YamlDocument) -> Iterator[Problem]:
    """Yields each text that a draft left open, and each variable in a value that is no prose."""
    for node in document.root.every_text():
        text = str(node.value)
        if text.strip().startswith(TODO):
            how = "the document does not say it"
            if node.path[-1] in OWN_WORDS:
                how = "say it in your own words, or take the entry out"
            yield node.problem(f"is still to be written: {how}", "unwritten")
        # `{{ name }}`, `{% if x %}`, also half of one; a single brace is text. `path[0::2]` leaves
        # out the number of the entry: (“asks”, 0, “text”) is (“asks”, “text”).
        if re.search(r"\{[{%]|[%}]\}", text) and node.path[0::2] not in PROSE:
            yield node.problem(
                "would be printed as it stands: "
                "variables are filled in in letter.md, in arguments and in asks only",
                "variable-in-data",
            )


def _unwritten_lines(prose: Prose) -> Iterator[Problem]:
    """Yields each line of a text that a draft left open."""
    message = f"{TODO}: this is still to be written, in your own words"
    for number, line in enumerate(prose.text.splitlines(), start=prose.first_line):
        # A word of its own: “TODO: say it”, not “TODOS LOS SANTOS”.
        if re.search(rf"\b{TODO}\b", line):
            yield Problem(prose.file, number, "", message, code="unwritten")


def _sign_problems(draft: CampaignFiles, signs: Signs) -> Iterator[Problem]:
    """Yields each line of prose and value of the sender with signs that no typeface has."""
    for text in draft.texts:
        for words in uses(text).words:
            # Words alone, without the syntax of Jinja2, which is not printed.
            if message := signs(words.name):
                yield Problem(text.file, words.line, "", message, code="missing-glyph")
    for node in draft.sender.root.every_text():
        if node.path[-1] not in PICTURES and (message := signs(str(node.value))):
            yield node.problem(message, "missing-glyph")


# ---------------------------------------------------------------- names


def _must_exist(nodes: Iterable[Node], known: Collection[str], *, kind: str) -> Iterator[Problem]:
    """Yields each name that is not among the known ones; its code is `unknown-` and the kind.

    A name that is no id at all is reported here too: “there is no section "El Paso"; did you mean
    "el-paso"?” helps more than the rules for ids.
    """
    for node in nodes:
        name = node.text
        if name is not None and name not in known:
            code = f"unknown-{kind.partition(' ')[0]}"
            yield node.problem(_no_such(kind, name, known=known), code)


def _no_such(kind: str, name: str, *, known: Iterable[str]) -> str:
    return f"there is no {kind} {quoted(name)}{hint(name, known, most=MAX_LISTED_IDS)}"


def _committee_problems(draft: CampaignFiles, held: Sequence[SeatHolder]) -> Iterator[Problem]:
    """Yields names of no committee, and warnings of names that reach too few chambers."""
    problems_of = committee_checks.problems_of_names
    yield from problems_of(draft.committees, held)
    yield from problems_of(draft.subcommittees, held, kind="subcommittee")
    reach = committee_checks.problems_of_reach
    for one in draft.source.root["recommendations"].entries:
        chambers = {node.text or "" for node in one["chambers"].entries}
        yield from reach(one["committees"], held, chambers=chambers, must_reach=True)
    for rule in draft.rules:
        chambers = {node.text or "" for node in rule["chamber"].entries}
        yield from reach(rule["committee"], held, chambers=chambers, must_reach=False)
    concerns = draft.settings.root["concerns"]
    yield from reach(concerns, held, chambers=(), must_reach=False)
    for node in concerns.entries:
        # The models of address have no form for the chair of a subcommittee.
        if meant(node.text or "").is_subcommittee:
            message = "names a subcommittee, whose chair is not written to as one: name a committee"
            yield node.warning(message, "subcommittee-in-concerns")


def _must_differ(entries: Iterable[Node], *, kind: str) -> Iterator[Problem]:
    """Yields each id that an entry before it has."""
    first: dict[str, int] = {}
    for entry in entries:
        name = entry["id"].text
        if name is None:
            continue
        line = entry["id"].line
        # Lines and not entries are compared: the first entry of an id meets itself.
        if first.setdefault(name, line) != line:
            yield entry["id"].problem(
                f"another {kind} is called {quoted(name)}, in line {first[name]}: "
                "give each its own name",
                "duplicate-id",
            )


def _id_problems(draft: CampaignFiles, ids: Ids) -> Iterator[Problem]:
    """Yields each id in settings and arguments that source.yaml lacks, if it could be read."""
    asks = [ask["recommendation"] for ask in draft.settings.root["asks"].entries]
    headers = [argument.header.root for argument in draft.arguments]
    supported = [entry for header in headers for entry in header["supports"].entries]
    cited = [entry for header in headers for entry in header["cites"].entries]
    places = [entry for rule in draft.rules for entry in rule["district_of"].entries]
    for rule in draft.rules:
        places += [
            # “100 miles of el-paso”: the message is about the place, and keeps the line of the
            # rule.
            replace(entry, value=str(entry.text).rpartition(" of ")[2])
            for entry in rule["within"].entries
            # Another text is the model's to report.
            if re.match(WITHIN_PATTERN, str(entry.text))
        ]
    kind = "recommendation in source.yaml"
    yield from _must_exist(asks, ids["recommendations"], kind=kind)
    yield from _must_exist(supported, draft.ask_ids, kind=kind)
    yield from _must_exist(cited, ids["findings"], kind="finding in source.yaml")
    yield from _must_exist(places, ids["places"], kind="place in source.yaml")


# ---------------------------------------------------------------- source.yaml


def _source_problems(
    source: Node, ids: Ids, *, letter_date: datetime.date | None
) -> Iterator[Problem]:
    for key, kind in KINDS.items():
        yield from _must_differ(source[key].entries, kind=kind)
    for key, inner, target in REFERENCES:
        # `entries` of a single value is that value: one loop serves keys with one name and with
        # several.
        names = [name for entry in source[key].entries for name in entry[inner].entries]
        yield from _must_exist(names, ids[target], kind=KINDS.get(target, "place"))
    for work in source["bibliography"].entries:
        first = _first_day(work["issued"])
        if letter_date is not None and first is not None and first > letter_date:
            issued = dates.in_words(work["issued"].text or "")
            yield work["issued"].problem(
                f"{issued} is after the letters' date, {dates.in_words(letter_date)}: "
                "correct one of the two (the letters' with --date)",
                "date-to-come",
            )
    # After the names: dates are compared with the works that these names find.
    for finding in source["findings"].entries:
        yield from _date_problems(finding, ids["bibliography"])
        yield from _section_problems(finding, ids)
    for recommendation in source["recommendations"].entries:
        yield from _unborn_bill_problems(recommendation["bill"], letter_date=letter_date)
        yield from _chamber_problems(recommendation)
    for place in ids["places"].values():
        yield from place_problems(place)


def _date_problems(finding: Node, works: Mapping[str, Node]) -> Iterator[Problem]:
    """Yields a problem if the finding is younger than the work that states it."""
    first = _first_day(finding["as_of"])
    work = _work_of(finding, works)
    if work is None or first is None or _first_day(work["issued"]) is None:
        return
    issued = work["issued"].text or ""
    # The first day of the one against the last of the other: “2020” and “2020-03” may agree, and
    # only what cannot be true is a mistake.
    if first > dates.last_day(issued):
        yield finding["as_of"].problem(
            f"{dates.in_words(finding['as_of'].text or '')} is after {dates.in_words(issued)}, "
            f"when {work['id'].text} was published: correct one of the two",
            "date-after-publication",
        )


def _section_problems(finding: Node, ids: Ids) -> Iterator[Problem]:
    """Yields a problem if a finding of the first work has no section, or one of another work."""
    home = next(iter(ids["bibliography"]), "")
    work = finding["reference"].text or home
    name = finding["section"].text
    if name is None:
        # A key with a value that is no text is the model's to report.
        if work == home and finding["section"].value is None:
            yield finding.problem(
                "has no section: name the section of the document that states it", "no-section"
            )
        return
    section = ids["sections"].get(name)
    if section is None:
        return
    theirs = section["work"].text or home
    if theirs == work:
        return
    wrong = f"{quoted(name)} is a section of {theirs}, and the finding is of {work}"
    code = "section-of-another-work"
    if section["work"].text is None:
        # Only a warning: version 0.2 asked every finding for a section of the first work.
        yield finding["section"].warning(
            f"{wrong}, so that its footnote names no section: take the line out, or name one with "
            f"`work: {work}`",
            code,
        )
    else:
        yield finding["section"].problem(
            f"{wrong}: name a section of {work}, or write `reference: {theirs}`", code
        )


def _work_of(finding: Node, works: Mapping[str, Node]) -> Node | None:
    """Returns the work that states a finding, if there is such a work."""
    # Without a reference the first work, the document itself, states it (see `models.source`).
    return works.get(finding["reference"].text or next(iter(works), ""))


def _first_day(partial: Node) -> datetime.date | None:
    """Returns the first day of a day, month or year; None if the calendar does not have it."""
    text = partial.text or ""
    try:
        # The form first: another text is the model's to report.
        return dates.first_day(text) if re.match(PARTIAL_DATE_PATTERN, text) else None
    except ValueError:
        return None


def _chamber_problems(recommendation: Node) -> Iterator[Problem]:
    """Yields a problem if the chamber in which the bill was introduced cannot act on it."""
    number = recommendation["bill"]["number"]
    chambers = {entry.text for entry in recommendation["chambers"].entries}
    # Only if the home of the bill is left out: a bill that passed goes on to the other chamber, and
    # letters may go to both.
    home = chamber_of_bill(number.text or "")
    if number.text and chambers and chambers <= {"house", "senate"} - {home}:
        yield number.problem(
            f"{number.text} is before the {home.title()}, which chambers leaves out: "
            "correct one of them",
            "bill-in-the-wrong-chamber",
        )


def _unborn_bill_problems(bill: Node, *, letter_date: datetime.date | None) -> Iterator[Problem]:
    """Yields a problem if the Congress of the bill has not begun on that date."""
    number = _congress_of(bill)
    if letter_date is not None and number and letter_date < dates.congress_begins(number):
        begins = dates.in_words(dates.congress_begins(number))
        message = f"{_bill_name(bill, number)} cannot be: that Congress begins on {begins}"
        yield bill["congress"].problem(message, "bill-to-come")


def _bill_problems(bill: Node, *, letter_date: datetime.date | None) -> Iterator[Problem]:
    """Yields a problem if the bill of the campaign is not alive on that date.

    A Congress ends at noon on 3 January of every odd year (20th Amendment, section 1), and its
    bills with it. The Re: line of every letter names this bill, so that no letter can stand. An ask
    whose bill has died falls away instead (`letter.selection`), and the letter goes out without it.
    """
    yield from _unborn_bill_problems(bill, letter_date=letter_date)
    number = _congress_of(bill)
    if letter_date is None or number is None or _is_true(bill["past"]):
        return
    ends = dates.congress_ends(number)
    # On the day itself, too: that Congress ends at noon, and a letter of that day is read later.
    if letter_date >= ends:
        yield bill["congress"].problem(
            f"{_bill_name(bill, number)} died when that Congress ended on {dates.in_words(ends)}: "
            "write “past: true” and speak of it as past, or name the bill of this Congress",
            "dead-bill",
        )


def _congress_of(bill: Node) -> int | None:
    """Returns the number of the bill's Congress; None for a number that the model reports."""
    congress = as_number(bill["congress"])
    # The years of numbers beyond 1 to 200 may lie beyond the calendar.
    if congress is None or not 1 <= congress <= 200:  # noqa: PLR2004 - as the model
        return None
    return int(congress)


def _bill_name(bill: Node, congress: int) -> str:
    title = bill["number"].text or bill["title"].text or "the bill"
    return f"{title} of the {dates.ordinal(congress)} Congress"


def _is_true(node: Node) -> bool:
    """Whether the model reads the value as true: the values of the files are texts."""
    return (node.text or "").lower() in ("true", "yes", "on", "1")


# ---------------------------------------------------------------- campaign.yaml


def _settings_problems(settings: Node, known: NameIndex) -> Iterator[Problem]:
    yield from _must_exist(settings["design"].entries, known.designs, kind="design")
    files = settings["recipients"].entries
    yield from _must_exist(files, known.recipient_files, kind="file in recipients/")
    yield from _bill_problems(settings["bill"], letter_date=known.letter_date)
    fewest, most = as_number(settings["min_arguments"]), as_number(settings["max_arguments"])
    if fewest is not None and most is not None and fewest > most:
        yield settings["min_arguments"].problem(
            f"is {fewest:g}, more than max_arguments, {most:g}: no letter could be printed",
            "no-letter-possible",
        )


def _ask_problems(
    draft: CampaignFiles, ids: Ids, *, letter_date: datetime.date | None
) -> Iterator[Problem]:
    """Yields what is wrong with the sender's own asks, and with the words of `again`."""
    for ask in draft.settings.root["asks"].entries:
        if ask["again"].value is not None:
            for letter in draft.letters:
                yield from _again_problems(ask["again"], letter)
            recommendation = ids["recommendations"].get(ask["recommendation"].text or "")
            if recommendation and not _is_true(ask["own"]) and not recommendation["bill"].keys:
                message = (
                    "needs a bill that one can bring back: source.yaml names none for this ask"
                )
                yield ask["again"].problem(message, "again-without-bill")
        if not _is_true(ask["own"]):
            for key in ("id", "bill", "chambers"):
                if ask[key].value is not None:
                    message = (
                        "belongs to an ask of your own: write own: true in this entry, "
                        "or take the line out (a recommendation has it in source.yaml)"
                    )
                    yield ask[key].problem(message, "key-of-own-ask")
            continue
        yield from _own_ask_problems(ask, recommendations=ids["recommendations"])
        for bill in ask["bill"].entries:
            yield from _unborn_bill_problems(bill, letter_date=letter_date)


def _own_ask_problems(ask: Node, *, recommendations: Collection[str]) -> Iterator[Problem]:
    """Yields what an ask of the sender's own lacks: a name, words, a bill that one can look up."""
    needed = {
        "id": "a name of its own, such as oppose-the-bill",
        "text": "its words, because the document has none",
        "bill": "the bill or bills that it is about",
    }
    for key, what in needed.items():
        if ask[key].value is None:
            message = f"is missing: an ask of your own needs “{key}: …” ({what})"
            yield ask[key].problem(message, "incomplete-own-ask")
    if ask["id"].text in recommendations:
        message = "is the id of a recommendation: give your own ask another, so that no count "
        yield ask["id"].problem(message + "takes it for the document's", "duplicate-id")
    for bill in ask["bill"].entries:
        # An appropriations bill may have no number yet: then its title says which one it is.
        if bill.keys and not (bill["number"].text or bill["title"].text):
            message = "names no bill: add number: or title: (“Homeland Security appropriations …”)"
            yield bill.problem(message, "incomplete-own-ask")


def _again_problems(again: Node, letter: Prose) -> Iterator[Problem]:
    """Yields a problem if no paragraph of the letter holds the words of `again`."""
    used = uses(letter)
    if not used.problems and "thanks" not in {one.name for one in used.variables}:
        file = Path(letter.file).name
        message = f"stands behind the thanks, and {file} holds no {{{{ thanks }}}}: write it there"
        yield again.problem(message, "again-without-thanks")


def _rule_problems(draft: CampaignFiles) -> Iterator[Problem]:
    """Yields the empty lists and impossible seats of every `when`."""
    message = "is empty, and would hold for everyone: name one, or take the line out"
    for rule in draft.rules:
        for key in rule.keys:
            # The model would take it for a key that is absent, which holds for everyone.
            if rule[key].value == []:
                yield rule[key].problem(message, "empty-rule")
        for seat in rule["district"].entries:
            yield from _seat_code_problems(seat)


def _seat_code_problems(seat: Node) -> Iterator[Problem]:
    """Yields a problem for a seat like TX-99 or XX-1."""
    state, hyphen, number = (seat.text or "").partition("-")
    # “TX-16”, “AK-AL”; what has another form is the model's to report.
    if not hyphen or not re.fullmatch(r"[0-9]{1,2}|AL", number):
        return
    district = 0 if number == "AL" else int(number)
    if state not in STATES:
        yield seat.problem(
            (f"there is no state {quoted(state)}: write its postal code and the district, TX-16"),
            "unknown-state",
        )
    elif problem := member_checks.district_problem(state, district, chamber="house"):
        yield seat.problem(problem, "impossible-district")


def _sender_problems(sender: Node) -> Iterator[Problem]:
    yield from place_problems(sender)
    yield from _about_problems(sender)
    district = sender["district"]
    yield from _seat_code_problems(district)
    # The first two letters of “TX-16” are the state.
    state, home = sender["state"].text or "", (district.text or "")[:2]
    if state in STATES and home in STATES and state != home:
        yield district.problem(
            f"{district.text} lies in {STATES[home]}, but the address says {STATES[state]} "
            f"({state}): correct the one that is wrong",
            "district-of-another-state",
        )


def _about_problems(sender: Node) -> Iterator[Problem]:
    """Yields a problem if `about` is no phrase to stand behind the name, or is missing.

    Texts print it in apposition: “On behalf of {{ sender.organization }}, {{ sender.about }}, …”.
    """
    about, organization = sender["about"], sender["organization"]
    text = about.text
    if text is None:
        if organization.text:
            message = (
                f"say who {organization.text} is, because an office asks that first: "
                f"“about: {ABOUT_EXAMPLE}”"
            )
            yield organization.warning(message, "sender-without-about")
        return
    last = text.rstrip("”’").split()[-1]
    if _CAPITAL.match(text) and not _NAME_FIRST.match(text):
        message = (
            "begins with a capital, and stands inside a sentence behind the name: write it as in "
            f"“{ABOUT_EXAMPLE}”"
        )
        yield about.problem(message, "about-with-capital")
    if last.endswith(".") and last.removesuffix(".") not in ABBREVIATIONS:
        message = "ends with a full stop, and stands inside a sentence: take the full stop out"
        yield about.problem(message, "about-with-full-stop")


# ---------------------------------------------------------------- letter.md, arguments and asks


def _prose_problems(draft: CampaignFiles, ids: Ids) -> Iterator[Problem]:
    """Yields everything that is wrong with the names in letter.md, the arguments and the asks."""
    for letter in draft.letters:
        used = uses(letter)
        voice = None
        if draft.person_letter is not None:
            voice = "person" if letter == draft.person_letter else "organization"
        variables = VARIABLES - COMMITTEE_WORDS
        yield from _wording_problems(
            letter, used, draft=draft, ids=ids, variables=variables, voice=voice
        )
        yield from ambiguous_words(letter, None)
        # A text that cannot be parsed has no variables: that it lacks {{ arguments }} would be a
        # false second message.
        yield from () if used.problems else _letter_problems(letter, used)
    for argument in draft.arguments:
        text = argument.prose
        if text is None:
            continue
        if not text.text.strip():
            yield Problem(
                text.file,
                0,
                "",
                "has no text below the second “---”: write the argument there, a paragraph",
                code="no-text",
            )
            continue
        used = uses(text)
        voice = argument.header.root["voice"].text
        rule = _rule_of(argument.header.root["when"])
        yield from _wording_problems(
            text, used, draft=draft, ids=ids, variables=_nameable(rule), voice=voice
        )
        yield from ambiguous_words(text, rule)
        # Likewise: nothing is known of what a broken text cites.
        if not used.problems and argument.header.value is not None:
            yield from _citing_problems(argument.header.root, used, findings=ids["findings"])
    recommendations = ids["recommendations"]
    asks = [(node["ask"], _rule_of_ask(node, node["when"])) for node in recommendations.values()]
    for ask in draft.settings.root["asks"].entries:
        recommendation = recommendations.get(ask["recommendation"].text or "", ask)
        asks.append((ask["text"], _rule_of_ask(recommendation, ask["when"])))
    texts = [(_prose_of(node), rule) for node, rule in asks if node.text is not None]
    # A set: one text of `again` may be the words for each act.
    texts += [(text, NO_RULE) for text in {*draft.again.values()}]
    for text, rule in texts:
        yield from _wording_problems(
            text, uses(text), draft=draft, ids=ids, variables=_nameable(rule)
        )
        yield from ambiguous_words(text, rule)


def _rule_of(when: Node) -> CommitteeRule:
    """Returns the committees and roles of a `when`."""
    return rule_of_names(_texts(when["committee"]), _texts(when["role"]))


def _rule_of_ask(recommendation: Node, when: Node) -> CommitteeRule:
    """Returns the committees that can act on a recommendation, narrowed by the ask's `when`."""
    return rule_of_names(
        _texts(when["committee"]),
        _texts(when["role"]),
        power=_texts(recommendation["committees"]),
    )


def _texts(node: Node) -> tuple[str, ...]:
    return tuple(entry.text for entry in node.entries if entry.text)


def _nameable(rule: CommitteeRule) -> Collection[str]:
    """Returns the variables of an argument or ask with this rule."""
    # `{{ arguments }}` inside an argument would hold itself.
    elsewhere = VARIABLES - LETTER_ONLY
    return elsewhere if rule != NO_RULE else elsewhere - COMMITTEE_WORDS


def _letter_problems(letter: Prose, used: Uses) -> Iterator[Problem]:
    """Yields the places of arguments and asks that letter.md lacks, or has in a wrong way."""
    yield from problems_of_places(letter)
    for name in ("arguments", "asks"):
        # Otherwise a letter without its arguments or asks would be printed without a warning.
        if name not in {mention.name for mention in used.variables}:
            yield Problem(
                letter.file,
                0,
                "",
                f"holds no {{{{ {name} }}}}: write it in a paragraph of its own, "
                f"where the {name} belong",
                code="missing-variable",
            )


def _wording_problems(
    text: Prose,
    used: Uses,
    *,
    draft: CampaignFiles,
    ids: Ids,
    variables: Collection[str],
    voice: str | None = None,
) -> Iterator[Problem]:
    """Yields everything that is wrong with the names in a text, which is written for that voice."""
    yield from used.problems
    yield from problems_of_names(text, used, variables=variables)
    yield from problems_of_parts(text, used, records=RECORDS)
    if draft.source.value is not None:
        yield from _call_problems(text, used, ids=ids)
        for ask in used.asks:
            if ask.name not in draft.ask_ids:
                message = _no_such("ask", ask.name, known=draft.ask_ids)
                yield Problem(text.file, ask.line, "letter.asks", message, code="unknown-ask")
    yield from date_problems(text, _dates_in_words(ids["findings"]))
    empty = _empty_parts(draft)
    if voice == "organization" and ("sender", "organization") in empty:
        # The sender is a person, and this text is for organizations that sign in their place
        # (`--sender`): the sender's own file need not say who they are.
        empty = {part: file for part, file in empty.items() if part not in ORGANIZATION_PARTS}
    for part in used.unasked:
        # Only parts that the text does not ask for first, with {% if %}.
        if voice == "person" and (part.name, part.argument) in ORGANIZATION_PARTS:
            name = f"{part.name}.{part.argument}"
            message = (
                f"a person who signs for themself has no {name}: take it out, or write "
                f"{{% if {name} %}} … {{% endif %}} around it"
            )
            yield Problem(text.file, part.line, "", message, code="empty-variable")
        elif file := empty.get((part.name, part.argument)):
            name = f"{part.name}.{part.argument}"
            yield Problem(
                text.file,
                part.line,
                "",
                f"{file} does not say {name}: write {{% if {name} %}} … {{% endif %}} around it, "
                "or say it there",
                code="empty-variable",
            )
        elif (part.name, part.argument) == ("campaign", "act_by"):
            # Not empty today, perhaps: a letter asks for nothing by a day that is over.
            message = (
                "is missing from letters of that day and later, which cannot be printed: write "
                "{% if campaign.act_by %} … {% endif %} around it"
            )
            field = "campaign.act_by"
            yield Problem(text.file, part.line, field, message, "warning", code="act-by-not-asked")


def _dates_in_words(findings: Mapping[str, Node]) -> Mapping[str, str]:
    """Returns the date of each finding as a text says it; leaves out those that are no dates."""
    words: dict[str, str] = {}
    for name, finding in findings.items():
        if span := finding["as_of_text"].text:
            words[name] = span
        elif _first_day(finding["as_of"]):
            words[name] = dates.in_words(finding["as_of"].text or "")
    return words


def _empty_parts(draft: CampaignFiles) -> Mapping[tuple[str, str | None], str]:
    """Returns the parts of records that are empty in this campaign, and the file to fill each in.

    The day to act by is no such part: it may come with the command.
    """
    parts: dict[tuple[str, str | None], str] = {}
    # A file that cannot be read leaves nothing unsaid.
    if draft.sender.value is not None:
        for key in MAY_BE_UNSAID:
            if draft.sender.root[key].text is None:
                parts["sender", key] = Path(draft.sender.file).name
    if not any(draft.folder.glob("signers.*")):
        parts["signers", "count"] = "signers.yaml"
    bill = draft.settings.root["bill"]
    if draft.settings.value is not None and not (bill["number"].text or bill["title"].text):
        parts["campaign", "bill"] = Path(draft.settings.file).name
    return parts


def _call_problems(text: Prose, used: Uses, *, ids: Ids) -> Iterator[Problem]:
    """Yields the first call with each unknown id, and `figure` of a finding without one."""
    findings = ids["findings"]
    # A distance may be measured to the place of a finding, by the id of the finding.
    placed = [key for key, finding in findings.items() if finding["place"].text]
    reported: set[tuple[str, str]] = set()
    for call in used.calls:
        name = call.argument
        if name is None or call.name not in FUNCTIONS:
            continue
        kind = "finding" if call.name in FINDING_FUNCTIONS else "place"
        known = findings if kind == "finding" else {*ids["places"], *placed}
        # Once for each name: a misspelt id stands in a text as often as it was pasted.
        if (kind, name) in reported:
            continue
        if name not in known:
            reported.add((kind, name))
            yield Problem(
                text.file,
                call.line,
                call.name,
                _no_such(f"{kind} in source.yaml", name, known=known),
                code=f"unknown-{kind}",
            )
        elif call.name == "figure" and findings[name]["figure"].value is None:
            yield Problem(
                text.file,
                call.line,
                call.name,
                f"{quoted(name)} has no figure in source.yaml: say it in your own words, "
                f'with {{{{ cite("{name}") }}}} behind them',
                code="no-figure",
            )
        elif call.name in ("date", "reported"):
            yield from _dating_problems(
                text, call, finding=findings[name], works=ids["bibliography"]
            )


def _dating_problems(
    text: Prose, call: Mention, *, finding: Node, works: Mapping[str, Node]
) -> Iterator[Problem]:
    """Yields a problem if a call says a date that the finding lacks, or that is its work's alone.

    `date` of a finding that only its work dates is a warning: version 0.1 knew no `reported`.
    """
    name = str(call.argument)
    severity: Severity = "error"
    work = _work_of(finding, works)
    undated = (finding["dated"].text or "").lower() in ("false", "no", "off", "0")
    by_work = (
        work is not None
        and (work["type"].text or "webpage") in REPORTS
        and finding["as_of"].text == work["issued"].text
        and finding["as_of_text"].text is None
    )
    if undated:
        code = "date-of-undated"
        message = f"{quoted(name)} has no date (dated: false): take {{{{ {call.name}(…) }}}} out"
    elif call.name == "reported" and not by_work:
        code = "reported-with-date"
        message = (
            f"{quoted(name)} has a date of its own, {dates.in_words(finding['as_of'].text or '')}: "
            f'say it, with {{{{ date("{name}") }}}}'
        )
    elif call.name == "date" and by_work:
        code, severity = "date-of-the-work", "warning"
        message = (
            f"{quoted(name)} has only the date on which its work was published, which is not when "
            f'it was counted: begin the sentence with {{{{ reported("{name}") }}}} that …, or, if '
            "it is the day of the fact itself, as of an announcement, write it as as_of_text too"
        )
    else:
        return
    yield Problem(text.file, call.line, call.name, message, severity, code=code)


def _citing_problems(
    header: Node, used: Uses, *, findings: Mapping[str, Node]
) -> Iterator[Problem]:
    """Yields findings that the text cites and the front matter does not name, and the reverse."""
    named = {entry.text or "": entry for entry in header["cites"].entries}
    # Reversed, so that the first call of each name stays in the dict, and its line in the message.
    called = {call.argument: call for call in reversed(used.calls) if call.argument in findings}
    for name, call in called.items():
        if name not in named:
            message = f"{quoted(str(name))} is missing in the front matter: add it to cites"
            file = header.document.file
            yield Problem(file, call.line, call.name, message, code="uncited-finding")
    for name, entry in named.items():
        # Unknown names have been reported by `_id_problems`.
        if name in findings and name not in called and re.fullmatch(ID_PATTERN, name):
            function = "figure" if findings[name]["figure"].text else "cite"
            yield entry.problem(
                f"the text does not use {quoted(name)}: "
                f'write {{{{ {function}("{name}") }}}} in it, or take it out of cites',
                "unused-finding",
            )
