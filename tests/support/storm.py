"""A document about another matter than those of the other tests, and what a person writes of it in words of their own."""

from generator.models.source import SourceFile

TEXT = """# After the Storm: Housing in Calder County

## What happened

Hurricane Ida struck Calder County on August 29, 2021. The storm destroyed 9,200 homes and damaged another 14,000, the county
reported in October 2021. In its wake, 61,000 people lived in temporary shelter, according to the Red Cross; nearly half of
them were renters. The county's only hospital closed for eleven weeks. Two years later, 3,400 families were still in trailers
that FEMA had promised to replace within 18 months.

## Money

FEMA approved $312 million in repair aid by March 31, 2023, but only $97.5 million had reached owners by December 2023, the
Government Accountability Office found. Black homeowners waited 14 months on average, twice as long as white homeowners. Of
5,120 appeals, the agency denied 71 percent. Governor Elena Marsh called the process "a second disaster" in a letter to the
agency in June 2023.

## Schools and work

Enrollment in Calder public schools fell from 22,400 in 2020 to 17,900 in 2023. The Bayou Workers Center surveyed 1,212
laborers in 2022: three in five said they had been cheated of pay at least once. About a third worked without protective
gear. The Labor Department opened 46 investigations and recovered $1.3 million in back wages.

## Recommendations

Congress should pass the Disaster Housing Act, require FEMA to decide appeals within 60 days, and provide $900 million for
affordable rental housing. The Senate Homeland Security Committee should hold hearings on delays.
"""
FINDINGS: tuple[dict[str, str], ...] = (
    {
        "claim": "Homes that the hurricane wiped out.",
        "figure": "9,200",
        "as_of": "2021-10",
        "section": "happened",
    },
    {
        "claim": "Further homes that were damaged.",
        "figure": "14,000",
        "as_of": "2021-10",
        "section": "happened",
    },
    {
        "claim": "People in makeshift housing.",
        "figure": "61,000",
        "counted_by": "Red Cross",
        "section": "happened",
    },
    {
        "claim": "Displaced residents whom the Red Cross counted.",
        "figure": "61,000",
        "counted_by": "American Red Cross",
        "section": "happened",
    },
    {"claim": "The part of them who rented.", "figure": "nearly half", "section": "happened"},
    {
        "claim": "How long the county was without a hospital.",
        "figure": "eleven weeks",
        "section": "happened",
    },
    {
        "claim": "Families who had no permanent home after two years.",
        "figure": "3,400",
        "section": "happened",
    },
    {
        "claim": "The time in which FEMA wanted to have the trailers replaced.",
        "figure": "18 months",
        "section": "happened",
    },
    {"claim": "Ida came ashore in Calder County.", "as_of": "2021-08-29", "section": "happened"},
    {
        "claim": "Repair money that was approved.",
        "figure": "$312 million",
        "as_of": "2023-03-31",
        "counted_by": "Government Accountability Office",
        "section": "money",
    },
    {
        "claim": "What owners had actually been paid.",
        "figure": "$97.5 million",
        "as_of": "2023-12",
        "counted_by": "GAO",
        "section": "money",
    },
    {"claim": "The average wait of Black homeowners.", "figure": "14 months", "section": "money"},
    {
        "claim": "How much longer Black owners waited than white ones.",
        "figure": "twice",
        "section": "money",
    },
    {"claim": "Owners who appealed.", "figure": "5,120", "section": "money"},
    {"claim": "Appeals turned down.", "figure": "71 percent", "section": "money"},
    {
        "claim": "The governor, Elena Marsh, wrote to the agency that owners went through “a second disaster.”",
        "as_of": "2023-06",
        "section": "money",
    },
    {
        "claim": "Pupils in the public schools before the storm.",
        "figure": "22,400",
        "as_of": "2020",
        "section": "schools",
    },
    {
        "claim": "Pupils in the public schools afterwards.",
        "figure": "17,900",
        "as_of": "2023",
        "section": "schools",
    },
    {
        "claim": "Laborers who took part in a survey.",
        "figure": "1,212",
        "as_of": "2022",
        "counted_by": "Bayou Workers Center",
        "section": "schools",
    },
    {
        "claim": "Workers who said that employers had stolen their wages.",
        "figure": "three in five",
        "as_of": "2022",
        "counted_by": "the Bayou Workers Center",
        "section": "schools",
    },
    {
        "claim": "Those who had no safety equipment.",
        "figure": "about a third",
        "section": "schools",
    },
    {"claim": "Cases that the government looked into.", "figure": "46", "section": "schools"},
    {
        "claim": "Unpaid wages that the Department of Labor got back.",
        "figure": "$1.3 million",
        "section": "schools",
    },
)
ASKS = (
    "Enact the Disaster Housing Act.",
    "Make FEMA decide appeals within 60 days.",
    "Require decisions on appeals within 60 days.",
    "Appropriate $900 million for affordable rentals.",
    "Hold hearings in the Senate on the delays.",
)
OTHER_ASKS = (
    "Cap FEMA aid at $900 million.",
    "Reject the Disaster Housing Act.",
    "Provide $90 million for rental housing.",
)


def storm(asks: tuple[str, ...] = ASKS) -> SourceFile:
    """The document as data."""
    ask = {"chambers": ["house"], "instrument": "legislation", "horizon": "now", "section": "asks"}
    return SourceFile.model_validate(
        {
            "bibliography": [
                {
                    "id": "storm",
                    "author": "A",
                    "title": "After the Storm: Housing in Calder County",
                    "issued": "2024-02-01",
                }
            ],
            "sections": [
                {"id": "happened", "heading": "What happened"},
                {"id": "money", "heading": "Money"},
                {"id": "schools", "heading": "Schools and work"},
                {"id": "asks", "heading": "Recommendations"},
            ],
            "recommendations": [
                {"id": f"a{number}", "ask": text, **ask} for number, text in enumerate(asks)
            ],
            "findings": [
                {"id": f"f{number}", "as_of": "2024-02-01", **one}
                for number, one in enumerate(FINDINGS)
            ],
        }
    )
