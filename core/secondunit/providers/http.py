"""A door onto HTTP by `requests`: asks its permit first, follows nothing, repeats nothing, keeps no cookie.

What it sends and what it is sent are streamed. An answer that drips in ends when its time is up.

It knows sockets; it knows no provider, no key and no rule.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator, Mapping
from http.cookiejar import DefaultCookiePolicy

import requests
from urllib3.exceptions import ConnectTimeoutError, HTTPError, MaxRetryError, NewConnectionError

from secondunit.wire.errors import BadDownload, BadInput, ProviderAbsent, ProviderBroken, ProviderSilent

from .door import Answer, Call, Permit, length_of, require_plain
from .message import Message, open_message
from .timed import TimedAdapter, cut_after

_CHUNK = 256 * 1024
_LOOKS = ("GET", "HEAD")


class HttpDoor:
    """Opens connections that `permit` allows. `proxies` takes the studio's proxies from the environment."""

    def __init__(self, permit: Permit, *, proxies: bool = False, agent: str = "secondunit") -> None:
        self._permit = permit
        self._proxies, self._agent = proxies, agent
        self._looking = _session(proxies)

    def send(self, call: Call) -> Answer:
        """One call, once; raises `Refused`, `ProviderAbsent`, `ProviderSilent`, `BadInput`."""
        with open_message(call, agent=self._agent) as message:
            return self.send_message(message)

    def send_message(self, message: Message) -> Answer:
        """The same of a call that was read already: what is sent is what the message holds."""
        call = message.call
        require_plain(call)
        self._permit(call)
        looks = call.method.upper() in _LOOKS
        # What is sent takes a connection of its own: one that was kept may have been closed at the other end
        # just now, and then nobody could tell whether the call arrived.
        session = self._looking if looks else _session(self._proxies)
        try:
            answer = session.request(
                call.method, call.url, headers=dict(message.head), data=message if call.parts else call.body,
                stream=True, allow_redirects=False, timeout=(min(call.timeout, 15.0), call.timeout),
            )  # fmt: skip
        except (requests.exceptions.InvalidURL, requests.exceptions.MissingSchema, UnicodeError):
            raise BadInput("This is not the address of a server.", where=_host(call)) from None
        except requests.exceptions.RequestException as problem:
            if not looks:
                session.close()
            raise _unanswered(problem, call) from None
        if 300 <= answer.status_code < 400 and answer.status_code != 304:
            answer.close()
            if not looks:
                session.close()
            raise ProviderBroken(f"{_host(call)} sends us elsewhere, and we do not follow.")
        return _HttpAnswer(answer, time.monotonic() + call.within, None if looks else session)

    def connect(self, host: str, port: int, errand: str, timeout: float) -> socket.socket:
        """A connected socket; raises `Refused`, `ProviderAbsent`."""
        self._permit(Call("CONNECT", f"tcp://{host}:{port}", errand))
        try:
            return socket.create_connection((host, port), timeout)
        except OSError:
            raise ProviderAbsent(f"{host}:{port} cannot be reached.") from None

    def close(self) -> None:
        """Let go of every connection that is kept open."""
        self._looking.close()


def _session(proxies: bool) -> requests.Session:
    session = requests.Session()
    session.trust_env = proxies
    session.auth = _as_it_is  # or a password file of this machine would take our key's place
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    session.headers.clear()
    for scheme in ("http://", "https://"):
        session.mount(scheme, TimedAdapter(pool_maxsize=16, max_retries=0))
    return session


class _HttpAnswer:
    def __init__(self, answer: requests.Response, until: float, own: requests.Session | None) -> None:
        self.status: int = answer.status_code
        self.headers: Mapping[str, str] = answer.headers
        self._answer, self._until, self._own = answer, until, own

    def chunks(self) -> Iterator[bytes]:
        expected = None if "Content-Encoding" in self.headers else length_of(self)
        raw = 0
        with cut_after(self._until - time.monotonic(), self._answer.raw.shutdown) as late:
            try:
                for chunk in self._answer.iter_content(_CHUNK):
                    if late.is_set():
                        break
                    raw += len(chunk)
                    yield chunk
            except (
                requests.exceptions.ChunkedEncodingError,
                requests.exceptions.ContentDecodingError,
                HTTPError,
            ):
                if not late.is_set():
                    raise BadDownload("The answer breaks off before its end.") from None
            except (requests.exceptions.RequestException, OSError, ValueError):
                if not late.is_set():
                    raise ProviderSilent("The answer stopped in the middle.") from None
            finally:
                self.close()
        if late.is_set():
            raise ProviderSilent("The answer drips in so slowly that we stopped reading.")
        if expected is not None and raw != expected:
            raise BadDownload(f"The answer stopped at {raw:,} of {expected:,} bytes.")

    def close(self) -> None:
        self._answer.close()
        if self._own is not None:
            self._own.close()


def _unanswered(problem: requests.exceptions.RequestException, call: Call) -> ProviderAbsent | ProviderSilent:
    """Whether the call surely never left: the connection never stood."""
    cause = problem.args[0] if problem.args else None
    reason = cause.reason if isinstance(cause, MaxRetryError) else cause
    never = (requests.exceptions.ConnectTimeout, requests.exceptions.ProxyError, requests.exceptions.SSLError)
    if isinstance(problem, never) or isinstance(reason, (NewConnectionError, ConnectTimeoutError)):
        return ProviderAbsent(f"{_host(call)} cannot be reached.")
    return ProviderSilent(f"{_host(call)} was asked and did not answer.")


def _as_it_is(request: requests.PreparedRequest) -> requests.PreparedRequest:
    return request


def _host(call: Call) -> str:
    return call.url.split("://", 1)[-1].split("/", 1)[0].rsplit("@", 1)[-1]
