"""The tour drives the real window through the main job: a step that asks for more must not stop it."""

import json
import os
import subprocess
import sys
from pathlib import Path


def test_the_window_goes_through_the_main_job_from_wizard_to_receipt(tmp_path: Path) -> None:
    out = tmp_path / "tour"
    run = subprocess.run(
        [sys.executable, "-m", "fuyi_desktop", "--json", "tour", "--out", str(out)],
        capture_output=True, text=True, encoding="utf-8", timeout=300, check=False,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
    )  # fmt: skip

    assert run.returncode == 0, run.stderr[-2000:]
    assert json.loads(run.stdout)["screenshots"][-1].endswith("县中心已收到.png")
    assert {path.name for path in (out / "papers").iterdir()} >= {"抄告函.docx"}
