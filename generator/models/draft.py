"""What a campaign begins with that is drafted from a document."""

from dataclasses import dataclass


@dataclass(frozen=True)
class CampaignDraft:
    """What a campaign begins with that is drafted from a document."""

    source: str
    """Its source.yaml."""
    title: str
    """What the document is called, or a TODO."""
    asks: tuple[str, ...]
    """The recommendations that the campaign asks at first."""
    cites: str | None
    """The finding that its first argument cites, where there is one."""
    cites_figure: bool
    """Whether that has a figure."""
