"""LibreOffice as a second reader of the Word files, where it is installed."""

import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from fuyi_desktop.documents import preview

ABSENT = "没有装 LibreOffice（libreoffice-writer-nogui），Word 文件的页数没有核对。"
PATIENCE = 240  # seconds for all files of one call


def present() -> bool:
    return shutil.which("soffice") is not None


def pages(files: Mapping[str, bytes], folder: Path) -> dict[str, int]:
    """How many pages each Word file has there."""
    made = folder / "made"
    made.mkdir()
    for name, content in files.items():
        (folder / f"{name}.docx").write_bytes(content)
    subprocess.run(
        [
            "soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless",
            "--convert-to", "pdf", "--outdir", str(made), *(str(folder / f"{name}.docx") for name in files),
        ],
        check=True, capture_output=True, timeout=PATIENCE,
    )  # fmt: skip
    return {name: preview.count((made / f"{name}.pdf").read_bytes()) for name in files}
