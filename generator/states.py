"""Every fact about the states, the District of Columbia and the territories, in one table.

The table stands on the ground floor, below `models` and `congress`: the types of the files check
the postal code of a state, and the seats of Congress and the forms of address come from the same
rows. The module imports nothing of the program.

Sources: postal codes from USPS Publication 28, appendix B; numbers from FIPS 5-2, now ANSI INCITS
38; seats from the Census Bureau, Apportionment Population and Number of Representatives by State:
2020 Census (in force from the 118th to the 122nd Congress, 2 U.S.C. 2a), and one delegate or
resident commissioner each for the others; ZIP codes from USPS labeling list L002.
"""

import functools
from collections.abc import Iterable, Mapping
from typing import Any, Literal, NamedTuple

# A table and not the package `us`, which has no seats, no ranges of ZIP codes and no bounds, and
# does not count DC among its states.
HouseTitle = Literal["representative", "delegate", "resident commissioner"]


class Jurisdiction(NamedTuple):
    """A state, the District of Columbia or a territory."""

    # No default stands before these, so that a row without one of them cannot be made.
    code: str
    """The postal code."""
    name: str
    fips: str
    """The Census Bureau's number."""
    seats: int
    """Seats in the House; with one seat, the whole jurisdiction is one district."""
    zip_codes: str
    """First digits of its ZIP codes, and codes that a post office serves across a border."""
    bounds: tuple[float, float, float, float]
    """South, north, west, east in whole degrees, rounded outwards; Alaska lies across 180°."""
    kind: Literal["state", "district", "territory"] = "state"
    """Only a state elects senators."""
    article: str = ""
    """`the ` if running text needs it: the District of Columbia."""

    @property
    def house_title(self) -> HouseTitle:
        """Returns the title of its members of the House."""
        # Only Puerto Rico has a commissioner (48 U.S.C. 891); the other territories and DC send
        # delegates.
        if self.code == "PR":
            return "resident commissioner"
        return "representative" if self.kind == "state" else "delegate"

    def holds(self, latitude: float, longitude: float) -> bool:
        """Returns whether the point lies within the bounds; they may cross the antimeridian."""
        # Whole degrees are enough: the bounds have to catch a lost minus sign and swapped
        # coordinates, not a spot some miles over the border.
        south, north, west, east = self.bounds
        if not south <= latitude <= north:
            return False
        return west <= longitude <= east if west <= east else longitude >= west or longitude <= east


# Rows and not calls, so that each fits a line and the columns can be read downwards. Any, because
# rows that need no more than the defaults end early; tests add the seats up to 435 and 6, and
# compare the ZIP codes with every ZIP code area of the Census Bureau.
# Ranges leave out the codes of the armed forces (090-098, 340, 962-966). Some codes stand alone:
# 06390 is Fishers Island, NY, served over Connecticut; 83414 is Alta, WY, served over Idaho; 05501
# and 05544 are Andover, MA, among Vermont's; 733 and 885 are Austin and El Paso, TX.
_ROWS: tuple[tuple[Any, ...], ...] = (
    ("AL", "Alabama", "01", 7, "350-369", (30, 36, -89, -84)),
    ("AK", "Alaska", "02", 1, "995-999", (51, 72, 172, -129)),
    ("AZ", "Arizona", "04", 9, "850-865", (31, 38, -115, -109)),
    ("AR", "Arkansas", "05", 4, "716-729", (33, 37, -95, -89)),
    ("CA", "California", "06", 52, "900-961", (32, 43, -125, -114)),
    ("CO", "Colorado", "08", 8, "800-816", (36, 42, -110, -102)),
    ("CT", "Connecticut", "09", 5, "060-069", (40, 43, -74, -71)),
    ("DE", "Delaware", "10", 1, "197-199", (38, 40, -76, -75)),
    ("FL", "Florida", "12", 28, "320-339 341-349", (24, 32, -88, -79)),
    ("GA", "Georgia", "13", 14, "300-319 398-399", (30, 36, -86, -80)),
    ("HI", "Hawaii", "15", 2, "96700-96798 968", (18, 29, -179, -154)),
    ("ID", "Idaho", "16", 2, "832-838", (41, 50, -118, -111)),
    ("IL", "Illinois", "17", 17, "600-629", (36, 43, -92, -87)),
    ("IN", "Indiana", "18", 9, "460-479", (37, 42, -89, -84)),
    ("IA", "Iowa", "19", 4, "500-528", (40, 44, -97, -90)),
    ("KS", "Kansas", "20", 4, "660-679", (36, 41, -103, -94)),
    ("KY", "Kentucky", "21", 6, "400-427", (36, 40, -90, -81)),
    ("LA", "Louisiana", "22", 6, "700-714", (28, 34, -95, -88)),
    ("ME", "Maine", "23", 2, "039-049", (42, 48, -72, -66)),
    ("MD", "Maryland", "24", 8, "206-219", (37, 40, -80, -75)),
    ("MA", "Massachusetts", "25", 9, "010-027 05501 05544", (41, 43, -74, -69)),
    ("MI", "Michigan", "26", 13, "480-499", (41, 49, -91, -82)),
    ("MN", "Minnesota", "27", 8, "550-567", (43, 50, -98, -89)),
    ("MS", "Mississippi", "28", 4, "386-397", (30, 36, -92, -88)),
    ("MO", "Missouri", "29", 8, "630-658", (35, 41, -96, -89)),
    ("MT", "Montana", "30", 2, "590-599", (44, 50, -117, -104)),
    ("NE", "Nebraska", "31", 3, "680-693", (39, 44, -105, -95)),
    ("NV", "Nevada", "32", 4, "889-898", (34, 43, -121, -114)),
    ("NH", "New Hampshire", "33", 2, "030-038", (42, 46, -73, -70)),
    ("NJ", "New Jersey", "34", 12, "070-089", (38, 42, -76, -73)),
    ("NM", "New Mexico", "35", 3, "870-884", (31, 38, -110, -103)),
    ("NY", "New York", "36", 26, "005 06390 100-149", (40, 46, -80, -71)),
    ("NC", "North Carolina", "37", 14, "270-289", (33, 37, -85, -75)),
    ("ND", "North Dakota", "38", 1, "580-588", (45, 50, -105, -96)),
    ("OH", "Ohio", "39", 15, "430-459", (38, 43, -85, -80)),
    ("OK", "Oklahoma", "40", 5, "730-732 734-749", (33, 38, -104, -94)),
    ("OR", "Oregon", "41", 6, "970-979", (41, 47, -125, -116)),
    ("PA", "Pennsylvania", "42", 17, "150-196", (39, 43, -81, -74)),
    ("RI", "Rhode Island", "44", 2, "028-029", (41, 43, -72, -71)),
    ("SC", "South Carolina", "45", 7, "290-299", (32, 36, -84, -78)),
    ("SD", "South Dakota", "46", 1, "570-577", (42, 47, -105, -96)),
    ("TN", "Tennessee", "47", 9, "370-385", (34, 37, -91, -81)),
    ("TX", "Texas", "48", 38, "733 750-799 885", (25, 37, -107, -93)),
    ("UT", "Utah", "49", 4, "840-847", (36, 43, -115, -109)),
    ("VT", "Vermont", "50", 1, "050-059", (42, 46, -74, -71)),
    ("VA", "Virginia", "51", 11, "201 220-246", (36, 40, -84, -75)),
    ("WA", "Washington", "53", 10, "980-994", (45, 50, -125, -116)),
    ("WV", "West Virginia", "54", 2, "247-268", (37, 41, -83, -77)),
    ("WI", "Wisconsin", "55", 8, "530-549", (42, 48, -93, -86)),
    ("WY", "Wyoming", "56", 1, "820-831 83414", (40, 46, -112, -104)),
    ("DC", "District of Columbia", "11", 1, "200 202-205 569", (38, 40, -78, -76), "district",
     "the "),
    ("AS", "American Samoa", "60", 1, "96799", (-15, -10, -172, -168), "territory"),
    ("GU", "Guam", "66", 1, "96910-96932", (13, 14, 144, 146), "territory"),
    ("MP", "Northern Mariana Islands", "69", 1, "96950-96952", (14, 21, 144, 147), "territory",
     "the "),
    ("PR", "Puerto Rico", "72", 1, "006-007 009", (17, 19, -69, -65), "territory"),
    ("VI", "U.S. Virgin Islands", "78", 1, "008", (17, 19, -66, -64), "territory", "the "),
)  # fmt: skip

