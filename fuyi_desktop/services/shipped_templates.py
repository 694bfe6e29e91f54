"""随程序的模板 — templates without a store: the shipped texts, and what is wrong in one."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from fuyi_desktop.domain.forms import form_of
from fuyi_desktop.domain.law import Law
from fuyi_desktop.domain.templates import Whose
from fuyi_desktop.services.templates import Line, Row, Text, differences
from fuyi_desktop.store import files

if TYPE_CHECKING:
    from fuyi_desktop.documents.press import Press
    from fuyi_desktop.services.template_checks import Checked


@dataclass(frozen=True)
class ShippedTemplates:
    """The same questions as of an office's templates, answered from what is shipped."""

    press: "Press"
    law: Law
    today: date

    def rows(self) -> tuple[Row, ...]:
        """Every form, its text as shipped."""
        shipped = self.press.templates
        return tuple(
            Row(form, form_of(form).title, Whose.SHIPPED, shipped.version(form), None, "")
            for form in sorted(shipped.ids)
        )

    def text(self, form: str, version: str = "") -> Text:
        """The shipped text; TemplateUnknown, TemplateVersionGone."""
        found = self.press.templates.get(form, version)
        return Text(form, found.title, Whose.SHIPPED, found.version, found.text)

    def versions(self, form: str) -> tuple[Text, ...]:
        """The shipped text alone; TemplateUnknown."""
        return (self.text(form),)

    def compare(self, text: str, form: str, version: str = "") -> tuple[Line, ...]:
        """Line by line against the shipped text."""
        return tuple(differences(self.text(form, version).text, text))

    def export(self, text: str, path: Path) -> Path:
        """Write a text to a file, whole or not at all; CannotWrite."""
        files.write_whole(path, text.encode("utf-8"))
        return path

    def check(self, text: str, form: str = "") -> "Checked":
        """Everything that is wrong with a text, by line."""
        from fuyi_desktop.services.template_checks import checked

        return checked(text, self.press, self.law, self.today, form=form)
