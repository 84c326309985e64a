"""`letters mark`: records which letters were mailed, sent, returned or answered."""

import datetime
from typing import TYPE_CHECKING

import click

from generator.cli.options import CampaignFolder, day_option, pass_campaign_folder

if TYPE_CHECKING:
    from generator.ledger.marking import By
    from generator.ledger.types import Answer, Mark

MARKS: "dict[Mark, tuple[str, str]]" = {
    "mailed": ("They were mailed.", "--batch run-001"),
    "returned": ("The post returned them.", "--file letters/s17/TX-16-escobar.pdf"),
    "answered": (
        "The office answered, or did not.",
        "--recipient E000299 --answer acknowledgement",
    ),
    "sent": (
        "You sent the messages of the outbox folder, or an uncertain e-mail did arrive.",
        "--batch outbox-001",
    ),
    "not-sent": (
        "An uncertain e-mail did not arrive, and is to be sent again.",
        "--key 1f0c7d2a9b6e4c3d8a55",
    ),
}
"""What each mark says of letters, and an example of choosing them."""

SELECTORS: "tuple[tuple[By, str, str], ...]" = (
    (
        "batch",
        "RUN",
        "The letters of a print run or of written messages: run-001, outbox-001; may be repeated.",
    ),
    ("recipient", "ID", "The letters to this member: E000299."),
    ("supporter", "ID", "The letters of this supporter."),
    ("file", "FILE", "The letter in this file, as index.csv names it."),
    ("key", "KEY", "The letter of this key: manifest.csv calls it piece_id."),
)
"""The options that choose letters."""


@click.group(short_help="Record that letters were mailed, returned, answered.")
def mark() -> None:
    """Record what became of letters.

    \b
    letters mark mailed remain-in-mexico --batch run-001
    """


def _add_command(what: "Mark") -> None:
    """Adds `letters mark WHAT CAMPAIGN`."""
    meaning, example = MARKS[what]
    text = f"{meaning}\n\n\b\nletters mark {what} remain-in-mexico {example}"

    @day_option("When it was.")
    @click.option("--note", default="", help="A remark for the history; name no person in it.")
    @click.option(
        "--answer",
        type=click.Choice(["yes", "unsatisfactory", "acknowledgement", "no", "not expected"]),
        default="yes",
        show_default=True,
        help="Of “answered”: what came back.",
    )
    @pass_campaign_folder
    def command(
        home: CampaignFolder,
        on: datetime.date,
        note: str,
        answer: "Answer",
        **values: tuple[str, ...],
    ) -> int:
        # Imported here and not above, so that --help answers at once.
        from generator.cli import mark_output, output
        from generator.ledger.marking import Selector

        chosen = [Selector(by, value) for by, _, _ in SELECTORS for value in values[by]]
        # Never all letters by default: one forgotten option would mark every letter as mailed.
        if not chosen:
            output.refuse(
                "name the letters: --batch run-001, --recipient, --supporter, --file or --key"
            )
        return mark_output.mark(home, chosen, what=what, when=on, note=note, answer=answer)

    # Reversed: the decorator that is applied last stands first in the help.
    for name, metavar, words in reversed(SELECTORS):
        command = click.option(f"--{name}", multiple=True, metavar=metavar, help=words)(command)
    mark.command(name=what, help=text, short_help=meaning)(command)


for _what in MARKS:
    _add_command(_what)
