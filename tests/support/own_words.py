"""What two people write for each TODO of a draft from the five documents."""

import json
import re
from pathlib import Path

import yaml

from generator.project.cross_checks import TODO
from tests.support import audit_data

WORDS = audit_data.load("own-words.yaml")


def write(source: Path, name: str) -> int:
    """Writes claims and asks for all TODOs of the draft from a document; returns their number."""
    data = yaml.load(source.read_text("utf-8"), yaml.BaseLoader)  # noqa: S506 - makes texts only
    asks = iter(WORDS[name]["asks"])
    texts = [
        *(next(asks) for _ in data["recommendations"]),
        *(WORDS[name]["claims"][finding["figure"]] for finding in data["findings"]),
    ]
    words = iter(texts)
    text = re.sub(
        rf"(?m)^( +(?:- )?(?:claim|ask)): {TODO}$",
        lambda key: f"{key.group(1)}: {json.dumps(next(words))}",
        source.read_text("utf-8"),
    )
    source.write_text(text, encoding="utf-8")
    assert next(words, None) is None
    return len(texts)
