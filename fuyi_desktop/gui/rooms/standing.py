"""The tab 调解室 as it stands behind the desk, with its ways to the case, to printing and to the 笔录."""

from typing import Any

from fuyi_desktop.gui.rooms.rail import Ways
from fuyi_desktop.gui.rooms.tab import RoomsTab


def made(desk: Any) -> RoomsTab:
    """The tab, wired to the desk it stands on."""

    def open_case(case_id: str, **more: Any) -> None:
        desk.page("page.cases").open_case(case_id, **more)

    minutes = getattr(desk, "minutes", None)
    write = minutes.open if minutes is not None else None
    return RoomsTab(desk.app, desk.tasks, desk.messages, Ways(open_case, desk.printing.show_session, write))
