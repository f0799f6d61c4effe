"""What Second Unit is made of: `installers/supply.py` writes a bill of materials and the licences' table.

The bill (CycloneDX 1.6) is of what the lock `work` puts on this machine, by cyclonedx-py, with the libraries
that lie in the wheels. The table, in docs/guide/licences.md, is of the whole lock. What a package's metadata
leaves open is answered in licences.json, by somebody who read its licence.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

if sys.version_info < (3, 10):  # noqa: UP036 - said plainly to whoever starts it with an older one
    sys.exit("Second Unit's installers need Python 3.10 or newer; this is " + sys.version.split()[0] + ".")

import environments
import locks
from environments import ROOT, SERVICE, SUPPLY, SetupFailed

ANSWERS = Path(__file__).with_name("licences.json")
PAGE = ROOT / "docs" / "guide" / "licences.md"
BEGIN, END = "<!-- the table: python3 installers/supply.py -->", "<!-- end of the table -->"
#: What the old classifiers say beyond doubt.
_CLASSIFIERS = {
    "License :: OSI Approved :: Apache Software License": "Apache-2.0",
    "License :: OSI Approved :: MIT License": "MIT",
}
#: Where the tools that make wheels put the libraries of others.
_BUNDLED = re.compile(
    r"(?:^|/)[^/]*\.(?:libs|dylibs)/(?:lib)?([^/]+?)(?:-\d+)?(?:-[0-9a-f]{8,32})*\.(?:so|dll|[0-9.]*dylib)(?:[.\d]*)$"
)
_VALIDATE = """
import sys
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
fault = JsonStrictValidator(SchemaVersion.V1_6).validate_str(open(sys.argv[1], encoding="utf-8").read())
sys.exit(str(fault) if fault else 0)
"""
_FILES = """
import importlib.metadata, json
print(json.dumps({d.metadata["Name"]: [str(d.locate_file(f)) for f in d.files or []]
                  for d in importlib.metadata.distributions()}))
"""
Bill = dict[str, Any]


def main() -> int:
    """Write both; 1 when a licence is not known, or something stands in the way."""
    try:
        print(environments.prepare(SUPPLY))
        print(environments.prepare(SERVICE))
        words = ["environment", "--output-reproducible", "--no-validate", str(SERVICE.python)]
        bill = only_locked(json.loads(_call([_tool("cyclonedx-py"), *words])))
        add_bundled(bill, json.loads(_call([str(SERVICE.python), "-c", _FILES])))
        target = ROOT / "build" / "supply" / f"secondunit-{bill['metadata']['component']['version']}.cdx.json"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(json.dumps(bill, indent=1, sort_keys=True) + "\n", encoding="utf-8")
        _call([str(SUPPLY.python), "-c", _VALIDATE, str(target)])
    except SetupFailed as error:
        print(f"Stopped. {error}")
        return 1
    inside = sum(len(one.get("components", [])) for one in bill["components"])
    print(
        f"{target.relative_to(ROOT)}: {len(bill['components'])} packages, {inside} libraries in their wheels"
    )
    licences = {_normal(one["name"]): licence(one) for one in bill["components"]}
    rows, unknown = table(licences)
    text = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(with_table(text, rows), encoding="utf-8", newline="\n")
    print(f"{PAGE.relative_to(ROOT)}: {len(rows) - 2} rows")
    for name in unknown:
        print(f"The licence of {name} is not known. Read it, and answer in {ANSWERS.relative_to(ROOT)}.")
    return 1 if unknown else 0


def only_locked(bill: Bill) -> Bill:
    """The bill with this project as its subject, and the packages of the lock `work` as its parts."""
    wanted = locks.pinned("work")
    # A checkout's own metadata lies beside the installed ones: the same thing twice.
    subject = next(one for one in bill["components"] if _normal(one["name"]) == "secondunit")
    kept = [one for one in bill["components"] if _normal(one["name"]) in wanted]
    for component in kept:
        known = licence(component)
        if known:
            component["licenses"] = [_stated(component, known)]
        answer = _answers()["packages"].get(_normal(component["name"]))
        if answer:
            component["properties"] = [{"name": "secondunit:licence", "value": answer[1]}]
    refs = {one["bom-ref"] for one in (*kept, subject)}
    depends = [
        {**one, "dependsOn": [ref for ref in one.get("dependsOn", []) if ref in refs]}
        for one in bill["dependencies"]
        if one["ref"] in refs
    ]
    # Where this checkout lies is nobody's business.
    private = ("externalReferences", "properties")
    subject = {name: value for name, value in subject.items() if name not in private}
    subject |= {"type": "application", "purl": f"pkg:pypi/secondunit@{subject['version']}"}
    subject["licenses"] = [{"license": {"id": "Apache-2.0", "acknowledgement": "declared"}}]
    metadata = {**bill["metadata"], "component": subject}
    return {**bill, "metadata": metadata, "components": kept, "dependencies": depends}


def add_bundled(bill: Bill, files: dict[str, list[str]]) -> None:
    """Put the shared libraries that lie in each package's wheel below it, with hash and licence."""
    by_name = {_normal(name): paths for name, paths in files.items()}
    known = _answers()["bundled"]
    for component in bill["components"]:
        parts = []
        for path in sorted(map(Path, by_name.get(_normal(component["name"]), []))):
            found = _BUNDLED.search(path.as_posix())
            if not found or not path.is_file():
                continue
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
            part: Bill = {
                "type": "library",
                "bom-ref": f"{component['bom-ref']}/{path.name}",
                "name": path.name,
                "hashes": [{"alg": "SHA-256", "content": digest}],
            }
            if found[1] in known:
                part["licenses"] = [{"expression": known[found[1]], "acknowledgement": "concluded"}]
            parts.append(part)
        if parts:
            component["components"] = parts


