"""The rail beside the paper: who is there under which name, and the recordings with their time marks."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from PySide6.QtCore import Signal

from fuyi_desktop.domain.minutes import Recording, Speaker, clock, time_marks
from fuyi_desktop.domain.sitting_kinds import DIGITS, EVENT, LONGEST
from fuyi_desktop.domain.talk import Talk
from fuyi_desktop.gui.buttons import Button
from fuyi_desktop.gui.fields import FieldSpec, choices
from fuyi_desktop.gui.fields import Kind as FieldKind
from fuyi_desktop.gui.forms import Form
from fuyi_desktop.gui.labels import ElidedLabel, HintLine, PlainLabel
from fuyi_desktop.gui.parts import Card, FactRow, clear, column, plain_box, row

NEW, NEW_NAME, ASKS, PLACE = "·new", "·name", "·asks", "·place"
YES, NO = "是", "否"
SHOWN = 5  # time marks


class PeopleCard(Card):
    """到会人员: every word with its name; names are put right and people added while the session goes on."""

    arranged = Signal(object, str)  # the people, the place

    def __init__(self) -> None:
        self.edit_button = Button("改名单", "quiet", small=True, on=lambda: self._turn())
        super().__init__("到会人员", " ", action=self.edit_button)
        self.people: tuple[Speaker, ...] = ()
        self.place = ""
        self.form: Form | None = None
        self._body = column(gap=4)
        self.add(plain_box(self._body))

    def show_people(self, people: Sequence[Speaker], place: str) -> None:
        self.people, self.place, self.form = tuple(people), place, None
        there = [one for one in people if not one.event]
        self.count.setText(f"{sum(bool(one.name) for one in there)} 人")
        self.edit_button.say("改名单")
        clear(self._body)
        if place:
            self._body.addWidget(FactRow("地点", place, width=64))
        for one in there:
            self._body.addWidget(FactRow(one.label, one.name or "未写姓名", width=64))

    def _turn(self) -> None:
        if self.form is not None:
            self.show_people(self.people, self.place)
            return
        specs = [FieldSpec(name=PLACE, label="地点", required=False, span=12, default=self.place)]
        specs += [
            FieldSpec(name=one.label, label=one.label, required=False, span=12, default=one.name)
            for one in self.people
            if not one.event
        ]
        specs += [
            FieldSpec(name=NEW, label="另加一种人", required=False, span=12, example="鉴定人"),
            FieldSpec(name=NEW_NAME, label="另加的人的姓名", required=False, span=12),
            FieldSpec(name=ASKS, label="另加的人是提问的", kind=FieldKind.CHOICE, required=False, span=12,
                      choices=choices(NO, YES), default=NO),
        ]  # fmt: skip
        self.form = Form(specs, today=_no_day)
        self.form.submitted.connect(self._keep)
        self.edit_button.say("不改了")
        clear(self._body)
        self._body.addWidget(self.form)
        self._body.addLayout(row(Button("照此记录", on=self._keep), None))
        self.form.start()

    def _keep(self) -> None:
        if self.form is None:
            return
        given = {name: str(value or "").strip() for name, value in self.form.values().items()}
        people = [replace(one, name=given.get(one.label, one.name)) for one in self.people]
        label = given[NEW][: LONGEST - 1]
        if label and len(people) < len(DIGITS) and label != EVENT:
            same = sum(one.label.rstrip(DIGITS) == label for one in people)
            label = f"{label}{same + 1}" if same else label
            people.insert(len(people) - 1, Speaker(label, given[NEW_NAME], asks=given[ASKS] == YES))
        self.show_people(people, given[PLACE])
        self.arranged.emit(tuple(people), given[PLACE])


class RecordingCard(Card):
    """录音录像: each file with its length and the beginning of its SHA-256; the marks that were set."""

    add_asked = Signal()
    start_asked = Signal()

    def __init__(self) -> None:
        self.add_button = Button("加入文件", "quiet", small=True, on=lambda: self.add_asked.emit())
        super().__init__("录音录像", " ", action=self.add_button)
        self._body = column(gap=4)
        self.start_button = Button("录音开始，从零计时", small=True, on=lambda: self.start_asked.emit())
        self.add(plain_box(self._body), row(self.start_button, None), HintLine("Ctrl+M 写入时间"))

    def show_recordings(self, recordings: Sequence[Recording], talk: Talk, *, running: bool) -> None:
        marks = time_marks(talk.turns, recordings)
        self.count.setText(f"{len(recordings)} 个文件，{len(marks)} 处时间")
        self.start_button.say("重新计时" if running else "录音开始，从零计时")
        clear(self._body)
        for one in recordings:
            long = clock(one.seconds) if one.seconds else "长度不明"
            self._body.addWidget(ElidedLabel(one.name))
            said = f"{long}　从 {clock(one.starts)} 起　{one.digest[:16]}"
            self._body.addWidget(PlainLabel(said, tone="ink2", small=True, wrap=True))
        for mark in marks[-SHOWN:]:
            where = f"{mark.file} {clock(mark.within)}" if mark.file else "还没有对应的文件"
            self._body.addWidget(FactRow(clock(mark.seconds), f"第 {mark.turn + 1} 段", where, width=64))
        if not recordings and not marks:
            self._body.addWidget(PlainLabel("还没有录音录像。", tone="ink2", small=True))


def _no_day() -> date:
    """No field of these forms asks for a date."""
    raise AssertionError
