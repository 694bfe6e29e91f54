"""What a case's file comes to: its volumes as PDF, cover and spine on paper, the archive pack, the order."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fuyi_desktop.domain.fileorder import Volume
from fuyi_desktop.gui.buttons import Button
from fuyi_desktop.gui.cases import printing
from fuyi_desktop.gui.cases.preview import image
from fuyi_desktop.gui.cases.printing import ChoosePrinter
from fuyi_desktop.gui.flow import flowing
from fuyi_desktop.gui.labels import PlainLabel
from fuyi_desktop.gui.messages import Messages
from fuyi_desktop.gui.parts import clear
from fuyi_desktop.gui.tasks import Progress, Tasks
from fuyi_desktop.services.app import App
from fuyi_desktop.services.archive import Packed
from fuyi_desktop.services.bindery import PARTS
from fuyi_desktop.services.casefile import Bound
from fuyi_desktop.services.packing import Verified, file_name, verify

ORDERS = "卷内次序 (*.toml)"
EMPTY = "收到材料、出文书以后，会按次序列在这里。"


class CasefileDeeds(QWidget):
    """The buttons below the catalogue; everything is made in the worker, and what is long can be stopped."""

    changed = Signal()  # the file is to be read again

    def __init__(self, app: App, tasks: Tasks, messages: Messages) -> None:
        super().__init__()
        self.app, self.tasks, self.messages = app, tasks, messages
        self.choose_printer: ChoosePrinter = printing.ask_printer
        self.bound: Bound | None = None
        self._line = QVBoxLayout(self)
        self._line.setContentsMargins(0, 0, 0, 0)

    def show_bound(self, bound: Bound) -> None:
        self.bound = bound
        clear(self._line)
        volumes = bound.binder.volumes
        if not volumes:
            self._line.addWidget(PlainLabel(EMPTY, tone="ink2", small=True))
            return
        buttons = [
            Button(f"另存{volume}", "secondary", small=True, on=partial(self.save_volume, volume))
            for volume in volumes
        ]
        if bound.mine:
            buttons.append(Button("做归档包", "secondary", icon="folder", small=True, on=self.make_pack))
        buttons += [
            Button(f"打印{part}", "quiet", icon="print", small=True, on=partial(self.print_part, part))
            for part in PARTS
        ]
        buttons += [
            Button("核对归档包", "quiet", small=True, on=self.check_pack),
            Button("导出次序", "quiet", small=True, on=self.save_order, name="导出卷内次序"),
            Button("导入次序", "quiet", small=True, on=self.take_order, name="导入卷内次序"),
        ]
        if not bound.ours:
            buttons.append(Button("用自带次序", "quiet", small=True, on=self.drop_order))
        self._line.addWidget(flowing(*buttons, gap=6))

    def print_part(self, part: str) -> None:
        """Print one part of every volume; the pages are made and drawn in the worker."""
        bound = self.bound
        printer = self.choose_printer(self.window(), part) if bound else None
        if printer is not None and bound is not None:
            question = partial(sent, self.app, bound.file.case.id, bound.binder.volumes, part, printer)
            self.tasks.ask(question, partial(self._was_sent, part))

    def save_volume(self, volume: Volume) -> None:
        """Write a whole volume as PDF."""
        bound = self.bound
        if bound is None:
            return
        start = Path.home() / f"{file_name(bound.file.label)}{volume}.pdf"
        chosen = self.messages.save_file(f"另存{volume}", start=start, filters="PDF (*.pdf)")
        if chosen is None:
            return
        path = chosen if chosen.suffix.lower() == ".pdf" else chosen.with_name(f"{chosen.name}.pdf")
        bindery, case_id = self.app.bindery, bound.file.case.id

        def write(progress: Progress) -> Path:
            return bindery.write(case_id, volume, path, progress)

        self.tasks.long(f"正在编排{volume}", write, self._saved)

    def make_pack(self) -> None:
        """Choose where, agree to what is missing, and write the pack."""
        bound = self.bound
        if bound is None:
            return
        if bound.binder.gaps and not self.messages.confirm(
            f"卷宗还有 {len(bound.binder.gaps)} 处没有办齐，仍然做归档包？",
            "缺件会写进归档目录和核对说明。办齐以后可以重新做包。",
            do="做归档包", leave="以后再做", danger=False,
        ):  # fmt: skip
            return
        folder = self.messages.folder("归档包放在哪个文件夹", start=Path.home())
        if folder is None:
            return
        archive, case_id = self.app.archive, bound.file.case.id

        def write(progress: Progress) -> Packed:
            return archive.pack(case_id, folder / archive.name(case_id), sure=True, tell=progress)

        self.tasks.long("正在做归档包", write, self._packed)

    def check_pack(self) -> None:
        """Hold a pack that lies somewhere against its list."""
        folder = self.messages.folder("选择要核对的归档包", start=Path.home())
        if folder is not None:
            self.tasks.long("正在核对归档包", lambda progress: verify(folder), self._verified)

    def save_order(self) -> None:
        start = Path.home() / f"卷内次序-{self._kind}.toml"
        chosen = self.messages.save_file("导出卷内次序", start=start, filters=ORDERS)
        if chosen is not None:
            self.tasks.ask(partial(self.app.casefile.write_order, self._kind, chosen), self._saved)

    def take_order(self) -> None:
        chosen = self.messages.open_file("导入卷内次序", filters=ORDERS)
        if chosen is not None:
            deed = partial(self.app.casefile.take_order_file, chosen)
            self.tasks.do(deed, "卷内次序已导入", self._reordered)

    def drop_order(self) -> None:
        deed = partial(self.app.casefile.drop_order, self._kind)
        self.tasks.do(deed, "已恢复程序自带的卷内次序", self._reordered)

    @property
    def _kind(self) -> str:
        return str(self.bound.file.case.kind) if self.bound else ""

    def _was_sent(self, part: str, taken: bool) -> None:  # noqa: FBT001  # the worker's answer
        if taken:
            self.messages.good(f"{part}已送打印机")
        else:
            self.messages.error("打印机没有接收。请检查打印机后再打印。")

    def _saved(self, path: Path) -> None:
        self.messages.good(f"已存为 {path.name}")

    def _packed(self, made: Packed) -> None:
        self.messages.good(f"已做归档包 {made.where.name}，{made.files} 个文件，写完后已读回核对")
        self.changed.emit()

    def _verified(self, found: Verified) -> None:
        self.messages.good(f"归档包与清单一致，共 {found.files} 个文件 {found.items} 件材料")

    def _reordered(self, changed: set[str]) -> None:
        self.changed.emit()


def sent(app: App, case_id: str, volumes: tuple[Volume, ...], part: str, printer: QPrinter) -> bool:
    """Whether the printer took the part of each volume; to be called in the worker."""
    pages = [
        image(page)
        for volume in volumes
        for page in app.papers.pages(app.bindery.part(case_id, volume, part), printing.DPI)
    ]
    return printing.print_pages(printer, pages)
