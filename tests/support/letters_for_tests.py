"""Letters for the tests of pages, with realistic words that are not from a shipped campaign."""

import base64
import datetime
import io
from dataclasses import replace

from PIL import Image, ImageDraw

from generator.models.letter import Block, Footnote, Letter, TextRun
from generator.models.sender import Sender, SenderFile

ORGANIZATION = SenderFile(
    name="Marisol Tejada Whitcomb",
    title="Executive Director",
    organization="Rio Grande Legal Welcome Center",
    street="1420 North Stanton Street, Suite 310",
    city="El Paso",
    state="TX",
    zip="79902",
    phone="(915) 555-0142",
    email="office@welcomecenter.example",
    website="welcomecenter.example",
)
PERSON = SenderFile(
    name="Daniel O'Hara Jr.",
    street="77 Mesa Hills Drive, Apt. 4",
    city="El Paso",
    state="TX",
    zip="79912",
    phone="(915) 555-0199",
    email="dan.ohara@mail.example",
    district="TX-16",
)


def paragraph(*parts: str | int | TextRun, part: str = "letter") -> Block:
    """Returns a paragraph; a number calls the note of that number."""
    return Block("paragraph", (runs(*parts),), part)


def runs(*parts: str | int | TextRun) -> tuple[TextRun, ...]:
    """Returns the parts as runs; a number calls the note of that number."""
    made = []
    for part in parts:
        if isinstance(part, TextRun):
            made.append(part)
        else:
            made.append(TextRun(part) if isinstance(part, str) else TextRun("", note=part))
    return tuple(made)


