"""Work that moves: every path of a request lies below a root, and the roots are elsewhere at every step."""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any

import PyOpenColorIO as ocio
import pytest
from openjd.model import (
    ParameterValue,
    ParameterValueType,
    create_job,
    decode_job_template,
    preprocess_job_parameters,
)
from openjd.sessions import ActionState, ActionStatus, PathMappingRule, Session
from openjd.sessions import PathFormat as SourceFormat
from PIL import Image

from secondunit.engines.delivery import found_take
from secondunit.engines.folders import make_folders, read_work
from secondunit.engines.names import BRIEF_FILE
from secondunit.engines.roots import read_rules, request_of, work_of
from secondunit.engines.template import EXTENSIONS, job_template, steps_of
from secondunit.engines.worker import DONE, PROBLEM, run
from secondunit.media.exr import verify_exr
from secondunit.wire import (
    Brief,
    CastMember,
    ColorSpace,
    Delivery,
    Form,
    FrameRange,
    FrozenMap,
    Intake,
    Matte,
    Need,
    PathFormat,
    Plate,
    Problem,
    Reference,
    SecondUnitError,
    Step,
    Task,
    Work,
    WorkRequest,
    brief_digest,
    decode,
    dumps,
    encode,
    loads,
)
from secondunit.wire.errors import BadInput, BadValue

Make = Callable[..., Any]
FRAMES = FrameRange(1001, 1002)
GOLDEN = Path(__file__).parents[1] / "golden" / "wire"
EDIT = Intake(
    plate=Need.REQUIRED, matte=Need.REQUIRED, plate_form=Form.FRAMES, result=Form.FRAMES, most_frames=9
)


@pytest.fixture
def planned(
    tmp_path: Path, make_work: Make, provided: Make, make_footage: Make, make_matte: Make
) -> Callable[[str], Work]:
    """A work of each maker; plate, config, matte and reference lie in `plates`, apart from all else."""

    def make(maker: str) -> Work:
        config = tmp_path / "studio.ocio"
        built_in = ocio.Config.CreateFromFile("ocio://cg-config-v1.0.0_aces-v1.3_ocio-v2.1")
        config.write_text(built_in.serialize(), encoding="utf-8")
        space = ColorSpace("ACEScg", str(config))
        plate: Plate = replace(make_footage(FRAMES), colorspace=space)
        matte = make_matte(frames=FRAMES)
        Image.new("RGB", (64, 36), (200, 40, 10)).save(tmp_path / "look.png")
        common = {
            "frames": FRAMES, "format": plate.format, "plate": plate, "colorspace": space,
            "delivery": Delivery(passes=False),
        }  # fmt: skip
        if maker == "simulated":
            work = make_work(**common, matte=matte)
        elif maker == "comp":
            changes = {"provider": "comp", "task": Task.VIDEO, "kind": "", "controls": FrozenMap()}
            work = make_work(**{**common, **changes})
        else:
            look = (Reference(str(tmp_path / "look.png")),)
            work = provided(EDIT, **common, task=Task.INPAINT, matte=matte)
            work = replace(work, brief=replace(work.brief, references=look))
        (tmp_path / "plates").mkdir()
        for path in [*tmp_path.glob("*.exr"), config, tmp_path / "look.png"]:
            path.rename(tmp_path / "plates" / path.name)
        text = dumps(work)
        for name in ("footage", "matte", "studio", "look"):
            text = text.replace(str(tmp_path / name), str(tmp_path / "plates" / name))
        moved = loads(Work, text)
        show_config = moved.brief.colorspace.config
        return replace(moved, brief_digest=brief_digest(moved.brief), colorspace_config=show_config)

    return make


