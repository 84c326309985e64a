"""The folder of .eml files."""

import re
import stat
from dataclasses import replace
from pathlib import Path

import pytest

from generator.errors import CannotWriteError
from generator.mailroom.email.eml_folder import FolderTransport
from generator.mailroom.email.outbox import NullLedger, send_all
from generator.mailroom.email.transport import SmtpMessage
from tests.mailroom.messages import WITHOUT_WAITING, reread, statuses, to
from tests.support.delivery_runs import NOW, SENDER, parcels

# ---------------------------------------------------------------- the folder, and the keyring


def test_the_folder_holds_a_file_for_each_message_for_its_owner_only(tmp_path: Path) -> None:
    folder = tmp_path / "mail" / "out"
    transport = FolderTransport(folder)
    for _ in range(2):
        found = list(
            send_all(
                parcels(3, tmp_path),
                transport=transport,
                book=NullLedger(),
                at=NOW,
                limit=None,
                pace=WITHOUT_WAITING,
            )
        )
        assert statuses(found) == {"sent": 3}
    files = sorted(folder.iterdir())
    assert [re.fullmatch(r"s\d-[0-9a-f]{12}\.eml", path.name) is not None for path in files] == [
        True
    ] * 3
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert reread(files[0].read_bytes())["To"].addresses[0].addr_spec == to(0)


def test_a_strange_id_makes_no_strange_file() -> None:
    sealed = SmtpMessage("../../x\n", "<1@example.org>", SENDER, SENDER, b"")
    assert re.fullmatch(r"x-[0-9a-f]{12}\.eml", FolderTransport.name(sealed))
    assert FolderTransport.name(replace(sealed, about="王")).startswith("message-")


def test_a_folder_that_cannot_be_made_stops_the_run(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    with pytest.raises(CannotWriteError):
        list(
            send_all(
                parcels(1, tmp_path),
                transport=FolderTransport(tmp_path / "out" / "mail"),
                book=NullLedger(),
                at=NOW,
            )
        )
