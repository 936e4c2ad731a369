# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""No broken down is taken for a proved one."""

import pytest

from .broken_downs import BROKEN, CATALOG, DATA
from .lab import content, migration, run

#: What is wrong with them shows in the rows alone.
ONLY_DATA = [row[0] for row in BROKEN if row[3] == DATA]


def test_there_are_forty_and_no_name_twice():
    assert len(BROKEN) >= 40
    assert len({row[0] for row in BROKEN}) == len(BROKEN)


@pytest.mark.parametrize("row", BROKEN, ids=lambda row: row[0])
def test_broken_down_proves_nothing(dsn, shop, row):
    name, up, down, code = row
    result, watcher = run(dsn(shop), content("rehearse", migration(up, down)))
    assert "rehearsal" in result.data, watcher.text
    found = result.data["rehearsal"]
    codes = [one["code"] for one in found["reasons"]]
    assert code in [*codes, ""], watcher.text
    assert found["rollback_level"] < ("R3" if code == DATA else "R2"), watcher.text
    if code == CATALOG:
        assert found["catalog_differences"]
    if name in ONLY_DATA:
        assert found["rollback_level"] == "R2"
        assert found["row_differences"]
