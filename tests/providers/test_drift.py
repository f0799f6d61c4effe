"""The vendors' libraries against what was reviewed of them: the next change is seen here, by name.

For each vendor `reviewed/<vendor>.json` holds what its library says of every field that our requests have and
of every field of its answers that we read. Decision 024 says which changes fail and which are told only.
After a change was looked at and the provider mended, write down what is so now:
`SECONDUNIT_REVIEW=1 pytest tests/providers/test_drift.py`.
"""

from __future__ import annotations

import importlib
import importlib.metadata
import json
import os
import typing
import warnings
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Required

import pytest

from secondunit.providers import Input, Site
from secondunit.wire.errors import BadInput

REVIEWED = Path(__file__).parent / "reviewed"
REVIEW = "SECONDUNIT_REVIEW"

Said = dict[str, Any]


class Library:
    """A vendor's library as installed: what it says of what is sent and read, and what it has beside."""

    def __init__(self, name: str, package: str, mend: str) -> None:
        self.name, self.package, self.mend = name, package, mend
        #: What of ours it no longer allows.
        self.faults: list[str] = []
        #: What it says of each field, by the call and the field's path; a difference fails.
        self.sent: dict[str, dict[str, str]] = {}
        self.read: dict[str, dict[str, str]] = {}
        #: What it has that is not used here; a difference is told.
        self.unused: dict[str, list[str]] = {}

    def plain(self) -> Said:
        """As it is written down."""
        version = importlib.metadata.version(self.package)
        head = {"library": f"{self.package} {version}", "day": datetime.now(UTC).date().isoformat()}
        return {**head, "sent": self.sent, "read": self.read, "unused": self.unused}


