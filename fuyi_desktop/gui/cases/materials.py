"""登记在卷: the form that puts a paper or another material on file with its scan, or completes one."""

from collections.abc import Mapping
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent

from fuyi_desktop.domain.case import Material, MaterialStatus
from fuyi_desktop.domain.casefile import OF_THE_FILE
from fuyi_desktop.domain.fileorder import Volume
from fuyi_desktop.domain.forms import FORMS
from fuyi_desktop.gui.buttons import Button
from fuyi_desktop.gui.cases.sheet import Sheet
from fuyi_desktop.gui.fields import Choice, FieldSpec, Kind
from fuyi_desktop.gui.forms import Form
from fuyi_desktop.gui.labels import HintLine, PlainLabel
from fuyi_desktop.gui.messages import Messages
from fuyi_desktop.gui.parts import Card, row
from fuyi_desktop.gui.tasks import Tasks
from fuyi_desktop.services.app import App

OTHER = "—"  # the material stands for no form
BY_ORDER = "按次序"  # no volume was chosen
TITLES = {form.id: form.title for form in FORMS.values() if form.id not in OF_THE_FILE}
SCANS = "扫描件、照片、录音录像等 (*)"
NO_SCAN = "还没有选扫描件；只有纸质原件的，填写页数。"


class MaterialForm(Card):
    """Which form the paper stands for, its name, pages and day, its scan, and where it lies."""

    saved = Signal()
    left = Signal()

    def __init__(
        self, app: App, tasks: Tasks, sheet: Sheet, form: str = "", mending: str = "",
        messages: Messages | None = None,
    ) -> None:  # fmt: skip
        self.material = next((one for one in sheet.file.materials if one.id == mending), None)
        super().__init__("补充材料" if self.material else "登记在卷")
        self.app, self.tasks, self.messages, self.case_id = app, tasks, messages, sheet.case_id
        self.scan: Path | None = None
        self._busy = False
        self.form = Form(_specs(sheet, form, self.material), today=lambda: app.office.today)
        self.form.edited.connect(self._name_it)
        self.form.submitted.connect(self.save)
        self.scan_button = Button("选扫描件", icon="attach", on=self.choose_scan)
        self.scan_line = PlainLabel(NO_SCAN, tone="ink2", small=True)
        if self.material and self.material.attachment:
            self.scan_line.setText("已有扫描件；另选一份的，以新选的为准，原来的仍保存。")
        words = "登记补充" if self.material else "登记材料"
        self.save_button = Button(words, "primary", on=self.save)
        self.add(self.form)
        if messages is not None:
            self.add(row(self.scan_button, self.scan_line, None))
        self.add(
            row(self.save_button, Button("不登记", on=self.left.emit), None, HintLine("Ctrl+Enter 登记"))
        )

    def begin(self) -> None:
        self.take_focus()

    def take_focus(self) -> None:
        self.form.start()

    def choose_scan(self) -> None:
        """The file that shows the material; its pages are counted when it is taken in."""
        chosen = self.messages.open_file("选择扫描件", filters=SCANS) if self.messages else None
        if chosen is not None:
            self.scan = chosen
            self.scan_line.setText(f"{chosen.name}　登记时读取页数")
            if self.form.field("name").is_empty():
                self.form.field("name").set_text(chosen.stem)

    def save(self) -> None:
        if self._busy or not self.form.check():
            return
        self._busy = True
        facts = material(self.form.values())
        if self.material:
            mend = partial(self.app.materials.mend, self.material.id, facts, self.scan)
            self.tasks.do(mend, "已补充材料", self._done, failed=self._again)
        else:
            put = partial(self.app.materials.add, self.case_id, facts, self.scan)
            self.tasks.do(put, "已登记在卷", self._done, failed=self._again)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _name_it(self, name: str) -> None:
        """A form that is chosen gives its own name, where none was typed."""
        typed = self.form.field("name")
        if name == "form" and (typed.is_empty() or typed.text() in TITLES.values()):
            typed.set_text(TITLES.get(str(self.form.field("form").value()), ""))

    def _done(self, changed: set[str]) -> None:
        self.saved.emit()

    def _again(self) -> None:
        self._busy = False


def _specs(sheet: Sheet, form: str, mending: Material | None) -> tuple[FieldSpec, ...]:
    """The fields, with what is known of the material that is to be completed."""
    gaps = [Choice(code, title) for code, title in sheet.missing]
    missing = {code for code, _ in sheet.missing}
    rest = [Choice(code, title) for code, title in TITLES.items() if code not in missing]
    form = mending.form if mending else form
    known = mending or Material(id="", case_id="", name=TITLES.get(form, ""), on=sheet.page.today)
    status = () if mending is None else (
        FieldSpec(
            name="status", label="材料状态", kind=Kind.CHOICE, default=known.status.value, span=4,
            choices=tuple(Choice(one.value, one.value) for one in MaterialStatus),
        ),
    )  # fmt: skip
    return (
        FieldSpec(
            name="form", label="相当于哪份文书", kind=Kind.CHOICE, default=form or OTHER, span=5,
            choices=(*gaps, Choice(OTHER, "其他材料"), *rest),
            help="在别处出的或者当事人写的，登记后不再算缺件。",
        ),
        FieldSpec(name="name", label="材料名称", default=known.name or None, span=4),
        FieldSpec(name="pages", label="页数", kind=Kind.INTEGER, required=False, span=3,
                  default=known.pages or None, help="有扫描件的由程序读取。"),
        FieldSpec(name="on", label="日期", kind=Kind.DATE, default=known.on or sheet.page.today, span=5),
        *status,
        FieldSpec(
            name="volume", label="卷别", kind=Kind.CHOICE, default=known.volume or BY_ORDER, span=4,
            choices=(Choice(BY_ORDER, BY_ORDER), *(Choice(one.value, one.value) for one in Volume)),
        ),
        FieldSpec(
            name="confidential", label="不公开，只收在副卷", kind=Kind.YES_NO, span=4,
            default=known.confidential, help="涉及国家秘密、商业秘密、个人隐私等。",
            article="行政复议法第四十七条",
        ),
        FieldSpec(
            name="envelope", label="邮寄申请的信封", kind=Kind.YES_NO, default=known.envelope, span=4,
            help="邮戳日是提出申请的日期。",
        ),
    )  # fmt: skip


def material(values: Mapping[str, object]) -> dict[str, object]:
    """What the form says, as the facts of a material."""
    form, on, volume = values.get("form"), values.get("on"), values.get("volume")
    said: dict[str, object] = {
        "name": values.get("name"), "pages": values.get("pages") or 0, "form": "" if form == OTHER else form,
        "on": on.isoformat() if isinstance(on, date) else "",
        "volume": "" if volume == BY_ORDER else volume, "confidential": bool(values.get("confidential")),
        "envelope": bool(values.get("envelope")),
    }  # fmt: skip
    return said | ({"status": values["status"]} if "status" in values else {})
