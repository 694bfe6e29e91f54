"""Rules of the house that the linter cannot say."""

import ast
import re
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from fuyi_desktop.domain import errors
from fuyi_desktop.domain.errors import FuyiError

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "fuyi_desktop"
NOT_OURS = {".git", ".venv", ".fonts", "build", "dist", "__pycache__"}
LONG = 400  # lines; above that a module is a question

# Modules that were asked about and may stay long, each with the answer.
MAY_BE_LONG: dict[str, str] = {}

REGISTRIES = (
    r"pypi\.org",
    r"python[h]osted\.org",
    r"deb(ian)?\.(debian\.)?org/debian",
    r"registry\.npm",
    r"proxy\.golang",
    r"(mirrors?|pypi)\.[a-z0-9-]+\.(com|cn|edu\.cn)",
    r"(extra-)?index-url\s*=",
)
HOMES = (r"/(home|Users)/[\w.-]+/", r"(?i:[a-z]:\\+users\\+\w)", r"(?<![\w.$}])/(root|work)[/]\w")
RUDE = ("您", "你", "！", "!", "错误", "失败", "非法")
VAGUE = {"Manager", "Helper", "Helpers", "Util", "Utils", "Impl"}


def modules() -> Iterator[Path]:
    """The modules that are shipped, and those that build and measure them."""
    yield ROOT / "dev.py"
    for folder in (PACKAGE, ROOT / "installer", ROOT / "benchmarks"):
        yield from (path for path in sorted(folder.rglob("*.py")) if not NOT_OURS & set(path.parts))


def texts() -> Iterator[tuple[str, str]]:
    """Every text file of the tree with its path; what is made or fetched is left out."""
    for path in sorted(ROOT.rglob("*")):
        inside = path.relative_to(ROOT)
        hidden = {part for part in inside.parts if part.startswith(".") and part.endswith("_cache")}
        made = NOT_OURS & set(inside.parts) or hidden or any(p.endswith(".egg-info") for p in inside.parts)
        if made or ".hypothesis" in inside.parts or not path.is_file():
            continue
        content = path.read_bytes()
        if b"\0" not in content[:8192]:
            yield inside.as_posix(), content.decode("utf-8", "replace")


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def every(error: type[FuyiError]) -> Iterator[type[FuyiError]]:
    """The class and, in the order of the file, all below it."""
    yield error
    for narrower in error.__subclasses__():
        if narrower.__module__.startswith(errors.__name__):
            yield from every(narrower)


def drawn() -> dict[str, tuple[str, str]]:
    """What the drawing at the top of the errors says: name → (name of the class above, number)."""
    above: list[str] = []
    found: dict[str, tuple[str, str]] = {}
    for line in (errors.__doc__ or "").splitlines():
        if match := re.match(r"([│ ├└─]*)(\w*Error|[A-Z]\w+) {2,}(code|\d+)(\s|$)", line):
            depth = len(match[1]) // 4
            found[match[2]] = (above[depth - 1] if depth else "", match[3])
            above[depth:] = [match[2]]
    return found


# Errors


@pytest.mark.parametrize("error", list(every(FuyiError)), ids=lambda error: error.__name__)
def test_every_error_says_one_polite_sentence_of_its_own(error: type[FuyiError]) -> None:
    sentence = vars(error).get("__doc__") or ""

    assert re.search(r"[\u4e00-\u9fff]", sentence) or sentence.startswith("{")
    assert "\n" not in sentence
    assert [word for word in RUDE if word in sentence] == []


def test_no_two_errors_share_a_code_and_none_has_borrowed_one() -> None:
    codes = [vars(error).get("code") for error in every(FuyiError)]

    assert None not in codes
    assert len(codes) == len(set(codes))


def test_the_codes_of_errors_are_exit_codes_that_nothing_else_uses() -> None:
    codes = [error.code for error in every(FuyiError) if error is not FuyiError]

    assert all(10 <= code <= 125 for code in codes)  # 0 done, 1 a bug, 2 usage; from 126 on the shell's own


