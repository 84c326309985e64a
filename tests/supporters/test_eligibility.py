"""Whose letters may go."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from generator.models.campaign import CampaignFile, ConsentWording
from tests.support.supporter_lists import (
    ANA,
    TERMS,
    Supporters,
    held,
    only,
)


@pytest.mark.parametrize(
    ("changes", "kind", "words"),
    [
        ({"consent": ""}, "refused", "consent: they did not agree"),
        ({"consent": "no"}, "refused", "consent: they did not agree"),
        ({"consent": "yes"}, "refused", "the day on which they agreed is not known"),
        ({"consent": "last summer"}, "refused", "must be a day of the calendar"),
        ({"consent": "2026-02-30"}, "refused", "must be a day of the calendar"),
        ({"consent": "2026-09-02"}, "refused", "after the date of the letters"),
        ({"withdrawn": "2026-09-01"}, "refused", "took their consent back on 2026-09-01"),
        ({"withdrawn": "2026-08-02"}, "refused", "took their consent back on 2026-08-02"),
        ({"withdrawn": "yes"}, "refused", "took their consent back"),
        ({"withdrawn": "in spring"}, "refused", "on a day that cannot be read"),
        ({"consent": "", "withdrawn": "2026-08-02"}, "refused", "took their consent back"),
        ({"deceased": "true"}, "refused", "have died"),
        ({"deceased": "2026-01-01"}, "refused", "have died"),
        ({"zip": "2134"}, "held", 'has lost its leading zero; was it "02134"?'),
        ({"zip": "7852"}, "held", 'was it "07852"?'),
        ({"zip": "785"}, "held", 'was it "00785"?'),
        ({"zip": "7852O"}, "held", "zip: must be five digits"),
        ({"zip": "78520-12"}, "held", "zip: must be five digits"),
        ({"zip": "85001"}, "held", "zip: 85001 lies in Arizona, but the address says Texas (TX)"),
        ({"zip": ""}, "held", "says nothing for zip: write it"),
        ({"street": "", "city": " "}, "held", "says nothing for street and city: write it"),
        ({"name": ""}, "held", "says nothing for name: write it"),
        ({"name": "#N/A"}, "held", "says nothing for name: write it"),
        ({"name": "n/a", "city": "#REF!"}, "held", "says nothing for name and city: write it"),
        ({"name": "."}, "held", "name: has no letter in it"),
        ({"consent": "#VALUE!"}, "refused", "consent: they did not agree"),
        ({"state": "Texxas"}, "held",
        "state: is no state of the United States; did you mean Texas?"),
        ({"state": "QQ"}, "held", "write its postal code, such as TX"),
        ({"state": "AE", "city": "APO", "zip": "09012"}, "held",
        "APO, FPO and DPO lie in no district"),
        ({"city": "FPO"}, "held", "APO, FPO and DPO lie in no district"),
        ({"country": "Canada"}, "refused", "outside the United States"),
        ({"state": "ON", "zip": "K1A 0B1"}, "refused", "outside the United States"),
        ({"zip": "SW1A 1AA"}, "refused", "outside the United States"),
        ({"id": "../x"}, "refused", "id: must be letters, digits"),
        ({"id": "a" * 65}, "refused", "id: must be letters, digits"),
        ({"id": "NUL"}, "refused", "id: must be letters, digits"),
        ({"district": "99"}, "held", "TX has no district 99"),
        ({"district": "Brownsville"}, "held", "must be a seat of the House such as TX-01"),
        ({"district": "CA-12"}, "held", "the seat CA-12 is not in the state of the address"),
        ({"picks": "asylum; ../../x"}, "held", "picks: must be names of arguments"),
        ({"signature": "ana.png"}, "held", "signature: the file"),
        ({"signature": "../ana.png"}, "held", "signature: the file"),
    ],
)  # fmt: skip
def test_what_stands_against_a_letter_is_said(
    read: Callable[..., Supporters], changes: dict[str, str], kind: str, words: str
) -> None:
    one = held(read({**ANA, **changes}))
    assert words in one.reason
    assert one.kind == kind
    for personal in ("Ana", "Ruiz", "Elm", "ana@"):
        assert personal not in one.reason.removeprefix("signature: the file")


@pytest.mark.parametrize(
    "changes",
    [
        {"withdrawn": "2026-09-02"}, {"withdrawn": "2026-07-01"}, {"withdrawn": "no"},
        {"deceased": "N"}, {"street": "P.O. Box 12"},
        {"country": "USA"}, {"country": "U.S.A."}, {"district": "34"}, {"district": "034"},
        {"district": "TX34"}, {"email": ""}, {"id": ""},
        {"city": "San Juan", "state": "Puerto Rico", "zip": "00901", "country": "Puerto Rico"},
        {"city": "Washington", "state": "Washington, D.C.".removeprefix("Washington, "),
        "zip": "20001"},
        {"city": "Anchorage", "state": "AK", "zip": "99501", "district": "0"},
    ],
)  # fmt: skip
def test_what_does_not_stand_against_a_letter(
    read: Callable[..., Supporters], changes: dict[str, str]
) -> None:
    assert only(read({**ANA, **changes})).name == "Ana Ruiz"


def test_everything_that_is_wrong_is_said_at_once(read: Callable[..., Supporters]) -> None:
    one = held(read({**ANA, "zip": "2134", "consent": "", "state": "Texxas", "id": "a b"}))
    assert one.kind == "refused"
    assert [reason.partition(":")[0] for reason in one.reason.split("; ") if ":" in reason] == [
        "id",
        "consent",
        "state",
        "zip",
    ]


def test_consent_to_other_words_is_no_consent(read: Callable[..., Supporters]) -> None:
    terms = replace(TERMS, wording="2026-09")
    assert (
        'they agreed to "2026-08", and the campaign has "2026-09"'
        in held(read(ANA, terms=terms)).reason
    )
    assert "not known to which words" in held(read({**ANA, "wording": ""}, terms=terms)).reason
    assert only(read({**ANA, "wording": "V2.0"}, terms=replace(TERMS, wording="v2"))).id == "7"


def test_a_campaign_names_its_consent_wording() -> None:
    asks = [{"recommendation": "end"}]
    made = CampaignFile.model_validate(
        {
            "title": "T",
            "subject": "S",
            "asks": asks,
            "consent": {"version": "2026-08", "text": "I agree."},
        }
    )
    assert made.consent == ConsentWording(version="2026-08", text="I agree.")


def test_a_signature_is_looked_at_beside_the_file(
    tmp_path: Path, read: Callable[..., Supporters]
) -> None:
    (tmp_path / "signatures").mkdir()
    Image.new("RGB", (40, 10)).save(tmp_path / "signatures" / "ana.png")
    assert only(read({**ANA, "signature": "signatures/ana.png"})).signature == "signatures/ana.png"
    (tmp_path / "bad.svg").write_text(
        "<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", encoding="utf-8"
    )
    (tmp_path / "bad.png").write_bytes(b"%PDF-1.7")
    for name in ("bad.svg", "bad.png"):
        assert "signature: the file" in held(read({**ANA, "signature": name})).reason
