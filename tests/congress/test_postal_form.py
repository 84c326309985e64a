"""Delivery lines as the post reads them best."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.congress import postal_form


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
    assert postal_form.lines_for_post((line, " - ")) == (posted,)


@given(st.lists(st.text(max_size=60), max_size=6))
def test_the_postal_face_has_no_punctuation_and_changes_no_more(lines: list[str]) -> None:
    posted = postal_form.lines_for_post(lines)
    assert postal_form.lines_for_post(posted) == posted
    assert not re.search(r"[,;:!?()'’\"“”_]|[^\W\d_][-./]|[-./](?!\d)", "\n".join(posted))


@pytest.mark.parametrize(
    ("street", "posted"),
    [
        ("130 Austine Drive, 2nd Floor", "130 AUSTINE DR FL 2"),
        ("4 Carriage Lane, Suite 401", "4 CARRIAGE LN STE 401"),
        ("5347 Oak Avenue", "5347 OAK AVE"),
        ("Post Office Box 12", "PO BOX 12"),
        ("P.O. Box 12", "PO BOX 12"),
        ("Rural Route 2, Box 18", "RR 2 BOX 18"),
        ("Star Route 5 Box 3", "HC 5 BOX 3"),
        ("9 Elm Street, Suite #200", "9 ELM ST STE 200"),
        ("9 Elm Street Apartment No. 4-B", "9 ELM ST APT 4 B"),
        ("9 Elm St #4", "9 ELM ST # 4"),
        ("12 North Main Street Northwest", "12 N MAIN ST NW"),
        ("12 1/2 West Oak Lane, Bldg. C, Room 7", "12 1/2 W OAK LN BLDG C RM 7"),
        ("Suite 1500", "STE 1500"),
        ("40 North Avenue", "40 NORTH AVE"),
        ("40 Court Street", "40 COURT ST"),
        ("77 County Road 12", "77 COUNTY ROAD 12"),
        ("1 Avenue of the Americas", "1 AVENUE OF THE AMERICAS"),
        ("8 The Circle", "8 THE CIRCLE"),
        ("5 Saint James Place", "5 SAINT JAMES PL"),
        ("517 Hart Senate Office Building", "517 HART SENATE OFFICE BUILDING"),
        ("Federal Building", "FEDERAL BUILDING"),
        ("12 Broadway", "12 BROADWAY"),
        ("Calle de la Luna 8", "CALLE DE LA LUNA 8"),
    ],
)
def test_a_street_is_written_in_its_standard_form(street: str, posted: str) -> None:
    assert postal_form.for_post(street) == posted
    assert postal_form.for_post(posted) == posted


def test_names_and_towns_of_an_address_stay_whole() -> None:
    lines = ("Avenue Court Alley", "Suite 4", "12 Elm Street", "Lake Drive, TX 79901")
    assert postal_form.address_for_post(lines) == (
        "AVENUE COURT ALLEY",
        "STE 4",
        "12 ELM ST",
        "LAKE DRIVE TX 79901",
    )


@given(st.text())
def test_any_line_is_one_line_and_itself_again(street: str) -> None:
    posted = postal_form.for_post(street)
    assert "\n" not in posted
    assert postal_form.for_post(posted) == posted
