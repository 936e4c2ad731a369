# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Counting tests, and refusing a green that is none."""

import pytest

from tools.settings import SetupError
from tools.testing import inside, install, lint, main, results
from tools.testing.results import Result, closing, from_junit

REPORT = """<testsuites><testsuite>
<testcase name="a"/>
<testcase name="b"><failure message="no">trace</failure></testcase>
<testcase name="c"><skipped message="needs the corpus"/></testcase>
</testsuite></testsuites>"""


def report(tmp_path, text):
    path = tmp_path / "report.xml"
    path.write_text(text)
    return path


def counts(result):
    return result.passed, result.failed, result.skipped


def test_report_is_counted(tmp_path):
    result = from_junit("x", "", report(tmp_path, REPORT), 1, "")
    assert counts(result) == (1, 1, 1)


@pytest.mark.parametrize(
    "reason",
    [
        "Chrome executable not found",
        "websocket-client module is not installed",
        "Cannot connect to chrome dev tools",
    ],
)
def test_skip_for_want_of_a_browser_is_a_failure(tmp_path, reason):
    text = f'<a><testcase name="t"><skipped message="{reason}"/></testcase></a>'
    result = from_junit("x", "", report(tmp_path, text), 0, "")
    assert counts(result) == (0, 1, 0)
    assert reason in result.details


def test_run_without_a_report_is_a_failure(tmp_path):
    assert from_junit("x", "", tmp_path / "none", 3, "").failed == 1


def test_part_without_tests_is_none(tmp_path):
    result = from_junit("x", "", tmp_path / "none", results.NO_TESTS, "")
    assert counts(result) == (0, 0, 0)


def test_closing_line_adds_up():
    some = [Result("a", passed=2, skipped=1), Result("b", "18.0", 3, 4)]
    assert closing(some) == "5 passed, 4 failed, 1 skipped"


def test_unknown_part_is_refused():
    with pytest.raises(SetupError, match="PART=plan is unknown"):
        main.parts("plan")
    assert main.parts("plankit, e2e") == {"plankit", "e2e"}
    assert set(inside.PARTS) <= main.parts(" ".join(inside.PARTS))


def test_warning_of_an_install_is_loud_and_chatter_is_not():
    line = "2026-01-01 10:00:00,000 12 {} db odoo.models: text"
    log = "\n".join(line.format(level) for level in ("INFO", "WARNING", "ERROR"))
    assert install.loud(log) == log.splitlines()[1:]
    assert (
        install.loud("2026-01-01 10:00:00,000 1 WARNING ? odoo: Running as user 'root'")
        == []
    )


def test_install_starts_from_the_fullest_database():
    depends = {"base": (), "plan": ("base",), "risk": ("base", "plan")}
    assert install.nearest("risk", depends, {"base", "plan"}) == "plan"
    assert install.nearest("risk", depends, set()) == ""


def test_hooks_are_counted():
    output = (
        "ruff check.....Passed\nmypy.....Failed\n- exit code: 1\n"
        "eslint....(no files to check)Skipped\n"
    )
    assert counts(lint.outcome(1, output)) == (1, 1, 1)
    assert lint.outcome(3, "no git here").failed == 1
