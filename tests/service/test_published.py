"""What `/openapi.json` says is what a running service does: each route asked over its socket, held to it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from http.client import HTTPConnection
from io import BytesIO
from pathlib import Path
from typing import Any

import jsonschema_rs
import numpy as np
import psutil
import pytest
from PIL import Image
from schemathesis.specs.openapi.definitions import OPENAPI_31

from secondunit.media.exr import write_exr
from secondunit.media.picture import Picture
from secondunit.service.find import find
from secondunit.service.home import Home
from secondunit.service.serve import start
from secondunit.wire import (
    Brief,
    CastMatchApproval,
    CastMatchOffer,
    CastMatchWish,
    ColorSpace,
    Decision,
    DrawnMatte,
    Format,
    FrameRange,
    FrozenMap,
    Job,
    JobState,
    MarkChange,
    MatteFiles,
    MatteLook,
    MatteShape,
    MatteWish,
    Money,
    Note,
    Plate,
    PlateFrame,
    PlatePath,
    PlatePixel,
    Playlist,
    PlaylistChange,
    Problem,
    Rate,
    ShapeKey,
    ShapeKind,
    SignOff,
    Window,
    WrittenMatte,
    dumps,
    loads,
)
from secondunit.wire.problem import codes
from secondunit.wire.quick import QuickEnd, QuickReady, QuickWish
from secondunit.wire.rights import Approving
from secondunit.wire.saved_look import LookRemoval, LookSaving, LookScope, SavedLook, picture_text

pytestmark = pytest.mark.long


class Service:
    """A running service; whatever it answers is held against what it publishes."""

    def __init__(self, home: Home, published: Any) -> None:
        address = start(home)
        self.port = int(address.url.rpartition(":")[2])
        self.token = home.token.read_text().strip()
        self.published: Any = None
        status, body = self.ask("GET", "/openapi.json")
        assert status == 200
        self.published = published.Published(json.loads(body))

    def ask(self, method: str, path: str, value: object = None, **headers: str) -> tuple[int, bytes]:
        """The status and body of the answer; `value` is sent as the wire writes it."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        sent = {"Authorization": f"Bearer {self.token}"} | headers
        body = value if isinstance(value, bytes) else dumps(value).encode() if value is not None else None
        connection.request(method, path, body, sent)
        answer = connection.getresponse()
        told = {name.lower(): text for name, text in answer.getheaders()}
        content = answer.read()
        connection.close()
        if self.published is not None:
            self.published.hold(method, path.partition("?")[0], answer.status, told, content)
        return answer.status, content

    def hear(self, wanted: Callable[[bytes], bool]) -> None:
        """Follow the events until a line of them is what is wanted."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request("GET", "/v1/events", None, {"Authorization": f"Bearer {self.token}"})
        with connection.getresponse() as answer:
            while not wanted(answer.readline()):
                pass
        connection.close()

    def get(self, path: str) -> bytes:
        """The body of a good answer."""
        status, body = self.ask("GET", path)
        assert status == 200, (path, body)
        return body


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory, published: Any) -> Iterator[tuple[Service, Path]]:
    """A service with a show that has a plate of two frames, and a cast of one."""
    folder = tmp_path_factory.mktemp("published")
    window = Window(0, 0, 32, 18)
    picture = Picture(("R", "G", "B"), np.full((18, 32, 3), 0.2, np.float32), window, window)
    for frame in (1001, 1002):
        write_exr(folder / f"bg.{frame}.exr", picture, rate=Rate(24))
    cast = folder / "shows" / "S" / "cast" / "ada" / "v001"
    cast.mkdir(parents=True)
    (cast / "front.exr").write_bytes((folder / "bg.1001.exr").read_bytes())
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SECONDUNIT_SHOWS", str(folder / "shows"))
        patch.delenv("OCIO", raising=False)
        home = Home(folder / "home")
        service = Service(home, published)
    yield service, folder
    address = find(home)
    if address is not None:
        process = psutil.Process(address.pid)
        process.kill()
        process.wait(10)


def brief(**changes: object) -> Brief:
    fields: dict[str, object] = {
        "show": "S", "shot": "sh010", "element": "haze", "frames": FrameRange(1001, 1002), "rate": Rate(24),
        "format": Format(32, 18), "kind": "smoke", "prompt": "thin grey smoke",
        "controls": FrozenMap({"preroll": 0.0, "resolution": 24}), "colorspace": ColorSpace("ACEScg"),
    }  # fmt: skip
    return Brief(**(fields | changes))  # type: ignore[arg-type]


def test_every_route_answers_as_the_document_says(running: tuple[Service, Path]) -> None:
    service, folder = running
    for path in ("/v1/status", "/v1/kinds", "/v1/capabilities?show=S", "/v1/shows/S",
                 "/v1/colorspaces?show=S", "/v1/cast?show=S", "/v1/cast/takes?show=S",
                 "/v1/cast/ada/1/thumbnail?show=S", "/docs"):  # fmt: skip
        service.get(path)
    assert service.ask("POST", "/v1/plates", PlatePath(str(folder / "bg.%04d.exr"), "S"))[0] == 200
    plate = loads(Plate, service.ask("POST", "/v1/plates", PlatePath(str(folder / "bg.%04d.exr"), "S"))[1])
    plate = replace(plate, colorspace=ColorSpace("ACEScg"))
    for look in ("frame", "pixels"):
        assert service.ask("POST", f"/v1/plates/{look}", PlateFrame(plate, 1001, show="S"))[0] == 200
    assert service.ask("POST", "/v1/plates/pixel", PlatePixel(plate, 1002, 3, 4, "S"))[0] == 200
    _draw(service, plate)
    assert service.ask("POST", "/v1/estimate", brief())[0] == 200
    assert service.ask("POST", "/v1/offers", brief())[0] == 200
    assert service.ask("POST", "/v1/approvals", Approving(brief(), "Vera", Money("1")))[0] == 422

    key = {"Idempotency-Key": "once", "X-Secondunit-User": "Zo%C3%AB"}
    status, body = service.ask("POST", "/v1/jobs", brief(), **key)
    job = loads(Job, body)
    assert status == 201 and service.ask("POST", "/v1/jobs", brief(), **key)[0] == 200
    assert service.ask("POST", "/v1/jobs", brief(seed=2), **key)[0] == 409
    service.hear(lambda line: b'"state":"done"' in line or b'"state":"failed"' in line)
    service.get("/v1/events?wait=0")
    job = loads(Job, service.get(f"/v1/jobs/{job.id}"))
    assert job.state is JobState.DONE, job
    for path in ("", "/brief", "/preview", "/offers"):
        service.get(f"/v1/jobs/{job.id}{path}")
    assert service.ask("POST", f"/v1/jobs/{job.id}/cancel")[0] == 409
    assert service.ask("POST", f"/v1/jobs/{job.id}/retry")[0] == 409
    for path in ("?show=S&limit=1", f"?job={job.id}", f"/{job.take}"):
        service.get(f"/v1/takes{path}")
    graded = "frames/1001?view=checker&exposure=-1.5&gamma=1.2&channel=red"
    pixel = "frames/1001/pixel?x=1"
    part = "frames/1001/pixels?x=1&y=1&across=2&down=2"
    seen = ("thumbnail", "contact", "movie", graded, pixel, part, "check", "check/page")
    for path in ("brief", *seen, "notes", "hooks", "signoffs"):
        service.get(f"/v1/takes/{job.take}/{path}")
    assert service.ask("POST", f"/v1/takes/{job.take}/notes", Note(job.take, "softer", 1001))[0] == 201
    signoff = SignOff(job.take, Decision.CHANGES, "Vera", "supervisor", "softer")
    assert service.ask("POST", f"/v1/takes/{job.take}/signoffs", signoff)[0] == 201
    _review(service, job.take)
    _match_to_cast(service, job.take)
    _look(service)
    service.get("/v1/jobs?state=done")

    status, body = service.ask("POST", "/v1/jobs", brief(shot="sh020", frames=FrameRange(1001, 1400)))
    other = loads(Job, body).id
    assert service.ask("POST", f"/v1/jobs/{other}/cancel")[0] == 200
    assert service.ask("POST", f"/v1/jobs/{other}/retry")[0] == 200
    assert service.ask("POST", f"/v1/jobs/{other}/cancel")[0] == 200

    assert service.ask("POST", "/v1/quicklooks/ready", QuickReady("smoke"))[0] == 200
    assert service.ask("POST", "/v1/quicklooks", QuickWish(brief(), 1001, "nuke", 64))[0] == 200
    assert service.ask("POST", "/v1/quicklooks/end", QuickEnd("nuke"))[0] == 200
    assert service.ask("POST", "/v1/stop")[0] == 200
    drawn = [f"GET /v1/shows/{{show}}/continuity{form}" for form in ("", "/page", "/picture")]
    unseen = sorted([
        "GET /v1/cast-matches/{match}", "POST /v1/answers", "POST /v1/approvals", "POST /v1/approvals/list",
        "POST /v1/cast-matches", "POST /v1/cast-matches/{match}/stop", *drawn,
        "GET /v1/takes/{take}/faces/{character}/{frame}",
    ])  # fmt: skip
    seen_elsewhere = "see test_answering, test_approvals, test_cast_matches, test_continuity"
    assert sorted(service.published.unseen()) == unseen, seen_elsewhere


def _match_to_cast(service: Any, take: str) -> None:
    offer = loads(CastMatchOffer, service.ask("POST", "/v1/cast-matches/offer", CastMatchWish((take,)))[1])
    assert not offer.tries and "nothing was measured of its characters" in offer.remarks[0]
    approval = CastMatchApproval(offer.wish, (), Money("1"), "Vera")
    assert service.ask("POST", "/v1/cast-matches", approval)[0] == 409
    service.get("/v1/cast-matches?show=S")
    for path in ("", "/stop"):
        assert service.ask("POST" if path else "GET", f"/v1/cast-matches/m1{path}")[0] == 404


def _look(service: Service) -> None:
    """What is asked about looks."""
    look = SavedLook("smoke", "", "Hall", FrozenMap({"density": 0.3}), LookScope.SHOW)
    file = BytesIO()
    Image.effect_noise((32, 18), 40).convert("RGB").save(file, "JPEG")
    saving = LookSaving(look, "S", picture=picture_text(file.getvalue()))
    assert service.ask("POST", "/v1/looks", saving)[0] == 200
    assert service.ask("POST", "/v1/looks", LookSaving(look, "S"))[0] == 409
    service.get("/v1/looks?show=S")
    service.get("/v1/kinds/smoke/looks/oil/picture")
    service.get("/v1/looks/show/smoke/hall/picture?show=S")
    removal = LookRemoval("smoke", "hall", LookScope.SHOW, "S")
    assert service.ask("POST", "/v1/looks/remove", removal)[0] == 200


def _draw(service: Service, plate: Plate) -> None:
    """Look at a drawn matte, write it, list it and open it again."""
    key = ShapeKey(1001, (2.0, 2.0, 20.0, 2.0, 2.0, 20.0))
    drawing = DrawnMatte(plate.frames, plate.format, (MatteShape(ShapeKind.POLYGON, (key,)),))
    assert service.ask("POST", "/v1/mattes/frame", MatteLook(drawing, 1001, 64))[0] == 200
    status, answer = service.ask("POST", "/v1/mattes", MatteWish("S", "sh010", "roof", drawing, plate))
    assert status == 200
    written = loads(WrittenMatte, answer)
    service.get("/v1/mattes?show=S&shot=sh010")
    assert service.ask("POST", "/v1/mattes/open", MatteFiles(written.matte.path, "S"))[0] == 200


def _review(service: Service, take: str) -> None:
    """Mark a take, put it in the bin and take it back, and list it."""
    assert service.ask("POST", f"/v1/takes/{take}/mark", MarkChange(star=True))[0] == 200
    assert service.ask("POST", f"/v1/takes/{take}/bin")[0] == 200
    for path in ("marks?show=S", "bin?show=S", "shows/S/cut"):
        service.get(f"/v1/{path}")
    assert service.ask("POST", f"/v1/takes/{take}/restore")[0] == 200
    status, body = service.ask("POST", "/v1/playlists", Playlist("S", "Dailies", (take,)))
    playlist = f"/v1/playlists/{loads(Playlist, body).id}"
    assert status == 201
    for path in ("/v1/playlists?show=S", playlist, f"{playlist}/takes"):
        service.get(path)
    assert service.ask("POST", f"{playlist}/change", PlaylistChange("Monday"))[0] == 200
    assert service.ask("POST", f"{playlist}/remove")[0] == 200


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "code", "where"),
    [
        ("GET", "/v1/jobs?sate=done", None, 422, "value.unknown_field", "query.sate"),
        ("GET", "/v1/jobs?limit=1&limit=2", None, 422, "value.wrong_type", "query.limit"),
        ("GET", "/v1/jobs?limit=0", None, 422, "value.out_of_range", "query.limit"),
        ("GET", "/v1/jobs?limit=many", None, 422, "value.wrong_type", "query.limit"),
        ("GET", "/v1/jobs?state=asleep", None, 422, "value.out_of_range", "query.state"),
        ("GET", "/v1/jobs?show=%00", None, 422, "value.wrong_type", "query.show"),
        ("GET", "/v1/takes/x/frames/1001?view=inside", None, 422, "value.out_of_range", "query.view"),
        ("GET", "/v1/takes/x/frames/first", None, 422, "value.wrong_type", "path.frame"),
        ("GET", "/v1/takes/" + "x" * 65, None, 422, "value.out_of_range", "path.take"),
        ("GET", "/v1/cast", None, 422, "value.missing_field", "query.show"),
        ("GET", "/v1/colorspaces?config=/no/such.ocio", None, 422, "color.unknown_config", "/no/such.ocio"),
        ("GET", "/v1/takes/nothing", None, 404, "not_found", ""),
        ("POST", "/v1/takes/nothing/notes", b'{"take":"nothing","text":"x"}', 404, "not_found", ""),
        ("POST", "/v1/plates", b'{"path":"/no/such.exr"}', 422, "not_found", "/no/such.exr"),
        ("POST", "/v1/plates", b'{"paths":"/x"}', 422, "value.unknown_field", "paths"),
        ("POST", "/v1/approvals", b'{"brief":{"note":1}}', 422, "value.unknown_field", "brief.note"),
        ("POST", "/v1/estimate", b"", 422, "value.bad", ""),
        ("GET", "/v1/nothing", None, 404, "not_found", ""),
        ("DELETE", "/v1/jobs", None, 405, "not_found", ""),
        ("HEAD", "/v1/events", None, 405, "", ""),
    ],
)  # fmt: skip
def test_a_refusal_has_a_code_and_the_place(
    api: Any, method: str, path: str, body: bytes | None, status: int, code: str, where: str
) -> None:
    answer = api.client.request(method, path, content=body)
    assert answer.status_code == status, answer.text
    if method != "HEAD":
        problem = loads(Problem, answer.content)
        assert (problem.code, problem.where) == (code, where) and problem.message.endswith((".", "?"))


def test_the_document_is_openapi_and_says_types_everywhere(api: Any) -> None:
    document = api.client.get("/openapi.json").json()
    jsonschema_rs.validator_for(OPENAPI_31).validate(document)
    names = []
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            where = f"{method} {path}"
            names.append(operation["operationId"])
            assert operation["description"].endswith("."), where
            for one in operation.get("parameters", ()):
                assert one["schema"]["type"] in ("string", "integer", "number") and one["description"], where
                assert one["required"] or "default" in one["schema"], where
            assert path.count("{") == sum(
                one["in"] == "path" and one["required"] for one in operation.get("parameters", ())
            ), where
            good = [answer for status, answer in operation["responses"].items() if status < "300"]
            for answer in good:
                for kind, content in answer["content"].items():
                    assert kind != "application/json" or "$ref" in content["schema"], where
            assert good and {"401", "403", "413"} <= set(operation["responses"]), where
    assert len(names) == len(set(names)) >= 30
    said = json.dumps(document["components"]["responses"])
    assert all(f'"{code}"' in said for code in codes() if code.startswith(("value.", "denied", "picture.")))


def test_the_schemas_refuse_what_the_codec_refuses(api: Any, published: Any, make_brief: Any) -> None:
    document = published.Published(api.client.get("/openapi.json").json())
    good = json.loads(dumps(make_brief()))
    assert document.takes("Brief", good)
    for change in ({"sprinkles": 1}, {"frames": 5}, {"format": {"width": "wide", "height": 5}},
                   {"task": "dance"}, {"schema": 0}, {"plate": []}):  # fmt: skip
        assert not document.takes("Brief", good | change), change
        assert api.client.post("/v1/estimate", content=json.dumps(good | change)).status_code == 422, change
