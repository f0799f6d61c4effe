"""A small strict Bedrock with a bucket: checks signatures and bodies as AWS documents them, moved on by hand.

Runs are held against botocore's model of the service, pictures against the tables below (AWS's user guide,
"Stability AI Image Services"), and the bucket is moto's.
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import botocore.session
from botocore.auth import S3SigV4Auth, SigV4Auth
from botocore.awsrequest import AWSPreparedRequest, AWSRequest
from botocore.compat import HTTPHeaders
from botocore.credentials import Credentials
from botocore.validate import ParamValidator
from moto.core.botocore_stubber import BotocoreStubber
from moto.s3.models import s3_backends
from PIL import Image

from secondunit.testing import DoesNotApply, Trouble, Verb

from .serving import Handler, Serving

KEY_ID, KEY, TOKEN = "AKIACANARYCANARY1234", "canary-key-for-aws", "canary-session-token"
OWNER, BUCKET, REGION = "123456789012", "show-results", "us-west-2"
KMS = f"arn:aws:kms:{REGION}:{OWNER}:key/11111111-2222-3333-4444-555555555555"
MOVIE = b"\x00\x00\x00\x18ftypmp42" + b"frame" * 60_000
PROBE = ".write_access_check_file.temp"

_FRACTION = (float, 0.0, 1.0)
_WORDS = {"prompt": (str, 0, 10_000), "negative_prompt": (str, 0, 10_000)}
_STYLE = {"style_preset": (str, 4, 20)}
_GROW = {"grow_mask": (int, 0, 20)}
_CONTROL = {"control_strength": _FRACTION} | _WORDS | _STYLE
_MARGIN = (int, 0, 2000)
#: For each service: what must be there, and what may.
SERVICES: dict[str, tuple[set[str], dict[str, Any]]] = {
    "stable-image-inpaint": ({"prompt", "image"}, {"mask": bytes} | _GROW | _WORDS | _STYLE),
    "stable-image-erase-object": ({"image"}, {"mask": bytes} | _GROW),
    "stable-outpaint": (
        {"image"},
        {"creativity": (float, 0.1, 1.0), "prompt": _WORDS["prompt"]}
        | _STYLE
        | dict.fromkeys(("left", "right", "up", "down"), _MARGIN),
    ),
    "stable-image-search-replace": (
        {"prompt", "image", "search_prompt"}, {"search_prompt": (str, 1, 10_000)} | _GROW | _WORDS | _STYLE
    ),
    "stable-image-search-recolor": (
        {"prompt", "image", "select_prompt"}, {"select_prompt": (str, 1, 10_000)} | _GROW | _WORDS | _STYLE
    ),
    "stable-image-remove-background": ({"image"}, {}),
    "stable-image-control-sketch": ({"prompt", "image"}, _CONTROL),
    "stable-image-control-structure": ({"prompt", "image"}, _CONTROL),
    "stable-image-style-guide": (
        {"prompt", "image"}, {"aspect_ratio": (str, 3, 4), "fidelity": _FRACTION} | _WORDS | _STYLE
    ),
    "stable-style-transfer": (
        {"init_image", "style_image"},
        {"init_image": bytes, "style_image": bytes, "style_strength": _FRACTION,
         "composition_fidelity": _FRACTION, "change_strength": (float, 0.1, 1.0)} | _WORDS,
    ),
    "stable-fast-upscale": ({"image"}, {}),
    "stable-conservative-upscale": ({"prompt", "image"}, {"creativity": (float, 0.1, 0.5)} | _WORDS),
    "stable-creative-upscale": ({"prompt", "image"}, {"creativity": (float, 0.1, 0.5)} | _WORDS | _STYLE),
}  # fmt: skip
_UNSEEDED = {"stable-image-remove-background", "stable-fast-upscale"}
_RUNTIME = botocore.session.Session().get_service_model("bedrock-runtime")
_CONTROL_PLANE = botocore.session.Session().get_service_model("bedrock")
_MODES = _CONTROL_PLANE.shape_for("DataRetentionMode").enum
_PROJECT_HEADER = _RUNTIME.shape_for("InvokeModelRequest").members["projectIdentifier"].serialization["name"]
_CATALOGUE = ("/foundation-models", "/inference-profiles", "/data-retention", "/projects/")


class Service(Serving):
    """Its jobs by ARN, its bucket, and the trouble to come. `pictures` is True for what answers at once."""

    def __init__(self, pictures: bool) -> None:
        self.pictures = pictures
        self.results: tuple[bytes, ...] = (picture(96, 64),) if pictures else (MOVIE,)
        self.jobs: dict[str, dict[str, Any]] = {}
        self.bodies: list[dict[str, Any]] = []
        self.heads: list[dict[str, str]] = []
        self.paths: list[str] = []
        self.wrong: list[str] = []
        self.models: list[dict[str, Any]] | None = None
        #: The system's inference profiles by id, None where they may not be listed.
        self.profiles: list[str] | None = None
        #: The account's mode of data retention, and each project's; None where it may not be read.
        self.retention: str | None = None
        self.projects: dict[str, str] | None = None
        #: How often the catalogue was asked, by path.
        self.questions: dict[str, int] = {}
        self.reasons: list[str | None] = [None]
        self.asked = self.taken = self.listings = 0
        self.away: Verb | None = None
        self.forgotten: Any = lambda: None
        self._next: dict[Verb, Trouble] = {}
        self.unlisted = False
        self.project = ""
        self.said: bytes | None = None
        self.plain: tuple[int, str, str] | None = None
        self._s3 = BotocoreStubber()
        self.store = s3_backends[OWNER]["aws"]
        self.store.reset()
        self.store.create_bucket(BUCKET, REGION)
        super().__init__(_handler(self))

    # ---- by hand ----

    def trouble(self, step: Verb, trouble: Trouble) -> None:
        if step is Verb.CANCEL:
            raise DoesNotApply("Bedrock has no cancel")
        if self.pictures and step is not Verb.SUBMIT:
            raise DoesNotApply("the answer of the call is the result: nothing is asked of AWS afterwards")
        if trouble is Trouble.ABSENT:
            self.away = step
        else:
            self._next[step] = trouble

    def run(self, progress: float) -> None:
        self._last(status="InProgress")

    def finish(self) -> None:
        if not self.pictures:
            self._last(status="Completed")
            folder = self._folder(list(self.jobs)[-1])
            self.store.put_object(BUCKET, f"{folder}output.mp4", MOVIE)

    def fail(self, reason: str) -> None:
        self._last(status="Failed", failureMessage=f"Internal failure: {reason}")

    def moderate(self) -> None:
        self._last(status="Failed", failureMessage="The output was blocked by our content filters.")

    def expire(self) -> None:
        self.forgotten()
        for key in list(self.store.get_bucket(BUCKET).keys):
            self.store.delete_object(BUCKET, key)

    def forget(self) -> None:
        self.jobs.clear()
        if self.pictures:
            self.forgotten()

    def _last(self, **more: Any) -> None:
        if self.pictures:
            raise DoesNotApply("the answer of the call is the result: there is no time in between")
        self.jobs[list(self.jobs)[-1]].update(more)

    def met(self, step: Verb | None) -> Trouble | None:
        return self._next.pop(step, None) if step is not None else None

    def step(self, method: str, path: str) -> Verb | None:
        bare = urlsplit(path).path
        if method == "POST":
            return Verb.SUBMIT
        if bare.startswith("/async-invoke/"):
            return Verb.POLL
        return Verb.FETCH if bare.startswith(f"/{BUCKET}/") and len(bare) > len(BUCKET) + 2 else None

    def _folder(self, arn: str) -> str:
        uri = self.jobs[arn]["outputDataConfig"]["s3OutputDataConfig"]["s3Uri"]
        return uri.removeprefix(f"s3://{BUCKET}/") + arn.rsplit("/", 1)[-1] + "/"

    # ---- what it answers ----

    def answer(self, method: str, path: str, heads: dict[str, str], raw: bytes) -> tuple[int, Any, bytes]:
        """The status, the headers and the body for one call, the signature checked first."""
        at = urlsplit(path)
        service = "bedrock" if at.path.startswith(("/model/", "/async-invoke", *_CATALOGUE)) else "s3"
        if not self._signed(service, method, path, heads, raw):
            return _no(403, "InvalidSignatureException", "The request signature does not match.")
        if service == "s3":
            return self._bucket(method, path, heads, raw)
        if at.path.startswith(_CATALOGUE):
            return self._catalogue(at.path, parse_qs(at.query))
        if at.path.startswith("/model/"):
            return self._invoke(unquote(at.path.split("/")[2]), heads, raw)
        if method == "POST":
            return self._start(raw)
        if at.path == "/async-invoke":
            return self._list(parse_qs(at.query))
        job = self.jobs.get(unquote(at.path.removeprefix("/async-invoke/")))
        if job is None:
            return _no(400, "ValidationException", "The invocation ARN is not found.")
        return 200, {}, json.dumps(job).encode()

    def _catalogue(self, path: str, query: dict[str, list[str]]) -> tuple[int, Any, bytes]:
        """What `bedrock` tells of models, profiles, projects and data retention, in botocore's own shapes."""
        self.questions[path] = self.questions.get(path, 0) + 1
        if path == "/foundation-models":
            self.listings += 1
            return self._said_of("ListFoundationModels", self.models, lambda told: {"modelSummaries": told})
        if path == "/inference-profiles":
            if query.get("typeEquals", query.get("type")) != ["SYSTEM_DEFINED"]:
                self.wrong.append(f"profiles asked for by {query}")
            first = int(query.get("nextToken", ["0"])[0])
            return self._said_of("ListInferenceProfiles", self.profiles, lambda told: _profiles(told, first))
        if path == "/data-retention":
            return self._said_of("GetAccountDataRetention", self.retention, lambda told: {"mode": told})
        name = unquote(path.removeprefix("/projects/"))
        if self.projects is not None and name not in self.projects:
            return _no(404, "ResourceNotFoundException", f"There is no project {name}.")
        return self._said_of("GetProject", self.projects, lambda told: _project(name, told[name]))

    def _said_of(
        self, operation: str, told: Any, said: Callable[[Any], dict[str, Any]]
    ) -> tuple[int, Any, bytes]:
        if told is None:
            return _no(403, "AccessDeniedException", f"You may not call {operation}.")
        body = said(told)
        shape = _CONTROL_PLANE.operation_model(operation).output_shape
        unknown = set(body) - set(shape.members)
        modes = {body.get("mode"), body.get("dataRetention", {}).get("mode")} - {None}
        assert not unknown and modes <= set(_MODES), f"{operation} says no {unknown or modes}"
        return 200, {}, json.dumps(body).encode()

    def _start(self, raw: bytes) -> tuple[int, Any, bytes]:
        body = json.loads(raw)
        report = ParamValidator().validate(body, _RUNTIME.operation_model("StartAsyncInvoke").input_shape)
        place = body["outputDataConfig"]["s3OutputDataConfig"]
        if report.has_errors() or set(place) - {"s3Uri", "kmsKeyId", "bucketOwner"}:
            return self._bad(report.generate_report())
        if not re.fullmatch(r"s3://[a-z0-9][\.\-a-z0-9]{1,61}[a-z0-9](/.*)?", place["s3Uri"]):
            return self._bad("s3Uri")
        if problem := _ray(body["modelId"], body["modelInput"]):
            return self._bad(problem)
        token = body["clientRequestToken"]
        for arn, job in self.jobs.items():
            if job["clientRequestToken"] == token:
                if job["_raw"] != raw.decode():
                    return _no(400, "ConflictException", "The token was used for another request.")
                return 200, {}, json.dumps({"invocationArn": arn}).encode()
        self.taken += 1
        self.bodies.append(body)
        arn = f"arn:aws:bedrock:{REGION}:{OWNER}:async-invoke/{self.taken:012d}"
        self.jobs[arn] = {
            "invocationArn": arn, "modelArn": f"arn:aws:bedrock:{REGION}::foundation-model/{body['modelId']}",
            "clientRequestToken": token, "status": "InProgress", "submitTime": "2026-11-01T12:00:00Z",
            "outputDataConfig": body["outputDataConfig"], "_raw": raw.decode(),
        }  # fmt: skip
        self.store.put_object(BUCKET, self._folder(arn) + PROBE, b"")
        return 200, {}, json.dumps({"invocationArn": arn}).encode()

    def _list(self, query: dict[str, list[str]]) -> tuple[int, Any, bytes]:
        if self.unlisted:
            return _no(403, "AccessDeniedException", "You may not list jobs.")
        if query.get("sortOrder") != ["Descending"] or query.get("sortBy") != ["SubmissionTime"]:
            return self._bad(f"a list sorted {query}")
        return 200, {}, json.dumps({"asyncInvokeSummaries": list(self.jobs.values())[::-1]}).encode()

    def _invoke(self, profile: str, heads: dict[str, str], raw: bytes) -> tuple[int, Any, bytes]:
        if self.plain is not None:
            status, code, message = self.plain
            return _no(status, code, message)
        found = re.fullmatch(r"us\.stability\.([a-z-]+)-v1:0", profile)
        if found is None or found[1] not in SERVICES:
            return _no(404, "ResourceNotFoundException", f"There is no inference profile {profile}.")
        body = json.loads(raw)
        if problem := _fields(found[1], body):
            return self._bad(problem)
        self.taken += 1
        self.bodies.append(body)
        self.paths.append(profile)
        self.project = heads.get(_PROJECT_HEADER.lower(), "")
        refused = any(self.reasons)
        images = [] if refused else [base64.b64encode(each).decode() for each in self.results]
        said = {"seeds": [4242], "finish_reasons": self.reasons, "images": images}
        given = json.dumps(said).encode() if self.said is None else self.said
        return 200, {"Content-Type": "application/json"}, given

    def _bucket(self, method: str, path: str, heads: dict[str, str], raw: bytes) -> tuple[int, Any, bytes]:
        if method != "GET":
            return self._bad(f"{method} at the bucket")
        if heads.get("x-amz-expected-bucket-owner") != OWNER:
            return 403, {}, b"<Error><Code>AccessDenied</Code><Message>not the owner</Message></Error>"
        plain = HTTPHeaders()
        for name, value in heads.items():
            plain[name] = value
        url = f"https://s3.{REGION}.amazonaws.com{path}"
        made = self._s3.process_request(AWSPreparedRequest(method, url, plain, raw, False))
        assert made is not None
        status, headers, body = made
        return status, dict(headers), body.encode() if isinstance(body, str) else body

    def _bad(self, why: str) -> tuple[int, Any, bytes]:
        self.wrong.append(why)
        return _no(400, "ValidationException", "The request is malformed.")

    def _signed(self, service: str, method: str, path: str, heads: dict[str, str], raw: bytes) -> bool:
        given = re.fullmatch(
            rf"AWS4-HMAC-SHA256 Credential={KEY_ID}/(\d+)/{REGION}/{service}/aws4_request, "
            r"SignedHeaders=([a-z0-9;-]+), Signature=([0-9a-f]{64})",
            heads.get("authorization", ""),
        )
        if given is None:
            return False
        digest = heads.get("x-amz-content-sha256")
        if digest not in (None, hashlib.sha256(raw).hexdigest()):
            return False
        names = [name for name in given[2].split(";") if name != "host"]
        request = AWSRequest(method, self.url + path, {name: heads[name] for name in names}, raw)
        request.context["timestamp"] = heads["x-amz-date"]
        kind = S3SigV4Auth if service == "s3" else SigV4Auth
        auth = kind(Credentials(KEY_ID, KEY), service, REGION)
        made = auth.signature(auth.string_to_sign(request, auth.canonical_request(request)), request)
        return bool(made == given[3])


