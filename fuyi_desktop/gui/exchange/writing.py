"""写成邮件草稿: the limit of the mail box and the form, remembered; and where the drafts lie."""

from datetime import date

from PySide6.QtCore import Qt, Signal

from fuyi_desktop.gui.buttons import Button
from fuyi_desktop.gui.fields import Choice, FieldSpec, Kind
from fuyi_desktop.gui.forms import Form
from fuyi_desktop.gui.labels import ElidedLabel, PlainLabel
from fuyi_desktop.gui.memory import Memory
from fuyi_desktop.gui.parts import Card, row

LIMITS = tuple(Choice(str(mb), f"{mb} MB") for mb in (10, 20, 25, 50))
FILE, TEXT = "file", "text"
FORMS = (Choice(FILE, "普通附件"), Choice(TEXT, "文本附件"))
SPECS = (
    FieldSpec(
        name="limit", label="邮箱的附件限额", kind=Kind.CHOICE, choices=LIMITS, span=6,
        help="超过的，分成几封，每封单独有用",
    ),
    FieldSpec(
        name="form", label="附件形式", kind=Kind.CHOICE, choices=FORMS, span=6,
        help="普通附件被邮件网关拦下时，选文本附件",
    ),
)  # fmt: skip


class MailChoice(Card):
    """What stands here was chosen last time: mostly Enter is enough."""

    chosen = Signal()
    folder_asked = Signal()

    def __init__(self, memory: Memory) -> None:
        super().__init__("邮件草稿")
        self._memory = memory
        self.form = Form(SPECS, today=_no_day)
        now = memory.now
        self.form.set_values({"limit": str(now.mail_limit), "form": TEXT if now.mail_armored else FILE})
        self.form.edited.connect(lambda name: self._keep())
        self.form.submitted.connect(self.chosen)
        self.place = ElidedLabel("", tone="ink2")
        self.other = Button("换一个文件夹", "quiet", on=self.folder_asked.emit)
        self.write = Button("写成草稿", "primary", icon="mail", on=self.chosen.emit)
        where = row(PlainLabel("草稿放在", tone="ink2"), self.place, self.other, None, self.write)
        self.add(self.form, where)
        self.show_folder()

    def start(self) -> None:
        self.show_folder()
        self.write.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_folder(self) -> None:
        folder = self._memory.now.drafts
        self.place.setText(folder or "写的时候再选")
        self.other.setVisible(bool(folder))

    def _keep(self) -> None:
        values = self.form.values()
        if values["limit"] and values["form"]:
            self._memory.keep(mail_limit=int(str(values["limit"])), mail_armored=values["form"] == TEXT)


def _no_day() -> date:
    """No field here is a date."""
    raise LookupError("today")
