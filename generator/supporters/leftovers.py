"""What is held, refused, merged or failed, as a file that can be corrected and read again."""

from collections.abc import Iterable, Sequence

from generator.districts.sheets import csv_text
from generator.mailpieces import Held, Supporter
from generator.supporters.columns import NAMES, OURS, plain

MARK = "\ufeff"
"""Without this Excel takes UTF-8 for Windows-1252, and saves names with broken accents."""

APART = "; "


def held_csv(held: Iterable[Held]) -> str:
    """A row for each supporter of whom something waits: the columns of their own file, then which letter, what became of it and why.

    Where the file gave no id there is a column for the program's own: a corrected address must not make another person of
    somebody whose other letters have gone. Read again, the last three columns count for nothing, but that who was merged stays merged.
    """
    people = _by_supporter(held)
    rows = [(_cells(each[0].supporter), each) for each in people]
    columns = list(dict.fromkeys(column for cells, _ in rows for column in cells))
    body = ([*(cells.get(column, "") for column in columns), *_verdict(each)] for cells, each in rows)
    return MARK + csv_text([[*_names(columns), *OURS], *body])


def _by_supporter(held: Iterable[Held]) -> list[list[Held]]:
    """What is held, supporter by supporter."""
    people: dict[tuple[str, int, str], list[Held]] = {}
    for each in held:
        people.setdefault((each.supporter.file, each.supporter.line, each.supporter.id), []).append(each)
    return list(people.values())


def _verdict(held: Sequence[Held]) -> tuple[str, str, str]:
    """Which letters, what became of them and why; one letter a name where several wait for different reasons."""
    letters = APART.join(filter(None, (each.letter for each in held)))
    kinds = APART.join(dict.fromkeys(each.kind for each in held))
    named = len({each.reason for each in held}) > 1
    reasons = (f"{each.letter}: {each.reason}" if named and each.letter else each.reason for each in held)
    return letters, kinds, APART.join(dict.fromkeys(reasons))


def _cells(supporter: Supporter) -> dict[tuple[str, int], str]:
    """The row as it was read, by column; a supporter from nowhere by our own columns. A name that stands twice is two columns."""
    row = supporter.row or _own_row(supporter)
    cells: dict[tuple[str, int], str] = {}
    own = _id_column([column for column, _ in row])
    if own is None:
        cells["id", 0] = supporter.id
    seen: dict[str, int] = {}
    for column, cell in row:
        seen[column] = seen.get(column, -1) + 1
        cells[column, seen[column]] = cell or (supporter.id if column == own else "")
    return cells


def _id_column(columns: Sequence[str]) -> str | None:
    """The column that the id is read from."""
    by_name = {plain(column): column for column in columns}
    return next((by_name[name] for name in NAMES["id"] if name in by_name), None)


def _names(columns: Sequence[tuple[str, int]]) -> list[str]:
    return [column for column, _ in columns]


def _own_row(supporter: Supporter) -> tuple[tuple[str, str], ...]:
    """The supporter by our own columns."""
    consent = supporter.consent
    return (
        ("id", supporter.id), ("name", supporter.name), ("street", supporter.street), ("city", supporter.city),
        ("state", supporter.state), ("zip", supporter.zip), ("email", supporter.email),
        ("consent", str(consent.given or "yes") if consent else ""), ("wording", consent.wording if consent else ""),
        ("how", consent.how if consent else ""), ("withdrawn", str(consent.withdrawn or "") if consent else ""),
        ("story", supporter.story), ("signature", supporter.signature), ("picks", APART.join(supporter.picks)),
        ("district", supporter.seat),
    )  # fmt: skip
