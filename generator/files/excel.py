"""Reads Excel workbooks (.xlsx): the first visible sheet that has something in it, as text.

The XML is read here and not by a library, because a list is what its owner sees: openpyxl, in the
mode that keeps no sheet in memory, does not say which rows are hidden, and python-calamine does in
no mode. Neither has limits (docs/decisions.md). Both forms of Office Open XML are read: the usual
one and Strict, which only has other namespaces and writes days as text (ISO/IEC 29500-1).
"""

import math
import re
from array import array
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from generator.errors import Problem, refusal
from generator.files.number_formats import BUILT_IN, DateSystem, NumberFormat, parsed
from generator.files.office_archive import (
    PROTECTED,
    OfficeArchive,
    PartError,
    PartReader,
    joined_name,
    opened,
)
from generator.files.table import Table, TableRow, table_of
from generator.text import listed, quoted

MAX_SHEET_BYTES = 1 << 30
"""A sheet of a million rows unpacks to a few hundred megabytes."""
MAX_STRINGS_BYTES = 128_000_000
"""Of the texts that cells share, kept in memory: 200,000 people with stories have about 100 MB."""
MAX_OTHER_BYTES = 16_000_000
"""Of each other part that is read: the list of the sheets, the formats. Usually some 10 kB."""
MAX_SHEETS = 500
"""Chosen by hand; Excel has no limit of its own."""
MAX_FORMATS = 65_490
"""Of a workbook of Excel (“Excel specifications and limits”, support.microsoft.com)."""
MAX_ROWS, MAX_SHEET_COLUMNS = 1_048_576, 16_384
"""Of a sheet of Excel (likewise)."""
MAX_COLUMNS = 1_000
"""With something in them; chosen by hand: exports of contact programs have some 300."""
MAX_CELL_CHARACTERS = 200_000
"""Of one cell: several times Excel's 32,767, because other programs write longer ones."""
MAX_SHOWN_SHEETS = 5
"""Names of sheets in a message."""

