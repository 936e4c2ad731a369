# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Scripts are those of a commit, from a real repository, and nothing else of it."""

import os
import subprocess

import pytest

from planctl.executors import git_scripts
from planctl.executors.git_scripts import GitScriptsExecutor
from plankit.scripts_pack import unpacked
from tests.planctl.agent.recorder import Recorder

UP, DOWN = b"CREATE TABLE a (id int);\r\n", b"DROP TABLE a;\n"


def git(folder, *words):
    name = ["-c", "user.name=a", "-c", "user.email=a@example.com"]
    done = subprocess.run(
        ["git", "-C", str(folder), *name, *words],
        check=True,
        capture_output=True,
        text=True,
        env={"PATH": os.environ["PATH"], "HOME": str(folder)},
    )
    return done.stdout.strip()


@pytest.fixture
def checkout(tmp_path):
    git(tmp_path, "init", "-q", "-b", "main")
    git(tmp_path, "config", "core.autocrlf", "false")
    scripts = tmp_path / "db" / "migrations"
    scripts.mkdir(parents=True)
    (scripts / "001_a.up.sql").write_bytes(UP)
    (scripts / "001_a.down.sql").write_bytes(DOWN)
    (scripts / "README.md").write_text("words")
    (scripts / "002_link.up.sql").symlink_to("/etc/passwd")
    (tmp_path / "outside.sql").write_text("SELECT 1")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-q", "-m", "first")
    return tmp_path


def read(folder, path="db/migrations", ref="HEAD", **values):
    target = {"workdir": str(folder)} if folder else {}
    content = {"folder": path, "ref": ref}
    context = Recorder("git-scripts", content, target=target, **values)
    return GitScriptsExecutor().run(context), context


def test_scripts_are_read_byte_for_byte_with_their_commit(checkout):
    result, context = read(checkout)
    assert result.outcome == "succeeded", result.message
    files = unpacked(result.data["files"])
    assert files == {"001_a.up.sql": UP, "001_a.down.sql": DOWN}
    assert result.data["commit"] == git(checkout, "rev-parse", "HEAD")
    said = context.text("agent")
    assert "README.md is left out" in said
    assert "002_link.up.sql is left out" in said


def test_an_edit_that_nobody_committed_is_not_read(checkout):
    (checkout / "db/migrations/001_a.up.sql").write_text("DROP DATABASE x")
    result, _context = read(checkout)
    assert unpacked(result.data["files"])["001_a.up.sql"] == UP


def test_a_branch_a_tag_and_a_commit_are_refs(checkout):
    first = git(checkout, "rev-parse", "HEAD")
    git(checkout, "tag", "v1")
    (checkout / "db/migrations/001_a.up.sql").write_bytes(b"SELECT 2;")
    git(checkout, "commit", "-q", "-a", "-m", "second")
    for ref in ("v1", first, "main~1"):
        result, _context = read(checkout, ref=ref)
        assert unpacked(result.data["files"])["001_a.up.sql"] == UP, ref
    assert read(checkout, ref="main")[0].data["commit"] != first


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"ref": "nowhere"}, "git_failed"),
        ({"ref": "--output=x"}, "bad_ref"),
        ({"path": "none"}, "git_failed"),
        ({"path": "../.."}, "git_failed"),
        ({"path": "db"}, "no_scripts"),
        ({"secrets": {"PASS": "CREATE TABLE a"}}, "secret_in_script"),
        ({"environment": {"PATH": "/nowhere"}}, "command_missing"),
    ],
)
def test_what_cannot_be_read_is_an_error_with_its_code(checkout, values, code):
    result, context = read(checkout, **values)
    assert (result.outcome, result.data["code"]) == ("error", code)
    assert "CREATE TABLE" not in context.text()


def test_without_a_checkout_nothing_is_read(tmp_path):
    assert read(tmp_path)[0].data["code"] == "git_failed"
    assert read(None)[0].data["code"] == "no_workdir"


def test_a_folder_that_is_too_large_is_told(checkout, monkeypatch):
    monkeypatch.setattr(git_scripts, "LARGEST", 10)
    assert read(checkout)[0].data["code"] == "folder_too_large"
    monkeypatch.setattr(git_scripts, "MOST_BYTES", 10)
    assert read(checkout)[0].data["code"] == "folder_too_large"


def test_a_cancelled_job_reads_nothing(checkout):
    target = {"workdir": str(checkout)}
    context = Recorder("git-scripts", {"folder": "db/migrations"}, target=target)
    context.stop = True
    assert GitScriptsExecutor().run(context).outcome == "cancelled"
    assert not context.lines
