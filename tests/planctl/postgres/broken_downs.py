# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Downs that look right and are not: ``(name, up, down, codes)``.

The codes are the reasons that have to be named; the database is ``schema.SCHEMA``.
"""

CATALOG, DATA = "catalog_differs", "data_differs"

BROKEN = (
    ("empty", "ALTER TABLE item ADD x int", "", "down_failed"),
    ("only a comment", "ALTER TABLE item ADD x int", "-- nothing to do", "down_failed"),
    ("does nothing", "ALTER TABLE item ADD x int", "SELECT 1", CATALOG),
    (
        "partial",
        "ALTER TABLE item ADD x int; ALTER TABLE item ADD y int",
        "ALTER TABLE item DROP COLUMN x",
        CATALOG,
    ),
    (
        "wrong order",
        "CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (id int REFERENCES a)",
        "DROP TABLE a; DROP TABLE b",
        "down_failed",
    ),
    (
        "environment dependent",
        "ALTER TABLE item ADD x int",
        "DO $$ BEGIN IF current_database() LIKE 'production%' THEN"
        " ALTER TABLE item DROP COLUMN x; END IF; END $$",
        CATALOG,
    ),
    (
        "leans on a setting of the up",
        "CREATE SCHEMA extra; SET search_path = extra, public; CREATE TABLE made ()",
        "DROP TABLE made; DROP SCHEMA extra",
        "down_failed",
    ),
    (
        "wants a role that is not there",
        "ALTER TABLE item ADD x int",
        "ALTER TABLE item DROP COLUMN x; ALTER TABLE item OWNER TO nobody_here",
        "down_failed",
    ),
    (
        "column lost with its rows",
        "ALTER TABLE customer DROP COLUMN born",
        "ALTER TABLE customer ADD born date",
        DATA,
    ),
    (
        "table lost with its rows",
        "DROP MATERIALIZED VIEW totals; DROP VIEW open_item; DROP TABLE item",
        "SELECT 1",
        CATALOG,
    ),
    (
        "deleted rows",
        "DELETE FROM item WHERE true",
        "SELECT 1",
        DATA,
    ),
    (
        "values overwritten",
        "UPDATE customer SET name = upper(name)",
        "UPDATE customer SET name = lower(name)",
        DATA,
    ),
    (
        "rounded",
        "ALTER TABLE item ALTER extra TYPE text USING extra::text;"
        "UPDATE item SET extra = left(extra, 5)",
        "UPDATE item SET extra = NULL; ALTER TABLE item ALTER extra TYPE jsonb"
        " USING extra::jsonb",
        DATA,
    ),
    (
        "written between lost",
        "CREATE TABLE item_copy AS SELECT * FROM item",
        "DELETE FROM item WHERE id NOT IN (SELECT id FROM item_copy);"
        "DROP TABLE item_copy",
        DATA,
    ),
    (
        "rows doubled",
        "CREATE TABLE note (n int); ALTER TABLE item ADD x int",
        "ALTER TABLE item DROP COLUMN x; DROP TABLE note; INSERT INTO item"
        " (customer_id, price) SELECT customer_id, price FROM item",
        DATA,
    ),
    (
        "sequence lost",
        "DROP SEQUENCE invoice_number",
        "SELECT 1",
        CATALOG,
    ),
    (
        "sequence started again",
        "DROP SEQUENCE invoice_number",
        "CREATE SEQUENCE invoice_number START 1000 INCREMENT 5",
        DATA,
    ),
    (
        "sequence with another step",
        "ALTER SEQUENCE invoice_number INCREMENT 10",
        "ALTER SEQUENCE invoice_number INCREMENT 1",
        CATALOG,
    ),
    (
        "default lost",
        "ALTER TABLE customer ALTER mood DROP DEFAULT",
        "SELECT 1",
        CATALOG,
    ),
    (
        "default changed",
        "ALTER TABLE customer ALTER score SET DEFAULT 2",
        "ALTER TABLE customer ALTER score SET DEFAULT 1",
        CATALOG,
    ),
    (
        "grant lost",
        "REVOKE SELECT ON customer FROM lab_reader",
        "SELECT 1",
        CATALOG,
    ),
    (
        "column grant lost",
        "REVOKE UPDATE (note) ON customer FROM lab_reader",
        "GRANT SELECT (note) ON customer TO lab_reader",
        CATALOG,
    ),
    (
        "default privileges lost",
        "ALTER DEFAULT PRIVILEGES REVOKE SELECT ON TABLES FROM lab_reader",
        "SELECT 1",
        CATALOG,
    ),
    (
        "function free for all",
        "REVOKE EXECUTE ON FUNCTION doubled FROM PUBLIC",
        "GRANT EXECUTE ON FUNCTION doubled TO lab_reader",
        CATALOG,
    ),
    ("index lost", "DROP INDEX item_open", "SELECT 1", CATALOG),
    (
        "index without its condition",
        "DROP INDEX item_open",
        "CREATE INDEX item_open ON item (customer_id);"
        "COMMENT ON INDEX item_open IS 'For the queue'",
        CATALOG,
    ),
    (
        "comment lost",
        "DROP INDEX item_open",
        "CREATE INDEX item_open ON item (customer_id) WHERE NOT done",
        CATALOG,
    ),
    (
        "column comment lost",
        "COMMENT ON COLUMN customer.name IS 'new'",
        "COMMENT ON COLUMN customer.name IS NULL",
        CATALOG,
    ),
    (
        "label left in the enum",
        "ALTER TYPE mood ADD VALUE 'calm' BEFORE 'ok'",
        "SELECT 1",
        CATALOG,
    ),
    (
        "order of the enum",
        "DROP TYPE color",
        "CREATE TYPE color AS ENUM ('green', 'red', 'blue')",
        CATALOG,
    ),
    (
        "identity lost",
        "ALTER TABLE item ALTER id DROP IDENTITY",
        "CREATE SEQUENCE item_id_seq OWNED BY item.id; ALTER TABLE item ALTER id"
        " SET DEFAULT nextval('item_id_seq')",
        CATALOG,
    ),
    (
        "identity of another kind",
        "ALTER TABLE item ALTER id SET GENERATED BY DEFAULT",
        "SELECT 1",
        CATALOG,
    ),
    (
        "not null lost",
        "ALTER TABLE customer ALTER name DROP NOT NULL",
        "SELECT 1",
        CATALOG,
    ),
    (
        "check lost",
        "ALTER TABLE customer DROP CONSTRAINT customer_score",
        "SELECT 1",
        CATALOG,
    ),
    (
        "check not validated",
        "ALTER TABLE customer DROP CONSTRAINT customer_score",
        "ALTER TABLE customer ADD CONSTRAINT customer_score CHECK (score >= 0)"
        " NOT VALID",
        CATALOG,
    ),
    (
        "action of the foreign key",
        "ALTER TABLE item DROP CONSTRAINT item_customer_id_fkey",
        "ALTER TABLE item ADD CONSTRAINT item_customer_id_fkey FOREIGN KEY"
        " (customer_id) REFERENCES customer",
        CATALOG,
    ),
    ("trigger lost", "DROP TRIGGER customer_stamp ON customer", "SELECT 1", CATALOG),
    (
        "trigger off",
        "ALTER TABLE customer DISABLE TRIGGER customer_stamp",
        "ALTER TABLE customer ENABLE REPLICA TRIGGER customer_stamp",
        CATALOG,
    ),
    ("rule lost", "DROP RULE item_protect ON item", "SELECT 1", CATALOG),
    (
        "row security off",
        "ALTER TABLE customer DISABLE ROW LEVEL SECURITY",
        "SELECT 1",
        CATALOG,
    ),
    (
        "row security not forced",
        "ALTER TABLE item ENABLE ROW LEVEL SECURITY; ALTER TABLE item FORCE ROW LEVEL"
        " SECURITY",
        "ALTER TABLE item DISABLE ROW LEVEL SECURITY",
        CATALOG,
    ),
    ("policy lost", "DROP POLICY reading ON customer", "SELECT 1", CATALOG),
    (
        "policy for everyone",
        "DROP POLICY reading ON customer",
        "CREATE POLICY reading ON customer FOR SELECT USING (mood <> 'sad')",
        CATALOG,
    ),
    (
        "view changed",
        "DROP VIEW open_item",
        "CREATE VIEW open_item AS SELECT id, customer_id, price FROM item",
        CATALOG,
    ),
    (
        "materialized view without rows",
        "DROP MATERIALIZED VIEW totals",
        "CREATE MATERIALIZED VIEW totals AS SELECT customer_id, sum(price) FROM item"
        " GROUP BY 1 WITH NO DATA",
        CATALOG,
    ),
    (
        "body of a function",
        "CREATE OR REPLACE FUNCTION doubled(n integer) RETURNS integer LANGUAGE sql"
        " IMMUTABLE AS $$ SELECT n * 3 $$",
        "CREATE OR REPLACE FUNCTION doubled(n integer) RETURNS integer LANGUAGE sql"
        " IMMUTABLE AS $$ SELECT n + 2 $$",
        CATALOG,
    ),
    (
        "volatility of a function",
        "ALTER FUNCTION doubled VOLATILE",
        "ALTER FUNCTION doubled STABLE",
        CATALOG,
    ),
    (
        "owner changed",
        "ALTER TABLE item OWNER TO lab_owner",
        "SELECT 1",
        CATALOG,
    ),
    (
        "collation lost",
        'ALTER TABLE customer ALTER note TYPE text COLLATE "POSIX"',
        "ALTER TABLE customer ALTER note TYPE text",
        CATALOG,
    ),
    (
        "check of the domain",
        "ALTER DOMAIN email DROP CONSTRAINT email_check",
        "ALTER DOMAIN email ADD CONSTRAINT email_check CHECK (VALUE <> '')",
        CATALOG,
    ),
    (
        "narrower type",
        "ALTER TABLE customer ALTER name TYPE text",
        "ALTER TABLE customer ALTER name TYPE varchar(70)",
        CATALOG,
    ),
    (
        "generated column made plain",
        "ALTER TABLE item ALTER total DROP EXPRESSION",
        "SELECT 1",
        CATALOG,
    ),
    ("statistics lost", "DROP STATISTICS item_stats", "SELECT 1", CATALOG),
    (
        "statistics target",
        "ALTER TABLE item ALTER price SET STATISTICS 500",
        "ALTER TABLE item ALTER price SET STATISTICS 100",
        CATALOG,
    ),
    (
        "unique not deferrable",
        "ALTER TABLE customer DROP CONSTRAINT customer_code",
        "ALTER TABLE customer ADD CONSTRAINT customer_code UNIQUE (code)",
        CATALOG,
    ),
    (
        "composite type",
        "ALTER TYPE address ADD ATTRIBUTE city text",
        "ALTER TYPE address DROP ATTRIBUTE number",
        CATALOG,
    ),
    (
        "storage",
        "ALTER TABLE customer ALTER note SET STORAGE EXTERNAL",
        "ALTER TABLE customer ALTER note SET STORAGE MAIN",
        CATALOG,
    ),
    (
        "option of the table",
        "ALTER TABLE item SET (fillfactor = 50)",
        "ALTER TABLE item SET (fillfactor = 100)",
        CATALOG,
    ),
    ("schema left", "CREATE SCHEMA extra", "SELECT 1", CATALOG),
    ("second up fails", "CREATE SCHEMA extra", "ALTER SCHEMA extra RENAME TO y", ""),
    (
        "second up makes less",
        "DO $$ BEGIN IF to_regclass('marker') IS NULL THEN CREATE TABLE marker ();"
        " END IF; END $$; CREATE TABLE IF NOT EXISTS made (n int);"
        "SELECT setval('invoice_number', 5000)",
        "DROP TABLE made",
        CATALOG,
    ),
)
