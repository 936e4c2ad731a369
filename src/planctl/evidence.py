# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Gates and verdicts from a terminal or from CI."""

from __future__ import annotations

import base64
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from planctl.commands import DIFFERENT, PLAN, SAME, Outcome, find_plan
from planctl.errors import CommandError
from planctl.proofs import line, write
from planctl.rpc import Server
from plankit.trigger_parts import Amount, read_amount
from plankit.trigger_words import SECONDS

EVIDENCE = "implementation.evidence"
#: What a server takes, in bytes.
LARGEST = 5 * 1024 * 1024


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """A verdict for a server; empty texts are left out."""

    plan: str
    verdict: str = ""
    phase: str = ""
    deliverable: str = ""
    check: str = ""
    commit: str = ""
    environment: str = ""
    producer: str = ""
    summary: str = ""
    produced_at: str = ""
    expires_at: str = ""
    key: str = ""


def deliver(
    server: Server,
    delivery: Delivery,
    file: Path | None,
    measured: str = "",
    seen_for: str = "",
) -> Outcome:
    """Send a verdict with its file; gives what the server keeps of it.

    ``measured`` and ``seen_for`` are numbers with their units: 93%, 450 ms, 24 h.
    """
    vals: dict[str, Any] = {
        name: text for name, text in asdict(delivery).items() if text
    }
    if not measured and not delivery.verdict:
        raise CommandError("no_verdict", "Give --verdict, or --measured for a claim.")
    if measured:
        amount = _amount("--measured", measured)
        vals |= {"measured": float(amount.value), "measured_unit": amount.unit}
    if seen_for:
        window = _amount("--seen-for", seen_for)
        if window.unit != SECONDS:
            raise _unreadable("--seen-for", seen_for)
        vals["measured_seconds"] = float(window.value)
    if file:
        vals |= {"file_name": file.name, "file_base64": _encoded(file)}
    answer: dict[str, Any] = server.call(EVIDENCE, "submit", vals)
    return Outcome(answer)


def _amount(option: str, text: str) -> Amount:
    """A number with its unit, in seconds, as a share or a count."""
    found = read_amount(text)
    if found is None:
        raise _unreadable(option, text)
    return found


def _unreadable(option: str, text: str) -> CommandError:
    return CommandError(
        "bad_number", f"{option} {text} is not read. Write 93%, 0.93, 450 ms or 24 h."
    )


def _encoded(path: Path) -> str:
    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= LARGEST else b""
    except OSError as error:
        raise CommandError("no_file", f"{path}: {error.strerror}.") from error
    if size > LARGEST:
        raise CommandError(
            "file_too_large",
            f"{path} has {size} bytes; a server takes {LARGEST}. Send its summary.",
        )
    return base64.b64encode(data).decode()


def verify_phase(
    server: Server, code: str, slug: str, folder: Path, output: Path | None
) -> Outcome:
    """How the gate of a phase stands; exit 1 while a condition is open.

    ``output`` gets the gate proof, once the phase has passed.
    """
    plan = find_plan(server, slug, folder)
    answer: dict[str, Any] = server.call(PLAN, "get_gate", [plan["id"]], code)
    if output:
        if not answer["proof"]:
            raise CommandError(
                "no_proof",
                f"{code} has not passed its gate: there is no proof to write.",
            )
        write(output, line(answer["proof"]).encode())
    return Outcome(answer, DIFFERENT if answer["open"] else SAME)