def _profiles(told: list[str], first: int) -> dict[str, Any]:
    """A page of profiles, as `ListInferenceProfiles` gives them; each spans the Regions of its geography."""
    regions = {"us": ("us-east-1", "us-east-2", "us-west-2"), "eu": ("eu-west-1", "eu-central-1")}
    page = []
    for name in told[first : first + 5]:
        geography, model = name.split(".", 1)
        page.append({
            "inferenceProfileName": name, "inferenceProfileId": name, "status": "ACTIVE",
            "type": "SYSTEM_DEFINED",
            "inferenceProfileArn": f"arn:aws:bedrock:{REGION}:{OWNER}:inference-profile/{name}",
            "models": [{"modelArn": f"arn:aws:bedrock:{region}::foundation-model/{model}"}
                       for region in regions[geography]],
        })  # fmt: skip
    more = {"nextToken": str(first + 5)} if first + 5 < len(told) else {}
    return {"inferenceProfileSummaries": page, **more}


def _project(name: str, mode: str) -> dict[str, Any]:
    arn = f"arn:aws:bedrock:{REGION}:{OWNER}:project/{name}"
    return {"id": name, "arn": arn, "name": name, "status": "active", "createdAt": "2026-10-01T12:00:00Z",
            "dataRetention": {"mode": mode}}  # fmt: skip