class Farm:
    """The folders of a work, which are moved before every step, and the rules that say so."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.places = {name: home / name for name in ("scratch", "show", "plates")}
        self.turn = 0

    def move(self) -> Path:
        """Move every folder to where it never was; gives the file of rules."""
        self.turn += 1
        rules = []
        for name, place in self.places.items():
            target = self.home / f"machine_{self.turn}" / f"disk_{name}"
            target.parent.mkdir(exist_ok=True)
            place.rename(target)
            self.places[name] = target
            rules.append(
                {"source_path_format": "POSIX", "source_path": str(self.home / name),
                 "destination_path": str(target)}
            )  # fmt: skip
        file = self.home / f"rules_{self.turn}.json"
        file.write_text(json.dumps({"version": "pathmapping-1.0", "path_mapping_rules": rules}))
        return file


def texts(body: object) -> Iterator[str]:
    """Every text in JSON, names of fields too."""
    if isinstance(body, dict):
        for name, value in body.items():
            yield name
            yield from texts(value)
    elif isinstance(body, list):
        for value in body:
            yield from texts(value)
    elif isinstance(body, str):
        yield body


def absolute(text: str) -> bool:
    return PurePosixPath(text).is_absolute() or PureWindowsPath(text).is_absolute()


@pytest.mark.parametrize("maker", ["simulated", "comp", "provider"])
def test_a_take_comes_out_whole_when_its_folders_move_before_every_step(
    tmp_path: Path, planned: Callable[[str], Work], model: Make, maker: str
) -> None:
    work = planned(maker)
    request = make_folders(work).relative_to(tmp_path / "scratch")
    farm = Farm(tmp_path)
    for step in steps_of(work):
        rules = farm.move()
        here = farm.places["scratch"] / request
        assert run(here, step, rules=rules) == DONE, (here.parent / "problem.json").read_text()
        if step is Step.PREPARE:
            model(read_work(here, rules))
    take = found_take(read_work(here, rules))
    assert take is not None
    folder = Path(take.folder)
    assert folder.is_relative_to(farm.places["show"])
    for frame in FRAMES:
        header = verify_exr(folder / (take.layers[0].path % frame))
        assert header.provenance["config"] == str(tmp_path / "plates" / "studio.ocio")
    assert take.movie and take.thumbnail and take.contact_sheet
    assert not [remark for remark in take.remarks if "There is no" in remark or "no plate" in remark]
    # What is recorded names paths as they were planned, so that its digest is that of the brief.
    recorded = loads(Brief, (folder / BRIEF_FILE).read_bytes())
    assert recorded == work.brief and brief_digest(recorded) == take.brief_digest
    assert take.colorspace == work.brief.colorspace
    assert "machine_" not in (folder / "take.json").read_text("utf-8")


def test_an_open_job_description_session_maps_the_request_and_all_that_it_names(
    tmp_path: Path, planned: Callable[[str], Work]
) -> None:
    work = planned("comp")
    request = make_folders(work)
    farm = Farm(tmp_path)
    farm.move()
    rules = [
        PathMappingRule(
            source_path_format=SourceFormat.POSIX, source_path=PurePosixPath(tmp_path / name),
            destination_path=place,
        )
        for name, place in farm.places.items()
    ]  # fmt: skip
    template = decode_job_template(template=job_template(work), supported_extensions=list(EXTENSIONS))
    values = preprocess_job_parameters(
        job_template=template, job_parameter_values={"Request": str(request), "Python": sys.executable},
        job_template_dir=tmp_path, current_working_dir=tmp_path,
    )  # fmt: skip
    job = create_job(job_template=template, job_parameter_values=values)
    ended, states = threading.Event(), []

    def heard(_session: str, status: ActionStatus) -> None:
        if status.state is not ActionState.RUNNING:
            states.append((status.state, status.fail_message))
            ended.set()

    frames = {"Frame": ParameterValue(type=ParameterValueType.CHUNK_INT, value=str(FRAMES))}
    with Session(
        session_id="moved", job_parameter_values=values, callback=heard, path_mapping_rules=rules,
        session_root_directory=tmp_path,
    ) as session:  # fmt: skip
        for step in job.steps:
            ended.clear()
            session.run_task(
                step_script=step.script, task_parameter_values=frames if step.name == "Render" else {}
            )
            assert ended.wait(120)
    assert [state for state, _ in states] == [ActionState.SUCCESS] * 3, states
    assert list(farm.places["show"].rglob("take.json"))


def test_a_request_lists_every_path_with_its_purpose_and_nothing_else_in_it_is_absolute(
    tmp_path: Path, planned: Callable[[str], Work]
) -> None:
    work = planned("provider")
    cast = (CastMember("hero", 2, ("/cast/hero/face.png", "/cast/hero/side.png"), ("ann",)),)
    work = replace(work, brief=replace(work.brief, cast=cast), colorspace_config="/studio/show.ocio")
    request = json.loads(make_folders(work).read_text("utf-8"))
    roots = {root["name"]: root["path"] for root in request.pop("roots")}
    assert not [text for text in texts(request) if absolute(text)]
    assert str(tmp_path) not in json.dumps(request)
    assert len(roots) == 5 and all(absolute(path) and path.endswith("/") for path in roots.values())
    plates, element = tmp_path / "plates", Path(work.staging).parent
    assert {
        (path["purpose"], path.get("flow", "IN"), roots[path["root"]] + path.get("path", ""))
        for path in request["paths"]
    } == {
        ("scratch", "INOUT", work.scratch),
        ("cache", "INOUT", f"{work.scratch}/cache"),
        ("staging", "INOUT", work.staging),
        ("delivery", "OUT", f"{element}/"),
        ("plate", "IN", f"{plates}/footage.%04d.exr"),
        ("matte", "IN", f"{plates}/matte.%04d.exr"),
        ("reference", "IN", f"{plates}/look.png"),
        ("character", "IN", "/cast/hero/face.png"),
        ("character", "IN", "/cast/hero/side.png"),
        ("config", "IN", f"{plates}/studio.ocio"),
        ("config", "IN", "/studio/show.ocio"),
    }


#: Texts of a work that name no file, by the end of their place in it; `look` is a control of the model's own.
PLAIN = {
    "job", "user", "brief_digest", "folder_name", "file_name", "kind", "prompt", "provider", "model", "name",
    "layer", "timecode", "view", "part", "channel", "role", "use", "persons", "look",
}  # fmt: skip


def test_no_text_of_a_work_stays_absolute_that_might_name_a_file(make_work: Make, make_plate: Make) -> None:
    """A field that is added later and names a file is seen here: it has to be placed, or be called plain."""
    space = ColorSpace("n", "/c")
    plate = replace(make_plate(), layer="l", timecode="t", view="v", part="p", colorspace=space)
    brief = Brief(
        "s", "h", "e", FRAMES, plate.rate, plate.format, kind="k", prompt="p", plate=plate, use="u",
        matte=Matte("/m", FRAMES, "A", part="p"), references=(Reference("/r", "style"),), model="m",
        cast=(CastMember("hero", 1, ("/f",), ("ann",)),), colorspace=space,
        controls=FrozenMap({"look": "soft"}),
    )  # fmt: skip
    work = replace(make_work(), brief=brief, settings=FrozenMap({"look": "soft"}), colorspace_config="/c")
    left = set()
    for place in places(encode(work)):
        try:
            changed = decode(Work, with_text(encode(work), place, "/somewhere/else.exr"))
        except SecondUnitError:  # it cannot hold a path
            continue
        request = encode(request_of(changed))
        if any("/somewhere/else.exr" in text for text in texts(request["work"])):
            left.add([step for step in place if isinstance(step, str)][-1])
    assert left <= PLAIN, left


def places(body: object, at: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Where in JSON a text stands."""
    inside = body.items() if isinstance(body, dict) else enumerate(body) if isinstance(body, list) else ()
    for name, value in inside:
        if isinstance(value, str):
            yield (*at, name)
        yield from places(value, (*at, name))


