"""Invented suits for tests: a plaintiff, one defendant or two, and steps taken as the office takes them."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from fuyi_desktop.domain.case import CaseFile, CaseKind, Material
from fuyi_desktop.domain.deadlines import Clock, deadlines
from fuyi_desktop.domain.litigation import LITIGATION
from fuyi_desktop.domain.party import CENTER, Role
from fuyi_desktop.domain.procedure import Checked
from fuyi_desktop.domain.record import new_id
from tests import factory

PLAINTIFF, POLICE, COUNTY = "欧阳慧敏", "云岭县公安局", "云岭县人民政府"
COMPANY, AGENT = "双龙石料厂", "吴晓东"  # the third party, and the plaintiff's agent
HEAD = {"head": "马国安", "post": "deputy", "party": POLICE}
CAME = {"head_attended": True, "spoke": ["answer", "settlement"]}
DIVIDED = {"handler": "何静", "staff": ["何静"], "lawyers": ["孙启明"]}

Told = tuple[str, str] | tuple[str, str, dict[str, Any]]
TO_ANSWER: tuple[Told, ...] = (
    ("divide", "2026-03-06", DIVIDED),
    ("answering", "2026-03-09"),
    ("answer", "2026-03-18"),
)
TO_HEARING: tuple[Told, ...] = (
    *TO_ANSWER,
    ("hearing_set", "2026-04-10", {"held_on": "2026-04-23"}),
    ("name_head", "2026-04-13", HEAD),
    ("hearing_held", "2026-04-23", CAME),
)
TALK = {
    "ground": "count", "interviewing": COUNTY, "by": "副县长", "whom": "局长", "held_on": "2026-09-10",
    "time": "9时", "place": "县政府", "materials": "整改方案",
}  # fmt: skip
WON = {"paper": "X24", "result": "upheld"}
LOST = {"paper": "X24", "result": "revoked"}
USUAL: dict[str, dict[str, Any]] = {  # what no test is about
    "divide": {"risk": "middle"}, "letter": {"reply_by": "2026-05-15"},
    "cannot_attend": {"proofs": "公务通知"},
}  # fmt: skip
LOSS = (
    *TO_HEARING,
    ("judgment", "2026-05-20", LOST),
    ("served", "2026-05-20", {"party": PLAINTIFF}),
    ("loss_filed", "2026-05-28"),
    ("appeal", "2026-06-01", {"party": POLICE}),
    ("upper_result", "2026-08-14", {"outcome": "affirmed"}),
    ("effective_lost", "2026-08-14"),
    ("loss_analysed", "2026-09-01", {"cause": "procedure", "liability": "法制审核流于形式"}),
    ("admonish", "2026-09-03", TALK),
    ("performing", "2026-09-04", {"until": "2026-09-30"}),
    ("performed", "2026-09-20"),
    ("rectify", "2026-09-25", {"content": "修订法制审核规程"}),
    ("feedback", "2026-09-28", {"content": "已报县司法局"}),
    ("archive", "2026-10-12"),
)


def received(
    on: str = "2026-03-05", *defendants: str, role: str = "sole", with_others: bool = False, **facts: Any
) -> CaseFile:
    """A suit whose papers have come in, every form it will need on file; the last defendant is the organ."""
    named = defendants or (POLICE,)
    case = factory.case(kind=CaseKind.LITIGATION, matter=f"诉{named[0]}行政处罚", facts={"role": role})
    parties = (
        factory.party(case, name=PLAINTIFF),
        *(factory.party(case, Role.RESPONDENT, name) for name in named),
        *((factory.party(case, Role.THIRD_PARTY, COMPANY),) if with_others else ()),
        *((factory.party(case, Role.AGENT, AGENT),) if with_others else ()),
    )
    forms = sorted({form for kind in LITIGATION.steps for form in kind.files})
    papers = tuple(Material(id=new_id(factory.AT), case_id=case.id, name=form, form=form) for form in forms)
    file = CaseFile(case, factory.organ(full_name=named[-1]), parties, (), (), papers)
    return took(file, "receive", on, **facts)


def check(file: CaseFile, code: str, on: str, today: str = "", **facts: Any) -> Checked:
    day, as_of = date.fromisoformat(on), date.fromisoformat(today or on)
    facts = USUAL.get(code, {}) | facts
    return LITIGATION.check(file, code, day, facts, factory.moment(as_of))


def took(file: CaseFile, code: str, on: str, today: str = "", **facts: Any) -> CaseFile:
    """The file with one more step, as the machine takes it."""
    kept = check(file, code, on, today, **facts).facts
    station = CENTER if LITIGATION.step(code).by_center else factory.TOWNSHIP
    step = replace(factory.step(file.case, code, on, station=station), facts=kept)
    return replace(file, steps=(*file.steps, step))


def told(file: CaseFile, steps: Iterable[Told]) -> CaseFile:
    for code, on, *facts in steps:
        file = took(file, code, on, **(facts[0] if facts else {}))
    return file


def doubts(file: CaseFile, code: str, on: str, **facts: Any) -> str:
    return "".join(check(file, code, on, **facts).doubts)


def state(file: CaseFile) -> str:
    replay = LITIGATION.replay(file)
    assert replay.misfits == ()
    return replay.state


def states(file: CaseFile, steps: Iterable[Told]) -> list[str]:
    """The state after each step of a story."""
    found = []
    for one in steps:
        file = told(file, [one])
        found.append(state(file))
    return found


def clocks(file: CaseFile, today: str = "2026-12-01") -> list[Clock]:
    law = factory.law()
    return list(deadlines(file, LITIGATION, law.rules, law.workdays, date.fromisoformat(today)))


def dues(file: CaseFile, *rules: str) -> list[tuple[str, str, str]]:
    """(rule, party's name or empty, due day) of the rules, by due day."""
    names = {party.id: party.name for party in file.parties} | {"": ""}
    return [
        (clock.rule.id, names[clock.party], clock.due.due.isoformat())
        for clock in clocks(file)
        if clock.rule.id in rules
    ]


def done(file: CaseFile, rule: str) -> list[str]:
    """The days on which the rule's clocks were met; empty text for one that runs."""
    return [str(clock.done_on or "") for clock in clocks(file) if clock.rule.id == rule]


def closed(file: CaseFile, code: str, today: str) -> str:
    """Why a step that leaves the present state cannot be taken; empty where it can."""
    day = date.fromisoformat(today)
    running = [clock.running for clock in clocks(file, today)]
    offers = LITIGATION.offers(file, day, running)
    return next(offer.why for offer in offers if offer.kind.code == code)
