"""What `start` runs in the background: the service, at the port given as the one argument."""

from __future__ import annotations

import sys

from .serve import serve

if __name__ == "__main__":
    sys.exit(serve(port=int(sys.argv[1]) if len(sys.argv) > 1 else 0))
