"""删除个人信息 — erasing a case that may not be kept any longer, with a record that it was done."""

from dataclasses import dataclass

from fuyi_desktop.domain.access import Task
from fuyi_desktop.domain.erasures import Erasure
from fuyi_desktop.domain.errors import BadFact, NotOpen
from fuyi_desktop.domain.party import StationRole
from fuyi_desktop.services.office import Changed, Office
from fuyi_desktop.store.erasing import erase_case
from fuyi_desktop.store.peers import tell
from fuyi_desktop.store.queries import peers


@dataclass(frozen=True)
class Done:
    """What was erased, as the protocol says it."""

    erasure: Erasure
    changed: Changed


class Erasing:
    """Erasing for good, at the center."""

    def __init__(self, office: Office) -> None:
        self.office = office

    def erase(self, case_id: str, why: str) -> Done:
        """Erase a case that has ended, everywhere. NotOpen for one that has not, BadFact without a ground.

        Its rows, the content of its lines and its attachments go; hashes, numbers of lines and who did it
        stay, so that the chains can still be proved. Stations hear of it with their next bundle, as a seed.
        """
        office = self.office
        if office.me.role is not StationRole.CENTER:
            raise NotOpen(step="删除", why="由县中心办理，结果会随下一个同步包传来。")
        if not why.strip():
            raise BadFact(label="删除的依据", why="还没有填写。")
        file = office.file(case_id)
        procedure = office.procedure(file)
        state = next(one for one in procedure.states if one.id == procedure.replay(file).state)
        if not state.ended:
            raise NotOpen(step="删除", why=f"{file.label}还没有办结。")
        with office.work(Task.UPKEEP, "删除案件") as work:
            gone = erase_case(work, case_id)
            done = work.put(
                Erasure(
                    id=work.new_id(), erased=case_id, why=why.strip(), by=office.person.name, at=work.at,
                    rows=gone.rows, lines=gone.lines, contents=gone.contents,
                )
            )  # fmt: skip
            for other in peers(work.connection):
                tell(work, other.station, feed=None)  # entries whose lines are gone cannot be told any more
        return Done(done, work.changed)
