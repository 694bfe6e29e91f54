"""报表和会议文书 — forms of a month, a quarter or a meeting, filled from typed facts; nothing is kept."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fuyi_desktop.domain.errors import BadFact
from fuyi_desktop.domain.forms import FORMS, form_of
from fuyi_desktop.domain.record import Facts, as_plain
from fuyi_desktop.services.office import Office
from fuyi_desktop.services.papers import can_write
from fuyi_desktop.store import files

if TYPE_CHECKING:
    from fuyi_desktop.documents.press import Press


class Reports:
    """Writing the forms that belong to no case."""

    def __init__(self, office: Office, press: Callable[[], "Press"]) -> None:
        self.office, self._press = office, press

    def issue(self, form: str, facts: Facts, out: Path) -> tuple[str, ...]:
        """Write a form of a period as .pdf or .docx, a table also as .xlsx; the notes for printing.

        The facts are those of the form without their `step.`; station and day are told by the program.
        BadFact where the form is of a case or the file cannot be such a one, FactsMissing, CannotWrite.
        """
        if not form_of(form).of_period:
            known = "、".join(one.id for one in FORMS.values() if one.of_period)
            raise BadFact(label=form, why=f"不按期间或者会议出具，可以出具的是 {known}。")
        press = self._press()
        can_write(out, table=press.is_table(form))
        told = as_plain(press.told(form, self._told(facts)))
        made = press.pdf(form, told, paper_id="")
        writers: dict[str, Callable[[], bytes]] = {
            ".pdf": lambda: made.content,
            ".docx": lambda: press.word(form, told, paper_id=""),
            ".xlsx": lambda: press.excel(form, told),
        }
        files.write_whole(out, writers[out.suffix.lower()]())
        return made.notes

    def _told(self, facts: Facts) -> dict[str, Any]:
        me, today = self.office.me, self.office.today
        known: dict[str, Any] = {
            "organ": {"name": me.unit or me.name}, "station": {"name": me.name, "unit": me.unit},
            "paper": {"number": "", "issued_on": today.isoformat()}, "clerk": self.office.person.name,
        }  # fmt: skip
        own = {"made_by": self.office.person.name, "reported_on": today.isoformat()}
        return {**known, "step": {**own, **facts}}
