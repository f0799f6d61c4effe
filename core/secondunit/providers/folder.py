"""Folder: a watched folder, for a studio's own tool that knows nothing of us but files.

    jobs/<job>/        dropped in whole: request.json and the inputs, named in it
    answers/<job>/     the tool's answer, whole when answer.json is there
    <job> in stop/     an empty file by which we ask the tool to stop

The tool takes a job by renaming `jobs/<job>` to `taken/<job>`, may write `taken/<job>/progress.json`
(`{"progress": 0.4, "message": "frame 1004"}`) and `preview.png` or `preview.jpg` there, and answers by making
its files in a folder of its own and renaming that to `answers/<job>`. `answer.json`:

    {"state": "done", "files": [{"name": "a.1001.png", "size": 123, "sha256": "..."}]}
    {"state": "failed" | "moderated" | "cancelled", "message": "why"}

The job's name is made from the key, so that dropping it twice is not possible. It opens no connection: the
gate is asked by `Site.hand` before a file is copied.
A tool that reads more than 8-bit sRGB says so in the settings, and is given that.
"""

from __future__ import annotations

import errno
import json
import re
import shutil
import uuid
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any, ClassVar

from secondunit.media.whole import MARK, storage_error, whole_file
from secondunit.wire import (
    Capability,
    Coding,
    Form,
    FrozenMap,
    Intake,
    Limit,
    Money,
    Need,
    Problem,
    Scalar,
    Task,
    encode,
)
from secondunit.wire.errors import (
    BadDownload,
    BadInput,
    BadSettings,
    Expired,
    Moderated,
    NotFound,
    ProviderAbsent,
    ProviderBroken,
    ProviderError,
    Uncertain,
)

from .door import Call, Part
from .guides import require_guide_inputs
from .landing import Landing
from .message import open_message
from .protocol import CancelOutcome, Estimated, Input, Preview, Request, State, Status, Ticket
from .registry import HANDED, Site

_CHUNK = 1 << 20
_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.\-]{0,99}")
_MOST_JSON = 4 << 20
_ALL = (Task.IMAGE, Task.VIDEO, Task.INPAINT, Task.EXTEND, Task.RESTYLE, Task.MATTE, Task.UPSCALE)
#: Those that may be given a plate, or none, and those that may not be without a matte.
_FREE, _MATTED = (Task.IMAGE, Task.VIDEO), (Task.INPAINT,)


