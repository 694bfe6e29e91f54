"""决定、送达与履行 — from the decision to the archive, with what is told to others on the way (`domain.md` 2.2)."""

from collections.abc import Callable

from fuyi_desktop.domain.access import Task
from fuyi_desktop.domain.case import CaseFile
from fuyi_desktop.domain.correcting import correcting
from fuyi_desktop.domain.decisions import DECISIONS
from fuyi_desktop.domain.fields import Choice, Field, FieldKind
from fuyi_desktop.domain.gaps import PROVEN, REACHED
from fuyi_desktop.domain.passing import complete
from fuyi_desktop.domain.procedure import StepKind
from fuyi_desktop.domain.reconsideration import afterwards, guards, holding, service
from fuyi_desktop.domain.reconsideration.grounds import (
    COPIED_AS,
    COPIED_BY,
    DAMAGES,
    NO_DAMAGES,
    NO_REDO,
    NORM_RESULTS,
    OF_DECISION,
    REDO,
    STATUTORY,
    UNLAWFUL,
    UNPERFORMED_PAPERS,
)
from fuyi_desktop.domain.reconsideration.halts import ENDS
from fuyi_desktop.domain.reconsideration.states import ANYWHERE, CLOSED, SERVED, UNDECIDED
from fuyi_desktop.domain.sitting import TIME, interview
from fuyi_desktop.domain.trail import Guard, typed_only

TALK = ("how", ("talk",))
FOUND = UNDECIDED | {"R21", "R22", "R23"}  # 在审理过程中, to the service of the decision
UNPERFORMED = frozenset({"R23", "R24", "R26", "R27"})  # R23: an 意见书 may be overdue with nothing to perform
DELIVERED = service.DELIVERED

