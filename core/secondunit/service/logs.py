"""The service's log: one JSON object a line, in a file that is rotated before it grows large."""

from __future__ import annotations

import json
import logging
import logging.handlers
import os
from datetime import UTC, datetime
from pathlib import Path

from secondunit.rights.secret import Scrub
from secondunit.wire.visible import visible_json

LARGEST, KEPT = 5_000_000, 3


class JsonLines(logging.Formatter):
    """`{"at": ..., "level": ..., "from": ..., "says": ...}`, with the traceback where there is one."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name.removeprefix("secondunit."),
            "says": record.getMessage(),
        }
        if record.threadName and record.threadName.startswith("job "):
            line["job"] = record.threadName[4:]
        if record.exc_text or record.exc_info:
            # What a filter has made of the traceback goes first: secrets are out of it.
            line["trace"] = record.exc_text or self.formatException(record.exc_info)  # type: ignore[arg-type]
        return visible_json(json.dumps(line, ensure_ascii=False))


def log_into(path: Path, level: int = logging.INFO) -> None:
    """Send this process's log to `path` (0600), and there only; secrets that were read do not get there."""
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600))
    handler = logging.handlers.RotatingFileHandler(
        path, maxBytes=LARGEST, backupCount=KEPT, encoding="utf-8", errors="backslashreplace"
    )
    handler.setFormatter(JsonLines())
    handler.addFilter(Scrub())
    root = logging.getLogger()
    for old in list(root.handlers):
        root.removeHandler(old)
        old.close()
    root.addHandler(handler)
    root.setLevel(logging.WARNING)
    logging.getLogger("secondunit").setLevel(level)
    logging.getLogger("alembic").setLevel(logging.WARNING)
