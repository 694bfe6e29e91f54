"""纾解的选项 — the codes that conditions of a 纾解 case turn on, and the texts that its steps rest on."""

from fuyi_desktop.domain.fields import Choice

SCHEME = "县行政争议纾解工作实施方案"
FLOW = f"{SCHEME}二（三）“二是”"  # 流转办理: 3, 7, 30 and 30 more working days
TEAMS = f"{SCHEME}二（二）"
REMEDIES = "行政复议法第二十条、行政诉讼法第四十六条"

NONE, RECONSIDERATION, LITIGATION = "none", "reconsideration", "litigation"
STANDS = (
    Choice(NONE, "没有受理"),
    Choice(RECONSIDERATION, "行政复议已受理"),
    Choice(LITIGATION, "人民法院已受理"),
)
WAYS = Choice(RECONSIDERATION, "申请行政复议"), Choice(LITIGATION, "提起行政诉讼")

TERMS = (
    Choice("voluntary", "出于各方自愿"),
    Choice("lawful", "不违反法律法规的强制性或者禁止性规定"),
    Choice("public", "不损害国家利益、社会公共利益"),
    Choice("others", "不损害他人合法权益"),
)

EXPIRED, TAKEN_OVER, UNPERFORMED, REFUSED = "expired", "taken_over", "unperformed", "not_confirmed"
BEFORE_AGREEMENT = frozenset({"M03", "M04", "M05", "M07", "M10"})
# Why a 纾解 ends without success, and the states in which it can.
REASONS = {
    Choice("no_agreement", "协商不成"): BEFORE_AGREEMENT,
    Choice(EXPIRED, "纾解期限届满"): BEFORE_AGREEMENT,
    Choice(TAKEN_OVER, "已进入复议或者诉讼程序"): BEFORE_AGREEMENT | {"M00", "M01", "M02", "M06", "M90"},
    Choice("unsuited", "不属于行政争议或者不宜纾解"): frozenset({"M01", "M90"}),
    Choice(REFUSED, "协议不予司法确认"): frozenset({"M13"}),
    Choice(UNPERFORMED, "协议没有履行"): frozenset({"M13", "M14"}),
}

PERFORMED, CONFIRMED = "settled_performed", "settled_confirmed"
SETTLED = (
    Choice(PERFORMED, "达成协议并当场履行"),
    Choice("settled_pending", "达成协议，按约履行"),
    Choice(CONFIRMED, "达成协议并经司法确认", "民事诉讼法第二百零五条"),
)
UNSETTLED = (
    Choice("no_agreement", "协商不成"),
    Choice(EXPIRED, "纾解期限届满"),
    Choice("withdrawn", "当事人退出"),
    Choice("guided", "已引导申请行政复议"),
    Choice("sued", "当事人已提起诉讼"),
)