def changes(before: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[str]:
    """What differs between two sets of fields, by name, for a person."""
    for call in sorted({*before, *now}):
        old, new = before.get(call, {}), now.get(call, {})
        for path in sorted({*old, *new}):
            if path not in new:
                yield f"{call}: `{path}` is gone (it was: {old[path]})"
            elif path not in old:
                yield f"{call}: `{path}` is new ({new[path]})"
            elif old[path] != new[path]:
                yield f"{call}: `{path}` was: {old[path]}; is: {new[path]}"


def hold(library: Library) -> None:
    """Fail where the library says something else of what we use; tell what else is new or gone."""
    now = library.plain()
    before = json.loads((REVIEWED / f"{library.name}.json").read_text("utf-8"))
    for call in sorted({*before["unused"], *now["unused"]}):
        old, new = set(before["unused"].get(call, ())), set(now["unused"].get(call, ()))
        for word, names in (("has besides", new - old), ("no longer has", old - new)):
            if names:
                warnings.warn(f"{now['library']}: {call} {word} {', '.join(sorted(names))}", stacklevel=2)
    found = [
        *library.faults,
        *changes(before["sent"], now["sent"]),
        *(f"answer {each}" for each in changes(before["read"], now["read"])),
    ]
    assert not found, "\n".join([
        f"{now['library']} differs from {before['library']}, reviewed on {before['day']}:",
        *found,
        f"Look at each, mend {library.mend}, its facts.py and the guide, then: "
        f"{REVIEW}=1 pytest tests/providers/test_drift.py",
    ])  # fmt: skip


def written(library: Library) -> Library:
    """The library as installed, put down as reviewed where that was asked for."""
    if os.environ.get(REVIEW):
        text = json.dumps(library.plain(), indent=1, sort_keys=True) + "\n"
        (REVIEWED / f"{library.name}.json").write_text(text, "utf-8")
    return library


# ---- the libraries that one generator makes ----


@pytest.fixture
def shapes(comfy: Any) -> Any:
    return importlib.import_module(comfy.__package__ + ".shapes")


@pytest.fixture
def corpus(comfy: Any) -> Any:
    return importlib.import_module(comfy.__package__ + ".corpus")


#: Fields that choose what is made: what they have besides is told, and that ours is there is held as a value.
_CHOOSERS = ("model", "type")


class _Reader:
    """Puts down what a library of Stainless's says of requests and answers."""

    def __init__(self, shapes: Any, library: Library) -> None:
        self._shapes, self._library = shapes, library
        self._seen: dict[str, Any] = {}

    def sent(self, call: str, body: Mapping[str, Any], hint: Any) -> None:
        faults = self._shapes.faults(body, hint)
        if faults:
            told = [f"{call}: {each}" for each in faults]
            self._library.faults += [each for each in told if each not in self._library.faults]
            return
        self._shapes.look(body, hint, self._seen.setdefault(call, self._shapes.Seen()))

    def read(self, name: str, model: Any, *paths: str) -> None:
        told = self._library.read.setdefault(name, {})
        for path in paths:
            hint, required, note = model, True, ""
            for part in path.split("."):
                fields = self._shapes.fields_of(self._shapes.alternatives(self._shapes.bare(hint))[0])
                if part.removesuffix("[]") not in fields:
                    break  # `changes` says that it is gone
                each = fields[part.removesuffix("[]")]
                hint, required, note = each.hint, each.required, each.note
                if part.endswith("[]"):
                    inner = self._shapes.alternatives(self._shapes.bare(hint))[0]
                    hint = self._shapes.item_of(inner)[0]
            else:
                told[path] = self._shapes.says(hint, required, note)

    def done(self) -> None:
        for call, seen in self._seen.items():
            settled = seen.settle()
            facts = {path: says for path, says in settled.facts.items() if path not in _CHOOSERS}
            self._library.sent[call] = facts
            self._library.unused[f"the fields of {call}"] = sorted(settled.left)


def _inline(given: Input) -> str:
    return f"data:{given.media_type};base64,AAAA"


def runways(shapes: Any, corpus: Any, scratch: Path) -> Library:
    """Runway's, through everything that its provider can be asked for."""
    runwayml = pytest.importorskip("runwayml")
    from secondunit.providers.runway import Runway
    from secondunit.providers.runway.asking import asked, with_files
    from secondunit.providers.runway.models import MODELS

    library = Library("runway", "runwayml", "core/secondunit/providers/runway/{asking,models,__init__}.py")
    reader = _Reader(shapes, library)
    calls = {name for model in MODELS for name in (model.call, model.plate_call) if name}
    unions = {call: _params(runwayml.types, call) for call in sorted(calls)}
    known = {call: shapes.models_of(union) for call, union in unions.items()}
    built = 0
    for offered in Runway(Site(door=None, scratch=scratch)).capabilities():  # type: ignore[arg-type]
        model = next(each for each in MODELS if (each.name, each.task) == (offered.model, offered.tasks[0]))
        for request in corpus.requests(offered):
            body = _taken(lambda: with_files(request, asked(request), _inline))  # noqa: B023
            if body is None:
                continue
            call = model.plate_call if request.of("plate") and model.plate_call else model.call
            built += 1
            if model.name in known[call]:
                reader.sent(f"{model.name} by {call}", body, known[call][model.name])
            elif f"{call} no longer has {model.name}" not in library.faults:
                library.faults.append(f"{call} no longer has {model.name}")
    assert built > 90
    reader.done()
    for call, models in known.items():
        library.unused[f"the models of {call}"] = sorted(set(models) - {each.name for each in MODELS})
    for state in typing.get_args(typing.get_args(runwayml.types.TaskRetrieveResponse)[0]):
        more = {"Running": ("progress",), "Failed": ("failure", "failure_code", "cost.credits"),
                "Succeeded": ("output", "cost.credits"), "Cancelled": ("cost.credits",)}  # fmt: skip
        reader.read(f"a task, {state.__name__}", state, "status", *more.get(state.__name__, ()))
    for call in sorted(calls):
        answer = getattr(runwayml.types, _pascal(call) + "CreateResponse")
        reader.read(f"{call} taken", answer, "id", "estimated_cost.credits")
    uploads = importlib.import_module("runwayml.resources.uploads")
    reader.read("an upload", uploads._RunwayUploadStartedResponse, "uploadUrl", "runwayUri", "fields")
    reader.read("what an upload is asked for by", uploads._RunwayCreateUploadArguments, "filename", "type")
    return library


def test_runways_library_says_what_was_reviewed(shapes: Any, corpus: Any, tmp_path: Path) -> None:
    hold(written(runways(shapes, corpus, tmp_path)))


def lumas(shapes: Any, corpus: Any, scratch: Path) -> Library:
    """Luma's, through everything that its provider can be asked for."""
    luma_agents = pytest.importorskip("luma_agents")
    from secondunit.providers.luma import Luma
    from secondunit.providers.luma.asking import asked, with_files

    library = Library("luma", "luma-agents", "core/secondunit/providers/luma/{asking,models,__init__}.py")
    reader = _Reader(shapes, library)
    kinds = luma_agents.types
    params = importlib.import_module("luma_agents.types.generation_create_params").GenerationCreateParams

    def media(given: Input) -> dict[str, str]:
        if given.media_type.startswith("video") or given.about:
            return {"file_id": "f"}
        return {"data": "AAAA", "media_type": given.media_type}

    built = 0
    for offered in Luma(Site(door=None, scratch=scratch)).capabilities():  # type: ignore[arg-type]
        for request in corpus.requests(offered):
            body = _taken(lambda: with_files(request, asked(request), media))  # noqa: B023
            if body is not None:
                reader.sent(f"{body['type']} by {offered.model}", body, params)
                built += 1
    assert built > 60
    file = {"mime_type": "video/mp4", "size_bytes": 1, "filename": "a.mp4", "purpose": "input",
            "expires_at": datetime.now(UTC)}  # fmt: skip
    upload = importlib.import_module("luma_agents.types.file_create_params").FileCreateParams
    reader.sent("a file", file, upload)
    reader.done()
    fields = shapes.fields_of(params)
    for chooser in _CHOOSERS:
        [choices] = shapes.alternatives(shapes.bare(fields[chooser].hint))
        used = {str(getattr(each, {"model": "model", "type": "kind"}[chooser])) for each in _offers()}
        assert used <= set(typing.get_args(choices)), f"Luma lacks one of {used}. Mend {library.mend}."
        library.unused[f"the {chooser}s of Luma"] = sorted(set(typing.get_args(choices)) - used)
    reader.read(
        "a generation", kinds.Generation, "id", "state", "failure_code", "failure_reason", "output[].url"
    )
    reader.read("a file begun", kinds.CreateFileResponse, "id", "upload.url", "upload.headers")
    reader.read("a file", kinds.File, "state", "failure_reason")
    return library


def test_lumas_library_says_what_was_reviewed(shapes: Any, corpus: Any, tmp_path: Path) -> None:
    hold(written(lumas(shapes, corpus, tmp_path)))


def _offers() -> Any:
    return importlib.import_module("secondunit.providers.luma.models").OFFERS


def _taken(build: Callable[[], dict[str, Any]]) -> dict[str, Any] | None:
    try:
        return build()
    except BadInput:
        return None


def _pascal(call: str) -> str:
    return "".join(part.title() for part in call.split("_"))


def _params(kinds: Any, call: str) -> Any:
    module = importlib.import_module(f"{kinds.__name__}.{call}_create_params")
    return getattr(module, _pascal(call) + "CreateParams")


# ---- botocore ----

#: What is read of each answer, by the member's path.
_READ = {
    "bedrock": {
        "ListFoundationModels": (
            "modelSummaries[].modelId", "modelSummaries[].modelLifecycle.status",
            "modelSummaries[].modelLifecycle.startOfLifeTime",
            "modelSummaries[].modelLifecycle.publicExtendedAccessTime",
            "modelSummaries[].modelLifecycle.endOfLifeTime",
        ),
        "ListInferenceProfiles": ("inferenceProfileSummaries[].inferenceProfileId", "nextToken"),
        "GetAccountDataRetention": ("mode",),
        "GetProject": ("dataRetention.mode",),
    },
    "bedrock-runtime": {
        "InvokeModel": ("body",),
        "StartAsyncInvoke": ("invocationArn",),
        "GetAsyncInvoke": ("status", "failureMessage"),
        "ListAsyncInvokes": (
            "asyncInvokeSummaries[].clientRequestToken", "asyncInvokeSummaries[].invocationArn", "nextToken",
        ),
    },
    "s3": {
        "ListObjectsV2": ("Contents[].Key", "Contents[].Size", "Contents[].ETag", "NextContinuationToken"),
        "GetObject": ("Body", "ContentLength", "ETag"),
    },
}  # fmt: skip


def test_botocores_models_say_what_was_reviewed(comfy: Any, shapes: Any, tmp_path: Path) -> None:
    for name in ("botocore", "moto"):
        pytest.importorskip(name)
    import botocore.session

    stands = importlib.import_module(comfy.__package__ + ".bedrock_stand")
    library = Library("bedrock", "botocore", "core/secondunit/providers/bedrock")
    models = {name: botocore.session.Session().get_service_model(name) for name in _READ}
    asked: dict[tuple[str, str], list[Mapping[str, Any]]] = {}

    def note(params: Any, model: Any, **_more: Any) -> None:
        asked.setdefault((model.service_model.service_name, model.name), []).append(dict(params))

    for pictures in (True, False):
        stand = stands.stand(tmp_path / str(pictures), pictures=pictures)
        stand.far.models, stand.far.profiles = [], [f"us.model{number}" for number in range(7)]
        stand.far.retention, stand.far.projects = "inherit", {"default": "inherit", "proj_1": "none"}
        provider = stands.built(stand, project="proj_1")
        provider._clients._opened().register("before-parameter-build", note)
        provider._catalogue.listing()
        for project in ("default", "proj_1"):
            provider._retention.of(project)
        # With no model listed nothing may be begun: what is known is forgotten again.
        provider._catalogue._held = None
        ticket = provider.submit(stand.request, "key")
        stand.far.finish()
        provider.poll(ticket)
        provider.fetch(ticket, tmp_path / f"got-{pictures}")
        if not pictures:
            provider.recover(stand.request, "other")
        stand.close()
    assert {(service, name) for service, names in _READ.items() for name in names} <= set(asked)
    for (service, name), calls in sorted(asked.items()):
        operation = models[service].operation_model(name)
        faults = {each for params in calls for each in shapes.faults_of_shape(operation.input_shape, params)}
        library.faults += [f"{service} {name}: {each}" for each in sorted(faults)]
        sent = {
            path: says for params in calls for path, says in shapes.members(operation.input_shape, params)
        }
        library.sent[f"{service} {name}"] = dict(sorted(sent.items()))
        library.unused[f"the fields of {service} {name}"] = sorted(
            set(operation.input_shape.members) - set(sent)
        )
        read = _READ[service].get(name, ())
        library.read[f"{service} {name}"] = {
            path: shapes.member_at(operation.output_shape, path) for path in read
        }
        library.unused[f"the errors of {service} {name}"] = sorted(
            each.name for each in operation.error_shapes
        )
    hold(written(library))


# ---- the tables of facts against what was reviewed ----


@pytest.mark.parametrize(
    ("vendor", "fact", "call", "path", "numbers"),
    [
        ("runway", "LONGEST_PROMPT", "gen4.5 by text_to_video", "prompt_text", ("1000", "16")),
        ("runway", "LONGEST_URI", "aleph2 by video_to_video", "video_uri", ("5MB",)),
        ("runway", "ALEPH_KEY_FRAMES", "aleph2 by video_to_video", "keyframes", ("5",)),
        ("runway", "SURCHARGES", "aleph2 by video_to_video", "output_format", ("5", "20", "40")),
        ("runway", "LARGE", "aleph2 by video_to_video", "output_format", ("4",)),
        ("runway", "ACT_TWO_SECONDS", "act_two by character_performance", "reference", ("3", "30")),
        (
            "runway",
            "ACT_TWO_EXPRESSION",
            "act_two by character_performance",
            "expression_intensity",
            ("1", "5"),
        ),
        ("luma", "REFERENCES", "image by uni-1", "image_ref", ("9", "8")),
        ("luma", "KEY_FRAMES", "video by ray-3.2", "video.keyframes", ("64",)),
        ("luma", "KEY_FRAMES", "video_edit by ray-3.2", "video.edit.keyframes", ("64",)),
        ("luma", "LONGEST_EDIT", "video_edit by ray-3.2", "video.edit", ("18",)),
        ("luma", "CLIPS", "video by ray-3.2", "video.keyframe_indexes", ("5s", "10s", "24fps")),
    ],
)
def test_a_number_of_the_facts_stands_in_the_notes_of_its_field(
    vendor: str, fact: str, call: str, path: str, numbers: tuple[str, ...]
) -> None:
    said = json.loads((REVIEWED / f"{vendor}.json").read_text("utf-8"))["sent"][call][path]
    noted = said.split("its notes say ")[1].split(", ")
    assert set(numbers) <= set(noted), said
    value = getattr(_facts(vendor), fact).value
    units = {"5MB": 5_000_000, "4": 4_000_000 if fact == "LARGE" else 4, "5s": 5, "10s": 10}
    counted = {units.get(each) or int(each) for each in numbers if each not in ("16", "24fps")}
    assert set(value if isinstance(value, tuple) else (value,)) == counted


@pytest.mark.parametrize(
    ("vendor", "fact", "part", "call", "path"),
    [
        ("runway", "FRAME_RATES", "sent", "enhance_frame_rate by video_upscale", "target_framerate"),
        ("luma", "RESOLUTIONS", "sent", "video by ray-3.2", "video.resolution"),
        ("bedrock", "MODES", "read", "bedrock GetAccountDataRetention", "mode"),
    ],
)
def test_choices_of_the_facts_are_those_of_the_field(
    vendor: str, fact: str, part: str, call: str, path: str
) -> None:
    said = json.loads((REVIEWED / f"{vendor}.json").read_text("utf-8"))[part][call][path]
    choices = said.removeprefix("one of ").split(";")[0].removesuffix(" or nothing").split(", ")
    assert sorted(getattr(_facts(vendor), fact).value) == sorted(choices)


def _facts(vendor: str) -> Any:
    return importlib.import_module(f"secondunit.providers.{vendor}.facts")


# ---- that a change is seen: the libraries changed here as a next version might change them ----


@pytest.fixture
def changed(shapes: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., None]]:
    """Change a field of a TypedDict of a library; None takes it away."""

    def change(shape: Any, name: str, hint: Any) -> None:
        left = {key: each for key, each in shape.__annotations__.items() if key != name}
        monkeypatch.setattr(shape, "__annotations__", left if hint is None else {**left, name: hint})
        shapes.fields_of.cache_clear()

    yield change
    monkeypatch.undo()
    shapes.fields_of.cache_clear()


