# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Migration scripts: checksum, levels, and what a strategy text claims."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

#: How far a rollback is proved. A claim alone is R0.
ROLLBACK_LEVELS = [
    ("R0", "R0 Not proved"),
    ("R1", "R1 Down script ran"),
    ("R2", "R2 Catalog identical"),
    ("R3", "R3 Data intact"),
    ("R4", "R4 Previous version runs"),
]

#: How far "no downtime" is proved. A claim alone is Z0.
DOWNTIME_LEVELS = [
    ("Z0", "Z0 Not proved"),
    ("Z1", "Z1 Lint clean"),
    ("Z2", "Z2 Measured"),
    ("Z3", "Z3 Production row counts"),
]

BREAKING = [("yes", "Yes"), ("no", "No")]

_TRUE = frozenset({"true", "yes", "on"})

# One key a line and no YAML library: the text of a template is often no YAML
# ("{previous_version}"), and a claim must be found there too.
_CLAIM = re.compile(
    r"^[ \t]*(?P<key>zero_downtime|rollback_tested)[ \t]*:[ \t]*"
    r"(?P<quote>[\"']?)(?P<value>\w+)(?P=quote)[ \t]*(?:#.*)?\r?$",
    re.MULTILINE,
)


@dataclass(frozen=True, kw_only=True)
class Claims:
    """What the author says of all migrations; nothing of it is proved."""

    zero_downtime: bool = False
    rollback_tested: bool = False


def checksum(up_sql: str, down_sql: str) -> str:
    """SHA-256 of up, NUL and down in UTF-8.

    >>> checksum("a", "b") == checksum("", "ab")
    False
    """
    return hashlib.sha256(f"{up_sql}\0{down_sql}".encode()).hexdigest()


def claims(strategy: str) -> Claims:
    """Claims of a strategy text; the last of two equal keys counts, as in YAML.

    >>> claims("zero_downtime: true\\nrollback_tested: false")
    Claims(zero_downtime=True, rollback_tested=False)
    """
    found = {
        match["key"]: match["value"].lower() in _TRUE
        for match in _CLAIM.finditer(strategy)
    }
    return Claims(**found)
