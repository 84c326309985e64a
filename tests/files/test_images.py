"""Logos and signatures."""

import base64
import io
import re
from pathlib import Path

import pytest
from PIL import Image

from generator.files import images
from generator.files.images import UnusablePictureError, read_picture

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
    'viewBox="0 0 9 9">{}</svg>'
)


def raster(kind: str, size: tuple[int, int] = (4, 3), mode: str = "") -> bytes:
    buffer = io.BytesIO()
    Image.new(mode or ("1" if kind == "PNG" else "RGB"), size).save(buffer, kind)
    return buffer.getvalue()


def embedded(kind: str, mode: str = "") -> str:
    """Returns a small picture as the address that an SVG has for it."""
    content = base64.b64encode(raster(kind, mode=mode)).decode()
    return f"data:image/{kind.lower()};base64,{content}"


def reading(folder: Path, content: bytes | str, name: str = "logo.png") -> str:
    (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
    return read_picture(folder, name)


def refusal(folder: Path, content: bytes | str, name: str = "logo.png") -> str:
    with pytest.raises(UnusablePictureError) as caught:
        reading(folder, content, name)
    return str(caught.value)


@pytest.mark.parametrize(("kind", "mime"), [("PNG", "image/png"), ("JPEG", "image/jpeg")])
def test_a_picture_is_carried_whole_whatever_its_file_is_called(
    kind: str, mime: str, tmp_path: Path
) -> None:
    content = raster(kind)
    assert (
        reading(tmp_path, content, "logo.dat")
        == f"data:{mime};base64,{base64.b64encode(content).decode()}"
    )


@pytest.mark.parametrize(
    "inside",
    [
        '<path d="M0 0h9"/>',
        (
            '<defs><g id="a"/></defs><use xlink:href="#a"/>'
            """<rect fill="url(#a)" style="fill: url( '#a' )"/>"""
        ),
        "<style>/* url(x) */ rect { fill: red }</style>",
        f'<image href="{embedded("PNG")}"/>',
        '<rect fill="#f00" style="fill: rgb(1 2 3); color: red"/>',
        "<title>é</title>",
    ],
)
def test_a_harmless_svg_is_carried(inside: str, tmp_path: Path) -> None:
    for head in (
        "",
        "\ufeff",
        '<?xml version="1.0" encoding="UTF-8"?>\n',
        '\n<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "x.dtd">',
    ):
        content = head.lstrip("\n") + SVG.format(inside)
        address = reading(tmp_path, content, "logo.svg")
        assert re.match(r"data:image/svg\+xml;base64,[A-Za-z0-9+/=]+$", address)


@pytest.mark.parametrize(
    ("inside", "words"),
    [
        ("<script/>", "holds <script>"),
        ("<foreignObject/>", "holds <foreignObject>"),
        ("<animateTransform/>", "holds <animateTransform>"),
        ('<g onload="x"/>', "holds the script onload"),
        ('<image href="https://example.org/x.png"/>', 'refers to "https://example.org/x.png"'),
        ('<image xlink:href="../x.png"/>', 'refers to "../x.png"'),
        ('<use href="file:///etc/passwd#a"/>', 'refers to "file:///etc/passwd#a"'),
        ('<image href="data:text/html,x"/>', 'refers to "data:text/html,x"'),
        (
            '<image href="data:image/svg+xml;base64,AAAA"/>',
            'refers to "data:image/svg+xml;base64,AAAA"',
        ),
        ('<g style="fill: url(https://x)"/>', "refers to another file in style"),
        ('<g fill="url(x.svg#a)"/>', "refers to another file in fill"),
        ('<style>@IMPORT "x"</style>', "refers to another file in its style"),
        ("<style>a { fill: u\\72l(x) }</style>", "refers to another file in its style"),
        (
            '<g fill="device-cmyk(0 1 1 0)"/>',
            'has the color "device-cmyk(0 1 1 0)" in fill, which is not RGB',
        ),
        (
            "<style>a { fill: color(display-p3 1 0 0) }</style>",
            'has the color "color(display-p3 1 0 0)" in its style, which is not RGB',
        ),
    ],
)
def test_an_svg_that_runs_or_fetches_is_refused(inside: str, words: str, tmp_path: Path) -> None:
    assert (
        refusal(tmp_path, SVG.format(inside))
        == f'"logo.png" {words}: save it as plain SVG without it'
    )


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("<html/>", "is not a PNG, JPEG or SVG picture: save it as one"),
        ("no picture", "is not a PNG, JPEG or SVG picture: save it as one"),
        ("", "is not a PNG, JPEG or SVG picture: save it as one"),
        (b"GIF89a" + b"\0" * 20, "is not a PNG, JPEG or SVG picture: save it as one"),
        (
            '<!DOCTYPE svg [<!ENTITY a "b">]>' + SVG.format("&a;"),
            "defines entities or is not UTF-8: save it as plain SVG",
        ),
        (
            SVG.format("<g>" * 200 + "</g>" * 200),
            "is nested more than 100 deep: save it as plain SVG",
        ),
        (raster("PNG", (400, 300))[:-20], "is damaged, cut short or far too large: save it again"),
        (raster("JPEG", (400, 300))[:400], "is damaged, cut short or far too large: save it again"),
        (
            raster("JPEG", mode="CMYK"),
            "is in CMYK colors: save it in RGB or gray, 8 bits a channel",
        ),
        (
            raster("PNG", mode="I;16"),
            "has 16 bits a channel: save it in RGB or gray, 8 bits a channel",
        ),
        (
            SVG.format(f'<image href="{embedded("JPEG", "CMYK")}"/>'),
            "is in CMYK colors: save it in RGB or gray, 8 bits a channel",
        ),
        (
            SVG.format('<image xlink:href="data:image/png;base64,A"/>'),
            "holds a picture that is damaged, cut short or far too large: save it again",
        ),
        (raster("PNG", (8000, 8000)), "has more than 50 million pixels: make it smaller"),
        (raster("PNG", (10_000, 10_000)), "is damaged, cut short or far too large: save it again"),
    ],
)
def test_what_is_no_usable_picture_is_refused(
    content: bytes | str, words: str, tmp_path: Path
) -> None:
    assert refusal(tmp_path, content) == f'"logo.png" {words}'