ENDING = (
    StepKind(
        "decide", "作出决定", frozenset({"R20"}), "R21",
        fields=(
            Field("kind", "决定种类", FieldKind.CHOICE, choices=DECISIONS, help="种类决定用哪一条，也决定怎样抄告。"),
            Field("text", "决定内容", FieldKind.LONG,
                  help="照决定书写，例如：撤销某机关某日作出的某号处罚决定。"),
            Field("approval", "批准方式", FieldKind.CHOICE, default="chief", article="行政复议法第六十一条第一款",
                  choices=(Choice("chief", "机关负责人同意"), Choice("meeting", "集体讨论通过"))),
            Field("perform_by", "履行期限", FieldKind.DATE, required=False,
                  help="决定有履行内容的，写明履行期限的最后一日；责令履行和另定期限重作的必须写明。", article="行政复议法第六十六条、第七十七条"),
            Field("redo", "责令重作", FieldKind.CHOICE, default=NO_REDO, choices=REDO, when=("kind", ("revoke", "revoke_part")),
                  help="撤销的，可以责令重新作出；不得以同一事实和理由作出相同的行为，违反法定程序的除外。",
                  article="行政复议法第六十四条"),
            Field("not_worse", "变更没有更为不利", FieldKind.YES_NO, required=False, when=("kind", ("alter",)),
                  help="变更决定填写：没有对申请人更为不利，或者第三人提出了相反请求。", article="行政复议法第六十三条第二款"),
            Field("unlawful", "确认违法的情形", FieldKind.CHOICE, choices=UNLAWFUL, article="行政复议法第六十五条",
                  when=("kind", ("declare_unlawful",))),
            Field("damages", "一并决定的赔偿事项", FieldKind.CHOICE, default=NO_DAMAGES, choices=DAMAGES, article="行政复议法第七十二条",
                  when=("kind", tuple(choice.code for choice in DECISIONS if choice.code not in ("agreement", "compensate"))),
                  help="申请人一并提出赔偿请求，或者财产应当返还、解除强制措施的填写。"),
            Field("amount", "赔偿或者补偿数额（元）", FieldKind.INTEGER, required=False, article="行政复议法第七十一条、第七十二条",
                  help="决定给予赔偿或者补偿的填写。"),
            Field("number", "决定书文号", required=False,
                  help="决定书由本程序出具的不填，编号后自动取得；在别处出具的照决定书填写，抄告、催告时要用。"),
            Field("norm_result", "规范性文件处理结果", FieldKind.CHOICE, required=False, choices=NORM_RESULTS,
                  help="附带审查过的应当一并告知。", article="行政复议法第五十九条、第六十条"),
        ),
        guards=(
            Guard("变更决定不得对申请人更为不利", "行政复议法第六十三条第二款",
                  typed_only(guards.only_if("kind", frozenset({"alter"}), guards.confirmed("not_worse")))),
            Guard("只有撤销的，可以责令重新作出", "行政复议法第六十四条第一款", typed_only(guards.redo_follows_revocation)),
            Guard("责令履行，或者另定期限责令重作的，应当写明履行期限", "行政复议法第六十四条第一款、第六十六条", typed_only(guards.deadline_is_set)),
            Guard("赔偿、返还应当与撤销、变更、责令履行或者确认违法、无效一并决定", "行政复议法第七十二条", typed_only(guards.damages_follow_correction)),
            Guard("决定给予赔偿的，应当写明数额", "行政复议法第七十二条第一款", typed_only(guards.damages_have_amount)),
            Guard("附带审查的处理结果与办理的经过不一致", "行政复议法第五十九条、第六十条", typed_only(guards.norm_result_is_founded)),
            Guard("附带审查的结果应当在决定书中一并告知", "行政复议法第五十九条", typed_only(guards.norm_is_told)),
            Guard("被申请人没有答复、举证，视为没有证据、依据，不应当维持，请核对是否有第三人提供证据", "行政复议法第七十条", guards.no_evidence_is_answered, asks=True),
            Guard("拟稿所依据的条款与决定种类不符，请核对", "", typed_only(holding.article_fits), holding.articles, asks=True),
            Guard("决定内容与决定种类不符，请核对", "", typed_only(holding.text_fits), asks=True),
            Guard("审理期限已经届满", "行政复议法第六十二条", guards.decided_in_time, asks=True),
        ),
        papers=("F26", "F28"), files=("F26",), article="行政复议法第六十一条、第六十二条", actor="复议机关",
        office=True, task=Task.DECIDE, delivers="F26",
        help="经复议机关负责人同意或者集体讨论通过后，以复议机关的名义作出决定。",
    ),
    StepKind(
        "opinion", "制发意见书", FOUND,
        side=True, repeats=True,
        fields=(
            Field("organ", "发给哪个机关", help="被申请人或者其他下级行政机关。"),
            Field("problems", "违法或者不当的问题", FieldKind.LONG, help="每行一项。"),
            Field("basis", "认定问题的依据", FieldKind.LONG, required=False, help="写到条款项。"),
            Field("advice", "意见", FieldKind.LONG, help="每行一项。"),
            Field("received_on", "对方收到日", FieldKind.DATE, required=False,
                  help="当日送到的填当日；发给被申请人的，登记送达后以回证为准。"),
        ),
        papers=("F31", "F28"), files=("F31",), article="行政复议法第七十六条", actor="复议机关", delivers="F31",
        help="发现有关行政行为违法或者不当的，可以制发意见书；有关机关六十日内报送纠正情况。",
    ),
    StepKind(
        "recommend", "制发建议书", FOUND,
        side=True, repeats=True,
        fields=(
            Field("organ", "发给哪个机关"),
            Field("problems", "普遍性问题", FieldKind.LONG, help="每行一项。"),
            Field("advice", "建议", FieldKind.LONG, help="每行一项。"),
            Field("until", "希望回复的日期", FieldKind.DATE, required=False),
        ),
        papers=("F32",), files=("F32",), article="行政复议法实施条例（2007年）第五十七条第二款",
        help="发现法律实施中带有普遍性的问题，可以向有关机关提出完善制度和改进执法的建议。",
    ),
    *ENDS,
    correcting(ANYWHERE - {"R00"}, DELIVERED, "复议机关"),  # before the service of its notice on that day
    *service.SERVICE,
    StepKind(
        "copied", "抄告", SERVED | {"R22", "R30"},
        fields=(
            Field("to", "抄告对象", help="法定：被申请人的上一级主管部门；地方规定还有上级复议机构。",
                  article="行政复议法第七十九条第二款"),
            Field("basis", "依据", FieldKind.CHOICE, choices=COPIED_BY, default=STATUTORY,
                  help="法定的抄告只限于被申请人是本级政府部门的。", article="行政复议法第七十九条第二款"),
            Field("by", "方式", FieldKind.CHOICE, choices=COPIED_AS, default="letter",
                  help="纠错的专函抄告；维持、驳回、终止的可以集中抄告。"),
            Field("period", "抄告的期间", required=False, when=("by", ("batch",)), help="例如：2026年第三季度。"),
            Field("problems", "主要问题", FieldKind.LONG, required=False, help="每行一项。专函应当写明。"),
            Field("advice", "建议", FieldKind.LONG, required=False),
        ),
        guards=(
            Guard("被申请人还没有收到决定书，决定还没有生效", "行政复议法第七十九条第二款", service.respondent_has),
            Guard("被申请人是一级政府，没有上一级主管部门，请核对是否按地方规定抄告", "行政复议法第七十九条第二款", afterwards.not_a_government, asks=True),
        ),
        papers=("F29", "F30"), files=("F29",), article="行政复议法第七十九条第二款", repeats=True,
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
        guards=(Guard("公开以前应当隐去个人信息", "行政复议法第七十九条第一款", typed_only(afterwards.redacted)),),
        papers=("F37",), article="行政复议法第七十九条第一款",
        help="行政复议机关根据被申请行政行为的公开情况，按照国家有关规定将决定书向社会公开。",
    ),
    StepKind(
        "performing", "转入履行", frozenset({"R23"}), "R24",
        guards=(Guard("决定没有履行内容", "行政复议法第七十七条", afterwards.has_duty),),
        article="行政复议法第七十七条", actor="被申请人", help="决定有履行内容的，跟踪到履行完毕。",
    ),
    StepKind(
        "order_performance_now", "责令限期履行", UNPERFORMED, "R27",
        side=True, repeats=True,
        fields=(
            Field("about", "没有履行的是", FieldKind.CHOICE, default=OF_DECISION, choices=UNPERFORMED_PAPERS,
                  article="行政复议法第七十七条第二款"),
            Field("until", "限期", FieldKind.DATE, help="责令在哪一天以前履行。"),
            Field("reason", "不履行的情况", FieldKind.LONG),
        ),
        guards=(
            Guard("已经履行完毕", "行政复议法第七十七条第二款", afterwards.something_is_owed),
            Guard("履行期限还没有届满", "行政复议法第七十七条第二款", afterwards.something_is_late),
            Guard("所选的文书还没有到期，请核对没有履行的是哪一份", "行政复议法第七十七条第二款",
                  typed_only(afterwards.what_is_named_is_late)),
            Guard("上一次责令的期限还没有届满", "行政复议法第七十七条第二款", afterwards.last_order_is_over),
        ),
        papers=("F33", "F28"), files=("F33",), article="行政复议法第七十七条第二款", actor="复议机关",
        help="被申请人不履行或者无正当理由拖延履行决定书、调解书、意见书的，责令限期履行，并可以约谈或者通报批评。",
    ),
    StepKind(
        "admonish", "约谈或通报", frozenset({"R24", "R27"}),
        side=True, repeats=True,
        fields=(
            Field("how", "方式", FieldKind.CHOICE, default="talk", article="行政复议法第七十七条第二款",
                  choices=(Choice("talk", "约谈有关负责人"), Choice("notice", "通报批评"))),
            Field("person", "约谈的负责人", when=TALK, help="姓名、职务。", article="行政复议法第七十七条第二款"),
            Field("interviewer", "约谈人", when=TALK, help="姓名、职务。"),
            *interview(TALK),
            Field("content", "内容和整改要求", FieldKind.LONG),
        ),
        guards=(Guard("履行期限还没有届满", "行政复议法第七十七条第二款", afterwards.something_is_late),),
        papers=("F36", "F36b"), files=("F36",), article="行政复议法第七十七条第二款", actor="复议机关",
        help="对不履行或者拖延履行的，可以约谈被申请人的有关负责人或者予以通报批评。",
    ),
    StepKind(
        "performed", "履行完毕", frozenset({"R23", "R24", "R26", "R27"}), "R25",
        repeats=True,
        fields=(Field("content", "履行内容", FieldKind.LONG, required=False),),
        guards=(
            Guard("决定没有履行内容", "行政复议法第七十七条", afterwards.has_duty),
            Guard("已经登记履行完毕", "行政复议法第七十七条", lambda look: not afterwards.is_performed(look)),
        ),
        article="行政复议法第七十七条", actor="被申请人", help="履行决定后十日内报告履行情况。",
    ),
    StepKind(
        "report", "收到履行报告", frozenset({"R24", "R25", "R27"}),
        fields=(Field("content", "报告要点", FieldKind.LONG, required=False),),
        papers=("F34",), files=("F34",), article="地方规定：履行决定后10日内报告", actor="被申请人",
        help="接到履行报告后五日内回访申请人。",
    ),
    StepKind(
        "visited", "回访", frozenset({"R24", "R25", "R27"}), "R26",
        repeats=True,
        fields=(
            Field("mode", "方式", FieldKind.CHOICE, default="phone", choices=(
                Choice("phone", "电话"), Choice("face", "上门"), Choice("office", "来访"))),
            Field("person", "回访对象", required=False, help="不填时是全体申请人。"),
            TIME,
            Field("fulfilled", "是否履行", FieldKind.YES_NO, required=False),
            Field("satisfied", "满意度", required=False),
            Field("demand", "诉求", FieldKind.LONG, required=False),
            Field("content", "回访记录", FieldKind.LONG, required=False),
        ),
        papers=("F35",), files=("F35",), article="地方规定：履行期满30日内或接报告后5日内回访",
        help="向申请人回访决定的履行情况。",
    ),
    StepKind(
        "opinion_answered", "收到意见书反馈", FOUND | SERVED | {"R30"},
        side=True, repeats=True,
        fields=(
            Field("organ", "反馈的机关", required=False),
            Field("content", "纠正情况", FieldKind.LONG),
        ),
        guards=(Guard("没有等待反馈的意见书", "行政复议法第七十六条", afterwards.answer_is_due),),
        article="行政复议法第七十六条", actor="有关机关", help="有关机关自收到意见书之日起六十日内报送纠正情况。",
    ),
)  # fmt: skip


