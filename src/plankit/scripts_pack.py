# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A folder of scripts as one text that travels in the result of a job."""

from __future__ import annotations

import base64
import binascii
import json
import zlib
from collections.abc import Mapping

from plankit.errors import PlanError

#: How many files and bytes a folder may have; a few bytes may unpack to many.
MOST_FILES = 2_000
MOST_BYTES = 16 * 1024 * 1024
#: What names and quotes add at most.
_AROUND = 1_000 * MOST_FILES
_LONGEST = 255


class PackRefused(PlanError):
    """A text that holds no folder of scripts (``bad_pack``)."""


def packed(files: Mapping[str, bytes]) -> str:
    """``{file name: bytes}`` as base64 of a zlib stream (RFC 1950) of JSON.

    >>> unpacked(packed({"001_a.up.sql": b"SELECT 1"}))
    {'001_a.up.sql': b'SELECT 1'}
    """
    value = {
        name: base64.b64encode(data).decode() for name, data in sorted(files.items())
    }
    return base64.b64encode(zlib.compress(json.dumps(value).encode(), 9)).decode()


def unpacked(text: str) -> dict[str, bytes]:
    """What ``packed`` gave; anything else, or too much, is a ``PackRefused``."""
    most = MOST_BYTES * 4 // 3 + _AROUND
    try:
        stream = zlib.decompressobj()
        data = stream.decompress(base64.b64decode(text, validate=True), most)
        if not stream.eof or stream.unused_data:
            raise _refused("it is cut off, or has more than a folder may have")
        value = json.loads(data)
        if not isinstance(value, dict) or len(value) > MOST_FILES:
            raise _refused("it names no files, or too many")
        if not all(name.isprintable() and len(name) <= _LONGEST for name in value):
            raise _refused("a file has a name that cannot be shown")
        found = {
            name: base64.b64decode(content, validate=True)
            for name, content in value.items()
        }
    except (binascii.Error, zlib.error, ValueError, TypeError, RecursionError) as error:
        raise _refused("it is no packed folder") from error
    if sum(map(len, found.values())) > MOST_BYTES:
        raise _refused("it has more than a folder may have")
    return found


def _refused(why: str) -> PackRefused:
    return PackRefused(f"The scripts cannot be unpacked: {why}.", code="bad_pack")
