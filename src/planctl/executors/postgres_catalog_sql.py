# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a catalog is asked: one SELECT a kind of object, each ``(name, JSON)``.

Nulls are left out of the JSON. Privileges are spelled out against the built-in
default, so that GRANT and REVOKE of the same right leave no trace.
"""

from __future__ import annotations


def _acl(acl: str, kind: str, owner: str) -> str:
    given = f"coalesce({acl}, acldefault('{kind}', {owner}))" if kind else acl
    return (
        "(SELECT coalesce(jsonb_agg(w ORDER BY w), '[]') FROM (SELECT concat("
        "x.grantee::regrole, '=', x.privilege_type, CASE WHEN x.is_grantable "
        f"THEN '*' END, '/', x.grantor::regrole) AS w FROM aclexplode({given}) x) y)"
    )


def _not_of_extension(catalog: str, oid: str) -> str:
    return (
        "NOT EXISTS (SELECT FROM pg_depend e WHERE e.deptype = 'e' AND "
        f"e.classid = '{catalog}'::regclass AND e.objid = {oid})"
    )


_USER = (
    "n.nspname NOT IN ('pg_catalog', 'information_schema') "
    "AND n.nspname !~ '^pg_(toast|temp_|toast_temp_)'"
)
_RELATION = "format('%I.%I', n.nspname, c.relname)"
_OF_RELATION = (
    "JOIN pg_class c ON c.oid = {0} JOIN pg_namespace n ON n.oid = c.relnamespace "
    f"WHERE {_USER} AND {_not_of_extension('pg_class', 'c.oid')}"
)

_SCHEMAS = f"""
SELECT 'schema ' || quote_ident(n.nspname), jsonb_build_object(
    'owner', n.nspowner::regrole, 'acl', {_acl("n.nspacl", "n", "n.nspowner")},
    'comment', obj_description(n.oid, 'pg_namespace'))
FROM pg_namespace n
WHERE {_USER} AND {_not_of_extension("pg_namespace", "n.oid")}
"""

_RELATIONS = f"""
SELECT CASE c.relkind WHEN 'r' THEN 'table ' WHEN 'p' THEN 'table ' WHEN 'v'
    THEN 'view ' WHEN 'm' THEN 'materialized view ' WHEN 'S' THEN 'sequence '
    WHEN 'f' THEN 'foreign table ' ELSE 'composite type ' END || {_RELATION},
  jsonb_build_object(
    'table', CASE WHEN c.relkind IN ('r', 'p') THEN {_RELATION} END,
    'kind', c.relkind, 'owner', c.relowner::regrole,
    'acl', CASE WHEN c.relkind <> 'c' THEN CASE c.relkind WHEN 'S'
        THEN {_acl("c.relacl", "s", "c.relowner")}
        ELSE {_acl("c.relacl", "r", "c.relowner")} END END,
    'persistence', c.relpersistence, 'options', to_jsonb(c.reloptions),
    'access_method', (SELECT amname FROM pg_am WHERE oid = c.relam),
    'tablespace', (SELECT spcname FROM pg_tablespace WHERE oid = c.reltablespace),
    'row_security', c.relrowsecurity, 'row_security_forced', c.relforcerowsecurity,
    'replica_identity', c.relreplident, 'populated', c.relispopulated,
    'of_type', nullif(c.reloftype, 0)::regtype,
    'partition_key', pg_get_partkeydef(c.oid),
    'partition_bound', pg_get_expr(c.relpartbound, c.oid),
    'parents', (SELECT jsonb_agg(inhparent::regclass ORDER BY inhseqno)
        FROM pg_inherits WHERE inhrelid = c.oid),
    'definition', CASE WHEN c.relkind IN ('v', 'm') THEN pg_get_viewdef(c.oid) END,
    'comment', obj_description(c.oid, 'pg_class'),
    'column_order', CASE WHEN c.relkind IN ('r', 'p', 'f') THEN (SELECT
        jsonb_agg(attname ORDER BY attnum) FROM pg_attribute
        WHERE attrelid = c.oid AND attnum > 0 AND NOT attisdropped) END)
  || CASE WHEN c.relkind = 'S' THEN (SELECT jsonb_build_object(
    'type', s.seqtypid::regtype, 'start', s.seqstart, 'increment', s.seqincrement,
    'minimum', s.seqmin, 'maximum', s.seqmax, 'cache', s.seqcache, 'cycle', s.seqcycle,
    'owned_by', (SELECT format('%s.%I %s', d.refobjid::regclass, a.attname, d.deptype)
        FROM pg_depend d JOIN pg_attribute a ON a.attrelid = d.refobjid
        AND a.attnum = d.refobjsubid WHERE d.classid = 'pg_class'::regclass
        AND d.objid = c.oid AND d.deptype IN ('a', 'i')
        AND d.refclassid = 'pg_class'::regclass))
    FROM pg_sequence s WHERE s.seqrelid = c.oid) ELSE '{{}}' END
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f', 'c')
  AND {_USER} AND {_not_of_extension("pg_class", "c.oid")}
