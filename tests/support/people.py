"""Invented members of Congress; only the forms of their names are real."""

import datetime
from collections.abc import Sequence
from typing import cast

from generator.models.recipient import Addresses, CommitteeSeat, DistrictOffice, Name, Recipient

TERM_END = datetime.date(2027, 1, 3)


def representative(**changes: object) -> Recipient:
    """Returns a House member from Texas, with these changes."""
    return person(
        **{"chamber": "house", "state": "TX", "district": 16, "title": "representative", **changes}
    )


def senator(**changes: object) -> Recipient:
    """Returns a senator from Texas, with these changes."""
    given = {
        "id": "C000001",
        "chamber": "senate",
        "state": "TX",
        "title": "senator",
        "last": "Cortez Masto",
        "full": "Catherine Cortez Masto",
    }
    return person(**{**given, **changes})


def person(**fields: object) -> Recipient:
    """Returns a recipient; `last` and `full` are the name's, committees are (name, role)."""
    name = Name(
        last=str(fields.pop("last", "Escobar")), full=str(fields.pop("full", "Veronica Escobar"))
    )
    pairs = cast("Sequence[tuple[str, str]]", fields.pop("committees", ()))
    committees = [
        CommitteeSeat.model_validate({"name": committee, "role": role}) for committee, role in pairs
    ]
    return Recipient.model_validate(
        {"id": "E000299", "name": name, "committees": committees, "term_end": TERM_END, **fields}
    )


def office(
    city: str = "El Paso", *, latitude: float | None = 31.76, longitude: float | None = -106.49
) -> Addresses:
    """Returns addresses with one district office."""
    return Addresses(
        district=(
            DistrictOffice(
                street="221 N. Kansas St.",
                suite="Suite 1500",
                city=city,
                state="TX",
                zip="79901",
                latitude=latitude,
                longitude=longitude,
            ),
        )
    )
