# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Where the embedded server's socket lies."""

from pathlib import Path

from tools.postgres import LONGEST_SOCKET, Server, socket_folder


def test_socket_lies_beside_the_data():
    assert socket_folder(Path("/x/18.0/postgres"), 1000) == Path("/x/18.0/socket")


def test_long_path_falls_back_to_a_short_one_of_its_own():
    one = socket_folder(Path("/x" * 60, "18.0/postgres"), 1000)
    two = socket_folder(Path("/x" * 60, "19.0/postgres"), 1000)
    assert one.parent == Path("/tmp")
    assert one != two
    assert len(str(one / ".s.PGSQL.5432")) <= LONGEST_SOCKET


def test_longest_path_that_fits_is_used():
    name = "/" + "x" * (LONGEST_SOCKET - len("/d/socket/.s.PGSQL.5432") - 1)
    data = Path(name, "d", "postgres")
    assert socket_folder(data, 1000) == Path(name, "d", "socket")
    assert socket_folder(Path(name + "x", "d", "postgres"), 1000).parent == Path("/tmp")


def test_clients_do_not_hear_the_callers_variables(tmp_path, monkeypatch):
    monkeypatch.setenv("PGPORT", "1")
    monkeypatch.setenv("PGSERVICE", "other")
    environment = Server(tmp_path, tmp_path).environment
    assert environment["PGPORT"] == "5432"
    assert "PGSERVICE" not in environment
