"""录音录像 — how long a recording is, read from its own head; nothing is decoded."""

import wave
from typing import BinaryIO

ISO_MEDIA = (b"ftyp", b"moov", b"mdat", b"free", b"wide")
MOVIE, HEADER = b"moov", b"mvhd"
MP3_RATES = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)  # kbit/s, MPEG 1 layer III
MP3_RATES_2 = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)  # MPEG 2 and 2.5
MP3_SAMPLES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}
LOOKED_AT = 64 * 1024  # bytes in which the first frame of an MP3 has to be


def seconds_of(file: BinaryIO, size: int) -> int:
    """Whole seconds of a WAV, MP4, M4A, MOV or MP3; 0 where the file does not say."""
    file.seek(0)
    head = file.read(12)
    file.seek(0)
    if head[:4] == b"RIFF" and head[8:] == b"WAVE":
        return _wave(file)
    if head[4:8] in ISO_MEDIA:
        return _iso(file, size)
    if head[:3] == b"ID3" or (len(head) > 1 and head[0] == 0xFF and head[1] & 0xE0 == 0xE0):
        return _mp3(file, size)
    return 0


def _wave(file: BinaryIO) -> int:
    try:
        with wave.open(file, "rb") as sound:
            return round(sound.getnframes() / (sound.getframerate() or 1))
    except (wave.Error, EOFError):
        return 0


def _iso(file: BinaryIO, end: int) -> int:
    """ISO 14496-12: the duration of `mvhd` in `moov`, divided by its time scale."""
    at = 0
    while at + 8 <= end:
        file.seek(at)
        head = file.read(16)
        size, kind, skip = int.from_bytes(head[:4], "big"), head[4:8], 8
        if size == 1:
            size, skip = int.from_bytes(head[8:16], "big"), 16
        if kind == MOVIE:
            end, at = min(end, at + size) if size else end, at + skip
            continue
        if kind == HEADER:
            file.seek(at + skip)
            return _movie_header(file.read(32))
        if size == 0 or size < skip:
            return 0
        at += size
    return 0


def _movie_header(head: bytes) -> int:
    wide = bool(head[:1] == b"\x01")
    scale = int.from_bytes(head[20:24] if wide else head[12:16], "big")
    long = int.from_bytes(head[24:32] if wide else head[16:20], "big")
    return round(long / scale) if scale else 0


def _mp3(file: BinaryIO, size: int) -> int:
    """By the number of frames where the encoder has written it, else by the rate of the first frame."""
    file.seek(0)
    start = 0
    tag = file.read(10)
    if tag[:3] == b"ID3":
        start = 10 + sum((byte & 0x7F) << 7 * (3 - place) for place, byte in enumerate(tag[6:10]))
    file.seek(start)
    data = file.read(LOOKED_AT)
    at = next((i for i in range(len(data) - 4) if data[i] == 0xFF and data[i + 1] & 0xE6 == 0xE2), -1)
    if at < 0:
        return 0
    version, rate_at, sample_at = (data[at + 1] >> 3) & 3, data[at + 2] >> 4, (data[at + 2] >> 2) & 3
    if version not in MP3_SAMPLES or rate_at in (0, 15) or sample_at == 3:
        return 0
    rate = (MP3_RATES if version == 3 else MP3_RATES_2)[rate_at] * 1000
    samples = 1152 if version == 3 else 576
    xing = max(data.find(b"Xing", at, at + 64), data.find(b"Info", at, at + 64))
    if xing >= 0 and data[xing + 7] & 1:
        frames = int.from_bytes(data[xing + 8 : xing + 12], "big")
        return round(frames * samples / MP3_SAMPLES[version][sample_at])
    return round((size - start - at) * 8 / rate)
