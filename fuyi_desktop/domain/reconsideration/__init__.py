"""行政复议 — from receipt to archive, as the table of its steps (`domain.md` 2.1–2.3)."""

from fuyi_desktop.domain.case import CaseFile
from fuyi_desktop.domain.entry import ACT, CHANNEL, CLAIM, FLAGS, MATTER, RECEIVED_BY, RESPONDENT
from fuyi_desktop.domain.fields import Field, FieldKind
from fuyi_desktop.domain.passing import handling, passing
from fuyi_desktop.domain.procedure import Entry, Procedure
from fuyi_desktop.domain.reconsideration.ending import ENDING, SUED, archive
from fuyi_desktop.domain.reconsideration.front import FRONT
from fuyi_desktop.domain.reconsideration.halts import HALTS, RESUMPTION
from fuyi_desktop.domain.reconsideration.service import DELIVERED, serves_decision
from fuyi_desktop.domain.reconsideration.states import STATES, UNDER_REVIEW
from fuyi_desktop.domain.reconsideration.trial import TRIAL

__all__ = ["DELIVERED", "RECONSIDERATION", "UNDER_REVIEW", "serves_decision"]

ENTRY = Entry(
    "receive",
    (
        Field("received_on", "收到日", FieldKind.DATE, help="材料实际到达的日期，审查期限从次日起算。",
              article="行政复议法第三十条"),
        Field("posted_on", "交邮日", FieldKind.DATE, required=False, help="邮寄的看邮戳，在途时间不算。",
              article="民事诉讼法第八十五条第四款"),
        CHANNEL,
        Field("penalty_organ_on", "处罚机关收到日", FieldKind.DATE, required=False,
              help="经处罚机关转送的，该机关收到申请的日期；应当维持的五个工作日内转送。", article="行政复议法第三十二条第二款"),
        Field("organ", "复议机关", required=False, help="只有一个复议机关时可以不填。"),
        MATTER, RESPONDENT, *ACT,
        Field("rights_known_on", "知道复议权利日", FieldKind.DATE, required=False,
              help="没有告知权利的，知道复议权利、机关和期限的日期；申请期限从次日起算，最长一年。", article="行政复议法第二十条第三款"),
        *CLAIM,
        Field("damages_claim", "一并提出的赔偿请求", FieldKind.LONG, required=False,
              help="请求赔偿的写明损失和数额，决定书中一并答复。", article="行政复议法第七十二条第一款"),
        FLAGS, RECEIVED_BY,
    ),
)  # fmt: skip


def _missing(file: CaseFile) -> tuple[str, ...]:
    return RECONSIDERATION.missing(file)


STEPS = (
    *FRONT,
    *RESUMPTION,
    *TRIAL,
    *HALTS,
    *ENDING,
    archive(_missing),
    SUED,
    *handling(STATES, "公务员法第七十六条"),
    *passing(STATES),
)

RECONSIDERATION = Procedure("reconsideration", "行政复议", STATES, STEPS, ENTRY)