JURISDICTIONS: Mapping[str, Jurisdiction] = {row[0]: Jurisdiction(*row) for row in _ROWS}
STATES: Mapping[str, str] = {code: row.name for code, row in JURISDICTIONS.items()}
"""Names by postal code."""
SEATS: Mapping[str, int] = {code: row.seats for code, row in JURISDICTIONS.items()}
"""Seats in the House by postal code."""
FIPS: Mapping[str, str] = {row.fips: code for code, row in JURISDICTIONS.items()}
"""Postal codes by the Census Bureau's numbers."""
WITHOUT_SENATORS = frozenset(code for code, row in JURISDICTIONS.items() if row.kind != "state")


# `N.Y.`, `n.y.` and `NY` are one word; `new  york` has one space.
def _plain(word: str) -> str:
    return " ".join(word.replace(".", "").casefold().split())


_WORDS: Mapping[str, str] = {
    **{_plain(name): code for code, name in STATES.items()},
    **{_plain(code): code for code in STATES},
    # Names in daily use that differ from the ones above.
    "washington dc": "DC",
    "virgin islands": "VI",
    "commonwealth of the northern mariana islands": "MP",
}
"""Postal codes by the names and codes that people write."""


def code_of(word: str) -> str | None:
    """Returns the postal code of a state that is given by code or name; None for another word."""
    return _WORDS.get(_plain(word))


def states_of(zip_code: str) -> tuple[str, ...]:
    """Returns the states of the ZIP code: two if a post office also serves a neighbor."""
    # Compared as text of the range's own length: `967` takes all of 967xx, `96700-96798` leaves
    # 96799 to American Samoa. Numbers would lose the zero in front of 006 and 02134.
    return tuple(
        code
        for code, first, last in _ranges_by_prefix().get(zip_code[:3], ())
        if first <= zip_code[: len(first)] <= last
    )


# An import of a table asks for each of its 33,000 ZIP codes twice, and to compare each with every
# range of every state took four fifths of its time.
@functools.cache
def _ranges_by_prefix() -> Mapping[str, tuple[tuple[str, str, str], ...]]:
    """Returns code, first and last of the ranges by each three digits at which a ZIP code begins.

    No range is of fewer than three digits.
    """
    found: dict[str, tuple[tuple[str, str, str], ...]] = {}
    for code, row in JURISDICTIONS.items():
        for part in row.zip_codes.split():
            first, _, last = part.partition("-")
            for number in range(int(first[:3]), int((last or first)[:3]) + 1):
                key = f"{number:03}"
                found[key] = (*found.get(key, ()), (code, first, last or first))
    return found


MAX_NAMED_STATES = 12
"""States that a message names one by one; of more, it says how many. Chosen by hand."""


def named_or_counted(states: Iterable[str]) -> str:
    """Returns the codes of the states in a list, or of many how many they are."""
    codes = sorted(states)
    if len(codes) <= MAX_NAMED_STATES:
        return ", ".join(codes)
    return f"{len(codes)} states and territories"
