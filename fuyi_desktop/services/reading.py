"""规则的适用 — the law in force at one opened store, and a list of cases that always follows it."""

from collections.abc import Iterable

from fuyi_desktop.domain.law import Law
from fuyi_desktop.domain.local import Setting
from fuyi_desktop.domain.packs import Pack, in_order
from fuyi_desktop.domain.provisions import Provision, assembled, content
from fuyi_desktop.domain.switches import BY_KEY
from fuyi_desktop.store.lawbook import provisions
from fuyi_desktop.store.queries import settings
from fuyi_desktop.store.work import Store, Work

DIGEST = "law"  # in `meta`: of the law that the list was computed under


def in_force(store: Store, shipped: Law) -> Law:
    """The law as shipped with what this store holds; put together once, and anew with each import."""
    if store.law is None:
        with store.reading() as connection:
            kept, own = provisions(connection), own_choices(settings(connection))
        store.law = assembled(shipped, kept, own)
        store.project = store.law.now
    return store.law


def to_come(work: Work, shipped: Law) -> Law:
    """The law as it will stand once this transaction is through."""
    return assembled(shipped, work.select(Provision), own_choices(work.select(Setting)))


def deciding(kept: Iterable[Provision], shipped: Law) -> dict[str, Pack]:
    """Which choices the county has made, and the rule pack that holds of each."""
    contents = (content(one, shipped) for one in kept if one.in_force)
    packs = in_order(found for found in contents if isinstance(found, Pack))
    return {key: pack for pack in packs for key in pack.switches}


def follow(store: Store, shipped: Law) -> None:
    """Have an opened store's list follow the law: computed anew where it was computed under another."""
    law = in_force(store, shipped)
    store.project = law.now
    if store.meta(DIGEST) != law.digest:
        with store.work("", "按现行规则推算") as work:
            enforce(work, law)


def enforce(work: Work, law: Law) -> None:
    """Compute every case anew under this law, in the transaction that changes what the law is here."""
    work.follow(law)
    work.set_meta(DIGEST, law.digest)


def own_choices(found: Iterable[Setting]) -> dict[str, str]:
    """What the station has chosen by itself, as far as this program knows the choices."""
    known = {one.id: str(one.value) for one in found if one.id in BY_KEY}
    return {key: code for key, code in known.items() if code in BY_KEY[key].codes}
