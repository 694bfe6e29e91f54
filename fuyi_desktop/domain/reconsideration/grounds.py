"""法定情形 — the cases the law lists for the turns a review can take, each with its article."""

from fuyi_desktop.domain.defendants import BY_PROCEDURE
from fuyi_desktop.domain.fields import Choice
from fuyi_desktop.domain.steps import ORDINARY, SIMPLE, TRACKS

TRACK_CHOICES = (
    Choice(ORDINARY, TRACKS[ORDINARY], "行政复议法第四十八条"),
    Choice(SIMPLE, TRACKS[SIMPLE], "行政复议法第五十三条"),
)

AGREED = "agreed"
SIMPLE_GROUNDS = (
    Choice("on_the_spot", "行政行为是当场作出的", "行政复议法第五十三条第一款第一项"),
    Choice("warning", "行政行为是警告或者通报批评", "行政复议法第五十三条第一款第二项"),
    Choice("small_sum", "涉及款额三千元以下", "行政复议法第五十三条第一款第三项"),
    Choice("disclosure", "政府信息公开案件", "行政复议法第五十三条第一款第四项"),
    Choice(AGREED, "其他案件，当事人各方同意", "行政复议法第五十三条第二款"),
)

REVIEW_FIRST = (
    Choice("on_the_spot", "当场作出的行政处罚决定", "行政复议法第二十三条第一款第一项"),
    Choice("natural_resources", "侵犯已经依法取得的自然资源权利", "行政复议法第二十三条第一款第二项"),
    Choice("inaction", "未履行法定职责", "行政复议法第二十三条第一款第三项"),
    Choice("disclosure", "不予公开政府信息", "行政复议法第二十三条第一款第四项"),
    Choice("other", "法律、行政法规规定的其他情形", "行政复议法第二十三条第一款第五项"),
)

STAYS = (
    Choice("respondent", "被申请人认为需要停止", "行政复议法第四十二条第一项"),
    Choice("organ", "复议机关认为需要停止", "行政复议法第四十二条第二项"),
    Choice("asked", "申请人、第三人申请停止", "行政复议法第四十二条第三项"),
    Choice("law", "法律、法规、规章规定停止的其他情形", "行政复议法第四十二条第四项"),
)

# 附带审查 suspends by the ninth item, whoever may deal with the document; what follows differs.
CONSENT, NORM_OWN, NORM_FORWARD = "settling", "norm_own", "norm_forward"
SUSPENSIONS = (
    Choice("died", "申请人死亡，近亲属尚未确定是否参加", "行政复议法第三十九条第一款第一项"),
    Choice("incapable", "申请人丧失行为能力，尚未确定法定代理人", "行政复议法第三十九条第一款第二项"),
    Choice("missing", "申请人下落不明", "行政复议法第三十九条第一款第三项"),
    Choice("dissolved", "申请人终止，尚未确定权利义务承受人", "行政复议法第三十九条第一款第四项"),
    Choice("hindered", "因不可抗力或者其他正当理由不能参加", "行政复议法第三十九条第一款第五项"),
    Choice(CONSENT, "调解、和解，双方同意中止", "行政复议法第三十九条第一款第六项"),
    Choice("interpretation", "法律适用问题需要解释或者确认", "行政复议法第三十九条第一款第七项"),
    Choice("other_case", "等待其他案件的审理结果", "行政复议法第三十九条第一款第八项"),
    Choice(NORM_OWN, "附带审查，本机关有权处理", "行政复议法第三十九条第一款第九项"),
    Choice(NORM_FORWARD, "附带审查，转送有权机关处理", "行政复议法第三十九条第一款第九项"),
    Choice("other", "需要中止的其他情形", "行政复议法第三十九条第一款第十项"),
)

