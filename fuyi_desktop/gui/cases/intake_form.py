"""The four sections of a new case as one form: where it came from, who applies, against what, its marks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fuyi_desktop.domain.case import Informed
from fuyi_desktop.domain.counting import Due
from fuyi_desktop.domain.party import Unit
from fuyi_desktop.gui import dates
from fuyi_desktop.gui.buttons import Button
from fuyi_desktop.gui.cases.intake_parts import ROLES, Part, PersonForm, suggest, titled
from fuyi_desktop.gui.fields import Field, FieldSpec, Kind, choices
from fuyi_desktop.gui.parts import Card, Rule, column, plain_box
from fuyi_desktop.services.app import App

POSTED = "邮寄"  # the channel that has a postmark


@dataclass(frozen=True)
class Open:
    """A field that keeps the case from being registered, and what it says."""

    part: Part
    name: str
    sentence: str


class IntakeForm(QWidget):
    """Several forms that the keys go through as one."""

    edited = Signal(str)  # name of a field
    paused = Signal()
    submitted = Signal()
    explained = Signal(str, str)  # what F1 says, and the article
    went_past = Signal()  # Enter in the last field

    def __init__(self, app: App) -> None:
        super().__init__()
        self.app = app
        self.people: list[PersonForm] = []
        self._organs: tuple[str, ...] = ()
        codes = app.intake.codes
        self.source = self._part(
            FieldSpec(name="received_on", label="收到日", kind=Kind.DATE, span=3, check=self._check_received,
                      help="审查期限从次日起算。", article="行政复议法第三十条"),
            FieldSpec(name="channel", label="渠道", kind=Kind.CHOICE, span=3, required=False,
                      choices=choices(*codes.get("channels", ())), default="当面"),
            FieldSpec(name="posted_on", label="交邮日", kind=Kind.DATE, span=3, required=False,
                      help="看邮戳，在途时间不算。", article="民事诉讼法第八十五条第四款",
                      check=self._check_receipt),
            FieldSpec(name="organ", label="复议机关", span=6, check=self._check_organ),
        )  # fmt: skip
        self.act = self._part(
            FieldSpec(name="respondent", label="被申请机关", span=5, help="作出行政行为的机关全称。",
                      article="行政复议法第十九条"),
            FieldSpec(name="act_number", label="文号", required=False, span=4, help="照决定书原样填写。"),
            FieldSpec(name="act_kind", label="行为种类", kind=Kind.CHOICE, required=False, span=3,
                      choices=choices(*codes.get("acts", ()))),
            FieldSpec(name="act_on", label="作出日", kind=Kind.DATE, required=False, span=3,
                      check=self._check_receipt),
            FieldSpec(name="known_on", label="知道日", kind=Kind.DATE, required=False, span=3,
                      check=self._check_known, article="行政复议法第二十条"),
            FieldSpec(name="informed", label="告知过权利和期限", kind=Kind.CHOICE, required=False, span=3,
                      choices=choices(*Informed), default=Informed.UNCLEAR.value,
                      article="行政复议法第二十条"),
            FieldSpec(name="limit", label="申请期限", kind=Kind.DERIVED, span=3, example="随知道日"),
            FieldSpec(name="requests", label="复议请求", kind=Kind.LINES, required=False, span=6),
            FieldSpec(name="reasons", label="事实和理由", kind=Kind.LINES, required=False, span=6),
        )  # fmt: skip
        self.flags = self._part(
            FieldSpec(name="flags", label="可以多选", kind=Kind.MANY, required=False, span=12,
                      choices=choices(*codes.get("flags", ())))
        )  # fmt: skip
        self._column = column(gap=8)
        adders = [
            Button(f"加{word}", "filter", on=partial(self.add_person, role)) for role, word in ROLES.items()
        ]
        card = Card()
        card.add(titled("1 来件"), self.source, Rule())
        card.add(titled("2 申请人", *adders), plain_box(self._column), Rule())
        card.add(titled("3 争议的行政行为"), self.act, Rule())
        card.add(titled("4 标记"), self.flags)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(card)

    def begin(self, organs: Sequence[Unit], units: Sequence[Unit]) -> None:
        """Empty, with the day of today and the only organ filled in."""
        for person in list(self.people):
            self._drop(person)
        for part in (self.source, self.act, self.flags):
            for field in part.fields.values():
                field.set_value("" if field.spec.default is None else field.spec.default)
                field.show_error("")
                field.say("")
        self.source.field("received_on").set_value(self.app.office.today)
        self._organs = tuple(unit.full_name for unit in organs)
        self.source.show_field("organ", shown=len(self._organs) != 1)
        if len(self._organs) == 1:
            self.source.field("organ").set_value(self._organs[0])
        suggest(self.source.field("organ"), self._organs)
        suggest(self.act.field("respondent"), [unit.full_name for unit in units])
        self.add_person("applicants", focus=False)
        self._show_posted()

    def parts(self) -> list[Part]:
        return [self.source, *(person.form for person in self.people), self.act, self.flags]

    def facts(self) -> dict[str, Any]:
        """As the registration takes them, without the materials."""
        found: dict[str, Any] = {}
        for part in (self.source, self.act, self.flags):
            for name, value in part.values().items():
                if name != "limit" and value not in (None, "", ()):
                    found[name] = value.isoformat() if isinstance(value, date) else value
        found["flags"] = list(found.get("flags", ()))
        for role in ROLES:
            people = [
                person.facts() for person in self.people if person.role == role and not person.is_empty()
            ]
            if people:
                found[role] = people
        return found

    def gaps(self) -> list[Open]:
        """Everything that keeps the case from being registered; a further person left empty is none."""
        first = self.people[0] if self.people else None
        left_empty = {person.form for person in self.people if person is not first and person.is_empty()}
        return [
            Open(part, gap.name, self._sentence(part, gap.label, gap.sentence))
            for part in self.parts()
            if part not in left_empty
            for gap in part.gaps()
        ]

    def next_gap(self) -> bool:
        """The first gap after the field with the focus, round the end if need be."""
        gaps = self.gaps()
        if gaps:
            order = [(part, name) for part in self.parts() for name in part.fields]
            here = self.current()
            place = order.index((here[0], here[1].name)) if here else -1
            chosen = next((gap for gap in gaps if order.index((gap.part, gap.name)) > place), gaps[0])
            chosen.part.show_gap(chosen.name)
        return bool(gaps)

    def show_gaps(self) -> None:
        """Every gap says so; the first has the focus."""
        gaps = self.gaps()
        for gap in gaps:
            gap.part.field(gap.name).show_error(gap.part.field(gap.name).gap())
        if gaps:
            gaps[0].part.show_gap(gaps[0].name)

    def current(self) -> tuple[Part, Field] | None:
        return next(((part, field) for part in self.parts() if (field := part.current())), None)

    def start(self) -> None:
        """The first field that is asked for and empty, else the first."""
        fields = [field for part in self.parts() for field in part.stops_on_the_way()]
        empty = (field for field in fields if field.is_empty() and field.spec.required)
        next(empty, fields[0]).take_focus()

    def draft(self) -> dict[str, Any]:
        """Everything typed, understood or not."""
        return {
            "source": self.source.draft(), "act": self.act.draft(), "flags": self.flags.draft(),
            "people": [person.draft() for person in self.people],
        }  # fmt: skip

    def set_draft(self, draft: Mapping[str, Any]) -> None:
        """Put a draft back, field by field."""
        for part, key in ((self.source, "source"), (self.act, "act"), (self.flags, "flags")):
            part.set_draft({name: str(text) for name, text in draft.get(key, {}).items()})
        kept = [one for one in draft.get("people", ()) if one.get("role") in ROLES]
        for person in list(self.people) if kept else []:
            self._drop(person)
        for one in kept:
            person = self.add_person(str(one["role"]), focus=False)
            person.form.set_draft({name: str(text) for name, text in one.get("said", {}).items()})
        self._show_posted()

    def add_person(self, role: str, *, focus: bool = True) -> PersonForm:
        """Another applicant, third party or agent, below those of their role."""
        person = PersonForm(role, lambda: self.app.office.today)
        person.removed.connect(self._remove)
        self._wire(person.form)
        rank = list(ROLES).index
        place = sum(rank(one.role) <= rank(role) for one in self.people)
        self.people.insert(place, person)
        self._column.insertWidget(place, person)
        self._name_people()
        if focus:
            person.form.field("name").take_focus()
            self.edited.emit("people")
        return person

    def show_limit(self, due: Due) -> None:
        """The last day for the application, with 暂定 or 已过 beside it."""
        field = self.act.field("limit")
        field.set_value(f"{dates.long(due.display)} {dates.weekday(due.display)}")
        received = self.source.field("posted_on").value() or self.source.field("received_on").value()
        late = isinstance(received, date) and received > due.due
        field.say("已过期限" if late else "暂定" if due.provisional else "", "amber" if late else "violet")

    def explain(self) -> None:
        """F1: what the field with the focus means, with its article."""
        if (here := self.current()) is not None:
            self._explain(here[0], here[1].name)

    def _part(self, *specs: FieldSpec) -> Part:
        part = Part(specs, today=lambda: self.app.office.today)
        self._wire(part)
        return part

    def _wire(self, part: Part) -> None:
        part.changed.connect(self.paused)
        part.edited.connect(self._edited)
        part.submitted.connect(self.submitted)
        part.help_asked.connect(partial(self._explain, part))
        part.gap_asked.connect(self.next_gap)
        part.ran_out.connect(partial(self._go_on, part))

    def _edited(self, name: str) -> None:
        if name == "channel":
            self._show_posted()
        self.edited.emit(name)

    def _show_posted(self) -> None:
        posted = self.source.field("channel").text() == POSTED
        self.source.show_field("posted_on", shown=posted)

    def _go_on(self, part: Part, by: int) -> None:
        """Enter at the end of one form goes on in the next that has a field."""
        parts = self.parts()
        place = parts.index(part) + by
        if 0 <= place < len(parts):
            fields = parts[place].stops_on_the_way()
            fields[0 if by > 0 else -1].take_focus()
        elif by > 0:
            self.went_past.emit()

    def _explain(self, part: Part, name: str) -> None:
        spec = part.field(name).spec
        said = spec.help or f"{part.field(name).label.text().removesuffix('（选填）')}照来件填写。"
        self.explained.emit(f"{part.field(name).label.text()}：{said}", spec.article)

    def _sentence(self, part: Part, label: str, sentence: str) -> str:
        if not sentence.startswith("还没有"):
            return sentence
        person = next((one for one in self.people if one.form is part), None)
        return f"{person.head.text() if person else ''}{label}{sentence}"

    def _remove(self, person: PersonForm) -> None:
        self._drop(person)
        self._name_people()
        self.edited.emit("people")

    def _drop(self, person: PersonForm) -> None:
        self.people.remove(person)
        self._column.removeWidget(person)
        person.hide()
        person.deleteLater()

    def _name_people(self) -> None:
        """申请人 alone, or 申请人 1, 申请人 2 …; the only applicant cannot be removed."""
        for role, word in ROLES.items():
            same = [person for person in self.people if person.role == role]
            for number, person in enumerate(same, 1):
                said = word if len(same) == 1 else f"{word} {number}"
                person.call(said, removable=role != "applicants" or len(same) > 1)

    def _typed_day(self, part: Part, name: str) -> date | None:
        value = part.field(name).value()
        return value if isinstance(value, date) else None

    def _check_received(self, text: str) -> str | None:
        day = self._typed_day(self.source, "received_on")
        return f"{dates.long(day)}还没有到，请核对日期。" if day and day > self.app.office.today else None

    def _check_receipt(self, text: str) -> str | None:
        """A day before the application came in."""
        day, received = self._read(text), self._typed_day(self.source, "received_on")
        if day and received and day > received:
            return f"{dates.long(day)}晚于收到日{dates.long(received)}，请核对日期。"
        return None

    def _check_known(self, text: str) -> str | None:
        day, made = self._read(text), self._typed_day(self.act, "act_on")
        if day and made and day < made:
            return f"{dates.long(day)}早于作出日{dates.long(made)}，请核对日期。"
        return self._check_receipt(text)

    def _check_organ(self, text: str) -> str | None:
        return None if text in self._organs else f"没有登记“{text}”这个复议机关，请从列表中选择。"

    def _read(self, text: str) -> date | None:
        try:
            return dates.read_day(text, self.app.office.today)
        except ValueError:
            return None
