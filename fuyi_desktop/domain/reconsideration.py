"""行政复议普通程序 — from receipt to archive, as the table of its steps (`domain.md` 2.1, 2.2)."""

from fuyi_desktop.domain.case import CaseFile
from fuyi_desktop.domain.decisions import CONDITIONS, CORRECTIONS, DECISIONS, PERFORMED
from fuyi_desktop.domain.fields import Choice, Field, FieldKind
from fuyi_desktop.domain.forms import FORMS, PARTIES, form_of
from fuyi_desktop.domain.papers import Method
from fuyi_desktop.domain.party import Role
from fuyi_desktop.domain.procedure import (
    HAND_OVER,
    LATE_CAUSE,
    START,
    Guard,
    Look,
    Procedure,
    State,
    StepKind,
)
from fuyi_desktop.domain.steps import ORDINARY, TRACKS, Step

STATES = (
    State("R00", "已登记"),
    State("R01", "审查中"),
    State("R02", "补正中"),
    State("R03", "视为放弃", ended=True),
    State("R04", "不予受理", ended=True),
    State("R05", "已告知转送", ended=True),
    State("R10", "已受理"),
    State("R11", "待答复"),
    State("R12", "审理中"),
    State("R20", "拟决定"),
    State("R21", "决定已作出"),
    State("R22", "送达中"),
    State("R23", "已送达"),
    State("R24", "履行中"),
    State("R25", "已履行"),
    State("R26", "已回访"),
    State("R40", "已归档", ended=True),
)
UNDER_REVIEW = frozenset({"R10", "R11", "R12", "R20"})  # 受理后、决定前
SERVED = frozenset({"R23", "R24", "R25", "R26"})
ANYWHERE = frozenset(state.id for state in STATES if state.id != "R40")

TRACK_CHOICES = (Choice(ORDINARY, TRACKS[ORDINARY], "行政复议法第四十八条"),)

METHODS = tuple(Choice(method.name.lower(), method.value) for method in Method)


def serves_decision(step: Step) -> bool:
    """Whether the step is the service of a decision on one party."""
    return step.code == "served" and form_of(step.facts.get("paper")).decides


def _served_to_all(file: CaseFile, counted: tuple[Step, ...], state: str) -> str:
    """R23 when every party has the decision, R22 until then; other papers change nothing (第七十五条)."""
    if state not in ("R21", "R22") or not serves_decision(counted[-1]):
        return state
    have = {step.facts.get("party") for step in counted if serves_decision(step)}
    need = {party.id for party in file.of(*PARTIES)}
    return "R23" if need <= have else "R22"


def _all_conditions(look: Look) -> bool:
    return look.facts is None or len(look.facts["conditions"]) == len(CONDITIONS)


def _heard(look: Look) -> bool:
    return look.has("hear_opinions")


def _redacted(look: Look) -> bool:
    return look.facts is None or not look.facts.get("open") or bool(look.facts.get("redacted"))


def _respondent_served(look: Look) -> bool:
    respondents = {party.id for party in look.file.of(Role.RESPONDENT)}
    return any(serves_decision(step) and step.facts.get("party") in respondents for step in look.counted)


def _decision_exists(look: Look) -> bool:
    if look.facts is None:
        return True
    form = form_of(look.facts.get("paper"))
    if not form.decides:
        return True
    decision = look.last(form.cause)
    return decision is not None and (look.on is None or decision.on <= look.on)


def _not_served_before(look: Look) -> bool:
    if look.facts is None:
        return True
    this = (look.facts.get("paper"), look.facts.get("party"))
    return all(
        (step.facts.get("paper"), step.facts.get("party")) != this
        for step in look.counted
        if step.code == "served"
    )


def _has_duty(look: Look) -> bool:
    decision = look.last("decide")
    return decision is not None and (
        bool(decision.facts.get("perform_by")) or decision.facts.get("kind") in PERFORMED
    )


def _file_complete(look: Look) -> bool:
    return not RECONSIDERATION.missing(look.file)


def _lacking(look: Look) -> list[str]:
    return [form_of(form).title for form in RECONSIDERATION.missing(look.file)]


def _copied_where_due(look: Look) -> bool:
    decision = look.last("decide")
    return decision is None or decision.facts.get("kind") not in CORRECTIONS or look.has("copied")


def _reported_and_visited(look: Look) -> bool:
    return not _has_duty(look) or (look.has("report") and look.has("visited"))


def _extension_in_limit(look: Look) -> bool:
    return look.facts is None or 0 < look.facts["days"] <= 30


DELIVERED = tuple(
    Choice(form.id, form.delivery)
    for form in sorted(FORMS.values(), key=lambda form: not form.decides)  # decisions first
    if form.served
)

