"""The audit as a page to read and to file.

What was checked, what failed and why, and each claim next to its passage.
"""

from collections.abc import Iterator, Sequence
from html import escape

from generator.audit.documents.types import Document
from generator.audit.verdicts import Verdict

# In the page itself, so that the page can be filed and sent as one file. Only light colors, because
# it is printed and kept: each has a contrast of 4.5 to 1 or more on the paper (WCAG 2.1, 1.4.3).
STYLE = """
:root { color-scheme: light; --ink: #1d2126; --soft: #57606a; --line: #d5dae0; --paper: #fff;
  --good: #1a6b3c; --bad: #a3201d;
  --doubt: #8a5a00; --mark: #ffe9a8; --near: #ffd9d6;
  --sans: "Source Sans Pro", "Source Sans 3", "Helvetica Neue", Arial, sans-serif; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 62rem; padding: 2.5rem 1.5rem 4rem;
  color: var(--ink); background: var(--paper);
  font: 1rem/1.55 "Source Serif Pro", "Source Serif 4", Georgia, serif; }
h1, h2, h3, th, .tag, .place, .refs, .sum strong { font-family: var(--sans); }
h1 { font-size: 1.7rem; line-height: 1.25; margin: 0 0 .3rem; }
h2 { font-size: 1.25rem; margin: 2.6rem 0 .8rem;
  padding-bottom: .3rem; border-bottom: 2px solid var(--ink); }
h3 { font-size: 1rem; margin: 1.8rem 0 .5rem; }
p { margin: 0 0 .8rem; }
a { color: inherit; text-decoration: underline;
  text-decoration-color: #9aa4af; text-underline-offset: .15em; }
a:focus-visible { outline: 3px solid #1f6feb; outline-offset: 2px; }
:target { outline: 3px solid #e3a008; outline-offset: 2px; }
.sum { font-size: 1.1rem; }
table { width: 100%; border-collapse: collapse; font-size: .92rem; line-height: 1.45; }
caption { text-align: left; color: var(--soft); padding: 0 0 .6rem; }
th, td { text-align: left; vertical-align: top;
  padding: .5rem .7rem .55rem 0; border-bottom: 1px solid var(--line); }
thead th { border-bottom: 2px solid var(--ink); font-size: .82rem; }
tbody th { font-weight: 600; width: 11rem; overflow-wrap: anywhere; }
.verdict { width: 6.2rem; }
.sought { width: 15rem; color: var(--soft); }
.claim { color: var(--ink); margin: 0 0 .2rem; }
.near { color: var(--soft); }
.tag { display: inline-block; font-size: .78rem; font-weight: 600;
  padding: .05rem .45rem .1rem; border: 1px solid;
  border-radius: .2rem; white-space: nowrap; }
.ok { color: var(--good); }
.look { color: var(--doubt); }
.failed { color: var(--paper); background: var(--bad); border-color: var(--bad); }
.another, .place, .refs { color: var(--soft); }
.why { color: var(--bad); margin: 0 0 .3rem; }
.why.look { color: var(--doubt); }
.place { font-size: .82rem; display: block; }
.refs { font-size: .78rem; }
mark { background: var(--mark); color: inherit; padding: 0 .1em; border-radius: .15em; }
mark.failed-mark { background: var(--near); }
.skip { position: absolute; left: -9999px; }
.skip:focus { position: static; }
@media screen and (max-width: 44rem) {
  table, tbody, tr, th, td, caption { display: block; width: auto; }
  thead { position: absolute; left: -9999px; }
  th, td { border: 0; padding: .1rem 0; }
  tr { border-bottom: 1px solid var(--line); padding: .6rem 0; }
  tbody th, .verdict, .sought { width: auto; }
}
@media print {
  html { font-size: 11px; }
  body { max-width: none; padding: 0; }
  tr { break-inside: avoid; }
  h2, h3 { break-after: avoid; }
}
@page { size: letter; margin: 0.8in; }
"""
AROUND = 70
"""Letters of the document shown before and behind the sentence that was found: about a line."""
WORDS = {
    "ok": ("ok", "✓ supported"),
    "look": ("look", "? look at this"),
    "failed": ("failed", "✗ failed"),
    "another work": ("another", "another work"),
}
# docs/decisions.md: no program can say whether a claim means what its source says.
JUDGE = (
    '<p class="refs">The program compared figures, dates, names and words. Whether each claim '
    "means "
    "what its passage says, you must judge: they stand side by side. Marked: "
    "<mark>figure, date or name</mark>, or what is "
    '<mark class="failed-mark">nearest to a failure</mark>.</p>'
)
SUBJECTS = {"finding": "Findings", "recommendation": "Recommendations", "section": "Sections"}


