"""The values that cross a process: briefs, takes, jobs, events and errors, and their JSON form.

Standard library only, Python 3.10, nothing happens at import: this runs inside other people's applications.
A name's module is loaded when the name is first asked for, so that a host pays only for what it uses.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .bin import BinList, BinnedTake
    from .brief import Brief, Delivery
    from .camera import CameraSample, CameraTrack
    from .capability import Absent, Capability, CapabilityList, Limit
    from .cast import CastPicture, CastPin, Character, CharacterList, CharacterVersion
    from .cast_match import (
        CastMatch,
        CastMatchApproval,
        CastMatchList,
        CastMatchOffer,
        CastMatchOutcome,
        CastMatchState,
        CastMatchWish,
        CastTry,
        CastTryJob,
    )
    from .codec import SCHEMA, canonical, decode, dumps, encode, loads
    from .comp_check import CheckFigure, CheckLight, CheckSubject, CompCheck
    from .continuity import Continuity, ContinuityShot, SequenceContinuity
    from .control import Control, Filling, Kind, Look, Scalar, read_controls
    from .cut import Conformed, Cut, CutShot, CutTake, Fate, Gap, Landed, Lost, ShotKind, Speed
    from .digest import brief_digest
    from .drawn import (
        DrawnMatte,
        MatteFiles,
        MatteLook,
        MatteRecord,
        MatteShape,
        MatteWish,
        OpenedMatte,
        ShapeKey,
        ShapeKind,
        WrittenMatte,
        WrittenMatteList,
    )
    from .drift import CharacterDrift, DriftFigures, FrameDrift, WithheldFrames
    from .drift_scale import DriftScale, DriftWord, SecondOpinion
    from .errors import Problem, SecondUnitError
    from .estimate import Estimate, EstimateList, Money, Understood
    from .event import Event, Topic
    from .fitting import Fitting
    from .frames import FrameRange, frames_text, parse_frames
    from .frozen import FrozenMap
    from .guide import Guide
    from .guide_kind import GuideKind
    from .highlights import Highlights
    from .home import state_home
    from .hook import HookRun, HookRunList, HookState
    from .intake import Changes, Coding, Form, GuideNeed, Intake, Need, Sides, Size
    from .job import Job, JobState, may_follow
    from .licence import Licence, LicencedPart, licence_text
    from .mark import MarkChange, MarkList, TakeMark
    from .model_question import ModelAnswer, ModelQuestion, QuestionChoice
    from .name import check_name, version_text
    from .note import Note, NoteList
    from .occluder import DepthFiles, Occluder
    from .offer import Offer, OfferList
    from .patch import Patch
    from .picture import ColorSpace, Format, Window
    from .placement import Placement, PlacementKind
    from .plate import CastMember, Matte, Plate, PlatePath, Reference
    from .playlist import Playlist, PlaylistChange, PlaylistList
    from .pointing import BoxPrompt, PointPrompt
    from .prepared import Encoded, Fit, Piece, Prepared, PreparedBox, PreparedFile, PreparedPoint, RoundTrip
    from .rate import Rate
    from .request import DataFlow, PathFormat, Purpose, Root, WorkPath, WorkRequest
    from .retime import Retime
    from .show_cut import CutPlace, ShowCut
    from .signoff import Decision, SignOff, SignOffList
    from .spaces import Spaces
    from .speed import SpeedKey
    from .take import Take, TakeLayer
    from .task import Task
    from .timecode import Timecode
    from .viewing import PixelValues, PlateFrame, PlatePixel, Viewing
    from .volume import TakeVolume
    from .work import JobPage, KindList, ServiceAddress, ServiceStatus, ShowSettings, Step, TakePage, Work

_PLACES = {
    "bin": "BinList BinnedTake",
    "brief": "Brief Delivery",
    "camera": "CameraSample CameraTrack",
    "capability": "Absent Capability CapabilityList Limit",
    "cast": "CastPicture CastPin Character CharacterList CharacterVersion",
    "cast_match": "CastMatch CastMatchApproval CastMatchList CastMatchOffer CastMatchOutcome CastMatchState "
    "CastMatchWish CastTry CastTryJob",
    "codec": "SCHEMA canonical decode dumps encode loads",
    "comp_check": "CheckFigure CheckLight CheckSubject CompCheck",
    "continuity": "Continuity ContinuityShot SequenceContinuity",
    "control": "Control Filling Kind Look Scalar read_controls",
    "cut": "Conformed Cut CutShot CutTake Fate Gap Landed Lost ShotKind Speed",
    "digest": "brief_digest",
    "drift": "CharacterDrift DriftFigures FrameDrift WithheldFrames",
    "drift_scale": "DriftScale DriftWord SecondOpinion",
    "drawn": "DrawnMatte MatteFiles MatteLook MatteRecord MatteShape MatteWish OpenedMatte ShapeKey "
    "ShapeKind WrittenMatte WrittenMatteList",
    "errors": "Problem SecondUnitError",
    "estimate": "Estimate EstimateList Money Understood",
    "event": "Event Topic",
    "fitting": "Fitting",
    "frames": "FrameRange frames_text parse_frames",
    "frozen": "FrozenMap",
    "guide": "Guide",
    "guide_kind": "GuideKind",
    "highlights": "Highlights",
    "home": "state_home",
    "hook": "HookRun HookRunList HookState",
    "intake": "Changes Coding Form GuideNeed Intake Need Sides Size",
    "job": "Job JobState may_follow",
    "licence": "Licence LicencedPart licence_text",
    "mark": "MarkChange MarkList TakeMark",
    "model_question": "ModelAnswer QuestionChoice ModelQuestion",
    "note": "Note NoteList",
    "occluder": "DepthFiles Occluder",
    "offer": "Offer OfferList",
    "patch": "Patch",
    "picture": "ColorSpace Format Window",
    "placement": "Placement PlacementKind",
    "plate": "CastMember Matte Plate PlatePath Reference",
    "playlist": "Playlist PlaylistChange PlaylistList",
    "pointing": "BoxPrompt PointPrompt",
    "prepared": "Encoded Fit Piece Prepared PreparedBox PreparedFile PreparedPoint RoundTrip",
    "rate": "Rate",
    "request": "DataFlow PathFormat Purpose Root WorkPath WorkRequest",
    "retime": "Retime",
    "show_cut": "CutPlace ShowCut",
    "signoff": "Decision SignOff SignOffList",
    "spaces": "Spaces",
    "speed": "SpeedKey",
    "name": "check_name version_text",
    "task": "Task",
    "take": "Take TakeLayer",
    "timecode": "Timecode",
    "viewing": "PixelValues PlateFrame PlatePixel Viewing",
    "volume": "TakeVolume",
    "work": "JobPage KindList ServiceAddress ServiceStatus ShowSettings Step TakePage Work",
}
_MODULE_OF = {name: module for module, names in _PLACES.items() for name in names.split()}

__all__ = [
    "SCHEMA", "Absent", "BinList", "BinnedTake", "BoxPrompt", "Brief", "CameraSample", "CameraTrack",
    "Capability", "CapabilityList", "CastMatch", "CastMatchApproval", "CastMatchList", "CastMatchOffer",
    "CastMatchOutcome", "CastMatchState", "CastMatchWish", "CastMember", "CastPicture", "CastPin",
    "CastTry", "CastTryJob", "Changes", "Character", "CharacterDrift", "CharacterList",
    "CharacterVersion", "CheckFigure", "CheckLight", "CheckSubject", "Coding", "ColorSpace", "CompCheck",
    "Conformed", "Continuity", "ContinuityShot", "Control", "Cut", "CutPlace", "CutShot", "CutTake",
    "DataFlow", "Decision", "Delivery", "DepthFiles", "DrawnMatte", "DriftFigures", "DriftScale",
    "DriftWord", "Encoded", "Estimate", "EstimateList", "Event", "Fate", "Filling", "Fit", "Fitting",
    "Form", "Format", "FrameDrift", "FrameRange", "FrozenMap", "Gap", "Guide", "GuideKind", "GuideNeed",
    "Highlights", "HookRun", "HookRunList", "HookState", "Intake", "Job", "JobPage", "JobState", "Kind",
    "KindList", "Landed", "Licence", "LicencedPart", "Limit", "Look", "Lost", "MarkChange", "MarkList",
    "Matte", "MatteFiles", "MatteLook", "MatteRecord", "MatteShape", "MatteWish", "ModelAnswer",
    "ModelQuestion", "Money", "Need", "Note", "NoteList", "Occluder", "Offer", "OfferList", "OpenedMatte",
    "Patch", "PathFormat", "Piece", "PixelValues", "Placement", "PlacementKind", "Plate", "PlateFrame",
    "PlatePath", "PlatePixel", "Playlist", "PlaylistChange", "PlaylistList", "PointPrompt", "Prepared",
    "PreparedBox", "PreparedFile", "PreparedPoint", "Problem", "Purpose", "QuestionChoice", "Rate",
    "Reference", "Retime", "Root", "RoundTrip", "Scalar", "SecondOpinion", "SecondUnitError",
    "SequenceContinuity", "ServiceAddress", "ServiceStatus", "ShapeKey", "ShapeKind", "ShotKind",
    "ShowCut", "ShowSettings", "Sides", "SignOff", "SignOffList", "Size", "Spaces", "Speed", "SpeedKey",
    "Step", "Take", "TakeLayer", "TakeMark", "TakePage", "TakeVolume", "Task", "Timecode", "Topic",
    "Understood", "Viewing", "Window", "WithheldFrames", "Work", "WorkPath", "WorkRequest",
    "WrittenMatte", "WrittenMatteList", "brief_digest", "canonical", "check_name", "decode", "dumps",
    "encode", "frames_text", "licence_text", "loads", "may_follow", "parse_frames", "read_controls",
    "state_home", "version_text",
]  # fmt: skip


def __getattr__(name: str) -> object:
    module = _MODULE_OF.get(name)
    if module is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(f".{module}", __name__), name)
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_MODULE_OF})
