"""What a studio's people put on record from a terminal, and what the gate and the doctor make of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from secondunit.rights import verify
from secondunit.rights.show import ShowRights

RULES = """
[[rule]]
name = "ray for plates"
provider = "bedrock"
models = ["luma.ray-v2:0"]
accounts = ["vfx-prod"]
tasks = ["video"]
materials = ["plate", "likeness"]
geography = ["us"]
hosts = ["bedrock-runtime.us-west-2.amazonaws.com"]
training = "none"
visibility = "private"
retention = "0 days"
contract = "MSA-2026-014"
evidence = "legal/aws-terms.pdf"
evidence_date = 2026-10-01
expires = 2099-12-31

[[rule]]
name = "an old one"
provider = "echo"
models = ["*"]
accounts = ["*"]
tasks = ["*"]
materials = ["*"]
geography = ["*"]
hosts = ["echo.example"]
training = "none"
visibility = "private"
retention = "0 days"
contract = "C-1"
evidence = "terms.pdf"
evidence_date = 2020-01-01
expires = 2021-01-01

[[budget]]
scope = "show"
limit = "100 USD"

[[budget]]
scope = "shot"
limit = "10 USD"
"""
CONSENT = """
[ada-smoke]
person = "Ada Roe"
replica = "alteration"
uses = ["smoke in front of her face"]
shows = ["*"]
providers = ["bedrock"]
first_day = 2026-01-01
last_day = 2099-12-31
signer = "Ada Roe"
signed = 2026-01-01
"""


@pytest.fixture
def place(home: Path, request: pytest.FixtureRequest) -> Path:
    """The folder of a show of this test's own, with rules."""
    folder = home / "shows" / f"r{abs(hash(request.node.name)) % 10**8}"
    folder.mkdir(parents=True)
    (folder / "rights.toml").write_text(RULES, "utf-8")
    return folder


def check(run, place: Path, *more: str):
    return run("rights", "check", "--show", place.name, "--provider", "bedrock", "--model", "luma.ray-v2:0",
               "--account", "vfx-prod", "--task", "video", "--geography", "us", *more, "--json")  # fmt: skip


def test_a_sequence_goes_on_record_in_one_go_and_the_gate_then_knows_it(run, place, plate) -> None:
    before = check(run, place, "--file", plate, "--cost", "2.50 USD")
    assert before.code == 4
    assert "are not on record" in before.lines[0]["sentence"]
    made = run("rights", "input", plate, "--show", place.name, "--kind", "plate", "--ground", "owned",
               "--owner", "Heist Pictures", "--json")  # fmt: skip
    assert made.code == 0, made.out
    assert len({each["hash"] for each in made.lines}) == 4
    after = check(run, place, "--file", plate, "--cost", "2.50 USD")
    assert (after.code, after.lines[0]["rule"]) == (0, "ray for plates"), after.out
    again = run("rights", "input", plate, "--show", place.name, "--kind", "plate", "--ground", "owned",
                "--owner", "Heist Pictures", "--by", "somebody else")  # fmt: skip
    assert "0 files are on record now, 4 were before." in again.out
    assert verify(ShowRights(place.name, place).ledger.path).rows == 4


def test_a_file_on_record_as_another_thing_is_named_and_stays_what_it_was(run, place, plate) -> None:
    first = str(Path(plate).parent / "plate.1001.exr")
    owned = ("--ground", "owned", "--owner", "Heist Pictures", "--show", place.name)
    assert run("rights", "input", first, "--kind", "plate", *owned).code == 0
    answer = run("rights", "input", plate, "--kind", "likeness", "--person", "Ada Roe", *owned, "--json")
    assert (answer.problem["code"], answer.code) == ("conflict", 2)
    assert "plate.1001.exr" in answer.problem["where"]
    assert "as plate, owned, of Heist Pictures" in answer.problem["message"]


