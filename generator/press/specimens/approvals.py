"""Reads and writes approved.yaml: the approved words, who approved them and when."""

import datetime
import hashlib
import shlex
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from pydantic import Field

from generator.errors import FilesAreWrongError, LettersError
from generator.files.whole import guarantee_folder, write_whole
from generator.files.yaml import read, validate
from generator.files.yaml_writing import dump_yaml
from generator.models.fields import Day, FileModel, Id, Text
from generator.press.build_options import BuildOptions
from generator.press.letter import Order
from generator.press.specimens.variants import Kind, Specimen, Variant, VariantParagraph

APPROVED = "approved.yaml"
SEEN = "specimens.yaml"
PDF = "specimens.pdf"
APPROVED_HEAD = """\
# The words that were approved, who approved them and when. Written by `letters approve`; any
# change of words needs a new approval. [surname], [town] … stand for data of a person or district.

"""
SEEN_HEAD = "# The words that specimens.pdf shows, for `letters approve`.\n\n"
DIGITS = 12
"""A paragraph's name in the file is so many hexadecimal digits of its digest: short to read, and
among the few thousand paragraphs of a campaign no two share 48 bits by chance."""
EXAMPLES = 3
"""Letters that a message names; the command that it gives shows all."""


class ApprovalParagraph(FileModel):
    """A paragraph that several letters have."""

    part: Text = Field(description="Where it stands: letter, argument:…, asks, note …")
    text: Text = Field(description="Its words.")


class VariantApproval(FileModel):
    """A kind of letter with words that were approved, or that are shown for approval."""

    digest: Text = Field(description="Of all its words (SHA-256).")
    approved_by: Text | None = Field(default=None, description="Who approved it.")
    approved_on: Day | None = Field(default=None, description="When.")
    design: Text = Field(description="The folder in templates/.")
    office: Text = Field(description="In which role the member is written to.")
    writer: Text = Field(description="sender or supporter.")
    arguments: tuple[Id, ...] = Field(default=(), description="Its arguments, in order.")
    asks: tuple[Id, ...] = Field(default=(), description="Its asks, in order.")
    words: tuple[Text, ...] = Field(description="Its paragraphs, in order.")

    def variant(self, paragraphs: Mapping[str, ApprovalParagraph]) -> Variant:
        """Returns the kind of letter with its words. Raises KeyError for a missing paragraph."""
        texts = (paragraphs[name] for name in self.words)
        return Variant(
            Kind(self.office, self.design, self.writer, self.arguments, self.asks),
            tuple(VariantParagraph(one.part, one.text) for one in texts),
        )


class ApprovalFile(FileModel):
    """approved.yaml and specimens.yaml."""

    sha256: Text | None = Field(default=None, description="Of specimens.pdf, in specimens.yaml.")
    variants: tuple[VariantApproval, ...] = Field(default=(), description="The kinds of letters.")
    paragraphs: Mapping[Text, ApprovalParagraph] = Field(
        default_factory=dict, description="Their words, each paragraph once."
    )


@dataclass(frozen=True)
class Approval:
    """A variant that a person approved."""

    variant: Variant
    by: str
    on: datetime.date


class NothingSeenError(LettersError):
    """There are no specimens to approve, or their PDF is not the one that was printed."""

    def __init__(self, campaign: str, what: str) -> None:
        super().__init__(
            f"{what}: run `letters specimens {campaign}`, look at every page, then approve"
        )


class UnapprovedError(LettersError):
    """Letters that would be printed or sent have words that no person approved."""

    def __init__(self, options: BuildOptions, orders: Sequence[Order]) -> None:
        show = shlex.join(options.command_line("specimens"))
        examples = ", ".join(order.letter.stem for order in orders[:EXAMPLES])
        more = " …" if len(orders) > EXAMPLES else ""
        super().__init__(
            f"{len(orders)} letter(s) have words that are not approved ({examples}{more}): "
            f"`{show}` shows them and `letters approve {options.campaign} --by NAME` approves "
            "them; --unapproved prints or sends them without approval"
        )


# ---------------------------------------------------------------- what print and send ask


def read_approved(folder: Path, *, shown_as: str) -> tuple[Approval, ...]:
    """Returns the approvals of the campaign in that folder; empty without approved.yaml.

    Raises FilesAreWrongError for a file that was edited, or that two merged changes made
    inconsistent.
    """
    file = _read(folder / APPROVED, shown_as=f"{shown_as}/{APPROVED}")
    return tuple(
        Approval(one.variant(file.paragraphs), one.approved_by, one.approved_on)
        for one in file.variants
        if one.approved_by and one.approved_on
    )


