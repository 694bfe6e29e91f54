"""受理条件 — the seven conditions, each answered by a person, and the proof that an inaction case needs."""

from fuyi_desktop.domain.deadlines import INACTION
from fuyi_desktop.domain.decisions import CONDITIONS
from fuyi_desktop.domain.fields import Choice, Field, FieldKind
from fuyi_desktop.domain.trail import Guard, Look, typed_only

ARTICLE, PROOF = "行政复议法第三十条第一款", "行政复议法第四十四条第二款第一项"
WITHOUT = "none"
ASKED = (
    Choice("proved", "已经提供曾经要求履行职责的证据", PROOF),
    Choice("own_duty", "被申请人应当依职权主动履行", PROOF),
    Choice("excused", "有正当理由不能提供", PROOF),
    Choice(WITHOUT, "没有提供", PROOF),
)

QUESTIONS = (
    *(
        Field(choice.code, choice.label, FieldKind.YES_NO, checked=True, article=f"{ARTICLE}第{number}项")
        for choice, number in zip(CONDITIONS, "一二三四五六七", strict=True)
    ),
    Field("asked_before", "不作为案件：曾经要求履行职责的证据", FieldKind.CHOICE, required=False, choices=ASKED,
          help="只有不服行政不作为的案件填写；应当提供而没有提供的，通知补正。", article=PROOF),
)  # fmt: skip


def _unmet(look: Look) -> list[str]:
    return [choice.label for choice in CONDITIONS if look.typed.get(choice.code) is not True]


def _all_met(look: Look) -> bool:
    return not _unmet(look)


def _duty_was_asked_for(look: Look) -> bool:
    """第四十四条第二款第一项: who complains of inaction shows that the duty was asked for, or why not."""
    if look.file.case.act_kind != INACTION:
        return True
    return look.typed.get("asked_before") not in (None, WITHOUT)


ADMITTED = (
    Guard("受理条件没有全部符合", ARTICLE, typed_only(_all_met), _unmet),
    Guard("不服不作为的，应当提供曾经要求被申请人履行法定职责的证据，但是应当依职权主动履行或者有正当理由不能提供的除外",
          PROOF, typed_only(_duty_was_asked_for)),
)  # fmt: skip
