"""`choosers`: a thousand models in the panel's chooser: the longest turn of ranking, showing and searching.

    python -m benchmarks.choosers [--models 1000]

Qt is imported and a window is shown before anything is measured; drawing is offscreen. Goal: no turn above
8 ms, in processor time of the thread, the median of five.
"""

from __future__ import annotations

import argparse
import os
import statistics
from collections.abc import Callable
from time import thread_time

GOAL = 8.0
_TIMES = 5


def main() -> None:
    """Measure, and print a line each."""
    read = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    read.add_argument("--models", type=int, default=1000)
    count = read.parse_args().models
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

    from secondunit.host.model_list import listed_models
    from secondunit.qt.binding import QtWidgets
    from secondunit.qt.form.model_choice import ModelChoice
    from secondunit.wire import Capability, Limit, Task

    application = QtWidgets.QApplication.instance() or QtWidgets.QApplication([])
    lacks = (Limit("Missing", "The node X is not installed."),)
    capabilities = tuple(
        Capability("comfyui", "ComfyUI", f"model_{number:04d}", f"Model {number}", (Task.IMAGE,),
                   limits=lacks if number % 3 else ())
        for number in range(count)
    )  # fmt: skip
    names = tuple(each.model for each in capabilities)
    favourites = frozenset({f"comfyui/model_{count // 2:04d}"})
    listed = listed_models(capabilities, "comfyui", names, favourites)
    choice = ModelChoice()
    choice.show()
    application.processEvents()
    choice._listed.show(listed)  # the pull-down's own parts are built apart, and measured below

    def shown(at: int) -> None:
        choice.offer_models(listed[at:])
        choice.show_value(listed[-1].value)
        application.processEvents()

    def opened(_at: int) -> None:
        choice.showPopup()
        application.processEvents()

    def searched(at: int) -> None:
        assert choice._search is not None
        choice._search.words.setText("model 1"[: at + 3])
        choice._search._filter()
        application.processEvents()

    _say("ranked", lambda at: listed_models(capabilities, "comfyui", names, favourites) and None)
    _say("shown", shown)
    for part in ("built", "opened first"):
        _say(part, {"built": lambda at: choice._build(), "opened first": opened}[part], 1)
    _say("opened", opened)
    _say("searched, a letter", searched)


def _say(name: str, turn: Callable[[int], object], times: int = _TIMES) -> None:
    turns = []
    for at in range(times):
        began = thread_time()
        turn(at)
        turns.append(1000 * (thread_time() - began))
    print(f"choosers: {name}: {statistics.median(turns):.2f} ms, longest {max(turns):.2f}; goal {GOAL:g} ms")


if __name__ == "__main__":
    main()
