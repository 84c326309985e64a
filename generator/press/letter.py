"""One letter from start to finish: words chosen, composed, laid out, printed and read back."""

import hashlib
from collections.abc import Sequence
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
from generator.letter.selection import SelectionContext, choose, shortened
from generator.models.campaign import Campaign, Prose
from generator.models.letter import Letter, Selection
from generator.models.recipient import Recipient
from generator.models.sender import Sender


class MisprintedError(LettersError):
    """A finished page does not say what its letter says."""

    def __init__(self, lost: Sequence[str]) -> None:
        super().__init__(
            f"read back from the finished PDF: {'; '.join(lost)}. The design loses it: look at its letter.html and letter.css"
        )


class AsksOverleafError(LettersError):
    """What a letter asks for does not stand on its first page."""

    def __init__(self, asks: Sequence[str]) -> None:
        super().__init__(
            f"page 1 does not say what is asked for (“{asks[0]}”), and offices look for it there: in letter.md put {{{{ asks }}}} "
            "before {{ arguments }}, or lower max_arguments in campaign.yaml"
        )


@dataclass(frozen=True)
class Order:
    """One letter to print: the recipient, what was chosen, the finished words and their page."""

    recipient: Recipient
    selection: Selection
    letter: Letter
    html: str
    fingerprint: str
    """Digest of the page, the design and the engine: the same fingerprint means the same PDF."""
    key: str = ""
    """The mailpiece's, where a supporter signs."""
    others: tuple[Recipient, ...] = ()
    """The further addressees of a letter to several."""


@dataclass(frozen=True)
class Signer:
    """Who signs a letter instead of the campaign's sender: a supporter, by the key of their mailpiece, and what they want said first."""

    key: str
    sender: Sender
    picks: tuple[str, ...] = ()


@dataclass(frozen=True)
class LetterLayout:
    """A letter laid out on its pages, and what it took to fit it there."""

    selection: Selection
    letter: Letter
    html: str
    layout: pdf.Layout
    dropped: tuple[str, ...]


@dataclass(frozen=True)
class ReadbackResult:
    """A finished letter that says what it should."""

    printed: LetterLayout
    data: bytes
    misread: tuple[str, ...]
    """What a scan of its sheets does not show as the letter has it."""


def failed(order: Order, error: LettersError) -> Outcome:
    """The outcome of a letter that cannot be printed; it says whose it is."""
    reason = error.reason if isinstance(error, LetterTooLongError) else str(error)
    full = isinstance(error, CannotWriteError) and error.is_full
    return Outcome(order.recipient.id, order.letter.stem, "failed", message=reason, stops=full)


