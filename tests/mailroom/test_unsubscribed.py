"""People who get no more mail."""

from pathlib import Path

import pytest

from generator.errors import FilesAreWrongError
from generator.ledger.book import Ledger
from generator.mailroom.email.outbox import plan
from generator.mailroom.email.unsubscribed import UnsubscribeList, read_unsubscribed
from generator.supporters.mailboxes import Mailbox
from tests.mailroom.messages import Post, statuses, to
from tests.support.delivery_runs import parcels
from tests.support.mail_server import (
    Handler,
)

# ---------------------------------------------------------------- who wants none


def test_who_unsubscribed_is_not_written_to(post: Post, ledger: Ledger, tmp_path: Path) -> None:
    path = tmp_path / "unsubscribed.txt"
    path.write_text("# asked by phone\nPERSON1@Example.net, 2026-11-02\ns3\n\n", encoding="utf-8")
    unsubscribed = read_unsubscribed(path, shown_as="unsubscribed.txt")
    handler = Handler()
    found = post(handler, 5, unsubscribed=unsubscribed)
    assert [delivery.status for delivery in found] == [
        "sent",
        "unsubscribed",
        "sent",
        "unsubscribed",
        "sent",
    ]
    assert set(handler.times()) == {to(0), to(2), to(4)}
    assert statuses(plan(parcels(5, tmp_path), book=ledger, unsubscribed=unsubscribed)) == {
        "already sent": 3,
        "unsubscribed": 2,
    }


def test_lists_of_mail_services_are_understood(tmp_path: Path) -> None:
    path = tmp_path / "unsubscribed.csv"
    path.write_text(
        'email,date\n"Maria Lopez" <maria@example.net>,2026\n'
        '"li@example.net";2026\n<mailto:jo@example.net>\n',
        encoding="utf-8-sig",
    )
    found = read_unsubscribed(path, shown_as="unsubscribed.csv")
    assert found.addresses == {"maria@example.net", "li@example.net", "jo@example.net"}


def test_a_hash_inside_an_address_is_part_of_it(tmp_path: Path) -> None:
    path = tmp_path / "unsubscribed.txt"
    path.write_text("a#b@example.net # by phone\n#c@example.net\n", encoding="utf-8")
    found = read_unsubscribed(path, shown_as="unsubscribed.txt")
    assert found == UnsubscribeList(frozenset({"a#b@example.net"}), frozenset())


def test_a_line_that_cannot_be_honoured_stops_the_mail(tmp_path: Path) -> None:
    path = tmp_path / "unsubscribed.txt"
    path.write_text("maria@example.net\nmaria@ example.net\nli@localhost\n", encoding="utf-8")
    with pytest.raises(FilesAreWrongError) as caught:
        read_unsubscribed(path, shown_as="unsubscribed.txt")
    assert [(one.code, one.file, one.line) for one in caught.value.problems] == [
        ("not-an-email-address", "unsubscribed.txt", 2),
        ("not-an-email-address", "unsubscribed.txt", 3),
    ]
    with pytest.raises(FilesAreWrongError, match="1 problem"):
        read_unsubscribed(tmp_path / "missing.txt", shown_as="missing.txt")
    assert not UnsubscribeList().has(Mailbox("maria@example.net"), "s1")
