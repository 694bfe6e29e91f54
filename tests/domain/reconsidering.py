"""A reconsideration case told day by day: each step goes through the same check as at the desk."""

from dataclasses import replace
from datetime import date
from typing import Any

from fuyi_desktop.domain.case import CaseFile
from fuyi_desktop.domain.deadlines import INACTION, Clock
from fuyi_desktop.domain.party import Role
from fuyi_desktop.domain.procedure import Checked
from fuyi_desktop.domain.reconsideration import RECONSIDERATION
from tests import factory

ALL = factory.met()
HEARD: dict[str, Any] = {"party": "申请人", "content": "坚持复议请求"}
LONGER: dict[str, Any] = {"reason": "需要补充调查", "approved_by": "李向东"}
SIMPLE: dict[str, Any] = {"track": "simple", "simple_ground": "warning", "clear": True}
TALK: dict[str, Any] = {
    "person": "局长", "interviewer": "副县长马国安", "held_on": "2026-12-01", "time": "上午9时",
    "place": "县政府", "materials": "履行情况的说明", "content": "限期纠正",
}  # fmt: skip
HEARING: dict[str, Any] = {
    "held_on": "2026-09-15", "at": "9时30分", "place": "听证室", "topics": "处罚程序", "chair": "何静",
    "hearers": ["李向东", "唐卫东"], "recorder": "罗志强",
}  # fmt: skip


def with_two(file: CaseFile) -> CaseFile:
    """The same case against a second organ."""
    other = factory.party(file.case, Role.RESPONDENT, "云岭县生态环境局")
    return replace(file, parties=(*file.parties, other))


class Story:
    """What has been recorded so far, and what can be asked of it."""

    def __init__(self, file: CaseFile | None = None, **case: Any) -> None:
        self.file = file or factory.file(**case)
        self.chosen: dict[str, str] = {}  # by the county

    def step(self, code: str, on: str, *, today: str = "", **facts: Any) -> "Story":
        """Record a step; what the office would have to be asked fails the test."""
        checked = self.check(code, on, today=today, **facts)
        assert not checked.doubts
        step = factory.step(self.file.case, code, on, **checked.facts)
        self.file = replace(self.file, steps=(*self.file.steps, step))
        return self

    def check(self, code: str, on: str, *, today: str = "", **facts: Any) -> Checked:
        day, now = date.fromisoformat(on), date.fromisoformat(today or on)
        proof = {"asked_before": "proved"} if self.file.case.act_kind == INACTION else {}
        facts = (ALL | proof if code == "accept" else {}) | facts
        return RECONSIDERATION.check(
            self.file, code, day, self.named(facts), factory.moment(now, chosen=self.chosen)
        )

    def named(self, facts: dict[str, Any]) -> dict[str, Any]:
        """Parties told by their role."""
        by_role = {party.role.value: party.id for party in reversed(self.file.parties)}
        by_role |= {party.name: party.id for party in self.file.parties}
        return {
            name: by_role.get(value, value) if name == "party" else value for name, value in facts.items()
        }

    def where(self, **chosen: str) -> "Story":
        """The same case in a county that has chosen so."""
        self.chosen |= chosen
        return self

    def doubts(self, code: str, on: str, **facts: Any) -> str:
        return "".join(self.check(code, on, **facts).doubts)

    @property
    def state(self) -> str:
        return RECONSIDERATION.replay(self.file).state

    def clocks(self, today: str) -> dict[str, Clock]:
        return {clock.rule.id: clock for clock in factory.law().clocks(self.file, date.fromisoformat(today))}

    def due(self, rule: str, today: str) -> str:
        return self.clocks(today)[rule].due.due.isoformat()

    def offers(self, today: str) -> dict[str, str]:
        """Code → why not; empty where the step is open."""
        running = [clock.running for clock in self.clocks(today).values()]
        found = RECONSIDERATION.offers(self.file, date.fromisoformat(today), running)
        return {offer.kind.code: offer.why for offer in found}

    def serve(self, paper: str, on: str, *roles: str) -> "Story":
        for role in roles or ("申请人", "被申请人"):
            self.step("served", on, paper=paper, party=role, method="direct", proof="receipt")
        return self

    def papers_on_file(self) -> "Story":
        """Everything that is still missing is put on file."""
        forms = RECONSIDERATION.missing(self.file)
        return self.put_on_file(*forms)

    def put_on_file(self, *forms: str) -> "Story":
        added = factory.file(materials=forms).materials
        self.file = replace(self.file, materials=(*self.file.materials, *added))
        return self


def reviewed(**case: Any) -> Story:
    """Received on Thursday 30 July 2026."""
    return Story(**case).step("receive", "2026-07-30").step("review", "2026-07-31", handler="何静")


def accepted(*, track: dict[str, Any] | None = None, **case: Any) -> Story:
    """Accepted on Monday 3 August 2026."""
    return reviewed(**case).step("accept", "2026-08-03", **(track or {}))


def replied(*, track: dict[str, Any] | None = None, **case: Any) -> Story:
    """The copy was handed over on 5 August, the reply came on the 12th."""
    told = accepted(track=track, **case)
    return told.step("copy_sent", "2026-08-05", received_on="2026-08-05").step("reply", "2026-08-12")


def heard(**case: Any) -> Story:
    return replied(**case).step("hear_opinions", "2026-08-25", **HEARD)


def drafted(**case: Any) -> Story:
    return heard(**case).step("draft", "2026-09-10")


def decided(kind: str = "uphold", **facts: Any) -> Story:
    return drafted().step("decide", "2026-09-16", kind=kind, text="决定主文。", **facts)


def effective(kind: str = "uphold", **facts: Any) -> Story:
    """Served on the 被申请人 on 17 September, on the 申请人 on the 18th."""
    told = decided(kind, **facts)
    return told.serve("F26", "2026-09-17", "被申请人").serve("F26", "2026-09-18", "申请人")
