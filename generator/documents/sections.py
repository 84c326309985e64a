"""Headings and paragraphs, as a reader meets them, to sections."""

from generator.documents.types import DocumentSection, Paragraph, ParagraphKind


class SectionBuilder:
    """Gathers headings and paragraphs in reading order."""

    def __init__(self) -> None:
        self._open: tuple[str, int, int, int | None] | None = None
        self._paragraphs: list[Paragraph] = []
        self._done: list[DocumentSection] = []

    @property
    def is_empty(self) -> bool:
        """Whether no section is finished yet."""
        return not self._done

    def heading(self, text: str, *, level: int, line: int, page: int | None = None) -> None:
        """Begins a section; nothing without words."""
        if not text:
            return
        self._close()
        self._open = (text, level, line, page)

    def paragraph(self, text: str, *, line: int, page: int | None = None, kind: ParagraphKind = "paragraph") -> None:
        """Adds a paragraph to the section at hand; nothing without words."""
        if text:
            self._paragraphs.append(Paragraph(text, line, page, kind))

    def title(self) -> str:
        """The heading of the highest level, the first of them; the first words where there is no heading."""
        sections = self.sections()
        headed = [section for section in sections if section.heading]
        if headed:
            return min(headed, key=lambda section: section.level).heading
        return sections[0].paragraphs[0].text[:100] if sections and sections[0].paragraphs else ""

    def sections(self) -> tuple[DocumentSection, ...]:
        """All sections so far, the last as far as it goes."""
        return (*self._done, *self._current())

    def _close(self) -> None:
        self._done += self._current()
        self._open, self._paragraphs = None, []

    def _current(self) -> tuple[DocumentSection, ...]:
        if self._open is None and not self._paragraphs:
            return ()
        text, level, line, page = self._open or ("", 0, self._paragraphs[0].line, self._paragraphs[0].page)
        return (DocumentSection(text, level, tuple(self._paragraphs), line, page),)
