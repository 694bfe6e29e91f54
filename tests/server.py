"""A throw-away PostgreSQL server for the tests: its own user, a socket in its own folder, no network."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import psycopg

from fuyi_desktop.store.server import Server, server

FILE, SERVER = "sqlcipher", "postgresql"  # the engines, as the names of tests say them
SUPER = "fuyi"
OWNERS = ("postgres", "nobody")  # whom the server runs as where we are root: it refuses to be that
SETTINGS = (
    "listen_addresses=", "fsync=off", "full_page_writes=off", "max_connections=60", "shared_buffers=32MB",
    "max_wal_size=256MB", "autovacuum=off",
)  # fmt: skip
ACCESS = "local all guest scram-sha-256\nlocal all barred reject\nlocal all all trust\n"
SECONDS = 20
MEMORY, ENOUGH = (
    Path("/dev/shm"),
    1 << 30,
)  # a database for each test costs a fifth of what it costs on a disk


def programs() -> Path | None:
    """The folder with initdb and postgres, the newest where there are several."""
    found = shutil.which("initdb")
    kept = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    return kept[-1].parent if kept else Path(found).resolve().parent if found else None


class Cluster:
    """A running server; every test has databases of its own in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._numbers = count(1)

    def url(self, database: str, *, user: str = SUPER, password: str = "") -> str:
        who = f"{user}:{password}" if password else user
        return f"postgresql://{who}@/{database}?host={self.folder}"

    def say(self, statement: str, database: str = "postgres") -> None:
        """Run a statement as the server's owner."""
        with psycopg.connect(self.url(database), autocommit=True) as connection:
            connection.execute(statement)  # type: ignore[arg-type]  # ours, not typed by anybody

    def database(self, like: str = "template0") -> str:
        """A new database, empty or a copy of another; its name."""
        name = f"t{next(self._numbers)}_{os.getpid()}"
        self.say(f"CREATE DATABASE {name} TEMPLATE {like} STRATEGY FILE_COPY")
        return name

    def drop(self, place: Server) -> None:
        """Throw a database away, whoever is still connected."""
        self.say(f"DROP DATABASE IF EXISTS {place.url.database} WITH (FORCE)")

    def place(self, folder: Path, like: str = "template0") -> Server:
        """A new database, and the folder that is kept beside it."""
        return server(self.url(self.database(like)), folder=folder, among=folder)


@contextmanager
def running() -> Iterator[Cluster]:
    """A server that is there while the block runs."""
    bin_ = programs()
    assert bin_ is not None
    roomy = MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ENOUGH
    folder = Path(tempfile.mkdtemp(prefix="fuyi-pg-", dir=MEMORY if roomy else None))
    as_whom: dict[str, Any] = {"cwd": folder, "env": {**os.environ, "LC_ALL": "C"}}
    if sys.platform != "win32" and os.geteuid() == 0:
        owner = next(name for name in OWNERS if _is_user(name))
        shutil.chown(folder, owner)
        as_whom |= {"user": owner, "group": None, "extra_groups": []}
    data = folder / "data"
    words = [bin_ / "initdb", "-D", data, "-U", SUPER, "-E", "UTF8", "--locale=C", "-A", "trust", "--no-sync"]
    try:
        subprocess.run(words, check=True, capture_output=True, **as_whom)
        (data / "pg_hba.conf").write_text(ACCESS)
        options = [word for setting in SETTINGS for word in ("-c", setting)]
        process = subprocess.Popen(
            [bin_ / "postgres", "-D", data, "-k", folder, *options],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **as_whom,
        )  # fmt: skip
        try:
            cluster = Cluster(folder)
            _await(cluster)
            cluster.say("CREATE ROLE guest LOGIN PASSWORD 'right'")
            cluster.say("CREATE ROLE barred LOGIN")
            yield cluster
        finally:
            process.send_signal(
                3
            ) if sys.platform != "win32" else process.kill()  # at once, without a last word
            process.wait(SECONDS)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _await(cluster: Cluster) -> None:
    for _ in range(SECONDS * 20):
        try:
            return cluster.say("SELECT 1")
        except psycopg.OperationalError:
            time.sleep(0.05)
    raise TimeoutError("the server does not start")


def _is_user(name: str) -> bool:
    import pwd

    try:
        pwd.getpwnam(name)
    except KeyError:
        return False
    return True
