"""Makes one letter: chooses and composes its words, lays it out, writes and reads back its PDF."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from generator.congress.offices import Via
from generator.errors import CannotWriteError, LettersError, LetterTooLongError, TooManyPagesError
from generator.files.whole import guarantee_folder, write_whole
from generator.ledger.outcomes import Outcome
from generator.letter import envelopes, joint, ocr, pdf, readback
from generator.letter.compose import Composer
from generator.letter.design import Design, to_html
from generator.letter.prose import MissingDatumError
from generator.letter.rotation import rotated
from generator.letter.selection import SelectionContext, choose, shortened
from generator.models.campaign import Campaign, Prose
from generator.models.fields import LetterFormat, Voice
from generator.models.letter import Letter, Selection
from generator.models.recipient import Recipient
from generator.models.sender import Sender
from generator.press import text_formats

SIGNERS, OVERLEAF = "signers", "overleaf"
"""The classes of the list of signers in a design's page, and of the pages behind the letter."""

FEW_SIGNERS = 6
"""So many signers stand below the letter where arguments can give way for them.

Chosen by hand: two rows of names. More than these are a list, which may stand overleaf.
"""

ASKS = "asks"
"""The class of the list of asks in a design's page."""


class MisprintedError(LettersError):
    """A finished page lacks words of its letter."""

    def __init__(self, lost: Sequence[str]) -> None:
        super().__init__(
            f"read back from the finished PDF: {'; '.join(lost)}. The design loses it: look at its "
            "letter.html and letter.css"
        )


class AsksOverleafError(LettersError):
    """The asks of a letter are not on its first page."""

    def __init__(self, asks: Sequence[str]) -> None:
        super().__init__(
            f"page 1 does not say what is asked for (“{asks[0]}”), and offices look for it there: "
            "in letter.md put {{ asks }} before {{ arguments }}, or lower max_arguments in "
            "campaign.yaml"
        )


@dataclass(frozen=True)
class Order:
    """One letter to print: its recipient, its chosen parts, its finished words and their page."""

    recipient: Recipient
    selection: Selection
    letter: Letter
    html: str
    fingerprint: str
    """Digest of the page, the design and the engine: the same fingerprint means the same PDF."""
    key: str = ""
    """The key of the mailpiece, if a supporter signs."""
    others: tuple[Recipient, ...] = ()
    """The further addressees of a letter to several."""


@dataclass(frozen=True)
class Signer:
    """A supporter who signs a letter instead of the campaign's sender."""

    key: str
    """The key of the mailpiece."""
    sender: Sender
    picks: tuple[str, ...] = ()
    """The arguments that the supporter wants first."""


@dataclass(frozen=True)
class LetterLayout:
    """A letter laid out on its pages, and the arguments dropped to fit it there."""

    selection: Selection
    letter: Letter
    html: str
    layout: pdf.Layout
    dropped: tuple[str, ...]


@dataclass(frozen=True)
class ReadbackResult:
    """A finished letter that was read back without loss."""

    printed: LetterLayout
    data: bytes
    misread: tuple[str, ...]
    """Words of the letter that a scan of its sheets misses."""


def failed(order: Order, error: LettersError) -> Outcome:
    """Returns the outcome of a letter that cannot be printed.

    Its message is the error without the name of the recipient, which the outcome already has.
    """
    reason = error.reason if isinstance(error, LetterTooLongError) else str(error)
    full = isinstance(error, CannotWriteError) and error.is_full
    return Outcome(order.recipient.id, order.letter.stem, "failed", message=reason, stops=full)


