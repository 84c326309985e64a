"""approved.yaml: whose words were approved, by whom and when."""

import datetime
import hashlib
import shlex
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml
from pydantic import Field

from generator.errors import FilesAreWrongError, LettersError
from generator.files.whole import guarantee_folder, write_whole
from generator.files.yaml import read, validate
from generator.models.fields import Day, FileModel, Id, Text
from generator.press.build_options import BuildOptions
from generator.press.letter import LetterPrinter, Order
from generator.press.specimens.variants import Kind, Namer, Specimen, Variant, VariantParagraph

APPROVED = "approved.yaml"
SEEN = "specimens.yaml"
PDF = "specimens.pdf"
_HEAD = {
    APPROVED: "# Which words were approved, by whom and when. Written by `letters approve`; any change of words needs a new approval.\n"
    "# [surname], [town] … stand for what differs from letter to letter.\n\n",
    SEEN: "# What specimens.pdf shows, for `letters approve`.\n\n",
}
_SHORT = 12
"""So many digits of a digest name a paragraph in the file."""


class ApprovalParagraph(FileModel):
    """A paragraph that several letters have."""

    part: Text = Field(description="Who says it: letter, argument:…, asks, note …")
    text: Text = Field(description="Its words.")


class VariantApproval(FileModel):
    """A kind of letter whose words were approved, or are shown to be approved."""

    digest: Text = Field(description="Of all its words (SHA-256).")
    approved_by: Text | None = Field(default=None, description="Who approved it.")
    approved_on: Day | None = Field(default=None, description="When.")
    design: Text = Field(description="The folder in templates/.")
    office: Text = Field(description="In which role the member is written to.")
    writer: Text = Field(description="sender or supporter.")
    arguments: tuple[Id, ...] = Field(default=(), description="What it argues, in order.")
    asks: tuple[Id, ...] = Field(default=(), description="What it asks, in order.")
    words: tuple[Text, ...] = Field(description="Its paragraphs, in order.")


class ApprovalFile(FileModel):
    """approved.yaml and specimens.yaml."""

    sha256: Text | None = Field(default=None, description="Of specimens.pdf, in specimens.yaml.")
    variants: tuple[VariantApproval, ...] = Field(default=(), description="The kinds of letters.")
    paragraphs: Mapping[Text, ApprovalParagraph] = Field(
        default_factory=dict, description="What they say, each paragraph once."
    )


@dataclass(frozen=True)
class Approval:
    """A variant that somebody approved."""

    variant: Variant
    by: str
    on: datetime.date


class NothingSeenError(LettersError):
    """There are no specimens to approve, or they are not what was printed."""

    def __init__(self, campaign: str, what: str) -> None:
        super().__init__(
            f"{what}: run `letters specimens {campaign}`, look at every page, and approve then"
        )


class UnapprovedError(LettersError):
    """Letters that would go out in words that nobody has approved."""

    def __init__(self, options: BuildOptions, orders: Sequence[Order]) -> None:
        show = shlex.join(options.command_line("specimens"))
        examples = ", ".join(order.letter.stem for order in orders[:3])
        super().__init__(
            f"{len(orders)} letter(s) say what nobody has approved ({examples}{' …' if len(orders) > 3 else ''}): "  # noqa: PLR2004
            f"`{show}` shows them and `letters approve {options.campaign} --by NAME` approves them; "
            "--unapproved goes on all the same"
        )


# ---------------------------------------------------------------- what print and send ask


def unapproved(
    orders: Iterable[Order], approved: Iterable[Approval], *, press: LetterPrinter
) -> list[Order]:
    """The orders whose words nobody has approved, in their order."""
    known = {approval.variant.digest for approval in approved}
    namer = Namer(press)
    return [order for order in orders if namer.variant(order).digest not in known]


def read_approved(folder: Path, *, shown_as: str) -> tuple[Approval, ...]:
    """What was approved for the campaign in that folder; nothing where there is no approved.yaml.

    Raises FilesAreWrongError for a file that is not as it was written: it was edited, or two changes met in it.
    """
    file = _read(folder / APPROVED, shown_as=f"{shown_as}/{APPROVED}")
    return (
        tuple(
            _approval(one, file.paragraphs)
            for one in file.variants
            if one.approved_by and one.approved_on
        )
        if file
        else ()
    )


# ---------------------------------------------------------------- seen, then approved


