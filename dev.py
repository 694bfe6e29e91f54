"""
The chores of a developer, from a bare machine on: python3 dev.py COMMAND

Needs nothing but Python 3.11 to 3.13. Everything it makes lies in .venv and .fonts, which may be deleted.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent
LOCK = ROOT / "requirements.lock"
VENV = ROOT / ".venv"
PROGRAMS = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = PROGRAMS / ("python.exe" if os.name == "nt" else "python")
STAMP = VENV / "dev.sha256"
LINUX = sys.platform.startswith("linux")

# The floor under every Chinese page and screen: Noto Sans SC, under the SIL Open Font License 1.1.
FONTS = ROOT / ".fonts"
FONT = FONTS / "NotoSansSC-Regular.ttf"
FONT_WHEEL = "zhplot==1.0.0 --hash=sha256:a5dccc5fc1116eafaa54d99c903ad74836e3ab9f5bdc45d27c29a97202268a2a"
FONT_FILES = ("OFL.txt", "README.txt", FONT.name)  # the font last: where it lies, all of them lie


class Need(NamedTuple):
    """A thing of the system: the Debian package that brings it, and how to see that it is there."""

    package: str
    sign: str
    there: Callable[[], bool]
    without: str = ""  # what is lost without it; where nothing is said we cannot go on


def library(package: str, soname: str, without: str = "") -> Need:
    return Need(package, soname, partial(loads, soname), without)


def program(package: str, name: str, without: str) -> Need:
    return Need(package, name, lambda: shutil.which(name) is not None, without)


def file(package: str, path: str, without: str) -> Need:
    return Need(package, path, lambda: any(Path("/").glob(path)), without)


def loads(soname: str) -> bool:
    import ctypes  # only a first start pays for it

    try:
        ctypes.CDLL(soname)
    except OSError:
        return False
    return True


def has_ensurepip() -> bool:
    from importlib.util import find_spec

    return find_spec("ensurepip") is not None


PIP = Need(f"python3.{sys.version_info[1]}-venv", "ensurepip", has_ensurepip)

QT = (
    library("libgl1", "libGL.so.1"),
    library("libegl1", "libEGL.so.1"),
    library("libxkbcommon0", "libxkbcommon.so.0"),
    library("libfontconfig1", "libfontconfig.so.1"),
    library("libglib2.0-0", "libglib-2.0.so.0"),
    library("libdbus-1-3", "libdbus-1.so.3"),
)
NO_X11 = "no window opens on an X11 display"
X11 = (
    library("libxcb-cursor0", "libxcb-cursor.so.0", NO_X11),
    library("libxcb-icccm4", "libxcb-icccm.so.4", NO_X11),
    library("libxcb-keysyms1", "libxcb-keysyms.so.1", NO_X11),
    library("libxcb-shape0", "libxcb-shape.so.0", NO_X11),
    library("libxkbcommon-x11-0", "libxkbcommon-x11.so.0", NO_X11),
)
TEST_TOOLS = (
    program("libreoffice-writer-nogui", "soffice", "Word files are not looked at through LibreOffice"),
    file("libreoffice-calc-nogui", "usr/lib/libreoffice/program/libsclo.so", "LibreOffice sees no table"),
    program("age", "age", "no bundle is opened with the independent age program"),
    program("minisign", "minisign", "no signature is checked with the independent minisign program"),
    program("zstd", "zstd", "no payload is unpacked with the independent zstd program"),
    program("poppler-utils", "pdftotext", "no PDF is read with an independent reader"),
    file("printer-driver-cups-pdf", "usr/lib/cups/backend/cups-pdf", "nothing is printed into a real queue"),
    file("postgresql", "usr/lib/postgresql/*/bin/initdb", "no center is tested above a database server"),
    program("xvfb", "Xvfb", "no window is opened on a real X server"),
)


# What is typed


def setup() -> int:
    """make .venv and install what is needed, nothing else"""
    ready()
    return 0


def run() -> int:
    """the window, on a throw-away demo county; without a display the tour, as pictures and papers"""
    ready()
    place = Path(tempfile.mkdtemp(prefix="fuyi-demo-"))
    if not has_display():
        say(f"There is no display: touring the window unseen. The results will lie in {place}")
        code = fuyi("tour", "--out", place, env=unseen(os.environ))
        say(f"The tour {'is done' if code == 0 else 'stopped early'}; the results lie in {place}")
        return code
    if LINUX and os.environ.get("DISPLAY"):
        provide(X11)
    county = place / "county"
    say(f"The demo county is invented, may be deleted at any time, and lies in {county}")
    made = fuyi("demo", county, env=clean(os.environ))
    store = ("--store", county / "center", "--password-file", county / "password.txt")
    return made or fuyi(*store, env=clean(os.environ))


def test(*arguments: str) -> int:
    """everything that must hold before a commit; what follows is handed to pytest"""
    ready()
    provide((*TEST_TOOLS, *X11) if LINUX else TEST_TOOLS)
    workers = ("-n", "2", "--dist", "worksteal") if (os.cpu_count() or 1) > 1 and not arguments else ()
    checks: tuple[tuple[str, Sequence[object]], ...] = (
        ("ruff check", (PYTHON, "-m", "ruff", "check", ".")),
        ("ruff format", (PYTHON, "-m", "ruff", "format", "--check", ".")),
        ("lint-imports", (PROGRAMS / "lint-imports",)),
        ("mypy", (PYTHON, "-m", "mypy")),
        ("pytest", (PYTHON, "-m", "pytest", *workers, *arguments)),
    )
    start = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="fuyi-test-", ignore_cleanup_errors=True) as home:
        env = private(os.environ, Path(home))
        for name, command in checks:
            say(f"── {name}")
            code = call(*command, env=env)
            if code:
                say(f"dev.py test: stopped at {name}.")
                return code
    say(f"dev.py test: {', '.join(name for name, _ in checks)} all hold ({time.monotonic() - start:.0f} s).")
    return 0


def format_() -> int:
    """ruff, in place"""
    ready()
    env = clean(os.environ)
    fixed = call(PYTHON, "-m", "ruff", "check", "--fix", ".", env=env)
    return call(PYTHON, "-m", "ruff", "format", ".", env=env) or fixed


def bench() -> int:
    """the benchmarks one after another, with their peers, and their ratios at the end"""
    return one_by_one({path.stem: (path,) for path in sorted(ROOT.glob("benchmarks/[!_]*.py"))}, "ratio")


def soak(*names: str) -> int:
    """the proofs that go through everything, all or those named, and their figures at the end"""
    known = sorted(path.stem for path in ROOT.glob("tests/soak/[!_]*.py"))
    if set(names) <= set(known):
        return one_by_one({name: ("-m", f"tests.soak.{name}") for name in names or known}, "figures")
    say(f"dev.py soak: there are {', '.join(known)}.")
    return 2


def one_by_one(programs: Mapping[str, Sequence[object]], told: str) -> int:
    """Run the named programs with our Python, and repeat at the end what they told with a certain word."""
    ready()
    ends, failed = list[str](), 0
    with tempfile.TemporaryDirectory(prefix="fuyi-dev-", ignore_cleanup_errors=True) as home:
        for name, words in programs.items():
            say(f"── {name}")
            code, lines = listen(PYTHON, *words, env=private(os.environ, Path(home)))
            ends += [f"{name}: {line}" for line in lines if told in line]
            ends += [f"{name}: stopped early"] if code else []
            failed += code != 0
    say("\n".join([f"── {told}", *ends]))
    return 1 if failed else 0


COMMANDS: dict[str, Callable[..., int]] = {
    "setup": setup,
    "run": run,
    "test": test,
    "format": format_,
    "bench": bench,
    "soak": soak,
}


def main(arguments: Sequence[str]) -> int:
    command, rest = COMMANDS.get(arguments[0] if arguments else ""), arguments[1:]
    if command is None or (rest and command not in (test, soak)):
        for name, chore in COMMANDS.items():
            print(f"python3 dev.py {name:8}{chore.__doc__}", file=sys.stderr)
        return 2
    try:
        return command(*rest)
    except subprocess.CalledProcessError as error:
        say(f"dev.py {arguments[0]}: this did not work: {' '.join(map(str, error.cmd))}")
        return 1
    except KeyboardInterrupt:
        return 130


# The set-up


def ready() -> None:
    """Bring .venv and .fonts to what this tree asks for; costs almost nothing when they already are."""
    wanted = fingerprint()
    if FONT.exists() and PYTHON.exists() and STAMP.exists() and STAMP.read_text("utf-8") == wanted:
        return
    if not (3, 11) <= sys.version_info[:2] <= (3, 13):
        sys.exit(f"Python 3.11, 3.12 or 3.13 is needed; {sys.executable} is {sys.version.split()[0]}.")
    STAMP.unlink(missing_ok=True)
    usable = venv_is_usable()
    if LINUX:
        provide(QT if usable else (PIP, *QT))
    if not usable:
        say("Making .venv …")
        call(sys.executable, "-m", "venv", "--clear", VENV, env=clean(os.environ), must=True)
    say("Installing requirements.lock; a first time loads about 150 MB …")
    pip("install", "--require-hashes", "--requirement", LOCK)
    pip("install", "--no-deps", "--no-build-isolation", "--editable", ROOT)
    if FONT.exists() or fetch_font():
        STAMP.write_text(wanted, "utf-8")


def fingerprint() -> str:
    """What the set-up is made from: when any of it changes, it is made again."""
    parts = [
        LOCK.read_bytes(),
        (ROOT / "pyproject.toml").read_bytes(),
        f"{sys.version} {ROOT} {FONT_WHEEL}".encode(),
        *(f"{need.package} {need.sign}".encode() for need in QT),
    ]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def venv_is_usable() -> bool:
    """Whether .venv was made here, whole, by the Python minor version that runs now."""
    about = VENV / "pyvenv.cfg"
    if not PYTHON.exists() or not about.exists():
        return False
    text = about.read_text("utf-8")
    ours = f"version = {sys.version_info[0]}.{sys.version_info[1]}." in text and str(VENV) in text
    return ours and call(PYTHON, "-m", "pip", "--version", env=clean(os.environ), silent=True) == 0


def pip(*arguments: object) -> None:
    """Run the pip of .venv. Where packages come from is its own configuration's affair."""
    options = ("--quiet", "--disable-pip-version-check", "--no-input")
    call(PYTHON, "-m", "pip", *arguments, *options, env=clean(os.environ), must=True)


