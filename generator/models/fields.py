"""The values that users' files hold, checked at the border: ids, days, states, ZIP codes."""

import datetime
import re
from collections.abc import Mapping
from typing import Annotated, Literal, TypeVar, get_args

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from generator.states import STATES, code_of
from generator.text import closest, quoted

T = TypeVar("T")

Chamber = Literal["house", "senate"]
Title = Literal["senator", "representative", "delegate", "resident commissioner"]
CommitteeRole = Literal["chair", "ranking member", "vice chair", "member", "ex officio"]
Taken = Literal["sponsor", "cosponsor", "voted yes", "voted no"]
KnownPosition = Literal["sponsor", "cosponsor", "voted yes", "voted no", "none"]
LeadershipOffice = Literal[
    "speaker", "majority leader", "minority leader", "majority whip", "minority whip",
    "president pro tempore", "none",
]  # fmt: skip
Instrument = Literal["appropriation", "legislation", "hearing", "briefing", "delegation"]
Horizon = Literal["now", "short term", "medium to long term"]
Stance = Literal["support", "oppose"]
Acted = Literal["sponsor", "cosponsor", "voted yes"]
# The president pro tempore presides and decides nothing: a rule may still name the office.
LEADERS: tuple[LeadershipOffice, ...] = (
    "speaker", "majority leader", "minority leader", "majority whip", "minority whip",
)  # fmt: skip
Work = Literal[
    "report", "webpage", "article-newspaper", "dataset", "legislation", "bill", "legal_case",
    "personal_communication",
]  # fmt: skip
CitationStyle = Literal["notes", "bluebook"]
"""How works are cited; `generator.letter.citations` says how the two differ."""
LetterFormat = Literal["pdf", "txt", "html"]
"""The kinds of files of a finished letter, which are also the ends of their names."""
Voice = Literal["person", "organization"]
"""Who speaks in a letter: one person for themself, or an organization."""
SourcesIn = Literal["line", "notes", "none"]
"""Where a letter names its sources: in one line at its foot, in footnotes, or nowhere."""
Level = Literal["error", "warning", "ignore"]
Addressees = Literal["each", "together"]
AuditRule = Literal[
    "untraced", "footnotes", "measures", "stale", "unsupported", "powerless", "uncited"
]  # fmt: skip
"""What the audit looks for in finished letters; docs of each are in `generator.audit.letters`."""


def _as_tuple(value: object) -> object:
    """Returns a single value as a tuple of one, so that `state: TX` reads like `state: [TX]`."""
    # A text is a sequence too: without this “TX” would be “T” and “X”.
    return value if isinstance(value, list | tuple) else (value,)


def _for_each_act(value: object) -> object:
    """Returns one text as the words for everyone who acted, for each kind of act."""
    # Not for “voted no”: of a bill that the letter opposes, no vote is asked for twice.
    return dict.fromkeys(get_args(Acted), value) if isinstance(value, str) else value


def _offices(value: object) -> object:
    """Returns `true` as every office that decides what the floor does, `false` as none."""
    match str(value).lower():
        case "true" | "yes":
            return LEADERS
        case "false" | "no":
            return ("none",)
    return _as_tuple(value)


def _state(code: str) -> str:
    """Returns the postal code of a state; raises PydanticCustomError for another text."""
    if code in STATES:
        return code
    # “Texas” and “Texs”: a name, or nearly one, leads to its code. Nothing is corrected without the
    # user.
    near = code_of(code) or code_of(closest(code, STATES.values()) or "")
    hint = f"did you mean {near}?" if near else "write its postal code: TX, PR, DC"
    raise _mistake("unknown-state", f"there is no state {quoted(code)}; {hint}")


def _real(day: str) -> str:
    """Returns the day, month or year; raises PydanticCustomError if the calendar lacks it."""
    try:
        # “2019” and “2019-12” are completed by the first month and day, so that one call checks all
        # three forms.
        datetime.date.fromisoformat((day + "-01-01")[:10])
    except ValueError:
        # from None: pydantic shows the sentence, and Python's own reason would only repeat it.
        raise _mistake("unknown-day", f"the calendar has no {day}") from None
    return day


def _day(value: object) -> object:
    """Returns the text as a day; pydantic alone would read `2027` as seconds after 1970."""
    if not isinstance(value, str):
        return value
    try:
        # strptime and not fromisoformat, which since Python 3.11 also reads “20260901” and
        # “2026-W36-2”.
        return datetime.datetime.strptime(value, "%Y-%m-%d").date()  # noqa: DTZ007 - a day has no time zone
    except ValueError:
        sentence = f"must be a day like 2026-09-01, not {quoted(value)}"
        raise _mistake("not-a-day", sentence) from None


def _member_id(given: str) -> str:
    """Returns the id; raises PydanticCustomError for one that is nearly a Bioguide id."""
    # `e299` was meant as E000299, and would else be the id of someone in another body.
    if re.fullmatch(r"[A-Za-z]\d{1,6}", given) and not re.fullmatch(BIOGUIDE_PATTERN, given):
        probable = f"{given[0].upper()}{given[1:].zfill(6)}"
        sentence = f"must be a Bioguide id like E000299, not {quoted(given)}; did you mean "
        raise _mistake("wrong-form", f'{sentence}"{probable}"?')
    return given


