"""当事人 — who takes part in a case, and the units (机关单位), stations and persons around it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from fuyi_desktop.domain.record import Facts, Merge, Reach, Record, RecordId, kept


class Role(StrEnum):
    """The part somebody takes in a case."""

    APPLICANT = "申请人"
    RESPONDENT = "被申请人"
    THIRD_PARTY = "第三人"
    AGENT = "代理人"
    REPRESENTATIVE = "代表人"


class PartyKind(StrEnum):
    """自然人 or 单位: decides which number identifies a party."""

    PERSON = "自然人"
    BODY = "单位"


@dataclass(frozen=True, kw_only=True)
class Party(Record):
    """One party of one case; a respondent points to its unit."""

    table: ClassVar[str] = "party"

    case_id: RecordId = kept(Merge.IDENTITY, indexed=True)
    role: Role = kept(Merge.SCALAR)
    kind: PartyKind = kept(Merge.SCALAR, PartyKind.PERSON)
    name: str = kept(Merge.SCALAR, indexed=True)  # 姓名或名称
    id_number: str = kept(Merge.SCALAR, "", indexed=True)  # 身份证号或统一社会信用代码
    phone: str = kept(Merge.SCALAR, "", indexed=True)
    address: str = kept(Merge.SCALAR, "")
    legal_representative: str = kept(Merge.SCALAR, "")
    acts_for: RecordId | None = kept(Merge.SCALAR, None)  # agents and representatives: for which party
    unit_id: RecordId | None = kept(Merge.SCALAR, None, indexed=True)
    e_service: bool = kept(Merge.SCALAR, False)  # 同意电子送达
    facts: Facts = kept(Merge.SCALAR, {})


@dataclass(frozen=True, kw_only=True)
class Unit(Record):
    """机关单位: an organ with what its papers need, and its 上级主管部门."""

    table: ClassVar[str] = "unit"
    reach: ClassVar[Reach] = Reach.COUNTY

    full_name: str = kept(Merge.CENTER, indexed=True)
    short: str = kept(Merge.CENTER, "")  # 机关代字, 云府
    level: str = kept(Merge.CENTER, "")  # 县级政府, 县级政府的部门, 乡镇政府 …
    superior: str = kept(Merge.CENTER, "")  # 上一级主管部门, by name: it is rarely one of our units
    address: str = kept(Merge.CENTER, "")
    postcode: str = kept(Merge.CENTER, "")
    phone: str = kept(Merge.CENTER, "")
    contact: str = kept(Merge.CENTER, "")
    representative: str = kept(Merge.CENTER, "")  # 法定代表人或者主要负责人, as suits and replies name it
    representative_post: str = kept(Merge.CENTER, "")  # 职务
    court: str = kept(Merge.CENTER, "")  # 管辖法院
    court_above: str = kept(Merge.CENTER, "")  # 中级人民法院: where a changed act is sued over
    reconsiders: bool = kept(Merge.CENTER, False)  # 复议机关: cases can belong to it
    facts: Facts = kept(Merge.CENTER, {})


CENTER = "center"  # the code of the county's own station; every other station has one like T0731


class StationRole(StrEnum):
    """What a station is for."""

    TOWNSHIP = "township"
    AGENCY = "agency"
    CENTER = "center"

    @property
    def label(self) -> str:
        return {"township": "乡镇窗口", "agency": "执法单位", "center": "县中心"}[self.value]


@dataclass(frozen=True, kw_only=True)
class Station(Record):
    """A window with its own store and keys; the center names it when it joins."""

    table: ClassVar[str] = "station"
    reach: ClassVar[Reach] = Reach.COUNTY

    station: str = kept(Merge.CENTER, indexed=True)  # T0731, or center
    name: str = kept(Merge.CENTER)
    role: StationRole = kept(Merge.CENTER)
    unit_name: str = kept(Merge.CENTER, "")
    facts: Facts = kept(Merge.CENTER, {})


@dataclass(frozen=True, kw_only=True)
class Person(Record):
    """Somebody who works at this station; named in every journal line."""

    table: ClassVar[str] = "person"
    travels: ClassVar[bool] = False

    name: str = kept(Merge.SCALAR)
    role: str = kept(Merge.SCALAR, "handler")
