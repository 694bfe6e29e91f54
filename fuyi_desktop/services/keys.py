"""本站密钥 — the station's private keys, sealed in the store under its key and opened here alone."""

import json

from fuyi_desktop.domain.errors import KeyWrong
from fuyi_desktop.sealing import KeyRing, open_small, seal_small
from fuyi_desktop.store.work import Store, Work

KEYS = "keys"  # in `meta`
MEANING = "本站密钥"


def keep_ring(work: Work, ring: KeyRing) -> None:
    """Keep a new ring in place of the former one."""
    plain = json.dumps(ring.as_plain()).encode("utf-8")
    work.set_meta(KEYS, seal_small(work.store.key, MEANING, plain).hex())


def ring(store: Store) -> KeyRing:
    """The station's keys; KeyWrong where they were not sealed under this store's key."""
    try:
        sealed = bytes.fromhex(store.meta(KEYS))
    except (TypeError, ValueError) as error:
        raise KeyWrong(what=MEANING) from error
    return KeyRing.from_plain(json.loads(open_small(store.key, MEANING, sealed)))
