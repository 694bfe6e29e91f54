"""行政应诉 — one instance of a suit against the organ, from the court's papers to the archive (`domain.md` 2.5)."""

from fuyi_desktop.domain.case import CaseFile
from fuyi_desktop.domain.entry import ACT as OF_ACT
from fuyi_desktop.domain.entry import CHANNEL, CLAIM, FLAGS, MATTER, RECEIVED_BY
from fuyi_desktop.domain.fields import Field, FieldKind
from fuyi_desktop.domain.litigation import aftermath, decision, hearing, opening
from fuyi_desktop.domain.litigation.attendance import Attendance, attendance
from fuyi_desktop.domain.litigation.choices import ACT, LOSSES, ROLES
from fuyi_desktop.domain.litigation.guards import instance
from fuyi_desktop.domain.litigation.ruling import PERHAPS_RECTIFIED, TO_ARCHIVE, lost, result
from fuyi_desktop.domain.litigation.states import AFTER, STATES
from fuyi_desktop.domain.party import Role
from fuyi_desktop.domain.passing import complete, handling, passing
from fuyi_desktop.domain.procedure import Entry, Procedure, StepKind

__all__ = ["LITIGATION", "LOSSES", "Attendance", "attendance", "instance", "lost", "result"]


def _missing(file: CaseFile) -> tuple[str, ...]:
    return LITIGATION.missing(file)


ARCHIVE = StepKind(
    "archive", "归档", AFTER | {"L10", "L20"}, "L40",
    guards=(
        *TO_ARCHIVE, PERHAPS_RECTIFIED,
        complete(_missing, "档案法第十三条"),
    ),
    article="档案法第十三条、第十四条", actor="承办人",
    help="一个审级一卷。本机出具的，或者登记为已在卷的文书，都算齐备。",
)  # fmt: skip

STEPS = (
    *opening.STEPS, *hearing.STEPS, *decision.STEPS, *aftermath.STEPS, ARCHIVE,
    handling(STATES, ACT)[0],
    *passing(STATES),
)  # fmt: skip

ENTRY = Entry(
    "receive",
    (
        Field("received_on", "收到日", FieldKind.DATE, help="收文章上的日期，答辩举证的十五日从次日起算。",
              article=f"{ACT}第六十七条第一款"),
        Field("number", "法院案号", required=False, help="照应诉通知书写，例如：（2026）云0723行初36号。"),
        Field("court", "受理法院", required=False),
        Field("organ", "应诉机关", required=False, help="由哪一机关应诉；不填时是本单位。"),
        Field("role", "被告地位", FieldKind.CHOICE, required=False, choices=ROLES, default=ROLES[0].code,
              help="复议机关维持原行政行为的，原机关和复议机关是共同被告。", article=f"{ACT}第二十六条第二款"),
        *opening.OPENED,
        CHANNEL, MATTER,
        Field("respondent", "被告", help="起诉状写明的被告全称；共同被告的，逐个登记。", article=f"{ACT}第二十六条"),
        *OF_ACT, *CLAIM, FLAGS, RECEIVED_BY,
    ),
    called={Role.APPLICANT: "原告", Role.RESPONDENT: "被告"},
    over="诉{respondent}{act}",
    answers=True, reconsiders=False,
)  # fmt: skip

LITIGATION = Procedure("litigation", "行政应诉", STATES, STEPS, ENTRY)
