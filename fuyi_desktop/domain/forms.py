"""文书种类 — what can be on a case's file, and what each kind means for the case (`domain.md` 3.3)."""

from collections.abc import Mapping
from dataclasses import dataclass

from fuyi_desktop.domain.party import Role

PARTIES = (Role.APPLICANT, Role.RESPONDENT, Role.THIRD_PARTY)
RECEIPT, PROOF_OF_SERVICE, COPY_LETTER = "F01", "F28", "F29"


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

    @property
    def delivery(self) -> str:
        """What a service of it delivers."""
        return self.handed_over or self.title


def _by_id(*forms: Form) -> Mapping[str, Form]:
    return {form.id: form for form in forms}


FORMS = _by_id(
    Form("X01", "行政复议申请书"),
    Form("X02", "行政复议答复书及证据"),
    Form(RECEIPT, "材料接收回执", "receive", (Role.APPLICANT, Role.AGENT)),
    Form("F02", "口头申请笔录"),
    Form("F03", "补正通知书", "request_supplement", (Role.APPLICANT,), served=True),
    Form("F04", "不予受理决定书", "refuse", (Role.APPLICANT,), served=True),
    Form("F05", "告知书", "redirect", (Role.APPLICANT,)),
    Form("F06", "受理通知书", "accept", (Role.APPLICANT,), served=True),
    Form("F07", "答复通知书", "copy_sent", (Role.RESPONDENT,), served=True,
         handed_over="答复通知书和申请书副本"),
    Form("F10", "听取意见笔录", "hear_opinions"),
    Form("F18", "撤回申请书", "withdraw"),
    Form("F21", "延期审批表和延期通知书", "extend", PARTIES, served=True, handed_over="延期通知书"),
    Form("F25", "审理报告和审批表", "draft"),
    Form("F26", "行政复议决定书", "decide", PARTIES, served=True, decides=True),
    Form(PROOF_OF_SERVICE, "送达回证", "served", PARTIES),
    Form(COPY_LETTER, "抄告函", "copied", (Role.RESPONDENT,)),
    Form("F34", "履行情况报告", "report"),
    Form("F35", "回访记录", "visited"),
    Form("F37", "公开审批表", "publish"),
    Form("F39", "卷宗封面、目录和备考表", "archive"),
)  # fmt: skip


def form_of(id_: object) -> Form:
    """The form of an id; one that only a newer program knows goes by its id."""
    return FORMS.get(str(id_)) or Form(str(id_), str(id_))
