"""manifest.csv, as print shops and mail services read it."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from generator.mailroom.paper.manifest import columns_of
from generator.mailroom.paper.pieces import PostalPiece
from tests.mailroom.postal_pieces import (
    Make,
    assemble_pieces,
    problems_of,
    rows_of,
    to_house,
    to_senate,
    write_manifest,
)
from tests.support.people import representative, senator

pytestmark = pytest.mark.slow


def test_the_manifest_has_the_rows_of_the_run(
    pieces: Sequence[PostalPiece], tmp_path: Path
) -> None:
    run = assemble_pieces(pieces, folder=tmp_path)

    rows = rows_of(write_manifest(run, folder=tmp_path))

    assert ",".join(rows[0]) == (
        "piece_id,bioguide,name,company,address_line1,address_line2,address_city,address_state,address_zip,"
        "country,via,file,page_from,page_to,sheets,sha256,recipient"
    )
    assert [row["piece_id"] for row in rows] == [place.piece.key for place in run.positions]
    house = rows[-1]
    assert house["address_line1"] == "2448 Rayburn House Office Building"
    assert house["company"] == "U.S. House of Representatives"
    assert (house["address_city"], house["address_state"], house["address_zip"]) == (
        "Washington",
        "DC",
        "20515-4316",
    )
    assert (house["via"], house["country"], house["sheets"]) == ("washington", "US", "1")


@pytest.mark.parametrize(
    ("address", "columns"),
    [
        (
            ("N", "United States Senate", "Washington, DC 20510"),
            ("N", "", "United States Senate", ""),
        ),
        (
            ("N", "Chair, Committee on X", "Senate", "Washington, DC 20510"),
            ("N", "Chair, Committee on X", "Senate", ""),
        ),
        (
            ("N", "Whip", "709 Hart Office Building", "Senate", "W, DC 20510"),
            ("N", "Senate", "709 Hart Office Building", "Whip"),
        ),
        (
            ("N", "Ranking Member, Committee on the Judiciary", "Senate", "W, DC 20510"),
            ("N", "", "Senate", "Ranking Member, Committee on the Judiciary"),
        ),
        (
            ("N", "House", "221 N. Kansas St., Suite 1500", "El Paso, TX 79901"),
            ("N", "House", "221 N. Kansas St., Suite 1500", ""),
        ),
        (
            ("N", "House", "Suite 1500", "221 N. Kansas St.", "El Paso, TX 79901"),
            ("N", "House", "221 N. Kansas St.", "Suite 1500"),
        ),
        (("N", "P.O. Box 12", "El Paso, TX 79901"), ("N", "", "P.O. Box 12", "")),
        (("N", "El Paso, TX 79901"), ("N", "", "", "")),
    ],
)
def test_the_lines_of_an_address_find_their_columns(
    address: tuple[str, ...], columns: tuple[str, ...]
) -> None:
    row = columns_of(address)

    assert (row.name, row.company, row.line1, row.line2) == columns


def test_each_service_has_its_columns_and_its_limits(make: Make, tmp_path: Path) -> None:
    wide = make(
        representative(id="H1"), address=to_house("Aumua Amata Bartholomea Coleman Radewagen")
    )
    wider = make(
        representative(id="H2"),
        address=to_house("Aumua Amata Bartholomea Coleman Radewagen Montenegro Cruz"),
    )
    run = assemble_pieces([wide, wider], folder=tmp_path)
    thick = replace(run, positions=tuple(replace(place, sheets=7) for place in run.positions))

    assert write_manifest(run, folder=tmp_path).is_file()
    kept = (tmp_path / "manifest.csv").read_bytes()
    assert [
        problem.field
        for problem in problems_of(lambda: write_manifest(run, folder=tmp_path, layout="lob"))
    ] == ["name", "name"]
    assert [
        problem.field
        for problem in problems_of(lambda: write_manifest(thick, folder=tmp_path, layout="lob"))
    ].count("sheets") == 2
    assert [
        problem.field
        for problem in problems_of(
            lambda: write_manifest(run, folder=tmp_path, layout="letterstream")
        )
    ] == [
        "Name",
        "Name",
    ]
    assert (tmp_path / "manifest.csv").read_bytes() == kept

    short = assemble_pieces([make(senator(), address=to_senate("Ada Abbott"))], folder=tmp_path)
    headers = {}
    for layout in ("lob", "letterstream", "click2mail"):
        headers[layout] = (
            write_manifest(short, folder=tmp_path, layout=layout).read_text("utf-8").splitlines()[0]
        )
    assert headers["lob"].startswith(
        "name,company,address_line1,address_line2,address_city,address_state,address_zip,address_country"
    )
    assert headers["letterstream"].startswith(
        '"Name","Address1","City","State","Zip","Name2","Company","Address2"'
    )
    assert headers["click2mail"].startswith(
        "Reference,Name,Organization,Address1,Address2,City,State,Zip"
    )


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_no_cell_is_run_by_a_spreadsheet(start: str, make: Make, tmp_path: Path) -> None:
    piece = make(senator(), address=to_senate("Ada Abbott"), supporter=f"{start}1+1")
    run = assemble_pieces([piece], folder=tmp_path)

    assert rows_of(tmp_path / "index.csv")[0]["supporter"] == f"'{start}1+1"
    assert run.positions[0].piece.supporter == f"{start}1+1"