def licence(component: Bill) -> str:
    """A package's licence as an SPDX expression: our answer, or what its metadata says; empty if neither."""
    answer = _answers()["packages"].get(_normal(component["name"]))
    if answer:
        return str(answer[0])
    stated = component.get("licenses", [])
    for one in stated:
        if "expression" in one:
            return str(one["expression"])
    ids = dict.fromkeys(one["license"]["id"] for one in stated if "id" in one["license"])
    if ids:
        return " AND ".join(ids)
    by_class = dict.fromkeys(_CLASSIFIERS.get(one["license"].get("name", ""), "") for one in stated)
    return next((name for name in by_class if name), "")


def table(licences: dict[str, str]) -> tuple[list[str], list[str]]:
    """The rows of every package of the lock `work`, and the names of those whose licence is not known."""
    rows, unknown = ["| package | version | licence | |", "|---|---|---|---|"], []
    answers = _answers()["packages"]
    for name, versions in sorted(pins("work").items()):
        known = licences.get(name) or answers.get(name, [""])[0]
        if not known:
            unknown.append(name)
        note = answers[name][1] if name in answers else ""
        rows.append(f"| {name} | {', '.join(versions)} | {known or 'not known'} | {note} |")
    return rows, unknown


def pins(name: str) -> dict[str, list[str]]:
    """Each package of a lock with its versions: more than one where systems differ."""
    text = environments.lock(name).read_text(encoding="utf-8")
    found: dict[str, list[str]] = {}
    for package, version in re.findall(r"^([a-z0-9][a-z0-9._-]*)==([^ \\]+)", text, re.MULTILINE):
        found.setdefault(package, []).append(version)
    return found


def with_table(page: str, rows: list[str]) -> str:
    """The page with these rows between its two marks."""
    head, _, rest = page.partition(BEGIN)
    tail = rest.partition(END)[2]
    return f"{head}{BEGIN}\n" + "\n".join(rows) + f"\n{END}{tail}"


def _stated(component: Bill, known: str) -> Bill:
    ours = _normal(component["name"]) in _answers()["packages"]
    return {"expression": known, "acknowledgement": "concluded" if ours else "declared"}


def _answers() -> dict[str, dict[str, Any]]:
    held: dict[str, dict[str, Any]] = json.loads(ANSWERS.read_text(encoding="utf-8"))
    return held


def _normal(name: str) -> str:
    """A package's name as registries write it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _tool(name: str) -> str:
    return str(SUPPLY.python.with_name(name + (".exe" if os.name == "nt" else "")))


def _call(command: list[str]) -> str:
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)
    if answer.returncode != 0:
        raise SetupFailed(f"{Path(command[0]).name} could not do it:\n{answer.stderr.strip()[-2000:]}")
    return answer.stdout


if __name__ == "__main__":
    sys.exit(main())
