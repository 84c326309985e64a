"""JSON Schemas of the YAML files, by which an editor completes and checks them."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from generator.errors import CannotWriteError
from generator.files.whole import READABLE_BY_ALL, write_whole
from generator.letter.design import DesignFile
from generator.letter.envelopes import EnvelopesFile
from generator.models.bills import BillRecordsFile
from generator.models.campaign import ArgumentHeader, CampaignFile, PositionsFile
from generator.models.recipient import RecipientsFile
from generator.models.sender import SenderFile, SignersFile
from generator.models.source import SourceFile

FILES: Mapping[str, type[BaseModel]] = {
    "source": SourceFile,
    "campaign": CampaignFile,
    "argument": ArgumentHeader,
    "sender": SenderFile,
    "positions": PositionsFile,
    "positions-synced": BillRecordsFile,
    "signers": SignersFile,
    "recipients": RecipientsFile,
    "design": DesignFile,
    "envelopes": EnvelopesFile,
}
"""The model of each kind of file; `argument` is the front matter of arguments/*.md."""

NOTHING = {"type": "null"}
"""The schema of a key without a value."""


class _EditorSchema(GenerateJsonSchema):
    """Schemas for an editor, which reads YAML by other rules than this program.

    To an editor `2019` is a number and `state: TX` is no list; the program accepts both.
    """

    def function_before_schema(
        self, schema: core_schema.BeforeValidatorFunctionSchema
    ) -> JsonSchemaValue:
        """Returns the schema of a list or of one entry: lists with a validator take either."""
        # `committees: Judiciary` is a list of one to the program, by a validator before the list.
        whole = super().function_before_schema(schema)
        if whole.get("type") == "array":
            return {"anyOf": [whole["items"], whole]}
        # `again: reintroduce it` is one text for every key to the program.
        if "additionalProperties" in whole:
            return {"anyOf": [whole["additionalProperties"], whole]}
        return whole

    def str_schema(self, schema: core_schema.StringSchema) -> JsonSchemaValue:
        """Returns the schema of a text; to an editor ids, years and ZIP codes may be numbers."""
        text = super().str_schema(schema)
        can_be_digits = any(
            # Samples of what people write as digits: a year and a ZIP code. search, as JSON Schema
            # patterns are not anchored.
            re.search(text.get("pattern", ""), digits)
            for digits in ("2019", "78520")
        )
        return {**text, "type": ["string", "number"]} if can_be_digits else text

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        """Returns the schema of an optional value, which a key without a value leaves out too."""
        inner = super().default_schema(schema)
        default = inner.pop("default", None)
        choices = [*inner["anyOf"]] if "anyOf" in inner else [inner]
        either = {"anyOf": choices if NOTHING in choices else [*choices, NOTHING]}
        return {**either, "default": default} if isinstance(default, str | int) else either


def schemas() -> dict[str, str]:
    """Returns the text of the JSON Schema of each kind of file, by its name."""
    return {
        name: json.dumps(_schema(name, model), ensure_ascii=False, indent=2) + "\n"
        for name, model in FILES.items()
    }


def write_all(folder: Path) -> tuple[Path, ...]:
    """Writes every schema into the folder, each whole or not at all; returns their paths.

    Raises CannotWriteError.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotWriteError(str(folder), error) from error
    texts = {folder / f"{name}.schema.json": text for name, text in schemas().items()}
    for path, text in texts.items():
        # They can be written again at any time, and an editor of another user may read them.
        write_whole(path, text.encode(), lasting=False, mode=READABLE_BY_ALL)
    return tuple(texts)


def _schema(name: str, model: type[BaseModel]) -> dict[str, Any]:
    """Returns the schema of one kind of file; its identity and description come first."""
    body = model.model_json_schema(schema_generator=_EditorSchema)
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"{name}.schema.json",
        "title": name,
        "description": (model.__doc__ or "").strip(),
    }
    # `head` twice: first for the order of its keys, last for its values. The schema of a model is
    # a mapping, which mypy cannot see behind _without_titles.
    return {**head, **cast("dict[str, Any]", _without_titles(body)), **head}


def _without_titles(node: object) -> object:
    """Returns the schema without the titles that pydantic makes of field names.

    An editor would show them in place of the descriptions.
    """
    if isinstance(node, list):
        return [_without_titles(entry) for entry in node]
    if not isinstance(node, dict):
        return node
    return {
        key: _without_titles(value)
        for key, value in node.items()
        # A property named title has a mapping as its value, and stays.
        if key != "title" or not isinstance(value, str)
    }
