"""The program that reads scans, looked up on this machine."""

import os
import shutil

from generator.letter.ocr import NoScannerError, Scanner


def reader() -> Scanner:
    """Reads scans with the tesseract of this machine. Raises NoScannerError where it has none."""
    program = shutil.which("tesseract")
    if program is None:
        raise NoScannerError
    return Scanner(program, dict(os.environ))
