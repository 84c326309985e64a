"""Groups letters into kinds that have the same design, office and words, but other recipients."""

import difflib
import hashlib
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain, groupby

from generator.congress.districts.distances import as_people_say, nearest_office
from generator.congress.forms_of_address import chamber_of
from generator.dates import ordinal
from generator.letter.selection import again_first
from generator.models.campaign import Campaign, SheetKind
from generator.models.letter import OWN_WORDS_PART, Letter, TextRun
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

    @property
    def frame(self) -> Kind:
        """The kind with its first argument alone, which a person must have read at that place."""
        return replace(self.kind, arguments=self.kind.arguments[:1])

    @property
    def framed(self) -> frozenset[tuple[Kind, VariantParagraph]]:
        """Its paragraphs, each with the frame that it stands in."""
        return frozenset((self.frame, paragraph) for paragraph in self.paragraphs)


@dataclass(frozen=True)
class Specimen:
    """A variant, the letter that shows it, and the number of letters whose words are seen in it.

    Of supporters' letters, these may be of several variants (`_fewest`).
    """

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
    return _fewest(sorted(found.values(), key=_rank))


def _fewest(found: Iterable[Specimen]) -> tuple[Specimen, ...]:
    """Returns all specimens of the sender, and of supporters those that show a new paragraph.

    Arguments by lot give the letters to one office dozens of sets of the same paragraphs, and the
    next supporter one more: a person who has read each paragraph in its frame has read them all.
    """
    kept: list[Specimen] = []
    first: dict[Kind, int] = {}
    shown: set[tuple[Kind, VariantParagraph]] = set()
    for one in found:
        variant = one.variant
        if variant.kind.writer == SUPPORTER and variant.framed <= shown:
            place = first[variant.frame]
            kept[place] = replace(kept[place], letters=kept[place].letters + one.letters)
            continue
        first.setdefault(variant.frame, len(kept))
        shown |= variant.framed
        kept.append(one)
    return tuple(kept)


def approval_of(approved: Iterable[Variant]) -> Callable[[Variant], bool]:
    """Returns a function that says whether a variant has only words that were approved.

    A supporter's letter has if each of its paragraphs was approved in letters of the same frame.
    """
    known = {variant.digest: variant for variant in approved}
    words = frozenset(chain.from_iterable(variant.framed for variant in known.values()))

    def is_approved(variant: Variant) -> bool:
        if variant.digest in known:
            return True
        return variant.kind.writer == SUPPORTER and variant.framed <= words

    return is_approved


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
        self._masks: dict[str, RecipientMask] = {}
        self._unsigned: dict[tuple[object, ...], Letter] = {}

    def variant(self, order: Order) -> Variant:
        """Returns the kind of the letter, with its words."""
        recipient = order.recipient
        mask = self._mask(recipient)
        letter = self._without_writer(order)
        salutation = mask.names(letter.salutation)
        form = salutation.removeprefix("Dear ").rstrip(":")
        body = recipient.body or chamber_of(recipient).title()
        office = f"{form.replace('[surname]', '').strip()}, {body}"
        writer = SUPPORTER if order.key else SENDER
        return Variant(
            Kind(office, self._press.design.name, writer, letter.arguments, letter.asks),
            (
                VariantParagraph("salutation", salutation),
                VariantParagraph("subject", letter.subject),
                *mask.statement(letter, _asks(order)),
                *(VariantParagraph("note", mask.note(runs)) for runs in letter.printed_sources),
                *(VariantParagraph(part, text) for part, text in _last_lines(letter)),
            ),
        )

    def body(self, order: Order) -> tuple[str, ...]:
        """Returns the campaign's paragraphs, with placeholders, without salutation and Re: line."""
        paragraphs = self._mask(order.recipient).statement(
            self._without_writer(order), _asks(order)
        )
        return tuple(one.text for one in paragraphs)

    def _mask(self, recipient: Recipient) -> "RecipientMask":
        """Returns what puts placeholders for the recipient's own data."""
        if recipient.id not in self._masks:
            self._masks[recipient.id] = RecipientMask(recipient, self._press.campaign)
        return self._masks[recipient.id]

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


