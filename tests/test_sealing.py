"""What is locked opens with its own key only, and says so when it was touched."""

import hashlib
import random
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fuyi_desktop.domain.errors import BadFact, FileDamaged, KeyWrong, NoKeyFits, StoreDamaged, WrongPassword
from fuyi_desktop.sealing import (
    AgeIdentity,
    Cost,
    DatabaseKey,
    FileKey,
    KeyRing,
    PublicKey,
    RecoveryKey,
    SealedReader,
    SealedWriter,
    SigningKey,
    Slot,
    check_recipient,
    count_recipients,
    decrypt,
    decrypt_file,
    encrypt,
    encrypt_file,
    fingerprint,
    grouped,
    open_with_identity,
    open_with_password,
    open_with_recovery,
    read_public_file,
    read_signature,
    same_fingerprint,
    slot_for_password,
    slot_for_recipient,
    slot_for_recovery,
    verify_file,
)

CHEAP = Cost(memory=8, passes=1, lanes=1)
CHUNK = 65_536
MAC = b"--- " + b"A" * 43 + b"\n"
RECIPIENT = "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj"


def flipped(raw: bytes, at: int, bit: int = 0) -> bytes:
    return raw[:at] + bytes([raw[at] ^ 1 << bit]) + raw[at + 1 :]


# Slots


def test_nobody_ships_the_cheap_cost() -> None:
    slot = slot_for_password(DatabaseKey.new(), "一个很长的密码", person="张三")

    assert slot.cost == Cost()
    assert Cost().memory >= 64 * 1024
    assert Cost().passes >= 3


def test_the_password_opens_its_slot_and_another_does_not() -> None:
    key = DatabaseKey.new()
    slot = Slot.from_plain(slot_for_password(key, "山高水长 2026", person="张三", cost=CHEAP).as_plain())

    assert open_with_password(slot, "山高水长 2026") == key
    assert open_with_password(slot, "山高水长　２０２６") == key  # typed in full width
    with pytest.raises(WrongPassword):
        open_with_password(slot, "山高水长 2027")


def test_a_slot_cannot_be_passed_off_as_somebody_elses() -> None:
    plain = slot_for_password(DatabaseKey.new(), "山高水长 2026", person="张三", cost=CHEAP).as_plain()

    with pytest.raises(WrongPassword):
        open_with_password(Slot.from_plain({**plain, "owner": "李四"}), "山高水长 2026")


def test_the_printed_recovery_key_opens_the_store_as_a_tired_person_types_it() -> None:
    key, recovery = DatabaseKey.new(), RecoveryKey.new()
    slot = Slot.from_plain(slot_for_recovery(key, recovery).as_plain())
    typed = recovery.printed.lower().replace("0", "o").replace("1", "l").replace(" ", " - ")

    assert open_with_recovery(slot, RecoveryKey.typed(typed)) == key
    with pytest.raises(WrongPassword):
        open_with_recovery(slot, RecoveryKey.new())


@given(st.binary(min_size=16, max_size=16))
def test_a_recovery_key_is_seven_groups_that_say_the_same_key(value: bytes) -> None:
    key = RecoveryKey(value)

    assert [len(group) for group in key.printed.split()] == [4] * 7
    assert RecoveryKey.typed(key.printed) == key
    assert not set("ILOU") & set(key.printed)


def test_a_recovery_key_copied_wrong_is_noticed_before_any_lock_is_tried() -> None:
    printed = RecoveryKey(bytes(range(16))).printed.replace(" ", "")
    missed = 0
    for at, letter in enumerate(printed):
        for other in "0123456789ABCDEFGHJKMNPQRSTVWXYZ".replace(letter, ""):
            try:
                RecoveryKey.typed(printed[:at] + other + printed[at + 1 :])
                missed += 1
            except BadFact:
                pass

    assert missed <= 3  # of 868; a check of 12 bits lets one in 4096 pass
    with pytest.raises(BadFact, match="28 个字符"):
        RecoveryKey.typed(printed[:-1])
    with pytest.raises(BadFact, match="不会出现字符“U”"):
        RecoveryKey.typed("U" + printed[1:])


def test_the_county_opens_a_forgotten_store_with_its_own_key_only() -> None:
    key, county = DatabaseKey.new(), AgeIdentity.new()
    slot = Slot.from_plain(slot_for_recipient(key, county.recipient).as_plain())

    assert open_with_identity(slot, [AgeIdentity.new(), county]) == key
    with pytest.raises(WrongPassword):
        open_with_identity(slot, [AgeIdentity.new()])
    with pytest.raises(StoreDamaged):
        open_with_identity(Slot(slot.kind, AgeIdentity.new().recipient, slot.sealed), [county])


