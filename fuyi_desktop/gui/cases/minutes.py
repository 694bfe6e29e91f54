"""笔录 on the page of a case: what can be recorded now, what is being written, every finished version."""

from collections.abc import Sequence
from datetime import tzinfo
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from fuyi_desktop.domain.forms import form_of
from fuyi_desktop.domain.sitting_kinds import KINDS
from fuyi_desktop.gui.buttons import Button
from fuyi_desktop.gui.cases.sections import Section
from fuyi_desktop.gui.cases.sheet import Sheet
from fuyi_desktop.gui.flow import flowing
from fuyi_desktop.gui.labels import ElidedLabel, PlainLabel
from fuyi_desktop.gui.parts import Rule, plain_box, row
from fuyi_desktop.gui.tasks import Tasks
from fuyi_desktop.services.app import App
from fuyi_desktop.services.minutes import Listed


def offered(sheet: Sheet) -> tuple[str, ...]:
    """The minutes that the case's steps, taken or open, ask for."""
    forms = {offer.form: None for offer in sheet.offers}
    for offer in sheet.page.offers:
        if offer.open:
            forms.update(dict.fromkeys(offer.kind.papers))
    return tuple(form for form in forms if form in KINDS)


class MinutesCard(Section):
    """Each line opens the editor; a finished version opens its paper, and can be put right anew."""

    open_asked = Signal(str, str)  # form, session
    again_asked = Signal(str)  # finished minutes
    paper_asked = Signal(str)

    def __init__(self, app: App, tasks: Tasks) -> None:
        super().__init__("笔录")
        self.app, self.tasks = app, tasks
        self._sheet: Sheet | None = None

    def show_sheet(self, sheet: Sheet) -> None:
        """Ask what there is; the card is hidden where nothing is recorded in this case."""
        self._sheet = sheet
        self._show(())
        self.tasks.ask(partial(self.app.minutes.listed, sheet.case_id), self._show, topic="case.minutes")

    def _show(self, found: Sequence[Listed]) -> None:
        sheet = self._sheet
        if sheet is None:
            return
        mine = sheet.page.mine
        forms = offered(sheet) if mine else ()
        self.setVisible(bool(found or forms))
        self.count.setText(str(len(found)) if found else "")
        parts: list[QWidget] = [self._line(one, mine=mine) for one in found]
        begun = {one.form for one in found if one.draft_id}
        buttons = [
            Button(f"记{form_of(form).title}", small=True, on=partial(self.open_asked.emit, form, ""))
            for form in forms
            if form not in begun
        ]
        if buttons:
            parts += [Rule()] if parts else []
            parts.append(flowing(*buttons, gap=6))
        self.fill(*parts)

    def _line(self, one: Listed, *, mine: bool) -> QWidget:
        zone = self.app.office.now().tzinfo
        said = PlainLabel(standing(one, zone), tone="amber" if one.draft_id else "ink2", small=True)
        parts: list[Any] = [ElidedLabel(one.title), said, None]
        if one.draft_id and mine:
            go_on = partial(self.open_asked.emit, one.form, one.session_id)
            parts.append(Button("接着记", small=True, on=go_on, name=f"接着记{one.title}"))
        elif not one.draft_id:
            look = partial(self.paper_asked.emit, one.paper_id)
            parts.append(
                Button("看笔录", "quiet", small=True, on=look, name=f"看{one.title}第{one.version}版")
            )
            if mine and one.latest:
                parts += self._deeds(one)
        return plain_box(row(*parts, gap=8))

    def _deeds(self, one: Listed) -> list[QWidget]:
        again = partial(self.again_asked.emit, one.minutes_id)
        found: list[QWidget] = [
            Button("重新打开更正", "quiet", small=True, on=again, name=f"重新打开更正{one.title}")
        ]
        if not one.signed:
            sign = partial(self._sign, one.minutes_id)
            found.insert(0, Button("登记已签名", small=True, on=sign, name=f"登记{one.title}已签名"))
        return found

    def _sign(self, minutes_id: str) -> None:
        deed = partial(self.app.minutes.signed, minutes_id)
        self.tasks.do(deed, "已登记笔录签名", lambda _: self._again())

    def _again(self) -> None:
        if self._sheet is not None:
            self.show_sheet(self._sheet)


def standing(one: Listed, zone: tzinfo | None) -> str:
    """What a line of the list says of itself."""
    when = f"{one.at.astimezone(zone):%m月%d日 %H:%M}" if one.at else ""
    if one.draft_id:
        return f"正在记　{one.turns} 段　{when}"
    signed = f"{one.signed[5:7]}月{one.signed[8:]}日 已签名" if one.signed else "还没有登记签名"
    return f"第 {one.version} 版　{one.turns} 段　{when}　{signed}"


def joined(view: Any) -> MinutesCard:
    """The card of a case's page, its ways led out of the page."""
    card = MinutesCard(view.app, view.tasks)
    card.open_asked.connect(lambda form, session: view.minutes_asked.emit(view.case_id, form, session))
    card.again_asked.connect(view.minutes_again_asked)
    card.paper_asked.connect(view._open_paper)
    return card