class LetterPrinter:
    """Prints the letters of one campaign in one design on one date.

    The costly parts, the composer and the engine with its fonts, are made once.
    """

    def __init__(
        self,
        campaign: Campaign,
        *,
        design: Design,
        ground: SelectionContext,
        via: Via = "washington",
    ) -> None:
        self.campaign = campaign
        self.design = design
        self.ground = ground
        self.via = via
        self._chosen: dict[tuple[str, Voice | None], Selection] = {}

    @cached_property
    def composer(self) -> Composer:
        """Composes the words of the letters."""
        # Without a list of signers on the page, “the 30 undersigned organizations” would be false.
        unsigned = replace(self.campaign, signers=())
        return Composer(
            self.campaign if self.design.prints_signers else unsigned,
            on=self.ground.on,
            dates_in_text=self.design.dates == "text",
            sources_in=self.design.settings.citations,
            via=self.via,
        )

    @cached_property
    def engine(self) -> pdf.Engine:
        """The PDF engine, made when the first letter is laid out."""
        return pdf.Engine()

    def fresh(self) -> "LetterPrinter":
        """Returns a printer for the same orders that can be sent to another process.

        It has no engine yet, which cannot be sent, and no district table, which is not needed
        there: orders are composed in this process.
        """
        ground = SelectionContext(self.ground.on)
        return LetterPrinter(self.campaign, design=self.design, ground=ground, via=self.via)

    def order(
        self, recipient: Recipient, *, stem: str | None = None, signer: Signer | None = None
    ) -> Order:
        """Returns the finished words and page of one letter, before it is laid out.

        `stem` names its file, `signer` signs it. Leaves out each part that needs a figure which the
        recipient's district lacks, and takes the part that ranks next. Raises FilesAreWrongError
        for words that do not render.
        """
        # Only rendering shows which figure a text needs. The loop ends: each turn adds a text, and
        # a text that fails again although it is left out is an error.
        lacking: dict[Prose, str] = {}
        while True:
            selection = self.select(
                recipient,
                key=signer.key if signer else "",
                picks=signer.picks if signer else (),
                voice=signer.sender.voice if signer else None,
                lacking=lacking,
            )
            try:
                letter = self.composer.letter(
                    recipient,
                    selection=selection,
                    stem=stem,
                    sender=signer.sender if signer else None,
                )
            except MissingDatumError as error:
                if error.text is None or error.text in lacking:
                    raise
                lacking[error.text] = str(error)
            else:
                order = self._order((recipient,), selection, letter=letter)
                return replace(order, key=signer.key) if signer else order

    def select(
        self,
        recipient: Recipient,
        *,
        key: str = "",
        picks: tuple[str, ...] = (),
        voice: Voice | None = None,
        lacking: Mapping[Prose, str] | None = None,
    ) -> Selection:
        """Returns the arguments and asks of one letter.

        With the `key` of a supporter's mailpiece, arguments below the strongest go by lot. `picks`,
        `voice` and `lacking` are those of `choose`.
        """
        # Kept for the many letters to one member that differ by the lot alone: to choose takes ten
        # times as long as to draw. Picks are as many as supporters, and would fill the memory.
        chosen = None if picks or lacking else self._chosen.get((recipient.id, voice))
        if chosen is None:
            chosen = choose(
                self.campaign,
                recipient,
                ground=self.ground,
                lacking=lacking,
                picks=picks,
                voice=voice,
            )
            if not picks and not lacking:
                self._chosen[recipient.id, voice] = chosen
        if not key:
            return chosen
        return rotated(chosen, campaign=self.campaign, recipient=recipient, key=key, picks=picks)

    def joint_order(self, recipients: Sequence[Recipient]) -> Order:
        """Returns the one letter to all of the recipients.

        Raises FilesAreWrongError for words that do not render or are not the same for all, and
        TooManyAddresseesError.
        """
        selection = joint.choose(self.campaign, recipients, ground=self.ground)
        letter = joint.letter(self.composer, recipients, selection=selection)
        return self._order(recipients, selection, letter=letter)

    def _order(
        self, recipients: Sequence[Recipient], selection: Selection, *, letter: Letter
    ) -> Order:
        """Returns the order, with the digest of everything that the bytes of the PDF depend on."""
        html = to_html(letter, self.design)
        settings = self.campaign.settings
        limits = f"{settings.max_pages}/{settings.min_arguments}"
        parts = (html, self.design.digest, pdf.ENGINE_VERSION, limits)
        # Joined with NUL, which no page may hold: different parts never join to one text.
        digest = hashlib.sha256("\0".join(parts).encode()).hexdigest()
        first, *others = recipients
        return Order(first, selection, letter, html, digest, others=tuple(others))

    def lay_out(self, order: Order) -> LetterLayout:
        """Returns the letter on its pages, without as many of the lowest arguments as do not fit.

        Nor do those fit that push an ask from page 1, where an office looks for it. A supporter's
        own words are never cut and never too long: a letter with them may take more pages. Raises
        LetterTooLongError if even `min_arguments` do not fit.
        """
        settings = self.campaign.settings
        whole = order.selection.argument_ids
        last = max(0, len(whole) - settings.min_arguments)
        signed = bool(order.letter.signers) and self.design.prints_signers
        if signed and (together := self._with_signers(order, last=last)):
            return together
        # One by one from the whole letter, because only a layout shows what fits. The last attempt
        # has no limit of pages, so that the error can say how many the letter takes.
        for fewer in range(last + 1):
            attempt = self.fitted(order, dropped=fewer)
            if signed:
                html = to_html(attempt.letter, self.design, signers_overleaf=True)
                attempt = replace(attempt, html=html)
            # Pages of signers stand behind the letter's own, and are not counted.
            most = None if signed or fewer == last else settings.max_pages
            with suppress(TooManyPagesError):
                layout = self.engine.lay_out(attempt.html, self.design, most=most)
                pages = layout.pages - len(layout.pages_of(OVERLEAF))
                on_first = set(layout.pages_of(ASKS)) <= {1}
                if pages <= settings.max_pages and (on_first or fewer == last):
                    break
        if pages > settings.max_pages and not order.letter.own_words:
            who = f"{order.recipient.seat} {order.recipient.name.full}"
            raise LetterTooLongError(
                who,
                pages=pages,
                allowed=settings.max_pages,
                arguments=len(attempt.selection.argument_ids),
            )
        return _laid_out(order, attempt, layout=layout)

    def _with_signers(self, order: Order, *, last: int) -> LetterLayout | None:
        """Returns the letter with its signers below it and on one page; None if they do not fit.

        `last` is the number of arguments that may be left out: for a few signers they are, because
        a page with three names on it would look like a mistake.
        """
        few = len(order.letter.signers) <= FEW_SIGNERS
        for fewer in range((last if few else 0) + 1):
            attempt = self.fitted(order, dropped=fewer)
            with suppress(TooManyPagesError):
                most = self.campaign.settings.max_pages
                layout = self.engine.lay_out(attempt.html, self.design, most=most)
                if len(layout.pages_of(SIGNERS)) <= 1 and set(layout.pages_of(ASKS)) <= {1}:
                    return _laid_out(order, attempt, layout=layout)
        return None

    def fitted(self, order: Order, *, dropped: int | None = None) -> Order:
        """Returns the order without the arguments that do not fit its pages.

        `dropped` is their number if it is known; else the letter is laid out. Keeps the fingerprint
        of the whole letter, because a build recognizes its printed letters by it before any layout.
        Raises LetterTooLongError if even the fewest arguments do not fit.
        """
        by = len(self.lay_out(order).dropped) if dropped is None else dropped
        if not by:
            return order
        selection = shortened(order.selection, by=by)
        if order.others:
            recipients = (order.recipient, *order.others)
            letter = joint.letter(self.composer, recipients, selection=selection)
            html = to_html(letter, self.design)
            return replace(order, selection=selection, letter=letter, html=html)
        sender = order.letter.sender if order.key else None
        return self.signed_by(replace(order, selection=selection), sender)

    def signed_by(self, order: Order, sender: Sender | None) -> Order:
        """Returns the order with the same arguments and asks, signed by the sender."""
        letter = self.composer.letter(
            order.recipient, selection=order.selection, stem=order.letter.stem, sender=sender
        )
        return replace(order, letter=letter, html=to_html(letter, self.design))

    def proof(self, order: Order, *, reader: ocr.Scanner | None = None) -> ReadbackResult:
        """Returns the finished letter, read back as an office reads it.

        A `reader` reads a scan of each sheet as well. Raises LetterTooLongError,
        DesignIsWrongError, TypesettingError, UnreadableLetterError, MisprintedError and
        AsksOverleafError.
        """
        printed = self.lay_out(order)
        data = printed.layout.write()
        return ReadbackResult(printed, data, _read_back(data, printed.letter, reader=reader))

    def print_letter(
        self,
        order: Order,
        *,
        folder: Path,
        envelope: envelopes.Envelope | None = None,
        reader: ocr.Scanner | None = None,
        formats: Collection[LetterFormat] = (),
    ) -> Outcome:
        """Prints one letter into the folder, whole or not at all, and returns its outcome.

        The other `formats` are written before the PDF, so that a killed run leaves no PDF in the
        index without them; those of an earlier letter are removed.

        An error of one letter is an outcome too, so that the others are printed. Reads the PDF back
        as an office does, and does not write it if a page lost anything. A `reader` reads a scan of
        each sheet as well; words that it misses are reported and the letter is kept, because
        scanners err, unless a sheet is blank.
        """
        stem = order.letter.stem
        try:
            proof = self.proof(order, reader=reader)
            texts = text_formats.texts(proof.printed.letter, formats)
            path = folder / f"{stem}.pdf"
            guarantee_folder(path.parent)
            text_formats.remove_stale_texts(folder=folder, stem=stem, formats=formats)
            text_formats.write_texts(texts, folder=folder, stem=stem)
            # lasting=False: no fsync for each letter. The next run knows a PDF that a power cut
            # spoiled by its hash, and prints it again.
            write_whole(path, proof.data, lasting=False)
        except LettersError as error:
            return failed(order, error)
        layout, letter = proof.printed.layout, proof.printed.letter
        # A letter to several goes in an envelope for each, and its window shows another address.
        # Nor has an envelope without a window anything to say of a letter.
        has_window = envelope and envelope.window and not order.others
        fits = envelope and has_window and envelopes.fits(layout.address_box, envelope)
        return Outcome(
            order.recipient.id,
            stem,
            "printed",
            pages=layout.pages,
            arguments=letter.arguments,
            findings=letter.findings,
            sha256=hashlib.sha256(proof.data).hexdigest(),
            fingerprint=order.fingerprint,
            dropped=proof.printed.dropped,
            notice=fits.advice if fits else "",
            misread="; ".join(proof.misread),
            date=str(letter.date),
            design=self.design.name,
        )


