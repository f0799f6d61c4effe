"""The colour spaces of a config, listed for the question that a panel asks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import PyOpenColorIO as ocio

from secondunit.wire import Problem, Spaces, loads


def studio(folder: Path) -> Path:
    """A config with names of its own."""
    config = ocio.Config()
    for name, encoding, data in (("nordlys_lin", "scene-linear", False), ("film_log", "log", False),
                                 ("ids", "data", True)):  # fmt: skip
        config.addColorSpace(ocio.ColorSpace(name=name, encoding=encoding, isData=data))
    config.setRole("scene_linear", "nordlys_lin")
    config.setRole("default", "nordlys_lin")
    config.addDisplayView("screen", "view", "film_log", "")
    path = folder / "studio \u00e9.ocio"
    path.write_text(config.serialize(), "utf-8")
    return path


def test_the_spaces_of_a_studios_config_are_listed_and_data_is_left_out(api: Any, tmp_path: Path) -> None:
    answer = api.client.get("/v1/colorspaces", params={"config": str(studio(tmp_path))})
    assert answer.status_code == 200, answer.text
    found = loads(Spaces, answer.content)
    assert set(found.names) == {"nordlys_lin", "film_log"}
    assert dict(zip(found.names, found.encodings, strict=True))["film_log"] == "log"
    assert found.working == "nordlys_lin"


def test_without_a_config_the_services_own_is_listed(api: Any) -> None:
    found = loads(Spaces, api.client.get("/v1/colorspaces").content)
    assert found.working in found.names and "ACEScg" in found.names


def test_a_config_that_is_not_there_is_refused_with_its_name(api: Any) -> None:
    answer = api.client.get("/v1/colorspaces", params={"config": "/nowhere/config.ocio"})
    assert answer.status_code == 422
    assert "/nowhere/config.ocio" in loads(Problem, answer.content).where
