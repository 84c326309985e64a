"""Five documents of different make about one invented matter, and the statements that are true of each."""

from collections.abc import Mapping
from functools import cache

from weasyprint import HTML

REPORT = """<!DOCTYPE html><html lang="en"><head><title>Wells Without Water: The Harlan Basin after the Drought</title>
<meta name="author" content="Basin Policy Institute"><meta name="dcterms.created" content="2024-03-14">
<style>@page { size: letter; margin: 1in; @top-center { content: "Wells Without Water" } @bottom-center { content: counter(page) }
}
body { font-size: 11pt; text-align: justify } p { hyphens: auto } sup { font-size: 7pt; line-height: 1 } h1 { font-size: 24pt } h2
{ font-size: 16pt }
.note { font-size: 8pt }</style></head><body>
<h1>Wells Without Water: The Harlan Basin after the Drought</h1><p>Basin Policy Institute<br>March 14, 2024</p>
<h2>1. Summary</h2>
<p>Between June 2021 and August 2023, more than 4,300 household wells<sup>1</sup> in the three counties of the Harlan Basin went
dry, and by December
2023 an estimated 11,750 residents were hauling their drinking water from public taps. State inspectors visited fewer than 9
percent of
the affected homes.<sup>2</sup> The County Health Council recorded at least 212 cases of waterborne illness in 2023.</p>
<p>The first emergency order was signed on October 5, 2022. It covered 38 of the basin’s 96 public water systems.</p>
<h2>2. Who is affected</h2>
<p>According to a survey by the Valley Growers Alliance (VGA) published in November 2023, two-thirds of the 1,508 farmworkers it
asked had lost
running water for a month or longer, and about a quarter had borrowed money to buy bottled water. The University of Harlan’s Rural
Health
Center, which tested 640 wells, found arsenic above the federal limit in one in five of them. The difficulty of certifying
affected households was the most common complaint.</p>
<p>Repairing one well cost $18,500 on average in 2023, up from $12,000 in 2019. The relief fund held $6.4 million in January
2024.</p>
<h2>3. Recommendations</h2>
<p>We recommend that Congress take these steps:</p>
<ol><li>Appropriate $250 million for emergency wells in the farm bill.</li>
<li>The House and Senate committees on agriculture should hold oversight hearings on the relief fund.</li>
<li>Require the Secretary of Agriculture to report each year how many households lack running water.</li></ol>
<p class="note">1 State well registry, final count.</p><p class="note">2 Inspection logs, 2023.</p>
</body></html>"""

RELEASE = """<!DOCTYPE html>
<html lang="en-US"><head><meta charset="utf-8"><title>Rural clinics close | Clinic Access Coalition</title>
<meta property="og:title" content="Rural Clinics Close Faster Than They Open">
<meta property="og:site_name" content="Clinic Access Coalition"><link rel="canonical" href="https://clinics.example/news/close">
<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2023-09-12T08:00:00Z", "author": {"name": "Clinic
Access Coalition"}}</script>
<script>var tracking = "900 visitors";</script><style>.x { width: 300px }</style></head>
<body><nav><ul><li><a href="/">Home</a></li><li>Join 50,000 members</li></ul></nav>
<main><article><h1>Rural Clinics Close Faster Than They Open</h1>
<p class="dateline">HARLAN, September 12, 2023 &mdash; Thirty-one rural clinics closed in the twelve months to June 2023, while
only six opened,
the Clinic Access Coalition reported today.<sup><a href="#n1">1</a></sup></p>
<h2>A longer drive</h2>
<p>Some 96,000 people now live more than 40&nbsp;miles from a doctor, according to the National Office of Rural Medicine.
In&nbsp;2018 it was
70,500. &ldquo;People wait until it is too late,&rdquo; said Dr. Ana Whitfield, who runs a clinic in Harlan.</p>
<h2>What Congress can do</h2>
<p>Congress should renew the rural clinic grants, which expired in September&nbsp;2022, and must raise them by at least 15
percent.</p>
<ul><li>Senators should confirm a director for the National Office of Rural Medicine.</li></ul>
<table><tr><th>Year</th><th>Closed</th></tr><tr><td>2021</td><td>17</td></tr><tr><td>2022</td><td>24</td></tr></table>
</article></main><footer>Call 202-555-0100. Copyright 2023. 1,000,000 supporters.</footer></body></html>"""

