"""The values that users' files hold, checked at the border: ids, days, states, ZIP codes."""

import datetime
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    StringConstraints,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from generator.states import STATES, code_of
from generator.text import closest, quoted

Chamber = Literal["house", "senate"]
Title = Literal["senator", "representative", "delegate", "resident commissioner"]
CommitteeRole = Literal["chair", "ranking member", "vice chair", "member", "ex officio"]
Instrument = Literal["appropriation", "legislation", "hearing", "briefing", "delegation"]
Horizon = Literal["now", "short term", "medium to long term"]
Stance = Literal["support", "oppose"]
Work = Literal[
    "report", "webpage", "article-newspaper", "dataset", "legislation", "bill", "legal_case", "personal_communication"
]  # fmt: skip
CitationStyle = Literal["notes", "bluebook"]
"""How works are cited; `generator.letter.citations` says how the two differ."""
Level = Literal["error", "warning", "ignore"]
Addressees = Literal["each", "together"]
AuditRule = Literal["untraced", "footnotes", "measures", "stale", "unsupported", "powerless"]
"""What the audit looks for in finished letters; docs of each are in `generator.audit.letters`."""


def _as_tuple(value: object) -> object:
    """A single value as a tuple of one, so that `state: TX` and `state: [TX, AZ]` both read."""
    return value if isinstance(value, list | tuple) else (value,)


def _state(code: str) -> str:
    """The code, where it is the postal code of a state; told what to write where it is not."""
    if code in STATES:
        return code
    near = code_of(code) or code_of(closest(code, STATES.values()) or "")
    hint = f"did you mean {near}?" if near else "write its postal code: TX, PR, DC"
    raise PydanticCustomError(
        "sentence", "{sentence}", {"sentence": f"there is no state {quoted(code)}; {hint}"}
    )


def _real(day: str) -> str:
    """The day, month or year, where the calendar has it."""
    try:
        datetime.date.fromisoformat((day + "-01-01")[:10])
    except ValueError:
        raise PydanticCustomError(
            "sentence", "{sentence}", {"sentence": f"the calendar has no {day}"}
        ) from None
    return day


def _day(value: object) -> object:
    """The text, where it is a day; pydantic alone would read `2027` as seconds after 1970."""
    if not isinstance(value, str):
        return value
    try:
        return datetime.datetime.strptime(value, "%Y-%m-%d").date()  # noqa: DTZ007 - a day has no time zone
    except ValueError:
        sentence = f"must be a day like 2026-09-01, not {quoted(value)}"
        raise PydanticCustomError("sentence", "{sentence}", {"sentence": sentence}) from None


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
ID_PATTERN = r"^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$"
Id = Annotated[str, StringConstraints(pattern=ID_PATTERN)]
BIOGUIDE_PATTERN = r"^[A-Z]\d{6}$"
Bioguide = Annotated[str, StringConstraints(pattern=BIOGUIDE_PATTERN)]
"""A member's id in the Biographical Directory of Congress, which everybody who writes about Congress uses."""
Zip = Annotated[str, StringConstraints(pattern=r"^\d{5}(-\d{4})?$")]
State = Annotated[
    str, AfterValidator(_state), WithJsonSchema({"type": "string", "enum": sorted(STATES)})
]
SeatCode = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}-(\d{1,2}|AL)$")]
PartialDate = Annotated[
    str, StringConstraints(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$"), AfterValidator(_real)
]
"""A day, a month or a year: `2019-12-31`, `2019-12`, `2019`."""
Day = Annotated[datetime.date, BeforeValidator(_day)]
BillNumber = Annotated[
    str, StringConstraints(pattern=r"^(H\.R\.|S\.|(H|S)\.(J\.|Con\.)?Res\.) \d+$")
]
Within = Annotated[str, StringConstraints(pattern=r"^\d+ miles? of [A-Za-z0-9][A-Za-z0-9_-]*$")]
Texts = Annotated[tuple[Text, ...], BeforeValidator(_as_tuple)]
Ids = Annotated[tuple[Id, ...], BeforeValidator(_as_tuple)]


class FileModel(BaseModel):
    """A frozen piece of a user's file that knows all its keys."""

    model_config = ConfigDict(extra="forbid", frozen=True)
