"""应诉代码 — what a suit can be, how it can end and why a head may stay away, each with its article.

Codes and words are those of the code lists; a test holds the two together.
"""

from fuyi_desktop.domain.fields import Choice

ACT, READING, HEADS = "行政诉讼法", "行政诉讼法司法解释（法释〔2018〕1号）", "法释〔2020〕3号"

FIRST, SECOND, RETRIAL = "first", "second", "retrial"
INSTANCES = (
    Choice(FIRST, "一审", f"{ACT}第八十一条"),
    Choice(SECOND, "二审", f"{ACT}第八十八条"),
    Choice(RETRIAL, "再审", f"{ACT}第九十条至第九十三条"),
)
BROUGHT_BY = (
    Choice("them", "对方当事人"),
    Choice("us", "本机关"),
    Choice("both", "双方"),
    Choice("procurator", "检察机关抗诉", f"{ACT}第九十三条"),
    Choice("court", "法院决定再审", f"{ACT}第九十二条"),
)
JOINT = "joint"
ROLES = (
    Choice("sole", "单独被告"),
    Choice(JOINT, "共同被告（复议机关和原机关等）", f"{ACT}第二十六条第二款"),
    Choice("reviewer", "复议机关单独作被告", f"{ACT}第二十六条第二款、第三款"),
)

# A paper of the court is named by its form, so that each party's period counts from its own receipt of it.
JUDGMENT, RULING, LAST_JUDGMENT, LAST_RULING = "X24", "X25", "X26", "X27"
PAPERS = (
    Choice(JUDGMENT, "一审判决书", f"{ACT}第六十九条至第七十八条"),
    Choice(RULING, "一审裁定书（可以上诉）", f"{READING}第一百零一条"),
    Choice(LAST_JUDGMENT, "终审或者再审判决书", f"{ACT}第八十九条"),
    Choice(LAST_RULING, "终审或者再审裁定书", f"{ACT}第八十九条"),
)
APPEALABLE = frozenset({JUDGMENT, RULING})
RULINGS = frozenset({RULING, LAST_RULING})

REMANDED = "remanded"
RESULTS = (
    Choice("upheld", "驳回诉讼请求", f"{ACT}第六十九条"),
    Choice("revoked", "撤销", f"{ACT}第七十条"),
    Choice("revoked_part", "部分撤销", f"{ACT}第七十条"),
    Choice("altered", "变更", f"{ACT}第七十七条"),
    Choice("declared_unlawful", "确认违法", f"{ACT}第七十四条"),
    Choice("declared_void", "确认无效", f"{ACT}第七十五条"),
    Choice("ordered_performance", "责令履行", f"{ACT}第七十二条"),
    Choice("ordered_payment", "给付", f"{ACT}第七十三条"),
    Choice("compensated", "赔偿或补偿", f"{ACT}第七十六条、第七十八条"),
    Choice("not_filed", "不予立案", f"{ACT}第五十一条"),
    Choice("dismissed", "驳回起诉", f"{READING}第六十九条"),
    Choice(REMANDED, "发回重审或者指令审理", f"{ACT}第八十九条"),
    Choice("other", "其他"),
)
LOSSES = frozenset(
    {
        "revoked", "revoked_part", "altered", "declared_unlawful", "declared_void", "ordered_performance",
        "ordered_payment", "compensated",
    }
)  # fmt: skip
BY_RULING = frozenset({"not_filed", "dismissed", REMANDED})  # 程序性处理: never by a judgment
PERFORMED = frozenset({"ordered_performance", "ordered_payment", "compensated"})  # always something to do

CHANGED = "changed"
UPPER = (
    Choice("affirmed", "驳回上诉，维持原裁判", f"{ACT}第八十九条第一款第一项"),
    Choice(CHANGED, "改判、撤销或者变更", f"{ACT}第八十九条第一款第二项"),
    Choice(REMANDED, "发回重审或者指令审理", f"{ACT}第八十九条第一款第三项、第四项"),
    Choice("appeal_withdrawn", "准许撤回上诉", f"{ACT}第一百零一条、民事诉讼法第一百八十条"),
    Choice("withdrawn", "准许撤回起诉", f"{ACT}第六十二条"),
    Choice("mediated", "调解", f"{ACT}第六十条"),
)
ENDS_SUIT = frozenset({"withdrawn", "mediated"})  # what the first court decided has no effect any more

