"""XML of others: what is refused, with the line where there is one."""

import pytest

from generator.files.xml import MAX_ELEMENTS, UnusableXmlError, parse_xml


def test_the_root_has_its_text_and_elements() -> None:
    root = parse_xml(b'<?xml version="1.0"?><a>\n<b x="1">two</b></a>')
    assert (root.tag, root.findtext("b")) == ("a", "two")


@pytest.mark.parametrize(
    ("body", "words", "line"),
    [
        (b"", "is not well-formed XML", 1),
        (b"<a>\n<b></a>", "is not well-formed XML", 2),
        (b"<a>\n<b>", "is not well-formed XML", 2),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "defines entities", 0),
        ("<a/>".encode("utf-16"), "defines entities or is not UTF-8", 0),
        (b'<?xml version="1.0" encoding="x-unknown"?><a/>', "is not well-formed XML", 0),
        # A tree of this depth would end in a crash of Python itself.
        (b"<a>" * 3_000_000, "is nested more than 100 deep", 0),
        (b"<a>" + b"<b/>" * MAX_ELEMENTS + b"</a>", "has more than 1,000,000 elements", 0),
    ],
)
def test_what_is_no_plain_document_is_refused(body: bytes, words: str, line: int) -> None:
    with pytest.raises(UnusableXmlError, match=words) as caught:
        parse_xml(body)
    assert caught.value.line == line
