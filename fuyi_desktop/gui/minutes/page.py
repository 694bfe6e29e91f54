"""The page of the 笔录: the paper with its speakers below it, questions, people and recordings beside it."""

from functools import partial
from typing import Any

from PySide6.QtCore import QPoint, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from fuyi_desktop.domain.minutes import MinutesDraft, Recording, Speaker
from fuyi_desktop.domain.phrases import Bank
from fuyi_desktop.domain.talk import Talk
from fuyi_desktop.gui.buttons import Button
from fuyi_desktop.gui.labels import ElidedLabel, HintLine, PlainLabel
from fuyi_desktop.gui.messages import Messages
from fuyi_desktop.gui.minutes.aloud import ReadAlong
from fuyi_desktop.gui.minutes.find import FindLine
from fuyi_desktop.gui.minutes.finish import FinishPage
from fuyi_desktop.gui.minutes.keys import Strip, deed_of, speaker_of
from fuyi_desktop.gui.minutes.packs import PackCard
from fuyi_desktop.gui.minutes.paper import SIZES, Paper
from fuyi_desktop.gui.minutes.phrases import PhrasePopup
from fuyi_desktop.gui.minutes.saving import Saver
from fuyi_desktop.gui.minutes.scribe import Scribe
from fuyi_desktop.gui.minutes.side import PeopleCard, RecordingCard
from fuyi_desktop.gui.minutes.words import hour
from fuyi_desktop.gui.parts import Card, Frame, ScrollPage, column, plain_box, row
from fuyi_desktop.gui.tasks import Tasks
from fuyi_desktop.services.app import App
from fuyi_desktop.services.minutes import Finished, Opened

TICK = 1000  # ms of the clock
RAIL, NARROW = 288, 900
SOUNDS = "录音录像 (*.wav *.mp3 *.m4a *.mp4 *.mov *.amr *.aac *.wma *.avi *.mkv)"
HINTS = ("Tab 问答换人", "Ctrl+J 常用语", "Ctrl+Z 撤销　Ctrl+F 查找　Ctrl+D 删去本段　F11 对照阅读")
TITLED = 16  # characters of a turn that name it as a phrase
CORRECTING = "核对改正：划出原文，写明新文，留按指印的地方"


