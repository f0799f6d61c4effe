"""A take as native Nuke nodes, written as `.nk` text: a Group that holds every version, or plain nodes.

Needs no Nuke: the text is pasted by the plugin, written by `secondunit export --nk`, and checked as text.
Standard library only, Python 3.10. Node classes, knobs and their sources: docs/decisions/010-nuke-group.md.
"""

from __future__ import annotations

from .group import group_script
from .names import group_name, node_name
from .plain import nodes_script
from .stamp import TAKES_KEY, read_group
from .versions import version_knobs

__all__ = [
    "TAKES_KEY",
    "group_name",
    "group_script",
    "node_name",
    "nodes_script",
    "read_group",
    "version_knobs",
]
