"""A letter drive: supporters who agreed write to their own members of Congress, each in their own name.

Printed letters go to `letters/<supporter>/` below the campaign's folder. The ledger there knows what became of each
mailpiece, held.csv who was held back and why.
"""

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from generator import batch, caution, index, job, pdf, project, protocol
from generator.delivery.mailboxes import Mailbox
from generator.errors import FilesAreWrongError, LettersError, Problem
from generator.files import remove_unfinished
from generator.job import Job, Wishes
from generator.ledger import AlreadyDone, Claim, Ledger, Register, open_ledger
from generator.mailpieces import Held, HeldKind, Mailpiece, Supporter
from generator.models import Sender as Writer
from generator.models import SenderFile
from generator.pictures import read_picture
from generator.press import Order, Press, Signer
from generator.report import Outcome
from generator.scanner import Scanner
from generator.shelf import put_away
from generator.supporters.assigning import mailpieces
from generator.supporters.checks import Terms
from generator.supporters.leftovers import Leftovers
from generator.supporters.reading import Answer, stream_supporters

DESIGN = "constituent"
"""The design of supporters' letters where none is wished for."""

HELD = "held.csv"
HELD_AGAIN = "held-again.csv"


class NobodyMayWriteError(LettersError):
    """No letter of any supporter may go."""

    def __init__(self, supporters: Path, counts: Mapping[HeldKind, int]) -> None:
        told = ", ".join(f"{number} {kind}" for kind, number in counts.items())
        super().__init__(f"no letter of {supporters} may go: {told or 'it holds nobody'}; `letters build … --dry-run` says why")


@dataclass(frozen=True)
class Drive:
    """The letters of the supporters, ready to be printed, and what is held back."""

    job: Job
    supporters: Path
    pieces: tuple[Mailpiece, ...]
    held: tuple[Held, ...]
    """The letters that wait of supporters who write to others."""
    leftovers: Leftovers
    """The supporters of whom nothing goes."""
    refused: frozenset[str]
    """Those of them for whom letters were composed before, by id."""

    @property
    def counts(self) -> Counter[HeldKind]:
        """How many are held back, by what became of them."""
        return self.leftovers.counts + Counter(one.kind for one in self.held)

    def refuse_nobody(self) -> None:
        """Returns where there is a letter that may go. Raises NobodyMayWriteError otherwise."""
        if not self.pieces:
            raise NobodyMayWriteError(self.supporters, self.counts)

    def orders(self) -> Iterator[Order]:
        """The finished words of each letter, made as they are asked for."""
        names: dict[str, str] = {}
        for piece in self.pieces:
            stem = names.setdefault(piece.recipient.id, protocol.file_stem(piece.recipient))
            yield self.order(piece, stem=stem)

    def order(self, piece: Mailpiece, *, stem: str) -> Order:
        """The finished words of one letter."""
        signer = Signer(piece.key, writer(piece, folder=self.supporters.parent), piece.supporter.picks)
        return self.job.press.order(piece.recipient, stem=f"letters/{piece.supporter.id}/{stem}", signer=signer)