def fetch_font() -> bool:
    """Take the fallback Chinese font and its licence out of their wheel into .fonts."""
    from zipfile import ZipFile

    say("Fetching the fallback Chinese font …")
    with tempfile.TemporaryDirectory(prefix="fuyi-font-") as folder:
        wanted = Path(folder) / "font.lock"
        wanted.write_text(FONT_WHEEL, "utf-8")
        try:
            pip("download", "--no-deps", "--require-hashes", "--requirement", wanted, "--dest", folder)
        except subprocess.CalledProcessError:
            say("It could not be fetched. The next start tries again; until then the system must have one.")
            return False
        FONTS.mkdir(exist_ok=True)
        with ZipFile(next(Path(folder).glob("*.whl"))) as wheel:
            for name in FONT_FILES:
                part = FONTS / f"{name}.part"
                part.write_bytes(wheel.read(f"zhplot/fonts/{name}"))
                part.replace(FONTS / name)
    return True


# The system


def provide(needs: Iterable[Need]) -> None:
    """Install what is missing where we may; else say what is lost, or stop with the line that helps."""
    missing = absent(needs)
    apt = apt_get() if missing else ()
    if apt:
        say(f"Installing {' '.join(need.package for need in missing)} …")
        if not install(apt, missing):
            call(*apt, "update", env=os.environ, silent=True)  # a fresh machine has no lists, or old ones
            if not install(apt, missing):
                for need in absent(missing):  # so that one unknown package does not cost the others
                    install(apt, [need])
        missing = absent(missing)
    for need in missing:
        if need.without:
            say(f"No {need.sign} (Debian package {need.package}): {need.without}.")
    fatal = [need for need in missing if not need.without]
    if fatal:
        sys.exit(
            f"Missing on this system: {', '.join(need.sign for need in fatal)}. This line brings it:\n"
            f"  sudo apt-get install -y --no-install-recommends {' '.join(need.package for need in fatal)}"
        )


