"""Files of text."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from generator.files.text import MAX_PROBLEMS, odd_character, read_text


def reading(tmp_path: Path, content: bytes) -> tuple[str | None, list[str]]:
    path = tmp_path / "file.md"
    path.write_bytes(content)
    text, problems = read_text(path, shown_as="file.md")
    return text, [str(problem) for problem in problems]


@pytest.mark.parametrize("content", [b"a\nb\n", b"a\r\nb\r\n", b"a\rb\r", b"\xef\xbb\xbfa\nb\n"])
def test_line_ends_and_a_bom_make_no_difference(content: bytes, tmp_path: Path) -> None:
    assert reading(tmp_path, content) == ("a\nb\n", [])


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16_is_named(encoding: str, tmp_path: Path) -> None:
    text, problems = reading(tmp_path, "name: x".encode(encoding))
    assert text is None
    assert problems == ["file.md: is UTF-16 (Windows calls it “Unicode”): save it as UTF-8"]


def test_a_byte_that_is_not_utf_8_is_found_with_its_line_and_its_letter(tmp_path: Path) -> None:
    text, (problem,) = reading(tmp_path, b"a\nb\nEscal\xf3n\n")
    assert text is None
    assert problem.startswith('file.md:3: is not UTF-8 (byte 0xf3 here, "ó" in old Windows files)')


def test_each_line_with_an_invisible_character_is_reported_once_and_up_to_a_limit(
    tmp_path: Path,
) -> None:
    _, problems = reading(tmp_path, b"\x00\x00\nfine\n\x07\n")
    assert [problem.split(":")[1] for problem in problems] == ["1", "3"]
    assert len(reading(tmp_path, b"\x07\n" * 500)[1]) == MAX_PROBLEMS


def test_a_missing_file_a_folder_and_a_name_that_cannot_be(tmp_path: Path) -> None:
    for path, words in [
        (tmp_path / "no.md", "no such file"),
        (tmp_path, "is a folder"),
        (Path("a\0b"), "cannot be read"),
    ]:
        text, problems = read_text(path, shown_as="x")
        assert text is None
        assert words in problems[0].message


@given(some.text(alphabet=some.characters(categories=["L", "M", "N", "P", "S", "Zs"]), max_size=50))
def test_what_people_write_holds_nothing_odd(text: str) -> None:
    assert odd_character(text) is None


@pytest.mark.parametrize(
    "character", ["\x00", "\x1b", "\x7f", "\x85", "\u2028", "\u202e", "\ufeff", "\ud800"]
)
def test_what_nobody_sees_is_odd(character: str) -> None:
    assert f"U+{ord(character):04X}" in (odd_character(f"a{character}b") or "")