RETRIALS = (
    Choice("applied", "当事人申请再审", f"{ACT}第九十条"),
    Choice("protest", "检察机关抗诉", f"{ACT}第九十三条第一款"),
    Choice("procurator", "检察机关审查或者再审检察建议", f"{ACT}第九十三条第二款"),
    Choice("court", "法院决定再审", f"{ACT}第九十二条"),
)
RETRIED = (
    Choice("refused", "驳回再审申请、不支持监督申请", f"{READING}第一百一十六条"),
    Choice("affirmed", "再审维持", f"{READING}第一百二十二条"),
    Choice(CHANGED, "再审改判", f"{READING}第一百二十二条"),
    Choice(REMANDED, "发回重审", f"{READING}第一百二十二条"),
)

WITHDRAWALS = (
    Choice("withdrawn_changed", "撤诉（被告改变行政行为后）", f"{ACT}第六十二条"),
    Choice("withdrawn_settled", "撤诉（协调化解后）", f"{ACT}第六十二条"),
    Choice("withdrawn_other", "撤诉（其他）", f"{ACT}第六十二条、第五十八条"),
)
OTHER = "other"
MEDIABLE = (
    Choice("damages", "行政赔偿", f"{ACT}第六十条第一款"),
    Choice("indemnity", "行政补偿", f"{ACT}第六十条第一款"),
    Choice("discretion", "行使法律、法规规定的自由裁量权", f"{ACT}第六十条第一款"),
    Choice(OTHER, "其他", f"{ACT}第六十条第一款"),
)
SUSPENSIONS = (
    Choice("died", "原告死亡，等待近亲属表明是否参加诉讼", f"{READING}第八十七条第一款第一项"),
    Choice("incapable", "原告丧失诉讼行为能力，尚未确定法定代理人", f"{READING}第八十七条第一款第二项"),
    Choice("dissolved", "一方单位终止，尚未确定权利义务承受人", f"{READING}第八十七条第一款第三项"),
    Choice("force_majeure", "一方因不可抗力不能参加诉讼", f"{READING}第八十七条第一款第四项"),
    Choice("question", "需要有权机关解释或者确认法律适用", f"{READING}第八十七条第一款第五项"),
    Choice("other_case", "须以尚未审结的另案结果为依据", f"{READING}第八十七条第一款第六项"),
    Choice("other", "其他", f"{READING}第八十七条第一款第七项"),
)
ENDINGS = (
    Choice("terminated", "终结诉讼", f"{READING}第八十八条"),
    Choice("transferred", "移送", f"{ACT}第二十二条"),
)

