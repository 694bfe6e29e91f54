"""The short form of a room: its name, what it is for, seats, equipment, hours."""

from datetime import date, time
from typing import Any

from PySide6.QtCore import Signal

from fuyi_desktop.domain.sessions import CLOSES, OPENS, ROOMS, Room
from fuyi_desktop.gui import dates
from fuyi_desktop.gui.buttons import Button
from fuyi_desktop.gui.fields import FieldSpec, Kind, choices
from fuyi_desktop.gui.forms import Form
from fuyi_desktop.gui.parts import Card, plain_box, row


class RoomForm(Card):
    """Ctrl+Enter keeps the room, Esc leaves."""

    submitted = Signal()
    left = Signal()
    retire_asked = Signal()

    def __init__(self, today: date, room: Room | None = None) -> None:
        super().__init__("修改房间" if room else "登记房间")
        self.room = room
        self.form = Form(
            [
                FieldSpec(name="name", label="名称", span=12, example="第一调解室"),
                FieldSpec(name="kind", label="用途", kind=Kind.CHOICE, choices=choices(*ROOMS), span=12,
                          default="调解室"),
                FieldSpec(name="site", label="场所", required=False, span=12, help="一个站点有几处的填写。"),
                FieldSpec(name="seats", label="座位", kind=Kind.INTEGER, required=False, span=6),
                FieldSpec(name="between", label="间隔分钟", kind=Kind.INTEGER, required=False, span=6),
                FieldSpec(name="opens", label="开门", kind=Kind.TIME, default=OPENS, span=6),
                FieldSpec(name="closes", label="关门", kind=Kind.TIME, default=CLOSES, span=6),
                FieldSpec(name="equipment", label="设备", required=False, span=12, example="录音录像、投影"),
            ],
            today=lambda: today,
        )  # fmt: skip
        if room is not None:
            self.form.set_values(
                {
                    "name": room.name, "kind": room.kind, "site": room.site, "seats": room.seats or "",
                    "between": room.between or "", "opens": room.opens, "closes": room.closes,
                    "equipment": "、".join(room.equipment),
                }
            )  # fmt: skip
        self.form.submitted.connect(self.submitted)
        verb = Button("保存" if room else "登记", "primary", on=self.submitted.emit)
        retire = [Button("停用", "danger", on=self.retire_asked.emit)] if room else []
        self.add(self.form)
        leave = Button("以后再说", "quiet", on=self.left.emit)
        self.foot = plain_box(row(verb, leave, None, *retire))

    def given(self) -> dict[str, Any]:
        """The fields of the room as they were typed."""
        values = self.form.values()
        hours = {
            name: dates.clock(at) for name in ("opens", "closes") if isinstance(at := values[name], time)
        }
        equipment = tuple(part for part in str(values["equipment"] or "").split("、") if part.strip())
        return hours | {
            "name": values["name"], "kind": values["kind"], "site": values["site"] or "",
            "seats": values["seats"] or 0, "between": values["between"] or 0, "equipment": equipment,
        }  # fmt: skip

    def start(self) -> None:
        self.form.start()
