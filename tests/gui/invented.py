"""An invented office for tests and pictures of the window: a real store with cases in several states."""

from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from fuyi_desktop.bootstrap import Place, place
from fuyi_desktop.documents.press import Press
from fuyi_desktop.domain.identity import code_check, id_check
from fuyi_desktop.domain.party import Station, StationRole
from fuyi_desktop.gui.cases.step_form import StepForm
from fuyi_desktop.gui.cases.tab import CasesTab
from fuyi_desktop.services.app import App
from tests import factory

PASSWORD = "石桥镇的长口令2026"
TODAY = date(2026, 11, 20)  # a Friday

UNITS = (
    {"full_name": "云岭县人民政府", "short": "云府", "reconsiders": True, "court": "云岭县人民法院",
     "address": "云岭县人民路1号", "postcode": "999100", "phone": "0999-1234567", "contact": "何静"},
    {"full_name": "云岭县公安局", "superior": "云岭市公安局", "address": "云岭县平安路3号"},
    {"full_name": "云岭县综合行政执法局", "superior": "云岭县人民政府", "address": "云岭县建设路8号"},
    {"full_name": "云岭县生态环境局", "superior": "云岭市生态环境局", "address": "云岭县绿水路2号"},
)  # fmt: skip


def id_number(born: str, serial: str = "002") -> str:
    """An identity number with its check digit, of a region that does not exist."""
    first = f"999723{born}{serial}"
    return first + id_check(first)


def body_code() -> str:
    """A 统一社会信用代码 with its check character."""
    first = "91999723MA6AAAA7K"
    return first + code_check(first)


def office(folder: Path, today: date = TODAY) -> Place:
    """A township station with its units set; no case yet."""
    where = place(folder, today=today)
    where.init(StationRole.TOWNSHIP, "石桥镇行政争议纾解窗口", "石桥镇人民政府", "周晓敏", PASSWORD)
    with where.open(PASSWORD) as app:
        app.settings.take({"unit": [dict(unit) for unit in UNITS]})
    return where


def opened(folder: Path, today: date = TODAY) -> App:
    """The store opened, with fonts and templates read once for all tests of a run."""
    return replace(place(folder, today=today).open(PASSWORD), press=press)


@cache
def press() -> Press:
    return place(Path("nowhere")).press


def knows(app: App, *names: str) -> None:
    """Other stations, as the center would have sent them."""
    with app.office.store.work("周晓敏", "收包") as work:
        for number, name in enumerate(names, 1):
            work.put(Station(id=work.new_id(), station=f"T99{number}", name=name, role=StationRole.TOWNSHIP))


def facts(name: str = "欧阳慧敏", **given: Any) -> dict[str, Any]:
    """What a registration needs."""
    person = {"name": name, "kind": "自然人", "phone": "13800006208", "address": "石桥镇双龙村四组27号"}
    values: dict[str, Any] = {
        "received_on": "2026-11-12", "channel": "当面", "respondent": "云岭县综合行政执法局",
        "act_kind": "行政强制", "act_number": "云执拆决字〔2026〕第19号", "act_on": "2026-11-02",
        "known_on": "2026-11-05", "informed": "是", "requests": "撤销强制拆除决定", "applicants": [person],
        "materials": [
            {"name": "行政复议申请书", "form": "X01", "pages": 2}, {"name": "申请人身份证明", "pages": 1},
        ],
    }  # fmt: skip
    return values | given


def registered(app: App, name: str = "欧阳慧敏", **given: Any) -> str:
    return app.intake.register(facts(name, **given)).case_id


def reviewed(app: App, case_id: str, on: str = "2026-11-12") -> str:
    app.casework.step(case_id, "review", date.fromisoformat(on), {"handler": "何静"})
    return case_id


def every_condition(tab: CasesTab) -> None:
    """Answer each condition of acceptance with yes, as a person has to."""
    form = tab.page.open_form
    assert isinstance(form, StepForm)
    for name in factory.met():
        form.form.field(name).set_value(True)


