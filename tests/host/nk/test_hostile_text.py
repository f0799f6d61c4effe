"""Names, prompts and paths that try to be code: none of it is ever run, all of it reads back."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from secondunit.host.nk import group_script, nodes_script
from secondunit.host.nk.syntax import literal, shown, word
from secondunit.wire.errors import CannotPlace

HOSTILE = (
    "[python {nuke.scriptClear()}]",
    "[exec rm -rf /somewhere]",
    "$env(HOME) ${x}",
    '"} ; nuke.quit() ; {"',
    "}\nend_group\nRead {",
    "back\\slash \\",
    "<b onclick=x>bold</b>",
    "tab\tand\rreturn",
    "ümläut 場面 😀",
    "%04d %V ####",
    "{unbalanced",
    "]]]",
)


@pytest.mark.parametrize("prompt", HOSTILE)
def test_a_hostile_prompt_is_only_ever_a_label(make_take, placement, prompt: str) -> None:
    take, plain = make_take(1, prompt=prompt), make_take(1, prompt="x")
    text = group_script([take], placement(take), name="x")
    about = [line for line in text.splitlines() if line.startswith('  label "sh010')]
    assert len(about) == 1 and about[0].endswith('"')
    assert not set(about[0][9:-1]) & set('[]{}$<>\\"')
    rest = text.replace(about[0], "")
    same = group_script([plain], placement(plain), name="x")
    assert (
        rest.splitlines()
        == same.replace(next(x for x in same.splitlines() if x.startswith('  label "sh010')), "").splitlines()
    )


@pytest.mark.parametrize("name", ["Räume mit Platz", "a[b] {c}", "cost $5", "C:\\jobs", 'say "hi"'])
def test_a_path_reads_back_as_it_is(make_take, placement, name: str) -> None:
    take = make_take(1, folder=f"/jobs/{name}/smoke_left/v001")
    for text in (
        group_script([take], placement(take), name="x"),
        nodes_script(take, placement(take), name="x"),
    ):
        held = next(line for line in text.splitlines() if line.startswith((" folder ", ' file "/')))
        assert name.replace("\\", "/") in twice_read(held.split(" ", 2)[2])


def twice_read(quoted: str) -> str:
    """What Nuke makes of a word: once as the script's Tcl, once as the knob's."""
    return unescaped(unescaped(quoted[1:-1] if quoted.startswith('"') else quoted))


def unescaped(text: str) -> str:
    out, letters = [], iter(text)
    for letter in letters:
        assert letter not in "[$", f"{text} would run"
        out.append({"n": "\n", "t": "\t", "r": "\r"}.get(x := next(letters), x) if letter == "\\" else letter)
    return "".join(out)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_word_is_one_word_and_stands_for_its_text(text: str) -> None:
    quoted = word(text)
    assert "\n" not in quoted
    inner = quoted[1:-1] if quoted.startswith('"') else quoted
    assert unescaped(inner) == text
    assert unescaped(literal(text)) == text


@pytest.mark.skipif(shutil.which("tclsh") is None, reason="no tclsh on this machine")
@pytest.mark.parametrize("text", HOSTILE)
def test_tcl_itself_reads_the_word_as_the_text(text: str) -> None:
    script = f"fconfigure stdout -encoding utf-8 -translation lf\nputs -nonewline {word(text)}\n"
    done = subprocess.run(["tclsh"], input=script.encode(), capture_output=True, check=True)
    assert done.stdout.decode() == text


@pytest.mark.parametrize("folder", ["/jobs/50%done/v001", "/jobs/take #2/v001", "/jobs/two\nlines/v001"])
def test_a_path_that_nuke_would_read_as_another_is_refused(make_take, placement, folder: str) -> None:
    take = make_take(1, folder=folder)
    for write in (
        lambda: group_script([take], placement(take), name="x"),
        lambda: nodes_script(take, placement(take), name="x"),
    ):
        with pytest.raises(CannotPlace, match="frame number"):
            write()


def test_a_long_prompt_is_cut_and_a_label_stays_on_its_line() -> None:
    assert len(shown("smoke " * 2000)) <= 160
    assert shown("a\n\x07b\u2028c") == "a b c"
