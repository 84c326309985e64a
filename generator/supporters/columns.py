"""The names of columns: our own, and those in the exports of the programs that organisers use."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.errors import FilesAreWrongError, Problem
from generator.text import did_you_mean, listed, quoted

NAMES: Mapping[str, tuple[str, ...]] = {
    "id": (
        "id", "supporterid", "uuid", "vanid", "voterfilevanid", "nationbuilderid", "contactid",
        "internalcontactid",
    ),
    "name": ("name", "fullname", "signername"),
    "first": ("first", "firstname", "givenname"),
    "middle": ("middle", "middlename"),
    "last": ("last", "lastname", "surname", "familyname"),
    "suffix": ("suffix", "namesuffix", "individualsuffix"),
    "display": ("displayname", "contactname"),
    "street": (
        "street", "street1", "address", "address1", "addressline1", "streetaddress",
        "streetaddress1", "can2useraddress", "primaryaddress1", "addressaddress1", "vaddress",
    ),
    "street2": (
        "street2", "address2", "addressline2", "streetaddress2", "supplementaladdress1",
        "primaryaddress2", "addressaddress2", "apt", "apartment", "unit", "suite",
    ),
    "street3": (
        "street3", "address3", "addressline3", "supplementaladdress2", "primaryaddress3",
        "addressaddress3",
    ),
    "city": ("city", "town", "can2usercity", "primarycity", "addresscity", "vcity"),
    "state": (
        "state", "stateprovince", "statecode", "stateabbreviation", "can2userstate", "primarystate",
        "addressstate", "vstate",
    ),
    "zip": (
        "zip", "zipcode", "zip5", "postalcode", "postcode", "zippostal", "ziporpostal",
        "zippostalcode", "primaryzip", "primaryzip5", "addresszip", "vzip", "vzip5",
    ),
    "zip4": ("zip4", "plus4", "postalcodesuffix", "primaryzip4"),
    "country": (
        "country", "countrycode", "countryname", "can2usercountry", "primarycountry",
        "primarycountrycode",
    ),
    "email": ("email", "emailaddress", "email1", "primaryemail", "preferredemail"),
    "consent": ("consent", "consentdate", "consentgiven", "consentedat", "dateofconsent"),
    "wording": (
        "wording", "consentwording", "consentversion", "consentwordingversion", "wordingversion",
    ),
    "how": ("how", "consenthow", "consentmethod", "consentsource"),
    "withdrawn": ("withdrawn", "withdrawnat", "consentwithdrawn", "withdrawaldate", "revoked"),
    "story": ("story", "mystory", "yourstory", "personalstory", "ownwords", "personalmessage"),
    "signature": ("signature", "signaturefile", "signatureimage"),
    "picks": ("picks", "pickedarguments", "chosenarguments"),
    "district": ("district", "congressionaldistrict", "housedistrict", "seat"),
    "deceased": ("deceased", "isdeceased"),
}  # fmt: skip
"""The fields that we read and the columns that have each, the best first, as `plain` spells them.

