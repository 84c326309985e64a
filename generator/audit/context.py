"""What a letter may say without a finding: who writes to whom and when, bills, works; each in its own words, none as a bare number."""

import re
from collections.abc import Iterable, Iterator

from generator import dates as calendar_words
from generator.audit.agreement import dates, same
from generator.audit.support import Said, are_dated_alike, cite_alike
from generator.figures.reading import figures_of, read_figures
from generator.figures.strays import Stray
from generator.figures.types import Moment
from generator.models import Bill, Campaign, DistrictOffice, Letter, Recipient, Reference, SenderFile
from generator.states import STATES

PLAIN = str.maketrans(dict.fromkeys('‘’“”"', "'") | {"\u00a0": " ", "\n": " "})
"""One quotation mark for another, because a title in quotes turns its own."""
WORD = re.compile(r"[^\W\d_]")
PUBLICATION = r"(?:report|study|survey|paper|brief|review|analysis|article|statement|testimony|letter|memo|document|edition|Q&A)"
OF_A_WORK = re.compile(rf"\b(?:published|issued|released|dated|{PUBLICATION})[”’]?,?\s+(?:(?:on|in|of|from|dated)\s+)?(?:the\s+)?$")
WORK_BEHIND = re.compile(rf"\s+{PUBLICATION}\b")
BEFORE_DATE = re.compile(r"[”’\"',(\s]*(?:\b(?:of|from|in|dated)\s+)?$")


class Context:
    """What may be said in one letter, or in all of them."""

    def __init__(self, phrases: Iterable[str], texts: Iterable[str], *, works: Iterable[Reference] = ()) -> None:
        """Phrases may stand as they are, with the numbers in them; what texts say may stand in other writings; works have dates."""
        self._phrases = tuple(dict.fromkeys(phrase.translate(PLAIN) for phrase in phrases))
        self._figures = figures_of(texts)
        self._works = tuple((work, _dates_of(work)) for work in works)

    def allows(self, said: Said, text: str) -> bool:
        """Whether this may be said where it stands."""
        if not isinstance(said, Stray) and any(same(said, figure) or cite_alike(said, figure) for figure in self._figures):
            return True
        return self._covers(said, text.translate(PLAIN)) or (isinstance(said, Moment) and self._dates_a_work(said, text))

    def _covers(self, said: Said, text: str) -> bool:
        """Whether one of the phrases stands over it."""
        return any(text.find(phrase, max(0, said.end - len(phrase)), said.start + len(phrase)) >= 0 for phrase in self._phrases)

    def _dates_a_work(self, said: Moment, text: str) -> bool:
        """Whether it is the date of a work and stands beside its title, or beside what it is: “its report of May 2024”."""
        issued = [work for work, days in self._works if are_dated_alike(said, days)]
        before = text[: said.start]
        if issued and (OF_A_WORK.search(before) or WORK_BEHIND.match(text, said.end)):
            return True
        words = BEFORE_DATE.sub("", before).translate(PLAIN)
        return any(words.endswith(name.translate(PLAIN)) for work in issued for name in filter(None, (work.title, work.short_title)))


def of_campaign(campaign: Campaign) -> Context:
    """What every letter of the campaign may say: its allowed words, its bills, the day by which members must act, its works."""
    settings, source = campaign.settings, campaign.source
    bills = [bill for bill in (settings.bill, *(one.bill for one in source.recommendations)) if bill]
    named = (
        name for work in source.bibliography for name in (work.title, work.short_title, work.number, work.container_title, work.author)
    )
    phrases = (*settings.allowed_words, *(phrase for bill in bills for phrase in _bill_phrases(bill)), *_worded(named))
    texts = [text for bill in bills for text in (bill.number or "", f"{calendar_words.ordinal(bill.congress)} Congress")]
    if settings.act_by:
        texts.append(calendar_words.in_words(settings.act_by))
    return Context(phrases, texts, works=source.bibliography)


def of_letter(letter: Letter, recipient: Recipient | None) -> Context:
    """What one letter may say besides: its day, its sender, and whom it goes to."""
    lines = [line for lines in (letter.inside_address, *letter.other_addresses) for line in lines]
    details = letter.sender.details
    phrases, numbers = [*lines, *_sender_phrases(details)], [details.phone]
    texts = [calendar_words.in_words(letter.date), f"{calendar_words.ordinal(calendar_words.congress_on(letter.date))} Congress"]
    for seat in filter(None, (details.district, recipient.seat if recipient else None)):
        phrases += _seat_phrases(seat)
        texts += _seat_texts(seat)
    if recipient is not None:
        phrases += _recipient_phrases(recipient)
        numbers += [recipient.addresses.washington.phone, *(office.phone for office in recipient.addresses.district)]
    return Context((*_worded(phrases), *filter(None, numbers)), texts)


def _worded(phrases: Iterable[str | None]) -> Iterator[str]:
    """The phrases that have a number and a word: a bare number is no phrase."""
    return (phrase for phrase in phrases if phrase and WORD.search(phrase))


def _bill_phrases(bill: Bill) -> Iterator[str]:
    """What may be said of a bill: its title, and its Congress before its number, as the Re: line has it."""
    yield from _worded((bill.title, f"{bill.congress} {bill.number}" if bill.number else None))


def _seat_phrases(seat: str) -> Iterator[str]:
    """A seat, and its number behind the word for it."""
    yield seat
    yield from (f"{word} {seat.partition('-')[2].lstrip('0')}" for word in ("District", "district"))


def _seat_texts(seat: str) -> Iterator[str]:
    """The number of a seat as an ordinal: “16th district”."""
    number = seat.partition("-")[2]
    if number.isdigit():
        yield f"{calendar_words.ordinal(int(number))} district"


def _address_phrases(street: str, *more: str | None, city: str, state: str, zip_code: str) -> Iterator[str]:
    """The parts of an address, each as it is written."""
    yield from (street, *street.split(", "), *filter(None, more))
    yield from (f"{city}, {state} {zip_code}", f"{state} {zip_code}", f"{STATES[state]} {zip_code}")


def _sender_phrases(details: SenderFile) -> Iterator[str]:
    """What may be said of the sender."""
    yield from filter(None, (details.name, details.title, details.organization, details.city, details.email, details.website))
    yield from _address_phrases(details.street, city=details.city, state=details.state, zip_code=details.zip)


def _recipient_phrases(recipient: Recipient) -> Iterator[str]:
    """What may be said of the recipient: name, committees, rank, offices at home."""
    yield from (recipient.name.full, *(seat.name for seat in recipient.committees), recipient.leadership or "")
    for office in recipient.addresses.district:
        yield from _office_phrases(office)


def _office_phrases(office: DistrictOffice) -> Iterator[str]:
    """The address of an office."""
    more = (office.suite, office.building)
    yield from _address_phrases(office.street, *more, city=office.city, state=office.state, zip_code=office.zip)


def _dates_of(work: Reference) -> tuple[Moment, ...]:
    """When a work was published."""
    return dates(read_figures(calendar_words.in_words(work.issued)))
