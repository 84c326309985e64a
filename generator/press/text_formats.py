"""The files of a letter next to its PDF: the text for web forms, and the web page.

Their bytes follow from the words of the printed letter alone, so that index.csv does not list them:
a build compares each with what it would be, and writes it where it is missing or another. Indexes
of earlier versions stay readable, and their letters get a text without being printed again.
"""

from collections.abc import Callable, Collection, Mapping
from pathlib import Path

from generator.errors import CannotWriteError, LettersError
from generator.files.whole import guarantee_folder, write_whole
from generator.letter import readback
from generator.letter.plain_text import form_text, reading_order
from generator.letter.web_page import page_text, web_page
from generator.models.fields import LetterFormat
from generator.models.letter import Letter


class TextLosesWordsError(LettersError):
    """A text or web page lacks words of its letter."""

    def __init__(self, ending: str, lost: Collection[str]) -> None:
        super().__init__(
            f"read back from the finished .{ending} file: {'; '.join(lost)}. This is a mistake of "
            f"the program: report it, and build without --format {ending}"
        )


def _same(text: str) -> str:
    return text


_Form = tuple[Callable[[Letter], str], Callable[[str], str], str]
"""What makes the file, what reads its words, and the label of its subject."""
_FORMS: Mapping[LetterFormat, _Form] = {
    "txt": (form_text, _same, "Subject"),
    "html": (web_page, page_text, "Re"),
}


def texts(letter: Letter, formats: Collection[LetterFormat]) -> dict[LetterFormat, bytes]:
    """Returns the files of these formats, each read back; a PDF is not among them.

    Raises TextLosesWordsError where a file lacks a paragraph, ask, note, name or number.
    """
    files: dict[LetterFormat, bytes] = {}
    for ending, (make, read, label) in _FORMS.items():
        if ending not in formats:
            continue
        text = make(letter)
        words = read(text)
        order = reading_order(letter)
        lost = readback.read_back(words, letter, label=label)
        lost += readback.lost_paragraphs(words, letter, order=order)
        if lost:
            raise TextLosesWordsError(ending, lost)
        files[ending] = text.encode()
    return files


def write_texts(files: Mapping[LetterFormat, bytes], *, folder: Path, stem: str) -> bool:
    """Writes the files that are missing or differ; returns whether there was any.

    Raises CannotWriteError.
    """
    changed = False
    for ending, data in files.items():
        path = folder / f"{stem}.{ending}"
        if _content(path) != data:
            guarantee_folder(path.parent)
            # lasting=False: the next run compares the content, as it does that of the PDF.
            write_whole(path, data, lasting=False)
            changed = True
    return changed


def remove_stale_texts(*, folder: Path, stem: str, formats: Collection[LetterFormat]) -> None:
    """Removes the text and page of an earlier letter, where only a PDF replaces that.

    They would have other words than the PDF next to them. Raises CannotWriteError.
    """
    for ending in _FORMS:
        path = folder / f"{stem}.{ending}"
        if ending not in formats:
            try:
                path.unlink(missing_ok=True)
            except OSError as error:
                raise CannotWriteError(str(path), error) from error


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None
