"""规则的适用 — how this office reads the law, and a list of cases that always follows the law as read."""

from fuyi_desktop.domain.law import Law
from fuyi_desktop.domain.local import Setting
from fuyi_desktop.domain.period import LocalDays
from fuyi_desktop.store.work import Store, Work

LOCAL_DAYS = "local_days"  # 地方规定的“日”按自然日还是工作日算超期 (domain.md 1.6): the key of the setting
DIGEST = "law"  # in `meta`: of the law that the list was computed under


def local_days(store: Store) -> LocalDays:
    """What the office has set; working days where it has set nothing."""
    found = store.find(Setting, LOCAL_DAYS)
    return LocalDays(found.value) if found else LocalDays.WORKING


def follow(store: Store, law: Law) -> None:
    """Have an opened store's list follow this law: computed anew where it was computed under another."""
    law = law.read_as(local_days(store))
    store.project = law.now
    if store.meta(DIGEST) != law.digest:
        with store.work("", "按现行规则推算") as work:
            enforce(work, law)


def enforce(work: Work, law: Law) -> None:
    """Compute every case anew under this law, in the transaction that changes what the law is here."""
    work.project_all(law.now)
    work.set_meta(DIGEST, law.digest)
