"""Training needs torch, which the product does not: without it these tests are skipped."""

from __future__ import annotations

import importlib.util

collect_ignore_glob = (
    [] if importlib.util.find_spec("torch") else ["test_export.py", "test_tasks.py", "test_train.py"]
)
