"""What a command says of itself: its help, its examples, its errors, and what a shell completes."""

from __future__ import annotations

import argparse
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from secondunit.cli.completing import every_parser
from secondunit.cli.grammar import Grammar, Misuse, takes_value
from secondunit.cli.parser import parser

from .conftest import Run

EVERY = [command for command in every_parser(parser()) if isinstance(command, Grammar)]
FREE = ("--show", "cli", "--shot", "sh010", "--element", "e", "--frames", "1001-1002")


def options(command: Grammar) -> list[argparse.Action]:
    return [action for action in command._actions if takes_value(action)]


@pytest.mark.parametrize("command", EVERY, ids=lambda command: command.prog)
def test_each_command_has_two_examples_and_each_can_be_typed_as_it_stands(command: Grammar) -> None:
    assert len(command.examples) == 2
    for example in command.examples:
        words = shlex.split(example.partition(" > ")[0])
        assert words[0] == "secondunit"
        assert example in re.sub(r" \\\n *", " ", command.format_help())
        parsed = parser().read(words[1:])
        grammar: Grammar = parsed.grammar
        assert grammar.prog.startswith(command.prog)


@pytest.mark.parametrize("columns", ["80", "120"])
@pytest.mark.parametrize("command", EVERY, ids=lambda command: command.prog)
def test_each_help_stays_within_its_columns(
    command: Grammar, columns: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    text = command.format_help()
    assert max(map(len, text.splitlines())) <= int(columns)
    assert "\x1b" not in text


@pytest.mark.parametrize("command", EVERY, ids=lambda command: command.prog)
def test_each_value_has_a_help_a_default_and_a_unit(command: Grammar) -> None:
    text = re.sub(r"\s+", " ", command.format_help())
    for action in options(command):
        assert action.help, action.option_strings
        said = Grammar(prog="x").formatter_class("x")._get_help_string(action) or ""
        told = ("default", "needed", "as often as", "may be said again", "without")
        assert action.required or any(word in said for word in told), action.option_strings
        assert action.metavar or action.choices, f"{action.option_strings} names no unit"
    for action in command._actions:
        assert action.help or action.dest == argparse.SUPPRESS, (
            f"{command.prog}: {action.dest} says nothing of itself"
        )
    assert text.startswith("usage: secondunit") and len(command.format_usage().splitlines()) == 1


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        (("genrate", "smoke"), "generate"),
        (("takes", "--shwo", "x"), "--show"),
        (("generate", "smoke", *FREE, "--colourspace", "ACEScg"), "--colorspace"),
        (("rights", "shwo"), "show"),
        (("frame", "a/b/c", "1", "-o", "f.png", "--view", "alhpa"), "alpha"),
        (("jobs", "--state", "runing"), "running"),
        (("completion", "zhs"), "zsh"),
    ],
)
def test_a_mistyped_word_gets_the_nearest_one(run: Run, words: tuple[str, ...], meant: str) -> None:
    answer = run(*words)
    assert answer.code == 2 and answer.out == ""
    assert f"Did you mean {meant}" in answer.err


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        (("--kind", "smokee"), "smoke"),
        (("--kind", "campfire", "--look", "bonfir"), "bonfire"),
        (("--kind", "smoke", "--set", "denisty=1"), "density"),
        (("--provider", "ecoh", "--model", "x"), ""),
    ],
)
def test_a_mistyped_kind_look_or_control_gets_the_nearest_one(
    run: Run, words: tuple[str, ...], meant: str
) -> None:
    answer = run("estimate", "smoke", *FREE, *words)
    assert answer.code in (2, 3) and (f"Did you mean {meant}" in answer.err if meant else True)


def test_an_error_stands_before_a_usage_of_one_line(run: Run) -> None:
    answer = run("generate", "smoke")
    lines = answer.err.splitlines()
    assert lines[0].startswith("Error") and "--show" in lines[0]
    assert lines[-1].startswith("usage: secondunit generate [PROMPT] --show SHOW")
    assert sum(line.startswith("usage:") for line in lines) == 1


def test_a_misuse_is_json_where_json_is_asked_for(run: Run) -> None:
    answer = run("takes", "--json", "--shwo", "x")
    assert answer.code == 2 and answer.problem["code"] == "input.bad" and answer.err == ""


def test_nothing_in_a_pipe_is_coloured(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    for words in (("kinds", "smoke"), ("jobs",), ("takes", "--show", "nope"), ("--help",), ("doctor",)):
        answer = run(*words)
        assert "\x1b" not in answer.out + answer.err


def test_no_color_is_obeyed_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    import io

    from secondunit.cli.output import Output

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setenv("TERM", "xterm-256color")
    for setting, escapes in (("", True), ("1", False)):
        monkeypatch.setenv("NO_COLOR", setting)
        stream = Terminal()
        Output(stdout=stream, stderr=stream).table(("take", "element"), [("t-1", "smoke")])
        assert ("\x1b" in stream.getvalue()) is escapes and "take" in stream.getvalue()


# ---- completion ----


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_gets_its_completion(run: Run, shell: str) -> None:
    answer = run("completion", shell)
    assert answer.code == 0 and "secondunit" in answer.out and "_ARGCOMPLETE" in answer.out


def completed(line: str, tmp_path: Path) -> list[str]:
    """What the command offers a shell at the end of a line."""
    answer = tmp_path / "completions"
    answer.touch()
    environment = {
        **os.environ, "_ARGCOMPLETE": "1", "COMP_LINE": line, "COMP_POINT": str(len(line.encode())),
        "_ARGCOMPLETE_IFS": "\n", "_ARGCOMPLETE_STDOUT_FILENAME": str(answer), "COMP_TYPE": "9",
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-m", "secondunit"], env=environment, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return [word.strip() for word in answer.read_text("utf-8").split("\n") if word.strip()]


def test_commands_options_kinds_looks_and_shows_are_completed(home: Path, tmp_path: Path) -> None:
    (home / "shows" / "heist").mkdir(parents=True, exist_ok=True)
    assert completed("secondunit gener", tmp_path) == ["generate"]
    assert "--show" in completed("secondunit takes --sho", tmp_path)
    assert "smoke" in completed("secondunit looks --kind smo", tmp_path)
    assert "bonfire" in completed("secondunit generate x --kind campfire --look bon", tmp_path)
    assert "heist" in completed("secondunit takes --show hei", tmp_path)


@pytest.mark.skipif(not Path("/bin/bash").exists(), reason="there is no bash here")
def test_bash_takes_its_completion(run: Run, tmp_path: Path) -> None:
    script = tmp_path / "secondunit.bash"
    script.write_text(run("completion", "bash").out, "utf-8")
    done = subprocess.run(
        ["/bin/bash", "-c", f"source {shlex.quote(str(script))} && complete -p secondunit"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0 and "secondunit" in done.stdout, done.stderr


def test_a_misuse_carries_the_usage() -> None:
    with pytest.raises(Misuse) as caught:
        parser().read(["takes", "a", "b"])
    assert caught.value.usage == "usage: secondunit takes [WHERE] [OPTION ...]"
