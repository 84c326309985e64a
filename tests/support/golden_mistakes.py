"""Projects with mistakes: a good project, and over it the files of one folder of data/mistakes.

tests/golden/problems.txt holds the problems of each; `pytest --update-golden` writes it.
"""

import datetime
import os
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

from generator.project import audit_record
from generator.project.audit_record import AuditDocument, AuditRecord

HERE = Path(__file__).parents[1] / "data"
CASES: Mapping[str, Path] = {
    path.name: path for path in sorted((HERE / "mistakes").iterdir()) if path.is_dir()
}
ON = datetime.date(2026, 9, 1)
REMOVED = "remove.txt"

LIBRARY = Path("letters/library")


def make_project(folder: Path, case: Path | None = None) -> Path:
    """Writes a good project with the shipped designs; with a case, one with its mistake."""
    shutil.copytree(HERE / "base_project", folder, dirs_exist_ok=True)
    shutil.copytree(HERE.parents[1] / "templates", folder / "templates", dirs_exist_ok=True)
    if case is not None:
        lay_over(folder, case)
    attest(folder / LIBRARY)
    return folder


def attest(campaign: Path) -> None:
    """Records an audit without errors of the campaign's source file, right or wrong."""
    if source := audit_record.digest(campaign):
        witness = AuditDocument(work="report", name="report.pdf", sha256="0" * 64)
        audit_record.keep(
            campaign,
            AuditRecord(
                source=source,
                date=ON,
                findings=0,
                recommendations=0,
                sections=0,
                documents=(witness,),
            ),
        )


def lay_over(folder: Path, case: Path) -> None:
    """Removes the files that remove.txt names, and copies the files of the case."""
    removed = case / REMOVED
    for name in removed.read_text(encoding="utf-8").splitlines() if removed.exists() else ():
        (folder / name).unlink()
    for path in case.rglob("*"):
        if path.is_file() and path != removed:
            target = folder / path.relative_to(case)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)


# ---------------------------------------------------------------- what no repository can hold


def huge_file(folder: Path) -> None:
    """Makes a campaign of 100 MB, which takes no room on the disk."""
    with (folder / LIBRARY / "campaign.yaml").open("r+b") as file:
        file.truncate(100_000_000)


def pipe(folder: Path) -> None:
    """Replaces a file with a pipe without a writer."""
    (folder / LIBRARY / "letter.md").unlink()
    os.mkfifo(folder / LIBRARY / "letter.md")


def link_to_itself(folder: Path) -> None:
    """Replaces a file with a link to itself."""
    (folder / LIBRARY / "source.yaml").unlink()
    (folder / LIBRARY / "source.yaml").symlink_to("source.yaml")


def picture_behind_a_link(folder: Path) -> None:
    """Adds a logo that is a link to a file outside the campaign's folder."""
    (folder / "secret.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg"/>', encoding="utf-8"
    )
    (folder / LIBRARY / "logo.svg").symlink_to("../../secret.svg")
    with (folder / LIBRARY / "sender.yaml").open("a", encoding="utf-8") as file:
        file.write("logo: logo.svg\n")


MADE: Mapping[str, Callable[[Path], None]] = {
    "made: huge-file": huge_file,
    "made: pipe": pipe,
    "made: link-to-itself": link_to_itself,
    "made: picture-behind-a-link": picture_behind_a_link,
}
"""Functions that make the mistake in a good project."""
