"""What tests of lent numbers share: how what the center lent reaches a station, and papers out of it."""

from datetime import date
from typing import Any

from fuyi_desktop.domain.blocks import NumberBlock
from fuyi_desktop.services.app import App
from fuyi_desktop.store.numbering import blocks
from tests.services import invented
from tests.services.invented import County

SERIES = "云府/复受"


def down(center: App, station: App) -> None:
    """What the center has lent stands at the station, as a bundle from the center would leave it."""
    with center.office.store.reading() as connection:
        sent = blocks(connection, station=station.office.me.station)
    with station.office.store.work("", "收包") as work:
        for block in sent:
            work.accept(NumberBlock.table, block.id, work.find(NumberBlock, block.id), block)


def lent(county: County, *, key: str = SERIES, **given: Any) -> NumberBlock:
    """A block that the center has lent the township, known on both sides."""
    block = county.center.lending.lend(key, "T0731", **given)
    down(county.center, county.township)
    return block


def noticed(app: App, name: str = "欧阳慧敏", on: str = "2026-08-04", **given: Any) -> str:
    """The number of an acceptance notice given out on that day."""
    case_id = invented.accepted(app, name)
    return app.on(date.fromisoformat(on)).papers.issue(case_id, "F06", **given).number
