"""密钥链 — which keys this station has and has announced, and by which keys it knows the others."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from fuyi_desktop.domain.errors import BadFact
from fuyi_desktop.domain.party import CENTER
from fuyi_desktop.sealing import AgeIdentity, KeyRing, PublicKey, SigningKey, fingerprint
from fuyi_desktop.sealing.slots import COUNTY, slot_for_recipient
from fuyi_desktop.services.keys import coming, keep_coming, keep_ring, ring
from fuyi_desktop.store import vault
from fuyi_desktop.store.meta import read_meta
from fuyi_desktop.store.peers import put_peer
from fuyi_desktop.store.queries import peer
from fuyi_desktop.store.work import Store, Work
from fuyi_desktop.sync.enrolment import (
    CenterCertificate,
    StationCertificate,
    certify_station,
    read_center,
)
from fuyi_desktop.sync.fields import Signed
from fuyi_desktop.sync.manifest import Manifest
from fuyi_desktop.sync.succession import of_center, of_station, succeed, successions

CHAIN, LOG = "keychain", "key_log"  # in `meta`; nothing secret stands there
DRILLS = "key_drills"  # in `meta` of a center: which printed key was last proved, on which day
ROOT, RECOVERY = "root", "recovery"
OVERLAP = timedelta(days=90)  # how long a former key still opens what was sealed for it
TOLD = 4  # successions that are told again and again, for a center that was put back from a backup
LOGGED = 200
WAITS = "上一次轮换还没有得到县中心的确认。请先导出一份包给县中心，收下它的回执，再轮换下一次。"
BEHIND = "本站的密钥退回了以前的一套（像是恢复过旧备份）。请在“数据交换”的“密钥”里轮换一次密钥。"
RENEWED = "县中心已换用新密钥，本站以后按新密钥收发。"
SWITCHED = "县中心已改用本站的新密钥，旧私钥留到{until}后自动删除。"
CAME = "{station}换了新密钥（第{generation}代），已经换用。"


@dataclass(frozen=True)
class Chain:
    """What may be said of this station's own keys: no secret is in it."""

    generation: int = 1
    since: str = ""  # moment, ISO
    coming: Mapping[str, Any] = field(default_factory=dict)  # announced: generation, fingerprint, since, sign
    former: tuple[Mapping[str, Any], ...] = ()  # recipient, until (moment, ISO)
    certs: tuple[Mapping[str, Any], ...] = ()  # the successions, as they were signed
    signs: tuple[str, ...] = ()  # public keys that were signed with before, oldest first


def begin(work: Work, own: KeyRing) -> None:
    """Keep a new store's first keys."""
    keep_ring(work, own)
    _keep(work, Chain(since=work.at.isoformat()))


def chain(store: Store) -> Chain:
    """What is known of the station's own keys."""
    return _chain(store.meta(CHAIN))


def note(work: Work, what: str) -> None:
    """Enter into the list of what was done with keys, which is kept here alone."""
    entry = {"at": work.at.isoformat(), "by": work.by, "what": what}
    work.set_meta(LOG, [*work.meta(LOG, []), entry][-LOGGED:])


# our own keys


def announce(work: Work, *, sign: bool) -> None:
    """Make the next keys; they are told with every bundle until the center uses them.

    The signing key changes only where it is said. BadFact while an earlier change is not answered.
    """
    known, own = _chain(work.meta(CHAIN)), ring(work)
    if known.coming:
        raise BadFact(label="轮换密钥", why=WAITS)
    following = KeyRing(SigningKey.new() if sign else own.sign, (AgeIdentity.new(),))
    generation = known.generation + 1
    me, device = work.meta("station")["station"], work.meta("device")
    signed = succeed(me, device, generation, following, present=own.sign)
    keep_coming(work, following)
    told = {
        "generation": generation, "fingerprint": following.fingerprint, "since": work.at.isoformat(),
        "sign": sign,
    }  # fmt: skip
    certs = (*known.certs, plain(signed))[-TOLD:]
    _keep(work, replace(known, coming=told, certs=certs))
    note(work, f"公布第 {generation} 代密钥{'（含签名密钥）' if sign else ''}")


def forget_old(work: Work) -> list[str]:
    """Delete our private keys whose overlap is over; their recipients."""
    known = _chain(work.meta(CHAIN))
    over = [str(one["recipient"]) for one in known.former if moment(one["until"]) <= work.at]
    if not over:
        return []
    own = _stored(work)
    left = tuple(one for one in own.age if one.recipient not in over)
    keep_ring(work, KeyRing(own.sign, left))
    former = tuple(one for one in known.former if one["recipient"] not in over)
    _keep(work, replace(known, former=former))
    note(work, f"重叠期已过，删除 {len(over)} 把旧私钥")
    return over