TESTIMONY = """\
TESTIMONY OF JORDAN ELLIS BEFORE THE COMMITTEE ON VETERANS AFFAIRS

Testimony of: Jordan Ellis, Harlan Veterans League
Date: February 8, 2022

INTRODUCTION

Chairman, Ranking Member, and members of the Committee: thank you for
the chance to speak. The Harlan Veterans League serves nearly seven
thousand veterans in nine coun-
ties, and has done so since 1974.3

THE BACKLOG

As of December 31, 2021, the regional office had 14,206 claims that were older than
125 days. In March 2020 it had 6,118. The Inspector General found in a
report of October 2021 that 37 percent of decisions held an error.4

Our own members waited longest: over half of the 412 veterans whom we
asked last fall had waited more than two years.

WHAT WE ASK

We urge Congress to act:

1. Congress should fund 300 new claims examiners in the next
   appropriation.
2. The Committee must hold a hearing on the error rate before
   July 2022.
"""

BRIEF = """\
---
title: "Broadband on Tribal Lands: A Brief"
author: Open Lines Project
date: 2021-06-30
---

# Broadband on Tribal Lands: A Brief

In 2020, [one in three](https://data.example/fcc) households on tribal lands had no broadband[^1], the Federal Communications
Commission (FCC)
estimated. The gap in neighboring counties was **8 percent**.

## Costs

Laying fiber cost up to $48,000 a mile in the *Harlan Mountains*. By May 2021 the program under section 905(c) had paid out
only $183 million of its $980 million[^2].

> “We drive to the parking lot of the library,” a teacher told us.

## Recommendations

- Congress should extend the deadline of section 905(c) by two years.
- Hold briefings on the pace of payments.

[^1]: Commission estimate, 2020.
[^2]: As of May 28, 2021.
"""

COLUMNS = (
    """<!DOCTYPE html><html lang="en"><head><title>Counting Evictions</title><meta name="author" content="Tenant Data Lab">
<style>@page { size: letter; margin: 0.8in; @bottom-center { content: "Tenant Data Lab · " counter(page) } }
.c { columns: 2; column-gap: 0.35in } p { hyphens: auto; text-align: justify; font-size: 10.5pt; margin: 0 0 8pt } h1 { font-size:
22pt }
h2 { font-size: 14pt } sup { font-size: 6.5pt; line-height: 1 }</style></head><body><h1>Counting Evictions</h1><p>Tenant Data Lab,
August 21, 2023</p><div class="c">
<h2>Filings</h2><p>In July 2023, courts in the Harlan district received 3,947 eviction filings<sup>1</sup>, 52 percent more than
in July 2019.
Landlords won nearly four out of five of the cases that were decided, and tenants had a lawyer in less than 3 percent of
them.</p>"""
    + "".join(
        f"<p>The courthouse in ward {word} keeps its records on paper, so that the effort of reading the affidavits, deciding which "
        "office they belong to and filing them again is done by volunteers who are trained by the laboratory for that purpose.</p>"
        for word in (
            "north",
            "south",
            "east",
            "west",
            "central",
            "river",
            "hill",
            "harbor",
            "market",
            "college",
        )
    )
    + """<h2>Costs</h2><p>The Public Counsel Office told the Lab that representing a tenant costs about $1,350. A year of shelter for a
family cost the county $42,000 in 2022.</p>
<h2>What lawmakers should do</h2><p>Congress should fund counsel for tenants. The House must restore the $500,000 that the pilot
lost in 2021.</p>
</div></body></html>"""
)


@cache
def report_pdf() -> bytes:
    """A report with numbered recommendations, as PDF."""
    return _printed(REPORT)


@cache
def columns_pdf() -> bytes:
    """A paper in two columns, as PDF."""
    return _printed(COLUMNS)


def pdf(body: str, *, created: str) -> bytes:
    """A short paper as PDF, made on that day."""
    return _printed(
        f'<!DOCTYPE html><html lang="en"><head><meta name="dcterms.created" content="{created}"></head><body>{body}</body></html>'
    )


def _printed(html: str) -> bytes:
    data = HTML(string=html).write_pdf(pdf_tags=False)
    assert data
    return bytes(data)


def documents() -> Mapping[str, bytes]:
    """The five by the names of their files."""
    return {
        "wells.pdf": report_pdf(),
        "clinics.html": RELEASE.encode(),
        "testimony.txt": TESTIMONY.encode(),
        "broadband.md": BRIEF.encode(),
        "evictions.pdf": columns_pdf(),
    }
