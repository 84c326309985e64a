"""One message: its bytes, and headers that no name or subject can break."""

import datetime
import email.header
import email.policy
import hashlib
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.ledger.book import Ledger
from generator.mailroom.email.eml_folder import FolderTransport
from generator.mailroom.email.errors import CannotComposeError
from generator.mailroom.email.message import (
    Attachment,
    Parcel,
    UnsubscribeOffer,
    compose,
    safe_names,
)
from generator.mailroom.email.note import MessageBody
from generator.mailroom.email.outbox import send_all
from generator.mailroom.email.transport import said
from generator.supporters.mailboxes import Mailbox, encoded
from tests.mailroom.messages import (
    WITHOUT_WAITING,
    reread,
)
from tests.support.delivery_runs import LETTER, NOW, SENDER, parcel, parcels, piece

# ---------------------------------------------------------------- the message


def test_the_message_says_what_it_should(tmp_path: Path) -> None:
    way_out = UnsubscribeOffer(
        "mailto:letters@example.org?subject=unsubscribe",
        "https://example.org/unsubscribe?id=7",
    )
    one = replace(parcel(7, tmp_path), way_out=way_out)
    message = reread(compose(one).as_bytes())
    assert message.keys() == [
        "From", "To", "Subject", "Date", "Message-ID",
        "List-Unsubscribe", "MIME-Version", "Content-Type",
    ]  # fmt: skip
    [sender] = message["From"].addresses
    assert (sender.display_name, sender.addr_spec) == ("Letters for Asylum", "letters@example.org")
    assert message["Date"].datetime == NOW
    assert (
        message["List-Unsubscribe"]
        == "<mailto:letters@example.org?subject=unsubscribe>, <https://example.org/unsubscribe?id=7>"
    )
    plain, html = message.get_body(("plain",)), message.get_body(("html",))
    assert plain
    assert html
    assert (plain.get_content(), html.get_content()) == (
        "Here it is.\r\n",
        "<p>Here it is.</p>\r\n",
    )
    [letter] = message.iter_attachments()
    assert (letter.get_filename(), letter.get_content_type(), letter.get_content()) == (
        "TX-16-escobar.pdf",
        "application/pdf",
        LETTER,
    )


def test_the_same_letters_make_the_same_bytes_and_the_same_message_id(tmp_path: Path) -> None:
    one = parcel(7, tmp_path)
    assert compose(one).as_bytes() == compose(one).as_bytes()
    both = replace(one, keys=("a", "b"))
    assert (
        both.message_id
        == replace(both, keys=("b", "a"), to=Mailbox("other@example.net")).message_id
        != one.message_id
    )
    assert re.fullmatch(r"<[0-9a-f]{32}@example\.org>", both.message_id)


def test_a_long_subject_is_folded_between_words() -> None:
    subject = "Please read, sign and post your letter to Congress " * 8
    content = compose(replace(bare(), subject=subject)).as_bytes()
    assert dict(headers(content))["Subject"] == subject.strip()
    assert max(map(len, content.partition(b"\r\n\r\n")[0].split(b"\r\n"))) <= 78


def test_words_that_look_encoded_are_shown_as_they_are() -> None:
    trick = "=?utf-8?q?Maria=0ABcc:_x@example.net?="
    content = compose(
        replace(bare(), subject=trick, to=Mailbox("maria@example.net", trick))
    ).as_bytes()
    assert b"=0ABcc" not in content
    assert decoded(dict(headers(content))["Subject"]) == trick
    assert decoded(dict(headers(content))["To"]).startswith(trick)


def test_whoever_adds_a_header_to_a_message_adds_one() -> None:
    message = compose(bare())
    del message["Subject"]
    with pytest.raises(CannotComposeError, match="Subject: would be broken over lines"):
        message["Subject"] = "Your letter\r\nBcc: x@example.net"


def test_all_of_a_message_is_ascii_in_short_lines(tmp_path: Path) -> None:
    long = "É" * 3000 + " " + "word " * 400
    one = replace(
        parcel(7, tmp_path),
        note=MessageBody(f".{long}\nFrom here\n", f"<p>{long}</p>"),
        to=Mailbox("maria@example.net", "Đỗ, Thị " * 20),
    )
    content = compose(one).as_bytes()
    assert content.isascii()
    lines = content.split(b"\r\n")
    assert len(lines) > 100
    assert max(map(len, lines)) <= 78
    assert not any(b"\n" in line or b"\r" in line for line in lines)


def headers(content: bytes) -> list[tuple[str, str]]:
    """Returns the headers by RFC 5322: a line that begins with white space continues one."""
    block, _, _ = content.partition(b"\r\n\r\n")
    lines = re.sub(rb"\r\n(?=[ \t])", b"", block).split(b"\r\n")
    return [
        (name.decode(), value.decode().strip())
        for name, _, value in (line.partition(b":") for line in lines)
    ]


