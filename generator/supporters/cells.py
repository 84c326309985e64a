"""What a cell means: one line, a story, a day, a state, a ZIP code, a seat, yes or no."""

import datetime
import re
import unicodedata

from generator.congress.seats import NoSuchSeatError, Seat, has_one_seat, numbered_seat, read_seat
from generator.states import STATES, code_of
from generator.text import closest

MILITARY = frozenset({"AA", "AE", "AP"})
"""The states of military and diplomatic addresses (USPS Publication 28, 225)."""

# Soft hyphen, joiners, marks of direction, selectors of variants, the byte order mark, tags,
# control characters, and lone surrogates, which UTF-8 cannot hold. Not accents: these are marks
# that one sees.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2028\u2029\u2060-\u206f"
    "\ufe00-\ufe0f\ufeff\ufff9-\ufffb\U000e0000-\U000e0fff\x00-\x1f\x7f-\x9f\ud800-\udfff]"
)
"""Characters that are not visible. Joiners have a meaning in scripts that no typeface of ours has:
such words are held, and their row is given back as it was; in all other words they would only hide
in the finished page."""
# CR LF before CR alone, so that Windows' line end is one break and not two. The others are what
# spreadsheets and word processors write for a new line or page.
_BREAKS = re.compile("\r\n?|\x0b|\x0c|\x85|\u2028|\u2029")
# “2026-03-01”, “2026-3-1”, “2026-03-01T18:22:11Z”, “2026-03-01 12:00 -0500”; not “2026-03” and not
# “20260301”. The day as it is written: no time zone is converted. ASCII, because \d matches the
# digits of all scripts.
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?", re.ASCII)
# “3/1/2026”, “03/01/2026 12:33”: month first, as American programs write. Not “3/1/26”, whose
# century is a guess, nor “1.3.2026”.
_AMERICAN = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})(?: .*)?", re.ASCII)
# “78520”, “78520-1234”, “78520 1234”, “785201234”; not “7852”.
_ZIP = re.compile(r"(\d{5})(?:[- ]?(\d{4}))?", re.ASCII)
# What exports have in a column of yes or no: words, letters, 1 and 0, an x in a box.
_YES = frozenset({"yes", "y", "true", "t", "1", "x", "agreed"})
_NO = frozenset({"", "no", "n", "false", "f", "0", "none", "-", "n/a"})

_NOTHING = frozenset(
    {
        "n/a",
        "#n/a",
        "#ref!",
        "#value!",
        "#name?",
        "#div/0!",
        "#null!",
        "#num!",
        "#spill!",
        "#calc!",
        "#field!",
        "#getting_data",
    }
)
"""Cells that mean “nothing”: people's words for it, and the errors of formulas in spreadsheets."""

_NO_DAY = "must be a day of the calendar, like 2026-03-01"


class BadCellError(Exception):
    """A cell does not hold what its column promises.

    The sentence says what to write, and repeats no personal data.
    """


def said(cell: str) -> str:
    """Returns the cell, or "" where it only says that there is nothing."""
    return "" if cell.strip().casefold() in _NOTHING else cell


def one_line(cell: str) -> str:
    """Returns the cell on one line, in composed letters (é as one sign), without invisible ones."""
    # Nearly all cells, and a list may have a million rows.
    if cell.isascii() and cell.isprintable():
        return " ".join(cell.split())
    composed = unicodedata.normalize("NFC", cell)
    # Spaces before the invisible characters go: a line break between two words must not join them.
    spaced = re.sub("[\t\n\r\x0b\x0c\x85\u2028\u2029]", " ", composed)
    return " ".join(_INVISIBLE.sub("", spaced).split())