def _mistake(code: str, sentence: str) -> PydanticCustomError:
    """Returns the exception for a mistake with a code and a sentence of our own."""
    # The code travels in the context: `files.validation` takes sentence and code from there.
    return PydanticCustomError("sentence", "{sentence}", {"sentence": sentence, "code": code})


# The patterns have names because `files.validation` explains each of them.
# “78520”, “78520-1234”; not “785201234”. A person corrects these files, so one form is enough;
# lists of supporters, which programs write, are read more freely (`supporters.cells`).
ZIP_PATTERN = r"^\d{5}(-\d{4})?$"
# “TX-16”, “TX-6”, “AK-AL”; not “TX16” or “TX-100”. Whether there is such a seat,
# `congress.member_checks` knows.
SEAT_PATTERN = r"^[A-Z]{2}-(\d{1,2}|AL)$"
# “2019”, “2019-12”, “2019-12-31”; not “12/31/2019” or “2019-1”.
PARTIAL_DATE_PATTERN = r"^\d{4}(-\d{2}(-\d{2})?)?$"
# “H.R. 1234”, “S. 567”, “H.Res. 8”, “S.J.Res. 12”, “H.Con.Res. 3”, as Congress.gov writes them; not
# “HR 1234” or “H.R.1234”: offices search for the number as it is printed.
BILL_PATTERN = r"^(H\.R\.|S\.|(H|S)\.(J\.|Con\.)?Res\.) \d+$"
# “100 miles of el-paso”, “1 mile of tornillo”; not “100 km of el-paso” or “near el-paso”.
WITHIN_PATTERN = r"^\d+ miles? of [A-Za-z0-9][A-Za-z0-9_-]*$"
# The web alone: a footnote that leads to a file on the sender's disk proves nothing.
URL_PATTERN = r"^https?://\S+$"

# Not empty: the person who left a value empty meant something (docs/decisions.md, “Why is a key
# without a value an error?”).
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
ID_PATTERN = r"^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$"
"""Files and folders are called after ids: these characters are plain on every file system."""
Id = Annotated[str, StringConstraints(pattern=ID_PATTERN)]
BIOGUIDE_PATTERN = r"^[A-Z]\d{6}$"
Bioguide = Annotated[str, StringConstraints(pattern=BIOGUIDE_PATTERN)]
"""A member's id in the Biographical Directory of Congress, which all public data sets share."""
# No space, comma or quotation mark: ids stand in commands, CSV files and keys of the ledger.
RECIPIENT_ID_PATTERN = r"^[A-Za-z0-9][A-Za-z0-9_.:/-]{0,99}$"
RecipientId = Annotated[str, StringConstraints(pattern=RECIPIENT_ID_PATTERN)]
"""The id of a recipient of any body: a Bioguide id, `ocd-person/dd3e49ca-…`, `tx-governor`."""
MemberId = Annotated[RecipientId, AfterValidator(_member_id)]
"""The id of a recipient that a person types: what looks like a Bioguide id must be one."""
Zip = Annotated[str, StringConstraints(pattern=ZIP_PATTERN)]
# pydantic's schema of the validator would be any text; with the list editors complete the code.
State = Annotated[
    str, AfterValidator(_state), WithJsonSchema({"type": "string", "enum": sorted(STATES)})
]
SeatCode = Annotated[str, StringConstraints(pattern=SEAT_PATTERN)]
PartialDate = Annotated[str, StringConstraints(pattern=PARTIAL_DATE_PATTERN), AfterValidator(_real)]
"""A day, a month or a year: `2019-12-31`, `2019-12`, `2019`."""
Day = Annotated[datetime.date, BeforeValidator(_day)]
BillNumber = Annotated[str, StringConstraints(pattern=BILL_PATTERN)]
Within = Annotated[str, StringConstraints(pattern=WITHIN_PATTERN)]
Url = Annotated[str, StringConstraints(pattern=URL_PATTERN)]
# “nan” and “inf” are read as numbers, and no comparison of distances would find them.
Latitude = Annotated[float, Field(allow_inf_nan=False, ge=-90, le=90)]
"""Degrees north."""
Longitude = Annotated[float, Field(allow_inf_nan=False, ge=-180, le=180)]
"""Degrees east; the Americas are negative."""
OneOrMore = Annotated[tuple[T, ...], BeforeValidator(_as_tuple)]
"""A list that may be written as a single value."""
NonEmpty = Annotated[tuple[T, ...], Field(min_length=1)]
Texts = OneOrMore[Text]
Ids = OneOrMore[Id]
WordsByAct = Annotated[Mapping[Acted, Text], BeforeValidator(_for_each_act)]
"""Words for those who acted, by what they did; one text is for all of them."""
Leaders = Annotated[
    tuple[LeadershipOffice, ...],
    BeforeValidator(_offices),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "boolean"},
                {"enum": [*get_args(LeadershipOffice)]},
                {"type": "array", "items": {"enum": [*get_args(LeadershipOffice)]}},
            ]
        }
    ),
]
"""Offices in the leadership: `true` for all that decide, `false` for members without one."""


class FileModel(BaseModel):
    """A frozen piece of a user's file that refuses keys that it does not know.

    The docstring of a field is its description in messages and in the JSON Schemas.
    """

    # extra=forbid: a misspelt optional key would otherwise be ignored, and the letter printed
    # without it. frozen: models are shared by all letters of a run.
    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)
