"""For each purpose the blueprint that is offered first: the best whose licence allows commercial work.

Chosen by hand from those whose models' licences were read (`model_licences.json`); one that could not be read
is in no row, and where conditions are the freest that there is, the row says so. What weighs less, or steps
less often, goes before what does the same.
"""

from __future__ import annotations

from dataclasses import dataclass

from secondunit.wire import Task


@dataclass(frozen=True)
class Curated:
    """A purpose, what does it first, and why that one."""

    purpose: str
    task: Task
    blueprint: str
    why: str


CURATED = (
    Curated(
        "a still from words", Task.IMAGE, "text_to_image_z_image_turbo", "free, the lightest of the free ones"
    ),
    Curated(
        "an edit by words", Task.RESTYLE, "image_edit_qwen_2509", "free, few steps, takes two references"
    ),
    Curated("a hole in a still", Task.INPAINT, "image_inpainting_qwen_image", "free, takes your matte"),
    Curated("a larger frame", Task.EXTEND, "image_outpainting_qwen_image", "free, the only one"),
    Curated(
        "a hole in a clip",
        Task.INPAINT,
        "video_inpaint_void",
        "conditions; the others have a model of unknown licence and are refused",
    ),
    Curated(
        "a matte by words, points or a box", Task.MATTE, "video_segmentation_sam3", "conditions, the only one"
    ),
    Curated("a matte of what stands in front", Task.MATTE, "remove_background_birefnet", "free, no words"),
    Curated("a larger still", Task.UPSCALE, "image_upscale_z_image_turbo", "free, invents detail"),
    Curated("a larger clip", Task.UPSCALE, "upscale_video_seedvr2_3b_int8", "free, steady over time"),
    Curated("a clip from words", Task.VIDEO, "text_to_video_wan_2_2", "free"),
    Curated("a clip from a picture", Task.VIDEO, "image_to_video_wan_2_2", "free"),
    Curated(
        "a clip between two pictures",
        Task.VIDEO,
        "first_last_frame_to_video_ltx_2_3",
        "conditions: free below a yearly revenue",
    ),
    Curated(
        "a character with a plate's motion",
        Task.PERFORMANCE,
        "motion_transfer_wan_animate_2_distilled",
        "free, the only free one",
    ),
)
#: In the settings: every blueprint of the table.
ALL = "curated"