def absent(needs: Iterable[Need]) -> list[Need]:
    return [need for need in needs if not need.there()]


def install(apt: Sequence[str], needs: Sequence[Need]) -> bool:
    packages = [need.package for need in needs]
    return call(*apt, "install", "-y", "--no-install-recommends", *packages, env=os.environ, silent=True) == 0


def apt_get() -> tuple[str, ...]:
    """The start of an apt-get command that asks nobody anything; empty where we may not."""
    if not LINUX or not shutil.which("apt-get"):
        return ()
    if os.geteuid() == 0:
        sudo: tuple[str, ...] = ()
    elif shutil.which("sudo") and call("sudo", "-n", "true", env=os.environ, silent=True) == 0:
        sudo = ("sudo", "-n")
    else:
        return ()
    waits = ("-o", "DPkg::Lock::Timeout=120", "-o", "Acquire::http::Timeout=30", "-o", "Acquire::Retries=1")
    return (*sudo, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", *waits)


def has_display() -> bool:
    return not LINUX or any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))


# Starting programs


def fuyi(*arguments: object, env: Mapping[str, str]) -> int:
    return call(PYTHON, "-m", "fuyi_desktop", *arguments, env=env)


def call(*command: object, env: Mapping[str, str], must: bool = False, silent: bool = False) -> int:
    """Run a program in the tree, with nothing to read from where it is silent, and return its exit code."""
    quiet = subprocess.DEVNULL if silent else None
    words = [str(part) for part in command]
    done = subprocess.run(words, cwd=ROOT, env=env, check=must, stdin=quiet, stdout=quiet, stderr=quiet)
    return done.returncode


