"""纾解的前段 — from the lead to the served notice: 线索登记, 研判, 分流指派, 受理, 告知 (`domain.md` 2.4, rows 1–4)."""

from dataclasses import replace

from fuyi_desktop.domain.custody import ASSIGN, GIVE_BACK
from fuyi_desktop.domain.entry import ACT, CLAIM, FLAGS, MATTER, RECEIVED_BY, RESPONDENT
from fuyi_desktop.domain.fields import Choice, Field, FieldKind
from fuyi_desktop.domain.mediation.choices import (
    FLOW,
    NONE,
    SCHEME,
    STANDS,
    TEAMS,
)
from fuyi_desktop.domain.mediation.guards import (
    CENTER_ONLY,
    NOT_PARALLEL,
    NOT_WHO_ACTED,
    PARALLEL_OVER,
    STUDIED_PARALLEL,
    TEAM_OF_TWO,
    WILLING,
)
from fuyi_desktop.domain.mediation.service import SERVICE
from fuyi_desktop.domain.mediation.states import ANYWHERE, STATES
from fuyi_desktop.domain.party import CENTER, Role
from fuyi_desktop.domain.passing import passing
from fuyi_desktop.domain.procedure import START, Entry, StepKind
from fuyi_desktop.domain.trail import Guard, Look

REPORTING = f"{SCHEME}二（三）“一是”"  # 月排查, 即排即报, 律所报备

SOURCES = (
    Choice("window_visit", "窗口来访"),
    Choice("monthly_check", "月排查"),
    Choice("urgent_report", "即排即报"),
    Choice("law_firm", "律所报备"),
    Choice("court", "法院移送"),
    Choice("procuratorate", "检察院移送"),
    Choice("petition", "信访或12345转来"),
    Choice("reconsideration", "复议机构移送"),
)
PRINCIPLES = Choice("enforces", "谁执法谁纾解"), Choice("manages", "谁管理谁纾解")

SOURCE = Field("source", "线索来源", FieldKind.CHOICE, choices=SOURCES, default="window_visit",
               help="争议从哪里来；律所报备的另填委托日。", article=REPORTING)  # fmt: skip
MAJOR = Field("major", "是否重大复杂", FieldKind.YES_NO, default=False,
              help="重大复杂的争议发现就要报告县中心；纾解中可以听证，可以延长。", article=REPORTING)  # fmt: skip
LAW_FIRM = ("source", ("law_firm",))
FILED_BY = (
    Field("firm", "律师事务所或者法律服务所", required=False, when=LAW_FIRM, help="报备的机构全称。", article=REPORTING),
    Field("firm_phone", "律所电话", required=False, when=LAW_FIRM),
    Field("lawyer", "代理人", required=False, when=LAW_FIRM, help="登记了代理人的不必填。"),
    Field("licence", "执业证号", required=False, when=LAW_FIRM),
    Field("accepted_by", "已受理的复议机关或者法院", required=False, when=LAW_FIRM),
    Field("willing", "当事人愿意纾解", FieldKind.YES_NO, required=False, when=LAW_FIRM),
)  # fmt: skip
PARALLEL = Field("parallel", "复议或诉讼状态", FieldKind.CHOICE, choices=STANDS, default=NONE,
                 help="复议机关或者法院已经受理的，应当在复议或者诉讼中化解，不另行纾解。",
                 article="行政复议法第五条、行政诉讼法第六十条")  # fmt: skip
ACT_BY = Field("act_by", "原行政行为的经办人", required=False,
               help="用来核对纾解员：作出原行政行为的人应当回避。", article="公务员法第七十六条")  # fmt: skip


def _not_assigned_today(look: Look) -> bool:
    assigned = look.last(ASSIGN)
    return assigned is None or assigned.on != look.on


SAME_DAY = Guard("当日指派当日退回的，作废这次指派即可", "", _not_assigned_today)

CUSTODY = {
    row.code: row
    for row in passing(
        STATES,
        assign={
            "leaves": frozenset({"M01", "M02", "M90"}), "leads": "M02", "side": False, "article": FLOW,
            "guards": (CENTER_ONLY,), "papers": ("G05",), "files": ("G05",), "office": True,
            "fields": (
                Field("unit", "承办单位", help="镇街或者执法单位的全称，由它的专班纾解。", article=TEAMS),
                Field("to", "承办站点", FieldKind.STATION, required=False,
                      help="承办单位自己装有本程序的，选它的站点，案件随同步包过去；没有的不填，由县中心代为登记。"),
                Field("principle", "分流的依据", FieldKind.CHOICE, choices=PRINCIPLES, default="enforces",
                      article=TEAMS),
                Field("reason", "指派的理由", FieldKind.LONG, help="为什么由这一单位纾解，指派单上照此印。", article=TEAMS),
                Field("period", "办理期限（工作日）", FieldKind.INTEGER, default=30, article=FLOW,
                      help="自受理的次日起计算；县方案是三十个工作日，要求早办结的填少。"),
            ),
            "help": "指派的次日起，三个工作日内受理并送达告知书，七个工作日内反馈进展。退回的案件也在这里改派。",
        },
        give_back={
            "leaves": frozenset({"M02"}), "leads": "M90", "article": FLOW, "guards": (SAME_DAY,),
            "fields": (
                Field("to", "退回给", FieldKind.STATION, default=CENTER, help="退回县中心，由县中心决定改派。"),
                Field("reason", "退回的理由", FieldKind.LONG, help="写明不属于本单位管理或者执法的理由。"),
            ),
            "help": "不应当由本单位纾解的，说明理由后退回，由县中心改派；三个工作日的受理期限停止计算。",
        },
    )
}  # fmt: skip

