"""The store that the benchmarks share: a county center with 100,000 invented cases, made once and kept."""

import hashlib
import json
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy.schema import CreateIndex, CreateTable

from fuyi_desktop.bootstrap import Place, place
from fuyi_desktop.domain.case import Case, CaseKind, Informed
from fuyi_desktop.domain.identity import id_check
from fuyi_desktop.domain.party import Party, PartyKind, Role, StationRole, Unit
from fuyi_desktop.domain.record import RecordId
from fuyi_desktop.domain.steps import Step
from fuyi_desktop.services.app import App
from fuyi_desktop.store.schema import metadata
from fuyi_desktop.store.work import Work

CASES = 100_000
PER_WORK = 1_000  # cases a transaction: about what one line of the journal holds (8 MB)
TODAY = date(2026, 8, 3)
PASSWORD = "yunling-bench"
PERSON, COUNTY, CENTER = "何静", "云岭县", "center"

MADE = 1  # to be raised when the cases below, or how they are projected and searched, change

FAMILY = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾萧田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈"
)
GIVEN = "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂建国华红文玉春梅海燕志新云凤林晓东亮波慧勤俊凯琳"
RARE = "鑫淼垚焱赟翀珺昶煜燊"
PLACES = ("石桥镇", "柳河镇", "青山乡", "白沙镇", "双龙乡", "清河镇", "龙泉镇", "大湾乡", "河口镇", "松岭乡")
ORGANS = ("公安局", "市场监督管理局", "生态环境局", "自然资源局", "人力资源和社会保障局", "交通运输局")
ACTS = (
    "行政处罚", "行政强制", "行政许可", "行政确认", "行政征收", "信息公开", "举报投诉处理", "行政不作为",
)  # fmt: skip
REASONS = (
    "认为认定的事实不清，主要证据不足。", "没有告知陈述、申辩的权利。", "没有组织听证，程序违法。",
    "超过法定期限作出，应当撤销。", "补偿标准过低，没有按照公布的方案执行。",
    "适用依据不当，处罚幅度明显过重。",
    "送达给了案外人，本人没有收到。", "现场笔录没有签字，照片不能证明时间和地点。",
)  # fmt: skip
FLAGS = ("涉企", "重大复杂", "涉众", "涉外", "民生领域")

# Each step with the calendar days since the one before; a case goes some way along it.
ROAD: tuple[tuple[str, int, dict[str, Any]], ...] = (
    ("receive", 0, {"channel": "当面"}),
    ("review", 1, {"handler": PERSON}),
    ("accept", 2, {"track": "ordinary"}),
    ("copy_sent", 3, {}),
    ("reply", 8, {"pages": 23, "summary": "认为事实清楚、程序合法。"}),
    ("hear_opinions", 5, {"to": Role.APPLICANT, "mode": "phone", "content": "坚持复议请求，愿意调解。"}),
    ("draft", 12, {"opinion": "违反法定程序。"}),
    ("decide", 6, {"kind": "uphold", "text": "维持该决定。", "approval": "chief"}),
    ("served", 2, {"paper": "F26", "method": "direct", "to": Role.RESPONDENT}),
    ("served", 1, {"paper": "F26", "method": "direct", "to": Role.APPLICANT}),
    ("archive", 20, {}),
)
LASTS = sum(days for _, days, _ in ROAD)
OPEN_OF = 12  # one case of so many is still open


def county(cases: int = CASES, open_of: int = OPEN_OF) -> Place:
    """The place of the center's store, made first where nobody has; PASSWORD opens it."""
    name = f"{cases}of{open_of}"
    kept = Path(tempfile.gettempdir()) / "fuyi-bench" / f"{name}-{_shape()}"
    if not kept.exists():
        for other in kept.parent.glob(f"{name}-*"):
            shutil.rmtree(other, ignore_errors=True)  # of an earlier shape
        kept.parent.mkdir(exist_ok=True)
        begun = Path(tempfile.mkdtemp(prefix="begun-", dir=kept.parent))
        build(begun, cases, open_of)
        begun.rename(kept)
    return place(kept / "store", today=TODAY)


def built(cases: int = CASES) -> dict[str, float]:
    """How long it took to make the store, by its parts."""
    found: dict[str, float] = json.loads((county(cases).folder.parent / "made.json").read_text("utf-8"))
    return found


@contextmanager
def opened(cases: int = CASES, open_of: int = OPEN_OF) -> Iterator[App]:
    """The county's store, opened by its password."""
    with county(cases, open_of).open(PASSWORD) as app:
        yield app


@contextmanager
def copied(cases: int = CASES) -> Iterator[App]:
    """A copy of the county's store, opened, that may be written to and is gone afterwards."""
    source = county(cases).folder
    with tempfile.TemporaryDirectory(prefix="fuyi-bench-") as folder:
        shutil.copytree(source, Path(folder) / "store")
        with place(Path(folder) / "store", today=TODAY).open(PASSWORD) as app:
            yield app


