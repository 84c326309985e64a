"""Options that several commands share."""

import datetime
import functools
import re
from collections.abc import Callable, Iterable
from itertools import chain
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click

Decorator = Callable[[Callable[..., None]], Callable[..., None]]


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


def build_options(*groups: Iterable[Decorator]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Adds these options to a command, which gets all that say which letters are meant as one argument, `options`: BuildOptions.

    A command without the argument CAMPAIGN gets them for the campaign "", to be replaced.
    """

    def decorate(command: Callable[..., None]) -> Callable[..., None]:
        @functools.wraps(command)
        def with_options(*args: object, **values: Any) -> None:  # noqa: ANN401 - as Click gives them
            from generator.press.build_options import BuildOptions

            names = BuildOptions.__dataclass_fields__.keys() & values.keys()
            chosen = {"campaign": "", **{name: values.pop(name) for name in names}}
            command(*args, options=BuildOptions(**chosen), **values)

        decorated: Callable[..., None] = with_options
        for option in reversed(tuple(chain(*groups))):
            decorated = option(decorated)
        return decorated

    return decorate


CAMPAIGN = (click.argument("campaign"),)
FILTERS = (
    click.option(
        "--to", "filters", multiple=True, metavar="FILTER",
        help="Only these: TX-16, TX, senate, committee:Judiciary, a name; may be repeated.",
    ),
)  # fmt: skip


def supporters_option(text: str, *, required: bool = False) -> Decorator:
    """`--supporters FILE` with this help."""
    file = click.Path(exists=True, dir_okay=False, path_type=Path)
    return click.option("--supporters", required=required, type=file, metavar="FILE", help=text)


def out_option(text: str) -> Decorator:
    """`--out DIR` with this help."""
    return click.option("--out", type=click.Path(file_okay=False, path_type=Path), metavar="DIR", help=text)


def signed(text: str, *, required: bool = False) -> tuple[Decorator, ...]:
    """The options that name the supporters who sign; the help of their file is the text."""
    mapping = click.option(
        "--map",
        "mapping",
        multiple=True,
        type=Pair(),
        metavar="FIELD=COLUMN",
        help="What the supporters' file calls a field; may be repeated.",
    )
    return supporters_option(text, required=required), mapping


SIGNED = signed("The letters of these people (CSV, XLSX or YAML), each to their own members.")
"""The options that name the supporters who sign."""

OUT = out_option("Where the letters are. [default: out/CAMPAIGN]")


def finished(command: Callable[..., None]) -> Callable[..., None]:
    """Adds the options that say which finished letters are meant."""
    return supporters_option("The supporters' file. [default: the one that the build was given]")(OUT(command))


SHARED = (
    click.option(
        "--recipients", "recipient_files", multiple=True, type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
        help="Only these files of recipients instead of recipients/*.yaml; may be repeated.",
    ),
    click.option("--date", "letter_date", type=Day(), default=today, show_default="today", help="The date on the letters."),
    click.option("--design", metavar="NAME", help="A folder of templates/ instead of the campaign's own design."),
    click.option(
        "--sender", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
        help="Who writes, instead of the campaign's sender.yaml.",
    ),
    click.option("--allow-ended", is_flag=True, help="Write also to members whose term is over on the letter's date."),
)  # fmt: skip
"""The options that say which letters are meant."""

ROUTED = (
    click.option(
        "--via", type=click.Choice(["washington", "district", "nearest"]), default="washington", show_default=True,
        help="To which office: on Capitol Hill, the first at home, or the one nearest to what the letter is about, or to the sender.",
    ),
    click.option("--act-by", type=Day(), help="The day by which members must have acted, instead of the campaign's."),
)  # fmt: skip
"""The options that say to which office letters go, and until when they ask."""