def test_the_drawing_names_every_error_with_its_number_under_its_parent() -> None:
    truth = {
        error.__name__: (error.__bases__[0].__name__, str(error.code))
        for error in every(FuyiError)
        if error is not FuyiError
    }

    assert drawn() == {"FuyiError": ("", "code"), **truth}


def test_errors_for_the_user_stand_in_one_place() -> None:
    known = {error.__name__ for error in every(FuyiError)}
    strays = [
        f"{name(path)}: {node.name}"
        for path in modules()
        if path.parent != Path(errors.__file__).parent
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ClassDef)
        and known & {ast.unparse(base).split(".")[-1] for base in node.bases}
    ]

    assert strays == []


# Modules


def test_every_module_says_what_it_is() -> None:
    silent = [name(path) for path in modules() if not ast.get_docstring(tree(path))]

    assert silent == []


def test_long_modules_have_been_asked_about() -> None:
    long = {name(path) for path in modules() if len(path.read_text("utf-8").splitlines()) > LONG}

    assert long == set(MAY_BE_LONG)


def test_no_module_is_a_drawer_for_everything() -> None:
    drawers = [name(path) for path in modules() if path.stem in {"utils", "util", "helpers", "misc"}]

    assert drawers == []


def test_no_class_is_named_for_managing_or_helping() -> None:
    vague = [
        f"{name(path)}: {node.name}"
        for path in modules()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ClassDef) and VAGUE & set(re.findall(r"[A-Z][a-z]+", node.name))
    ]

    assert vague == []


def test_style_sheets_are_written_in_the_theme_alone() -> None:
    bare = [
        f"{name(path)}:{node.lineno}"
        for path in modules()
        if path.stem != "theme"
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "setStyleSheet"
        and any(isinstance(argument, ast.Constant | ast.JoinedStr | ast.BinOp) for argument in node.args)
    ]

    assert bare == []


# The tree


def test_no_file_names_a_registry_or_somebodys_home() -> None:
    spoken = re.compile("|".join(f"(?:{pattern})" for pattern in (*REGISTRIES, *HOMES)))
    told = [f"{path}: {match[0]}" for path, text in texts() for match in spoken.finditer(text)]

    assert told == []


def test_people_in_tests_and_samples_come_from_a_region_that_does_not_exist() -> None:
    real = [
        f"{path}: {match[0]}"
        for path, text in texts()
        for match in re.finditer(r"(?<![0-9A-Za-z])\d{17}[\dXx](?![0-9A-Za-z])", text)
        if is_identity_number(match[0]) and not match[0].startswith("999")
    ]

    assert real == []


def test_the_lock_pins_every_dependency_by_hash() -> None:
    lock = (ROOT / "requirements.lock").read_text("utf-8").replace("\\\n", " ").splitlines()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    asked = project["project"]["dependencies"] + project["dependency-groups"]["dev"]

    assert [line for line in lock if not re.match(r"[\w.-]+==\S+ .*--hash=sha256:[0-9a-f]{64}", line)] == []
    assert {package(line) for line in asked} <= {package(line) for line in lock}


def package(requirement: str) -> str:
    return re.split(r"[^\w.-]", requirement)[0].lower().replace("_", "-")


def is_identity_number(digits: str) -> bool:
    """Whether a living person could have it: a possible day of birth and the check digit of GB 11643."""
    try:
        born = date.fromisoformat(f"{digits[6:10]}-{digits[10:12]}-{digits[12:14]}")
    except ValueError:
        return False
    weights = [2**place % 11 for place in range(17, 0, -1)]
    total = sum(int(digit) * weight for digit, weight in zip(digits[:17], weights, strict=True))
    return born.year >= 1900 and "10X98765432"[total % 11] == digits[17].upper()