def picture(width: int, height: int, *, color: str = "#1d3557") -> str:
    """Returns a small picture as a data: address."""
    image = Image.new("RGBA", (width, height), "#ffffff00")
    draw = ImageDraw.Draw(image)
    draw.ellipse((4, 4, height - 4, height - 4), fill=color)
    draw.line(
        [
            (10 + index * 8, height / 2 + (index % 3 - 1) * height / 4)
            for index in range(width // 8 - 2)
        ],
        fill=color,
        width=5,
    )
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return f"data:image/png;base64,{base64.b64encode(buffer.getvalue()).decode()}"


STATEMENT = (
    paragraph(
        "We write on behalf of the attorneys, nurses and volunteers who meet families at the "
        "bridges of El Paso. Since January 29, 2019, people who ask the United States for asylum "
        "have been sent back across the border to wait for their hearings. We ask you to help end "
        "that practice, which Congress never authorized and has never voted on."
    ),
    paragraph(
        "Through December 2019, more than 59,000 people had been returned in this way,",
        1,
        " and as of November 2019 at least 16,000 of them were children.",
        2,
        " In your own district the docket grew faster than the court could hear it: a family that "
        "crossed in August was given a first hearing in March, and its lawyer learned of the date "
        "from a slip of paper.",
        part="argument:scale",
    ),
    paragraph(
        "Waiting is not safe. Researchers had counted 816 public reports of kidnapping, assault "
        "and other attacks by mid-January 2020,",
        3,
        " and the State Department tells American travelers not to set foot in Tamaulipas. About "
        "4 percent of those returned have found a lawyer.",
        4,
        " Section 235(b)(2)(C) of the Act was written for another purpose, as a federal judge held "
        "in April 2019.",
        part="argument:danger",
    ),
    paragraph("Congress can act now. We respectfully ask you to:"),
    Block(
        "bullets",
        (
            runs(
                "cosponsor H.R. 2662, or legislation like it, and ask for a markup before the "
                "summer recess;"
            ),
            runs(
                "bar the Department from spending any part of its budget, including the "
                "$5 million set aside for tent courts, on returns;"
            ),
            runs("hold an oversight hearing, with testimony from asylum officers; and"),
            runs("visit the shelters and the ports of entry with us."),
        ),
        "asks",
    ),
    paragraph(
        "Thank you for your attention to the people who arrive at our door. Our staff would be "
        "glad to brief yours in Washington or in El Paso, and to show you the bridge where we work."
    ),
)
NOTES = (
    Footnote(
        1,
        runs(
            "Human Rights Watch, “Q&A: What the ‘Waiting Rooms’ of the Border Look Like Now,” "
            "January 29, 2020, “Who is being sent?” (data of TRAC, through December 2019)."
        ),
        ("returned-total",),
    ),
    Footnote(
        2, runs("Human Rights Watch, “Q&A,” introduction (as of November 2019)."), ("children",)
    ),
    Footnote(
        3,
        runs(
            "Same, “What risks do asylum seekers face?” (counted by Human Rights First, as of "
            "January 2020)."
        ),
        ("attacks",),
    ),
    Footnote(
        4,
        runs(
            "Same, “What is the program?” (January 2020); see also ",
            TextRun("Innovation Law Lab v. Wolf", "em"),
            ".",
        ),
        ("counsel",),
    ),
)
ADDRESS = (
    "The Honorable Veronica Escobar",
    "2448 Rayburn House Office Building",
    "U.S. House of Representatives",
    "Washington, DC 20515",
)

FULL = Letter(
    campaign="bridges",
    recipient="E000299",
    stem="TX-16-escobar",
    date=datetime.date(2020, 1, 29),
    title="Letter to Representative Veronica Escobar: end the returns and bar their funding",
    sender=Sender(ORGANIZATION),
    inside_address=ADDRESS,
    salutation="Dear Representative Escobar:",
    subject="Returns of asylum seekers to Mexico: end the program and bar its funding",
    statement=STATEMENT,
    message=(),
    closing="Sincerely,",
    notes=NOTES,
    enclosures=("“Q&A” of January 29, 2020",),
    copies=("Hon. Joaquin Castro",),
)
SHORT = replace(
    FULL,
    inside_address=("The Honorable John Cornyn", "United States Senate", "Washington, DC 20510"),
    salutation="Dear Senator Cornyn:",
    title="Letter to Senator John Cornyn: end the returns",
    statement=(STATEMENT[0], STATEMENT[3], STATEMENT[4], STATEMENT[5]),
    notes=(),
    enclosures=(),
    copies=(),
)
TWO_PAGES = replace(
    FULL,
    statement=(
        *STATEMENT[:3],
        *(replace(STATEMENT[1], items=STATEMENT[0].items) for _ in range(5)),
        *STATEMENT[3:],
    ),
)
PICTURES = replace(
    FULL, sender=Sender(ORGANIZATION, logo=picture(200, 200), signature=picture(460, 110))
)
MESSAGE = (
    paragraph(
        "I taught third grade on Alameda Avenue for twenty-six years, and I know what a child "
        "looks like who has slept in a tent. Last winter I brought blankets to the other side of "
        "the bridge. A girl of six asked me whether the judge was kind.",
        part="message",
    ),
    paragraph("I did not know what to tell her. You could.", part="message"),
)
PERSONAL = replace(
    FULL,
    sender=Sender(PERSON),
    statement=(STATEMENT[0], *MESSAGE, STATEMENT[2], *STATEMENT[3:]),
    own_words_at=1,
    enclosures=(),
    copies=(),
)
BY_HAND = replace(PERSONAL, statement=(STATEMENT[0], STATEMENT[2], *STATEMENT[3:]))
"""The same letter, before the person has written anything of their own."""

LONG_NAME = "The Honorable " + " ".join(["Maximiliana Bartholomea"] * 13)
ODD_NAMES = {
    "long": LONG_NAME,
    "unbroken": "The Honorable " + "Wolfeschlegelsteinhausenbergerdorff" * 8,
    "markup": "The Honorable <script>alert('x')</script> & Sons",
    "accents": "The Honorable Zoë Muñoz-Łukasz O'Brien Jr.",
}


def to(name: str) -> Letter:
    """Returns the full letter to a person of that name."""
    return replace(
        FULL,
        inside_address=(name, *ADDRESS[1:]),
        salutation=f"Dear {name.removeprefix('The Honorable ')}:",
    )


LONG_SENDER = replace(
    FULL,
    sender=Sender(
        ORGANIZATION.model_copy(
            update={"organization": "Coalition of " + "Neighbors and " * 20 + "Friends"}
        )
    ),
)
NOTES_OVERLEAF = replace(
    FULL,
    statement=(
        *(paragraph(*(run.text for run in STATEMENT[0].items[0])) for _ in range(8)),
        *STATEMENT,
    ),
)
