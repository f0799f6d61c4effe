"""Models that the tests of the panel offer: what somebody else takes and gives, as providers say it."""

from __future__ import annotations

from dataclasses import replace

from secondunit.wire import (
    Capability,
    CastPicture,
    Character,
    CharacterList,
    CharacterVersion,
    Control,
    Estimate,
    Limit,
    ModelQuestion,
    Money,
    Offer,
    QuestionChoice,
    Rate,
    Task,
)
from secondunit.wire.capability import Absent
from secondunit.wire.errors import BadSettings, ProviderAbsent, SecretAbsent
from secondunit.wire.intake import Coding, Form, Intake, Need, Size

RAY = Capability(
    "bedrock", "Bedrock", "luma.ray-v2:0", "Ray2", tasks=(Task.VIDEO,), made_by="AI model", leaves=True,
    terms="AWS and Luma do not train on it; kept 30 days in your own bucket.", references=2, prompt=5_000,
    limits=(Limit("Seconds", "5 or 9"),),
    controls=(Control("loop", "Loop", "bool", default=False, help="End where it begins"),),
    intake=Intake(
        sizes=(Size(1280, 720), Size(960, 540)), clips=(120, 216), least_frames=120, most_frames=216,
        rates=(Rate(24),), result=Form.MOVIE, reference_roles=("first_frame", "last_frame"),
    ),
)  # fmt: skip
CLEAN = Capability(
    "bedrock", "Bedrock", "stability.stable-image-inpaint-v1:0", "Stable Inpaint", tasks=(Task.INPAINT,),
    made_by="AI model", leaves=True, terms="AWS and Stability do not train on it; nothing is kept.",
    prompt=10_000,
    controls=(Control("grow_mask", "Grow the matte", "int", "px", default=5, minimum=0, maximum=100),),
    intake=Intake(
        plate=Need.REQUIRED, matte=Need.REQUIRED, least_side=64, most_side=1536, most_pixels=9_437_184,
        multiple=64,
    ),
)  # fmt: skip
OUTPAINT = Capability(
    "bedrock", "Bedrock", "stability.stable-outpaint-v1:0", "Stable Outpaint", tasks=(Task.EXTEND,),
    made_by="AI model", leaves=True, terms="AWS and Stability do not train on it; nothing is kept.",
    prompt=10_000, intake=Intake(plate=Need.REQUIRED, most_side=1536, margin=2000),
)  # fmt: skip
LARGER = Capability(
    "bedrock", "Bedrock", "stability.stable-fast-upscale-v1:0", "Fast Upscale", tasks=(Task.UPSCALE,),
    made_by="AI model", leaves=True, intake=Intake(plate=Need.REQUIRED, most_side=1536, scale=4),
)  # fmt: skip
#: A studio's own blueprint before it was told which of its inputs is the plate, and after.
TOLD = Capability(
    "comfyui", "ComfyUI", "restyle_ours", "restyle ours", tasks=(Task.RESTYLE,), made_by="AI model",
    terms="Made on the studio's own servers; nothing leaves the house.", references=2, prompt=10_000,
    intake=Intake(plate=Need.REQUIRED, most_side=2048, reference_roles=("style",)),
)  # fmt: skip
ASKS = replace(
    TOLD, tasks=(), intake=None, references=0, prompt=0,
    problem=BadSettings("Which input of restyle_ours takes the plate: left_picture or another?").problem,
    question=ModelQuestion(
        "plate", "Which input of restyle ours takes the plate?",
        (
            QuestionChoice("left_picture", "left picture", "Takes pictures; goes into LoadImage"),
            QuestionChoice("right_picture", "right picture", "Takes pictures, and may be left out"),
        ),
        ("parts", "restyle_ours", "plate"),
        "The plate is what is changed; the other inputs take references. The answer holds for everyone.",
    ),
)  # fmt: skip
COMFY = Capability(
    "comfyui", "ComfyUI", "restyle_dream", "restyle_dream", tasks=(Task.RESTYLE,), made_by="AI model",
    terms="Made on the studio's own servers; nothing leaves the house.", references=3, prompt=10_000,
    controls=(
        Control("strength", "Strength", default=0.6, minimum=0.0, maximum=1.0, step=0.01),
        Control("steps", "Steps", "int", default=20, minimum=1, maximum=100),
        Control("sampler", "Sampler", "choice", default="euler", choices=("euler", "dpmpp_2m", "uni_pc")),
        Control("tile", "Tile", "bool", default=False),
        Control("negative", "Negative", "text", default="blurry"),
    ),
    intake=Intake(plate=Need.REQUIRED, plate_form=Form.FRAMES, result=Form.FRAMES, multiple=8,
                  most_frames=1000, most_side=2048, coding=Coding.SRGB, reference_roles=("style", "subject")),
)  # fmt: skip
ALEPH = Capability(
    "runway", "Runway", "aleph2", "Aleph 2", tasks=(Task.RESTYLE,), made_by="AI model", leaves=True,
    terms="Prompt and pictures go to Runway; the terms are those of the studio's own contract.",
    references=5, prompt=1_000,
    limits=(Limit("Key frames", "each may say which frames change, in whole seconds"),),
    controls=(Control("output_format", "Delivered as", "choice", default="mp4", choices=("mp4", "prores")),),
    intake=Intake(
        plate=Need.REQUIRED, plate_form=Form.MOVIE, result=Form.MOVIE, multiple=8, least_frames=48,
        most_frames=900, most_side=1920, rates=(Rate(24), Rate(25)), least_seconds=2, most_seconds=30,
        reference_roles=("first_frame", "last_frame", "key_frame"), windows=True,
    ),
)  # fmt: skip
ALL = (RAY, CLEAN, OUTPAINT, LARGER, COMFY)
CAST = CharacterList(
    (
        Character("Ingrid", (
            CharacterVersion(3, (CastPicture("/cast/Ingrid/v003/front.png", "front"),)),
            CharacterVersion(4, (CastPicture("/cast/Ingrid/v004/front.png", "front"),), "Ingrid, act two",
                             ("Ada Lind",), "after the fire",
                             remarks=("front.png shows 2 faces: takes are held against the largest.",),
                             costume="red coat, torn at the sleeve", age="34", wounds="burn on the cheek"),
            CharacterVersion(5, problem="It has no pictures."),
        )),
        Character("Ola", (CharacterVersion(1, (CastPicture("/cast/Ola/v001/a.png"),)),)),
        Character("Per", (CharacterVersion(1, problem="It has no pictures."),)),
    ),
    "/shows/nordlys/cast",
)  # fmt: skip
ABSENT = (
    Absent("runway", SecretAbsent("There is no key named runway.",
                                  remedy="Put it into the keyring: secondunit secret runway.").problem),
    Absent("folder", ProviderAbsent("The watched folder is not mounted.").problem),
)  # fmt: skip
#: A workflow file that is no model, as its provider lists it.
BROKEN = Capability(
    "comfyui", "ComfyUI", "restyle_page", "restyle page", tasks=(), made_by="AI model",
    terms="Made on the studio's own servers; nothing leaves the house.",
    problem=BadSettings(
        "This is not a workflow in API format.",
        remedy="In ComfyUI, export it with Workflow > Export (API).", where="restyle_page.json",
    ).problem,
)  # fmt: skip
ALLOWED = Estimate(
    "", verdict="The rule 'ray for plates' allows Bedrock to see plates of nordlys until 2027-01-31.",
    rule="ray for plates", seconds=40.0, cost=Money("1.20"), pieces=2, disk=10**8, disk_free=10**12,
)  # fmt: skip
REFUSED = Estimate(
    "", False, "No rule allows Bedrock to see a performer's likeness.", seconds=40.0, cost=Money("1.20"),
    pieces=2,
)  # fmt: skip
UNAPPROVED = Estimate(
    "", False, "The rule 'ray for plates' asks for an approval of this very brief, and nobody gave it.",
    rule="ray for plates", approvers=("ana", "kim"), seconds=40.0, cost=Money("1.20"), pieces=2,
)  # fmt: skip
OFFERS = (
    Offer("comfyui", "restyle_dream", "ComfyUI", "restyle_dream",
          "Nothing leaves this machine: the servers are the studio's own.", "", Money("0"), 90.0),
    Offer("luma", "ray-3.2", "Luma", "ray-3.2", "The rule 'luma for concepts' allows it.", "",
          Money("0.90"), 40.0),
)  # fmt: skip
