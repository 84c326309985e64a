"""Footnotes and lists of works: which work and section a sentence rests on, in full the first time and short after that.

Two house styles. `notes` is what newspapers and readers know: titles in quotation marks, months spelled out, addresses as
people type them (The Chicago Manual of Style, chapter 14); laws, bills and cases as lawyers have them, to whom Chicago leaves
these. `bluebook` is what lawyers know: titles slanted, dates in parentheses, months short, addresses whole (The Bluebook, rules
10 to 18, as near as plain letters come to it).

Citations are runs, words apart from looks, as everything of a letter is: the design escapes and sets them.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from itertools import groupby
from urllib.parse import urlsplit

from generator.dates import congress_on, in_words, last_day, ordinal, shortened
from generator.letter import typography
from generator.letter.markdown import joined
from generator.models import CitationStyle, Finding, Reference, Run, SourceFile, Work

Runs = tuple[Run, ...]
Form = Callable[[Reference], Runs]

_MISSIVE = re.compile(r"(letter|e-?mail|memorandum|statement) (to .+)", re.IGNORECASE)
_DOUBLE = re.compile(r"“([^“”]*)”")
_SINGLE = re.compile(r"‘((?:[^‘’]|’(?=\w))*)’(?!\w)")

_RAISED = "\ue010\\1\ue011"
"""Marks that hold the place of double ones, until those that there were are single."""
_SUPREME_COURT = re.compile(r"\d+ (?:U\.\s?S\.|S\.\s?Ct\.|L\.\s?Ed\.(?:\s?2d)?) [\d_]")
"""Reports that hold the decisions of one court alone."""


def dated(finding: Finding) -> str:
    """The date of a finding in words: its span where it has one, else its `as_of`."""
    return finding.as_of_text or in_words(finding.as_of)


def full(reference: Reference, *, style: CitationStyle = "notes") -> Runs:
    """The work in full, as it is cited the first time; no stop at its end."""
    return joined(FULL[style][reference.type](reference))


def short(reference: Reference, *, style: CitationStyle = "notes") -> Runs:
    """The work from its second citation on; no stop at its end."""
    return joined(SHORT[style][reference.type](reference))


def readable_url(url: str) -> str:
    """The address as people type it: without scheme, `www.`, closing slash, and words to be marked when it opens."""
    parts = urlsplit(url)
    query, place = f"?{parts.query}" if parts.query else "", parts.fragment.partition(":~:")[0]
    return f"{parts.netloc.removeprefix('www.')}{parts.path.rstrip('/')}{query}" + (f"#{place}" if place else "")


def closed(runs: Runs, mark: str) -> Runs:
    """The runs with a comma or full stop at their end: inside closing quotation marks, and none behind a question mark or another stop."""
    last = runs[-1]
    quotes = re.search(r"[”’]*$" if "‘" in last.text else r"”*$", last.text)
    words, end = (last.text[: quotes.start()], quotes.group()) if quotes else (last.text, "")
    if words.endswith(("?", "!", mark)):
        return runs
    if last.emphasis != "plain" or last.link:
        return (*runs, Run(mark))
    return (*runs[:-1], replace(last, text=f"{words}{mark}{end}"))


def note(findings: Iterable[Finding], source: SourceFile, *, cited_before: frozenset[str], style: CitationStyle = "notes") -> Runs:
    """The words of one footnote for the findings of one sentence, a full stop at the end.

    Findings of one work stand together under the sections they come from, each with who counted and when. A work whose
    id is in `cited_before` is given in its short form.
    """
    references = {reference.id: reference for reference in source.bibliography}
    home = source.bibliography[0].id
    order = {section.id: index for index, section in enumerate(source.sections)}
    listed = sorted(findings, key=lambda finding: (finding.reference or home, order.get(finding.section, 0)))
    runs: Runs = ()
    for work, of_work in groupby(listed, key=lambda finding: finding.reference or home):
        reference = references[work]
        cited = (short if work in cited_before else full)(reference, style=style)
        locators = _locators(tuple(of_work), source=source, issued=reference.issued)
        runs = (*runs, *((Run("; "),) if runs else ()), *closed(cited, ","), Run(locators))
    return joined(closed(runs, "."))


def _locators(findings: tuple[Finding, ...], *, source: SourceFile, issued: str) -> str:
    """` under “Who is placed in it” (TRAC, December 2019) and “Risks” (Human Rights First)`."""
    headings: Mapping[str, str] = {section.id: section.short or section.heading for section in source.sections}
    told = []
    for section, members in groupby(findings, key=lambda finding: finding.section):
        vouchers = list(dict.fromkeys(_voucher(finding, issued=issued) for finding in members))
        inside = "; ".join(voucher for voucher in vouchers if voucher)
        told.append(_in_quotes(headings[section]) + (f" ({inside})" if inside else ""))
    return " under " + " and ".join(told)


def _voucher(finding: Finding, *, issued: str) -> str:
    """Who counted and when, as far as the work itself does not say it already."""
    when = "" if finding.as_of == issued and not finding.as_of_text else dated(finding)
    return ", ".join(part for part in (finding.counted_by or "", when) if part)


# ---------------------------------------------------------------- parts


def _row(*parts: Runs | str | None) -> Runs:
    """Return the parts that are not empty, with commas between them."""
    row: Runs = ()
    for part in parts:
        if not part:
            continue
        runs = (Run(part),) if isinstance(part, str) else part
        row = (*closed(row, ","), Run(" "), *runs) if row else runs
    return row


def _slanted(text: str | None) -> Runs:
    """The text slanted, typeset beforehand."""
    return (Run(typography.polish(text), "em"),) if text else ()


def _quoted(text: str) -> Runs:
    """The text in quotation marks."""
    return (Run(_in_quotes(text)),)


def _in_quotes(text: str) -> str:
    """The text in quotation marks, its own turned: double ones single, single ones within those double; other single ones stay."""
    raised = _DOUBLE.sub(lambda phrase: f"“{_SINGLE.sub(_RAISED, phrase[1])}”", typography.polish(text))
    inner = raised.replace("“", "‘").replace("”", "’").replace("\ue010", "“").replace("\ue011", "”")
    return f"“{inner}”"


def _with(runs: Runs, inside: str) -> Runs:
    """The runs with something in parentheses behind them."""
    return (*runs, Run(f" ({inside})"))


def _address(reference: Reference, *, shown: Callable[[str], str] = readable_url) -> Runs:
    """Return where it is read: as people type it, or whole with `shown=str`."""
    url = reference.url
    return (Run(shown(url), link=url),) if url else ()


def _year(reference: Reference) -> str:
    return reference.issued[:4]


def _congress(reference: Reference) -> str:
    """The Congress of a bill: the one it names, or the one of its date."""
    return ordinal(congress_on(last_day(reference.issued)))


def _short_title(reference: Reference) -> str:
    return reference.short_title or reference.title


def _missive(reference: Reference) -> str:
    """`Letter from A to B` for a letter that is called `Letter to B`."""
    found = _MISSIVE.fullmatch(reference.title)
    return f"{found.group(1)} from {reference.author} {found.group(2)}" if found else f"{reference.author}, {reference.title}"


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
    """A law, bill or case as lawyers cite it, and where it is read."""
    return lambda work: _row(form(work), _address(work))


def _notes_letter(work: Reference) -> Runs:
    return _row(work.author, work.title, in_words(work.issued), _address(work))


# ---------------------------------------------------------------- in full: bluebook


def _bluebook_work(work: Reference) -> Runs:
    """Rules 15 to 18."""
    head = _row(work.author, _slanted(work.title), work.number, work.container_title)
    return _row(_with(head, shortened(work.issued)), _address(work, shown=str))


def _bluebook_data(work: Reference) -> Runs:
    """Rule 18.2: data change, so that it says when they were read."""
    return _with(_bluebook_work(work), f"last visited {shortened(work.accessed)}") if work.accessed else _bluebook_work(work)


def _bluebook_statute(work: Reference) -> Runs:
    """Rule 12: name, code or public law, session laws, year."""
    return _with(_row(work.title, work.number, work.container_title), _year(work))


def _bluebook_bill(work: Reference) -> Runs:
    """Rule 13.2: name, number, Congress, year."""
    congress = work.container_title or f"{_congress(work)} Cong."
    return _with(_row(work.title, work.number, congress), _year(work))


def _bluebook_case(work: Reference) -> Runs:
    """Rule 10: name, reporter or docket, court and date; the Supreme Court's own reports say whose they are."""
    if work.container_title is None:
        return _with(_row(_slanted(work.title), work.number), f"{work.author} {shortened(work.issued)}")
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
    """The number of a law tells which it is; that of a section does not, and stands behind the law's name."""
    if work.number and work.number.startswith(("§", "Sec", "sec")):
        return _row(f"{_short_title(work)} {work.number}")
    return _row(work.short_title or work.number or work.title)