RISKS = Choice("low", "低"), Choice("middle", "中"), Choice("high", "高")
GENERAL, SPECIAL = "general", "special"
POWERS = (
    Choice(GENERAL, "一般代理"),
    Choice(SPECIAL, "特别授权", "民事诉讼法第六十二条第二款"),
)
LOWER = "lower"
POSTS = (
    Choice("head", "正职负责人", f"{HEADS}第二条"),
    Choice("deputy", "副职负责人", f"{HEADS}第二条"),
    Choice("participating", "参与分管的负责人", f"{HEADS}第二条"),
)
POSTS_TYPED = (*POSTS, Choice(LOWER, "下级机关或者受委托组织的负责人", f"{HEADS}第二条第二款"))
OWN = "own"
NAMED_BY = (
    Choice(OWN, "本机关"),
    Choice("agreed", "共同被告协商", f"{HEADS}第三条"),
    Choice("court", "法院确定", f"{HEADS}第三条"),
)
NO_NOTICE = "none"
NOTICES = (
    Choice(NO_NOTICE, "没有另行通知"),
    Choice(
        "public_interest", "应当通知：食品药品安全、生态资源、公共卫生等重大公共利益", f"{HEADS}第四条第一款"
    ),
    Choice("attention", "应当通知：社会高度关注", f"{HEADS}第四条第一款"),
    Choice("mass", "应当通知：可能引发群体性事件", f"{HEADS}第四条第一款"),
    Choice("rights", "可以通知：涉及重大人身、财产权益", f"{HEADS}第四条第二款第一项"),
    Choice("public_suit", "可以通知：行政公益诉讼", f"{HEADS}第四条第二款第二项"),
    Choice("superior", "可以通知：上级机关规范性文件要求", f"{HEADS}第四条第二款第三项"),
    Choice("court", "可以通知：法院认为需要的其他情形", f"{HEADS}第四条第二款第四项"),
)
ABSENCES = (
    Choice("force_majeure", "不可抗力", f"{HEADS}第八条第一项"),
    Choice("accident", "意外事件", f"{HEADS}第八条第二项"),
    Choice("duty", "需要履行他人不能代替的公务", f"{HEADS}第八条第三项"),
    Choice("other", "无法出庭的其他正当事由", f"{HEADS}第八条第四项"),
)
SPEECH = (
    Choice("statement", "陈述"),
    Choice("answer", "答辩"),
    Choice("evidence", "举证质证"),
    Choice("debate", "辩论"),
    Choice("closing", "最后意见"),
    Choice("document", "说明所依据的规范性文件"),
    Choice("settlement", "对实质化解争议发表意见"),
)
STAFF, LAWYER = "staff", "lawyer"
BESIDE = (Choice(STAFF, "相应的工作人员", f"{HEADS}第十条"), Choice(LAWYER, "律师"))

CAUSES = (
    Choice("evidence", "事实不清，主要证据不足", f"{ACT}第七十条第一项"),
    Choice("late_evidence", "逾期举证，视为没有证据", f"{ACT}第三十四条第二款"),
    Choice("law", "未正确适用法律、法规", f"{ACT}第七十条第二项"),
    Choice("document", "所依据的规范性文件不合法", f"{ACT}第六十四条"),
    Choice("overreach", "超越职权", f"{ACT}第七十条第四项"),
    Choice("abuse", "滥用职权", f"{ACT}第七十条第五项"),
    Choice("void", "重大且明显违法", f"{ACT}第七十五条"),
    Choice("agreement", "未依法履行或者违法变更、解除行政协议", f"{ACT}第七十八条"),
    Choice("damage", "违法行为造成损失", f"{ACT}第七十六条"),
    Choice("procedure", "违反法定程序", f"{ACT}第七十条第三项"),
    Choice("procedure_minor", "程序轻微违法", f"{ACT}第七十四条第一款第二项"),
    Choice("inaction", "不履行或者拖延履行法定职责", f"{ACT}第七十二条"),
    Choice("payment", "未履行给付义务", f"{ACT}第七十三条"),
    Choice("unreasonable", "行政行为明显不当", f"{ACT}第七十条第六项"),
    Choice("unreasonable_penalty", "处罚明显不当或者款额确有差错", f"{ACT}第七十七条第一款"),
    Choice("other", "其他"),
)

LOCAL_INTERVIEW = "区行政执法规范化专项行动方案（征求意见稿）第十二项"
INTERVIEWS = (
    Choice("rate", "年度行政诉讼案件纠错率超过20%", LOCAL_INTERVIEW),
    Choice("count", "年内被生效裁判纠错2件以上", LOCAL_INTERVIEW),
)
ADVISERS = (Choice("court", "法院司法建议"), Choice("procurator", "检察建议"))
ADVICE = (
    Choice("absent", "负责人没有出庭，没有说明理由或者理由不成立", f"{HEADS}第十二条第一项"),
    Choice("absent_again", "延期后再次开庭仍没有出庭，且无正当理由", f"{HEADS}第十二条第二项"),
    Choice("nobody", "负责人和工作人员都没有出庭", f"{HEADS}第十二条第三项"),
    Choice("left", "负责人未经许可中途退庭", f"{HEADS}第十二条第四项"),
    Choice("silent", "负责人拒绝解释或者说明", f"{HEADS}第十二条第五项"),
    Choice("other", "其他"),
)
FEEDBACK = (
    Choice("report", "向司法行政部门反馈整改"),
    Choice("circular", "通报"),
    Choice("example", "典型案例分析"),
)
