import pickle
import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.errors import FilesAreWrongError
from generator.letter.design import Design, load_design, to_html, words
from generator.models.letter import Block, Letter, TextRun
from generator.models.sender import Sender
from tests.conftest import Golden
from tests.support import letters_for_tests as letters

TEMPLATES = Path(__file__).parents[2] / "templates"
DESIGNS = ("organization", "constituent")


@pytest.fixture(scope="module", params=DESIGNS)
def design(request: pytest.FixtureRequest) -> Design:
    return load_design(TEMPLATES / request.param)


def project(tmp_path: Path, page: str = "<p>{{ letter.subject }}</p>", **files: str) -> Path:
    """A folder with a design of one page, and the common templates."""
    shutil.copytree(TEMPLATES / "common", tmp_path / "templates" / "common")
    folder = tmp_path / "templates" / "mine"
    folder.mkdir()
    for name, text in {
        "letter.html": page,
        "letter.css": "",
        **{name.replace("_", "."): text for name, text in files.items()},
    }.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def told(error: FilesAreWrongError) -> list[str]:
    return [str(problem) for problem in error.problems]


# ---------------------------------------------------------------- designs


def test_a_design_can_be_sent_to_another_process_and_sets_the_same_page_there(
    design: Design,
) -> None:
    here = to_html(letters.FULL, design)
    there: Design = pickle.loads(pickle.dumps(design))  # noqa: S301 - what we pickled ourselves
    assert there == design
    assert to_html(letters.FULL, there) == here


def test_the_digest_changes_with_every_file_of_the_design_and_of_the_common_folder(
    tmp_path: Path,
) -> None:
    folder = project(tmp_path)
    digests = [load_design(folder).digest]
    for path in (
        folder / "letter.css",
        folder / "letter.html",
        folder.parent / "common" / "base.css",
    ):
        path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
        digests.append(load_design(folder).digest)
    (folder / "seal.png").write_bytes(b"x")
    digests.append(load_design(folder).digest)
    assert len(set(digests)) == len(digests)
    assert load_design(folder).digest == digests[-1]


def test_settings_decide_where_dates_stand_and_whether_the_fold_is_marked(tmp_path: Path) -> None:
    page = '{% extends "common/page.html" %}'
    folder = project(
        tmp_path, page, design_yaml="dates: notes\nfold_mark: false\nenvelope: number-10\n"
    )
    design = load_design(folder)
    assert (design.dates, design.settings.fold_mark, design.settings.envelope) == (
        "notes",
        False,
        "number-10",
    )
    assert 'class="fold-mark"' not in to_html(letters.FULL, design)
    (folder / "design.yaml").unlink()
    assert load_design(folder).dates == "text"
    assert 'class="fold-mark"' in to_html(letters.FULL, load_design(folder))


def test_everything_that_is_wrong_in_a_design_is_told_at_once(tmp_path: Path) -> None:
    folder = project(
        tmp_path,
        "<p>\n{% if letter.subject %}\n</p>",
        other_html="{{ x | unheard }}",
        reads_html='\n{% include "../organization/letter.html" %}\n{% include letter.subject %}',
        design_yaml="title: x\nfold_marks: true\n",
    )
    (folder / "letter.css").unlink()
    (folder / "latin.html").write_bytes("é".encode("latin-1"))
    (folder / "outside.html").symlink_to(TEMPLATES / "organization" / "letter.html")
    with pytest.raises(FilesAreWrongError) as caught:
        load_design(folder)
    beginnings = [
        "templates/mine/design.yaml:2: fold_marks: ",
        "templates/mine/latin.html:1: ",
        "templates/mine/letter.css: is missing: ",
        "templates/mine/letter.html:3: Unexpected end of template",
        "templates/mine/other.html:1: No filter named 'unheard'",
        "templates/mine/outside.html: points out of its folder",
        (
            "templates/mine/reads.html:2: a design reads its own templates and "
            "the common ones, no other file"
        ),
        (
            "templates/mine/reads.html:3: a design reads its own templates and "
            "the common ones, no other file"
        ),
    ]
    lines = told(caught.value)
    assert len(lines) == len(beginnings)
    for line, beginning in zip(lines, beginnings, strict=True):
        assert line.startswith(beginning)


