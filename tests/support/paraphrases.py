"""True paraphrases of figures, dates and names of the shipped campaign.

The audit must reject none of them.
"""

from collections.abc import Iterator

from generator.models.source import SourceFile

FIGURES = {
    "returned-november": (
        "more than 56,000",
        "over 56000",
        "over fifty-six thousand",
        "in excess of 56,000",
        "more than 56 thousand",
        "upwards of 56,000",
        "over 56,000 asylum seekers",
    ),
    "children": ("sixteen thousand", "16000", "16 thousand", "16,000 children"),
    "infants": ("approximately 500", "around five hundred", "roughly 500", "some 500"),
    "infant-age": (
        "less than 12 months",
        "under twelve months old",
        "younger than 12 months",
        "under one year",
        "under a year old",
    ),
    "unassisted": ("almost all", "close to all"),
    "represented": ("4%", "four percent", "4 per cent", "four per cent of asylum seekers"),
    "granted": ("under 1 percent", "fewer than 1 percent", "less than one percent", "below 1%"),
    "attacks": ("no fewer than 816", "at least eight hundred sixteen", "not less than 816"),
    "returned-total": (
        "more than 59,000",
        "over fifty-nine thousand",
        "upwards of 59,000",
        "exceeding 59,000",
    ),
    "from-honduras": ("21786", "twenty-one thousand seven hundred eighty-six"),
    "from-cuba": ("seven thousand seven hundred and nine",),
    "pregnant-women": ("no fewer than 13", "at least thirteen"),
    "disability-interviews": ("ten", "10 asylum seekers"),
    "violence-share": ("45%", "forty-five per cent", "45 per cent", "forty-five percent"),
    "patients": (
        "2315",
        "two thousand three hundred fifteen",
        "two thousand three hundred and fifteen",
    ),
    "survey-size": ("six hundred seven", "six hundred and seven"),
    "threatened": (
        "approximately one quarter",
        "about 25 percent",
        "roughly one in four",
        "around a quarter",
        "about 25%",
    ),
    "threats-carried-out": ("more than half", "over 50 percent", "more than one half", "over ½"),
    "camp-population": (
        "more than 1,500",
        "over 1500",
        "over fifteen hundred",
        "over 1.5 thousand",
    ),
    "top-origins": ("top 7",),
    "advisory-level": ("level 4",),
    "statute": ("Sec. 235(b)(2)(C)", "§ 235(b)(2)(C)"),
    "statute-proceedings": ("INA § 240", "INA section 240"),
}
DATES = {
    "violence-share": (
        "between June 2018 and July 2019",
        "June 2018 through July 2019",
        "from June 2018 to July 2019",
        "June 2018–July 2019",
    ),
    "disability-interviews": (
        "in August and September of 2019",
        "August and Sept. 2019",
        "Aug.–Sept. 2019",
        "Aug. - Sept. 2019",
    ),
    "tucson-expansion": ("late November and early December of 2019",),
}
BODIES = {
    "violence-share": ("Médecins Sans Frontières", "MSF", "Doctors Without Borders (MSF)"),
    "returned-total": (
        "TRAC",
        "Transactional Records Access Clearinghouse (TRAC)",
        "TRAC, Syracuse University",
        "Syracuse University",
    ),
    "camp-population": ("NPR", "National Public Radio (NPR)"),
    "pregnant-women": ("the Mexican government", "the government of Mexico", "Mexico’s government"),
    "wong-statement": ("Tom Wong", "Professor Tom K. Wong"),
    "attacks": ("HRF", "Human Rights First (HRF)"),
    "do-not-travel": ("US Department of State", "U.S. Department of State"),
    "survey-size": (
        "US Immigration Policy Center at UC San Diego",
        "U.S. Immigration Policy Center, University of California at San Diego",
    ),
}
CLAIMS = {
    "announced": (
        "Homeland Security told the public about the Migrant Protection Protocols.",
        "The Department of Homeland Security announced the “Remain in Mexico” program.",
    ),
    "nielsen-promise": (
        (
            "Secretary Nielsen promised that the policy would leave more resources for those with "
            "legitimate asylum claims."
        ),
    ),
    "returned-november": (
        "People seeking asylum who were sent back to Mexico to wait.",
        (
            "Everyone whom the United States had pushed back into Mexico under the policy, "
            "children included."
        ),
    ),
    "children": (
        "Boys and girls sent back.",
        "Minors among those sent back to Mexico.",
        "Children who were sent back to Mexico.",
    ),
    "infants": (
        "Babies sent back to Mexico.",
        "Infants not yet a year old who were sent to wait in Mexico.",
    ),
    "infant-age": ("How old the smallest of them were.", "The age of the infants sent back."),
    "unassisted": (
        "How many of the claims are decided without any legal aid.",
        "Cases in which nobody gives the asylum seeker legal help.",
    ),
    "put-in-harms-way": (
        "Asylum seekers, among them families with children, whom the policy has put in danger.",
        "Those whom the program had endangered after one year.",
    ),
    "court-failings": (
        (
            "Immigration courts, already short of counsel and transparency, became worse under "
            "the program."
        ),
    ),
    "dangers": (
        (
            "In Mexico those waiting are kidnapped, sexually assaulted, exploited and abused, and "
            "go without necessities."
        ),
    ),
    "companion-policies": (
        (
            "It is one of several policies that restrict asylum, like metering and asylum "
            "cooperation agreements."
        ),
    ),
    "waits": (
        "The time people spend in Mexico until the court decides.",
        "How long asylum seekers have to wait for a ruling.",
    ),
    "represented": (
        "One attorney or more stood beside only 4 in 100 people in the program.",
        "People in MPP who find a lawyer.",
        "The portion of asylum seekers in the program with legal representation.",
    ),
    "granted": (
        "The share of those in the program who obtained protection, which is less than 1 percent.",
        "People in the program who won protection in the United States.",
        "How many of them have been allowed to stay under American protection.",
    ),
    "returned-after-winning": (
        (
            "Even people recognized as deserving protection were sent back to Mexico, on the "
            "pretext of hearings that did not exist."
        ),
    ),
    "refugee-convention": (
        "The year of the Refugee Convention.",
        "When the Convention relating to the Status of Refugees was concluded.",
    ),
    "refugee-protocol": ("The year of the Refugee Convention’s Protocol.",),
    "protocol-accession": (
        (
            "The United States agreed to the Protocol of 1967 and with it to the Convention’s "
            "guarantees."
        ),
    ),
    "refugee-act": (
        "The Refugee Act became law and brought American law in line with the Convention.",
    ),
    "nonrefoulement": (
        (
            "Under international law, refugees may not be returned to places where they would be "
            "persecuted."
        ),
    ),
    "statute": ("The section of the immigration act that a memo of DHS gives as the legal basis.",),
    "statute-proceedings": ("The section that governs removal proceedings.",),
    "injunction": (
        (
            "A federal judge in San Francisco, Richard Seeborg, halted the program by preliminary "
            "injunction."
        ),
    ),
    "stay": ("An appeals court stayed the injunction, so returns could continue.",),
    "lawsuit-pending": (
        "The ACLU and immigrant rights organizations were still challenging the program in court.",
    ),
    "attorney-access-order": (
        (
            "Judge Sabraw ordered that people who fear being sent to Mexico get access to their "
            "lawyers beforehand."
        ),
    ),
    "officers-objected": ("Asylum officers and their union say that the policy violates the law.",),
    "officers-training": (
        "Asylum officers described problems with their training during the pilot.",
    ),
    "returned-total": (
        (
            "Over 59,000 asylum seekers had been returned through December 2019, by the "
            "government’s own data."
        ),
        "Everybody returned to Mexico under the program through the end of 2019.",
        "Asylum seekers sent to Mexico so far, according to government records.",
    ),
    "spanish-speaking": ("The program mostly takes in people from Spanish-speaking countries.",),
    "brazil-suggested": ("A DHS official said that Brazilians might be next.",),
    "top-origins": ("How many countries of origin TRAC lists.",),
    "from-honduras": (
        "Nearly 22,000 people came from Honduras.",
        "More than 21,000 of those in the program were from Honduras.",
        "Hondurans in the program.",
    ),
    "from-guatemala": (
        "About 15,000 people in the program came from Guatemala.",
        "Guatemalans placed in MPP.",
    ),
    "from-cuba": ("Cubans sent back.",),
    "from-el-salvador": ("Salvadorans in the program.",),
    "from-ecuador": ("Ecuadorians whom the program holds.",),
    "from-venezuela": ("Venezuelans sent to Mexico under the program.",),
    "from-nicaragua": ("People who had fled Nicaragua.",),
    "exempt-groups": (
        "By the memo, Mexicans and unaccompanied minors are not to be placed in the program.",
    ),
    "exemptions-inconsistent": (
        (
            "Vulnerable people, such as LGBT people and people with mental illness, were sent "
            "back all the same."
        ),
    ),
    "pregnant-women": (
        "Expectant mothers placed in the program.",
        "Pregnant women whom the Mexican government counted.",
    ),
    "pregnant-women-likely": ("Pregnant women in MPP, in all likelihood.",),
    "disability-interviews": (
        "Disabled or chronically ill asylum seekers with whom the researchers spoke.",
    ),
    "pilot-launch": ("The pilot started at San Ysidro, near San Diego.",),
    "first-return": ("Carlos Gómez Perdomo of Honduras was the first to be returned, to Tijuana.",),
    "calexico-expansion": ("The program reached Calexico, California.",),
    "el-paso-expansion": ("El Paso, across from Ciudad Juárez, was added.",),
    "expanded-despite-harm": (
        (
            "DHS expanded it in spite of evidence that asylum seekers came to harm and that basic "
            "protections were ignored."
        ),
    ),
    "laredo-expansion": ("Laredo, Texas, was added, across from Nuevo Laredo.",),
    "brownsville-expansion": ("Brownsville, Texas, was added, across from Matamoros.",),
    "tamaulipas-cities": (
        (
            "Because of violent crime the State Department tells Americans not to go to "
            "Tamaulipas, where Nuevo Laredo and Matamoros are."
        ),
    ),
    "eagle-pass-expansion": ("Eagle Pass, Texas, followed.",),
    "tucson-expansion": ("Tucson, Arizona, joined the list.",),
    "nogales-expansion": ("Nogales, Arizona, followed as well.",),
    "summoned-to-el-paso": ("When their hearings in El Paso would take place.",),
    "no-evaluation": (
        "DHS never published an evaluation of the pilot before it expanded the program.",
    ),
    "red-team-review": (
        "Senior DHS officials reviewed the program internally on McAleenan’s orders.",
    ),
    "officers-pressured": (
        "CBP agents leaned on asylum officers to deny claims in fear interviews.",
    ),
    "officers-out-of-reach": ("CBP agents kept asylum seekers away from asylum officers.",),
    "report-requested": ("Members of Congress have asked to see the review.",),
    "judiciary-investigation": (
        "The House Judiciary Committee opened an investigation and requested documents.",
    ),
    "travel-advisories": (
        "The State Department warns travelers about some of the cities where asylum seekers wait.",
    ),
    "do-not-travel": (
        (
            "Tamaulipas is on the State Department’s “Do Not Travel” list because of crime and "
            "kidnapping."
        ),
    ),
    "returned-to-tamaulipas": (
        "Asylum seekers are sent back to Matamoros, Nuevo Laredo and Reynosa, all in Tamaulipas.",
    ),
    "msf-report": ("A report on Tamaulipas came from Doctors Without Borders.",),
    "patients": (
        (
            "MSF treated 2,315 people, of whom 45 percent reported violence, in two cities, "
            "namely Reynosa and Matamoros."
        ),
        "People whom MSF’s mental health teams cared for in Reynosa and Matamoros.",
    ),
    "violence-share": ("Those who had suffered violence on the journey through Mexico.",),
    "tamaulipas-letter": (
        (
            "The Center for Gender and Refugee Studies urged DHS, together with the ACLU, to end "
            "MPP in Tamaulipas."
        ),
    ),
    "advisory-level": ("The State Department’s advisory level for Tamaulipas.",),
    "attacks": ("Attacks on asylum seekers and migrants sent back to Mexico that became public.",),
    "survey-size": (
        "People whom the researchers in San Diego surveyed.",
        "More than 600 asylum seekers answered the survey.",
    ),
    "threatened": ("Respondents who were threatened with violence while they waited.",),
    "threats-carried-out": ("Threats that were made good.",),
    "longer-wait": ("The longer people waited, the more often they were threatened.",),
    "wong-statement": ("Tom K. Wong said that the safeguards do not protect lives and freedom.",),
    "camp-shortages": ("Makeshift camps lack clean water, showers and bathrooms.",),
    "slept-outside": (
        "People forced to sleep outdoors as winter came.",
        "People who spent cold nights under the open sky.",
    ),
    "camp-population": (
        "Residents of the tent encampment in Matamoros.",
        "Asylum seekers in the tent camp near the bridge at Matamoros.",
        "People in makeshift housing.",
    ),
    "illness-risk": (
        "Filthy conditions in the camps expose people, small children too, to disease.",
    ),
    "sick-kept-from-court": (
        "Sick asylum seekers were kept from their hearings after CBP’s medical screenings.",
    ),
    "sick-given-later-dates": (
        "They were sent back to Mexico without adequate medical care and with later court dates.",
    ),
    "disability-needs-denied": (
        "Disabled asylum seekers were denied medicine and health insurance.",
    ),
    "inaccessible-shelter": ("Camps and shelters do not meet accessibility standards.",),
}


def paraphrases(source: SourceFile) -> Iterator[tuple[str, str, SourceFile]]:
    """The id of a finding, what was said otherwise, and the source file that says it so."""
    for key, told in (
        ("figure", FIGURES),
        ("as_of_text", DATES),
        ("counted_by", BODIES),
        ("claim", CLAIMS),
    ):
        for name, others in told.items():
            for other in others:
                findings = tuple(
                    one.model_copy(update={key: other}) if one.id == name else one
                    for one in source.findings
                )
                assert findings != source.findings, (
                    f"{name} has the {key} {other} already, or is gone"
                )
                yield name, f"{key}: {other}", source.model_copy(update={"findings": findings})
