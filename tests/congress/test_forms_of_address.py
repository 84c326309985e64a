"""Forms of address against the tables of the trade, and against names that nobody thought of."""

import datetime
import re
from typing import get_args

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from generator.congress import forms_of_address
from generator.models.fields import Chamber, CommitteeRole, Title
from generator.models.recipient import (
    Addresses,
    CommitteeSeat,
    DistrictOffice,
    Name,
    Recipient,
    WashingtonOffice,
)

ROOM = WashingtonOffice(room="2448", building="Rayburn House Office Building", zip="20515-4316")


JUDICIARY = ("Judiciary",)


def member(
    full: str = "Veronica Escobar",
    last: str = "Escobar",
    *,
    suffix: str | None = None,
    seat: str = "TX-16",
    title: Title | None = None,
    leadership: str | None = None,
    committees: tuple[CommitteeSeat, ...] = (),
    washington: WashingtonOffice | None = None,
    address_lines: tuple[str, ...] = (),
    salutation: str | None = None,
    key: str = "E000299",
) -> Recipient:
    state, _, district = seat.partition("-")
    chamber: Chamber = "senate" if district == "sen" else "house"
    return Recipient(
        id=key,
        name=Name(last=last, full=full, suffix=suffix),
        chamber=chamber,
        state=state,
        district=None if district == "sen" else int(district.replace("AL", "0")),
        title=title or ("senator" if chamber == "senate" else "representative"),
        committees=committees,
        leadership=leadership,
        addresses=Addresses(washington=washington or WashingtonOffice()),
        term_end=datetime.date(2027, 1, 3),
        address_lines=address_lines,
        salutation=salutation,
    )


def on(name: str, role: CommitteeRole, *, joint: bool = False) -> tuple[CommitteeSeat, ...]:
    return (CommitteeSeat(name=name, role=role, joint=joint),)


