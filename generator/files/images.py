"""Logos and signatures: files beside sender.yaml that hold what they say, as `data:` addresses."""

import base64
import re
import warnings
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError, iterparse

from PIL import Image, UnidentifiedImageError

from generator.errors import LettersError
from generator.text import quoted

LARGEST = 5_000_000
MOST_PIXELS = 50_000_000
DEEPEST = 100
"""Bounds of one picture: bytes, pixels, and elements of an SVG inside each other."""

ENDS = {"PNG": b"IEND\xaeB`\x82", "JPEG": b"\xff\xd9"}
"""The last bytes of a whole picture (PNG, third edition, 11.2.5; ITU-T T.81, table B.1)."""

TAIL = 1024
"""Where those stand: some cameras and programs leave padding behind them."""

MIME = {"PNG": "image/png", "JPEG": "image/jpeg"}

LEFT_OUT = frozenset({"script", "foreignObject", "iframe", "audio", "video", "handler", "listener", "set"})
"""Elements of SVG that run or move; a printed picture does neither."""


class UnusablePictureError(LettersError):
    """A picture that cannot be printed, and what to do about it."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{quoted(name)} {reason}")


def read_picture(folder: Path, name: str) -> str:
    """The picture of that name in the folder as a `data:` address.

    Raises UnusablePictureError for a picture that is not there, lies elsewhere, or is not a PNG, JPEG or harmless SVG.
    """
    content = _content(_inside(folder, name), name)
    if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        _check_svg(content, name)
        return _data("image/svg+xml", content)
    return _data(MIME[_raster_format(content, name)], content)


def _data(mime: str, content: bytes) -> str:
    return f"data:{mime};base64,{base64.b64encode(content).decode('ascii')}"


def _inside(folder: Path, name: str) -> Path:
    """The path, where it lies in the folder, also after every link is followed."""
    if not name.isprintable() or Path(name).is_absolute() or re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", name):
        raise UnusablePictureError(name, "is not the plain name of a file in this folder, like logo.svg")
    path = folder / name
    try:
        inside = path.resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError):  # a link to itself
        inside = False
    if not inside:
        raise UnusablePictureError(name, "lies outside the campaign's folder: copy it beside this file")
    return path


def _content(path: Path, name: str) -> bytes:
    try:
        if not path.exists():
            raise UnusablePictureError(name, "is not there: put the file into this folder, or take the line out")
        if not path.is_file():
            raise UnusablePictureError(name, "is not a file")
        if path.stat().st_size > LARGEST:
            raise UnusablePictureError(name, f"is larger than {LARGEST // 1_000_000} MB: make it smaller")
        return path.read_bytes()
    except OSError as error:
        raise UnusablePictureError(name, f"cannot be read: {error.strerror}") from error


def _raster_format(content: bytes, name: str) -> str:
    """`PNG` or `JPEG`, whatever the file is called; the whole of it has been decoded once."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(BytesIO(content), formats=tuple(MIME)) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    raise UnusablePictureError(name, f"has more than {MOST_PIXELS // 1_000_000} million pixels: make it smaller")
                picture.load()
                kind = str(picture.format)
    except UnidentifiedImageError:
        raise UnusablePictureError(name, "is not a PNG, JPEG or SVG picture: save it as one") from None
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise UnusablePictureError(name, "is damaged, cut short or far too large: save it again") from None
    # Pillow alone does not tell: WeasyPrint switches its check for pictures cut short off, for the whole process.
    if ENDS[kind] not in content[-TAIL:]:
        raise UnusablePictureError(name, "is damaged, cut short or far too large: save it again")
    return kind


# ---------------------------------------------------------------- SVG


def _check_svg(content: bytes, name: str) -> None:
    """Guarantees an SVG that runs nothing and fetches nothing."""
    if b"<!ENTITY" in content or b"\0" in content:
        raise UnusablePictureError(name, "defines entities or is not UTF-8: save it as plain SVG")
    try:
        for element in _elements(content, name):
            if message := _harm(element):
                raise UnusablePictureError(name, f"{message}: save it as plain SVG without it")
    except (ParseError, LookupError, ValueError) as error:
        raise UnusablePictureError(name, f"is not well-formed SVG ({error}): save it again") from None


def _elements(content: bytes, name: str) -> Iterator[Element]:
    """Every element, the root first checked to be an SVG."""
    depth = 0
    for event, element in iterparse(BytesIO(content), events=("start", "end")):  # noqa: S314 - entities were refused, expat bounds the rest
        depth += 1 if event == "start" else -1
        if depth == 1 and event == "start" and _local(element.tag) != "svg":
            raise UnusablePictureError(name, "is not a PNG, JPEG or SVG picture: save it as one")
        if depth > DEEPEST:
            raise UnusablePictureError(name, f"is nested more than {DEEPEST} deep: save it as plain SVG")
        if event == "end":
            yield element


def _harm(element: Element) -> str | None:
    """What an element would run or fetch; None for the harmless ones."""
    tag = _local(element.tag)
    if tag in LEFT_OUT or tag.startswith("animate"):
        return f"holds <{tag}>"
    for key, value in element.attrib.items():
        if _local(key).lower().startswith("on"):
            return f"holds the script {_local(key)}"
        if _local(key) in ("href", "src") and not re.match(r"\s*(#|data:image/(png|jpeg);)", value):
            return f"refers to {quoted(value)}"
        if _fetches(value):
            return f"refers to another file in {_local(key)}"
    return "refers to another file in its style" if tag == "style" and _fetches(element.text or "") else None


def _fetches(style: str) -> bool:
    """Whether a style asks for something outside the picture; what CSS hides behind backslashes counts as asking."""
    plain = re.sub(r"/\*.*?\*/", "", style, flags=re.DOTALL)
    return re.search(r"(?i)@import|\\|url\(\s*[\"']?\s*(?!#)[^\s\"']", plain) is not None


def _local(name: str) -> str:
    return name.rpartition("}")[2]