"""

_COLUMNS = f"""
SELECT 'column ' || {_RELATION} || '.' || quote_ident(a.attname), jsonb_build_object(
    'table', CASE WHEN c.relkind IN ('r', 'p') THEN {_RELATION} END,
    'type', format_type(a.atttypid, a.atttypmod), 'not_null', a.attnotnull,
    'default', pg_get_expr(d.adbin, d.adrelid), 'identity', nullif(a.attidentity, ''),
    'generated', nullif(a.attgenerated, ''),
    'collation', nullif(a.attcollation, 0)::regcollation, 'storage', a.attstorage,
    'compression', nullif(a.attcompression, ''),
    'statistics', nullif(a.attstattarget, -1), 'options', to_jsonb(a.attoptions),
    'local', a.attislocal, 'inherited', a.attinhcount,
    'acl', {_acl("a.attacl", "", "")}, 'comment', col_description(c.oid, a.attnum))
FROM pg_attribute a
LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
{_OF_RELATION.format("a.attrelid")}
  AND a.attnum > 0 AND NOT a.attisdropped
  AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'c')
"""

_CONSTRAINTS = f"""
SELECT 'constraint ' || {_RELATION} || '.' || quote_ident(k.conname),
  jsonb_build_object('table', {_RELATION}, 'definition', pg_get_constraintdef(k.oid),
    'deferrable', k.condeferrable, 'deferred', k.condeferred,
    'validated', k.convalidated, 'no_inherit', k.connoinherit,
    'local', k.conislocal, 'inherited', k.coninhcount,
    'triggers', (SELECT jsonb_agg(tgenabled ORDER BY tgtype, tgenabled)
        FROM pg_trigger WHERE tgconstraint = k.oid),
    'comment', obj_description(k.oid, 'pg_constraint'))
FROM pg_constraint k {_OF_RELATION.format("k.conrelid")}
UNION ALL
SELECT 'constraint ' || format('%I.%I', n.nspname, t.typname) || '.'
    || quote_ident(k.conname), jsonb_build_object(
    'definition', pg_get_constraintdef(k.oid), 'validated', k.convalidated,
    'comment', obj_description(k.oid, 'pg_constraint'))
FROM pg_constraint k JOIN pg_type t ON t.oid = k.contypid
JOIN pg_namespace n ON n.oid = t.typnamespace WHERE {_USER}
"""

_INDEXES = f"""
SELECT 'index ' || format('%I.%I', n.nspname, o.relname), jsonb_build_object(
    'table', {_RELATION}, 'definition', pg_get_indexdef(i.indexrelid),
    'valid', i.indisvalid, 'ready', i.indisready, 'clustered', i.indisclustered,
    'replica_identity', i.indisreplident, 'immediate', i.indimmediate,
    'tablespace', (SELECT spcname FROM pg_tablespace WHERE oid = o.reltablespace),
    'statistics', (SELECT jsonb_agg(coalesce(attstattarget, -1) ORDER BY attnum)
        FROM pg_attribute WHERE attrelid = o.oid),
    'parents', (SELECT jsonb_agg(inhparent::regclass)
        FROM pg_inherits WHERE inhrelid = o.oid),
    'comment', obj_description(o.oid, 'pg_class'))
