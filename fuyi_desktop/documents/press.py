"""The press: templates and fonts together, from a form's number and its facts to the paper."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fuyi_desktop.documents import pdf, preview, word
from fuyi_desktop.documents.facts import Fact
from fuyi_desktop.documents.fonts import Fonts
from fuyi_desktop.documents.preview import Pixels
from fuyi_desktop.documents.template import Templates


@dataclass(frozen=True)
class Made:
    """A paper's bytes, its pages, and what is to be known before printing."""

    content: bytes
    pages: int
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Press:
    """Makes papers; the same facts, template and fonts give the same bytes."""

    templates: Templates
    fonts: Fonts

    def missing(self, form: str, facts: Mapping[str, Any]) -> tuple[Fact, ...]:
        """The mandatory facts that are not there, to be asked for before anything is printed."""
        return self.templates.get(form).missing(facts)

    def must_have(self, form: str, facts: Mapping[str, Any]) -> None:
        """Raise FactsMissing where a mandatory fact is not there."""
        self.templates.get(form).fill(facts)

    def pdf(self, form: str, facts: Mapping[str, Any], *, paper_id: str, version: str = "") -> Made:
        """The paper as PDF, of the newest template or of a given version; FactsMissing, GlyphMissing."""
        template = self.templates.get(form, version)
        content = pdf.render(template.fill(facts), fonts=self.fonts, paper_id=paper_id, title=template.title)
        return Made(content, preview.count(content), self.fonts.notes())

    def word(self, form: str, facts: Mapping[str, Any], *, paper_id: str, version: str = "") -> bytes:
        """Its editable twin."""
        template = self.templates.get(form, version)
        return word.render(template.fill(facts), fonts=self.fonts, paper_id=paper_id, title=template.title)

    def specimen(self, form: str, on: Any, *, as_word: bool) -> bytes:
        """A paper that shows what belongs where."""
        template = self.templates.get(form)
        blocks = template.specimen(on)
        make = word.render if as_word else pdf.render
        return make(blocks, fonts=self.fonts, paper_id="", title=template.title)

    def pages(self, content: bytes, dpi: float, *, grey: bool = False) -> list[Pixels]:
        """The pages of a PDF as pixels."""
        return preview.pages(content, dpi, gray=grey)
