"""Canonical base64 and hexadecimal: one spelling for one value, every other refused with ValueError."""

import base64
import binascii
import re

HEX = re.compile(r"(?:[0-9a-f]{2})*")


def encoded(value: bytes, *, padded: bool = True) -> str:
    text = base64.b64encode(value).decode("ascii")
    return text if padded else text.rstrip("=")


def decoded(text: str, *, padded: bool = True) -> bytes:
    """The value of the text; Python alone would pass over unused bits that are not zero."""
    try:
        value = base64.b64decode(text if padded else text + "=" * (-len(text) % 4), validate=True)
    except binascii.Error as error:
        raise ValueError("not base64") from error
    if encoded(value, padded=padded) != text:
        raise ValueError("not canonical base64")
    return value


def unhexed(text: object, length: int) -> bytes:
    """The bytes written as exactly 2 × length lower case digits."""
    if not isinstance(text, str) or len(text) != 2 * length or not HEX.fullmatch(text):
        raise ValueError("not hexadecimal")
    return bytes.fromhex(text)
