"""开庭 — the head who appears, the day in court, and the ways a suit ends before its judgment."""

from dataclasses import replace

from fuyi_desktop.domain.fields import Choice, Field, FieldKind
from fuyi_desktop.domain.litigation.choices import (
    ABSENCES,
    ACT,
    BESIDE,
    ENDINGS,
    HEADS,
    MEDIABLE,
    NAMED_BY,
    NO_NOTICE,
    NOTICES,
    OWN,
    POSTS,
    POSTS_TYPED,
    READING,
    SPEECH,
    SUSPENSIONS,
    WITHDRAWALS,
)
from fuyi_desktop.domain.litigation.guards import (
    COURT_TOLD,
    EXCUSED,
    HEAD_TO_CHANGE,
    HEARING_HELD,
    HEARING_PENDING,
    HEARING_SET,
    IS_SUSPENDED,
    LETTER_HAD,
    MEDIABLE_ONLY,
    NAMED_HEAD,
    NOT_SUSPENDED,
    PERHAPS_SUSPENDED,
)
from fuyi_desktop.domain.litigation.states import BEFORE, ON_TRIAL, STAGE
from fuyi_desktop.domain.procedure import StepKind

HEAD = (
    Field("head", "出庭负责人", help="被诉机关的负责人姓名。", article=f"{HEADS}第二条"),
    Field("post", "职别", FieldKind.CHOICE, choices=POSTS_TYPED,
          help="正职、副职或者参与分管的负责人；下级机关、受委托组织的负责人不能出庭。", article=f"{HEADS}第二条"),
    Field("position", "职务", required=False, help="照身份证明写，例如：副局长。", article=f"{HEADS}第六条第一款"),
    Field("party", "哪一被告的负责人", FieldKind.PARTY, help="共同被告的，写明由哪一被告的负责人出庭。",
          article=f"{HEADS}第三条"),
    Field("named_by", "由谁确定", FieldKind.CHOICE, choices=NAMED_BY, default=OWN,
          help="共同被告可以协商确定由一个机关的负责人出庭，也可以由法院确定。", article=f"{HEADS}第三条"),
)  # fmt: skip
SETTLED = Field("settlement", "协议内容", FieldKind.LONG, required=False, help="每行一项。")
PERFORM = Field("perform", "履行的方式和期限", required=False)
CHANGED = (
    Field("new_act", "改变后的决定", required=False, help="名称和文号。", article=f"{READING}第八十一条第一款"),
    Field("new_on", "改变行政行为的日期", FieldKind.DATE, required=False),
    Field("change", "改变的内容", FieldKind.LONG, required=False, help="每项一行。"),
    Field("told_on", "改变后的决定送达原告的日期", FieldKind.DATE, required=False),
    Field("consent", "原告的意见", required=False, help="是否同意并申请撤诉。"),
)  # fmt: skip
AFTER_CHANGE = ("how", ("withdrawn_changed",))

