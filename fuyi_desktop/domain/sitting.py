"""会 — what meetings, hearings, interviews and minutes are asked for, the same in every procedure."""

from typing import Any

from fuyi_desktop.domain.fields import Field, FieldKind

TIME = Field("time", "起止时间", required=False, help="例如：9时30分至11时。不填的在纸上留空，当场填写。")
PLACE = Field("place", "地点", required=False)
CHAIR = Field("chair", "主持人", required=False)
RECORDER = Field("recorder", "记录人", required=False)

When = tuple[str, tuple[Any, ...]] | None


def interview(when: When = None) -> tuple[Field, ...]:
    """What a 约谈 is asked for beside its ground and its people: the letter names all of it."""
    return (
        Field("held_on", "约谈日期", FieldKind.DATE, when=when, help="通知书写明的日期。"),
        Field("time", "约谈时间", when=when, help="例如：上午9时30分。"),
        Field("place", "约谈地点", when=when),
        Field("materials", "应当准备的材料", FieldKind.LONG, when=when, help="每行一项。"),
        Field("answer", "被约谈人的说明和表态", FieldKind.LONG, required=False, when=when,
              help="约谈以后补记的填写；不填的，在约谈记录上当场手写。"),
        Field("until", "整改期限", FieldKind.DATE, required=False, help="没有另定期限的不填。"),
    )  # fmt: skip
