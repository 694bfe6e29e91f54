"""What the recorder's keys do to the talk: who speaks, what is asked, marks, taking back, going about."""

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent

from fuyi_desktop.domain.minutes import Said, Speaker, Turn, clock
from fuyi_desktop.domain.phrases import Question
from fuyi_desktop.domain.sitting_kinds import kind_of_turn, next_in_pair
from fuyi_desktop.domain.talk import Talk
from fuyi_desktop.gui.minutes.paper import Paper

TURN_HIGH = 60  # px: what Page Up and Page Down reckon a turn to take


class Scribe(QObject):
    """The deeds of the paper; each is named in the table of keys."""

    marked = Signal()  # a moment of the recording was put in
    spoke = Signal()  # somebody else speaks: what was said so far is worth a save

    def __init__(self, paper: Paper, now: Callable[[], datetime], parent: QObject) -> None:
        super().__init__(parent)
        self.paper, self.now = paper, now
        self.talk = Talk()
        self.people: tuple[Speaker, ...] = ()
        self.tape_at: datetime | None = None  # when the recording was started

    def begin(self, talk: Talk, people: Sequence[Speaker], tape_at: datetime) -> None:
        """Write in this talk; it begins with whoever has the first key."""
        self.talk, self.tape_at = talk, tape_at
        self.show_people(people)
        self.paper.show_talk(talk, self.paper.askers)
        if not talk.turns:
            self.speak(0)

    def show_people(self, people: Sequence[Speaker]) -> None:
        self.people = tuple(people)
        self.paper.askers = frozenset(one.label for one in people if one.asks)
        self.paper.viewport().update()

    def speak(self, at: int) -> None:
        """A new turn of somebody's, or the empty one that is written in becomes theirs."""
        if not 0 <= at < len(self.people):
            return
        speaker, turn, here = self.people[at], self.talk.turn, self.talk.here
        if turn is None or turn.speaker != speaker.label:
            empty = self.is_empty()
            before = (self.talk.turns[here - 1] if here else None) if empty else turn
            new = Turn(speaker.label, "", self.now().isoformat(), kind_of_turn(speaker, before))
            self.talk.say(new) if empty else self.talk.begin(new)
            self.paper.look()
            self.spoke.emit()
        self.paper.writing.setFocus()

    def answer(self, whom: str = "") -> None:
        """Tab: the other of the pair speaks."""
        following = next_in_pair(self.talk.turns, self.talk.here, self.people, whom)
        if following is not None:
            self.speak(self.people.index(following))

    def ask(self, question: Question) -> None:
        """Put a question in, and wait for the answer."""
        asks = [one for one in self.people if one.asks] or [self.people[0]]
        last = next((t.speaker for t in reversed(self.talk.turns) if t.kind is Said.QUESTION), "")
        asker = next((one for one in asks if one.label == last), asks[0])
        new = Turn(asker.label, question.ask, self.now().isoformat(), Said.QUESTION, question.fact)
        if self.is_empty() and not self.talk.correcting:
            self.talk.say(new)
        else:
            self.talk.begin(new)
        self.paper.look()
        self.answer(question.whom)

    def mark(self) -> None:
        """Ctrl+M: the moment of the recording, as [00:12:31]."""
        if self.tape_at is not None:
            seconds = max(0, int((self.now() - self.tape_at).total_seconds()))
            self.paper.writing.insertPlainText(f"[{clock(seconds)}]")
            self.marked.emit()

    def put(self, words: str) -> None:
        """Words at the caret, to be taken back by themselves."""
        self.talk.seal()
        self.paper.writing.insertPlainText(words)
        self.talk.seal()
        self.paper.writing.setFocus()

    def undo(self) -> None:
        if self.talk.undo():
            self.paper.look()

    def redo(self) -> None:
        if self.talk.redo():
            self.paper.look()

    def drop_turn(self) -> None:
        """Ctrl+D: the turn goes; once it has been read out it is struck through."""
        self.talk.drop()
        self.paper.look()
        if not self.talk.turns:
            self.speak(0)

    def larger(self) -> None:
        self.paper.grow(1)

    def smaller(self) -> None:
        self.paper.grow(-1)

    def to_first(self) -> None:
        self.paper.go(0)

    def to_last(self) -> None:
        self.paper.go(len(self.talk) - 1)

    def is_empty(self) -> bool:
        turn = self.talk.turn
        return turn is not None and not turn.text and not turn.corrections

    def walk(self, event: QKeyEvent) -> bool:
        """Up and down from turn to turn; backspace takes an empty turn away. Whether it was one of these."""
        field, here, last = self.paper.writing, self.talk.here, len(self.talk) - 1
        if not field.hasFocus() or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        page = max(1, self.paper.viewport().height() // TURN_HIGH)
        match event.key():
            case Qt.Key.Key_Up if here > 0 and field.at_top():
                self.paper.go(here - 1)
            case Qt.Key.Key_Down if here < last and field.at_bottom():
                self.paper.go(here + 1)
            case Qt.Key.Key_PageUp:
                self.paper.go(max(0, here - page))
            case Qt.Key.Key_PageDown:
                self.paper.go(min(last, here + page))
            case Qt.Key.Key_Backspace if last > 0 and self.is_empty():
                self.drop_turn()
            case _:
                return False
        return True
