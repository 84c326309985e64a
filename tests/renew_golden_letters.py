"""Writes the golden pages anew: python -m tests.renew_golden_letters. Look at each difference before you commit it."""

from pathlib import Path

from generator.letter import pdf
from generator.letter.design import load_design, to_html
from tests.test_pdf import text_of
from tests.test_typeset import DESIGNS, TEMPLATES, golden_letters


def main() -> None:
    """Writes HTML and text of every golden letter in every design."""
    engine = pdf.Engine()
    folder = Path(__file__).parent / "golden" / "designs"
    for name in DESIGNS:
        design = load_design(TEMPLATES / name)
        for key, letter in golden_letters().items():
            html = to_html(letter, design)
            (folder / f"{name}-{key}.html").write_text(html, encoding="utf-8")
            (folder / f"{name}-{key}.txt").write_text(text_of(engine.lay_out(html, design).write()), encoding="utf-8")


if __name__ == "__main__":
    main()
