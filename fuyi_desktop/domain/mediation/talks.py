"""纾解的中段 — the talks themselves: 纾解会, 进展反馈, 延长, 听证 (`domain.md` 2.4, rows 5–8)."""

from dataclasses import replace

from fuyi_desktop.domain.fields import Choice, Field, FieldKind
from fuyi_desktop.domain.mediation.choices import (
    FLOW,
    REMEDIES,
    SCHEME,
    TEAMS,
    WAYS,
)
from fuyi_desktop.domain.mediation.guards import (
    ALL_NOTIFIED,
    BOTH_CONSENT,
    COMPLEX,
    DAYS_ALLOWED,
    NOBODY_RECUSED,
    NOT_EXTENDED_TODAY,
    NOT_PARALLEL,
    ONLY_COMPLEX_HEARD,
    RECORDED,
    RIGHTS_KNOWN,
    RIGHTS_OUTLAST,
    TWO_PRESENT,
    extended,
    in_talks,
)
from fuyi_desktop.domain.mediation.states import ANYWHERE, UNDER_WAY
from fuyi_desktop.domain.procedure import StepKind
from fuyi_desktop.domain.sitting import CHAIR, PLACE, RECORDER, TIME
from fuyi_desktop.domain.trail import Branch

HEARINGS = f"{SCHEME}二（三）“四是”"
MEDIATORS = Field("mediators", "到场的纾解员", FieldKind.MANY, required=False,
                  help="不填时是专班全体，不少于两人；已经回避的人不能参加。", article=TEAMS)  # fmt: skip
INVITED = (
    Choice("deputy", "人大代表"),
    Choice("cppcc", "政协委员"),
    Choice("expert", "专家学者"),
    Choice("judge", "法官"),
    Choice("lawyer", "律师"),
)

TALKS = (
    StepKind(
        "resume", "继续纾解", frozenset({"M07"}), "M05",
        guards=(NOT_EXTENDED_TODAY,),
        article=FLOW, actor="承办单位", repeats=True, help="延长获准后继续纾解；再次开会的，直接登记纾解会。",
    ),
    StepKind(
        "meet", "纾解会", UNDER_WAY, Branch(("M05", "M06"), in_talks),
        fields=(
            MEDIATORS,
            TIME, PLACE,
            Field("present", "到场的当事人和单位", FieldKind.LONG, required=False, help="每行一名，写明姓名和身份。"),
            Field("content", "纾解情况", FieldKind.LONG, required=False, help="各方意见、分歧和下一步。"),
            RECORDER,
        ),
        guards=(ALL_NOTIFIED, *NOT_PARALLEL, TWO_PRESENT, NOBODY_RECUSED),
        papers=("G07",), files=("G07",), article=TEAMS, actor="承办单位", repeats=True,
        help="由不少于两名纾解员主持，综合运用调解、和解、协调等方式；可以开多次。",
    ),
    StepKind(
        "progress", "进展反馈", UNDER_WAY,
        fields=(
            Field("content", "进展", FieldKind.LONG, required=False),
            Field("difficulty", "难点", FieldKind.LONG, required=False),
            Field("following", "下一步", FieldKind.LONG, required=False),
        ),
        papers=("G09",), files=("G09",), article=FLOW, actor="承办单位", repeats=True,
        help="指派之日起七个工作日内，向县中心反馈纾解进展。",
    ),
    StepKind(
        "extend", "延长纾解期限", frozenset({"M05", "M06"}), Branch(("M07", "M06"), extended),
        fields=(
            Field("days", "延长天数（工作日）", FieldKind.INTEGER, default=30, help="最多 30 个工作日，只能延长一次。", article=FLOW),
            Field("reason", "理由", FieldKind.LONG, required=False),
            Field("complex", "争议较为复杂", FieldKind.YES_NO, help="一般争议不能延长。", article=FLOW),
            Field("party_consents", "当事人同意", FieldKind.YES_NO, help="同意书放进案卷。", article=FLOW),
            Field("center_consents", "县中心同意", FieldKind.YES_NO, help="批复放进案卷。", article=FLOW),
            Field("approved_by", "批准人", required=False),
            Field("rights_signed", "当事人书面确认权利期限照常计算", FieldKind.YES_NO, required=False,
                  help="复议、起诉期限不因纾解停止。延长后剩余不足十日的，应当由当事人书面确认已经知道，或者先申请复议、提起诉讼。",
                  article=REMEDIES),
        ),
        guards=(*NOT_PARALLEL, COMPLEX, BOTH_CONSENT, DAYS_ALLOWED, RIGHTS_OUTLAST, RIGHTS_KNOWN),
        papers=("G10",), files=("G10",), article=FLOW, actor="承办单位", within=("C04",), side=True,
        help="较为复杂的争议，经当事人和县中心同意可以延长；延长前核对复议、起诉期限。",
    ),
    StepKind(
        "hear", "纾解听证", frozenset({"M05", "M07"}), "M06",
        fields=(
            Field("invited", "邀请的人", FieldKind.MANY, choices=INVITED, help="人大代表、政协委员、专家学者、法官、律师等。",
                  article=HEARINGS),
            MEDIATORS,
            Field("held_on", "听证日期", FieldKind.DATE, required=False, help="不填时是登记的这一天。", article=HEARINGS),
            replace(TIME, label="开始时间", help="例如：上午9时30分；听证方案和邀请函上要写。"),
            PLACE, CHAIR,
            Field("issues", "争议焦点", FieldKind.LONG, required=False),
        ),
        guards=(*NOT_PARALLEL, TWO_PRESENT, NOBODY_RECUSED, ONLY_COMPLEX_HEARD),
        papers=("G08",), files=("G08",), article=HEARINGS, actor="承办单位", repeats=True, side=True,
        help="复杂疑难的争议引入听证，共同剖析执法程序、法律依据、事实认定和争议焦点。",
    ),
    StepKind(
        "heard", "听证结束", frozenset({"M06"}), "M05",
        fields=(
            TIME,
            replace(CHAIR, help="不填时是通知听证时确定的主持人。"),
            RECORDER,
            Field("present", "到场人员和受邀人员", FieldKind.LONG, required=False, help="每行一名，写明姓名、单位、职务。"),
            Field("content", "陈述、质证、辩论和受邀人员意见", FieldKind.LONG, required=False, help="每段一行。"),
            Field("opinion", "听证意见", FieldKind.LONG, required=False),
            Field("recording", "录音录像和笔录索引", required=False, help="听证应当全程留痕：写明存放的位置或编号。",
                  article=HEARINGS),
        ),
        guards=(RECORDED,),
        papers=("G08b",), article=HEARINGS, actor="承办单位", repeats=True, help="听证后继续纾解。",
    ),
    StepKind(
        "filed", "当事人已申请复议或起诉", ANYWHERE,
        fields=(
            Field("to", "途径", FieldKind.CHOICE, choices=WAYS, default=WAYS[0].code),
            Field("organ", "复议机关或法院", required=False),
            Field("accepted_on", "受理日", FieldKind.DATE, required=False,
                  help="对方已经受理的填写；受理以后在该程序中化解，不再另行纾解。",
                  article="行政复议法第五条、行政诉讼法第六十条"),
        ),
        article=REMEDIES, actor="当事人", repeats=True, side=True,
        help="当事人已经行使权利的，权利期限不再计算。受理后再登记一次并填受理日。",
    ),
)  # fmt: skip
