"""`letters send`: letters by e-mail, to supporters or to offices."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli.options import HostPort, finished

if TYPE_CHECKING:
    from generator.mailroom.email.smtp import Security

PASSWORD = "LETTERS_SMTP_PASSWORD"  # noqa: S105 - the name of the variable that holds it


@click.command(short_help="Send what was built by e-mail, to supporters or to offices.")
@click.argument("campaign")
@finished
@click.option(
    "--to-staff",
    "staff",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Send the letters to the offices instead: a CSV file with the columns recipient, email and name.",
)
@click.option("--dry-run/--no-dry-run", default=True, show_default=True, help="Only say what would be sent, and to how many.")
@click.option("--all", "everyone", is_flag=True, help="Send them all; otherwise the first one alone, for you to look at.")
@click.option(
    "--to-folder",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Write .eml files, which any mail program opens and sends. [default: out/CAMPAIGN/outbox, where no --smtp is named]",
)
@click.option("--smtp", type=HostPort(), metavar="HOST[:PORT]", help="The mail server that takes the messages.")
@click.option("--user", default="", help=f"Who signs in; the password is in {PASSWORD} or in the keyring.")
@click.option(
    "--security",
    type=click.Choice(["starttls", "tls", "plain"]),
    help="[default: tls on port 465, otherwise starttls; plain for this machine]",
)
@click.option(
    "--ca-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Certificates to trust instead of the system's.",
)
@click.option(
    "--rate", type=click.FloatRange(0), default=30, show_default=True, metavar="N", help="Messages in a minute; 0: as fast as it goes."
)
@click.option(
    "--pause",
    type=click.FloatRange(0),
    default=30,
    show_default=True,
    metavar="SECONDS",
    help="Before a message that was put off is tried again; twice as long each time.",
)
@click.option(
    "--unsubscribed",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Who wants no more: an address or id a line. [default: letters/CAMPAIGN/unsubscribed.csv, where there is one]",
)
@click.option("--unsubscribe-page", default="", metavar="URL", help="A page to unsubscribe at, beside a message to the sender.")
@click.option("--unapproved", is_flag=True, help="Also letters whose words nobody has approved.")
@click.option("--keep-going", is_flag=True, help="Leave out what was not built, say what it was, and send the rest.")
@click.pass_context
def send(
    ctx: click.Context,
    campaign: str,
    supporters: Path | None,
    out: Path | None,
    staff: Path | None,
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
    unapproved: bool,
    keep_going: bool,
) -> None:
    """Send each supporter of CAMPAIGN their letters, to be signed and posted; or each office the letter to its member.

    Nothing is sent at first: the dry run says what would be. Then the first message alone, then all of them.

    \b
    letters send remain-in-mexico
    letters send remain-in-mexico --no-dry-run
    letters send remain-in-mexico --smtp mail.example.org --user me --no-dry-run
    letters send remain-in-mexico --smtp mail.example.org --user me --no-dry-run --all
    """  # fmt: skip
    from generator.cli import print_run_output, send_output
    from generator.project import load

    if folder and smtp:
        ctx.fail("--to-folder and --smtp cannot be had together: choose one")
    home = print_run_output.Home.of(load.open_project(ctx.obj), campaign, out=out)
    letters = send_output.Letters(supporters, staff, any_words=unapproved, keep_going=keep_going)
    server = (
        send_output.server(*smtp, user=user, security=security, ca_file=ca_file, password=os.environ.get(PASSWORD, "")) if smtp else None
    )
    way = send_output.Way(
        server, folder or home.folder / send_output.FOLDER, rate=rate, pause=pause, page=unsubscribe_page, unsubscribed=unsubscribed
    )
    ctx.exit(
        send_output.rehearse(home, letters, way=way, everyone=everyone)
        if dry_run
        else send_output.send(home, letters, way=way, everyone=everyone)
    )
