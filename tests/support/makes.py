"""Five invented documents of different formats, from files in tests/data/audit/."""

from collections.abc import Mapping
from functools import cache

from weasyprint import HTML

from tests.support import audit_data

RELEASE, TESTIMONY, BRIEF = map(audit_data.read, ("clinics.html", "testimony.txt", "broadband.md"))


@cache
def report_pdf() -> bytes:
    """Returns a report with numbered recommendations, as PDF."""
    return _printed(audit_data.read("wells.html"))


@cache
def columns_pdf() -> bytes:
    """Returns a paper in two columns, as PDF."""
    return _printed(audit_data.read("evictions.html"))


def pdf(body: str, *, created: str) -> bytes:
    """Returns a short paper as PDF, made on that day."""
    return _printed(
        '<!DOCTYPE html><html lang="en"><head>'
        f'<meta name="dcterms.created" content="{created}"></head><body>{body}</body></html>'
    )


def _printed(html: str) -> bytes:
    data = HTML(string=html).write_pdf(pdf_tags=False)
    assert data
    return bytes(data)


def documents() -> Mapping[str, bytes]:
    """Returns the five by the names of their files."""
    return {
        "wells.pdf": report_pdf(),
        "clinics.html": RELEASE.encode(),
        "testimony.txt": TESTIMONY.encode(),
        "broadband.md": BRIEF.encode(),
        "evictions.pdf": columns_pdf(),
    }
