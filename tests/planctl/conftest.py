# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A PostgreSQL of the tests."""

import shutil
import tempfile
from pathlib import Path

import psycopg2
import pytest

from tools.postgres import Server

PACKAGES = Path(psycopg2.__file__).parents[1]


@pytest.fixture(scope="session")
def dsn():
    """A database on a cluster of its own."""
    folder = tempfile.mkdtemp(prefix="plan-agent-", dir="/tmp")
    server = Server(PACKAGES, Path(folder), ("fsync=off",))
    try:
        server.start()
        yield f"host={server.socket} port=5432 user=odoo dbname=postgres"
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)
