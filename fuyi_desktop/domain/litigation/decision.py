"""裁判和上诉 — what the court decided, when each party had it, who appealed, and from when it stands.

A retrial comes before 生效 in rank: what it changes takes effect on the day its judgment is received.
"""

from fuyi_desktop.domain.fields import Field, FieldKind
from fuyi_desktop.domain.litigation.choices import (
    ACT,
    APPEALABLE,
    JUDGMENT,
    PAPERS,
    READING,
    RESULTS,
    RETRIALS,
    RETRIED,
    UPPER,
)
from fuyi_desktop.domain.litigation.guards import HEARD, PERHAPS_SUSPENDED
from fuyi_desktop.domain.litigation.ruling import (
    ABOVE,
    APPEAL,
    IN_FORCE,
    JUDGMENT_FITS,
    LOST,
    NO_APPEAL,
    RETRIAL_IN_TIME,
    RETRIED_WELL,
    SERVED,
    WON,
)
from fuyi_desktop.domain.litigation.states import AFTER, DECIDED, JUDGED, JUDGED_ABOVE, ON_TRIAL, RETRIED_TO
from fuyi_desktop.domain.procedure import StepKind
from fuyi_desktop.domain.service.steps import BY_THE_COURT, PARTY, SIGNED_WELL

TO_BE_EFFECTIVE = DECIDED | {"L10"}
CERTIFIED = Field(
    "certified", "法院出具生效证明", FieldKind.YES_NO, required=False, default=False,
    help="不知道对方何时收到裁判文书的，凭法院的生效证明登记，日期照证明填写。",
)  # fmt: skip
DECIDED_BY = Field("decided_by", "决定人", required=False, help="机关负责人或者集体讨论。")
WEIGHED = Field(
    "opinion",
    "承办单位的分析意见",
    FieldKind.LONG,
    required=False,
    help="对裁判和是否上诉的分析，上诉决策表照此印。",
)

