"""`letters bills`: who acted on the bills of a campaign, as it is published."""

import datetime
from typing import TYPE_CHECKING

import click

from generator.cli.options import DAY, pass_project, proxy_for, require_campaign, today

if TYPE_CHECKING:
    from generator.project.load import Project


@click.group(short_help="Bring the bills of a campaign up to date.")
def bills() -> None:
    """Bring what is known of a campaign's bills up to date.

    \b
    letters bills sync
    """


@bills.command(short_help="Read who acted on the bills, and where they stand.")
@click.argument("campaigns", nargs=-1, metavar="[CAMPAIGN]...")
@click.option(
    "--from",
    "origin",
    metavar="DIR|URL",
    help="Where the BILLSTATUS files are. [default: govinfo.gov, with the roll calls of "
    "clerk.house.gov and senate.gov]",
)
@click.option(
    "--as-of", type=DAY, help="When the data was true, if its files do not show their age."
)
@pass_project
def sync(
    project: "Project",
    campaigns: tuple[str, ...],
    origin: str | None,
    as_of: datetime.date | None,
) -> int:
    """Write sponsor, cosponsors, votes on passage and latest action of the bills of each CAMPAIGN.

    They go to positions-synced.yaml next to campaign.yaml; entries of positions.yaml stand over
    them. Without CAMPAIGN, all campaigns are synced. Bills whose files are missing or wrong stay
    as they were.

    \b
    letters bills sync remain-in-mexico
    letters bills sync --from BILLSTATUS/
    """
    # Imported here and not above, so that --help answers at once.
    from generator.cli import bills_output, output
    from generator.congress.bills import sync as bills_sync
    from generator.congress.bills.origin import PUBLISHED, BillFiles, check_origin
    from generator.errors import ExitCode, FilesAreWrongError
    from generator.models.bills import SYNCED_POSITIONS
    from generator.project import load

    names = campaigns or project.campaigns()
    for name in names:
        require_campaign(project, name)
    source, day = origin or PUBLISHED, today()
    check_origin(source)
    if as_of and as_of > day:
        output.refuse(f"--as-of {as_of}: that day is to come")
    named = {name: load.load_bills(project, name) for name in names}
    try:
        roster = load.load_recipients(project).recipients
    except FilesAreWrongError:
        # Only the votes of senators need them, and the report names those who are left out.
        roster = ()
    reader = bills_sync.BillReader(
        BillFiles(source, cache=project.cache, proxy_for=proxy_for), day, roster, as_of
    )
    failed = False
    for name, its_bills in named.items():
        target = project.folder / "letters" / name / SYNCED_POSITIONS
        report = bills_sync.sync(
            [(bill.congress, bill.number) for bill in its_bills if bill.number],
            target=target,
            shown_as=project.shown(target),
            reader=reader,
        )
        bills_output.show(report, shown=project.shown(target), campaign=name)
        failed |= bool(report.problems)
    return ExitCode.FAILED if failed else 0
