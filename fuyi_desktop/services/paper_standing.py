"""可否出具 — whether a paper may be given out beside those that stand, and what a standing one rests on."""

from datetime import date

from fuyi_desktop.domain.case import CaseFile
from fuyi_desktop.domain.errors import BadFact, NotOpen
from fuyi_desktop.domain.forms import form_of
from fuyi_desktop.domain.papers import Paper
from fuyi_desktop.domain.procedure import Procedure
from fuyi_desktop.domain.record import Facts
from fuyi_desktop.domain.service.course import RECEIPTS, form_served

LIMITS = {"F33": ("until", "责令履行的限期")}  # a day that the paper sets: its form, fact and label


def must_be_taken(file: CaseFile, procedure: Procedure, form: str) -> None:
    """NotOpen for a notice or a decision of a step that nobody has taken."""
    kind = form_of(form)
    codes = {step.code for step in procedure.replay(file).counted}
    if kind.of_taken_step and kind.cause not in codes:
        label = next((one.label for one in procedure.steps if one.code == kind.cause), kind.cause)
        raise NotOpen(step=f"出{kind.title}", why=f"案件还没有登记“{label}”，先登记这一步，再出文书。")


def must_stand_alone(file: CaseFile, form: str) -> None:
    """NotOpen where another decision of the form stands: two of them would both be in force."""
    kind = form_of(form)
    former = next((p for p in reversed(file.papers) if p.form == form and not p.void_reason), None)
    if kind.stands_alone and former is not None:
        why = f"{former.title}{former.number}已经出具，内容要改的，先作废原来的，再重新出具。"
        raise NotOpen(step=f"出{kind.title}", why=why)


def limit_is_ahead(form: str, known: Facts, day: date) -> None:
    """BadFact where the day that a paper sets lies before the paper's own."""
    name, label = LIMITS.get(form, ("", ""))
    until = known.get("step", {}).get(name) if name else None
    if until and date.fromisoformat(str(until)) < day:
        raise BadFact(label=label, why=f"{until}早于文书的成文日期{day.isoformat()}，请重新确定限期。")


def was_served(file: CaseFile, paper: Paper) -> bool:
    """Whether a service stands that can only be of this paper."""
    standing = [
        one for one in file.papers if not one.void_reason and (one.form, one.to) == (paper.form, paper.to)
    ]
    return len(standing) == 1 and any(
        step.code in RECEIPTS and not step.voided and step.on >= paper.issued_on
        and form_served(step) == paper.form and paper.to in (None, step.facts.get("party"))
        for step in file.steps
    )  # fmt: skip


def issued_already(file: CaseFile, form: str, to: str | None, known: Facts) -> Paper | None:
    """The standing paper of this form and addressee whose facts are these, its own number and day aside."""
    said = {name: value for name, value in known.items() if name != "paper"}
    return next(
        (
            paper for paper in reversed(file.papers)
            if paper.form == form and paper.to == to and not paper.void_reason
            and {name: value for name, value in paper.facts.items() if name != "paper"} == said
        ),
        None,
    )  # fmt: skip
