# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Who signs which part, and which migrations touch grants."""

import pytest

from plankit.errors import PlanError
from plankit.markdown import synonyms_columns, synonyms_document, synonyms_labels
from plankit.plan import COLLECTIONS, HEADER_FIELDS, Migration, item_fields
from plankit.scope import (
    ALL_PARTS,
    PARTS,
    UNSIGNED,
    collections_of,
    header_of,
    is_signed_extra,
    parts_of,
    touches_grants,
)
from plankit.scope_words import reports
from tests.plankit.growth import growth

TECH = {"architecture", "work", "verification", "migrations", "tests", "dependencies"}
SECURITY = {"risks", "policies", "triggers", "grants"}
SRE = {"rollout", "triggers", "observability", "rollback"}


@pytest.mark.parametrize(
    ("role", "parts"),
    [
        ("Tech Lead", TECH),
        ("tech-lead", TECH),
        (" TECHNICAL   LEAD: ", TECH),
        ("**Security**", SECURITY),
        ("Security Officer", SECURITY),
        ("security_engineer", SECURITY),
        ("CISO", SECURITY),
        ("SRE", SRE),
        ("Site Reliability Engineer", SRE),
        ("site-reliability-engineer", SRE),
        ("SRE Lead", SRE),
        ("Product Owner", ALL_PARTS),
        ("Security Intern", ALL_PARTS),
        ("SRE / Security", ALL_PARTS),
        ("", ALL_PARTS),
    ],
)
def test_a_role_signs_its_parts_and_an_unknown_one_all(role, parts):
    assert parts_of(role) == parts


@pytest.mark.parametrize("role", ["Tech Lead", "Security", "SRE", "Owner"])
@pytest.mark.parametrize("part", PARTS)
def test_a_scope_is_widened_and_never_narrowed(role, part):
    wide = parts_of(role, [part])
    kept = parts_of(role) | {part}
    assert wide | {"grants"} == kept | {"grants"}
    assert ("grants" in wide) == ("grants" in kept and "migrations" not in kept)


def test_a_part_that_is_none_is_refused():
    with pytest.raises(PlanError) as refusal:
        parts_of("SRE", ["riskz"])
    assert refusal.value.code == "unknown_part"
    assert refusal.value.values == {"part": "riskz"}


def test_every_header_field_is_in_one_part_or_signed_by_nobody():
    held = [n for part in ALL_PARTS for n in PARTS[part].header if n[0] != "@"]
    unsigned = {field for collection, field in UNSIGNED if not collection}
    assert sorted(held) == sorted({*HEADER_FIELDS} - unsigned - {"slug"})


def test_every_collection_is_in_one_part_or_signed_by_nobody():
    held = [name for part in ALL_PARTS for name in PARTS[part].collections]
    assert sorted(held) == sorted({*COLLECTIONS} - {"approvals"})


def test_what_nobody_signs_exists():
    for collection, field in UNSIGNED:
        names = item_fields(collection) if collection else HEADER_FIELDS
        assert field in names or (collection, field) == ("approvals", "")


def test_parts_name_their_collections_and_header():
    assert collections_of(SECURITY) == {"risks", "triggers", "migrations"}
    assert header_of(SECURITY) == {"@policies"}
    assert header_of({"summary", "prose"}) >= {"title", "extra", "@prose"}
    assert collections_of([]) == header_of([]) == frozenset()


def _spellings(rows, fields):
    return [(f, word) for f, _lang, words in rows if f in fields for word in words]


READERS = [
    *_spellings(synonyms_columns.TASKS, {"status"}),
    *_spellings(synonyms_columns.COLUMNS["dependencies"], {"status"}),
    *_spellings(synonyms_columns.COLUMNS["deliverables"], {"done"}),
    *_spellings(synonyms_columns.COLUMNS["dashboards"], {"done"}),
    *_spellings(synonyms_labels.TASK_LABELS, {"status"}),
    *_spellings(synonyms_labels.PHASE_LABELS, {"status"}),
]


@pytest.mark.parametrize("word", sorted({word for _field, word in READERS}))
def test_a_second_column_that_the_reader_takes_for_a_status_is_unsigned(word):
    assert not is_signed_extra("risks", word)


HEADERS = _spellings(synonyms_document.HEADER_LABELS, {"date_updated"})


@pytest.mark.parametrize("word", sorted({word for _field, word in HEADERS}))
def test_a_second_line_that_says_when_it_was_updated_is_unsigned(word):
    assert not is_signed_extra("", word)


