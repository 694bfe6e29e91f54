"""The tabs of the desk, each with its ways to the others; a page is read from the disk when it is made."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Tab:
    """A tab: its command, its word, and its page, made when it is first looked at."""

    command: str
    text: str
    make: Callable[[Any], Any]


def _cases(desk: Any) -> Any:
    from fuyi_desktop.gui.cases.printing import ask_printer
    from fuyi_desktop.gui.cases.tab import CasesTab

    choose_printer = desk.choose_printer or ask_printer
    tab = CasesTab(desk.app, desk.tasks, desk.messages, choose_printer=choose_printer)
    tab.scanned.connect(desk.scans.take)
    tab.papers_asked.connect(desk.printing.show)
    tab.minutes_asked.connect(desk.minutes.open)
    tab.minutes_again_asked.connect(desk.minutes.again)
    tab.paper.numbers_asked.connect(lambda key: desk.show_numbering(key, "next"))
    tab.page.reviews.asked.connect(lambda case_id: desk.page("page.exchange").open_reviews(case_id))
    return tab


def _exchange(desk: Any) -> Any:
    from fuyi_desktop.gui.cases.printing import ask_printer
    from fuyi_desktop.gui.exchange.sticks import find_sticks
    from fuyi_desktop.gui.exchange.tab import ExchangeTab

    drives: Any = desk.sticks or find_sticks
    tab = ExchangeTab(
        desk.app, desk.tasks, desk.messages, desk.memory, me=desk.me, sticks=drives,
        choose_printer=desk.choose_printer or ask_printer,
    )  # fmt: skip
    tab.case_asked.connect(desk.open_case)
    tab.page_asked.connect(lambda name: desk.commands.action(name).trigger())
    return tab


def _rooms(desk: Any) -> Any:
    from fuyi_desktop.gui.rooms.standing import made

    return made(desk)


TABS = (
    Tab("page.cases", "案件", _cases), Tab("page.exchange", "数据交换", _exchange),
    Tab("page.rooms", "调解室", _rooms),
)  # fmt: skip