def decoded(value: str) -> str:
    return str(email.header.make_header(email.header.decode_header(value)))


TRICKS = [
    "Jr., ",
    "=?utf-8?q?=0ABcc:_x@y.z?=",
    "\r\nBcc: x@y.z",
    '"',
    "\\",
    "<x@y.z>",
    "Đặng ",
    "王",
    ",",
    " ",
    "عل",
]
NAMES = st.one_of(
    st.text(max_size=400),
    st.text(alphabet=st.characters(codec="ascii"), max_size=120),
    st.lists(st.sampled_from(TRICKS), max_size=40).map("".join),
)


@pytest.mark.slow
@given(NAMES, NAMES)
def test_no_name_and_no_subject_becomes_a_header(name: str, subject: str) -> None:
    one = replace(
        bare(),
        to=Mailbox("maria@example.net", name),
        sender=Mailbox("letters@example.org", name),
        subject=subject,
    )
    content = composed(one)
    if isinstance(content, str):
        assert re.search(r"[^ -~]|.{301}", name + subject, re.DOTALL) or not subject.strip()
        assert "maria" not in content
        return
    found = headers(content)
    assert [key for key, _ in found] == [
        "From",
        "To",
        "Subject",
        "Date",
        "Message-ID",
        "MIME-Version",
        "Content-Type",
    ]
    said_to = dict(found)["To"]
    assert said_to.count("<maria@example.net>") >= 1
    assert said_to.endswith("<maria@example.net>")
    shown = said_to.removesuffix("<maria@example.net>").strip()
    if shown.startswith('"'):
        assert re.fullmatch(r'"([^"\\]|\\.)*"', shown)
        assert re.sub(r"\\(.)", r"\1", shown[1:-1]) == name
        assert reread(content)["To"].addresses[0].addr_spec == "maria@example.net"
        assert len(reread(content)["To"].addresses) == 1
    else:
        assert re.fullmatch(r"(=\?utf-8\?b\?[A-Za-z0-9+/=]+\?= ?)*", shown)
        assert decoded(shown) == name
    assert decoded(dict(found)["Subject"]).split() == subject.split()
    block = content.partition(b"\r\n\r\n")[0]
    assert block.isascii()
    assert max(map(len, block.split(b"\r\n"))) <= 78


def composed(one: Parcel) -> bytes | str:
    """The message, or why there is none."""
    try:
        return compose(one).as_bytes()
    except CannotComposeError as error:
        return str(error)


def bare() -> Parcel:
    return Parcel(
        "s1",
        ("k",),
        SENDER,
        Mailbox("maria@example.net"),
        "Your letter",
        MessageBody("x\n", "<p>x</p>\n"),
        (),
        NOW,
    )


@given(st.text(max_size=80))
def test_no_address_becomes_two(text: str) -> None:
    for address in (text, f"{text}@example.net", f"maria@{text}", f"maria@{text}.net"):
        mailbox = Mailbox(address)
        if mailbox.problem is None:
            assert re.fullmatch(r"[^\s<>,;:\"()\[\]@\\]+@[a-z0-9.-]+", mailbox.wire)
            assert headers(compose(replace(bare(), to=mailbox)).as_bytes())[1] == (
                "To",
                f"<{mailbox.wire}>",
            )


@pytest.mark.parametrize(
    "address",
    [
        "",
        "maria",
        "@example.net",
        "maria@",
        "maria@example",
        "maria@example..net",
        "maria @example.net",
        ".maria@example.net",
        "maria.@example.net",
        "ma..ria@example.net",
        '"maria"@example.net',
        "maria@-example.net",
        "maria@[127.0.0.1]",
        "a@b@example.net",
        f"{'m' * 65}@example.net",
        f"maria@{'.'.join(['e' * 60] * 5)}.net",
        "maria@exa_mple.net",
        "maria@faß.de",
        "maria@\u200b.net",
        "mar\u2028ia@example.net",
    ],
)
def test_what_is_no_address(address: str) -> None:
    problem = Mailbox(address).problem
    assert problem is not None
    assert problem[0] == "email"
    with pytest.raises(CannotComposeError, match=r"email: .*correct it"):
        compose(replace(bare(), to=Mailbox(address)))


def test_what_is_an_address() -> None:
    good = [
        "maria.o'hara+letters@example.net",
        "x@sub.example.co.uk",
        "maria@BÜCHER.example",
        "m@xn--bcher-kva.example",
    ]
    assert [Mailbox(address).problem for address in good] == [None] * 4
    assert Mailbox("maria@BÜCHER.example").wire == "maria@xn--bcher-kva.example"
    assert Mailbox("Maria@Example.NET").key == Mailbox("maria@example.net").key