class LetterPrinter:
    """Prints the letters of one campaign in one design on one date; the costly parts are made once."""

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

    @cached_property
    def composer(self) -> Composer:
        """Composes the words of the letters."""
        return Composer(
            self.campaign,
            on=self.ground.on,
            dates_in_text=self.design.dates == "text",
            via=self.via,
        )

    @cached_property
    def engine(self) -> pdf.Engine:
        """The PDF engine, made when the first letter is laid out."""
        return pdf.Engine()

    def fresh(self) -> "LetterPrinter":
        """A press for the same letters that has made nothing yet and holds no district table, as another process can be given one."""
        return LetterPrinter(
            self.campaign, design=self.design, ground=SelectionContext(self.ground.on), via=self.via
        )

    def order(
        self, recipient: Recipient, *, stem: str | None = None, signer: Signer | None = None
    ) -> Order:
        """The finished words and page of one letter, before it is laid out; `stem` names its file, `signer` signs it.

        What needs a figure that is not known of the recipient's district is left out, and what ranks next comes in.
        Raises FilesAreWrongError for words that do not render.
        """
        lacking: dict[Prose, str] = {}
        while True:
            picks = signer.picks if signer else ()
            selection = choose(
                self.campaign, recipient, ground=self.ground, lacking=lacking, picks=picks
            )
            try:
                order = self._set(
                    recipient, selection, stem=stem, sender=signer.sender if signer else None
                )
                return replace(order, key=signer.key) if signer else order
            except MissingDatumError as error:
                if error.text is None or error.text in lacking:
                    raise
                lacking[error.text] = str(error)

    def joint_order(self, recipients: Sequence[Recipient]) -> Order:
        """The one letter to all of them.

        Raises FilesAreWrongError for words that do not render or are not the same for all, TooManyAddresseesError for too many.
        """
        return self._set_joint(
            recipients, joint.choose(self.campaign, recipients, ground=self.ground)
        )

    def _set(
        self, recipient: Recipient, selection: Selection, *, stem: str | None, sender: Sender | None
    ) -> Order:
        """The order for what was selected."""
        letter = self.composer.letter(recipient, selection=selection, stem=stem, sender=sender)
        html = to_html(letter, self.design)
        return Order(recipient, selection, letter, html, self._fingerprint(html))

    def _set_joint(self, recipients: Sequence[Recipient], selection: Selection) -> Order:
        """The order of the one letter to all of them."""
        first, *others = recipients
        letter = joint.letter(self.composer, recipients, selection=selection)
        html = to_html(letter, self.design)
        return Order(first, selection, letter, html, self._fingerprint(html), others=tuple(others))

    def lay_out(self, order: Order) -> LetterLayout:
        """The letter on its pages, with as few of the lowest-ranked arguments left out as it takes to fit them.

        A person's own words are never cut and never too long: where they fill the page, the letter takes another.
        Raises LetterTooLongError where even the fewest arguments do not fit.
        """
        settings = self.campaign.settings
        whole = order.selection.argument_ids
        last = max(0, len(whole) - settings.min_arguments)
        for fewer in range(last + 1):
            attempt = self._shorter(order, by=fewer) if fewer else order
            with suppress(TooManyPagesError):
                layout = self.engine.lay_out(
                    attempt.html, self.design, most=settings.max_pages if fewer < last else None
                )
                break
        if layout.pages > settings.max_pages and not order.letter.message:
            who = f"{order.recipient.seat} {order.recipient.name.full}"
            arguments = len(attempt.selection.argument_ids)
            raise LetterTooLongError(
                who, pages=layout.pages, allowed=settings.max_pages, arguments=arguments
            )
        return LetterLayout(
            attempt.selection, attempt.letter, attempt.html, layout, whole[len(whole) - fewer :]
        )

    def fitted(self, order: Order, *, dropped: int | None = None) -> Order:
        """The order as it is printed, without the arguments that it takes to fit its pages; `dropped` is how many, where that is known.

        Raises LetterTooLongError where even the fewest arguments do not fit.
        """
        by = len(self.lay_out(order).dropped) if dropped is None else dropped
        return (
            replace(self._shorter(order, by=by), key=order.key, fingerprint=order.fingerprint)
            if by
            else order
        )

    def signed_by(self, order: Order, sender: Sender) -> Order:
        """The order with the same arguments and asks, signed by somebody else."""
        return replace(
            self._set(order.recipient, order.selection, stem=order.letter.stem, sender=sender),
            key=order.key,
        )

    def _shorter(self, order: Order, *, by: int) -> Order:
        """The letter without so many of its lowest-ranked arguments."""
        selection = shortened(order.selection, by=by)
        if order.others:
            return self._set_joint((order.recipient, *order.others), selection)
        own = order.letter.sender if order.key else None
        return self._set(order.recipient, selection, stem=order.letter.stem, sender=own)

    def proof(self, order: Order, *, reader: ocr.Scanner | None = None) -> ReadbackResult:
        """The finished letter, read back as an office reads it; with a `reader` a scan of each sheet is read as well.

        Raises LetterTooLongError, DesignIsWrongError, TypesettingError, UnreadableLetterError, MisprintedError and
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
    ) -> Outcome:
        """Prints one letter into the folder, whole or not at all, and tells what became of it; never raises for one letter's sake.

        What was printed is read back as an office reads it, and a page that lost anything is not kept. With a `reader` a scan
        of each sheet is read as well; what that one misses is told, and the letter kept, for scanners err, but none that is blank.
        """
        try:
            proof = self.proof(order, reader=reader)
            path = folder / f"{order.letter.stem}.pdf"
            guarantee_folder(path.parent)
            write_whole(path, proof.data, lasting=False)
        except LettersError as error:
            return failed(order, error)
        printed = proof.printed
        return Outcome(
            recipient=order.recipient.id,
            stem=order.letter.stem,
            status="printed",
            pages=printed.layout.pages,
            arguments=printed.letter.arguments,
            findings=printed.letter.findings,
            sha256=hashlib.sha256(proof.data).hexdigest(),
            fingerprint=order.fingerprint,
            dropped=printed.dropped,
            notice=self._window(printed.layout, None if order.others else envelope),
            misread="; ".join(proof.misread),
            date=str(printed.letter.date),
            design=self.design.name,
        )

    def _window(self, layout: pdf.Layout, envelope: envelopes.Envelope | None) -> str:
        """Why the address may not show whole in the envelope's window, or nothing."""
        if envelope is None:
            return ""
        verdict = envelopes.fits(layout.address_box, envelope)
        return "" if verdict.fits else verdict.advice

    def _fingerprint(self, html: str) -> str:
        """Digest of everything that the bytes of the PDF depend on."""
        settings = self.campaign.settings
        parts = (
            html,
            self.design.digest,
            pdf.ENGINE_VERSION,
            f"{settings.max_pages}/{settings.min_arguments}",
        )
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def _read_back(data: bytes, letter: Letter, *, reader: ocr.Scanner | None) -> tuple[str, ...]:
    """What a scan of a finished letter misses of it; nothing where none is made.

    Raises MisprintedError for a page that lost anything, or of which a scan shows next to nothing, and AsksOverleafError where
    page 1 does not say what is asked for.
    """
    text = ocr.text_layer(data)
    if lost := readback.read_back(text, letter):
        raise MisprintedError(lost)
    if asks := readback.asks_overleaf(text, letter):
        raise AsksOverleafError(asks)
    if reader is None:
        return ()
    scan = reader.read(data)
    if blank := readback.blank_sheets(scan, text):
        raise MisprintedError(blank)
    return readback.read_back(scan, letter)