@pytest.mark.parametrize("suffix", [".toml", ".json"])
def test_a_consent_counts_until_it_is_revoked(run, place, plate, tmp_path, suffix: str) -> None:
    run("rights", "input", plate, "--show", place.name, "--kind", "likeness", "--ground", "cleared",
        "--owner", "Ada Roe", "--person", "Ada Roe")  # fmt: skip
    seen = ("--file", plate, "--material", "likeness", "--person", "Ada Roe",
            "--use", "smoke in front of her face")  # fmt: skip
    assert "no consent of Ada Roe" in check(run, place, *seen).lines[0]["sentence"]
    file = tmp_path / f"consents{suffix}"
    text = CONSENT
    if suffix == ".json":
        text = json.dumps({"ada-smoke": {
            "person": "Ada Roe", "replica": "alteration", "uses": ["smoke in front of her face"],
            "shows": ["*"], "providers": ["bedrock"], "first_day": "2026-01-01", "last_day": "2099-12-31",
            "signer": "Ada Roe", "signed": "2026-01-01"}})  # fmt: skip
    file.write_text(text, "utf-8")
    assert run("rights", "consent", str(file), "--show", place.name).code == 0
    assert check(run, place, *seen).code == 0
    assert run("rights", "revoke", "ada-smoke", "--show", place.name, "--why", "she asked").code == 0
    assert "no consent of Ada Roe" in check(run, place, *seen).lines[0]["sentence"]
    again = run("rights", "consent", str(file), "--show", place.name, "--json")
    assert (again.problem["code"], again.code) == ("conflict", 2), "it is not told as if it stood"
    assert "taken back" in again.problem["message"]
    assert "no consent of Ada Roe" in check(run, place, *seen).lines[0]["sentence"]


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("person = 'Ada'", "consents.toml"),
        ("[ada]\nperson = 'Ada'", "consents.toml: ada"),
        ("[ada", "consents.toml"),
        (CONSENT.replace("alteration", "clone"), "ada-smoke.replica"),
    ],
)
def test_a_consent_that_cannot_be_read_is_told_with_its_place_and_nothing_is_kept(
    run, place, tmp_path, text: str, where: str
) -> None:
    file = tmp_path / "consents.toml"
    file.write_text(text, "utf-8")
    answer = run("rights", "consent", str(file), "--show", place.name, "--json")
    assert answer.code == 2, answer.out
    assert where in answer.problem["where"]
    assert not (place / "rights" / "consents").exists()


def test_the_rules_are_shown_with_what_expired_and_checked_with_their_faults(run, place) -> None:
    shown = run("rights", "show", "--show", place.name)
    assert "ray for plates\tbedrock\tluma.ray-v2:0\tvideo\tplate, likeness" in shown.out
    assert "The rule 'an old one' expired on 2021-01-01." in shown.err
    assert "2 rules, each complete" in run("rights", "check", "--show", place.name).out
    (place / "rights.toml").write_text(RULES.replace("training", "trainign", 1), "utf-8")
    broken = run("rights", "check", "--show", place.name, "--json")
    assert (broken.problem["code"], broken.code) == ("settings.bad", 2)
    assert "rule[0].trainign" in broken.problem["where"]


def test_a_show_without_rules_lets_nothing_leave(run, home) -> None:
    for command in ("show", "check"):
        assert "there is no such file, so nothing leaves" in run("rights", command, "--show", "bare").out
    absent = run("ledger", "verify", "--show", "bare", "--json")
    assert absent.code == 3 and absent.problem["message"] == "The show bare has no ledger yet."
    answer = run("rights", "check", "--show", "bare", "--provider", "luma", "--json")
    assert (answer.code, answer.lines[0]["allowed"]) == (4, False)


def test_a_budget_says_what_is_billed_held_and_left(run, place) -> None:
    from secondunit.rights import Spending

    budget = ShowRights(place.name, place).budget
    for key, shot, amount in (("j1-1", "sh010", 4_000_000), ("j2-1", "sh020", 2_500_000)):
        budget.reserve(Spending(key, place.name, shot, "mia", amount, "USD"), ())
    budget.settle("j1-1", 3_750_000)
    rows = [line.split("\t") for line in run("rights", "budget", "--show", place.name).out.splitlines()]
    assert rows == [
        [f"show {place.name}", "100.00 USD", "3.75 USD", "2.50 USD", "93.75 USD"],
        ["shot sh010", "10.00 USD", "3.75 USD", "0.00 USD", "6.25 USD"],
        ["shot sh020", "10.00 USD", "0.00 USD", "2.50 USD", "7.50 USD"],
    ]


def test_the_doctor_names_rules_keys_and_ledger_and_tries_the_guard(run, place, plate, monkeypatch) -> None:
    monkeypatch.setenv("SECONDUNIT_RUNWAY", "a-key-that-nobody-sees")
    monkeypatch.delenv("SECONDUNIT_LUMA", raising=False)
    (place / "providers.toml").write_text(
        "[runway]\nusd_per_credit = 0.01\n[luma]\nusd.uni-1 = 0.1\n", "utf-8"
    )
    run(
        "rights",
        "input",
        plate,
        "--show",
        place.name,
        "--kind",
        "plate",
        "--ground",
        "owned",
        "--owner",
        "us",
    )
    answer = run("doctor", "--json")
    found = {(each["check"], each["found"]): each for each in answer.lines}
    own = {text: each["state"] for (check, text), each in found.items() if check == place.name}
    assert any("2 rules, expired: an old one" in text for text in own)
    assert own["providers: runway, luma; 1 of 2 keys are there"] == "ok"
    assert own["The secret luma is not on this machine."] == "warning"
    assert any(text.startswith("ledger of 4 rows") for text in own)
    assert ("guard", "nothing leaves the service without a verdict (tried)") in found
    assert "a-key-that-nobody-sees" not in answer.out + answer.err
    ledger = place / "rights" / "ledger.jsonl"
    ledger.write_bytes(ledger.read_bytes()[:-200])
    cut = [each for each in run("doctor", "--json").lines if each["check"] == place.name]
    assert [
        each["state"] for each in cut if "rows were cut off" in each["found"] or "not a row" in each["found"]
    ] == ["broken"]


