"""抄告 — what has to be copied to whom, the table of a period, and how much of it was done (T18)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from fuyi_desktop.domain.access import Task
from fuyi_desktop.domain.case import Attachment, CaseFile, Material
from fuyi_desktop.domain.copying import (
    BATCH,
    COPIED,
    COPY_TABLE,
    ENDED_BY,
    OPINION,
    CopyDue,
    Ending,
    copies,
    ending,
)
from fuyi_desktop.domain.custody import tenures
from fuyi_desktop.domain.errors import BadFact, Doubtful, FuyiError, NotFound
from fuyi_desktop.domain.forms import COPY_LETTER, form_of
from fuyi_desktop.domain.papers import Paper
from fuyi_desktop.domain.reconsideration.grounds import LOCAL, STATUTORY
from fuyi_desktop.domain.steps import Step
from fuyi_desktop.services.casework import Casework
from fuyi_desktop.services.office import Changed, Office
from fuyi_desktop.services.papers import PDF, Papers, can_write
from fuyi_desktop.store.concluded import concluded
from fuyi_desktop.store.projection import BATCH as AT_ONCE
from fuyi_desktop.store.projection import batches
from fuyi_desktop.store.queries import case_files
from fuyi_desktop.store.work import Work

NO_NUMBER = "没有登记决定书的文号，请先出决定书，或者单独抄告。"
NO_RECIPIENT = "设置中没有填写被申请人的上一级主管部门。"


@dataclass(frozen=True)
class CopyTask:
    """One thing to be copied, with the case it is of."""

    file: CaseFile
    ending: Ending | None
    due: CopyDue

    def as_dict(self) -> dict[str, Any]:
        due = self.due
        return {
            "case": self.file.case.id, "number": self.file.label, "respondent": due.respondent,
            "paper": form_of(due.paper).title, "result": self.ending.label if self.ending else None,
            "to": due.told, "form": due.form, "by": form_of(due.form).title, "basis": due.basis,
            "article": due.article, "since": due.since.isoformat(),
        }  # fmt: skip


@dataclass(frozen=True)
class Rate:
    """抄告率 on one basis: what took effect in a period, and how much of it was copied."""

    basis: str
    done: int
    due: int
    open: tuple[CopyTask, ...]

    def as_dict(self) -> dict[str, Any]:
        return {
            "basis": self.basis, "done": self.done, "due": self.due,
            "open": [task.file.label for task in self.open],
        }  # fmt: skip


@dataclass(frozen=True)
class Table:
    """集中抄告表 to one recipient, as it was given out."""

    to: str
    basis: str
    paper_id: str
    number: str
    cases: tuple[str, ...]  # their numbers, as the table lists them
    out: Path


@dataclass(frozen=True)
class Batch:
    """The tables of a period, and what could not be listed in one, with the reason."""

    tables: tuple[Table, ...]
    left: tuple[tuple[str, str], ...]
    changed: Changed

    def as_dict(self) -> dict[str, Any]:
        return {
            "tables": [
                {
                    "to": table.to, "basis": table.basis, "paper": table.paper_id, "number": table.number,
                    "cases": list(table.cases), "out": str(table.out),
                }
                for table in self.tables
            ],
            "left": [{"case": label, "why": why} for label, why in self.left],
        }  # fmt: skip


class Copying:
    """Telling the organs above of what was decided."""

    def __init__(self, office: Office, papers: Papers) -> None:
        self.office, self.papers = office, papers

    def due(self) -> list[CopyTask]:
        """What is in force and not copied yet, in the cases this station holds, the oldest first."""
        me = self.office.me.station
        found = [task for task in self._tasks(holder=me, archived=False) if task.due.open]
        return sorted(found, key=lambda task: (task.due.since, task.file.label))

    def rates(self, first: date, last: date) -> tuple[Rate, ...]:
        """抄告率 of what took effect in a period, on each basis apart, in all the cases known here."""
        _must_be_a_period(first, last)
        tasks = [task for task in self._tasks() if first <= task.due.since <= last]
        return tuple(_rate(basis, [t for t in tasks if t.due.basis == basis]) for basis in (STATUTORY, LOCAL))

    def batch(self, first: date, last: date, out: Path, *, recipient: str = "", sure: bool = False) -> Batch:
        """集中抄告: one table a recipient, and the step in each of its cases, all in one transaction.

        NotFound where nothing of the period is left to copy; Doubtful, unless the person is sure.
        """
        _must_be_a_period(first, last)
        can_write(out, table=self.papers.as_table(COPY_TABLE))
        found = (task for task in self.due() if task.due.form == COPY_TABLE)
        wanted = [
            task for task in found
            if first <= task.due.since <= last and recipient in ("", task.due.recipient)
        ]  # fmt: skip
        groups: dict[tuple[str, str, str], list[CopyTask]] = {}
        left: list[tuple[str, str]] = []
        for task in wanted:
            if why := self._unfit(task):
                left.append((task.file.label, why))
            else:
                key = (task.due.recipient, task.due.basis, task.file.organ.id)
                groups.setdefault(key, []).append(task)
        if not groups:
            told = f"；{left[0][0]}：{left[0][1]}" if left else ""
            raise NotFound(what="需要集中抄告的案件", key=f"{period(first, last)}{told}")
        if not sure:
            self._ask(groups)
        names = [out] if len(groups) == 1 else [_beside(out, to) for to, *_ in groups]
        tables: list[Table] = []
        with self.office.work(Task.ISSUE, f"集中抄告{period(first, last)}") as work:
            for (to, basis, _), tasks, path in zip(groups, groups.values(), names, strict=True):
                facts = {
                    "step.to": to, "step.period": period(first, last), "step.basis_code": basis,
                    "step.problems": [], "step.cases": [_row(task) for task in tasks],
                }  # fmt: skip
                issued = self.papers.issue_within(work, tasks[0].file, COPY_TABLE, more=facts)
                paper = work.get(Paper, issued.paper_id)
                for task in tasks:
                    self._record(work, task, paper)
                labels = tuple(task.file.label for task in tasks)
                tables.append(Table(to, basis, paper.id, paper.number, labels, path))
        for table in tables:
            self.papers.write(table.paper_id, table.out)
        return Batch(tuple(tables), tuple(left), work.changed)

    def _tasks(self, *, holder: str = "", archived: bool = True) -> Iterator[CopyTask]:
        office = self.office
        ids = office.ask(concluded, (*ENDED_BY, OPINION), holder=holder, archived=archived)
        units, choices = office.units(), office.law.choices
        for some in batches(ids, AT_ONCE):
            for file in office.ask(case_files, some):
                replay = office.procedure(file).replay(file)
                ended = ending(replay)
                for due in copies(replay, units, choices):
                    yield CopyTask(file, ended, due)

    def _unfit(self, task: CopyTask) -> str:
        """Why a case cannot stand in a table; empty where it can."""
        if not task.due.recipient:
            return NO_RECIPIENT
        if not _decision_number(task):
            return NO_NUMBER
        try:
            self._checked(task)
        except FuyiError as refusal:
            return str(refusal)
        return ""

    def _ask(self, groups: Mapping[tuple[str, str, str], Sequence[CopyTask]]) -> None:
        doubts = dict.fromkeys(
            doubt for tasks in groups.values() for task in tasks for doubt in self._checked(task).doubts
        )
        if doubts:
            raise Doubtful(doubts="".join(doubts))

    def _checked(self, task: CopyTask) -> Any:
        office = self.office
        return office.procedure(task.file).check(
            task.file, COPIED, office.today, _step_facts(task), Casework(office).moment()
        )

    def _record(self, work: Work, task: CopyTask, paper: Paper) -> None:
        """The step, and the table on the case's own file, where it stands for the letter."""
        office, case_id = self.office, task.file.case.id
        facts = _step_facts(task) | {"period": paper.facts["step"]["period"]}
        work.put(
            Step(
                id=work.new_id(), case_id=case_id, code=COPIED, on=office.today, facts=facts,
                by=office.person.name, station=office.me.station, under=tenures(task.file)[-1].id,
                recorded_at=work.at,
            )
        )  # fmt: skip
        name = f"{paper.title}{paper.number}"
        work.put(
            Material(
                id=work.new_id(), case_id=case_id, name=name, pages=paper.pages, on=office.today,
                form=COPY_LETTER, attachment=paper.digest,
            )
        )  # fmt: skip
        if paper.case_id != case_id:
            (kept,) = work.select(Attachment, case_id=paper.case_id, digest=paper.digest)
            work.put(replace(kept, id=work.new_id(), revision=0, case_id=case_id, mime=PDF))


