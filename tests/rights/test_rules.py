"""The rules of a show are read strictly: what is wrong is named by file and path."""

from __future__ import annotations

import os
import re
from pathlib import Path
from textwrap import dedent

import pytest

from secondunit.cli.recording import consent_of, tables
from secondunit.rights import Rules, parse_rules, read_rules
from secondunit.rights.keystore import read_signing
from secondunit.wire.errors import BadSettings, NoRights, NotAFile


def test_a_show_without_a_file_has_no_rules(tmp_path: Path) -> None:
    assert read_rules(tmp_path / "rights.toml") == Rules()


def test_rules_read_days_and_units_as_people_write_them(rules: Rules) -> None:
    rule = rules.rule[0]
    assert (rule.expires, rule.evidence_date, rule.retention) == ("2099-12-31", "2026-10-01", 0)
    assert rule.materials == ("plate", "likeness")


def test_the_digest_is_that_of_what_the_rules_say_not_of_how_they_are_written(rules_text: str) -> None:
    spaced = parse_rules(("# a remark\n" + rules_text.replace(" = ", "=")).encode())
    assert spaced.digest == parse_rules(rules_text.encode()).digest
    assert spaced.digest != parse_rules(rules_text.replace("MSA", "MSB").encode()).digest


@pytest.mark.parametrize(
    ("before", "after", "place"),
    [
        ('training = "none"', 'trainign = "none"', "rule[0].trainign"),
        ('training = "none"', 'training = "some"', "rule[0].training"),
        ('training = "none"', "", "rule[0].training"),
        ('contract = "MSA-2026-014"', 'contract = ""', "rule[0].contract"),
        ('tasks = ["video"]', 'tasks = ["videos"]', "rule[0].tasks"),
        ('tasks = ["video"]', 'tasks = "video"', "rule[0].tasks"),
        ("2099-12-31", '"31.12.2099"', "rule[0].expires"),
        ('retention = "0 days"', 'retention = "0 weeks"', "rule[0].retention"),
        ('approval = "never"', 'approval = "always"', "rule[0].approvers"),
        ('limit = "10 USD"', 'limit = "10 EUR"', "budget[1].limit"),
        ('limit = "10 USD"', 'limit = "-1"', "budget[1].limit"),
        ('scope = "shot"', 'scope = "sequence"', "budget[1].scope"),
        ('currency = "USD"', 'currency = "dollars"', "currency"),
        ("[[budget]]", "[[rule", ""),
    ],
)
def test_a_word_that_is_wrong_is_refused_with_its_file_and_path(
    rules_text: str, before: str, after: str, place: str
) -> None:
    with pytest.raises(BadSettings) as caught:
        parse_rules(rules_text.replace(before, after).encode(), "heist/rights.toml")
    assert caught.value.problem.where == (f"heist/rights.toml: {place}" if place else "heist/rights.toml")
    assert "\n" not in caught.value.problem.message


def test_two_rules_of_one_name_are_refused(rules_text: str) -> None:
    again = rules_text[rules_text.index("[[rule]]") : rules_text.index("[[budget]]")]
    with pytest.raises(BadSettings, match="Two rules are called 'ray for plates'"):
        parse_rules((rules_text + again).encode())


def test_text_that_is_not_readable_is_refused() -> None:
    with pytest.raises(BadSettings):
        parse_rules(b'currency = "\xff\xfe"')


def test_a_file_that_may_not_be_read_is_no_empty_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def denied(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    (tmp_path / "rights.toml").touch()
    with monkeypatch.context() as patch:
        patch.setattr(os, "open", denied)
        with pytest.raises(NoRights):
            read_rules(tmp_path / "rights.toml")


def example(start: str) -> str:
    """The guide's example in TOML that begins so."""
    guide = (Path(__file__).parents[2] / "docs" / "guide" / "rights.md").read_text("utf-8")
    blocks = (
        dedent(block) for block in re.findall(r"^ *```toml\n(.*?)^ *```", guide, re.DOTALL | re.MULTILINE)
    )
    [found] = [block for block in blocks if block.startswith(start)]
    return found


def test_the_guides_rules_are_read_as_they_stand() -> None:
    rules = parse_rules(example("currency").encode())
    assert [rule.name for rule in rules.rule] == ["ray for plates", "no scripts, anywhere"]
    assert rules.terms == Rules().terms


def test_the_guides_consent_and_key_store_are_read_as_they_stand(tmp_path: Path) -> None:
    file = tmp_path / "ada.toml"
    file.write_text(example("[ada-smoke]"), "utf-8")
    [(name, table)] = tables(file).items()
    assert (name, consent_of(table, name).person) == ("ada-smoke", "Ada Roe")
    (tmp_path / "signing.toml").write_text(example("callback"), "utf-8")
    signing = read_signing(tmp_path / "signing.toml")
    assert signing is not None and signing.settings["key"] == "alias/heist"


@pytest.mark.skipif(os.name != "posix", reason="pipes with a name are POSIX's")
def test_rules_are_not_waited_for_in_a_pipe(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "rights.toml")
    with pytest.raises(NotAFile, match="is a pipe"):
        read_rules(tmp_path / "rights.toml")


def test_rules_that_are_larger_than_rules_are_refused_unread(tmp_path: Path) -> None:
    (tmp_path / "rights.toml").write_bytes(b"#" * (1 << 20) + b"\n")
    with pytest.raises(BadSettings, match="larger than settings are"):
        read_rules(tmp_path / "rights.toml")


def test_a_number_of_thousands_of_digits_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(BadSettings, match="The rules cannot be read"):
        parse_rules(b"currency = " + b"9" * 5_000)
    (tmp_path / "signing.toml").write_text("key = " + "9" * 5_000, "utf-8")
    with pytest.raises(BadSettings, match=r"signing.toml cannot be read"):
        read_signing(tmp_path / "signing.toml")
