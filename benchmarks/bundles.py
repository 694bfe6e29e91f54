"""Bundles: sealing and opening 20 MB beside age alone, and taking lines in beside upserts of whole rows."""

import hashlib
import os
import random
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import _bare
import _county
import pyrage
from _timing import Times, compare, note, once, shown, taking_turns

from fuyi_desktop.bootstrap import place
from fuyi_desktop.domain.party import StationRole
from fuyi_desktop.sealing import KeyRing
from fuyi_desktop.services.app import App
from fuyi_desktop.sync import envelope
from fuyi_desktop.sync.envelope import MAX_CHUNK, Blob
from fuyi_desktop.sync.manifest import Manifest, Receiver, Schema, Sender, Time

CHUNKS = 5  # of 4 MiB: attachments, which nothing packs any smaller
ROUNDS = 7
IMPORTS, LINES = 3, 500
STATION = "T0731"
TABLES = ("case", "party", "step")


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="fuyi-bench-") as folder:
        _envelope(Path(folder))
        _import(Path(folder))


def _envelope(folder: Path) -> None:
    window, center = KeyRing.new(), KeyRing.new()
    chunks = [os.urandom(MAX_CHUNK) for _ in range(CHUNKS)]
    plain, aged, sealed = folder / "plain", folder / "plain.age", folder / "bundle.fuyi"
    plain.write_bytes(b"".join(chunks))
    blobs = [Blob(hashlib.sha256(chunk).hexdigest(), 0, lambda chunk=chunk: chunk) for chunk in chunks]  # type: ignore[misc]  # bound now
    manifest = Manifest(
        id="11" * 16, sender=Sender(device="ab" * 16, station=STATION, key=window.fingerprint),
        to=Receiver(station="center", keys=(center.fingerprint,)), incarnation="5a" * 16, lines=(1, 1),
        prev="00" * 32, tip="77" * 32, schema=Schema(version=1, least=1), app="0.1.0",
        time=Time(wall=1_790_000_000_000, offset=480),
    )  # fmt: skip
    recipient = pyrage.x25519.Recipient.from_str(center.recipient)
    identities = [pyrage.x25519.Identity.from_str(one.secret) for one in center.age]

    def seal() -> None:
        envelope.seal(
            sealed,
            manifest,
            [b'{"n":1}'],
            blobs,
            signer=window.sign,
            recipients=[center.recipient],
            folder=folder,
        )

    def open_() -> None:
        with envelope.open_bundle(
            sealed, identities=center.age, us="center", signer_of=lambda _: window.sign.public, folder=folder
        ) as bundle:
            for blob in bundle.blobs():
                blob.content()

    times = taking_turns(
        ROUNDS,
        seal=seal,
        encrypt=lambda: pyrage.encrypt_file(str(plain), str(aged), [recipient]),
        open_=open_,
        decrypt=lambda: pyrage.decrypt_file(str(aged), str(folder / "back"), identities),
    )
    compare("sealing 20 MB of attachments", times["seal"].median, times["encrypt"].median, "age alone", 2.0)
    compare("opening them, all read", times["open_"].median, times["decrypt"].median, "age alone", 1.5)
    over = sealed.stat().st_size / plain.stat().st_size - 1
    note(f"the bundle is {over:.3%} larger than what it carries")


def _import(folder: Path) -> None:
    center, window = folder / "center", folder / "window"
    with _desk(center, StationRole.CENTER) as county, _desk(window, StationRole.TOWNSHIP) as township:
        county.settings.take(
            {"unit": [{"full_name": "云岭县人民政府", "short": "云府", "reconsiders": True}]}
        )
        _enrol(county, township, folder)
        organs = [unit.id for unit in township.office.units()] * (1 + len(_county.ORGANS))
        chance = random.Random(4)
        for number in range(LINES):
            with township.office.store.work(_county.PERSON, "登记") as work:
                _county.put_case(work, chance, number, organs, STATION)
        exported = once(lambda: township.exchange.export("center", folder))
        file = township.exchange.export("center", folder).file
        rows = dict(_rows(_bare.keyed(township.office.store)))
    count = sum(len(found) for _, found in rows.values())
    note(
        f"{LINES:,} lines of {count:,} rows exported in {shown(exported)}, {file.stat().st_size / 1e3:.0f} kB"
    )
    ours, peer = list[float](), list[float]()
    for turn in range(IMPORTS):
        fresh = folder / f"center{turn}"
        shutil.copytree(center, fresh)
        with place(fresh, today=_county.TODAY).open(_county.PASSWORD) as county:
            ours.append(once(lambda: county.exchange.take(file)))  # called at once
            assert county.casework.count() == LINES
        bare = sqlite3.connect(folder / f"bare{turn}.db", isolation_level=None)
        for sql, _ in rows.values():
            bare.execute(f"CREATE TABLE {sql}")
        peer.append(once(lambda: _upserts(bare, rows)))  # noqa: B023  # called at once
        bare.close()
    taken = Times(tuple(ours)).median
    note(f"taken in at {LINES / taken:,.0f} lines, {count / taken:,.0f} rows a second, with lists and search")
    compare(f"taking in {LINES:,} lines", taken, Times(tuple(peer)).median, "whole-row upserts, stdlib", 6)


def _desk(folder: Path, role: StationRole) -> App:
    where = place(folder, today=_county.TODAY)
    where.init(role, folder.name, folder.name, _county.PERSON, _county.PASSWORD)
    return where.open(_county.PASSWORD)


def _enrol(county: App, township: App, folder: Path) -> None:
    card, request, grant = (folder / f"{name}.fuyi" for name in ("card", "request", "grant"))
    digits = county.enrolment.card(card)["fingerprint"]
    asked = township.enrolment.request(card, digits, request)["fingerprint"]
    county.enrolment.admit(request, asked, STATION, grant)
    township.enrolment.join(grant)


def _rows(bare: Any) -> Iterator[tuple[str, tuple[str, list[Any]]]]:
    """Table → (how to make it, its rows)."""
    for table in TABLES:
        names = [row[1] for row in bare.execute(f'PRAGMA table_info("{table}")')]
        columns = ", ".join(f'"{name}"' + (" PRIMARY KEY" if name == "id" else "") for name in names)
        yield table, (f'"{table}" ({columns})', bare.execute(f'SELECT * FROM "{table}"').fetchall())
    bare.close()


def _upserts(bare: Any, rows: dict[str, tuple[str, list[Any]]]) -> None:
    bare.execute("BEGIN IMMEDIATE")
    for table, (_, found) in rows.items():
        marks = ", ".join("?" * len(found[0]))
        names = [row[1] for row in bare.execute(f'PRAGMA table_info("{table}")')]
        rest = ", ".join(f'"{name}" = excluded."{name}"' for name in names if name != "id")
        bare.executemany(
            f'INSERT INTO "{table}" VALUES ({marks}) ON CONFLICT (id) DO UPDATE SET {rest}', found
        )
    bare.execute("COMMIT")


if __name__ == "__main__":
    main()
