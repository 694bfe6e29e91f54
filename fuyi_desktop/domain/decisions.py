"""受理条件和决定种类 — what an application is held against, and how it can end, each with its article."""

from fuyi_desktop.domain.fields import Choice

CONDITIONS = tuple(
    Choice(code, label, "行政复议法第三十条第一款")
    for code, label in (
        ("C1", "有明确的申请人和合格的被申请人"),
        ("C2", "申请人与行政行为有利害关系"),
        ("C3", "有具体的复议请求和理由"),
        ("C4", "在法定申请期限内提出"),
        ("C5", "属于行政复议范围"),
        ("C6", "属于本机关管辖"),
        ("C7", "没有重复受理，人民法院也没有受理"),
    )
)

DECISIONS = (
    Choice("uphold", "维持", "行政复议法第六十八条"),
    Choice("revoke", "撤销", "行政复议法第六十四条"),
    Choice("revoke_part", "部分撤销", "行政复议法第六十四条"),
    Choice("alter", "变更", "行政复议法第六十三条"),
    Choice("declare_unlawful", "确认违法", "行政复议法第六十五条"),
    Choice("declare_void", "确认无效", "行政复议法第六十七条"),
    Choice("order_performance", "责令履行", "行政复议法第六十六条"),
    Choice("dismiss_request", "驳回复议请求", "行政复议法第六十九条"),
    Choice("dismiss_application", "驳回复议申请", "行政复议法第三十三条"),
    Choice("agreement", "行政协议责任或补偿", "行政复议法第七十一条"),
    Choice("compensate", "赔偿", "行政复议法第七十二条"),
)
CORRECTIONS = frozenset(
    {"revoke", "revoke_part", "alter", "declare_unlawful", "declare_void", "order_performance"}
)
# The 复议机关 has put its own decision in place of the act (行政诉讼法第二十六条第二款).
CHANGES = CORRECTIONS | {"agreement", "compensate"}
PERFORMED = frozenset({"order_performance", "agreement", "compensate"})  # always something to perform
