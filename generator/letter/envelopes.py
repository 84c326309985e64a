"""Window envelopes: their geometry, and whether an address shows in the window at every slide.

This module decides about a box; it knows no letter. `generator.mailroom.paper.window_proof` measures
the box of each address on the finished letters of a run, and draws the proof.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import Field, RootModel, ValidationError

from generator.errors import FilesAreWrongError, Problem
from generator.files import yaml
from generator.files.validation import sentences
from generator.models.fields import FileModel
from generator.text import listed

SHEET_WIDTH = 8.5
CLEARANCE = 0.125
"""Inches that must stay clear around the address at the limits of the insert's travel (USPS DMM 601.6.3, Publication 25 §3-9)."""
TOLERANCE = 0.002
"""Inches below what a printer or a fold can hold; keeps a box that fits exactly from failing by a rounding."""

Inches = Annotated[float, Field(ge=0, le=20, allow_inf_nan=False)]


@dataclass(frozen=True)
class Rectangle:
    """A rectangle in inches; x and y are those of its top left corner."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The x of its right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """The y of its lower edge."""
        return self.y + self.height


class EnvelopeFace(FileModel):
    """The front of an envelope, in inches."""

    width: Inches
    height: Inches


class Window(FileModel):
    """A window: its left edge from the left and its lower edge from the bottom of the face, in inches."""

    left: Inches
    bottom: Inches
    width: Inches
    height: Inches


class Envelope(FileModel):
    """A window envelope and the letter folded into it."""

    title: str = Field(min_length=1, description="What the shop calls it.")
    face: EnvelopeFace
    window: Window | None = Field(
        default=None, description="Where the address shows; absent: the envelope is printed."
    )
    panel: Inches = Field(
        description="Height of the folded sheet's address panel: where the first fold is, from the top."
    )

    @property
    def across(self) -> float:
        """Inches the folded sheet can slide from left to right."""
        return max(0.0, self.face.width - SHEET_WIDTH)

    @property
    def down(self) -> float:
        """Inches the folded sheet can slide from top to bottom."""
        return max(0.0, self.face.height - self.panel)

    @property
    def safe(self) -> Rectangle | None:
        """The part of the sheet that shows, with 1/8 inch to spare, wherever the sheet has slid; None without a window."""
        if self.window is None:
            return None
        top = self.face.height - self.window.bottom - self.window.height
        return Rectangle(
            x=self.window.left + CLEARANCE,
            y=top + CLEARANCE,
            width=self.window.width - self.across - 2 * CLEARANCE,
            height=self.window.height - self.down - 2 * CLEARANCE,
        )

    @property
    def seen(self) -> Rectangle | None:
        """The part of the sheet that can show at one slide or another; nothing but the address should stand in it."""
        if self.window is None:
            return None
        top = self.face.height - self.window.bottom - self.window.height
        return Rectangle(
            x=self.window.left - self.across,
            y=top - self.down,
            width=self.window.width + self.across,
            height=self.window.height + self.down,
        )


class EnvelopesFile(RootModel[dict[str, Envelope]]):
    """templates/envelopes.yaml: envelopes by the name that a design gives."""


@dataclass(frozen=True)
class WindowVerdict:
    """Whether an address is sure to show in the window, and if not, why and what to do."""

    fits: bool
    advice: str = ""


def fits(box: Rectangle, envelope: Envelope) -> WindowVerdict:
    """Whether the address box shows in the window with 1/8 inch to spare at every slide of the sheet (USPS DMM 601.6.3)."""
    safe = envelope.safe
    if safe is None:
        return WindowVerdict(
            fits=False, advice=f"{envelope.title} has no window: print the envelope"
        )
    over = {
        "too far left": safe.x - box.x,
        "too high": safe.y - box.y,
        "too far right": box.right - safe.right,
        "too low": box.bottom - safe.bottom,
    }
    reasons = [f"{inches:.2f} in {where}" for where, inches in over.items() if inches > TOLERANCE]
    if not reasons:
        return WindowVerdict(fits=True)
    return WindowVerdict(
        fits=False,
        advice=f"the address stands {listed(reasons, last='and')} to be sure to show in the window of {envelope.title}: print the envelope",
    )


def load(path: Path) -> Mapping[str, Envelope]:
    """The envelopes of the file by name.

    Raises FilesAreWrongError for everything that is wrong in the file.
    """
    document = yaml.read(path, shown_as=f"{path.parent.name}/{path.name}")
    envelopes: dict[str, Envelope] = {}
    problems = list(document.problems)
    for name in document.value or ():
        envelope, wrong = _checked(document, name)
        problems += wrong
        if envelope is not None:
            envelopes[name] = envelope
    if problems:
        raise FilesAreWrongError(problems)
    return envelopes


def _checked(document: yaml.YamlDocument, name: str) -> tuple[Envelope | None, list[Problem]]:
    """The envelope of that name, or what is wrong with it."""
    try:
        return Envelope.model_validate(document.root[name].value), []
    except ValidationError as error:
        return None, [
            document.problem((name, *path), sentence, code=code)
            for path, sentence, code in sentences(error, Envelope)
        ]