def test_svg_that_is_not_well_formed(tmp_path: Path) -> None:
    assert refusal(tmp_path, "<svg><g></svg>").startswith(
        '"logo.png" is not well-formed XML, or is cut short ('
    )


def test_a_large_file_is_not_read(tmp_path: Path) -> None:
    assert (
        refusal(tmp_path, b"\x89PNG" + b"\0" * images.MAX_PICTURE_BYTES)
        == '"logo.png" is 5 MB large; at most 5 MB are read. Is it the right file?'
    )


@pytest.mark.parametrize(
    "name",
    [
        "/etc/hostname",
        "https://example.org/logo.png",
        "file:logo.png",
        "data:x",
        "C:\\logo.png",
        "a\nb",
    ],
)
def test_only_the_name_of_a_file_is_a_picture(name: str, tmp_path: Path) -> None:
    with pytest.raises(
        UnusablePictureError, match="is not the plain name of a file in this folder"
    ):
        read_picture(tmp_path, name)


def test_a_picture_lies_in_the_folder(tmp_path: Path) -> None:
    folder = tmp_path / "campaign"
    folder.mkdir()
    (tmp_path / "secret.svg").write_text(SVG.format(""), encoding="utf-8")
    (folder / "link.svg").symlink_to("../secret.svg")
    (folder / "loop.svg").symlink_to("loop.svg")
    for name in ("../secret.svg", "link.svg", "loop.svg"):
        with pytest.raises(UnusablePictureError, match="lies outside the campaign's folder"):
            read_picture(folder, name)
    (folder / "pictures").mkdir()
    assert reading(folder, SVG.format(""), "pictures/logo.svg").startswith("data:image/svg+xml")


def test_a_picture_that_is_not_there_or_is_a_folder(tmp_path: Path) -> None:
    with pytest.raises(
        UnusablePictureError,
        match="is not there: put the file into this folder, or take the line out",
    ):
        read_picture(tmp_path, "logo.png")
    (tmp_path / "logo.png").mkdir()
    with pytest.raises(UnusablePictureError, match="is a folder"):
        read_picture(tmp_path, "logo.png")


def test_a_name_too_long_for_the_disk(tmp_path: Path) -> None:
    with pytest.raises(UnusablePictureError, match=r"cannot be read|is not there"):
        read_picture(tmp_path, "x" * 5000)
