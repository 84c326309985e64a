"""The options of a build as one object, and the command line that makes the same letters."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import ClassVar, Literal, Self

from pydantic import ConfigDict, TypeAdapter

from generator.congress.offices import Via
from generator.models.fields import LetterFormat

FLAGS = {
    "filters": "--to",
    "recipient_files": "--recipients",
    "letter_date": "--date",
    "design": "--design",
    "sender": "--sender",
    "allow_ended": "--allow-ended",
    "via": "--via",
    "act_by": "--act-by",
    "supporters": "--supporters",
    "mapping": "--map",
    "formats": "--format",
}
"""The flag of each option, in the order of a command line."""


def _key(name: str) -> str:
    """Returns the name of an option in JSON, which is that of its flag."""
    return FLAGS.get(name, name).removeprefix("--").replace("-", "_")


@dataclass(frozen=True)
class BuildOptions:
    """The options of a build that decide which letters are made, and how.

    Options that change no byte of a letter (`--out`, `--jobs`, `--ocr`, `--dry-run`) are arguments
    of the run, and not kept here.
    """

    # A dataclass and no pydantic model: it is made of what Click has checked. pydantic reads and
    # writes only built.json, whose keys are the flags, so that a person recognizes them.
    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(
        alias_generator=_key, validate_by_name=True
    )

    campaign: str
    letter_date: datetime.date
    filters: tuple[str, ...] = ()
    recipient_files: tuple[Path, ...] = ()
    design: str | None = None
    sender: Path | None = None
    allow_ended: bool = False
    via: Via = "washington"
    act_by: datetime.date | None = None
    """The day by which members must have acted, instead of the campaign's own."""
    mapping: tuple[tuple[str, str], ...] = ()
    """Columns of a supporters' file, by field: `("story", "Why I care")`."""
    supporters: Path | None = None
    """The file of supporters who write; None if the campaign's sender writes."""
    formats: tuple[LetterFormat, ...] = ("pdf",)
    """The files of each letter; a PDF is always one of them, because the ledger and the audit know
    a letter by it."""

    def command_line(self, name: Literal["build", "specimens"] = "build") -> tuple[str, ...]:
        """Returns the command that makes the same letters, or their specimens, on any day.

        It always names the date, because its default is the day of the run. Specimens have no
        `--to` and no `--format`.
        """
        defaults = {field.name: field.default for field in fields(self)}
        words = ["letters", name, self.campaign]
        for option, flag in FLAGS.items():
            value = getattr(self, option)
            is_for_builds = option in {"filters", "formats"}
            if value == defaults[option] or (is_for_builds and name == "specimens"):
                continue
            if option == "formats":
                words += [flag, ",".join(value)]
                continue
            for one in value if isinstance(value, tuple) else (value,):
                words.append(flag)
                # A flag without a value, such as --allow-ended.
                if one is not True:
                    words.append("=".join(one) if isinstance(one, tuple) else str(one))
        return tuple(words)

    def to_json(self, *, root: Path) -> str:
        """Returns the options as JSON.

        Paths inside the project's folder `root` are relative to it, so that it may be moved.
        """
        inside = root.absolute()

        def shorten(path: Path) -> Path:
            whole = path.absolute()
            # Not resolved: a link in the project stays the link that the user named.
            return whole.relative_to(inside) if whole.is_relative_to(inside) else whole

        return _JSON.dump_json(self._relocated(shorten), by_alias=True, indent=2).decode() + "\n"

    @classmethod
    def from_json(cls, text: str, *, root: Path) -> "BuildOptions":
        """Returns the options that `to_json` wrote. Raises ValueError."""
        # joinpath leaves absolute paths, those outside of the project, as they are.
        return _JSON.validate_json(text)._relocated(root.joinpath)  # noqa: SLF001 - of this class

    def _relocated(self, move: Callable[[Path], Path]) -> Self:
        """Returns the same options with every path moved."""
        return replace(
            self,
            recipient_files=tuple(map(move, self.recipient_files)),
            sender=self.sender and move(self.sender),
            supporters=self.supporters and move(self.supporters),
        )


# Made once: pydantic builds the schema each time that a TypeAdapter is made.
_JSON: TypeAdapter[BuildOptions] = TypeAdapter(BuildOptions)
