"""The cards on the page of a case: what was done, who takes part, materials, papers, deadlines, journal."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLayout, QWidget

from fuyi_desktop.domain.service.course import RECEIPTS
from fuyi_desktop.gui import dates
from fuyi_desktop.gui.articles import on_screen
from fuyi_desktop.gui.buttons import Button
from fuyi_desktop.gui.cases import words
from fuyi_desktop.gui.cases.misfits import Misfit
from fuyi_desktop.gui.cases.sheet import JournalLine, PaperLine, Sheet, moment
from fuyi_desktop.gui.deadline import DeadlineLine
from fuyi_desktop.gui.flow import flowing
from fuyi_desktop.gui.icons import IconLabel
from fuyi_desktop.gui.labels import ElidedLabel, HintLine, PlainLabel
from fuyi_desktop.gui.parts import Card, FactRow, MaterialRow, Rule, clear, column, plain_box, row
from fuyi_desktop.gui.timeline import Passage, Timeline
from fuyi_desktop.services.papers import PaperOffer

FEW = 8  # lines of the journal before 全部
NAMED = 2  # so many who still lack a paper are named, more are counted


class Section(Card):
    """A card whose content is put in anew with every sheet."""

    def __init__(self, title: str, *, action: Button | None = None) -> None:
        super().__init__(title, " ", action=action)
        self.body = column(gap=6)
        self.add(self.body, None)

    def fill(self, *parts: QWidget | QLayout) -> None:
        clear(self.body)
        for part in parts:
            if isinstance(part, QWidget):
                self.body.addWidget(part)
            else:
                self.body.addLayout(part)


class CourseCard(Section):
    """办理经过: the line of steps, and below it the one that was opened, with 作废."""

    void_asked = Signal(str)
    adopt_asked = Signal(str)
    unfolded = Signal()
    next_asked = Signal()

    NEXT = "next"

    def __init__(self) -> None:
        super().__init__("办理经过")
        self.line = Timeline()
        self.line.opened.connect(self.open_step)
        self.detail = plain_box(column(gap=6))
        self.detail.hide()
        self.waiting = plain_box(column(gap=6))
        self.hint = HintLine("↑ ↓ 选步骤", "Enter 详情、作废")
        self.fill(self.line, self.waiting, self.detail, self.hint)
        self._sheet: Sheet | None = None
        self._shown = ""

    def show_sheet(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self.count.setText(f"{len(sheet.passages)} 步")
        self.line.show_passages([*self._ahead(sheet), *sheet.passages])
        self._show_waiting(sheet.misfits)
        if self._shown and sheet.step(self._shown):
            self.open_step(self._shown)
        else:
            self.fold()

    def _ahead(self, sheet: Sheet) -> list[Passage]:
        """The step that comes next, on top as a hollow ring."""
        following = sheet.primary
        if following is None:
            return []
        article = on_screen(following.kind.article)
        return [Passage(self.NEXT, "下一步", following.kind.label, article, open=True)]

    def open_step(self, step_id: str) -> None:
        """Show everything that was recorded with a step."""
        if step_id == self.NEXT:
            self.next_asked.emit()
            return
        sheet = self._sheet
        step = sheet.step(step_id) if sheet else None
        if sheet is None or step is None:
            return
        self._shown = step_id
        kind = words.kind_of(sheet.procedure, step.code)
        label = kind.label if kind else step.code
        box = self.detail.layout()
        assert box is not None
        clear(box)
        box.addWidget(Rule())
        own = sheet.page.mine and not step.voided and step.station == sheet.me
        buttons: list[QWidget] = [Button("收起", "quiet", small=True, on=self.fold)]
        if own and step.code != sheet.procedure.entry.step:
            buttons.append(
                Button(
                    "作废此步",
                    "danger",
                    small=True,
                    on=partial(self.void_asked.emit, step_id),
                    name=f"作废{label}",
                )
            )
        head = row(PlainLabel(f"{label}　{dates.long(step.on)}", bold=True), None, *buttons)
        box.addWidget(plain_box(head))
        for name, said in words.fact_lines(step, kind, sheet.page.names) if kind else []:
            box.addWidget(FactRow(name, said.removeprefix(f"{name} ").removeprefix(f"{name}："), width=96))
        box.addWidget(FactRow("登记", f"{step.by}　{moment(step.recorded_at, sheet.zone)}", width=96))
        if step.voided:
            box.addWidget(FactRow("作废理由", step.void_reason, step.voided_by, width=96))
        elif misfit := next((one for one in sheet.misfits if one.step_id == step_id), None):
            box.addWidget(FactRow("待核对", misfit.why, width=96))
        self.detail.show()
        self.unfolded.emit()

    def fold(self) -> None:
        had_focus = self.detail.isAncestorOf(self.focusWidget()) if self.focusWidget() else False
        self._shown = ""
        self.detail.hide()
        if had_focus:
            self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_waiting(self, misfits: Sequence[Misfit]) -> None:
        """What does not count, with why; the step itself is opened, or let count by the center."""
        box = self.waiting.layout()
        assert box is not None
        clear(box)
        self.waiting.setVisible(bool(misfits))
        if misfits:
            said = PlainLabel(f"{len(misfits)} 步待核对，暂不计入", tone="amber")
            box.addWidget(plain_box(row(IconLabel("warn", "amber"), said, None)))
        for misfit in misfits:
            look = Button("详情", "quiet", small=True, on=partial(self.open_step, misfit.step_id),
                          name=f"{misfit.label}详情")  # fmt: skip
            buttons: list[QWidget] = [look]
            if misfit.adoptable:
                adopt = partial(self.adopt_asked.emit, misfit.step_id)
                buttons.insert(0, Button("采用", small=True, on=adopt, name=f"采用{misfit.label}"))
            line = row(FactRow(misfit.when, misfit.label, misfit.why, width=72), *buttons)
            line.setStretch(0, 1)
            box.addWidget(plain_box(line))


class PartiesCard(Section):
    """当事人, their numbers masked."""

    def __init__(self) -> None:
        super().__init__("当事人")

    def show_sheet(self, sheet: Sheet) -> None:
        people, called = sheet.file.parties, sheet.procedure.entry.called
        self.count.setText(str(len(people)))
        self.fill(
            *(
                FactRow(called.get(party.role, party.role.value), party.name, words.party_remark(party))
                for party in people
            )
        )


class MaterialsCard(Section):
    """材料: what came in, what the file lacks, and putting a paper on file."""

    add_asked = Signal(str)  # the form the paper stands for, "" for none
    issue_asked = Signal(str)

    def __init__(self) -> None:
        self.add_button = Button("登记在卷", "quiet", icon="plus", small=True)
        super().__init__("材料", action=self.add_button)
        self.add_button.clicked.connect(lambda: self.add_asked.emit(""))

    def show_sheet(self, sheet: Sheet) -> None:
        self.add_button.setVisible(sheet.page.mine)
        self.count.setText(str(len(sheet.materials)))
        there = {offer.form for offer in sheet.offers if offer.there}
        parts: list[QWidget] = [MaterialRow(material) for material in sheet.materials]
        parts += [
            self._gap(form, title, there=form in there, mine=sheet.page.mine) for form, title in sheet.missing
        ]
        if not parts:
            parts.append(PlainLabel("还没有登记材料。", tone="ink2", small=True))
        self.fill(*parts)

    def _gap(self, form: str, title: str, *, there: bool, mine: bool) -> QWidget:
        buttons: list[QWidget] = []
        if mine and there:
            buttons.append(Button(f"出{title}", "quiet", small=True, on=partial(self.issue_asked.emit, form)))
        if mine:
            name = f"{title}登记在卷"
            buttons.append(
                Button("登记在卷", "quiet", small=True, on=partial(self.add_asked.emit, form), name=name)
            )
        line = row(
            IconLabel("warn", "amber"),
            ElidedLabel(title),
            PlainLabel("缺件", tone="amber", small=True),
            None,
            *buttons,
        )
        box = plain_box(line)
        box.setMinimumHeight(28)
        box.setAccessibleName(f"缺件 {title}")
        return box


def lacking(offer: PaperOffer) -> str:
    """Who still has none of a form that each has one of their own, where others have."""
    names = [party.name for party in offer.lacking]
    if not offer.begun or not names:
        return ""
    return f"（还差{'、'.join(names)}）" if len(names) <= NAMED else f"（还差 {len(names)} 人）"


class PapersCard(Section):
    """文书与送达: each issued paper with who has it, and what can be issued now."""

    open_asked = Signal(str)  # an issued paper
    issue_asked = Signal(str)  # a form
    serve_asked = Signal(str, str)  # form, party

    def __init__(self) -> None:
        super().__init__("文书与送达")

    def show_sheet(self, sheet: Sheet) -> None:
        self.count.setText(str(len(sheet.papers)))
        serving = sheet.page.mine and any(code in sheet.serving.steps for code in RECEIPTS)
        parts: list[QWidget] = [self._line(line, serving=serving) for line in sheet.papers]
        offers = [offer for offer in sheet.offers if offer.there] if sheet.page.mine else []
        if not parts and not offers:
            parts.append(
                PlainLabel("办到要出文书的步骤时，文书会列在这里。", tone="ink2", small=True, wrap=True)
            )
        if offers:
            if parts:
                parts.append(Rule())
            buttons = [
                Button(f"出{offer.title}{lacking(offer)}", "secondary" if not offer.held else "quiet",
                       small=True, on=partial(self.issue_asked.emit, offer.form))
                for offer in offers
            ]  # fmt: skip
            parts.append(flowing(*buttons, gap=6))
        self.fill(*parts)

    def _line(self, line: PaperLine, *, serving: bool) -> QWidget:
        paper = line.paper
        to = f"　致{line.to}" if line.to and not paper.number else ""
        open_it = Button(
            f"{paper.title}", "quiet", icon="paper", small=True, on=partial(self.open_asked.emit, paper.id),
            name=f"{paper.title} {paper.number}".strip(),
        )  # fmt: skip
        number = ElidedLabel(f"{paper.number}{to}" or dates.short(paper.issued_on), tone="ink2", small=True)
        parts: list[QWidget | QLayout | int | None] = [open_it, number, None]
        if paper.void_reason:
            parts.append(PlainLabel("已作废", tone="ink3", small=True))
        elif line.waiting:
            said = f"{len(line.waiting)} 人未送达" if len(line.waiting) > 1 or line.served else "未送达"
            parts += [IconLabel("warn", "amber", 14), PlainLabel(said, tone="amber", small=True)]
            if serving:
                who = line.waiting[0]
                parts.append(
                    Button("登记送达", "quiet", small=True,
                           on=partial(self.serve_asked.emit, paper.form, who.id),
                           name=f"登记送达{paper.title}")
                )  # fmt: skip
        elif line.served:
            parts += [IconLabel("tick", "ink2", 14), PlainLabel(line.served, tone="ink2", small=True)]
        box = plain_box(row(*parts, gap=6))
        box.setMinimumHeight(26)
        return box


class ClockLine(DeadlineLine):
    """A line whose duty is named with the party or the procedure, and so wants more room."""

    DUTY = 200


class ClocksCard(Section):
    """期限: every clock of the case, done or running."""

    def __init__(self) -> None:
        super().__init__("期限")

    def show_sheet(self, sheet: Sheet) -> None:
        self.count.setText(str(len(sheet.clocks)))
        last = len(sheet.clocks) - 1
        lines: Sequence[QWidget] = [
            ClockLine(view, rule=number < last) for number, view in enumerate(sheet.clocks)
        ]
        self.body.setSpacing(0)
        self.fill(*(lines or [PlainLabel("还没有起算的期限。", tone="ink2", small=True)]))


class JournalCard(Section):
    """日志: who wrote what and when, the last first."""

    def __init__(self) -> None:
        self.all_button = Button("全部", "quiet", small=True, on=self._toggle)
        super().__init__("日志", action=self.all_button)
        self._lines: tuple[JournalLine, ...] = ()
        self._all = False

    def show_sheet(self, sheet: Sheet) -> None:
        self._lines = sheet.journal
        self.count.setText(str(len(self._lines)))
        self._show()

    def _toggle(self) -> None:
        self._all = not self._all
        self._show()

    def _show(self) -> None:
        self.all_button.setVisible(len(self._lines) > FEW)
        self.all_button.say("收起" if self._all else f"全部 {len(self._lines)} 条")
        self.body.setSpacing(2)
        self.fill(*(self._line(line) for line in (self._lines if self._all else self._lines[:FEW])))

    @staticmethod
    def _line(line: JournalLine) -> QWidget:
        when = PlainLabel(line.when, tone="ink2", small=True)
        when.setFixedWidth(150)
        by = ElidedLabel(line.by, tone="ink2", small=True)
        by.setFixedWidth(84)
        place = ElidedLabel(line.station, tone="ink3", small=True)
        return plain_box(row(when, by, ElidedLabel(line.why, small=True), None, place))
