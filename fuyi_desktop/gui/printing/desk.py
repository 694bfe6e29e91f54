"""成批打印 behind the desk: its page, made when it is first wanted, and what was not printed to the end."""

from typing import TYPE_CHECKING, Any

from fuyi_desktop.gui.messages import Notice, Tone

if TYPE_CHECKING:
    from fuyi_desktop.gui.printing.page import PrintPage
    from fuyi_desktop.gui.printing.printers import Printers

PAGE, NOTICE = "printing", "printing"


class PrintingDesk:
    """What the desk does about printing; the queue runs on whatever page is looked at."""

    def __init__(self, desk: Any, printers: "Printers | None" = None) -> None:
        self._desk, self.printers = desk, printers
        self.page: PrintPage | None = None

    def show(self) -> None:
        """After a registration what the visitor takes home; otherwise what was issued today."""
        page, offered = self._stand(), self._desk.page_made("page.cases").take_offer()
        if offered:
            page.show_intake(offered, self._label())
        elif not page.batch.lines:
            page.show_day()

    def show_case(self) -> None:
        """The papers of the case that is looked at."""
        sheet = self._sheet()
        if sheet is None:
            self._desk.messages.note("没有打开案件。先在列表中选一件。")
        else:
            self._stand().show_case(sheet.file.case.id, sheet.file.label)

    def show_session(self, session_id: str) -> None:
        """The papers of a session and the sheets of its room."""
        self._stand().show_session(session_id)

    def look(self) -> None:
        """When the program has been started: whether something was not printed to the end."""
        self._desk.tasks.ask(self._desk.app.print_queue.waiting, self._tell, topic="printing")

    def halt(self) -> None:
        """The window closes."""
        if self.page is not None:
            self.page.halt()

    def _sheet(self) -> Any:
        """The case that is looked at, or None."""
        return self._desk.page_made("page.cases").page.sheet

    def _label(self) -> str:
        sheet = self._sheet()
        return sheet.file.label if sheet is not None else ""

    def _stand(self) -> "PrintPage":
        if self.page is None:
            from fuyi_desktop.gui.printing.page import PrintPage

            desk = self._desk
            self.page = PrintPage(desk.app, desk.tasks, desk.messages, self.printers)
            self.page.left.connect(desk.return_to_tab)
            self.page.case_asked.connect(desk.open_case)
        self._desk.messages.settle(NOTICE)
        self._desk.stand(PAGE, self.page)
        self.page.refresh()
        return self.page

    def _tell(self, many: int) -> None:
        if many:
            text = f"有 {many} 个打印任务没有打完。"
            self._desk.messages.stand(Notice(NOTICE, Tone.AMBER, text, "去看打印队列", self._stand))
