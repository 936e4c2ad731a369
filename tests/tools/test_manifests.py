# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The addons of a folder, and the order they need."""

import pytest

from tools import manifests
from tools.settings import SetupError


def write(folder, name, **values):
    addon = folder / name
    addon.mkdir(parents=True)
    (addon / "__manifest__.py").write_text(repr({"name": name, **values}))
    return addon


def test_addons_come_after_what_they_need(tmp_path):
    write(tmp_path, "a", depends=["c", "project"])
    write(tmp_path, "b", depends=["a"])
    write(tmp_path, "c", depends=["base"])
    assert [addon.name for addon in manifests.addons(tmp_path)] == ["c", "a", "b"]


def test_folder_without_a_manifest_and_uninstallable_addon_are_left_out(tmp_path):
    (tmp_path / "notes").mkdir()
    write(tmp_path, "old", installable=False)
    assert manifests.addons(tmp_path) == []


def test_addons_that_need_each_other_are_named():
    with pytest.raises(SetupError, match="a, b"):
        manifests.arrow_order({"a": ["b"], "b": ["a"]})


def test_closure_holds_all_that_is_needed_and_nothing_else():
    depends = {"a": ["b", "web"], "b": ["c"], "c": [], "d": ["a"]}
    assert manifests.closure("a", depends) == {"a", "b", "c"}


def test_hash_follows_content_and_names_but_not_tests(tmp_path):
    addon = write(tmp_path, "a")
    first = manifests.folder_hash(addon)
    (addon / "tests").mkdir()
    (addon / "tests" / "test_a.py").write_text("x")
    assert manifests.folder_hash(addon) == first
    (addon / "view.xml").write_text("<odoo/>")
    second = manifests.folder_hash(addon)
    assert second != first
    (addon / "view.xml").rename(addon / "other.xml")
    assert manifests.folder_hash(addon) != second
