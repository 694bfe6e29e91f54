"""受理条件和决定种类 — what an application is held against, and how it can end, each with its article."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from fuyi_desktop.domain.fields import Choice


class Reason(NamedTuple):
    """One reason not to take an application up: which condition it breaks, and by which article."""

    code: str
    breaks: str  # C1 … C7
    label: str
    article: str


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

_NOT_TAKEN = (
    Reason("N01", "C1", "申请人不明确，或者不具有申请人资格", "行政复议法第十四条、第三十条第一款第一项"),
    Reason("N02", "C1", "被申请人不合格", "行政复议法第十九条、第三十条第一款第一项"),
    Reason("N03", "C2", "与被申请的行政行为没有利害关系", "行政复议法第三十条第一款第二项"),
    Reason("N04", "C3", "没有具体的复议请求或者理由", "行政复议法第三十条第一款第三项"),
    Reason("N05", "C4", "超过申请期限", "行政复议法第二十条、第三十条第一款第四项"),
    Reason("N06", "C4", "超过最长申请期限（不动产二十年，其他五年）",
           "行政复议法第二十一条、第三十条第一款第四项"),
    Reason("N07", "C5", "国防、外交等国家行为", "行政复议法第十二条第一项"),
    Reason("N08", "C5", "行政法规、规章或者规范性文件", "行政复议法第十二条第二项"),
    Reason("N09", "C5", "对本机关工作人员的奖惩、任免", "行政复议法第十二条第三项"),
    Reason("N10", "C5", "对民事纠纷的调解", "行政复议法第十二条第四项"),
    Reason("N11", "C5", "对权利义务不产生实际影响", "行政复议法第十一条、第三十条第一款第五项"),
    Reason("N12", "C6", "不属于本机关管辖", "行政复议法第二十四条至第二十八条、第三十条第二款"),
    Reason("N13", "C7", "复议机关或者人民法院已经受理过", "行政复议法第二十九条、第三十条第一款第七项"),
)  # fmt: skip
_ELSEWHERE = (
    Reason("T01", "C5", "信访事项", "信访工作条例第十七条、第二十二条"),
    Reason("T02", "C5", "举报、投诉", "行政复议法第三十条"),
    Reason("T03", "C5", "机关内部人事争议", "公务员法第九十五条"),
    Reason("T04", "C5", "民事、劳动争议", "劳动争议调解仲裁法第五条"),
    Reason("T05", "C5", "应当通过诉讼解决的事项", "行政复议法第三十条"),
    Reason("T06", "C6", "属于其他复议机关管辖", "行政复议法第二十四条至第二十八条"),
)


def _choices(reasons: Iterable[Reason]) -> tuple[Choice, ...]:
    return tuple(Choice(reason.code, reason.label, reason.article) for reason in reasons)


REFUSALS = _choices(_NOT_TAKEN)  # 不予受理, and 驳回申请 where it is found out later
REDIRECTS = _choices(_ELSEWHERE)  # no matter of 行政复议 at all, or not of this organ
BREAKS: Mapping[str, str] = {reason.code: reason.breaks for reason in (*_NOT_TAKEN, *_ELSEWHERE)}
NO_JURISDICTION, OTHER_ORGAN = "N12", "T06"
CURABLE = frozenset({"N01", "N02", "N04"})  # what a 补正 can put right

DECISIONS = (
    Choice("uphold", "维持", "行政复议法第六十八条"),
    Choice("revoke", "撤销", "行政复议法第六十四条"),
    Choice("revoke_part", "部分撤销", "行政复议法第六十四条"),
    Choice("alter", "变更", "行政复议法第六十三条"),
    Choice("declare_unlawful", "确认违法", "行政复议法第六十五条"),
    Choice("declare_void", "确认无效", "行政复议法第六十七条"),
    Choice("order_performance", "责令履行", "行政复议法第六十六条"),
    Choice("dismiss_request", "驳回复议请求", "行政复议法第六十九条"),
    Choice("agreement", "行政协议责任或补偿", "行政复议法第七十一条"),
    Choice("compensate", "赔偿", "行政复议法第七十二条"),
)
REVOCATIONS = frozenset({"revoke", "revoke_part"})
CORRECTIONS = REVOCATIONS | {"alter", "declare_unlawful", "declare_void", "order_performance"}
# The 复议机关 has put its own decision in place of the act (行政诉讼法第二十六条第二款).
CHANGES = CORRECTIONS | {"agreement", "compensate"}
PERFORMED = frozenset({"order_performance", "agreement", "compensate"})  # always something to perform
