"""An invented county: a center, two townships, cases in every state; made by the deeds of the office."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from fuyi_desktop.bootstrap import now, place
from fuyi_desktop.domain.deadlines import INACTION
from fuyi_desktop.domain.decisions import CONDITIONS
from fuyi_desktop.domain.forms import FORMS, RECEIPT
from fuyi_desktop.domain.identity import id_check
from fuyi_desktop.domain.party import Role, StationRole
from fuyi_desktop.domain.reconsideration import DELIVERED
from fuyi_desktop.domain.workdays import Workdays
from fuyi_desktop.services.app import App

PASSWORD = "yunling-demo"
COUNTY = "云岭县"
CENTER = ("center", "云岭县行政争议纾解中心", "云岭县司法局", "何静")
TOWNSHIPS = (
    ("T0731", "石桥镇行政争议纾解窗口", "石桥镇人民政府", "周晓敏"),
    ("T0732", "柳河镇行政争议纾解窗口", "柳河镇人民政府", "罗志强"),
)

UNITS: dict[str, Any] = {
    "unit": [
        {
            "full_name": "云岭县人民政府", "short": "云府", "level": "县级政府", "superior": "云州市人民政府",
            "address": "云岭县县府路1号", "postcode": "999901", "phone": "0999-2021001", "contact": "何静",
            "representative": "马国安", "representative_post": "县长",
            "court": "云岭县人民法院", "court_above": "云州市中级人民法院", "reconsiders": True,
        },
        {
            "full_name": "云岭县公安局", "short": "云公", "level": "县级政府的部门", "superior": "云州市公安局",
            "address": "云岭县平安路6号", "phone": "0999-2021100", "contact": "唐卫东",
            "representative": "白建华", "representative_post": "局长",
        },
        {
            "full_name": "云岭县生态环境局", "short": "云环", "level": "县级政府的部门",
            "superior": "云州市生态环境局", "address": "云岭县清河路18号", "phone": "0999-2021200",
        },
        {
            "full_name": "云岭县市场监督管理局", "short": "云市监", "level": "县级政府的部门",
            "superior": "云州市市场监督管理局", "address": "云岭县人民路33号", "phone": "0999-2021300",
        },
        {
            "full_name": "云岭县司法局", "short": "云司", "level": "县级政府的部门", "superior": "云州市司法局",
            "address": "云岭县县府路1号", "phone": "0999-2021020", "contact": "何静",
        },
        {
            "full_name": "石桥镇人民政府", "short": "石政", "level": "乡镇政府",
            "address": "石桥镇正街8号", "phone": "0999-2022001",
        },
    ],
}  # fmt: skip

# Each step and how many working days it comes after the one before; the township's part ends with hand_over.
FRONT = (("receive", 0), ("review", 1), ("hand_over", 1))
ROAD: tuple[tuple[str, int], ...] = (
    *FRONT, ("accept", 2), ("copy_sent", 3), ("reply", 7), ("hear_opinions", 4), ("draft", 8), ("decide", 4),
    ("served/被申请人", 1), ("served/申请人", 2), ("copied", 1), ("performing", 0), ("performed", 8), ("report", 3),
    ("visited", 2),
)  # fmt: skip
HEARD = ROAD[: ROAD.index(("hear_opinions", 4)) + 1]
SIDE_ROADS = (
    (*FRONT, ("request_supplement", 1)),
    (*FRONT, ("request_supplement", 1), ("abandon", 10)),  # ten working days: the last day of A10
    (*FRONT, ("refuse", 2)),
    (*FRONT, ("redirect", 2)),
    (*ROAD, ("archive", 5)),
    (*HEARD, ("hearing_set", 2)),
    (*HEARD, ("mediate", 2)),
    (*HEARD, ("suspend", 3)),
    (*HEARD, ("consult", 2)),
    (*HEARD, ("request_withdrawal", 2), ("terminate", 2)),
    (*ROAD[: ROAD.index(("performing", 0)) + 1], ("order_performance_now", 26)),  # after the thirty days set
)
ROADS = (*(ROAD[:length] for length in range(1, len(ROAD) + 1)), *SIDE_ROADS)

PEOPLE = (
    ("欧阳慧敏", "行政强制", "云岭县公安局", "云公强决字〔2026〕19号"),
    ("陈国栋", "行政处罚", "云岭县生态环境局", "云环罚字〔2026〕41号"),
    ("赵永强", "行政处罚", "云岭县公安局", "云公罚字〔2026〕207号"),
    ("阿依古丽·买买提", "行政处罚", "云岭县市场监督管理局", "云市监罚字〔2026〕66号"),
    ("刘桂芳", "行政确权", "石桥镇人民政府", "石政权决〔2026〕3号"),
    ("司马长风", "信息公开", "云岭县生态环境局", "云环公开答〔2026〕12号"),
    ("杨秀英", "举报投诉处理", "云岭县市场监督管理局", "云市监举复〔2026〕88号"),
    ("周𬱖", "行政处罚", "云岭县公安局", "云公罚字〔2026〕311号"),
    ("孙建国", "行政强制", "云岭县生态环境局", "云环强决〔2026〕5号"),
    ("钱多多", "行政许可", "云岭县市场监督管理局", "云市监许不〔2026〕9号"),
    ("吴小燕", "行政处罚", "云岭县公安局", "云公罚字〔2026〕402号"),
    ("郑文斌", "行政确认", "石桥镇人民政府", "石政确〔2026〕2号"),
    ("冯立军", "行政征收", "石桥镇人民政府", "石政征〔2026〕1号"),
    ("褚遂平", "行政处罚", "云岭县公安局", "云公罚字〔2026〕418号"),
    ("卫明", "行政不作为", "云岭县生态环境局", ""),
    ("蒋丽华", "行政处罚", "云岭县市场监督管理局", "云市监罚字〔2026〕97号"),
    ("沈秋萍", "行政处罚", "云岭县公安局", "云公罚字〔2026〕420号"),
    ("韩立新", "行政许可", "云岭县市场监督管理局", "云市监许不〔2026〕11号"),
    ("朱玉梅", "举报投诉处理", "云岭县市场监督管理局", "云市监举复〔2026〕93号"),
    ("秦有才", "其他", "石桥镇人民政府", ""),
    ("尤大勇", "行政处罚", "云岭县公安局", "云公罚字〔2026〕150号"),
    ("许静怡", "行政征收", "石桥镇人民政府", "石政征〔2026〕4号"),
    ("何兴旺", "行政许可", "云岭县生态环境局", "云环许不〔2026〕6号"),
    ("吕文清", "行政处罚", "云岭县市场监督管理局", "云市监罚字〔2026〕103号"),
    ("施玉兰", "行政确权", "石桥镇人民政府", "石政权决〔2026〕5号"),
    ("张春生", "行政处罚", "云岭县公安局", "云公罚字〔2026〕433号"),
    ("孔令辉", "行政强制", "云岭县生态环境局", "云环强决〔2026〕8号"),
)  # fmt: skip


def make(folder: Path, today: date | None = None) -> dict[str, Any]:
    """The county in a folder: `center`, one folder a township, and the password they share."""
    today = today or now().date()
    places = {code: place(folder / code, today=today) for code, *_ in (CENTER, *TOWNSHIPS)}
    people = {code: rest for code, *rest in (CENTER, *TOWNSHIPS)}
    for code, where in places.items():
        name, unit, person = people[code]
        role = StationRole.CENTER if code == "center" else StationRole.TOWNSHIP
        where.init(role, name, unit, person, PASSWORD)
    (folder / "password.txt").write_text(PASSWORD + "\n", "utf-8")
    post = folder / "post"
    post.mkdir()
    with places["center"].open(PASSWORD) as center:
        center.settings.take(UNITS)
        card = center.enrolment.card(post / "card.fuyi")
        for code, *_ in TOWNSHIPS:
            with places[code].open(PASSWORD) as township:
                _enrol(center, township, code, post, card["fingerprint"])
                plans = list(_plans(code, today, center.office.workdays))
                for plan in plans:
                    _front(township, plan)
                sent = township.exchange.export("center", post)
                center.exchange.take(sent.file)
                for plan in plans:
                    _rest(center, plan)
                receipt = center.exchange.export(code, post)
                township.exchange.take(receipt.file)
    return {
        "folder": str(folder),
        "password_file": str(folder / "password.txt"),
        "stations": [{"station": code, "store": str(where.folder)} for code, where in places.items()],
    }


@dataclass(frozen=True)
class Plan:
    """One case to come: who, what, and each of its steps with its day."""

    person: tuple[str, str, str, str]
    number: int
    steps: tuple[tuple[str, date], ...]

    @property
    def received(self) -> date:
        return self.steps[0][1]


def _plans(code: str, today: date, workdays: Workdays) -> Iterator[Plan]:
    """A township's share of the roads, one case each, its last step a few working days ago."""
    codes = [code for code, *_ in TOWNSHIPS]
    for number, (person, road) in enumerate(zip(PEOPLE, ROADS, strict=True)):
        if codes[number % len(codes)] != code:
            continue
        day = workdays.before(today, sum(gap for _, gap in road) + 1 + number % 4)
        steps = []
        for step, gap in road:
            day = workdays.after(day, gap) if gap else workdays.on_or_after(day)
            steps.append((step, day))
        yield Plan(person, number, tuple(steps))


