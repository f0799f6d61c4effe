"""What a job came to, out of its entry in a server's history: its files, its end, and what helps.

It knows the shapes of the history (recorded from 0.3.64 and 0.33.0) and no server.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from secondunit.wire import Problem
from secondunit.wire.errors import ProviderError

#: What the machine's own complaint about its memory looks like (PyTorch's, CUDA's and the CPU's).
_NO_MEMORY = ("out of memory", "not enough memory", "can't allocate memory", "defaultcpuallocator")


@dataclass(frozen=True)
class OutputFile:
    """A file that a node left on the server."""

    node: str
    name: str
    subfolder: str
    kind: str

    @property
    def folder(self) -> str:
        """Its folder as we write one: a server on Windows tells it with its own separators."""
        return self.subfolder.replace("\\", "/")


def outputs(entry: dict[str, Any]) -> list[OutputFile]:
    """Every file in a history entry, node by node: what has a `filename`, under whatever key."""
    files: list[OutputFile] = []
    nodes = entry.get("outputs")
    for node, keys in nodes.items() if isinstance(nodes, dict) else ():
        for items in keys.values() if isinstance(keys, dict) else ():
            for item in items if isinstance(items, list) else ():
                if isinstance(item, dict) and isinstance(item.get("filename"), str):
                    folder, kind = str(item.get("subfolder", "")), str(item.get("type", "output"))
                    files.append(OutputFile(str(node), item["filename"], folder, kind))
    return files


def last_message(entry: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """How a history entry ended: the last message's name and data."""
    status = entry.get("status")
    messages = status.get("messages") if isinstance(status, dict) else None
    last = messages[-1] if isinstance(messages, list) and messages else None
    if isinstance(last, list) and len(last) == 2 and isinstance(last[1], dict):
        return str(last[0]), last[1]
    return "", {}


def cached(entry: dict[str, Any]) -> set[str]:
    """The nodes that did not run because the server still held their results."""
    status = entry.get("status")
    messages = status.get("messages") if isinstance(status, dict) else None
    names: set[str] = set()
    for message in messages if isinstance(messages, list) else ():
        if isinstance(message, list) and len(message) == 2 and message[0] == "execution_cached":
            names |= {str(node) for node in message[1].get("nodes", ())}
    return names


def leavings(entry: dict[str, Any], folder: str) -> list[OutputFile]:
    """What a job itself left: all in its own output folder, and previews, which lie in a folder of all.

    None of a node that did not run, and none whose name is more than a name: the server is not believed.
    """
    old = cached(entry)
    return [
        output
        for output in outputs(entry)
        if re.fullmatch(r"[\w.\-]+", output.name)
        and ".." not in output.name
        and (
            (output.kind == "output" and output.folder == folder)
            or (output.kind == "temp" and not output.folder and output.node not in old)
        )
    ]


def failed(entry: dict[str, Any]) -> bool:
    """Whether a node failed."""
    status = entry.get("status")
    return isinstance(status, dict) and status.get("status_str") == "error"


def failure(entry: dict[str, Any], workflow: str) -> Problem:
    """Which node failed and why, and what helps: a retry hardly does."""
    _, data = last_message(entry)
    lines = str(data.get("exception_message", "")).strip().splitlines()
    reason = (lines[0] if lines else "without a reason")[:300].rstrip(".")
    text = f"{data.get('node_type', 'A node')} (number {data.get('node_id', '?')}) failed: {reason}."
    if any(words in reason.lower() for words in _NO_MEMORY):
        remedy = (
            "The server has not enough memory for it: ask for a smaller format or fewer frames at once, or "
            "for a server with more."
        )
    else:
        remedy = (
            f"Run {workflow}.json in ComfyUI with the same pictures and values: a retry fails in the same "
            "way until the workflow, its models or its values are changed."
        )
    return Problem(ProviderError.code, text, remedy)


def no_file() -> Problem:
    """What is said of a workflow that ended well and left nothing."""
    text = "The workflow ended and left no file."
    return Problem(ProviderError.code, text, "Give it a node that saves to disk.")


def reasons(refusal: dict[str, Any]) -> str:
    """What the server holds against a graph, without tracebacks: node by node, in one line."""
    causes = []
    errors = refusal.get("node_errors")
    for node, body in errors.items() if isinstance(errors, dict) else ():
        for fault in body.get("errors", ()) if isinstance(body, dict) else ():
            message = f"{fault.get('message', '')} {fault.get('details', '')}".strip()
            causes.append(f"{body.get('class_type', 'node')} (number {node}): {message[:200]}")
    error = refusal.get("error")
    if not causes and isinstance(error, dict):
        causes = [f"{error.get('message', '')} {error.get('details', '')}".strip()[:300].rstrip(".")]
    return "; ".join(causes) or "it does not say why"
