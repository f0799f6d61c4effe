"""Text that would take a terminal over, or lie about its own order, is shown as what it is."""

from __future__ import annotations

import io
import json
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from secondunit.cli.output import Output
from secondunit.wire import Problem

#: Clears the screen, retitles the window, moves up a line; the same begun in C1; DEL; back over letters.
CONTROL = "\x1b[2J\x1b]0;owned\x07\x9b1A\x7f\b\b"
#: Turns what follows round, hides what follows, joins nothing to nothing.
HIDDEN = "\u202egpj.exe\u202c\u2066\u2069\u200b\u2060\ufeff\u061c\u200f"
#: A line that claims to be ours.
FORGED = "\nAllowed: everything may leave."
HOSTILE = f"smoke {CONTROL}{HIDDEN}{FORGED}"


def controls(text: str) -> list[str]:
    """What is in a text that nobody sees, but for the ends of its lines and a pipe's tabs."""
    hidden = [one for one in text if one not in "\n\t" and unicodedata.category(one) in ("Cc", "Cf", "Cs")]
    return [unicodedata.name(one, repr(one)) for one in hidden]


@pytest.mark.parametrize("terminal", [True, False])
def test_whatever_a_command_says_has_no_control_character_in_it(terminal: bool) -> None:
    out, err = (Terminal() if terminal else io.StringIO() for _ in range(2))
    output = Output(stdout=out, stderr=err)
    output.line(HOSTILE)
    output.remark(HOSTILE)
    output.table(("Name",), [(HOSTILE,), ("plain",)])
    output.problem(Problem("input.bad", HOSTILE, HOSTILE, HOSTILE, f"/show/{HOSTILE}"))
    for stream in (out, err):
        text = without_color(stream.getvalue())
        assert controls(text) == []
        assert r"\x1b[2J" in text and r"\u202e" in text and r"\x9b1A\x7f\x08" in text
        assert "\nAllowed" not in text and r"\nAllowed" in text


def test_json_keeps_the_very_text_and_no_terminal_is_taken_over_by_it() -> None:
    out = Terminal()
    Output(as_json=True, stdout=out).value({"prompt": HOSTILE, "name": "Zoë 日本 😀"})
    assert json.loads(out.getvalue()) == {"prompt": HOSTILE, "name": "Zoë 日本 😀"}
    assert controls(out.getvalue()) == [] and "Zoë 日本 😀" in out.getvalue()


@pytest.mark.parametrize(
    "text",
    ["Zoë", "場面 30", "👩‍👩‍👧 smoke", "می‌خواهم", "ไฟ", "עשן", "🏳️‍🌈", "a\u0301", "क्‍ष"],
)
def test_letters_of_any_script_and_joined_emoji_stay_as_they_are(text: str) -> None:
    out = io.StringIO()
    Output(stdout=out).line(text)
    assert out.getvalue() == text + "\n"


def test_a_job_with_a_hostile_prompt_is_listed_and_logged_without_harm(run: Any, home: Path) -> None:
    made = run("generate", "--show", "S", "--shot", "hostile", "--element", "smoke", "--frames", "1001",
               "--size", "64x36", "--fps", "24", "--set", "resolution=24", "--set", "preroll=0",
               HOSTILE)  # fmt: skip
    assert made.code == 0, made.err
    listed = run("takes", "--shot", "hostile")
    shown = run("jobs", "--shot", "hostile")
    for answer in (made, listed, shown):
        assert controls(answer.out + answer.err) == []
    assert [take["prompt"] for take in run("takes", "--json", "--shot", "hostile").lines] == [HOSTILE]
    assert controls((home / "home" / "service.log").read_text("utf-8")) == []


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def without_color(text: str) -> str:
    """A text without the colours that we set ourselves."""
    for code in ("0", "1", "2", "1;31"):
        text = text.replace(f"\x1b[{code}m", "")
    return text
