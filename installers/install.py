"""Put Second Unit into a host: `installers/install.py --host nuke` is `secondunit install --host nuke`.

For a checkout whose service was set up here; the words are the command's own (--check, --uninstall, --path).
"""

from __future__ import annotations

import subprocess
import sys

if sys.version_info < (3, 10):  # noqa: UP036 - said plainly to whoever starts it with an older one
    sys.exit("Second Unit's installers need Python 3.10 or newer; this is " + sys.version.split()[0] + ".")

from environments import SERVICE


def main() -> int:
    """Run the command with the environment that was set up; its exit code, or 1 where there is none."""
    if not SERVICE.python.exists():
        print("The service is not set up on this machine. Run: python3 installers/setup.py --work")
        return 1
    return subprocess.call([str(SERVICE.python), "-m", "secondunit", "install", *sys.argv[1:]])


if __name__ == "__main__":
    sys.exit(main())
