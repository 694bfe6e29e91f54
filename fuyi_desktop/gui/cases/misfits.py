"""待核对 — the recorded steps of a case that do not count, each with the reason and what can be done."""

from dataclasses import dataclass, replace

from fuyi_desktop.domain.custody import ADOPT, strays
from fuyi_desktop.domain.fields import sound
from fuyi_desktop.domain.law import NEWER
from fuyi_desktop.domain.procedure import Procedure
from fuyi_desktop.domain.steps import Step
from fuyi_desktop.gui import dates
from fuyi_desktop.gui.cases.words import kind_of
from fuyi_desktop.services.casework import CasePage


@dataclass(frozen=True)
class Misfit:
    """A step that is kept and counts for nothing."""

    step_id: str
    label: str
    when: str
    why: str
    adoptable: bool = False  # the center can let it count (采用)


def misfits(page: CasePage, procedure: Procedure) -> tuple[Misfit, ...]:
    """Every step of the case that waits for a person, oldest first."""
    if not procedure.steps:
        return ()  # the whole case is a newer program's
    astray = strays(page.file)
    adopting = any(offer.kind.code == ADOPT and offer.open for offer in page.offers)
    found = []
    for step in page.replay.misfits:
        kind = kind_of(procedure, step.code)
        found.append(
            Misfit(
                step.id,
                kind.label if kind else step.code,
                dates.plain(step.on, page.today),
                _why(page, procedure, step, astray=step.id in astray),
                adoptable=adopting and step.id in astray,
            )
        )
    return tuple(found)


def _why(page: CasePage, procedure: Procedure, step: Step, *, astray: bool) -> str:
    """What keeps the step from counting, in the order in which the machine asks."""
    file, kind = page.file, kind_of(procedure, step.code)
    if kind is None:
        return f"这一步{NEWER}，更新程序后才能计入。"
    if astray:
        where = page.names.get(step.station, step.station)
        return f"{where}登记这一步时，案件已经不由该站点办理。由县中心决定是否采用。"
    standing = [one for one in file.steps if not one.voided]
    place = procedure.order(standing).index(step)
    before = procedure.replay(replace(file, steps=tuple(procedure.order(standing)[:place])))
    if before.state not in kind.leaves:
        state = procedure.state_named(before.state).label
        return (
            f"到这一天案件是“{state}”，不能{kind.label}。请核对日期，作废这一步，或者作废前面登记错的步骤。"
        )
    if not sound(kind.fields, step.facts, file.parties):
        return "应当填写的内容缺少或者读不懂。请作废后重新登记。"
    return "与前后的步骤对不上。请核对后作废，或者作废前面登记错的步骤。"