@pytest.mark.parametrize(
    "header",
    [
        *("Status", "**Status:**", "Review Status", "STATUS", "Progress", "% Done"),
        *("✅", "Actual Start", "Actual end date", "End (actual)", "Last Updated"),
        *("Ende (Ist)", "Fecha real", "实际开始", "実績", "Statut", "Статус"),
    ],
)
def test_reports_of_progress_are_unsigned(header):
    assert reports(header)


@pytest.mark.parametrize(
    "header",
    [
        *("Notes", "Target State", "State machine", "Statusless", "Progress notes"),
        *("Actual Behaviour", "Expected", "Update strategy", "Date", "Done when"),
        *("Start", "Completed by whom", "Status of the art", "Start date", "", "@x"),
        *("@status", "@up_sql", "Real estate", "Factual start"),
    ],
)
def test_other_headers_are_signed(header):
    assert is_signed_extra("tasks", header)


def test_a_date_is_unsigned_above_a_document_only():
    assert not is_signed_extra("", "Date")
    assert is_signed_extra("phases", "Date")


SQL = [
    *("GRANT SELECT ON t TO anon;", "grant/**/select on t to anon", "ReVoKe all"),
    *("CREATE POLICY p ON t", "create\n\tpolicy p", "alter/* a */policy p on t"),
    *("DROP -- why\r\n POLICY p", "create or replace role r", "CREATE\u00a0USER u"),
    *("ALTER/*1*//*2*/ -- 3\n/*4*/ROLE r", "alter /* a /* b */ c */ policy p"),
    *("ALTER TABLE t ENABLE ROW LEVEL SECURITY", "force row/**/level\nsecurity"),
    *("ALTER TABLE t OWNER TO u", "owner--\nto u", "reassign owned by a to b"),
    *("create function f() security definer", "SECURITY/* */DEFINER"),
    *("ALTER DEFAULT PRIVILEGES", "default /*x*/ privileges", "set role admin"),
    *("select 1; /* unfinished create /* policy", "'--' ; create /**/ policy p"),
    *("'/*' ; create -- \n policy p '*/'", "create # mysql\n user u"),
    *("DO $$ begin execute 'gr' || 'ant'; end $$", "execute format('%s', x)"),
    *("\\i grants.sql", "select 'x' \\gexec", "/*!50000 CREATE USER u */"),
    *("create /*/*/*/*/*/ deep */*/*/*/*/ user u", "alter role r bypassrls"),
    *("SET SESSION AUTHORIZATION x", "update pg_authid set rolsuper = true"),
]


@pytest.mark.parametrize("header", ["@up_sql", "@down_sql", "SQL"])
@pytest.mark.parametrize("sql", SQL)
def test_sql_of_grants_is_found_however_it_is_spaced(header, sql):
    assert touches_grants(Migration(key="1", extra=((header, sql),)))


@pytest.mark.parametrize(
    "sql",
    [
        *("", "create table users (id int, role text)", "select * from policies"),
        *("alter table t add column owner text", "create index security on t (a)"),
        *("create trigger t execute function f()", "-- regrantable\nselect 1"),
        *("create trigger t execute /* a */ procedure f()", "drop table user_role"),
        *("create table policy (id int)", "insert into t values ('level security')"),
        *("alter table roles add default 'privileges'", "/* a */ select 1 /* b */"),
    ],
)
def test_other_sql_is_not_taken_for_grants(sql):
    assert not touches_grants(Migration(key="1", extra=(("@up_sql", sql),)))


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("name", "add_rls_policies"),
        ("name", "grant_read"),
        ("name", "AddPolicy policies"),
        ("description", "Row-level security for tenants"),
        ("description", "Revoked rights of the old role"),
        ("description", "CREATE ROLE reader"),
        ("description", "permissions, finally"),
    ],
)
def test_names_and_descriptions_of_grants_are_found(field, text):
    assert touches_grants(Migration(key="1", **{field: text}))


@pytest.mark.parametrize(
    "text", ["create_users", "Initial schema", "Emigrants", "Execute the backfill"]
)
def test_other_names_are_not_taken_for_grants(text):
    assert not touches_grants(Migration(key="1", name=text, description=text))


HOSTILE = [
    *("create /*", "create ", "create --\n", "create -- ", "create # ", "\n"),
    *("create -- create\n", "create /* create */ ", "create /* */", "alter /* /* "),
    *("set\n# create\n", "/* create /* create */ */", "row level ", "execute function"),
]


@pytest.mark.parametrize("sql", HOSTILE)
def test_hostile_sql_costs_no_more_than_its_size(sql):
    small, large = (
        Migration(key="1", extra=(("@up_sql", sql * count),))
        for count in (1_000, 8_000)
    )
    assert growth(touches_grants, small, large) < 24
