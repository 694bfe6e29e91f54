"""登记项 — what is asked when a case is registered; each procedure picks from these and adds its own."""

from collections.abc import Mapping

from fuyi_desktop.domain.case import Informed
from fuyi_desktop.domain.fields import Choice, Field, FieldKind
from fuyi_desktop.domain.forms import POSTMARKED

CHANNEL = Field("channel", "渠道", required=False, default="当面")
# What a filing has to come with, by its channel: the postmark is the day a posted one was made.
COMES_WITH: Mapping[str, tuple[str, ...]] = {"邮寄": (POSTMARKED,)}
MATTER = Field("matter", "案由", required=False, help="不填时按“不服某机关某种行为”拟写。")
RESPONDENT = Field("respondent", "被申请机关", help="作出行政行为的机关全称。", article="行政复议法第十九条")
RECEIVED_BY = Field("received_by", "经手人", required=False, help="不填时是办理登记的人。")
FLAGS = Field("flags", "标记", FieldKind.MANY, required=False)

# The act in dispute: from these follow the periods in which it can be challenged.
ACT = (
    Field("act_number", "文号", required=False, help="照决定书原样填写。"),
    Field("act_kind", "行为种类", required=False),
    Field("act_on", "作出日", FieldKind.DATE, required=False),
    Field("known_on", "知道日", FieldKind.DATE, required=False, help="申请期限从知道行政行为之日的次日起算。",
          article="行政复议法第二十条"),
    Field("informed", "是否告知权利和期限", FieldKind.CHOICE, required=False, default="不清楚",
          choices=tuple(Choice(word.value, word.value) for word in Informed), article="行政复议法第二十条"),
    Field("applied_on", "申请履行职责日", FieldKind.DATE, required=False,
          help="不作为案件：行政机关收到履行申请的日期。", article="行政诉讼法第四十七条"),
    Field("duty_due", "履行期限届满日", FieldKind.DATE, required=False,
          help="不作为案件：有履行期限的，期限届满的日期。", article="行政复议法第二十条"),
)  # fmt: skip
CLAIM = (
    Field("requests", "请求", FieldKind.LONG, required=False),
    Field("reasons", "事实和理由", FieldKind.LONG, required=False),
)
