"""The short form of a booking, in the rail: what it meets is said while it is typed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from functools import partial
from typing import Any

from PySide6.QtCore import Signal

from fuyi_desktop.domain.rooms import clock, minutes, shown_day
from fuyi_desktop.domain.sessions import KINDS, Room, Session, kind_of
from fuyi_desktop.gui import dates
from fuyi_desktop.gui.buttons import Button
from fuyi_desktop.gui.fields import Choice, FieldSpec, Kind
from fuyi_desktop.gui.forms import Form
from fuyi_desktop.gui.labels import PlainLabel
from fuyi_desktop.gui.parts import Card, clear, column, plain_box, row
from fuyi_desktop.services.bookings import Look, Wanted

YES = "是"
PEOPLE = ("chair", "panel", "recorder", "agent", "head", "invited")
ASKS_LOOK = frozenset({"kind", "room", "on", "start", "end", "case", "until", *PEOPLE})


@dataclass(frozen=True)
class Known:
    """What the form offers: the rooms, and the open cases as (id, words)."""

    rooms: Sequence[Room]
    cases: Sequence[tuple[str, str]]
    draft: Mapping[str, str] = field(default_factory=dict)  # what was typed and left


class BookingForm(Card):
    """Ctrl+Enter books, Esc leaves; a collision is named, with other times and room for a reason."""

    submitted = Signal()
    left = Signal()
    look_asked = Signal()
    paused = Signal()  # what was typed is worth keeping

    def __init__(self, known: Known, today: date, session: Session | None = None) -> None:
        super().__init__("修改预约" if session else "预约")
        self.session, self._known = session, known
        self.look = Look()
        self._minutes = 0  # that the end follows the start by, as long as nobody has typed it
        self.form = Form(_fields(known, session), today=lambda: today)
        self.form.edited.connect(self._edited)
        self.form.submitted.connect(self.submitted)
        self.form.changed.connect(self.paused)
        self._told = column(gap=4)
        self.verb = Button("保存" if session else "预约", "primary", on=self.submitted.emit)
        leave = Button("以后再说", "quiet", on=self.left.emit)
        self.add(self.form)
        self.foot = plain_box(column(self._told, row(self.verb, leave, None), gap=8))
        self.form.show_field("because", shown=False)

    def fill(self, values: Mapping[str, object]) -> None:
        """What is known beforehand: a free cell of the board, a case, another slot."""
        self.form.set_draft(self._known.draft)
        self.form.set_values(dict(values))
        self._follow_start()
        self.look_asked.emit()

    def fill_session(self, session: Session) -> None:
        """A session as it stands, to be changed."""
        shown = kind_of(session.kind)
        values: dict[str, object] = {
            "kind": session.kind, "room": session.room_id, "on": session.on, "start": session.start,
            "end": session.end, "title": session.title, "topics": session.topics,
            "tentative": YES if session.tentative else "",
            "panel": "、".join(session.names(shown.panel, "panel", "mediator")),
        } | {
            role: "、".join(session.names(role))
            for role in ("chair", "recorder", "agent", "head", "invited")
        }  # fmt: skip
        self.form.set_values(values)
        self._minutes = minutes(session.end) - minutes(session.start)
        self.look_asked.emit()

    def wanted(self) -> Wanted | None:
        """What the form says so far; None while it cannot be read."""
        given = self.form.values()
        on, start, end = given["on"], given["start"], given["end"]
        if not isinstance(on, date) or not isinstance(start, time) or not given["room"] or not given["kind"]:
            return None
        panel = kind_of(str(given["kind"])).panel
        people = {
            (panel if role == "panel" else role): _names(given.get(role)) for role in PEOPLE
        }  # fmt: skip
        until = given.get("until")
        return Wanted(
            kind=str(given["kind"]), room=str(given["room"]), on=on, start=dates.clock(start),
            end=dates.clock(end) if isinstance(end, time) else "", title=str(given["title"] or ""),
            case=self.session.case_id if self.session else str(given.get("case") or ""), people=people,
            topics=str(given["topics"] or ""), tentative=given["tentative"] is True,
            until=until if isinstance(until, date) else None,
        )  # fmt: skip

    @property
    def because(self) -> str:
        return str(self.form.values().get("because") or "")

    @property
    def sure(self) -> bool:
        """Pressing the button after the sentences were shown agrees to what is only unusual."""
        return bool(self.look.conflicts)

    def show_look(self, look: Look) -> None:
        """What the booking would meet, and the next times at which it would meet nothing."""
        self.look = look
        clear(self._told)
        said = [look.refused] if look.refused else [one.sentence for one in look.conflicts]
        for sentence in said:
            self._told.addWidget(PlainLabel(sentence, tone="amber", small=True, wrap=True))
        for other in look.instead:
            words = f"改到{'' if other.on == self._on() else shown_day(other.on)} {other.time} {other.place}"
            self._told.addWidget(Button(words, "secondary", small=True, on=partial(self.take, other)))
        if len(look.dates) > 1:
            words = f"共 {len(look.dates)} 次，到{shown_day(look.dates[-1])}；休息日跳过。"
            self._told.addWidget(PlainLabel(words, tone="ink2", small=True, wrap=True))
        self.form.show_field("because", shown=any(one.with_another for one in look.conflicts))

    def take(self, other: Session) -> None:
        """One of the proposed times."""
        self._minutes = minutes(other.end) - minutes(other.start)
        self.form.set_values({"room": other.room_id, "on": other.on, "start": other.start, "end": other.end})
        self.look_asked.emit()

    def start(self) -> None:
        self.form.start()

    def _on(self) -> date | None:
        on = self.form.field("on").value()
        return on if isinstance(on, date) else None

    def _edited(self, name: str) -> None:
        if name in ("kind", "start"):
            self._follow_start()
        if name == "end":
            self._keep_length()
        if name in ASKS_LOOK:
            self.look_asked.emit()

    def _keep_length(self) -> None:
        start, end = self.form.field("start").value(), self.form.field("end").value()
        if isinstance(start, time) and isinstance(end, time) and end > start:
            self._minutes = minutes(dates.clock(end)) - minutes(dates.clock(start))

    def _follow_start(self) -> None:
        """The end follows the start, as long as such a session usually is."""
        start, field = self.form.field("start").value(), self.form.field("end")
        if isinstance(start, time) and not field.has_focus():
            code = str(self.form.field("kind").value() or "")
            length = self._minutes or kind_of(code).minutes
            field.set_value(clock(minutes(dates.clock(start)) + length))
            self._minutes = 0 if not self.session else length


def _names(typed: object) -> tuple[str, ...]:
    text = str(typed or "").replace("，", "、").replace(",", "、").replace(" ", "、")
    return tuple(name for name in text.split("、") if name)


def _fields(known: Known, session: Session | None) -> list[Any]:
    kinds = tuple(Choice(kind.code, kind.label) for kind in KINDS.values())
    rooms = tuple(Choice(room.id, room.named) for room in known.rooms)
    cases = tuple(Choice(key, words) for key, words in known.cases)
    specs = [
        FieldSpec(name="kind", label="种类", kind=Kind.CHOICE, choices=kinds, default="talks", span=12),
        FieldSpec(name="case", label="案件", kind=Kind.CHOICE, choices=cases, required=False, span=12,
                  example="案号或姓名的一部分", help="选了案件，当事人和名称不用再填。"),
        FieldSpec(name="title", label="事项", required=False, span=12),
        FieldSpec(name="room", label="房间", kind=Kind.CHOICE, choices=rooms, span=12),
        FieldSpec(name="on", label="日期", kind=Kind.DATE, span=12),
        FieldSpec(name="start", label="开始", kind=Kind.TIME, span=6),
        FieldSpec(name="end", label="结束", kind=Kind.TIME, span=6),
        FieldSpec(name="because", label="仍要保留的理由", required=False, span=12),
        FieldSpec(name="chair", label="主持人", required=False, span=12),
        FieldSpec(name="panel", label="听证员或纾解员", required=False, span=12, example="几个人用顿号隔开"),
        FieldSpec(name="recorder", label="记录人", required=False, span=12),
        FieldSpec(name="agent", label="代理人", required=False, span=12),
        FieldSpec(name="head", label="负责人", required=False, span=12),
        FieldSpec(name="invited", label="受邀人员", required=False, span=12),
        FieldSpec(name="topics", label="拟听证的事项或争议焦点", kind=Kind.LINES, required=False, span=12),
        FieldSpec(name="tentative", label="待确认", kind=Kind.YES_NO, required=False, span=12),
        FieldSpec(name="until", label="每周一次，直到", kind=Kind.DATE, required=False, span=12),
    ]  # fmt: skip
    left_out = {"case", "until"} if session else set()
    return [spec for spec in specs if spec.name not in left_out]
