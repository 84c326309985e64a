"""Projects with mistakes in them: a good project, and over it the files of one folder of tests/mistakes.

`python -m tests.golden_mistakes` rewrites the lines that are expected.
"""

import datetime
import os
import shutil
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from generator.project import audit_record, load
from generator.project.audit_record import Attestation, Witness

HERE = Path(__file__).parent
CASES = tuple(sorted(path for path in (HERE / "mistakes").iterdir() if path.is_dir()))
ON = datetime.date(2026, 9, 1)
EXPECTED, REMOVED = "expected.txt", "remove.txt"

COMPOSED = frozenset({"emoji", "emoji-among-others", "right-to-left", "unknown-envelope"})
"""Cases that only those find who know the typefaces, or the designs."""

LIBRARY = Path("letters/library")


def make_project(folder: Path, case: Path | None = None) -> Path:
    """A good project in the folder, with the designs that ship; with a case, made wrong in one way."""
    shutil.copytree(HERE / "base_project", folder, dirs_exist_ok=True)
    shutil.copytree(HERE.parent / "templates", folder / "templates", dirs_exist_ok=True)
    if case is not None:
        lay_over(folder, case)
    attest(folder / LIBRARY)
    return folder


def attest(campaign: Path) -> None:
    """Keeps beside the campaign's source file, whatever is in it, that it was borne out."""
    if source := audit_record.digest(campaign):
        witness = Witness(work="report", name="report.pdf", sha256="0" * 64)
        audit_record.keep(campaign, Attestation(source=source, date=ON, findings=0, recommendations=0, sections=0, documents=(witness,)))


def lay_over(folder: Path, case: Path) -> None:
    """Takes out what remove.txt names, and puts the files of the case in."""
    for name in _lines(case / REMOVED):
        (folder / name).unlink()
    for path in case.rglob("*"):
        if path.is_file() and path.name not in (EXPECTED, REMOVED):
            target = folder / path.relative_to(case)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)


def expected(case: Path) -> list[str]:
    """The lines that the user must see."""
    return _lines(case / EXPECTED)


def _lines(file: Path) -> list[str]:
    return file.read_text(encoding="utf-8").splitlines() if file.exists() else []


# ---------------------------------------------------------------- mistakes that no repository can hold


def huge_file(folder: Path) -> None:
    """A file of 100 MB where a campaign should be, which takes no room on the disk."""
    with (folder / LIBRARY / "campaign.yaml").open("r+b") as file:
        file.truncate(100_000_000)


def pipe(folder: Path) -> None:
    """A pipe that nobody writes into, in place of a file."""
    (folder / LIBRARY / "letter.md").unlink()
    os.mkfifo(folder / LIBRARY / "letter.md")


def link_to_itself(folder: Path) -> None:
    """A link that leads nowhere but to itself."""
    (folder / LIBRARY / "source.yaml").unlink()
    (folder / LIBRARY / "source.yaml").symlink_to("source.yaml")


def picture_behind_a_link(folder: Path) -> None:
    """A logo that is a link to a file outside the campaign's folder."""
    (folder / "secret.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>', encoding="utf-8")
    (folder / LIBRARY / "logo.svg").symlink_to("../../secret.svg")
    with (folder / LIBRARY / "sender.yaml").open("a", encoding="utf-8") as file:
        file.write("logo: logo.svg\n")


MADE: Mapping[str, tuple[Callable[[Path], None], str]] = {
    "huge-file": (huge_file, "letters/library/campaign.yaml: is 100 MB large; at most 16 MB are read. Is it the right file?"),
    "pipe": (pipe, "letters/library/letter.md: is not a plain file"),
    "link-to-itself": (link_to_itself, "letters/library/source.yaml: cannot be read: Too many levels of symbolic links"),
    "picture-behind-a-link": (
        picture_behind_a_link,
        'letters/library/sender.yaml:7: logo: "logo.svg" lies outside the campaign\'s folder: copy it beside this file',
    ),
}
"""What makes the mistake, and the one line that the user must see."""


def _rewrite() -> None:
    """Writes down what loading finds now; to be read before it is committed."""
    for case in CASES:
        if case.name not in COMPOSED:
            with tempfile.TemporaryDirectory() as folder:
                found = load.check_files(load.open_project(make_project(Path(folder), case)), ["library"], on=ON).problems
            (case / EXPECTED).write_text("".join(f"{problem}\n" for problem in found), encoding="utf-8")


if __name__ == "__main__":
    _rewrite()
