"""Workbooks as ZIP archives of XML, also such as no office program writes."""

import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"

Xml = str | Iterable[str]
"""The text of a part, or pieces of it."""


def row(values: Sequence[object], attributes: str = "") -> str:
    """Returns a row of texts."""
    cells = "".join(f'<c t="inlineStr"><is><t>{value}</t></is></c>' for value in values)
    return f"<row {attributes}>{cells}</row>"


def sheet(*rows: str, before: str = "", after: str = "") -> str:
    return (
        f'<worksheet xmlns="{MAIN}">{before}<sheetData>{"".join(rows)}</sheetData>{after}'
        "</worksheet>"
    )


def package(
    path: Path,
    sheets: Sequence[Xml],
    *,
    states: Sequence[str] = (),
    parts: Mapping[str, Xml] | None = None,
    properties: str = "",
    target: str = "worksheets/sheet{}.xml",
    kind: int = zipfile.ZIP_DEFLATED,
) -> Path:
    """Writes a workbook; `parts` are further ones, such as styles.xml and sharedStrings.xml."""
    more = {f"xl/{name}": content for name, content in (parts or {}).items()}
    states = states or ["visible"] * len(sheets)
    listed = "".join(
        f'<sheet name="Sheet{number}" sheetId="{number}" state="{state}" r:id="r{number}"/>'
        for number, state in enumerate(states, start=1)
    )
    kinds = {"styles": "styles.xml", "sharedStrings": "sharedStrings.xml"}
    related = "".join(
        f'<Relationship Id="{name}" Type="{RELATIONS}/{name}" Target="{part}"/>'
        for name, part in kinds.items()
        if f"xl/{part}" in more
    ) + "".join(
        f'<Relationship Id="r{number}" Type="{RELATIONS}/worksheet" '
        f'Target="{target.format(number)}"/>'
        for number in range(1, len(sheets) + 1)
    )
    contents: dict[str, Xml] = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": (
            f'<Relationships xmlns="{PACKAGE}"><Relationship Id="a" '
            f'Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
        ),
        "xl/workbook.xml": (
            f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}">{properties}<sheets>{listed}</sheets>'
            '<calcPr fullCalcOnLoad="1"/></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}">{related}</Relationships>',
        **{f"xl/worksheets/sheet{number}.xml": xml for number, xml in enumerate(sheets, start=1)},
        **more,
    }
    with zipfile.ZipFile(path, "w", kind) as archive:
        for name, content in contents.items():
            with archive.open(name, "w") as part:
                for piece in [content] if isinstance(content, str) else content:
                    part.write(piece.encode())
    return path


def styles(*codes: str) -> str:
    """Returns the part with a style for each number format, and one without first."""
    formats = "".join(
        f'<numFmt numFmtId="{number}" formatCode="{code}"/>'
        for number, code in enumerate(codes, start=164)
    )
    cells = "".join(f'<xf numFmtId="{number}"/>' for number in range(164, 164 + len(codes)))
    return (
        f'<styleSheet xmlns="{MAIN}"><numFmts>{formats}</numFmts><cellStyleXfs>'
        f'<xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/>{cells}</cellXfs>'
        "</styleSheet>"
    )
