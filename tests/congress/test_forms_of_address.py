"""Forms of address against the tables of the trade, and against names that nobody thought of."""

import csv
import datetime
import re
from pathlib import Path

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
from generator.states import FIPS, JURISDICTIONS, SEATS, STATES, WITHOUT_SENATORS, code_of

DATA = Path(__file__).parents[3] / "shared" / "data"
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


# ---------------------------------------------------------------- whole letters


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
    assert forms_of_address.capacity(
        recipient, ("Judiciary", "Budget")
    ) == forms_of_address.Capacity("chair", "Judiciary")
    assert forms_of_address.capacity(
        recipient, ("Budget", "Judiciary")
    ) == forms_of_address.Capacity("ranking member", "Budget")
    assert forms_of_address.capacity(recipient, ()) is None


@pytest.mark.parametrize("title", list(forms_of_address.TITLE_WORDS))
def test_every_title_has_its_words(title: Title) -> None:
    assert forms_of_address.title_words(member(title=title)).lower() == title


# ---------------------------------------------------------------- names


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


# ---------------------------------------------------------------- committees


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Judiciary", "House Committee on the Judiciary"),
        ("Judiciary", "Senate Judiciary Committee"),
        ("judiciary", "the Judiciary"),
        ("Intelligence", "House Permanent Select Committee on Intelligence"),
        ("Joint Committee on the Library", "Joint Committee of Congress on the Library"),
        ("Joint Economic Committee", "joint economic"),
        ("House Administration", "House Committee on House Administration"),
        ("Education and Workforce", "Education & the Workforce"),
        ("Veterans' Affairs", "Senate Committee on Veterans’ Affairs"),
        ("Health, Education, Labor, and Pensions", "Health Education Labor and Pensions"),
    ],
)
def test_a_committee_is_known_in_every_form(one: str, other: str) -> None:
    assert forms_of_address.same_committee(one, other)
    assert forms_of_address.same_committee(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Homeland Security", "Homeland Security and Governmental Affairs"),
        ("Rules", "Rules and Administration"),
        ("Small Business", "Small Business and Entrepreneurship"),
        ("Appropriations", "Budget"),
        ("司法", "国土安全"),
        ("!", "?"),
    ],
)
def test_committees_that_only_sound_alike_are_two(one: str, other: str) -> None:
    assert not forms_of_address.same_committee(one, other)


@given(
    st.text(min_size=1),
    st.sampled_from(
        [
            "House Committee on ",
            "Senate Committee on the ",
            "Joint Committee on ",
            "COMMITTEE ON THE ",
        ]
    ),
)
def test_a_committee_is_always_itself(name: str, form: str) -> None:
    assert forms_of_address.same_committee(name, name)
    assert forms_of_address.same_committee(f"{form}Judiciary", "Judiciary")


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


# ---------------------------------------------------------------- offices at home


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


# ---------------------------------------------------------------- the postal face


@pytest.mark.parametrize(
    ("line", "posted"),
    [
        ("The Honorable Sanford D. Bishop, Jr.", "THE HONORABLE SANFORD D BISHOP JR"),
        ("U.S. House of Representatives", "US HOUSE OF REPRESENTATIVES"),
        ("Washington, DC 20515-4316", "WASHINGTON DC 20515-4316"),
        ("The Honorable Nydia M. Velázquez", "THE HONORABLE NYDIA M VELAZQUEZ"),
        ("The Honorable Mario Diaz-Balart", "THE HONORABLE MARIO DIAZ BALART"),
        ("Coeur d’Alene, ID 83814", "COEUR DALENE ID 83814"),
        ("39-16 47th Avenue", "39-16 47TH AVENUE"),
        ("39.2 Rd., Suite 4.", "39.2 RD SUITE 4"),
        ("123 1/2 Main St.", "123 1/2 MAIN ST"),
        ("123½ Main St.", "123 1/2 MAIN ST"),
        ("Suite 100–104", "SUITE 100-104"),
        ("P.O. Box 12, #3", "PO BOX 12 #3"),
        ("Robert C. “Bobby” Scott", "ROBERT C BOBBY SCOTT"),
        ("Suites A & B (Annex)", "SUITES A & B ANNEX"),
    ],
)
def test_the_postal_face_is_publication_28(line: str, posted: str) -> None:
    assert forms_of_address.lines_for_post((line, " - ")) == (posted,)


@given(st.lists(st.text(max_size=60), max_size=6))
def test_the_postal_face_has_no_punctuation_and_changes_no_more(lines: list[str]) -> None:
    posted = forms_of_address.lines_for_post(lines)
    assert forms_of_address.lines_for_post(posted) == posted
    assert not re.search(r"[,;:!?()'’\"“”_]|[^\W\d_][-./]|[-./](?!\d)", "\n".join(posted))


# ---------------------------------------------------------------- file names


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
    assert len(stem) <= forms_of_address.STEM_LENGTH


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


# ---------------------------------------------------------------- seats and ZIP codes


def test_the_house_has_its_435_seats_and_six_without_a_vote() -> None:
    assert SEATS.keys() == STATES.keys() == set(FIPS.values())
    assert sum(SEATS[state] for state in STATES.keys() - WITHOUT_SENATORS) == 435
    assert {"DC", "AS", "GU", "MP", "PR", "VI"} == WITHOUT_SENATORS
    assert {code_of(word) for word in ("VI", "u.s. virgin islands", "Virgin  Islands")} == {"VI"}
    assert {JURISDICTIONS[state].house_title for state in WITHOUT_SENATORS - {"PR"}} == {"delegate"}