def _short_bill(work: Reference) -> Runs:
    return _row(work.short_title, work.number) or _row(work.title)


def _short_case(work: Reference) -> Runs:
    return _slanted(_short_title(work))


def _short_reported(work: Reference) -> Runs:
    return _row(_short_case(work), work.container_title or work.number)


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
        "report": _bluebook_work,
        "webpage": _bluebook_work,
        "article-newspaper": _bluebook_work,
        "dataset": _bluebook_data,
        "legislation": _bluebook_statute,
        "bill": _bluebook_bill,
        "legal_case": _bluebook_case,
        "personal_communication": _bluebook_letter,
    },
}
_SHORT: Mapping[Work, Form] = {
    "report": _short_slanted,
    "webpage": _short_slanted,
    "article-newspaper": _short_slanted,
    "dataset": _short_slanted,
    "legislation": _short_statute,
    "bill": _short_bill,
    "legal_case": _short_reported,
    "personal_communication": _short_plain,
}
SHORT: Mapping[CitationStyle, Mapping[Work, Form]] = {
    "notes": {
        **_SHORT,
        "webpage": _short_quoted,
        "article-newspaper": _short_quoted,
        "dataset": _short_quoted,
        "legal_case": _short_case,
    },
    "bluebook": _SHORT,
}
