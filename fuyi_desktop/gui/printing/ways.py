"""How a kind of paper is printed on a printer: copies, sides, tray, size, red head; remembered for both."""

from collections.abc import Callable, Mapping
from datetime import date

from PySide6.QtCore import Signal

from fuyi_desktop.domain.printing import MOST_COPIES, Duplex, PaperSize, Tray, Way
from fuyi_desktop.gui.fields import Choice, FieldSpec, Kind, choices
from fuyi_desktop.gui.forms import Form
from fuyi_desktop.gui.parts import Card, column, plain_box

RED, BARE = "印红头", "不印红头"
PRINTER = "printer"
WAY = (
    FieldSpec(
        name="size", label="纸张", kind=Kind.CHOICE, span=12, default=PaperSize.OWN.value,
        choices=choices(*(size.value for size in PaperSize)),
    ),
    FieldSpec(
        name="copies", label="份数", kind=Kind.INTEGER, span=4, default=1,
        check=lambda text: None if 1 <= int(text) <= MOST_COPIES else f"填 1 到 {MOST_COPIES}。",
    ),
    FieldSpec(
        name="duplex", label="单双面", kind=Kind.CHOICE, span=12, default=Duplex.ONE.value,
        choices=(
            Choice(Duplex.ONE.value, "单面"), Choice(Duplex.LONG.value, "双面长边"),
            Choice(Duplex.SHORT.value, "双面短边"),
        ),
    ),
    FieldSpec(
        name="tray", label="纸盒", kind=Kind.CHOICE, span=8, default=Tray.AUTO.value,
        choices=choices(*(tray.value for tray in Tray)),
    ),
    FieldSpec(
        name="red", label="红头", kind=Kind.CHOICE, span=12, default=RED, choices=choices(RED, BARE),
        help="用已经印好红头的纸时，选不印红头。",
    ),
)  # fmt: skip


class WayCard(Card):
    """Which printer, and how the kind of paper that is pointed at is printed on it."""

    printer_changed = Signal()
    changed = Signal(str)  # the form whose way was changed
    submitted = Signal()  # Ctrl+Enter in one of the fields

    def __init__(self, today: Callable[[], date]) -> None:
        super().__init__("打印机")
        self._today = today
        self.form_id = ""
        self._settling = False
        self._room = column(gap=0)
        self.which: Form | None = None
        self.how = Form(WAY, today=today)
        self.how.edited.connect(lambda _: self._edited())
        self.how.submitted.connect(self.submitted)
        self.add(plain_box(self._room), self.how)
        self.how.hide()

    def show_printers(self, names: tuple[str, ...], chosen: str = "") -> None:
        """The printers there are; the one that was chosen stays, else the usual one is taken."""
        if self.which is not None:
            chosen = chosen or self.printer()
            self.which.hide()
            self.which.deleteLater()
        help_ = "" if names else "没有找到打印机。可以存为 PDF，接好打印机后按 F5 再找。"
        spec = FieldSpec(
            name=PRINTER, label="送到", kind=Kind.CHOICE, span=12, help=help_,
            choices=tuple(Choice(name, name) for name in names) or (Choice("", "没有打印机"),),
        )  # fmt: skip
        self.which = Form([spec], today=self._today)
        self.which.set_values({PRINTER: chosen if chosen in names else next(iter(names), "")})
        self.which.edited.connect(lambda _: self.printer_changed.emit())
        self.which.submitted.connect(self.submitted)
        self._room.addWidget(self.which)
        self.printer_changed.emit()

    def printer(self) -> str:
        return str(self.which.values()[PRINTER] or "") if self.which is not None else ""

    def show_way(self, form: str, title: str, way: Way) -> None:
        """How papers of this form are printed."""
        self.form_id = form
        self._settling = True
        self.how.set_values(
            {
                "copies": way.copies, "tray": way.tray.value, "duplex": way.duplex.value,
                "size": way.size.value, "red": RED if way.red else BARE,
            }
        )  # fmt: skip
        self._settling = False
        self.count.setText(f"{title}这样打")
        self.how.setVisible(bool(form))

    def way(self) -> Way | None:
        """What the fields say; None while one of them is not understood."""
        if self.how.gaps():
            return None
        told: Mapping[str, object] = self.how.values()
        return Way(
            int(str(told["copies"])), Duplex(str(told["duplex"])), Tray(str(told["tray"])),
            PaperSize(str(told["size"])), told["red"] == RED,
        )  # fmt: skip

    def _edited(self) -> None:
        if self.form_id and not self._settling:
            self.changed.emit(self.form_id)