- Action Network's reports: `uuid`, `first_name`, `last_name`, `email`, `can2_user_address`,
  `can2_user_city`, `can2_user_state`, `zip_code` (as programs that read them name them, such as
  SURJ Bay Area's; its help centre, article 203112959, has no list).
- EveryAction and NGP VAN: `VANID` or `Voter File VANID`, `FirstName`, `MiddleName`, `LastName`,
  `Suffix`, `Address Line 1`, `Address Line 2`, `City`, `State`, `Zip`, `Zip5`, `Email Address`, and
  `vAddress` for where a person is registered to vote (as scripts that move people into EveryAction
  and out of VoteBuilder name them).
- NationBuilder: `nationbuilder_id`, `first_name`, `middle_name`, `last_name`, `suffix`, `email`,
  `primary_address1`, `primary_city`, `primary_state`, `primary_zip`, `is_deceased` (“Fields
  available for import”, support.nationbuilder.com 2895987, and programs that read its exports).
- CiviCRM: `Contact ID` or `Internal Contact ID`, `Display Name`, `First Name`, `Individual Suffix`,
  `Street Address`, `Supplemental Address 1`, `City`, `State`, `Postal Code`, `Postal Code Suffix`,
  `Country`, `Email` (the field titles of civicrm-core, in TokenCompatSubscriber and the export's
  schema).

The district columns of these programs are left out on purpose: it is unknown which district lines
they follow. With `--map district=…` the user vouches for one.
"""

ADDRESS = ("street", "city", "state", "zip")
# All three together and in this order: “reason” or “what” alone may be a column of the user's list.
OURS = ("letter", "what", "reason")
"""Three columns of a file of held rows, with the reason. They are the first columns there, and are
recognised in any place."""


@dataclass(frozen=True)
class Columns:
    """The columns of one file."""

    header: tuple[str, ...]
    places: Mapping[str, int]
    """The number of each field's column, from 0."""
    ours: int | None = None
    """The number of the first of our own columns; None where the file has none."""

    def cell(self, cells: Sequence[str], field: str) -> str:
        """Returns the row's cell of that field; "" without such a column, or in a shorter row."""
        place = self.places.get(field, len(cells))
        return cells[place] if place < len(cells) else ""

    def theirs(self, cells: Sequence[str]) -> list[str]:
        """Returns the cells without those of our own columns."""
        if self.ours is None:
            return list(cells)
        return [*cells[: self.ours], *cells[self.ours + len(OURS) :]]

    def verdict(self, cells: Sequence[str]) -> Sequence[str]:
        """Returns the cells of our own columns; empty where the file lacks them."""
        return () if self.ours is None else cells[self.ours : self.ours + len(OURS)]


def columns_of(header: Sequence[str], *, mapping: Mapping[str, str]) -> Columns:
    """Returns where each field is in a file of that header; `mapping` names columns by field."""
    # Our own columns are blanked, not removed: the numbers of all other columns stay.
    names = [plain(name) for name in header]
    starts = (at for at in range(len(names)) if tuple(names[at : at + len(OURS)]) == OURS)
    ours = next(starts, None)
    if ours is not None:
        names[ours : ours + len(OURS)] = [""] * len(OURS)
    return Columns(tuple(header), _places(names, mapping), ours)


def find_columns(
    header: Sequence[str], *, place: str, line: int, mapping: Mapping[str, str], wording: bool
) -> Columns:
    """Returns what `columns_of` returns, if the file has every column that it must have.

    `wording` is one of these if it is asked for. Raises FilesAreWrongError, with a problem that
    names the columns found and the `--map` that would help.
    """
    columns = columns_of(header, mapping=mapping)
    # Both kinds before anything is missing: a wrong --map is the reason why a column is missing.
    problems = [
        *_wrong_mapping(mapping, header, place=place, line=line),
        *_twice(columns, place=place, line=line),
    ]
    if problems:
        raise FilesAreWrongError(problems)
    if missing := _missing(columns.places, wording=wording):
        advice = _advice(missing, header, places=columns.places)
        raise FilesAreWrongError([Problem(place, line, "", advice, code="missing-column")])
    return columns


def plain(name: str) -> str:
    """Returns the name without capitals, accents, spaces and signs.

    `First Name`, `first_name` and `FirstName` are one.
    """
    # NFKD parts letters from their accents, which the next line drops with all other signs.
    apart = unicodedata.normalize("NFKD", name).casefold()
    return re.sub(r"[^a-z0-9]", "", apart)


def _places(names: Sequence[str], mapping: Mapping[str, str]) -> dict[str, int]:
    """Returns where each field is: in the column that the user names, else in the best of ours."""
    places: dict[str, int] = {}
    # A column that the user gave to one field is not read for another: with `--map story=Address`
    # no street may come from it.
    taken = {plain(column) for column in mapping.values()}
    for field, known in NAMES.items():
        named = [plain(mapping[field])] if field in mapping else [*known]
        for name in named:
            if name in names and (field in mapping or name not in taken):
                places[field] = names.index(name)
                break
    return places


def _wrong_mapping(
    mapping: Mapping[str, str], header: Sequence[str], *, place: str, line: int
) -> Iterator[Problem]:
    """Yields a problem for each `--map` of a field or column that does not exist."""
    known = {plain(name) for name in header}
    for field, column in mapping.items():
        if field not in NAMES:
            message = f"there is no such field; there are {listed(NAMES, last='and')}"
            yield Problem(place, line, f"--map {field}", message, code="unknown-field")
        elif plain(column) not in known or not plain(column):
            message = f"there is no column {quoted(column)}{did_you_mean(column, header)}"
            yield Problem(place, line, f"--map {field}", message, code="unknown-column")


def _twice(columns: Columns, *, place: str, line: int) -> Iterator[Problem]:
    """Yields a problem for each column that we would read and that the header has twice."""
    names = [plain(name) for name in columns.theirs(columns.header)]
    # Only of columns that count: exports repeat columns that we never read, and these stop nothing.
    read = {columns.header[at] for at in columns.places.values()}
    message = "stands twice in the header: rename the one that does not count"
    for name in sorted(read):
        if names.count(plain(name)) > 1:
            yield Problem(place, line, name, message, code="column-twice")


def _missing(places: Mapping[str, int], *, wording: bool) -> list[str]:
    """Returns the fields that a file must have and this one lacks."""
    has_name = not {"name", "last", "display"}.isdisjoint(places)
    # The letters need name and address, the ledger consent and wording; all other fields may be
    # empty.
    needed = ("name", *ADDRESS, "consent", "wording")
    optional = {"name": has_name, "wording": not wording}
    return [field for field in needed if field not in places and not optional.get(field)]


def _advice(missing: Sequence[str], header: Sequence[str], *, places: Mapping[str, int]) -> str:
    """Returns what is missing and what would help.

    The first line of a file without a header is a person: it is not repeated.
    """
    if not places:
        names = ", ".join(("id", "name", *ADDRESS, "email", "consent", "wording"))
        return f"the first line names no column that we know: write one above it: {names}"
    found = ", ".join(filter(None, map(str.strip, header[:60])))
    more = f" and {len(header) - 60} more" if len(header) > 60 else ""  # noqa: PLR2004 - what a person will read
    # An example with the name that such a column has elsewhere, for the first missing field.
    likely = {"name": "Signed by", "consent": "Date agreed", "wording": "Text agreed to"}
    example = f'--map {missing[0]}="{likely.get(missing[0], f"Home {missing[0]}")}"'
    return (
        f"has no column for {listed(missing, last='and')}; it has {found}{more}. "
        f"If one goes by another name, say so: {example}"
    )
