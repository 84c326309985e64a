"""JSON Schemas for editors."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.errors import CannotWriteError
from generator.press import schemas

ROOT = Path(__file__).parents[2]
KINDS: Mapping[str, type | tuple[type, ...]] = {
    "string": str,
    "number": (int, float),
    "integer": int,
    "boolean": bool,
    "null": type(None),
    "array": list,
    "object": dict,
}


def complaints(value: Any, schema: Mapping[str, Any], whole: Mapping[str, Any]) -> list[str]:  # noqa: ANN401 - JSON has no type
    """What an editor would underline; knows the words of JSON Schema that ours use."""
    if "$ref" in schema:
        return complaints(value, whole["$defs"][schema["$ref"].rpartition("/")[2]], whole)
    if "anyOf" in schema:
        every = [complaints(value, choice, whole) for choice in schema["anyOf"]]
        return [] if [] in every else max(every, key=len)
    names = schema.get("type", [])
    kinds = [KINDS[name] for name in ([names] if isinstance(names, str) else names)]
    if kinds and not any(isinstance(value, kind) for kind in kinds):
        return [f"{value!r} is no {names}"]
    found = [] if value in schema.get("enum", [value]) else [f"{value!r} is none of the choices"]
    if isinstance(value, str) and re.search(schema.get("pattern", ""), value) is None:
        found.append(f"{value!r} has another form")
    if isinstance(value, list):
        found += [
            complaint
            for item in value
            for complaint in complaints(item, schema.get("items", {}), whole)
        ]
    if isinstance(value, dict):
        found += _of_keys(value, schema, whole)
    return found


def _of_keys(
    value: dict[str, Any], schema: Mapping[str, Any], whole: Mapping[str, Any]
) -> list[str]:
    found = [f"{key} is missing" for key in schema.get("required", []) if key not in value]
    other = schema.get("additionalProperties", True)
    for key, inner in value.items():
        if key in schema.get("properties", {}):
            found += complaints(inner, schema["properties"][key], whole)
        elif isinstance(other, dict):
            found += complaints(inner, other, whole)
        elif other is False and "patternProperties" not in schema:
            found.append(f"{key} is unknown")
    return found


class AsEditors(yaml.SafeLoader):
    """YAML as editors read it: days stay text (YAML 1.2), numbers are numbers."""


AsEditors.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith("timestamp")]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def front(path: Path) -> str:
    return path.read_text(encoding="utf-8").split("---\n")[1]


SHIPPED = [
    *(("source", path.read_text(encoding="utf-8")) for path in ROOT.glob("letters/*/source.yaml")),
    *(
        ("campaign", path.read_text(encoding="utf-8"))
        for path in ROOT.glob("letters/*/campaign.yaml")
    ),
    *(("sender", path.read_text(encoding="utf-8")) for path in ROOT.glob("letters/*/sender.yaml")),
    *(
        ("recipients", path.read_text(encoding="utf-8"))
        for path in ROOT.glob("recipients/*.yaml")
        if path.name != "congress.yaml"
    ),
    *(
        ("design", path.read_text(encoding="utf-8"))
        for path in ROOT.glob("templates/*/design.yaml")
    ),
    ("envelopes", (ROOT / "templates" / "envelopes.yaml").read_text(encoding="utf-8")),
    *(("argument", front(path)) for path in ROOT.glob("letters/*/arguments/*.md")),
    (
        "positions",
        (
            "positions:\n- {member: E000299, bill: H.R. 2662, position: cosponsor, date: "
            "2019-05-10, source: congress.gov}\n"
        ),
    ),
    (
        "positions-synced",
        (
            "bills:\n- congress: 119\n  number: H.R. 1\n  as_of: 2026-11-30\n  source: GovInfo\n"
            "  law: {number: Public Law 119-45, date: 2026-07-04}\n  passed: {house: 2026-03-05}\n"
            "  positions:\n  - {member: E000299, name: 'Escobar, Ann', position: cosponsor, "
            "date: 2025-03-04, withdrawn: 2025-06-01}\n"
        ),
    ),
    (
        "signers",
        (
            "signers:\n- {name: Ana Ruiz, title: Director, organization: Border Aid, city: "
            "El Paso, state: TX}\n- organization: Casa\n"
        ),
    ),
    *(
        (name, (ROOT / "generator/project/skeleton" / f"{name}.yaml").read_text(encoding="utf-8"))
        for name in ("source", "campaign", "sender")
    ),
]


@pytest.mark.parametrize("name", schemas.FILES)
def test_the_committed_schema_is_the_one_of_the_models(name: str) -> None:
    committed = (ROOT / "docs/schemas" / f"{name}.schema.json").read_text(encoding="utf-8")
    assert committed == schemas.schemas()[name], "run `letters schema` to write them again"


def test_no_editor_underlines_the_shipped_files() -> None:
    assert {name for name, _ in SHIPPED} == set(schemas.FILES)
    known = {name: json.loads(text) for name, text in schemas.schemas().items()}
    for name, text in SHIPPED:
        assert complaints(yaml.load(text, AsEditors), known[name], known[name]) == []  # noqa: S506 - a safe loader of ours


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("sender", "nam: x", "nam is unknown"),
        ("sender", "name: x\nstate: XX", "none of the choices"),
        ("argument", "supports: x\nwhen: {chamber: huose}", "none of the choices"),
        ("argument", "supports: x\nweight: heavy", "is no integer"),
        ("argument", "cites: x", "supports is missing"),
        ("source", "findings:\n- as_of: soon", "has another form"),
        ("design", "dates: text\nfoldmark: true", "foldmark is unknown"),
        ("envelopes", "mine: {title: x, face: {width: wide, height: 1}, panel: 1}", "is no number"),
        ("recipients", "recipients:\n- {addresses: {washington: {zip: abc}}}", "has another form"),
    ],
)
def test_an_editor_underlines_what_is_wrong(name: str, text: str, words: str) -> None:
    known = json.loads(schemas.schemas()[name])
    assert any(
        words in complaint
        for complaint in complaints(yaml.load(text, AsEditors), known, known)  # noqa: S506 - as above
    )


def test_what_we_read_unquoted_is_right_in_an_editor_too() -> None:
    known = json.loads(schemas.schemas()["argument"])
    for text in (
        "supports: 2019\ncites: [1, a]\nwhen: {state: TX, district: [TX-16]}\nweight:",
        "supports: a\nwhen:",
    ):
        assert complaints(yaml.load(text, AsEditors), known, known) == []  # noqa: S506 - as above


def test_every_key_is_described() -> None:
    known = json.loads(schemas.schemas()["campaign"])
    assert len(known["properties"]) > 10
    assert all("description" in field for field in known["properties"].values())


def test_schemas_are_written_whole(tmp_path: Path) -> None:
    written = schemas.write_all(tmp_path / "docs" / "schemas")
    assert sorted(path.name for path in written) == sorted(
        path.name for path in (tmp_path / "docs/schemas").iterdir()
    )
    assert len(written) == len(schemas.FILES)
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(CannotWriteError):
        schemas.write_all(tmp_path / "file" / "schemas")