# After the archive: a suit may come when the file is closed, on that very day as well.
SUED = StepKind(
    "sued", "被起诉", UNDECIDED | SERVED | {"R04", "R21", "R22", "R30", "R40"},
    side=True, repeats=True,
    fields=(
        Field("party", "起诉人", FieldKind.PARTY),
        Field("defendant", "被告", FieldKind.CHOICE, default="both", article="行政诉讼法第二十六条", choices=(
            Choice("both", "复议机关和原机关"), Choice("organ", "复议机关"), Choice("respondent", "原机关"))),
        Field("court", "受理的法院", required=False),
        Field("number", "案号", required=False),
    ),
    article="行政诉讼法第四十五条、行政复议法第三十四条", actor="当事人",
    help="收到应诉通知或者得知起诉时登记；维持的两机关为共同被告，改变的以复议机关为被告。",
)  # fmt: skip


def archive(missing: Callable[[CaseFile], tuple[str, ...]]) -> StepKind:
    """归档, which asks what the file lacks."""
    return StepKind(
        "archive", "归档", CLOSED | SERVED, "R40",
        fields=(
            Field("ruling", "不再履行所依据的裁判", required=False, help="生效裁判改变了复议决定，不再履行的，写明法院和案号。",
                  article="行政诉讼法第七十九条"),
        ),
        guards=(
            Guard("不予受理决定书还没有送达", "行政复议法第三十四条", service.refusal_served, cure="served"),
            Guard("终止或者驳回的文书还没有送达全部当事人", "行政复议法第七十五条", service.ending_served, cure="served"),
            Guard("决定书、意见书还没有抄告被申请人的上一级主管部门", "行政复议法第七十九条第二款", afterwards.copied_to_the_department_above,
                  cure="copied"),
            Guard("不能确定被申请人是不是本级政府的部门，请核对是否应当抄告其上一级主管部门", "行政复议法第七十九条第二款",
                  afterwards.copied_where_level_is_unknown, asks=True, cure="copied"),
            Guard("地方规定纠错的案件一案一抄告，请核对是否已经抄告", "县行政复议行政应诉工作方案第十二项", afterwards.copied_by_local_rule, asks=True, cure="copied"),
            Guard("意见书还没有反馈", "行政复议法第七十六条", afterwards.opinions_answered, cure="opinion_answered"),
            Guard("回访记明没有履行，应当责令限期履行", "行政复议法第七十七条第二款", afterwards.visit_agrees,
                  cure="order_performance_now"),
            Guard("决定有履行内容，还没有登记履行完毕", "行政复议法第七十七条", afterwards.duty_is_performed, cure="performed"),
            Guard("决定有履行内容，还没有履行报告和回访", "一案一报告一回访", afterwards.reported_and_visited, cure="visited"),
            complete(missing, "档案法第十三条"), REACHED, PROVEN,
            Guard("当事人还可以起诉，请核对是否现在归档", "行政诉讼法第四十五条", afterwards.court_is_closed, afterwards.suable_until, asks=True),
        ),
        article="档案法第十三条、第十四条", actor="承办人",
        help="本机出具的，或者登记为已在卷的文书，都算齐备。",
    )  # fmt: skip
