"""The public table of ZIP codes and districts, from the web, a folder or a file."""

import datetime
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from email.utils import parsedate_to_datetime
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from generator.congress.districts.formats import read_district_file
from generator.congress.districts.table_import import MOST_NAMED, TableFacts
from generator.congress.seats import state_name
from generator.dates import ordinal
from generator.errors import LettersError, refusal
from generator.files.http import CannotFetchError, FetchLimits, fetch, presentable
from generator.states import SEATS, WITHOUT_SENATORS
from generator.text import first_of

NAME = "zccd.csv"
"""The name of the table in its project, which is looked for in a folder."""
PUBLISHED = (
    "https://raw.githubusercontent.com/OpenSourceActivismTech/us-zipcodes-congress/"
    "1335b61ff36b6835a25fc63c754070a6148110e7/zccd.csv"
)
"""The table of OpenSourceActivismTech/us-zipcodes-congress, in its version of November 12, 2024.

The file does not say of which Congress it is. A version that cannot change is therefore named: of
“the newest” the Congress would be a guess from the day on which the project changes it."""
_PUBLISHED_CONGRESS = 119
_PUBLISHED_AS_OF = datetime.date(2024, 11, 12)
_PUBLISHED_LICENCE = "work of the US government, in the public domain (LICENSE of the project)"


class OtherCongressError(LettersError):
    """The public table is of another Congress than is wanted."""

    def __init__(self, congress: int) -> None:
        super().__init__(
            f"the public table is of the {ordinal(_PUBLISHED_CONGRESS)} Congress: name one of the "
            f"{ordinal(congress)} with --from URL, or load a file with "
            "`letters districts import FILE`"
        )


@dataclass(frozen=True)
class FetchedTable:
    """A table on this machine, and what is known of it."""

    file: Path
    where: str
    facts: TableFacts


@contextmanager
def fetch_table(
    origin: str,
    *,
    given: TableFacts,
    today: datetime.date,
    cache: Path | None = None,
    proxy: str | None = None,
    limits: FetchLimits | None = None,
) -> Iterator[FetchedTable]:
    """Yields the table at an http(s) address, in a folder or in a file; it holds every state.

    What the user has `given` of it stands over what is known of it otherwise.
    Raises CannotFetchError, OtherCongressError, FilesAreWrongError and UnusableProxyError.
    """
    if "://" not in origin:
        path = Path(origin) / NAME if Path(origin).is_dir() else Path(origin)
        facts = replace(given, source=str(path))
        _check_whole(path, facts, shown_as=str(path))
        yield FetchedTable(path, str(path), facts)
        return
    is_published = origin == PUBLISHED
    if is_published and given.congress not in {None, _PUBLISHED_CONGRESS}:
        raise OtherCongressError(given.congress or 0)
    address = _address_of_file(origin)
    fetched = fetch(address, cache=cache, proxy=proxy, limits=limits)
    if not fetched.has_known_end:
        # Truncated at the end of a line, a table is still a table.
        reason = (
            "came without its length, so that it may be truncated; "
            "download it, and load the file with `letters districts import FILE`"
        )
        raise CannotFetchError(fetched.url, reason)
    modified = _PUBLISHED_AS_OF if is_published else _modified(fetched.last_modified)
    facts = TableFacts(
        given.congress or (_PUBLISHED_CONGRESS if is_published else None),
        given.as_of or modified,
        f"{fetched.url}, fetched on {today.isoformat()}",
        given.licence or (_PUBLISHED_LICENCE if is_published else None),
    )
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / _plain_name(address)
        file.write_bytes(fetched.body)
        _check_whole(file, facts, shown_as=fetched.url)
        yield FetchedTable(file, presentable(address), facts)


def _address_of_file(origin: str) -> str:
    """Returns the address, with the name of the table where it is that of a folder."""
    parts = urlsplit(origin)
    if parts.query or PurePosixPath(parts.path).suffix:
        return origin
    return f"{origin.rstrip('/')}/{NAME}"


def _plain_name(address: str) -> str:
    """Returns the name of the file at the address, which may say the Congress; else NAME."""
    # Of an address with a query the path may end in `..`, or in more letters than a disk allows.
    name = PurePosixPath(urlsplit(address).path).name
    return name if re.fullmatch(r"\w[\w.-]{0,99}", name, re.ASCII) else NAME


def _modified(header: str | None) -> datetime.date | None:
    """Returns the day of a Last-Modified header, if there is one."""
    try:
        return parsedate_to_datetime(header or "").date()
    except ValueError:
        return None


def _check_whole(file: Path, facts: TableFacts, *, shown_as: str) -> None:
    """Raises FilesAreWrongError for a table that lacks a state, which was cut or is a part.

    A part on top of what is loaded is right for `import`; who asks for the public table gets the
    country.
    """
    content = read_district_file(file, congress=facts.congress, shown_as=shown_as)
    there = {seat.state for seats in content.seats.values() for seat in seats}
    # Wyoming, too: it comes last, and a table that lacks it was cut in the states before. Of the
    # territories most tables lack some.
    lacking = [state for state in SEATS if state not in there | WITHOUT_SENATORS]
    if lacking:
        message = (
            f"holds no ZIP code of {first_of(map(state_name, lacking), MOST_NAMED)}: it was cut "
            "short, or is a part of a table; load a part with `letters districts import FILE`"
        )
        raise refusal(shown_as, message, code="states-missing")
