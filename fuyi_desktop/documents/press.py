"""The press: templates and fonts together, from a form's number and its facts to the paper."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from fuyi_desktop.documents import codes, pdf, preview
from fuyi_desktop.documents.codes import Mark
from fuyi_desktop.documents.extent import too_long
from fuyi_desktop.documents.facts import Fact, specimen
from fuyi_desktop.documents.fonts import Fonts
from fuyi_desktop.documents.ink import Setter
from fuyi_desktop.documents.layout import pages
from fuyi_desktop.documents.preflight import Preflight, notes, preflight
from fuyi_desktop.documents.preview import Pixels
from fuyi_desktop.documents.template import Template, Templates
from fuyi_desktop.domain.errors import BadFact, TemplateWrong


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

    @property
    def forms(self) -> frozenset[str]:
        """The forms that have a template, without reading one."""
        return self.templates.ids

    def missing(self, form: str, facts: Mapping[str, Any]) -> tuple[Fact, ...]:
        """The mandatory facts that are not there, to be asked for before anything is printed."""
        return self.templates.get(form).missing(facts)

    def told(self, form: str, facts: Mapping[str, Any]) -> dict[str, Any]:
        """The facts that the form declares, which is all a paper keeps; FactsMissing."""
        return self.templates.get(form).told(facts)

    def preflight(self, form: str, facts: Mapping[str, Any]) -> Preflight:
        """What printing would meet: pages, fonts, a sentence for each thing to see to, missing characters."""
        template = self.templates.get(form)
        return preflight(template.fill(facts), fonts=self.fonts, sheet=template.sheet)

    def pdf(
        self,
        form: str,
        facts: Mapping[str, Any],
        *,
        paper_id: str,
        version: str = "",
        red: bool = True,
        offset: tuple[float, float] = (0.0, 0.0),
    ) -> Made:
        """The paper as PDF, of the newest template or of a given version; FactsMissing, GlyphMissing.

        Without red it is for paper with a printed red head; the offset in millimetres (right, down) is for
        a printer that is off. Both are for printing: what is kept on file has its red and no offset.
        """
        template = self.templates.get(form, version)
        return self.drawn(template, facts, paper_id=paper_id, red=red, offset=offset)

    def drawn(
        self,
        template: Template,
        facts: Mapping[str, Any],
        *,
        paper_id: str = "",
        red: bool = True,
        offset: tuple[float, float] = (0.0, 0.0),
    ) -> Made:
        """A template as PDF that holds nowhere yet, such as one that is being written; see `pdf`."""
        blocks, sheet = template.fill(facts), template.sheet
        pdf.must_be_printable(blocks, self.fonts)
        laid = pages(blocks, self.fonts, sheet)
        content = pdf.render(
            blocks, fonts=self.fonts, paper_id=paper_id, sheet=sheet, title=template.title, red=red,
            offset=offset, laid=laid,
        )  # fmt: skip
        return Made(content, len(laid), notes(blocks, laid, self.fonts, sheet))

    def tried(self, template: Template, facts: Mapping[str, Any]) -> Made:
        """A draft of a text that nobody has looked at yet; TemplateWrong where it would never end."""
        if why := too_long(template.fill(facts)):
            raise TemplateWrong(template=template.id, where="版面", why=why)
        return self.drawn(template, facts)

    def word(self, form: str, facts: Mapping[str, Any], *, paper_id: str, version: str = "") -> bytes:
        """Its editable twin."""
        from fuyi_desktop.documents import word

        template = self.templates.get(form, version)
        return word.render(
            template.fill(facts), fonts=self.fonts, paper_id=paper_id, sheet=template.sheet,
            title=template.title,
        )  # fmt: skip

    def specimen(self, form: str, on: Any, *, as_word: bool) -> bytes:
        """A paper that shows what belongs where."""
        from fuyi_desktop.documents import word

        template = self.templates.get(form)
        make = word.render if as_word else pdf.render
        return make(
            template.specimen(on), fonts=self.fonts, paper_id="", sheet=template.sheet, title=template.title
        )

    def is_table(self, form: str, version: str = "") -> bool:
        """Whether a form is a table that can be had as a sheet of Excel; TemplateUnknown."""
        from fuyi_desktop.documents import paper_table

        return paper_table.is_table(part.kind for part in self.templates.get(form, version).parts)

    def excel(self, form: str, facts: Mapping[str, Any], *, version: str = "") -> bytes:
        """The paper as a sheet of Excel, its tables cell by cell; BadFact where the form is no table."""
        return self._sheet(self.templates.get(form, version), facts)

    def excel_specimen(self, form: str, on: Any) -> bytes:
        """A sheet of Excel that shows what belongs where."""
        template = self.templates.get(form)
        return self._sheet(template, specimen(template.facts, on))

    def _sheet(self, template: Template, facts: Mapping[str, Any]) -> bytes:
        from fuyi_desktop.documents import excel, paper_table

        if not paper_table.is_table(part.kind for part in template.parts):
            why = "这种文书不是表格，不能存成 Excel，请存成 PDF 或者 Word。"
            raise BadFact(label=template.title, why=why)
        numbers = paper_table.numbers_among(template.facts, facts)
        setter = Setter(self.fonts, template.sheet)
        table = paper_table.paper_table(template.fill(facts), setter, title=template.title, numbers=numbers)
        return excel.render(table)

    def test_sheet(self, form: str, *, offset: tuple[float, float] = (0.0, 0.0)) -> bytes:
        """Crosses and scales on the paper of a form, to measure what a printer is off."""
        from fuyi_desktop.documents import testsheet

        template = self.templates.get(form)
        return testsheet.render(template.sheet, self.fonts, offset=offset)

    def scanned(self, text: str) -> Mark | None:
        """The paper and page that a scanned code names; None where it is none of ours."""
        return codes.read(text)

    def pages(self, content: bytes, dpi: float, *, grey: bool = False) -> list[Pixels]:
        """The pages of a PDF as pixels."""
        return preview.pages(content, dpi, gray=grey)

    def warm(self) -> Iterator[None]:
        """What the first paper of a process would wait for, in short steps, for an idle moment."""

        yield
        self.fonts.warm()
        yield
        preview.warm()