def with_text(body: Any, place: tuple[str | int, ...], text: str) -> Any:
    changed = body.copy()
    changed[place[0]] = with_text(body[place[0]], place[1:], text) if len(place) > 1 else text
    return changed


@pytest.fixture
def from_windows(make_work: Make, make_plate: Make) -> WorkRequest:
    """A request as a machine with Windows plans it."""
    request = request_of(make_work(plate=make_plate()))
    places = {
        "scratch": "C:\\Users\\Zoë\\scratch\\",
        "delivery": "P:/shows/S/sh010/smoke/",
        "plate": "\\\\filer\\Plates\\sh010\\",
    }
    roots = tuple(replace(root, path=places[root.name]) for root in request.roots)
    return replace(request, roots=roots, path_format=PathFormat.WINDOWS)


def rules_file(place: Path, **rules: str) -> Path:
    """Rules from Windows paths, as a session writes them."""
    body = [
        {"source_path_format": "WINDOWS", "source_path": source, "destination_path": target}
        for target, source in rules.items()
    ]
    place.write_text(json.dumps({"version": "pathmapping-1.0", "path_mapping_rules": body}), "utf-8")
    return place


def test_what_windows_planned_is_found_where_the_rules_say(from_windows: WorkRequest, tmp_path: Path) -> None:
    rules = rules_file(
        tmp_path / "rules.json",
        **{"/mnt/p": "p:\\", "/mnt/shows": "P:\\SHOWS", "/mnt/zoe": "C:\\users\\Zoë",
           "/mnt/filer": "\\\\filer\\plates"},
    )  # fmt: skip
    work = work_of(loads(WorkRequest, dumps(from_windows)), read_rules(rules))
    assert work.brief.plate is not None and work.brief.plate.path == "/mnt/filer/sh010/plate.%04d.exr"
    job = "j01m8270ec08wrw4xcbrgejmxh"
    assert work.scratch == f"/mnt/zoe/scratch/{job}"
    assert work.staging == f"/mnt/shows/S/sh010/smoke/.{job}.partial"  # of two rules the longer source
    assert work.record.brief.plate is not None
    assert work.record.brief.plate.path == "\\\\filer\\Plates\\sh010\\plate.%04d.exr"
    assert work.record.staging == f"P:/shows/S/sh010/smoke/.{job}.partial"


