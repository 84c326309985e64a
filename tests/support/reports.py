"""Short documents of different kinds, and what is true and what is false of each, in words of one's own."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.models.source import SourceFile

PRISON = """# Heat Behind Bars

Keystone Justice Watch, June 4, 2023

## Findings

At least 41 people died in Calloway state prisons during the heat wave of July 2022, the medical examiner determined. Only 30 of the
state's 98 prisons are fully air-conditioned. Temperatures in some cells passed 115 degrees, and guards at the Pell Unit told us that ice
ran out within hours. The department disputes the toll: it attributes none of the deaths to heat.

Nearly 60 percent of those held in the hottest units take medication that makes heat more dangerous. Warden Luis Ocampo said that he had
asked for fans four times since 2019. The state spent $7 million on legal fees to fight a lawsuit over the heat, and $4 million to
settle it.

## What should change

Congress should make federal prison grants depend on safe temperatures. The Department of Justice should investigate.
"""
CLINIC = """# Mothers at Risk: Testimony of Dr. Amina Sayed before the Subcommittee on Health

March 12, 2024

## Deaths

In 2021, 1,205 women died of maternal causes in the United States, compared with 861 in 2020. The rate for Black women was 69.9 deaths
per 100,000 live births, 2.6 times the rate for white women. According to the Centers for Disease Control and Prevention (CDC), more than
80 percent of these deaths could have been prevented.

## Access

More than a third of counties have neither a hospital that delivers babies nor a birth center. Since 2011, 267 rural hospitals have
stopped delivering babies. In my own county, a woman in labor drives 72 minutes on average; a decade ago it was 25.

## Requests

I urge Congress to require Medicaid to cover mothers for 12 months after a birth and to fund 500 residencies for midwives.
"""
AUDIT = """# Audit of the Lead Pipe Program

Office of the City Auditor, Marlow, October 2023

## What we found

The city replaced 1,870 lead service lines between January 2020 and June 2023, less than half of the 4,000 that it had promised. The
remaining lines serve about 9,600 households. The utility did not test the water of any school after 2021. In 2022, the average price of
a replacement rose to $9,400 from $6,150 the year before.

Contractors failed to restore sidewalks in 212 of 530 cases that we inspected. Residents of the Eastside waited 19 months for a new line;
those of the Hill district waited seven. The Water Department told us that a shortage of plumbers caused the delays. Blood tests found
elevated lead in one in nine children under six.

## Recommendations

1. Replace all lead lines by 2027.
2. Test the water of every school each year.
3. Congress should reauthorize the Safe Pipes Fund at $2 billion.
"""
FARM = """# Wages Withheld: Guestworkers in Onion Country

## Summary

Between May and August 2019, the Migrant Law Center interviewed 174 guestworkers at 12 farms in Toomer County. All but nine said that
their employer had kept their passports. Recruiters charged them $3,200 on average before they left Mexico. Six workers said they slept in
barns without running water. The Labor Department sent inspectors to two of the farms; neither was fined. In a separate review,
the Government Accountability Office found that penalties were collected in fewer than one in ten cases.

## Next steps

Lawmakers should bar employers from charging recruitment fees, and hold hearings on enforcement. The Labor Department should publish the
names of employers who keep passports.
"""
RULING = """# Rivera v. Board of Elections: Summary for Advocates

Prepared by the Fair Ballot Clinic, Duluth School of Law, September 8, 2022

## Background

In the 2020 general election, the board rejected 2,418 mail ballots because signatures did not match, more than three times as many as in
2016. Voters over 65 cast 61 percent of these ballots. Only 190 voters learned of the rejection in time to correct it. Clerks received no
training in comparing handwriting.

## The ruling

On June 30, 2022, Judge Helen Park held that the board must notify every voter within three days. She found that election workers spent an
average of 11 seconds on each signature. The board has appealed. An expert for the plaintiffs, Dr. Omar Reyes, testified that laypeople
wrongly reject about one in four genuine signatures.

## What we ask of Congress

Congress should set a national standard for verifying ballots and give states $75 million to carry it out.
"""
WAREHOUSES = """# Warehouse Injuries Rise Again, Union Says

