"""The first draft of a campaign, made from a document.

The type stands here because the audit makes a draft and the project writes it, and packages of one
layer do not import each other.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class CampaignDraft:
    """The first draft of a campaign, made from a document."""

    source: str
    """Its source.yaml."""
    title: str
    """The title of the document, or a TODO."""
    asks: tuple[str, ...]
    """The recommendations that the new campaign asks for."""
    cites: str | None
    """The finding that its first argument cites; None if the document has no finding."""
    cites_figure: bool
    """Whether that finding has a figure."""
    cites_date: bool = True
    """Whether that finding has a date of its own, and not the document's."""
