"""A source file drafted from a document, with its TODOs written as a person would write them."""

import datetime

import yaml

from generator.audit.documents.reading import read_document
from generator.audit.documents.types import Document
from generator.audit.drafting import draft_campaign
from generator.models.source import SourceFile
from tests.support.own_words import ASKS, CLAIMS, OTHER_CLAIMS

DAY = datetime.date(2026, 9, 1)


def draft(document: Document) -> SourceFile:
    """What is drafted from a document, TODOs and all.

    Dates that it leaves to be written are those of the day.
    """
    text = (
        draft_campaign(document, on=DAY)
        .source.replace("issued: TODO", f"issued: {DAY}")
        .replace("as_of: TODO", f"as_of: {DAY}")
    )
    return SourceFile.model_validate(yaml.load(text, yaml.BaseLoader))  # noqa: S506 - makes texts only


def drafted(name: str, data: bytes) -> tuple[Document, SourceFile]:
    """One of the five documents, and the draft from it with its TODOs written in own words."""
    document = read_document(data, name)
    bare = draft(document)
    findings = tuple(
        one.model_copy(update={"claim": CLAIMS[name][one.figure or ""]}) for one in bare.findings
    )
    asks = tuple(
        one.model_copy(update={"ask": ask})
        for one, ask in zip(bare.recommendations, ASKS[name], strict=True)
    )
    return document, bare.model_copy(update={"findings": findings, "recommendations": asks})


def drafted_by_another(name: str, data: bytes) -> tuple[Document, SourceFile]:
    """The same, its claims written by somebody else."""
    document, source = drafted(name, data)
    told = OTHER_CLAIMS[name]
    findings = tuple(
        one.model_copy(update={"claim": told.get(one.figure or "", one.claim)})
        for one in source.findings
    )
    return document, source.model_copy(update={"findings": findings})
