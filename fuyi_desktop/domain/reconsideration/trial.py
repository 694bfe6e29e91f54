"""审理 — copy, reply, evidence, opinions, hearing, mediation and committee, up to the draft (`domain.md` 2.2)."""

from dataclasses import replace

from fuyi_desktop.domain.fields import Choice, Field, FieldKind
from fuyi_desktop.domain.party import PartyKind, Role
from fuyi_desktop.domain.procedure import StepKind
from fuyi_desktop.domain.reconsideration import guards, replies
from fuyi_desktop.domain.reconsideration.grounds import CONSULTED, MAJOR_CASE, NOT_NEEDED, STAYS
from fuyi_desktop.domain.reconsideration.states import UNDECIDED, UNDER_REVIEW
from fuyi_desktop.domain.sitting import CHAIR, PLACE, RECORDER, TIME
from fuyi_desktop.domain.trail import Branch, Guard, typed_only

HEARD_IN = frozenset({"R12", "R14", "R16"})  # what can be done while others mediate or give their opinion
HEARD_BY = "face", "phone", "online"  # the ways in which there is something to note
BY_WIRE = "phone", "online"  # nobody signs: the recording stands for the signature
DELEGATED = ("head", ("delegate",))
IN_REVIEW = HEARD_IN | {"R10", "R11"}

