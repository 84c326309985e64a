"""The PDF of the specimens: a list of what is new, then one letter of each variant."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from generator.letter import stationery
from generator.letter.pdf_merge import MergePart, joined
from generator.models.sender import Sender
from generator.press.letter import LetterLayout, LetterPrinter, Order
from generator.press.specimens.approvals import Approval
from generator.press.specimens.differences import Difference, differences
from generator.press.specimens.variants import Specimen, Variant

STAND_IN = {
    "name": "The Supporter’s Name",
    "street": "Their Street",
    "city": "Their Town",
    "zip": "00000",
    "phone": None,
    "email": None,
}
"""The sender of a supporter's specimen, by the fields of sender.yaml."""
OWN_WORDS = "The supporter’s own words stand here, as they wrote them."


@dataclass(frozen=True)
class VariantRow:
    """A variant as the first pages list it."""

    number: int
    specimen: Specimen
    printed: LetterLayout
    approval: Approval | None
    """The approval of these very words."""
    base: Approval | None
    """If these words were not approved: the approval with the most similar words."""
    page: int

    @property
    def state(self) -> str:
        """`approved`, `changed` or `new`."""
        if self.approval:
            return "approved"
        is_known = self.base and self.base.variant.kind == self.specimen.variant.kind
        return "changed" if is_known else "new"


@dataclass(frozen=True)
class DifferenceGroup:
    """A difference, and the numbers of the variants that have it."""

    difference: Difference
    numbers: tuple[int, ...]

    @property
    def where(self) -> str:
        """`No. 4`, `Nos. 1–3, 7`."""
        runs: list[str] = []
        for _, group in groupby(enumerate(self.numbers), key=lambda pair: pair[1] - pair[0]):
            run = [number for _, number in group]
            runs.append(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}")
        return f"{'No.' if len(self.numbers) == 1 else 'Nos.'} {', '.join(runs)}"


def printed(
    specimens: Sequence[Specimen],
    *,
    press: LetterPrinter,
    approved: Sequence[Approval],
    templates: Path,
    printer: stationery.Printer,
) -> bytes:
    """Returns a PDF/UA-1 with a list of all variants, their changes, and a letter of each.

    Supporters' letters show a stand-in for name, street and story, because the file is passed
    around for approval. Raises LetterTooLongError and TypesettingError as printing does.
    """
    # Laid out once, before the list: its rows show the arguments that fit.
    laid_out = [press.lay_out(_stand_in(specimen, press=press)) for specimen in specimens]
    template = stationery.load(templates, "specimens")
    rows: tuple[VariantRow, ...] = ()
    front, pages = b"", 0
    # The list gives the page of each letter, and its own length moves the letters: lay it out again
    # until the numbers are right.
    while not rows or rows[0].page != pages + 1:
        rows = tuple(_rows(specimens, laid_out, approved=approved, first_page=pages + 1))
        front, pages = _front(rows, press=press, template=template, printer=printer)
    letters = (
        MergePart(one.layout.write(), f"{row.number}. {row.specimen.variant.kind.office}")
        for row, one in zip(rows, laid_out, strict=True)
    )
    return joined(front, letters)


def _front(
    rows: Sequence[VariantRow],
    *,
    press: LetterPrinter,
    template: stationery.Stationery,
    printer: stationery.Printer,
) -> tuple[bytes, int]:
    """Returns the PDF of the first pages, and the number of its pages."""
    settings = press.campaign.settings
    states = [row.state for row in rows]
    values = {
        "campaign": settings.title,
        "subject": settings.subject,
        "rows": rows,
        # The template of 0.1, which users may have changed, calls the differences so.
        "told": tuple(difference_groups(rows)),
        "counts": {state: states.count(state) for state in ("approved", "changed", "new")},
        "letters": sum(row.specimen.letters for row in rows),
    }
    html = template.html({**values, "on": printer.on})
    layout = printer.engine.lay_out(html, template)
    return layout.write(), layout.pages


def _rows(
    specimens: Sequence[Specimen],
    laid_out: Sequence[LetterLayout],
    *,
    approved: Sequence[Approval],
    first_page: int,
) -> Iterator[VariantRow]:
    known = {approval.variant.digest: approval for approval in approved}
    page = first_page
    for number, (specimen, one) in enumerate(zip(specimens, laid_out, strict=True), 1):
        approval = known.get(specimen.variant.digest)
        yield VariantRow(
            number,
            specimen,
            one,
            approval,
            None if approval else base(specimen.variant, approved),
            page,
        )
        page += one.layout.pages


def base(variant: Variant, approved: Iterable[Approval]) -> Approval | None:
    """Returns the approval to compare the variant with; None without approvals.

    Prefers one of the same kind, then one of the same writer and office, then the one with the most
    paragraphs in common: the reader then sees the fewest changes.
    """
    paragraphs = set(variant.paragraphs)

    def nearness(approval: Approval) -> tuple[bool, bool, int, str]:
        other = approval.variant
        alike = (other.kind.writer, other.kind.office) == (variant.kind.writer, variant.kind.office)
        return (
            other.kind == variant.kind,
            alike,
            len(paragraphs & set(other.paragraphs)),
            other.digest,
        )

    return max(approved, key=nearness, default=None)


def difference_groups(rows: Iterable[VariantRow]) -> Iterator[DifferenceGroup]:
    """Returns each difference once, with the numbers of all variants that have it."""
    found: dict[Difference, list[int]] = {}
    for row in rows:
        before = row.base.variant.paragraphs if row.base else row.specimen.variant.paragraphs
        for difference in differences(before, row.specimen.variant.paragraphs):
            found.setdefault(difference, []).append(row.number)
    return (DifferenceGroup(difference, tuple(numbers)) for difference, numbers in found.items())


def _stand_in(specimen: Specimen, *, press: LetterPrinter) -> Order:
    """Returns the specimen's order; a supporter who signs it is replaced by a stand-in."""
    order = specimen.order
    if not order.key:
        return order
    details = order.letter.sender.details
    own = {**STAND_IN, "message": OWN_WORDS if order.letter.own_words else None}
    return press.signed_by(order, Sender(details.model_copy(update=own)))
