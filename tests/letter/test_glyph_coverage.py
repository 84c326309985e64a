"""Characters without a glyph are found in the lines of the files, before anything is printed."""

from pathlib import Path

from generator.letter import glyph_coverage
from generator.models.letter import Letter
from generator.press import build, job
from generator.press.build_options import BuildOptions
from generator.project import load
from tests.support.golden_mistakes import LIBRARY, ON, make_project


def letters(folder: Path) -> list[Letter]:
    return [
        order.letter
        for order in build.prepare_letters(
            load.open_project(folder), BuildOptions("library", ON)
        ).orders
    ]


def test_a_character_counts_only_where_a_letter_holds_it(tmp_path: Path) -> None:
    printed = letters(make_project(tmp_path))
    file = tmp_path / "notes.yaml"
    file.write_text("# 📚 books\nname: Ana\n", encoding="utf-8")
    assert printed
    assert list(glyph_coverage.unprintable([("notes.yaml", file)], printed)) == []


def test_a_remark_with_emoji_stops_no_letter(tmp_path: Path) -> None:
    folder = make_project(tmp_path)
    sender = folder / LIBRARY / "sender.yaml"
    sender.write_text("# that is me 🙂\n" + sender.read_text("utf-8"), encoding="utf-8")
    assert letters(folder)


def test_a_name_is_found_in_the_file_of_the_recipients_with_its_line(tmp_path: Path) -> None:
    folder = make_project(tmp_path)
    file = folder / "recipients" / "members.yaml"
    lines = file.read_text("utf-8").replace("Veronica Escobar", "Veronica 😀 Escobar").split("\n")
    file.write_text("\n".join(lines), encoding="utf-8")
    number = next(number for number, line in enumerate(lines, 1) if "😀" in line)
    found = [
        str(problem)
        for problem in job.check(load.open_project(folder), [BuildOptions("library", ON)])
    ]
    assert (
        f"recipients/members.yaml:{number}: the typefaces have no sign for "
        "'😀' (U+1F600 GRINNING FACE); write it another way"
    ) in found


def test_a_sender_from_elsewhere_is_looked_at_too(tmp_path: Path) -> None:
    folder = make_project(tmp_path / "project")
    sender = tmp_path / "me.yaml"
    sender.write_text(
        (folder / LIBRARY / "sender.yaml").read_text("utf-8").replace("Ana", "Ана😀", 1),
        encoding="utf-8",
    )
    found = job.check(load.open_project(folder), [BuildOptions("library", ON, sender=sender)])
    assert [(problem.file, problem.severity) for problem in found if "😀" in problem.message] == [
        (str(sender), "error")
    ]