class Folder:
    """The provider. Settings: `path` (absolute, must exist), `label`, `tasks` (names, comma separated), and
    what the tool reads: `coding` (`srgb` or `log`), `depth` (8 or 16 bits), `movies` (true: a movie in place
    of a picture a frame), `frames` (the most at once), `multiple` (of both sides), `scale` (of an upscale).
    """

    name = "folder"
    setting_names: ClassVar[tuple[str, ...]] = (
        "path", "label", "tasks", "coding", "depth", "movies", "frames", "multiple", "scale",
    )  # fmt: skip

    def __init__(self, site: Site) -> None:
        path = str(site.settings.get("path", ""))
        if not path or not Path(path).is_absolute():
            raise BadSettings("The watched folder needs an absolute path.", where="path")
        self._root, self._hand, self._scratch = Path(path), site.hand, site.scratch
        self._label = str(site.settings.get("label", "A watched folder"))
        try:
            named = str(site.settings.get("tasks", ""))
            self._tasks = tuple(Task(name.strip()) for name in named.split(",") if name.strip()) or _ALL
        except ValueError:
            raise BadSettings(f"{named!r} names a task that there is not.", where="tasks") from None
        self._intakes = {task: _intake(task, site.settings) for task in self._tasks}
        self._progress: dict[str, float] = {}

    def capabilities(self) -> Sequence[Capability]:
        """One model, whatever stands behind the folder, once for each task: each takes something else.

        Raises `ProviderAbsent` where the folder is not there.
        """
        self._present()
        return tuple(
            Capability(
                provider=self.name,
                label=self._label,
                tasks=(task,),
                made_by="studio tool",
                leaves=True,
                terms=f"The inputs are copied to {self._root} and stay with the studio's own tool.",
                references=16,
                prompt=10_000,
                limits=(Limit("Result", "whatever the tool answers"),),
                intake=intake,
            )
            for task, intake in self._intakes.items()
        )

    def estimate(self, request: Request) -> Estimated:
        """No price, and a time that nobody knows."""
        if request.task not in self._tasks:
            raise BadInput(f"This folder's tool does not do {request.task.value}.", where="task")
        if any(request.margins):
            raise BadInput("This folder's tool is given a larger picture, and no margins.", where="margins")
        return Estimated(Money("0"))

    def submit(self, request: Request, key: str) -> Ticket:
        """Drop the job in whole: it is made beside `jobs` and renamed into it."""
        self.estimate(request)
        for role in ("plate", "matte"):
            if getattr(self._intakes[request.task], role) is Need.REQUIRED and not request.of(role):
                raise BadInput(f"The tool needs a {role} for {request.task.value}.", where=role)
        require_guide_inputs(request, self._intakes[request.task], "The tool")
        ticket = self._ticket(request, key)
        self._present()
        if self._place(ticket.id) is not None:
            return ticket
        parts = tuple(Part(i.role, i.path.name, i.path, i.media_type, i.sha256) for i in request.inputs)
        self._hand(Call("PUT", HANDED, key, form=(("request", json.dumps(_asked(request))),), parts=parts))
        staged = self._root / f".{ticket.id}{MARK}{uuid.uuid4().hex[:8]}"
        try:
            staged.mkdir()
            files = [self._copy(asset, number, staged) for number, asset in enumerate(request.inputs)]
            body = {**_asked(request), "job": ticket.id, "digest": request.digest, "inputs": files}
            with whole_file(staged / "request.json") as out:
                out.write_text(json.dumps(body, indent=2, sort_keys=True), encoding="utf-8")
            (self._root / "jobs").mkdir(exist_ok=True)
            staged.rename(self._root / "jobs" / ticket.id)
        except OSError as problem:
            if problem.errno in (errno.ENOTEMPTY, errno.EEXIST):
                return ticket
            raise storage_error(problem, self._root) from problem
        finally:
            shutil.rmtree(staged, ignore_errors=True)
        return ticket

    def recover(self, request: Request, key: str) -> Ticket | None:
        """The folder tells: the job lies in it, or it was never dropped."""
        self._present()
        ticket = self._ticket(request, key)
        return ticket if self._place(ticket.id) is not None else None

    def poll(self, ticket: Ticket) -> Status:
        """Where the job's folder lies, and what the tool wrote into it."""
        self._present()
        place = self._place(ticket.id)
        if place is None:
            text = "The job is no longer in the watched folder, and there is no answer."
            return Status(State.LOST, problem=Problem(Uncertain.code, text, "Ask whoever runs the tool."))
        if place.parent.name == "jobs":
            return Status(State.WAITING, message="The tool has not taken it yet.", retry_after=2.0)
        if place.parent.name == "taken":
            return self._running(ticket, place)
        answer = self._answer(place)
        state, message = answer.get("state"), str(answer.get("message", "")).strip()
        self._progress.pop(ticket.id, None)
        if state == "done":
            return Status(State.DONE, 1.0, message)
        if state == "cancelled":
            return Status(State.CANCELLED, message=message)
        if state == "moderated":
            text = f"The tool's rules refuse it: {message.rstrip('.') or 'it does not say why'}."
            return Status(State.FAILED, problem=Problem(Moderated.code, text, Moderated.default_remedy))
        return Status(
            State.FAILED, problem=Problem(ProviderError.code, message or "It failed without a reason.")
        )

    def fetch(self, ticket: Ticket, into: Path) -> list[Path]:
        """Copy the answer's files, each held against its size and hash; the tool's folder is not touched."""
        self._present()
        place = self._place(ticket.id)
        if place is None:
            raise Expired("The answer is no longer in the watched folder.")
        if place.parent.name != "answers":
            raise NotFound("There is no answer yet.")
        answer = self._answer(place)
        if answer.get("state") != "done":
            raise NotFound("The tool made nothing: the job is not done.")
        with Landing(into) as landing:
            for file in answer["files"]:
                self._take(landing, place, file)
        return landing.paths

    def cancel(self, ticket: Ticket) -> CancelOutcome:
        """Take a waiting job back; ask the tool to stop one that it has taken."""
        self._present()
        waiting, back = self._root / "jobs" / ticket.id, self._root / "answers" / ticket.id
        place = self._place(ticket.id)
        if place is None:
            return CancelOutcome.UNKNOWN
        if place == waiting and self._withdraw(waiting, back):
            return CancelOutcome.CANCELLED
        if back.is_dir():
            success = self._answer(back).get("state") == "cancelled"
            return CancelOutcome.CANCELLED if success else CancelOutcome.TOO_LATE
        with whole_file(self._root / "stop" / ticket.id):
            pass
        return CancelOutcome.ASKED

    def _withdraw(self, waiting: Path, back: Path) -> bool:
        """Rename the job away from the tool; False if the tool was quicker."""
        staged = waiting.parent.parent / f".{waiting.name}{MARK}{uuid.uuid4().hex[:8]}"
        try:
            waiting.rename(staged)
        except OSError:
            return False
        try:
            with whole_file(staged / "answer.json") as out:
                out.write_text(json.dumps({"state": "cancelled", "message": "Taken back before it began."}))
            back.parent.mkdir(exist_ok=True)
            staged.rename(back)
        except OSError as problem:
            raise storage_error(problem, back) from problem
        return True

    def _running(self, ticket: Ticket, place: Path) -> Status:
        report: dict[str, Any] = {}
        try:
            content = json.loads((place / "progress.json").read_text(encoding="utf-8"))
            report = content if isinstance(content, dict) else {}
        except (OSError, ValueError):
            pass  # being written this moment, or never: it is only a hint
        fraction = report.get("progress", 0.0)
        last = self._progress.get(ticket.id, 0.0)
        new = (
            float(fraction) if isinstance(fraction, (int, float)) and not isinstance(fraction, bool) else 0.0
        )
        progress = self._progress[ticket.id] = max(last, min(max(new, 0.0), 0.999) if new == new else 0.0)
        return Status(State.RUNNING, progress, str(report.get("message", ""))[:200], self._preview(place))

    def _preview(self, place: Path) -> Preview | None:
        for name, kind in (("preview.jpg", "image/jpeg"), ("preview.png", "image/png")):
            try:
                return Preview((place / name).read_bytes(), kind)
            except OSError:
                continue
        return None

    def _answer(self, place: Path) -> dict[str, Any]:
        """The tool's answer, checked as far as it is used; raises `ProviderBroken`."""
        path = place / "answer.json"
        try:
            with path.open("rb") as file:
                value = json.loads(file.read(_MOST_JSON))
        except (OSError, ValueError, RecursionError):
            raise ProviderBroken("The tool's answer.json is missing or not JSON.", where=str(path)) from None
        state = value.get("state") if isinstance(value, dict) else None
        if state not in ("done", "failed", "moderated", "cancelled"):
            raise ProviderBroken("The tool's answer.json has no state that we know.", where=str(path))
        files = value.get("files", [])
        if state == "done" and not (
            isinstance(files, list)
            and files
            and all(isinstance(entry, dict) and isinstance(entry.get("name"), str) for entry in files)
        ):
            raise ProviderBroken("The tool's answer.json names no files.", where=str(path))
        checked: dict[str, Any] = value
        return checked

    def _take(self, landing: Landing, place: Path, file: dict[str, Any]) -> None:
        name = str(file["name"])
        if Path(name).name != name or name in ("", ".", ".."):
            raise ProviderBroken(f"The tool's answer names {name[:80]!r}, which is not a plain file name.")
        source, digest = place / name, sha256()
        if source.is_symlink():
            raise ProviderBroken(f"{name} is a link, and links are not followed.", where=str(source))
        size = file.get("size")
        landing.take(name, _read(source, digest), size if isinstance(size, int) else None)
        if file.get("sha256") not in (None, "", digest.hexdigest()):
            raise BadDownload(f"{name} is not the file whose hash the tool gave.", where=str(source))

    def _copy(self, asset: Input, number: int, staged: Path) -> dict[str, Any]:
        name = f"{asset.role}.{number if asset.frame is None else asset.frame:04d}{asset.path.suffix.lower()}"
        call = Call("PUT", HANDED, parts=(Part("", name, asset.path, asset.media_type),))
        with open_message(call, folder=self._scratch) as copy:
            if copy.sha256 != asset.sha256:
                raise BadInput("An input changed after it was prepared.", where=str(asset.path))
            with whole_file(staged / name) as out, out.open("wb") as file:
                while chunk := copy.read():
                    file.write(chunk)
        return {"role": asset.role, "name": name, "media_type": asset.media_type, "sha256": asset.sha256,
                "frame": asset.frame, "about": asset.about}  # fmt: skip

    def _present(self) -> None:
        if not self._root.is_dir():
            raise ProviderAbsent(f"The watched folder {self._root} is not there.")

    def _place(self, job: str) -> Path | None:
        """Where the job lies; asked in the order in which it moves backwards, so that none is missed."""
        for _ in range(2):
            for stage in ("answers", "taken", "jobs"):
                if (self._root / stage / job).is_dir():
                    return self._root / stage / job
        return None

    def _ticket(self, request: Request, key: str) -> Ticket:
        job = key if _KEY.fullmatch(key) else sha256(key.encode()).hexdigest()
        return Ticket(self.name, job, key, request.digest, notes=FrozenMap())


