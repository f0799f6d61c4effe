"""The command that stands for a Python: it has the process on standby fork, and passes on how that ends.

    caller.py PYTHON -m secondunit.engines.worker …

It runs without site-packages in some hundredths of a second, so it imports the least it can.
"""

import contextlib
import os
import signal
import socket
import sys

#: Where the environment names the process on standby.
NAME = "SECONDUNIT_STANDBY"
#: What the process on standby can be: anything else is run by a Python of its own.
WORKER = ["-m", "secondunit.engines.worker"]


def main(python: str, arguments: list[str]) -> int:
    """Run the arguments in a fork; in a Python of their own where nothing is on standby."""
    name = os.environ.pop(NAME, "")
    connection = connect(name) if arguments[:2] == WORKER else None
    pid = _started(connection, arguments[2:]) if connection else 0
    if not pid or not connection:
        os.execv(python, [python, *arguments])

    def pass_on(number: int, _frame: object) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, number)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, pass_on)
    answer = _line(connection)
    if not answer:  # the process on standby was ended, and its child is gone or ends by itself
        os.kill(os.getpid(), signal.SIGKILL)
    status = int(answer)
    if status < 0:
        # As the child ended: nobody need know that there were two.
        signal.signal(-status, signal.SIG_DFL) if -status != signal.SIGKILL else None
        os.kill(os.getpid(), -status)
    return status


def connect(name: str) -> "socket.socket | None":
    """The connection to the process on standby of that name; None where there is none of this user."""
    if not name:
        return None
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        connection.connect("\0" + name)
    except OSError:
        return None
    # An abstract name belongs to whoever takes it first: the other side has to be this very user.
    return connection if owner(connection) == os.getuid() else None


def owner(connection: socket.socket) -> int:
    """The user on the other side (unix(7), SO_PEERCRED: pid, uid, gid)."""
    facts = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12)
    return int.from_bytes(facts[4:8], sys.byteorder)


def _started(connection: socket.socket, arguments: list[str]) -> int:
    """The child's number; 0 where none was made."""
    words = [
        os.getcwd(),  # noqa: PTH109 (it loads no more than it must)
        str(len(arguments)),
        *arguments,
        *(f"{key}={value}" for key, value in os.environ.items()),
    ]
    message = "\0".join(words).encode("utf-8", "surrogateescape")
    try:
        socket.send_fds(connection, [len(message).to_bytes(8, "big")], [0, 1, 2])
        connection.sendall(message)
        return int(_line(connection) or b"0")
    except (OSError, ValueError):
        return 0


def _line(connection: socket.socket) -> bytes:
    """One line, or nothing where the other side is gone."""
    line = b""
    while not line.endswith(b"\n"):
        try:
            part = connection.recv(1)
        except OSError:
            return b""
        if not part:
            return b""
        line += part
    return line


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
