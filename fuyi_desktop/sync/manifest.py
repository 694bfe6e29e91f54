"""The signed page at the head of a bundle: who, to whom, which lines, which members (FORMAT.md §7)."""

import re
from dataclasses import dataclass
from enum import StrEnum

from fuyi_desktop.domain.errors import BundleDamaged, BundleTooLarge, BundleTooNew
from fuyi_desktop.sync import strict_json
from fuyi_desktop.sync.fields import (
    FINGERPRINT,
    FLAG,
    HEX128,
    HEX256,
    NUMBER,
    STATION,
    Said,
    Signed,
    each,
    matching,
    number,
    pair,
    plain,
    read,
    said,
    text,
)

FORMAT = "bundle/1"
SUITE = "std1"
MAX_MANIFEST = 1 << 20
MAX_MEMBERS = 4096
MAJOR = re.compile(rb'\{"fmt":"([a-z-]{1,32})/([0-9]{1,9})(?:\.[0-9]{1,9})?"[,}]')


@dataclass(frozen=True, kw_only=True)
class Sender(Said):
    """Who made the bundle: device, station code, fingerprint of the keys."""

    device: str = said("dev", HEX128)
    station: str = said("st", STATION)
    key: str = said("key", FINGERPRINT)


@dataclass(frozen=True, kw_only=True)
class Receiver(Said):
    """For whom it is, and the keys it was encrypted to."""

    station: str = said("st", STATION)
    keys: tuple[str, ...] = said("keys", each(FINGERPRINT), always=True)


@dataclass(frozen=True, kw_only=True)
class Feed(Said):
    """What the sender has of the addressee's log."""

    epoch: tuple[int, str] = said("epoch", pair(NUMBER, HEX128))
    at: int = said("at", NUMBER)
    gap: bool = said("gap", FLAG)
    seed: bool = said("seed", FLAG)


@dataclass(frozen=True, kw_only=True)
class Ack(Said):
    """The receipt: what the sender holds of the addressee's lines, and what of it is in a backup."""

    incarnation: str = said("inc", HEX128)
    upto: int = said("upto", NUMBER)
    tip: str = said("tip", HEX256)
    closed: tuple[str, ...] = said("closed", each(HEX128), always=True)
    durable: int = said("durable", NUMBER)


@dataclass(frozen=True, kw_only=True)
class FeedOut(Said):
    """The stretch of the center's log that is carried: complete after the first, up to the second."""

    epoch: tuple[int, str] = said("epoch", pair(NUMBER, HEX128))
    after: int = said("from", NUMBER)
    upto: int = said("to", NUMBER)


@dataclass(frozen=True, kw_only=True)
class Digest(Said):
    """The state of the addressee's scope at a position."""

    at: int = said("at", NUMBER)
    rows: int = said("rows", NUMBER)
    total: str = said("sum", HEX256)


@dataclass(frozen=True, kw_only=True)
class Schema(Said):
    """Version of the records, and the least one that can hold them."""

    version: int = said("v", NUMBER)
    least: int = said("min", NUMBER)


@dataclass(frozen=True, kw_only=True)
class Time(Said):
    """The sender's clock, its offset in minutes, and the center's latest signed time; for display."""

    wall: int = said("wall", NUMBER)
    offset: int = said("tz", number(-840, 840))
    floor: int | None = said("floor", NUMBER, default=None)


@dataclass(frozen=True, kw_only=True)
class Part(Said):
    """Its place in a set, for the courier's list only."""

    set: str = said("set", HEX128)
    n: int = said("n", number(1))
    of: int = said("of", number(1))


@dataclass(frozen=True, kw_only=True)
class Have(Said):
    """Which chunks of an attachment the sender holds."""

    blob: str = said("blob", HEX256)
    of: int = said("of", number(1))
    bits: str = said("bits", matching("(?:[0-9a-f]{2})+"))


@dataclass(frozen=True, kw_only=True)
class Member(Said):
    """A member after the signature: name, size, hash; for changes also their size and number unpacked."""

    name: str = said("name", matching(r"changes\.jsonl\.zst|blobs/[0-9a-f]{64}\.(?:0|[1-9][0-9]{0,8})"))
    size: int = said("size", NUMBER)
    unpacked: int | None = said("usize", NUMBER, default=None)
    lines: int | None = said("lines", NUMBER, default=None)
    sha256: str = said("sha256", HEX256)


class Kind(StrEnum):
    """What a bundle carries."""

    DATA = "data"
    SEED = "seed"
    KEYS = "keys"


