"""States of the panel while somebody else makes the pictures, for `shots.py`: what is offered and filled."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

from secondunit.models.offer import FRAMES
from secondunit.qt.binding import QtGui
from secondunit.wire import (
    Capability,
    CastMember,
    CastPin,
    Control,
    Decision,
    Estimate,
    FrameRange,
    JobState,
    Money,
    Reference,
    RoundTrip,
    SignOff,
    Task,
)
from secondunit.wire.cast import PersonConsent
from secondunit.wire.errors import CutInPlate, DamagedPicture, ProviderError, Refused, Uncertain

staging = sys.modules["secondunit_qt_staging"]
offered = staging.load("secondunit_test_offered", Path(__file__).parents[1] / "host" / "offered.py")

#: In their order: allowed with references and cast; key frames with windows; refused, with offers; an
#: approval missing; the controls of a workflow; a clean plate; a plate of parts made wider; a plate that is
#: damaged; a retime; one by a curve, of a plate with a cut; jobs at providers, one of them uncertain; one
#: that failed; the takes of one run, with details; a workflow that is no model, in its list; a studio's
#: own blueprint that asks one question.
STATES = (
    "allowed",
    "keyed",
    "refused",
    "approval",
    "comfy",
    "clean",
    "wider",
    "torn",
    "slower",
    "curved",
    "uncertain",
    "offers",
    "made",
    "broken",
    "asks",
    "acts",
)
_SLOW = replace(
    offered.ALEPH, model="enhance_frame_rate", model_label="Enhance frame rate", tasks=(Task.RETIME,),
    prompt=0, references=0, controls=(), intake=replace(offered.ALEPH.intake, slower=(2.0, 2.5, 4.0, 5.0)),
)  # fmt: skip
_ACTS = replace(
    offered.ALEPH, model="act_two", model_label="Act-Two", tasks=(Task.PERFORMANCE,), prompt=0, references=1,
    controls=(
        Control("body_control", "Body", "bool", default=True),
        Control("expression_intensity", "Expression", "int", default=3, minimum=1, maximum=5),
    ),
    intake=replace(offered.ALEPH.intake, reference_roles=("subject",), windows=False),
)  # fmt: skip
_CURVED = Capability(
    "methods", "This machine", "retime_plate", "Retime", tasks=(Task.RETIME,), made_by="computed",
    intake=FRAMES,
)  # fmt: skip
_CHOSEN = {
    "acts": ("performance", _ACTS),
    "curved": ("retime", _CURVED),
    "allowed": ("video", offered.RAY), "refused": ("video", offered.RAY), "approval": ("video", offered.RAY),
    "keyed": ("restyle", offered.ALEPH), "comfy": ("restyle", offered.COMFY),
    "broken": ("restyle", offered.COMFY), "asks": ("restyle", offered.COMFY),
    "slower": ("retime", _SLOW), "clean": ("inpaint", offered.CLEAN), "wider": ("extend", offered.OUTPAINT),
}  # fmt: skip
_OF = {"show": "nordlys", "shot": "sh010", "element": "smoke_left", "frames": FrameRange(1001, 1048)}


def offer(service: Any, state: str) -> None:
    """What the service has for this state."""
    if state not in STATES:
        return
    more = {
        "keyed": (offered.ALEPH,),
        "slower": (_SLOW,),
        "curved": (_CURVED,),
        "broken": (offered.BROKEN,),
        "asks": (offered.ASKS,),
        "acts": (_ACTS,),
    }.get(state, ())
    service.capabilities = (*service.capabilities, *offered.ALL, *more)
    service.absent = offered.ABSENT
    told = {"refused": offered.REFUSED, "approval": offered.UNAPPROVED}.get(state, offered.ALLOWED)
    free = replace(
        offered.ALLOWED, verdict="Nothing leaves this machine: the servers are the studio's own.",
        cost=Money("0"), pieces=1,
    )  # fmt: skip
    service.estimates = {"bedrock": told, "comfyui": free, "runway": told}
    if state == "torn":
        torn = DamagedPicture(
            "sh010_v002.mkv is damaged: frame 1017 cannot be decoded.",
            remedy="Take the file anew, or accept its damage.", where="plate",
        )  # fmt: skip
        service.estimates["onboard"] = Estimate("", problems=(torn.problem,))
    if state == "curved":
        found = CutInPlate("There is a cut between 1024 and 1025: a retime would work across it.").problem
        service.estimates["methods"] = Estimate("", problems=(found,))
    service.offers = offered.OFFERS
    service.cast = replace(
        offered.CAST, pins=(CastPin("Ingrid", 4, shot="sh010"),),
        consents=(PersonConsent("Ada Lind", ("background",), ("comfyui",), "2027-06-30"),),
    )  # fmt: skip
    if state in ("uncertain", "offers"):
        _jobs(service, state)
    if state == "made":
        job = service.make_job(**_OF, state=JobState.DONE)
        for number in range(1, 5):
            folder = service.home / f"v00{2 + number}"
            (folder / "previews").mkdir(parents=True, exist_ok=True)
            color = (40 + 30 * number, 90, 150 - 20 * number)
            (folder / "previews/thumbnail.png").write_bytes(staging.loopback.png(384, 216, color))
            (folder / "frames.json.c2pa").write_bytes(b"")
            take = staging.loopback.take_of(
                job, folder=str(folder), version=2 + number, made_by="AI model", provider="comfyui",
                model=offered.COMFY.model, round_trip=RoundTrip(delta_e=0.0, depth=32, half_steps=1),
                remarks=("Seam of the clips at 1025: difference 0.4 %, blended over 8 frames.",),
            )  # fmt: skip
            service.add_take(replace(take, id=f"{take.id}-{number}", alternative=number, alternatives=4))
        for number, decision, by, role, why in (
            (1, "rejected", "bo", "director", "Out of the cut."),
            (3, "changes", "ana", "supervisor", "Thinner at the roof, from 1012 on."),
            (3, "accepted", "bo", "director", ""),
        ):
            of = list(service.takes)[number - 1]
            service._sign_off(SignOff(of, Decision(decision), by, role, why), "kim")


def _plate(session: Any, path: str) -> None:
    """The document's plate is another one, and chosen."""
    name, plate = next(iter(session.host.plates.items()))
    session.host.plates[name] = replace(plate, path=path)
    session.look()
    session.use_source(name)


