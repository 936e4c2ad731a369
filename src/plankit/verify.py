# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Prove a bundle of sign-offs, or a gate proof, offline.

``python3 -m plankit.verify bundle.json``, ``... gate.json --key KEY``

Standard library only. Tamper-evident, not tamper-proof: whoever can rewrite the
whole chain can hash it again, and only a head noted elsewhere (``--heads``) tells.
Where ``plankit[markdown]`` is installed, the documents are read again too.

Exit code 0: it holds. 1: it does not; the first bad entry comes first. 2: it
cannot be read.
"""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from plankit.bundle import (
    UNKNOWN_FORMAT,
    BundleUnreadable,
    Fault,
    load,
    load_lines,
    parse,
)
from plankit.verify_chain import head_faults, read_events, read_heads
from plankit.verify_gate import GateReport, is_gate_proof, public_keys, verify_gate
from plankit.verify_gate import lines as gate_lines
from plankit.verify_rows import (
    Signatures,
    approval_faults,
    content_faults,
    document_faults,
)

HOLDS, FAULTY, UNREADABLE = 0, 1, 2

_SHOWN = 20

_Value = TypeVar("_Value")


@dataclass(frozen=True, kw_only=True)
class Report:
    """What was checked and what does not hold, the first bad entry first.

    ``heads`` counts this company's heads and ``covered`` is the last event they
    vouch for; ``documents`` counts those read again, -1 when no reader was there.
    """

    faults: tuple[Fault, ...]
    events: int = 0
    signatures: int = 0
    contents: int = 0
    approvals: int = 0
    heads: int = 0
    covered: int = 0
    documents: int = -1

    @property
    def exit_code(self) -> int:
        """0: it holds; 1: it does not; 2: its format is not known here."""
        if any(fault.code == UNKNOWN_FORMAT for fault in self.faults):
            return UNREADABLE
        return FAULTY if self.faults else HOLDS


def verify(
    bundle: object,
    heads: Iterable[object] = (),
    digest_of: Callable[[str], str] | None = None,
) -> Report:
    """Check a bundle (a JSON value) against itself and against published heads.

    ``digest_of`` reads an as-signed document and gives the SHA-256 of its content.
    No value, of whatever kind, is an error here: it is a fault.
    """
    found = parse(bundle)
    if any(fault.code == UNKNOWN_FORMAT for fault in found.faults):
        return Report(faults=tuple(found.faults))
    story = read_events(found.events, found.company)
    known, faults = read_heads(heads, found.company)
    signatures = Signatures(found, story)
    faults += [*found.faults, *story.faults, *head_faults(story, known)]
    faults += signatures.faults()
    faults += content_faults(found, signatures.uses, story.end)
    faults += approval_faults(found.approvals, story)
    if digest_of:
        faults += document_faults(found, signatures.uses, digest_of)
    documents = {row["document"] for row in found.signatures}
    return Report(
        faults=tuple(sorted(faults, key=lambda fault: fault.number)),
        events=len(found.events),
        signatures=len(found.signatures),
        contents=len(found.contents),
        approvals=len(found.approvals),
        heads=len(known),
        covered=max((head.number for head in known.values()), default=0),
        documents=len(documents) if digest_of else -1,
    )


def verify_files(path: Path, heads: Iterable[Path] = ()) -> Report:
    """Check a bundle's file against files of heads, or ``BundleUnreadable``."""
    values: list[object] = []
    for each in heads:
        values += _read(each, load_lines)
    return verify(_read(path, load), values, document_reader())


def read_gate(path: Path) -> Mapping[str, Any] | None:
    """The gate proof of a file, None where it holds something else."""
    value = _read(path, load)
    return value if isinstance(value, dict) and is_gate_proof(value) else None


def _read(path: Path, reader: Callable[[bytes], _Value]) -> _Value:
    try:
        return reader(path.read_bytes())
    except OSError as error:
        raise BundleUnreadable(f"{path}: {error.strerror}", path=str(path)) from error
    except BundleUnreadable as refusal:
        raise BundleUnreadable(f"{path}: {refusal.message}", path=str(path)) from None


def document_reader() -> Callable[[str], str] | None:
    """``plankit.assigned.digest_of`` where the reader of documents is installed."""
    try:
        module = importlib.import_module("plankit.assigned")
    except ImportError:
        return None
    reader: Callable[[str], str] = module.digest_of
    return reader


def lines(report: Report) -> list[str]:
    """The report for a person, the first bad entry in the first line.

    >>> lines(Report(faults=(), events=2, heads=1, covered=2, documents=0))[0]
    'holds: 2 events, 0 signatures, 0 contents, 0 approvals'
    """
    words = [_worded(fault) for fault in report.faults[:_SHOWN]]
    if words:
        words[0] = f"first fault: {words[0]}"
    if len(report.faults) > _SHOWN:
        words.append(f"and {len(report.faults) - _SHOWN} more")
    counts = (
        f"{report.events} events, {report.signatures} signatures, "
        f"{report.contents} contents, {report.approvals} approvals"
    )
    words.append(f"checked: {counts}" if report.faults else f"holds: {counts}")
    if report.heads:
        words.append(
            f"published heads cover the events up to {report.covered}; "
            "deletion of newer ones cannot be seen"
        )
    else:
        words.append(
            "no published head given: deletion of the newest events and a chain "
            "hashed again as a whole cannot be seen"
        )
    if report.documents < 0:
        words.append("documents not re-read: plankit[markdown] is not installed")
    return words


def _worded(fault: Fault) -> str:
    return f"{fault.where}: {fault.code}: {fault.message}"


def main(arguments: Iterable[str] | None = None) -> int:
    """The command line; see the module."""
    parser = argparse.ArgumentParser(prog="plankit.verify", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("bundle", type=Path)
    parser.add_argument(
        "--heads",
        type=Path,
        action="append",
        default=[],
        help="file of published heads, one a line; may be given several times",
    )
    parser.add_argument(
        "--key",
        action="append",
        default=[],
        help="for a gate proof: a public key, or a file with one",
    )
    given = parser.parse_args(list(arguments) if arguments is not None else None)
    try:
        if gate := read_gate(given.bundle):
            return _print_gate(verify_gate(gate, read_keys(given.key)))
        report = verify_files(given.bundle, given.heads)
    except BundleUnreadable as refusal:
        sys.stderr.write(f"{refusal}\n")
        return UNREADABLE
    stream = sys.stderr if report.faults else sys.stdout
    stream.write("\n".join(lines(report)) + "\n")
    return report.exit_code


def read_keys(given: Iterable[str]) -> list[str]:
    """Public keys given as they are, or in files."""
    texts = []
    for text in given:
        path = Path(text)
        try:
            texts.append(path.read_text() if path.is_file() else text)
        except (OSError, ValueError) as error:
            raise BundleUnreadable(f"{text}: {error}", path=text) from error
    found = public_keys(texts)
    if texts and not found:
        raise BundleUnreadable("--key holds no public key in base64")
    return found


def _print_gate(report: GateReport) -> int:
    stream = sys.stdout if report.exit_code == HOLDS else sys.stderr
    stream.write("\n".join(gate_lines(report)) + "\n")
    return report.exit_code


if __name__ == "__main__":
    sys.exit(main())
