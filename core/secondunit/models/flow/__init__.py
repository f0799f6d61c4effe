"""Where every pixel of a frame goes in another, and which pixels go nowhere.

Dense inverse search (T. Kroeger, R. Timofte, D. Dai, L. Van Gool, "Fast optical flow using dense inverse
search", ECCV 2016) on 8-bit proxies, both ways; what does not come back is hidden in the other frame (the
rule of N. Sundaram, T. Brox, K. Keutzer, "Dense point trajectories by GPU-accelerated large displacement
optical flow", ECCV 2010).
"""

from __future__ import annotations

from .dense import Flow, flow, flows

__all__ = ["Flow", "flow", "flows"]