FRONT = (
    StepKind(
        "report", "线索登记", frozenset({START}), "M00",
        fields=(SOURCE, MAJOR, *FILED_BY, PARALLEL, ACT_BY),
        papers=("G01", "G04"), files=("G01",), article=REPORTING, actor="窗口",
        help="登记争议、当事人和行政行为的日期。复议、起诉期限从知道日起算，不因纾解停止。",
    ),
    StepKind(
        "urgent_report", "即排即报", ANYWHERE,
        fields=(
            Field("stage", "首报或续报", FieldKind.CHOICE, default="first",
                  choices=(Choice("first", "首报"), Choice("more", "续报"))),
            Field("content", "简况", FieldKind.LONG, required=False),
            Field("risk", "风险等级", FieldKind.CHOICE, default="high",
                  choices=(Choice("high", "高"), Choice("middle", "中"), Choice("low", "低"))),
            Field("measures", "已采取的措施", FieldKind.LONG, required=False),
            Field("needs", "需要县中心协调的事项", FieldKind.LONG, required=False),
        ),
        papers=("G03",), files=("G03",), article=REPORTING, actor="窗口", repeats=True, side=True,
        help="重大复杂的争议，发现后立即报告县中心，不等月报。",
    ),
    StepKind(
        "study", "研判", frozenset({"M00"}), "M01",
        fields=(
            Field("opinion", "研判意见", FieldKind.LONG, required=False, help="争议焦点、风险和拟由谁纾解。"),
        ),
        guards=(CENTER_ONLY, STUDIED_PARALLEL), article=TEAMS, actor="县中心", office=True, numbered="纾",
        help="由县级专班先期研判，再按照谁管理谁纾解、谁执法谁纾解分流。",
    ),
    CUSTODY[GIVE_BACK],  # before 指派: a case given back can be assigned anew on the same day
    CUSTODY[ASSIGN],
    StepKind(
        "accept", "受理纾解", frozenset({"M02"}), "M03",
        fields=(
            Field("handler", "承办人", help="承办单位负责这件争议的人，可以是专班里的一位。"),
            Field("team", "专班纾解员", FieldKind.MANY, help="逐个写姓名，不少于两人；作出原行政行为的人应当回避。",
                  article=TEAMS),
            Field("willing", "当事人愿意纾解", FieldKind.YES_NO, help="纾解以自愿为原则，问过当事人再选。", article=FLOW),
            PARALLEL,
        ),
        guards=(WILLING, TEAM_OF_TWO, *NOT_PARALLEL, NOT_WHO_ACTED, PARALLEL_OVER),
        papers=("G06", "F28"), article=FLOW, actor="承办单位", office=True,
        help="指派之日起三个工作日内受理；受理的次日起算三十个工作日的纾解期限。",
    ),
    *SERVICE,
)  # fmt: skip

ENTRY = Entry(
    "report",
    (
        Field("received_on", "登记日", FieldKind.DATE, help="发现争议或者当事人来访的日期。", article=REPORTING),
        SOURCE, MAJOR, *FILED_BY,
        Field("engaged_on", "委托日", FieldKind.DATE, required=False,
              help="律所报备的：接受委托的日期，三个工作日内应当报备。", article=REPORTING),
        PARALLEL,
        Field("organ", "纾解机构", required=False, help="文书由谁落款；不填时是本站所属的单位。"),
        replace(MATTER, help="不填时按“与某单位的某种行为争议”拟写。"),
        replace(RESPONDENT, label="涉案单位", help="作出行政行为的单位全称。"),
        ACT_BY, *ACT,
        Field("rights_known_on", "知道权利和期限日", FieldKind.DATE, required=False,
              help="没有告知权利的：后来知道复议、起诉权利和期限的日期。",
              article="行政复议法第二十条第三款"),
        *CLAIM, FLAGS, RECEIVED_BY,
    ),
    {Role.APPLICANT: "当事人", Role.RESPONDENT: "涉案单位"},
    over="与{respondent}的{act}争议", act="行政", reconsiders=False,
)  # fmt: skip
