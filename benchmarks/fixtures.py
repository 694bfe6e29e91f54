"""A county's store of any size, written through the one door like everything else."""

import random
from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

from fuyi_desktop.domain.case import Case, CaseKind
from fuyi_desktop.domain.party import Party, PartyKind, Role, Unit
from fuyi_desktop.domain.steps import Step
from fuyi_desktop.sealing import DatabaseKey
from fuyi_desktop.store import vault
from fuyi_desktop.store.projection import Project
from fuyi_desktop.store.work import Store, Work

SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈"
)
GIVEN = "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂建国华红文玉春梅海燕志新云凤林晓东亮波"
MATTERS = (
    "土地征收补偿", "房屋强制拆除", "市场监管处罚", "工伤认定", "政府信息公开", "治安处罚", "交通处罚",
    "不动产登记", "林权确认",
)  # fmt: skip
REASONS = (
    "认为程序违法", "没有听取陈述申辩", "认定事实不清", "补偿标准过低", "超过法定期限", "适用依据不当",
    "送达不合法",
)  # fmt: skip
AT = datetime(2026, 8, 3, 9, tzinfo=timezone(timedelta(hours=8)))
KEY = DatabaseKey(bytes(range(32)))
CENTER = {"station": "C01", "name": "县中心", "role": "center", "unit": "临江县司法局"}
PER_WORK = 1000


def clock() -> datetime:
    return AT


def county(
    folder: Path, cases: int, project: Project, said: Callable[[int], None] = lambda done: None
) -> Store:
    """A center's store with so many cases, one in ten of them open; the same for the same number."""
    store = vault.create(folder, [], KEY, station=CENTER, clock=clock, project=project)
    chance = random.Random(cases)
    with store.work("主任", "机关单位") as work:
        organ = work.put(Unit(id=work.new_id(), full_name="临江县人民政府", short="云府", reconsiders=True))
    for done in range(0, cases, PER_WORK):
        with store.work("主任", "批量登记") as work:
            for number in range(done, min(cases, done + PER_WORK)):
                _case(work, chance, number, organ.id)
        said(done + PER_WORK)
    return store


def name(chance: random.Random) -> str:
    return chance.choice(SURNAMES) + "".join(chance.choices(GIVEN, k=chance.choice((1, 2, 2))))


def _case(work: Work, chance: random.Random, number: int, organ_id: str) -> None:
    received = date(2026, 8, 3) - timedelta(days=chance.randrange(60 if number % 10 == 0 else 2000))
    matter = chance.choice(MATTERS)
    case = work.put(
        Case(
            id=work.new_id(), kind=CaseKind.RECONSIDERATION, organ_id=organ_id,
            home=f"T{chance.randrange(300):04}", receipt_number=f"代收{received.year}-{number}",
            number=f"云府复决字〔{received.year}〕{number}号",
            matter=f"不服{matter}", reasons="；".join(chance.choices(REASONS, k=3)),
            act_number=f"临罚〔{received.year}〕{chance.randrange(10_000)}号",
            flags=("涉企",) if number % 50 == 0 else (),
        )
    )  # fmt: skip
    for role in (Role.APPLICANT, Role.RESPONDENT):
        person = role is Role.APPLICANT
        work.put(
            Party(
                id=work.new_id(), case_id=case.id, role=role,
                name=name(chance) if person else f"临江县{matter[:2]}局",
                kind=PartyKind.PERSON if person else PartyKind.BODY,
                phone=f"139{chance.randrange(10**8):08}" if person else "",
            )
        )  # fmt: skip
    for code in ("receive", "accept") if number % 10 == 0 else ("receive", "accept", "decide", "archive"):
        work.put(
            Step(
                id=work.new_id(), case_id=case.id, code=code, on=received, by="主任", station="C01",
                recorded_at=work.at,
            )
        )  # fmt: skip
