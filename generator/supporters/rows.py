"""Reads a row as a person: what its cells mean, and everything that is wrong with them."""

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeVar

from generator.files.csv import as_given
from generator.files.table import FORMULA, HIDDEN, TableRow, is_formula
from generator.models.fields import ID_PATTERN
from generator.supporters import cells as read
from generator.supporters.cells import BadCellError
from generator.supporters.columns import ADDRESS, Columns
from generator.supporters.identity import supporter_id
from generator.supporters.types import Consent, Supporter
from generator.text import listed

Value = TypeVar("Value")

# Without periods, as `_is_foreign` compares; empty, because most lists have no such column.
AT_HOME = frozenset(
    {"", "us", "usa", "united states", "united states of america", "the united states"}
)
"""What the column of the country has for addresses in the United States."""
# “con”, “COM1”, “lpt9”: a folder of that name cannot be copied to Windows. Not “contact” or
# “com10”.
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE | re.ASCII)
"""Names that Windows reserves for devices: no file may have one."""
# “K1A 0B1”, “SW1A 1AA”, “M1 1AE”; not “78520”. Lists without a column for the country show it by
# the postal code alone.
_FOREIGN_CODE = re.compile(
    r"[A-Za-z]\d[A-Za-z] ?\d[A-Za-z]\d|[A-Za-z]{1,2}\d[A-Za-z\d]? ?\d[A-Za-z]{2}", re.ASCII
)
"""Postal codes of Canada and the United Kingdom."""
# “wells; children”, “wells,children”, “wells|children”: ids hold no such signs.
_PICKS = re.compile(r"[\s;,|]+")
"""Between the names of arguments."""

# “2026-03-04” of a workbook, “4-Mar” and “Mar-04” of its CSV: what Excel makes of a unit 3-4.
_MONTH = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
_DATE = re.compile(rf"\d{{4}}-\d\d-\d\d|\d{{1,2}}-{_MONTH}(?:-\d\d)?|{_MONTH}-\d\d", re.ASCII)
_NO_DATES = ("name", "first", "middle", "last", "street", "street2", "street3", "city")
"""Fields in which a date is a mistake of a spreadsheet."""


@dataclass(frozen=True)
class SupporterRow:
    """A person as one row has them, before rows of the same person are put together."""

    supporter: Supporter
    held: tuple[str, ...] = ()
    """What must be corrected in this row."""
    hidden: tuple[str, ...] = ()
    """The reason of a row that is hidden in its workbook, which holds all rows of the person."""
    refused: tuple[str, ...] = ()
    """Why there can be no letter from this row."""
    stopped: str = ""
    """Why there can be no letter of this person, also from any other row."""
    given_id: bool = False
    """True if the file has the id."""
    merged: str = ""
    """Why the row was merged when it was last read, in a file of held rows."""


def draft(row: TableRow, columns: Columns, *, place: str) -> SupporterRow:
    """Returns the row as a person, with all that is wrong with it; raises nothing."""
    return _RowReader(row, columns, place=place).draft()


