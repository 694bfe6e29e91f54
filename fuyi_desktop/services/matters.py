"""待裁决事项 — what waits for a decision, its fields and values in the words of the office."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from fuyi_desktop.domain.case import Case
from fuyi_desktop.domain.fields import Choice, Field, FieldKind
from fuyi_desktop.domain.party import Party
from fuyi_desktop.domain.procedure import Procedure
from fuyi_desktop.domain.record import Merge, Record, column_types, merge_rules
from fuyi_desktop.domain.steps import Step
from fuyi_desktop.domain.wording import field_label, form_field, record_label
from fuyi_desktop.services.office import Office
from fuyi_desktop.services.reviews import Reviews, Side, Waiting
from fuyi_desktop.store.queries import case_now_of, station_called, units
from fuyi_desktop.store.schema import RECORDS

NONE = "（空）"
YES, NO = "是", "否"
ONE_LINE = 40  # characters: a longer text is edited and compared as text
ORGANS = frozenset({"organ_id", "unit_id"})
MADE = frozenset(
    {"acts_for", "to", "under", "digest", "attachment", "turns", "station", "home", "code", "at"}
)
STATIONS = frozenset({"home", "station"})


@dataclass(frozen=True)
class Point:
    """One field of a matter: what it is called, its three values in words, and how it could be filled in."""

    name: str
    label: str
    kind: FieldKind
    base: str
    theirs: str
    now: str
    given: Any  # the present value as it is kept: what an edit begins with
    legal: bool  # 金额、日期、结果
    choices: tuple[Choice, ...] = ()
    fixed: bool = False  # made by the program: it can be kept or taken, never written by hand


@dataclass(frozen=True)
class Matter:
    """One write that waits, ready to be shown."""

    waiting: Waiting
    number: str  # of the case; empty where it is part of none
    about: str  # 案件, 当事人 欧阳慧敏, 步骤 受理
    points: tuple[Point, ...]

    @property
    def id(self) -> str:
        return self.waiting.id

    @property
    def fields(self) -> str:
        """The labels of its fields, or that the whole row is asked about."""
        if self.waiting.whole:
            return f"{self.about}（整条）"
        return "、".join(point.label for point in self.points)


def matters(office: Office, case_id: str = "") -> list[Matter]:
    """What waits, the oldest first; of one case where one is named."""
    words = _Words(office)
    return [words.matter(one) for one in Reviews(office).waiting(case_id=case_id)]


class _Words:
    """The names behind ids, looked up once."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._units = {one.id: one.full_name for one in office.ask(units)}

    def matter(self, waiting: Waiting) -> Matter:
        now = self._office.ask(case_now_of, waiting.case_id) if waiting.case_id else None
        kind, record = RECORDS.get(waiting.table), None
        if kind is not None:
            record = self._office.store.find(kind, waiting.key)
        code = record.code if isinstance(record, Step) else _said(waiting, "code")
        forms = {side.name: self._form(waiting, side.name, code) for side in waiting.sides}
        points = tuple(self._point(waiting, side, forms[side.name], kind) for side in waiting.sides)
        return Matter(waiting, now.number if now else "", self._about(waiting, record, code), points)

    def _form(self, waiting: Waiting, name: str, code: str) -> Field | None:
        found = (form_field(table, waiting.table, name, code) for table in self._procedures(waiting))
        return next((field for field in found if field is not None), None)

    def _procedures(self, waiting: Waiting) -> tuple[Procedure, ...]:
        """That of the case; of a case that is not here any more it may be each of them."""
        known = self._office.law.procedures
        case = self._office.store.find(Case, waiting.case_id) if waiting.case_id else None
        kind = case.kind if case is not None else _said(waiting, "kind")
        return (known[kind],) if kind in known else tuple(known.values())

    def _about(self, waiting: Waiting, record: Record | None, code: str) -> str:
        what = record_label(waiting.table)
        if waiting.table == Case.table:
            return what
        if code:
            return f"{what} {self._step(waiting, code)}"
        name = getattr(record, "name", "") or getattr(record, "full_name", "") or getattr(record, "title", "")
        return f"{what} {name or _said(waiting, 'name')}".strip()

    def _step(self, waiting: Waiting, code: str) -> str:
        kinds = (kind for table in self._procedures(waiting) for kind in table.steps)
        return next((kind.label for kind in kinds if kind.code == code), code)

    def _point(self, waiting: Waiting, side: Side, form: Field | None, record: type[Record] | None) -> Point:
        kind, choices = self._kind(side, form, record)

        def said(value: Any) -> str:
            return self._said(waiting, side.name, value, kind, choices)

        label = field_label(waiting.table, side.name, form)
        return Point(
            side.name, label, kind, said(side.base), said(side.theirs), said(side.now), side.now, side.legal,
            choices, _fixed(side),
        )  # fmt: skip

    def _kind(
        self, side: Side, form: Field | None, record: type[Record] | None
    ) -> tuple[FieldKind, tuple[Choice, ...]]:
        """How the value is read and could be filled in."""
        if side.name in ORGANS:
            return FieldKind.CHOICE, tuple(Choice(key, name) for key, name in self._units.items())
        if form is not None and side.name.startswith("facts."):
            return form.kind, form.choices
        plain = column_types(record).get(side.name, (str, True))[0] if record is not None else str
        if issubclass(plain, StrEnum):
            return FieldKind.CHOICE, tuple(Choice(one.value, _labelled(one)) for one in plain)
        kinds = {date: FieldKind.DATE, bool: FieldKind.YES_NO, int: FieldKind.INTEGER, tuple: FieldKind.MANY}
        if plain in kinds:
            return kinds[plain], ()
        texts = (side.base, side.theirs, side.now)
        rules = merge_rules(record) if record is not None else {}
        long = rules.get(side.name) is Merge.TEXT or any(
            isinstance(text, str) and (len(text) > ONE_LINE or "\n" in text) for text in texts
        )
        return FieldKind.LONG if long else FieldKind.TEXT, ()

    def _said(
        self, waiting: Waiting, name: str, value: Any, kind: FieldKind, choices: tuple[Choice, ...]
    ) -> str:
        match value:
            case None | "" | [] | ():
                return NONE
            case bool():
                return YES if value else NO
            case list() | tuple():
                return "、".join(
                    self._said(waiting, name, one, kind, choices).removeprefix(NONE) for one in value
                )
            case Mapping():
                return "；".join(f"{key}：{one}" for key, one in value.items())
        text = str(value)
        if found := next((one.label for one in choices if one.code == text), ""):
            return found
        if kind is FieldKind.DATE:
            return _day(text)
        if name in ("acts_for", "to") or kind is FieldKind.PARTY:
            return self._name_of(Party, text)
        if name == "earlier_id":
            now = self._office.ask(case_now_of, text)
            return now.number if now is not None else text
        if name in STATIONS or kind is FieldKind.STATION:
            return str(self._office.ask(station_called, text))
        if name == "code" and waiting.table == Step.table:
            return self._step(waiting, text)
        return _moment(text, self._office) if name.endswith("_at") or name == "at" else text

    def _name_of(self, kind: type[Party], key: str) -> str:
        found = self._office.store.find(kind, key)
        return str(getattr(found, "name", key))


def _said(waiting: Waiting, name: str) -> str:
    """What the row itself says of a name, in what was written or met."""
    for side in waiting.sides:
        if side.name == name:
            return str(side.theirs or side.base or "")
    return ""


def _fixed(side: Side) -> bool:
    """Whether the value is a reference, a moment or of a structure of its own."""
    if side.name in ORGANS:
        return False
    values = (side.base, side.theirs, side.now)
    parts = [part for value in values if isinstance(value, list | tuple) for part in value]
    made = side.name in MADE or side.name.endswith(("_id", "_at"))
    return (
        made
        or any(isinstance(value, Mapping) for value in values)
        or not all(isinstance(part, str) for part in parts)
    )


def _labelled(one: StrEnum) -> str:
    return str(getattr(one, "label", one.value))


def _day(text: str) -> str:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return text
    return f"{found.year}年{found.month}月{found.day}日"


def _moment(text: str, office: Office) -> str:
    try:
        found = datetime.fromisoformat(text).astimezone(office.now().tzinfo)
    except ValueError:
        return text
    return f"{found.year}年{found.month}月{found.day}日 {found:%H:%M}"
