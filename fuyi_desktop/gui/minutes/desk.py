"""笔录 behind the desk: its page, made when it is first wanted, and the ways there and back."""

from functools import partial
from typing import TYPE_CHECKING, Any

from fuyi_desktop.domain.forms import form_of
from fuyi_desktop.domain.sitting_kinds import KINDS

if TYPE_CHECKING:
    from fuyi_desktop.gui.minutes.page import MinutesPage
    from fuyi_desktop.services.minutes import Opened

PAGE = "minutes"
SHOWN = 60  # pages that are put on the screen together as soon as they are finished


class MinutesDesk:
    """What the desk does about minutes; whatever is open stays open while other pages are looked at."""

    def __init__(self, desk: Any) -> None:
        self._desk = desk
        self.page: MinutesPage | None = None

    def open(self, case_id: str, form: str, session_id: str = "") -> None:
        """Write the minutes of a form, begun or new."""
        self._ask(partial(self._desk.app.minutes.open, case_id, form, session_id))

    def again(self, minutes_id: str) -> None:
        """Put finished minutes right: the next version."""
        self._ask(partial(self._desk.app.minutes.reopen, minutes_id))

    def open_case(self) -> None:
        """From Ctrl+K: the minutes of the case that is looked at, those begun before any other."""
        sheet = self._desk.page_made("page.cases").page.sheet
        if sheet is None:
            self._desk.messages.note("没有打开案件。先在列表中选一件。")
            return
        from fuyi_desktop.gui.cases.minutes import offered

        forms = offered(sheet)
        question = partial(self._desk.app.minutes.listed, sheet.case_id)
        self._desk.tasks.ask(question, partial(self._choose, sheet.case_id, forms), topic="minutes.choose")

    def _choose(self, case_id: str, forms: tuple[str, ...], found: Any) -> None:
        begun = next((one for one in found if one.draft_id), None)
        if begun is not None:
            self.open(case_id, begun.form, begun.session_id)
        elif len(forms) == 1:
            self.open(case_id, forms[0])
        elif forms:
            titles = "、".join(form_of(form).title for form in forms)
            self._desk.messages.note(f"这件案件可以记{titles}，在案件页的“笔录”一栏选。")
        else:
            kinds = "、".join(kind.label for kind in list(KINDS.values())[:4])
            self._desk.messages.note(f"案件现在没有要记的笔录；办到{kinds}等步骤时可以记。")

    def _ask(self, question: Any) -> None:
        if self.page is not None and self.page.opened is not None:
            self.page.saver.then(partial(self._desk.tasks.ask, question, self._show, topic="minutes.open"))
        else:
            self._desk.tasks.ask(question, self._show, topic="minutes.open")

    def _show(self, opened: "Opened") -> None:
        page = self._made()
        self._desk.stand(PAGE, page)
        page.show_minutes(opened)

    def _made(self) -> "MinutesPage":
        if self.page is None:
            from fuyi_desktop.gui.minutes.page import MinutesPage

            desk = self._desk
            self.page = MinutesPage(desk.app, desk.tasks, desk.messages)
            self.page.left.connect(desk.return_to_tab)
            self.page.finished.connect(self._finished)
        return self.page

    def _finished(self, case_id: str, paper_id: str, pages: int) -> None:
        """The paper is shown, to be printed and signed; a thick one is printed from the case."""
        tab = self._desk.page("page.cases")
        tab.open_case(case_id)
        if pages <= SHOWN:
            self._desk.tasks.ask(partial(self._desk.app.papers.paper, paper_id), tab.open_paper)
