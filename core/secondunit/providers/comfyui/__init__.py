"""ComfyUI: the studio's own GPUs, by workflow files whose named inputs become the panel's fields."""

from .provider import ComfyUI

__all__ = ["ComfyUI"]
