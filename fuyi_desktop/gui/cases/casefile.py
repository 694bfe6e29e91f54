"""卷宗 on the page of a case: the file in its order, what is missing, its pages, and the archive pack."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from fuyi_desktop.domain.casefile import KEEPS, Gap
from fuyi_desktop.domain.fileorder import Volume
from fuyi_desktop.domain.papers import Paper
from fuyi_desktop.gui.articles import on_screen
from fuyi_desktop.gui.buttons import Button
from fuyi_desktop.gui.cases.casefile_deeds import CasefileDeeds
from fuyi_desktop.gui.cases.casefile_table import CasefileTable, Row, rows_of
from fuyi_desktop.gui.cases.sheet import Sheet
from fuyi_desktop.gui.fields import FieldSpec, Kind, choices
from fuyi_desktop.gui.flow import flowing
from fuyi_desktop.gui.forms import Form
from fuyi_desktop.gui.icons import IconLabel
from fuyi_desktop.gui.labels import ElidedLabel, HintLine, PlainLabel
from fuyi_desktop.gui.messages import Messages
from fuyi_desktop.gui.parts import Card, FactRow, Rule, clear, column, plain_box, row
from fuyi_desktop.gui.tasks import Tasks
from fuyi_desktop.services.app import App
from fuyi_desktop.services.casefile import Bound

FEW = 4  # gaps that are shown before 全部
NOTHING = "—"  # no 保管期限 has been chosen


class CasefileCard(Card):
    """Reads the file by itself whenever the sheet of its case is shown."""

    step_asked = Signal(str, object)  # code of a step, what its form starts from
    issue_asked = Signal(str)  # a form
    add_asked = Signal(str)  # a form that a paper is to be put on file for, "" for none
    mend_asked = Signal(str)  # a material to be completed
    paper_asked = Signal(str)  # an issued paper to be looked at

    def __init__(self, app: App, tasks: Tasks, messages: Messages) -> None:
        super().__init__("卷宗", " ")
        self.app, self.tasks, self.messages = app, tasks, messages
        self.bound: Bound | None = None
        self._sheet: Sheet | None = None
        self._all = self._busy = False
        self.gaps = column(gap=2)
        self.table = CasefileTable()
        self.table.opened.connect(self._open)
        self.table.chosen.connect(lambda _: self._show_moves())
        self.table.shifted.connect(self._shift)
        self.table.dropped.connect(self._drop)
        self.up = Button("上移", "quiet", icon="up", small=True, on=partial(self.table.shift, down=False))
        self.down = Button("下移", "quiet", icon="down", small=True, on=partial(self.table.shift, down=True))
        self.over = Button("移到副卷", "quiet", small=True, on=self._move_over)
        self.straight = Button("恢复次序", "quiet", icon="undo", small=True, on=self._straighten)
        self.moves = flowing(self.up, self.down, self.over, self.straight, gap=6)
        self.described = FactRow("归档", "")
        self._described = column(gap=0)
        self.form_slot = column(gap=6)
        self.deeds = CasefileDeeds(app, tasks, messages)
        self.deeds.changed.connect(self._read)
        self.hint = HintLine("Alt+↑ Alt+↓ 移动", "Enter 打开")
        self.add(self.gaps, self.table, self.moves, self.hint, self._described, self.form_slot, Rule())
        self.add(self.deeds)

    def show_sheet(self, sheet: Sheet) -> None:
        """Have the file of this case read; what stands here goes on standing until it has come."""
        if self._sheet is None or self._sheet.case_id != sheet.case_id:
            clear(self.form_slot)
            self._all = False
        self._sheet = sheet
        self._read()

    def _read(self) -> None:
        self.tasks.ask(partial(self.app.casefile.bound, self._case), self.show_bound, topic="case.file")

    def show_bound(self, bound: Bound) -> None:
        if self._sheet is None or bound.file.case.id != self._sheet.case_id:
            return
        self.bound, binder = bound, bound.binder
        said = [f"{each} {len(binder.of(each))} 件 {binder.pages(each)} 页" for each in binder.volumes]
        said += [f"{len(binder.gaps)} 处没有办齐"] if binder.gaps else []
        self.count.setText("　".join(said))
        self._show_gaps()
        self.table.movable = bound.mine
        self.table.show_rows(rows_of(binder, self._sheet.page.today))
        self._show_moves()
        self._show_described()
        self.deeds.show_bound(bound)

    # what is missing

    def _show_gaps(self) -> None:
        clear(self.gaps)
        gaps = self.bound.binder.gaps if self.bound else ()
        for gap in gaps if self._all else gaps[:FEW]:
            self.gaps.addWidget(self._gap(gap))
        if len(gaps) > FEW:
            words = "收起" if self._all else f"全部 {len(gaps)} 处"
            self.gaps.addWidget(plain_box(row(Button(words, "quiet", small=True, on=self._toggle), None)))

    def _toggle(self) -> None:
        self._all = not self._all
        self._show_gaps()

    def _gap(self, gap: Gap) -> QWidget:
        early = not (gap.form or gap.step or gap.item or gap.place)  # nothing is lacking: it is only too soon
        icon = IconLabel("clock", "ink2") if early else IconLabel("warn", "amber")
        parts: list[Any] = [icon, ElidedLabel(on_screen(gap.said), tone="ink2" if early else "ink")]
        if not gap.must:
            parts.append(PlainLabel("待核对", tone="ink2", small=True))
        parts += [None, *self._cures(gap)]
        box = plain_box(row(*parts))
        box.setMinimumHeight(28)
        box.setAccessibleName(f"没有办齐 {gap.text}")
        return box

    def _cures(self, gap: Gap) -> list[Button]:
        """The ways to put a gap right that are open to this station."""
        sheet = self._sheet
        if sheet is None or not (self.bound and self.bound.mine):
            return []
        found = []
        offer = next((o for o in sheet.page.offers if o.kind.code == gap.step and o.open), None)
        if offer is not None:
            begin = partial(self.step_asked.emit, gap.step, dict(gap.facts))
            found.append((f"登记{offer.kind.label}", begin))
        if gap.form and any(one.form == gap.form and one.there for one in sheet.offers):
            found.append(("出文书", partial(self.issue_asked.emit, gap.form)))
        if gap.form:
            found.append(("登记在卷", partial(self.add_asked.emit, gap.form)))
        if gap.item and any(one.id == gap.item for one in sheet.file.materials):
            found.append(("补充", partial(self.mend_asked.emit, gap.item)))
        return [
            Button(words, "quiet", small=True, on=act, name=f"{words}　{gap.text}") for words, act in found
        ]

    # the table

    def _open(self, line: Row) -> None:
        """A paper is shown, a material completed; a gap leads to the first thing that puts it right."""
        sheet = self._sheet
        if sheet is None:
            return
        if line.gap is not None:
            if cures := self._cures(line.gap):
                cures[0].click()
        elif line.item is not None and sheet.paper(line.item.key):
            self.paper_asked.emit(line.item.key)
        elif line.item is not None and self.bound and self.bound.mine:
            self.mend_asked.emit(line.item.key)

    def _show_moves(self) -> None:
        current, mine = self.table.current, bool(self.bound and self.bound.mine)
        item = current.item if current else None
        for button in (self.up, self.down, self.over):
            button.setEnabled(item is not None)
        if item is not None:
            self.over.say(f"移到{item.volume.other}")
            self.over.setEnabled(not (item.confidential and item.volume is Volume.CLOSED))
        self.straight.setVisible(bool(self.bound and self.bound.binder.rearranged))
        self.moves.setVisible(mine and bool(self.table.model_of_rows.rows))
        self.hint.setVisible(self.moves.isVisibleTo(self))

    def _shift(self, key: str, down: bool) -> None:  # noqa: FBT001  # a Qt signal's value
        self._arrange(partial(self.app.casefile.shift, self._case, key, down=down))

    def _drop(self, key: str, volume: Volume, at: int) -> None:
        self._arrange(partial(self.app.casefile.move, self._case, key, volume, at))

    def _move_over(self) -> None:
        current = self.table.current
        if current is not None and current.item is not None and self.bound is not None:
            other = current.item.volume.other
            at = len(self.bound.binder.of(other))
            self._arrange(partial(self.app.casefile.move, self._case, current.item.key, other, at))

    def _straighten(self) -> None:
        self._arrange(partial(self.app.casefile.straighten, self._case))

    def _arrange(self, deed: Callable[[], set[str]]) -> None:
        if not self._busy:
            self._busy = True
            self.tasks.do(deed, "", self._arranged, failed=self._rest)

    def _arranged(self, changed: set[str]) -> None:
        self._rest()
        self._read()

    def _rest(self) -> None:
        self._busy = False

    @property
    def _case(self) -> str:
        return self._sheet.case_id if self._sheet else ""

    # 全宗号, 保管期限

    def _show_described(self) -> None:
        clear(self._described)
        binding = self.bound.binder.binding if self.bound else None
        if binding is None:
            return
        said = [
            f"{label} {value}"
            for label, value in (
                ("全宗号", binding.fonds), ("档号", binding.shelf_mark), ("保管期限", binding.keep),
            )
            if value
        ]  # fmt: skip
        packed = f"已做归档包（{binding.packed_by}）" if binding.packed_at else ""
        words = "　".join(filter(None, (*said, packed))) or "还没有登记全宗号、档号和保管期限"
        line = row(FactRow("归档", words, binding.remark))
        line.setStretch(0, 1)
        if self.bound and self.bound.mine:
            fill_in = Button("填写", "quiet", icon="edit", small=True, on=self.begin_description)
            fill_in.setAccessibleName("填写归档信息")
            line.addWidget(fill_in)
        self._described.addLayout(line)

    def begin_description(self) -> None:
        """The form of what the archive asks of a file."""
        if self.bound is None:
            return
        clear(self.form_slot)
        binding = self.bound.binder.binding
        self.form = Form(
            (
                FieldSpec(name="fonds", label="全宗号", required=False, default=binding.fonds, span=3),
                FieldSpec(
                    name="shelf_mark", label="档号", required=False, default=binding.shelf_mark, span=4
                ),
                FieldSpec(
                    name="keep", label="保管期限", kind=Kind.CHOICE, choices=choices(NOTHING, *KEEPS), span=5,
                    default=binding.keep or NOTHING,
                    help="纠错的、重大复杂和涉众的案件建议永久，其余建议30年，按本单位的归档范围确定。",
                ),
                FieldSpec(
                    name="remark", label="卷内情况说明", kind=Kind.LINES, required=False, span=12,
                    default=binding.remark, help="缺损、修改、补充、移出、附录音录像等，印在备考表上。",
                ),
            ),
            today=lambda: self.app.office.today,
        )  # fmt: skip
        self.form.submitted.connect(self.save_description)
        save = Button("登记归档信息", on=self.save_description)
        self.form_slot.addWidget(self.form)
        self.form_slot.addWidget(
            plain_box(row(save, Button("不登记", "quiet", on=partial(clear, self.form_slot)), None))
        )
        self.form.start()

    def save_description(self) -> None:
        if not self.form.check():
            return
        given = {name: str(value or "") for name, value in self.form.values().items()}
        given["keep"] = given["keep"].replace(NOTHING, "")
        deed = partial(self.app.casefile.describe, self._case, given)
        self.tasks.do(deed, "已登记归档信息", self._was_described)

    def _was_described(self, changed: set[str]) -> None:
        clear(self.form_slot)
        self._arranged(changed)


def joined(view: Any) -> CasefileCard:
    """The card of a case's page, its ways led to where the page opens forms and papers."""
    card = CasefileCard(view.app, view.tasks, view.messages)
    card.step_asked.connect(view.begin_step)
    card.issue_asked.connect(partial(_issue, view))
    card.add_asked.connect(view.begin_material)
    card.mend_asked.connect(lambda key: view.begin_material("", key))
    card.paper_asked.connect(partial(_open_paper, view))
    return card


def _issue(view: Any, form: str) -> None:
    view.draft_asked.emit(view.case_id, form)


def _open_paper(view: Any, paper_id: str) -> None:
    paper: Paper | None = view.sheet.paper(paper_id) if view.sheet else None
    if paper is not None:
        view.paper_asked.emit(paper)
