"""Every claim against its source: source files against the document, finished letters against the source file."""

from generator.audit.advice import CandidateRecommendation
from generator.audit.candidates import CandidateFinding, Outline, outline
from generator.audit.drafting import TODO, draft_campaign, draft_source
from generator.audit.ground import Ground
from generator.audit.index import Index
from generator.audit.letters import LetterAuditor
from generator.audit.page import to_html
from generator.audit.quotations import quotation_problems, titles, wording
from generator.audit.source import audit_asks, audit_source, ground_of
from generator.audit.verdicts import Passage, Verdict, as_problems

__all__ = [
    "TODO",
    "CandidateFinding",
    "CandidateRecommendation",
    "Ground",
    "Index",
    "LetterAuditor",
    "Outline",
    "Passage",
    "Verdict",
    "as_problems",
    "audit_asks",
    "audit_source",
    "draft_campaign",
    "draft_source",
    "ground_of",
    "outline",
    "quotation_problems",
    "titles",
    "to_html",
    "wording",
]
