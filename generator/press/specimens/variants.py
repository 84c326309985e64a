"""The kinds of letters of a campaign: same design, office and words, whoever writes to whom."""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from generator.congress.districts.distances import as_people_say, nearest_office
from generator.dates import ordinal
from generator.models.campaign import Campaign, SheetKind
from generator.models.letter import Footnote, Letter
from generator.models.recipient import Recipient
from generator.models.sender import Sender
from generator.press.letter import LetterPrinter, Order
from generator.states import STATES

SUPPORTER = "supporter"
SENDER = "sender"


@dataclass(frozen=True)
class VariantParagraph:
    """Some words of a letter, and who says them: `letter`, `argument:<id>`, `asks`, `note`, `subject`."""

    part: str
    text: str


@dataclass(frozen=True)
class Kind:
    """What kind of letter it is, before its words."""

    design: str
    office: str
    """In which role the member is written to: `Senator, Senate`, `Chair, House`."""
    writer: str
    """`sender` or `supporter`."""
    arguments: tuple[str, ...]
    asks: tuple[str, ...]


@dataclass(frozen=True)
class Variant:
    """A kind of letter with its words, in which names, towns and figures of one district are replaced by what they are."""

    kind: Kind
    paragraphs: tuple[VariantParagraph, ...]

    @cached_property
    def digest(self) -> str:
        """Of all that it says: the same digest, the same words."""
        kind = (
            self.kind.design,
            self.kind.office,
            self.kind.writer,
            *self.kind.arguments,
            "",
            *self.kind.asks,
        )
        said = (part for paragraph in self.paragraphs for part in (paragraph.part, paragraph.text))
        return hashlib.sha256("\0".join((*kind, "", *said)).encode()).hexdigest()


@dataclass(frozen=True)
class Specimen:
    """A variant, how many letters are of it, and the one of them that has the most room for its words."""

    variant: Variant
    letters: int
    order: Order


def specimens(orders: Iterable[Order], *, press: LetterPrinter) -> tuple[Specimen, ...]:
    """A specimen of each variant: those of the sender first, by office and by what most letters say."""
    namer = Namer(press)
    found: dict[str, Specimen] = {}
    for order in orders:
        variant = namer.variant(order)
        before = found.get(variant.digest)
        best = order if before is None else min(before.order, order, key=_fullness)
        found[variant.digest] = Specimen(variant, before.letters + 1 if before else 1, best)
    return tuple(sorted(found.values(), key=_place))


def _fullness(order: Order) -> tuple[int, int, str]:
    """How much of its page is taken by what the campaign did not write; and a last word where two are equal."""
    own = sum(len(block.text) for block in order.letter.message)
    return own, sum(map(len, order.letter.inside_address)), order.letter.stem


def _place(specimen: Specimen) -> tuple[object, ...]:
    kind = specimen.variant.kind
    return (
        kind.writer,
        kind.office,
        -specimen.letters,
        kind.arguments,
        kind.asks,
        specimen.variant.digest,
    )


# ---------------------------------------------------------------- words without names


class Namer:
    """Replaces what is one recipient's or one supporter's own by what it is, so that letters of one kind have the same words."""

    def __init__(self, press: LetterPrinter) -> None:
        self._press = press
        self._names: dict[str, _OwnNames] = {}
        self._unsigned: dict[tuple[object, ...], Letter] = {}

    def variant(self, order: Order) -> Variant:
        """The kind of the letter, with its words."""
        letter, names = self._without_writer(order), self._of(order)
        paragraphs = tuple(
            VariantParagraph(one.part, names.replaced(one.text)) for one in _paragraphs(letter)
        )
        form = (
            names.replaced(letter.salutation)
            .removeprefix("Dear ")
            .rstrip(":")
            .replace("[surname]", "")
            .strip()
        )
        office = f"{form}, {order.recipient.chamber.title()}"
        writer = SUPPORTER if order.key else SENDER
        return Variant(
            Kind(self._press.design.name, office, writer, letter.arguments, letter.asks), paragraphs
        )

    def _without_writer(self, order: Order) -> Letter:
        """The letter as it would be composed for a supporter of no name: a town called Mexico hides in no word of the campaign's."""
        if not order.key:
            return order.letter
        details = order.letter.sender.details
        known = {
            field: f"[{word}]" for field, word in _STANDS_FOR.items() if getattr(details, field)
        }
        sender = Sender(details.model_copy(update=known))
        kind = (order.recipient.id, order.letter.arguments, order.letter.asks, sender)
        if kind not in self._unsigned:
            self._unsigned[kind] = self._press.signed_by(order, sender).letter
        return self._unsigned[kind]

    def _of(self, order: Order) -> "_OwnNames":
        recipient = order.recipient
        if recipient.id not in self._names:
            self._names[recipient.id] = _OwnNames(dict(_own(recipient, self._press.campaign)))
        return self._names[recipient.id]


_STANDS_FOR: Mapping[str, str] = {
    "name": "supporter", "street": "street", "city": "town", "zip": "zip", "email": "e-mail", "phone": "phone", "message": "story",
}  # fmt: skip


class _OwnNames:
    """Words that are one recipient's own, each with what it is; the longest are replaced first."""

    def __init__(self, known: dict[str, str]) -> None:
        self._known = known
        listed = "|".join(re.escape(name) for name in sorted(known, key=len, reverse=True))
        self._pattern = re.compile(rf"(?<![\w-])(?:{listed})(?![\w-])")

    def replaced(self, text: str) -> str:
        return self._pattern.sub(lambda match: self._known[match.group()], text)


def _own(recipient: Recipient, campaign: Campaign) -> Iterator[tuple[str, str]]:
    """What is the recipient's own: name, state and seat, towns with their offices and how far these are, and figures of home."""
    yield STATES[recipient.state], "[state]"
    spoken_of = {place.name for place in campaign.source.places.values()}
    yield from (
        (office.city, "[office]")
        for office in recipient.addresses.district
        if office.city not in spoken_of
    )
    for place in campaign.source.places.values():
        if near := nearest_office(recipient, place):
            yield as_people_say(near.miles), "[distance]"
    kinds: tuple[tuple[SheetKind, str], ...] = (
        ("district", recipient.seat),
        ("state", recipient.state),
    )
    for kind, key in kinds:
        row = campaign.sheets[kind].rows.get(key, {}) if kind in campaign.sheets else {}
        yield from ((cell, f"[{kind}.{column}]") for column, cell in row.items())
    if recipient.district:
        yield f"{ordinal(recipient.district)} district", "[district]"
        yield f"{ordinal(recipient.district)} District", "[district]"
    yield recipient.seat, "[seat]"
    yield recipient.name.last, "[surname]"
    yield recipient.name.full, "[name]"


def _paragraphs(letter: Letter) -> Iterator[VariantParagraph]:
    """All that the campaign says in the letter."""
    yield VariantParagraph("salutation", letter.salutation)
    yield VariantParagraph("subject", letter.subject)
    for block in letter.statement:
        yield from (VariantParagraph(block.part, item) for item in block.text.split("\n"))
    yield from (VariantParagraph("note", _words(note)) for note in letter.notes)
    for part, texts in (
        ("closing", (letter.closing,)),
        ("enclosure", letter.enclosures),
        ("copy", letter.copies),
    ):
        yield from (VariantParagraph(part, text) for text in texts)
    if letter.campaign_of:
        yield VariantParagraph("campaign", letter.campaign_of)


def _words(note: Footnote) -> str:
    return "".join(run.text for run in note.runs)