@pytest.mark.parametrize(
    ("recipient", "concerns", "address", "greeting"),
    [
        pytest.param(
            member(),
            (),
            (
                "The Honorable Veronica Escobar",
                "U.S. House of Representatives",
                "Washington, DC 20515",
            ),
            "Dear Representative Escobar:",
            id="representative",
        ),
        pytest.param(
            member("Catherine Cortez Masto", "Cortez Masto", seat="NV-sen"),
            (),
            (
                "The Honorable Catherine Cortez Masto",
                "United States Senate",
                "Washington, DC 20510",
            ),
            "Dear Senator Cortez Masto:",
            id="senator with two surnames",
        ),
        pytest.param(
            member("Eleanor Holmes Norton", "Norton", seat="DC-AL", title="delegate"),
            (),
            (
                "The Honorable Eleanor Holmes Norton",
                "U.S. House of Representatives",
                "Washington, DC 20515",
            ),
            "Dear Delegate Norton:",
            id="delegate",
        ),
        pytest.param(
            member(
                "Pablo José Hernández", "Hernández", seat="PR-AL", title="resident commissioner"
            ),
            (),
            (
                "The Honorable Pablo José Hernández",
                "U.S. House of Representatives",
                "Washington, DC 20515",
            ),
            "Dear Resident Commissioner Hernández:",
            id="resident commissioner",
        ),
        pytest.param(
            member("Mike Johnson", "Johnson", seat="LA-4", leadership="Speaker of the House"),
            JUDICIARY,
            (
                "The Honorable Mike Johnson",
                "Speaker of the House of Representatives",
                "Washington, DC 20515",
            ),
            "Dear Speaker Johnson:",
            id="speaker",
        ),
        pytest.param(
            member("John Thune", "Thune", seat="SD-sen", leadership="Senate Majority Leader"),
            (),
            (
                "The Honorable John Thune",
                "Majority Leader",
                "United States Senate",
                "Washington, DC 20510",
            ),
            "Dear Majority Leader Thune:",
            id="majority leader",
        ),
        pytest.param(
            member("Katherine M. Clark", "Clark", seat="MA-5", leadership="House Minority Whip"),
            (),
            (
                "The Honorable Katherine M. Clark",
                "Minority Whip",
                "U.S. House of Representatives",
                "Washington, DC 20515",
            ),
            "Dear Minority Whip Clark:",
            id="whip",
        ),
        pytest.param(
            member(
                "Chuck Grassley",
                "Grassley",
                seat="IA-sen",
                leadership="President Pro Tempore of the Senate",
            ),
            (),
            (
                "The Honorable Chuck Grassley",
                "President pro tempore",
                "United States Senate",
                "Washington, DC 20510",
            ),
            "Dear Senator Grassley:",
            id="president pro tempore",
        ),
        pytest.param(
            member("Pat Doe", "Doe", leadership="Speaker pro tempore"),
            (),
            (
                "The Honorable Pat Doe",
                "Speaker pro tempore",
                "U.S. House of Representatives",
                "Washington, DC 20515",
            ),
            "Dear Representative Doe:",
            id="a speaker for the day is not the Speaker",
        ),
        pytest.param(
            member("Jim Jordan", "Jordan", seat="OH-4", committees=on("Judiciary", "chair")),
            JUDICIARY,
            (
                "The Honorable Jim Jordan",
                "Chair, Committee on the Judiciary",
                "U.S. House of Representatives",
                "Washington, DC 20515",
            ),
            "Dear Chair Jordan:",
            id="chair of the committee that the letter concerns",
        ),
        pytest.param(
            member("Jim Jordan", "Jordan", seat="OH-4", committees=on("Judiciary", "chair")),
            ("Appropriations",),
            ("The Honorable Jim Jordan", "U.S. House of Representatives", "Washington, DC 20515"),
            "Dear Representative Jordan:",
            id="chair of another committee",
        ),
        pytest.param(
            member(
                "Jamie Raskin", "Raskin", seat="MD-8", committees=on("Judiciary", "ranking member")
            ),
            ("house committee on the judiciary",),
            (
                "The Honorable Jamie Raskin",
                "Ranking Member, Committee on the Judiciary",
                "U.S. House of Representatives",
                "Washington, DC 20515",
            ),
            "Dear Ranking Member Raskin:",
            id="ranking member",
        ),
        pytest.param(
            member("Pat Doe", "Doe", committees=on("Judiciary", "vice chair")),
            JUDICIARY,
            ("The Honorable Pat Doe", "U.S. House of Representatives", "Washington, DC 20515"),
            "Dear Representative Doe:",
            id="a vice chair is no chair",
        ),
        pytest.param(
            member(
                "Rand Paul",
                "Paul",
                seat="KY-sen",
                committees=on("Homeland Security and Governmental Affairs", "chair"),
            ),
            ("Homeland Security", "Homeland Security and Governmental Affairs"),
            (
                "The Honorable Rand Paul",
                "Chair, Senate Committee on",
                "Homeland Security and Governmental Affairs",
                "Washington, DC 20510",
            ),
            "Dear Chair Paul:",
            id="a long committee on a line of its own",
        ),
        pytest.param(
            member(
                "Pat Doe",
                "Doe",
                seat="TX-sen",
                committees=on("Joint Economic Committee", "chair", joint=True),
            ),
            ("Joint Economic",),
            (
                "The Honorable Pat Doe",
                "Chair, Joint Economic Committee",
                "Congress of the United States",
                "Washington, DC 20510",
            ),
            "Dear Chair Doe:",
            id="joint committee",
        ),
        pytest.param(
            member(
                seat="IL-sen",
                last="Durbin",
                full="Richard J. Durbin",
                leadership="Minority Whip",
                committees=on("Judiciary", "ranking member"),
            ),
            JUDICIARY,
            (
                "The Honorable Richard J. Durbin",
                "Ranking Member, Committee on the Judiciary",
                "United States Senate",
                "Washington, DC 20510",
            ),
            "Dear Ranking Member Durbin:",
            id="the committee of the letter goes before the leadership",
        ),
        pytest.param(
            member("Adam Smith", "Smith", leadership="Republican Conference Chair"),
            (),
            (
                "The Honorable Adam Smith",
                "Republican Conference Chair",
                "U.S. House of Representatives",
                "Washington, DC 20515",
            ),
            "Dear Representative Smith:",
            id="a leadership office without a salutation of its own",
        ),
    ],
)
def test_a_member_is_addressed_by_the_table(
    recipient: Recipient, *, concerns: tuple[str, ...], address: tuple[str, ...], greeting: str
) -> None:
    assert forms_of_address.inside_address(recipient, concerns=concerns) == address
    assert forms_of_address.salutation(recipient, concerns=concerns) == greeting


