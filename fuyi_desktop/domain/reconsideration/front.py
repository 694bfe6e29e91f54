"""收件到受理 — the steps from receipt to acceptance, or to one of the ways out before it (`domain.md` 2.1)."""

from fuyi_desktop.domain.access import Task
from fuyi_desktop.domain.decisions import REDIRECTS, REFUSALS
from fuyi_desktop.domain.fields import Choice, Field, FieldKind
from fuyi_desktop.domain.procedure import LATE_CAUSE, START, StepKind
from fuyi_desktop.domain.reconsideration import guards
from fuyi_desktop.domain.reconsideration.admission import ADMITTED, QUESTIONS
from fuyi_desktop.domain.reconsideration.grounds import REVIEW_FIRST, SIMPLE_GROUNDS, TRACK_CHOICES
from fuyi_desktop.domain.reconsideration.guards import AT_ALL
from fuyi_desktop.domain.reconsideration.states import BEFORE
from fuyi_desktop.domain.steps import ORDINARY, SIMPLE
from fuyi_desktop.domain.trail import Guard, typed_only

TO_COURT = Guard(
    "本案应当先申请行政复议，没有经过复议的，当事人不能直接起诉，请核对是否已经说明",
    "行政复议法第二十三条", guards.not_review_first, asks=True,
)  # fmt: skip

