"""The brief's own fields, in the order of a panel: each row is all that anybody knows of its field.

A field more is a row more. Whoever draws a panel takes them from `Fields`, which asks `BRIEF_FIELDS` at each
turn: panels, assembly and refilling know none of them by name.
"""

from __future__ import annotations

from secondunit.wire import Format, FrameRange, Rate, Sides
from secondunit.wire.retime import WHOLE_TURN
from secondunit.wire.speed_curve import read_curve
from secondunit.wire.task import LARGEST_OVERSCAN, LARGEST_SEED

from . import field_entry as entry
from . import field_rules as rules
from . import guide_entry as guide
from . import holdout_entry as holdout
from . import pointing_entry as pointing
from . import speed_entry as speed
from .field import Field, FieldEditor, never, no_place
from .field_rules import BY_WORDS, NO_LOOK, USUAL_CODING

#: What an upscale multiplies each side by, where the model leaves it to the artist.
FACTORS = ("2", "4")
#: How many times slower a retime is, where the model leaves it to the artist.
SPEEDS = ("2", "4", "8")
#: What an extension adds on each side until the artist says otherwise, in pixels.
USUAL_MARGIN = 128
#: What a hold-out's files may be.
PICTURES = "Pictures (*.exr *.png *.tif *.tiff *.dpx)"
#: The widest fade of an edit into the plate that the panel offers, in pixels: its slider stays fine enough.
LARGEST_FEATHER = 256.0

