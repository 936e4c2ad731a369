# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Whose process is it, and does it live."""

import os
import shutil
import subprocess
import time

from tools import process


def test_own_process_lives_under_its_own_mark_only():
    assert process.alive(os.getpid(), "pytest")
    assert not process.alive(os.getpid(), "no such mark")


def test_dead_child_that_nobody_waited_for_is_not_alive():
    with subprocess.Popen(["sleep", "0"]) as child:
        os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
        assert process.state(child.pid) == "Z"
        assert not process.alive(child.pid, "sleep")


def test_stop_ends_a_process_of_ours():
    with subprocess.Popen(["sleep", "60"]) as child:
        # the kernel shows the new command line a moment after the start
        while not process.alive(child.pid, "sleep"):
            time.sleep(0.01)
        process.stop(child.pid, "sleep", seconds=5)
        assert not process.alive(child.pid, "sleep")


def test_folder_of_a_running_program_is_in_use(tmp_path):
    program = shutil.copy(shutil.which("sleep"), tmp_path / "sleep")
    assert not process.in_use(tmp_path)
    with subprocess.Popen([program, "60"]) as child:
        used = process.in_use(tmp_path)
        child.kill()
    assert used