def _jobs(service: Any, state: str) -> None:
    ray = {"provider": "bedrock", "model": offered.RAY.model, "cost": Money("1.20")}
    comfy = {"provider": "comfyui", "model": "restyle_dream"}
    done = service.make_job(**_OF, **ray)
    service.change(done.id, state=JobState.DONE, cost=Money("1.14"))
    waits = service.make_job(**_OF, **ray)
    service.change(waits.id, state=JobState.RUNNING, progress=0.0)
    service.change(
        service.make_job(**_OF, **comfy).id, state=JobState.RUNNING, progress=0.4,
        status="step 12 of 30 of frame 1019",
    )  # fmt: skip
    service.change(
        service.make_job(**_OF, **ray).id, state=JobState.RUNNING, progress=0.55,
        status="asked Bedrock to stop: it cannot, and the answer is not fetched",
    )  # fmt: skip
    last = service.make_job(**_OF, **ray)
    service.briefs[last.id] = None
    if state == "uncertain":
        problem = Uncertain("Bedrock did not answer in time; whether it began is not known.").problem
        service.change(last.id, state=JobState.UNCERTAIN, problem=problem)
        return
    problem = ProviderError(
        "Bedrock's filter refused the prompt.", remedy="Say it in other words, or ask another model.",
    ).problem  # fmt: skip
    service.change(last.id, state=JobState.FAILED, problem=problem, cost=Money("0"))
    denied = service.make_job(**_OF, **ray)
    service.change(
        denied.id, state=JobState.REFUSED, cost=Money("0"),
        problem=Refused("The rule 'ray for plates' lapsed on 2026-11-01.").problem,
    )  # fmt: skip


