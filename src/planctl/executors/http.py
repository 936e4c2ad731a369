# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""One request, and whether the answer is the expected one."""

from __future__ import annotations

import time
from typing import Any
from urllib.parse import urljoin, urlsplit

import requests

from planctl.executors.base import Context, Result, error

_SHOWN = 4_000
_LARGEST = 1_000_000
_LONGEST_WAIT = 30.0
_MOST_HOPS = 5


class HttpExecutor:
    """``{method, url, expect_status, expect_text}``; 0 expects any of 200 to 399."""

    def run(self, context: Context) -> Result:
        content = context.order.content
        wait = min(_LONGEST_WAIT, max(1.0, context.deadline - time.monotonic()))
        try:
            status, text = _ask(content, wait)
        except requests.RequestException as failure:
            return error("no_answer", f"{content.get('url')}: {failure}")
        context.log("stdout", f"{status}\n{text[:_SHOWN]}\n")
        wanted = content.get("expect_status") or 0
        data = {"status": status}
        if (wanted and status != wanted) or not (wanted or 200 <= status < 400):
            said = str(wanted or "200 to 399")
            return Result("failed", 1, data, f"Status {status}, expected {said}.")
        expected = str(content.get("expect_text") or "")
        if expected not in text:
            return Result("failed", 1, data, f"The answer has no {expected!r}.")
        return Result("succeeded", 0, data)


def _ask(content: Any, wait: float) -> tuple[int, str]:
    """Status and text; a redirect is followed on the same host and scheme only."""
    method, url = str(content.get("method") or "GET"), str(content["url"])
    origin = urlsplit(url)[:2]
    with requests.Session() as session:
        session.trust_env = False
        for _hop in range(_MOST_HOPS):
            with session.request(
                method, url, timeout=wait, allow_redirects=False, stream=True
            ) as answer:
                target = urljoin(url, answer.headers.get("Location", ""))
                if not answer.is_redirect or urlsplit(target)[:2] != origin:
                    body = next(answer.iter_content(_LARGEST), b"")
                    return answer.status_code, body.decode("utf-8", "replace")
                url = target
    raise requests.TooManyRedirects(f"more than {_MOST_HOPS} redirects")
