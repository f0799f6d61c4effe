"""Makers elsewhere, from a terminal: who there is, what they may do, what it costs, who else could."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from secondunit.cli.briefs import user
from secondunit.media.exr import write_exr
from secondunit.media.picture import Picture
from secondunit.rights import rows
from secondunit.wire import Brief, Rate, Window, dumps, loads

RULE = """
[[rule]]
name = "luma by words"
provider = "luma"
models = ["uni-1"]
accounts = ["*"]
tasks = ["image"]
materials = ["concept"]
geography = ["*"]
hosts = ["127.0.0.1"]
training = "none"
visibility = "private"
retention = "0 days"
contract = "C-7"
evidence = "terms.pdf"
evidence_date = 2026-10-01
expires = 2099-12-31
approval = "always"
approvers = ["{user}"]

[[budget]]
scope = "show"
limit = "20 USD"
"""
# Luma at an address of this machine where nobody listens: nothing that is sent arrives anywhere.
PROVIDERS = """
order = ["luma", "echo"]
[echo]
[luma]
usd.uni-1 = 2.5
usd.uni-1-max = 5
url = "http://127.0.0.1:9/v1"
"""


@pytest.fixture
def show(home: Path, request: pytest.FixtureRequest) -> Path:
    """The folder of a show of this test's own, with two makers and no rules."""
    folder = home / "shows" / f"p{abs(hash(request.node.name)) % 10**8}"
    folder.mkdir(parents=True)
    (folder / "providers.toml").write_text(PROVIDERS, "utf-8")
    return folder


@pytest.fixture
def ask(run, show: Path):
    def asked(command: str, *more: str, provider: str = "luma", prompt: str = "a red door"):
        size = ("--frames", "1001-1001", "--size", "64x64", "--fps", "24")
        return run(command, prompt, "--show", show.name, "--shot", "sh010", "--element", "door", *size,
                   "--provider", provider, *more)  # fmt: skip

    return asked


ONE = ("--model", "uni-1", "--task", "image")


def test_everybody_who_is_set_up_is_listed_with_what_leaves_and_on_what_terms(run, show) -> None:
    listed = run("providers", "--show", show.name)
    assert "is not there" not in listed.err
    rows_said = [line.split("\t") for line in listed.out.splitlines()]
    makers = list(dict.fromkeys(row[0] for row in rows_said))
    assert makers == ["onboard", "methods", "comp", "luma", "echo"], "the show's own order"
    assert {row[0]: row[3] for row in rows_said} == {
        "onboard": "no",
        "methods": "no",
        "comp": "no",
        "luma": "yes",
        "echo": "no",
    }
    assert all(row[4] for row in rows_said), "each says its terms"
    other = run("providers", "--show", "somewhere_else", "--json").lines[0]
    named = dict.fromkeys(each["provider"] for each in other["capabilities"])
    assert list(named) == ["onboard", "methods", "comp"]


def test_a_table_that_cannot_be_used_is_told_beside_the_others(run, show) -> None:
    (show / "providers.toml").write_text('[comfyui]\nservers = "nowhere"\n[echo]\n', "utf-8")
    answer = run("providers", "--show", show.name)
    assert "comfyui is not there now" in answer.err and "echo" in answer.out
    (show / "providers.toml").write_text('[luma]\napi_key = "luma-0123456789abcdef0123456789"\n', "utf-8")
    secret = run("providers", "--show", show.name, "--check", "luma", "--json")
    assert (secret.problem["code"], secret.code) == ("settings.bad", 2)
    assert "0123456789abcdef" not in secret.out + secret.err


def test_a_check_names_what_is_missing_and_never_a_keys_value(run, show, monkeypatch) -> None:
    monkeypatch.delenv("SECONDUNIT_LUMA", raising=False)
    lacking = run("providers", "--show", show.name, "--check", "luma")
    assert lacking.code == 2 and "$SECONDUNIT_LUMA" in lacking.out
    monkeypatch.setenv("SECONDUNIT_LUMA", "a-key-that-nobody-sees")
    there = run("providers", "--show", show.name, "--check", "luma", "--json")
    steps = {step["what"]: step["found"] for step in there.lines[0]["steps"]}
    assert steps["key"] == "luma is there"
    assert steps["not allowed"] == f"No rule of {show.name} allows the provider 'luma'."
    assert "a-key-that-nobody-sees" not in there.out
    unknown = run("providers", "--show", show.name, "--check", "runway", "--json")
    assert (unknown.problem["code"], unknown.code) == ("not_found", 3)


