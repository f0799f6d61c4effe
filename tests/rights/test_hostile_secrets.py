"""Keys that others give back in another form, keys that hold each other, keys that are read meanwhile."""

from __future__ import annotations

import base64
import json
import logging
import threading
from urllib.parse import quote, quote_plus

import pytest

from secondunit.rights.secret import Scrub, Secret, scrubbed

KEY = 'canary/with+odd="signs& 5f1c'


@pytest.mark.parametrize(
    "form",
    [
        quote(KEY, safe=""),
        quote(KEY),
        quote_plus(KEY),
        json.dumps(KEY)[1:-1],
        base64.b64encode(KEY.encode()).decode(),
        base64.urlsafe_b64encode(KEY.encode()).decode().rstrip("="),
        repr(KEY.encode())[2:-1],
    ],
)
def test_a_key_in_an_address_a_header_or_a_quotation_is_taken_out_too(form: str) -> None:
    Secret("odd.key", KEY)
    text = f"GET https://api.test/?key={form}&x=1 said no"
    assert form not in scrubbed(text)
    assert scrubbed(text).endswith("&x=1 said no")


def test_of_a_key_that_holds_another_nothing_is_left() -> None:
    short = "canary-71"
    for tail in "abcdefghij":  # whatever order a set has
        Secret("short", short + tail)
        Secret("long", short + tail + "-and-its-secret-tail")
        assert "secret-tail" not in scrubbed(f"no such key: {short}{tail}-and-its-secret-tail")


def test_a_key_that_is_read_while_another_is_taken_out_breaks_nothing() -> None:
    failed: list[BaseException] = []
    stop = threading.Event()

    def scrub() -> None:
        try:
            while not stop.is_set():
                scrubbed("nothing to hide " * 20)
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=scrub) for _ in range(2)]
    for thread in threads:
        thread.start()
    for number in range(300):
        Secret("many", f"canary-of-many-{number}")
    stop.set()
    for thread in threads:
        thread.join()
    assert failed == []


def test_a_line_that_cannot_be_put_together_breaks_nobody_and_tells_no_key(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Whoever writes a log line badly is not to fail for it, and its parts are not printed raw instead."""
    Secret("odd.line", "canary-of-a-bad-line")
    said: list[str] = []

    class Kept(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            said.append(self.format(record))

    class Unsaid:
        def __str__(self) -> str:
            raise ValueError("canary-of-a-bad-line")

    handler, log = Kept(), logging.getLogger("a log of its own")
    handler.addFilter(Scrub())
    log.addHandler(handler)
    try:
        log.warning("%d of %s", "canary-of-a-bad-line")
        log.warning("%s", Unsaid())
        log.warning("canary-of-a-bad-line", stack_info=True)
    finally:
        log.removeHandler(handler)
    assert len(said) == 3 and "canary" not in said[0] + said[1]
    assert said[2].startswith("********\n") and 'log.warning("********", stack_info' in said[2]
    assert "canary" not in capsys.readouterr().err
