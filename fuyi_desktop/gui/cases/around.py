"""What stands around a case: who holds it, the other cases of its dispute, and what can be done at once."""

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fuyi_desktop.domain.case import CaseKind
from fuyi_desktop.domain.forms import form_of
from fuyi_desktop.domain.law import NEWER
from fuyi_desktop.domain.procedure import Procedure
from fuyi_desktop.gui.articles import on_screen
from fuyi_desktop.gui.buttons import Button
from fuyi_desktop.gui.cases.close import close, warned
from fuyi_desktop.gui.cases.sheet import Sheet
from fuyi_desktop.gui.flow import flowing
from fuyi_desktop.gui.labels import PlainLabel
from fuyi_desktop.gui.parts import Card, clear, column, plain_box, row


class Notice(QWidget):
    """One line above the page where this station can only look on, and why."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("part", "body")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.hide()

    def show_sheet(self, sheet: Sheet) -> None:
        clear(self._column)
        said = _said(sheet)
        if said:
            self._column.addWidget(warned("accent", said))
        self.setVisible(bool(said))


def _said(sheet: Sheet) -> str:
    if not sheet.procedure.steps:
        return f"这个案件{NEWER}，更新程序后才能办理。"
    if sheet.page.mine:
        return ""
    since = f"{sheet.since}起" if sheet.since else ""
    return f"案件{since}由{sheet.page.holder_name}办理，本站只能查看。"


class ChainRow(QWidget):
    """同一争议: its cases from the first to the last, each a way to its page."""

    case_asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("part", "body")
        self.setAccessibleName("同一争议")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.hide()

    def show_sheet(self, sheet: Sheet) -> None:
        clear(self._column)
        parts: list[QWidget] = [PlainLabel("同一争议", tone="ink2", small=True)]
        for number, link in enumerate(sheet.chain):
            if number:
                parts.append(PlainLabel("›", tone="ink3"))
            said = f"{link.kind} {link.number}　{link.state}"
            if link.case_id == sheet.case_id:
                parts.append(PlainLabel(said, small=True, bold=True))
            else:
                parts.append(
                    Button(said, "quiet", small=True, on=partial(self.case_asked.emit, link.case_id))
                )
        for part in parts:
            part.setFixedHeight(24)
        self._column.addWidget(flowing(*parts, gap=6))
        self.setVisible(bool(sheet.chain))


class NewPapers(Card):
    """The papers of the step that has just been recorded, offered at once."""

    issue_asked = Signal(str)  # a form
    put_off = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._line = column(gap=0)
        self.add(self._line)
        self.hide()

    def show_papers(self, done: str, forms: Sequence[str]) -> None:
        clear(self._line)
        buttons = [
            Button(f"出{form_of(form).title}", on=partial(self.issue_asked.emit, form)) for form in forms
        ]
        later = Button("以后再说", "quiet", on=self.put_off.emit)
        self._line.addWidget(
            plain_box(row(PlainLabel(f"已{done}，现在可以："), flowing(*buttons, later), None))
        )
        self.show()
        buttons[0].setFocus()


class CarryCard(Card):
    """接续办理: which procedure the dispute goes on in; its registration begins with all that is known."""

    chosen = Signal(str)  # kind of the case to be registered
    left = Signal()

    def __init__(self, procedures: Mapping[str, Procedure], about: str) -> None:
        super().__init__("接续办理")
        self.add(close(PlainLabel(on_screen(about), tone="ink2", small=True, wrap=True)))
        self.buttons = [
            Button(f"登记{kind.label}", on=partial(self.chosen.emit, kind.value))
            for kind in CaseKind
            if kind.value in procedures
        ]
        leave = Button("以后再说", "quiet", on=self.left.emit)
        self.add(row(flowing(*self.buttons, leave), None))

    def take_focus(self) -> None:
        self.buttons[0].setFocus()
