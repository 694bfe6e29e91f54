"""An invented county whose numbers tell a story: given, voided, set aside, lent, and a year gone by."""

from datetime import date
from pathlib import Path
from typing import Any

from fuyi_desktop.bootstrap import Place, place
from fuyi_desktop.domain.blocks import NumberBlock
from fuyi_desktop.services.app import App
from fuyi_desktop.store.numbering import blocks
from tests.gui import county, invented

KEY = "云府/复受/2026"


def center_with_numbers(base: Path) -> tuple[Place, Place]:
    """The center and the township T0731 that has joined it, on 20 November 2026."""
    at, window = county.center(base / "center"), county.township(base / "T0731")
    county.join(window, at, base / "post")
    with at.open(county.PASSWORD) as app:
        for name in ("刘桂芳", "欧阳慧敏", "云岭县金穗粮油食品加工有限责任公司"):
            act = f"云执拆决字〔2026〕第{len(name)}号"
            invented.accepted(app, invented.registered(app, name, act_number=act))
        first, second, _ = (row.case_id for row in app.casework.rows())
        app.papers.issue(first, "F06")
        app.numbers.set_aside(KEY, "手写的补充通知，随案卷另存")
        app.settings.take({"series": [{"short": "云府", "kind": "复受", "year": 2026, "next": 5}]})
        void = app.papers.issue(second, "F06").paper_id
        app.papers.void(void, "申请人姓名打错")
        app.lending.lend(KEY, "T0731", count=20)
        app.lending.lend("云府/复", "T0731", first=101, last=120)
        lent = down(app)
    with window.open(county.PASSWORD) as app:
        taken(app, lent)
    return at, window


def down(center: App) -> list[NumberBlock]:
    """What the center has lent, as its bundle would carry it."""
    with center.office.store.reading() as connection:
        return blocks(connection)


def taken(station: App, lent: list[NumberBlock]) -> None:
    with station.office.store.work("", "收包") as work:
        for block in lent:
            work.accept(NumberBlock.table, block.id, work.find(NumberBlock, block.id), block)


def at(folder: Path, today: date = county.TODAY) -> Place:
    """The place of a store, with fonts and templates read once for all tests."""
    where = place(folder, today=today)
    vars(where)["press"] = invented.press()
    return where


def in_january(where: Place) -> Place:
    return at(where.folder, date(2027, 1, 5))


def accepted_at(where: Place, name: str) -> str:
    """A case that was accepted at a station, whose number comes out of its block."""
    with where.open(county.PASSWORD) as app:
        return invented.accepted(app, invented.registered(app, name))


def page(window: Any) -> Any:
    return window.desk._made["numbering"]
