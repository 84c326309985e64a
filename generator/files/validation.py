"""The mistakes that pydantic finds, in sentences that say what to do.

Pydantic's own sentences name types of Python ("Input should be a valid integer") and no remedy; its
codes, such as `int_parsing`, are stable, and each of them gets a code and a sentence of ours.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from generator.models.fields import (
    BILL_PATTERN,
    BIOGUIDE_PATTERN,
    ID_PATTERN,
    PARTIAL_DATE_PATTERN,
    RECIPIENT_ID_PATTERN,
    SEAT_PATTERN,
    URL_PATTERN,
    WITHIN_PATTERN,
    ZIP_PATTERN,
)
from generator.text import closest, did_you_mean, hint, listed, quoted

KeyPath = tuple[str | int, ...]
"""The keys and list places that lead to a value."""


def sentences(error: ValidationError, model: type[BaseModel]) -> Iterator[tuple[KeyPath, str, str]]:
    """Yields for each mistake the path of the value, the sentence about it and its code.

    A missing key whose misspelt name is there, and a list that is too short because all of its
    entries are wrong, are one mistake each and not two.
    """
    found = [
        # pydantic puts “[key]” behind the path of a mapping's key that is wrong itself.
        (tuple(step for step in details["loc"] if step != "[key]"), details)
        for details in error.errors(include_url=False)
    ]
    misspelt = {
        _probable_key(path, model)
        for path, details in found
        if details["type"] == "extra_forbidden"
    }
    for path, details in found:
        kind = details["type"]
        # pydantic counts the entries that are right, so that a list of wrong ones is also “too
        # short”.
        if kind == "too_short" and len(details["input"]) >= details["ctx"]["min_length"]:
            continue
        if kind == "missing" and path in misspelt:
            continue
        yield path, *_mistake(details, path, model=model)


def _probable_key(path: KeyPath, model: type[BaseModel]) -> KeyPath:
    """Returns the path of the known key that is nearest to an unknown one."""
    return (*path[:-1], closest(str(path[-1]), _fields_at(model, path[:-1])) or "")


def _mistake(details: ErrorDetails, path: KeyPath, *, model: type[BaseModel]) -> tuple[str, str]:
    """Returns the sentence and the code of a mistake."""
    kind, given, context = details["type"], details["input"], details.get("ctx", {})
    fields, key = _fields_at(model, path[:-1]), str(path[-1]) if path else ""
    match kind:
        case "extra_forbidden":
            return f"there is no such key here{hint(key, fields)}", "unknown-key"
        case "missing":
            field = fields.get(key)
            about = (field.description or "").rstrip(".") if field else ""
            meaning = f" ({about})" if about else ""
            return f"is missing: add “{key}: …”{meaning}", "missing-key"
        case "sentence":
            return context["sentence"], context["code"]
        case "literal_error":
            return _wrong_choice(
                given, context["expected"], in_list=isinstance(path[-1], int)
            ), "wrong-choice"
        case "string_pattern_mismatch":
            form, probable = FORMS[context["pattern"]]
            return f"must be {form}, not {shown(given)}{probable(given)}", "wrong-form"
    # A kind without a sentence of ours, after an update of pydantic, still gets pydantic's own.
    sentence, code = _SENTENCES.get(kind, (details["msg"], kind.replace("_", "-")))
    return sentence.format(given=shown(given), **context), code


def _wrong_choice(given: object, expected: str, *, in_list: bool) -> str:
    """Returns the choices, and how a list says what `chambers: both` means."""
    # pydantic gives the choices as one text: `'house', 'senate' or 'joint'`.
    choices = re.findall(r"'([^']*)'", expected)
    near = did_you_mean(given, choices) if isinstance(given, str) else ""
    if in_list and given == "both" and len(choices) == 2:  # noqa: PLR2004 - both
        near += f"; for both write [{', '.join(choices)}]"
    return f"must be {listed(choices)}, not {shown(given)}{near}"


_NO_NUMBER = ("must be a whole number, not {given}", "not-a-whole-number")
_NO_DECIMAL = ("must be a number like 31.76, not {given}", "not-a-number")
_NO_TRUTH = ("must be true or false, not {given}", "not-true-or-false")
_NO_KEYS = ("must have keys of its own in the lines below it, not {given}", "not-keys")

_SENTENCES = {
    "int_parsing": _NO_NUMBER,
    "int_type": _NO_NUMBER,
    "int_parsing_size": ("must be a whole number of moderate size", "number-too-large"),
    "int_from_float": _NO_NUMBER,
    "float_parsing": _NO_DECIMAL,
    "float_type": _NO_DECIMAL,
    "finite_number": _NO_DECIMAL,
    "bool_parsing": _NO_TRUTH,
    "bool_type": _NO_TRUTH,
    "date_type": ("must be a day like 2026-09-01, not {given}", "not-a-day"),
    "greater_than_equal": ("must be at least {ge:g}, not {given}", "number-too-small"),
    "less_than_equal": ("must be at most {le:g}, not {given}", "number-too-large"),
    "string_too_short": ("must not be empty", "empty-text"),
    "string_type": ("must be a single text, not {given}", "not-a-text"),
    "model_type": _NO_KEYS,
    "mapping_type": _NO_KEYS,
    "tuple_type": (
        "must be a list, each entry a line that begins with “- ”, not {given}",
        "not-a-list",
    ),
    "too_short": ("must have at least one entry", "empty-list"),
}
"""Sentences and codes by the names of pydantic's errors (pydantic.dev, Validation Errors)."""


