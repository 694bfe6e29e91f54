"""The text in which a station hands its part on to new keys, and everything that is no such text."""

from dataclasses import replace

import pytest

from fuyi_desktop.sealing import KeyRing, SigningKey
from fuyi_desktop.sync.enrolment import CenterCertificate, certify_center
from fuyi_desktop.sync.fields import Signed
from fuyi_desktop.sync.succession import of_center, of_station, read_succession, succeed, successions

DEVICE = "cd" * 16
FIRST, SECOND, THIRD = KeyRing.new(), KeyRing.new(), KeyRing.new()


def handed_on(following: KeyRing, present: SigningKey, generation: int = 2) -> Signed:
    return succeed("T0731", DEVICE, generation, following, present=present)


def test_the_next_keys_are_read_under_the_present_one() -> None:
    found = read_succession(handed_on(SECOND, FIRST.sign), FIRST.sign.public)

    assert (found.station, found.device, found.generation) == ("T0731", DEVICE, 2)
    assert (found.key, found.age) == (SECOND.sign.public, SECOND.recipient)


def test_neither_another_signer_nor_a_changed_text_is_believed() -> None:
    signed = handed_on(SECOND, FIRST.sign)

    with pytest.raises(ValueError, match="not signed"):
        read_succession(signed, THIRD.sign.public)
    with pytest.raises(ValueError, match="not signed"):
        read_succession(replace(signed, text=signed.text.replace("T0731", "T0732")), FIRST.sign.public)


def test_who_does_not_hold_the_next_key_hands_nothing_on() -> None:
    theirs = handed_on(SECOND, THIRD.sign)  # the cross signature binds the former key too
    stolen = theirs.text.encode("utf-8")
    again = Signed(text=theirs.text, signature=FIRST.sign.sign("station-keys/1", stolen).hex())

    with pytest.raises(ValueError, match="not by the next key"):
        read_succession(again, FIRST.sign.public)


def test_a_chain_of_successions_is_followed_and_strange_texts_are_passed_over() -> None:
    strange = Signed(text='{"fmt":"later-text/9","x":1}', signature="00" * 64)
    broken = Signed(text='{"fmt":"station-keys/1",', signature="00" * 64)
    certs = [strange, handed_on(SECOND, FIRST.sign), broken, handed_on(THIRD, SECOND.sign, 3)]

    found = list(successions(certs, [FIRST.sign.public]))

    assert [(one.generation, one.key) for one in found] == [(2, SECOND.sign.public), (3, THIRD.sign.public)]
    assert list(successions(certs[3:], [FIRST.sign.public])) == []


def test_only_the_root_says_which_keys_the_center_has() -> None:
    root = SigningKey.new()
    certificate = CenterCertificate(
        station="center", name="云岭县行政争议纾解中心", device=DEVICE, sign=FIRST.sign.public.hex,
        age=FIRST.recipient, recovery=SECOND.recipient, generation=2, drop=True,
    )  # fmt: skip
    certs = [certify_center(certificate, root), certify_center(certificate, SigningKey.new())]

    ((found, signed),) = of_center(certs, root.public)

    assert (found.generation, found.drop, signed) == (2, True, certs[0])
    assert list(of_station(certs, root.public)) == []
