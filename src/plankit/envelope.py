# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Signed statements: DSSE envelopes, and the order of a job within one.

The format is DSSE v1 (Dead Simple Signing Envelope, secure-systems-lab); a payload is
the canonical JSON (RFC 8785) of its value. Signing and checking are given as
functions (``plankit.ed25519`` has them), so that this file needs no library.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timezone
from typing import Any

from plankit.canonical import canonical, digest
from plankit.errors import PlanError

JOB_TYPE = "application/vnd.implementation-plan.job+json"
JOB_FORMAT = "implementation-plan/job/1"

#: Larger ones are refused unread.
LONGEST = 32 * 1024 * 1024
#: How far the clocks of server and agent may be apart, in seconds.
CLOCK_SKEW = 120

_ORDER_FIELDS: dict[str, type | tuple[type, ...]] = {
    "format": str,
    "server": str,
    "job": int,
    "token": int,
    "agent": str,
    "kind": str,
    "target": str,
    "content": dict,
    "content_hash": str,
    "signed": list,
    "timeout": int,
    "progress_timeout": int,
    "output_limit": int,
    "issued_at": str,
    "expires_at": str,
}
_LEAST = {"job": 1, "token": 1, "timeout": 1, "progress_timeout": 0, "output_limit": 0}


class EnvelopeRefused(PlanError):
    """An envelope that is not acted on; ``code`` says by which rule."""


@dataclass(frozen=True, kw_only=True)
class Order:
    """What an agent is asked to run. Seconds, bytes and UTC."""

    server: str
    job: int
    token: int
    agent: str
    kind: str
    target: str
    content: Mapping[str, Any]
    content_hash: str
    timeout: int
    progress_timeout: int
    output_limit: int
    issued_at: datetime
    expires_at: datetime
    signed: tuple[Mapping[str, Any], ...] = field(default=())


def pae(payload_type: str, payload: bytes) -> bytes:
    """What is signed: DSSE's pre-authentication encoding.

    >>> pae("http://example.com/HelloWorld", b"hello world")
    b'DSSEv1 29 http://example.com/HelloWorld 11 hello world'
    """
    name = payload_type.encode()
    return b"DSSEv1 %d %s %d %s" % (len(name), name, len(payload), payload)


def sealed(
    payload_type: str, value: object, keyid: str, sign: Callable[[bytes], bytes]
) -> dict[str, Any]:
    """An envelope around a JSON value; ``sign`` gives the signature of some bytes."""
    payload = canonical(value).encode()
    signature = sign(pae(payload_type, payload))
    return {
        "payloadType": payload_type,
        "payload": base64.b64encode(payload).decode(),
        "signatures": [{"keyid": keyid, "sig": base64.b64encode(signature).decode()}],
    }


def unsigned(payload_type: str, value: object) -> dict[str, Any]:
    """An envelope that nobody vouches for; every reader says so."""
    payload = canonical(value).encode()
    encoded = base64.b64encode(payload).decode()
    return {"payloadType": payload_type, "payload": encoded, "signatures": []}


def content_of(envelope: Mapping[str, Any]) -> Any:
    """The value within an envelope whose signatures nobody has looked at."""
    return _json(_bytes(envelope.get("payload")))


def payload_digest(envelope: Mapping[str, Any]) -> str:
    """SHA-256 of what is in an envelope that was made here."""
    return hashlib.sha256(base64.b64decode(envelope["payload"])).hexdigest()


def opened(
    envelope: object,
    payload_type: str,
    keys: Mapping[str, Callable[[bytes, bytes], bool]],
    revoked: Collection[str] = (),
) -> Any:
    """The value within an envelope, once one of ``keys`` vouches for its bytes.

    ``keys`` are ``{keyid: check(signature, bytes)}``. Refused: ``bad_envelope``,
    ``unknown_key``, ``revoked_key``, ``bad_signature``.
    """
    payload, signatures = _parts(envelope, payload_type)
    known = [(keyid, sig) for keyid, sig in signatures if keyid in keys]
    usable = [(keyid, sig) for keyid, sig in known if keyid not in revoked]
    if not usable:
        if known or any(keyid in revoked for keyid, _sig in signatures):
            raise _refused("revoked_key", "its key was revoked")
        raise _refused("unknown_key", "no key that is trusted here has signed it")
    message = pae(payload_type, payload)
    if not any(keys[keyid](sig, message) for keyid, sig in usable):
        raise _refused("bad_signature", "the signature does not fit the content")
    return _json(payload)


