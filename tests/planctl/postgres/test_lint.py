# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What the lint finds, by rule, and that it never passes what it could not judge."""

import pytest

from planctl.executors import postgres_lint
from planctl.executors.postgres_lint import lint
from planctl.executors.postgres_work import read_work

from .lab import content, migration, run

CLEAN = ("ALTER TABLE t ADD a text", "ALTER TABLE t DROP COLUMN a")
CONCURRENTLY = "CREATE INDEX CONCURRENTLY i ON t (a)"

#: ``(up, down, breaking, rule)``
TABLE = (
    ("ALTER TABLE t ADD a text", "", "no", "missing_down"),
    ("ALTER TABLE t ADD a text", "-- later", "no", "missing_down"),
    ("", "SELECT 1", "no", "missing_up"),
    ("DROP TABLE t", "SELECT 1", "yes", "irreversible"),
    ("ALTER TABLE t DROP a", "SELECT 1", "yes", "irreversible"),
    ("TRUNCATE t", "SELECT 1", "yes", "irreversible"),
    ("DELETE FROM t", "SELECT 1", "yes", "irreversible"),
    ("DROP SCHEMA s CASCADE", "SELECT 1", "yes", "irreversible"),
    ("ALTER TABLE t DROP COLUMN a", "SELECT 1", "no", "breaking_contradicted"),
    ("ALTER TABLE t ADD b int, DROP a", "SELECT 1", "no", "breaking_contradicted"),
    ("DROP TABLE t", "SELECT 1", "no", "breaking_contradicted"),
    ("ALTER TABLE t RENAME TO u", "SELECT 1", "no", "breaking_contradicted"),
    ("ALTER TABLE t RENAME a TO b", "SELECT 1", "no", "breaking_contradicted"),
    ("ALTER TABLE t ALTER a TYPE text", "SELECT 1", "no", "breaking_contradicted"),
    (
        "ALTER TABLE t ALTER COLUMN a SET DATA TYPE text",
        "SELECT 1",
        "no",
        "breaking_contradicted",
    ),
    ("ALTER TABLE t ALTER a SET NOT NULL", "SELECT 1", "no", "breaking_contradicted"),
    ("DROP VIEW v", "SELECT 1", "no", "breaking_contradicted"),
    (*CLEAN, "", "breaking_unset"),
    ("BEGIN; SELECT 1; COMMIT; SELECT 2", "SELECT 1", "no", "transaction_control"),
    (f"BEGIN; {CONCURRENTLY}; COMMIT", "SELECT 1", "no", "transaction_mixing"),
    (f"{CONCURRENTLY}; UPDATE t SET a = 1", "SELECT 1", "no", "transaction_mixing"),
    ("BEGIN; VACUUM t; COMMIT", "SELECT 1", "no", "transaction_mixing"),
    (
        "ALTER TYPE m ADD VALUE 'x'; UPDATE t SET m = 'x' WHERE a",
        "SELECT 1",
        "no",
        "enum_value_in_transaction",
    ),
    ("CREATE ROLE r", "DROP ROLE r", "no", "cluster_wide"),
    ("GRANT a TO b", "REVOKE a FROM b", "no", "cluster_wide"),
    ("ALTER SYSTEM SET fsync = off", "SELECT 1", "no", "cluster_wide"),
    ("\\i other.sql", "SELECT 1", "no", "psql_command"),
    ("COPY t FROM STDIN", "SELECT 1", "no", "copy_from_stdin"),
    ("CREATE INDEX CONCURRENTLY ON t (a)", "SELECT 1", "no", "unnamed_index"),
    ("DROP DATABASE d", "SELECT 1", "no", "not_resumable"),
    ("SELECT 'a", "SELECT 1", "no", "unreadable_sql"),
    ("CREATE INDEX i ON t (a)", "SELECT 1", "no", "require-concurrent-index-creation"),
    ("ALTER TABLE t ADD a int NOT NULL", "SELECT 1", "no", "adding-required-field"),
    ("SELCT 1", "SELECT 1", "no", "syntax-error"),
)


def linted(up, down, breaking="no", path=""):
    given = content("lint", migration(up, down, breaking=breaking))
    return lint(read_work(given), path)


@pytest.mark.parametrize("row", TABLE, ids=lambda row: f"{row[3]}: {row[0]}")
def test_each_rule_finds_its_case(row):
    up, down, breaking, rule = row
    found = linted(up, down, breaking)
    assert rule in {one["rule"] for one in found.findings}
    assert not found.clean
    assert all(one["line"] >= 0 and one["message"] for one in found.findings)


@pytest.mark.parametrize(
    ("up", "down"),
    [
        CLEAN,
        (CONCURRENTLY, "DROP INDEX CONCURRENTLY i"),
        ("BEGIN; ALTER TABLE t ADD a text; COMMIT;", CLEAN[1]),
        ("CREATE TABLE t (a bigint, s text)", "DROP TABLE t"),
        ("DELETE FROM t WHERE a = 1", "INSERT INTO t VALUES (1)"),
        ("COMMENT ON TABLE t IS 'DROP TABLE x'", "COMMENT ON TABLE t IS NULL"),
        ("GRANT SELECT ON t TO r", "REVOKE SELECT ON t FROM r"),
    ],
)
def test_harmless_scripts_are_clean(up, down):
    found = linted(up, down)
    assert found.clean, found.findings
    assert found.version.startswith("squawk ")


def test_line_of_a_finding_is_the_scripts():
    found = linted("-- a\n\nTRUNCATE t;\nCREATE INDEX i ON t (a);", "SELECT 1")
    lines = {one["rule"]: one["line"] for one in found.findings}
    assert lines["irreversible"] == 3
    assert lines["require-concurrent-index-creation"] == 4


def test_taste_is_a_remark():
    found = linted("CREATE TABLE t (a int, b varchar(9))", "DROP TABLE t")
    assert {one["severity"] for one in found.findings} == {"info"}
    assert found.clean


def test_without_squawk_nothing_is_clean(monkeypatch, tmp_path):
    monkeypatch.setattr(postgres_lint.sys, "executable", str(tmp_path / "python"))
    found = linted(*CLEAN, path=str(tmp_path))
    assert not found.clean
    assert found.version == ""
    assert [one["rule"] for one in found.findings] == ["squawk_missing"]
    monkeypatch.setenv("PATH", str(tmp_path))
    result, _watcher = run("", content("lint", migration(*CLEAN)))
    assert result.outcome in ("error", "failed")


@pytest.mark.parametrize("answer", ["", "{", "[{}]", "[1]", "null"])
def test_answer_that_is_no_list_of_findings_is_never_clean(monkeypatch, answer):
    monkeypatch.setattr(postgres_lint, "_run", lambda words, given: answer)
    assert not linted(*CLEAN).clean


def test_lint_job_needs_no_database():
    result, watcher = run("", content("lint", migration(*CLEAN, breaking="no")))
    assert result.outcome == "succeeded"
    assert result.data["lint"] == {"clean": True, "findings": []}
    assert result.data["tool_version"] == "squawk 2.70.0"
    result, watcher = run("", content("lint", migration("DROP TABLE t", "")))
    assert result.outcome == "failed"
    assert "missing_down" in watcher.text
