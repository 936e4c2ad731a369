# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Proofs of sign-offs: check a bundle, fetch one, note the head of a chain."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from planctl.commands import Outcome
from planctl.errors import CommandError
from planctl.rpc import Server
from planctl.workspace import write_atomically
from plankit import verify, verify_gate
from plankit.bundle import BundleUnreadable, Head, company_of, head, load_lines

EVENT = "implementation.event"


def verify_file(path: Path, heads: Sequence[Path], keys: Sequence[str]) -> Outcome:
    """Check a bundle or a gate proof offline. Exit 1 when it does not hold."""
    try:
        if gate := verify.read_gate(path):
            proof = verify_gate.verify_gate(gate, verify.read_keys(keys))
            told = {**asdict(proof), "lines": verify_gate.lines(proof)}
            return Outcome(told, proof.exit_code)
        report = verify.verify_files(path, heads)
    except BundleUnreadable as refusal:
        raise CommandError(refusal.code, refusal.message) from refusal
    answer = {**asdict(report), "lines": verify.lines(report)}
    return Outcome(answer, report.exit_code)


def fetch_bundle(server: Server) -> dict[str, Any]:
    """Everything an auditor needs to prove the sign-offs of the user's company."""
    bundle: dict[str, Any] = server.call(EVENT, "get_bundle")
    return bundle


def save_bundle(server: Server, output: Path) -> Outcome:
    """Write the bundle of the user's company to a file."""
    bundle = fetch_bundle(server)
    write(output, line(bundle).encode())
    counts = {name: len(bundle[name]) for name in ("events", "signatures")}
    return Outcome({"file": str(output), **counts})


def line(value: dict[str, Any]) -> str:
    """A bundle or head as one line of JSON."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n"


def fetch_head(server: Server, after: int = 0) -> dict[str, Any]:
    """The present end of the company's chain, with the digests after an event."""
    words = [after] if after else []
    head: dict[str, Any] = server.call(EVENT, "get_head", *words)
    return head


def append_head(server: Server, path: Path) -> Outcome:
    """Note the present head in a file of heads, one a line, unless it stands there.

    ``CommandError``: ``head_lost`` when the head noted last is no ancestor of the
    present one, ``head_gap`` when the server's answer does not reach back to it.
    """
    text = _read(path)
    noted = _noted(path, text)
    after = max(min((head.number for head in noted.values()), default=0) - 1, 0)
    answer = fetch_head(server, after)
    last = noted.get(company_of(answer))
    if last:
        present = _head(answer, "the server's answer", company_of(answer))
        _check_ancestor(path, last, present)
    elif after:
        answer = fetch_head(server)
    changed = last is None or last.number != answer["number"]
    if changed:
        kept = text if not text or text.endswith(b"\n") else text + b"\n"
        write(path, kept + line(answer).encode())
    return Outcome({"file": str(path), "changed": changed, "head": answer})


def _check_ancestor(path: Path, last: Head, present: Head) -> None:
    found = present.digests.get(last.number)
    if last.number > present.number or found not in (None, last.digests[last.number]):
        raise CommandError(
            "head_lost",
            f"{path} notes event {last.number}, and the server's chain no longer "
            "holds it as it was. Nothing was written. Take a bundle and run: "
            f"planctl verify BUNDLE --heads {path}",
        )
    if found is None and last.number:
        raise CommandError(
            "head_gap",
            f"{path} notes event {last.number}, and the server tells of none before "
            f"{min(present.digests)}. Nothing was written.",
        )


def _noted(path: Path, text: bytes) -> dict[int, Head]:
    """The last head of each company in a file."""
    try:
        values = load_lines(text)
    except BundleUnreadable as refusal:
        raise CommandError(refusal.code, f"{path}: {refusal.message}") from refusal
    noted: dict[int, Head] = {}
    for place, value in enumerate(values, 1):
        company = company_of(value) if isinstance(value, dict) else 0
        noted[company] = _head(value, f"{path}:{place}", company)
    return noted


def _head(value: object, where: str, company: int) -> Head:
    found = head(value, where, company)
    if not isinstance(found, Head):
        reason = found.message if found else "it is of another company"
        raise CommandError("bad_head", f"{where} is no head: {reason}.")
    return found


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes() if path.exists() else b""
    except OSError as error:
        raise CommandError("no_file", f"{path}: {error.strerror}.") from error


def write(path: Path, data: bytes) -> None:
    """A file, whole or not at all."""
    try:
        write_atomically(path, data)
    except OSError as error:
        raise CommandError("no_file", f"{path}: {error.strerror}.") from error