def test_a_folder_that_is_no_design_says_what_a_design_has(tmp_path: Path) -> None:
    with pytest.raises(FilesAreWrongError) as caught:
        load_design(tmp_path / "templates" / "none")
    assert told(caught.value) == [
        (
            f"templates/none/{name}: is missing: a design has letter.html and "
            "letter.css; copy those of another design"
        )
        for name in ("letter.css", "letter.html")
    ]


def test_a_page_with_nothing_on_it_is_no_page(tmp_path: Path) -> None:
    with pytest.raises(FilesAreWrongError) as caught:
        load_design(project(tmp_path, " \n"))
    assert told(caught.value) == [
        "templates/mine/letter.html: is empty: copy that of another design"
    ]


def test_what_a_letter_does_not_have_is_told_with_what_was_probably_meant(tmp_path: Path) -> None:
    with pytest.raises(FilesAreWrongError) as caught:
        to_html(letters.FULL, load_design(project(tmp_path, "<p>\n{{ letter.subjct }}")))
    (line,) = told(caught.value)
    assert line == (
        "templates/mine/letter.html:2: the design cannot say this: there "
        'is no "subjct" in it; did you mean "subject"?'
    )


def test_a_mistake_in_design_yaml_has_its_line(tmp_path: Path) -> None:
    design = load_design(project(tmp_path, design_yaml="title: x\nenvelope: number-11\n"))
    assert (
        str(design.problem("envelope", "is unknown"))
        == "templates/mine/design.yaml:2: envelope: is unknown"
    )


# ---------------------------------------------------------------- what a design may not do

ATTACKS = {
    "reads a file": (
        "{{ "
        "letter.sender.details.__class__.__init__.__globals__"
        '["__builtins__"]["open"]("/etc/passwd").read() '
        "}}"
    ),
    "walks to the subclasses": "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "reaches internals by a filter": '{{ letter | attr("__class__") }}',
    "reaches internals by map": '{{ [letter] | map(attribute="__class__") | first }}',
    "formats its way in": '{{ "{0.__class__}".format(letter) }}',
    "uses the macro's globals": "{% macro m() %}{% endmacro %}{{ m.__init__.__globals__ }}",
    "uses cycler": "{{ cycler.__init__.__globals__ }}",
    "makes Latin without end": "{{ lipsum(n=100000) }}",
    "changes the letter": "{% set _ = letter.notes.append(1) %}",
    "writes attributes": "{% set letter.subject = 'x' %}",
    "repeats a letter": "{{ 'a' * 10 ** 9 }}",
    "repeats a list": "{{ [1] * 10 ** 9 }}",
    "repeats from the right": "{{ 10 ** 8 * 'ab' }}",
    "raises to a power": "{{ 10 ** 10 ** 8 }}",
    "pads a format": "{{ '%1000000000s' % 'a' }}",
    "centers": "{{ 'a'.center(10 ** 9) }}",
    "counts far": "{% for i in range(10 ** 9) %}{% endfor %}",
    "loops in loops": "{% for i in range(999) %}{% for j in range(999) %}{% endfor %}{% endfor %}",
    "doubles by joining words": (
        "{% set n = namespace(x='aaaaaaaa') %}{% for i in range(40) %}{% "
        "set n.x = n.x ~ n.x %}{% endfor %}"
    ),
    "doubles by adding": (
        "{% set n = namespace(x='aaaaaaaa') %}{% for i in range(40) %}{% "
        "set n.x = n.x + n.x %}{% endfor %}"
    ),
    "doubles by blocks": (
        "{% set n = namespace(x='aa') %}{% for i in range(40) %}{% set n.x "
        "%}{{ n.x }}{{ n.x }}{% endset %}{% endfor %}"
    ),
    "doubles by filter": (
        "{% set n = namespace(x='aa') %}{% for i in range(40) %}{% set n.x "
        "= [n.x] * 999 | join(n.x) %}{% endfor %}"
    ),
    "joins wide": "{{ range(1000) | join('a' * 9000) }}",
    "calls itself": "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "calls itself twice": (
        "{% macro m(n) %}{% if n %}{{ m(n - 1) }}{{ m(n - 1) }}{% endif %}{% endmacro %}{{ m(60) }}"
    ),
    "writes without end": "{% set a = 'a' * 100000 %}{% for i in range(900) %}{{ a }}{% endfor %}",
    "names nothing": "{{ letter.nothing }}",
    "names an unknown variable": "{{ nothing }}",
    "divides by zero": "{{ 1 / 0 }}",
    "takes what is not there": "{{ letter.notes[99].number }}",
    "mixes types": "{{ 1 + 'a' }}",
}
WITHOUT_LINE = {ATTACKS["writes attributes"], ATTACKS["writes without end"]}
"""Jinja2 gives no line for setting an attribute, and no one line writes without end."""


