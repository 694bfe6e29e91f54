"""延期、中止与终止 — what lengthens, halts or ends a review without a decision (`domain.md` 2.2, 2.3)."""

from fuyi_desktop.domain.access import Task
from fuyi_desktop.domain.decisions import REFUSALS
from fuyi_desktop.domain.fields import Choice, Field, FieldKind
from fuyi_desktop.domain.procedure import StepKind
from fuyi_desktop.domain.reconsideration import guards
from fuyi_desktop.domain.reconsideration.front import TO_COURT
from fuyi_desktop.domain.reconsideration.grounds import (
    NORM_FORWARD,
    NORM_OWN,
    NORM_RESULTS,
    SUSPENSIONS,
    TERMINATIONS,
    TRACK_CHOICES,
    WITHDRAWALS,
)
from fuyi_desktop.domain.reconsideration.states import SUSPENDED, UNDECIDED, UNDER_REVIEW
from fuyi_desktop.domain.steps import ORDINARY
from fuyi_desktop.domain.trail import Branch, Guard, Trail, typed_only


def _where_it_stopped(trail: Trail) -> str:
    """恢复 goes back to the state in which the case was suspended."""
    return trail.state_before("suspend")


# What ends a 中止, before anything that is done again on the day of its 恢复. A consequence of expiry is dated
# in the state that ran out: 恢复 comes before it, 中止 after.
RESUMPTION = (
    StepKind(
        "notice_received", "制定机关收到通知", SUSPENDED,
        side=True, repeats=True,
        fields=(Field("received_on", "收到日", FieldKind.DATE, help="回证上的日期。"),),
        guards=(
            Guard("没有等待回证的通知", "行政复议法第五十八条第一款", guards.receipt_is_open("notify_maker", "notice_received")),
            Guard("收到日应当在通知以后，而且已经过去", "行政复议法第五十八条第一款", typed_only(guards.received_between("notify_maker"))),
        ),
        article="行政复议法第五十八条第一款", help="以回证为准，十个工作日的答复期限从收到的次日起算。",
    ),
    StepKind(
        "forward_received", "有权机关收到转送", SUSPENDED,
        side=True, repeats=True,
        fields=(Field("received_on", "收到日", FieldKind.DATE, help="回证上的日期。"),),
        guards=(
            Guard("没有等待回证的转送函", "行政复议法第六十条", guards.receipt_is_open("forward_norm", "forward_received")),
            Guard("收到日应当在转送以后，而且已经过去", "行政复议法第六十条", typed_only(guards.received_between("forward_norm"))),
        ),
        article="行政复议法第六十条", help="以回证为准，六十日的回复期限从收到的次日起算。",
    ),
    StepKind(
        "norm_answered", "收到有关机关答复", SUSPENDED,
        side=True, repeats=True,
        fields=(
            Field("organ", "答复的机关"),
            Field("opinion", "答复或者处理意见", FieldKind.LONG),
        ),
        guards=(Guard("还没有通知制定机关或者转送", "行政复议法第五十八条、第六十条",
                      guards.since("suspend", "notify_maker", "forward_norm")),),
        article="行政复议法第五十八条第一款、第六十条", actor="制定机关或者接受转送的机关",
        help="制定机关的书面答复，或者接受转送机关的处理意见。",
    ),
    StepKind(
        "norm_handled", "附带审查处理完毕", SUSPENDED,
        side=True, repeats=True,
        fields=(
            Field("result", "处理结果", FieldKind.CHOICE, choices=NORM_RESULTS[:2], article="行政复议法第五十九条"),
            Field("reason", "理由", FieldKind.LONG, required=False),
        ),
        guards=(
            Guard("本案不是因本机关有权处理的附带审查中止的", "行政复议法第五十九条", guards.suspended_for(NORM_OWN)),
            Guard("制定机关还没有答复", "行政复议法第五十八条第二款",
                  guards.since("suspend", "norm_answered"), asks=True),
        ),
        article="行政复议法第五十九条", actor="复议机关",
        help="相关条款合法的在决定书中一并告知；超越权限或者违反上位法的，停止执行并责令纠正。",
    ),
    StepKind(
        "resume", "恢复审理", SUSPENDED, Branch(tuple(sorted(UNDER_REVIEW)), _where_it_stopped),
        repeats=True,
        fields=(Field("reason", "原因怎样消除", FieldKind.LONG, required=False),),
        guards=(
            Guard("当天中止的，作废中止的记录就可以", "行政复议法第三十九条第二款", guards.on_another_day("suspend")),
            Guard("附带审查还没有处理结果，请核对是否可以恢复", "行政复议法第五十九条、第六十条", guards.norm_is_settled, asks=True),
        ),
        papers=("F19b", "F28"), files=("F19b",), article="行政复议法第三十九条第二款、第三款", actor="复议机关",
        help="中止的原因消除后应当及时恢复，并书面告知当事人；回到中止以前的环节，审理期限接着计算。",
    ),
)  # fmt: skip

