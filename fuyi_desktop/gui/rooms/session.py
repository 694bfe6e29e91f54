"""The session that is pointed at: what it is, what it collides with, and what can be done with it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, time

from PySide6.QtCore import Signal

from fuyi_desktop.domain.rooms import Conflict, shown_day
from fuyi_desktop.domain.sessions import DISPOSITIONS, Session, kind_of, said_of
from fuyi_desktop.gui import dates
from fuyi_desktop.gui.buttons import Button, OptionBox
from fuyi_desktop.gui.fields import Choice, FieldSpec, Kind
from fuyi_desktop.gui.flow import flowing
from fuyi_desktop.gui.forms import Form
from fuyi_desktop.gui.labels import PlainLabel
from fuyi_desktop.gui.parts import Card, FactRow, clear, column, plain_box, row
from fuyi_desktop.gui.rooms.words import seats_said
from fuyi_desktop.services.bookings import Wanted
from fuyi_desktop.services.sittings import Option

ENDS = ("held", "postponed", "absent", "withdrawn")
BEFORE = ("postponed", "withdrawn", "cancelled")  # what can become of it before its day
NOTHING = "只登记结果"


@dataclass(frozen=True)
class Deeds:
    """What the buttons of the card do."""

    open_case: Callable[[Session], object]
    call: Callable[[Session], object]
    dispose: Callable[[Session], object]
    change: Callable[[Session], object]
    cancel: Callable[[Session], object]
    confirm: Callable[[Session], object]
    print_all: Callable[[Session], object]
    minutes: Callable[[Session], object] | None = None  # none where nothing can write 笔录


class SessionCard(Card):
    """Facts as rows, collisions as sentences, deeds as buttons; the step that is due is the primary one."""

    def __init__(
        self, session: Session, number: str, met: Sequence[Conflict], call: Option | None, deeds: Deeds,
        today: date,
    ) -> None:  # fmt: skip
        kind = kind_of(session.kind)
        super().__init__(kind.label)
        self.session = session
        self.add(PlainLabel(session.title, wrap=True))
        facts = [("时间", f"{shown_day(session.on)} {session.time}"), ("地点", session.place)]
        facts += seats_said(session)
        facts += [("案件", number)] if number else []
        facts += [("事项", session.topics)] if session.topics else []
        facts += [("状态", "待确认")] if session.tentative else []
        facts += [("每周", "重复的预约")] if session.series else []
        facts += [("保留", session.kept_because)] if session.kept_because else []
        if session.disposition:
            facts.append(("结果", "　".join(p for p in (said_of(session.disposition), session.remark) if p)))
        for label, fact in facts:
            self.add(FactRow(label, fact))
        for one in met:
            self.add(PlainLabel(one.sentence, tone="amber", small=True, wrap=True))
        self.add(flowing(*self._buttons(call, deeds, today), gap=8))

    def _buttons(self, call: Option | None, deeds: Deeds, today: date) -> list[Button]:
        session = self.session

        def button(words: str, deed: Callable[[Session], object], look: str = "secondary") -> Button:
            return Button(words, look, on=lambda: deed(session))  # type: ignore[arg-type]  # one of the looks

        found = []
        if session.disposition:
            found += [button("打开案件", deeds.open_case)] if session.case_id else []
            return found + ([button("记笔录", deeds.minutes)] if deeds.minutes else [])
        due = call is not None and not call.refused
        over = session.on <= today
        if due and call is not None:
            found.append(button(f"登记{call.follow.label}", deeds.call, "secondary" if over else "primary"))
        found.append(button("登记结果", deeds.dispose, "primary" if over else "secondary"))
        found += [button("记笔录", deeds.minutes)] if deeds.minutes else []
        found.append(button("打印", deeds.print_all))
        found += [button("打开案件", deeds.open_case)] if session.case_id else []
        found += [button("确认预约", deeds.confirm)] if session.tentative else []
        found += [button("修改", deeds.change, "quiet"), button("取消预约", deeds.cancel, "quiet")]
        return found


class EndForm(Card):
    """登记结果: how it ended, what the law makes of it, and the step of the case that goes with it."""

    submitted = Signal()
    left = Signal()
    options_asked = Signal()

    def __init__(self, session: Session, rooms: Sequence[Choice], today: date) -> None:
        super().__init__("登记结果")
        self.add(PlainLabel(session.title, tone="ink2", wrap=True))
        self.session = session
        self.options: tuple[Option, ...] = ()
        self._boxes: list[OptionBox] = []
        ends = tuple(
            Choice(code, DISPOSITIONS[code].label) for code in (ENDS if session.on <= today else BEFORE)
        )
        self.form = Form(
            [
                FieldSpec(name="how", label="结果", kind=Kind.CHOICE, choices=ends, span=12,
                          default="held" if session.on <= today else "postponed"),
                FieldSpec(name="on", label="改到哪一天", kind=Kind.DATE, span=12, required=False),
                FieldSpec(name="start", label="开始", kind=Kind.TIME, span=6, required=False),
                FieldSpec(name="room", label="房间", kind=Kind.CHOICE, choices=tuple(rooms), span=12,
                          default=session.room_id),
                FieldSpec(name="remark", label="情况或理由", kind=Kind.LINES, required=False, span=12),
            ],
            today=lambda: today,
        )  # fmt: skip
        self.form.edited.connect(self._edited)
        self.form.submitted.connect(self.submitted)
        self._room = column(gap=8)
        self.verb = Button("登记", "primary", on=self.submitted.emit)
        leave = Button("以后再说", "quiet", on=self.left.emit)
        self.add(self.form, plain_box(self._room))
        self.foot = plain_box(row(self.verb, leave, None))
        self._show_slot()

    @property
    def how(self) -> str:
        return str(self.form.values()["how"] or "")

    @property
    def remark(self) -> str:
        return str(self.form.values()["remark"] or "")

    @property
    def to(self) -> Wanted | None:
        """Where it is put off to; None where no other time was named."""
        given = self.form.values()
        on, start = given.get("on"), given.get("start")
        if self.how != "postponed" or not isinstance(on, date):
            return None
        at = dates.clock(start) if isinstance(start, time) else self.session.start
        return Wanted(self.session.kind, str(given.get("room") or self.session.room_id), on, at)

    @property
    def chosen(self) -> Option | None:
        """The option that is marked; None for the result alone."""
        marked = [at for at, box in enumerate(self._boxes) if box.isChecked()]
        return self.options[marked[0]] if marked and marked[0] < len(self.options) else None

    def show_options(self, options: Sequence[Option]) -> None:
        """What the session can lead to by this result, the usual one marked."""
        self.options = tuple(options)
        clear(self._room)
        self._boxes = []
        for option in self.options:
            self._box(option.follow.label, _below(option), enabled=not option.refused)
        if self.options:
            self._box(NOTHING, "案件的步骤以后再登记", enabled=True)
            ready = next((at for at, one in enumerate(self.options) if not one.refused), len(self.options))
            self._mark(self._boxes[ready])

    def start(self) -> None:
        self.form.field("how").take_focus()

    def _box(self, words: str, below: str, *, enabled: bool) -> None:
        box = OptionBox("同时登记" if words != NOTHING else "", words, "", height=56)
        box.setEnabled(enabled)
        box.clicked.connect(lambda: self._mark(box))
        self._boxes.append(box)
        self._room.addWidget(box)
        if below:
            self._room.addWidget(PlainLabel(below, tone="ink2", small=True, wrap=True))

    def _mark(self, box: OptionBox) -> None:
        for other in self._boxes:
            other.setChecked(other is box)
        option = self.chosen
        self.verb.say("登记，去案件填写" if option and option.lacking else "登记")

    def _edited(self, name: str) -> None:
        if name == "how":
            self._show_slot()
        if name in ("how", "remark", "on", "start", "room"):
            self.options_asked.emit()

    def _show_slot(self) -> None:
        for name in ("on", "start", "room"):
            self.form.show_field(name, shown=self.how == "postponed")


def _below(option: Option) -> str:
    """What the law says, which letters come of it, or why it cannot be."""
    if option.refused:
        return option.refused
    follow = option.follow
    law = follow.note + (f"（{follow.article}）" if follow.note and follow.article else "")
    papers = f"出{'、'.join(option.papers[:2])}。" if option.papers else ""
    again = "另约时间。" if follow.again and not follow.step else ""
    lacking = f"还要填：{option.lacking}" if option.lacking else ""
    return "".join(part for part in (law, papers, again, *option.doubts, lacking) if part)