FRONT = (
    StepKind(
        "receive", "收到申请", frozenset({START}), "R00",
        fields=(
            Field("posted_on", "交邮日", FieldKind.DATE, required=False,
                  help="邮寄申请的，邮戳上的日期；在途时间不算在申请期限内。", article="民事诉讼法第八十五条第四款"),
            Field("channel", "渠道", required=False),
        ),
        papers=("F01", "F02", "F38", "F38b", "F38c"), files=("X01",), article="行政复议法第二十二条", actor="窗口",
        help="登记申请到达的日期。收到的次日起算五个工作日的审查期限。",
    ),
    StepKind(
        "review", "分办审查", frozenset({"R00"}), "R01",
        fields=(
            Field("handler", "承办人", help="至少一名具名的承办人；与案件有利害关系的应当回避。"),
            Field("second", "协办人", required=False),
            Field("review_first", "复议前置情形", FieldKind.CHOICE, required=False, choices=REVIEW_FIRST,
                  help="属于应当先申请复议的，选一项；不予受理、撤回时会再提示。", article="行政复议法第二十三条第一款"),
        ),
        guards=(Guard("口头申请应当当场记录，卷内还没有口头申请笔录", "行政复议法第二十二条第一款", guards.oral_is_on_paper, asks=True),),
        article="行政复议法第三十条", within=("A08",), help="指定承办人，开始审查是否受理。",
    ),
    StepKind(
        "request_supplement", "通知补正", frozenset({"R01"}), "R02",
        side=True, repeats=True,
        fields=(
            Field("items", "需要补正的内容", FieldKind.LONG, help="应当一次列全，逐项写明。",
                  article="行政复议法第三十一条第一款"),
            Field("received_on", "申请人收到日", FieldKind.DATE, required=False,
                  help="当面交付的填当日；邮寄的不填，收到回证后登记送达，以回证为准。"),
        ),
        guards=(Guard("已经通知过补正，补正通知应当一次性载明全部事项", "行政复议法第三十一条第一款", guards.first_notice),),
        papers=("F03", "F28"), files=("F03",), article="行政复议法第三十一条第一款", within=("A09",), delivers="F03",
        help="材料不齐全或者表述不清楚，不能判断是否符合受理条件时，一次性书面通知补正。",
    ),
    StepKind(
        "allow_more_time", "延长补正期限", frozenset({"R02"}),
        side=True,
        fields=(
            Field("days", "延长的工作日", FieldKind.INTEGER, help="合理的天数，加在十个工作日之后。"),
            Field("reason", "正当理由", FieldKind.LONG),
        ),
        guards=(Guard("延长的天数应当大于零", "行政复议法第三十一条第二款", typed_only(guards.filled("days"))),),
        article="行政复议法第三十一条第二款", within=("A10",),
        help="申请人有正当理由不能按期补正的，可以延长合理的补正期限。",
    ),
    StepKind(
        "supplement", "收到补正材料", frozenset({"R02"}), "R01",
        fields=(
            Field("items", "收到的材料", FieldKind.LONG, required=False),
            Field(LATE_CAUSE, "逾期补正的正当理由", required=False,
                  help="超过期限才收到的，写明正当理由；期限内交邮的，写明交邮的日期。", article="行政复议法第三十一条第二款"),
        ),
        article="行政复议法第三十一条第二款", actor="申请人", within=("A10",),
        help="自收到补正材料的次日起，再按五个工作日审查是否受理。",
    ),
    StepKind(
        "abandon", "登记视为放弃", frozenset({"R02"}), "R03",
        article="行政复议法第三十一条第二款", after=("A10",),
        help="无正当理由逾期不补正的，视为放弃复议申请，记录在案。",
    ),
    StepKind(
        "refuse", "不予受理", frozenset({"R01"}), "R04",
        side=True,
        fields=(
            Field("fails", "不符合的条件", FieldKind.CHOICE, choices=REFUSALS, article="行政复议法第三十条第一款",
                  help="选不予受理的原因，所依据的条款随之确定。"),
            Field("reason", "理由", FieldKind.LONG, help="写明认定的事实和理由。", article="行政复议法第三十条第二款"),
            Field("competent", "有管辖权的机关", required=False, help="不属于本机关管辖的应当写明。",
                  article="行政复议法第三十条第二款"),
        ),
        guards=(
            Guard("不属于本机关管辖的，应当告知有管辖权的行政复议机关", "行政复议法第三十条第二款", typed_only(guards.names_competent)),
            Guard("这项原因可以补正，还没有通知过补正", "行政复议法第三十一条第一款", guards.cure_was_tried, asks=True),
            Guard("本案应当先申请行政复议，决定书应当写明自收到之日起十五日内可以起诉", "行政复议法第三十四条", guards.not_review_first, asks=True),
        ),
        papers=("F04",), files=("F04",), article="行政复议法第三十条第二款", actor="复议机关", within=("A08", "A11"),
        office=True, task=Task.DECIDE, numbered="复",
        help="在审查期限内决定不予受理并说明理由。",
    ),
    StepKind(
        "redirect", "告知或转送", frozenset({"R01"}), "R05",
        side=True,
        fields=(
            Field("ground", "告知的原因", FieldKind.CHOICE, choices=REDIRECTS, help="不属于复议事项的哪一类。"),
            Field("how", "处理方式", FieldKind.CHOICE, default="inform",
                  choices=(Choice("inform", "告知"), Choice("forward", "转送"))),
            Field("path", "告知的途径或转送的机关", FieldKind.LONG, help="写明申请人可以到哪里、怎样提出。"),
            Field("agreed", "申请人同意按告知的途径办理", FieldKind.YES_NO, required=False,
                  help="申请人坚持要求复议的填“否”，改为作出不予受理决定。", article="行政复议法第三十条第二款"),
        ),
        guards=(
            Guard("属于其他复议机关管辖而申请人没有同意的，应当作出不予受理决定，并告知有管辖权的机关", "行政复议法第三十条第二款",
                  typed_only(guards.other_organ_is_agreed)),
            Guard("申请人坚持要求复议的，应当作出不予受理决定", "行政复议法第三十条第二款", guards.redirect_is_agreed, asks=True),
            TO_COURT,
        ),
        papers=("F05", "F05b"), files=("F05",), article="行政复议法第三十条", within=("A08", "A11"),
        help="不属于行政复议事项的，引导到具体途径并留下记录。",
    ),
    StepKind(
        "withdraw", "受理前撤回", BEFORE, "R05",
        side=True,
        fields=(Field("reason", "撤回的原因", FieldKind.LONG, required=False),),
        guards=(TO_COURT,),
        papers=("F18",), files=("F18",), article="行政复议法第七十四条", actor="申请人",
        help="应当书面、自愿；审查期限随之结束。在申请期限内还可以再次申请。",
    ),
    StepKind(
        "accept", "受理", frozenset({"R01"}), "R10",
        fields=(
            *QUESTIONS,
            Field("track", "程序", FieldKind.CHOICE, choices=TRACK_CHOICES, default=ORDINARY,
                  help="简易程序三十日内作出决定，不能延长。", article="行政复议法第五十三条"),
            Field("simple_ground", "适用简易程序的情形", FieldKind.CHOICE, required=False, choices=SIMPLE_GROUNDS,
                  when=("track", (SIMPLE,)),
                  help="只在适用简易程序时填写。", article="行政复议法第五十三条"),
            Field("clear", "事实清楚、权利义务关系明确、争议不大", FieldKind.YES_NO, required=False, when=("track", (SIMPLE,)),
                  help="适用简易程序的前提；当事人各方同意的除外。", article="行政复议法第五十三条第一款"),
            Field("excuse", "逾期申请的正当理由", required=False,
                  help="超过申请期限的，写明不可抗力或者其他正当理由；期限自障碍消除之日起继续计算。",
                  article="行政复议法第二十条第二款"),
        ),
        guards=(
            *ADMITTED,
            Guard("申请已经超过最长申请期限", "行政复议法第二十一条", guards.within_period(AT_ALL)),
            Guard("适用简易程序应当写明属于哪种情形", "行政复议法第五十三条", typed_only(guards.simple_is_founded)),
            Guard("适用简易程序的案件应当事实清楚、权利义务关系明确、争议不大", "行政复议法第五十三条第一款", typed_only(guards.simple_is_clear)),
            Guard("请核对管辖", "", guards.seems_competent, guards.doubts_of_competence, asks=True),
            Guard("申请已经超过申请期限，还没有写明不可抗力或者其他正当理由", "行政复议法第二十条", guards.applied_in_time, asks=True),
            Guard("案件标记为重大复杂，请核对是否适用简易程序", "行政复议法第五十三条第一款", guards.simple_is_not_major, asks=True),
        ),
        papers=("F06", "F28"), files=("F06",), article="行政复议法第三十条第一款", actor="复议机关", within=("A08", "A11"),
        office=True, numbered="复",
        help="七项条件审查后逐项回答，有一项不符合的补正或者不予受理。受理之日的次日起，普通程序七个工作日内发送副本、六十日内作出决定；简易程序三个工作日、三十日。",
    ),
    StepKind(
        "deem_accepted", "登记视为受理", frozenset({"R00", "R01"}), "R10",
        article="行政复议法第三十条第三款", actor="复议机关", after=("A08", "A11"), files=("F06",), papers=("F06", "F28"),
        numbered="复",
        help="审查期限届满没有作出不予受理决定的，审查期限届满之日视为受理。",
    ),
)  # fmt: skip
