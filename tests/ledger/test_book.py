"""A step is claimed before and settled after; consent stays as it was."""

import dataclasses
import datetime
from pathlib import Path

import pytest

from generator.ledger.book import Ledger, open_ledger
from generator.ledger.counting import status
from generator.ledger.errors import NoConsentError, NoSuchPieceError, NotClaimedError
from generator.ledger.types import Claim, FinishedStep, UncertainClaim
from generator.supporters.types import Consent, Mailpiece
from tests.support.ledger_runs import NOW, pieces, supporter
from tests.support.ledger_steps import LATER, OTHER, PIECE, claimed, history
from tests.support.people import representative

# ---------------------------------------------------------------- claimed before, settled after


def test_a_mailpiece_is_composed_once(ledger: Ledger) -> None:
    assert ledger.compose(pieces(3), at=LATER) == 2
    assert status(ledger).stages == {"composed": 6}
    assert [row["at"] for row in history(ledger) if row["key"] == PIECE.key] == ["2026-11-24"]


def test_what_is_settled_is_already_done(ledger: Ledger) -> None:
    ledger.settle(claimed(ledger), at=NOW, sha256="a" * 64, batch="outbox", note="first")
    done = ledger.claim(PIECE.key, "e-mailed", at=LATER)
    assert done == FinishedStep(PIECE.key, "e-mailed", NOW.isoformat(), "", "a" * 64, "outbox")
    assert isinstance(
        ledger.claim(PIECE.key, "e-mailed", at=LATER, fingerprint="other words"), FinishedStep
    )


def test_a_letter_is_printed_again_for_other_words_until_it_has_left_the_house(
    ledger: Ledger,
) -> None:
    ledger.settle(
        claimed(ledger, step="printed", fingerprint="one"), at=NOW, file="a.pdf", sha256="a" * 64
    )
    assert isinstance(ledger.claim(PIECE.key, "printed", at=NOW, fingerprint="one"), FinishedStep)
    ledger.settle(
        claimed(ledger, step="printed", fingerprint="two"), at=NOW, file="a.pdf", sha256="b" * 64
    )
    assert isinstance(ledger.claim(PIECE.key, "printed", at=NOW, fingerprint="one"), Claim)
    ledger.settle(claimed(ledger, step="handed over"), at=LATER, batch="run-001")
    gone = ledger.claim(PIECE.key, "printed", at=LATER, fingerprint="three")
    assert gone == FinishedStep(PIECE.key, "handed over", NOW.isoformat(), "a.pdf", "b" * 64)
    assert [row["sha256"][:1] for row in history(ledger) if row["key"] == PIECE.key] == [
        "",
        "a",
        "b",
        "b",
    ]


def test_a_letter_that_was_only_mailed_needs_no_printing(ledger: Ledger) -> None:
    ledger.settle(claimed(ledger), at=NOW)
    assert ledger.claim(PIECE.key, "printed", at=LATER) == FinishedStep(
        PIECE.key, "e-mailed", NOW.isoformat()
    )


def test_printing_may_be_claimed_twice_and_sending_may_not(ledger: Ledger) -> None:
    assert claimed(ledger, step="printed") == claimed(ledger, step="printed")
    claimed(ledger)
    answer = ledger.claim(PIECE.key, "e-mailed", at=LATER)
    assert answer == UncertainClaim(PIECE.key, "e-mailed", NOW.isoformat())


def test_a_claim_that_is_released_may_be_claimed_again(ledger: Ledger) -> None:
    ledger.release(claimed(ledger), at=NOW, note="550 no such mailbox")
    ledger.release(claimed(ledger, step="printed"), at=NOW)
    assert [row["step"] for row in history(ledger) if row["key"] == PIECE.key] == [
        "composed",
        "not e-mailed",
        "not printed",
    ]
    assert status(ledger).stages == {"composed": 4}
    claimed(ledger)


def test_what_was_not_claimed_is_not_settled(ledger: Ledger) -> None:
    claim = claimed(ledger)
    ledger.settle(claim, at=NOW)
    with pytest.raises(NotClaimedError, match="settled without being claimed"):
        ledger.settle(claim, at=NOW)
    assert len(history(ledger)) == 5


def test_a_key_that_nobody_composed_is_not_claimed(ledger: Ledger) -> None:
    with pytest.raises(NoSuchPieceError, match="no mailpiece with key 'ffff'"):
        ledger.claim("ffff", "printed", at=NOW)


def test_a_look_claims_nothing(ledger: Ledger) -> None:
    assert ledger.look(PIECE.key, "e-mailed") is None
    claim = claimed(ledger)
    assert ledger.look(PIECE.key, "e-mailed") == UncertainClaim(
        PIECE.key, "e-mailed", NOW.isoformat()
    )
    ledger.settle(claim, at=NOW)
    assert ledger.look(PIECE.key, "e-mailed") == FinishedStep(
        PIECE.key, "e-mailed", NOW.isoformat()
    )


# ---------------------------------------------------------------- consent


@pytest.mark.parametrize(
    ("consent", "objection"),
    [
        (None, "no letter in the name of s0: there is no consent"),
        (
            Consent("v1", withdrawn=datetime.date(2026, 11, 2)),
            "no letter in the name of s0: the consent was withdrawn on 2026-11-02",
        ),
    ],
)
def test_nobody_writes_who_did_not_agree(
    tmp_path: Path, consent: Consent | None, objection: str
) -> None:
    unwilling = Mailpiece("wells", "v1", supporter(0, consent=consent), representative())
    with open_ledger(tmp_path) as ledger:
        with pytest.raises(NoConsentError, match=f"^{objection}$"):
            ledger.compose([*pieces(2)[2:], unwilling], at=NOW)
        assert status(ledger).total == 0


def test_the_consent_of_a_letter_stays_as_it_was_when_it_left(ledger: Ledger) -> None:
    ledger.settle(claimed(ledger), at=NOW)
    anew = supporter(0, consent=Consent("2026-12", None, "on paper"))
    ledger.compose(
        [dataclasses.replace(piece, supporter=anew) for piece in (PIECE, OTHER)], at=LATER
    )
    kept = {
        row["key"]: (row["consent_wording"], row["consent_given"], row["consent_how"])
        for row in history(ledger)
    }
    assert kept[PIECE.key] == ("2026-10", "2026-10-05", "web form")
    assert kept[OTHER.key] == ("2026-12", "", "on paper")
