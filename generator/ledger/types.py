"""The words of the ledger: steps, answers, and what a claim is answered with."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

LETTERS = "letters"
"""The folder that has a folder of each supporter's letters, by id."""

Stage = Literal["composed", "printed", "handed over", "e-mailed", "returned", "answered"]
"""How far a mailpiece has come."""

Step = Literal["printed", "handed over", "e-mailed"]
"""What a run does with a mailpiece, and claims before."""

Mark = Literal["mailed", "returned", "answered", "sent", "not-sent"]
"""What a user tells of mailpieces."""

Answer = Literal["yes", "unsatisfactory", "acknowledgement", "no", "not expected"]

ANSWERS: Mapping[Answer, str] = {
    "yes": "they answered",
    "unsatisfactory": "they answered, but not what was asked",
    "acknowledgement": "they only acknowledged the letter",
    "no": "they did not answer",
    "not expected": "they did not answer, and nobody expected it",
}
"""The five answers of WriteToThem's questionnaire (mysociety/writetothem, pull request 311)."""

REPLIES: frozenset[Answer] = frozenset({"yes", "unsatisfactory", "acknowledgement"})
"""The answers that mean that something came back."""

STAGES: tuple[Stage, ...] = ("composed", "printed", "handed over", "e-mailed", "returned", "answered")
"""In the order in which a mailpiece goes through them; it never goes back."""

GONE: tuple[Stage, ...] = ("handed over", "e-mailed", "returned", "answered")
"""The stages of a letter that has left the house: its words are what they were."""

NEVER_TWICE: frozenset[Step] = frozenset({"e-mailed"})
"""The steps that must not be done again when nobody knows whether they were done. All others give the same bytes again."""


@dataclass(frozen=True)
class Claim:
    """This step of this mailpiece is yours to do; settle or release it after."""

    key: str
    step: Step
    at: str
    fingerprint: str = ""


@dataclass(frozen=True)
class AlreadyDone:
    """Nothing is left to do."""

    key: str
    step: Stage
    """What was done: the step asked for, or, of a letter to be printed, that it has left the house."""
    at: str
    file: str = ""
    sha256: str = ""
    batch: str = ""


@dataclass(frozen=True)
class Uncertain:
    """This was begun, and nobody knows how it ended: a run died, or a server hung up; only the user can find out."""

    key: str
    step: Step
    since: str
    supporter: str = ""
    recipient: str = ""
