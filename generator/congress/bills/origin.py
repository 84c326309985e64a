"""Where the files about bills are: the web, or a folder or address with the same layout."""

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from generator.congress.bills.status import RollCallNumber, bill_digits, bill_type
from generator.congress.errors import CannotReadBillError, CannotSyncError
from generator.files.http import (
    CannotFetchError,
    FetchLimits,
    NoSuchFileError,
    check_address,
    fetch,
    presentable,
    too_large,
)

PUBLISHED = "https://www.govinfo.gov/bulkdata/BILLSTATUS"
"""GovInfo's bulk data of bills, without a key (README of usgpo/bill-status)."""
HOUSE_ROLL_CALLS = "https://clerk.house.gov"
SENATE_ROLL_CALLS = "https://www.senate.gov/legislative/LIS/roll_call_votes"

# Chosen by hand: the largest sample file of usgpo/bill-status has 4.2 MB, and a defense bill may
# have twice as many amendments.
LIMITS = FetchLimits(max_bytes=32 << 20)


@dataclass(frozen=True)
class BillFile:
    """A published file: its address, as it is shown, and its bytes."""

    where: str
    body: bytes = field(repr=False)
    path: Path | None = None
    """The file of a folder."""


@dataclass(frozen=True)
class BillFiles:
    """The files about bills at one origin: a folder, or an http(s) address."""

    origin: str = PUBLISHED
    cache: Path | None = None
    proxy_for: Callable[[str], str | None] = lambda _: None

    def status(self, congress: int, number: str) -> BillFile:
        """Returns the BILLSTATUS file of a bill. Raises CannotReadBillError."""
        path = status_path(congress, number)
        return self._first(self.origin, path, advice="check Congress and number of the bill")

    def roll_call(self, known_as: RollCallNumber) -> BillFile:
        """Returns the file of a roll call. Raises CannotReadBillError."""
        base, path = roll_call_address(known_as)
        # With --from the votes lie at the same origin.
        base = base if self.origin == PUBLISHED else self.origin
        return self._first(base, path, advice="sync again later")

    def _first(self, base: str, path: str, *, advice: str) -> BillFile:
        """Returns the file at the published path below the base, or else right in it.

        A folder that someone filled by hand has no folders for Congresses and years.
        """
        published = self.origin == PUBLISHED
        for place in (path,) if published else (path, path.rpartition("/")[2]):
            url = f"{base.rstrip('/')}/{place}"
            file = self._from_web(url) if "://" in self.origin else _from_disk(base, place)
            if file:
                return file
        reason = f"there is no such file there; {advice}"
        where = presentable(f"{base.rstrip('/')}/{path}")
        raise CannotReadBillError(where, reason, code="no-such-file")

    def _from_web(self, url: str) -> BillFile | None:
        """Returns the file; None where the server has none."""
        try:
            file = fetch(url, limits=LIMITS, proxy=self.proxy_for(url), cache=self.cache)
        except NoSuchFileError:
            return None
        except CannotFetchError as error:
            raise CannotReadBillError(error.url, error.reason, code="unreachable-file") from None
        return BillFile(file.url, file.body)


def status_path(congress: int, number: str) -> str:
    """Returns `119/hr/BILLSTATUS-119hr273.xml`, the path of a bill below PUBLISHED."""
    kind = bill_type(number)
    return f"{congress}/{kind}/BILLSTATUS-{congress}{kind}{bill_digits(number)}.xml"


def roll_call_address(known_as: RollCallNumber) -> tuple[str, str]:
    """Returns the address at which a chamber publishes its roll calls, and the path of this one.

    Both are made of the numbers: the addresses within BILLSTATUS lead to pages of HTML in older
    files, and a file should not say which hosts are asked.
    """
    if known_as.chamber == "house":
        return HOUSE_ROLL_CALLS, f"evs/{known_as.year}/roll{known_as.number:03}.xml"
    session = f"{known_as.congress}_{known_as.session}"
    path = f"vote{session.replace('_', '')}/vote_{session}_{known_as.number:05}.xml"
    return SENATE_ROLL_CALLS, path


def check_origin(origin: str) -> None:
    """Raises CannotSyncError for an origin that is neither a folder nor an http(s) address."""
    if "://" not in origin:
        # A name that is too long for a folder, or has a NUL, is no folder either.
        with suppress(OSError, ValueError):
            if Path(origin).is_dir():
                return
        message = (
            f"{presentable(origin)} is no folder; --from takes a folder that holds "
            "BILLSTATUS-119hr1.xml and others, or an http(s) address"
        )
        raise CannotSyncError(message)
    # The names of the files are added to the end, where a query or a fragment would take them in.
    if mark := re.search(r"[?#]", origin):
        message = (
            f"{presentable(origin)} is no address of a folder: "
            f"it has a {mark.group()}; give what stands before that"
        )
        raise CannotSyncError(message)
    try:
        check_address(origin)
    except CannotFetchError as error:
        raise CannotSyncError(str(error)) from None


def _from_disk(base: str, place: str) -> BillFile | None:
    """Returns the file; None where the folder has none."""
    path = Path(base, place)
    try:
        # The size is asked before the file is read: a disk may hold a file larger than the memory.
        if path.stat().st_size > LIMITS.max_bytes:
            raise CannotReadBillError(
                str(path), too_large(LIMITS.max_bytes), code="unreachable-file"
            )
        return BillFile(str(path), path.read_bytes(), path)
    except FileNotFoundError:
        return None
    except OSError as error:
        reason = f"cannot be read ({error.strerror})"
        raise CannotReadBillError(str(path), reason, code="unreachable-file") from None