class _RowReader:
    """Reads the cells of one row, and collects what is wrong with them."""

    def __init__(self, row: TableRow, columns: Columns, *, place: str) -> None:
        self._row, self._columns, self._place = row, columns, place
        self._held: list[str] = []
        self._refused: list[str] = []
        self._stopped = ""

    def draft(self) -> SupporterRow:
        """Returns the person and everything that is wrong."""
        self._check_length()
        self._check_values()
        name, street = self._name(), self._street()
        foreign = self._is_foreign()
        state = zip_code = seat = ""
        # Otherwise a foreign state and postal code would be three more mistakes, and the user would
        # correct them.
        if not foreign:
            # State before seat: “34” is a seat only within a state.
            plus4 = self._line("zip4")
            state = self._read("state", read.state) or ""
            zip_code = self._read("zip", lambda cell: read.zip_code(cell, plus4=plus4)) or ""
            seat = self._read("district", lambda cell: read.seat(cell, state)) or ""
        given_id = self._line("id")
        supporter = Supporter(
            id=self._checked_id(given_id) or supporter_id(name, street=street, zip_code=zip_code),
            name=name,
            street=street,
            city=self._line("city"),
            state=state,
            zip=zip_code,
            email=self._line("email"),
            consent=self._consent(),
            story=read.paragraphs(self._cell("story")),
            signature=self._line("signature"),
            picks=self._picks(),
            seat=seat,
            file=self._place,
            line=self._row.line,
            row=self._as_read(),
        )
        if not foreign:
            self._check_complete(supporter)
        # Anything but a no: the column may hold the day of death.
        if read.yes_or_no(self._line("deceased")) is not False:
            self._stopped = "deceased: the file says that they have died"
        hidden = (f"row {self._row.line} {HIDDEN}",) if self._row.is_hidden else ()
        return SupporterRow(
            supporter,
            (*hidden, *self._held),
            hidden,
            tuple(self._refused),
            self._stopped,
            bool(given_id),
            self._merged(),
        )

    # ---------------------------------------------------------------- cells

    def _cell(self, field: str) -> str:
        # `as_given` takes back the apostrophe by which a cell was kept from running as a formula.
        # Spaces alone are stripped here: line breaks matter in a story.
        return read.said(as_given(self._columns.cell(self._row.cells, field).strip(" ")))

    def _line(self, field: str) -> str:
        return read.one_line(self._cell(field)) if field in self._columns.places else ""

    def _read(self, field: str, reader: Callable[[str], Value]) -> Value | None:
        """Returns what the cell means; None for a bad cell, which holds the row."""
        try:
            return reader(self._line(field))
        except BadCellError as error:
            self._held.append(f"{field}: {error}")
            return None

    # ---------------------------------------------------------------- the person

    def _name(self) -> str:
        """Returns the full name, else its parts, else the name that a contact program shows."""
        parts = " ".join(filter(None, map(self._line, ("first", "middle", "last", "suffix"))))
        # The display name last: contact programs make it up from the fields that they have.
        return self._line("name") or parts or self._line("display")

    def _street(self) -> str:
        """Returns street and unit on one line, without repeats: programs fill both columns."""
        # dict.fromkeys keeps the first of equal lines, in their order.
        lines = filter(None, map(self._line, ("street", "street2", "street3")))
        return ", ".join(dict.fromkeys(lines))

    def _checked_id(self, given: str) -> str:
        if given and (not re.fullmatch(ID_PATTERN, given, re.ASCII) or _RESERVED.fullmatch(given)):
            self._refused.append(
                "id: must be letters, digits, - and _, at most 64 of them: files are named after it"
            )
            return ""
        return given

    def _picks(self) -> tuple[str, ...]:
        names = tuple(dict.fromkeys(filter(None, _PICKS.split(self._line("picks")))))
        if all(re.fullmatch(ID_PATTERN, name, re.ASCII) for name in names):
            return names
        self._held.append("picks: must be names of arguments, like asylum; border-towns")
        return ()

    def _consent(self) -> Consent | None:
        """Returns what they agreed to; None if they did not."""
        withdrawn = self._withdrawn()
        # A yes without a day is kept as a consent: `eligibility` refuses it with what to write,
        # unless another row of the person has the day.
        answer = read.yes_or_no(self._line("consent"))
        given = self._read("consent", read.day) if answer is None else None
        # A withdrawal is kept even where the consent is gone: a row merged with this one must see
        # it.
        if answer is False and withdrawn is None:
            return None
        return Consent(self._line("wording"), given, self._line("how"), withdrawn)

    def _withdrawn(self) -> datetime.date | None:
        """Returns the day on which they withdrew their consent.

        Without a day that can be read, no letter goes in their name again.
        """
        answer = read.yes_or_no(self._line("withdrawn"))
        if answer is None:
            day = self._read("withdrawn", read.day)
            if not day:
                self._stopped = (
                    "withdrawn: they took their consent back, on a day that cannot be read"
                )
            return day
        if answer:
            self._stopped = (
                "withdrawn: they took their consent back; "
                "write the day on which they did if they agreed again later"
            )
        return None

    # ---------------------------------------------------------------- the row

    def _check_length(self) -> None:
        """Refuses cells beyond the last column: an extra comma moves all later cells."""
        # Only cells with text count: programs end rows with spare commas.
        cells, columns = self._row.cells, len(self._columns.header)
        if any(cell.strip() for cell in cells[columns:]):
            self._refused.append(
                f"the row has {len(cells)} cells and the header {columns}: "
                "put cells with commas in them in quotes"
            )

    def _check_values(self) -> None:
        """Holds the row for formulas without a value, and for what Excel has made a date of."""
        for field, at in self._columns.places.items():
            cell = self._cell(field)
            # In a text file too, where a held row comes back in one; but a story may begin with =.
            if at in self._row.formulas or (field != "story" and is_formula(cell)):
                self._held.append(f"{field}: {FORMULA}")
            elif field in _NO_DATES and _DATE.fullmatch(cell):
                self._held.append(
                    f"{field}: is a date, which a spreadsheet may have made of something like 3-4: "
                    "format the column as text, and write it again"
                )

    def _is_foreign(self) -> bool:
        """Returns whether the address is outside the United States, and refuses it then."""
        country = self._line("country").replace(".", "").casefold()
        at_home = country in AT_HOME or self._is_state(country)
        if at_home and not _FOREIGN_CODE.fullmatch(self._line("zip")):
            return False
        self._refused.append(
            "address: lies outside the United States; Americans abroad are represented where they "
            "last lived: write that address"
        )
        return True

    @staticmethod
    def _is_state(country: str) -> bool:
        """Returns whether the country is a state or territory, such as Puerto Rico."""
        try:
            return bool(read.state(country))
        except BadCellError:
            return False

    def _check_complete(self, supporter: Supporter) -> None:
        """Holds a row without a part of the name or address, unless that part is a bad cell."""
        # A cell that cannot be read is no missing cell: one mistake, one message.
        bad = {reason.partition(":")[0] for reason in self._held}
        missing = [
            field
            for field in ("name", *ADDRESS)
            if not getattr(supporter, field) and field not in bad
        ]
        if missing:
            self._held.append(f"the row says nothing for {listed(missing, last='and')}: write it")
        if supporter.name and not any(sign.isalpha() for sign in supporter.name):
            self._held.append(
                "name: has no letter in it: write the name that shall stand under the letters"
            )

    def _as_read(self) -> tuple[tuple[str, str], ...]:
        """Returns the row by column, without our own columns of a file of held rows."""
        columns, cells = self._columns, self._padded()
        # strict: `_padded` has made both equally long.
        return tuple(zip(columns.theirs(columns.header), columns.theirs(cells), strict=True))

    def _merged(self) -> str:
        """Returns why a held row was merged: it must not come back as another person."""
        verdict = self._columns.verdict(self._padded())
        if not verdict:
            return ""
        _, what, reason = verdict
        return reason if what.strip().casefold() == "merged" else ""

    def _padded(self) -> list[str]:
        """Returns as many cells as there are columns: programs omit empty ones at a row's end."""
        cells, length = self._row.cells, len(self._columns.header)
        return [*map(as_given, cells[:length]), *[""] * (length - len(cells))]


