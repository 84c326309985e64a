"""Citations of law."""

import pytest

from generator.figures.reading import read_figures
from generator.figures.types import Citation


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("section 235(b)(2)(C)", ("section", "235(b)(2)(C)")),
        ("Sec. 235(b)(2)(C)", ("section", "235(b)(2)(C)")),
        ("INA §240", ("section", "240")),
        ("8 U.S.C. § 1225(b)", ("usc", "8/1225(b)")),
        ("8 USC 1225(b)", ("usc", "8/1225(b)")),
        ("8 C.F.R. § 208.1", ("cfr", "8/208.1")),
        ("H.R. 2662", ("hr", "2662")),
        ("H.R.2662", ("hr", "2662")),
        ("S. 567", ("s", "567")),
        ("S.J.Res. 10", ("sjres", "10")),
        ("Pub. L. No. 116–93", ("publiclaw", "116-93")),
        ("84 Fed. Reg. 6,811", ("fedreg", "84/6811")),
        ("951 F.3d 1073", ("f3d", "951/1073")),
        ("Title 42", ("title", "42")),
        ("Case No. 19-15716", ("docket", "19-15716")),
        ("3:19-cv-00807", ("docket", "3:19-cv-00807")),
    ],
)
def test_citations_of_law_in_every_usual_writing(text: str, claim: tuple[str, str]) -> None:
    (figure,) = read_figures(f"It cites {text}, and no more")
    assert isinstance(figure, Citation)
    assert figure.claim == claim