def _enrol(center: App, township: App, code: str, post: Path, fingerprint: str) -> None:
    asked = township.enrolment.request(post / "card.fuyi", fingerprint, post / f"{code}-request.fuyi")
    center.enrolment.admit(
        post / f"{code}-request.fuyi", asked["fingerprint"], code, post / f"{code}-grant.fuyi"
    )
    township.enrolment.join(post / f"{code}-grant.fuyi")


def _front(township: App, plan: Plan) -> None:
    """What the township records: receipt, review, and handing over."""
    name, act, organ, number = plan.person
    made = plan.received - timedelta(days=20)
    facts = {
        "received_on": plan.received, "respondent": organ, "act_kind": act, "act_number": number,
        "act_on": made, "known_on": made + timedelta(days=3), "informed": "是", "channel": "当面",
        "requests": f"请求撤销{organ}作出的{act}决定。" if number else "请求责令履行法定职责。",
        "reasons": "认为认定的事实不清，没有告知陈述、申辩的权利。",
        "flags": ["涉企"] if plan.number % 5 == 1 else [],
        "applicants": [
            {
                "name": name, "id_number": _identity(plan.number), "phone": f"1390000{6200 + plan.number}",
                "address": f"{COUNTY}石桥镇双龙村{plan.number + 1}组",
            }
        ],
        "materials": [{"name": "行政复议申请书", "form": "X01", "pages": 2}, {"name": "行政行为文书", "pages": 3}],
    }  # fmt: skip
    case_id = township.on(plan.received).intake.register(facts).case_id
    township.on(plan.received).papers.issue(case_id, RECEIPT)
    for code, day in plan.steps[1:]:
        if code not in {step for step, _ in FRONT}:
            break
        typed = {"review": {"handler": "何静"}, "hand_over": {"to": "center", "reason": "由复议机关办理"}}[
            code
        ]
        township.on(day).casework.step(case_id, code, day, typed)


