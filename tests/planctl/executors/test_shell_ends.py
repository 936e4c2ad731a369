# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Rare ends of a command, against a real bash."""

import os
import uuid
from pathlib import Path

import pytest

from planctl.executors.shell import ShellExecutor
from tests.planctl.agent.recorder import Recorder
from tests.planctl.agent.test_shell import alive, run


def has_ended(pid):
    """A process that is gone, or waits to be collected."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return True
    return text.rpartition(")")[2].split()[0] == "Z"


class LateStop(Recorder):
    """Cancelled from the moment that the command has ended."""

    def cancelled(self):
        return bool(self.groups) and has_ended(self.groups[0])


@pytest.mark.parametrize("number", [9, 15, 35, 63])
def test_every_signal_has_a_result(number):
    result, _context = run(f"kill -{number} $$")
    assert (result.outcome, result.exit_code) == ("failed", -number)


@pytest.mark.parametrize("command", ["echo a\0b", "true " + "x" * 300_000])
def test_what_cannot_be_started_is_an_error(command):
    result, context = run(command)
    assert (result.outcome, result.data["code"]) == ("error", "not_started")
    assert not context.groups


def test_no_bash_is_an_error(tmp_path):
    result, _context = run("true", environment={"PATH": str(tmp_path)})
    assert (result.outcome, result.data["code"]) == ("error", "command_missing")


def test_the_line_runs_as_it_is_written():
    assert run("false | true")[0].outcome == "succeeded"
    assert run("true | no-such-program-here")[0].data["code"] == "command_missing"


def test_what_ended_by_itself_was_not_stopped():
    marker = uuid.uuid4().hex
    command = f"(exec -a {marker} sleep 300) & exit 0"
    context = LateStop("shell", {"command": command})
    assert ShellExecutor().run(context).outcome == "succeeded"
    assert not alive(marker)


def test_a_command_without_pipes_is_still_watched():
    marker = uuid.uuid4().hex
    command = f"exec >&- 2>&-; (exec -a {marker} sleep 300)"
    result, _context = run(command, timeout=1)
    assert result.data["code"] == "timeout"
    assert not alive(marker)


def test_a_daemon_that_holds_the_pipes_is_not_waited_for():
    result, context = run("setsid sleep 300 & echo $!; exit 0")
    daemon = int(context.text())
    try:
        assert result.outcome == "succeeded"
        assert not has_ended(daemon)
    finally:
        os.kill(daemon, 9)


def test_a_git_that_fails_takes_no_result_away(tmp_path):
    (tmp_path / "git").write_text("#!/bin/no-such-interpreter\n")
    (tmp_path / "git").chmod(0o755)
    path = f"{tmp_path}:{os.environ['PATH']}"
    result, _context = run(
        "true", target={"workdir": str(tmp_path)}, environment={"PATH": path}
    )
    assert (result.outcome, dict(result.data)) == ("succeeded", {})
