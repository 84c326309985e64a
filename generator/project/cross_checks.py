"""Checks what one file of a campaign says of another, and of the world.

Names must exist, seats and states must agree, bills must be alive. The checks read the content of
the files (`Node`), not the models: a file that is wrong in one place is still checked in all
others, and every problem knows its line.
"""

import datetime
import operator
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
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
from generator.models.fields import ID_PATTERN, PARTIAL_DATE_PATTERN, WITHIN_PATTERN
from generator.project.date_phrases import date_problems
from generator.project.field_checks import as_number, one_line_problems, place_problems
from generator.states import STATES
from generator.text import hint, quoted

FINDING_FUNCTIONS = frozenset({"figure", "date", "cite", "counted_by"})
"""Functions of prose that take the id of a finding; the others take the id of a place."""

TODO = "TODO"
"""A draft writes it in the places of a person's own words."""

MAX_LISTED_IDS = 6
"""Chosen by hand: a campaign has dozens of ids, and the user finds more of them in the file."""

OWN_WORDS = frozenset({"claim", "ask"})
"""Keys whose text is the user's own and stands in no document."""

PROSE = frozenset({("asks", "text"), ("recommendations", "ask")})
"""The keys of the values that are prose in Jinja2 and Markdown."""

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
)
"""Lists of source.yaml, keys of their entries, and the lists that must hold the values."""


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

    @property
    def documents(self) -> tuple[YamlDocument, ...]:
        """Returns all of its files of data."""
        headers = (argument.header for argument in self.arguments)
        return self.source, self.settings, self.sender, *headers

    @property
    def texts(self) -> tuple[Prose, ...]:
        """Returns the texts of letter.md and the arguments, as far as they could be read."""
        texts = (self.letter, *(argument.prose for argument in self.arguments))
        return tuple(filter(None, texts))

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
    def committees(self) -> Iterator[Node]:
        """Yields every committee that the campaign names."""
        yield from self.settings.root["concerns"].entries
        for rule in self.rules:
            yield from rule["committee"].entries
        for recommendation in self.source.root["recommendations"].entries:
            yield from recommendation["committees"].entries


@dataclass(frozen=True)
class NameIndex:
    """The names that a campaign may use, and the day and the characters of its letters."""

    committees: frozenset[str]
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
    # “Judiciary” and “Committee on the Judiciary” are one committee.
    same = forms_of_address.same_committee
    yield from _must_exist(draft.committees, known.committees, kind="committee", same=same)
    yield from _source_problems(root, ids, letter_date=known.letter_date)
    yield from _settings_problems(draft.settings.root, known)
    yield from _rule_problems(draft)
    yield from _sender_problems(draft.sender.root)
    # If source.yaml cannot be read, every name would be unknown: one mistake with a hundred
    # messages.
    if draft.source.value is not None:
        yield from _id_problems(draft, ids)
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


def _must_exist(
    nodes: Iterable[Node],
    known: Collection[str],
    *,
    kind: str,
    same: Callable[[str, str], bool] = operator.eq,
) -> Iterator[Problem]:
    """Yields each name that is not among the known ones; its code is `unknown-` and the kind.

    A name that is no id at all is reported here too: “there is no section "El Paso"; did you mean
    "el-paso"?” helps more than the rules for ids.
    """
    for node in nodes:
        name = node.text
        if name is not None and not any(same(name, other) for other in known):
            code = f"unknown-{kind.partition(' ')[0]}"
            yield node.problem(_no_such(kind, name, known=known), code)


def _no_such(kind: str, name: str, *, known: Iterable[str]) -> str:
    return f"there is no {kind} {quoted(name)}{hint(name, known, most=MAX_LISTED_IDS)}"


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
    asks += [entry for header in headers for entry in header["supports"].entries]
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
    for recommendation in source["recommendations"].entries:
        yield from _bill_problems(recommendation["bill"], letter_date=letter_date)
        yield from _chamber_problems(recommendation)
    for place in ids["places"].values():
        yield from place_problems(place)


