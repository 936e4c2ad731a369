# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""One PostgreSQL for the folder, and a database of its own for each test."""

import itertools
import shutil
import tempfile
from contextlib import closing
from pathlib import Path

import psycopg2
import pytest

from planctl.executors.postgres_connection import Target, execute
from tools.postgres import USER, Server

from .schema import SCHEMA

#: Where the wheel of PostgreSQL lies: beside psycopg2.
PACKAGES = Path(psycopg2.__file__).parents[1]
_NUMBERS = itertools.count(1)


@pytest.fixture(scope="session")
def server():
    """Fast and careless: what is lost when the machine dies does not matter here."""
    folder = Path(tempfile.mkdtemp(prefix="lab-", dir="/tmp"))
    folder.chmod(0o711)
    options = ("fsync=off", "full_page_writes=off", "max_connections=60")
    cluster = Server(PACKAGES, folder, options)
    try:
        cluster.start()
        yield cluster
    finally:
        cluster.stop()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def dsn(server):
    """The DSN of a database of this server."""

    def made(database):
        return f"host={server.socket} port=5432 user={USER} dbname={database}"

    return made


@pytest.fixture(scope="session")
def admin(dsn):
    with closing(psycopg2.connect(dsn("postgres"))) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            yield cursor


@pytest.fixture
def database(admin):
    """A new empty database by name; it is dropped at the end."""
    name = f"lab_{next(_NUMBERS)}"
    admin.execute(f"CREATE DATABASE {name} STRATEGY FILE_COPY")
    yield name
    admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def target(dsn, database):
    return Target.read(dsn(database))


@pytest.fixture
def connection(target):
    with target.connect("test") as opened:
        yield opened


@pytest.fixture(scope="session")
def roles(admin):
    admin.execute("CREATE ROLE lab_reader; CREATE ROLE lab_owner")


@pytest.fixture(scope="session")
def shop(admin, dsn, roles):
    """A database with the shop's schema that is only copied, never changed."""
    admin.execute("CREATE DATABASE lab_shop STRATEGY FILE_COPY")
    with Target.read(dsn("lab_shop")).connect() as connection:
        execute(connection, SCHEMA)
    return "lab_shop"
