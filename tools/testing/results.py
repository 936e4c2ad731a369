# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a part of the tests came to, and the lines that say so."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

# Odoo skips a test whose browser it cannot start, and the run stays green.
NO_BROWSER = re.compile(r"chrom|websocket-client|executable|not found", re.IGNORECASE)

NO_TESTS = 5


@dataclass(frozen=True)
class Result:
    """One part on one series; ``details`` is shown when something failed."""

    part: str
    series: str = ""
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    seconds: float = 0
    details: str = ""
    note: str = ""

    def line(self) -> str:
        counts = f"{self.passed:7} {self.failed:7} {self.skipped:8}"
        text = f"{self.part:10} {self.series:6} {counts} {self.seconds:8.0f}"
        return f"{text}  {self.note}".rstrip()


HEADER = f"{'part':10} {'series':6}  passed  failed  skipped  seconds"


def closing(results: Iterable[Result]) -> str:
    """The very last line of a run."""
    some = list(results)
    counts = {
        name: sum(getattr(result, name) for result in some)
        for name in ("passed", "failed", "skipped")
    }
    return ", ".join(f"{number} {name}" for name, number in counts.items())


def from_junit(part: str, series: str, report: Path, code: int, output: str) -> Result:
    """Count a report of pytest; a run that ended oddly counts as a failure."""
    passed = failed = skipped = 0
    problems = []
    for case in _cases(report):
        reason = case.find("skipped")
        if case.find("failure") is not None or case.find("error") is not None:
            failed += 1
        elif reason is None:
            passed += 1
        elif NO_BROWSER.search(reason.get("message", "")):
            failed += 1
            problems.append(f"{case.get('name')}: {reason.get('message')}")
        else:
            skipped += 1
    if code not in (0, NO_TESTS) and not failed:
        failed += 1
        problems.append(f"pytest ended with code {code}")
    details = "\n".join([*problems, tail(output)]) if failed else ""
    return Result(part, series, passed, failed, skipped, 0, details)


def _cases(report: Path) -> list[ET.Element]:
    try:
        return list(ET.parse(report).getroot().iter("testcase"))
    except (OSError, ET.ParseError):
        return []


def tail(output: str, longest: int = 200) -> str:
    """The failures of a run of pytest, or its last lines."""
    lines = output.splitlines()
    marks = [i for i, line in enumerate(lines) if re.match(r"=+ (FAIL|ERR)", line)]
    lines = lines[marks[0] :] if marks else lines
    return "\n".join(lines[-longest:])
