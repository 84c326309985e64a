"""Footnotes and lists of works: the work and section that a sentence rests on.

A work is cited in full the first time and short after that, in one of two styles. `notes` is for
newspapers and readers: titles in quotation marks, months spelled out, addresses as people type them
(The Chicago Manual of Style, chapter 14); laws, bills and cases as lawyers cite them, because
Chicago leaves these to lawyers. `bluebook` is for lawyers: titles slanted, dates in parentheses,
months short, addresses whole (The Bluebook, rules 10 to 18, as near as plain letters come to it).

Citations are runs, words apart from looks, like everything of a letter: the design sets them.
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from itertools import groupby
from urllib.parse import urlsplit

from generator.dates import congress_on, in_words, last_day, ordinal, shortened
from generator.letter import typography
from generator.letter.markdown import joined
from generator.models.fields import CitationStyle, Work
from generator.models.letter import TextRun
from generator.models.source import Finding, Reference, SheetRow, SourceFile

Runs = tuple[TextRun, ...]
Form = Callable[[Reference], Runs]

# Matches “Letter to the Secretary of Homeland Security”, not “Letters to Congress, 1990–2000”.
_MISSIVE = re.compile(r"(letter|e-?mail|memorandum|statement) (to .+)", re.IGNORECASE)
_DOUBLE = re.compile(r"“([^“”]*)”")
# “the ‘Remain in Mexico’ program”: the last ’ closes. In “don’t” a letter follows, so that it is an
# apostrophe; it stands inside a phrase and does not end it.
_SINGLE = re.compile(r"‘((?:[^‘’]|’(?=\w))*)’(?!\w)")

_RAISED = "\ue010\\1\ue011"
"""Placeholders for double quotes until the old double quotes are single; private use area."""
# Matches “597 U.S. 785”, “142 S. Ct. 2528” and “602 U.S. ___”, not “951 F.3d 1073”.
_SUPREME_COURT = re.compile(r"\d+ (?:U\.\s?S\.|S\.\s?Ct\.|L\.\s?Ed\.(?:\s?2d)?) [\d_]")
"""Reports that hold the decisions of one court alone."""


REPORTS: tuple[Work, ...] = ("report", "webpage", "article-newspaper")
"""Works that tell of facts, and do not make them on the day of their date."""


MAX_PRINTED_URL = 36
"""Characters of the longest address that a note prints whole: half a line of a note.

