"""What others wrote is shown in a panel as it is: no control character, no mark that turns a line round."""

from __future__ import annotations

import dataclasses
import sys
import unicodedata
from collections.abc import Callable, Iterator
from typing import Any

from secondunit.host import Panel
from secondunit.host.legible import legible
from secondunit.wire import Brief, JobState, Note, Problem, Take
from secondunit.wire.errors import BadInput, SecondUnitError

Until = Callable[..., None]
HOSTILE = "smoke\x1b[2J\x9b1A\x7f\u202egpj.exe\u2066\u200b"
PROBLEM = Problem("provider.broken", HOSTILE, HOSTILE, HOSTILE, HOSTILE)


def texts(value: object) -> Iterator[str]:
    """Every text in a value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from texts(one)
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from texts(getattr(value, field.name))


def hidden(value: object) -> set[str]:
    return {
        letter for text in texts(value) for letter in text if unicodedata.category(letter) in ("Cc", "Cf")
    }


def test_jobs_takes_and_notes_are_shown_with_what_is_hidden_in_them(
    panel: Panel, service: Any, until: Until
) -> None:
    job = service.make_job(prompt=HOSTILE, status=HOSTILE, user=HOSTILE)
    words: dict[str, Any] = dict.fromkeys(("prompt", "user", "maker", "made_by"), HOSTILE)
    made = sys.modules["secondunit_test_loopback"].take_of(job, folder=f"/shows/{HOSTILE}", **words)
    take = service.add_take(dataclasses.replace(made, remarks=(HOSTILE,)))
    panel.link.start()
    until(panel, lambda: panel.takes.get(take.id))
    service.change(job.id, state=JobState.FAILED, problem=PROBLEM)
    until(panel, lambda: panel.jobs.get(job.id).problem)
    service.add_note(take.id, HOSTILE, user=HOSTILE)
    until(panel, lambda: panel.notes(take.id))
    shown = panel.takes.get(take.id)
    assert isinstance(shown, Take) and shown.folder == take.folder, "a path that files are opened by stays"
    assert hidden((panel.jobs.get(job.id), panel.notes(take.id))) == set()
    assert hidden(dataclasses.replace(shown, folder="")) == set()
    assert shown.prompt == r"smoke\x1b[2J\x9b1A\x7f\u202egpj.exe\u2066\u200b"


def test_an_answer_is_shown_so_too_and_a_brief_comes_back_as_it_was_written(
    panel: Panel, service: Any, until: Until
) -> None:
    brief = panel.brief()
    written = dataclasses.replace(brief, prompt=HOSTILE)
    panel.link.start()
    heard: list[Any] = []
    panel.link.ask(lambda client: written, heard.append, heard.append)
    panel.link.ask(lambda client: fail(), heard.append, heard.append)
    panel.link.ask(lambda client: (client.estimate(written), "kept"), heard.append, heard.append)
    until(panel, lambda: len(heard) == 3)
    assert isinstance(heard[0], Brief) and heard[0].prompt == HOSTILE
    assert isinstance(heard[1], Problem) and hidden(heard[1]) == set() and r"\u202e" in heard[1].message
    assert hidden(heard[2]) == set()


def test_an_error_of_the_host_is_shown_so_too(panel: Panel) -> None:
    panel.say(BadInput("There is no file plate\u202egpj.exe.", where="/a\x1b[2J/b").problem)
    assert panel.message is not None and hidden(panel.message) == set()
    assert hidden(str(SecondUnitError(HOSTILE, where=HOSTILE))) == set()


def fail() -> None:
    raise BadInput(HOSTILE, where=HOSTILE)


def test_what_is_answered_for_several_takes_at_once_is_shown_so_too() -> None:
    note = Note("take", HOSTILE, user=HOSTILE)
    answer = legible({"take": ((), (note,))})
    assert hidden(answer["take"]) == set()
    untouched = {"take": ((), (Note("take", "plain"),))}
    assert legible(untouched) is untouched


def test_a_long_list_lets_the_host_go_on_between_its_items() -> None:
    pauses: list[None] = []
    notes = tuple(Note("take", HOSTILE if n == 3 else "plain") for n in range(5))
    answer = legible((notes, "next"), lambda: pauses.append(None))
    assert len(pauses) == 7, "five notes, and the two parts of the answer"
    assert [hidden(note) for note in answer[0]] == [set()] * 5
    assert answer[0][0] is notes[0] and answer[0][3] is not notes[3]