def _ray(model: str, body: dict[str, Any]) -> str:
    choices = {
        "aspect_ratio": ("1:1", "16:9", "9:16", "4:3", "3:4", "21:9", "9:21"),
        "duration": ("5s", "9s"), "resolution": ("540p", "720p"), "loop": (True, False),
    }  # fmt: skip
    if model != "luma.ray-v2:0" or not 1 <= len(body.get("prompt", "")) <= 5000:
        return f"{model} {str(body)[:80]}"
    for name, value in body.items():
        if name not in ("prompt", "keyframes") and value not in choices.get(name, ()):
            return f"{name}={value}"
    for name, frame in body.get("keyframes", {}).items():
        source = frame["source"]
        if name not in ("frame0", "frame1") or frame["type"] != "image" or source["type"] != "base64":
            return f"keyframe {name}"
        Image.open(io.BytesIO(base64.b64decode(source["data"], validate=True))).verify()
    return ""


def _fields(service: str, body: dict[str, Any]) -> str:
    must, may = SERVICES[service]
    known = {"image": bytes, "output_format": (str, 3, 4)} | may
    if service not in _UNSEEDED:
        known["seed"] = (int, 0, 4_294_967_294)
    if missing := must - set(body):
        return f"{service} lacks {missing}"
    sizes = {}
    for name, value in body.items():
        rule = known.get(name)
        if rule is None:
            return f"{service} takes no {name}"
        if rule is bytes:
            sizes[name] = Image.open(io.BytesIO(base64.b64decode(value, validate=True))).size
            continue
        kind, low, high = rule
        size = len(value) if kind is str else value
        if not isinstance(value, (int, float) if kind is float else kind) or not low <= size <= high:
            return f"{service}: {name}={str(value)[:40]}"
    if "mask" in sizes and sizes["mask"] != sizes["image"]:
        return f"{service}: the mask is {sizes['mask']}"
    if service == "stable-outpaint" and not any(body.get(side) for side in ("left", "right", "up", "down")):
        return "no side to paint"
    return "" if all(min(each) >= 32 for each in sizes.values()) else f"{service}: {sizes}"


