"""文书种类 — what can be on a case's file, and what each kind means for the case (`domain.md` 3.3)."""

from collections.abc import Mapping
from dataclasses import dataclass

from fuyi_desktop.domain.party import Role

PARTIES = (Role.APPLICANT, Role.RESPONDENT, Role.THIRD_PARTY)
RECEIPT, PROOF_OF_SERVICE, COPY_LETTER = "F01", "F28", "F29"
SERVICE = "served"  # the step that records a receipt; a procedure may have its own word for it
ADDRESSES, ENVELOPE = "F01b", "E01"
REFUSAL = "F04"  # 不予受理: ends the case, though it decides nothing on the application
CORRECTION, CORRECT = "F40", "correct_paper"  # 更正: of a clerical error in a paper that was served
POSTMARKED = "X03"  # what a posted filing came in: its postmark is the day it was filed


@dataclass(frozen=True)
class Form:
    """One kind of paper: issued here, or received and put on file."""

    id: str  # F06; X: written by a party
    title: str  # as the office calls it; the printed title is the template's
    cause: str = ""  # code of the step whose facts it speaks of
    addressees: tuple[Role, ...] = ()  # none: it stays in the file
    served: bool = False  # its receipt has to be proved
    decides: bool = False  # a decision on the application: it has to reach every party (行政复议法第七十五条)
    handed_over: str = ""  # what the recipient gets, where that is not the whole of the title
    leads: str = ""  # the step that its scanned page leads to, where that is not the one it speaks of
    each: bool = False  # every recipient has one of their own; otherwise one paper goes to all of them
    of_step: bool = False  # dated the day of its step, of which the law counts; otherwise the day of issue
    by_center: bool = False  # the county's center gives it out, in the name and the series of its own unit
    of_period: bool = False  # of a month, a quarter or a meeting and not of a case: services/reports makes it
    names: str = ""  # the fact of its step that says which of the addressees it is for
    sent_to: str = ""  # the fact of its step that names whom it goes to, who is no party

    @property
    def opens(self) -> str:
        """Code of the step that a scanned page of it leads to: its service, else the step it speaks of."""
        return self.leads or (SERVICE if self.served else self.cause)

    @property
    def of_taken_step(self) -> bool:
        """Whether it tells somebody of a step: it is not given out before that step is recorded.

        What is written on the way to a step (drafts, minutes, sheets for signature) may come before it.
        """
        return bool(self.cause) and self.cause != SERVICE and (self.served or self.decides or self.of_step)

    @property
    def stands_alone(self) -> bool:
        """Whether one of it stands at a time: a decision is made anew only when the former is void."""
        return self.decides or self.id == REFUSAL

    @property
    def delivery(self) -> str:
        """What a service of it delivers."""
        return self.handed_over or self.title


def _by_id(*forms: Form) -> Mapping[str, Form]:
    return {form.id: form for form in forms}