# ---------------------------------------------------------------- seen, then approved


def write_seen(folder: Path, specimens: Iterable[Specimen], *, pdf: bytes) -> Path:
    """Writes the PDF of the specimens, and next to it the words that it shows; returns its path."""
    guarantee_folder(folder)
    # The PDF first: a kill between the two leaves a digest that fits no PDF, and approve refuses.
    write_whole(folder / PDF, pdf)
    shown: dict[Variant, dict[str, object]] = {one.variant: {} for one in specimens}
    head = {"sha256": hashlib.sha256(pdf).hexdigest()}
    write_whole(folder / SEEN, (SEEN_HEAD + _text(shown, head=head)).encode())
    return folder / PDF


def approve(
    seen: Path, campaign: Path, *, by: str, on: datetime.date, shown_as: str
) -> tuple[Approval, ...]:
    """Adds the words of the specimens in the folder `seen` to approved.yaml; returns the new ones.

    New words of a kind of letter replace its earlier ones, so that one kind has one approved
    wording. Raises NothingSeenError without specimens, or if the PDF is not the one printed with
    them: the person must have seen these very words. Raises FilesAreWrongError as `read_approved`
    does.
    """
    file = _read(seen / SEEN, shown_as=str(seen / SEEN))
    if not file.variants or not (seen / PDF).is_file():
        raise NothingSeenError(campaign.name, "there are no specimens to approve yet")
    if hashlib.sha256((seen / PDF).read_bytes()).hexdigest() != file.sha256:
        raise NothingSeenError(campaign.name, f"{seen / PDF} is not the one that was printed last")
    new = tuple(Approval(one.variant(file.paragraphs), by, on) for one in file.variants)
    kinds = {approval.variant.kind for approval in new}
    approved = {
        one.variant: {"approved_by": one.by, "approved_on": one.on}
        for one in (*read_approved(campaign, shown_as=shown_as), *new)
        if one.variant.kind not in kinds or one in new
    }
    write_whole(campaign / APPROVED, (APPROVED_HEAD + _text(approved, head={})).encode())
    return new


# ---------------------------------------------------------------- the file


def _read(path: Path, *, shown_as: str) -> ApprovalFile:
    """Returns the file, or one without variants if there is no file.

    Raises FilesAreWrongError, also for a digest that does not fit the words.
    """
    if not path.is_file():
        return ApprovalFile()
    document = read(path, shown_as=shown_as)
    file, problems = validate(document, ApprovalFile)
    if file is None or problems:
        raise FilesAreWrongError(problems)
    for index, one in enumerate(file.variants):
        is_whole = set(one.words) <= set(file.paragraphs)
        if not is_whole or one.variant(file.paragraphs).digest != one.digest:
            message = (
                "was edited after its approval: restore the file from your history, or approve "
                "the words again"
            )
            problem = document.problem(("variants", index), message, code="edited-approval")
            raise FilesAreWrongError([problem])
    return file


def _text(variants: Mapping[Variant, Mapping[str, object]], *, head: Mapping[str, object]) -> str:
    """Returns the text of the file with these variants and their approvals, sorted.

    The same approvals give the same bytes, so that version control shows only real changes.
    """
    listed = sorted(variants, key=_rank)
    paragraphs = {_name(one): one for variant in listed for one in variant.paragraphs}
    names = sorted(paragraphs, key=lambda name: (paragraphs[name].part, name))
    entries: list[Mapping[str, object]] = []
    for variant in listed:
        words = [_name(one) for one in variant.paragraphs]
        entry = {"digest": variant.digest, **variants[variant], **asdict(variant.kind)}
        entries.append({**entry, "words": words})
    texts = {name: asdict(paragraphs[name]) for name in names}
    body = {**head, "variants": entries, "paragraphs": texts}
    return dump_yaml(body, width=110)


def _rank(variant: Variant) -> tuple[object, ...]:
    return variant.kind.writer, variant.kind.office, variant.kind.arguments, variant.digest


def _name(paragraph: VariantParagraph) -> str:
    return hashlib.sha256(f"{paragraph.part}\0{paragraph.text}".encode()).hexdigest()[:DIGITS]
