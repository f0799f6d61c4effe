"""`python -m second_unit_resolve`: the panel's process, as the script in Resolve's menu starts it."""

from __future__ import annotations

import sys

from .app import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
