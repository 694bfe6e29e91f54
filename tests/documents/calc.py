"""LibreOffice Calc as a second reader of the Excel files, where it is installed."""

import shutil
import subprocess
from pathlib import Path

ABSENT = "没有装 LibreOffice 表格（libreoffice-calc-nogui），Excel 文件没有核对。"
PATIENCE = 240  # seconds
LIBRARY = "libsclo.so"  # what the office is without unless Calc is there


def present() -> bool:
    office = shutil.which("soffice")
    return office is not None and (Path(office).resolve().parent / LIBRARY).exists()


def converted(content: bytes, folder: Path, kind: str) -> bytes:
    """The workbook as LibreOffice has it: pdf as it is printed, csv as its first sheet is calculated."""
    (folder / "made").mkdir(parents=True)
    (folder / "book.xlsx").write_bytes(content)
    subprocess.run(
        [
            "soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless",
            "--convert-to", kind, "--outdir", str(folder / "made"), str(folder / "book.xlsx"),
        ],
        check=True, capture_output=True, timeout=PATIENCE,
    )  # fmt: skip
    return (folder / "made" / f"book.{kind.partition(':')[0]}").read_bytes()
