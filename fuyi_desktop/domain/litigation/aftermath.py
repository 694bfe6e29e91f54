"""裁判以后 — 败诉处置, performance, and what court or procuratorate advise."""

from fuyi_desktop.domain.fields import Field, FieldKind
from fuyi_desktop.domain.litigation.choices import (
    ACT,
    ADVICE,
    ADVISERS,
    CAUSES,
    FEEDBACK,
    HEADS,
    INTERVIEWS,
    LOCAL_INTERVIEW,
    READING,
)
from fuyi_desktop.domain.litigation.ruling import (
    ADVICE_WAITS,
    ANALYSED,
    ANY_LOSS,
    HANDLED_HERE,
    INTERVIEWED,
    LATE_PERFORMANCE,
    LOCAL_FILING,
    LOCAL_REPORT,
    RECTIFIED,
)
from fuyi_desktop.domain.litigation.states import (
    AFTER,
    AFTERWARDS,
    ANYWHERE,
    DECIDED,
    IN_EFFECT,
)
from fuyi_desktop.domain.procedure import StepKind
from fuyi_desktop.domain.sitting import interview

STEPS = (
    StepKind(
        "loss_filed", "报备败诉裁判", DECIDED | {"L10"} | IN_EFFECT,
        fields=(Field("to", "报送机关", required=False, help="不填时是本级司法行政部门。"),),
        guards=(ANY_LOSS,), papers=("H13",), files=("H13",), article=LOCAL_FILING, actor="被诉机关", repeats=True,
        help="自收到败诉的判决书之日起十个工作日内，将判决书复印件报司法行政部门备案，不等生效。",
    ),
    StepKind(
        "loss_analysed", "提交败诉分析报告", IN_EFFECT, AFTERWARDS,
        fields=(
            Field("cause", "败诉原因", FieldKind.CHOICE, choices=CAUSES,
                  help="因相同原因重复败诉的，考核时加计扣分，按原因代码比较。", article=f"{ACT}第七十条至第七十八条"),
            Field("analysis", "原因分析", FieldKind.LONG, required=False, help="每段一行；分析报告照此印。", article=LOCAL_REPORT),
            Field("repeated", "以前因相同原因败诉的情况", FieldKind.LONG, required=False, help="没有的不填。"),
            Field("liability", "过错责任", FieldKind.LONG, help="认定谁有过错、是什么责任；没有过错的写明理由。"),
            Field("measures", "整改措施", FieldKind.LONG, required=False),
        ),
        guards=(HANDLED_HERE,), papers=("H12",), files=("H12",), article=LOCAL_REPORT, actor="被诉机关", repeats=True,
        help="一案一报：收到生效裁判文书后三十日内分析被纠错的原因，认定过错责任。",
    ),
    StepKind(
        "admonish", "约谈", IN_EFFECT,
        fields=(
            Field("ground", "约谈的情形", FieldKind.CHOICE, choices=INTERVIEWS,
                  help="超过20%不含本数，2件以上含本数，按年度的生效裁判计算。", article=LOCAL_INTERVIEW),
            Field("interviewing", "约谈机关", help="政府，或者受委托的司法行政部门。"),
            Field("by", "约谈人", help="姓名、职务。"),
            Field("whom", "被约谈人", help="被诉机关的主要负责人或者分管负责人。"),
            *interview(),
            Field("content", "约谈内容", FieldKind.LONG, required=False),
        ),
        guards=(INTERVIEWED,), papers=("F36", "F36b"), article=LOCAL_INTERVIEW, actor="政府或者司法行政部门", repeats=True,
        side=True, help="由政府负责人，或者受委托的司法行政部门主要负责人约谈。",
    ),
    StepKind(
        "performing", "转入履行", IN_EFFECT | {"L20"}, AFTERWARDS,
        fields=(
            Field("content", "应当履行的内容", FieldKind.LONG, required=False),
            Field("until", "履行期限", FieldKind.DATE, required=False, help="裁判文书或者协议写明的最后一日；没有写明的不填。",
                  article=f"{ACT}第九十四条"),
            Field("served_on", "文书送达日", FieldKind.DATE, required=False,
                  help="没有写明履行期限的填写：申请执行的两年从送达之日起算。", article=f"{READING}第一百五十三条"),
        ),
        article=f"{ACT}第九十四条", actor="被诉机关",
        help="主动履行生效裁判和调解书；逾期的，法院可以对负责人按日罚款、公告、提出司法建议。",
    ),
    StepKind(
        "performed", "履行完毕", IN_EFFECT | {"L20"}, AFTERWARDS,
        fields=(
            Field("content", "履行内容", FieldKind.LONG, required=False),
            Field("late_cause", "逾期履行的原因", required=False, help="超过履行期限的填写。"),
            Field("proofs", "履行的证明材料", FieldKind.LONG, required=False, help="每份一行。"),
        ),
        guards=(LATE_PERFORMANCE,), papers=("H15",), files=("H15",), article=f"{ACT}第九十四条、第九十六条",
        actor="被诉机关", help="登记履行完毕的日期，并把履行情况报告存卷。",
    ),
    StepKind(
        "rectify", "登记整改", IN_EFFECT, AFTERWARDS,
        fields=(
            Field("content", "整改情况", FieldKind.LONG, help="每项一行。"),
            Field("next", "下一步打算", FieldKind.LONG, required=False),
            Field("attachments", "整改的证明材料", FieldKind.LONG, required=False, help="每份一行。"),
        ),
        guards=(HANDLED_HERE, ANALYSED), papers=("H14",), files=("H14",), article=LOCAL_REPORT, actor="被诉机关",
        repeats=True, help="针对败诉原因落实整改措施。",
    ),
    StepKind(
        "feedback", "登记反馈、通报、典型案例", AFTER,
        fields=(
            Field("kind", "方式", FieldKind.CHOICE, choices=FEEDBACK, default="report"),
            Field("content", "内容", FieldKind.LONG, required=False),
        ),
        guards=(RECTIFIED,), papers=("H14",), article="区行政执法规范化专项行动方案（征求意见稿）第三项、第四项",
        actor="被诉机关、司法行政部门", repeats=True, side=True,
        help="整改情况反馈司法行政部门；社会影响较大、同类多次败诉的，撰写典型案例分析。",
    ),
    StepKind(
        "advice", "收到司法建议、检察建议", ANYWHERE,
        fields=(
            Field("kind", "种类", FieldKind.CHOICE, choices=ADVISERS, default="court"),
            Field("organ", "发出建议的机关", required=False, help="法院的建议不填时是受理本案的法院。"),
            Field("number", "建议书文号", required=False),
            Field("ground", "事由", FieldKind.CHOICE, required=False, choices=ADVICE, article=f"{HEADS}第十二条第一款"),
            Field("content", "建议内容", FieldKind.LONG, required=False),
            Field("reply_by", "要求回复日", FieldKind.DATE, required=False, help="建议书写明的回复期限的最后一日。"),
        ),
        files=("X28",), article=f"{ACT}第六十六条、第九十六条、{HEADS}第十二条", actor="法院、检察院", repeats=True,
        side=True, help="收到后按建议书写明的期限书面回复，归档以前应当全部回复。",
    ),
    StepKind(
        "advice_reply", "回复建议", ANYWHERE,
        fields=(
            Field("content", "采纳和整改情况", FieldKind.LONG, required=False, help="每段一行。"),
            Field("attachments", "整改的证明材料", FieldKind.LONG, required=False, help="每份一行。"),
        ),
        guards=ADVICE_WAITS, papers=("H17",), files=("H17",), article="建议书载明的期限", actor="被诉机关", repeats=True,
        side=True, help="几份建议都没有回复的，先回复最早收到的一份。",
    ),
)  # fmt: skip