def accepted(app: App, case_id: str, on: str = "2026-11-16") -> str:
    reviewed(app, case_id)
    app.casework.step(case_id, "accept", date.fromisoformat(on), factory.met())
    return case_id


def step(app: App, case_id: str, code: str, on: str, **facts: Any) -> None:
    app.casework.step(case_id, code, date.fromisoformat(on), facts)


def grain_company(app: App) -> str:
    """A company's case in full course: accepted, copied, replied, heard, extended, with papers."""
    case_id = registered(
        app, "云岭县金穗粮油食品加工有限责任公司", received_on="2026-10-08", respondent="云岭县生态环境局",
        act_kind="行政处罚", act_number="云环罚字〔2026〕7号", act_on="2026-09-25", known_on="2026-09-27",
        flags=["涉企", "重大复杂"],
        applicants=[{
            "name": "云岭县金穗粮油食品加工有限责任公司", "kind": "单位", "id_number": body_code(),
            "legal_representative": "司马长风", "phone": "13900006208", "address": "云岭县工业园粮油路6号",
        }],
        third_parties=[{"name": "柳河镇双龙村村民委员会", "kind": "单位", "phone": "13900001208"}],
        materials=[
            {"name": "行政复议申请书", "form": "X01", "pages": 4}, {"name": "营业执照复印件", "pages": 1},
            {"name": "行政处罚决定书", "pages": 3},
            {"name": "停产损失证明", "status": "容缺", "until": "2026-11-27"},
        ],
    )  # fmt: skip
    people = {party.role.value: party.id for party in app.casework.page(case_id).file.parties}
    step(app, case_id, "review", "2026-10-09", handler="何静、罗志强")
    step(app, case_id, "accept", "2026-10-12", **factory.met())
    app.on(date(2026, 10, 12)).papers.issue(case_id, "F06")
    step(app, case_id, "copy_sent", "2026-10-14")
    app.on(date(2026, 10, 14)).papers.issue(case_id, "F07")
    step(app, case_id, "served", "2026-10-14", paper="F07", party=people["被申请人"], method="direct")
    step(app, case_id, "reply", "2026-10-27", summary="处罚事实清楚，程序合法", pages=23)
    step(
        app,
        case_id,
        "hear_opinions",
        "2026-11-12",
        mode="phone",
        party=people["申请人"],
        content="代理人坚持停产损失应当评估",
    )
    step(app, case_id, "extend", "2026-11-18", reason="需要委托检测", approved_by="李向东", days=30)
    return case_id


def several(app: App) -> dict[str, str]:
    """Cases in many states, so that the list has every sort of date."""
    police = {"respondent": "云岭县公安局", "act_kind": "行政处罚"}
    found = {"grain": grain_company(app)}
    many = registered(
        app, received_on="2026-11-09", flags=["涉众", "重大复杂"], act_kind="行政征收",
        act_number="云征告〔2026〕3号",
        applicants=[{"name": f"陈国栋{end}", "phone": "13700000001"} for end in ("", "甲", "乙")],
    )  # fmt: skip
    found["many"] = reviewed(app, many, "2026-11-10")
    minority = registered(
        app, "阿依古丽·买买提", received_on="2026-11-16", act_number="云公罚决字〔2026〕88号", **police
    )
    found["minh"] = reviewed(app, minority, "2026-11-16")
    found["village"] = registered(
        app, received_on="2026-11-18", act_kind="行政确权", act_number="云政确字〔2026〕2号",
        applicants=[{"name": "青溪乡上坝村第三村民小组", "kind": "单位"}],
    )  # fmt: skip
    found["liu"] = accepted(
        app, registered(app, "刘桂芳", act_number="云自资〔2026〕11号", act_kind="行政确权")
    )
    due_today = registered(
        app, "赵永强", received_on="2026-11-13", act_number="云公罚决字〔2026〕91号", **police
    )
    found["today"] = reviewed(app, due_today, "2026-11-13")
    found["refused"] = reviewed(app, registered(app, "欧阳慧敏"))
    step(
        app,
        found["refused"],
        "refuse",
        "2026-11-17",
        fails="超过申请期限",
        reason="超过申请期限，又没有正当理由。",
    )
    return found
