"""Reads logos and signatures, files next to sender.yaml, as `data:` addresses.

A `data:` address lets a page be set in another process without any access to files.
"""

import base64
import re
import warnings
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from xml.etree.ElementTree import Element

from PIL import Image, UnidentifiedImageError

from generator.errors import FilesAreWrongError, LettersError
from generator.files.text import load_bytes
from generator.files.xml import UnusableXmlError, parse_xml
from generator.text import quoted

MAX_PICTURE_BYTES = 5_000_000
MAX_PIXELS = 50_000_000
"""Chosen by hand: a scan of a letterhead at 600 dpi has about 2 MB and 34 million pixels."""

ENDS = {"PNG": b"IEND\xaeB`\x82", "JPEG": b"\xff\xd9"}
"""The last bytes of a whole picture (PNG, third edition, 11.2.5; ITU-T T.81, table B.1)."""

TAIL_BYTES = 1024
"""Bytes at the end that must hold these: some cameras and programs leave padding behind them."""

# The formats that Pillow may try: each of its others is code that a hostile file could reach.
MIME = {"PNG": "image/png", "JPEG": "image/jpeg"}

MODES = frozenset({"1", "L", "LA", "P", "PA", "RGB", "RGBA"})
"""Pillow's modes of pictures in gray or RGB, eight bits a channel at most.

PDF/A-2a allows CMYK only with a printer's profile (ISO 19005-2, 6.2.4.3), which letters have not;
WeasyPrint stops at 16 bits of gray.
"""

ACTIVE_ELEMENTS = frozenset(
    {"script", "foreignObject", "iframe", "audio", "video", "handler", "listener", "set"}
)
"""Elements of SVG that run or move; a printed picture does neither."""

_NO_PICTURE = "is not a PNG, JPEG or SVG picture: save it as one"
_DAMAGED = "is damaged, cut short or far too large: save it again"


_INNER_PICTURE = re.compile(r"\s*data:image/(?:png|jpeg);base64,(.*)", re.DOTALL)

# `color(srgb …)` would be right, and no drawing program writes it.
_PRINTERS_COLOR = re.compile(r"(?i)\b(?:device-cmyk|color)\([^)]*\)?")