@pytest.mark.slow
@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS.keys())
def test_a_design_that_does_harm_is_stopped_with_file_and_line(tmp_path: Path, attack: str) -> None:
    folder = project(tmp_path, f"<p>\n{attack}\n</p>")
    with pytest.raises(FilesAreWrongError) as caught:
        to_html(letters.FULL, load_design(folder))
    (line,) = told(caught.value)
    assert line.startswith(
        "templates/mine/letter.html:2: "
        if attack not in WITHOUT_LINE
        else "templates/mine/letter.html"
    )


@pytest.mark.parametrize(
    "attack",
    [
        "{% autoescape false %}{{ letter.subject }}{% endautoescape %}",
        "{% for a in [1] recursive %}{{ loop([1]) }}{% endfor %}",
        "{{ letter.subject | safe }}",
        '{% import "os" as os %}',
        '{% extends "/etc/passwd" %}',
    ],
)
def test_what_a_design_must_not_say_is_refused_when_it_is_read(tmp_path: Path, attack: str) -> None:
    with pytest.raises(FilesAreWrongError) as caught:
        load_design(project(tmp_path, f"\n{attack}"))
    assert [
        line for line in told(caught.value) if line.startswith("templates/mine/letter.html:2: ")
    ]


def test_a_mistake_in_a_macro_is_told_where_the_macro_stands(tmp_path: Path) -> None:
    folder = project(
        tmp_path,
        '{% from "parts.html" import part %}\n{{ part(letter) }}',
        parts_html="{% macro part(x) %}\n\n{{ x.nothing }}\n{% endmacro %}",
    )
    with pytest.raises(FilesAreWrongError) as caught:
        to_html(letters.FULL, load_design(folder))
    assert told(caught.value)[0].startswith("templates/mine/parts.html:3: ")


def test_each_letter_has_all_its_steps(tmp_path: Path) -> None:
    design = load_design(
        project(
            tmp_path,
            (
                "{% for i in range(999) %}{% for j in range(60) %}{% endfor %}{% "
                "endfor %}{{ 2 * 3 }}{{ [1, 2] | join('-') }}"
            ),
        )
    )
    assert to_html(letters.FULL, design) == to_html(letters.FULL, design) == "61-2"


def test_joined_markup_stays_markup_and_joined_words_stay_words(tmp_path: Path) -> None:
    page = "{{ ['<a>', 'b'] | join('&') }} {{ ['<a>' | words, '<b>'] | join('&') }}"
    assert (
        to_html(letters.FULL, load_design(project(tmp_path, page)))
        == "&lt;a&gt;&amp;b &lt;a&gt;&amp;&lt;b&gt;"
    )


# ---------------------------------------------------------------- pages


def test_every_word_of_a_letter_is_escaped(design: Design) -> None:
    mean = "<script>alert('x')</script>&\"'"
    sender = letters.ORGANIZATION.model_copy(
        update=dict.fromkeys(
            ("name", "title", "organization", "street", "city", "phone", "email", "website"), mean
        )
    )
    block = Block(
        "bullets",
        (
            (
                TextRun(mean),
                TextRun(mean, "em"),
                TextRun(mean, "strong", link="https://example.org/?a=1&b=\"'><script>"),
            ),
        ),
        "letter",
    )
    letter = replace(
        letters.FULL,
        sender=Sender(sender),
        title=mean,
        subject=mean,
        salutation=mean,
        closing=mean,
        inside_address=(mean,),
        statement=(block,),
        message=(block,),
        enclosures=(mean,),
        copies=(mean,),
        notes=(),
    )
    page = to_html(letter, design)
    assert "<script" not in page
    assert page.count("&lt;script&gt;") > 12


def test_a_logo_and_signature_cannot_leave_their_attribute(design: Design) -> None:
    page = to_html(
        replace(
            letters.FULL, sender=Sender(letters.ORGANIZATION, logo='x"><b>', signature='x"><b>')
        ),
        design,
    )
    assert "<b>" not in page


@given(st.text(max_size=60))
def test_words_as_markup_are_escaped_whatever_they_are(text: str) -> None:
    markup = words(text)
    plain = str(markup.replace("<br>", "").replace("<wbr>", ""))
    assert not set(plain) & set("<>")


