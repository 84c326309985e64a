"""The password of the mail server, from the system's keyring: no file of a project has it."""

from generator.mailroom.email.errors import NoPasswordError

try:
    # Optional: it needs the keyring of a desktop, which servers seldom have; there the variable
    # LETTERS_SMTP_PASSWORD gives the password.
    import keyring
    from keyring.errors import KeyringError
except ModuleNotFoundError:  # pragma: no cover - the tests have it; without it is tried as well
    # The name is a module to mypy; None says here that the module is not installed.
    keyring = None  # type: ignore[assignment]


def password_from_keyring(user: str, *, host: str) -> str:
    """Returns the password in the keyring for this user of this server.

    Raises NoPasswordError, which says how to put it there.
    """
    if keyring is None:
        raise NoPasswordError(
            "keyring", "is not installed: pip install 'letters-to-congress[keyring]'"
        )
    # Without the port: one account has one password, by STARTTLS and by TLS.
    service = f"smtp://{host}"
    try:
        password = keyring.get_password(service, user)
    except KeyringError as error:
        raise NoPasswordError(
            "keyring", f"does not answer ({type(error).__name__}): unlock it"
        ) from error
    if not password:
        raise NoPasswordError(
            "keyring",
            f"has no password for {user} at {host}: "
            f"put it there with `keyring set {service} {user}`",
        )
    return password