class RecipientMask:
    """Puts placeholders for one recipient's data where it came into a letter, and nowhere else.

    “Washington”, “May” and “Orange” are a state, a surname and a town, and words of a campaign as
    well. So the texts of the campaign are compared with the words made of them: a word that stands
    in the text itself stays, and one that stands in the place of `{{ recipient.state }}` gets its
    placeholder. Where the comparison is unsure the words stay, which hides no change.
    """

    def __init__(self, recipient: Recipient, campaign: Campaign) -> None:
        self._known = dict(_own(recipient, campaign))
        letters_and_arguments = (*campaign.letters, *(one.prose for one in campaign.arguments))
        self._texts = {prose.file: prose.text for prose in letters_and_arguments}
        # A drive has a hundred thousand letters of a few hundred wordings.
        self._masked: dict[tuple[str, tuple[str, ...]], tuple[str, ...]] = {}

    def names(self, text: str) -> str:
        """Returns a salutation, which has no text, with placeholders for the names."""
        return _replaced(text, self._having({"[surname]", "[name]"}))

    def note(self, runs: Iterable[TextRun]) -> str:
        """Returns the words of a note with placeholders for the seat and the town of the office.

        Titles of works and names of newspapers stay as they are.
        """
        text = "".join(run.text for run in runs)
        head, office, tail = text.partition("district office in ")
        return (
            _replaced(head, self._having({"[seat]"}))
            + office
            + _replaced(tail, self._having({"[office]", "[seat]"}))
        )

    def statement(self, letter: Letter, asks: str) -> tuple[VariantParagraph, ...]:
        """Returns the paragraphs of the campaign; `asks` is the text of the letter's asks."""
        parts: list[str] = []
        texts: list[str] = []
        of_text: dict[str, list[int]] = {}
        for block in letter.statement:
            if block.part == OWN_WORDS_PART:
                continue
            key = "asks" if block.part == "asks" else block.file
            for item in block.text.split("\n"):
                of_text.setdefault(key, []).append(len(texts))
                parts.append(block.part)
                texts.append(item)
        for key, numbers in of_text.items():
            written = asks if key == "asks" else self._texts.get(key, "")
            masked = self._in_places(written, tuple(texts[number] for number in numbers))
            for number, text in zip(numbers, masked, strict=True):
                texts[number] = text
        return tuple(map(VariantParagraph, parts, texts))

    def _having(self, placeholders: Collection[str]) -> dict[str, str]:
        return {word: mark for word, mark in self._known.items() if mark in placeholders}

    def _in_places(self, written: str, texts: tuple[str, ...]) -> tuple[str, ...]:
        """Returns the paragraphs made of a text, masked where it has variables of the recipient."""
        if not _OWN_VARIABLE.search(written):
            return texts
        if (written, texts) not in self._masked:
            self._masked[written, texts] = self._compared(written, texts)
        return self._masked[written, texts]

    def _compared(self, written: str, texts: tuple[str, ...]) -> tuple[str, ...]:
        calls = _CALL.findall(written)
        # Each call is one word, with what is glued to it; {% if %} and {% for %} print nothing.
        numbers = iter(range(len(calls)))
        bare = _CALL.sub(lambda _: f"\ue000{next(numbers)}\ue001", _TAG.sub(" ", written))
        before = bare.split()
        # A word keeps the space behind it, so that the words joined give the text again.
        after = [(place, word) for place, text in enumerate(texts) for word in _WORD.findall(text)]
        matcher = difflib.SequenceMatcher(
            None, before, [word.strip() for _, word in after], autojunk=False
        )
        result = [""] * len(texts)
        for _, start, end, first, last in matcher.get_opcodes():
            found = re.findall("\ue000(\\d+)\ue001", " ".join(before[start:end]))
            known = self._meant([calls[int(number)] for number in found])
            for place, group in groupby(after[first:last], key=lambda pair: pair[0]):
                result[place] += _replaced("".join(word for _, word in group), known)
        return tuple(result)

    def _meant(self, calls: Iterable[str]) -> dict[str, str]:
        """Returns the words that these calls may have printed, with their placeholders."""
        marks: set[str] = set()
        for call in calls:
            for name in _OWN_VARIABLE.findall(call):
                kind = name.rstrip(".( ")
                marks.update(_MARKS.get(kind, ()))
                marks.update(one for one in self._known.values() if one.startswith(f"[{kind}."))
        return self._having(marks)


_TAG = re.compile(r"\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_CALL = re.compile(r"\{\{.*?\}\}", re.DOTALL)
_WORD = re.compile(r"\S+\s*")
_OWN_VARIABLE = re.compile(
    r"(?<![\w.])(?:recipient\.|district\.|state\.|distance\s*\(|nearest_office\s*\()"
)
"""What prints data of one recipient; “state.cases” and not “recipient.state”."""
_MARKS: Mapping[str, tuple[str, ...]] = {
    "recipient": ("[name]", "[surname]", "[state]", "[seat]", "[district]"),
    "distance": ("[distance]",),
    "nearest_office": ("[office]",),
}
"""The placeholders for what a variable may print; those of figures have its own name."""


def _replaced(text: str, known: Mapping[str, str]) -> str:
    """Returns the text with the placeholders of these words; the longest are replaced first."""
    if not known:
        return text
    words = "|".join(re.escape(name) for name in sorted(known, key=len, reverse=True))
    return re.sub(rf"(?<![\w-])(?:{words})(?![\w-])", lambda match: known[match.group()], text)


def _own(recipient: Recipient, campaign: Campaign) -> Iterator[tuple[str, str]]:
    """Yields the recipient's own words with their placeholders; of equal words the last counts.

    These are name, state, seat, towns with offices, their distances, and figures of the district.
    A town that is a place of the campaign gets no placeholder: the campaign writes about it.
    """
    yield STATES.get(recipient.state or "", ""), "[state]"
    places = campaign.source.places.values()
    own_places = {place.name for place in places}
    for office in recipient.addresses.district:
        if office.city not in own_places:
            yield office.city, "[office]"
    for place in places:
        if near := nearest_office(recipient, place):
            yield as_people_say(near.miles), "[distance]"
    keys: dict[SheetKind, str] = {"district": recipient.seat, "state": recipient.state or ""}
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


def _asks(order: Order) -> str:
    """Returns the text of the asks of a letter, as it was written."""
    # What is asked again stands first, in one paragraph with thanks.
    chosen = again_first([choice for choice in order.selection.asks if choice.included])
    texts = (choice.again or choice.words for choice in chosen)
    return "\n".join(words.text for words in texts if words)


def _last_lines(letter: Letter) -> Iterator[tuple[str, str]]:
    """Yields what stands below the statement, with its part."""
    yield "closing", letter.closing
    for text in letter.enclosures:
        yield "enclosure", text
    for text in letter.copies:
        yield "copy", text
    if letter.campaign_of:
        yield "campaign", letter.campaign_of
