"""Whether a take is signed, as its folder shows it. For worker threads: the disk may be far away."""

from __future__ import annotations


def signed(folder: str) -> bool:
    """Whether a signature lies in a take's folder."""
    import os

    try:
        with os.scandir(folder) as entries:
            return any(entry.name.endswith(".c2pa") for entry in entries)
    except OSError:
        return False