def listen(*command: object, env: Mapping[str, str]) -> tuple[int, list[str]]:
    """Run a program, show what it prints as it comes, and return its exit code and its lines."""
    lines: list[str] = []
    words = [str(part) for part in command]
    with subprocess.Popen(words, cwd=ROOT, env=env, stdout=subprocess.PIPE, encoding="utf-8") as process:
        for line in process.stdout or ():
            lines.append(line.strip())
            say(line.rstrip())
    return process.returncode, lines


def clean(env: Mapping[str, str]) -> dict[str, str]:
    """The environment without what bends Python, and with UTF-8 whatever the console thinks."""
    # optimised Python drops docstrings, and with them the sentences of our errors
    bent = {"PYTHONPATH", "PYTHONHOME", "PYTHONOPTIMIZE"}
    return {name: value for name, value in env.items() if name not in bent} | {"PYTHONUTF8": "1"}


def unseen(env: Mapping[str, str]) -> dict[str, str]:
    """The environment in which Qt draws without a display, untouched by the desktop's own taste."""
    kept = {name: value for name, value in clean(env).items() if not name.startswith("QT_")}
    return kept | {"QT_QPA_PLATFORM": "offscreen"}


def private(env: Mapping[str, str], home: Path) -> dict[str, str]:
    """The unseen environment with an empty home, so that nothing of the user is read or touched."""
    desktop = {"DISPLAY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS"}
    kept = {name: value for name, value in unseen(env).items() if name not in desktop}
    xdg = {f"XDG_{part}_HOME": home / part.lower() for part in ("DATA", "CONFIG", "CACHE", "STATE")}
    roaming = {"APPDATA": home / "roaming", "LOCALAPPDATA": home / "local"}
    folders = {"HOME": home, "USERPROFILE": home, "XDG_RUNTIME_DIR": home / "runtime", **xdg, **roaming}
    for folder in folders.values():
        folder.mkdir(mode=0o700, exist_ok=True)
    return kept | {name: str(folder) for name, folder in folders.items()}


def say(text: str) -> None:
    print(text, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