def test_encoded_words_hold_whole_characters_and_are_short() -> None:
    words = encoded("王小明" * 40).split("\r\n ")
    assert len(words) > 5
    assert max(map(len, words)) <= 75 - len("Reply-To: ")
    assert "".join(decoded(word) for word in words) == "王小明" * 40


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"subject": " "}, "subject: is missing: give the campaign a subject"),
        ({"subject": "Your\nBcc: x"}, "subject: is broken over lines"),
        ({"subject": "Your\x00letter"}, "subject: holds an invisible character, U.0000"),
        ({"on": datetime.datetime(2026, 1, 1)}, "date: has no time zone"),  # noqa: DTZ001 - that is the fault
        (
            {"way_out": UnsubscribeOffer(page="http://example.org")},
            "unsubscribe: must be an address that begins with https://",
        ),
        (
            {"way_out": UnsubscribeOffer(mailto="mailto:a@b.c>\r\nBcc: x")},
            "unsubscribe: must be an address that begins with mailto:",
        ),
        ({"to": Mailbox("maria@example.net", "x" * 301)}, "name: is longer than 300"),
        (
            {"to": Mailbox("maria@example.net", "Maria\tLopez")},
            "name: is broken over lines or holds a tab",
        ),
        (
            {"attachments": (Attachment("TX-16.pdf", Path("/nowhere/TX-16.pdf")),)},
            r"TX-16.pdf: cannot be read \(No such file",
        ),
        (
            {"attachments": (Attachment("TX-16.pdf", Path(__file__), "0" * 64),)},
            "TX-16.pdf: is not the letter that was printed",
        ),
    ],
)
def test_what_cannot_be_composed(change: dict[str, object], problem: str) -> None:
    with pytest.raises(CannotComposeError, match=problem):
        compose(replace(bare(), **change))  # type: ignore[arg-type]


def test_what_cannot_be_composed_fails_alone(ledger: Ledger, tmp_path: Path) -> None:
    ledger.compose((piece(number) for number in range(2)), at=NOW)
    one, two = parcels(2, tmp_path)
    broken = replace(one, attachments=(Attachment("TX-16.pdf", tmp_path / "missing.pdf"),))
    found = list(
        send_all(
            [broken, two],
            transport=FolderTransport(tmp_path / "out"),
            book=ledger,
            at=NOW,
            limit=None,
            pace=WITHOUT_WAITING,
        )
    )
    assert [delivery.status for delivery in found] == ["failed", "sent"]
    assert ledger.look(piece(0).key, "e-mailed") is None


def test_a_printed_letter_is_known_by_its_digest(tmp_path: Path) -> None:
    one = parcel(0, tmp_path)
    [letter] = one.attachments
    message = compose(
        replace(one, attachments=(replace(letter, sha256=hashlib.sha256(LETTER).hexdigest()),))
    )
    assert len(list(message.iter_attachments())) == 1


@pytest.mark.parametrize(
    ("given_name", "safe"),
    [
        ("TX-16-escobar.pdf", "TX-16-escobar.pdf"),
        ("../../etc/passwd", "etc-passwd.pdf"),
        (".hidden.pdf", "hidden.pdf"),
        ("CON.pdf", "letter-CON.pdf"),
        ("a\r\nb: c.pdf", "a-b-c.pdf"),
        ("Peña.pdf", "Pe-a.pdf"),
        ("", "letter.pdf"),
        ("王.pdf", "letter.pdf"),
    ],
)
def test_names_of_attachments(given_name: str, safe: str) -> None:
    assert safe_names([given_name]) == (safe,)


def test_two_attachments_of_one_name_have_two() -> None:
    assert safe_names(["a.pdf", "A.pdf", "a.pdf"]) == ("a.pdf", "A-2.pdf", "a-3.pdf")


@given(st.lists(st.text(max_size=120), max_size=6))
def test_no_attachment_has_a_dangerous_name(given_names: list[str]) -> None:
    names = safe_names(given_names)
    assert len({name.casefold() for name in names}) == len(given_names)
    assert all(
        re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*\.pdf", name) and len(name) < 120 for name in names
    )


def test_what_a_server_says_of_a_person_is_not_passed_on() -> None:
    maria = Mailbox("maria.lopez@lopez-family.example")
    reply = (
        b"5.1.1 <Maria.Lopez@lopez-family.example>: no maria.lopez at lopez-family.example, "
        b"see https://x.example/?u=m%40x \x1b[2J"
    )
    assert said(550, reply, about=maria) == '550 "5.1.1 … no … at …, see … \\u001b[2J"'