def _date_problems(finding: Node, works: Mapping[str, Node]) -> Iterator[Problem]:
    """Yields a problem if the finding is younger than the work that states it."""
    # Without a reference the first work, the document itself, states it (see `models.source`).
    work = works.get(finding["reference"].text or next(iter(works), ""))
    first = _first_day(finding["as_of"])
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
    home = "house" if (number.text or "").startswith("H.") else "senate"
    if number.text and chambers and chambers <= {"house", "senate"} - {home}:
        yield number.problem(
            f"{number.text} is before the {home.title()}, which chambers leaves out: "
            "correct one of them",
            "bill-in-the-wrong-chamber",
        )


def _bill_problems(bill: Node, *, letter_date: datetime.date | None) -> Iterator[Problem]:
    """Yields a problem if the bill is not alive on that date, and the text says it is.

    A Congress ends at noon on 3 January of every odd year (20th Amendment, section 1), and its
    bills with it.
    """
    congress = as_number(bill["congress"])
    # Numbers beyond 1 to 200 are the model's to report; their years may lie beyond the calendar.
    if letter_date is None or congress is None or not 1 <= congress <= 200:  # noqa: PLR2004 - as the model
        return
    number = int(congress)
    begins, ends = dates.congress_begins(number), dates.congress_ends(number)
    title = bill["number"].text or bill["title"].text or "the bill"
    name = f"{title} of the {dates.ordinal(number)} Congress"
    # The values of the files are texts: these are the words that the model reads as true.
    is_past = (bill["past"].text or "").lower() in ("true", "yes", "on", "1")
    if letter_date < begins:
        yield bill["congress"].problem(
            f"{name} cannot be: that Congress begins on {dates.in_words(begins)}", "bill-to-come"
        )
    # On the day itself, too: that Congress ends at noon, and a letter of that day is read later.
    elif letter_date >= ends and not is_past:
        yield bill["congress"].problem(
            f"{name} died when that Congress ended on {dates.in_words(ends)}: "
            "write “past: true” and speak of it as past, or name the bill of this Congress",
            "dead-bill",
        )


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


# ---------------------------------------------------------------- letter.md, arguments and asks


def _prose_problems(draft: CampaignFiles, ids: Ids) -> Iterator[Problem]:
    """Yields everything that is wrong with the names in letter.md, the arguments and the asks."""
    # `{{ arguments }}` inside an argument would hold itself.
    elsewhere = VARIABLES - LETTER_ONLY
    if draft.letter is not None:
        used = uses(draft.letter)
        yield from _wording_problems(draft.letter, used, draft=draft, ids=ids, variables=VARIABLES)
        # A text that cannot be parsed has no variables: that it lacks {{ arguments }} would be a
        # false second message.
        yield from () if used.problems else _letter_problems(draft.letter, used)
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
        yield from _wording_problems(text, used, draft=draft, ids=ids, variables=elsewhere)
        # Likewise: nothing is known of what a broken text cites.
        if not used.problems and argument.header.value is not None:
            yield from _citing_problems(argument.header.root, used, findings=ids["findings"])
    asks = [ask["text"] for ask in draft.settings.root["asks"].entries]
    asks += [ask["ask"] for ask in ids["recommendations"].values()]
    for node in asks:
        if node.text is not None:
            text = _prose_of(node)
            yield from _wording_problems(
                text, uses(text), draft=draft, ids=ids, variables=elsewhere
            )


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
    text: Prose, used: Uses, *, draft: CampaignFiles, ids: Ids, variables: Collection[str]
) -> Iterator[Problem]:
    """Yields everything that is wrong with the names in a text."""
    yield from used.problems
    yield from problems_of_names(text, used, variables=variables)
    yield from problems_of_parts(text, used, records=RECORDS)
    if draft.source.value is not None:
        yield from _call_problems(text, used, ids=ids)
    yield from date_problems(text, _dates_in_words(ids["findings"]))
    empty = _empty_parts(draft)
    for part in used.unasked:
        # Only parts that the text does not ask for first, with {% if %}.
        if file := empty.get((part.name, part.argument)):
            name = f"{part.name}.{part.argument}"
            yield Problem(
                text.file,
                part.line,
                "",
                f"{file} does not say {name}: write {{% if {name} %}} … {{% endif %}} around it, "
                "or say it there",
                code="empty-variable",
            )


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
