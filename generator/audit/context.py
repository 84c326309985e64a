"""What a letter may say without a finding: sender, recipient and day, bills, works.

Each may be said in its own words only: a bare number needs a finding.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from generator import dates as calendar_words
from generator.audit.agreement import dates, same
from generator.audit.support import Numeral, are_dated_alike, cite_alike
from generator.figures.reading import figures_of, read_figures
from generator.figures.strays import Stray
from generator.figures.types import Moment
from generator.letter.records import counted, undersigned
from generator.models.campaign import Campaign
from generator.models.letter import Letter
from generator.models.recipient import Recipient
from generator.models.sender import Signatory
from generator.models.source import Reference
from generator.states import STATES

PLAIN = str.maketrans(dict.fromkeys('‘’“”"', "'") | {"\u00a0": " ", "\n": " "})
"""One quotation mark for all, because a title in quotes turns its own."""
# A title such as “2020” has no letter: as a phrase it would free the number everywhere.
WORD = re.compile(r"[^\W\d_]")
# Kinds of works and the words around their dates: written by hand, from the bibliographies of the
# shipped campaign and of the tests.
PUBLICATION = (
    r"(?:report|study|survey|paper|brief|review|analysis|article|statement|testimony|letter|memo|"
    r"document|edition|Q&A)"
)
# Matches “its report of ”, “published in ”, “testimony dated ”; not “wells in ”, whose date is that
# of a fact and needs a finding.
OF_A_WORK = re.compile(
    rf"\b(?:published|issued|released|dated|{PUBLICATION})[”’]?,?\s+"
    r"(?:(?:on|in|of|from|dated)\s+)?(?:the\s+)?$"
)
WORK_BEHIND = re.compile(rf"\s+{PUBLICATION}\b")
# What may stand between a title and its date: “‘The Long Wait’ (”, “The Long Wait, of ”.
BEFORE_DATE = re.compile(r"[”’\"',(\s]*(?:\b(?:of|from|in|dated)\s+)?$")

SIGNERS = (
    "undersigned", "of us", "organizations", "groups", "nonprofits", "individuals", "people",
    "signers", "signatories", "members",
)  # fmt: skip
"""The nouns that may follow `{{ signers.count }}`: written by hand, from letters of coalitions."""


class Context:
    """What may be said in one letter, or in all of them."""

    def __init__(
        self,
        phrases: Iterable[str | None],
        texts: Iterable[str],
        *,
        works: Iterable[Reference] = (),
        numbers: Iterable[str | None] = (),
    ) -> None:
        """Phrases may stand word for word, with the numbers in them; one without a word may not.

        What texts say may stand in other writings; works have dates; numbers may stand alone.
        """
        worded = (phrase for phrase in phrases if phrase and WORD.search(phrase))
        self._phrases = tuple(
            phrase.translate(PLAIN) for phrase in (*worded, *filter(None, numbers))
        )
        self._figures = figures_of(texts)
        self._works = tuple(
            (work, dates(read_figures(calendar_words.in_words(work.issued)))) for work in works
        )

    def allows(self, numeral: Numeral, text: str) -> bool:
        """Whether this may be said where it stands."""
        if not isinstance(numeral, Stray) and any(
            same(numeral, figure) or cite_alike(numeral, figure) for figure in self._figures
        ):
            return True
        plain, start, end = text.translate(PLAIN), numeral.start, numeral.end
        covered = any(
            # The number must stand within the phrase where it is read: “Room 517” frees “517” there
            # and not in “517 attacks”. The bounds of the search also keep it short.
            plain.find(phrase, max(0, end - len(phrase)), start + len(phrase)) >= 0
            for phrase in self._phrases
        )
        return covered or (isinstance(numeral, Moment) and self._dates_a_work(numeral, text))

    def _dates_a_work(self, moment: Moment, text: str) -> bool:
        """Whether it is the date of a work next to its title or kind: “its report of May 2024”."""
        issued = [work for work, days in self._works if are_dated_alike(moment, days)]
        before = text[: moment.start]
        if issued and (OF_A_WORK.search(before) or WORK_BEHIND.match(text, moment.end)):
            return True
        words = BEFORE_DATE.sub("", before).translate(PLAIN)
        names = (name for work in issued for name in (work.title, work.short_title) if name)
        return any(words.endswith(name.translate(PLAIN)) for name in names)


def of_campaign(campaign: Campaign) -> Context:
    """Returns what every letter of the campaign may say.

    These are its allowed words, its bills, the day by which members must act, and its works.
    """
    settings, works = campaign.settings, campaign.source.bibliography
    phrases = [name for work in works for name in names_of(work)]
    # As a text, so that the date may be written in any of its forms.
    texts = [calendar_words.in_words(settings.act_by)] if settings.act_by else []
    own = (bill for ask in settings.asks for bill in ask.bill)
    for bill in (settings.bill, *(one.bill for one in campaign.source.recommendations), *own):
        if bill:
            # The Re: line has the Congress before the number of the bill.
            # H.R. 2662 of another Congress is another bill, so the number of the Congress is freed
            # with it.
            phrases += (bill.title or "", f"{bill.congress} {bill.number}" if bill.number else "")
            texts += (bill.number or "", f"{calendar_words.ordinal(bill.congress)} Congress")
    phrases += _signers_phrases(campaign.signers)
    return Context(phrases, texts, works=works, numbers=settings.allowed_words)


def _signers_phrases(signers: Sequence[Signatory]) -> Iterator[str]:
    """Yields the number of signers, which the program has counted, with the nouns for them."""
    if every := undersigned(signers):
        yield every.removeprefix("the ")
        # The number alone would be free everywhere: “30 attacks” needs a finding.
        for noun in SIGNERS:
            yield f"{counted(len(signers))} {noun}"


def of_letter(
    letter: Letter, recipient: Recipient | None, *, thanks: Iterable[str] = ()
) -> Context:
    """Returns what one letter may also say: its day, its sender, its recipient, and its thanks."""
    details = letter.sender.details
    phrases = [line for lines in (letter.inside_address, *letter.other_addresses) for line in lines]
    phrases += thanks
    phrases += filter(
        None,
        (
            details.name,
            details.title,
            details.organization,
            details.about,
            details.city,
            details.email,
            details.website,
        ),
    )
    phrases += _address_phrases(
        details.street, city=details.city, state=details.state, zip_code=details.zip
    )
    congress = calendar_words.ordinal(calendar_words.congress_on(letter.date))
    texts, numbers = [calendar_words.in_words(letter.date), f"{congress} Congress"], [details.phone]
    seats = [details.district]
    if recipient is not None:
        seats.append(recipient.seat)
        phrases += (recipient.name.full, recipient.leadership or "", recipient.office or "")
        phrases += (seat.name for seat in recipient.committees)
        numbers.append(recipient.addresses.washington.phone)
        for office in recipient.addresses.district:
            phrases += (office.suite or "", office.building or "")
            phrases += _address_phrases(
                office.street, city=office.city, state=office.state, zip_code=office.zip
            )
            numbers.append(office.phone)
    # “TX-16” is said as “District 16” and “16th district”; a seat such as “AK-AL” or a senator's
    # has no number.
    for seat in filter(None, seats):
        number = seat.partition("-")[2]
        phrases += (seat, *(f"{word} {number.lstrip('0')}" for word in ("District", "district")))
        if number.isdigit():
            texts.append(f"{calendar_words.ordinal(int(number))} district")
    return Context(phrases, texts, numbers=numbers)


def names_of(work: Reference) -> Iterator[str]:
    """Yields the names of a work: its titles, number, collection and author."""
    names = (work.title, work.short_title, work.number, work.container_title, work.author)
    return (name for name in names if name)


def _address_phrases(street: str, *, city: str, state: str, zip_code: str) -> Iterator[str]:
    """Yields the parts of an address as a letter may repeat them."""
    # A letter may name the street without the suite.
    yield from (street, *street.split(", "))
    yield from (f"{city}, {state} {zip_code}", f"{state} {zip_code}", f"{STATES[state]} {zip_code}")
