"""Pictures of 待裁决, stations, bundles, what came down: `python -m tests.gui.shots_reviews FOLDER [2]`."""

import os
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from PySide6.QtWidgets import QApplication

from fuyi_desktop.domain.access import Task
from fuyi_desktop.domain.case import Case
from fuyi_desktop.domain.party import Party
from fuyi_desktop.gui import app as floor
from fuyi_desktop.gui.hand import Hand
from fuyi_desktop.services.app import App
from tests.gui import county
from tests.gui.county import PASSWORD, Pocket, opened, ready, window_on
from tests.gui.shots_window import FONTS, NARROW, WIDE, Answering, Shot
from tests.lawfiles import NOTICE_2027

LONG = "窗口填写：申请人称处罚决定书没有送达，八月三日才从村委会知道；{}请求撤销罚款五百元的决定。"


def main(folder: Path, size: tuple[int, int]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    floor.make_app(["shots"], fonts=FONTS)

    def shot(hand: Hand, name: str) -> None:
        hand.window.resize(*size)
        hand.settle()
        hand.shot(folder / f"{name}.png")

    with TemporaryDirectory() as kept:
        base = Path(kept)
        station, center = county.township(base / "T0731", cases=4), county.center(base / "center")
        other = county.township(base / "T0732", "柳河镇人民政府综合治理和行政争议纾解窗口", cases=2)
        county.join(station, center, base / "post")
        county.join(other, center, base / "post", "T0732")
        torn(base, station, center)
        gap(base, other, center)
        at_center(base, center, shot)
        at_station(base, station, center, shot)


def meet(base: Path, station: county.Place, center: county.Place, code: str) -> None:
    """There and back, twice: the station has all that the center has."""
    for _ in range(2):
        county.taken(center, county.sent(station, base / "to"))
        county.taken(station, county.sent(center, base / "fro", code))


def torn(base: Path, station: county.Place, center: county.Place) -> None:
    """Both sides edit the same fields, neither having seen the other."""
    meet(base, station, center, "T0731")
    with station.open(PASSWORD) as app:
        ids = [row.case_id for row in app.casework.rows()]
    for where, word, day in ((center, "县里核对：", 3), (station, "当事人补充：", 6)):
        with where.open(PASSWORD) as app:
            for number, case_id in enumerate(ids):
                edit(app, case_id, word, day, number)
    county.taken(center, county.sent(station, base / "to"))


def edit(app: App, case_id: str, word: str, day: int, number: int) -> None:
    with app.office.work(Task.STEP, "更正登记") as work:
        case = work.get(Case, case_id)
        given: dict[str, Any] = {"matter": f"{word}不服治安管理处罚"}
        if number == 0:
            given = {"reasons": LONG.format(word)}
        elif number == 1:
            given = {"known_on": date(2026, 11, day)}
        work.put(replace(case, **given))
        if number == 2:
            party = work.select(Party, case_id=case_id)[0]
            work.put(replace(party, phone=f"0999-202100{day}", address=f"云岭县石桥镇新街 {day} 号"))


def gap(base: Path, other: county.Place, center: county.Place) -> None:
    """Of three parts the middle one is lost."""
    with other.open(PASSWORD) as app:
        files = app.exchange.export("center", base / "to", part_size=66_000).files
    for file in (files[0], files[-1]):
        county.taken(center, file)


def at_center(base: Path, center: county.Place, shot: Shot) -> None:
    said = Answering()
    window = window_on(center, said, Pocket())
    hand = opened(window)
    hand.key("Ctrl+2")
    ready(hand, window)
    shot(hand, "01-center")
    hand.click("去裁决")
    ready(hand, window)
    shot(hand, "02-queue")
    page = window.desk.page("page.exchange")
    for number in range(4):
        row = page.reviews.queue.rows[number]
        page.reviews.queue.opened.emit(row)
        shot(hand, f"03-matter-{number}")
        hand.key("3")
        shot(hand, f"03-matter-{number}-edit")
        hand.key("Esc")
    field = page.reviews.queue.field.combo
    field.setCurrentIndex(field.findText("案由"))
    shot(hand, "04-filtered")
    page.reviews.queue.take.click()
    shot(hand, "05-many")
    hand.key("Esc")
    hand.key("Esc")
    ready(hand, window)
    for station in ("T0731", "T0732"):
        page.home.station_asked.emit(station)
        ready(hand, window)
        shot(hand, f"06-station-{station}")
        hand.key("Esc")
        ready(hand, window)
    rows = page.home.history.table.model_of_rows.rows
    bundle = next(row for row in rows if row.told.get("conflicts"))
    page.home.bundle_asked.emit(bundle)
    shot(hand, "07-bundle")
    hand.click("撤销导入")
    ready(hand, window)
    shot(hand, "08-undo")
    hand.key("Esc")
    others = (row for row in rows if row.undoable and row.station == "T0731" and row is not bundle)
    page.home.bundle_asked.emit(next(others))
    hand.click("撤销导入")
    ready(hand, window)
    shot(hand, "09-refused")
    hand.key("Esc")
    hand.key("Esc")
    window.desk.open_case(page.reviews.queue.rows[0].waiting.case_id)
    ready(hand, window)
    shot(hand, "10-case")
    window.close()


def at_station(base: Path, station: county.Place, center: county.Place, shot: Shot) -> None:
    with center.open(PASSWORD) as app:
        app.lawbook.take(NOTICE_2027, "2027.toml")
        unit = app.office.units()[0]
        app.settings.take({"unit": [{"full_name": unit.full_name, "phone": "0999-2029999"}]})
    sent = county.sent(center, base / "fro", "T0731")
    said = Answering()
    said.answers["选择要收的包"] = [str(sent)]
    window = window_on(station, said, Pocket())
    hand = opened(window)
    hand.key("Ctrl+2")
    ready(hand, window)
    shot(hand, "20-station")
    hand.key("Ctrl+I")
    ready(hand, window)
    shot(hand, "21-preview")
    hand.key("Enter")
    ready(hand, window)
    shot(hand, "22-taken")
    hand.key("Esc")
    ready(hand, window)
    shot(hand, "23-told")
    hand.click("去看")
    ready(hand, window)
    shot(hand, "24-after")
    window.desk.page("page.exchange").open_reviews()
    ready(hand, window)
    shot(hand, "25-own-reviews")
    hand.key("Enter")
    shot(hand, "26-own-matter")
    window.close()


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    if len(sys.argv) > 2:
        os.environ["QT_SCALE_FACTOR"] = sys.argv[2]
    main(Path(sys.argv[1]), NARROW if len(sys.argv) > 2 else WIDE)
    QApplication.quit()
