"""True paraphrases of figures, dates and names of the shipped campaign: the audit must reject none of them."""

from collections.abc import Iterator

from generator.models import SourceFile

FIGURES = {
    "returned-november": (
        "more than 56,000", "over 56000", "over fifty-six thousand", "in excess of 56,000", "more than 56 thousand", "upwards of 56,000",
        "over 56,000 asylum seekers",
    ),
    "children": ("sixteen thousand", "16000", "16 thousand", "16,000 children"),
    "infants": ("approximately 500", "around five hundred", "roughly 500", "some 500"),
    "infant-age": ("less than 12 months", "under twelve months old"),
    "represented": ("4%", "four percent", "4 per cent", "four per cent of asylum seekers"),
    "granted": ("under 1 percent", "fewer than 1 percent", "less than one percent", "below 1%"),
    "attacks": ("no fewer than 816", "at least eight hundred sixteen", "not less than 816"),
    "returned-total": ("more than 59,000", "over fifty-nine thousand", "upwards of 59,000", "exceeding 59,000"),
    "from-honduras": ("21786", "twenty-one thousand seven hundred eighty-six"),
    "from-cuba": ("seven thousand seven hundred and nine",),
    "pregnant-women": ("no fewer than 13", "at least thirteen"),
    "disability-interviews": ("ten", "10 asylum seekers"),
    "violence-share": ("45%", "forty-five per cent", "45 per cent", "forty-five percent"),
    "patients": ("2315", "two thousand three hundred fifteen", "two thousand three hundred and fifteen"),
    "survey-size": ("six hundred seven", "six hundred and seven"),
    "threatened": ("approximately one quarter", "about 25 percent", "roughly one in four", "around a quarter", "about 25%"),
    "threats-carried-out": ("more than half", "over 50 percent", "more than one half", "over ½"),
    "camp-population": ("more than 1,500", "over 1500", "over fifteen hundred", "over 1.5 thousand"),
    "top-origins": ("top 7",),
    "advisory-level": ("level 4",),
    "statute": ("Sec. 235(b)(2)(C)", "§ 235(b)(2)(C)"),
    "statute-proceedings": ("INA § 240", "INA section 240"),
}  # fmt: skip
DATES = {
    "violence-share": (
        "between June 2018 and July 2019",
        "June 2018 through July 2019",
        "from June 2018 to July 2019",
        "June 2018–July 2019",
    ),
    "disability-interviews": ("in August and September of 2019", "August and Sept. 2019"),
    "tucson-expansion": ("late November and early December of 2019",),
}  # fmt: skip
BODIES = {
    "violence-share": ("Médecins Sans Frontières", "MSF", "Doctors Without Borders (MSF)"),
    "returned-total": ("TRAC", "Transactional Records Access Clearinghouse (TRAC)", "TRAC, Syracuse University"),
    "camp-population": ("NPR", "National Public Radio (NPR)"),
    "pregnant-women": ("the Mexican government",),
    "attacks": ("HRF", "Human Rights First (HRF)"),
    "do-not-travel": ("US Department of State", "U.S. Department of State"),
    "survey-size": (
        "US Immigration Policy Center at UC San Diego",
        "U.S. Immigration Policy Center, University of California at San Diego",
    ),
}
CLAIMS = {
    "from-honduras": ("Nearly 22,000 people came from Honduras.", "More than 21,000 of those in the program were from Honduras."),
    "from-guatemala": ("About 15,000 people in the program came from Guatemala.",),
    "represented": ("One attorney or more stood beside only 4 in 100 people in the program.",),
    "granted": ("The share of those in the program who obtained protection, which is less than 1 percent.",),
    "returned-total": ("Over 59,000 asylum seekers had been returned through December 2019, by the government’s own data.",),
    "patients": ("MSF treated 2,315 people, of whom 45 percent reported violence, in two cities, namely Reynosa and Matamoros.",),
}


def paraphrases(source: SourceFile) -> Iterator[tuple[str, str, SourceFile]]:
    """The id of a finding, what was said otherwise, and the source file that says it so."""
    for key, told in (("figure", FIGURES), ("as_of_text", DATES), ("counted_by", BODIES), ("claim", CLAIMS)):
        for name, others in told.items():
            for other in others:
                findings = tuple(one.model_copy(update={key: other}) if one.id == name else one for one in source.findings)
                assert findings != source.findings, f"{name} has the {key} {other} already, or is gone"
                yield name, f"{key}: {other}", source.model_copy(update={"findings": findings})
