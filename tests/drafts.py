"""A source file drafted from a document, with its TODOs written as a person would write them."""

import datetime
import re

import yaml

from generator.audit import draft_source, outline
from generator.documents import Document, read_document
from generator.figures import read_figures
from generator.models import SourceFile

DAY = datetime.date(2026, 9, 1)


def drafted(name: str, data: bytes) -> tuple[Document, SourceFile]:
    """A document, and the draft from it with its TODOs written."""
    document = read_document(data, name)
    draft = SourceFile.model_validate(yaml.load(draft_source(document, on=DAY), yaml.BaseLoader))  # noqa: S506 - makes texts only
    found = outline(document, issued=draft.bibliography[0].issued)
    claims = {"6,118": "Claims older than some days at the regional office.", "70,500": "People who live miles from a doctor."}
    findings = tuple(
        one.model_copy(update={"claim": claims.get(one.figure or "") or words(candidate.text)})
        for one, candidate in zip(draft.findings, found.findings, strict=True)
    )
    asks = tuple(
        one.model_copy(update={"ask": words(candidate.text)})
        for one, candidate in zip(draft.recommendations, found.recommendations, strict=True)
    )
    return document, draft.model_copy(update={"findings": findings, "recommendations": asks})


def words(text: str) -> str:
    """The words of a sentence without its figures: what a person might write, for a test."""
    for figure in reversed(read_figures(text)):
        text = text[: figure.start] + text[figure.end :]
    return " ".join(re.findall(r"[^\W\d_]+", text)[:14]) + "."
