"""Groups letters into kinds that have the same design, office and words, but other recipients."""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from generator.congress.districts.distances import as_people_say, nearest_office
from generator.dates import ordinal
from generator.models.campaign import Campaign, SheetKind
from generator.models.letter import OWN_WORDS_PART, Letter
from generator.models.recipient import Recipient
from generator.models.sender import Sender
from generator.press.letter import LetterPrinter, Order
from generator.states import STATES

SUPPORTER = "supporter"
SENDER = "sender"
PLACEHOLDERS = {
    "name": "[supporter]", "street": "[street]", "city": "[town]", "zip": "[zip]",
    "email": "[e-mail]", "phone": "[phone]", "message": "[story]",
}  # fmt: skip
"""The placeholder for each detail of a supporter, by the field of the sender."""


@dataclass(frozen=True)
class VariantParagraph:
    """Words of a letter and their part: `letter`, `argument:<id>`, `asks`, `note`, `subject`."""

    part: str
    text: str


@dataclass(frozen=True)
class Kind:
    """The properties of a letter apart from its words."""

    office: str
    """The role in which the letter addresses the member: `Senator, Senate`, `Chair, House`."""
    design: str
    writer: str
    """`sender` or `supporter`."""
    arguments: tuple[str, ...]
    asks: tuple[str, ...]


@dataclass(frozen=True)
class Variant:
    """A kind of letter with its words; placeholders stand for data of a person or district."""

    kind: Kind
    paragraphs: tuple[VariantParagraph, ...]

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of kind and words; variants with the same digest say the same."""
        kind = self.kind
        parts = [kind.design, kind.office, kind.writer, *kind.arguments, "", *kind.asks, ""]
        for paragraph in self.paragraphs:
            parts += (paragraph.part, paragraph.text)
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()


@dataclass(frozen=True)
class Specimen:
    """A variant, its number of letters, and the letter that shows it."""

    variant: Variant
    letters: int
    order: Order


def specimens(orders: Iterable[Order], *, press: LetterPrinter) -> tuple[Specimen, ...]:
    """Returns a specimen of each variant: the sender's first, by office, then the commonest.

    The letter that shows a variant is the one with the shortest own words and address. The choice
    depends on no order, so that the same letters give the same specimens.
    """
    namer = Namer(press)
    found: dict[str, Specimen] = {}
    for order in orders:
        variant = namer.variant(order)
        before = found.get(variant.digest)
        best, letters = order, 1
        if before:
            best, letters = min(before.order, order, key=_fullness), before.letters + 1
        found[variant.digest] = Specimen(variant, letters, best)
    return tuple(sorted(found.values(), key=_rank))


def _fullness(order: Order) -> tuple[int, int, str]:
    """Returns the lengths of the supporter's words and of the address, then the file's stem."""
    own = sum(len(block.text) for block in order.letter.own_words)
    return own, sum(map(len, order.letter.inside_address)), order.letter.stem


def _rank(specimen: Specimen) -> tuple[object, ...]:
    variant = specimen.variant
    kind = variant.kind
    most = -specimen.letters
    return kind.writer, kind.office, most, kind.arguments, kind.asks, variant.digest


# ---------------------------------------------------------------- words without names


class Namer:
    """Puts placeholders for a recipient's and a supporter's own data into letters.

    Letters of one kind then have the same words. Keeps what it made for each recipient, because a
    drive has a hundred thousand letters to a few hundred of them.
    """

    def __init__(self, press: LetterPrinter) -> None:
        self._press = press
        self._replacers: dict[str, Callable[[str], str]] = {}
        self._unsigned: dict[tuple[object, ...], Letter] = {}

    def variant(self, order: Order) -> Variant:
        """Returns the kind of the letter, with its words."""
        recipient = order.recipient
        if recipient.id not in self._replacers:
            self._replacers[recipient.id] = _replacer(dict(_own(recipient, self._press.campaign)))
        replaced = self._replacers[recipient.id]
        letter = self._without_writer(order)
        form = replaced(letter.salutation).removeprefix("Dear ").rstrip(":")
        office = f"{form.replace('[surname]', '').strip()}, {recipient.chamber.title()}"
        writer = SUPPORTER if order.key else SENDER
        return Variant(
            Kind(office, self._press.design.name, writer, letter.arguments, letter.asks),
            tuple(VariantParagraph(part, replaced(text)) for part, text in _paragraphs(letter)),
        )

    def _without_writer(self, order: Order) -> Letter:
        """Returns the letter composed for a supporter with placeholders as details.

        Replacing the details in the finished words would go wrong: a supporter from a town called
        Mexico would hide words of the campaign.
        """
        if not order.key:
            return order.letter
        details = order.letter.sender.details
        known = {field: word for field, word in PLACEHOLDERS.items() if getattr(details, field)}
        sender = Sender(details.model_copy(update=known))
        kind = (order.recipient.id, order.letter.arguments, order.letter.asks, sender)
        if kind not in self._unsigned:
            self._unsigned[kind] = self._press.signed_by(order, sender).letter
        return self._unsigned[kind]


def _replacer(known: dict[str, str]) -> Callable[[str], str]:
    """Returns a function that puts placeholders for these words; the longest are replaced first."""
    words = "|".join(re.escape(name) for name in sorted(known, key=len, reverse=True))
    pattern = re.compile(rf"(?<![\w-])(?:{words})(?![\w-])")
    return lambda text: pattern.sub(lambda match: known[match.group()], text)


def _own(recipient: Recipient, campaign: Campaign) -> Iterator[tuple[str, str]]:
    """Yields the recipient's own words with their placeholders; of equal words the last counts.

    These are name, state, seat, towns with offices, their distances, and figures of the district.
    A town that is a place of the campaign gets no placeholder: the campaign writes about it.
    """
    yield STATES[recipient.state], "[state]"
    places = campaign.source.places.values()
    own_places = {place.name for place in places}
    for office in recipient.addresses.district:
        if office.city not in own_places:
            yield office.city, "[office]"
    for place in places:
        if near := nearest_office(recipient, place):
            yield as_people_say(near.miles), "[distance]"
    keys: dict[SheetKind, str] = {"district": recipient.seat, "state": recipient.state}
    for kind, key in keys.items():
        if kind in campaign.sheets:
            for column, cell in campaign.sheets[kind].rows.get(key, {}).items():
                yield cell, f"[{kind}.{column}]"
    if recipient.district:
        for noun in ("district", "District"):
            yield f"{ordinal(recipient.district)} {noun}", "[district]"
    yield recipient.seat, "[seat]"
    yield recipient.name.last, "[surname]"
    yield recipient.name.full, "[name]"


def _paragraphs(letter: Letter) -> Iterator[tuple[str, str]]:
    """Yields every paragraph of the letter that is the campaign's, with its part."""
    yield "salutation", letter.salutation
    yield "subject", letter.subject
    for block in letter.statement:
        if block.part == OWN_WORDS_PART:
            continue
        for item in block.text.split("\n"):
            yield block.part, item
    for runs in letter.printed_sources:
        yield "note", "".join(run.text for run in runs)
    yield "closing", letter.closing
    for text in letter.enclosures:
        yield "enclosure", text
    for text in letter.copies:
        yield "copy", text
    if letter.campaign_of:
        yield "campaign", letter.campaign_of