FORMS = _by_id(
    Form("X01", "行政复议申请书"),
    Form("X02", "行政复议答复书及证据"),
    Form(POSTMARKED, "信封（附邮戳）"),
    Form(RECEIPT, "材料接收回执", "receive", (Role.APPLICANT, Role.AGENT)),
    Form(ADDRESSES, "送达地址确认书", addressees=(Role.APPLICANT, Role.THIRD_PARTY),
         leads="address_confirmed", each=True),
    Form("F02", "口头申请笔录", "receive"),
    Form("F03", "补正通知书", "request_supplement", (Role.APPLICANT,), served=True, of_step=True),
    Form(REFUSAL, "不予受理决定书", "refuse", (Role.APPLICANT,), served=True, of_step=True),
    Form("F05", "告知书", "redirect", (Role.APPLICANT,), served=True),
    Form("F05b", "行政复议申请转送函", "redirect"),
    Form("F06", "受理通知书", "accept", (Role.APPLICANT,), served=True),
    Form("F07", "答复通知书", "copy_sent", (Role.RESPONDENT,), served=True,
         handed_over="答复通知书和申请书副本", each=True, of_step=True),
    Form("F10", "听取意见笔录", "hear_opinions"),
    Form("F18", "撤回申请书", "withdraw"),
    Form("F21", "延期通知书", "extend", PARTIES, served=True, of_step=True),
    Form("F21b", "延期审批表", "extend"),
    Form("F25", "审理报告和审批表", "draft", leads="decide"),
    Form("F25b", "集体讨论记录", "draft", leads="decide"),
    Form("F26", "行政复议决定书", "decide", PARTIES, served=True, decides=True, of_step=True),
    Form(PROOF_OF_SERVICE, "送达回证", "served", PARTIES, each=True),
    Form(COPY_LETTER, "抄告函", "copied", (Role.RESPONDENT,), each=True, sent_to="to"),
    Form("F34", "履行情况报告", "report"),
    Form("F35", "回访记录", "visited"),
    Form("F37", "公开审批表", "publish"),
    Form("F39", "案卷封面", "archive"),
    Form("F39b", "卷内文件目录", "archive"),
    Form("F39c", "卷内备考表", "archive"),
    Form("F39d", "案卷卷脊", "archive"),
    Form("F39e", "卷内材料说明页", "archive"),
    # 行政复议: third parties, hearing, mediation, halts, endings other than by decision, letters to organs
    Form("F08", "第三人参加行政复议通知书", "add_third_party", (Role.THIRD_PARTY,), served=True, each=True),
    Form("F09", "停止执行通知书", "stay_execution", PARTIES, served=True, each=True, of_step=True),
    Form("F11", "听证通知书", "hearing_set", PARTIES, served=True, each=True, of_step=True),
    Form("F12", "听证公告和纪律", "hearing_set", leads="hearing_held"),
    Form("F12b", "听证席位卡", "hearing_set"),
    Form("F13", "听证签到表", "hearing_held"),
    Form("F14", "听证笔录", "hearing_held"),
    Form("F15", "被申请人负责人不能参加听证的说明", "hearing_held"),
    Form("F16", "调解笔录", "mediate"),
    Form("F16b", "和解协议", "request_withdrawal"),
    Form("F17", "行政复议调解书", "mediated", PARTIES, served=True, decides=True, of_step=True),
    Form("F19", "中止行政复议通知书", "suspend", PARTIES, served=True, of_step=True),
    Form("F19b", "恢复审理通知书", "resume", PARTIES, served=True, of_step=True),
    Form("F20", "终止行政复议决定书", "terminate", PARTIES, served=True, decides=True, of_step=True),
    Form("F22", "调查、勘验笔录和证据清单", "investigate"),
    Form("F23", "规范性文件转送函", "forward_norm", of_step=True),
    Form("F23b", "规范性文件答复通知", "notify_maker", of_step=True),
    Form("F24", "提请行政复议委员会咨询函", "consult", leads="consulted"),
    Form("F24b", "行政复议委员会咨询意见记录", "consulted"),
    Form("F27", "驳回行政复议申请决定书", "dismiss", PARTIES, served=True, decides=True, of_step=True),
    Form("F30", "集中抄告表", "copied", (Role.RESPONDENT,), sent_to="to"),
    Form("F31", "行政复议意见书", "opinion", (Role.RESPONDENT,), served=True, names="organ"),
    Form("F32", "行政复议建议书", "recommend", (Role.RESPONDENT,), served=True, names="organ"),
    Form("F33", "责令履行通知书", "order_performance_now", (Role.RESPONDENT,), served=True),
    Form("F36", "约谈通知书", "admonish", (Role.RESPONDENT,), served=True, each=True),
    Form("F36b", "约谈记录", "admonish"),
    Form(CORRECTION, "更正通知书", CORRECT, PARTIES, served=True, of_step=True, names="recipients"),
    Form("F38", "授权委托书", addressees=(Role.APPLICANT, Role.THIRD_PARTY), each=True),
    Form("F38b", "法定代表人身份证明", addressees=(Role.APPLICANT, Role.THIRD_PARTY), each=True),
    Form("F38c", "代表人推选书"),
    # 行政争议纾解 (`domain.md` 3.4)
    Form("G01", "行政争议登记表", "report"),
    Form("G02", "月度排查报送表", of_period=True),
    Form("G03", "即排即报单", "urgent_report"),
    Form("G04", "律所和法律服务所报备表", "report"),
    Form("G05", "分流指派单", "assign", leads="accept"),
    Form("G06", "纾解告知书", "accept", (Role.APPLICANT,), served=True),
    Form("G07", "纾解会议记录和签到表", "meet"),
    Form("G08", "纾解听证方案和邀请函", "hear", leads="heard"),
    Form("G08b", "纾解听证笔录", "heard"),
    Form("G09", "纾解进展反馈表", "progress"),
    Form("G10", "延长申请、当事人同意书和县中心批复", "extend"),
    Form("G11", "纾解协议书", "agree", (Role.APPLICANT, Role.RESPONDENT)),
    Form("G12", "司法确认申请书", "confirm_apply"),
    Form("G13", "终结通知书和引导首选复议告知", "guide", (Role.APPLICANT,)),
    Form("G14", "结案反馈表", "close_report"),
    Form("G15", "案例评选申报表", of_period=True),
    Form("G16", "督查、评议记录", of_period=True),
    Form("G16b", "联席会议议题和纪要", of_period=True),
    # 行政应诉 (`domain.md` 3.5); what the court or another body wrote comes as X
    Form("H01", "应诉登记表和应诉工作意见", "divide"),
    Form("H02", "答辩状", "answer"),
    Form("H03", "证据目录和规范性文件目录", "answer"),
    Form("H04", "授权委托书", "divide"),
    Form("H04b", "法定代表人身份证明", "divide"),
    Form("H05", "负责人身份证明", "name_head"),
    Form("H06", "出庭应诉告知函", "letter", (Role.RESPONDENT,), leads="letter_back", each=True,
         by_center=True),
    Form("H07", "出庭应诉回执", "letter_back"),
    Form("H07b", "更换出庭负责人申请", "change_head"),
    Form("H08", "负责人不能出庭情况说明和证明", "cannot_attend"),
    Form("H09", "延期开庭申请", "cannot_attend"),
    Form("H10", "出庭应诉登记表和发声记录", "hearing_held"),
    Form("H11", "上诉决策表", "no_appeal"),
    Form("H12", "败诉分析报告", "loss_analysed"),
    Form("H13", "败诉裁判文书报备件", "loss_filed"),
    Form("H14", "整改报告", "rectify"),
    Form("H15", "生效裁判履行情况报告", "performed"),
    Form("H16", "季度应诉汇报", of_period=True),
    Form("H17", "司法建议、检察建议回复函", "advice_reply"),
    Form("H18", "和解协议", "withdrawn"),
    Form("H18b", "改变行政行为告知书", "withdrawn"),
    Form("H19", "上诉状", "appeal"),
    Form("X21", "应诉通知书和起诉状副本"),
    Form("X23", "裁判文书"),
    Form("X24", "一审判决书"),
    Form("X25", "一审裁定书"),
    Form("X26", "终审或者再审判决书"),
    Form("X27", "终审或者再审裁定书"),
    Form("X28", "司法建议书、检察建议书"),
    Form("R01", "发文登记簿"),
    # for whoever carries bundles
    Form("S01", "同步包交接单"),
    # for a room, printed and not kept
    Form("K01", "会场门牌"),
    Form("K02", "会议签到表"),
    Form("K03", "席位卡"),
    Form("K04", "会场纪律"),
    # for the post
    Form(ENVELOPE, "信封", addressees=PARTIES, each=True),
    Form("E02", "信封（C5 号）", addressees=PARTIES, each=True),
    Form("E03", "邮政特快专递详情单", addressees=PARTIES, each=True),
)  # fmt: skip


def form_of(id_: object) -> Form:
    """The form of an id; one that only a newer program knows goes by its id."""
    return FORMS.get(str(id_)) or Form(str(id_), str(id_))
