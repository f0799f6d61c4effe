"""`serve`, `status`, `stop`, `work`, `doctor` and `plate`: what runs beside the artist's commands."""

from __future__ import annotations

import argparse
from pathlib import Path

from secondunit.wire import ColorSpace, FrameRange, Plate, SecondUnitError, Step, encode, parse_frames
from secondunit.wire.errors import ServiceError

from . import exits
from .output import Output
from .reach import own_command, reach, write_command


def serve(arguments: argparse.Namespace, output: Output) -> int:
    """Run the service, in front or in the background."""
    from secondunit.service.serve import serve as run

    write_command()
    return run(detach=arguments.detach, port=arguments.port, say=output.remark)


def register(arguments: argparse.Namespace, output: Output) -> int:
    """Let this user's hosts find this installation: they start the service from here."""
    path = write_command()
    output.value({"path": str(path), "command": own_command()})
    output.line(f"Hosts start the service with: {own_command()}")
    return exits.DONE


def status(arguments: argparse.Namespace, output: Output) -> int:
    """Say whether the service runs and what it does."""
    try:
        client = reach(start=False)
        answer = client.status()
    except ServiceError as error:
        output.problem(error.problem)
        return exits.NO_SERVICE
    output.value({**encode(answer), "url": client.url})
    output.line(
        f"Running at {client.url} since {answer.started}, process {answer.pid}, version {answer.version}"
    )
    output.line(f"Jobs: {answer.jobs_running} running, {answer.jobs_waiting} waiting")
    return exits.DONE


def stop(arguments: argparse.Namespace, output: Output) -> int:
    """End the service in order; unfinished jobs go on at its next start."""
    try:
        client = reach(start=False)
        answer = client.stop()
    except ServiceError:
        output.line("No service is running.")
        return exits.DONE
    _wait_until_gone(answer.pid)
    output.value(answer)
    output.line("Stopped. Unfinished jobs go on when the service starts again.")
    return exits.DONE


def work(arguments: argparse.Namespace, output: Output) -> int:
    """Do one step of a job's work; what the service and the render farm call."""
    from secondunit.engines.worker import run

    frames = parse_frames(arguments.frames) if arguments.frames else None
    rules = Path(arguments.rules) if arguments.rules else None
    return run(Path(arguments.request), Step(arguments.step), frames, rules)


def doctor(arguments: argparse.Namespace, output: Output) -> int:
    """Check this installation."""
    from .doctor import findings

    failure = False
    for finding in findings():
        failure = failure or finding.state == "broken"
        if output.as_json:
            output.value({"check": finding.check, "state": finding.state, "found": finding.found,
                          "remedy": finding.remedy})  # fmt: skip
            continue
        mark = {"ok": "ok     ", "warning": "warning", "broken": "BROKEN "}[finding.state]
        output.line(f"{mark}  {finding.check:<14}  {finding.found}")
        if finding.remedy:
            output.line(f"{'':<25}{finding.remedy}")
    return exits.FAILED if failure else exits.DONE


def make_plate(arguments: argparse.Namespace, output: Output) -> int:
    """Make a scene-linear EXR plate of a movie."""
    from secondunit.media.config import open_config
    from secondunit.media.plate import movie_to_plate

    conversion = movie_to_plate(
        Path(arguments.movie),
        Path(arguments.pattern).absolute(),
        start=arguments.start,
        colorspace=arguments.source,
        target=arguments.to,
        config=open_config(arguments.config),
        first=arguments.first,
        count=arguments.count,
        accept_damage=arguments.accept_damage,
    )
    frames = FrameRange(conversion.sequence.frames[0], conversion.sequence.frames[-1])
    colorspace = ColorSpace(conversion.colorspace, arguments.config)
    plate = Plate(
        conversion.sequence.printf(),
        frames,
        conversion.rate,
        conversion.format,
        colorspace,
        view=conversion.view,
    )
    output.value(plate)
    output.line(
        f"{plate.path}  {plate.frames} at {plate.rate} frames a second, {plate.format}, {plate.colorspace}"
    )
    for remark in conversion.remarks:
        output.remark(remark)
    return exits.DONE


def _wait_until_gone(pid: int, patience: float = 20.0) -> None:
    import psutil

    try:
        psutil.Process(pid).wait(timeout=patience)
    except psutil.NoSuchProcess:
        return
    except psutil.TimeoutExpired:
        raise SecondUnitError(
            f"The service (process {pid}) is still ending its work.",
            remedy="Wait, then ask: secondunit status.",
        ) from None