WITHDRAWN, STANDSTILL, CRIMINAL = "withdrawn", "standstill", "criminal"
TERMINATIONS = (
    Choice(WITHDRAWN, "申请人撤回申请，准予撤回", "行政复议法第四十一条第一项"),
    Choice("died", "申请人死亡，没有近亲属或者近亲属放弃", "行政复议法第四十一条第二项"),
    Choice("dissolved", "申请人终止，没有承受人或者承受人放弃", "行政复议法第四十一条第三项"),
    Choice(
        CRIMINAL,
        "因行政拘留或者限制人身自由的行政强制措施申请复议，又因同一违法行为被采取刑事强制措施",
        "行政复议法第四十一条第四项",
    ),
    Choice(STANDSTILL, "中止满六十日，原因仍未消除", "行政复议法第四十一条第五项"),
)
WITHDRAWALS = (
    Choice("settled", "达成和解后撤回", "行政复议法第七十四条"),
    Choice("changed", "被申请人改变行政行为后撤回", "行政复议法第四十一条第一项"),
    Choice("own", "自行撤回", "行政复议法第四十一条第一项"),
)

NOT_NEEDED, MAJOR_CASE = "none", "major"
CONSULTED = (
    Choice(MAJOR_CASE, "案情重大、疑难、复杂", "行政复议法第五十二条第二款第一项"),
    Choice("technical", "专业性、技术性较强", "行政复议法第五十二条第二款第二项"),
    Choice("province", "省级政府对本机关行政行为的复议", "行政复议法第五十二条第二款第三项"),
    Choice("needed", "行政复议机构认为有必要", "行政复议法第五十二条第二款第四项"),
)

NO_DAMAGES, DAMAGES_PAID = "none", "paid"
DAMAGES = (
    Choice(NO_DAMAGES, "没有赔偿事项"),
    Choice(DAMAGES_PAID, "给予赔偿", "行政复议法第七十二条第一款"),
    Choice("returned", "责令返还财产、解除对财产的强制措施", "行政复议法第七十二条第二款"),
    Choice("dismissed", "驳回赔偿请求", "行政复议法第七十二条第一款"),
)
DAMAGES_DUE = frozenset({DAMAGES_PAID, "returned"})

NO_REDO, REDO_BY_LAW, REDO_SET = "none", "statutory", "set"
REDO = (
    Choice(NO_REDO, "不责令重作"),
    Choice(REDO_BY_LAW, "责令重作，期限为六十日", "行政复议法第六十四条第一款"),
    Choice(REDO_SET, "责令重作，期限由决定书另定", "行政复议法第六十四条第一款"),
)
NORM_ASKED_ELSEWHERE = "forwarded"
NORM_RESULTS = (
    Choice("lawful", "相关条款合法", "行政复议法第五十九条"),
    Choice("stopped", "停止执行该条款，责令制定机关纠正", "行政复议法第五十九条"),
    Choice(NORM_ASKED_ELSEWHERE, "按接受转送机关的处理意见", "行政复议法第六十条"),
)
UNLAWFUL = (
    Choice("kept", "违法但不撤销，撤销会造成重大损害", "行政复议法第六十五条第一款第一项"),
    Choice(BY_PROCEDURE, "违反法定程序，程序轻微违法", "行政复议法第六十五条第一款第二项"),
    Choice("nothing_to_revoke", "违法，不需要撤销或者责令履行", "行政复议法第六十五条第二款"),
)

OF_DECISION, OF_OPINION = "decision", "opinion"  # what is not performed (第七十七条第二款)
UNPERFORMED_PAPERS = (Choice(OF_DECISION, "决定书、调解书"), Choice(OF_OPINION, "意见书"))

STATUTORY, LOCAL = "statutory", "local"
COPIED_BY = (
    Choice(STATUTORY, "法定抄告：上一级主管部门", "行政复议法第七十九条第二款"),
    Choice(LOCAL, "地方规定：上级复议机构等", "县行政复议行政应诉工作方案第十二项"),
)
COPIED_AS = (
    Choice("letter", "专函抄告", "县行政复议行政应诉工作方案第十二项"),
    Choice("batch", "集中抄告", "市行政复议行政应诉工作任务清单第十五项"),
)