def _parts(
    envelope: object, payload_type: str
) -> tuple[bytes, list[tuple[str, bytes]]]:
    if not isinstance(envelope, dict):
        raise _refused("bad_envelope", "it is no envelope")
    extra = envelope.keys() - {"payloadType", "payload", "signatures"}
    if extra or envelope.get("payloadType") != payload_type:
        raise _refused("bad_envelope", f"it is no {payload_type}")
    signatures = envelope.get("signatures")
    if not isinstance(signatures, list) or not 0 < len(signatures) < 9:
        raise _refused("bad_envelope", "it has no signatures")
    found = []
    for one in signatures:
        if not isinstance(one, dict) or one.keys() != {"keyid", "sig"}:
            raise _refused("bad_envelope", "a signature is not readable")
        if not isinstance(one["keyid"], str):
            raise _refused("bad_envelope", "a signature names no key")
        found.append((one["keyid"], _bytes(one["sig"])))
    return _bytes(envelope.get("payload")), found


def _bytes(text: object) -> bytes:
    """Base64 in the one way that ``sealed`` writes it."""
    if not isinstance(text, str) or len(text) > LONGEST:
        raise _refused("bad_envelope", "it is too long, or no text")
    try:
        found = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise _refused("bad_envelope", "its base64 is broken") from None
    if base64.b64encode(found).decode() != text:
        raise _refused("bad_envelope", "its base64 is not canonical")
    return found


def _json(payload: bytes) -> Any:
    try:
        value = json.loads(payload, object_pairs_hook=_pairs)
        same = canonical(value).encode() == payload
    except (ValueError, TypeError, RecursionError):
        raise _refused("bad_format", "its payload is no JSON") from None
    if not same:
        raise _refused("bad_format", "its payload is not canonical JSON")
    return value


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found


def order_value(order: Order) -> dict[str, Any]:
    """An order as the JSON value that is signed."""
    return {
        "format": JOB_FORMAT,
        "server": order.server,
        "job": order.job,
        "token": order.token,
        "agent": order.agent,
        "kind": order.kind,
        "target": order.target,
        "content": dict(order.content),
        "content_hash": order.content_hash,
        "signed": [dict(entry) for entry in order.signed],
        "timeout": order.timeout,
        "progress_timeout": order.progress_timeout,
        "output_limit": order.output_limit,
        "issued_at": instant_text(order.issued_at),
        "expires_at": instant_text(order.expires_at),
    }


def read_order(value: object, *, server: str, agent: str, now: datetime) -> Order:
    """The order of an opened envelope, if it is meant for this agent, now.

    Refused: ``bad_format``, ``foreign_job`` (another server's or agent's),
    ``content_mismatch``, ``not_yet``, ``expired``.
    """
    order = _order(value)
    if order.server != server:
        raise _refused("foreign_job", "another server ordered it")
    if order.agent != agent:
        raise _refused("foreign_job", f"it was ordered from {order.agent}")
    if digest(dict(order.content)) != order.content_hash:
        raise _refused("content_mismatch", "its content has another hash")
    if (order.issued_at - now).total_seconds() > CLOCK_SKEW:
        raise _refused("not_yet", "it was issued in the future: compare the clocks")
    if now >= order.expires_at:
        raise _refused("expired", "its time is over")
    return order


def _order(value: object) -> Order:
    if not isinstance(value, dict) or value.keys() != _ORDER_FIELDS.keys():
        raise _refused("bad_format", "its fields are not those of a job")
    for name, kind in _ORDER_FIELDS.items():
        if not isinstance(value[name], kind) or isinstance(value[name], bool):
            raise _refused("bad_format", f"{name} has the wrong type")
    if value["format"] != JOB_FORMAT:
        raise _refused("bad_format", f"its format is not {JOB_FORMAT}")
    if not all(isinstance(entry, dict) for entry in value["signed"]):
        raise _refused("bad_format", "who signed it is not readable")
    if any(value[name] < least for name, least in _LEAST.items()):
        raise _refused("bad_format", "a number is out of its range")
    plain = {k: v for k, v in value.items() if k not in ("format", "signed")}
    for name in ("issued_at", "expires_at"):
        plain[name] = _instant(plain[name])
    return Order(**plain, signed=tuple(value["signed"]))


def instant_text(moment: datetime) -> str:
    """A moment in UTC as the payload writes it; without a zone it is UTC already.

    >>> instant_text(datetime(2026, 1, 2, 3, 4, 5))
    '2026-01-02T03:04:05Z'
    """
    if moment.tzinfo is not None:
        moment = moment.astimezone(timezone.utc)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _instant(text: str) -> datetime:
    try:
        moment = datetime.strptime(text, "%Y-%m-%dT%H:%M:%S%z")
    except ValueError:
        raise _refused("bad_format", "a time is not readable") from None
    if instant_text(moment) != text:
        raise _refused("bad_format", "a time is not written in UTC")
    return moment


def _refused(code: str, why: str) -> EnvelopeRefused:
    return EnvelopeRefused(f"The envelope is refused: {why}.", code=code)
