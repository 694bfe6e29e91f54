"""A forgotten password: the county opens the store without seeing it, by file, telephone and the safe."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from fuyi_desktop.domain.errors import (
    BadFact,
    BundleDamaged,
    CannotRead,
    FuyiError,
    PasswordTooWeak,
    WrongPassword,
)
from fuyi_desktop.sealing import AgeIdentity
from fuyi_desktop.services.accounts import Opened, unlock
from fuyi_desktop.services.recovery import ASKED, ask, finish
from tests import factory
from tests.services import invented
from tests.services.invented import CHEAP, PASSWORD
from tests.services.safe import Safe, opened

NEW = "石桥镇的新口令2026"
OTHER = "1111 2222 3333 4444 5555 6666"


@pytest.fixture
def safe(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Safe]:
    """The township's store is closed, and nobody knows its password."""
    with opened(monkeypatch, tmp_path) as safe:
        invented.registered(safe.county.township)
        safe.county.township.close()
        yield safe


class Post:
    """The two files and where they lie."""

    def __init__(self, safe: Safe) -> None:
        self.safe, self.stick = safe, safe.county.stick
        self.locked = safe.county.folder / "township"
        self.asked, self.answered = self.stick / "恢复申请.fuyi", self.stick / "恢复答复.fuyi"

    def ask(self) -> str:
        return ask(self.locked, "石桥镇行政争议纾解窗口", self.asked).code

    def answer(self, code: str, key: str | None = None) -> dict[str, str]:
        printed = self.safe.keys.recovery_key if key is None else key
        return self.safe.county.center.county_recovery.answer(self.asked, printed, code, self.answered)

    def finish(self, code: str, password: str = NEW) -> Opened:
        at = self.safe.county.clock
        return finish(self.locked, self.answered, code, password, law=factory.law(), now=at, cost=CHEAP)

    def unlock(self, password: str) -> None:
        unlock(self.locked, password, law=factory.law(), now=self.safe.county.clock).close()


@pytest.fixture
def post(safe: Safe) -> Post:
    return Post(safe)


def test_a_forgotten_password_is_replaced_with_the_county_s_help(post: Post) -> None:
    code = post.ask()

    told = post.answer(code.replace(" ", ""))
    opened = post.finish(code)

    assert told == {"name": "石桥镇行政争议纾解窗口", "out": str(post.answered)}
    assert opened.person.name == "周晓敏"
    opened.close()
    post.unlock(NEW)
    with pytest.raises(WrongPassword):
        post.unlock(PASSWORD)


def test_nothing_secret_is_in_the_files_or_kept_at_the_center_or_beside_the_vault(post: Post) -> None:
    code = post.ask()
    post.answer(code)

    center = repr(invented.content(post.safe.county.center))
    beside = (post.locked / ASKED).read_text("utf-8")

    for secret in (code.replace(" ", ""), code, post.safe.keys.recovery_key):
        assert secret not in center
        assert secret not in beside
    assert "AGE-SECRET-KEY" not in beside
    (entry,) = [one for one in post.safe.county.center.keys.show().log if "恢复申请" in one["what"]]
    assert entry["what"] == "用县恢复密钥答复“石桥镇行政争议纾解窗口”的恢复申请"
    assert entry["by"] == "何静"


def test_the_answer_serves_once(post: Post) -> None:
    code = post.ask()
    post.answer(code)
    post.finish(code).close()

    with pytest.raises(BadFact, match="没有等待答复的恢复申请"):
        post.finish(code, "另一个长口令2026")


def test_other_digits_stop_the_answer_and_the_new_password(post: Post) -> None:
    code = post.ask()
    with pytest.raises(BadFact, match="说明申请被调换过，不要答复"):
        post.answer(OTHER)
    assert not post.answered.exists()
    post.answer(code)

    with pytest.raises(BadFact, match="与写出申请时显示的 24 位数字不一致"):
        post.finish(OTHER)
    with pytest.raises(WrongPassword):
        post.unlock(NEW)
    post.unlock(PASSWORD)


def test_a_request_that_was_exchanged_on_the_way_is_not_answered(post: Post) -> None:
    code = post.ask()
    kept = (post.locked / ASKED).read_bytes()
    post.ask()  # somebody else's request under the same name lies on the stick now
    (post.locked / ASKED).write_bytes(kept)

    with pytest.raises(BadFact, match="申请被调换过"):
        post.answer(code)


def test_an_answer_is_of_no_use_on_another_computer(post: Post, tmp_path: Path) -> None:
    code = post.ask()
    post.answer(code)
    (post.locked / ASKED).rename(tmp_path / ASKED)

    with pytest.raises(BadFact, match="没有等待答复的恢复申请"):
        post.finish(code)


def test_an_answer_to_an_earlier_request_is_named(post: Post) -> None:
    first = post.ask()
    post.answer(first)
    second = post.ask()

    with pytest.raises(FuyiError, match=r"恢复答复.fuyi"):
        post.finish(second)


def test_only_the_county_s_own_recovery_key_opens_a_request(post: Post) -> None:
    code = post.ask()

    with pytest.raises(BadFact, match="打不开这份申请"):
        post.answer(code, AgeIdentity.new().secret)
    with pytest.raises(BadFact, match="应当是 71 个字母、数字，现在是 3 个"):
        post.answer(code, "ABC")


def test_files_that_were_cut_or_are_something_else_are_named(post: Post) -> None:
    code = post.ask()
    whole = post.asked.read_bytes()
    for broken in (whole[:200], whole[:-3], whole + b"\n"):
        post.asked.write_bytes(broken)
        with pytest.raises(BundleDamaged if len(broken) != 200 else FuyiError):
            post.answer(code)
    post.asked.write_bytes(whole)
    post.answer(code)
    answered = post.answered.read_bytes()
    post.answered.write_bytes(answered[:-3])
    with pytest.raises(FuyiError):
        post.finish(code)
    post.answered.unlink()
    with pytest.raises(CannotRead, match=r"恢复答复.fuyi"):
        post.finish(code)
    post.answered.write_bytes(answered)
    with pytest.raises(PasswordTooWeak):
        post.finish(code, "短")
    post.finish(code).close()


def test_a_station_that_has_not_joined_is_sent_to_its_own_sheet(post: Post, tmp_path: Path) -> None:
    invented.found(tmp_path / "alone", post.safe.county.clock)

    with pytest.raises(BadFact, match="请用建立本站时打印的恢复密钥"):
        ask(tmp_path / "alone", "独立窗口", tmp_path / "asks.fuyi")

    assert not (tmp_path / "alone" / ASKED).exists()


def test_a_note_of_what_was_asked_that_cannot_be_read_is_as_none(post: Post) -> None:
    code = post.ask()
    post.answer(code)
    (post.locked / ASKED).write_text(json.dumps({"fmt": "asked/1"}), "utf-8")

    with pytest.raises(BadFact, match="没有等待答复的恢复申请"):
        post.finish(code)


def test_a_station_does_not_answer_requests(post: Post) -> None:
    code = post.ask()
    township = invented.opened(post.locked, post.safe.county.clock)

    with township, pytest.raises(BadFact, match="只有县中心能答复恢复申请"):
        township.county_recovery.answer(post.asked, post.safe.keys.recovery_key, code, post.answered)
