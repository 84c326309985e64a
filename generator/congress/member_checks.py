"""What is wrong with a fact about a member: district, title, office in the leadership, building.

Each check returns a sentence that says what is wrong and what to do, or None. A state that is not
in the table passes: another check reports it, and one mistake gets one message.
"""

import re
from collections.abc import Mapping

from generator.congress.forms_of_address import clean, slug
from generator.models.fields import Chamber, Title
from generator.states import JURISDICTIONS, SEATS, STATES, WITHOUT_SENATORS

LEADERSHIP: Mapping[Chamber, tuple[str, ...]] = {
    "house": (
        "Speaker of the House",
        "Speaker pro tempore",
        "Majority Leader",
        "Minority Leader",
        "Majority Whip",
        "Minority Whip",
    ),
    "senate": (
        "President pro tempore",
        "President pro tempore emeritus",
        "Majority Leader",
        "Minority Leader",
        "Majority Whip",
        "Minority Whip",
    ),
}
"""The offices of each chamber. Offices of a party's conference or caucus are not in an address."""

# In the words of an address, lower case. The Capitol is left out: both chambers have rooms there.
BUILDINGS: Mapping[str, Chamber] = {
    "cannon": "house", "longworth": "house", "rayburn": "house", "ford": "house",
    "o'neill": "house", "dirksen": "senate", "hart": "senate", "russell": "senate",
}  # fmt: skip
"""The office buildings on Capitol Hill, and the chamber whose members have their offices there."""


def title_of(state: str, chamber: Chamber) -> Title:
    """Returns the title of a member who sits for the state in the chamber."""
    if chamber == "senate":
        return "senator"
    # A wrong state has its own message; any title does until it is corrected.
    return JURISDICTIONS[state].house_title if state in JURISDICTIONS else "representative"


def title_problem(title: str, *, state: str, chamber: Chamber) -> str | None:
    """Returns what is wrong with the title of the member who holds that seat, and what to do."""
    right = title_of(state, chamber)
    if title == right:
        return None
    return (
        f"a member for {state} in the {chamber.title()}"
        f' is a {right}, not a {title}: write "{right}"'
    )


def district_problem(state: str, district: int | None, *, chamber: Chamber) -> str | None:
    """Returns what is wrong with the seat, and what to do."""
    if state not in SEATS:
        return None
    if chamber == "senate":
        if state in WITHOUT_SENATORS:
            return f"{STATES[state]} elects no senators: chamber must be house"
        return None if district is None else "a senator has no district: take the line out"
    seats = SEATS[state]
    # An only seat is district 0 and not 1, as unitedstates/congress-legislators numbers it.
    first, choices = (0, "0, the one seat it has") if seats == 1 else (1, f"1 to {seats}")
    if district is None:
        return f"a member of the House needs one: write {choices}"
    if first <= district < first + seats:
        return None
    return f"{STATES[state]} has no district {district}: write {choices}"


def leadership_problem(title: str, *, chamber: Chamber) -> str | None:
    """Returns what is wrong with an office in the leadership of that chamber, and what to do."""
    # People write the office with or without its chamber: “House Majority Leader”, “Majority Leader
    # of the House”, “the Speaker”. All of them lose the article and the chamber before comparing.
    of = {"house": r"house(?: of representatives)?", "senate": "senate"}[chamber]

    def bare(words: str) -> str:
        return re.sub(rf"^{of} | of the (?:u\.?s\.? )?{of}$", "", words.lower())

    titles = LEADERSHIP[chamber]
    if bare(re.sub(r"(?i)^the ", "", clean(title))) in map(bare, titles):
        return None
    return (
        f"the {chamber.title()} has no such office: write {', '.join(titles)}, "
        "or what the address shall say in full under address_lines"
    )


def building_problem(building: str, *, chamber: Chamber) -> str | None:
    """Returns what is wrong with the office building of a member of that chamber, and what to do.

    A building that is not in the table passes.
    """
    # Whole words, with the apostrophe of O'Neill: “Hartwell Building” is not the Hart Building.
    words = re.findall(r"[\w']+", clean(building).lower().replace("’", "'"))
    home = next((BUILDINGS[word] for word in words if word in BUILDINGS), chamber)
    if home == chamber:
        return None
    return (
        f"has the offices of the {home.title()}: correct it, or "
        "take room and building out (the chamber's own address always arrives)"
    )


def is_of_name(last: str, full: str) -> bool:
    """Returns whether the full name contains the surname, with or without its accents."""
    surname = slug(last)
    # A surname without a Latin letter has no slug.
    # Hyphens around both, so that “Lee” is found in Barbara Lee and not in Ashleen Leeds.
    return f"-{surname}-" in f"-{slug(full)}-" if surname else last in full