def test_only_the_full_style_names_room_and_zip_plus_four() -> None:
    recipient = member(washington=ROOM)
    assert forms_of_address.inside_address(recipient)[1:] == (
        "2448 Rayburn House Office Building",
        "U.S. House of Representatives",
        "Washington, DC 20515-4316",
    )
    assert forms_of_address.inside_address(recipient, style="chamber")[1:] == (
        "U.S. House of Representatives",
        "Washington, DC 20515",
    )


def test_an_address_has_four_lines_where_it_can() -> None:
    chair = member(committees=on("Judiciary", "chair"), washington=ROOM)
    assert forms_of_address.inside_address(chair, concerns=JUDICIARY) == (
        "The Honorable Veronica Escobar",
        "Chair, Committee on the Judiciary",
        "U.S. House of Representatives",
        "Washington, DC 20515-4316",
    )
    leader = member(leadership="Majority Leader", washington=ROOM)
    assert forms_of_address.inside_address(leader)[1:] == (
        "Majority Leader",
        "U.S. House of Representatives",
        "Washington, DC 20515-4316",
    )
    office = DistrictOffice(
        street="1 Main St.", building="Federal Building", city="Lima", state="OH", zip="45801"
    )
    assert forms_of_address.district_address(leader, office)[1:3] == (
        "Majority Leader, U.S. House of Representatives",
        "Federal Building",
    )


@pytest.mark.parametrize(
    ("lines", "line"),
    [
        (
            ("Chair, Senate Committee on", "Homeland Security and Governmental Affairs"),
            "Chair, Senate Committee on Homeland Security and Governmental Affairs",
        ),
        (("Office of the", "Governor of Texas"), "Office of the Governor of Texas"),
        (("Suite A", "1 Main Street"), "Suite A, 1 Main Street"),
        (("Majority Leader", "United States Senate"), "Majority Leader, United States Senate"),
        ((), ""),
    ],
)
def test_an_address_in_one_line_parts_no_name(lines: tuple[str, ...], line: str) -> None:
    assert forms_of_address.in_one_line(lines) == line


def test_a_committee_that_is_on_nothing_keeps_its_name_whole() -> None:
    name = "Select Subcommittee to Investigate the Remaining Questions Surrounding January 6, 2021"
    address = forms_of_address.inside_address(
        member(committees=on(name, "chair")), concerns=(name,)
    )
    assert address[1:4] == ("Chair", name, "U.S. House of Representatives")


@pytest.mark.parametrize(
    "half",
    [WashingtonOffice(room="2448"), WashingtonOffice(building="Rayburn House Office Building")],
)
def test_half_an_office_is_no_office(half: WashingtonOffice) -> None:
    assert forms_of_address.inside_address(
        member(washington=half)
    ) == forms_of_address.inside_address(member())


def test_the_speakers_office_stands_between_the_title_and_the_city() -> None:
    recipient = member("Mike Johnson", "Johnson", leadership="Speaker", washington=ROOM)
    assert forms_of_address.inside_address(recipient) == (
        "The Honorable Mike Johnson",
        "Speaker of the House of Representatives",
        "2448 Rayburn House Office Building",
        "Washington, DC 20515-4316",
    )


def test_what_the_file_says_wins() -> None:
    recipient = member(
        address_lines=("The Hon. V. Escobar", "The Capitol"),
        salutation="Dear Madam  Chair:",
        leadership="Speaker",
    )
    assert forms_of_address.inside_address(recipient) == ("The Hon. V. Escobar", "The Capitol")
    assert forms_of_address.salutation(recipient) == "Dear Madam Chair:"


def test_only_the_speaker_gets_respects() -> None:
    assert forms_of_address.closing(member(leadership="Speaker of the House")) == "Respectfully,"
    assert (
        forms_of_address.closing(member(leadership="Speaker of the House of Representatives"))
        == "Respectfully,"
    )
    assert forms_of_address.closing(member(leadership="Majority Leader")) == "Sincerely,"
    assert (
        forms_of_address.closing(member(seat="TX-sen", leadership="Speaker of the House"))
        == "Sincerely,"
    )
    assert forms_of_address.closing(member()) == "Sincerely,"