def prepare(place: project.Project, wishes: Wishes, *, supporters: Path, register: Register, leftovers: Leftovers | None = None) -> Drive:
    """The drive that the user asked for: everybody in the file looked at, and every kind of letter composed once.

    `register` says who is known to the ledger, and `leftovers` takes those of whom nothing goes. Raises FilesAreWrongError with all
    problems of all files.
    """
    wished = replace(wishes, design=DESIGN if wishes.design is None else wishes.design, supporters=supporters)
    files = wishes.recipient_files or place.recipient_files()
    loaded = project.load(place, wishes.campaign, on=wishes.on, sender=wishes.sender, recipient_files=files)
    press = job.open_press(place, loaded.campaign, wishes=wished)
    consent = loaded.campaign.settings.consent
    terms = Terms(wishes.on, pdf.missing_glyphs, wording=consent.version if consent else None, mapping=dict(wishes.mapping))
    rows = stream_supporters(supporters, terms=terms, shown_as=place.shown(supporters))
    people = _parted(rows, register=register, leftovers=leftovers or Leftovers())
    answers = tuple(
        mailpieces(
            people.going,
            recipients=loaded.recipients,
            table=press.ground.table,
            on=wishes.on,
            campaign=wishes.campaign,
            version=loaded.campaign.settings.version,
        )
    )
    pieces = tuple(answer for answer in answers if isinstance(answer, Mailpiece))
    held = tuple(answer for answer in answers if isinstance(answer, Held))
    warnings = (
        *loaded.warnings,
        *people.warnings,
        *_unknown_picks(press, people.going),
        *_unusable_addresses(people.going),
        *caution.old_lines(place.shown(place.district_table), press.campaign, ground=press.ground),
    )
    ready = Job(wished, press.campaign, press, job.envelope(place, press.design), (), (), warnings)
    drive = Drive(ready, supporters, pieces, held, people.leftovers, people.refused)
    return replace(drive, job=replace(ready, warnings=(*warnings, *_doubts(drive))))


@dataclass(frozen=True)
class _People:
    """Everybody in a list, parted."""

    going: tuple[Supporter, ...]
    leftovers: Leftovers
    warnings: tuple[Problem, ...]
    refused: frozenset[str]


def _parted(rows: Iterable[Answer], *, register: Register, leftovers: Leftovers) -> _People:
    """Those whose letters may go, under the ids that their letters have, and the others."""
    going: dict[str, Supporter] = {}
    warnings: list[Problem] = []
    refused: set[str] = set()
    for row in rows:
        if isinstance(row, Problem):
            warnings.append(row)
            continue
        answer = register.answer(row)
        if isinstance(answer, Supporter) and (twin := going.setdefault(answer.id.casefold(), answer)) is not answer:
            answer = Held("merged", _as_known(twin), answer)
        if isinstance(answer, Held):
            leftovers.take(answer)
            refused.update(register.known(answer.supporter) if answer.kind == "refused" else ())
    return _People(tuple(going.values()), leftovers, tuple(warnings), frozenset(refused))


def _as_known(twin: Supporter) -> str:
    """That a row is a person again whom an earlier list knew by both."""
    return (
        f"is the supporter of {twin.file}:{twin.line} again, as an earlier list has it: written for once; if they are two people, give "
        "each an id that no list has had"
    )


def _unknown_picks(press: Press, supporters: tuple[Supporter, ...]) -> Iterator[Problem]:
    """A warning for each supporter who wants an argument that the campaign does not have."""
    known = {argument.id for argument in press.campaign.arguments}
    for supporter in supporters:
        if unknown := [name for name in supporter.picks if name not in known]:
            message = f"the campaign has no argument {', '.join(unknown)}; `letters list arguments` names them"
            yield Problem(supporter.file, supporter.line, "picks", message, "warning")


def _unusable_addresses(supporters: tuple[Supporter, ...]) -> Iterator[Problem]:
    """A warning for each e-mail address that is none: it is printed on the letters, and no mail reaches it."""
    for supporter in supporters:
        if supporter.email and (problem := Mailbox(supporter.email).problem):
            yield Problem(supporter.file, supporter.line, *problem, "warning")


def _doubts(drive: Drive) -> tuple[Problem, ...]:
    """What is doubtful in the letters, one of each kind composed: to each member, with and without a story, with each set of picks.

    Raises FilesAreWrongError with everything that is wrong in them.
    """
    kinds = {(piece.recipient.id, bool(piece.supporter.story), piece.supporter.picks): piece for piece in drive.pieces}
    orders: list[Order] = []
    problems: set[Problem] = set()
    for piece in kinds.values():
        try:
            orders.append(drive.order(piece, stem=protocol.file_stem(piece.recipient)))
        except FilesAreWrongError as error:
            problems.update(error.problems)
    return job.refuse_errors((*problems, *job.audit_all(drive.job.press, orders)))


