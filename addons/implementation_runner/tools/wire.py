# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What agents send, read strictly: whoever has a login may send anything."""

import math
from dataclasses import dataclass, field

from plankit.canonical import canonical
from plankit.job import OUTCOMES, label_set
from plankit.joblog import STREAMS, Chunk

from odoo.exceptions import ValidationError

from odoo.addons.implementation_base.refusal import coded

LONGEST_CHUNK = 16_000
MOST_CHUNKS = 50
MOST_CAPACITY = 20
LONGEST_NAME = 200
LONGEST_MESSAGE = 4_000
LONGEST_DATA = 256 * 1024
MOST_LABELS = 50
# What a 32-bit column holds.
_INTEGER = 2**31 - 1


@dataclass(frozen=True, kw_only=True)
class Result:
    """How an agent says that a job ended."""

    outcome: str
    exit_code: int | None
    duration: float
    chunks: int
    digest: str
    message: str
    data: dict = field(default_factory=dict)


def _refuse(env, code, what):
    raise ValidationError(
        coded(
            code,
            env._(
                "%(what)s is not what an agent of this server sends. "
                "Bring the agent to the server's version.",
                what=what,
            ),
        )
    )


def _is_text(value, longest):
    return isinstance(value, str) and len(value) <= longest and "\0" not in value


def _is_number(value):
    return (
        isinstance(value, (int, float))
        and not isinstance(value, bool)
        and math.isfinite(value)
    )


def _is_count(value):
    return type(value) is int and 0 <= value <= _INTEGER


def read_labels(env, value):
    """Labels as a set of words in lower case."""
    if not isinstance(value, list) or len(value) > MOST_LABELS:
        _refuse(env, "bad_labels", "labels")
    if not all(_is_text(one, LONGEST_NAME) for one in value):
        _refuse(env, "bad_labels", "labels")
    return frozenset().union(*map(label_set, value))


def read_name(env, value):
    if not _is_text(value, LONGEST_NAME):
        _refuse(env, "bad_name", "name")
    return value.strip() or "agent"


def read_capacity(env, value):
    if type(value) is not int or not 0 < value <= MOST_CAPACITY:
        _refuse(env, "bad_capacity", f"capacity (1 to {MOST_CAPACITY})")
    return value


def read_progress(env, value):
    """``(done, total, text)``, or None where there is none."""
    if value is False:
        return None
    known = isinstance(value, dict) and value.keys() == {"done", "total", "text"}
    if not (
        known
        and _is_number(value["done"])
        and _is_number(value["total"])
        and _is_text(value["text"], LONGEST_MESSAGE)
    ):
        _refuse(env, "bad_progress", "progress")
    return float(value["done"]), float(value["total"]), value["text"]


def read_chunks(env, value):
    """Chunks in the order of their numbers, without a gap between them."""
    if not isinstance(value, list) or len(value) > MOST_CHUNKS:
        _refuse(env, "bad_chunk", f"more than {MOST_CHUNKS} chunks")
    chunks = [_chunk(env, one) for one in value]
    first = chunks[0].sequence if chunks else 0
    if [one.sequence for one in chunks] != list(range(first, first + len(chunks))):
        _refuse(env, "bad_chunk", "the order of the chunks")
    return chunks


def _chunk(env, value):
    known = isinstance(value, dict) and value.keys() == {"sequence", "stream", "text"}
    if not (
        known
        and _is_count(value["sequence"])
        and _is_text(value["stream"], LONGEST_NAME)
        and value["stream"] in STREAMS
        and _is_text(value["text"], LONGEST_CHUNK)
    ):
        _refuse(env, "bad_chunk", "a chunk")
    return Chunk(value["sequence"], value["stream"], value["text"])


def read_result(env, value):
    """A whole result, or a refusal."""
    if not isinstance(value, dict) or value.keys() != Result.__annotations__.keys():
        _refuse(env, "bad_result", "the fields of the result")
    exit_code = value["exit_code"]
    if exit_code is not False and (
        type(exit_code) is not int or abs(exit_code) > _INTEGER
    ):
        _refuse(env, "bad_result", "exit_code")
    if not (
        _is_text(value["outcome"], LONGEST_NAME)
        and value["outcome"] in OUTCOMES
        and _is_number(value["duration"])
        and value["duration"] >= 0
        and _is_count(value["chunks"])
        and _is_text(value["digest"], 64)
        and _is_text(value["message"], LONGEST_MESSAGE)
        and isinstance(value["data"], dict)
    ):
        _refuse(env, "bad_result", "the result")
    try:
        size = len(canonical(value["data"]))
    except (TypeError, ValueError, RecursionError):
        size = LONGEST_DATA + 1
    if size > LONGEST_DATA:
        _refuse(env, "bad_result", "data")
    given = {**value, "exit_code": None if exit_code is False else exit_code}
    return Result(**given)
