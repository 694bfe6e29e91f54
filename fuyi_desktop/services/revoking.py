"""停用密钥 — a key that is trusted no longer: nothing is sealed for it, what it signs is set aside."""

from typing import Any

from fuyi_desktop.services import keyring
from fuyi_desktop.services.incoming import Intake
from fuyi_desktop.store.chains import tip
from fuyi_desktop.store.peers import put_peer, tell
from fuyi_desktop.store.queries import peer
from fuyi_desktop.store.restart import doubt_lent_numbers
from fuyi_desktop.store.work import Work

LOST = "原来的电脑换掉了，不知道它给出过哪些"
STAYS = ("forked", "begun", "left")  # what is known of a station whatever its computer


def revoke(work: Work, station: str, line: int, why: str) -> None:
    """Trust the station's keys no more, from this line on; all of them, also those in overlap."""
    found = peer(work.connection, station)
    put_peer(work, station, keys=_stopped(work, found, line, why) | {"stopped": True})
    tell(work, station, receipt=received(work, station))  # it waits for none any more
    keyring.note(work, f"停用 {station} 的密钥，第 {line} 项起不再收：{why}")


def replaced(work: Work, former: Any) -> dict[str, dict[str, Any]]:
    """What stays of a station whose computer is another now: its revoked keys, and its histories.

    Lines of the old computer that were held for others are taken in; numbers that were lent to it and are not
    known to be used are 待核对.
    """
    received = tip(work.connection, former.station, former.facts.get("incarnation", "")).n
    keys = former.keys if former.keys.get("stopped") else _stopped(work, former, received + 1, "换电脑")
    Intake(work, former.station, "").drain("", all_of_it=True)
    doubt_lent_numbers(work, former.station, LOST)
    return kept(former, keys["revoked"])


def kept(former: Any, revoked: Any = ()) -> dict[str, dict[str, Any]]:
    """What stays of a station that joins anew: its revoked keys, and its histories."""
    gone = revoked or (former.keys.get("revoked", ()) if former is not None else ())
    facts = former.facts if former is not None else {}
    return {
        "keys": {"revoked": list(gone)} if gone else {},
        "facts": {name: facts[name] for name in STAYS if name in facts},
    }


def received(work: Work, station: str) -> int:
    """The last line of the station's present history that is here."""
    found = peer(work.connection, station)
    return tip(work.connection, station, found.facts.get("incarnation", "")).n


def _stopped(work: Work, found: Any, line: int, why: str) -> dict[str, Any]:
    gone = [
        {
            "fingerprint": one["fingerprint"], "sign": one["sign"], "from": line, "why": why,
            "on": work.at.isoformat(),
        }
        for one in keyring.accepted(found.keys, work.at)
    ]  # fmt: skip
    rest = {name: one for name, one in found.keys.items() if name != "former"}
    return {**rest, "revoked": [*found.keys.get("revoked", ()), *gone]}
