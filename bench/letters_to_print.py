"""The letters that the benchmark prints: the shipped campaign to invented members."""

import datetime
import re
from collections.abc import Iterable, Iterator
from itertools import cycle, islice
from pathlib import Path

import yaml

from generator.congress.seats import has_one_seat
from generator.letter import pdf
from generator.models.recipient import Recipient
from generator.models.source import Place
from generator.press import build
from generator.press.build_options import BuildOptions
from generator.press.letter import LetterPrinter
from generator.project import load
from generator.states import JURISDICTIONS, SEATS, WITHOUT_SENATORS

ON = datetime.date(2026, 9, 1)
DIFFERENT = 24
"""Different pages that the plain loop prints in turn: one for each shipped recipient."""

FIRST = (
    "Ada",
    "Beatriz",
    "Carl",
    "Dolores",
    "Edwin",
    "Fatima",
    "Grace",
    "Henry",
    "Irene",
    "José",
    "Kwame",
    "Lucía",
    "Mei",
    "Noah",
    "Olga",
    "Paul",
)
LAST = (
    "Abbott",
    "Bañuelos",
    "Castillo-Reyes",
    "Delacroix",
    "Eriksen",
    "Fitzgerald",
    "Gutiérrez",
    "Huang",
    "Ivanova",
    "Jefferson",
    "Kaplan",
    "Lindqvist",
    "McAllister",
)


def members(number: int, *, root: Path) -> list[dict[str, object]]:
    """Returns this many invented members in the form of a recipients file.

    Their seats are real; their committees are those of the shipped recipients, in turn.
    """
    shipped = cycle(load.load_recipients(open_root(root)).recipients)
    ports = load.load_campaign(open_root(root), "remain-in-mexico").source.places.values()
    offices = {
        state: _offices(state, [port for port in ports if port.state == state]) for state in SEATS
    }
    names = cycle([(first, last) for first in FIRST for last in LAST])
    seats = islice(_seats(), number)
    return [
        {
            **seat,
            "id": f"X{index:06d}",
            "name": {"first": first, "last": last, "full": f"{first} {last}"},
            "addresses": {"district": [dict(office) for office in offices[str(seat["state"])]]},
            **_committees(model),
        }
        for index, (seat, (first, last), model) in enumerate(
            zip(seats, names, shipped, strict=False)
        )
    ]


def _committees(model: Recipient) -> dict[str, object]:
    return {
        "committees": [{"name": seat.name, "role": seat.role} for seat in model.committees],
        "term_end": str(model.term_end),
    }


def _offices(state: str, ports: Iterable[Place]) -> list[dict[str, object]]:
    """Returns two offices in the middle of the state, and one in each port of the campaign.

    Most members have two offices at home; the ports give some of them the local arguments.
    """
    (south, north, west, east), code = (
        JURISDICTIONS[state].bounds,
        f"{JURISDICTIONS[state].zip_codes.partition(' ')[0].partition('-')[0]}01"[:5],
    )
    middle = (west + east) / 2 if west < east else east - 1
    spots = [
        ("Midtown", (south + north) / 2, middle),
        ("Uptown", (south + north) / 2 + 0.1, middle),
    ]
    spots += [(port.name, port.latitude, port.longitude) for port in ports]
    return [
        {
            "street": "1 Main Street",
            "city": city,
            "state": state,
            "zip": code,
            "latitude": latitude,
            "longitude": longitude,
        }
        for city, latitude, longitude in spots
    ]


def _seats() -> Iterator[dict[str, object]]:
    """Yields all seats by state, Texas first, so that a small run has local arguments too."""
    for state in sorted(SEATS, key=lambda code: (code != "TX", code)):
        for district in (0,) if has_one_seat(state) else range(1, SEATS[state] + 1):
            yield {
                "chamber": "house",
                "state": state,
                "district": district,
                "title": JURISDICTIONS[state].house_title,
            }
        for _ in range(0 if state in WITHOUT_SENATORS else 2):
            yield {"chamber": "senate", "state": state, "title": "senator"}


def recipients_file(number: int, *, root: Path, folder: Path) -> Path:
    """Writes a recipients file of this many invented members; returns its path."""
    path = folder / "invented.yaml"
    content = {
        "as_of": ON.isoformat(),
        "source": "invented for the benchmark",
        "recipients": members(number, root=root),
    }
    path.write_text(yaml.dump(content, Dumper=yaml.CSafeDumper, allow_unicode=True), "utf-8")
    return path


def open_root(root: Path) -> load.Project:
    """Returns the project in the folder."""
    return load.open_project(root)


def options(*files: Path) -> BuildOptions:
    """Returns options that build the shipped campaign on a fixed date for these recipients."""
    return BuildOptions("remain-in-mexico", ON, recipient_files=files)


def press(root: Path) -> LetterPrinter:
    """Returns the printer of the shipped campaign's letters."""
    return build.prepare_letters(open_root(root), options()).press


def fitted_pages(number: int, *, root: Path) -> Iterator[str]:
    """Yields the HTML of this many letters, each already fitted to its page."""
    ready = build.prepare_letters(open_root(root), options())
    pages = [ready.press.lay_out(order).html for order in ready.orders[:DIFFERENT]]
    yield from islice(cycle(pages), number)


def plain_style(root: Path) -> str:
    """Returns the style sheet of the shipped design with its imports and font files written out."""
    style = _written_out(root / "templates" / "organization" / "letter.css")
    return re.sub(
        r'(?<=url\(")font:([\w-]+)', lambda match: pdf.font_file(match.group(1)).as_uri(), style
    )


def _written_out(path: Path) -> str:
    return re.sub(
        r'@import "([^"]+)";',
        lambda match: _written_out((path.parent / match.group(1)).resolve()),
        path.read_text("utf-8"),
    )