def picture(width: int, height: int, kind: str = "PNG") -> bytes:
    """A real picture of this size."""
    file = io.BytesIO()
    Image.new("RGB", (width, height), (90, 60, 30)).save(file, kind)
    return file.getvalue()


def _no(status: int, code: str, message: str) -> tuple[int, Any, bytes]:
    return status, {"x-amzn-ErrorType": code}, json.dumps({"message": message}).encode()


def _plain(headers: dict[str, Any]) -> list[tuple[str, str]]:
    """Headers but for those that every answer gets of its own."""
    own = ("content-length", "date", "server", "connection")
    return [(name, str(value)) for name, value in headers.items() if name.lower() not in own]


def _handler(service: Service) -> type[Handler]:
    class Answering(Handler):
        def refuse(self, status: int, code: str, message: str) -> None:
            _, headers, body = _no(status, code, message)
            self.give(status, body, *_plain(headers))

        def answer(self, method: str, raw: bytes) -> None:
            heads = {name.lower(): value for name, value in self.headers.items()}
            step = service.step(method, self.path)
            service.asked += step is Verb.SUBMIT
            service.heads.append(heads)
            trouble = service.met(step)
            if any("errand" in name for name in heads):
                service.wrong.append("the name of the job left the house")
            if trouble is Trouble.BUSY:
                throttled = _no(429, "ThrottlingException", "Too many requests.")
                return self.give(429, throttled[2], ("Retry-After", "7"), *_plain(throttled[1]))
            if trouble is Trouble.BROKEN:
                return self.refuse(500, "InternalServerException", "oops")
            if trouble is Trouble.DENIED:
                return self.refuse(403, "AccessDeniedException", "You are not authorized.")
            if trouble is Trouble.MODERATED:
                text = "Your request was blocked by our content filters."
                return self.refuse(400, "ValidationException", text)
            status, headers, body = service.answer(method, self.path, heads, raw)
            return self.give_with(trouble, status, body, *_plain(headers))

    return Answering
