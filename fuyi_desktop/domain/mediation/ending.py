"""纾解的后段 — agreement, 司法确认, performance, or the way to 复议, and the feedback (`domain.md` 2.4, rows 9–14)."""

from fuyi_desktop.domain.fields import Choice, Field, FieldKind
from fuyi_desktop.domain.mediation.choices import (
    FLOW,
    REASONS,
    REMEDIES,
    SETTLED,
    TERMS,
    UNSETTLED,
)
from fuyi_desktop.domain.mediation.guards import (
    COURT_ACCEPTED,
    COURT_DAYS,
    IN_EFFECT,
    LAWFUL_TERMS,
    NEW_AFTER_REFUSAL,
    NEXT_DAY,
    NOT_EXAMINED,
    NOT_PARALLEL,
    REALLY_OVER,
    REALLY_REFUSED,
    REALLY_TAKEN_OVER,
    REASON_FITS,
    RESULT_FITS,
    SIGNED,
    STANDS_CONFIRMED,
    STILL_IN_TIME,
    TOLD_OF_RIGHTS,
)
from fuyi_desktop.domain.mediation.states import GIVEN_UP, UNDER_WAY, WAITING
from fuyi_desktop.domain.procedure import StepKind
from fuyi_desktop.domain.sitting import TIME

CONFIRMING = "人民调解协议司法确认程序规定（法释〔2011〕5号）"
PERFORMS = "人民调解法第三十一条"

SETTLING = (
    StepKind(
        "agree", "达成协议", frozenset({"M05", "M07", "M13"}), "M10",
        fields=(
            Field("way", "方式", FieldKind.CHOICE, default="mediation", choices=(
                Choice("mediation", "调解"), Choice("settlement", "和解"), Choice("coordination", "协调"))),
            Field("content", "协议内容", FieldKind.LONG),
            Field("perform_by", "履行期限（选填）", FieldKind.DATE, required=False, help="约定的最后一日。"),
            Field("performance", "履行的方式", FieldKind.LONG, required=False, help="谁在什么时候怎样履行；没有约定最后一日的应当写明。"),
            Field("terms", "合法性确认", FieldKind.MANY, choices=TERMS, help="四项逐项核对后勾选，缺一项不能登记。",
                  article=FLOW),
        ),
        guards=(*NOT_PARALLEL, LAWFUL_TERMS, NEW_AFTER_REFUSAL, NEXT_DAY, STILL_IN_TIME),
        papers=("G11",), files=("G11",), article=FLOW, actor="双方当事人", repeats=True,
        help="协议不得违反法律的强制性或者禁止性规定，不得损害国家利益、社会公共利益和他人合法权益。",
    ),
    StepKind(
        "effective", "协议生效", frozenset({"M10"}), "M11",
        fields=(
            Field("form", "形式", FieldKind.CHOICE, default="written",
                  choices=(Choice("written", "书面"), Choice("oral", "口头")),
                  article="人民调解法第二十九条、第三十条"),
            Field("signed", "各方和纾解员已经签名盖章", FieldKind.YES_NO, default=False,
                  help="书面协议自各方签名、盖章或者按指印，纾解员签名并盖章之日起生效；口头协议自达成之日起生效。",
                  article="人民调解法第二十九条、第三十条"),
        ),
        guards=(SIGNED,),
        papers=("G11",), article="人民调解法第二十九条、第三十条", actor="双方当事人", repeats=True,
        help="生效的次日起三十日内，双方可以共同申请司法确认；法定三十日是自然日，不按地方文件的三十个工作日。",
    ),
    StepKind(
        "confirm_apply", "申请司法确认", frozenset({"M11", "M14"}), "M12",
        fields=(
            Field("court", "法院", required=False, help="对争议有管辖权的人民法院。", article="民事诉讼法第二百零五条"),
            Field("property", "财产权利证明", required=False, help="与协议有关的证明的名称，没有的不填。"),
        ),
        guards=(NOT_EXAMINED,),
        papers=("G12",), files=("G12",), article="民事诉讼法第二百零五条、人民调解法第三十三条",
        actor="双方当事人", within=("C07",), repeats=True,
        help="双方共同申请，附协议、身份证明和送达地址。已经转入履行的，三十日内也可以申请，裁定后再转入履行。",
    ),
    StepKind(
        "confirm_accepted", "法院受理确认申请", frozenset({"M12"}),
        fields=(Field("number", "法院案号", required=False),),
        article=f"{CONFIRMING}第四条", actor="人民法院", repeats=True, help="受理的次日起十五日内审查完毕。",
    ),
    StepKind(
        "confirm_extend", "法院延长审查", frozenset({"M12"}),
        fields=(Field("days", "延长天数", FieldKind.INTEGER, default=10, help="经本院院长批准，最多十日。"),),
        guards=(COURT_ACCEPTED, COURT_DAYS),
        article=f"{CONFIRMING}第五条", actor="人民法院", side=True, help="案情疑难复杂的，经院长批准可以延长十日。",
    ),
    StepKind(
        "confirmed", "裁定确认有效", frozenset({"M12"}), "M13",
        fields=(Field("number", "裁定文号", required=False),),
        guards=(COURT_ACCEPTED,),
        article="民事诉讼法第二百零六条", actor="人民法院", repeats=True,
        help="一方拒绝履行或者没有全部履行的，对方可以申请强制执行。",
    ),
    StepKind(
        "not_confirmed", "不予确认", frozenset({"M12"}), "M13",
        fields=(
            Field("kind", "情形", FieldKind.CHOICE, default="rejected", choices=(
                Choice("rejected", "裁定驳回申请"), Choice("refused", "不予受理"), Choice("withdrawn", "当事人撤回申请"))),
            Field("reason", "理由", FieldKind.LONG, required=False),
        ),
        article="民事诉讼法第二百零六条", actor="人民法院", repeats=True, side=True,
        help="可以变更原协议或者达成新的协议，也可以终结纾解、引导当事人复议或者诉讼。",
    ),
    StepKind(
        "performing", "转入履行", frozenset({"M11", "M13"}), "M14",
        guards=(STANDS_CONFIRMED,),
        article=PERFORMS, actor="义务方", repeats=True, help="跟踪到协议履行完毕；协议生效后三十日内，仍然可以共同申请司法确认。",
    ),
    StepKind(
        "performed", "履行完毕", frozenset({"M11", "M13", "M14"}), "M15",
        fields=(Field("proof", "履行凭证", FieldKind.LONG, required=False, help="收条、转账记录、现场照片等。"),),
        guards=(STANDS_CONFIRMED,),
        article=PERFORMS, actor="义务方", help="协议约定的义务全部履行。",
    ),
)  # fmt: skip

