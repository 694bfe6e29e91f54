"""Makes the vectors that are missing; those that are there stay for ever, as a later program must read them.

`python -m tests.sync.make_vectors`. Each is a text header (what must become of the file, and why), an empty
line, and the file. The keys in `keys.json` were made for these files and open nothing else.
"""

import hashlib
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from fuyi_desktop.sealing import KeyRing, decrypt
from fuyi_desktop.sync import ustar
from fuyi_desktop.sync.enrolment import open_card
from fuyi_desktop.sync.manifest import Ack, Feed, FeedOut, Have, Part, Receiver, render

from .county import LINES, County, changes_member, packed
from .test_enrolment import Office, ask

FOLDER = Path(__file__).parents[1] / "testdata" / "vectors"
TEXT = b"".join(line + b"\n" for line in LINES)
MAC = b"--- " + b"A" * 43 + b"\n"
VERSION = b"age-encryption.org/v1\n"
STANZA = b"-> X25519 " + b"A" * 43 + b"\n" + b"A" * 43 + b"\n"

Vector = tuple[str, str, str, bytes]  # name, expected, comment, file


def keys() -> County:
    """The county of the vectors, and the stranger in it."""
    path = FOLDER / "keys.json"
    if not path.exists():
        rings = {name: KeyRing.new().as_plain() for name in ("center", "window", "recovery", "stranger")}
        path.write_text(json.dumps(rings, indent=1) + "\n", "utf-8")
    found = json.loads(path.read_text("utf-8"))
    return County(*(KeyRing.from_plain(found[name]) for name in ("center", "window", "recovery")))


def stranger() -> KeyRing:
    return KeyRing.from_plain(json.loads((FOLDER / "keys.json").read_text("utf-8"))["stranger"])


