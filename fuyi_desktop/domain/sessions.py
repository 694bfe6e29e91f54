"""会 — a room of a station, what is held in it, who takes part, and how it ended."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, NamedTuple

from fuyi_desktop.domain.case import CaseFile
from fuyi_desktop.domain.fields import Choice
from fuyi_desktop.domain.party import Role
from fuyi_desktop.domain.record import Merge, Reach, Record, RecordId, kept

SLOT, OUTCOME = "slot", "outcome"  # what is in conflict together: where and when; how it ended

ROOMS = ("接待室", "调解室", "听证室", "审理室", "档案室")
OPENS, CLOSES = "08:30", "18:00"
LATE_MORNING = "12:00"  # from here on a session stands under 下午


@dataclass(frozen=True, kw_only=True)
class Room(Record):
    """室: one room of a station, at one of its sites."""

    table: ClassVar[str] = "room"
    reach: ClassVar[Reach] = Reach.STATION

    station: str = kept(Merge.IDENTITY, indexed=True)
    name: str = kept(Merge.SCALAR)
    site: str = kept(Merge.SCALAR, "")  # 场所, where a station has several
    kind: str = kept(Merge.SCALAR, "调解室")
    seats: int = kept(Merge.SCALAR, 0)  # 0: nobody has counted them
    equipment: tuple[str, ...] = kept(Merge.SCALAR, ())
    opens: str = kept(Merge.SCALAR, OPENS)  # 09:00
    closes: str = kept(Merge.SCALAR, CLOSES)
    between: int = kept(Merge.SCALAR, 0)  # minutes to leave free between two sessions
    place: int = kept(Merge.SCALAR, 0)  # in the order of the board
    retired: bool = kept(Merge.SCALAR, False)  # 停用: what was held there stays

    @property
    def named(self) -> str:
        """As a notice says where to come."""
        return f"{self.site}{self.name}"


@dataclass(frozen=True, kw_only=True)
class Session(Record):
    """会: one meeting in one room. That of a case travels with it; any other stays with its station."""

    table: ClassVar[str] = "session"

    case_id: RecordId = kept(Merge.IDENTITY, "", indexed=True)  # empty: of no case
    station: str = kept(Merge.IDENTITY)  # whose room it is in
    kind: str = kept(Merge.SCALAR)
    title: str = kept(Merge.SCALAR)
    room_id: RecordId = kept(Merge.LEGAL, indexed=True, group=SLOT)
    place: str = kept(Merge.LEGAL, group=SLOT)  # the room in words: it is not known at other stations
    on: date = kept(Merge.LEGAL, indexed=True, group=SLOT)
    start: str = kept(Merge.LEGAL, group=SLOT)  # 09:30
    end: str = kept(Merge.LEGAL, group=SLOT)
    people: tuple[tuple[str, str, RecordId], ...] = kept(Merge.SCALAR, ())  # role, name, party or empty
    topics: str = kept(Merge.TEXT, "")
    tentative: bool = kept(Merge.SCALAR, False)  # 待确认
    series: str = kept(Merge.IDENTITY, "")  # the same for all dates of one recurring booking
    kept_because: str = kept(Merge.SCALAR, "")  # why it stands in spite of what it collides with
    disposition: str = kept(Merge.LEGAL, "", group=OUTCOME)  # code; empty: still to come
    remark: str = kept(Merge.LEGAL, "", group=OUTCOME)
    step_id: RecordId = kept(Merge.LEGAL, "", group=OUTCOME)  # what it became in the case
    minutes_id: RecordId = kept(Merge.SCALAR, "")  # its 笔录
    booked_by: str = kept(Merge.IDENTITY, "")

    @property
    def time(self) -> str:
        return f"{self.start}–{self.end}"

    @property
    def morning(self) -> bool:
        """Whether it stands in the upper half of its day."""
        return self.start < LATE_MORNING

    @property
    def who(self) -> tuple["Seat", ...]:
        """The people, each with their role."""
        return tuple(Seat(*one) for one in self.people)

    @property
    def panel(self) -> str:
        """Those who conduct it, in one line."""
        return "、".join(seat.name for seat in self.who if seat.role in OURS)

    @property
    def stands(self) -> bool:
        """Whether its room and its people are taken by it."""
        return self.disposition not in FREES

    def names(self, *roles: str) -> tuple[str, ...]:
        """Who takes part in one of these roles."""
        return tuple(seat.name for seat in self.who if seat.role in roles)


class Seat(NamedTuple):
    """One of those who take part."""

    role: str
    name: str
    party_id: RecordId = ""


@dataclass(frozen=True)
class Part:
    """A role in a session: how the people of it are told apart, and who they are."""

    code: str
    label: str
    by_name: bool = False  # one person under one name wherever they sit; a party is one within its case
    ours: bool = False  # conducts the session


PARTS: Mapping[str, Part] = {
    part.code: part
    for part in (
        Part("chair", "主持人", by_name=True, ours=True),
        Part("panel", "听证员", by_name=True, ours=True),
        Part("mediator", "纾解员", by_name=True, ours=True),
        Part("recorder", "记录人", by_name=True, ours=True),
        Part("applicant", "申请人"),
        Part("respondent", "被申请人"),
        Part("third", "第三人"),
        Part("agent", "代理人", by_name=True),
        Part("head", "负责人", by_name=True),
        Part("invited", "受邀人员", by_name=True),
    )
}
OURS = frozenset(part.code for part in PARTS.values() if part.ours)
UNKNOWN = Part("", "参加人")  # a role that only a newer program knows

OF_PARTY = {
    Role.APPLICANT: "applicant", Role.REPRESENTATIVE: "applicant", Role.RESPONDENT: "respondent",
    Role.THIRD_PARTY: "third", Role.AGENT: "agent",
}  # fmt: skip


def part_of(role: str) -> Part:
    return PARTS.get(role, UNKNOWN)


@dataclass(frozen=True)
class Kind:
    """What sort of session it is: its word, its usual length, who conducts it, which room suits it."""

    code: str
    label: str
    minutes: int
    panel: str  # the role of those beside the chair
    rooms: tuple[str, ...]


KINDS: Mapping[str, Kind] = {
    kind.code: kind
    for kind in (
        Kind("reception", "接待", 60, "panel", ("接待室",)),
        Kind("mediation", "调解", 120, "mediator", ("调解室",)),
        Kind("talks", "纾解会", 120, "mediator", ("调解室",)),
        Kind("hearing", "听证", 180, "panel", ("听证室", "审理室")),
        Kind("court", "开庭", 180, "panel", ("审理室", "听证室")),
    )
}
KIND_CHOICES = tuple(Choice(kind.code, kind.label) for kind in KINDS.values())


def kind_of(code: str) -> Kind:
    """The kind of a code; one that only a newer program knows goes by its code."""
    return KINDS.get(code) or Kind(code, code, 60, "panel", ())


@dataclass(frozen=True)
class Disposition:
    """What became of a session; one that frees its room is not in the way of others."""

    code: str
    label: str
    said: str  # on the board
    frees: bool = False


DISPOSITIONS: Mapping[str, Disposition] = {
    one.code: one
    for one in (
        Disposition("held", "举行", "已开"),
        Disposition("postponed", "延期", "改期", frees=True),
        Disposition("absent", "缺席", "一方未到"),
        Disposition("withdrawn", "撤回", "撤回", frees=True),
        Disposition("cancelled", "取消", "取消", frees=True),
    )
}
FREES = frozenset(one.code for one in DISPOSITIONS.values() if one.frees)
CANCELLED, POSTPONED = "cancelled", "postponed"


def said_of(disposition: str) -> str:
    """The word that the board shows; empty of a session still to come."""
    found = DISPOSITIONS.get(disposition)
    return found.said if found else disposition


def seats_of(file: CaseFile) -> Iterator[Seat]:
    """Who takes part in every session of a case: its parties, and those who speak for them."""
    for party in file.of(*OF_PARTY):
        yield Seat(OF_PARTY[party.role], party.name, party.id)


def seats_from(roles: Mapping[str, Iterable[str]]) -> Iterator[Seat]:
    """People by their names, without blanks."""
    for role, names in roles.items():
        for name in names:
            if name.strip():
                yield Seat(role, name.strip())