@pytest.mark.parametrize(
    ("arguments", "code", "remedy"),
    [
        (("--provider", "luma"), "value.missing_field", "--model uni-1 --task image"),
        (("--provider", "echo"), "value.missing_field", "--task inpaint"),
        (("--provider", "luma", "--model", "uni-9"), "value.out_of_range", "uni-1"),
        (("--provider", "nobody"), "not_found", "secondunit providers"),
        (("--provider", "luma", *ONE, "--reference", "look.png"), "value.wrong_type", "style=look.png"),
        (("--provider", "luma", *ONE, "--reference", "key_frame@x=look.png"), "value.wrong_type", "1024"),
        (("--provider", "luma", *ONE, "--reference", "style=no.png"), "not_found", ""),
        (("--provider", "luma", *ONE, "--cast", "ada=new"), "value.wrong_type", "ada=3"),
        (("--task", "image"), "value.missing_field", "--provider"),
    ],
)
def test_a_maker_that_is_not_named_well_gets_one_clear_error(
    run, show, arguments: tuple[str, ...], code: str, remedy: str
) -> None:
    answer = run("estimate", "a red door", "--show", show.name, "--shot", "sh010", "--element", "door",
                 "--frames", "1001-1001", *arguments, "--json")  # fmt: skip
    assert answer.problem["code"] == code, answer.out
    assert remedy in answer.problem.get("remedy", "")


def test_a_check_ends_as_what_is_missing_ends(run, show, tmp_path) -> None:
    (show / "providers.toml").write_text(f"[echo]\n[folder]\npath = {json.dumps(str(tmp_path))}\n", "utf-8")
    assert run("providers", "--show", show.name, "--check", "echo").code == 0
    assert run("providers", "--show", show.name, "--check", "folder").code == 4, "no rule allows it"
    (show / "providers.toml").write_text("[comfyui]\n", "utf-8")
    answer = run("providers", "--show", show.name, "--check", "comfyui")
    assert answer.code == 2 and "ComfyUI needs servers" in answer.out


def test_a_table_that_was_changed_counts_at_the_next_question(run, show, tmp_path) -> None:
    for label in ("Paint", "Roto"):
        table = f'[folder]\npath = {json.dumps(str(tmp_path))}\ntasks = "restyle"\nlabel = "{label}"\n'
        (show / "providers.toml").write_text(table, "utf-8")
        [row] = [
            line.split("\t")
            for line in run("providers", "--show", show.name).out.splitlines()
            if line.startswith("folder\t")
        ]
        assert row[1] == label


def test_a_check_names_workflows_that_are_no_models_and_why(run, show, tmp_path) -> None:
    table = f'[comfyui]\nservers = "http://127.0.0.1:9"\nworkflows = {json.dumps(str(tmp_path / "flows"))}\n'
    (show / "providers.toml").write_text(table, "utf-8")
    without = run("providers", "--show", show.name, "--check", "comfyui")
    assert without.code == 2 and f"there is no folder {tmp_path / 'flows'}" in without.out
    (tmp_path / "flows").mkdir()
    (tmp_path / "flows" / "saved.json").write_text('{"nodes": [], "links": []}', "utf-8")
    saved = run("providers", "--show", show.name, "--check", "comfyui")
    assert (
        saved.code == 2
        and "saved.json: This workflow has no node that a server runs. In ComfyUI" in saved.out
    )


def test_a_saved_brief_is_what_is_approved_and_then_asked_for_anew(ask, run, show, tmp_path) -> None:
    (show / "rights.toml").write_text(RULE.format(user=user()), "utf-8")
    file = tmp_path / "a brief.json"
    refused = ask("generate", *ONE, "--yes", "--save", str(file))
    assert refused.code == 4
    assert f"secondunit rights approve '{file}' --ceiling" in refused.err
    assert run("jobs", "--show", show.name, "--json").lines == []
    assert run("rights", "approve", str(file), "--ceiling", "5 USD").code == 0
    assert ask("estimate", *ONE).code == 0
    other = ask("estimate", *ONE, "--seed", "8")
    assert other.code == 4 and "Add --save brief.json" in other.err, "another brief needs another yes"


