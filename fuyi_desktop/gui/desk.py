"""The desk: header, banner, the page of the chosen tab, status bar; hidden and whole while locked."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QStackedWidget, QVBoxLayout, QWidget
from shiboken6 import isValid

from fuyi_desktop.domain.access import Task, may
from fuyi_desktop.domain.case import CaseKind
from fuyi_desktop.domain.party import StationRole
from fuyi_desktop.gui.commands import Command, Commands
from fuyi_desktop.gui.footer import Footer, words
from fuyi_desktop.gui.header import Header
from fuyi_desktop.gui.memory import Memory
from fuyi_desktop.gui.messages import Messages, Notice, Tone
from fuyi_desktop.gui.minutes.desk import MinutesDesk
from fuyi_desktop.gui.notices import Banners
from fuyi_desktop.gui.palette import Hit, Palette
from fuyi_desktop.gui.parts import column, plain_box
from fuyi_desktop.gui.printing.desk import PrintingDesk
from fuyi_desktop.gui.scanning import Scans
from fuyi_desktop.gui.tabs import TABS
from fuyi_desktop.gui.tasks import Tasks
from fuyi_desktop.gui.theme import Scheme

FOUND = 8  # cases that Ctrl+K shows
CALENDAR = "calendar"  # the notice that says which year's holidays are missing


COMMANDS = (
    *(
        Command(tab.command, tab.text, f"Ctrl+{number}", initials=initials)
        for number, (tab, initials) in enumerate(zip(TABS, ("aj", "sjjh", "tjs"), strict=True), 1)
    ),
    Command("find", "查找案件或命令", "Ctrl+K", initials="czajhml"),
    Command("case.new", "新收案件", "Ctrl+N", "REGISTER", "xsaj", "登记并打印回执"),
    Command("room.book", "预约房间", "", "REGISTER", "yyfj", "调解室、接待室、听证室"),
    Command("bundle.export", "导出到U盘", "Ctrl+E", "EXCHANGE", "dcdup"),
    Command("bundle.import", "收包", "Ctrl+I", "EXCHANGE", "sb", "先预览再入库"),
    Command("bundle.mail", "写成邮件草稿", "", "EXCHANGE", "xcyjcg", "导出，用邮件送交"),
    Command("reviews", "待裁决", "", "EXCHANGE", "dcj", "两处填写不同、由县中心定的内容"),
    Command("enrol", "办理入网", "", "ENROL", "blrw", "和县中心互认，以后才能收发"),
    Command("print.batch", "成批打印", "Ctrl+Shift+P", "ISSUE", "cpdy", "当天、一次听证、一种文书；打印队列"),
    Command("print.case", "打印本案文书", "", "ISSUE", "dybaws", "按收件人排好，一起打印"),
    Command("minutes", "记笔录", "", "STEP", "jbl", "听证、调解、纾解会、听取意见，逐句记录"),
    Command("print", "打印", "Ctrl+P", initials="dy", explained="打印正在看的文书"),
    Command("refresh", "刷新", "F5", initials="sx"),
    Command("explain", "说明", "F1", initials="sm", explained="这一项的含义和依据"),
    Command("gap.next", "跳到下一处未填", "F8", initials="tdxycwt"),
    Command("lock", "锁定", "F12", initials="sd"),
    Command("look.scheme", "切换深色浅色", "", initials="qhssqs"),
    Command("look.size", "切换字号", "", initials="qhzh", explained="标准或大"),
    Command("settings", "设置", "Ctrl+,", "SETTINGS", "sz", "机关、文号、外观"),
    Command("overprint", "套打校准", "", "ISSUE", "tdjz", "信封、详情单在本机打印机上的偏移"),
    Command("numbering", "文号", "", "SETTINGS", "wh", "号段、空号、年终清理、发文登记簿"),
    Command("lawbook", "期限规则与放假安排", "", "SETTINGS", "qxgzyfjap", "导入放假通知和县规则"),
    Command("templates", "文书模板", "", "SETTINGS", "wsmb", "修改、恢复、导入导出"),
)
IN_MENU = ("settings", "enrol", "look.scheme", "look.size", "lock")
CASES_ONLY = {"print": "print_page", "explain": "explain", "gap.next": "next_gap"}


class Desk(QWidget):
    """Everything behind the login; pages are made when they are first looked at, and stay."""

    lock_asked = Signal()
    looks_changed = Signal()

    def __init__(
        self, app: Any, tasks: Tasks, messages: Messages, memory: Memory, me: Any,
        *, sticks: Callable[[], Any] | None = None, choose_printer: Callable[..., Any] | None = None,
    ) -> None:  # fmt: skip
        super().__init__()
        self.choose_printer = choose_printer
        self.app, self.tasks, self.messages, self.memory, self.me, self.sticks = (
            app,
            tasks,
            messages,
            memory,
            me,
            sticks,
        )
        self._made: dict[str, Any] = {}
        self._focus: dict[str, QWidget | None] = {}
        self._at = ""
        person = app.office.person
        # the actions belong to the desk, so that no key reaches them while it is hidden behind the lock
        self.commands = Commands(self, lambda task: may(person, Task[task]), COMMANDS)
        self.palette_line: Palette | None = None
        self.scans = Scans(self)
        self.printing = PrintingDesk(self)
        self.minutes = MinutesDesk(self)
        menu = [self.commands.action(name) for name in IN_MENU]
        self.header = Header(
            [tab.text for tab in TABS], station=me.name, person=person.name,
            find=self.look_up, lock=self.lock_asked.emit, actions=menu,
        )  # fmt: skip
        self.banners = Banners(messages)
        inside = column(self.banners, gap=0)
        inside.setContentsMargins(16, 8, 16, 0)
        self._banner_room = plain_box(inside)
        messages.noticed.connect(self._fit_banners)
        self._fit_banners()
        self.pages = QStackedWidget()
        self.footer = Footer(
            tasks,
            messages,
            now=app.office.now,
            today=lambda: app.office.today,
            go=lambda: self.show_tab("page.exchange"),
        )
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        for part in (self.header, self._banner_room, self.pages, self.footer):
            whole.addWidget(part)
        whole.setStretch(2, 1)
        self.header.chosen.connect(lambda number: self.show_tab(TABS[number].command))
        self._wire()
        tasks.changed.connect(self.look_at_status)
        self.look_at_status()
        self.printing.look()
        remembered = memory.now.tab
        self.show_tab(remembered if remembered in {tab.command for tab in TABS} else TABS[0].command)

    def show_tab(self, command: str) -> None:
        """Go to a tab; the focus returns to where it was there."""
        self._leave()
        self.page_made(command)
        self.header.show_tab([tab.command for tab in TABS].index(command))
        self._enter(command)
        self.memory.keep(tab=command)

    def page(self, command: str) -> Any:
        """A tab's page, brought to the front."""
        self.show_tab(command)
        return self._made[command]

    def page_made(self, command: str) -> Any:
        """A tab's page, made where it has not been looked at yet; what is in front stays there."""
        if command not in self._made:
            self._made[command] = next(tab for tab in TABS if tab.command == command).make(self)
            self.pages.addWidget(self._made[command])
        return self._made[command]

    def stand(self, name: str, page: QWidget) -> None:
        """Put a page in front that belongs to no tab."""
        if name not in self._made:
            self._made[name] = page
            self.pages.addWidget(page)
        self._leave()
        self.header.show_tab(None)
        self._enter(name)

    def return_to_tab(self) -> None:
        """From a page that belongs to no tab."""
        self.show_tab(self.memory.now.tab or TABS[0].command)

    def show_settings(self) -> None:
        if "settings" not in self._made:
            from fuyi_desktop.gui.options import Options

            page = Options(self.app, self.tasks, self.memory)
            page.left.connect(lambda: self.show_tab(self.memory.now.tab or TABS[0].command))
            page.looks_changed.connect(self.looks_changed)
            page.law_asked.connect(self.show_lawbook)
            page.numbers_asked.connect(self.show_numbering)
            page.templates_asked.connect(self.show_templates)
            page.overprint_asked.connect(self.show_overprint)
            self._made["settings"] = page
            self.pages.addWidget(page)
        self._leave()
        self.header.show_tab(None)
        self._enter("settings")

    def show_lawbook(self) -> None:
        """期限规则与放假安排, behind 设置."""
        if "lawbook" not in self._made:
            from fuyi_desktop.gui.lawbook.page import LawbookPage

            page = LawbookPage(self.app, self.tasks, self.messages)
            page.left.connect(self.show_settings)
            self._made["lawbook"] = page
            self.pages.addWidget(page)
        self._leave()
        self.header.show_tab(None)
        self._enter("lawbook")

    def show_overprint(self) -> None:
        """套打校准, behind 设置."""
        if "overprint" not in self._made:
            from fuyi_desktop.gui.cases.printing import ask_printer
            from fuyi_desktop.gui.overprint import OverprintPage

            choose_printer = self.choose_printer or ask_printer
            page = OverprintPage(self.app, self.tasks, self.messages, choose_printer)
            page.left.connect(lambda: self.show_tab(self.memory.now.tab or TABS[0].command))
            self._made["overprint"] = page
            self.pages.addWidget(page)
        self._leave()
        self.header.show_tab(None)
        self._enter("overprint")

    def show_templates(self) -> None:
        """文书模板, behind 设置."""
        if "templates" not in self._made:
            from fuyi_desktop.gui.templates.page import TemplatesPage

            page = TemplatesPage(self.app, self.tasks, self.messages, self.me)
            page.left.connect(self.show_settings)
            self._made["templates"] = page
            self.pages.addWidget(page)
        self._leave()
        self.header.show_tab(None)
        self._enter("templates")

    def show_numbering(self, key: str = "", deed: str = "") -> None:
        """文号, behind 设置; with a key for a paper that waits for the next number of that series."""
        if "numbering" not in self._made:
            from fuyi_desktop.gui.numbering.page import NumberingPage

            page = NumberingPage(self.app, self.tasks, self.messages, self.me)
            page.left.connect(self.show_settings)
            self._made["numbering"] = page
            self.pages.addWidget(page)
        if deed:
            self._made["numbering"].lead(key, deed, partial(self.show_tab, "page.cases"))
        elif key:
            self._made["numbering"].open_series(key)
        self._leave()
        self.header.show_tab(None)
        self._enter("numbering")

    def look_up(self) -> None:
        """Ctrl+K."""
        if self.palette_line is None:
            self.palette_line = Palette(self, self.commands, self._find_cases, self.scans.take)
        self.palette_line.open()

    def keep_draft(self) -> None:
        """Before the window is locked or closed: what is half typed stays."""
        for page in self._made.values():
            if hasattr(page, "keep_draft"):
                page.keep_draft()
        if self.palette_line is not None:
            self.palette_line.hide()

    def remember_focus(self) -> None:
        """Before the lock stands in front; `restore_focus` goes back to the very field."""
        self._leave()

    def restore_focus(self) -> None:
        self._enter(self._at)

    def _fit_banners(self) -> None:
        """Without a banner there is no room for one either."""
        self._banner_room.setVisible(bool(self.messages.notices))

    def look_at_status(self, _tables: object = None) -> None:
        """What stands in the status bar; asked again after every deed."""
        self.tasks.ask(self.app.exchange.status, self._show_status, topic="status bar")
        self.tasks.ask(self.app.lawbook.unannounced, self._tell_of_calendar, topic="calendar")

    def _tell_of_calendar(self, year: int | None) -> None:
        """From 1 December on the next year's notice should be here (`domain.md` 6.4)."""
        if year is None:
            self.messages.settle(CALENDAR)
            return
        may_take = may(self.app.office.person, Task.SETTINGS)
        action, act = ("去导入", self.show_lawbook) if may_take else ("", None)
        text = f"{year} 年放假安排还没有导入，涉及 {year} 年的期限都是暂定。"
        self.messages.stand(Notice(CALENDAR, Tone.VIOLET, text, action, act))

    def _show_status(self, status: Any) -> None:
        office, center = self.app.office, self.me.role is StationRole.CENTER
        self.footer.show_status(words(status, office.today, office.now().tzinfo, center=center))
        self.header.count("数据交换", status.reviews, "处待裁决")

    def _leave(self) -> None:
        focused = QApplication.focusWidget()
        page = self._made.get(self._at)
        if focused is not None and page is not None and page.isAncestorOf(focused):
            self._focus[self._at] = focused

    def _enter(self, name: str) -> None:
        self._at = name
        page = self._made[name]
        self.pages.setCurrentWidget(page)
        for command, deed in CASES_ONLY.items():
            if name == "page.cases":
                self.commands.on(command, getattr(page, deed))
            else:
                self.commands.off(command)
        kept = self._focus.get(name)
        if kept is not None and isValid(kept) and kept.isVisible():
            kept.setFocus(Qt.FocusReason.OtherFocusReason)
        elif hasattr(page, "start"):
            page.start()
        else:
            page.focus_search()

    def _wire(self) -> None:
        deeds: dict[str, Callable[[], object]] = {
            **{tab.command: partial(self.show_tab, tab.command) for tab in TABS},
            "find": self.look_up,
            "case.new": lambda: self.page("page.cases").new_case(),
            "room.book": lambda: self.page("page.rooms").rail.book(),
            "bundle.export": lambda: self.page("page.exchange").export(),
            "bundle.import": lambda: self.page("page.exchange").take_in(),
            "bundle.mail": lambda: self.page("page.exchange").export_mail(),
            "reviews": lambda: self.page("page.exchange").open_reviews(),
            "enrol": lambda: self.page("page.exchange").enrol(),
            "refresh": self._refresh,
            "lock": self.lock_asked.emit,
            "look.scheme": self._turn_scheme,
            "look.size": self._turn_size,
            "settings": self.show_settings,
            "lawbook": self.show_lawbook,
            "numbering": self.show_numbering,
            "templates": self.show_templates,
            "overprint": self.show_overprint,
            "print.batch": self.printing.show,
            "print.case": self.printing.show_case,
            "minutes": self.minutes.open_case,
        }
        for command, deed in deeds.items():
            self.commands.on(command, deed)

    def _refresh(self) -> None:
        self.look_at_status()
        page = self._made[self._at]
        if hasattr(page, "refresh"):
            page.refresh()

    def _turn_scheme(self) -> None:
        other = {Scheme.LIGHT: Scheme.DARK, Scheme.DARK: Scheme.LIGHT}
        self.memory.keep(scheme=other[self.memory.now.scheme])
        self.looks_changed.emit()

    def _turn_size(self) -> None:
        self.memory.keep(large=not self.memory.now.large)
        self.looks_changed.emit()

    def _find_cases(self, typed: str, arrive: Callable[[Sequence[Hit]], None]) -> None:
        """The cases that Ctrl+K finds, opened on their page; nothing more once somebody has chosen."""
        line = self.palette_line
        if line is None or not line.isVisible():
            return

        def show(rows: Sequence[Any]) -> None:
            if isValid(line) and line.isVisible():
                arrive([self._hit(one) for one in rows])

        self.tasks.ask(lambda: self.app.casework.rows(typed, limit=FOUND), show, topic="find")

    def _hit(self, one: Any) -> Hit:
        known = one.kind in self.app.office.law.procedures
        number = f"{CaseKind(one.kind).short}　{one.number}" if known else one.number
        return Hit(one.title, number, "案件", partial(self.open_case, one.case_id))

    def open_case(self, case_id: str) -> None:
        """A case in its tab."""
        self.page("page.cases").open_case(case_id)