_TRANSITIONAL = "http://schemas.openxmlformats.org"
_STRICT = "http://purl.oclc.org/ooxml"
_SHEET_SPACES = (f"{_TRANSITIONAL}/spreadsheetml/2006/main", f"{_STRICT}/spreadsheetml/main")
_RELATION_IDS = tuple(
    f"{base}/officeDocument/{rest} id"
    for base, rest in ((_TRANSITIONAL, "2006/relationships"), (_STRICT, "relationships"))
)
# Excel writes the carriage return of a line end as _x000D_ (ECMA-376 part 1, 22.9.2.19).
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_LETTERS = re.compile("[A-Z]{1,3}(?=[0-9])")
_TRUE = frozenset({"1", "true", "on"})
Starts = Mapping[str, Callable[[dict[str, str]], None]]
Ends = Mapping[str, Callable[[], None]]
OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""The first bytes of an old Excel workbook, and of every Office file with a password."""


def read_workbook(file: Path, *, place: str) -> Table:
    """Returns the first visible sheet with something in it, and warnings of all other such sheets.

    Hidden rows are marked. A formula gives the value that was last computed, and never runs; one
    that was never computed gives itself, as “=A2&B2”.
    Raises FilesAreWrongError for a file that is no workbook, or is larger than the limits.
    """
    _refuse_password(file, place=place)
    with opened(file, place=place) as archive:
        book = _read_book(archive)
        filled = [sheet for sheet in book.sheets if _is_filled(sheet, archive)]
        visible = [sheet for sheet in filled if not sheet.is_hidden]
        if not visible and filled:
            names = _names(filled)
            message = (
                f"has nothing in its visible sheets, and something in hidden ones ({names}): "
                "right-click the tab of a sheet, choose Unhide, and save the workbook"
            )
            raise refusal(place, message, code="hidden-sheet")
        book = replace(book, strings=_read_strings(archive, book)) if visible else book
    chosen = visible[0] if visible else None
    # The columns stand before the rows, so that they are known when a first row is.
    layout = _SheetShape()
    rows = partial(_rows, file, book, chosen=chosen, layout=layout, place=place)
    table = table_of(place, rows, warnings=tuple(_warnings(visible, filled, place=place)))
    hidden = frozenset(at for at in range(len(table.header)) if layout.hides(at + 1))
    return replace(table, hidden_columns=hidden, is_workbook=True)


def is_workbook(file: Path) -> bool:
    """Returns whether the first bytes of the file are those of a workbook, or another archive."""
    with file.open("rb") as stream:
        start = stream.read(len(OLE2))
    # An old workbook is not read, but a protected new one looks the same from outside.
    return start.startswith(b"PK\x03\x04") or (start == OLE2 and _is_protected(file))


# ---------------------------------------------------------------- the sheets of a workbook


@dataclass(frozen=True)
class _Worksheet:
    """One sheet of a workbook."""

    name: str
    part: str
    is_hidden: bool


class _Strings:
    """The texts that cells share, in one piece of memory: a list of them takes four times that."""

    def __init__(self) -> None:
        self._texts = bytearray()
        self._ends = array("L", [0])

    def add(self, text: str) -> None:
        self._texts += text.encode("utf-8", "surrogatepass")
        self._ends.append(len(self._texts))

    def __getitem__(self, number: int) -> str:
        if number < 0:
            raise IndexError
        start, end = self._ends[number], self._ends[number + 1]
        return self._texts[start:end].decode("utf-8", "surrogatepass")


@dataclass(frozen=True)
class _Workbook:
    """What all sheets share."""

    sheets: tuple[_Worksheet, ...]
    formats: tuple[NumberFormat, ...]
    date_system: DateSystem
    is_uncalculated: bool
    """True if Excel shall compute everything when it opens the workbook: no value is certain."""
    strings_part: str
    strings: _Strings = field(default_factory=_Strings)


def _read_book(archive: OfficeArchive) -> _Workbook:
    """Returns the sheets and formats of the workbook, without the texts."""
    start = _read_relations(archive, "")
    # The package's own relation to its main part; a Word document has one too, and no sheets.
    main = next((part for kind, part in start.values() if kind == "officeDocument"), None)
    if main is None:
        raise _other_archive(archive)
    found = _WorkbookReader()
    archive.read_whole(main, found, max_bytes=MAX_OTHER_BYTES)
    related = _read_relations(archive, main)
    parts = dict(related.values())
    styles = _StylesReader()
    if "styles" in parts:
        archive.read_whole(parts["styles"], styles, max_bytes=MAX_OTHER_BYTES)
    sheets = tuple(
        _Worksheet(name, related[relation][1], is_hidden=is_hidden)
        for name, relation, is_hidden in found.sheets
        # Sheets of charts and macros have no rows.
        if related.get(relation, ("", ""))[0] == "worksheet"
    )
    if not sheets:
        raise archive.broken()
    return _Workbook(
        sheets,
        tuple(styles.formats()),
        DateSystem.MACINTOSH if found.is_macintosh else DateSystem.WINDOWS,
        found.is_uncalculated,
        parts.get("sharedStrings", ""),
    )


def _other_archive(archive: OfficeArchive) -> Exception:
    """Returns the exception for an archive that is no Office file."""
    if archive.has("Index/Document.iwa"):
        message = "is a Numbers spreadsheet: choose File, Export To, Excel, and name that file"
        return archive.refusal(message, code="other-format")
    if archive.has("content.xml"):
        message = (
            "is an OpenDocument spreadsheet: open it in LibreOffice, choose File, Save As, "
            "“Excel 2007-365 (.xlsx)”, and name that file"
        )
        return archive.refusal(message, code="other-format")
    message = "is a ZIP archive and no workbook: unpack it, and name the file that is in it"
    return archive.refusal(message, code="other-format")


def _read_relations(archive: OfficeArchive, part: str) -> dict[str, tuple[str, str]]:
    """Returns the kind and the name of each part that `part` refers to, by the id."""
    folder, _, name = part.rpartition("/")
    relations = f"{folder}/_rels/{name}.rels".lstrip("/")
    if not archive.has(relations):
        return {}
    reader = _RelationsReader()
    archive.read_whole(relations, reader, max_bytes=MAX_OTHER_BYTES)
    return {
        number: (kind.rpartition("/")[2], joined_name(part, target))
        for number, kind, target in reader.relations
    }


class _RelationsReader(PartReader):
    """The other parts that a part names, without those outside the archive."""

    namespaces = (f"{_TRANSITIONAL}/package/2006/relationships",)

    def __init__(self) -> None:
        self.relations: list[tuple[str, str, str]] = []

    def starts(self) -> Starts:
        return {"Relationship": self._take}

    def _take(self, attributes: dict[str, str]) -> None:
        # A link to the web or to another file is never followed.
        if attributes.get("TargetMode") != "External":
            self.relations.append((attributes["Id"], attributes["Type"], attributes["Target"]))


class _WorkbookReader(PartReader):
    """The list of the sheets, and how the workbook counts days."""

    namespaces = _SHEET_SPACES

    def __init__(self) -> None:
        self.sheets: list[tuple[str, str, bool]] = []
        self.is_macintosh = self.is_uncalculated = False

    def starts(self) -> Starts:
        return {"sheet": self._sheet, "workbookPr": self._properties, "calcPr": self._calculation}

    def _sheet(self, attributes: dict[str, str]) -> None:
        number = next((attributes[name] for name in _RELATION_IDS if name in attributes), "")
        hidden = attributes.get("state", "visible") != "visible"
        self.sheets.append((attributes["name"], number, hidden))
        if len(self.sheets) > MAX_SHEETS:
            message = f"has more than {MAX_SHEETS} sheets: save the one with the list alone"
            raise PartError(message, code="too-large")

    def _properties(self, attributes: dict[str, str]) -> None:
        self.is_macintosh = attributes.get("date1904") in _TRUE

    def _calculation(self, attributes: dict[str, str]) -> None:
        self.is_uncalculated = attributes.get("fullCalcOnLoad") in _TRUE


class _StylesReader(PartReader):
    """The number format of each style of cells."""

    namespaces = _SHEET_SPACES

    def __init__(self) -> None:
        # The same elements stand in styles that only apply under a condition.
        self._inside = ""
        self._codes: dict[int, str] = {}
        self._styles: list[int] = []

    def starts(self) -> Starts:
        return {
            "numFmts": lambda _: self._enter("numFmts"),
            "cellXfs": lambda _: self._enter("cellXfs"),
            "numFmt": self._code,
            "xf": self._style,
        }

    def ends(self) -> Ends:
        return {"numFmts": self._enter, "cellXfs": self._enter}

    def _enter(self, part: str = "") -> None:
        self._inside = part

    def _code(self, attributes: dict[str, str]) -> None:
        if self._inside == "numFmts":
            self._codes[int(attributes["numFmtId"])] = attributes["formatCode"]

    def _style(self, attributes: dict[str, str]) -> None:
        if self._inside == "cellXfs":
            self._styles.append(int(attributes.get("numFmtId", 0)))
        if len(self._styles) > MAX_FORMATS:
            message = "has more styles than Excel allows: copy the list into a new workbook"
            raise PartError(message, code="too-large")

    def formats(self) -> Iterator[NumberFormat]:
        """Yields the format of each style, in their order."""
        for number in self._styles:
            yield parsed(self._codes.get(number) or BUILT_IN.get(number, ""))


def _read_strings(archive: OfficeArchive, book: _Workbook) -> _Strings:
    """Returns the texts that the cells of all sheets share."""
    reader = _StringsReader()
    # Workbooks whose texts all stand in their cells have no such part.
    if book.strings_part:
        archive.read_whole(book.strings_part, reader, max_bytes=MAX_STRINGS_BYTES)
    return reader.strings


class _TextReader(PartReader):
    """Collects the text of some elements, in parts of different type too."""

    namespaces = _SHEET_SPACES

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._length = 0
        self._is_open = False
        self._in_reading = False

    def text(self, text: str) -> None:
        if self._is_open:
            self._pieces.append(text)
            self._length += len(text)
            if self._length > MAX_CELL_CHARACTERS:
                message = (
                    f"has a cell with more than {MAX_CELL_CHARACTERS:,} characters: shorten it"
                )
                raise PartError(message, code="too-large")

    def _open(self, _: dict[str, str]) -> None:
        self._is_open = True

    def _open_text(self, _: dict[str, str]) -> None:
        self._is_open = not self._in_reading

    def _close(self) -> None:
        self._is_open = False

    def _open_reading(self, _: dict[str, str]) -> None:
        self._in_reading = True

    def _close_reading(self) -> None:
        self._in_reading = False

    def _taken(self) -> str:
        """Returns the text since the last call."""
        text = "".join(self._pieces)
        self._pieces.clear()
        self._length = 0
        return text


class _StringsReader(_TextReader):
    """The texts that cells share, without their type and without the Japanese way to read them."""

    def __init__(self) -> None:
        super().__init__()
        self.strings = _Strings()

    def starts(self) -> Starts:
        return {"t": self._open_text, "rPh": self._open_reading}

    def ends(self) -> Ends:
        return {"t": self._close, "rPh": self._close_reading, "si": self._add}

    def _add(self) -> None:
        self.strings.add(_unescaped(self._taken()))


# ---------------------------------------------------------------- the rows of a sheet


@dataclass
class _SheetShape:
    """Which columns of a sheet are hidden, by number from 1, and where its rows end."""

    hidden: list[tuple[int, int]] = field(default_factory=list)
    count: int = 0
    """Of the rows with something in them; 0 until the sheet was read once."""

    def hides(self, column: int) -> bool:
        return any(first <= column <= last for first, last in self.hidden)

    def take(self, attributes: dict[str, str]) -> None:
        first, last = int(attributes["min"]), int(attributes["max"])
        # A width of nothing hides a column as well. Only columns that are read matter, and columns
        # do not overlap, so there cannot be more of them.
        is_hidden = attributes.get("hidden") in _TRUE or float(attributes.get("width", 1)) == 0
        if is_hidden and first <= MAX_COLUMNS and len(self.hidden) < MAX_COLUMNS:
            self.hidden.append((first, last))


def _rows(
    file: Path, book: _Workbook, *, chosen: _Worksheet | None, layout: _SheetShape, place: str
) -> Iterator[TableRow]:
    """Yields every row of the sheet that is not blank, and its number."""
    if chosen is None:
        return
    with opened(file, place=place) as archive:
        reader = _SheetReader(book)
        count = 0
        for _ in archive.read(chosen.part, reader, max_bytes=MAX_SHEET_BYTES):
            layout.hidden = reader.layout.hidden
            for row in reader.taken():
                yield row
                count += 1
                # Styles often go on for a million empty rows: these are read once.
                if count == layout.count:
                    return
    layout.count = count


def _is_filled(sheet: _Worksheet, archive: OfficeArchive) -> bool:
    """Returns whether the sheet has something in it."""
    reader = _FilledReader()
    for _ in archive.read(sheet.part, reader, max_bytes=MAX_SHEET_BYTES):
        pass
    return reader.done


class _FilledReader(PartReader):
    """Looks for the first cell with something in it."""

    namespaces = _SHEET_SPACES

    def starts(self) -> Starts:
        return dict.fromkeys(("v", "f", "is"), self._stop)

    def _stop(self, _: dict[str, str]) -> None:
        self.done = True


class _SheetReader(_TextReader):
    """The rows of one sheet."""

    def __init__(self, book: _Workbook) -> None:
        super().__init__()
        self.layout = _SheetShape()
        self._book = book
        self._rows: list[TableRow] = []
        self._columns: dict[str, int] = {}
        self._row = self._column = 0
        self._is_hidden = False
        self._cells: list[str] = []
        self._formulas: list[int] = []
        self._type = self._style = self._value = ""
        self._formula: str | None = None

    def taken(self) -> list[TableRow]:
        """Returns the rows that were read since the last call."""
        rows, self._rows = self._rows, []
        return rows

    def starts(self) -> Starts:
        return {
            "col": self.layout.take,
            "row": self._start_row,
            "c": self._start_cell,
            "v": self._open,
            "f": self._open,
            "t": self._open_text,
            "rPh": self._open_reading,
        }

    def ends(self) -> Ends:
        return {
            "row": self._end_row,
            "c": self._end_cell,
            "v": self._end_value,
            "f": self._end_formula,
            "t": self._end_value,
            "rPh": self._close_reading,
            # What follows are merged cells, filters, links and pictures.
            "sheetData": self._end_sheet,
        }

    def _end_sheet(self) -> None:
        self.done = True

    def _end_value(self) -> None:
        self._is_open = False
        self._value += self._taken()

    def _end_formula(self) -> None:
        self._is_open = False
        self._formula = self._taken()

    def _start_row(self, attributes: dict[str, str]) -> None:
        # Programs may leave the numbers out: they count then.
        self._row = int(attributes.get("r", self._row + 1))
        if not 0 < self._row <= MAX_ROWS:
            message = (
                f"has a row {self._row:,}, and a sheet of Excel has {MAX_ROWS:,} rows: "
                "save it again in Excel"
            )
            raise PartError(message, code="too-large")
        self._column = 0
        self._cells, self._formulas = [], []
        # A filter hides rows with the same mark. A height of nothing looks no different.
        self._is_hidden = attributes.get("hidden") in _TRUE or float(attributes.get("ht", 1)) == 0

    def _end_row(self) -> None:
        if self._cells:
            formulas = frozenset(self._formulas)
            self._rows.append(TableRow(self._row, self._cells, self._is_hidden, formulas))

    def _start_cell(self, attributes: dict[str, str]) -> None:
        self._column = self._number(attributes["r"]) if "r" in attributes else self._column + 1
        self._type, self._style = attributes.get("t", "n"), attributes.get("s", "")
        self._value, self._formula = "", None

    def _number(self, reference: str) -> int:
        """Returns the number of the column of `AB12`, from 1."""
        found = _LETTERS.match(reference)
        letters = found.group() if found else reference[:10]
        number = self._columns.get(letters)
        if number is None:
            number = 0
            for letter in found.group() if found else "":
                number = number * 26 + ord(letter) - ord("A") + 1
            if not 0 < number <= MAX_SHEET_COLUMNS:
                message = (
                    f"has a cell in column {quoted(letters)}, and the columns of Excel end at XFD: "
                    "save it again in Excel"
                )
                raise PartError(message, line=self._row, code="too-large")
            self._columns[letters] = number
        return number

    def _end_cell(self) -> None:
        text = self._shown()
        if not text:
            return
        if self._column > MAX_COLUMNS:
            message = (
                f"has something in its column {self._column:,}; at most {MAX_COLUMNS:,} columns "
                "are read: delete the columns that are not part of the list"
            )
            raise PartError(message, line=self._row, code="too-large")
        self._cells += [""] * (self._column - len(self._cells))
        self._cells[self._column - 1] = text

    def _shown(self) -> str:
        """Returns the value as a person sees it.

        Whole numbers have no decimal point, days read 2026-09-01, and a number keeps the zeros in
        front that its format shows (Excel's format for ZIP codes is 00000).
        """
        value = self._value
        if self._formula is not None and self._is_uncalculated():
            self._formulas.append(self._column - 1)
            return f"={self._formula}"
        match self._type:
            case "s" if value:
                value = self._book.strings[int(value)]
            case "n" if value:
                value = self._shown_number(value)
            case "inlineStr" | "str":
                value = _unescaped(value)
            case "b":
                value = "yes" if value in _TRUE else "no"
            case "d":
                value = value.partition("T")[0]  # a day; no column of ours has a time
        return value  # "e": an error as Excel shows it

    def _is_uncalculated(self) -> bool:
        """Returns whether nothing has ever computed the formula."""
        if not self._value:
            return self._type != "str"  # a formula may give an empty text
        # XlsxWriter computes nothing, writes 0, and asks Excel to compute all (“Working with
        # Formulas”, xlsxwriter.readthedocs.io).
        return self._book.is_uncalculated and self._type == "n" and self._value == "0"

    def _shown_number(self, value: str) -> str:
        # Excel keeps all numbers as floats: 79901 comes as 79901.0 or 7.9901E4 from some programs.
        number = float(value)
        if not math.isfinite(number):
            return value
        style = self._book.formats[int(self._style)] if self._style else NumberFormat()
        if style.is_date and (day := self._book.date_system.day(number)):
            return day.isoformat()
        return style.shown(int(number)) if number == int(number) else repr(number)


def _unescaped(text: str) -> str:
    if "_x" not in text:
        return text
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)


# ---------------------------------------------------------------- what is said


def _names(sheets: list[_Worksheet]) -> str:
    more = len(sheets) - MAX_SHOWN_SHEETS
    names = [quoted(sheet.name) for sheet in sheets[:MAX_SHOWN_SHEETS]]
    return listed([*names, f"{more} more"] if more > 0 else names, last="and")


def _warnings(
    visible: list[_Worksheet], filled: list[_Worksheet], *, place: str
) -> Iterator[Problem]:
    """Yields a warning of the sheets that are not read."""
    hidden = [sheet for sheet in filled if sheet.is_hidden]
    others = visible[1:]
    if others:
        message = (
            f"only the sheet {quoted(visible[0].name)} is read, and not {_names(others)}: "
            "make a file of each that counts"
        )
        yield Problem(place, 0, "", message, "warning", code="several-sheets")
    if hidden:
        message = (
            f"the sheet {quoted(visible[0].name)} is read, and not {_names(hidden)}, hidden in the "
            "workbook"
        )
        yield Problem(place, 0, "", message, "warning", code="hidden-sheet")


def _refuse_password(file: Path, *, place: str) -> None:
    """Raises FilesAreWrongError for a workbook that is protected by a password."""
    with file.open("rb") as stream:
        is_ole2 = stream.read(len(OLE2)) == OLE2
    if is_ole2 and _is_protected(file):
        raise refusal(place, PROTECTED, code="password")


def _is_protected(file: Path) -> bool:
    """Returns whether an OLE2 container holds an encrypted workbook (MS-OFFCRYPTO, 2.3.4.4)."""
    with file.open("rb") as stream:
        head = stream.read(512)
        # MS-CFB, 2.2: the size of a sector as a power of 2, and the number of the first sector of
        # the list of streams. The header takes the place of the first sector.
        size = 1 << min(int.from_bytes(head[30:32], "little"), 12)
        stream.seek((int.from_bytes(head[48:52], "little") + 1) * size)
        names = stream.read(size)
    return "EncryptedPackage".encode("utf-16-le") in names