Chosen by hand: “congress.gov/bill/119th-congress/s/112” is read letter by letter, not typed.
"""


def dated(finding: Finding) -> str:
    """Returns the date of a finding in words: its span where it has one, else its `as_of`."""
    return finding.as_of_text or in_words(finding.as_of)


def is_dated_by_work(finding: Finding, source: SourceFile) -> bool:
    """Returns whether the date of a finding is only that on which its work was published.

    The work vouches for the fact up to that day and does not say when it was counted: “as of
    January 29, 2020” would be false precision. Data are of their date, and the date of a decision,
    a law, a bill or a letter is that of the act itself.
    """
    work = source.reference_of(finding)
    return finding.dated and work.type in REPORTS and _has_date(finding, work.issued)


def _has_date(finding: Finding, issued: str) -> bool:
    """Whether a finding has the date on which its work was published, and no other."""
    return finding.as_of == issued and not finding.as_of_text


def reported(finding: Finding, source: SourceFile) -> str:
    """Returns “Human Rights Watch reported in January 2020”, of the work that states a finding."""
    work = source.reference_of(finding)
    return f"{work.author} {_reported_in(work)}"


def time_of(finding: Finding, source: SourceFile) -> str:
    """Returns the date of a finding, as brackets and lists give it.

    “December 2019”; “reported in January 2020” where only its work has a date; nothing where the
    date says nothing.
    """
    if not finding.dated:
        return ""
    if is_dated_by_work(finding, source):
        return _reported_in(source.reference_of(finding))
    return dated(finding)


def _reported_in(work: Reference) -> str:
    """Returns the month in which a work reports what it says; the day would say more than it."""
    return f"reported in {in_words(work.issued[:7])}"


def source_line(
    works: Iterable[Reference], *, style: CitationStyle = "notes", remarks: Iterable[str] = ()
) -> Runs:
    """Returns “Sources: …; ….”, each work in brief; remarks of the program follow as sentences."""
    runs: list[TextRun] = []
    for work in works:
        runs += (TextRun("; " if runs else ""), *_brief(work, style=style))
    label = "Sources: " if any(run.text == "; " for run in runs) else "Source: "
    cited = (TextRun(label), *closed(tuple(runs), ".")) if runs else ()
    more = " ".join(remarks)
    return joined((*cited, TextRun(f" {more}" if cited and more else more)))


def _brief(work: Reference, *, style: CitationStyle) -> Runs:
    """Returns who wrote a work, when, and the site where it is read; without a site it in full.

    A person's letter has one line for its sources. Who, when and where find them; a law, bill or
    case is named by its number.
    """
    if not work.url:
        return full(work, style=style)
    named = work.author if work.type in (*REPORTS, "dataset") else work.number or work.title
    return joined(_row(named, in_words(work.issued), _address(work)))


def full(reference: Reference, *, style: CitationStyle = "notes") -> Runs:
    """Returns the work in full, for its first citation; no stop at its end."""
    return joined(FULL[style][reference.type](reference))


def short(reference: Reference, *, style: CitationStyle = "notes") -> Runs:
    """Returns the work in short, from its second citation on; no stop at its end."""
    return joined(SHORT[style][reference.type](reference))


def readable_url(url: str) -> str:
    """Returns the address as people type it: without scheme, `www.` and closing slash.

    The text fragment (`:~:text=…`), which marks words on the page, is left out too.
    """
    parts = urlsplit(url.partition(":~:")[0])
    shortened_parts = parts._replace(
        scheme="", netloc=parts.netloc.removeprefix("www."), path=parts.path.rstrip("/")
    )
    return shortened_parts.geturl().removeprefix("//")


def printed_url(url: str) -> str:
    """Returns the address as a note prints it: as people type it, or its site where that is long.

    People do not type an address of two lines. With title and date the site is enough to find a
    page, the link leads to it, and the lines saved hold an argument.
    """
    address = readable_url(url)
    return address if len(address) <= MAX_PRINTED_URL else address.partition("/")[0]


def closed(runs: Runs, mark: str) -> Runs:
    """Returns the runs with a comma or full stop at their end.

    It stands inside closing quotation marks, and is left out behind a question mark or another
    stop.
    """
    last = runs[-1]
    # A single ’ at the end closes a phrase only if one was opened; else it is an apostrophe.
    words = last.text.rstrip("”’" if "‘" in last.text else "”")
    if words.endswith(("?", "!", mark)):
        return runs
    # A stop is no part of a title or an address: a slanted or clickable full stop misleads.
    if last.emphasis != "plain" or last.link:
        return (*runs, TextRun(mark))
    return (*runs[:-1], replace(last, text=f"{words}{mark}{last.text.removeprefix(words)}"))


def note(
    findings: Iterable[Finding],
    source: SourceFile,
    *,
    cited_before: frozenset[str],
    style: CitationStyle = "notes",
    sole: bool = False,
    dates: Collection[str] | None = None,
) -> Runs:
    """Returns the words of one footnote for the findings of one sentence, with a full stop.

    Findings of one work stand together under the sections they come from, each with who counted
    and when; with `dates`, only the findings of these ids say when. A work whose id is in
    `cited_before` is given in its short form, or not at all if it is the `sole` work of the letter:
    its section says enough.
    """
    references = {reference.id: reference for reference in source.bibliography}
    order = {section.id: index for index, section in enumerate(source.sections)}
    by_work: dict[str, list[Finding]] = {}
    for finding in sorted(findings, key=lambda finding: order.get(finding.section or "", 0)):
        by_work.setdefault(source.work_of(finding), []).append(finding)
    runs: list[TextRun] = []
    # By id: the same findings give the same words, wherever they stand in the sentence.
    for work, of_work in sorted(by_work.items()):
        reference = references[work]
        cited = (short if work in cited_before else full)(reference, style=style)
        named = () if sole and work in cited_before else cited
        located = _located(named, of_work, source=source, work=reference, dates=dates) or cited
        runs += (TextRun("; " if runs else ""), *located)
    return joined(closed(tuple(runs), "."))


def _located(
    cited: Runs,
    findings: Iterable[Finding],
    *,
    source: SourceFile,
    work: Reference,
    dates: Collection[str] | None,
) -> Runs:
    """Returns the work with `, under “Who is in it” (TRAC, December 2019) and “Risks”` behind it.

    Figures of one district or state stand together: `, under TX-16 (loans, visits)`.
    Findings without a section of their work add who counted and when to the work itself. A work
    that is not named again (no runs) leaves `Under “Who is in it”`, or nothing without a section.
    """
    whole: dict[str, None] = {}
    locators = []
    rows: dict[str, dict[str, None]] = {}
    issued, title = work.issued, work.title
    for section, members in groupby(findings, key=source.section_of):
        vouchers = dict.fromkeys(
            _voucher(finding, issued=issued, dated_here=dates is None or finding.id in dates)
            for finding in members
        )
        inside = "; ".join(filter(None, vouchers))
        # The words below the title, before the first heading: the title would be said twice.
        if section is None or section.heading == title:
            whole |= vouchers
        elif isinstance(section, SheetRow):
            parts = dict.fromkeys(filter(None, (section.column, inside)))
            rows.setdefault(section.heading, {}).update(parts)
        else:
            heading = _in_quotes(section.short or section.heading)
            locators.append(heading + (f" ({inside})" if inside else ""))
    locators += [f"{row} ({', '.join(parts)})" for row, parts in rows.items()]
    said = "; ".join(filter(None, whole))
    if not cited:
        return (TextRun("Under " + " and ".join(locators)),) if locators else ()
    if said:
        cited = _with(cited, said)
    if not locators:
        return cited
    return (*closed(cited, ","), TextRun(" under " + " and ".join(locators)))


def _voucher(finding: Finding, *, issued: str, dated_here: bool) -> str:
    """Returns who counted and, if `dated_here`, when, unless the work says it already."""
    # “July 22, 2025, … (July 2025)” would say the month twice.
    is_said = finding.as_of in (issued, issued[:7]) and finding.as_of_text in (
        None,
        in_words(issued),
    )
    when = dated(finding) if dated_here and finding.dated and not is_said else ""
    return ", ".join(part for part in (finding.counted_by or "", when) if part)


# ---------------------------------------------------------------- parts


def _row(*parts: Runs | str | None) -> Runs:
    """Returns the parts that are not empty, with commas between them."""
    row: Runs = ()
    for part in parts:
        if not part:
            continue
        runs = (TextRun(part),) if isinstance(part, str) else part
        row = (*closed(row, ","), TextRun(" "), *runs) if row else runs
    return row


def _slanted(text: str | None) -> Runs:
    """Returns the text slanted, typeset beforehand."""
    return (TextRun(typography.polish(text), "em"),) if text else ()


def _quoted(text: str) -> Runs:
    """Returns the text in quotation marks."""
    return (TextRun(_in_quotes(text)),)


def _in_quotes(text: str) -> str:
    """Returns the text in quotation marks, and its own turned.

    Double ones become single, single ones within those double; other single ones stay.
    """
    raised = _DOUBLE.sub(
        lambda phrase: f"“{_SINGLE.sub(_RAISED, phrase[1])}”", typography.polish(text)
    )
    inner = raised.replace("“", "‘").replace("”", "’").replace("\ue010", "“").replace("\ue011", "”")
    return f"“{inner}”"


def _with(runs: Runs, inside: str) -> Runs:
    """Returns the runs with something in parentheses behind them."""
    return (*runs, TextRun(f" ({inside})"))


def _address(reference: Reference, *, shown: Callable[[str], str] = printed_url) -> Runs:
    """Returns the address where it is read: as people type it, or whole with `shown=str`."""
    if not (url := reference.url):
        return ()
    words = shown(url)
    # In a list of links “hrw.org” says nothing of the page.
    title = f"{reference.title}, {words}" if "/" not in words else ""
    return (TextRun(words, link=url, title=title),)


def _year(reference: Reference) -> str:
    return reference.issued[:4]


def _short_title(reference: Reference) -> str:
    return reference.short_title or reference.title


def _missive(reference: Reference) -> str:
    """Returns `Letter from A to B` for a letter that is called `Letter to B`."""
    if found := _MISSIVE.fullmatch(reference.title):
        return f"{found[1]} from {reference.author} {found[2]}"
    return f"{reference.author}, {reference.title}"


# ---------------------------------------------------------------- in full: notes


def _notes_report(work: Reference) -> Runs:
    head = _row(work.author, _slanted(work.title), work.container_title, work.number)
    return _row(_with(head, in_words(work.issued)), _address(work))


def _notes_page(work: Reference) -> Runs:
    named = (work.author, _quoted(work.title), _slanted(work.container_title), work.number)
    return _row(*named, in_words(work.issued), _address(work))


def _notes_data(work: Reference) -> Runs:
    return _row(_notes_page(work), work.accessed and f"accessed {in_words(work.accessed)}")


def _notes_of_law(form: Form) -> Form:
    """Returns a law, bill or case as lawyers cite it, and where it is read."""
    return lambda work: _row(form(work), _address(work))


def _notes_letter(work: Reference) -> Runs:
    return _row(work.author, work.title, in_words(work.issued), _address(work))


# ---------------------------------------------------------------- in full: bluebook


def _bluebook_work(work: Reference) -> Runs:
    """Rules 15 to 18."""
    head = _row(work.author, _slanted(work.title), work.number, work.container_title)
    return _row(_with(head, shortened(work.issued)), _address(work, shown=str))


def _bluebook_data(work: Reference) -> Runs:
    """Rule 18.2: data change, so that the citation says when they were read."""
    cited = _bluebook_work(work)
    return _with(cited, f"last visited {shortened(work.accessed)}") if work.accessed else cited


def _bluebook_statute(work: Reference) -> Runs:
    """Rule 12: name, code or public law, session laws, year."""
    return _with(_row(work.title, work.number, work.container_title), _year(work))


def _bluebook_bill(work: Reference) -> Runs:
    """Rule 13.2: name, number, Congress, year; the Congress is that of the date, unless named."""
    of_date = ordinal(congress_on(last_day(work.issued)))
    congress = work.container_title or f"{of_date} Cong."
    return _with(_row(work.title, work.number, congress), _year(work))


def _bluebook_case(work: Reference) -> Runs:
    """Rule 10: name, reporter or docket, court and date; Supreme Court reports name their court."""
    if work.container_title is None:
        docket = _row(_slanted(work.title), work.number)
        return _with(docket, f"{work.author} {shortened(work.issued)}")
    court = "" if _SUPREME_COURT.match(work.container_title) else f"{work.author} "
    return _with(_row(_slanted(work.title), work.container_title), f"{court}{_year(work)}")


def _bluebook_letter(work: Reference) -> Runs:
    """Rule 17.2.3."""
    return _row(_with(_row(_missive(work)), shortened(work.issued)), _address(work, shown=str))


# ---------------------------------------------------------------- short


def _short_quoted(work: Reference) -> Runs:
    return _row(work.author, _quoted(_short_title(work)))


def _short_slanted(work: Reference) -> Runs:
    return _row(work.author, _slanted(_short_title(work)))


def _short_plain(work: Reference) -> Runs:
    return _row(work.author, _short_title(work))


def _short_statute(work: Reference) -> Runs:
    """Returns the number of a law, which identifies it; that of a section follows the name."""
    if work.number and work.number.startswith(("§", "Sec", "sec")):
        return _row(f"{_short_title(work)} {work.number}")
    return _row(work.short_title or work.number or work.title)


def _short_bill(work: Reference) -> Runs:
    return _row(work.short_title, work.number) or _row(work.title)


def _short_case(work: Reference) -> Runs:
    return _slanted(_short_title(work))


def _short_reported(work: Reference) -> Runs:
    return _row(_short_case(work), work.container_title or work.number)


_PUBLISHED: tuple[Work, ...] = ("report", "webpage", "article-newspaper", "dataset")
# A function for each type and not citeproc-py, which escapes nothing and sets quotation marks
# inside quotation marks wrongly (docs/decisions.md).
FULL: Mapping[CitationStyle, Mapping[Work, Form]] = {
    "notes": {
        "report": _notes_report,
        "webpage": _notes_page,
        "article-newspaper": _notes_page,
        "dataset": _notes_data,
        "legislation": _notes_of_law(_bluebook_statute),
        "bill": _notes_of_law(_bluebook_bill),
        "legal_case": _notes_of_law(_bluebook_case),
        "personal_communication": _notes_letter,
    },
    "bluebook": {
        **dict.fromkeys(_PUBLISHED, _bluebook_work),
        "dataset": _bluebook_data,
        "legislation": _bluebook_statute,
        "bill": _bluebook_bill,
        "legal_case": _bluebook_case,
        "personal_communication": _bluebook_letter,
    },
}
"""How each type of work is cited the first time."""
_SHORT: Mapping[Work, Form] = {
    **dict.fromkeys(_PUBLISHED, _short_slanted),
    "legislation": _short_statute,
    "bill": _short_bill,
    "legal_case": _short_reported,
    "personal_communication": _short_plain,
}
SHORT: Mapping[CitationStyle, Mapping[Work, Form]] = {
    "notes": {
        **_SHORT,
        **dict.fromkeys(_PUBLISHED[1:], _short_quoted),
        "legal_case": _short_case,
    },
    "bluebook": _SHORT,
}
"""How each type of work is cited from the second time on."""
