# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Statements are cut where psql and PostgreSQL cut them."""

import subprocess

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planctl.executors.postgres_connection import (
    MigrationRefused,
    Target,
    execute,
    rows,
)
from planctl.executors.postgres_statements import statements
from tools.postgres import programs

from .conftest import PACKAGES

#: Each a whole statement, with whatever might look like an end in it.
PIECES = (
    "SELECT 1",
    "SELECT 'a;b', 'it''s;'",
    "SELECT E'a\\';b', E'\\\\'",
    "SELECT 'a\\'",
    "SELECT U&'d\\0061t;a', B'101', X'1F'",
    "SELECT $$a;'b$$",
    "SELECT $x$a;$$;b$x$, $é1$;$é1$",
    'SELECT 1 AS "a;""b\'"',
    "SELECT /* ; /* ; */ ' */ 1",
    "SELECT 1 -- ; '\n + 2",
    "SELECT 'a'\n';b'",
    "SELECT 1 AS a$b$c, 2 AS d$b$e",
    "SELECT 5 * -1, (SELECT ARRAY[1, 2])[1]",
    "CREATE OR REPLACE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1;"
    " SELECT CASE WHEN true THEN 2 END; END",
    "CREATE OR REPLACE FUNCTION g() RETURNS int LANGUAGE plpgsql AS"
    " $body$ BEGIN RETURN 1; END; $body$",
    "CREATE OR REPLACE RULE r AS ON DELETE TO t DO ALSO (SELECT 1; SELECT 2)",
    "DO $$ BEGIN PERFORM 1; END $$",
    "INSERT INTO t VALUES (';')",
)


@pytest.fixture(scope="module")
def playground(admin, dsn):
    admin.execute("CREATE DATABASE lab_statements STRATEGY FILE_COPY")
    with Target.read(dsn("lab_statements")).connect() as connection:
        execute(connection, "CREATE TABLE t (a text)")
        yield connection


def texts(script):
    return [one.text for one in statements(script)]


@given(
    st.lists(st.sampled_from(PIECES), max_size=6),
    st.sampled_from([";", " ;\n", "; -- it's;\n", ";;\n/* ; */", ";\r\n\t"]),
)
@settings(max_examples=60)
def test_pieces_come_out_as_they_went_in(pieces, between):
    script = between.join([*pieces, ""])
    found = texts(script)
    assert len(found) == len(pieces)
    assert all(one.endswith(piece) for one, piece in zip(found, pieces, strict=True))


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=5))
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_psql_cuts_at_the_same_places(server, dsn, playground, pieces):
    """psql tells each statement that it sends; PostgreSQL takes each one of ours."""
    script = ";\n".join([*pieces, ""])
    command = [programs(PACKAGES) / "psql", "-X", "-q", "-e", "-v", "ON_ERROR_STOP=1"]
    done = subprocess.run(
        [*command, "-o", "/dev/null", dsn("lab_statements")],
        input=script + "\\echo\n",
        capture_output=True,
        text=True,
        check=True,
        env=server.environment,
    )
    assert done.stdout.strip() == ";\n".join([*texts(script), ""]).strip()
    for one in texts(script):
        execute(playground, one)
    assert rows(playground, "SELECT 1")


def test_lines_are_those_of_the_first_word():
    found = statements("\n-- a\nSELECT 1;\n\n/* b\n */ SELECT\n 2")
    assert [one.line for one in found] == [3, 6]
    assert found[1].words == ("SELECT", "2")


def test_words_tell_names_from_strings():
    (one,) = statements("create index Concurrently \"Odd;\" on T (a) where b = 'X;'")
    assert one.starts("CREATE", "INDEX", "CONCURRENTLY")
    assert one.words[3] == '"Odd;"'
    assert one.words[-1] == "'"


@pytest.mark.parametrize(
    "script",
    ["SELECT 'a", 'SELECT "a', "SELECT $$a", "SELECT 1\0", "SELECT E'a'\n'b\\';'"],
)
def test_text_without_an_end_is_refused(script):
    with pytest.raises(MigrationRefused) as refused:
        statements(script)
    assert refused.value.code == "unreadable_sql"


@pytest.mark.parametrize("script", ["", " \n", ";", "-- a;\n", "/* ; */ ;", "\ufeff"])
def test_script_without_a_statement_has_none(script):
    assert statements(script) == []


@given(st.text(alphabet="aE$'\"\\;/*-\n ()", max_size=30))
@settings(max_examples=200)
def test_any_text_is_cut_or_refused(script):
    try:
        found = texts(script)
    except MigrationRefused:
        return
    rest = script
    for one in found:
        assert one in rest
        rest = rest[rest.index(one) + len(one) :]
