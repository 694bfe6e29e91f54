"""更正 — a clerical error in a paper that its recipients have already: told to them, never written over."""

from collections.abc import Iterable
from datetime import date

from fuyi_desktop.domain.fields import Choice, Field, FieldKind
from fuyi_desktop.domain.forms import CORRECT, CORRECTION, form_of
from fuyi_desktop.domain.procedure import StepKind
from fuyi_desktop.domain.service.course import RECEIPTS, SERVED, form_served
from fuyi_desktop.domain.service.steps import PARTY, RECEIVED, RECEIVED_WELL
from fuyi_desktop.domain.service.steps import paper as paper_field
from fuyi_desktop.domain.trail import Guard, Look, typed_only

BASIS = "民事诉讼法第一百五十七条第一款第七项"  # 补正笔误: of judgments, followed here


def _served(look: Look) -> set[str]:
    """The forms of which some recipient has the paper by that day, this very day as well."""
    until = look.on or date.max
    return {form_served(step) for step in look.whole if step.code in RECEIPTS and step.on <= until}


def _this_was_served(look: Look) -> bool:
    return look.typed.get("paper") in _served(look)


def _only_clerical(look: Look) -> bool:
    return look.typed.get("clerical") is True


def _differs(look: Look) -> bool:
    return look.typed.get("wrong") != look.typed.get("right")


GUARDS = (
    Guard("还没有文书送达；没有送达的文书有差错，作废后重新出具", "", lambda look: bool(_served(look))),
    Guard("这份文书还没有送达，有差错的作废后重新出具", "", typed_only(_this_was_served)),
    Guard("更正只限于文字、数字上的笔误，不能改变文书的内容和结论", BASIS, typed_only(_only_clerical)),
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
