"""What pydantic found wrong, in sentences that say what to do."""

import re
from collections.abc import Callable, Iterator, Mapping
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, StringConstraints, ValidationError
from pydantic_core import ErrorDetails

from generator import models
from generator.text import closest, did_you_mean, hint, listed, quoted

KeyPath = tuple[str | int, ...]
"""The keys and list places that lead to a value."""


def sentences(error: ValidationError, model: type[BaseModel]) -> Iterator[tuple[KeyPath, str]]:
    """For each mistake, where in the file's data it is, and the sentence that says what is wrong and what to do."""
    found = [(tuple(step for step in details["loc"] if step != "[key]"), details) for details in error.errors(include_url=False)]
    misspelt = {_meant(path, model) for path, details in found if details["type"] == "extra_forbidden"}
    for path, details in found:
        if _is_short_only_by_wrong_entries(details) or (details["type"] == "missing" and path in misspelt):
            continue
        yield path, _sentence(details, path, model=model)


def _meant(path: KeyPath, model: type[BaseModel]) -> KeyPath:
    """The path of the key that an unknown key was probably meant to be."""
    owner = _model_at(model, path[:-1])
    return (*path[:-1], closest(str(path[-1]), owner.model_fields if owner else ()) or "")


def _is_short_only_by_wrong_entries(details: ErrorDetails) -> bool:
    """Whether a list has entries, all of them wrong: pydantic then finds it empty as well."""
    return details["type"] == "too_short" and len(details["input"]) >= details["ctx"]["min_length"]


def _sentence(details: ErrorDetails, path: KeyPath, *, model: type[BaseModel]) -> str:
    kind = details["type"]
    if kind == "extra_forbidden":
        return _unknown_key(str(path[-1]), _model_at(model, path[:-1]))
    if kind == "missing":
        return _missing(str(path[-1]), _model_at(model, path[:-1]))
    sentence = _wrong_value(kind, details["input"], context=details.get("ctx", {}), otherwise=details["msg"])
    return sentence + (_both_hint(details) if kind == "literal_error" and isinstance(path[-1], int) else "")


def _wrong_value(kind: str, given: object, *, context: Mapping[str, Any], otherwise: str) -> str:
    if kind == "sentence":
        return str(context["sentence"])
    if kind == "literal_error":
        choices = re.findall(r"'([^']*)'", context["expected"])
        return f"must be {listed(choices)}, not {shown(given)}{did_you_mean(given, choices) if isinstance(given, str) else ''}"
    if kind == "string_pattern_mismatch":
        return _ill_formed(str(given), context["pattern"])
    return _SENTENCES.get(kind, otherwise).format(given=shown(given), **context)


def _both_hint(details: ErrorDetails) -> str:
    """How a list says what `chambers: both` means."""
    choices = re.findall(r"'([^']*)'", details["ctx"]["expected"])
    return f"; for both write [{', '.join(choices)}]" if details["input"] == "both" and len(choices) == 2 else ""  # noqa: PLR2004 - both


_SENTENCES = {
    "int_parsing": "must be a whole number, not {given}",
    "int_type": "must be a whole number, not {given}",
    "int_parsing_size": "must be a whole number of moderate size",
    "int_from_float": "must be a whole number, not {given}",
    "float_parsing": "must be a number like 31.76, not {given}",
    "float_type": "must be a number like 31.76, not {given}",
    "finite_number": "must be a number like 31.76, not {given}",
    "bool_parsing": "must be true or false, not {given}",
    "bool_type": "must be true or false, not {given}",
    "date_type": "must be a day like 2026-09-01, not {given}",
    "greater_than_equal": "must be at least {ge:g}, not {given}",
    "less_than_equal": "must be at most {le:g}, not {given}",
    "string_too_short": "must not be empty",
    "string_type": "must be a single text, not {given}",
    "model_type": "must have keys of its own in the lines below it, not {given}",
    "mapping_type": "must have keys of its own in the lines below it, not {given}",
    "tuple_type": "must be a list, each entry a line that begins with “- ”, not {given}",
    "too_short": "must have at least one entry",
}


def shown(given: object) -> str:
    """The given value as a message repeats it."""
    match given:
        case str():
            return quoted(given)
        case Mapping():
            return "keys and values"
        case list() | tuple():
            return "a list"
        case _:
            return quoted(str(given))


def _unknown_key(key: str, model: type[BaseModel] | None) -> str:
    known = model.model_fields if model else ()
    return f"there is no such key here{hint(key, known)}"


def _missing(key: str, model: type[BaseModel] | None) -> str:
    field = model.model_fields.get(key) if model else None
    meaning = f" ({field.description.rstrip('.')})" if field is not None and field.description else ""
    return f"is missing: add “{key}: …”{meaning}"