def succeed_to(work: Work, following: KeyRing, generation: int) -> None:
    """Use these keys from now on; the former private ones open what is under way until their overlap ends."""
    known, own = _chain(work.meta(CHAIN)), _stored(work)
    until = (work.at + OVERLAP).isoformat()
    gone = {"recipient": own.recipient, "until": until}
    keep_ring(work, KeyRing(following.sign, (following.age[0], *own.age)))
    keep_coming(work, None)
    signs = (*known.signs, own.sign.public.hex) if following.sign != own.sign else known.signs
    fresh = Chain(generation, work.at.isoformat(), {}, (*known.former, gone), known.certs, signs)
    _keep(work, fresh)
    note(work, f"换用第 {generation} 代密钥")


def joined_as(work: Work, generation: int) -> None:
    """Count our keys as the center has certified them."""
    known = _chain(work.meta(CHAIN))
    _keep(work, replace(known, generation=generation))


def signed_by(store: Store) -> list[PublicKey]:
    """The keys that this station has signed with, the present one first."""
    former = (PublicKey.from_hex(one) for one in reversed(chain(store).signs))
    return [ring(store).sign.public, *former]


# the keys of the others


def accepted(keys: Mapping[str, Any], at: datetime) -> list[Mapping[str, Any]]:
    """The sets of keys of another station that hold now: its present ones, and former ones in overlap."""
    if keys.get("stopped"):
        return []
    former = [one for one in keys.get("former", ()) if moment(one["until"]) > at]
    return [keys, *former]


def recipients(keys: Mapping[str, Any], at: datetime) -> list[str]:
    """To which keys of another station a bundle for it is encrypted."""
    return [str(one["age"]) for one in accepted(keys, at)]


def fingerprints(keys: Mapping[str, Any], at: datetime) -> tuple[str, ...]:
    """The same keys as the manifest names them: this tells the addressee what we know of it."""
    return tuple(str(one["fingerprint"]) for one in accepted(keys, at))


def signer_of(store: Store, head: Manifest, at: datetime) -> PublicKey | None:
    """The key that a bundle must be signed with, where we know its sender or it introduces itself well."""
    with store.reading() as connection:
        other, card = peer(connection, head.sender.station), read_meta(connection, "card")
    if other is None:
        return None
    sets = [(str(one["fingerprint"]), str(one["sign"])) for one in accepted(other.keys, at)]
    if card is not None and other.station == CENTER:
        sets += [
            (_of(found), found.sign)
            for found, _ in _newer(head, other.keys, PublicKey.from_hex(card["root"]))
        ]
    sets += [(_of(found), found.sign) for found in _succeeding(head, other.keys, at)]
    return next((PublicKey.from_hex(key) for told, key in sets if told == head.sender.key), None)


def certs_for(store: Store, other: Any) -> tuple[Signed, ...]:
    """What a bundle for another station says about keys: ours, and at the center also the addressee's."""
    county = store.meta("county")
    if county is None:
        return tuple(Signed(**one) for one in chain(store).certs)
    root, signed = PublicKey.from_hex(county["root"]), Signed(**county["center"])
    told = [signed] if read_center(signed, root).generation > 1 else []
    if int(other.keys.get("generation", 1)) > 1:
        told.append(Signed(**other.certificate))
    return tuple(told)


def heard(work: Work, head: Manifest) -> list[str]:
    """Take in what an authenticated bundle says about keys; what somebody should know of it."""
    forget_old(work)
    found = peer(work.connection, head.sender.station)
    if work.central:
        return list(_heard_from_station(work, found, head))
    return list(_heard_from_center(work, found, head))


def fit_county_slot(store: Store) -> None:
    """Lock the store's key for the county's present recovery key, where it has changed."""
    with store.reading() as connection:
        found = peer(connection, CENTER)
    recovery = found.keys.get("recovery") if found is not None else None
    slots = vault.slots(store.folder) if recovery else []
    if recovery and [slot["owner"] for slot in slots if slot["kind"] == COUNTY] != [recovery]:
        others = [slot for slot in slots if slot["kind"] != COUNTY]
        vault.write_slots(store.folder, [*others, slot_for_recipient(store.key, recovery).as_plain()])


def keys_of(device: str, sign: str, age: str, generation: int, at: datetime) -> dict[str, Any]:
    """What is kept of another station's present keys."""
    told = fingerprint(PublicKey.from_hex(sign), age)
    return {
        "device": device, "sign": sign, "age": age, "fingerprint": told, "generation": generation,
        "since": at.isoformat(),
    }  # fmt: skip


