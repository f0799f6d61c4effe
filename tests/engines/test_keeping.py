"""What is made of a whole plate once and read by every process of its job."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from secondunit.engines.keeping import KEPT, keeping
from secondunit.wire import Work


def test_what_one_process_made_another_reads_and_the_first_step_makes_it_anew(
    make_work: Callable[..., Work],
) -> None:
    work, made = make_work(), []

    def make() -> str:
        made.append(len(made))
        return f"survey {len(made)}"

    assert keeping(work)("survey", make) == "survey 1"
    assert keeping(work)("survey", make) == "survey 1" and len(made) == 1
    assert keeping(work, anew=True)("survey", make) == "survey 2"
    assert keeping(work)("survey", make) == "survey 2" and keeping(work)("other", make) == "survey 3"
    place = Path(work.scratch) / KEPT
    assert sorted(path.name for path in place.iterdir()) == ["other", "survey"]
    (place / "survey").write_bytes(b"\xff\xfe")
    assert keeping(work)("survey", make) == "survey 4"
