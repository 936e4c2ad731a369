# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A small shop with one object of each kind that a rollback has to give back."""

SCHEMA = r"""
CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');
CREATE TYPE color AS ENUM ('red', 'green', 'blue');
CREATE DOMAIN email AS text CHECK (VALUE LIKE '%@%');
CREATE TYPE address AS (street text, number integer);
CREATE SEQUENCE invoice_number START 1000 INCREMENT 5;
CREATE TABLE customer (
    id bigserial PRIMARY KEY,
    name varchar(80) NOT NULL,
    mail email,
    mood mood NOT NULL DEFAULT 'ok',
    born date,
    home address,
    score numeric(8, 2) NOT NULL DEFAULT 1.50,
    note text COLLATE "C",
    code text NOT NULL DEFAULT md5(random()::text),
    CONSTRAINT customer_code UNIQUE (code) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT customer_score CHECK (score >= 0)
);
CREATE TABLE item (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    customer_id bigint NOT NULL REFERENCES customer ON DELETE CASCADE,
    amount integer NOT NULL DEFAULT 1 CHECK (amount BETWEEN 1 AND 9),
    price numeric(10, 2) NOT NULL,
    total numeric(12, 2) GENERATED ALWAYS AS (amount * price) STORED,
    done boolean NOT NULL DEFAULT false,
    tags text[] NOT NULL DEFAULT '{}',
    extra jsonb,
    created timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX item_open ON item (customer_id) WHERE NOT done;
CREATE STATISTICS item_stats ON customer_id, done FROM item;
CREATE VIEW open_item AS SELECT id, customer_id, price FROM item WHERE NOT done;
CREATE MATERIALIZED VIEW totals AS SELECT customer_id, sum(price) FROM item GROUP BY 1;
CREATE FUNCTION doubled(n integer) RETURNS integer LANGUAGE sql IMMUTABLE
    AS $$ SELECT n * 2 $$;
CREATE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN NEW.note := coalesce(NEW.note, 'new; row'); RETURN NEW; END $body$;
CREATE TRIGGER customer_stamp BEFORE INSERT ON customer
    FOR EACH ROW EXECUTE FUNCTION stamp();
CREATE RULE item_protect AS ON DELETE TO item WHERE old.done DO INSTEAD NOTHING;
ALTER TABLE customer ENABLE ROW LEVEL SECURITY;
CREATE POLICY reading ON customer FOR SELECT TO lab_reader USING (mood <> 'sad');
GRANT SELECT ON customer TO lab_reader;
GRANT UPDATE (note) ON customer TO lab_reader;
ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO lab_reader;
COMMENT ON TABLE customer IS 'Who buys';
COMMENT ON COLUMN customer.name IS 'As they write it';
COMMENT ON INDEX item_open IS 'For the queue';
"""