def paragraphs(cell: str) -> str:
    """Returns the cell with its own lines and paragraphs, each line as `one_line` returns it."""
    lines = [one_line(line) for line in _BREAKS.sub("\n", cell).split("\n")]
    # An empty line begins a paragraph; several are one.
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def day(cell: str) -> datetime.date:
    """Returns the day of `2026-03-01`, of `2026-03-01T18:22:11Z`, or of the American `3/1/2026`.

    Raises BadCellError.
    """
    if iso := _ISO.fullmatch(cell):
        year, month, number = iso.groups()
    elif american := _AMERICAN.fullmatch(cell):
        month, number, year = american.groups()
    else:
        raise BadCellError(_NO_DAY)
    try:
        return datetime.date(int(year), int(month), int(number))
    # A day such as 2026-02-30; the message repeats no cell, because a column may hold anything.
    except ValueError:
        raise BadCellError(_NO_DAY) from None


def yes_or_no(cell: str) -> bool | None:
    """Returns True for yes, False for no or an empty cell, None for anything else."""
    word = cell.casefold()
    # None for a day or a sentence: the caller decides what these mean in its column.
    return word in _YES if word in _YES | _NO else None


def state(cell: str) -> str:
    """Returns the postal code of a state by code or name, or AA, AE, AP; "" for an empty cell.

    Raises BadCellError.
    """
    word = " ".join(cell.replace(".", "").casefold().split())
    if not word or word.upper() in MILITARY:
        return word.upper()
    # The second attempt reads “N Y”, which “N. Y.” has become.
    code = code_of(word) or code_of(word.replace(" ", ""))
    if code is None:
        near = closest(word, STATES.values())
        hint = f"did you mean {near}?" if near else "write its postal code, such as TX"
        sentence = f"is no state of the United States; {hint}"
        raise BadCellError(sentence)
    return code


def zip_code(cell: str, *, plus4: str) -> str:
    """Returns `78520` or `78520-1234`; "" for an empty cell.

    Raises BadCellError, also for a ZIP code that lost its leading zero: the program does not guess.
    """
    # “78520.0” is what a spreadsheet makes of a number, and “78520-” what an export writes for a
    # ZIP code without its four digits.
    digits = cell.removesuffix(".0").removesuffix("-").strip()
    if not digits:
        return ""
    match = _ZIP.fullmatch(digits)
    if match is None:
        raise BadCellError(_zip_advice(digits))
    rest = match[2] or (plus4 if re.fullmatch(r"\d{4}", plus4, re.ASCII) else "")
    # “0000” is what programs fill in where the four digits are unknown.
    return f"{match[1]}-{rest}" if rest and rest != "0000" else match[1]


def _zip_advice(digits: str) -> str:
    # Three digits as well: Holtsville, New York, has 00501.
    if re.fullmatch(r"\d{3,4}(-\d{4})?", digits, re.ASCII):
        likely = digits.partition("-")[0].zfill(5)
        return (
            f'has lost its leading zero; was it "{likely}"? '
            "Format the column as text before you correct it"
        )
    return "must be five digits, or nine as in 78520-1234"


def seat(cell: str, of_state: str) -> str:
    """Returns the House seat of `TX-34`, `TX34` or, in Texas, `34`; "" for an empty cell.

    Raises BadCellError.
    """
    if not cell:
        return ""
    try:
        # “07” is district 7, and “00” the only seat of a state, as the Census Bureau writes it.
        number = cell.lstrip("0") or "0"
        found = numbered_seat(of_state, number) if cell.isdecimal() else read_seat(cell)
    except NoSuchSeatError as error:
        raise BadCellError(str(error)) from None
    if found is None:
        known = of_state if of_state in STATES else "TX"
        example = Seat(known, 0 if has_one_seat(known) else 1)
        sentence = f"must be a seat of the House such as {example}"
        raise BadCellError(sentence)
    # Without a state that can be read, that is the mistake to report.
    if of_state in STATES and found.state != of_state:
        sentence = (
            f"the seat {found} is not in the state of the address: correct the one that is wrong"
        )
        raise BadCellError(sentence)
    return str(found)
