"""What a service and a worker load before they do anything: nobody waits for what few of them need."""

from __future__ import annotations

import subprocess
import sys

import pytest

#: The compiler of kernels, and what measures pixels: two thirds of what a worker's start took with them.
SLOW = ("numba", "scipy")


@pytest.mark.parametrize("module", ["secondunit.service.running", "secondunit.engines.worker"])
def test_neither_a_service_nor_a_worker_waits_for_the_compiler_at_its_start(module: str) -> None:
    code = f"import {module}, sys; print(*[name for name in {SLOW} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
