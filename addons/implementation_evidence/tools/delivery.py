# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What CI sends with ``submit``, read strictly."""

import base64
import binascii
import hashlib
import math
from dataclasses import dataclass, fields
from datetime import datetime, timedelta, timezone

from plankit.evidence import VERDICTS

from odoo.exceptions import ValidationError

from odoo.addons.implementation_base.refusal import coded

LONGEST_TEXT = 4_000
LARGEST_FILE = 5 * 1024 * 1024
#: A producer's clock may be ahead by so much.
_SKEW = timedelta(minutes=5)


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """A verdict with what it is about; texts are empty and times None where unknown.

    ``verdict`` may be empty beside ``measured``: the number decides then.
    """

    plan: str
    verdict: str = ""
    measured: float | None = None
    measured_seconds: float = 0
    measured_unit: str = ""
    phase: str = ""
    check: str = ""
    deliverable: str = ""
    commit: str = ""
    environment: str = ""
    producer: str = ""
    summary: str = ""
    key: str = ""
    produced_at: datetime | None = None
    expires_at: datetime | None = None
    file_name: str = ""
    file_base64: bytes = b""
    file_sha256: str = ""

    @classmethod
    def from_wire(cls, env, vals):
        """The delivery of a dictionary; unknown keys and other kinds are refused."""
        known = {one.name for one in fields(cls)} - {"file_sha256"}
        if not isinstance(vals, dict):
            _refuse(env, "vals")
        if extra := sorted(map(str, vals.keys() - known)):
            _refuse(env, ", ".join(extra))
        given = {}
        for name, value in vals.items():
            if name in ("produced_at", "expires_at"):
                given[name] = _moment(env, name, value)
            elif name in ("measured", "measured_seconds"):
                given[name] = _number(env, name, value)
            elif name != "file_base64":
                given[name] = _word(env, name, value)
        if not given.get("plan"):
            _refuse(env, "plan")
        said = given.get("verdict")
        if said not in dict(VERDICTS) and (said or "measured" not in given):
            _refuse(env, "verdict")
        produced = given.get("produced_at")
        if produced and produced > _now() + _SKEW:
            _refuse(env, "produced_at")
        return cls(**given, **_file(env, vals.get("file_base64") or ""))


def _now():
    return datetime.now(timezone.utc).replace(tzinfo=None)


def _refuse(env, name):
    raise ValidationError(
        coded(
            "bad_delivery",
            env._("%(name)s of the delivery is not readable.", name=name),
        )
    )


def _word(env, name, value):
    if not isinstance(value, str) or len(value) > LONGEST_TEXT or "\0" in value:
        _refuse(env, name)
    return value.strip()


def _number(env, name, value):
    if type(value) not in (int, float) or not 0 <= value < math.inf:
        _refuse(env, name)
    return value


def _moment(env, name, value):
    """ISO 8601 as naive UTC; without a zone it is UTC. Empty is None."""
    if not value:
        return None
    try:
        moment = datetime.fromisoformat(value.replace("Z", "+00:00"))
    except (AttributeError, TypeError, ValueError):
        _refuse(env, name)
    if moment.tzinfo:
        moment = moment.astimezone(timezone.utc).replace(tzinfo=None)
    return moment.replace(microsecond=0)


def _file(env, text):
    """The file with its hash, or nothing."""
    if not text:
        return {}
    if not isinstance(text, str) or len(text) > LARGEST_FILE * 4 // 3 + 4:
        raise ValidationError(
            coded(
                "file_too_large",
                env._(
                    "The file of the delivery has more than %(size)s MB.",
                    size=LARGEST_FILE // 1024**2,
                ),
            )
        )
    try:
        content = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        _refuse(env, "file_base64")
    return {
        "file_base64": base64.b64encode(content),
        "file_sha256": hashlib.sha256(content).hexdigest(),
    }