def test_an_extension_says_by_how_much_and_on_which_sides(run, home, show, tmp_path) -> None:
    (show / "rights.toml").write_text(RULE.format(user="somebody.else"), "utf-8")
    file = tmp_path / "wider.json"
    plate = tmp_path / "p.1001.exr"
    window = Window(0, 0, 320, 180)
    write_exr(
        plate, Picture(tuple("RGB"), np.zeros((180, 320, 3), np.float32), window, window), rate=Rate(24)
    )
    said = ("--task", "extend", "--model", "ray-3.2", "--overscan", "57", "--sides", "left_right")
    answer = run("generate", "a wider street", "--show", show.name, "--shot", "sh010", "--element", "street",
                 "--plate", str(plate), "--colorspace", "ACEScg", "--fps", "24", "--provider", "luma", *said,
                 "--yes", "--save", str(file))  # fmt: skip
    assert file.exists(), answer.err
    assert loads(Brief, file.read_text("utf-8")).window == Window(-57, 0, 434, 180)


def test_where_no_rule_speaks_of_it_the_way_to_the_rules_is_said(ask, show) -> None:
    answer = ask("estimate", *ONE)
    assert answer.code == 4 and f"secondunit rights show --show {show.name}" in answer.err


def test_a_refusal_says_the_rule_and_offers_others_with_their_price(ask, show) -> None:
    (show / "rights.toml").write_text(RULE.format(user="somebody.else"), "utf-8")
    answer = ask("estimate", *ONE)
    assert answer.code == 4
    assert "2.50 USD" in answer.out
    assert "The rule 'luma by words' does not allow this: nobody approved this brief" in answer.out
    assert "somebody.else may approve it" in answer.err
    assert "--provider echo" in answer.out


@pytest.mark.parametrize("yes", [(), ("--yes",)])
def test_yes_skips_no_refusal_and_nothing_is_made(ask, run, show, yes: tuple[str, ...]) -> None:
    (show / "rights.toml").write_text(RULE.format(user="somebody.else"), "utf-8")
    assert ask("generate", *ONE, *yes).code == 4
    assert run("jobs", "--show", show.name, "--json").lines == []


def test_money_is_not_spent_unasked_where_nobody_can_be_asked(ask, run, show, tmp_path) -> None:
    text = RULE.replace('approval = "always"', 'approval = "never"').format(user=user())
    (show / "rights.toml").write_text(text, "utf-8")
    answer = ask("generate", *ONE)
    assert answer.code == 4 and "Add --yes" in answer.err
    assert run("jobs", "--show", show.name, "--json").lines == []


def test_a_refused_job_is_approved_asked_for_anew_and_fails_without_costing_anything(
    ask, run, show, tmp_path
) -> None:
    from secondunit.cli.reach import reach

    (show / "rights.toml").write_text(RULE.format(user="somebody.else"), "utf-8")
    client = reach()
    shown = ask("estimate", *ONE, "--json").lines[0]
    assert shown["approvers"] == ["somebody.else"]
    brief = _brief(show.name)
    refused = client.submit(brief)
    followed = run("jobs", "--follow", refused.id)
    assert followed.code == 4 and f"secondunit offers {refused.id}" in followed.err
    assert "--provider echo" in run("offers", refused.id).out
    by_another = run("rights", "approve", refused.id, "--ceiling", "5 USD")
    assert by_another.code == 4 and "may not approve" in by_another.err
    (show / "rights.toml").write_text(RULE.format(user=user()), "utf-8")
    file = tmp_path / "brief.json"
    file.write_text(dumps(brief), "utf-8")
    too_low = run("rights", "approve", str(file), "--ceiling", "1.00 USD")
    assert too_low.code == 4 and "approved up to 1.00 USD" in too_low.out
    approved = run("rights", "approve", refused.id, "--ceiling", "5 USD", "--note", "for the trailer")
    assert approved.code == 0, approved.out + approved.err
    assert "luma by words" in approved.out
    again = run("retry", refused.id)
    assert again.code == 2 and "The secret luma is not on this machine" in again.err, again.out
    left = run("rights", "budget", "--show", show.name).out.split("\t")
    assert left[2:4] == ["0.00 USD", "0.00 USD"], "nothing was billed and nothing is held"
    kinds = [row.kind for row in rows(show / "rights" / "ledger.jsonl")]
    assert kinds.count("approval") == 2 and "decision" in kinds
    name = next((show / "rights" / "approvals").glob("*.json")).stem
    assert run("rights", "retract", name, "--show", show.name).code == 0


def _brief(show: str):
    from secondunit.wire import Brief, ColorSpace, Delivery, Format, FrameRange, Rate, Task

    return Brief(show, "sh010", "door", FrameRange(1001, 1001), Rate(24), Format(64, 64), Task.IMAGE,
                 prompt="a red door", colorspace=ColorSpace("ACEScg"), delivery=Delivery(passes=False),
                 provider="luma", model="uni-1")  # fmt: skip
