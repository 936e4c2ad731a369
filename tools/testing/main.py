# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""``make test``: every part on every series found, and one line for each."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from tools import browser, debian, odoo, process, stack
from tools.report import say
from tools.settings import SERIES, Settings, SetupError
from tools.testing import inside, lint, pure
from tools.testing import pot as words
from tools.testing.context import Context
from tools.testing.databases import cluster, databases
from tools.testing.results import HEADER, Result, closing
from tools.venv import RUN, TEST, Venv

# Two series at a time: each keeps one core busy.
SIDE_BY_SIDE = 2


def run(settings: Settings) -> int:
    """Code 1 when something failed; the closing line is the last one printed."""
    wanted = parts(os.environ.get("PART", ""))
    with process.locked(settings.data_dir / "test" / "lock"):
        results = _run(settings, wanted)
    say(f"\n{HEADER}")
    for result in results:
        say(result.line())
    last = closing(results)
    (settings.data_dir / "test" / "closing").write_text(f"{last}\n")
    say(last)
    return 1 if any(result.failed for result in results) else 0


def pot(settings: Settings) -> None:
    """``make pot``: write every addon's list of translatable words."""
    with process.locked(settings.data_dir / "test" / "lock"):
        servers, _missing = find(settings)
        server = servers.get(words.SERIES) or next(iter(servers.values()))
        venv = Venv(settings).ensure(RUN)
        postgres = cluster(settings, venv)
        try:
            some = databases(settings, server, venv)
            some.drop(some.name("all"))
            changed = words.write(some)
        finally:
            if postgres:
                postgres.stop()
    say(f"Written: {', '.join(changed) or 'nothing, all are up to date'}")


def parts(text: str) -> frozenset[str]:
    """The wanted parts; none named means all."""
    known = {*pure.PARTS, *inside.PARTS}
    wanted = frozenset(text.replace(",", " ").split())
    if unknown := wanted - known:
        names = ", ".join(sorted(known))
        raise SetupError(f"PART={' '.join(sorted(unknown))} is unknown: say {names}.")
    return wanted


def _run(settings: Settings, wanted: frozenset[str]) -> list[Result]:
    needs_odoo = not wanted or bool(wanted.intersection(inside.PARTS))
    servers, missing = find(settings) if needs_odoo else ({}, [])
    venv = Venv(settings).ensure(RUN, TEST)
    context = Context(settings, venv, _browser(settings, needs_odoo), wanted)
    postgres = cluster(settings, venv) if servers else None
    jobs = [partial(_pure, context)]
    jobs += [partial(_inside, context, server) for server in servers.values()]
    try:
        with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
            running = [pool.submit(job) for job in jobs]
        results = [result for job in running for result in job.result()]
    finally:
        if postgres:
            postgres.stop()
    return results + missing


def find(settings: Settings) -> tuple[dict[str, odoo.Odoo], list[Result]]:
    """A server of each wanted series, and a line for each that is not to be had."""
    servers, missing = {}, []
    for series in SERIES:
        if settings.series in ("", series):
            try:
                servers[series] = _server(settings, series)
            except SetupError as error:
                sentence = str(error).splitlines()[0]
                missing.append(Result("odoo", series, note=f"not run: {sentence}"))
    if not servers:
        raise SetupError(missing[0].note)
    return servers, missing


def _server(settings: Settings, series: str) -> odoo.Odoo:
    """A named tree of another series is not in the way of this one's own."""
    for server in odoo.local(settings):
        if server.series == series:
            return server
    if series != odoo.DEBIAN_SERIES:
        raise SetupError(odoo.missing(series))
    if unpacked := debian.found(settings):
        return unpacked
    return stack.fetch(settings, Venv(settings), (RUN,))


def _browser(settings: Settings, needed: bool) -> Path:
    """Without one the browser tests fail by themselves, and say so."""
    try:
        return browser.folder(settings) if needed else Path()
    except SetupError as error:
        say(str(error))
        return Path()


def _pure(context: Context) -> list[Result]:
    linted = lint.run(context) if os.environ.get("LINT", "") not in ("", "0") else []
    return [*linted, *pure.run(context)]


def _inside(context: Context, server: odoo.Odoo) -> list[Result]:
    """What breaks a whole series is one failure with its name."""
    try:
        some = databases(context.settings, server, context.venv)
        return inside.run(context, some)
    except SetupError as error:
        say(str(error))
        return [Result("odoo", server.series, failed=1, details=str(error))]
