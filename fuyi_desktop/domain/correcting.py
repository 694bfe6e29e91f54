"""更正 — a clerical error in a paper that its recipients have already: told to them, never written over."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from fuyi_desktop.domain.fields import Choice, Field, FieldKind
from fuyi_desktop.domain.forms import CORRECT, CORRECTION, form_of
from fuyi_desktop.domain.procedure import StepKind
from fuyi_desktop.domain.reasons import full
from fuyi_desktop.domain.record import Facts
from fuyi_desktop.domain.service.course import RECEIPTS, SERVED, form_served
from fuyi_desktop.domain.service.steps import PARTY, RECEIVED, RECEIVED_WELL
from fuyi_desktop.domain.service.steps import paper as paper_field
from fuyi_desktop.domain.trail import Guard, Look, typed_only

BASIS = "民事诉讼法第一百五十七条第一款第七项"  # 补正笔误: of judgments, followed here
OF_CONTENT = (  # what says how it ended, how long a right lasts, and where it is sought
    re.compile("维持|撤销|变更|违法|无效|驳回|责令|终止|不予受理|赔偿|补偿"),
    re.compile(r"[0-9〇一二三四五六七八九十百]+(?:个工作日|日内|日以内|个月)"),
    re.compile(r"[\u4e00-\u9fff]*法院"),
)
DAY = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日")


def _served(look: Look) -> set[str]:
    """The forms of which some recipient has the paper by that day, this very day as well."""
    until = look.on or date.max
    return {form_served(step) for step in look.whole if step.code in RECEIPTS and step.on <= until}


def _this_was_served(look: Look) -> bool:
    return look.typed.get("paper") in _served(look)


def _only_clerical(look: Look) -> bool:
    return look.typed.get("clerical") is True


def _result_stands(look: Look) -> bool:
    """What was decided, the period and the day of a right, and the court are no matter of spelling."""
    wrong, right = str(look.typed.get("wrong", "")).strip(), str(look.typed.get("right", "")).strip()
    form = form_of(look.typed.get("paper"))
    if form.decides and any(wrong in text for text in _holdings(look, form.id)):
        return False
    return all(_said(pattern, wrong) == _said(pattern, right) for pattern in OF_CONTENT) and not (
        _said(DAY, wrong) != _said(DAY, right) and _said(DAY, wrong) & _days_of_rights(look, form.id)
    )


def _said(pattern: re.Pattern[str], text: str) -> set[str]:
    return set(pattern.findall(text))


def _standing(look: Look, form: str) -> Iterator[Facts]:
    return (paper.facts for paper in look.file.papers if paper.form == form and not paper.void_reason)


def _holdings(look: Look, form: str) -> Iterator[str]:
    """主文: as the step that decided has it, and as the paper does."""
    step = look.last(form_of(form).cause)
    printed = (paper.get("step", {}) for paper in _standing(look, form))
    for facts in (step.facts if step else {}, *printed):
        for name in ("text", "decision", "terms"):
            said = facts.get(name, "")
            yield "\n".join(map(str, said)) if isinstance(said, list | tuple) else str(said)


def _days_of_rights(look: Look, form: str) -> set[str]:
    """The days that the paper sets or tells of, as it prints them."""
    found: set[str] = set()
    for facts in _standing(look, form):
        due, step = facts.get("due") or {}, facts.get("step") or {}
        days = [value.get("due") for value in due.values() if isinstance(value, Mapping)]
        days += [step.get(name) for name in ("perform_by", "until", "held_on")]
        days += [right.get("due") for right in facts.get("rights") or ()]
        found |= {full(date.fromisoformat(str(day))) for day in days if day}
    return found


def _differs(look: Look) -> bool:
    return look.typed.get("wrong") != look.typed.get("right")


GUARDS = (
    Guard("还没有文书送达；没有送达的文书有差错，作废后重新出具", "", lambda look: bool(_served(look))),
    Guard("这份文书还没有送达，有差错的作废后重新出具", "", typed_only(_this_was_served)),
    Guard("更正只限于文字、数字上的笔误，不能改变文书的内容和结论", BASIS, typed_only(_only_clerical)),
    Guard(
        "改动涉及决定主文、处理结果、权利期限或者法院，不是笔误；应当依法撤销原文书另行作出",
        BASIS,
        typed_only(_result_stands),
    ),
    Guard("更正前后的文字相同，请核对", "", typed_only(_differs)),
)


def _told_before(look: Look) -> bool:
    """Whether this party has the notice of the last correction."""
    told = [step for step in look.since(CORRECT) if step.code == SERVED]
    return look.typed.get("party") in {step.facts.get("party") for step in told}


def serving(states: frozenset[str], actor: str) -> StepKind:
    """送达更正通知书, for a procedure that has no other paper to be served so."""
    return StepKind(
        SERVED, "送达更正通知书", states,
        side=True, repeats=True,
        fields=(paper_field((Choice(CORRECTION, form_of(CORRECTION).title),)), PARTY, *RECEIVED),
        guards=(
            Guard("还没有更正文书", "", lambda look: look.has(CORRECT)),
            Guard("更正通知书已经登记送达给这位当事人", "", typed_only(lambda look: not _told_before(look))),
            *RECEIVED_WELL,
        ),
        papers=("F28",), article=BASIS, actor=actor, help="像原文书一样送达，逐个当事人登记收到的日期。",
    )  # fmt: skip


def correcting(states: frozenset[str], delivered: Iterable[Choice], actor: str) -> StepKind:
    """更正文书, open where one of the delivered papers has reached somebody."""
    papers = tuple(Choice(choice.code, form_of(choice.code).title) for choice in delivered)
    others = tuple(choice for choice in papers if choice.code != CORRECTION)
    return StepKind(
        CORRECT, "更正文书", states,
        side=True, repeats=True,
        fields=(
            Field("paper", "更正哪份文书", FieldKind.CHOICE, choices=others),
            Field("number", "文书的文号", required=False, help="由本程序出具的不填；不编文号的也不填。"),
            Field("where", "差错在哪里", required=False, help="例如：第2页第3段。"),
            Field("wrong", "原来的文字", FieldKind.LONG, help="照文书上的原样写。"),
            Field("right", "更正为", FieldKind.LONG),
            Field("reason", "说明", required=False, help="例如：打印差错。"),
            Field("clerical", "只是笔误，不改变内容和结论", FieldKind.YES_NO, article=BASIS,
                  help="改变认定的事实、理由或者结论的，不能更正，应当依法撤销原文书另行作出。"),
        ),
        guards=GUARDS, papers=(CORRECTION, "F28"), files=(CORRECTION,), article=BASIS, actor=actor,
        help="已经送达的文书有笔误的，出具更正通知书，写明哪份文书、哪里、原文和更正后的文字，像原文书一样送达。",
    )  # fmt: skip
