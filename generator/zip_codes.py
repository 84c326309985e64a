"""What a ZIP code tells by its digits alone: the state that it lies in."""

from collections.abc import Mapping

ZIP_PREFIXES: Mapping[str, str] = {
    "AL": "350-369", "AK": "995-999", "AZ": "850-865", "AR": "716-729", "CA": "900-961", "CO": "800-816", "CT": "060-069",
    "DE": "197-199", "FL": "320-339 341-349", "GA": "300-319 398-399", "HI": "96700-96798 968", "ID": "832-838",
    "IL": "600-629", "IN": "460-479", "IA": "500-528", "KS": "660-679", "KY": "400-427", "LA": "700-714", "ME": "039-049",
    "MD": "206-219", "MA": "010-027 05501 05544", "MI": "480-499", "MN": "550-567", "MS": "386-397", "MO": "630-658",
    "MT": "590-599", "NE": "680-693", "NV": "889-898", "NH": "030-038", "NJ": "070-089", "NM": "870-884",
    "NY": "005 06390 100-149", "NC": "270-289", "ND": "580-588", "OH": "430-459", "OK": "730-732 734-749", "OR": "970-979",
    "PA": "150-196", "RI": "028-029", "SC": "290-299", "SD": "570-577", "TN": "370-385", "TX": "733 750-799 885",
    "UT": "840-847", "VT": "050-059", "VA": "201 220-246", "WA": "980-994", "WV": "247-268", "WI": "530-549",
    "WY": "820-831 83414", "DC": "200 202-205 569", "AS": "96799", "GU": "96910-96932", "MP": "96950-96952",
    "PR": "006-007 009", "VI": "008",
}  # fmt: skip
"""Where each state's ZIP codes begin (USPS labelling list L002), and the single codes that are served across a border."""


def states_of(zip_code: str) -> tuple[str, ...]:
    """The states whose ZIP codes begin like this one: one, two where one state's post office serves another, or none."""
    return tuple(state for state in ZIP_PREFIXES if _is_served(state, zip_code))


def _is_served(state: str, zip_code: str) -> bool:
    ranges = (part.partition("-") for part in ZIP_PREFIXES[state].split())
    return any(first <= zip_code[: len(first)] <= (last or first) for first, _, last in ranges)
