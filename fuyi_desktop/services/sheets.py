"""会场用纸 — 门牌, 签到表, 席位卡 and 纪律 of one session: printed, and nothing is kept of them."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fuyi_desktop.documents import overlay
from fuyi_desktop.domain.case import CaseFile, CaseKind
from fuyi_desktop.domain.record import RecordId
from fuyi_desktop.domain.sessions import Session, kind_of, part_of
from fuyi_desktop.services.office import Office
from fuyi_desktop.services.rooms import Rooms
from fuyi_desktop.store import files

if TYPE_CHECKING:
    from fuyi_desktop.documents.press import Press

DOOR, SIGNING, CARDS, CONDUCT = "K01", "K02", "K03", "K04"
OF_SESSION = {DOOR: "会场门牌", SIGNING: "会议签到表", CARDS: "席位卡", CONDUCT: "会场纪律"}
TALKS = frozenset({"reception", "mediation", "talks"})  # what people come to of their own will
# Where the procedure has a paper of its own, that one is filed, and ours is left out.
INSTEAD = {
    (CaseKind.RECONSIDERATION, "hearing"): frozenset({SIGNING, CARDS, CONDUCT}),
    (CaseKind.LITIGATION, "court"): frozenset({SIGNING, CARDS, CONDUCT}),
}


class Sheets:
    """The sheets that a room is made ready with."""

    def __init__(self, office: Office, rooms: Rooms, press: Callable[[], "Press"]) -> None:
        self.office, self.rooms, self._press = office, rooms, press

    def forms(self, session_id: RecordId) -> tuple[str, ...]:
        """Which sheets a session needs; those that its procedure has papers for are not among them."""
        session = self.rooms.session(session_id)
        file = self._file(session)
        left_out = INSTEAD.get((file.case.kind, session.kind), frozenset()) if file else frozenset()
        unseated = frozenset() if session.people else frozenset({CARDS})
        return tuple(form for form in OF_SESSION if form not in left_out | unseated)

    def sheet(self, session_id: RecordId, form: str) -> bytes:
        """One sheet of a session as PDF; FactsMissing."""
        return self._press().pdf(form, self._known(session_id), paper_id="").content

    def all(self, session_id: RecordId) -> bytes:
        """Every sheet that a session needs, in one PDF."""
        return overlay.joined(self.sheet(session_id, form) for form in self.forms(session_id))

    def write(self, session_id: RecordId, path: Path) -> tuple[str, ...]:
        """Every sheet that a session needs into one PDF file, whole or not at all; which they are."""
        files.write_whole(path, self.all(session_id))
        return self.forms(session_id)

    def counted(self, session_id: RecordId) -> tuple[tuple[str, int], ...]:
        """The sheets that a session needs, each with its pages."""
        return tuple(
            (form, len(overlay.sizes(self.sheet(session_id, form)))) for form in self.forms(session_id)
        )

    def _known(self, session_id: RecordId) -> dict[str, Any]:
        session = self.rooms.session(session_id)
        file, kind = self._file(session), kind_of(session.kind)
        people = [{"role": self._called(file, seat.role), "name": seat.name} for seat in session.who]
        return {
            "session": {
                "title": session.title, "kind": kind.label, "door": f"{kind.label}进行中",
                "room": session.place, "on": session.on, "time": session.time, "people": people,
                "case": file.label if file else "", "talks": session.kind in TALKS,
            },
            "station": {"name": self.office.me.name},
        }  # fmt: skip

    def _file(self, session: Session) -> CaseFile | None:
        return self.office.file(session.case_id) if session.case_id else None

    def _called(self, file: CaseFile | None, role: str) -> str:
        """A role in the words of the case's own procedure: 原告 in a suit."""
        part = part_of(role)
        if file is None:
            return part.label
        called = self.office.procedure(file).entry.called
        found = {one.value: word for one, word in called.items()}
        return found.get(part.label, part.label)
