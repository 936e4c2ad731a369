# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Where a server is looked for, and in which order."""

import pytest

from tools import odoo
from tools.settings import SetupError, read


@pytest.fixture
def nothing_installed(monkeypatch):
    monkeypatch.setattr(odoo, "importable", lambda settings: None)


def tree(path, series, packaged=False):
    """A folder that looks like a server of ``series``."""
    inner = path / "odoo"
    (inner / "addons" / ("web" if packaged else "base")).mkdir(parents=True)
    numbers = series.replace(".", ", ")
    (inner / "release.py").write_text(f"version_info = ({numbers}, 0, FINAL, 0, '')\n")
    return path


def settings(tmp_path, **variables):
    environ = {"CACHE_DIR": str(tmp_path / "cache"), **variables}
    return read({name: str(value) for name, value in environ.items()}, tmp_path)


@pytest.mark.usefixtures("nothing_installed")
def test_named_home_comes_before_the_cache(tmp_path):
    tree(tmp_path / "cache" / "odoo-18.0", "18.0")
    home = tree(tmp_path / "home", "19.0")
    found = odoo.choose(settings(tmp_path, ODOO_HOME=home))
    assert (found.series, found.path) == ("19.0", home)


@pytest.mark.usefixtures("nothing_installed")
def test_cache_comes_before_an_installed_server(tmp_path, monkeypatch):
    tree(tmp_path / "cache" / "odoo-18.0", "18.0")
    other = odoo.Odoo("19.0", tmp_path, "installed")
    monkeypatch.setattr(odoo, "importable", lambda settings: other)
    assert odoo.choose(settings(tmp_path)).series == "18.0"


@pytest.mark.usefixtures("nothing_installed")
def test_18_is_the_default_of_two_homes(tmp_path):
    old, new = tree(tmp_path / "a", "18.0"), tree(tmp_path / "b", "19.0")
    variables = {"ODOO_HOME_18": old, "ODOO_HOME_19": new}
    assert odoo.choose(settings(tmp_path, **variables)).path == old
    assert odoo.choose(settings(tmp_path, SERIES="19", **variables)).path == new


@pytest.mark.usefixtures("nothing_installed")
def test_nothing_found_leaves_debian(tmp_path):
    assert odoo.choose(settings(tmp_path)) is None
    assert odoo.choose(settings(tmp_path, SERIES="19.0")) is None


@pytest.mark.usefixtures("nothing_installed")
def test_18_that_is_not_there_is_one_sentence(tmp_path):
    with pytest.raises(SetupError, match=r"No Odoo 18\.0 was found: set ODOO_HOME"):
        odoo.choose(settings(tmp_path, SERIES="18.0"))


def test_named_home_without_a_server_is_refused(tmp_path):
    with pytest.raises(SetupError, match="ODOO_HOME=.* holds no Odoo"):
        odoo.choose(settings(tmp_path, ODOO_HOME=tmp_path))


def test_home_of_the_other_series_is_refused(tmp_path):
    home = tree(tmp_path / "home", "19.0")
    with pytest.raises(SetupError, match=r"ODOO_HOME_18=.* holds no Odoo 18\.0"):
        odoo.choose(settings(tmp_path, ODOO_HOME_18=home))


def test_older_series_is_no_server(tmp_path):
    with pytest.raises(SetupError, match="holds no Odoo"):
        odoo.choose(settings(tmp_path, ODOO_HOME=tree(tmp_path / "home", "17.0")))


def test_unpacked_package_is_found_below_its_root(tmp_path):
    packages = tree(tmp_path / "root" / odoo.PACKAGES, "19.0", packaged=True)
    found = odoo.choose(settings(tmp_path, ODOO_HOME=tmp_path / "root"))
    assert found.path == packages


def test_package_has_one_addons_folder_and_a_checkout_two(tmp_path):
    packaged = odoo.Odoo("19.0", tree(tmp_path / "a", "19.0", packaged=True), "")
    checkout = odoo.Odoo("18.0", tree(tmp_path / "b", "18.0"), "")
    assert packaged.addons_path == [packaged.path / "odoo" / "addons"]
    assert checkout.addons_path[1] == checkout.path / "addons"


def test_addons_without_a_server_are_not_importable(tmp_path):
    python = tmp_path / "python"
    python.write_text("#!/bin/sh\nexit 1\n")
    python.chmod(0o755)
    assert odoo.importable(settings(tmp_path), str(python)) is None


def test_importable_package_is_taken_without_its_neighbours(tmp_path):
    packages = tree(tmp_path / "packages", "19.0", packaged=True)
    python = tmp_path / "python"
    python.write_text(f"#!/bin/sh\necho {packages}/odoo/release.py\n")
    python.chmod(0o755)
    found = odoo.importable(settings(tmp_path), str(python))
    assert found.path != packages
    assert [path.name for path in found.path.iterdir()] == ["odoo"]
    assert odoo.series_of(found.path) == "19.0"
