"""Options that several commands share."""

import datetime
import re
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

import click

Command = TypeVar("Command", bound=Callable[..., object])


HOST = re.compile(r"[A-Za-z0-9.-]+|[0-9A-Fa-f:.]+")
"""A name, or an address of either kind."""
LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})


class Day(click.ParamType[datetime.date]):
    """A day as YYYY-MM-DD."""

    name = "YYYY-MM-DD"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> datetime.date:
        """The day, or a usage error that shows the form."""
        if isinstance(value, datetime.date):
            return value
        try:
            return datetime.date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"{value!r} is not a day; write it as 2026-11-24", param, ctx)


class Pair(click.ParamType[tuple[str, str]]):
    """A field and a column as FIELD=COLUMN."""

    name = "FIELD=COLUMN"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, str]:
        """The two, or a usage error that shows the form."""
        field, sign, column = str(value).partition("=")
        if not (sign and field.strip() and column.strip()):
            self.fail(f'{value!r} is not of the form FIELD=COLUMN; write it as story="Why I care"', param, ctx)
        return field.strip(), column.strip()


class Millimetres(click.ParamType[tuple[float, float]]):
    """Two distances as X,Y."""

    name = "X,Y"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> tuple[float, float]:
        """The two, or a usage error that shows the form."""
        if isinstance(value, tuple):
            return value
        try:
            right, down = map(float, str(value).split(","))
        except ValueError:
            self.fail(f"{value!r} is not two numbers of millimetres; write it as 1.5,-0.5", param, ctx)
        return right, down


class HostPort(click.ParamType[tuple[str, int]]):
    """A server as HOST or HOST:PORT."""

    name = "HOST[:PORT]"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, int]:
        """The two, the port 0 where none is named, or a usage error that shows the form."""
        if isinstance(value, tuple):
            return value
        try:
            parts = urlsplit(f"//{value}")
            host, port = parts.hostname, parts.port or 0
        except ValueError:
            host, port = None, 0
        if not host or not HOST.fullmatch(host) or parts.netloc != str(value) or parts.username is not None:
            self.fail(f"{value!r} is not a server; write it as mail.example.org or mail.example.org:587", param, ctx)
        return host, port


def today() -> datetime.date:
    """The clock's day; the only place that reads it."""
    return datetime.datetime.now().astimezone().date()


def proxy_for(origin: str) -> str | None:
    """The proxy that the environment names for an address; none for this machine itself, nor for what is no address."""
    from urllib.request import getproxies, proxy_bypass

    try:
        parts = urlsplit(origin)
    except ValueError:
        return None
    if not parts.hostname or parts.hostname in LOCAL or proxy_bypass(parts.hostname):
        return None
    return getproxies().get(parts.scheme)


def routed(command: Command) -> Command:
    """Adds the options that say to which office letters go, and until when they ask."""
    for option in reversed(_ROUTED):
        command = option(command)
    return command


def shared(command: Command) -> Command:
    """Adds the options that say which letters are meant."""
    for option in reversed(_SHARED):
        command = option(command)
    return command


def signed(command: Command) -> Command:
    """Adds the options that name the supporters who sign."""
    for option in reversed(_SIGNED):
        command = option(command)
    return command


OUT = click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), metavar="DIR", help="Where the letters are. [default: out/CAMPAIGN]"
)


def finished(command: Command) -> Command:
    """Adds the options that say which finished letters are meant."""
    supporters = click.option(
        "--supporters",
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        metavar="FILE",
        help="The supporters' file. [default: the one that the build was given]",
    )
    return supporters(OUT(command))


_SIGNED = (
    click.option(
        "--supporters", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="FILE",
        help="The letters of these people (CSV, XLSX or YAML), each to their own members.",
    ),
    click.option(
        "--map", "mapping", multiple=True, type=Pair(), metavar="FIELD=COLUMN",
        help="What the supporters' file calls a field; may be repeated.",
    ),
)  # fmt: skip

_SHARED = (
    click.option(
        "--recipients", "recipient_files", multiple=True, type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
        help="Only these files of recipients instead of recipients/*.yaml; may be repeated.",
    ),
    click.option("--date", "on", type=Day(), default=today, show_default="today", help="The date on the letters."),
    click.option("--design", metavar="NAME", help="A folder of templates/ instead of the campaign's own design."),
    click.option(
        "--sender", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
        help="Who writes, instead of the campaign's sender.yaml.",
    ),
    click.option("--allow-ended", is_flag=True, help="Write also to members whose term is over on the letter's date."),
)  # fmt: skip

_ROUTED = (
    click.option(
        "--via", type=click.Choice(["washington", "district", "nearest"]), default="washington", show_default=True,
        help="To which office: on Capitol Hill, the first at home, or the one nearest to what the letter is about, or to the sender.",
    ),
    click.option("--act-by", type=Day(), help="The day by which members must have acted, instead of the campaign's."),
)  # fmt: skip
