"""Options that several commands share, and what decorators make of them."""

import datetime
import functools
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast
from urllib.parse import urlsplit

import click

if TYPE_CHECKING:
    from generator.project.load import Project

T = TypeVar("T")
Command = Callable[..., int | None]
"""A function that Click calls. The integer it returns, if any, is the exit code of the program."""
Decorator = Callable[[Command], Command]

FORMATS = ("pdf", "txt", "html")
"""As in `models.fields.LetterFormat`, which the command line does not import for --help."""
HOST = re.compile(r"[A-Za-z0-9.-]+|[0-9A-Fa-f:.]+")
"""A host name, or an address of IPv4 or IPv6: `mail.example.org`, `192.0.2.1`, `2001:db8::1`; and
not `mail server` or an empty text. Only a connection shows whether there is such a host."""
LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})
"""This machine: no proxy stands between, and no one listens in, so that no encryption is needed."""

FILE = click.Path(dir_okay=False, path_type=Path)
EXISTING_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
FOLDER = click.Path(file_okay=False, path_type=Path)


@dataclass(frozen=True)
class Form(click.ParamType[T]):
    """A value of an option in a form of its own, as the function reads it.

    `name` stands in the help and `description`, with an example, in the message. The function
    decides what is valid, and raises ValueError for the rest; it may take more than the example
    shows. click.DateTime is not used for days: it returns a datetime, and its message names a
    format (%Y-%m-%d) instead of an example.
    """

    name: str
    read: Callable[[str], T]
    description: str

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> T:
        """Returns the value, or raises a usage error. A default is a value already."""
        # Click converts defaults too; ours are values of the right type, which mypy cannot see.
        if not isinstance(value, str):
            return cast("T", value)
        try:
            return self.read(value)
        except ValueError:
            self.fail(f"{value!r} is not {self.description}", param, ctx)


def _pair(text: str) -> tuple[str, str]:
    # The first equals sign parts them: the heading of a column may have one, a field has none.
    field, _, column = map(str.strip, text.partition("="))
    if not (field and column):
        raise ValueError
    return field, column


def _millimetres(text: str) -> tuple[float, float]:
    right, down = map(float, text.split(","))
    return right, down


def _formats(text: str) -> tuple[str, ...]:
    named = {word.strip().casefold() for word in text.split(",")}
    if not named <= set(FORMATS):
        raise ValueError
    # Always with the PDF, and in one order, in which built.json and README.txt have them.
    return tuple(one for one in FORMATS if one in named | {"pdf"})


def _server(text: str) -> tuple[str, int]:
    """Returns host and port (0 if the text names no port).

    The name of a user, a path or a scheme is refused: it would be dropped silently.
    """
    # With “//” urlsplit takes the text for a server. It knows brackets around IPv6, and raises
    # ValueError for a port above 65535.
    parts = urlsplit(f"//{text}")
    host, port = parts.hostname or "", parts.port or 0
    if not HOST.fullmatch(host) or parts.netloc != text or parts.username is not None:
        raise ValueError
    return host, port


# date.fromisoformat of Python 3.11 also takes 20261124 and 2026-W48-2 (ISO 8601). Each names one
# day without doubt, so that no check of ours refuses them.
DAY = Form("YYYY-MM-DD", datetime.date.fromisoformat, "a day; write it as 2026-11-24")
PAIR = Form("FIELD=COLUMN", _pair, 'of the form FIELD=COLUMN; write it as story="Why I care"')
MILLIMETRES = Form("X,Y", _millimetres, "two numbers of millimetres; write it as 1.5,-0.5")
LETTER_FORMATS = Form("pdf,txt,html", _formats, "a list of pdf, txt and html with commas between")
SERVER = Form(
    "HOST[:PORT]",
    _server,
    "a server; write it as mail.example.org or mail.example.org:587",
)


def today() -> datetime.date:
    """Returns the clock's day. Only here does the program read the clock for a day."""
    # In the zone of the machine: letters are dated by the day where their writer is.
    return datetime.datetime.now().astimezone().date()


def proxy_for(origin: str) -> str | None:
    """Returns the proxy that the environment names for an address.

    Returns None for this machine itself, and for a text that is no address.
    """
    # Imported here and not above, so that --help answers at once.
    from urllib.request import getproxies, proxy_bypass

    # urlsplit raises ValueError for “http://[”: the reader of documents says what is wrong.
    try:
        parts = urlsplit(origin)
    except ValueError:
        return None
    if not parts.hostname or parts.hostname in LOCAL or proxy_bypass(parts.hostname):
        return None
    return getproxies().get(parts.scheme)


# ---------------------------------------------------------------- what a command is given


def pass_project(command: Command) -> Command:
    """Gives a command the project as its first argument. Raises NoSuchProjectError."""

    # The folder is opened here and not in the group, so that --help works outside of a project.
    @click.pass_obj
    @functools.wraps(command)
    def with_project(folder: Path, /, **values: object) -> int | None:
        from generator.project import load

        return command(load.open_project(folder), **values)

    return with_project


def require_campaign(project: "Project", campaign: str) -> None:
    """Raises NoSuchNameError if the project has no such campaign."""
    from generator.errors import NoSuchNameError

    if campaign not in project.campaigns():
        raise NoSuchNameError("campaign", campaign, known=project.campaigns())