BAKERSVILLE, November 14, 2024 — Injuries at the region's warehouses climbed 18 percent in 2023, to 4,760, the Logistics Workers Union
announced Thursday. Nearly two thirds of them were strains of the back or shoulder.

## Quotas

At the largest site, employees must scan 350 packages an hour, up from 280 when it opened in 2017. "I stopped drinking water so I would
not need the bathroom," said Lena Ortiz, 29, a picker. The company, ParcelOne, says that its quotas are safe. OSHA cited ParcelOne 14
times between 2021 and 2023 but collected just $62,000 in penalties.

## Legislation

The union calls on Congress to pass the Safe Pace Act, to raise the maximum penalty to $150,000, and to require companies to disclose
quotas.
"""
MEALS = """# Empty Shelves: School Meals in the Delta

Delta Child Nutrition Network, April 2021

## Who goes without

About 38,000 children in the nine Delta counties qualify for free school meals, but fewer than 21,000 received one on a typical day last
fall. When schools closed in March 2020, the Network delivered 1.4 million boxes in ten weeks. Four of the counties have no grocery store.

A survey of 88 cafeteria managers by Tallow State University found that 71 percent had cut fresh vegetables. The state returned $3.3
million in federal meal funds that it did not spend in 2019, the Department of Agriculture says.

## What to do

We recommend that Congress make school meals free for all and extend the waivers through June 2023.
"""
ROADS = """# Dangerous Crossings: Pedestrian Deaths on State Highways

Walk Safe Coalition, May 2, 2024

## The toll

Drivers killed 7,318 people on foot in 2023, the Governors Highway Safety Association estimates, down 5 percent from the year before but
14 percent above 2019. Two in three of the victims died on state-owned roads. In the Fifth District, which has 212 miles of such roads, 31
people were killed between 2021 and 2023, among them four children walking to Lincoln Elementary School.

The state transportation department has installed 19 of the 64 crosswalks that it pledged in 2020. "We are moving as quickly as funding
allows," spokesman Dale Greer wrote in an e-mail. Engineers at the department had warned in an internal memo that the delay "would cost
lives."

## Recommendations

Congress should double the Safe Streets program to $2 billion a year and set a deadline for safer truck hoods.
"""
DIALYSIS = """# Memo to Members: Dialysis in the Territories

From: Island Kidney Alliance
Date: October 3, 2023

## Facts

One in seven adults in the territory has diabetes. Roughly 3,100 patients depend on dialysis, and the island's six centers were all
without power for at least nine days after Hurricane Mara made landfall on September 18, 2022. Health officials attribute 58 deaths to
missed treatments; a Harvard study puts the figure at 140. Medicaid pays providers $118 per session here, less than half of the $263 that
it pays on the mainland. Since the storm, 410 patients have moved to Florida.

## Asks

Lift the cap on Medicaid funding for the territories. Direct FEMA to supply generators to dialysis centers.
"""
DAM = """# What the Water Took: Findings of the Citizens' Inquiry

## Finding 1

On the night of February 9, 2020, the Coldwater dam failed. Its owner, Midland Power, had been told by state inspectors in 2012, 2015 and
2018 that the spillway was too small. Forty-seven houses were swept away and 10,000 people fled. Damage came to $245 million; insurance
covered about a tenth of it.

## Finding 2

Federal regulators revoked the license of Midland Power in 2018, after 14 years of violations. The state then took over supervision with a
staff of two. According to an engineer who asked not to be named, nobody visited the dam in the last 16 months before it failed. The
Government Accountability Office (GAO) reported in 2022 that 1,680 dams in the country are in poor condition and would endanger lives if
they broke.

## Recommendations

