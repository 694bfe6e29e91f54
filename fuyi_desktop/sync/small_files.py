"""The small files beside the bundles: a page and its signature, perhaps sealed; and signed texts."""

import io
from collections.abc import Iterable, Sequence
from typing import TypeVar

from fuyi_desktop.domain.errors import BundleDamaged, BundleTooLarge, NoKeyFits, NotForThisStation
from fuyi_desktop.sealing import AgeIdentity, PublicKey, SigningKey, decrypt, encrypt
from fuyi_desktop.sync import strict_json, ustar
from fuyi_desktop.sync.fields import Said, Signed, plain, read
from fuyi_desktop.sync.manifest import check_major

CARD, REQUEST, GRANT, RECOVERY, ANSWER = "card", "request", "grant", "recovery", "answer"
USUAL = 64 << 10
MOST = {GRANT: 4 << 20}  # bytes of a page, where it is not the usual
OVERHEAD = 128 << 10  # age header, archive, signature
MAX_SIGNATURE = 1024
S = TypeVar("S", bound=Said)


def sign(kind: str, value: Said, key: SigningKey) -> Signed:
    """The value as the text of its kind, signed for that purpose alone."""
    raw = rendered(kind, value)
    return Signed(text=raw.decode("utf-8"), signature=key.sign(f"{kind}/1", raw).hex())


def read_signed(kind: str, value: type[S], signed: Signed, key: PublicKey) -> S:
    """The value of a signed text; ValueError unless this key signed it."""
    raw = signed.text.encode("utf-8")
    if not key.verifies(f"{kind}/1", raw, bytes.fromhex(signed.signature)):
        raise ValueError("not signed by this key")
    return page(kind, value, raw, "证书")


def rendered(kind: str, value: Said) -> bytes:
    """The bytes of a page, which `page` reads back; BundleTooLarge."""
    raw = strict_json.dump({"fmt": f"{kind}/1", **plain(value)})
    if len(raw) > most(kind):
        raise BundleTooLarge(what="入网文件", limit=f"{most(kind) >> 10} KiB")
    page(kind, type(value), raw, kind)
    return raw


def page(kind: str, value: type[S], raw: bytes, name: str) -> S:
    """The value that these bytes say; BundleTooNew, BundleDamaged, ValueError."""
    check_major(raw, kind, name=name)
    found = strict_json.load(raw, most=most(kind))
    del found["fmt"]
    return read(value, found)


def made(kind: str, value: Said, signer: SigningKey, who: str) -> bytes:
    """The two members of a small file."""
    raw = rendered(kind, value)
    return ustar.archive([(f"{kind}.json", raw), (f"{kind}.sig", signer.sign_file(raw, f"{kind} {who}"))])


def members(raw: bytes, kind: str) -> tuple[bytes, bytes]:
    """The page and its signature file, and nothing else; ValueError."""
    found = ustar.Reader(io.BytesIO(raw))
    parts = []
    for ending, limit in ((".json", most(kind)), (".sig", MAX_SIGNATURE)):
        label, size = found.opening()
        if label != kind + ending or size > limit:
            raise ValueError("not the next member")
        parts.append(b"".join(found.content(size)))
    found.close()
    return parts[0], parts[1]


def sealed(raw: bytes, recipients: Sequence[str]) -> bytes:
    """The bytes encrypted for each of the recipients."""
    target = io.BytesIO()
    encrypt(io.BytesIO(raw), target, list(dict.fromkeys(recipients)))
    return target.getvalue()


def opened(raw: bytes, identities: Iterable[AgeIdentity], kind: str, name: str) -> bytes:
    """What was sealed; NotForThisStation where none of the keys opens it, BundleDamaged."""
    if len(raw) > most(kind) + OVERHEAD:
        raise BundleDamaged(name=name)
    plain_bytes = io.BytesIO()
    try:
        decrypt(io.BytesIO(raw), plain_bytes, identities, name=name)
    except NoKeyFits as error:
        raise NotForThisStation(name=name, to="其他站点") from error
    return plain_bytes.getvalue()


def most(kind: str) -> int:
    """The bytes a page of this kind may have."""
    return MOST.get(kind, USUAL)
