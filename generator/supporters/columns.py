"""What a column is called: our own names, and those of the programs that organisers export from."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from generator.errors import FilesAreWrongError, Problem
from generator.text import did_you_mean, listed, quoted

NAMES: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "supporterid", "uuid", "vanid", "voterfilevanid", "nationbuilderid", "contactid", "internalcontactid"),
    "name": ("name", "fullname", "signername"),
    "first": ("first", "firstname", "givenname"),
    "middle": ("middle", "middlename"),
    "last": ("last", "lastname", "surname", "familyname"),
    "suffix": ("suffix", "namesuffix", "individualsuffix"),
    "display": ("displayname", "contactname"),
    "street": (
        "street", "street1", "address", "address1", "addressline1", "streetaddress", "streetaddress1",
        "can2useraddress", "primaryaddress1", "addressaddress1", "vaddress",
    ),
    "street2": (
        "street2", "address2", "addressline2", "streetaddress2", "supplementaladdress1", "primaryaddress2", "addressaddress2",
        "apt", "apartment", "unit", "suite",
    ),
    "street3": ("street3", "address3", "addressline3", "supplementaladdress2", "primaryaddress3", "addressaddress3"),
    "city": ("city", "town", "can2usercity", "primarycity", "addresscity", "vcity"),
    "state": ("state", "stateprovince", "statecode", "stateabbreviation", "can2userstate", "primarystate", "addressstate", "vstate"),
    "zip": (
        "zip", "zipcode", "zip5", "postalcode", "postcode", "zippostal", "ziporpostal", "zippostalcode", "primaryzip", "primaryzip5",
        "addresszip", "vzip", "vzip5",
    ),
    "zip4": ("zip4", "plus4", "postalcodesuffix", "primaryzip4"),
    "country": ("country", "countrycode", "countryname", "can2usercountry", "primarycountry", "primarycountrycode"),
    "email": ("email", "emailaddress", "email1", "primaryemail", "preferredemail"),
    "consent": ("consent", "consentdate", "consentgiven", "consentedat", "dateofconsent"),
    "wording": ("wording", "consentwording", "consentversion", "consentwordingversion", "wordingversion"),
    "how": ("how", "consenthow", "consentmethod", "consentsource"),
    "withdrawn": ("withdrawn", "withdrawnat", "consentwithdrawn", "withdrawaldate", "revoked"),
    "story": ("story", "mystory", "yourstory", "personalstory", "ownwords", "personalmessage"),
    "signature": ("signature", "signaturefile", "signatureimage"),
    "picks": ("picks", "pickedarguments", "chosenarguments"),
    "district": ("district", "congressionaldistrict", "housedistrict", "seat"),
    "deceased": ("deceased", "isdeceased"),
}  # fmt: skip
"""Each thing that we read and the columns that hold it, the best first, as `plain` writes them.