FROM pg_index i JOIN pg_class o ON o.oid = i.indexrelid
{_OF_RELATION.format("i.indrelid")}
"""

_TRIGGERS = f"""
SELECT 'trigger ' || {_RELATION} || '.' || quote_ident(t.tgname), jsonb_build_object(
    'table', {_RELATION}, 'definition', pg_get_triggerdef(t.oid),
    'enabled', t.tgenabled, 'comment', obj_description(t.oid, 'pg_trigger'))
FROM pg_trigger t {_OF_RELATION.format("t.tgrelid")} AND NOT t.tgisinternal
UNION ALL
SELECT 'rule ' || {_RELATION} || '.' || quote_ident(r.rulename), jsonb_build_object(
    'table', {_RELATION}, 'definition', pg_get_ruledef(r.oid), 'enabled', r.ev_enabled,
    'comment', obj_description(r.oid, 'pg_rewrite'))
FROM pg_rewrite r {_OF_RELATION.format("r.ev_class")} AND r.rulename <> '_RETURN'
UNION ALL
SELECT 'policy ' || {_RELATION} || '.' || quote_ident(p.polname), jsonb_build_object(
    'table', {_RELATION}, 'command', p.polcmd, 'permissive', p.polpermissive,
    'roles', (SELECT jsonb_agg(o::regrole ORDER BY o::regrole::text)
        FROM unnest(p.polroles) o),
    'using', pg_get_expr(p.polqual, p.polrelid),
    'check', pg_get_expr(p.polwithcheck, p.polrelid),
    'comment', obj_description(p.oid, 'pg_policy'))
FROM pg_policy p {_OF_RELATION.format("p.polrelid")}
UNION ALL
SELECT 'statistics ' || format('%I.%I', m.nspname, s.stxname), jsonb_build_object(
    'table', {_RELATION}, 'definition', pg_get_statisticsobjdef(s.oid),
    'owner', s.stxowner::regrole, 'target', nullif(s.stxstattarget, -1),
    'comment', obj_description(s.oid, 'pg_statistic_ext'))
FROM pg_statistic_ext s JOIN pg_namespace m ON m.oid = s.stxnamespace
{_OF_RELATION.format("s.stxrelid")}
"""

_FUNCTIONS = f"""
SELECT 'function ' || p.oid::regprocedure, jsonb_build_object(
    'kind', p.prokind, 'owner', p.proowner::regrole,
    'acl', {_acl("p.proacl", "f", "p.proowner")},
    'comment', obj_description(p.oid, 'pg_proc'),
    'definition', CASE WHEN p.prokind <> 'a' THEN pg_get_functiondef(p.oid)
      ELSE (SELECT concat_ws(' ', a.aggkind, a.aggtransfn, a.aggfinalfn, a.aggcombinefn,
        a.aggserialfn, a.aggdeserialfn, a.aggmtransfn, a.aggminvtransfn, a.aggmfinalfn,
        a.aggfinalmodify, a.aggsortop::regoperator, a.aggtranstype::regtype,
        a.agginitval, p.proparallel, pg_get_function_result(p.oid))
        FROM pg_aggregate a WHERE a.aggfnoid = p.oid) END)
FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
WHERE {_USER} AND {_not_of_extension("pg_proc", "p.oid")}
"""

_TYPES = f"""
SELECT 'type ' || format('%I.%I', n.nspname, t.typname), jsonb_build_object(
    'kind', t.typtype, 'owner', t.typowner::regrole,
    'acl', {_acl("t.typacl", "T", "t.typowner")},
    'comment', obj_description(t.oid, 'pg_type'),
    'labels', (SELECT jsonb_agg(enumlabel ORDER BY enumsortorder)
        FROM pg_enum WHERE enumtypid = t.oid),
    'base', CASE WHEN t.typtype = 'd' THEN format_type(t.typbasetype, t.typtypmod) END,
    'not_null', t.typnotnull, 'default', t.typdefault,
    'collation', nullif(t.typcollation, 0)::regcollation, 'input', t.typinput,
    'range', (SELECT concat_ws(' ', r.rngsubtype::regtype, r.rngcollation::regcollation,
        (SELECT opcname FROM pg_opclass WHERE oid = r.rngsubopc), r.rngcanonical,
        r.rngsubdiff) FROM pg_range r WHERE r.rngtypid = t.oid))
FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
LEFT JOIN pg_class c ON c.oid = t.typrelid
WHERE {_USER} AND {_not_of_extension("pg_type", "t.oid")}
  AND t.typcategory <> 'A' AND (c.oid IS NULL OR c.relkind = 'c')
"""

#: Kinds of which existence, name and plain values are compared.
OTHERS = (
    "pg_am",
    "pg_cast",
    "pg_collation",
    "pg_conversion",
    "pg_event_trigger",
    "pg_foreign_data_wrapper",
    "pg_foreign_server",
    "pg_language",
    "pg_opclass",
    "pg_operator",
    "pg_opfamily",
    "pg_transform",
    "pg_ts_config",
    "pg_ts_dict",
    "pg_ts_parser",
    "pg_ts_template",
)

#: A user mapping's options hold passwords: their digest is compared.
_WHOLE = """
SELECT 'extension ' || quote_ident(e.extname), jsonb_build_object(
    'version', e.extversion, 'schema', e.extnamespace::regnamespace,
    'owner', e.extowner::regrole, 'comment', obj_description(e.oid, 'pg_extension'))
FROM pg_extension e
UNION ALL
SELECT concat('default privileges ', d.defaclrole::regrole, ' ',
    nullif(d.defaclnamespace, 0)::regnamespace, ' ', d.defaclobjtype),
  jsonb_build_object('acl', {acl}) FROM pg_default_acl d
UNION ALL
SELECT 'publication ' || quote_ident(p.pubname),
  to_jsonb(p) - 'oid' - 'pubowner' || jsonb_build_object('owner', p.pubowner::regrole,
    'comment', obj_description(p.oid, 'pg_publication'),
    'tables', (SELECT jsonb_agg(to_jsonb(t) ORDER BY t.schemaname, t.tablename)
        FROM pg_publication_tables t WHERE t.pubname = p.pubname))
FROM pg_publication p
UNION ALL
SELECT 'database', jsonb_build_object('owner', d.datdba::regrole, 'acl', {database},
    'connections', d.datconnlimit, 'settings', (SELECT jsonb_agg(jsonb_build_array(
        s.setrole::regrole, s.setconfig) ORDER BY s.setrole::regrole::text)
        FROM pg_db_role_setting s WHERE s.setdatabase = d.oid))
FROM pg_database d WHERE d.datname = current_database()
UNION ALL
SELECT 'role ' || quote_ident(r.rolname), to_jsonb(r) - 'oid' - 'rolpassword' ||
  jsonb_build_object('member_of', (SELECT jsonb_agg(m.roleid::regrole
    ORDER BY m.roleid::regrole::text) FROM pg_auth_members m WHERE m.member = r.oid))
FROM pg_roles r WHERE r.rolname !~ '^pg_'
UNION ALL
SELECT format('user mapping %s on %I', m.usename, m.srvname),
  jsonb_build_object('options', md5(m.umoptions::text)) FROM pg_user_mappings m
UNION ALL
SELECT format('security label %s %s %s', l.provider, l.objtype, l.objname),
  jsonb_build_object('label', l.label) FROM pg_seclabels l
""".format(acl=_acl("d.defaclacl", "", ""), database=_acl("d.datacl", "d", "d.datdba"))

QUERIES = (
    _SCHEMAS,
    _RELATIONS,
    _COLUMNS,
    _CONSTRAINTS,
    _INDEXES,
    _TRIGGERS,
    _FUNCTIONS,
    _TYPES,
    _WHOLE,
)