class UnusablePictureError(LettersError):
    """A picture that cannot be printed, and what to do about it."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{quoted(name)} {reason}")


def read_picture(folder: Path, name: str) -> str:
    """Returns the picture of that name in the folder as a `data:` address.

    Raises UnusablePictureError for a picture that is missing, lies elsewhere, or is not a PNG, JPEG
    or harmless SVG.
    """
    try:
        content = load_bytes(_inside(folder, name), shown_as=name, max_bytes=MAX_PICTURE_BYTES)
    except FilesAreWrongError as error:
        problem = error.problems[0]
        reason = "is not there: put the file into this folder, or take the line out"
        if problem.code != "missing-file":
            reason = problem.message
        raise UnusablePictureError(name, reason) from error
    # By content, as a browser does: people save a PNG as logo.jpg.
    if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        _check_svg(content, name)
        mime = "image/svg+xml"
    else:
        mime = MIME[_raster_format(content, name)]
    return f"data:{mime};base64,{base64.b64encode(content).decode('ascii')}"


def _inside(folder: Path, name: str) -> Path:
    """Returns the path, if it lies in the folder, also after all links are followed."""
    # The scheme of an address (RFC 3986, section 3.1), and the drive of a Windows path: `https:`,
    # `data:`, `C:`; not `logo.svg`.
    is_address = re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", name)
    if not name.isprintable() or Path(name).is_absolute() or is_address:
        raise UnusablePictureError(
            name, "is not the plain name of a file in this folder, like logo.svg"
        )
    path = folder / name
    try:
        # Both are resolved, because the folder itself may be reached through a link (/tmp on
        # macOS).
        inside = path.resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError):  # a link to itself
        inside = False
    if not inside:
        raise UnusablePictureError(
            name, "lies outside the campaign's folder: copy it next to this file"
        )
    return path


def _raster_format(content: bytes, name: str) -> str:
    """Returns `PNG` or `JPEG`, by the content and not the name; decodes the whole picture once."""
    try:
        with warnings.catch_warnings():
            # Pillow only warns up to twice its limit.
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(BytesIO(content), formats=tuple(MIME)) as picture:
                # From the header, before `load` asks for the memory.
                if picture.width * picture.height > MAX_PIXELS:
                    raise UnusablePictureError(
                        name,
                        f"has more than {MAX_PIXELS // 1_000_000} million pixels: make it smaller",
                    )
                picture.load()
                kind, mode = str(picture.format), picture.mode
    # Before OSError, whose subclass it is.
    except UnidentifiedImageError:
        raise UnusablePictureError(name, _NO_PICTURE) from None
    except (
        OSError,
        # Pillow raises SyntaxError for a broken PNG, and OSError or ValueError for other damage.
        SyntaxError,
        ValueError,
        Image.DecompressionBombError,
        Image.DecompressionBombWarning,
    ):
        raise UnusablePictureError(name, _DAMAGED) from None
    # Pillow is not enough: WeasyPrint turns off its check for truncated pictures in the whole
    # process.
    if ENDS[kind] not in content[-TAIL_BYTES:]:
        raise UnusablePictureError(name, _DAMAGED)
    if mode not in MODES:
        depth = "has 16 bits a channel" if mode.startswith(("I", "F")) else f"is in {mode} colors"
        raise UnusablePictureError(name, f"{depth}: save it in RGB or gray, 8 bits a channel")
    return kind


# ---------------------------------------------------------------- SVG


def _check_svg(content: bytes, name: str) -> None:
    """Guarantees an SVG that runs nothing and fetches nothing."""
    try:
        root = parse_xml(content)
    except UnusableXmlError as error:
        raise UnusablePictureError(name, f"{error.reason}: save it as plain SVG") from None
    if _local(root.tag) != "svg":
        raise UnusablePictureError(name, _NO_PICTURE)
    for element in root.iter():
        if message := _harm(element):
            raise UnusablePictureError(name, f"{message}: save it as plain SVG without it")
        for inner in _inner_pictures(element):
            try:
                _raster_format(base64.b64decode(inner), name)
            # ValueError: Base64 with letters of other scripts.
            except ValueError:
                raise UnusablePictureError(name, f"holds a picture that {_DAMAGED}") from None


def _inner_pictures(element: Element) -> Iterator[str]:
    """Yields the raster pictures inside an element of SVG, as Base64."""
    for key, value in element.attrib.items():
        if _local(key) in ("href", "src") and (found := _INNER_PICTURE.match(value)):
            yield found[1]


def _harm(element: Element) -> str | None:
    """Returns what an element would run or fetch, or None."""
    tag = _local(element.tag)
    # animate, animateMotion, animateTransform, animateColor.
    if tag in ACTIVE_ELEMENTS or tag.startswith("animate"):
        return f"holds <{tag}>"
    for key, value in element.attrib.items():
        name = _local(key)
        # onload, onclick and all later ones: no other attribute of SVG begins with “on”.
        if name.lower().startswith("on"):
            return f"holds the script {name}"
        # A place in the picture (`#a`) and a raster picture inside it. Not data:image/svg+xml,
        # which would be a second SVG that is not looked at.
        if name in ("href", "src") and not (
            value.lstrip().startswith("#") or _INNER_PICTURE.match(value)
        ):
            return f"refers to {quoted(value)}"
        if _fetches(value):
            return f"refers to another file in {name}"
    if tag == "style" and _fetches(element.text or ""):
        return "refers to another file in its style"
    return _printers_color(element)


def _printers_color(element: Element) -> str | None:
    """Returns what is wrong with a color of the element that PDF/A does not allow, or None."""
    values = {_local(key): value for key, value in element.attrib.items()}
    if _local(element.tag) == "style":
        values["its style"] = element.text or ""
    for name, value in values.items():
        if color := _PRINTERS_COLOR.search(value):
            return f"has the color {quoted(color[0])} in {name}, which is not RGB"
    return None


def _fetches(style: str) -> bool:
    """Returns whether a style may ask for something outside the picture.

    CSS can hide an address behind backslashes, so that every backslash counts.
    """
    plain = re.sub(r"/\*.*?\*/", "", style, flags=re.DOTALL)
    # `url(x.svg#a)`, `url("https://x")` and `@import "x"`; not `url(#a)` and `url( '#a' )`.
    return re.search(r"(?i)@import|\\|url\(\s*[\"']?\s*(?!#)[^\s\"']", plain) is not None


def _local(name: str) -> str:
    return name.rpartition("}")[2]
