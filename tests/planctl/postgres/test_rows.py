# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Rows are made for every type, and each loss of one is seen."""

import pytest

from planctl.executors.postgres_connection import execute, rows, value
from planctl.executors.postgres_data import Keeper, row_counts, sequences, settle
from planctl.executors.postgres_rows import SEEDS, Writer, ordered
from planctl.executors.postgres_tables import read_tables

from .schema import SCHEMA

TYPES = """
bigint bit(3) boolean bytea char(5) varchar(3) date float4 float8 inet cidr int2 int4
interval json jsonb macaddr macaddr8 money numeric numeric(5,2) numeric(2,2) path
pg_lsn point polygon circle box line lseg text time timetz timestamp timestamptz
tsquery tsvector uuid varbit(9) int4range nummultirange tstzrange text[] int[]
jsonpath name regclass "char" daterange
"""


@pytest.fixture
def shop(connection, roles):
    execute(connection, SCHEMA)
    return connection


@pytest.fixture
def keeper(target, shop):
    with target.connect() as opened:
        yield Keeper(opened)


def test_every_built_in_type_gets_a_value_of_its_own(connection):
    for place, kind in enumerate(TYPES.split()):
        execute(connection, f"CREATE TABLE t{place} (a {kind} NOT NULL)")
    tables = read_tables(connection)
    held = Writer(connection).seed(tables)
    kinds = [
        one.columns["a"].type_text for one in tables.values() if held[one.name] < SEEDS
    ]
    assert kinds == []


def test_schema_with_checks_domains_and_references_is_filled(shop):
    held = Writer(shop).seed(read_tables(shop))
    assert held == {"public.customer": SEEDS, "public.item": SEEDS}
    assert value(shop, "SELECT count(DISTINCT mood) FROM customer") > 1
    assert value(shop, "SELECT bool_or(home IS NOT NULL) FROM customer")
    assert value(shop, "SELECT bool_or(mail LIKE '%@%') FROM customer")


def test_rows_that_are_there_are_kept(shop):
    writer = Writer(shop)
    writer.seed(read_tables(shop))
    before = rows(shop, "SELECT * FROM customer ORDER BY id")
    writer.seed(read_tables(shop))
    assert rows(shop, "SELECT * FROM customer ORDER BY id") == before


def test_checks_that_name_their_values_are_met(connection):
    execute(
        connection,
        "CREATE TABLE t (a text NOT NULL CHECK (a IN ('one', 'two')), b int NOT NULL"
        " CHECK (b > 40000), c text NOT NULL CHECK (c ~ '^never$' AND length(c) = 0))",
    )
    tables = read_tables(connection)
    assert Writer(connection).seed(tables) == {"public.t": 0}
    execute(connection, "ALTER TABLE t DROP COLUMN c")
    assert Writer(connection).seed(read_tables(connection)) == {"public.t": SEEDS}


def test_referenced_tables_come_first_and_circles_end(connection):
    execute(
        connection,
        "CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE z (id int PRIMARY KEY,"
        " a int REFERENCES a); ALTER TABLE a ADD z int REFERENCES z",
    )
    tables = read_tables(connection)
    assert sorted(one.name for one in ordered(tables)) == ["public.a", "public.z"]
    assert min(Writer(connection).seed(tables).values()) == SEEDS


LOSSES = {
    "row deleted": (
        "DELETE FROM item WHERE id IN"
        " (SELECT id FROM item ORDER BY 1 LIMIT 1 OFFSET 1)",
        "rows_before_lost",
    ),
    "value changed": (
        "UPDATE item SET price = price + 1",
        "rows_before_lost",
    ),
    "value emptied": ("UPDATE customer SET mail = NULL", "rows_before_lost"),
    "row added": (
        "INSERT INTO item (customer_id, price) SELECT min(id), 5 FROM customer",
        "rows_added",
    ),
    "table lost": ("DROP TABLE item CASCADE", "table_lost"),
    "column lost": ("ALTER TABLE item DROP COLUMN extra", "columns_lost"),
    "sequence set back": (
        "SELECT setval('invoice_number', 1001)",
        "sequence_behind",
    ),
    "sequence lost": ("DROP SEQUENCE invoice_number", "sequence_lost"),
    "written row lost": ("DELETE FROM item WHERE price = 77.77", "rows_between_lost"),
    "written value lost": (
        "UPDATE item SET price = 77 WHERE price = 77.77",
        "rows_between_lost",
    ),
}

ADDED = "INSERT INTO item (customer_id, price) SELECT min(id), 77.77 FROM customer"


@pytest.mark.parametrize("name", LOSSES)
def test_each_loss_of_data_is_seen(keeper, shop, name):
    sql, code = LOSSES[name]
    tables = read_tables(keeper.connection)
    Writer(shop).seed(tables)
    execute(shop, "SELECT nextval('invoice_number') FROM generate_series(1, 3)")
    before = keeper.copy(tables)
    first = keeper.copy(tables, tables)
    execute(shop, ADDED)
    execute(shop, "UPDATE item SET amount = 7 WHERE id IN (SELECT min(id) FROM item)")
    second = keeper.copy(tables, tables)
    assert keeper.differences(before, first, second, tables) == []
    assert keeper.changed(first, second) == {"public.item"}
    execute(shop, sql)
    now = read_tables(keeper.connection)
    found = keeper.differences(before, first, second, now)
    assert code in [one["code"] for one in found]


def test_wider_type_in_between_is_no_loss_and_a_cut_value_is(keeper, shop):
    execute(shop, "CREATE TABLE t (id int PRIMARY KEY, a int, b varchar(5))")
    before = keeper.copy(read_tables(keeper.connection))
    execute(shop, "ALTER TABLE t ALTER a TYPE numeric(9, 2), ALTER b TYPE text")
    tables = read_tables(keeper.connection)
    first = keeper.copy(tables, tables)
    execute(shop, "INSERT INTO t VALUES (1, 5, 'short')")
    second = keeper.copy(tables, tables)
    execute(shop, "ALTER TABLE t ALTER a TYPE int, ALTER b TYPE varchar(5)")
    now = read_tables(keeper.connection)
    assert keeper.differences(before, first, second, now) == []
    execute(shop, "UPDATE t SET b = 'shor'")
    assert keeper.differences(before, first, second, now)


def test_numbers_used_up_by_failed_tries_are_given_back(shop):
    tables = read_tables(shop)
    Writer(shop).seed(tables)
    before = sequences(shop)
    execute(shop, "SELECT nextval('item_id_seq') FROM generate_series(1, 9)")
    settle(shop, sequences(shop))
    assert sequences(shop)["public.item_id_seq"][1] >= SEEDS + 9
    settle(shop, before)
    assert sequences(shop) == before
    settle(shop, {"public.item_id_seq": (1, 0)})
    highest = value(shop, "SELECT max(id) FROM item")
    assert value(shop, "SELECT nextval('item_id_seq')") == highest + 1


def test_rows_are_counted_by_qualified_name(shop):
    execute(
        shop, 'CREATE TABLE "odd %s.name" (a int); INSERT INTO "odd %s.name" VALUES (1)'
    )
    names = list(read_tables(shop))
    assert row_counts(shop, names)['public."odd %s.name"'] == 1
    assert row_counts(shop, []) == {}
