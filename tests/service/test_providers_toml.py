"""`providers.toml`: who may be offered, in which order, with which settings, and never with a key in it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from secondunit.service.outbound.settings import Providers, parse_providers
from secondunit.service.outbound.settings_file import SettingsFiles
from secondunit.wire.errors import BadSettings, NotAFile, NotFound


def parsed(text: str) -> Providers:
    return parse_providers(text.encode(), "providers.toml")


def test_tables_become_settings_and_nested_ones_are_named_with_dots() -> None:
    found = parsed(
        'order = ["luma", "comfyui"]\n[comfyui]\nservers = ["http://a:8188", "http://b:8188"]\nat_once = 4\n'
        '[luma]\naccount = "vfx"\n[luma.usd]\n"uni-1" = 0.25\n"ray-3.2" = "0.40"\n[echo]\n'
    )
    assert found.names() == ("luma", "comfyui", "echo")
    assert dict(found.tables["luma"]) == {"account": "vfx", "usd.uni-1": 0.25, "usd.ray-3.2": "0.40"}
    assert found.tables["comfyui"]["servers"] == "http://a:8188, http://b:8188"
    assert dict(found.tables["echo"]) == {}


def test_a_file_that_is_not_there_sets_nobody_up(tmp_path: Path) -> None:
    assert SettingsFiles().read(tmp_path / "providers.toml").names() == ()


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("order = 3", "order"),
        ('order = ["a", "a"]', "order"),
        ('order = ["Not A Name"]', "order"),
        ('region = "us"', "region"),
        ("[runway", "providers.toml"),
        ('["NOT A NAME"]\na = 1', "NOT A NAME"),
        ("[luma]\nwhen = 2026-01-01", "luma.when"),
        ("[luma]\nrate = inf", "luma.rate"),
        ("[luma]\nlist = [1, 2]", "luma.list"),
        ('[luma]\nlist = ["a,b"]', "luma.list"),
        ('[luma]\n"usd.uni-1" = 1\n[luma.usd]\nuni-1 = 2', "luma.usd.uni-1"),
        ("\xff\xfe", "providers.toml"),
    ],
)
def test_what_the_file_should_not_hold_is_refused_with_its_place(text: str, place: str) -> None:
    with pytest.raises(BadSettings) as caught:
        parse_providers(text.encode("latin-1"), "providers.toml")
    problem = caught.value.problem
    assert "providers.toml" in problem.where and place in problem.where and problem.message.endswith(".")


@pytest.mark.parametrize(
    "setting",
    [
        'api_key = "Zq8vT-very-Secret"',
        'secret = "key_0123456789abcdef0123456789abcdef"',
        'token = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc"',
        'note = "AKIAIOSFODNN7EXAMPLE"',
        'password = "hunter2 "',
        'secret = "0123456789abcdef0123456789abcdef"',
        'servers = "https://bob:geheim@gpu.studio.test"',
        'extra = "-----BEGIN PRIVATE KEY-----"',
        '[luma.secret]\nkey = "AbCdEf123"',
        "token = 12345678",
    ],
)
def test_a_key_in_the_file_is_refused_and_not_repeated(setting: str) -> None:
    with pytest.raises(BadSettings) as caught:
        parsed(f"[luma]\n{setting}")
    said = str(caught.value)
    assert "keyring" in said and "luma" in caught.value.problem.where
    value = setting.split("= ")[1].strip('"')
    assert value not in said


def test_the_name_of_a_key_and_the_public_name_of_one_are_welcome() -> None:
    arn = "arn:aws:kms:us-west-2:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
    names = 'secret = "bedrock.api-key"\n[bedrock.secret_names]\nkey_id = "a.b"'
    found = parsed(f'[bedrock]\nkms_key = "{arn}"\n{names}')
    assert found.tables["bedrock"]["kms_key"] == arn


def test_a_shows_own_table_takes_the_place_of_the_one_for_all_shows(house: Any) -> None:
    (house.home.root / "providers.toml").write_text(
        'order = ["rival", "studio"]\n[studio]\naccount = "everybody"\nsize = 3\n[third]\naccount = "x"\n'
    )
    found = house.sites.providers("S")
    assert found.names() == ("studio", "rival", "third")
    assert dict(found.tables["studio"]) == {"account": "vfx-prod", "geography": "us"}
    house.write("providers.toml", "# nobody of its own\n")
    assert house.sites.providers("S").names() == ("studio", "third")
    assert house.sites.settings("S", "studio")["account"] == "everybody"


def test_only_providers_with_a_table_can_be_asked(house: Any) -> None:
    house.write("providers.toml", '[studio]\naccount = "vfx-prod"\n')
    with pytest.raises(NotFound) as caught:
        house.sites.provider("S", "rival")
    assert "studio" in caught.value.problem.remedy and "providers.toml" in caught.value.problem.remedy


def test_a_changed_file_is_read_anew_and_the_provider_built_again(house: Any) -> None:
    before = house.sites.provider("S", "studio")
    assert house.sites.provider("S", "studio") is before
    house.providers('size = "large"\n')
    after = house.sites.provider("S", "studio")
    assert after is not before
    assert [made.site.settings.get("size", "") for made in house.made["studio"]] == ["", "large"]
    assert house.sites.provider("S", "studio") is after


def test_a_mistyped_word_in_a_table_keeps_its_provider_away_and_says_which_was_meant(house: Any) -> None:
    from secondunit.providers.registry import find_providers
    from secondunit.service.outbound.sites import Sites

    house.write(
        "providers.toml",
        '[comfyui]\nserverz = "http://127.0.0.1:8188"\nworkflows = "/studio/workflows"\n[echo]\n',
    )
    sites = Sites(house.home, house.shows, find_providers(), patience=5.0)
    offered, absent = sites.capabilities("S")
    (gone,) = absent
    assert {each.provider for each in offered} == {"echo"} and gone.provider == "comfyui"
    assert gone.problem.code == "settings.bad" and "serverz" in gone.problem.message
    assert "Did you mean servers?" in gone.problem.remedy
    assert gone.problem.where == "providers.toml: comfyui.serverz"
    sites.close()


@pytest.mark.skipif(os.name != "posix", reason="pipes with a name are POSIX's")
def test_providers_are_not_waited_for_in_a_pipe(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "providers.toml")
    with pytest.raises(NotAFile, match="is a pipe"):
        SettingsFiles().read(tmp_path / "providers.toml")


def test_a_number_of_thousands_of_digits_cannot_be_read() -> None:
    with pytest.raises(BadSettings, match="The providers cannot be read"):
        parse_providers(b"[folder]\nretention = " + b"9" * 5_000)