STEPS = (
    StepKind(
        "hearing_set", "登记开庭通知", ON_TRIAL, STAGE,
        fields=(
            Field("held_on", "开庭日", FieldKind.DATE, help="传票写明的日期；改期的，先登记延期开庭，再登记新的日期。"),
            Field("at", "开庭时间", required=False),
            Field("place", "开庭地点", required=False),
            Field("notice", "通知负责人出庭", FieldKind.CHOICE, choices=NOTICES, default=NO_NOTICE,
                  help="法院另行送达负责人出庭通知书的，按通知书选择情形；没有通知的，负责人也应当出庭。",
                  article=f"{HEADS}第四条"),
        ),
        guards=HEARING_SET, article=f"{READING}第七十一条", actor="法院", repeats=True,
        help="以收到传票的日期登记。传票和负责人出庭通知书应当在开庭三日前送达。",
    ),
    StepKind(
        "put_off", "延期开庭", ON_TRIAL, STAGE,
        fields=(Field("reason", "原因", required=False),),
        guards=(HEARING_PENDING,), article=f"{HEADS}第九条第三款", actor="法院", repeats=True, side=True,
        help="法院准许或者依职权决定延期的，原定的开庭不再举行，收到新的传票再登记开庭通知。",
    ),
    StepKind(
        "letter", "发出庭应诉告知函", ON_TRIAL,
        fields=(Field("reply_by", "回执期限", FieldKind.DATE, checked=True, help="请被诉机关报回出庭负责人的最后一日。"),),
        guards=(HEARING_PENDING,), papers=("H06",), files=("H06",), article="市行政复议行政应诉工作任务清单第二十七项",
        actor="司法行政部门", repeats=True, side=True, by_center=True,
        help="由司法行政部门向被诉机关制发，写明开庭时间、负责人范围和发声要求。",
    ),
    StepKind(
        "letter_back", "交回执", ON_TRIAL,
        guards=(LETTER_HAD,), papers=("H07",), files=("H07",), article="市行政复议行政应诉工作任务清单第二十七项", actor="被诉机关",
        repeats=True, side=True, help="收到告知函后报回出庭负责人，不能出庭的一并说明。",
    ),
    StepKind(
        "name_head", "确定出庭负责人", ON_TRIAL, STAGE,
        fields=HEAD, guards=NAMED_HEAD, papers=("H05",), files=("H05",), article=f"{HEADS}第二条、第六条",
        actor="被诉机关",
        help="开庭前向法院提交加盖印章的身份证明；不符合条件又不能补正的，视为负责人没有出庭。",
    ),
    StepKind(
        "change_head", "更换出庭负责人", ON_TRIAL, STAGE,
        fields=(*HEAD, Field("reason", "更换的理由", required=False)),
        guards=(HEAD_TO_CHANGE, *NAMED_HEAD), papers=("H05", "H07b"), article=f"{HEADS}第五条第三款",
        actor="被诉机关", repeats=True, side=True, help="庭审前申请更换，不影响正常开庭的，法院应当准许。",
    ),
    StepKind(
        "cannot_attend", "提交不能出庭说明", ON_TRIAL, STAGE,
        fields=(
            Field("ground", "事由", FieldKind.CHOICE, choices=ABSENCES, article=f"{HEADS}第八条"),
            Field("facts", "具体情况", FieldKind.LONG, help="照证明材料写明为什么不能出庭。"),
            Field("sealed", "证明材料已盖章或者签字", FieldKind.YES_NO,
                  help="应当加盖行政机关印章，或者由主要负责人签字认可。", article=f"{HEADS}第九条第一款"),
            Field("proofs", "证明材料", FieldKind.LONG, help="每份一行。", article=f"{HEADS}第九条第一款"),
            Field("delegate", "委托的工作人员", help="负责人不能出庭的，应当委托相应的工作人员出庭，不得仅委托律师。",
                  article=f"{ACT}第三条第三款"),
            Field("postpone", "申请延期开庭", FieldKind.YES_NO, default=False, required=False,
                  article=f"{HEADS}第九条第三款"),
            Field("until", "负责人能够出庭的日期", FieldKind.DATE, required=False, when=("postpone", (True,))),
        ),
        guards=EXCUSED, papers=("H08", "H09", "H04"), files=("H08",), article=f"{HEADS}第八条、第九条",
        actor="被诉机关", repeats=True, side=True,
        help="开庭以前向法院提交说明和证明材料，由法院审查；理由不成立的，法院应当提出司法建议。",
    ),
    StepKind(
        "hearing_held", "登记开庭", ON_TRIAL, STAGE,
        fields=(
            Field("head_attended", "负责人出庭", FieldKind.YES_NO, article=f"{ACT}第三条第三款",
                  help="同一审级多次开庭的，负责人到庭一次一般即已履行出庭义务。"),
            Field("head", "出庭负责人", required=False, help="不填时是已经确定的负责人。"),
            Field("post", "职别", FieldKind.CHOICE, required=False, choices=POSTS, article=f"{HEADS}第二条",
                  help="不填时按已经确定的负责人。"),
            Field("spoke", "负责人发声", FieldKind.MANY, required=False, choices=SPEECH,
                  help="陈述、答辩、举证、辩论、最后意见、说明规范性文件、实质化解意见，有哪几项选哪几项。",
                  article=f"{HEADS}第十一条"),
            Field("settlement", "实质化解意见", FieldKind.LONG, required=False, article=f"{HEADS}第十一条第三款"),
            Field("beside", "其他出庭人员", FieldKind.MANY, required=False, choices=BESIDE,
                  article=f"{READING}第一百二十八条第二款"),
            Field("excuse", "没有出庭的，法院是否认可理由", FieldKind.CHOICE, required=False, article=f"{HEADS}第九条第二款",
                  choices=(Choice("accepted", "认可"), Choice("refused", "不认可"), Choice("open", "没有表示"))),
            Field("left_early", "负责人中途退庭", FieldKind.YES_NO, required=False, default=False,
                  help="未经法庭许可中途退庭的。", article=f"{HEADS}第十二条第一款第四项"),
            Field("pronounced", "当庭宣判", FieldKind.YES_NO, required=False, default=False,
                  help="当庭宣判的，法院应当在十日内发送判决书。", article=f"{ACT}第八十条第二款"),
        ),
        guards=(*HEARING_HELD, PERHAPS_SUSPENDED), papers=("H10",), files=("H10",), article=f"{HEADS}第七条、第十一条",
        actor="出庭人员", repeats=True, help="按开庭日登记谁出庭、说了什么；再次开庭的，再登记开庭通知和开庭。",
    ),
    StepKind(
        "coordinate", "诉中协调", ON_TRIAL - {"L04"}, "L04",
        fields=(Field("plan", "协调方案", FieldKind.LONG, required=False), SETTLED, PERFORM, *CHANGED),
        papers=("H18", "H18b"), article=f"{ACT}第六十条", actor="双方和法院", repeats=True, side=True,
        help="裁判以前在法院主持下协调；协调期间答辩、开庭仍然照常登记，各项期限不因协调停止。",
    ),
    StepKind(
        "coordinate_failed", "协调未成", frozenset({"L04"}), STAGE,
        fields=(Field("reason", "原因", FieldKind.LONG, required=False),),
        article=f"{ACT}第六十条", actor="双方和法院", repeats=True, side=True, help="协调不成的，继续诉讼，由法院及时判决。",
    ),
    StepKind(
        "suspend", "中止诉讼", ON_TRIAL,
        fields=(
            Field("ground", "原因", FieldKind.CHOICE, choices=SUSPENSIONS, article=f"{READING}第八十七条第一款"),
            Field("ruling", "裁定书文号", required=False),
        ),
        guards=(NOT_SUSPENDED,), article=f"{READING}第八十七条", actor="法院", repeats=True, side=True,
        help="中止期间不计入法院的审理期限。前三项原因中止满九十日仍无人继续诉讼的，裁定终结诉讼。",
    ),
    StepKind(
        "resume", "恢复诉讼", ON_TRIAL,
        guards=(IS_SUSPENDED,), article=f"{READING}第八十七条第二款", actor="法院", repeats=True, side=True,
        help="中止的原因消除后恢复诉讼，自法院通知之日起中止的裁定失效。",
    ),
    StepKind(
        "withdrawn", "准许撤诉", BEFORE, "L20",
        fields=(
            Field("how", "撤诉的情形", FieldKind.CHOICE, choices=WITHDRAWALS, article=f"{ACT}第六十二条"),
            Field("ruling", "裁定书文号", help="撤诉应当经法院裁定准许，以裁定书为准。", article=f"{ACT}第六十二条"),
            Field("court_told", "已书面告知法院改变行政行为", FieldKind.YES_NO, required=False, default=False,
                  article=f"{READING}第八十一条第一款"),
            *(replace(field, when=AFTER_CHANGE) for field in CHANGED),
            SETTLED, PERFORM,
        ),
        guards=(COURT_TOLD,), papers=("H18", "H18b"), files=("X23",), article=f"{ACT}第六十二条", actor="法院", side=True,
        help="是否准许由法院裁定；被告改变行政行为、原告同意并申请撤诉的，应当书面告知法院。",
    ),
    StepKind(
        "mediated", "调解结案", BEFORE, "L20",
        fields=(
            Field("over", "调解的事项", FieldKind.CHOICE, choices=MEDIABLE,
                  help="行政案件不适用调解，但是行政赔偿、补偿和行使自由裁量权的案件可以调解。", article=f"{ACT}第六十条第一款"),
            SETTLED,
        ),
        guards=(MEDIABLE_ONLY,), files=("X23",), article=f"{ACT}第六十条", actor="法院", side=True,
        help="以收到调解书的日期登记；有履行内容的，再登记转入履行。",
    ),
    StepKind(
        "court_end", "终结诉讼或者移送", BEFORE, "L20",
        fields=(
            Field("how", "情形", FieldKind.CHOICE, choices=ENDINGS),
            Field("ruling", "裁定书文号", required=False),
        ),
        files=("X23",), article=f"{READING}第八十八条、{ACT}第二十二条", actor="法院", side=True,
        help="法院裁定终结诉讼，或者移送其他法院的；移送后收到新的应诉通知的，接续办理。",
    ),
)  # fmt: skip
