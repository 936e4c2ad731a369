# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What an agent is told to do for a check, by how the check is run."""

from __future__ import annotations

import re
from typing import Any

from plankit.errors import PlanError

#: How a check is run, where it is no shell command; keys are kinds of jobs.
RUN_KINDS = [("http", "HTTP Request"), ("sql", "SQL Query")]

_REQUEST = re.compile(
    r"(?:(?P<method>GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) +)?"
    r"(?P<url>https?://[^\s/]+\S*)"
)
_STATUS = re.compile(r"[1-5]\d\d")


class CheckRefused(PlanError):
    """A check that no agent could run (``bad_request``)."""


def check_content(kind: str, command: str, expected: str = "") -> dict[str, Any]:
    """The content of a check's job; ``kind`` is a key of ``RUN_KINDS`` or empty.

    Of a request ``expected`` is a status or a text of the answer, of a query its one
    value; empty expects an answer, and rows or none.

    >>> check_content("", "make smoke")
    {'command': 'make smoke'}
    >>> check_content("http", "https://a.example.com/health", "ok")["expect_text"]
    'ok'
    >>> check_content("sql", "SELECT count(*) FROM orders;", "0")
    {'query': 'SELECT count(*) FROM orders;', 'expect': '0'}
    """
    if kind == "http":
        return _request(command.strip(), expected)
    if kind == "sql":
        return {"query": command.strip(), "expect": expected or None}
    return {"command": command}


def _request(text: str, expected: str) -> dict[str, Any]:
    found = _REQUEST.fullmatch(text)
    if not found:
        raise CheckRefused(
            "A request is one line: GET https://host/path.", code="bad_request"
        )
    is_status = bool(_STATUS.fullmatch(expected.strip()))
    return {
        "method": found["method"] or "GET",
        "url": found["url"],
        "expect_status": int(expected) if is_status else 0,
        "expect_text": "" if is_status else expected,
    }