class MinutesPage(QWidget):
    """One pair of minutes at a time; what is typed is on the disk a few seconds later."""

    left = Signal()
    finished = Signal(str, str, int)  # case id, paper id, pages

    def __init__(self, app: App, tasks: Tasks, messages: Messages) -> None:
        super().__init__()
        self.setAccessibleName("记笔录")
        self.app, self.tasks, self.messages = app, tasks, messages
        self.opened: Opened | None = None
        self.recordings: tuple[Recording, ...] = ()
        self.paper = Paper(self._take, self._wants)
        self.scribe = Scribe(self.paper, app.office.now, self)
        self.saver = Saver(app, tasks, self)
        self.aloud = ReadAlong()
        self._lay_out()
        self.scribe.spoke.connect(self.saver.save)
        self.scribe.marked.connect(self._show_recordings)
        self.saver.said.connect(self._say_saved)
        self.paper.written.connect(self._read_along)
        self.paper.moved.connect(self._moved)
        self._clock = QTimer(self, interval=TICK)
        self._clock.timeout.connect(self._tick)
        self.destroyed.connect(self.aloud.deleteLater)

    @property
    def talk(self) -> Talk:
        return self.scribe.talk

    # coming and going

    def show_minutes(self, opened: Opened) -> None:
        """Write in these minutes."""
        self.opened, self.recordings = opened, opened.recordings
        draft, zone = opened.draft, self.app.office.now().tzinfo
        self.paper.clock = partial(hour, zone=zone)
        self.title.setText(draft.title)
        version = f"第 {draft.version} 版" if draft.version > 1 else ""
        begun = f"{hour(draft.begun_at.isoformat(), zone)} 开始"
        said = (opened.about, opened.label, draft.place, begun, version)
        self.sub.setText("　".join(part for part in said if part))
        self.correct_button.setChecked(draft.correcting)
        self.mode.setText(CORRECTING if draft.correcting else "")
        self.packs.show_packs(opened.bank.packs)
        self.strip.show_people(opened.people)
        self.people_card.show_people(opened.people, draft.place)
        self.stack.setCurrentWidget(self.desk)
        talk = Talk(opened.turns, correcting=draft.correcting)
        self.saver.begin(draft.id, talk, opened.saved)
        self.scribe.begin(talk, opened.people, draft.tape_at or draft.begun_at)
        self._show_recordings()
        self._say_saved("已打开", True)
        self._clock.start()
        self._tick()
        self.start()

    def start(self) -> None:
        """The keys go where the work is."""
        if self.stack.currentWidget() is self.desk:
            self.paper.writing.setFocus()
        else:
            self.finish_page.finish_button.setFocus()

    def refresh(self) -> None:
        """F5: the colours or the size of the type may have changed."""
        self.paper.refresh()

    def keep_draft(self) -> None:
        """Before the window locks or closes: everything to the disk, nothing for others to read."""
        self.aloud.close()
        self.saver.save()

    def leave(self) -> None:
        """Back to where one came from; the draft stays."""
        self.saver.then(self._go)

    # deeds that keys are named for; those of the paper are the scribe's

    def ask_next(self) -> None:
        """F10: the next question of the packs."""
        if not self.packs.ask_next():
            self.messages.note("问题组里的问题都问过了。")

    def go_to_packs(self) -> None:
        self.packs.take_focus()

    def phrases(self) -> None:
        """常用语, popped up under the caret."""
        if self.opened is not None:
            caret = self.paper.writing.cursorRect().bottomLeft()
            at = self.paper.writing.mapTo(self, QPoint(caret.x(), caret.y() + 6))
            self.popup.open(self.opened.bank.phrases, at)

    def find_words(self) -> None:
        self.find_line.open()

    def save_now(self) -> None:
        self.saver.save()

    def rest(self) -> None:
        """Esc: the keys leave the paper; a speaker's key brings them back."""
        self.back.setFocus()

    def read_along(self) -> None:
        """F11: the window for the parties; once more fills its screen."""
        self.aloud.show_turns(self.talk.turns, self.talk.here)
        self.aloud.fill() if self.aloud.isVisible() else self.aloud.open(self)
        self.paper.writing.setFocus()

    def turn_size(self) -> None:
        """字号: larger, and from the largest back to the usual."""
        self.paper.grow(1 if self.paper.size_at < len(SIZES) - 1 else 1 - len(SIZES))
        self.paper.writing.setFocus()

    def correct(self) -> None:
        """核对改正: it has been read out; from now on changes are corrections that somebody initials."""
        self.talk.correcting = self.correct_button.isChecked()
        self.mode.setText(CORRECTING if self.talk.correcting else "")
        self.talk.seal()
        self._arrange(correcting=self.talk.correcting)
        self.paper.writing.setFocus()

    def finish(self) -> None:
        """结束笔录: everything saved, then the pages."""
        if self.opened is not None:
            self.saver.then(self._begin_finish)

    # the window

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() >= NARROW
        for part in (self.rail, self.sub, self.aloud_button, self.size_button):
            part.setVisible(wide)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A speaker's key works wherever the keys are on this page."""
        if not self._take(event):
            super().keyPressEvent(event)

    def _lay_out(self) -> None:
        self.back = Button("返回", "quiet", icon="left", on=self.leave)
        self.title = ElidedLabel("", size="title")
        self.sub = ElidedLabel("", tone="ink2", small=True)
        self.state = PlainLabel("", tone="ink2", small=True)
        self.time = PlainLabel("", tone="ink2", small=True)
        self.mode = PlainLabel("", tone="accent", small=True)
        self.size_button = Button("字号", on=self.turn_size)
        self.aloud_button = Button("对照阅读", icon="eye", on=self.read_along, tip="F11")
        self.correct_button = Button("核对改正", "segment", checkable=True, on=self.correct)
        self.finish_button = Button("结束笔录", "primary", on=self.finish)
        head = row(
            self.back, self.title, self.sub, None, self.time, self.state, self.size_button,
            self.aloud_button, self.correct_button, self.finish_button,
        )  # fmt: skip
        head.setContentsMargins(16, 8, 16, 8)
        self.find_line = FindLine(self.paper)
        sheet = Card(wide=True).add(self.find_line, self.paper)
        self.packs, self.people_card, self.tape = PackCard(), PeopleCard(), RecordingCard()
        self.packs.asked.connect(self.scribe.ask)
        self.packs.left.connect(self.start)
        self.people_card.arranged.connect(self._people_arranged)
        self.tape.add_asked.connect(self._add_recording)
        self.tape.start_asked.connect(self._start_tape)
        self.rail = ScrollPage(margin=0)
        self.rail.add(self.packs, self.people_card, self.tape, None)
        self.rail.setFixedWidth(RAIL + 12)
        middle = row(sheet, self.rail, gap=12)
        middle.setStretch(0, 1)
        middle.setContentsMargins(16, 12, 4, 12)
        self.strip = Strip()
        self.strip.spoken.connect(self.scribe.speak)
        foot = column(self.strip, row(HintLine(*HINTS), None, self.mode), gap=4)
        foot.setContentsMargins(16, 8, 16, 6)
        page = column(Frame("header", head), plain_box(middle), Frame("footer", foot), gap=0)
        page.setStretch(1, 1)
        self.desk = plain_box(page)
        self.finish_page = FinishPage(self.app, self.tasks, self.messages)
        self.finish_page.left.connect(self._write_on)
        self.finish_page.finished.connect(self._finished)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.desk)
        self.stack.addWidget(self.finish_page)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.stack)
        self.popup = PhrasePopup(self)
        self.popup.chosen.connect(self.scribe.put)
        self.popup.left.connect(self.start)
        self.popup.keep_asked.connect(self._keep_phrase)

    def _take(self, event: QKeyEvent) -> bool:
        """Whether a key is one of ours, and done; the field takes it otherwise."""
        if self.opened is None or self.stack.currentWidget() is not self.desk:
            return False
        if (at := speaker_of(event)) >= 0:
            self.scribe.speak(at)
        elif deed := deed_of(event):
            getattr(self if hasattr(type(self), deed) else self.scribe, deed)()
        else:
            return self.scribe.walk(event)
        return True

    @staticmethod
    def _wants(event: QKeyEvent) -> bool:
        return speaker_of(event) >= 0 or bool(deed_of(event))

    def _tick(self) -> None:
        self.time.setText(f"{self.app.office.now():%H:%M:%S}")

    def _say_saved(self, words: str, well: bool) -> None:  # noqa: FBT001  # a Qt signal's value
        self.state.say(words, "ink2" if well else "amber")

    def _moved(self) -> None:
        turn = self.talk.turn
        self.strip.show_speaker(turn.speaker if turn else "")
        self._read_along()

    def _read_along(self) -> None:
        if self.aloud.isVisible():
            self.aloud.show_turns(self.talk.turns, self.talk.here)

    def _go(self) -> None:
        self.aloud.close()
        self.saver.stop()
        self._clock.stop()
        self.left.emit()

    # phrases, people, recordings

    def _keep_phrase(self) -> None:
        turn, opened = self.talk.turn, self.opened
        self.start()
        if opened is None or turn is None or not turn.reads.strip():
            return
        title = turn.reads.strip()[:TITLED]
        keep = partial(self.app.minutes.phrases.add, opened.kind, title, turn.reads)
        question = partial(self.app.minutes.bank, opened.draft.id)
        self.tasks.do(keep, f"已存为常用语“{title}”", lambda _: self.tasks.ask(question, self._show_bank))

    def _show_bank(self, bank: Bank) -> None:
        if self.opened is not None:
            self.opened = self.opened.with_bank(bank)

    def _people_arranged(self, people: tuple[Speaker, ...], place: str) -> None:
        self.scribe.show_people(people)
        self.strip.show_people(people)
        self._moved()
        self._arrange(people=people, place=place)
        self.start()

    def _start_tape(self) -> None:
        """The recorder has been started: from here on [00:00:00]."""
        self.scribe.tape_at = self.app.office.now()
        self._arrange(tape_at=self.scribe.tape_at)
        self._show_recordings()
        self.start()

    def _add_recording(self) -> None:
        chosen = self.messages.open_file("加入录音录像", filters=SOUNDS)
        if chosen is not None and self.opened is not None:
            question = partial(self.app.minutes.record, self.opened.draft.id, chosen)
            self.messages.note(f"正在收入 {chosen.name}")
            self.tasks.ask(question, self._recorded, topic="minutes.tape")

    def _recorded(self, recordings: tuple[Recording, ...]) -> None:
        self.recordings = recordings
        self.messages.good(f"{recordings[-1].name} 已入卷")
        self._show_recordings()

    def _show_recordings(self) -> None:
        running = self.opened is not None and self.opened.draft.tape_at is not None
        self.tape.show_recordings(self.recordings, self.talk, running=running)

    def _arrange(self, **given: Any) -> None:
        if self.opened is not None:
            question = partial(self.app.minutes.arrange, self.opened.draft.id, **given)
            self.tasks.ask(question, self._arranged)

    def _arranged(self, draft: MinutesDraft) -> None:
        if self.opened is not None and self.opened.draft.id == draft.id:
            self.opened = self.opened.with_draft(draft)
            self._show_recordings()

    # finishing

    def _begin_finish(self) -> None:
        if self.opened is not None:
            draft = self.opened.draft
            self.stack.setCurrentWidget(self.finish_page)
            self.finish_page.begin(draft.id, draft.form, draft.title)

    def _write_on(self) -> None:
        self.stack.setCurrentWidget(self.desk)
        self.start()

    def _finished(self, done: Finished) -> None:
        if self.opened is not None:
            case_id = self.opened.draft.of_case
            self.saver.stop()
            self.saver.draft_id = ""
            self.opened = None
            self._clock.stop()
            self.aloud.close()
            self.finished.emit(case_id, done.issued.paper_id, done.issued.pages)