Congress should fund inspections of high-hazard dams at $100 million a year.
"""


def as_data(
    text: str,
    issued: str,
    *,
    sections: Mapping[str, str],
    findings: Sequence[object] = (),
    ask: str = "Act",
) -> SourceFile:
    """A document as data."""
    first = next(iter(sections))
    return SourceFile.model_validate(
        {
            "bibliography": [
                {
                    "id": "report",
                    "author": "A",
                    "title": text.splitlines()[0].strip("# "),
                    "issued": issued,
                }
            ],
            "sections": [{"id": name, "heading": heading} for name, heading in sections.items()],
            "recommendations": [
                {
                    "id": "asked",
                    "ask": ask,
                    "chambers": ["house"],
                    "instrument": "hearing",
                    "horizon": "now",
                    "section": first,
                }
            ],
            "findings": findings,
        }
    )


@dataclass(frozen=True)
class Report:
    """A document as a campaign cites it, with what is true and false of it."""

    text: str
    issued: str
    sections: Mapping[str, str]
    true: tuple[Mapping[str, str], ...]
    false: tuple[Mapping[str, str], ...]

    def sources(
        self, findings: tuple[Mapping[str, str], ...]
    ) -> Iterator[tuple[Mapping[str, str], SourceFile]]:
        """Each of these findings as `f`, among the true ones of other claims."""
        for one in findings:
            yield (
                one,
                self._source(
                    one, *(other for other in self.true if other["claim"] != one["claim"])
                ),
            )

    def _source(self, *findings: Mapping[str, str]) -> SourceFile:
        base = {"as_of": self.issued, "section": next(iter(self.sections))}
        told = [{**base, "id": f"f{number or ''}", **one} for number, one in enumerate(findings)]
        return as_data(self.text, self.issued, sections=self.sections, findings=told)


JULY, REVIEWED = (
    {"as_of": "2022-07"},
    {"as_of": "2023-06", "as_of_text": "January 2020 to June 2023"},
)
SUMMER = {"as_of": "2019-08", "as_of_text": "May to August 2019"}
REPORTS = {
    "a report on prisons": Report(
        PRISON,
        "2023-06-04",
        {"findings": "Findings"},
        (
            {
                "claim": "People whom the heat killed in the prisons of Calloway.",
                "figure": "at least 41",
                **JULY,
            },
            {"claim": "Prisons that cool all of their cells.", "figure": "30"},
            {"claim": "How many prisons the state runs.", "figure": "98"},
            {"claim": "How hot it got in certain cells.", "figure": "115 degrees"},
            {
                "claim": "Prisoners whose medicine leaves them less able to stand the heat.",
                "figure": "nearly 60 percent",
            },
            {
                "claim": "How often the warden, Luis Ocampo, requested fans.",
                "figure": "four times",
                "counted_by": "Luis Ocampo",
            },
            {"claim": "What it cost the state to defend itself in court.", "figure": "$7 million"},
            {"claim": "The sum for which the state settled.", "figure": "$4 million"},
            {"claim": "No death was due to heat, says the department."},
            {"claim": "There was not enough ice at the Pell Unit."},
        ),
        (
            {
                "claim": "People whom the heat killed in the prisons of Calloway.",
                "figure": "41",
                **JULY,
            },
            {
                "claim": "People whom the heat killed in the prisons of Calloway.",
                "figure": "at least 41",
                "as_of": "2022-08",
            },
            {"claim": "Prisons that cool all of their cells.", "figure": "98"},
            {"claim": "What it cost the state to defend itself in court.", "figure": "$4 million"},
            {"claim": "The sum for which the state settled.", "figure": "$7 million"},
            {
                "claim": "How often the warden requested fans.",
                "figure": "four times",
                "counted_by": "Keystone Justice Watch",
            },
            {"claim": "Guards at the Dell Unit had no ice."},
            {"claim": "How hot it got in certain cells.", "figure": "nearly 60 percent"},
        ),
    ),
    "a testimony on mothers": Report(
        CLINIC,
        "2024-03-12",
        {"deaths": "Deaths", "access": "Access"},
        (
            {"claim": "Mothers who died.", "figure": "1,205", "as_of": "2021"},
            {"claim": "Mothers who had died a year earlier.", "figure": "861", "as_of": "2020"},
            {
                "claim": "How much likelier death was for Black women.",
                "figure": "2.6 times",
                "as_of": "2021",
            },
            {
                "claim": "Deaths that need not have happened.",
                "figure": "over 80 percent",
                "counted_by": "CDC",
                "as_of": "2021",
            },
            {
                "claim": "Counties in which nobody delivers babies.",
                "figure": "more than a third",
                "section": "access",
            },
            {
                "claim": "Country hospitals that closed their maternity wards.",
                "figure": "267",
                "section": "access",
            },
            {
                "claim": "The drive of a woman about to give birth.",
                "figure": "72 minutes",
                "section": "access",
            },
            {"claim": "The same drive ten years before.", "figure": "25", "section": "access"},
        ),
        (
            {"claim": "Mothers who died.", "figure": "1,205", "as_of": "2020"},
            {"claim": "Mothers who died.", "figure": "861", "as_of": "2021"},
            {
                "claim": "Deaths that need not have happened.",
                "figure": "80 percent",
                "counted_by": "CDC",
                "as_of": "2021",
            },
            {
                "claim": "Deaths that need not have happened.",
                "figure": "over 80 percent",
                "counted_by": "Medicaid",
                "as_of": "2021",
            },
            {
                "claim": "Counties in which nobody delivers babies.",
                "figure": "a third",
                "section": "access",
            },
            {
                "claim": "The drive of a woman about to give birth.",
                "figure": "72 minutes",
                "section": "deaths",
            },
            {
                "claim": "The drive of a woman in labor in Texas.",
                "figure": "72 minutes",
                "section": "access",
            },
        ),
    ),
    "an audit of pipes": Report(
        AUDIT,
        "2023-10",
        {"found": "What we found"},
        (
            {"claim": "Lead pipes that were exchanged.", "figure": "1,870", **REVIEWED},
            {
                "claim": "Pipes that the city had said it would exchange.",
                "figure": "4,000",
                **REVIEWED,
            },
            {"claim": "Homes that still get their water through lead.", "figure": "about 9,600"},
            {"claim": "No school had its water tested.", "as_of": "2021"},
            {"claim": "What it cost to exchange one line.", "figure": "$9,400", "as_of": "2022"},
            {"claim": "Torn-up sidewalks that were not repaired.", "figure": "212"},
            {"claim": "Cases into which the auditor looked.", "figure": "530"},
            {"claim": "The wait on the Eastside.", "figure": "19 months"},
            {"claim": "There were too few plumbers.", "counted_by": "Water Department"},
            {"claim": "Small children with too much lead in their blood.", "figure": "one in nine"},
        ),
        (
            {"claim": "Lead pipes that were exchanged.", "figure": "4,000", **REVIEWED},
            {
                "claim": "Lead pipes that were exchanged.",
                "figure": "1,870",
                "as_of": "2023-06",
                "as_of_text": "January 2021 to June 2023",
            },
            {"claim": "What it cost to exchange one line.", "figure": "$6,150", "as_of": "2022"},
            {"claim": "Torn-up sidewalks that were not repaired.", "figure": "one in nine"},
            {"claim": "The wait in the Hill district.", "figure": "19 months"},
            {"claim": "There were too few plumbers.", "counted_by": "Eastside"},
            {"claim": "Small children with too much lead in their blood.", "figure": "one in six"},
        ),
    ),
    "a study of farms": Report(
        FARM,
        "2020-01-15",
        {"summary": "Summary"},
        (
            {
                "claim": "Guestworkers with whom the lawyers talked.",
                "figure": "174",
                "counted_by": "Migrant Law Center",
                **SUMMER,
            },
            {"claim": "Farms they visited.", "figure": "12", **SUMMER},
            {"claim": "Workers who still had their passports.", "figure": "nine", **SUMMER},
            {
                "claim": "The fee that a worker had to pay to be hired.",
                "figure": "$3,200",
                **SUMMER,
            },
            {"claim": "Workers housed in barns.", "figure": "six", **SUMMER},
            {"claim": "Farms that were inspected.", "figure": "two", **SUMMER},
            {
                "claim": "How rarely a penalty is paid.",
                "figure": "fewer than one in ten",
                "counted_by": "GAO",
            },
            {"claim": "No farm had to pay a fine.", **SUMMER},
        ),
        (
            {
                "claim": "Guestworkers with whom the lawyers talked.",
                "figure": "147",
                "counted_by": "Migrant Law Center",
                **SUMMER,
            },
            {
                "claim": "Guestworkers with whom the lawyers talked.",
                "figure": "174",
                "counted_by": "Labor Department",
                **SUMMER,
            },
            {
                "claim": "Farms they visited.",
                "figure": "12",
                "as_of": "2019-09",
                "as_of_text": "May to September 2019",
            },
            {"claim": "Guestworkers with whom the lawyers talked.", "figure": "12", **SUMMER},
            {"claim": "How rarely a penalty is paid.", "figure": "one in ten", "counted_by": "GAO"},
            {
                "claim": "How rarely a penalty is paid.",
                "figure": "fewer than one in ten",
                "counted_by": "Toomer County",
            },
            {
                "claim": "The fee that a worker paid before leaving Guatemala.",
                "figure": "$3,200",
                **SUMMER,
            },
        ),
    ),
    "a summary of a ruling": Report(
        RULING,
        "2022-09-08",
        {"b": "Background", "r": "The ruling"},
        (
            {
                "claim": "Mail ballots thrown out over signatures.",
                "figure": "2,418",
                "as_of": "2020",
            },
            {
                "claim": "How much more often that happened than four years earlier.",
                "figure": "more than three times",
                "as_of": "2020",
            },
            {
                "claim": "The share that belonged to older voters.",
                "figure": "61 percent",
                "as_of": "2020",
            },
            {
                "claim": "Voters who were told early enough to fix the problem.",
                "figure": "190",
                "as_of": "2020",
            },
            {"claim": "Nobody taught the clerks how to compare signatures.", "as_of": "2020"},
            {
                "claim": "The time in which voters have to be told.",
                "figure": "three days",
                "as_of": "2022-06-30",
                "section": "r",
            },
            {
                "claim": "Judge Park ordered the board to tell voters when their ballots are rejected.",
                "as_of": "2022-06-30",
                "section": "r",
            },
            {
                "claim": "How long a worker looked at a signature.",
                "figure": "11 seconds",
                "as_of": "2022-06-30",
                "section": "r",
            },
            {
                "claim": "Real signatures that people without training take for false.",
                "figure": "about one in four",
                "counted_by": "Omar Reyes",
                "section": "r",
            },
            {"claim": "The case is on appeal.", "section": "r"},
        ),
        (
            {
                "claim": "Mail ballots thrown out over signatures.",
                "figure": "2,418",
                "as_of": "2016",
            },
            {
                "claim": "Voters who were told early enough to fix the problem.",
                "figure": "2,418",
                "as_of": "2020",
            },
            {
                "claim": "The share that belonged to older voters.",
                "figure": "about one in four",
                "as_of": "2020",
            },
            {
                "claim": "Judge Park ordered the board to tell voters.",
                "as_of": "2022-05-30",
                "section": "r",
            },
            {
                "claim": "How long a worker looked at a signature.",
                "figure": "three days",
                "as_of": "2022-06-30",
                "section": "r",
            },
            {
                "claim": "Real signatures that people without training take for false.",
                "figure": "about one in four",
                "counted_by": "Helen Park",
                "section": "r",
            },
            {
                "claim": "Mail ballots thrown out over signatures.",
                "figure": "more than 2,418",
                "as_of": "2020",
            },
        ),
    ),
    "a release of a union": Report(
        WAREHOUSES,
        "2024-11-14",
        {"top": "Introduction", "q": "Quotas"},
        (
            {
                "claim": "People hurt in the warehouses.",
                "figure": "4,760",
                "as_of": "2023",
                "counted_by": "Logistics Workers Union",
            },
            {
                "claim": "The growth in injuries.",
                "figure": "18 percent",
                "as_of": "2023",
                "counted_by": "Logistics Workers Union",
            },
            {
                "claim": "Injured workers with a strained back or shoulder.",
                "figure": "nearly two thirds",
                "as_of": "2023",
            },
            {
                "claim": "Packages that a worker has to scan each hour.",
                "figure": "350",
                "section": "q",
            },
            {
                "claim": "The hourly quota at first.",
                "figure": "280",
                "as_of": "2017",
                "section": "q",
            },
            {
                "claim": "One picker, Lena Ortiz, no longer drank water because she had no time for the toilet.",
                "counted_by": "Lena Ortiz",
                "section": "q",
            },
            {
                "claim": "How often OSHA found violations at ParcelOne.",
                "figure": "14 times",
                "as_of": "2023",
                "as_of_text": "2021 to 2023",
                "section": "q",
            },
            {
                "claim": "What the company had to pay for them.",
                "figure": "$62,000",
                "as_of": "2023",
                "as_of_text": "2021 to 2023",
                "section": "q",
            },
            {
                "claim": "ParcelOne calls its quotas safe.",
                "counted_by": "ParcelOne",
                "section": "q",
            },
        ),
        (
            {
                "claim": "People hurt in the warehouses.",
                "figure": "4,760",
                "as_of": "2023",
                "counted_by": "OSHA",
            },
            {
                "claim": "People hurt in the warehouses.",
                "figure": "4,760",
                "as_of": "2024",
                "counted_by": "Logistics Workers Union",
            },
            {
                "claim": "Packages that a worker has to scan each hour.",
                "figure": "280",
                "section": "q",
            },
            {
                "claim": "The hourly quota at first.",
                "figure": "350",
                "as_of": "2017",
                "section": "q",
            },
            {
                "claim": "What the company had to pay for them.",
                "figure": "$150,000",
                "as_of": "2023",
                "as_of_text": "2021 to 2023",
                "section": "q",
            },
            {
                "claim": "How often OSHA found violations at Amazon.",
                "figure": "14 times",
                "as_of": "2023",
                "as_of_text": "2021 to 2023",
                "section": "q",
            },
            {
                "claim": "ParcelOne denies that its quotas are safe.",
                "counted_by": "Lena Ortiz",
                "section": "q",
            },
            {
                "claim": "Injured workers with a strained back or shoulder.",
                "figure": "two thirds",
                "as_of": "2023",
            },
        ),
    ),
    "a brief on meals": Report(
        MEALS,
        "2021-04",
        {"w": "Who goes without"},
        (
            {"claim": "Boys and girls who are entitled to a free lunch.", "figure": "about 38,000"},
            {"claim": "Those who actually got one.", "figure": "fewer than 21,000"},
            {
                "claim": "Boxes of food that the Network brought to families.",
                "figure": "1.4 million",
                "as_of": "2020-03",
            },
            {"claim": "The time that took.", "figure": "ten weeks", "as_of": "2020-03"},
            {"claim": "Counties where nobody can buy groceries.", "figure": "four"},
            {
                "claim": "School cooks who answered the survey.",
                "figure": "88",
                "counted_by": "Tallow State University",
            },
            {
                "claim": "Kitchens that serve fewer fresh vegetables.",
                "figure": "71 percent",
                "counted_by": "Tallow State University",
            },
            {
                "claim": "Money for meals that the state gave back.",
                "figure": "$3.3 million",
                "as_of": "2019",
                "counted_by": "U.S. Department of Agriculture",
            },
        ),
        (
            {
                "claim": "Boys and girls who are entitled to a free lunch.",
                "figure": "fewer than 21,000",
            },
            {
                "claim": "Boxes of food that the Network brought to families.",
                "figure": "1.4 million",
                "as_of": "2020-04",
            },
            {"claim": "Counties where nobody can buy groceries.", "figure": "nine"},
            {
                "claim": "School cooks who answered the survey.",
                "figure": "88",
                "counted_by": "Department of Agriculture",
            },
            {
                "claim": "Kitchens that serve fewer fresh vegetables.",
                "figure": "17 percent",
                "counted_by": "Tallow State University",
            },
            {
                "claim": "Money for meals that the state gave back.",
                "figure": "$3.3 million",
                "as_of": "2020",
                "counted_by": "U.S. Department of Agriculture",
            },
        ),
    ),
    "a report on roads": Report(
        ROADS,
        "2024-05-02",
        {"t": "The toll"},
        (
            {
                "claim": "Pedestrians who died under the wheels of cars.",
                "figure": "7,318",
                "as_of": "2023",
                "counted_by": "Governors Highway Safety Association",
            },
            {
                "claim": "How far the toll lay above that before the pandemic.",
                "figure": "14 percent",
                "as_of": "2023",
                "counted_by": "Governors Highway Safety Association",
            },
            {
                "claim": "Victims on roads that a state owns.",
                "figure": "two in three",
                "as_of": "2023",
            },
            {
                "claim": "People on foot who lost their lives in the Fifth District.",
                "figure": "31",
                "as_of": "2023",
                "as_of_text": "2021 to 2023",
            },
            {
                "claim": "Children who died on their way to school.",
                "figure": "four",
                "as_of": "2023",
                "as_of_text": "2021 to 2023",
            },
            {"claim": "Crosswalks the state had promised.", "figure": "64", "as_of": "2020"},
            {"claim": "Crosswalks that exist so far.", "figure": "19"},
            {
                "claim": "The department said that it goes as fast as its money lets it.",
                "counted_by": "Dale Greer",
            },
            {"claim": "Its own engineers warned that waiting “would cost lives.”"},
        ),
        (
            {
                "claim": "Pedestrians who died under the wheels of cars.",
                "figure": "7,318",
                "as_of": "2019",
                "counted_by": "Governors Highway Safety Association",
            },
            {
                "claim": "Pedestrians who died under the wheels of cars.",
                "figure": "7,318",
                "as_of": "2023",
                "counted_by": "Walk Safe Coalition",
            },
            {"claim": "Crosswalks the state had promised.", "figure": "19", "as_of": "2020"},
            {
                "claim": "People on foot who lost their lives in the Fourth District.",
                "figure": "31",
                "as_of": "2023",
                "as_of_text": "2021 to 2023",
            },
            {
                "claim": "Children who died on their way to Jefferson Elementary School.",
                "figure": "four",
                "as_of": "2023",
                "as_of_text": "2021 to 2023",
            },
        ),
    ),
    "a memo on dialysis": Report(
        DIALYSIS,
        "2023-10-03",
        {"fx": "Facts"},
        (
            {"claim": "Grown-ups with diabetes.", "figure": "one in seven"},
            {"claim": "Islanders who cannot live without dialysis.", "figure": "roughly 3,100"},
            {
                "claim": "How long the centers had no electricity.",
                "figure": "at least nine days",
                "as_of": "2022-09-18",
            },
            {
                "claim": "Deaths for want of dialysis, by the government's count.",
                "figure": "58",
                "counted_by": "health officials",
            },
            {"claim": "The same, as researchers reckon.", "figure": "140", "counted_by": "Harvard"},
            {"claim": "What Medicaid gives for one treatment on the island.", "figure": "$118"},
            {"claim": "What it gives in the states.", "figure": "$263"},
            {"claim": "Patients who left for Florida.", "figure": "410"},
        ),
        (
            {"claim": "Islanders who cannot live without dialysis.", "figure": "3,100"},
            {
                "claim": "Deaths for want of dialysis, by the government's count.",
                "figure": "140",
                "counted_by": "health officials",
            },
            {"claim": "What Medicaid gives for one treatment on the island.", "figure": "$263"},
            {"claim": "Patients who left for Texas.", "figure": "410"},
            {
                "claim": "How long the centers had no electricity.",
                "figure": "at least nine days",
                "as_of": "2022-08-18",
            },
        ),
    ),
    "an inquiry into a dam": Report(
        DAM,
        "2022-11",
        {"one": "Finding 1", "two": "Finding 2"},
        (
            {
                "claim": "Homes that the flood destroyed.",
                "figure": "forty-seven",
                "as_of": "2020-02-09",
                "section": "one",
            },
            {
                "claim": "People who had to run.",
                "figure": "10,000",
                "as_of": "2020-02-09",
                "section": "one",
            },
            {
                "claim": "The cost of the flood.",
                "figure": "$245 million",
                "as_of": "2020-02-09",
                "section": "one",
            },
            {
                "claim": "What insurers paid of it.",
                "figure": "about a tenth",
                "as_of": "2020-02-09",
                "section": "one",
            },
            {"claim": "Midland Power lost its federal license.", "as_of": "2018", "section": "two"},
            {
                "claim": "The years for which it had broken the rules.",
                "figure": "14 years",
                "as_of": "2018",
                "section": "two",
            },
            {
                "claim": "State employees who looked after the dam.",
                "figure": "two",
                "as_of": "2018",
                "section": "two",
            },
            {
                "claim": "How long no inspector had come.",
                "figure": "16 months",
                "section": "two",
                "counted_by": "an engineer",
            },
            {
                "claim": "Dams in bad shape whose failure could kill.",
                "figure": "1,680",
                "as_of": "2022",
                "section": "two",
                "counted_by": "GAO",
            },
        ),
        (
            {
                "claim": "Homes that the flood destroyed.",
                "figure": "10,000",
                "as_of": "2020-02-09",
                "section": "one",
            },
            {
                "claim": "The cost of the flood.",
                "figure": "$245 million",
                "as_of": "2018",
                "section": "one",
            },
            {"claim": "Midland Power lost its federal license.", "as_of": "2012", "section": "two"},
            {
                "claim": "Consumers Energy lost its federal license.",
                "as_of": "2018",
                "section": "two",
            },
            {
                "claim": "Dams in bad shape whose failure could kill.",
                "figure": "1,680",
                "as_of": "2022",
                "section": "two",
                "counted_by": "Midland Power",
            },
        ),
    ),
}
ASKED: tuple[tuple[str, str, tuple[str, ...], tuple[str, ...]], ...] = (
    (
        PRISON,
        "What should change",
        (
            "Tie federal money for prisons to safe temperatures.",
            "Condition grants on safe temperatures in prisons.",
            "Have the Department of Justice look into it.",
        ),
        ("Abolish federal prison grants.", "Have the Department of Labor investigate."),
    ),
    (
        CLINIC,
        "Requests",
        (
            "Guarantee Medicaid coverage for 12 months after birth.",
            "Pay for 500 midwife residencies.",
        ),
        ("Cover mothers under Medicaid for 24 months after birth.", "Cut Medicaid for mothers."),
    ),
    (
        AUDIT,
        "Recommendations",
        ("Renew the Safe Pipes Fund at $2 billion.", "Put $2 billion into the Safe Pipes Fund."),
        (
            "Renew the Safe Pipes Fund at $3 billion.",
            "Let the Safe Pipes Fund expire.",
            "Reauthorize the Clean Air Fund.",
        ),
    ),
    (
        FARM,
        "Next steps",
        (
            "Outlaw recruitment fees.",
            "Forbid employers to charge workers for recruiting them.",
            "Publish which employers keep passports.",
        ),
        ("Raise recruitment fees.", "Cancel hearings on enforcement."),
    ),
    (
        RULING,
        "What we ask of Congress",
        (
            "Write a national standard for verifying ballots.",
            "Appropriate $75 million so that states can carry it out.",
        ),
        (
            "Give the states $750 million to verify ballots.",
            "Repeal the national standard for ballots.",
        ),
    ),
    (
        WAREHOUSES,
        "Legislation",
        (
            "Enact the Safe Pace Act.",
            "Lift the highest penalty to $150,000.",
            "Make companies disclose their quotas.",
        ),
        ("Reject the Safe Pace Act.", "Lower the highest penalty.", "Enact the Fair Pace Act."),
    ),
    (
        MEALS,
        "What to do",
        ("Make school meals free for every child.", "Prolong the waivers to June 2023."),
        ("End free school meals.", "Prolong the waivers to June 2024."),
    ),
    (
        DIALYSIS,
        "Asks",
        (
            "Remove the limit on Medicaid money for the territories.",
            "Get FEMA to send generators to the dialysis centers.",
        ),
        ("Lower the Medicaid cap for the territories.",),
    ),
)
"""For the section of a document that asks for something what it asks in other words, and what it does not ask."""
