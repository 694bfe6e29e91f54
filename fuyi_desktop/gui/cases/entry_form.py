"""What the entry forms of all kinds of case share: people, the keys through several forms, gaps, drafts."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from fuyi_desktop.domain.counting import Due
from fuyi_desktop.domain.party import Role, Unit
from fuyi_desktop.gui import dates
from fuyi_desktop.gui.buttons import Button
from fuyi_desktop.gui.cases.intake_parts import ROLES, Part, PersonForm, suggest
from fuyi_desktop.gui.fields import Field, FieldSpec, Kind
from fuyi_desktop.gui.parts import column
from fuyi_desktop.services.app import App

# (field, words): a field is asked for only while another one says one of these
SHOWN_WHEN: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "posted_on": ("channel", ("邮寄",)),  # it has a postmark
    "penalty_organ_on": ("channel", ("经处罚机关转送",)),
    "rights_known_on": ("informed", ("否",)),
    "applied_on": ("act_kind", ("行政不作为",)),
    "duty_due": ("act_kind", ("行政不作为",)),
    "engaged_on": ("source", ("律所报备",)),
}
FIRST = "applicants"  # whose first one every registration has


@dataclass(frozen=True)
class Open:
    """A field that keeps the case from being registered, and what it says."""

    part: Part
    name: str
    sentence: str


class EntryForm(QWidget):
    """Several forms that the keys go through as one."""

    edited = Signal(str)  # name of a field
    paused = Signal()
    submitted = Signal()
    explained = Signal(str, str)  # what F1 says, and the article
    went_past = Signal()  # Enter in the last field

    def __init__(self, app: App, kind: str) -> None:
        super().__init__()
        self.app = app
        self.entry = app.office.law.procedure(kind).entry
        self.people: list[PersonForm] = []
        self.above: dict[str, Part] = {}  # the forms before the people, by the name of their draft
        self.below: dict[str, Part] = {}
        self.beside: dict[str, Any] = {}  # what was carried on and has no field here
        self.whole: dict[str, str] = {}  # what F1 says of a field, where that is more than stands below it
        self._column = column(gap=8)

    @property
    def sections(self) -> dict[str, Part]:
        return self.above | self.below

    def begin(self, organs: Sequence[Unit], units: Sequence[Unit]) -> None:
        """Empty, with the day of today and the only organ filled in."""
        self.beside = {}
        for person in list(self.people):
            self._drop(person)
        for part in self.sections.values():
            for field in part.fields.values():
                field.set_value("" if field.spec.default is None else field.spec.default)
                field.show_error("")
                field.say("")
        self.put("received_on", self.app.office.today)
        self.offer(organs, units)
        self.add_person(FIRST, focus=False)
        self._show_fitting()

    def offer(self, organs: Sequence[Unit], units: Sequence[Unit]) -> None:
        """Suggest the organs that are known."""
        own = [unit.full_name for unit in (organs if self.entry.reconsiders else units)]
        for name, known in (("organ", own), ("respondent", [unit.full_name for unit in units])):
            if (found := self.field_named(name)) is not None:
                suggest(found, known)

    def parts(self) -> list[Part]:
        return [*self.above.values(), *(person.form for person in self.people), *self.below.values()]

    def field_named(self, name: str) -> Field | None:
        """The field of that name, outside of those of the people."""
        return next((part.fields[name] for part in self.sections.values() if name in part.fields), None)

    def put(self, name: str, value: object) -> None:
        if (field := self.field_named(name)) is not None:
            field.set_value(value)

    def facts(self) -> dict[str, Any]:
        """As the registration takes them, without the materials."""
        found: dict[str, Any] = dict(self.beside)
        found |= self.typed()
        for role in ROLES:
            people = [
                person.facts() for person in self.people if person.role == role and not person.is_empty()
            ]
            if people:
                found[role] = people
        return found

    def typed(self) -> dict[str, Any]:
        """The facts of the fields outside of those of the people."""
        raise NotImplementedError

    def take(self, facts: Mapping[str, Any]) -> None:
        """Fill in what is known from elsewhere; nothing that the entry knows is lost."""
        known = {field.name for field in self.entry.fields}
        for name, value in facts.items():
            field = self.field_named(name)
            if field is not None:
                field.set_value(_meant(field.spec, value))
            elif name in known:
                self.beside[name] = value
        people = {role: facts[role] for role in ROLES if facts.get(role)}
        for person in list(self.people) if people else []:
            self._drop(person)
        for role, some in people.items():
            for given in some:
                self.add_person(role, focus=False).take(given)
        if people and FIRST not in people:
            self.add_person(FIRST, focus=False)
        self._show_fitting()

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
        return {name: part.draft() for name, part in self.sections.items()} | {
            "people": [person.draft() for person in self.people]
        }

    def set_draft(self, draft: Mapping[str, Any]) -> None:
        """Put a draft back, field by field."""
        for key, part in self.sections.items():
            part.set_draft({name: str(text) for name, text in draft.get(key, {}).items()})
        kept = [one for one in draft.get("people", ()) if one.get("role") in ROLES]
        for person in list(self.people) if kept else []:
            self._drop(person)
        for one in kept:
            person = self.add_person(str(one["role"]), focus=False)
            person.form.set_draft({name: str(text) for name, text in one.get("said", {}).items()})
        self._show_fitting()

    def add_person(self, role: str, *, focus: bool = True) -> PersonForm:
        """Another person or body, below those of their role."""
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

    def show_limit(self, due: Due | None) -> None:
        """The last day by which a person had to come; only where the form has such a field."""

    def explain(self) -> None:
        """F1: what the field with the focus means, with its article."""
        if (here := self.current()) is not None:
            self._explain(here[0], here[1].name)

    def adders(self, *roles: str) -> list[Button]:
        """A button for each further person."""
        return [
            Button(f"加{self.called(role)}", "filter", on=partial(self.add_person, role)) for role in roles
        ]

    def called(self, role: str) -> str:
        """What this procedure calls a person of that role."""
        named = self.entry.called.get(ROLES[role], ROLES[role].value)
        return f"其他{named}" if ROLES[role] is Role.RESPONDENT else named

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
        if name in {asked for asked, _ in SHOWN_WHEN.values()}:
            self._show_fitting()
        self.edited.emit(name)

    def _show_fitting(self) -> None:
        """Ask only for what the rest calls for; what was typed there is kept."""
        for name, (asked, words) in SHOWN_WHEN.items():
            field, other = self.field_named(name), self.field_named(asked)
            if field is not None and other is not None:
                field.setVisible(other.text() in words)

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
        said = (
            self.whole.get(name)
            or spec.help
            or f"{part.field(name).label.text().removesuffix('（选填）')}照来件填写。"
        )
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
        """申请人 alone, or 申请人 1, 申请人 2 …; the only one of the first role cannot be removed."""
        for role in ROLES:
            same, word = [person for person in self.people if person.role == role], self.called(role)
            for number, person in enumerate(same, 1):
                said = word if len(same) == 1 else f"{word} {number}"
                person.call(said, removable=role != FIRST or len(same) > 1)

    @property
    def checks(self) -> Mapping[str, Callable[[str], str | None]]:
        """What is held against a text beside its kind, by the name of the field."""
        return {
            "received_on": self._check_received, "posted_on": self._check_receipt,
            "act_on": self._check_receipt, "known_on": self._check_known,
        }  # fmt: skip

    def _day(self, name: str) -> date | None:
        field = self.field_named(name)
        value = field.value() if field is not None else None
        return value if isinstance(value, date) else None

    def _check_received(self, text: str) -> str | None:
        day = self._day("received_on")
        return f"{dates.long(day)}还没有到，请核对日期。" if day and day > self.app.office.today else None

    def _check_receipt(self, text: str) -> str | None:
        """A day before the application came in."""
        day, received = self._read(text), self._day("received_on")
        if day and received and day > received:
            return f"{dates.long(day)}晚于收到日{dates.long(received)}，请核对日期。"
        return None

    def _check_known(self, text: str) -> str | None:
        day, made = self._read(text), self._day("act_on")
        if day and made and day < made:
            return f"{dates.long(day)}早于作出日{dates.long(made)}，请核对日期。"
        return self._check_receipt(text)

    def _read(self, text: str) -> date | None:
        try:
            return dates.read_day(text, self.app.office.today)
        except ValueError:
            return None


def _meant(spec: FieldSpec, value: Any) -> Any:
    """A recorded value as its field takes it."""
    if spec.kind is Kind.DATE and isinstance(value, str):
        return date.fromisoformat(value)
    if spec.kind is Kind.LINES and isinstance(value, list | tuple):
        return "、".join(map(str, value))
    return value