def _rest(center: App, plan: Plan) -> None:
    """What the center records, acting for the 复议机关."""
    if len(plan.steps) <= len(FRONT):
        return
    page = center.casework.page(center.casework.rows(plan.person[0])[0].case_id)
    parties = {party.role: party.id for party in page.file.parties}
    for spec, day in plan.steps[len(FRONT) :]:
        code, _, role = spec.partition("/")
        typed = dict(SAID.get(code, {}))
        if role:
            typed |= {"party": parties[Role(role)], "paper": DELIVERED[0].code, "method": "direct",
                      "proof": "receipt"}  # fmt: skip
        if code == "copied":
            superior = SUPERIORS.get(plan.person[2], "")
            typed |= {
                "to": superior or "云州市人民政府行政复议机构",
                "basis": "statutory" if superior else "local",
                "problems": "没有告知陈述、申辩的权利。",
            }
        if code == "request_supplement":
            typed["received_on"] = day.isoformat()
        if code == "hear_opinions":
            typed["party"] = parties[Role.APPLICANT]
        if code == "accept" and plan.person[1] == INACTION:
            typed["asked_before"] = "proved"
        if code == "archive":
            for form in center.casework.page(page.file.case.id).missing:
                on_file = {"name": FORMS[form].title, "form": form, "pages": 2, "on": day.isoformat()}
                center.on(day).intake.add_material(page.file.case.id, on_file)
        if code == "hearing_set":
            typed["held_on"] = center.office.workdays.after(day, 8).isoformat()
        if code == "order_performance_now":
            typed["until"] = (day + timedelta(days=15)).isoformat()
        if code == "decide":
            typed["perform_by"] = (day + timedelta(days=30)).isoformat()
        entered = day + timedelta(days=1) if code == "abandon" else day  # an expiry is seen the day after
        # what was served in the first days is on paper alone: the archive asks about it
        center.on(entered).casework.step(page.file.case.id, code, day, typed, sure=code == "archive")
        if code in PRINTED:
            center.on(day).papers.issue(page.file.case.id, PRINTED[code])


