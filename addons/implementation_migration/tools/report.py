# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What an agent reports of a migration, as lines for a person.

The report comes from outside: a part of another shape than agreed says nothing.
"""


def part(data, name):
    """A part of a report, empty where it is none."""
    value = data.get(name)
    return value if isinstance(value, dict) else {}


def number(data, name):
    """A number of a report, 0 where it is none."""
    value = data.get(name)
    return value if isinstance(value, int) and abs(value) < 2**31 else 0


def rows(env, data):
    """Lines ``{tone, what, text}``: the run, what it found, why no level is higher."""
    rehearsal = part(data, "rehearsal")
    return [
        *_made_with(env, data),
        *(_row("warning", one.get("rule"), _lint(one)) for one in _lint_of(data)),
        *(
            _row("danger", one.get("level"), one.get("message"))
            for one in _list(rehearsal, "reasons")
        ),
        *(
            _row("danger", env._("catalog"), _difference(one))
            for one in _list(rehearsal, "catalog_differences")
        ),
        *(
            _row("danger", env._("rows"), _difference(one))
            for one in _list(rehearsal, "row_differences")
        ),
        *_measured(env, rehearsal),
    ]


def _made_with(env, data):
    versions = [str(data.get("tool_version") or "")]
    if data.get("server_version"):
        versions.insert(0, f"PostgreSQL {data['server_version']}")
    text = ", ".join(one for one in versions if one)
    found = [_row("muted", env._("made with"), text)] if text else []
    if part(data, "lint").get("clean") is True:
        found.append(_row("success", env._("lint"), env._("clean")))
    return found


def _measured(env, rehearsal):
    """Locks and the probe beside them; numbers of rows."""
    found = [
        _row(
            "muted",
            env._("lock"),
            f"{one.get('table')}: {one.get('mode')}, {one.get('milliseconds')} ms",
        )
        for one in _list(rehearsal, "locks")
    ]
    probe = part(rehearsal, "probe")
    if probe:
        errors = number(probe, "errors")
        text = env._(
            "%(queries)s queries beside it, %(errors)s errors",
            queries=number(probe, "queries"),
            errors=errors,
        )
        found.append(_row("danger" if errors else "muted", env._("probe"), text))
    counts = part(rehearsal, "row_counts")
    if counts:
        text = ", ".join(f"{name}: {count}" for name, count in sorted(counts.items()))
        found.append(_row("muted", env._("row counts"), text))
    return found


def _row(tone, what, text):
    return {"tone": tone, "what": str(what or ""), "text": str(text or "")}


def _list(data, name):
    value = data.get(name)
    rows = value if isinstance(value, list) else []
    return [one if isinstance(one, dict) else {"message": str(one)} for one in rows]


def _lint_of(data):
    return _list(part(data, "lint"), "findings")


def _lint(one):
    line = one.get("line")
    place = f"line {line}: " if line else ""
    return f"{place}{one.get('message', '')}"


def _difference(one):
    if "message" in one:
        return one["message"]
    if "code" in one:
        return f"{one.get('table', '')}: {one['code']} ({one.get('rows', 0)})"
    names = ("object", "field")
    place = " ".join(str(one[key]) for key in names if one.get(key))
    return f"{place}: {one.get('before', '')} → {one.get('after', '')}"