def joined(person: SupporterRow, other: SupporterRow, *, wording: str | None) -> SupporterRow:
    """Returns the person of the first row, with what it lacks of story, picks, signature, e-mail.

    The names and addresses of the other row are kept as further ones of theirs. If the other row is
    hidden, the person is held: what its owner does not see neither adds to a letter nor is passed
    over, because it may say that they withdrew.
    Of two consents the later to the campaign's own wording counts; a withdrawal in either counts,
    unless they agreed again on a later day.
    """
    one, further = person.supporter, other.supporter
    supporter = replace(
        one,
        story=one.story or further.story,
        picks=one.picks or further.picks,
        signature=one.signature or further.signature,
        email=one.email or further.email,
        consent=_stronger(one.consent, further.consent, wording=wording),
        also=tuple(dict.fromkeys((*one.also, *further.contacts))),
    )
    return replace(
        person,
        supporter=supporter,
        held=tuple(dict.fromkeys((*person.held, *other.hidden))),
        hidden=tuple(dict.fromkeys((*person.hidden, *other.hidden))),
        stopped=person.stopped or other.stopped,
    )


def _stronger(one: Consent | None, other: Consent | None, *, wording: str | None) -> Consent | None:
    """Returns the consent that counts, with the later withdrawal of both."""
    if one is None or other is None:
        return one or other
    days = [consent.withdrawn for consent in (one, other) if consent.withdrawn]

    def strength(consent: Consent) -> tuple[bool, bool, datetime.date]:
        # In this order: a consent with a day before one without, to our words before others, later
        # before earlier.
        is_ours = wording is None or same_wording(consent.wording, wording)
        return bool(consent.given), is_ours, consent.given or datetime.date.min

    return replace(max(one, other, key=strength), withdrawn=max(days, default=None))


def same_wording(one: str, other: str) -> bool:
    """Returns whether both name one version of the words; spreadsheets make `1.0` of `1`."""
    return one.casefold().removesuffix(".0") == other.casefold().removesuffix(".0")
