"""A case that may not be kept is erased everywhere, and every chain can still be proved."""

import hashlib
import io

import pytest

from fuyi_desktop.domain.access import Task
from fuyi_desktop.domain.case import Attachment
from fuyi_desktop.domain.errors import BadFact, NotFound, NotOpen
from fuyi_desktop.services.app import App
from fuyi_desktop.store import files
from fuyi_desktop.store.queries import lines
from tests.services import invented
from tests.services.invented import County, step
from tests.services.test_feed import meet

SCAN = b"%PDF- the scan of an identity card"


def ended(county: County, name: str = "欧阳慧敏") -> str:
    """A case that was withdrawn, with a scan in its file, known on both sides."""
    case_id = invented.registered(county.township, name)
    with county.township.office.work(Task.STEP, "登记附件") as work:
        digest, size = files.keep(work, io.BytesIO(SCAN))
        work.put(
            Attachment(
                id=work.new_id(), case_id=case_id, name="身份证.pdf", mime="application/pdf", size=size,
                digest=digest, added_at=work.at,
            )
        )  # fmt: skip
    step(county.township, case_id, "hand_over", "2026-07-30", to="center")
    meet(county.township, county)
    step(county.center, case_id, "withdraw", "2026-07-31")
    meet(county.township, county)
    return case_id


def said(app: App) -> bytes:
    """All that the store says in plain: every table as text, every line."""
    told = repr(invented.content(app)).encode("utf-8")
    with app.office.store.reading() as connection:
        return told + b"".join(
            raw or b"" for _, raw in lines(connection, app.office.store.meta("incarnation"))
        )


def test_nothing_is_left_of_it_but_hashes(county: County) -> None:
    case_id = ended(county)
    other = invented.registered(county.township, "陈国栋")
    meet(county.township, county)

    done = county.center.erasing.erase(case_id, "保管期限届满，经鉴定销毁").erasure
    meet(county.township, county)

    assert done.rows > 4 and done.lines > 1 and done.contents == 1
    for app in (county.center, county.township):
        with pytest.raises(NotFound):
            app.casework.page(case_id)
        assert app.casework.page(other).file.case.id == other
        assert "欧阳慧敏".encode() not in said(app)
        assert "陈国栋".encode() in said(app)
        assert app.upkeep.check() == []
    assert not files.present(county.township.office.store, hashlib.sha256(SCAN).hexdigest())


def test_only_what_has_ended_is_erased_with_a_ground_and_at_the_center(county: County) -> None:
    case_id = invented.registered(county.township)
    meet(county.township, county)

    with pytest.raises(NotOpen, match="还没有办结"):
        county.center.erasing.erase(case_id, "销毁")
    with pytest.raises(BadFact, match="删除的依据"):
        county.center.erasing.erase(case_id, " ")
    with pytest.raises(NotOpen, match="由县中心办理"):
        county.township.erasing.erase(case_id, "销毁")


def test_what_a_station_still_has_to_send_keeps_its_words_until_it_is_sent(county: County) -> None:
    case_id = ended(county)
    late = invented.registered(county.township, "欧阳慧敏", act_number="云公罚字〔2026〕999号")

    county.center.erasing.erase(case_id, "销毁")
    meet(county.township, county)

    assert county.center.casework.page(late).file.case.act_number == "云公罚字〔2026〕999号"
