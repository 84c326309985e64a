"""Documents that are damaged, locked, empty or oddly encoded."""

import io
import re
from pathlib import Path

import pikepdf
import pytest
import yaml
from PIL import Image

from tests.cli.audit.audits import SHIPPED, inside

pytestmark = pytest.mark.slow


def pdf_of(*pages: str) -> bytes:
    """Returns a PDF with these lines on its pages, as an old program writes it, without tags."""
    document = pikepdf.new()
    face = document.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Font,
            Subtype=pikepdf.Name.Type1,
            BaseFont=pikepdf.Name.Helvetica,
            Encoding=pikepdf.Name.WinAnsiEncoding,
        )
    )
    for lines in pages:
        page = document.add_blank_page(page_size=(612, 792))
        drawn = [b"BT /F 11 Tf 72 720 Td 14 TL"]
        for line in lines.split("\n"):
            escaped = re.sub(rb"([()\\])", rb"\\\1", line.encode("cp1252"))
            drawn.append(b"(" + escaped + b") Tj T*")
        page.Contents = document.make_stream(b"\n".join([*drawn, b"ET"]))
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=face))
    return saved(document)


def saved(document: pikepdf.Pdf, *, lock: pikepdf.Encryption | None = None) -> bytes:
    """The bytes of a PDF."""
    out = io.BytesIO()
    document.save(out, encryption=lock)
    return out.getvalue()


def scan() -> bytes:
    """A PDF that is a picture of a page."""
    out = io.BytesIO()
    Image.new("L", (850, 1100), 255).save(out, "PDF")
    return out.getvalue()


def locked() -> bytes:
    """A PDF that opens with a password only."""
    return saved(
        pikepdf.open(io.BytesIO(pdf_of("In 2023, 4,300 wells went dry."))),
        lock=pikepdf.Encryption(owner="o", user="u"),
    )


BAD: dict[str, tuple[bytes, str]] = {
    "empty.md": (b"", "holds no text"),
    "blank.txt": (b" \n\t\n", "holds no text"),
    "empty.pdf": (saved(pikepdf.new()), "holds no text"),
    "picture.md": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4, "which is not read here"),
    "archive.docx": (b"PK\x03\x04" + bytes(range(256)) * 4, "which is not read here"),
    "locked.pdf": (locked(), "is locked with a password"),
    "scan.pdf": (scan(), "1 page(s) and no text: it is a scan"),
    "cut.pdf": (pdf_of("In 2023, 4,300 wells went dry.")[:300], "is a damaged PDF"),
    "script.html": (b"<html><body><script>draw()</script></body></html>", "holds no text"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_document_that_cannot_be_read_is_refused_in_a_sentence(
    name: str, place: Path, tmp_path: Path
) -> None:
    """By every command that reads one, and nothing is written."""
    data, expected = BAD[name]
    path = tmp_path / name
    path.write_bytes(data)
    before = sorted(place.rglob("*"))
    for arguments in (
        ("source", "outline", path),
        ("audit", SHIPPED, "--source", path),
        ("new", "trial", "--from", path),
    ):
        run = inside(*arguments, project=place)
        assert (run.code, run.said) == (2, "")
        assert run.warned.startswith("letters: ")
        assert expected in run.warned
        assert name in run.warned
        assert run.warned.count("\n") == 1
    assert sorted(place.rglob("*")) == before


READABLE: dict[str, bytes] = {
    "legacy.txt": (
        "WELLS – A BRIEF\n\nIn 2023, 4,300 wells went dry in “Harlan”, the Board’s count shows.\n"
    ).encode("cp1252"),
    "utf-16.txt": ("WELLS\n\nIn 2023, 4,300 wells went dry in Harlan, the count shows.\n").encode(
        "utf-16"
    ),
    "soft.html": (
        b"<html><body><h1>Wells</h1>"
        b"<p>In 2023, 4,300 wells went dry in Har&shy;lan, the count shows.</p></body></html>"
    ),
    "soft.md": (
        "# Wells\n\nIn 2023, 4,3\u00ad00 wells went dry in Har\u00adlan, the count shows.\n"
    ).encode(),
    "ligatures.md": (
        "# Wells\n\nIn 2023, 4,300 wells went dry in Harlan, the of\ufb01cial count shows.\n"
    ).encode(),
    "glued.txt": b"WELLS\n\nIn 2023,1 4,300 wells2 went dry in Harlan,3 the count shows.4\n",
    "glued.html": (
        b"<html><body><h1>Wells</h1><p>In 2023, 4,300<sup>1</sup> wells went dry in Harlan, "
        b"the count shows.<sup>2</sup></p>"
    ),
    "lines.txt": b"WELLS\n\nIn 2023, 4,300\nwells went dry in\nHarlan, the count shows.\n",
    "lines.pdf": pdf_of("WELLS\n \nIn 2023, 4,300\nwells went dry in\nHarlan, the count shows."),
    "pages.pdf": pdf_of(
        "WELLS\n \nThe count shows that in 2023, a long and dry year, 4,300",
        "wells went dry in Harlan, the count shows.",
    ),
    "500-pages.pdf": pdf_of(
        *(f"Here stands sentence {page}." for page in range(499)),
        "In 2023, 4,300 wells went dry in Harlan.",
    ),
}


ARGUMENT = """---
supports: act
cites: right
---
As of {{ date("right") }}, {{ figure("right") }} wells had gone dry.
"""


@pytest.mark.parametrize("name", READABLE)
def test_a_document_in_an_odd_state_bears_out_what_it_says_and_no_more(
    name: str, place: Path, tmp_path: Path
) -> None:
    """Neither a false alarm nor a false “ok”: 4,300 stands there, 4,301, 43,001 and 4,3 do not."""
    path = tmp_path / name
    path.write_bytes(READABLE[name])
    run = inside("new", "trial", "--from", path, project=place)
    assert run.code == 0, run.warned
    folder = place / "letters" / "trial"
    (folder / "arguments" / "first.md").write_text(ARGUMENT, encoding="utf-8")
    data = yaml.safe_load((folder / "source.yaml").read_text("utf-8"))
    data["bibliography"][0] |= {"author": "Harlan Board", "title": "Wells", "issued": "2024"}
    data["recommendations"] = [{**data["recommendations"][0], "id": "act", "ask": "Act"}]
    expected = {
        "claim": "Wells went dry in Harlan",
        "as_of": "2023",
        "section": data["findings"][-1]["section"],
    }
    figures = {
        "right": "4,300",
        "digit": "4,301",
        "more": "43,001",
        "tail": "300",
        "head": "4,3",
        "mark": "4,3001",
    }
    data["findings"] = [
        {"id": name, "figure": figure, **expected} for name, figure in figures.items()
    ]
    (folder / "source.yaml").write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    (folder / "campaign.yaml").write_text(
        "title: T\nsubject: S\nasks:\n  - recommendation: act\n", encoding="utf-8"
    )
    run = inside("audit", "trial", project=place)
    assert run.code == 2
    failed = set(re.findall(r"findings\[\d+\]\.figure: (\w+): ", run.warned))
    assert failed == set(figures) - {"right"}, run.warned
    assert re.search(r"^ ?ok +right", run.said, re.MULTILINE)