@dataclass(frozen=True)
class CampaignFolder:
    """A campaign and the folder of its finished letters."""

    project: "Project"
    campaign: str
    path: Path

    @property
    def unsubscribed(self) -> Path:
        """The campaign's own list of those who want no more mail; it may be missing."""
        return self.project.folder / "letters" / self.campaign / "unsubscribed.csv"


def pass_campaign_folder(command: Command) -> Command:
    """Adds CAMPAIGN and --out to a command, which gets both as a CampaignFolder.

    Raises NoSuchProjectError and NoSuchNameError.
    """

    @pass_project
    @functools.wraps(command)
    def with_folder(
        project: "Project", *, campaign: str, out: Path | None, **values: object
    ) -> int | None:
        require_campaign(project, campaign)
        path = out or project.folder / "out" / campaign
        return command(CampaignFolder(project, campaign, path), **values)

    return click.argument("campaign")(OUT(with_folder))


def build_options(*groups: Iterable[Decorator]) -> Decorator:
    """Adds these options to a command.

    The command gets those that choose letters as one argument, `options`: BuildOptions. Without the
    argument CAMPAIGN they are for the campaign "", which the command replaces.
    """

    def decorate(command: Command) -> Command:
        @functools.wraps(command)
        def with_options(*args: object, **values: Any) -> int | None:  # noqa: ANN401 - as Click gives them
            from generator.press.build_options import BuildOptions

            # Names of options and of fields are the same; what is left is for the command itself.
            names = BuildOptions.__dataclass_fields__.keys() & values.keys()
            chosen = {"campaign": "", **{name: values.pop(name) for name in names}}
            return command(*args, options=BuildOptions(**chosen), **values)

        decorated: Command = with_options
        # Reversed: the decorator that is applied last stands first in the help.
        for option in reversed(tuple(chain(*groups))):
            decorated = option(decorated)
        return decorated

    return decorate


# ---------------------------------------------------------------- options
# Shared, so that an option means the same and reads the same in the help of every command.

CAMPAIGN = (click.argument("campaign"),)
FILTERS = (
    click.option(
        "--to",
        "filters",
        multiple=True,
        metavar="FILTER",
        help='Only these: TX-16, TX, "senate committee:Judiciary", role:chair, a name, a ZIP code; '
        "!TX excludes. Words in one filter must all hold; may be repeated.",
    ),
)


def file_option(name: str, text: str, *, type: click.Path = FILE, **settings: Any) -> Decorator:  # noqa: A002, ANN401 - as Click names them
    """Returns the option NAME FILE with this help."""
    return click.option(name, type=type, metavar="FILE", help=text, **settings)


def supporters_option(text: str, *, required: bool = False) -> Decorator:
    """Returns the option `--supporters FILE` with this help."""
    return file_option("--supporters", text, type=EXISTING_FILE, required=required)


def out_option(text: str) -> Decorator:
    """Returns the option `--out DIR` with this help."""
    return click.option("--out", type=FOLDER, metavar="DIR", help=text)


def day_option(text: str) -> Decorator:
    """Returns the option `--date`, as `on`, with this help; today unless it is given."""
    return click.option("--date", "on", type=DAY, default=today, show_default="today", help=text)


def signed(text: str, *, required: bool = False) -> tuple[Decorator, ...]:
    """Returns the options that name the supporters who sign; the text is the help of their file."""
    mapping = click.option(
        "--map",
        "mapping",
        multiple=True,
        type=PAIR,
        metavar="FIELD=COLUMN",
        help="What the supporters' file calls a field; may be repeated.",
    )
    return supporters_option(text, required=required), mapping


SIGNED = signed("The letters of these people (CSV, XLSX or YAML), each to their own members.")
OUT = out_option("Where the letters are. [default: out/CAMPAIGN]")
OTHER_SUPPORTERS = supporters_option(
    "The supporters' file. [default: the one that the build was given]"
)
UNAPPROVED = click.option(
    "--unapproved", "any_words", is_flag=True, help="Also letters whose words were not approved."
)


STATUS_OLD_OK = click.option(
    "--status-old-ok",
    is_flag=True,
    help="Also if the last look at where the matter stands is older than 45 days.",
)


RECIPIENTS = click.option(
    "--recipients",
    "recipient_files",
    multiple=True,
    type=FILE,
    metavar="FILE",
    help="Only these files of recipients instead of recipients/*.yaml; may be repeated.",
)
SHARED = (
    RECIPIENTS,
    click.option(
        "--date",
        "letter_date",
        type=DAY,
        default=today,
        show_default="today",
        help="The date on the letters.",
    ),
    click.option(
        "--design",
        metavar="NAME",
        help="A folder of templates/ instead of the campaign's own design.",
    ),
    file_option("--sender", "Who writes, instead of the campaign's sender.yaml."),
    click.option(
        "--allow-ended",
        is_flag=True,
        help="Write also to members whose term is over on the letter's date.",
    ),
)
"""The options that choose letters."""

ROUTED = (
    click.option(
        "--via",
        type=click.Choice(["washington", "district", "nearest"]),
        default="washington",
        show_default=True,
        help="To which office: on Capitol Hill, the first at home, or the one nearest to what "
        "the letter is about, or to the sender.",
    ),
    click.option(
        "--act-by",
        type=DAY,
        help="The day by which members must have acted, instead of the campaign's.",
    ),
)
"""The options that choose the office a letter goes to, and the day by which members must act."""
