"""Events: what happened in the service, numbered, so that a host that was away can hear it all."""

from __future__ import annotations

from enum import Enum

from .hook import HookRun
from .job import Job
from .mark import TakeMark
from .note import Note
from .playlist import Playlist
from .signoff import SignOff
from .take import Take
from .value import dataclass


class Topic(str, Enum):
    """What an event is about."""

    JOB_CREATED = "job.created"
    JOB_CHANGED = "job.changed"
    JOB_PROGRESS = "job.progress"
    TAKE_CREATED = "take.created"
    TAKE_BINNED = "take.binned"
    TAKE_RESTORED = "take.restored"
    MARK_CHANGED = "mark.changed"
    NOTE_CREATED = "note.created"
    SIGN_OFF_CREATED = "signoff.created"
    HOOK_CHANGED = "hook.changed"
    PLAYLIST_CHANGED = "playlist.changed"
    PLAYLIST_REMOVED = "playlist.removed"
    SERVICE_STOPPING = "service.stopping"


@dataclass(frozen=True)
class Event:
    """One thing that happened. Numbers rise by at least one and are never used twice.

    A job event carries the whole job as it then stood, a take event the take,
    a note event the note, a sign-off event the sign-off, a hook event how it stands with its take,
    a mark event one user's mark, a playlist event the playlist.
    """

    number: int
    topic: Topic
    at: str
    job: Job | None = None
    take: Take | None = None
    note: Note | None = None
    signoff: SignOff | None = None
    hook: HookRun | None = None
    mark: TakeMark | None = None
    playlist: Playlist | None = None