def plain(signed: Signed) -> dict[str, str]:
    """A signed text as it is kept."""
    return {"text": signed.text, "signature": signed.signature}


def moment(text: object) -> datetime:
    """A moment that was kept as text."""
    return datetime.fromisoformat(str(text))


def _heard_from_station(work: Work, other: Any, head: Manifest) -> Iterator[str]:
    keys = dict(other.keys)
    for found in _succeeding(head, keys, work.at):
        keys = _moved_on(
            keys, keys_of(found.device, found.sign, found.age, found.generation, work.at), work.at
        )
        scope = {"home": [other.station]}
        certificate = StationCertificate(
            station=other.station, device=found.device, sign=found.sign, age=found.age, scope=scope,
            generation=found.generation,
        )  # fmt: skip
        signed = certify_station(certificate, ring(work).sign)
        put_peer(work, other.station, keys=keys, certificate=plain(signed))
        note(work, f"{other.station} 换用第 {found.generation} 代密钥")
        yield CAME.format(station=other.station, generation=found.generation)


def _heard_from_center(work: Work, other: Any, head: Manifest) -> Iterator[str]:
    card, keys = work.meta("card"), dict(other.keys)
    root = PublicKey.from_hex(card["root"])
    for found, signed in _newer(head, keys, root):
        fresh = keys_of(found.device, found.sign, found.age, found.generation, work.at)
        keys = _moved_on(keys, {**fresh, "recovery": found.recovery}, work.at)
        if found.drop:
            keys["former"] = []
        put_peer(work, CENTER, keys=keys, certificate=plain(signed))
        work.set_meta("card", {"root": card["root"], "center": plain(signed)})
        note(work, f"县中心换用第 {found.generation} 代密钥")
        yield RENEWED
    known, own = _chain(work.meta(CHAIN)), _stored(work)
    following = coming(work)
    if following is not None and following.fingerprint in head.to.keys:
        succeed_to(work, following, int(known.coming["generation"]))
        until = work.at + OVERLAP
        yield SWITCHED.format(until=f"{until.year}年{until.month}月{until.day}日")
    me = work.meta("station")["station"]
    for mine, signed in of_station(head.certs, PublicKey.from_hex(keys["sign"])):
        if mine.station != me or mine.generation < known.generation:
            continue
        work.set_meta("certificate", plain(signed))
        if mine.generation > known.generation and mine.age not in {one.recipient for one in ring(work).age}:
            joined_as(work, mine.generation)
            if mine.age != own.recipient and not known.coming:
                yield BEHIND


def _newer(
    head: Manifest, keys: Mapping[str, Any], root: PublicKey
) -> Iterator[tuple[CenterCertificate, Signed]]:
    """The center's certificates that go beyond the one we have; never back to a smaller one."""
    reached = int(keys.get("generation", 1))
    for found, signed in of_center(head.certs, root):
        if found.station == CENTER and found.generation > reached:
            reached = found.generation
            yield found, signed


def _succeeding(head: Manifest, keys: Mapping[str, Any], at: datetime) -> Iterator[Any]:
    """The successions of the sender that go beyond what we know of it."""
    reached = int(keys.get("generation", 1))
    present = [PublicKey.from_hex(one["sign"]) for one in accepted(keys, at)]
    for found in successions(head.certs, present):
        named = (found.station, found.device) == (head.sender.station, keys["device"])
        if named and found.generation > reached:
            reached = found.generation
            yield found


def _moved_on(keys: Mapping[str, Any], fresh: Mapping[str, Any], at: datetime) -> dict[str, Any]:
    """The keys of a station with its former ones in overlap; what else is known of it stays."""
    gone = {name: keys[name] for name in ("sign", "age", "fingerprint")}
    former = [one for one in keys.get("former", ()) if moment(one["until"]) > at]
    return {**keys, **fresh, "former": [*former, gone | {"until": (at + OVERLAP).isoformat()}]}


def _of(found: Any) -> str:
    return fingerprint(found.key, found.age)


def _stored(work: Work) -> KeyRing:
    """The present keys and those in overlap, without announced ones."""
    return ring(work, announced=False)


def _chain(found: Mapping[str, Any] | None) -> Chain:
    told: dict[str, Any] = {
        name: tuple(one) if isinstance(one, list) else one for name, one in (found or {}).items()
    }
    return Chain(**told)


def _keep(work: Work, known: Chain) -> None:
    told = {name: list(one) if isinstance(one, tuple) else one for name, one in vars(known).items()}
    work.set_meta(CHAIN, told)
