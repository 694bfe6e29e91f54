"""应诉前段 — from the court's papers to the answer: division of work, evidence, more time (`domain.md` 2.5)."""

from fuyi_desktop.domain.fields import Choice, Field, FieldKind
from fuyi_desktop.domain.litigation.choices import (
    ACT,
    BROUGHT_BY,
    FIRST,
    GENERAL,
    INSTANCES,
    POWERS,
    READING,
    RISKS,
)
from fuyi_desktop.domain.litigation.guards import (
    DIVIDED,
    IS_SIMPLE,
    MORE_TIME_ASKED,
    MORE_TIME_GIVEN,
    NOT_ANSWERED,
    ROLE_FITS,
)
from fuyi_desktop.domain.litigation.states import ON_TRIAL, STAGE
from fuyi_desktop.domain.procedure import LATE_CAUSE, START, StepKind
from fuyi_desktop.domain.steps import ORDINARY, TRACKS

EVIDENCE = "B09", "B10b", "B19"  # late evidence counts as none
ANSWERS = (*EVIDENCE, "B22b", "B25b")
BY_TRACK = tuple(Choice(code, label) for code, label in TRACKS.items())

OPENED = (
    Field("instance", "审级", FieldKind.CHOICE, choices=INSTANCES, default=FIRST,
          help="一个审级登记为一件；二审、再审用“接续办理”另行登记，出庭按审级分别计算。",
          article="法释〔2020〕3号第七条第二款"),
    Field("brought_by", "由谁提起", FieldKind.CHOICE, choices=BROUGHT_BY, default="them",
          help="一审是原告；二审、再审写明是谁提起，本机关提起的没有答辩期限。"),
    Field("filed_on", "立案日", FieldKind.DATE, required=False,
          help="应诉通知书写明的立案日期，法院的审理期限由此起算；二审填二审法院收到上诉状的日期。",
          article=f"{ACT}第八十一条、第八十八条"),
    Field("track", "审理程序", FieldKind.CHOICE, choices=BY_TRACK, default=ORDINARY,
          help="应诉通知书写明适用简易程序的选简易程序，举证期限按法院确定的为准。", article=f"{ACT}第八十二条"),
)  # fmt: skip
AGENTS = (
    Field("staff", "工作人员代理人", FieldKind.MANY, required=False,
          help="本机关的工作人员，逐个写姓名。代理人连同律师最多二人。", article=f"{ACT}第三十一条第一款"),
    Field("posts", "工作人员代理人的职务", FieldKind.MANY, required=False, help="按姓名的顺序，每人一个。"),
    Field("lawyers", "律师代理人", FieldKind.MANY, required=False, help="逐个写姓名和律师事务所。",
          article=f"{ACT}第三十一条第二款"),
    Field("head_appears", "负责人将出庭", FieldKind.YES_NO, required=False, default=False,
          help="负责人出庭的，可以另行委托一至二名代理人；不出庭的，不得仅委托律师。",
          article=f"{READING}第一百二十八条"),
    Field("powers", "代理权限", FieldKind.CHOICE, choices=POWERS, default=GENERAL, article=f"{READING}第三十一条",
          help="承认、放弃、变更诉讼请求，进行和解，提起上诉，要有特别授权。"),
)  # fmt: skip
DEFENCE = (
    Field("claim", "答辩请求", FieldKind.LONG, required=False, help="每行一项；答辩状照此印。"),
    Field("evidence", "证据目录", FieldKind.LONG, required=False,
          help="每行一份：名称｜来源｜证明对象｜页码，也可以从表格中复制几列粘贴。", article=f"{ACT}第三十四条第一款"),
    Field("norms", "规范性文件目录", FieldKind.LONG, required=False,
          help="每行一份：名称和文号｜来源｜适用的条款｜页码。", article=f"{ACT}第三十四条第一款"),
)  # fmt: skip

