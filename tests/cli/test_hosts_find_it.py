"""An installation leaves word where hosts look, so that a panel can start the service without a setting."""

from __future__ import annotations

import os
import sys

from secondunit.host.start import Dialling


def test_a_host_that_was_told_nothing_starts_the_installation_that_registered(
    run, tmp_path, monkeypatch
) -> None:
    monkeypatch.setenv("SECONDUNIT_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("SECONDUNIT_COMMAND", raising=False)
    monkeypatch.setenv("PATH", os.defpath)
    answer = run("register", "--json")
    assert answer.lines[0]["command"].startswith(sys.executable)
    client = Dialling().dial()
    try:
        assert client.status().pid > 0
    finally:
        assert run("stop").code == 0


def test_what_a_host_was_told_wins_over_what_was_registered(run, tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("SECONDUNIT_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("SECONDUNIT_COMMAND", raising=False)
    assert run("register").code == 0
    assert Dialling(command="/opt/other/secondunit")._command() == "/opt/other/secondunit"
