# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The shell executor against a real bash."""

import os
import threading
import time
import uuid
from pathlib import Path

import pytest

from planctl.executors.shell import ShellExecutor
from tests.planctl.agent.recorder import Recorder


def run(command, **values):
    context = Recorder("shell", {"command": command}, **values)
    return ShellExecutor().run(context), context


def alive(marker):
    """Processes whose command line has the marker."""
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal():
            try:
                words = (folder / "cmdline").read_bytes().decode(errors="replace")
            except OSError:
                continue
            if marker in words:
                found.append(words)
    return found


def test_a_command_that_succeeds():
    result, context = run("echo out; echo err >&2")
    assert (result.outcome, result.exit_code) == ("succeeded", 0)
    assert context.text() == "out\n"
    assert context.text("stderr") == "err\n"


@pytest.mark.parametrize("code", [1, 3, 125])
def test_another_exit_code_is_a_failure(code):
    result, _context = run(f"exit {code}")
    assert (result.outcome, result.exit_code) == ("failed", code)


@pytest.mark.parametrize("command", ["no-such-program-here --x", "/etc/hostname"])
def test_what_is_not_installed_is_an_error_never_a_pass(command):
    result, _context = run(command)
    assert result.outcome == "error"
    assert result.data["code"] == "command_missing"


def test_a_command_ended_by_a_signal_fails():
    result, _context = run("kill -9 $$")
    assert (result.outcome, result.exit_code) == ("failed", -9)


def test_it_gets_no_more_of_the_environment_than_is_allowed(monkeypatch):
    monkeypatch.setenv("PLAN_API_KEY", "hidden")
    path = os.environ["PATH"]
    _result, context = run("env", environment={"PATH": path, "A": "1"})
    names = {line.partition("=")[0] for line in context.text().splitlines()}
    assert names - {"PWD", "SHLVL", "_", "OLDPWD"} == {"PATH", "A"}


def test_it_has_no_input():
    result, context = run("cat; echo end")
    assert (result.outcome, context.text()) == ("succeeded", "end\n")


def test_it_runs_in_its_folder_and_tells_the_commit(tmp_path):
    git = "git -c user.name=a -c user.email=a@b"
    made, _context = run(
        f"git init -q . && {git} commit -q --allow-empty -m x",
        target={"workdir": str(tmp_path)},
    )
    assert made.outcome == "succeeded"
    result, context = run("pwd; git rev-parse HEAD", target={"workdir": str(tmp_path)})
    folder, commit = context.text().split()
    assert folder == str(tmp_path)
    assert result.data["commit"] == commit


def test_a_missing_folder_is_an_error(tmp_path):
    result, _context = run("true", target={"workdir": str(tmp_path / "gone")})
    assert result.data["code"] == "no_workdir"


def test_a_timeout_ends_the_command_and_its_children():
    marker = uuid.uuid4().hex
    child = f"exec -a {marker} sleep 300"
    deaf = f"(trap '' TERM; {child})"
    result, _context = run(f"({child}) & {deaf} & wait", timeout=1)
    assert (result.outcome, result.data["code"]) == ("error", "timeout")
    assert not alive(marker)


def test_nothing_it_started_outlives_it():
    marker = uuid.uuid4().hex
    result, _context = run(f"(exec -a {marker} sleep 300) & exit 0")
    assert result.outcome == "succeeded"
    assert not alive(marker)


def test_silence_is_given_up():
    result, _context = run("echo a; sleep 300", progress_timeout=1)
    assert result.data["code"] == "no_progress"


def test_endless_output_is_given_up():
    result, context = run("yes", output_limit=10_000)
    assert result.data["code"] == "output_limit"
    assert len(context.text()) >= 10_000


def test_it_stops_when_it_is_cancelled():
    marker = uuid.uuid4().hex
    command = f"echo begun; (exec -a {marker} sleep 300)"
    context = Recorder("shell", {"command": command})
    found = []
    worker = threading.Thread(target=lambda: found.append(ShellExecutor().run(context)))
    worker.start()
    while not context.lines:
        time.sleep(0.01)
    context.stop = True
    worker.join(30)
    assert found[0].outcome == "cancelled"
    assert not alive(marker)
    assert len(context.groups) == 1


def test_bytes_that_are_no_text_break_nothing():
    halves = r"printf '\xc3'; sleep 0.2; printf '\xa9'"
    _result, context = run(r"printf '\xff\xfe'; " + halves)
    assert context.text() == "\ufffd\ufffdé"
