# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""One request, and whether the answer is the expected one."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from concurrent.futures import Future, wait
from typing import Any
from urllib.parse import urljoin, urlsplit

import requests

from planctl.executors.base import Context, Result, error

_SHOWN = 4_000
_LARGEST = 1_000_000
_PIECE = 4_096
_SILENCE = 30.0
_MOST_HOPS = 5
_TICK = 0.1


class HttpExecutor:
    """``{method, url, expect_status, expect_text}``; 0 expects any of 200 to 399."""

    def run(self, context: Context) -> Result:
        content = context.order.content
        if context.cancelled():
            return Result("cancelled", message="Stopped.")
        answer = _Asked(content)
        if stopped := _until_answered(context, answer):
            return stopped
        try:
            status, text = answer.found.result()
        except (requests.RequestException, ValueError) as failure:
            # ValueError: an address, or a redirect, that is none
            return error("no_answer", f"{content.get('url')}: {failure}")
        context.log("stdout", f"{status}\n{text[:_SHOWN]}\n")
        return _judge(content, status, text)


def _judge(content: Mapping[str, Any], status: int, text: str) -> Result:
    wanted = content.get("expect_status") or 0
    data = {"status": status}
    if (wanted and status != wanted) or not (wanted or 200 <= status < 400):
        said = str(wanted or "200 to 399")
        return Result("failed", 1, data, f"Status {status}, expected {said}.")
    expected = str(content.get("expect_text") or "")
    if expected not in text:
        return Result("failed", 1, data, f"The answer has no {expected!r}.")
    return Result("succeeded", 0, data)


def _until_answered(context: Context, answer: _Asked) -> Result | None:
    """None when there is an answer, or a reason why there is none."""
    while not wait([answer.found], _TICK).done:
        if context.cancelled():
            answer.unwanted.set()
            return Result("cancelled", message="Stopped.")
        if time.monotonic() > context.deadline:
            answer.unwanted.set()
            return error("timeout", f"It took more than {context.order.timeout} s.")
    return None


class _Asked:
    """A request in a thread of its own: each byte of an answer may come late.

    An answer that is no longer wanted is left at its next piece or silence.
    """

    def __init__(self, content: Mapping[str, Any]) -> None:
        self.found: Future[tuple[int, str]] = Future()
        self.unwanted = threading.Event()
        self._content = content
        threading.Thread(target=self._run, daemon=True).start()

    def _run(self) -> None:
        try:
            self.found.set_result(self._ask())
        except Exception as failure:  # whoever waits gets it
            self.found.set_exception(failure)

    def _ask(self) -> tuple[int, str]:
        """Status and text; a redirect is followed on the same host and scheme only."""
        method = str(self._content.get("method") or "GET")
        url = str(self._content["url"])
        origin = urlsplit(url)[:2]
        with requests.Session() as session:
            session.trust_env = False
            for _hop in range(_MOST_HOPS):
                with session.request(
                    method, url, timeout=_SILENCE, allow_redirects=False, stream=True
                ) as answer:
                    target = urljoin(url, answer.headers.get("Location", ""))
                    if not answer.is_redirect or urlsplit(target)[:2] != origin:
                        return answer.status_code, self._text(answer)
                    url = target
        raise requests.TooManyRedirects(f"more than {_MOST_HOPS} redirects")

    def _text(self, answer: requests.Response) -> str:
        """The beginning of a body, whatever pieces it comes in."""
        body = bytearray()
        for piece in answer.iter_content(_PIECE):
            body += piece
            if len(body) >= _LARGEST or self.unwanted.is_set():
                break
        return bytes(body[:_LARGEST]).decode("utf-8", "replace")
