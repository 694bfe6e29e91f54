"""The entry form of a procedure, made from the fields of its table; people between source and dispute."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QVBoxLayout

from fuyi_desktop.domain import fields as domain
from fuyi_desktop.gui.articles import on_screen
from fuyi_desktop.gui.cases.entry_form import EntryForm
from fuyi_desktop.gui.cases.intake_parts import Part, titled
from fuyi_desktop.gui.cases.specs import facts_of, field_spec
from fuyi_desktop.gui.fields import FieldSpec, choices
from fuyi_desktop.gui.parts import Card, Rule, plain_box
from fuyi_desktop.services.app import App

LISTS = {"channel": "channels", "act_kind": "acts", "flags": "flags"}  # the code list that a field offers
DISPUTE = ("matter", "respondent")  # the first of these begins what the dispute is about
MARKS = "flags"


class TableForm(EntryForm):
    """Two columns in the order of the table; what it leaves to the county has the county's lists."""

    def __init__(self, app: App, kind: str) -> None:
        super().__init__(app, kind)
        self.whole = {field.name: on_screen(field.help) for field in self.entry.fields}
        asked = [field for field in self.entry.fields if field.name != MARKS]
        first = next((n for n, field in enumerate(asked) if field.name in DISPUTE), len(asked))
        marks = [field for field in self.entry.fields if field.name == MARKS]
        self.above = {"source": self._made(asked[:first])}
        self.below = {
            name: self._made(some) for name, some in (("act", asked[first:]), ("flags", marks)) if some
        }
        titles = {"act": "争议的事项", "flags": "标记"}
        card = Card()
        card.add(titled("1 来件"), self.above["source"], Rule())
        adders = self.adders("applicants", "respondents", "third_parties", "agents")
        card.add(titled(f"2 {self.called('applicants')}", *adders), plain_box(self._column))
        for number, (name, part) in enumerate(self.below.items(), 3):
            card.add(Rule(), titled(f"{number} {titles[name]}"), part)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(card)

    def typed(self) -> dict[str, Any]:
        values = {name: value for part in self.sections.values() for name, value in part.values().items()}
        return facts_of(self.entry.fields, values)

    def _made(self, fields: Iterable[domain.Field]) -> Part:
        return self._part(*(self._spec(field) for field in fields))

    def _spec(self, field: domain.Field) -> FieldSpec:
        listed = self.app.intake.codes.get(LISTS.get(field.name, ""), ())
        spec = field_spec(field, choices(*listed), field.default)
        spec = replace(spec, check=self.checks.get(field.name))
        return replace(spec, label="可以多选") if field.name == MARKS else spec