STEPS = (
    StepKind(
        "receive", "收到申请", frozenset({START}), "R00",
        fields=(
            Field("posted_on", "交邮日", FieldKind.DATE, required=False,
                  help="邮寄申请的，邮戳上的日期；在途时间不算在申请期限内。", article="民事诉讼法第八十五条第四款"),
            Field("channel", "渠道", required=False),
        ),
        papers=("F01",), files=("X01",), article="行政复议法第二十二条", actor="窗口",
        help="登记申请到达的日期。收到的次日起算五个工作日的审查期限。",
    ),
    StepKind(
        "review", "分办审查", frozenset({"R00"}), "R01",
        fields=(Field("handler", "承办人", help="至少一名具名的承办人；与案件有利害关系的应当回避。"),),
        article="行政复议法第三十条", within=("A08",), help="指定承办人，开始审查是否受理。",
    ),
    StepKind(
        "request_supplement", "通知补正", frozenset({"R01"}), "R02",
        side=True,
        fields=(
            Field("items", "需要补正的内容", FieldKind.LONG, help="应当一次列全，逐项写明。",
                  article="行政复议法第三十一条第一款"),
            Field("received_on", "申请人收到日", FieldKind.DATE, required=False,
                  help="当面交付的填当日；邮寄的不填，收到回证后登记送达，以回证为准。"),
        ),
        papers=("F03", "F28"), files=("F03",), article="行政复议法第三十一条第一款", within=("A09",), delivers="F03",
        help="材料不齐全或者表述不清楚，不能判断是否符合受理条件时，一次性书面通知补正。",
    ),
    StepKind(
        "supplement", "收到补正材料", frozenset({"R02"}), "R01",
        fields=(
            Field("items", "收到的材料", FieldKind.LONG, required=False),
            Field(LATE_CAUSE, "逾期补正的正当理由", required=False,
                  help="超过十个工作日才补正的，应当有正当理由。", article="行政复议法第三十一条第二款"),
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
            Field("fails", "不符合的条件", FieldKind.CHOICE, choices=CONDITIONS, article="行政复议法第三十条第一款"),
            Field("reason", "理由", FieldKind.LONG, help="写明理由；不属于本机关管辖的，还应当写明有管辖权的机关。",
                  article="行政复议法第三十条第二款"),
        ),
        papers=("F04",), files=("F04",), article="行政复议法第三十条第二款", actor="复议机关", within=("A08", "A11"),
        help="在审查期限内决定不予受理并说明理由。",
    ),
    StepKind(
        "redirect", "告知或转送", frozenset({"R01"}), "R05",
        side=True,
        fields=(Field("path", "告知的途径或转送的机关", FieldKind.LONG),),
        papers=("F05",), files=("F05",), article="行政复议法第三十条", within=("A08", "A11"),
        help="不属于行政复议事项的，引导到具体途径并留下记录。",
    ),
    StepKind(
        "withdraw", "受理前撤回", frozenset({"R00", "R01", "R02"}), "R05",
        side=True,
        fields=(Field("reason", "撤回的原因", FieldKind.LONG, required=False),),
        files=("F18",), article="行政复议法第七十四条", actor="申请人", help="应当书面、自愿。",
    ),
    StepKind(
        "accept", "受理", frozenset({"R01"}), "R10",
        fields=(
            Field("conditions", "受理条件", FieldKind.MANY, choices=CONDITIONS,
                  default=tuple(choice.code for choice in CONDITIONS),
                  help="七项条件逐项核对，有一项不符合就不能受理。", article="行政复议法第三十条第一款"),
            Field("track", "程序", FieldKind.CHOICE, choices=TRACK_CHOICES, default=ORDINARY),
        ),
        guards=(Guard("受理条件没有全部符合", "行政复议法第三十条第一款", _all_conditions),),
        papers=("F06", "F28"), files=("F06",), article="行政复议法第三十条第一款", actor="复议机关", within=("A08", "A11"),
        help="受理之日的次日起算七个工作日发送副本、六十日作出决定。",
    ),
    StepKind(
        "deem_accepted", "登记视为受理", frozenset({"R00", "R01"}), "R10",
        article="行政复议法第三十条第三款", actor="复议机关", after=("A08", "A11"), files=("F06",), papers=("F06", "F28"),
        help="审查期限届满没有作出不予受理决定的，审查期限届满之日视为受理。",
    ),
    StepKind(
        "copy_sent", "发送申请书副本", frozenset({"R10"}), "R11",
        fields=(
            Field("received_on", "被申请人收到日", FieldKind.DATE, required=False,
                  help="当日直接送达的填当日；邮寄的不填，收到回证后登记送达，以回证为准。"),
        ),
        papers=("F07", "F28"), files=("F07",), article="行政复议法第四十八条", delivers="F07",
        help="自受理之日起七个工作日内发送副本；被申请人自收到之日起十个工作日内书面答复。",
    ),
    StepKind(
        "reply", "收到答复", frozenset({"R11"}), "R12",
        fields=(
            Field("summary", "答复要点", FieldKind.LONG, required=False),
            Field("pages", "证据页数", FieldKind.INTEGER, required=False),
        ),
        files=("X02",), article="行政复议法第四十八条", actor="被申请人", within=("A14",),
        help="书面答复，并提交当初作出行政行为的证据、依据和其他有关材料。",
    ),
    StepKind(
        "no_reply", "登记未答复", frozenset({"R11"}), "R12",
        article="行政复议法第七十条", after=("A14",),
        help="逾期没有书面答复、提交证据的，视为该行政行为没有证据、依据。",
    ),
    StepKind(
        "hear_opinions", "听取意见", frozenset({"R12"}),
        fields=(
            Field("party", "听取谁的意见", FieldKind.PARTY, required=False),
            Field("mode", "方式", FieldKind.CHOICE, default="phone", choices=(
                Choice("face", "当面"), Choice("phone", "电话"), Choice("online", "互联网"),
                Choice("impossible", "因当事人原因不能听取"))),
            Field("content", "意见要点", FieldKind.LONG, required=False),
        ),
        papers=("F10",), files=("F10",), article="行政复议法第四十九条", actor="承办人", repeats=True,
        help="普通程序应当听取当事人的意见，并记录在案；因当事人原因不能听取的，可以书面审理。",
    ),
    StepKind(
        "extend", "延期", UNDER_REVIEW,
        side=True,
        fields=(
            Field("days", "延长天数", FieldKind.INTEGER, default=30, help="最多 30 日，只能延长一次。"),
            Field("reason", "理由", FieldKind.LONG, required=False),
            Field("approved_by", "批准人", required=False, help="应当由复议机构的负责人批准，并书面告知当事人。"),
        ),
        guards=(Guard("延长不得超过 30 日", "行政复议法第六十二条第一款", _extension_in_limit),),
        papers=("F21",), files=("F21",), article="行政复议法第六十二条第一款", actor="复议机构负责人", within=("A18",),
        help="情况复杂，不能在规定期限内作出决定的，经批准可以适当延长。",
    ),
    StepKind(
        "draft", "拟作决定", frozenset({"R12"}), "R20",
        fields=(
            Field("findings", "查明的事实", FieldKind.LONG, required=False),
            Field("opinion", "本机关认为", FieldKind.LONG, required=False),
            Field("basis", "依据", FieldKind.LONG, required=False),
        ),
        guards=(Guard("还没有听取意见", "行政复议法第四十九条", _heard),),
        papers=("F25",), files=("F25",), article="行政复议法第六十一条", actor="承办人",
        help="对行政行为进行审查，提出意见，形成审理报告。",
    ),
    StepKind(
        "decide", "作出决定", frozenset({"R20"}), "R21",
        fields=(
            Field("kind", "决定种类", FieldKind.CHOICE, choices=DECISIONS, help="种类决定用哪一条，也决定怎样抄告。"),
            Field("text", "决定内容", FieldKind.LONG,
                  help="照决定书写，例如：撤销某机关某日作出的某号处罚决定。"),
            Field("approval", "批准方式", FieldKind.CHOICE, default="chief", article="行政复议法第六十一条第一款",
                  choices=(Choice("chief", "机关负责人同意"), Choice("meeting", "集体讨论通过"))),
            Field("perform_by", "履行期限（选填）", FieldKind.DATE, required=False,
                  help="决定有履行内容的，写明履行期限的最后一日。", article="行政复议法第七十七条"),
        ),
        papers=("F26", "F28"), files=("F26",), article="行政复议法第六十一条、第六十二条", actor="复议机关",
        help="经复议机关负责人同意或者集体讨论通过后，以复议机关的名义作出决定。",
    ),
    StepKind(
        "served", "送达", ANYWHERE - {"R00", "R03"}, _served_to_all,
        fields=(
            Field("paper", "送达的文书", FieldKind.CHOICE, choices=DELIVERED, default=DELIVERED[0].code),
            Field("party", "受送达人", FieldKind.PARTY),
            Field("method", "送达方式", FieldKind.CHOICE, choices=METHODS, default="direct",
                  article="民事诉讼法第八十七条至第九十五条"),
            Field("signed_by", "签收人", required=False, help="不是本人签收的，写明姓名和与受送达人的关系。"),
            Field("relation", "与受送达人的关系", required=False),
        ),
        guards=(
            Guard("还没有作出决定", "行政复议法第七十五条", _decision_exists),
            Guard("这份文书已经登记送达给这位当事人", "送达以一次为准", _not_served_before),
        ),
        papers=("F28",), files=("F28",), article="行政复议法第七十五条", repeats=True,
        help="逐个当事人登记收到的日期；各人的起诉期限从各人收到之日的次日起算。",
    ),
    StepKind(
        "copied", "抄告", SERVED,
        fields=(
            Field("to", "抄告对象", help="法定：被申请人的上一级主管部门；地方规定还有上级复议机构。",
                  article="行政复议法第七十九条第二款"),
            Field("problems", "主要问题", FieldKind.LONG, required=False),
        ),
        guards=(Guard("被申请人还没有收到决定书，决定还没有生效", "行政复议法第七十九条第二款", _respondent_served),),
        papers=("F29",), files=("F29",), article="行政复议法第七十九条第二款", repeats=True,
        help="决定书、意见书生效后，同时抄告被申请人的上一级主管部门。",
    ),
    StepKind(
        "publish", "公开", SERVED,
        side=True,
        fields=(
            Field("open", "是否公开", FieldKind.YES_NO, help="按照被申请行政行为的公开情况决定。"),
            Field("redacted", "已隐去个人信息", FieldKind.YES_NO, required=False,
                  help="姓名、证件号码、电话、住址、账号等应当先隐去。"),
            Field("reason", "理由", FieldKind.LONG, required=False),
        ),
        guards=(Guard("公开以前应当隐去个人信息", "行政复议法第七十九条第一款", _redacted),),
        papers=("F37",), article="行政复议法第七十九条第一款",
        help="行政复议机关根据被申请行政行为的公开情况，按照国家有关规定将决定书向社会公开。",
    ),
    StepKind(
        "performing", "转入履行", frozenset({"R23"}), "R24",
        guards=(Guard("决定没有履行内容", "行政复议法第七十七条", _has_duty),),
        article="行政复议法第七十七条", actor="被申请人", help="决定有履行内容的，跟踪到履行完毕。",
    ),
    StepKind(
        "performed", "履行完毕", frozenset({"R23", "R24"}), "R25",
        fields=(Field("content", "履行内容", FieldKind.LONG, required=False),),
        guards=(Guard("决定没有履行内容", "行政复议法第七十七条", _has_duty),),
        article="行政复议法第七十七条", actor="被申请人", help="履行决定后十日内报告履行情况。",
    ),
    StepKind(
        "report", "收到履行报告", frozenset({"R24", "R25"}),
        fields=(Field("content", "报告要点", FieldKind.LONG, required=False),),
        files=("F34",), article="地方规定：履行决定后10日内报告", actor="被申请人",
        help="接到履行报告后五日内回访申请人。",
    ),
    StepKind(
        "visited", "回访", frozenset({"R24", "R25"}), "R26",
        fields=(
            Field("mode", "方式", FieldKind.CHOICE, default="phone", choices=(
                Choice("phone", "电话"), Choice("face", "上门"), Choice("office", "来访"))),
            Field("fulfilled", "是否履行", FieldKind.YES_NO, required=False),
            Field("satisfied", "满意度", required=False),
            Field("content", "回访记录", FieldKind.LONG, required=False),
        ),
        papers=("F35",), files=("F35",), article="地方规定：履行期满30日内或接报告后5日内回访",
        help="向申请人回访决定的履行情况。",
    ),
    StepKind(
        "archive", "归档", frozenset({"R03", "R04", "R05", *SERVED}), "R40",
        guards=(
            Guard("纠错的案件还没有抄告", "行政复议法第七十九条第二款", _copied_where_due),
            Guard("决定有履行内容，还没有履行报告和回访", "一案一报告一回访", _reported_and_visited),
            Guard("卷内还缺应当有的文书", "档案法第十三条", _file_complete, _lacking),
        ),
        papers=("F39",), article="档案法第十三条、第十四条", actor="承办人",
        help="本机出具的，或者登记为已在卷的文书，都算齐备。",
    ),
    StepKind(
        HAND_OVER, "移交", ANYWHERE,
        fields=(
            Field("to", "移交给", FieldKind.STATION, help="移交后由对方站点办理；对方收到同步包后接着办。"),
            Field("reason", "事由", required=False),
        ),
        article="内部流转", actor="窗口", repeats=True, help="移交后本站只能查看，不能再登记步骤。",
    ),
)  # fmt: skip

RECONSIDERATION = Procedure("reconsideration", "行政复议", STATES, STEPS)
PROCEDURES = {RECONSIDERATION.kind: RECONSIDERATION}