- Action Network's reports: `uuid`, `first_name`, `last_name`, `email`, `can2_user_address`, `can2_user_city`, `can2_user_state`,
  `zip_code` (as programs that read them name them, such as SURJ Bay Area's; its help centre, article 203112959, has no list).
- EveryAction and NGP VAN: `VANID` or `Voter File VANID`, `FirstName`, `MiddleName`, `LastName`, `Suffix`, `Address Line 1`,
  `Address Line 2`, `City`, `State`, `Zip`, `Zip5`, `Email Address`, and `vAddress` for where a person is registered to vote
  (as scripts that move people into EveryAction and out of VoteBuilder name them).
- NationBuilder: `nationbuilder_id`, `first_name`, `middle_name`, `last_name`, `suffix`, `email`, `primary_address1`,
  `primary_city`, `primary_state`, `primary_zip`, `is_deceased` (“Fields available for import”, support.nationbuilder.com
  2895987, and programs that read its exports).
- CiviCRM: `Contact ID` or `Internal Contact ID`, `Display Name`, `First Name`, `Individual Suffix`, `Street Address`,
  `Supplemental Address 1`, `City`, `State`, `Postal Code`, `Postal Code Suffix`, `Country`, `Email` (the field titles of
  civicrm-core, in TokenCompatSubscriber and the export's schema).

What these programs hold of districts is left out on purpose: nobody knows of which lines it is. `--map district=…` vouches for it.
"""

ADDRESS = ("street", "city", "state", "zip")
OURS = ("letter", "what", "reason")
"""Three columns of a file of leftovers, which say why a row was held. They stand first there, and are known wherever they stand."""


@dataclass(frozen=True)
class Columns:
    """The columns of one file: where each thing that we read stands, and, in a file of our own leftovers, where our columns begin."""

    header: tuple[str, ...]
    places: Mapping[str, int]
    ours: int | None = None

    def cell(self, cells: Sequence[str], field: str) -> str:
        """The row's cell of that field; empty where the file has no such column or the row ends before it."""
        place = self.places.get(field, len(cells))
        return cells[place] if place < len(cells) else ""

    def theirs(self, cells: Sequence[str]) -> list[str]:
        """The cells without those of our own columns."""
        return list(cells) if self.ours is None else [*cells[: self.ours], *cells[self.ours + len(OURS) :]]

    def verdict(self, cells: Sequence[str]) -> Sequence[str]:
        """The cells of our own columns; none where the file has none."""
        return () if self.ours is None else cells[self.ours : self.ours + len(OURS)]


def columns_of(header: Sequence[str], *, mapping: Mapping[str, str]) -> Columns:
    """Where each field that we know stands in a file of that header; `mapping` names columns by field."""
    names = [plain(name) for name in header]
    starts = (at for at in range(len(names)) if tuple(names[at : at + len(OURS)]) == OURS)
    ours = next(starts, None)
    if ours is not None:
        names[ours : ours + len(OURS)] = [""] * len(OURS)
    return Columns(tuple(header), _places(names, mapping), ours)


def find_columns(header: Sequence[str], *, place: str, line: int, mapping: Mapping[str, str], wording: bool) -> Columns:
    """Where each field stands in a file of that header; `mapping` names columns by field, and `wording` must be there if it is asked for.

    Raises FilesAreWrongError, with one problem that names the columns found and the `--map` that would help, where one is missing.
    """
    columns = columns_of(header, mapping=mapping)
    problems = [*_wrong_mapping(mapping, header, place=place, line=line), *_twice(columns, place=place, line=line)]
    if problems:
        raise FilesAreWrongError(problems)
    if missing := _missing(columns.places, wording=wording):
        raise FilesAreWrongError([Problem(place, line, "", _advice(missing, header, places=columns.places))])
    return columns


def plain(name: str) -> str:
    """The name without capitals, accents, spaces and signs: `First Name`, `first_name` and `FirstName` are one."""
    apart = unicodedata.normalize("NFKD", name).casefold()
    return re.sub(r"[^a-z0-9]", "", apart)


def _places(names: Sequence[str], mapping: Mapping[str, str]) -> dict[str, int]:
    """Where each field stands: the column that the user names, else the best of those we know."""
    places: dict[str, int] = {}
    taken = {plain(column) for column in mapping.values()}
    for field, known in NAMES.items():
        wanted = (plain(mapping[field]),) if field in mapping else tuple(name for name in known if name not in taken)
        found = next((name for name in wanted if name in names), None)
        if found is not None:
            places[field] = names.index(found)
    return places


def _wrong_mapping(mapping: Mapping[str, str], header: Sequence[str], *, place: str, line: int) -> list[Problem]:
    """A problem for each `--map` of a field or a column that there is not."""
    known = {plain(name) for name in header}
    problems = []
    for field, column in mapping.items():
        if field not in NAMES:
            problems.append(Problem(place, line, f"--map {field}", f"there is no such field; there are {listed(NAMES, last='and')}"))
        elif plain(column) not in known or not plain(column):
            message = f"there is no column {quoted(column)}{did_you_mean(column, header)}"
            problems.append(Problem(place, line, f"--map {field}", message))
    return problems


def _twice(columns: Columns, *, place: str, line: int) -> list[Problem]:
    """A problem for each column that we would read and that stands twice: nobody knows which one counts."""
    names = [plain(name) for name in columns.theirs(columns.header)]
    read = {columns.header[at] for at in columns.places.values()}
    message = "stands twice in the header: rename the one that does not count"
    return [Problem(place, line, name, message) for name in sorted(read) if names.count(plain(name)) > 1]


def _missing(places: Mapping[str, int], *, wording: bool) -> list[str]:
    """What a file must say and this one does not."""
    missing = [] if {"name", "last", "display"} & set(places) else ["name"]
    missing += [field for field in ADDRESS if field not in places]
    missing += [] if "consent" in places else ["consent"]
    return missing + (["wording"] if wording and "wording" not in places else [])


def _advice(missing: Sequence[str], header: Sequence[str], *, places: Mapping[str, int]) -> str:
    """What is missing and what would help; a file without a header begins with a person, whom nobody repeats."""
    if not places:
        return f"the first line names no column that we know: write one above it: id, name, {', '.join(ADDRESS)}, email, consent, wording"
    found = ", ".join(filter(None, map(str.strip, header[:60])))
    more = f" and {len(header) - 60} more" if len(header) > 60 else ""  # noqa: PLR2004 - what a person will read
    example = f'--map {missing[0]}="{_example(missing[0])}"'
    return f"has no column for {listed(missing, last='and')}; it has {found}{more}. If one goes by another name, say so: {example}"


def _example(field: str) -> str:
    """What such a column may be called."""
    return {"name": "Signed by", "consent": "Date agreed", "wording": "Text agreed to"}.get(field, f"Home {field}")