def test_a_slot_of_one_kind_does_not_open_as_another() -> None:
    key = DatabaseKey.new()
    by_password = slot_for_password(key, "山高水长 2026", person="张三", cost=CHEAP)

    with pytest.raises(WrongPassword):
        open_with_recovery(by_password, RecoveryKey.new())
    with pytest.raises(WrongPassword):
        open_with_identity(by_password, [AgeIdentity.new()])
    with pytest.raises(WrongPassword):
        open_with_password(slot_for_recovery(key, RecoveryKey.new()), "")


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "nobody"},
        {"fmt": "slot/2"},
        {"sealed": "00"},
        {"sealed": "zz"},
        {"sealed": None},
        {"salt": "AB" * 16},
        {"cost": None},
        {"cost": {"memory": 1 << 40, "passes": 3, "lanes": 4}},
        {"cost": {"memory": 65536, "passes": 10**9, "lanes": 4}},
        {"cost": {"memory": "65536", "passes": 3, "lanes": 4}},
        {"owner": 7},
    ],
)
def test_a_damaged_slot_is_refused_before_it_costs_anything(change: dict[str, object]) -> None:
    plain = slot_for_password(DatabaseKey.new(), "山高水长 2026", person="张三", cost=CHEAP).as_plain()

    with pytest.raises(StoreDamaged):
        Slot.from_plain({**plain, **change})


def test_no_key_shows_itself() -> None:
    ring, key, recovery = KeyRing.new(), DatabaseKey.new(), RecoveryKey.new()
    shown = repr((ring, key, recovery, FileKey(bytes(32))))

    assert ring.age[0].secret not in shown
    for secret in (ring.sign.seed, key.value, recovery.value):
        assert repr(secret) not in shown


# Files at rest


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 3 * CHUNK + 7])
def test_a_file_at_rest_comes_back_as_it_was(size: int) -> None:
    content, sealed, back = random.Random(size).randbytes(size), BytesIO(), BytesIO()

    key = encrypt_file(BytesIO(content), sealed)
    decrypt_file(sealed, back, key, name="附件")

    assert back.getvalue() == content
    assert SealedReader(sealed, key, name="附件").size == size
    assert content[:32] not in sealed.getvalue() or size < 32


def test_a_file_at_rest_cut_anywhere_or_lengthened_is_refused() -> None:
    sealed = BytesIO()
    key = encrypt_file(BytesIO(bytes(2 * CHUNK + 100)), sealed)
    whole = sealed.getvalue()
    lengths = {*range(40), 12 + CHUNK + 16, 12 + 2 * (CHUNK + 16), *range(0, len(whole), 997), len(whole) - 1}

    for length in lengths:
        with pytest.raises(FileDamaged):
            decrypt_file(BytesIO(whole[:length]), BytesIO(), key, name="附件")
    for more in (b"\n", bytes(16), bytes(CHUNK + 16)):
        with pytest.raises(FileDamaged):
            decrypt_file(BytesIO(whole + more), BytesIO(), key, name="附件")


def test_a_bit_changed_in_a_file_at_rest_is_found() -> None:
    sealed = BytesIO()
    key = encrypt_file(BytesIO(b"a" * (CHUNK + 9)), sealed)
    whole, draw = sealed.getvalue(), random.Random(1)

    for at in {*range(20), len(whole) - 1, *(draw.randrange(len(whole)) for _ in range(60))}:
        with pytest.raises(FileDamaged):
            decrypt_file(BytesIO(flipped(whole, at, at % 8)), BytesIO(), key, name="附件")


def test_two_chunks_of_a_file_at_rest_cannot_change_places() -> None:
    sealed, size = BytesIO(), CHUNK + 16
    key = encrypt_file(BytesIO(b"a" * CHUNK + b"b" * CHUNK + b"c"), sealed)
    head, rest = sealed.getvalue()[:12], sealed.getvalue()[12:]

    with pytest.raises(FileDamaged):
        decrypt_file(
            BytesIO(head + rest[size : 2 * size] + rest[:size] + rest[2 * size :]), BytesIO(), key, name=""
        )


def test_every_file_has_a_key_of_its_own() -> None:
    one, other = BytesIO(), BytesIO()
    key = encrypt_file(BytesIO(b"same"), one)

    assert encrypt_file(BytesIO(b"same"), other) != key
    with pytest.raises(FileDamaged):
        decrypt_file(other, BytesIO(), key, name="附件")