def writer(piece: Mailpiece, *, folder: Path) -> Writer:
    """The supporter as the sender of a letter; pictures of signatures lie in the folder."""
    person = piece.supporter
    details = SenderFile(
        name=person.name,
        street=person.street,
        city=person.city,
        state=person.state,
        zip=person.zip,
        email=person.email or None,
        district=piece.recipient.seat if piece.recipient.chamber == "house" else None,
        message=_paragraphs(person.story) or None,
    )
    return Writer(details, signature=read_picture(folder, person.signature) if person.signature else None)


def _paragraphs(story: str) -> str:
    """The story with each line a paragraph: web forms and their users part paragraphs by one line end as well as by two."""
    return "\n\n".join(filter(None, story.split("\n")))


def print_all(drive: Drive, *, folder: Path, jobs: int, at: datetime.date, reader: Scanner | None = None) -> Iterator[Outcome]:
    """An outcome for every letter as it is done, each recorded in the ledger; ends with held.csv, index.csv and README.txt written.

    Letters that have left the house are not printed again, whatever became of their words.
    """
    with open_ledger(folder) as ledger, index.noted(folder) as note:
        remove_unfinished(folder)
        answers: list[Outcome] = []
        ledger.compose(drive.pieces, at=at)
        ledger.refuse(drive.refused)
        try:
            for outcome in _printed(drive, ledger, folder=folder, jobs=jobs, at=at, reader=reader):
                answers.append(outcome)
                if outcome.status == "printed":
                    note(outcome)
                yield outcome
        finally:
            ledger.flush()
            put_away(folder, job=drive.job, outcomes=answers)
            write_leftovers(drive, folder, failed=_failed(drive, answers))


def held_file(drive: Drive, folder: Path) -> Path:
    """Where the rows of those who are held back go; never in the place of the list that was read."""
    usual = folder / HELD
    return folder / HELD_AGAIN if usual.resolve() == drive.supporters.resolve() else usual


def write_leftovers(drive: Drive, folder: Path, *, failed: Iterable[Held] = ()) -> None:
    """Writes the rows of those who are held back, and of those whose letters wait or failed."""
    drive.leftovers.write(held_file(drive, folder), more=(*drive.held, *failed))


def _printed(drive: Drive, ledger: Ledger, *, folder: Path, jobs: int, at: datetime.date, reader: Scanner | None) -> Iterator[Outcome]:
    """The letters printed, claimed before and settled after."""
    claims: dict[str, Claim] = {}
    gone: list[Outcome] = []
    shop = batch.Shop(drive.job.press, folder, drive.job.envelope, reader)
    for outcome in batch.print_all(_claimed(drive.orders(), ledger, claims=claims, gone=gone, at=at), shop, jobs=jobs):
        claim = claims.pop(outcome.stem, None)
        if claim and outcome.status in ("printed", "unchanged"):
            ledger.settle(claim, at=at, file=f"{outcome.stem}.pdf", sha256=outcome.sha256)
        yield outcome
    yield from gone


def _claimed(
    orders: Iterator[Order], ledger: Ledger, *, claims: dict[str, Claim], gone: list[Outcome], at: datetime.date
) -> Iterator[Order]:
    """The orders that may still be printed; those that have left the house go to `gone`."""
    for order in orders:
        match ledger.claim(order.key, "printed", at=at, fingerprint=order.fingerprint):
            case Claim() as claim:
                claims[order.letter.stem] = claim
                yield order
            case AlreadyDone(step="printed"):
                yield order
            case _:
                gone.append(Outcome(order.recipient.id, order.letter.stem, "unchanged", message="has left the house"))


def _failed(drive: Drive, outcomes: list[Outcome]) -> Iterator[Held]:
    """The letters that could not be printed, as the leftovers name them."""
    failed = {outcome.stem: outcome.message for outcome in outcomes if outcome.status == "failed"}
    for piece in drive.pieces if failed else ():
        stem = f"letters/{piece.supporter.id}/{protocol.file_stem(piece.recipient)}"
        if stem in failed:
            yield Held("failed", failed[stem], piece.supporter, piece.recipient.seat)