STEPS = (
    StepKind(
        "receive", "收到应诉通知书、起诉状副本", frozenset({START}), "L00",
        fields=OPENED, papers=("H01",), files=("X21",), article=f"{ACT}第六十七条第一款", actor="法制机构",
        help="以收文章上的日期为准。收到的次日起算十五日的答辩举证期限。",
    ),
    StepKind(
        "divide", "分工", frozenset({"L00"}), "L01",
        fields=(
            Field("handler", "承办人", help="作出行政行为的承办单位确定一名具名的承办人。"),
            Field("unit", "承办单位", required=False),
            Field("legal", "法制机构人员", required=False, help="负责法律审核和与法院联系的人员。"),
            *AGENTS,
            Field("risk", "风险等级", FieldKind.CHOICE, choices=RISKS, checked=True, help="败诉、信访和社会影响的风险，由承办人判断。"),
            Field("plan", "应诉工作意见", FieldKind.LONG, required=False, help="风险等级、争议焦点、应诉思路和化解方案。"),
        ),
        guards=(*DIVIDED, ROLE_FITS),
        papers=("H01", "H04", "H04b"), files=("H01", "H04"), article=f"{ACT}第三十一条", actor="被诉机关",
        help="承办单位、法制机构分工，委托诉讼代理人，一案一份应诉工作意见。",
    ),
    StepKind(
        "change_agents", "更换代理人", ON_TRIAL,
        fields=AGENTS, guards=DIVIDED, papers=("H04",), article=f"{READING}第三十一条", actor="被诉机关",
        repeats=True, side=True, help="变更或者解除代理权的，应当书面告知法院。",
    ),
    StepKind(
        "convert", "转为普通程序", ON_TRIAL,
        fields=(Field("track", "审理程序", FieldKind.CHOICE, choices=BY_TRACK[:1], default=ORDINARY),),
        guards=(IS_SIMPLE,), article=f"{ACT}第八十四条", actor="法院", side=True,
        help="法院裁定转为普通程序的，审理期限仍自立案之日起算。",
    ),
    StepKind(
        "answering", "着手答辩举证", ON_TRIAL, STAGE,
        fields=(Field("points", "答辩要点", FieldKind.LONG, required=False, help="答辩的事实和理由，每段一行。"), *DEFENCE),
        guards=(NOT_ANSWERED,),
        papers=("H02", "H03"), article=f"{ACT}第三十四条第一款", actor="承办单位",
        help="收集作出行政行为的证据和所依据的规范性文件，起草答辩状；诉讼中不得自行向原告、第三人和证人收集证据。",
    ),
    StepKind(
        "ask_more_time", "申请延期举证", ON_TRIAL,
        fields=(Field("reason", "不能按期提供的正当事由", FieldKind.LONG,
                      help="不可抗力等正当事由，应当书面申请。", article=f"{ACT}第三十六条第一款"),),
        guards=(NOT_ANSWERED,), article=f"{READING}第三十四条", actor="被告", within=("B10",), side=True,
        help="应当在收到起诉状副本之日起十五日内书面申请，是否准许由法院决定；准许以前举证期限照常计算。",
    ),
    StepKind(
        "more_time", "准许延期举证", ON_TRIAL,
        guards=(MORE_TIME_ASKED,), article=f"{READING}第三十四条", actor="法院", side=True,
        help="准许延期的，被告应当在正当事由消除后十五日内提供证据；事由消除时再登记，期限由此起算。",
    ),
    StepKind(
        "cause_ended", "登记正当事由消除", ON_TRIAL,
        guards=(MORE_TIME_GIVEN,), article=f"{READING}第三十四条", actor="被告", side=True,
        help="按不能提供证据的事由消除的日期登记，十五日内提供证据。",
    ),
    StepKind(
        "refuse_more_time", "不准许延期举证", ON_TRIAL,
        guards=(MORE_TIME_ASKED,), article=f"{READING}第三十四条", actor="法院", side=True,
        help="不准许的，仍按收到起诉状副本之日起十五日提供证据。",
    ),
    StepKind(
        "answer", "提交答辩状和证据", ON_TRIAL, STAGE,
        fields=(
            Field("summary", "答辩要点", FieldKind.LONG, required=False, help="着手答辩时写过的不必再填。"),
            *DEFENCE,
            Field("pages", "证据页数", FieldKind.INTEGER, required=False),
            Field(LATE_CAUSE, "逾期的原因", required=False,
                  help="超过期限才提交的写明原因；没有正当理由逾期提供证据的，视为没有相应证据。",
                  article=f"{ACT}第三十四条第二款"),
        ),
        papers=("H02", "H03", "H04", "H04b"), files=("H02", "H03"), article=f"{ACT}第三十四条、第六十七条第一款",
        actor="被告", within=ANSWERS, help="提交答辩状、证据目录和证据、所依据的规范性文件，以提交给法院的日期为准。",
    ),
)  # fmt: skip