_RATES = typing.Literal["24", "25", "30", "48", "50", "60", "120", "23_98", "29_97", "59_94", "72"]


@pytest.mark.parametrize(
    ("module", "shape", "field", "hint", "said"),
    [
        ("video_upscale", "EnhanceFrameRate", "target_framerate", Required[_RATES], "60, 72; must be given"),
        ("video_upscale", "EnhanceFrameRate", "video_uri", None, "video_uri is no field of EnhanceFrameRate"),
        ("video_upscale", "EnhanceFrameRate", "consent", Required[bool], "consent must be given"),
        ("video_upscale", "EnhanceFrameRate", "video_uri", Required[int], "no whole number"),
        ("video_to_video", "Variant0KeyframeUnionMember0Range", "end_seconds", Required[float],
         "`keyframes[].range.end_seconds` was: whole number; must be given; is: number; must be given"),
        ("video_to_video", "Variant0", "model", Required[typing.Literal["aleph3"]], "no longer has aleph2"),
        ("text_to_image", "Gen4Image", "ratio", Required[typing.Literal["1:1"]], "not one of 1:1"),
    ],
)  # fmt: skip
def test_a_change_of_what_we_send_fails_by_name(
    module: str, shape: str, field: str, hint: Any, said: str,
    shapes: Any, corpus: Any, changed: Callable[..., None], tmp_path: Path,
) -> None:  # fmt: skip
    pytest.importorskip("runwayml")
    params = importlib.import_module(f"runwayml.types.{module}_create_params")
    changed(getattr(params, shape), field, hint)
    with pytest.raises(AssertionError) as caught:
        hold(runways(shapes, corpus, tmp_path))
    assert said in str(caught.value) and "providers/runway" in str(caught.value)


