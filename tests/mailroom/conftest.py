"""Fixtures of the mailroom: letters printed for the tests, and mail servers to send them to."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
import trustme

from generator.ledger.book import Ledger, open_ledger
from generator.letter import envelopes as windows_module
from generator.letter import pdf, stationery
from generator.letter.design import load_design, to_html
from generator.letter.envelopes import Envelope
from generator.mailroom.email.outbox import send_all
from generator.mailroom.email.retry import Pace
from generator.mailroom.email.smtp import Server, SmtpTransport
from generator.mailroom.email.transport import Delivery
from generator.mailroom.paper.pieces import PostalPiece
from generator.models.recipient import Recipient
from tests.mailroom.messages import (
    FAST,
    Clock,
    Post,
)
from tests.mailroom.postal_pieces import (
    DAY,
    NAMES,
    ORGANIZATION,
    TEMPLATES,
    Make,
    bare,
    office,
    to_house,
    to_senate,
)
from tests.support import letters_for_tests as letters
from tests.support.delivery_runs import NOW, parcels, piece
from tests.support.mail_server import (
    HOST,
    Handler,
    mail_server,
)
from tests.support.people import representative, senator


@pytest.fixture(scope="module")
def engine() -> pdf.Engine:
    return pdf.Engine()


@pytest.fixture(scope="module")
def printer(engine: pdf.Engine) -> stationery.Printer:
    return stationery.Printer(engine, DAY)


@pytest.fixture(scope="module")
def single() -> Envelope:
    return windows_module.load(TEMPLATES / "envelopes.yaml")["number-10-single-window"]


@pytest.fixture(scope="module")
def make(engine: pdf.Engine, tmp_path_factory: pytest.TempPathFactory) -> Make:
    """`make(recipient, …)`: a letter printed for the test, and the piece of it."""
    folder = tmp_path_factory.mktemp("letters")
    designs = {
        name: load_design(TEMPLATES / name)
        for name in ("organization-window", "constituent-window")
    }
    printed: dict[tuple[object, ...], bytes] = {}

    def piece(
        recipient: Recipient,
        *,
        address: Sequence[str],
        design: str = "organization-window",
        long: bool = False,
        **changes: object,
    ) -> PostalPiece:
        key = (tuple(address), design, long)
        if key not in printed:
            letter = (
                letters.TWO_PAGES
                if long
                else letters.PERSONAL
                if design == "constituent-window"
                else letters.FULL
            )
            html = to_html(
                replace(letter, inside_address=tuple(address), salutation="Dear Friend:"),
                designs[design],
            )
            printed[key] = engine.lay_out(html, designs[design]).write()
        path = folder / f"{hashlib.sha256(repr(key).encode()).hexdigest()[:8]}.pdf"
        path.write_bytes(printed[key])
        with pikepdf.open(path) as document:
            pages = len(document.pages)
        plain = PostalPiece(
            key=f"{recipient.id}-{path.stem}",
            recipient=recipient,
            address=tuple(address),
            sender=ORGANIZATION,
            path=path,
            pages=pages,
            sha256=hashlib.sha256(printed[key]).hexdigest(),
        )
        return replace(plain, **changes)  # type: ignore[arg-type]  # the fields of a piece, by name

    return piece


@pytest.fixture(scope="module")
def pieces(make: Make) -> tuple[PostalPiece, ...]:
    """Letters of one and two pages in two designs, to both chambers."""
    house = [
        make(representative(id=f"H{number}", full=name), address=to_house(name))
        for number, name in enumerate(NAMES)
    ]
    senate = [
        make(
            senator(id=f"S{number}", full=name),
            address=to_senate(name),
            design="constituent-window",
            long=number == 1,
        )
        for number, name in enumerate(NAMES[:4])
    ]
    return (*house, *senate)


@pytest.fixture(scope="module")
def delivered() -> tuple[PostalPiece, ...]:
    offices = [
        (
            senator(id="S1", full="Mark Kelly", addresses=office("516", "Hart Senate")),
            to_senate("Mark Kelly"),
        ),
        (
            representative(
                id="H1", full="Veronica Escobar", addresses=office("2448", "Rayburn House")
            ),
            to_house("Veronica Escobar"),
        ),
        (representative(id="H2", full="Zoë Muñoz", district=2), to_house("Zoë Muñoz")),
    ]
    towns = ("El Paso", "Socorro", "El Paso", "")
    return tuple(
        bare(
            key=f"{recipient.id}-{number}",
            recipient=recipient,
            address=address,
            town=town,
            asks=("End the program.", f"Ask {number % 2}."),
        )
        for recipient, address in offices
        for number, town in enumerate(towns)
    )


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(scope="module")
def trusted(authority: trustme.CA, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("authority") / "ca.pem"
    authority.cert_pem.write_to_path(str(path))
    return path


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with open_ledger(tmp_path) as opened:
        yield opened


@pytest.fixture
def post(authority: trustme.CA, trusted: Path, tmp_path: Path, ledger: Ledger) -> Post:
    """Sends so many letters to a server that follows its handler, and returns how they ended."""

    def sent(
        handler: Handler,
        people: int,
        *,
        limit: int | None = None,
        clock: Clock | None = None,
        **options: object,
    ) -> list[Delivery]:
        ledger.compose((piece(number) for number in range(people)), at=NOW)
        clock = clock or Clock()
        pace = options.pop("pace", None) or Pace(a_minute=0, clock=clock.read, sleep=clock.sleep)
        with (
            mail_server(handler, authority=authority) as port,
            SmtpTransport(Server(HOST, port, ca_file=trusted), timeouts=FAST) as transport,
        ):
            return list(
                send_all(
                    parcels(people, tmp_path),
                    transport=transport,
                    book=ledger,
                    at=NOW,
                    limit=limit,
                    pace=pace,  # type: ignore[arg-type]
                    **options,  # type: ignore[arg-type]
                )
            )

    return sent
