"""案件 — a case: its own facts, and the file (卷宗) that everything else is derived from."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from fuyi_desktop.domain.papers import Paper
from fuyi_desktop.domain.party import Party, Role, Unit
from fuyi_desktop.domain.record import Facts, Merge, Record, RecordId, kept
from fuyi_desktop.domain.steps import Step


class CaseKind(StrEnum):
    """The line of work a case belongs to."""

    RECONSIDERATION = "reconsideration"
    MEDIATION = "mediation"
    LITIGATION = "litigation"

    @property
    def label(self) -> str:
        names = {"reconsideration": "行政复议", "mediation": "行政争议纾解", "litigation": "行政应诉"}
        return names.get(self.value, self.value)

    @property
    def short(self) -> str:
        """As lists and filters say it."""
        names = {"reconsideration": "复议", "mediation": "纾解", "litigation": "应诉"}
        return names.get(self.value, self.value)

    @classmethod
    def _missing_(cls, value: object) -> "CaseKind":
        """A kind that only a newer program knows is kept as it is."""
        newer = str.__new__(cls, str(value))
        newer._name_, newer._value_ = str(value), str(value)
        return newer


class Informed(StrEnum):
    """Whether the act told the citizen of the right to apply and of its time limit (A01 or A02)."""

    YES = "是"
    NO = "否"
    UNCLEAR = "不清楚"


@dataclass(frozen=True, kw_only=True)
class Case(Record):
    """A case as registered. Its state, dates and holder are not here: they follow from its steps."""

    table: ClassVar[str] = "case"

    kind: CaseKind = kept(Merge.IDENTITY)
    receipt_number: str = kept(Merge.IDENTITY, "", indexed=True)  # of the window: 代收2026-118
    number: str = kept(Merge.SCALAR, "", indexed=True)  # 案号, given by the holder that acts for the organ
    matter: str = kept(Merge.SCALAR)  # 案由
    organ_id: RecordId = kept(
        Merge.SCALAR, indexed=True
    )  # 复议机关: letterhead, 代字, series, court, signature
    channel: str = kept(Merge.SCALAR, "当面")
    act_number: str = kept(Merge.SCALAR, "", indexed=True)  # 被申请行政行为的文号
    act_kind: str = kept(Merge.SCALAR, "")
    act_on: date | None = kept(Merge.LEGAL, None)  # 作出日
    known_on: date | None = kept(Merge.LEGAL, None)  # 知道日
    informed: Informed = kept(Merge.LEGAL, Informed.UNCLEAR)
    requests: str = kept(Merge.TEXT, "")
    reasons: str = kept(Merge.TEXT, "")
    flags: tuple[str, ...] = kept(Merge.SCALAR, ())  # 涉企, 重大复杂, 涉众 …
    received_by: str = kept(Merge.STATION, "")  # 经手人 at the window; the 承办人 follows from the steps
    home: str = kept(Merge.IDENTITY)  # the station that registered it
    earlier_id: RecordId | None = kept(
        Merge.SCALAR, None, indexed=True
    )  # the case of the same dispute that this one carries on
    facts: Facts = kept(Merge.SCALAR, {})


class MaterialStatus(StrEnum):
    """Whether a material is here."""

    RECEIVED = "已收"
    TOLERATED = "容缺"  # taken without it, to be handed in by a day
    MISSING = "未收"


@dataclass(frozen=True, kw_only=True)
class Material(Record):
    """材料: what a party handed in, or a paper kept on file in place of one issued here."""

    table: ClassVar[str] = "material"

    case_id: RecordId = kept(Merge.IDENTITY, indexed=True)
    name: str = kept(Merge.SCALAR)
    pages: int = kept(Merge.SCALAR, 0)
    status: MaterialStatus = kept(Merge.SCALAR, MaterialStatus.RECEIVED)
    on: date | None = kept(Merge.LEGAL, None)
    until: date | None = kept(Merge.LEGAL, None)  # 容缺 only
    form: str = kept(Merge.SCALAR, "")  # F10: this paper on file stands for that form
    attachment: str = kept(Merge.SCALAR, "")  # hash of the scan
    volume: str = kept(Merge.SCALAR, "")  # 正卷 or 副卷, where it is not the one that the order says
    confidential: bool = kept(Merge.SCALAR, False)  # 不公开: never in the 正卷 (行政复议法第四十七条)
    envelope: bool = kept(Merge.SCALAR, False)  # 信封: its postmark is the day a posted filing was made


@dataclass(frozen=True, kw_only=True)
class Attachment(Record):
    """附件: a file of a case, named by its content; the content travels apart."""

    table: ClassVar[str] = "attachment"

    case_id: RecordId = kept(Merge.IDENTITY, indexed=True)
    name: str = kept(Merge.SCALAR)
    mime: str = kept(Merge.IDENTITY)
    size: int = kept(Merge.IDENTITY)
    digest: str = kept(Merge.IDENTITY, indexed=True)  # SHA-256 of the plain content
    added_at: datetime = kept(Merge.IDENTITY)
    pages: int = kept(Merge.IDENTITY, 0)  # counted when it came in; 0: it has none to show, or nobody looked


JOINED_BY = "joined_by"  # the step by which a party came into the case, where it was not there from the first


@dataclass(frozen=True)
class CaseFile:
    """A case with all that was recorded about it: what state, dates, next steps and gaps are functions of."""

    case: Case
    organ: Unit
    parties: tuple[Party, ...] = ()
    steps: tuple[Step, ...] = ()
    papers: tuple[Paper, ...] = ()
    materials: tuple[Material, ...] = ()

    def of(self, *roles: Role) -> tuple[Party, ...]:
        """The parties with one of the given roles, in the order they were entered.

        Who joined by a step is a party as long as that step stands.
        """
        void = {step.id for step in self.steps if step.voided}
        return tuple(
            party for party in self.parties if party.role in roles and party.facts.get(JOINED_BY) not in void
        )

    def party(self, party_id: RecordId) -> Party | None:
        return next((party for party in self.parties if party.id == party_id), None)

    @property
    def title(self) -> str:
        """申请人 as lists show it: the first name, and how many more."""
        applicants = self.of(Role.APPLICANT)
        if not applicants:
            return self.case.matter
        return applicants[0].name if len(applicants) == 1 else f"{applicants[0].name}等{len(applicants)}人"

    @property
    def label(self) -> str:
        """The number a person would call the case by."""
        return self.case.number or self.case.receipt_number
