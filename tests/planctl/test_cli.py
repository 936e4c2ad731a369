# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import json

import pytest
from click.testing import CliRunner

from planctl.cli import main

PLAN = """# Shop - Implementation Plan

**Slug**: `shop`

## Phases

### Phase 1: Foundation

#### Tasks

| ID | Task | Owner | Dependencies | Status |
|----|------|-------|--------------|--------|
| P1.1 | Create schema | ana | P9.9 | Not Started |
"""


@pytest.fixture
def document(tmp_path):
    path = tmp_path / "plan.md"
    path.write_text(PLAN)
    return path


def run(*arguments, **environ):
    environ = {"PLAN_API_KEY": None, "PLAN_URL": None, **environ}
    return CliRunner().invoke(main, [str(a) for a in arguments], env=environ)


def test_lint_of_a_file_needs_no_server(document):
    result = run("lint", document, "--json")
    codes = [found["code"] for found in json.loads(result.output)["findings"]]
    assert "dangling_dependency" in codes
    assert result.exit_code == 1


def test_missing_file_is_an_error_with_its_name(tmp_path):
    result = run("lint", tmp_path / "none.md")
    assert result.exit_code == 2
    assert "none.md" in result.output


def test_file_that_is_no_text_is_an_error(tmp_path):
    path = tmp_path / "plan.md"
    path.write_bytes(b"\xff\xfe\x00a")
    result = run("lint", path, "--json")
    assert result.exit_code == 2
    assert json.loads(result.output)["error"]["code"] == "not_utf8"


def test_missing_key_says_where_to_make_one(document):
    result = run("diff", document)
    assert result.exit_code == 2
    assert "PLAN_API_KEY" in result.output


def test_silent_server_is_named(document):
    result = run("diff", document, PLAN_API_KEY="k", PLAN_URL="http://127.0.0.1:9")
    assert result.exit_code == 2
    assert "[no_server]" in result.output
    assert "127.0.0.1:9" in result.output


def test_export_without_a_known_plan_asks_which(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    result = run("status", PLAN_API_KEY="k", PLAN_URL="http://127.0.0.1:9")
    assert result.exit_code == 2
