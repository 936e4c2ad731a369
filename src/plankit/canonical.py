# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The one text of a JSON value (RFC 8785, without floats), and its hash.

Standard library only, because an auditor is handed this file as it is.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable

#: Greatest integer that every reader of JSON keeps exactly (RFC 8785, 3.2.2.3).
LARGEST = 2**53 - 1

_PLAIN = frozenset({str, bool, type(None)})
_encode = json.JSONEncoder(
    ensure_ascii=False, allow_nan=False, separators=(",", ":")
).encode
_encode_sorted = json.JSONEncoder(
    ensure_ascii=False, allow_nan=False, separators=(",", ":"), sort_keys=True
).encode


def canonical(value: object) -> str:
    """The text of a JSON value: keys by their UTF-16 code units, no spaces.

    Values are ``None``, booleans, integers, texts, lists (or tuples) and dicts. A
    float, a key that is no text or any other object is a ``TypeError``; an integer
    beyond ``LARGEST``, a lone surrogate, a circle or a value nested too deeply is
    a ``ValueError``.

    >>> canonical({"b": [1, True, None], "a": "é"})
    '{"a":"é","b":[1,true,null]}'
    """
    try:
        _refuse(value)
        text = _encode_sorted(value)
        # Characters of two UTF-16 units sort below U+E000 there and above it here.
        if not text.isascii() and len(text.encode("utf-16-le")) > 2 * len(text):
            text = _encode(_in_order(value))
    except RecursionError:
        raise ValueError("the value is nested too deeply, or in a circle") from None
    except UnicodeEncodeError:
        raise ValueError("a lone surrogate has no canonical text") from None
    return text


def digest(value: object) -> str:
    """The SHA-256 of a value's canonical text in UTF-8, in hexadecimal.

    >>> digest({})
    '44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a'
    """
    return hashlib.sha256(canonical(value).encode()).hexdigest()


def _refuse(value: object) -> None:
    if isinstance(value, dict):
        if not {str}.issuperset(map(type, value)):
            _refuse_keys(value)
        _refuse_parts(value.values())
    elif isinstance(value, (list, tuple)):
        _refuse_parts(value)
    elif isinstance(value, float):
        raise TypeError("a float has no canonical text; give it as a string")
    elif isinstance(value, int) and not -LARGEST <= value <= LARGEST:
        raise ValueError(f"{value} is no integer that every reader keeps exactly")


def _refuse_parts(parts: Collection[object]) -> None:
    # Most values are flat rows of texts: those are decided by their types at once.
    kinds = set(map(type, parts)) - _PLAIN
    if kinds == {int}:
        for part in parts:
            if type(part) is int and not -LARGEST <= part <= LARGEST:
                _refuse(part)
    elif kinds:
        for part in parts:
            _refuse(part)


def _refuse_keys(keys: Iterable[object]) -> None:
    for key in keys:
        if not isinstance(key, str):
            raise TypeError(f"a key must be a text, not {key!r}")


def _in_order(value: object) -> object:
    if isinstance(value, dict):
        return {key: _in_order(value[key]) for key in sorted(value, key=_units)}
    if isinstance(value, (list, tuple)):
        return [_in_order(part) for part in value]
    return value


def _units(key: str) -> bytes:
    return key.encode("utf-16-be")
