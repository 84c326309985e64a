"""A source file drafted from a document, with its TODOs written as a person would write them."""

import datetime

import yaml

from generator.audit.documents.reading import read_document
from generator.audit.documents.types import Document
from generator.audit.drafting import draft_campaign
from generator.models.source import SourceFile
from tests.support.own_words import WORDS

DAY = datetime.date(2026, 9, 1)


def draft(document: Document) -> SourceFile:
    """Returns the draft from a document, with its TODOs.

    Where the document gives no date, the draft has DAY.
    """
    text = (
        draft_campaign(document, on=DAY)
        .source.replace("issued: TODO", f"issued: {DAY}")
        .replace("as_of: TODO", f"as_of: {DAY}")
    )
    return SourceFile.model_validate(yaml.load(text, yaml.BaseLoader))  # noqa: S506 - makes texts only


def drafted(name: str, data: bytes) -> tuple[Document, SourceFile]:
    """Returns one of the five documents, and the draft from it with claims and asks written."""
    document = read_document(data, name)
    bare = draft(document)
    findings = tuple(
        one.model_copy(update={"claim": WORDS[name]["claims"][one.figure or ""]})
        for one in bare.findings
    )
    asks = tuple(
        one.model_copy(update={"ask": ask})
        for one, ask in zip(bare.recommendations, WORDS[name]["asks"], strict=True)
    )
    return document, bare.model_copy(update={"findings": findings, "recommendations": asks})


def drafted_by_another(name: str, data: bytes) -> tuple[Document, SourceFile]:
    """Returns the same, with the claims of another person."""
    document, source = drafted(name, data)
    claims = WORDS[name]["other_claims"]
    findings = tuple(
        one.model_copy(update={"claim": claims.get(one.figure or "", one.claim)})
        for one in source.findings
    )
    return document, source.model_copy(update={"findings": findings})