def test_a_path_of_windows_that_no_rule_maps_is_told_with_what_to_do(
    from_windows: WorkRequest, tmp_path: Path
) -> None:
    rules = rules_file(tmp_path / "rules.json", **{"/mnt/p": "P:\\", "/mnt/c": "C:\\"})
    (tmp_path / "work.json").write_text(dumps(from_windows), "utf-8")
    assert run(tmp_path / "work.json", Step.SIMULATE, rules=rules) == PROBLEM
    problem = loads(Problem, (tmp_path / "problem.json").read_bytes())
    assert problem.code == "input.bad" and problem.where == "plate"
    assert "\\\\filer\\Plates\\sh010\\plate.%04d.exr" in problem.message and "Windows" in problem.message
    assert "path mapping rules" in problem.remedy


@pytest.mark.parametrize("body", ["{}", '{"version": "pathmapping-1.0", "path_mapping_rules": []}'])
def test_a_session_without_rules_leaves_everything_where_it_was_planned(
    make_work: Make, tmp_path: Path, body: str
) -> None:
    (tmp_path / "rules.json").write_text(body)
    work = make_work()
    found = read_work(make_folders(work), tmp_path / "rules.json")
    assert found == work and found.planned is None and found.record is found


@pytest.mark.parametrize(
    "body",
    [
        "rules",
        "[1]",
        '{"version": "pathmapping-2.0", "path_mapping_rules": [{}]}',
        '{"version": "pathmapping-1.0", "path_mapping_rules": [{"source_path": "/a"}]}',
        '{"version": "pathmapping-1.0", "path_mapping_rules": 7}',
    ],
)
def test_rules_that_cannot_be_read_are_refused(tmp_path: Path, body: str) -> None:
    (tmp_path / "rules.json").write_text(body)
    with pytest.raises(BadInput, match="rules cannot be read") as caught:
        read_rules(tmp_path / "rules.json")
    assert caught.value.problem.remedy and caught.value.problem.where.endswith("rules.json")


def test_a_request_that_names_a_path_which_it_does_not_list_is_refused(make_work: Make) -> None:
    request = request_of(make_work())
    with pytest.raises(BadValue, match="does not say where its staging is"):
        work_of(replace(request, paths=request.paths[:2]))


def test_a_request_that_an_earlier_version_wrote_is_done(tmp_path: Path, make_work: Make) -> None:
    older = loads(WorkRequest, (GOLDEN / "schema_2" / "work.json").read_bytes())
    assert work_of(older).scratch == "/scratch/j1" and not older.paths
    assert work_of(older) == loads(Work, (GOLDEN / "schema_2" / "work.json").read_bytes())
    work = make_work(delivery=Delivery(passes=False), frames=FRAMES)
    request = make_folders(work)
    request.write_text(json.dumps({**encode(work), "schema": 2}), "utf-8")
    for step in steps_of(work):
        assert run(request, step) == DONE
    take = found_take(work)
    assert take is not None and take.brief_digest == work.brief_digest


def test_a_relative_path_is_read_from_where_it_was_planned(
    tmp_path: Path, make_work: Make, make_plate: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    plate = replace(make_plate(), path="plate.%04d.exr")
    request = request_of(make_work(plate=plate))
    monkeypatch.chdir("/")
    read = work_of(request).brief.plate
    assert read is not None and read.path == str(tmp_path / "plate.%04d.exr")
