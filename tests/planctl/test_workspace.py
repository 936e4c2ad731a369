# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import json
import os

import pytest

from planctl.errors import CommandError
from planctl.workspace import (
    FILE_NAME,
    Entry,
    Workspace,
    digest,
    write_atomically,
)


def test_entry_comes_back_from_disk(tmp_path):
    entry = Entry("plan.md", "shop", digest("text"))
    Workspace(tmp_path).remember(entry)
    assert Workspace(tmp_path).entry("plan.md") == entry


def test_remembering_one_document_keeps_the_others(tmp_path):
    workspace = Workspace(tmp_path)
    workspace.remember(Entry("a.md", "a", "1"))
    workspace.remember(Entry("b.md", "b", "2"))
    workspace.remember(Entry("a.md", "a", "3"))
    assert [entry.base_sha256 for entry in workspace.entries()] == ["3", "2"]


def test_same_entry_does_not_touch_the_file(tmp_path):
    workspace = Workspace(tmp_path)
    workspace.remember(Entry("a.md", "a", "1"))
    before = (tmp_path / FILE_NAME).stat().st_mtime_ns
    workspace.remember(Entry("a.md", "a", "1"))
    assert (tmp_path / FILE_NAME).stat().st_mtime_ns == before


@pytest.mark.parametrize("text", ["", "[]", '{"plans": 3}', '{"plans": {"a": 1}}', "{"])
def test_broken_workspace_says_the_way_out(tmp_path, text):
    (tmp_path / FILE_NAME).write_text(text)
    with pytest.raises(CommandError, match=r"\[broken_workspace\].*remove it"):
        Workspace(tmp_path).entries()


def test_workspace_holds_no_secret(tmp_path):
    Workspace(tmp_path).remember(Entry("a.md", "a", "1"))
    kept = json.loads((tmp_path / FILE_NAME).read_text())
    assert kept == {"plans": {"a.md": {"slug": "a", "base_sha256": "1"}}}


def test_failed_write_leaves_the_old_file(tmp_path, monkeypatch):
    path = tmp_path / "plan.md"
    path.write_bytes(b"old")

    def refuse(*_args):
        raise OSError("disk full")

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(OSError, match="disk full"):
        write_atomically(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_written_file_keeps_its_mode(tmp_path):
    path = tmp_path / "plan.md"
    path.write_bytes(b"old")
    path.chmod(0o640)
    write_atomically(path, b"new")
    assert path.stat().st_mode & 0o777 == 0o640
