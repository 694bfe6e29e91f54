"""送达 on the page of a case: each paper, each recipient, where it stands, and the one deed that is next."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from itertools import groupby

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QMenu, QWidget

from fuyi_desktop.domain.papers import Method
from fuyi_desktop.domain.service.course import CONFIRMED, DISPATCHED, FAILED, FILED
from fuyi_desktop.domain.service.matrix import Delivery, Stage
from fuyi_desktop.domain.service.methods import WAYS, failure_label
from fuyi_desktop.domain.service.steps import RELATIONS, SELF
from fuyi_desktop.gui import dates
from fuyi_desktop.gui.articles import on_screen
from fuyi_desktop.gui.buttons import Button
from fuyi_desktop.gui.cases.sections import Section
from fuyi_desktop.gui.cases.sheet import Sheet
from fuyi_desktop.gui.icons import IconLabel
from fuyi_desktop.gui.labels import ElidedLabel, PlainLabel
from fuyi_desktop.gui.parts import Rule, plain_box, row
from fuyi_desktop.services.serving import BY_POST, Matrix

WHO = 200  # px for the recipient
LOOKS: Mapping[Stage, tuple[str, str]] = {  # icon, tone
    Stage.WAITING: ("warn", "amber"),
    Stage.ON_ITS_WAY: ("clock", "ink2"),
    Stage.RETURNED: ("warn", "amber"),
    Stage.SERVED: ("tick", "ink2"),
}
RECEIPT = ""  # stands for the step that records a receipt, whatever the procedure calls it
WORDS = {RECEIPT: "登记送达", DISPATCHED: "登记交寄", FAILED: "登记未送到", FILED: "凭证归卷"}
# What the menu of a cell offers, beside its one action.
ASIDE: Mapping[Stage, tuple[str, ...]] = {
    Stage.WAITING: (RECEIPT, DISPATCHED, FAILED),
    Stage.ON_ITS_WAY: (RECEIPT, FAILED),
    Stage.RETURNED: (RECEIPT, DISPATCHED, FAILED),
    Stage.SERVED: (FILED,),
}


class ServingCard(Section):
    """One line for each recipient of each paper; what is open stands out, and offers what to do."""

    step_asked = Signal(str, object)  # code of a step, the cell it is about; None for a step about nobody yet
    proofs_asked = Signal(object)  # the cells that 送达回证 are to be printed for
    post_asked = Signal(str, str)  # form of an envelope, id of the party

    def __init__(self) -> None:
        self.all_button = Button("印全部送达回证", "quiet", icon="print", small=True, on=self._all_proofs)
        super().__init__("送达", action=self.all_button)
        self._matrix: Matrix | None = None
        self._today = date.min

    def show_sheet(self, sheet: Sheet) -> None:
        matrix = sheet.serving
        self._matrix, self._today = matrix, sheet.page.today
        waiting = len(matrix.waiting)
        self.count.setText(
            f"{waiting} 项未送达" if waiting else f"{len(matrix.cells)} 项" if matrix.cells else " "
        )
        self.all_button.setVisible(sheet.page.mine and waiting > 0)
        parts: list[QWidget] = []
        today, people = sheet.page.today, sheet.procedure.entry.called
        for paper, cells in groupby(matrix.cells, key=lambda cell: cell.paper):
            if parts:
                parts.append(Rule())
            on = dates.plain(paper.on, today) if paper.on > date.min else "在卷"
            said = ElidedLabel(f"{paper.number}　{on}".strip("　"), tone="ink2", small=True)
            parts.append(plain_box(row(PlainLabel(paper.title), said, None)))
            for cell in cells:
                role = people.get(cell.party.role, cell.party.role.value)
                parts.append(self._line(cell, role, matrix, today, mine=sheet.page.mine))
        if not parts:
            empty = "出了要送达的文书，每位受送达人的情况会列在这里。"
            parts.append(PlainLabel(empty, tone="ink2", small=True, wrap=True))
        if sheet.page.mine and _offers(sheet, CONFIRMED):
            ask = partial(self.step_asked.emit, CONFIRMED, None)
            parts.append(plain_box(row(Button("登记送达地址确认", "quiet", small=True, on=ask), None)))
        self.fill(*parts)

    def _line(self, cell: Delivery, role: str, matrix: Matrix, today: date, *, mine: bool) -> QWidget:
        icon, tone = LOOKS[cell.stage]
        who = ElidedLabel(f"{cell.party.name}（{role}）", small=True)
        who.setFixedWidth(WHO)
        words = on_screen(cell_said(cell, today))
        said = ElidedLabel(words, tone="amber" if cell.lacking and not cell.open else tone, small=True)
        buttons: list[QWidget] = []
        if mine:
            code = _next_step(cell, matrix, today)
            if code is not None:
                ask = partial(self._ask, code, cell)
                name = f"{WORDS[code]} {cell.paper.title} {cell.party.name}"
                buttons.append(Button(WORDS[code], "quiet", small=True, on=ask, name=name))
            more = Button(
                "更多", "quiet", icon="down", small=True, name=f"更多 {cell.paper.title} {cell.party.name}"
            )
            more.clicked.connect(partial(self._open_menu, cell, more))
            buttons.append(more)
        line = row(IconLabel(icon, tone, 14), who, said, None, *buttons, gap=6)
        box = plain_box(line)
        box.setMinimumHeight(28)
        box.setAccessibleName(f"{cell.paper.title} {cell.party.name} {words}")
        return box

    def serve(self, form: str, party_id: str) -> None:
        """Ask for the receipt of a paper by a party, from the list of papers."""
        waiting = self._matrix.waiting if self._matrix is not None else ()
        cell = next((one for one in waiting if (one.paper.form, one.party.id) == (form, party_id)), None)
        if cell is not None:
            self._ask(RECEIPT, cell)

    def menu(self, cell: Delivery) -> QMenu:
        """The further steps of a cell, and the sheets that go with it."""
        menu = QMenu(self)
        menu.setAccessibleName("更多送达")
        matrix = self._matrix
        assert matrix is not None
        first = _next_step(cell, matrix, self._today)
        for code in ASIDE[cell.stage]:
            if code != first and _is_open(code, cell, matrix):
                menu.addAction(WORDS[code]).triggered.connect(partial(self._ask, code, cell))
        if menu.actions():
            menu.addSeparator()
        menu.addAction("印送达回证").triggered.connect(partial(self.proofs_asked.emit, (cell,)))
        for form, title in BY_POST.items():
            menu.addAction(f"印{title}").triggered.connect(partial(self.post_asked.emit, form, cell.party.id))
        return menu

    def _open_menu(self, cell: Delivery, button: Button) -> None:
        menu = self.menu(cell)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(button.mapToGlobal(QPoint(0, button.height() + 4)))

    def _ask(self, code: str, cell: Delivery) -> None:
        self.step_asked.emit(code or cell.receipt, cell)

    def _all_proofs(self) -> None:
        if self._matrix is not None:
            self.proofs_asked.emit(self._matrix.waiting)


def _offers(sheet: Sheet, code: str) -> bool:
    return any(offer.kind.code == code and offer.open for offer in sheet.page.offers)


def _is_open(code: str, cell: Delivery, matrix: Matrix) -> bool:
    if code == FILED and not cell.lacking:
        return False
    return matrix.can(cell, code or cell.receipt)


def _next_step(cell: Delivery, matrix: Matrix, today: date) -> str | None:
    """The one deed of a cell: sending where the next way is one that is sent, else the receipt.

    A public notice is waited for.
    """
    if cell.deemed_on is not None and today < cell.deemed_on:
        return None
    wanted = RECEIPT
    if cell.stage is Stage.SERVED:
        wanted = FILED
    elif cell.next is not None and WAYS[cell.next].sent:
        wanted = DISPATCHED
    return wanted if _is_open(wanted, cell, matrix) else None


def cell_said(cell: Delivery, today: date) -> str:
    """Where a cell stands, in words."""
    return SAID[cell.stage](cell, today)


def _served(cell: Delivery, today: date) -> str:
    on = f"{dates.plain(cell.on, today)} 收到" if cell.on else ""
    signer = cell.signed_by if cell.relation in ("", SELF) else f"{cell.signed_by}（{_relation(cell)}）"
    parts = [on, cell.method.value if cell.method else "", f"签收 {signer}" if cell.signed_by else ""]
    return "　".join((*filter(None, parts), *([f"缺{cell.lacking}"] if cell.lacking else [])))


def _sent(cell: Delivery, today: date) -> str:
    sent = cell.under_way
    if sent is None:
        return cell.stage.value
    went = f"{sent.method.value}{f' {sent.number}' if sent.number else ''}"
    if cell.deemed_on is not None:
        return f"{went}　{dates.plain(sent.on, today)} 发出　{dates.plain(cell.deemed_on, today)} 视为送达"
    return f"{went}　{dates.plain(sent.on, today)} 发出"


def _back(cell: Delivery, today: date) -> str:
    last = max(cell.tried, key=lambda one: one.failed_on or date.min)
    on = dates.plain(last.failed_on, today) if last.failed_on else ""
    back = f"{last.method.value} {on} 未送到：{failure_label(last.failure)}"
    return f"{back}　接着{cell.next.value}" if cell.next else back


def _waiting(cell: Delivery, today: date) -> str:
    usual = cell.next not in (None, Method.DIRECT)
    return f"{cell.stage.value}　可以{cell.next.value}" if usual and cell.next else cell.stage.value


def _relation(cell: Delivery) -> str:
    return next((choice.label for choice in RELATIONS if choice.code == cell.relation), cell.relation)


SAID: Mapping[Stage, Callable[[Delivery, date], str]] = {
    Stage.WAITING: _waiting,
    Stage.ON_ITS_WAY: _sent,
    Stage.RETURNED: _back,
    Stage.SERVED: _served,
}
