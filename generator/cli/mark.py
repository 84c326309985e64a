"""`letters mark`: what became of letters, as the user knows it."""

import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli.options import OUT, Day, today

if TYPE_CHECKING:
    from generator.ledger.marking import By
    from generator.ledger.types import Answer, Mark

WHAT = {
    "mailed": "They went to the post.",
    "returned": "The post brought them back.",
    "answered": "The office answered, or did not.",
    "sent": "They went by e-mail, out of the folder of messages; or one that was uncertain did arrive.",
    "not-sent": "An e-mail that was uncertain did not arrive; it is sent again.",
}
EXAMPLES = {
    "mailed": "letters mark mailed remain-in-mexico --batch run-001",
    "returned": "letters mark returned remain-in-mexico --file letters/s17/TX-16-escobar.pdf",
    "answered": "letters mark answered remain-in-mexico --recipient E000299 --answer acknowledgement",
    "sent": "letters mark sent remain-in-mexico --batch outbox-001",
    "not-sent": "letters mark not-sent remain-in-mexico --key 1f0c7d2a9b6e4c3d8a55",
}


@click.group(short_help="Record that letters were mailed, returned, answered.")
def mark() -> None:
    """Record what became of letters.

    \b
    letters mark mailed remain-in-mexico --batch run-001
    """


def _marking(what: "Mark") -> None:
    """Adds `letters mark WHAT CAMPAIGN`."""

    @mark.command(name=what, help=f"{WHAT[what]}\n\n\b\n{EXAMPLES[what]}", short_help=WHAT[what])
    @click.argument("campaign")
    @OUT
    @click.option(
        "--batch",
        multiple=True,
        metavar="RUN",
        help="The letters of a print run or of written messages: run-001, outbox-001; may be repeated.",
    )
    @click.option("--recipient", multiple=True, metavar="ID", help="The letters to this member: E000299.")
    @click.option("--supporter", multiple=True, metavar="ID", help="The letters of this supporter.")
    @click.option("--file", multiple=True, metavar="FILE", help="The letter in this file, as index.csv names it.")
    @click.option("--key", multiple=True, metavar="KEY", help="The letter of this key: manifest.csv calls it piece_id.")
    @click.option("--date", "on", type=Day(), default=today, show_default="today", help="When it was.")
    @click.option("--note", default="", help="A remark for the history; name nobody in it.")
    @click.option(
        "--answer",
        type=click.Choice(["yes", "unsatisfactory", "acknowledgement", "no", "not expected"]),
        default="yes",
        show_default=True,
        help="Of “answered”: what came back.",
    )
    @click.pass_context
    def command(
        ctx: click.Context,
        campaign: str,
        out: Path | None,
        batch: tuple[str, ...],
        recipient: tuple[str, ...],
        supporter: tuple[str, ...],
        file: tuple[str, ...],
        key: tuple[str, ...],
        on: datetime.date,
        note: str,
        answer: "Answer",
    ) -> None:
        from generator.cli import print_run_output, records_output
        from generator.project import load

        named: dict[By, tuple[str, ...]] = {"batch": batch, "recipient": recipient, "supporter": supporter, "file": file, "key": key}
        chosen = [(by, value) for by, values in named.items() for value in values]
        if not chosen:
            ctx.fail("say of which letters: --batch run-001, --recipient, --supporter, --file or --key")
        home = print_run_output.Home.of(load.open_project(ctx.obj), campaign, out=out)
        ctx.exit(records_output.mark(home, chosen, what=what, when=on, note=note, answer=answer))  # fmt: skip


_marking("mailed")
_marking("returned")
_marking("answered")
_marking("sent")
_marking("not-sent")
