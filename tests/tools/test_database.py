# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What an existing database still needs."""

from tools.database import demo_words, work


def test_new_addon_is_installed_and_changed_one_updated():
    todo = work({"a": "1", "b": "2", "c": "3"}, {"a": "1", "b": "old"})
    assert todo.install == ("c",)
    assert todo.update == ("b",)
    assert todo.words() == ["-i", "c", "-u", "b"]


def test_same_addons_are_no_work():
    assert not work({"a": "1"}, {"a": "1", "gone": "2"})


def test_demo_is_asked_for_where_it_is_not_the_default():
    assert demo_words("18.0") == []
    assert demo_words("19.0") == ["--with-demo"]