def build(folder: Path, cases: int, open_of: int = OPEN_OF) -> None:
    """Make the store through its own door, in large transactions."""
    where = place(folder / "store", today=TODAY)
    where.init(StationRole.CENTER, "云岭县行政争议纾解中心", "云岭县司法局", PERSON, PASSWORD)
    (folder / "password.txt").write_text(PASSWORD + "\n", "utf-8")
    chance = random.Random(20260803)
    with where.open(PASSWORD) as app:
        start = time.perf_counter()
        with app.office.store.work(PERSON, "机关单位") as work:
            organs = [work.put(_unit(work, name)).id for name in ("人民政府", *ORGANS)]
        for first in range(0, cases, PER_WORK):
            with app.office.store.work(PERSON, "批量登记") as work:
                for number in range(first, min(cases, first + PER_WORK)):
                    put_case(work, chance, number, organs, open_of=open_of)
            done = min(cases, first + PER_WORK)
            if sys.stderr.isatty():
                sys.stderr.write(f"\rmaking the county: {done:,} of {cases:,} cases")
        spent = time.perf_counter() - start
    size = (where.folder / "store.db").stat().st_size
    (folder / "made.json").write_text(json.dumps({"seconds": spent, "bytes": size}), "utf-8")


def put_case(
    work: Work,
    chance: random.Random,
    number: int,
    organs: list[RecordId],
    station: str = CENTER,
    *,
    open_of: int = OPEN_OF,
) -> Case:
    """One invented case: two parties, and steps as far as it has come."""
    is_open = number % open_of == 0
    length = 1 + chance.randrange(len(ROAD) - 1) if is_open else len(ROAD)
    gone = sum(days for _, days, _ in ROAD[:length])
    ago = chance.randrange(40) + gone if is_open else LASTS + 30 + chance.randrange(2000)
    day = TODAY - timedelta(days=ago)
    organ, act = chance.randrange(len(ORGANS)), chance.choice(ACTS)
    body = f"{COUNTY}{ORGANS[organ]}"
    case = work.put(
        Case(
            id=work.new_id(), kind=CaseKind.RECONSIDERATION, organ_id=organs[0], home=station,
            receipt_number=f"收{day.year}-{number + 1}", number=f"云府复〔{day.year}〕{number + 1}号",
            matter=f"不服{body}{act}",
            act_kind=act,
            act_number=f"云{act[2:4]}〔{day.year}〕{chance.randrange(9000) + 1}号",
            act_on=day - timedelta(days=20), known_on=day - timedelta(days=17), informed=Informed.YES,
            requests=f"请求撤销{body}作出的{act}决定。", reasons="".join(chance.sample(REASONS, 3)),
            flags=(chance.choice(FLAGS),) if number % 7 == 0 else (),
            received_by=PERSON if number % 3 else "",
        )
    )  # fmt: skip
    people = {
        Role.APPLICANT: Party(
            id=work.new_id(), case_id=case.id, role=Role.APPLICANT, name=name(chance), kind=PartyKind.PERSON,
            id_number=identity(chance), phone=f"139{chance.randrange(10**8):08}",
            address=f"{COUNTY}{chance.choice(PLACES)}{chance.randrange(300) + 1}号",
        ),
        Role.RESPONDENT: Party(
            id=work.new_id(), case_id=case.id, role=Role.RESPONDENT, name=body, kind=PartyKind.BODY,
            unit_id=organs[1 + organ], phone="0999-2021100", address=f"{COUNTY}平安路6号",
        ),
    }  # fmt: skip
    for party in people.values():
        work.put(party)
    for code, days, said in ROAD[:length]:
        day += timedelta(days=days)
        facts = {key: value for key, value in said.items() if key != "to"}
        if "to" in said:
            facts["party"] = people[said["to"]].id
        work.put(
            Step(
                id=work.new_id(), case_id=case.id, code=code, on=day, facts=facts, by=PERSON, station=station,
                recorded_at=work.at,
            )
        )  # fmt: skip
    return case


def name(chance: random.Random) -> str:
    """A person's name; one in a hundred has a character that few share."""
    given = RARE if chance.randrange(100) == 0 else GIVEN
    return chance.choice(FAMILY) + "".join(chance.choices(given, k=chance.choice((1, 2, 2))))


def identity(chance: random.Random) -> str:
    """A checksum-valid number of a region that does not exist."""
    born = date(1950, 1, 1) + timedelta(days=chance.randrange(20_000))
    first = f"9999{chance.randrange(99):02}{born:%Y%m%d}{chance.randrange(1000):03}"
    return first + id_check(first)


def _unit(work: Work, called: str) -> Unit:
    return Unit(
        id=work.new_id(), full_name=f"{COUNTY}{called}", short="云府" if called == "人民政府" else "",
        reconsiders=called == "人民政府", superior=f"云州市{called}", address="云岭县县府路1号",
        postcode="999901", phone="0999-2021001", contact=PERSON, court="云岭县人民法院",
    )  # fmt: skip


def _shape() -> str:
    """What tells a kept store from one that has to be made anew."""
    found = hashlib.sha256(str(MADE).encode())
    for table in metadata.sorted_tables:
        found.update(str(CreateTable(table)).encode())
        for index in sorted(table.indexes, key=lambda index: str(index.name)):
            found.update(str(CreateIndex(index)).encode())
    return found.hexdigest()[:12]
