"""An auditor opens a bundle without us: age, tar, minisign and zstd read what we write."""

import io
import shutil
import subprocess
from pathlib import Path

import pytest

from fuyi_desktop.sealing import AgeIdentity, KeyRing, encrypt
from fuyi_desktop.sync.enrolment import open_card

from .county import ATTACHMENT, CENTER, LINES, County
from .test_enrolment import Office

TOOLS = ("age", "tar", "minisign", "zstd")
MISSING = [tool for tool in TOOLS if shutil.which(tool) is None]

pytestmark = pytest.mark.skipif(
    bool(MISSING), reason=f"not installed here, so nobody but us opens the bundle: {', '.join(MISSING)}"
)


def run(*command: str | Path, given: bytes = b"") -> bytes:
    done = subprocess.run([str(part) for part in command], input=given, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode("utf-8", "replace")
    return done.stdout


def identity_file(folder: Path, identity: AgeIdentity) -> Path:
    path = folder / "key.txt"
    path.write_text(identity.secret + "\n", "utf-8")
    return path


def test_four_stock_tools_open_a_bundle_down_to_its_lines(tmp_path: Path) -> None:
    county = County.new()
    sent = county.seal(tmp_path / "a.fuyi")
    archive, public = tmp_path / "a.tar", tmp_path / "window.pub"
    public.write_text(county.window.sign.public.public_file("T0731"), "utf-8")

    run("age", "-d", "-i", identity_file(tmp_path, county.recovery.age[0]), "-o", archive, sent.path)
    names = run("tar", "-tf", archive).decode().split()
    for name in names:
        path = tmp_path / name.replace("/", "_")
        path.write_bytes(run("tar", "-xOf", archive, name))
    said = run(
        "minisign", "-V", "-p", public, "-x", tmp_path / "manifest.sig", "-m", tmp_path / "manifest.json"
    )
    lines = run("zstd", "-dc", tmp_path / "changes.jsonl.zst")

    assert names == ["manifest.json", "manifest.sig", *(member.name for member in sent.manifest.members)]
    assert b"Trusted comment: T0731 5a" in said
    assert lines.splitlines() == list(LINES)
    assert (tmp_path / names[-1].replace("/", "_")).read_bytes() == ATTACHMENT


def test_a_bundle_put_together_by_stock_age_is_taken(tmp_path: Path) -> None:
    """The envelope of the command line tool around our archive, with its own stanzas."""
    county = County.new()
    sent = county.seal(tmp_path / "a.fuyi")
    plain = run("age", "-d", "-i", identity_file(tmp_path, county.center.age[0]), sent.path)

    (tmp_path / "b.fuyi").write_bytes(run("age", "-r", county.center.recipient, given=plain))

    with county.open(tmp_path / "b.fuyi", us=CENTER) as bundle:
        assert tuple(bundle.lines()) == LINES


def test_stock_age_opens_a_backup_of_any_length(tmp_path: Path) -> None:
    identity = AgeIdentity.new()
    for size in (0, 65_535, 65_536, 65_537, 200_000):
        sealed = io.BytesIO()
        encrypt(io.BytesIO(bytes(size)), sealed, [identity.recipient])

        assert run("age", "-d", "-i", identity_file(tmp_path, identity), given=sealed.getvalue()) == bytes(
            size
        )


def test_the_card_is_verified_by_tar_and_minisign_alone(tmp_path: Path) -> None:
    office = Office(KeyRing.new(), KeyRing.new())
    raw = office.card()
    public = tmp_path / "center.pub"
    public.write_text(open_card(raw, name="a").center.key.public_file("center"), "utf-8")
    for name in ("card.json", "card.sig"):
        (tmp_path / name).write_bytes(run("tar", "-xOf", "-", name, given=raw))

    said = run("minisign", "-V", "-p", public, "-x", tmp_path / "card.sig", "-m", tmp_path / "card.json")

    assert b"Trusted comment: card C01" in said