def _must_be_a_period(first: date, last: date) -> None:
    if first > last:
        raise BadFact(label="期间", why=f"起日{_day(first)}晚于止日{_day(last)}，请核对。")


def period(first: date, last: date) -> str:
    """A period as a letter calls it: 2026年8月, 2026年第三季度, or its first and last day."""
    whole = first.day == 1 and (last + timedelta(days=1)).day == 1 and first.year == last.year
    if whole and first.month == last.month:
        return f"{first.year}年{first.month}月"
    if whole and first.month % 3 == 1 and last.month == first.month + 2:
        return f"{first.year}年第{'一二三四'[first.month // 3]}季度"
    return f"{_day(first)}至{_day(last)}"


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _rate(basis: str, tasks: Sequence[CopyTask]) -> Rate:
    left = tuple(task for task in tasks if task.due.open)
    return Rate(basis, len(tasks) - len(left), len(tasks), left)


def _step_facts(task: CopyTask) -> dict[str, Any]:
    return {"to": task.due.recipient, "basis": task.due.basis, "by": BATCH}


def _row(task: CopyTask) -> dict[str, Any]:
    """A case's line in the table."""
    case, ended = task.file.case, task.ending
    act = f"{case.act_kind}（{case.act_number}）" if case.act_number else case.act_kind
    return {
        "number": task.file.label, "respondent": task.due.respondent, "act": act or case.matter,
        "result": ended.label if ended else "", "decision_number": _decision_number(task),
        "decided_on": ended.step.on if ended else None,
    }  # fmt: skip


def _decision_number(task: CopyTask) -> str:
    papers = [p for p in task.file.papers if p.form == task.due.paper and not p.void_reason]
    return papers[-1].number if papers else ""


def _beside(out: Path, recipient: str) -> Path:
    return out.with_stem(f"{out.stem}-{recipient}")