SAID: dict[str, dict[str, Any]] = {
    "accept": {choice.code: True for choice in CONDITIONS},
    "request_supplement": {"items": "一、申请人身份证明；二、行政行为的送达凭证。"},
    "refuse": {"fails": "N05", "reason": "申请超过法定申请期限，没有正当理由。"},
    "redirect": {"ground": "T01", "path": "属于信访事项，引导到县信访局办理。", "agreed": True},
    "reply": {"summary": "认为事实清楚、程序合法，请求维持。", "pages": 23},
    "hearing_set": {
        "at": "9时30分",
        "place": "县司法局听证室",
        "topics": "处罚程序是否合法，认定的事实有无证据。",
        "chair": "何静",
        "hearers": ["李向东", "唐卫东"],
        "recorder": "罗志强",
        "ground": "asked",
    },
    "mediate": {
        "willing": True,
        "at": "上午9时30分",
        "place": "县司法局调解室",
        "content": "被申请人愿意减轻处罚，申请人愿意改正。",
    },
    "suspend": {"ground": "other_case", "reason": "需要以另案的判决为依据，另案尚未审结。"},
    "consult": {"ground": "technical", "questions": "检测数据能否证明超标排放。"},
    "request_withdrawal": {"cause": "changed", "voluntary": True, "reason": "被申请人已经改正。"},
    "terminate": {"ground": "withdrawn", "reason": "撤回出于自愿，准予撤回。"},
    "order_performance_now": {"reason": "履行期限届满，仍未重新作出决定。"},
    "hear_opinions": {
        "mode": "phone",
        "place": "申请人登记的手机号码",
        "content": "坚持复议请求，愿意调解。",
        "recording": "录音存本机，编号与案号相同",
    },
    "draft": {
        "findings": "作出决定前没有告知陈述、申辩的权利。",
        "opinion": "违反法定程序。",
        "basis": "《中华人民共和国行政复议法》第六十四条第一款第二项",
        "proposal": "撤销该决定，责令重新作出。",
    },
    "decide": {"kind": "revoke", "text": "撤销该决定，责令重新作出。", "approval": "meeting"},
    "performed": {"content": "已重新作出决定并送达。"},
    "report": {"content": "附重新作出的决定和送达回证。"},
    "visited": {"mode": "phone", "fulfilled": True, "satisfied": "满意"},
}


PRINTED = {FORMS[form].cause: form for form in ("F06", "F07", "F26", "F29")}  # on the day of the step
SUPERIORS = {unit["full_name"]: unit["superior"] for unit in UNITS["unit"] if "superior" in unit}


def _identity(number: int) -> str:
    """A checksum-valid number of a region that does not exist."""
    first = f"999901{1960 + number}0412{30 + number:03d}"
    return first + id_check(first)
