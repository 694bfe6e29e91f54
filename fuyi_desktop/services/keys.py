"""本站密钥 — the station's private keys, sealed in the store under its key and opened here alone."""

import json

from fuyi_desktop.domain.errors import KeyWrong
from fuyi_desktop.sealing import KeyRing, open_small, seal_small
from fuyi_desktop.store.work import Store, Work

KEYS, COMING = "keys", "keys_coming"  # in `meta`
MEANING, MEANING_COMING = "本站密钥", "本站下一代密钥"


def keep_ring(work: Work, ring: KeyRing) -> None:
    """Keep a new ring in place of the former one."""
    work.set_meta(KEYS, _sealed(work, MEANING, ring))


def keep_coming(work: Work, ring: KeyRing | None) -> None:
    """Keep the keys that were announced and are not used yet, or none."""
    work.set_meta(COMING, _sealed(work, MEANING_COMING, ring) if ring is not None else "")


def ring(of: Store | Work, *, announced: bool = True) -> KeyRing:
    """The station's keys: what it signs with, and every age key that opens what comes.

    Announced keys open too, unless they are left out. KeyWrong where they were not sealed under this
    store's key.
    """
    own = _opened(of, MEANING, of.meta(KEYS))
    following = coming(of) if announced else None
    return KeyRing(own.sign, (own.age[0], *following.age, *own.age[1:])) if following else own


def coming(of: Store | Work) -> KeyRing | None:
    """The keys that were announced and are not used yet."""
    sealed = of.meta(COMING)
    return _opened(of, MEANING_COMING, sealed) if sealed else None


def _sealed(work: Work, meaning: str, ring: KeyRing) -> str:
    plain = json.dumps(ring.as_plain()).encode("utf-8")
    return seal_small(work.store.key, meaning, plain).hex()


def _opened(of: Store | Work, meaning: str, kept: object) -> KeyRing:
    key = of.store.key if isinstance(of, Work) else of.key
    if not isinstance(kept, str):
        raise KeyWrong(what=meaning)
    try:
        sealed = bytes.fromhex(kept)
    except ValueError as error:
        raise KeyWrong(what=meaning) from error
    return KeyRing.from_plain(json.loads(open_small(key, meaning, sealed)))