@dataclass(frozen=True, kw_only=True)
class Manifest(Said):
    """Everything the reader has to know before it reads on."""

    suite: str = said("suite", text(64), default=SUITE, always=True)
    kind: str = said("kind", text(64), default=Kind.DATA.value, always=True)
    id: str = said("id", HEX128)
    sender: Sender = said("from")
    to: Receiver = said("to")
    incarnation: str | None = said("inc", HEX128, default=None)
    lines: tuple[int, int] | None = said("lines", pair(NUMBER, NUMBER), default=None)
    prev: str | None = said("prev", HEX256, default=None)
    tip: str | None = said("tip", HEX256, default=None)
    feed: Feed | None = said("feed", default=None)
    ack: Ack | None = said("ack", default=None)
    feedout: FeedOut | None = said("feedout", default=None)
    digest: Digest | None = said("digest", default=None)
    schema: Schema = said("schema")
    app: str = said("app", text(64))
    time: Time = said("time")
    part: Part | None = said("part", default=None)
    want: tuple[str, ...] = said("want", each(HEX256), default=())
    have: tuple[Have, ...] = said("have", default=())
    checkpoint: str | None = said("checkpoint", text(4096), default=None)
    certs: tuple[Signed, ...] = said("certs", default=())
    members: tuple[Member, ...] = said("members", default=(), always=True)

    @property
    def span(self) -> tuple[int, int]:
        """First and last line, or the stretch of the feed; for names and comments."""
        if self.feedout:
            return self.feedout.after, self.feedout.upto
        return self.lines or (0, 0)


def render(manifest: Manifest) -> bytes:
    """The bytes that are signed; ValueError for a manifest that `parse` would refuse."""
    raw = strict_json.dump({"fmt": FORMAT, **plain(manifest)})
    if len(raw) > MAX_MANIFEST:
        raise BundleTooLarge(what="同步包清单", limit="1 MiB")
    try:
        same = parse(raw, name="") == manifest
    except BundleDamaged as error:
        raise ValueError("not a manifest") from error
    if not same:
        raise ValueError("not a manifest")
    return raw


def parse(raw: bytes, *, name: str) -> Manifest:
    """The manifest these bytes say.

    Whether a newer program wrote them is asked first: it may mean something else by all the rest.
    """
    check_major(raw, "bundle", name=name)
    if len(raw) > MAX_MANIFEST:
        raise BundleTooLarge(what="同步包清单", limit="1 MiB")
    try:
        found = strict_json.load(raw, most=MAX_MANIFEST)
        del found["fmt"]
        for key, known in (("suite", {SUITE}), ("kind", set(Kind))):
            if isinstance(found.get(key), str) and found[key] not in known:
                raise BundleTooNew(name=name)
        manifest = read(Manifest, found)
        _check_whole(manifest)
    except (ValueError, TypeError) as error:
        raise BundleDamaged(name=name) from error
    return manifest


def check_major(raw: bytes, kind: str, *, name: str) -> None:
    """BundleTooNew where it begins by naming a later version of its kind, BundleDamaged if by none."""
    match = MAJOR.match(raw)
    if not match or match[1] != kind.encode("ascii") or int(match[2]) == 0:
        raise BundleDamaged(name=name)
    if int(match[2]) > 1:
        raise BundleTooNew(name=name)


def _check_whole(manifest: Manifest) -> None:
    """The rules of §7 and §8 that bind several fields."""
    history = (manifest.incarnation, manifest.lines, manifest.prev, manifest.tip)
    if None in history and set(history) != {None}:
        raise ValueError("half a history")
    if manifest.lines and (
        manifest.feedout or manifest.lines[0] < 1 or manifest.lines[1] < manifest.lines[0] - 1
    ):
        raise ValueError("not a range")
    if manifest.feedout and manifest.feedout.upto < manifest.feedout.after:
        raise ValueError("not a stretch")
    if manifest.part and manifest.part.n > manifest.part.of:
        raise ValueError("not a part")
    if any(len(one.bits) != 2 * -(-one.of // 8) for one in manifest.have):
        raise ValueError("not a map of chunks")
    names = [member.name for member in manifest.members]
    if len(names) > MAX_MEMBERS or len(set(names)) != len(names):
        raise ValueError("not a list of members")
    for at, member in enumerate(manifest.members):
        packed = not member.name.startswith("blobs/")
        if packed != (member.unpacked is not None) or packed != (member.lines is not None) or (packed and at):
            raise ValueError("not a member")
    carried = manifest.members[0].lines if manifest.members else None
    if manifest.lines and (carried or 0) != manifest.lines[1] - manifest.lines[0] + 1:
        raise ValueError("the lines carried are not the lines named")