def _laid_out(order: Order, attempt: Order, *, layout: pdf.Layout) -> LetterLayout:
    """Returns the attempt on its pages, with the arguments of the order that it lacks."""
    whole, kept = order.selection.argument_ids, attempt.selection.argument_ids
    dropped = tuple(name for name in whole if name not in kept)
    return LetterLayout(attempt.selection, attempt.letter, attempt.html, layout, dropped)


def _read_back(data: bytes, letter: Letter, *, reader: ocr.Scanner | None) -> tuple[str, ...]:
    """Returns the words of a finished letter that a scan of it misses; empty without a reader.

    Raises MisprintedError for a page that lost words, or that is nearly blank in the scan, and
    AsksOverleafError if the asks are not on page 1, where offices look for them. Behind a person's
    own words they may stand overleaf: these come first and are never cut.
    """
    # From the bytes that are written, by PDFium, which had no part in writing them.
    text = ocr.text_layer(data)
    if lost := readback.read_back(text, letter):
        raise MisprintedError(lost)
    # `message` stands behind the asks and pushes nothing over.
    moved = len(letter.own_words) > len(letter.message)
    if not moved and (asks := readback.asks_overleaf(text, letter)):
        raise AsksOverleafError(asks)
    if reader is None:
        return ()
    scan = reader.read(data)
    if blank := readback.blank_sheets(scan, text):
        raise MisprintedError(blank)
    return readback.read_back(scan, letter, is_scan=True)