TRIAL = (
    StepKind(
        "copy_sent", "发送申请书副本", frozenset({"R10"}), "R11",
        fields=(
            Field("received_on", "被申请人收到日", FieldKind.DATE, required=False,
                  help="当日直接送达的填当日；邮寄的不填，收到回证后登记送达，以回证为准。"),
            Field("attachments", "随申请书副本发送的其他材料", FieldKind.LONG, required=False, help="每行一份。"),
        ),
        papers=("F07", "F28"), files=("F07",), article="行政复议法第四十八条、第五十四条第一款", delivers="F07",
        help="普通程序自受理之日起七个工作日内发送，被申请人十个工作日内书面答复；简易程序为三个和五个工作日。",
    ),
    StepKind(
        "add_third_party", "第三人参加", UNDER_REVIEW,
        side=True, repeats=True, joins=Role.THIRD_PARTY,
        fields=(
            Field("name", "第三人", help="姓名或者名称；登记后列为本案的第三人，以后的文书可以发给他。"),
            Field("kind", "类别", FieldKind.CHOICE, default=PartyKind.PERSON.value,
                  choices=tuple(Choice(kind.value, kind.value) for kind in PartyKind)),
            Field("id_number", "证件号码", required=False, help="自然人填居民身份证号，单位填统一社会信用代码。"),
            Field("address", "送达地址", required=False),
            Field("phone", "联系电话", required=False),
            Field("legal_representative", "法定代表人或负责人", required=False, when=("kind", (PartyKind.BODY.value,))),
            Field("origin", "怎样参加", FieldKind.CHOICE, default="notified",
                  choices=(Choice("notified", "复议机构通知"), Choice("asked", "本人申请"))),
            Field("interest", "利害关系", FieldKind.LONG, help="同行政行为或者处理结果有什么利害关系。"),
            Field("until", "提出书面意见的日期", FieldKind.DATE, required=False, help="没有定的不填。"),
            Field("attachments", "随申请书副本发送的其他材料", FieldKind.LONG, required=False, help="每行一份。"),
        ),
        papers=("F08", "F28"), article="行政复议法第十六条",
        help="第三人不参加的，不影响案件的审理。",
    ),
    StepKind(
        "stay_execution", "停止执行", UNDECIDED,
        side=True, repeats=True,
        fields=(
            Field("ground", "情形", FieldKind.CHOICE, choices=STAYS, article="行政复议法第四十二条"),
            Field("granted", "是否停止执行", FieldKind.YES_NO, help="只有依申请的，可以决定不予停止。"),
            Field("reason", "理由", FieldKind.LONG, required=False),
        ),
        guards=(Guard("这种情形应当停止执行", "行政复议法第四十二条",
                      typed_only(lambda look: look.typed["ground"] == "asked" or look.typed["granted"] is True)),),
        papers=("F09", "F28"), files=("F09",), article="行政复议法第四十二条", actor="复议机关",
        help="复议期间行政行为不停止执行，有法定情形的应当停止。",
    ),
    StepKind(
        "reply", "收到答复", frozenset({"R11"}), Branch(("R11", "R12"), replies.all_replied),
        repeats=True,
        fields=(
            Field("party", "哪一被申请人", FieldKind.PARTY, required=False,
                  help="只有一个被申请人的不填；几个被申请人的，逐个登记，各人的答复期限分别计算。"),
            Field("summary", "答复要点", FieldKind.LONG, required=False),
            Field("pages", "证据页数", FieldKind.INTEGER, required=False),
        ),
        guards=(
            Guard("几个被申请人应当分别答复，请选择是哪一个", "行政复议法第四十八条", typed_only(replies.replier_is_named)),
            Guard("这一被申请人的答复已经登记", "行政复议法第四十八条", typed_only(replies.not_replied_before)),
        ),
        files=("X02",), article="行政复议法第四十八条、第五十四条第一款", actor="被申请人", within=("A14", "A16"),
        help="书面答复，并提交当初作出行政行为的证据、依据和其他有关材料。",
    ),
    StepKind(
        "no_reply", "登记未答复", frozenset({"R11"}), Branch(("R11", "R12"), replies.all_replied),
        repeats=True,
        fields=(
            Field("party", "哪一被申请人", FieldKind.PARTY, required=False, help="只有一个被申请人的不填。"),
        ),
        guards=(
            Guard("几个被申请人应当分别登记，请选择是哪一个", "行政复议法第七十条", typed_only(replies.replier_is_named)),
            Guard("这一被申请人的答复已经登记", "行政复议法第七十条", typed_only(replies.not_replied_before)),
        ),
        article="行政复议法第七十条", after=("A14", "A16"),
        help="逾期没有书面答复、提交证据的，视为该行政行为没有证据、依据。",
    ),
    # What leads back comes before what is done in the review, what leads away after it: so both fit one day.
    StepKind(
        "redraft", "退回审理", frozenset({"R20"}), "R12",
        side=True, repeats=True,
        fields=(Field("reason", "退回的理由", FieldKind.LONG),),
        guards=(Guard("当天拟定的，作废拟定的记录就可以", "行政复议法第六十一条第一款", guards.on_another_day("draft")),),
        article="行政复议法第六十一条第一款", actor="复议机构负责人",
        help="审核没有通过的，退回补充审理后重新拟定。",
    ),
    StepKind(
        "hearing_called_off", "取消听证", frozenset({"R13"}), "R12",
        side=True, repeats=True,
        fields=(Field("reason", "理由", FieldKind.LONG),),
        guards=(Guard("当天通知的，作废通知的记录就可以", "行政复议法第五十一条第一款", guards.on_another_day("hearing_set")),),
        article="行政复议法第五十一条", help="听证没有举行的，写明理由，回到审理。",
    ),
    StepKind(
        "hearing_held", "举行听证", frozenset({"R13"}), "R12",
        repeats=True,
        fields=(
            Field("applicant", "申请人到场", FieldKind.CHOICE, default="came", article="行政复议法第五十一条第二款", choices=(
                Choice("came", "到场"), Choice("waived", "无正当理由拒不参加，视为放弃"), Choice("excused", "有正当理由没有参加"))),
            Field("head", "被申请人负责人", FieldKind.CHOICE, default="came", article="行政复议法第五十一条第三款", choices=(
                Choice("came", "负责人参加"), Choice("delegate", "说明理由，委托工作人员参加"), Choice("nobody", "没有参加"))),
            Field("absent", "不能参加的负责人", required=False, when=DELEGATED, article="行政复议法第五十一条第三款",
                  help="姓名、职务；不填时是设置中该机关的负责人。"),
            Field("head_reason", "负责人不能参加的理由", required=False, when=DELEGATED, article="行政复议法第五十一条第三款"),
            Field("delegate", "委托参加的工作人员", required=False, when=DELEGATED, article="行政复议法第五十一条第三款",
                  help="姓名、职务。"),
            Field("delegate_phone", "工作人员的联系电话", required=False, when=DELEGATED),
            Field("minutes", "笔录要点", FieldKind.LONG, required=False),
        ),
        guards=(
            Guard("负责人不能参加听证的，应当说明理由并委托工作人员", "行政复议法第五十一条第三款", typed_only(guards.head_or_reason)),
            Guard("举行听证的日期与通知的不一致", "行政复议法第五十一条第一款", guards.as_announced, asks=True),
            Guard("申请人有正当理由没有参加的，请核对是否另行组织听证", "行政复议法第五十一条第二款",
                  lambda look: look.typed.get("applicant") != "excused", asks=True),
            Guard("被申请人没有派人参加听证，请核对是否已经记录在案", "行政复议法第五十一条第三款",
                  lambda look: look.typed.get("head") != "nobody", asks=True),
        ),
        papers=("F13", "F14", "F15"), files=("F13", "F14"), article="行政复议法第五十条、第五十一条", actor="主持人",
        help="申请人无正当理由拒不参加的，视为放弃听证权利；笔录由参加人签字。",
    ),
    StepKind(
        "investigate", "调查取证", IN_REVIEW,
        side=True, repeats=True,
        fields=(
            Field("people", "调查人员", FieldKind.MANY, help="不得少于两人，逐人填写。", article="行政复议法第四十五条第二款"),
            Field("shown", "出示行政复议工作证件", FieldKind.YES_NO, article="行政复议法第四十五条第二款"),
            Field("kind", "方式", FieldKind.CHOICE, default="ask", choices=(
                Choice("ask", "询问"), Choice("copy", "查阅、复制、调取"), Choice("survey", "勘验"),
                Choice("video", "视频调查"))),
            PLACE, TIME, RECORDER,
            Field("asked", "被调查人", required=False, help="姓名或者单位名称。"),
            Field("asked_about", "被调查人的身份和联系方式", required=False, help="身份、单位、住址、电话。"),
            Field("result", "取得的证据", FieldKind.LONG, required=False, help="每行一项。"),
        ),
        guards=(
            Guard("调查取证的人员不得少于两人", "行政复议法第四十五条第二款", typed_only(guards.at_least("people", 2))),
            Guard("调查取证应当出示行政复议工作证件", "行政复议法第四十五条第二款", typed_only(guards.confirmed("shown"))),
        ),
        papers=("F22",), files=("F22",), article="行政复议法第四十五条", actor="承办人",
        help="向有关单位和个人调查取证，制作笔录。",
    ),
    StepKind(
        "hear_opinions", "听取意见", HEARD_IN,
        fields=(
            Field("party", "听取谁的意见", FieldKind.PARTY, help="选代理人、代表人的，算作听取所代理的当事人。"),
            Field("mode", "方式", FieldKind.CHOICE, default="phone", choices=(
                Choice("face", "当面"), Choice("phone", "电话"), Choice("online", "互联网"),
                Choice("impossible", "因当事人原因不能听取"))),
            Field("cause", "不能听取的原因", FieldKind.LONG, required=False, when=("mode", ("impossible",)),
                  help="写明联系的经过和不能听取的原因。", article="行政复议法第四十九条"),
            replace(TIME, when=("mode", HEARD_BY)),
            Field("place", "地点或者号码", required=False, when=("mode", HEARD_BY), help="当面的写地点，电话、互联网的写号码或者账号。"),
            Field("identity", "身份和核实方式", required=False, when=("mode", HEARD_BY), help="怎样核实是本人。"),
            Field("content", "意见要点", FieldKind.LONG, when=("mode", HEARD_BY)),
            Field("willing", "愿意调解", FieldKind.YES_NO, required=False, article="行政复议法第五条"),
            Field("recording", "录音录像的存放位置", required=False, when=("mode", BY_WIRE), help="代替签名：写明存放的位置或者编号。"),
            replace(RECORDER, help="不填时是办理登记的人。"),
        ),
        papers=("F10",), files=("F10",), article="行政复议法第四十九条", actor="承办人", repeats=True,
        help="普通程序应当听取当事人的意见，并记录在案；因当事人原因不能听取的，可以书面审理。简易程序可以书面审理。",
    ),
    StepKind(
        "review_norm", "提起附带审查", HEARD_IN,
        side=True,
        fields=(
            Field("origin", "怎样提起", FieldKind.CHOICE, default="asked", choices=(
                Choice("asked", "申请人一并提出", "行政复议法第十三条、第五十六条"),
                Choice("office", "复议机关认为依据不合法", "行政复议法第五十七条"))),
            Field("document", "规范性文件", help="名称和文号。"),
            Field("clause", "相关条款", FieldKind.LONG),
            Field("maker", "制定机关"),
            Field("why", "认为不合法的理由", FieldKind.LONG, required=False, help="转送函、答复通知书照此写。",
                  article="行政复议法第五十六条、第五十七条"),
        ),
        article="行政复议法第五十六条、第五十七条", actor="复议机关",
        help="有权处理的三十日内依法处理，无权处理的七个工作日内转送；案件随后中止。",
    ),
    StepKind(
        "mediate", "进入调解", frozenset({"R12"}), "R14",
        side=True, repeats=True,
        fields=(
            Field("willing", "各方自愿", FieldKind.YES_NO, article="行政复议法第五条"),
            Field("by", "由谁调解", FieldKind.CHOICE, default="organ", choices=(
                Choice("organ", "复议机构主持"), Choice("respondent", "被申请人先行调解"), Choice("joint", "与有关单位共同调解"))),
            Field("at", "时间", required=False),
            PLACE,
            Field("content", "争议焦点和方案", FieldKind.LONG, required=False),
        ),
        guards=(Guard("调解应当遵循自愿的原则", "行政复议法第五条第二款", typed_only(guards.confirmed("willing"))),),
        papers=("F16", "F16b", "F17"), files=("F16",), article="行政复议法第五条",
        help="可以在审理中调解，也可以由当事人自行和解；审理期限照常计算，需要停止的另行中止。",
    ),
    StepKind(
        "mediation_failed", "调解未成", frozenset({"R14"}), "R12",
        side=True, repeats=True,
        fields=(Field("reason", "原因", FieldKind.LONG, required=False, help="没有达成协议，或者调解书生效前一方反悔。"),),
        article="行政复议法第七十三条第二款", help="应当依法审查或者及时作出决定。",
    ),
    StepKind(
        "consult", "提请委员会", frozenset({"R12"}), "R16",
        side=True, repeats=True,
        fields=(
            Field("ground", "情形", FieldKind.CHOICE, choices=CONSULTED, article="行政复议法第五十二条第二款"),
            Field("questions", "咨询的问题", FieldKind.LONG),
            Field("until", "希望答复的日期", FieldKind.DATE, required=False),
        ),
        guards=(Guard("简易程序没有提请委员会的规定，请核对是否转为普通程序", "行政复议法第五十二条第二款", guards.on_ordinary, asks=True),),
        papers=("F24",), files=("F24",), article="行政复议法第五十二条第二款",
        help="有四种情形之一的，应当提请行政复议委员会提出咨询意见。",
    ),
    StepKind(
        "consulted", "收到咨询意见", frozenset({"R16"}), "R12",
        repeats=True,
        fields=(
            Field("mode", "咨询方式", FieldKind.CHOICE, default="meeting",
                  choices=(Choice("meeting", "会议咨询"), Choice("paper", "书面咨询"))),
            Field("members", "参加咨询的委员", FieldKind.MANY, required=False, help="逐个写姓名。"),
            CHAIR, PLACE, RECORDER,
            Field("opinion", "咨询意见", FieldKind.LONG, help="记录多数意见和不同意见。"),
        ),
        papers=("F24b",), files=("F24b",), article="行政复议法第五十二条第三款", actor="行政复议委员会",
        help="应当记录行政复议委员会的咨询意见。",
    ),
    StepKind(
        "draft", "拟作决定", frozenset({"R12"}), "R20",
        repeats=True,
        fields=(
            Field("findings", "查明的事实", FieldKind.LONG, required=False),
            Field("opinion", "本机关认为", FieldKind.LONG, required=False),
            Field("basis", "依据", FieldKind.LONG, required=False, help="写到条款项。"),
            Field("proposal", "处理建议", FieldKind.LONG, required=False, help="照拟作的决定主文写，审批表和集体讨论记录照此印。",
                  article="行政复议法第六十一条第一款"),
            Field("committee", "应当提请委员会的情形", FieldKind.CHOICE, default=NOT_NEEDED,
                  choices=(Choice(NOT_NEEDED, "没有"), *CONSULTED), article="行政复议法第五十二条第二款"),
            Field("by_minutes", "以听证笔录为根据", FieldKind.YES_NO, required=False,
                  help="听证过的填。", article="行政复议法第六十一条第二款"),
            Field("opinion_weighed", "以咨询意见为重要参考", FieldKind.YES_NO, required=False,
                  help="提请过委员会的填。", article="行政复议法第六十一条第三款"),
        ),
        guards=(
            Guard("还没有听取意见", "行政复议法第四十九条", guards.heard_opinions, guards.unheard),
            Guard("重大、疑难、复杂的案件应当组织听证，申请人有正当理由没有参加的另行组织", "行政复议法第五十条第一款", guards.heard_where_major),
            Guard("应当提请行政复议委员会提出咨询意见", "行政复议法第五十二条第二款", guards.consulted_where_due),
            Guard("经过听证的，应当根据听证笔录拟定", "行政复议法第六十一条第二款", typed_only(guards.minutes_are_basis)),
            Guard("咨询意见应当作为重要参考依据", "行政复议法第六十一条第三款", typed_only(guards.opinion_is_weighed)),
        ),
        papers=("F25", "F25b"), files=("F25",), article="行政复议法第六十一条", actor="承办人",
        help="对行政行为进行审查，提出意见，形成审理报告。",
    ),
    # After the draft: where the hearing is mandatory the draft is closed, and the hearing is what comes next.
    StepKind(
        "hearing_set", "通知听证", frozenset({"R12", "R13"}), "R13",
        repeats=True,
        fields=(
            Field("held_on", "听证日期", FieldKind.DATE, help="通知应当在五个工作日以前，中间隔足。", article="行政复议法第五十一条第一款"),
            Field("at", "时间"),
            Field("place", "地点"),
            Field("topics", "拟听证的事项", FieldKind.LONG, article="行政复议法第五十一条第一款"),
            Field("chair", "主持人", article="行政复议法第五十条第三款"),
            Field("hearers", "听证员", FieldKind.MANY, help="两名以上，逐人填写。", article="行政复议法第五十条第三款"),
            Field("recorder", "记录员", article="行政复议法第五十条第三款"),
            Field("ground", "听证的原因", FieldKind.CHOICE, default="needed", article="行政复议法第五十条", choices=(
                Choice(MAJOR_CASE, "重大、疑难、复杂", "行政复议法第五十条第一款"),
                Choice("needed", "复议机构认为有必要", "行政复议法第五十条第二款"),
                Choice("asked", "申请人请求", "行政复议法第五十条第二款"))),
            Field("remote", "远程听证", FieldKind.YES_NO, required=False),
            Field("closed", "不公开举行的原因", FieldKind.CHOICE, required=False, help="公开举行的不选。", choices=(
                Choice("state", "涉及国家秘密"), Choice("business", "涉及商业秘密"), Choice("privacy", "涉及个人隐私"))),
            Field("join_by", "报名旁听的截止日期", FieldKind.DATE, required=False, help="不填的，当场登记。"),
        ),
        guards=(
            Guard("听证应当由一名主持人、两名以上听证员和一名记录员组成", "行政复议法第五十条第三款", typed_only(guards.at_least("hearers", 2))),
            Guard("主持人、听证员和记录员不能由同一人担任", "行政复议法第五十条第三款", typed_only(guards.panel_is_apart)),
            Guard("听证应当提前五个工作日通知", "行政复议法第五十一条第一款", typed_only(guards.notice_possible)),
            Guard("通知到听证之间没有隔足五个工作日", "行政复议法第五十一条第一款", typed_only(guards.notice_in_time), asks=True),
            Guard("听证定在休息日，请核对日期，并核对当事人是否能够参加", "行政复议法第五十一条第一款",
                  typed_only(guards.hearing_on_working_day), asks=True),
            Guard("简易程序没有听证的规定，请核对是否转为普通程序", "行政复议法第五十条", guards.on_ordinary, asks=True),
        ),
        papers=("F11", "F12", "F12b", "F13", "F15", "F28"), files=("F11",), article="行政复议法第五十条、第五十一条",
        help="载明时间、地点和拟听证事项，提前五个工作日书面通知当事人；改期的重新通知。",
    ),
)  # fmt: skip
