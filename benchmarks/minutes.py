"""A key struck in three hours of minutes, until it is painted, beside one text field with the same words."""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parent.parent))

from _timing import Times, compare, each, note, once, shown, within
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTextEdit, QWidget

from fuyi_desktop.domain.minutes import Change, Turn
from fuyi_desktop.gui import app as floor
from fuyi_desktop.gui.messages import Messages
from fuyi_desktop.gui.minutes.page import MinutesPage
from fuyi_desktop.gui.tasks import Tasks
from tests import recording
from tests.gui import invented

TURNS, STRUCK = 2000, 400  # three hours of a fast hearing; keys struck in each place
FRAME = 0.016  # seconds
SENTENCE = "行政机关作出决定以前，没有告知陈述、申辩的权利，也没有说明听证的途径。"
FONTS = sorted((Path(__file__).parents[1] / ".fonts").glob("*.ttf"))


def main() -> None:
    qapp = floor.make_app(["bench"], fonts=FONTS)
    turns = tuple(
        Turn("主持人" if at % 2 else "申请人", SENTENCE * (1 + at % 4), "2026-11-30T09:30:00+08:00")
        for at in range(TURNS)
    )
    with TemporaryDirectory() as folder:
        invented.office(Path(folder) / "store")
        with recording.opened(Path(folder) / "store") as app:
            case_id = recording.to_be_heard(app)
            opened = app.minutes.open(case_id, "F14")
            app.minutes.save(opened.draft.id, 0, Change(0, 0, turns))
            opened = app.minutes.open(case_id, "F14")
            tasks = Tasks(Messages())
            page = MinutesPage(app, tasks, Messages())
            page.resize(1366, 690)
            page.show()
            within("opening 2,000 turns", once(lambda: (page.show_minutes(opened), page.grab())), 0.25)
            page.saver.stop()
            peer = QTextEdit()
            peer.resize(1366, 690)
            peer.setPlainText("\n".join(f"{turn.speaker}：{turn.text}" for turn in turns))
            peer.show()
            note(f"{TURNS:,} turns, {sum(len(turn.text) for turn in turns):,} characters")
            for where, keys in (("at the end", "Ctrl+End"), ("at the beginning", "Ctrl+Home")):
                end = keys == "Ctrl+End"
                page.scribe.to_last() if end else page.scribe.to_first()
                move = QTextCursor.MoveOperation.End if end else QTextCursor.MoveOperation.Start
                peer.moveCursor(move)
                ours = _struck(qapp, page.paper.writing)
                theirs = _struck(qapp, peer)
                within(f"a key to paint {where}, p95", ours.p95, FRAME)
                note(f"the slowest key {where} {shown(max(ours.seconds))}")
                compare(f"a key to paint {where}", ours.median, theirs.median, "one QTextEdit")
            page.scribe.to_last()
            people = [lambda at=at: _speak(qapp, page, at % 5) for at in range(200)]  # type: ignore[misc]
            within("another speaker to paint, p95", each(people).p95, FRAME)
            tasks.wait()
            base = tuple(page.talk.turns)
            draft, count = opened.draft.id, app.minutes.open(case_id, "F14").saved
            saves = [_save(app, draft, count + at, base) for at in range(50)]
            within("one save, p95", each(saves).p95, 0.05)
            note(f"reading the draft again {shown(once(lambda: app.minutes.turns(draft)))}")
            page.saver.stop()
            tasks.wait()
            page.close()


def _struck(qapp: QApplication, field: QWidget) -> Times:
    """Every kind of character: letters by keys, characters as an input method commits them."""

    def letter() -> None:
        QTest.keyClick(field, Qt.Key.Key_A)
        qapp.processEvents()  # paints what the key has changed

    def word() -> None:
        event = QInputMethodEvent("", [])
        event.setCommitString("听证")
        QApplication.sendEvent(field, event)
        qapp.processEvents()  # paints what the key has changed

    return each([letter, word] * (STRUCK // 2))


def _speak(qapp: QApplication, page: MinutesPage, at: int) -> None:
    page.scribe.speak(at)
    page.paper.writing.insertPlainText("好。")
    qapp.processEvents()


def _save(app: object, draft: str, n: int, base: tuple[Turn, ...]) -> Callable[[], object]:
    turn = Turn("申请人", SENTENCE)
    return lambda: app.minutes.save(draft, n, Change(len(base), 0, (turn,)))  # type: ignore[attr-defined]


if __name__ == "__main__":
    main()