def _intake(task: Task, settings: FrozenMap[Scalar]) -> Intake:
    """What the tool reads and answers for a task; raises `BadSettings` with the setting that is wrong."""
    movies = settings.get("movies", False) is True
    plate = Need.OPTIONAL if task in _FREE else Need.REQUIRED
    matte = Need.REQUIRED if task in _MATTED else Need.NONE if task in _FREE else Need.OPTIONAL
    form = Form.STILL if task in _FREE else Form.MOVIE if movies else Form.FRAMES
    try:
        coding = Coding(str(settings.get("coding", "srgb")))
        depth, most, multiple, scale = (
            int(settings.get(name, usual))
            for name, usual in (("depth", 8), ("frames", 10_000), ("multiple", 1), ("scale", 2))
        )
        if coding is Coding.LINEAR:
            raise ValueError("linear light is EXR, which is not sent")
        return Intake(
            plate, form, matte, coding=coding, depth=depth, multiple=multiple,
            most_frames=1 if task is Task.IMAGE else most,
            result=Form.STILL if task is Task.IMAGE else Form.FRAMES, result_coding=coding,
            scale=scale if task is Task.UPSCALE else 1,
        )  # fmt: skip
    except (ValueError, BadInput) as problem:
        raise BadSettings(f"The watched folder's settings are wrong: {problem}.", where="coding") from None


def _read(path: Path, digest: Any) -> Iterator[bytes]:
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
                yield chunk
    except FileNotFoundError:
        raise Expired(f"{path.name} is no longer there.", where=str(path)) from None


def _asked(request: Request) -> dict[str, Any]:
    return {
        "task": request.task.value, "model": request.model, "prompt": request.prompt, "seed": request.seed,
        "width": request.width, "height": request.height, "frames": request.frames,
        "rate": None if request.rate is None else str(request.rate),
        "parameters": encode(request.parameters),
        "slower": request.slower,
    }  # fmt: skip
