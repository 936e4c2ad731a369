# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A folder of migration scripts: ``NNN_name.up.sql`` beside ``NNN_name.down.sql``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from plankit.errors import ERROR, WARNING, Finding
from plankit.migration import checksum

_NAME = re.compile(
    r"(?P<version>[0-9]{1,18})_(?P<name>[^/\\\0]{1,200})\.(?P<side>up|down)\.sql"
)
_PARTS = re.compile(r"[0-9]+|[^0-9]+")
#: Numbers of more digits are compared as texts: Python refuses to read them.
_DIGITS = 18
_HINT = "Name it NNN_name.up.sql or NNN_name.down.sql."

Key = tuple[tuple[int, int, str], ...]


@dataclass(frozen=True, kw_only=True)
class Script:
    """A migration with both its files; an absent one is the empty text."""

    version: str
    name: str
    up: str
    down: str
    checksum: str


@dataclass(frozen=True)
class Folder:
    """What a folder holds, in the order in which it runs."""

    scripts: tuple[Script, ...]
    findings: tuple[Finding, ...] = ()


def version_key(version: str) -> Key:
    """Sorts versions as people count.

    >>> sorted(["010", "9", "v2"], key=version_key)
    ['9', '010', 'v2']
    """
    return tuple(
        (0, int(part), "") if part.isdigit() and len(part) <= _DIGITS else (1, 0, part)
        for part in _PARTS.findall(version)
    )


def read_folder(files: Mapping[str, bytes]) -> Folder:
    """Scripts and findings of ``{file name: bytes}``; line ends stay as they are.

    >>> folder = read_folder({"001_a.up.sql": b"SELECT 1", "x.txt": b""})
    >>> folder.scripts[0].name, [one.code for one in folder.findings]
    ('a', ['unknown_file', 'missing_down'])
    """
    texts, findings = _texts(files)
    pairs: dict[tuple[str, str], dict[str, str]] = {}
    for name in sorted(texts):
        match = _NAME.fullmatch(name)
        if match:
            pair = pairs.setdefault((match["version"], match["name"]), {})
            pair[match["side"]] = texts[name]
    findings += [*_incomplete(pairs), *_double(pairs)]
    scripts = [
        Script(
            version=version,
            name=name,
            up=pair["up"],
            down=pair.get("down", ""),
            checksum=checksum(pair["up"], pair.get("down", "")),
        )
        for (version, name), pair in pairs.items()
        if "up" in pair
    ]
    scripts.sort(key=lambda one: (version_key(one.version), one.version, one.name))
    return Folder(tuple(scripts), tuple(findings))


def _texts(files: Mapping[str, bytes]) -> tuple[dict[str, str], list[Finding]]:
    texts: dict[str, str] = {}
    findings = []
    for name in sorted(files):
        if not _NAME.fullmatch(name):
            hint = "Name it NNN_name.up.sql or NNN_name.down.sql."
            severity = ERROR if name.lower().endswith(".sql") else WARNING
            findings.append(
                _finding("unknown_file", name, "is no script.", severity, hint)
            )
            continue
        try:
            text = files[name].decode("utf-8")
        except UnicodeDecodeError as error:
            message = f"is not UTF-8 at byte {error.start}."
            findings.append(_finding("not_utf8", name, message))
            continue
        if "\0" in text:
            findings.append(_finding("not_utf8", name, "holds a NUL."))
            continue
        texts[name] = text
    return texts, findings


def _incomplete(
    pairs: Mapping[tuple[str, str], Mapping[str, str]],
) -> Iterator[Finding]:
    for (version, name), pair in pairs.items():
        stem = f"{version}_{name}"
        if "up" not in pair:
            yield _finding("missing_up", f"{stem}.down.sql", "has no up beside it.")
        elif "down" not in pair:
            yield _finding("missing_down", f"{stem}.up.sql", "has no down beside it.")


def _double(pairs: Mapping[tuple[str, str], object]) -> Iterator[Finding]:
    """001 and 1 are one version: tools that count would run one of them."""
    seen: dict[Key, str] = {}
    for version, name in pairs:
        other = seen.setdefault(version_key(version), f"{version}_{name}")
        if other != f"{version}_{name}":
            message = f"has the version of {other}."
            yield _finding("double_version", f"{version}_{name}", message)


def _finding(
    code: str, name: str, message: str, severity: str = ERROR, hint: str = ""
) -> Finding:
    shown = name[:200]
    return Finding(
        code=code,
        severity=severity,
        message=f"{shown} {message}",
        hint=hint,
        ref=shown,
    )