CLOSING = (
    StepKind(
        "fail", "终结纾解", frozenset[str]().union(*REASONS.values()), "M20",
        fields=(
            Field("reason", "终结的原因", FieldKind.CHOICE, choices=tuple(REASONS), default="no_agreement"),
            Field("content", "情况说明", FieldKind.LONG, required=False),
        ),
        guards=(REASON_FITS, REALLY_TAKEN_OVER, REALLY_REFUSED, REALLY_OVER),
        papers=("G13",), article=FLOW, actor="承办单位", side=True, help="终结后应当告知当事人复议、诉讼的途径和剩余期限。",
    ),
    StepKind(
        "withdraw", "当事人退出", WAITING | UNDER_WAY | {"M10"}, "M91",
        fields=(Field("reason", "退出的原因", FieldKind.LONG, required=False),),
        papers=("G13",), article=FLOW, actor="当事人", side=True, help="纾解出于自愿，当事人随时可以退出，不影响复议和诉讼。",
    ),
    StepKind(
        "guide", "引导首选复议", GIVEN_UP, "M21",
        fields=(
            Field("organ", "有管辖权的行政复议机关", required=False, article="行政复议法第二十四条至第二十八条",
                  help="不填时是设置中唯一的复议机关。"),
            Field("organ_address", "复议机关的地址、电话", required=False, help="不填时照设置。"),
            Field("court", "有管辖权的人民法院", required=False, article="行政诉讼法第十四条至第二十一条",
                  help="不填时照设置中该复议机关的管辖法院。"),
        ),
        papers=("G13",), files=("G13",), article=REMEDIES, actor="承办单位",
        help="告知书上的剩余天数由程序按登记的日期算出，不必填写；机关和法院照设置，不同的才填。",
    ),
    StepKind(
        "close_report", "结案反馈", frozenset({"M14", "M15", "M20", "M21", "M91"}), "M30",
        fields=(
            Field("result", "纾解结果", FieldKind.CHOICE, choices=(*SETTLED, *UNSETTLED)),
            Field("performance", "协议履行情况", FieldKind.LONG, required=False),
            Field("experience", "经验和问题", FieldKind.LONG, required=False),
        ),
        guards=(TOLD_OF_RIGHTS, RESULT_FITS),
        papers=("G14",), files=("G14",), article=FLOW, actor="承办单位",
        help="纾解程序终结后，及时向县中心反馈；协议还在按约履行的也可以反馈，以后登记回访。",
    ),
    StepKind(
        "visited", "回访", frozenset({"M14", "M15", "M30"}),
        fields=(
            Field("mode", "方式", FieldKind.CHOICE, default="phone", choices=(
                Choice("phone", "电话"), Choice("face", "上门"), Choice("office", "来访"))),
            Field("person", "回访对象", required=False, help="不填时是全体当事人。"),
            TIME,
            Field("fulfilled", "是否履行", FieldKind.YES_NO, required=False),
            Field("satisfied", "满意度", required=False),
            Field("demand", "诉求", FieldKind.LONG, required=False),
            Field("content", "回访记录", FieldKind.LONG, required=False),
        ),
        guards=(IN_EFFECT,),
        papers=("F35",), files=("F35",), article=PERFORMS, actor="承办单位", repeats=True, side=True,
        help="向当事人回访协议的履行情况，结案反馈以后也可以登记。",
    ),
)  # fmt: skip