def vectors(county: County, folder: Path) -> Iterator[Vector]:
    other = stranger()
    path = folder / "a.fuyi"

    def sealed(who: County = county, **changes: object) -> bytes:
        who.seal(path, **changes)
        return path.read_bytes()

    good = sealed()
    plain = io.BytesIO()
    decrypt(io.BytesIO(good), plain, county.center.age, name="good")
    page = render(county.manifest(lines=(1, 0)))
    signature = county.window.sign.sign_file(page, "c")

    yield "golden", "ok", "three lines and an attachment from window to center", good
    full = {
        "feed": Feed(epoch=(7, "33" * 16), at=88012, gap=False, seed=False),
        "part": Part(set="22" * 16, n=1, of=3),
        "want": ("44" * 32,),
        "have": (Have(blob="55" * 32, of=9, bits="ff80"),),
        "checkpoint": "C01\n88012\n",
        "more": {"weather": {"today": "雨"}},
    }
    yield "golden-full", "ok", "with the fields of later versions, and one nobody knows", sealed(**full)
    center = County(county.window, county.center, county.recovery)
    feed = {
        "sender": replace(county.manifest().sender, station="C01", key=county.center.fingerprint),
        "to": Receiver(station="T0731", keys=(county.window.fingerprint,)),
        "ack": Ack(incarnation="5a" * 16, upto=3, tip="77" * 32, closed=(), durable=0),
        "feedout": FeedOut(epoch=(1, "ab" * 16), after=0, upto=3),
        **dict.fromkeys(("incarnation", "lines", "prev", "tip")),
    }
    yield (
        "for-a-window",
        "NotForThisStation",
        "the center's answer, brought back to the center",
        sealed(center, **feed),
    )
    yield "cut", "BundleDamaged", "half of it is missing", good[: len(good) // 2]
    yield "cut-before-the-last-byte", "BundleDamaged", "the last byte is missing", good[:-1]
    yield "empty", "BundleDamaged", "nothing was copied", b""
    yield "appended", "BundleDamaged", "a mail gateway has added a line end", good + b"\n"
    yield (
        "flipped",
        "BundleDamaged",
        "one bit in the payload",
        good[:-40] + bytes([good[-40] ^ 1]) + good[-39:],
    )
    yield (
        "stranger",
        "SenderUnknown",
        "signed and named by keys nobody enrolled",
        sealed(replace(county, window=other)),
    )
    yield "forged", "BundleDamaged", "names the window, signed by another", county.signed(page, signer=other)
    yield (
        "other-recipient",
        "NotForThisStation",
        "encrypted to others",
        sealed(County(other, county.window, other)),
    )
    again = replace(county, recovery=other)
    to_other = sealed(again, to=Receiver(station="T0732", keys=()))
    yield "forwarded", "NotForThisStation", "readable to us, meant for T0732", to_other

    content = packed(TEXT)
    member = changes_member(content)
    listed = render(county.manifest(members=(member,)))
    carried = (member.name, content)
    yield (
        "extra-member",
        "BundleDamaged",
        "a member nobody signed",
        county.signed(listed, [carried, ("x", b"")]),
    )
    yield "missing-member", "BundleDamaged", "the signed member is not there", county.signed(listed)
    swapped = packed(TEXT[::-1])
    yield (
        "swapped",
        "BundleDamaged",
        "other content under the name",
        county.signed(listed, [(member.name, swapped)]),
    )
    yield (
        "after-the-end",
        "BundleDamaged",
        "an archive goes on",
        county.enveloped(plain.getvalue() + bytes(512)),
    )
    mode = plain.getvalue()[:100] + b"0000644\0" + plain.getvalue()[108:]
    yield "mode", "BundleDamaged", "a header that says more than name and size", county.enveloped(mode)
    reordered = ustar.archive([("manifest.sig", signature), ("manifest.json", page)])
    yield "reordered", "BundleDamaged", "the signature first", county.enveloped(reordered)

    bomb = packed(bytes(64 << 20), level=19)
    for name, expected, said in (
        ("bomb-declared", "BundleTooLarge", {"unpacked": 64 << 20, "lines": 1}),
        ("bomb-hidden", "BundleDamaged", {}),
    ):
        lying = changes_member(bomb, **said)
        raw = render(county.manifest(lines=(1, lying.lines or 0), members=(lying,)))
        yield name, expected, "64 MiB of zeros", county.signed(raw, [(lying.name, bomb)])
    deep = packed(b'{"x":' * 1000 + b"1" + b"}" * 1000 + b"\n")
    deeper = changes_member(deep, unpacked=6002, lines=1)
    raw = render(county.manifest(lines=(1, 1), members=(deeper,)))
    yield "deep-line", "BundleDamaged", "brackets in brackets", county.signed(raw, [(deeper.name, deep)])
    brackets = page[:-1] + b',"x":' + b"[" * 10_000 + b"]" * 10_000 + b"}"
    yield "deep-manifest", "BundleDamaged", "ten thousand brackets", county.signed(brackets)
    twice = page[:-1] + b',"id":"' + b"12" * 16 + b'"}'
    yield "key-twice", "BundleDamaged", "two values for one key", county.signed(twice)
    yield "surrogate", "BundleDamaged", "half a character", county.signed(page[:-1] + b',"x":"\\ud800"}')
    newer = page.replace(b"bundle/1", b"bundle/2", 1)
    yield "newer-format", "BundleTooNew", "bundle/2, by whomever", county.signed(newer, signer=other)
    yield "newer-suite", "BundleTooNew", "a suite of its own", b"fuyi-gm1/1\n-> SM2 AAAA\n"
    yield "newer-age", "BundleTooNew", "another age", b"age-encryption.org/v2\n" + good[22:]

    after = good[good.index(b"\n--- ") + 1 :]
    many = VERSION + STANZA * 65 + after
    yield "many-stanzas", "BundleDamaged", "65 recipients", many
    yield (
        "long-header",
        "BundleDamaged",
        "a stanza without end",
        VERSION + b"-> X a\n" + (b"A" * 64 + b"\n") * 1100,
    )
    yield "no-line-end", "BundleDamaged", "the header does not end", VERSION + STANZA + b"--- " + b"A" * 43
    start = good.index(b"-> X25519 ") + 10
    unused = good[: start + 42] + bytes([_neighbour(good[start + 42])]) + good[start + 43 :]
    yield "loose-base64", "BundleDamaged", "the same key, written with an unused bit", unused
    scrypt = VERSION + b"-> scrypt " + b"A" * 22 + b" 18\n" + b"A" * 43 + b"\n" + MAC + bytes(48)
    yield "passphrase", "BundleDamaged", "no station uses passphrases", scrypt


def _neighbour(digit: int) -> int:
    """The base64 digit that differs in the last bit alone."""
    digits = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    return digits[digits.index(digit) ^ 1]


def write(name: str, expected: str, comment: str, raw: bytes, lines: str) -> None:
    path = FOLDER / f"{name}.vector"
    if path.exists():
        return
    header = f"expect: {expected}\nstation: C01\n{lines}comment: {comment}\n\n"
    path.write_bytes(header.encode("utf-8") + raw)


def enrolment_files(county: County) -> Iterator[tuple[str, bytes]]:
    """The three files of one enrolment; the safe holds the recovery ring."""
    office = Office(county.recovery, county.center)
    yield "card", office.card()
    yield "request", ask(open_card(office.card(), name="card"), county.window)
    yield "grant", office.grant(county.window)


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    for kind, raw in enrolment_files(keys()):
        path = FOLDER / f"{kind}.fuyi"
        if not path.exists():
            path.write_bytes(raw)
    told = f"lines: {len(LINES)} {hashlib.sha256(TEXT).hexdigest()}\n"
    with TemporaryDirectory() as folder:
        for name, expected, comment, raw in vectors(keys(), Path(folder)):
            write(name, expected, comment, raw, told if expected == "ok" else "")


if __name__ == "__main__":
    main()