HALTS = (
    StepKind(
        "convert", "转为普通程序", UNDER_REVIEW,
        side=True,
        fields=(
            Field("track", "程序", FieldKind.CHOICE, choices=TRACK_CHOICES[:1], default=ORDINARY),
            Field("reason", "理由", FieldKind.LONG, help="为什么不宜适用简易程序。"),
            Field("approved_by", "批准人", help="应当由复议机构的负责人批准。", article="行政复议法第五十五条"),
        ),
        guards=(Guard("案件没有适用简易程序", "行政复议法第五十五条", guards.on_simple),),
        article="行政复议法第五十五条", actor="复议机构负责人", within=("A20",), task=Task.DECIDE,
        help="三十日届满以前经批准可以转为普通程序；六十日仍自受理之日的次日起算，并应当听取意见。",
    ),
    StepKind(
        "extend", "延期", UNDER_REVIEW,
        side=True,
        fields=(
            Field("days", "延长天数", FieldKind.INTEGER, default=30, help="最多 30 日，只能延长一次。"),
            Field("reason", "理由", FieldKind.LONG, help="情况怎样复杂，为什么不能在规定期限内作出决定。"),
            Field("approved_by", "批准人", help="应当由复议机构的负责人批准，并书面告知当事人。", article="行政复议法第六十二条第一款"),
        ),
        guards=(
            Guard("简易程序的审理期限不能延长", "行政复议法第六十二条第二款", guards.on_ordinary),
            Guard("延长不得超过 30 日", "行政复议法第六十二条第一款", typed_only(guards.extension_in_limit)),
        ),
        papers=("F21b", "F21", "F28"), files=("F21",), article="行政复议法第六十二条第一款", actor="复议机构负责人", within=("A18",),
        task=Task.DECIDE,
        help="情况复杂，不能在规定期限内作出决定的，经批准可以适当延长。",
    ),
    StepKind(
        "exclude", "扣除鉴定勘验时间", UNDER_REVIEW,
        side=True, repeats=True,
        fields=(
            Field("kind", "事由", FieldKind.CHOICE, default="appraisal", choices=(
                Choice("appraisal", "鉴定", "行政复议法实施条例（2007年）第三十七条"),
                Choice("survey", "现场勘验", "行政复议法实施条例（2007年）第三十四条第三款"))),
            Field("from", "开始日", FieldKind.DATE),
            Field("to", "结束日", FieldKind.DATE),
        ),
        guards=(Guard("结束日应当在开始日以后，而且已经过去", "行政复议法实施条例（2007年）第三十七条", typed_only(guards.excluded_is_past)),),
        papers=("F22",), article="行政复议法实施条例（2007年）第三十四条、第三十七条",
        help="鉴定、现场勘验所用的时间不计入审理期限，结束后登记起止日期。",
    ),
    StepKind(
        "suspend", "中止", UNDER_REVIEW, "R15",
        side=True, repeats=True,
        fields=(
            Field("ground", "中止的情形", FieldKind.CHOICE, choices=SUSPENSIONS, article="行政复议法第三十九条第一款"),
            Field("agreed", "申请人和被申请人都同意", FieldKind.YES_NO, required=False,
                  help="因调解、和解中止的填写。", article="行政复议法第三十九条第一款第六项"),
            Field("reason", "具体事由", FieldKind.LONG, required=False),
        ),
        guards=(
            Guard("因调解、和解中止，应当由申请人和被申请人同意", "行政复议法第三十九条第一款第六项", typed_only(guards.settling_is_agreed)),
            Guard("还没有提起附带审查", "行政复议法第三十九条第一款第九项", typed_only(guards.norm_was_taken_up)),
        ),
        papers=("F19", "F28"), files=("F19",), article="行政复议法第三十九条第一款、第三款", actor="复议机关",
        help="审理期限从中止之日停止计算；因申请人方面三种原因中止满六十日仍未消除的，终止行政复议。",
    ),
    StepKind(
        "notify_maker", "通知制定机关", SUSPENDED,
        repeats=True,
        fields=(
            Field("organ", "制定机关"),
            Field("received_on", "对方收到日", FieldKind.DATE, required=False, help="当日送到的填当日；以后才知道的，另行登记收到日。"),
        ),
        guards=(
            Guard("本案不是因本机关有权处理的附带审查中止的", "行政复议法第五十八条第一款", guards.suspended_for(NORM_OWN)),
            Guard("已经通知过制定机关", "行政复议法第五十八条第一款", guards.not_since("suspend", "notify_maker")),
        ),
        papers=("F23b",), files=("F23b",), article="行政复议法第五十八条第一款",
        help="自中止之日起三个工作日内书面通知；制定机关自收到之日起十个工作日内书面答复。",
    ),
    StepKind(
        "forward_norm", "转送有权机关", SUSPENDED,
        repeats=True,
        fields=(
            Field("organ", "接受转送的机关"),
            Field("received_on", "对方收到日", FieldKind.DATE, required=False, help="当日送到的填当日；以后才知道的，另行登记收到日。"),
        ),
        guards=(
            Guard("本案不是因转送附带审查中止的", "行政复议法第五十六条、第五十七条", guards.suspended_for(NORM_FORWARD)),
            Guard("已经转送", "行政复议法第五十六条、第五十七条", guards.not_since("suspend", "forward_norm")),
        ),
        papers=("F23",), files=("F23",), article="行政复议法第五十六条、第五十七条", actor="复议机关",
        help="七个工作日内转送有权处理的机关，该机关自收到之日起六十日内回复。",
    ),
    StepKind(
        "request_withdrawal", "申请撤回", UNDECIDED,
        side=True, repeats=True,
        fields=(
            Field("cause", "撤回的原因", FieldKind.CHOICE, choices=WITHDRAWALS),
            Field("voluntary", "核实出于自愿", FieldKind.YES_NO, article="行政复议法第七十四条"),
            Field("reason", "说明", FieldKind.LONG, required=False),
            Field("terms", "和解内容", FieldKind.LONG, required=False, when=("cause", ("settled",)),
                  help="每行一项，写明谁在什么时候做什么；和解协议照此印。", article="行政复议法第七十四条"),
            Field("perform_by", "和解的履行期限", FieldKind.DATE, required=False, when=("cause", ("settled",))),
        ),
        guards=(TO_COURT,),
        papers=("F18", "F16b"), files=("F18",), article="行政复议法第七十四条、第四十一条第一项", actor="申请人",
        help="准予撤回并终止后，不得再以同一事实和理由申请，能够证明违背真实意愿的除外；应当当面说明。",
    ),
)  # fmt: skip

