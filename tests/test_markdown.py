import pytest

from generator.errors import FilesAreWrongError
from generator.letter.markdown import ALLOWED, Reader
from generator.models import Block, Run


def read(text: str) -> tuple[Block, ...]:
    return Reader().blocks(text, part="letter", file="letter.md", first_line=10)


def test_paragraphs_know_their_lines_and_quotes_are_typographic() -> None:
    blocks = read('It\'s "so".\n\nThe *second*\none -- **bold**.')
    assert [(block.kind, block.line, block.text) for block in blocks] == [
        ("paragraph", 10, "It’s “so”."),
        ("paragraph", 12, "The second one -- bold."),
    ]
    assert blocks[1].items[0][:3] == (Run("The "), Run("second", "em"), Run(" one -- "))


def test_paragraphs_of_statutes_stay_what_they_are() -> None:
    text = "Section 905(c), 8 U.S.C. § 1225(b)(1)(C) and Rule 4(r)(tm)… and so on."
    assert read(text)[0].text == text


def test_lists_and_quotations() -> None:
    blocks = read("- one\n- two\n\n1. first\n2. second\n\n> said so")
    assert [(block.kind, block.text) for block in blocks] == [("bullets", "one\ntwo"), ("numbers", "first\nsecond"), ("quote", "said so")]


def test_links_carry_their_address() -> None:
    assert read("See [the bill](https://example.org/b).")[0].items[0][1] == Run("the bill", link="https://example.org/b")


def test_signs_that_html_has_too_are_only_words() -> None:
    assert read("a < b & c > d, <https://example.org>")[0].text == "a < b & c > d, https://example.org"


HTML_SAID = "HTML (a remark that is not printed is {# … #})"


def test_escaped_punctuation_is_words() -> None:
    assert read(r"Robert \*Bobby\* Scott \<script\>")[0].text == "Robert *Bobby* Scott <script>"


def test_a_script_address_is_no_link() -> None:
    assert all(run.link is None for run in read("[x](javascript:alert(1))")[0].items[0])


@pytest.mark.parametrize(
    ("text", "said", "line"),
    [
        ("Fine.\n\n# Heading", "a heading", 12),
        ("```\ncode\n```", "a code block", 10),
        ("Fine.\n\n    code", "a code block (a line that begins with four spaces is one)", 12),
        ("Fine.\n\n---", "a rule", 12),
        ("Fine\n![x](y.png) words", "an image", 11),
        ("Fine\nand <br> so", HTML_SAID, 11),
        ("Fine\n\n<!-- note -->\n", HTML_SAID, 12),
        ("Fine <!-- note --> words", HTML_SAID, 10),
        ("Fine\n\n<div>words</div>", HTML_SAID, 12),
    ],
)
def test_what_a_letter_cannot_carry_is_a_problem_with_its_line(text: str, said: str, line: int) -> None:
    with pytest.raises(FilesAreWrongError) as caught:
        read(text)
    assert [str(problem) for problem in caught.value.problems] == [f"letter.md:{line}: {said} has no place here: {ALLOWED}"]


def test_all_problems_of_a_text_are_found() -> None:
    with pytest.raises(FilesAreWrongError) as caught:
        read("# One\n\n## Two\n\n---")
    assert [problem.line for problem in caught.value.problems] == [10, 12, 14]
