"""流转 — the steps by which a case passes from hand to hand, the same in every procedure."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from fuyi_desktop.domain.case import CaseFile
from fuyi_desktop.domain.custody import (
    ADOPT,
    ASSIGN,
    GIVE_BACK,
    HAND_OVER,
    REMIND,
    TAKE_BACK,
    holder,
    strays,
    tenures,
)
from fuyi_desktop.domain.fields import Choice, Field, FieldKind
from fuyi_desktop.domain.forms import form_of
from fuyi_desktop.domain.party import CENTER
from fuyi_desktop.domain.procedure import State, StepKind
from fuyi_desktop.domain.trail import Guard, Look

CARRY_ON, CHANGE_HANDLER, RECUSE = "carry_on", "change_handler", "recuse"
INTERNAL = "内部流转"

KINDS = (
    Choice("reconsideration", "行政复议"),
    Choice("litigation", "行政应诉"),
    Choice("mediation", "行政争议纾解"),
)


def _center_holds(look: Look) -> bool:
    return holder(look.file) == CENTER


def _elsewhere(look: Look) -> bool:
    return holder(look.file) != CENTER


def _came_from_somewhere(look: Look) -> bool:
    return len(tenures(look.file)) > 1


def _goes_on(look: Look) -> bool:
    """The next procedure is another one; only a suit goes on as a suit, in its next instance."""
    kind = look.file.case.kind
    return look.typed.get("to") != kind or kind == "litigation"


def _some_astray(look: Look) -> bool:
    return bool(strays(look.file))


ARCHIVED = "已归档"


def _fits_all(rows: Iterable[StepKind], states: Sequence[State]) -> Iterator[StepKind]:
    """Open in every state but the archive, which they fit as well: nothing dated before may fall for them."""
    every = frozenset(state.id for state in states)
    archived = frozenset(state.id for state in states if state.label == ARCHIVED)
    return (replace(row, leaves=every, closed_in=archived) for row in rows)


def passing(states: Sequence[State], **changed: dict[str, Any]) -> tuple[StepKind, ...]:
    """The shared steps; `changed` says by code what a procedure has otherwise."""
    rows = (
        StepKind(
            ASSIGN, "分流指派", frozenset(),
            fields=(
                Field("to", "指派给", FieldKind.STATION, help="办理的站点；对方收到同步包后接着办。"),
                Field("reason", "理由", required=False),
            ),
            guards=(Guard("只有县中心能够分流指派", "", _center_holds),),
            article=INTERNAL, actor="县中心", repeats=True, side=True,
            help="由县中心按照谁管理、谁执法、谁办理的原则指派。指派后本站只能查看和督办。",
        ),
        StepKind(
            HAND_OVER, "移交", frozenset(),
            fields=(
                Field("to", "移交给", FieldKind.STATION, help="移交后由对方站点办理；对方收到同步包后接着办。"),
                Field("reason", "事由", required=False),
            ),
            article=INTERNAL, actor="窗口", repeats=True, side=True,
            help="移交后本站只能查看，不能再登记步骤。",
        ),
        StepKind(
            GIVE_BACK, "退回", frozenset(),
            fields=(
                Field("to", "退回给", FieldKind.STATION, required=False, help="不填时退回给转来案件的站点。"),
                Field("reason", "退回的理由", FieldKind.LONG, help="写明不属于本单位办理的理由，由县中心改派。"),
            ),
            guards=(Guard("案件是本站登记的，没有可以退回的站点", "", _came_from_somewhere),),
            article=INTERNAL, actor="承办单位", repeats=True, side=True,
            help="不应当由本单位办理的，说明理由后退回，由县中心改派。",
        ),
        StepKind(
            TAKE_BACK, "收回", frozenset(),
            fields=(Field("reason", "收回的理由", FieldKind.LONG),),
            guards=(Guard("案件就在县中心", "", _elsewhere),),
            article=INTERNAL, actor="县中心", repeats=True, side=True, by_center=True,
            help="县中心收回后自行办理或者改派。对方在收到消息以前登记的步骤，由县中心决定是否采用。",
        ),
        StepKind(
            REMIND, "督办", frozenset(),
            fields=(
                Field("content", "督办意见", FieldKind.LONG),
                Field("until", "要求办结日", FieldKind.DATE, required=False),
            ),
            article=INTERNAL, actor="县中心", repeats=True, side=True, by_center=True,
            help="不改变由谁办理，只提醒承办单位。",
        ),
        StepKind(
            ADOPT, "采用补记的步骤", frozenset(),
            fields=(
                Field("steps", "采用的步骤", FieldKind.MANY, help="案件收回以后才收到的、原承办站点登记的步骤。"),
                Field("reason", "理由", required=False),
            ),
            guards=(Guard("没有等待采用的步骤", "", _some_astray),),
            article=INTERNAL, actor="县中心", repeats=True, side=True, by_center=True,
            help="采用后按各自的日期计入；不采用的留在案卷里，不计入。",
        ),
        StepKind(
            CARRY_ON, "接续办理", frozenset(),
            fields=(
                Field("to", "接续的程序", FieldKind.CHOICE, choices=KINDS),
                Field("case", "接续的案件", required=False),
            ),
            guards=(Guard("同一程序不能接续自己", "", _goes_on),),
            article=INTERNAL, actor="承办人", repeats=True, side=True,
            help="同一争议进入下一个程序，当事人、行政行为和材料随之带入，不必重新登记。",
        ),
    )  # fmt: skip
    fitting = _fits_all(rows, states)
    return tuple(replace(row, **changed[row.code]) if row.code in changed else row for row in fitting)


def handling(states: Sequence[State], article: str) -> tuple[StepKind, ...]:
    """更换承办人 and 回避."""
    rows = (
        StepKind(
            CHANGE_HANDLER, "更换承办人", frozenset(),
            fields=(
                Field("handler", "承办人", help="与案件有利害关系的应当回避。"),
                Field("second", "协办人", required=False),
                Field("reason", "理由", required=False),
            ),
            article=INTERNAL, repeats=True, side=True, help="以后的步骤由新的承办人办理。",
        ),
        StepKind(
            RECUSE, "回避", frozenset(),
            fields=(
                Field("person", "申请谁回避"),
                Field("reason", "理由", FieldKind.LONG),
                Field("granted", "是否回避", FieldKind.YES_NO),
                Field("decided_by", "决定人", required=False),
                Field("handler", "接替的承办人", required=False, help="决定回避的，写明由谁接替。"),
            ),
            article=article, repeats=True, side=True,
            help="工作人员与案件有利害关系，可能影响公正办理的，应当回避。",
        ),
    )  # fmt: skip
    return tuple(_fits_all(rows, states))


INCOMPLETE = "卷内还缺应当有的文书"


def complete(missing: Callable[[CaseFile], Sequence[str]], article: str) -> Guard:
    """归档的条件: the file holds every form that its steps demand; names those that it lacks."""
    return Guard(
        INCOMPLETE, article, lambda look: not missing(look.file),
        lambda look: [form_of(form).title for form in missing(look.file)],
    )  # fmt: skip