ENDS = (
    StepKind(
        "mediated", "调解结案", frozenset({"R14"}), "R22",
        fields=(
            Field("terms", "调解结果", FieldKind.LONG, article="行政复议法第七十三条第一款"),
            Field("signed", "各方已签字或者签章", FieldKind.YES_NO, article="行政复议法第七十三条第一款"),
            Field("lawful", "不损害国家利益、公共利益和他人权益", FieldKind.YES_NO, article="行政复议法第五条第二款"),
            Field("corrected", "被申请人作了纠正", FieldKind.YES_NO, required=False, help="调解中改变或者撤销了原行政行为的填“是”，统计用。"),
            Field("perform_by", "履行期限（选填）", FieldKind.DATE, required=False, article="行政复议法第七十七条"),
        ),
        guards=(
            Guard("调解书应当经各方当事人签字或者签章", "行政复议法第七十三条第一款", typed_only(guards.confirmed("signed"))),
            Guard("调解不得损害国家利益、社会公共利益和他人合法权益", "行政复议法第五条第二款", typed_only(guards.confirmed("lawful"))),
        ),
        papers=("F17", "F28"), files=("F17",), article="行政复议法第七十三条第一款", actor="复议机关",
        office=True, task=Task.DECIDE,
        help="制作行政复议调解书，经签字并加盖复议机关印章，即具有法律效力。",
    ),
    StepKind(
        "terminate", "终止", UNDECIDED, "R30",
        side=True,
        fields=(
            Field("ground", "终止的情形", FieldKind.CHOICE, choices=TERMINATIONS, article="行政复议法第四十一条"),
            Field("reason", "具体事由", FieldKind.LONG, required=False),
        ),
        guards=(
            Guard("还没有核实出于自愿的撤回申请", "行政复议法第四十一条第一项、第七十四条", typed_only(guards.withdrawal_was_asked)),
            Guard("请核对本案是不是不服行政拘留或者限制人身自由的行政强制措施", "行政复议法第四十一条第四项", guards.detained_for_the_same, asks=True),
            Guard("没有因法定的三项原因中止满六十日", "行政复议法第四十一条第五项", typed_only(guards.standstill_is_over)),
        ),
        papers=("F20", "F28"), files=("F20",), article="行政复议法第四十一条", actor="复议机关", office=True, task=Task.DECIDE,
        help="撤回经准予而终止的，申请人不得再以同一事实和理由申请（第七十四条）。",
    ),
    StepKind(
        "dismiss", "驳回申请", UNDECIDED, "R30",
        side=True,
        fields=(
            Field("fails", "不符合的条件", FieldKind.CHOICE, choices=REFUSALS, article="行政复议法第三十条第一款"),
            Field("findings", "查明的事实", FieldKind.LONG, required=False, help="与受理条件有关的事实。"),
            Field("reason", "理由", FieldKind.LONG, article="行政复议法第三十三条"),
            Field("competent", "有管辖权的机关", required=False, help="不属于本机关管辖的应当写明。",
                  article="行政复议法第三十条第二款"),
        ),
        guards=(
            Guard("不属于本机关管辖的，应当告知有管辖权的行政复议机关", "行政复议法第三十条第二款", typed_only(guards.names_competent)),
            Guard("本案应当先申请行政复议，决定书应当写明自收到之日起十五日内可以起诉", "行政复议法第三十四条", guards.not_review_first, asks=True),
        ),
        papers=("F27", "F28"), files=("F27",), article="行政复议法第三十三条", actor="复议机关", office=True, task=Task.DECIDE,
        help="受理后发现不符合受理条件的，决定驳回申请并说明理由。",
    ),
)  # fmt: skip
