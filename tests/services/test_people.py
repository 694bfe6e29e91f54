"""Several people on one computer, each by a password of their own; and what stays when one leaves."""

from dataclasses import replace
from pathlib import Path

import pytest

from fuyi_desktop.domain.access import PersonRole, Task, may
from fuyi_desktop.domain.errors import BadFact, NoPermission, NotFound, PasswordTooWeak, WrongPassword
from fuyi_desktop.services.accounts import recover, unlock
from fuyi_desktop.services.app import App
from fuyi_desktop.store import vault
from tests import factory
from tests.services import invented
from tests.services.invented import CHEAP, PASSWORD

HERS = "罗志强的长口令2026"


def added(
    app: App, name: str = "罗志强", role: PersonRole = PersonRole.HANDLER, password: str = HERS
) -> None:
    app.people.add(name, role, password, cost=CHEAP)


def who(app: App, password: str) -> str:
    """Whose password it is; the store is opened by it elsewhere in the meantime."""
    folder = app.office.store.folder
    app.close()
    opened = unlock(folder, password, law=factory.law(), now=invented.clock())
    opened.close()
    return opened.person.name


def as_whom(app: App, password: str) -> App:
    """The application with the person of this password at the desk."""
    row = next(one for one in app.people.rows() if one.name == "罗志强")
    assert password == HERS
    person = replace(app.office.person, id=row.id, name=row.name, role=row.role)
    return replace(app, office=replace(app.office, person=person))


def test_a_second_person_opens_the_store_by_a_password_of_their_own(window: App) -> None:
    added(window)

    rows = window.people.rows()

    assert [(row.name, row.role, row.has_password, row.is_me) for row in rows] == [
        ("周晓敏", PersonRole.ADMIN, True, True), ("罗志强", PersonRole.HANDLER, True, False),
    ]  # fmt: skip
    assert who(window, HERS) == "罗志强"
    assert who(window, PASSWORD) == "周晓敏"


def test_who_leaves_loses_the_password_and_keeps_the_name(window: App) -> None:
    added(window)

    window.people.remove("罗志强")

    (_, left) = window.people.rows()
    assert (left.name, left.role, left.has_password) == ("罗志强", PersonRole.LEFT, False)
    assert not any(may(invented.as_person(window, PersonRole.LEFT).office.person, task) for task in Task)
    with pytest.raises(WrongPassword):
        who(window, HERS)


def test_who_comes_back_is_the_same_person(window: App) -> None:
    added(window)
    first = window.people.rows()[1].id
    window.people.remove("罗志强")

    added(window, role=PersonRole.RECORDER)

    assert [(row.id, row.role) for row in window.people.rows()][1] == (first, PersonRole.RECORDER)


def test_the_last_who_administers_cannot_be_removed_nor_can_oneself(window: App) -> None:
    added(window)
    with pytest.raises(BadFact, match="周晓敏是最后一位管理员，不能删除"):
        window.people.remove("周晓敏")

    added(window, "王海燕", PersonRole.ADMIN, "王海燕的长口令2026")

    with pytest.raises(BadFact, match="不能删除自己"):
        window.people.remove("周晓敏")
    window.people.remove("王海燕")


def test_a_password_that_opens_the_store_already_is_given_to_nobody_else(window: App) -> None:
    before = vault.slots(window.office.store.folder)

    with pytest.raises(BadFact, match="这个密码不能用，请换一个"):
        added(window, password=PASSWORD)
    with pytest.raises(PasswordTooWeak):
        added(window, password="短")
    with pytest.raises(BadFact, match="本站已有周晓敏"):
        added(window, "周晓敏")
    with pytest.raises(BadFact, match="姓名"):
        added(window, "  ")
    with pytest.raises(BadFact, match="在岗"):
        added(window, role=PersonRole.LEFT)

    assert vault.slots(window.office.store.folder) == before
    assert len(window.people.rows()) == 1


def test_only_who_administers_adds_and_removes(window: App) -> None:
    added(window)
    clerk = as_whom(window, HERS)

    with pytest.raises(NoPermission):
        added(clerk, "王海燕", password="王海燕的长口令2026")
    with pytest.raises(NoPermission):
        clerk.people.remove("罗志强")
    with pytest.raises(NotFound):
        window.people.remove("王海燕")


def test_everybody_changes_their_own_password(window: App) -> None:
    added(window)
    clerk = as_whom(window, HERS)
    with pytest.raises(WrongPassword):
        clerk.people.change_password("不是这个口令", "新的长口令2026", cost=CHEAP)

    clerk.people.change_password(HERS, "新的长口令2026", cost=CHEAP)

    assert who(window, "新的长口令2026") == "罗志强"
    assert who(window, PASSWORD) == "周晓敏"
    with pytest.raises(WrongPassword):
        who(window, HERS)


def test_the_printed_key_gives_no_password_to_somebody_who_has_left(tmp_path: Path) -> None:
    from fuyi_desktop.domain.party import StationRole
    from fuyi_desktop.services.accounts import make

    at = invented.clock()
    folder = tmp_path / "store"
    made = make(
        folder, StationRole.TOWNSHIP, "石桥镇窗口", "石桥镇人民政府", "周晓敏", PASSWORD,
        law=factory.law(), now=at, cost=CHEAP,
    )  # fmt: skip
    with invented.opened(folder, at) as app:
        added(app)
        app.people.remove("罗志强")

    with pytest.raises(NotFound):
        recover(folder, made.recovery_key, HERS, name="罗志强", law=factory.law(), now=at, cost=CHEAP)
    opened = recover(folder, made.recovery_key, "周晓敏的新口令2026", law=factory.law(), now=at, cost=CHEAP)
    opened.close()

    assert opened.person.name == "周晓敏"