def shown(given: object) -> str:
    """Returns the given value as a message repeats it."""
    match given:
        case Mapping():
            return "keys and values"
        case list() | tuple():
            return "a list"
        case _:
            return quoted(str(given))


# ---------------------------------------------------------------- values of a certain form


def bioguide_problem(given: str) -> str | None:
    """Returns what is wrong with a member's id and what to do, or None."""
    if re.fullmatch(BIOGUIDE_PATTERN, given, re.ASCII):
        return None
    form, probable = FORMS[BIOGUIDE_PATTERN]
    return f"must be {form}, not {quoted(given)}{probable(given)}"


def _no_hint(_given: str) -> str:
    return ""


def _zip_hint(given: str) -> str:
    """Returns the probable ZIP code: spreadsheets drop the zero in front, and hyphens get lost."""
    # `2134` and `501-0001` have lost their zeros; `7852` may have lost its last digit, so it is a
    # question.
    if re.fullmatch(r"\d{3,4}(-\d{4})?", given):
        first, hyphen, rest = given.partition("-")
        code = f"{first.zfill(5)}{hyphen}{rest}"
        return f'; did you mean "{code}"? (a spreadsheet drops the zero in front)'
    if re.fullmatch(r"\d{9}", given):
        return f'; did you mean "{given[:5]}-{given[5:]}"?'
    return ""


def _bioguide_hint(given: str) -> str:
    """Returns the probable id: `e000299`, `E299`."""
    found = re.fullmatch(r"([A-Za-z])(\d{1,6})", given.strip())
    return f'; did you mean "{found[1].upper()}{found[2].zfill(6)}"?' if found else ""


def _bill_hint(given: str) -> str:
    """Returns the probable bill number: `HR 1234`, `s567`."""
    # `HR 1234`, `h. r. 1234`, `S567`; not `H.Res. 5`, which is no bill.
    found = re.fullmatch(r"(?i)(h\.?\s*r\.?|s\.?)\s*(\d+)", given.strip())
    if found is None:
        return ""
    chamber = "S." if found[1][0] in "sS" else "H.R."
    return f'; did you mean "{chamber} {found[2]}"?'


FORMS: Mapping[str, tuple[str, Callable[[str], str]]] = {
    ZIP_PATTERN: ("five digits", _zip_hint),
    ID_PATTERN: ("a short name of letters, digits, - and _ (files are called after it)", _no_hint),
    BIOGUIDE_PATTERN: (
        "a Bioguide id like E000299 (bioguide.congress.gov has everyone's)",
        _bioguide_hint,
    ),
    RECIPIENT_ID_PATTERN: ("a name of letters, digits and - _ . : / without spaces", _no_hint),
    SEAT_PATTERN: ("a seat like TX-16, or AK-AL where the state has one", _no_hint),
    PARTIAL_DATE_PATTERN: ("a day, a month or a year like 2019-12-31, 2019-12 or 2019", _no_hint),
    URL_PATTERN: ("an address that begins with https:// and holds no spaces", _no_hint),
    BILL_PATTERN: ("a number like H.R. 1234 or S. 567", _bill_hint),
    WITHIN_PATTERN: ("a distance like “100 miles of el-paso”", _no_hint),
}
"""For each pattern of the models its words, and the function that finds the probable value."""


# ---------------------------------------------------------------- which model stands where


def _fields_at(model: type[BaseModel], path: KeyPath) -> Mapping[str, Any]:
    """Returns the fields of the model that the path leads to; no fields if it leads to no model."""
    here: Any = model
    for step in path:
        here = _inner(_bare(here), step)
    return _keys(here)


def _keys(annotation: Any) -> Mapping[str, Any]:  # noqa: ANN401 - annotations have no common type
    """Returns the fields of a model by the keys that files have for them; else no fields."""
    fields = getattr(_bare(annotation), "model_fields", {})
    return {field.alias or name: field for name, field in fields.items()}


def _inner(bare: Any, step: str | int) -> Any:  # noqa: ANN401 - annotations have no common type
    """Returns the annotation at a key or a list place of another."""
    if field := _keys(bare).get(str(step)):
        return field.annotation
    arguments = get_args(bare)
    # The models hold lists as tuple[X, ...] and mappings as Mapping[str, X].
    if get_origin(bare) is tuple:
        return arguments[0]
    return arguments[1] if len(arguments) > 1 else None


def _bare(annotation: Any) -> Any:  # noqa: ANN401 - annotations have no common type
    """Returns the annotation without Annotated and without `| None`."""
    if get_origin(annotation) is Annotated:
        return _bare(get_args(annotation)[0])
    if get_origin(annotation) in (Union, UnionType):
        # The models have no other unions than X | None.
        return _bare(next(item for item in get_args(annotation) if item is not type(None)))
    return annotation
