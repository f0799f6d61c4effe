"""Run every benchmark, or those named, one after the other: `python -m benchmarks [exr host queue ...]`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent


def names() -> list[str]:
    """The benchmarks there are."""
    return sorted(path.stem for path in HERE.glob("*.py") if not path.stem.startswith("_"))


def main(wanted: list[str]) -> int:
    """Run them in processes of their own, so that none measures another's memory or threads."""
    unknown = [name for name in wanted if name not in names()]
    if unknown:
        print(f"No benchmark {', '.join(unknown)}. There are: {', '.join(names())}.")
        return 2
    status = 0
    for name in wanted or names():
        print(f"== {name}", flush=True)
        answer = subprocess.run([sys.executable, "-m", f"benchmarks.{name}"], cwd=HERE.parent, check=False)
        status = status or answer.returncode
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