def fill(session: Any, service: Any, state: str) -> None:
    """What the artist has chosen in this state."""
    if state in _CHOSEN:
        task, model = _CHOSEN[state]
        session.panel.outside.use_frame(1013)
        session.host.stands_on = 1013
        session.set("task", task)
        session.set("provider", model.provider)
        session.set("model", model.model)
        session.set(
            "prompt",
            ""
            if state == "acts"
            else "slow push over a wet street at night, steam from the gully on the left",
        )
        session.clear("controls.wind")
        session.clear("controls.key_side")
    if state in ("allowed", "comfy", "keyed"):
        paths = [service.home / "wet street.png", service.home / "last.png"]
        for path, color in zip(paths, ("#385868", "#6a4a30")):  # noqa: B905 - two each
            image = QtGui.QImage(192, 108, QtGui.QImage.Format.Format_RGB32)
            image.fill(QtGui.QColor(color))
            image.save(str(path))
        if state == "keyed":
            moments = ((1013, FrameRange(1001, 1024)), (1040, FrameRange(1025, 1048)))
            session.panel.use_references(
                tuple(Reference(str(path), "key_frame", 1.0, *moment) for path, moment in zip(paths, moments))  # noqa: B905
            )
            return
        roles = ("first_frame", "last_frame") if state == "allowed" else ("style", "subject")
        session.panel.use_references(
            tuple(Reference(str(path), role, 0.8) for path, role in zip(paths, roles))  # noqa: B905
        )
    if state == "comfy":
        session.panel.use_cast((CastMember("Ingrid", 4), CastMember("Ola", 1)))
        session.set("use", "background double, this shot only")
        session.set("controls.strength", 0.45)
    if state == "acts":
        session.panel.use_cast((CastMember("Ingrid", 4),))
        session.set("performer", "Kim Roe")
    if state == "wider":
        _plate(session, staging.parted(service.home))
        session.set("margin", 420)
        session.set("sides", "left_right")
    if state == "torn":
        _plate(session, "/jobs/nordlys/plates/sh010_v002.mkv")
    if state == "curved":
        session.set("speed", "curve")
        session.set("curve", "1001=100%, 1013=25%, 1037=200%")
        session.set("smooth", True)
        session.set("shutter", 180.0)
    if state == "clean":
        session.use_matte("Roto1")


def show(panel: Any, state: str) -> None:
    """Open what this state is about, and choose what is to be seen."""
    form = panel.form
    if state in ("allowed", "comfy", "clean", "keyed", "acts"):
        for title in ("Shot",):
            form.groups[title].open(False)
        for title in ("References", "Cast"):
            if state != "clean" and title in form.groups:
                form.groups[title].open()
        form.finish()
    if state in ("uncertain", "offers"):
        if not panel.wide:
            panel.show_part("queue")
        wanted = [row for row in panel.queue.model.rows if row.uncertain or row.problem is not None]
        panel.queue.list.setCurrentIndex(
            panel.queue.model.index(panel.queue.model.place_of(wanted[0].job), 0)
        )
    if state == "approval" and panel.estimate.approval is not None:
        panel.estimate.approval.ask.click()
    if state == "asks":
        panel.session.commands.ask_model("comfyui", "restyle_ours")
        form.groups["Shot"].open(False)
        panel.session.pump()
    if state == "broken":
        form.provider.model.showPopup()
    if state == "made":
        if not panel.wide:
            panel.show_part("takes")
        panel.session.gallery.step(1)


def scroll(panel: Any, state: str) -> None:
    """Bring into view what this state is about."""
    part = {"comfy": 0.75, "acts": 0.55, "wider": 0.5, "slower": 0.7, "curved": 0.85, "asks": 0.0}.get(state)
    if part is not None:
        bar = panel.form.verticalScrollBar()
        bar.setValue(int(bar.maximum() * part))
