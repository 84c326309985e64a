"""Reads the text and draws the pages of a finished PDF, with poppler."""

import io
import re
import subprocess
from pathlib import Path

from PIL import Image


def text_of(path: Path, *, page: int | None = None, layout: bool = False) -> str:
    """Returns the text as poppler reads it, of one page or all; one space between words."""
    pages = ["-f", str(page), "-l", str(page)] if page else []
    command = ["pdftotext", *(["-layout"] if layout else []), *pages, str(path), "-"]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return text if layout else re.sub(r"\s+", " ", text).strip()


def pages_of(path: Path) -> list[str]:
    """Returns the text of each page; one space between words."""
    command = ["pdftotext", str(path), "-"]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return [re.sub(r"\s+", " ", page).strip() for page in text.split("\f")[:-1]]


def picture_of(path: Path, *, page: int, resolution: int = 60) -> Image.Image:
    """Returns one page as poppler draws it."""
    command = [
        "pdftoppm",
        "-png",
        "-r",
        str(resolution),
        "-f",
        str(page),
        "-l",
        str(page),
        str(path),
    ]
    image = Image.open(io.BytesIO(subprocess.run(command, capture_output=True, check=True).stdout))
    image.load()
    return image