def test_the_concern_that_comes_first_decides() -> None:
    two = (
        CommitteeSeat(name="Budget", role="ranking member"),
        CommitteeSeat(name="Judiciary", role="chair"),
    )
    recipient = member(committees=two)
    for concerns, role in (
        (("Judiciary", "Budget"), two[1]),
        (("Budget", "Judiciary"), two[0]),
        ((), None),
    ):
        assert forms_of_address.committee_role(recipient, concerns) == role


@pytest.mark.parametrize("title", get_args(Title))
def test_every_title_has_its_words(title: Title) -> None:
    assert forms_of_address.title_words(member(title=title)).lower() == title


@pytest.mark.parametrize(
    ("full", "suffix", "printed"),
    [
        ("Sanford D. Bishop, Jr.", "Jr.", "Sanford D. Bishop, Jr."),
        ("Sanford D. Bishop", "Jr.", "Sanford D. Bishop, Jr."),
        ("Nicholas J. Begich III", "III", "Nicholas J. Begich III"),
        ("Nicholas J. Begich", "III", "Nicholas J. Begich III"),
        ("James C. Justice, II", "II", "James C. Justice, II"),
        ("Dr. Kim Schrier", None, "Kim Schrier"),
        ("The Honorable Dr. Kim Schrier, M.D.", None, "Kim Schrier"),
        ("Neal Dunn M.D.", None, "Neal Dunn"),
        ("Ronny L. Jackson, MD, USN (Ret.)", None, "Ronny L. Jackson"),
        ("Frank Pallone, Jr., Esq.", "Jr.", "Frank Pallone, Jr."),
        ("Sen. Angus S. King, Jr.", "Jr.", "Angus S. King, Jr."),
        ('Robert C. "Bobby" Scott', None, "Robert C. “Bobby” Scott"),
        ("Gabe O'Rourke", None, "Gabe O’Rourke"),
        ("Aumua Amata Coleman Radewagen", None, "Aumua Amata Coleman Radewagen"),
        ("Rep", None, "Rep"),
        ("Maria\u202egro.live\u2069 Cantwell", None, "Mariagro.live Cantwell"),
        ("محمد علي", None, "محمد علي"),
    ],
)
def test_a_name_keeps_its_suffix_and_loses_titles_and_degrees(
    full: str, *, suffix: str | None, printed: str
) -> None:
    assert (
        forms_of_address.honorable(Name(full=full, last="Doe", suffix=suffix))
        == f"The Honorable {printed}"
    )


names = st.text(min_size=1, max_size=300).filter(lambda text: text.strip() != "")


@given(full=names, last=names, suffix=st.none() | st.sampled_from(["Jr.", "Sr.", "II", "IV"]))
@example(full="\u202e", last="\u2066", suffix="Jr.")
@example(full="Ana\nMaria\x00 <script>", last="O'Dell\r\nBcc: x", suffix=None)
def test_any_name_gives_single_lines_without_hidden_signs(
    full: str, *, last: str, suffix: str | None
) -> None:
    recipient = member(full, last, suffix=suffix)
    lines = (*forms_of_address.inside_address(recipient), forms_of_address.salutation(recipient))
    assert len(lines) == 4
    for line in lines:
        assert len(line.splitlines()) == 1
        assert not re.search("[\x00-\x1f\u202a-\u202e\u2066-\u2069]", line)
    assert lines[0].startswith("The Honorable")
    assert re.match(r"Dear Representative .*:$", lines[-1])


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("Judiciary", "Committee on the Judiciary"),
        ("the Judiciary", "Committee on the Judiciary"),
        ("budget", "Committee on the budget"),
        ("Homeland Security", "Committee on Homeland Security"),
        ("District of Columbia", "Committee on the District of Columbia"),
        ("Senate Committee on Finance", "Committee on Finance"),
        ("Select Committee on Intelligence", "Select Committee on Intelligence"),
        ("Joint Economic Committee", "Joint Economic Committee"),
        (
            "Commission on Security and Cooperation in Europe",
            "Commission on Security and Cooperation in Europe",
        ),
        ("Veterans' Affairs", "Committee on Veterans’ Affairs"),
    ],
)
def test_a_committee_takes_the_article_where_its_name_does(name: str, title: str) -> None:
    assert forms_of_address.committee_title(name) == title


