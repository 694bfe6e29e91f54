"""A case in words: rows of the list, deadlines, what was done, who takes part. Knows no widget."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from fuyi_desktop.domain.case import CaseFile, CaseKind
from fuyi_desktop.domain.deadlines import NEAR, Clock
from fuyi_desktop.domain.fields import Field, FieldKind
from fuyi_desktop.domain.identity import masked
from fuyi_desktop.domain.now import CaseNow
from fuyi_desktop.domain.party import Party, Role
from fuyi_desktop.domain.period import base
from fuyi_desktop.domain.procedure import Procedure, StepKind
from fuyi_desktop.domain.reasons import Reason as Why
from fuyi_desktop.domain.rules import Unit
from fuyi_desktop.domain.steps import Step, handler
from fuyi_desktop.domain.workdays import Workdays
from fuyi_desktop.gui import dates
from fuyi_desktop.gui.articles import on_screen
from fuyi_desktop.gui.deadline import DeadlineView, Due, Reason
from fuyi_desktop.gui.lists import ListRow
from fuyi_desktop.gui.timeline import Passage
from fuyi_desktop.services.casework import CasePage

SERIOUS = ("重大复杂", "涉众", "涉企", "涉外", "未成年人", "民生领域", "行动不便")  # which chips go first
MOVED = ("延期", "中止")  # reasons that moved an end which stood before


def list_row(now: CaseNow, procedure: Procedure, today: date, workdays: Workdays) -> ListRow:
    """One case as the list shows it."""
    said, tone = due_said(now.display, now.due, today, workdays, provisional=now.provisional)
    state = procedure.state_named(now.state).label
    return ListRow(
        key=now.case_id,
        name=now.title,
        date="" if now.ended else said,
        tone=tone,
        matter=now.matter,
        chips=serious_first(now.flags)[:3],
        number=f"{CaseKind(now.kind).short}　{now.number}" if procedure.steps else now.number,
        state=state,
        state_tone="ink3" if now.ended else "ink2",
    )


def serious_first(flags: Sequence[str]) -> tuple[str, ...]:
    known = [flag for flag in SERIOUS if flag in flags]
    return (*known, *(flag for flag in flags if flag not in SERIOUS))


def due_said(
    on: date | None, due: date | None, today: date, workdays: Workdays, *, provisional: bool
) -> tuple[str, str]:
    """The next day of a case, short, and the token it is shown in; late only when due itself has passed."""
    if on is None or due is None:
        return "", "ink2"
    if due < today:
        return f"超期 {(today - due).days} 天", "red"
    if on == today:
        return "今日到期", "amber"
    if provisional:
        return f"暂定 {dates.plain(on, today)}", "violet"
    near = workdays.between(today, on) <= NEAR
    return dates.plain(on, today), "amber" if near else "ink2"


def deadline_view(
    clock: Clock, today: date, workdays: Workdays, parties: Mapping[str, str] | None = None
) -> DeadlineView:
    """A clock as the page shows it, with the computation."""
    due = clock.due
    whose = (parties or {}).get(clock.party, "")
    return DeadlineView(
        duty=f"{clock.rule.name}（{whose}）" if whose else clock.rule.name,
        state=Due(clock.state(today, workdays).value),
        display=due.display,
        today=today,
        distance=distance(clock, today, workdays),
        provisional=due.provisional,
        due=due.due,
        start=due.start,
        start_word="起算",
        nominal=_former_end(clock),
        remark=_remark(clock),
        reasons=tuple(reasons(due.explanation)),
        rest=_rest_days(clock, today, workdays),
    )


def _rest_days(clock: Clock, today: date, workdays: Workdays) -> frozenset[date]:
    """The weekend days and holidays of a period that counts working days."""
    if clock.rule.unit is not Unit.WORKING_DAY or clock.done_on is not None:
        return frozenset()
    first, last = clock.due.start, max(clock.due.due, clock.due.display, today)
    days = (first + timedelta(days=ahead) for ahead in range((last - first).days + 1))
    return frozenset(day for day in days if not workdays.is_working(day))


def _remark(clock: Clock) -> str:
    if not clock.recorded:
        return "起算的步骤还没有登记"
    return "" if clock.proved else "收到日未登记，按发送日暂计"


def reasons(found: Sequence[Why]) -> list[Reason]:
    """The sentences of a computation; an article that repeats the one above is left out."""
    made: list[Reason] = []
    above = ""
    for why in found:
        article = "" if why.article == above else on_screen(why.article)
        made.append(Reason(why.kind, on_screen(why.text), article))
        above = why.article
    return made


def distance(clock: Clock, today: date, workdays: Workdays) -> str:
    """How far the day is: rules in working days count in 个工作日, others in 天."""
    on, done = clock.due.display, clock.done_on
    if done is not None:
        early = _apart(clock, done, on, workdays)
        how = (
            f"，提前 {early}"
            if done < on
            else "，当日届满"
            if done == on
            else f"，迟了 {_apart(clock, on, done, workdays)}"
        )
        return f"{dates.plain(done, today)} 已完成{how}"
    if on == today:
        return "今天下班前"
    if clock.due.due < today:
        return f"超期 {(today - clock.due.due).days} 天"
    if on < today:
        return "暂定日已过，等放假安排公布"
    return f"还有 {_apart(clock, today, on, workdays)}"


def _apart(clock: Clock, first: date, last: date, workdays: Workdays) -> str:
    if clock.rule.unit is Unit.WORKING_DAY:
        return f"{workdays.between(first, last)} 个工作日"
    return f"{(last - first).days} 天"


def _former_end(clock: Clock) -> date | None:
    """The end before an extension or a suspension moved it; a roll over a weekend is no former end."""
    due = clock.due
    if not any(why.kind in MOVED for why in due.explanation):
        return None
    former = base(due.asked._replace(extend=0, suspensions=()))
    return former if former < due.display else None


def passages(page: CasePage, procedure: Procedure) -> list[Passage]:
    """What was done, newest first; the voided and the 待核对 keep their place."""
    said = []
    for step in reversed(procedure.order(page.file.steps)):
        kind = kind_of(procedure, step.code)
        said.append(
            Passage(
                key=step.id,
                when=dates.plain(step.on, page.today),
                step=kind.label if kind else step.code,
                facts=on_screen(facts_said(step, kind, page.names)),
                voided=step.void_reason,
                remark="待核对" if step in page.replay.misfits else "",
            )
        )
    return said


def kind_of(procedure: Procedure, code: str) -> StepKind | None:
    return next((kind for kind in procedure.steps if kind.code == code), None)


def facts_said(step: Step, kind: StepKind | None, names: Mapping[str, str], *, whole: bool = False) -> str:
    """The facts of a step on one line, long texts cut unless the whole is asked for."""
    if kind is None:
        return ""
    parts = [said for _, said in fact_lines(step, kind, names)]
    if not whole:
        parts = [part if len(part) <= 40 else f"{part[:39]}…" for part in parts]
    return "　".join(parts)


def fact_lines(step: Step, kind: StepKind, names: Mapping[str, str]) -> list[tuple[str, str]]:
    """(label, words) of every fact of a step that says something."""
    lines = []
    for field in kind.fields:
        value = step.facts.get(field.name)
        if value in (None, "", [], ()):
            continue
        lines.append((plain_label(field.label), fact_said(field, value, names)))
    return lines


def fact_said(field: Field, value: Any, names: Mapping[str, str]) -> str:
    say = _SAID.get(field.kind)
    return say(field, value, names) if say else names.get(str(value), str(value))


def _choice(field: Field, value: Any, names: Mapping[str, str]) -> str:
    known = (on_screen(choice.label) for choice in field.choices if choice.code == value)
    return next(known, str(value))


def _many(field: Field, value: Any, names: Mapping[str, str]) -> str:
    if not field.choices:
        return "、".join(names.get(str(item), str(item)) for item in value)
    if len(value) == len(field.choices):
        return f"{plain_label(field.label)} {len(value)} 项全部符合"
    return "、".join(_choice(field, item, names) for item in value)


def _named(field: Field, value: Any, names: Mapping[str, str]) -> str:
    return names.get(str(value), str(value))


def _date(field: Field, value: Any, names: Mapping[str, str]) -> str:
    on = date.fromisoformat(str(value))
    return f"{plain_label(field.label)} {dates.long(on)}"


def _yes_no(field: Field, value: Any, names: Mapping[str, str]) -> str:
    return f"{plain_label(field.label)}：{'是' if value else '否'}"


def _integer(field: Field, value: Any, names: Mapping[str, str]) -> str:
    return f"{plain_label(field.label)} {value}"


_SAID: Mapping[FieldKind, Callable[[Field, Any, Mapping[str, str]], str]] = {
    FieldKind.CHOICE: _choice,
    FieldKind.MANY: _many,
    FieldKind.PARTY: _named,
    FieldKind.STATION: _named,
    FieldKind.DATE: _date,
    FieldKind.YES_NO: _yes_no,
    FieldKind.INTEGER: _integer,
}


def plain_label(label: str) -> str:
    """A label without the mark of the optional, which the form adds itself."""
    return label.removesuffix("（选填）")


def deed_said(label: str) -> str:
    """A step as a deed that is done: 登记受理, but 登记视为受理 as it stands."""
    return label if label.startswith("登记") else f"登记{label}"


def title(file: CaseFile) -> str:
    """The page's title: who, against what."""
    return f"{file.title} {file.case.matter}" if file.title != file.case.matter else file.title


def sub_line(
    file: CaseFile, procedure: Procedure, counted: Sequence[Step], holder_name: str, *, mine: bool
) -> str:
    respondents = "、".join(party.name for party in file.of(Role.RESPONDENT))
    called = procedure.entry.called.get(Role.RESPONDENT, Role.RESPONDENT.value)
    parts = [
        file.label,
        f"{called} {respondents}" if respondents else "",
        f"承办 {named}" if (named := handler(counted)) else "",
        "" if mine else f"现由 {holder_name} 办理",
    ]
    return "　".join(part for part in parts if part)


def party_remark(party: Party) -> str:
    """What identifies a party, masked as lists and cards show it."""
    parts = [
        masked(party.id_number) if party.id_number else "",
        masked(party.phone) if party.phone else "",
        f"法定代表人 {party.legal_representative}" if party.legal_representative else "",
        party.address,
        "同意电子送达" if party.e_service else "",
    ]
    return "　".join(part for part in parts if part)
