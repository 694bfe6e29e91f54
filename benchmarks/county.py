"""300 stations whose bundles come in on one morning, and again: the time of a bundle as the county grows."""

import os
import random
import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import _county
from _timing import note, once, shown, within

from fuyi_desktop.bootstrap import place
from fuyi_desktop.domain.line import GENESIS, Hash, chain, line_hash
from fuyi_desktop.domain.party import StationRole
from fuyi_desktop.sealing import KeyRing
from fuyi_desktop.services import outgoing
from fuyi_desktop.services.app import App
from fuyi_desktop.services.receiving import Receiving
from fuyi_desktop.store.peers import put_peer
from fuyi_desktop.store.queries import lines, peer
from fuyi_desktop.sync.manifest import Manifest, Receiver, Sender, Time

STATIONS, CASES, MORNINGS = 300, 10, 5
FEW = 20  # bundles the median is taken of, and answers that are made
RING = KeyRing.new()
KEYS = {
    "device": "ab" * 16, "sign": RING.sign.public.hex, "age": RING.recipient, "fingerprint": RING.fingerprint,
}  # fmt: skip
LIMIT = 1.0  # seconds a bundle, as a clerk at the center waits for it


@dataclass
class Carried:
    """A bundle without its envelope, which is measured by itself."""

    manifest: Manifest
    raws: list[bytes]
    sha256: str

    def lines(self) -> Iterator[bytes]:
        return iter(self.raws)

    def blobs(self) -> tuple[()]:
        return ()


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="fuyi-bench-") as name:
        folder = Path(name)
        raws = _written(folder / "window")
        where = place(folder / "center", today=_county.TODAY)
        where.init(StationRole.CENTER, "center", "center", _county.PERSON, _county.PASSWORD)
        with where.open(_county.PASSWORD) as center:
            first = last = 0.0
            for morning in range(MORNINGS):
                times = [_take(center, station, morning, raws) for station in range(STATIONS)]
                first, last = first or median(times[:FEW]), median(times[-FEW:])
                answers = [_answer(center, station) for station in range(FEW)]
                note(
                    f"morning {morning + 1}: {STATIONS} bundles of {CASES} cases in {shown(sum(times))}, "
                    f"a bundle {shown(median(times))}, the answer to one {shown(median(answers))}"
                )
            rows = STATIONS * CASES * MORNINGS
            note(f"{rows:,} cases; the last bundles take {last / first:.2f} times as long as the first")
            within("a bundle among 300 stations, after five mornings", last, LIMIT)


def _written(folder: Path) -> list[list[bytes]]:
    """Lines as stations write them: for every morning the registration of some cases."""
    where = place(folder, today=_county.TODAY)
    where.init(StationRole.TOWNSHIP, "window", "window", _county.PERSON, _county.PASSWORD)
    chance = random.Random(7)
    with where.open(_county.PASSWORD) as app:
        store = app.office.store
        for number in range(CASES * MORNINGS):
            with store.work(_county.PERSON, "登记") as work:
                _county.put_case(work, chance, number, ["o" * 32] * (1 + len(_county.ORGANS)), "T0000")
        with store.reading() as connection:
            raws = [raw for _, raw in lines(connection, store.meta("incarnation"))][-CASES * MORNINGS :]
    return [raws[n * CASES : (n + 1) * CASES] for n in range(MORNINGS)]


def _take(center: App, station: int, morning: int, raws: list[list[bytes]]) -> float:
    """One station's bundle: the same work under ids and a code of its own."""
    code, incarnation = f"T{station + 1:04d}", f"{station + 1:032x}"
    first = morning * CASES + 1
    told = [_renamed(raw, station, code, number) for number, raw in enumerate(raws[morning], first)]
    prev = _TIPS.get(code, GENESIS)
    tip: Hash = prev
    for number, raw in enumerate(told, first):
        tip = chain(tip, incarnation, number, line_hash(raw))
    if not morning:
        with center.office.store.work("", "入网") as work:
            put_peer(work, code, keys=KEYS, facts={})
    head = Manifest(
        id=os.urandom(16).hex(), sender=Sender(device="ab" * 16, station=code, key=RING.fingerprint),
        to=Receiver(station="center", keys=(RING.fingerprint,)), incarnation=incarnation,
        lines=(first, first + CASES - 1), prev=prev.hex(), tip=tip.hex(), schema=outgoing.SCHEMA, app="0.1.0",
        time=Time(wall=1_790_000_000_000, offset=480),
    )  # fmt: skip
    _TIPS[code] = tip
    bundle = Carried(head, told, os.urandom(32).hex())

    def take() -> None:
        with center.office.store.work(_county.PERSON, "导入", alone=True) as work:
            report = Receiving(center.office, work, bundle, code).take()
        assert report.new == CASES and not report.conflicts

    return once(take)


def _answer(center: App, station: int) -> float:
    """What goes back to a station that has seen nothing yet: a seed of its cases."""
    with center.office.store.reading() as connection:
        other = peer(connection, f"T{station + 1:04d}")
    return once(lambda: outgoing.to_station(center.office, other, 1 << 30, None))


def _renamed(raw: bytes, station: int, code: str, number: int) -> bytes:
    """The line with ids that no other station has, its own code, and its number."""
    text = raw.decode("utf-8").replace("T0000", code)
    head, _, rest = text.partition(",")
    assert head.startswith('{"n":')
    return _IDS.sub(lambda found: f"{found[0][:28]}{station:04x}", f'{{"n":{number},{rest}').encode()


_TIPS: dict[str, Hash] = {}
_IDS = re.compile(r"(?<=\")[0-9a-f]{32}(?=\")")


if __name__ == "__main__":
    main()
