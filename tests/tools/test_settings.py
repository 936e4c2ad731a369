# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What the environment asks for."""

from pathlib import Path

import pytest

from tools.settings import SetupError, read

ROOT = Path("/checkout")


def test_defaults_are_those_of_the_readme():
    settings = read({}, ROOT)
    assert settings.http_port == 8069
    assert settings.data_dir == ROOT / ".data"
    assert settings.cache_dir == Path.home() / ".cache" / "implementation-plan"
    assert settings.series == ""
    assert settings.own_postgres
    assert not settings.force


def test_relative_folder_is_meant_from_the_checkout():
    assert read({"DATA_DIR": "here/../data"}, ROOT).data_dir == ROOT / "data"


def test_each_series_has_its_own_folder():
    settings = read({}, ROOT)
    assert settings.folder("18.0") != settings.folder("19.0")


def test_empty_variable_counts_as_none():
    settings = read({"HTTP_PORT": " ", "PGHOST": "", "ODOO_HOME": ""}, ROOT)
    assert settings.http_port == 8069
    assert settings.own_postgres
    assert not settings.odoo_home


@pytest.mark.parametrize("text", ["0", "65536", "-1", "http", "80.5"])
def test_port_that_is_none_is_refused(text):
    with pytest.raises(SetupError, match="HTTP_PORT"):
        read({"HTTP_PORT": text}, ROOT)


@pytest.mark.parametrize(("text", "series"), [("18", "18.0"), ("19.0", "19.0")])
def test_series_is_known_by_both_names(text, series):
    assert read({"SERIES": text}, ROOT).series == series


def test_unknown_series_is_refused():
    with pytest.raises(SetupError, match=r"18\.0 or 19\.0"):
        read({"SERIES": "17.0"}, ROOT)


@pytest.mark.parametrize("name", ["PGHOST", "PGHOSTADDR", "PGSERVICE"])
def test_named_server_replaces_the_embedded_one(name):
    assert not read({name: "somewhere"}, ROOT).own_postgres


def test_both_homes_are_kept_apart():
    settings = read({"ODOO_HOME_18": "/a", "ODOO_HOME_19": "/b"}, ROOT)
    assert settings.odoo_homes == {"18.0": "/a", "19.0": "/b"}


def test_force_zero_is_no_force():
    assert not read({"FORCE": "0"}, ROOT).force
    assert read({"FORCE": "1"}, ROOT).force
