"""Second Unit in Resolve's menu Workspace > Scripts: starts the panel's process, and says what is in its way.

Runs in whatever Python Resolve finds, old ones included: plain words, no newer syntax. It knows the standard
library, what Resolve puts among a script's names (`resolve`, `bmd`), and what the installer filled in.
"""
# Old Pythons read this file, and the console is where it speaks.
# ruff: noqa

import json
import os
import shlex
import subprocess
import sys

# Filled in by the installer: the folder that holds the package second_unit_resolve.
PACKAGES = "@PACKAGES@"
# Where this user's Second Unit left the command that starts it; empty for the usual places.
HOME = "@HOME@"

DESK = (
    "From Resolve 21.1 on the free edition runs no Python. Use the desk instead (secondunit desk), and bring "
    "takes over by hand, or as OTIO: secondunit place."
)


def state_home():
    """The folder that holds this user's service: as in secondunit.wire.home."""
    folder = os.environ.get("SECONDUNIT_HOME") or (HOME if not HOME.startswith("@") else "")
    if folder:
        return os.path.abspath(os.path.expanduser(folder))
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or os.path.expanduser("~\\AppData\\Local")
    elif sys.platform == "darwin":
        base = os.path.expanduser("~/Library/Application Support")
    else:
        base = os.environ.get("XDG_STATE_HOME") or os.path.expanduser("~/.local/state")
    return os.path.join(base, "secondunit")


def scripting(platform=None):
    """RESOLVE_SCRIPT_API and RESOLVE_SCRIPT_LIB of a usual installation, by Blackmagic's README."""
    platform = platform or sys.platform
    if platform == "win32":
        data = os.environ.get("PROGRAMDATA", "C:\\ProgramData")
        return (
            data + "\\Blackmagic Design\\DaVinci Resolve\\Support\\Developer\\Scripting",
            "C:\\Program Files\\Blackmagic Design\\DaVinci Resolve\\fusionscript.dll",
        )
    if platform == "darwin":
        return (
            "/Library/Application Support/Blackmagic Design/DaVinci Resolve/Developer/Scripting",
            "/Applications/DaVinci Resolve/DaVinci Resolve.app/Contents/Libraries/Fusion/fusionscript.so",
        )
    return "/opt/resolve/Developer/Scripting", "/opt/resolve/libs/Fusion/fusionscript.so"


def python_of(home):
    """The Python of the installation, by its command file; raises OSError or ValueError with a sentence."""
    path = os.path.join(home, "command")
    try:
        with open(path, "rb") as file:
            line = file.read(65536).decode("utf-8", "replace").strip()
    except (OSError, IOError):
        raise ValueError("Second Unit is not set up for this user. Run: secondunit install --host resolve")
    words = [word.strip('"') for word in shlex.split(line, posix=sys.platform != "win32")]
    if not words or not os.path.exists(words[0]):
        raise ValueError(
            "Second Unit was moved or taken away: %s is not there. Set it up again." % line[:200]
        )
    return words[0]


def environment(variables):
    """What the panel's process finds in its environment: Resolve's scripting and our packages, no more."""
    subset = {}
    for name, value in variables.items():
        if name not in (
            "PYTHONHOME",
            "PYTHONPATH",
            "PYTHONSTARTUP",
            "PYTHONEXECUTABLE",
            "__PYVENV_LAUNCHER__",
        ):
            subset[name] = value
    api, library = scripting()
    subset.setdefault("RESOLVE_SCRIPT_API", api)
    subset.setdefault("RESOLVE_SCRIPT_LIB", library)
    modules = os.path.join(subset["RESOLVE_SCRIPT_API"], "Modules")
    subset["PYTHONPATH"] = os.pathsep.join((PACKAGES, modules))
    return subset


def start(words, relay):
    """Start the panel: on its own, or with pipes to this script, which then speaks to Resolve for it."""
    options = {"env": environment(os.environ), "close_fds": True}
    if sys.platform == "win32":
        # No console window, and not in Resolve's group: it ends on its own.
        options["creationflags"] = 0x08000000 | 0x00000200
    else:
        options["preexec_fn"] = os.setsid
    null = open(os.devnull, "r+b")
    pipe = subprocess.PIPE if relay else null
    return subprocess.Popen(words, stdin=pipe, stdout=pipe, stderr=null, **options)


def serve(process, resolve):
    """Do the calls that the panel asks for, one JSON line each, until it ends.

    The free edition lets in no other process, so this one holds Resolve's objects: they go over as numbers.
    """
    objects = {0: resolve}
    counter = [0]

    def out(value):
        if value is None or isinstance(value, (bool, int, float, str)):
            return value
        if isinstance(value, (list, tuple)):
            return [out(member) for member in value]
        if isinstance(value, dict):
            return {"table": [[out(key), out(member)] for key, member in value.items()]}
        counter[0] += 1
        objects[counter[0]] = value
        return {"object": counter[0]}

    def back(value):
        if isinstance(value, list):
            return [back(member) for member in value]
        if isinstance(value, dict):
            if "object" in value:
                return objects[value["object"]]
            return dict((back(key), back(member)) for key, member in value["table"])
        return value

    for line in iter(process.stdout.readline, b""):
        try:
            asked = json.loads(line.decode("utf-8"))
            for number in asked.get("forget", ()):
                objects.pop(number, None)
            if asked["call"] == "dir":
                answer = {"value": out([name for name in dir(objects[asked["on"]])])}
            else:
                act = getattr(objects[asked["on"]], asked["call"])
                answer = {"value": out(act(*[back(argument) for argument in asked["with"]]))}
        except Exception as error:
            answer = {"error": "%s: %s" % (type(error).__name__, error)}
        try:
            process.stdin.write((json.dumps(answer) + "\n").encode("utf-8"))
            process.stdin.flush()
        except (OSError, IOError, ValueError):
            break


def main(resolve):
    """Start the panel for this Resolve; the sentence that says how it went."""
    product = resolve.GetProductName() if resolve is not None else None
    if not product:
        return (
            "Resolve does not answer this script. Close any window that stands open in it, and start again."
        )
    version = list(resolve.GetVersion() or [])[:2]
    free = "studio" not in product.lower()
    if version and (version[0], (version + [0])[1]) < (18, 5):
        return "%s is too old: Second Unit needs Resolve 18.5 or newer." % product
    try:
        python = python_of(state_home())
    except ValueError as error:
        return str(error)
    words = [python, "-m", "second_unit_resolve"] + (["--relay"] if free else [])
    try:
        process = start(words, free)
    except (OSError, IOError, ValueError) as error:
        return "The panel could not be started with %s: %s" % (python, error)
    if not free:
        return "Second Unit's panel starts. It stays on top, and ends with Resolve."
    print(
        "Second Unit's panel starts through this script: the free edition lets no other program in. " + DESK
    )
    serve(process, resolve)
    return "Second Unit's panel was closed."


def found():
    """The running Resolve, as a script of the menu has it among its names."""
    names = globals()
    if names.get("resolve") is not None:
        return names["resolve"]
    script = names.get("bmd")
    return script.scriptapp("Resolve") if script is not None else None


if __name__ == "__main__":
    if sys.version_info < (3, 6):
        print(
            "Second Unit needs Python 3.6 or newer in Resolve; it found "
            + sys.version.split()[0]
            + ". Install a newer Python, and choose it in Resolve's preferences."
        )
    else:
        print(main(found()))
