"""Keep bundles of this version for ever: our lines, the center's log, a seed, and the keys that open them.

Run by hand at a release: `python -m tests.services.make_golden`. A version that was kept is never made anew.
"""

import hashlib
import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from fuyi_desktop import __version__
from fuyi_desktop.sealing import PublicKey
from fuyi_desktop.services.app import App
from fuyi_desktop.services.keys import ring
from fuyi_desktop.sync.envelope import open_bundle
from fuyi_desktop.sync.manifest import Manifest
from tests.services import invented
from tests.services.rounds import answer, carry, down, edit, up

FOLDER = Path(__file__).parents[1] / "testdata" / "bundles"
KEYS = "keys.json"


def main() -> int:
    folder = FOLDER / __version__
    if folder.exists():
        sys.stdout.write(f"{__version__} was kept before\n")
        return 1
    with TemporaryDirectory() as place:
        invented.make_template(Path(place) / "template")
        county = invented.county(Path(place) / "county", Path(place) / "template")
        try:
            case_id = invented.registered(county.township)
            invented.step(county.township, case_id, "hand_over", "2026-07-30", to="center")
            bundles = {"up": up(county.township, county)}
            county.center.exchange.take(bundles["up"])
            bundles["seed"] = down(county.township, county)
            county.township.exchange.take(bundles["seed"])
            carry(county.township, county)
            edit(county.center, case_id, matter="县里的", reasons="甲句。乙句。")
            edit(county.township, case_id, matter="镇里的", facts={"note": ["一", 2, None]})
            carry(county.township, county)
            invented.step(county.center, case_id, "review", "2026-07-31", handler="何静")
            bundles["down"] = down(county.township, county)
            answer(county.township, county)
            _keep(folder, bundles, {"center": county.center, "T0731": county.township})
        finally:
            county.close()
    return 0


def _keep(folder: Path, bundles: dict[str, Path], stations: dict[str, App]) -> None:
    folder.mkdir(parents=True)
    keys = {code: ring(app.office.store).as_plain() for code, app in stations.items()}
    told: dict[str, Any] = {"keys": keys, "bundles": {}}
    for name, path in bundles.items():
        to, sender = ("center", "T0731") if name == "up" else ("T0731", "center")
        signer = ring(stations[sender].office.store).sign.public
        with open_bundle(
            path, identities=ring(stations[to].office.store).age, us=to, signer_of=_always(signer)
        ) as bundle:
            lines = list(bundle.lines())
        digest = hashlib.sha256(b"".join(line + b"\n" for line in lines)).hexdigest()
        told["bundles"][name] = {"from": sender, "to": to, "lines": len(lines), "sha256": digest}
        shutil.copyfile(path, folder / f"{name}.fuyi")
    (folder / KEYS).write_text(json.dumps(told, indent=1) + "\n", "utf-8")


def _always(key: PublicKey) -> Callable[[Manifest], PublicKey]:
    return lambda _: key


if __name__ == "__main__":
    sys.exit(main())