@given(st.lists(st.tuples(st.integers(0, 3 * CHUNK), st.integers(1, CHUNK + 5)), max_size=6))
def test_a_file_at_rest_is_read_from_any_place(reads: list[tuple[int, int]]) -> None:
    content, sealed = random.Random(5).randbytes(2 * CHUNK + 500), BytesIO()
    with SealedWriter(sealed) as writer:
        for at in range(0, len(content), 7001):
            writer.write(content[at : at + 7001])
    reader = SealedReader(sealed, writer.key, name="附件")

    for at, size in reads:
        reader.seek(at)
        piece = reader.read(size)
        assert piece == content[at : at + len(piece)]
        assert piece or at >= len(content)


# age


def test_an_age_file_opens_for_each_recipient_and_for_nobody_else() -> None:
    center, recovery, sealed = AgeIdentity.new(), AgeIdentity.new(), BytesIO()
    encrypt(BytesIO("案情".encode()), sealed, [center.recipient, recovery.recipient])

    for identity in (center, recovery):
        plain = BytesIO()
        decrypt(BytesIO(sealed.getvalue()), plain, [identity], name="a.fuyi")
        assert plain.getvalue() == "案情".encode()
    assert count_recipients(BytesIO(sealed.getvalue()), name="a.fuyi") == 2
    with pytest.raises(NoKeyFits):
        decrypt(BytesIO(sealed.getvalue()), BytesIO(), [AgeIdentity.new()], name="a.fuyi")
    with pytest.raises(NoKeyFits):
        decrypt(BytesIO(sealed.getvalue()), BytesIO(), [], name="a.fuyi")


@pytest.mark.parametrize(
    "header",
    [
        b"",
        b"age-encryption.org/v1\n",
        b"age-encryption.org/v1",
        b"age-encryption.org/v1\n" + MAC,
        b"age-encryption.org/v1\n-> X25519 " + b"A" * 10_000_000,
        b"age-encryption.org/v1\n"
        + (b"-> X a\n" + b"A" * 40 + b"\n") * 100_000
        + b"--- "
        + b"A" * 43
        + b"\n",
        b"age-encryption.org/v1\n-> X a\n" + (b"A" * 64 + b"\n") * 500_000,
        b"age-encryption.org/v1\n-> X a\n" + b"\0" * 5_000_000,
        b"age-encryption.org/v1\n-> scrypt aaaa 18\n" + b"A" * 43 + b"\n" + MAC,
        b"age-encryption.org/v1\n-> X25519 " + b"A" * 42 + b"B\n" + b"A" * 43 + b"\n" + MAC,
        b"age-encryption.org/v1\n-> X25519 " + b"A" * 43 + b"\n" + b"A" * 64 + b"\n" + MAC,
        b"age-encryption.org/v1\n-> X25519 "
        + b"A" * 43
        + b"\r\n"
        + b"A" * 43
        + b"\n--- "
        + b"A" * 43
        + b"\n",
    ],
    ids=lambda header: f"{len(header)} bytes, {hashlib.sha256(header).hexdigest()[:6]}",
)
def test_a_header_no_station_writes_is_refused_before_it_costs_anything(header: bytes) -> None:
    with pytest.raises(FileDamaged):
        decrypt(BytesIO(header + bytes(100)), BytesIO(), [AgeIdentity.new()], name="a.fuyi")


def test_a_file_for_more_recipients_than_a_county_has_keys_is_refused() -> None:
    identity, sealed = AgeIdentity.new(), BytesIO()
    encrypt(BytesIO(b"x"), sealed, [identity.recipient] * 65)

    with pytest.raises(FileDamaged):
        decrypt(BytesIO(sealed.getvalue()), BytesIO(), [identity], name="a.fuyi")


