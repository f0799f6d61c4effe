"""`python -m secondunit` is the command `secondunit`."""

from __future__ import annotations

import sys

from secondunit.cli import main

if __name__ == "__main__":
    sys.exit(main())
