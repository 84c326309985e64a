"""`letters send`: letters by e-mail, to supporters or to offices."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli.options import (
    EXISTING_FILE,
    FOLDER,
    OTHER_SUPPORTERS,
    SERVER,
    STATUS_OLD_OK,
    UNAPPROVED,
    CampaignFolder,
    file_option,
    pass_campaign_folder,
)

if TYPE_CHECKING:
    from generator.mailroom.email.smtp import Security

# From the environment or the keyring and not from an option: the arguments of a process are shown
# to all users of a machine (ps), and stay in the history of the shell.
PASSWORD = "LETTERS_SMTP_PASSWORD"  # noqa: S105 - the name of the variable that holds it


@click.command(short_help="Send the built letters by e-mail, to supporters or to offices.")
@pass_campaign_folder
@OTHER_SUPPORTERS
@file_option(
    "--to-staff",
    "Send the letters to the offices instead: a CSV file with the columns recipient, email "
    "and name.",
    type=EXISTING_FILE,
)
@click.option(
    "--dry-run/--no-dry-run",
    default=True,
    show_default=True,
    help="Only say what would be sent, and to how many.",
)
@click.option(
    "--all",
    "everyone",
    is_flag=True,
    help="Send them all; otherwise the first one alone, for you to look at.",
)
@click.option(
    "--to-folder",
    "folder",
    type=FOLDER,
    metavar="DIR",
    help="Write .eml files, which any mail program opens and sends. "
    "[default: out/CAMPAIGN/outbox, if no --smtp is named]",
)
@click.option(
    "--smtp",
    type=SERVER,
    metavar="HOST[:PORT]",
    help="The mail server that takes the messages.",
)
@click.option(
    "--user", default="", help=f"Who signs in; the password is in {PASSWORD} or in the keyring."
)
@click.option(
    "--security",
    type=click.Choice(["starttls", "tls", "plain"]),
    help="[default: tls on port 465, otherwise starttls; plain for this machine]",
)
@file_option("--ca-file", "Certificates to trust instead of the system's.", type=EXISTING_FILE)
@click.option(
    "--rate",
    type=click.FloatRange(0),
    default=30,
    show_default=True,
    metavar="N",
    help="Messages in a minute; 0: as fast as it goes.",
)
@click.option(
    "--pause",
    type=click.FloatRange(0),
    default=30,
    show_default=True,
    metavar="SECONDS",
    help="Before a message that was put off is tried again; twice as long each time.",
)
@file_option(
    "--unsubscribed",
    "People who want no more mail: an address or id a line. "
    "[default: letters/CAMPAIGN/unsubscribed.csv, if it exists]",
    type=EXISTING_FILE,
)
@click.option(
    "--unsubscribe-page",
    default="",
    metavar="URL",
    help="A page to unsubscribe at, in addition to a message to the sender.",
)
@UNAPPROVED
@STATUS_OLD_OK
@click.option(
    "--keep-going",
    is_flag=True,
    help="Leave out letters that were not built, name them, and send the rest.",
)
def send(
    home: CampaignFolder,
    supporters: Path | None,
    to_staff: Path | None,
    dry_run: bool,
    everyone: bool,
    folder: Path | None,
    smtp: tuple[str, int] | None,
    user: str,
    security: "Security | None",
    ca_file: Path | None,
    rate: float,
    pause: float,
    unsubscribed: Path | None,
    unsubscribe_page: str,
    any_words: bool,
    status_old_ok: bool,
    keep_going: bool,
) -> int:
    """Send each supporter of CAMPAIGN their letters, to be signed and posted.

    With --to-staff, send each office the letter to its member. By default nothing is sent, and the
    dry run says what would be. --no-dry-run sends the first message, and with --all all of them.

    \b
    letters send remain-in-mexico
    letters send remain-in-mexico --no-dry-run
    letters send remain-in-mexico --smtp mail.example.org --user me --no-dry-run
    letters send remain-in-mexico --smtp mail.example.org --user me --no-dry-run --all
    """
    # Imported here and not above, so that --help answers at once.
    from generator.cli import output, send_output

    # With both, each message would arrive twice: from the server, and from the folder.
    if folder and smtp:
        output.refuse("--to-folder and --smtp exclude each other: choose one")
    password = os.environ.get(PASSWORD, "")
    server = smtp and send_output.server(
        *smtp, user=user, security=security, ca_file=ca_file, password=password
    )
    options = send_output.SendOptions(
        home,
        server,
        folder=folder or home.path / send_output.FOLDER,
        supporters=supporters,
        staff=to_staff,
        unsubscribed=unsubscribed,
        page=unsubscribe_page,
        rate=rate,
        pause=pause,
        everyone=everyone,
        any_words=any_words,
        status_old_ok=status_old_ok,
        keep_going=keep_going,
    )
    return send_output.rehearse(options) if dry_run else send_output.send(options)
