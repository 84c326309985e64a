"""The recipients file as YAML."""

import datetime

import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from generator.congress.fetching import PublishedFile
from generator.congress.published_files import plain
from generator.congress.recipients_file import to_yaml
from generator.models.recipient import (
    Addresses,
    CommitteeSeat,
    DistrictOffice,
    Name,
    RecipientsFile,
    SubcommitteeSeat,
    WashingtonOffice,
)
from tests.congress.sync_makers import file_of, member


def test_a_file_reads_like_one_made_by_hand() -> None:
    everything = member(
        committees=(
            CommitteeSeat(
                name="Judiciary",
                role="chair",
                code="HSJU",
                subcommittees=(
                    SubcommitteeSeat(name="Border Security", code="HSJU01"),
                    SubcommitteeSeat(name="A, B", code="HSJU02", role="ranking member"),
                ),
            ),
            CommitteeSeat(name="A, B", joint=True),
        ),
        leadership="Speaker of the House",
        addresses=Addresses(
            washington=WashingtonOffice(
                room="2448", building="Rayburn House Office Building", zip="20515-4316"
            ),
            district=(
                DistrictOffice(
                    street="221 N. Kansas St.",
                    suite="1500",
                    city="El Paso",
                    state="TX",
                    zip="79901",
                    latitude=31.7,
                    longitude=-106.0,
                ),
            ),
        ),
        represents=("el-paso",),
        as_of=datetime.date(2026, 6, 1),
        source="a call",
        address_lines=("The Hon. V. Escobar",),
        salutation="Dear Madam Speaker:",
    )
    senator = member(
        id="X1",
        chamber="senate",
        district=None,
        title="senator",
        name=Name(last="No", suffix="III", full="No"),
    )
    assert to_yaml(file_of(everything, senator), header=("Head.", "")).splitlines() == [
        "# yaml-language-server: $schema=../docs/schemas/recipients.schema.json",
        "#",
        "# Head.",
        "#",
        "",
        "as_of: 2026-06-15",
        "source: 'here: and #there'",
        "",
        "recipients:",
        "",
        "  # ---- Texas",
        "",
        "  - id: E000299",
        "    name: {first: Veronica, last: Escobar, full: Veronica Escobar}",
        "    chamber: house",
        "    state: TX",
        "    district: 16",
        "    title: representative",
        "    committees:",
        "    - name: Judiciary",
        "      role: chair",
        "      code: HSJU",
        "      subcommittees:",
        "      - {name: Border Security, code: HSJU01}",
        "      - {name: 'A, B', role: ranking member, code: HSJU02}",
        "    - {name: 'A, B', joint: true}",
        "    leadership: Speaker of the House",
        "    addresses:",
        (
            "      washington: "
            "{room: '2448', building: Rayburn House Office Building, zip: 20515-4316}"
        ),
        "      district:",
        (
            "      - {street: 221 N. Kansas St., suite: '1500', city: El Paso, state: TX, "
            "zip: '79901', latitude: 31.7, longitude: -106.0}"
        ),
        "    term_end: 2027-01-03",
        "    represents: [el-paso]",
        "    as_of: 2026-06-01",
        "    source: a call",
        "    address_lines: [The Hon. V. Escobar]",
        "    salutation: 'Dear Madam Speaker:'",
        "",
        "  - id: X1",
        "    name: {last: 'No', suffix: III, full: 'No'}",
        "    chamber: senate",
        "    state: TX",
        "    title: senator",
        "    term_end: 2027-01-03",
    ]


words = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30).filter(
    lambda text: text.strip() != ""
)


@given(last=words, street=words, position=st.floats(-90, 90))
@example(last="null", street="1e3", position=0.0)
@example(last="02134", street="12:30", position=-0.0)
@example(last="*a", street="a: b #c\n- d", position=1e-7)
@example(last="\u2028\u0085\x7f\ufeff😀", street="'\"\\", position=90.0)
def test_a_file_reads_back_as_it_was(last: str, *, street: str, position: float) -> None:
    office = DistrictOffice(
        street=street,
        city="El Paso",
        state="TX",
        zip="79901",
        latitude=position,
        longitude=position,
    )
    file = file_of(member(name=Name(last=last, full=last), addresses=Addresses(district=(office,))))
    text = to_yaml(file)
    assert RecipientsFile.model_validate(plain(PublishedFile("", "", text.encode()))) == file
    # A parser that guesses types, as editors have, sees texts too.
    guessed = yaml.load(text, yaml.CSafeLoader)["recipients"][0]
    assert isinstance(guessed["name"]["last"], str)
    assert isinstance(guessed["addresses"]["district"][0]["street"], str)