@pytest.mark.parametrize(
    ("state", "district", "chamber", "says"),
    [
        ("TX", 16, "house", None),
        ("TX", 38, "house", None),
        ("TX", 39, "house", "Texas has no district 39: write 1 to 38"),
        ("TX", 0, "house", "Texas has no district 0: write 1 to 38"),
        ("AK", 0, "house", None),
        ("AK", 1, "house", "Alaska has no district 1: write 0, the one seat it has"),
        ("PR", 0, "house", None),
        (
            "DC",
            98,
            "house",
            "District of Columbia has no district 98: write 0, the one seat it has",
        ),
        ("MT", None, "house", "a member of the House needs one: write 1 to 2"),
        ("TX", None, "senate", None),
        ("TX", 1, "senate", "a senator has no district: take the line out"),
        ("DC", None, "senate", "District of Columbia elects no senators: chamber must be house"),
        ("ZZ", 7, "house", None),
    ],
)
def test_a_district_exists_or_says_what_to_write(
    state: str, *, district: int | None, chamber: Chamber, says: str | None
) -> None:
    assert forms_of_address.district_problem(state, district, chamber=chamber) == says


@pytest.mark.parametrize(
    ("title", "state", "chamber", "right"),
    [
        ("senator", "TX", "senate", None),
        ("representative", "TX", "senate", "senator"),
        ("representative", "TX", "house", None),
        ("delegate", "TX", "house", "representative"),
        ("representative", "GU", "house", "delegate"),
        ("delegate", "PR", "house", "resident commissioner"),
        ("resident commissioner", "PR", "house", None),
    ],
)
def test_the_title_fits_the_seat(
    title: Title, *, state: str, chamber: Chamber, right: str | None
) -> None:
    problem = forms_of_address.title_problem(title, state=state, chamber=chamber)
    assert (
        problem is None
        if right is None
        else problem is not None and problem.endswith(f'write "{right}"')
    )


@pytest.mark.parametrize(
    ("state", "zip_code"),
    [
        *[
            ("TX", "78520"),
            ("TX", "88540"),
            ("TX", "73301"),
            ("MA", "02134"),
            ("MA", "05501"),
            ("NY", "06390"),
            ("NY", "00501"),
        ],
        *[
            ("DC", "20515-4316"),
            ("PR", "00901"),
            ("VI", "00802"),
            ("GU", "96910"),
            ("MP", "96950"),
            ("AS", "96799"),
            ("HI", "96701"),
        ],
        *[("WY", "83414"), ("GA", "39813"), ("VA", "20105"), ("ZZ", "78520")],
    ],
)
def test_a_zip_of_the_state_is_right(state: str, zip_code: str) -> None:
    assert forms_of_address.zip_problem(state, zip_code) is None


@pytest.mark.parametrize(
    ("state", "zip_code", "says"),
    [
        (
            "TX",
            "92173",
            "92173 lies in California, but the address says Texas (TX): correct the one that is wrong",
        ),
        (
            "HI",
            "96799",
            "96799 lies in American Samoa, but the address says Hawaii (HI): correct the one that is wrong",
        ),
        (
            "GU",
            "96950",
            "96950 lies in Northern Mariana Islands, but the address says Guam (GU): correct the one that is wrong",
        ),
        (
            "TX",
            "00001",
            "00001 is no code of any state, but the address says Texas (TX): correct the one that is wrong",
        ),
        ("MA", "2134", 'must be five digits, or nine as in 20515-4316, not "2134"'),
        ("MA", "٠٢١٣٤", 'must be five digits, or nine as in 20515-4316, not "٠٢١٣٤"'),
    ],
)
def test_a_zip_of_another_state_is_named(state: str, *, zip_code: str, says: str) -> None:
    assert forms_of_address.zip_problem(state, zip_code) == says


@pytest.mark.parametrize(
    ("chamber", "zip_code"), [("senate", "20510"), ("house", "20515-0104"), ("house", "20515")]
)
def test_each_chamber_has_its_zip(chamber: Chamber, zip_code: str) -> None:
    assert forms_of_address.washington_zip_problem(chamber, zip_code) is None


@pytest.mark.parametrize(
    ("chamber", "zip_code"),
    [("house", "20510"), ("senate", "20515"), ("house", "2051"), ("house", "20515-43")],
)
def test_the_other_chambers_zip_is_a_mistake(chamber: Chamber, zip_code: str) -> None:
    right = forms_of_address.CHAMBER_ZIPS[chamber]
    assert forms_of_address.washington_zip_problem(chamber, zip_code) == (
        f'mail for the {chamber.title()} goes to {right}, not "{zip_code}": correct it, or leave it out'
    )


@pytest.mark.slow
@pytest.mark.skipif(not (DATA / "zccd.csv").is_file(), reason="needs ../shared/data/zccd.csv")
def test_the_prefixes_hold_for_every_zip_area_of_the_census() -> None:
    with (DATA / "zccd.csv").open(encoding="utf-8", newline="") as file:
        rows = [(row["zcta"], row["state_abbr"]) for row in csv.DictReader(file)]
    assert len(rows) > 40_000
    homes: dict[str, set[str]] = {}
    for code, state in rows:
        homes.setdefault(code, set()).add(state)
    strangers = {
        code: states
        for code, states in homes.items()
        if all(forms_of_address.zip_problem(state, code) for state in states)
    }
    # The table gives a few areas of the Dakotas to the neighbouring state alone.
    assert len(strangers) < 15, strangers
