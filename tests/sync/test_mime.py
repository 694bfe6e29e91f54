"""A mail taken apart while it is read gives what the standard library finds in it."""

import random
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import SMTP
from io import BytesIO

import pytest

from fuyi_desktop.sync.mime import leaves

SPELLINGS = ("base64", "quoted-printable")


def found(content: bytes) -> list[bytes]:
    return [b"".join(leaf.pieces) for leaf in leaves(BytesIO(content))]


def expected(content: bytes) -> list[bytes]:
    mail = BytesParser(policy=policy.compat32).parsebytes(content)
    return [part.get_payload(decode=True) for part in mail.walk() if not part.is_multipart()]  # type: ignore[misc]


def letter(chance: random.Random, depth: int = 0) -> EmailMessage:
    """A mail of some parts, some of them mails."""
    message = EmailMessage(policy=SMTP)
    message["Subject"] = "转发：同步包"
    message.set_content("正文\n第二行\n", cte=chance.choice(SPELLINGS))
    if chance.random() < 0.3:
        message.add_alternative("<p>正文</p>", subtype="html")
    for number in range(chance.randint(0, 3)):
        if depth < 3 and chance.random() < 0.4:
            message.add_attachment(letter(chance, depth + 1))
        else:
            content = chance.randbytes(chance.choice((0, 1, 56, 57, 58, 3000, 70_000)))
            name = chance.choice((f"{number}.fuyi", "附件.bin", None))
            spelling = chance.choice(SPELLINGS) if len(content) < 5000 else "base64"
            message.add_attachment(content, "application", "octet-stream", cte=spelling, filename=name)
    return message


@pytest.mark.parametrize("seed", range(60))
def test_the_leaves_are_those_that_the_standard_library_finds(seed: int) -> None:
    content = letter(random.Random(seed)).as_bytes()

    assert found(content) == expected(content)
    assert found(content.replace(b"\r\n", b"\n")) == expected(content.replace(b"\r\n", b"\n"))


@pytest.mark.parametrize("seed", range(20))
def test_a_mail_cut_anywhere_comes_to_an_end(seed: int) -> None:
    chance = random.Random(seed)
    content = letter(chance).as_bytes()

    for _ in range(20):
        for leaf in leaves(BytesIO(content[: chance.randrange(len(content))])):
            try:
                for _ in leaf.pieces:
                    """Whatever comes."""
            except ValueError:
                continue


def test_names_are_read_whichever_way_they_are_spelt() -> None:
    told = {
        'filename="a.fuyi"': "a.fuyi",
        'filename="=?utf-8?b?5YyFLmZ1eWk=?="': "包.fuyi",
        "filename*=utf-8''%E5%8C%85.fuyi": "包.fuyi",
        "": "",
    }
    for spelt, name in told.items():
        head = f"MIME-Version: 1.0\r\nContent-Disposition: attachment; {spelt}\r\n\r\nx"
        (leaf,) = leaves(BytesIO(head.encode()))
        assert leaf.name == name


def test_what_is_not_read_of_a_leaf_is_passed_over() -> None:
    mail = EmailMessage(policy=SMTP)
    mail.set_content("正文")
    for content in (bytes(200_000), b"second"):
        mail.add_attachment(content, "application", "octet-stream", filename="a")

    read = [next(leaf.pieces)[:6] for leaf in leaves(BytesIO(mail.as_bytes()))]

    assert read[1:] == [bytes(6), b"second"]


def test_parts_within_parts_without_end_come_to_an_end() -> None:
    head = b"".join(
        b"Content-Type: multipart/mixed; boundary=%d\r\n\r\n--%d\r\n" % (n, n) for n in range(3000)
    )

    assert len(found(head + b"\r\nthe end")) <= 1