def test_a_new_model_and_a_new_field_are_told_and_fail_nothing(
    shapes: Any, corpus: Any, changed: Callable[..., None], tmp_path: Path
) -> None:
    pytest.importorskip("runwayml")
    params = importlib.import_module("runwayml.types.video_upscale_create_params")
    more = typing.Literal["magnific_video_upscaler_creative", "new_upscaler"]
    changed(params.MagnificVideoUpscalerCreative, "model", Required[more])
    changed(params.EnhanceFrameRate, "grain", bool)
    with pytest.warns(UserWarning) as told:
        hold(runways(shapes, corpus, tmp_path))
    said = [str(each.message) for each in told]
    assert any("the models of video_upscale has besides new_upscaler" in each for each in said)
    assert any("the fields of enhance_frame_rate by video_upscale has besides grain" in each for each in said)


def test_a_state_that_an_answer_may_newly_have_fails(
    shapes: Any, corpus: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kinds = pytest.importorskip("luma_agents").types
    known = kinds.Generation.model_fields["state"]
    more = typing.Literal["queued", "processing", "completed", "failed", "paused"]
    monkeypatch.setattr(known, "annotation", more)
    shapes.fields_of.cache_clear()
    with pytest.raises(AssertionError, match="answer a generation: `state` was: one of completed, failed"):
        hold(lumas(shapes, corpus, tmp_path))
    monkeypatch.undo()
    shapes.fields_of.cache_clear()
