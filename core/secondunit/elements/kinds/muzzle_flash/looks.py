"""A muzzle flash by name: settings that an artist chooses at once."""

from __future__ import annotations

from secondunit.wire.control import Look
from secondunit.wire.frozen import FrozenMap

LOOKS = (
    Look("rifle", "Rifle", FrozenMap({}), "One shot through a flash hider: a tongue and a star."),
    Look("automatic", "Automatic fire", FrozenMap({
        "rounds": 24, "rate": 700.0, "soot": 0.25, "unevenness": 0.9}), "Two seconds of it, no shot alike."),
    Look("pistol", "Pistol", FrozenMap({
        "length": 0.22, "width": 0.1, "prongs": 0, "brightness": 16.0, "temperature": 2000.0}),
        "A short round flash without a star."),
    Look("shotgun", "Shotgun", FrozenMap({
        "length": 0.9, "width": 0.3, "prongs": 0, "temperature": 2000.0, "soot": 0.9, "flash": 0.07,
        "unevenness": 1.0, "licks": 0.8}), "Long, ragged, smoky."),
    Look("cannon", "Cannon", FrozenMap({
        "length": 4.0, "width": 2.2, "prongs": 2, "unevenness": 1.0, "flash": 0.12, "soot": 1.2, "life": 3.0,
        "brightness": 20.0, "licks": 0.8}), "A tank's gun: two frames and a cloud."),
)  # fmt: skip
