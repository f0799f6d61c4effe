"""Providers as a panel meets them: price, verdict, approval, offers, uncertain jobs, what leaves."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from secondunit.host import Dialling, Link, Panel
from secondunit.host.assembly import problem_at_field
from secondunit.host.client import Client
from secondunit.host.commands import Commands
from secondunit.host.offers import offer_words
from secondunit.host.pictures import _fetch
from secondunit.host.queue import ADVICE, QueueRows
from secondunit.host.refill import hand_of
from secondunit.host.sentences import outline
from secondunit.host.terms import price
from secondunit.wire import (
    CastMember,
    CastPin,
    ColorSpace,
    Control,
    Fitting,
    Form,
    Format,
    FrameRange,
    JobState,
    Matte,
    Money,
    Plate,
    Problem,
    Rate,
    Reference,
    Retime,
    Task,
    Window,
)
from secondunit.wire.errors import NoRights, OutOfRange, ProviderError, Refused, Uncertain

Until = Callable[..., None]
PLATE = Plate("/p/bg.%04d.exr", FrameRange(1001, 1004), Rate(24), Format(2048, 1152), ColorSpace("ACEScg"))
CLEAN = ("inpaint", "bedrock", "stability.stable-image-inpaint-v1:0")
RAY = ("video", "bedrock", "luma.ray-v2:0")


@pytest.fixture
def link(home: Path) -> Any:
    """A link in the name of kim, who may approve."""
    made = Link(Dialling(command="", user="kim", home=str(home)))
    yield made
    made.stop()


@pytest.fixture
def commands(panel: Panel, host: Any, service: Any, offered: Any, until: Until) -> Commands:
    """The commands of a panel that is connected and offered everybody."""
    service.capabilities = (*service.capabilities, *offered.ALL)
    service.absent = offered.ABSENT
    service.estimates = {"bedrock": offered.ALLOWED}
    service.offers = offered.OFFERS
    panel.link.start()
    until(panel, lambda: len(panel.capabilities) > 2 and panel.estimate is not None)
    return Commands(panel, host)


def choose(panel: Panel, task: str, provider: str, model: str) -> None:
    for name, value in (("task", task), ("provider", provider), ("model", model)):
        assert panel.set(name, value) is None


def estimated(panel: Panel, until: Until) -> Any:
    """The estimate of the brief as it stands now."""
    panel.estimate = None
    panel.want_estimate()
    until(panel, lambda: panel.estimate is not None)
    return panel.estimate


def test_the_show_s_models_are_asked_for_again_when_the_show_changes(
    commands: Commands, service: Any, until: Until
) -> None:
    assert "GET /v1/capabilities?show=show" in service.asked
    commands.panel.set("show", "nordlys")
    until(commands.panel, lambda: "GET /v1/capabilities?show=nordlys" in service.asked)


def test_who_is_absent_is_told_with_the_reason_and_asked_again_after_a_while(
    service: Any, offered: Any, until: Until, link: Link
) -> None:
    now = [0.0]
    panel = Panel(link, clock=lambda: now[0])
    service.absent = offered.ABSENT
    link.start()
    until(panel, lambda: panel.fields.absent)
    assert panel.fields.absent[0].problem.message == "There is no key named runway."
    service.absent, service.capabilities = (), (*service.capabilities, offered.RAY)
    now[0] = 61.0
    until(panel, lambda: not panel.fields.absent)
    assert panel.fields["task"].choices == ("element", "video")


def test_a_provider_that_a_document_chose_and_is_away_says_why(commands: Commands) -> None:
    panel = commands.panel
    assert panel.outside.absence() == ""
    panel.replace({"task": "video", "provider": "runway", "model": "gen4.5"})
    assert panel.terms() == (
        "There is no key named runway. Put it into the keyring: secondunit secret runway.",
    )
    panel.replace({"task": "video", "provider": "bedrock", "model": "gone"})
    assert panel.terms()[0].startswith("Bedrock does not offer this for this show now.")
    assert panel.fields.value("model") == "gone", "what was chosen is not changed behind the artist's back"
    with pytest.raises(OutOfRange, match="no choice 'gone'"):
        panel.brief()


def test_price_verdict_and_what_leaves_stand_beside_the_button(commands: Commands, until: Until) -> None:
    panel = commands.panel
    panel.use(shot=panel.shot, plate=PLATE, matte=Matte("/m.exr", FrameRange(1001, 1001)))
    panel.set("prompt", "no rig")
    choose(panel, *CLEAN)
    panel.outside.use_frame(1003)
    told = estimated(panel, until)
    assert price(told) == "About 1.20 USD, 2 requests, 40 s"
    assert told.verdict.startswith("The rule 'ray for plates' allows")
    assert panel.outside.leaving() == (
        "Leaves this machine: plate and matte (frame 1003), the prompt, to Bedrock"
    )
    brief = panel.brief()
    assert brief.fitting == Fitting(plate_frame=1003) and brief.task is Task.INPAINT and not brief.kind
    panel.set("controls.grow_mask", 9)
    panel.set("plate_frame", "1001")
    assert dict(panel.brief().controls) == {"grow_mask": 9}
    assert panel.brief().fitting == Fitting(plate_frame=1001)
    panel.set("plate_frame", "2000")
    with pytest.raises(OutOfRange, match="Frame 2000 is not among 1001-1004"):
        panel.brief()
    panel.clear("plate_frame")
    choose(panel, *RAY)
    assert panel.outside.leaving() == "Leaves this machine: the prompt, to Bedrock"
    choose(panel, "element", "onboard", "")
    assert panel.outside.leaving() == ""


def test_where_the_artist_stands_is_the_frame_that_a_still_model_gets(
    commands: Commands, until: Until
) -> None:
    panel = commands.panel
    panel.use(shot=panel.shot, plate=PLATE)
    choose(panel, *CLEAN)
    panel.outside.use_frame(9999)
    assert panel.brief().fitting.plate_frame == 1001, "a frame that is not in the shot is not meant"
    before = panel.estimate
    panel.outside.use_frame(1002)
    until(panel, lambda: panel.estimate is not before)
    assert panel.estimate is not None and panel.brief().fitting.plate_frame == 1002


def test_a_model_that_cannot_be_used_says_why_and_is_not_offered(commands: Commands, offered: Any) -> None:
    panel = commands.panel
    panel.fields.use_capabilities((*panel.capabilities, offered.BROKEN), offered.ABSENT)
    assert "restyle_page" not in panel.fields["model"].choices
    choose(panel, "restyle", "comfyui", "restyle_dream")
    assert panel.fields["model"].choices == ("restyle_dream",)
    said = panel.outside.unusable()
    assert said[0].startswith("runway: There is no key named runway. Put it")
    assert said[-1] == (
        "ComfyUI, restyle page: This is not a workflow in API format. "
        "In ComfyUI, export it with Workflow > Export (API)."
    )
    panel.replace({**panel.fields.hand, "model": "restyle_page"})
    assert panel.outside.absence().startswith("This is not a workflow in API format.")


def test_a_model_of_single_pictures_makes_every_frame_or_one_as_the_artist_says(commands: Commands) -> None:
    panel = commands.panel
    panel.use(shot=panel.shot, plate=PLATE, matte=Matte("/m.exr", FrameRange(1001, 1001)))
    choose(panel, *CLEAN)
    assert panel.fields["every_frame"].default is False
    assert panel.brief().fitting == Fitting(plate_frame=1001)
    panel.set("every_frame", True)
    assert "plate_frame" not in panel.fields, "no frame stands for the others"
    assert panel.brief().fitting == Fitting(every_frame=True)
    assert "plate and matte (4 frames)" in panel.outside.leaving()
    panel.clear("every_frame")
    choose(panel, "upscale", "bedrock", "stability.stable-fast-upscale-v1:0")
    assert panel.fields["every_frame"].default is True, "an upscale follows the plate"
    assert panel.brief().fitting == Fitting(every_frame=True)
    panel.set("every_frame", False)
    panel.outside.use_frame(1003)
    assert panel.brief().fitting == Fitting(plate_frame=1003, every_frame=False)
    assert "plate (frame 1003)" in panel.outside.leaving()
    choose(panel, "restyle", "comfyui", "restyle_dream")
    assert "every_frame" not in panel.fields, "it makes many frames at once"
    choose(panel, *RAY)
    assert "every_frame" not in panel.fields and panel.brief().fitting == Fitting()


def test_a_matte_of_several_frames_has_every_frame_made_by_itself(commands: Commands) -> None:
    panel = commands.panel
    still = Matte("/m.exr", FrameRange(1001, 1001))
    panel.use(shot=panel.shot, plate=PLATE, matte=Matte("/m.%04d.exr", PLATE.frames))
    choose(panel, *CLEAN)
    assert panel.fields["every_frame"].default is True and "plate_frame" not in panel.fields
    assert panel.brief().fitting == Fitting(every_frame=True)
    panel.use(shot=panel.shot, plate=PLATE, matte=still)
    assert panel.brief().fitting == Fitting(plate_frame=1001)


def test_an_edit_fades_into_the_plate_only_where_it_is_told_to(commands: Commands) -> None:
    panel = commands.panel
    panel.use(shot=panel.shot, plate=PLATE, matte=Matte("/m.%04d.exr", PLATE.frames))
    choose(panel, *CLEAN)
    assert panel.fields.value("feather") == 0.0 and panel.brief().fitting.feather is None
    panel.set("feather", 2.5)
    assert panel.brief().fitting.feather == 2.5
    assert panel.set("feather", -1) is not None
    with pytest.raises(OutOfRange):
        panel.brief()
    choose(panel, "upscale", "bedrock", "stability.stable-fast-upscale-v1:0")
    assert "feather" not in panel.fields and panel.brief().fitting.feather is None
    told = Problem("value.out_of_range", "Too wide.", where="fitting.feather")
    choose(panel, *CLEAN)
    assert problem_at_field(told, panel.fields) == "feather"


def test_a_retime_is_as_much_slower_as_the_model_makes_it_and_a_slower_of_its_own_is_apart(
    commands: Commands, offered: Any
) -> None:
    panel = commands.panel
    own = Control("slower", "Slower camera", "float", default=0.5, minimum=0.0, maximum=1.0)
    intake = replace(
        offered.CLEAN.intake, plate_form=Form.MOVIE, result=Form.MOVIE, most_frames=48, slower=(2.0, 2.5, 5.0)
    )
    slow = replace(offered.CLEAN, model="slow", tasks=(Task.RETIME,), controls=(own,), intake=intake)
    panel.fields.use_capabilities((*panel.capabilities, slow))
    panel.use(shot=panel.shot, plate=PLATE)
    choose(panel, *CLEAN)
    assert "slower" not in panel.fields
    choose(panel, "retime", "bedrock", "slow")
    assert panel.fields["slower"].choices == ("2", "2.5", "5") and panel.brief().retime == Retime()
    assert "plate (3 frames)" in panel.outside.leaving(), "four are made of three"
    panel.set("slower", "2.5")
    assert "plate (3 frames)" in panel.outside.leaving()
    panel.set("slower", "5")
    assert "plate (2 frames)" in panel.outside.leaving()
    panel.set("slower", "2.5")
    panel.set("controls.slower", 0.8)
    brief = panel.brief()
    assert brief.retime == Retime(2.5) and dict(brief.controls) == {"slower": 0.8}
    hand = hand_of(brief, brief.provider, brief.model)
    assert (hand["slower"], hand["controls.slower"]) == ("2.5", 0.8)
    told = Problem("value.out_of_range", "Not so slow.", where="retime.slower")
    assert problem_at_field(told, panel.fields) == "slower"
    assert panel.set("slower", "3") is not None
    panel.fields.use_capabilities(
        (*panel.capabilities[:-1], replace(slow, controls=(), intake=replace(intake, slower=())))
    )
    assert panel.fields["slower"].choices == ("2", "4", "8"), "a model that leaves it to the artist"


def test_an_extension_grows_the_frame_and_an_upscale_the_format(commands: Commands) -> None:
    panel = commands.panel
    panel.use(shot=panel.shot, plate=PLATE)
    choose(panel, "extend", "bedrock", "stability.stable-outpaint-v1:0")
    panel.set("margin", 200)
    assert (panel.brief().task, panel.brief().delivery.overscan) == (Task.EXTEND, 200)
    panel.set("sides", "top_bottom")
    assert panel.brief().window == Window(0, -200, 2048, 1152 + 400)
    assert outline(panel.brief()) == "1001-1004, 2048x1152 \u2192 2048x1552, 24 fps"
    assert hand_of(panel.brief(), "x", "y").items() >= {"margin": 200, "sides": "top_bottom"}.items()
    told = Problem("value.out_of_range", "Not these.", where="delivery.sides")
    assert problem_at_field(told, panel.fields) == "sides"
    choose(panel, "upscale", "bedrock", "stability.stable-fast-upscale-v1:0")
    panel.set("prompt", "sharp")
    brief = panel.brief()
    assert (brief.format, brief.delivery.overscan) == (Format(8192, 4608), 0)
    assert brief.prompt == "", "this model takes no words"


def test_a_refused_brief_says_why_and_who_else_may_do_it(
    commands: Commands, service: Any, offered: Any, until: Until
) -> None:
    panel = commands.panel
    service.estimates["bedrock"] = offered.REFUSED
    choose(panel, *RAY)
    until(panel, lambda: panel.outside.instead)
    assert panel.estimate is not None and not panel.estimate.allowed
    assert not panel.outside.approvers and not panel.outside.missing()
    assert [offer_words(one) for one in panel.outside.instead] == [
        "ComfyUI restyle_dream: no cost, 2 min", "Luma ray-3.2: 0.90 USD, 40 s",
    ]  # fmt: skip
    jobs = len(service.jobs)
    panel.set("task", "restyle")
    commands.take_offer("comfyui", "restyle_dream")
    assert (panel.fields.value("provider"), panel.fields.value("model")) == ("comfyui", "restyle_dream")
    until(panel, lambda: not panel.outside.instead)
    assert len(service.jobs) == jobs, "an offer fills the form and sends nothing"


def test_one_who_may_approves_up_to_a_ceiling_and_the_estimate_comes_anew(
    commands: Commands, service: Any, offered: Any, until: Until
) -> None:
    panel = commands.panel
    service.estimates["bedrock"] = offered.UNAPPROVED
    choose(panel, *RAY)
    estimated(panel, until)
    assert panel.outside.may_approve
    assert panel.outside.missing() == "ana or you may approve it."
    for wrong in ("1.19", "a lot", "nan", "-1"):
        problem = commands.approve(wrong)
        assert problem is not None and problem.code == "value.out_of_range", wrong
    assert not service.approvals
    assert commands.approve("1.50", "for the director") is None
    until(panel, lambda: panel.estimate is not None and panel.estimate.allowed)
    (yes,) = service.approvals
    assert (yes.by, yes.ceiling, yes.note) == ("kim", Money("1.50"), "for the director")
    assert yes.brief == panel.brief() and not panel.outside.approving


def test_a_brief_that_changed_since_its_estimate_is_not_approved(
    commands: Commands, service: Any, offered: Any, until: Until
) -> None:
    panel = commands.panel
    service.estimates["bedrock"] = offered.UNAPPROVED
    choose(panel, *RAY)
    estimated(panel, until)
    panel.set("prompt", "another")
    problem = commands.approve("9")
    assert problem is not None and problem.code == "conflict"
    assert not service.approvals


def test_one_who_may_not_is_told_who_may(
    commands: Commands, service: Any, offered: Any, until: Until
) -> None:
    panel = commands.panel
    service.estimates["bedrock"] = replace(offered.UNAPPROVED, approvers=("ana",))
    choose(panel, *RAY)
    estimated(panel, until)
    assert not panel.outside.may_approve
    assert panel.outside.missing() == "ana may approve it."
    assert commands.approve("9") is not None and not service.approvals


def test_jobs_at_a_provider_say_who_makes_them_where_they_are_and_what_they_cost(
    commands: Commands, service: Any, until: Until
) -> None:
    panel, queue = commands.panel, QueueRows(commands.panel, clock=lambda: 0.0)
    job = service.make_job(provider="bedrock", model="luma.ray-v2:0", cost=Money("1.20"))
    said = []
    for state in ("submitting", "running", "fetching", "done"):
        service.change(job.id, state=JobState(state))
        until(
            panel, lambda state=state: panel.jobs.get(job.id) and panel.jobs.get(job.id).state.value == state
        )
        row = queue.row(job.id)
        assert row is not None and row.maker == "Bedrock, Ray2"
        said.append((row.sentence, row.cost))
    assert said == [
        ("Sending to Bedrock.", "1.20 USD held"), ("Waiting at Bedrock.", "1.20 USD held"),
        ("Fetching from Bedrock.", "1.20 USD held"), ("Done.", "1.20 USD billed"),
    ]  # fmt: skip


@pytest.mark.parametrize(("act", "after"), [("retry", JobState.PLANNED), ("cancel", JobState.CANCELLED)])
def test_an_uncertain_job_is_sent_again_or_given_up_by_a_person(
    commands: Commands, service: Any, until: Until, act: str, after: JobState
) -> None:
    panel, queue = commands.panel, QueueRows(commands.panel, clock=lambda: 0.0)
    job = service.make_job(provider="bedrock", cost=Money("1.20"))
    service.change(job.id, state=JobState.UNCERTAIN, problem=Uncertain("No answer came.").problem)
    until(panel, lambda: queue.row(job.id) and queue.row(job.id).uncertain)
    row = queue.row(job.id)
    assert row is not None and row.advice == ADVICE and not row.can_retry and not row.can_cancel
    assert row.cost == "1.20 USD held"
    assert getattr(commands, act)(job.id) is None
    until(panel, lambda: service.jobs[job.id].state is after)


@pytest.mark.parametrize("state", [JobState.FAILED, JobState.REFUSED])
def test_an_offer_for_a_job_fills_the_form_with_its_brief_and_sends_nothing(
    commands: Commands, service: Any, offered: Any, until: Until, state: JobState
) -> None:
    panel = commands.panel
    panel.use(shot=panel.shot, plate=PLATE)
    choose(panel, *RAY)
    panel.set("prompt", "rain on glass")
    panel.use_references((Reference("/f.png", "first_frame"),))
    commands.generate()
    until(panel, lambda: panel.own_jobs)
    job = panel.own_jobs[0]
    service.change(
        job, state=state, problem=(ProviderError if state is JobState.FAILED else Refused)("No.").problem
    )
    until(panel, lambda: panel.jobs.get(job).state is state)
    panel.outside.offers.want(job)
    until(panel, lambda: panel.outside.offers.of(job))
    asked = sum("offers" in one for one in service.asked)
    panel.outside.offers.want(job)
    panel.set("prompt", "something else")
    panel.set("task", "element")
    panel.use(shot=panel.shot, plate=replace(PLATE, path="/p/other.%04d.exr"))
    commands.take_offer("comfyui", "restyle_dream", job)
    until(panel, lambda: panel.fields.value("prompt") == "rain on glass")
    assert panel.fields.value("provider") == "comfyui"
    assert panel.references == (Reference("/f.png", "first_frame"),)
    assert panel.message is not None and "made with the plate bg.%04d.exr" in panel.message.message
    assert panel.outside.filled == (
        "Filled in from shot/rain_glass: plate bg.%04d.exr, frames 1001-1004, prompt, seed 1, 1 reference. "
        "Nothing is sent before you press Generate."
    )
    assert len(service.jobs) == 1
    assert sum("offers" in one for one in service.asked) == asked, "offers are asked for once"


def test_characters_are_named_with_their_version_kept_and_sent_only_where_they_are_taken(
    commands: Commands, host: Any
) -> None:
    panel = commands.panel
    choose(panel, "restyle", "comfyui", "restyle_dream")
    assert panel.outside.takes_cast
    assert commands.change_cast(0, " Ingrid ", 4) is None
    assert commands.change_cast(1, "Ola") is None
    assert commands.change_cast(0, "Ingrid", 0) is not None
    assert commands.change_cast(5, "Nobody") is not None
    assert panel.brief().cast == (CastMember("Ingrid", 4), CastMember("Ola", 1))
    kept = json.loads(json.dumps(host.kept()))
    choose(panel, *RAY)
    assert panel.brief().cast == () and panel.outside.cast
    panel.set("use", " background double ")
    assert panel.brief().use == "background double"
    assert commands.change_cast(0, "") is None
    assert panel.outside.cast == (CastMember("Ola", 1),)
    panel.restore({**kept, "cast": [["Ingrid", 4], ["bad"], 3, ["Ola", "x"]]})
    assert panel.outside.cast == (CastMember("Ingrid", 4),)


def test_the_cast_of_the_show_is_known_and_a_newer_version_is_never_chosen_by_itself(
    commands: Commands, service: Any, offered: Any, until: Until
) -> None:
    panel = commands.panel
    characters = panel.outside.characters
    assert characters.known is None and not any("/v1/cast" in one for one in service.asked)
    service.cast = replace(offered.CAST, characters=offered.CAST.characters[1:])
    choose(panel, "restyle", "comfyui", "restyle_dream")
    until(panel, lambda: characters.known is not None)
    assert characters.names() == (("Ola", "Ola", ""),)
    service.cast = offered.CAST
    assert commands.change_cast(0, "Ingrid", 3) is None
    assert (
        characters.newer(CastMember("Ingrid", 3)) == 0 and characters.picture(panel.outside.cast[0]) is None
    )
    characters.ask()
    until(panel, lambda: characters.versions("Ingrid"))
    assert [one[0] for one in characters.names()] == ["Ingrid", "Ola"], "Per has no version that can be used"
    assert characters.names()[0][1:] == ("Ingrid (Ingrid, act two)", "after the fire Seen: Ada Lind.")
    assert [one[1] for one in characters.versions("Ingrid")] == ["v005", "v004", "v003"]
    assert characters.versions("Ingrid")[0][2] == "It has no pictures."
    assert characters.newer(CastMember("Ingrid", 3)) == 4 and characters.newest("Ingrid") == 4
    assert characters.newest("Nobody") == 1 and characters.newer(CastMember("Nobody", 1)) == 0
    assert characters.offered(CastMember("Ingrid", 3)) == 4 and characters.usual("Ingrid") == 4
    service.cast = replace(offered.CAST, pins=(CastPin("Ingrid", 3, shot=panel.shot_name),))
    characters.ask()
    until(panel, lambda: characters.pinned("Ingrid") == 3)
    assert characters.usual("Ingrid") == 3 and characters.usual("Ola") == 1
    assert characters.offered(CastMember("Ingrid", 3)) == 0, "the pinned one is not asked to be newer"
    assert characters.offered(CastMember("Ingrid", 4)) == 3
    assert characters.pin(CastMember("Ingrid", 4)) == f"v003 is pinned for {panel.shot_name}."
    assert panel.brief().cast == (CastMember("Ingrid", 3),)
    key = characters.picture(CastMember("Ingrid", 3))
    assert key is not None
    assert panel.link and _fetch(Client(service.url, service.token), key).startswith(b"\x89PNG")


def test_a_cast_that_cannot_be_read_is_said_and_no_message(
    commands: Commands, service: Any, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel = commands.panel
    answer = service.answer

    def refuse(method: str, path: list[str], *rest: Any) -> Any:
        if path[0] == "cast":
            raise NoRights("This place may not be read or written.")
        return answer(method, path, *rest)

    monkeypatch.setattr(service, "answer", refuse)
    choose(panel, "restyle", "comfyui", "restyle_dream")
    until(panel, lambda: panel.outside.characters.problem is not None)
    assert panel.outside.characters.said().startswith("The show's cast cannot be read: This place")
    assert panel.message is None


def test_a_job_s_cast_comes_back_as_names_and_versions(commands: Commands) -> None:
    panel = commands.panel
    choose(panel, "restyle", "comfyui", "restyle_dream")
    commands.change_cast(0, "Ola", 1)
    filled = replace(panel.brief(), cast=(CastMember("Ingrid", 4, ("/a.png",), ("Ada Lind",)),))
    panel.outside._fill(filled, "comfyui", "restyle_dream")
    assert panel.outside.cast == (CastMember("Ingrid", 4),)


def test_a_signed_take_is_found_without_waiting_for_its_disk(
    commands: Commands, service: Any, until: Until, tmp_path: Path
) -> None:
    panel = commands.panel
    loopback = sys.modules["secondunit_test_loopback"]
    (tmp_path / "frames.json.c2pa").write_bytes(b"x")
    job = service.make_job(state=JobState.DONE)
    take = service.add_take(loopback.take_of(job, folder=str(tmp_path)))
    bare = service.add_take(loopback.take_of(replace(job, id="j" + "9" * 25), folder=str(tmp_path / "no")))
    assert panel.outside.sealed(take) is None
    until(panel, lambda: panel.outside.sealed(take))
    panel.outside.sealed(bare)
    until(panel, lambda: panel.outside.sealed(bare) is False)


def test_the_frame_is_read_from_the_host(home: Path, host: Any) -> None:
    from secondunit.host.session import Session

    host.stands_on = 1002
    session = Session(host, Dialling(command="", home=str(home)))
    session.look()
    assert session.panel.outside.frame == 1002
    session.close()


def test_a_workflows_own_feather_stands_beside_ours_and_neither_moves_the_other(
    commands: Commands, offered: Any
) -> None:
    panel = commands.panel
    own = Control("feather", "Feather", "float", default=0.5, minimum=0.0, maximum=1.0)
    other = [one for one in panel.capabilities if one.model != offered.CLEAN.model]
    panel.fields.use_capabilities((*other, replace(offered.CLEAN, controls=(own,))))
    panel.use(shot=panel.shot, plate=PLATE, matte=Matte("/m.%04d.exr", PLATE.frames))
    choose(panel, *CLEAN)
    panel.set("feather", 8.0)
    panel.set("controls.feather", 0.8)
    brief = panel.brief()
    assert dict(brief.controls) == {"feather": 0.8} and brief.fitting.feather == 8.0
    hand = hand_of(brief, brief.provider, brief.model)
    assert (hand["feather"], hand["controls.feather"]) == (8.0, 0.8)
    for where, field in (("fitting.feather", "feather"), ("controls.feather", "controls.feather")):
        assert (
            problem_at_field(Problem("value.out_of_range", "Too wide.", where=where), panel.fields) == field
        )
    assert panel.set("controls.feather", 40.0) is not None, "its own range holds"
