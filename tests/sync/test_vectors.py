"""One file per case, and what must become of it; a later program must do the same with the same files."""

import hashlib
from pathlib import Path

import pytest

from fuyi_desktop.domain import errors
from fuyi_desktop.sealing import PublicKey
from fuyi_desktop.sync.enrolment import open_card
from fuyi_desktop.sync.envelope import open_bundle
from fuyi_desktop.sync.manifest import Manifest

from .make_vectors import FOLDER, keys
from .test_enrolment import PAYLOAD, Office, admit, join

VECTORS = sorted(FOLDER.glob("*.vector"))
COUNTY = keys()


def signer_of(manifest: Manifest) -> PublicKey | None:
    known = {ring.fingerprint: ring.sign.public for ring in (COUNTY.center, COUNTY.window)}
    return known.get(manifest.sender.key)


def taken(raw: bytes, station: str, folder: Path) -> tuple[int, str]:
    """How many lines came, and their hash."""
    path = folder / "given.fuyi"
    path.write_bytes(raw)
    with open_bundle(path, identities=COUNTY.center.age, us=station, signer_of=signer_of) as bundle:
        lines = list(bundle.lines())
        assert all(hashlib.sha256(blob.content()).hexdigest() == blob.hash for blob in bundle.blobs())
    return len(lines), hashlib.sha256(b"".join(line + b"\n" for line in lines)).hexdigest()


def test_the_vectors_are_there() -> None:
    assert len(VECTORS) >= 32
    assert {"golden", "golden-full", "forged", "bomb-hidden"} <= {path.stem for path in VECTORS}


@pytest.mark.parametrize("path", VECTORS, ids=lambda path: path.stem)
def test_vector(path: Path, tmp_path: Path) -> None:
    header, _, raw = path.read_bytes().partition(b"\n\n")
    said = dict(line.split(": ", 1) for line in header.decode("utf-8").splitlines())

    if said["expect"] == "ok":
        count, digest = said["lines"].split()
        assert taken(raw, said["station"], tmp_path) == (int(count), digest)
    else:
        with pytest.raises(getattr(errors, said["expect"])) as caught:
            taken(raw, said["station"], tmp_path)
        assert type(caught.value).__name__ == said["expect"]
        assert str(caught.value)


def test_the_files_of_an_enrolment_of_old_are_still_read() -> None:
    card = open_card((FOLDER / "card.fuyi").read_bytes(), name="card.fuyi")
    request = admit((FOLDER / "request.fuyi").read_bytes(), Office(COUNTY.recovery, COUNTY.center))
    grant = join((FOLDER / "grant.fuyi").read_bytes(), card, COUNTY.window)

    card.must_match(COUNTY.recovery.fingerprint)
    request.must_match(COUNTY.window.fingerprint)
    assert grant.payload == PAYLOAD