def test_the_notes_stand_where_they_are_called_and_in_order(design: Design) -> None:
    page = to_html(letters.FULL, design)
    assert page.count('<span class="note') == len(letters.NOTES)
    places = [page.index(str(words(note.runs[0].text[:30]))) for note in letters.NOTES]
    assert places == sorted(places)
    assert '59,000 people had been returned in this way,<span class="note">' in page


def test_a_call_has_a_whole_space_behind_a_figure_only(design: Design) -> None:
    block = letters.paragraph("In 2019.", 1, " In (2020)”,", 2, " They left.", 3, " 4 left", 4)
    page = to_html(replace(letters.FULL, statement=(block,)), design)
    behind = re.findall(r'(\S*)<span class="note(?: (after-figure))?">', page)
    assert behind == [
        ("2019.", "after-figure"), ("(2020)”,", "after-figure"), ("left.", ""), ("left", "")
    ]  # fmt: skip


def test_a_call_stands_close_behind_its_words_and_a_run_may_be_split_anywhere() -> None:
    design = load_design(TEMPLATES / "organization")
    block = letters.paragraph(
        'He said "no', TextRun('" ', "strong"), 1, " and ", TextRun("went.\n", "em"), 2
    )
    page = to_html(replace(letters.FULL, statement=(block,)), design)
    assert "<p>He said “no<strong>”</strong><span" in page
    assert " and <em>went.</em><span" in page


def test_own_words_of_a_person_are_plain_paragraphs_and_those_of_an_organization_apart(
    design: Design,
) -> None:
    page = to_html(letters.PERSONAL, design)
    assert 'class="voice message"' not in page
    assert "In my own words" not in page
    assert "We write on behalf" in page.partition("<p>I taught third grade")[0]
    assert "Waiting is not safe." in page.partition("<p>I taught third grade")[2]
    apart = to_html(replace(letters.FULL, message=letters.MESSAGE), design)
    statement, message = apart.split('<section class="voice message">')
    assert "I taught third grade" not in statement
    assert "I taught third grade" in message
    assert 'class="voice message"' not in to_html(letters.FULL, design)


def test_every_kind_of_block_and_run(design: Design) -> None:
    item = letters.runs(
        "a\nb",
        TextRun("em", "em"),
        TextRun("strong", "strong"),
        TextRun("web", link="https://example.org/x"),
        TextRun("no web", link="javascript:x"),
    )
    blocks = tuple(
        Block(kind, (item, item), "letter") for kind in ("paragraph", "bullets", "numbers", "quote")
    )
    page = to_html(replace(letters.FULL, statement=blocks, notes=()), design)
    inner = (
        'a<br>b<em>em</em><strong>strong</strong><a href="https://example.org/x">web</a>no\u00a0web'
    )
    assert page.count(f"<p>{inner}</p>") == 4
    assert page.count(f"<li>{inner}</li>") == 4
    assert "javascript" not in page


def test_a_closing_quotation_mark_before_a_bracket_may_end_a_line() -> None:
    assert words("“so” (he)") == "“so” <wbr>(he)"


def test_the_form_of_the_letters(golden: Golden) -> None:
    for name in DESIGNS:
        for key, letter in golden_letters().items():
            golden(f"designs/{name}-{key}.html", to_html(letter, load_design(TEMPLATES / name)))


def golden_letters() -> dict[str, Letter]:
    return {"full": letters.FULL, "personal": letters.PERSONAL}


def test_no_design_needs_the_working_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert not list(Path().iterdir())
    assert "Escobar" in to_html(letters.FULL, load_design(TEMPLATES / "organization"))


@pytest.mark.parametrize(
    "text",
    [
        "{{ " + "(" * 100 + "1" + ")" * 100 + " }}",
        "{{ letter" + ".a" * 600 + " }}",
        "{% if letter %}" * 100 + "{% endif %}" * 100,
    ],
)
def test_a_template_that_nests_too_deeply_is_refused_with_its_line(
    tmp_path: Path, text: str
) -> None:
    with pytest.raises(FilesAreWrongError) as caught:
        load_design(project(tmp_path, f"<p>\n{text}"))
    (problem,) = caught.value.problems
    assert (problem.code, problem.line) == ("jinja-syntax", 2)
    assert problem.file == "templates/mine/letter.html"
