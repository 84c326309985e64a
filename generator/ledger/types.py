"""The words of the ledger: steps, stages, answers, and the answers to a claim."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

LETTERS = "letters"
"""The folder that has a folder of each supporter's letters, by id."""

# The words are stored in the ledger: to rename one needs a new VERSION in `database`.
Stage = Literal["composed", "printed", "handed over", "e-mailed", "returned", "answered"]
"""The stage that a mailpiece has reached."""

Step = Literal["printed", "handed over", "e-mailed"]
"""What a run does with a mailpiece, and claims before."""

Mark = Literal["mailed", "returned", "answered", "sent", "not-sent"]
"""What a user reports of mailpieces."""

Answer = Literal["yes", "unsatisfactory", "acknowledgement", "no", "not expected"]

ANSWERS: Mapping[Answer, str] = {
    "yes": "they answered",
    "unsatisfactory": "they answered, but not what was asked",
    "acknowledgement": "they only acknowledged the letter",
    "no": "they did not answer",
    "not expected": "they did not answer, and no answer was expected",
}
"""The five answers of WriteToThem's questionnaire (mysociety/writetothem, pull request 311)."""

REPLIES: frozenset[Answer] = frozenset({"yes", "unsatisfactory", "acknowledgement"})
"""The answers that mean that something came back."""

GONE: tuple[Stage, ...] = ("handed over", "e-mailed", "returned", "answered")
"""The stages of a letter that has been mailed or sent: its words do not change any more."""

STAGES: tuple[Stage, ...] = ("composed", "printed", *GONE)
"""In the order in which a mailpiece goes through them; it never goes back."""

NEVER_TWICE: frozenset[Step] = frozenset({"e-mailed"})
"""The steps that are not repeated when it is unknown whether they were done.

All others give the same bytes again.
"""


@dataclass(frozen=True)
class Claim:
    """This step of this mailpiece is the caller's to do; settle or release it after."""

    key: str
    step: Step
    at: str
    fingerprint: str = ""


@dataclass(frozen=True)
class FinishedStep:
    """Nothing remains to do."""

    key: str
    step: Stage
    """The step that was asked for; of a letter to print that has gone, the stage it has reached."""
    at: str
    file: str = ""
    sha256: str = ""
    batch: str = ""


@dataclass(frozen=True)
class UncertainClaim:
    """This step was begun and its end is unknown: a run died, or a server hung up.

    Only the user can find out.
    """

    key: str
    step: Step
    since: str
    supporter: str = ""
    recipient: str = ""