def write_seen(folder: Path, specimens: Iterable[Specimen], *, pdf: bytes) -> Path:
    """The PDF of the specimens in the folder, and beside it what it shows; the path of the PDF."""
    guarantee_folder(folder)
    write_whole(folder / PDF, pdf)
    variants = [(specimen.variant, None, None) for specimen in specimens]
    write_whole(
        folder / SEEN,
        _text(variants, head=_HEAD[SEEN], sha256=hashlib.sha256(pdf).hexdigest()).encode(),
    )
    return folder / PDF


def approve(
    seen: Path, campaign: Path, *, by: str, on: datetime.date, shown_as: str
) -> tuple[Approval, ...]:
    """Adds what the specimens in the folder `seen` show to the campaign's approved.yaml; what has been approved now.

    Of a kind that was approved in other words before, the new ones alone are approved from then on. Raises NothingSeenError
    where there are no specimens, or the PDF is not the one that was printed with them; FilesAreWrongError as `read_approved`.
    """
    file = _read(seen / SEEN, shown_as=str(seen / SEEN))
    if file is None or not (seen / PDF).is_file():
        raise NothingSeenError(campaign.name, "there are no specimens to approve yet")
    if hashlib.sha256((seen / PDF).read_bytes()).hexdigest() != file.sha256:
        raise NothingSeenError(campaign.name, f"{seen / PDF} is not the one that was printed last")
    new = tuple(Approval(_variant(one, file.paragraphs), by, on) for one in file.variants)
    kinds = {approval.variant.kind for approval in new}
    kept = [
        approval
        for approval in read_approved(campaign, shown_as=shown_as)
        if approval.variant.kind not in kinds
    ]
    write_whole(
        campaign / APPROVED,
        _text(
            [(one.variant, one.by, one.on) for one in (*kept, *new)], head=_HEAD[APPROVED]
        ).encode(),
    )
    return new


# ---------------------------------------------------------------- the file


def _read(path: Path, *, shown_as: str) -> ApprovalFile | None:
    if not path.is_file():
        return None
    document = read(path, shown_as=shown_as)
    file, problems = validate(document, ApprovalFile)
    if file is None or problems:
        raise FilesAreWrongError(problems)
    for place, one in enumerate(file.variants):
        whole = set(one.words) <= set(file.paragraphs)
        if not whole or _variant(one, file.paragraphs).digest != one.digest:
            message = "is not what was approved: the file was edited. Take it back from your history, or approve anew"
            raise FilesAreWrongError([document.problem(("variants", place), message)])
    return file


def _variant(one: VariantApproval, paragraphs: Mapping[str, ApprovalParagraph]) -> Variant:
    kind = Kind(one.design, one.office, one.writer, one.arguments, one.asks)
    return Variant(
        kind,
        tuple(VariantParagraph(paragraphs[name].part, paragraphs[name].text) for name in one.words),
    )


def _approval(one: VariantApproval, paragraphs: Mapping[str, ApprovalParagraph]) -> Approval:
    assert one.approved_by and one.approved_on  # noqa: S101, PT018 - asked before
    return Approval(_variant(one, paragraphs), one.approved_by, one.approved_on)


def _text(
    variants: Iterable[tuple[Variant, str | None, datetime.date | None]],
    *,
    head: str,
    sha256: str | None = None,
) -> str:
    """The file, sorted, so that the same approvals give the same bytes."""
    listed = sorted(
        variants,
        key=lambda one: (
            one[0].kind.writer,
            one[0].kind.office,
            one[0].kind.arguments,
            one[0].digest,
        ),
    )
    paragraphs = {_name(said): said for variant, _, _ in listed for said in variant.paragraphs}
    ordered = sorted(paragraphs.items(), key=lambda item: (item[1].part, item[0]))
    body = {
        **({"sha256": sha256} if sha256 else {}),
        "variants": [_entry(variant, by=by, on=on) for variant, by, on in listed],
        "paragraphs": {name: {"part": said.part, "text": said.text} for name, said in ordered},
    }
    return head + yaml.dump(body, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=110)


def _entry(variant: Variant, *, by: str | None, on: datetime.date | None) -> dict[str, object]:
    kind = variant.kind
    return {
        "digest": variant.digest,
        **({"approved_by": by, "approved_on": on} if by else {}),
        "office": kind.office,
        "design": kind.design,
        "writer": kind.writer,
        "arguments": list(kind.arguments),
        "asks": list(kind.asks),
        "words": [_name(said) for said in variant.paragraphs],
    }


def _name(paragraph: VariantParagraph) -> str:
    return hashlib.sha256(f"{paragraph.part}\0{paragraph.text}".encode()).hexdigest()[:_SHORT]


class _Dumper(yaml.SafeDumper):
    """Writes no aliases, which our own reader refuses."""

    def ignore_aliases(self, data: object) -> bool:
        """Always."""
        del data
        return True