def _recorded(run, place, plate) -> Path:
    words = ("--show", place.name, "--kind", "plate", "--ground", "owned", "--owner", "us")
    assert run("rights", "input", plate, *words).code == 0
    return place / "rights" / "ledger.jsonl"


def test_the_doctor_and_verify_say_that_a_row_was_changed_or_the_ledger_put_back(run, place, plate) -> None:
    ledger = _recorded(run, place, plate)
    head = ledger.with_name("ledger.jsonl.head")
    whole, end = ledger.read_bytes(), head.read_bytes()

    def said() -> list[str]:
        lines = [each for each in run("doctor", "--json").lines if each["check"] == place.name]
        return [each["found"] for each in lines if each["state"] == "broken"]

    assert said() == []
    ledger.write_bytes(whole.replace(b'"owner":"us"', b'"owner":"me"', 1))
    assert any("Row 1 of the ledger is not as it was written" in text for text in said())
    ledger.write_bytes(b"")
    head.unlink()
    ledger.unlink()
    ShowRights(place.name, place).ledger.append("input", "somebody", {"number": 1})
    assert any("cut off" in text or "was noted" in text for text in said())
    verified = run("ledger", "verify", "--show", place.name, "--json")
    assert (verified.code, verified.problem["code"]) == (6, "ledger.tampered")
    ledger.write_bytes(whole)
    head.write_bytes(end)
    assert run("ledger", "verify", "--show", place.name).code == 0


def test_an_earlier_ledger_is_taken_up_again_by_a_person_who_says_why(run, place, plate) -> None:
    ledger = _recorded(run, place, plate)
    for path in (ledger, ledger.with_name("ledger.jsonl.head")):
        path.unlink()
    words = ("--show", place.name, "--kind", "plate", "--ground", "owned", "--owner", "them")
    other = plate.replace("%04d", "1001") if "%04d" in plate else plate
    Path(other).write_bytes(b"another content")
    refused = run("rights", "input", other, *words, "--json")
    assert (refused.code, refused.problem["code"]) == (6, "ledger.tampered")
    assert f"secondunit ledger accept --show {place.name}" in refused.problem["remedy"]
    bare = run("ledger", "accept", "--show", place.name, "--json")
    assert bare.code == 2 and "--why" in bare.problem["remedy"]
    taken = run("ledger", "accept", "--show", place.name, "--why", "the disk died", "--by", "lee")
    assert taken.code == 0 and "on record" in taken.out
    assert run("rights", "input", other, *words).code == 0
    assert run("ledger", "verify", "--show", place.name).code == 0


def test_a_wrong_input_right_is_withdrawn_on_record_and_the_right_one_takes_its_place(
    run, place, plate
) -> None:
    show = ("--show", place.name)
    first = str(Path(plate).parent / "plate.1001.exr")
    wrong = ("--kind", "plate", "--ground", "owned", "--owner", "us", *show)
    right = ("--kind", "plate", "--ground", "licensed", "--licence", "L-7", "--owner", "them", *show)
    assert run("rights", "input", plate, *wrong).code == 0
    refused = run("rights", "input", first, *right, "--json")
    assert "secondunit rights withdraw" in refused.problem["remedy"]
    gone = run("rights", "withdraw", first, *show, "--why", "it is licensed", "--by", "lee", "--json")
    assert gone.code == 0 and gone.lines[0]["why"] == "it is licensed"
    assert "are not on record" in check(run, place, "--file", first).lines[0]["sentence"]
    assert check(run, place, "--file", str(Path(plate).parent / "plate.1002.exr")).code == 0
    assert run("rights", "withdraw", first, *show, "--json").problem["code"] == "not_found"
    assert run("rights", "input", first, *right).code == 0
    assert check(run, place, "--file", first).code == 0
    rights = ShowRights(place.name, place)
    assert rights.inputs.find(gone.lines[0]["hash"]).licence == "L-7"
    again = run("rights", "withdraw", gone.lines[0]["hash"], *show)
    assert again.code == 0 and rights.inputs.find(gone.lines[0]["hash"]) is None
    assert run("rights", "input", first, *wrong).code == 0
    from secondunit.rights import rows

    kinds = [(row.kind, row.who) for row in rows(rights.ledger.path)]
    assert ("input_withdrawn", "lee") in kinds and [kind for kind, _ in kinds].count("input_withdrawn") == 2
    assert "Inputs    4 on record" in run("rights", "show", *show).out
    assert verify(rights.ledger.path).rows == len(kinds)


def test_the_doctor_names_a_mistyped_setting(run, place) -> None:
    (place / "providers.toml").write_text("[runway]\nusd_per_credits = 0.01\n", "utf-8")
    lines = [each for each in run("doctor", "--json").lines if each["check"] == place.name]
    (found,) = [each for each in lines if "usd_per_credits" in each["found"]]
    assert found["state"] == "broken" and "Did you mean usd_per_credit?" in found["remedy"]