STEPS = (
    StepKind(
        "judgment", "登记裁判", ON_TRIAL, JUDGED,
        fields=(
            Field("paper", "裁判文书", FieldKind.CHOICE, choices=PAPERS, default=JUDGMENT,
                  help="判决十五日、驳回起诉等裁定十日内可以上诉，从各自收到之日起算；二审的裁判是终审的。",
                  article=f"{ACT}第八十五条"),
            Field("result", "裁判结果", FieldKind.CHOICE, choices=RESULTS,
                  help="撤销、变更、确认违法或者无效、责令履行、给付、赔偿补偿是败诉。二审维持原判的，填维持以后的结果。",
                  article=f"{ACT}第六十九条至第七十八条"),
            Field("judged_on", "裁判日期", FieldKind.DATE, required=False, help="裁判文书落款的日期。"),
            Field("ruling_number", "裁判文书文号", required=False),
            Field("text", "主文", FieldKind.LONG, required=False, help="照裁判文书的主文写。"),
        ),
        guards=(*JUDGMENT_FITS, HEARD, PERHAPS_SUSPENDED), files=("X23",), article=f"{ACT}第八十条、第八十五条",
        actor="法院", help="以本机关收到的日期登记：上诉期、败诉报备期都从这一天的次日起算。",
    ),
    StepKind(
        "served", "登记各方收到裁判", ON_TRIAL | DECIDED,
        fields=(
            Field("paper", "裁判文书", FieldKind.CHOICE, default=JUDGMENT,
                  choices=tuple(choice for choice in PAPERS if choice.code in APPEALABLE)),
            PARTY, *BY_THE_COURT,
        ),
        guards=(*SERVED, *SIGNED_WELL), article=f"{ACT}第八十五条", actor="法院", repeats=True, side=True,
        help="逐个登记其他当事人收到的日期，各人的上诉期从各人收到之日的次日起算；本机关的已经随裁判登记。",
    ),
    StepKind(
        "appeal", "上诉", DECIDED, "L09",
        fields=(
            Field("party", "上诉人", FieldKind.PARTY, help="谁提出上诉；几方都上诉的逐个登记。"),
            Field("claim", "上诉请求", FieldKind.LONG, required=False, help="本机关上诉的填写，每项一行。"),
            Field("reason", "上诉理由", FieldKind.LONG, required=False, help="上诉的事实和理由，每段一行。"),
            Field("upper_court", "二审法院", required=False),
            WEIGHED, DECIDED_BY,
        ),
        guards=APPEAL, papers=("H11", "H19"), files=("H19",), article=f"{ACT}第八十五条", actor="当事人", repeats=True,
        side=True, help="以提交上诉状的日期登记。收到二审的应诉通知后，用“接续办理”登记二审案件。",
    ),
    StepKind(
        "no_appeal", "决定不上诉", DECIDED, "L09",
        fields=(
            Field("party", "哪一被告", FieldKind.PARTY, help="共同被告各自决定是否上诉。"),
            Field("reason", "理由", FieldKind.LONG, required=False),
            WEIGHED, DECIDED_BY,
        ),
        guards=NO_APPEAL, papers=("H11",), files=("H11",), article=f"{ACT}第八十五条", actor="被诉机关", repeats=True, side=True,
        help="在上诉期内研究决定并留下记录；其他当事人的上诉期不受影响。",
    ),
    StepKind(
        "upper_result", "登记二审结果", frozenset({"L09"}), JUDGED_ABOVE,
        fields=(
            Field("outcome", "二审裁判", FieldKind.CHOICE, choices=UPPER, article=f"{ACT}第八十九条"),
            Field("result", "改判后的结果", FieldKind.CHOICE, required=False, choices=RESULTS,
                  help="只有改判的才填；维持的，结果仍按一审裁判。"),
            Field("ruling_number", "二审案号", required=False),
        ),
        guards=ABOVE, files=("X23",), article=f"{ACT}第八十九条", actor="二审法院", side=True,
        help="以本机关收到二审裁判的日期登记，二审的裁判是终审的。",
    ),
    StepKind(
        "retrial", "申请再审或者抗诉", AFTER | {"L20"}, "L30",
        fields=(
            Field("kind", "情形", FieldKind.CHOICE, choices=RETRIALS, article=f"{ACT}第九十条至第九十三条"),
            Field("party", "申请人", FieldKind.PARTY, required=False),
            Field("number", "再审或者监督案号", required=False),
        ),
        guards=(RETRIAL_IN_TIME,), article=f"{ACT}第九十条至第九十三条", actor="当事人、检察院、法院", repeats=True, side=True,
        help="再审期间原裁判不停止执行。法院审查、审理再审的，用“接续办理”另行登记再审案件。",
    ),
    StepKind(
        "retrial_result", "登记再审或者监督结果", frozenset({"L30"}), RETRIED_TO,
        fields=(
            Field("outcome", "结果", FieldKind.CHOICE, choices=RETRIED),
            Field("result", "改判后的结果", FieldKind.CHOICE, required=False, choices=RESULTS, help="只有改判的才填。"),
        ),
        guards=RETRIED_WELL, files=("X23",), article=f"{READING}第一百一十六条、第一百二十二条", actor="法院、检察院",
        repeats=True, help="改判的，再登记生效；驳回或者维持的，按原来的裁判继续办理。",
    ),
    StepKind(
        "effective", "登记裁判生效", TO_BE_EFFECTIVE, "L11",
        fields=(CERTIFIED,), guards=(*IN_FORCE, WON), article=f"{ACT}第八十五条、{READING}第一百一十条", actor="被诉机关",
        repeats=True, help="没有上诉的，自最后一个上诉期届满的次日生效；二审裁判自收到时生效。",
    ),
    StepKind(
        "effective_lost", "登记败诉裁判生效", TO_BE_EFFECTIVE, "L11",
        fields=(
            CERTIFIED,
            Field("handled_elsewhere", "败诉处置登记在另一件", FieldKind.YES_NO, required=False, default=False,
                  help="同一争议另有一审或者二审案件登记报备、分析和整改的，选“是”，本案不再重复。"),
        ),
        guards=(*IN_FORCE, LOST), article=f"{ACT}第八十五条、第七十条至第七十八条", actor="被诉机关", repeats=True,
        help="被纠错的裁判生效后三十日内形成分析报告，认定过错责任，并主动履行。",
    ),
)  # fmt: skip
