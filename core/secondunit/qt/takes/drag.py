"""What a take is when it is dragged or copied out: files, addresses, and Nuke nodes as text.

Knows a take, not the gallery. A program that takes files gets the first frame of the beauty sequence (and the
folder behind it); a node graph that takes text gets nodes.
"""

from __future__ import annotations

from secondunit.host.placement import frame_path, sequence_path
from secondunit.wire import Placement, PlacementKind, SecondUnitError, Take

from ..binding import QtCore

#: Second Unit's own type: the take's id.
TAKE_TYPE = "application/x-secondunit-take"


def take_data(take: Take) -> QtCore.QMimeData:
    """The take as mime data: `text/uri-list`, text (Nuke nodes, else the path), and its id."""
    data = QtCore.QMimeData()
    data.setData(TAKE_TYPE, QtCore.QByteArray(take.id.encode()))
    data.setUrls([QtCore.QUrl.fromLocalFile(path) for path in take_files(take)])
    data.setText(nodes_text(take) or copied_path(take))
    return data


def take_files(take: Take) -> list[str]:
    """The files a program gets: every frame of the beauty sequence in order; else its folder."""
    try:
        return [frame_path(take, frame) for frame in take.frames]
    except SecondUnitError:
        return [take.folder]


def copied_path(take: Take) -> str:
    """`/shows/.../smoke_left_v003.%04d.exr 1001-1048`: what Nuke's file knob and a terminal both read."""
    try:
        return f"{sequence_path(take)} {take.frames.first}-{take.frames.last}"
    except SecondUnitError:
        return take.folder


def nodes_text(take: Take) -> str:
    """The take as a Nuke Group to paste; empty where it cannot be one."""
    from secondunit.host.nk import group_name, group_script

    try:
        placement = Placement(take.id, PlacementKind.COMP, blend=take.blend)
        return group_script([take], placement, name=group_name(take))
    except SecondUnitError:
        return ""