# ---------------------------------------------------------------- values of a certain form


def _ill_formed(given: str, pattern: str) -> str:
    """What a value of that pattern looks like, and what was probably meant."""
    form, meant = _forms()[pattern]
    return f"must be {form}, not {quoted(given)}{meant(given)}"


def _forms() -> Mapping[str, tuple[str, Callable[[str], str]]]:
    """For each pattern of the models, the words for it and what finds the value that was meant."""
    return {
        _pattern(models.Zip): ("five digits", _zip_hint),
        _pattern(models.Id): ("a short name of letters, digits, - and _ (files are called after it)", _no_hint),
        _pattern(models.Bioguide): (BIOGUIDE, _bioguide_hint),
        _pattern(models.SeatCode): ("a seat like TX-16, or AK-AL where the state has one", _no_hint),
        _pattern(models.PartialDate): ("a day, a month or a year like 2019-12-31, 2019-12 or 2019", _no_hint),
        _pattern_of(models.Reference, "url"): ("an address that begins with https:// and holds no spaces", _no_hint),
        _pattern(models.BillNumber): ("a number like H.R. 1234 or S. 567", _bill_hint),
        _pattern(models.Within): ("a distance like “100 miles of el-paso”", _no_hint),
    }


BIOGUIDE = "a Bioguide id like E000299 (bioguide.congress.gov has everyone's)"


def bioguide_problem(given: str) -> str | None:
    """What is wrong with a member's id and what to do, or None."""
    return (
        None
        if re.fullmatch(models.BIOGUIDE_PATTERN, given, re.ASCII)
        else f"must be {BIOGUIDE}, not {quoted(given)}{_bioguide_hint(given)}"
    )


def _no_hint(_given: str) -> str:
    return ""


def _zip_hint(given: str) -> str:
    """The ZIP code that was meant: spreadsheets drop the zero in front, and hyphens get lost."""
    if re.fullmatch(r"\d{3,4}(-\d{4})?", given):
        first, hyphen, rest = given.partition("-")
        return f'; did you mean "{first.zfill(5)}{hyphen}{rest}"? (a spreadsheet drops the zero in front)'
    if re.fullmatch(r"\d{9}", given):
        return f'; did you mean "{given[:5]}-{given[5:]}"?'
    return ""


def _bioguide_hint(given: str) -> str:
    """The id that was meant: `e000299`, `E299`."""
    found = re.fullmatch(r"([A-Za-z])(\d{1,6})", given.strip())
    return f'; did you mean "{found[1].upper()}{found[2].zfill(6)}"?' if found else ""


def _bill_hint(given: str) -> str:
    """The bill number that was meant: `HR 1234`, `s567`."""
    found = re.fullmatch(r"(?i)(h\.?\s*r\.?|s\.?)\s*(\d+)", given.strip())
    if found is None:
        return ""
    return f'; did you mean "{"S." if found.group(1)[0] in "sS" else "H.R."} {found.group(2)}"?'


def _pattern(annotated: Any) -> str:  # noqa: ANN401 - a type alias is a value of no type that could be named
    """The pattern of a value type of ours."""
    return next(str(item.pattern) for item in get_args(annotated) if isinstance(item, StringConstraints))


def _pattern_of(model: type[BaseModel], field: str) -> str:
    """The pattern of an optional field that has a form of its own."""
    return _pattern(get_args(model.model_fields[field].annotation)[0])


# ---------------------------------------------------------------- which model stands where


def _model_at(model: type[BaseModel], path: KeyPath) -> type[BaseModel] | None:
    """The model that the path leads to."""
    here: Any = model
    for step in path:
        here = _inner(here, step)
    return _bare_model(here)


def _inner(annotation: Any, step: str | int) -> Any:  # noqa: ANN401 - annotations have no common type
    """What stands in an annotation at a key or a list place."""
    model = _bare_model(annotation)
    if model is not None:
        field = model.model_fields.get(str(step))
        return field.annotation if field else None
    bare = _bare(annotation)
    arguments = get_args(bare)
    if get_origin(bare) is tuple and isinstance(step, int):
        return arguments[0]
    return arguments[1] if len(arguments) > 1 else None


def _bare_model(annotation: Any) -> type[BaseModel] | None:  # noqa: ANN401 - annotations have no common type
    bare = _bare(annotation)
    return bare if isinstance(bare, type) and issubclass(bare, BaseModel) else None


def _bare(annotation: Any) -> Any:  # noqa: ANN401 - annotations have no common type
    """The annotation without Annotated and without `| None`."""
    if get_origin(annotation) is Annotated:
        return _bare(get_args(annotation)[0])
    if get_origin(annotation) in (Union, UnionType):
        return _bare(next(item for item in get_args(annotation) if item is not type(None)))
    return annotation