@pytest.mark.parametrize(
    ("street", "suite", "building", "lines"),
    [
        ("205 4th Ave. NE", "Suite 104", None, ("205 4th Ave. NE, Suite 104",)),
        (
            "1710 Alabama Ave.",
            "247",
            "Carl Elliott Building",
            ("Carl Elliott Building", "1710 Alabama Ave., Suite 247"),
        ),
        ("532 Stephenson Avenue", "B-2", None, ("532 Stephenson Avenue, Suite B-2",)),
        ("2170 S Parker Road", "#280", None, ("2170 S Parker Road, #280",)),
        (
            "130 Austine Drive",
            "2nd Floor",
            "Holton Hall",
            ("Holton Hall", "130 Austine Drive, 2nd Floor"),
        ),
        (
            "600 Dr Martin Luther King Jr Pl",
            "Suite 216",
            None,
            ("Suite 216", "600 Dr Martin Luther King Jr Pl"),
        ),
        ("PO Box 273", None, None, ("PO Box 273",)),
    ],
)
def test_a_district_office_stands_in_postal_order(
    street: str, *, suite: str | None, building: str | None, lines: tuple[str, ...]
) -> None:
    office = DistrictOffice(
        street=street, suite=suite, building=building, city="Coeur d'Alene", state="ID", zip="83814"
    )
    address = forms_of_address.district_address(member(), office)
    assert address == (
        "The Honorable Veronica Escobar",
        "U.S. House of Representatives",
        *lines,
        "Coeur d’Alene, ID 83814",
    )


def test_a_chair_is_a_chair_at_home_too() -> None:
    office = DistrictOffice(street="1 Main St.", city="Lima", state="OH", zip="45801")
    recipient = member("Jim Jordan", "Jordan", seat="OH-4", committees=on("Judiciary", "chair"))
    assert forms_of_address.district_address(recipient, office, concerns=JUDICIARY)[1:] == (
        "Chair, House Committee on the Judiciary",
        "1 Main St.",
        "Lima, OH 45801",
    )


@pytest.mark.parametrize(
    ("recipient", "stem"),
    [
        (member(), "TX-16-escobar"),
        (member("John Cornyn", "Cornyn", seat="TX-sen"), "TX-sen-cornyn"),
        (member("Catherine Cortez Masto", "Cortez Masto", seat="NV-sen"), "NV-sen-cortez-masto"),
        (
            member("Pablo José Hernández", "Hernández Rivera", seat="PR-AL"),
            "PR-AL-hernandez-rivera",
        ),
        (member("Beto O'Rourke", "O'Rourke", seat="CA-7"), "CA-07-orourke"),
        (member("X", "Łukaszewski-Straße"), "TX-16-lukaszewski-strasse"),
        (member("X", "王小明"), "TX-16-e000299"),
        (member("X", "العربي", key="_".join("AB")), "TX-16-a-b"),
        (member("X", "../../etc/passwd"), "TX-16-etc-passwd"),
        (member("X", "<script>"), "TX-16-script"),
        (member("X", "A" * 300), "TX-16-" + "a" * 58),
        (member("X", "a" * 57 + " bc"), "TX-16-" + "a" * 57),
    ],
)
def test_a_file_is_named_by_seat_and_surname(recipient: Recipient, stem: str) -> None:
    assert forms_of_address.file_stem(recipient) == stem


@given(last=names)
@example(last="..")
@example(last="CON")
@example(last="a\x00b")
def test_any_surname_gives_a_safe_file_name(last: str) -> None:
    stem = forms_of_address.file_stem(member("X", last))
    assert re.fullmatch(r"TX-16-[a-z0-9]+(-[a-z0-9]+)*", stem)
    assert len(stem) <= forms_of_address.MAX_STEM_LETTERS


def test_namesakes_of_one_state_get_files_of_their_own() -> None:
    namesakes = [
        member("A Smith", "Smith", seat="TX-sen", key="S000001"),
        member("B Smith", "Smith", seat="TX-sen", key="S000002"),
        member(),
    ]
    assert forms_of_address.file_stems(namesakes) == {
        "S000001": "TX-sen-smith-s000001",
        "S000002": "TX-sen-smith-s000002",
        "E000299": "TX-16-escobar",
    }
