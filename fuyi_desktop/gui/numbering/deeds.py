"""What can be done with a series: each deed as its words, its fields and the call that does it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fuyi_desktop.domain.access import Task
from fuyi_desktop.domain.papers import Mark
from fuyi_desktop.gui.fields import Choice, FieldSpec, Kind, choices

Values = Mapping[str, Any]
NEXT, PATTERN, LEND = "next", "pattern", "lend"
REASON = FieldSpec(name="reason", label="理由", span=12)


@dataclass(frozen=True)
class About:
    """The series a form is about: its key, how it stands (None: not begun), whom numbers can be lent to."""

    key: str
    account: Any
    borrowers: tuple[tuple[str, str], ...] = ()
    center: bool = False


@dataclass(frozen=True)
class Deed:
    """One deed: where it is offered, what it asks, what it does, and the sentence when it is done."""

    name: str
    title: str
    verb: str
    task: Task
    open: Callable[[About], bool]
    fields: Callable[[About], Sequence[FieldSpec]]
    do: Callable[[Any, str, Values], Any]
    done: Callable[[Any], str]
    danger: bool = False


def _counts_here(about: About) -> bool:
    return about.account is None or not about.account.borrows


def _next_fields(about: About) -> Sequence[FieldSpec]:
    now = about.account.series.next if about.account else 1
    words = f"对照发文登记簿，填最后一个号的后一个。现在是 {now}，只能往后改，跳过的号记为空号。"
    return (FieldSpec(name="next", label="下一个号", kind=Kind.INTEGER, span=4, default=now, help=words),)


def _pattern_fields(about: About) -> Sequence[FieldSpec]:
    now = about.account.series.pattern if about.account else "{short}{kind}〔{year}〕{serial}号"
    words = "{short} 代字，{kind} 类别，{year} 年份，{serial} 序号；已经给出的号不变。"
    return (FieldSpec(name="pattern", label="样式", span=8, default=now, help=words),)


def _fate_fields(about: About) -> Sequence[FieldSpec]:
    back = "退回县中心" if about.account and about.account.borrows else "退回"
    marks = (
        Choice(Mark.VOID, "作废"), Choice(Mark.RETURNED, back), Choice(Mark.USED, "用在程序以外的文书上"),
    )  # fmt: skip
    return (
        FieldSpec(name="first", label="序号", kind=Kind.INTEGER, span=3),
        FieldSpec(name="last", label="到序号", kind=Kind.INTEGER, span=3, required=False),
        FieldSpec(name="mark", label="去向", kind=Kind.CHOICE, choices=marks, default=marks[0].value,
                  span=6),
        REASON,
    )  # fmt: skip


def _lend_fields(about: About) -> Sequence[FieldSpec]:
    stations = tuple(Choice(code, f"{name}（{code}）") for code, name in about.borrowers)
    only = stations[0].value if len(stations) == 1 else None
    return (
        FieldSpec(name="station", label="借给", kind=Kind.CHOICE, choices=stations, default=only, span=12),
        FieldSpec(name="count", label="几个号", kind=Kind.INTEGER, span=3, default=20),
        FieldSpec(name="first", label="从几号起", kind=Kind.INTEGER, span=3, required=False,
                  help="不填时从下一个号起。"),
    )  # fmt: skip


def _lend(app: Any, key: str, values: Values) -> Any:
    return Made(app.lending.lend(key, values["station"], first=values["first"], count=values["count"]))


def _mark(app: Any, key: str, values: Values) -> Any:
    serials = range(values["first"], (values["last"] or values["first"]) + 1)
    return app.numbers.mark(key, serials, Mark(values["mark"]), values["reason"])


@dataclass(frozen=True)
class Made:
    """A deed that answers with what it made."""

    made: Any

    @property
    def changed(self) -> set[str]:
        return {"series", "number_block", "block_note"}


DEEDS = (
    Deed(
        NEXT, "核对下一个号", "写明下一个号", Task.SETTINGS, _counts_here, _next_fields,
        lambda app, key, values: app.numbers.go_on_from(key, values["next"]), lambda _: "下一个号已写明",
    ),
    Deed(
        PATTERN, "改样式", "改样式", Task.SETTINGS, _counts_here, _pattern_fields,
        lambda app, key, values: app.numbers.write_as(key, values["pattern"]), lambda _: "样式已改",
    ),
    Deed(
        "aside", "留用一个号", "留用", Task.ISSUE, lambda about: True, lambda about: (REASON,),
        lambda app, key, values: Made(app.numbers.set_aside(key, values["reason"])),
        lambda made: f"已留用 {made.made}",
    ),
    Deed(
        "fate", "说明号的去向", "记下去向", Task.VOID, lambda about: about.account is not None, _fate_fields,
        _mark, lambda _: "号的去向已记下",
    ),
    Deed(
        LEND, "借出号段", "借出", Task.SETTINGS, lambda about: about.center and bool(about.borrowers),
        _lend_fields, _lend, lambda made: f"已借出 {made.made.label}，下次发给该站的包带去",
    ),
)  # fmt: skip
BY_NAME = {deed.name: deed for deed in DEEDS}
BLOCK_REASON = (FieldSpec(name="reason", label="理由", span=12),)
MARKS = choices(Mark.VOID, Mark.RETURNED, Mark.USED)
SETTLE = (
    FieldSpec(name="which", label="哪些号", kind=Kind.CHOICE, choices=choices("全部", "选中的一行"),
              default="全部", span=6),
    FieldSpec(name="mark", label="去向", kind=Kind.CHOICE, choices=MARKS, default=MARKS[0].value, span=6),
    REASON,
)  # fmt: skip
BEGIN = (
    FieldSpec(name="short", label="机关代字", span=4, example="例：云府"),
    FieldSpec(name="kind", label="文书类别", span=4, example="例：复受"),
)