def test_a_full_disk_is_told_as_such_and_not_as_a_damaged_file() -> None:
    class Full(BytesIO):
        def write(self, piece: object, /) -> int:
            raise OSError(28, "full")

    class Pulled(BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            raise OSError(5, "pulled")

    identity, sealed = AgeIdentity.new(), BytesIO()
    encrypt(BytesIO(bytes(200_000)), sealed, [identity.recipient])

    with pytest.raises(OSError, match="full"):
        decrypt(BytesIO(sealed.getvalue()), Full(), [identity], name="a.fuyi")
    with pytest.raises(OSError, match="full"):
        encrypt(BytesIO(bytes(200_000)), Full(), [identity.recipient])
    with pytest.raises(OSError, match="pulled"):
        encrypt(Pulled(), BytesIO(), [identity.recipient])


@pytest.mark.parametrize("text", ["", "age1", "age1\ud800", RECIPIENT.upper(), "ssh-ed25519 AAAA"])
def test_what_is_no_recipient_is_refused(text: str) -> None:
    with pytest.raises(KeyWrong):
        check_recipient(text)
    with pytest.raises(KeyWrong):
        encrypt(BytesIO(), BytesIO(), [text])


def test_nothing_is_sealed_for_nobody() -> None:
    with pytest.raises(KeyWrong):
        encrypt(BytesIO(), BytesIO(), [])


# Signatures and fingerprints


def test_a_signature_holds_for_its_purpose_alone() -> None:
    key = SigningKey.new()
    signature = key.sign("center-cert/1", b"text")

    assert key.public.verifies("center-cert/1", b"text", signature)
    assert not key.public.verifies("station-cert/1", b"text", signature)
    assert not key.public.verifies("center-cert/1", b"Text", signature)
    assert not SigningKey.new().public.verifies("center-cert/1", b"text", signature)


def test_a_signature_file_is_refused_after_any_change() -> None:
    key = SigningKey.new()
    raw = key.sign_file(b"manifest", "T0731 - 1-2")

    assert verify_file(b"manifest", raw, key.public).trusted_comment == "T0731 - 1-2"
    with pytest.raises(ValueError, match="signed"):
        verify_file(b"manifest!", raw, key.public)
    with pytest.raises(ValueError, match="signed"):
        verify_file(b"manifest", raw, SigningKey.new().public)
    for at in range(len(raw)):
        for changed in (flipped(raw, at), flipped(raw, at, 5), raw[:at], raw[:at] + b"\n" + raw[at:]):
            with pytest.raises(ValueError):
                verify_file(b"manifest", changed, key.public)


def test_a_signature_file_with_a_digit_that_changes_nothing_is_refused() -> None:
    raw = SigningKey.new().sign_file(b"manifest", "c")
    lines = raw.split(b"\n")
    assert lines[3].endswith(b"==")
    unused = b"AQgw"[b"AQgw".index(lines[3][-3:-2])] + 1  # the next digit has the same used bits

    with pytest.raises(ValueError, match="canonical"):
        read_signature(b"\n".join([*lines[:3], lines[3][:-3] + bytes([unused]) + b"==", b""]))


def test_a_public_key_file_says_its_key() -> None:
    public = SigningKey.new().public

    assert read_public_file(public.public_file("县中心")) == public
    for text in ("", "untrusted comment: x\nRWQ=\n", public.public_file("x").replace("\nR", "\nS")):
        with pytest.raises(KeyWrong):
            read_public_file(text)


def test_the_fingerprint_is_the_one_of_the_page() -> None:
    sign = PublicKey(bytes(range(32)))
    first = hashlib.sha256(bytes(range(32)) + RECIPIENT.encode()).digest()[:10]
    digits = str(int.from_bytes(first, "big"))[-24:].zfill(24)

    assert fingerprint(sign, RECIPIENT) == digits
    assert grouped(digits).split() == [digits[at : at + 4] for at in range(0, 24, 4)]


def test_digits_heard_on_the_telephone_are_compared_and_not_their_spaces() -> None:
    digits = KeyRing.new().fingerprint
    wrong = str((int(digits[0]) + 1) % 10) + digits[1:]

    assert same_fingerprint(f" {grouped(digits)}\n", digits)
    assert same_fingerprint(grouped(digits).replace(" ", "-"), digits)
    assert same_fingerprint(digits.translate({48 + n: 0xFF10 + n for n in range(10)}), digits)
    assert not same_fingerprint(wrong, digits)
    assert not same_fingerprint(digits[:-1], digits)
    assert not same_fingerprint("", "")


def test_the_key_ring_survives_the_store_and_a_rotation_keeps_the_old_key() -> None:
    ring = KeyRing.new()
    rotated = KeyRing.from_plain(ring.with_new_age().as_plain())

    assert KeyRing.from_plain(ring.as_plain()) == ring
    assert rotated.age[1:] == ring.age
    assert rotated.fingerprint != ring.fingerprint
    for change in ({"fmt": "keys/9"}, {"age": []}, {"age": None}, {"sign": 1}):
        with pytest.raises(KeyWrong):
            KeyRing.from_plain({**ring.as_plain(), **change})