BRIEF_FIELDS: tuple[Field, ...] = (
    Field("show", "Show", "text", default="show", group="Shot",
          help="The show's name; its folder and rules come from the service",
          fit=rules.named_by_document, parse=entry.name_of_a("show"), asked=True, unmarked=True),
    Field("shot", "Shot", "text", default="shot", group="Shot", help="The shot's name, for example sh010",
          fit=rules.named_by_document, parse=entry.name_of_a("shot"), asked=True, unmarked=True),
    Field("element", "Element", "text", default="element", group="Shot",
          help="What the takes are called: sh010/torch_left v003",
          fit=rules.element_of_kind, parse=entry.name_of_a("element"), asked=True, unmarked=True),
    Field("task", "Task", "choice", default="element", choices=("element",), group="Provider",
          help="What is asked for", shown=rules.where_tasks_differ, fit=rules.tasks_offered,
          words=rules.task_words, enter=entry.enter_task, steady=True, editor=FieldEditor.MAKER, leads=True,
          asked=True),
    Field("kind", "Kind", "choice", default=BY_WORDS, choices=(BY_WORDS,), group="Brief",
          help="The kind of element to make: the one that the prompt asks for, or a chosen one that any "
               "words are taken for",
          shown=rules.for_elements, fit=rules.kinds_offered, words=rules.kind_words,
          enter=entry.enter_kind, leave=entry.leave_said, leads=True, unmarked=True),
    Field("look", "Look", "choice", default=NO_LOOK, choices=(NO_LOOK,), group="Brief",
          help="A named setting of this kind: it fills the sliders, and every one of them can be moved then",
          shown=rules.for_looks, fit=rules.looks_offered, words=rules.look_words, enter=no_place,
          leave=never, brings=rules.look_settings, editor=FieldEditor.LOOK, open=True, unmarked=True),
    Field("every_frame", "Every frame", "bool", default=False, group="Brief",
          help="This model makes single pictures: on, each frame is made and paid for by itself, and may "
               "flicker; off, one picture is held over the shot",
          path="fitting.every_frame", shown=rules.for_single_pictures, fit=rules.every_frame_usual,
          enter=entry.enter_every_frame, leave=entry.leave_every_frame, opens=True,
          states=("One picture, held", "Every frame by itself")),
    Field("plate_frame", "Plate frame", "text", default="", group="Brief",
          help="The one frame of the plate that this model works on; its picture is held over the shot. "
               "Empty for the frame you stand on",
          path="fitting.plate_frame", shown=rules.for_one_frame, parse=entry.frame_of,
          usual=entry.frame_stood_on, enter=entry.enter_plate_frame, leave=entry.leave_as_text),
    Field("points", "Points", "text", default="", group="Brief",
          help="What is meant, by points on the plate: click on it. Shift or Alt and a click is what is not "
               "meant. In letters x,y@frame, with - before what is not",
          shown=rules.for_points, parse=pointing.read_points, usual=pointing.none_placed,
          leave=pointing.leave_prompts),
    Field("boxes", "Boxes", "text", default="", group="Brief",
          help="What is meant, by boxes on the plate: drag one around it. In letters x,y,widthxheight@frame",
          shown=rules.for_boxes, parse=pointing.read_boxes, usual=pointing.none_placed,
          leave=pointing.leave_prompts),
    Field("prompt", "Prompt", "text", default="", group="Brief",
          help="The element in a sentence; what is understood moves the sliders, and your own sliders win",
          parse=entry.prompt_of, enter=entry.enter_prompt, editor=FieldEditor.PROSE, asked=True, opens=True),
    Field("seed", "Seed", "int", default=1, minimum=0, maximum=LARGEST_SEED, step=1, group="Brief",
          help="Another seed gives another element of the same kind; the same seed the same pixels",
          editor=FieldEditor.DRAWN),
    Field("provider", "Provider", "choice", default="onboard", choices=("onboard",), group="Provider",
          help="Who makes it; what its limits and terms are stands below", fit=rules.providers_offered,
          words=rules.provider_words, editor=FieldEditor.MAKER, leads=True, asked=True),
    Field("model", "Model", "choice", default="", choices=("",), group="Provider",
          help="Which of the provider's models makes it", fit=rules.models_offered,
          words=rules.model_words, editor=FieldEditor.MAKER, leads=True, asked=True),
    Field("frames", "Frames", "text", default="", group="Frames",
          help="For example 1001-1048; empty for the plate's frames within the shot",
          parse=FrameRange.parse, usual=entry.footage_frames),
    Field("handles", "Handles", "int", "frames", default=0, minimum=0, maximum=500, step=1, group="Frames",
          help="Frames more at both ends of the range",
          path="frames", enter=entry.enter_handles, leave=never),
    Field("format", "Format", "text", default="", group="Frames",
          help="For example 1920x1080, or 2048x1716*2 for anamorphic; empty for the plate's format",
          parse=Format.parse, usual=entry.footage_format, leave=entry.leave_format),
    Field("rate", "Rate", "text", "fps", default="", group="Frames",
          help="An exact rate, for example 24 or 24000/1001; empty for the plate's rate",
          parse=Rate.parse, usual=entry.footage_rate, leave=entry.leave_rate),
    Field("camera_file", "Camera file", "text", default="", group="Camera",
          help="The shot's camera as a .chan, so that the element stays on the set while the camera moves; "
               "empty for the camera of the scene, where one is chosen",
          path="camera", shown=rules.for_simulations, enter=entry.enter_camera_file, leave=never, opens=True,
          editor=FieldEditor.FILE, files="Cameras (*.chan)"),
    Field("camera_back", "Film back", "text", default="", group="Camera",
          help="The apertures of the file's camera in mm, for example 24.576x18.672 of a camera of Nuke; "
               "empty where they have the shape of the frame",
          path="camera", shown=rules.with_a_camera_file, parse=entry.camera_back,
          enter=entry.enter_said_before, leave=never),
    Field("camera_scale", "Scene unit", "float", "m", default=1.0, minimum=0.0001, maximum=1000.0, step=0.01,
          group="Camera", help="How many metres a unit of the camera's scene is: 0.01 for centimetres",
          path="camera", shown=rules.for_simulations, enter=entry.enter_camera_scale, leave=never),
    Field("holdout_matte", "Holdout matte", "text", default="", group="Holdout",
          help="What stands in the shot, that the element goes behind, for example car.####.exr: white is "
               "where it stands. Its numbers are the shot's",
          path="occluder.matte", shown=rules.for_simulations, enter=holdout.enter_files,
          leave=holdout.leave_of("matte", "path"), opens=True, editor=FieldEditor.FILE, files=PICTURES),
    Field("holdout_channel", "Matte channel", "text", default="A", group="Holdout",
          help="Where in its files the matte is: A, R, a channel of a layer, or luminance",
          path="occluder.matte", shown=holdout.behind_a_matte, enter=holdout.enter_of("channel"),
          leave=holdout.leave_of("matte", "channel")),
    Field("holdout_invert", "Invert matte", "bool", default=False, group="Holdout",
          help="Take what is black in the matte", path="occluder.matte", shown=holdout.behind_a_matte,
          enter=holdout.enter_of("invert"), leave=holdout.leave_of("matte", "invert")),
    Field("holdout_depth", "Holdout depth", "text", default="", group="Holdout",
          help="How deep each pixel is, for example car_depth.####.exr (Z): alone, all that it knows stands "
               "in the shot; beside a matte, that is as deep as it says",
          path="occluder.depth", shown=rules.for_simulations, enter=holdout.enter_files,
          leave=holdout.leave_of("depth", "path"), opens=True, editor=FieldEditor.FILE, files=PICTURES),
    Field("holdout_z", "Depth channel", "text", default="Z", group="Holdout",
          help="Where in its files the depth is", path="occluder.depth", shown=holdout.behind_a_depth,
          enter=holdout.enter_of("channel"), leave=holdout.leave_of("depth", "channel")),
    Field("holdout_scale", "Depth unit", "float", "m", default=1.0, minimum=0.0001, maximum=1000.0, step=0.01,
          group="Holdout", help="How many metres a unit of the depth is: 0.01 for centimetres",
          path="occluder.depth", shown=holdout.behind_a_depth, enter=holdout.enter_of("scale"),
          leave=holdout.leave_of("depth", "scale")),
    Field("holdout_inverse", "One over depth", "bool", default=False, group="Holdout",
          help="The files hold one over the depth, as a ScanlineRender of Nuke writes it",
          path="occluder.depth", shown=holdout.behind_a_depth, enter=holdout.enter_of("inverse"),
          leave=holdout.leave_of("depth", "inverse")),
    Field("holdout_distance", "Distance", "float", "m", default=0.0, minimum=0.0, maximum=holdout.FARTHEST,
          step=0.1, group="Holdout",
          help="How far from the camera it stands, along its axis; 0 where a depth says it",
          path="occluder.distance", shown=holdout.behind_something, enter=holdout.enter_holdout_metres,
          leave=holdout.leave_holdout_metres),
    Field("holdout_thickness", "Thickness", "float", "m", default=0.0, minimum=0.0, maximum=100.0, step=0.1,
          group="Holdout", help="Gas flows around it where it is so thick from front to back; 0 lets gas "
                                "through, and only hides it",
          path="occluder.thickness", shown=holdout.behind_something, enter=holdout.enter_holdout_metres,
          leave=holdout.leave_holdout_metres),
    *guide.GUIDE_FIELDS,
    Field("margin", "Extend by", "int", "px", default=USUAL_MARGIN, minimum=1, maximum=LARGEST_OVERSCAN,
          step=1, group="Brief", help="Pixels that are added on each side that becomes larger",
          path="delivery.overscan", shown=rules.where_the_frame_grows, leave=entry.leave_of_extension),
    Field("sides", "Sides", "choice", default=Sides.ALL.value, choices=tuple(side.value for side in Sides),
          group="Brief", help="Which sides of the frame become larger",
          path="delivery.sides", shown=rules.where_the_frame_grows, fit=rules.sides_offered,
          words=rules.sides_words, enter=entry.enter_sides, leave=entry.leave_of_extension),
    Field("factor", "Enlarge", "choice", default=FACTORS[0], choices=FACTORS, group="Brief",
          help="What each side of the frame is multiplied by",
          path="format", shown=rules.for_enlarging, fit=rules.factor_fixed,
          enter=entry.enter_factor, leave=entry.leave_factor),
    Field("speed", "Speed", "choice", default=speed.CONSTANT, choices=(speed.CONSTANT, speed.CURVE),
          group="Brief", help="Whether the whole take runs at one speed, or by a curve",
          shown=speed.where_speed_is_free, words=speed.speed_words, enter=no_place, leave=speed.leave_speed,
          opens=True),
    Field("slower", "Times slower", "choice", default=SPEEDS[0], choices=SPEEDS, group="Brief",
          help="How many frames are made of one of the plate's",
          path="retime.slower", shown=speed.at_one_speed, fit=speed.speeds_offered,
          words=speed.slower_words, enter=entry.enter_slower, leave=entry.leave_slower),
    Field("curve", "Curve", "text", default="", group="Brief",
          help="Which place of the plate frames of the take show, straight between them: "
               "1001=1001, 1049=1013; or how fast it runs from a frame on: 1001=100%, 1025=25%",
          path="retime.keys", shown=speed.by_a_curve, parse=read_curve, enter=speed.enter_curve,
          leave=speed.leave_curve),
    Field("smooth", "Smooth", "bool", default=False, group="Brief",
          help="Speed changes without a jolt at the curve's keys",
          path="retime.smooth", shown=speed.by_a_curve, leave=speed.leave_of_retimes,
          states=("Straight between the keys", "Without a jolt at the keys")),
    Field("shutter", "Shutter", "float", "deg", default=0.0, minimum=0.0, maximum=WHOLE_TURN, step=1.0,
          group="Brief",
          help="How long the shutter is open where the take is faster than its plate; 0 leaves every frame "
               "as sharp as the plate's",
          path="retime.shutter", shown=speed.where_speed_is_free, leave=speed.leave_of_retimes),
    Field("feather", "Feather", "float", "px", default=0.0, minimum=0.0, maximum=LARGEST_FEATHER, step=0.5,
          group="Brief",
          help="How far inward from the matte's edge the edit fades into the plate, which shows there; "
               "0 takes the matte as it is, hard or soft",
          path="fitting.feather", shown=rules.under_a_matte, enter=entry.enter_feather),
    Field("coding", "Light", "choice", default=USUAL_CODING,
          choices=(USUAL_CODING, "srgb", "log", "exposures"), group="Brief",
          help="How the plate's light is written in what the model sees: sRGB, rolled off above white; log, "
               "whose steps are even in stops; or two exposures, asked and paid twice, whose answers are "
               "joined",
          path="fitting.coding", shown=rules.for_coded_plates, words=rules.coding_words,
          enter=entry.enter_coding, leave=entry.leave_coding),
    Field("depth", "Depth", "choice", default="half", choices=("half", "float"), group="Delivery",
          help="How precisely the EXR files hold the pixels", path="delivery.depth"),
    Field("compression", "Compression", "choice", default="zip", choices=("zip", "dwaa"), group="Delivery",
          help="zip loses nothing; dwaa makes smaller files", path="delivery.compression"),
    Field("overscan", "Overscan", "int", "px", default=0, minimum=0, maximum=LARGEST_OVERSCAN, step=1,
          group="Delivery", help="Pixels more on every side, for camera shake or lens distortion later",
          path="delivery.overscan", shown=rules.for_elements, leave=entry.leave_of_others),
    Field("passes", "Passes", "bool", default=True, group="Delivery",
          help="Write light passes, depth, motion and density beside the beauty",
          path="delivery.passes", shown=rules.for_elements,
          steady=True, leave=entry.leave_of_elements),
    Field("volume", "Volume", "bool", default=False, group="Delivery",
          help="Write what it is in space as OpenVDB too, to be placed as a volume and lit by a 3D scene",
          path="delivery.volume", shown=rules.for_volumes, leave=entry.leave_of_elements),
    Field("ground_layers", "Ground layers", "bool", default=False, group="Delivery",
          help="Write what it does to the ground among the passes: the key light and the sky that it stops "
               "there, the light that it throws",
          path="delivery.ground", shown=rules.for_volumes, leave=entry.leave_of_elements),
    Field("use", "Described use", "text", default="", group="Cast",
          help="What the people who are seen agreed to, in the words of their consent; "
               "needed where a performer is seen in what leaves",
          shown=rules.where_it_leaves, enter=entry.enter_stripped, leave=entry.leave_said),
    Field("performer", "Who acts", "text", default="", group="Cast",
          help="Who acts in the plate; the character above follows. Both need a consent for the use "
               "'performance'",
          shown=rules.for_performances, enter=entry.enter_stripped, leave=entry.leave_said),
)  # fmt: skip


def brief_field(name: str) -> Field:
    """One of the brief's own fields, as it is before a model is chosen; raises `KeyError`."""
    for field in BRIEF_FIELDS:
        if field.name == name:
            return field
    raise KeyError(name)


def leading() -> tuple[str, ...]:
    """The names of the fields that the others hang on, shown or not, in their order."""
    return tuple(field.name for field in BRIEF_FIELDS if field.leads)
