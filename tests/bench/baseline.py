# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What integrators do without the suite: one XML-RPC call a record."""

from __future__ import annotations

from pathlib import Path
from xmlrpc.client import ServerProxy

from measure import cpu_of
from plans import edges

from tools.server import Instance


def per_record(instance: Instance, count: int) -> float:
    """CPU seconds a task of server and database, tasks created one by one."""
    instance.start("bench")
    try:
        return _create(instance, count) / count
    finally:
        instance.stop()


def _create(instance: Instance, count: int) -> float:
    login = (instance.database, "admin", "admin")
    uid = ServerProxy(f"{instance.url}/xmlrpc/2/common").authenticate(*login, {})
    models = ServerProxy(f"{instance.url}/xmlrpc/2/object")

    def call(model: str, method: str, *args: object) -> int:
        words = (instance.database, uid, "admin", model, method, list(args))
        found: int = models.execute_kw(*words)  # type: ignore[assignment]
        return found

    project = call(
        "project.project", "create", {"name": "RPC", "allow_task_dependencies": True}
    )
    before = _cpu(instance)
    ids: list[int] = []
    for place, others in enumerate(edges(count)):
        vals = {
            "name": f"Task {place}",
            "project_id": project,
            "depend_on_ids": [(6, 0, [ids[other] for other in others])],
        }
        ids.append(call("project.task", "create", vals))
    return _cpu(instance) - before


def _cpu(instance: Instance) -> float:
    """Of the server and of every database process that works for it."""
    pids = [instance.running()]
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                words = (folder / "cmdline").read_bytes()
            except OSError:
                continue
            if words.startswith(b"postgres: ") and instance.database.encode() in words:
                pids.append(int(folder.name))
    return sum(map(cpu_of, pids))