def to_html(verdicts: Sequence[Verdict], document: Document) -> str:
    """Returns a whole page that needs no other file: sum, failures, claims and passages.

    Nothing of document or source file stands in it unescaped, and nothing of the document but the
    passages.
    """
    parts = [
        "<!DOCTYPE html>",
        '<html lang="en"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>Audit: {escape(document.title)}</title><style>{STYLE}</style></head><body>",
        # WCAG 2.1, 2.4.1: people who use a keyboard can pass over the lists.
        '<a class="skip" href="#verdicts">To the verdicts</a>',
        f"<header><h1>Audit against “{escape(_inner(document.title))}”</h1>",
        f'<p class="sum">{_sum(verdicts)}</p></header><main>',
        *_list(
            "What is wrong", [(verdict, verdict.reasons) for verdict in verdicts if verdict.reasons]
        ),
        *_list(
            "Look whether it is so",
            [(verdict, verdict.doubts) for verdict in verdicts if verdict.doubts],
        ),
        '<section id="verdicts" aria-label="Verdicts">',
        JUDGE,
        *(
            part
            for subject in SUBJECTS
            for part in _table(subject, [one for one in verdicts if one.subject == subject])
        ),
        "</section></main></body></html>",
    ]
    return "\n".join(parts) + "\n"


def _inner(text: str) -> str:
    """Returns a title within quotation marks: its own become single."""
    return text.replace("“", "‘").replace("”", "’")


def _sum(verdicts: Sequence[Verdict]) -> str:
    """Returns the sentence that counts the statements which the document supports."""
    checked = [verdict for verdict in verdicts if verdict.result != "another work"]
    good = sum(verdict.ok for verdict in checked)
    others = len(verdicts) - len(checked)
    text = f"<strong>{good} of {len(checked)}</strong> statements are supported"
    if good < len(checked):
        bad = len(checked) - good
        text += f"; <strong>{bad}</strong> {'is' if bad == 1 else 'are'} not"
    return text + (f". {others} cite another work and were not checked here." if others else ".")


def _list(heading: str, messages: Sequence[tuple[Verdict, Sequence[str]]]) -> Iterator[str]:
    """Yields a list of the statements that are wrong or doubtful; nothing if there are not any."""
    if messages:
        yield f"<h2>{heading}</h2><ul>"
        for verdict, sentences in messages:
            line = (
                f' <span class="place">source.yaml, line {verdict.line}</span>'
                if verdict.line
                else ""
            )
            reasons = "; ".join(escape(sentence) for sentence in sentences)
            link = f'<a href="#{_name(verdict)}"><strong>{escape(verdict.id)}</strong></a>'
            yield f"<li>{link}: {reasons}.{line}</li>"
        yield "</ul>"


def _name(verdict: Verdict) -> str:
    """Returns the anchor of a verdict."""
    return escape(f"{verdict.subject}-{verdict.id}", quote=True)


def _table(subject: str, verdicts: Sequence[Verdict]) -> Iterator[str]:
    """Yields the verdicts on one kind of statement."""
    if not verdicts:
        return
    yield (
        f"<h2>{SUBJECTS[subject]}</h2><table><caption>{len(verdicts)} {SUBJECTS[subject].lower()} "
        f"of source.yaml, in its order</caption>"
    )
    heads = "".join(
        f'<th scope="col">{head}</th>'
        for head in ("Name", "Verdict", "What is claimed", "In the document")
    )
    yield f"<thead><tr>{heads}</tr></thead><tbody>"
    for verdict in verdicts:
        style, words = WORDS[verdict.result]
        claim = f'<p class="claim">{escape(verdict.claim)}</p>' if verdict.claim else ""
        why = "".join(f'<p class="why">{escape(reason)}.</p>' for reason in verdict.reasons)
        why += "".join(f'<p class="why look">{escape(doubt)}.</p>' for doubt in verdict.doubts)
        yield (
            f'<tr id="{_name(verdict)}"><th scope="row">{escape(verdict.id)}</th>'
            f'<td class="verdict"><span class="tag {style}">{words}</span></td>'
            f'<td class="sought">{claim}{escape(verdict.sought)}</td>'
            f"<td>{why}{_found(verdict)}</td></tr>"
        )
    yield "</tbody></table>"


def _found(verdict: Verdict) -> str:
    """Returns the sentence in which it was found, marked, with words around it and its place."""
    passage = verdict.passage
    if passage is None:
        return "" if verdict.reasons else "found"
    text = passage.whole.text
    left, right = passage.reach(AROUND)
    # Each piece is escaped by itself: escaping first would move the places of the marks.
    before, after = escape(text[left : passage.start]), escape(text[passage.end : right])
    words = _marked(text, verdict, start=passage.start, end=passage.end)
    dots = ("…\u00a0" if left > 0 else "", "\u00a0…" if right < len(text) else "")
    return (
        f'<span class="near">{dots[0]}{before}</span>{words}'
        f'<span class="near">{after}{dots[1]}</span>'
        f' <span class="place">{escape(passage.place)}</span>'
    )


def _marked(text: str, verdict: Verdict, *, start: int, end: int) -> str:
    """Returns a piece of a paragraph, with what was found marked.

    Of two marks that overlap, only the rest of the second is marked.
    """
    opening = "<mark>" if verdict.ok else '<mark class="failed-mark">'
    out, position = [], start
    # Figure, date and name may overlap, and HTML elements may not.
    for mark in sorted(verdict.marks, key=lambda mark: mark.start):
        left, right = max(mark.start, position), min(mark.end, end)
        if left < right:
            out += [escape(text[position:left]), opening, escape(text[left:right]), "</mark>"]
            position = right
    return "".join([*out, escape(text[position:end])])
