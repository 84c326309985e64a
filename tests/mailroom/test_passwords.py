"""The password of the mail server comes from the keyring."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import keyring
import keyring.backend
import keyring.errors
import pytest

from generator.mailroom.email import passwords
from generator.mailroom.email.errors import NoPasswordError
from generator.mailroom.email.passwords import password_from_keyring

# ---------------------------------------------------------------- the folder, and the keyring


@dataclass
class Ring(keyring.backend.KeyringBackend):
    """A keyring of one password."""

    priority = 1
    locked: bool = False

    def get_password(self, service: str, username: str) -> str | None:
        if self.locked:
            raise keyring.errors.KeyringLocked
        return "s3cret" if (service, username) == ("smtp://mail.example.org", "letters") else None

    def set_password(self, service: str, username: str, password: str) -> None:
        raise NotImplementedError

    def delete_password(self, service: str, username: str) -> None:
        raise NotImplementedError


@contextmanager
def ring(*, locked: bool = False) -> Iterator[None]:
    before = keyring.get_keyring()
    keyring.set_keyring(Ring(locked=locked))
    try:
        yield
    finally:
        keyring.set_keyring(before)


def test_the_password_comes_from_the_keyring() -> None:
    with ring():
        assert password_from_keyring("letters", host="mail.example.org") == "s3cret"
        with pytest.raises(
            NoPasswordError,
            match=r"put it there with `keyring set smtp://mail.example.org other`, "
            r"or set LETTERS_SMTP_PASSWORD",
        ):
            password_from_keyring("other", host="mail.example.org")
    with (
        ring(locked=True),
        pytest.raises(NoPasswordError, match=r"does not answer \(KeyringLocked\)"),
    ):
        password_from_keyring("letters", host="mail.example.org")


def test_without_a_keyring_the_password_is_asked_for_elsewhere(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(passwords, "keyring", None)
    with pytest.raises(
        NoPasswordError,
        match=r"is not installed: pip install .* or set LETTERS_SMTP_PASSWORD instead",
    ):
        password_from_keyring("letters", host="mail.example.org")
